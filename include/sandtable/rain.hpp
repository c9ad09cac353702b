// Rain at gauges, the thresholds it is held against, and the colour they give (geohazard 2(3), 3(5)). Amounts are whole micrometres.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sandtable/files.hpp"
#include "sandtable/network.hpp"
#include "sandtable/random.hpp"
#include "sandtable/text.hpp"

namespace sandtable {

/// 无预警 (the fifth colour), 蓝, 黄, 橙, 红: in the order of the vocabulary's `geohazard_risk`.
enum class RiskColour { none, blue, yellow, orange, red };
std::string_view colour_name(RiskColour colour);

/// From which amounts on, fallen within `over`, a zone of that degree is blue, yellow, orange, red. An amount at the threshold counts.
struct ThresholdRow {
    Degree degree = Degree::low;
    Duration over{0};
    std::array<std::int64_t, 4> from{};  ///< micrometres, never falling
    SourcePlace origin;
};

/// const once loaded; rows sorted by degree, then `over`.
struct Thresholds {
    std::string id, path;
    Text about, why, origin;
    std::vector<ThresholdRow> rows;
};
/// Reads thresholds/ID.yaml; rows that contradict each other are errors. Nothing comes back if it has errors.
std::optional<Thresholds> load_thresholds(SourceText source, Diagnostics& out);

/// Rain as it fell, by gauge: amounts of equal intervals from the drill's start on.
struct RainSeries {
    std::string id, path, origin;
    Duration step{0};
    std::map<std::string, std::vector<std::int64_t>> fallen;  ///< by the gauge's id; micrometres per interval
};
/// Reads rain/ID.csv (formats.md). Nothing comes back if it has errors.
std::optional<RainSeries> load_rain(SourceText source, std::string id, Diagnostics& out);

/// A seeded storm: strongest in the middle of its period and at its centre, and falling to nothing at their ends.
struct Storm {
    std::string id;
    PlaceId centre;
    ModelTime from;
    Duration period{0};
    std::int64_t peak = 0;    ///< micrometres an hour
    std::int64_t radius = 0;  ///< metres
};
/// What a storm brings to a gauge in the interval number `k` (from k*step to (k+1)*step). Drawn by storm, gauge and interval, half to one and a
/// half times the shape's value; whole-number arithmetic but for one square root.
std::int64_t storm_amount(const Storm& storm, const Network& network, GaugeId gauge, std::uint32_t k, Duration step, const Random& random);

/// Metres between two places of small distance: equirectangular at 28.2 degrees north, exact arithmetic and a square root.
double metres_between(const NetworkPlace& a, const NetworkPlace& b);

/// The highest colour that some row gives, and the row that gave it.
struct RiskReading {
    RiskColour colour = RiskColour::none;
    const ThresholdRow* row = nullptr;  ///< of a colour; into `rows`
    std::int64_t amount = 0;            ///< fallen within row->over
};
/// `fallen`: what fell in each interval so far, the last one just over.
RiskReading risk_of(const std::vector<ThresholdRow>& rows, Degree degree, const std::vector<std::int64_t>& fallen, Duration step);

}  // namespace sandtable
