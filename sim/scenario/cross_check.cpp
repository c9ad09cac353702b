#include "scenario/cross_check.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace sandtable {

namespace {

std::string pattern_text(const AgencyPattern& pattern) {
    std::string out;
    const auto add = [&](std::string_view key, std::string_view value) { out += (out.empty() ? "" : " ") + fmt::format("{}: {}", key, value); };
    if (!pattern.kind.empty()) add("kind", pattern.kind);
    if (pattern.level) add("level", level_name(*pattern.level));
    if (pattern.area_here) add("area", "here");
    if (!pattern.area.empty()) add("area", pattern.area);
    if (pattern.for_concerns) add("for", "concerns");
    if (!pattern.trade.empty()) add("for", pattern.trade);
    return out;
}

std::string names_of(const Inputs& inputs, const std::vector<AgencyId>& agencies) {
    std::string out;
    for (const AgencyId a : agencies) out += (out.empty() ? "" : ", ") + inputs.network.agencies[a].id;
    return out;
}

/// What was tried, and which agencies come near: those of the kind at any level.
Text tried(const Inputs& inputs, const Role& role, const Incident& incident) {
    std::string patterns;
    std::vector<AgencyId> near;
    for (const AgencyPattern& pattern : role.is) {
        patterns += (patterns.empty() ? "" : " | ") + pattern_text(pattern);
        AgencyPattern wider;
        wider.kind = pattern.kind;
        if (wider.kind.empty()) continue;
        for (const AgencyId a : matching_agencies(inputs.network, {wider}, incident.place, {})) near.push_back(a);
    }
    if (near.size() > 12) near.resize(12);
    return near.empty() ? tell("role-tried", {patterns}) : tell("role-tried-near", {patterns, names_of(inputs, near)});
}

void bind_role(const Inputs& inputs, const AgencyFinder& finder, const Incident& incident, const Plan& plan, const Role& role, std::vector<AgencyId>& bound, Diagnostics& out) {
    bound = finder.matching(role.is, incident.place, incident.concerns);
    if (bound.empty() && role.optional) return;
    if (bound.empty()) {
        // a role that looks after what is concerned may be empty where nothing is
        const bool by_trade = std::any_of(role.is.begin(), role.is.end(), [](const AgencyPattern& p) { return p.for_concerns; });
        const bool nothing_concerned = role.each && by_trade && incident.concerns.empty();
        out.add(nothing_concerned ? Severity::warning : Severity::error, "role-unbound", role.origin, {role.id, plan.id, incident.id, inputs.network.id}, tried(inputs, role, incident));
    } else if (!role.each && bound.size() > 1) {
        out.error("role-ambiguous", role.origin, {role.id, names_of(inputs, bound), incident.id}, tell("role-ambiguous-hint"));
    }
}

class Checker {
public:
    Checker(const Inputs& inputs, Diagnostics& out) : in_(inputs), out_(out), roads_(inputs.network), router_(roads_) {}

