// What looking leaves behind: bookmarks in a drill file or beside it, the view in the state folder.
#include "view/keeping.hpp"

#include <filesystem>
#include <fstream>

#include "support/small_world.hpp"
#include "support/said_of.hpp"
#include "support/scratch_folder.hpp"

namespace fs = std::filesystem;

namespace sandtable {

namespace {

struct Recording {
    ScratchFolder folder;
    fs::path path = folder.path() / "run.drill";
    Inputs inputs = load_shipped("wage-arrears-project-site");
    Journal journal = run_journal(inputs);
    DrillHeader header{.scenario = inputs.scenario.id, .seed = 1, .program_version = "1", .digest = journal_digest(journal), .start = iso_text(inputs.scenario.start)};

    Recording() { write_drill(path, header, inputs.texts, journal); }
    DrillFile read() const {
        Diagnostics said;
        auto file = read_drill(path, said);
        INFO(said_of(said));
        REQUIRE(file);
        return std::move(*file);
    }
};
const std::vector<Bookmark> some{{model_time(-5), ""}, {model_time(60'000), "谁先到\n再看"}, {model_time(60'000), "第二"}};

}  // namespace

TEST_CASE("bookmarks come back as they were written, and nothing else of the file changes with them", "[keeping]") {
    const Recording r;
    auto bookmarks = some;
    std::sort(bookmarks.begin(), bookmarks.end());
    const std::string plain = bytes_of(r.path);
    std::string error;
    const DrillFile before = r.read();
    CHECK(before.bookmarks.empty());
    CHECK(keep_bookmarks(r.path, before, bookmarks, mark_of(r.path), error) == Kept::in_file);
    const DrillFile after = r.read();
    CHECK(after.bookmarks == bookmarks);
    CHECK(after.header.digest == before.header.digest);
    CHECK(after.inputs.size() == before.inputs.size());
    CHECK(after.journal.size() == before.journal.size());
    CHECK(bookmarks_found(r.path, after) == bookmarks);
    CHECK_FALSE(fs::exists(beside(r.path)));
    // the same again gives the same bytes; without any it is the file it was
    const std::string marked = bytes_of(r.path);
    CHECK(marked != plain);
    CHECK(keep_bookmarks(r.path, after, bookmarks, mark_of(r.path), error) == Kept::in_file);
    CHECK(bytes_of(r.path) == marked);
    CHECK(keep_bookmarks(r.path, after, {}, mark_of(r.path), error) == Kept::in_file);
    CHECK(bytes_of(r.path) == plain);
}

TEST_CASE("a file that somebody wrote to since, or that may not be written, keeps its bytes: bookmarks stand beside it", "[keeping]") {
    const Recording r;
    const DrillFile drill = r.read();
    const auto opened = mark_of(r.path);
    std::string error;
    {
        std::ofstream grown(r.path, std::ios::app);
        grown << "x";
    }
    const std::string changed = bytes_of(r.path);
    CHECK(keep_bookmarks(r.path, drill, some, opened, error) == Kept::beside_it);
    CHECK(bytes_of(r.path) == changed);
    CHECK(bookmarks_found(r.path, drill).size() == 3);
    // nobody else's are taken for it
    DrillFile other = drill;
    other.header.digest = "sha256:0";
    CHECK(bookmarks_found(r.path, other).empty());
    write_drill(r.path, r.header, r.inputs.texts, r.journal);
    CHECK(keep_bookmarks(r.path, drill, some, std::nullopt, error) == Kept::beside_it);
    // once they stand in the file, nothing stands beside it
    CHECK(keep_bookmarks(r.path, drill, bookmarks_found(r.path, drill), mark_of(r.path), error) == Kept::in_file);
    CHECK_FALSE(fs::exists(beside(r.path)));
    CHECK(r.read().bookmarks.size() == 3);
    // no folder at all
    CHECK(keep_bookmarks(r.folder.path() / "gone/run.drill", drill, some, opened, error) == Kept::nowhere);
    CHECK_FALSE(error.empty());
}

TEST_CASE("what one has and what stands in the file come together; what was removed stays so", "[keeping]") {
    const Bookmark a{model_time(1), "a"}, b{model_time(2), "b"}, c{model_time(3), "c"};
    CHECK(merged_bookmarks({}, {}, {a}) == std::vector{a});
    CHECK(merged_bookmarks({a}, {}, {}) == std::vector{a});          // first look
    CHECK(merged_bookmarks({a}, {a}, {}) == std::vector<Bookmark>{}); // removed, not yet written
    CHECK(merged_bookmarks({a, b}, {a}, {c}) == std::vector{b, c});  // b by somebody else
    CHECK(merged_bookmarks({b}, {a, b}, {a, b, c}) == std::vector{a, b, c});
}

TEST_CASE("a view comes back as it was left", "[keeping]") {
    const ScratchFolder folder;
    ViewState state;
    Layout& layout = state.layout;
    layout.view = View::lanes, layout.axis = TimeAxis::Kind::by_entry, layout.from = 0.25, layout.to = 0.5, layout.map_x = -0.5, layout.map_y = 0.125, layout.map_zoom = 3;
    layout.first_lane = 4, layout.first_duty = 5, layout.first_ladder = 6, layout.follow = true, layout.incident = "i", layout.find = "工会", layout.pinned = {"a", "b"}, layout.collapsed = {Level::city, Level::village};
    layout.bookmarks = {{model_time(7), "n"}}, layout.range = TimeRange{model_time(1), model_time(2)};
    state.theme = Theme::projector, state.now = model_time(123'456), state.speed = 7.5, state.found = {{model_time(8), ""}};
    const fs::path file = folder.path() / "deep/er/state.json";
    save_view_state(file, state);
    ViewState again;
    CHECK(load_view_state(file, again) == true);
    CHECK(view_state_json(again) == view_state_json(state));
    CHECK(again.layout.bookmarks == layout.bookmarks);
    CHECK(again.layout.range == layout.range);
    CHECK(again.now == state.now);
    CHECK(again.layout.first_ladder == 6);
    CHECK(again.layout.follow);
    CHECK(again.layout.map_zoom == 3);
    CHECK(again.theme == Theme::projector);
    CHECK(again.layout.collapsed == layout.collapsed);
    CHECK_FALSE(load_view_state(folder.path() / "none.json", again));
    CHECK_FALSE(load_view_state({}, again));
    CHECK(state_file("sha256:ab").filename() == "ab.json");
}

TEST_CASE("what a state file says wrongly is left as it is", "[keeping]") {
    const ViewState fresh;
    for (const char* text : {"", "{", "[]", "null", "{\"sandtable\": 3}", "{\"sandtable\": \"view-state/2\"}"}) {
        ViewState state;
        INFO(text);
        CHECK_FALSE(read_view_state(text, state));
        CHECK(view_state_json(state) == view_state_json(fresh));
    }
    ViewState state;
    CHECK(read_view_state(R"({"sandtable": "view-state/1", "now_ms": "x", "speed": [], "theme": "green", "view": 3, "axis": "round", "from": 0.9, "to": 0.1, "pinned": [1, "a"],
        "collapsed": ["planet"], "bookmarks": [{"at_ms": 1}, 7, {"at_ms": 2, "text": "ok"}, {"at_ms": 99999999999999999, "text": "far"}, {"at_ms": 3, "text": "\u0007"}], "range_ms": [5, 1]})", state));
    CHECK(state.layout.pinned == std::vector<std::string>{"a"});
    CHECK(state.layout.bookmarks == std::vector<Bookmark>{{model_time(2), "ok"}});
    state.layout.pinned.clear(), state.layout.bookmarks.clear();
    CHECK(view_state_json(state) == view_state_json(fresh));
}

TEST_CASE("what a state file says beyond its bounds is put to them, and more bookmarks than a file holds are not written", "[keeping]") {
    ViewState state;
    CHECK(read_view_state(R"({"sandtable": "view-state/1", "speed": 1e9, "map_zoom": -7, "first_lane": -1, "first_duty": 99999999999, "follow": 3})", state));
    CHECK(state.speed == ViewState::fastest);
    CHECK(state.layout.map_zoom == 1);
    CHECK(state.layout.first_lane == 0);
    CHECK(state.layout.first_duty == 0);
    CHECK_FALSE(state.layout.follow);
    const Recording r;
    const std::string before = bytes_of(r.path);
    std::string error;
    CHECK(keep_bookmarks(r.path, r.read(), std::vector<Bookmark>(drill_bookmarks_max + 1), mark_of(r.path), error) == Kept::nowhere);
    CHECK(error.find("drill_bookmarks_max") != std::string::npos);
    CHECK(bytes_of(r.path) == before);
    CHECK(keep_bookmarks(r.path, r.read(), std::vector<Bookmark>(drill_bookmarks_max), mark_of(r.path), error) == Kept::in_file);
}

}  // namespace sandtable
