// Drawn turns of an incident: what a scenario may say otherwise, so that a plan is walked where the
// shipped drills do not go.
#pragma once

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "sandtable/scenario.hpp"
#include "support/drawn.hpp"

namespace sandtable {

/// Officers enough and channels that do not fail, so that nobody waits: every pool that somebody
/// has in some shift has very many in each.
inline void with_officers_enough(Network& network) {
    for (Channel& channel : network.channels) channel.fails_per_million = 0;
    for (const AgencyId agency : ids_of(network.agencies))
        for (const PoolId pool : ids_of(network.pools)) {
            const auto& now = network.agencies[agency].officers(pool);
            if (std::none_of(now.begin(), now.end(), [](int n) { return n > 0; })) continue;
            auto staffing = std::make_shared<Staffing>(*network.agencies[agency].staffing);
            staffing->officers[pool.index].assign(network.shifts.size(), 1000);
            network.agencies[agency].staffing = std::move(staffing);
        }
}

/// The limits at which a plan's conditions change their answer, by fact.
inline void limits_in(const Guard& guard, std::vector<std::vector<std::int64_t>>& limits) {
    if (guard.kind == Guard::Kind::fact) {
        limits[guard.fact.index].push_back(guard.from);
        if (guard.below != unbounded) limits[guard.fact.index].push_back(guard.below);
    }
    for (const Guard& part : guard.parts) limits_in(part, limits);
}

/// A drawer of turns for the scenarios of one plan. The same numbers give the same turns
/// everywhere.
class Turns {
public:
    Turns(const Inputs& inputs, std::uint64_t seed)
        : plain_(inputs),
          scenario_(inputs.scenario),
          draw_{seed},
          limits_(inputs.vocabulary.facts.size()) {
        const Plan& plan = inputs.plans[PlanId{0}];
        const auto all_of = [&](const Guards& guards) {
            for (const Guard* guard :
                 {&guards.if_holds, &guards.unless_holds, &guards.may_hold, &guards.once_holds})
                limits_in(*guard, limits_);
        };
        if (plan.scope) limits_in(plan.scope->when, limits_);
        for (const Criterion& criterion : plan.criteria) limits_in(criterion.when, limits_);
        for (const Task& task : plan.tasks) all_of(task.guards);
        for (const Duty& duty : plan.duties) all_of(duty.guards);
        for (const FactId fact : named_facts(plan)) {
            const std::string& id = inputs.vocabulary.facts[fact].id;
            if (id == "in_urban_area") continue;  // the network's mark says it
            (inputs.vocabulary.facts[fact].finding ? findings_ : observed_).push_back(fact);
        }
        for (const Role& role : plan.roles)
            for (const AgencyId agency : inputs.bound(IncidentId{0}, PlanId{0}, plan.role(role.id)))
                parties_.insert(agency);
        for (const ChannelId channel : ids_of(inputs.network.channels))
            if (!inputs.network.channels[channel].related_only &&
                !inputs.network.channels[channel].travels)
                channels_.push_back(channel);
    }

    /// The scenario's one incident with another truth, other reports, findings and decisions, put
    /// into the same inputs.
    void turn(Inputs& inputs) {
        inputs.scenario = scenario_;
        const Plan& plan = inputs.plans[PlanId{0}];
        Incident& incident = inputs.scenario.incidents[IncidentId{0}];
        incident.truth.clear();
        incident.reports.clear();
        incident.findings.clear();
        incident.follow_up.reset();
        std::int64_t at = 0;
        for (std::uint32_t n = 1 + below(3); n > 0; --n, at += some_time())
            incident.truth.push_back({ModelTime{Duration{at}}, stated(true)});
        at = below(2) * some_time();
        for (std::uint32_t n = 1 + below(4); n > 0; --n, at += some_time())
            incident.reports.push_back(report(at, plan));
        for (const FactId fact : findings_)
            if (inputs.vocabulary.facts[fact].known_to(plan.id) && below(3) == 0)
                incident.findings.push_back({PlanId{0}, fact, value_of(fact)});
        if (below(2) == 0) {
            FollowUp follow;
            follow.over = {one_of(channels_)};
            follow.sees = observed_;
            follow.after_change = plan.tasks.size() > 0 ? plan.tasks[TaskId{0}].takes : Spread{};
            if (!follow.after_change.working_days) incident.follow_up = follow;
        }
        for (const DecisionId decision : ids_of(plan.decisions))
            if (below(2) == 0)
                inputs.scenario.decisions.emplace_back(
                    PlanId{0}, decision,
                    static_cast<int>(draw_.below(plan.decisions[decision].choices.size())));
        inputs.scenario.start.local_ms += static_cast<std::int64_t>(below(7 * 24)) * 3'600'000;
    }

private:
    std::uint32_t below(std::uint32_t n) { return draw_.below(n); }
    template <class T>
    const T& one_of(const std::vector<T>& list) {
        return list[draw_.below(list.size())];
    }

    /// Minutes, hours or days, up to a fortnight.
    std::int64_t some_time() {
        constexpr std::int64_t scales[] = {60'000, 60'000, 3'600'000, 86'400'000};
        return scales[below(4)] * (1 + below(14)) + below(60'000);
    }

    Observation value_of(FactId fact) {
        const Fact& what = plain_.vocabulary.facts[fact];
        const auto& limits = limits_[fact.index];
        std::int64_t value = limits.empty() || below(4) == 0
                                 ? what.harmless()
                                 : limits[draw_.below(limits.size())] - (below(3) == 0 ? 1 : 0);
        if (what.type == FactType::flag && below(2) == 0) value = 1;
        return Observation::exactly(
            std::clamp<std::int64_t>(value, 0, std::min(highest_value(what), count_max)));
    }

    /// Sorted by fact. Of most turns most facts are as the plan's limits have them.
    std::vector<Stated> stated(bool truth) {
        std::vector<Stated> all;
        const bool much = below(3) > 0;
        for (const FactId fact : observed_) {
            if (below(4) == 0 || (!much && below(3) > 0)) continue;
            Observation value = value_of(fact);
            if (!truth && below(5) == 0) value = Observation::range(0, value.high);
            all.push_back({fact, value});
        }
        return all;
    }

    Report report(std::int64_t at, const Plan& plan) {
        Report made;
        made.at = ModelTime{Duration{at}};
        const std::vector<AgencyId> parties(parties_.begin(), parties_.end());
        made.from.agency = one_of(parties);
        const auto& assessors = plain_.bound(IncidentId{0}, PlanId{0}, plan.assessed_by);
        Party to;
        to.agency = below(3) > 0 && !assessors.empty() ? assessors.front() : one_of(parties);
        made.to.push_back(to);
        if (below(4) == 0) {
            to.agency = one_of(parties);
            made.to.push_back(to);
        }
        made.over = {one_of(channels_)};
        made.says = stated(false);
        return made;
    }

    const Inputs& plain_;
    const Scenario scenario_;
    Lcg draw_;
    std::vector<std::vector<std::int64_t>> limits_;
    std::vector<FactId> observed_, findings_;
    std::set<AgencyId> parties_;
    std::vector<ChannelId> channels_;
};

}  // namespace sandtable
