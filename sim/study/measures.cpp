// What a replication says: folding its entries into one value per measure.
#include <algorithm>
#include <set>

#include "sandtable/measure.hpp"

namespace sandtable {

std::string_view measure_word(Measure::Kind kind) {
    switch (kind) {
        case Measure::Kind::all: return "all";
        case Measure::Kind::kept: return "kept";
        case Measure::Kind::time: return "time";
        case Measure::Kind::late: return "late";
        case Measure::Kind::grade: return "grade";
        case Measure::Kind::known: return "known";
        case Measure::Kind::busy: return "busy";
        case Measure::Kind::waited: return "waited";
        case Measure::Kind::between: return "between";
        case Measure::Kind::end: return "end";
    }
    return {};
}

namespace {

/// When the truth, as the scenario states it, first had each grade for certain. What rain, slides and injects make of it is not looked at.
std::vector<std::int64_t> truth_of(const Inputs& inputs, const Cast::PlanRun& run) {
    const Plan& plan = inputs.plans[run.plan];
    const Incident& incident = inputs.scenario.incidents[run.incident];
    std::vector<std::int64_t> first(plan.grades.size(), no_instant);
    Knowledge truth(inputs.vocabulary.facts.size());
    for (const TruthChange& change : incident.truth) {
        for (const Stated& stated : change.facts) truth.learn(stated.fact, stated.value, change.at, no_entry);
        Knowledge judged = truth;
        for (const Finding& finding : incident.findings)
            if (finding.plan == run.plan) judged.learn(finding.fact, finding.value, change.at, no_entry);
        const Grading grading = grade(plan, inputs.vocabulary, judged, change.at);
        if (grading.applies == Truth::fails) continue;
        for (int g = 0; g <= grading.at_least; ++g)
            if (first[static_cast<std::size_t>(g)] == no_instant) first[static_cast<std::size_t>(g)] = ms_of(change.at);
    }
    return first;
}

}  // namespace

bool is_subject(std::string_view subject, std::string_view wanted) {
    return subject == wanted || (subject.starts_with(wanted) && !wanted.empty() &&
                                 (wanted.ends_with('/') || subject[wanted.size()] == '/'));
}

Measuring::Measuring(const Inputs& inputs, const Cast& cast, const std::vector<Between>& between,
                     const std::vector<std::string>& all_of)
    : inputs_(inputs), cast_(cast), between_(between) {
    all_ = add(Measure::Kind::all, inputs.scenario.id);
    add_duties(all_of);
    add_grades();
    add_pools();
    first_between_ = static_cast<std::uint32_t>(measures_.size());
    for (const Between& one : between_) add(Measure::Kind::between, one.id);
    end_ = add(Measure::Kind::end, inputs.scenario.id);
    values_.resize(measures_.size());
    duties_.resize(cast.duties.size());
    tasks_.resize(cast.tasks.size());
    from_at_.resize(between_.size());
    to_at_.resize(between_.size());
}

std::uint32_t Measuring::add(Measure::Kind kind, std::string subject, std::string clause, bool joint) {
    Measure measure;
    measure.kind = kind;
    measure.id = std::string(measure_word(kind)) + "/" + subject;
    measure.clause = std::move(clause);
    measure.subject = std::move(subject);
    measure.joint = joint;
    measures_.push_back(std::move(measure));
    return static_cast<std::uint32_t>(measures_.size() - 1);
}

void Measuring::add_duties(const std::vector<std::string>& all_of) {
    duty_measures_.resize(cast_.duties.size());
    for (std::size_t i = 0; i < cast_.duties.size();) {  // those of one duty of one plan run stand together
        const Cast::Duty& first = cast_.duties[i];
        std::size_t end = i;
        while (end < cast_.duties.size() && cast_.duties[end].plan_run == first.plan_run && cast_.duties[end].duty == first.duty) ++end;
        const Cast::PlanRun& run = cast_.plan_runs[first.plan_run];
        const Plan& plan = inputs_.plans[run.plan];
        const Duty& duty = plan.duties[first.duty];
        const std::string subject = inputs_.scenario.incidents[run.incident].id + "/" + plan.id + "/" + duty.id;
        const bool settles = duty.has_limit() || duty.must_not;  // haste without a number is neither kept nor broken
        DutyMeasures joint;
        if (end - i > 1 && settles) joint.joint_kept = static_cast<std::int32_t>(add(Measure::Kind::kept, subject, duty.clause, true));
        if (end - i > 1 && duty.has_limit() && !duty.must_not) joint.joint_late = static_cast<std::int32_t>(add(Measure::Kind::late, subject, duty.clause, true));
        for (; i < end; ++i) {
            DutyMeasures& of = duty_measures_[i];
            of = joint;
            const std::string one = subject + "/" + inputs_.network.agencies[cast_.duties[i].agency].id;
            of.in_all = all_of.empty() ||
                        std::any_of(all_of.begin(), all_of.end(), [&](const std::string& wanted) {
                            return is_subject(one, wanted);
                        });
            if (settles) of.kept = static_cast<std::int32_t>(add(Measure::Kind::kept, one, duty.clause));
            if (duty.must_not) continue;
            of.time = static_cast<std::int32_t>(add(Measure::Kind::time, one, duty.clause));
            if (duty.has_limit()) of.late = static_cast<std::int32_t>(add(Measure::Kind::late, one, duty.clause));
        }
    }
}

void Measuring::add_grades() {
    for (const Cast::PlanRun& run : cast_.plan_runs) {
        const Plan& plan = inputs_.plans[run.plan];
        RunState state;
        state.first = static_cast<std::uint32_t>(measures_.size());
        state.grades = static_cast<int>(plan.grades.size());
        const std::string subject = inputs_.scenario.incidents[run.incident].id + "/" + plan.id + "/";
        for (const std::string& grade : plan.grades) add(Measure::Kind::grade, subject + grade);
        for (const std::string& grade : plan.grades) add(Measure::Kind::known, subject + grade);
        state.time.resize(plan.grades.size());
        state.known.resize(plan.grades.size());
        state.truth = truth_of(inputs_, run);
        runs_.push_back(std::move(state));
    }
}

void Measuring::add_pools() {
    std::vector<std::pair<AgencyId, PoolId>> all;
    for (const Cast::Task& task : cast_.tasks)
        if (task.pool.is_some()) all.emplace_back(task.agency, task.pool);
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    for (const auto& [agency, pool] : all) {
        const std::string subject = inputs_.network.agencies[agency].id + "/" + inputs_.network.pools[pool].id;
        pools_.push_back({add(Measure::Kind::busy, subject), 0, 0, false, false});
        add(Measure::Kind::waited, subject);
    }
    for (const Cast::Task& task : cast_.tasks) {
        const auto at = std::lower_bound(all.begin(), all.end(), std::pair(task.agency, task.pool));
        pool_of_task_.push_back(task.pool.is_some() ? static_cast<std::uint32_t>(at - all.begin()) : PoolId::none_index);
    }
}

void Measuring::reset() {
    std::fill(values_.begin(), values_.end(), no_value);
    std::fill(duties_.begin(), duties_.end(), DutyState{});
    std::fill(tasks_.begin(), tasks_.end(), TaskState{});
    for (PoolState& pool : pools_) pool = {pool.measure, 0, 0, false, false};
    for (RunState& run : runs_) {
        run.now = -1;
        run.since = 0;
        run.arrived = no_instant;
        std::fill(run.time.begin(), run.time.end(), 0);
        std::fill(run.known.begin(), run.known.end(), no_instant);
    }
    std::fill(from_at_.begin(), from_at_.end(), no_instant);
    std::fill(to_at_.begin(), to_at_.end(), no_instant);
}

void Measuring::read_duty(const BareEntry& entry) {
    DutyState& duty = duties_[entry.subject];
    const DutyMeasures& of = duty_measures_[entry.subject];
    switch (entry.kind) {
        case EntryKind::duty_opened: {
            const Cast::Duty& who = cast_.duties[entry.subject];
            const Duty& what = inputs_.plans[cast_.plan_runs[who.plan_run].plan].duties[who.duty];
            duty.must_not = what.must_not;
            duty.before = what.within && what.within->before;
            duty.live = true;
            duty.breached = false;
            duty.anchor = entry.low;
            duty.due = entry.high;
            duty.opened = true;
            return;
        }
        case EntryKind::duty_breached: duty.breached = duty.broken = true; return;
        case EntryKind::duty_discharged: {
            duty.live = false;
            const bool early = entry.low < duty.anchor && !duty.before;
            if (!duty.breached) (early ? duty.early : duty.kept) = true;
            if (early) return;  // it has no margin
            const auto first = [&](std::int32_t measure, std::int64_t value) {
                if (measure >= 0 && values_[static_cast<std::size_t>(measure)] == no_value)
                    values_[static_cast<std::size_t>(measure)] = value;
            };
            first(of.time, entry.low - duty.anchor);
            if (duty.due != no_instant) first(of.late, entry.low - duty.due);
            return;
        }
        case EntryKind::duty_waived:
            duty.waived = duty.waived || !duty.breached;
            duty.live = false;
            return;
        default: duty.due = entry.high; return;  // its clock
    }
}

void Measuring::leave_pool(std::uint32_t index, std::int64_t at) {
    TaskState& task = tasks_[index];
    PoolState& pool = pools_[pool_of_task_[index]];
    switch (task.at) {
        case TaskState::At::rest: return;
        case TaskState::At::queue:
            pool.waited += at - task.since;
            pool.any_waited = true;
            break;
        case TaskState::At::work:
            pool.busy += at - task.since;
            pool.used = true;
            break;
    }
    task.at = TaskState::At::rest;
}

void Measuring::read_task(const BareEntry& entry) {
    if (pool_of_task_[entry.subject] == PoolId::none_index) return;
    leave_pool(entry.subject, ms_of(entry.at));
    if (entry.kind == EntryKind::task_ready) tasks_[entry.subject] = {ms_of(entry.at), TaskState::At::queue};
    if (entry.kind == EntryKind::task_started) tasks_[entry.subject] = {ms_of(entry.at), TaskState::At::work};
}

void Measuring::read_grading(const BareEntry& entry) {
    RunState& run = runs_[entry.subject];
    const std::int64_t at = ms_of(entry.at);
    if (run.now >= 0) run.time[static_cast<std::size_t>(run.now)] += at - run.since;
    run.now = entry.low;
    run.since = at;
    for (std::int64_t g = 0; g <= entry.low; ++g)
        if (run.known[static_cast<std::size_t>(g)] == no_instant) run.known[static_cast<std::size_t>(g)] = at;
}

/// The first truth of an incident that arrives says how much later it came.
void Measuring::read_truth(const BareEntry& entry) {
    const Incident& incident = inputs_.scenario.incidents[IncidentId{entry.subject}];
    if (incident.arrival == 0 || incident.truth.empty()) return;
    const auto earliest = std::min_element(incident.truth.begin(), incident.truth.end(), [](const TruthChange& a, const TruthChange& b) { return a.at < b.at; });
    for (std::size_t i = 0; i < runs_.size(); ++i)
        if (cast_.plan_runs[i].incident.index == entry.subject && runs_[i].arrived == no_instant) runs_[i].arrived = ms_of(entry.at) - ms_of(earliest->at);
}

bool Measuring::is_milestone(const NamedMilestone& wanted, const BareEntry& entry) const {
    const auto of_run = [&](std::uint32_t plan_run) {
        const Cast::PlanRun& run = cast_.plan_runs[plan_run];
        return run.plan == wanted.plan && (!wanted.incident.is_some() || run.incident == wanted.incident);
    };
    const Plan& plan = inputs_.plans[wanted.plan];
    const auto of_task = [&](const auto& subject_of) {
        const Cast::Task& task = cast_.tasks[entry.subject];
        return of_run(task.plan_run) && (!wanted.agency.is_some() || task.agency == wanted.agency) && subject_of(plan.tasks[task.task], task.task) == wanted.subject;
    };
    switch (wanted.kind) {
        case MilestoneKind::sent:
        case MilestoneKind::received:
            if (entry.kind != (wanted.kind == MilestoneKind::sent ? EntryKind::sent : EntryKind::received)) return false;
            if (wanted.agency.is_some() && entry.high != wanted.agency.index) return false;
            if (entry.low == report_message)
                return MessageId{wanted.subject} == plan.message(incident_report) && (!wanted.incident.is_some() || entry.subject == wanted.incident.index) && inputs_.scenario.incidents[IncidentId{entry.subject}].under(wanted.plan);
            return entry.low == wanted.subject && of_run(entry.subject);
        case MilestoneKind::done:
            return (entry.kind == EntryKind::task_done || entry.kind == EntryKind::arrived) && of_task([](const Task&, TaskId id) { return id.index; });
        case MilestoneKind::departed: return entry.kind == EntryKind::departed && of_task([](const Task& task, TaskId) { return task.officer.index; });
        case MilestoneKind::arrived: return entry.kind == EntryKind::arrived && of_task([](const Task& task, TaskId) { return task.officer.index; });
        case MilestoneKind::decided: return entry.kind == EntryKind::decided && of_task([](const Task& task, TaskId) { return task.decides.index; });
        case MilestoneKind::formed: return entry.kind == EntryKind::formed && of_task([](const Task& task, TaskId) { return task.forms.index; });
        case MilestoneKind::occurred:
            return entry.kind == EntryKind::truth && inputs_.scenario.incidents[IncidentId{entry.subject}].under(wanted.plan) && (!wanted.incident.is_some() || entry.subject == wanted.incident.index);
        case MilestoneKind::ended: return entry.kind == EntryKind::response_ended && of_run(entry.subject);
    }
    return false;
}

void Measuring::read_milestones(const BareEntry& entry) {
    for (std::size_t i = 0; i < between_.size(); ++i) {
        if (from_at_[i] == no_instant && is_milestone(between_[i].from, entry)) from_at_[i] = ms_of(entry.at);
        if (to_at_[i] == no_instant && is_milestone(between_[i].to, entry)) to_at_[i] = ms_of(entry.at);
    }
}

const std::vector<std::int64_t>& Measuring::read(std::span<const BareEntry> entries) {
    reset();
    for (const BareEntry& entry : entries) {
        switch (entry.kind) {
            case EntryKind::duty_opened:
            case EntryKind::duty_discharged:
            case EntryKind::duty_breached:
            case EntryKind::duty_waived:
            case EntryKind::limit_set:
            case EntryKind::clock_stopped:
            case EntryKind::clock_restarted:
            case EntryKind::limit_extended: read_duty(entry); break;
            case EntryKind::task_ready:
            case EntryKind::task_started:
            case EntryKind::task_done:
            case EntryKind::task_waived:
            case EntryKind::stranded:
            case EntryKind::released: read_task(entry); break;
            case EntryKind::grading: read_grading(entry); break;
            case EntryKind::truth: read_truth(entry); break;
            default: break;  // a reading: other kinds say nothing of these measures
        }
        if (!between_.empty()) read_milestones(entry);
    }
    close(ms_of(entries.back().at));
    return values_;
}

namespace {

/// Which of two says more of several together: what was broken, then what is not known yet, then
/// what was kept, done early, waived; what never arose says nothing.
int weight(std::int64_t value) {
    switch (value) {
        case never_done_value: return 6;
        case late_value: return 5;
        case open_value: return 4;
        case kept_value: return 3;
        case early_value: return 2;
        case waived_value: return 1;
        default: return 0;
    }
}

void put_together(std::int64_t& all, std::int64_t one) {
    if (weight(one) > weight(all)) all = one;
}

}  // namespace

void Measuring::close_duties() {
    values_[all_] = never_arose_value;
    for (std::size_t i = 0; i < duties_.size(); ++i) {
        DutyState& duty = duties_[i];
        const DutyMeasures& of = duty_measures_[i];
        if (of.kept < 0) continue;
        if (duty.live && duty.must_not && !duty.breached)
            duty.kept = true, duty.live = false;  // silence until the end is success
        if (duty.live && duty.breached && !duty.must_not) duty.undone = true;
        std::int64_t value = never_arose_value;
        if (duty.broken) value = duty.undone ? never_done_value : late_value;
        else if (duty.live) value = open_value;
        else if (duty.kept) value = kept_value;
        else if (duty.early) value = early_value;
        else if (duty.waived) value = waived_value;
        values_[static_cast<std::size_t>(of.kept)] = value;
        if (of.in_all) put_together(values_[all_], value);
        if (of.joint_kept >= 0) {
            std::int64_t& joint = values_[static_cast<std::size_t>(of.joint_kept)];
            if (joint == no_value) joint = never_arose_value;
            put_together(joint, value);
        }
        if (of.joint_late < 0 || values_[static_cast<std::size_t>(of.late)] == no_value) continue;
        std::int64_t& latest = values_[static_cast<std::size_t>(of.joint_late)];
        latest = std::max(latest, values_[static_cast<std::size_t>(of.late)]);
    }
}

/// What the end of the run settles.
void Measuring::close(std::int64_t end) {
    close_duties();
    for (std::uint32_t i = 0; i < tasks_.size(); ++i)
        if (pool_of_task_[i] != PoolId::none_index) leave_pool(i, end);
    for (const PoolState& pool : pools_) {
        if (pool.used) values_[pool.measure] = pool.busy;
        if (pool.any_waited) values_[pool.measure + 1] = pool.waited;
    }
    for (RunState& run : runs_) {
        if (run.now >= 0) run.time[static_cast<std::size_t>(run.now)] += end - run.since;
        for (int g = 0; g < run.grades; ++g) {
            const auto at = static_cast<std::size_t>(g);
            if (run.time[at] > 0 || run.now == g) values_[run.first + at] = run.time[at];
            if (run.known[at] != no_instant && run.truth[at] != no_instant) values_[run.first + static_cast<std::size_t>(run.grades) + at] = run.known[at] - run.truth[at] - (run.arrived == no_instant ? 0 : run.arrived);
        }
    }
    for (std::size_t i = 0; i < between_.size(); ++i)
        if (from_at_[i] != no_instant && to_at_[i] != no_instant) values_[first_between_ + i] = to_at_[i] - from_at_[i];
    values_[end_] = end;
}

const Duty* duty_of_subject(const Inputs& inputs, std::string_view subject) {
    const auto first = subject.find('/');
    if (first == std::string_view::npos) return nullptr;
    const auto second = subject.find('/', first + 1);
    if (second == std::string_view::npos) return nullptr;
    const std::string_view plan_id = subject.substr(first + 1, second - first - 1);
    const std::string duty_id(
        subject.substr(second + 1, subject.find('/', second + 1) - second - 1));
    for (const Plan& plan : inputs.plans)
        if (plan.id == plan_id && plan.duty(duty_id).is_some())
            return &plan.duties[plan.duty(duty_id)];
    return nullptr;
}

}  // namespace sandtable
