// Which files a scenario was loaded from.
#include <algorithm>

#include "sandtable/digest.hpp"
#include "sandtable/scenario.hpp"
#include "yaml/node.hpp"

namespace sandtable {

std::optional<SourceText> RecordingFiles::find(FileKind kind, std::string_view id, Diagnostics& out) const {
    auto source = first_.find(kind, id, out);
    if (!source) source = then_.find(kind, id, out);
    if (source) given_[{kind, std::string(id)}] = {kind, std::string(id), source->path, sha256_of(source->text), source->text};
    return source;
}

std::vector<std::string> RecordingFiles::names(FileKind kind) const {
    auto names = first_.names(kind), more = then_.names(kind);
    names.insert(names.end(), more.begin(), more.end());
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::vector<InputText> RecordingFiles::texts() const {
    std::vector<InputText> texts;
    for (const auto& [key, text] : given_) texts.push_back(text);
    return texts;
}

namespace {

/// The value of a key at the top of a file, read without judging the rest of it.
std::string top_value(const SourceText& source, std::string_view key) {
    for (std::string_view rest = source.text; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
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
    if (source.path.ends_with(".csv")) return FileKind::clauses;
    const std::string word = top_value(source, "sandtable");
    const std::string kind = word.substr(0, word.find('/'));
    for (const FileKind k : {FileKind::vocabulary, FileKind::plan, FileKind::network, FileKind::calendar, FileKind::scenario, FileKind::observed})
        if (kind_name(k) == kind) return k;
    return std::nullopt;
}

std::string id_of(const SourceText& source) { return top_value(source, "id"); }

std::optional<Vocabulary> find_vocabulary(const Files& files, Diagnostics& out) {
    auto source = files.find(FileKind::vocabulary, "vocabulary", out);
    if (source) return load_vocabulary(std::move(*source), out);
    if (!out.has_errors()) out.error("data-missing", {}, {"vocabulary.yaml", files.where()}, tell("data-missing-hint"));
    return std::nullopt;
}

std::optional<Clauses> find_clauses(const Files& files, Diagnostics& out) {
    auto source = files.find(FileKind::clauses, "clauses", out);
    if (source) return load_clauses(std::move(*source), out);
    if (!out.has_errors()) out.error("data-missing", {}, {"clauses.csv", files.where()}, tell("data-missing-hint"));
    return std::nullopt;
}

std::vector<AgencyId> Inputs::agencies_of(const Party& party, IncidentId incident) const {
    if (party.agency.is_some()) return {party.agency};
    return bound(incident, party.plan, party.role);
}

}  // namespace sandtable
