// The mouse: what is pressed, dragged, turned, and which instant a place in the window stands for.
#include <algorithm>
#include <cmath>

#include "view/viewer.hpp"

namespace sandtable {

const Scene::Part* Viewer::part_at(double x, double y) const {
    for (const Scene::Part& part : scene_.parts)
        if (x >= part.x && x <= part.x + part.width && y >= part.y && y <= part.y + part.height) return &part;
    return nullptr;
}

std::optional<ModelTime> Viewer::instant_at(double x, double y) const {
    if (y >= scene_.bar.y) return axis_.time(std::clamp((x - scene_.bar.x) / scene_.bar.width, 0.0, 1.0));
    const Scene::Part* part = part_at(x, y);
    if (part == nullptr || part->strip_right <= part->strip_left || x < part->strip_left || x > part->strip_right) return std::nullopt;
    const Layout& layout = state_.layout;
    const ModelTime there = axis_.time(layout.from + (x - part->strip_left) / (part->strip_right - part->strip_left) * (layout.to - layout.from));
    // what stands there has exact instants: the nearest of them
    std::vector<ModelTime> exact;
    const About about = about_at(scene_, x, y);
    const Replay& run = runs_[about.run];
    if (about.kind == About::Kind::entry) exact.push_back(run.journal[about.index].at);
    if (about.kind == About::Kind::span) {
        const TimelineSpan& span = run.timeline.spans()[about.index];
        exact.push_back(span.begin);
        if (span.end <= now()) exact.push_back(span.end);
    }
    if (about.kind == About::Kind::duty) {
        const DutyOutcome& duty = run.outcomes[about.index];
        exact.push_back(duty.opened);
        if (duty.due) exact.push_back(*duty.due);
        if (duty.discharged && *duty.discharged <= now()) exact.push_back(*duty.discharged);
    }
    const auto far = [&](ModelTime t) { return std::abs(axis_.place(t) - axis_.place(there)); };
    const auto nearest = std::min_element(exact.begin(), exact.end(), [&](ModelTime a, ModelTime b) { return far(a) < far(b); });
    return nearest == exact.end() ? there : *nearest;
}

bool Viewer::in_panel(double x, double y) const {
    return state_.layout.selected.kind != About::Kind::nothing && !help_ && x >= panel_.x && x <= panel_.x + panel_.width && y >= panel_.y && y <= panel_.y + panel_.height;
}

void Viewer::scrub(double x) { go(axis_.time(std::clamp((x - scene_.bar.x) / scene_.bar.width, 0.0, 1.0))); }

void Viewer::measure(double x, double y) {
    const auto instant = instant_at(x, y);
    if (!instant) return;
    changed_ = true;
    if (!measured_from_) {
        measured_from_ = instant;
        state_.layout.range = TimeRange{*instant, *instant};
        return;
    }
    state_.layout.range = TimeRange{std::min(*measured_from_, *instant), std::max(*measured_from_, *instant)};
    measuring_ = false;
    measured_from_.reset();
}

void Viewer::hover(double x, double y) {
    if (scrubbing_ || moving_) return;
    std::string words;
    for (const Button& button : buttons_)
        if (x >= button.x && x < button.x + button.width && y >= button.y && y < button.y + button.height)
            for (const CommandRow& row : command_rows())
                if (row.command == button.command) words = say(state_.layout.lang, row.text) + "  [" + std::string(row.key) + "]";
    if (words.empty() && !help_ && !in_panel(x, y))
        if (const About about = about_at(scene_, x, y); about.kind != About::Kind::nothing && about.kind != About::Kind::level) {
            Layout of = state_.layout;
            of.selected = about, of.path.clear();
            const auto lines = lines_about(runs_[about.run], nullptr, of, now());
            // with the clause and how it stands; a bookmark with its note
            const std::size_t wanted = about.kind == About::Kind::duty ? 3 : about.kind == About::Kind::bookmark ? 2 : 1;
            for (std::size_t i = 0; i < std::min(wanted, lines.size()); ++i) words += (i == 0 ? "" : "\n") + lines[i].text;
        }
    if (words == hint_) return;
    hint_ = std::move(words), hint_x_ = x, hint_y_ = y;
    changed_ = true;
}

void Viewer::press(double x, double y) {
    hint_.clear();
    pressed_x_ = y < scene_.bar.y ? x : 0;
    for (const Button& button : buttons_)
        if (x >= button.x && x < button.x + button.width && y >= button.y && y < button.y + button.height) return command(button.command);
    if (measuring_) return measure(x, y);
    notice_.clear();
    if (y >= scene_.bar.y) {
        if (const About about = about_at(scene_, x, y); about.kind == About::Kind::bookmark) {
            select(about, false);
            return go(state_.layout.bookmarks[about.index].at);
        }
        scrubbing_ = true;
        return scrub(x);
    }
    if (in_panel(x, y)) {
        for (const Label& label : scene_.labels)  // its lines lead to the entries they name
            if (label.view == View::all && label.about.kind != About::Kind::nothing && y >= label.y && y <= label.y + label.size * 1.3 && x >= panel_.x && x <= panel_.x + panel_.width && label.y >= panel_.y) return follow(label.about);
        return;
    }
    const About about = about_at(scene_, x, y);
    if (about.kind == About::Kind::level) {  // opens, closes
        Filters to = filters();
        const auto level = static_cast<Level>(about.index);
        if (const auto closed = std::find(to.collapsed.begin(), to.collapsed.end(), level); closed != to.collapsed.end()) to.collapsed.erase(closed);
        else to.collapsed.push_back(level);
        return change_filters(std::move(to));
    }
    if (about.kind != About::Kind::nothing) select(about, false);
    else moving_ = true;
}

void Viewer::drag(double dx, double dy, double x, double y) {
    if (scrubbing_) return scrub(x);
    const Scene::Part* part = moving_ ? part_at(x, y) : nullptr;
    if (part == nullptr) return;
    Layout& layout = state_.layout;
    if (part->view == View::map) {
        layout.map_x -= dx / part->width / layout.map_zoom;
        layout.map_y += dy / part->height / layout.map_zoom;
    } else {
        const double length = layout.to - layout.from, strip = part->strip_right > part->strip_left ? part->strip_right - part->strip_left : part->width;
        layout.from = std::clamp(layout.from - dx / strip * length, 0.0, 1 - length);
        layout.to = layout.from + length;
    }
    changed_ = true;
}

void Viewer::wheel(double x, double y, double steps) {
    Layout& layout = state_.layout;
    if (in_panel(x, y)) {
        first_line_ = static_cast<std::size_t>(std::max(0.0, static_cast<double>(first_line_) - steps * 2));
        changed_ = true;
        return;
    }
    if (y >= scene_.bar.y) return command(steps > 0 ? ViewCommand::magnify : ViewCommand::shrink);
    const Scene::Part* part = part_at(x, y);
    if (part == nullptr) return;
    changed_ = true;
    layout.reveal = false;
    std::size_t lanes = 0, duties = 0, ladders = 0;
    for (const Replay& run : runs_) lanes += run.timeline.agencies().size(), duties += run.outcomes.size(), ladders += run.inputs.scenario.incidents.size() * run.inputs.plans.size();
    const auto rows = [&](std::uint32_t& first, std::size_t all) { first = static_cast<std::uint32_t>(std::clamp(first - steps * 3, 0.0, static_cast<double>(std::max<std::size_t>(all, 1) - 1))); };
    switch (part->view) {
        case View::map: layout.map_zoom = std::clamp(layout.map_zoom * std::pow(1.25, steps), 1.0, map_zoom_max); break;
        case View::lanes: rows(layout.first_lane, lanes); break;
        case View::duties:
            layout.first_duty = part->first;  // where what was selected had brought it
            rows(layout.first_duty, duties);
            break;
        case View::ladder: rows(layout.first_ladder, ladders); break;
        case View::all: break;
    }
}

}  // namespace sandtable
