#include "exchange/png.hpp"

#include <fstream>
#include <string>
#include <string_view>

namespace sandtable {

bool is_whole_png(const std::filesystem::path& file) {
    constexpr std::string_view begin("\x89PNG\r\n\x1a\n", 8);
    constexpr std::string_view end("\0\0\0\0IEND\xAE\x42\x60\x82", 12);
    std::ifstream in(file, std::ios::binary);
    std::string first(begin.size(), '\0'), last(end.size(), '\0');
    in.read(first.data(), static_cast<std::streamsize>(first.size()));
    in.seekg(-static_cast<std::streamoff>(last.size()), std::ios::end);
    in.read(last.data(), static_cast<std::streamsize>(last.size()));
    return in && first == begin && last == end;
}

}  // namespace sandtable
