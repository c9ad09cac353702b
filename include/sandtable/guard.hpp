// Conditions on what is known, three-valued (semantics.md 5).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sandtable/vocabulary.hpp"

namespace sandtable {

/// In none, in some, in every completion of what is unknown.
enum class Truth { fails, open, holds };

/// What the latest grading of a plan says; `at_least` and `at_most` count the plan's grades from the lowest, -1 is below it.
struct Grading {
    Truth applies = Truth::open;
    int at_least = -1, at_most = -1;
    std::vector<std::uint32_t> met, open;         ///< criteria, in clause order
    std::vector<FactId> failed, unsettled;        ///< scope conditions' facts, in vocabulary order
    friend bool operator==(const Grading&, const Grading&) = default;
};

/// A condition: a fact in a half-open interval, that something is stated about a fact, what a grading says, or all or any of others.
struct Guard {
    enum class Kind { all, any, fact, scope, grade, known };
    Kind kind = Kind::all;                 ///< all of nothing holds
    std::vector<Guard> parts;
    FactId fact;
    std::int64_t from = 0, below = 0;      ///< of a fact: from <= value < below; of a grade: from <= grade < below
    Truth scope = Truth::holds;            ///< of a scope: which answer is asked for
    std::string of_plan;                   ///< of a grade: another plan's, for the same incident; from and below then count from the top, I is 0, II is -1

    bool empty() const { return kind == Kind::all && parts.empty(); }
    /// Every fact it names, sorted, each once.
    std::vector<FactId> facts() const;
    /// Whether it names one of them.
    bool names_any(std::span<const FactId> facts) const;
    bool names_grading() const;
    /// It looks at facts alone: neither at a grading nor at what is known.
    bool facts_only() const;
    friend bool operator==(const Guard&, const Guard&) = default;
};

/// What another plan's latest grading of the same incident says; ranks count from the top of its ladder, I is 0, II is -1.
struct OtherGrading {
    std::string_view plan;
    bool graded = false;
    Truth applies = Truth::open;
    int at_least = no_rank, at_most = no_rank;
    static constexpr int no_rank = -1000;
};

/// Judges a guard on knowledge and, where it asks for them, a grading: holds in every completion of what is unknown, in none, or in some; exact.
/// (Part by part is exact where each fact stands once; where one stands twice and the parts leave it open, the condition is compiled to a
/// decision diagram.) A grade of a plan that is not among `others` fails. `use_possible_grade`: a grade is taken at its possible end (`may:`) instead of its certain one.
Truth judge(const Guard& guard, const Vocabulary& vocabulary, const Knowledge& knowledge, ModelTime now, const Grading* grading = nullptr,
            bool use_possible_grade = false, const std::vector<OtherGrading>* others = nullptr);

/// The instants at which hours that are growing in `knowledge` cross a limit the guard names, later than `now`.
std::vector<ModelTime> crossings(const Guard& guard, const Knowledge& knowledge, ModelTime now);

}  // namespace sandtable
