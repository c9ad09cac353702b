// Runs the built program as its users do, and keeps everything it says.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>

#include "support/scratch_folder.hpp"

namespace sandtable {

/// What the program said, and how it ended: its exit code, or 128 and the signal that killed it.
struct Said {
    int code = -1;
    std::string out, err;
};

/// The program that is tested: the one built beside the tests, or what SANDTABLE_PROGRAM names.
inline const char* tested_program() {
    const char* other = std::getenv("SANDTABLE_PROGRAM");
    return other != nullptr ? other : SANDTABLE_PROGRAM;
}

struct ProgramOptions {
    std::filesystem::path folder = SANDTABLE_TREE;                       ///< where it runs
    std::vector<std::pair<std::string, std::string>> environment = {};  ///< beside a clean one (no locale, no SANDTABLE_DATA, no colour)
    std::string input = {};                                             ///< bytes on standard input
    std::string out_file = {};                                          ///< where standard output goes instead of Said::out
};

/// `sandtable ARGUMENTS...`; output goes through files, so that no pipe can fill up.
inline Said sandtable_says(std::vector<std::string> arguments, const ProgramOptions& options = {}) {
    const ScratchFolder scratch;
    const std::string out = options.out_file.empty() ? (scratch / "out").string() : options.out_file, err = (scratch / "err").string(), in = (scratch / "in").string();
    put_bytes(in, options.input);
    arguments.insert(arguments.begin(), "sandtable");
    std::vector<char*> words;
    for (auto& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    Said said;
    said.code = in_child([&]() -> int {
        for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG", "SANDTABLE_DATA", "NO_COLOR", "TERM"}) ::unsetenv(name);
        for (const auto& [name, value] : options.environment) ::setenv(name.c_str(), value.c_str(), 1);
        if (::chdir(options.folder.c_str()) != 0) return 98;
        for (const auto& [path, descriptor] : {std::pair{in.c_str(), 0}, {out.c_str(), 1}, {err.c_str(), 2}}) {
            const int file = ::open(path, descriptor == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC, 0644);
            if (file < 0 || ::dup2(file, descriptor) < 0) return 97;
        }
        ::execv(tested_program(), words.data());
        return 96;
    });
    if (options.out_file.empty()) said.out = bytes_of(out);
    said.err = bytes_of(err);
    return said;
}

/// The same in English, with `--lang en` at the end.
inline Said sandtable_says_en(std::vector<std::string> arguments, const ProgramOptions& options = {}) {
    arguments.insert(arguments.end(), {"--lang", "en"});
    return sandtable_says(std::move(arguments), options);
}

inline const std::vector<std::string>& drill_names() {
    static const std::vector<std::string> drills{"wage-arrears-below-scope", "wage-arrears-city-hall", "wage-arrears-project-site"};
    return drills;
}

/// A folder of its own with city-hall recorded in it under seed 1.
struct DrillOnDisk {
    ScratchFolder folder;
    std::string path = (folder / "x.drill").string();

    DrillOnDisk() {
        const Said said = sandtable_says({"run", "wage-arrears-city-hall", "--seed", "1", "-o", path});
        if (said.code > 1) throw std::runtime_error(said.err);
    }
};

/// The shipped file of that name under scenarios/.
inline std::filesystem::path shipped(const std::string& name) { return std::filesystem::path(SANDTABLE_TREE) / "scenarios" / name; }

/// A copy of scenarios/ to change, and the program run in it.
struct ChangedData {
    ScratchFolder folder;

    ChangedData() { std::filesystem::copy(shipped(""), folder.path(), std::filesystem::copy_options::recursive); }
    void change(const std::string& file, const std::string& was, const std::string& now) {
        std::string text = bytes_of(folder / file);
        const auto at = text.find(was);
        if (at == std::string::npos) throw std::runtime_error(file + " has no " + was);
        put_bytes(folder / file, text.replace(at, was.size(), now));
    }
    Said says(const std::vector<std::string>& words) const {
        ProgramOptions options;
        options.folder = folder.path();
        options.environment = {{"SANDTABLE_DATA", folder.path().string()}};
        return sandtable_says_en(words, options);
    }
    Said check(std::vector<std::string> files) const {
        files.insert(files.begin(), "check");
        return says(files);
    }
};

/// What the shell makes of a line; the program stands in $S.
inline int shell(const std::string& line, std::string& out) {
    const ScratchFolder folder;
    put_bytes(folder / "script",
              "cd '" SANDTABLE_TREE "'\nS='" + std::string(tested_program()) + "'\n" + line + "\n");
    const int status =
        std::system(("bash '" + (folder / "script").string() + "' >'" + (folder / "out").string() +
                     "' 2>'" + (folder / "err").string() + "'")
                        .c_str());
    out = bytes_of(folder / "out") + bytes_of(folder / "err");
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace sandtable
