// Which assumptions a result rests on (semantics.md 9).
#include <algorithm>
#include <set>

#include "sandtable/outcomes.hpp"

namespace sandtable {

std::vector<UsedAssumption> used_assumptions(const Inputs& inputs, const Journal& journal) {
    std::set<std::pair<std::string, std::string>> used;  // owner, id
    std::set<std::string> agencies;
    for (const Entry& entry : journal.entries()) {
        agencies.insert(journal.text(entry.agency));
        if (const auto channel = inputs.network.channel(journal.item_text(entry, "channel")); channel.is_some() && !inputs.network.channels[channel].assumption.empty())
            used.insert({inputs.network.id, inputs.network.channels[channel].assumption});
        for (const Plan& plan : inputs.plans) {
            if (plan.id != journal.text(entry.plan)) continue;
            if (const auto task = plan.task(journal.item_text(entry, "task")); task.is_some() && entry.kind == EntryKind::task_started && !plan.tasks[task].assumption.empty())
                used.insert({plan.id, plan.tasks[task].assumption});
            if (const auto duty = plan.duty(journal.item_text(entry, "duty")); duty.is_some() && entry.kind == EntryKind::duty_opened && !plan.duties[duty].assumption.empty())
                used.insert({plan.id, plan.duties[duty].assumption});
        }
        for (const Item& item : journal.items(entry))
            if (journal.text(item.key) == "road")
                for (const auto road = inputs.network.road(journal.text(item.text)); road.is_some();) {
                    const auto& assumption = inputs.network.road_classes[inputs.network.roads[road].road_class].assumption;
                    if (!assumption.empty()) used.insert({inputs.network.id, assumption});
                    break;
                }
    }
    for (const Agency& agency : inputs.network.agencies)
        if (agencies.contains(agency.id) && !agency.staffing->assumption.empty()) used.insert({inputs.network.id, agency.staffing->assumption});
    for (const Plan& plan : inputs.plans) {
        const auto named = [&](const std::string& id) {
            if (!id.empty()) used.insert({plan.id, id});
        };
        for (const Role& role : plan.roles) named(role.assumption);
        for (const Criterion& criterion : plan.criteria) named(criterion.assumption);
        if (plan.scope) named(plan.scope->assumption);
    }
    for (const auto& id : inputs.network.assumed) used.insert({inputs.network.id, id});

    std::vector<UsedAssumption> out;
    for (const auto& [owner, id] : used) {
        for (const Plan& plan : inputs.plans)
            for (const Assumption& a : plan.assumptions)
                if (plan.id == owner && a.id == id) out.push_back({id, owner, {a.about.zh + "：" + (a.why.empty() ? a.origin.zh : a.why.zh), a.about.en + ": " + (a.why.empty() ? a.origin.en : a.why.en)}});
        for (const NetworkAssumption& a : inputs.network.assumptions)
            if (inputs.network.id == owner && a.id == id) out.push_back({id, owner, {a.about.zh + "：" + (a.why.empty() ? a.origin.zh : a.why.zh), a.about.en + ": " + (a.why.empty() ? a.origin.en : a.why.en)}});
    }
    if (inputs.scenario.rain) {
        const Thresholds& t = inputs.scenario.rain->thresholds;
        out.push_back({"thresholds", t.id, {t.about.zh + "：" + (t.why.empty() ? t.origin.zh : t.why.zh), t.about.en + ": " + (t.why.empty() ? t.origin.en : t.why.en)}});
        for (const RainSeries& series : inputs.scenario.rain->series) out.push_back({"rain", series.id, {series.origin, series.origin}});
    }
    // periods in days, counted by analogy
    const bool days = std::any_of(inputs.plans.begin(), inputs.plans.end(), [](const Plan& plan) {
        return std::any_of(plan.duties.begin(), plan.duties.end(), [](const Duty& d) { return d.within && d.within->unit != Period::Unit::clock; });
    });
    if (days) out.push_back({"civil-code-periods", "sandtable", tell("assumption-periods")});
    for (const Plan& plan : inputs.plans) {
        const FactId finding = inputs.vocabulary.find("scope_1_3");
        if (!finding.is_some() || !plan.scope) continue;
        const auto named = plan.scope->when.facts();
        if (std::find(named.begin(), named.end(), finding) != named.end()) out.push_back({"scope-1-3", plan.id, tell("assumption-scope")});
    }
    return out;
}

}  // namespace sandtable
