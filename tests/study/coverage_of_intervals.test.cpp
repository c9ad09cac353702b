// Every interval that is printed, under 500 seeds against what is known: at least 95 % less three
// standard errors of them hold it. (Of chances: endings.test.cpp; of all pairs at once:
// selection.test.cpp; of few values: calibration.test.cpp.)
#include <cmath>

#include "sandtable/indices.hpp"
#include "sandtable/roster.hpp"
#include "sandtable/study.hpp"
#include "support/catch.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

constexpr int seeds = 500;
constexpr int enough = 465;  // 475 less three times sqrt(500 * 0.95 * 0.05)

/// A task of 10 to 30 minutes, each as likely, and a duty to have it done within a limit.
Inputs done_within(int limit_min, const std::string& task, const std::string& until = "settled") {
    return load_small(
        {.tasks =
             "- {id: " + task +
             ", clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 10..30 min}",
         .duties = "- {id: d, clause: \"1\", who: office, must: {done: " + task + "}, within: " +
                   std::to_string(limit_min) + " min, from: {received: incident_report}}",
         .until = until});
}

StudyResult both(const Inputs& first, const Inputs& second, std::uint64_t n, std::uint32_t seed) {
    Diagnostics out;
    auto result = study({{"first", &first, {}}, {"second", &second, {}}},
                        {.seed = seed, .replications = n, .rows = 0, .attribute = false}, out);
    REQUIRE(result);
    return std::move(*result);
}

std::size_t place(const VariantResult& variant, const std::string& id) {
    for (std::size_t i = 0; i < variant.measures.size(); ++i)
        if (variant.measures[i].id == id) return i;
    FAIL("no measure " << id);
    return 0;
}

bool holds(const Interval& interval, double truth) {
    return interval.low <= truth && truth <= interval.high;
}

}  // namespace

TEST_CASE("differences of chances hold what they are of, on the same draws and on others",
          "[study][long]") {
    struct Row {
        int first, second;  // limits: kept with (limit - 10) / 20
        std::string task, until;
        double truth;
        std::uint64_t n;
    };
    for (const Row& row : std::vector<Row>{{20, 22, "t", "settled", 0.1, 60},
                                           {20, 22, "u", "settled", 0.1, 60},
                                           {20, 20, "u", "settled", 0.0, 20},
                                           {12, 29, "u", "settled", 0.85, 40},
                                           {20, 22, "t", "21 min", 0.1, 60},
                                           {28, 29, "u", "25 min", 0.05, 100}}) {
        INFO(row.first << ", " << row.second << " by " << row.task << " until " << row.until);
        const Inputs first = done_within(row.first, "t"),
                     second = done_within(row.second, row.task, row.until);
        int held = 0;
        for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
            const StudyResult result = both(first, second, row.n, seed);
            const auto d = difference_at(
                result, 1, place(result.variants[1], "kept/gate/small/d/town-office"));
            REQUIRE(d);
            held += holds(d->interval, row.truth);
        }
        CHECK(held >= enough);
    }
}

TEST_CASE("intervals of quantiles hold the quantiles", "[study][long]") {
    const Inputs inputs = done_within(20, "t");
    for (const std::uint64_t n : {8u, 60u, 400u}) {
        std::vector<int> held(6);
        const double shares[] = {0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
        for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
            const StudyResult result = both(inputs, inputs, n, seed);
            const VariantResult& variant = result.variants[0];
            const Distribution& lengths =
                variant.tallies[place(variant, "time/gate/small/d/town-office")].lengths;
            for (std::size_t i = 0; i < held.size(); ++i) {
                const auto truth = static_cast<std::int64_t>(600'000 + 1'200'000 * shares[i]);
                const auto bounds = lengths.quantile_interval(shares[i]);
                held[i] += (!bounds.low || *bounds.low <= truth) &&
                           (!bounds.high || truth <= *bounds.high);
            }
        }
        for (std::size_t i = 0; i < held.size(); ++i) {
            INFO(shares[i] << " of " << n);
            CHECK(held[i] >= enough);
        }
    }
}

TEST_CASE("intervals of sensitivity indices hold the indices", "[study][long]") {
    // 4 a + 2 b + c + ab-term: shares of variance are known by hand
    const auto function = [](std::span<const double> u) {
        const double a = u[0] - 0.5, b = u[1] - 0.5, c = u[2] - 0.5;
        return 4 * a + 2 * b + c + 6 * a * b;
    };
    // var of a uniform deviate is 1/12; of a product of two 1/144
    const double va = 16.0 / 12, vb = 4.0 / 12, vc = 1.0 / 12, vab = 36.0 / 144;
    const double all = va + vb + vc + vab;
    const double first[] = {va / all, vb / all, vc / all},
                 total[] = {(va + vab) / all, (vb + vab) / all, vc / all};
    for (const std::uint64_t points : {16u, 64u, 256u}) {
        std::vector<int> of_first(3), of_total(3);
        for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
            const auto found = sensitivity_indices(3, points, seed, function);
            REQUIRE(found);
            for (std::size_t i = 0; i < 3; ++i) {
                of_first[i] += holds((*found)[i].first_95, first[i]);
                of_total[i] += holds((*found)[i].total_95, total[i]);
            }
        }
        for (std::size_t i = 0; i < 3; ++i) {
            INFO("dimension " << i << ", " << points << " points");
            CHECK(of_first[i] >= enough);
            CHECK(of_total[i] >= enough);
        }
    }
}

TEST_CASE("what is said of a roster holds, though it was chosen among several", "[study][long]") {
    // two tasks of 5 to 15 minutes; by one officer the second is done within 22 with 1 - 8^2 / 200
    const Inputs inputs = load_small(
        {.tasks =
             "- {id: a, clause: \"1\", by: office, officer: duty, after: {received: incident_report}, takes: 5..15 min}\n- {id: b, clause: \"1\", by: office, officer: duty, after: {received: incident_report}, takes: 5..15 min}",
         .duties =
             "- {id: d, clause: \"1\", who: office, must: {done: b}, within: 22 min, from: {received: incident_report}}"});
    constexpr double truth = 0.68;
    int one_officer = 0, held = 0, by_choice = 0;
    for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
        Diagnostics out;
        const auto answer = smallest_roster(
            inputs, {.probability = 0.6, .replications = 100, .seed = seed, .more = 1}, out);
        REQUIRE(answer);
        REQUIRE(answer->reached);
        if (answer->best.roster != Roster{1}) continue;
        ++one_officer;
        const auto of = [](const RosterTrial& trial) {
            const RosterDuty& duty = trial.duties.front();
            return wilson(duty.yes, duty.yes + duty.no);
        };
        held += holds(of(answer->again), truth);
        by_choice += static_cast<double>(answer->best.duties.front().yes) / 100 > truth;
    }
    CHECK(one_officer > 100);
    CHECK(one_officer < 400);
    CHECK(by_choice > one_officer * 9 / 10);  // on those it was chosen by it looks better
    CHECK(held >= 0.95 * one_officer - 3 * std::sqrt(one_officer * 0.95 * 0.05));
}
