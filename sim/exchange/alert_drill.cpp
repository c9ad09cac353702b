// A drill made of alerts: who is warned of what, from message to message.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "sandtable/text.hpp"
#include "sandtable/warnings.hpp"

namespace sandtable {

namespace {

struct Point {
    double latitude = 0, longitude = 0;
};

Point point_of(std::string_view text) {
    Point p;
    const auto comma = text.find(',');
    const auto number = [](std::string_view word, double& value) {
        if (word.starts_with('+')) word.remove_prefix(1);
        std::from_chars(word.data(), word.data() + word.size(), value);
    };
    number(text.substr(0, comma), p.latitude);
    number(text.substr(comma + 1), p.longitude);
    return p;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t from = text.find_first_not_of(" \t\r\n"); from != std::string_view::npos;) {
        const auto end = std::min(text.find_first_of(" \t\r\n", from), text.size());
        words.push_back(text.substr(from, end - from));
        from = text.find_first_not_of(" \t\r\n", end);
    }
    return words;
}

struct Circle {
    Point centre;
    double km = 0;
};

std::vector<Point> polygon_of(const std::string& text) {
    std::vector<Point> points;
    for (const std::string_view word : words_of(text)) points.push_back(point_of(word));
    return points;
}
Circle circle_of(const std::string& text) {
    const auto words = words_of(text);
    return words.size() < 2 ? Circle{} : Circle{point_of(words[0]), point_of(words[1]).latitude};
}

/// By the number of edges that a line to the east crosses; degrees are taken as a plane.
bool inside(Point p, const std::vector<Point>& polygon) {
    bool inside = false;
    for (std::size_t i = 1; i < polygon.size(); ++i) {
        const Point a = polygon[i - 1], b = polygon[i];
        if ((a.latitude > p.latitude) == (b.latitude > p.latitude)) continue;
        const double at = a.longitude + (p.latitude - a.latitude) / (b.latitude - a.latitude) * (b.longitude - a.longitude);
        if (p.longitude < at) inside = !inside;
    }
    return inside;
}

/// Great-circle distance on a sphere of 6371 km (haversine).
bool inside(Point p, const Circle& circle) {
    const Point c = circle.centre;
    const double rad = 3.14159265358979323846 / 180;
    const double a = std::sin((p.latitude - c.latitude) * rad / 2), b = std::sin((p.longitude - c.longitude) * rad / 2);
    return 2 * 6371 * std::asin(std::min(1.0, std::sqrt(a * a + std::cos(p.latitude * rad) * std::cos(c.latitude * rad) * b * b))) <= circle.km;
}

/// A division's code without the zeros that fill it up to six or twelve digits (GB/T 2260, GB/T 10114): 3311 is 331100 and 331100000000.
std::string_view bare_code(std::string_view code) {
    while (code.size() > 6 && code.ends_with("000")) code.remove_suffix(3);
    while (code.size() > 2 && code.size() <= 6 && code.ends_with("00")) code.remove_suffix(2);
    return code;
}

/// Prevention areas that an area of an alert covers.
std::set<PreventionAreaId> covered(const CapArea& area, const Network& network) {
    std::set<AreaId> divisions;
    std::set<PreventionAreaId> found;
    const auto names = [&](const Text& name) { return name.zh == area.description || name.en == area.description; };
    for (const AreaId id : ids_of(network.areas)) {
        const Area& division = network.areas[id];
        const bool coded = !division.code.empty() && std::any_of(area.geocodes.begin(), area.geocodes.end(), [&](const CapPair& code) { return bare_code(code.second) == bare_code(division.code); });
        if (coded || names(division.name)) divisions.insert(id);
    }
    std::vector<std::vector<Point>> polygons;
    for (const std::string& polygon : area.polygons) polygons.push_back(polygon_of(polygon));
    std::vector<Circle> circles;
    for (const std::string& circle : area.circles) circles.push_back(circle_of(circle));
    for (const PreventionAreaId id : ids_of(network.prevention_areas)) {
        const PreventionArea& prevention = network.prevention_areas[id];
        const NetworkPlace& place = network.places[prevention.place];
        bool in = names(prevention.name) || names(place.name) || std::any_of(divisions.begin(), divisions.end(), [&](AreaId division) { return network.lies_in(place.area, division); });
        if (!in && place.latitude && place.longitude) {
            const Point p{*place.latitude, *place.longitude};
            const auto holds_it = [&](const auto& shape) { return inside(p, shape); };
            in = std::any_of(polygons.begin(), polygons.end(), holds_it) || std::any_of(circles.begin(), circles.end(), holds_it);
        }
        if (in) found.insert(id);
    }
    return found;
}

/// What is said of one prevention area: levels from instants on.
struct Change {
    CivilTime at;
    int level = 0;
    std::string why;  ///< the message's identifier, or that it expired
};

class Maker {
public:
    Maker(std::vector<Alert> alerts, const Warnings& warnings, const Network& network, Diagnostics& out) : alerts_(std::move(alerts)), warnings_(warnings), network_(network), out_(out) {
        std::stable_sort(alerts_.begin(), alerts_.end(), [](const Alert& a, const Alert& b) { return before(a.sent.at, b.sent.at); });
    }

