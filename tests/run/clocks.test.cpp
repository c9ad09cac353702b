// Clocks of duties: stopped and restarted in whole days, limits that a decision sets or extends, notice before something happens.
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

constexpr auto clock_kinds = {EntryKind::duty_opened, EntryKind::duty_discharged, EntryKind::duty_breached, EntryKind::limit_set, EntryKind::clock_stopped, EntryKind::clock_restarted, EntryKind::limit_extended};

/// A decision owed within 5 days of the report, made after `takes`; a mediation from the first day's end to the third's. The report comes on Monday the 26th at 9:
/// without the mediation the 5 days end on Saturday the 31st, so on Monday, 2 February, at 24:00; its three days make that Tuesday at 24:00.
SmallWorld mediated(const std::string& takes) {
    return {.tasks = "- {id: begin, clause: \"1\", by: office, after: {received: incident_report}, takes: 24 h}\n"
                     "- {id: finish, clause: \"1\", by: bureau, after: {done: begin}, takes: 48 h}\n"
                     "- {id: decide, clause: \"1\", by: group, after: {occurred: incident}, takes: " + takes + "}",
            .duties = "- {id: owe, clause: \"1\", who: group, must: {done: decide}, within: 5 d, from: {occurred: incident}, stops: [{from: {done: begin}, to: {done: finish}}]}"};
}

}  // namespace

TEST_CASE("a clock stands still from the day of one milestone to the day of another, both excluded", "[run][clocks]") {
    CHECK(story(play(mediated("15 d")), clock_kinds) ==
          "0:00 duty_opened town-group owe due=658800000\n"
          "1 d 00:00:00 clock_stopped town-group owe\n"
          "3 d 00:00:00 clock_restarted town-group owe due=745200000\n"
          "8 d 15:00:00 duty_breached town-group owe due=745200000\n"
          "15 d 00:00:00 duty_discharged town-group owe discharged=1296000000\n");
}

TEST_CASE("the due millisecond behind a stop is met, one later breached", "[run][clocks]") {
    CHECK(said_of(play(mediated("745200 s")).outcome("owe")) == "met");
    CHECK(said_of(play(mediated("745200.001 s")).outcome("owe")) == "breached");
    const DutyOutcome o = play(mediated("745200 s")).outcome("owe");
    CHECK(ms_of(*o.due) == 745'200'000);
    CHECK(o.margin()->count() == 0);
}

TEST_CASE("what is done while the clock stands still is done in time", "[run][clocks]") {
    const DutyOutcome o = play(mediated("30 h")).outcome("owe");
    CHECK(said_of(o) == "met");
    CHECK_FALSE(o.due);
    CHECK_FALSE(o.margin());
}

TEST_CASE("a clock that still stands when the run ends leaves the duty open, without a due instant", "[run][clocks]") {
    SmallWorld w = mediated("15 d");
    w.until = "60 h";
    const Played p = play(w);
    CHECK(said_of(p.outcome("owe")) == "open");
    CHECK_FALSE(p.outcome("owe").due);
}

TEST_CASE("a stop that began before the duty opened counts from the duty's beginning, and days that two stops exclude count once", "[run][clocks]") {
    SmallWorld w = mediated("15 d");
    w.duties = "- {id: owe, clause: \"1\", who: group, must: {done: decide}, within: 5 d, from: {occurred: incident}, stops: [{from: {done: begin}, to: {done: finish}}, {from: {received: incident_report}, to: {done: begin}}]}";
    // the first stop excludes Monday (the anchor's day, which never counts) and Tuesday, the second Tuesday to Thursday
    CHECK(play(w).outcome("owe").due == play(mediated("15 d")).outcome("owe").due);
}

