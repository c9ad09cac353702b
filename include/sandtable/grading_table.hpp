// A plan's table compiled to ordered decision diagrams over the cells of its facts: exact grading under unknown facts (semantics.md 2).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sandtable/guard.hpp"
#include "sandtable/vocabulary.hpp"

namespace sandtable {

/// The values of a fact between the limits that some condition names: cell i holds begins[i] <= value < begins[i + 1] (the last has no end).
struct FactCells {
    FactId fact;
    std::vector<std::int64_t> begins;
    std::uint32_t cell_of(std::int64_t value) const;
};

/// Which cells of each fact are possible: a bit per cell, by position in GradingTable::cells().
using PossibleCells = std::vector<std::uint64_t>;

struct TableDiagrams;

/// A question worth asking, and what its answers leave on average.
struct Question {
    FactId fact;
    std::int64_t width_sum = 0;      ///< of the interval, over the cells it can be in
    std::int64_t undecided_sum = 0;  ///< of criteria neither met nor impossible
    std::int64_t cells = 1;
};

/// Were `fact` from `from` to below `below`, the grade would be at least `grade`.
struct Raise {
    FactId fact;
    std::int64_t from = 0, below = unbounded;
    int grade = 0;
};

/// Grades, criteria and scope of one plan. Immutable; may be used by several threads.
class GradingTable {
public:
    /// `grades[i]` is the grade of criteria[i]; `scope` may be null.
    GradingTable(const Vocabulary& vocabulary, const std::vector<Guard>& criteria, const std::vector<int>& grades, const Guard* scope);
    ~GradingTable();

    /// The facts some condition names, with their cells, in the diagram's order.
    const std::vector<FactCells>& cells() const;
    /// What knowledge leaves possible at an instant. A finding not stated is not made; only scope_1_3 stands unless denied.
    PossibleCells possible(const Vocabulary& vocabulary, const Knowledge& knowledge, ModelTime now) const;
    void possible(const Vocabulary& vocabulary, const Knowledge& knowledge, ModelTime now, PossibleCells& out) const;

    /// Exact over all completions: scope, interval, criteria met (in every completion) and open (in some).
    /// `failed` and `unsettled` are left empty.
    Grading grade(const PossibleCells& possible) const;
    /// The same into a grading that was used before: its lists keep their memory.
    void grade(const PossibleCells& possible, Grading& out) const;
    /// The observations that change the grade, or whether the plan applies, in some completion of the others; first the one whose answers
    /// leave the smallest mean width, then the fewest undecided criteria, then vocabulary order.
    std::vector<Question> questions(const Vocabulary& vocabulary, const PossibleCells& possible) const;

    /// What would raise the certain grade: for each observation and each higher grade the mildest values that would, in its direction of more
    /// harm or among what is still possible, everything else as known. By grade, then vocabulary order.
    std::vector<Raise> raises(const Vocabulary& vocabulary, const PossibleCells& possible) const;

    /// The fault of the text seen from a case: milder values of one fact, everything else as known, that would certainly be graded higher than the
    /// case can be now (a falling place lies between).
    std::vector<Raise> falls(const Vocabulary& vocabulary, const PossibleCells& possible) const;

    /// Nodes of the grade's diagram: a measure of the table.
    std::size_t nodes() const;
    /// For analyses inside the plan room.
    const TableDiagrams& diagrams() const;

private:
    struct Diagrams;
    std::unique_ptr<const Diagrams> diagrams_;
};

}  // namespace sandtable
