// Characters that no text of elsewhere may hold, and such that nobody sees.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sandtable {

struct Control {
    std::size_t at = 0, length = 1;  ///< in bytes
    unsigned code = 0;               ///< U+...
};

/// The first character of a UTF-8 text that ends a line, steers a terminal or turns writing about:
/// C0 but `allowed`, DEL, C1, line and paragraph separators, marks of direction, a byte order mark,
/// and what is no character. Nothing if there is none.
std::optional<Control> control_in(std::string_view text, std::string_view allowed = {});

/// The text with each of these but `allowed`, and each byte that is not UTF-8, as \u{9B} or \x{FF}:
/// for names that stand in a message.
std::string shown(std::string_view text, std::string_view allowed = {});

/// The first character that looks like a space and is none to a reader of files: U+00A0, U+3000 ...
std::optional<Control> odd_space_in(std::string_view text);

}  // namespace sandtable
