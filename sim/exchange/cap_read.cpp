// The strict reader of a CAP 1.2 alert. Section numbers are those of the standard's data dictionary.
#include <algorithm>
#include <charconv>
#include <span>

#include "exchange/xml.hpp"
#include "sandtable/cap.hpp"

namespace sandtable {

bool operator==(const Alert& a, const Alert& b) {
    const auto rest = [](const Alert& x) { return std::tie(x.identifier, x.sender, x.sent, x.status, x.message_type, x.source, x.scope, x.restriction, x.addresses, x.codes, x.note, x.references, x.incidents, x.infos, x.unknown); };
    return rest(a) == rest(b);
}

namespace {

/// An element of the standard: how often it must and may stand in its container.
struct Rule {
    std::string_view name;
    int least = 0, most = 1;  ///< most 0: any number
};

constexpr Rule alert_rules[]{{"identifier", 1}, {"sender", 1}, {"sent", 1}, {"status", 1}, {"msgType", 1}, {"source"}, {"scope", 1}, {"restriction"}, {"addresses"}, {"code", 0, 0}, {"note"}, {"references"}, {"incidents"}, {"info", 0, 0}};
constexpr Rule info_rules[]{{"language"}, {"category", 1, 0}, {"event", 1}, {"responseType", 0, 0}, {"urgency", 1}, {"severity", 1}, {"certainty", 1}, {"audience"}, {"eventCode", 0, 0}, {"effective"}, {"onset"}, {"expires"}, {"senderName"}, {"headline"}, {"description"}, {"instruction"}, {"web"}, {"contact"}, {"parameter", 0, 0}, {"resource", 0, 0}, {"area", 0, 0}};
constexpr Rule resource_rules[]{{"resourceDesc", 1}, {"mimeType", 1}, {"size"}, {"uri"}, {"derefUri"}, {"digest"}};
constexpr Rule area_rules[]{{"areaDesc", 1}, {"polygon", 0, 0}, {"circle", 0, 0}, {"geocode", 0, 0}, {"altitude"}, {"ceiling"}};
constexpr Rule pair_rules[]{{"valueName", 1}, {"value", 1}};

using Words = std::span<const std::string_view>;

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view{} : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool decimal(std::string_view text, double& value) {
    if (text.empty() || text.find_first_not_of("+-.0123456789") != std::string_view::npos) return false;
    if (text.front() == '+') text.remove_prefix(1);
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failed == std::errc{} && end == text.data() + text.size();
}

/// "28.45,119.9"
bool coordinates(std::string_view text) {
    const auto comma = text.find(',');
    double latitude = 0, longitude = 0;
    return comma != std::string_view::npos && decimal(text.substr(0, comma), latitude) && decimal(text.substr(comma + 1), longitude) && latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180;
}

/// 28.4,119.8 and 28.40,119.80 are one.
bool same_point(std::string_view a, std::string_view b) {
    double ay = 0, ax = 0, by = 0, bx = 0;
    const auto ac = a.find(','), bc = b.find(',');
    return decimal(a.substr(0, ac), ay) && decimal(a.substr(ac + 1), ax) &&
           decimal(b.substr(0, bc), by) && decimal(b.substr(bc + 1), bx) && ay == by && ax == bx;
}

class CapReader {
public:
    CapReader(const SourceText& source, Diagnostics& out) : source_(source), out_(out) {}

