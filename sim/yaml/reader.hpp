// Typed reading of a located tree: every key is asked for, what is left over is unknown.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sandtable/spread.hpp"
#include "yaml/node.hpp"

namespace sandtable {

/// How an id of some kind is written (formats.md).
enum class IdForm { file, item, numbered };  // [a-z][a-z0-9-]*, [a-z][a-z0-9_]*, [A-Z]-[0-9]+

/// A file being read: where faults go, with their places.
class Reading {
public:
    Reading(const Document& file, Diagnostics& diagnostics) : document(file), out(diagnostics) {}
    void error(const Node& node, std::string_view code, const std::vector<Word>& words = {}, Text hint = {}) { add(Severity::error, node, code, words, std::move(hint)); }
    void warning(const Node& node, std::string_view code, const std::vector<Word>& words = {}, Text hint = {}) {
        add(Severity::warning, node, code, words, std::move(hint));
    }

    /// A scalar's text; anything else is an error that says what was expected.
    std::optional<std::string> scalar(const Node& node, std::string_view what);
    std::optional<std::string> id(const Node& node, IdForm form);
    /// {zh: ..., en: ...}
    Text text(const Node& node);
    std::optional<std::int64_t> whole(const Node& node, std::int64_t least, std::int64_t most);
    std::optional<Spread> spread(const Node& node);
    std::optional<Duration> duration(const Node& node);
    std::optional<Period> period(const Node& node);
    /// A quoted word: clauses, clock times, dates. Unquoted, YAML may already have changed it for other tools.
    std::optional<std::string> quoted(const Node& node, std::string_view what);
    /// One of some words; `what` names them in the message.
    std::optional<std::size_t> choice(const Node& node, std::span<const std::string_view> words);
    std::optional<std::size_t> choice(const Node& node, std::initializer_list<std::string_view> words) { return choice(node, std::span(words.begin(), words.size())); }
    /// The items of a list; a missing or wrong node gives none (the latter with an error).
    const std::vector<Node>& list(const Node* node);
    template <class T>
    std::optional<T> parsed(const Node& node, Parsed<T> value) {
        if (auto* fault = std::get_if<ParseFault>(&value)) {
            error(node, fault->code, fault->words, fault->hint);
            return std::nullopt;
        }
        return std::get<T>(std::move(value));
    }

    const Document& document;
    Diagnostics& out;

private:
    void add(Severity severity, const Node& node, std::string_view code,
             const std::vector<Word>& words, Text hint) {
        if (out.full()) return out.leave_out(severity);
        out.add(severity, code, document.place(node), words, std::move(hint));
    }
};

/// A map being read. On destruction unknown keys are reported.
class MapReader {
public:
    MapReader(const Node& node, Reading& reading);
    ~MapReader();
    MapReader(const MapReader&) = delete;
    MapReader& operator=(const MapReader&) = delete;

    bool ok() const { return node_.kind == Node::Kind::map; }
    /// Says nothing of unknown keys: the file is of another kind or version, and that was said.
    void forgive() { forgiven_ = true; }
    const Node& node() const { return node_; }
    /// The value of `key` or null; a key with nothing behind it counts as missing.
    const Node* find(std::string_view key);
    /// Missing is an error.
    const Node* need(std::string_view key);

    std::optional<std::string> id(std::string_view key, IdForm form);
    Text text(std::string_view key);
    Text need_text(std::string_view key);
    std::string clause(std::string_view key = "clause");
    bool flag(std::string_view key);

private:
    const Node& node_;
    Reading& reading_;
    std::vector<std::string> asked_;
    bool forgiven_ = false;
};

/// Reads the first line `sandtable: KIND/VERSION`; false (with an error) if it is another kind or a newer version.
bool check_kind(MapReader& top, Reading& reading, std::string_view kind, int version);

/// Rows of a list sorted by their `id`, each id once; the first pass of every loader.
struct NamedNode {
    std::string id;
    const Node* node;
};
std::vector<NamedNode> named_nodes(const Node* list, IdForm form, Reading& reading);

}  // namespace sandtable
