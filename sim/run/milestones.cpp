// Milestones: what was reached, and who has to look then.
#include <algorithm>

#include "run/world.hpp"

namespace sandtable {

bool World::bound_to(const PlanRun& run, RoleId role, AgencyId agency) const {
    const auto& agencies = inputs_.bound(run.incident, run.plan, role);
    return std::binary_search(agencies.begin(), agencies.end(), agency);
}

void World::reach(std::uint32_t plan_run, MilestoneKind kind, std::uint32_t subject, const Reached& what) {
    PlanRun& run = plan_runs_[plan_run];
    const std::uint32_t at = slot(run.plan, kind, subject);
    run.reached.add(at, what);
    const Watchers& watchers = tables_.watchers(run.plan, at);
    const Plan& plan = plan_of(run);
    const auto instances = [&](const auto& base, auto id, const auto& visit) {
        for (std::uint32_t i = base[id.index]; i < base[id.index + 1]; ++i) visit(i);
    };
    const auto concerned = [&](const auto& base, const auto& watcher, RoleId role, const auto& visit) {
        if (!watcher.own) return instances(base, watcher.id, visit);
        const auto& bound = inputs_.bound(run.incident, run.plan, role);  // in the order of the instances
        const auto at_agency = std::lower_bound(bound.begin(), bound.end(), what.agency);
        if (at_agency != bound.end() && *at_agency == what.agency) visit(base[watcher.id.index] + static_cast<std::uint32_t>(at_agency - bound.begin()));
    };
    for (const auto& watcher : watchers.opened) concerned(run.duty_base, watcher, plan.duties[watcher.id].who, [&](std::uint32_t i) { consider_duty(i); });
    for (const auto& watcher : watchers.discharged) concerned(run.duty_base, watcher, plan.duties[watcher.id].who, [&](std::uint32_t i) { check_discharge(i); });
    for (const DutyId duty : watchers.clocked) instances(run.duty_base, duty, [&](std::uint32_t i) { consider_clock(i, what.entry); });
    if (watchers.ends_response && !run.ended)
        if (const auto moment = reached(run, plan_of(run).response_ends, AgencyId::none(), model_time(0))) end_response(plan_run, moment->entry);
    for (const auto& watcher : watchers.tasks) concerned(run.task_base, watcher, plan.tasks[watcher.id].by, [&](std::uint32_t i) { consider(i); });
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

bool World::owns(const PlanRun& run, const Milestone& m, AgencyId acting) const {
    if (m.by.is_some() || m.arrived_role.is_some() || !acting.is_some()) return false;
    const auto& roles = tables_.watchers(run.plan, slot(run.plan, m.kind, m.subject)).whose;
    return std::any_of(roles.begin(), roles.end(), [&](RoleId role) { return bound_to(run, role, acting); });
}

void World::whose(const PlanRun& run, const Milestone& m, AgencyId acting, bool& own, std::vector<AgencyId>& all) const {
    own = false;
    const auto add = [&](RoleId role) {
        const auto& bound = inputs_.bound(run.incident, run.plan, role);
        all.insert(all.end(), bound.begin(), bound.end());
    };
    if (m.by.is_some()) return add(m.by);
    if (m.arrived_role.is_some()) return add(m.arrived_role);
    if (owns(run, m, acting)) {
        own = true;
        all.push_back(acting);
        return;
    }
    for (const RoleId role : tables_.watchers(run.plan, slot(run.plan, m.kind, m.subject)).whose) add(role);
    each_once(all);
}

namespace {

/// Of several senders to oneself, a count counts the senders.
bool counts_senders(const Milestone& m) { return m.kind == MilestoneKind::received && (m.count == Milestone::Count::all || m.count == Milestone::Count::number); }

}  // namespace

std::optional<World::Moment> World::reached(const PlanRun& run, const Milestone& m, AgencyId acting, ModelTime not_before) const {
    if (m.kind == MilestoneKind::arrived && m.arrived_role.is_some()) return reached_by_several(run, m, acting, not_before);  // by any pool
    const std::uint32_t at = slot(run.plan, m.kind, m.subject);
    if (run.reached.empty(at)) return std::nullopt;
    std::optional<Moment> first;
    if (m.kind == MilestoneKind::occurred || m.kind == MilestoneKind::ended) {
        run.reached.each(at, [&](const Reached& r) {
            if (!first && r.at >= not_before) first = Moment{r.at, r.entry};
        });
        return first;
    }
    // what a scenario's reports bring is sent by no task: it is the acting agency's own if it got or sent one, else anybody's
    if ((m.kind == MilestoneKind::received || m.kind == MilestoneKind::sent) && !m.by.is_some() && MessageId{m.subject} == tables_.incident_report(run.plan)) {
        bool mine = false;
        run.reached.each(at, [&](const Reached& r) {
            const bool concerns = acting.is_some() && (r.agency == acting || r.from == acting);
            if (r.at < not_before || (mine && !concerns) || (acting.is_some() && !concerns && m.kind == MilestoneKind::received)) return;
            if (!first || (concerns && !mine)) first = Moment{r.at, r.entry};
            mine = mine || concerns;
        });
        return first;
    }
    // its own first milestone, the usual question: what it brought about itself is its own, and then nobody has to be looked up
    if (!counts_senders(m) && m.count != Milestone::Count::number && acting.is_some() && !m.by.is_some()) {
        if (const Reached* latest = run.reached.latest_if_first(at); latest != nullptr && latest->agency == acting && latest->at >= not_before && (m.choice < 0 || latest->choice == m.choice))
            return Moment{latest->at, latest->entry};
        bool mine = false;
        run.reached.each(at, [&](const Reached& r) {
            if (r.agency != acting) return;
            mine = true;
            if (r.at >= not_before && (m.choice < 0 || r.choice == m.choice) && (!first || r.at < first->at)) first = Moment{r.at, r.entry};
        });
        if (mine || owns(run, m, acting)) return first;
    }
    return reached_by_several(run, m, acting, not_before);
}

/// How many of those whose milestone it is have to have reached it, and when the last of so many did.
std::optional<World::Moment> World::reached_by_several(const PlanRun& run, const Milestone& m, AgencyId acting, ModelTime not_before) const {
    const Plan& plan = plan_of(run);
    const auto records = [&](const auto& visit) {
        if (m.kind == MilestoneKind::arrived && m.arrived_role.is_some()) {
            for (const PlanPoolId pool : ids_of(plan.pools)) run.reached.each(slot(run.plan, m.kind, pool.index), visit);
        } else {
            run.reached.each(slot(run.plan, m.kind, m.subject), visit);
        }
    };
    bool own = false;
    auto lent_wanted = spare_agencies_.lend();
    std::vector<AgencyId>& wanted = *lent_wanted;
    whose(run, m, acting, own, wanted);
    // of a receipt by others: what the acting agency sent, if it sends this message at all
    bool acting_sends = false;
    if (m.kind == MilestoneKind::received && !own && acting.is_some())
        for (const RoleId role : tables_.watchers(run.plan, slot(run.plan, MilestoneKind::sent, m.subject)).whose) acting_sends = acting_sends || bound_to(run, role, acting);
    const bool count_senders = own && counts_senders(m);
    if (count_senders) {
        wanted.clear();
        for (const Task& task : plan.tasks)
            for (const Sending& sending : task.sends)
                if (sending.message.index == m.subject) {
                    const auto& bound = inputs_.bound(run.incident, run.plan, task.by);
                    wanted.insert(wanted.end(), bound.begin(), bound.end());
                }
        each_once(wanted);
    }
    auto lent_moments = spare_moments_.lend();
    std::vector<Moment>& moments = *lent_moments;  // the first of each that counts
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
    std::size_t need = wanted.size();
    if (m.count == Milestone::Count::first || (own && !count_senders)) need = 1;
    if (m.count == Milestone::Count::number) need = static_cast<std::size_t>(m.number);
    if (need == 0 || moments.size() < need) return std::nullopt;
    const auto last = moments.begin() + static_cast<std::ptrdiff_t>(need - 1);
    std::nth_element(moments.begin(), last, moments.end(), [](const Moment& a, const Moment& b) { return std::tie(a.at, a.entry) < std::tie(b.at, b.entry); });
    return *last;
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
