// Storms and colours.
#include <algorithm>
#include <cmath>

#include "sandtable/rain.hpp"

namespace sandtable {

double metres_between(const NetworkPlace& a, const NetworkPlace& b) {
    // a degree of latitude, and of longitude at 28.2 degrees north (WGS84)
    constexpr double per_latitude = 110'841.0, per_longitude = 98'188.0;
    const double north = (a.latitude.value_or(0) - b.latitude.value_or(0)) * per_latitude, east = (a.longitude.value_or(0) - b.longitude.value_or(0)) * per_longitude;
    return std::sqrt(north * north + east * east);
}

std::int64_t storm_amount(const Storm& storm, const Network& network, GaugeId gauge, std::uint32_t k, Duration step, const Random& random) {
    const std::int64_t middle = (std::int64_t{k} * 2 + 1) * step.count() / 2 - ms_of(storm.from);
    if (middle < 0 || middle >= storm.period.count() || storm.radius <= 0) return 0;
    const auto away = static_cast<std::int64_t>(metres_between(network.places[storm.centre], network.places[network.gauges[gauge].place]));
    if (away >= storm.radius) return 0;
    constexpr std::int64_t whole = 1'000'000;
    const std::int64_t off = std::abs(2 * middle - storm.period.count());
    const std::int64_t in_time = whole - off * whole / storm.period.count(), in_space = whole - away * whole / storm.radius;
    const auto chance = static_cast<std::int64_t>(scaled(random.draw("rain/" + storm.id, {}, network.gauges[gauge].id, k).bits(), whole + 1)) + whole / 2;
    const std::int64_t rate = storm.peak * in_time / whole * in_space / whole * chance / whole;  // below 2^63: peak < 2^19, factors < 2^21
    return rate * (step.count() / 1000) / 3600;
}

RiskReading risk_of(const std::vector<ThresholdRow>& rows, Degree degree, const std::vector<std::int64_t>& fallen, Duration step) {
    RiskReading reading;
    for (const ThresholdRow& row : rows) {
        if (row.degree != degree) continue;
        const auto intervals = static_cast<std::size_t>(std::max<std::int64_t>(1, row.over / step));
        std::int64_t amount = 0;
        for (std::size_t i = fallen.size() - std::min(fallen.size(), intervals); i < fallen.size(); ++i) amount += fallen[i];
        int colour = 0;
        while (colour < 4 && amount >= row.from[static_cast<std::size_t>(colour)]) ++colour;
        if (static_cast<RiskColour>(colour) > reading.colour) reading = {static_cast<RiskColour>(colour), &row, amount};
    }
    return reading;
}

}  // namespace sandtable
