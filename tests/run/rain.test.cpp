// Rain: thresholds at, below and above each number, rain files, storms, silent gauges, thresholds changed in the run, slides.
#include "sandtable/rain.hpp"
#include "support/said_of.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

const std::string drill = "geohazard-rain-turns";

const Thresholds& shipped_thresholds() {
    static const Thresholds thresholds = [] {
        Diagnostics out;
        auto read = load_thresholds(shipped_files().find(FileKind::thresholds, "lishui-geohazard", out).value(), out);
        if (!read) throw std::runtime_error(said_of(out));
        return *read;
    }();
    return thresholds;
}

std::string thresholds_say(const std::string& rows) {
    Diagnostics out;
    load_thresholds({"thresholds/t.yaml", "sandtable: thresholds/1\nid: t\nabout: {zh: 试, en: test}\nwhy: {zh: 试, en: test}\nrows:\n" + rows}, out);
    std::string said;
    for (const Diagnostic& d : out.all()) said += (said.empty() ? "" : " | ") + std::to_string(d.where.line) + " " + d.code;
    return said;
}

std::string rain_says(const std::string& text) {
    Diagnostics out;
    load_rain({"rain/r.csv", text}, "r", out);
    std::string said;
    for (const Diagnostic& d : out.all()) said += (said.empty() ? "" : " | ") + std::to_string(d.where.line) + " " + d.code;
    return said;
}

Played play_rain(const Swaps& of_drill = {}, std::uint32_t seed = 1) {
    const SourceText text = shipped_text("drills/" + drill + ".yaml", of_drill);
    return play(load_text(text.path, text.text, HeldFiles{}), seed);
}

/// "16:50 blue 17:40 yellow": when the truth of the area changed, in the drill's clock.
std::string colours(const Played& p) {
    std::string out;
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == EntryKind::truth && !p.journal.item_text(entry, "gauge").empty())
            out += (out.empty() ? "" : " ") + iso_text(civil_time(p.inputs.scenario.start, entry.at)).substr(11, 5) + " " + std::string(p.journal.item_text(entry, "fact.geohazard_risk"));
    return out;
}
/// The colours the city was told, in order.
std::string told(const Played& p) {
    std::string out;
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == EntryKind::sent && p.journal.item_text(entry, "message") == "incident_report" && p.journal.text(entry.agency) == "lishui-meteorology")
            out += (out.empty() ? "" : " ") + iso_text(civil_time(p.inputs.scenario.start, entry.at)).substr(11, 5) + " " + std::string(p.journal.item_text(entry, "fact.geohazard_risk"));
    return out;
}

}  // namespace

