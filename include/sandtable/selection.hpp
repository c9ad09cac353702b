// The best of several variants, with a stated probability; differences of all pairs at once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sandtable/study.hpp"

namespace sandtable {

/// By how much a variant may be worse than the best and still be chosen, and with which probability it is no worse than that.
struct Indifference {
    double points = 0.01, probability = 0.95;
};

/// So many replications of each of k variants that the one with the largest share is, with the probability, no worse than the best by more than the points:
/// (4 / e^2) ln(2 k / d), e the points and d one minus the probability (algorithm "Naive" of E. Even-Dar, S. Mannor, Y. Mansour, "Action Elimination and Stopping Conditions for the
/// Multi-Armed Bandit and Reinforcement Learning Problems", J. Mach. Learn. Res. 7 (2006); Hoeffding's bound for each variant and the union of them, so that common random numbers do no harm).
std::uint64_t selection_replications(std::size_t variants, const Indifference& wanted);

struct Selection {
    struct One {
        std::size_t variant;
        double chance;
    };
    struct Pair {
        std::size_t better, worse;
        double difference;            ///< of the chances; 0 or more
        Interval interval;            ///< all of them at once with the probability: Hoeffding's bound of paired differences (W. Hoeffding, J. Am. Stat. Assoc. 58 (1963)), Bonferroni
    };
    std::vector<One> order;           ///< the best first
    std::vector<Pair> pairs;
    double points = 0;                ///< the best is no worse than the true best by more, with the probability
};

/// Of the chance with this id. Nothing if a variant does not have it or it was not settled in every replication.
std::optional<Selection> select_best(const StudyResult& result, const std::string& measure, double probability);

}  // namespace sandtable
