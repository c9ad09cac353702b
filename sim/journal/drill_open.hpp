// Opening a drill file from anywhere: what is checked before a row of it is read.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "journal/sqlite.hpp"
#include "sandtable/text.hpp"

namespace sandtable {

/// The file is wrong. Thrown between opening and reading only, and caught by read_drill: checks stand in one line each, and whatever was read
/// until then still counts for the hint.
struct DrillRefusal {
    std::string code;
    std::vector<Word> words;
    Text hint;  ///< empty: how many entries can be read
};

[[noreturn]] void refuse_drill(std::string_view code, std::vector<Word> words = {}, Text hint = {});

/// A word out of the file, fit to be shown.
Word drill_word(std::string_view untrusted);

/// The file behind `path`, after what can be said without opening it.
std::filesystem::path drill_regular_file(const std::filesystem::path& path);

/// For SQLITE_OPEN_URI. Immutable: SQLite takes no lock and looks for no side file, so that nothing is written even where it could be.
std::string drill_uri(const std::filesystem::path& file);

/// The first hundred bytes (sqlite.org/fileformat.html, 1.3), before SQLite interprets any of them; returns the format they name.
int check_drill_bytes(const Sqlite& db);
/// A file from elsewhere: no code of its schema runs, nothing in it is larger than ours could be, every page is looked at closely.
/// `salvage` lets SQLite read a file that ends early.
void guard_drill(Sqlite& db, bool salvage);
/// The tables are ours to the letter, and there is nothing else.
void check_drill_tables(const Sqlite& db, int format);
/// SQLite's own check of every page.
void check_drill_pages(const Sqlite& db);

}  // namespace sandtable
