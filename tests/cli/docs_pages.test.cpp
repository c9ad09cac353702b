// Pages in docs/ that are generated from the files: a page per plan and per drill, in both languages. ./dev golden writes them anew.
#include "support/catch.hpp"
#include "support/golden.hpp"
#include "support/program.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

std::filesystem::path page_file(const std::string& folder, const std::string& id, const std::string& lang) {
    return std::filesystem::path(SANDTABLE_TREE) / "docs" / folder / (id + (lang == "en" ? ".md" : "." + lang + ".md"));
}

}  // namespace

TEST_CASE("the page of each plan in docs/ is what its file says, in both languages", "[long][cli][golden]") {
    for (const auto& file : std::filesystem::directory_iterator(shipped("plans")))
        for (const std::string lang : {"zh", "en"}) {
            const std::string id = file.path().stem().string();
            const Said said = sandtable_says({"check", id, "--page", "--lang", lang});
            CHECK(said.code == 0);
            check_golden(page_file("plans", id, lang), said.out);
        }
}

TEST_CASE("the page of each drill in docs/ is its run under its own seed, in both languages", "[long][cli][golden]") {
    for (const std::string& id : all_drills())
        for (const std::string lang : {"zh", "en"}) {
            const Said said = sandtable_says({"run", id, "--lang", lang});
            CHECK(said.err.empty());
            CHECK(said.code == 0);
            check_golden(page_file("drills", id, lang), "# " + id + "\n\n`sandtable run " + id + "`\n\n```text\n" + said.out + "```\n");
        }
}

TEST_CASE("two plans that grade a case differently say who commands in each", "[cli]") {
    const Said said = sandtable_says_en({"check", "mass-incident", "natural-resource-dispute"});
    INFO(said.out);
    // the same 500 people: the city leads under one plan, the province under the other (docs/readings.md)
    const auto at = said.out.find("participants=500 stability_impact=severe\n");
    REQUIRE(at != std::string::npos);
    const std::string line = said.out.substr(said.out.rfind('\n', at) + 1, at - said.out.rfind('\n', at));
    CHECK(line.find("III  2.3(1); city government commands (5.2) ") != std::string::npos);
    CHECK(line.find("I  2.1(1); provincial headquarters commands (3.3.1) ") != std::string::npos);
}
