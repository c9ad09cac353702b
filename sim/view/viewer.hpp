// What a person does to a replay: commands change what is shown, never what is replayed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandtable/scene.hpp"
#include "view/panel.hpp"
#include "view/view_state.hpp"

namespace sandtable {

enum class ViewCommand {
    play, entry_on, entry_back, minute_on, minute_back, to_begin, to_end, faster, slower, speed, loop, measure,
    view_all, view_map, view_lanes, view_duties, view_ladder, axis, magnify, shrink, fit, follow,
    next_breach, next_grade, next_difference, cause, consequence, why,
    find, incident, pin, undo, bookmark, note, previous_bookmark, next_bookmark, remove_bookmark, keep, picture,
    language, theme, help, back, quit,
};

/// A command with the key that people press for it and the text that says what it does.
struct CommandRow {
    ViewCommand command;
    std::string_view key;    ///< as shown: "Space"
    std::string_view text;   ///< key of the text tables
    enum class Button : std::uint8_t { none, always, compared } button;  ///< has a button of its own in the window
};
const std::vector<CommandRow>& command_rows();

/// The state of a viewer, without a window: what tests drive. What is replayed outlives it.
class Viewer {
public:
    Viewer(const Replay& replay, ViewState state);
    /// Two runs, A and B.
    Viewer(const Compared& compared, ViewState state);

    void command(ViewCommand command);
    /// A mouse button goes down there, moves with it held, turns its wheel.
    void press(double x, double y);
    void drag(double dx, double dy, double x, double y);
    /// The pointer is there, no button held: what lies below it is named.
    void hover(double x, double y);
    void release() { scrubbing_ = moving_ = false; }
    void wheel(double x, double y, double steps);
    /// What is typed goes there: a name to be sought, a note, a speed. Ended by `finish`, kept or not.
    enum class Typing { nothing, find, note, speed };
    Typing typing() const { return typing_; }
    void typed(std::string_view utf8);
    void erase_last();
    void finish(bool keep);
    void resize(double width, double height);
    /// Wall time passes; whether anything moved.
    bool pass(double seconds);
    /// What is bookmarked stands in the file now, or beside it.
    void kept() { state_.found = state_.layout.bookmarks; }
    /// Says something to whoever looks, until the next command.
    void notice(std::string words);

    /// What is to be drawn now, buttons and panel included.
    const Scene& scene();
    bool changed() const { return changed_; }
    bool wants_to_quit() const { return quit_; }
    /// Whether bookmarks are to be written to where they stay, or a picture saved; asked once each.
    bool takes_keep() { return std::exchange(keep_, false); }
    bool takes_picture() { return std::exchange(picture_, false); }
    /// Whether bookmarks changed since it was asked last.
    bool takes_marked() { return std::exchange(marked_, false); }
    bool playing() const { return playing_; }
    bool loops() const { return loop_; }
    ModelTime now() const { return state_.now; }
    double speed() const { return state_.speed; }
    Theme theme() const { return state_.theme; }
    const Layout& layout() const { return state_.layout; }
    const ViewState& state() const { return state_; }
    /// What the panel says, line by line; empty without a selection.
    std::vector<PanelLine> panel_lines() const;

    static constexpr double slowest = ViewState::slowest, fastest = ViewState::fastest, map_zoom_max = ViewState::map_zoom_max, axis_shown_min = 0.002;
    static constexpr std::size_t typed_bytes_max = 2000;

private:
    struct Button {
        double x, y, width, height;
        ViewCommand command;
        std::string words;
    };
    /// What can be taken back.
    struct Filters {
        std::string find, incident;
        std::vector<std::string> pinned;
        std::vector<Level> collapsed;
        bool operator==(const Filters&) const = default;
        /// How many things are set that show less, or other things first.
        std::size_t hide() const { return !find.empty() + !incident.empty() + pinned.size() + collapsed.size(); }
    };
    /// An instant to go to, and what is to be selected there.
    struct Stop {
        ModelTime at;
        About about;
    };
    struct Trail {
        About about;
        std::vector<PathStep> path;
        ModelTime at;
    };
    ModelTime begin() const;
    ModelTime end() const;
    TimeAxis axis_of(TimeAxis::Kind kind) const;
    void go(ModelTime t);
    void go_to_next(std::vector<Stop> stops);
    void select(const About& about, bool go_there);
    /// Goes to what the selected thing leads to; `back` leads back.
    void follow(const About& about);
    const Replay& selected_run() const { return runs_[state_.layout.selected.run]; }
    void zoom(double by);
    /// So that it can be taken back.
    void change_filters(Filters to);
    void set_filters(Filters to);
    Filters filters() const { return {state_.layout.find, state_.layout.incident, state_.layout.pinned, state_.layout.collapsed}; }
    void next_breach();
    void next_grade();
    void next_difference();
    void next_incident();
    void pin_selected();
    void walk(bool to_cause);
    void light_path();
    void add_bookmark(std::string text);
    void step_bookmark(bool on);
    void remove_bookmark();
    /// Whether a bookmark of this instant is selected.
    bool at_bookmark() const { return state_.layout.selected.kind == About::Kind::bookmark && state_.layout.bookmarks[state_.layout.selected.index].at == now(); }
    void close_last();
    bool in_panel(double x, double y) const;
    void scrub(double x);
    void measure(double x, double y);
    /// The instant that a place in the window stands for, if it does.
    std::optional<ModelTime> instant_at(double x, double y) const;
    const Scene::Part* part_at(double x, double y) const;

    // drawing.cpp: what lies over the scene
    double place_buttons();
    std::string button_words(const CommandRow& row) const;
    void add_buttons();
    void add_status();
    void add_hint();
    void clear_labels(double x, double y, double width, double height);
    void add_panel();
    void add_help();
    void add_box(double x, double y, double width, double height, Ink edge);

    std::vector<Replay> runs_;  // one, or two
    std::optional<Compared> compared_;
    ViewState state_;
    TimeAxis axis_;
    double rest_ms_ = 0;
    bool playing_ = false, loop_ = false, quit_ = false, keep_ = false, picture_ = false, marked_ = false, changed_ = true, help_ = false, scrubbing_ = false, moving_ = false;
    Typing typing_ = Typing::nothing;
    std::string typed_, notice_;
    std::string hint_;                       // of what the pointer is on
    double hint_x_ = 0, hint_y_ = 0;
    std::optional<ModelTime> measured_from_;
    bool measuring_ = false;
    std::size_t difference_ = 0;  // how many of them were gone to
    std::vector<Trail> trail_;   // where one came from, the latest last
    double pressed_x_ = 0;
    std::vector<Filters> undo_;  // oldest first; each shows more than the next
    Scene scene_;
    Scene::Part panel_{View::all, 0, 0, 0, 0};
    std::size_t first_line_ = 0;  // of the panel
    std::vector<Button> buttons_;
};

}  // namespace sandtable