    Alert alert(const XmlElement& root) {
        Alert a;
        a.path = source_.path;
        if (root.name != "alert" || root.space != cap_namespace) {
            Text hint;
            if (root.name == "alert" && root.space.starts_with("urn:oasis:names:tc:emergency:cap:")) hint = tell("cap-version-hint");
            else if (root.name == "alert") hint = tell("cap-namespace-hint");
            error(root, "cap-root", {root.name, root.space.empty() ? "–" : root.space, cap_namespace}, hint);
            return a;
        }
        container(root, alert_rules, a.unknown, [&](const XmlElement& e) {
            if (e.name == "identifier") a.identifier = name(e);
            else if (e.name == "sender") a.sender = name(e);
            else if (e.name == "sent") a.sent = instant(e).value_or(CapTime{});
            else if (e.name == "status") a.status = word(e, cap_statuses);
            else if (e.name == "msgType") a.message_type = word(e, cap_message_types);
            else if (e.name == "source") a.source = text(e);
            else if (e.name == "scope") a.scope = word(e, cap_scopes);
            else if (e.name == "restriction") a.restriction = text(e);
            else if (e.name == "addresses") a.addresses = text(e);
            else if (e.name == "code") a.codes.push_back(text(e));
            else if (e.name == "note") a.note = text(e);
            else if (e.name == "references") a.references = references(e);
            else if (e.name == "incidents") a.incidents = text(e);
            else if (e.name == "info") a.infos.push_back(info(e));
        });
        if (faults()) return a;
        // 3.2.1: what one element asks of another
        if (a.scope == "Restricted" && trimmed(a.restriction).empty()) error(root, "cap-needs", {"restriction", "scope", "Restricted"});
        if (a.scope == "Private" && trimmed(a.addresses).empty()) error(root, "cap-needs", {"addresses", "scope", "Private"});
        if (a.message_type != "Alert" && trimmed(a.references).empty()) error(root, "cap-needs", {"references", "msgType", a.message_type}, tell("cap-references-hint"));
        if (a.message_type == "Error" && trimmed(a.note).empty()) error(root, "cap-needs", {"note", "msgType", "Error"});
        return a;
    }

private:
    template <class Found>
    void container(const XmlElement& in, std::span<const Rule> rules, std::vector<XmlElement>& unknown, Found&& found) {
        attributes(in);
        if (!trimmed(in.text).empty()) error(in, "cap-loose-text", {in.name});
        std::vector<int> count(rules.size(), 0);
        std::size_t last = 0;
        for (const auto& [e, behind] : in.children) {
            if (!trimmed(behind).empty()) error(e, "cap-loose-text", {in.name});
            const auto rule = e.space == cap_namespace ? std::find_if(rules.begin(), rules.end(), [&](const Rule& r) { return r.name == e.name; }) : rules.end();
            if (rule == rules.end()) {
                unknown.push_back(e);
                if (e.space != cap_namespace) continue;
                std::vector<std::string> names;
                for (const Rule& r : rules) names.emplace_back(r.name);
                warn(e, "cap-unknown-element", {e.name, in.name}, did_you_mean(e.name, names));
                continue;
            }
            const auto at = static_cast<std::size_t>(rule - rules.begin());
            if (at < last) error(e, "cap-order", {e.name, rules[last].name, in.name});
            last = std::max(last, at);
            if (++count[at] > rule->most && rule->most > 0) error(e, "cap-twice", {e.name, in.name});
            found(e);
        }
        for (std::size_t i = 0; i < rules.size(); ++i)
            if (count[i] < rules[i].least) error(in, "cap-missing", {rules[i].name, in.name});
    }

    CapInfo info(const XmlElement& in) {
        CapInfo i;
        container(in, info_rules, i.unknown, [&](const XmlElement& e) {
            if (e.name == "language") i.language = language(e);
            else if (e.name == "category") i.categories.push_back(word(e, cap_categories));
            else if (e.name == "event") i.event = filled(e);
            else if (e.name == "responseType") i.response_types.push_back(word(e, cap_responses));
            else if (e.name == "urgency") i.urgency = word(e, cap_urgencies);
            else if (e.name == "severity") i.severity = word(e, cap_severities);
            else if (e.name == "certainty") i.certainty = word(e, cap_certainties);
            else if (e.name == "audience") i.audience = text(e);
            else if (e.name == "eventCode") i.event_codes.push_back(pair(e));
            else if (e.name == "effective") i.effective = instant(e);
            else if (e.name == "onset") i.onset = instant(e);
            else if (e.name == "expires") i.expires = instant(e);
            else if (e.name == "senderName") i.sender_name = text(e);
            else if (e.name == "headline") i.headline = text(e);
            else if (e.name == "description") i.description = text(e);
            else if (e.name == "instruction") i.instruction = text(e);
            else if (e.name == "web") i.web = address(e);
            else if (e.name == "contact") i.contact = text(e);
            else if (e.name == "parameter") i.parameters.push_back(pair(e));
            else if (e.name == "resource") i.resources.push_back(resource(e));
            else if (e.name == "area") area(e, i);
        });
        const auto later = [&](const std::optional<CapTime>& a, const std::optional<CapTime>& b) { return a && b && model_time(a->at, b->at) < ModelTime{}; };
        if (later(i.effective, i.expires)) error(in, "cap-dates", {"expires", i.expires->text, "effective", i.effective->text});
        else if (later(i.onset, i.expires)) error(in, "cap-dates", {"expires", i.expires->text, "onset", i.onset->text});
        return i;
    }

