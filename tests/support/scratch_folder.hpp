// A folder of a test's own, what lies in it, and children to do in it what a test cannot do to itself.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sandtable {

/// Removed with everything in it.
class ScratchFolder {
public:
    ScratchFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "sandtable-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
        path_ = std::filesystem::canonical(pattern);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
        std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

inline std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void put_bytes(const std::filesystem::path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

/// Everything in a folder that a reader must not touch: names, bytes, and when they and the folder were last changed.
inline std::map<std::string, std::pair<std::string, std::string>> snapshot(const std::filesystem::path& folder) {
    const auto changed = [](const std::filesystem::path& path) {
        struct stat s {};
        ::stat(path.c_str(), &s);
        return std::to_string(s.st_mtim.tv_sec) + "." + std::to_string(s.st_mtim.tv_nsec) + " " + std::to_string(s.st_ctim.tv_sec) + "." + std::to_string(s.st_ctim.tv_nsec);
    };
    std::map<std::string, std::pair<std::string, std::string>> out;
    out["."] = {changed(folder), ""};
    for (const auto& entry : std::filesystem::directory_iterator(folder)) out[entry.path().filename().string()] = {changed(entry.path()), entry.is_regular_file() ? bytes_of(entry.path()) : ""};
    return out;
}

/// The exit code of `act` in a child process: what it returns; 99 if it throws; 128 and the signal if it is killed.
template <class Act>
int in_child(Act act) {
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("fork");
    if (child == 0) {
        int code = 99;
        try {
            code = act();
        } catch (...) {}
        ::_exit(code);
    }
    int status = 0;
    if (::waitpid(child, &status, 0) != child) throw std::runtime_error("waitpid");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Gives up the rights of root, who may read and write everything.
inline bool become_nobody() { return ::geteuid() != 0 || (::setgid(65534) == 0 && ::setuid(65534) == 0); }

}  // namespace sandtable
