// Counts what a thread allocates.
#pragma once

#include <cstdint>

namespace sandtable {

/// Calls of operator new by this thread so far.
std::uint64_t allocations_so_far();

}  // namespace sandtable
