// One lane per agency: what its officers do, wait for and where they travel; messages as arrows between lanes.
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "scene/canvas.hpp"
#include "scene/lane_spans.hpp"

namespace sandtable {

namespace {

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
        const bool found = agency_is_meant(look.replay.inputs, id, layout.find);
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
    std::uint32_t drawn = 0, lanes = 0, folded = 0;
    for (const Row& row : rows) lanes += row.kind == Row::Kind::lane, folded += row.folded;
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
    const std::uint32_t below = lanes - drawn;

    draw_spans(look, canvas, strip, middle);
    // the critical path lights up: each step in the lane of the agency whose entry ends it
    for (const PathStep& step : look.layout.path) {
        const EntryNo whose = step.to != no_entry ? step.to : step.from;
        if (whose == no_entry) continue;
        if (const auto lane = middle.find(replay.journal[whose].agency); lane != middle.end())
            canvas.line(strip.x(step.begin), lane->second - canvas.px(9), std::max(strip.x(step.end), strip.x(step.begin) + canvas.px(2)), lane->second - canvas.px(9), Ink::selected, 3, Pattern::solid, {About::Kind::entry, whose});
    }
    canvas.say_hidden(say(lang, "scene-lanes-shown", {drawn}), below, filtered, folded);
}

}  // namespace sandtable
