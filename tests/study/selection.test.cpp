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
Inputs kept_in(int share) {
    return load_small({.tasks = "- {id: t, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 1..100001 ms}",
                       .duties = "- {id: soon, clause: \"1\", who: office, must: {done: t}, within: " + std::to_string(share) + " s, from: {received: incident_report}}"});
}

}  // namespace

TEST_CASE("as many replications as the published bound says", "[study]") {
    CHECK(selection_replications(5, {0.01, 0.95}) == 211'933);  // 40000 ln 200 = 211932.7
    CHECK(selection_replications(2, {0.1, 0.9}) == 1476);       // 400 ln 40 = 1475.6
}

TEST_CASE("the best variant is chosen as often as is promised, and its intervals hold for all pairs at once", "[study]") {
    const std::vector<int> shares{50, 53, 58};  // the second is worse than the best by as much as may be
    std::vector<Inputs> inputs;
    for (const int share : shares) inputs.push_back(kept_in(share));
    const Indifference wanted{0.05, 0.8};
    const std::uint64_t n = selection_replications(3, wanted);
    int chosen = 0, held = 0;
    const int studies = 60;
    for (int s = 0; s < studies; ++s) {
        // on numbers of their own, as if each variant were alone: the harder case
        StudyResult all;
        Diagnostics out;
        for (std::size_t v = 0; v < inputs.size(); ++v) {
            auto one = study({{std::to_string(shares[v]), &inputs[v], {}}}, {.seed = static_cast<std::uint32_t>(1000 + s * 3 + static_cast<int>(v)), .replications = n, .workers = 2, .rows = 0, .attribute = false}, out);
            REQUIRE(one);
            all.done = one->done;
            all.variants.push_back(std::move(one->variants.front()));
        }
        const auto selection = select_best(all, "kept/gate/small/soon/town-office", wanted.probability);
        REQUIRE(selection);
        CHECK(selection->points <= wanted.points);
        chosen += selection->order.front().variant == 2 ? 1 : 0;
        bool all_hold = true;
        for (const auto& pair : selection->pairs) {
            const double truth = (shares[pair.better] - shares[pair.worse]) / 100.0;
            all_hold = all_hold && pair.interval.low <= truth && truth <= pair.interval.high;
        }
        held += all_hold ? 1 : 0;
    }
    CHECK(chosen >= studies * 8 / 10);
    CHECK(held >= studies * 8 / 10);
}

TEST_CASE("what is not settled in every replication cannot be chosen by", "[study]") {
    const Inputs inputs = kept_in(50);
    Diagnostics out;
    const auto result = study({{"one", &inputs, {}}}, {.replications = 10}, out);
    CHECK_FALSE(select_best(*result, "kept/gate/small/late/town-office", 0.95));
    CHECK_FALSE(select_best(*result, "late/gate/small/soon/town-office", 0.95));
    CHECK(select_best(*result, "kept/gate/small/soon/town-office", 0.95));
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
