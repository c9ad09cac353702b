// The number of a journal entry, for those who only point at one.
#pragma once

#include <cstdint>

namespace sandtable {

/// Position of an entry in its journal, from 0; shown to people as #1, #2 ...
using EntryNo = std::uint32_t;
constexpr EntryNo no_entry = 0xffff'ffff;
/// No upper end: of a range of whole numbers.
constexpr std::int64_t unbounded = INT64_MAX;

}  // namespace sandtable
