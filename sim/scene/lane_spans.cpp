#include "scene/lane_spans.hpp"

#include <cmath>
#include <set>
#include <tuple>
#include <vector>

namespace sandtable {

namespace {

struct Style {
    Ink ink;
    Pattern pattern;
};
Style style_of(TimelineSpan::Kind kind) {
    switch (kind) {
        case TimelineSpan::Kind::waiting: return {Ink::waiting, Pattern::striped};
        case TimelineSpan::Kind::handling: return {Ink::handling, Pattern::solid};
        case TimelineSpan::Kind::travel: return {Ink::travel, Pattern::dotted};
        case TimelineSpan::Kind::on_scene: return {Ink::on_scene, Pattern::solid};
        case TimelineSpan::Kind::message: return {Ink::message, Pattern::solid};
        case TimelineSpan::Kind::away: return {Ink::away, Pattern::hollow};
        case TimelineSpan::Kind::road_closed:
        case TimelineSpan::Kind::fault: return {Ink::closed, Pattern::striped};
    }
    return {Ink::faint, Pattern::hollow};
}

/// Spans in view beyond which lanes are drawn as where something happened, no longer each thing for itself: nobody could tell them apart. A number of our choice.
constexpr std::ptrdiff_t dense_after = 10'000;

class LaneSpans {
public:
    LaneSpans(const Look& look, Canvas& canvas, const TimeStrip& strip, const std::map<Symbol, double>& middle) : look_(look), canvas_(canvas), strip_(strip), until_(std::min(look.now, strip.end())) {
        for (const auto& [agency, height] : middle) {
            if (rows_.size() <= agency) rows_.resize(agency + 1, -1);
            rows_[agency] = static_cast<int>(middle_.size());
            middle_.push_back(height);
        }
        label_end_.assign(middle_.size(), -1);
    }

    void draw() {
        const auto& spans = look_.replay.timeline.spans();
        const auto begun_before = [&](ModelTime t) { return std::upper_bound(spans.begin(), spans.end(), t, [](ModelTime at, const TimelineSpan& span) { return at < span.begin; }); };
        const bool dense = begun_before(strip_.end()) - begun_before(strip_.begin()) > dense_after;  // whatever the instant: playing does not change it
        if (dense) begin_dense();
        look_.replay.timeline.within(strip_.begin(), until_, [&](std::size_t i) {
            const TimelineSpan& span = spans[i];
            const int row = row_of(span.agency);
            if (row < 0 || (!look_.layout.incident.empty() && !look_.shows_incident(look_.text(span.incident)))) return;
            if (dense && !(look_.layout.selected == about(i))) draw_dense(i, span, row);
            else draw_one(i, span, row);
        });
        double last = -1e9;
        Symbol whose = 0;
        for (const EntryNo no : look_.replay.timeline.gradings()) {
            const Entry& e = look_.replay.journal[no];
            if (e.at > until_ || e.at < strip_.begin() || !look_.shows_incident(look_.text(e.incident))) continue;
            if (row_of(e.agency) < 0) continue;
            const double x = strip_.x(e.at);
            if (dense && whose == e.agency && x - last < canvas_.px(3)) continue;
            last = x, whose = e.agency;
            canvas_.dot(Shape::Kind::triangle, x, middle_[static_cast<std::size_t>(row_of(e.agency))], 5, Ink::grade_1, Pattern::solid, {About::Kind::entry, no});
        }
    }

private:
    static About about(std::size_t i) { return {About::Kind::span, static_cast<std::uint32_t>(i)}; }
    int row_of(Symbol agency) const { return agency < rows_.size() ? rows_[agency] : -1; }
    double height(int row) const { return middle_[static_cast<std::size_t>(row)]; }

    // --- each for itself

    /// What would lie over what is drawn already, to two pixels, is not drawn again: a night has thousands of messages between the same desks.
    bool again(const TimelineSpan& span, int row, double a, double b) {
        const double cell = canvas_.px(2);
        const int to = span.kind == TimelineSpan::Kind::message ? row_of(span.other) : -1;
        return !drawn_.insert({span.kind, span.failed && span.end <= until_, row, to, static_cast<int>(a / cell), static_cast<int>(b / cell)}).second;
    }

    void draw_one(std::size_t i, const TimelineSpan& span, int row) {
        const double a = strip_.x(span.begin), b = strip_.x(std::min(span.end, until_));
        if (again(span, row, a, b) && look_.layout.selected != about(i)) return;
        if (span.kind == TimelineSpan::Kind::message) draw_message(i, span, row, a, b);
        else draw_bar(i, span, row, a, b);
    }

    bool differs(const TimelineSpan& span) const { return look_.differs(span.from) || (span.end <= until_ && look_.differs(span.to)); }

    void draw_message(std::size_t i, const TimelineSpan& span, int row, double a, double b) {
        const bool there = span.end <= until_;
        const Ink ink = there && span.failed ? Ink::failed : differs(span) ? Ink::differs : Ink::message;
        const int to = row_of(span.other);
        if (to < 0) return canvas_.dot(Shape::Kind::circle, a, height(row), 2, ink, Pattern::solid, about(i));
        double end_y = height(to);
        if (!there) {  // on its way: as far as the part of its time that has passed
            const double whole = span.end == not_ended ? 0.5 : static_cast<double>((until_ - span.begin).count()) / std::max(1.0, static_cast<double>((span.end - span.begin).count()));
            end_y = height(row) + (height(to) - height(row)) * whole;
        }
        canvas_.line(a, height(row), b, end_y, ink, 1.2, there && span.failed ? Pattern::dotted : Pattern::solid, about(i));
        if (there) canvas_.dot(span.failed ? Shape::Kind::diamond : Shape::Kind::circle, b, end_y, span.failed ? 3.5 : 2.5, ink, Pattern::solid, about(i));
    }