    void run() {
        days();
        for (const IncidentId incident : ids_of(in_.scenario.incidents))
            for (const PlanId plan : ids_of(in_.plans)) {
                if (!in_.scenario.incidents[incident].under(plan)) continue;
                for (const Task& task : in_.plans[plan].tasks) this->task(incident, plan, task);
                sides(incident, plan);
            }
        for (const IncidentId incident : ids_of(in_.scenario.incidents)) {
            people(in_.scenario.incidents[incident], incident);
            urban(in_.scenario.incidents[incident]);
            contradictory(in_.scenario.incidents[incident]);
        }
        for (const Inject& inject : in_.scenario.injects) absence(inject);
        for (const Fault& one : in_.scenario.faults) fault(one);
    }

private:
    void days() {
        const Date day = in_.scenario.start.date();
        const SourcePlace& file = in_.scenario.start_origin;
        if (in_.scenario.start.offset_minutes != in_.calendar.offset_minutes) out_.error("start-offset", file, {iso_text(in_.scenario.start), in_.calendar.id});
        if (!in_.calendar.covers(day)) return report_outside(in_.calendar, day, file, out_);
        for (const Plan& plan : in_.plans) {
            if ((plan.in_force_from && day < *plan.in_force_from) || (plan.in_force_to && day > *plan.in_force_to))
                out_.add(Severity::warning, "not-in-force", file, {plan.id, date_text(day), plan.in_force_from ? date_text(*plan.in_force_from) : "…", plan.in_force_to ? date_text(*plan.in_force_to) : "…"});
            for (const Duty& duty : plan.duties) {
                if (!duty.within) continue;
                const auto due = due_at(in_.calendar, in_.scenario.start, *duty.within);
                if (const auto* outside = std::get_if<OutsideCalendar>(&due)) {
                    out_.error("period-outside-calendar", file, {plan.id + "." + duty.id, period_text(*duty.within), in_.calendar.id, date_text(in_.calendar.last), date_text(outside->day)}, tell("period-outside-calendar-hint", {in_.calendar.path}));
                    return;
                }
            }
        }
    }

    bool said(const std::string& key) { return !said_.insert(key).second; }

    void task(IncidentId incident, PlanId plan_id, const Task& task) {
        const Plan& plan = in_.plans[plan_id];
        const Incident& where = in_.scenario.incidents[incident];
        PoolId pool;
        if (task.officer.is_some()) {
            pool = in_.network.pool(plan.pools[task.officer]);
            if (!pool.is_some()) {
                std::vector<std::string> names;
                for (const Pool& p : in_.network.pools) names.push_back(p.id);
                if (!said("pool " + plan.id + plan.pools[task.officer])) out_.error("unknown-pool-in", task.origin, {plan.pools[task.officer], in_.network.id}, did_you_mean(plan.pools[task.officer], names));
                return;
            }
        }
        for (const AgencyId agency : in_.bound(incident, plan_id, task.by)) {
            if (pool.is_some()) has_officers(plan, task, agency, pool);
            if (task.goes_to_scene && !router_.reaches(in_.network.agencies[agency].place, where.place) && !said("way " + in_.network.agencies[agency].id + where.id))
                out_.error("place-unreachable", where.origin, {in_.network.places[where.place].id, in_.network.agencies[agency].id, in_.network.places[in_.network.agencies[agency].place].id}, tell("place-unreachable-hint"));
            for (const Sending& sending : task.sends)
                for (const RoleId to : sending.to)
                    for (const AgencyId receiver : in_.bound(incident, plan_id, to)) has_channel(plan, task, sending, agency, receiver);
        }
    }

    void has_officers(const Plan& plan, const Task& task, AgencyId agency, PoolId pool) {
        auto numbers = in_.network.agencies[agency].officers(pool);
        for (const RosterChange& change : in_.scenario.officers)
            if (change.agency == agency && change.pool == pool)
                for (const auto& [shift, n] : change.numbers) numbers[shift.index] = n;
        if (std::any_of(numbers.begin(), numbers.end(), [](int n) { return n > 0; })) return;
        if (!said("empty " + in_.network.agencies[agency].id + in_.network.pools[pool].id))
            out_.error("pool-empty", task.origin, {in_.network.agencies[agency].id, in_.network.pools[pool].id, plan.id + "." + task.id}, tell("pool-empty-hint", {in_.network.path}));
    }

