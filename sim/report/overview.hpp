// The summary that stands in the place of a timeline where there are many incidents.
#pragma once

#include <string>

#include "sandtable/report.hpp"

namespace sandtable {

/// Up to so many incidents a run is shown in full.
constexpr std::uint32_t incidents_in_full_max = 12;

bool wants_overview(const RunReading& reading);
std::string overview(const RunReading& reading, Lang lang);

}  // namespace sandtable
