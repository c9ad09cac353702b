// Pictures that others write for us.
#pragma once

#include <filesystem>

namespace sandtable {

/// Whether a PNG file is there to its last chunk (PNG specification, 11.2.5 IEND): those who write
/// it do not always say when a disk was full.
bool is_whole_png(const std::filesystem::path& file);

}  // namespace sandtable
