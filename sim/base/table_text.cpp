// What a spreadsheet saves as a table, as UTF-8 with line feeds: converted where it is certain what
// it is.
#include "base/table_text.hpp"

#include <algorithm>
#include <cerrno>

#include <iconv.h>

#include "sandtable/text.hpp"

namespace sandtable {

namespace {

unsigned char at(std::string_view bytes, std::size_t i) {
    return static_cast<unsigned char>(bytes[i]);
}

/// Nothing where a byte has no meaning in that encoding, or this machine does not know it.
std::optional<std::string> converted(std::string_view bytes, const char* from) {
    const iconv_t how = iconv_open("UTF-8", from);
    if (how == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
    std::string out(bytes.size() * 3 + 16, '\0');
    std::string in(bytes);
    char *next = in.data(), *to = out.data();
    std::size_t left = in.size(), room = out.size();
    const std::size_t done = iconv(how, &next, &left, &to, &room);
    iconv_close(how);
    if (done == static_cast<std::size_t>(-1) || left != 0) return std::nullopt;
    out.resize(out.size() - room);
    return out;
}

/// UTF-16 without its mark: nearly every second byte is 0.
const char* bare_utf16(std::string_view bytes) {
    if (bytes.size() < 8 || bytes.size() % 2 != 0) return nullptr;
    std::size_t even = 0, odd = 0;
    const std::size_t looked = std::min<std::size_t>(bytes.size(), 400);
    for (std::size_t i = 0; i < looked; ++i) (i % 2 == 0 ? even : odd) += at(bytes, i) == 0;
    if (odd * 4 > looked && even == 0) return "UTF-16LE";
    if (even * 4 > looked && odd == 0) return "UTF-16BE";
    return nullptr;
}

/// GB18030 is certain where nearly all of its pairs are the common characters of GB 2312: Western
/// letters with accents, taken for it, make rare ones or none.
bool surely_gb(std::string_view bytes) {
    std::size_t pairs = 0, common = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (at(bytes, i) < 0x80) continue;
        if (i + 1 >= bytes.size()) return false;
        ++pairs;
        common += at(bytes, i) >= 0xa1 && at(bytes, i) <= 0xf7 && at(bytes, i + 1) >= 0xa1;
        ++i;
    }
    return pairs >= 2 && common * 10 >= pairs * 9;
}

std::string with_line_feeds(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') out += text[i];
        else if (i + 1 == text.size() || text[i + 1] != '\n') out += '\n';
    }
    return out;
}

}  // namespace

std::optional<std::string> table_text(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    std::optional<std::string> text;
    if (bytes.starts_with("\xFF\xFE")) text = converted(bytes.substr(2), "UTF-16LE");
    else if (bytes.starts_with("\xFE\xFF")) text = converted(bytes.substr(2), "UTF-16BE");
    else if (const char* wide = bare_utf16(bytes)) text = converted(bytes, wide);
    else if (utf8_fault(bytes) == std::string_view::npos) text = std::string(bytes);
    else if (surely_gb(bytes)) text = converted(bytes, "GB18030");
    if (!text || text->find('\0') != std::string::npos) return std::nullopt;
    return with_line_feeds(*text);
}

}  // namespace sandtable
