// Duties that open later than their period begins, near its end or behind it (semantics.md 6).
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

/// A duty of 20 minutes from the occurrence that opens when the office hears, at `heard`, of 50 people; the office judges in `takes` from 0.
SmallWorld opening(const std::string& heard, const std::string& takes) {
    return {.tasks = "- {id: judge, clause: \"1\", by: office, after: {occurred: incident}, takes: " + takes + "}",
            .duties = "- {id: assess, clause: \"1\", who: office, must: {done: judge}, within: 20 min, from: {occurred: incident}, once: {participants: {at_least: 50}}}",
            .truth = "[{at: 0 min, facts: {participants: 60}}]",
            .reports = "[{at: " + heard + ", from: bureau, to: office, over: [flash], says: {participants: 60}}]"};
}

}  // namespace

TEST_CASE("what is done between the anchor and the opening discharges a duty") {
    const Played p = play(opening("15 min", "10 min"));
    const DutyOutcome& o = p.outcome("assess");
    CHECK(said_of(o) == "met");
    CHECK(ms_of(o.anchor) == 0);
    CHECK(ms_of(o.opened) == minutes(15));
    CHECK(ms_of(*o.discharged) == minutes(10));
    CHECK(o.margin()->count() == minutes(10));
}

TEST_CASE("what was done before the anchor does not discharge a duty") {
    SmallWorld w = opening("15 min", "10 min");
    w.duties = "- {id: assess, clause: \"1\", who: office, must: {done: judge}, within: 20 min, from: {received: incident_report}}";
    const Played p = play(w);
    CHECK(said_of(p.outcome("assess")) == "breached");
    CHECK(ms_of(*p.outcome("assess").due) == minutes(35));
    // at the anchor's own instant it does
    w.reports = "[{at: 10 min, from: bureau, to: office, over: [flash], says: {participants: 60}}]";
    CHECK(said_of(play(w).outcome("assess")) == "met");
}

TEST_CASE("a duty that opens just before its due instant has what is left of its period") {
    const Played kept = play(opening("19 min", "20 min"));
    CHECK(said_of(kept.outcome("assess")) == "met");
    CHECK(ms_of(kept.outcome("assess").opened) == minutes(19));
    const Played late = play(opening("19 min", "21 min"));
    CHECK(said_of(late.outcome("assess")) == "breached");
    CHECK(ms_of(late.entry(late.outcome("assess").breached_entry).at) == minutes(20));
}

TEST_CASE("a duty that opens at its due instant is breached at that instant unless it is done then") {
    CHECK(said_of(play(opening("20 min", "20 min")).outcome("assess")) == "met");
    const Played late = play(opening("20 min", "25 min"));
    CHECK(said_of(late.outcome("assess")) == "breached");
    CHECK(ms_of(late.entry(late.outcome("assess").breached_entry).at) == minutes(20));
    // done at that instant, but behind the opening
    SmallWorld then = opening("20 min", "20 min, sends: [{message: brief, to: group, over: [flash]}]");
    then.duties.replace(then.duties.find("done: judge"), 11, "received: brief");
    const Played p = play(then);
    CHECK(said_of(p.outcome("assess")) == "met");
    CHECK(p.outcome("assess").discharged_entry > p.outcome("assess").opened_entry);
}

TEST_CASE("a duty opened after its due instant without having been done is breached when it opens") {
    const Played p = play(opening("25 min", "40 min"));
    CHECK(story(p, {EntryKind::duty_opened, EntryKind::duty_breached, EntryKind::duty_discharged}) ==
          "25:00 duty_opened town-office assess due=1200000\n"
          "25:00 duty_breached town-office assess due=1200000\n"
          "40:00 duty_discharged town-office assess discharged=2400000\n");
    CHECK(said_of(p.outcome("assess")) == "breached");
    CHECK(p.outcome("assess").margin()->count() == -minutes(20));
    // in time though not yet asked for: kept
    CHECK(said_of(play(opening("25 min", "20 min")).outcome("assess")) == "met");
}

TEST_CASE("a duty done too late but before it opens is breached when it opens") {
    const Played p = play(opening("40 min", "30 min"));  // due at 20, done at 30, opened at 40
    const DutyOutcome& o = p.outcome("assess");
    CHECK(said_of(o) == "breached");
    CHECK(o.breached_entry != no_entry);
    CHECK(ms_of(*o.discharged) == minutes(30));
}

TEST_CASE("a duty whose condition never comes true is never opened") {
    SmallWorld w = opening("15 min", "10 min");
    w.reports = "[{at: 15 min, from: bureau, to: office, over: [flash], says: {participants: 49}}]";
    CHECK(play(w).opened("assess") == 0);
}

TEST_CASE("a duty with an opening of its own counts from its anchor") {
    const Played p = play(SmallWorld{
        .tasks = "- {id: judge, clause: \"1\", by: office, takes: 10 min}\n"
                 "- {id: call, clause: \"1\", by: bureau, takes: 5 min, sends: [{message: order, to: office, over: [line]}]}",
        .duties = "- {id: assess, clause: \"1\", who: office, must: {done: judge}, within: 20 min, from: {occurred: incident}, after: {received: order}}"});
    const DutyOutcome& o = p.outcome("assess");
    CHECK(ms_of(o.anchor) == 0);
    CHECK(ms_of(o.opened) == minutes(6));
    CHECK(ms_of(*o.due) == minutes(20));
    CHECK(said_of(o) == "met");
}
