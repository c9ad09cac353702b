// Who a role means, before an agency is bound (semantics.md 4; formats.md, "Role").
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sandtable {

enum class Level { province, city, county, town, village };
std::string_view level_name(Level level);

/// Agencies by kind, level, area and trade; what is not stated does not matter.
struct AgencyPattern {
    std::string kind;             ///< empty: any
    std::optional<Level> level;
    bool area_here = false;       ///< its area holds the incident's place
    std::string area;             ///< an area's id; empty: any
    bool for_concerns = false;    ///< looks after a trade the incident concerns
    std::string trade;            ///< a trade by name; empty: any
    friend bool operator==(const AgencyPattern&, const AgencyPattern&) = default;
};

}  // namespace sandtable
