#include "sandtable/running_duties.hpp"

#include <algorithm>
#include <cstdint>
#include <tuple>

namespace sandtable {

namespace {

/// What has been reached when the first report is there: the incident itself, and the receipt by the one who grades.
bool reached(const Plan& plan, const Join& join, RoleId who) {
    const auto part = [&](const Join& one) { return reached(plan, one, who); };
    switch (join.kind) {
        case Join::Kind::none: return true;
        case Join::Kind::all: return std::all_of(join.parts.begin(), join.parts.end(), part);
        case Join::Kind::any: return std::any_of(join.parts.begin(), join.parts.end(), part);
        case Join::Kind::milestone: break;
    }
    const Milestone& m = join.milestone;
    if (m.kind == MilestoneKind::occurred) return true;
    return m.kind == MilestoneKind::received && plan.messages[MessageId{m.subject}].id == incident_report && (m.by.is_some() ? m.by : who) == plan.assessed_by;
}

bool is_occurrence(const Join& join) { return join.kind == Join::Kind::milestone && join.milestone.kind == MilestoneKind::occurred; }

}  // namespace

CalendarAnswer<std::vector<RunningDuty>> duties_on_receipt(const Plan& plan, const Vocabulary& vocabulary, const Knowledge& knowledge, const Grading& grading, const Calendar& calendar,
                                                           std::optional<CivilTime> received) {
    std::vector<RunningDuty> out;
    if (grading.applies == Truth::fails) return out;
    const Knowledge nothing(vocabulary.facts.size());
    for (const DutyId id : ids_of(plan.duties)) {
        const Duty& duty = plan.duties[id];
        const Knowledge& known = duty.who == plan.assessed_by ? knowledge : nothing;
        const auto truth = [&](bool has, const Guard& guard, Truth without, bool possible = false) {
            return has ? judge(guard, vocabulary, known, ModelTime{}, &grading, possible) : without;
        };
        const Guards& g = duty.guards;
        RunningDuty one{id, RunningDuty::State::running, std::nullopt, is_occurrence(duty.from)};
        if (!reached(plan, duty.trigger(), duty.who)) {
            // what the assessor already knows to fail will hardly open
            const Truth here = g.has_if ? judge(g.if_holds, vocabulary, knowledge, ModelTime{}, &grading) : Truth::holds;
            if (!duty.within || duty.must_not || here == Truth::fails) continue;
            one.state = RunningDuty::State::later;
        } else if (truth(g.has_if, g.if_holds, Truth::holds) != Truth::holds || truth(g.has_unless, g.unless_holds, Truth::fails) == Truth::holds ||
                   truth(g.has_may, g.may_hold, Truth::holds, true) == Truth::fails) {
            continue;
        } else if (truth(g.has_once, g.once_holds, Truth::holds) != Truth::holds) {
            one.state = RunningDuty::State::waiting;
        } else if (duty.within) {
            if (received && !one.from_occurrence) {
                const auto due = due_at(calendar, *received, *duty.within);
                if (const auto* outside = std::get_if<OutsideCalendar>(&due)) return *outside;
                one.due = std::get<CivilTime>(due);
            }
        }
        out.push_back(one);
    }
    std::stable_sort(out.begin(), out.end(), [](const RunningDuty& a, const RunningDuty& b) {
        const auto rank = [](const RunningDuty& d) { return std::tuple(d.state, d.due ? d.due->local_ms : INT64_MAX); };
        return rank(a) < rank(b);
    });
    return out;
}

}  // namespace sandtable
