// A vocabulary with a fact of every type, seven clauses, and plans read with them from short texts.
#pragma once

#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "sandtable/plan.hpp"
#include "support/said_of.hpp"

namespace sandtable {

inline const Vocabulary& tiny_vocabulary() {
    static const Vocabulary vocabulary = [] {
        Diagnostics out;
        auto loaded = load_vocabulary({"vocabulary.yaml", R"(sandtable: vocabulary/1
facts:
- {id: people, kind: observation, type: count, worse: more, name: {zh: 人数, en: people}, ask: {zh: 多少人？, en: "How many?"}}
- {id: dead, kind: observation, type: count, worse: more, name: {zh: 死亡, en: dead}, ask: {zh: 多少人？, en: "How many?"}}
- {id: blocked, kind: observation, type: hours, worse: more, name: {zh: 中断, en: blocked}, ask: {zh: 多久？, en: "How long?"}}
- {id: loss, kind: observation, type: yuan, worse: more, name: {zh: 损失, en: loss}, ask: {zh: 多少元？, en: "How much?"}}
- {id: fire, kind: observation, type: flag, worse: more, name: {zh: 起火, en: fire}, ask: {zh: 起火吗？, en: "Fire?"}}
- {id: smoke, kind: observation, type: flag, worse: more, name: {zh: 冒烟, en: smoke}, ask: {zh: 冒烟吗？, en: "Smoke?"}}
- {id: impact, kind: observation, type: scale, levels: [none, some, severe], worse: more, name: {zh: 影响, en: impact}, ask: {zh: 影响？, en: "Impact?"},
   level_names: {none: {zh: 无, en: none}, some: {zh: 一般, en: some}, severe: {zh: 严重, en: severe}}}
- {id: assessor_grade, kind: finding, type: scale, levels_of: plan_grades, name: {zh: 研判, en: assessment}, ask: {zh: 几级？, en: "Which grade?"}}
- {id: scope_1_3, kind: finding, type: flag, name: {zh: 适用, en: applies}, ask: {zh: 适用吗？, en: "Does it apply?"}}
- {id: clause_2_5, kind: finding, type: flag, name: {zh: 第五项, en: item five}, ask: {zh: 适用吗？, en: "Does it?"}}
)"}, out);
        if (!loaded) throw std::runtime_error(said_of(out));
        return std::move(*loaded);
    }();
    return vocabulary;
}

inline const Clauses& tiny_clauses() {
    static const Clauses clauses = [] {
        Diagnostics out;
        auto loaded = load_clauses({"clauses.csv", "source,clause,zh,en\nsmall,1,总则,General\nsmall,1.1,范围,Scope\nsmall,2,\"分级,条件\",\"Grades, conditions\"\nsmall,2(1),一级,Grade I\nsmall,2(2),二级,Grade II\nsmall,3,处置,Response\nother,1,别的,Other\n"}, out);
        if (!loaded) throw std::runtime_error(said_of(out));
        return std::move(*loaded);
    }();
    return clauses;
}

inline FactId tiny_fact(std::string_view id) { return tiny_vocabulary().facts.empty() ? FactId::none() : tiny_vocabulary().find(id); }

inline std::optional<Plan> read_tiny_plan(const std::string& text, Diagnostics& out, const Files* files = nullptr) {
    static const HeldFiles none;
    return load_plan({"small.yaml", text}, {tiny_vocabulary(), tiny_clauses(), files != nullptr ? *files : none}, out);
}

/// The head every small plan begins with: three roles, three messages, an assumption. Rules follow it.
inline const std::string tiny_plan_head = R"(sandtable: plan/1
id: small
name: {zh: 小预案, en: small plan}
calendar: cn
assessed_by: office
grades: [III, II, I]
roles:
- {id: office, clause: "1", name: {zh: 办公室, en: office}, is: {kind: office}}
- {id: police, clause: "1", name: {zh: 公安, en: police}, is: {kind: police}}
- {id: units, clause: "1", name: {zh: 各单位, en: units}, each: true, is: {any: [{kind: police}, {kind: fire}]}}
messages:
- {id: incident_report, clause: "1", carries: facts}
- {id: call, clause: "3", carries: facts}
- {id: answer, clause: "3"}
assumptions:
- {id: handling, about: {zh: 用时, en: time}, why: {zh: 无, en: none given}}
)";

/// The plan of the head and some rules; throws with everything said if there was an error.
inline Plan tiny_plan(const std::string& rules) {
    Diagnostics out;
    auto plan = read_tiny_plan(tiny_plan_head + rules, out);
    if (!plan) throw std::runtime_error(said_of(out));
    return std::move(*plan);
}

/// What is said about the head with some rules.
inline std::string said_of_tiny_plan(const std::string& rules, Lang lang = Lang::en) {
    Diagnostics out;
    read_tiny_plan(tiny_plan_head + rules, out);
    return said_of(out, lang);
}

/// Knowledge in which some facts are as said ("people=300..500").
inline Knowledge tiny_knowledge(std::initializer_list<std::pair<std::string_view, std::string_view>> facts, const std::vector<std::string>& grades = {}) {
    Knowledge knowledge(tiny_vocabulary().facts.size());
    for (const auto& [id, value] : facts) {
        const FactId fact = tiny_fact(id);
        if (!fact.is_some()) throw std::runtime_error("no fact " + std::string(id));
        auto parsed = parse_observation(tiny_vocabulary().facts[fact], value, grades);
        if (!std::holds_alternative<Observation>(parsed)) throw std::runtime_error(std::string(id) + ": " + std::string(value));
        knowledge.learn(fact, std::get<Observation>(parsed), ModelTime{}, 0);
    }
    return knowledge;
}

}  // namespace sandtable
