// The plans of scenarios/, and drawn small tables.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "sandtable/scenario.hpp"
#include "support/said_of.hpp"

namespace sandtable {

struct ShippedPlan {
    Vocabulary vocabulary;
    Clauses clauses;
    Plan plan;
};

/// Throws with everything said if it does not load.
inline ShippedPlan shipped_plan(const std::string& id) {
    Diagnostics out;
    const DiskFiles files({std::filesystem::path(SANDTABLE_TREE) / "scenarios"});
    auto vocabulary = find_vocabulary(files, out);
    auto clauses = find_clauses(files, out);
    auto source = files.find(FileKind::plan, id, out);
    auto plan = vocabulary && clauses && source ? load_plan(std::move(*source), {*vocabulary, *clauses, files}, out) : std::nullopt;
    if (!plan) throw std::runtime_error(said_of(out));
    return {std::move(*vocabulary), std::move(*clauses), std::move(*plan)};
}

}  // namespace sandtable
