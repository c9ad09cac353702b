// A recorded run with the inputs it holds, fit to be read by everything that reads runs.
#pragma once

#include <filesystem>
#include <optional>

#include "sandtable/drill_file.hpp"
#include "sandtable/scenario.hpp"

namespace sandtable {

struct RecordedRun {
    DrillFile file;
    Inputs inputs;  ///< loaded again from the texts the file holds
};

/// What no run of these inputs writes: an entry without what its kind says (docs/contracts.md), a
/// name that is none of theirs, a number or an instant out of bounds. Digests do not tell: whoever
/// changes a file computes them again. The first fault is said, of its entry; nothing of what such
/// a run could not have decided.
void check_journal(const Inputs& inputs, const Journal& journal, const std::filesystem::path& file,
                   Diagnostics& out);

/// Reads a drill file from anywhere; nothing, and why, if it is none, its inputs do not load or its
/// journal is none of theirs. Throws std::system_error if the machine fails.
std::optional<RecordedRun> read_recorded(const std::filesystem::path& path, Diagnostics& out);

}  // namespace sandtable
