// *.drill: one SQLite database that holds the inputs as text, the journal, and what is beside it (product.md, "The drill file").
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandtable/diagnostic.hpp"
#include "sandtable/files.hpp"
#include "sandtable/journal.hpp"

namespace sandtable {

/// The newest format of the file; a newer one is refused with both numbers. 2 has bookmarks; a file without any is written as 1, so that older
/// programs read it.
constexpr int drill_format = 2;

/// Bounds of what stands in a file: `read_drill` refuses what passes them, `write_drill` asserts that nothing does.
constexpr std::uint32_t drill_text_max = 1u << 20;               ///< bytes of a text of an entry or of the header
constexpr std::uint32_t drill_inputs_max = 4096;                 ///< inputs; the text of one has file_bytes_max bytes at most
constexpr std::int64_t drill_time_max = 36'525LL * 86'400'000;   ///< model time in ms, either way: a hundred years
constexpr std::uint32_t drill_bookmarks_max = 10'000;

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

/// An instant that somebody wants to come back to. Bookmarks stand beside the journal: neither digest nor seal changes with them.
struct Bookmark {
    ModelTime at;
    std::string text = {};  ///< a note, or nothing
    friend bool operator==(const Bookmark&, const Bookmark&) = default;
    friend auto operator<=>(const Bookmark&, const Bookmark&) = default;
};

struct DrillFile {
    DrillHeader header;
    std::vector<DrillInput> inputs;
    Journal journal;
    std::vector<Bookmark> bookmarks = {};  ///< by instant, then by text
};

/// Writes beside `target` and renames: the old file stands until the new one is whole and on disk. Machine faults (no space, no right, no
/// such folder, a folder in its place, a file there that is not closed, another writer) throw std::system_error; then nothing is left beside
/// the target, and when interrupted at most a `.part` file that the next write replaces. A link is followed. Equal arguments give equal bytes.
/// The journal is whole (`started` to `ended`), the digests are right, texts are UTF-8 without control characters but newline and tab, ranges
/// are not the wrong way round, bookmarks are in order: asserted, because nobody could read the file otherwise. Only a path may hold any bytes: what is not UTF-8 in it
/// becomes U+FFFD. `vfs` names an SQLite file system, null for the usual one (tests).
void write_drill(const std::filesystem::path& target, const DrillHeader& header, const std::vector<DrillInput>& inputs, const Journal& journal, const char* vfs = nullptr, const std::vector<Bookmark>& bookmarks = {});

/// Whether it can stand as a bookmark's text: UTF-8 without control characters but newline and tab, not too long.
bool is_bookmark_text(std::string_view text);

/// Reads and checks everything: application id, format, schema (no triggers, no views), bounded sizes, digests of inputs and journal, order of
/// time and causes. Whatever is wrong is one Diagnostic (docs/drill-file.md lists the codes) whose hint says what can still be read; nothing
/// comes back then. Never writes to the file, not even beside it. A machine that cannot read (I/O error, no memory) throws std::system_error.
std::optional<DrillFile> read_drill(const std::filesystem::path& path, Diagnostics& out);

}  // namespace sandtable
