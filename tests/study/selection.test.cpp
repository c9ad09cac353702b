// The promise of choosing, on cases with known answers; indices of a function whose indices are known.
#include "sandtable/selection.hpp"

#include <cmath>
#include <numbers>

#include "sandtable/indices.hpp"
#include "support/catch.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

/// A duty that is kept with the probability share / 100: 1 to 100 s, uniform, within share seconds.
/// Its draws are those of the task with that id.
Inputs kept_in(int share, const std::string& task = "t", const std::string& until = "settled") {
    return load_small(
        {.tasks =
             "- {id: " + task +
             ", clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 1..100001 ms}",
         .duties = "- {id: soon, clause: \"1\", who: office, must: {done: " + task +
                   "}, within: " + std::to_string(share) + " s, from: {received: incident_report}}",
         .until = until});
}

const std::string soon = "kept/gate/small/soon/town-office";

StudyResult chosen_among(const std::vector<Inputs>& inputs, const Choosing& wanted, std::uint64_t n,
                         std::uint32_t seed) {
    std::vector<StudyVariant> variants;
    for (std::size_t v = 0; v < inputs.size(); ++v)
        variants.push_back({std::to_string(v), &inputs[v], {}});
    Diagnostics out;
    auto result = study(variants,
                        {.seed = seed,
                         .replications = n,
                         .workers = 2,
                         .rows = 0,
                         .attribute = false,
                         .choosing = wanted},
                        out);
    REQUIRE(result);
    return std::move(*result);
}

}  // namespace

TEST_CASE("exact intervals of chances are those of the published tables", "[study]") {
    // Clopper and Pearson, 95 %: 0 of 10, 5 of 10, 10 of 10, 1 of 1000
    CHECK(exact_interval(0, 10, 0.05).low == 0);
    CHECK(exact_interval(0, 10, 0.05).high == Approx(0.3085).margin(1e-4));
    CHECK(exact_interval(5, 10, 0.05).low == Approx(0.1871).margin(1e-4));
    CHECK(exact_interval(5, 10, 0.05).high == Approx(0.8129).margin(1e-4));
    CHECK(exact_interval(10, 10, 0.05).low == Approx(0.6915).margin(1e-4));
    CHECK(exact_interval(10, 10, 0.05).high == 1);
    CHECK(exact_interval(1, 1000, 0.05).low == Approx(0.0000253).margin(1e-7));
}