TEST_CASE("every threshold counts from its own amount on: below, at, above", "[rain]") {
    const Duration step = std::chrono::minutes(10);
    REQUIRE(shipped_thresholds().rows.size() == 12);
    for (const ThresholdRow& row : shipped_thresholds().rows)
        for (std::size_t c = 0; c < 4; ++c) {
            INFO(degree_name(row.degree) << " " << row.over.count() << " ms, colour " << c + 1);
            const auto intervals = static_cast<std::size_t>(row.over / step);
            for (const std::int64_t off : {-1, 0, 1}) {
                std::vector<std::int64_t> fallen(intervals, (row.from[c] + off) / static_cast<std::int64_t>(intervals));
                fallen.back() += row.from[c] + off - fallen.back() * static_cast<std::int64_t>(intervals);
                const RiskReading reading = risk_of({row}, row.degree, fallen, step);
                CHECK(static_cast<int>(reading.colour) == static_cast<int>(c) + (off < 0 ? 0 : 1));
                fallen.insert(fallen.begin(), 500'000);  // older than the period: does not count
                CHECK(risk_of({row}, row.degree, fallen, step).colour == reading.colour);
                CHECK(risk_of({row}, row.degree == Degree::low ? Degree::high : Degree::low, fallen, step).colour == RiskColour::none);
            }
        }
}

TEST_CASE("of several periods the highest colour counts", "[rain]") {
    const Duration step = std::chrono::hours(1);
    std::vector<std::int64_t> slow(24, 5'500);  // 5.5 mm an hour: 132 mm a day, never 15 in one hour
    const RiskReading reading = risk_of(shipped_thresholds().rows, Degree::very_high, slow, step);
    CHECK(reading.colour == RiskColour::orange);
    CHECK(reading.row->over == std::chrono::hours(24));
    CHECK(reading.amount == 132'000);
    slow.push_back(60'000);
    CHECK(risk_of(shipped_thresholds().rows, Degree::very_high, slow, step).colour == RiskColour::red);
}

TEST_CASE("thresholds that contradict are refused with the row's line", "[rain][bad]") {
    const std::string good = "- {degree: high, over: 1 h, blue: 20 mm, yellow: 30 mm, orange: 45 mm, red: 60 mm}\n";
    CHECK(thresholds_say(good) == "");
    CHECK(thresholds_say("- {degree: high, over: 1 h, blue: 20 mm, yellow: 20 mm, orange: 20 mm, red: 20 mm}\n") == "");
    CHECK(thresholds_say("- {degree: high, over: 1 h, blue: 30 mm, yellow: 29.9 mm, orange: 45 mm, red: 60 mm}\n") == "6 thresholds-colours");
    CHECK(thresholds_say(good + good) == "7 thresholds-twice");
    CHECK(thresholds_say(good + "- {degree: high, over: 3 h, blue: 20 mm, yellow: 30 mm, orange: 44 mm, red: 60 mm}\n") == "7 thresholds-longer");
    CHECK(thresholds_say(good + "- {degree: very_high, over: 1 h, blue: 20 mm, yellow: 31 mm, orange: 45 mm, red: 60 mm}\n") == "7 thresholds-degree");
    CHECK(thresholds_say("- {degree: high, over: 1 h, blue: 2 cm, yellow: 30 mm, orange: 45 mm, red: 60 mm}\n") == "6 rain-unit");
    CHECK(thresholds_say("- {degree: high, over: 1 h, blue: 20, yellow: 30 mm, orange: 45 mm, red: 60 mm}\n") == "6 rain-no-unit");
    CHECK(thresholds_say("- {degree: steep, over: 1 h, blue: 20 mm, yellow: 30 mm, orange: 45 mm, red: 60 mm}\n") == "6 wrong-word");
    CHECK(thresholds_say("[]\n") == "6 join-empty");
}

TEST_CASE("a rain file out of order, with gaps, negative or in another unit is refused with its line", "[rain][bad]") {
    const std::string head = "# origin: test\n# step: 10 min\ngauge,minute,mm\n";
    CHECK(rain_says(head + "a,10,1.5\nb,10,0\na,20,0.125\nb,20,0\n") == "");
    CHECK(rain_says(head + "a,10,1.5\nb,10,0\na,20,0.125\n") == "5 rain-stops");
    CHECK(rain_says("gauge,minute,mm\na,10,1\n") == "1 rain-file-origin");
    CHECK(rain_says("# origin: test\ngauge,minute,mm\na,10,1\n") == "2 rain-file-step");
    CHECK(rain_says("# origin: test\n# step: 90 s\ngauge,minute,mm\n") == "2 rain-file-step");
    CHECK(rain_says("# origin: test\n# step: 10 min\ngauge,minute,inch\na,10,1\n") == "3 rain-file-header");
    CHECK(rain_says(head) == "0 rain-empty");
    CHECK(rain_says(head + "a,20,1\na,10,1\n") == "4 rain-gap");
    CHECK(rain_says(head + "a,10,1\na,10,1\n") == "5 rain-out-of-order");
    CHECK(rain_says(head + "a,10,1\na,30,1\n") == "5 rain-gap");
    CHECK(rain_says(head + "a,10,-0.1\n") == "4 rain-negative");
    CHECK(rain_says(head + "a,10,301\n") == "4 rain-amount-most");
    CHECK(rain_says(head + "a,10,300\n") == "");
    CHECK(rain_says(head + "a,10,1e3\n") == "4 rain-amount-form");
    CHECK(rain_says(head + "a,ten,1\n") == "4 rain-minute-form");
    CHECK(rain_says(head + "a,10\n") == "4 rain-file-row");
    CHECK(rain_says("") == "1 rain-file-origin");
}

TEST_CASE("a rain drill refuses what does not fit together, one message each", "[rain][bad]") {
    const auto says = [](const Swaps& swaps, const std::string& csv = {}) {
        const SourceText text = shipped_text("drills/" + drill + ".yaml", swaps);
        HeldFiles held;
        if (!csv.empty()) held.hold(FileKind::rain, "nankeng-turns", {"rain/nankeng-turns.csv", csv});
        const RecordingFiles files(held, shipped_files());
        Diagnostics out;
        load_inputs(text, files, out);
        std::string said;
        for (const Diagnostic& d : out.all())
            if (d.severity == Severity::error) said += (said.empty() ? "" : " | ") + d.code;
        return said;
    };
    CHECK(says({}) == "");
    // what cannot be a step is told, and nothing else of the rain, not even its keys
    for (const char* step : {"0 min", "30 s", "59 s", "0 s"})
        CHECK(says({{"step: 10 min", std::string("step: ") + step}}) == "rain-step");
    CHECK(says({{"  step: 10 min\n", ""}}) == "key-missing");
    CHECK(says({{"series: [nankeng-turns]", "series: [nankeng-turn]"}}) == "unknown-rain");
    CHECK(says({{"thresholds: lishui-geohazard", "thresholds: lishui"}}) == "unknown-thresholds");
    CHECK(says({}, "# origin: t\n# step: 10 min\ngauge,minute,mm\nnankeng_gage,10,1\n") == "rain-gauge-unknown");
    CHECK(says({}, "# origin: t\n# step: 1 h\ngauge,minute,mm\nnankeng_gauge,60,1\n") == "rain-steps-differ");
    CHECK(says({{"prevention_area: nankeng_slope", "prevention_area: nankeng_slop"}}).find("unknown-prevention-area") == 0);
    CHECK(says({{"place: nankeng\n", "place: bihu_town\n"}}).find("rain-place") == 0);
    CHECK(says({{"facts: {geohazard_happened: false,", "facts: {geohazard_risk: blue, geohazard_happened: false,"}}) == "rain-and-truth");
}

TEST_CASE("the main rain drill turns at the minutes its gauge gives, and is told each time", "[rain]") {
    const Played p = play_rain();
    CHECK(colours(p) == "16:50 blue 17:40 yellow 18:10 orange 20:20 yellow 16:00 blue 17:30 none");
    CHECK(told(p) == colours(p));
}

TEST_CASE("a silent gauge changes the truth and tells nobody until it speaks again", "[rain][faults]") {
    const auto silent = [](const std::string& from, const std::string& period) {
        return play_rain({{"expect:", "faults:\n- {id: F-1, gauge: nankeng_gauge, from: " + from + ", period: " + period + "}\nexpect:"}});
    };
    CHECK(colours(silent("100 min", "95 min")) == colours(play_rain()));
    CHECK(told(silent("100 min", "95 min")) == "18:15 orange 20:20 yellow 16:00 blue 17:30 none");  // what it holds is read when the silence ends
    CHECK(told(silent("110 min", "1 min")).starts_with("16:51 blue 17:40 yellow"));  // from its very instant: the reading of 16:50 is missed
    CHECK(told(silent("6600001 ms", "1 min")).starts_with("16:50 blue 17:40 yellow"));
}

TEST_CASE("thresholds changed in the run count from that instant on", "[rain]") {
    const std::string inject = "injects:\n- {id: I-1, at: 155 min, to: geohazard.natural_resources, text: {zh: 下调阈值, en: thresholds lowered}, does: {thresholds: {degree: very_high, over: 1 h, blue: 10 mm, yellow: 15 mm, orange: 20 mm, red: 40 mm}}}\nexpect:";
    const Played p = play_rain({{"expect:", inject}});
    CHECK(colours(p).starts_with("16:50 blue 17:35 orange 18:10 red "));
}

TEST_CASE("storms are drawn by storm, gauge and interval, strongest in the middle and nothing outside", "[rain]") {
    const Inputs inputs = load_shipped(drill);
    const Duration step = std::chrono::minutes(10);
    const GaugeId gauge = inputs.network.gauge("nankeng_gauge");
    Storm storm{"s", inputs.network.place("nankeng"), ModelTime{std::chrono::hours(1)}, std::chrono::hours(4), 60'000, 20'000};
    std::int64_t total = 0;
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
        const Random random(seed);
        for (std::uint32_t k = 0; k < 40; ++k) {
            const std::int64_t amount = storm_amount(storm, inputs.network, gauge, k, step, random);
            const std::int64_t middle = (2 * k + 1) * 5;  // minutes
            if (middle < 60 || middle >= 300) CHECK(amount == 0);
            else CHECK(amount <= 15'000);  // 60 mm/h for ten minutes, half as much again
            total += amount;
        }
    }
    CHECK(total / 200 > 115'000);  // half the peak for four hours is 120 mm
    CHECK(total / 200 < 125'000);
    storm.centre = inputs.network.place("qingyuan_seat");  // a hundred kilometres off
    CHECK(storm_amount(storm, inputs.network, gauge, 18, step, Random(1)) == 0);
    CHECK(metres_between(inputs.network.places[inputs.network.place("nankeng")], inputs.network.places[inputs.network.place("nankeng")]) == 0);
}

TEST_CASE("a slide follows its colour once, by its chance, and closes its road", "[rain]") {
    int slid = 0;
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
        const Played p = play_rain({{"  after: orange\n", "  after: orange\n  chance: 30 %\n"}}, seed);
        int here = 0, closed = 0;
        for (const Entry& entry : p.journal.entries()) {
            here += entry.kind == EntryKind::truth && p.journal.item_text(entry, "slide") == "S-1" ? 1 : 0;
            closed += entry.kind == EntryKind::road_closed ? 1 : 0;
        }
        CHECK(here <= 1);
        CHECK(closed == here);
        slid += here;
    }
    CHECK(slid > 40);
    CHECK(slid < 80);
    CHECK(play_rain({{"after: orange\n", "after: red\n"}}).opened("report_other") == 1);  // the threat is still reported
}
