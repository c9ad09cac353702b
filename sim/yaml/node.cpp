#include "yaml/node.hpp"

#include <algorithm>
#include <cctype>
#include <istream>
#include <streambuf>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "base/control_characters.hpp"

namespace sandtable {

const Node* Node::find(std::string_view key) const {
    for (const Member& member : members)
        if (member.key.text == key) return &member.value;
    return nullptr;
}

namespace {

constexpr std::size_t excerpt_before_max = 240, excerpt_after_max = 480;  // bytes of a long line

/// A place in a line with as much of it as is shown.
SourcePlace place_in(const std::string& path, std::string_view whole, int line, int byte,
                     int length) {
    const auto at = std::min(static_cast<std::size_t>(std::max(byte, 0)), whole.size());
    const auto begins = [&](std::size_t i) {  // a character
        return i >= whole.size() || (static_cast<unsigned char>(whole[i]) & 0xC0) != 0x80;
    };
    std::size_t from = at > excerpt_before_max ? at - excerpt_before_max : 0;
    std::size_t to = std::min(whole.size(), at + excerpt_after_max);
    while (!begins(from)) ++from;
    while (!begins(to)) ++to;
    const auto before = static_cast<int>(code_points(whole.substr(0, from)));
    const auto column = before + static_cast<int>(code_points(whole.substr(from, at - from))) + 1;
    return {path, line + 1, column, length, std::string(whole.substr(from, to - from)), before};
}

/// U+3000
std::string character_name(unsigned code) { return fmt::format("U+{:04X}", code); }

/// Stops the parser: what is wrong was said.
struct Stopped {};

/// Reads memory without copying it.
class ViewBuffer : public std::streambuf {
public:
    explicit ViewBuffer(std::string_view text) {
        char* begin = const_cast<char*>(text.data());  // only read
        setg(begin, begin, begin + text.size());
    }
};

/// The first odd space up to a line that begins it, or stands about a : or a dash: its line and
/// byte, or line -1. Texts in quotes may hold any.
std::pair<int, int> odd_space_in_structure(const Document& document, int last) {
    for (int number = 0; number <= last; ++number) {
        const std::string_view line = document.line(number);
        const std::size_t stop = std::min(line.find_first_of("\"'#"), line.size());
        if (const auto odd = odd_space_in(line.substr(0, stop)))
            return {number, static_cast<int>(odd->at)};
    }
    return {-1, 0};
}

/// Builds the tree from yaml-cpp's events; bounds and refusals are here.
class TreeBuilder : public YAML::EventHandler {
public:
    TreeBuilder(Document& document, Diagnostics& out) : document_(document), out_(out) {}

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (seen_) {
            const auto [line, byte] = odd_space_in_structure(document_, mark.line);
            if (line >= 0) tell_odd_space(line, byte);
            stop("yaml-second-document", mark);
        }
        seen_ = true;
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { add(mark, "?", anchor, Node::Kind::null); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { stop("yaml-alias", mark); }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
        Node& node = add(mark, tag, anchor, Node::Kind::scalar);
        if (tag == "!" && character_at(mark) == '!') stop("yaml-tag", mark, {tag});
        if (const auto control = control_in(value, "\n\t"))  // written as an escape, "\\e"
            stop("file-control-character", mark, {control->code});
        if (tag != "!") refuse_odd_space(mark, value);
        if (tag == "!" && !closes_on_its_line(mark)) stop("yaml-open-quote", mark);
        node.text = value;
        node.quoted = tag == "!";
        finish_scalar();
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(add(mark, tag, anchor, Node::Kind::list), mark);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(add(mark, tag, anchor, Node::Kind::map), mark);
    }
    void OnMapEnd() override { close(); }

    bool seen() const { return seen_; }

private:
    struct Level {
        Node* node;
        bool want_key;
        std::unordered_map<std::string, int> keys;  // of a map: the line of each; only looked up
    };

    [[noreturn]] void stop(std::string_view code, const YAML::Mark& mark, const std::vector<Word>& words = {}) {
        out_.error(code, document_.place(mark.line, mark.column), words,
                   tell(std::string(code) + "-hint"));
        throw Stopped{};
    }

