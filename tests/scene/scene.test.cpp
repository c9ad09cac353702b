#include "sandtable/scene.hpp"

#include <cmath>

#include "support/golden.hpp"
#include "support/small_world.hpp"

namespace sandtable {

namespace {

struct Replayed {
    Inputs inputs;
    Journal journal;
    Timeline timeline;
    std::vector<DutyOutcome> outcomes;

    explicit Replayed(const std::string& id) : inputs(load_shipped(id)), journal(run_journal(inputs, inputs.scenario.seed)), outcomes(assess(inputs, journal)) { timeline.append(journal); }
    Replay replay() const { return {inputs, journal, timeline, outcomes}; }
    TimeAxis axis(TimeAxis::Kind kind = TimeAxis::Kind::folded) const { return {journal, kind}; }
    /// The instant of the entry behind that part of all.
    ModelTime instant(double part) const { return journal[static_cast<EntryNo>(part * (journal.size() - 1))].at; }
    Scene scene(const Layout& layout, ModelTime at) const { return scene_at(replay(), axis(layout.axis), layout, at); }
};

bool has_label(const Scene& scene, View view, std::string_view words) {
    return std::any_of(scene.labels.begin(), scene.labels.end(), [&](const Label& l) { return l.view == view && l.text.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("every drill at five instants", "[scene][golden]") {
    for (const std::string& id : all_drills()) {
        const Replayed played(id);
        std::string text;
        for (const int tenths : {1, 3, 5, 7, 9}) {
            Layout layout;
            layout.lang = tenths % 4 == 1 ? Lang::zh : Lang::en;
            const ModelTime at = played.instant(tenths / 10.0);
            text += "== " + iso_text(civil_time(played.inputs.scenario.start, at)) + "\n" + scene_text(played.scene(layout, at));
        }
        check_golden(golden_file("scenes/" + id + ".txt"), text);
    }
}

TEST_CASE("two drills as pictures", "[scene][golden]") {
    const Replayed city("wage-arrears-city-hall"), rain("geohazard-only-road");
    Layout layout;
    layout.lang = Lang::zh;
    check_golden(golden_file("scenes/wage-arrears-city-hall.svg"), scene_svg(city.scene(layout, city.instant(0.3)), Theme::light));
    layout.lang = Lang::en;
    check_golden(golden_file("scenes/geohazard-only-road.svg"), scene_svg(rain.scene(layout, rain.instant(0.5)), Theme::dark));
}

TEST_CASE("no label leaves its part or lies over another", "[scene]") {
    struct Size {
        double width, height, scale;
    };
    for (const std::string& id : all_drills()) {
        const Replayed played(id);
        for (const Size size : {Size{1280, 720, 1}, Size{1920, 1080, 1.25}, Size{3840, 2160, 2}})
            for (const Lang lang : {Lang::zh, Lang::en}) {
                Layout layout;
                layout.width = size.width, layout.height = size.height, layout.scale = size.scale, layout.lang = lang;
                const Scene scene = played.scene(layout, played.instant(0.6));
                for (const Label& l : scene.labels) {
                    INFO(id << " " << size.width << ": " << l.text);
                    const double right = l.x + display_width(l.text) * l.size * 0.5;
                    double x1 = 0, y1 = 0, x2 = size.width, y2 = size.height;
                    for (const Scene::Part& part : scene.parts)
                        if (part.view == l.view) x1 = part.x, y1 = part.y, x2 = part.x + part.width, y2 = part.y + part.height;
                    CHECK(l.x >= x1);
                    CHECK(l.y >= y1);
                    CHECK(right <= x2 + 1);
                    CHECK(l.y + l.size <= y2 + 1);
                }
                for (std::size_t i = 0; i < scene.labels.size(); ++i)
                    for (std::size_t j = i + 1; j < scene.labels.size(); ++j) {
                        const Label &a = scene.labels[i], &b = scene.labels[j];
                        if (a.view != b.view) continue;
                        const bool over = a.x < b.x + display_width(b.text) * b.size * 0.5 && b.x < a.x + display_width(a.text) * a.size * 0.5 && a.y < b.y + b.size * 0.8 && b.y < a.y + a.size * 0.8;
                        INFO(id << " " << size.width << ": '" << a.text << "' over '" << b.text << "'");
                        CHECK_FALSE(over);
                    }
            }
    }
}

TEST_CASE("an axis grows and leads back", "[scene]") {
    const Replayed played("dispute-escalating");
    for (const auto kind : {TimeAxis::Kind::linear, TimeAxis::Kind::folded, TimeAxis::Kind::by_entry}) {
        const TimeAxis axis = played.axis(kind);
        double before = 0;
        for (int i = 0; i <= 500; ++i) {
            const ModelTime t = model_time(ms_of(played.timeline.end()) / 500 * i);
            const double place = axis.place(t);
            CHECK(place >= before);
            before = place;
            CHECK(std::abs((axis.time(place) - t).count()) <= 1);
        }
        CHECK(axis.place(played.timeline.end()) == 1);
        CHECK(axis.time(-1) == played.journal[0].at);
        CHECK(axis.time(2) == played.timeline.end());
    }
    CHECK(played.axis(TimeAxis::Kind::linear).cuts().empty());
    CHECK_FALSE(played.axis().cuts().empty());
}

TEST_CASE("a folded axis leaves a burst readable beside days of waiting", "[scene]") {
    Journal journal;
    const auto at = [&](std::int64_t minutes) {
        Entry entry;
        entry.at = model_time(minutes * 60'000);
        entry.kind = journal.empty() ? EntryKind::started : EntryKind::inject;
        journal.append(entry, {});
    };
    for (int minute = 0; minute <= 20; ++minute) at(minute);
    at(7 * 24 * 60);
    const TimeAxis folded(journal, TimeAxis::Kind::folded), linear(journal, TimeAxis::Kind::linear);
    CHECK(linear.place(model_time(20 * 60'000)) < 0.002);
    CHECK(folded.place(model_time(20 * 60'000)) == Approx(20.0 / 24));
    REQUIRE(folded.cuts().size() == 1);
    CHECK(folded.cuts()[0].from == model_time(20 * 60'000));
    // a gap of just the length is not dead, one of a millisecond more is
    Journal edge;
    for (const std::int64_t ms : {std::int64_t{0}, TimeAxis::dead_after.count(), 2 * TimeAxis::dead_after.count() + 1}) {
        Entry entry;
        entry.at = model_time(ms);
        edge.append(entry, {});
    }
    CHECK(TimeAxis(edge, TimeAxis::Kind::folded).cuts().size() == 1);
    CHECK(TimeAxis(edge, TimeAxis::Kind::folded).cuts()[0].from == model_time(TimeAxis::dead_after.count()));
}

TEST_CASE("nothing is shown before it happened", "[scene]") {
    for (const char* id : {"wage-arrears-city-hall", "geohazard-only-road"}) {
        const Replayed played(id);
        for (const double part : {0.0, 0.2, 0.5, 0.8}) {
            const ModelTime at = played.instant(part);
            for (const Shape& s : played.scene({}, at).shapes) {
                if (s.view == View::all) continue;  // the foot marks the whole run
                if (s.about.kind == About::Kind::span) CHECK(played.timeline.spans()[s.about.index].begin <= at);
                if (s.about.kind == About::Kind::entry) CHECK(played.journal[s.about.index].at <= at);
                if (s.about.kind == About::Kind::duty) CHECK(played.outcomes[s.about.index].opened <= at);
            }
        }
    }
}

TEST_CASE("a running duty counts down to its due instant and below", "[scene]") {
    const Replayed played("wage-arrears-city-hall");
    const auto late = std::find_if(played.outcomes.begin(), played.outcomes.end(), [](const DutyOutcome& o) { return o.status == DutyStatus::breached && o.discharged && *o.discharged > *o.due + Duration{120'000}; });
    REQUIRE(late != played.outcomes.end());
    Layout layout;
    layout.find = late->id;
    const auto shows = [&](Duration before_due, std::string_view words) { return has_label(played.scene(layout, *late->due - before_due), View::duties, words); };
    CHECK(shows(Duration{61'000}, "1:01"));
    CHECK(shows(Duration{1'000}, "0:01"));
    CHECK(shows(Duration{-61'000}, "-1:01"));
    CHECK(has_label(played.scene(layout, *late->discharged), View::duties, "done late"));
}

TEST_CASE("a click on what is drawn finds what it is about", "[scene]") {
    const Replayed played("wage-arrears-city-hall");
    const Scene scene = played.scene({}, played.instant(0.5));
    int found = 0;
    for (const Shape& s : scene.shapes)
        if (s.about.kind == About::Kind::duty && s.kind == Shape::Kind::rect && s.width > 30) {
            CHECK(about_at(scene, s.x + 3, s.y + s.height / 2) == s.about);
            CHECK_FALSE(about_words(played.replay(), s.about, Lang::zh).empty());
            ++found;
        }
    CHECK(found > 3);
    Scene small;  // what is uppermost counts, but a text about nothing hides nothing
    small.shapes.push_back({.kind = Shape::Kind::rect, .width = 50, .height = 20, .about = {About::Kind::agency, 1}});
    small.shapes.push_back({.kind = Shape::Kind::circle, .x = 10, .y = 10, .width = 5, .height = 5, .about = {About::Kind::agency, 2}});
    small.labels.push_back({.x = 0, .y = 0, .size = 14, .text = "a title"});
    CHECK(about_at(small, 30, 8) == About{About::Kind::agency, 1});
    CHECK(about_at(small, 10, 10) == About{About::Kind::agency, 2});
    CHECK(about_at(scene, -5, -5) == About{});
}

TEST_CASE("a filter says how much it hides", "[scene]") {
    const Replayed played("wage-arrears-city-hall");
    Layout layout;
    layout.find = "lishui-hrss";
    const Scene scene = played.scene(layout, played.instant(0.9));
    for (const Scene::Part& part : scene.parts)
        if (part.view == View::lanes || part.view == View::duties) CHECK(part.hidden > 0);
    CHECK(has_label(scene, View::lanes, "filtered out"));
    layout.find.clear();
    layout.pinned = {"lishui-union"};
    const Scene pinned = played.scene(layout, played.instant(0.9));
    const auto first = std::find_if(pinned.labels.begin(), pinned.labels.end(), [](const Label& l) { return l.view == View::lanes && l.about.kind == About::Kind::agency; });
    REQUIRE(first != pinned.labels.end());
    CHECK(played.inputs.network.agencies[AgencyId{first->about.index}].id == "lishui-union");
}

TEST_CASE("lanes where too much happens to be told apart show where it does, and magnified each thing for itself", "[scene]") {
    Inputs inputs = load_shipped("wage-arrears-city-hall");
    // five days of messages and tasks of one office, four a minute
    Journal journal;
    const auto put = [&](std::int64_t ms, EntryKind kind, const char* key, EntryNo cause) {
        Entry entry;
        entry.at = model_time(ms);
        entry.kind = kind;
        entry.plan = journal.intern("wage-arrears"), entry.incident = journal.intern("city-hall"), entry.agency = journal.intern(kind == EntryKind::received ? "lishui-hrss" : "lishui-arrears-office");
        entry.cause = cause;
        std::vector<Item> items{{journal.intern(key), Item::Type::text, journal.intern("m")}};
        if (kind == EntryKind::sent) items.push_back({journal.intern("to"), Item::Type::text, journal.intern("lishui-hrss")});
        return journal.append(entry, items);
    };
    put(0, EntryKind::started, "scenario", no_entry);
    constexpr int minutes = 5 * 24 * 60;
    for (std::int64_t minute = 0; minute < minutes; ++minute) {
        const std::int64_t ms = minute * 60'000;
        const EntryNo begun = put(ms, EntryKind::task_started, "task", no_entry), sent = put(ms + 1000, EntryKind::sent, "message", no_entry);
        put(ms + 20'000, EntryKind::received, "message", sent);
        put(ms + 30'000, EntryKind::task_done, "task", begun);
    }
    put(minutes * 60'000LL, EntryKind::ended, "scenario", no_entry);
    Timeline timeline;
    timeline.append(journal);
    REQUIRE(timeline.spans().size() == 2 * minutes);
    const std::vector<DutyOutcome> none;
    const Replay replay{inputs, journal, timeline, none};
    const TimeAxis axis(journal, TimeAxis::Kind::linear);
    const auto in_lanes = [](const Scene& scene, Ink ink, Shape::Kind kind) {
        std::vector<Shape> found;
        for (const Shape& s : scene.shapes)
            if (s.view == View::lanes && s.ink == ink && s.kind == kind) found.push_back(s);
        return found;
    };
    Layout layout;
    layout.view = View::lanes, layout.axis = TimeAxis::Kind::linear;
    const ModelTime now = model_time(minutes * 30'000LL);  // half of it
    const Scene all = scene_at(replay, axis, layout, timeline.end()), half = scene_at(replay, axis, layout, now);
    const Scene::Part part = all.parts[0];
    for (const Scene* scene : {&all, &half}) {
        const auto bars = in_lanes(*scene, Ink::handling, Shape::Kind::rect), lines = in_lanes(*scene, Ink::message, Shape::Kind::line);
        REQUIRE(bars.size() == 1);  // they touch
        CHECK(lines.size() < 200);
        CHECK(lines.size() > 50);
        // as far as it has come, and no farther
        const double right = part.strip_left + (scene == &all ? 1 : 0.5) * (part.strip_right - part.strip_left);
        CHECK(bars[0].x == Approx(part.strip_left).margin(2));
        CHECK(bars[0].x + bars[0].width == Approx(right).margin(2));
        for (const Shape& line : lines) CHECK(line.x <= right + 1);
    }
    layout.from = 0.5, layout.to = 0.5 + 60.0 / minutes;  // an hour
    const Scene hour = scene_at(replay, axis, layout, timeline.end());
    CHECK(in_lanes(hour, Ink::handling, Shape::Kind::rect).size() >= 60);
    CHECK(in_lanes(hour, Ink::message, Shape::Kind::line).size() >= 60);
}

TEST_CASE("what is closed, on the road or away is drawn while it is so", "[scene]") {
    const Replayed played("geohazard-only-road");
    const auto closed = std::find_if(played.timeline.spans().begin(), played.timeline.spans().end(), [](const TimelineSpan& s) { return s.kind == TimelineSpan::Kind::road_closed; });
    REQUIRE(closed != played.timeline.spans().end());
    const auto marks = [&](ModelTime at) {
        const Scene scene = played.scene({}, at);
        return std::count_if(scene.shapes.begin(), scene.shapes.end(), [](const Shape& s) { return s.view == View::map && s.ink == Ink::closed; });
    };
    CHECK(marks(closed->begin - Duration{1}) < marks(closed->begin));
    const Replayed city("wage-arrears-city-hall");
    for (const TimelineSpan& span : city.timeline.spans()) {
        if (span.kind != TimelineSpan::Kind::travel || span.failed) continue;
        const Scene scene = city.scene({}, span.begin + (span.end - span.begin) / 2);
        CHECK(std::any_of(scene.shapes.begin(), scene.shapes.end(), [&](const Shape& s) { return s.view == View::map && s.ink == Ink::unit && city.timeline.spans()[s.about.index].from == span.from; }));
    }
}

TEST_CASE("magnified, a road that crosses the picture is still drawn, and no line leaves the map", "[scene]") {
    const Replayed played("wage-arrears-city-hall");
    int crossing = 0;
    for (const double zoom : {1.0, 4.0, 30.0})
        for (const double dx : {-0.2, 0.0, 0.2}) {
            Layout layout;
            layout.map_zoom = zoom, layout.map_x = dx;
            const Scene scene = played.scene(layout, played.instant(0.3));
            const auto map = std::find_if(scene.parts.begin(), scene.parts.end(), [](const Scene::Part& part) { return part.view == View::map; });
            const auto at_edge = [&](double x, double y) { return std::min({x - map->x, map->x + map->width - x, y - map->y - 20, map->y + map->height - y}) < 0.01; };
            for (const Shape& s : scene.shapes) {
                if (s.view != View::map || s.kind != Shape::Kind::line || s.about.kind != About::Kind::road) continue;
                for (const auto& [x, y] : {std::pair{s.x, s.y}, {s.x + s.width, s.y + s.height}}) {
                    CHECK((x > map->x - 0.01 && x < map->x + map->width + 0.01));
                    CHECK((y > map->y + 20 - 0.01 && y < map->y + map->height + 0.01));
                }
                crossing += at_edge(s.x, s.y) && at_edge(s.x + s.width, s.y + s.height);
            }
        }
    CHECK(crossing > 0);
}

TEST_CASE("every ink has a name and three colours, and every view a name", "[scene]") {
    for (int i = 0; i < inks; ++i) CHECK_FALSE(ink_name(static_cast<Ink>(i)).empty());
    for (const View view : {View::all, View::map, View::lanes, View::duties, View::ladder}) CHECK(view_of(view_name(view)) == view);
    CHECK_FALSE(view_of("maps"));
    // text stands out from its ground: at least 4.5 to 1 (WCAG 2.1, 1.4.3)
    const auto light = [](Colour c) {
        const auto part = [](double v) { return v / 255 <= 0.03928 ? v / 255 / 12.92 : std::pow((v / 255 + 0.055) / 1.055, 2.4); };
        return 0.2126 * part(c.r) + 0.7152 * part(c.g) + 0.0722 * part(c.b);
    };
    for (const Theme theme : {Theme::light, Theme::dark, Theme::projector})
        for (const Ink ink : {Ink::text, Ink::faint, Ink::late})
            for (const Ink ground : {Ink::panel, Ink::ground}) {
                const double a = light(colour_of(ink, theme)), b = light(colour_of(ground, theme));
                INFO(ink_name(ink) << " on " << ink_name(ground));
                CHECK((std::max(a, b) + 0.05) / (std::min(a, b) + 0.05) >= 4.5);
            }
}

TEST_CASE("a name of ten thousand characters is cut to its room, and so are ten agencies at one place", "[scene]") {
    Replayed played("wage-arrears-city-hall");
    std::string long_name;
    for (int i = 0; i < 2500; ++i) long_name += "很长的名";
    for (std::uint32_t i = 0; i < played.inputs.network.agencies.size(); ++i) {
        Agency& agency = played.inputs.network.agencies[AgencyId{i}];
        if (agency.id == "lishui-hrss" || agency.id == "lishui-union") agency.name = Text{long_name, long_name};
    }
    for (const View view : {View::all, View::lanes, View::duties}) {
        Layout layout;
        layout.view = view, layout.lang = Lang::zh;
        const Scene scene = played.scene(layout, played.instant(0.6));
        CHECK(std::any_of(scene.labels.begin(), scene.labels.end(), [](const Label& l) { return l.text.find("…") != std::string::npos; }));
        for (const Label& l : scene.labels) CHECK(l.x + display_width(l.text) * l.size * 0.5 <= layout.width + 1);
    }
}

TEST_CASE("an area is filled in the colour that was warned of, and ringed in that of the rain", "[scene]") {
    const Replayed played("geohazard-wrong-prompt");  // blue in truth, orange was prompted, and withdrawn when the risk was over
    const auto colours = [&](std::int64_t minute) {
        std::string filled, ringed;
        for (const Shape& s : played.scene({}, model_time(minute * 60'000)).shapes) {
            if (s.view != View::map || s.kind != Shape::Kind::circle || s.about.kind != About::Kind::incident || s.ink == Ink::late) continue;
            (s.pattern == Pattern::hollow ? ringed : filled) += ink_name(s.ink);
        }
        return filled + "/" + ringed;
    };
    CHECK(colours(2) == "/blue");
    CHECK(colours(60) == "orange/blue");
    CHECK(colours(102) == "orange/");
    CHECK(colours(110) == "/");
}

TEST_CASE("a map that follows keeps the unit on the road in its middle all the way", "[scene]") {
    const Replayed city("wage-arrears-city-hall");
    int followed = 0;
    for (std::uint32_t i = 0; i < city.timeline.spans().size(); ++i) {
        const TimelineSpan& span = city.timeline.spans()[i];
        if (span.kind != TimelineSpan::Kind::travel || span.failed) continue;
        for (const int part : {1, 2, 3}) {
            Layout layout;
            layout.view = View::map, layout.follow = true, layout.map_zoom = 3, layout.selected = {About::Kind::span, i};
            const Scene scene = city.scene(layout, span.begin + (span.end - span.begin) / 4 * part);
            for (const Shape& s : scene.shapes)
                if (s.ink == Ink::unit && s.about == layout.selected) {
                    CHECK(s.x == Approx(scene.parts[0].x + scene.parts[0].width / 2));
                    CHECK(s.y == Approx(scene.parts[0].y + 20 + (scene.parts[0].height - 20) / 2));
                    ++followed;
                }
        }
    }
    CHECK(followed > 6);
}

}  // namespace sandtable
