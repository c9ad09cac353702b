#include "sandtable/selection.hpp"

#include <algorithm>
#include <cmath>

#include "sandtable/assert.hpp"

namespace sandtable {

std::uint64_t selection_replications(std::size_t variants, const Indifference& wanted) {
    SANDTABLE_ASSERT(variants >= 1 && wanted.points > 0 && wanted.probability > 0 && wanted.probability < 1, "what is to be selected");
    return static_cast<std::uint64_t>(std::ceil(4 / (wanted.points * wanted.points) * std::log(2 * static_cast<double>(variants) / (1 - wanted.probability))));
}

std::optional<Selection> select_best(const StudyResult& result, const std::string& id, double probability) {
    Selection selection;
    for (std::size_t v = 0; v < result.variants.size(); ++v) {
        const VariantResult& variant = result.variants[v];
        const auto at = std::find_if(variant.measures.begin(), variant.measures.end(), [&](const Measure& measure) { return measure.is_chance() && measure.id == id; });
        if (at == variant.measures.end()) return std::nullopt;
        const Tally& tally = variant.tallies[static_cast<std::size_t>(at - variant.measures.begin())];
        if (tally.yes + tally.no != result.done || result.done == 0) return std::nullopt;
        selection.order.push_back({v, static_cast<double>(tally.yes) / static_cast<double>(result.done)});
    }
    std::stable_sort(selection.order.begin(), selection.order.end(), [](const auto& a, const auto& b) { return a.chance > b.chance; });
    const double k = static_cast<double>(selection.order.size()), n = static_cast<double>(result.done), missed = 1 - probability;
    selection.points = std::sqrt(4 / n * std::log(2 * k / missed));
    // a paired difference lies in [-1, 1]: P(|mean - d| >= r) <= 2 exp(-n r^2 / 2), for k (k - 1) / 2 pairs
    const double radius = std::sqrt(2 / n * std::log(k * (k - 1) / missed));
    for (std::size_t a = 0; a < selection.order.size(); ++a)
        for (std::size_t b = a + 1; b < selection.order.size(); ++b) {
            const double difference = selection.order[a].chance - selection.order[b].chance;
            selection.pairs.push_back({selection.order[a].variant, selection.order[b].variant, difference, {std::max(-1.0, difference - radius), std::min(1.0, difference + radius)}});
        }
    return selection;
}

}  // namespace sandtable
