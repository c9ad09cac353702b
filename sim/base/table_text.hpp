// Tables as spreadsheets save them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sandtable {

/// Bytes of a table as UTF-8 without a mark, its lines ended by LF: of UTF-8 and of UTF-16, with
/// their marks or without, and of GB18030 where that is certain; lines ended by CR or CR LF too.
/// Nothing where it is none of these for certain, or holds NUL.
std::optional<std::string> table_text(std::string_view bytes);

}  // namespace sandtable
