#include "exchange/xml.hpp"

#include <algorithm>
#include <memory>
#include <new>
#include <tuple>

#include <expat.h>

#include "sandtable/text.hpp"

namespace sandtable {

bool operator==(const XmlElement& a, const XmlElement& b) {
    return a.space == b.space && a.name == b.name && a.attributes == b.attributes && a.text == b.text && a.children == b.children;
}

SourcePlace xml_place(const SourceText& source, int line, int byte, int length) {
    std::size_t from = 0;
    for (int i = 1; i < line && from < source.text.size(); ++i) from = std::min(source.text.find('\n', from), source.text.size() - 1) + 1;
    std::string_view text = std::string_view(source.text).substr(std::min(from, source.text.size()));
    text = text.substr(0, std::min(text.find('\n'), text.find('\r')));
    if (utf8_fault(text) != std::string_view::npos) return {source.path, line, 1, 1, {}};  // of another encoding only the line is shown
    const auto before = text.substr(0, std::min<std::size_t>(text.size(), static_cast<std::size_t>(byte)));
    return {source.path, line, static_cast<int>(code_points(before)) + 1, length, std::string(text)};
}

namespace {

constexpr char between = '\n';  // of namespace and name, which hold none

struct Building {
    XML_Parser parser = nullptr;
    const SourceText& source;
    Diagnostics& out;
    XmlElement root;
    std::vector<XmlElement*> open;
    std::size_t elements = 0;
    bool refused = false;