    char character_at(const YAML::Mark& mark) const {
        const std::string_view line = document_.line(mark.line);
        return mark.column >= 0 && static_cast<std::size_t>(mark.column) < line.size() ? line[static_cast<std::size_t>(mark.column)] : ' ';
    }

    /// A list or map in the place of a key is most often one that was never closed: yaml-cpp then takes it for the key of what follows.
    std::string_view key_fault(const YAML::Mark& mark) const {
        const char at = character_at(mark);
        return at == '[' ? "yaml-open-bracket" : at == '{' ? "yaml-open-brace" : "yaml-key";
    }

    /// A quoted text must end where its line ends: one that runs on has lost its quote. (Block texts, | and >, may run on.)
    bool closes_on_its_line(const YAML::Mark& mark) const {
        const std::string_view line = document_.line(mark.line);
        if (static_cast<std::size_t>(mark.column) >= line.size()) return true;
        const char quote = line[static_cast<std::size_t>(mark.column)];
        if (quote != '"' && quote != '\'') return true;
        for (std::size_t i = static_cast<std::size_t>(mark.column) + 1; i < line.size(); ++i) {
            if (quote == '"' && line[i] == '\\') ++i;
            else if (line[i] == quote) return true;
        }
        return false;
    }

    /// A plain text that begins, ends or goes on with what looks like a space, or has it where a
    /// sign of YAML would need a space: it would be a part of the text.
    void refuse_odd_space(const YAML::Mark& mark, std::string_view value) {
        std::size_t from = 0;
        while (const auto odd = odd_space_in(value.substr(from))) {
            const std::size_t at = from + odd->at;
            from = at + odd->length;
            const std::string_view before = value.substr(0, at), behind = value.substr(from);
            const bool beside_a_sign =
                before.ends_with(':') || before == "-" || before == "?" || behind.starts_with('#');
            const bool within_a_text = !before.empty() && !behind.empty() &&
                                       !before.ends_with(' ') && !before.ends_with('\n');
            if (beside_a_sign || !within_a_text) tell_odd_space(mark.line, mark.column);
        }
    }

    /// Names the first one from there on.
    [[noreturn]] void tell_odd_space(int line, int byte) {
        for (auto from = static_cast<std::size_t>(byte);; ++line, from = 0) {
            const std::string_view text = document_.line(line);
            const auto odd = odd_space_in(text.substr(std::min(from, text.size())));
            if (!odd) continue;
            out_.error(
                "yaml-odd-space",
                document_.place(line, static_cast<int>(std::min(from, text.size()) + odd->at)),
                {character_name(odd->code)}, tell("yaml-odd-space-hint"));
            throw Stopped{};
        }
    }

    Node& add(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
        if (anchor != 0) stop("yaml-alias", mark);
        if (!tag.empty() && tag != "?" && tag != "!") stop("yaml-tag", mark, {tag});
        if (++nodes_ > yaml_nodes_max) stop("yaml-nodes-max", mark, {std::to_string(yaml_nodes_max)});
        Node* node = nullptr;
        if (levels_.empty()) {
            node = &document_.root;
        } else if (Level& top = levels_.back(); top.node->kind == Node::Kind::list) {
            node = &top.node->items.emplace_back();
        } else if (top.want_key) {
            if (kind != Node::Kind::scalar) stop(key_fault(mark), mark);
            node = &top.node->members.emplace_back().key;
            top.want_key = false;
        } else {
            node = &top.node->members.back().value;
            top.want_key = true;
        }
        node->kind = kind;
        node->line = mark.line;
        node->byte = mark.column;
        return *node;
    }

    void finish_scalar() {
        if (levels_.empty() || levels_.back().node->kind != Node::Kind::map || levels_.back().want_key) return;
        const Node& key = levels_.back().node->members.back().key;  // a key was read
        const auto [first, fresh] = levels_.back().keys.try_emplace(key.text, key.line);
        if (fresh) return;
        if (++duplicates_ > yaml_faults_max) throw Stopped{};
        out_.error("yaml-duplicate-key",
                   document_.place(key.line, key.byte, static_cast<int>(code_points(key.text))),
                   {key.text, std::to_string(first->second + 1)}, tell("yaml-duplicate-key-hint"));
    }

