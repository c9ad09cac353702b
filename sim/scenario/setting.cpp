#include "sandtable/setting.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "yaml/node.hpp"

namespace sandtable {

namespace {

constexpr std::array row_names{"id", "agency", "road", "plan", "pool", "gauge"};

std::size_t offset_of(const Document& document, const Node& node) {
    std::size_t at = 0;
    for (int line = 0; line < node.line; ++line) at = document.text.find('\n', at) + 1;
    return at + static_cast<std::size_t>(node.byte);
}

std::vector<std::string> split(std::string_view text, char by) {
    std::vector<std::string> parts;
    for (std::size_t at = 0;;) {
        const auto end = text.find(by, at);
        parts.emplace_back(text.substr(at, end == std::string_view::npos ? end : end - at));
        if (end == std::string_view::npos) return parts;
        at = end + 1;
    }
}

/// As a YAML scalar.
std::string scalar_text(const std::string& value, bool quoted) {
    const bool plain = !value.empty() && value.find_first_of(",:#{}[]&*!|>'\"%@`") == std::string::npos && value.front() != ' ' && value.back() != ' ' && value.front() != '-' && value.front() != '?';
    return plain && !quoted ? value : yaml_quoted(value);
}

/// How many bytes a scalar takes in its file; nothing for one that does not end on its line.
std::optional<std::size_t> length_of(const Document& document, const Node& node) {
    const std::size_t at = offset_of(document, node);
    const std::string& text = document.text;
    const char first = at < text.size() ? text[at] : '\0';
    if (first == '"' || first == '\'') {
        for (std::size_t end = at + 1; end < text.size() && text[end] != '\n'; ++end) {
            if (first == '"' && text[end] == '\\') ++end;
            else if (text[end] == first && first == '\'' && end + 1 < text.size() && text[end + 1] == first) ++end;
            else if (text[end] == first) return end + 1 - at;
        }
        return std::nullopt;
    }
    if (node.quoted || text.compare(at, node.text.size(), node.text) != 0) return std::nullopt;
    return node.text.size();
}

std::vector<std::string> names_in(const Node& node) {
    std::vector<std::string> names;
    for (const Member& member : node.members) names.push_back(member.key.text);
    for (const Node& item : node.items)
        for (const char* key : row_names)
            if (const Node* name = item.find(key); name != nullptr) {
                names.push_back(name->text);
                break;
            }
    return names;
}

const Node* row_named(const Node& list, const std::string& name) {
    for (const char* key : row_names)
        for (const Node& item : list.items)
            if (const Node* id = item.find(key); id != nullptr && id->text == name) return &item;
    std::size_t number = 0;
    const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (failed != std::errc{} || end != name.data() + name.size() || number < 1 || number > list.items.size()) return nullptr;
    return &list.items[number - 1];
}

/// Puts a text in where a node begins, or ends.
SourceText with_text_at(const Document& document, std::size_t at, std::size_t length, const std::string& text) {
    std::string changed = document.text;
    changed.replace(at, length, text);
    return {document.path, std::move(changed)};
}

SourceText with_member(const Document& document, const Node& map, const std::string& key, const std::string& value) {
    if (&map == &document.root) return {document.path, document.text + (document.text.ends_with('\n') ? "" : "\n") + key + ": " + value + "\n"};
    const std::size_t at = offset_of(document, map);
    const std::string pair = key + ": " + value;
    if (at < document.text.size() && document.text[at] == '{') return with_text_at(document, at + 1, 0, map.members.empty() ? pair : pair + ", ");
    const Node& first = map.members.front().key;  // a map in lines: a line before its first one
    return with_text_at(document, offset_of(document, first), 0, pair + "\n" + std::string(static_cast<std::size_t>(first.byte), ' '));
}

/// A list of the scenario with one row more, before its others; nothing where it has that row or is not written in lines.
std::optional<SourceText> with_row(const Document& document, const std::string& key, const std::string& name, const std::string& row) {
    const Node* list = document.root.find(key);
    if (list == nullptr) return SourceText{document.path, document.text + (document.text.ends_with('\n') ? "" : "\n") + key + ":\n" + row};
    if (list->kind != Node::Kind::list || list->items.empty() || row_named(*list, name) != nullptr) return std::nullopt;
    const std::size_t begin = document.text.rfind('\n', offset_of(document, *list)) + 1;
    const std::size_t dash = document.text.find_first_not_of(' ', begin);
    if (dash == std::string::npos || document.text[dash] != '-') return std::nullopt;
    return with_text_at(document, begin, 0, std::string(dash - begin, ' ') + row);
}

/// A row of a scenario's `officers` for an agency that has none, or of its `closures` for a road: "closures.ROAD=30 min for 3 h".
std::optional<SourceText> with_new_row(const Document& document, const Setting& setting) {
    const auto& path = setting.path;
    if (setting.kind != FileKind::scenario) return std::nullopt;
    if (path.front() == "officers" && (path.size() == 3 || path.size() == 4)) {
        const std::string number = scalar_text(setting.value, false);
        return with_row(document, path[0], path[1], "- {agency: " + path[1] + ", officers: {" + path[2] + ": " + (path.size() == 4 ? "{" + path[3] + ": " + number + "}" : number) + "}}\n");
    }
    const auto lasts = setting.value.find(" for ");
    if (path.front() == "closures" && path.size() == 2 && lasts != std::string::npos)
        return with_row(document, path[0], "", "- {road: " + path[1] + ", from: " + scalar_text(setting.value.substr(0, lasts), false) + ", period: " + scalar_text(setting.value.substr(lasts + 5), false) + "}\n");
    return std::nullopt;
}

}  // namespace

std::optional<Setting> parse_setting(const std::string& text, Diagnostics& out) {
    const auto wrong = [&](const Text& why) {
        out.error("setting-form", {}, {text}, why);
        return std::nullopt;
    };
    Setting setting;
    setting.text = text;
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) return wrong(tell("setting-form-hint"));
    setting.value = text.substr(equals + 1);
    std::string path = text.substr(0, equals);
    if (const auto colon = path.find(':'); colon != std::string::npos) {
        const std::string file = path.substr(0, colon);
        path = path.substr(colon + 1);
        const auto slash = file.find('/');
        const std::string kind = file.substr(0, slash);
        setting.id = slash == std::string::npos ? "" : file.substr(slash + 1);
        std::vector<std::string> names;
        bool known = false;
        for (const FileKind one : {FileKind::plan, FileKind::network, FileKind::calendar, FileKind::scenario, FileKind::observed, FileKind::thresholds}) {
            names.emplace_back(kind_name(one));
            if (kind == names.back()) setting.kind = one, known = true;
        }
        if (!known) return wrong(did_you_mean(kind, names).empty() ? tell("setting-form-hint") : did_you_mean(kind, names));
    }
    setting.path = split(path, '.');
    if (std::any_of(setting.path.begin(), setting.path.end(), [](const std::string& part) { return part.empty(); })) return wrong(tell("setting-form-hint"));
    return setting;
}

