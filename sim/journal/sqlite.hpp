// SQLite with owners: a connection, its statements, and one thing thrown when it answers anything but what was asked for.
// Only this room includes <sqlite3.h>.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <sqlite3.h>

namespace sandtable {

/// What SQLite answered: its primary code, errno where the system was behind it (else 0), its own words.
struct SqliteFault {
    int code = 0;
    int os_error = 0;
    std::string words;

    /// The machine's fault (disk, rights, memory, another program) and not the file's.
    bool machine() const;
    /// What errno would have said.
    int errno_value() const;
};

/// Longest path it opens: its own 512 less the "-journal" it might add.
constexpr std::size_t sqlite_path_max = 504;

/// A connection; only one thread uses it.
class Sqlite {
public:
    Sqlite(const std::string& name, int flags, const char* vfs = nullptr);
    ~Sqlite() { sqlite3_close_v2(handle_); }
    Sqlite(const Sqlite&) = delete;
    Sqlite& operator=(const Sqlite&) = delete;

    /// Statements without an answer that matters.
    void run(const std::string& sql);
    sqlite3* handle() const { return handle_; }
    [[noreturn]] void fail(int code) const;

private:
    sqlite3* handle_ = nullptr;
};

/// A prepared statement. Parameters and columns count from 0, each call of `bind` takes the next parameter.
class SqliteStatement {
public:
    SqliteStatement(const Sqlite& db, std::string_view sql);
    ~SqliteStatement() { sqlite3_finalize(handle_); }
    SqliteStatement(const SqliteStatement&) = delete;
    SqliteStatement& operator=(const SqliteStatement&) = delete;

    /// The bytes must last until `put`.
    SqliteStatement& bind(std::string_view text);
    SqliteStatement& bind(std::int64_t number);
    SqliteStatement& bind(std::nullptr_t null);
    /// Executes a statement without rows and takes new parameters.
    void put();
    /// Whether there is another row.
    bool step();

    int columns() const { return sqlite3_column_count(handle_); }
    /// SQLITE_INTEGER, SQLITE_TEXT ...
    int type(int column) const { return sqlite3_column_type(handle_, column); }
    std::int64_t number(int column) const { return sqlite3_column_int64(handle_, column); }
    /// Valid until the next step.
    std::string_view text(int column) const;

private:
    void check(int code) const;

    const Sqlite& db_;
    sqlite3_stmt* handle_ = nullptr;
    int bound_ = 0;
};

}  // namespace sandtable
