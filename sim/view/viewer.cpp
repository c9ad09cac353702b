#include "view/viewer.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sandtable/entry_words.hpp"

namespace sandtable {

const std::vector<CommandRow>& command_rows() {
    static const std::vector<CommandRow> rows{
        {ViewCommand::to_begin, "Home", "view-to-begin", true},       {ViewCommand::entry_back, "←", "view-entry-back", true},
        {ViewCommand::play, "Space", "view-play", true},               {ViewCommand::entry_on, "→", "view-entry-on", true},
        {ViewCommand::to_end, "End", "view-to-end", true},             {ViewCommand::minute_back, "Shift ←", "view-minute-back", true},
        {ViewCommand::minute_on, "Shift →", "view-minute-on", true},   {ViewCommand::slower, "-", "view-slower", true},
        {ViewCommand::faster, "+", "view-faster", true},               {ViewCommand::next_breach, "B", "view-next-breach", true},
        {ViewCommand::next_grade, "G", "view-next-grade", true},       {ViewCommand::cause, "C", "view-cause", true},
        {ViewCommand::consequence, "V", "view-consequence", true},     {ViewCommand::why, "W", "view-why", true},
        {ViewCommand::view_all, "0", "view-all", true},                {ViewCommand::view_map, "1", "view-map", true},
        {ViewCommand::view_lanes, "2", "view-lanes", true},            {ViewCommand::view_duties, "3", "view-duties", true},
        {ViewCommand::view_ladder, "4", "view-ladder", true},          {ViewCommand::axis, "A", "view-axis", true},
        {ViewCommand::magnify, "PgUp", "view-magnify", true},          {ViewCommand::shrink, "PgDn", "view-shrink", true},
        {ViewCommand::fit, "F", "view-fit", true},                     {ViewCommand::incident, "I", "view-incident", true},
        {ViewCommand::theme, "T", "view-theme", true},                 {ViewCommand::language, "L", "view-language", true},
        {ViewCommand::help, "?", "view-help", true},                   {ViewCommand::back, "Esc", "view-back", true},
        {ViewCommand::quit, "Q", "view-quit", false},
    };
    return rows;
}

Viewer::Viewer(const Replay& replay, Layout layout, Theme theme, ModelTime at) : replay_(replay), layout_(std::move(layout)), theme_(theme), now_(at), axis_(replay.journal, layout_.axis) {}

void Viewer::go(ModelTime t) {
    now_ = std::clamp(t, replay_.journal[0].at, replay_.timeline.end());
    changed_ = true;
}

EntryNo Viewer::selected_entry() const {
    const About& about = layout_.selected;
    switch (about.kind) {
        case About::Kind::entry: return about.index;
        case About::Kind::span: {
            const TimelineSpan& span = replay_.timeline.spans()[about.index];
            return span.to != no_entry && span.end <= now_ ? span.to : span.from;
        }
        case About::Kind::duty: {
            const DutyOutcome& duty = replay_.outcomes[about.index];
            return duty.discharged_entry != no_entry ? duty.discharged_entry : duty.breached_entry != no_entry ? duty.breached_entry : duty.opened_entry;
        }
        case About::Kind::agency:
        case About::Kind::place:
        case About::Kind::road:
        case About::Kind::incident:
        case About::Kind::nothing: return no_entry;
    }
    return no_entry;
}

void Viewer::select(const About& about, bool go_there) {
    layout_.selected = about;
    layout_.path.clear();
    first_line_ = 0;
    if (go_there && about.kind == About::Kind::entry) go(replay_.journal[about.index].at);
    changed_ = true;
}

void Viewer::command(ViewCommand command) {
    changed_ = true;
    const Journal& journal = replay_.journal;
    const EntryNo seen = entries_until(journal, now_);
    const auto next_of = [&](const std::vector<EntryNo>& entries) {  // behind now, else the first
        if (entries.empty()) return;
        const auto next = std::find_if(entries.begin(), entries.end(), [&](EntryNo no) { return no >= seen; });
        select({About::Kind::entry, next == entries.end() ? entries.front() : *next}, true);
    };
    const auto zoom = [&](double by) {
        const double middle = axis_.place(now_), length = std::clamp((layout_.to - layout_.from) / by, axis_shown_min, 1.0);
        layout_.from = std::clamp(middle - length / 2, 0.0, 1 - length);
        layout_.to = layout_.from + length;
        layout_.map_zoom = std::clamp(layout_.map_zoom * by, 1.0, map_zoom_max);
    };
    switch (command) {
        case ViewCommand::play:
            if (!playing_ && now_ >= replay_.timeline.end()) go(journal[0].at);
            playing_ = !playing_;
            break;
        case ViewCommand::entry_on: playing_ = false; if (seen < journal.size()) go(journal[seen].at); break;
        case ViewCommand::entry_back: {
            playing_ = false;
            EntryNo before = seen;
            while (before > 0 && journal[before - 1].at >= now_) --before;
            go(before > 0 ? journal[before - 1].at : journal[0].at);
            break;
        }
        case ViewCommand::minute_on: go(now_ + Duration{60'000}); break;
        case ViewCommand::minute_back: go(now_ - Duration{60'000}); break;
        case ViewCommand::to_begin: go(journal[0].at); break;
        case ViewCommand::to_end: go(replay_.timeline.end()); break;
        case ViewCommand::faster: speed_ = std::min(speed_ * 2, fastest); break;
        case ViewCommand::slower: speed_ = std::max(speed_ / 2, slowest); break;
        case ViewCommand::view_all: layout_.view = View::all; break;
        case ViewCommand::view_map: layout_.view = View::map; break;
        case ViewCommand::view_lanes: layout_.view = View::lanes; break;
        case ViewCommand::view_duties: layout_.view = View::duties; break;
        case ViewCommand::view_ladder: layout_.view = View::ladder; break;
        case ViewCommand::axis:
            layout_.axis = layout_.axis == TimeAxis::Kind::folded ? TimeAxis::Kind::by_entry : layout_.axis == TimeAxis::Kind::by_entry ? TimeAxis::Kind::linear : TimeAxis::Kind::folded;
            axis_ = TimeAxis(journal, layout_.axis);
            break;
        case ViewCommand::magnify: zoom(1.5); break;
        case ViewCommand::shrink: zoom(1 / 1.5); break;
        case ViewCommand::fit:
            layout_.from = 0, layout_.to = 1, layout_.map_x = layout_.map_y = 0, layout_.map_zoom = 1;
            layout_.first_lane = layout_.first_duty = 0;
            break;
        case ViewCommand::next_breach:
            if (replay_.timeline.breaches().empty()) break;
            next_of(replay_.timeline.breaches());
            for (std::uint32_t i = 0; i < replay_.outcomes.size(); ++i)  // the duty says more than its breach
                if (replay_.outcomes[i].breached_entry == layout_.selected.index) {
                    select({About::Kind::duty, i}, false);
                    break;
                }
            break;
        case ViewCommand::next_grade: next_of(replay_.timeline.gradings()); break;
        case ViewCommand::cause:
            if (const EntryNo no = selected_entry(); no != no_entry && journal[no].cause != no_entry) select({About::Kind::entry, journal[no].cause}, true);
            break;
        case ViewCommand::consequence:
            if (const EntryNo no = selected_entry(); no != no_entry)
                for (EntryNo after = no + 1; after < journal.size(); ++after)
                    if (journal[after].cause == no) {
                        select({About::Kind::entry, after}, true);
                        break;
                    }
            break;
        case ViewCommand::why:
            if (layout_.selected.kind == About::Kind::duty) {
                const DutyOutcome& duty = replay_.outcomes[layout_.selected.index];
                layout_.path = critical_path(replay_.inputs, journal, duty).steps;
                go(std::max(now_, duty.discharged.value_or(replay_.timeline.end())));
            }
            break;
        case ViewCommand::incident: {  // the next one alone, then all again
            const auto& incidents = replay_.inputs.scenario.incidents;
            std::uint32_t next = 0;
            while (!layout_.incident.empty() && next < incidents.size() && incidents[IncidentId{next}].id != layout_.incident) ++next;
            if (!layout_.incident.empty()) ++next;
            layout_.incident = next < incidents.size() ? incidents[IncidentId{next}].id : "";
            break;
        }
        case ViewCommand::language: layout_.lang = layout_.lang == Lang::zh ? Lang::en : Lang::zh; break;
        case ViewCommand::theme: theme_ = theme_ == Theme::light ? Theme::dark : theme_ == Theme::dark ? Theme::projector : Theme::light; break;
        case ViewCommand::help: help_ = !help_; break;
        case ViewCommand::back:  // what was opened last is closed first
            if (help_) help_ = false;
            else if (finding_) finding_ = false;
            else if (layout_.selected.kind != About::Kind::nothing) select({}, false);
            else if (!layout_.find.empty() || !layout_.incident.empty()) layout_.find.clear(), layout_.incident.clear();
            else if (layout_.view != View::all) layout_.view = View::all;
            break;
        case ViewCommand::quit: quit_ = true; break;
    }
}

void Viewer::scrub(double x) { go(axis_.time(std::clamp((x - scene_.bar.x) / scene_.bar.width, 0.0, 1.0))); }

void Viewer::press(double x, double y) {
    for (const Button& button : buttons_)
        if (x >= button.x && x < button.x + button.width && y >= button.y && y < button.y + button.height) return command(button.command);
    if (y >= scene_.bar.y) {
        scrubbing_ = true;
        return scrub(x);
    }
    const About about = about_at(scene_, x, y);
    if (about.kind != About::Kind::nothing) select(about, false);
    else moving_ = true;
}

void Viewer::drag(double dx, double dy, double x, double y) {
    if (scrubbing_) return scrub(x);
    if (!moving_) return;
    for (const Scene::Part& part : scene_.parts) {
        if (x < part.x || x > part.x + part.width || y < part.y || y > part.y + part.height) continue;
        if (part.view == View::map) {
            layout_.map_x -= dx / part.width / layout_.map_zoom;
            layout_.map_y += dy / part.height / layout_.map_zoom;
        } else {
            const double length = layout_.to - layout_.from;
            layout_.from = std::clamp(layout_.from - dx / part.width * length, 0.0, 1 - length);
            layout_.to = layout_.from + length;
        }
        changed_ = true;
    }
}

void Viewer::wheel(double x, double y, double steps) {
    if (layout_.selected.kind != About::Kind::nothing && !help_ && x >= panel_.x && x <= panel_.x + panel_.width && y >= panel_.y && y <= panel_.y + panel_.height) {
        first_line_ = static_cast<std::size_t>(std::max(0.0, static_cast<double>(first_line_) - steps * 2));
        changed_ = true;
        return;
    }
    for (const Scene::Part& part : scene_.parts) {
        if (x < part.x || x > part.x + part.width || y < part.y || y > part.y + part.height) continue;
        changed_ = true;
        const auto rows = [&](std::uint32_t& first) { first = static_cast<std::uint32_t>(std::max(0.0, first - steps * 3)); };
        switch (part.view) {
            case View::map: layout_.map_zoom = std::clamp(layout_.map_zoom * std::pow(1.25, steps), 1.0, map_zoom_max); break;
            case View::lanes: rows(layout_.first_lane); layout_.first_lane = std::min<std::uint32_t>(layout_.first_lane, static_cast<std::uint32_t>(std::max<std::size_t>(replay_.timeline.agencies().size(), 1)) - 1); break;
            case View::duties: rows(layout_.first_duty); layout_.first_duty = std::min<std::uint32_t>(layout_.first_duty, static_cast<std::uint32_t>(std::max<std::size_t>(replay_.outcomes.size(), 1)) - 1); break;
            case View::ladder: command(steps > 0 ? ViewCommand::magnify : ViewCommand::shrink); break;
            case View::all: break;
        }
        return;
    }
    if (y >= scene_.bar.y) command(steps > 0 ? ViewCommand::magnify : ViewCommand::shrink);
}

void Viewer::find(bool on) {
    finding_ = on;
    if (on) layout_.find.clear();
    changed_ = true;
}
void Viewer::typed(std::string_view utf8) {
    layout_.find += utf8;
    changed_ = true;
}
void Viewer::erase_last() {
    while (!layout_.find.empty() && (static_cast<unsigned char>(layout_.find.back()) & 0xC0) == 0x80) layout_.find.pop_back();
    if (!layout_.find.empty()) layout_.find.pop_back();
    changed_ = true;
}

void Viewer::resize(double width, double height) {
    layout_.width = std::max(width, 640.0);
    layout_.height = std::max(height, 360.0);
    changed_ = true;
}

bool Viewer::pass(double seconds) {
    if (!playing_) return false;
    const double ms = seconds * speed_ * 1000 + rest_ms_;
    rest_ms_ = ms - std::floor(ms);
    go(axis_.played_on(now_, Duration{static_cast<std::int64_t>(ms)}));
    if (now_ >= replay_.timeline.end()) playing_ = false;
    return true;
}

const Scene& Viewer::scene() {
    if (!changed_) return scene_;
    changed_ = false;
    Layout layout = layout_;
    layout.height -= place_buttons();
    scene_ = scene_at(replay_, axis_, layout, now_);
    scene_.height = layout_.height;
    scene_.shapes.front().height = layout_.height;  // the ground
    add_buttons();
    if (help_) add_help();
    else if (layout_.selected.kind != About::Kind::nothing) add_panel();
    return scene_;
}

double Viewer::place_buttons() {
    const double px = layout_.scale, size = 12 * px, row_height = 27 * px, right = layout_.width - 110 * px;  // the speed stands at the right
    buttons_.clear();
    double x = 8 * px, y = 0;
    for (const CommandRow& row : command_rows()) {
        if (!row.button) continue;
        const std::string words = button_words(row);
        const double width = display_width(words) * size * 0.56 + 10 * px;
        if (x + width > right) x = 8 * px, y += row_height;
        buttons_.push_back({x, y, width, row_height - 3 * px, row.command, words});
        x += width + 4 * px;
    }
    const double height = y + row_height;
    for (Button& button : buttons_) button.y += layout_.height - height;
    return height;
}

std::string Viewer::button_words(const CommandRow& row) const { return say(layout_.lang, row.command == ViewCommand::play && playing_ ? "view-pause-short" : std::string(row.text) + "-short"); }

void Viewer::add_buttons() {
    const double px = layout_.scale, size = 12 * px, y = buttons_.front().y;
    for (const Button& button : buttons_) {
        scene_.shapes.push_back({.kind = Shape::Kind::rect, .ink = Ink::frame, .pattern = Pattern::hollow, .view = View::all, .x = button.x, .y = button.y, .width = button.width, .height = button.height, .stroke = px, .about = {}});
        scene_.labels.push_back({View::all, button.x + 5 * px, button.y + 5 * px, size, Ink::text, button.words, {}});
    }
    std::string state = "×" + (speed_ < 1 ? std::string("0.5") : std::to_string(static_cast<int>(speed_)));
    scene_.labels.push_back({View::all, layout_.width - 100 * px, y + 3 * px, 16 * px, Ink::text, state, {}});
    if (finding_ || !layout_.find.empty() || !layout_.incident.empty()) {
        const std::string filter = say(layout_.lang, "view-filter", {layout_.find + (finding_ ? "_" : "")}) + (layout_.incident.empty() ? "" : " · " + layout_.incident);
        clear_labels(layout_.width / 2 - 180 * px, 42 * px, 360 * px, 26 * px);
        scene_.shapes.push_back({.kind = Shape::Kind::rect, .ink = Ink::selected, .pattern = Pattern::solid, .view = View::all, .x = layout_.width / 2 - 180 * px, .y = 42 * px, .width = 360 * px, .height = 26 * px, .stroke = px, .about = {}});
        scene_.labels.push_back({View::all, layout_.width / 2 - 172 * px, 46 * px, 15 * px, Ink::on_colour, clipped(filter, 40), {}});
    }
}

void Viewer::clear_labels(double x, double y, double width, double height) {
    std::erase_if(scene_.labels, [&](const Label& l) { return l.x < x + width && l.y + l.size > y && l.y < y + height && l.x + display_width(l.text) * l.size / 2 > x; });
}

std::vector<std::string> Viewer::panel_lines() const {
    std::vector<std::string> lines;
    const Lang lang = layout_.lang;
    const About& about = layout_.selected;
    if (about.kind == About::Kind::nothing) return lines;
    const Journal& journal = replay_.journal;
    const auto clock = [&](ModelTime t) { return clock_text(civil_time(replay_.inputs.scenario.start, t)); };
    const auto entry = [&](EntryNo no) {
        const Entry& e = journal[no];
        const AgencyId agency = replay_.inputs.network.agency(journal.text(e.agency));
        return "#" + std::to_string(no + 1) + " " + clock(e.at) + " " + (agency.is_some() ? replay_.inputs.network.agencies[agency].name.in(lang) + " " : "") + entry_words(replay_.inputs, journal, e, lang, Detail::news) +
               (e.clause == 0 || journal.text(e.clause).empty() ? "" : "  [" + journal.text(e.clause) + "]");
    };
    const auto held = [&](EntryNo by) {  // what occupied the officer, and what brought that about
        if (by == no_entry) return std::string();
        const EntryNo cause = journal[by].cause;
        return say(lang, "view-held-by", {entry(by)}) + (cause == no_entry ? "" : say(lang, "word-comma") + say(lang, "view-because", {entry(cause)}));
    };
    if (about.kind != About::Kind::entry) lines.push_back(about_words(replay_, about, lang));
    if (about.kind == About::Kind::duty) {
        const DutyOutcome& duty = replay_.outcomes[about.index];
        // how it stands now: what comes of it later is not told before
        const auto happened = [&](EntryNo no) { return no != no_entry && journal[no].at <= now_; };
        const bool settled = happened(duty.discharged_entry) || happened(duty.breached_entry) || happened(duty.waived_entry);
        lines.push_back(say(lang, "view-duty-status", {say(lang, "status-" + std::string(status_name(settled ? duty.status : DutyStatus::open))), duty.limit.empty() ? "–" : duty.limit}));
        if (!layout_.path.empty()) {
            std::array<Duration, 5> by_kind{};
            for (const PathStep& step : layout_.path) by_kind[static_cast<std::size_t>(step.kind)] += step.length();
            lines.push_back(say(lang, "view-path"));
            for (std::size_t k = 0; k < by_kind.size(); ++k)
                if (by_kind[k] > Duration{0}) lines.push_back("  " + span_text(Duration{by_kind[k].count() / 1000 * 1000}) + "  " + say(lang, "step-" + std::string(step_name(static_cast<PathStep::Kind>(k)))));
            for (const PathStep& step : layout_.path)
                if (step.length() > Duration{0}) lines.push_back(clock(step.begin) + "  +" + span_text(Duration{step.length().count() / 1000 * 1000}) + "  " + say(lang, "step-" + std::string(step_name(step.kind))) + (step.to != no_entry ? "  " + entry(step.to) : "") + held(step.held_by));
        } else lines.push_back(say(lang, "view-why-hint"));
    }
    if (const EntryNo no = selected_entry(); no != no_entry && (journal[no].at <= now_ || about.kind == About::Kind::entry)) {
        lines.push_back(entry(no));
        int further = 0;
        for (EntryNo cause = journal[no].cause; cause != no_entry && further < 6; cause = journal[cause].cause, ++further) lines.push_back(say(lang, "view-because", {entry(cause)}));
    }
    if (about.kind == About::Kind::agency || about.kind == About::Kind::incident) {  // the last that was entered about it
        const std::string& id = about.kind == About::Kind::agency ? replay_.inputs.network.agencies[AgencyId{about.index}].id : replay_.inputs.scenario.incidents[IncidentId{about.index}].id;
        const Symbol symbol = journal.find(id);
        int shown = 0;
        for (EntryNo no = entries_until(journal, now_); no-- > 0 && shown < 8 && symbol != 0;)
            if ((about.kind == About::Kind::agency ? journal[no].agency : journal[no].incident) == symbol) lines.push_back(entry(no)), ++shown;
    }
    return lines;
}

void Viewer::add_panel() {
    const double px = layout_.scale, size = 13 * px;
    double x = layout_.width * 0.02, width = layout_.width * 0.40, y = 0, height = 0;
    for (const Scene::Part& part : scene_.parts)
        if (part.view == View::ladder || scene_.parts.size() == 1) x = part.x, width = std::min(part.width, layout_.width * 0.45), y = part.y, height = part.height;
    if (scene_.parts.size() == 1) y += height / 2, height /= 2;
    clear_labels(x, y, width, height);
    scene_.shapes.push_back({.kind = Shape::Kind::rect, .ink = Ink::panel, .pattern = Pattern::solid, .view = View::all, .x = x, .y = y, .width = width, .height = height, .stroke = px, .about = {}});
    scene_.shapes.push_back({.kind = Shape::Kind::rect, .ink = Ink::selected, .pattern = Pattern::hollow, .view = View::all, .x = x, .y = y, .width = width, .height = height, .stroke = 2 * px, .about = {}});
    panel_ = {View::all, x, y, width, height};
    std::vector<std::string> pieces;
    for (const std::string& line : panel_lines())
        for (const std::string& piece : wrapped(line, static_cast<int>((width - 14 * px) / (size * 0.56)))) pieces.push_back(piece);
    const std::size_t fit = std::max<std::size_t>(2, static_cast<std::size_t>((height - 12 * px) / (size * 1.35)));
    first_line_ = pieces.size() <= fit ? 0 : std::min(first_line_, pieces.size() - fit + 1);
    double line_y = y + 6 * px;
    for (std::size_t i = first_line_; i < pieces.size(); ++i, line_y += size * 1.35) {
        const bool last = i + 1 == first_line_ + fit && i + 1 < pieces.size();  // more below: the wheel scrolls
        scene_.labels.push_back({View::all, x + 7 * px, line_y, size, last ? Ink::faint : Ink::text, last ? say(layout_.lang, "view-more", {pieces.size() - i}) : pieces[i], {}});
        if (last) break;
    }
}

void Viewer::add_help() {
    const double px = layout_.scale, size = 13 * px, width = std::min(820 * px, layout_.width - 20 * px), x = (layout_.width - width) / 2, y = 60 * px, height = (static_cast<double>((command_rows().size() + 6) / 2) + 2) * 20 * px;
    clear_labels(x, y, width, height);
    scene_.shapes.push_back({.kind = Shape::Kind::rect, .ink = Ink::panel, .pattern = Pattern::solid, .view = View::all, .x = x, .y = y, .width = width, .height = height, .stroke = px, .about = {}});
    scene_.shapes.push_back({.kind = Shape::Kind::rect, .ink = Ink::frame, .pattern = Pattern::hollow, .view = View::all, .x = x, .y = y, .width = width, .height = height, .stroke = 2 * px, .about = {}});
    std::size_t i = 0;
    const auto add = [&](std::string_view key, const std::string& text) {
        const double cx = x + 12 * px + static_cast<double>(i % 2) * width / 2, cy = y + 12 * px + static_cast<double>(i / 2) * 20 * px;
        scene_.labels.push_back({View::all, cx, cy, size, Ink::faint, std::string(key), {}});
        scene_.labels.push_back({View::all, cx + 70 * px, cy, size, Ink::text, clipped(text, static_cast<int>((width / 2 - 84 * px) / (size * 0.56))), {}});
        ++i;
    };
    for (const CommandRow& row : command_rows()) add(row.key, say(layout_.lang, row.text));
    add("/", say(layout_.lang, "view-find"));
    add("Ctrl S", say(layout_.lang, "view-save"));
    for (const char* mouse : {"click", "drag", "wheel"}) add(say(layout_.lang, std::string("view-mouse-") + mouse), say(layout_.lang, std::string("view-mouse-") + mouse + "-does"));
}

}  // namespace sandtable
