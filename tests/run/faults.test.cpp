// Faults as settings: what fails, from when to when to the millisecond, or by chance; and what it does to what was going on.
#include "support/said_of.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

const std::initializer_list<EntryKind> calls{EntryKind::sent, EntryKind::call_failed, EntryKind::retried, EntryKind::lost, EntryKind::received, EntryKind::undelivered};
const std::initializer_list<EntryKind> faults{EntryKind::fault, EntryKind::fault_over, EntryKind::ended};

std::string tells(const std::string& over) { return "- {id: tell, clause: \"1\", by: office, takes: 0 s, sends: [{message: order, to: bureau, over: [" + over + "]}]}"; }
/// The office tells the bureau at 0:00.
Played telling(const std::string& over, const std::string& fault, std::uint32_t seed = 1) { return play(SmallWorld{.tasks = tells(over), .reports = "", .more = "faults:\n" + fault}, seed); }

const std::string three_reports =
    "[{at: 1 min, from: bureau, to: office, over: [flash], says: {participants: 40}}, {at: 10 min, from: bureau, to: office, over: [flash], says: {participants: 60}}, "
    "{at: 20 min, from: bureau, to: office, over: [flash], says: {participants: 80}}]";
/// Three reports at 1, 10 and 20 minutes.
Played reporting(const std::string& fault, const std::string& reports = three_reports) { return play(SmallWorld{.reports = reports, .more = "faults:\n" + fault}); }
/// What the office was told: "1:00 40, 10:00 60".
std::string told(const Played& p) {
    std::string out;
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == EntryKind::received && p.journal.text(entry.agency) == "town-office" && p.journal.item(entry, "fact.participants") != nullptr)
            out += (out.empty() ? "" : ", ") + span_text(entry.at.time_since_epoch()) + " " + std::to_string(p.journal.item_number(entry, "fact.participants"));
    return out;
}

std::string fault_says(const std::string& fault, const std::string& more = "") {
    HeldFiles held;
    held.hold(FileKind::plan, "small", {"small-plan.yaml", small_plan({})});
    held.hold(FileKind::network, "small", {"small-network.yaml", std::string(small_network)});
    const DiskFiles disk({shipped_folder()});
    const RecordingFiles files(held, disk);
    Diagnostics out;
    const auto inputs = load_inputs({"d.yaml", small_scenario({.incidents = more, .more = "faults:\n" + fault})}, files, out);
    CHECK(inputs.has_value() == !out.has_errors());
    std::string said;
    for (const Diagnostic& d : out.all())
        if (d.severity == Severity::error) said += (said.empty() ? "" : " ") + d.code;
    return said;
}

}  // namespace

TEST_CASE("a channel that is down fails from its first instant to the one before its last", "[faults]") {
    // tried at 0:00
    CHECK(story(telling("line", "- {id: F-1, channel: line, from: 0 min, period: 10 min}"), calls) ==
          "0:00 sent town-office order to=town-bureau line\n"
          "1:00 call_failed town-office order to=town-bureau line\n"
          "1:00 retried town-office order to=town-bureau line\n"
          "2:00 call_failed town-office order to=town-bureau line\n"
          "2:00 retried town-office order to=town-bureau line\n"
          "3:00 call_failed town-office order to=town-bureau line\n"
          "3:00 retried town-office order to=town-bureau line\n"
          "4:00 call_failed town-office order to=town-bureau line\n"
          "4:00 retried town-office order to=town-bureau line\n"
          "5:00 call_failed town-office order to=town-bureau line\n"
          "5:00 retried town-office order to=town-bureau line\n"
          "6:00 call_failed town-office order to=town-bureau line\n"
          "6:00 retried town-office order to=town-bureau line\n"
          "7:00 call_failed town-office order to=town-bureau line\n"
          "7:00 retried town-office order to=town-bureau line\n"
          "8:00 call_failed town-office order to=town-bureau line\n"
          "8:00 retried town-office order to=town-bureau line\n"
          "9:00 call_failed town-office order to=town-bureau line\n"
          "9:00 retried town-office order to=town-bureau line\n"
          "10:00 call_failed town-office order to=town-bureau line\n"
          "10:00 retried town-office order to=town-bureau line\n"
          "11:00 received town-bureau order from=town-office\n");
    CHECK(lines_with(telling("line", "- {id: F-1, channel: line, from: 1 ms, period: 10 min}"), "received") == "1:00 received town-bureau order from=town-office\n");
    // another channel is taken
    CHECK(story(telling("line, flash", "- {id: F-1, channel: line, from: 0 min, period: 10 min}"), calls) ==
          "0:00 sent town-office order to=town-bureau line\n"
          "1:00 call_failed town-office order to=town-bureau line\n"
          "1:00 retried town-office order to=town-bureau flash\n"
          "1:00 received town-bureau order from=town-office\n");
}