    void has_channel(const Plan& plan, const Task& task, const Sending& sending, AgencyId from, AgencyId to) {
        bool usable = from == to;
        for (const std::string& name : sending.over) {
            const ChannelId channel = in_.network.channel(name);
            if (!channel.is_some()) {
                std::vector<std::string> names;
                for (const Channel& c : in_.network.channels) names.push_back(c.id);
                if (!said("channel " + plan.id + name)) out_.error("unknown-channel-in", task.origin, {name, in_.network.id}, did_you_mean(name, names));
                return;
            }
            usable = usable || !in_.network.channels[channel].related_only || in_.network.related(from, to, channel);
        }
        const std::string& message = plan.messages[sending.message].id;
        if (!usable && !said("link " + plan.id + message + in_.network.agencies[from].id + ">" + in_.network.agencies[to].id))
            out_.error("no-channel", task.origin, {message, in_.network.agencies[from].id, in_.network.agencies[to].id}, tell("no-channel-hint"));
    }

    /// Reports that nobody sends or takes, and counts that a role cannot reach.
    void sides(IncidentId incident, PlanId plan) {
        for (const Report& report : in_.scenario.incidents[incident].reports) {
            std::vector<Party> named = report.to;
            named.push_back(report.from);
            for (const Party& party : named)
                if (in_.agencies_of(party, incident).empty() && !said("nobody " + in_.scenario.incidents[incident].id + in_.plans[party.plan].roles[party.role].id))
                    out_.error("party-nobody", in_.scenario.incidents[incident].origin, {in_.plans[party.plan].roles[party.role].id});
            if (const auto senders = in_.agencies_of(report.from, incident); senders.size() > 1 && !said("senders " + in_.scenario.incidents[incident].id))
                out_.error("report-one", in_.scenario.incidents[incident].origin, {in_.plans[report.from.plan].roles[report.from.role].id, senders.size()});
            for (const Party& to : report.to)
                if (to.plan == plan && in_.plans[plan].message(incident_report) == MessageId::none() && !said("report " + in_.plans[plan].id))
                    out_.error("no-incident-report", {in_.plans[plan].path, 0, 0, 1, {}}, {in_.plans[plan].id, incident_report});
        }
        const Plan& p = in_.plans[plan];
        for (const Task& task : p.tasks) counts(incident, plan, task.after, task.origin);
        for (const Duty& duty : p.duties)
            for (const Join* join : {&duty.must, &duty.from, &duty.after, &duty.until}) counts(incident, plan, *join, duty.origin);
    }

    /// `count: 3` of a role that two agencies have is never reached.
    void counts(IncidentId incident, PlanId plan, const Join& join, const SourcePlace& origin) {
        for (const Join& part : join.parts) counts(incident, plan, part, origin);
        if (join.kind != Join::Kind::milestone || join.milestone.count != Milestone::Count::number) return;
        const RoleId role = join.milestone.by.is_some() ? join.milestone.by : join.milestone.arrived_role;
        if (!role.is_some()) return;
        const auto n = in_.bound(incident, plan, role).size();
        if (static_cast<std::size_t>(join.milestone.number) > n && !said("count " + join_text(in_.plans[plan], join)))
            out_.add(Severity::finding, "count-too-many", origin, {join_text(in_.plans[plan], join), std::to_string(join.milestone.number), std::to_string(n)});
    }

    /// The place says whether it is urban; the truth may not say otherwise unnoticed.
    void urban(const Incident& incident) {
        const FactId fact = in_.vocabulary.find("in_urban_area");
        for (const TruthChange& change : incident.truth)
            for (const Stated& stated : change.facts)
                if (stated.fact == fact && (stated.value.low == 1) != in_.network.places[incident.place].urban && !said("urban " + incident.id))
                    out_.add(Severity::warning, "urban-contradiction", incident.origin, {in_.network.places[incident.place].id}, tell("urban-contradiction-hint"));
    }

