#include "sandtable/not_given.hpp"

#include <set>

namespace sandtable {

std::string_view not_given_name(NotGiven::Kind kind) {
    switch (kind) {
        case NotGiven::Kind::inject: return "inject";
        case NotGiven::Kind::report: return "report";
        case NotGiven::Kind::truth: return "truth";
        case NotGiven::Kind::closure: return "closure";
    }
    return {};
}

namespace {

/// Those with a time of their own that lies behind the end. What incidents that arrive by chance
/// bring counts from their arrival, which only a run knows.
std::vector<NotGiven> behind(const Inputs& inputs, ModelTime end) {
    std::vector<NotGiven> found;
    const auto look = [&](NotGiven::Kind kind, const std::string& id, ModelTime at) {
        if (at > end) found.push_back({kind, id, at, {}});
    };
    const Scenario& scenario = inputs.scenario;
    for (const Inject& inject : scenario.injects)
        if (inject.at) look(NotGiven::Kind::inject, inject.id, *inject.at);
    for (const Incident& incident : scenario.incidents)
        for (const Report& report : incident.reports)
            if (incident.arrival == 0) look(NotGiven::Kind::report, incident.id, report.at);
    for (const Incident& incident : scenario.incidents)
        for (const TruthChange& change : incident.truth)
            if (incident.arrival == 0) look(NotGiven::Kind::truth, incident.id, change.at);
    for (const Closure& closure : scenario.closures)
        look(NotGiven::Kind::closure, inputs.network.roads[closure.road].id, closure.from);
    return found;
}

}  // namespace

std::vector<NotGiven> behind_until(const Inputs& inputs) {
    if (!inputs.scenario.until) return {};
    return behind(inputs, ModelTime{*inputs.scenario.until});
}

std::vector<NotGiven> not_given(const Inputs& inputs, const Journal& journal) {
    std::set<std::string> given;
    for (const Entry& entry : journal.entries())
        if (entry.kind == EntryKind::inject) given.emplace(journal.item_text(entry, "inject"));
    std::vector<NotGiven> found;
    for (const Inject& inject : inputs.scenario.injects)
        if (!inject.at && !given.contains(inject.id))
            found.push_back({NotGiven::Kind::inject,
                             inject.id,
                             {},
                             join_text(inputs.plans[inject.after_plan], inject.after)});
    for (NotGiven& late : behind(inputs, journal.entries().back().at))
        found.push_back(std::move(late));
    return found;
}

}  // namespace sandtable
