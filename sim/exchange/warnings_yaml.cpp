// warnings/ID.yaml (formats.md).
#include <algorithm>
#include <span>

#include "sandtable/scenario.hpp"
#include "sandtable/warnings.hpp"
#include "yaml/reader.hpp"

namespace sandtable {

namespace {

template <class Id, class T>
Id named(const Node& node, const Table<Id, T>& table, std::string_view code, std::string_view plan, Reading& reading) {
    const auto word = reading.scalar(node, "want-id");
    std::vector<std::string> names;
    for (const auto id : ids_of(table)) {
        if (word && table[id].id == *word) return id;
        names.push_back(table[id].id);
    }
    if (word) reading.error(node, code, {*word, plan}, did_you_mean(*word, names));
    return Id::none();
}

}  // namespace

int Warnings::level_of(std::string_view severity) const {
    for (std::size_t level = 1; level < colours.size(); ++level)
        if (colours[level].severity == severity) return static_cast<int>(level);
    return -1;
}

std::optional<Warnings> load_warnings(SourceText source, const Vocabulary& vocabulary, const std::function<const Plan*(const std::string&)>& plan_named, Diagnostics& out) {
    const auto before = out.count();
    const auto document = parse_yaml(std::move(source), out);
    if (document == nullptr) return std::nullopt;
    Reading reading(*document, out);
    Warnings w;
    w.path = document->path;
    {
        MapReader top(document->root, reading);
        if (!top.ok() || !check_kind(top, reading, kind_name(FileKind::warnings), 1)) return top.forgive(), std::nullopt;
        w.id = top.id("id", IdForm::file).value_or("");
        w.plan = top.id("plan", IdForm::file).value_or("");
        const Plan* plan = out.count() == before ? plan_named(w.plan) : nullptr;
        if (plan == nullptr) return top.forgive(), std::nullopt;
        w.about = top.need_text("about");
        w.why = top.text("why");
        w.origin = top.text("origin");
        if (w.why.empty() && w.origin.empty()) reading.error(top.node(), "assumption-bare", {w.id});
        std::vector<std::string> levels;
        if (const Node* fact = top.need("fact")) {
            w.fact = named(*fact, vocabulary.facts, "unknown-fact", "", reading);
            if (w.fact.is_some()) levels = vocabulary.facts[w.fact].levels;
            if (w.fact.is_some() && levels.size() < 2) reading.error(*fact, "warnings-scale", {vocabulary.facts[w.fact].id});
        }
        const auto roles = [&](const Node* list, std::vector<RoleId>& into) {
            for (const Node& item : reading.list(list))
                if (const RoleId role = named(item, plan->roles, "unknown-role", plan->id, reading); role.is_some()) into.push_back(role);
            if (list != nullptr && list->kind == Node::Kind::list && list->items.empty()) reading.error(*list, "join-empty", {"issued_by"});
        };
        roles(top.need("issued_by"), w.issued_by);
        for (const Node& item : reading.list(top.need("messages")))
            if (const MessageId message = named(item, plan->messages, "unknown-message", plan->id, reading); message.is_some()) w.messages.push_back(message);
        if (const Node* item = top.need("withdrawn_by")) w.withdrawn_by = named(*item, plan->messages, "unknown-message", plan->id, reading);
        if (const Node* told = top.need("reported")) {
            MapReader it(*told, reading);
            if (const Node* by = it.need("by")) w.reported_by = named(*by, plan->roles, "unknown-role", plan->id, reading);
            roles(it.need("to"), w.reported_to);
            for (const Node& item : reading.list(it.find("over"))) w.reported_over.push_back(reading.id(item, IdForm::item).value_or(""));
        }
        if (const Node* sender = top.need("sender")) {
            w.sender = reading.scalar(*sender, "want-id").value_or("");
            if (w.sender.find_first_of(" ,<&\t") != std::string::npos) reading.error(*sender, "cap-name", {"sender", w.sender});
        }
        w.restriction = top.need_text("restriction");
        w.event = top.need_text("event");
        for (const Node& item : reading.list(top.need("categories"))) {
            const auto at = reading.choice(item, cap_categories);
            if (at) w.categories.emplace_back(cap_categories[*at]);
        }
        if (const Node* code = top.need("geocode")) w.geocode = reading.scalar(*code, "want-id").value_or("");
        w.colours.resize(levels.size());
        std::vector<const Node*> stated(levels.size(), nullptr);
        const Node* colours = top.need("colours");
        for (const Node& item : reading.list(colours)) {
            MapReader it(item, reading);
            WarningColour colour;
            const auto word = [&](std::string_view key, std::span<const std::string_view> words, std::string& into) {
                const Node* node = it.need(key);
                const auto at = node != nullptr ? reading.choice(*node, words) : std::nullopt;
                if (at) into = words[*at];
            };
            const Node* name = it.need("colour");
            word("severity", cap_severities, colour.severity);
            word("urgency", cap_urgencies, colour.urgency);
            word("certainty", cap_certainties, colour.certainty);
            word("response", cap_responses, colour.response);
            const std::string said = name != nullptr ? reading.scalar(*name, "want-id").value_or("") : "";
            if (said.empty() || levels.empty()) continue;
            const auto level = std::find(levels.begin(), levels.end(), said);
            if (level == levels.end()) {
                reading.error(*name, "warnings-colour", {said, vocabulary.facts[w.fact].id}, did_you_mean(said, levels));
                continue;
            }
            const auto at = static_cast<std::size_t>(level - levels.begin());
            if (stated[at] != nullptr) reading.error(item, "warnings-colour-twice", {said, stated[at]->line + 1});
            if (const int other = colour.severity.empty() ? -1 : w.level_of(colour.severity); at > 0 && other > 0) reading.error(item, "warnings-severity-twice", {colour.severity, levels[static_cast<std::size_t>(other)], said});
            stated[at] = &item;
            w.colours[at] = std::move(colour);
        }
        for (std::size_t at = 0; at < levels.size() && colours != nullptr; ++at)
            if (stated[at] == nullptr) reading.error(*colours, "warnings-colour-missing", {levels[at]});
    }
    return out.count() == before ? std::optional(std::move(w)) : std::nullopt;
}

std::optional<PlannedWarnings> load_planned_warnings(SourceText source, const Files& files, Diagnostics& out) {
    auto vocabulary = find_vocabulary(files, out);
    const auto clauses = find_clauses(files, out);
    if (!vocabulary || !clauses) return std::nullopt;
    const SourcePlace place{source.path, 0, 0, 1, {}};
    std::optional<Plan> plan;
    const auto plan_named = [&](const std::string& id) -> const Plan* {
        auto text = files.find(FileKind::plan, id, out);
        if (!text) out.error("unknown-plan", place, {id, files.where()}, did_you_mean(id, files.names(FileKind::plan)));
        else plan = load_plan(std::move(*text), {*vocabulary, *clauses, files}, out);
        return plan ? &*plan : nullptr;
    };
    auto warnings = load_warnings(std::move(source), *vocabulary, plan_named, out);
    if (!warnings) return std::nullopt;
    return PlannedWarnings{std::move(*vocabulary), std::move(*plan), std::move(*warnings)};
}

}  // namespace sandtable
