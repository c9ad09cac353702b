// Warnings that a run issued, as alerts.
#include <algorithm>
#include <map>

#include "sandtable/report.hpp"
#include "sandtable/warnings.hpp"

namespace sandtable {

namespace {

/// What one agency has last been told of the fact, for an incident.
struct Told {
    std::int64_t observed = -1;
    int level = 0;
};

struct Issued {
    int number = 0;
    std::string reference;  ///< of the latest message that still stands; empty: none
    ModelTime at{};
    Symbol message = 0;
};

class Writer {
public:
    Writer(const RunReading& reading, const Warnings& warnings) : r_(reading), w_(warnings), plan_(*std::find_if(r_.inputs.plans.begin(), r_.inputs.plans.end(), [&](const Plan& p) { return p.id == w_.plan; })) {}

    std::vector<Alert> all() {
        const Journal& journal = r_.journal;
        const Fact& fact = r_.inputs.vocabulary.facts[w_.fact];
        const std::string key = "fact." + fact.id, seen = "observed." + fact.id;
        std::vector<Alert> out;
        for (const Entry& entry : journal.entries()) {
            if (entry.kind == EntryKind::received || entry.kind == EntryKind::seen) {
                const auto level = std::find(fact.levels.begin(), fact.levels.end(), journal.item_text(entry, key));
                if (level == fact.levels.end()) continue;
                Told& told = told_[{entry.incident, entry.agency}];
                const std::int64_t observed = journal.item_number(entry, seen, ms_of(entry.at));
                if (observed >= told.observed) told = {observed, static_cast<int>(level - fact.levels.begin())};
            }
            if (entry.kind != EntryKind::sent || journal.text(entry.plan) != plan_.id) continue;
            const MessageId message = plan_.message(journal.item_text(entry, "message"));
            const bool withdraws = message == w_.withdrawn_by;
            if (!withdraws && std::find(w_.messages.begin(), w_.messages.end(), message) == w_.messages.end()) continue;
            const IncidentId incident = incident_of(journal.text(entry.incident));
            const auto& senders = r_.inputs.bound(incident, plan_id(), w_.issued_by.front());
            if (std::none_of(senders.begin(), senders.end(), [&](AgencyId a) { return r_.inputs.network.agencies[a].id == journal.text(entry.agency); })) continue;
            Issued& issued = issued_[entry.incident];
            if (issued.number > 0 && issued.at == entry.at && issued.message == journal.find(plan_.messages[message].id)) continue;  // the same to others
            if (withdraws && issued.reference.empty()) continue;
            const int level = withdraws ? 0 : told_[{entry.incident, entry.agency}].level;
            if (!withdraws && level == 0) continue;  // nothing is known that would be a warning
            issued.at = entry.at;
            issued.message = journal.find(plan_.messages[message].id);
            out.push_back(alert(entry, incident, message, level, issued));
            issued.reference = withdraws ? "" : out.back().reference();
        }
        return out;
    }

private:
    PlanId plan_id() const { return PlanId{static_cast<std::uint32_t>(&plan_ - &*r_.inputs.plans.begin())}; }
    IncidentId incident_of(const std::string& id) const {
        const auto& incidents = r_.inputs.scenario.incidents;
        return IncidentId{static_cast<std::uint32_t>(std::lower_bound(incidents.begin(), incidents.end(), id, [](const Incident& a, const std::string& b) { return a.id < b; }) - incidents.begin())};
    }

    Alert alert(const Entry& entry, IncidentId incident, MessageId message, int level, Issued& issued) const {
        const Scenario& scenario = r_.inputs.scenario;
        Alert a;
        a.identifier = scenario.id + "-" + r_.digest.substr(r_.digest.find(':') + 1, 12) + "-" + scenario.incidents[incident].id + "-" + std::to_string(++issued.number);
        a.sender = w_.sender;
        a.sent = cap_time(civil_time(scenario.start, entry.at));
        a.message_type = issued.reference.empty() ? "Alert" : level == 0 ? "Cancel" : "Update";
        a.source = "Sandtable 沙盘";
        a.scope = "Restricted";
        a.restriction = w_.restriction.zh + " / " + w_.restriction.en;
        a.references = issued.reference;
        a.incidents = scenario.incidents[incident].id;
        a.infos = {info(incident, message, level, a, Lang::zh), info(incident, message, level, a, Lang::en)};
        return exercise_copy(std::move(a));
    }

    CapInfo info(IncidentId incident, MessageId message, int level, const Alert& a, Lang lang) const {
        const Network& network = r_.inputs.network;
        const Fact& fact = r_.inputs.vocabulary.facts[w_.fact];
        const Incident& at = r_.inputs.scenario.incidents[incident];
        const NetworkPlace& place = network.places[at.place];
        const WarningColour& colour = w_.colours[static_cast<std::size_t>(level)];
        CapInfo i;
        i.language = lang == Lang::zh ? "zh-CN" : "en-GB";
        i.categories = w_.categories;
        i.event = w_.event.in(lang);
        i.response_types = {colour.response};
        i.urgency = colour.urgency;
        i.severity = colour.severity;
        i.certainty = colour.certainty;
        i.effective = a.sent;
        for (const RoleId role : w_.issued_by)
            for (const AgencyId agency : r_.inputs.bound(incident, plan_id(), role)) i.sender_name += (i.sender_name.empty() ? "" : lang == Lang::zh ? "、" : ", ") + network.agencies[agency].name.in(lang);
        const Text& area = at.prevention_area.is_some() ? network.prevention_areas[at.prevention_area].name : !at.name.empty() ? at.name : place.name;
        i.headline = "演练 EXERCISE " + (level == 0 ? say(lang, "cap-headline-withdrawn", {area, w_.event}) : say(lang, "cap-headline", {area, level_name(fact, level), w_.event}));
        i.description = say(lang, "cap-description", {plan_.messages[message].name, plan_.name, plan_.messages[message].clause});
        i.parameters = {{"sandtable:level", fact.levels[static_cast<std::size_t>(level)]}, {"sandtable:message", plan_.messages[message].id}, {"sandtable:clause", plan_.messages[message].clause}};
        CapArea where;
        where.description = area.in(lang);
        if (place.area.is_some() && !network.areas[place.area].code.empty()) where.geocodes = {{w_.geocode, network.areas[place.area].code}};
        if (at.prevention_area.is_some())
            where.geocodes.emplace_back(prevention_area_code,
                                        network.prevention_areas[at.prevention_area].id);
        i.areas = {std::move(where)};
        return i;
    }

    static Text level_name(const Fact& fact, int level) {
        const auto at = static_cast<std::size_t>(level);
        return at < fact.level_names.size() ? fact.level_names[at] : Text{fact.levels[at], fact.levels[at]};
    }

    const RunReading& r_;
    const Warnings& w_;
    const Plan& plan_;
    std::map<std::pair<Symbol, Symbol>, Told> told_;
    std::map<Symbol, Issued> issued_;
};

}  // namespace

std::vector<Alert> issued_alerts(const RunReading& reading, const Warnings& warnings) { return Writer(reading, warnings).all(); }

}  // namespace sandtable
