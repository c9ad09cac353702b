#include "sandtable/scene.hpp"

#include <cmath>
#include <map>

#include "scene/canvas.hpp"

namespace sandtable {

std::string_view view_name(View view) {
    switch (view) {
        case View::all: return "all";
        case View::map: return "map";
        case View::lanes: return "lanes";
        case View::duties: return "duties";
        case View::ladder: return "ladder";
    }
    return {};
}

std::optional<View> view_of(std::string_view name) {
    for (const View view : {View::all, View::map, View::lanes, View::duties, View::ladder})
        if (view_name(view) == name) return view;
    return std::nullopt;
}

namespace {

/// Clock, number of the entry, title, and that it is an exercise.
void draw_head(Canvas& page, const Layout& layout, const Replay& replay, ModelTime instant) {
    const Scenario& scenario = replay.inputs.scenario;
    const CivilTime clock = civil_time(scenario.start, instant);
    const std::string exercise = "演练 EXERCISE";
    const double exercise_width = page.text_width(exercise, page.px(18));
    double x = page.px(10);
    x += page.label(x, page.px(6), clock_text(clock), page.px(160), Ink::text, page.px(28)) + page.px(12);
    page.label(x, page.px(6), date_text(clock.date()), page.px(140), Ink::faint, page.px(13));
    page.label(x, page.px(22), say(layout.lang, "scene-entry", {entries_until(replay.journal, instant), replay.journal.size()}), page.px(200), Ink::faint, page.px(12));
    x += page.px(150);
    page.label(x, page.px(11), scenario.title.empty() ? scenario.id : scenario.title.in(layout.lang), layout.width - x - exercise_width - page.px(40), Ink::text, page.px(18));
    page.rect(layout.width - exercise_width - page.px(22), page.px(7), exercise_width + page.px(14), page.px(26), Ink::exercise);
    page.label(layout.width - exercise_width - page.px(15), page.px(10), exercise, exercise_width + page.px(10), Ink::on_colour, page.px(18));
}

/// Everything at the foot: how much happens when, marks for grades, breaches, injects and bookmarks, the range, what is shown, now.
class Foot {
public:
    Foot(Scene& scene, Canvas& page, const TimeAxis& axis, const Layout& layout) : page_(page), axis_(axis), layout_(layout), height_(page.px(34)), y_(layout.height - height_), x1_(page.px(12)), x2_(layout.width - page.px(12)) {
        scene.bar = {View::all, x1_, y_, x2_ - x1_, height_};
        const auto& density = axis.density();
        const double most = std::max<double>(1, *std::max_element(density.begin(), density.end())), bin = (x2_ - x1_) / TimeAxis::bins;
        draw_cuts(page, axis, x1_, x2_, x1_, x2_, y_ + page.px(4), y_ + page.px(4) + plot());
        for (std::size_t i = 0; i < density.size(); ++i)
            if (density[i] > 0) {
                const double tall = std::max(page.px(2), plot() * std::sqrt(density[i] / most));
                page.rect(x1_ + static_cast<double>(i) * bin, y_ + page.px(4) + plot() - tall, bin * 0.9, tall, Ink::possible);
            }
    }
    void draw_marks(const Replay& replay, std::uint8_t run) {
        draw_marks(replay, run, replay.timeline.injects(), Shape::Kind::circle, Ink::message);
        draw_marks(replay, run, replay.timeline.gradings(), Shape::Kind::triangle, Ink::grade_3);
        draw_marks(replay, run, replay.timeline.breaches(), Shape::Kind::diamond, Ink::late);
    }
    /// From there on two runs are not the same.
    void draw_parting(ModelTime t) {
        const double x = at(t);
        page_.line(x, y_, x, y_ + height_, Ink::differs, 2, Pattern::dotted);
        page_.dot(Shape::Kind::triangle, x, y_ + page_.px(5), 5, Ink::differs);
    }
    void draw_looking(ModelTime now) {
        const auto& bookmarks = layout_.bookmarks;  // by instant: one flag for those that stand together
        for (std::uint32_t i = 0, next = 0; i < bookmarks.size(); i = next) {
            while (next < bookmarks.size() && bookmarks[next].at == bookmarks[i].at) ++next;
            const double x = at(bookmarks[i].at);
            const About about{About::Kind::bookmark, i};
            page_.line(x, y_ + page_.px(2), x, y_ + height_ - page_.px(2), Ink::selected, 1.5);
            page_.rect(x, y_ + page_.px(1), page_.px(9), page_.px(7), Ink::selected, Pattern::solid, about);
            if (next - i > 1) page_.label(x + page_.px(11), y_, "×" + std::to_string(next - i), page_.px(40), Ink::selected, page_.px(11), about);
        }
        if (layout_.from > 0 || layout_.to < 1) page_.rect(x1_ + layout_.from * (x2_ - x1_), y_ + page_.px(2), (layout_.to - layout_.from) * (x2_ - x1_), plot() + page_.px(4), Ink::frame, Pattern::hollow);
        if (layout_.range) page_.rect(at(layout_.range->from), y_ + page_.px(2), std::max(at(layout_.range->to) - at(layout_.range->from), page_.px(2)), plot() + page_.px(4), Ink::selected, Pattern::dotted);
        page_.line(at(now), y_, at(now), layout_.height - page_.px(1), Ink::now, 2.5);
    }

private:
    double at(ModelTime t) const { return x1_ + axis_.place(t) * (x2_ - x1_); }
    double plot() const { return height_ - page_.px(14); }
    void draw_marks(const Replay& replay, std::uint8_t run, const std::vector<EntryNo>& entries, Shape::Kind kind, Ink ink) {
        double last = -1e9;  // marks that would lie over one another are one
        for (const EntryNo no : entries) {
            const double x = at(replay.journal[no].at);
            if (x - last < page_.px(4)) continue;
            page_.dot(kind, x, y_ + height_ - page_.px(6), 4, ink, Pattern::solid, {About::Kind::entry, no, run});
            last = x;
        }
    }