    SourcePlace here() const { return xml_place(source, static_cast<int>(XML_GetCurrentLineNumber(parser)), static_cast<int>(XML_GetCurrentColumnNumber(parser))); }
    void refuse(std::string_view code, const std::vector<Word>& words = {}, Text hint = {}) {
        if (refused) return;
        refused = true;
        out.error(code, here(), words, std::move(hint));
        XML_StopParser(parser, XML_FALSE);
    }
};

/// "namespace\nname" or "name".
std::pair<std::string, std::string> split(const char* name) {
    const std::string_view whole(name);
    const auto at = whole.find(between);
    if (at == std::string_view::npos) return {"", std::string(whole)};
    return {std::string(whole.substr(0, at)), std::string(whole.substr(at + 1))};
}

void on_start(void* user, const char* name, const char** attributes) {
    Building& b = *static_cast<Building*>(user);
    if (b.refused) return;
    if (++b.elements > cap_elements_max) return b.refuse("cap-elements-max", {cap_elements_max});
    if (b.open.size() >= cap_depth_max) return b.refuse("cap-depth-max", {cap_depth_max});
    XmlElement element;
    std::tie(element.space, element.name) = split(name);
    element.line = static_cast<int>(XML_GetCurrentLineNumber(b.parser));
    element.byte = static_cast<int>(XML_GetCurrentColumnNumber(b.parser));
    for (const char** a = attributes; *a != nullptr; a += 2) {
        XmlElement::Attribute attribute;
        std::tie(attribute.space, attribute.name) = split(a[0]);
        attribute.value = a[1];
        element.attributes.push_back(std::move(attribute));
    }
    if (b.open.empty()) {
        b.root = std::move(element);
        b.open.push_back(&b.root);
        return;
    }
    auto& children = b.open.back()->children;
    children.push_back({std::move(element), {}});
    b.open.push_back(&children.back().element);  // its siblings come only after it is closed
}

void on_end(void* user, const char*) {
    Building& b = *static_cast<Building*>(user);
    if (!b.refused) b.open.pop_back();
}

void on_text(void* user, const char* text, int length) {
    Building& b = *static_cast<Building*>(user);
    if (b.refused || b.open.empty()) return;
    XmlElement& in = *b.open.back();
    (in.children.empty() ? in.text : in.children.back().text).append(text, static_cast<std::size_t>(length));
}

void on_doctype(void* user, const char*, const char*, const char*, int) {
    static_cast<Building*>(user)->refuse("xml-doctype", {}, tell("xml-doctype-hint"));
}

}  // namespace

std::optional<XmlElement> parse_xml(const SourceText& source, Diagnostics& out) {
    const SourcePlace whole{source.path, 0, 0, 1, {}};
    if (source.text.size() > cap_bytes_max) {
        out.error("cap-bytes-max", whole, {cap_bytes_max >> 20});
        return std::nullopt;
    }
    if (source.text.find_first_not_of(" \t\r\n") == std::string::npos) {
        out.error("xml-empty", whole);
        return std::nullopt;
    }
    const std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser(XML_ParserCreateNS(nullptr, between), &XML_ParserFree);
    if (!parser) throw std::bad_alloc();
    Building b{parser.get(), source, out, {}, {}, 0, false};
    XML_SetUserData(b.parser, &b);
    XML_SetElementHandler(b.parser, on_start, on_end);
    XML_SetCharacterDataHandler(b.parser, on_text);
    XML_SetStartDoctypeDeclHandler(b.parser, on_doctype);
    if (XML_Parse(b.parser, source.text.data(), static_cast<int>(source.text.size()), 1) == XML_STATUS_OK) return std::move(b.root);
    if (b.refused) return std::nullopt;
    const XML_Error error = XML_GetErrorCode(b.parser);
    if (error == XML_ERROR_NO_MEMORY) throw std::bad_alloc();
    if (error == XML_ERROR_UNKNOWN_ENCODING || error == XML_ERROR_INCORRECT_ENCODING || (error == XML_ERROR_INVALID_TOKEN && utf8_fault(source.text) != std::string_view::npos)) out.error("xml-encoding", b.here(), {}, tell("xml-encoding-hint"));
    else if (error == XML_ERROR_UNDEFINED_ENTITY) out.error("xml-entity", b.here(), {}, tell("xml-entity-hint"));
    else if (error == XML_ERROR_UNBOUND_PREFIX) out.error("xml-prefix", b.here());
    else out.error("xml-form", b.here(), {XML_ErrorString(error)});
    return std::nullopt;
}

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

/// The bytes at the front that are no character of XML 1.0; 0 if one is.
std::size_t no_xml(std::string_view text, bool is_text) {
    const auto c = static_cast<unsigned char>(text.front());
    if (!is_text || (c < 0x20 && c != '\t' && c != '\n' && c != '\r')) return 1;
    return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF") ? 3 : 0;
}

std::string xml_cleaned(std::string_view text) {
    std::string out;
    std::size_t fault = utf8_fault(text);
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t wrong = no_xml(text.substr(i), i != fault);
        if (wrong == 0) {
            out += text[i++];
            continue;
        }
        out += replacement;
        i += wrong;
        if (i <= fault || fault == std::string_view::npos) continue;
        const std::size_t next = utf8_fault(text.substr(i));
        fault = next == std::string_view::npos ? next : i + next;
    }
    return out;
}

}  // namespace

std::string xml_escaped(std::string_view text, bool attribute) {
    std::string out;
    const std::string whole = xml_cleaned(text);
    for (const char c : whole) {
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '\r') out += "&#13;";
        else if (attribute && c == '"') out += "&quot;";
        else if (attribute && c == '\n') out += "&#10;";
        else if (attribute && c == '\t') out += "&#9;";
        else out += c;
    }
    return out;
}

void append_xml(std::string& out, const XmlElement& element) {
    out += "<" + element.name + " xmlns=\"" + xml_escaped(element.space, true) + "\"";
    int number = 0;
    for (const auto& attribute : element.attributes) {
        std::string name = attribute.name;
        if (attribute.space == "http://www.w3.org/XML/1998/namespace") name = "xml:" + name;
        else if (!attribute.space.empty()) {
            const std::string prefix = "n" + std::to_string(++number);
            out += " xmlns:" + prefix + "=\"" + xml_escaped(attribute.space, true) + "\"";
            name = prefix + ":" + name;
        }
        out += " " + name + "=\"" + xml_escaped(attribute.value, true) + "\"";
    }
    if (element.text.empty() && element.children.empty()) {
        out += "/>";
        return;
    }
    out += ">" + xml_escaped(element.text);
    for (const auto& child : element.children) {
        append_xml(out, child.element);
        out += xml_escaped(child.text);
    }
    out += "</" + element.name + ">";
}

}  // namespace sandtable
