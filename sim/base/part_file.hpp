// A file beside its target: whole and on disk before it has the name. All that this program writes
// is written here.
#pragma once

#include <filesystem>
#include <string_view>

namespace sandtable {

/// Throws std::system_error: "cannot write FILE (why)".
[[noreturn]] void cannot_write(const std::filesystem::path& file, int error,
                               std::string_view why = {});

/// An open file or folder.
class Descriptor {
public:
    /// Throws std::system_error.
    Descriptor(const std::filesystem::path& path, int flags, unsigned mode = 0666);
    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor();
    int get() const { return fd_; }

private:
    int fd_;
};

/// The file that a link leads to, else the name itself. A folder, a pipe, a device, a file of
/// standard output and one that must not be written are refused before any work is done. Throws
/// std::system_error.
std::filesystem::path real_target(const std::filesystem::path& target);

/// TARGET.part, held alone: becomes the target, or goes. It is made anew: what an interrupted
/// writer left there, or a link, is removed. Where there is a target, its mode and, where that is
/// allowed, its owner stay. Everything throws std::system_error.
class PartFile {
public:
    /// What happens where another writer of that name is at work.
    enum class Other { waited_for, refused };

    /// `target` as real_target gives it. Another `ending` is for writers who tell by it what to
    /// write.
    explicit PartFile(const std::filesystem::path& target, Other other = Other::waited_for,
                      std::string_view ending = ".part");
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    ~PartFile();

    /// For those who write by name: into this file, not over it.
    const std::filesystem::path& path() const { return path_; }
    void write(std::string_view bytes);
    /// On disk before it has the name, and the name on disk before anybody is told.
    void place();

private:
    std::filesystem::path target_, path_;
    Descriptor file_;
    bool placed_ = false;
};

/// A whole file in the target's place; the old one stands until then. What is no file, such as a
/// pipe or a device, and standard output by any name are written through. Throws std::system_error.
void write_file(const std::filesystem::path& target, std::string_view bytes);

}  // namespace sandtable
