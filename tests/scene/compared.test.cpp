#include "support/golden.hpp"
#include "support/small_world.hpp"

#include "sandtable/scene.hpp"

namespace sandtable {

namespace {

/// One drill under two seeds, or two drills.
struct Two {
    std::array<Inputs, 2> inputs;
    std::array<Journal, 2> journals;
    std::array<Timeline, 2> timelines;
    std::array<std::vector<DutyOutcome>, 2> outcomes;
    std::array<Replay, 2> runs;
    Comparison comparison;

    explicit Two(const std::string& id, std::uint32_t a = 1, std::uint32_t b = 2)
        : Two(id, id, a, b) {}
    Two(const std::string& id, const std::string& other, std::uint32_t a, std::uint32_t b)
        : inputs{load_shipped(id), load_shipped(other)},
          journals{run_journal(inputs[0], a), run_journal(inputs[1], b)},
          outcomes{assess(inputs[0], journals[0]), assess(inputs[1], journals[1])},
          runs{Replay{inputs[0], journals[0], timelines[0], outcomes[0]},
               Replay{inputs[1], journals[1], timelines[1], outcomes[1]}},
          comparison(compare(journals[0], outcomes[0], journals[1], outcomes[1])) {
        for (std::size_t run = 0; run < 2; ++run) timelines[run].append(journals[run]);
    }
    Scene scene(const Layout& layout, ModelTime at) const {
        const std::array both{&journals[0], &journals[1]};
        return scene_at(Compared{runs, comparison, {"a.drill", "b.drill"}}, TimeAxis(both, layout.axis), layout, at);
    }
    ModelTime instant(double part) const { return journals[0][static_cast<EntryNo>(part * (journals[0].size() - 1))].at; }
};

}  // namespace

TEST_CASE("two runs side by side at three instants", "[scene][golden]") {
    const Two two("wage-arrears-city-hall");
    std::string text;
    for (const double part : {0.01, 0.4, 0.9}) {
        Layout layout;
        layout.lang = part < 0.5 ? Lang::zh : Lang::en;
        text += "== " + iso_text(civil_time(two.inputs[0].scenario.start, two.instant(part))) + "\n" + scene_text(two.scene(layout, two.instant(part)));
    }
    check_golden(golden_file("scenes/compared.txt"), text);
}

TEST_CASE("two runs of different scenarios are compared only after saying so", "[scene]") {
    const auto says_so = [](const Two& two, Lang lang) {
        Layout layout;
        layout.lang = lang;
        int times = 0;
        const Scene scene = two.scene(layout, two.instant(0.5));
        for (const Label& label : scene.labels)
            times += label.text.starts_with(say(lang, "scene-other-scenario"));
        return times;
    };
    const Two other("wage-arrears-city-hall", "wage-arrears-project-site", 1, 1);
    CHECK(says_so(other, Lang::en) == 2);
    CHECK(says_so(other, Lang::zh) == 2);
    CHECK(says_so(Two("wage-arrears-city-hall"), Lang::en) == 0);
}

TEST_CASE("of two runs nothing is marked before they part, and each thing belongs to the half it stands in", "[scene]") {
    for (const char* id : {"wage-arrears-city-hall", "geohazard-only-road", "dispute-goes-wrong", "wage-arrears-project-site"}) {
        const Two two(id);
        INFO(id);
        const auto marks = [&](ModelTime at, View view) {
            Layout layout;
            layout.view = view;
            const Scene scene = two.scene(layout, at);
            int marked = 0;
            for (const Shape& s : scene.shapes) {
                if (s.view == view) marked += s.ink == Ink::differs;
                if (s.view != View::all && s.about.kind != About::Kind::nothing) CHECK((s.x < layout.width / 2) == (s.about.run == 0));
            }
            for (const Label& l : scene.labels)
                if (l.view != View::all && l.about.kind != About::Kind::nothing) CHECK((l.x < layout.width / 2) == (l.about.run == 0));
            return marked;
        };
        for (const View view : {View::map, View::lanes, View::duties, View::ladder}) CHECK(marks(two.comparison.parted - Duration{1}, view) == 0);
        CHECK(marks(std::max(two.timelines[0].end(), two.timelines[1].end()), View::lanes) > 0);
        CHECK(marks(std::max(two.timelines[0].end(), two.timelines[1].end()), View::duties) > 0);
    }
}

TEST_CASE("a run beside itself has the same halves, and nothing is marked", "[scene]") {
    const Two two("wage-arrears-city-hall", 5, 5);
    for (const double part : {0.2, 0.7}) {
        const Scene scene = two.scene({}, two.instant(part));
        std::array<std::vector<std::string>, 2> labels;
        for (const Label& l : scene.labels)
            if (l.view != View::all) labels[l.x < 640 ? 0 : 1].push_back(l.text);
        CHECK(labels[0] == labels[1]);
        CHECK(std::none_of(scene.shapes.begin(), scene.shapes.end(), [](const Shape& s) { return s.ink == Ink::differs; }));
    }
}

TEST_CASE("the duties of two runs stand in the same rows", "[scene]") {
    const Two two("wage-arrears-city-hall");
    Layout layout;
    layout.view = View::duties;
    const Scene scene = two.scene(layout, two.instant(0.8));
    std::array<std::vector<double>, 2> rows;
    std::array<std::vector<std::string>, 2> names;
    for (const Label& l : scene.labels)
        if (l.view == View::duties && l.text.find(" · ") != std::string::npos) rows[l.x < 640 ? 0 : 1].push_back(l.y), names[l.x < 640 ? 0 : 1].push_back(l.text);
    REQUIRE(rows[0].size() > 5);
    CHECK(rows[0] == rows[1]);
    CHECK(names[0] == names[1]);
}

TEST_CASE("no label of two runs leaves its part", "[scene]") {
    struct Size {
        double width, height, scale;
    };
    for (const char* id : {"wage-arrears-city-hall", "water-contamination", "geohazard-rain-turns"}) {
        const Two two(id);
        for (const Size size : {Size{1280, 720, 1}, Size{1920, 1080, 1.25}, Size{3840, 2160, 2}})
            for (const Lang lang : {Lang::zh, Lang::en}) {
                Layout layout;
                layout.width = size.width, layout.height = size.height, layout.scale = size.scale, layout.lang = lang;
                const Scene scene = two.scene(layout, two.instant(0.6));
                for (const Label& l : scene.labels) {
                    if (l.view == View::all) continue;
                    INFO(id << " " << size.width << ": " << l.text);
                    CHECK(std::any_of(scene.parts.begin(), scene.parts.end(), [&](const Scene::Part& p) {
                        return p.view == l.view && l.x >= p.x && l.y >= p.y && l.x + display_width(l.text) * l.size * 0.5 <= p.x + p.width + 1 && l.y + l.size <= p.y + p.height + 1;
                    }));
                }
            }
    }
}

TEST_CASE("levels close and open; what a closed one hides is said", "[scene]") {
    const Two two("wage-arrears-city-hall", 5, 5);
    const TimeAxis axis(two.journals[0], TimeAxis::Kind::folded);
    Layout layout;
    const auto lanes = [](const Scene& scene) { return std::count_if(scene.labels.begin(), scene.labels.end(), [](const Label& l) { return l.view == View::lanes && l.about.kind == About::Kind::agency; }); };
    const Scene open = scene_at(two.runs[0], axis, layout, two.instant(0.5));
    layout.collapsed = {Level::city};
    const Scene closed = scene_at(two.runs[0], axis, layout, two.instant(0.5));
    CHECK(lanes(open) > 5);
    CHECK(lanes(closed) < lanes(open));
    CHECK(std::any_of(closed.labels.begin(), closed.labels.end(), [](const Label& l) { return l.about == About{About::Kind::level, static_cast<std::uint32_t>(Level::city)} && l.text.starts_with("+ city ("); }));
    for (const Scene::Part& part : closed.parts)
        if (part.view == View::lanes) CHECK(part.hidden > 5);
    layout.pinned = {"lishui-union"};  // what is pinned stays
    CHECK(lanes(scene_at(two.runs[0], axis, layout, two.instant(0.5))) == lanes(closed) + 1);
}

TEST_CASE("bookmarks and a measured range stand at the foot and in the strips", "[scene]") {
    const Two two("wage-arrears-city-hall", 5, 5);
    const TimeAxis axis(two.journals[0], TimeAxis::Kind::folded);
    Layout layout;
    layout.bookmarks = {{two.instant(0.2), ""}, {two.instant(0.6), "why"}};
    layout.range = TimeRange{two.instant(0.3), two.instant(0.5)};
    const Scene scene = scene_at(two.runs[0], axis, layout, two.instant(0.9));
    int flags = 0, ends = 0;
    for (const Shape& s : scene.shapes) {
        if (s.about.kind == About::Kind::bookmark) {
            ++flags;
            CHECK(s.x == Approx(scene.bar.x + axis.place(layout.bookmarks[s.about.index].at) * scene.bar.width));
            CHECK(about_at(scene, s.x + 2, s.y + 2) == s.about);
        }
        ends += s.view == View::lanes && s.kind == Shape::Kind::line && s.ink == Ink::selected;
    }
    CHECK(flags == 2);
    CHECK(ends == 2);
}

TEST_CASE("of two runs what presses in either comes first", "[scene]") {
    const Two two("wage-arrears-city-hall");
    Layout layout;
    layout.view = View::duties;
    for (std::size_t run = 0; run < 2; ++run)
        for (const EntryNo no : two.timelines[run].breaches()) {
            const ModelTime after = two.journals[run][no].at + Duration{1000};
            const Scene scene = two.scene(layout, after);
            const auto first = std::find_if(scene.labels.begin(), scene.labels.end(), [&](const Label& l) { return l.view == View::duties && l.about.kind == About::Kind::duty && l.about.run == run; });
            REQUIRE(first != scene.labels.end());
            const DutyOutcome& duty = two.outcomes[run][first->about.index];
            CHECK(duty.breached_entry != no_entry);
            CHECK(two.journals[run][duty.breached_entry].at <= after);
        }
}

}  // namespace sandtable
