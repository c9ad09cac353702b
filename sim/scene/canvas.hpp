// What the views draw with: shapes and labels of one part of the scene, in its own corner.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "sandtable/scene.hpp"
#include "scene/names.hpp"

namespace sandtable {

class Canvas {
public:
    /// `part` is where it may draw; what is added goes to `scene`.
    Canvas(Scene& scene, const Layout& layout, Scene::Part part) : scene_(scene), layout_(layout), part_(part) {}

    double x() const { return part_.x; }
    double y() const { return part_.y; }
    double width() const { return part_.width; }
    double height() const { return part_.height; }
    double right() const { return part_.x + part_.width; }
    double bottom() const { return part_.y + part_.height; }
    /// So many pixels at scale 1.
    double px(double pixels) const { return pixels * layout_.scale; }
    /// Of a usual line of text.
    double line_height() const { return px(16); }
    /// A little more than what a text needs at most, by its columns: the scene has no font.
    double text_width(const std::string& text, double size) const { return display_width(text) * size * 0.56; }

    void rect(double x, double y, double width, double height, Ink ink, Pattern pattern = Pattern::solid, About about = {});
    /// How many shapes the scene has; the one before may be made as wide as to `right`.
    std::size_t shapes() const { return scene_.shapes.size(); }
    void widen(std::size_t shape, double right) { scene_.shapes[shape].width = std::max(scene_.shapes[shape].width, right - scene_.shapes[shape].x); }
    void line(double x1, double y1, double x2, double y2, Ink ink, double stroke = 1, Pattern pattern = Pattern::solid, About about = {});
    /// The part of a line that lies in this canvas.
    void line_within(double x1, double y1, double x2, double y2, Ink ink, double stroke, Pattern pattern, About about);
    void dot(Shape::Kind kind, double x, double y, double radius, Ink ink, Pattern pattern = Pattern::solid, About about = {});
    /// Cut with … to what fits `room`; nothing if not even three columns do. Returns its width.
    double label(double x, double y, const std::string& text, double room, Ink ink = Ink::text, double size = 0, About about = {});
    /// The same only where no label of this canvas stands yet; whether it was put there.
    bool label_if_free(double x, double y, const std::string& text, Ink ink, double size, About about);
    /// No label goes there any more.
    void keep_free(double x, double y, double width, double height);
    /// A heading at the top; what is below it is left.
    void heading(const std::string& text);
    void begins_with(std::uint32_t row) { scene_.parts.back().first = row; }
    /// Where the part's strip of the axis is, for those who click into it.
    void has_strip(double left, double right) { scene_.parts.back().strip_left = left, scene_.parts.back().strip_right = right; }
    /// Says at the lower edge how many rows are shown, how many are further down or up, how many a filter hides and how many stand in closed levels; nothing where all are shown.
    void say_hidden(const std::string& shown, std::uint32_t elsewhere, std::uint32_t filtered, std::uint32_t folded = 0);
    void hides(std::uint32_t how_many) { scene_.parts.back().hidden += how_many; }

private:
    Scene& scene_;
    const Layout& layout_;
    Scene::Part part_;
    struct Box {
        double x, y, width, height;
    };
    std::vector<Box> taken_;
};

/// Cuts of an axis that goes from x_begin to x_end, as far as they lie between left and right; narrow ones that touch are one.
void draw_cuts(Canvas& canvas, const TimeAxis& axis, double x_begin, double x_end, double left, double right, double y1, double y2);

/// Places of instants in a strip of the axis from x1 to x2.
class TimeStrip {
public:
    TimeStrip(const TimeAxis& axis, const Layout& layout, double x1, double x2) : axis_(axis), range_(layout.range), from_(layout.from), span_(std::max(layout.to - layout.from, 1e-9)), x1_(x1), x2_(x2) {}
    /// Within the strip: what lies outside is put to its edge.
    double x(ModelTime t) const { return std::clamp(free_x(axis_.place(t)), x1_, x2_); }
    double free_x(double place) const { return x1_ + (place - from_) / span_ * (x2_ - x1_); }
    double left() const { return x1_; }
    ModelTime time(double x) const { return axis_.time(from_ + (x - x1_) / (x2_ - x1_) * span_); }
    double right() const { return x2_; }
    ModelTime begin() const { return axis_.time(from_); }
    ModelTime end() const { return axis_.time(from_ + span_); }
    /// Grid lines with clock times, cuts, the ends of the range, and the line of now, from y1 down to y2.
    void draw_grid(Canvas& canvas, CivilTime start, double y1, double y2, ModelTime now) const;

private:
    const TimeAxis& axis_;
    std::optional<TimeRange> range_;
    double from_, span_, x1_, x2_;
};

/// What the views share.
struct Look {
    const Replay& replay;
    const TimeAxis& axis;
    const Layout& layout;
    ModelTime now;
    const Compared* compared = nullptr;  ///< where two runs are
    std::size_t run = 0;                 ///< which of them this is
    std::optional<std::uint32_t> revealed = {};  ///< a duty whose row is to be in view: in the outcomes of this run,
    bool revealed_here = true;                   ///< or of the other
    /// Only here, of what two runs have: an entry of this one, or none.
    bool differs(EntryNo no) const { return compared != nullptr && no != no_entry && compared->comparison.differs[run][no]; }
    const std::string& text(Symbol symbol) const { return replay.journal.text(symbol); }
    bool shows_incident(const std::string& id) const { return layout.incident.empty() || id.empty() || layout.incident == id; }
};
void draw_map(const Look& look, Canvas& canvas);
void draw_lanes(const Look& look, Canvas& canvas);
void draw_duties(const Look& look, Canvas& canvas);
void draw_ladder(const Look& look, Canvas& canvas);

}  // namespace sandtable
