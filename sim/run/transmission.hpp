// Messages under way, and what who got them knows.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sandtable/entry_no.hpp"
#include "sandtable/id.hpp"
#include "sandtable/vocabulary.hpp"

namespace sandtable {

/// One message on its way to one agency.
struct Transmission {
    std::uint32_t plan_run = none;  ///< of its task; none for reports and follow-ups
    static constexpr std::uint32_t none = 0xffff'ffff;
    IncidentId incident;
    MessageId message;              ///< in the plan's table; none for a follow-up
    bool is_report = false;
    AgencyId from, to;
    std::vector<ChannelId> over;    ///< usable ones, in order
    std::uint32_t attempt = 0, occurrence = 0;
    std::uint32_t fault = none;     ///< that makes this try fail
    std::uint32_t altered_by = none;  ///< the fault that made this report wrong, late or contradictory, or its correction
    EntryNo entry = no_entry;       ///< its latest entry
    struct Fact {
        FactId fact;
        Observation value;
        ModelTime observed_at;
    };
    std::vector<Fact> facts;
};

/// What agencies know of one incident, in the order in which they first heard of it; some ten.
class Knowers {
public:
    const Knowledge* find(AgencyId agency) const {
        for (std::size_t i = 0; i < count_; ++i)
            if (rows_[i].first == agency) return &rows_[i].second;
        return nullptr;
    }
    Knowledge& of(AgencyId agency, const Knowledge& nothing) {
        for (std::size_t i = 0; i < count_; ++i)
            if (rows_[i].first == agency) return rows_[i].second;
        if (count_ == rows_.size()) rows_.emplace_back(agency, nothing);
        rows_[count_].first = agency;
        rows_[count_].second = nothing;
        return rows_[count_++].second;
    }
    void clear() { count_ = 0; }

private:
    std::vector<std::pair<AgencyId, Knowledge>> rows_;  // behind count_: of an earlier replication, for their memory
    std::size_t count_ = 0;
};

}  // namespace sandtable
