#include "sandtable/outcomes.hpp"

#include <algorithm>
#include <unordered_map>

namespace sandtable {

std::string_view status_name(DutyStatus status) {
    switch (status) {
        case DutyStatus::met: return "met";
        case DutyStatus::breached: return "breached";
        case DutyStatus::waived: return "waived";
        case DutyStatus::open: return "open";
    }
    return {};
}

std::optional<Duration> DutyOutcome::margin() const {
    if (!due || !discharged || must_not) return std::nullopt;
    return *due - *discharged;
}

std::vector<DutyOutcome> assess(const Inputs& inputs, const Journal& journal) {
    std::vector<DutyOutcome> outcomes;
    std::unordered_map<std::string, std::size_t> by_id;  // only looked up
    for (EntryNo no = 0; no < journal.size(); ++no) {
        const Entry& entry = journal[no];
        const bool clock = entry.kind == EntryKind::limit_set || entry.kind == EntryKind::clock_stopped || entry.kind == EntryKind::clock_restarted || entry.kind == EntryKind::limit_extended;
        if (!clock && entry.kind != EntryKind::duty_opened && entry.kind != EntryKind::duty_discharged && entry.kind != EntryKind::duty_breached && entry.kind != EntryKind::duty_waived) continue;
        const auto number = journal.item_number(entry, "number", 1);
        std::string id = journal.text(entry.incident) + "/" + journal.text(entry.plan) + "/" + std::string(journal.item_text(entry, "duty")) + "/" + journal.text(entry.agency);
        if (number > 1) id += "/" + std::to_string(number);
        if (entry.kind == EntryKind::duty_opened) {
            DutyOutcome outcome;
            outcome.id = id;
            outcome.plan = journal.text(entry.plan);
            outcome.duty = journal.item_text(entry, "duty");
            outcome.clause = journal.text(entry.clause);
            outcome.incident = journal.text(entry.incident);
            outcome.agency = journal.text(entry.agency);
            for (const PlanId plan : ids_of(inputs.plans))
                if (inputs.plans[plan].id == outcome.plan) {
                    outcome.plan_id = plan;
                    outcome.duty_id = inputs.plans[plan].duty(outcome.duty);
                }
            if (outcome.duty_id.is_some() && inputs.plans[outcome.plan_id].duties[outcome.duty_id].within) outcome.limit = period_text(*inputs.plans[outcome.plan_id].duties[outcome.duty_id].within);
            if (journal.item(entry, "limit") != nullptr) outcome.limit = journal.item_text(entry, "limit");
            outcome.must_not = journal.item_text(entry, "kind") == "must_not";
            outcome.anchor = model_time(journal.item_number(entry, "anchor"));
            outcome.opened = entry.at;
            if (journal.item(entry, "due") != nullptr) outcome.due = model_time(journal.item_number(entry, "due"));
            outcome.opened_entry = no;
            if (outcome.must_not) outcome.status = DutyStatus::met;  // silence is success
            by_id.try_emplace(std::move(id), outcomes.size());
            outcomes.push_back(std::move(outcome));
            continue;
        }
        const auto found = by_id.find(id);
        if (found == by_id.end()) continue;
        DutyOutcome& outcome = outcomes[found->second];
        if (entry.kind == EntryKind::limit_set) outcome.limit = journal.item_text(entry, "limit");
        if (clock) {  // a clock that stands still has no due instant
            outcome.due = entry.kind == EntryKind::clock_stopped ? std::nullopt : std::optional(model_time(journal.item_number(entry, "due")));
        } else if (entry.kind == EntryKind::duty_discharged) {
            outcome.discharged = model_time(journal.item_number(entry, "discharged"));
            outcome.discharged_entry = no;
            if (outcome.status == DutyStatus::open) outcome.status = DutyStatus::met;
        } else if (entry.kind == EntryKind::duty_breached) {
            outcome.breached_entry = no;
            outcome.status = DutyStatus::breached;
            if (outcome.must_not) outcome.discharged = model_time(journal.item_number(entry, "discharged"));
        } else {
            outcome.waived_entry = no;
            outcome.status = DutyStatus::waived;
            outcome.reason = journal.item_text(entry, "reason");
        }
    }
    std::sort(outcomes.begin(), outcomes.end(), [](const DutyOutcome& a, const DutyOutcome& b) { return a.id < b.id; });
    return outcomes;
}

}  // namespace sandtable
