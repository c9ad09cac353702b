// Minutes of breaches: they are those of the critical paths, to the millisecond, and each stands where it was lost.
#include "sandtable/attribution.hpp"

#include <numeric>

#include "sandtable/study.hpp"
#include "support/catch.hpp"
#include "support/counting_new.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

Attribution attributed(const Inputs& inputs, std::uint64_t replications, unsigned workers = 1) {
    Diagnostics out;
    auto result = study({{"base", &inputs, {}}}, {.replications = replications, .workers = workers, .rows = 0}, out);
    INFO(said_of(out));
    REQUIRE(result);
    return result->variants.front().attribution;
}

/// What the critical paths of one journal say of its breaches: by duty, minutes by kind; under "" in all.
struct Said {
    std::uint64_t late = 0, never = 0;
    std::map<std::string, std::int64_t> by_kind;
    friend bool operator==(const Said&, const Said&) = default;
};
std::map<std::string, Said> by_journal(const Inputs& inputs, std::uint32_t number) {
    const Journal journal = run_journal(inputs, 1, number);
    std::map<std::string, Said> all;
    for (const DutyOutcome& o : assess(inputs, journal)) {
        if (o.breached_entry == no_entry) continue;
        Said& said = all[o.incident + "/" + o.plan + "/" + o.duty + "/" + o.agency];
        if (!o.discharged) {
            ++said.never;
            continue;
        }
        ++said.late;
        const CriticalPath path = critical_path(inputs, journal, o);
        said.by_kind[""] += path.total.count();
        for (const PathStep& step : path.steps) said.by_kind[std::string(step_name(step.kind))] += step.length().count();
    }
    return all;
}

std::map<std::string, Said> by_attribution(const Attribution& attribution) {
    std::map<std::string, Said> all;
    for (const auto& [id, breaches] : attribution.duties) {
        Said& said = all[id];
        said.late = breaches.late;
        said.never = breaches.never;
        if (breaches.late > 0) said.by_kind[""] = breaches.ms;
        for (const auto& [part, sum] : breaches.parts) said.by_kind[part.substr(0, part.find('/'))] += sum.ms;
    }
    return all;
}

std::string parts_of(const Inputs& inputs, const std::string& duty) {
    const Attribution attribution = attributed(inputs, 1);
    const auto found = attribution.duties.find("gate/small/" + duty);
    if (found == attribution.duties.end()) return "kept";
    std::string text = std::to_string(found->second.late) + "+" + std::to_string(found->second.never);
    for (const auto& [part, sum] : found->second.parts) text += " " + part + "=" + std::to_string(sum.ms / 60'000);
    return text;
}

}  // namespace

TEST_CASE("every drill: attributed minutes are discharged minus opened of each breach, by kind as its critical path has them", "[study]") {
    std::size_t late = 0;
    for (const std::string& id : all_drills()) {
        const Inputs inputs = load_shipped(id);
        Replicator replicator(inputs, 1);
        for (const std::uint32_t number : id == "typhoon-night" ? std::vector<std::uint32_t>{0} : std::vector<std::uint32_t>{0, 1, 5, 8, 13}) {
            INFO(id << " replication " << number);
            Diagnostics said;
            const auto entries = replicator.run(number, said);
            REQUIRE(entries);
            Attributing attributing(inputs, replicator.cast());
            attributing.read(number, *entries);
            const Attribution found = attributing.found();
            CHECK(by_attribution(found) == by_journal(inputs, number));
            for (const auto& [duty, breaches] : found.duties) {
                late += breaches.late;
                CHECK(breaches.first == number);
                std::int64_t sum = 0;
                for (const auto& [part, of] : breaches.parts) {
                    sum += of.ms;
                    CHECK(of.breaches >= 1);
                    CHECK(of.breaches <= breaches.late);
                }
                CHECK(sum == breaches.ms);
            }
        }
    }
    CHECK(late > 30);
}

