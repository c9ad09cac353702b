// One fault per plan: what is said, and what is hinted at.
#include "sandtable/plan.hpp"
#include "support/catch.hpp"
#include "support/tiny_plan.hpp"

using namespace sandtable;

namespace {

/// "message [code] = hint" of everything said, one a line, without places.
std::string told(const std::string& text, Lang lang = Lang::en) {
    Diagnostics out;
    const auto plan = read_tiny_plan(text, out);
    CHECK(plan.has_value() != out.has_errors());
    std::string said;
    for (const Diagnostic& d : out.all()) said += (said.empty() ? "" : "\n") + d.message.in(lang) + " [" + d.code + "]" + (d.hint.empty() ? "" : " = " + d.hint.in(lang));
    return said;
}

std::string told_of(const std::string& rules, Lang lang = Lang::en) { return told(tiny_plan_head + rules, lang); }

const std::string judging = "tasks:\n- {id: judge, clause: \"3\", by: office, after: {received: incident_report}, ";
const std::string task_head = "tasks:\n- {id: judge, clause: \"3\", by: office, after: ";

std::string criterion(const std::string& when) { return "criteria:\n- {clause: \"2(1)\", grade: I, says: {zh: 一, en: one}, when: " + when + "}\n"; }
std::string duty(const std::string& more) { return judging + "takes: 1 min, assumption: handling}\nduties:\n- {id: d, clause: \"3\", " + more + "}\n"; }

}  // namespace

TEST_CASE("the head of the small plans is right by itself", "[plan][faults]") { CHECK(told_of("").empty()); }

TEST_CASE("names that do not exist get their neighbours as hints", "[plan][faults]") {
    CHECK(told_of("tasks:\n- {id: a, clause: \"3\", by: ofice}\n") == R"(there is no role "ofice" [unknown-role] = did you mean "office"?)");
    CHECK(told_of(task_head + "{received: cal}}\n") == R"(there is no message "cal" [unknown-message] = did you mean "call"?)");
    CHECK(told_of(task_head + "{done: jugde}}\n") == R"(there is no task "jugde" [unknown-task] = did you mean "judge"?)");
    CHECK(told_of(judging + "decides: {id: start, choices: {go: {zh: 可, en: go}}, default: go}}\n- {id: b, clause: \"3\", by: office, after: {decided: strat}}\n") == R"(there is no decision "strat" [unknown-decision] = did you mean "start"?)");
    CHECK(told_of(judging + "decides: {id: start, choices: {approve: {zh: 可, en: go}, refuse: {zh: 否, en: no}}, default: aprove}}\n") == R"(the decision has no choice "aprove" [unknown-choice] = did you mean "approve"?)");
    CHECK(told_of(judging + "decides: {id: start, choices: {approve: {zh: 可, en: go}}, default: approve}}\n- {id: b, clause: \"3\", by: office, after: {decided: start, as: aprove}}\n") == R"(the decision has no choice "aprove" [unknown-choice] = did you mean "approve"?)");
    CHECK(told_of(judging + "officer: squad, goes_to: scene}\n- {id: b, clause: \"3\", by: office, after: {arrived: sqaud, at: scene}}\n") == R"(there is no pool "sqaud" [unknown-pool] = did you mean "squad"?)");
    CHECK(told_of(judging + "forms: {body: team, head: office}}\n- {id: b, clause: \"3\", by: office, after: {formed: taem}}\n") == R"(there is no body "taem" [unknown-body] = did you mean "team"?)");
    CHECK(told_of("tasks:\n- {id: a, clause: \"2(3)\", by: office}\n") == R"T("small" has no clause "2(3)" [unknown-clause] = did you mean "2(1)"?)T");
    CHECK(told_of(judging + "takes: 5 min, assumption: handlig}\n") == R"(there is no assumption "handlig" [unknown-assumption] = did you mean "handling"?)");
    CHECK(told_of(criterion("{peopel: {at_least: 5}}")) == R"(there is no fact "peopel" in the vocabulary [unknown-fact] = did you mean "people"?)");
    CHECK(told_of("criteria:\n- {clause: \"2(1)\", grade: IIII, says: {zh: 一, en: one}, when: {fire: true}}\n") == R"(this plan has no grade "IIII" [unknown-grade] = did you mean "III"?)");
    CHECK(told_of(task_head + "{recieved: call}}\n") == R"(there is no milestone "recieved" [unknown-milestone] = did you mean "received"?)");
    CHECK(told_of(task_head + "{received: call, by: polce}}\n") == R"(there is no role "polce" [unknown-role] = did you mean "police"?)");
}

