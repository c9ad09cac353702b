// Faults: what fails for a time, at a stated time or again and again by chance.
#include <algorithm>

#include "run/world.hpp"

namespace sandtable {

namespace {

constexpr std::size_t recurrences_max = 200'000;  // of all recurring faults of a run

}  // namespace

void World::schedule_faults() {
    const auto& faults = inputs_.scenario.faults;
    for (std::uint32_t i = 0; i < faults.size(); ++i) {
        if (scaled(random_.draw("fault/" + faults[i].id, {}, {}, 0).bits(), 1'000'000) >= faults[i].chance_per_million) continue;
        if (faults[i].recurs) schedule_next_fault(i, no_entry);
        else schedule(faults[i].from, Order::truth, {Event::Kind::fault_begins, i});
    }
}

Event World::recurring(bool recurs, Event event) {
    event.recurs = recurs;
    return event;
}

/// Who waits for officers that come back has something to come too.
bool World::goes_on() const {
    const auto counts = [&](const Event& event) { return !event.recurs && !is_over(event); };
    return inputs_.scenario.until || queue_.any_of(counts) ||
           std::any_of(pools_.begin(), pools_.end(), [](const OfficerPool& pool) {
               return pool.away > 0 && !pool.waiting.empty();
           });
}

/// The next time of one that recurs.
void World::schedule_next_fault(std::uint32_t index, EntryNo cause) {
    const Fault& fault = inputs_.scenario.faults[index];
    const Duration gap{sample(fault.every, random_.draw("fault-gap/" + fault.id, {}, {}, faults_[index].times))};
    schedule(now_ + gap, Order::truth,
             recurring(true, {Event::Kind::fault_begins, index, 0, cause}));
}

void World::fault_begins(std::uint32_t index) {
    const Fault& fault = inputs_.scenario.faults[index];
    FaultState& state = faults_[index];
    const Network& network = inputs_.network;
    const Duration period{sample(fault.period, random_.draw("fault-period/" + fault.id, {}, {}, state.times))};
    ++state.times;
    if (fault.recurs && ++recurrences_ > recurrences_max)
        stop("recurrences-max", {recurrences_max, iso_text(civil(now_))});
    item("fault", fault.id);
    switch (fault.kind) {
        case Fault::Kind::channel:
            item("channel", network.channels[fault.channel].id);
            for (const AgencyId agency : fault.agencies) item("of", agency);
            item("fails_per_million", std::int64_t{fault.fails_per_million});
            break;
        case Fault::Kind::desk: item("pool", network.pools[fault.pool].id); break;
        case Fault::Kind::road: item("road", network.roads[fault.road].id); break;
        case Fault::Kind::gauge: item("gauge", network.gauges[fault.gauge].id); break;
        case Fault::Kind::away:
        case Fault::Kind::wrong:
        case Fault::Kind::late:
        case Fault::Kind::contradiction: break;
    }
    item("what", fault_kind_name(fault.kind));
    item("period_ms", period.count());
    state.entry = write({EntryKind::fault, Transmission::none, fault.incident, fault.agency});
    state.on = true;
    if (fault.kind == Fault::Kind::desk)
        desk_empties(fault.agency, fault.pool, period, state.entry, fault.recurs);
    if (fault.kind == Fault::Kind::away)
        for (const PoolId pool : ids_of(network.pools))
            desk_empties(fault.agency, pool, period, state.entry, fault.recurs);
    if (fault.kind == Fault::Kind::road) road_closes(fault.road, period, state.entry, fault.recurs);
    schedule(now_ + period, Order::truth,
             recurring(fault.recurs, {Event::Kind::fault_ends, index, 0, state.entry}));
}

void World::fault_ends(std::uint32_t index) {
    const Fault& fault = inputs_.scenario.faults[index];
    faults_[index].on = false;
    item("fault", fault.id);
    const EntryNo entry = write({EntryKind::fault_over, Transmission::none, fault.incident, fault.agency, {}, faults_[index].entry});
    if (fault.kind == Fault::Kind::gauge) judge_rain(entry);  // what it holds is read now
    if (fault.recurs) schedule_next_fault(index, entry);
}

/// As many as any shift has are away.
void World::desk_empties(AgencyId agency, PoolId pool, Duration period, EntryNo cause,
                         bool recurs) {
    const auto& numbers = roster(agency, pool);
    const int most = numbers.empty() ? 0 : *std::max_element(numbers.begin(), numbers.end());
    if (most > 0) officers_leave(agency, pool, most, period, cause, recurs);
}

World::Failing World::failing(const Channel& channel, ChannelId id, AgencyId from, AgencyId to) const {
    Failing worst{channel.fails_per_million, Transmission::none};
    const auto& faults = inputs_.scenario.faults;
    for (std::uint32_t i = 0; i < faults.size(); ++i) {
        const Fault& fault = faults[i];
        if (!faults_[i].on) continue;
        std::uint32_t fails = 0;
        const auto ends_at = [&](AgencyId end) { return std::binary_search(fault.agencies.begin(), fault.agencies.end(), end); };
        if (fault.kind == Fault::Kind::channel && fault.channel == id && (fault.agencies.empty() || ends_at(from) || ends_at(to))) fails = fault.fails_per_million;
        if (fault.kind == Fault::Kind::away && fault.agency == to && channel.noticed) fails = 1'000'000;  // nobody answers
        if (fails > worst.per_million) worst = {fails, i};
    }
    return worst;
}

bool World::silenced(GaugeId gauge) const {
    const auto& faults = inputs_.scenario.faults;
    for (std::uint32_t i = 0; i < faults.size(); ++i)
        if (faults_[i].on && faults[i].kind == Fault::Kind::gauge && faults[i].gauge == gauge) return true;
    return false;
}

void World::report_due(IncidentId incident, const Report& report, EntryNo cause, std::uint32_t late_by) {
    const auto& faults = inputs_.scenario.faults;
    const auto during = [&](std::uint32_t i, Fault::Kind kind) { return faults_[i].on && faults[i].kind == kind && faults[i].incident == incident; };
    const auto later = [&](std::uint32_t i) { return now_ + Duration{sample(faults[i].later, random_.draw("fault-later/" + faults[i].id, {}, {}, faults_[i].reports++))}; };
    const auto hold = [&](Report held, ModelTime at, std::uint32_t fault, bool as_it_is) {
        held_reports_.push_back({incident, std::move(held), fault, as_it_is});
        const EntryNo last = cause == no_entry ? faults_[fault].entry : std::max(cause, faults_[fault].entry);
        schedule(at, Order::rest, {Event::Kind::held_report, static_cast<std::uint32_t>(held_reports_.size() - 1), 0, last});
    };
    if (std::none_of(faults.begin(), faults.end(), [](const Fault& fault) { return fault.of_reports(); })) return this->report(incident, report, cause);
    for (std::uint32_t i = 0; late_by == Transmission::none && i < faults.size(); ++i)
        if (during(i, Fault::Kind::late)) {
            Report held = report;
            held.observed = report.observed.value_or(now_);
            return hold(std::move(held), later(i), i, false);
        }
    Report told = report;
    std::uint32_t altered_by = late_by;
    for (std::uint32_t i = 0; i < faults.size(); ++i) {
        if (!during(i, Fault::Kind::wrong)) continue;
        bool altered = false;
        for (Stated& stated : told.says)
            for (const Stated& wrong : faults[i].says)
                if (stated.fact == wrong.fact && !(stated.value == wrong.value)) stated.value = wrong.value, altered = true;
        if (!altered) continue;
        altered_by = i;
        if (!faults[i].corrected) continue;
        Report right = report;
        right.observed = report.observed.value_or(now_);
        hold(std::move(right), later(i), i, true);
    }
    this->report(incident, told, cause, altered_by);
    for (std::uint32_t i = 0; i < faults.size(); ++i) {
        if (!during(i, Fault::Kind::contradiction)) continue;
        Report other = faults[i].other;
        if (other.to.empty()) other.to = report.to;
        if (other.over.empty()) other.over = report.over;
        hold(std::move(other), later(i), i, true);
    }
}

void World::held_report(std::uint32_t index, EntryNo cause) {
    const HeldReport held = held_reports_[index];
    if (held.as_it_is) report(held.incident, held.report, cause, held.fault);
    else report_due(held.incident, held.report, cause, held.fault);
}

}  // namespace sandtable