TEST_CASE("minutes stand where they were lost: at an officer at work, away, of no shift; at a task, a call, a road", "[study]") {
    const auto world = [](const std::string& tasks, const std::string& duty, SmallWorld more = {}) {
        more.tasks = tasks.c_str();
        more.duties = duty.c_str();
        return load_small(more);
    };
    const std::string report = "{received: incident_report}";
    // `a` is done first, `b` waits for the one officer
    CHECK(parts_of(world("- {id: a, clause: \"1\", by: office, officer: duty, after: " + report + ", takes: 5 min}\n- {id: b, clause: \"1\", by: office, officer: duty, after: " + report + ", takes: 4 min}",
                         "- {id: d, clause: \"1\", who: office, must: {done: b}, within: 3 min, from: " + report + "}"),
                   "d/town-office") == "1+0 handling/town-office/small.b=4 waiting/town-office/duty/busy:small.a=5");
    // never: its task stays undone
    CHECK(parts_of(world("- {id: a, clause: \"1\", by: office, officer: duty, after: " + report + ", takes: 5 min, if: {participants: {at_least: 9000}}}",
                         "- {id: d, clause: \"1\", who: office, must: {done: a}, within: 3 min, from: " + report + "}"),
                   "d/town-office") == "0+1");
    // a call that fails after half a minute, and one of a minute
    const auto tell = [&](const std::string& over) { return "- {id: tell, clause: \"1\", by: office, officer: none, after: " + report + ", takes: 2 min, sends: [{message: brief, to: group, over: [" + over + "]}]}"; };
    const std::string told = "- {id: d, clause: \"1\", who: office, must: {received: brief}, within: 1 min, from: " + report + "}";
    CHECK(parts_of(world(tell("line"), told), "d/town-office") == "1+0 handling/town-office/small.tell=2 message/town-office/line=1");
    CHECK(parts_of(world(tell("dead, line"), told), "d/town-office") == "1+0 handling/town-office/small.tell=2 message/town-office/dead=0 message/town-office/line=1");
    // nobody of the shift: a clerk is there from eight
    const std::string file = "- {id: file, clause: \"1\", by: office, officer: clerk, after: " + report + ", takes: 4 min}", filed = "- {id: d, clause: \"1\", who: office, must: {done: file}, within: 3 min, from: " + report + "}";
    SmallWorld night;
    night.start = "2026-01-26T06:00:00+08:00";
    CHECK(parts_of(world(file, filed, night), "d/town-office") == "1+0 handling/town-office/small.file=4 waiting/town-office/clerk/shift=120");
    // the officer is away for ten minutes
    SmallWorld away;
    away.more = "injects:\n- {id: I-1, at: 0 min, text: {zh: 外出, en: away}, does: {officers_away: {agency: town-office, pool: clerk, number: 1, period: 10 min}}}";
    CHECK(parts_of(world(file, filed, away), "d/town-office") == "1+0 handling/town-office/small.file=4 waiting/town-office/clerk/away=10");
    // on the road: 4 and 6 minutes, of which the duty that opens at the departure sees all; a road that closes before it is entered makes another way
    const std::string go = "- {id: go, clause: \"1\", by: office, officer: squad, after: " + report + ", takes: 1 min, goes_to: scene}", gone = "- {id: d, clause: \"1\", who: office, must: {arrived: squad, at: scene}, within: 3 min, from: " + report + "}";
    SmallWorld far;
    far.place = "site";
    CHECK(parts_of(world(go, gone, far), "d/town-office") == "1+0 handling/town-office/small.go=1 travel/town-office/bridge_site=6 travel/town-office/hall_bridge=4");
    far.more = "closures:\n- {road: bridge_site, from: 2 min, period: 1 h}";
    CHECK(parts_of(world(go, gone, far), "d/town-office") == "1+0 handling/town-office/small.go=1 travel/town-office/-=14");
    // kept: nothing
    CHECK(parts_of(world("- {id: a, clause: \"1\", by: office, officer: duty, after: " + report + ", takes: 2 min}", "- {id: d, clause: \"1\", who: office, must: {done: a}, within: 3 min, from: " + report + "}"), "d/town-office") == "kept");
}

TEST_CASE("attribution is the same for any number of workers and any cut, and its busy hours are the pools' work", "[study]") {
    const Inputs inputs = load_shipped("wage-arrears-city-hall");
    const Attribution whole = attributed(inputs, 300);
    CHECK_FALSE(whole.duties.empty());
    CHECK(attributed(inputs, 300, 3) == whole);
    Diagnostics out;
    const auto first = study({{"base", &inputs, {}}}, {.replications = 120}, out), rest = study({{"base", &inputs, {}}}, {.first = 120, .replications = 180}, out);
    Attribution joined = rest->variants.front().attribution;
    joined.add(first->variants.front().attribution);
    CHECK(joined == whole);
    const auto result = study({{"base", &inputs, {}}}, {.replications = 300}, out);
    const VariantResult& base = result->variants.front();
    for (std::size_t i = 0; i < base.measures.size(); ++i) {
        const Measure& measure = base.measures[i];
        if (measure.kind != Measure::Kind::busy && measure.kind != Measure::Kind::waited) continue;
        const auto found = whole.hours.find(measure.subject);
        std::int64_t sum = 0;
        if (found != whole.hours.end())
            for (const std::int64_t ms : measure.kind == Measure::Kind::busy ? found->second.busy : found->second.waited) sum += ms;
        INFO(measure.id);
        CHECK(sum == base.tallies[i].lengths.sum());
    }
    CHECK(study({{"base", &inputs, {}}}, {.replications = 30, .attribute = false}, out)->variants.front().attribution == Attribution{});
}