    static bool before(CivilTime a, CivilTime b) { return model_time(b, a) < ModelTime{}; }

    void follow() {
        std::map<std::string, const Alert*> known;  // by reference without its offset's spelling: sender,identifier
        std::map<const Alert*, std::set<PreventionAreaId>> holds;
        for (const Alert& alert : alerts_) {
            const std::string key = alert.sender + "," + alert.identifier;
            if (const auto [at, fresh] = known.emplace(key, &alert); !fresh) {
                error(alert, "cap-identifier-twice", {key, at->second->path});
                continue;
            }
            if (alert.message_type == "Ack" || alert.message_type == "Error") {
                note(alert, "cap-skipped", {alert.message_type});
                continue;
            }
            if (alert.status == "System" || alert.status == "Draft") {
                error(alert, "cap-not-a-warning", {alert.status});
                continue;
            }
            const std::string sent = alert.sent.text;
            std::set<PreventionAreaId> earlier;
            for (const std::string_view word : words_of(alert.message_type == "Alert" ? std::string_view{} : alert.references)) {
                const auto to = known.find(std::string(word.substr(0, word.rfind(','))));
                if (to != known.end() && to->second != &alert) {
                    earlier.merge(holds[to->second]);
                    continue;
                }
                const bool later = std::any_of(alerts_.begin(), alerts_.end(), [&](const Alert& other) { return other.sender + "," + other.identifier == word.substr(0, word.rfind(',')); });
                if (later) error(alert, "cap-reference-later", {word, sent});
                else if (alert.message_type == "Cancel") error(alert, "cap-reference-missing", {word}, tell("cap-reference-missing-hint"));
                else note(alert, "cap-reference-missing", {word}, tell("cap-reference-first-hint"));
            }
            std::map<PreventionAreaId, std::pair<int, std::optional<CivilTime>>> says;
            if (alert.message_type != "Cancel") read(alert, says);
            for (const PreventionAreaId area : earlier)
                if (!says.contains(area)) change(area, {alert.sent.at, 0, alert.identifier});
            for (const auto& [area, level] : says) {
                change(area, {alert.sent.at, level.first, alert.identifier});
                expires_[area] = level.second;
                holds[&alert].insert(area);
            }
        }
        for (auto& [area, list] : changes_)
            if (const auto end = expires_.find(area); end != expires_.end() && end->second) expire(area, *end->second);
    }

