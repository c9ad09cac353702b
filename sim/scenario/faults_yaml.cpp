// `faults` of a scenario file: what fails, when or how often.
#include <algorithm>

#include "network/measures.hpp"
#include "scenario/scenario_reader.hpp"

namespace sandtable {

std::string_view fault_kind_name(Fault::Kind kind) {
    constexpr std::string_view names[]{"channel", "desk", "away", "road", "gauge", "wrong", "late", "contradiction"};
    return names[static_cast<std::size_t>(kind)];
}

Fault ScenarioReader::fault(const std::string& id, const Node& node) {
    using Kind = Fault::Kind;
    MapReader map(node, reading_);
    map.find("id");
    Fault fault;
    fault.id = id;
    fault.origin = place(node);
    const auto share = [&](const Node& at) { return static_cast<std::uint32_t>(reading_.parsed(at, parse_share(reading_.scalar(at, "want-share").value_or(""))).value_or(0)); };
    const auto spread = [&](const Node& at, std::string_view what) {
        const Spread read = reading_.spread(at).value_or(Spread{});
        if (read.working_days) reading_.error(at, "duration-not-clock", {what});
        return read;
    };
    // what fails
    int things = 0;
    const auto thing = [&](std::string_view key, Kind kind) {
        const Node* at = map.find(key);
        if (at != nullptr) ++things, fault.kind = kind;
        return at;
    };
    if (const Node* at = thing("channel", Kind::channel)) {
        fault.channel = read_name(*at, reading_.scalar(*at, "want-id").value_or(""), inputs_->network.channels, "unknown-channel", reading_);
        for (const Node& item : reading_.list(map.find("of"))) fault.agencies.push_back(agency(item));
        std::sort(fault.agencies.begin(), fault.agencies.end());
        if (const Node* fails = map.find("fails")) fault.fails_per_million = share(*fails);
    }
    if (const Node* at = thing("desk", Kind::desk)) {
        fault.agency = agency(*at);
        if (const Node* pool = map.need("pool")) fault.pool = read_name(*pool, reading_.scalar(*pool, "want-id").value_or(""), inputs_->network.pools, "unknown-pool", reading_);
        const auto nobody = [](const std::vector<int>& numbers) { return std::all_of(numbers.begin(), numbers.end(), [](int n) { return n == 0; }); };
        if (fault.agency.is_some() && fault.pool.is_some() && nobody(inputs_->network.agencies[fault.agency].officers(fault.pool))) reading_.error(*at, "fault-no-desk", {inputs_->network.agencies[fault.agency].id, inputs_->network.pools[fault.pool].id});
    }
    if (const Node* at = thing("away", Kind::away)) fault.agency = agency(*at);
    if (const Node* at = thing("road", Kind::road)) fault.road = read_name(*at, reading_.scalar(*at, "want-id").value_or(""), inputs_->network.roads, "unknown-road", reading_);
    if (const Node* at = thing("gauge", Kind::gauge)) {
        fault.gauge = read_name(*at, reading_.scalar(*at, "want-id").value_or(""), inputs_->network.gauges, "unknown-gauge", reading_);
        if (!inputs_->scenario.rain) reading_.error(*at, "fault-no-rain");
    }
    if (const Node* at = thing("wrong", Kind::wrong)) {
        fault.says = stated(*at, false);
        if (const Node* after = map.find("corrected_after")) fault.corrected = true, fault.later = spread(*after, "corrected_after");
    }
    if (const Node* at = thing("late", Kind::late)) fault.later = spread(*at, "late");
    if (const Node* at = thing("contradicts", Kind::contradiction)) {
        MapReader it(*at, reading_);
        if (const Node* from = it.need("from")) fault.other.from = party(*from);
        if (const Node* to = it.find("to")) fault.other.to = parties(*to);
        fault.other.over = channels(it.find("over"));
        if (const Node* says = it.need("says")) fault.other.says = stated(*says, false);
        if (const Node* after = it.need("after")) fault.later = spread(*after, "after");
    }
    if (things != 1) reading_.error(node, "fault-one-thing");
    if (fault.of_reports()) {
        const Node* which = inputs_->scenario.incidents.size() == 1 ? map.find("incident") : map.need("incident");
        fault.incident = which != nullptr ? incident_name(*which) : inputs_->scenario.incidents.size() == 1 ? IncidentId{0} : IncidentId::none();
    }
    // when
    const Node *from = map.find("from"), *every = map.find("every");
    if ((from != nullptr) == (every != nullptr)) reading_.error(node, "fault-when");
    if (from != nullptr) fault.from = time(*from);
    if (every != nullptr) {
        fault.recurs = true;
        fault.every.kind = Spread::Kind::exponential;
        fault.every.low = reading_.duration(*every).value_or(Duration{60'000}).count();
        if (fault.every.low < 60'000) reading_.error(*every, "fault-too-often");
    }
    if (const Node* period = map.need("period")) fault.period = spread(*period, "period");
    if (const Node* chance = map.find("chance")) fault.chance_per_million = share(*chance);
    return fault;
}

}  // namespace sandtable