    CapResource resource(const XmlElement& in) {
        CapResource r;
        container(in, resource_rules, r.unknown, [&](const XmlElement& e) {
            if (e.name == "resourceDesc") r.description = filled(e);
            else if (e.name == "mimeType") r.mime_type = filled(e);
            else if (e.name == "size") {
                r.size = trimmed(text(e));
                const std::string_view digits =
                    std::string_view(r.size).substr(r.size.starts_with('+') ? 1 : 0);
                if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos)
                    error(e, "cap-size", {r.size});
            } else if (e.name == "uri") r.uri = address(e);
            else if (e.name == "derefUri") r.content = text(e);
            else if (e.name == "digest") r.digest = text(e);
        });
        return r;
    }

    void area(const XmlElement& in, CapInfo& info) {
        if (++areas_ > cap_areas_max) {
            if (areas_ == cap_areas_max + 1) error(in, "cap-areas-max", {cap_areas_max});
            return;
        }
        CapArea a;
        container(in, area_rules, a.unknown, [&](const XmlElement& e) {
            if (e.name == "areaDesc") a.description = filled(e);
            else if (e.name == "polygon") a.polygons.push_back(polygon(e));
            else if (e.name == "circle") a.circles.push_back(circle(e));
            else if (e.name == "geocode") a.geocodes.push_back(pair(e));
            else if (e.name == "altitude") a.altitude = height(e);
            else if (e.name == "ceiling") a.ceiling = height(e);
        });
        if (!a.ceiling.empty() && a.altitude.empty()) error(in, "cap-ceiling");
        info.areas.push_back(std::move(a));
    }

    CapPair pair(const XmlElement& in) {
        CapPair p;
        for (const auto& child : in.children)
            if (child.element.space != cap_namespace || (child.element.name != "valueName" && child.element.name != "value")) {
                error(child.element, "cap-in-pair", {child.element.name, in.name});
                return p;
            }
        std::vector<XmlElement> unknown;
        container(in, pair_rules, unknown, [&](const XmlElement& e) { (e.name == "valueName" ? p.first : p.second) = text(e); });
        return p;
    }

