#include "base/control_characters.hpp"

namespace sandtable {

std::optional<Control> control_in(std::string_view text, char allowed) {
    const auto at = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const unsigned c = at(i);
        if ((c < 0x20 && (c == 0 || text[i] != allowed)) || c == 0x7f) return Control{i, 1, c};
        if (c == 0xc2 && at(i + 1) < 0xa0) return Control{i, 2, at(i + 1)};
        if (c != 0xe2 && c != 0xef) continue;
        const unsigned code = ((c & 0x0f) << 12) | ((at(i + 1) & 0x3f) << 6) | (at(i + 2) & 0x3f);
        if ((code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
            code == 0x200e || code == 0x200f || code == 0xfeff || code >= 0xfffe)
            return Control{i, 3, code};
    }
    return std::nullopt;
}

}  // namespace sandtable
