#include "sandtable/selection.hpp"

#include <algorithm>
#include <cmath>

#include "sandtable/assert.hpp"

namespace sandtable {

namespace {

double pairs_of(std::size_t variants) {
    const auto k = static_cast<double>(variants);
    return std::max(1.0, k * (k - 1) / 2);
}

/// How far a mean of n values in [-1, 1] is from what it is a mean of, but with the probability
/// `miss`: P(|mean - d| >= r) <= 2 exp(-n r^2 / 2).
double hoeffding(std::uint64_t n, double miss) {
    return std::sqrt(2 / static_cast<double>(n) * std::log(2 / miss));
}

/// Of b's chance minus a's; `pair` counts where only b kept it (yes) and where only a did (no).
Interval difference_interval(const Tally& pair, std::uint64_t n, double miss) {
    const Interval only_b = exact_interval(pair.yes, n, miss / 4),
                   only_a = exact_interval(pair.no, n, miss / 4);
    const double middle =
        (static_cast<double>(pair.yes) - static_cast<double>(pair.no)) / static_cast<double>(n);
    const double radius = hoeffding(n, miss / 2);
    return {std::max({-1.0, only_b.low - only_a.high, middle - radius}),
            std::min({1.0, only_b.high - only_a.low, middle + radius})};
}

std::optional<std::size_t> place_of(const VariantResult& variant, const std::string& measure) {
    for (std::size_t i = 0; i < variant.measures.size(); ++i)
        if (variant.measures[i].is_chance() && variant.measures[i].id == measure) return i;
    return std::nullopt;
}

}  // namespace

std::vector<Unsettled> unsettled_for_choice(const StudyResult& result, const std::string& measure) {
    std::vector<Unsettled> all;
    for (std::size_t v = 0; v < result.variants.size(); ++v) {
        const auto at = place_of(result.variants[v], measure);
        if (!at) all.push_back({v, std::nullopt});
        else if (result.variants[v].tallies[*at].settled() != result.done)
            all.push_back({v, result.variants[v].tallies[*at]});
    }
    return all;
}

SelectionReplications selection_replications(std::size_t variants, double points,
                                             double probability, bool looks) {
    SANDTABLE_ASSERT(variants >= 1 && points > 0 && probability > 0 && probability < 1,
                     "what is to be selected");
    const auto needed = [&](unsigned times) {
        const double miss = (1 - probability) / (pairs_of(variants) * times);
        return static_cast<std::uint64_t>(std::ceil(2 / (points * points) * std::log(4 / miss)));
    };
    unsigned times = 1;
    while (looks && looks_within(needed(times)) > times) ++times;
    return {needed(times), times};
}

std::optional<Selection> select_best(const StudyResult& result, const Choosing& wanted) {
    const std::size_t k = result.variants.size();
    if (result.done == 0 || !unsettled_for_choice(result, wanted.measure).empty() ||
        result.pairs_of != wanted.measure || result.pairs.size() != pair_count(k))
        return std::nullopt;
    Selection selection;
    for (std::size_t v = 0; v < k; ++v) {
        const VariantResult& variant = result.variants[v];
        selection.order.push_back(
            {v, static_cast<double>(variant.tallies[*place_of(variant, wanted.measure)].yes) /
                    static_cast<double>(result.done)});
    }
    std::stable_sort(selection.order.begin(), selection.order.end(),
                     [](const auto& a, const auto& b) { return a.chance > b.chance; });
    const double miss = (1 - wanted.probability) / (pairs_of(k) * wanted.looks);
    for (std::size_t a = 0; a < k; ++a)
        for (std::size_t b = a + 1; b < k; ++b) {
            const auto &better = selection.order[a], &worse = selection.order[b];
            const std::size_t low = std::min(better.variant, worse.variant),
                              high = std::max(better.variant, worse.variant);
            Tally pair = result.pairs[pair_index(k, low, high)];
            if (better.variant == low) std::swap(pair.yes, pair.no);
            const Interval interval = difference_interval(pair, result.done, miss);
            selection.pairs.push_back(
                {better.variant, worse.variant, better.chance - worse.chance, interval});
            if (a == 0) selection.points = std::max(selection.points, -interval.low);
        }
    return selection;
}

}  // namespace sandtable
