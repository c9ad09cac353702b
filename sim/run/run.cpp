// The loop: take the next event, react, until nothing is pending.
#include "sandtable/run.hpp"

#include <algorithm>
#include <utility>

#include "run/world.hpp"
#include "sandtable/assert.hpp"

namespace sandtable {

World::World(const Inputs& inputs, std::uint32_t seed, Recording recording, Diagnostics& out)
    : inputs_(inputs), out_(out), seed_(seed), told_(recording == Recording::journal), random_(seed), roads_(inputs.network), router_(roads_), tables_(inputs) {
    const Scenario& scenario = inputs.scenario;
    const std::uint32_t facts = inputs.vocabulary.facts.size(), incidents = scenario.incidents.size();
    nothing_known_ = Knowledge(facts);
    knowledge_.resize(incidents);
    sendings_.resize(incidents);
    agency_hashes_.assign(inputs.network.agencies.size(), 0);
    agency_symbols_.assign(inputs.network.agencies.size(), 0);
    incident_symbols_.assign(incidents, 0);
    first_pool_.assign(inputs.network.agencies.size(), 0);
    present_.resize(incidents);
    follow_ups_.resize(incidents);
    for (const RosterChange& change : scenario.officers) {
        auto& numbers = roster_changes_.try_emplace({change.agency, change.pool}, inputs.network.agencies[change.agency].officers(change.pool)).first->second;
        for (const auto& [shift, number] : change.numbers) numbers[shift.index] = number;
    }
    for (const auto& [plan, decision, choice] : scenario.decisions) choices_[{plan.index, decision.index}] = choice;
    for (const IncidentId incident : ids_of(scenario.incidents)) {
        first_run_.push_back(static_cast<std::uint32_t>(start_runs_.size()));
        for (const PlanId id : ids_of(inputs.plans)) {
            if (!scenario.incidents[incident].under(id)) continue;
            const Plan& plan = inputs.plans[id];
            PlanRun run;
            run.incident = incident;
            run.plan = id;
            run.assessor = inputs.bound(incident, id, plan.assessed_by).front();
            run.reached.resize(tables_.slots(id));
            const auto number = static_cast<std::uint32_t>(start_runs_.size());
            for (const TaskId task : ids_of(plan.tasks)) {
                run.task_base.push_back(static_cast<std::uint32_t>(start_tasks_.size()));
                for (const AgencyId agency : inputs.bound(incident, id, plan.tasks[task].by)) start_tasks_.push_back({number, task, agency});
            }
            run.task_base.push_back(static_cast<std::uint32_t>(start_tasks_.size()));
            for (const DutyId duty : ids_of(plan.duties)) {
                run.duty_base.push_back(static_cast<std::uint32_t>(start_duties_.size()));
                for (const AgencyId agency : inputs.bound(incident, id, plan.duties[duty].who)) {
                    DutyInstance instance;
                    instance.plan_run = number;
                    instance.duty = duty;
                    instance.agency = agency;
                    start_duties_.push_back(instance);
                }
            }
            run.duty_base.push_back(static_cast<std::uint32_t>(start_duties_.size()));
            auto& tasks = guarded_tasks_.emplace_back();
            for (std::uint32_t i = run.task_base.front(); i < run.task_base.back(); ++i)
                if (plan.tasks[start_tasks_[i].task].guards.has_once) tasks.push_back(i);
            auto& duties = guarded_duties_.emplace_back();
            for (std::uint32_t i = run.duty_base.front(); i < run.duty_base.back(); ++i)
                if (plan.duties[start_duties_[i].duty].guards.has_once || plan.duties[start_duties_[i].duty].waived_by_condition) duties.push_back(i);
            start_runs_.push_back(std::move(run));
        }
    }
    first_run_.push_back(static_cast<std::uint32_t>(start_runs_.size()));
}

/// Everything as it is before the start. What is a value is copied; what is made as a run needs it is emptied and keeps its memory.
void World::reset(std::uint32_t replication) {
    const Scenario& scenario = inputs_.scenario;
    const std::uint32_t incidents = scenario.incidents.size();
    assert_context = {seed_, 0, 0};
    random_ = Random(seed_, replication);
    queue_.clear();
    now_ = {};
    journal_.clear();
    bare_.clear();
    draft_items_.clear();
    plan_runs_ = start_runs_;
    tasks_ = start_tasks_;
    duties_ = start_duties_;
    truth_.assign(incidents, nothing_known_);
    arrived_.assign(incidents, Duration{0});
    for (auto& rows : knowledge_) rows.clear();
    for (auto& rows : present_) rows.clear();
    for (auto& counts : follow_ups_)
        for (auto& [agency, count] : counts) count = 0;
    for (OfficerPool& pool : pools_) {
        pool.busy = pool.away = 0;
        pool.waiting.clear();
        pool.taken_by = no_entry;
        pool.edge_scheduled = false;
    }
    free_transmissions_.clear();
    for (auto i = static_cast<std::uint32_t>(transmissions_.size()); i-- > 0;) free_transmissions_.push_back(i);
    units_begun_ = 0;
    absences_.clear();
    if (std::find(closed_.begin(), closed_.end(), true) != closed_.end()) router_.changed();
    closed_.assign(inputs_.network.roads.size(), false);
    closures_of_.assign(inputs_.network.roads.size(), 0);
    colours_.assign(incidents, {});
    slid_.assign(scenario.slides.size(), false);
    faults_.assign(scenario.faults.size(), {});
    recurrences_ = 0;
    held_reports_.clear();
    if (scenario.rain) {
        thresholds_ = scenario.rain->thresholds.rows;
        fallen_.resize(inputs_.network.gauges.size());
        for (auto& amounts : fallen_) amounts.clear();
    }
    inject_given_.assign(scenario.injects.size(), false);
    for (auto& rows : sendings_) rows.clear();
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
    if (told_) item("start", iso_text(scenario.start));
    write({EntryKind::started});
    for (std::uint32_t i = 0; i < scenario.injects.size(); ++i)
        if (scenario.injects[i].at) schedule(*scenario.injects[i].at, Order::inject, {Event::Kind::inject, i});
    schedule_faults();
    if (scenario.rain && last_interval() > 0) schedule(ModelTime{scenario.rain->step}, Order::truth, {Event::Kind::rain_step, 0});
    for (std::uint32_t i = 0; i < scenario.closures.size(); ++i) schedule(scenario.closures[i].from, Order::truth, {Event::Kind::road_closes, i});
    std::map<std::string_view, Duration> last;  // of the incidents that arrive, by their common name
    for (const IncidentId incident : ids_of(scenario.incidents)) {
        const Incident& it = scenario.incidents[incident];
        Duration from{0};
        if (it.arrival > 0) from = last[it.arrival_of] += Duration{sample(it.arrival_gap, random_.draw("arrival/" + it.arrival_of, {}, {}, it.arrival))};  // sorted as they come
        arrived_[incident.index] = from;
        for (std::uint32_t i = 0; i < it.truth.size(); ++i) schedule(it.truth[i].at + from, Order::truth, {Event::Kind::truth, incident.index, i});
        for (std::uint32_t i = 0; i < it.reports.size(); ++i) schedule(it.reports[i].at + from, Order::rest, {Event::Kind::report, incident.index, i});
    }
}

void World::react(const Event& event) {
    switch (event.kind) {
        case Event::Kind::truth: truth_changes(IncidentId{event.a}, inputs_.scenario.incidents[IncidentId{event.a}].truth[event.b].facts, no_entry); return;
        case Event::Kind::inject: return inject(event.a, event.cause);
        case Event::Kind::report: {
            const Report& due = inputs_.scenario.incidents[IncidentId{event.a}].reports[event.b];
            if (!due.observed || arrived_[event.a].count() == 0) return report_due(IncidentId{event.a}, due, no_entry);
            Report later = due;  // what was observed counts from the arrival too
            *later.observed += arrived_[event.a];
            return report_due(IncidentId{event.a}, later, no_entry);
        }
        case Event::Kind::arrives: return received(event.a);
        case Event::Kind::call_fails: return call_failed(event.a);
        case Event::Kind::call_again: {
            Transmission& t = transmissions_[event.a];
            if (t.attempt < call_attempts_max) {
                item("message", message_name(t));
                item("to", t.to);
                item("channel", inputs_.network.channels[t.over[t.attempt % t.over.size()]].id);
                t.entry = write({EntryKind::retried, t.plan_run, t.incident, t.from, {}, t.entry, no_entry, subject_of(t), number_of(t), t.from.index, t.over[t.attempt % t.over.size()]});
            }
            return attempt(event.a);
        }
        case Event::Kind::gets_lost: {
            const Transmission& t = transmissions_[event.a];
            item("message", message_name(t));
            item("to", t.to);
            item("channel", inputs_.network.channels[t.over[t.attempt % t.over.size()]].id);
            if (t.fault != Transmission::none) item("fault", inputs_.scenario.faults[t.fault].id);
            write({EntryKind::lost, t.plan_run, t.incident, t.from, {}, t.entry, no_entry, subject_of(t), number_of(t), t.from.index});
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

/// A due check of a duty that is no longer open, an end of a stay that ended.
bool World::is_over(const Event& event) const {
    if (event.kind == Event::Kind::duty_due)
        return duties_[event.a].state != DutyInstance::State::open ||
               duties_[event.a].clock != event.b;
    return event.kind == Event::Kind::stay_ends &&
           tasks_[event.a].state != TaskInstance::State::staying;
}

/// Whether an event still means anything: what it was scheduled for may be over, and then it does not keep the run going.
bool World::still_pending(const Event& event) {
    switch (event.kind) {
        case Event::Kind::duty_due:
        case Event::Kind::stay_ends:
            return !is_over(event);
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
            return !event.recurs || goes_on();  // alone they would go on for ever
    }
    return true;
}

void World::run(std::uint32_t replication) {
    reset(replication);
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
        World world(inputs, options.seed, World::Recording::journal, out);
        world.run(options.replication);
        return world.take_journal();
    } catch (const RunStopped&) {
        return std::nullopt;
    }
}

std::string_view never_opened_name(NeverOpened::Why why) {
    switch (why) {
        case NeverOpened::Why::trigger: return "trigger";
        case NeverOpened::Why::condition_failed: return "condition_failed";
        case NeverOpened::Why::condition_open: return "condition_open";
        case NeverOpened::Why::scope_failed: return "scope_failed";
        case NeverOpened::Why::response_ended: return "response_ended";
    }
    return {};
}

std::optional<std::vector<NeverOpened>> never_opened(const Inputs& inputs,
                                                     const RunOptions& options, Diagnostics& out) {
    try {
        World world(inputs, options.seed, World::Recording::bare, out);
        world.run(options.replication);
        return world.never_opened();
    } catch (const RunStopped&) {
        return std::nullopt;
    }
}

struct Replicator::Body {
    Diagnostics said;
    World world;
    Cast cast;
    Body(const Inputs& inputs, std::uint32_t seed) : world(inputs, seed, World::Recording::bare, said) {}
};

Replicator::Replicator(const Inputs& inputs, std::uint32_t seed) : body_(std::make_unique<Body>(inputs, seed)) {
    const World& world = body_->world;
    Cast& cast = body_->cast;
    for (const auto& run : world.start_runs()) cast.plan_runs.push_back({run.incident, run.plan, run.assessor});
    for (const auto& duty : world.start_duties()) cast.duties.push_back({duty.plan_run, duty.duty, duty.agency});
    for (const auto& task : world.start_tasks()) cast.tasks.push_back({task.plan_run, task.task, task.agency, world.pool_needed(task)});
}

Replicator::~Replicator() = default;

const Cast& Replicator::cast() const { return body_->cast; }

std::optional<std::span<const BareEntry>> Replicator::run(std::uint32_t number, Diagnostics& out) {
    try {
        body_->world.run(number);
        return std::span<const BareEntry>(body_->world.bare());
    } catch (const RunStopped&) {
        const Diagnostics all = std::exchange(body_->said, {});
        for (const Diagnostic& said : all.all()) out.add(said);
        return std::nullopt;
    }
}

}  // namespace sandtable