TEST_CASE("a failed call names its fault, and the fault is written from its beginning to its end", "[faults]") {
    const Played p = telling("line, flash", "- {id: F-1, channel: line, from: 0 min, period: 10 min}");
    int named = 0;
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == EntryKind::call_failed) {
            CHECK(p.journal.item_text(entry, "fault") == "F-1");
            ++named;
        }
    CHECK(named == 1);
    CHECK(story(p, faults) == "0:00 fault line\n10:00 fault_over\n10:00 ended\n");
    // one that fails without the fault names none
    const Played dead = telling("dead, flash", "- {id: F-1, channel: dead, from: 0 min, period: 10 min}");
    for (const Entry& entry : dead.journal.entries())
        if (entry.kind == EntryKind::call_failed) CHECK(dead.journal.item_text(entry, "fault").empty());
}

TEST_CASE("a channel may be down at some agencies only, whichever end they are", "[faults]") {
    const auto received = [](const std::string& of) { return lines_with(telling("line, flash", "- {id: F-1, channel: line, of: [" + of + "], from: 0 min, period: 10 min}"), "received"); };
    CHECK(received("town-bureau") == "1:00 received town-bureau order from=town-office\n");  // by flash
    CHECK(lines_with(telling("line, flash", "- {id: F-1, channel: line, of: [town-bureau], from: 0 min, period: 10 min}"), "call_failed").starts_with("1:00"));
    CHECK(lines_with(telling("line, flash", "- {id: F-1, channel: line, of: [town-office], from: 0 min, period: 10 min}"), "call_failed").starts_with("1:00"));
    CHECK(lines_with(telling("line, flash", "- {id: F-1, channel: line, of: [unit-a, unit-b], from: 0 min, period: 10 min}"), "call_failed").empty());
}

TEST_CASE("a lossy channel loses its share, and what it lost without the fault it loses with it", "[faults]") {
    int lost = 0;
    for (std::uint32_t seed = 1; seed <= 150; ++seed) lost += lines_with(telling("line, flash", "- {id: F-1, channel: line, from: 0 min, period: 10 min, fails: 30 %}", seed), "call_failed").empty() ? 0 : 1;
    CHECK(lost > 28);  // 45 in the mean, standard deviation 5.6
    CHECK(lost < 62);
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const bool some = !lines_with(telling("line, flash", "- {id: F-1, channel: line, from: 0 min, period: 10 min, fails: 30 %}", seed), "call_failed").empty();
        const bool more = !lines_with(telling("line, flash", "- {id: F-1, channel: line, from: 0 min, period: 10 min, fails: 60 %}", seed), "call_failed").empty();
        CHECK((!some || more));
    }
}

TEST_CASE("chance says whether a fault is there at all", "[faults]") {
    int there = 0;
    for (std::uint32_t seed = 1; seed <= 150; ++seed) there += story(telling("line", "- {id: F-1, channel: line, from: 0 min, period: 1 min, chance: 25 %}", seed), {EntryKind::fault}).empty() ? 0 : 1;
    CHECK(there > 21);  // 37.5 in the mean, standard deviation 5.3
    CHECK(there < 54);
    CHECK(story(telling("line", "- {id: F-1, channel: line, from: 0 min, period: 1 min, chance: 0 %}"), {EntryKind::fault}).empty());
}