    const std::map<PreventionAreaId, std::vector<Change>>& changes() const { return changes_; }
    const std::vector<Alert>& alerts() const { return alerts_; }

private:
    /// The highest level that an alert states for each prevention area, and until when.
    void read(const Alert& alert, std::map<PreventionAreaId, std::pair<int, std::optional<CivilTime>>>& says) {
        if (alert.infos.empty()) return error(alert, "cap-no-info", {alert.identifier});
        std::set<std::string> nowhere;
        bool found = false;
        for (const CapInfo& info : alert.infos) {
            const bool clear = std::find(info.response_types.begin(), info.response_types.end(), "AllClear") != info.response_types.end();
            const int level = clear ? 0 : warnings_.level_of(info.severity);
            if (level < 0) {
                error(alert, "cap-severity", {info.severity, warnings_.id});
                continue;
            }
            for (const CapArea& area : info.areas) {
                const auto areas = covered(area, network_);
                if (areas.empty()) nowhere.insert(area.description);
                found = found || !areas.empty();
                const auto until = info.expires ? std::optional(info.expires->at) : std::nullopt;
                for (const PreventionAreaId id : areas) {
                    const auto [at, fresh] = says.try_emplace(id, level, until);
                    if (!fresh && level > at->second.first) at->second = {level, until};
                }
            }
        }
        std::string names;
        for (const std::string& name : nowhere) names += (names.empty() ? "" : ", ") + name;
        if (!found) error(alert, names.empty() ? "cap-no-area" : "cap-area-nowhere", {names, network_.id}, tell("cap-area-hint"));
        else if (!names.empty()) note(alert, "cap-area-nowhere", {names, network_.id});
    }

    void change(PreventionAreaId area, Change next) {
        auto& list = changes_[area];
        if (!list.empty() && expires_[area] && before(*expires_[area], next.at)) expire(area, *expires_[area]);
        if (list.empty() || list.back().level != next.level) list.push_back(std::move(next));
    }
    void expire(PreventionAreaId area, CivilTime at) {
        auto& list = changes_[area];
        expires_[area].reset();
        if (list.back().level != 0 && before(list.back().at, at)) list.push_back({at, 0, "expires"});
    }
    void error(const Alert& alert, std::string_view code, const std::vector<Word>& words, Text hint = {}) { out_.error(code, {alert.path, 0, 0, 1, {}}, words, std::move(hint)); }
    void note(const Alert& alert, std::string_view code, const std::vector<Word>& words, Text hint = {}) { out_.add(Severity::warning, code, {alert.path, 0, 0, 1, {}}, words, std::move(hint)); }

    std::vector<Alert> alerts_;
    const Warnings& warnings_;
    const Network& network_;
    Diagnostics& out_;
    std::map<PreventionAreaId, std::vector<Change>> changes_;
    std::map<PreventionAreaId, std::optional<CivilTime>> expires_;
};

/// The headline or event of an alert in one language, else in the first there is; without line breaks.
std::string title_in(const Alert& alert, std::string_view language) {
    const CapInfo* chosen = nullptr;
    for (const CapInfo& info : alert.infos)
        if (chosen == nullptr || (info.language.starts_with(language) && !chosen->language.starts_with(language))) chosen = &info;
    std::string text = chosen == nullptr ? alert.identifier : chosen->headline.empty() ? chosen->event : chosen->headline;
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    constexpr std::string_view mark = "演练 EXERCISE ";  // the drill's own pages say so again
    return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

}  // namespace

std::optional<AlertDrill> alert_drill(std::vector<Alert> alerts, const std::string& id, const Warnings& warnings, const Plan& plan, const Vocabulary& vocabulary, const Network& network, int offset_minutes, Diagnostics& out) {
    const bool clean = !out.has_errors();
    Maker maker(std::move(alerts), warnings, network, out);
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
    for (const Alert& alert : maker.alerts()) yaml += fmt::format("#   {} {} {}, {}\n", alert.sent.text, alert.message_type, alert.identifier, alert.status);
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
        const bool later = Maker::before(start, changes.front().at);
        if (later) yaml += "  - {at: 0 min, facts: {" + fact.id + ": " + fact.levels.front() + others + "}}\n";
        for (std::size_t i = 0; i < changes.size(); ++i)
            yaml += "  - {at: " + seconds(changes[i].at) + ", facts: {" + fact.id + ": " + fact.levels[static_cast<std::size_t>(changes[i].level)] + (i == 0 && !later ? others : "") + "}}\n";
        yaml += "  reports:\n";
        for (const Change& change : changes)
            yaml += "  - {at: " + seconds(change.at) + ", from: " + role(warnings.reported_by) + ", to: [" + to + "]" + (over.empty() ? "" : ", over: [" + over + "]") + ", says: {" + fact.id + ": " + fact.levels[static_cast<std::size_t>(change.level)] + "}}  # " + change.why + "\n";
    }
    return drill;
}

}  // namespace sandtable
