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

    Watched() : viewer((timeline.append(journal), Replay{inputs, journal, timeline, outcomes}), ViewState{}) { viewer.scene(); }
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
        for (const PanelLine& line : viewer.panel_lines())
            if (line.text.find(words) != std::string::npos) return true;
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
    for (int i = 0; i < steps + 2; ++i) REQUIRE(w.click_button("back"));  // the way one came, then the duty itself
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
    w.viewer.command(ViewCommand::find);
    w.viewer.typed("工");
    w.viewer.typed("会");
    w.viewer.finish(true);
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

TEST_CASE("bookmarks are set, noted, gone to and removed, and stay in order", "[view]") {
    Watched w;
    w.viewer.command(ViewCommand::to_end);
    w.viewer.command(ViewCommand::bookmark);
    w.viewer.command(ViewCommand::bookmark);  // the same again is one
    w.viewer.command(ViewCommand::to_begin);
    w.viewer.command(ViewCommand::entry_on);
    const ModelTime noted = w.viewer.now();
    w.viewer.command(ViewCommand::note);
    for (const char* letter : {"谁", "先", "到", "?", "!"}) w.viewer.typed(letter);
    w.viewer.erase_last();
    w.viewer.finish(true);
    CHECK(w.viewer.layout().bookmarks == std::vector<Bookmark>{{noted, "谁先到?"}, {w.timeline.end(), ""}});
    CHECK(w.panel_says("谁先到?"));
    w.viewer.command(ViewCommand::note);  // nothing typed, or taken back
    w.viewer.finish(true);
    w.viewer.command(ViewCommand::note);
    w.viewer.typed("x");
    w.viewer.command(ViewCommand::back);
    CHECK(w.viewer.layout().bookmarks.size() == 2);
    w.viewer.command(ViewCommand::next_bookmark);
    CHECK(w.viewer.now() == w.timeline.end());
    w.viewer.command(ViewCommand::next_bookmark);  // round
    CHECK(w.viewer.now() == noted);
    w.viewer.command(ViewCommand::previous_bookmark);
    CHECK(w.viewer.now() == w.timeline.end());
    w.viewer.command(ViewCommand::previous_bookmark);
    CHECK(w.viewer.now() == noted);
    w.viewer.scene();
    // by mouse: at the foot
    w.viewer.command(ViewCommand::back);
    for (const Shape& s : w.viewer.scene().shapes)
        if (s.about == About{About::Kind::bookmark, 1}) {
            w.click(s.x + 2, s.y + 2);
            break;
        }
    CHECK(w.viewer.now() == w.timeline.end());
    CHECK(w.viewer.layout().selected == About{About::Kind::bookmark, 1});
    REQUIRE(w.click_button("unmark"));
    CHECK(w.viewer.layout().bookmarks == std::vector<Bookmark>{{noted, "谁先到?"}});
    CHECK_FALSE(w.viewer.takes_keep());
    REQUIRE(w.click_button("write marks"));
    CHECK(w.viewer.takes_keep());
    CHECK_FALSE(w.viewer.takes_keep());
}

TEST_CASE("two clicks measure to the millisecond what they hit", "[view]") {
    Watched w;
    w.viewer.command(ViewCommand::to_end);
    w.viewer.command(ViewCommand::view_duties);
    const DutyOutcome* duty = nullptr;
    double x = 0, y = 0, right = 0;
    for (const Shape& s : w.viewer.scene().shapes)
        if (s.view == View::duties && s.about.kind == About::Kind::duty && s.kind == Shape::Kind::rect && w.outcomes[s.about.index].due && s.width > 6) {
            duty = &w.outcomes[s.about.index];
            x = s.x + 1, right = s.x + s.width - 1, y = s.y + 3;
            break;
        }
    REQUIRE(duty != nullptr);
    REQUIRE(w.click_button("measure"));
    w.click(5, 5);  // no instant there
    w.click(x, y);
    w.click(right, y);
    REQUIRE(w.viewer.layout().range);
    CHECK(w.viewer.layout().range->from == duty->opened);
    CHECK((w.viewer.layout().range->to == *duty->due || w.viewer.layout().range->to == duty->discharged));
    CHECK(w.viewer.layout().selected.kind == About::Kind::nothing);  // measuring selects nothing
    const std::string length = span_text(Duration{(ms_of(w.viewer.layout().range->to) / 1000 - ms_of(w.viewer.layout().range->from) / 1000) * 1000});  // of the instants as they are shown
    CHECK(std::any_of(w.viewer.scene().labels.begin(), w.viewer.scene().labels.end(), [&](const Label& l) { return l.text.starts_with(length + " from "); }));
    w.viewer.command(ViewCommand::back);
    CHECK_FALSE(w.viewer.layout().range);
    // at the foot, the later one first
    const Scene::Part bar = w.viewer.scene().bar;
    w.viewer.command(ViewCommand::measure);
    w.click(bar.x + bar.width, bar.y + 5);
    w.click(bar.x, bar.y + 5);
    CHECK(w.viewer.layout().range == TimeRange{w.journal[0].at, w.timeline.end()});
}

