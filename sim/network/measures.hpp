// Lengths, speeds and shares as people write them: "2.4 km", "40 km/h", "0.5 %". Exact: decimal digits, no floating point.
#pragma once

#include <cstdint>
#include <string_view>

#include "sandtable/spread.hpp"

namespace sandtable {

/// Half round the Earth; with `speed_least` no road takes longer than `duration_ms_max`.
constexpr std::int64_t length_metres_most = 20'000'000;
constexpr std::int64_t speed_metres_per_hour_least = 1000, speed_metres_per_hour_most = 1'000'000;

/// "850 m", "2.4 km": whole metres, at least 1.
Parsed<std::int64_t> parse_length(std::string_view text);
/// "40 km/h": whole metres per hour.
Parsed<std::int64_t> parse_speed(std::string_view text);
/// "4 %", "0.5 %": whole millionths, 0 to 1,000,000.
Parsed<std::int64_t> parse_share(std::string_view text);
/// "30 mm", "7.5 mm": whole micrometres, 0 to 5 m.
Parsed<std::int64_t> parse_rain(std::string_view text);
/// "40 mm/h": whole micrometres per hour, at most 500 mm/h.
Parsed<std::int64_t> parse_rain_rate(std::string_view text);

}  // namespace sandtable
