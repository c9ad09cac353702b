#include "base/part_file.hpp"

#include <cerrno>
#include <chrono>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fs = std::filesystem;

namespace sandtable {

void cannot_write(const fs::path& file, int error, std::string_view why) {
    const std::string reason = why.empty() ? "" : fmt::format(" ({})", why);
    throw std::system_error(error, std::generic_category(),
                            fmt::format("cannot write {}{}", file.string(), reason));
}

Descriptor::Descriptor(const fs::path& path, int flags, unsigned mode)
    : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {
    if (fd_ < 0) cannot_write(path, errno);
}

Descriptor::Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Descriptor::~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
}

namespace {

constexpr int part_attempts_max = 1000;
constexpr std::chrono::seconds other_writer_wait_max{3};
constexpr mode_t rights = 0777;

std::optional<struct stat> stat_of(const fs::path& path) {
    struct stat found;
    if (::stat(path.c_str(), &found) != 0) return std::nullopt;
    return found;
}

bool same_file(const struct stat& a, const struct stat& b) {
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/// The one of standard output and standard error that goes into this file, or -1.
int standard_stream_into(const struct stat& file) {
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
        struct stat open;
        if (::fstat(stream, &open) == 0 && same_file(open, file)) return stream;
    }
    return -1;
}

/// A new file at `path` that nobody else writes, with the rights of the one it is to replace.
Descriptor open_alone(const fs::path& path, const std::optional<struct stat>& old,
                      PartFile::Other other) {
    const auto patience = std::chrono::steady_clock::now() + other_writer_wait_max;
    const mode_t mode = old ? old->st_mode & rights : 0666;
    for (int attempt = 0; attempt < part_attempts_max;) {
        struct stat mine, there;
        if (::lstat(path.c_str(), &there) == 0 && S_ISLNK(there.st_mode)) ::unlink(path.c_str());
        // one that is there already gets its rights when it is made anew
        Descriptor file(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode | S_IRUSR | S_IWUSR);
        if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
            if (errno == EINTR) continue;
            if (errno != EWOULDBLOCK) cannot_write(path, errno);
            if (other == PartFile::Other::refused || std::chrono::steady_clock::now() > patience)
                cannot_write(path, EBUSY, "another program is writing it");
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            continue;
        }
        ++attempt;
        if (::fstat(file.get(), &mine) != 0) cannot_write(path, errno);
        if (!S_ISREG(mine.st_mode)) cannot_write(path, EINVAL, "not a regular file");
        // Whoever held the lock may have renamed or removed this file meanwhile.
        if (::lstat(path.c_str(), &there) != 0 || !same_file(mine, there)) continue;
        // One that somebody else has left is not ours to fill; where all files have one owner, the
        // second look would see no other.
        if (mine.st_size != 0 || mine.st_nlink != 1 ||
            (attempt == 1 && std::cmp_not_equal(mine.st_uid, ::geteuid()))) {
            if (::unlink(path.c_str()) != 0) cannot_write(path, errno);
            continue;
        }
        // only root may give a file away; others keep what they make
        if (old && ((::fchown(file.get(), old->st_uid, old->st_gid) != 0 && errno != EPERM) ||
                    (::fchmod(file.get(), mode) != 0 && errno != EPERM))) {
            const int error = errno;
            ::unlink(path.c_str());
            cannot_write(path, error);
        }
        return file;
    }
    cannot_write(path, EBUSY, "part_attempts_max");
}

void write_all(int descriptor, std::string_view bytes, const fs::path& target) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(descriptor, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) cannot_write(target, errno);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

/// Some file systems cannot sync a folder and say so with EINVAL.
void sync_folder(const fs::path& folder) {
    const int open = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (open < 0 && errno == EACCES) return;  // a folder that may be written and not be read
    if (open < 0) cannot_write(folder, errno);
    const int failed = ::fsync(open) == 0 ? 0 : errno;
    ::close(open);
    if (failed != 0 && failed != EINVAL) cannot_write(folder, failed);
}

}  // namespace

PartFile::PartFile(const fs::path& target, Other other, std::string_view ending)
    : target_(target),
      path_(fs::path(target) += ending),
      file_(open_alone(path_, stat_of(target), other)) {}

PartFile::~PartFile() {
    if (!placed_) ::unlink(path_.c_str());
}

void PartFile::write(std::string_view bytes) { write_all(file_.get(), bytes, target_); }

void PartFile::place() {
    if (::fsync(file_.get()) != 0) cannot_write(path_, errno);
    if (::rename(path_.c_str(), target_.c_str()) != 0) cannot_write(target_, errno);
    placed_ = true;
    sync_folder(target_.parent_path().empty() ? "." : target_.parent_path());
}

fs::path real_target(const fs::path& target) {
    if (const auto there = stat_of(target)) {
        if (S_ISDIR(there->st_mode)) cannot_write(target, EISDIR);
        if (!S_ISREG(there->st_mode)) cannot_write(target, EINVAL, "not a regular file");
        if (standard_stream_into(*there) >= 0) cannot_write(target, EINVAL, "standard output");
    } else if (errno == ELOOP) cannot_write(target, ELOOP);
    std::error_code failed;
    fs::path real = fs::canonical(target, failed);
    if (failed) {
        real = fs::absolute(target);
        // a link to what is not there yet: the link stays, what it names is made
        for (int links = 0; fs::is_symlink(real, failed) && links < 40; ++links) {
            const fs::path next = fs::read_symlink(real, failed);
            if (failed) break;
            real = next.is_absolute() ? next : real.parent_path() / next;
        }
    }
    const auto folder = stat_of(real.parent_path());
    if (!folder) cannot_write(real.parent_path(), errno);
    if (!S_ISDIR(folder->st_mode)) cannot_write(real.parent_path(), ENOTDIR);
    if (::access(real.c_str(), W_OK) != 0 && errno != ENOENT) cannot_write(target, errno);
    return real;
}

void write_file(const fs::path& target, std::string_view bytes) {
    if (const auto there = stat_of(target)) {
        if (const int stream = standard_stream_into(*there); stream >= 0)
            return write_all(stream, bytes, target);
        if (!S_ISREG(there->st_mode) && !S_ISDIR(there->st_mode)) {
            const Descriptor through(target, O_WRONLY | O_NOCTTY);
            return write_all(through.get(), bytes, target);
        }
    }
    PartFile part(real_target(target));
    part.write(bytes);
    part.place();
}

}  // namespace sandtable
