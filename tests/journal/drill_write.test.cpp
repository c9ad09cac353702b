#include <cerrno>
#include <csignal>
#include <cstddef>
#include <system_error>

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "support/catch.hpp"
#include "support/counting_vfs.hpp"
#include "support/sample_drill.hpp"
#include "support/scratch_folder.hpp"

using namespace sandtable;
namespace fs = std::filesystem;

namespace {

using Then = VfsFault::Then;

/// errno of the failure, 0 if there was none; `what` receives the message.
int write_error(const fs::path& target, const DrillFile& drill, const char* vfs = nullptr, std::string* what = nullptr) {
    try {
        write_drill(target, drill, vfs);
        return 0;
    } catch (const std::system_error& error) {
        if (what != nullptr) *what = error.what();
        return error.code().value();
    }
}

bool refused_or_same(const fs::path& file, const DrillFile& drill) {
    Diagnostics said;
    const auto read = read_drill(file, said);
    return read ? same_drill(*read, drill) : said.all().size() == 1;
}

/// Every act of the file system while `drill` is written.
int acts_of(const DrillFile& drill) {
    const ScratchFolder folder;
    write_drill(folder / "a.drill", drill, counting_vfs::start());
    return vfs_fault.acts;
}

/// From now on a system call of this process ends it (error 0) or fails with `error`.
bool forbid(std::initializer_list<long> calls, int error) {
    std::vector<sock_filter> program = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr))};
    for (const long call : calls) {
        program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(call), 0, 1));
        program.push_back(BPF_STMT(BPF_RET | BPF_K, error == 0 ? SECCOMP_RET_KILL_PROCESS : SECCOMP_RET_ERRNO | static_cast<unsigned>(error)));
    }
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

const std::initializer_list<long> sync_calls = {SYS_fsync};
const std::initializer_list<long> rename_calls = {
#ifdef SYS_rename
    SYS_rename,
#endif
    SYS_renameat, SYS_renameat2};

}  // namespace

TEST_CASE("a writer killed at any act leaves the old file or the whole new one") {
    const DrillFile older = sample_drill(70), newer = sample_drill();
    const int acts = acts_of(newer);
    INFO("acts: " << acts);
    REQUIRE(acts > 15);
    for (const bool replaces : {true, false}) {
        const ScratchFolder folder;
        write_drill(folder / "whole.drill", newer);
        write_drill(folder / "old.drill", older);
        const std::string whole = bytes_of(folder / "whole.drill"), old = bytes_of(folder / "old.drill");
        const fs::path target = folder / "a.drill", part = folder / "a.drill.part";
        int part_seen = 0;
        for (int n = 1; n <= acts + 1; ++n) {
            INFO("killed at " << n << " of " << acts << ", replaces " << replaces);
            fs::remove(target);
            if (replaces) fs::copy(folder / "old.drill", target);
            const int code = in_child([&] {
                write_drill(target, newer, counting_vfs::start({.then = Then::die, .at = n}));
                return 0;
            });
            REQUIRE(code == (n <= acts ? 9 : 0));
            const bool there = fs::exists(target);
            CHECK((there ? bytes_of(target) : "nothing") == (code == 0 ? whole : replaces ? old : "nothing"));
            if (fs::exists(part)) {
                ++part_seen;
                CHECK(refused_or_same(part, newer));
            }
            CHECK(fs::exists(part) == (code == 9));
            CHECK_FALSE(fs::exists(folder / "a.drill.part-journal"));
            CHECK_FALSE(fs::exists(folder / "a.drill.part-wal"));
        }
        CHECK(part_seen == acts);
        CHECK(snapshot(folder.path()).size() == 4);  // the last writer cleared up after those before it
    }
}

