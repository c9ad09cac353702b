#include "view/panel.hpp"

#include <array>
#include <map>

#include "sandtable/entry_words.hpp"
#include "scene/names.hpp"

namespace sandtable {

namespace {

class Lines {
public:
    Lines(const Replay& replay, const Compared* compared, const Layout& layout, ModelTime now) : replay_(replay), compared_(compared), layout_(layout), now_(now), lang_(layout.lang) {}

    std::vector<PanelLine> about(const About& what) {
        if (what.kind == About::Kind::duty) add_duty(replay_.outcomes[what.index]);
        else if (what.kind != About::Kind::entry) add(about_words(replay_, what, lang_));
        switch (what.kind) {
            case About::Kind::duty: about_duty(what.index); break;
            case About::Kind::agency: about_agency(AgencyId{what.index}); break;
            case About::Kind::incident: about_incident(what.index); break;
            case About::Kind::place: about_place(PlaceId{what.index}); break;
            case About::Kind::road: about_road(RoadId{what.index}); break;
            case About::Kind::bookmark: about_bookmark(what.index); break;
            case About::Kind::span:
            case About::Kind::entry:
            case About::Kind::level:
            case About::Kind::nothing: break;
        }
        if (const EntryNo no = entry_of(replay_, what, now_); no != no_entry && (journal()[no].at <= now_ || what.kind == About::Kind::entry)) about_entry(no);
        return std::move(lines_);
    }

private:
    const Journal& journal() const { return replay_.journal; }
    const Network& network() const { return replay_.inputs.network; }
    void add(std::string line, EntryNo leads_to = no_entry) {
        if (!line.empty()) lines_.push_back({std::move(line), leads_to == no_entry ? About{} : About{About::Kind::entry, leads_to, layout_.selected.run}});
    }
    std::string clock(ModelTime t) const { return clock(replay_, t); }
    /// With the date where it is not that of the start.
    static std::string clock(const Replay& run, ModelTime t) {
        const CivilTime start = run.inputs.scenario.start, at = civil_time(start, t);
        return (at.date() == start.date() ? "" : date_text(at.date()).substr(5) + " ") + clock_text(at);
    }
    std::string name_of(Symbol agency) const { return agency_name(replay_.inputs, journal().text(agency), lang_); }
    /// In our own words what the clause is about.
    std::string clause_words(const std::string& plan, const std::string& clause) const {
        for (const Plan& p : replay_.inputs.plans)
            if (p.id == plan)
                if (const auto* row = replay_.inputs.clauses.find(p.source, clause)) return clause + "  " + row->heading.in(lang_);
        return {};
    }
    std::string entry_line(EntryNo no) const {
        const Entry& e = journal()[no];
        const std::string agency = name_of(e.agency);
        return "#" + std::to_string(no + 1) + " " + clock(e.at) + " " + (agency.empty() ? "" : agency + " ") + entry_words(replay_.inputs, journal(), e, lang_, Detail::news) +
               (e.clause == 0 || journal().text(e.clause).empty() ? "" : "  [" + journal().text(e.clause) + "]");
    }
    void add_held_by(EntryNo by) {  // what occupied the officer, and what brought that about: each leads to its own entry
        if (by == no_entry) return;
        add("    " + say(lang_, "view-held-by", {entry_line(by)}), by);
        if (const EntryNo cause = journal()[by].cause; cause != no_entry) add("    " + say(lang_, "view-because", {entry_line(cause)}), cause);
    }
    /// How many officers there are to do it, on the shift of that instant.
    std::string officers_line(EntryNo waited) const {
        const Entry& e = journal()[waited];
        const AgencyId agency = network().agency(journal().text(e.agency));
        const PoolId pool = network().pool(journal().item_text(e, "pool"));
        const auto shift = shift_at(network(), replay_.inputs.calendar, civil_time(replay_.inputs.scenario.start, e.at));
        const ShiftId* on_shift = std::get_if<ShiftId>(&shift);
        if (!agency.is_some() || !pool.is_some() || on_shift == nullptr) return {};
        const auto& officers = network().agencies[agency].officers(pool);
        return on_shift->index >= officers.size() ? std::string() : say(lang_, "view-officers", {network().agencies[agency].name.in(lang_), network().pools[pool].name.in(lang_), officers[on_shift->index], network().shifts[*on_shift].name.in(lang_)});
    }

    void add_duty(const DutyOutcome& duty) { add(duty.clause + "  " + duty_name(replay_.inputs, duty, lang_) + " · " + agency_name(replay_.inputs, duty.agency, lang_)); }
    bool happened(EntryNo no) const { return no != no_entry && journal()[no].at <= now_; }

