#include "sandtable/plan.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace sandtable {

namespace {

template <class IdType, class T>
IdType find_id(const Table<IdType, T>& table, std::string_view id) {
    for (const IdType at : ids_of(table)) {
        if constexpr (requires { table[at].id; }) {
            if (table[at].id == id) return at;
        } else if (table[at] == id) {
            return at;
        }
    }
    return IdType::none();
}

std::string milestone_text(const Plan& plan, const Milestone& m) {
    std::string out{milestone_name(m.kind)};
    switch (m.kind) {
        case MilestoneKind::done: out += " " + plan.tasks[TaskId{m.subject}].id; break;
        case MilestoneKind::sent:
        case MilestoneKind::received: out += " " + plan.messages[MessageId{m.subject}].id; break;
        case MilestoneKind::departed:
        case MilestoneKind::arrived: out += " " + (m.arrived_role.is_some() ? plan.roles[m.arrived_role].id : plan.pools[PlanPoolId{m.subject}]); break;
        case MilestoneKind::decided: {
            const Decision& decision = plan.decisions[DecisionId{m.subject}];
            out += " " + decision.id;
            if (m.choice >= 0) out += " as " + decision.choices[static_cast<std::size_t>(m.choice)].id;
            break;
        }
        case MilestoneKind::formed: out += " " + plan.bodies[BodyId{m.subject}].id; break;
        case MilestoneKind::occurred: out += " incident"; break;
        case MilestoneKind::ended: out += " response"; break;
    }
    if (m.by.is_some()) out += " by " + plan.roles[m.by].id;
    return out;
}

}  // namespace

RoleId Plan::role(std::string_view wanted) const { return find_id(roles, wanted); }
MessageId Plan::message(std::string_view wanted) const { return find_id(messages, wanted); }
TaskId Plan::task(std::string_view wanted) const { return find_id(tasks, wanted); }
DutyId Plan::duty(std::string_view wanted) const { return find_id(duties, wanted); }
DecisionId Plan::decision(std::string_view wanted) const { return find_id(decisions, wanted); }
PlanPoolId Plan::pool(std::string_view wanted) const { return find_id(pools, wanted); }

std::string join_text(const Plan& plan, const Join& join) {
    switch (join.kind) {
        case Join::Kind::none: return "occurred incident";
        case Join::Kind::milestone: return milestone_text(plan, join.milestone);
        case Join::Kind::all:
        case Join::Kind::any: {
            std::string out;
            for (const Join& part : join.parts) out += (out.empty() ? "" : join.kind == Join::Kind::all ? " and " : " or ") + join_text(plan, part);
            return "(" + out + ")";
        }
    }
    return {};
}

std::string guard_text(const Vocabulary& vocabulary, const Plan& plan, const Guard& guard) {
    switch (guard.kind) {
        case Guard::Kind::all:
        case Guard::Kind::any: {
            std::string out;
            for (const Guard& part : guard.parts) out += (out.empty() ? "" : guard.kind == Guard::Kind::all ? " and " : " or ") + guard_text(vocabulary, plan, part);
            return guard.parts.size() > 1 ? "(" + out + ")" : out;
        }
        case Guard::Kind::fact: {
            const Fact& fact = vocabulary.facts[guard.fact];
            if (fact.type == FactType::flag) return fact.id + (guard.from == 1 ? "" : " = no");
            const auto value = [&](std::int64_t v) { return observation_text(fact, Observation::exactly(v), plan.grades); };
            if (guard.below == unbounded) return fmt::format("{} >= {}", fact.id, value(guard.from));
            if (guard.from == 0 && guard.below > 1) return fmt::format("{} < {}", fact.id, value(guard.below));
            if (guard.below == guard.from + 1) return fmt::format("{} = {}", fact.id, value(guard.from));
            return fmt::format("{} <= {} < {}", value(guard.from), fact.id, value(guard.below));
        }
        case Guard::Kind::known: return vocabulary.facts[guard.fact].id + " known";
        case Guard::Kind::scope: return guard.scope == Truth::fails ? "scope fails" : guard.scope == Truth::open ? "scope open" : "scope holds";
        case Guard::Kind::grade: {
            if (!guard.of_plan.empty()) {
                const auto rank = [](std::int64_t from_top) { return from_top == 0 ? "I" : from_top == -1 ? "II" : from_top == -2 ? "III" : "IV"; };
                const std::string whose = "grade of " + guard.of_plan;
                if (guard.below == unbounded) return whose + " >= " + rank(guard.from);
                return guard.below == guard.from + 1 ? whose + " = " + rank(guard.from) : whose + " < " + rank(guard.below);
            }
            const auto name = [&](std::int64_t at) { return plan.grades[static_cast<std::size_t>(at)]; };
            if (guard.below == unbounded) return "grade >= " + name(guard.from);
            if (guard.from < 0) return "grade < " + name(guard.below);
            return guard.below == guard.from + 1 ? "grade = " + name(guard.from) : name(guard.from) + " <= grade < " + name(guard.below);
        }
    }
    return {};
}

