// Geohazards: the two national ladders at, below and above each number, the hours of the reports to the millisecond, and who hears of which colour.
#include <sstream>

#include "sandtable/plan.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

const std::string drill = "geohazard-rain-turns";

struct Row {
    const char *facts, *grade, *met;
};

// from the numbers of docs/readings.md (the national rules), not from the plan file
const std::vector<Row> rows{
    {"", "none", ""},
    {"geohazard_happened", "IV", "happened_iv"},
    {"geohazard_threatens", "IV", "threatens_iv"},
    // 死亡 30 / 10 / 3
    {"geohazard_happened deaths=2", "IV", "happened_iv"},
    {"geohazard_happened deaths=3", "III", "happened_iii happened_iv"},
    {"geohazard_happened deaths=4", "III", "happened_iii happened_iv"},
    {"geohazard_happened deaths=9", "III", "happened_iii happened_iv"},
    {"geohazard_happened deaths=10", "II", "happened_ii happened_iii happened_iv"},
    {"geohazard_happened deaths=11", "II", "happened_ii happened_iii happened_iv"},
    {"geohazard_happened deaths=29", "II", "happened_ii happened_iii happened_iv"},
    {"geohazard_happened deaths=30", "I", "happened_i happened_ii happened_iii happened_iv"},
    {"geohazard_happened deaths=31", "I", "happened_i happened_ii happened_iii happened_iv"},
    {"deaths=30", "none", ""},  // no geological disaster
    // 直接经济损失 1000万 / 500万 / 100万
    {"geohazard_happened direct_loss=999999", "IV", "happened_iv"},
    {"geohazard_happened direct_loss=1000000", "III", "happened_iii happened_iv"},
    {"geohazard_happened direct_loss=1000001", "III", "happened_iii happened_iv"},
    {"geohazard_happened direct_loss=4999999", "III", "happened_iii happened_iv"},
    {"geohazard_happened direct_loss=5000000", "II", "happened_ii happened_iii happened_iv"},
    {"geohazard_happened direct_loss=5000001", "II", "happened_ii happened_iii happened_iv"},
    {"geohazard_happened direct_loss=9999999", "II", "happened_ii happened_iii happened_iv"},
    {"geohazard_happened direct_loss=10000000", "I", "happened_i happened_ii happened_iii happened_iv"},
    {"geohazard_happened direct_loss=10000001", "I", "happened_i happened_ii happened_iii happened_iv"},
    {"geohazard_threatens direct_loss=10000000", "IV", "threatens_iv"},
    // 需转移 1000 / 500 / 100
    {"geohazard_threatens people_threatened=99", "IV", "threatens_iv"},
    {"geohazard_threatens people_threatened=100", "III", "threatens_iii threatens_iv"},
    {"geohazard_threatens people_threatened=101", "III", "threatens_iii threatens_iv"},
    {"geohazard_threatens people_threatened=499", "III", "threatens_iii threatens_iv"},
    {"geohazard_threatens people_threatened=500", "II", "threatens_ii threatens_iii threatens_iv"},
    {"geohazard_threatens people_threatened=501", "II", "threatens_ii threatens_iii threatens_iv"},
    {"geohazard_threatens people_threatened=999", "II", "threatens_ii threatens_iii threatens_iv"},
    {"geohazard_threatens people_threatened=1000", "I", "threatens_i threatens_ii threatens_iii threatens_iv"},
    {"geohazard_threatens people_threatened=1001", "I", "threatens_i threatens_ii threatens_iii threatens_iv"},
    {"geohazard_happened people_threatened=1000", "IV", "happened_iv"},
    // 潜在经济损失 1亿 / 5000万 / 500万
    {"geohazard_threatens potential_loss=4999999", "IV", "threatens_iv"},
    {"geohazard_threatens potential_loss=5000000", "III", "threatens_iii threatens_iv"},
    {"geohazard_threatens potential_loss=5000001", "III", "threatens_iii threatens_iv"},
    {"geohazard_threatens potential_loss=49999999", "III", "threatens_iii threatens_iv"},
    {"geohazard_threatens potential_loss=50000000", "II", "threatens_ii threatens_iii threatens_iv"},
    {"geohazard_threatens potential_loss=50000001", "II", "threatens_ii threatens_iii threatens_iv"},
    {"geohazard_threatens potential_loss=99999999", "II", "threatens_ii threatens_iii threatens_iv"},
    {"geohazard_threatens potential_loss=100000000", "I", "threatens_i threatens_ii threatens_iii threatens_iv"},
    {"geohazard_threatens potential_loss=100000001", "I", "threatens_i threatens_ii threatens_iii threatens_iv"},
    // a colour is no disaster
    {"geohazard_risk=red", "none", ""},
};

