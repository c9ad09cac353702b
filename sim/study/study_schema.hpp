// What the writer and the reader of a study file both hold it to (docs/study-file.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "journal/sqlite.hpp"
#include "sandtable/study_file.hpp"

namespace sandtable {

constexpr std::int32_t study_application_id = 0x53745564;  // "StUd"
inline constexpr std::size_t variants_in_file_max = 10'000;
constexpr std::int64_t seconds_max =
    8LL * 366 * 86'400;                        // of a length, either way: twice the longest run
constexpr std::uint64_t emptiness_max = 1000;  // places of a row for each value that is there

/// The whole schema, byte for byte as SQLite keeps it. A change of a letter is a new study_format.
struct StudyTable {
    std::string_view name, sql;
};
inline constexpr StudyTable study_tables[] = {
    {"meta",
     "CREATE TABLE meta(key TEXT NOT NULL, position INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY(key, position)) STRICT, WITHOUT ROWID"},
    {"measures",
     "CREATE TABLE measures(variant INTEGER NOT NULL, measure INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, clause TEXT NOT NULL, subject TEXT NOT NULL, joint INTEGER NOT NULL, "
     "PRIMARY KEY(variant, measure)) STRICT, WITHOUT ROWID"},
    {"tallies",
     "CREATE TABLE tallies(variant INTEGER NOT NULL, of TEXT NOT NULL, measure INTEGER NOT NULL, yes INTEGER NOT NULL, no INTEGER NOT NULL, same INTEGER NOT NULL, open INTEGER NOT NULL, "
     "early INTEGER NOT NULL, waived INTEGER NOT NULL, never_arose INTEGER NOT NULL, never_done INTEGER NOT NULL, count INTEGER NOT NULL, "
     "least_ms INTEGER, most_ms INTEGER, sum_ms INTEGER, PRIMARY KEY(variant, of, measure)) STRICT, WITHOUT ROWID"},
    {"bins",
     "CREATE TABLE bins(variant INTEGER NOT NULL, of TEXT NOT NULL, measure INTEGER NOT NULL, second INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY(variant, of, measure, second)) STRICT, WITHOUT ROWID"},
    {"samples",
     "CREATE TABLE samples(variant INTEGER NOT NULL, replication INTEGER NOT NULL, measure INTEGER NOT NULL, value INTEGER NOT NULL, PRIMARY KEY(variant, replication, measure)) STRICT, WITHOUT ROWID"},
    {"breaches",
     "CREATE TABLE breaches(variant INTEGER NOT NULL, duty TEXT NOT NULL, clause TEXT NOT NULL, late INTEGER NOT NULL, never INTEGER NOT NULL, ms INTEGER NOT NULL, first INTEGER NOT NULL, "
     "PRIMARY KEY(variant, duty)) STRICT, WITHOUT ROWID"},
    {"parts",
     "CREATE TABLE parts(variant INTEGER NOT NULL, duty TEXT NOT NULL, part TEXT NOT NULL, ms INTEGER NOT NULL, breaches INTEGER NOT NULL, PRIMARY KEY(variant, duty, part)) STRICT, WITHOUT ROWID"},
    {"pairs",
     "CREATE TABLE pairs(a INTEGER NOT NULL, b INTEGER NOT NULL, yes INTEGER NOT NULL, no INTEGER NOT NULL, same INTEGER NOT NULL, open INTEGER NOT NULL, PRIMARY KEY(a, b)) STRICT, WITHOUT ROWID"},
    {"hours",
     "CREATE TABLE hours(variant INTEGER NOT NULL, pool TEXT NOT NULL, hour INTEGER NOT NULL, busy_ms INTEGER NOT NULL, waited_ms INTEGER NOT NULL, PRIMARY KEY(variant, pool, hour)) STRICT, WITHOUT ROWID"},
};
constexpr std::string_view of_itself = "value", of_difference = "difference";

/// "sha256:..." over every row of every table, the seal's own apart. Against accidents, not against
/// forgers: who changes the file can compute it again.
std::string study_seal(const Sqlite& db);

/// What an honest file never says: counts that do not add up, names that stand twice, values out of
/// bounds. A word for what is wrong, or "".
std::string study_fault(const StudyFile& file);

}  // namespace sandtable