TEST_CASE("attributing allocates nothing once warm", "[study]") {
    const Inputs inputs = load_shipped("wage-arrears-city-hall");
    Replicator replicator(inputs, 1);
    Attributing attributing(inputs, replicator.cast());
    Diagnostics said;
    for (std::uint32_t number = 0; number < 300; ++number) attributing.read(number, *replicator.run(number, said));
    const std::uint64_t before = allocations_so_far();
    for (std::uint32_t number = 100; number < 300; ++number) attributing.read(number, *replicator.run(number, said));
    CHECK(allocations_so_far() == before);
}

namespace {

/// What the unit's task waited for, in minutes, of one run of a day in the small town.
std::map<std::string, double> waits(const std::string& tasks, const std::string& more,
                                    const std::string& pool,
                                    const std::string& start = "2026-01-26T09:00:00+08:00") {
    const Inputs inputs = load_small(
        {.tasks = tasks + "- {id: z, clause: \"1\", by: office, officer: " + pool +
                  ", after: {received: order, by: office}, takes: 1 min}\n",
         .duties =
             "- {id: d, clause: \"1\", who: office, must: {done: z}, within: 5 min, from: {received: order, by: office}}",
         .more = more,
         .start = start});
    std::map<std::string, double> minutes_of;
    for (const auto& [id, breaches] : attributed(inputs, 1).duties)
        for (const auto& [part, sum] : breaches.parts)
            if (part.starts_with("waiting/"))
                minutes_of[part.substr(std::string("waiting/town-office/").size())] +=
                    static_cast<double>(sum.ms) / 60'000;
    return minutes_of;
}
using Minutes = std::map<std::string, double>;
const std::string asks =
    "- {id: ask, clause: \"1\", by: bureau, officer: none, after: {occurred: incident}, takes: 10 min, sends: [{message: order, to: office, over: [flash]}]}\n";

}  // namespace

TEST_CASE("a wait is charged slice by slice to what stood in the way, never to the last one whole",
          "[study]") {
    // one after another at two tasks: 20 minutes of a's 30 are left when z is asked for, then b
    // takes 25
    const std::string
        a = "- {id: a, clause: \"1\", by: office, officer: duty, after: {occurred: incident}, takes: 30 min}\n",
        b = "- {id: b, clause: \"1\", by: office, officer: duty, after: {received: incident_report}, takes: 25 min}\n";
    CHECK(waits(asks + a + b, "", "duty") ==
          Minutes{{"duty/busy:small.a", 20}, {"duty/busy:small.b", 25}});
    // called away while a is at work: a goes on, then nobody is there until 1 h 5 min
    CHECK(
        waits(
            asks + a,
            "injects: [{id: I-1, at: 5 min, to: town-office, text: {zh: 走, en: away}, does: {officers_away: {agency: town-office, pool: duty, number: 1, period: 1 h}}}]",
            "duty") == Minutes{{"duty/busy:small.a", 10}, {"duty/away", 45}});
    // two officers, one away and one at work: each has a half of it
    CHECK(
        waits(
            asks + a,
            "officers: [{agency: town-office, officers: {duty: 2}}]\ninjects: [{id: I-1, at: 5 min, to: town-office, text: {zh: 走, en: away}, does: {officers_away: {agency: town-office, pool: duty, number: 1, period: 10 h}}}]",
            "duty") == Minutes{{"duty/busy:small.a", 10}, {"duty/away", 10}});
    // a clerk by day only, at work until the night begins: the rest is the shift's, until morning
    const std::string clerk =
        "- {id: a, clause: \"1\", by: office, officer: clerk, after: {occurred: incident}, takes: 30 min}\n";
    CHECK(waits(asks + clerk, "", "clerk", "2026-01-26T17:40:00+08:00") ==
          Minutes{{"clerk/busy:small.a", 10}, {"clerk/shift", 14 * 60}});
    // away until after the night has begun
    CHECK(
        waits(
            asks,
            "injects: [{id: I-1, at: 1 min, to: town-office, text: {zh: 走, en: away}, does: {officers_away: {agency: town-office, pool: clerk, number: 1, period: 2 h}}}]",
            "clerk",
            "2026-01-26T17:40:00+08:00") == Minutes{{"clerk/away", 10}, {"clerk/shift", 14 * 60}});
}