    void open(Node& node, const YAML::Mark& mark) {
        if (static_cast<int>(levels_.size()) >= yaml_depth_max) stop("yaml-depth-max", mark, {std::to_string(yaml_depth_max)});
        levels_.push_back({&node, true, {}});
    }
    void close() { levels_.pop_back(); }

    Document& document_;
    Diagnostics& out_;
    std::vector<Level> levels_;
    std::size_t nodes_ = 0;
    int duplicates_ = 0;
    bool seen_ = false;
};

/// Byte order mark, line ends, and what is no text at all; false if it cannot be read as UTF-8.
bool clean_text(SourceText& source, Diagnostics& out) {
    std::string& text = source.text;
    const SourcePlace whole{source.path, 0, 0, 1, {}};
    if (text.size() > yaml_bytes_max) return out.error("yaml-bytes-max", whole, {std::to_string(yaml_bytes_max >> 20)}), false;
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return out.error("file-utf16", whole, {}, tell("file-not-utf8-hint")), false;
    if (text.find('\0') != std::string::npos) return out.error("file-binary", whole, {}, tell("file-binary-hint")), false;
    std::string lf;
    lf.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            if (i + 1 < text.size() && text[i + 1] == '\n') continue;
            lf += '\n';
        } else {
            lf += text[i];
        }
    }
    text = std::move(lf);
    if (const auto fault = utf8_fault(text); fault != std::string::npos) {
        const int line = static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(fault), '\n'));
        const auto begin = text.rfind('\n', fault) + 1;  // npos + 1 == 0
        const auto byte = static_cast<unsigned char>(text[fault]);
        const bool gb = fault + 1 < text.size() && byte >= 0x81 && byte <= 0xFE && static_cast<unsigned char>(text[fault + 1]) >= 0x40;
        out.error("file-not-utf8", {source.path, line + 1, static_cast<int>(code_points(std::string_view(text).substr(begin, fault - begin))) + 1, 1, {}},
                  {std::to_string(fault + 1)}, tell(gb ? "file-gb18030-hint" : "file-not-utf8-hint"));
        return false;
    }
    if (const auto control = control_in(text, "\n\t")) {
        const auto before = std::string_view(text).substr(0, control->at);
        const auto begin = before.rfind('\n') + 1;  // npos + 1 == 0
        const auto line = std::string_view(text).substr(begin);
        out.error("file-control-character",
                  place_in(source.path, line.substr(0, line.find('\n')),
                           static_cast<int>(std::count(before.begin(), before.end(), '\n')),
                           static_cast<int>(control->at - begin), 1),
                  {control->code}, tell("file-control-character-hint"));
        return false;
    }
    return true;
}

/// "seed：1": a Chinese colon right behind a key, the commonest slip of a Chinese keyboard. The line and byte of the first, or line -1.
std::pair<int, int> full_width_colon(std::string_view text) {
    int number = 0;
    for (std::string_view rest = text; !rest.empty(); ++number) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        std::size_t at = line.find_first_not_of(" -{");
        while (at < line.size() && (std::isalnum(static_cast<unsigned char>(line[at])) != 0 || line[at] == '_' || line[at] == '-')) ++at;
        if (at > 0 && at < line.size() && line.substr(at).starts_with("：")) return {number, static_cast<int>(at)};
    }
    return {-1, 0};
}

/// A tab where a line is indented: its line and byte, or line -1.
std::pair<int, int> tab_in_indentation(std::string_view text) {
    int number = 0;
    for (std::string_view rest = text; !rest.empty(); ++number) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const auto at = line.find_first_not_of(' ');
        if (at != std::string_view::npos && line[at] == '\t' && line.find_first_not_of(" \t") != std::string_view::npos) return {number, static_cast<int>(at)};
    }
    return {-1, 0};
}

