// What agencies know, and what follows when it changes (semantics.md 3, 5).
#include <algorithm>

#include <fmt/format.h>

#include "run/world.hpp"

namespace sandtable {

void World::learn(IncidentId incident, AgencyId agency, std::span<const Transmission::Fact> facts, EntryNo entry) {
    Knowledge& known = knowledge_to_change(incident, agency);
    auto changed = spare_fact_ids_.lend();
    std::size_t from = 0;
    for (const auto& fact : facts)  // sorted
        if (known.learn(fact.fact, fact.value, fact.observed_at, entry, from)) changed->push_back(fact.fact);
    if (!changed->empty()) knowledge_changed(incident, agency, *changed, entry);
}

/// Who is at the scene sees the facts that the scenario lets be seen, as they are now.
void World::see(IncidentId incident, AgencyId agency, const std::vector<FactId>& facts, EntryNo cause) {
    const auto& truth = truth_[incident.index];
    const Knowledge& known = knowledge(incident, agency);
    auto seen = spare_facts_.lend();
    bool news = false;
    for (const FactId fact : facts) {
        const Observation& is = truth[fact].observation;
        if (!is.known) continue;
        seen->push_back({fact, is, now_});
        if (!(known[fact].observation == is)) {
            fact_item(fact, is, now_);
            news = true;
        }
    }
    if (seen->empty()) return;
    EntryNo entry = cause;
    if (news) entry = write({EntryKind::seen, Transmission::none, incident, agency, {}, cause, no_entry, incident.index});
    learn(incident, agency, *seen, entry);
    const FollowUp& follow = *inputs_.scenario.incidents[incident].follow_up;
    const auto& present = present_[incident.index];
    const bool tells = follow.first_on_scene ? !present.empty() && present.front().agency == agency : is_only(agency, follow.by, incident);
    if (!tells || !news) return;
    const Draw draw = random_.draw("follow_up", inputs_.scenario.incidents[incident].id, agency_id(agency), follow_ups_[incident.index][agency]++);
    schedule(now_ + Duration{sample(follow.after_change, draw)}, Order::rest, {Event::Kind::follow_up, incident.index, agency.index, entry});
}

void World::knowledge_changed(IncidentId incident, AgencyId agency, const std::vector<FactId>& facts, EntryNo cause) {
    const auto& known = knowledge(incident, agency).known();
    const bool grows = std::any_of(known.begin(), known.end(), [](const auto& row) { return row.second.observation.growing; });
    auto crossing = spare_times_.lend();
    const auto watch = [&](const Guard& guard) {
        if (!grows) return;
        const auto more = crossings(guard, knowledge(incident, agency), now_);
        crossing->insert(crossing->end(), more.begin(), more.end());
    };
    for (const std::uint32_t i : runs_of(incident)) {
        const Plan& plan = plan_of(plan_runs_[i]);
        if (plan_runs_[i].assessor == agency) {
            // what no criterion names changes no grade
            if (grows || !plan_runs_[i].graded || tables_.grades_by_any(plan_runs_[i].plan, facts)) regrade(i, cause);
            if (!grows) {
                reconsider_armed(i, agency, &facts, cause);
                continue;
            }
            if (plan.scope) watch(plan.scope->when);
            for (const Criterion& criterion : plan.criteria) watch(criterion.when);
        }
        reconsider_armed(i, agency, &facts, cause);
        if (!grows) continue;
        for (const Task& task : plan.tasks)
            if (task.guards.has_once) watch(task.guards.once_holds);
        for (const Duty& duty : plan.duties) {
            if (duty.guards.has_once) watch(duty.guards.once_holds);
            if (duty.guards.has_if && duty.waived_by_condition) watch(duty.guards.if_holds);
        }
    }
    std::sort(crossing->begin(), crossing->end());
    crossing->erase(std::unique(crossing->begin(), crossing->end()), crossing->end());
    for (const ModelTime at : *crossing) schedule(at, Order::rest, {Event::Kind::hours_cross, incident.index, agency.index, cause});
}

const Knowledge& World::judged_knowledge(const PlanRun& run, AgencyId agency) const {
    const Knowledge& told = knowledge(run.incident, agency);
    const auto& findings = inputs_.scenario.incidents[run.incident].findings;
    if (findings.empty()) return told;
    with_findings_ = told;
    for (const Finding& finding : findings)
        if (finding.plan == run.plan) with_findings_.learn(finding.fact, finding.value, now_, no_entry);
    return with_findings_;
}

Truth World::judged(const PlanRun& run, const Guard& guard, AgencyId agency, bool use_possible_grade) const {
    const Grading* grading = run.graded ? &run.grading : nullptr;
    auto others = spare_gradings_.lend();
    if (guard.names_grading())
        for (const std::uint32_t i : runs_of(run.incident)) {
            const PlanRun& other = plan_runs_[i];
            if (other.plan == run.plan) continue;
            const int ladder = static_cast<int>(plan_of(other).grades.size());
            const auto rank = [&](int grade) { return grade < 0 ? OtherGrading::no_rank : grade + 1 - ladder; };
            others->push_back({plan_of(other).id, other.graded, other.grading.applies, rank(other.grading.at_least), rank(other.grading.at_most)});
        }
    return judge(guard, inputs_.vocabulary, judged_knowledge(run, agency), now_, grading, use_possible_grade, &*others);
}

void World::tell_grading(const Plan& plan, const Grading& g) {
    item("applies", g.applies == Truth::holds ? "yes" : g.applies == Truth::fails ? "no" : "open");
    const auto grade_item = [&](std::string_view key, int at) {
        if (at >= 0) item(key, plan.grades[static_cast<std::size_t>(at)]);
    };
    grade_item("at_least", g.at_least);
    grade_item("at_most", g.at_most);
    for (const auto i : g.met) item("met", plan.criteria[i].clause);
    for (const auto i : g.open) item("open", plan.criteria[i].clause);
    for (const FactId fact : g.failed) item("failed", inputs_.vocabulary.facts[fact].id);
    for (const FactId fact : g.unsettled) item("unsettled", inputs_.vocabulary.facts[fact].id);
}

void World::regrade(std::uint32_t plan_run, EntryNo cause) {
    PlanRun& run = plan_runs_[plan_run];
    const Plan& plan = plan_of(run);
    std::swap(before_, run.grading);
    const Grading& old = before_;
    const bool first = !run.graded;
    grade(plan, inputs_.vocabulary, judged_knowledge(run, run.assessor), now_, run.grading);
    run.graded = true;
    const Grading& g = run.grading;
    // a plan without grades writes when `applies` changes, one with grades whenever its answer does
    if (!first && g.applies == old.applies && g.at_least == old.at_least && g.at_most == old.at_most && g.met == old.met) return;
    if (told_) tell_grading(plan, g);
    const EntryNo entry = write({EntryKind::grading, plan_run, {}, run.assessor, plan.scope ? std::string_view(plan.scope->clause) : std::string_view(), cause, no_entry, plan_run,
                                 g.applies == Truth::fails ? not_applied : g.at_least, g.applies == Truth::fails ? not_applied : g.at_most});
    if (g.applies == Truth::fails && !run.suspended) suspend(plan_run, entry);
    else if (g.applies != Truth::fails && run.suspended) revive(plan_run, entry);
    // plans look at each other's grades
    const IncidentId incident = run.incident;
    reconsider_armed(plan_run, AgencyId::none(), nullptr, entry);
    for (const std::uint32_t other : runs_of(incident))
        if (other != plan_run) reconsider_armed(other, AgencyId::none(), nullptr, entry);
}

/// The scope fails: every open duty and waiting task is waived; what was done stays, and nothing new begins.
void World::suspend(std::uint32_t plan_run, EntryNo cause) {
    PlanRun& run = plan_runs_[plan_run];
    run.suspended = true;
    for (std::uint32_t i = run.duty_base.front(); i < run.duty_base.back(); ++i) waive_duty(i, "scope_failed", cause);
    for (std::uint32_t i = run.task_base.front(); i < run.task_base.back(); ++i) {
        const auto state = tasks_[i].state;
        if (state == TaskInstance::State::armed || state == TaskInstance::State::waiting) waive_task(i, "scope_failed", cause);
    }
    for (std::uint32_t i = run.task_base.front(); i < run.task_base.back(); ++i) leave_scene(i, "scope_failed", cause);
}

/// A newer report brings the incident back into scope: what was waived for it begins again, its periods from that report.
void World::revive(std::uint32_t plan_run, EntryNo cause) {
    PlanRun& run = plan_runs_[plan_run];
    run.suspended = false;
    run.revived_at = now_;
    run.revived_by = cause;
    for (std::uint32_t i = run.duty_base.front(); i < run.duty_base.back(); ++i) {
        DutyInstance& duty = duties_[i];
        if (duty.state == DutyInstance::State::waived && duty.waived_by_scope) duty.state = DutyInstance::State::idle;
        consider_duty(i);
    }
    for (std::uint32_t i = run.task_base.front(); i < run.task_base.back(); ++i) {
        TaskInstance& task = tasks_[i];
        if (task.state == TaskInstance::State::waived && task.waived_by_scope) task.state = TaskInstance::State::idle;
        consider(i);
    }
}

/// Armed tasks and duties whose guard names one of the facts (or, without facts, looks at the grading) are judged again.
void World::reconsider_armed(std::uint32_t plan_run, AgencyId agency, const std::vector<FactId>* facts, EntryNo cause) {
    const PlanRun& run = plan_runs_[plan_run];
    if (run.suspended) return;
    const auto concerned = [&](const Guard& guard) {
        if (facts == nullptr) return guard.names_grading();
        return guard.names_any(*facts);
    };
    const Plan& plan = plan_of(run);
    for (const std::uint32_t i : guarded_duties_[plan_run]) {
        DutyInstance& duty = duties_[i];
        if (duty.state != DutyInstance::State::armed && duty.state != DutyInstance::State::open) continue;
        const Duty& what = plan.duties[duty.duty];
        if (facts != nullptr && duty.agency != agency) continue;
        if (duty.state == DutyInstance::State::armed && concerned(what.guards.once_holds)) {
            if (judged(run, what.guards.once_holds, duty.agency) == Truth::holds) open(i, cause);
        } else if (duty.state == DutyInstance::State::open && !duty.discharged && what.waived_by_condition) {
            const auto lost = [&](bool has, const Guard& guard) { return has && concerned(guard) && judged(run, guard, duty.agency) == Truth::fails; };
            if (lost(what.guards.has_if, what.guards.if_holds) || lost(what.guards.has_once, what.guards.once_holds)) waive_duty(i, "condition_failed", cause);
        }
    }
    for (const std::uint32_t i : guarded_tasks_[plan_run]) {
        if (tasks_[i].state != TaskInstance::State::armed || (facts != nullptr && tasks_[i].agency != agency)) continue;
        if (concerned(plan.tasks[tasks_[i].task].guards.once_holds)) consider_armed(i, cause);
    }
}

}  // namespace sandtable