TEST_CASE("a fault that recurs comes back, and does not keep a settled run going", "[faults]") {
    const Played p = telling("line", "- {id: F-1, channel: wire, every: 20 min, period: 1 min}");
    CHECK(story(p, {EntryKind::ended}).starts_with("1:00 ended"));
    const Played day = play(SmallWorld{.tasks = tells("line"), .reports = "", .more = "faults:\n- {id: F-1, channel: wire, every: 20 min, period: 1 min}", .until = "24 h"});
    const auto begun = std::count_if(day.journal.entries().begin(), day.journal.entries().end(), [](const Entry& e) { return e.kind == EntryKind::fault; });
    CHECK(begun > 40);  // 68 in the mean
    CHECK(begun < 100);
    CHECK(story(day, {EntryKind::ended}) == "1 d 00:00:00 ended\n");
}

TEST_CASE("faults that recur do not keep each other going, nor do their ends", "[faults]") {
    // each lasts longer than the gaps of the others: one is always there
    std::string many;
    int number = 0;
    for (const char* what : {"road: hall_bridge", "road: bridge_site", "road: hall_mill",
                             "desk: town-office, pool: duty", "desk: town-bureau, pool: squad",
                             "away: town-bureau", "channel: wire", "channel: flash"})
        many += "- {id: F-" + std::to_string(++number) + ", every: 5 min, period: 4 h, " + what +
                "}\n";
    const auto ended = [](const Played& p) { return p.journal.entries().back().at; };
    const Played p = telling("line", many);
    // the call is answered at 1:00; what stands then ends
    CHECK(ended(p) <= model_time(5 * 3'600'000));
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == EntryKind::fault) CHECK(entry.at <= model_time(60'000));
    // a due check of a duty that is kept is nothing that is to come
    const std::string kept =
        "- {id: told, clause: \"1\", who: office, must: {sent: order}, within: 30 d, "
        "from: {received: incident_report}}";
    const Played with_duty = play(SmallWorld{.tasks = tells("line"),
                                             .duties = kept,
                                             .more = "faults:\n" + many});
    CHECK(ended(with_duty) <= model_time(5 * 3'600'000));
    // one of a duty that stays open is
    const std::string open =
        "- {id: told, clause: \"1\", who: office, must: {done: never}, within: 3 d, "
        "from: {received: incident_report}}";
    const std::string never =
        "\n- {id: never, clause: \"1\", by: office, takes: 0 s, "
        "once: {participants: {at_least: 1000}}}";
    const Played waits = play(SmallWorld{.tasks = tells("line") + never,
                                         .duties = open,
                                         .more = "faults:\n- {id: F-1, every: 1 h, period: 4 h, "
                                                 "road: hall_bridge}"});
    CHECK(ended(waits) >= model_time(72 * 3'600'000));
    CHECK(story(waits, {EntryKind::fault}).size() > 300);
}

TEST_CASE("who waits for officers that a recurring fault took is served when they come back",
          "[faults]") {
    const std::string works =
        "- {id: work, clause: \"1\", by: office, after: {received: incident_report}, takes: 1 min, "
        "officer: duty}\n";
    const Played p = play(SmallWorld{
        .tasks = works,
        .reports = "[{at: 50 min, from: bureau, to: office, over: [flash], says: {participants: "
                   "40}}]",
        .more = "faults:\n- {id: F-1, every: 1 min, period: 45 min, desk: town-office, "
                "pool: duty}\n- {id: F-2, every: 90 min, period: 2 h, road: hall_mill}"});
    CHECK(lines_with(p, "task_done").find("work") != std::string::npos);
}

TEST_CASE("recurrences have a bound that is told", "[faults]") {
    std::string many;
    for (int i = 1; i <= 30; ++i)
        many += "- {id: F-" + std::to_string(i) + ", every: 1 min, period: 1 min, channel: wire}\n";
    HeldFiles held;
    const auto said = [&](const std::string& until) {
        SmallWorld world{.tasks = tells("line"), .reports = "", .more = "faults:\n" + many};
        world.until = until;
        held.hold(FileKind::plan, "small", {"small-plan.yaml", small_plan(world)});
        held.hold(FileKind::network, "small", {"small-network.yaml", std::string(small_network)});
        const DiskFiles disk({shipped_folder()});
        const RecordingFiles files(held, disk);
        Diagnostics out;
        const auto inputs = load_inputs({"d.yaml", small_scenario(world)}, files, out);
        REQUIRE(inputs);
        return run(*inputs, {.seed = 1}, out) ? std::string("ran") : out.all().back().code;
    };
    CHECK(said("settled") == "ran");
    CHECK(said("2 d") == "ran");
    CHECK(said("60 d") == "recurrences-max");
}

TEST_CASE("an empty desk has nobody of its pool until the fault is over, and who is at work goes on", "[faults]") {
    const std::string works = "- {id: work, clause: \"1\", by: office, takes: 10 min, officer: duty}\n- {id: again, clause: \"1\", by: office, after: {done: work}, takes: 1 min, officer: duty}";
    const auto done = [&](const std::string& fault) { return story(play(SmallWorld{.tasks = works, .reports = "", .more = "faults:\n" + fault}), {EntryKind::task_done}); };
    CHECK(done("- {id: F-1, desk: town-office, pool: duty, from: 5 min, period: 30 min}") == "10:00 task_done town-office work\n36:00 task_done town-office again\n");
    CHECK(done("- {id: F-1, desk: town-office, pool: squad, from: 5 min, period: 30 min}") == "10:00 task_done town-office work\n11:00 task_done town-office again\n");
    CHECK(done("- {id: F-1, desk: town-bureau, pool: duty, from: 5 min, period: 30 min}") == "10:00 task_done town-office work\n11:00 task_done town-office again\n");
}

TEST_CASE("where a department is away, nobody answers and nobody works", "[faults]") {
    const std::string works = "- {id: work, clause: \"1\", by: bureau, takes: 1 min, officer: squad}\n" + tells("line");
    const Played p = play(SmallWorld{.tasks = works, .reports = "", .more = "faults:\n- {id: F-1, away: town-bureau, from: 0 min, period: 3 min}"});
    CHECK(story(p, {EntryKind::task_done}) == "0:00 task_done town-office tell\n4:00 task_done town-bureau work\n");
    CHECK(lines_with(p, "received") == "4:00 received town-bureau order from=town-office\n");
    // a fax, of which nobody says whether it came, lies there
    std::string network(small_network);
    const std::string mute = "delay: 30 s, fails: 100 %, noticed: false";
    network.replace(network.find(mute), mute.size(), "delay: 30 s, fails: 0 %, noticed: false");
    const SmallWorld fax{.tasks = tells("mute"), .reports = "", .more = "faults:\n- {id: F-1, away: town-bureau, from: 0 min, period: 3 min}"};
    HeldFiles held;
    held.hold(FileKind::plan, "small", {"small-plan.yaml", small_plan(fax)});
    held.hold(FileKind::network, "small", {"small-network.yaml", network});
    CHECK(lines_with(play(load_text("d.yaml", small_scenario(fax), held)), "received") == "0:30 received town-bureau order from=town-office\n");
}

TEST_CASE("a road that a fault closes is closed for its time", "[faults]") {
    const auto way = [](const std::string& fault) {
        return lines_with(play(SmallWorld{.tasks = "- {id: go, clause: \"1\", by: office, takes: 1 min, officer: squad, goes_to: scene}", .place = "site", .reports = "", .more = "faults:\n" + fault}), "departed");
    };
    const std::string by_bridge = "1:00 departed town-office go from=hall to=site road=hall_bridge road=bridge_site\n", by_mill = "1:00 departed town-office go from=hall to=site road=hall_mill road=mill_site\n";
    CHECK(way("- {id: F-1, road: bridge_site, from: 0 min, period: 1 h}") == by_mill);
    CHECK(way("- {id: F-1, road: bridge_site, from: 1 min, period: 1 h}") == by_mill);  // before what else is at that instant
    CHECK(way("- {id: F-1, road: bridge_site, from: 0 min, period: 1 min}") == by_bridge);
    CHECK(way("- {id: F-1, road: hut_park, from: 0 min, period: 1 h}") == by_bridge);
}

TEST_CASE("a late report tells what was so when it was due", "[faults]") {
    CHECK(told(reporting("- {id: F-1, late: 5 min, from: 5 min, period: 10 min}")) == "1:00 40, 15:00 60, 20:00 80");
    CHECK(told(reporting("- {id: F-1, late: 15 min, from: 5 min, period: 10 min}")) == "1:00 40, 20:00 80");  // undoes nothing newer
    CHECK(told(reporting("- {id: F-1, late: 5 min, from: 10 min, period: 1 ms}")) == "1:00 40, 15:00 60, 20:00 80");
    CHECK(told(reporting("- {id: F-1, late: 5 min, from: 601 s, period: 1 min}")) == "1:00 40, 10:00 60, 20:00 80");
}

TEST_CASE("a wrong number stands until it is corrected, or another report comes", "[faults]") {
    CHECK(told(reporting("- {id: F-1, wrong: {participants: 600}, from: 5 min, period: 10 min}")) == "1:00 40, 10:00 600, 20:00 80");
    CHECK(told(reporting("- {id: F-1, wrong: {participants: 600}, corrected_after: 4 min, from: 5 min, period: 10 min}")) == "1:00 40, 10:00 600, 14:00 60, 20:00 80");
    CHECK(told(reporting("- {id: F-1, wrong: {participants: 600}, corrected_after: 15 min, from: 5 min, period: 10 min}")) == "1:00 40, 10:00 600, 20:00 80");  // the correction is old
    CHECK(told(reporting("- {id: F-1, wrong: {deaths: 3}, from: 0 min, period: 1 h}")) == "1:00 40, 10:00 60, 20:00 80");  // nothing the reports speak of
}

TEST_CASE("a report that a fault altered or held names it where it is sent and where it arrives, and no other does", "[faults]") {
    const auto named = [](const Played& p) {
        std::string out;
        for (const Entry& entry : p.journal.entries())
            if (entry.kind == EntryKind::received) out += (out.empty() ? "" : " ") + span_text(entry.at.time_since_epoch()) + ":" + std::string(p.journal.item_text(entry, "fault"));
        return out;
    };
    CHECK(named(reporting("- {id: F-1, wrong: {participants: 600}, corrected_after: 4 min, from: 5 min, period: 10 min}")) == "1:00: 10:00:F-1 14:00:F-1 20:00:");
    CHECK(named(reporting("- {id: F-1, late: 5 min, from: 5 min, period: 10 min}")) == "1:00: 15:00:F-1 20:00:");
    CHECK(named(reporting("- {id: F-1, contradicts: {from: unit-a, says: {participants: 10}, over: [flash], after: 2 min}, from: 5 min, period: 10 min}")) == "1:00: 10:00: 12:00:F-1 20:00:");
}

TEST_CASE("a fault is no cause of what it only altered: a report keeps its own", "[faults]") {
    const Played p = reporting("- {id: F-1, wrong: {participants: 600}, corrected_after: 4 min, from: 5 min, period: 10 min}");
    std::vector<std::string> causes;
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == EntryKind::sent) causes.push_back(entry.cause == no_entry ? "none" : std::string(entry_kind_name(p.entry(entry.cause).kind)));
    CHECK(causes == std::vector<std::string>{"none", "none", "fault", "none"});  // the third is the correction
}

