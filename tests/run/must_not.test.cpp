// What must not be done: silence is success (semantics.md 6).
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

/// The bureau may not send the order before the group has answered; it sends at `sends`, the group answers at `answers`.
SmallWorld silence(const std::string& sends, const std::string& answers) {
    return {.tasks = "- {id: publish, clause: \"1\", by: bureau, takes: " + sends + ", sends: [{message: order, to: office, over: [line]}]}\n" +
                     "- {id: approve, clause: \"1\", by: group, takes: " + answers + ", sends: [{message: answer, to: bureau, over: [flash]}]}",
            .duties = "- {id: quiet, clause: \"1\", who: bureau, must_not: {sent: order}, from: {occurred: incident}, until: {received: answer}}"};
}

}  // namespace

TEST_CASE("a must-not duty is kept by silence until its end") {
    const Played p = play(silence("20 min", "10 min"));
    const DutyOutcome& o = p.outcome("quiet");
    CHECK(o.must_not);
    CHECK(said_of(o) == "met");
    CHECK_FALSE(o.due);
    CHECK_FALSE(o.margin());
}

TEST_CASE("a must-not duty is breached by the act, at its instant") {
    const Played p = play(silence("10 min", "20 min"));
    const DutyOutcome& o = p.outcome("quiet");
    CHECK(said_of(o) == "breached");
    CHECK(ms_of(p.entry(o.breached_entry).at) == minutes(10));
    CHECK(p.entry(o.breached_entry).cause == entry_reading(p.journal, "10:00 sent town-bureau order to=town-office line"));
    CHECK(ms_of(*o.discharged) == minutes(10));
    CHECK_FALSE(o.margin());  // nothing was owed by then
}

TEST_CASE("a must-not duty is met when the run ends in silence") {
    SmallWorld w = silence("10 min", "20 min");
    w.until = "9 min";
    CHECK(said_of(play(w).outcome("quiet")) == "met");
    w.until = "10 min";
    CHECK(said_of(play(w).outcome("quiet")) == "breached");
}

TEST_CASE("a must-not duty without an end lasts as long as the run") {
    SmallWorld w = silence("20 min", "10 min");
    w.duties = "- {id: quiet, clause: \"1\", who: bureau, must_not: {sent: order}, from: {occurred: incident}}";
    CHECK(said_of(play(w).outcome("quiet")) == "breached");
}

TEST_CASE("a must-not duty is waived with the plan's scope and is not breached then") {
    SmallWorld w = silence("20 min", "30 min");
    w.scope = "{participants: {at_least: 50}}";
    w.reports = "[{at: 0 min, from: bureau, to: office, over: [flash], says: {participants: 60}}, {at: 10 min, from: bureau, to: office, over: [flash], says: {participants: 40}}]";
    CHECK(said_of(play(w).outcome("quiet")) == "waived scope_failed");
}

TEST_CASE("what was done before a must-not duty began does not breach it") {
    SmallWorld w = silence("10 min", "30 min");
    w.reports = "[{at: 15 min, from: bureau, to: office, over: [flash], says: {participants: 60}}]";
    w.duties = "- {id: quiet, clause: \"1\", who: bureau, must_not: {sent: order}, from: {received: incident_report, by: office}, until: {received: answer}}";
    CHECK(said_of(play(w).outcome("quiet")) == "met");
}

TEST_CASE("a must-not duty that opens late is breached by an act before its end and not by one after it") {
    const auto late = [](const std::string& sends) {
        SmallWorld w = silence(sends, "10 min");
        w.duties = "- {id: quiet, clause: \"1\", who: bureau, must_not: {sent: order}, from: {occurred: incident}, once: {participants: {at_least: 50}}, until: {received: answer}}";
        w.reports = "[{at: 30 min, from: group, to: bureau, over: [flash], says: {participants: 60}}]";
        return play(w);
    };
    const Played before = late("5 min");
    CHECK(said_of(before.outcome("quiet")) == "breached");
    CHECK(ms_of(*before.outcome("quiet").discharged) == minutes(5));
    CHECK(said_of(late("20 min").outcome("quiet")) == "met");
}
