// Duties: opened, discharged, breached, waived (semantics.md 6).
#include "run/world.hpp"

namespace sandtable {

EntryNo World::write_duty(EntryKind kind, std::uint32_t index, EntryNo cause) {
    const DutyInstance& duty = duties_[index];
    const Duty& what = plan_of(plan_runs_[duty.plan_run]).duties[duty.duty];
    // `duty` first, then what the caller put in, so that every duty entry reads alike
    std::vector<Item> rest = std::move(draft_items_);
    draft_items_.clear();
    item("duty", what.id);
    if (duty.number > 1) item("number", std::int64_t{duty.number});
    draft_items_.insert(draft_items_.end(), rest.begin(), rest.end());
    return write({kind, duty.plan_run, {}, duty.agency, what.clause, cause});
}

void World::consider_duty(std::uint32_t index) {
    DutyInstance& duty = duties_[index];
    PlanRun& run = plan_runs_[duty.plan_run];
    if (duty.state != DutyInstance::State::idle || run.suspended) return;
    const Duty& what = plan_of(run).duties[duty.duty];
    if (run.ended && what.waived_by_end) return;
    const auto trigger = reached(run, what.trigger(), duty.agency, model_time(0));
    if (!trigger) return;
    if (!what.from.empty() && !reached(run, what.from, duty.agency, model_time(0))) return;  // its period has not begun
    duty.cause = trigger->at < run.revived_at ? run.revived_by : trigger->entry;
    switch (judge_guards(run, what.guards, duty.agency)) {
        case Verdict::go: open(index, duty.cause); return;
        case Verdict::wait: duty.state = DutyInstance::State::armed; return;
        case Verdict::stop: duty.state = DutyInstance::State::stopped; return;
    }
}

void World::open(std::uint32_t index, EntryNo cause) {
    DutyInstance& duty = duties_[index];
    const PlanRun& run = plan_runs_[duty.plan_run];
    const Duty& what = plan_of(run).duties[duty.duty];
    const auto anchor = what.from.empty() ? std::nullopt : reached(run, what.from, duty.agency, model_time(0));
    const ModelTime stated = anchor ? anchor->at : now_;
    duty.anchor = std::max(stated, run.revived_at);  // back in scope: from the report that brought it back
    if (duty.number == 0) duty.counts_from = stated;
    ++duty.number;
    duty.state = DutyInstance::State::open;
    duty.discharged = false;
    std::optional<ModelTime> due;
    if (what.within) {
        const auto instant = due_at(inputs_.calendar, civil(duty.anchor), *what.within);
        if (const auto* outside = std::get_if<OutsideCalendar>(&instant)) stop_outside(outside->day);
        due = model_time(inputs_.scenario.start, std::get<CivilTime>(instant));
    }
    item("kind", what.must_not ? "must_not" : "must");
    item("anchor", ms_of(duty.anchor));
    if (due) item("due", ms_of(*due));
    duty.opened = write_duty(EntryKind::duty_opened, index, cause);
    if (due && *due < now_) {  // opened after its due instant: breached now, unless it was done in time
        const auto act = reached(run, what.must, duty.agency, duty.counts_from);
        if (!act || act->at > *due) {
            item("due", ms_of(*due));
            duty.state = DutyInstance::State::breached;
            write_duty(EntryKind::duty_breached, index, duty.opened);
            return check_discharge(index);
        }
    }
    check_discharge(index);
    if (duty.discharged || !due || what.must_not) return;
    schedule(*due, Order::due, {Event::Kind::duty_due, index, duty.number, duty.opened});
}

void World::check_discharge(std::uint32_t index) {
    DutyInstance& duty = duties_[index];
    const bool live = duty.state == DutyInstance::State::open || duty.state == DutyInstance::State::breached;
    if (!live || duty.discharged) return;
    const PlanRun& run = plan_runs_[duty.plan_run];
    const Duty& what = plan_of(run).duties[duty.duty];
    if (what.must_not) {
        if (duty.state != DutyInstance::State::open) return;
        const auto act = reached(run, what.must, duty.agency, duty.anchor);
        const auto over = what.until.empty() ? std::nullopt : reached(run, what.until, duty.agency, duty.anchor);
        if (act && (!over || act->at <= over->at)) {
            duty.state = DutyInstance::State::breached;
            item("discharged", ms_of(act->at));
            write_duty(EntryKind::duty_breached, index, act->entry);
        } else if (over) {
            duty.state = DutyInstance::State::closed;
        }
        return;
    }
    const auto act = reached(run, what.must, duty.agency, duty.counts_from);
    if (!act) return;
    duty.discharged = true;
    item("discharged", ms_of(act->at));
    write_duty(EntryKind::duty_discharged, index, act->entry);
    if (duty.state == DutyInstance::State::open) duty.state = DutyInstance::State::closed;
}

void World::due(std::uint32_t index, std::uint32_t number) {
    DutyInstance& duty = duties_[index];
    if (duty.state != DutyInstance::State::open || duty.discharged || duty.number != number) return;
    duty.state = DutyInstance::State::breached;
    item("due", ms_of(now_));
    write_duty(EntryKind::duty_breached, index, duty.opened);
}

void World::waive_duty(std::uint32_t index, std::string_view reason, EntryNo cause) {
    DutyInstance& duty = duties_[index];
    if (duty.state == DutyInstance::State::armed) {
        duty.state = DutyInstance::State::waived;
        duty.waived_by_scope = reason == "scope_failed";
        return;
    }
    if (duty.state != DutyInstance::State::open || duty.discharged) return;
    duty.state = DutyInstance::State::waived;
    duty.waived_by_scope = reason == "scope_failed";
    item("reason", reason);
    if (duty.waived_by_scope)
        for (const FactId fact : plan_runs_[duty.plan_run].grading.failed) item("failed", inputs_.vocabulary.facts[fact].id);
    write_duty(EntryKind::duty_waived, index, cause);
}

}  // namespace sandtable
