#include "exchange/xml.hpp"
#include "sandtable/cap.hpp"
#include "sandtable/text.hpp"

namespace sandtable {

namespace {

constexpr std::string_view signature_namespace = "http://www.w3.org/2000/09/xmldsig#";
constexpr std::string_view exercise_mark = "演练 EXERCISE";

/// Elements one under the other, indented by two; an empty text is an element that is not there.
class Writer {
public:
    void open(std::string_view name, std::string_view rest = "") { line() += "<" + std::string(name) + std::string(rest) + ">\n", ++depth_; }
    void close(std::string_view name) { --depth_, line() += "</" + std::string(name) + ">\n"; }
    void must(std::string_view name, std::string_view text) { line() += "<" + std::string(name) + ">" + xml_escaped(text) + "</" + std::string(name) + ">\n"; }
    void may(std::string_view name, std::string_view text) {
        if (!text.empty()) must(name, text);
    }
    void may(std::string_view name, const std::optional<CapTime>& at) {
        if (at) must(name, at->text);
    }
    void pairs(std::string_view name, const std::vector<CapPair>& pairs) {
        for (const auto& [key, value] : pairs) {
            open(name);
            must("valueName", key);
            must("value", value);
            close(name);
        }
    }
    void unknown(const std::vector<XmlElement>& elements) {
        for (const XmlElement& element : elements) {
            append_xml(line(), element);
            out_ += "\n";
        }
    }
    std::string take() { return std::move(out_); }

private:
    std::string& line() { return out_.append(static_cast<std::size_t>(depth_) * 2, ' '); }
    std::string out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    int depth_ = 0;
};

void write(Writer& w, const CapResource& r) {
    w.open("resource");
    w.must("resourceDesc", r.description);
    w.must("mimeType", r.mime_type);
    w.may("size", r.size);
    w.may("uri", r.uri);
    w.may("derefUri", r.content);
    w.may("digest", r.digest);
    w.unknown(r.unknown);
    w.close("resource");
}

void write(Writer& w, const CapArea& a) {
    w.open("area");
    w.must("areaDesc", a.description);
    for (const auto& polygon : a.polygons) w.must("polygon", polygon);
    for (const auto& circle : a.circles) w.must("circle", circle);
    w.pairs("geocode", a.geocodes);
    w.may("altitude", a.altitude);
    w.may("ceiling", a.ceiling);
    w.unknown(a.unknown);
    w.close("area");
}

void write(Writer& w, const CapInfo& i) {
    w.open("info");
    w.may("language", i.language);
    for (const auto& category : i.categories) w.must("category", category);
    w.must("event", i.event);
    for (const auto& response : i.response_types) w.must("responseType", response);
    w.must("urgency", i.urgency);
    w.must("severity", i.severity);
    w.must("certainty", i.certainty);
    w.may("audience", i.audience);
    w.pairs("eventCode", i.event_codes);
    w.may("effective", i.effective);
    w.may("onset", i.onset);
    w.may("expires", i.expires);
    w.may("senderName", i.sender_name);
    w.may("headline", i.headline);
    w.may("description", i.description);
    w.may("instruction", i.instruction);
    w.may("web", i.web);
    w.may("contact", i.contact);
    w.pairs("parameter", i.parameters);
    for (const auto& resource : i.resources) write(w, resource);
    for (const auto& area : i.areas) write(w, area);
    w.unknown(i.unknown);
    w.close("info");
}

}  // namespace

Alert exercise_copy(Alert alert) {
    alert.status = "Exercise";
    if (alert.note.find(exercise_mark) == std::string::npos) alert.note = std::string(exercise_mark) + (alert.note.empty() ? "" : " " + alert.note);
    std::erase_if(alert.unknown, [](const XmlElement& e) { return e.space == signature_namespace; });
    return alert;
}

std::string cap_text(const Alert& given) {
    const Alert a = exercise_copy(given);
    Writer w;
    w.open("alert", " xmlns=\"" + std::string(cap_namespace) + "\"");
    w.must("identifier", a.identifier);
    w.must("sender", a.sender);
    w.must("sent", a.sent.text);
    w.must("status", a.status);
    w.must("msgType", a.message_type);
    w.may("source", a.source);
    w.must("scope", a.scope);
    w.may("restriction", a.restriction);
    w.may("addresses", a.addresses);
    for (const auto& code : a.codes) w.must("code", code);
    w.may("note", a.note);
    w.may("references", a.references);
    w.may("incidents", a.incidents);
    for (const auto& info : a.infos) write(w, info);
    w.unknown(a.unknown);
    w.close("alert");
    return w.take();
}

}  // namespace sandtable