TEST_CASE("a name near to nothing is said in Chinese too", "[plan][faults]") {
    CHECK(told_of("tasks:\n- {id: a, clause: \"3\", by: 办公室}\n", Lang::zh) == "没有职责角色“办公室” [unknown-role]");
    CHECK(told_of(criterion("{人数: {at_least: 5}}"), Lang::zh) == "词表中没有“人数” [unknown-fact]");
    CHECK(told_of(task_head + "{任务: a}}\n").find("= known here: all, any, done, sent, received, departed, arrived, decided, formed, occurred, ended") != std::string::npos);
}

TEST_CASE("the assessor, the head of a body and the receivers are roles", "[plan][faults]") {
    std::string text = tiny_plan_head;
    text.replace(text.find("assessed_by: office"), 19, "assessed_by: offices");
    CHECK(told(text) == R"(there is no role "offices" [unknown-role] = did you mean "office"?)");
    CHECK(told_of(judging + "forms: {body: team, head: ofice, members: [units, polise]}}\n") == "there is no role \"ofice\" [unknown-role] = did you mean \"office\"?\nthere is no role \"polise\" [unknown-role] = did you mean \"police\"?");
    CHECK(told_of(judging + "sends: [{message: call, to: [unit, police], over: [telephone]}]}\n") == R"(there is no role "unit" [unknown-role] = did you mean "units"?)");
    CHECK(told_of(judging + "sends: [{message: cal, to: police, over: [telephone]}]}\n") == R"(there is no message "cal" [unknown-message] = did you mean "call"?)");
}

TEST_CASE("a condition is written as the fact's type demands", "[plan][faults]") {
    CHECK(told_of(criterion("{people: 5..9}")) == R"(a condition on "people" needs an exact value [guard-value])");
    CHECK(told_of(criterion("{people: unknown}")) == R"(a condition on "people" needs an exact value [guard-value])");
    CHECK(told_of(criterion("{people: {at_least: 50, below: 50}}")) == R"(the range "people" is the wrong way round [range-order] = the smaller end comes first)");
    CHECK(told_of(criterion("{people: {}}")) == R"("people" needs at_least or below [guard-limit])");
    CHECK(told_of(criterion("{people: {atleast: 5}}")) == "\"people\" needs at_least or below [guard-limit]\nunknown key \"atleast\" [yaml-unknown-key] = did you mean \"at_least\"?");
    CHECK(told_of(criterion("{fire: {at_least: true}}")) == R"("fire" is yes or no: write true or false [guard-flag])");
    CHECK(told_of(criterion("{fire: 1}")) == R"("fire" is yes or no: 1 [value-flag])");
    CHECK(told_of(criterion("{blocked: {at_least: 3}}")) == R"("blocked" needs a unit such as 7.5 h: 3 [value-hours])");
    CHECK(told_of(criterion("{impact: {at_least: sever}}")) == R"("impact" has no level "sever"; it has: none, some, severe [value-scale] = did you mean "severe"?)");
    CHECK(told_of(criterion("{people: many}")) == R"("people" needs a whole number: many [value-not-number])");
    CHECK(told_of(criterion("{}")) == "a condition is a map such as {participants: {at_least: 50}} [guard-shape]");
    CHECK(told_of(criterion("fire")) == "a condition is a map such as {participants: {at_least: 50}} [guard-shape]");
    CHECK(told_of(criterion("{all: []}")) == R"("all" is empty [join-empty])");
    CHECK(told_of(criterion("{any: {fire: true}}")).find("expected a list, found a map [wrong-shape]") == 0);
}

TEST_CASE("criteria and scope cannot look at a grading", "[plan][faults]") {
    CHECK(told_of(criterion("{all: [{fire: true}, {scope: holds}]}")) == "a criterion or scope looks at facts alone, not at scope, grade or known [criterion-grading]");
    CHECK(told_of("scope: {clause: \"1.1\", when: {grade: {at_least: II}}}\n") == "a criterion or scope looks at facts alone, not at scope, grade or known [criterion-grading]");
    CHECK(told_of(judging + "if: {scope: maybe}}\n").find("\"maybe\" is not one of: fails, open, holds [wrong-word]") == 0);
    CHECK(told_of(judging + "if: {grade: {at_least: IV}}}\n") == R"(this plan has no grade "IV" [unknown-grade] = did you mean "I"?)");
}

TEST_CASE("rules name their clause, time an assumption, assumptions a reason", "[plan][faults]") {
    CHECK(told_of("tasks:\n- {id: a, by: office}\n") == "a rule needs its clause (or an assumption) [clause-missing] = say where it comes from, such as clause: \"3(1)\"");
    CHECK(told_of("tasks:\n- {id: a, clause: 3, by: office}\n") == "a clause needs quotes: 3 [yaml-unquoted] = write \"3\"; YAML may read it as a number otherwise");
    CHECK(told_of(judging + "takes: 5 min}\n") == R"(the task "judge" takes time and names no assumption for it [takes-without-assumption])");
    std::string text = tiny_plan_head;
    text.replace(text.find(", why: {zh: 无, en: none given}"), std::string(", why: {zh: 无, en: none given}").size(), "");
    CHECK(told(text) == R"(the assumption "handling" needs a why or an origin [assumption-why])");
}

