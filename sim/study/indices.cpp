#include "sandtable/indices.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "sandtable/assert.hpp"
#include "sandtable/random.hpp"
#include "sandtable/suggest.hpp"
#include "study/lengths.hpp"

namespace sandtable {

namespace {

constexpr int bootstraps = 200;

/// Values at the points of A, of B, and of A with one column of B (a row per point).
struct Evaluations {
    std::vector<double> a, b;
    std::vector<std::vector<double>> mixed;  // [dimension]
};

/// Of the points with these numbers; nothing where the values do not vary.
bool estimate(const Evaluations& e, const std::vector<std::size_t>& points, std::vector<std::pair<double, double>>& found) {
    const double n = static_cast<double>(points.size());
    double sum = 0, squares = 0;
    for (const std::size_t p : points) {
        sum += e.a[p] + e.b[p];
        squares += e.a[p] * e.a[p] + e.b[p] * e.b[p];
    }
    const double mean = sum / (2 * n), variance = squares / (2 * n) - mean * mean;
    if (!(variance > 1e-12 * std::max(1.0, mean * mean))) return false;
    found.clear();
    for (const auto& mixed : e.mixed) {
        double first = 0, total = 0;
        for (const std::size_t p : points) {
            first += (e.b[p] - mean) * (mixed[p] - e.a[p]);
            total += (e.a[p] - mixed[p]) * (e.a[p] - mixed[p]);
        }
        found.emplace_back(first / n / variance, total / (2 * n) / variance);
    }
    return true;
}

}  // namespace

std::optional<std::vector<SensitivityIndex>> sensitivity_indices(std::size_t dimension, std::uint64_t points, std::uint32_t seed, const std::function<double(std::span<const double>)>& function) {
    SANDTABLE_ASSERT(dimension >= 1 && points >= 2, "indices need points");
    const Random random(seed);
    const auto at = [&](std::uint32_t matrix, std::size_t point, std::size_t i) {
        const Draw draw = random.draw({name_hash("indices"), matrix, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(point)});
        return static_cast<double>(draw.bits() >> 11) * 0x1p-53;
    };
    Evaluations e;
    e.mixed.resize(dimension);
    std::vector<double> a(dimension), b(dimension), mixed(dimension);
    for (std::size_t p = 0; p < points; ++p) {
        for (std::size_t i = 0; i < dimension; ++i) {
            a[i] = at(0, p, i);
            b[i] = at(1, p, i);
        }
        e.a.push_back(function(a));
        e.b.push_back(function(b));
        for (std::size_t i = 0; i < dimension; ++i) {
            mixed = a;
            mixed[i] = b[i];
            e.mixed[i].push_back(function(mixed));
        }
    }
    std::vector<std::size_t> all(points);
    for (std::size_t p = 0; p < points; ++p) all[p] = p;
    std::vector<std::pair<double, double>> found;
    if (!estimate(e, all, found)) return std::nullopt;
    std::vector<std::vector<double>> firsts(dimension), totals(dimension);
    std::vector<std::pair<double, double>> again;
    for (int k = 0; k < bootstraps; ++k) {
        std::vector<std::size_t> some(points);
        for (std::size_t p = 0; p < points; ++p) some[p] = scaled(random.draw({name_hash("bootstrap"), static_cast<std::uint32_t>(k), 0, static_cast<std::uint32_t>(p)}).bits(), points);
        if (!estimate(e, some, again)) continue;
        for (std::size_t i = 0; i < dimension; ++i) {
            firsts[i].push_back(again[i].first);
            totals[i].push_back(again[i].second);
        }
    }
    const auto middle_95 = [](std::vector<double>& values) -> Interval {
        if (values.empty()) return {0, 1};
        std::sort(values.begin(), values.end());
        return {values[values.size() * 25 / 1000], values[values.size() - 1 - values.size() * 25 / 1000]};
    };
    std::vector<SensitivityIndex> indices;
    for (std::size_t i = 0; i < dimension; ++i) indices.push_back({found[i].first, found[i].second, middle_95(firsts[i]), middle_95(totals[i])});
    return indices;
}

std::optional<std::vector<IndexRow>> length_indices(const Inputs& inputs, const IndicesOptions& options, Diagnostics& out, const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    Inputs changed = inputs;
    std::vector<std::string> ids;
    std::size_t measure = 0;
    {
        const Replicator replicator(inputs, options.seed);
        const Measuring measuring(inputs, replicator.cast(), {});
        for (const Measure& one : measuring.measures())
            if (!one.is_chance()) ids.push_back(one.id);
        const auto found = std::find_if(measuring.measures().begin(), measuring.measures().end(), [&](const Measure& one) { return one.id == options.measure && !one.is_chance(); });
        const auto is_chance = [&](const Measure& one) {
            return one.id == options.measure && one.is_chance();
        };
        if (std::any_of(measuring.measures().begin(), measuring.measures().end(), is_chance)) {
            out.error("indices-chance", {}, {options.measure}, tell("indices-chance-hint"));
            return std::nullopt;
        }
        if (found == measuring.measures().end()) {
            out.error("study-no-measure", {}, {options.measure}, did_you_mean(options.measure, ids).empty() ? tell("study-no-measure-hint") : did_you_mean(options.measure, ids));
            return std::nullopt;
        }
        measure = static_cast<std::size_t>(found - measuring.measures().begin());
    }
    bool failed = false;
    const auto stopped = [&] { return failed || (options.stop != nullptr && *options.stop); };
    // the mean in minutes; a replication that does not have it says nothing
    const auto mean = [&]() -> double {
        if (stopped()) return 0;
        const auto result = study({{"indices", &changed, {}}}, {.seed = options.seed, .replications = options.replications, .workers = options.workers, .rows = 0, .attribute = false, .stop = options.stop}, out);
        if (!result) failed = true;
        if (!result || result->variants.front().tallies[measure].lengths.count() == 0) return 0;
        return static_cast<double>(result->variants.front().tallies[measure].lengths.mean()) / 60'000;
    };
    std::vector<std::string> all, ranging;
    const auto fix = [&](const std::string& id, std::int64_t value) {
        Spread& spread = *length_of(changed, id);
        const bool days = spread.working_days;
        spread = {};
        spread.low = spread.mode = spread.high = value;
        spread.working_days = days;
    };
    Inputs as_it_is = inputs;
    for (const std::string& id : lengths_in(inputs)) {
        const Spread spread = *length_of(as_it_is, id);
        const LengthEnds ends = ends_of(spread);
        if (ends.low == ends.high) continue;
        all.push_back(id);
        fix(id, spread.usual());
    }
    for (const std::string& id : all) {  // those that change nothing between their ends are left out
        const Spread spread = *length_of(as_it_is, id);
        const LengthEnds ends = ends_of(spread);
        fix(id, ends.low);
        const double low = mean();
        fix(id, ends.high);
        if (low != mean()) ranging.push_back(id);
        fix(id, spread.usual());
        if (stopped()) return std::nullopt;
    }
    if (ranging.empty()) {
        out.error("indices-nothing", {}, {options.measure});
        return std::nullopt;
    }
    std::uint64_t done = 0;
    const std::uint64_t evaluations = options.points * (ranging.size() + 2);
    const auto indices = sensitivity_indices(ranging.size(), options.points, options.seed, [&](std::span<const double> x) {
        for (std::size_t i = 0; i < ranging.size(); ++i) {
            const LengthEnds ends = ends_of(*length_of(as_it_is, ranging[i]));
            fix(ranging[i], ends.low + static_cast<std::int64_t>(std::floor(x[i] * static_cast<double>(ends.high - ends.low + 1))));
        }
        if (progress) progress(++done, evaluations);
        return mean();
    });
    if (stopped()) return std::nullopt;
    if (!indices) {
        out.error("indices-nothing", {}, {options.measure});
        return std::nullopt;
    }
    std::vector<IndexRow> rows;
    for (std::size_t i = 0; i < ranging.size(); ++i) rows.push_back({ranging[i], (*indices)[i]});
    std::stable_sort(rows.begin(), rows.end(), [](const IndexRow& a, const IndexRow& b) { return a.index.total > b.index.total; });
    return rows;
}

}  // namespace sandtable
