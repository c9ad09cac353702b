// Milestones: what was reached, and who has to look then.
#include <algorithm>

#include "run/world.hpp"

namespace sandtable {

std::uint32_t World::slot(PlanId plan_id, MilestoneKind kind, std::uint32_t subject) const {
    const Plan& plan = inputs_.plans[plan_id];
    const std::uint32_t sizes[] = {plan.tasks.size(), plan.messages.size(), plan.messages.size(), plan.pools.size(), plan.pools.size(), plan.decisions.size(), plan.bodies.size(), 1, 1};
    std::uint32_t base = 0;
    for (int k = 0; k < static_cast<int>(kind); ++k) base += sizes[k];
    return base + (kind == MilestoneKind::occurred || kind == MilestoneKind::ended ? 0 : subject);
}

void World::build_watchers() {
    watchers_.clear();
    for (const PlanId id : ids_of(inputs_.plans)) {
        const Plan& plan = inputs_.plans[id];
        std::vector<Watchers> slots(slot(id, MilestoneKind::ended, 0) + 1);
        const auto each_slot = [&](const auto& self, const Join& join, const auto& note) -> void {
            for (const Join& part : join.parts) self(self, part, note);
            if (join.kind != Join::Kind::milestone) return;
            const Milestone& m = join.milestone;
            if (m.kind == MilestoneKind::arrived && m.arrived_role.is_some()) {
                for (const PlanPoolId pool : ids_of(plan.pools)) note(slots[slot(id, m.kind, pool.index)]);
            } else {
                note(slots[slot(id, m.kind, m.subject)]);
            }
        };
        const auto once = [](auto& list, auto value) {
            if (list.empty() || list.back() != value) list.push_back(value);
        };
        for (const TaskId task : ids_of(plan.tasks)) {
            if (plan.tasks[task].after.empty()) slots[slot(id, MilestoneKind::occurred, 0)].tasks.push_back(task);
            each_slot(each_slot, plan.tasks[task].after, [&](Watchers& w) { once(w.tasks, task); });
        }
        for (const DutyId duty : ids_of(plan.duties)) {
            each_slot(each_slot, plan.duties[duty].trigger(), [&](Watchers& w) { once(w.opened, duty); });
            if (!plan.duties[duty].after.empty()) each_slot(each_slot, plan.duties[duty].from, [&](Watchers& w) { once(w.opened, duty); });
            each_slot(each_slot, plan.duties[duty].must, [&](Watchers& w) { once(w.discharged, duty); });
            each_slot(each_slot, plan.duties[duty].until, [&](Watchers& w) { once(w.discharged, duty); });
            const auto clocked = [&](Watchers& w) { once(w.clocked, duty); };
            for (const ClockStop& stop : plan.duties[duty].stops) {
                each_slot(each_slot, stop.from, clocked);
                each_slot(each_slot, stop.to, clocked);
            }
            if (plan.duties[duty].extended) each_slot(each_slot, plan.duties[duty].extended->after, clocked);
            if (plan.duties[duty].set_by.is_some()) clocked(slots[slot(id, MilestoneKind::decided, plan.duties[duty].set_by.index)]);
        }
        each_slot(each_slot, plan.response_ends, [](Watchers& w) { w.ends_response = true; });
        for (std::uint32_t i = 0; i < inputs_.scenario.injects.size(); ++i)
            if (inputs_.scenario.injects[i].after_plan == id) each_slot(each_slot, inputs_.scenario.injects[i].after, [&](Watchers& w) { once(w.injects, i); });
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
        watchers_.push_back(std::move(slots));
    }
}

bool World::bound_to(const PlanRun& run, RoleId role, AgencyId agency) const {
    const auto& agencies = inputs_.bound(run.incident, run.plan, role);
    return std::binary_search(agencies.begin(), agencies.end(), agency);
}

void World::reach(std::uint32_t plan_run, MilestoneKind kind, std::uint32_t subject, const Reached& what) {
    PlanRun& run = plan_runs_[plan_run];
    const std::uint32_t at = slot(run.plan, kind, subject);
    run.reached.add(at, what);
    const Watchers& watchers = watchers_[run.plan.index][at];
    const auto instances = [&](const auto& base, auto id, const auto& visit) {
        for (std::uint32_t i = base[id.index]; i < base[id.index + 1]; ++i) visit(i);
    };
    for (const DutyId duty : watchers.opened) instances(run.duty_base, duty, [&](std::uint32_t i) { consider_duty(i); });
    for (const DutyId duty : watchers.discharged) instances(run.duty_base, duty, [&](std::uint32_t i) { check_discharge(i); });
    for (const DutyId duty : watchers.clocked) instances(run.duty_base, duty, [&](std::uint32_t i) { consider_clock(i, what.entry); });
    if (watchers.ends_response && !run.ended)
        if (const auto moment = reached(run, plan_of(run).response_ends, AgencyId::none(), model_time(0))) end_response(plan_run, moment->entry);
    for (const TaskId task : watchers.tasks) instances(run.task_base, task, [&](std::uint32_t i) { consider(i); });
    for (const std::uint32_t i : watchers.injects) {
        if (inject_given_[i]) continue;
        const auto moment = reached(run, inputs_.scenario.injects[i].after, AgencyId::none(), model_time(0));
        if (!moment) continue;
        inject_given_[i] = true;
        schedule(now_ + inputs_.scenario.injects[i].delay, Order::inject, {Event::Kind::inject, i, 0, moment->entry});
    }
}

void World::unreach(std::uint32_t plan_run, MilestoneKind kind, std::uint32_t subject, AgencyId agency) {
    PlanRun& run = plan_runs_[plan_run];
    run.reached.forget(slot(run.plan, kind, subject), agency);
}

/// Whose milestone it is: the acting agency's own where it can be, else the others' (formats.md, "Milestones").
std::vector<RoleId> World::roles_of(const Plan& plan, MilestoneKind kind, std::uint32_t subject) {
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

std::vector<AgencyId> World::whose(const PlanRun& run, const Milestone& m, AgencyId acting, bool& own) const {
    own = false;
    if (m.by.is_some()) return inputs_.bound(run.incident, run.plan, m.by);
    if (m.arrived_role.is_some()) return inputs_.bound(run.incident, run.plan, m.arrived_role);
    const auto& roles = watchers_[run.plan.index][slot(run.plan, m.kind, m.subject)].whose;
    if (acting.is_some() && std::any_of(roles.begin(), roles.end(), [&](RoleId role) { return bound_to(run, role, acting); })) {
        own = true;
        return {acting};
    }
    std::vector<AgencyId> all;
    for (const RoleId role : roles) {
        const auto& bound = inputs_.bound(run.incident, run.plan, role);
        all.insert(all.end(), bound.begin(), bound.end());
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

std::optional<World::Moment> World::reached(const PlanRun& run, const Milestone& m, AgencyId acting, ModelTime not_before) const {
    const Plan& plan = plan_of(run);
    const auto records = [&](const auto& visit) {
        if (m.kind == MilestoneKind::arrived && m.arrived_role.is_some()) {
            for (const PlanPoolId pool : ids_of(plan.pools))
                run.reached.each(slot(run.plan, m.kind, pool.index), visit);
        } else {
            run.reached.each(slot(run.plan, m.kind, m.subject), visit);
        }
    };
    std::optional<Moment> first;
    if (m.kind == MilestoneKind::occurred || m.kind == MilestoneKind::ended) {
        records([&](const Reached& r) {
            if (!first && r.at >= not_before) first = Moment{r.at, r.entry};
        });
        return first;
    }
    // what a scenario's reports bring is sent by no task: it is the acting agency's own if it got or sent one, else anybody's
    if ((m.kind == MilestoneKind::received || m.kind == MilestoneKind::sent) && !m.by.is_some() && plan.messages[MessageId{m.subject}].id == incident_report) {
        bool mine = false;
        records([&](const Reached& r) {
            const bool concerns = acting.is_some() && (r.agency == acting || r.from == acting);
            if (r.at < not_before || (mine && !concerns) || (acting.is_some() && !concerns && m.kind == MilestoneKind::received)) return;
            if (!first || (concerns && !mine)) first = Moment{r.at, r.entry};
            mine = mine || concerns;
        });
        return first;
    }
    bool own = false;
    std::vector<AgencyId> wanted = whose(run, m, acting, own);
    // of a receipt by others: what the acting agency sent, if it sends this message at all
    bool acting_sends = false;
    if (m.kind == MilestoneKind::received && !own && acting.is_some())
        for (const Task& task : plan.tasks)
            for (const Sending& sending : task.sends) acting_sends = acting_sends || (sending.message.index == m.subject && bound_to(run, task.by, acting));
    // of several senders to oneself, `count` counts the senders
    const bool count_senders = own && m.kind == MilestoneKind::received && (m.count == Milestone::Count::all || m.count == Milestone::Count::number);
    if (count_senders) {
        wanted.clear();
        for (const Task& task : plan.tasks)
            for (const Sending& sending : task.sends)
                if (sending.message.index == m.subject) {
                    const auto& bound = inputs_.bound(run.incident, run.plan, task.by);
                    wanted.insert(wanted.end(), bound.begin(), bound.end());
                }
        std::sort(wanted.begin(), wanted.end());
        wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    }
    std::vector<Moment> moments;  // the first of each that counts
    for (const AgencyId one : wanted) {
        std::optional<Moment> earliest;
        records([&](const Reached& r) {
            if (r.at < not_before || (m.choice >= 0 && r.choice != m.choice)) return;
            if (count_senders ? r.from != one || r.agency != acting : r.agency != one) return;
            if (acting_sends && r.from != acting) return;
            if (!earliest || r.at < earliest->at) earliest = Moment{r.at, r.entry};
        });
        if (earliest) moments.push_back(*earliest);
    }
    std::stable_sort(moments.begin(), moments.end(), [](const Moment& a, const Moment& b) { return std::tie(a.at, a.entry) < std::tie(b.at, b.entry); });
    std::size_t need = wanted.size();
    if (m.count == Milestone::Count::first || (own && !count_senders)) need = 1;
    if (m.count == Milestone::Count::number) need = static_cast<std::size_t>(m.number);
    if (need == 0 || moments.size() < need) return std::nullopt;
    return moments[need - 1];
}

std::optional<World::Moment> World::reached(const PlanRun& run, const Join& join, AgencyId acting, ModelTime not_before) const {
    switch (join.kind) {
        case Join::Kind::none: return Moment{now_, no_entry};
        case Join::Kind::milestone: return reached(run, join.milestone, acting, not_before);
        case Join::Kind::all: {
            std::optional<Moment> last;
            for (const Join& part : join.parts) {
                const auto moment = reached(run, part, acting, not_before);
                if (!moment) return std::nullopt;
                if (!last || std::tie(moment->at, moment->entry) > std::tie(last->at, last->entry)) last = moment;
            }
            return last;
        }
        case Join::Kind::any: {
            std::optional<Moment> first;
            for (const Join& part : join.parts)
                if (const auto moment = reached(run, part, acting, not_before); moment && (!first || std::tie(moment->at, moment->entry) < std::tie(first->at, first->entry))) first = moment;
            return first;
        }
    }
    return std::nullopt;
}

}  // namespace sandtable