    void about_duty(std::uint32_t index) {
        const DutyOutcome& duty = replay_.outcomes[index];
        add(clause_words(duty.plan, duty.clause));
        add(status_line(replay_, duty));
        if (compared_ != nullptr) about_other(index);
        if (layout_.path.empty()) return add(happened(duty.opened_entry) && duty.due ? say(lang_, "view-why-hint") : "");
        std::array<Duration, 5> by_kind{};
        for (const PathStep& step : layout_.path) by_kind[static_cast<std::size_t>(step.kind)] += shown_between(step.begin, step.end);
        add(say(lang_, "view-path"));
        for (std::size_t k = 0; k < by_kind.size(); ++k)
            if (by_kind[k] > Duration{0}) add("  " + span_text(by_kind[k]) + "  " + say(lang_, "step-" + std::string(step_name(static_cast<PathStep::Kind>(k)))));
        for (const PathStep& step : layout_.path)
            if (step.kind == PathStep::Kind::waiting && step.to != no_entry && step.length() >= Duration{60'000}) add(officers_line(step.to));
        for (const PathStep& step : layout_.path)
            if (step.length() > Duration{0})
                add(clock(step.begin) + "  +" + span_text(shown_between(step.begin, step.end)) + "  " + say(lang_, "step-" + std::string(step_name(step.kind))) + (step.to != no_entry ? "  " + entry_line(step.to) : ""), step.to), add_held_by(step.held_by);
    }
    /// How it stands now: what comes of it later is not told before.
    std::string status_line(const Replay& run, const DutyOutcome& duty) const {
        using enum DutyThen::State;
        const DutyThen::State then = duty_then(run.journal, duty, now_).state;
        if (then == not_yet) return say(lang_, "view-not-opened");
        const auto at = [&](ModelTime t) { return clock(run, t); };
        const std::string comma = say(lang_, "word-comma");
        const bool done = duty.discharged_entry != no_entry && run.journal[duty.discharged_entry].at <= now_;
        const DutyStatus status = then == met ? DutyStatus::met : then == late || then == breached ? DutyStatus::breached : then == waived ? DutyStatus::waived : DutyStatus::open;
        const bool unlimited = status == DutyStatus::met && !duty.due && !duty.must_not;
        std::string line = say(lang_, unlimited ? "status-done" : "status-" + std::string(status_name(status))) + comma + say(lang_, "view-opened", {at(duty.opened)});
        if (duty.due) line += comma + say(lang_, "view-due", {at(*duty.due), duty.limit.empty() ? "–" : duty.limit});
        if (done) line += comma + say(lang_, "view-discharged", {at(*duty.discharged)});
        if (status == DutyStatus::breached && duty.due && (done ? *duty.discharged : now_) > *duty.due && !duty.must_not)
            line += comma + say(lang_, done ? "view-late-by" : "view-late-so-far", {span_text(shown_between(*duty.due, done ? *duty.discharged : now_))});
        return line;
    }
    void about_other(std::uint32_t index) {
        const std::size_t here = layout_.selected.run, there = 1 - here;
        for (const Comparison::Duty& duty : compared_->comparison.duties)
            if (duty.outcome[here] == index) {
                const Replay& other = compared_->runs[there];
                return add(say(lang_, "view-in-other", {there == 0 ? "A" : "B", duty.outcome[there] ? status_line(other, other.outcomes[*duty.outcome[there]]) : say(lang_, "view-not-opened")}));
            }
    }

    void about_entry(EntryNo no) {
        const Entry& e = journal()[no];
        add(entry_line(no), no);
        if (layout_.selected.kind != About::Kind::duty) add(clause_words(journal().text(e.plan), journal().text(e.clause)));
        if (e.held_by != no_entry && layout_.selected.kind != About::Kind::duty) {
            add(say(lang_, "view-waited-for", {entry_line(e.held_by)}), e.held_by);
            add(officers_line(no));
        }
        int further = 0;
        for (EntryNo cause = e.cause; cause != no_entry && further < 6; cause = journal()[cause].cause, ++further) add(say(lang_, "view-because", {entry_line(cause)}), cause);
        if (e.incident != 0 && e.agency != 0) add_knowledge(e.incident, e.agency);
    }

    /// What the agency knew of the incident, beside what was so.
    void add_knowledge(Symbol incident, Symbol agency) {
        struct Known {
            const Item *truth = nullptr, *known = nullptr;
            EntryNo since = no_entry;
        };
        std::map<std::string, Known> facts;
        for (EntryNo no = entries_until(journal(), now_); no-- > 0;) {  // the latest first
            const Entry& e = journal()[no];
            if (e.incident != incident) continue;
            const bool truth = e.kind == EntryKind::truth, learned = (e.kind == EntryKind::received || e.kind == EntryKind::seen) && e.agency == agency;
            if (!truth && !learned) continue;
            for (const Item& item : journal().items(e)) {
                const std::string& key = journal().text(item.key);
                if (!key.starts_with("fact.")) continue;
                Known& known = facts[key];
                if (truth && known.truth == nullptr) known.truth = &item;
                if (learned && known.known == nullptr) known.known = &item, known.since = no;
            }
        }
        if (facts.empty()) return;
        add(say(lang_, "view-knowledge", {name_of(agency)}));
        for (const auto& [key, known] : facts) {
            const auto value = [&](const Item* item) { return item == nullptr ? std::nullopt : fact_words(replay_.inputs, journal(), *item, lang_); };
            const auto truth = value(known.truth), knew = value(known.known);
            if (!truth && !knew) continue;
            const std::string what = knew ? knew->value + " (" + clock(journal()[known.since].at) + ")" : say(lang_, "view-unknown");
            add("  " + (knew ? knew->name : truth->name) + say(lang_, "word-colon") + what + (truth && (!knew || truth->value != knew->value) ? say(lang_, "word-comma") + say(lang_, "view-truth", {truth->value}) : ""));
        }
    }

    void add_latest(Symbol symbol, Symbol Entry::* of) {  // the last that was entered about it
        int shown = 0;
        for (EntryNo no = entries_until(journal(), now_); no-- > 0 && shown < 8 && symbol != 0;)
            if (journal()[no].*of == symbol) add(entry_line(no), no), ++shown;
    }
    void about_agency(AgencyId id) {
        const Agency& agency = network().agencies[id];
        const Symbol symbol = journal().find(agency.id);
        if (agency.place.is_some()) add(say(lang_, "view-at-place", {network().places[agency.place].name.in(lang_)}));
        add_latest(symbol, &Entry::agency);
        if (symbol == 0) return;
        for (const Incident& incident : replay_.inputs.scenario.incidents)
            if (const Symbol about = journal().find(incident.id); about != 0 && (layout_.incident.empty() ? replay_.inputs.scenario.incidents.size() == 1 : layout_.incident == incident.id)) add_knowledge(about, symbol);
    }
    void about_incident(std::uint32_t index) {
        const Symbol symbol = journal().find(replay_.inputs.scenario.incidents[IncidentId{index}].id);
        if (symbol == 0) return;
        const Symbol assessor = [&] {  // who graded it last
            const auto& gradings = replay_.timeline.gradings();
            for (auto no = gradings.rbegin(); no != gradings.rend(); ++no)
                if (journal()[*no].at <= now_ && journal()[*no].incident == symbol) return journal()[*no].agency;
            return Symbol{0};
        }();
        add_knowledge(symbol, assessor);
        add_latest(symbol, &Entry::incident);
    }
    void about_place(PlaceId id) {
        std::string there;
        for (const Symbol symbol : replay_.timeline.agencies())
            if (const AgencyId agency = network().agency(journal().text(symbol)); agency.is_some() && network().agencies[agency].place == id) there += (there.empty() ? "" : say(lang_, "word-comma")) + network().agencies[agency].name.in(lang_);
        if (!there.empty()) add(say(lang_, "view-who-is-there", {there}));
        for (const Incident& incident : replay_.inputs.scenario.incidents)
            if (incident.place == id) add(say(lang_, "view-incident-there", {incident.name.empty() ? incident.id : incident.name.in(lang_)}));
        for (const Road& road : network().roads)
            if (road.from == id || road.to == id) add(road_line(road));
    }
    std::string road_line(const Road& road) const {
        return say(lang_, "view-road", {road.name.empty() ? road.id : road.name.in(lang_), network().places[road.from].name.in(lang_), network().places[road.to].name.in(lang_), std::to_string(road.metres / 1000) + "." + std::to_string(road.metres % 1000 / 100),
                                        span_text(Duration{road.time.count() / 1000 * 1000})});
    }
    void about_road(RoadId id) {
        const Road& road = network().roads[id];
        add(road_line(road));
        replay_.timeline.within(ModelTime::min(), now_, [&](std::size_t i) {
            const TimelineSpan& span = replay_.timeline.spans()[i];
            if (span.kind == TimelineSpan::Kind::road_closed && journal().text(span.subject) == road.id && span.begin <= now_)
                add(say(lang_, "scene-road-closed") + " " + clock(span.begin) + "–" + (span.end <= now_ ? clock(span.end) : ""));
        });
    }
    void about_bookmark(std::uint32_t index) {
        if (index >= layout_.bookmarks.size()) return;
        const Bookmark& bookmark = layout_.bookmarks[index];
        add(say(lang_, "view-bookmark-at", {clock(bookmark.at)}));
        add(bookmark.text);
    }

    const Replay& replay_;
    const Compared* compared_;
    const Layout& layout_;
    ModelTime now_;
    Lang lang_;
    std::vector<PanelLine> lines_;
};

}  // namespace

EntryNo entry_of(const Replay& replay, const About& about, ModelTime now) {
    switch (about.kind) {
        case About::Kind::entry: return about.index;
        case About::Kind::span: {
            const TimelineSpan& span = replay.timeline.spans()[about.index];
            return span.to != no_entry && span.end <= now ? span.to : span.from;
        }
        case About::Kind::duty: {
            const DutyOutcome& duty = replay.outcomes[about.index];
            return duty.discharged_entry != no_entry ? duty.discharged_entry : duty.breached_entry != no_entry ? duty.breached_entry : duty.opened_entry;
        }
        case About::Kind::agency:
        case About::Kind::place:
        case About::Kind::road:
        case About::Kind::incident:
        case About::Kind::bookmark:
        case About::Kind::level:
        case About::Kind::nothing: return no_entry;
    }
    return no_entry;
}

std::vector<PanelLine> lines_about(const Replay& replay, const Compared* compared, const Layout& layout, ModelTime now) { return Lines(replay, compared, layout, now).about(layout.selected); }

}  // namespace sandtable
