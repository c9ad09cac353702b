// Officers on the road and at the scene (semantics.md 4).
#include <algorithm>

#include "run/world.hpp"

namespace sandtable {

void World::depart(std::uint32_t index) {
    TaskInstance& task = tasks_[index];
    const PlanRun& run = plan_runs_[task.plan_run];
    const Task& what = plan_of(run).tasks[task.task];
    const PlaceId from = inputs_.network.agencies[task.agency].place, to = inputs_.scenario.incidents[run.incident].place;
    if (run.suspended || (run.ended && what.waived_by_end)) {  // called off before setting out
        const EntryNo started = task.started;
        task.state = TaskInstance::State::armed;  // shown as one that waited
        waive_task(index, run.suspended ? "scope_failed" : "response_ended", started);
        return release_officer(index);
    }
    const bool reachable = router_.route(from, to, closed_, route_);
    const Roads::Route* route = reachable ? &route_ : nullptr;
    item("task", what.id);
    item("pool", inputs_.network.pools[pool_needed(task)].id);
    item("from", inputs_.network.places[from].id);
    item("to", inputs_.network.places[to].id);
    if (!route) {
        task.state = TaskInstance::State::stopped;
        write({EntryKind::stranded, task.plan_run, {}, task.agency, what.clause, task.started, no_entry, index});
        release_officer(index);
        return;
    }
    for (const RoadId leg : route->legs) item("road", inputs_.network.roads[leg].id);
    item("travel_ms", route->time.count());
    const EntryNo departed = write({EntryKind::departed, task.plan_run, {}, task.agency, what.clause, task.started, no_entry, index});
    task.state = TaskInstance::State::travelling;
    const std::uint32_t unit = units_begun_++;
    if (unit == units_.size()) units_.emplace_back();
    units_[unit].task = index;
    units_[unit].at = from;
    units_[unit].legs = route->legs;
    units_[unit].next = 0;
    units_[unit].entry = departed;
    const Reached milestone{task.agency, {}, -1, now_, departed};
    const std::uint32_t plan_run = task.plan_run;
    if (route->legs.empty()) schedule(now_, Order::rest, {Event::Kind::leg_ends, unit, 0, departed});
    else schedule(now_ + inputs_.network.roads[route->legs.front()].time, Order::rest, {Event::Kind::leg_ends, unit, 0, departed});
    reach(plan_run, MilestoneKind::departed, what.officer.index, milestone);
}

void World::next_leg(std::uint32_t index) {
    Unit& unit = units_[index];
    const PlaceId scene = inputs_.scenario.incidents[plan_runs_[tasks_[unit.task].plan_run].incident].place;
    if (unit.next < unit.legs.size()) {
        const Road& road = inputs_.network.roads[unit.legs[unit.next]];
        unit.at = road.from == unit.at ? road.to : road.from;
        ++unit.next;
    }
    if (unit.at == scene) return arrive(index);
    if (closed_[unit.legs[unit.next].index]) {  // met closed before passing it
        const TaskInstance& task = tasks_[unit.task];
        const Task& what = plan_of(plan_runs_[task.plan_run]).tasks[task.task];
        const bool reachable = router_.route(unit.at, scene, closed_, route_);
        const Roads::Route* route = reachable ? &route_ : nullptr;
        item("task", what.id);
        item("road_closed", inputs_.network.roads[unit.legs[unit.next]].id);
        item("from", inputs_.network.places[unit.at].id);
        if (!route) {
            write({EntryKind::stranded, task.plan_run, {}, task.agency, what.clause, unit.entry, no_entry, unit.task});
            tasks_[unit.task].state = TaskInstance::State::stopped;
            return release_officer(unit.task);
        }
        for (const RoadId leg : route->legs) item("road", inputs_.network.roads[leg].id);
        item("travel_ms", route->time.count());
        unit.entry = write({EntryKind::rerouted, task.plan_run, {}, task.agency, what.clause, unit.entry, no_entry, unit.task});
        unit.legs = route->legs;
        unit.next = 0;
    }
    schedule(now_ + inputs_.network.roads[unit.legs[unit.next]].time, Order::rest, {Event::Kind::leg_ends, index, 0, unit.entry});
}

void World::arrive(std::uint32_t index) {
    const std::uint32_t at = units_[index].task;
    TaskInstance& task = tasks_[at];
    const std::uint32_t plan_run = task.plan_run;
    const PlanRun& run = plan_runs_[plan_run];
    const Task& what = plan_of(run).tasks[task.task];
    const AgencyId agency = task.agency;
    item("task", what.id);
    item("pool", inputs_.network.pools[pool_needed(task)].id);
    item("place", inputs_.network.places[inputs_.scenario.incidents[run.incident].place].id);
    const EntryNo arrived = write({EntryKind::arrived, plan_run, {}, agency, what.clause, units_[index].entry, no_entry, at});
    task.state = TaskInstance::State::staying;
    auto& present = present_[run.incident.index];
    const auto there = std::find_if(present.begin(), present.end(), [&](const Presence& p) { return p.agency == agency; });
    const bool first = there == present.end();
    if (first) present.push_back({agency, 1});
    else ++there->officers;
    if (what.stays) schedule(now_ + *what.stays, Order::rest, {Event::Kind::stay_ends, at, 0, arrived});
    if (first && inputs_.scenario.incidents[run.incident].follow_up) see(run.incident, agency, inputs_.scenario.incidents[run.incident].follow_up->sees, arrived);
    reach(plan_run, MilestoneKind::arrived, what.officer.index, {agency, {}, -1, now_, arrived});
    finish_task(at, arrived);
    if (tasks_[at].state == TaskInstance::State::staying && (plan_runs_[plan_run].ended || plan_runs_[plan_run].suspended)) leave_scene(at, plan_runs_[plan_run].suspended ? "scope_failed" : "response_over", arrived);
}

void World::leave_scene(std::uint32_t index, std::string_view reason, EntryNo cause) {
    TaskInstance& task = tasks_[index];
    if (task.state != TaskInstance::State::staying) return;
    const PlanRun& run = plan_runs_[task.plan_run];
    const Task& what = plan_of(run).tasks[task.task];
    task.state = TaskInstance::State::done;
    auto& present = present_[run.incident.index];
    const auto there = std::find_if(present.begin(), present.end(), [&](const Presence& p) { return p.agency == task.agency; });
    if (there != present.end() && --there->officers == 0) present.erase(there);
    item("task", what.id);
    item("pool", inputs_.network.pools[pool_needed(task)].id);
    item("reason", reason);
    write({EntryKind::released, task.plan_run, {}, task.agency, what.clause, cause, no_entry, index});
    if (reason == "scope_failed") {  // should the incident come back into scope, they are sent again
        task.state = TaskInstance::State::waived;
        task.waived_by_scope = true;
        unreach(task.plan_run, MilestoneKind::departed, what.officer.index, task.agency);
        unreach(task.plan_run, MilestoneKind::arrived, what.officer.index, task.agency);
        unreach(task.plan_run, MilestoneKind::done, task.task.index, task.agency);
    }
    release_officer(index);
}

}  // namespace sandtable
