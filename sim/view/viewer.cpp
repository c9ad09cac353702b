#include "view/viewer.hpp"

#include <algorithm>
#include <charconv>
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
    first_line_ = 0;
    if (go_there && about.kind == About::Kind::entry) go(selected_run().journal[about.index].at);
    changed_ = true;
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
            layout.from = 0, layout.to = 1, layout.map_x = layout.map_y = 0, layout.map_zoom = 1;
            layout.first_lane = layout.first_duty = layout.first_ladder = 0;
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
            before_find_ = filters();
            break;
        case ViewCommand::incident: next_incident(); break;
        case ViewCommand::pin: pin_selected(); break;
        case ViewCommand::undo:
            if (undo_.empty()) break;
            layout.first_lane = layout.first_duty = layout.first_ladder = 0;
            layout.find = undo_.back().find, layout.incident = undo_.back().incident, layout.pinned = undo_.back().pinned, layout.collapsed = undo_.back().collapsed;
            undo_.pop_back();
            break;
        case ViewCommand::bookmark: add_bookmark({}); break;
        case ViewCommand::note: typing_ = Typing::note, typed_.clear(), playing_ = false; break;
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
    else if (layout.selected.kind != About::Kind::nothing) select({}, false);
    else if (layout.range) layout.range.reset(), loop_ = false;
    else if (!layout.find.empty() || !layout.incident.empty()) change_filters({{}, {}, layout.pinned, layout.collapsed});
    else if (layout.view != View::all) layout.view = View::all;
}

/// The one behind what is selected, or behind now; else the first of all.
void Viewer::go_to_next(std::vector<Stop> stops) {
    if (stops.empty()) return;
    std::stable_sort(stops.begin(), stops.end(), [](const Stop& a, const Stop& b) { return a.at < b.at; });
    auto next = std::find_if(stops.begin(), stops.end(), [&](const Stop& stop) { return stop.about == state_.layout.selected; });
    if (next != stops.end()) ++next;  // from what was gone to last, wherever the clock has gone since
    else next = std::find_if(stops.begin(), stops.end(), [&](const Stop& stop) { return stop.at > now(); });
    const Stop& stop = next == stops.end() ? stops.front() : *next;
    select(stop.about, false);
    go(stop.at);
}

void Viewer::next_breach() {
    std::vector<Stop> stops;
    for (std::uint8_t run = 0; run < runs_.size(); ++run)
        for (const EntryNo no : runs_[run].timeline.breaches()) {
            Stop stop{runs_[run].journal[no].at, {About::Kind::entry, no, run}};
            for (std::uint32_t i = 0; i < runs_[run].outcomes.size(); ++i)  // the duty says more than its breach
                if (runs_[run].outcomes[i].breached_entry == no) stop.about = {About::Kind::duty, i, run};
            stops.push_back(stop);
        }
    if (stops.empty()) return notice(say(state_.layout.lang, "view-no-breach"));
    go_to_next(std::move(stops));
}

void Viewer::next_grade() {
    std::vector<Stop> stops;
    for (std::uint8_t run = 0; run < runs_.size(); ++run)
        for (const EntryNo no : runs_[run].timeline.gradings()) stops.push_back({runs_[run].journal[no].at, {About::Kind::entry, no, run}});
    go_to_next(std::move(stops));
}

/// First where they part, then every duty that ended otherwise, when it had in both; if none did, those at other instants. Round and round.
void Viewer::next_difference() {
    if (!compared_) return;
    const Comparison& comparison = compared_->comparison;
    const Lang lang = state_.layout.lang;
    if (comparison.same()) return notice(say(lang, "scene-same"));
    const std::size_t duties = comparison.otherwise > 0 ? comparison.otherwise : comparison.moved, at = difference_++ % (duties + 1);
    if (at == 0) {
        const auto has = [&](std::uint8_t run) { return comparison.first < runs_[run].journal.size() && runs_[run].journal[comparison.first].at == comparison.parted; };
        select({About::Kind::entry, comparison.first, static_cast<std::uint8_t>(has(0) ? 0 : 1)}, false);
        go(comparison.parted);
        return notice(say(lang, "view-parted", {comparison.otherwise, comparison.moved}));
    }
    const Comparison::Duty& duty = comparison.duties[at - 1];
    const std::uint8_t run = duty.outcome[0] ? 0 : 1;
    select({About::Kind::duty, *duty.outcome[run], run}, false);
    go(*duty.settled);
    notice(say(lang, comparison.otherwise > 0 ? "view-difference" : "view-difference-in-time", {at, duties}));
}

void Viewer::walk(bool to_cause) {
    if (state_.layout.selected.kind == About::Kind::nothing) return notice(say(state_.layout.lang, "view-select-first"));
    const Journal& journal = selected_run().journal;
    const std::uint8_t run = state_.layout.selected.run;
    const EntryNo no = entry_of(selected_run(), state_.layout.selected, now());
    if (no == no_entry) return;
    if (to_cause) {
        if (journal[no].cause != no_entry) select({About::Kind::entry, journal[no].cause, run}, true);
        else notice(say(state_.layout.lang, "view-no-cause"));
        return;
    }
    for (EntryNo after = no + 1; after < journal.size(); ++after)
        if (journal[after].cause == no) return select({About::Kind::entry, after, run}, true);
    notice(say(state_.layout.lang, "view-no-consequence"));
}

