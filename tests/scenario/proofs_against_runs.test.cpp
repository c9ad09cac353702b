// What `check` proves of duties, held against runs that take drawn turns (semantics.md 6, "Before
// any run"): with officers enough and channels that do not fail no run says otherwise.
#include <cstdlib>
#include <map>

#include "sandtable/duty_analysis.hpp"
#include "support/small_world.hpp"
#include "support/turns.hpp"

using namespace sandtable;

namespace {

/// Turns at each place: few here, as many as $SANDTABLE_SEEDS says in `./dev seeds`.
std::uint32_t turns_at_each_place() {
    const char* asked = std::getenv("SANDTABLE_SEEDS");
    return asked != nullptr ? static_cast<std::uint32_t>(std::stoul(asked)) : 12;
}

struct Ground {
    std::filesystem::path folder;
    std::string plan, network,
        fact;  ///< fact: one of its vocabulary, for the first line of the truth
};

const std::filesystem::path cases = std::filesystem::path(SANDTABLE_TREE) / "tests/cases/good";

std::string scenario_text(const Ground& ground, const std::string& place,
                          const std::string& concerns) {
    return "sandtable: scenario/1\nid: turn\ntitle: {zh: 变, en: turn}\nstart: \"2026-03-02T09:00:00+08:00\"\nuntil: settled\nnetwork: " +
           ground.network + "\nplans: [" + ground.plan +
           "]\nincidents:\n- id: it\n  place: " + place +
           (concerns.empty() ? "" : "\n  concerns: [" + concerns + "]") +
           "\n  truth: [{at: 0 min, facts: {" + ground.fact + "}}]\n";
}

/// Nothing where the plan does not load there: a role that binds nobody.
std::optional<Inputs> inputs_at(const Ground& ground, const std::string& place,
                                const std::string& concerns) {
    const DiskFiles disk({ground.folder, shipped_folder()});
    const HeldFiles held;
    const RecordingFiles files(held, disk);
    Diagnostics out;
    auto inputs = load_inputs({"turn.yaml", scenario_text(ground, place, concerns)}, files, out);
    if (!inputs) INFO(said_of(out));
    if (inputs) with_officers_enough(inputs->network);
    return inputs;
}

struct Counts {
    int places = 0, runs = 0, kept = 0, impossible = 0, bounded = 0;
};

std::int64_t ms_between(ModelTime a, ModelTime b) { return (b - a).count(); }

/// Every outcome of a run beside its proof.
void compare(const Inputs& inputs, const DutyAnalysis& analysis, const Journal& journal,
             Counts& counts) {
    // a plan that came back into its scope: what was done for it before may count for its duties
    // still
    bool came_back = false, fails = false, failed = false;
    for (const Entry& entry : journal.entries()) {
        if (entry.kind != EntryKind::grading) continue;
        const bool now = journal.item_text(entry, "applies") == "no";
        came_back = came_back || (fails && !now);
        fails = now;
        failed = failed || now;
    }
    const ModelTime end = journal[static_cast<EntryNo>(journal.size() - 1)].at;
    for (const DutyOutcome& o : assess(inputs, journal)) {
        if (o.must_not) continue;
        const auto proof =
            std::find_if(analysis.proofs.begin(), analysis.proofs.end(), [&](const DutyProof& p) {
                return p.duty == o.duty_id && p.agency.is_some() &&
                       inputs.network.agencies[p.agency].id == o.agency;
            });
        REQUIRE(proof != analysis.proofs.end());
        INFO(o.id << " " << iso_text(civil_time(inputs.scenario.start, o.anchor)));
        if (proof->keeping == Keeping::kept || proof->keeping == Keeping::kept_once_known) {
            CHECK(o.status != DutyStatus::breached);
            ++counts.kept;
        }
        if (proof->keeping == Keeping::impossible && !came_back) {
            CHECK(o.status != DutyStatus::met);
            ++counts.impossible;
        }
        const auto& within = inputs.plans[proof->plan].duties[proof->duty].within;
        if (within && within->before)
            continue;  // notice of what is to come: what was given before counts
        if (proof->keeping == Keeping::never_discharged) CHECK_FALSE(o.discharged);
        CHECK(proof->keeping != Keeping::not_here);
        if (o.discharged && proof->least && !came_back && proof->least->working_days == 0)
            CHECK(ms_between(o.anchor, *o.discharged) >= proof->least->ms);
        if (!proof->most || proof->most->working_days > 0 || o.status == DutyStatus::waived)
            continue;
        if (failed && o.status == DutyStatus::breached)
            continue;  // late as it is, its work was stopped
        // it is over by then, unless the run is
        const bool done = o.discharged && ms_between(o.anchor, *o.discharged) <= proof->most->ms;
        CHECK((done || ms_between(o.anchor, end) < proof->most->ms));
        ++counts.bounded;
    }
}

Counts walk(const Ground& ground) {
    Counts counts;
    Diagnostics out;
    const DiskFiles disk({ground.folder, shipped_folder()});
    const auto source = disk.find(FileKind::network, ground.network, out);
    REQUIRE(source);
    const auto network = load_network(*source, disk, out);
    REQUIRE(network);
    std::set<std::string> trades;
    for (const Agency& agency : network->agencies)
        trades.insert(agency.trades().begin(), agency.trades().end());
    std::string concerns;
    for (const std::string& trade : trades) concerns += (concerns.empty() ? "" : ", ") + trade;
    for (const auto& place : network->places) {
        auto inputs = inputs_at(ground, place.id, concerns);
        if (!inputs) continue;
        ++counts.places;
        const DutyAnalysis analysis =
            analyse_duties(inputs->plans, inputs->vocabulary, inputs->network, inputs->calendar,
                           Roads(inputs->network), inputs->scenario.incidents[IncidentId{0}].place,
                           &inputs->scenario.incidents[IncidentId{0}].concerns);
        const Inputs plain = *inputs;
        Turns drawer(plain, name_hash(ground.plan + "/" + place.id));
        for (std::uint32_t seed = 1; seed <= turns_at_each_place(); ++seed) {
            drawer.turn(*inputs);
            Diagnostics said;
            const auto journal = run(*inputs, {seed, 0}, said);
            if (!journal) continue;  // behind the calendar
            INFO(ground.plan << " at " << place.id << ", turn " << seed);
            compare(*inputs, analysis, *journal, counts);
            ++counts.runs;
        }
    }
    CHECK(counts.places > 0);
    CHECK(counts.runs >= counts.places);
    return counts;
}

}  // namespace