Played play_rain(const Swaps& of_drill = {}, const Swaps& of_plan = {}, std::uint32_t seed = 1, const std::string& which = drill) {
    HeldFiles held;
    held.hold(FileKind::plan, "geohazard", shipped_text("plans/geohazard.yaml", of_plan));
    const SourceText text = shipped_text("drills/" + which + ".yaml", of_drill);
    return play(load_text(text.path, text.text, held), seed);
}

std::vector<ModelTime> instants(const Played& p, EntryKind kind, std::string_view key, std::string_view value) {
    std::vector<ModelTime> found;
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == kind && p.journal.item_text(entry, key) == value) found.push_back(entry.at);
    return found;
}
int done(const Played& p, std::string_view task) { return static_cast<int>(instants(p, EntryKind::task_done, "task", task).size()); }

std::string seconds(std::int64_t ms) { return std::to_string(ms / 1000) + "." + std::to_string(1000 + ms % 1000).substr(1) + " s"; }

/// The report's task takes so long.
Swaps report_takes(std::int64_t ms) { return {{"takes: 15..60 min usually 30\n  assumption: report-hours", "takes: " + seconds(ms) + "\n  assumption: report-hours"}}; }

/// A report of the threat whose people make it I, II, III or IV.
Swaps threatened(const std::string& people) {
    return {{"  after: orange\n", "  after: orange\n  chance: 0 %\n"}, {"- {id: E-8, plan: geohazard, grade: IV, at: 10 h}\n", ""}, {"people_threatened: 46", "people_threatened: " + people}, {"people_threatened: 30..60", "people_threatened: " + people},
            {"- {id: E-6, duty: geohazard.report_other, is: met}\n- {id: E-7, duty: geohazard.report_grave, is: none}\n", ""}};
}

}  // namespace

TEST_CASE("geohazards are graded by the two national ladders, at every number", "[plan][boundaries]") {
    const ShippedPlan shipped = shipped_plan("geohazard");
    for (const Row& row : rows) {
        INFO(row.facts);
        Knowledge known(shipped.vocabulary.facts.size());
        for (const FactId fact : ids_of(shipped.vocabulary.facts))
            if (!shipped.vocabulary.facts[fact].finding) known.learn(fact, Observation::exactly(0), {}, 0);
        std::istringstream words(row.facts);
        for (std::string word; words >> word;) {
            const auto at = word.find('=');
            const FactId fact = shipped.vocabulary.find(word.substr(0, at));
            REQUIRE(fact.is_some());
            const auto value = parse_observation(shipped.vocabulary.facts[fact], at == std::string::npos ? "yes" : word.substr(at + 1), shipped.plan.grades);
            REQUIRE(std::holds_alternative<Observation>(value));
            known.learn(fact, std::get<Observation>(value), ModelTime{Duration{1}}, 0);
        }
        const Grading g = grade(shipped.plan, shipped.vocabulary, known, {});
        CHECK((g.at_least < 0 ? "none" : shipped.plan.grades[static_cast<std::size_t>(g.at_least)]) == row.grade);
        CHECK(g.at_least == g.at_most);
        std::string met;
        for (const auto i : g.met) met += (met.empty() ? "" : " ") + shipped.plan.criteria[i].clause;
        CHECK(met == row.met);
    }
}

