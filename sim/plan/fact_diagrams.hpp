// Conditions as decision diagrams over the cells of the facts they name: what grading and every analysis of a table stand on.
#pragma once

#include <cstdint>
#include <vector>

#include "plan/decision_diagram.hpp"
#include "sandtable/grading_table.hpp"

namespace sandtable {

/// One variable per fact that some condition names, in the order they are named; one diagram store for all of them.
struct FactDiagrams {
    std::vector<FactCells> cells;
    DiagramStore store;

    /// Facts and limits of `conditions`; ends go from -1 to `top`.
    FactDiagrams(const Vocabulary& vocabulary, const std::vector<const Guard*>& conditions, int top);

    std::uint32_t variables() const { return static_cast<std::uint32_t>(cells.size()); }
    std::uint32_t variable_of(FactId fact) const;
    /// Ends 0 (fails) and 1 (holds). The condition must be one of those given, or name no other fact and limit; it must not ask for a grading.
    NodeId build(const Guard& condition);
    NodeId both(NodeId a, NodeId b);
    NodeId negation(NodeId a);
};

/// Scope and criteria of one plan as diagrams.
struct TableDiagrams : FactDiagrams {
    std::vector<NodeId> criteria;                   ///< ends 0 and 1
    NodeId grade = 0, scope = 0;                    ///< grade: ends from -1; scope: 0 and 1
    bool has_grades = false;
    std::vector<std::vector<std::uint32_t>> named;  ///< variables of each criterion

    TableDiagrams(const Vocabulary& vocabulary, const std::vector<Guard>& criteria, const std::vector<int>& grades, const Guard* scope);
};

}  // namespace sandtable
