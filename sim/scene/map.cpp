// Places and roads to scale; agencies by level, messages between them, units on the road, closed roads, incidents with their grade.
#include <cmath>
#include <map>
#include <numbers>
#include <set>
#include <tuple>
#include <vector>

#include "scene/canvas.hpp"

namespace sandtable {

namespace {

struct Point {
    double x = 0, y = 0;
};

/// Kilometres east and north, true in the middle of what is shown (equirectangular).
class Projection {
public:
    explicit Projection(double latitude) : kilometres_per_longitude_(111.32 * std::cos(latitude * std::numbers::pi / 180)) {}
    Point operator()(const NetworkPlace& place) const { return {*place.longitude * kilometres_per_longitude_, *place.latitude * 110.57}; }

private:
    double kilometres_per_longitude_;
};

/// Kilometres to pixels.
struct Camera {
    Point middle;             // km
    double pixels_per_km = 1;
    Point screen_middle;
    Point operator()(Point km) const { return {screen_middle.x + (km.x - middle.x) * pixels_per_km, screen_middle.y - (km.y - middle.y) * pixels_per_km}; }
};

Shape::Kind symbol_of(Level level) {
    switch (level) {
        case Level::province: return Shape::Kind::diamond;
        case Level::city: return Shape::Kind::rect;
        case Level::county: return Shape::Kind::triangle;
        case Level::town:
        case Level::village: return Shape::Kind::circle;
    }
    return Shape::Kind::circle;
}

/// The grades of every incident until now, as words for its label.
std::map<std::string, std::string> grade_words(const Look& look) {
    std::map<std::pair<Symbol, Symbol>, EntryNo> latest;  // by incident and plan
    for (const EntryNo no : look.replay.timeline.gradings()) {
        const Entry& e = look.replay.journal[no];
        if (e.at > look.now) break;
        latest[{e.incident, e.plan}] = no;
    }
    std::map<std::string, std::map<std::string, std::string>> by_plan;
    for (const auto& [which, no] : latest) {
        const Entry& e = look.replay.journal[no];
        const std::string low(look.replay.journal.item_text(e, "at_least")), high(look.replay.journal.item_text(e, "at_most"));
        const auto applies = look.replay.journal.item_text(e, "applies");
        by_plan[look.text(e.incident)][look.text(e.plan)] = applies == "no" || high.empty() ? "" : low == high ? say(look.layout.lang, "scene-grade-exact", {low}) : low.empty() ? say(look.layout.lang, "scene-grade-up-to", {high}) : say(look.layout.lang, "scene-grade-between", {low, high});
    }
    std::map<std::string, std::string> words;
    for (const auto& [incident, plans] : by_plan)
        for (const auto& [plan, grade] : plans)
            if (!grade.empty()) words[incident] += (words[incident].empty() ? "" : " / ") + grade;
    return words;
}

std::optional<Ink> risk_ink(const Journal& journal, const Entry& e) {
    const auto risk = journal.item_text(e, "fact.geohazard_risk");
    for (const Ink ink : {Ink::blue, Ink::yellow, Ink::orange, Ink::red})
        if (risk == ink_name(ink)) return ink;
    return std::nullopt;
}

/// Of incidents of which a geohazard risk is known, until now: the risk that rain gives there, and the newest warning that somebody was told of. Either may be none.
struct AreaColours {
    std::optional<Ink> risk, warning;
};
std::map<Symbol, AreaColours> area_colours(const Look& look) {
    std::map<Symbol, AreaColours> colours;
    const Journal& journal = look.replay.journal;
    if (journal.find("fact.geohazard_risk") == 0) return colours;
    for (const EntryNo no : look.replay.timeline.truths()) {
        const Entry& e = journal[no];
        if (e.at > look.now) break;
        if (!journal.item_text(e, "fact.geohazard_risk").empty()) colours[e.incident].risk = risk_ink(journal, e);
    }
    std::map<Symbol, std::pair<std::int64_t, EntryNo>> latest;  // by incident: what was observed last, however long it took to be told
    for (const TimelineSpan& span : look.replay.timeline.spans()) {
        if (span.begin > look.now) break;
        if (span.kind != TimelineSpan::Kind::message || span.failed || span.to == no_entry || span.end > look.now || journal.item(journal[span.to], "fact.geohazard_risk") == nullptr) continue;
        const std::pair told{journal.item_number(journal[span.to], "observed.geohazard_risk", ms_of(span.end)), span.to};
        auto& last = latest.try_emplace(span.incident, told).first->second;
        last = std::max(last, told);
    }
    for (const auto& [incident, told] : latest) colours[incident].warning = risk_ink(journal, journal[told.second]);
    return colours;
}

bool is_located(const Network& network, PlaceId id) { return id.is_some() && network.places[id].latitude && network.places[id].longitude; }

/// The roads somebody takes, in kilometres, and where he is on them by the time each of them costs; without either as far as a place has no coordinates.
struct Way {
    std::vector<std::pair<Point, Point>> legs;
    std::optional<Point> unit;
};
Way way_of(const Look& look, const Projection& project, const TimelineSpan& span) {
    const Journal& journal = look.replay.journal;
    const Network& network = look.replay.inputs.network;
    const Entry& e = journal[span.from];
    PlaceId here = network.place(journal.item_text(e, "from"));
    std::vector<RoadId> roads;
    double whole = 0;
    for (const Item& item : journal.items(e))
        if (journal.text(item.key) == "road")
            if (const RoadId road = network.road(journal.text(item.text)); road.is_some()) roads.push_back(road), whole += static_cast<double>(network.roads[road].time.count());
    const double planned = std::max(1.0, static_cast<double>(journal.item_number(e, "travel_ms", 1)));
    double passed = std::clamp(static_cast<double>((look.now - span.begin).count()) / planned, 0.0, 1.0) * whole;
    Way way;
    for (const RoadId id : roads) {
        const Road& road = network.roads[id];
        if (!here.is_some()) here = road.from;
        const PlaceId next = road.from == here ? road.to : road.from;
        if (!is_located(network, here) || !is_located(network, next)) return way;
        const Point a = project(network.places[here]), b = project(network.places[next]);
        way.legs.push_back({a, b});
        const double length = static_cast<double>(road.time.count()), along = length > 0 ? passed / length : 1;
        if (!way.unit && passed <= length) way.unit = Point{a.x + (b.x - a.x) * along, a.y + (b.y - a.y) * along};
        passed -= length;
        here = next;
    }
    return way;
}

/// Where the selected thing is, in kilometres: a unit on the road where it is now.
std::optional<Point> selected_at(const Look& look, const Projection& project) {
    const Network& network = look.replay.inputs.network;
    const About& about = look.layout.selected;
    AgencyId agency = AgencyId::none();
    PlaceId place = PlaceId::none();
    if (about.kind == About::Kind::agency) agency = AgencyId{about.index};
    if (about.kind == About::Kind::duty) agency = network.agency(look.replay.outcomes[about.index].agency);
    if (about.kind == About::Kind::place) place = PlaceId{about.index};
    if (about.kind == About::Kind::incident) place = look.replay.inputs.scenario.incidents[IncidentId{about.index}].place;
    if (about.kind == About::Kind::span) {
        const TimelineSpan& span = look.replay.timeline.spans()[about.index];
        agency = network.agency(look.text(span.agency));
        if (span.kind == TimelineSpan::Kind::travel && span.begin <= look.now)
            if (const Way way = way_of(look, project, span); way.unit) return way.unit;
    }
    if (agency.is_some()) place = network.agencies[agency].place;
    return is_located(network, place) ? std::optional(project(network.places[place])) : std::nullopt;
}

}  // namespace

void draw_map(const Look& look, Canvas& canvas) {
    const Replay& replay = look.replay;
    const Network& network = replay.inputs.network;
    const Lang lang = look.layout.lang;

    // who occurs, by place; where incidents are
    std::map<std::uint32_t, std::vector<AgencyId>> acting;
    for (const Symbol symbol : replay.timeline.agencies())
        if (const AgencyId id = network.agency(look.text(symbol)); id.is_some() && network.agencies[id].place.is_some()) acting[network.agencies[id].place.index].push_back(id);
    std::set<std::uint32_t> important;
    for (const auto& [place, agencies] : acting) important.insert(place);
    for (const Incident& incident : replay.inputs.scenario.incidents)
        if (incident.place.is_some() && look.shows_incident(incident.id)) important.insert(incident.place.index);

    double latitudes = 0;
    int known = 0;
    const auto located = [&](PlaceId id) { return is_located(network, id); };
    for (const std::uint32_t place : important)
        if (located(PlaceId{place})) latitudes += *network.places[PlaceId{place}].latitude, ++known;
    if (known == 0) {
        canvas.label(canvas.x() + canvas.px(6), canvas.y() + canvas.px(4), say(lang, "scene-no-coordinates"), canvas.width() - canvas.px(12), Ink::faint);
        return;
    }
    const Projection project(latitudes / known);
    double west = 1e9, east = -1e9, south = 1e9, north = -1e9;
    for (const std::uint32_t place : important)
        if (located(PlaceId{place})) {
            const Point p = project(network.places[PlaceId{place}]);
            west = std::min(west, p.x), east = std::max(east, p.x), south = std::min(south, p.y), north = std::max(north, p.y);
        }
    const double margin = canvas.px(46);
    const double fits = std::min((canvas.width() - 2 * margin) / std::max(east - west, 0.5), (canvas.height() - 2 * margin) / std::max(north - south, 0.5));
    const Point middle = (look.layout.follow ? selected_at(look, project) : std::nullopt).value_or(Point{(west + east) / 2, (south + north) / 2});
    const Camera camera{{middle.x + look.layout.map_x * canvas.width() / fits, middle.y + look.layout.map_y * canvas.height() / fits},
                        fits * look.layout.map_zoom, {canvas.x() + canvas.width() / 2, canvas.y() + canvas.height() / 2}};
    const auto inside = [&](Point p) { return p.x >= canvas.x() && p.x <= canvas.right() && p.y >= canvas.y() && p.y <= canvas.bottom(); };
    const auto at_place = [&](PlaceId id) { return camera(project(network.places[id])); };

    canvas.keep_free(canvas.x(), canvas.bottom() - canvas.px(28), canvas.width(), canvas.px(28));  // the scale bar and what is hidden
    // roads, as far as they are in the picture; closed ones marked
    std::set<std::string> closed;
    replay.timeline.within(look.now, look.now, [&](std::size_t i) {
        const TimelineSpan& span = replay.timeline.spans()[i];
        if (span.kind == TimelineSpan::Kind::road_closed && span.at(look.now)) closed.insert(look.text(span.subject));
    });
    for (std::uint32_t r = 0; r < network.roads.size(); ++r) {
        const Road& road = network.roads[RoadId{r}];
        if (!located(road.from) || !located(road.to)) continue;
        const Point a = at_place(road.from), b = at_place(road.to);
        const bool shut = closed.contains(road.id);
        if (!shut && std::hypot(b.x - a.x, b.y - a.y) < canvas.px(5)) continue;  // a dot at this zoom
        const Point halfway{(a.x + b.x) / 2, (a.y + b.y) / 2};
        canvas.line_within(a.x, a.y, b.x, b.y, shut ? Ink::closed : Ink::road, shut ? 3 : 2, shut ? Pattern::dotted : Pattern::solid, {About::Kind::road, r});
        if (shut && inside(halfway)) canvas.dot(Shape::Kind::diamond, halfway.x, halfway.y, 6, Ink::closed, Pattern::solid, {About::Kind::road, r});
    }

    // agencies, then incidents, then what moves; labels by importance, where no symbol and no other label is
    const auto grades = grade_words(look);
    const auto areas = area_colours(look);
    std::map<std::uint32_t, Point> symbol_at;  // of agencies
    std::map<std::uint32_t, bool> busy;
    replay.timeline.within(look.now, look.now, [&](std::size_t i) {
        const TimelineSpan& span = replay.timeline.spans()[i];
        if (span.at(look.now) && (span.kind == TimelineSpan::Kind::handling || span.kind == TimelineSpan::Kind::waiting) && look.shows_incident(look.text(span.incident)))
            if (const AgencyId id = network.agency(look.text(span.agency)); id.is_some()) busy[id.index] = true;
    });
    std::uint32_t unnamed = 0;
    std::set<std::tuple<int, int, bool>> symbols;  // cells that have one
    for (const auto& [place, agencies] : acting) {
        if (!located(PlaceId{place})) continue;
        const Point p = at_place(PlaceId{place});
        if (!inside(p)) continue;
        canvas.dot(Shape::Kind::circle, p.x, p.y, 3, Ink::place, Pattern::solid, {About::Kind::place, place});
        const int per_row = std::max(3, static_cast<int>(std::ceil(std::sqrt(static_cast<double>(agencies.size())))));
        for (std::size_t k = 0; k < agencies.size(); ++k) {
            const Point at{p.x + canvas.px(9 + 13.0 * (static_cast<int>(k) % per_row)), p.y + canvas.px(9 + 13.0 * (static_cast<int>(k) / per_row))};
            symbol_at[agencies[k].index] = at;
            canvas.keep_free(at.x - canvas.px(5), at.y - canvas.px(5), canvas.px(10), canvas.px(10));
            const bool works = busy.contains(agencies[k].index);
            const About about{About::Kind::agency, agencies[k].index};
            if (!symbols.insert({static_cast<int>(at.x / canvas.px(6)), static_cast<int>(at.y / canvas.px(6)), works}).second) continue;  // there is one already
            const Shape::Kind symbol = symbol_of(network.agencies[agencies[k]].level);
            if (symbol == Shape::Kind::rect) canvas.rect(at.x - canvas.px(4.5), at.y - canvas.px(4.5), canvas.px(9), canvas.px(9), works ? Ink::busy : Ink::idle, works ? Pattern::solid : Pattern::hollow, about);
            else canvas.dot(symbol, at.x, at.y, 5.5, works ? Ink::busy : Ink::idle, works ? Pattern::solid : Pattern::hollow, about);
        }
    }
    // of incidents that lie over one another the one in the worst colour is drawn
    struct Ring {
        int worst;
        std::uint32_t incident;
        Point at;
        AreaColours area;
    };
    std::map<std::pair<int, int>, Ring> rings;
    for (std::uint32_t i = 0; i < replay.inputs.scenario.incidents.size(); ++i) {
        const Incident& incident = replay.inputs.scenario.incidents[IncidentId{i}];
        if (!located(incident.place) || !look.shows_incident(incident.id)) continue;
        const Point p = at_place(incident.place);
        if (!inside(p)) continue;
        const auto area = areas.find(replay.journal.find(incident.id));
        const AreaColours colours = area == areas.end() ? AreaColours{} : area->second;
        const int worst = std::max(colours.warning ? static_cast<int>(*colours.warning) : -1, colours.risk ? static_cast<int>(*colours.risk) : -1);
        const auto ring = rings.try_emplace({static_cast<int>(p.x / canvas.px(12)), static_cast<int>(p.y / canvas.px(12))}, Ring{worst, i, p, colours}).first;
        if (ring->second.worst < worst) ring->second = {worst, i, p, colours};
    }
    for (const auto& [cell, ring] : rings) {
        const About about{About::Kind::incident, ring.incident};
        if (ring.area.warning) canvas.dot(Shape::Kind::circle, ring.at.x, ring.at.y, 17, *ring.area.warning, Pattern::striped, about);  // filled: the warning
        if (ring.area.risk) canvas.dot(Shape::Kind::circle, ring.at.x, ring.at.y, 20, *ring.area.risk, Pattern::hollow, about);         // round it: the truth
        canvas.dot(Shape::Kind::circle, ring.at.x, ring.at.y, 12, Ink::late, Pattern::hollow, about);
    }
    for (const auto& [cell, ring] : rings) {
        const std::uint32_t i = ring.incident;
        const Point p = ring.at;
        const std::string& id = replay.inputs.scenario.incidents[IncidentId{i}].id;
        const auto grade = grades.find(id);
        const std::string words = incident_name(replay.inputs, id, lang) + (grade == grades.end() || grade->second.empty() ? "" : "  " + grade->second);
        for (const auto& [dx, dy] : {Point{16, -22}, Point{16, 10}, Point{-120, -26}, Point{-40, 22}})
            if (canvas.label_if_free(p.x + canvas.px(dx), p.y + canvas.px(dy), words, Ink::text, canvas.px(13), {About::Kind::incident, i})) break;
    }
    // names of those at a place in one line behind their symbols, those at work first; how many there was no room for is said there
    for (const bool works : {true, false})
        for (const auto& [place, agencies] : acting) {
            std::vector<AgencyId> here;
            for (const AgencyId agency : agencies)
                if (symbol_at.contains(agency.index)) here.push_back(agency);
            std::stable_partition(here.begin(), here.end(), [&](AgencyId agency) { return busy.contains(agency.index); });
            if (here.empty() || busy.contains(here.front().index) != works) continue;
            double right = 0;
            for (const AgencyId agency : here) right = std::max(right, symbol_at[agency.index].x);
            const Point first = symbol_at[agencies.front().index];
            std::size_t named = std::min<std::size_t>(here.size(), 3);
            for (; named > 0; --named) {
                std::string names;
                for (std::size_t i = 0; i < named; ++i) names += (i == 0 ? "" : say(lang, "word-comma")) + network.agencies[here[i]].name.in(lang);
                if (named < here.size()) names += " +" + std::to_string(here.size() - named);
                const About about = here.size() == 1 ? About{About::Kind::agency, here.front().index} : About{About::Kind::place, place};
                if (canvas.label_if_free(right + canvas.px(8), first.y - canvas.px(6), names, works ? Ink::text : Ink::faint, canvas.px(11), about)) break;
            }
            unnamed += static_cast<std::uint32_t>(here.size() - named);
        }

    replay.timeline.within(look.now, look.now, [&](std::size_t i) {
        const TimelineSpan& span = replay.timeline.spans()[i];
        if (!span.at(look.now) || !look.shows_incident(look.text(span.incident))) return;
        const About about{About::Kind::span, static_cast<std::uint32_t>(i)};
        const double part = span.end == not_ended ? 0.5 : static_cast<double>((look.now - span.begin).count()) / std::max(1.0, static_cast<double>((span.end - span.begin).count()));
        if (span.kind == TimelineSpan::Kind::message) {
            const AgencyId from = network.agency(look.text(span.agency)), to = network.agency(look.text(span.other));
            const auto a = from.is_some() ? symbol_at.find(from.index) : symbol_at.end(), b = to.is_some() ? symbol_at.find(to.index) : symbol_at.end();
            if (a == symbol_at.end() || b == symbol_at.end()) return;
            canvas.line(a->second.x, a->second.y, b->second.x, b->second.y, Ink::message, 1, Pattern::dotted, about);
            canvas.dot(Shape::Kind::circle, a->second.x + (b->second.x - a->second.x) * part, a->second.y + (b->second.y - a->second.y) * part, 4, Ink::message, Pattern::solid, about);
            return;
        }
        if (span.kind != TimelineSpan::Kind::travel) return;
        const Way way = way_of(look, project, span);
        for (const auto& [from, to] : way.legs) {
            const Point a = camera(from), b = camera(to);
            canvas.line_within(a.x, a.y, b.x, b.y, Ink::travel, 3, Pattern::solid, about);
        }
        if (!way.unit) return;
        if (const Point p = camera(*way.unit); inside(p)) {
            canvas.dot(Shape::Kind::triangle, p.x, p.y, 7, Ink::unit, Pattern::solid, about);
            canvas.label_if_free(p.x + canvas.px(9), p.y - canvas.px(14), agency_name(replay.inputs, look.text(span.agency), lang), Ink::unit, canvas.px(12), about);
        }
    });
    for (const std::uint32_t place : important) {
        if (!located(PlaceId{place})) continue;
        const Point p = at_place(PlaceId{place});
        if (inside(p)) canvas.label_if_free(p.x - canvas.px(10), p.y - canvas.px(16), network.places[PlaceId{place}].name.in(lang), Ink::faint, canvas.px(11), {About::Kind::place, place});
    }

    // scale bar: a round length of about a fifth of the width
    const double wanted = canvas.width() / 5 / camera.pixels_per_km;
    double length = std::pow(10, std::floor(std::log10(wanted)));
    for (const double factor : {5.0, 2.0})
        if (length * factor <= wanted) {
            length *= factor;
            break;
        }
    const double x = canvas.right() - canvas.px(14) - length * camera.pixels_per_km, y = canvas.bottom() - canvas.px(10);
    canvas.line(x, y, x + length * camera.pixels_per_km, y, Ink::text, 2);
    canvas.label(x, y - canvas.px(16), length < 1 ? std::to_string(static_cast<int>(length * 1000 + 0.5)) + " m" : std::to_string(static_cast<int>(length + 0.5)) + " km", canvas.px(80), Ink::text, canvas.px(11));
    canvas.hides(unnamed);
    if (unnamed > 0) canvas.label(canvas.x() + canvas.px(6), canvas.bottom() - canvas.px(16), say(lang, "scene-names-hidden", {unnamed}), canvas.width() * 0.7, Ink::faint, canvas.px(11));
}

}  // namespace sandtable