TEST_CASE("I and II are reported within 4 hours, III and IV within 12, counted from the receipt, the limit included") {
    struct Ladder {
        const char *people, *duty, *other;
        std::int64_t hours;
    };
    for (const Ladder& l : {Ladder{"1000", "report_grave", "report_other", 4}, Ladder{"500", "report_grave", "report_other", 4}, Ladder{"499", "report_other", "report_grave", 12},
                            Ladder{"100", "report_other", "report_grave", 12}, Ladder{"20", "report_other", "report_grave", 12}}) {
        INFO(l.people);
        constexpr std::int64_t guess = 600'000;
        const Played first = play_rain(threatened(l.people), report_takes(guess));
        const DutyOutcome& duty = first.outcome(l.duty);
        CHECK(first.opened(l.other) == 0);
        REQUIRE(duty.due);
        CHECK(ms_of(*duty.due) - ms_of(duty.anchor) == l.hours * 3'600'000);
        ModelTime told{};  // of the threat, to the county department
        for (const Entry& entry : first.journal.entries())
            if (entry.kind == EntryKind::received && first.journal.item_text(entry, "message") == "incident_report" && first.journal.text(entry.agency) == "liandu-natural-resources") told = entry.at;
        CHECK(duty.anchor == told);
        const std::int64_t exact = guess + duty.margin()->count();
        for (const std::int64_t off : {-1, 0, 1}) {
            INFO(off << " ms");
            const Played p = play_rain(threatened(l.people), report_takes(exact + off));
            CHECK(p.outcome(l.duty).margin()->count() == -off);
            CHECK(said_of(p.outcome(l.duty)) == (off <= 0 ? "met" : "breached"));
        }
    }
}

TEST_CASE("blue is on the map, yellow prompts the area down to its posts, orange moves people out") {
    struct Step {
        const char* highest;
        int maps, prompts, patrols, moves;
    };
    for (const Step& step : {Step{"blue", 1, 0, 0, 0}, Step{"yellow", 1, 1, 1, 0}, Step{"orange", 1, 1, 1, 1}, Step{"red", 1, 1, 1, 1}}) {
        INFO(step.highest);
        std::string text = shipped_text("drills/geohazard-wrong-prompt.yaml", {}).text;
        text = text.substr(0, text.find("  truth:")) + "  truth: [{at: 0 min, facts: {geohazard_risk: " + step.highest +
               "}}]\n  reports: [{at: 2 min, from: lishui-meteorology, to: geohazard.natural_resources, over: [network], says: {geohazard_risk: " + step.highest + "}}]\n";
        const Played p = play(load_text("one-colour.yaml", text, HeldFiles{}));
        CHECK(done(p, "issue_level") == step.maps);
        CHECK(done(p, "prompt_areas") == step.prompts);
        CHECK(done(p, "village_passes_prompt") == step.prompts);
        CHECK(done(p, "patrol") == step.patrols);
        CHECK(done(p, "prompt_to_move") == step.moves);
        CHECK(done(p, "move_out") == step.moves);
        CHECK(done(p, "withdraw") == 0);
    }
}

TEST_CASE("a level is issued by the three departments together: without the water bureau's agreement there is none") {
    const Played p = play_rain({{"- {id: E-1, duty: geohazard.level_issued, is: met}\n- {id: E-2, duty: geohazard.area_prompted, is: met}\n", ""}},
                               {{"by: water_resources\n  after: {received: level_draft}\n", "by: water_resources\n  after: {received: level_draft}\n  unless: {geohazard_risk: {at_least: blue}}\n"}});
    CHECK(done(p, "agree_meteorology") == 1);
    CHECK(done(p, "issue_level") == 0);
    CHECK(said_of(p.outcome("level_issued")) == "open");
}

TEST_CASE("a wrong prompt is withdrawn down to the posts once the number is corrected") {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        INFO("seed " << seed);
        const Played p = play_rain({}, {}, seed, "geohazard-wrong-prompt");
        CHECK(done(p, "withdraw") == 1);
        CHECK(instants(p, EntryKind::received, "message", "withdrawal").size() == 5);  // county department and government, town, village, post
        CHECK(p.opened("report_other") == 0);
    }
}

TEST_CASE("the programme ended in 2022: a run after it warns, one in it does not") {
    for (const auto& [day, warned] : {std::pair{"2022-06-20", false}, {"2022-12-31", false}, {"2023-01-01", true}, {"2026-06-22", true}}) {
        INFO(day);
        const SourceText text = shipped_text("drills/" + drill + ".yaml", {{"2022-06-20", day}});
        const DiskFiles disk({shipped_folder()});
        const HeldFiles held;
        const RecordingFiles files(held, disk);
        Diagnostics out;
        REQUIRE(load_inputs(text, files, out));
        int warnings = 0;
        for (const Diagnostic& d : out.all()) warnings += d.code == "not-in-force" ? 1 : 0;
        CHECK(warnings == (warned ? 1 : 0));
    }
}
