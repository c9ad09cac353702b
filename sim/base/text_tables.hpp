// The two language tables, a file each.
#pragma once

#include <vector>

#include "sandtable/text.hpp"

namespace sandtable {
const std::vector<TextRow>& text_table_zh();
const std::vector<TextRow>& text_table_en();
}  // namespace sandtable