    Canvas& page_;
    const TimeAxis& axis_;
    const Layout& layout_;
    double height_, y_, x1_, x2_;
};

struct Box {
    double x, y, width, height;
};

/// The view that is asked for, or all four, in that box.
void draw_views(Scene& scene, const Look& look, const Box& box) {
    const Layout& layout = look.layout;
    const double gap = 4 * layout.scale;
    const auto draw = [&](View view, const Box& at) {
        scene.parts.push_back({view, at.x, at.y, at.width, at.height});
        Canvas canvas(scene, layout, scene.parts.back());
        canvas.rect(at.x, at.y, at.width, at.height, Ink::panel);
        canvas.heading(say(layout.lang, "scene-view-" + std::string(view_name(view))));
        switch (view) {
            case View::map: draw_map(look, canvas); break;
            case View::lanes: draw_lanes(look, canvas); break;
            case View::duties: draw_duties(look, canvas); break;
            case View::ladder: draw_ladder(look, canvas); break;
            case View::all: break;
        }
    };
    if (layout.view != View::all) return draw(layout.view, box);
    if (look.compared != nullptr) {  // half as wide: duties and lanes need all of it
        const double third = box.height / 3, left = box.width * 0.45;
        draw(View::map, {box.x, box.y, left - gap, third - gap});
        draw(View::ladder, {box.x + left, box.y, box.width - left, third - gap});
        draw(View::duties, {box.x, box.y + third, box.width, third - gap});
        draw(View::lanes, {box.x, box.y + 2 * third, box.width, third});
        return;
    }
    const double left = box.width * 0.42, upper = box.height * 0.56;
    draw(View::map, {box.x, box.y, left - gap, upper - gap});
    draw(View::ladder, {box.x, box.y + upper, left - gap, box.height - upper});
    draw(View::duties, {box.x + left, box.y, box.width - left, upper - gap});
    draw(View::lanes, {box.x + left, box.y + upper, box.width - left, box.height - upper});
}

std::optional<std::uint32_t> revealed_by(const Layout& layout) { return layout.reveal && layout.selected.kind == About::Kind::duty ? std::optional(layout.selected.index) : std::nullopt; }

Scene empty_scene(const Layout& layout, ModelTime instant) { return {.width = layout.width, .height = layout.height, .instant = instant, .shapes = {}, .labels = {}, .parts = {}}; }

}  // namespace

Scene scene_at(const Replay& replay, const TimeAxis& axis, const Layout& layout, ModelTime instant) {
    Scene scene = empty_scene(layout, instant);
    const double bar = 40 * layout.scale, gap = 4 * layout.scale;
    Canvas page(scene, layout, {View::all, 0, 0, layout.width, layout.height});
    page.rect(0, 0, layout.width, layout.height, Ink::ground);
    draw_head(page, layout, replay, instant);
    Foot foot(scene, page, axis, layout);
    foot.draw_marks(replay, 0);
    foot.draw_looking(instant);
    draw_views(scene, {.replay = replay, .axis = axis, .layout = layout, .now = instant, .revealed = revealed_by(layout)}, {gap, bar, layout.width - 2 * gap, scene.bar.y - bar - gap});
    return scene;
}

Scene scene_at(const Compared& compared, const TimeAxis& axis, const Layout& layout, ModelTime instant) {
    Scene scene = empty_scene(layout, instant);
    const double bar = 40 * layout.scale, gap = 4 * layout.scale, name = 20 * layout.scale, half = layout.width / 2;
    const Comparison& comparison = compared.comparison;
    Canvas page(scene, layout, {View::all, 0, 0, layout.width, layout.height});
    page.rect(0, 0, layout.width, layout.height, Ink::ground);
    draw_head(page, layout, compared.runs[0], instant);
    Foot foot(scene, page, axis, layout);
    for (std::uint8_t run = 0; run < 2; ++run) foot.draw_marks(compared.runs[run], run);
    if (!comparison.same()) foot.draw_parting(comparison.parted);
    foot.draw_looking(instant);
    std::size_t in_state = 0, in_time = 0;  // until now
    for (const Comparison::Duty& duty : comparison.duties) {
        const auto state = [&](std::size_t run) { return duty.outcome[run] ? duty_then(compared.runs[run].journal, compared.runs[run].outcomes[*duty.outcome[run]], instant).state : DutyThen::State::not_yet; };
        if (state(0) != state(1)) ++in_state;
        else in_time += duty.parted && *duty.parted <= instant;
    }
    const std::string other =
        compared.of_one_scenario() ? "" : say(layout.lang, "scene-other-scenario") + " · ";
    for (std::uint8_t run = 0; run < 2; ++run) {
        const Replay& replay = compared.runs[run];
        const double x = run == 0 ? gap : half + gap / 2;
        // its own clock, where they do not start at the same time of day
        const bool own_clock = compared.runs[0].inputs.scenario.start.local_ms != compared.runs[1].inputs.scenario.start.local_ms;
        page.label(x + page.px(6), bar + page.px(3), std::string(run == 0 ? "A  " : "B  ") + (own_clock ? clock_text(civil_time(replay.inputs.scenario.start, instant)) + "  " : "") + compared.names[run], half * 0.38, Ink::text, page.px(14));
        const std::string words = comparison.same() || instant < comparison.parted ? say(layout.lang, comparison.same() ? "scene-same" : "scene-same-yet") : say(layout.lang, "scene-parted", {in_state, in_time, clock_text(civil_time(replay.inputs.scenario.start, comparison.parted))});
        page.label(x + half * 0.4, bar + page.px(4), other + words, half * 0.58,
                   other.empty() && (comparison.same() || instant < comparison.parted)
                       ? Ink::faint
                       : Ink::differs,
                   page.px(12));
        Layout own = layout;  // what is selected belongs to one of them
        if (layout.selected.run != run) own.selected = {}, own.path.clear();
        own.selected.run = 0;
        const std::size_t shapes = scene.shapes.size(), labels = scene.labels.size();
        draw_views(scene, {.replay = replay, .axis = axis, .layout = own, .now = instant, .compared = &compared, .run = run, .revealed = revealed_by(layout), .revealed_here = layout.selected.run == run}, {x, bar + name, half - 1.5 * gap, scene.bar.y - bar - name - gap});
        for (std::size_t i = shapes; i < scene.shapes.size(); ++i) scene.shapes[i].about.run = run;
        for (std::size_t i = labels; i < scene.labels.size(); ++i) scene.labels[i].about.run = run;
    }
    page.line(half, bar, half, scene.bar.y, Ink::frame, 1);
    return scene;
}

About about_at(const Scene& scene, double x, double y) {
    const auto near_line = [&](const Shape& s) {
        const double length = std::hypot(s.width, s.height), along = length > 0 ? std::clamp(((x - s.x) * s.width + (y - s.y) * s.height) / (length * length), 0.0, 1.0) : 0.0;
        return std::hypot(x - s.x - along * s.width, y - s.y - along * s.height) <= s.stroke / 2 + 3;
    };
    for (auto label = scene.labels.rbegin(); label != scene.labels.rend(); ++label)
        if (label->about.kind != About::Kind::nothing && y >= label->y && y <= label->y + label->size && x >= label->x && x <= label->x + display_width(label->text) * label->size * 0.56) return label->about;
    for (auto shape = scene.shapes.rbegin(); shape != scene.shapes.rend(); ++shape) {
        if (shape->about.kind == About::Kind::nothing) continue;
        bool hit = false;
        switch (shape->kind) {
            case Shape::Kind::rect: hit = x >= shape->x - 1 && x <= shape->x + shape->width + 1 && y >= shape->y && y <= shape->y + shape->height; break;
            case Shape::Kind::line: hit = near_line(*shape); break;
            case Shape::Kind::circle:
            case Shape::Kind::diamond:
            case Shape::Kind::triangle: hit = std::hypot(x - shape->x, y - shape->y) <= shape->width + 2; break;
        }
        if (hit) return shape->about;
    }
    return {};
}

}  // namespace sandtable
