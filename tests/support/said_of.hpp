// What was said about a file, as one text to compare.
#pragma once

#include <string>
#include <vector>

#include "sandtable/diagnostic.hpp"

namespace sandtable {

/// A newline, then every diagnostic as a planner sees it: raw string literals begin on a line of their own.
inline std::string said_of(const Diagnostics& out, Lang lang = Lang::en) {
    std::string said = "\n";
    for (const Diagnostic& d : out.all()) said += render(d, lang);
    return said;
}

/// "yaml-tag@3:7 key-missing@1:1": codes with their places, in order.
inline std::string codes_of(const Diagnostics& out) {
    std::string codes;
    for (const Diagnostic& d : out.all()) {
        codes += (codes.empty() ? "" : " ") + d.code;
        if (d.where.line > 0) codes += "@" + std::to_string(d.where.line) + ":" + std::to_string(d.where.column);
    }
    return codes;
}

}  // namespace sandtable
