#include "sandtable/files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <set>

#include "base/table_text.hpp"
#include "sandtable/text.hpp"

namespace fs = std::filesystem;

namespace sandtable {

std::string_view kind_name(FileKind kind) {
    switch (kind) {
        case FileKind::vocabulary: return "vocabulary";
        case FileKind::clauses: return "clauses";
        case FileKind::plan: return "plan";
        case FileKind::network: return "network";
        case FileKind::calendar: return "calendar";
        case FileKind::scenario: return "scenario";
        case FileKind::observed: return "observed";
        case FileKind::thresholds: return "thresholds";
        case FileKind::rain: return "rain";
        case FileKind::table: return "table";
        case FileKind::warnings: return "warnings";
        case FileKind::study: return "study";
    }
    return {};
}

namespace {

/// The folder of a kind of file under a data folder; empty for those that lie in the data folder itself.
std::string_view folder_of(FileKind kind) {
    switch (kind) {
        case FileKind::vocabulary:
        case FileKind::clauses: return "";
        case FileKind::plan: return "plans";
        case FileKind::network: return "networks";
        case FileKind::calendar: return "calendars";
        case FileKind::scenario: return "drills";
        case FileKind::observed: return "observed";
        case FileKind::thresholds: return "thresholds";
        case FileKind::rain: return "rain";
        case FileKind::table: return "networks";
        case FileKind::warnings: return "warnings";
        case FileKind::study: return "studies";
    }
    return {};
}

}  // namespace

fs::path file_name(FileKind kind, std::string_view id) {
    if (kind == FileKind::vocabulary) return "vocabulary.yaml";
    if (kind == FileKind::clauses) return "clauses.csv";
    return fs::path(folder_of(kind)) / (std::string(id) + (kind == FileKind::rain || kind == FileKind::table ? ".csv" : ".yaml"));
}

std::optional<SourceText> read_file(const fs::path& path, Diagnostics& out) {
    const SourcePlace place{path.string(), 0, 0, 1, {}};
    std::error_code failed;
    const auto status = fs::status(path, failed);
    if (!fs::exists(status)) {
        out.error("file-missing", place, {path.string()});
        return std::nullopt;
    }
    if (fs::is_directory(status)) {
        out.error("file-is-folder", place, {path.string()});
        return std::nullopt;
    }
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
    if (!file) {
        out.error("file-unreadable", place, {path.string(), std::strerror(errno)});
        return std::nullopt;
    }
    SourceText source{path.string(), {}};
    std::vector<char> buffer(1 << 16);  // not on a stack that may be small
    for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), file.get())) > 0;) {
        source.text.append(buffer.data(), n);
        if (source.text.size() > file_bytes_max) {
            out.error("file-too-large", place, {path.string(), std::to_string(file_bytes_max >> 20)});
            return std::nullopt;
        }
    }
    if (std::ferror(file.get()) != 0) {
        out.error("file-unreadable", place, {path.string(), std::strerror(errno)});
        return std::nullopt;
    }
    if (path.extension() != ".csv") return source;
    auto text = table_text(source.text);
    if (!text) {
        const std::size_t fault = std::min(utf8_fault(source.text), source.text.find('\0'));
        const auto before = std::string_view(source.text).substr(0, fault);
        const auto line = std::count(before.begin(), before.end(), '\n') + 1;
        const SourcePlace at{path.string(), static_cast<int>(line), 1, 1, {}};
        if (fault < source.text.size() && source.text[fault] == '\0')
            out.error("file-binary", at, {}, tell("file-binary-hint"));
        else out.error("file-not-utf8", at, {fault + 1}, tell("file-table-encoding-hint"));
        return std::nullopt;
    }
    source.text = std::move(*text);
    return source;
}

