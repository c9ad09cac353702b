// One lane per agency: what its officers do, wait for and where they travel; messages as arrows between lanes.
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "scene/canvas.hpp"

namespace sandtable {

namespace {

struct Style {
    Ink ink;
    Pattern pattern;
};
Style style_of(TimelineSpan::Kind kind) {
    switch (kind) {
        case TimelineSpan::Kind::waiting: return {Ink::waiting, Pattern::striped};
        case TimelineSpan::Kind::handling: return {Ink::handling, Pattern::solid};
        case TimelineSpan::Kind::travel: return {Ink::travel, Pattern::dotted};
        case TimelineSpan::Kind::on_scene: return {Ink::on_scene, Pattern::solid};
        case TimelineSpan::Kind::message: return {Ink::message, Pattern::solid};
        case TimelineSpan::Kind::away: return {Ink::away, Pattern::hollow};
        case TimelineSpan::Kind::road_closed:
        case TimelineSpan::Kind::fault: return {Ink::closed, Pattern::striped};
    }
    return {Ink::faint, Pattern::hollow};
}

/// A line of the view: an agency's lane, or the level of those that follow.
struct Row {
    enum class Kind { level, lane } kind;
    std::string id;
    AgencyId agency;
    Level level;
    bool pinned;
    std::uint32_t folded;  ///< of a level: how many lanes it hides
};

/// Pinned ones as they were pinned, then level by level from the highest, within it by appearance. Two runs that are compared have the same rows.
std::vector<Row> rows_of(const Look& look, std::uint32_t& filtered) {
    const Layout& layout = look.layout;
    std::vector<std::string> ids;
    const auto add = [&](const Replay& replay) {
        for (const Symbol agency : replay.timeline.agencies()) ids.push_back(replay.journal.text(agency));
    };
    if (look.compared == nullptr) add(look.replay);
    else {
        add(look.compared->runs[0]);
        const std::set<std::string> known(ids.begin(), ids.end());
        for (const Symbol agency : look.compared->runs[1].timeline.agencies())
            if (const std::string& id = look.compared->runs[1].journal.text(agency); !known.contains(id)) ids.push_back(id);
    }
    std::vector<Row> lanes;
    for (const std::string& id : ids) {
        const AgencyId agency = look.replay.inputs.network.agency(id);
        const bool pinned = std::find(layout.pinned.begin(), layout.pinned.end(), id) != layout.pinned.end();
        const bool found = layout.find.empty() || id.find(layout.find) != std::string::npos || agency_name(look.replay.inputs, id, layout.lang).find(layout.find) != std::string::npos;
        if (!found && !pinned) ++filtered;
        else lanes.push_back({Row::Kind::lane, id, agency, agency.is_some() ? look.replay.inputs.network.agencies[agency].level : Level::village, pinned, 0});
    }
    const auto rank = [&](const Row& row) { return std::tuple(row.pinned ? std::find(layout.pinned.begin(), layout.pinned.end(), row.id) - layout.pinned.begin() : static_cast<std::ptrdiff_t>(layout.pinned.size()), row.pinned ? 0 : static_cast<int>(row.level)); };
    std::stable_sort(lanes.begin(), lanes.end(), [&](const Row& a, const Row& b) { return rank(a) < rank(b); });
    std::vector<Row> rows;
    std::size_t heading = 0;
    bool begun = false;
    for (const Row& lane : lanes) {
        if (!lane.pinned && (!begun || rows[heading].level != lane.level)) {
            heading = rows.size(), begun = true;
            rows.push_back({Row::Kind::level, {}, AgencyId::none(), lane.level, false, 0});
        }
        if (!lane.pinned && std::find(layout.collapsed.begin(), layout.collapsed.end(), lane.level) != layout.collapsed.end()) ++rows[heading].folded;
        else rows.push_back(lane);
    }
    return rows;
}

}  // namespace

void draw_lanes(const Look& look, Canvas& canvas) {
    const Replay& replay = look.replay;
    const Lang lang = look.layout.lang;
    std::uint32_t filtered = 0;
    const std::vector<Row> rows = rows_of(look, filtered);
    const double row_height = canvas.px(20), heading_height = canvas.px(14), names = std::min(canvas.width() * 0.3, canvas.px(200)), top = canvas.y() + canvas.px(16);
    const TimeStrip strip(look.axis, look.layout, canvas.x() + names + canvas.px(6), canvas.right() - canvas.px(8));
    strip.draw_grid(canvas, replay.inputs.scenario.start, top, canvas.bottom() - canvas.px(4), look.now);

    std::map<Symbol, double> middle;  // of the lanes that are shown
    std::uint32_t drawn = 0, lanes = 0;
    for (const Row& row : rows) lanes += row.kind == Row::Kind::lane ? 1 : row.folded;
    double y = top;
    for (std::size_t i = look.layout.first_lane; i < rows.size() && y + row_height * 2 <= canvas.bottom(); ++i) {
        const Row& row = rows[i];
        if (row.kind == Row::Kind::level) {
            const std::string words = (row.folded > 0 ? "+ " : "- ") + say(lang, "scene-level-" + std::string(level_name(row.level))) + (row.folded > 0 ? " (" + std::to_string(row.folded) + ")" : "");
            canvas.label(canvas.x() + canvas.px(4), y + canvas.px(1), words, names, Ink::faint, canvas.px(11), {About::Kind::level, static_cast<std::uint32_t>(row.level)});
            y += heading_height;
            continue;
        }
        const About about = row.agency.is_some() ? About{About::Kind::agency, row.agency.index} : About{};
        canvas.line(canvas.x() + canvas.px(4), y + row_height, strip.right(), y + row_height, Ink::grid);
        canvas.label(canvas.x() + canvas.px(6), y + canvas.px(3), (row.pinned ? "* " : "") + agency_name(replay.inputs, row.id, lang), names - canvas.px(4), Ink::text, canvas.px(12), about);
        if (about.kind != About::Kind::nothing && look.layout.selected == about) canvas.rect(canvas.x() + canvas.px(2), y, canvas.width() - canvas.px(4), row_height, Ink::selected, Pattern::hollow, about);
        if (const Symbol symbol = replay.journal.find(row.id); symbol != 0) middle[symbol] = y + row_height / 2;
        y += row_height;
        ++drawn;
    }
    const std::uint32_t not_shown = lanes - drawn + filtered;

    // what would lie over what is drawn already, to two pixels, is not drawn again: a night has thousands of messages between the same desks
    std::set<std::tuple<TimelineSpan::Kind, bool, Symbol, Symbol, int, int>> drawn_already;
    const auto again = [&](const TimelineSpan& span, bool failed, double a, double b) {
        const double cell = canvas.px(2);
        return !drawn_already.insert({span.kind, failed, span.agency, span.kind == TimelineSpan::Kind::message && middle.contains(span.other) ? span.other : Symbol{0}, static_cast<int>(a / cell), static_cast<int>(b / cell)}).second;
    };
    const ModelTime until = std::min(look.now, strip.end());
    replay.timeline.within(strip.begin(), until, [&](std::size_t i) {
        const TimelineSpan& span = replay.timeline.spans()[i];
        if (!look.shows_incident(look.text(span.incident))) return;
        const auto lane = middle.find(span.agency);
        if (lane == middle.end()) return;
        const About about{About::Kind::span, static_cast<std::uint32_t>(i)};
        const double a = strip.x(span.begin), b = strip.x(std::min(span.end, until));
        const Style style = style_of(span.kind);
        if (again(span, span.failed && span.end <= until, a, b) && look.layout.selected != about) return;
        const bool differs = look.differs(span.from) || (span.end <= until && look.differs(span.to));
        if (span.kind == TimelineSpan::Kind::message) {
            const auto to = middle.find(span.other);
            const bool there = span.end <= until;
            const Ink ink = there && span.failed ? Ink::failed : differs ? Ink::differs : Ink::message;
            if (to == middle.end()) {
                canvas.dot(Shape::Kind::circle, a, lane->second, 2, ink, Pattern::solid, about);
                return;
            }
            double end_y = to->second;
            if (!there) {  // on its way: as far as the part of its time that has passed
                const double whole = span.end == not_ended ? 0.5 : static_cast<double>((until - span.begin).count()) / std::max(1.0, static_cast<double>((span.end - span.begin).count()));
                end_y = lane->second + (to->second - lane->second) * whole;
            }
            canvas.line(a, lane->second, b, end_y, ink, 1.2, there && span.failed ? Pattern::dotted : Pattern::solid, about);
            if (there && !span.failed) canvas.dot(Shape::Kind::circle, b, end_y, 2.5, ink, Pattern::solid, about);
            if (there && span.failed) canvas.dot(Shape::Kind::diamond, b, end_y, 3.5, ink, Pattern::solid, about);
            return;
        }
        // bars of one lane lie over one another where several officers are at work: thinner for what lasts
        const double half = span.kind == TimelineSpan::Kind::on_scene ? canvas.px(3) : span.kind == TimelineSpan::Kind::away ? canvas.px(8) : canvas.px(6);
        canvas.rect(a, lane->second - half, std::max(b - a, canvas.px(1.5)), half * 2, style.ink, style.pattern, about);
        if (differs) canvas.line(a, lane->second + half + canvas.px(1), std::max(b, a + canvas.px(3)), lane->second + half + canvas.px(1), Ink::differs, 2.5, Pattern::solid, about);
        if (span.kind == TimelineSpan::Kind::handling || span.kind == TimelineSpan::Kind::waiting)
            if (b - a > canvas.px(60)) canvas.label(a + canvas.px(3), lane->second - canvas.px(6), task_name(replay.inputs, look.text(span.plan), look.text(span.subject), lang), b - a - canvas.px(4), Ink::on_colour, canvas.px(11), about);
        if (look.layout.selected == about) canvas.rect(a - canvas.px(1), lane->second - half - canvas.px(1), b - a + canvas.px(2), half * 2 + canvas.px(2), Ink::selected, Pattern::hollow, about);
    });
    for (const EntryNo no : replay.timeline.gradings()) {
        const Entry& e = replay.journal[no];
        if (e.at > until || e.at < strip.begin() || !look.shows_incident(look.text(e.incident))) continue;
        if (const auto lane = middle.find(e.agency); lane != middle.end()) canvas.dot(Shape::Kind::triangle, strip.x(e.at), lane->second, 5, Ink::grade_1, Pattern::solid, {About::Kind::entry, no});
    }
    // the critical path lights up: each step in the lane of the agency whose entry ends it
    for (const PathStep& step : look.layout.path) {
        const EntryNo whose = step.to != no_entry ? step.to : step.from;
        if (whose == no_entry) continue;
        if (const auto lane = middle.find(replay.journal[whose].agency); lane != middle.end())
            canvas.line(strip.x(step.begin), lane->second + canvas.px(8), std::max(strip.x(step.end), strip.x(step.begin) + canvas.px(2)), lane->second + canvas.px(8), Ink::selected, 3, Pattern::solid, {About::Kind::entry, whose});
    }
    canvas.hides(not_shown);
    if (not_shown > 0) canvas.label(canvas.x() + canvas.px(6), canvas.bottom() - canvas.px(16), say(lang, "scene-lanes-hidden", {drawn, not_shown}), canvas.width() - canvas.px(12), Ink::faint, canvas.px(11));
}

}  // namespace sandtable
