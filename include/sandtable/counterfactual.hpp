// What would be kept if the gravest thing that breaches waited for were not there: runs with that
// one thing changed, on the same draws.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "sandtable/study.hpp"

namespace sandtable {

/// The duty of an agency, a part of its breaches' minutes (attribution.hpp), and the chance with
/// and without it in the first replications.
struct Regained {
    std::string duty, part;
    std::uint64_t replications = 0;
    Chance before, after;
    ChanceDifference difference;
    /// Of one that was done late, on average: how long it took, what of it is the part, and by how
    /// much sooner the same was done without it.
    std::int64_t took_ms = 0, part_ms = 0, gained_ms = 0;
    /// What stood behind it: the part that takes most minutes more than before, with a slack of
    /// `gained_ms`. Nothing where all of the part is gained.
    std::string near;
};

/// Of the duties breached most, at most `regained_duties_max`, each with the part that has most of
/// its minutes; not of those that forbid something. Taken away is, for everybody and in all
/// incidents: of a wait, that anybody of that pool is ever short, away or at a desk that fails; of
/// a task or a further report, its length; of a channel, its delay, its failures, its faults and
/// that nobody answers; of a road, its length; of the way round, that a road is ever shut. All of
/// it together takes three quarters as many replications as the study had, or fewer.
constexpr std::size_t regained_duties_max = 5;
constexpr std::uint64_t regained_replications_max = 2000;
std::vector<Regained> what_is_regained(const Inputs& inputs, const StudyResult& result,
                                       std::uint32_t seed, unsigned workers,
                                       const std::atomic<bool>* stop, Diagnostics& out);

/// The same of one run, and of the parts of one duty's breaches in it: the largest
/// `regained_parts_max`.
constexpr std::size_t regained_parts_max = 4;
std::vector<Regained> what_the_run_regains(const Inputs& inputs, std::uint32_t seed,
                                           std::uint32_t replication, const std::string& duty,
                                           Diagnostics& out);

}  // namespace sandtable
