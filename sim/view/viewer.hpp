// What a person does to a replay: commands change what is shown, never what is replayed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandtable/scene.hpp"

namespace sandtable {

enum class ViewCommand {
    play, entry_on, entry_back, minute_on, minute_back, to_begin, to_end, faster, slower,
    view_all, view_map, view_lanes, view_duties, view_ladder, axis, magnify, shrink, fit,
    next_breach, next_grade, cause, consequence, why, incident, language, theme, help, back, quit,
};

/// A command with the key that people press for it and the text that says what it does.
struct CommandRow {
    ViewCommand command;
    std::string_view key;    ///< as shown: "Space"
    std::string_view text;   ///< key of the text tables
    bool button;             ///< has a button of its own in the window
};
const std::vector<CommandRow>& command_rows();

/// The state of a viewer, without a window: what tests drive. What the replay refers to outlives it.
class Viewer {
public:
    Viewer(const Replay& replay, Layout layout, Theme theme, ModelTime at);

    void command(ViewCommand command);
    /// A mouse button goes down there, moves with it held, turns its wheel.
    void press(double x, double y);
    void drag(double dx, double dy, double x, double y);
    void release() { scrubbing_ = moving_ = false; }
    void wheel(double x, double y, double steps);
    /// Letters typed while something is sought; `find` begins and ends with it.
    bool finding() const { return finding_; }
    void find(bool on);
    void typed(std::string_view utf8);
    void erase_last();
    void resize(double width, double height);
    /// Wall time passes; whether anything moved.
    bool pass(double seconds);

    /// What is to be drawn now, buttons and panel included.
    const Scene& scene();
    bool changed() const { return changed_; }
    bool wants_to_quit() const { return quit_; }
    ModelTime now() const { return now_; }
    double speed() const { return speed_; }
    bool playing() const { return playing_; }
    Theme theme() const { return theme_; }
    const Layout& layout() const { return layout_; }
    /// What the panel says, line by line; empty without a selection.
    std::vector<std::string> panel_lines() const;

    static constexpr double slowest = 0.5, fastest = 3600, map_zoom_max = 200, axis_shown_min = 0.002;

private:
    struct Button {
        double x, y, width, height;
        ViewCommand command;
        std::string words;
    };
    void go(ModelTime t);
    void select(const About& about, bool go_there);
    EntryNo selected_entry() const;
    void scrub(double x);
    /// At the foot, in as many rows as they need; returns the height.
    double place_buttons();
    std::string button_words(const CommandRow& row) const;
    void add_buttons();
    void clear_labels(double x, double y, double width, double height);
    void add_panel();
    void add_help();

    Replay replay_;
    Layout layout_;
    Theme theme_;
    ModelTime now_;
    TimeAxis axis_;
    double speed_ = 60, rest_ms_ = 0;
    bool playing_ = false, quit_ = false, changed_ = true, help_ = false, finding_ = false, scrubbing_ = false, moving_ = false;
    Scene scene_;
    Scene::Part panel_{View::all, 0, 0, 0, 0};
    std::size_t first_line_ = 0;  // of the panel
    std::vector<Button> buttons_;
};

}  // namespace sandtable