TEST_CASE("a wrong number that no report of the incident speaks of is warned of", "[faults]") {
    const auto warned = [](const std::string& wrong) {
        HeldFiles held;
        held.hold(FileKind::plan, "small", {"small-plan.yaml", small_plan({})});
        held.hold(FileKind::network, "small", {"small-network.yaml", std::string(small_network)});
        const DiskFiles disk({shipped_folder()});
        Diagnostics out;
        REQUIRE(load_inputs({"d.yaml", small_scenario({.more = "faults:\n- {id: F-1, wrong: {" + wrong + "}, from: 0 min, period: 1 min}"})}, RecordingFiles(held, disk), out));
        return codes_of(out);
    };
    CHECK(warned("participants: 600").empty());
    CHECK(warned("deaths: 3").starts_with("fault-touches-nothing@"));
}

TEST_CASE("somebody else says otherwise", "[faults]") {
    CHECK(told(reporting("- {id: F-1, contradicts: {from: unit-a, says: {participants: 10}, over: [flash], after: 2 min}, from: 5 min, period: 10 min}")) == "1:00 40, 10:00 60, 12:00 10, 20:00 80");
    CHECK(told(reporting("- {id: F-1, contradicts: {from: unit-a, says: {participants: 10}, after: 2 min}, from: 5 min, period: 1 min}")) == "1:00 40, 10:00 60, 20:00 80");
}