    std::string text(const XmlElement& e) {
        attributes(e);
        if (!e.children.empty()) error(e.children.front().element, "cap-not-text", {e.name, e.children.front().element.name});
        return e.text;
    }
    std::string filled(const XmlElement& e) {
        std::string t = text(e);
        if (e.children.empty() && trimmed(t).empty()) error(e, "cap-empty", {e.name});
        return t;
    }
    /// 3.2.1: no spaces, commas or restricted characters.
    std::string name(const XmlElement& e) {
        const std::string t = filled(e);
        if (trimmed(t) != t || t.find_first_of(" ,<&\t\r\n") != std::string::npos) error(e, "cap-name", {e.name, t});
        return t;
    }
    std::string word(const XmlElement& e, Words words) {
        const std::string t = text(e);
        if (std::find(words.begin(), words.end(), t) != words.end()) return t;
        std::string all;
        std::vector<std::string> names;
        for (const std::string_view w : words) all += (all.empty() ? "" : ", ") + std::string(w), names.emplace_back(w);
        error(e, "cap-word", {e.name, t, all}, did_you_mean(trimmed(t), names));
        return t;
    }
    /// 3.3.2: "2026-11-27T09:00:00+08:00"; no fraction, and no Z.
    std::optional<CapTime> instant(const XmlElement& e) {
        const std::string t(trimmed(text(e)));
        const bool form = t.size() == 25 && t[10] == 'T' && (t[19] == '+' || t[19] == '-');
        const auto at = form ? parse_iso(t) : std::nullopt;
        if (!at) {
            error(e, "cap-time", {e.name, t}, t.ends_with("Z") ? tell("cap-time-z-hint") : Text{});
            return std::nullopt;
        }
        return CapTime{*at, t};
    }
    /// RFC 3066 as xs:language has it.
    std::string language(const XmlElement& e) {
        const std::string t(trimmed(text(e)));
        bool good = !t.empty();
        for (std::size_t from = 0, part = 0; good && from <= t.size(); ++part) {
            const auto end = std::min(t.find('-', from), t.size());
            good = end > from && end - from <= 8;
            for (std::size_t i = from; i < end; ++i) {
                const char c = t[i];
                good = good && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (part > 0 && c >= '0' && c <= '9'));
            }
            from = end + 1;
        }
        if (!good) error(e, "cap-language", {t});
        return t;
    }
    std::string address(const XmlElement& e) {
        const std::string t(trimmed(text(e)));
        if (t.empty() || t.find_first_of(" <>\"{}|\\^`\t\r\n") != std::string::npos) error(e, "cap-address", {e.name, t});
        return t;
    }
    std::string height(const XmlElement& e) {
        const std::string t(trimmed(text(e)));
        double feet = 0;
        if (!decimal(t, feet)) error(e, "cap-number", {e.name, t});
        return t;
    }
    std::string polygon(const XmlElement& e) {
        const std::string t = text(e);
        std::vector<std::string_view> points;
        for (std::string_view rest = trimmed(t); !rest.empty();) {
            const auto end = std::min(rest.find_first_of(" \t\r\n"), rest.size());
            points.push_back(rest.substr(0, end));
            rest = trimmed(rest.substr(end));
        }
        for (const std::string_view point : points)
            if (!coordinates(point)) {
                error(e, "cap-point", {point});
                return t;
            }
        if (points.size() < 4) error(e, "cap-polygon-short", {points.size()});
        else if (!same_point(points.front(), points.back()))
            error(e, "cap-polygon-open", {points.front(), points.back()});
        return t;
    }
    std::string circle(const XmlElement& e) {
        const std::string t(trimmed(text(e)));
        const auto gap = t.find_first_of(" \t\r\n");
        double radius = 0;
        if (gap == std::string::npos || !coordinates(std::string_view(t).substr(0, gap)) || !decimal(trimmed(std::string_view(t).substr(gap)), radius) || radius < 0) error(e, "cap-circle", {t});
        return t;
    }
    /// 3.2.1: "sender,identifier,sent" parted by white space.
    std::string references(const XmlElement& e) {
        const std::string t = text(e);
        for (std::string_view rest = trimmed(t); !rest.empty();) {
            const auto end = std::min(rest.find_first_of(" \t\r\n"), rest.size());
            const std::string_view one = rest.substr(0, end);
            const auto first = one.find(','), second = first == std::string_view::npos ? first : one.find(',', first + 1);
            if (second == std::string_view::npos || first == 0 || second == first + 1 || !parse_iso(one.substr(second + 1))) error(e, "cap-reference", {one});
            rest = trimmed(rest.substr(end));
        }
        return t;
    }

    void attributes(const XmlElement& e) {
        for (const auto& attribute : e.attributes)
            if (attribute.space != "http://www.w3.org/2001/XMLSchema-instance") warn(e, "cap-attribute", {attribute.name, e.name});
    }
    SourcePlace place(const XmlElement& e) const { return xml_place(source_, e.line, e.byte, static_cast<int>(e.name.size()) + 1); }
    void error(const XmlElement& e, std::string_view code, const std::vector<Word>& words = {}, Text hint = {}) {
        if (++errors_ <= said_max) out_.error(code, place(e), words, std::move(hint));
    }
    void warn(const XmlElement& e, std::string_view code, const std::vector<Word>& words, Text hint = {}) {
        if (++warnings_ <= said_max) out_.add(Severity::warning, code, place(e), words, std::move(hint));
    }
    bool faults() const { return errors_ > 0; }

    static constexpr int said_max = 20;  // errors, and warnings, of one file
    const SourceText& source_;
    Diagnostics& out_;
    std::size_t areas_ = 0;
    int errors_ = 0, warnings_ = 0;
};

}  // namespace

CapTime cap_time(CivilTime at) {
    CivilTime second = at;
    second.local_ms -= ((second.local_ms % 1000) + 1000) % 1000;
    std::string text = iso_text(second);
    text.erase(19, 4);  // its milliseconds
    return {second, text};
}

std::optional<Alert> read_cap(SourceText source, Diagnostics& out) {
    const auto errors = [&] { return std::count_if(out.all().begin(), out.all().end(), [](const Diagnostic& d) { return d.severity == Severity::error; }); };
    const auto before = errors();
    const auto root = parse_xml(source, out);
    if (!root) return std::nullopt;
    Alert alert = CapReader(source, out).alert(*root);
    return errors() == before ? std::optional(std::move(alert)) : std::nullopt;
}

}  // namespace sandtable
