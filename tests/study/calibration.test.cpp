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
    CHECK(observed.at("small.first") == drawn);
    CHECK(drawn.size() == 6);
    for (const std::int64_t ms : drawn) CHECK((ms >= 300'000 && ms <= 540'000));
    CHECK(observed.at("channel.line") == std::vector<std::int64_t>(6, 60'000));
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
