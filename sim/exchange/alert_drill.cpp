// A drill made of alerts: who is warned of what, from message to message.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <utility>

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

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
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

/// Prevention areas that an area of an alert covers. Codes and shapes decide, where there are any;
/// a name only without them. `several`: the name is that of more than one place.
std::set<PreventionAreaId> covered(const CapArea& area, const Network& network, bool& several) {
    std::set<PreventionAreaId> found;
    for (const auto& [name, value] : area.geocodes)
        if (name == prevention_area_code)  // our own: that one and no other
            for (const PreventionAreaId id : ids_of(network.prevention_areas))
                if (network.prevention_areas[id].id == trimmed(value)) found.insert(id);
    if (!found.empty()) return found;
    const bool coded = !area.geocodes.empty(),
               shaped = !area.polygons.empty() || !area.circles.empty();
    std::set<AreaId> divisions;
    std::size_t named = 0;
    const auto names = [&](const Text& name) {
        return name.zh == area.description || name.en == area.description;
    };
    for (const AreaId id : ids_of(network.areas)) {
        const Area& division = network.areas[id];
        const bool by_code =
            !division.code.empty() &&
            std::any_of(area.geocodes.begin(), area.geocodes.end(), [&](const CapPair& code) {
                return bare_code(trimmed(code.second)) == bare_code(division.code);
            });
        const bool by_name = !coded && !shaped && names(division.name);
        if (by_code || by_name) divisions.insert(id);
        named += by_name;
    }
    std::vector<std::vector<Point>> polygons;
    for (const std::string& polygon : area.polygons) polygons.push_back(polygon_of(polygon));
    std::vector<Circle> circles;
    for (const std::string& circle : area.circles) circles.push_back(circle_of(circle));
    for (const PreventionAreaId id : ids_of(network.prevention_areas)) {
        const PreventionArea& prevention = network.prevention_areas[id];
        const NetworkPlace& place = network.places[prevention.place];
        const bool by_name = !coded && !shaped && (names(prevention.name) || names(place.name));
        named += by_name;
        bool in = by_name || std::any_of(divisions.begin(), divisions.end(), [&](AreaId division) {
                      return network.lies_in(place.area, division);
                  });
        if (!in && place.latitude && place.longitude) {
            const Point at{*place.latitude, *place.longitude};
            const auto holds_it = [&](const auto& shape) { return inside(at, shape); };
            in = std::any_of(polygons.begin(), polygons.end(), holds_it) ||
                 std::any_of(circles.begin(), circles.end(), holds_it);
        }
        if (in) found.insert(id);
    }
    several = named > 1;
    return found;
}

/// What is said of one prevention area: levels from instants on.
struct Change {
    CivilTime at;
    int level = 0;
    std::string why;  ///< the message's identifier, or that it expired
};

/// A level that a message states for a prevention area, from an instant on, until it expires or a
/// message ends it.
struct Statement {
    const Alert* by;
    int level;
    CivilTime from;
    std::optional<CivilTime> expires, ended;
    const Alert* ended_by = nullptr;
};

bool before(CivilTime a, CivilTime b) { return model_time(b, a) < ModelTime{}; }

class Maker {
public:
    Maker(std::vector<Alert> alerts, const Warnings& warnings, const Network& network,
          Diagnostics& out)
        : alerts_(std::move(alerts)), warnings_(warnings), network_(network), out_(out) {
        std::stable_sort(alerts_.begin(), alerts_.end(), [](const Alert& a, const Alert& b) {
            return before(a.sent.at, b.sent.at);
        });
        order_same_instants();
    }

    void follow() {
        for (const Alert& alert : alerts_) {
            if (!index_.emplace(key_of(alert), &alert).second)
                error(alert, "cap-identifier-twice", {key_of(alert), index_[key_of(alert)]->path});
        }
        for (const Alert& alert : alerts_) {
            if (index_[key_of(alert)] != &alert) continue;
            if (alert.message_type == "Ack" || alert.message_type == "Error") {
                note(alert, "cap-skipped", {alert.message_type});
                continue;
            }
            if (alert.status == "System" || alert.status == "Draft") {
                error(alert, "cap-not-a-warning", {alert.status});
                continue;
            }
            if (alert.message_type != "Alert") end_what_it_refers_to(alert);
            if (alert.message_type != "Cancel") read(alert);
        }
        for (const auto& [area, statements] : said_) fold(area, statements);
    }

