#include "sandtable/text.hpp"

#include <algorithm>

#include <fmt/args.h>
#include <fmt/format.h>
#include <utf8proc.h>

#include "base/text_tables.hpp"
#include "sandtable/assert.hpp"

namespace sandtable {

namespace {

std::vector<TextRow> joined(std::initializer_list<const std::vector<TextRow>*> parts) {
    std::vector<TextRow> all;
    for (const auto* part : parts) all.insert(all.end(), part->begin(), part->end());
    std::sort(all.begin(), all.end(), [](const TextRow& a, const TextRow& b) { return a.key < b.key; });
    return all;
}

}  // namespace

const std::vector<TextRow>& text_table(Lang lang) {
    static const std::vector<TextRow> zh = joined({&text_files_zh(), &text_faults_zh(), &text_commands_zh(), &text_studies_zh(), &text_scenes_zh(), &text_pages_zh()}), en = joined({&text_files_en(), &text_faults_en(), &text_commands_en(), &text_studies_en(), &text_scenes_en(), &text_pages_en()});
    return lang == Lang::zh ? zh : en;
}

std::string say(Lang lang, std::string_view key, const std::vector<Word>& words) {
    const auto& table = text_table(lang);
    const auto row = std::lower_bound(table.begin(), table.end(), key, [](const TextRow& r, std::string_view k) { return r.key < k; });
    SANDTABLE_ASSERT(row != table.end() && row->key == key, key);
    fmt::dynamic_format_arg_store<fmt::format_context> store;
    for (const Word& word : words) store.push_back(word.text.in(lang));
    return fmt::vformat(row->text, store);
}

Text tell(std::string_view key, const std::vector<Word>& words) { return {say(Lang::zh, key, words), say(Lang::en, key, words)}; }

namespace {

/// The code point at the front of `text` and how many bytes it takes (a stray byte counts as one replacement character).
std::pair<utf8proc_int32_t, std::size_t> front_point(std::string_view text) {
    utf8proc_int32_t point = 0;
    const auto n = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()), &point);
    if (n <= 0) return {0xFFFD, 1};
    return {point, static_cast<std::size_t>(n)};
}

/// Punctuation that does not begin a line.
bool closes(utf8proc_int32_t point) {
    switch (point) {
        case 0x3001: case 0x3002: case 0x300B: case 0x300D: case 0x3011: case 0xFF01: case 0xFF09: case 0xFF0C: case 0xFF1A: case 0xFF1B: case 0xFF1F: return true;
        default: return false;
    }
}

int point_width(utf8proc_int32_t point) { return point < 0x20 ? 0 : utf8proc_charwidth(point); }

}  // namespace

std::string shell_word(std::string_view word) {
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=+,@%";
    if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos)
        return std::string(word);
    std::string quoted = "'";
    for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

int display_width(std::string_view text) {
    int width = 0;
    while (!text.empty()) {
        const auto [point, bytes] = front_point(text);
        width += point_width(point);
        text.remove_prefix(bytes);
    }
    return width;
}

std::string padded(std::string_view text, int width) {
    return std::string(text) + std::string(static_cast<std::size_t>(std::max(0, width - display_width(text))), ' ');
}

std::string clipped(std::string_view text, int width) {
    if (display_width(text) <= width) return std::string(text);
    int used = 1;  // the … itself
    std::size_t kept = 0;
    while (kept < text.size()) {
        const auto [point, bytes] = front_point(text.substr(kept));
        if (used + point_width(point) > width) break;
        used += point_width(point);
        kept += bytes;
    }
    return std::string(text.substr(0, kept)) + "…";
}

std::vector<std::string> wrapped(std::string_view text, int width) {
    constexpr int least_width = 20;
    std::vector<std::string> lines;
    while (width >= least_width && display_width(text) > width) {
        std::size_t at = 0, cut = 0;  // cut: the last place where a line may end
        for (int used = 0; at < text.size();) {
            const auto [point, bytes] = front_point(text.substr(at));
            const bool before_wide = point_width(point) == 2 && !closes(point);  // a line may end before it
            if (before_wide) cut = at;
            if (used + point_width(point) > width) break;
            used += point_width(point);
            at += bytes;
            if (point == ' ') cut = at;
        }
        if (cut == 0) cut = at;
        std::string_view line = text.substr(0, cut);
        while (line.ends_with(' ')) line.remove_suffix(1);
        lines.emplace_back(line);
        text.remove_prefix(cut);
    }
    lines.emplace_back(text);
    return lines;
}

std::string yaml_quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    return out + "\"";
}

std::size_t utf8_fault(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        if (static_cast<unsigned char>(bytes[at]) < 0x80) {
            ++at;
            continue;
        }
        utf8proc_int32_t point = 0;
        const auto n = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(bytes.data() + at), static_cast<utf8proc_ssize_t>(bytes.size() - at), &point);
        if (n <= 0) return at;
        at += static_cast<std::size_t>(n);
    }
    return std::string_view::npos;
}

std::size_t code_points(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

Lang lang_of_locale(const char* lc_all, const char* lc_messages, const char* lang) {
    for (const char* name : {lc_all, lc_messages, lang})
        if (name != nullptr && *name != '\0') return std::string_view(name).substr(0, 2) == "zh" ? Lang::zh : Lang::en;
    return Lang::en;
}

}  // namespace sandtable