TEST_CASE("a fault of reports touches its own incident only", "[faults]") {
    const Played p = play(SmallWorld{.reports = three_reports,
                                     .incidents = "- {id: other, place: park, truth: [{at: 0 min, facts: {participants: 7}}], reports: [{at: 10 min, from: bureau, to: office, over: [flash], says: {participants: 7}}]}",
                                     .more = "faults:\n- {id: F-1, incident: other, wrong: {participants: 9}, from: 0 min, period: 1 h}"});
    CHECK(told(p) == "1:00 40, 10:00 60, 10:00 9, 20:00 80");
}

TEST_CASE("a fault that is wrongly written says what is wrong, once", "[faults]") {
    CHECK(fault_says("- {id: F-1, channel: line, from: 0 min, period: 1 min}").empty());
    CHECK(fault_says("- {id: F-1, channel: lyne, from: 0 min, period: 1 min}") == "unknown-channel");
    CHECK(fault_says("- {id: F-1, channel: line, of: [town-offise], from: 0 min, period: 1 min}") == "unknown-agency");
    CHECK(fault_says("- {id: F-1, channel: line, road: hall_mill, from: 0 min, period: 1 min}") == "fault-one-thing");
    CHECK(fault_says("- {id: F-1, from: 0 min, period: 1 min}") == "fault-one-thing");
    CHECK(fault_says("- {id: F-1, channel: line, period: 1 min}") == "fault-when");
    CHECK(fault_says("- {id: F-1, channel: line, from: 0 min, every: 1 h, period: 1 min}") == "fault-when");
    CHECK(fault_says("- {id: F-1, channel: line, every: 59 s, period: 1 min}") == "fault-too-often");
    CHECK(fault_says("- {id: F-1, channel: line, every: 60 s, period: 1 min}").empty());
    CHECK(fault_says("- {id: F-1, channel: line, from: 0 min}") == "key-missing");
    CHECK(fault_says("- {id: F-1, channel: line, from: 0 min, period: 2 working days}") == "duration-not-clock");
    CHECK(fault_says("- {id: F-1, channel: line, from: 0 min, period: 1 min, fails: 130 %}") == "share-range");
    CHECK(fault_says("- {id: F-1, desk: town-office, pool: dutty, from: 0 min, period: 1 min}") == "unknown-pool");
    CHECK(fault_says("- {id: F-1, desk: town-office, from: 0 min, period: 1 min}") == "key-missing");
    CHECK(fault_says("- {id: F-1, road: hall_mil, from: 0 min, period: 1 min}") == "unknown-road");
    CHECK(fault_says("- {id: F-1, gauge: g, from: 0 min, period: 1 min}") == "unknown-gauge fault-no-rain");
    CHECK(fault_says("- {id: F-1, wrong: {particpants: 4}, from: 0 min, period: 1 min}") == "unknown-fact");
    CHECK(fault_says("- {id: F-1, wrong: {participants: 4}, from: 0 min, period: 1 min}", "- {id: other, place: park, truth: [{at: 0 min, facts: {participants: 7}}]}") == "key-missing");
    CHECK(fault_says("- {id: F-1, channel: line, from: 0 min, period: 1 min, form: 3}") == "yaml-unknown-key");
    CHECK(fault_says("- {id: F-1, channel: line, from: 0 min, period: 1 min}\n- {id: F-1, channel: line, from: 0 min, period: 1 min}") == "id-twice");
}
