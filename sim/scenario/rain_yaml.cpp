// `rain` and `slides` of a scenario file.
#include <algorithm>
#include <set>

#include "network/measures.hpp"
#include "scenario/scenario_reader.hpp"

namespace sandtable {

namespace {

constexpr Duration step_min{60'000};  // between two readings of a gauge

}  // namespace

ThresholdRow ScenarioReader::threshold_row(const Node& node) {
    MapReader map(node, reading_);
    ThresholdRow row;
    row.origin = place(node);
    if (const Node* degree = map.need("degree")) row.degree = static_cast<Degree>(reading_.choice(*degree, {"low", "medium", "high", "very_high"}).value_or(0));
    if (const Node* over = map.need("over")) row.over = reading_.duration(*over).value_or(Duration{0});
    for (std::size_t c = 0; c < row.from.size(); ++c) {
        const RiskColour colour = static_cast<RiskColour>(c + 1);
        const Node* amount = map.need(colour_name(colour));
        const auto word = amount != nullptr ? reading_.scalar(*amount, "want-rain") : std::nullopt;
        row.from[c] = word ? reading_.parsed(*amount, parse_rain(*word)).value_or(0) : 0;
        if (c > 0 && amount != nullptr && row.from[c] < row.from[c - 1])
            reading_.error(*amount, "thresholds-colours", {tell("colour-" + std::string(colour_name(colour))), tell("colour-" + std::string(colour_name(static_cast<RiskColour>(c))))});
    }
    return row;
}

void ScenarioReader::rain(MapReader& top) {
    const Node* node = top.find("rain");
    if (node == nullptr) return;
    const Network& network = inputs_->network;
    MapReader map(*node, reading_);
    map.need("thresholds"), map.find("series");  // read by head(), loaded before this
    if (!inputs_->scenario.rain) inputs_->scenario.rain.emplace();
    Rain& rain = *inputs_->scenario.rain;
    if (!inputs_->vocabulary.find("geohazard_risk").is_some()) reading_.error(*node, "rain-no-fact");
    const Node* step = map.need("step");
    if (step != nullptr) rain.step = reading_.duration(*step).value_or(Duration{0});
    if (rain.step < step_min) {
        if (step != nullptr) reading_.error(*step, "rain-step", {step->text});
        return map.forgive();  // nothing of the rest can be judged
    }
    const auto per = [&](Duration d) { return duration_text(d.count()); };
    for (const ThresholdRow& row : rain.thresholds.rows)
        if (row.over % rain.step != Duration{0} || row.over < rain.step) reading_.out.error("thresholds-step", row.origin, {per(row.over), per(rain.step)});
    for (const RainSeries& series : rain.series) {
        if (series.step != rain.step) reading_.error(*map.find("series"), "rain-steps-differ", {series.id, per(series.step), per(rain.step)});
        for (const auto& [gauge, fallen] : series.fallen)
            if (!network.gauge(gauge).is_some()) {
                std::vector<std::string> names;
                for (const Gauge& g : network.gauges) names.push_back(g.id);
                reading_.error(*map.find("series"), "rain-gauge-unknown", {series.id, gauge, network.id}, did_you_mean(gauge, names));
            }
    }
    for (const auto& [id, item] : named_nodes(map.find("storms"), IdForm::file, reading_)) {
        MapReader it(*item, reading_);
        it.find("id");
        Storm storm;
        storm.id = id;
        if (const Node* centre = it.need("centre")) {
            storm.centre = read_name(*centre, reading_.scalar(*centre, "want-id").value_or(""), network.places, "unknown-place", reading_);
            if (storm.centre.is_some() && !network.places[storm.centre].latitude) reading_.error(*centre, "storm-coordinates", {network.places[storm.centre].id});
        }
        if (const Node* from = it.need("from")) storm.from = time(*from);
        if (const Node* period = it.need("period")) storm.period = reading_.duration(*period).value_or(Duration{0});
        if (const Node* peak = it.need("peak")) storm.peak = reading_.parsed(*peak, parse_rain_rate(reading_.scalar(*peak, "want-rain").value_or(""))).value_or(0);
        if (const Node* radius = it.need("radius")) storm.radius = reading_.parsed(*radius, parse_length(reading_.scalar(*radius, "want-length").value_or(""))).value_or(0);
        rain.storms.push_back(std::move(storm));
    }
    if (const Node* told = map.need("reported")) {
        MapReader it(*told, reading_);
        if (const Node* by = it.need("by")) rain.reported.from = party(*by);
        if (const Node* to = it.need("to")) rain.reported.to = parties(*to);
        rain.reported.over = channels(it.find("over"));
    }
    if (const Node* everywhere = map.find("everywhere")) {
        MapReader it(*everywhere, reading_);
        rain.everywhere = true;
        rain.everywhere_plans = plan_names(it.need("plans"));
    }
}

std::vector<PlanId> ScenarioReader::plan_names(const Node* list) {
    std::vector<PlanId> plans;
    for (const Node& item : reading_.list(list)) {
        const auto word = reading_.scalar(item, "want-id");
        const PlanId plan = word ? read_name(item, *word, inputs_->plans, "unknown-plan-here", reading_) : PlanId::none();
        if (plan.is_some()) plans.push_back(plan);
    }
    std::sort(plans.begin(), plans.end());
    return plans;
}

/// Where it rains everywhere, what the rain does is an incident in every prevention area.
void ScenarioReader::areas_without_incident() {
    Scenario& scenario = inputs_->scenario;
    if (!scenario.rain || !scenario.rain->everywhere) return;
    const Network& network = inputs_->network;
    std::vector<bool> taken(network.prevention_areas.size(), false);
    for (const Incident& incident : scenario.incidents)
        if (incident.prevention_area.is_some()) taken[incident.prevention_area.index] = true;
    const SourcePlace origin = scenario.start_origin;
    for (const PreventionAreaId area : ids_of(network.prevention_areas)) {
        if (taken[area.index]) continue;
        Incident incident;
        incident.id = network.prevention_areas[area].id;
        std::replace(incident.id.begin(), incident.id.end(), '_', '-');
        incident.name = network.prevention_areas[area].name;
        incident.place = network.prevention_areas[area].place;
        incident.prevention_area = area;
        incident.plans = scenario.rain->everywhere_plans;
        incident.origin = origin;
        TruthChange quiet;
        for (const char* fact : {"geohazard_happened", "geohazard_threatens"})
            if (const FactId id = inputs_->vocabulary.find(fact); id.is_some()) quiet.facts.push_back({id, Observation::exactly(0)});
        std::sort(quiet.facts.begin(), quiet.facts.end(), [](const Stated& a, const Stated& b) { return a.fact < b.fact; });
        incident.truth.push_back(std::move(quiet));
        scenario.incidents.push_back(std::move(incident));
    }
    std::sort(scenario.incidents.begin(), scenario.incidents.end(), [](const Incident& a, const Incident& b) { return a.id < b.id; });
}

/// A gauge that counts for an incident and stands in no rain file would measure no rain. Storms rain
/// on every gauge.
void ScenarioReader::gauges_without_rain(MapReader& top) {
    const Scenario& scenario = inputs_->scenario;
    const Node* node = top.find("rain");
    if (node == nullptr || !scenario.rain || scenario.rain->series.empty() ||
        !scenario.rain->storms.empty())
        return;
    std::set<std::string> missing;
    for (const Incident& incident : scenario.incidents) {
        if (!incident.prevention_area.is_some()) continue;
        const Network& network = inputs_->network;
        const GaugeId gauge = network.prevention_areas[incident.prevention_area].gauge;
        const auto& series = scenario.rain->series;
        if (std::none_of(series.begin(), series.end(), [&](const RainSeries& one) {
                return one.fallen.contains(network.gauges[gauge].id);
            }))
            missing.insert(network.gauges[gauge].id);
    }
    for (const RainSeries& one : scenario.rain->series)  // a name that is wrong is said already
        for (const auto& [gauge, fallen] : one.fallen)
            if (!inputs_->network.gauge(gauge).is_some()) return;
    if (missing.empty()) return;
    const Node* series = node->find("series");
    reading_.error(series != nullptr ? *series : *node, "rain-gauge-missing",
                   {missing.size(), *missing.begin()}, tell("rain-stops-hint"));
}

Slide ScenarioReader::slide(const std::string& id, const Node& node) {
    MapReader map(node, reading_);
    map.find("id");
    Slide slide;
    slide.id = id;
    const Node* which = inputs_->scenario.incidents.size() == 1 ? map.find("incident") : map.need("incident");
    slide.incident = which != nullptr ? incident_name(*which) : inputs_->scenario.incidents.size() == 1 ? IncidentId{0} : IncidentId::none();
    if (slide.incident.is_some() && !inputs_->scenario.incidents[slide.incident].prevention_area.is_some()) reading_.error(node, "slide-nowhere");
    if (const Node* after = map.need("after")) slide.after = static_cast<RiskColour>(reading_.choice(*after, {"none", "blue", "yellow", "orange", "red"}).value_or(3));
    if (const Node* delay = map.need("delay")) slide.delay = reading_.spread(*delay).value_or(Spread{});
    if (slide.delay.working_days) reading_.error(node, "duration-not-clock", {"delay"});
    if (const Node* chance = map.find("chance")) slide.chance_per_million = static_cast<std::uint32_t>(reading_.parsed(*chance, parse_share(reading_.scalar(*chance, "want-share").value_or(""))).value_or(0));
    if (const Node* facts = map.need("facts")) slide.facts = stated(*facts, true);
    if (const Node* closes = map.find("closes")) {
        slide.road = read_name(*closes, reading_.scalar(*closes, "want-id").value_or(""), inputs_->network.roads, "unknown-road", reading_);
        if (const Node* period = map.need("period")) slide.period = reading_.duration(*period).value_or(Duration{0});
    }
    if (const Node* told = map.find("reported")) {
        MapReader it(*told, reading_);
        Report report;
        if (const Node* from = it.need("from")) report.from = party(*from);
        if (const Node* to = it.need("to")) report.to = parties(*to);
        report.over = channels(it.find("over"));
        if (const Node* after = it.need("after")) slide.report_after = reading_.duration(*after).value_or(Duration{0});
        report.says = slide.facts;
        if (const Node* says = it.find("says")) report.says = stated(*says, false);
        slide.report = std::move(report);
    }
    return slide;
}

}  // namespace sandtable
