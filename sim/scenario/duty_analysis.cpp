#include "sandtable/duty_analysis.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "scenario/plan_there.hpp"

namespace sandtable {

namespace {

using Node = Instants::Node;

/// Whether lengths fit a period, on some day or on every day of the calendar. Remembers what it was
/// asked.
class Limits {
public:
    explicit Limits(const Calendar& calendar) : calendar_(calendar) {}

    /// kept, at_risk or impossible. `exact`: the working days of `least` lie on every way that is
    /// no longer. Without `most` never kept.
    Keeping judge(const Span& least, bool exact, const std::optional<Span>& most,
                  const Period& within) {
        const auto asked = std::find_if(asked_.begin(), asked_.end(), [&](const Asked& a) {
            return a.least == least && a.exact == exact && a.most == most &&
                   a.within.unit == within.unit && a.within.count == within.count;
        });
        if (asked != asked_.end()) return asked->keeping;
        Keeping keeping = Keeping::at_risk;
        if (too_long(least, exact, within)) keeping = Keeping::impossible;
        else if (most && always(*most, within)) keeping = Keeping::kept;
        asked_.push_back({least, exact, most, within, keeping});
        return keeping;
    }

private:
    static constexpr std::int64_t day_ms = 86'400'000;

    /// Of working days alone or clock time alone; nothing where the calendar does not reach.
    std::optional<bool> fits(Date day, std::int64_t ms, const Span& span,
                             const Period& within) const {
        const CivilTime start = civil_time(day, ms, calendar_.offset_minutes);
        const auto due = due_at(calendar_, start, within),
                   end = work_ends_at(calendar_, start, span.working_days);
        const auto *until = std::get_if<CivilTime>(&due), *ends = std::get_if<CivilTime>(&end);
        if (until == nullptr || ends == nullptr) return std::nullopt;
        return ends->local_ms + span.ms <= until->local_ms;
    }

    bool never(const Span& least, const Period& within) const {
        bool judged = false;
        for (Date day = calendar_.first; day <= calendar_.last; day += std::chrono::days{1})
            if (const auto fit = fits(day, 0, least, within)) {
                if (*fit) return false;
                judged = true;
            }
        return judged;
    }

    /// Working days and clock time may come in any order: too long is what is too long for one of
    /// them alone, or for all of it by the clock, a working day being 24 hours at the least.
    bool too_long(const Span& least, bool exact, const Period& within) const {
        const std::int64_t by_clock = least.ms + least.working_days * day_ms;
        if (within.unit == Period::Unit::clock ? by_clock > within.count
                                               : never({0, by_clock}, within))
            return true;
        return exact && least.working_days > 0 && never({least.working_days, 0}, within);
    }

    /// Clock time between working days enters at most as many working days as it begins days, so
    /// that in any order it is over by then.
    bool always(const Span& most, const Period& within) const {
        if (within.unit == Period::Unit::clock && most.working_days == 0)
            return most.ms <= within.count;
        const std::int64_t clock_days = (most.ms + day_ms - 1) / day_ms;
        if (within.unit == Period::Unit::working_days &&
            most.working_days + clock_days + (calendar_.closes_ms < day_ms ? 1 : 0) <= within.count)
            return true;
        const Span longest =
            most.working_days == 0 ? most : Span{most.working_days + clock_days, 0};
        bool judged = false;
        for (Date day = calendar_.first; day <= calendar_.last; day += std::chrono::days{1})
            for (const std::int64_t ms : {std::int64_t{0}, day_ms - 1})
                if (const auto fit = fits(day, ms, longest, within)) {
                    if (!*fit) return false;
                    judged = true;
                }
        return judged;
    }

