// What people do with mouse and keys, without a window: press, drag, turn, type.
#include "view/viewer.hpp"

#include <set>

#include "support/small_world.hpp"

namespace sandtable {

namespace {

struct Watched {
    Inputs inputs = load_shipped("wage-arrears-city-hall");
    Journal journal = run_journal(inputs);
    Timeline timeline;
    std::vector<DutyOutcome> outcomes = assess(inputs, journal);
    Viewer viewer;

    Watched() : viewer((timeline.append(journal), Replay{inputs, journal, timeline, outcomes}), {}, Theme::light, ModelTime{}) { viewer.scene(); }
    void click(double x, double y) {
        viewer.press(x, y);
        viewer.release();
        viewer.scene();
    }
    /// In the middle of the first shape about such a thing in that view.
    bool click_on(View view, About::Kind kind) {
        for (const Shape& s : viewer.scene().shapes)
            if (s.view == view && s.about.kind == kind && s.kind == Shape::Kind::rect) {
                click(s.x + s.width / 2, s.y + s.height / 2);
                return true;
            }
        return false;
    }
    bool click_button(const std::string& words) {
        for (const Label& l : viewer.scene().labels)
            if (l.view == View::all && l.text == words && l.y > viewer.scene().bar.y) {
                click(l.x + 2, l.y + 4);
                return true;
            }
        return false;
    }
    bool panel_says(std::string_view words) const {
        for (const std::string& line : viewer.panel_lines())
            if (line.find(words) != std::string::npos) return true;
        return false;
    }
};

}  // namespace

TEST_CASE("steps go entry by entry, forward and back, and by the minute", "[view]") {
    Watched w;
    std::set<ModelTime> instants;
    for (const Entry& e : w.journal.entries()) instants.insert(e.at);
    for (const ModelTime t : instants) {
        CHECK(w.viewer.now() == t);
        w.viewer.command(ViewCommand::entry_on);
    }
    CHECK(w.viewer.now() == w.timeline.end());
    for (auto t = instants.rbegin(); t != instants.rend(); ++t) {
        CHECK(w.viewer.now() == *t);
        w.viewer.command(ViewCommand::entry_back);
    }
    w.viewer.command(ViewCommand::minute_back);
    CHECK(w.viewer.now() == ModelTime{});
    w.viewer.command(ViewCommand::minute_on);
    CHECK(w.viewer.now() == model_time(60'000));
    w.viewer.command(ViewCommand::to_end);
    w.viewer.command(ViewCommand::minute_on);
    CHECK(w.viewer.now() == w.timeline.end());
}

TEST_CASE("playing passes model time at its speed, crosses cuts quickly and stops at the end", "[view]") {
    Watched w;
    CHECK_FALSE(w.viewer.pass(1));
    w.viewer.command(ViewCommand::play);
    CHECK(w.viewer.pass(1));
    CHECK(w.viewer.now() == model_time(60'000));
    w.viewer.command(ViewCommand::faster);
    w.viewer.pass(0.5);
    CHECK(w.viewer.now() == model_time(120'000));
    for (int i = 0; i < 40; ++i) w.viewer.command(ViewCommand::faster);
    CHECK(w.viewer.speed() == Viewer::fastest);
    for (int i = 0; i < 40; ++i) w.viewer.command(ViewCommand::slower);
    CHECK(w.viewer.speed() == Viewer::slowest);
    for (int i = 0; i < 7; ++i) w.viewer.command(ViewCommand::faster);
    int steps = 0;
    while (w.viewer.playing() && ++steps < 100'000) w.viewer.pass(0.1);
    CHECK(w.viewer.now() == w.timeline.end());
    w.viewer.command(ViewCommand::play);  // from the beginning again
    CHECK(w.viewer.now() == ModelTime{});
    CHECK(w.viewer.playing());
}

TEST_CASE("the bar at the foot scrubs to either end and to where one lets go", "[view]") {
    Watched w;
    const Scene::Part bar = w.viewer.scene().bar;
    w.viewer.press(bar.x + bar.width / 2, bar.y + 5);
    const ModelTime middle = w.viewer.now();
    CHECK(middle > ModelTime{});
    w.viewer.drag(0, 0, bar.x + bar.width * 2, 3);
    CHECK(w.viewer.now() == w.timeline.end());
    w.viewer.drag(0, 0, -100, 3);
    CHECK(w.viewer.now() == ModelTime{});
    w.viewer.release();
    w.viewer.drag(50, 0, bar.x + bar.width, bar.y);
    CHECK(w.viewer.now() == ModelTime{});
}

TEST_CASE("with the mouse alone: to the duty that was late, why, and back along causes", "[view]") {
    Watched w;
    REQUIRE(w.click_button("late"));
    CHECK(w.viewer.layout().selected.kind == About::Kind::duty);
    CHECK(w.panel_says("principal at the scene"));
    CHECK(w.panel_says("breached"));
    CHECK_FALSE(w.panel_says("waiting for a person"));
    REQUIRE(w.click_button("why late"));
    CHECK(w.panel_says("waiting for a person"));
    CHECK(w.panel_says("the principal is called away"));  // whose doing it was
    Duration sum{0};
    for (const PathStep& step : w.viewer.layout().path) sum += step.length();
    const DutyOutcome& duty = w.outcomes[w.viewer.layout().selected.index];
    CHECK(sum == *duty.discharged - duty.opened);
    CHECK(std::any_of(w.viewer.scene().shapes.begin(), w.viewer.scene().shapes.end(), [](const Shape& s) { return s.view == View::lanes && s.ink == Ink::selected; }));
    // what does not fit is said, and the wheel brings it
    const auto drawn = [&](std::string_view words) { return std::any_of(w.viewer.scene().labels.begin(), w.viewer.scene().labels.end(), [&](const Label& l) { return l.text.find(words) != std::string::npos; }); };
    CHECK(drawn("more lines"));
    for (int i = 0; i < 40; ++i) w.viewer.wheel(100, w.viewer.scene().bar.y - 60, -1);
    CHECK_FALSE(drawn("more lines"));
    EntryNo at = duty.discharged_entry;
    int steps = 0;
    while (w.journal[at].cause != no_entry && ++steps < 100) {
        REQUIRE(w.click_button("cause"));
        REQUIRE(w.viewer.layout().selected.kind == About::Kind::entry);
        CHECK(w.viewer.layout().selected.index == w.journal[at].cause);
        at = w.journal[at].cause;
        CHECK(w.viewer.now() == w.journal[at].at);
    }
    CHECK(steps > 3);
    REQUIRE(w.click_button("follows"));
    CHECK(w.journal[w.viewer.layout().selected.index].cause == at);
    REQUIRE(w.click_button("back"));
    CHECK(w.viewer.layout().selected.kind == About::Kind::nothing);
}

TEST_CASE("a click tells what a bar is; one into nothing tells nothing", "[view]") {
    Watched w;
    w.viewer.command(ViewCommand::to_end);
    REQUIRE(w.click_on(View::duties, About::Kind::duty));
    CHECK_FALSE(w.viewer.panel_lines().empty());
    w.viewer.command(ViewCommand::back);
    REQUIRE(w.click_on(View::lanes, About::Kind::span));
    CHECK(w.viewer.layout().selected.kind == About::Kind::span);
    w.viewer.command(ViewCommand::back);
    CHECK(w.viewer.panel_lines().empty());
}

TEST_CASE("a duty's end is not told before it comes", "[view]") {
    Watched w;
    w.viewer.command(ViewCommand::next_breach);
    CHECK(w.panel_says("breached"));
    w.viewer.command(ViewCommand::entry_back);
    CHECK_FALSE(w.panel_says("breached"));
    CHECK(w.panel_says("open"));
}

TEST_CASE("what is sought is typed in any script and taken back letter by letter", "[view]") {
    Watched w;
    w.viewer.command(ViewCommand::language);
    w.viewer.command(ViewCommand::to_end);
    w.viewer.find(true);
    w.viewer.typed("工");
    w.viewer.typed("会");
    w.viewer.find(false);
    int lanes = 0;
    for (const Label& l : w.viewer.scene().labels)
        if (l.view == View::lanes && l.about.kind == About::Kind::agency) {
            ++lanes;
            CHECK(l.text.find("工会") != std::string::npos);
        }
    CHECK(lanes > 0);
    w.viewer.erase_last();
    CHECK(w.viewer.layout().find == "工");
    w.viewer.command(ViewCommand::back);
    CHECK(w.viewer.layout().find.empty());
}

TEST_CASE("every command has a key, words in both languages, and draws", "[view]") {
    std::set<std::string_view> keys;
    for (const CommandRow& row : command_rows()) {
        INFO(row.text);
        CHECK(keys.insert(row.key).second);
        for (const Lang lang : {Lang::zh, Lang::en}) CHECK_FALSE(say(lang, std::string(row.text) + "-short").empty());
        Watched w;
        w.viewer.command(ViewCommand::next_breach);
        w.viewer.command(row.command);
        CHECK_FALSE(w.viewer.scene().labels.empty());
        CHECK(w.viewer.wants_to_quit() == (row.command == ViewCommand::quit));
    }
    CHECK(keys.size() == static_cast<std::size_t>(ViewCommand::quit) + 1);
}

TEST_CASE("what has not changed is not laid out again, and looking is bounded", "[view]") {
    Watched w;
    CHECK_FALSE(w.viewer.changed());
    w.viewer.drag(5, 5, 300, 300);  // nothing held
    CHECK_FALSE(w.viewer.changed());
    for (int i = 0; i < 100; ++i) w.viewer.wheel(100, 200, 1);
    CHECK(w.viewer.layout().map_zoom <= 200);
    for (int i = 0; i < 200; ++i) w.viewer.wheel(100, 200, -1);
    CHECK(w.viewer.layout().map_zoom >= 1);
    for (int i = 0; i < 500; ++i) w.viewer.wheel(900, 200, -1);
    CHECK(w.viewer.layout().first_duty < w.outcomes.size());
    w.viewer.resize(10, 10);
    CHECK_FALSE(w.viewer.scene().labels.empty());
    for (int i = 0; i < 30; ++i) w.viewer.command(ViewCommand::magnify);
    CHECK(w.viewer.layout().to - w.viewer.layout().from >= 0.0019);
    CHECK(w.viewer.layout().from >= 0);
    w.viewer.command(ViewCommand::fit);
    CHECK(w.viewer.layout().to == 1);
}

}  // namespace sandtable