TEST_CASE("a writer of a file larger than its cache is no different") {
    const DrillFile older = sample_drill(70), newer = sample_drill(25'000);
    const int acts = acts_of(newer);
    INFO("acts: " << acts);
    REQUIRE(acts > 500);
    const ScratchFolder folder;
    const fs::path target = folder / "a.drill";
    write_drill(target, older);
    const std::string old = bytes_of(target);
    for (int n = 1; n < acts - 5; n += acts / 8) {
        INFO("killed, then full, at " << n << " of " << acts);
        CHECK(in_child([&] { return write_error(target, newer, counting_vfs::start({.then = Then::die, .at = n})); }) == 9);
        CHECK(bytes_of(target) == old);
        CHECK(refused_or_same(folder / "a.drill.part", newer));
        CHECK(write_error(target, newer, counting_vfs::start({.then = Then::full, .at = n})) == ENOSPC);
        CHECK(bytes_of(target) == old);
        CHECK(snapshot(folder.path()).size() == 2);
    }
}

TEST_CASE("a writer killed between the database and its name leaves the old file") {
    const DrillFile older = sample_drill(70), newer = sample_drill();
    for (const auto& calls : {sync_calls, rename_calls}) {
        const ScratchFolder folder;
        const fs::path target = folder / "a.drill";
        write_drill(target, older);
        const std::string old = bytes_of(target);
        const int code = in_child([&] {
            if (!forbid(calls, 0)) return 77;
            write_drill(target, newer);
            return 0;
        });
        if (code == 77) {
            WARN("no seccomp here");
            return;
        }
        CHECK(code == 128 + SIGSYS);
        CHECK(bytes_of(target) == old);
        Diagnostics said;
        CHECK(refused_or_same(folder / "a.drill.part", newer));
        write_drill(target, newer);
        CHECK(same_drill(read_drill(target, said).value(), newer));
        CHECK_FALSE(fs::exists(folder / "a.drill.part"));
    }
}

TEST_CASE("a failing sync or rename is told, and the old file stands") {
    const DrillFile older = sample_drill(70), newer = sample_drill();
    for (const auto& calls : {sync_calls, rename_calls}) {
        const ScratchFolder folder;
        const fs::path target = folder / "a.drill";
        write_drill(target, older);
        const std::string old = bytes_of(target);
        const int code = in_child([&] { return forbid(calls, EIO) ? write_error(target, newer) : 77; });
        if (code == 77) {
            WARN("no seccomp here");
            return;
        }
        CHECK(code == EIO);
        CHECK(bytes_of(target) == old);
        CHECK(snapshot(folder.path()).size() == 2);
    }
}

TEST_CASE("a disk that runs full at any act is told, leaves the old file and nothing beside it") {
    const DrillFile older = sample_drill(70), newer = sample_drill();
    const int acts = acts_of(newer);
    const ScratchFolder folder;
    const fs::path target = folder / "a.drill";
    write_drill(target, older);
    const std::string old = bytes_of(target);
    int failed = 0;
    for (int n = 1; n <= acts + 1; ++n) {
        INFO("full at " << n << " of " << acts);
        std::string what;
        const int error = write_error(target, newer, counting_vfs::start({.then = Then::full, .at = n}), &what);
        if (error == 0) break;
        ++failed;
        CHECK(error == ENOSPC);
        CHECK(what == "cannot write " + target.string() + " (database or disk is full): No space left on device");
        CHECK(bytes_of(target) == old);
        CHECK(snapshot(folder.path()).size() == 2);
    }
    CHECK(failed >= acts - 2);  // all but closing
    CHECK(bytes_of(target) != old);
    CHECK(refused_or_same(target, newer));
}

TEST_CASE("everything is synced before it gets its name") {
    acts_of(sample_drill());
    CHECK_FALSE(vfs_fault.closed_unsynced);
}

TEST_CASE("a file larger than the system allows is a machine fault too") {
    const ScratchFolder folder;
    write_drill(folder / "a.drill", sample_drill(70));
    const std::string old = bytes_of(folder / "a.drill");
    CHECK(in_child([&] {
              const rlimit small{20'000, 20'000};
              ::signal(SIGXFSZ, SIG_IGN);
              ::setrlimit(RLIMIT_FSIZE, &small);
              return write_error(folder / "a.drill", sample_drill());
          }) == EFBIG);
    CHECK(bytes_of(folder / "a.drill") == old);
    CHECK(snapshot(folder.path()).size() == 2);
}

TEST_CASE("a target that cannot be is refused with the system's reason") {
    const ScratchFolder folder;
    const DrillFile drill = sample_drill(5);
    fs::create_directory(folder / "folder");
    put_bytes(folder / "file", "x");
    std::string what;
    CHECK(write_error(folder / "missing/a.drill", drill, nullptr, &what) == ENOENT);
    CHECK(what == "cannot write " + (folder / "missing").string() + ": No such file or directory");
    CHECK(write_error(folder / "folder", drill, nullptr, &what) == EISDIR);
    CHECK(what == "cannot write " + (folder / "folder").string() + ": Is a directory");
    CHECK(write_error(folder / "folder/", drill) == EISDIR);
    CHECK(write_error(folder / "file/a.drill", drill) == ENOTDIR);
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0644) == 0);  // never try /dev/null here: a test that fails would replace it
    CHECK(write_error(folder / "pipe", drill, nullptr, &what) == EINVAL);
    CHECK(what == "cannot write " + (folder / "pipe").string() + " (not a regular file): Invalid argument");
    CHECK(fs::is_fifo(folder / "pipe"));
    CHECK(write_error(folder / std::string(252, 'x'), drill) == ENAMETOOLONG);
    CHECK(write_error("", drill) != 0);
    fs::path deep = folder.path();
    for (int i = 0; i < 6; ++i) deep /= std::string(90, 'd');
    fs::create_directories(deep);
    CHECK(write_error(deep / "a.drill", drill) == ENAMETOOLONG);
    CHECK(fs::is_empty(deep));
    CHECK(snapshot(folder.path()).size() == 5);  // itself, folder, file, pipe and the first of the deep ones
}