namespace {

// that something was looked at, by the turn
const int turns = static_cast<int>(turns_at_each_place());

}  // namespace

TEST_CASE("proofs against runs: the shipped plans at every place of the network",
          "[scenario][proofs][seeds]") {
    Counts all;
    for (const std::string plan :
         {"administrative-adjudication", "geohazard", "mass-incident", "natural-resource-dispute",
          "science-support", "secondary-water-supply", "wage-arrears"}) {
        const Counts some = walk({shipped_folder(), plan, "lishui", "participants: 1"});
        all.kept += some.kept, all.bounded += some.bounded;
    }
    CHECK(all.kept > 80 * turns);
    CHECK(all.bounded > 80 * turns);
}

namespace {

/// A plan of the small town with every word that may keep something back: guards, choices, counts,
/// several anchors, an end of the response, a scope.
SmallWorld drawn_world(Lcg& draw) {
    const auto one_of = [&](std::initializer_list<std::string_view> list) {
        return std::string(list.begin()[draw.below(list.size())]);
    };
    const std::uint32_t n = 4 + draw.below(5);
    const auto guard = [&] {
        return one_of({"participants: {at_least: 50}", "participants: {at_least: 30}",
                       "organ_blocked: true", "known: participants", "scope: fails",
                       "scope: holds"});
    };
    const auto guards = [&]() -> std::string {
        if (draw.below(2) == 0) return {};
        return one_of({", if: {", ", unless: {", ", may: {", ", once: {"}) + guard() + "}";
    };
    const auto leaf = [&]() -> std::string {
        const std::string whose = one_of({"", "", "", ", by: units", ", by: office"}) +
                                  one_of({"", "", ", count: first", ", count: all", ", count: 2"});
        switch (draw.below(9)) {
            case 0:
                return "{received: incident_report" + one_of({"", ", by: office", ", by: units"}) +
                       "}";
            case 1: return "{occurred: incident}";
            case 2:
                return "{decided: d" + std::to_string(draw.below(n)) +
                       one_of({", as: yes", ", as: no", ""}) + "}";
            case 3: return "{received: " + one_of({"brief", "order", "answer"}) + whose + "}";
            case 4: return "{ended: response}";
            case 5: return "{arrived: squad, at: scene" + one_of({"", ", count: first"}) + "}";
            default: return "{done: t" + std::to_string(draw.below(n)) + whose + "}";
        }
    };
    const auto wait = [&](const auto& self, int depth) -> std::string {
        if (depth == 2 || draw.below(5) < 3) return leaf();
        std::string parts = self(self, depth + 1);
        for (std::uint32_t more = 1 + draw.below(2); more > 0; --more)
            parts += ", " + self(self, depth + 1);
        return "{" + one_of({"all", "any", "any"}) + ": [" + parts + "]}";
    };
    SmallWorld world;
    world.place = "site";
    if (draw.below(2) == 0) world.scope = "{participants: {at_least: 10}}";
    std::vector<std::string> trigger;
    for (std::uint32_t i = 0; i < n; ++i) {
        const std::string id = std::to_string(i),
                          by = one_of({"office", "office", "units", "bureau", "group"});
        trigger.push_back("after: " + (i == 0 ? "{received: incident_report}" : wait(wait, 0)));
        world.tasks += "- {id: t" + id + ", clause: \"1\", by: " + by + ", takes: " +
                       one_of({"1..4 min", "3 min", "2..9 min", "1..2 working days"}) + ", " +
                       trigger.back() + guards() + one_of({"", "", ", waived: [response_ended]"});
        world.tasks += by == "units" ? ", officer: squad, goes_to: scene" : ", officer: none";
        if (draw.below(3) > 0)
            world.tasks +=
                ", sends: [{message: " + one_of({"brief", "order", "answer", "incident_report"}) +
                ", to: " + one_of({"office", "units", "group"}) + ", over: [" +
                one_of({"line", "runner", "flash"}) + "]}]";
        world.tasks += ", decides: {id: d" + id +
                       ", choices: {yes: {zh: 是, en: y}, no: {zh: 否, en: n}}, default: yes}}\n";
    }
    for (std::uint32_t i = 0; i < 12; ++i) {
        const std::string of = std::to_string(draw.below(n));
        world.duties += "- {id: x" + std::to_string(i) +
                        ", clause: \"1\", who: " + one_of({"office", "office", "units", "group"}) +
                        ", must: " + (draw.below(3) == 0 ? wait(wait, 1) : "{done: t" + of + "}") +
                        ", within: " + one_of({"5 min", "20 min", "2 h", "2 working days"});
        const std::uint32_t how = draw.below(4);
        if (how == 0) world.duties += ", from: " + wait(wait, 1);
        else if (how == 1) world.duties += ", " + trigger[draw.below(n)];
        else
            world.duties += ", from: " + trigger[draw.below(n)].substr(7) +
                            (how == 2 ? "" : ", " + trigger[draw.below(n)]);
        world.duties += guards() + one_of({"", "", ", waived: [response_ended]"}) + "}\n";
    }
    if (draw.below(2) == 0) world.ends = "{done: t" + std::to_string(draw.below(n)) + "}";
    return world;
}

}  // namespace