    const Calendar& calendar_;
    struct Asked {
        Span least;
        bool exact;
        std::optional<Span> most;
        Period within;
        Keeping keeping;
    };
    std::vector<Asked> asked_;
};

/// A limit that a decision sets is kept if it is whatever is decided, and impossible if it is in
/// any case. A clock that may stop, or a limit that may be extended, is not proved impossible: how
/// long it stands is not known before a run. Notice of what is to come has no way to be measured.
Keeping keeping(const Duty& duty, const Plan& plan, Limits& limits, const DutyProof& proof,
                bool exact) {
    if (!duty.has_limit() || (duty.within && duty.within->before)) return Keeping::no_limit;
    std::vector<Keeping> all;
    const auto judge = [&](const Period& within) {
        all.push_back(limits.judge(*proof.least, exact, proof.most, within));
    };
    if (duty.within) judge(*duty.within);
    else
        for (const Choice& choice : plan.decisions[duty.set_by].choices) judge(*choice.limit);
    const auto every = [&](Keeping keeping) { return std::all_of(all.begin(), all.end(), [&](Keeping k) { return k == keeping; }); };
    if (every(Keeping::kept)) return proof.once_known ? Keeping::kept_once_known : Keeping::kept;
    return every(Keeping::impossible) && duty.stops.empty() && !duty.extended ? Keeping::impossible : Keeping::at_risk;
}

/// One duty of one agency, reckoned from the instant its period begins.
class Proving {
public:
    using Set = Instants::Set;
    Proving(const PlanThere& there, const Plan& plan, const PlanThere::Owed& owed)
        : there_(there),
          instants_(there.instants()),
          plan_(plan),
          duty_(plan.duties[owed.duty]),
          owed_(owed) {
        once_ = duty_.guards.has_once && !Ground::surely_pass(duty_.guards);
        begins_with_guard_ = once_ && duty_.from.empty();
        look_back();
        look_ahead();
    }

    void prove(Limits& limits, DutyProof& proof) const {
        const auto least = instants_.earliest(may_have_come_, owed_.discharge);
        proof.keeping = Keeping::never_discharged;
        if (!least.known[owed_.discharge]) return;
        const auto latest = instants_.latest(has_come_, unsure_);
        proof.least = least.at[owed_.discharge];
        proof.most = latest_of(owed_.discharge, latest);
        proof.once_known = begins_with_guard_;
        if (!proof.most) proof.open_end = open_end(latest);
        proof.keeping = keeping(duty_, plan_, limits, proof, least.exact[owed_.discharge] != 0);
        for (Node n = owed_.discharge; !may_have_come_[n]; n = least.by[n])
            if (there_.step(n)) proof.path.push_back(*there_.step(n));
        std::reverse(proof.path.begin(), proof.path.end());
    }

private:
    /// A task that the duty's own guards let begin at the instant at which they open the duty.
    bool begins_with_duty(const PlanThere::Worker& worker) const {
        const Task& task = plan_.tasks[worker.task];
        return worker.agency == owed_.agency && task.after == duty_.trigger() &&
               task.guards == duty_.guards && owed_.opens_with_trigger &&
               (!once_ || begins_with_guard_);
    }

    /// What may have come before the period began, or with it, and what surely has.
    void look_back() {
        may_have_come_.assign(instants_.size(), 0);
        before_ = may_have_come_;
        has_come_ = instants_.proved(owed_.anchor);
        auto cuts = there_.cuts(owed_.anchor, has_come_);
        if (begins_with_guard_) {  // the trigger may have come long before
            cuts.assign(1, {});
            for (const PlanThere::Worker& worker : there_.workers())
                if (begins_with_duty(worker)) cuts.front().push_back(worker.first);
        }
        Set openers(instants_.size(), 0);
        for (const auto& cut : cuts) {
            Set held(instants_.size(), 0);
            for (const Node node : cut) held[node] = openers[node] = 1;
            const auto reach = instants_.reach(held);
            for (Node n = 0; n < instants_.size(); ++n) {
                before_[n] = before_[n] || reach.come[n];
                may_have_come_[n] =
                    may_have_come_[n] || reach.come[n] || (reach.ready[n] && !begins_with_guard_);
            }
        }
        // out of its scope the plan opens nothing and begins nothing, though messages arrive: a
        // period without `from` then begins when it is back, and with it what had not begun
        if (plan_.scope && duty_.from.empty()) {
            Set begun(instants_.size(), 0);
            for (const PlanThere::Worker& worker : there_.workers())
                begun[worker.first] = !before_[worker.first] && !openers[worker.first];
            const auto reach = instants_.reach(begun);
            for (Node n = 0; n < instants_.size(); ++n) before_[n] = before_[n] || reach.come[n];
        }
        // one that nothing can open is looked at as if it were opened all the same
        const auto comes = instants_.earliest(may_have_come_, owed_.anchor);
        if (!comes.known[owed_.anchor] || comes.at[owed_.anchor] != Span{})
            for (Node n = 0; n < instants_.size(); ++n)
                may_have_come_[n] = may_have_come_[n] || openers[n];
        instants_.add_implied(has_come_);
        // who went to the scene is called back when the scope fails, and sent again when it holds
        // again
        if (plan_.scope)
            for (const PlanThere::Worker& worker : there_.workers())
                if (plan_.tasks[worker.task].goes_to_scene && !openers[worker.first] &&
                    !openers[worker.end])
                    has_come_[worker.first] = has_come_[worker.end] = 0;
    }