TEST_CASE("a duty has one obligation, something that opens it, and keys that fit each other", "[plan][faults]") {
    CHECK(told_of(duty("who: office, from: {received: incident_report}")) == "exactly one of must and must_not is needed [duty-must]");
    CHECK(told_of(duty("who: office, must: {done: judge}, must_not: {done: judge}, from: {received: incident_report}")) == "exactly one of must and must_not is needed [duty-must]");
    CHECK(told_of(duty("who: office, must: {done: judge}")) == R"(the duty "d" needs from or after [duty-trigger])");
    CHECK(told_of(duty("who: office, must_not: {done: judge}, within: 5 min, from: {received: incident_report}")) == "must_not has no period; write until [duty-must-not-within]");
    CHECK(told_of(duty("who: office, must: {done: judge}, until: {sent: call}, from: {received: incident_report}")) == "until goes with must_not [duty-until]");
    CHECK(told_of(duty("who: office, must: {done: judge}, within: 20 mins, from: {received: incident_report}")) == "there is no unit \"mins\" (in \"20 mins\") [duration-unit] = did you mean \"min\"?");
    CHECK(told_of(duty("who: office, must: done, from: {received: incident_report}")) == "a milestone is a map such as {done: TASK} [milestone-shape]");
    CHECK(told_of(duty("who: office, must: {all: []}, from: {received: incident_report}")) == "\"all\" is empty [join-empty]");
    CHECK(told_of(duty("who: office, must: {done: judge}, from: {received: incident_report}, waived: [condition_faild]")).find("[wrong-word] = did you mean \"condition_failed\"?") != std::string::npos);
}

TEST_CASE("who goes to the scene is an officer who sets out in clock time", "[plan][faults]") {
    CHECK(told_of(judging + "officer: none, goes_to: scene}\n") == R"(the task "judge" goes to the scene and needs an officer [goes-nobody])");
    CHECK(told_of(judging + "takes: 2 working days, assumption: handling, goes_to: scene}\n") == "setting out for the scene takes clock time [goes-working-days]");
    CHECK(told_of(judging + "stays: 2 h}\n") == "stays goes with goes_to: scene [stays-nowhere]");
    CHECK(told_of(judging + "goes_to: hall}\n").find("[wrong-word]") != std::string::npos);
}

TEST_CASE("ids are used once within their kind", "[plan][faults]") {
    CHECK(told_of("tasks:\n- {id: a, clause: \"3\", by: office}\n- {id: a, clause: \"3\", by: police}\n") == "the id \"a\" is used twice, first in line 18 [id-twice]");
    CHECK(told_of("tasks:\n- {id: a, clause: \"3\", by: office}\nduties:\n- {id: a, clause: \"3\", who: office, must: {done: a}, from: {occurred: incident}}\n").empty());
}

TEST_CASE("observed values are found, read and not empty", "[plan][faults]") {
    HeldFiles files;
    files.hold(FileKind::observed, "judging", {"observed/judging.yaml", "sandtable: observed/1\nid: judging\norigin: {zh: 演练, en: drills}\nvalues: [6.5 min, 4 min, 90 s]\n"});
    files.hold(FileKind::observed, "none", {"observed/none.yaml", "sandtable: observed/1\nid: none\norigin: {zh: 演练, en: drills}\nvalues: []\n"});
    const auto read = [&](const std::string& takes) {
        Diagnostics out;
        const auto plan = read_tiny_plan(tiny_plan_head + judging + "takes: " + takes + ", assumption: handling}\n", out, &files);
        if (!plan) return codes_of(out);
        std::string values;
        for (const auto v : plan->tasks[plan->task("judge")].takes.values) values += std::to_string(v) + " ";
        return values;
    };
    CHECK(read("{observed: judging}") == "90000 240000 390000 ");
    CHECK(read("{observed: none}") == "observed-empty@4:9");
    CHECK(read("{observed: jugding}") == "unknown-observed@18:83");
    CHECK(read("{seen: judging}").find("key-missing") == 0);
}

