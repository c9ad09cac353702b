// Durations from journals and tables.
#include "sandtable/calibration.hpp"

#include "sandtable/study.hpp"
#include "support/catch.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

Inputs chain() {
    return load_small({.tasks = "- {id: first, clause: \"1\", by: office, officer: duty, after: {received: incident_report}, takes: 5..9 min, sends: [{message: brief, to: group, over: [line]}]}\n- {id: report, clause: \"1\", by: group, officer: none, after: {received: brief}, takes: 1..2 working days}",
                       .duties = "- {id: soon, clause: \"1\", who: office, must: {done: first}, within: 6 min, from: {received: incident_report}}"});
}

}  // namespace

TEST_CASE("journals say how long tasks took and messages were under way", "[study]") {
    const Inputs inputs = chain();
    ObservedLengths observed;
    std::vector<std::string> plans;
    std::vector<std::int64_t> drawn;
    for (std::uint32_t number = 0; number < 6; ++number) {
        const Journal journal = run_journal(inputs, 1, number);
        observe(journal, observed, plans);
        for (EntryNo no = 0; no < journal.size(); ++no)
            if (journal[no].kind == EntryKind::task_done && journal.item_text(journal[no], "task") == "first") drawn.push_back((journal[no].at - journal[journal[no].cause].at).count());
    }
    CHECK(plans == std::vector<std::string>{"small"});
    CHECK(observed.at("small.first").whole == drawn);
    CHECK(drawn.size() == 6);
    for (const std::int64_t ms : drawn) CHECK((ms >= 300'000 && ms <= 540'000));
    CHECK(observed.at("channel.line").whole == std::vector<std::int64_t>(6, 60'000));
    CHECK(observed.at("channel.line").unfinished.empty());
    Diagnostics out;
    const auto all = calibrations(inputs, observed, out);
    REQUIRE(all.size() == 4);  // channel.flash, channel.line, small.first, small.report
    CHECK(all[2].id == "small.first");
    CHECK(all[2].used);
    CHECK_FALSE(all[3].used);  // working days
    const Inputs now = calibrated(inputs, all);
    const Spread& takes = now.plans[PlanId{0}].tasks[now.plans[PlanId{0}].task("first")].takes;
    CHECK(takes.kind == Spread::Kind::observed);
    CHECK(std::is_sorted(takes.values.begin(), takes.values.end()));
    CHECK(now.plans[PlanId{0}].tasks[now.plans[PlanId{0}].task("report")].takes.working_days);
}

TEST_CASE("the result moves with what was observed, and the file that is written is read again", "[study]") {
    const Inputs inputs = chain();
    ObservedLengths observed;
    Diagnostics out;
    REQUIRE(observe_table({"t.csv", "id,value\nsmall.first,5 min\nsmall.first,8 min\nsmall.first,9 min\n\"small.first\",5.5 min\nsmall.frist,1 min\n"}, observed, out));
    const auto all = calibrations(inputs, observed, out);
    REQUIRE(all.size() == 1);
    CHECK(all.front().values == std::vector<std::int64_t>{300'000, 330'000, 480'000, 540'000});
    CHECK(out.all().back().code == "calibration-unknown");
    CHECK(out.all().back().message.en.find("small.frist (small.first?)") != std::string::npos);
    const Inputs now = calibrated(inputs, all);
    const auto result = study({{"base", &inputs, {}}, {"calibrated", &now, {}}}, {.replications = 4000, .rows = 0}, out);
    REQUIRE(result);
    const auto chance = [&](std::size_t v) { return static_cast<double>(result->variants[v].tallies.front().yes) / 4000; };
    CHECK(chance(0) == Approx(0.25).margin(0.025));  // 5..9 within 6
    CHECK(chance(1) == Approx(0.5).margin(0.025));   // two of four
    const std::string yaml = observed_yaml(observed_id(all.front()), all.front(), "drill: \"a\"");
    CHECK(yaml.find("id: small-first\n") != std::string::npos);
    CHECK(yaml.find("values: [5 min, 330 s, 8 min, 9 min]") != std::string::npos);
}

TEST_CASE("a table that is wrong is told with its line, and nothing of it is taken", "[study]") {
    for (const auto& [text, code] : std::vector<std::pair<std::string, std::string>>{{"id,value\na.b,5\n", "duration-no-unit"}, {"id,value\na.b,-5 min\n", "duration-negative"}, {"id\na.b\n", "key-missing"}, {"id,value\n", "calibration-empty"}}) {
        ObservedLengths observed;
        Diagnostics out;
        INFO(text);
        CHECK_FALSE(observe_table({"t.csv", text}, observed, out));
        CHECK(observed.empty());
        REQUIRE(out.has_errors());
        CHECK(out.all().front().code == code);
    }
}

TEST_CASE("what had not come to its end when a drill ended is not taken for a length", "[study]") {
    const auto observed_by = [](const std::string& until, const std::string& takes) {
        const Inputs inputs = load_small(
            {.tasks =
                 "- {id: t, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: " +
                 takes +
                 ", sends: [{message: brief, to: group, over: [line]}]}\n- {id: u, clause: \"1\", by: group, officer: none, after: {received: brief}, takes: 1 min}",
             .duties =
                 "- {id: d, clause: \"1\", who: office, must: {done: t}, within: 20 min, from: {received: incident_report}}",
             .until = until});
        ObservedLengths observed;
        std::vector<std::string> plans;
        observe(run_journal(inputs, 1, 0), observed, plans);
        return observed;
    };
    using Lengths = std::vector<std::int64_t>;
    // the report is there after 1 min; the task goes on until 11, the brief is under way until 12
    auto all = observed_by("8 min", "10 min");
    CHECK(all.at("small.t").whole.empty());
    REQUIRE(all.at("small.t").unfinished.size() == 1);
    const std::int64_t gone_on = all.at("small.t").unfinished.front();
    CHECK(gone_on > 0);
    CHECK(gone_on <= 480'000);
    const std::string soon = std::to_string((8 * 60'000 - gone_on) / 1000 + 600 + 30) + " s";
    all = observed_by(soon, "10 min");
    CHECK(all.at("small.t").whole == Lengths{600'000});
    CHECK(all.at("channel.line").unfinished == Lengths{30'000});
    CHECK_FALSE(all.contains("small.u"));
    all = observed_by("1 h", "10 min");
    CHECK(all.at("small.t").unfinished.empty());
    CHECK(all.at("channel.line").whole == Lengths{60'000});
    CHECK(all.at("small.u").whole == Lengths{60'000});
}

TEST_CASE("values that stand far off are named, in both directions, and close ones are not",
          "[study]") {
    using Lengths = std::vector<std::int64_t>;
    const auto of = [](Lengths minutes, std::int64_t possible = 3) {
        for (std::int64_t& value : minutes) value *= 60'000;
        auto found = outliers_of(minutes, possible * 60'000);
        for (std::int64_t& value : found) value /= 60'000;
        return found;
    };
    CHECK(of({5, 8, 9, 300}) == Lengths{300});
    CHECK(of({5, 5, 5, 5, 300}) == Lengths{300});
    CHECK(of({0, 55, 58, 60, 61}) == Lengths{0});
    CHECK(of({1, 50, 55, 60, 65, 4000}) == Lengths{1, 4000});
    CHECK(of({5, 5, 5, 9}).empty());
    CHECK(of({5, 10, 20, 40, 80}).empty());  // spread widely, none of them alone
    CHECK(of({5, 300}).empty());             // which of the two?
    CHECK(of({}).empty());
    CHECK(of({0, 0, 0}).empty());
    CHECK(of({0, 55, 58, 60, 61}, 0).empty());    // it may take no time at all
    CHECK(outliers_of({0, 0, 1000}, 0).empty());  // twice, and not more
    // ordinary ones of an exponential length are no slips
    const Random random(3);
    Spread about;
    about.kind = Spread::Kind::exponential;
    about.low = 900'000;
    int flagged = 0;
    for (std::uint32_t table = 0; table < 200; ++table) {
        Lengths drawn;
        for (std::uint32_t k = 0; k < 30; ++k)
            drawn.push_back(sample(about, random.draw({9, 0, table, k})));
        std::sort(drawn.begin(), drawn.end());
        flagged += !outliers_of(drawn, about.least()).empty();
    }
    CHECK(flagged < 10);
}

namespace {

/// One or two tasks in a row, each of 5 to 15 minutes as likely, and a duty to be done by a limit.
Inputs in_a_row(int tasks, int limit_min) {
    std::string rows, last = "received: incident_report";
    for (int i = 0; i < tasks; ++i) {
        const std::string id(1, static_cast<char>('t' + i));
        rows += "- {id: " + id + ", clause: \"1\", by: office, officer: none, after: {" + last +
                "}, takes: 5..15 min}\n";
        last = "done: " + id;
    }
    return load_small({.tasks = rows,
                       .duties = "- {id: d, clause: \"1\", who: office, must: {" + last +
                                 "}, within: " + std::to_string(limit_min) +
                                 " min, from: {received: incident_report}}"});
}

/// n lengths of each task; those above `cut` are only known to be longer.
ObservedLengths sampled(int tasks, std::size_t n, std::uint32_t seed,
                        std::int64_t cut = INT64_MAX) {
    ObservedLengths observed;
    const Random random(seed);
    for (int i = 0; i < tasks; ++i)
        for (std::uint32_t k = 0; k < n; ++k) {
            const auto ms =
                static_cast<std::int64_t>(
                    scaled(random.draw({7, static_cast<std::uint32_t>(i), 0, k}).bits(), 600'001)) +
                300'000;
            Observed& of = observed["small." + std::string(1, static_cast<char>('t' + i))];
            (ms > cut ? of.unfinished : of.whole).push_back(std::min(ms, cut));
        }
    return observed;
}

Chance with(const Inputs& inputs, const ObservedLengths& observed, std::uint32_t seed = 1,
            std::size_t draws = 400) {
    Diagnostics out;
    const auto all = calibrations(inputs, observed, out);
    const Inputs now = calibrated(inputs, all);
    const auto result =
        study({{"calibrated", &now, {}}},
              {.seed = seed, .replications = 200, .rows = 0, .attribute = false}, out);
    REQUIRE(result);
    const auto chances =
        sampled_chances(inputs, all, result->variants.front(), {seed, 1, nullptr, draws}, out);
    for (const SampledChance& one : chances)
        if (one.measure == "kept/gate/small/d/town-office") return one.chance;
    FAIL("the duty is not there");
    return {};
}

}  // namespace

TEST_CASE("against one limit few values say what an exact interval of a chance says", "[study]") {
    const Inputs inputs = in_a_row(1, 10);
    const auto of = [&](std::size_t below, std::size_t above) {
        ObservedLengths observed;
        Observed& values = observed["small.t"];
        for (std::size_t i = 0; i < below; ++i)
            values.whole.push_back(360'000 + static_cast<std::int64_t>(i) * 7000);
        for (std::size_t i = 0; i < above; ++i)
            values.whole.push_back(720'000 + static_cast<std::int64_t>(i) * 7000);
        return with(inputs, observed).interval;
    };
    for (const auto& [below, above] : std::vector<std::pair<std::size_t, std::size_t>>{
             {5, 0}, {0, 5}, {7, 3}, {30, 30}, {1, 0}}) {
        INFO(below << " below, " << above << " above");
        const Interval found = of(below, above), exact = exact_interval(below, below + above, 0.05);
        CHECK(found.low == Approx(exact.low).margin(0.05));
        CHECK(found.high == Approx(exact.high).margin(0.05));
    }
    // all that was seen is in time, and still the next one may not be
    CHECK(of(5, 0).low < 0.6);
}

TEST_CASE("the interval of so few values covers the chance under 500 seeds", "[study][long]") {
    struct Row {
        int tasks, limit;
        std::size_t n;
        std::int64_t cut;
        double truth;
    };
    // the sum of two that are uniform on 5..15 is below 23 with 1 - 7^2 / 200
    for (const Row& row : std::vector<Row>{
             {1, 12, 5, INT64_MAX, 0.7}, {2, 23, 6, INT64_MAX, 0.755}, {1, 12, 6, 480'000, 0.7}}) {
        INFO(row.tasks << " tasks, " << row.n << " values, cut at " << row.cut);
        const Inputs inputs = in_a_row(row.tasks, row.limit);
        int covered = 0, of = 0;
        for (std::uint32_t seed = 1; seed <= 500; ++seed) {
            const auto observed = sampled(row.tasks, row.n, seed, row.cut);
            if (observed.at("small.t").whole.empty()) continue;  // nothing to take
            const Interval found = with(inputs, observed, seed, 60).interval;
            ++of;
            covered += found.low <= row.truth && row.truth <= found.high;
        }
        CHECK(of > 400);
        CHECK(covered >= 0.95 * of - 3 * 5);  // less three standard errors
    }
}
