// What so few values allow to say of chances: scenarios drawn within what the values leave open.
#include <algorithm>
#include <cmath>

#include "sandtable/calibration.hpp"
#include "sandtable/spread.hpp"
#include "study/lengths.hpp"

namespace sandtable {

namespace {

constexpr std::size_t steps = 1000;  // of a drawn distribution: shares down to a thousandth
constexpr std::int64_t beyond = 10;  // times the longest that was seen or assumed
constexpr std::int64_t beyond_least = 3'600'000;
constexpr std::uint64_t within_least = 20, within_most = 200;  // replications of a draw

/// Ends of the stretches between values: as early and as late as a length in each of them can be.
struct Stretches {
    std::string id;
    std::vector<std::int64_t> early, late;
};

Stretches stretches_of(const Calibrated& one) {
    const std::int64_t longest = std::max(one.values.empty() ? 0 : one.values.back(),
                                          one.unfinished.empty() ? 0 : one.unfinished.back());
    const std::int64_t top = std::min(
        duration_ms_max, std::max(beyond_least, beyond * std::max(longest, one.assumed.most())));
    Stretches out{one.id, one.values, one.values};
    // what went on so long may have ended then, or never
    out.early.insert(out.early.end(), one.unfinished.begin(), one.unfinished.end());
    out.late.insert(out.late.end(), one.unfinished.size(), top);
    out.early.push_back(0);
    out.late.push_back(top);
    std::sort(out.early.begin(), out.early.end());
    std::sort(out.late.begin(), out.late.end());
    return out;
}

/// Shares of the stretches: exponential draws over their sum.
std::vector<double> shares_of(const Stretches& of, const Random& random, std::size_t draw) {
    std::vector<double> shares;
    double sum = 0;
    for (std::size_t i = 0; i < of.early.size(); ++i) {
        const Draw bits =
            random.draw({name_hash("stretch"), name_hash(of.id), static_cast<std::uint32_t>(draw),
                         static_cast<std::uint32_t>(i)});
        shares.push_back(-portable_ln(static_cast<double>((bits.bits() >> 11) + 1) * 0x1p-53));
        sum += shares.back();
    }
    for (double& share : shares) share /= sum;
    return shares;
}

Spread drawn(const std::vector<std::int64_t>& ends, const std::vector<double>& shares) {
    Spread spread;
    spread.kind = Spread::Kind::observed;
    std::size_t at = 0;
    double below = shares[0];
    for (std::size_t step = 0; step < steps; ++step) {
        const double middle = (static_cast<double>(step) + 0.5) / steps;
        while (middle > below && at + 1 < ends.size()) below += shares[++at];
        spread.values.push_back(ends[at]);
    }
    return spread;
}

/// What the draws said of one chance, at one end.
struct Draws {
    double sum = 0, squares = 0, within = 0;
    std::uint64_t count = 0, arose = 0, yes = 0;

    void add(std::uint64_t kept, std::uint64_t of) {
        if (of == 0) return;
        const auto n = static_cast<double>(of);
        const double p = static_cast<double>(kept) / n;
        ++count;
        arose += of;
        yes += kept;
        sum += p;
        squares += p * p;
        within += p * (1 - p) / std::max(1.0, n - 1);
    }
    Interval interval() const {
        if (count == 0) return {};
        const Interval simulated = wilson(yes, arose);
        if (count == 1) return simulated;
        const auto n = static_cast<double>(count);
        const double mean = sum / n;
        const double between = (squares - n * mean * mean) / (n - 1) - within / n;
        if (mean <= 0 || mean >= 1 || between <= 0) return simulated;
        const Interval sampled = beta_interval(mean, between + (between + within / n) / n, 0.05);
        return {std::min(sampled.low, simulated.low), std::max(sampled.high, simulated.high)};
    }
};

}  // namespace

std::vector<SampledChance> sampled_chances(
    const Inputs& inputs, const std::vector<Calibrated>& all, const VariantResult& calibrated,
    const SamplingOptions& options, Diagnostics& out,
    const std::function<void(std::size_t, std::size_t)>& progress) {
    std::vector<Stretches> stretches;
    std::uint64_t fewest = within_most;
    for (const Calibrated& one : all)
        if (one.used) {
            stretches.push_back(stretches_of(one));
            fewest = std::min<std::uint64_t>(fewest, one.values.size());
        }
    const std::uint64_t within = std::max(within_least, fewest);
    const Random random(options.seed);
    Inputs early = inputs, late = inputs;
    std::vector<Draws> most(calibrated.measures.size()), least(calibrated.measures.size());
    for (std::size_t draw = 0; draw < options.draws; ++draw) {
        for (const Stretches& of : stretches) {
            const auto shares = shares_of(of, random, draw);
            *length_of(early, of.id) = drawn(of.early, shares);
            *length_of(late, of.id) = drawn(of.late, shares);
        }
        const auto found = study({{"early", &early, {}}, {"late", &late, {}}},
                                 {.seed = options.seed,
                                  .first = draw * within,
                                  .replications = within,
                                  .workers = options.workers,
                                  .rows = 0,
                                  .attribute = false,
                                  .stop = options.stop},
                                 out);
        if (!found || found->done < within) return {};
        for (std::size_t i = 0; i < calibrated.measures.size(); ++i) {
            if (!calibrated.measures[i].is_chance()) continue;
            const Tally &soon = found->variants[0].tallies[i],
                        &then = found->variants[1].tallies[i];
            most[i].add(soon.yes + soon.open, soon.arose());
            least[i].add(then.yes, then.arose());
        }
        if (progress) progress(draw + 1, options.draws);
    }
    std::vector<SampledChance> chances;
    for (std::size_t i = 0; i < calibrated.measures.size(); ++i) {
        if (!calibrated.measures[i].is_chance() || calibrated.tallies[i].arose() == 0) continue;
        SampledChance& one = chances.emplace_back();
        one.measure = calibrated.measures[i].id;
        one.chance = chance_of(calibrated.tallies[i]);
        one.chance.interval.low = std::min(one.chance.interval.low, least[i].interval().low);
        one.chance.interval.high = std::max(one.chance.interval.high, most[i].interval().high);
    }
    return chances;
}

}  // namespace sandtable
