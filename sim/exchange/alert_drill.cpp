// A drill made of alerts: an incident for each area that is warned.
#include <algorithm>

#include <fmt/format.h>

#include "base/control_characters.hpp"
#include "exchange/standing_warnings.hpp"
#include "sandtable/text.hpp"

namespace sandtable {

namespace {

/// Without control characters: a title of elsewhere stands in a file that is read again.
std::string plain(std::string_view text) {
    std::string out;
    for (auto next = control_in(text); next; next = control_in(text)) {
        out += std::string(text.substr(0, next->at)) + ' ';
        text.remove_prefix(next->at + next->length);
    }
    return out + std::string(text);
}

/// The headline or event of an alert in one language, else in the first there is; without line breaks.
std::string title_in(const Alert& alert, std::string_view language) {
    const CapInfo* chosen = nullptr;
    for (const CapInfo& info : alert.infos)
        if (chosen == nullptr || (info.language.starts_with(language) && !chosen->language.starts_with(language))) chosen = &info;
    std::string text = chosen == nullptr ? alert.identifier : chosen->headline.empty() ? chosen->event : chosen->headline;
    text = plain(text);
    constexpr std::string_view mark = "演练 EXERCISE ";  // the drill's own pages say so again
    return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

}  // namespace

std::optional<AlertDrill> alert_drill(std::vector<Alert> alerts, const std::string& id, const Warnings& warnings, const Plan& plan, const Vocabulary& vocabulary, const Network& network, int offset_minutes, Diagnostics& out) {
    const bool clean = !out.has_errors();
    StandingWarnings maker(std::move(alerts), warnings, network, out);
    maker.follow();
    if (clean && out.has_errors()) return std::nullopt;
    if (maker.changes().empty()) {
        out.error("cap-nothing", {maker.alerts().empty() ? "" : maker.alerts().front().path, 0, 0, 1, {}}, {});
        return std::nullopt;
    }
    const Fact& fact = vocabulary.facts[warnings.fact];
    const Alert& first = maker.alerts().front();
    const CivilTime start{first.sent.at.local_ms + (offset_minutes - first.sent.at.offset_minutes) * std::int64_t{60'000}, offset_minutes};
    const auto role = [&](RoleId r) { return plan.id + "." + plan.roles[r].id; };
    std::string to, over;
    for (const RoleId r : warnings.reported_to) to += (to.empty() ? "" : ", ") + role(r);
    for (const std::string& channel : warnings.reported_over) over += (over.empty() ? "" : ", ") + channel;

    AlertDrill drill;
    drill.areas = maker.changes().size();
    drill.alerts = maker.alerts().size();
    std::string& yaml = drill.yaml;
    yaml = "# Made of CAP alerts; the colours are those of warnings/" + warnings.id + ".yaml:\n";
    for (const Alert& alert : maker.alerts())
        yaml += fmt::format("#   {} {} {}, {}\n", alert.sent.text, alert.message_type,
                            plain(alert.identifier), alert.status);
    yaml += "sandtable: scenario/1\nid: " + id + "\n";
    yaml += "title: {zh: " + yaml_quoted(title_in(first, "zh")) + ", en: " + yaml_quoted(title_in(first, "en")) + "}\n";
    yaml += "start: \"" + cap_time(start).text + "\"\nuntil: settled\nseed: 1\nnetwork: " + network.id + "\nplans: [" + plan.id + "]\n\nincidents:\n";
    for (const auto& [area, changes] : maker.changes()) {
        const PreventionArea& prevention = network.prevention_areas[area];
        std::string incident = prevention.id;
        std::replace(incident.begin(), incident.end(), '_', '-');
        yaml += "- id: " + incident + "\n  name: {zh: " + yaml_quoted(prevention.name.zh) + ", en: " + yaml_quoted(prevention.name.en) + "}\n  place: " + network.places[prevention.place].id + "\n  truth:\n";
        const auto seconds = [&](CivilTime at) { return fmt::format("{} s", ms_of(model_time(start, at)) / 1000); };
        std::string others;
        for (const char* quiet : {"geohazard_happened", "geohazard_threatens"})
            if (vocabulary.find(quiet).is_some()) others += std::string(", ") + quiet + ": false";
        const bool later = before(start, changes.front().at);
        if (later) yaml += "  - {at: 0 min, facts: {" + fact.id + ": " + fact.levels.front() + others + "}}\n";
        for (std::size_t i = 0; i < changes.size(); ++i)
            yaml += "  - {at: " + seconds(changes[i].at) + ", facts: {" + fact.id + ": " + fact.levels[static_cast<std::size_t>(changes[i].level)] + (i == 0 && !later ? others : "") + "}}\n";
        yaml += "  reports:\n";
        for (const Change& change : changes)
            yaml += "  - {at: " + seconds(change.at) + ", from: " + role(warnings.reported_by) +
                    ", to: [" + to + "]" + (over.empty() ? "" : ", over: [" + over + "]") +
                    ", says: {" + fact.id + ": " +
                    fact.levels[static_cast<std::size_t>(change.level)] + "}}  # " +
                    plain(change.why) + "\n";
    }
    return drill;
}

}  // namespace sandtable
