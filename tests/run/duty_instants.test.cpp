// When a duty is met and when it is breached, to the millisecond (semantics.md 1, 6, 7).
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

/// The office judges in `takes` and owes it within 20 minutes of the report.
SmallWorld judging(const std::string& takes) {
    return {.tasks = "- {id: judge, clause: \"1\", by: office, after: {received: incident_report}, takes: " + takes + "}",
            .duties = "- {id: assess, clause: \"1\", who: office, must: {done: judge}, within: 20 min, from: {received: incident_report}}"};
}

constexpr auto duty_kinds = {EntryKind::duty_opened, EntryKind::duty_discharged, EntryKind::duty_breached, EntryKind::duty_waived};

}  // namespace

TEST_CASE("a duty done at its due millisecond is met") {
    const Played p = play(judging("20 min"));
    const DutyOutcome& o = p.outcome("assess");
    CHECK(said_of(o) == "met");
    CHECK(ms_of(*o.due) == minutes(20));
    CHECK(ms_of(*o.discharged) == minutes(20));
    CHECK(o.margin()->count() == 0);
    CHECK(o.breached_entry == no_entry);
}

TEST_CASE("a duty done one millisecond after its due instant is breached, and its later discharge is recorded") {
    const Played p = play(judging("1200.001 s"));
    CHECK(story(p, duty_kinds) ==
          "0:00 duty_opened town-office assess due=1200000\n"
          "20:00 duty_breached town-office assess due=1200000\n"
          "20:00.001 duty_discharged town-office assess discharged=1200001\n");
    const DutyOutcome& o = p.outcome("assess");
    CHECK(said_of(o) == "breached");
    CHECK(ms_of(*o.discharged) == minutes(20) + 1);
    CHECK(o.margin()->count() == -1);
    CHECK(p.entry(o.breached_entry).cause == o.opened_entry);
}

TEST_CASE("a margin is what was left of the period, and there is none where nothing was done or nothing was due") {
    CHECK(play(judging("19 min")).outcome("assess").margin()->count() == minutes(1));
    CHECK(play(judging("21 min")).outcome("assess").margin()->count() == -minutes(1));
    SmallWorld cut = judging("21 min");
    cut.until = "20 min";
    const Played undone = play(cut);
    CHECK(said_of(undone.outcome("assess")) == "breached");
    CHECK_FALSE(undone.outcome("assess").margin());
    SmallWorld free = judging("21 min");
    free.duties = "- {id: assess, clause: \"1\", who: office, must: {done: judge}, from: {received: incident_report}}";
    const Played measured = play(free);
    CHECK(said_of(measured.outcome("assess")) == "met");
    CHECK_FALSE(measured.outcome("assess").due);
    CHECK_FALSE(measured.outcome("assess").margin());
}

TEST_CASE("a breach stands behind everything else at its due instant") {
    // at 20 min: an inject, a change of the truth, the end of a task, a message over a channel without delay and its receipt
    SmallWorld w = judging("30 min");
    w.tasks += "\n- {id: other, clause: \"1\", by: bureau, after: {occurred: incident}, takes: 20 min, sends: [{message: order, to: group, over: [flash]}]}";
    w.truth = "[{at: 0 min, facts: {participants: 40}}, {at: 20 min, facts: {participants: 50}}]";
    w.more = "injects:\n- {id: I-1, at: 20 min, text: {zh: 问, en: asks}}";
    const Played p = play(w);
    const EntryNo breach = p.outcome("assess").breached_entry;
    REQUIRE(breach != no_entry);
    CHECK(ms_of(p.journal[breach].at) == minutes(20));
    std::string at_that_instant;
    for (const Entry& entry : p.journal.entries())
        if (ms_of(entry.at) == minutes(20)) at_that_instant += entry_line(p.journal, entry) + "\n";
    CHECK(at_that_instant ==
          "20:00 inject I-1\n"
          "20:00 truth participants=50\n"
          "20:00 task_done town-bureau other\n"
          "20:00 sent town-bureau order to=town-group flash\n"
          "20:00 received town-group order from=town-bureau\n"
          "20:00 duty_breached town-office assess due=1200000\n");
}

TEST_CASE("a duty that is never done is breached once, and the run ends when its due check is over") {
    SmallWorld w = judging("20 min");
    w.tasks = "- {id: judge, clause: \"1\", by: office, after: {received: answer}, takes: 1 min}";
    const Played p = play(w);
    CHECK(said_of(p.outcome("assess")) == "breached");
    CHECK_FALSE(p.outcome("assess").discharged);
    CHECK(story(p, {EntryKind::duty_breached, EntryKind::duty_discharged, EntryKind::ended}) ==
          "20:00 duty_breached town-office assess due=1200000\n"
          "20:00 ended\n");
}

TEST_CASE("a due check of a duty that is no longer open keeps no run going") {
    const Played p = play(judging("5 min"));
    CHECK(story(p, {EntryKind::ended}) == "5:00 ended\n");
}

TEST_CASE("receiving and not sending discharges a duty to report") {
    const auto reporting = [](const std::string& takes, const std::string& must) {
        return SmallWorld{.tasks = "- {id: tell, clause: \"1\", by: office, after: {received: incident_report}, takes: " + takes + ", sends: [{message: brief, to: group, over: [line]}]}",
                          .duties = "- {id: report, clause: \"1\", who: office, must: {" + must + ": brief}, within: 30 min, from: {received: incident_report}}"};
    };
    CHECK(said_of(play(reporting("29 min", "received")).outcome("report")) == "met");
    const Played late = play(reporting("1740.001 s", "received"));
    CHECK(said_of(late.outcome("report")) == "breached");
    CHECK(ms_of(*late.outcome("report").discharged) == minutes(30) + 1);
    CHECK(said_of(play(reporting("30 min", "sent")).outcome("report")) == "met");  // the plan may say otherwise
}

TEST_CASE("a period of hours counts from the instant of its anchor and not from its day") {
    SmallWorld w = judging("61 min");
    w.start = "2026-01-30T23:30:00+08:00";  // a Friday night
    w.duties = "- {id: assess, clause: \"1\", who: office, must: {done: judge}, within: 1 h, from: {received: incident_report}}";
    CHECK(ms_of(*play(w).outcome("assess").due) == minutes(60));
}
