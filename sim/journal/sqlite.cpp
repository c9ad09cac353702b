#include "journal/sqlite.hpp"

#include <cerrno>

namespace sandtable {

int SqliteFault::errno_value() const {
    if (os_error != 0) return os_error;
    switch (code) {
        case SQLITE_FULL: return ENOSPC;
        case SQLITE_NOMEM: return ENOMEM;
        case SQLITE_PERM:
        case SQLITE_AUTH:
        case SQLITE_READONLY: return EACCES;
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return EBUSY;
        default: return EIO;
    }
}

bool SqliteFault::machine() const {
    switch (code) {
        case SQLITE_FULL:
        case SQLITE_NOMEM:
        case SQLITE_PERM:
        case SQLITE_AUTH:
        case SQLITE_READONLY:
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN: return true;
        default: return false;
    }
}

Sqlite::Sqlite(const std::string& name, int flags, const char* vfs) {
    const int code = sqlite3_open_v2(name.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, vfs);
    if (code == SQLITE_OK) return;
    const SqliteFault fault{code & 0xff, handle_ != nullptr ? sqlite3_system_errno(handle_) : 0, sqlite3_errstr(code)};
    sqlite3_close_v2(handle_);
    throw fault;
}

void Sqlite::run(const std::string& sql) {
    if (const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr); code != SQLITE_OK) fail(code);
}

void Sqlite::fail(int code) const {
    SqliteFault fault{code & 0xff, 0, sqlite3_errcode(handle_) == SQLITE_OK ? sqlite3_errstr(code) : sqlite3_errmsg(handle_)};
    if (fault.code == SQLITE_CANTOPEN) fault.os_error = sqlite3_system_errno(handle_);
    // Clearing up after the failure may have changed errno, which is what sqlite3_system_errno has; the file keeps its own.
    if (fault.code == SQLITE_IOERR) sqlite3_file_control(handle_, "main", SQLITE_FCNTL_LAST_ERRNO, &fault.os_error);
    throw fault;
}

SqliteStatement::SqliteStatement(const Sqlite& db, std::string_view sql) : db_(db) {
    check(sqlite3_prepare_v2(db.handle(), sql.data(), static_cast<int>(sql.size()), &handle_, nullptr));
}

void SqliteStatement::check(int code) const {
    if (code != SQLITE_OK) db_.fail(code);
}

SqliteStatement& SqliteStatement::bind(std::string_view text) {
    // An empty view may have no address, which SQLite would take for NULL.
    check(sqlite3_bind_text64(handle_, ++bound_, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

SqliteStatement& SqliteStatement::bind(std::int64_t number) {
    check(sqlite3_bind_int64(handle_, ++bound_, number));
    return *this;
}

SqliteStatement& SqliteStatement::bind(std::nullptr_t) {
    check(sqlite3_bind_null(handle_, ++bound_));
    return *this;
}

void SqliteStatement::put() {
    while (step()) {}
    check(sqlite3_reset(handle_));
    bound_ = 0;
}

bool SqliteStatement::step() {
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) db_.fail(code);
    return false;
}

std::string_view SqliteStatement::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    if (bytes == nullptr) {  // NULL, or no memory to convert it
        if (sqlite3_errcode(db_.handle()) == SQLITE_NOMEM) db_.fail(SQLITE_NOMEM);
        return {};
    }
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

}  // namespace sandtable
