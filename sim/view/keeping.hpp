// What somebody's looking leaves behind: bookmarks in the drill file or beside it, by an explicit act; how it was looked at, in the user's state folder.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sandtable/drill_file.hpp"
#include "view/view_state.hpp"

namespace sandtable {

/// A file as it was when it was opened, to see whether somebody wrote to it since.
struct FileMark {
    std::filesystem::file_time_type written{};
    std::uintmax_t bytes = 0;
    bool operator==(const FileMark&) const = default;
};
/// Nothing where there is no file.
std::optional<FileMark> mark_of(const std::filesystem::path& file);

/// RUN.drill.bookmarks.json
std::filesystem::path beside(const std::filesystem::path& drill);
/// Those of the file and those that stand beside it.
std::vector<Bookmark> bookmarks_found(const std::filesystem::path& path, const DrillFile& drill);

enum class Kept { in_file, beside_it, nowhere };
/// Writes them into the file; beside it, if it may not be written, is being recorded, or is not as it was when it was opened. What stands
/// beside goes away once it stands in the file. `error` says why it is nowhere.
Kept keep_bookmarks(const std::filesystem::path& path, const DrillFile& drill, const std::vector<Bookmark>& bookmarks, const std::optional<FileMark>& opened, std::string& error);

/// Where the view of that run, or of those two, is kept; empty where there is no state folder.
std::filesystem::path state_file(const std::string& digest, const std::string& other_digest = {});
/// True if there is one and it could be read, false if it could not; nothing if there is none.
std::optional<bool> load_view_state(const std::filesystem::path& file, ViewState& state);
/// Whole or not at all. A folder that cannot be written is not worth a word: the view is not restored, that is all.
void save_view_state(const std::filesystem::path& file, const ViewState& state);

}  // namespace sandtable