TEST_CASE("so many replications do whatever the draws are", "[study]") {
    // 2 / e^2 ln(4 m / d): of 5 variants m = 10 pairs
    CHECK(selection_replications(5, 0.01, 0.95, false).count == 133'693);  // 20000 ln 800
    CHECK(selection_replications(2, 0.1, 0.9, false).count == 738);        // 200 ln 40
    const auto looked = selection_replications(5, 0.01, 0.95, true);
    CHECK(looked.looks == looks_within(looked.count));
    CHECK(looked.count > 133'693);
    CHECK(looked.count < 211'933);  // of each variant alone, algorithm Naive
    for (const auto& [n, looks] :
         {std::pair{1u, 1u}, {999u, 1u}, {1000u, 1u}, {1001u, 2u}, {2000u, 2u}, {2001u, 3u}})
        CHECK(looks_within(n) == looks);
}

TEST_CASE("the intervals of all pairs hold at once, on the same draws and on others",
          "[study][long]") {
    const std::vector<int> shares{50, 53, 58};
    for (const bool same : {true, false}) {
        std::vector<Inputs> inputs;
        for (std::size_t v = 0; v < shares.size(); ++v)
            inputs.push_back(kept_in(shares[v], same ? "t" : std::string(1, char('t' + int(v)))));
        int held = 0;
        double width = 0;
        const Choosing wanted{soon, 0.05, 0.9, 1};
        for (std::uint32_t seed = 1; seed <= 500; ++seed) {
            const auto selection = select_best(chosen_among(inputs, wanted, 300, seed), wanted);
            REQUIRE(selection);
            bool all_hold = true;
            for (const auto& pair : selection->pairs) {
                const double truth = (shares[pair.better] - shares[pair.worse]) / 100.0;
                all_hold = all_hold && pair.interval.low <= truth && truth <= pair.interval.high;
                width += pair.interval.high - pair.interval.low;
            }
            held += all_hold;
        }
        CHECK(held >= 450 - 3 * 6);  // 90 %, less three standard errors of some 6
        // on the same draws a pair differs in the few that lie between their limits
        CHECK(width / 1500 < (same ? 0.2 : 0.4));
    }
}

TEST_CASE("what is chosen is as good as is promised, after fewer replications on the same draws",
          "[study]") {
    const std::vector<int> shares{50, 53, 58};
    for (const bool same : {true, false}) {
        std::vector<Inputs> inputs;
        for (std::size_t v = 0; v < shares.size(); ++v)
            inputs.push_back(kept_in(shares[v], same ? "t" : std::string(1, char('t' + int(v)))));
        const auto most = selection_replications(3, 0.02, 0.8, true);
        const Choosing wanted{soon, 0.02, 0.8, most.looks};
        int good = 0;
        std::uint64_t done = 0;
        const int studies = 20;
        for (int s = 0; s < studies; ++s) {
            const StudyResult result = chosen_among(inputs, wanted, most.count, 1000 + s);
            const auto selection = select_best(result, wanted);
            REQUIRE(selection);
            CHECK(selection->points <= wanted.points);
            good += selection->order.front().variant == 2;
            done += result.done;
        }
        CHECK(good >= studies * 8 / 10);
        if (same) CHECK(done == studies * first_look);  // known at the first look
        else CHECK(done > studies * first_look);
        CHECK(done < studies * most.count);
    }
}

TEST_CASE("two variants that always end alike differ by less than a point soon", "[study]") {
    std::vector<Inputs> inputs;
    inputs.push_back(kept_in(50));
    inputs.push_back(kept_in(50));
    const Choosing wanted{soon, 0.01, 0.95, selection_replications(2, 0.01, 0.95, true).looks};
    const StudyResult result = chosen_among(inputs, wanted, 100'000, 1);
    CHECK(result.done == first_look);
    CHECK(select_best(result, wanted)->points < 0.01);
}

TEST_CASE("a choice that goes on is the one that was made at once, by any workers and shards",
          "[study]") {
    std::vector<Inputs> inputs;
    inputs.push_back(kept_in(50));
    inputs.push_back(kept_in(51, "u"));
    const Choosing wanted{soon, 0.05, 0.9, 4};
    const StudyResult whole = chosen_among(inputs, wanted, 6000, 1);
    const std::vector<StudyVariant> variants{{"0", &inputs[0], {}}, {"1", &inputs[1], {}}};
    Diagnostics out;
    auto first = study(variants, {.replications = 700, .rows = 0, .choosing = wanted}, out);
    REQUIRE(first);
    const auto rest = study(variants,
                            {.first = 700,
                             .replications = 5300,
                             .workers = 3,
                             .rows = 0,
                             .choosing = wanted,
                             .earlier = &*first},
                            out);
    REQUIRE(rest);
    first->append(*rest);
    CHECK(first->done == whole.done);
    CHECK(first->pairs == whole.pairs);
}

TEST_CASE("what is not settled in every replication cannot be chosen by, and it is said why",
          "[study]") {
    std::vector<Inputs> inputs;
    inputs.push_back(kept_in(50));
    inputs.push_back(kept_in(50, "t", "20 s"));  // cut off: a fifth was done by then
    const auto result = chosen_among(inputs, {soon, 0.01, 0.95, 5}, 20'000, 1);
    CHECK(result.done == first_look);  // no more of them would settle it
    CHECK_FALSE(select_best(result, {soon}));
    const auto why = unsettled_for_choice(result, soon);
    REQUIRE(why.size() == 1);
    CHECK(why[0].variant == 1);
    CHECK(why[0].tally->open + why[0].tally->yes == result.done);
    const std::string other = "kept/gate/small/late/town-office";
    CHECK(unsettled_for_choice(result, other).size() == 2);
    CHECK_FALSE(unsettled_for_choice(result, other)[0].tally);
    CHECK_FALSE(select_best(result, {other}));
    inputs.pop_back();
    CHECK(select_best(chosen_among(inputs, {soon}, 10, 1), {soon}));
    CHECK_FALSE(select_best(chosen_among(inputs, {other}, 10, 1), {soon}));  // not counted
}

TEST_CASE("indices of the Ishigami function are those that are known", "[study]") {
    // T. Ishigami, T. Homma (1990), a = 7, b = 0.1: S = (0.3139, 0.4424, 0), T = (0.5576, 0.4424, 0.2437)
    const auto ishigami = [](std::span<const double> u) {
        const auto x = [&](std::size_t i) { return (2 * u[i] - 1) * std::numbers::pi; };
        return std::sin(x(0)) + 7 * std::sin(x(1)) * std::sin(x(1)) + 0.1 * std::pow(x(2), 4) * std::sin(x(0));
    };
    const auto found = sensitivity_indices(3, 20'000, 1, ishigami);
    REQUIRE(found);
    const double first[] = {0.3139, 0.4424, 0}, total[] = {0.5576, 0.4424, 0.2437};
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK((*found)[i].first == Approx(first[i]).margin(0.03));
        CHECK((*found)[i].total == Approx(total[i]).margin(0.02));
        CHECK((*found)[i].total_95.low <= (*found)[i].total);
        CHECK((*found)[i].total <= (*found)[i].total_95.high);
    }
    CHECK_FALSE(sensitivity_indices(2, 100, 1, [](std::span<const double>) { return 3.0; }));
}

TEST_CASE("of two lengths that add up each has the share of its variance; what changes nothing is left out", "[study]") {
    const Inputs inputs = load_small({.tasks = R"(
- {id: a, clause: "1", by: office, officer: none, after: {received: incident_report}, takes: 1..7 min}
- {id: b, clause: "1", by: office, officer: none, after: {done: a}, takes: 1..4 min}
- {id: c, clause: "1", by: office, officer: none, after: {received: incident_report}, takes: 1..9 min}
)", .duties = "- {id: soon, clause: \"1\", who: office, must: {done: b}, within: 9 min, from: {received: incident_report}}"});
    Diagnostics out;
    const auto rows = length_indices(inputs, {.measure = "late/gate/small/soon/town-office", .points = 600, .replications = 1}, out);
    INFO(said_of(out));
    REQUIRE(rows);
    REQUIRE(rows->size() == 2);
    CHECK((*rows)[0].what == "small.a");
    CHECK((*rows)[0].index.first == Approx(36.0 / 45).margin(0.1));  // 6^2 : 3^2
    CHECK((*rows)[0].index.total == Approx(36.0 / 45).margin(0.1));
    CHECK((*rows)[1].index.total == Approx(9.0 / 45).margin(0.05));
    const auto none = length_indices(inputs, {.measure = "late/gate/small/son/town-office"}, out);
    CHECK_FALSE(none);
    CHECK(out.all().back().code == "study-no-measure");
    const Inputs fixed = load_small({.tasks = "- {id: a, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 7 min}", .duties = "- {id: soon, clause: \"1\", who: office, must: {done: a}, within: 9 min, from: {received: incident_report}}"});
    CHECK_FALSE(length_indices(fixed, {.measure = "late/gate/small/soon/town-office"}, out));
    CHECK(out.all().back().code == "indices-nothing");
}