TEST_CASE("proofs against runs: drawn plans with guards, choices and ends",
          "[scenario][proofs][seeds]") {
    Lcg draw{19};
    Counts counts;
    int loaded = 0;
    for (int round = 0; round < 400; ++round) {
        SmallWorld world = drawn_world(draw);
        HeldFiles held;
        held.hold(FileKind::plan, "small", {"small-plan.yaml", small_plan(world)});
        held.hold(FileKind::network, "small", {"small-network.yaml", std::string(small_network)});
        const DiskFiles disk({shipped_folder()});
        const RecordingFiles files(held, disk);
        Diagnostics out;
        auto inputs = load_inputs({"small-drill.yaml", small_scenario(world)}, files, out);
        if (!inputs) continue;  // an end that its own end brings, and the like
        ++loaded;
        with_officers_enough(inputs->network);
        INFO("round " << round << "\n"
                      << world.tasks << world.duties << world.ends << "\n"
                      << world.scope);
        const Incident& incident = inputs->scenario.incidents[IncidentId{0}];
        const DutyAnalysis analysis =
            analyse_duties(inputs->plans, inputs->vocabulary, inputs->network, inputs->calendar,
                           Roads(inputs->network), incident.place, &incident.concerns);
        const Inputs plain = *inputs;
        Turns drawer(plain, draw.state);
        for (std::uint32_t seed = 1; seed <= turns_at_each_place(); ++seed) {
            drawer.turn(*inputs);
            Diagnostics said;
            const auto journal = run(*inputs, {seed, 0}, said);
            if (!journal) continue;
            INFO("turn " << seed);
            compare(*inputs, analysis, *journal, counts);
        }
    }
    CHECK(loaded > 100);
    CHECK(counts.kept > 20 * turns);
    CHECK(counts.impossible > 20 * turns);
    CHECK(counts.bounded > 40 * turns);
}

TEST_CASE("proofs against runs: plans of another city", "[scenario][proofs][seeds]") {
    const Counts food = walk({cases / "foreign", "food-safety", "beiling", "sick_people: 1"}),
                 fire = walk(
                     {cases / "foreign", "forest-fire", "beiling-forest", "fire_confirmed: true"});
    CHECK(food.kept > 4 * turns);
    CHECK(fire.kept > 4 * turns);
    const Counts notice = walk({cases / "check-kept", "notice", "hall", "participants: 1"});
    CHECK(notice.impossible > 0);
}
