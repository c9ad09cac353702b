// The critical path of a duty: back along causes, or from the deepest unfinished prerequisite.
#include <algorithm>

#include "sandtable/outcomes.hpp"

namespace sandtable {

std::string_view step_name(PathStep::Kind kind) {
    switch (kind) {
        case PathStep::Kind::waiting: return "waiting";
        case PathStep::Kind::handling: return "handling";
        case PathStep::Kind::message: return "message";
        case PathStep::Kind::travel: return "travel";
        case PathStep::Kind::not_done: return "not_done";
    }
    return {};
}

namespace {

/// What passed between an entry and the one it made possible.
PathStep::Kind between(const Entry& from, const Entry& to) {
    switch (from.kind) {
        case EntryKind::task_started: return PathStep::Kind::handling;
        case EntryKind::task_ready: return PathStep::Kind::waiting;
        case EntryKind::sent:
        case EntryKind::retried:
        case EntryKind::call_failed: return PathStep::Kind::message;
        case EntryKind::departed:
        case EntryKind::rerouted: return PathStep::Kind::travel;
        case EntryKind::seen: return PathStep::Kind::handling;  // who saw it writes the follow-up report
        default: return to.kind == EntryKind::task_started ? PathStep::Kind::waiting : PathStep::Kind::not_done;
    }
}

/// Steps from `opened` to `last`, back along causes; what lies before the first cause that is later than the opening was nobody's yet.
std::vector<PathStep> steps_back(const Journal& journal, EntryNo last, ModelTime opened) {
    std::vector<PathStep> steps;
    EntryNo to = last;
    while (journal[to].at > opened) {
        const EntryNo from = journal[to].cause;
        if (from == no_entry) {
            steps.push_back({PathStep::Kind::not_done, opened, journal[to].at, no_entry, to, no_entry});
            break;
        }
        const ModelTime begin = std::max(opened, journal[from].at);
        if (begin < journal[to].at) {
            const auto kind = between(journal[from], journal[to]);
            steps.push_back({kind, begin, journal[to].at, from, to, kind == PathStep::Kind::waiting ? journal[to].held_by : no_entry});
        }
        to = from;
    }
    std::reverse(steps.begin(), steps.end());
    return steps;
}

/// Follows what a milestone needs down to the first thing that was begun and not ended.
class Unfinished {
public:
    Unfinished(const Inputs& inputs, const Journal& journal, const DutyOutcome& outcome) : inputs_(inputs), journal_(journal), outcome_(outcome), plan_(inputs.plans[outcome.plan_id]) {
        for (const IncidentId id : ids_of(inputs.scenario.incidents))
            if (inputs.scenario.incidents[id].id == outcome.incident) incident_ = id;
    }

    struct Found {
        EntryNo entry = no_entry;  ///< begun and not ended; none: never brought up
        PathStep::Kind kind = PathStep::Kind::not_done;
        EntryNo held_by = no_entry;
        std::string missing;
        EntryNo given_up = no_entry;  ///< the entry that waived the task it waited for
    };

    Found of(const Join& join, const std::string& agency) {
        Found best;
        if (join.kind == Join::Kind::none) return best;
        if (join.kind != Join::Kind::milestone) {
            for (const Join& part : join.parts) {
                if (join.kind == Join::Kind::all && happened(part, agency)) continue;
                Found found = of(part, agency);
                if (best.missing.empty() || (found.entry != no_entry && (best.entry == no_entry || found.entry > best.entry))) best = std::move(found);
            }
            return best;
        }
        const Milestone& m = join.milestone;
        best.missing = join_text(plan_, join);
        for (const TaskId task : tasks_for(m)) {
            Found found = task_state(task, agency);
            if (found.missing.empty()) found.missing = best.missing;
            if (found.entry != no_entry && (best.entry == no_entry || found.entry > best.entry)) best = std::move(found);
            else if (best.entry == no_entry && !found.missing.empty()) best.missing = std::move(found.missing);  // deeper than this one
        }
        return best;
    }

private:
    /// The tasks that can bring a milestone.
    std::vector<TaskId> tasks_for(const Milestone& m) const {
        std::vector<TaskId> out;
        for (const TaskId id : ids_of(plan_.tasks)) {
            const Task& task = plan_.tasks[id];
            bool brings = false;
            switch (m.kind) {
                case MilestoneKind::done: brings = id.index == m.subject; break;
                case MilestoneKind::sent:
                case MilestoneKind::received:
                    for (const Sending& sending : task.sends) brings = brings || sending.message.index == m.subject;
                    break;
                case MilestoneKind::departed:
                case MilestoneKind::arrived: brings = task.goes_to_scene && (m.arrived_role.is_some() || task.officer.index == m.subject); break;
                case MilestoneKind::decided: brings = task.decides.index == m.subject && task.decides.is_some(); break;
                case MilestoneKind::formed: brings = task.forms.index == m.subject && task.forms.is_some(); break;
                case MilestoneKind::occurred: break;
                case MilestoneKind::ended: brings = task.decides.is_some() && names_decision(plan_.response_ends, task.decides); break;
            }
            if (brings) out.push_back(id);
        }
        return out;
    }

    static bool names_decision(const Join& join, DecisionId decision) {
        if (join.kind == Join::Kind::milestone) return join.milestone.kind == MilestoneKind::decided && join.milestone.subject == decision.index;
        return std::any_of(join.parts.begin(), join.parts.end(), [&](const Join& part) { return names_decision(part, decision); });
    }

