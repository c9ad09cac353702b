#include "view/view_state.hpp"

#include <algorithm>
#include <cstdlib>

#include "exchange/json.hpp"

namespace sandtable {

namespace {

constexpr std::string_view axis_names[]{"linear", "folded", "by_entry"};

Json bookmark_rows(const std::vector<Bookmark>& bookmarks) {
    Json rows = Json::array();
    for (const Bookmark& bookmark : bookmarks) rows.push_back({{"at_ms", ms_of(bookmark.at)}, {"text", bookmark.text}});
    return rows;
}

std::vector<Bookmark> bookmarks_of(const Json& rows) {
    std::vector<Bookmark> bookmarks;
    if (!rows.is_array()) return bookmarks;
    for (const Json& row : rows) {
        if (!row.is_object() || !row.contains("at_ms") || !row["at_ms"].is_number_integer() || !row.contains("text") || !row["text"].is_string()) continue;
        const auto at = row["at_ms"].get<std::int64_t>();
        Bookmark bookmark{model_time(at), row["text"].get<std::string>()};
        if (at >= -drill_time_max && at <= drill_time_max && is_bookmark_text(bookmark.text) && bookmarks.size() < drill_bookmarks_max) bookmarks.push_back(std::move(bookmark));
    }
    std::sort(bookmarks.begin(), bookmarks.end());
    return bookmarks;
}

/// Takes a value where it is there and of its type.
template <class Value>
void take(const Json& json, const char* key, Value& into) {
    const auto found = json.find(key);
    if (found == json.end()) return;
    if constexpr (std::is_same_v<Value, std::string>) {
        if (found->is_string()) into = found->get<std::string>();
    } else if constexpr (std::is_same_v<Value, bool>) {
        if (found->is_boolean()) into = found->get<bool>();
    } else if constexpr (std::is_same_v<Value, std::uint32_t>) {
        if (found->is_number_unsigned() && found->get<std::uint64_t>() <= UINT32_MAX) into = found->get<std::uint32_t>();
    } else if (found->is_number()) into = found->get<Value>();
}

}  // namespace

std::string_view theme_name(Theme theme) { return theme == Theme::light ? "light" : theme == Theme::dark ? "dark" : "projector"; }
std::optional<Theme> theme_of(std::string_view name) {
    for (const Theme theme : {Theme::light, Theme::dark, Theme::projector})
        if (theme_name(theme) == name) return theme;
    return std::nullopt;
}

std::string view_state_json(const ViewState& state) {
    const Layout& layout = state.layout;
    Json levels = Json::array();
    for (const Level level : layout.collapsed) levels.push_back(level_name(level));
    Json json = {{"sandtable", "view-state/1"},
                 {"now_ms", ms_of(state.now)}, {"speed", state.speed}, {"theme", theme_name(state.theme)},
                 {"view", view_name(layout.view)}, {"axis", axis_names[static_cast<int>(layout.axis)]}, {"from", layout.from}, {"to", layout.to},
                 {"map_x", layout.map_x}, {"map_y", layout.map_y}, {"map_zoom", layout.map_zoom},
                 {"first_lane", layout.first_lane}, {"first_duty", layout.first_duty}, {"first_ladder", layout.first_ladder}, {"follow", layout.follow},
                 {"incident", layout.incident}, {"find", layout.find}, {"pinned", layout.pinned}, {"collapsed", levels},
                 {"bookmarks", bookmark_rows(layout.bookmarks)}, {"found", bookmark_rows(state.found)}};
    if (layout.range) json["range_ms"] = {ms_of(layout.range->from), ms_of(layout.range->to)};
    return json_page(json) + "\n";
}

bool read_view_state(std::string_view text, ViewState& state) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object() || json.value("sandtable", Json()) != "view-state/1") return false;
    Layout& layout = state.layout;
    std::string word;
    std::int64_t ms = ms_of(state.now);
    take(json, "now_ms", ms);
    state.now = model_time(std::clamp(ms, -drill_time_max, drill_time_max));
    take(json, "speed", state.speed);
    state.speed = std::clamp(state.speed, ViewState::slowest, ViewState::fastest);
    take(json, "theme", word = "");
    state.theme = theme_of(word).value_or(state.theme);
    take(json, "view", word = "");
    layout.view = view_of(word).value_or(layout.view);
    take(json, "axis", word = "");
    for (int i = 0; i < 3; ++i)
        if (axis_names[i] == word) layout.axis = static_cast<TimeAxis::Kind>(i);
    double from = layout.from, to = layout.to;
    take(json, "from", from);
    take(json, "to", to);
    if (from >= 0 && from < to && to <= 1) layout.from = from, layout.to = to;
    take(json, "map_x", layout.map_x);
    take(json, "map_y", layout.map_y);
    take(json, "map_zoom", layout.map_zoom);
    layout.map_zoom = std::clamp(layout.map_zoom, 1.0, ViewState::map_zoom_max);
    take(json, "follow", layout.follow);
    take(json, "first_ladder", layout.first_ladder);
    take(json, "first_lane", layout.first_lane);
    take(json, "first_duty", layout.first_duty);
    take(json, "incident", layout.incident);
    take(json, "find", layout.find);
    const auto words = [&](const char* key, auto visit) {
        if (const auto found = json.find(key); found != json.end() && found->is_array())
            for (const Json& each : *found)
                if (each.is_string()) visit(each.get<std::string>());
    };
    if (json.contains("pinned")) layout.pinned.clear();
    words("pinned", [&](const std::string& id) { layout.pinned.push_back(id); });
    if (json.contains("collapsed")) layout.collapsed.clear();
    words("collapsed", [&](const std::string& name) {
        for (const Level level : {Level::province, Level::city, Level::county, Level::town, Level::village})
            if (level_name(level) == name) layout.collapsed.push_back(level);
    });
    if (const auto range = json.find("range_ms"); range != json.end() && range->is_array() && range->size() == 2 && (*range)[0].is_number_integer() && (*range)[1].is_number_integer() && (*range)[0] <= (*range)[1])
        layout.range = TimeRange{model_time((*range)[0].get<std::int64_t>()), model_time((*range)[1].get<std::int64_t>())};
    if (json.contains("bookmarks")) layout.bookmarks = bookmarks_of(json["bookmarks"]);
    if (json.contains("found")) state.found = bookmarks_of(json["found"]);
    return true;
}

