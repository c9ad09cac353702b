#include "scene/canvas.hpp"

#include <array>

namespace sandtable {

void Canvas::rect(double x, double y, double width, double height, Ink ink, Pattern pattern, About about) {
    scene_.shapes.push_back({.kind = Shape::Kind::rect, .ink = ink, .pattern = pattern, .view = part_.view, .x = x, .y = y, .width = width, .height = height, .stroke = px(1), .about = about});
}

void Canvas::line(double x1, double y1, double x2, double y2, Ink ink, double stroke, Pattern pattern, About about) {
    scene_.shapes.push_back({.kind = Shape::Kind::line, .ink = ink, .pattern = pattern, .view = part_.view, .x = x1, .y = y1, .width = x2 - x1, .height = y2 - y1, .stroke = px(stroke), .about = about});
}

void Canvas::line_within(double x1, double y1, double x2, double y2, Ink ink, double stroke, Pattern pattern, About about) {
    // Liang and Barsky 1984: what is left of [0, 1] along the line behind each of the four edges
    double from = 0, to = 1;
    const auto behind = [&](double step, double room) {
        if (step == 0) return room >= 0;
        const double at = room / step;
        if (step < 0) from = std::max(from, at);
        else to = std::min(to, at);
        return from <= to;
    };
    const double dx = x2 - x1, dy = y2 - y1;
    if (behind(-dx, x1 - part_.x) && behind(dx, right() - x1) && behind(-dy, y1 - part_.y) && behind(dy, bottom() - y1))
        line(x1 + from * dx, y1 + from * dy, x1 + to * dx, y1 + to * dy, ink, stroke, pattern, about);
}

void Canvas::dot(Shape::Kind kind, double x, double y, double radius, Ink ink, Pattern pattern, About about) {
    scene_.shapes.push_back({.kind = kind, .ink = ink, .pattern = pattern, .view = part_.view, .x = x, .y = y, .width = px(radius), .height = px(radius), .stroke = px(1.5), .about = about});
}

double Canvas::label(double x, double y, const std::string& text, double room, Ink ink, double size, About about) {
    if (size == 0) size = px(13);
    const int columns = static_cast<int>(room / (size * 0.56));
    if (text.empty() || (columns < 3 && display_width(text) > columns)) return 0;
    std::string shown = clipped(text, columns);
    const double width = text_width(shown, size);
    taken_.push_back({x, y, width, size});
    scene_.labels.push_back({.view = part_.view, .x = x, .y = y, .size = size, .ink = ink, .text = std::move(shown), .about = about});
    return width;
}

void Canvas::keep_free(double x, double y, double width, double height) { taken_.push_back({x, y, width, height}); }

bool Canvas::label_if_free(double x, double y, const std::string& text, Ink ink, double size, About about) {
    const double width = text_width(text, size);
    if (x < part_.x || x + width > right() || y < part_.y || y + size > bottom()) return false;
    for (const Box& box : taken_)
        if (x < box.x + box.width && box.x < x + width && y < box.y + box.height && box.y < y + size) return false;
    label(x, y, text, width + size, ink, size, about);
    return true;
}

void Canvas::heading(const std::string& text) {
    label(part_.x + px(6), part_.y + px(3), text, part_.width - px(12), Ink::faint, px(13));
    part_.y += px(20);
    part_.height -= px(20);
}

void Canvas::say_hidden(const std::string& shown, std::uint32_t elsewhere, std::uint32_t filtered, std::uint32_t folded) {
    hides(elsewhere + filtered + folded);
    const Lang lang = layout_.lang;
    std::string words;
    if (elsewhere > 0) words += say(lang, "word-comma") + say(lang, "scene-elsewhere", {elsewhere});
    if (filtered > 0) words += say(lang, "word-comma") + say(lang, "scene-filtered", {filtered});
    if (folded > 0) words += say(lang, "word-comma") + say(lang, "scene-folded", {folded});
    if (!words.empty()) label(x() + px(6), bottom() - px(16), shown + words, width() - px(12), Ink::faint, px(11));
}

void draw_cuts(Canvas& canvas, const TimeAxis& axis, double x_begin, double x_end, double left, double right, double y1, double y2) {
    double from = 0, to = -1;  // what is not drawn yet
    const auto draw = [&] {
        if (to > from) canvas.rect(from, y1, to - from, y2 - y1, Ink::grid, Pattern::striped);
    };
    for (const TimeAxis::Cut& cut : axis.cuts()) {
        const double a = std::max(x_begin + cut.begin * (x_end - x_begin), left), b = std::min(x_begin + cut.end * (x_end - x_begin), right);
        if (b <= a) continue;
        if (to > from && a - to < 1 && std::min(to - from, b - a) < 3) to = b;
        else draw(), from = a, to = b;
    }
    draw();
}

void TimeStrip::draw_grid(Canvas& canvas, CivilTime start, double y1, double y2, ModelTime now) const {
    canvas.has_strip(x1_, x2_);
    draw_cuts(canvas, axis_, free_x(0), free_x(1), x1_, x2_, y1, y2);
    // about one line every 90 pixels, at a round time of the day; never within a cut
    constexpr std::array<std::int64_t, 14> steps{1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440, 2880, 10080, 43200};
    double last = -1e9;
    Date day_before = start.date();
    const double apart = canvas.px(62);
    std::int64_t step = steps.back();
    const double shown_ms = static_cast<double>((end() - begin()).count());
    double folded_ms = 0;
    for (const TimeAxis::Cut& cut : axis_.cuts()) folded_ms += static_cast<double>((cut.to - cut.from).count());
    for (const std::int64_t minutes : steps)
        if (std::max(shown_ms - folded_ms, 60'000.0) / static_cast<double>(minutes * 60'000) * apart <= (x2_ - x1_)) {
            step = minutes;
            break;
        }
    // behind a cut that passes into another day, its date; before the times of day, which without it mislead
    for (const TimeAxis::Cut& cut : axis_.cuts()) {
        const Date day = civil_time(start, cut.to).date();
        const double x = free_x(cut.end);
        if (day == civil_time(start, cut.from).date() || x < x1_ || x > x2_) continue;
        const std::string words = date_text(day).substr(5);
        canvas.label_if_free(std::min(x, canvas.right() - canvas.text_width(words, canvas.px(11)) - canvas.px(2)), y1 - canvas.px(14), words, Ink::text, canvas.px(11), {});
    }
    const std::int64_t length = step * 60'000;
    const std::int64_t offset = start.local_ms % length;
    std::int64_t t = ms_of(begin()) - (ms_of(begin()) + offset) % length;
    for (int lines = 0; t <= ms_of(end()) && lines < 400; ++lines, t += length) {
        const ModelTime at = model_time(t);
        if (at < begin()) continue;
        if (const TimeAxis::Cut* cut = axis_.cut_at(at); cut != nullptr && cut->from < at) {
            t = std::max(t, ms_of(cut->to) - (ms_of(cut->to) + offset) % length);  // go on behind it
            continue;
        }
        const double x = this->x(at);
        if (x - last < apart) continue;
        canvas.line(x, y1, x, y2, Ink::grid);
        const CivilTime clock = civil_time(start, at);
        // the date once for each day but the first, whose date stands at the top
        const bool new_day = clock.date() != day_before;
        const std::string date = date_text(clock.date()).substr(5), words = length >= 86'400'000 ? date : (new_day ? date + " " : "") + clock_text(clock).substr(0, 5);
        const double room = canvas.text_width(words, canvas.px(11));
        const double begin = std::min(x + canvas.px(2), canvas.right() - room - canvas.px(2));
        if (canvas.label_if_free(begin, y1 - canvas.px(14), words, Ink::faint, canvas.px(11), {})) day_before = clock.date();
        last = x;
    }
    if (range_)
        for (const ModelTime end : {range_->from, range_->to})
            if (end >= begin() && end <= this->end()) canvas.line(x(end), y1, x(end), y2, Ink::selected, 1.5, Pattern::dotted);
    const double here = x(now);
    canvas.line(here, y1 - canvas.px(4), here, y2, Ink::now, 2);
}

}  // namespace sandtable
