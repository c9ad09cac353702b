// Joins, whose milestone it is, how many are needed, and that nothing opens twice (formats.md, "Milestones").
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

/// The bureau ends x at 5 and y at 9 min (one officer each); the group then acts after `join`.
std::string group_acts(const std::string& join, const std::string& x = "5 min", const std::string& y = "9 min") {
    const Played p = play(SmallWorld{.tasks = "- {id: x, clause: \"1\", by: bureau, takes: " + x + ", sends: [{message: order, to: [office, group], over: [line]}]}\n" +
                                              "- {id: y, clause: \"1\", by: bureau, officer: squad, takes: " + y + ", sends: [{message: answer, to: group, over: [line]}]}\n" +
                                              "- {id: act, clause: \"1\", by: group, after: " + join + ", takes: 1 min}"});
    const std::string lines = lines_with(p, "act");  // the group's officer is free: it starts at once
    return lines.empty() ? "never" : lines.substr(0, lines.find(' '));
}

/// Three units that each work and answer to the bureau; the officers of two come later, so that unit-c is done at 4, unit-a at 14 and unit-b at
/// 24 min.
SmallWorld three_units(const std::string& more_tasks) {
    return {.tasks = "- {id: work, clause: \"1\", by: units, takes: 4 min, sends: [{message: answer, to: bureau, over: [line]}]}\n" + more_tasks,
            .more = "injects:\n- {id: I-1, at: 0 min, text: {zh: 甲, en: a}, does: {officers_away: {agency: unit-a, pool: duty, number: 1, period: 10 min}}}\n"
                    "- {id: I-2, at: 0 min, text: {zh: 乙, en: b}, does: {officers_away: {agency: unit-b, pool: duty, number: 1, period: 20 min}}}"};
}

}  // namespace

TEST_CASE("all waits for the last of its milestones and any for the first") {
    CHECK(group_acts("{all: [{done: x}, {done: y}]}") == "9:00");
    CHECK(group_acts("{all: [{done: x}, {done: y}]}", "12 min") == "12:00");
    CHECK(group_acts("{any: [{done: x}, {done: y}]}") == "5:00");
    CHECK(group_acts("{any: [{done: x}, {done: y}]}", "12 min") == "9:00");
    CHECK(group_acts("{any: [{done: y}, {all: [{done: x}, {received: incident_report}]}]}") == "9:00");  // the report did not come to the group
}

TEST_CASE("sent is when it leaves and received when it is there") {
    CHECK(group_acts("{sent: order}") == "5:00");
    CHECK(group_acts("{received: order}") == "6:00");
}

TEST_CASE("of several agencies all are needed unless a count is said") {
    const auto after = [](const std::string& count) { return lines_with(play(three_units("- {id: act, clause: \"1\", by: bureau, after: {done: work" + count + "}, takes: 1 min}")), "act"); };
    CHECK(after("").find("24:00 task_started") == 0);
    CHECK(after(", count: all").find("24:00 task_started") == 0);
    CHECK(after(", count: first").find("4:00 task_started") == 0);
    CHECK(after(", count: 1").find("4:00 task_started") == 0);
    CHECK(after(", count: 2").find("14:00 task_started") == 0);
    CHECK(after(", count: 3").find("24:00 task_started") == 0);
    CHECK(after(", count: 4") == "");
}

TEST_CASE("of several senders to oneself the first is enough unless a count is said") {
    const auto after = [](const std::string& count) { return lines_with(play(three_units("- {id: act, clause: \"1\", by: bureau, after: {received: answer" + count + "}, takes: 1 min}")), "act"); };
    CHECK(after("").find("5:00 task_started") == 0);
    CHECK(after(", count: first").find("5:00 task_started") == 0);
    CHECK(after(", count: 2").find("15:00 task_started") == 0);
    CHECK(after(", count: all").find("25:00 task_started") == 0);
}

TEST_CASE("a milestone is the acting agency's own where it can be") {
    const Played p = play(three_units("- {id: next, clause: \"1\", by: units, after: {done: work}, takes: 1 min}"));
    CHECK(lines_with(p, "next") ==
          "4:00 task_started unit-c next\n5:00 task_done unit-c next\n"
          "14:00 task_started unit-a next\n15:00 task_done unit-a next\n"
          "24:00 task_started unit-b next\n25:00 task_done unit-b next\n");
}

