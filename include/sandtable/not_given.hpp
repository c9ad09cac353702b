// What a scenario holds and a run never came to: injects, reports, changes of the truth, closures.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sandtable/journal.hpp"
#include "sandtable/scenario.hpp"

namespace sandtable {

struct NotGiven {
    enum class Kind { inject, report, truth, closure } kind = Kind::inject;
    std::string id;               ///< of an inject; of the others the incident's or the road's
    std::optional<ModelTime> at;  ///< when it would have been; nothing where it waited
    std::string waits_for;        ///< of an inject that waited: for what, in the words of the file
};
std::string_view not_given_name(NotGiven::Kind kind);

/// By kind, then as in the scenario. An inject that came due behind the end of the run says when.
std::vector<NotGiven> not_given(const Inputs& inputs, const Journal& journal);
/// What the scenario's own end leaves out, without a run: all but injects that wait.
std::vector<NotGiven> behind_until(const Inputs& inputs);

}  // namespace sandtable
