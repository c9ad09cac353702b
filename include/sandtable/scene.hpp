// What is shown of a replay at one instant: shapes and labels with what they are about, without a window.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sandtable/comparison.hpp"
#include "sandtable/drill_file.hpp"
#include "sandtable/outcomes.hpp"
#include "sandtable/scenario.hpp"
#include "sandtable/text.hpp"
#include "sandtable/timeline.hpp"

namespace sandtable {

/// What is replayed. Holds references: all of it outlives the value.
struct Replay {
    const Inputs& inputs;
    const Journal& journal;
    const Timeline& timeline;
    const std::vector<DutyOutcome>& outcomes;
};

/// Two runs on one clock: model time 0 is the start of either. Holds references too.
struct Compared {
    const std::array<Replay, 2>& runs;
    const Comparison& comparison;
    std::array<std::string, 2> names;  ///< for people: the files
    bool of_one_scenario() const {
        return runs[0].inputs.scenario.id == runs[1].inputs.scenario.id;
    }
};

/// From model time to a place between 0 and 1, and back; both grow.
class TimeAxis {
public:
    enum class Kind {
        linear,
        folded,    ///< where nothing happens for longer than `dead_after`, a cut as wide as `cut_length` stands for it (lengths of our choice: a burst of 20 minutes stays whole)
        by_entry,  ///< every instant with an entry is as far from the next
    };
    static constexpr Duration dead_after{20 * 60'000}, cut_length{4 * 60'000};

    TimeAxis(const Journal& journal, Kind kind) : TimeAxis(std::array{&journal}, kind) {}
    /// Of all of them at once.
    TimeAxis(std::span<const Journal* const> journals, Kind kind);
    double place(ModelTime t) const;
    ModelTime time(double place) const;
    struct Cut {
        double begin, end;   ///< places
        ModelTime from, to;
    };
    const std::vector<Cut>& cuts() const { return cuts_; }
    /// The cut that t lies within, its begin included, or null.
    const Cut* cut_at(ModelTime t) const;
    /// Entries in each of `bins` equal stretches of it.
    static constexpr int bins = 240;
    const std::vector<std::uint32_t>& density() const { return density_; }
    /// The instant `by` later as it is played: a cut passes within a second of showing, 30 steps; never beyond the end.
    ModelTime played_on(ModelTime t, Duration by) const;

private:
    std::vector<ModelTime> times_;  // knots, growing
    std::vector<double> places_;
    std::vector<Cut> cuts_;
    std::vector<std::uint32_t> density_;
};

enum class View { all, map, lanes, duties, ladder };
std::string_view view_name(View view);
std::optional<View> view_of(std::string_view name);

/// What a colour means; a theme gives it one.
enum class Ink : std::uint8_t {
    ground, panel, frame, grid, text, faint, on_colour, now, exercise,
    idle, busy, place, road, closed, unit, message, failed,
    waiting, handling, travel, on_scene, away,
    slack, tight, late, met, waived, open,
    grade_1, grade_2, grade_3, grade_4, possible, blue, yellow, orange, red, selected, differs,
};
constexpr int inks = static_cast<int>(Ink::differs) + 1;
std::string_view ink_name(Ink ink);
/// Stands beside the colour, for those who do not see it and for grey paper.
enum class Pattern : std::uint8_t { solid, striped, dotted, hollow };

/// What a shape or label is about.
struct About {
    enum class Kind : std::uint8_t { nothing, agency, place, road, incident, duty, span, entry, bookmark, level } kind = Kind::nothing;
    std::uint32_t index = 0;  ///< in the network's table, the scenario's incidents, the outcomes, the spans, the journal or the layout's bookmarks; of a level its value
    std::uint8_t run = 0;     ///< which of two that are compared
    friend bool operator==(const About&, const About&) = default;
};

struct Shape {
    enum class Kind : std::uint8_t { rect, line, circle, diamond, triangle };
    Kind kind = Kind::rect;
    Ink ink = Ink::frame;
    Pattern pattern = Pattern::solid;
    View view = View::all;
    double x = 0, y = 0;         ///< rect: the upper left corner; line: one end; else the middle; in pixels
    double width = 0, height = 0;///< rect: its size; line: from one end to the other; else the radius in both
    double stroke = 1;           ///< of lines and of what is hollow
    About about = {};
};
struct Label {
    View view = View::all;
    double x = 0, y = 0;         ///< its upper left corner
    double size = 14;            ///< height of a line
    Ink ink = Ink::text;
    std::string text;
    About about = {};
};
struct Scene {
    double width = 0, height = 0;
    ModelTime instant;
    std::vector<Shape> shapes;   ///< drawn in this order, labels above
    std::vector<Label> labels;
    struct Part {
        View view;
        double x, y, width, height;
        std::uint32_t hidden = 0; ///< rows or agencies that did not fit or were filtered out; said in a label too
        std::uint32_t first = 0;  ///< of the duties: the row that is uppermost
        double strip_left = 0, strip_right = 0; ///< where its strip of the axis begins and ends; 0 where it has none
    };
    std::vector<Part> parts;
    Part bar{View::all, 0, 0, 0, 0}; ///< the whole axis from its left to its right end, to be scrubbed on
};

struct TimeRange {
    ModelTime from, to;
    friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

/// How it is laid out; what a person changes by looking around.
struct Layout {
    double width = 1280, height = 720;
    double scale = 1;                           ///< of texts and distances
    Lang lang = Lang::en;
    View view = View::all;
    TimeAxis::Kind axis = TimeAxis::Kind::folded;
    double from = 0, to = 1;                    ///< which part of the axis is shown
    double map_x = 0, map_y = 0, map_zoom = 1;  ///< the middle is moved by that many widths of what fits, then magnified
    bool follow = false;                        ///< the map's middle is where the selected thing is
    std::uint32_t first_lane = 0, first_duty = 0, first_ladder = 0;
    std::string incident = {}, find = {};       ///< only of that incident; only lanes and duties whose name or id has it
    std::vector<std::string> pinned = {};       ///< agencies whose lanes come first
    std::vector<Level> collapsed = {};          ///< levels whose lanes are one line
    std::vector<Bookmark> bookmarks = {};
    std::optional<TimeRange> range = {};        ///< measured, or played round and round
    About selected = {};
    bool reveal = false;                        ///< the rows begin with the selected one where it would be out of view
    std::vector<PathStep> path = {};            ///< a critical path to be lit
};

/// Between two instants as clocks show them, to the second: so that what is shown adds up.
Duration shown_between(ModelTime begin, ModelTime end);

/// Equal arguments give equal scenes. `axis` is of the same journal and of the layout's kind. Takes time with what is visible, not with the journal's length,
/// but for the duties.
Scene scene_at(const Replay& replay, const TimeAxis& axis, const Layout& layout, ModelTime instant);
/// The same scene of either run, A at the left; what differs until then is marked. `axis` is of both journals.
Scene scene_at(const Compared& compared, const TimeAxis& axis, const Layout& layout, ModelTime instant);

/// What is uppermost there, or nothing.
About about_at(const Scene& scene, double x, double y);
/// In one line, for people: who or what that is.
std::string about_words(const Replay& replay, const About& about, Lang lang);

struct Colour {
    std::uint8_t r, g, b;
};
enum class Theme { light, dark, projector };
Colour colour_of(Ink ink, Theme theme);

/// The same as text: counts of shapes by view, ink and pattern, then the labels; for tests and for screen readers.
std::string scene_text(const Scene& scene);
/// The same as a picture (SVG 1.1).
std::string scene_svg(const Scene& scene, Theme theme);

}  // namespace sandtable
