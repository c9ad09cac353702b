// What is odd about a grading table, proven over every case there can be: each finding with its smallest witness.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandtable/plan.hpp"

namespace sandtable {

/// A case by those of its facts that are not harmless (none, 0, no; yes where less is worse), with exact values, in vocabulary order.
using Witness = std::vector<std::pair<FactId, std::int64_t>>;

/// "participants=999 stability_impact=present": words that `grade --rest-harmless` reads.
std::string witness_words(const Vocabulary& vocabulary, const std::vector<std::string>& grades, const Witness& witness);
/// The case with everything else stated as harmless.
Knowledge knowledge_of(const Vocabulary& vocabulary, const Witness& witness);

/// One finding. Exact: it is there if and only if some case shows it.
struct TableFinding {
    enum class Kind {
        falling_place,        ///< one fact one step worse, all else equal, and the grade falls; once per fact and limit
        gap,                  ///< an ungraded value of one fact between two graded ones, all else equal; once per fact and range of values
        overlap,              ///< two criteria of different grades hold together
        masked,               ///< where this criterion holds, others always give its grade or a higher one
        never_holds,          ///< a criterion, or the scope, that no case meets
        fact_without_effect,  ///< named in the table, and no value of it ever changes the grade or whether the plan applies
        worst_alone,          ///< a fact at its worst with everything else harmless stays ungraded
    };
    Kind kind = Kind::gap;
    std::vector<std::uint32_t> criteria;  ///< concerned, in clause order; of `masked` the masked one first, then those that mask it
    bool of_scope = false;                ///< of never_holds: the scope
    FactId fact;                          ///< that moves, has no effect, or is at its worst
    std::int64_t limit = 0;               ///< of a falling place and a gap: the first value at which the grade is lower
    std::int64_t values[3] = {0, 0, 0};   ///< of `fact`: before and at the limit, and behind the gap
    int grades[3] = {-1, -1, -1};         ///< there; -1 is ungraded
    Witness witness;                      ///< of a falling place and a gap: the case before the limit
    std::optional<std::size_t> accepted;  ///< position in Plan::accepted
};
/// "falling-place": also its code in `accepted:` of a plan file.
std::string_view code_of(TableFinding::Kind kind);
/// "falling-place/participants/1000", "masked/2.1(6)": unique in its plan.
std::string id_of(const Plan& plan, const Vocabulary& vocabulary, const TableFinding& finding);
/// Clauses of the criteria, of the scope where it is concerned; in `criteria`'s order.
std::vector<std::string> clauses_of(const Plan& plan, const TableFinding& finding);

/// Every finding, by kind, then vocabulary order and limit, or clause order. A plan without grades is looked at as one whose only grade is that
/// it applies. Witnesses are smallest: fewest facts off harmless, then fewest steps from harmless in all, then the earlier facts of the vocabulary.
/// Ordered decision diagrams as in Bryant, "Graph-based algorithms for Boolean function manipulation" (1986), with several cells per variable.
std::vector<TableFinding> analyse_table(const Plan& plan, const Vocabulary& vocabulary);
/// Positions in Plan::accepted, of table findings, that accept nothing there is.
std::vector<std::size_t> accepted_in_vain(const Plan& plan, const std::vector<TableFinding>& findings);

/// The same facts graded by two plans: facts that only one of them looks at are harmless, findings not made.
struct GradeDifference {
    int grade_a = -1, grade_b = -1;
    std::vector<std::uint32_t> met_a, met_b;  ///< criteria that give the grades
    Witness witness;
};
/// One per pair of grades that differ by name and that some case reaches, by grade_a, then grade_b; both plans must have grades and apply.
std::vector<GradeDifference> grade_differences(const Plan& a, const Plan& b, const Vocabulary& vocabulary);

}  // namespace sandtable