    const std::map<PreventionAreaId, std::vector<Change>>& changes() const { return changes_; }
    const std::vector<Alert>& alerts() const { return alerts_; }

private:
    static std::string key_of(const Alert& alert) { return alert.sender + "," + alert.identifier; }
    static std::string_view key_in(std::string_view reference) {
        return reference.substr(0, reference.rfind(','));
    }
    static bool refers(const Alert& alert, const Alert& to) {
        const auto words = words_of(alert.references);
        return std::any_of(words.begin(), words.end(),
                           [&](std::string_view word) { return key_in(word) == key_of(to); });
    }

    /// Of messages sent in one second those that are referred to come first.
    void order_same_instants() {
        for (std::size_t begin = 0; begin < alerts_.size();) {
            std::size_t end = begin + 1;
            while (end < alerts_.size() && !before(alerts_[begin].sent.at, alerts_[end].sent.at))
                ++end;
            for (std::size_t at = begin; at + 1 < end; ++at) {
                // the first that refers to none of the others left; in a circle, as they came
                std::size_t next = at;
                for (std::size_t i = at; i < end; ++i) {
                    bool free = true;
                    for (std::size_t k = at; k < end; ++k)
                        free = free && (k == i || !refers(alerts_[i], alerts_[k]));
                    if (!free) continue;
                    next = i;
                    break;
                }
                std::rotate(alerts_.begin() + static_cast<std::ptrdiff_t>(at),
                            alerts_.begin() + static_cast<std::ptrdiff_t>(next),
                            alerts_.begin() + static_cast<std::ptrdiff_t>(next) + 1);
            }
            begin = end;
        }
    }

    void end_what_it_refers_to(const Alert& alert) {
        for (const std::string_view word : words_of(alert.references)) {
            const auto to = index_.find(std::string(key_in(word)));
            if (to == index_.end()) {
                if (alert.message_type == "Cancel")
                    error(alert, "cap-reference-missing", {word},
                          tell("cap-reference-missing-hint"));
                else note(alert, "cap-reference-missing", {word}, tell("cap-reference-first-hint"));
            } else if (before(alert.sent.at, to->second->sent.at)) {
                error(alert, "cap-reference-later", {word, alert.sent.text});
            } else if (to->second != &alert) {
                end(*to->second, alert);
                continued_[to->second].push_back(&alert);
            }
        }
    }

    /// A message and what went on from it: who cancels a first message cancels its updates.
    void end(const Alert& what, const Alert& by) {
        std::vector<const Alert*> thread{&what};
        std::set<const Alert*> seen{&what, &by};
        for (std::size_t i = 0; i < thread.size(); ++i) {
            for (const auto& [area, number] : states_[thread[i]]) {
                Statement& one = said_[area][number];
                if (one.ended) continue;
                one.ended = by.sent.at;
                one.ended_by = &by;
            }
            for (const Alert* next : continued_[thread[i]])
                if (seen.insert(next).second) thread.push_back(next);
        }
    }

    /// What an alert states for each prevention area, and from when until when.
    void read(const Alert& alert) {
        if (alert.infos.empty()) return error(alert, "cap-no-info", {alert.identifier});
        std::set<std::string> nowhere, several_named;
        bool found = false, clears = false;
        for (const CapInfo& info : alert.infos) {
            const bool clear = std::find(info.response_types.begin(), info.response_types.end(),
                                         "AllClear") != info.response_types.end();
            const int level = clear ? 0 : warnings_.level_of(info.severity);
            if (level < 0) {
                error(alert, "cap-severity", {info.severity, warnings_.id});
                continue;
            }
            const CivilTime from = info.effective && before(alert.sent.at, info.effective->at)
                                       ? info.effective->at
                                       : alert.sent.at;
            const auto until = info.expires ? std::optional(info.expires->at) : std::nullopt;
            const bool over = until && !before(from, *until);
            if (over) note(alert, "cap-expires-past", {info.expires->text, alert.sent.text});
            for (const CapArea& area : info.areas) {
                bool several = false;
                const auto areas = covered(area, network_, several);
                if (areas.empty()) nowhere.insert(area.description);
                if (several) several_named.insert(area.description);
                found = found || !areas.empty();
                for (const PreventionAreaId id : areas) {
                    clears = clears || (clear && stands(id, from));
                    if (over) continue;
                    states_[&alert].emplace_back(id, said_[id].size());
                    said_[id].push_back({&alert, level, from, until, {}, nullptr});
                }
            }
        }
        if (clears) note(alert, "cap-clears-nothing", {alert.identifier});
        if (!several_named.empty())
            note(alert, "cap-area-several", {joined(several_named), network_.id});
        const std::string names = joined(nowhere);
        if (!found)
            error(alert, names.empty() ? "cap-no-area" : "cap-area-nowhere", {names, network_.id},
                  tell("cap-area-hint"));
        else if (!names.empty()) note(alert, "cap-area-nowhere", {names, network_.id});
    }

