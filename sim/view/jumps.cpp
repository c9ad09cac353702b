// Where one goes from here: to what was late, to gradings, to differences, along causes.
#include <algorithm>

#include "view/viewer.hpp"

namespace sandtable {

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
    notice(say(state_.layout.lang, "view-nth", {(next == stops.end() ? 0 : next - stops.begin()) + 1, stops.size()}));
}

void Viewer::next_breach() {
    std::vector<Stop> stops;
    for (std::uint8_t run = 0; run < runs_.size(); ++run)
        for (std::uint32_t i = 0; i < runs_[run].outcomes.size(); ++i)
            if (const EntryNo no = runs_[run].outcomes[i].breached_entry; no != no_entry) stops.push_back({runs_[run].journal[no].at, {About::Kind::duty, i, run}});
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
        if (journal[no].cause != no_entry) follow({About::Kind::entry, journal[no].cause, run});
        else notice(say(state_.layout.lang, "view-no-cause"));
        return;
    }
    for (EntryNo after = no + 1; after < journal.size(); ++after)
        if (journal[after].cause == no) return follow({About::Kind::entry, after, run});
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

}  // namespace sandtable
