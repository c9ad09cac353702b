#include "sandtable/duty_analysis.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "scenario/plan_there.hpp"

namespace sandtable {

namespace {

using Node = Instants::Node;

/// Whether lengths fit a period, on some day or on every day of the calendar. Remembers what it was asked.
class Limits {
public:
    explicit Limits(const Calendar& calendar) : calendar_(calendar) {}

    /// kept, at_risk or impossible.
    Keeping judge(const Span& least, const Span& most, const Period& within) {
        const auto asked = std::find_if(asked_.begin(), asked_.end(), [&](const Asked& a) {
            return a.least == least && a.most == most && a.within.unit == within.unit && a.within.count == within.count;
        });
        if (asked != asked_.end()) return asked->keeping;
        const bool by_clock = within.unit == Period::Unit::clock;
        Keeping keeping = Keeping::at_risk;
        if (by_clock && least.working_days == 0 ? least.ms > within.count : never(least, within)) keeping = Keeping::impossible;
        else if (by_clock && most.working_days == 0 ? most.ms <= within.count : always(most, within)) keeping = Keeping::kept;
        asked_.push_back({least, most, within, keeping});
        return keeping;
    }

private:
    /// Nothing where the calendar does not reach. `at_best`: the earlier end of working days before and behind the clock time, else the later.
    std::optional<bool> fits(Date day, std::int64_t ms, const Span& span, const Period& within, bool at_best) const {
        const CivilTime start = civil_time(day, ms, calendar_.offset_minutes);
        const auto due = due_at(calendar_, start, within);
        const auto days_first = work_ends_at(calendar_, start, span.working_days), days_last = work_ends_at(calendar_, {start.local_ms + span.ms, start.offset_minutes}, span.working_days);
        const auto *until = std::get_if<CivilTime>(&due), *a = std::get_if<CivilTime>(&days_first), *b = std::get_if<CivilTime>(&days_last);
        if (until == nullptr || a == nullptr || b == nullptr) return std::nullopt;
        const auto [early, late] = std::minmax({a->local_ms + span.ms, b->local_ms});
        return (at_best ? early : late) <= until->local_ms;
    }

    bool never(const Span& least, const Period& within) const {
        bool judged = false;
        for (Date day = calendar_.first; day <= calendar_.last; day += std::chrono::days{1})
            if (const auto fit = fits(day, 0, least, within, true)) {
                if (*fit) return false;
                judged = true;
            }
        return judged;
    }

    bool always(const Span& most, const Period& within) const {
        // n days never hold more than n working days, so that clock time ends no later than as many working days as it begins days
        const std::int64_t day_ms = 86'400'000, ends_after = most.working_days + (most.ms + day_ms - 1) / day_ms + (calendar_.closes_ms < day_ms ? 1 : 0);
        if (within.unit == Period::Unit::working_days && ends_after <= within.count) return true;
        bool judged = false;
        for (Date day = calendar_.first; day <= calendar_.last; day += std::chrono::days{1})
            for (const std::int64_t ms : {0LL, 86'399'999LL})
                if (const auto fit = fits(day, ms, most, within, false)) {
                    if (!*fit) return false;
                    judged = true;
                }
        return judged;
    }

