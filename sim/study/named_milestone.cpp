// Milestones as a planner types them.
#include <array>

#include "sandtable/measure.hpp"

namespace sandtable {

namespace {

constexpr std::array kinds{MilestoneKind::done, MilestoneKind::sent, MilestoneKind::received, MilestoneKind::departed, MilestoneKind::arrived, MilestoneKind::decided, MilestoneKind::formed, MilestoneKind::occurred, MilestoneKind::ended};

template <class Rows>
std::vector<std::string> ids_in(const Rows& rows) {
    std::vector<std::string> ids;
    for (const auto& row : rows) ids.push_back(row.id);
    return ids;
}

template <class Rows>
std::uint32_t position(const Rows& rows, std::string_view id) {
    std::uint32_t at = 0;
    for (const auto& row : rows) {
        if (row.id == id) return at;
        ++at;
    }
    return TaskId::none_index;
}

}  // namespace

std::optional<NamedMilestone> named_milestone(const Inputs& inputs, const std::string& text, Diagnostics& out) {
    const auto wrong = [&](std::string_view what, const std::string& word, const std::vector<std::string>& names) {
        out.error("study-no-milestone", {}, {text, tell(what), word}, [&] {
            Text near = did_you_mean(word, names);
            return near.empty() ? tell("study-milestone-form") : near;
        }());
        return std::nullopt;
    };
    NamedMilestone named;
    std::string rest = text;
    if (const auto at = rest.find('@'); at != std::string::npos) {
        const std::string agency = rest.substr(at + 1);
        named.agency = inputs.network.agency(agency);
        if (!named.agency.is_some()) return wrong("word-agency", agency, ids_in(inputs.network.agencies));
        rest.resize(at);
    }
    if (const auto slash = rest.find('/'); slash != std::string::npos) {
        const std::string incident = rest.substr(0, slash);
        const std::uint32_t at = position(inputs.scenario.incidents, incident);
        if (at == TaskId::none_index) return wrong("word-incident", incident, ids_in(inputs.scenario.incidents));
        named.incident = IncidentId{at};
        rest = rest.substr(slash + 1);
    }
    const auto first = rest.find('.'), second = first == std::string::npos ? first : rest.find('.', first + 1);
    const std::string plan_id = rest.substr(0, first);
    const std::uint32_t plan_at = position(inputs.plans, plan_id);
    if (plan_at == TaskId::none_index) return wrong("word-plan", plan_id, ids_in(inputs.plans));
    named.plan = PlanId{plan_at};
    const Plan& plan = inputs.plans[named.plan];
    const std::string kind = first == std::string::npos ? "" : rest.substr(first + 1, second == std::string::npos ? second : second - first - 1);
    std::vector<std::string> kind_names;
    bool found = false;
    for (const MilestoneKind one : kinds) {
        kind_names.emplace_back(milestone_name(one));
        if (kind != kind_names.back()) continue;
        named.kind = one;
        found = true;
    }
    if (!found) return wrong("word-milestone-kind", kind, kind_names);
    const std::string subject = second == std::string::npos ? "" : rest.substr(second + 1);
    const auto of = [&](const auto& rows) -> std::optional<NamedMilestone> {
        named.subject = position(rows, subject);
        if (named.subject == TaskId::none_index) return wrong("word-milestone", subject, ids_in(rows));
        return named;
    };
    switch (named.kind) {
        case MilestoneKind::done: return of(plan.tasks);
        case MilestoneKind::sent:
        case MilestoneKind::received: return of(plan.messages);
        case MilestoneKind::departed:
        case MilestoneKind::arrived: {
            for (const PlanPoolId pool : ids_of(plan.pools))
                if (plan.pools[pool] == subject) {
                    named.subject = pool.index;
                    return named;
                }
            return wrong("word-milestone", subject, {plan.pools.begin(), plan.pools.end()});
        }
        case MilestoneKind::decided: return of(plan.decisions);
        case MilestoneKind::formed: return of(plan.bodies);
        case MilestoneKind::occurred:
        case MilestoneKind::ended: return named;
    }
    return std::nullopt;
}

}  // namespace sandtable