TEST_CASE("a folder without the right to write leaves everything as it was") {
    const ScratchFolder folder;
    write_drill(folder / "a.drill", sample_drill(5));
    const std::string old = bytes_of(folder / "a.drill");
    fs::permissions(folder.path(), fs::perms(0555));
    CHECK(in_child([&] { return become_nobody() ? write_error(folder / "a.drill", sample_drill(70)) : 98; }) == EACCES);
    CHECK(bytes_of(folder / "a.drill") == old);
    CHECK(snapshot(folder.path()).size() == 2);
}

TEST_CASE("a second writer of one file is refused and spoils nothing") {
    const ScratchFolder folder;
    const fs::path target = folder / "a.drill", part = folder / "a.drill.part";
    const int first = ::open(part.c_str(), O_RDWR | O_CREAT, 0644);
    REQUIRE(::flock(first, LOCK_EX | LOCK_NB) == 0);
    REQUIRE(::write(first, "half", 4) == 4);
    std::string what;
    CHECK(write_error(target, sample_drill(5), nullptr, &what) == EBUSY);
    CHECK(what == "cannot write " + part.string() + " (another program is writing it): Device or resource busy");
    CHECK(bytes_of(part) == "half");
    ::close(first);
    CHECK(write_error(target, sample_drill(5)) == 0);
    CHECK(snapshot(folder.path()).size() == 2);
}

TEST_CASE("writers that race each other leave one whole file") {
    const ScratchFolder folder;
    const fs::path target = folder / "a.drill";
    const DrillFile drill = sample_drill(40);
    std::vector<pid_t> children;
    for (int i = 0; i < 4; ++i) {
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            int code = 0;
            for (int round = 0; round < 15; ++round)
                if (const int error = write_error(target, drill); error != 0 && error != EBUSY) code = error;
            ::_exit(code);
        }
        children.push_back(child);
    }
    for (const pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        CHECK(status == 0);
    }
    CHECK(snapshot(folder.path()).size() == 2);
    Diagnostics said;
    CHECK(same_drill(read_drill(target, said).value(), drill));
}

TEST_CASE("what lies at .part is replaced, not written through") {
    const ScratchFolder folder;
    const fs::path target = folder / "a.drill", part = folder / "a.drill.part";
    const DrillFile drill = sample_drill(5);
    put_bytes(folder / "precious", "precious");
    SECTION("a half file") { put_bytes(part, std::string(100'000, 'x')); }
    SECTION("side files of a half file") {
        put_bytes(folder / "a.drill.part-journal", std::string(5000, 'j'));
        put_bytes(folder / "a.drill.part-wal", std::string(5000, 'w'));
    }
    SECTION("a hard link to another file") { fs::create_hard_link(folder / "precious", part); }
    SECTION("a link to another file") { fs::create_symlink("precious", part); }
    SECTION("a link to itself") { fs::create_symlink("a.drill.part", part); }
    CHECK(write_error(target, drill) == 0);
    CHECK(bytes_of(folder / "precious") == "precious");
    CHECK(refused_or_same(target, drill));
    CHECK(snapshot(folder.path()).size() == 3);
}

TEST_CASE("a recording that is not closed is not written over") {
    const ScratchFolder folder;
    write_drill(folder / "a.drill", sample_drill(5));
    put_bytes(folder / "a.drill-wal", "frames");
    std::string what;
    CHECK(write_error(folder / "a.drill", sample_drill(70), nullptr, &what) == EBUSY);
    CHECK(what == "cannot write " + (folder / "a.drill").string() + " (a recording there is not closed: a.drill-wal): Device or resource busy");
    CHECK(bytes_of(folder / "a.drill-wal") == "frames");
    CHECK(snapshot(folder.path()).size() == 3);
}
