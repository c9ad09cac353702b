// Loaded before the C library (LD_PRELOAD) into the program that is tested: a disk that fails at a
// chosen act, under one folder. Not a part of the tests' program.
//
//   FAILING_FOLDER  where it fails: acts on files elsewhere are not counted
//   FAILING_AT      the number of the act; 0: none
//   FAILING_HOW     short: half of what is to be written is; full: there is no room from then on;
//                   broken: the act fails with EIO; killed: the program ends there
//   FAILING_COUNT   a file that gets the number of acts
//
// An act is a call that makes, fills, cuts, syncs, closes or renames something there.
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

namespace {

std::atomic<long> acts{0};

const char* setting(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}
bool there(const char* path) {
    const char* folder = setting("FAILING_FOLDER");
    return *folder != '\0' && std::strncmp(path, folder, std::strlen(folder)) == 0;
}
bool there(int descriptor) {
    char link[64], path[PATH_MAX];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const ssize_t n = ::readlink(link, path, sizeof path - 1);
    if (n <= 0) return false;
    path[n] = '\0';
    return there(path);
}

enum class Kind { room, write, other };

/// Counts an act. The error it fails with, 0 if it goes on, -1 if half of it does.
int act(Kind kind) {
    const long number = ++acts, at = std::atol(setting("FAILING_AT"));
    const char* how = setting("FAILING_HOW");
    if (at == 0 || number < at) return 0;
    if (std::strcmp(how, "full") == 0) return kind == Kind::other ? 0 : ENOSPC;
    if (number > at) return 0;
    if (std::strcmp(how, "killed") == 0) ::kill(::getpid(), SIGKILL);
    if (std::strcmp(how, "broken") == 0) return EIO;
    return kind == Kind::write ? -1 : 0;
}

template <class Call>
Call real(const char* name) {
    return reinterpret_cast<Call>(::dlsym(RTLD_NEXT, name));
}

/// What a call that is an act gives: -1 with errno, or what the real one gives.
template <class Call>
int tried(bool counts, Kind kind, Call call) {
    if (const int error = counts ? act(kind) : 0; error > 0) return errno = error, -1;
    return call();
}

struct Written {
    ~Written() {
        const char* name = setting("FAILING_COUNT");
        if (*name == '\0') return;
        char text[32];
        const int n = std::snprintf(text, sizeof text, "%ld", acts.load());
        const long file = ::syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        ::syscall(SYS_write, file, text, n);
        ::syscall(SYS_close, file);
    }
} written;

int opened(const char* name, const char* path, int flags, mode_t mode) {
    const bool makes = (flags & (O_CREAT | O_WRONLY | O_RDWR)) != 0 && there(path);
    return tried(makes, (flags & O_CREAT) != 0 ? Kind::room : Kind::other,
                 [&] { return real<int (*)(const char*, int, ...)>(name)(path, flags, mode); });
}

template <class Rest>
ssize_t put(int descriptor, std::size_t bytes, Rest rest) {
    const int error = there(descriptor) ? act(Kind::write) : 0;
    if (error > 0) return errno = error, -1;
    return rest(error < 0 && bytes > 1 ? bytes / 2 : bytes);
}

mode_t mode_of(int flags, va_list rest) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
}

}  // namespace

extern "C" {

#define OPENS(name)                               \
    int name(const char* path, int flags, ...) {  \
        va_list rest;                             \
        va_start(rest, flags);                    \
        const mode_t mode = mode_of(flags, rest); \
        va_end(rest);                             \
        return opened(#name, path, flags, mode);  \
    }
OPENS(open)
OPENS(open64)
#undef OPENS

ssize_t write(int descriptor, const void* bytes, std::size_t n) {
    return put(descriptor, n, [&](std::size_t some) {
        return real<ssize_t (*)(int, const void*, std::size_t)>("write")(descriptor, bytes, some);
    });
}
ssize_t pwrite64(int descriptor, const void* bytes, std::size_t n, off64_t at) {
    return put(descriptor, n, [&](std::size_t some) {
        return real<ssize_t (*)(int, const void*, std::size_t, off64_t)>("pwrite64")(
            descriptor, bytes, some, at);
    });
}
ssize_t pwrite(int descriptor, const void* bytes, std::size_t n, off_t at) {
    return pwrite64(descriptor, bytes, n, at);
}
int ftruncate64(int descriptor, off64_t size) {
    return tried(there(descriptor), Kind::room,
                 [&] { return real<int (*)(int, off64_t)>("ftruncate64")(descriptor, size); });
}
int ftruncate(int descriptor, off_t size) { return ftruncate64(descriptor, size); }
int fsync(int descriptor) {
    return tried(there(descriptor), Kind::other,
                 [&] { return real<int (*)(int)>("fsync")(descriptor); });
}
int fdatasync(int descriptor) {
    return tried(there(descriptor), Kind::other,
                 [&] { return real<int (*)(int)>("fdatasync")(descriptor); });
}
int fchmod(int descriptor, mode_t mode) {
    return tried(there(descriptor), Kind::other,
                 [&] { return real<int (*)(int, mode_t)>("fchmod")(descriptor, mode); });
}
int close(int descriptor) {
    const bool counts = there(descriptor);
    const int done = real<int (*)(int)>("close")(descriptor);  // a failing close closes
    return tried(counts, Kind::other, [&] { return done; });
}
int rename(const char* from, const char* to) {
    return tried(there(to), Kind::other,
                 [&] { return real<int (*)(const char*, const char*)>("rename")(from, to); });
}
int mkdir(const char* path, mode_t mode) {
    return tried(there(path), Kind::room,
                 [&] { return real<int (*)(const char*, mode_t)>("mkdir")(path, mode); });
}

}  // extern "C"
