// Duties: opened, discharged, breached, waived; their clocks (semantics.md 1, 6).
#include <algorithm>

#include "run/world.hpp"

namespace sandtable {

EntryNo World::write_duty(EntryKind kind, std::uint32_t index, EntryNo cause, std::int64_t low, std::int64_t high) {
    const DutyInstance& duty = duties_[index];
    const Duty& what = plan_of(plan_runs_[duty.plan_run]).duties[duty.duty];
    // `duty` first, then what the caller put in, so that every duty entry reads alike
    const auto rest = static_cast<std::ptrdiff_t>(draft_items_.size());
    item("duty", what.id);
    if (duty.number > 1) item("number", std::int64_t{duty.number});
    std::rotate(draft_items_.begin(), draft_items_.begin() + rest, draft_items_.end());
    return write({kind, duty.plan_run, {}, duty.agency, what.clause, cause, no_entry, index, low, high});
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
    // of notice before the anchor whatever was given before counts
    if (duty.number == 0) duty.counts_from = what.within && what.within->before ? model_time(0) : stated;
    ++duty.number;
    duty.state = DutyInstance::State::open;
    duty.discharged = false;
    duty.due = due_now(duty);
    std::vector<ExcludedDays> excluded;
    duty.stopped = clock_stands(duty, excluded);
    duty.extended = what.extended && extension(duty).has_value();
    item("kind", what.must_not ? "must_not" : "must");
    item("anchor", ms_of(duty.anchor));
    if (duty.due) item("due", ms_of(*duty.due));
    if (told_ && duty.due && what.set_by.is_some()) item("limit", period_text(*period_of(duty)));
    duty.opened = write_duty(EntryKind::duty_opened, index, cause, ms_of(duty.anchor), duty.due ? ms_of(*duty.due) : no_instant);
    if (duty.due && *duty.due < now_) {  // opened after its due instant: breached now, unless it was done in time
        const auto act = reached(run, what.must, duty.agency, duty.counts_from);
        if (!act || act->at > *duty.due) {
            item("due", ms_of(*duty.due));
            duty.state = DutyInstance::State::breached;
            write_duty(EntryKind::duty_breached, index, duty.opened, no_instant);
            return check_discharge(index);
        }
    }
    check_discharge(index);
    if (duty.discharged || !duty.due || what.must_not) return;
    schedule(*duty.due, Order::due, {Event::Kind::duty_due, index, ++duty.clock, duty.opened});
}

/// Whether some stop holds at this instant; the days that stops have excluded, both ends included, those of a stop that holds not yet among them.
bool World::clock_stands(const DutyInstance& duty, std::vector<ExcludedDays>& excluded) const {
    const PlanRun& run = plan_runs_[duty.plan_run];
    bool stands = false;
    for (const ClockStop& stop : plan_of(run).duties[duty.duty].stops) {
        const auto from = reached(run, stop.from, duty.agency, model_time(0));
        if (!from) continue;
        const auto to = reached(run, stop.to, duty.agency, from->at);
        if (to) excluded.push_back({civil(from->at).date(), civil(to->at).date()});
        else stands = true;
    }
    return stands;
}

std::optional<World::Moment> World::extension(const DutyInstance& duty) const {
    const PlanRun& run = plan_runs_[duty.plan_run];
    const Duty& what = plan_of(run).duties[duty.duty];
    return what.extended ? reached(run, what.extended->after, duty.agency, model_time(0)) : std::nullopt;
}

std::optional<Period> World::period_of(const DutyInstance& duty) const {
    const PlanRun& run = plan_runs_[duty.plan_run];
    const Plan& plan = plan_of(run);
    const Duty& what = plan.duties[duty.duty];
    if (!what.set_by.is_some()) return what.within;
    Milestone decided;
    decided.kind = MilestoneKind::decided;
    decided.subject = what.set_by.index;
    const Decision& decision = plan.decisions[what.set_by];
    for (std::size_t choice = 0; choice < decision.choices.size(); ++choice) {
        decided.choice = static_cast<int>(choice);
        if (reached(run, decided, AgencyId::none(), model_time(0))) return decision.choices[choice].limit;
    }
    return std::nullopt;
}

std::optional<ModelTime> World::due_now(const DutyInstance& duty) const {
    const Duty& what = plan_of(plan_runs_[duty.plan_run]).duties[duty.duty];
    const auto period = period_of(duty);
    std::vector<ExcludedDays> excluded;
    if (!period || clock_stands(duty, excluded)) return std::nullopt;
    const auto instant = [&](CivilTime from, const Period& length) {
        const auto due = due_at(inputs_.calendar, from, length, excluded);
        if (const auto* outside = std::get_if<OutsideCalendar>(&due)) const_cast<World*>(this)->stop_outside(outside->day);
        return std::get<CivilTime>(due);
    };
    CivilTime due = instant(civil(duty.anchor), *period);
    if (duty.extended || (what.extended && extension(duty))) due = instant({due.local_ms - 1, due.offset_minutes}, what.extended->by);  // from the day on which it would have ended
    return model_time(inputs_.scenario.start, due);
}

/// A limit was set or extended, a clock stopped or restarted.
void World::consider_clock(std::uint32_t index, EntryNo cause) {
    DutyInstance& duty = duties_[index];
    if (duty.discharged || (duty.state != DutyInstance::State::open && duty.state != DutyInstance::State::breached)) return;
    const PlanRun& run = plan_runs_[duty.plan_run];
    const Duty& what = plan_of(run).duties[duty.duty];
    const auto more = extension(duty);
    if (duty.state == DutyInstance::State::breached) {
        if (told_ && more && more->at == now_ && !duty.extended)
            out_.add(Severity::warning, "extension-after-limit", {plan_of(run).path, 0, 0, 1, {}}, {what.id, agency_id(duty.agency), iso_text(civil(now_))}, tell("extension-after-limit-hint"));
        return;
    }
    std::vector<ExcludedDays> excluded;
    const bool stands = clock_stands(duty, excluded), stopped_before = duty.stopped, set_before = duty.due.has_value() || duty.stopped;
    const bool newly_extended = more && !duty.extended;
    if (stands == stopped_before && !newly_extended && set_before) return;
    duty.stopped = stands;
    duty.extended = more.has_value();
    duty.due = due_now(duty);
    ++duty.clock;
    EntryKind kind = EntryKind::limit_set;
    if (stands && !stopped_before) kind = EntryKind::clock_stopped;
    else if (!stands && stopped_before) kind = EntryKind::clock_restarted;
    else if (newly_extended) kind = EntryKind::limit_extended;
    if (kind != EntryKind::clock_stopped && !duty.due) return;
    if (duty.due) item("due", ms_of(*duty.due));
    if (kind == EntryKind::limit_set) item("limit", told_ ? period_text(*period_of(duty)) : std::string());
    const EntryNo entry = write_duty(kind, index, cause, 0, duty.due ? ms_of(*duty.due) : no_instant);
    if (duty.due) schedule(std::max(*duty.due, now_), Order::due, {Event::Kind::duty_due, index, duty.clock, entry});
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
            write_duty(EntryKind::duty_breached, index, act->entry, ms_of(act->at));
        } else if (over) {
            duty.state = DutyInstance::State::closed;
        }
        return;
    }
    const auto act = reached(run, what.must, duty.agency, duty.counts_from);
    if (!act) return;
    duty.discharged = true;
    item("discharged", ms_of(act->at));
    write_duty(EntryKind::duty_discharged, index, act->entry, ms_of(act->at));
    if (duty.state == DutyInstance::State::open) duty.state = DutyInstance::State::closed;
}

