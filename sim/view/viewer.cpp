#include "view/viewer.hpp"

#include <algorithm>
#include <cmath>

namespace sandtable {

const std::vector<CommandRow>& command_rows() {
    using enum CommandRow::Button;
    static const std::vector<CommandRow> rows{
        {ViewCommand::to_begin, "Home", "view-to-begin", always},       {ViewCommand::entry_back, "←", "view-entry-back", always},
        {ViewCommand::play, "Space", "view-play", always},               {ViewCommand::entry_on, "→", "view-entry-on", always},
        {ViewCommand::to_end, "End", "view-to-end", always},             {ViewCommand::minute_back, "Shift ←", "view-minute-back", always},
        {ViewCommand::minute_on, "Shift →", "view-minute-on", always},   {ViewCommand::slower, "-", "view-slower", always},
        {ViewCommand::faster, "+", "view-faster", always},               {ViewCommand::speed, "X", "view-speed", always},
        {ViewCommand::loop, "R", "view-loop", always},                   {ViewCommand::measure, "M", "view-measure", always},
        {ViewCommand::next_difference, "D", "view-next-difference", compared},
        {ViewCommand::next_breach, "B", "view-next-breach", always},     {ViewCommand::next_grade, "G", "view-next-grade", always},
        {ViewCommand::cause, "C", "view-cause", always},                 {ViewCommand::consequence, "V", "view-consequence", always},
        {ViewCommand::why, "W", "view-why", always},                     {ViewCommand::view_all, "0", "view-all", always},
        {ViewCommand::view_map, "1", "view-map", always},                {ViewCommand::view_lanes, "2", "view-lanes", always},
        {ViewCommand::view_duties, "3", "view-duties", always},          {ViewCommand::view_ladder, "4", "view-ladder", always},
        {ViewCommand::axis, "A", "view-axis", always},                   {ViewCommand::magnify, "PgUp", "view-magnify", always},
        {ViewCommand::shrink, "PgDn", "view-shrink", always},            {ViewCommand::fit, "F", "view-fit", always},
        {ViewCommand::follow, "O", "view-follow", always},
        {ViewCommand::find, "/", "view-find", always},                   {ViewCommand::incident, "I", "view-incident", always},
        {ViewCommand::pin, "P", "view-pin", always},                     {ViewCommand::undo, "U", "view-undo", always},
        {ViewCommand::bookmark, "K", "view-bookmark", always},           {ViewCommand::note, "N", "view-note", always},
        {ViewCommand::previous_bookmark, "[", "view-previous-bookmark", always}, {ViewCommand::next_bookmark, "]", "view-next-bookmark", always},
        {ViewCommand::remove_bookmark, "Del", "view-remove-bookmark", always},   {ViewCommand::keep, "S", "view-keep", always},
        {ViewCommand::picture, "Ctrl S", "view-picture", always},        {ViewCommand::theme, "T", "view-theme", always},
        {ViewCommand::language, "L", "view-language", always},           {ViewCommand::help, "?", "view-help", always},
        {ViewCommand::back, "Esc", "view-back", always},                 {ViewCommand::quit, "Q", "view-quit", always},
    };
    return rows;
}

Viewer::Viewer(const Replay& replay, ViewState state) : runs_{replay}, state_(std::move(state)), axis_(axis_of(state_.layout.axis)) { go(state_.now); }
Viewer::Viewer(const Compared& compared, ViewState state) : runs_(compared.runs.begin(), compared.runs.end()), compared_(compared), state_(std::move(state)), axis_(axis_of(state_.layout.axis)) { go(state_.now); }

ModelTime Viewer::begin() const {
    ModelTime first = ModelTime::max();
    for (const Replay& run : runs_) first = std::min(first, run.journal[0].at);
    return first;
}
ModelTime Viewer::end() const {
    ModelTime last = ModelTime::min();
    for (const Replay& run : runs_) last = std::max(last, run.timeline.end());
    return last;
}
TimeAxis Viewer::axis_of(TimeAxis::Kind kind) const {
    std::vector<const Journal*> journals;
    for (const Replay& run : runs_) journals.push_back(&run.journal);
    return {journals, kind};
}

void Viewer::go(ModelTime t) {
    state_.now = std::clamp(t, begin(), end());
    changed_ = true;
}

void Viewer::select(const About& about, bool go_there) {
    state_.layout.selected = about;
    state_.layout.reveal = true;
    state_.layout.path.clear();
    trail_.clear();
    first_line_ = 0;
    if (go_there && about.kind == About::Kind::entry) go(selected_run().journal[about.index].at);
    changed_ = true;
}

void Viewer::follow(const About& about) {
    std::vector<Trail> trail = std::move(trail_);
    trail.push_back({state_.layout.selected, state_.layout.path, now()});
    select(about, true);
    trail_ = std::move(trail);
}

void Viewer::notice(std::string words) {
    notice_ = std::move(words);
    changed_ = true;
}

void Viewer::command(ViewCommand command) {
    Layout& layout = state_.layout;
    notice_.clear();
    changed_ = true;
    switch (command) {
        case ViewCommand::play:
            if (!playing_ && now() >= end()) go(begin());
            playing_ = !playing_;
            break;
        case ViewCommand::entry_on: {
            playing_ = false;
            ModelTime next = end();
            for (const Replay& run : runs_)
                if (const EntryNo seen = entries_until(run.journal, now()); seen < run.journal.size()) next = std::min(next, run.journal[seen].at);
            go(next);
            break;
        }
        case ViewCommand::entry_back: {
            playing_ = false;
            ModelTime before = begin();
            for (const Replay& run : runs_)
                if (const EntryNo seen = entries_until(run.journal, now() - Duration{1}); seen > 0) before = std::max(before, run.journal[seen - 1].at);
            go(before);
            break;
        }
        case ViewCommand::minute_on: go(now() + Duration{60'000}); break;
        case ViewCommand::minute_back: go(now() - Duration{60'000}); break;
        case ViewCommand::to_begin: go(begin()); break;
        case ViewCommand::to_end: go(end()); break;
        case ViewCommand::faster: state_.speed = std::min(state_.speed * 2, fastest); break;
        case ViewCommand::slower: state_.speed = std::max(state_.speed / 2, slowest); break;
        case ViewCommand::speed: typing_ = Typing::speed, typed_.clear(); break;
        case ViewCommand::loop:
            loop_ = !loop_;
            if (!loop_) break;
            if (!layout.range) layout.range = TimeRange{axis_.time(layout.from), axis_.time(layout.to)};
            go(layout.range->from);
            playing_ = true;
            break;
        case ViewCommand::measure:
            measuring_ = !measuring_;
            measured_from_.reset();
            if (measuring_) layout.range.reset(), loop_ = false;
            break;
        case ViewCommand::view_all: layout.view = View::all; break;
        case ViewCommand::view_map: layout.view = View::map; break;
        case ViewCommand::view_lanes: layout.view = View::lanes; break;
        case ViewCommand::view_duties: layout.view = View::duties; break;
        case ViewCommand::view_ladder: layout.view = View::ladder; break;
        case ViewCommand::axis:
            layout.axis = layout.axis == TimeAxis::Kind::folded ? TimeAxis::Kind::by_entry : layout.axis == TimeAxis::Kind::by_entry ? TimeAxis::Kind::linear : TimeAxis::Kind::folded;
            axis_ = axis_of(layout.axis);
            break;
        case ViewCommand::magnify: zoom(1.5); break;
        case ViewCommand::shrink: zoom(1 / 1.5); break;
        case ViewCommand::fit:
            layout.from = 0, layout.to = 1, layout.map_x = layout.map_y = 0, layout.map_zoom = 1, layout.follow = false;
            layout.first_lane = layout.first_duty = layout.first_ladder = 0;
            break;
        case ViewCommand::follow:
            layout.follow = !layout.follow;
            layout.map_x = layout.map_y = 0;
            if (layout.follow) layout.map_zoom = std::max(layout.map_zoom, 3.0);
            break;
        case ViewCommand::next_breach: next_breach(); break;
        case ViewCommand::next_grade: next_grade(); break;
        case ViewCommand::next_difference: next_difference(); break;
        case ViewCommand::cause: walk(true); break;
        case ViewCommand::consequence: walk(false); break;
        case ViewCommand::why: light_path(); break;
        case ViewCommand::find:
            typing_ = Typing::find;
            if (Filters all = filters(); !all.find.empty()) all.find.clear(), change_filters(std::move(all));
            break;
        case ViewCommand::incident: next_incident(); break;
        case ViewCommand::pin: pin_selected(); break;
        case ViewCommand::undo:
            if (undo_.empty()) break;
            set_filters(std::move(undo_.back()));
            undo_.pop_back();
            break;
        case ViewCommand::bookmark: add_bookmark({}); break;
        case ViewCommand::note:  // of the bookmark that one is at, or a new one here
            typing_ = Typing::note, playing_ = false;
            typed_ = at_bookmark() ? layout.bookmarks[layout.selected.index].text : "";
            break;
        case ViewCommand::previous_bookmark: step_bookmark(false); break;
        case ViewCommand::next_bookmark: step_bookmark(true); break;
        case ViewCommand::remove_bookmark: remove_bookmark(); break;
        case ViewCommand::keep: keep_ = true; break;
        case ViewCommand::picture: picture_ = true; break;
        case ViewCommand::language: layout.lang = layout.lang == Lang::zh ? Lang::en : Lang::zh; break;
        case ViewCommand::theme: state_.theme = theme() == Theme::light ? Theme::dark : theme() == Theme::dark ? Theme::projector : Theme::light; break;
        case ViewCommand::help: help_ = !help_; break;
        case ViewCommand::back: close_last(); break;
        case ViewCommand::quit: quit_ = true; break;
    }
}

void Viewer::zoom(double by) {
    Layout& layout = state_.layout;
    const double middle = axis_.place(now()), length = std::clamp((layout.to - layout.from) / by, axis_shown_min, 1.0);
    layout.from = std::clamp(middle - length / 2, 0.0, 1 - length);
    layout.to = layout.from + length;
    layout.map_zoom = std::clamp(layout.map_zoom * by, 1.0, map_zoom_max);
}

/// What was opened last is closed first.
void Viewer::close_last() {
    Layout& layout = state_.layout;
    if (help_) help_ = false;
    else if (typing_ != Typing::nothing) finish(false);
    else if (measuring_) measuring_ = false, measured_from_.reset();
    else if (!trail_.empty()) {  // to where one came from by a line of the panel, or along causes
        std::vector<Trail> trail = std::move(trail_);
        const Trail back = std::move(trail.back());
        trail.pop_back();
        select(back.about, false);
        layout.path = back.path;
        go(back.at);
        trail_ = std::move(trail);
    } else if (layout.selected.kind != About::Kind::nothing) select({}, false);
    else if (layout.range) layout.range.reset(), loop_ = false;
    else if (!layout.find.empty() || !layout.incident.empty()) change_filters({{}, {}, layout.pinned, layout.collapsed});
    else if (layout.view != View::all) layout.view = View::all;
}

void Viewer::change_filters(Filters to) {
    const Filters now = filters();
    if (to == now) return;
    if (to.hide() > now.hide()) undo_.push_back(now);                                                              // taking back shows more, always
    else std::erase_if(undo_, [&](const Filters& before) { return before == to || before.hide() >= to.hide(); });  // what is taken back is not brought back
    set_filters(std::move(to));
}

void Viewer::set_filters(Filters to) {
    Layout& layout = state_.layout;
    layout.find = std::move(to.find), layout.incident = std::move(to.incident), layout.pinned = std::move(to.pinned), layout.collapsed = std::move(to.collapsed);
    layout.first_lane = layout.first_duty = layout.first_ladder = 0;
    changed_ = true;
}

/// The next one alone, then all again.
void Viewer::next_incident() {
    const auto& incidents = runs_[0].inputs.scenario.incidents;
    Filters to = filters();
    std::uint32_t next = 0;
    while (!to.incident.empty() && next < incidents.size() && incidents[IncidentId{next}].id != to.incident) ++next;
    if (!to.incident.empty()) ++next;
    to.incident = next < incidents.size() ? incidents[IncidentId{next}].id : "";
    change_filters(std::move(to));
}

void Viewer::pin_selected() {
    const About& about = state_.layout.selected;
    std::string id;
    if (about.kind == About::Kind::agency) id = selected_run().inputs.network.agencies[AgencyId{about.index}].id;
    if (about.kind == About::Kind::duty) id = selected_run().outcomes[about.index].agency;
    if (about.kind == About::Kind::span) id = selected_run().journal.text(selected_run().timeline.spans()[about.index].agency);
    if (about.kind == About::Kind::entry) id = selected_run().journal.text(selected_run().journal[about.index].agency);
    if (id.empty()) return notice(say(state_.layout.lang, "view-select-agency"));
    Filters to = filters();
    if (const auto pinned = std::find(to.pinned.begin(), to.pinned.end(), id); pinned != to.pinned.end()) to.pinned.erase(pinned);
    else to.pinned.push_back(id);
    change_filters(std::move(to));
}

void Viewer::resize(double width, double height) {
    state_.layout.width = std::max(width, 640.0);
    state_.layout.height = std::max(height, 360.0);
    changed_ = true;
}

bool Viewer::pass(double seconds) {
    if (!playing_) return false;
    const double ms = seconds * state_.speed * 1000 + rest_ms_;
    rest_ms_ = ms - std::floor(ms);
    const auto& range = state_.layout.range;
    const bool within = loop_ && range && now() >= range->from && now() < range->to;
    const ModelTime next = axis_.played_on(now(), Duration{static_cast<std::int64_t>(ms)});
    if (loop_ && range && (!within || next >= range->to)) go(range->from);
    else go(next);
    if (now() >= end()) playing_ = false;
    return true;
}

std::vector<PanelLine> Viewer::panel_lines() const {
    if (state_.layout.selected.kind == About::Kind::nothing) return {};
    return lines_about(selected_run(), compared_ ? &*compared_ : nullptr, state_.layout, now());
}

}  // namespace sandtable
