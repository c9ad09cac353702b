// What would be kept if the gravest thing that breaches waited for were not there: runs with that
// one thing changed, on the same draws.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "sandtable/study.hpp"

namespace sandtable {

/// The duty of an agency, the part of its breaches' minutes with most of them (attribution.hpp),
/// and the chance with and without it in the first replications.
struct Regained {
    std::string duty, part;
    std::uint64_t replications = 0;
    Chance before, after;
    ChanceDifference difference;
};

/// Of the duties breached most, at most `regained_duties_max`. Taken away is: of a wait, that
/// nobody of that pool is ever short; of a task or a further report, its length; of a channel, its
/// delay and its failures; of a road, its length. All of it together takes no more replications
/// than the study had.
constexpr std::size_t regained_duties_max = 5;
constexpr std::uint64_t regained_replications_max = 2000;
std::vector<Regained> what_is_regained(const Inputs& inputs, const StudyResult& result,
                                       std::uint32_t seed, unsigned workers,
                                       const std::atomic<bool>* stop, Diagnostics& out);

}  // namespace sandtable
