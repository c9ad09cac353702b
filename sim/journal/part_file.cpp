#include "journal/part_file.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "journal/drill_schema.hpp"
#include "journal/sqlite.hpp"

namespace fs = std::filesystem;

namespace sandtable {

void cannot_write(const fs::path& file, int error, std::string_view why) {
    const std::string reason = why.empty() ? "" : fmt::format(" ({})", why);
    throw std::system_error(error, std::generic_category(), fmt::format("cannot write {}{}", file.string(), reason));
}

Descriptor::Descriptor(const fs::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {
    if (fd_ < 0) cannot_write(path, errno);
}

Descriptor::Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Descriptor::~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
}

namespace {

constexpr int part_attempts_max = 1000;

/// A new file at `path` that nobody else writes. What an interrupted writer left there is removed.
Descriptor open_alone(const fs::path& path) {
    for (int attempt = 0; attempt < part_attempts_max; ++attempt) {
        Descriptor file(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK);
        if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
            if (errno == EINTR) continue;
            cannot_write(path, errno == EWOULDBLOCK ? EBUSY : errno, errno == EWOULDBLOCK ? "another program is writing it" : "");
        }
        struct stat mine, there;
        if (::fstat(file.get(), &mine) != 0) cannot_write(path, errno);
        if (!S_ISREG(mine.st_mode)) cannot_write(path, EINVAL, "not a regular file");
        // Whoever held the lock may have renamed or removed this file meanwhile.
        if (::lstat(path.c_str(), &there) != 0 || mine.st_dev != there.st_dev || mine.st_ino != there.st_ino) continue;
        if (mine.st_size == 0 && mine.st_nlink == 1) return file;
        if (::unlink(path.c_str()) != 0) cannot_write(path, errno);
    }
    cannot_write(path, EBUSY, "part_attempts_max");
}

}  // namespace

PartFile::PartFile(const fs::path& target) : target_(target), path_(fs::path(target) += ".part"), folder_(target.parent_path(), O_RDONLY | O_DIRECTORY), file_(open_alone(path_)) {}

PartFile::~PartFile() {
    if (!placed_) ::unlink(path_.c_str());
}

void PartFile::place() {
    if (::fsync(file_.get()) != 0) cannot_write(path_, errno);
    if (::rename(path_.c_str(), target_.c_str()) != 0) cannot_write(target_, errno);
    placed_ = true;
    // Some file systems cannot sync a folder and say so with EINVAL.
    if (::fsync(folder_.get()) != 0 && errno != EINVAL) cannot_write(target_.parent_path(), errno);
}

fs::path real_target(const fs::path& target) {
    std::error_code failed;
    fs::path real = fs::canonical(target, failed);
    if (failed) real = fs::absolute(target);
    const auto status = fs::status(real, failed);
    if (fs::is_directory(status)) cannot_write(target, EISDIR);
    if (fs::exists(status) && !fs::is_regular_file(status)) cannot_write(target, EINVAL, "not a regular file");
    if (real.native().size() + std::string_view(".part").size() > sqlite_path_max) cannot_write(target, ENAMETOOLONG);
    // SQLite would play a recording that was not closed into whatever has its name.
    if (const fs::path side = drill_side_file(real); !side.empty())
        cannot_write(target, EBUSY, "a recording there is not closed: " + side.filename().string());
    return real;
}

}  // namespace sandtable
