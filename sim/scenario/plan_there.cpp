#include "scenario/plan_there.hpp"

#include <algorithm>
#include <functional>

namespace sandtable {

namespace {

Span span_of(const Spread& spread, std::int64_t value) { return spread.working_days ? Span{value, 0} : Span{0, value}; }

void sort_once(auto& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
}

}  // namespace

std::optional<Duration> Ground::way(PlaceId from, PlaceId to) {
    const auto [at, fresh] = ways.try_emplace(from);
    if (fresh) at->second = roads.reach(from);
    return at->second[to.index];
}

Guard Ground::on_place_alone(const Guard& guard) const {
    if (guard.kind == Guard::Kind::fact && guard.fact == urban) return guard;
    Guard open;
    open.kind = Guard::Kind::grade;  // nobody has graded: open
    if (guard.kind != Guard::Kind::all && guard.kind != Guard::Kind::any) return open;
    open.kind = guard.kind;
    for (const Guard& part : guard.parts) open.parts.push_back(on_place_alone(part));
    return open;
}

bool Ground::stops(const Guards& guards) const {
    const auto is = [&](bool there, const Guard& guard, Truth truth) { return there && judge(on_place_alone(guard), vocabulary, said, ModelTime{}) == truth; };
    return is(guards.has_if, guards.if_holds, Truth::fails) || is(guards.has_unless, guards.unless_holds, Truth::holds) || is(guards.has_may, guards.may_hold, Truth::fails) ||
           is(guards.has_once, guards.once_holds, Truth::fails);
}

namespace {

// which of fails, open and holds a guard may be, as bits
constexpr unsigned fails = 1, open = 2, holds = 4, anything = fails | open | holds;

/// What it may be whatever is known, while the plan is not out of its scope: then all of it waits.
unsigned may_be(const Guard& guard) {
    if (guard.kind == Guard::Kind::scope)
        return guard.scope == Truth::fails ? fails : fails | holds;
    if (guard.kind != Guard::Kind::all && guard.kind != Guard::Kind::any) return anything;
    const bool all = guard.kind == Guard::Kind::all;
    unsigned so_far = all ? holds : fails;
    for (const Guard& part : guard.parts) {
        unsigned joined = 0;
        for (const unsigned a : {fails, open, holds})
            for (const unsigned b : {fails, open, holds})
                if ((so_far & a) != 0 && (may_be(part) & b) != 0)
                    joined |= all ? std::min(a, b) : std::max(a, b);
        so_far = joined;
    }
    return so_far;
}

}  // namespace

bool Ground::surely_pass(const Guards& guards) {
    if (guards.has_if && may_be(guards.if_holds) != holds) return false;
    if (guards.has_unless && (may_be(guards.unless_holds) & holds) != 0) return false;
    if (guards.has_may && (may_be(guards.may_hold) & fails) != 0) return false;
    return !guards.has_once || may_be(guards.once_holds) == holds;
}

PlanThere::PlanThere(Ground& ground, const Plan& plan) : ground_(ground), plan_(plan), bound_(plan.roles.size()), senders_(plan.messages.size()), links_(plan.messages.size()) {
    for (const RoleId role : ids_of(plan.roles)) bound_[role] = matching_agencies(ground.network, plan.roles[role].is, ground.place, ground.concerns);
    occurred_ = add_source();
    never_ = add({});
    ended_ = add({});
    instants_[ended_].is = Instants::Is::name;
    for (const TaskId task : ids_of(plan.tasks)) place_task(task);
    for (auto& senders : senders_) sort_once(senders);
    for (const Worker& worker : workers_) send_from(worker);
    for (const Worker& worker : workers_) wait_for(worker.first, node_of(plan.tasks[worker.task].after, worker.agency));
    if (!plan.response_ends.empty()) {
        ending_ = true;
        wait_for(ended_, node_of(plan.response_ends, AgencyId::none()));
        ending_ = false;
    }
    for (const DutyId duty : ids_of(plan.duties)) {
        const Duty& what = plan.duties[duty];
        if (what.must_not) continue;
        for (const AgencyId agency : bound_[what.who]) {
            // an anchor opens nothing by itself, but nothing opens before it
            const Node trigger = node_of(what.trigger(), agency);
            const Node anchor =
                what.from.empty() || what.after.empty() ? trigger : node_of(what.from, agency);
            const bool with_trigger = anchor == trigger || anchor == occurred_;
            const Node opening = with_trigger ? trigger : join(2, {trigger, anchor});
            owed_.push_back(
                {duty, agency, anchor, opening, node_of(what.must, agency), with_trigger});
        }
    }
    instants_.seal();
}

PlanThere::Node PlanThere::add(Instants::Instant instant, const std::optional<DutyStep>& step) {
    if (step)
        instant.least = step->least, instant.most = step->most,
        instant.is = Instants::Is::happening;
    steps_.push_back(step);
    return instants_.add(std::move(instant));
}

PlanThere::Node PlanThere::add_source() {
    Instants::Instant comes;
    comes.source = true;
    comes.is = Instants::Is::happening;
    return add(std::move(comes));
}

PlanThere::Node PlanThere::then(Node before, const DutyStep& step) {
    Instants::Instant later;
    later.parts = {before};
    return add(std::move(later), step);
}

/// One instant for the same parts, however often they are asked for: what comes with one comes with
/// the other. Of any of several, those of a part that is any of several are its own.
PlanThere::Node PlanThere::join(std::size_t need, std::vector<Node> parts) {
    if (need == 1) {
        std::vector<Node> flat;
        for (const Node part : parts) {
            const Instants::Instant& inner = instants_[part];
            if (inner.is == Instants::Is::join && inner.need == 1)
                flat.insert(flat.end(), inner.parts.begin(), inner.parts.end());
            else flat.push_back(part);
        }
        sort_once(flat);
        parts = std::move(flat);
        if (parts.empty()) return never_;
    } else if (need == parts.size()) {
        sort_once(parts);
        need = parts.size();
    } else {
        std::sort(parts.begin(), parts.end());
    }
    if (parts.size() == 1 && need == 1) return parts.front();
    const auto [at, fresh] = joins_.try_emplace({need, parts}, never_);
    if (!fresh) return at->second;
    Instants::Instant joined;
    joined.need = static_cast<std::uint32_t>(need);
    joined.parts = std::move(parts);
    return at->second = add(std::move(joined));
}

void PlanThere::place_task(TaskId id) {
    const Task& task = plan_.tasks[id];
    const Network& network = ground_.network;
    for (const AgencyId agency : bound_[task.by]) {
        Worker worker{id, agency, 0, 0};
        worker.stopped = ground_.stops(task.guards);
        worker.guarded = !Ground::surely_pass(task.guards);
        if (task.officer.is_some()) {
            const PoolId pool = network.pool(plan_.pools[task.officer]);
            worker.staffed = pool.is_some() && std::any_of(network.agencies[agency].officers(pool).begin(), network.agencies[agency].officers(pool).end(), [](int n) { return n > 0; });
        }
        const auto way = task.goes_to_scene ? ground_.way(network.agencies[agency].place, ground_.place) : std::optional(Duration{0});
        Instants::Instant handled;
        handled.missing = worker.stopped ? Instants::Missing::here : worker.staffed && way ? Instants::Missing::no : Instants::Missing::everywhere;
        worker.first = worker.end = add(handled, DutyStep{DutyStep::Kind::handling, id, {}, {}, agency, agency, span_of(task.takes, task.takes.least()), span_of(task.takes, task.takes.most())});
        if (task.goes_to_scene) {  // departed, then arrived and done at once (World::arrive)
            const Span time{0, way ? way->count() : 0};
            worker.end = then(worker.first, DutyStep{DutyStep::Kind::travel, id, {}, {}, agency, agency, time, time});
        }
        workers_.push_back(worker);
        for (const Sending& sending : task.sends) senders_[sending.message].push_back(agency);
    }
    worker_from_.resize(id.index + 1, workers_.size());
    worker_from_[id.index] = workers_.size() - bound_[task.by].size();
}

/// A worker's links, each over the best and the slowest channel.
void PlanThere::send_from(const Worker& worker) {
    const Network& network = ground_.network;
    for (const Sending& sending : plan_.tasks[worker.task].sends) {
        std::vector<AgencyId> receivers;
        for (const RoleId role : sending.to) receivers.insert(receivers.end(), bound_[role].begin(), bound_[role].end());
        sort_once(receivers);
        for (const AgencyId to : receivers) {
            std::optional<DutyStep> step;
            const auto best = [&](ChannelId channel, Span least, Span most) {
                if (!step) step = DutyStep{DutyStep::Kind::message, worker.task, sending.message, channel, worker.agency, to, least, most};
                if (least.ms < step->least.ms) step->least = least, step->channel = channel;
                step->most.ms = std::max(step->most.ms, most.ms);
            };
            if (worker.agency == to) best({}, {}, {});
            else
                for (const std::string& name : sending.over) {
                    const ChannelId id = network.channel(name);
                    if (!id.is_some() || network.channels[id].fails_per_million >= 1'000'000 || (network.channels[id].related_only && !network.related(worker.agency, to, id))) continue;
                    const Channel& channel = network.channels[id];
                    if (!channel.travels) best(id, {0, channel.delay.least()}, {0, channel.delay.most()});
                    else if (const auto way = ground_.way(network.agencies[worker.agency].place, network.agencies[to].place)) best(id, {0, way->count()}, {0, way->count()});
                }
            if (step) links_[sending.message].push_back({worker.agency, to, then(worker.end, *step)});
            else if (!worker.stopped) unlinked_.push_back({worker.task, sending.message, worker.agency, to});
        }
    }
}

const PlanThere::Worker* PlanThere::worker(TaskId task, AgencyId agency) const {
    const auto& bound = bound_[plan_.tasks[task].by];
    const auto at = std::lower_bound(bound.begin(), bound.end(), agency);
    return at == bound.end() || *at != agency ? nullptr : &workers_[worker_from_[task.index] + static_cast<std::size_t>(at - bound.begin())];
}

/// A report of the incident that an agency got (from whomever, if nobody is said) or sent: a
/// scenario brings it, once there is an incident.
PlanThere::Node PlanThere::report(MilestoneKind kind, AgencyId agency, AgencyId from) {
    const auto [at, fresh] = reports_.try_emplace({kind, agency, from}, never_);
    if (fresh) {
        Instants::Instant told;
        told.parts = {occurred_};
        told.is = Instants::Is::happening;
        at->second = add(std::move(told));
    }
    return at->second;
}

/// A decision taken so: at the end of its task, and where there are others, perhaps never.
PlanThere::Node PlanThere::choice(DecisionId decision, int choice, const Worker& worker) {
    if (choice < 0 || plan_.decisions[decision].choices.size() < 2) return worker.end;
    const auto [at, fresh] = choices_.try_emplace({decision, choice, worker.agency}, never_);
    if (fresh) {
        Instants::Instant taken;
        taken.parts = {worker.end};
        taken.is = Instants::Is::name;
        at->second = add(std::move(taken));
        chosen_.push_back({decision, worker.task, at->second});
    }
    return at->second;
}

/// Whose milestone it is, as World::whose.
std::vector<AgencyId> PlanThere::whose(const Milestone& m, AgencyId acting, bool& own) const {
    std::vector<AgencyId> all;
    const auto add_role = [&](RoleId role) { all.insert(all.end(), bound_[role].begin(), bound_[role].end()); };
    const auto add_doer = [&](TaskId task) { add_role(plan_.tasks[task].by); };
    if (m.by.is_some()) add_role(m.by);
    else if (m.arrived_role.is_some()) add_role(m.arrived_role);
    else
        switch (m.kind) {
            case MilestoneKind::done: add_doer(TaskId{m.subject}); break;
            case MilestoneKind::decided: add_doer(plan_.decisions[DecisionId{m.subject}].task); break;
            case MilestoneKind::formed: add_doer(plan_.bodies[BodyId{m.subject}].task); break;
            case MilestoneKind::sent: all = senders_[MessageId{m.subject}]; break;
            case MilestoneKind::received:
                for (const Task& task : plan_.tasks)
                    for (const Sending& sending : task.sends)
                        if (sending.message.index == m.subject)
                            for (const RoleId to : sending.to) add_role(to);
                break;
            case MilestoneKind::departed:
            case MilestoneKind::arrived:
                for (const Task& task : plan_.tasks)
                    if (task.goes_to_scene && task.officer.index == m.subject) add_role(task.by);
                break;
            case MilestoneKind::occurred:
            case MilestoneKind::ended: break;
        }
    sort_once(all);
    own = !m.by.is_some() && !m.arrived_role.is_some() && acting.is_some() && std::binary_search(all.begin(), all.end(), acting);
    return own ? std::vector{acting} : all;
}

/// The instants that reach a milestone for `one`; of a receipt only those `from`, if said.
std::vector<PlanThere::Node> PlanThere::brought_by(const Milestone& m, AgencyId one, AgencyId from) {
    std::vector<Node> nodes;
    const auto end_of = [&](TaskId task) {
        if (const Worker* w = worker(task, one)) nodes.push_back(w->end);
    };
    switch (m.kind) {
        case MilestoneKind::done: end_of(TaskId{m.subject}); break;
        case MilestoneKind::decided:
            if (const Worker* w = worker(plan_.decisions[DecisionId{m.subject}].task, one))
                nodes.push_back(choice(DecisionId{m.subject}, m.choice, *w));
            break;
        case MilestoneKind::formed: end_of(plan_.bodies[BodyId{m.subject}].task); break;
        case MilestoneKind::sent:
            for (const TaskId task : ids_of(plan_.tasks))
                if (std::any_of(plan_.tasks[task].sends.begin(), plan_.tasks[task].sends.end(), [&](const Sending& s) { return s.message.index == m.subject; })) end_of(task);
            break;
        case MilestoneKind::received:
            for (const Link& link : links_[MessageId{m.subject}])
                if (link.to == one && (!from.is_some() || link.from == from)) nodes.push_back(link.node);
            break;
        case MilestoneKind::departed:
        case MilestoneKind::arrived:
            for (const TaskId task : ids_of(plan_.tasks))
                if (plan_.tasks[task].goes_to_scene && (m.arrived_role.is_some() || plan_.tasks[task].officer.index == m.subject))
                    if (const Worker* w = worker(task, one)) nodes.push_back(m.kind == MilestoneKind::arrived ? w->end : w->first);
            break;
        case MilestoneKind::occurred:
        case MilestoneKind::ended: break;
    }
    const bool is_report = (m.kind == MilestoneKind::sent || m.kind == MilestoneKind::received) && plan_.messages[MessageId{m.subject}].id == incident_report;
    if (is_report) nodes.push_back(report(m.kind, one, from));
    return nodes;
}

/// As World::reached.
PlanThere::Node PlanThere::node_of(const Milestone& m, AgencyId acting) {
    if (m.kind == MilestoneKind::occurred) return occurred_;
    if (m.kind == MilestoneKind::ended) return ending_ ? never_ : ended_;  // a response cannot end because it ended
    const bool received = m.kind == MilestoneKind::received;
    if ((received || m.kind == MilestoneKind::sent) && !m.by.is_some() &&
        plan_.messages[MessageId{m.subject}].id == incident_report) {
        // its own: what it got, or somebody got from it, over a report of the scenario or a task of
        // the plan
        std::vector<Node> nodes = brought_by(m, acting, AgencyId::none());
        if (received) nodes.push_back(report(MilestoneKind::sent, acting, AgencyId::none()));
        if (received)
            for (const Link& link : links_[MessageId{m.subject}])
                if (link.from == acting && link.to != acting) nodes.push_back(link.node);
        return join(1, std::move(nodes));
    }
    bool own = false;
    auto wanted = whose(m, acting, own);
    const auto* senders = received ? &senders_[MessageId{m.subject}] : nullptr;
    const bool count_senders = own && received && (m.count == Milestone::Count::all || m.count == Milestone::Count::number);
    const bool acting_sends = received && !own && acting.is_some() && std::binary_search(senders->begin(), senders->end(), acting);
    if (count_senders) wanted = *senders;
    std::size_t need = wanted.size();
    if (m.count == Milestone::Count::first || (own && !count_senders)) need = 1;
    if (m.count == Milestone::Count::number) need = static_cast<std::size_t>(m.number);
    std::vector<Node> parts;
    for (const AgencyId one : wanted) {
        auto nodes = count_senders ? brought_by(m, acting, one) : brought_by(m, one, acting_sends ? acting : AgencyId::none());
        if (!nodes.empty()) parts.push_back(join(1, std::move(nodes)));
    }
    return need == 0 || parts.size() < need ? never_ : join(need, std::move(parts));
}

PlanThere::Node PlanThere::node_of(const Join& rule, AgencyId acting) {
    if (rule.kind == Join::Kind::none) return occurred_;
    if (rule.kind == Join::Kind::milestone) return node_of(rule.milestone, acting);
    std::vector<Node> parts;
    for (const Join& part : rule.parts) parts.push_back(node_of(part, acting));
    const std::size_t need = rule.kind == Join::Kind::any ? 1 : parts.size();
    return join(need, std::move(parts));
}

std::vector<std::vector<PlanThere::Node>> PlanThere::cuts(Node node,
                                                          const Instants::Set& proved) const {
    using Ways = std::vector<std::vector<Node>>;
    const Instants::Instant& instant = instants_[node];
    if (instant.is == Instants::Is::happening) return {{node}};
    if (instant.is == Instants::Is::name && node != ended_ && !proved[node]) return {{node}};
    const auto& parts = instant.parts;
    if (parts.size() < instant.need) return {{}};
    std::vector<Ways> of_parts;
    for (const Node part : parts) of_parts.push_back(cuts(part, proved));
    Ways found;
    bool too_many = false;
    // every choice of `left` parts from `from` on, and of each of them every way
    const std::function<void(std::size_t, std::size_t, std::vector<Node>)> choose =
        [&](std::size_t from, std::size_t left, std::vector<Node> cut) {
            if (too_many || found.size() > cuts_max) return static_cast<void>(too_many = true);
            if (left == 0) return found.push_back(std::move(cut));
            for (std::size_t i = from; i + left <= parts.size() && !too_many; ++i)
                for (const auto& way : of_parts[i]) {
                    std::vector<Node> more = cut;
                    more.insert(more.end(), way.begin(), way.end());
                    choose(i + 1, left - 1, std::move(more));
                }
        };
    choose(0, parts.size() - instant.need + 1, {});
    if (too_many) return {{}};
    for (auto& cut : found) sort_once(cut);
    sort_once(found);
    return found;
}

}  // namespace sandtable