    const Calendar& calendar_;
    struct Asked {
        Span least, most;
        Period within;
        Keeping keeping;
    };
    std::vector<Asked> asked_;
};

/// A limit that a decision sets is kept if it is whatever is decided, and impossible if it is in any case. A clock that may stop, or a limit that may be
/// extended, is not proved impossible: how long it stands is not known before a run. Notice of what is to come has no way to be measured.
Keeping keeping(const Duty& duty, const Plan& plan, Limits& limits, const Span& least, const Span& most) {
    if (!duty.has_limit() || (duty.within && duty.within->before)) return Keeping::no_limit;
    std::vector<Keeping> all;
    if (duty.within) all.push_back(limits.judge(least, most, *duty.within));
    else
        for (const Choice& choice : plan.decisions[duty.set_by].choices) all.push_back(limits.judge(least, most, *choice.limit));
    const auto every = [&](Keeping keeping) { return std::all_of(all.begin(), all.end(), [&](Keeping k) { return k == keeping; }); };
    if (every(Keeping::kept)) return Keeping::kept;
    return every(Keeping::impossible) && duty.stops.empty() && !duty.extended ? Keeping::impossible : Keeping::at_risk;
}

void prove(const PlanThere& there, const PlanThere::Owed& owed, const Plan& plan, const Duty& duty, Limits& limits, DutyProof& proof) {
    const Instants& instants = there.instants();
    const auto cuts = there.cuts(owed.opening);
    Instants::Set given(instants.size(), 0), openers(instants.size(), 0);
    for (const auto& cut : cuts) {
        Instants::Set held(instants.size(), 0);
        for (const Node node : cut) held[node] = openers[node] = 1;
        const auto reach = instants.reach(held);
        for (Node n = 0; n < instants.size(); ++n) given[n] = given[n] || reach.come[n] || reach.ready[n];
    }
    // one that nothing can open is looked at as if it were opened all the same
    const auto opened = instants.earliest(given, owed.opening, false);
    if (!opened.known[owed.opening] || opened.at[owed.opening] != Span{})
        for (Node n = 0; n < instants.size(); ++n) given[n] = given[n] || openers[n];
    const auto least = instants.earliest(given, owed.discharge, false);
    proof.keeping = Keeping::never_discharged;
    if (!least.known[owed.discharge]) return;
    Instants::Set surely = given;
    if (cuts.size() > 1) {
        const auto reach = instants.reach(openers);
        for (Node n = 0; n < instants.size(); ++n) surely[n] = reach.come[n] || (openers[n] && given[n]);
    }
    proof.least = least.at[owed.discharge];
    proof.most = instants.earliest(surely, owed.discharge, true).at[owed.discharge];
    proof.keeping = keeping(duty, plan, limits, *proof.least, *proof.most);
    for (Node n = owed.discharge; !given[n]; n = least.by[n])
        if (there.step(n)) proof.path.push_back(*there.step(n));
    std::reverse(proof.path.begin(), proof.path.end());
}

/// What an optional role should do is owed by nobody where nobody has that role.
bool asks_of_nobody(const PlanThere& there, const Plan& plan, const Join& join) {
    for (const Join& part : join.parts)
        if (asks_of_nobody(there, plan, part)) return true;
    const RoleId by = join.milestone.by;
    return join.kind == Join::Kind::milestone && by.is_some() && plan.roles[by].optional && there.bound(by).empty();
}

void prove_all(const PlanThere& there, const Ground& ground, PlanId id, const Plan& plan, Limits& limits, std::vector<DutyProof>& out) {
    const Instants::Set nothing(there.instants().size(), 0);
    const auto here = there.instants().reach(nothing).come, anywhere = there.instants().reach(nothing, true).come;
    auto owed = there.owed().begin();
    for (const DutyId duty : ids_of(plan.duties)) {
        const Duty& what = plan.duties[duty];
        if (what.must_not) continue;
        const DutyProof nobody{id, duty, ground.place, {}, Keeping::not_here, {}, {}, {}};
        if (there.bound(what.who).empty()) out.push_back(nobody);
        for (; owed != there.owed().end() && owed->duty == duty; ++owed) {
            DutyProof proof = nobody;
            proof.agency = owed->agency;
            const bool never_opened = !here[owed->opening] && anywhere[owed->opening];
            if (!never_opened && !asks_of_nobody(there, plan, what.must) && !ground.stops(what.guards)) prove(there, *owed, plan, what, limits, proof);
            out.push_back(std::move(proof));
        }
    }
}

void find_faults(const PlanThere& there, const Ground& ground, PlanId id, const Plan& plan, std::vector<ProcedureFault>& out) {
    using Kind = ProcedureFault::Kind;
    const auto begin = static_cast<std::ptrdiff_t>(out.size());
    const auto fault = [&](Kind kind, TaskId task = {}, AgencyId from = {}) -> ProcedureFault& {
        ProcedureFault& made = out.emplace_back();
        made.kind = kind, made.plan = id, made.task = task, made.from = from, made.place = ground.place;
        return made;
    };
    for (const RoleId role : ids_of(plan.roles))
        if (there.bound(role).empty() && !plan.roles[role].each) fault(Kind::role_unbound).role = role;
    for (const PlanThere::Unlinked& unlinked : there.unlinked()) {
        ProcedureFault& made = fault(Kind::message_without_channel, unlinked.task, unlinked.from);
        made.message = unlinked.message, made.to = unlinked.to;
    }
    for (const DecisionId decision : ids_of(plan.decisions)) {
        const TaskId task = plan.decisions[decision].task;
        const bool somebody = std::any_of(there.workers().begin(), there.workers().end(), [&](const auto& w) { return w.task == task && (w.staffed || w.stopped); });
        if (!somebody) fault(Kind::decision_without_decider, task).decision = decision;
    }
    // what is stopped at this place is missing without fault, and so is what waits for it
    const auto come = there.instants().reach(Instants::Set(there.instants().size(), 0), true).come;
    std::set<std::vector<std::pair<PlanId, TaskId>>> rounds;  // the same tasks of several agencies are one round
    std::set<std::pair<TaskId, AgencyId>> in_round;
    for (const auto& nodes : there.instants().rounds(come)) {
        std::set<std::pair<PlanId, TaskId>> round;
        for (const Node node : nodes)
            if (const auto& step = there.step(node); step && step->kind == DutyStep::Kind::handling) {
                in_round.emplace(step->task, step->from);
                round.emplace(id, step->task);
            }
        rounds.emplace(round.begin(), round.end());
    }
    for (const auto& round : rounds) fault(Kind::circular_wait, round.front().second).round = round;
    for (const PlanThere::Worker& worker : there.workers())
        if (worker.stopped) continue;
        else if (!worker.staffed) fault(Kind::task_without_officers, worker.task, worker.agency);
        else if (!come[worker.end] && !in_round.contains({worker.task, worker.agency})) fault(Kind::task_never, worker.task, worker.agency);
    std::sort(out.begin() + begin, out.end(), [](const ProcedureFault& a, const ProcedureFault& b) {
        return std::tie(a.kind, a.task, a.message, a.decision, a.role, a.from, a.to, a.round) < std::tie(b.kind, b.task, b.message, b.decision, b.role, b.from, b.to, b.round);
    });
}

}  // namespace

DutyAnalysis analyse_duties(const Table<PlanId, Plan>& plans, const Vocabulary& vocabulary, const Network& network, const Calendar& calendar, const Roads& roads,
                            PlaceId place, const std::vector<std::string>& concerns) {
    Ground ground{vocabulary, network, roads, place, concerns, vocabulary.find("in_urban_area"), Knowledge(vocabulary.facts.size()), {}};
    if (concerns.empty())
        for (const Agency& agency : network.agencies) ground.concerns.insert(ground.concerns.end(), agency.trades().begin(), agency.trades().end());
    std::sort(ground.concerns.begin(), ground.concerns.end());
    ground.concerns.erase(std::unique(ground.concerns.begin(), ground.concerns.end()), ground.concerns.end());
    if (ground.urban.is_some()) ground.said.learn(ground.urban, Observation::exactly(network.places[place].urban ? 1 : 0), ModelTime{}, no_entry);
    Limits limits(calendar);
    DutyAnalysis analysis;
    for (const PlanId id : ids_of(plans)) {
        const PlanThere there(ground, plans[id]);
        prove_all(there, ground, id, plans[id], limits, analysis.proofs);
        find_faults(there, ground, id, plans[id], analysis.faults);
    }
    return analysis;
}

}  // namespace sandtable