    /// Bars of one lane lie over one another where several officers are at work: thinner for what lasts. Waiting has a line of its own at the lower edge:
    /// nothing may hide how long it was.
    double half_of(TimelineSpan::Kind kind) const {
        switch (kind) {
            case TimelineSpan::Kind::on_scene: return canvas_.px(3);
            case TimelineSpan::Kind::away: return canvas_.px(8);
            case TimelineSpan::Kind::waiting: return canvas_.px(2.5);
            default: return canvas_.px(5);
        }
    }
    double middle_of(TimelineSpan::Kind kind, int row) const { return height(row) + (kind == TimelineSpan::Kind::waiting ? canvas_.px(6.5) : kind == TimelineSpan::Kind::away ? 0 : canvas_.px(-2)); }

    void draw_bar(std::size_t i, const TimelineSpan& span, int row, double a, double b) {
        const Style style = style_of(span.kind);
        const double half = half_of(span.kind), y = middle_of(span.kind, row);
        canvas_.rect(a, y - half, std::max(b - a, canvas_.px(1.5)), half * 2, style.ink, style.pattern, about(i));
        if (differs(span)) canvas_.line(a, y + half + canvas_.px(1), std::max(b, a + canvas_.px(3)), y + half + canvas_.px(1), Ink::differs, 2.5, Pattern::solid, about(i));
        double& named = label_end_[static_cast<std::size_t>(row)];  // one name does not lie over another
        if (span.kind == TimelineSpan::Kind::handling && b - a > canvas_.px(60) && a + canvas_.px(3) > named)
            named = a + canvas_.px(3) + canvas_.label(a + canvas_.px(3), y - canvas_.px(5), task_name(look_.replay.inputs, look_.text(span.plan), look_.text(span.subject), look_.layout.lang), b - a - canvas_.px(4), Ink::on_colour, canvas_.px(10), about(i));
        if (look_.layout.selected == about(i)) canvas_.rect(a - canvas_.px(1), y - half - canvas_.px(1), b - a + canvas_.px(2), half * 2 + canvas_.px(2), Ink::selected, Pattern::hollow, about(i));
    }

    // --- where something happened: one bar for those that touch, one line for messages between the same desks in the same few pixels

    static constexpr int kinds = static_cast<int>(TimelineSpan::Kind::fault) + 1;
    struct Covered {
        ModelTime until = ModelTime::min();
        double from = 0, to = 0;
        std::size_t first = 0;  ///< the shape behind it; 0: none yet
    };

    void begin_dense() {
        const double cell = canvas_.px(8);
        for (double x = strip_.left() + cell; x < strip_.right(); x += cell) borders_.push_back(strip_.time(x));
        borders_.push_back(ModelTime::max());
        covered_.resize(middle_.size() * kinds);
        told_.resize(borders_.size() * middle_.size() * (middle_.size() + 1) * 2);
    }

    void draw_dense(std::size_t i, const TimelineSpan& span, int row) {
        while (borders_[cell_] <= span.begin) ++cell_;  // spans come by their begin
        const auto r = static_cast<std::size_t>(row);
        if (span.kind == TimelineSpan::Kind::message) {
            const bool failed = span.failed && span.end <= until_;
            const std::size_t to = static_cast<std::size_t>(row_of(span.other) + 1), key = ((cell_ * middle_.size() + r) * (middle_.size() + 1) + to) * 2 + failed;
            if (told_[key]) return;
            told_[key] = true;
            const double a = strip_.x(span.begin);
            if (to == 0) canvas_.dot(Shape::Kind::circle, a, height(row), 2, failed ? Ink::failed : Ink::message, Pattern::solid, about(i));
            else canvas_.line(a, height(row), a, height(static_cast<int>(to) - 1), failed ? Ink::failed : Ink::message, 1.2, failed ? Pattern::dotted : Pattern::solid, about(i));
            return;
        }
        Covered& covered = covered_[r * kinds + static_cast<std::size_t>(span.kind)];
        const ModelTime end = std::min(span.end, until_);
        if (end <= covered.until) return;  // under a bar of its kind
        const double a = span.begin <= covered.until ? covered.to : strip_.x(span.begin), b = strip_.x(end);
        if (a - covered.to >= canvas_.px(1) || covered.first == 0) {
            canvas_.rect(a, middle_of(span.kind, row) - half_of(span.kind), std::max(b - a, canvas_.px(1.5)), half_of(span.kind) * 2, style_of(span.kind).ink, style_of(span.kind).pattern, about(i));
            covered.first = canvas_.shapes();
            covered.from = a;
        } else canvas_.widen(covered.first - 1, b);
        covered.until = end, covered.to = std::max(b, covered.from + canvas_.px(1.5));
    }

    const Look& look_;
    Canvas& canvas_;
    const TimeStrip& strip_;
    ModelTime until_;
    std::vector<int> rows_;       // by agency; -1: not shown
    std::vector<double> middle_;    // by row
    std::vector<double> label_end_; // of the last name in each row
    std::set<std::tuple<TimelineSpan::Kind, bool, int, int, int, int>> drawn_;
    std::vector<ModelTime> borders_; // of cells, by their ends
    std::size_t cell_ = 0;
    std::vector<Covered> covered_;   // [row][kind]
    std::vector<bool> told_;         // [cell][from][to or nobody][failed]
};

}  // namespace

void draw_spans(const Look& look, Canvas& canvas, const TimeStrip& strip, const std::map<Symbol, double>& middle) { LaneSpans(look, canvas, strip, middle).draw(); }

}  // namespace sandtable
