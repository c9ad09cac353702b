// The plans of scenarios/, read once or again from an altered text.
#pragma once

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <utility>

#include "sandtable/scenario.hpp"
#include "support/said_of.hpp"

namespace sandtable {

/// scenarios/ of the tree, or the copy that ./dev mutate has altered.
inline std::filesystem::path shipped_folder() {
    const char* altered = std::getenv("SANDTABLE_SHIPPED");
    return altered != nullptr ? std::filesystem::path(altered) : std::filesystem::path(SANDTABLE_TREE) / "scenarios";
}

inline const DiskFiles& shipped_files() {
    static const DiskFiles files({shipped_folder()});
    return files;
}

struct ShippedPlan {
    Vocabulary vocabulary;
    Clauses clauses;
    SourceText source;
    Plan plan;

    /// The plan from another text in the place of its file's; throws with everything said if it does not load.
    Plan reread(const std::string& text) const {
        Diagnostics out;
        auto read = load_plan({source.path, text}, {vocabulary, clauses, shipped_files()}, out);
        if (!read) throw std::runtime_error(said_of(out));
        return std::move(*read);
    }
};

/// Throws with everything said if it does not load.
inline ShippedPlan shipped_plan(const std::string& id) {
    Diagnostics out;
    auto vocabulary = find_vocabulary(shipped_files(), out);
    auto clauses = find_clauses(shipped_files(), out);
    auto source = shipped_files().find(FileKind::plan, id, out);
    if (!vocabulary || !clauses || !source) throw std::runtime_error(said_of(out));
    ShippedPlan shipped{std::move(*vocabulary), std::move(*clauses), std::move(*source), {}};
    shipped.plan = shipped.reread(shipped.source.text);
    return shipped;
}

}  // namespace sandtable
