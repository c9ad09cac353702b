// networks/ID.yaml: gauges, and the three kinds of area that the geohazard programme keeps apart.
#include "network/loading.hpp"

namespace sandtable {

std::string_view degree_name(Degree degree) {
    switch (degree) {
        case Degree::low: return "low";
        case Degree::medium: return "medium";
        case Degree::high: return "high";
        case Degree::very_high: return "very_high";
    }
    return {};
}

void read_hazards(Loading& l, Network& network) {
    read_rows(l.gauges, l.reading, network.gauges, [&](MapReader& map, Gauge& gauge) {
        gauge.place = l.places.need<PlaceId>(map, "place", l.reading);
        gauge.added = map.flag("added");
        gauge.name = map.need_text("name");
    });
    read_rows(l.prone_areas, l.reading, network.prone_areas, [&](MapReader& map, ProneArea& area) {
        area.area = l.areas.need<AreaId>(map, "area", l.reading);
        if (const Node* degree = map.need("degree")) area.degree = static_cast<Degree>(l.reading.choice(*degree, {"low", "medium", "high"}).value_or(0));
        area.name = map.need_text("name");
    });
    read_rows(l.risk_zones, l.reading, network.risk_zones, [&](MapReader& map, RiskZone& zone) {
        zone.area = l.areas.need<AreaId>(map, "area", l.reading);
        if (const Node* degree = map.need("degree")) zone.degree = static_cast<Degree>(l.reading.choice(*degree, {"low", "medium", "high", "very_high"}).value_or(0));
        zone.name = map.need_text("name");
    });
    read_rows(l.prevention_areas, l.reading, network.prevention_areas, [&](MapReader& map, PreventionArea& area) {
        area.place = l.places.need<PlaceId>(map, "place", l.reading);
        area.zone = l.risk_zones.need<RiskZoneId>(map, "zone", l.reading);
        area.gauge = l.gauges.need<GaugeId>(map, "gauge", l.reading);
        area.name = map.need_text("name");
    });
    read_rows(l.monitoring_points, l.reading, network.monitoring_points, [&](MapReader& map, MonitoringPoint& point) {
        point.area = l.prevention_areas.need<PreventionAreaId>(map, "prevention_area", l.reading);
        point.name = map.need_text("name");
    });
}

}  // namespace sandtable
