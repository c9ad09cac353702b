// How somebody looks at a run: what is kept in the user's state folder, so that it is as it was when the run is opened again.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandtable/scene.hpp"

namespace sandtable {

struct ViewState {
    static constexpr double slowest = 0.5, fastest = 3600, map_zoom_max = 200;
    Layout layout = {};
    Theme theme = Theme::light;
    ModelTime now = {};
    double speed = 60;
    std::vector<Bookmark> found = {};  ///< the bookmarks that stood in the file when it was opened
};
std::string_view theme_name(Theme theme);
std::optional<Theme> theme_of(std::string_view name);

/// As JSON: all but the size of the window, the language and what is selected.
std::string view_state_json(const ViewState& state);
/// Puts what `json` says over `state`; what it does not say, or says wrongly, stays. False if it is no such text at all.
bool read_view_state(std::string_view json, ViewState& state);

/// Those that the file has now, less those removed and with those added since it was last looked at.
std::vector<Bookmark> merged_bookmarks(const std::vector<Bookmark>& in_file, const std::vector<Bookmark>& found, const std::vector<Bookmark>& own);

/// Bookmarks beside a file that cannot be written, as JSON.
std::string bookmarks_json(std::string_view digest, const std::vector<Bookmark>& bookmarks);
/// Nothing if it is no such text or belongs to another run.
std::optional<std::vector<Bookmark>> read_bookmarks(std::string_view json, std::string_view digest);

/// $XDG_STATE_HOME/sandtable/replay, or ~/.local/state/sandtable/replay (XDG Base Directory Specification 0.8); empty where neither is known.
std::filesystem::path state_folder();

}  // namespace sandtable
