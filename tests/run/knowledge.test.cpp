// What happens at the scene, who is told when, and what they make of it (semantics.md 3).
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

constexpr auto told = {EntryKind::truth, EntryKind::received, EntryKind::seen, EntryKind::grading};

/// A plan with a scope of 50 people and over, so that gradings show what the office holds for so.
SmallWorld told_by(const std::string& reports) { return {.scope = "{participants: {at_least: 50}}", .reports = "[" + reports + "]"}; }

std::string line(const std::string& at, const std::string& says) { return "{at: " + at + ", from: bureau, to: office, over: [line], says: {" + says + "}}"; }
std::string observed(const std::string& at, const std::string& when, const std::string& says) {
    return "{at: " + at + ", observed: " + when + ", from: bureau, to: office, over: [line], says: {" + says + "}}";
}

/// The last grading's answer.
std::string applies(const Played& p) {
    std::string answer = "none";
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == EntryKind::grading) answer = p.journal.item_text(entry, "applies");
    return answer;
}

/// A unit goes to the scene at 0 and is there at 10 min; what it sees it tells two minutes later.
SmallWorld on_scene(const std::string& truth) {
    return {.scope = "{participants: {at_least: 50}}",
            .tasks = "- {id: go, clause: \"1\", by: bureau, officer: squad, goes_to: scene, takes: 0 s}",
            .place = "site",
            .truth = "[" + truth + "]",
            .reports = "[" + line("1 min", "organ_blocked: yes") + "]",
            .follow_up = "{by: first_on_scene, to: office, over: [line], sees: [participants, organ_blocked], after_change: 2 min}"};
}

}  // namespace

TEST_CASE("the truth is graded only when a report that carries it has come") {
    SmallWorld w = told_by(line("5 min", "participants: 60"));
    w.truth = "[{at: 0 min, facts: {participants: 60}}]";
    CHECK(story(play(w), told) ==
          "0:00 truth participants=60\n"
          "6:00 received town-office incident_report from=town-bureau participants=60 in_urban_area=yes\n"
          "6:00 grading town-office yes\n");
    // what the report does not say is not known, whatever the truth
    w.reports = "[" + line("5 min", "organ_blocked: yes") + "]";
    CHECK(applies(play(w)) == "open");
    w.reports = "";
    CHECK(applies(play(w)) == "none");
}

TEST_CASE("what is reported counts and not what is true") {
    SmallWorld w = told_by(line("5 min", "participants: 60"));
    w.truth = "[{at: 0 min, facts: {participants: 10}}]";
    CHECK(applies(play(w)) == "yes");
}

TEST_CASE("a late report of an older observation does not undo a newer one") {
    CHECK(applies(play(told_by(line("5 min", "participants: 60") + ", " + observed("20 min", "4 min", "participants: 20")))) == "yes");
    CHECK(applies(play(told_by(line("5 min", "participants: 60") + ", " + observed("20 min", "6 min", "participants: 20")))) == "no");
    // observed at the same instant: the later word counts
    CHECK(applies(play(told_by(line("5 min", "participants: 60") + ", " + observed("20 min", "5 min", "participants: 20")))) == "no");
}

TEST_CASE("a late report still brings the facts nobody had told") {
    const Played p = play(told_by(line("5 min", "participants: 60") + ", " + observed("20 min", "4 min", "participants: 20, organ_blocked: yes")));
    CHECK(applies(p) == "yes");
    CHECK(story(p, {EntryKind::received}) ==
          "6:00 received town-office incident_report from=town-bureau participants=60 in_urban_area=yes\n"
          "21:00 received town-office incident_report from=town-bureau organ_blocked=yes\n");
}

TEST_CASE("unknown overwrites nothing") {
    CHECK(applies(play(told_by(line("5 min", "participants: 60") + ", " + line("20 min", "participants: unknown")))) == "yes");
}

