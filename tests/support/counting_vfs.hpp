// An SQLite file system that counts what is done to files and dies, or runs full, at the n-th act.
#pragma once

#include <cstring>

#include <sqlite3.h>
#include <unistd.h>

namespace sandtable {

struct VfsFault {
    enum class Then { nothing, die, full };
    Then then = Then::nothing;
    int at = 0;                     ///< which act, from 1; `full` stays full from there on
    int acts = 0;                   ///< counted so far: opened, written, truncated, synced, deleted, closed
    bool closed_unsynced = false;   ///< a file was closed with something written after its last sync
};
inline VfsFault vfs_fault;

namespace counting_vfs {

constexpr const char* name = "sandtable-counting";

struct File {
    sqlite3_file base;
    bool unsynced;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
inline File* of(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
inline sqlite3_vfs* system_vfs() {
    static sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
    return vfs;
}

/// SQLITE_OK, or what this act ends with. `room`: an act that a full disk refuses.
inline int act(bool room) {
    ++vfs_fault.acts;
    if (vfs_fault.then == VfsFault::Then::die && vfs_fault.acts == vfs_fault.at) ::_exit(9);
    if (vfs_fault.then == VfsFault::Then::full && vfs_fault.acts >= vfs_fault.at && room) return SQLITE_FULL;
    return SQLITE_OK;
}

inline int close(sqlite3_file* f) {
    act(false);
    vfs_fault.closed_unsynced |= of(f)->unsynced;
    sqlite3_file* real = of(f)->real();
    return real->pMethods->xClose(real);
}
inline int read(sqlite3_file* f, void* to, int n, sqlite3_int64 at) { return of(f)->real()->pMethods->xRead(of(f)->real(), to, n, at); }
inline int write(sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
    if (const int code = act(true); code != SQLITE_OK) return code;
    of(f)->unsynced = true;
    return of(f)->real()->pMethods->xWrite(of(f)->real(), from, n, at);
}
inline int truncate(sqlite3_file* f, sqlite3_int64 size) {
    if (const int code = act(true); code != SQLITE_OK) return code;
    of(f)->unsynced = true;
    return of(f)->real()->pMethods->xTruncate(of(f)->real(), size);
}
inline int sync(sqlite3_file* f, int flags) {
    if (const int code = act(true); code != SQLITE_OK) return code;
    of(f)->unsynced = false;
    return of(f)->real()->pMethods->xSync(of(f)->real(), flags);
}
inline int size(sqlite3_file* f, sqlite3_int64* out) { return of(f)->real()->pMethods->xFileSize(of(f)->real(), out); }
inline int lock(sqlite3_file* f, int level) { return of(f)->real()->pMethods->xLock(of(f)->real(), level); }
inline int unlock(sqlite3_file* f, int level) { return of(f)->real()->pMethods->xUnlock(of(f)->real(), level); }
inline int reserved(sqlite3_file* f, int* out) { return of(f)->real()->pMethods->xCheckReservedLock(of(f)->real(), out); }
inline int control(sqlite3_file* f, int what, void* arg) { return of(f)->real()->pMethods->xFileControl(of(f)->real(), what, arg); }
inline int sector(sqlite3_file* f) { return of(f)->real()->pMethods->xSectorSize(of(f)->real()); }
inline int traits(sqlite3_file* f) { return of(f)->real()->pMethods->xDeviceCharacteristics(of(f)->real()); }

inline int open(sqlite3_vfs*, const char* path, sqlite3_file* f, int flags, int* out_flags) {
    static sqlite3_io_methods methods = [] {
        sqlite3_io_methods m{};
        m.iVersion = 1;
        m.xClose = close;
        m.xRead = read;
        m.xWrite = write;
        m.xTruncate = truncate;
        m.xSync = sync;
        m.xFileSize = size;
        m.xLock = lock;
        m.xUnlock = unlock;
        m.xCheckReservedLock = reserved;
        m.xFileControl = control;
        m.xSectorSize = sector;
        m.xDeviceCharacteristics = traits;
        return m;
    }();
    act(false);
    of(f)->base.pMethods = nullptr;
    of(f)->unsynced = false;
    const int code = system_vfs()->xOpen(system_vfs(), path, of(f)->real(), flags, out_flags);
    if (of(f)->real()->pMethods != nullptr) of(f)->base.pMethods = &methods;
    return code;
}
inline int remove(sqlite3_vfs*, const char* path, int sync_folder) {
    act(false);
    return system_vfs()->xDelete(system_vfs(), path, sync_folder);
}

/// Registers it (once) and starts counting anew.
inline const char* start(VfsFault fault = {}) {
    static sqlite3_vfs vfs = [] {
        sqlite3_vfs v = *system_vfs();  // what is not overridden takes no notice of the first argument
        v.pNext = nullptr;
        v.zName = name;
        v.szOsFile = static_cast<int>(sizeof(File)) + system_vfs()->szOsFile;
        v.xOpen = open;
        v.xDelete = remove;
        return v;
    }();
    static const int registered = sqlite3_vfs_register(&vfs, 0);
    (void)registered;
    vfs_fault = fault;
    return name;
}

}  // namespace counting_vfs
}  // namespace sandtable