std::vector<Bookmark> merged_bookmarks(const std::vector<Bookmark>& in_file, const std::vector<Bookmark>& found, const std::vector<Bookmark>& own) {
    std::vector<Bookmark> merged = own;
    for (const Bookmark& bookmark : in_file)  // what somebody else added; what stood there before and is gone from `own` was removed
        if (std::find(own.begin(), own.end(), bookmark) == own.end() && std::find(found.begin(), found.end(), bookmark) == found.end()) merged.push_back(bookmark);
    std::sort(merged.begin(), merged.end());
    return merged;
}

std::string bookmarks_json(std::string_view digest, const std::vector<Bookmark>& bookmarks) {
    return json_page({{"exercise", "演练 EXERCISE"}, {"sandtable", "bookmarks/1"}, {"digest", digest}, {"bookmarks", bookmark_rows(bookmarks)}}) + "\n";
}

std::optional<std::vector<Bookmark>> read_bookmarks(std::string_view text, std::string_view digest) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object() || json.value("sandtable", Json()) != "bookmarks/1" || json.value("digest", Json()) != digest || !json.contains("bookmarks")) return std::nullopt;
    return bookmarks_of(json["bookmarks"]);
}

std::filesystem::path state_folder() {
    if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/') return std::filesystem::path(state) / "sandtable/replay";
    if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') return std::filesystem::path(home) / ".local/state/sandtable/replay";
    return {};
}

}  // namespace sandtable
