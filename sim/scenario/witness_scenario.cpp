#include "sandtable/witness_scenario.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace sandtable {

namespace {

constexpr int report_after_min = 5, change_every_min = 30;

std::string value_of(const Fact& fact, std::int64_t value) { return observation_text(fact, Observation::exactly(value)); }

/// Observations the plans grade by, each stated: the witness's value, or harmless.
std::string facts_of(const WitnessCase& found, const Vocabulary& vocabulary) {
    std::set<FactId> named;
    for (const Plan* plan : found.plans)
        for (const FactId fact : graded_facts(*plan)) named.insert(fact);
    const Knowledge knowledge = knowledge_of(vocabulary, found.first);
    std::string out;
    for (const FactId id : named) {
        const Fact& fact = vocabulary.facts[id];
        if (!fact.finding) out += (out.empty() ? "" : ", ") + fact.id + ": " + value_of(fact, knowledge[id].observation.low);
    }
    return "{" + out + "}";
}

/// Findings of the witness, for each plan that knows them.
std::string findings_of(const WitnessCase& found, const Vocabulary& vocabulary) {
    std::string out;
    for (const Plan* plan : found.plans) {
        std::string made;
        for (const auto& [id, value] : found.first) {
            const Fact& fact = vocabulary.facts[id];
            if (fact.finding && fact.known_to(plan->id)) made += (made.empty() ? "" : ", ") + fact.id + ": " + observation_text(fact, Observation::exactly(value), plan->grades);
        }
        if (!made.empty()) out += (out.empty() ? "" : ", ") + plan->id + ": {" + made + "}";
    }
    return out;
}

std::string reporter(const Network& network) {
    for (const Agency& agency : network.agencies)
        if (agency.is_kind("emergency_call_center")) return agency.id;
    return network.agencies.empty() ? "" : network.agencies.rows().front().id;
}

/// If roles ask for what is concerned: the first trade for which all of them mean somebody, else the first there is.
std::string concerns_of(const WitnessCase& found, const Network& network) {
    std::vector<const Role*> asking;
    for (const Plan* plan : found.plans)
        for (const Role& role : plan->roles)
            if (std::any_of(role.is.begin(), role.is.end(), [](const AgencyPattern& pattern) { return pattern.for_concerns; })) asking.push_back(&role);
    if (asking.empty()) return {};
    std::set<std::string> trades;
    for (const Agency& agency : network.agencies) trades.insert(agency.trades().begin(), agency.trades().end());
    for (const std::string& trade : trades)
        if (std::all_of(asking.begin(), asking.end(), [&](const Role* role) { return !matching_agencies(network, role->is, found.place, {trade}).empty(); })) return trade;
    return trades.empty() ? "" : *trades.begin();
}

}  // namespace

std::optional<CivilTime> drill_start(const Calendar& calendar, const std::vector<const Plan*>& plans) {
    for (Date day = calendar.first; calendar.covers(day); day += std::chrono::days(1)) {
        const bool in_force = std::all_of(plans.begin(), plans.end(), [&](const Plan* plan) { return (!plan->in_force_from || *plan->in_force_from <= day) && (!plan->in_force_to || day <= *plan->in_force_to); });
        if (in_force && calendar.is_working_day(day)) return civil_time(day, 9 * 3'600'000, calendar.offset_minutes);
    }
    return std::nullopt;
}

std::string witness_scenario(const WitnessCase& found, const Vocabulary& vocabulary, const Network& network) {
    std::string plans, to;
    for (const Plan* plan : found.plans) {
        plans += (plans.empty() ? "" : ", ") + plan->id;
        to += (to.empty() ? "" : ", ") + plan->id + "." + plan->roles[plan->assessed_by].id;
    }
    const std::string facts = facts_of(found, vocabulary), findings = findings_of(found, vocabulary), concerns = concerns_of(found, network), from = reporter(network);
    std::string changes, reports;
    for (std::size_t i = 0; i < found.then.size(); ++i) {
        const int at = static_cast<int>(i + 1) * change_every_min;
        const std::string fact = "{" + vocabulary.facts[found.moving].id + ": " + value_of(vocabulary.facts[found.moving], found.then[i]) + "}";
        changes += fmt::format("  - {{at: {} min, facts: {}}}\n", at, fact);
        reports += fmt::format("  - {{at: {} min, from: {}, to: [{}], says: {}}}\n", at + report_after_min, from, to, fact);
    }
    std::string out = "# A smallest case that sandtable check found. What is not said here is harmless: none, 0 or no.\n";
    out += "sandtable: scenario/1\n";
    out += "id: " + found.id + "\n";
    out += "title: {zh: " + yaml_quoted(found.title.zh) + ", en: " + yaml_quoted(found.title.en) + "}\n";
    out += "start: \"" + iso_text(found.start) + "\"\nuntil: settled\nseed: 1\n";
    out += "network: " + network.id + "\nplans: [" + plans + "]\n\nincidents:\n- id: witness\n";
    out += "  place: " + network.places[found.place].id + "\n";
    if (!concerns.empty()) out += "  concerns: [" + concerns + "]\n";
    out += "  truth:\n  - {at: 0 min, facts: " + facts + "}\n" + changes;
    if (!findings.empty()) out += "  findings: {" + findings + "}\n";
    out += fmt::format("  reports:\n  - {{at: {} min, from: {}, to: [{}], says: {}}}\n", report_after_min, from, to, facts) + reports;
    if (!found.grades.empty()) out += "\nexpect:\n";
    int number = 0;
    for (std::size_t plan = 0; plan < found.grades.size(); ++plan)
        for (std::size_t i = 0; i < found.grades[plan].size(); ++i)
            out += fmt::format("- {{id: E-{}, plan: {}, grade: {}, at: {} min}}\n", ++number, found.plans[plan]->id, found.grades[plan][i], static_cast<int>(i + 1) * change_every_min - 1);
    return out;
}

}  // namespace sandtable
