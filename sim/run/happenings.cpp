// What happens from outside: truth, injects, absences, roads.
#include <algorithm>

#include "run/world.hpp"

namespace sandtable {

EntryNo World::truth_changes(IncidentId incident, const std::vector<Stated>& facts, EntryNo cause) {
    auto changed = spare_fact_ids_.lend();
    for (const Stated& stated : facts) {
        if (!truth_[incident.index].learn(stated.fact, stated.value, now_, no_entry)) continue;
        changed->push_back(stated.fact);
        fact_item(stated.fact, stated.value, now_);
    }
    const EntryNo entry = write({EntryKind::truth, Transmission::none, incident, {}, {}, cause, no_entry, incident.index});
    for (const std::uint32_t i : runs_of(incident))  // the first line of its truth: the incident occurs
        if (plan_runs_[i].reached.empty(slot(plan_runs_[i].plan, MilestoneKind::occurred, 0)))
            reach(i, MilestoneKind::occurred, 0, {{}, {}, -1, now_, entry});
    const auto& follow = inputs_.scenario.incidents[incident].follow_up;
    if (!follow) return entry;
    auto visible = spare_fact_ids_.lend();
    std::set_intersection(changed->begin(), changed->end(), follow->sees.begin(), follow->sees.end(), std::back_inserter(*visible));
    if (visible->empty()) return entry;
    auto present = spare_presences_.lend();
    *present = present_[incident.index];  // a copy: seeing may change who is there
    for (const Presence& there : *present) see(incident, there.agency, *visible, entry);
    return entry;
}

void World::inject(std::uint32_t index, EntryNo cause) {
    const Inject& inject = inputs_.scenario.injects[index];
    inject_given_[index] = true;
    item("inject", inject.id);
    if (told_ && inject.to) {
        const IncidentId incident = inject.does.incident.is_some() ? inject.does.incident : IncidentId{0};
        for (const AgencyId to : inputs_.agencies_of(*inject.to, incident)) item("to", to);
    }
    const EntryNo entry = write({EntryKind::inject, Transmission::none, inject.does.incident, {}, {}, cause});
    switch (inject.does.kind) {
        case InjectDoes::Kind::nothing: return;
        case InjectDoes::Kind::officers_away: return officers_leave(inject.does.agency, inject.does.pool, inject.does.number, inject.does.period, entry);
        case InjectDoes::Kind::road_closed: return road_closes(inject.does.road, inject.does.period, entry);
        case InjectDoes::Kind::report: return report(inject.does.incident, *inject.does.report, entry);
        case InjectDoes::Kind::truth: truth_changes(inject.does.incident, inject.does.facts, entry); return;
        case InjectDoes::Kind::thresholds: {
            const ThresholdRow& row = inject.does.row;
            std::erase_if(thresholds_, [&](const ThresholdRow& old) { return old.degree == row.degree && old.over == row.over; });
            thresholds_.push_back(row);
            return judge_rain(entry);
        }
    }
}

/// Those at work leave after the task in hand: the pool is smaller from now on, and whoever is busy goes on.
void World::officers_leave(AgencyId agency, PoolId pool, int number, Duration period, EntryNo cause,
                           bool recurs) {
    item("pool", inputs_.network.pools[pool].id);
    item("number", std::int64_t{number});
    item("period_ms", period.count());
    const EntryNo entry = write({EntryKind::officers_away,
                                 Transmission::none,
                                 {},
                                 agency,
                                 {},
                                 cause,
                                 no_entry,
                                 agency.index,
                                 number,
                                 pool.index});
    OfficerPool& officers = pool_of(agency, pool);
    officers.away += number;
    officers.taken_by = entry;
    const auto absence = static_cast<std::uint32_t>(absences_.size());
    absences_.push_back({agency, pool, number, entry});
    schedule(now_ + period, Order::rest,
             recurring(recurs, {Event::Kind::officers_back, absence, 0, entry}));
}

void World::officers_return(std::uint32_t index) {
    const Absence absence = absences_[index];
    item("pool", inputs_.network.pools[absence.pool].id);
    item("number", std::int64_t{absence.number});
    write({EntryKind::officers_back,
           Transmission::none,
           {},
           absence.agency,
           {},
           absence.entry,
           no_entry,
           absence.agency.index,
           absence.number,
           absence.pool.index});
    pool_of(absence.agency, absence.pool).away -= absence.number;
    grant(absence.agency, absence.pool, absence.entry);
}

void World::road_closes(RoadId road, Duration period, EntryNo cause, bool recurs) {
    item("road", inputs_.network.roads[road].id);
    item("period_ms", period.count());
    const EntryNo entry = write({EntryKind::road_closed, Transmission::none, {}, {}, {}, cause});
    ++closures_of_[road.index];
    closed_[road.index] = true;
    router_.changed();
    schedule(now_ + period, Order::rest,
             recurring(recurs, {Event::Kind::road_opens, road.index, 0, entry}));
}

void World::road_opens(RoadId road, EntryNo cause) {
    if (--closures_of_[road.index] > 0) return;
    closed_[road.index] = false;
    router_.changed();
    item("road", inputs_.network.roads[road].id);
    write({EntryKind::road_opened, Transmission::none, {}, {}, {}, cause});
}

}  // namespace sandtable
