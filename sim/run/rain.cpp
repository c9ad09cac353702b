// Rain falls, colours change, and slides may follow.
#include <algorithm>

#include "run/world.hpp"

namespace sandtable {

/// One behind the last interval that can change a colour: the rain is over by then, and has left the longest period that counts.
std::uint32_t World::last_interval() const {
    const Rain& rain = *inputs_.scenario.rain;
    std::int64_t wet = 0, longest = 1;
    for (const RainSeries& series : rain.series)
        for (const auto& [gauge, fallen] : series.fallen) wet = std::max(wet, static_cast<std::int64_t>(fallen.size()));
    for (const Storm& storm : rain.storms) wet = std::max(wet, (Duration{ms_of(storm.from)} + storm.period) / rain.step + 1);
    for (const ThresholdRow& row : rain.thresholds.rows) longest = std::max(longest, row.over / rain.step);
    return wet == 0 ? 0 : static_cast<std::uint32_t>(wet + longest);
}

void World::rain_step(std::uint32_t interval, EntryNo cause) {
    const Rain& rain = *inputs_.scenario.rain;
    std::vector<bool> counts(inputs_.network.gauges.size(), false);
    for (const Incident& incident : inputs_.scenario.incidents)
        if (incident.prevention_area.is_some()) counts[inputs_.network.prevention_areas[incident.prevention_area].gauge.index] = true;
    for (const GaugeId gauge : ids_of(inputs_.network.gauges)) {
        if (!counts[gauge.index]) continue;
        std::int64_t amount = 0;
        for (const RainSeries& series : rain.series)
            if (const auto found = series.fallen.find(inputs_.network.gauges[gauge].id); found != series.fallen.end() && interval < found->second.size()) amount += found->second[interval];
        for (const Storm& storm : rain.storms) amount += storm_amount(storm, inputs_.network, gauge, interval, rain.step, random_);
        fallen_[gauge.index].push_back(amount);
    }
    judge_rain(cause);
    if (interval + 1 < last_interval()) schedule(now_ + rain.step, Order::truth, {Event::Kind::rain_step, interval + 1});
}

void World::judge_rain(EntryNo cause) {
    const Rain& rain = *inputs_.scenario.rain;
    const Network& network = inputs_.network;
    const FactId risk = inputs_.vocabulary.find("geohazard_risk");
    for (const IncidentId incident : ids_of(inputs_.scenario.incidents)) {
        const PreventionAreaId area = inputs_.scenario.incidents[incident].prevention_area;
        if (!area.is_some()) continue;
        const GaugeId gauge = network.prevention_areas[area].gauge;
        const RiskReading reading = risk_of(thresholds_, network.risk_zones[network.prevention_areas[area].zone].degree, fallen_[gauge.index], rain.step);
        Colour& colour = colours_[incident.index];
        const auto value = Observation::exactly(static_cast<std::int64_t>(reading.colour));
        if (reading.colour != colour.now) {
            item("gauge", network.gauges[gauge].id);
            if (reading.row != nullptr) {
                item("over_ms", reading.row->over.count());
                item("rain_um", reading.amount);
            }
            const RiskColour before = std::exchange(colour.now, reading.colour);
            colour.entry = truth_changes(incident, {{risk, value}}, cause);
            slide_may_follow(incident, before, reading.colour, colour.entry);
        }
        if (silenced(gauge) || colours_[incident.index].told == reading.colour) continue;
        colours_[incident.index].told = reading.colour;
        Report told = rain.reported;
        told.says = {{risk, value}};
        report_due(incident, told, colours_[incident.index].entry);
    }
}

void World::slide_may_follow(IncidentId incident, RiskColour before, RiskColour now, EntryNo cause) {
    const auto& slides = inputs_.scenario.slides;
    for (std::uint32_t i = 0; i < slides.size(); ++i) {
        if (slides[i].incident != incident || slid_[i] || now < slides[i].after || before >= slides[i].after) continue;
        slid_[i] = true;  // one chance
        const std::string& name = inputs_.scenario.incidents[incident].id;
        if (scaled(random_.draw("slide/" + slides[i].id, name, {}, 0).bits(), 1'000'000) >= slides[i].chance_per_million) continue;
        const std::int64_t delay = sample(slides[i].delay, random_.draw("slide-delay/" + slides[i].id, name, {}, 0));
        schedule(now_ + Duration{delay}, Order::truth, {Event::Kind::slide, i, 0, cause});
    }
}

void World::slide(std::uint32_t index, EntryNo cause) {
    const Slide& slide = inputs_.scenario.slides[index];
    item("slide", slide.id);
    const EntryNo entry = truth_changes(slide.incident, slide.facts, cause);
    if (slide.road.is_some()) road_closes(slide.road, slide.period, entry);
    if (slide.report) schedule(now_ + slide.report_after, Order::rest, {Event::Kind::slide_report, index, 0, entry});
}

}  // namespace sandtable