    /// The last entry of a task for an agency (any agency if the role is not its own).
    Found task_state(TaskId id, const std::string& agency) {
        Found found;
        if (std::find(visited_.begin(), visited_.end(), id) != visited_.end()) return found;
        visited_.push_back(id);
        const Task& task = plan_.tasks[id];
        const auto& bound = inputs_.bound(incident_, outcome_.plan_id, task.by);
        const bool own = std::any_of(bound.begin(), bound.end(), [&](AgencyId a) { return inputs_.network.agencies[a].id == agency; });
        EntryNo last = no_entry, sent = no_entry, given_up = no_entry;
        const EntryNo end = outcome_.waived_entry != no_entry ? outcome_.waived_entry : journal_.size();  // what came later does not matter
        for (EntryNo no = 0; no < end; ++no) {
            const Entry& entry = journal_[no];
            if (journal_.text(entry.incident) != outcome_.incident || journal_.text(entry.plan) != outcome_.plan) continue;
            if (own && journal_.text(entry.agency) != agency) continue;
            if (journal_.item_text(entry, "task") == task.id) {
                if (entry.kind == EntryKind::task_waived && last != no_entry) given_up = no;  // what it waited for stands before
                else last = no;
            }
            for (const Sending& sending : task.sends)
                if ((entry.kind == EntryKind::sent || entry.kind == EntryKind::retried || entry.kind == EntryKind::call_failed || entry.kind == EntryKind::lost || entry.kind == EntryKind::undelivered) &&
                    journal_.item_text(entry, "message") == plan_.messages[sending.message].id)
                    sent = no;
        }
        if (sent != no_entry) return {sent, PathStep::Kind::not_done, no_entry, {}};  // sent and never there: lost, or the run ended
        if (last == no_entry) {
            const std::string next = own ? agency : bound.size() == 1 ? inputs_.network.agencies[bound.front()].id : agency;
            found = of(task.after, next);
            if (found.missing.empty()) found.missing = "done " + task.id;
            return found;
        }
        found.entry = last;
        found.given_up = given_up;
        switch (journal_[last].kind) {
            case EntryKind::task_started: found.kind = PathStep::Kind::handling; break;
            case EntryKind::departed:
            case EntryKind::rerouted: found.kind = PathStep::Kind::travel; break;
            case EntryKind::task_ready: {
                found.kind = PathStep::Kind::waiting;
                for (EntryNo no = 0; no < journal_.size(); ++no)  // who was away
                    if (journal_[no].kind == EntryKind::officers_away && journal_[no].agency == journal_[last].agency && journal_.item_text(journal_[no], "pool") == journal_.item_text(journal_[last], "pool")) found.held_by = no;
                break;
            }
            case EntryKind::task_armed: found.missing = std::string(journal_.item_text(journal_[last], "until")); break;
            default: break;
        }
        return found;
    }

    bool happened(const Join& join, const std::string& agency) {
        if (join.kind == Join::Kind::all) return std::all_of(join.parts.begin(), join.parts.end(), [&](const Join& p) { return happened(p, agency); });
        if (join.kind == Join::Kind::any) return std::any_of(join.parts.begin(), join.parts.end(), [&](const Join& p) { return happened(p, agency); });
        if (join.kind == Join::Kind::none) return true;
        const Milestone& m = join.milestone;
        for (const Entry& entry : journal_.entries()) {
            if (journal_.text(entry.incident) != outcome_.incident) continue;
            if (m.kind == MilestoneKind::done && (entry.kind == EntryKind::task_done || entry.kind == EntryKind::arrived) && journal_.item_text(entry, "task") == plan_.tasks[TaskId{m.subject}].id && journal_.text(entry.agency) == agency) return true;
            if (m.kind == MilestoneKind::received && entry.kind == EntryKind::received && journal_.item_text(entry, "message") == plan_.messages[MessageId{m.subject}].id) return true;
            if (m.kind == MilestoneKind::decided && entry.kind == EntryKind::decided && journal_.item_text(entry, "decision") == plan_.decisions[DecisionId{m.subject}].id) return true;
        }
        return false;
    }

    const Inputs& inputs_;
    const Journal& journal_;
    const DutyOutcome& outcome_;
    const Plan& plan_;
    IncidentId incident_;
    std::vector<TaskId> visited_;
};

}  // namespace

CriticalPath critical_path(const Inputs& inputs, const Journal& journal, const DutyOutcome& outcome) {
    CriticalPath path;
    if (outcome.discharged_entry != no_entry || (outcome.must_not && outcome.breached_entry != no_entry)) {
        if (*outcome.discharged <= outcome.opened) return path;  // done between anchor and opening
        const EntryNo entry = outcome.must_not ? outcome.breached_entry : outcome.discharged_entry;
        path.total = *outcome.discharged - outcome.opened;
        path.steps = steps_back(journal, journal[entry].cause == no_entry ? entry : journal[entry].cause, outcome.opened);
        return path;
    }
    if (outcome.must_not && outcome.status == DutyStatus::met) return path;  // kept by doing nothing
    path.finished = false;
    const Duty& duty = inputs.plans[outcome.plan_id].duties[outcome.duty_id];
    const auto found = Unfinished(inputs, journal, outcome).of(duty.must, outcome.agency);
    // to the waiver of the duty or of the task it waited for, else to the end of the run
    const EntryNo last = outcome.waived_entry != no_entry ? outcome.waived_entry : found.given_up;
    const ModelTime end = last != no_entry && journal[last].at >= outcome.opened ? journal[last].at : journal.entries().back().at;
    path.total = end - outcome.opened;
    path.missing = found.missing;
    ModelTime from = outcome.opened;
    if (found.entry != no_entry && journal[found.entry].at > outcome.opened && journal[found.entry].at <= end) {
        path.steps = steps_back(journal, found.entry, outcome.opened);
        from = journal[found.entry].at;
    }
    if (end > from) path.steps.push_back({found.kind, from, end, found.entry, no_entry, found.held_by});
    return path;
}

}  // namespace sandtable
