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

Scene scene_at(const Replay& replay, const TimeAxis& axis, const Layout& layout, ModelTime instant) {
    Scene scene{.width = layout.width, .height = layout.height, .instant = instant, .shapes = {}, .labels = {}, .parts = {}};
    const Look look{replay, axis, layout, instant};
    const double bar = 40 * layout.scale, gap = 4 * layout.scale;
    const Scenario& scenario = replay.inputs.scenario;

    Canvas page(scene, layout, {View::all, 0, 0, layout.width, layout.height});
    page.rect(0, 0, layout.width, layout.height, Ink::ground);
    const CivilTime clock = civil_time(scenario.start, instant);
    const std::string exercise = "演练 EXERCISE";
    const double exercise_width = page.text_width(exercise, page.px(18));
    double x = page.px(10);
    x += page.label(x, page.px(6), clock_text(clock), page.px(160), Ink::text, page.px(28)) + page.px(12);
    page.label(x, page.px(6), date_text(clock.date()), page.px(140), Ink::faint, page.px(13));
    const EntryNo seen = entries_until(replay.journal, instant);
    page.label(x, page.px(22), say(layout.lang, "scene-entry", {seen, replay.journal.size()}), page.px(200), Ink::faint, page.px(12));
    x += page.px(150);
    page.label(x, page.px(11), scenario.title.empty() ? scenario.id : scenario.title.in(layout.lang), layout.width - x - exercise_width - page.px(40), Ink::text, page.px(18));
    page.rect(layout.width - exercise_width - page.px(22), page.px(7), exercise_width + page.px(14), page.px(26), Ink::exercise);
    page.label(layout.width - exercise_width - page.px(15), page.px(10), exercise, exercise_width + page.px(10), Ink::on_colour, page.px(18));

    const auto draw = [&](View view, double px, double py, double pw, double ph) {
        scene.parts.push_back({view, px, py, pw, ph});
        Canvas canvas(scene, layout, scene.parts.back());
        canvas.rect(px, py, pw, ph, Ink::panel);
        canvas.heading(say(layout.lang, "scene-view-" + std::string(view_name(view))));
        switch (view) {
            case View::map: draw_map(look, canvas); break;
            case View::lanes: draw_lanes(look, canvas); break;
            case View::duties: draw_duties(look, canvas); break;
            case View::ladder: draw_ladder(look, canvas); break;
            case View::all: break;
        }
    };
    // the whole run at the foot: how much happens when, marks for grades, breaches and injects
    const double foot = 34 * layout.scale, x1 = page.px(12), x2 = layout.width - page.px(12), foot_y = layout.height - foot;
    scene.bar = {View::all, x1, foot_y, x2 - x1, foot};
    const auto& density = axis.density();
    const double most = std::max<double>(1, *std::max_element(density.begin(), density.end())), bin = (x2 - x1) / TimeAxis::bins, plot = foot - page.px(14);
    for (const TimeAxis::Cut& cut : axis.cuts()) page.rect(x1 + cut.begin * (x2 - x1), foot_y + page.px(4), (cut.end - cut.begin) * (x2 - x1), plot, Ink::grid, Pattern::striped);
    for (std::size_t i = 0; i < density.size(); ++i)
        if (density[i] > 0) {
            const double tall = std::max(page.px(2), plot * std::sqrt(density[i] / most));
            page.rect(x1 + static_cast<double>(i) * bin, foot_y + page.px(4) + plot - tall, bin * 0.9, tall, Ink::possible);
        }
    const auto mark = [&](const std::vector<EntryNo>& entries, Shape::Kind kind, Ink ink) {
        double last = -1e9;  // marks that would lie over one another are one
        for (const EntryNo no : entries) {
            const double at = x1 + axis.place(replay.journal[no].at) * (x2 - x1);
            if (at - last < page.px(4)) continue;
            page.dot(kind, at, foot_y + foot - page.px(6), 4, ink, Pattern::solid, {About::Kind::entry, no});
            last = at;
        }
    };
    mark(replay.timeline.injects(), Shape::Kind::circle, Ink::message);
    mark(replay.timeline.gradings(), Shape::Kind::triangle, Ink::grade_3);
    mark(replay.timeline.breaches(), Shape::Kind::diamond, Ink::late);
    if (layout.from > 0 || layout.to < 1)
        page.rect(x1 + layout.from * (x2 - x1), foot_y + page.px(2), (layout.to - layout.from) * (x2 - x1), plot + page.px(4), Ink::frame, Pattern::hollow);
    const double here = x1 + axis.place(instant) * (x2 - x1);
    page.line(here, foot_y, here, layout.height - page.px(1), Ink::now, 2.5);
    const double width = layout.width - 2 * gap, height = layout.height - bar - gap - foot;
    if (layout.view != View::all) draw(layout.view, gap, bar, width, height);
    else {
        const double left = width * 0.42, upper = height * 0.56;
        draw(View::map, gap, bar, left - gap, upper - gap);
        draw(View::ladder, gap, bar + upper, left - gap, height - upper);
        draw(View::duties, gap + left, bar, width - left, upper - gap);
        draw(View::lanes, gap + left, bar + upper, width - left, height - upper);
    }
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
