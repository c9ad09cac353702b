// The pages of the shipped drills, byte by byte.
#include "support/catch.hpp"
#include "support/golden.hpp"
#include "support/program.hpp"

using namespace sandtable;

TEST_CASE("the terminal page of each drill is as reviewed, in both languages", "[cli][golden]") {
    for (const auto& drill : drill_names())
        for (const char* lang : {"zh", "en"}) {
            const Said said = sandtable_says({"run", drill, "--seed", "1", "--lang", lang});
            CHECK(said.err.empty());
            check_golden(golden_file(drill + "." + lang + ".txt"), said.out);
        }
}

TEST_CASE("run --json of each drill is as reviewed", "[cli][golden]") {
    for (const auto& drill : drill_names()) {
        const Said said = sandtable_says({"run", drill, "--seed", "1", "--json", "--lang", "en"});
        CHECK(said.err.empty());
        check_golden(golden_file(drill + ".json"), said.out);
    }
}

TEST_CASE("why the called-away principal was late is as reviewed, in both languages", "[cli][golden]") {
    const DrillOnDisk run;
    for (const char* lang : {"zh", "en"}) check_golden(golden_file(std::string("why-principal.") + lang + ".txt"), sandtable_says({"why", run.path, "principal_on_scene/lishui-hrss", "--lang", lang}).out);
}

TEST_CASE("the page of the shipped network is as reviewed, in both languages", "[cli][golden]") {
    for (const char* lang : {"zh", "en"}) check_golden(golden_file(std::string("graph-lishui.") + lang + ".txt"), sandtable_says({"graph", "lishui", "--lang", lang}).out);
}

TEST_CASE("the coverage of the shipped plan is as reviewed, in both languages", "[cli][golden]") {
    for (const char* lang : {"zh", "en"}) check_golden(golden_file(std::string("coverage-wage-arrears.") + lang + ".txt"), sandtable_says({"check", "wage-arrears", "--coverage", "--lang", lang}).out);
}

TEST_CASE("what grade says to people is as reviewed, in both languages", "[cli][golden]") {
    const std::vector<std::pair<std::string, std::vector<std::string>>> pages{
        {"grade-nothing-known", {"--plan", "mass-incident"}},
        {"grade-first-report", {"--plan", "mass-incident", "participants=250..350", "organ_blocked=yes", "aggressive_behaviour=yes", "deaths=0", "injuries=0", "organ_stormed=none"}},
        {"grade-contradiction", {"--plan", "natural-resource-dispute", "serious_injuries=30", "injuries=2", "--rest-harmless"}},
        {"grade-duties", {"--plan", "wage-arrears", "participants=35", "caused_by_wage_arrears=yes", "in_city_jurisdiction=yes", "in_urban_area=yes", "--received", "2026-01-26 23:50"}},
        {"grade-not-applying", {"--plan", "wage-arrears", "participants=12", "caused_by_wage_arrears=yes"}}};
    for (const auto& [name, words] : pages)
        for (const char* lang : {"zh", "en"}) {
            std::vector<std::string> line{"grade", "--lang", lang};
            line.insert(line.end(), words.begin(), words.end());
            const Said said = sandtable_says(line);
            CHECK(said.code == 0);
            CHECK(said.err.empty());
            check_golden(golden_file(name + "." + lang + ".txt"), said.out);
        }
}

TEST_CASE("what check finds in the shipped plans is as reviewed, in both languages", "[long][cli][golden]") {
    for (const char* lang : {"zh", "en"}) {
        const Said said = sandtable_says({"check", "mass-incident", "natural-resource-dispute", "wage-arrears", "lishui", "--lang", lang});
        CHECK(said.code == 0);  // faults of the text are warnings
        check_golden(golden_file(std::string("check-plans.") + lang + ".txt"), said.err + said.out);
    }
}

TEST_CASE("a found case as a scenario is as reviewed", "[cli][golden]") {
    for (const auto& [name, words] : std::vector<std::pair<std::string, std::vector<std::string>>>{
             {"new-falling-place", {"--plan", "mass-incident", "--from-witness", "falling-place/participants/1000"}},
             {"new-difference", {"--plan", "mass-incident", "--plan", "natural-resource-dispute", "--from-witness", "difference/III/I"}}}) {
        std::vector<std::string> line{"new"};
        line.insert(line.end(), words.begin(), words.end());
        check_golden(golden_file(name + ".yaml"), sandtable_says_en(line).out);
    }
}

TEST_CASE("a golden that differs is told by its first line that does", "[golden]") {
    CHECK(first_difference("a\nb\nc\n", "a\nx\nc\n") == "line 2\n  golden: b\n  now:    x");
    CHECK(first_difference("a\n", "a\nb\n") == "line 2\n  golden: \n  now:    b");
    CHECK(without_machine(SANDTABLE_TREE "/scenarios, " SANDTABLE_TREE) == "<tree>/scenarios, <tree>");
}
