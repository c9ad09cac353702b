// Lengths of time and periods as people say them.
#pragma once

#include <cstdint>
#include <string>

#include "sandtable/spread.hpp"
#include "sandtable/text.hpp"

namespace sandtable {

/// "8 h", "8.5小时": hours to three days, else the largest unit that divides it.
std::string duration_words(std::int64_t ms, Lang lang);
/// "20 min", "7个工作日".
std::string period_words(const Period& period, Lang lang);

}  // namespace sandtable
