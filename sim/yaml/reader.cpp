#include "yaml/reader.hpp"

#include <algorithm>
#include <map>
#include <charconv>

namespace sandtable {

namespace {

bool lower(char c) { return c >= 'a' && c <= 'z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }

bool has_form(std::string_view id, IdForm form) {
    if (id.empty() || id.size() > 120) return false;
    if (form == IdForm::numbered) return id.size() >= 3 && id[0] >= 'A' && id[0] <= 'Z' && id[1] == '-' && std::all_of(id.begin() + 2, id.end(), digit);
    const char joint = form == IdForm::file ? '-' : '_';
    return lower(id[0]) && std::all_of(id.begin() + 1, id.end(), [&](char c) { return lower(c) || digit(c) || c == joint; });
}

std::string_view kind_key(Node::Kind kind) {
    switch (kind) {
        case Node::Kind::null: return "found-nothing";
        case Node::Kind::scalar: return "found-scalar";
        case Node::Kind::list: return "found-list";
        case Node::Kind::map: return "found-map";
    }
    return {};
}

}  // namespace

std::optional<std::string> Reading::scalar(const Node& node, std::string_view what) {
    if (node.kind == Node::Kind::scalar) return node.text;
    error(node, "wrong-shape", {tell(what), tell(kind_key(node.kind))});
    return std::nullopt;
}

std::optional<std::string> Reading::id(const Node& node, IdForm form) {
    auto word = scalar(node, "want-id");
    if (!word) return std::nullopt;
    if (has_form(*word, form)) return word;
    error(node, "id-form", {*word, form == IdForm::file ? "[a-z][a-z0-9-]*" : form == IdForm::item ? "[a-z][a-z0-9_]*" : "[A-Z]-[0-9]+"});
    return std::nullopt;
}

Text Reading::text(const Node& node) {
    if (node.kind != Node::Kind::map) {
        error(node, "wrong-shape", {tell("want-text"), tell(kind_key(node.kind))});
        return {};
    }
    MapReader map(node, *this);
    Text text;
    if (const Node* zh = map.need("zh")) text.zh = scalar(*zh, "want-words").value_or("");
    if (const Node* en = map.need("en")) text.en = scalar(*en, "want-words").value_or("");
    return text;
}

std::optional<std::int64_t> Reading::whole(const Node& node, std::int64_t least, std::int64_t most) {
    const auto word = scalar(node, "want-number");
    if (!word) return std::nullopt;
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(word->data(), word->data() + word->size(), value);
    if (failed != std::errc{} || end != word->data() + word->size() || value < least || value > most) {
        error(node, "number-range", {*word, std::to_string(least), std::to_string(most)});
        return std::nullopt;
    }
    return value;
}

std::optional<Spread> Reading::spread(const Node& node) {
    const auto word = scalar(node, "want-duration");
    return word ? parsed(node, parse_spread(*word)) : std::nullopt;
}
std::optional<Duration> Reading::duration(const Node& node) {
    const auto word = scalar(node, "want-duration");
    return word ? parsed(node, parse_duration(*word)) : std::nullopt;
}
std::optional<Period> Reading::period(const Node& node) {
    const auto word = scalar(node, "want-duration");
    return word ? parsed(node, parse_period(*word)) : std::nullopt;
}

std::optional<std::string> Reading::quoted(const Node& node, std::string_view what) {
    auto word = scalar(node, what);
    if (word && !node.quoted) {
        std::string bare = *word;  // “…” are no quotes to YAML
        for (const std::string_view curly : {"“", "”", "‘", "’"})
            for (auto at = bare.find(curly); at != std::string::npos; at = bare.find(curly)) bare.erase(at, curly.size());
        error(node, "yaml-unquoted", {tell(what), *word}, tell("yaml-unquoted-hint", {bare}));
        return std::nullopt;
    }
    return word;
}

std::optional<std::size_t> Reading::choice(const Node& node, std::span<const std::string_view> words) {
    const auto word = scalar(node, "want-word");
    if (!word) return std::nullopt;
    const auto found = std::find(words.begin(), words.end(), *word);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    std::string all;
    for (const auto w : words) all += (all.empty() ? "" : ", ") + std::string(w);
    error(node, "wrong-word", {*word, all}, did_you_mean(*word, {words.begin(), words.end()}));
    return std::nullopt;
}

const std::vector<Node>& Reading::list(const Node* node) {
    static const std::vector<Node> none;
    if (node == nullptr) return none;
    if (node->kind != Node::Kind::list) {
        error(*node, "wrong-shape", {tell("want-list"), tell(kind_key(node->kind))});
        return none;
    }
    return node->items;
}

MapReader::MapReader(const Node& node, Reading& reading) : node_(node), reading_(reading) {
    if (!ok()) reading_.error(node, "wrong-shape", {tell("want-map"), tell(kind_key(node.kind))});
}

MapReader::~MapReader() {
    if (forgiven_) return;
    for (const Member& member : node_.members) {
        if (std::find(asked_.begin(), asked_.end(), member.key.text) != asked_.end()) continue;
        Text hint = member.key.text.find("：") != std::string::npos ? tell("yaml-full-width-hint") : did_you_mean(member.key.text, asked_);
        if (hint.empty() && member.value.kind == Node::Kind::null) hint = tell("yaml-comma-hint");
        if (hint.empty()) {
            std::string all;
            for (const auto& key : asked_) all += (all.empty() ? "" : ", ") + key;
            hint = tell("known-keys", {all});
        }
        reading_.error(member.key, "yaml-unknown-key", {member.key.text}, hint);
    }
}

const Node* MapReader::find(std::string_view key) {
    if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.emplace_back(key);
    const Node* value = node_.find(key);
    return value != nullptr && value->kind != Node::Kind::null ? value : nullptr;
}

const Node* MapReader::need(std::string_view key) {
    const Node* value = find(key);
    if (value == nullptr && ok()) {
        // a value that is not there has no place of its own: the key has
        const auto empty = std::find_if(node_.members.begin(), node_.members.end(), [&](const Member& m) { return m.key.text == key; });
        if (empty != node_.members.end()) reading_.error(empty->key, "key-empty", {key});
        else reading_.error(node_, "key-missing", {key});
    }
    return value;
}

std::optional<std::string> MapReader::id(std::string_view key, IdForm form) {
    const Node* node = need(key);
    return node != nullptr ? reading_.id(*node, form) : std::nullopt;
}
Text MapReader::text(std::string_view key) {
    const Node* node = find(key);
    return node != nullptr ? reading_.text(*node) : Text{};
}
Text MapReader::need_text(std::string_view key) {
    const Node* node = need(key);
    return node != nullptr ? reading_.text(*node) : Text{};
}
std::string MapReader::clause(std::string_view key) {
    const Node* node = find(key);
    return node != nullptr ? reading_.quoted(*node, "want-clause").value_or("") : "";
}
bool MapReader::flag(std::string_view key) {
    const Node* node = find(key);
    if (node == nullptr) return false;
    return reading_.choice(*node, {"false", "true", "no", "yes"}).value_or(0) % 2 == 1;
}

bool check_kind(MapReader& top, Reading& reading, std::string_view kind, int version) {
    const Node* node = top.need("sandtable");
    if (node == nullptr) return false;
    const auto word = reading.scalar(*node, "want-kind");
    if (!word) return false;
    const auto slash = word->find('/');
    const std::string found = word->substr(0, slash);
    int number = 0;
    if (slash != std::string::npos) {
        const char* first = word->data() + slash + 1;
        const char* last = word->data() + word->size();
        if (const auto [end, failed] = std::from_chars(first, last, number); failed != std::errc{} || end != last) number = 0;
    }
    if (found != kind || number < 1) {
        reading.error(*node, "kind-wrong", {*word, std::string(kind) + "/" + std::to_string(version)});
        return false;
    }
    if (number > version) {
        reading.error(*node, "kind-newer", {*word, std::string(kind) + "/" + std::to_string(version)}, tell("kind-newer-hint"));
        return false;
    }
    if (top.node().members.front().key.text != "sandtable") reading.error(top.node().members.front().key, "kind-not-first");
    return true;
}

std::vector<NamedNode> named_nodes(const Node* list, IdForm form, Reading& reading) {
    std::vector<NamedNode> rows;
    std::map<std::string, const Node*, std::less<>> taken;
    for (const Node& item : reading.list(list)) {
        if (item.kind != Node::Kind::map) {
            reading.error(item, "wrong-shape", {tell("want-map"), tell(kind_key(item.kind))});
            continue;
        }
        const Node* id = item.find("id");
        if (id == nullptr) {
            reading.error(item, "key-missing", {"id"});
            continue;
        }
        const auto word = reading.id(*id, form);
        if (!word) continue;
        if (const auto [same, fresh] = taken.try_emplace(*word, &item); !fresh) {
            reading.error(*id, "id-twice", {*word, std::to_string(same->second->line + 1)});
            continue;
        }
        rows.push_back({*word, &item});
    }
    std::sort(rows.begin(), rows.end(), [](const NamedNode& a, const NamedNode& b) { return a.id < b.id; });
    return rows;
}

}  // namespace sandtable
