// The best of several variants, with a stated probability; differences of all pairs at once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sandtable/study.hpp"

namespace sandtable {

struct Selection {
    struct One {
        std::size_t variant;
        double chance;
    };
    struct Pair {
        std::size_t better, worse;
        double difference;  ///< of the chances; 0 or more
        Interval interval;  ///< of all pairs at once, with the probability
    };
    std::vector<One> order;  ///< the best first
    std::vector<Pair> pairs;
    double points = 0;  ///< the first is worse than the true best by no more, with the probability
};

/// Which variant keeps a chance best. All variants run on the same numbers, so that two of them
/// differ in few replications only: the interval of a pair comes from those in which one alone kept
/// it (two exact binomial intervals, C. J. Clopper, E. S. Pearson, Biometrika 26 (1934)), or from
/// the mean of the paired differences where that is narrower (W. Hoeffding, J. Am. Stat. Assoc. 58
/// (1963)); each with an even part of the probability to miss, for all pairs and all looks
/// (Bonferroni). Nothing where unsettled_for_choice() names a variant, or the pairs of that chance
/// were not counted.
std::optional<Selection> select_best(const StudyResult& result, const Choosing& wanted);

/// A variant of which the chance was not settled in every replication, or is not measured at all.
struct Unsettled {
    std::size_t variant;
    std::optional<Tally> tally;
};
std::vector<Unsettled> unsettled_for_choice(const StudyResult& result, const std::string& measure);

/// So many replications of each of k variants always do, by the bound of Hoeffding above, with a
/// look after 1,000, 2,000, 4,000 ... of them if `looks`.
struct SelectionReplications {
    std::uint64_t count;
    unsigned looks;
};
SelectionReplications selection_replications(std::size_t variants, double points,
                                             double probability, bool looks);

}  // namespace sandtable