TEST_CASE("a newer range replaces an exact value, and a newer value a range") {
    CHECK(applies(play(told_by(line("5 min", "participants: 60") + ", " + line("20 min", "participants: 40..60")))) == "open");
    CHECK(applies(play(told_by(line("5 min", "participants: 40..60") + ", " + line("20 min", "participants: 50")))) == "yes");
    CHECK(applies(play(told_by(line("5 min", "participants: 50..") + ", " + line("20 min", "participants: ..49")))) == "no");
}

TEST_CASE("a report that names a place carries whether it is urban") {
    SmallWorld w{.scope = "{in_urban_area: true}", .reports = "[" + line("5 min", "participants: 60") + "]"};
    CHECK(applies(play(w)) == "yes");
    w.place = "site";
    CHECK(applies(play(w)) == "no");
    w.reports = "[" + line("5 min", "participants: 60, in_urban_area: yes") + "]";  // unless it says otherwise
    CHECK(applies(play(w)) == "yes");
}

TEST_CASE("what a sender knows travels with a message that carries facts and with no other") {
    const auto passing = [](const std::string& message) {
        return SmallWorld{.tasks = "- {id: pass, clause: \"1\", by: office, after: {received: incident_report}, takes: 10 min, sends: [{message: " + message + ", to: group, over: [line]}]}\n"
                                   "- {id: act, clause: \"1\", by: group, after: {received: " + message + "}, if: {participants: {at_least: 50}}, takes: 1 min}",
                          .reports = "[" + line("5 min", "participants: 60") + ", " + line("12 min", "participants: 70") + ", " + line("930 s", "participants: 80") + "]"};
    };
    const Played told_group = play(passing("brief"));
    CHECK(lines_with(told_group, "act") == "17:00 task_started town-group act\n18:00 task_done town-group act\n");
    // as known at 16 min, when it was sent: the third report came at 16:30
    CHECK(lines_with(told_group, "brief").find("17:00 received town-group brief from=town-office participants=70") != std::string::npos);
    CHECK(lines_with(play(passing("order")), "act") == "17:00 task_stopped town-group act\n");
}

TEST_CASE("facts that are passed on keep the instant of their observation") {
    // the group hears at 11 min what was seen at 5, and before that, at 8, what was seen at 8
    const Played p = play(SmallWorld{
        .tasks = "- {id: pass, clause: \"1\", by: office, after: {received: incident_report}, takes: 4 min, sends: [{message: brief, to: group, over: [line]}]}\n"
                 "- {id: act, clause: \"1\", by: group, after: {received: brief}, if: {participants: {at_least: 50}}, takes: 1 min}",
        .reports = "[" + line("5 min", "participants: 60") + ", {at: 8 min, from: bureau, to: group, over: [flash], says: {participants: 20}}]"});
    CHECK(lines_with(p, "act") == "11:00 task_stopped town-group act\n");
}

TEST_CASE("who reports something knows it") {
    const Played p = play(SmallWorld{.tasks = "- {id: act, clause: \"1\", by: bureau, once: {participants: {at_least: 50}}, takes: 1 min}", .reports = "[" + line("5 min", "participants: 60") + "]"});
    CHECK(lines_with(p, "task_started") == "5:00 task_started town-bureau act\n");
}

TEST_CASE("changes are seen by who is there and told in a follow-up report") {
    CHECK(story(play(on_scene("{at: 0 min, facts: {participants: 40}}, {at: 30 min, facts: {participants: 60}}")), told) ==
          "0:00 truth participants=40\n"
          "2:00 received town-office incident_report from=town-bureau organ_blocked=yes in_urban_area=no\n"
          "2:00 grading town-office open\n"
          "10:00 seen town-bureau participants=40\n"
          "13:00 received town-office follow_up_report from=town-bureau participants=40\n"
          "13:00 grading town-office no participants\n"
          "30:00 truth participants=60\n");  // the plan's scope failed: the bureau has gone home and nobody tells
    CHECK(story(play(on_scene("{at: 0 min, facts: {participants: 50}}, {at: 30 min, facts: {participants: 40}}")), told) ==
          "0:00 truth participants=50\n"
          "2:00 received town-office incident_report from=town-bureau organ_blocked=yes in_urban_area=no\n"
          "2:00 grading town-office open\n"
          "10:00 seen town-bureau participants=50\n"
          "13:00 received town-office follow_up_report from=town-bureau participants=50\n"
          "13:00 grading town-office yes\n"
          "30:00 truth participants=40\n"
          "30:00 seen town-bureau participants=40\n"
          "33:00 received town-office follow_up_report from=town-bureau participants=40\n"
          "33:00 grading town-office no participants\n");
}

