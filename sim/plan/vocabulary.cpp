#include "sandtable/vocabulary.hpp"

#include "yaml/reader.hpp"

namespace sandtable {

namespace {

constexpr int vocabulary_version = 1;

Fact read_fact(const Node& node, const std::string& id, Reading& reading) {
    Fact fact;
    fact.id = id;
    MapReader map(node, reading);
    map.id("id", IdForm::item);
    fact.name = map.need_text("name");
    fact.ask = map.need_text("ask");
    fact.means = map.text("means");
    fact.warn = map.text("warn");
    if (const Node* kind = map.need("kind")) fact.finding = reading.choice(*kind, {"observation", "finding"}).value_or(0) == 1;
    if (const Node* type = map.need("type")) fact.type = static_cast<FactType>(reading.choice(*type, {"count", "hours", "yuan", "flag", "scale"}).value_or(3));
    if (const Node* worse = map.find("worse")) fact.worse = static_cast<Worse>(reading.choice(*worse, {"more", "less", "none"}).value_or(2));
    for (const Node& level : reading.list(map.find("levels")))
        if (const auto word = reading.id(level, IdForm::item)) fact.levels.push_back(*word);
    if (const Node* names = map.find("level_names")) {
        MapReader words(*names, reading);
        for (const auto& level : fact.levels) fact.level_names.push_back(words.need_text(level));
    }
    if (const Node* of = map.find("levels_of")) fact.levels_are_grades = reading.choice(*of, {"plan_grades"}).has_value();
    map.flag("per_plan");
    if (map.find("warn_if") != nullptr && fact.warn.empty()) reading.error(node, "key-missing", {"warn"});
    if (const Node* plan = map.find("plan")) fact.plans.push_back(reading.id(*plan, IdForm::file).value_or(""));
    for (const Node& plan : reading.list(map.find("plans"))) fact.plans.push_back(reading.id(plan, IdForm::file).value_or(""));
    if (fact.type == FactType::scale && fact.levels.size() < 2 && !fact.levels_are_grades) reading.error(node, "fact-levels", {id});
    return fact;
}

/// {more_than: FACT} or {without: [FACT, ...]}
void read_warn_if(const Node& node, const Vocabulary& vocabulary, Fact& fact, Reading& reading) {
    MapReader map(node, reading);
    const auto named = [&](const Node& name) {
        const auto word = reading.id(name, IdForm::item).value_or("");
        const FactId other = vocabulary.find(word);
        if (!word.empty() && !other.is_some()) reading.error(name, "unknown-fact", {word}, did_you_mean(word, vocabulary.names()));
        return other;
    };
    if (const Node* more = map.find("more_than")) fact.more_than = named(*more);
    for (const Node& one : reading.list(map.find("without"))) fact.without.push_back(named(one));
}

}  // namespace

std::optional<Vocabulary> load_vocabulary(SourceText source, Diagnostics& out) {
    const auto document = parse_yaml(std::move(source), out);
    if (!document) return std::nullopt;
    const auto faults = out.count();
    Reading reading(*document, out);
    Vocabulary vocabulary;
    vocabulary.path = document->path;
    {
        MapReader top(document->root, reading);
        if (!top.ok() || !check_kind(top, reading, "vocabulary", vocabulary_version)) return top.forgive(), std::nullopt;
        const Node* facts = top.need("facts");
        const auto named = named_nodes(facts, IdForm::item, reading);  // ids checked; the order stays the file's
        for (const Node& node : reading.list(facts))
            for (const auto& [id, known] : named)
                if (known == &node) vocabulary.facts.push_back(read_fact(node, id, reading));
        for (const auto& [id, node] : named)
            if (const Node* when = node->find("warn_if")) read_warn_if(*when, vocabulary, vocabulary.facts[vocabulary.find(id)], reading);
    }
    return out.count() == faults ? std::optional(std::move(vocabulary)) : std::nullopt;
}

FactId Vocabulary::find(std::string_view id) const {
    for (const FactId fact : ids_of(facts))
        if (facts[fact].id == id) return fact;
    return FactId::none();
}

std::vector<std::string> Vocabulary::names() const {
    std::vector<std::string> names;
    for (const Fact& fact : facts) names.push_back(fact.id);
    return names;
}

}  // namespace sandtable
