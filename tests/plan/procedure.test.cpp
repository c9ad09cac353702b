// What no run of a plan could ever do.
#include "sandtable/plan.hpp"
#include "support/catch.hpp"
#include "support/tiny_plan.hpp"

using namespace sandtable;

namespace {

std::string checked(const std::string& rules, Lang lang = Lang::en) {
    Diagnostics out;
    const Plan plan = tiny_plan(rules);
    check_procedure(plan, out);
    return said_of(out, lang);
}

std::string codes(const std::string& rules) {
    Diagnostics out;
    check_procedure(tiny_plan(rules), out);
    return codes_of(out);
}

/// A task as one line: {id: NAME, MORE}.
std::string task(const std::string& id, const std::string& more) { return "- {id: " + id + ", clause: \"3\", by: office, " + more + "}\n"; }

}  // namespace

TEST_CASE("a procedure that can be done gets no word", "[plan][procedure]") {
    CHECK(checked("tasks:\n" + task("judge", "after: {received: incident_report}, takes: 5 min, assumption: handling, sends: [{message: call, to: units, over: [telephone]}]") +
                  "- {id: go, clause: \"3\", by: units, after: {received: call}, officer: squad, goes_to: scene}\n" +
                  "duties:\n- {id: arrive, clause: \"3\", who: units, must: {arrived: squad, at: scene}, within: 30 min, from: {received: call}}\n") == "\n");
}

TEST_CASE("a task that nothing brings up is found where it stands", "[plan][procedure]") {
    CHECK(checked("tasks:\n- {id: judge, name: {zh: 初步判断, en: judge}, clause: \"3\", by: office, after: {received: answer}}\n") == R"(
small.yaml:18:8: error: the task "judge" can never begin: nothing brings "received answer" [task-unreachable]
 18 | - {id: judge, name: {zh: 初步判断, en: judge}, clause: "3", by: office, after: {received: answer}}
    |        ^~~~~
)");
    CHECK(checked("tasks:\n" + task("judge", "after: {received: answer}"), Lang::zh).find("任务“judge”永远不会开始：没有什么会带来“received answer” [task-unreachable]") != std::string::npos);
}

TEST_CASE("what follows an unreachable task is unreachable too", "[plan][procedure]") {
    CHECK(codes("tasks:\n" + task("a", "after: {received: answer}") + task("b", "after: {done: a}") + task("c", "after: {all: [{received: incident_report}, {done: b}]}") + task("d", "after: {any: [{received: incident_report}, {done: b}]}")) ==
          "task-unreachable@18:8 task-unreachable@19:8 task-unreachable@20:8");
}

TEST_CASE("tasks that wait for each other and take time can never begin", "[plan][procedure]") {
    CHECK(codes("tasks:\n" + task("a", "after: {done: b}, takes: 1 min, assumption: handling") + task("b", "after: {done: a}, takes: 1 min, assumption: handling")) == "task-unreachable@18:8 task-unreachable@19:8");
}

TEST_CASE("tasks that wait for each other and take no time are a round", "[plan][procedure]") {
    const std::string said = checked("tasks:\n" + task("b", "after: {done: c}") + task("c", "after: {done: a}") + task("a", "after: {done: b}"));
    CHECK(said.find("tasks wait for each other and take no time: a -> ") != std::string::npos);
    CHECK(said.find("[zero-delay-cycle]") != std::string::npos);
    CHECK(said.find("   = remove one after, or say how long one takes") != std::string::npos);
    CHECK(codes("tasks:\n" + task("a", "after: {done: a}")) == "zero-delay-cycle@18:8");
    CHECK(codes("tasks:\n" + task("a", "after: {any: [{received: incident_report}, {done: b}]}") + task("b", "after: {done: a}")).find("zero-delay-cycle") == 0);
}

TEST_CASE("a round through a decision, a body or a sending is a round", "[plan][procedure]") {
    CHECK(codes("tasks:\n" + task("a", "after: {decided: d}") + task("b", "after: {done: a}, decides: {id: d, choices: {yes_: {zh: 是, en: y}}, default: yes_}")).find("zero-delay-cycle") == 0);
    CHECK(codes("tasks:\n" + task("a", "after: {formed: g}") + task("b", "after: {done: a}, forms: {body: g, head: office}")).find("zero-delay-cycle") == 0);
    CHECK(codes("tasks:\n" + task("a", "after: {sent: answer}") + task("b", "after: {done: a}, sends: [{message: answer, to: police, over: [telephone]}]")).find("zero-delay-cycle") == 0);
}