TEST_CASE("with nobody at the scene nobody tells") {
    SmallWorld w = on_scene("{at: 0 min, facts: {participants: 40}}, {at: 30 min, facts: {participants: 60}}");
    w.tasks = "";
    CHECK(story(play(w), {EntryKind::seen}).empty());
    CHECK(lines_with(play(w), "follow_up_report").empty());
    // who leaves before the change does not see it
    w.tasks = "- {id: go, clause: \"1\", by: bureau, officer: squad, goes_to: scene, stays: 19 min, takes: 0 s}";
    w.scope = "";
    CHECK(story(play(w), {EntryKind::seen, EntryKind::released}) ==
          "10:00 seen town-bureau participants=40\n"
          "29:00 released town-bureau go stay_over\n");
}

TEST_CASE("only what the scenario lets be seen is seen, and no news is told") {
    SmallWorld w = on_scene("{at: 0 min, facts: {participants: 50, deaths: 1}}, {at: 30 min, facts: {deaths: 2}}, {at: 40 min, facts: {participants: 50}}");
    const Played p = play(w);
    CHECK(story(p, {EntryKind::seen}) == "10:00 seen town-bureau participants=50\n");
    CHECK(lines_with(p, "deaths=2") == "30:00 truth deaths=2\n");
    CHECK(lines_with(p, "follow_up_report").find("12:00 sent") == 0);
    CHECK(lines_with(p, "40:00") == "");
}

TEST_CASE("the first at the scene tells, and the next when the first has left") {
    SmallWorld w = on_scene("{at: 0 min, facts: {participants: 50}}, {at: 15 min, facts: {participants: 51}}, {at: 40 min, facts: {participants: 52}}");
    w.tasks = "- {id: go, clause: \"1\", by: bureau, officer: squad, goes_to: scene, stays: 20 min, takes: 0 s}\n"
              "- {id: also, clause: \"1\", by: office, officer: squad, goes_to: scene, takes: 2 min}";
    w.follow_up.replace(w.follow_up.find("to: office"), 10, "to: group");
    CHECK(lines_with(play(w), "follow_up_report") ==
          "12:00 sent town-bureau follow_up_report to=town-group line\n"
          "13:00 received town-group follow_up_report from=town-bureau participants=50 organ_blocked=yes in_urban_area=no\n"
          "17:00 sent town-bureau follow_up_report to=town-group line\n"
          "18:00 received town-group follow_up_report from=town-bureau participants=51\n"
          "42:00 sent town-office follow_up_report to=town-group line\n"
          "43:00 received town-group follow_up_report from=town-office participants=52\n");
}

TEST_CASE("a follow-up by a role comes from it and not from who was first") {
    SmallWorld w = on_scene("{at: 0 min, facts: {participants: 50}}");
    w.tasks += "\n- {id: also, clause: \"1\", by: group, officer: squad, goes_to: scene, takes: 30 min}";
    w.follow_up.replace(w.follow_up.find("first_on_scene"), 14, "group");
    // the group, at the bridge, has 6 minutes to go
    CHECK(lines_with(play(w), "follow_up_report").find("38:00 sent town-group follow_up_report to=town-office line") == 0);
}

TEST_CASE("a follow-up goes to who grades unless said") {
    SmallWorld w = on_scene("{at: 0 min, facts: {participants: 50}}");
    w.follow_up.erase(w.follow_up.find("to: office, "), 12);
    CHECK(lines_with(play(w), "follow_up_report").find("12:00 sent town-bureau follow_up_report to=town-office line") == 0);
}
