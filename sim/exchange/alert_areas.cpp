#include "exchange/alert_areas.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sandtable/warnings.hpp"

namespace sandtable {

std::string_view trimmed_xml(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::vector<std::string_view> words_in(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t from = text.find_first_not_of(" \t\r\n"); from != std::string_view::npos;) {
        const auto end = std::min(text.find_first_of(" \t\r\n", from), text.size());
        words.push_back(text.substr(from, end - from));
        from = text.find_first_not_of(" \t\r\n", end);
    }
    return words;
}

namespace {

struct Point {
    double latitude = 0, longitude = 0;
};

Point point_of(std::string_view text) {
    Point p;
    const auto comma = text.find(',');
    const auto number = [](std::string_view word, double& value) {
        if (word.starts_with('+')) word.remove_prefix(1);
        std::from_chars(word.data(), word.data() + word.size(), value);
    };
    number(text.substr(0, comma), p.latitude);
    number(text.substr(comma + 1), p.longitude);
    return p;
}

struct Circle {
    Point centre;
    double km = 0;
};

std::vector<Point> polygon_of(const std::string& text) {
    std::vector<Point> points;
    for (const std::string_view word : words_in(text)) points.push_back(point_of(word));
    return points;
}
Circle circle_of(const std::string& text) {
    const auto words = words_in(text);
    return words.size() < 2 ? Circle{} : Circle{point_of(words[0]), point_of(words[1]).latitude};
}

/// By the number of edges that a line to the east crosses; degrees are taken as a plane.
bool inside(Point p, const std::vector<Point>& polygon) {
    bool inside = false;
    for (std::size_t i = 1; i < polygon.size(); ++i) {
        const Point a = polygon[i - 1], b = polygon[i];
        if ((a.latitude > p.latitude) == (b.latitude > p.latitude)) continue;
        const double at = a.longitude + (p.latitude - a.latitude) / (b.latitude - a.latitude) *
                                            (b.longitude - a.longitude);
        if (p.longitude < at) inside = !inside;
    }
    return inside;
}

/// Great-circle distance on a sphere of 6371 km (haversine).
bool inside(Point p, const Circle& circle) {
    const Point c = circle.centre;
    const double rad = 3.14159265358979323846 / 180;
    const double a = std::sin((p.latitude - c.latitude) * rad / 2),
                 b = std::sin((p.longitude - c.longitude) * rad / 2);
    return 2 * 6371 *
               std::asin(
                   std::min(1.0, std::sqrt(a * a + std::cos(p.latitude * rad) *
                                                       std::cos(c.latitude * rad) * b * b))) <=
           circle.km;
}

/// A division's code without the zeros that fill it up to six or twelve digits (GB/T 2260, GB/T
/// 10114): 3311 is 331100 and 331100000000.
std::string_view bare_code(std::string_view code) {
    while (code.size() > 6 && code.ends_with("000")) code.remove_suffix(3);
    while (code.size() > 2 && code.size() <= 6 && code.ends_with("00")) code.remove_suffix(2);
    return code;
}

}  // namespace

std::set<PreventionAreaId> covered(const CapArea& area, const Network& network, bool& several) {
    std::set<PreventionAreaId> found;
    for (const auto& [name, value] : area.geocodes)
        if (name == prevention_area_code)  // our own: that one and no other
            for (const PreventionAreaId id : ids_of(network.prevention_areas))
                if (network.prevention_areas[id].id == trimmed_xml(value)) found.insert(id);
    if (!found.empty()) return found;
    const bool coded = !area.geocodes.empty(),
               shaped = !area.polygons.empty() || !area.circles.empty();
    std::set<AreaId> divisions;
    std::size_t named = 0;
    const auto names = [&](const Text& name) {
        return name.zh == area.description || name.en == area.description;
    };
    for (const AreaId id : ids_of(network.areas)) {
        const Area& division = network.areas[id];
        const bool by_code =
            !division.code.empty() &&
            std::any_of(area.geocodes.begin(), area.geocodes.end(), [&](const CapPair& code) {
                return bare_code(trimmed_xml(code.second)) == bare_code(division.code);
            });
        const bool by_name = !coded && !shaped && names(division.name);
        if (by_code || by_name) divisions.insert(id);
        named += by_name;
    }
    std::vector<std::vector<Point>> polygons;
    for (const std::string& polygon : area.polygons) polygons.push_back(polygon_of(polygon));
    std::vector<Circle> circles;
    for (const std::string& circle : area.circles) circles.push_back(circle_of(circle));
    for (const PreventionAreaId id : ids_of(network.prevention_areas)) {
        const PreventionArea& prevention = network.prevention_areas[id];
        const NetworkPlace& place = network.places[prevention.place];
        const bool by_name = !coded && !shaped && (names(prevention.name) || names(place.name));
        named += by_name;
        bool in = by_name || std::any_of(divisions.begin(), divisions.end(), [&](AreaId division) {
                      return network.lies_in(place.area, division);
                  });
        if (!in && place.latitude && place.longitude) {
            const Point at{*place.latitude, *place.longitude};
            const auto holds_it = [&](const auto& shape) { return inside(at, shape); };
            in = std::any_of(polygons.begin(), polygons.end(), holds_it) ||
                 std::any_of(circles.begin(), circles.end(), holds_it);
        }
        if (in) found.insert(id);
    }
    several = named > 1;
    return found;
}

}  // namespace sandtable
