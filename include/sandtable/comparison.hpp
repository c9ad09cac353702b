// Two runs beside one another: where they part, what only one of them has, which duties ended otherwise.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "sandtable/outcomes.hpp"

namespace sandtable {

/// The first entry, by number, that differs or that only one has; none if all are the same.
EntryNo first_difference(const Journal& a, const Journal& b);

/// What differs between two runs, A and B (0 and 1 where there is an index).
struct Comparison {
    EntryNo first = no_entry;                        ///< as first_difference
    ModelTime parted;                                ///< its instant, the earlier of both; of no meaning where all are the same
    std::array<std::vector<bool>, 2> differs;        ///< of each entry: the other has none at that instant that says the same, whatever its number and cause
    /// A duty that either of them opened.
    struct Duty {
        std::array<std::optional<std::uint32_t>, 2> outcome;  ///< in the outcomes of either
        std::optional<ModelTime> parted;                      ///< from when on it does not stand alike in both; none if it always does
        std::optional<ModelTime> settled;                     ///< when the last of it had happened in both
        bool otherwise = false;                               ///< only one opened it, or it ended with another status
    };
    std::vector<Duty> duties;                        ///< first those that ended otherwise, by the instant they part at; then those only at other instants, by how far they ended apart; then as they were opened
    std::size_t otherwise = 0, moved = 0;            ///< how many of them ended otherwise, how many only went through something at another instant
    bool same() const { return first == no_entry; }
};
/// Duties are the same by their ids. The time it takes grows with the journals and with how much happens at one instant.
Comparison compare(const Journal& a, const std::vector<DutyOutcome>& outcomes_a, const Journal& b, const std::vector<DutyOutcome>& outcomes_b);

}  // namespace sandtable