TEST_CASE("a loop goes round its range until it is left", "[view]") {
    Watched w;
    const Scene::Part bar = w.viewer.scene().bar;
    w.viewer.command(ViewCommand::measure);
    w.click(bar.x + bar.width * 0.1, bar.y + 5);
    w.click(bar.x + bar.width * 0.2, bar.y + 5);
    REQUIRE(w.viewer.layout().range);
    const TimeRange range = *w.viewer.layout().range;
    w.viewer.command(ViewCommand::loop);
    CHECK(w.viewer.playing());
    CHECK(w.viewer.now() == range.from);
    int rounds = 0;
    ModelTime before = range.from;
    for (int i = 0; i < 2000; ++i) {
        w.viewer.pass(0.5);
        CHECK((w.viewer.now() >= range.from && w.viewer.now() < range.to));
        rounds += w.viewer.now() < before;
        before = w.viewer.now();
    }
    CHECK(rounds > 3);
    CHECK(w.viewer.playing());
    w.viewer.command(ViewCommand::loop);
    for (int i = 0; i < 100'000 && w.viewer.playing(); ++i) w.viewer.pass(0.5);
    CHECK(w.viewer.now() == w.timeline.end());
    // without a range, what is shown
    Watched other;
    other.viewer.command(ViewCommand::magnify);
    other.viewer.command(ViewCommand::loop);
    REQUIRE(other.viewer.layout().range);
    CHECK(other.viewer.layout().range->to < other.timeline.end());
}

TEST_CASE("a speed is typed, and one out of bounds is not taken", "[view]") {
    Watched w;
    const auto type = [&](const char* words) {
        w.viewer.command(ViewCommand::speed);
        w.viewer.typed(words);
        w.viewer.finish(true);
    };
    type("7.5");
    CHECK(w.viewer.speed() == 7.5);
    for (const char* wrong : {"0.49", "3600.1", "fast", "", "1e9", "-3", "nan", "12x"}) {
        INFO(wrong);
        type(wrong);
        CHECK(w.viewer.speed() == 7.5);
        CHECK(std::any_of(w.viewer.scene().labels.begin(), w.viewer.scene().labels.end(), [](const Label& l) { return l.text.find("no speed") != std::string::npos; }));
    }
    for (const auto& [words, speed] : {std::pair{"0.5", 0.5}, {"3600", 3600.0}}) {
        type(words);
        CHECK(w.viewer.speed() == speed);
    }
}

TEST_CASE("agencies are pinned and levels closed by mouse, and every filter is taken back in turn", "[view]") {
    Watched w;
    w.viewer.command(ViewCommand::to_end);
    const auto first_lane = [&] {
        const auto& labels = w.viewer.scene().labels;
        const auto first = std::find_if(labels.begin(), labels.end(), [](const Label& l) { return l.view == View::lanes && l.about.kind == About::Kind::agency; });
        return first == labels.end() ? About{} : first->about;
    };
    const auto click_label = [&](auto wanted) {
        for (const Label& l : w.viewer.scene().labels)
            if (l.view == View::lanes && wanted(l)) {
                w.click(l.x + 2, l.y + 2);
                return true;
            }
        return false;
    };
    const About before = first_lane();
    REQUIRE(click_label([&](const Label& l) { return l.about.kind == About::Kind::agency && l.about != before; }));
    const About pinned = w.viewer.layout().selected;
    REQUIRE(w.click_button("pin"));
    CHECK(first_lane() == pinned);
    REQUIRE(w.click_button("back"));
    REQUIRE(click_label([](const Label& l) { return l.about.kind == About::Kind::level; }));
    CHECK(w.viewer.layout().collapsed == std::vector<Level>{Level::city});
    REQUIRE(click_label([](const Label& l) { return l.about.kind == About::Kind::level; }));
    CHECK(w.viewer.layout().collapsed.empty());
    w.viewer.command(ViewCommand::incident);
    CHECK_FALSE(w.viewer.layout().incident.empty());
    REQUIRE(w.click_button("undo filter"));
    CHECK(w.viewer.layout().incident.empty());
    CHECK_FALSE(w.viewer.layout().pinned.empty());
    CHECK(w.viewer.layout().collapsed.empty());  // what was opened again is not closed again
    w.viewer.command(ViewCommand::undo);
    CHECK(w.viewer.layout().pinned.empty());
    CHECK(first_lane() == before);
    w.viewer.command(ViewCommand::undo);  // nothing left
    w.viewer.command(ViewCommand::pin);   // nothing selected
    CHECK(w.viewer.layout().pinned.empty());
}

TEST_CASE("the panel tells what an agency knew beside what was so, by what clause, and the same in Chinese", "[view]") {
    Watched w;
    // the office learns how many there are later than it is so
    w.viewer.command(ViewCommand::next_grade);
    REQUIRE(w.viewer.layout().selected.kind == About::Kind::entry);
    CHECK(w.panel_says("knew, and what was so"));
    const Entry& grading = w.journal[w.viewer.layout().selected.index];
    const std::string heading = w.inputs.clauses.find(w.inputs.plans[PlanId{0}].source, w.journal.text(grading.clause)) == nullptr ? "" : w.inputs.clauses.find(w.inputs.plans[PlanId{0}].source, w.journal.text(grading.clause))->heading.in(Lang::en);
    REQUIRE_FALSE(heading.empty());
    CHECK(w.panel_says(heading));
    const auto before = w.viewer.panel_lines();
    w.viewer.command(ViewCommand::language);
    CHECK(w.panel_says("所知，及实情"));
    CHECK(w.viewer.panel_lines().size() == before.size());
}

TEST_CASE("places and roads say what is there and where they go", "[view]") {
    Watched w;
    w.viewer.command(ViewCommand::view_map);
    const auto click_first = [&](About::Kind kind) {
        for (const Shape& s : w.viewer.scene().shapes) {
            if (s.about.kind != kind) continue;
            const double x = s.kind == Shape::Kind::line ? s.x + s.width / 2 : s.x, y = s.kind == Shape::Kind::line ? s.y + s.height / 2 : s.y;
            if (about_at(w.viewer.scene(), x, y) != s.about) continue;
            w.click(x, y);
            return true;
        }
        return false;
    };
    REQUIRE(click_first(About::Kind::place));
    CHECK(w.panel_says("There: "));
    CHECK(w.panel_says(" km, "));
    w.viewer.command(ViewCommand::back);
    REQUIRE(click_first(About::Kind::road));
    CHECK(w.panel_says(" km, "));
}

TEST_CASE("from one difference of two runs to the next, and what the other says of it", "[view]") {
    std::array<Inputs, 2> inputs{load_shipped("wage-arrears-city-hall"), load_shipped("wage-arrears-city-hall")};
    std::array<Journal, 2> journals{run_journal(inputs[0], 1), run_journal(inputs[1], 2)};
    std::array<Timeline, 2> timelines;
    std::array<std::vector<DutyOutcome>, 2> outcomes;
    for (std::size_t run = 0; run < 2; ++run) timelines[run].append(journals[run]), outcomes[run] = assess(inputs[run], journals[run]);
    const std::array<Replay, 2> runs{Replay{inputs[0], journals[0], timelines[0], outcomes[0]}, Replay{inputs[1], journals[1], timelines[1], outcomes[1]}};
    const Comparison comparison = compare(journals[0], outcomes[0], journals[1], outcomes[1]);
    REQUIRE(comparison.otherwise + comparison.moved > 0);
    Viewer viewer(Compared{runs, comparison, {"a", "b"}}, {});
    viewer.scene();
    viewer.command(ViewCommand::next_difference);
    CHECK(viewer.now() == comparison.parted);
    CHECK(viewer.layout().selected.index == comparison.first);
    const std::size_t gone_to = comparison.otherwise > 0 ? comparison.otherwise : comparison.moved;
    for (std::size_t i = 0; i < gone_to; ++i) {
        viewer.command(ViewCommand::next_difference);
        const Comparison::Duty& duty = comparison.duties[i];
        CHECK(viewer.now() == *duty.settled);
        const About& about = viewer.layout().selected;
        CHECK(about.kind == About::Kind::duty);
        CHECK(duty.outcome[about.run] == about.index);
        viewer.scene();
        const auto lines = viewer.panel_lines();
        CHECK(std::any_of(lines.begin(), lines.end(), [&](const PanelLine& line) { return line.text.starts_with(about.run == 0 ? "In run B: " : "In run A: "); }));
    }
    viewer.command(ViewCommand::next_difference);  // round
    CHECK(viewer.now() == comparison.parted);
    // every duty that was late in either is gone to, though "why" moves the clock meanwhile
    viewer.command(ViewCommand::to_begin);
    viewer.command(ViewCommand::back);
    while (viewer.layout().selected.kind != About::Kind::nothing) viewer.command(ViewCommand::back);
    std::set<std::pair<int, std::uint32_t>> late;
    const std::size_t breaches = timelines[0].breaches().size() + timelines[1].breaches().size();
    REQUIRE(breaches > 1);
    for (std::size_t i = 0; i < breaches; ++i) {
        viewer.command(ViewCommand::next_breach);
        late.insert({viewer.layout().selected.run, viewer.layout().selected.index});
        viewer.command(ViewCommand::why);
    }
    CHECK(late.size() == breaches);
    // both ends are in reach, steps stop at the entries of either, clicks know whose they are
    viewer.command(ViewCommand::to_end);
    CHECK(viewer.now() == std::max(timelines[0].end(), timelines[1].end()));
    viewer.command(ViewCommand::to_begin);
    std::set<ModelTime> instants;
    for (const Journal& journal : journals)
        for (const Entry& e : journal.entries()) instants.insert(e.at);
    for (const ModelTime t : instants) {
        CHECK(viewer.now() == t);
        viewer.command(ViewCommand::entry_on);
    }
    for (const Shape& s : viewer.scene().shapes)
        if (s.view == View::duties && s.about.kind == About::Kind::duty && s.about.run == 1 && s.kind == Shape::Kind::rect) {
            viewer.press(s.x + 1, s.y + 2);
            CHECK(viewer.layout().selected == s.about);
            break;
        }
    CHECK(viewer.layout().selected.run == 1);
    viewer.command(ViewCommand::why);
    CHECK_FALSE(viewer.layout().path.empty());
    viewer.command(ViewCommand::cause);
    CHECK(viewer.layout().selected.run == 1);
}

TEST_CASE("a line of the panel leads to the entry it names, and what lies below the panel is not hit", "[view]") {
    Watched w;
    REQUIRE(w.click_button("late"));
    REQUIRE(w.click_button("why late"));
    const About duty = w.viewer.layout().selected;
    const auto& labels = w.viewer.scene().labels;
    const auto line = std::find_if(labels.begin(), labels.end(), [](const Label& l) { return l.view == View::all && l.about.kind == About::Kind::entry && l.text.find("#") != std::string::npos; });
    const auto plain = std::find_if(labels.begin(), labels.end(), [](const Label& l) { return l.view == View::all && l.text.find("Where the time went") != std::string::npos; });
    REQUIRE(line != labels.end());
    REQUIRE(plain != labels.end());
    const About leads_to = line->about;
    w.click(plain->x + 3, plain->y + 3);
    CHECK(w.viewer.layout().selected == duty);
    const auto& again = w.viewer.scene().labels;
    const auto same = std::find_if(again.begin(), again.end(), [&](const Label& l) { return l.view == View::all && l.about == leads_to; });
    w.click(same->x + 3, same->y + 3);
    CHECK(w.viewer.layout().selected == leads_to);
    CHECK(w.viewer.now() == w.journal[leads_to.index].at);
}

TEST_CASE("why late says by how much, and how many there are to do it; shown lengths add up", "[view]") {
    Watched w;
    w.viewer.command(ViewCommand::next_breach);
    CHECK_FALSE(w.panel_says("late by"));  // breached this instant
    w.viewer.command(ViewCommand::minute_on);
    CHECK(w.panel_says("late by 1:00 so far"));
    w.viewer.command(ViewCommand::why);
    const DutyOutcome& duty = w.outcomes[w.viewer.layout().selected.index];
    CHECK(w.panel_says("late by " + span_text(Duration{(ms_of(*duty.discharged) / 1000 - ms_of(*duty.due) / 1000) * 1000})));
    CHECK(w.panel_says("Human Resources Bureau, day shift: 1 × principals"));
}

TEST_CASE("what is sought is meant in either language and whatever the case; nothing found is said", "[view]") {
    const auto lanes = [](Watched& w) {
        const auto& labels = w.viewer.scene().labels;
        return std::count_if(labels.begin(), labels.end(), [](const Label& l) { return l.view == View::lanes && l.about.kind == About::Kind::agency; });
    };
    for (const char* words : {"trade union", "TRADE UNION", "工会", "lishui-union"}) {
        Watched w;
        w.viewer.command(ViewCommand::to_end);
        w.viewer.command(ViewCommand::find);
        w.viewer.typed(words);
        w.viewer.finish(true);
        INFO(words);
        CHECK(lanes(w) == 1);
    }
    Watched w;
    w.viewer.command(ViewCommand::find);
    w.viewer.typed("nobody at all");
    w.viewer.finish(true);
    CHECK(lanes(w) == 0);
    CHECK(std::any_of(w.viewer.scene().labels.begin(), w.viewer.scene().labels.end(), [](const Label& l) { return l.text.find("Nothing is called") != std::string::npos; }));
    w.viewer.command(ViewCommand::undo);
    CHECK(lanes(w) > 3);
}

TEST_CASE("a duty that is gone to is in view, wherever the list was, until it is scrolled", "[view]") {
    Watched w;
    w.viewer.command(ViewCommand::to_end);
    for (int i = 0; i < 20; ++i) w.viewer.wheel(900, 200, -1);
    const auto shown = [&] {
        const auto& shapes = w.viewer.scene().shapes;
        return std::any_of(shapes.begin(), shapes.end(), [&](const Shape& s) { return s.view == View::duties && s.about == w.viewer.layout().selected; });
    };
    w.viewer.command(ViewCommand::next_breach);
    CHECK(shown());
    w.viewer.command(ViewCommand::to_end);
    CHECK(shown());
    for (int i = 0; i < 20; ++i) w.viewer.wheel(900, 200, -1);
    CHECK_FALSE(shown());
}

TEST_CASE("what the pointer is on is named, with its clause; of a button what it does, and by which key", "[view]") {
    Watched w;
    w.viewer.command(ViewCommand::to_end);
    const auto says = [&](std::string_view words) { return std::any_of(w.viewer.scene().labels.begin(), w.viewer.scene().labels.end(), [&](const Label& l) { return l.text.find(words) != std::string::npos; }); };
    const auto& shapes = w.viewer.scene().shapes;
    const auto bar = std::find_if(shapes.begin(), shapes.end(), [&](const Shape& s) { return s.view == View::duties && s.about.kind == About::Kind::duty && s.kind == Shape::Kind::rect && w.outcomes[s.about.index].clause == "3(2)"; });
    REQUIRE(bar != shapes.end());
    const std::string heading = w.inputs.clauses.find(w.inputs.plans[PlanId{0}].source, "3(2)")->heading.in(Lang::en);
    CHECK_FALSE(says(heading));
    w.viewer.hover(bar->x + 1, bar->y + 2);
    CHECK(w.viewer.changed());
    CHECK(says(heading));
    CHECK(w.viewer.layout().selected.kind == About::Kind::nothing);  // naming selects nothing
    w.viewer.hover(5, 5);
    CHECK_FALSE(says(heading));
    const auto& labels = w.viewer.scene().labels;
    const auto button = std::find_if(labels.begin(), labels.end(), [&](const Label& l) { return l.text == "why late" && l.y > w.viewer.scene().bar.y; });
    REQUIRE(button != labels.end());
    w.viewer.hover(button->x + 2, button->y + 3);
    CHECK(says("[W]"));
    w.viewer.hover(button->x + 3, button->y + 3);
    CHECK_FALSE(w.viewer.changed());  // the same thing is not drawn again
}

TEST_CASE("back leads back to where a line of the panel, or a cause, was followed from", "[view]") {
    Watched w;
    REQUIRE(w.click_button("late"));
    REQUIRE(w.click_button("why late"));
    const About duty = w.viewer.layout().selected;
    const ModelTime then = w.viewer.now();
    const auto path = w.viewer.layout().path.size();
    REQUIRE(w.click_button("cause"));
    REQUIRE(w.click_button("cause"));
    CHECK(w.viewer.layout().selected != duty);
    REQUIRE(w.click_button("back"));
    REQUIRE(w.click_button("back"));
    CHECK(w.viewer.layout().selected == duty);
    CHECK(w.viewer.layout().path.size() == path);
    CHECK(w.viewer.now() == then);
    REQUIRE(w.click_button("back"));
    CHECK(w.viewer.layout().selected.kind == About::Kind::nothing);
    // every line about an entry leads to that entry, whose number it begins with or names
    REQUIRE(w.click_button("late"));
    REQUIRE(w.click_button("why late"));
    for (const PanelLine& line : w.viewer.panel_lines())
        if (line.about.kind == About::Kind::entry) CHECK(line.text.find("#" + std::to_string(line.about.index + 1) + " ") != std::string::npos);
}

TEST_CASE("the note of a selected bookmark is edited, not added to", "[view]") {
    Watched w;
    w.viewer.command(ViewCommand::bookmark);
    for (const char* words : {"frist", "!"}) {
        w.viewer.command(ViewCommand::note);
        w.viewer.typed(words);
        w.viewer.finish(true);
    }
    CHECK(w.viewer.layout().bookmarks == std::vector<Bookmark>{{ModelTime{}, "frist!"}});
    w.viewer.command(ViewCommand::back);
    w.viewer.command(ViewCommand::note);  // nothing selected: another one
    w.viewer.typed("two");
    w.viewer.finish(true);
    CHECK(w.viewer.layout().bookmarks.size() == 2);
    CHECK(std::any_of(w.viewer.scene().labels.begin(), w.viewer.scene().labels.end(), [](const Label& l) { return l.text == "×2" && l.about.kind == About::Kind::bookmark; }));
}

TEST_CASE("what must not be done and was not is kept in the list and in the panel alike", "[view]") {
    const Inputs inputs = load_shipped("geohazard-wrong-prompt");
    const Journal journal = run_journal(inputs);
    Timeline timeline;
    timeline.append(journal);
    const auto outcomes = assess(inputs, journal);
    int seen = 0;
    for (std::uint32_t i = 0; i < outcomes.size(); ++i) {
        if (!outcomes[i].must_not || outcomes[i].status != DutyStatus::met) continue;
        ++seen;
        Layout layout;
        layout.selected = {About::Kind::duty, i};
        const auto says = [&](ModelTime at, const char* words) {
            for (const PanelLine& line : lines_about({inputs, journal, timeline, outcomes}, nullptr, layout, at))
                if (line.text.starts_with(words)) return true;
            return false;
        };
        CHECK(says(timeline.end(), "met"));
        CHECK(says(timeline.end() - Duration{1}, "open"));
    }
    CHECK(seen > 0);
}

}  // namespace sandtable
