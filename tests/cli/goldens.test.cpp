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

TEST_CASE("a golden that differs is told by its first line that does", "[golden]") {
    CHECK(first_difference("a\nb\nc\n", "a\nx\nc\n") == "line 2\n  golden: b\n  now:    x");
    CHECK(first_difference("a\n", "a\nb\n") == "line 2\n  golden: \n  now:    b");
    CHECK(without_machine(SANDTABLE_TREE "/scenarios, " SANDTABLE_TREE) == "<tree>/scenarios, <tree>");
}
