// Officers as a resource: pools, shifts, waiting (semantics.md 4).
#include <algorithm>

#include "run/world.hpp"

namespace sandtable {

PoolId World::pool_needed(const TaskInstance& task) const {
    const PlanId plan = start_runs_[task.plan_run].plan;
    const PlanPoolId pool = inputs_.plans[plan].tasks[task.task].officer;
    return pool.is_some() ? tables_.pool(plan, pool) : PoolId::none();
}

int World::capacity(AgencyId agency, PoolId pool) {
    const auto& numbers = roster(agency, pool);
    if (std::all_of(numbers.begin(), numbers.end(), [&](int n) { return n == numbers.front(); })) return numbers.front() - away(agency, pool);
    return numbers[shift_now().index] - away(agency, pool);
}

ShiftId World::shift_now() {
    if (now_ >= shift_from_ && now_ < shift_until_) return shift_;
    const auto shift = shift_at(inputs_.network, inputs_.calendar, civil(now_));
    if (const auto* outside = std::get_if<OutsideCalendar>(&shift)) stop_outside(outside->day);
    shift_ = std::get<ShiftId>(shift);
    shift_from_ = now_;
    shift_until_ = model_time(inputs_.scenario.start, next_shift_edge(inputs_.network, civil(now_)));
    return shift_;
}

/// How far below the highest grade its incident certainly is, under the plan that puts it highest: 0 is I, less is lower. Who waits is served by it first.
int World::rank(const TaskInstance& task) const {
    constexpr int ungraded = -1000;
    int rank = ungraded;
    for (const std::uint32_t i : runs_of(plan_runs_[task.plan_run].incident)) {
        const PlanRun& run = plan_runs_[i];
        if (!run.graded || run.grading.applies == Truth::fails || run.grading.at_least < 0) continue;
        rank = std::max(rank, run.grading.at_least + 1 - static_cast<int>(plan_of(run).grades.size()));  // plans have ladders of different lengths
    }
    return rank;
}

bool World::take_officer(TaskInstance& task) {
    const PoolId pool = pool_needed(task);
    if (!pool.is_some()) return true;
    OfficerPool& officers = pool_of(task.agency, pool);
    if (!officers.waiting.empty() || officers.busy >= capacity(task.agency, pool)) return false;
    ++officers.busy;
    task.holds_officer = true;
    return true;
}

void World::release_officer(std::uint32_t index) {
    TaskInstance& task = tasks_[index];
    if (!task.holds_officer) return;
    task.holds_officer = false;
    const PoolId pool = pool_needed(task);
    --pool_of(task.agency, pool).busy;
    grant(task.agency, pool, task.started);
}

void World::grant(AgencyId agency, PoolId pool, EntryNo held_by) {
    OfficerPool& officers = pool_of(agency, pool);
    while (!officers.waiting.empty() && officers.busy < capacity(agency, pool)) {
        // highest grade rank first, then first come
        const auto best = std::max_element(officers.waiting.begin(), officers.waiting.end(), [&](std::uint32_t a, std::uint32_t b) { return rank(tasks_[a]) < rank(tasks_[b]); });
        const std::uint32_t index = *best;
        officers.waiting.erase(best);
        ++officers.busy;
        tasks_[index].holds_officer = true;
        start(index, tasks_[index].cause, held_by);
    }
    if (!officers.waiting.empty()) watch_shift(agency, pool);
}

void World::leave_queue(std::uint32_t index) {
    auto& waiting = pool_of(tasks_[index].agency, pool_needed(tasks_[index])).waiting;
    waiting.erase(std::find(waiting.begin(), waiting.end(), index));
}

/// Shift changes matter only to those who wait; nothing else is scheduled for them.
void World::watch_shift(AgencyId agency, PoolId pool) {
    const auto& numbers = roster(agency, pool);
    OfficerPool& officers = pool_of(agency, pool);
    // with as many at work as any shift has, only a release can help
    if (officers.edge_scheduled || officers.busy >= *std::max_element(numbers.begin(), numbers.end()) || std::all_of(numbers.begin(), numbers.end(), [&](int n) { return n == numbers.front(); })) return;
    officers.edge_scheduled = true;
    schedule(model_time(inputs_.scenario.start, next_shift_edge(inputs_.network, civil(now_))), Order::rest, {Event::Kind::shift_edge, agency.index, pool.index});
}

void World::shift_edge(AgencyId agency, PoolId pool) {
    OfficerPool& officers = pool_of(agency, pool);
    officers.edge_scheduled = false;
    if (officers.waiting.empty()) return;
    if (officers.busy < capacity(agency, pool)) {
        item("shift", inputs_.network.shifts[shift_now()].id);
        item("pool", inputs_.network.pools[pool].id);
        const EntryNo edge = write({EntryKind::shift, Transmission::none, {}, agency, {}});
        grant(agency, pool, edge);
    }
    if (!officers.waiting.empty()) watch_shift(agency, pool);
}

}  // namespace sandtable
