// What no run of a plan could ever do, found without a network: a least fixed point over its milestones.
#include <algorithm>

#include "sandtable/plan.hpp"

namespace sandtable {

namespace {

class Reachability {
public:
    explicit Reachability(const Plan& plan) : plan_(plan), tasks_(plan.tasks.size(), false) {
        for (bool grown = true; grown;) {
            grown = false;
            for (const TaskId id : ids_of(plan_.tasks))
                if (!tasks_[id.index] && reached(plan_.tasks[id].after)) grown = tasks_[id.index] = true;
        }
    }

    bool task(TaskId id) const { return tasks_[id.index]; }

    bool reached(const Join& join) const {
        switch (join.kind) {
            case Join::Kind::none: return true;
            case Join::Kind::milestone: return reached(join.milestone);
            case Join::Kind::all: return std::all_of(join.parts.begin(), join.parts.end(), [&](const Join& part) { return reached(part); });
            case Join::Kind::any: return std::any_of(join.parts.begin(), join.parts.end(), [&](const Join& part) { return reached(part); });
        }
        return false;
    }

private:
    bool some_task(const auto& wanted) const {
        for (const TaskId id : ids_of(plan_.tasks))
            if (tasks_[id.index] && wanted(plan_.tasks[id])) return true;
        return false;
    }

    bool reached(const Milestone& m) const {
        switch (m.kind) {
            case MilestoneKind::occurred: return true;
            case MilestoneKind::ended: return reached_end();
            case MilestoneKind::done: return tasks_[m.subject];
            case MilestoneKind::sent:
            case MilestoneKind::received:
                // a scenario's reports bring incident reports
                if (plan_.messages[MessageId{m.subject}].id == incident_report) return true;
                return some_task([&](const Task& t) {
                    return std::any_of(t.sends.begin(), t.sends.end(), [&](const Sending& s) { return s.message.index == m.subject; });
                });
            case MilestoneKind::departed:
            case MilestoneKind::arrived:
                return some_task([&](const Task& t) {
                    return t.goes_to_scene && (m.arrived_role.is_some() || t.officer.index == m.subject);
                });
            case MilestoneKind::decided: return tasks_[plan_.decisions[DecisionId{m.subject}].task.index];
            case MilestoneKind::formed: return tasks_[plan_.bodies[BodyId{m.subject}].task.index];
        }
        return false;
    }

    bool reached_end() const { return !plan_.response_ends.empty() && reached(plan_.response_ends); }

    const Plan& plan_;
    std::vector<bool> tasks_;
};

/// Tasks that follow at once: their trigger needs the end of `task` and no message lies between.
void tasks_named(const Plan& plan, const Join& join, std::vector<TaskId>& out) {
    for (const Join& part : join.parts) tasks_named(plan, part, out);
    if (join.kind != Join::Kind::milestone) return;
    const Milestone& m = join.milestone;
    if (m.kind == MilestoneKind::done) out.push_back(TaskId{m.subject});
    if (m.kind == MilestoneKind::decided) out.push_back(plan.decisions[DecisionId{m.subject}].task);
    if (m.kind == MilestoneKind::formed) out.push_back(plan.bodies[BodyId{m.subject}].task);
    if (m.kind == MilestoneKind::sent)
        for (const TaskId id : ids_of(plan.tasks))
            for (const Sending& sending : plan.tasks[id].sends)
                if (sending.message.index == m.subject) out.push_back(id);
}

/// A round of tasks each of which waits for the one before and takes no time, or nothing.
std::vector<TaskId> zero_delay_round(const Plan& plan) {
    enum class Mark { fresh, open, closed };
    std::vector<Mark> marks(plan.tasks.size(), Mark::fresh);
    std::vector<TaskId> path, found;
    const auto visit = [&](const auto& self, TaskId id) -> bool {
        if (marks[id.index] == Mark::closed || plan.tasks[id].takes.most() > 0 || plan.tasks[id].goes_to_scene) return false;
        path.push_back(id);
        if (marks[id.index] == Mark::open) {
            found.assign(std::find(path.begin(), path.end(), id), path.end());
            return true;
        }
        marks[id.index] = Mark::open;
        std::vector<TaskId> before;
        tasks_named(plan, plan.tasks[id].after, before);
        for (const TaskId b : before)
            if (self(self, b)) return true;
        marks[id.index] = Mark::closed;
        path.pop_back();
        return false;
    };
    for (const TaskId id : ids_of(plan.tasks))
        if (visit(visit, id)) break;
    return found;
}

}  // namespace

void check_procedure(const Plan& plan, Diagnostics& out) {
    if (const auto round = zero_delay_round(plan); !round.empty()) {
        std::string names;
        for (auto at = round.rbegin(); at != round.rend(); ++at) names += (names.empty() ? "" : " -> ") + plan.tasks[*at].id;
        out.error("zero-delay-cycle", plan.tasks[round.front()].origin, {names}, tell("zero-delay-cycle-hint"));
        return;
    }
    const Reachability reach(plan);
    for (const TaskId id : ids_of(plan.tasks))
        if (!reach.task(id)) out.add(Severity::finding, "task-unreachable", plan.tasks[id].origin, {id.index < plan.tasks.size() ? plan.tasks[id].id : "", join_text(plan, plan.tasks[id].after)});
    for (const Duty& duty : plan.duties) {
        if (!reach.reached(duty.trigger())) {
            out.add(Severity::finding, "duty-unreachable", duty.origin, {duty.id, join_text(plan, duty.trigger())});
            continue;
        }
        for (const ClockStop& stop : duty.stops)
            if (reach.reached(stop.from) && !reach.reached(stop.to)) out.add(Severity::finding, "clock-never-restarts", duty.origin, {duty.id, join_text(plan, stop.from), join_text(plan, stop.to)});
        if (!duty.must_not && !reach.reached(duty.must)) out.add(Severity::finding, "duty-undischargeable", duty.origin, {duty.id, join_text(plan, duty.must)});
    }
    if (!plan.response_ends.empty() && !reach.reached(plan.response_ends))
        out.add(Severity::finding, "end-unreachable", {plan.path, 0, 0, 1, {}}, {join_text(plan, plan.response_ends)});
}

}  // namespace sandtable
