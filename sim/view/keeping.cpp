#include "view/keeping.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>

#include <unistd.h>

#include "base/part_file.hpp"

namespace fs = std::filesystem;

namespace sandtable {

namespace {

std::optional<std::string> text_of(const fs::path& file) {
    constexpr std::uintmax_t most = 64u << 20;
    std::error_code failed;
    if (!fs::is_regular_file(file, failed) || fs::file_size(file, failed) > most) return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return in ? std::optional(text.str()) : std::nullopt;
}

/// The reason if it failed.
std::string write_whole(const fs::path& file, const std::string& text) {
    try {
        write_file(file, text);
        return {};
    } catch (const std::system_error& failed) {
        return failed.code().message();
    }
}

}  // namespace

std::optional<FileMark> mark_of(const fs::path& file) {
    std::error_code failed;
    FileMark mark{fs::last_write_time(file, failed), 0};
    if (failed) return std::nullopt;
    mark.bytes = fs::file_size(file, failed);
    return failed ? std::nullopt : std::optional(mark);
}

fs::path beside(const fs::path& drill) { return fs::path(drill) += ".bookmarks.json"; }

std::vector<Bookmark> bookmarks_found(const fs::path& path, const DrillFile& drill) {
    std::vector<Bookmark> all = drill.bookmarks;
    if (const auto text = text_of(beside(path)))
        if (const auto others = read_bookmarks(*text, drill.header.digest)) all.insert(all.end(), others->begin(), others->end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

Kept keep_bookmarks(const fs::path& path, const DrillFile& drill, const std::vector<Bookmark>& bookmarks, const std::optional<FileMark>& opened, std::string& error) {
    if (bookmarks.size() > drill_bookmarks_max) {
        error = std::to_string(bookmarks.size()) + " > " + std::to_string(drill_bookmarks_max) + " (drill_bookmarks_max)";
        return Kept::nowhere;
    }
    if (opened && mark_of(path) == opened && access(path.c_str(), W_OK) == 0) {
        try {
            write_drill(path, drill.header, drill.inputs, drill.journal, nullptr, bookmarks);
            std::error_code ignored;
            fs::remove(beside(path), ignored);
            return Kept::in_file;
        } catch (const std::system_error&) {  // beside it, then
        }
    }
    error = write_whole(beside(path), bookmarks_json(drill.header.digest, bookmarks));
    return error.empty() ? Kept::beside_it : Kept::nowhere;
}

fs::path state_file(const std::string& digest, const std::string& other_digest) {
    const fs::path folder = state_folder();
    if (folder.empty()) return {};
    const auto hex = [](const std::string& of) { return of.substr(of.find(':') + 1); };
    return folder / (other_digest.empty() ? hex(digest) + ".json" : hex(digest).substr(0, 32) + "-" + hex(other_digest).substr(0, 32) + ".json");
}

std::optional<bool> load_view_state(const fs::path& file, ViewState& state) {
    std::error_code failed;
    if (file.empty() || !fs::exists(file, failed)) return std::nullopt;
    const auto text = text_of(file);
    return text && read_view_state(*text, state);
}

void save_view_state(const fs::path& file, const ViewState& state) {
    if (file.empty()) return;
    std::error_code failed;
    fs::create_directories(file.parent_path(), failed);
    if (!failed) write_whole(file, view_state_json(state));
}

}  // namespace sandtable
