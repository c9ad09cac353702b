// What the writer and the reader of a drill file both hold it to (docs/drill-file.md).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sandtable/drill_file.hpp"

namespace sandtable {

constexpr std::int32_t drill_application_id = 0x53616e64;  // "Sand", where file(1) finds it
constexpr int drill_page_size = 4096;

struct DrillTable {
    std::string_view name, sql;
};

/// The whole schema, byte for byte as SQLite keeps it. A change of a letter is a new drill_format.
inline constexpr DrillTable drill_tables_of_2[] = {
    {"meta", "CREATE TABLE meta(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"},
    {"inputs", "CREATE TABLE inputs(position INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, path TEXT NOT NULL, "
               "digest TEXT NOT NULL, text TEXT NOT NULL) STRICT"},
    {"entries", "CREATE TABLE entries(no INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, kind TEXT NOT NULL, plan TEXT NOT NULL, "
                "incident TEXT NOT NULL, agency TEXT NOT NULL, clause TEXT NOT NULL, cause INTEGER, held_by INTEGER) STRICT"},
    {"items", "CREATE TABLE items(entry INTEGER NOT NULL, position INTEGER NOT NULL, key TEXT NOT NULL, type TEXT NOT NULL, "
              "text TEXT, low INTEGER, high INTEGER, PRIMARY KEY(entry, position)) STRICT, WITHOUT ROWID"},
    {"bookmarks", "CREATE TABLE bookmarks(position INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, text TEXT NOT NULL) STRICT"},
};
/// What a file of that format has: format 1 no bookmarks.
constexpr std::span<const DrillTable> drill_tables(int format) { return std::span(drill_tables_of_2).first(format == 1 ? std::size(drill_tables_of_2) - 1 : std::size(drill_tables_of_2)); }

/// "text", "number", "range".
std::string_view drill_item_type(Item::Type type);

/// "sha256:..." over what the journal's digest leaves out: the header, the number of entries, and of each input kind, id, path and digest.
/// Against accidents, not against forgers: who changes the file can compute it again.
std::string drill_seal(const DrillHeader& header, const std::vector<DrillInput>& inputs, std::uint32_t entries);

/// UTF-8 without control characters (control_in) but newline and tab, and not too long: a file from
/// elsewhere cannot talk to somebody's terminal.
bool is_drill_text(std::string_view text);
/// `text` with U+FFFD for every character, and every byte that is none, that is_drill_text would
/// refuse.
std::string drill_cleaned(std::string_view text);

/// "TARGET-wal" ...: the file SQLite keeps beside an open one, if there is one that is not empty; else an empty path.
std::filesystem::path drill_side_file(const std::filesystem::path& file);

/// Where a database for `target` is written: real_target, short enough for SQLite, with no side
/// file. Throws std::system_error.
std::filesystem::path database_target(const std::filesystem::path& target);

}  // namespace sandtable
