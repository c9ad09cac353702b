#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <unistd.h>

#include "base/control_characters.hpp"
#include "cli/cli.hpp"

namespace sandtable {

void Terminal::out(const std::string& text) const {
    if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return;
    if (errno == EPIPE) std::_Exit(0);
    throw std::system_error(errno, std::generic_category(), "stdout");
}

void Terminal::err(const std::string& text) const {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
}

void Terminal::note(std::string_view key, const std::vector<Word>& words) const {
    err(shown(say(lang, key, words)) + "\n");
}

void Terminal::say_all(const Diagnostics& diagnostics, Severity at_most) const {
    std::string text;
    for (Diagnostic d : diagnostics.all()) {
        d.severity = std::min(d.severity, at_most);
        text += render(d, lang, colour_err);
    }
    if (!text.empty()) err(text);
}

void Terminal::say_error(std::string_view key, const std::vector<Word>& words, const Text& hint) const {
    err(render({std::string(key), Severity::error, {}, tell(key, words), hint}, lang, colour_err));
}

namespace {

bool looks_like_path(const std::string& name) {
    return name.find('/') != std::string::npos || name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".csv") || name.ends_with(".drill");
}

}  // namespace

std::optional<SourceText> named_source(const Terminal& terminal, FileKind kind, const std::string& name) {
    Diagnostics said;
    std::error_code failed;
    const bool file = std::filesystem::is_regular_file(name, failed);
    if (looks_like_path(name) || file) {
        auto source = read_file(name, said);
        terminal.say_all(said);
        return source;
    }
    const DiskFiles files(data_folders(""));
    auto source = files.find(kind, name, said);
    if (!source && std::filesystem::exists(name, failed)) source = read_file(name, said);  // a folder: says so
    if (!source && said.all().empty()) {
        said.error("unknown-" + std::string(kind_name(kind)), {}, {name, files.where()}, did_you_mean(name, files.names(kind)));
    }
    terminal.say_all(said);
    return source;
}

std::optional<Inputs> load_scenario(const Terminal& terminal, SourceText source, const Files& held, Diagnostics& out) {
    if (source.text.starts_with("SQLite format 3")) {
        terminal.say_error("cli-is-drill", {source.path}, tell("cli-is-drill-hint"));
        return std::nullopt;
    }
    const auto kind = kind_of(source);
    if (kind && *kind != FileKind::scenario) {
        terminal.say_error("cli-not-scenario", {source.path, kind_name(*kind)});
        return std::nullopt;
    }
    const DiskFiles disk(data_folders(source.path));
    const RecordingFiles files(held, disk);
    return load_inputs(std::move(source), files, out);
}

std::optional<RecordedRun> load_recorded(const Terminal& terminal, const std::string& path) {
    Diagnostics said;
    auto recorded = read_recorded(path, said);
    terminal.say_all(said);
    return recorded;
}

std::string shell_quoted(const std::string& word) {
    std::string out = "'";
    for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

}  // namespace sandtable
