// Milestones as they were reached under one plan run.
#pragma once

#include <cstdint>
#include <vector>

#include "sandtable/entry_no.hpp"
#include "sandtable/id.hpp"
#include "sandtable/time.hpp"

namespace sandtable {

/// A milestone that was reached.
struct Reached {
    AgencyId agency;       ///< whose it is
    AgencyId from;         ///< of a receipt: the sender
    int choice = -1;       ///< of a decision
    ModelTime at;
    EntryNo entry = no_entry;
};

/// What was reached under one plan run, by slot (milestone kind and subject) and in order.
class ReachedSlots {
public:
    void resize(std::uint32_t slots) { ends_.resize(slots); }
    bool empty(std::uint32_t slot) const { return ends_[slot].first == none; }
    const Reached& front(std::uint32_t slot) const { return nodes_[ends_[slot].first].what; }
    /// The latest, if it is known to be its agency's first there; what an agency does is looked at right after it was done.
    const Reached* latest_if_first(std::uint32_t slot) const {
        const Node& latest = nodes_[ends_[slot].last];
        return latest.first_of_agency ? &latest.what : nullptr;
    }
    void add(std::uint32_t slot, const Reached& what) {
        const auto at = static_cast<std::uint32_t>(nodes_.size());
        Ends& ends = ends_[slot];
        const std::uint32_t bit = 1u << what.agency.index % 32;
        nodes_.push_back({what, none, (ends.agencies & bit) == 0});
        ends.agencies |= bit;
        (ends.first == none ? ends.first : nodes_[ends.last].next) = at;
        ends.last = at;
    }
    template <class Visit>
    void each(std::uint32_t slot, const Visit& visit) const {
        for (std::uint32_t at = ends_[slot].first; at != none; at = nodes_[at].next) visit(nodes_[at].what);
    }
    void forget(std::uint32_t slot, AgencyId agency) {
        Ends& ends = ends_[slot];
        std::uint32_t before = none;
        for (std::uint32_t at = ends.first; at != none; at = nodes_[at].next) {
            if (nodes_[at].what.agency == agency) (before == none ? ends.first : nodes_[before].next) = nodes_[at].next;
            else before = at;
        }
        ends.last = before;
    }

private:
    static constexpr std::uint32_t none = 0xffff'ffff;
    struct Ends {
        std::uint32_t first = none, last = none;
        std::uint32_t agencies = 0;  ///< a bit for 32 agencies each: not set, none of them was there before
    };
    struct Node {
        Reached what;
        std::uint32_t next;
        bool first_of_agency;
    };
    std::vector<Ends> ends_;   // [slot]
    std::vector<Node> nodes_;  // of all slots: a vector for each would be most of a run's memory
};

}  // namespace sandtable
