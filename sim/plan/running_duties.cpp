#include "sandtable/running_duties.hpp"

#include <algorithm>
#include <cstdint>
#include <tuple>

namespace sandtable {

namespace {

/// The instant at which the first report is there.
class Receipt {
public:
    Receipt(const Plan& plan, const Vocabulary& vocabulary, const Knowledge& knowledge, const Grading& grading) : plan_(plan), vocabulary_(vocabulary), knowledge_(knowledge), grading_(grading) {}

    /// What has been reached: the incident itself, the receipt by the one who grades, and what he does at once, without taking any time.
    bool reached(const Join& join, RoleId who) const {
        const auto part = [&](const Join& one) { return reached(one, who); };
        switch (join.kind) {
            case Join::Kind::none: return true;
            case Join::Kind::all: return std::all_of(join.parts.begin(), join.parts.end(), part);
            case Join::Kind::any: return std::any_of(join.parts.begin(), join.parts.end(), part);
            case Join::Kind::milestone: break;
        }
        const Milestone& m = join.milestone;
        if (m.kind == MilestoneKind::occurred) return true;
        if (m.kind == MilestoneKind::done) return at_once(plan_.tasks[TaskId{m.subject}]);
        return m.kind == MilestoneKind::received && plan_.messages[MessageId{m.subject}].id == incident_report && (m.by.is_some() ? m.by : who) == plan_.assessed_by;
    }

    /// Whether the guards that are judged once let it go on, on what somebody knows.
    bool pass(const Guards& g, const Knowledge& known) const {
        const auto truth = [&](const Guard& guard, bool possible = false) { return judge(guard, vocabulary_, known, ModelTime{}, &grading_, possible); };
        return (!g.has_if || truth(g.if_holds) == Truth::holds) && (!g.has_unless || truth(g.unless_holds) != Truth::holds) && (!g.has_may || truth(g.may_hold, true) != Truth::fails);
    }
    bool armed(const Guards& g, const Knowledge& known) const { return g.has_once && judge(g.once_holds, vocabulary_, known, ModelTime{}, &grading_) != Truth::holds; }

private:
    bool at_once(const Task& task) const {
        const bool takes_time = task.officer.is_some() || task.goes_to_scene || task.takes.most() > 0;
        return task.by == plan_.assessed_by && !takes_time && reached(task.after, task.by) && pass(task.guards, knowledge_) && !armed(task.guards, knowledge_);
    }

    const Plan& plan_;
    const Vocabulary& vocabulary_;
    const Knowledge& knowledge_;
    const Grading& grading_;
};

bool is_occurrence(const Join& join) { return join.kind == Join::Kind::milestone && join.milestone.kind == MilestoneKind::occurred; }

}  // namespace

CalendarAnswer<std::vector<RunningDuty>> duties_on_receipt(const Plan& plan, const Vocabulary& vocabulary, const Knowledge& knowledge, const Grading& grading, const Calendar& calendar,
                                                           std::optional<CivilTime> received) {
    std::vector<RunningDuty> out;
    if (grading.applies == Truth::fails) return out;
    const Knowledge nothing(vocabulary.facts.size());
    const Receipt receipt(plan, vocabulary, knowledge, grading);
    for (const DutyId id : ids_of(plan.duties)) {
        const Duty& duty = plan.duties[id];
        const Guards& g = duty.guards;
        const Knowledge& known = duty.who == plan.assessed_by ? knowledge : nothing;
        RunningDuty one{id, RunningDuty::State::running, std::nullopt, is_occurrence(duty.from)};
        if (!receipt.reached(duty.trigger(), duty.who)) {
            // what the assessor already knows to fail will hardly open
            const bool ruled_out = g.has_if && judge(g.if_holds, vocabulary, knowledge, ModelTime{}, &grading) == Truth::fails;
            if (!duty.has_limit() || duty.must_not || ruled_out) continue;
            one.state = RunningDuty::State::later;
        } else if (!receipt.pass(g, known)) {
            continue;
        } else if (receipt.armed(g, known)) {
            one.state = RunningDuty::State::waiting;
        } else if (duty.within && received && !one.from_occurrence) {
            const auto due = due_at(calendar, *received, *duty.within);
            if (const auto* outside = std::get_if<OutsideCalendar>(&due)) return *outside;
            one.due = std::get<CivilTime>(due);
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
