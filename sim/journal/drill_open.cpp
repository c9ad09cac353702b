#include "journal/drill_open.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <set>
#include <system_error>

#include "journal/drill_schema.hpp"

namespace fs = std::filesystem;

namespace sandtable {

void refuse_drill(std::string_view code, std::vector<Word> words, Text hint) {
    throw DrillRefusal{std::string(code), std::move(words), std::move(hint)};
}

Word drill_word(std::string_view untrusted) {
    std::string word = drill_cleaned(untrusted.substr(0, 400));
    for (char& c : word)
        if (c == '\n' || c == '\t') c = ' ';
    return clipped(word, 100);
}

std::string drill_uri(const fs::path& file) {
    std::string uri = "file://";
    for (const char c : file.string()) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '-' || c == '_';
        if (plain) uri += c;
        else uri += {'%', "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15]};
    }
    return uri + "?mode=ro&immutable=1";
}

fs::path drill_regular_file(const fs::path& path) {
    const auto unreadable = [&](int error) { refuse_drill("file-unreadable", {path.string(), std::strerror(error)}, tell("drill-readable-none")); };
    std::error_code failed;
    const auto status = fs::status(path, failed);
    if (status.type() == fs::file_type::not_found) refuse_drill("file-missing", {path.string()});
    if (failed) unreadable(failed.value());
    if (fs::is_directory(status)) refuse_drill("file-is-folder", {path.string()});
    if (!fs::is_regular_file(status)) refuse_drill("drill-not-regular", {path.string()});
    const fs::path file = fs::canonical(path, failed);
    if (failed) unreadable(failed.value());
    if (file.native().size() > sqlite_path_max) unreadable(ENAMETOOLONG);
    if (const fs::path side = drill_side_file(file); !side.empty())
        refuse_drill("drill-open", {drill_word(side.filename().string())}, tell("drill-open-hint"));
    return file;
}

namespace {

std::uint32_t big_endian(const unsigned char* bytes, int count) {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i) value = value << 8 | bytes[i];
    return value;
}

}  // namespace

int check_drill_bytes(const Sqlite& db) {
    sqlite3_file* file = nullptr;
    if (const int code = sqlite3_file_control(db.handle(), "main", SQLITE_FCNTL_FILE_POINTER, &file); code != SQLITE_OK) db.fail(code);
    sqlite3_int64 bytes = 0;
    if (const int code = file->pMethods->xFileSize(file, &bytes); code != SQLITE_OK) db.fail(code);
    if (bytes == 0) refuse_drill("drill-empty", {}, tell("drill-readable-none"));
    constexpr std::string_view magic("SQLite format 3\0", 16);
    std::array<unsigned char, 100> head{};
    const auto there = static_cast<std::size_t>(std::min<sqlite3_int64>(bytes, head.size()));
    if (const int code = file->pMethods->xRead(file, head.data(), static_cast<int>(there), 0); code != SQLITE_OK) db.fail(code);
    if (std::memcmp(head.data(), magic.data(), std::min(there, magic.size())) != 0) refuse_drill("drill-not", {}, tell("drill-not-hint"));
    if (there < head.size()) refuse_drill("drill-cut", {bytes, head.size()}, tell("drill-readable-none"));
    if (big_endian(&head[68], 4) != static_cast<std::uint32_t>(drill_application_id)) refuse_drill("drill-other", {}, tell("drill-not-hint"));
    const auto format = static_cast<std::int32_t>(big_endian(&head[60], 4));
    if (format > drill_format) refuse_drill("drill-newer", {format, drill_format}, tell("drill-newer-hint"));
    if (format < 1) refuse_drill("drill-format", {format, drill_format});
    // 2: write-ahead log, which only a recording has that was not closed.
    if (head[18] == 2 && head[19] == 2) refuse_drill("drill-open", {"-wal"}, tell("drill-open-hint"));
    const std::uint32_t page = big_endian(&head[16], 2) == 1 ? 65536 : big_endian(&head[16], 2);
    const auto whole = static_cast<sqlite3_int64>(big_endian(&head[28], 4)) * page;
    if (bytes < whole) refuse_drill("drill-cut", {bytes, whole});
    if (bytes > whole) refuse_drill("drill-damaged", {tell("drill-longer", {bytes, whole})});
    return format;
}

void guard_drill(Sqlite& db, bool salvage) {
    const auto set = [&](int what, int on) {
        if (const int code = sqlite3_db_config(db.handle(), what, on, nullptr); code != SQLITE_OK) db.fail(code);
    };
    set(SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
    set(SQLITE_DBCONFIG_ENABLE_TRIGGER, 0);
    set(SQLITE_DBCONFIG_ENABLE_VIEW, 0);
    set(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
    set(SQLITE_DBCONFIG_WRITABLE_SCHEMA, salvage);
    set(SQLITE_DBCONFIG_DEFENSIVE, !salvage);
    sqlite3_limit(db.handle(), SQLITE_LIMIT_LENGTH, static_cast<int>(file_bytes_max + drill_text_max));
    sqlite3_limit(db.handle(), SQLITE_LIMIT_SQL_LENGTH, 1 << 16);
    sqlite3_limit(db.handle(), SQLITE_LIMIT_COLUMN, 100);
    sqlite3_limit(db.handle(), SQLITE_LIMIT_EXPR_DEPTH, 20);
    sqlite3_limit(db.handle(), SQLITE_LIMIT_VDBE_OP, 25'000);
    sqlite3_limit(db.handle(), SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(db.handle(), SQLITE_LIMIT_TRIGGER_DEPTH, 1);
    db.run("PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA query_only=ON");
}

void check_drill_tables(const Sqlite& db, int format) {
    const auto tables = drill_tables(format);
    const auto wrong = [](std::string_view reason, const std::vector<Word>& words) {
        refuse_drill("drill-schema", {tell(reason, words)}, tell("drill-schema-hint"));
    };
    std::set<std::string_view> missing;
    for (const DrillTable& table : tables) missing.insert(table.name);
    SqliteStatement row(db, "SELECT type, name, tbl_name, sql FROM sqlite_master");
    while (row.step()) {
        const auto named = [&](const DrillTable& table) { return table.name == row.text(1); };
        const auto ours = std::find_if(tables.begin(), tables.end(), named);
        const bool table = row.text(0) == "table" && ours != tables.end() && row.text(2) == ours->name;
        if (!table || missing.erase(ours->name) == 0) wrong("drill-schema-foreign", {drill_word(row.text(0)), drill_word(row.text(1))});
        if (row.text(3) != ours->sql) wrong("drill-schema-altered", {ours->name});
    }
    if (!missing.empty()) wrong("drill-schema-missing", {*missing.begin()});
}

void check_drill_pages(const Sqlite& db) {
    SqliteStatement row(db, "PRAGMA quick_check(1)");
    std::string_view said = row.step() ? row.text(0) : std::string_view("quick_check");
    if (said == "ok") return;
    constexpr std::string_view front = "*** in database main ***\n";
    if (said.starts_with(front)) said.remove_prefix(front.size());
    throw SqliteFault{SQLITE_CORRUPT, 0, std::string(said)};
}

}  // namespace sandtable
