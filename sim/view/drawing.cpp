// What lies over the scene: buttons, what is filtered or typed, the panel, the keys.
#include <algorithm>

#include <fmt/format.h>

#include "view/viewer.hpp"

namespace sandtable {

const Scene& Viewer::scene() {
    if (!changed_) return scene_;
    changed_ = false;
    Layout layout = state_.layout;
    layout.height -= place_buttons();
    scene_ = compared_ ? scene_at(*compared_, axis_, layout, now()) : scene_at(runs_[0], axis_, layout, now());
    scene_.height = state_.layout.height;
    scene_.shapes.front().height = scene_.height;  // the ground
    add_buttons();
    if (help_) add_help();
    else if (layout.selected.kind != About::Kind::nothing) add_panel();
    add_status();
    add_hint();
    return scene_;
}

/// At the foot, in as many rows as they need; returns the height.
double Viewer::place_buttons() {
    const Layout& layout = state_.layout;
    const double px = layout.scale, size = 12 * px, row_height = 27 * px, right = layout.width - 110 * px;  // the speed stands at the right
    buttons_.clear();
    double x = 8 * px, y = 0;
    for (const CommandRow& row : command_rows()) {
        if (row.button == CommandRow::Button::none || (row.button == CommandRow::Button::compared && !compared_)) continue;
        const std::string words = button_words(row);
        int columns = display_width(words);
        if (row.command == ViewCommand::play)  // buttons do not move when it plays
            for (const char* key : {"view-play-short", "view-pause-short"}) columns = std::max(columns, display_width(say(layout.lang, key)));
        const double width = columns * size * (layout.lang == Lang::en ? 0.6 : 0.54) + 8 * px;
        if (x + width > right) x = 8 * px, y += row_height;
        buttons_.push_back({x, y, width, row_height - 3 * px, row.command, words});
        x += width + 3 * px;
    }
    const double height = y + row_height;
    for (Button& button : buttons_) button.y += layout.height - height;
    return height;
}

std::string Viewer::button_words(const CommandRow& row) const { return say(state_.layout.lang, row.command == ViewCommand::play && playing_ ? "view-pause-short" : std::string(row.text) + "-short"); }

void Viewer::add_box(double x, double y, double width, double height, Ink edge) {
    clear_labels(x, y, width, height);
    scene_.shapes.push_back({.kind = Shape::Kind::rect, .ink = Ink::panel, .pattern = Pattern::solid, .view = View::all, .x = x, .y = y, .width = width, .height = height, .stroke = state_.layout.scale, .about = {}});
    scene_.shapes.push_back({.kind = Shape::Kind::rect, .ink = edge, .pattern = Pattern::hollow, .view = View::all, .x = x, .y = y, .width = width, .height = height, .stroke = 2 * state_.layout.scale, .about = {}});
}

void Viewer::add_buttons() {
    const double px = state_.layout.scale, size = 12 * px, y = buttons_.front().y;
    for (const Button& button : buttons_) {
        const bool on = (button.command == ViewCommand::loop && loop_) || (button.command == ViewCommand::measure && measuring_) || (button.command == ViewCommand::follow && state_.layout.follow);
        scene_.shapes.push_back({.kind = Shape::Kind::rect, .ink = on ? Ink::selected : Ink::frame, .pattern = Pattern::hollow, .view = View::all, .x = button.x, .y = button.y, .width = button.width, .height = button.height, .stroke = (on ? 3 : 1) * px, .about = {}});
        scene_.labels.push_back({View::all, button.x + 4 * px, button.y + 5 * px, size, Ink::text, button.words, {}});
    }
    scene_.labels.push_back({View::all, state_.layout.width - 100 * px, y + 3 * px, 16 * px, Ink::text, fmt::format("×{:g}", state_.speed), {}});
}

/// What is typed, filtered, measured or said, in one line each.
void Viewer::add_status() {
    const Layout& layout = state_.layout;
    const Lang lang = layout.lang;
    const auto clock = [&](ModelTime t) { return clock_text(civil_time(runs_[0].inputs.scenario.start, t)); };
    std::vector<std::string> lines;
    if (typing_ == Typing::find || !layout.find.empty()) lines.push_back(say(lang, "view-filter", {layout.find + (typing_ == Typing::find ? "_" : "")}));
    if (!layout.incident.empty()) lines.push_back(say(lang, "view-filter-incident", {layout.incident}));
    if (typing_ == Typing::note) lines.push_back(say(lang, "view-typing-note", {typed_ + "_"}));
    if (typing_ == Typing::speed) lines.push_back(say(lang, "view-typing-speed", {typed_ + "_"}));
    if (measuring_) lines.push_back(say(lang, measured_from_ ? "view-measure-to" : "view-measure-from"));
    else if (layout.range) lines.push_back(say(lang, loop_ ? "view-looped" : "view-measured", {span_text(shown_between(layout.range->from, layout.range->to)), clock(layout.range->from), clock(layout.range->to)}));
    if (!notice_.empty()) lines.insert(lines.begin(), notice_);
    while (lines.size() > 2) {  // there is room for two
        lines[1] += " · " + lines[2];
        lines.erase(lines.begin() + 2);
    }
    // at the top, beside the word that it is an exercise: nothing that is shown lies below
    const bool one = lines.size() == 1;
    const double px = layout.scale, size = (one ? 15 : 12) * px, height = (one ? 26 : 17) * px, right = layout.width - 178 * px, room = layout.width * 0.58;
    double y = one ? 7 * px : 2 * px;
    for (const std::string& words : lines) {
        // what is typed is seen at its end
        const int columns = static_cast<int>((room - 16 * px) / (size * 0.56));
        std::string shown = words;
        if (display_width(words) > columns) shown = typing_ == Typing::nothing ? clipped(words, columns) : "…" + wrapped(words, columns - 1).back();
        const double width = display_width(shown) * size * 0.58 + 16 * px, x = right - width;
        for (Label& label : scene_.labels)  // the title is cut where it begins
            if (label.view == View::all && label.y < 40 * px && label.x < x && label.x + display_width(label.text) * label.size * 0.56 > x) label.text = clipped(label.text, static_cast<int>((x - label.x) / (label.size * 0.56)));
        clear_labels(x, y, width, height);
        scene_.shapes.push_back({.kind = Shape::Kind::rect, .ink = Ink::handling, .pattern = Pattern::solid, .view = View::all, .x = x, .y = y, .width = width, .height = height, .stroke = px, .about = {}});
        scene_.labels.push_back({View::all, x + 8 * px, y + (height - size) / 2 - px, size, Ink::on_colour, shown, {}});
        y += height + 2 * px;
    }
}

void Viewer::add_hint() {
    if (hint_.empty()) return;
    const Layout& layout = state_.layout;
    const double px = layout.scale, size = 13 * px;
    const auto lines = wrapped(hint_, 70);
    int columns = 0;
    for (const std::string& line : lines) columns = std::max(columns, display_width(line));
    const double width = columns * size * 0.58 + 14 * px, height = static_cast<double>(lines.size()) * size * 1.3 + 8 * px;
    const double x = std::clamp(hint_x_ + 14 * px, 0.0, std::max(0.0, layout.width - width - 4 * px)), y = std::min(hint_y_ + 18 * px, scene_.bar.y - height - 4 * px);  // never over the foot and its buttons
    add_box(x, y, width, height, Ink::frame);
    for (std::size_t i = 0; i < lines.size(); ++i) scene_.labels.push_back({View::all, x + 7 * px, y + 4 * px + static_cast<double>(i) * size * 1.3, size, Ink::text, lines[i], {}});
}

void Viewer::clear_labels(double x, double y, double width, double height) {
    std::erase_if(scene_.labels, [&](const Label& l) { return l.x < x + width && l.y + l.size > y && l.y < y + height && l.x + display_width(l.text) * l.size / 2 > x; });
}

void Viewer::add_panel() {
    const Layout& layout = state_.layout;
    const double px = layout.scale, size = 13 * px;
    double x = layout.width * 0.02, width = layout.width * 0.40, y = 0, height = 0;
    if (compared_) {  // over the map and the grades of the run it is about, or below, where one view has everything
        const double half = layout.width / 2;
        x = layout.selected.run == 0 ? 4 * px : half + 2 * px, width = half - 8 * px;
        const Scene::Part& first = scene_.parts.front();
        y = first.y, height = first.height;
    } else
        for (const Scene::Part& part : scene_.parts)
            if (part.view == View::ladder || scene_.parts.size() == 1) x = part.x, width = std::min(part.width, layout.width * 0.45), y = part.y, height = part.height;
    if (layout.view != View::all) y += height / 2, height /= 2;
    if (scene_.parts.size() == 1 && pressed_x_ > 0 && pressed_x_ < layout.width / 2) x = layout.width - width - 4 * px;  // away from what was clicked
    add_box(x, y, width, height, Ink::selected);
    panel_ = {View::all, x, y, width, height};
    std::vector<PanelLine> pieces;
    for (const PanelLine& line : panel_lines())
        for (std::string& piece : wrapped(line.text, static_cast<int>((width - 14 * px) / (size * 0.56)))) pieces.push_back({std::move(piece), line.about});
    const std::size_t fit = std::max<std::size_t>(2, static_cast<std::size_t>((height - 12 * px) / (size * 1.35)));
    first_line_ = pieces.size() <= fit ? 0 : std::min(first_line_, pieces.size() - fit + 1);
    double line_y = y + 6 * px;
    for (std::size_t i = first_line_; i < pieces.size(); ++i, line_y += size * 1.35) {
        const bool last = i + 1 == first_line_ + fit && i + 1 < pieces.size();  // more below: the wheel scrolls
        scene_.labels.push_back({View::all, x + 7 * px, line_y, size, last ? Ink::faint : Ink::text, last ? say(layout.lang, "view-more", {pieces.size() - i}) : pieces[i].text, last ? About{} : pieces[i].about});
        if (last) break;
    }
}

void Viewer::add_help() {
    const Layout& layout = state_.layout;
    const double px = layout.scale;
    std::vector<std::pair<std::string, std::string>> rows;
    for (const CommandRow& row : command_rows()) rows.push_back({std::string(row.key), say(layout.lang, row.text)});
    for (const char* mouse : {"click", "drag", "wheel"}) rows.push_back({say(layout.lang, std::string("view-mouse-") + mouse), say(layout.lang, std::string("view-mouse-") + mouse + "-does")});
    struct Sign {
        Ink ink;
        Pattern pattern;
        Shape::Kind kind;
        const char* key;
    };
    using enum Shape::Kind;
    const std::vector<Sign> signs{{Ink::handling, Pattern::solid, rect, "scene-handling"}, {Ink::waiting, Pattern::striped, rect, "scene-waiting"}, {Ink::travel, Pattern::dotted, rect, "scene-travel"}, {Ink::on_scene, Pattern::solid, rect, "scene-on-scene"},
                                  {Ink::away, Pattern::hollow, rect, "scene-away"}, {Ink::message, Pattern::solid, circle, "scene-message"}, {Ink::failed, Pattern::solid, diamond, "view-sign-failed"}, {Ink::grade_1, Pattern::solid, triangle, "view-sign-grade"},
                                  {Ink::slack, Pattern::solid, rect, "scene-running"}, {Ink::tight, Pattern::striped, rect, "view-sign-tight"}, {Ink::late, Pattern::striped, rect, "scene-breached"}, {Ink::met, Pattern::solid, rect, "view-sign-met"},
                                  {Ink::grid, Pattern::striped, rect, "view-sign-cut"}, {Ink::late, Pattern::solid, diamond, "view-sign-breach"}, {Ink::differs, Pattern::solid, rect, "view-sign-differs"}, {Ink::unit, Pattern::solid, triangle, "view-sign-unit"},
                                  {Ink::open, Pattern::solid, rect, "view-sign-done"}, {Ink::open, Pattern::dotted, rect, "view-sign-measured"}, {Ink::selected, Pattern::solid, rect, "view-sign-path"}, {Ink::differs, Pattern::hollow, triangle, "view-sign-other"},
                                  {Ink::idle, Pattern::hollow, diamond, "view-sign-province"}, {Ink::idle, Pattern::hollow, rect, "view-sign-city"}, {Ink::idle, Pattern::hollow, triangle, "view-sign-county"}, {Ink::idle, Pattern::hollow, circle, "view-sign-town"},
                                  {Ink::late, Pattern::hollow, circle, "view-sign-incident"}, {Ink::grade_3, Pattern::solid, triangle, "view-sign-graded"}, {Ink::orange, Pattern::striped, circle, "view-sign-warning"}, {Ink::orange, Pattern::hollow, circle, "view-sign-risk"}};
    const std::size_t columns = 2, per_column = (rows.size() + columns - 1) / columns, sign_columns = 4, sign_rows = (signs.size() + sign_columns - 1) / sign_columns;
    const double y = 44 * px, lines = static_cast<double>(per_column + sign_rows) + 0.5, step = std::min(20 * px, (scene_.bar.y - y - 16 * px) / lines), size = step * 0.68, width = std::min(1000 * px, layout.width - 20 * px), x = (layout.width - width) / 2;
    add_box(x, y, width, lines * step + 16 * px, Ink::frame);
    const auto cut = [&](const std::string& words, double room) { return clipped(words, static_cast<int>(room / (size * 0.56))); };
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double cx = x + 12 * px + static_cast<double>(i / per_column) * width / columns, cy = y + 8 * px + static_cast<double>(i % per_column) * step;
        scene_.labels.push_back({View::all, cx, cy, size, Ink::faint, rows[i].first, {}});
        scene_.labels.push_back({View::all, cx + 70 * px, cy, size, Ink::text, cut(rows[i].second, width / columns - 84 * px), {}});
    }
    for (std::size_t i = 0; i < signs.size(); ++i) {
        const double cx = x + 12 * px + static_cast<double>(i % sign_columns) * width / sign_columns, cy = y + 8 * px + (static_cast<double>(per_column + i / sign_columns) + 0.5) * step;
        Shape sign{.kind = signs[i].kind, .ink = signs[i].ink, .pattern = signs[i].pattern, .view = View::all, .x = cx, .y = cy + 2 * px, .width = 24 * px, .height = size - 2 * px, .stroke = px, .about = {}};
        if (sign.kind != rect) sign.x = cx + 12 * px, sign.y = cy + size / 2, sign.width = sign.height = 5 * px;
        scene_.shapes.push_back(sign);
        scene_.labels.push_back({View::all, cx + 32 * px, cy, size, Ink::text, cut(say(layout.lang, signs[i].key), width / sign_columns - 44 * px), {}});
    }
}

}  // namespace sandtable
