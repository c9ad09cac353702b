// What a run never came to is listed, what never arose is explained, and what is printed can be
// pasted.
#include <nlohmann/json.hpp>

#include "sandtable/text.hpp"
#include "support/catch.hpp"
#include "support/program.hpp"

using namespace sandtable;
using json = nlohmann::json;

namespace {

std::string good_case(const std::string& name) {
    return std::string(SANDTABLE_TREE) + "/tests/cases/good/inject/" + name;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("an inject that waits for what never comes is listed by run and warned of by check",
          "[cli][why]") {
    const Said ran = sandtable_says_en({"run", good_case("never.yaml")});
    CHECK(has(ran.out,
              "inject I-9: it waits for “decided approve_start as refuse”, which never came"));
    CHECK_FALSE(has(ran.out, "! inject I-1"));
    CHECK_FALSE(has(ran.out, "! inject I-2"));
    const json page =
        json::parse(sandtable_says_en({"run", good_case("never.yaml"), "--json"}).out);
    REQUIRE(page["not_given"].size() == 1);
    CHECK(page["not_given"][0] == json{{"kind", "inject"},
                                       {"id", "I-9"},
                                       {"at", nullptr},
                                       {"waits_for", "decided approve_start as refuse"}});
    CHECK(has(
        sandtable_says_en({"check", good_case("never.yaml")}).err,
        "not given: inject I-9, which waits for \"decided approve_start as refuse\" [never-given]"));
    // once the choice is taken it comes
    ChangedData data;
    data.change(
        "drills/wage-arrears-city-hall.yaml", "injects:\n",
        "decisions: {approve_start: refuse}\ninjects:\n- {id: I-9, after: {decided: wage-arrears.approve_start, as: refuse}, to: office, text: {zh: 否, en: refused}}\n");
    CHECK_FALSE(
        has(data.says({"run", "drills/wage-arrears-city-hall.yaml"}).out, "inject I-9: it waits"));
}

TEST_CASE(
    "what lies behind the end is listed by run and warned of by check: injects, reports, the truth, closures",
    "[cli][why]") {
    const Said ran = sandtable_says_en({"run", good_case("past.yaml")});
    CHECK(has(ran.out, "inject I-9: 10:01:00 lies behind the end of the run"));
    CHECK(has(ran.out,
              "a change of the truth of city-hall: 10:15:00 lies behind the end of the run"));
    CHECK(has(ran.out, "inject I-2: it waits"));
    const Said checked = sandtable_says_en({"check", good_case("past.yaml")});
    CHECK(checked.code == 0);
    CHECK(has(checked.err,
              "not given in any run: inject I-9, at 2026-01-26T10:01:00.000+08:00 [behind-until]"));
    ChangedData data;
    data.change("drills/wage-arrears-city-hall.yaml", "until: settled", "until: 10 min");
    data.change("drills/wage-arrears-city-hall.yaml", "injects:\n",
                "closures: [{road: dayang_road, from: 15 min, period: 1 h}]\ninjects:\n");
    const Said cut = data.says({"check", "drills/wage-arrears-city-hall.yaml"});
    CHECK(has(cut.err,
              "not given in any run: a report of city-hall, at 2026-01-26T09:11:00.000+08:00"));
    CHECK(has(cut.err, "not given in any run: the closure of dayang_road"));
    CHECK(has(cut.err, "not given in any run: inject I-1"));
    // at the end itself it is given
    ChangedData edge;
    edge.change("drills/wage-arrears-city-hall.yaml", "until: settled", "until: 20 min");
    CHECK_FALSE(has(edge.says({"check", "drills/wage-arrears-city-hall.yaml"}).err, "inject I-1"));
    CHECK_FALSE(has(edge.says({"run", "drills/wage-arrears-city-hall.yaml"}).out, "! inject I-1:"));
}

TEST_CASE(
    "the command that a run prints for a late duty can be pasted, whatever the file is called",
    "[cli][why]") {
    const ScratchFolder folder;
    for (const std::string& scenario :
         {std::string("wage-arrears-city-hall"), std::string("arrears-becomes-mass"),
          std::string("dispute-goes-wrong")}) {
        const std::string path = (folder / ("it's a night; " + scenario + ".drill")).string();
        const Said ran = sandtable_says_en({"run", scenario, "-o", path});
        std::size_t at = 0;
        int pasted = 0;
        while ((at = ran.out.find("      sandtable why ", at)) != std::string::npos) {
            std::string line = ran.out.substr(at + 6, ran.out.find('\n', at) - at - 6);
            ++at;
            line.replace(0, std::string("sandtable").size(), "$S");
            std::string said;
            INFO(line);
            CHECK(shell(line + " --lang en", said) == 0);
            CHECK(has(said, "fits several") == false);
            ++pasted;
        }
        INFO(scenario);
        CHECK((pasted > 0 || scenario != "wage-arrears-city-hall"));
    }
}

TEST_CASE("a word of a command comes back from a shell as it went in", "[cli][why]") {
    for (const std::string word :
         {"plain/path-1.drill", "", "two words", "it's", "a;b", "$HOME", "`ls`", "x*", "\"quoted\"",
          "分级", "a\\b", "#1", "~", "a&b|c<d>e"}) {
        std::string out;
        CHECK(shell("printf %s " + shell_word(word), out) == 0);
        CHECK(out == word);
    }
}

TEST_CASE(
    "why without a duty lists the late ones and what never arose; of one that never arose it says why",
    "[cli][why]") {
    const DrillOnDisk run;
    const Said all = sandtable_says_en({"why", run.path});
    CHECK(all.code == 0);
    CHECK(has(all.out, "principal at the scene within 30 minutes"));
    CHECK(has(all.out, "8 duties never arose"));
    CHECK(has(all.out, "not reached: received case_transfer"));
    const json page = json::parse(sandtable_says_en({"why", run.path, "--json"}).out);
    CHECK(page["late"].size() == 1);
    CHECK(page["never_arose"].size() == 8);
    const Said one = sandtable_says_en({"why", run.path, "source_arrears"});
    CHECK(one.code == 0);
    CHECK(has(
        one.out,
        "It never arose: its condition did not hold: once (source_arrears_cause and settled_on_scene = no)."));
    CHECK(json::parse(sandtable_says_en({"why", run.path, "wages_first", "--json"})
                          .out)["duty"]["reason"] == "trigger");
    // out of scope all of the plan waits
    const ScratchFolder folder;
    const std::string below = (folder / "below.drill").string();
    sandtable_says_en({"run", "wage-arrears-below-scope", "-o", below});
    const json waived = json::parse(sandtable_says_en({"why", below, "--json"}).out);
    int scope = 0;
    for (const json& duty : waived["never_arose"]) scope += duty["reason"] == "scope_failed";
    CHECK(scope > 10);
}

TEST_CASE("two files of different scenarios are compared only after saying so", "[cli][why]") {
    const ScratchFolder folder;
    const std::string a = (folder / "a.drill").string(), b = (folder / "b.drill").string();
    sandtable_says_en({"run", "wage-arrears-city-hall", "-o", a});
    sandtable_says_en({"run", "mass-incident-quiet", "-o", b});
    const Said differ = sandtable_says_en({"diff", a, b});
    CHECK(differ.code == 1);
    CHECK(differ.out.starts_with(
        "These are runs of different scenarios: wage-arrears-city-hall and mass-incident-quiet."));
    CHECK(json::parse(sandtable_says_en({"diff", a, b, "--json"}).out)["same_scenario"] == false);
    sandtable_says_en({"run", "wage-arrears-city-hall", "--seed", "3", "-o", b});
    CHECK(sandtable_says_en({"diff", a, b}).out.find("different scenarios") == std::string::npos);
}
