// Tasks: brought up, armed, begun, done, waived (semantics.md 5).
#include <algorithm>

#include "run/world.hpp"

namespace sandtable {

World::Verdict World::judge_guards(const PlanRun& run, const Guards& guards, AgencyId agency) const {
    const auto truth = [&](const Guard& guard, bool possible = false) { return judged(run, guard, agency, possible); };
    if (guards.has_if && truth(guards.if_holds) != Truth::holds) return Verdict::stop;
    if (guards.has_unless && truth(guards.unless_holds) == Truth::holds) return Verdict::stop;
    if (guards.has_may && truth(guards.may_hold, true) == Truth::fails) return Verdict::stop;
    if (guards.has_once && truth(guards.once_holds) != Truth::holds) return Verdict::wait;
    return Verdict::go;
}

void World::consider(std::uint32_t index) {
    TaskInstance& task = tasks_[index];
    PlanRun& run = plan_runs_[task.plan_run];
    if (task.state != TaskInstance::State::idle || run.suspended) return;
    const Task& what = plan_of(run).tasks[task.task];
    if (run.ended && what.waived_by_end) return;
    std::optional<Moment> trigger;
    if (what.after.empty()) {
        const std::uint32_t occurred = slot(run.plan, MilestoneKind::occurred, 0);
        if (!run.reached.empty(occurred)) trigger = Moment{run.reached.front(occurred).at, run.reached.front(occurred).entry};
    } else {
        trigger = reached(run, what.after, task.agency, model_time(0));
    }
    if (!trigger) return;
    task.cause = trigger->at < run.revived_at ? run.revived_by : trigger->entry;
    switch (judge_guards(run, what.guards, task.agency)) {
        case Verdict::go: request(index, task.cause); return;
        case Verdict::wait:
            task.state = TaskInstance::State::armed;
            item("task", what.id);
            if (told_) item("until", guard_text(inputs_.vocabulary, plan_of(run), what.guards.once_holds));
            task.cause = write({EntryKind::task_armed, task.plan_run, {}, task.agency, what.clause, task.cause, no_entry, index});
            return;
        case Verdict::stop:
            task.state = TaskInstance::State::stopped;
            item("task", what.id);
            write({EntryKind::task_stopped, task.plan_run, {}, task.agency, what.clause, task.cause, no_entry, index});
            return;
    }
}

void World::consider_armed(std::uint32_t index, EntryNo cause) {
    TaskInstance& task = tasks_[index];
    PlanRun& run = plan_runs_[task.plan_run];
    const Task& what = plan_of(run).tasks[task.task];
    if (judged(run, what.guards.once_holds, task.agency) == Truth::holds) request(index, cause);
}

void World::request(std::uint32_t index, EntryNo cause) {
    TaskInstance& task = tasks_[index];
    task.cause = cause;
    if (take_officer(task)) return start(index, cause, no_entry);
    task.state = TaskInstance::State::waiting;
    const PoolId pool = pool_needed(task);
    item("task", plan_of(plan_runs_[task.plan_run]).tasks[task.task].id);
    item("pool", inputs_.network.pools[pool].id);
    task.cause = write({EntryKind::task_ready, task.plan_run, {}, task.agency, plan_of(plan_runs_[task.plan_run]).tasks[task.task].clause, cause, no_entry, index});
    pool_of(task.agency, pool).waiting.push_back(index);
    watch_shift(task.agency, pool);
}

void World::start(std::uint32_t index, EntryNo cause, EntryNo held_by) {
    TaskInstance& task = tasks_[index];
    PlanRun& run = plan_runs_[task.plan_run];
    const Plan& plan = plan_of(run);
    const Task& what = plan.tasks[task.task];
    task.state = TaskInstance::State::working;
    item("task", what.id);
    if (task.holds_officer) item("pool", inputs_.network.pools[pool_needed(task)].id);
    task.started = write({EntryKind::task_started, task.plan_run, {}, task.agency, what.clause, cause, held_by, index});
    const Draw draw = random_.draw({tables_.task_draw(run.plan, task.task), tables_.incident_hash(run.incident), hash_of(task.agency), task.times++});
    const std::int64_t takes = sample(what.takes, draw);
    ModelTime ends = now_ + Duration{takes};
    if (what.takes.working_days) {
        const auto day = work_ends_at(inputs_.calendar, civil(now_), takes);
        if (const auto* outside = std::get_if<OutsideCalendar>(&day)) stop_outside(outside->day);
        ends = model_time(inputs_.scenario.start, std::get<CivilTime>(day));
    }
    schedule(ends, Order::rest, {Event::Kind::task_ends, index, 0, task.started});
}

void World::task_ends(std::uint32_t index) {
    TaskInstance& task = tasks_[index];
    const Task& what = plan_of(plan_runs_[task.plan_run]).tasks[task.task];
    if (what.goes_to_scene) return depart(index);
    item("task", what.id);
    const EntryNo done = write({EntryKind::task_done, task.plan_run, {}, task.agency, what.clause, task.started, no_entry, index});
    task.state = TaskInstance::State::done;
    release_officer(index);
    finish_task(index, done);
}

/// What the end of a task brings: its milestones in the order done, decided, formed, then what it sends.
void World::finish_task(std::uint32_t index, EntryNo done) {
    const std::uint32_t plan_run = tasks_[index].plan_run;
    const AgencyId agency = tasks_[index].agency;
    const TaskId id = tasks_[index].task;
    PlanRun& run = plan_runs_[plan_run];
    const Plan& plan = plan_of(run);
    const Task& what = plan.tasks[id];
    reach(plan_run, MilestoneKind::done, id.index, {agency, {}, -1, now_, done});
    if (what.decides.is_some()) {
        const Decision& decision = plan.decisions[what.decides];
        const auto otherwise = choices_.find({run.plan.index, what.decides.index});
        const int choice = otherwise == choices_.end() ? decision.default_choice : otherwise->second;
        item("decision", decision.id);
        item("choice", decision.choices[static_cast<std::size_t>(choice)].id);
        const EntryNo decided = write({EntryKind::decided, plan_run, {}, agency, what.clause, done, no_entry, index, choice});
        reach(plan_run, MilestoneKind::decided, what.decides.index, {agency, {}, choice, now_, decided});
    }
    if (what.forms.is_some()) {
        const Body& body = plan.bodies[what.forms];
        item("body", body.id);
        for (const AgencyId head : inputs_.bound(run.incident, run.plan, body.head)) item("head", head);
        auto members = spare_agencies_.lend();
        for (const RoleId role : body.members) add_agencies(*members, {{}, run.plan, role}, run.incident);
        each_once(*members);
        for (const AgencyId member : *members) item("member", member);
        const EntryNo formed = write({EntryKind::formed, plan_run, {}, agency, what.clause, done, no_entry, index});
        reach(plan_run, MilestoneKind::formed, what.forms.index, {agency, {}, -1, now_, formed});
    }
    for (std::size_t i = 0; i < what.sends.size(); ++i) {
        const Sending& sending = what.sends[i];
        auto receivers = spare_agencies_.lend();
        for (const RoleId role : sending.to) add_agencies(*receivers, {{}, run.plan, role}, run.incident);
        each_once(*receivers);
        for (const AgencyId to : *receivers) {
            const std::uint32_t message = new_message(run.incident, agency, to);
            Transmission& t = transmissions_[message];
            t.plan_run = plan_run;
            t.message = sending.message;
            t.over = tables_.channels(run.plan, id, i);
            if (plan.messages[sending.message].carries_facts) tell_all_known(t);
            send(message, done);
        }
    }
}

void World::waive_task(std::uint32_t index, std::string_view reason, EntryNo cause) {
    TaskInstance& task = tasks_[index];
    const bool shown = task.state == TaskInstance::State::armed || task.state == TaskInstance::State::waiting;
    if (task.state == TaskInstance::State::waiting) leave_queue(index);
    task.state = TaskInstance::State::waived;
    task.waived_by_scope = reason == "scope_failed";
    if (!shown) return;
    const Task& what = plan_of(plan_runs_[task.plan_run]).tasks[task.task];
    item("task", what.id);
    item("reason", reason);
    write({EntryKind::task_waived, task.plan_run, {}, task.agency, what.clause, cause, no_entry, index});
}

void World::end_response(std::uint32_t plan_run, EntryNo cause) {
    PlanRun& run = plan_runs_[plan_run];
    const Plan& plan = plan_of(run);
    run.ended = true;
    const EntryNo ended = write({EntryKind::response_ended, plan_run, {}, {}, {}, cause, no_entry, plan_run});
    for (std::uint32_t i = run.duty_base.front(); i < run.duty_base.back(); ++i)
        if (plan.duties[duties_[i].duty].waived_by_end) waive_duty(i, "response_ended", ended);
    for (std::uint32_t i = run.task_base.front(); i < run.task_base.back(); ++i) {
        const auto state = tasks_[i].state;
        const bool waits = state == TaskInstance::State::idle || state == TaskInstance::State::armed || state == TaskInstance::State::waiting;
        if (waits && plan.tasks[tasks_[i].task].waived_by_end) waive_task(i, "response_ended", ended);
    }
    for (std::uint32_t i = run.task_base.front(); i < run.task_base.back(); ++i)
        if (tasks_[i].state == TaskInstance::State::staying) leave_scene(i, "response_ended", ended);
    reach(plan_run, MilestoneKind::ended, 0, {{}, {}, -1, now_, ended});
}

}  // namespace sandtable
