#include "plan/smallest_case.hpp"

#include <algorithm>
#include <map>

namespace sandtable {

namespace {

/// Steps from harmless of every variable, by the vocabulary's order of their facts, and their sums.
struct Steps {
    std::uint32_t off = 0, sum = 0;
    std::vector<std::uint32_t> each;
};

/// Adding the same steps of other variables to both keeps their order, so the best case below a node is part of the best through it.
bool smaller(const Steps& a, const Steps& b) {
    if (a.off != b.off) return a.off < b.off;
    if (a.sum != b.sum) return a.sum < b.sum;
    const auto [x, y] = std::mismatch(a.each.begin(), a.each.end(), b.each.begin());
    if (x == a.each.end()) return false;
    return *y == 0 || (*x != 0 && *x < *y);  // the earlier fact off harmless first, then fewer steps of it
}

}  // namespace

std::optional<Witness> smallest_case(const FactDiagrams& diagrams, const Vocabulary& vocabulary, NodeId root) {
    const std::uint32_t variables = diagrams.variables();
    std::vector<std::uint32_t> order(variables), rank(variables), harmless(variables);
    for (std::uint32_t v = 0; v < variables; ++v) {
        order[v] = v;
        harmless[v] = diagrams.cells[v].cell_of(vocabulary.facts[diagrams.cells[v].fact].harmless());
    }
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return diagrams.cells[a].fact < diagrams.cells[b].fact; });
    for (std::uint32_t r = 0; r < variables; ++r) rank[order[r]] = r;

    std::map<NodeId, std::optional<Steps>> known{{diagrams.store.end(0), std::nullopt}, {diagrams.store.end(1), Steps{0, 0, std::vector<std::uint32_t>(variables, 0)}}};
    const auto best = [&](const auto& self, NodeId node) -> const std::optional<Steps>& {
        if (const auto found = known.find(node); found != known.end()) return found->second;
        const std::uint32_t v = diagrams.store.variable(node);
        std::optional<Steps> least;
        for (std::uint32_t c = 0; c < diagrams.store.cells(v); ++c) {
            std::optional<Steps> through = self(self, diagrams.store.child(node, c));
            if (!through) continue;
            const std::uint32_t steps = c > harmless[v] ? c - harmless[v] : harmless[v] - c;
            through->off += steps != 0 ? 1 : 0;
            through->sum += steps;
            through->each[rank[v]] = steps;
            if (!least || smaller(*through, *least)) least = std::move(through);
        }
        return known[node] = std::move(least);
    };
    const auto& found = best(best, root);
    if (!found) return std::nullopt;
    Witness witness;
    for (std::uint32_t r = 0; r < variables; ++r) {
        if (found->each[r] == 0) continue;
        const FactCells& cells = diagrams.cells[order[r]];
        const std::uint32_t home = harmless[order[r]], steps = found->each[r];
        // one direction from harmless is the rule: 0 or the top are ends
        const bool up = home + steps < cells.begins.size();
        const std::uint32_t cell = up ? home + steps : home - steps;
        witness.emplace_back(cells.fact, up ? cells.begins[cell] : cells.begins[cell + 1] - 1);
    }
    return witness;
}

}  // namespace sandtable