namespace {

/// The value of a key at the top of a file, read without judging the rest of it.
std::string top_value(const SourceText& source, std::string_view key) {
    for (std::string_view rest = source.text; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
        // a key of the top stands at the line's beginning, unless the whole file is one map in braces
        if (!line.empty() && line.front() == ' ' && !source.text.starts_with("{")) continue;
        while (!line.empty() && (line.front() == '{' || line.front() == ' ' || line.front() == '"')) line.remove_prefix(1);
        const auto at = line.find(key);
        if (at == std::string_view::npos || line.substr(0, at).find_first_not_of("{ \"'") != std::string_view::npos) continue;
        std::string_view value = line.substr(at + key.size());
        while (!value.empty() && (value.front() == '"' || value.front() == '\'' || value.front() == ':' || value.front() == ' ')) value.remove_prefix(1);
        return std::string(value.substr(0, value.find_first_of(" \"',}\r#")));
    }
    return {};
}

}  // namespace

std::optional<FileKind> kind_of(const SourceText& source) {
    if (source.path.ends_with(".csv")) return source.text.starts_with("# origin:") ? FileKind::rain : FileKind::clauses;
    const std::string word = top_value(source, "sandtable");
    const std::string kind = word.substr(0, word.find('/'));
    for (const FileKind k : {FileKind::vocabulary, FileKind::plan, FileKind::network, FileKind::calendar, FileKind::scenario, FileKind::observed, FileKind::thresholds, FileKind::warnings, FileKind::study})
        if (kind_name(k) == kind) return k;
    return std::nullopt;
}

std::string id_of(const SourceText& source) { return top_value(source, "id"); }

std::optional<SourceText> DiskFiles::find(FileKind kind, std::string_view id, Diagnostics& out) const {
    for (const auto& folder : folders_) {
        const auto name = file_name(kind, id);
        // beside a scenario files lie without the folder of their kind; a table keeps that of its network
        for (const auto& candidate : {folder / name, folder / (kind == FileKind::table ? fs::path(std::string(id) + ".csv") : name.filename())}) {
            std::error_code failed;
            if (!fs::exists(candidate, failed)) continue;
            auto source = read_file(candidate, out);
            // beside a scenario may lie a file of the same id and another kind; a table says none
            if (source && kind != FileKind::table && candidate != folder / name &&
                kind_of(*source).value_or(kind) != kind)
                continue;
            return source;
        }
    }
    return std::nullopt;
}

std::vector<std::string> DiskFiles::names(FileKind kind) const {
    std::set<std::string> names;
    for (const auto& folder : folders_) {
        std::error_code failed;
        for (const auto& entry : fs::directory_iterator(folder / folder_of(kind), failed))
            if (entry.path().extension() == file_name(kind, "x").extension()) names.insert(entry.path().stem().string());
    }
    return {names.begin(), names.end()};
}

std::string DiskFiles::where() const {
    std::string out;
    for (const auto& folder : folders_) out += (out.empty() ? "" : ", ") + folder.string();
    return out;
}

std::optional<SourceText> HeldFiles::find(FileKind kind, std::string_view id, Diagnostics&) const {
    const auto found = held_.find({kind, std::string(id)});
    return found == held_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> HeldFiles::names(FileKind kind) const {
    std::vector<std::string> names;
    for (const auto& [key, text] : held_)
        if (key.first == kind) names.push_back(key.second);
    return names;
}

std::vector<fs::path> data_folders(const fs::path& beside) {
    std::vector<fs::path> folders;
    const auto add = [&](const fs::path& folder) {
        std::error_code failed;
        if (fs::is_directory(folder, failed) && std::find(folders.begin(), folders.end(), folder) == folders.end()) folders.push_back(folder);
    };
    if (!beside.empty()) {
        const fs::path own = beside.parent_path().empty() ? fs::path(".") : beside.parent_path();
        add(own);
        add((own / "..").lexically_normal());
    }
    if (const char* named = std::getenv("SANDTABLE_DATA"); named != nullptr && *named != '\0') add(named);
    std::error_code failed;
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    if (!failed) {
        add(program.parent_path().parent_path() / "share" / "sandtable");
        for (fs::path up = program.parent_path(); up.has_relative_path(); up = up.parent_path())
            if (fs::exists(up / "scenarios" / "vocabulary.yaml", failed)) {
                add(up / "scenarios");
                break;
            }
    }
    return folders;
}

}  // namespace sandtable
