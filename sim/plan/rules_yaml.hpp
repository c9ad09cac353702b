// Guards and milestones as they stand in files; used by the plan and the scenario loader.
#pragma once

#include "sandtable/plan.hpp"
#include "yaml/reader.hpp"

namespace sandtable {

/// What names in guards and milestones can mean.
struct RuleNames {
    const Vocabulary& vocabulary;
    const Plan* plan = nullptr;  ///< whose roles, tasks ... and grades; its tables are filled before rules are read
};

/// {participants: {at_least: 50}}, {all: [...]}, {scope: fails} ...
Guard read_guard(const Node& node, const RuleNames& names, Reading& reading);
/// {done: T}, {all: [...]} ...; `prefix` ("wage-arrears.") may stand before the names of a plan's things.
Join read_join(const Node& node, const RuleNames& names, Reading& reading, std::string_view prefix = {});
/// A stated value: a scalar by parse_observation, or {since: 10 min}.
std::optional<Observation> read_observation(const Node& node, const Fact& fact, const std::vector<std::string>& grades, Reading& reading);
/// One fact by name; an unknown one is an error with a near name.
FactId read_fact_name(const Node& key, const Vocabulary& vocabulary, Reading& reading);
/// A name from a table: its index, or an error `code` with a near name.
template <class IdType, class T>
IdType read_name(const Node& node, const std::string& word, const Table<IdType, T>& table, std::string_view code, Reading& reading) {
    std::vector<std::string> names;
    for (const IdType id : ids_of(table)) {
        if constexpr (requires { table[id].id; }) names.push_back(table[id].id);
        else names.push_back(table[id]);
        if (names.back() == word) return id;
    }
    reading.error(node, code, {word}, did_you_mean(word, names));
    return IdType::none();
}

}  // namespace sandtable
