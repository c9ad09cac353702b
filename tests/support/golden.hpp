// Long outputs as files under tests/golden, compared byte by byte. SANDTABLE_GOLDEN=rewrite writes them anew: review the diff.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

namespace sandtable {

/// Places that differ from machine to machine become names.
inline std::string without_machine(std::string text) {
    const std::string_view tree = SANDTABLE_TREE;
    for (std::size_t at = 0; (at = text.find(tree, at)) != std::string::npos;) text.replace(at, tree.size(), "<tree>");
    return text;
}

inline bool rewriting_goldens() {
    const char* wish = std::getenv("SANDTABLE_GOLDEN");
    return wish != nullptr && std::string_view(wish) == "rewrite";
}

/// "line 12\n  golden: ...\n  now:    ..." of the first line that differs.
inline std::string first_difference(std::string_view golden, std::string_view now) {
    int line = 1;
    std::size_t at = 0;
    while (at < golden.size() && at < now.size() && golden[at] == now[at]) line += golden[at++] == '\n';
    const auto line_of = [&](std::string_view text) -> std::string {
        if (at > text.size()) return "(ends before)";
        const auto begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;  // npos + 1 == 0
        return std::string(text.substr(begin, std::min(text.find('\n', at), text.size()) - begin));
    };
    return "line " + std::to_string(line) + "\n  golden: " + line_of(golden) + "\n  now:    " + line_of(now);
}

/// Compares with a file; `file` is written instead where goldens are rewritten.
inline void check_golden(const std::filesystem::path& file, const std::string& text) {
    const std::string now = without_machine(text);
    if (rewriting_goldens()) {
        std::filesystem::create_directories(file.parent_path());
        put_bytes(file, now);
        SUCCEED();
        return;
    }
    INFO(file.string() << " (SANDTABLE_GOLDEN=rewrite writes it anew)");
    if (!std::filesystem::exists(file)) {
        FAIL_CHECK("there is no such golden");
        return;
    }
    const std::string golden = bytes_of(file);
    if (golden != now) FAIL_CHECK(first_difference(golden, now));
    else SUCCEED();
}

/// tests/golden/NAME
inline std::filesystem::path golden_file(const std::string& name) { return std::filesystem::path(SANDTABLE_TREE) / "tests" / "golden" / name; }

}  // namespace sandtable