std::optional<SourceText> with_setting(SourceText source, Setting& setting, Diagnostics& out) {
    const auto document = parse_yaml(std::move(source), out);
    if (document == nullptr) return std::nullopt;
    std::vector<std::string> path = setting.path;
    // the rows of a roster are written {agency: A, officers: {pool: ...}}
    if (setting.kind == FileKind::scenario && path.front() == "officers" && path.size() >= 3 && path[2] != "officers") {
        const Node* officers = document->root.find("officers");
        if (officers == nullptr || row_named(*officers, path[1]) == nullptr) {
            auto changed = with_new_row(*document, setting);
            if (changed) return changed;
        }
        path.insert(path.begin() + 2, "officers");
    }
    if (path.front() == "closures")
        if (auto changed = with_new_row(*document, setting)) return changed;
    const Node* node = &document->root;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const std::string& part = path[i];
        const bool last = i + 1 == path.size();
        const auto nothing = [&](std::string_view code) {
            std::string walked;
            for (std::size_t k = 0; k < i; ++k) walked += (k == 0 ? "" : ".") + path[k];
            const auto names = names_in(*node);
            std::string all;
            for (const auto& name : names) all += (all.empty() ? "" : ", ") + name;
            const Text near = did_you_mean(part, names);
            out.error(code, document->place(*node), {setting.text, part, walked.empty() ? document->path : walked}, near.empty() && !all.empty() ? tell("setting-names", {clipped(all, 200)}) : near);
            return std::nullopt;
        };
        if (node->kind == Node::Kind::list) {
            const Node* row = row_named(*node, part);
            if (row == nullptr) return nothing("setting-no-row");
            node = row;
            continue;
        }
        if (node->kind != Node::Kind::map) return nothing("setting-no-key");
        const Node* next = node->find(part);
        if (next == nullptr && !last) {  // keys with a dot in them: plan.decision
            if (const Node* dotted = node->find(part + "." + path[i + 1]); dotted != nullptr) {
                next = dotted;
                path.erase(path.begin() + static_cast<std::ptrdiff_t>(i));
                path[i] = part + "." + path[i];
            }
        }
        if (next == nullptr && i + 1 == path.size()) return with_member(*document, *node, part, scalar_text(setting.value, false));
        // a second pool of an agency that has a row: officers.AGENCY.officers.POOL.SHIFT
        if (next == nullptr && setting.kind == FileKind::scenario && path.front() == "officers" &&
            i == 3 && path.size() == 5)
            return with_member(*document, *node, part,
                               "{" + path[4] + ": " + scalar_text(setting.value, false) + "}");
        if (next == nullptr) return nothing("setting-no-key");
        node = next;
    }
    const auto length = node->kind == Node::Kind::scalar ? length_of(*document, *node) : std::nullopt;
    if (!length || node->file != 0) {
        out.error("setting-not-value", document->place(*node), {setting.text});
        return std::nullopt;
    }
    setting.before = node->text;
    return with_text_at(*document, offset_of(*document, *node), *length, scalar_text(setting.value, node->quoted));
}

std::optional<Inputs> load_changed(const std::vector<InputText>& texts, std::vector<Setting>& settings, const Files& then, Diagnostics& out) {
    std::vector<InputText> changed = texts;
    for (Setting& setting : settings) {
        std::vector<InputText*> meant;
        std::vector<std::string> names;
        for (InputText& text : changed) {
            if (text.kind != setting.kind) continue;
            names.push_back(text.id);
            if (setting.id.empty() || setting.id == text.id) meant.push_back(&text);
        }
        if (meant.size() != 1) {
            std::string all;
            for (const auto& name : names) all += (all.empty() ? "" : ", ") + std::string(kind_name(setting.kind)) + "/" + name;
            out.error("setting-no-file", {}, {setting.text, setting.id}, tell("setting-names", {all}));
            return std::nullopt;
        }
        auto now = with_setting({meant.front()->path, meant.front()->text}, setting, out);
        if (!now) return std::nullopt;
        meant.front()->text = std::move(now->text);
    }
    return load_inputs(changed, then, out);
}

}  // namespace sandtable
