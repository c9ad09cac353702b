// "Did you mean": the nearest of some names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sandtable {

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment) that turn `a` into `b`, by bytes.
int edit_distance(std::string_view a, std::string_view b);
/// The nearest name within a third of its length (at least 1, at most 3 edits), the first in order among equals; empty if none is near.
std::string nearest_name(std::string_view wanted, const std::vector<std::string>& names);

}  // namespace sandtable
