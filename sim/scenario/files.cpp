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
