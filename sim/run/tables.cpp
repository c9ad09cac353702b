#include "run/tables.hpp"

#include <algorithm>
#include <string>

#include "sandtable/random.hpp"

namespace sandtable {

namespace {

/// Whose milestone it is: the acting agency's own where it can be, else the others' (formats.md, "Milestones"); sorted.
std::vector<RoleId> roles_of(const Plan& plan, MilestoneKind kind, std::uint32_t subject) {
    std::vector<RoleId> roles;
    switch (kind) {
        case MilestoneKind::done: return {plan.tasks[TaskId{subject}].by};
        case MilestoneKind::decided: return {plan.tasks[plan.decisions[DecisionId{subject}].task].by};
        case MilestoneKind::formed: return {plan.tasks[plan.bodies[BodyId{subject}].task].by};
        case MilestoneKind::sent:
        case MilestoneKind::received:
            for (const Task& task : plan.tasks)
                for (const Sending& sending : task.sends)
                    if (sending.message.index == subject) {
                        if (kind == MilestoneKind::sent) roles.push_back(task.by);
                        else roles.insert(roles.end(), sending.to.begin(), sending.to.end());
                    }
            break;
        case MilestoneKind::departed:
        case MilestoneKind::arrived:
            for (const Task& task : plan.tasks)
                if (task.goes_to_scene && task.officer.index == subject) roles.push_back(task.by);
            break;
        case MilestoneKind::occurred:
        case MilestoneKind::ended: break;
    }
    std::sort(roles.begin(), roles.end());
    roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
    return roles;
}

MessageDraws draws_of(const std::string& channel, const std::string& message) {
    const std::string what = "/" + channel + "/" + message + "/";
    return {name_hash("fails" + what), name_hash("delay" + what)};
}

}  // namespace

RunTables::RunTables(const Inputs& inputs) : in_urban_area(inputs.vocabulary.find("in_urban_area")), channels_(inputs.network.channels.size()) {
    for (const Channel& channel : inputs.network.channels) {
        report_draws_.push_back(draws_of(channel.id, std::string(sandtable::incident_report)));
        follow_up_draws_.push_back(draws_of(channel.id, "follow_up_report"));
    }
    for (const Incident& incident : inputs.scenario.incidents) incident_hashes_.push_back(name_hash(incident.id));
    for (const PlanId id : ids_of(inputs.plans)) {
        const Plan& plan = inputs.plans[id];
        OfPlan& of = plans_.emplace_back();
        // in the order of MilestoneKind
        const std::uint32_t sizes[] = {plan.tasks.size(), plan.messages.size(), plan.messages.size(), plan.pools.size(), plan.pools.size(), plan.decisions.size(), plan.bodies.size(), 1, 1};
        for (std::size_t kind = 1; kind < of.slots.size(); ++kind) of.slots[kind] = of.slots[kind - 1] + sizes[kind - 1];
        of.incident_report = plan.message(sandtable::incident_report);
        of.graded = graded_facts(plan);
        of.watchers = watchers_of(inputs, id);
        for (const auto& pool : plan.pools) of.pools.push_back(inputs.network.pool(pool));
        for (const Task& task : plan.tasks) {
            of.task_draws.push_back(name_hash("task/" + plan.id + "." + task.id));
            auto& sendings = of.channels.emplace_back();
            for (const Sending& sending : task.sends) {
                auto& over = sendings.emplace_back();
                for (const std::string& name : sending.over) over.push_back(inputs.network.channel(name));
            }
        }
        for (const Message& message : plan.messages)
            for (const Channel& channel : inputs.network.channels) of.draws.push_back(draws_of(channel.id, plan.id + "." + message.id));
    }
}

bool RunTables::grades_by_any(PlanId plan, std::span<const FactId> facts) const {
    const auto& graded = plans_[plan.index].graded;
    return std::any_of(facts.begin(), facts.end(), [&](FactId fact) { return std::binary_search(graded.begin(), graded.end(), fact); });
}

std::vector<Watchers> RunTables::watchers_of(const Inputs& inputs, PlanId id) const {
    const Plan& plan = inputs.plans[id];
    std::vector<Watchers> slots(plans_[id.index].slots.back() + 1);
    const auto fill = [&](MilestoneKind kind, std::uint32_t subjects) {
        for (std::uint32_t subject = 0; subject < subjects; ++subject) slots[slot(id, kind, subject)].whose = roles_of(plan, kind, subject);
    };
    fill(MilestoneKind::done, plan.tasks.size());
    fill(MilestoneKind::sent, plan.messages.size());
    fill(MilestoneKind::received, plan.messages.size());
    fill(MilestoneKind::departed, plan.pools.size());
    fill(MilestoneKind::arrived, plan.pools.size());
    fill(MilestoneKind::decided, plan.decisions.size());
    fill(MilestoneKind::formed, plan.bodies.size());
    const auto each_slot = [&](const auto& self, const Join& join, const auto& note) -> void {
        for (const Join& part : join.parts) self(self, part, note);
        if (join.kind != Join::Kind::milestone) return;
        const Milestone& m = join.milestone;
        if (m.kind == MilestoneKind::arrived && m.arrived_role.is_some()) {
            for (const PlanPoolId pool : ids_of(plan.pools)) note(slots[slot(id, m.kind, pool.index)], m);
        } else {
            note(slots[slot(id, m.kind, m.subject)], m);
        }
    };
    // a role that is among those whose milestone it is looks at its agencies' own (World::whose); what reports bring has a rule of its own
    const auto own = [&](const Watchers& w, const Milestone& m, RoleId role) {
        const bool of_reports = (m.kind == MilestoneKind::received || m.kind == MilestoneKind::sent) && MessageId{m.subject} == incident_report(id);
        return !m.by.is_some() && !m.arrived_role.is_some() && !of_reports && std::binary_search(w.whose.begin(), w.whose.end(), role);
    };
    const auto watch = [&](auto& list, auto value) {
        if (list.empty() || list.back().id != value.id) list.push_back(value);
        else list.back().own = list.back().own && value.own;
    };
    for (const TaskId task : ids_of(plan.tasks)) {
        const RoleId by = plan.tasks[task].by;
        if (plan.tasks[task].after.empty()) slots[slot(id, MilestoneKind::occurred, 0)].tasks.push_back({task, false});
        each_slot(each_slot, plan.tasks[task].after, [&](Watchers& w, const Milestone& m) { watch(w.tasks, Watcher<TaskId>{task, own(w, m, by)}); });
    }
    for (const DutyId duty : ids_of(plan.duties)) {
        const Duty& what = plan.duties[duty];
        const auto opens = [&](Watchers& w, const Milestone& m) { watch(w.opened, Watcher<DutyId>{duty, own(w, m, what.who)}); };
        const auto discharges = [&](Watchers& w, const Milestone& m) { watch(w.discharged, Watcher<DutyId>{duty, own(w, m, what.who)}); };
        each_slot(each_slot, what.trigger(), opens);
        if (!what.after.empty()) each_slot(each_slot, what.from, opens);
        each_slot(each_slot, what.must, discharges);
        each_slot(each_slot, what.until, discharges);
        const auto clocked = [&](Watchers& w, const Milestone&) {
            if (w.clocked.empty() || w.clocked.back() != duty) w.clocked.push_back(duty);
        };
        for (const ClockStop& stop : what.stops) {
            each_slot(each_slot, stop.from, clocked);
            each_slot(each_slot, stop.to, clocked);
        }
        if (what.extended) each_slot(each_slot, what.extended->after, clocked);
        if (what.set_by.is_some()) clocked(slots[slot(id, MilestoneKind::decided, what.set_by.index)], {});
    }
    each_slot(each_slot, plan.response_ends, [](Watchers& w, const Milestone&) { w.ends_response = true; });
    for (std::uint32_t i = 0; i < inputs.scenario.injects.size(); ++i)
        if (inputs.scenario.injects[i].after_plan == id)
            each_slot(each_slot, inputs.scenario.injects[i].after, [&](Watchers& w, const Milestone&) {
                if (w.injects.empty() || w.injects.back() != i) w.injects.push_back(i);
            });
    return slots;
}

}  // namespace sandtable