TEST_CASE("by says whose milestone it is") {
    const Played p = play(three_units("- {id: next, clause: \"1\", by: units, after: {done: work, by: units, count: 2}, takes: 1 min}"));
    CHECK(lines_with(p, "next").find("14:00 task_started unit-a next\n"
                                     "14:00 task_ready unit-b next\n"  // its officer is away until 20 min
                                     "14:00 task_started unit-c next\n") == 0);
}

TEST_CASE("everything of a role with each exists once for each of its agencies") {
    SmallWorld w = three_units("");
    w.duties = "- {id: working, clause: \"1\", who: units, must: {done: work}, within: 14 min, from: {occurred: incident}}\n"
               "- {id: answering, clause: \"1\", who: units, must: {received: answer}, within: 15 min, from: {occurred: incident}}";
    const Played p = play(w);
    CHECK(p.opened("working") == 3);
    CHECK(said_of(p.outcome("working", "unit-a")) == "met");
    CHECK(said_of(p.outcome("working", "unit-b")) == "breached");
    CHECK(said_of(p.outcome("working", "unit-c")) == "met");
    // for a sender, received is the receipt of what it sent itself
    CHECK(said_of(p.outcome("answering", "unit-a")) == "met");
    CHECK(p.outcome("answering", "unit-a").margin()->count() == 0);
    CHECK(said_of(p.outcome("answering", "unit-b")) == "breached");
    CHECK(p.outcome("answering", "unit-c").margin()->count() == minutes(10));
}

TEST_CASE("a message to several is received when all have it unless a count is said") {
    const auto sent_to_helpers = [](const std::string& count) {  // the group is reached by wire (2 min), the bureau by flash
        const Played p = play(SmallWorld{.tasks = "- {id: tell, clause: \"1\", by: office, takes: 1 min, sends: [{message: order, to: bureau, over: [flash]}, {message: order, to: group, over: [wire]}]}\n"
                                                  "- {id: act, clause: \"1\", by: office, after: {received: order" + count + "}, takes: 1 min}"});
        return lines_with(p, "act");
    };
    CHECK(sent_to_helpers("").find("3:00 task_started") == 0);
    CHECK(sent_to_helpers(", count: first").find("1:00 task_started") == 0);
}

TEST_CASE("a second report of the same incident opens nothing again and begins nothing again") {
    SmallWorld w{.tasks = "- {id: judge, clause: \"1\", by: office, after: {received: incident_report}, takes: 3 min}",
                 .duties = "- {id: assess, clause: \"1\", who: office, must: {done: judge}, within: 20 min, from: {received: incident_report}}",
                 .reports = "[{at: 0 min, from: bureau, to: office, over: [line], says: {participants: 40}}, {at: 2 min, from: group, to: office, over: [line], says: {participants: 50}},"
                            " {at: 30 min, from: group, to: office, over: [line], says: {participants: 60}}]"};
    const Played p = play(w);
    CHECK(story(p, {EntryKind::task_started, EntryKind::duty_opened, EntryKind::duty_discharged}) ==
          "1:00 duty_opened town-office assess due=1260000\n"
          "1:00 task_started town-office judge\n"
          "4:00 duty_discharged town-office assess discharged=240000\n");
}

TEST_CASE("the milestones of two incidents are kept apart") {
    const Played p = play(SmallWorld{.tasks = "- {id: judge, clause: \"1\", by: office, after: {received: incident_report}, takes: 3 min}",
                                     .duties = "- {id: assess, clause: \"1\", who: office, must: {done: judge}, within: 5 min, from: {received: incident_report}}",
                                     .incidents = "- {id: yard, place: mill, truth: [{at: 1 min, facts: {participants: 90}}], reports: [{at: 1 min, from: group, to: office, over: [line], says: {participants: 90}}]}"});
    REQUIRE(p.outcomes.size() == 2);
    CHECK(p.outcomes[0].id == "gate/small/assess/town-office");
    CHECK(ms_of(*p.outcomes[0].discharged) == minutes(3));
    CHECK(p.outcomes[1].id == "yard/small/assess/town-office");
    CHECK(ms_of(p.outcomes[1].opened) == minutes(2));
    CHECK(ms_of(*p.outcomes[1].discharged) == minutes(6));  // one officer: it waited
}
