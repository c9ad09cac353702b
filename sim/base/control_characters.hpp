// Characters that no text of elsewhere may hold.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace sandtable {

struct Control {
    std::size_t at = 0, length = 1;  ///< in bytes
    unsigned code = 0;               ///< U+...
};

/// The first character of a UTF-8 text that ends a line, steers a terminal or turns writing about:
/// C0 but `allowed`, DEL, C1, line and paragraph separators, marks of direction, a byte order mark,
/// and what is no character. Nothing if there is none.
std::optional<Control> control_in(std::string_view text, char allowed = '\0');

}  // namespace sandtable
