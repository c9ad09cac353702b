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
    CHECK(task[0].replications == 100);
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
    // nothing breached, nothing to regain
    CHECK(
        regained(
            {.tasks =
                 "- {id: z, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 2 min}",
             .duties = d})
            .empty());
}
