// replay: the viewer is a program of its own, because it alone needs a display.
#include <cerrno>
#include <filesystem>
#include <system_error>

#include <unistd.h>

#include "cli/cli.hpp"

namespace sandtable {

Exit replay(const Terminal& terminal, const std::vector<std::string>& words) {
    const std::string viewer = (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "sandtable-view").string();
    std::vector<std::string> all{viewer, "--lang", terminal.lang == Lang::zh ? "zh" : "en"};
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> argv;
    for (std::string& word : all) argv.push_back(word.data());
    argv.push_back(nullptr);
    execv(viewer.c_str(), argv.data());
    if (errno != ENOENT) throw std::system_error(errno, std::generic_category(), viewer);
    terminal.say_error("view-missing", {}, tell("view-missing-hint"));
    return Exit::machine;
}

}  // namespace sandtable
