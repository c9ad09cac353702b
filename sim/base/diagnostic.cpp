#include "sandtable/diagnostic.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/control_characters.hpp"
#include "sandtable/suggest.hpp"

namespace sandtable {

namespace {

constexpr std::size_t message_bytes_max = 4000;  // one that quotes a whole file is cut
constexpr int line_columns_max = 160;  // of a longer line only the part round the place is shown

std::string_view severity_key(Severity severity) {
    switch (severity) {
        case Severity::note: return "severity-note";
        case Severity::warning: return "severity-warning";
        case Severity::finding:
        case Severity::error: return "severity-error";
    }
    return {};
}

/// Tabs, control characters and what is no text become single spaces, so that the caret stands
/// where it should on every terminal.
std::string plain(std::string_view line) {
    std::string out;
    while (!line.empty()) {
        const auto control = control_in(line);
        const std::size_t fault = utf8_fault(line);
        const std::size_t at = std::min({control ? control->at : line.size(), fault, line.size()});
        out += line.substr(0, at);
        line.remove_prefix(at);
        if (line.empty()) break;
        out += ' ';
        line.remove_prefix(fault <= at ? 1 : control->length);
    }
    return out;
}

std::size_t byte_of_character(std::string_view utf8, int characters) {
    std::size_t at = 0;
    while (characters > 0 && at < utf8.size()) {
        ++at;
        while (at < utf8.size() && (static_cast<unsigned char>(utf8[at]) & 0xC0) == 0x80) ++at;
        --characters;
    }
    return at;
}

}  // namespace

Diagnostic& Diagnostics::add(Severity severity, std::string_view code, SourcePlace where, const std::vector<Word>& words, Text hint) {
    if (full()) return leave_out(severity), nowhere_;
    add({std::string(code), severity, std::move(where), tell(code, words), std::move(hint)});
    return list_.back();
}

void Diagnostics::add(Diagnostic said) {
    if (full()) return leave_out(said.severity);
    errors_ += said.severity == Severity::error ? 1 : 0;
    for (std::string* words : {&said.message.zh, &said.message.en, &said.hint.zh, &said.hint.en})
        if (words->size() > message_bytes_max) *words = clipped(*words, message_bytes_max / 4);
    list_.push_back(std::move(said));
}

void Diagnostics::leave_out(Severity severity) {
    if (untold_++ == 0) list_.push_back({"diagnostics-max", severity, {}, {}, {}});
    errors_ += severity == Severity::error ? 1 : 0;
    worst_untold_ = std::max(worst_untold_, severity);
    list_.back().severity = worst_untold_;
    list_.back().message = tell("diagnostics-max", {untold_, diagnostics_max, "diagnostics_max"});
}

bool Diagnostics::has(Severity at_least) const {
    return std::any_of(list_.begin(), list_.end(), [&](const Diagnostic& d) { return d.severity >= at_least; });
}

std::string render(const Diagnostic& d, Lang lang, bool colour) {
    const char* bold = colour ? (d.severity >= Severity::finding ? "\033[1;31m" : d.severity == Severity::warning ? "\033[1;33m" : "\033[1;36m") : "";
    const char* off = colour ? "\033[0m" : "";
    std::string out;
    if (!d.where.file.empty()) out += shown(d.where.file) + ":";
    if (d.where.line > 0) out += fmt::format("{}:{}:", d.where.line, d.where.column);
    out += fmt::format("{}{}{}{}: {} [{}]\n", out.empty() ? "" : " ", bold,
                       say(lang, severity_key(d.severity)), off, shown(d.message.in(lang)), d.code);
    if (d.where.line > 0 && !d.where.line_text.empty()) {
        const std::string line = plain(d.where.line_text);
        const int column = d.where.column - 1 - d.where.line_from;
        const std::size_t at = byte_of_character(line, column);
        std::size_t from = 0;
        if (display_width(line) > line_columns_max && at > 60)
            from = byte_of_character(line, column - 40);
        const bool cut = from > 0 || d.where.line_from > 0;
        const std::string excerpt = clipped(std::string_view(line).substr(from), line_columns_max);
        const std::string_view marked = std::string_view(line).substr(at, byte_of_character(std::string_view(line).substr(at), d.where.length));
        const int width = std::clamp(display_width(marked), 1, line_columns_max);
        const std::string number = std::to_string(d.where.line);
        out += fmt::format(" {} | {}{}\n", number, cut ? "…" : "", excerpt);
        out += fmt::format(
            " {} | {}{}{}{}{}\n", std::string(number.size(), ' '), std::string(cut ? 1 : 0, ' '),
            std::string(static_cast<std::size_t>(
                            display_width(std::string_view(line).substr(from, at - from))),
                        ' '),
            bold, "^" + std::string(static_cast<std::size_t>(width - 1), '~'), off);
    }
    if (!d.hint.empty()) out += fmt::format("   = {}\n", shown(d.hint.in(lang), "\n"));
    return out;
}

Text did_you_mean(std::string_view wanted, const std::vector<std::string>& names) {
    const std::string name = nearest_name(wanted, names);
    return name.empty() ? Text{} : tell("did-you-mean", {name});
}

}  // namespace sandtable
