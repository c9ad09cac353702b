// Reads plans/ID.yaml. First every name is collected, then every rule is read, so that rules may name what stands below them.
#include <algorithm>

#include "plan/plan_reader.hpp"

namespace sandtable {

namespace {

constexpr int plan_version = 1;
constexpr std::int64_t vocabulary_edition = 1;

}  // namespace

std::string PlanReader::clause(MapReader& map, bool required) {
    const Node* node = map.find("clause");
    if (node == nullptr) {
        if (required && map.find("assumption") == nullptr) reading_.error(map.node(), "clause-missing", {}, tell("clause-missing-hint"));
        return {};
    }
    return known_clause(*node);
}

/// A clause id, which the source must have if its clauses are listed.
std::string PlanReader::known_clause(const Node& node) {
    auto word = reading_.quoted(node, "want-clause").value_or("");
    if (!word.empty() && context_.clauses.has_source(plan_.source) && context_.clauses.find(plan_.source, word) == nullptr)
        reading_.error(node, "unknown-clause", {word, plan_.source}, did_you_mean(word, context_.clauses.of(plan_.source)));
    return word;
}

Text PlanReader::name_or_id(MapReader& map, const std::string& id) {
    const Text name = map.text("name");
    return name.empty() ? Text{id, id} : name;
}

std::optional<TwoReadings> PlanReader::two_readings(MapReader& map) {
    const Node* node = map.find("reading");
    if (node == nullptr) return std::nullopt;
    MapReader reading(*node, reading_);
    return TwoReadings{reading.need_text("taken"), reading.need_text("other")};
}

std::string PlanReader::assumption(MapReader& map) {
    const Node* node = map.find("assumption");
    if (node == nullptr) return {};
    const auto word = reading_.id(*node, IdForm::file);
    if (!word) return {};
    std::vector<std::string> names;
    for (const Assumption& a : plan_.assumptions) names.push_back(a.id);
    if (std::find(names.begin(), names.end(), *word) == names.end()) reading_.error(*node, "unknown-assumption", {*word}, did_you_mean(*word, names));
    return *word;
}

Spread PlanReader::takes(const Node& node) {
    if (node.kind == Node::Kind::map) {
        MapReader map(node, reading_);
        Spread spread;
        spread.kind = Spread::Kind::observed;
        const auto id = map.id("observed", IdForm::file);
        if (id) {
            const auto source = context_.files.find(FileKind::observed, *id, reading_.out);
            if (!source) reading_.error(node, "unknown-observed", {*id, context_.files.where()}, did_you_mean(*id, context_.files.names(FileKind::observed)));
            else if (auto values = load_observed(*source, reading_.out)) spread.values = std::move(*values);
            spread.observed_id = *id;
        }
        if (spread.values.empty()) spread.values = {0};
        return spread;
    }
    return reading_.spread(node).value_or(Spread{});
}

std::optional<std::vector<std::int64_t>> load_observed(SourceText source, Diagnostics& out) {
    const auto document = parse_yaml(std::move(source), out);
    if (!document) return std::nullopt;
    Reading reading(*document, out);
    MapReader top(document->root, reading);
    if (!top.ok() || !check_kind(top, reading, "observed", 1)) return top.forgive(), std::nullopt;
    top.id("id", IdForm::file);
    top.need_text("origin");
    std::vector<std::int64_t> values;
    const Node* list = top.need("values");
    for (const Node& node : reading.list(list))
        if (const auto value = reading.duration(node)) values.push_back(value->count());
    if (values.empty() && list != nullptr) reading.error(*list, "observed-empty");
    std::sort(values.begin(), values.end());
    return values;
}

void PlanReader::head(MapReader& top) {
    if (const auto id = top.id("id", IdForm::file)) plan_.id = *id;
    if (const Node* edition = top.find("edition")) plan_.edition = static_cast<int>(reading_.whole(*edition, 1, 10'000).value_or(1));
    plan_.name = top.text("name");
    plan_.source = plan_.id;
    if (const Node* source = top.find("source")) {
        MapReader map(*source, reading_);
        if (map.find("id") != nullptr) plan_.source = map.id("id", IdForm::file).value_or(plan_.id);
        if (const Node* number = map.find("number")) plan_.source_number = reading_.scalar(*number, "want-words").value_or("");
        if (const Node* force = map.find("in_force")) {
            MapReader dates(*force, reading_);
            const auto date = [&](std::string_view key) -> std::optional<Date> {
                const Node* node = dates.find(key);
                if (node == nullptr) return std::nullopt;
                const auto word = reading_.quoted(*node, "want-date");
                const auto day = word ? parse_date(*word) : std::nullopt;
                if (word && !day) reading_.error(*node, "date-form", {*word});
                return day;
            };
            plan_.in_force_from = date("from");
            plan_.in_force_to = date("to");
            if (plan_.in_force_from && plan_.in_force_to && *plan_.in_force_to < *plan_.in_force_from) reading_.error(*force, "range-order", {"in_force"}, tell("range-order-hint"));
        }
    }
    plan_.calendar = top.id("calendar", IdForm::file).value_or("");
    if (const Node* vocabulary = top.find("vocabulary")) reading_.whole(*vocabulary, vocabulary_edition, vocabulary_edition);
}

void PlanReader::notes(MapReader& top) {
    for (const auto& [id, node] : named_nodes(top.find("assumptions"), IdForm::file, reading_)) {
        MapReader map(*node, reading_);
        map.find("id");
        plan_.assumptions.push_back({id, map.need_text("about"), map.text("why"), map.text("origin")});
        if (plan_.assumptions.back().why.empty() && plan_.assumptions.back().origin.empty()) reading_.error(*node, "assumption-why", {id});
    }
    for (const auto& [key, rows] : {std::pair{"partly", &plan_.partly}, {"left_out", &plan_.left_out}, {"not_yet", &plan_.not_yet}})
        for (const Node& node : reading_.list(top.find(key))) {
            MapReader map(node, reading_);
            const std::string id = clause(map, true);
            rows->push_back({id, map.need_text("why")});
        }
    for (const Node& node : reading_.list(top.find("accepted"))) {
        MapReader map(node, reading_);
        Accepted accepted;
        accepted.origin = reading_.document.place(node);
        accepted.code = map.id("code", IdForm::file).value_or("");
        for (const Node& c : reading_.list(map.find("clauses"))) accepted.clauses.push_back(known_clause(c));
        accepted.why = map.need_text("why");
        plan_.accepted.push_back(std::move(accepted));
    }
}

std::vector<AgencyPattern> PlanReader::patterns(const Node& node) {
    std::vector<AgencyPattern> patterns;
    if (const Node* any = node.find("any")) {
        MapReader map(node, reading_);
        map.find("any");
        for (const Node& part : reading_.list(any))
            for (auto& pattern : patterns_of_one(part)) patterns.push_back(std::move(pattern));
        if (patterns.empty()) reading_.error(node, "join-empty", {"any"});
        return patterns;
    }
    return patterns_of_one(node);
}

std::vector<AgencyPattern> PlanReader::patterns_of_one(const Node& node) {
    MapReader map(node, reading_);
    AgencyPattern pattern;
    if (const Node* kind = map.find("kind")) pattern.kind = reading_.id(*kind, IdForm::item).value_or("");
    if (const Node* level = map.find("level"))
        if (const auto which = reading_.choice(*level, {"province", "city", "county", "town", "village"})) pattern.level = static_cast<Level>(*which);
    if (const Node* area = map.find("area")) {
        const auto word = reading_.id(*area, IdForm::item).value_or("");
        pattern.area_here = word == "here";
        if (!pattern.area_here) pattern.area = word;
    }
    if (const Node* trade = map.find("for")) {
        const auto word = reading_.id(*trade, IdForm::item).value_or("");
        pattern.for_concerns = word == "concerns";
        if (!pattern.for_concerns) pattern.trade = word;
    }
    if (map.ok() && pattern == AgencyPattern{}) reading_.error(node, "role-pattern-empty");
    return {pattern};
}

void PlanReader::roles(MapReader& top) {
    for (const auto& [id, node] : named_nodes(top.find("roles"), IdForm::item, reading_)) {
        MapReader map(*node, reading_);
        map.find("id");
        Role role;
        role.id = id;
        role.clause = clause(map, false);
        role.assumption = assumption(map);
        role.name = map.need_text("name");
        role.each = map.flag("each");
        if (role.each) role.optional = map.flag("optional");
        if (const Node* is = map.need("is")) role.is = patterns(*is);
        role.origin = reading_.document.place(*node->find("id"));
        plan_.roles.push_back(std::move(role));
    }
}

void PlanReader::messages(MapReader& top) {
    for (const auto& [id, node] : named_nodes(top.find("messages"), IdForm::item, reading_)) {
        MapReader map(*node, reading_);
        map.find("id");
        Message message;
        message.id = id;
        message.clause = clause(map, false);
        message.name = map.text("name");
        if (const Node* carries = map.find("carries")) message.carries_facts = reading_.choice(*carries, {"facts"}).has_value();
        for (const Node& item : reading_.list(map.find("contents"))) {
            Content content;
            if (item.kind == Node::Kind::scalar) {
                content.id = reading_.id(item, IdForm::item).value_or("");
            } else {
                MapReader part(item, reading_);
                content.id = part.id("id", IdForm::item).value_or("");
                content.clause = clause(part, false);
                content.name = part.text("name");
            }
            message.contents.push_back(std::move(content));
        }
        message.origin = reading_.document.place(*node->find("id"));
        plan_.messages.push_back(std::move(message));
    }
}

/// The index of one of the plan's grades.
int PlanReader::grade_name(const Node& node) {
    const auto word = reading_.scalar(node, "want-word").value_or("");
    const auto found = std::find(plan_.grades.begin(), plan_.grades.end(), word);
    if (found == plan_.grades.end()) reading_.error(node, "unknown-grade", {word}, did_you_mean(word, plan_.grades));
    return static_cast<int>(found - plan_.grades.begin());
}

void PlanReader::commands(MapReader& top) {
    for (const Node& node : reading_.list(top.find("commands"))) {
        MapReader map(node, reading_);
        Command command;
        command.clause = clause(map, true);
        if (const Node* grade = map.need("grade")) {
            command.grade = grade_name(*grade);
            for (const Command& other : plan_.commands)
                if (other.grade == command.grade && command.grade < static_cast<int>(plan_.grades.size())) reading_.error(*grade, "command-twice", {plan_.grades[static_cast<std::size_t>(command.grade)]});
        }
        if (const Node* who = map.need("who")) command.who = role_name(*who);
        command.reading = two_readings(map);
        command.assumption = assumption(map);
        plan_.commands.push_back(std::move(command));
    }
    std::sort(plan_.commands.begin(), plan_.commands.end(), [](const Command& a, const Command& b) { return a.grade < b.grade; });
}

void PlanReader::grading(MapReader& top) {
    for (const Node& grade : reading_.list(top.find("grades"))) {
        const auto word = reading_.scalar(grade, "want-word").value_or("");
        if (std::find(plan_.grades.begin(), plan_.grades.end(), word) != plan_.grades.end()) reading_.error(grade, "id-twice", {word, std::to_string(grade.line + 1)});
        plan_.grades.push_back(word);
    }
    if (const Node* scope = top.find("scope")) {
        MapReader map(*scope, reading_);
        Scope value;
        value.clause = clause(map, true);
        value.origin = reading_.document.place(*scope);
        value.says = map.text("says");
        if (const Node* when = map.need("when")) value.when = read_guard(*when, names_, reading_);
        value.reading = two_readings(map);
        value.assumption = assumption(map);
        if (!value.when.facts_only()) reading_.error(*scope, "criterion-grading");
        plan_.scope = std::move(value);
    }
    for (const Node& node : reading_.list(top.find("criteria"))) {
        MapReader map(node, reading_);
        Criterion criterion;
        criterion.clause = clause(map, true);
        if (map.find("clause") == nullptr && map.find("assumption") != nullptr) criterion.clause = map.id("id", IdForm::item).value_or("");
        criterion.origin = reading_.document.place(node);
        if (const Node* grade = map.need("grade")) criterion.grade = grade_name(*grade);
        criterion.says = map.need_text("says");
        if (const Node* when = map.need("when")) criterion.when = read_guard(*when, names_, reading_);
        if (!criterion.when.facts_only()) reading_.error(node, "criterion-grading");
        criterion.reading = two_readings(map);
        criterion.assumption = assumption(map);
        plan_.criteria.push_back(std::move(criterion));
    }
    // in clause order, whatever the order of the file
    const auto order = context_.clauses.of(plan_.source);
    const auto rank = [&](const Criterion& c) { return std::find(order.begin(), order.end(), c.clause) - order.begin(); };
    std::stable_sort(plan_.criteria.begin(), plan_.criteria.end(), [&](const Criterion& a, const Criterion& b) {
        return std::pair(rank(a), a.clause) < std::pair(rank(b), b.clause);
    });
}

std::optional<Plan> PlanReader::read() {
    MapReader top(reading_.document.root, reading_);
    if (!top.ok() || !check_kind(top, reading_, "plan", plan_version)) return top.forgive(), std::nullopt;
    plan_.path = reading_.document.path;
    head(top);
    notes(top);
    roles(top);
    messages(top);
    const auto tasks = named_nodes(top.find("tasks"), IdForm::item, reading_);
    task_names(tasks);
    if (const Node* assessor = top.need("assessed_by")) {
        plan_.assessed_by = role_name(*assessor);
        if (plan_.assessed_by.is_some() && plan_.roles[plan_.assessed_by].each) reading_.error(*assessor, "assessor-each", {plan_.roles[plan_.assessed_by].id});
    }
    grading(top);
    commands(top);
    for (std::uint32_t i = 0; i < tasks.size(); ++i) task(plan_.tasks.rows()[i], *tasks[i].node);
    for (const auto& [id, node] : named_nodes(top.find("duties"), IdForm::item, reading_)) plan_.duties.push_back(duty(id, *node));
    if (const Node* ends = top.find("response_ends")) plan_.response_ends = read_join(*ends, names_, reading_);
    return std::move(plan_);
}

namespace {

std::shared_ptr<const GradingTable> compile_table(const Plan& plan, const Vocabulary& vocabulary) {
    std::vector<Guard> criteria;
    std::vector<int> grades;
    for (const Criterion& criterion : plan.criteria) {
        criteria.push_back(criterion.when);
        grades.push_back(criterion.grade);
    }
    return std::make_shared<const GradingTable>(vocabulary, criteria, grades, plan.scope ? &plan.scope->when : nullptr);
}

}  // namespace

std::optional<Plan> load_plan(SourceText source, const PlanContext& context, Diagnostics& out) {
    const auto document = parse_yaml(std::move(source), out);
    if (!document) return std::nullopt;
    const auto faults = out.errors();
    std::optional<Plan> plan = PlanReader(*document, context, out).read();
    if (out.errors() > faults) return std::nullopt;
    if (plan) plan->table = compile_table(*plan, context.vocabulary);
    return plan;
}

}  // namespace sandtable