void Viewer::light_path() {
    Layout& layout = state_.layout;
    if (layout.selected.kind != About::Kind::duty) return notice(say(layout.lang, "view-select-duty"));
    const Replay& run = selected_run();
    const DutyOutcome& duty = run.outcomes[layout.selected.index];
    layout.path = critical_path(run.inputs, run.journal, duty).steps;
    const ModelTime whole = duty.discharged.value_or(run.timeline.end());
    if (whole <= now()) return;
    go(whole);  // the whole path is to be seen
    notice(say(layout.lang, "view-moved-to", {clock_text(civil_time(run.inputs.scenario.start, now()))}));
}

void Viewer::change_filters(Filters to) {
    const Filters now = filters();
    if (to == now) return;
    if (to.hide() > now.hide()) undo_.push_back(now);                                                              // taking back shows more, always
    else std::erase_if(undo_, [&](const Filters& before) { return before == to || before.hide() >= to.hide(); });  // what is taken back is not brought back
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

void Viewer::add_bookmark(std::string text) {
    auto& bookmarks = state_.layout.bookmarks;
    const Bookmark bookmark{now(), std::move(text)};
    if (bookmarks.size() >= drill_bookmarks_max || !is_bookmark_text(bookmark.text)) return;
    const auto place = std::lower_bound(bookmarks.begin(), bookmarks.end(), bookmark);
    const auto index = static_cast<std::uint32_t>(place - bookmarks.begin());
    if (place == bookmarks.end() || *place != bookmark) bookmarks.insert(place, bookmark), marked_ = true;
    select({About::Kind::bookmark, index}, false);
}

void Viewer::step_bookmark(bool on) {
    const auto& bookmarks = state_.layout.bookmarks;
    if (bookmarks.empty()) return notice(say(state_.layout.lang, "view-no-bookmark"));
    std::size_t index = on ? 0 : bookmarks.size() - 1;  // round the ends
    if (state_.layout.selected.kind == About::Kind::bookmark && bookmarks[state_.layout.selected.index].at == now()) {  // several may stand at one instant
        index = (state_.layout.selected.index + (on ? 1 : bookmarks.size() - 1)) % bookmarks.size();
    } else if (on) {
        const auto next = std::find_if(bookmarks.begin(), bookmarks.end(), [&](const Bookmark& b) { return b.at > now(); });
        if (next != bookmarks.end()) index = static_cast<std::size_t>(next - bookmarks.begin());
    } else {
        for (std::size_t i = 0; i < bookmarks.size(); ++i)
            if (bookmarks[i].at < now()) index = i;
    }
    select({About::Kind::bookmark, static_cast<std::uint32_t>(index)}, false);
    go(bookmarks[index].at);
}

void Viewer::remove_bookmark() {
    auto& bookmarks = state_.layout.bookmarks;
    if (state_.layout.selected.kind != About::Kind::bookmark) return notice(say(state_.layout.lang, "view-select-bookmark"));
    bookmarks.erase(bookmarks.begin() + state_.layout.selected.index);
    marked_ = true;
    select({}, false);
}

void Viewer::typed(std::string_view utf8) {
    if (typing_ == Typing::nothing) return;
    std::string& to = typing_ == Typing::find ? state_.layout.find : typed_;
    if (to.size() + utf8.size() <= bookmark_columns_max) to += utf8;
    changed_ = true;
}
void Viewer::erase_last() {
    std::string& from = typing_ == Typing::note || typing_ == Typing::speed ? typed_ : state_.layout.find;
    while (!from.empty() && (static_cast<unsigned char>(from.back()) & 0xC0) == 0x80) from.pop_back();
    if (!from.empty()) from.pop_back();
    changed_ = true;
}
void Viewer::finish(bool keep) {
    const Typing was = std::exchange(typing_, Typing::nothing);
    changed_ = true;
    if (was == Typing::find && !keep) {
        Filters all = filters();
        all.find.clear();
        return change_filters(std::move(all));
    }
    if (!keep) return;
    if (was == Typing::find && !state_.layout.find.empty()) {
        undo_.push_back(before_find_);
        const auto& parts = scene().parts;
        const bool found = std::any_of(scene_.labels.begin(), scene_.labels.end(), [](const Label& l) { return (l.view == View::lanes && l.about.kind == About::Kind::agency) || (l.view == View::duties && l.about.kind == About::Kind::duty); });
        const bool looks = std::any_of(parts.begin(), parts.end(), [](const Scene::Part& part) { return part.view == View::lanes || part.view == View::duties; });
        if (looks && !found) notice(say(state_.layout.lang, "view-found-nothing", {state_.layout.find}));
    }
    if (was == Typing::note && !typed_.empty()) add_bookmark(typed_);
    if (was != Typing::speed) return;
    double speed = 0;
    const auto [last, failed] = std::from_chars(typed_.data(), typed_.data() + typed_.size(), speed);
    if (failed != std::errc{} || last != typed_.data() + typed_.size() || !(speed >= slowest && speed <= fastest)) return notice(say(state_.layout.lang, "view-speed-range", {typed_}));
    state_.speed = speed;
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