    static std::string joined(const std::set<std::string>& all) {
        std::string names;
        for (const std::string& name : all) names += (names.empty() ? "" : ", ") + name;
        return names;
    }

    static bool holds(const Statement& one, CivilTime at) {
        return !before(at, one.from) && (!one.expires || before(at, *one.expires)) &&
               (!one.ended || before(at, *one.ended));
    }
    bool stands(PreventionAreaId area, CivilTime at) const {
        const auto there = said_.find(area);
        return there != said_.end() &&
               std::any_of(there->second.begin(), there->second.end(),
                           [&](const Statement& one) { return one.level > 0 && holds(one, at); });
    }

    /// The gravest of all that stand, at every instant at which one begins or ends.
    void fold(PreventionAreaId area, const std::vector<Statement>& statements) {
        struct Instant {
            CivilTime at;
            std::string why;
        };
        std::vector<Instant> instants;
        for (const Statement& one : statements) {
            if (one.ended && !before(one.from, *one.ended)) continue;  // never stood
            instants.push_back({one.from, one.by->identifier});
            if (one.expires && (!one.ended || before(*one.expires, *one.ended)))
                instants.push_back({*one.expires, "expires"});
            else if (one.ended) instants.push_back({*one.ended, one.ended_by->identifier});
        }
        std::stable_sort(instants.begin(), instants.end(),
                         [](const Instant& a, const Instant& b) { return before(a.at, b.at); });
        auto& list = changes_[area];
        for (const Instant& instant : instants) {
            int level = 0;
            for (const Statement& one : statements)
                if (holds(one, instant.at)) level = std::max(level, one.level);
            if (list.empty() || list.back().level != level)
                list.push_back({instant.at, level, instant.why});
        }
        if (list.empty()) changes_.erase(area);
    }

    void error(const Alert& alert, std::string_view code, const std::vector<Word>& words,
               Text hint = {}) {
        out_.error(code, {alert.path, 0, 0, 1, {}}, words, std::move(hint));
    }
    void note(const Alert& alert, std::string_view code, const std::vector<Word>& words,
              Text hint = {}) {
        out_.add(Severity::warning, code, {alert.path, 0, 0, 1, {}}, words, std::move(hint));
    }

    std::vector<Alert> alerts_;
    const Warnings& warnings_;
    const Network& network_;
    Diagnostics& out_;
    std::map<std::string, const Alert*> index_;  // by reference without its instant
    std::map<const Alert*, std::vector<const Alert*>> continued_;  // who refers to it
    std::map<PreventionAreaId, std::vector<Statement>> said_;
    std::map<const Alert*, std::vector<std::pair<PreventionAreaId, std::size_t>>> states_;
    std::map<PreventionAreaId, std::vector<Change>> changes_;
};

/// Without characters that end a line, steer a terminal or turn writing about: a title of elsewhere
/// stands in a file that is read again.
std::string plain(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = [&](std::size_t k) {
            return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0u;
        };
        std::size_t length = 0;
        if (byte(0) < 0x20 || byte(0) == 0x7f) length = 1;
        else if (byte(0) == 0xc2 && byte(1) < 0xa0) length = 2;  // C1
        else if (byte(0) == 0xe2 && byte(1) == 0x80 &&
                 (byte(2) == 0xa8 || byte(2) == 0xa9 || (byte(2) >= 0xaa && byte(2) <= 0xae) ||
                  byte(2) == 0x8e || byte(2) == 0x8f))
            length = 3;  // line and paragraph ends, directions
        else if (byte(0) == 0xe2 && byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9)
            length = 3;                                                              // isolates
        else if (byte(0) == 0xef && byte(1) == 0xbb && byte(2) == 0xbf) length = 3;  // a BOM within
        else if (byte(0) == 0xef && byte(1) == 0xbf && byte(2) >= 0xbe)
            length = 3;  // no characters
        if (length == 0) {
            out += text[i];
            continue;
        }
        out += ' ';
        i += length - 1;
    }
    return out;
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
