// How duties of many runs ended, and what may be said of a chance where some were cut off.
#include "sandtable/study.hpp"
#include "support/catch.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

StudyResult studied(const Inputs& inputs, std::uint64_t n, std::uint32_t seed = 1) {
    Diagnostics out;
    auto result =
        study({{"base", &inputs, {}}}, {.seed = seed, .replications = n, .attribute = false}, out);
    REQUIRE(result);
    return std::move(*result);
}

Tally tally(const StudyResult& result, std::string_view id) {
    const VariantResult& first = result.variants.front();
    for (std::size_t i = 0; i < first.measures.size(); ++i)
        if (first.measures[i].id == id) return first.tallies[i];
    FAIL("no measure " << id);
    return first.tallies.front();
}

/// A task that takes evenly 10 to 30 minutes and is owed within 20: kept in one half. Cut off
/// after 15.
Inputs cut_off(const std::string& until) {
    return load_small(
        {.tasks =
             "- {id: t, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 10..30 min}",
         .duties =
             "- {id: d, clause: \"1\", who: office, must: {done: t}, within: 20 min, from: {received: incident_report}}",
         .until = until});
}

}  // namespace

TEST_CASE("a chance of runs that were cut off lies between none and all of the open ones kept",
          "[study]") {
    const Tally& cut = tally(studied(cut_off("15 min"), 1000), "kept/gate/small/d/town-office");
    CHECK(cut.no == 0);
    CHECK(cut.yes + cut.open == 1000);
    CHECK(cut.yes > 210);  // a quarter
    CHECK(cut.yes < 290);
    const Chance chance = chance_of(cut);
    CHECK(chance.least == static_cast<double>(cut.yes) / 1000);
    CHECK(chance.most == 1);
    CHECK(chance.interval.low < chance.least);
    CHECK(chance.interval.high > 0.999);
    const Tally& whole = tally(studied(cut_off("settled"), 1000), "kept/gate/small/d/town-office");
    CHECK(whole.open == 0);
    CHECK(chance_of(whole).least == chance_of(whole).most);
    CHECK(chance.least < chance_of(whole).least);
    // cut off behind every due instant nothing is open
    CHECK(tally(studied(cut_off("25 min"), 200), "kept/gate/small/d/town-office").open == 0);
}

TEST_CASE("the interval of a chance that was cut off covers the whole one under 500 seeds",
          "[study][long]") {
    const Inputs cut = cut_off("15 min"), late = cut_off("22 min");
    int covered = 0, settled = 0;
    for (std::uint32_t seed = 1; seed <= 500; ++seed) {
        const Interval interval =
            chance_of(tally(studied(cut, 60, seed), "kept/gate/small/d/town-office")).interval;
        covered += interval.low <= 0.5 && 0.5 <= interval.high;
        const Interval whole =
            chance_of(tally(studied(late, 60, seed), "kept/gate/small/d/town-office")).interval;
        settled += whole.low <= 0.5 && 0.5 <= whole.high;
    }
    CHECK(covered == 500);  // between its ends, a quarter and one
    CHECK(settled >= 465);  // 95 %, less three standard errors
}

TEST_CASE("every replication ends a duty in one way", "[study]") {
    const auto of = [](const std::string& tasks, const std::string& duty,
                       const std::string& more = {}) {
        const Inputs inputs =
            load_small({.scope = "{participants: {at_least: 10}}",
                        .tasks = tasks,
                        .duties = "- {id: d, clause: \"1\", who: office, " + duty + "}",
                        .more = more,
                        .until = "2 h"});
        return tally(studied(inputs, 20), "kept/gate/small/d/town-office");
    };
    const std::string from = ", from: {received: incident_report}";
    const std::string quick =
        "- {id: t, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 5 min}";
    const std::string slow =
        "- {id: t, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 30 min}";
    const std::string never =
        "- {id: t, clause: \"1\", by: office, officer: none, after: {received: order}, takes: 5 min}";
    CHECK(of(quick, "must: {done: t}, within: 10 min" + from).yes == 20);
    const Tally late = of(slow, "must: {done: t}, within: 10 min" + from);
    CHECK(late.no == 20);
    CHECK(late.never_done == 0);
    const Tally undone = of(never, "must: {done: t}, within: 10 min" + from);
    CHECK(undone.no == 20);
    CHECK(undone.never_done == 20);
    CHECK(
        of(slow,
           "must: {done: t}, within: 10 h, from: {received: incident_report}, if: {participants: {at_least: 500}}")
            .never_arose == 20);
    CHECK(of(never, "must: {done: t}, within: 10 h" + from).open == 20);
    CHECK(of(quick, "must: {received: order}, within: 10 h, from: {received: order}").never_arose ==
          20);
    // out of scope before it is due
    const std::string fewer =
        "injects: [{id: I-1, at: 8 min, to: town-office, text: {zh: 少, en: fewer}, does: {report: {from: bureau, to: office, over: [flash], says: {participants: 4}}}}]";
    CHECK(of(slow, "must: {done: t}, within: 10 min" + from, fewer).waived == 20);
}

TEST_CASE("all of several duties are kept if none was not, and cut off if one was", "[study]") {
    const std::string
        d = "- {id: d, clause: \"1\", who: office, must: {done: t}, within: 20 min, from: {received: incident_report}}\n",
        e = "- {id: e, clause: \"1\", who: office, must: {done: u}, within: 12 min, from: {received: incident_report}}";
    const std::string tasks =
        "- {id: t, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 10..30 min}\n- {id: u, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 10..14 min}";
    const StudyResult whole = studied(load_small({.tasks = tasks, .duties = d + e}), 2000);
    const Tally& all = tally(whole, "all/small-drill");
    CHECK(all.settled() == 2000);
    CHECK(std::abs(chance_of(all).least - 0.25) < 0.03);  // a half of a half
    const StudyResult cut =
        studied(load_small({.tasks = tasks, .duties = d + e, .until = "15 min"}), 2000);
    const Tally& some = tally(cut, "all/small-drill");
    CHECK(some.no > 900);  // e is settled by then, and broken in a half
    CHECK(some.no + some.open + some.yes == 2000);
    CHECK(std::abs(chance_of(some).least - 0.125) < 0.03);
    CHECK(std::abs(chance_of(some).most - 0.5) < 0.04);
}

TEST_CASE("as many replications are needed to say a probability as Wilson's interval asks for",
          "[study]") {
    CHECK(replications_to_say(0.999) == 3838);
    CHECK(replications_to_say(0.95) == 73);
    CHECK(replications_to_say(0.5) == 4);
    for (const double p : {0.5, 0.9, 0.95, 0.99, 0.999}) {
        const std::uint64_t n = replications_to_say(p);
        CHECK(wilson(n, n).low >= p);
        if (n > 1) CHECK(wilson(n - 1, n - 1).low < p);
    }
}
