// Guards and milestones in the words of the file.
#include "sandtable/plan.hpp"
#include "support/catch.hpp"
#include "support/tiny_plan.hpp"

using namespace sandtable;

namespace {

const Plan& worded_plan() {
    static const Plan plan = tiny_plan(R"(tasks:
- {id: judge, clause: "3", by: office, decides: {id: start, choices: {approve: {zh: 可, en: go}, refuse: {zh: 否, en: no}}, default: approve}}
- {id: go, clause: "3", by: units, officer: squad, goes_to: scene, forms: {body: team, head: police}}
duties:
- {id: d01, clause: "3", who: office, must: {done: judge}, from: {received: incident_report}}
- {id: d02, clause: "3", who: office, must: {decided: start, as: refuse}, from: {sent: call}}
- {id: d03, clause: "3", who: units, must: {arrived: squad, at: scene}, from: {arrived: units, at: scene, count: first}}
- {id: d04, clause: "3", who: units, must: {formed: team}, from: {occurred: incident}}
- {id: d05, clause: "3", who: units, must: {all: [{done: judge}, {any: [{departed: squad}, {decided: start}]}]}, from: {ended: response}}
- {id: d06, clause: "3", who: office, must: {received: call, by: police}, from: {occurred: incident}}
)");
    return plan;
}

std::string join_of(const char* duty, bool from = false) {
    const Duty& d = worded_plan().duties[worded_plan().duty(duty)];
    return join_text(worded_plan(), from ? d.from : d.must);
}

std::string guard_of(const std::string& guard, const std::string& key = "if") {
    const Plan plan = tiny_plan("tasks:\n- {id: judge, clause: \"3\", by: office, " + key + ": " + guard + "}\n");
    return guard_text(tiny_vocabulary(), plan, plan.tasks[TaskId{0}].guards.if_holds);
}

}  // namespace

TEST_CASE("milestones and joins are told in the words of the file", "[plan][words]") {
    CHECK(join_of("d01") == "done judge");
    CHECK(join_of("d01", true) == "received incident_report");
    CHECK(join_of("d02") == "decided start as refuse");
    CHECK(join_of("d02", true) == "sent call");
    CHECK(join_of("d03") == "arrived squad");
    CHECK(join_of("d03", true) == "arrived units");
    CHECK(join_of("d04") == "formed team");
    CHECK(join_of("d04", true) == "occurred incident");
    CHECK(join_of("d05") == "(done judge and (departed squad or decided start))");
    CHECK(join_of("d05", true) == "ended response");
    CHECK(join_of("d06") == "received call by police");
    CHECK(join_text(worded_plan(), Join{}) == "occurred incident");
}

TEST_CASE("guards are told in the words of the file", "[plan][words]") {
    CHECK(guard_of("{people: {at_least: 50}}") == "people >= 50");
    CHECK(guard_of("{people: {below: 50}}") == "people < 50");
    CHECK(guard_of("{people: {at_least: 10, below: 50}}") == "10 <= people < 50");
    CHECK(guard_of("{people: 0}") == "people = 0");
    CHECK(guard_of("{people: {below: 1}}") == "people = 0");
    CHECK(guard_of("{fire: true}") == "fire");
    CHECK(guard_of("{fire: false}") == "fire = no");
    CHECK(guard_of("{impact: {at_least: severe}}") == "impact >= severe");
    CHECK(guard_of("{blocked: {at_least: 3 h}}") == "blocked >= 3 h");
    CHECK(guard_of("{any: [{fire: true}, {people: {at_least: 5}}]}") == "(fire or people >= 5)");
    CHECK(guard_of("{all: [{fire: true}]}") == "fire");
    CHECK(guard_of("{scope: fails}") == "scope fails");
    CHECK(guard_of("{scope: open}") == "scope open");
    CHECK(guard_of("{grade: {at_least: II}}") == "grade >= II");
}

TEST_CASE("a guard below a grade is told as below it", "[plan][words]") {
    CHECK(guard_of("{grade: {below: II}}") == "grade < II");
    CHECK(guard_of("{grade: II}") == "grade = II");
}

TEST_CASE("a guard on a grade found by an assessor names the grade", "[plan][words]") {
    CHECK(guard_of("{assessor_grade: II}") == "assessor_grade = II");  // "assessor_grade = 2"
}

TEST_CASE("the keys of a guard have no order", "[plan][words]") {
    CHECK(guard_of("{people: {at_least: 5}, fire: true, dead: 0}") == guard_of("{dead: 0, fire: true, people: {at_least: 5}}"));
    CHECK(guard_of("{any: [{fire: true}, {smoke: true}], people: 3}") == guard_of("{people: 3, any: [{fire: true}, {smoke: true}]}"));
}

TEST_CASE("all and any in one map have no order either", "[plan][words]") {
    // several parts of one kind can stand side by side only in a list, which has an order; here one of each kind
    CHECK(guard_of("{any: [{fire: true}, {smoke: true}], all: [{dead: 0}, {loss: 5}]}") == guard_of("{all: [{dead: 0}, {loss: 5}], any: [{fire: true}, {smoke: true}]}"));
    CHECK(guard_of("{scope: holds, grade: II}") == guard_of("{grade: II, scope: holds}"));
}
