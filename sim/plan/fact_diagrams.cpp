#include "plan/fact_diagrams.hpp"

#include <algorithm>

#include "sandtable/assert.hpp"

namespace sandtable {

std::uint32_t FactCells::cell_of(std::int64_t value) const {
    return static_cast<std::uint32_t>(std::upper_bound(begins.begin(), begins.end(), value) - begins.begin()) - 1;
}

namespace {

/// More limits than bits would need another representation; the largest table has 7.
constexpr std::size_t cells_max = 64;

void collect_limits(const Guard& guard, const Vocabulary& vocabulary, std::vector<FactCells>& cells) {
    for (const Guard& part : guard.parts) collect_limits(part, vocabulary, cells);
    if (guard.kind != Guard::Kind::fact) return;
    auto found = std::find_if(cells.begin(), cells.end(), [&](const FactCells& c) { return c.fact == guard.fact; });
    if (found == cells.end()) found = cells.insert(cells.end(), {guard.fact, {0}});
    const std::int64_t top = highest_value(vocabulary.facts[guard.fact]);
    for (const std::int64_t limit : {guard.from, guard.below})
        if (limit > 0 && limit != unbounded && limit <= top) found->begins.push_back(limit);
    std::sort(found->begins.begin(), found->begins.end());
    found->begins.erase(std::unique(found->begins.begin(), found->begins.end()), found->begins.end());
    SANDTABLE_ASSERT(found->begins.size() <= cells_max, "a fact with too many limits");
}

std::vector<FactCells> cells_of(const Vocabulary& vocabulary, const std::vector<const Guard*>& conditions) {
    std::vector<FactCells> cells;
    for (const Guard* condition : conditions) collect_limits(*condition, vocabulary, cells);
    return cells;
}

std::vector<std::uint32_t> sizes(const std::vector<FactCells>& cells) {
    std::vector<std::uint32_t> out;
    for (const FactCells& c : cells) out.push_back(static_cast<std::uint32_t>(c.begins.size()));
    return out;
}

std::vector<const Guard*> table_conditions(const std::vector<Guard>& criteria, const Guard* scope) {
    std::vector<const Guard*> all;
    if (scope != nullptr) all.push_back(scope);
    for (const Guard& criterion : criteria) all.push_back(&criterion);
    return all;
}

}  // namespace

FactDiagrams::FactDiagrams(const Vocabulary& vocabulary, const std::vector<const Guard*>& conditions, int top)
    : cells(cells_of(vocabulary, conditions)), store(sizes(cells), top) {}

std::uint32_t FactDiagrams::variable_of(FactId fact) const {
    return static_cast<std::uint32_t>(std::find_if(cells.begin(), cells.end(), [&](const FactCells& c) { return c.fact == fact; }) - cells.begin());
}

NodeId FactDiagrams::both(NodeId a, NodeId b) {
    return store.apply(a, b, [](int x, int y) { return std::min(x, y); });
}
NodeId FactDiagrams::negation(NodeId a) {
    return store.apply(a, store.end(1), [](int x, int y) { return y - x; });
}

NodeId FactDiagrams::build(const Guard& guard) {
    switch (guard.kind) {
        case Guard::Kind::all:
        case Guard::Kind::any: {
            const bool all = guard.kind == Guard::Kind::all;
            NodeId node = store.end(all ? 1 : 0);
            for (const Guard& part : guard.parts)
                node = store.apply(node, build(part), [all](int a, int b) { return all ? std::min(a, b) : std::max(a, b); });
            return node;
        }
        case Guard::Kind::fact: {
            const std::uint32_t variable = variable_of(guard.fact);
            std::vector<NodeId> children;
            for (const std::int64_t begin : cells[variable].begins) children.push_back(store.end(begin >= guard.from && (guard.below == unbounded || begin < guard.below) ? 1 : 0));
            return store.make(variable, children);
        }
        case Guard::Kind::known:
        case Guard::Kind::scope:
        case Guard::Kind::grade: break;
    }
    SANDTABLE_ASSERT(false, "a condition on a grading or on what is known in a diagram of facts");
    return 0;
}

TableDiagrams::TableDiagrams(const Vocabulary& vocabulary, const std::vector<Guard>& conditions, const std::vector<int>& grades, const Guard* scope_condition)
    : FactDiagrams(vocabulary, table_conditions(conditions, scope_condition), grades.empty() ? 1 : std::max(1, *std::max_element(grades.begin(), grades.end()))) {
    has_grades = !conditions.empty();
    grade = store.end(-1);
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const NodeId node = build(conditions[i]);
        criteria.push_back(node);
        const int value = grades[i];
        grade = store.apply(grade, node, [value](int best, int holds) { return holds == 1 ? std::max(best, value) : best; });
        auto& variables_named = named.emplace_back();
        for (const FactId fact : conditions[i].facts()) variables_named.push_back(variable_of(fact));
    }
    scope = scope_condition != nullptr ? build(*scope_condition) : store.end(1);
}

}  // namespace sandtable