TEST_CASE("one task of the round that takes time, or a message on its way, breaks it", "[plan][procedure]") {
    CHECK(codes("tasks:\n" + task("a", "after: {any: [{received: incident_report}, {done: b}]}, takes: 1 s, assumption: handling") + task("b", "after: {done: a}")).empty());
    CHECK(codes("tasks:\n" + task("a", "after: {any: [{received: incident_report}, {received: answer}]}") + task("b", "after: {done: a}, sends: [{message: answer, to: office, over: [telephone]}]")).empty());
    CHECK(codes("tasks:\n" + task("a", "after: {any: [{received: incident_report}, {done: b}]}, goes_to: scene") + task("b", "after: {done: a}")).empty());
}

TEST_CASE("a duty that nothing opens and a duty that nothing discharges are findings, not errors", "[plan][procedure]") {
    const std::string rules = "tasks:\n" + task("judge", "after: {received: incident_report}") + "duties:\n"
        "- {id: late, clause: \"3\", who: office, must: {done: judge}, from: {received: answer}}\n"
        "- {id: never, clause: \"3\", who: office, must: {received: answer}, within: 30 min, from: {received: incident_report}}\n"
        "- {id: quiet, clause: \"3\", who: office, must_not: {received: answer}, after: {received: incident_report}}\n";
    CHECK(checked(rules) == R"(
small.yaml:20:8: error: the duty "late" can never open: nothing brings "received answer" [duty-unreachable]
 20 | - {id: late, clause: "3", who: office, must: {done: judge}, from: {received: answer}}
    |        ^~~~
small.yaml:21:8: error: the duty "never" cannot be discharged: nothing brings "received answer" [duty-undischargeable]
 21 | - {id: never, clause: "3", who: office, must: {received: answer}, within: 30 min, from: {received: incident_report}}
    |        ^~~~~
)");
    Diagnostics out;
    check_procedure(tiny_plan(rules), out);
    CHECK(out.has(Severity::finding));
    CHECK_FALSE(out.has_errors());
}

TEST_CASE("a duty of several parts needs all of them, or any", "[plan][procedure]") {
    const std::string tasks = "tasks:\n" + task("judge", "after: {received: incident_report}") + "duties:\n";
    CHECK(codes(tasks + "- {id: d, clause: \"3\", who: office, must: {all: [{done: judge}, {received: answer}]}, from: {received: incident_report}}\n") == "duty-undischargeable@20:8");
    CHECK(codes(tasks + "- {id: d, clause: \"3\", who: office, must: {any: [{done: judge}, {received: answer}]}, from: {received: incident_report}}\n").empty());
}

TEST_CASE("arrivals need somebody who goes, of that pool", "[plan][procedure]") {
    const std::string go = "tasks:\n- {id: go, clause: \"3\", by: units, officer: squad, goes_to: scene}\n- {id: write, clause: \"3\", by: units, officer: clerk}\nduties:\n";
    const auto must = [](const std::string& what) { return "- {id: d, clause: \"3\", who: units, must: " + what + ", from: {occurred: incident}}\n"; };
    CHECK(codes(go + must("{arrived: squad, at: scene}")).empty());
    CHECK(codes(go + must("{departed: squad}")).empty());
    CHECK(codes(go + must("{arrived: units, at: scene}")).empty());
    CHECK(codes(go + must("{arrived: clerk, at: scene}")) == "duty-undischargeable@21:8");
}

TEST_CASE("a response that can never end is found", "[plan][procedure]") {
    const std::string decides = "after: {received: answer}, decides: {id: end_it, choices: {end: {zh: 结束, en: end}}, default: end}";
    CHECK(codes("tasks:\n" + task("declare", decides) + "response_ends: {decided: end_it, as: end}\n") == "task-unreachable@18:8 end-unreachable");
    CHECK(codes("tasks:\n" + task("clean", "after: {ended: response}")) == "task-unreachable@18:8");  // no response_ends
}

TEST_CASE("an incident report is brought by scenarios, another message is not", "[plan][procedure]") {
    CHECK(codes("tasks:\n" + task("a", "after: {received: incident_report}") + task("b", "after: {sent: incident_report}") + task("c", "after: {occurred: incident}") + task("d", "takes: 1 min, assumption: handling")).empty());
}
