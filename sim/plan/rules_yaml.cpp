#include "plan/rules_yaml.hpp"

#include <algorithm>
#include <array>

namespace sandtable {

FactId read_fact_name(const Node& key, const Vocabulary& vocabulary, Reading& reading) {
    const FactId fact = vocabulary.find(key.text);
    if (!fact.is_some()) reading.error(key, "unknown-fact", {key.text}, did_you_mean(key.text, vocabulary.names()));
    return fact;
}

std::optional<Observation> read_observation(const Node& node, const Fact& fact, const std::vector<std::string>& grades, Reading& reading) {
    if (node.kind == Node::Kind::null) return Observation::unknown();
    if (node.kind == Node::Kind::map && fact.type == FactType::hours) {
        MapReader map(node, reading);
        if (const Node* since = map.need("since"))
            if (const auto start = reading.duration(*since)) return Observation::since(start->count());
        return std::nullopt;
    }
    const auto word = reading.scalar(node, "want-value");
    return word ? reading.parsed(node, parse_observation(fact, *word, grades)) : std::nullopt;
}

namespace {

const std::vector<std::string>& grades_of(const RuleNames& names) {
    static const std::vector<std::string> none;
    return names.plan != nullptr ? names.plan->grades : none;
}

Guard fact_guard(const Member& member, const RuleNames& names, Reading& reading) {
    Guard guard;
    guard.kind = Guard::Kind::fact;
    guard.fact = read_fact_name(member.key, names.vocabulary, reading);
    guard.below = unbounded;
    if (!guard.fact.is_some()) return guard;
    const Fact& fact = names.vocabulary.facts[guard.fact];
    const auto value = [&](const Node& node) {
        const auto seen = read_observation(node, fact, grades_of(names), reading);
        if (seen && (!seen->known || seen->growing || seen->low != seen->high)) reading.error(node, "guard-value", {fact.id});
        return seen;
    };
    if (member.value.kind == Node::Kind::map) {
        MapReader limits(member.value, reading);
        const Node* least = limits.find("at_least");
        const Node* below = limits.find("below");
        if (least == nullptr && below == nullptr) reading.error(member.value, "guard-limit", {fact.id});
        if ((least != nullptr || below != nullptr) && fact.type == FactType::flag) reading.error(member.value, "guard-flag", {fact.id});
        if (least != nullptr)
            if (const auto v = value(*least)) guard.from = v->low;
        if (below != nullptr)
            if (const auto v = value(*below)) guard.below = v->low;
        if (guard.from >= guard.below) reading.error(member.value, "range-order", {fact.id}, tell("range-order-hint"));
    } else if (const auto v = value(member.value)) {
        guard.from = v->low;
        guard.below = v->low + 1;
    }
    return guard;
}

Guard grade_guard(const Member& member, const RuleNames& names, Reading& reading) {
    Guard guard;
    guard.kind = Guard::Kind::grade;
    guard.below = unbounded;
    static const std::vector<std::string> ladder{"IV", "III", "II", "I"};  // of other plans, whose own words are not known here
    const Node* other = member.value.kind == Node::Kind::map ? member.value.find("plan") : nullptr;
    if (other != nullptr) guard.of_plan = reading.id(*other, IdForm::file).value_or("");
    const auto& grades = other != nullptr ? ladder : grades_of(names);
    const auto index = [&](const Node& node) -> std::int64_t {
        const auto word = reading.scalar(node, "want-word");
        const auto found = std::find(grades.begin(), grades.end(), word.value_or(""));
        if (word && found == grades.end()) reading.error(node, "unknown-grade", {*word}, did_you_mean(*word, grades));
        return found - grades.begin() - (other != nullptr ? static_cast<std::int64_t>(ladder.size()) - 1 : 0);
    };
    if (member.value.kind == Node::Kind::map) {
        MapReader limits(member.value, reading);
        limits.find("plan");
        const Node* least = limits.find("at_least");
        const Node* below = limits.find("below");
        if (least == nullptr && below == nullptr) reading.error(member.value, "guard-limit", {"grade"});
        guard.from = least != nullptr ? index(*least) : other != nullptr ? OtherGrading::no_rank : -1;
        if (below != nullptr) guard.below = index(*below);
        if (guard.from >= guard.below) reading.error(member.value, "range-order", {"grade"}, tell("range-order-hint"));
    } else {
        guard.from = index(member.value);
        guard.below = guard.from + 1;
    }
    return guard;
}

}  // namespace

Guard read_guard(const Node& node, const RuleNames& names, Reading& reading) {
    Guard guard;
    if (node.kind != Node::Kind::map || node.members.empty()) {
        reading.error(node, "guard-shape");
        return guard;
    }
    for (const Member& member : node.members) {
        if (member.key.text == "all" || member.key.text == "any") {
            Guard part;
            part.kind = member.key.text == "all" ? Guard::Kind::all : Guard::Kind::any;
            for (const Node& item : reading.list(&member.value)) part.parts.push_back(read_guard(item, names, reading));
            if (part.parts.empty()) reading.error(member.key, "join-empty", {member.key.text});
            guard.parts.push_back(std::move(part));
        } else if (member.key.text == "scope") {
            Guard part;
            part.kind = Guard::Kind::scope;
            constexpr std::array truths{Truth::fails, Truth::open, Truth::holds};
            if (const auto which = reading.choice(member.value, {"fails", "open", "holds"})) part.scope = truths[*which];
            guard.parts.push_back(part);
        } else if (member.key.text == "grade") {
            guard.parts.push_back(grade_guard(member, names, reading));
        } else if (member.key.text == "known") {
            Guard part;
            part.kind = Guard::Kind::known;
            part.fact = read_fact_name(member.value, names.vocabulary, reading);
            guard.parts.push_back(part);
        } else {
            guard.parts.push_back(fact_guard(member, names, reading));
        }
    }
    if (guard.parts.size() == 1) {
        Guard only = std::move(guard.parts.front());
        return only;
    }
    std::sort(guard.parts.begin(), guard.parts.end(), [](const Guard& a, const Guard& b) {  // keys of a map have no order
        return std::tie(a.kind, a.fact, a.from, a.below) < std::tie(b.kind, b.fact, b.from, b.below);
    });
    return guard;
}

namespace {

constexpr std::array milestone_names{"done", "sent", "received", "departed", "arrived", "decided", "formed", "occurred", "ended"};

/// The word behind a milestone, without the plan's prefix.
std::string name_in(const Node& node, std::string_view prefix, Reading& reading) {
    auto word = reading.scalar(node, "want-id").value_or("");
    if (!prefix.empty() && word.starts_with(prefix)) word.erase(0, prefix.size());
    return word;
}

Milestone read_milestone(const Node& node, MilestoneKind kind, const RuleNames& names, Reading& reading, std::string_view prefix) {
    const Plan& plan = *names.plan;
    Milestone m;
    m.kind = kind;
    MapReader map(node, reading);
    const Node* named = map.need(milestone_name(kind));
    if (named == nullptr) return m;
    const Node& subject = *named;
    if (subject.kind != Node::Kind::scalar) {
        reading.scalar(subject, "want-id");
        return m;
    }
    const std::string word = name_in(subject, prefix, reading);
    switch (kind) {
        case MilestoneKind::done: m.subject = read_name(subject, word, plan.tasks, "unknown-task", reading).index; break;
        case MilestoneKind::sent:
        case MilestoneKind::received: m.subject = read_name(subject, word, plan.messages, "unknown-message", reading).index; break;
        case MilestoneKind::departed:
        case MilestoneKind::arrived: {
            m.arrived_role = kind == MilestoneKind::arrived ? plan.role(word) : RoleId::none();
            if (!m.arrived_role.is_some()) m.subject = read_name(subject, word, plan.pools, "unknown-pool", reading).index;
            if (const Node* at = map.find("at")) reading.choice(*at, {"scene"});
            break;
        }
        case MilestoneKind::decided: {
            const DecisionId decision = read_name(subject, word, plan.decisions, "unknown-decision", reading);
            m.subject = decision.index;
            const Node* as = map.find("as");
            if (as == nullptr || !decision.is_some()) break;
            const auto choice = reading.scalar(*as, "want-id");
            std::vector<std::string> ids;
            for (const Choice& c : plan.decisions[decision].choices) ids.push_back(c.id);
            const auto found = std::find(ids.begin(), ids.end(), choice.value_or(""));
            if (found == ids.end()) reading.error(*as, "unknown-choice", {choice.value_or("")}, did_you_mean(choice.value_or(""), ids));
            else m.choice = static_cast<int>(found - ids.begin());
            break;
        }
        case MilestoneKind::formed: m.subject = read_name(subject, word, plan.bodies, "unknown-body", reading).index; break;
        case MilestoneKind::occurred: reading.choice(subject, {"incident"}); break;
        case MilestoneKind::ended: reading.choice(subject, {"response"}); break;
    }
    if (const Node* by = map.find("by")) m.by = read_name(*by, name_in(*by, prefix, reading), plan.roles, "unknown-role", reading);
    if (const Node* count = map.find("count")) {
        const auto text = reading.scalar(*count, "want-word").value_or("");
        if (text == "first") m.count = Milestone::Count::first;
        else if (text == "all") m.count = Milestone::Count::all;
        else if (const auto n = reading.whole(*count, 1, 100'000)) {
            m.count = Milestone::Count::number;
            m.number = static_cast<int>(*n);
        }
    }
    return m;
}

}  // namespace

std::string_view milestone_name(MilestoneKind kind) { return milestone_names[static_cast<std::size_t>(kind)]; }

Join read_join(const Node& node, const RuleNames& names, Reading& reading, std::string_view prefix) {
    Join join;
    if (node.kind != Node::Kind::map || node.members.empty()) {
        reading.error(node, "milestone-shape");
        return join;
    }
    for (const std::string_view key : {"all", "any"}) {
        const Node* parts = node.find(key);
        if (parts == nullptr) continue;
        MapReader map(node, reading);
        map.find(key);
        join.kind = key == "all" ? Join::Kind::all : Join::Kind::any;
        for (const Node& item : reading.list(parts)) join.parts.push_back(read_join(item, names, reading, prefix));
        if (join.parts.empty()) reading.error(node, "join-empty", {key});
        return join;
    }
    for (std::size_t kind = 0; kind < milestone_names.size(); ++kind)
        if (node.find(milestone_names[kind]) != nullptr) {
            join.kind = Join::Kind::milestone;
            join.milestone = read_milestone(node, static_cast<MilestoneKind>(kind), names, reading, prefix);
            return join;
        }
    std::vector<std::string> known{milestone_names.begin(), milestone_names.end()};
    std::string all = "all, any";
    for (const auto& name : known) all += ", " + name;
    const Text hint = did_you_mean(node.members.front().key.text, known);
    reading.error(node.members.front().key, "unknown-milestone", {node.members.front().key.text}, hint.empty() ? tell("known-keys", {all}) : hint);
    return join;
}

}  // namespace sandtable
