// The risk-code record: one view of a prevention area, with and without a run, in both languages; nothing of persons.
#include "support/catch.hpp"
#include "support/golden.hpp"
#include "support/program.hpp"

using namespace sandtable;

namespace {

std::filesystem::path golden(const std::string& name) { return std::filesystem::path(SANDTABLE_TREE) / "tests" / "golden" / name; }

}  // namespace

TEST_CASE("the risk-code record of a network and of a run reads as it shall", "[cli][golden]") {
    const ScratchFolder folder;
    const std::string drill = (folder / "x.drill").string();
    sandtable_says({"run", "geohazard-rain-turns", "-o", drill});
    for (const char* lang : {"zh", "en"}) {
        const Said alone = sandtable_says({"graph", "lishui-full", "--risk-code", "f331102002007", "--lang", lang});
        CHECK(alone.code == 0);
        CHECK(alone.err.empty());
        check_golden(golden(std::string("risk-code.") + lang + ".txt"), alone.out);
        const Said run = sandtable_says({"report", drill, "--risk-code", "nankeng", "--lang", lang});
        CHECK(run.code == 0);
        CHECK(run.err.empty());
        check_golden(golden(std::string("risk-code-run.") + lang + ".txt"), run.out);
    }
}

TEST_CASE("the risk-code record goes with no other format", "[cli]") {
    const DrillOnDisk recorded;
    for (const auto& words : {std::vector<std::string>{"graph", "lishui", "--risk-code", "nankeng", "--dot"}, {"graph", "lishui", "--risk-code", "nankeng", "--from", "city_hall"}, {"report", recorded.path, "--risk-code", "nankeng", "--csv"}}) {
        const Said said = sandtable_says_en(words);
        CHECK(said.code == 2);
        CHECK(said.out.empty());
        CHECK(said.err.find("[cli-risk-code-alone]") != std::string::npos);
    }
}

TEST_CASE("a prevention area is named by its id or its place's, and a wrong name says what is near", "[cli]") {
    CHECK(sandtable_says_en({"graph", "lishui", "--risk-code", "nankeng"}).out == sandtable_says_en({"graph", "lishui", "--risk-code", "nankeng_slope"}).out);
    const Said wrong = sandtable_says_en({"graph", "lishui", "--risk-code", "nankengg"});
    CHECK(wrong.code == 2);
    CHECK(wrong.out.empty());
    CHECK(wrong.err == "error: there is no prevention area \"nankengg\" [cli-no-area]\n   = did you mean \"nankeng\"?\n");
}