void World::due(std::uint32_t index, std::uint32_t clock) {
    DutyInstance& duty = duties_[index];
    if (duty.state != DutyInstance::State::open || duty.discharged || duty.clock != clock) return;
    duty.state = DutyInstance::State::breached;
    item("due", ms_of(*duty.due));
    write_duty(EntryKind::duty_breached, index, duty.opened, no_instant);
}

std::vector<NeverOpened> World::never_opened() const {
    using Why = NeverOpened::Why;
    std::vector<NeverOpened> all;
    for (const DutyInstance& duty : duties_) {
        if (duty.number > 0) continue;
        const PlanRun& run = plan_runs_[duty.plan_run];
        const Duty& what = plan_of(run).duties[duty.duty];
        const bool came =
            reached(run, what.trigger(), duty.agency, model_time(0)) &&
            (what.from.empty() || reached(run, what.from, duty.agency, model_time(0)));
        Why why = Why::trigger;
        if (run.suspended) why = Why::scope_failed;
        else if (duty.state == DutyInstance::State::stopped) why = Why::condition_failed;
        else if (duty.state == DutyInstance::State::armed)
            why = judged(run, what.guards.once_holds, duty.agency) == Truth::fails
                      ? Why::condition_failed
                      : Why::condition_open;
        else if (duty.state == DutyInstance::State::waived)
            why = duty.waived_by_scope ? Why::scope_failed : Why::response_ended;
        else if (came && run.ended && what.waived_by_end) why = Why::response_ended;
        all.push_back({why, run.incident, run.plan, duty.duty, duty.agency});
    }
    return all;
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