    /// Facts that contradict each other: at the scene as it changes, and in each report by itself.
    void contradictory(const Incident& incident) {
        const auto warn = [&](const Knowledge& knowledge, std::string_view code) {
            for (const FactId odd : contradictions(in_.vocabulary, knowledge, ModelTime{})) {
                const Fact& fact = in_.vocabulary.facts[odd];
                if (!said(std::string(code) + " " + incident.id + " " + fact.id)) out_.add(Severity::warning, code, incident.origin, {incident.id, fact.name, fact.warn});
            }
        };
        Knowledge truth(in_.vocabulary.facts.size());
        for (const TruthChange& change : incident.truth) {
            for (const Stated& stated : change.facts) truth.learn(stated.fact, stated.value, change.at, no_entry);
            warn(truth, "truth-contradicts");
        }
        for (const Report& report : incident.reports) {
            Knowledge says(in_.vocabulary.facts.size());
            for (const Stated& stated : report.says) says.learn(stated.fact, stated.value, report.at, no_entry);
            warn(says, "report-contradicts");
        }
    }

    /// Whom a contradiction comes from and goes to.
    void fault(const Fault& fault) {
        if (fault.kind == Fault::Kind::wrong && fault.incident.is_some()) {
            const Incident& incident = in_.scenario.incidents[fault.incident];
            const auto speaks = [&](const std::vector<Stated>& says) { return std::any_of(says.begin(), says.end(), [&](const Stated& s) { return std::any_of(fault.says.begin(), fault.says.end(), [&](const Stated& f) { return f.fact == s.fact; }); }); };
            bool any = std::any_of(incident.reports.begin(), incident.reports.end(), [&](const Report& r) { return speaks(r.says); });
            for (const Slide& slide : in_.scenario.slides) any = any || (slide.incident == fault.incident && slide.report && speaks(slide.report->says));
            any = any || (incident.prevention_area.is_some() && speaks({{in_.vocabulary.find("geohazard_risk"), {}}}));
            if (!any) out_.add(Severity::warning, "fault-touches-nothing", fault.origin, {fault.id, incident.id});
        }
        if (fault.kind != Fault::Kind::contradiction || !fault.incident.is_some()) return;
        std::vector<Party> named = fault.other.to;
        named.push_back(fault.other.from);
        for (const Party& party : named)
            if (in_.agencies_of(party, fault.incident).empty()) out_.error("fault-report-nobody", fault.origin, {in_.plans[party.plan].roles[party.role].id, in_.scenario.incidents[fault.incident].id});
    }

    void absence(const Inject& inject) {
        if (inject.does.kind != InjectDoes::Kind::officers_away) return;
        const auto& numbers = in_.network.agencies[inject.does.agency].officers(inject.does.pool);
        const int most = numbers.empty() ? 0 : *std::max_element(numbers.begin(), numbers.end());
        if (inject.does.number > most)
            out_.add(Severity::warning, "more-away-than-there", {in_.scenario.path, 0, 0, 1, {}}, {inject.id, inject.does.number, in_.network.agencies[inject.does.agency].id, most, in_.network.pools[inject.does.pool].id});
    }

    void people(const Incident& incident, IncidentId id) {
        if (!incident.follow_up || incident.follow_up->first_on_scene) return;
        const auto who = in_.agencies_of(incident.follow_up->by, id);
        if (who.size() != 1) out_.error("follow-up-one", incident.origin, {std::to_string(who.size())});
    }

    const Inputs& in_;
    Diagnostics& out_;
    Roads roads_;
    Router router_;
    std::set<std::string> said_;
};

}  // namespace

void bind_roles(Inputs& inputs, Diagnostics& out) {
    inputs.bindings.clear();
    const AgencyFinder finder(inputs.network);
    for (const Incident& incident : inputs.scenario.incidents) {
        auto& of_incident = inputs.bindings.emplace_back();
        for (const Plan& plan : inputs.plans) {
            Binding binding(plan.roles.size());
            if (incident.under(PlanId{static_cast<std::uint32_t>(of_incident.size())}))
                for (const RoleId role : ids_of(plan.roles)) bind_role(inputs, finder, incident, plan, plan.roles[role], binding[role], out);
            of_incident.push_back(std::move(binding));
        }
    }
}

void cross_check(const Inputs& inputs, Diagnostics& out) { Checker(inputs, out).run(); }

}  // namespace sandtable