namespace {

/// Every clause that some rule of the plan carries.
std::vector<std::string> used_clauses(const Plan& plan) {
    std::vector<std::string> used;
    const auto add = [&](const std::string& clause) {
        if (!clause.empty()) used.push_back(clause);
    };
    if (plan.scope) add(plan.scope->clause);
    for (const Criterion& c : plan.criteria) add(c.clause);
    for (const Role& r : plan.roles) add(r.clause);
    for (const Message& m : plan.messages) {
        add(m.clause);
        for (const Content& c : m.contents) add(c.clause);
    }
    for (const Task& t : plan.tasks) add(t.clause);
    for (const Duty& d : plan.duties) {
        add(d.clause);
        for (const ClockStop& stop : d.stops) add(stop.clause);
        if (d.extended) add(d.extended->clause);
    }
    return used;
}

/// "5.1.2(1)" is below "5.1.2", "5.1" and "5".
bool is_below(std::string_view clause, std::string_view heading) {
    if (!clause.starts_with(heading) || clause.size() == heading.size()) return false;
    const char next = clause[heading.size()];
    return next < '0' || next > '9';  // "5.1" is not above "5.12"
}

}  // namespace

std::vector<CoverageRow> coverage(const Plan& plan, const Clauses& clauses) {
    const auto used = used_clauses(plan);
    std::vector<CoverageRow> rows;
    for (const auto& [source, clause, heading] : clauses.rows) {
        if (source != plan.source) continue;
        CoverageRow row{clause, heading, Coverage::missing, {}};
        if (std::find(used.begin(), used.end(), clause) != used.end()) row.coverage = Coverage::modelled;
        for (const auto& note : plan.left_out)
            if (note.clause == clause) row.coverage = row.coverage == Coverage::missing ? Coverage::left_out : Coverage::partly, row.why = note.why;
        for (const auto& note : plan.partly)
            if (note.clause == clause) row.coverage = Coverage::partly, row.why = note.why;
        for (const auto& note : plan.not_yet)
            if (row.coverage == Coverage::missing && (clause == note.clause || is_below(clause, note.clause))) row.coverage = Coverage::not_yet, row.why = note.why;
        rows.push_back(std::move(row));
    }
    return rows;
}

const Command* command_at(const Plan& plan, int grade) {
    for (const Command& command : plan.commands)
        if (command.grade == grade) return &command;
    return nullptr;
}

std::string_view coverage_name(Coverage coverage) {
    switch (coverage) {
        case Coverage::modelled: return "modelled";
        case Coverage::partly: return "partly";
        case Coverage::left_out: return "left_out";
        case Coverage::not_yet: return "not_yet";
        case Coverage::missing: return "missing";
    }
    return {};
}

}  // namespace sandtable
