// What a command writes is none of what it reads, and is named once.
#include <filesystem>
#include <set>

#include "cli/cli.hpp"

namespace fs = std::filesystem;

namespace sandtable {

namespace {

/// Whether both are one regular file, whatever they are called. Of pipes and terminals one may be
/// read and written.
bool one_file(const fs::path& a, const fs::path& b) {
    std::error_code failed;
    return fs::is_regular_file(a, failed) && fs::equivalent(a, b, failed) && !failed;
}

}  // namespace

bool may_write(const Terminal& terminal, const std::vector<fs::path>& outputs,
               const std::vector<fs::path>& inputs) {
    std::set<fs::path> names;
    for (const fs::path& output : outputs) {
        if (output.empty()) continue;
        for (const fs::path& input : inputs) {
            if (!one_file(input, output)) continue;
            terminal.say_error("output-is-input", {output.string()}, tell("output-is-input-hint"));
            return false;
        }
        std::error_code failed;
        const auto status = fs::status(output, failed);
        if (fs::exists(status) && !fs::is_regular_file(status)) continue;
        failed.clear();
        const fs::path whole =
            output == "-" ? output : fs::weakly_canonical(fs::absolute(output), failed);
        if (failed || names.insert(whole).second) continue;
        terminal.say_error("output-twice", {output.string()}, tell("output-twice-hint"));
        return false;
    }
    return true;
}

std::vector<fs::path> paths_of(const std::vector<InputText>& texts) {
    std::vector<fs::path> paths;
    for (const InputText& text : texts) paths.emplace_back(text.path);
    return paths;
}

}  // namespace sandtable