TEST_CASE("all faults of a plan are said in one go", "[plan][faults]") {
    const std::string said = told_of("tasks:\n- {id: a, clause: \"9\", by: ofice, after: {done: b}}\nduties:\n- {id: d, clause: \"3\", who: polise, must: {done: a}, within: 5, from: {occurred: incident}}\ncriteria:\n- {clause: \"1\", grade: V, says: {zh: 一, en: one}, when: {peple: 3}}\nnotes: []\n");
    for (const char* code : {"unknown-clause", "unknown-role", "unknown-task", "duration-no-unit", "unknown-grade", "unknown-fact", "yaml-unknown-key"}) {
        INFO(code);
        CHECK(said.find(std::string("[") + code + "]") != std::string::npos);
    }
}

TEST_CASE("a plan of a newer form is refused by that alone", "[plan][faults]") {
    std::string text = tiny_plan_head;
    text.replace(text.find("plan/1"), 6, "plan/2");
    CHECK(told(text) == "the file is plan/2, newer than plan/1, which this program reads [kind-newer] = use a newer program, or write the file in the older form");
}

TEST_CASE("a vocabulary of a newer form is refused by that alone", "[plan][faults]") {
    Diagnostics out;
    CHECK_FALSE(load_vocabulary({"vocabulary.yaml", "sandtable: vocabulary/2\nfacts: []\n"}, out));
    CHECK(codes_of(out) == "kind-newer@1:12");
}

TEST_CASE("clocks and limits that cannot be are refused, each by one message", "[plan][faults]") {
    const std::string tasks = "tasks:\n- {id: a, clause: \"3\", by: office, after: {received: incident_report}, decides: {id: term, choices: {long: {zh: 长, en: long, limit: 5 working days}, short: {zh: 短, en: short}}, default: long}}\n";
    const auto duty = [&](const std::string& keys) { return told_of(tasks + "duties:\n- {id: d, clause: \"3\", who: office, must: {done: a}, from: {received: incident_report}, " + keys + "}\n"); };
    CHECK(duty("within: {set_by: term}") == "the decision \"term\" sets a limit, and its choice \"short\" has none [choice-without-limit]");
    CHECK(duty("within: {set_by: trem}").find("[unknown-decision] = did you mean \"term\"?") != std::string::npos);
    CHECK(duty("within: 5 d, stops: [{from: {done: a}}]").find("[stop-without-end]") != std::string::npos);
    CHECK(duty("within: 5 d, stops: [{from: {done: a}, to: {sent: call}}, {from: {done: a}, to: {done: a}}]") == "the clock of \"d\" is stopped twice by the same: done a [stop-twice]");
    CHECK(duty("within: 5 h, stops: [{from: {done: a}, to: {sent: call}}]").find("[stops-need-days]") != std::string::npos);
    CHECK(duty("stops: [{from: {done: a}, to: {sent: call}}]").find("[clock-without-limit]") != std::string::npos);
    CHECK(duty("extended: {after: {done: a}, by: 5 d}").find("[clock-without-limit]") != std::string::npos);
    CHECK(duty("within: 2 months before").find("[period-months-before]") != std::string::npos);
    CHECK(told_of("tasks:\n- {id: a, clause: \"3\", by: office, after: {received: incident_report}, decides: {id: term, choices: {none: {zh: 无, en: none, limit: 0 d}}, default: none}}\n").find("[limit-past]") != std::string::npos);
}

TEST_CASE("a clock that is stopped and that nothing restarts is found", "[plan][faults]") {
    Diagnostics out;
    check_procedure(tiny_plan("tasks:\n- {id: a, clause: \"3\", by: office, after: {received: incident_report}}\n- {id: b, clause: \"3\", by: office, after: {received: answer}}\n"
                              "duties:\n- {id: d, clause: \"3\", who: office, must: {done: a}, within: 5 d, from: {received: incident_report}, stops: [{from: {done: a}, to: {done: b}}]}\n"), out);
    CHECK(said_of(out).find("the clock of \"d\" is stopped by done a, and nothing ever restarts it: done b [clock-never-restarts]") != std::string::npos);
}

TEST_CASE("a body is set up by one task, and one commands at a grade", "[plan][faults]") {
    CHECK(told_of(judging + "forms: {body: team, head: office}}\n- {id: b, clause: \"3\", by: office, after: {done: judge}, forms: {body: team, head: police}}\n") == "the id \"team\" is used twice, first in line 19 [id-twice]");
    const std::string one = "commands:\n- {grade: I, clause: \"3\", who: office}\n";
    CHECK(told_of(one).empty());
    CHECK(told_of(one + "- {grade: II, clause: \"3\", who: police}\n").empty());
    CHECK(told_of(one + "- {grade: I, clause: \"3\", who: police}\n") == "who commands at the grade I is stated twice [command-twice]");
    CHECK(told_of("commands:\n- {grade: IV, clause: \"3\", who: ofice}\n") == "this plan has no grade \"IV\" [unknown-grade] = did you mean \"I\"?\nthere is no role \"ofice\" [unknown-role] = did you mean \"office\"?");
}
