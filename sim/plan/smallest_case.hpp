// The smallest case for which a diagram holds.
#pragma once

#include <optional>

#include "plan/fact_diagrams.hpp"
#include "sandtable/table_analysis.hpp"

namespace sandtable {

/// Of the cases that `root` (ends 0 and 1) holds for: fewest facts off harmless, then fewest steps from harmless in all, then the earlier facts
/// of the vocabulary, then their fewer steps. Each fact has the mildest value of its cell. Nothing if there is none.
std::optional<Witness> smallest_case(const FactDiagrams& diagrams, const Vocabulary& vocabulary, NodeId root);

}  // namespace sandtable
