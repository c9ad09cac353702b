// What a plan file could say without meaning anything: none of it may pass unnoticed. (Tagged : what still does.)
#include "sandtable/plan.hpp"
#include "support/catch.hpp"
#include "support/tiny_plan.hpp"

using namespace sandtable;

namespace {

std::string codes(const std::string& rules) {
    Diagnostics out;
    read_tiny_plan(tiny_plan_head + rules, out);
    return codes_of(out);
}

const std::string judging = "tasks:\n- {id: judge, clause: \"3\", by: office, ";

}  // namespace

TEST_CASE("a decision that is no map is refused", "[plan][faults]") {
    CHECK_FALSE(codes(judging + "decides: start}\n").empty());
}

TEST_CASE("a decision without an id is refused", "[plan][faults]") {
    CHECK_FALSE(codes(judging + "decides: {choices: {go: {zh: 可, en: go}}, default: go}}\n").empty());
}

TEST_CASE("a body that is no map or has no name is refused", "[plan][faults]") {
    CHECK_FALSE(codes(judging + "forms: team}\n").empty());
    CHECK_FALSE(codes(judging + "forms: {head: office}}\n").empty());
}

TEST_CASE("a message to nobody is refused", "[plan][faults]") {
    CHECK_FALSE(codes(judging + "sends: [{message: call, to: [], over: [telephone]}]}\n").empty());  // `over: []` is refused
}

TEST_CASE("an empty officer counts as not stated", "[plan][faults]") {
    const Plan plan = tiny_plan("tasks:\n- id: judge\n  clause: \"3\"\n  by: office\n  officer:\n");
    REQUIRE(plan.tasks[TaskId{0}].officer.is_some());  // plan_yaml.cpp: the pools hold "" and the task holds nobody
    CHECK(plan.pools[plan.tasks[TaskId{0}].officer] == "duty");
}

TEST_CASE("a grade named twice is refused", "[plan][faults]") {
    std::string text = tiny_plan_head;
    text.replace(text.find("[III, II, I]"), 12, "[III, II, II]");
    Diagnostics out;
    CHECK_FALSE(read_tiny_plan(text, out));
}

TEST_CASE("a source that ends before it begins is refused", "[plan][faults]") {
    CHECK_FALSE(codes("source: {number: x, in_force: {from: \"2026-01-01\", to: \"2025-01-01\"}}\n").empty());
}

TEST_CASE("an accepted fault names clauses that exist", "[plan][faults]") {
    CHECK_FALSE(codes("accepted:\n- {code: falling-place, clauses: [\"99\"], why: {zh: 一, en: one}}\n").empty());
}

TEST_CASE("a choice without a name is refused", "[plan][faults]") {
    CHECK(codes(judging + "decides: {id: start, choices: {go: yes}, default: go}}\n").find("wrong-shape") != std::string::npos);
    CHECK(codes(judging + "decides: {id: start, choices: [go], default: go}}\n").find("unknown-choice") != std::string::npos);
}
