// What the removal of one thing regains: where one task, wait, channel or road alone is to blame,
// all of it.
#include "sandtable/counterfactual.hpp"

#include "support/catch.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

std::vector<Regained> regained(const SmallWorld& world, std::uint64_t n = 200) {
    const Inputs inputs = load_small(world);
    Diagnostics out;
    const auto result = study({{"base", &inputs, {}}}, {.replications = n, .rows = 0}, out);
    REQUIRE(result);
    return what_is_regained(inputs, *result, 1, 2, nullptr, out);
}

const std::string d =
    "- {id: d, clause: \"1\", who: office, must: {done: z}, within: 12 min, from: {received: incident_report}}";

}  // namespace

TEST_CASE("what the removal of the gravest part regains is what a run without it keeps",
          "[study]") {
    // a task of 8 to 16 minutes and one of 2 behind it: without the first always kept, with it in a
    // quarter
    const auto task = regained(
        {.tasks =
             "- {id: a, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 8..16 min}\n- {id: z, clause: \"1\", by: office, officer: none, after: {done: a}, takes: 2 min}",
         .duties = d});
    REQUIRE(task.size() == 1);
    CHECK(task[0].part == "handling/town-office/small.a");
    CHECK(task[0].replications == 75);  // three quarters of 200, with and without it
    CHECK(task[0].before.least < 0.4);
    CHECK(task[0].after.least == 1);
    CHECK(task[0].difference.interval.low > 0.5);
    // a wait for the one officer
    const auto wait = regained(
        {.tasks =
             "- {id: a, clause: \"1\", by: office, officer: duty, after: {occurred: incident}, takes: 8..16 min}\n- {id: z, clause: \"1\", by: office, officer: duty, after: {received: incident_report}, takes: 2 min}",
         .duties = d});
    REQUIRE(wait.size() == 1);
    CHECK(wait[0].part == "waiting/town-office/duty/busy:small.a");
    CHECK(wait[0].after.least == 1);
    // the longer of two that both come too late: without it the other one is still late
    const auto both = regained(
        {.tasks =
             "- {id: a, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 30 min}\n- {id: b, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 20 min}\n"
             "- {id: z, clause: \"1\", by: office, officer: none, after: {all: [{done: a}, {done: b}]}, takes: 1 min}",
         .duties = d});
    REQUIRE(both.size() == 1);
    CHECK(both[0].part == "handling/town-office/small.a");
    CHECK(both[0].after.least == 0);  // the gravest part alone regains nothing
    CHECK(both[0].part_ms == 30 * 60'000);
    CHECK(both[0].gained_ms == 10 * 60'000);  // then the other one is critical
    CHECK(both[0].near == "handling/town-office/small.b");
    // nothing breached, nothing to regain
    CHECK(
        regained(
            {.tasks =
                 "- {id: z, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 2 min}",
             .duties = d})
            .empty());
}

namespace {

std::vector<Regained> of_one_run(const SmallWorld& world, const std::string& duty) {
    const Inputs inputs = load_small(world);
    Diagnostics out;
    return what_the_run_regains(inputs, 1, 0, "gate/small/" + duty, out);
}

const std::string at_once = "officer: none, after: {received: incident_report}";

}  // namespace

TEST_CASE("what stands behind the critical branch of one run has its slack", "[study]") {
    constexpr std::int64_t minute = 60'000;
    // three branches of 15, 11 and 4 minutes join, and 1 minute behind them; due after 12
    const auto three = of_one_run(
        {.tasks =
             "- {id: a, clause: \"1\", by: office, " + at_once +
             ", takes: 15 min}\n- {id: b, clause: \"1\", by: office, " + at_once +
             ", takes: 11 min}\n- {id: c, clause: \"1\", by: office, " + at_once +
             ", takes: 4 min}\n- {id: z, clause: \"1\", by: office, officer: none, after: {all: [{done: a}, {done: b}, {done: c}]}, takes: 1 min}",
         .duties = d},
        "d/town-office");
    REQUIRE(three.size() == 2);
    CHECK(three[0].part == "handling/town-office/small.a");
    CHECK(three[0].took_ms == 16 * minute);
    CHECK(three[0].part_ms == 15 * minute);
    CHECK(three[0].gained_ms == 4 * minute);
    CHECK(three[0].near == "handling/town-office/small.b");
    CHECK(three[0].after.least == 1);  // kept to the minute, and yet no more is gained
    CHECK(three[1].part == "handling/town-office/small.z");
    CHECK(three[1].gained_ms == minute);
    CHECK(three[1].near.empty());
    CHECK(three[1].after.least == 0);
    // behind the wait for an officer stands a task that needs none
    const auto wait = of_one_run(
        {.tasks =
             "- {id: busy, clause: \"1\", by: office, officer: duty, after: {received: incident_report}, takes: 20 min}\n"
             "- {id: long, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 15 min}\n"
             "- {id: own, clause: \"1\", by: office, officer: duty, after: {received: incident_report}, takes: 2 min}\n"
             "- {id: z, clause: \"1\", by: office, officer: none, after: {all: [{done: own}, {done: long}]}, takes: 1 min}",
         .duties = d},
        "d/town-office");
    REQUIRE_FALSE(wait.empty());
    CHECK(wait[0].part == "waiting/town-office/duty/busy:small.busy");
    CHECK(wait[0].took_ms == 23 * minute);
    CHECK(wait[0].part_ms == 20 * minute);
    CHECK(wait[0].gained_ms == 7 * minute);
    CHECK(wait[0].near == "handling/town-office/small.long");
    CHECK(wait[0].after.least == 0);
    // both parts of a wait for one pool are taken away together, and are one line
    const auto twice = of_one_run(
        {.tasks =
             "- {id: a, clause: \"1\", by: office, officer: duty, after: {received: incident_report}, takes: 9 min}\n"
             "- {id: b, clause: \"1\", by: office, officer: duty, after: {received: incident_report}, takes: 8 min}\n"
             "- {id: z, clause: \"1\", by: office, officer: duty, after: {received: incident_report}, takes: 1 min}",
         .duties = d},
        "d/town-office");
    REQUIRE(twice.size() == 2);
    CHECK(twice[0].part_ms == 17 * minute);
    CHECK(twice[0].gained_ms == 17 * minute);
    CHECK(twice[0].near.empty());
    CHECK(twice[0].after.least == 1);
    // a desk that fails by a fault and not by an inject, a line that is down: taken away too
    const auto desk = of_one_run(
        {.tasks =
             "- {id: z, clause: \"1\", by: office, officer: duty, after: {received: incident_report}, takes: 2 min}",
         .duties = d,
         .more = "faults: [{id: F-1, desk: town-office, pool: duty, from: 0 min, period: 40 min}]"},
        "d/town-office");
    REQUIRE_FALSE(desk.empty());
    CHECK(desk[0].part.starts_with("waiting/town-office/duty/"));
    CHECK(desk[0].gained_ms == desk[0].part_ms);
    CHECK(desk[0].after.least == 1);
    const auto line = of_one_run(
        {.tasks =
             "- {id: a, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 2 min, sends: [{message: brief, to: group, over: [line]}]}",
         .duties =
             "- {id: d, clause: \"1\", who: office, must: {received: brief}, within: 12 min, from: {received: incident_report}}",
         .more = "faults: [{id: F-1, channel: line, from: 0 min, period: 40 min}]"},
        "d/town-office");
    REQUIRE_FALSE(line.empty());
    CHECK(line[0].part == "message/town-office/line");
    CHECK(line[0].gained_ms == line[0].part_ms);
    CHECK(line[0].after.least == 1);
    // what must not be done is no later for having been done sooner
    CHECK(
        of_one_run(
            {.tasks =
                 "- {id: z, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 2 min}",
             .duties =
                 "- {id: d, clause: \"1\", who: office, must_not: {done: z}, from: {received: incident_report}}"},
            "d/town-office")
            .empty());
    // a duty that was kept, one that never arose, one that is never done: nothing to say
    CHECK(
        of_one_run({.tasks = "- {id: z, clause: \"1\", by: office, " + at_once + ", takes: 1 min}",
                    .duties = d},
                   "d/town-office")
            .empty());
    CHECK(
        of_one_run(
            {.tasks =
                 "- {id: z, clause: \"1\", by: office, officer: none, after: {received: order}, takes: 1 min}",
             .duties = d},
            "d/town-office")
            .empty());
}
