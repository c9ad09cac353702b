// The loop: take the next event, react, until nothing is pending.
#include "sandtable/run.hpp"

#include "run/world.hpp"
#include "sandtable/assert.hpp"

namespace sandtable {

World::World(const Inputs& inputs, const RunOptions& options, Diagnostics& out)
    : inputs_(inputs), out_(out), random_(options.seed, options.replication), roads_(inputs.network), router_(roads_) {
    assert_context = {options.seed, 0, 0};
    const Scenario& scenario = inputs.scenario;
    const std::uint32_t facts = inputs.vocabulary.facts.size(), incidents = scenario.incidents.size();
    nothing_known_ = Knowledge(facts);
    knowledge_.resize(incidents);
    truth_.assign(incidents, nothing_known_);
    sendings_.resize(incidents);
    agency_symbols_.assign(inputs.network.agencies.size(), 0);
    incident_symbols_.assign(incidents, 0);
    first_pool_.assign(inputs.network.agencies.size(), 0);
    present_.resize(incidents);
    follow_ups_.resize(incidents);
    for (const RosterChange& change : scenario.officers) {
        auto& numbers = roster_changes_.try_emplace({change.agency, change.pool}, inputs.network.agencies[change.agency].officers(change.pool)).first->second;
        for (const auto& [shift, number] : change.numbers) numbers[shift.index] = number;
    }
    closed_.assign(inputs.network.roads.size(), false);
    closures_of_.assign(inputs.network.roads.size(), 0);
    colours_.resize(incidents);
    slid_.assign(scenario.slides.size(), false);
    faults_.resize(scenario.faults.size());
    if (scenario.rain) {
        thresholds_ = scenario.rain->thresholds.rows;
        fallen_.resize(inputs.network.gauges.size());
    }
    inject_given_.assign(scenario.injects.size(), false);
    for (const auto& [plan, decision, choice] : scenario.decisions) choices_[{plan.index, decision.index}] = choice;
    for (const IncidentId incident : ids_of(scenario.incidents)) {
        first_run_.push_back(static_cast<std::uint32_t>(plan_runs_.size()));
        for (const PlanId id : ids_of(inputs.plans)) {
            if (!scenario.incidents[incident].under(id)) continue;
            const Plan& plan = inputs.plans[id];
            PlanRun run;
            run.incident = incident;
            run.plan = id;
            run.assessor = inputs.bound(incident, id, plan.assessed_by).front();
            run.reached.resize(slot(id, MilestoneKind::ended, 0) + 1);
            const auto number = static_cast<std::uint32_t>(plan_runs_.size());
            for (const TaskId task : ids_of(plan.tasks)) {
                run.task_base.push_back(static_cast<std::uint32_t>(tasks_.size()));
                for (const AgencyId agency : inputs.bound(incident, id, plan.tasks[task].by)) tasks_.push_back({number, task, agency});
            }
            run.task_base.push_back(static_cast<std::uint32_t>(tasks_.size()));
            for (const DutyId duty : ids_of(plan.duties)) {
                run.duty_base.push_back(static_cast<std::uint32_t>(duties_.size()));
                for (const AgencyId agency : inputs.bound(incident, id, plan.duties[duty].who)) {
                    DutyInstance instance;
                    instance.plan_run = number;
                    instance.duty = duty;
                    instance.agency = agency;
                    duties_.push_back(instance);
                }
            }
            run.duty_base.push_back(static_cast<std::uint32_t>(duties_.size()));
            plan_runs_.push_back(std::move(run));
        }
    }
    first_run_.push_back(static_cast<std::uint32_t>(plan_runs_.size()));
    build_watchers();
}

bool World::schedule(ModelTime at, Order order, Event event) {
    if (inputs_.scenario.until && at > ModelTime{*inputs_.scenario.until}) return false;
    queue_.push(ms_of(at), static_cast<std::uint8_t>(order), event);
    return true;
}

void World::stop(std::string_view code, const std::vector<Word>& words) {
    out_.error(code, {inputs_.scenario.path, 0, 0, 1, {}}, words);
    throw RunStopped{};
}

void World::stop_outside(Date day) {
    report_outside(inputs_.calendar, day, {inputs_.scenario.path, 0, 0, 1, {}}, out_);
    throw RunStopped{};
}

void World::begin() {
    const Scenario& scenario = inputs_.scenario;
    item("scenario", scenario.id);
    item("start", iso_text(scenario.start));
    write({EntryKind::started});
    for (std::uint32_t i = 0; i < scenario.injects.size(); ++i)
        if (scenario.injects[i].at) schedule(*scenario.injects[i].at, Order::inject, {Event::Kind::inject, i});
    schedule_faults();
    if (scenario.rain && last_interval() > 0) schedule(ModelTime{scenario.rain->step}, Order::truth, {Event::Kind::rain_step, 0});
    for (std::uint32_t i = 0; i < scenario.closures.size(); ++i) schedule(scenario.closures[i].from, Order::truth, {Event::Kind::road_closes, i});
    for (const IncidentId incident : ids_of(scenario.incidents)) {
        const Incident& it = scenario.incidents[incident];
        for (std::uint32_t i = 0; i < it.truth.size(); ++i) schedule(it.truth[i].at, Order::truth, {Event::Kind::truth, incident.index, i});
        for (std::uint32_t i = 0; i < it.reports.size(); ++i) schedule(it.reports[i].at, Order::rest, {Event::Kind::report, incident.index, i});
    }
}

void World::react(const Event& event) {
    switch (event.kind) {
        case Event::Kind::truth: truth_changes(IncidentId{event.a}, inputs_.scenario.incidents[IncidentId{event.a}].truth[event.b].facts, no_entry); return;
        case Event::Kind::inject: return inject(event.a, event.cause);
        case Event::Kind::report: return report_due(IncidentId{event.a}, inputs_.scenario.incidents[IncidentId{event.a}].reports[event.b], no_entry);
        case Event::Kind::arrives: return received(event.a);
        case Event::Kind::call_fails: return call_failed(event.a);
        case Event::Kind::call_again: {
            Transmission& t = transmissions_[event.a];
            if (t.attempt < call_attempts_max) {
                item("message", message_name(t));
                item("to", t.to);
                item("channel", inputs_.network.channels[t.over[t.attempt % t.over.size()]].id);
                t.entry = write({EntryKind::retried, t.plan_run, t.incident, t.from, {}, t.entry});
            }
            return attempt(event.a);
        }
        case Event::Kind::gets_lost: {
            const Transmission& t = transmissions_[event.a];
            item("message", message_name(t));
            item("to", t.to);
            item("channel", inputs_.network.channels[t.over[t.attempt % t.over.size()]].id);
            if (t.fault != Transmission::none) item("fault", inputs_.scenario.faults[t.fault].id);
            write({EntryKind::lost, t.plan_run, t.incident, t.from, {}, t.entry});
            free_transmissions_.push_back(event.a);
            return;
        }
        case Event::Kind::follow_up: return follow_up(IncidentId{event.a}, AgencyId{event.b}, event.cause);
        case Event::Kind::task_ends: return task_ends(event.a);
        case Event::Kind::leg_ends: return next_leg(event.a);
        case Event::Kind::stay_ends: return leave_scene(event.a, "stay_over", event.cause);
        case Event::Kind::shift_edge: return shift_edge(AgencyId{event.a}, PoolId{event.b});
        case Event::Kind::officers_back: return officers_return(event.a);
        case Event::Kind::road_closes: return road_closes(inputs_.scenario.closures[event.a].road, inputs_.scenario.closures[event.a].period, no_entry);
        case Event::Kind::road_opens: return road_opens(RoadId{event.a}, event.cause);
        case Event::Kind::hours_cross: {
            const IncidentId incident{event.a};
            const AgencyId agency{event.b};
            std::vector<FactId> growing;
            for (const FactId fact : ids_of(inputs_.vocabulary.facts))
                if (knowledge(incident, agency)[fact].observation.growing) growing.push_back(fact);
            for (const std::uint32_t i : runs_of(incident)) {
                if (plan_runs_[i].assessor == agency) regrade(i, event.cause);
                reconsider_armed(i, agency, &growing, event.cause);
            }
            return;
        }
        case Event::Kind::rain_step: return rain_step(event.a, event.cause);
        case Event::Kind::slide: return slide(event.a, event.cause);
        case Event::Kind::slide_report: return report_due(inputs_.scenario.slides[event.a].incident, *inputs_.scenario.slides[event.a].report, event.cause);
        case Event::Kind::fault_begins: return fault_begins(event.a);
        case Event::Kind::fault_ends: return fault_ends(event.a);
        case Event::Kind::held_report: return held_report(event.a, event.cause);
        case Event::Kind::duty_due: return due(event.a, event.b);
    }
}

/// Whether an event still means anything: what it was scheduled for may be over, and then it does not keep the run going.
bool World::still_pending(const Event& event) {
    switch (event.kind) {
        case Event::Kind::duty_due: return duties_[event.a].state == DutyInstance::State::open && duties_[event.a].clock == event.b;
        case Event::Kind::stay_ends: return tasks_[event.a].state == TaskInstance::State::staying;
        case Event::Kind::hours_cross: {
            const Knowledge& known = knowledge(IncidentId{event.a}, AgencyId{event.b});
            for (const FactId fact : ids_of(inputs_.vocabulary.facts))
                if (known[fact].observation.growing) return true;
            return false;
        }
        case Event::Kind::shift_edge: {
            OfficerPool& officers = pool_of(AgencyId{event.a}, PoolId{event.b});
            if (officers.waiting.empty()) officers.edge_scheduled = false;
            return officers.edge_scheduled;
        }
        case Event::Kind::truth:
        case Event::Kind::inject:
        case Event::Kind::report:
        case Event::Kind::arrives:
        case Event::Kind::call_fails:
        case Event::Kind::call_again:
        case Event::Kind::gets_lost:
        case Event::Kind::follow_up:
        case Event::Kind::task_ends:
        case Event::Kind::leg_ends:
        case Event::Kind::officers_back:
        case Event::Kind::road_closes:
        case Event::Kind::road_opens:
        case Event::Kind::rain_step:
        case Event::Kind::slide:
        case Event::Kind::slide_report:
        case Event::Kind::fault_ends:
        case Event::Kind::held_report: return true;
        case Event::Kind::fault_begins:
            if (!inputs_.scenario.faults[event.a].recurs) return true;
            --recurring_pending_;
            return inputs_.scenario.until || queue_.size() > recurring_pending_;  // alone they would go on for ever
    }
    return true;
}

void World::run() {
    begin();
    const ModelTime end = inputs_.scenario.until ? ModelTime{*inputs_.scenario.until} : model_time(INT64_MAX);
    std::uint32_t at_this_instant = 0;
    while (!queue_.empty()) {
        const ModelTime next = model_time(queue_.top_time());
        if (next > end) break;
        const auto event = queue_.pop();
        if (!still_pending(event.payload)) continue;
        if (ms_of(next) > run_ms_max) stop("run-ms-max", {std::to_string(run_ms_max / 86'400'000)});
        SANDTABLE_ASSERT(next >= now_, "events go back in time");
        if (next > now_) at_this_instant = 0;
        if (++at_this_instant > zero_delay_events_max) stop("zero-delay-events-max", {std::to_string(zero_delay_events_max), iso_text(civil(now_))});
        now_ = next;
        assert_context.now_ms = ms_of(now_);
        react(event.payload);
    }
    if (inputs_.scenario.until) now_ = std::max(now_, end);
    write({EntryKind::ended});
}

std::optional<Journal> run(const Inputs& inputs, const RunOptions& options, Diagnostics& out) {
    try {
        World world(inputs, options, out);
        world.run();
        return world.take_journal();
    } catch (const RunStopped&) {
        return std::nullopt;
    }
}

}  // namespace sandtable
