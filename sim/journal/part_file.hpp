// A database beside its target: whole and on disk before it has the name.
#pragma once

#include <filesystem>
#include <string_view>

namespace sandtable {

/// Throws std::system_error: "cannot write FILE (why)".
[[noreturn]] void cannot_write(const std::filesystem::path& file, int error, std::string_view why = {});

/// An open file or folder.
class Descriptor {
public:
    Descriptor(const std::filesystem::path& path, int flags);
    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor();
    int get() const { return fd_; }

private:
    int fd_;
};

/// The file a link leads to, else the name itself; what cannot be replaced by a database is refused before any work is done.
std::filesystem::path real_target(const std::filesystem::path& target);

/// TARGET.part, held alone: becomes the target, or goes. Another writer of it is refused as long as this one lives.
class PartFile {
public:
    explicit PartFile(const std::filesystem::path& target);
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    ~PartFile();

    const std::filesystem::path& path() const { return path_; }
    /// On disk before it has the name, and the name on disk before anybody is told.
    void place();

private:
    std::filesystem::path target_, path_;
    Descriptor folder_;
    Descriptor file_;
    bool placed_ = false;
};

}  // namespace sandtable