TEST_CASE("a decision sets the limit, and it falls due by it", "[run][clocks]") {
    const auto world = [](const std::string& takes, const std::string& chosen) {
        return SmallWorld{.tasks = "- {id: order, clause: \"1\", by: office, after: {received: incident_report}, takes: 10 min, decides: {id: term, choices: {day: {zh: 一天, en: a day, limit: 1 working days}, hour: {zh: 一小时, en: an hour, limit: 1 h}}, default: hour}}\n"
                                   "- {id: act, clause: \"1\", by: group, after: {decided: term}, takes: " + takes + "}",
                          .duties = "- {id: owe, clause: \"1\", who: group, must: {done: act}, within: {set_by: term}, from: {decided: term}}",
                          .more = chosen.empty() ? "" : "decisions: {small.term: " + chosen + "}"};
    };
    CHECK(said_of(play(world("60 min", "")).outcome("owe")) == "met");
    CHECK(said_of(play(world("3600.001 s", "")).outcome("owe")) == "breached");
    CHECK(ms_of(*play(world("60 min", "")).outcome("owe").due) == minutes(70));
    CHECK(said_of(play(world("5 h", "day")).outcome("owe")) == "met");
}

TEST_CASE("a duty open before its limit is decided gets it then", "[run][clocks]") {
    const SmallWorld w{.tasks = "- {id: order, clause: \"1\", by: office, after: {received: incident_report}, takes: 10 min, decides: {id: term, choices: {hour: {zh: 一小时, en: an hour, limit: 1 h}}, default: hour}}\n"
                                "- {id: act, clause: \"1\", by: group, after: {occurred: incident}, takes: 2 h}",
                       .duties = "- {id: owe, clause: \"1\", who: group, must: {done: act}, within: {set_by: term}, from: {occurred: incident}}"};
    CHECK(story(play(w), clock_kinds) ==
          "0:00 duty_opened town-group owe\n"
          "10:00 limit_set town-group owe due=3600000\n"
          "1:00:00 duty_breached town-group owe due=3600000\n"
          "2:00:00 duty_discharged town-group owe discharged=7200000\n");
}

TEST_CASE("an extension approved before the limit moves it; after it, it counts for nothing and is told", "[run][clocks]") {
    const auto world = [](const std::string& approved) {
        return SmallWorld{.tasks = "- {id: ask, clause: \"1\", by: office, after: {received: incident_report}, takes: " + approved + "}\n"
                                   "- {id: act, clause: \"1\", by: group, after: {occurred: incident}, takes: 40 d}",
                          .duties = "- {id: owe, clause: \"1\", who: group, must: {done: act}, within: 10 d, from: {occurred: incident}, extended: {after: {done: ask}, by: 5 d}}"};
    };
    // 10 days from Monday 26 January: Thursday, 5 February, 24:00; 5 more: Tuesday the 10th
    const Played in_time = play(world("4 d"));
    CHECK(ms_of(*in_time.outcome("owe").due) == minutes(60) * (15 * 24 + 15));
    CHECK(story(in_time, {EntryKind::limit_extended}) == "4 d 00:00:00 limit_extended town-group owe due=1350000000\n");
    const Played late = play(world("12 d"));
    CHECK(ms_of(*late.outcome("owe").due) == minutes(60) * (10 * 24 + 15));
    CHECK(story(late, {EntryKind::limit_extended}).empty());
}

TEST_CASE("notice must be given so many clear working days before", "[run][clocks]") {
    // the hearing is on Friday, 13 February 2026; 3 working days before: by the end of Monday the 9th
    const auto world = [](const std::string& notice) {
        return SmallWorld{.tasks = "- {id: notify, clause: \"1\", by: office, after: {received: incident_report}, takes: " + notice + ", sends: [{message: order, to: group, over: [flash]}]}\n"
                                   "- {id: hear, clause: \"1\", by: bureau, after: {occurred: incident}, takes: 18 d}",
                          .duties = "- {id: owe, clause: \"1\", who: office, must: {received: order}, within: 3 working days before, from: {done: hear}}"};
    };
    const std::int64_t due = minutes(60) * (14 * 24 + 15);
    CHECK(ms_of(*play(world("10 d")).outcome("owe").due) == due);
    CHECK(said_of(play(world("10 d")).outcome("owe")) == "met");
    CHECK(said_of(play(world("1263600 s")).outcome("owe")) == "met");
    CHECK(said_of(play(world("1263600.001 s")).outcome("owe")) == "breached");
    CHECK(said_of(play(world("20 d")).outcome("owe")) == "breached");
}
