// Decisions, bodies that are formed, and the end of a response (semantics.md 5).
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

SmallWorld deciding(const std::string& more) {
    return {.tasks = "- {id: decide, clause: \"1\", by: group, takes: 5 min, decides: {id: start, choices: {approve: {zh: 准, en: approve}, refuse: {zh: 否, en: refuse}, ask: {zh: 问, en: ask}}, default: approve}}\n"
                     "- {id: act, clause: \"1\", by: office, after: {decided: start, as: approve}, takes: 1 min}\n"
                     "- {id: shelve, clause: \"1\", by: office, after: {decided: start, as: refuse}, takes: 1 min}\n"
                     "- {id: note, clause: \"1\", by: bureau, after: {decided: start}, takes: 1 min}",
            .reports = "",
            .more = more};
}

SmallWorld ending(const std::string& more_tasks, const std::string& duties = "") {
    return {.tasks = "- {id: end, clause: \"1\", by: group, takes: 30 min, decides: {id: end, choices: {stop: {zh: 停, en: stop}, go_on: {zh: 续, en: on}}, default: stop}}\n" + more_tasks,
            .duties = duties, .ends = "{decided: end, as: stop}", .place = "site", .reports = ""};
}

}  // namespace

TEST_CASE("a decision falls as the plan says by default") {
    const Played p = play(deciding(""));
    CHECK(story(p, {EntryKind::decided}) == "5:00 decided town-group start approve\n");
    CHECK(lines_with(p, "act").find("5:00 task_started") == 0);
    CHECK(lines_with(p, "shelve") == "");
    CHECK(lines_with(p, "note").find("5:00 task_started") == 0);
}

TEST_CASE("a decision falls otherwise where the scenario says so") {
    const Played p = play(deciding("decisions: {small.start: refuse}"));
    CHECK(story(p, {EntryKind::decided}) == "5:00 decided town-group start refuse\n");
    CHECK(lines_with(p, "act") == "");
    CHECK(lines_with(p, "shelve").find("5:00 task_started") == 0);
    CHECK(lines_with(p, "note").find("5:00 task_started") == 0);
    CHECK(lines_with(play(deciding("decisions: {start: ask}")), "task_started") == "0:00 task_started town-group decide\n5:00 task_started town-bureau note\n");
}

TEST_CASE("a refused start of the shipped plan sends nobody to the scene") {
    const Played p = play(load_shipped("wage-arrears-city-hall", {.add = "decisions: {wage-arrears.approve_start: refuse}"}));
    CHECK(lines_with(p, "refuse").find("decided lishui-arrears-group approve_start refuse") != std::string::npos);
    CHECK(story(p, {EntryKind::departed, EntryKind::formed, EntryKind::response_ended}).empty());
    CHECK(p.opened("deputy_on_scene") == 0);
    CHECK(p.opened("start_and_instruct") == 0);
    CHECK(said_of(p.outcome("decide_start")) == "met");
}

TEST_CASE("a body is formed with its head and its members, each once") {
    const Played p = play(SmallWorld{.tasks = "- {id: set_up, clause: \"1\", by: office, takes: 5 min, forms: {body: team, head: group, members: [units, helpers, bureau]}}\n"
                                              "- {id: meet, clause: \"1\", by: bureau, after: {formed: team}, takes: 1 min}",
                                     .duties = "- {id: team, clause: \"1\", who: office, must: {formed: team}, within: 5 min, from: {occurred: incident}}",
                                     .reports = ""});
    CHECK(story(p, {EntryKind::formed}) == "5:00 formed town-office team head=town-group member=town-bureau member=town-group member=unit-a member=unit-b member=unit-c\n");
    CHECK(lines_with(p, "meet").find("5:00 task_started") == 0);
    CHECK(said_of(p.outcome("team")) == "met");
}

TEST_CASE("the response ends by the decision that the plan names, and that way only") {
    SmallWorld w = ending("- {id: go, clause: \"1\", by: bureau, officer: squad, takes: 2 min, goes_to: scene}");
    CHECK(story(play(w), {EntryKind::response_ended, EntryKind::released}) ==
          "30:00 response_ended\n"
          "30:00 released town-bureau go response_ended\n");
    w.more = "decisions: {end: go_on}";
    CHECK(story(play(w), {EntryKind::response_ended, EntryKind::released}).empty());
}

TEST_CASE("who is still under way when the response ends arrives and is released") {
    const Played p = play(ending("- {id: go, clause: \"1\", by: bureau, officer: squad, takes: 25 min, goes_to: scene}"));
    CHECK(story(p, {EntryKind::response_ended, EntryKind::arrived, EntryKind::released}) ==
          "30:00 response_ended\n"
          "35:00 arrived town-bureau go\n"
          "35:00 released town-bureau go response_over\n");
}

TEST_CASE("the end of the response waives waiting tasks that say so, and begins what comes after it") {
    const std::string busy = "- {id: busy, clause: \"1\", by: bureau, takes: 60 min}\n";
    const Played p = play(ending(busy +
                                     "- {id: lapses, clause: \"1\", by: bureau, takes: 1 min, waived: [response_ended]}\n"
                                     "- {id: stays_due, clause: \"1\", by: bureau, takes: 1 min}\n"
                                     "- {id: armed, clause: \"1\", by: office, once: {deaths: {at_least: 1}}, takes: 1 min, waived: [response_ended]}\n"
                                     "- {id: too_late, clause: \"1\", by: office, after: {done: busy}, takes: 1 min, waived: [response_ended]}\n"
                                     "- {id: review, clause: \"1\", by: office, after: {ended: response}, takes: 7 min}",
                                 "- {id: reviewing, clause: \"1\", who: office, must: {done: review}, within: 7 min, from: {ended: response}}"));
    CHECK(story(p, {EntryKind::task_waived}) ==
          "30:00 task_waived town-office armed response_ended\n"
          "30:00 task_waived town-bureau lapses response_ended\n");
    CHECK(lines_with(p, "stays_due").find("1:00:00 task_started") != std::string::npos);
    CHECK(lines_with(p, "too_late") == "");
    CHECK(lines_with(p, "review").find("30:00 task_started") == 0);
    CHECK(said_of(p.outcome("reviewing")) == "met");
    CHECK(ms_of(p.outcome("reviewing").anchor) == minutes(30));
}

TEST_CASE("a task that the end of the response would waive goes on if it has begun") {
    const Played p = play(ending("- {id: begun, clause: \"1\", by: bureau, takes: 45 min, waived: [response_ended]}"));
    CHECK(lines_with(p, "begun") == "0:00 task_started town-bureau begun\n45:00 task_done town-bureau begun\n");
}