/// yaml-cpp's words for the faults people make most, in ours.
std::string_view syntax_key(std::string_view said) {
    for (const auto& [theirs, ours] : {std::pair<std::string_view, std::string_view>{"end of map flow not found", "yaml-open-brace"},
                                       {"end of sequence flow not found", "yaml-open-bracket"},
                                       {"end of map not found", "yaml-indent"},
                                       {"end of sequence not found", "yaml-indent"},
                                       {"illegal map value", "yaml-colon"},
                                       {"the referenced anchor is not defined", "yaml-alias"},
                                       {"alias not found after *", "yaml-alias"},
                                       {"anchor not found after &", "yaml-alias"},
                                       {"illegal tab when looking for indentation", "yaml-tab"},
                                       {"illegal EOF in scalar", "yaml-open-quote"},
                                       {"illegal document indicator in scalar", "yaml-open-quote"}})
        if (said.find(theirs) != std::string_view::npos) return ours;
    return "yaml-syntax";
}

}  // namespace

namespace {

void mark(Node& node, std::uint16_t file) {
    node.file = file;
    for (Node& item : node.items) mark(item, file);
    for (Member& member : node.members) mark(member.key, file), mark(member.value, file);
}

}  // namespace

Document& Document::take(std::unique_ptr<Document> part) {
    parts.push_back(std::move(part));
    mark(parts.back()->root, static_cast<std::uint16_t>(parts.size()));
    return *parts.back();
}

SourcePlace Document::place(const Node& node) const {
    if (node.file != 0) {
        Node there = node;
        there.file = 0;
        return parts[node.file - 1u]->place(there);
    }
    const int length = node.kind == Node::Kind::scalar ? static_cast<int>(std::max<std::size_t>(1, code_points(node.text))) + (node.quoted ? 2 : 0) : 1;
    return place(node.line, node.byte, length);
}

Document::Document(SourceText source)
    : path(std::move(source.path)), text(std::move(source.text)), lines_{0} {
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos;)
        lines_.push_back(++at);
}

std::string_view Document::line(int number) const {
    const auto i = static_cast<std::size_t>(number);
    if (number < 0 || i >= lines_.size()) return {};
    const std::size_t end = i + 1 < lines_.size() ? lines_[i + 1] - 1 : text.size();
    return std::string_view(text).substr(lines_[i], end - lines_[i]);
}

SourcePlace Document::place(int number, int byte, int length) const {
    return place_in(path, line(number), number, byte, length);
}

std::unique_ptr<Document> parse_yaml(SourceText source, Diagnostics& out) {
    if (!clean_text(source, out)) return nullptr;
    auto document = std::make_unique<Document>(std::move(source));
    const auto faults = out.count();
    TreeBuilder builder(*document, out);
    try {
        ViewBuffer buffer(document->text);
        std::istream stream(&buffer);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const Stopped&) {
        return nullptr;
    } catch (const YAML::Exception& said) {
        if (const auto [line, byte] = full_width_colon(document->text); line >= 0) {
            out.error("yaml-full-width", document->place(line, byte), {},
                      tell("yaml-full-width-hint"));
            return nullptr;
        }
        if (const auto [line, byte] = odd_space_in_structure(*document, said.mark.line);
            line >= 0) {
            const auto odd =
                odd_space_in(document->line(line).substr(static_cast<std::size_t>(byte)));
            out.error("yaml-odd-space", document->place(line, byte), {character_name(odd->code)},
                      tell("yaml-odd-space-hint"));
            return nullptr;
        }
        auto key = syntax_key(said.msg);
        SourcePlace place =
            document->place(std::max(0, said.mark.line), std::max(0, said.mark.column));
        if (const auto [line, byte] = tab_in_indentation(document->text); line >= 0 && key != "yaml-open-quote" && key != "yaml-alias") {
            key = "yaml-tab";
            place = document->place(line, byte);
        }
        out.error(key, std::move(place), {Text{"此处读不懂", said.msg}}, tell(key == "yaml-alias" || key == "yaml-tab" ? std::string(key) + "-hint" : "yaml-syntax-hint"));
        return nullptr;
    }
    if (!builder.seen()) {
        out.error("yaml-empty", document->place(), {}, tell("yaml-empty-hint"));
        return nullptr;
    }
    return out.count() == faults ? std::move(document) : nullptr;
}

}  // namespace sandtable
