// *.drill: one SQLite database that holds the inputs as text, the journal, and what is beside it (product.md, "The drill file").
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sandtable/diagnostic.hpp"
#include "sandtable/files.hpp"
#include "sandtable/journal.hpp"

namespace sandtable {

/// The format of the file; a newer one is refused with both numbers.
constexpr int drill_format = 1;

/// Bounds of what stands in a file: `read_drill` refuses what passes them, `write_drill` asserts that nothing does.
constexpr std::uint32_t drill_text_max = 1u << 20;               ///< bytes of a text of an entry or of the header
constexpr std::uint32_t drill_inputs_max = 4096;                 ///< inputs; the text of one has file_bytes_max bytes at most
constexpr std::int64_t drill_time_max = 36'525LL * 86'400'000;   ///< model time in ms, either way: a hundred years

/// An input of a run as it was read.
using DrillInput = InputText;

struct DrillHeader {
    std::string scenario;         ///< its id
    std::uint32_t seed = 0;
    int semantics = semantics_number;
    std::string program_version;
    std::string digest;           ///< of the journal
    std::string start;            ///< civil time of model time 0, ISO 8601
    std::uint32_t replication = 0;  ///< of a study; not written if it is 0
};

struct DrillFile {
    DrillHeader header;
    std::vector<DrillInput> inputs;
    Journal journal;
};

/// Writes beside `target` and renames: the old file stands until the new one is whole and on disk. Machine faults (no space, no right, no
/// such folder, a folder in its place, a file there that is not closed, another writer) throw std::system_error; then nothing is left beside
/// the target, and when interrupted at most a `.part` file that the next write replaces. A link is followed. Equal arguments give equal bytes.
/// The journal is whole (`started` to `ended`), the digests are right, texts are UTF-8 without control characters but newline and tab, ranges
/// are not the wrong way round: asserted, because nobody could read the file otherwise. Only a path may hold any bytes: what is not UTF-8 in it
/// becomes U+FFFD. `vfs` names an SQLite file system, null for the usual one (tests).
void write_drill(const std::filesystem::path& target, const DrillHeader& header, const std::vector<DrillInput>& inputs, const Journal& journal, const char* vfs = nullptr);

/// Reads and checks everything: application id, format, schema (no triggers, no views), bounded sizes, digests of inputs and journal, order of
/// time and causes. Whatever is wrong is one Diagnostic (docs/drill-file.md lists the codes) whose hint says what can still be read; nothing
/// comes back then. Never writes to the file, not even beside it. A machine that cannot read (I/O error, no memory) throws std::system_error.
std::optional<DrillFile> read_drill(const std::filesystem::path& path, Diagnostics& out);

}  // namespace sandtable