    /// What need not come, or only after nobody knows how long.
    void look_ahead() {
        unsure_.assign(instants_.size(), 0);
        for (const auto& [whose, node] : there_.reports()) unsure_[node] = 1;
        for (const PlanThere::Chosen& chosen : there_.chosen()) unsure_[chosen.node] = 1;
        for (const PlanThere::Worker& worker : there_.workers())
            if ((worker.guarded && !begins_with_duty(worker)) || ends_before(worker))
                unsure_[worker.first] = 1;
    }

    /// The end of the response waives the task and leaves the duty.
    bool ends_before(const PlanThere::Worker& worker) const {
        return plan_.tasks[worker.task].waived_by_end && !duty_.waived_by_end &&
               !plan_.response_ends.empty();
    }

    /// What was done before the period began discharges nothing, so that every part has to come
    /// after.
    std::optional<Span> latest_of(Node node, const Instants::Earliest& latest) const {
        const Instants::Instant& instant = instants_[node];
        if (instant.is != Instants::Is::join)
            return before_[node] || !latest.known[node] ? std::nullopt
                                                        : std::optional(latest.at[node]);
        std::vector<Span> spans;
        for (const Node part : instant.parts)
            if (const auto span = latest_of(part, latest)) spans.push_back(*span);
        if (instant.need == 0 || spans.size() < instant.need) return std::nullopt;
        return Instants::last_of(spans, instant.need);
    }

    /// Why there is no longest time: the first instant on a way back from the discharge that need
    /// not come; where there is none, one that may have come too early.
    OpenEnd open_end(const Instants::Earliest& latest) const {
        Set seen(instants_.size(), 0);
        std::vector<Node> todo{owed_.discharge};
        OpenEnd early;
        while (!todo.empty()) {
            const Node n = todo.back();
            todo.pop_back();
            if (seen[n]) continue;
            seen[n] = 1;
            if (latest.known[n]) {
                if (before_[n] && instants_[n].is != Instants::Is::join && there_.step(n))
                    early = {OpenEnd::Kind::done_before, there_.step(n)->task, {}};
                continue;
            }
            if (unsure_[n]) return why_unsure(n);
            for (const Node part : instants_[n].parts) todo.push_back(part);
        }
        return early;
    }

    OpenEnd why_unsure(Node node) const {
        for (const PlanThere::Chosen& chosen : there_.chosen())
            if (chosen.node == node) return {OpenEnd::Kind::choice, chosen.task, chosen.decision};
        for (const PlanThere::Worker& worker : there_.workers())
            if (worker.first == node)
                return {ends_before(worker) ? OpenEnd::Kind::response_end : OpenEnd::Kind::guard,
                        worker.task,
                        {}};
        return {OpenEnd::Kind::report, {}, {}};
    }

    const PlanThere& there_;
    const Instants& instants_;
    const Plan& plan_;
    const Duty& duty_;
    const PlanThere::Owed& owed_;
    bool once_ = false, begins_with_guard_ = false;  // begins_with_guard_: no `from`, so that the
                                                     // period begins when the guard holds
    Set before_;                                     // may have come before the period began
    Set may_have_come_;                              // or just then
    Set has_come_;
    Set unsure_;
};

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
        DutyProof nobody;
        nobody.plan = id, nobody.duty = duty, nobody.place = ground.place,
        nobody.keeping = Keeping::not_here;
        if (there.bound(what.who).empty()) out.push_back(nobody);
        for (; owed != there.owed().end() && owed->duty == duty; ++owed) {
            DutyProof proof = nobody;
            proof.agency = owed->agency;
            const bool never_opened = !here[owed->opening] && anywhere[owed->opening];
            if (!never_opened && !asks_of_nobody(there, plan, what.must) &&
                !ground.stops(what.guards))
                Proving(there, plan, *owed).prove(limits, proof);
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

DutyAnalysis analyse_duties(const Table<PlanId, Plan>& plans, const Vocabulary& vocabulary,
                            const Network& network, const Calendar& calendar, const Roads& roads,
                            PlaceId place, const std::vector<std::string>* concerns) {
    Ground ground{vocabulary,
                  network,
                  roads,
                  place,
                  concerns != nullptr ? *concerns : std::vector<std::string>(),
                  vocabulary.find("in_urban_area"),
                  Knowledge(vocabulary.facts.size()),
                  {}};
    if (concerns == nullptr)
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
