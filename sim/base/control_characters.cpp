#include "base/control_characters.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sandtable/text.hpp"

namespace sandtable {

std::optional<Control> control_in(std::string_view text, std::string_view allowed) {
    const auto at = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const unsigned c = at(i);
        if ((c < 0x20 && (c == 0 || allowed.find(text[i]) == allowed.npos)) || c == 0x7f)
            return Control{i, 1, c};
        if (c == 0xc2 && at(i + 1) < 0xa0) return Control{i, 2, at(i + 1)};
        if (c != 0xe2 && c != 0xef) continue;
        const unsigned code = ((c & 0x0f) << 12) | ((at(i + 1) & 0x3f) << 6) | (at(i + 2) & 0x3f);
        if ((code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
            code == 0x200e || code == 0x200f || code == 0xfeff || code >= 0xfffe)
            return Control{i, 3, code};
    }
    return std::nullopt;
}

std::string shown(std::string_view text, std::string_view allowed) {
    std::string out;
    while (!text.empty()) {
        const auto control = control_in(text, allowed);
        const std::size_t fault = utf8_fault(text);
        const std::size_t at = std::min({control ? control->at : text.size(), fault, text.size()});
        out += text.substr(0, at);
        text.remove_prefix(at);
        if (text.empty()) break;
        const bool no_text = fault <= at;
        out += no_text ? fmt::format("\\x{{{:02X}}}", static_cast<unsigned char>(text.front()))
                       : fmt::format("\\u{{{:02X}}}", control->code);
        text.remove_prefix(no_text ? 1 : control->length);
    }
    return out;
}

std::optional<Control> odd_space_in(std::string_view text) {
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        const auto at = [&](std::size_t k) {
            return k < text.size() ? static_cast<unsigned char>(text[k]) : 0u;
        };
        if (at(i) == 0xc2 && at(i + 1) == 0xa0) return Control{i, 2, 0xa0};
        if (at(i) < 0xe1 || at(i) > 0xe3) continue;
        const unsigned code =
            ((at(i) & 0x0f) << 12) | ((at(i + 1) & 0x3f) << 6) | (at(i + 2) & 0x3f);
        if (code == 0x1680 || (code >= 0x2000 && code <= 0x200d) || code == 0x202f ||
            code == 0x205f || code == 0x2060 || code == 0x3000)
            return Control{i, 3, code};
    }
    return std::nullopt;
}

}  // namespace sandtable
