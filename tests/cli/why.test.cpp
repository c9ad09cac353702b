// why: which duty is meant, and minutes that sum up.
#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/program.hpp"

using namespace sandtable;
using json = nlohmann::json;

TEST_CASE("why takes a full id, a part that fits one, or plan.duty", "[cli][why]") {
    const DrillOnDisk run;
    const std::string full = "city-hall/wage-arrears/preliminary_assessment/lishui-arrears-office";
    const Said said = sandtable_says_en({"why", run.path, full});
    CHECK(said.code == 0);
    CHECK(said.err.empty());
    CHECK(said.out.find("first judgement within 20 minutes") != std::string::npos);
    for (const char* name : {"preliminary_assessment", "wage-arrears.preliminary_assessment", "wage-arrears/preliminary_assessment", "preliminary_assessment/lishui-arrears-office", "preliminary"}) CHECK(sandtable_says_en({"why", run.path, name}).out == said.out);
}

TEST_CASE("why asks which when a name fits several", "[cli][why]") {
    const DrillOnDisk run;
    const Said said = sandtable_says_en({"why", run.path, "principal_on_scene"});
    CHECK(said.code == 2);
    CHECK(said.out.empty());
    CHECK(said.err.find("[cli-duty-many]") != std::string::npos);
    CHECK(said.err.find("city-hall/wage-arrears/principal_on_scene/lishui-hrss") != std::string::npos);
    CHECK(sandtable_says({"why", run.path, "principal_on_scene/lishui-hrss"}).code == 0);
}

TEST_CASE("why hints at a near name, or lists what there is", "[cli][why]") {
    const DrillOnDisk run;
    const Said near = sandtable_says_en({"why", run.path, "principal_on_scen3"});
    CHECK(near.code == 2);
    CHECK(near.err.find("did you mean \"principal_on_scene\"?") != std::string::npos);
    const Said far = sandtable_says_en({"why", run.path, "nothing-like-it"});
    CHECK(far.code == 2);
    CHECK(far.err.find("duties of this run: ") != std::string::npos);
    CHECK(far.err.find("preliminary_assessment") != std::string::npos);
}

TEST_CASE("the minutes of why --json sum up to the whole, in steps that follow each other", "[cli][why]") {
    const DrillOnDisk run;
    const json duties = json::parse(sandtable_says({"run", "wage-arrears-city-hall", "--seed", "1", "--json"}).out)["duties"];
    for (const json& duty : duties) {
        INFO(duty["id"]);
        const Said said = sandtable_says({"why", run.path, duty["id"].get<std::string>(), "--json"});
        REQUIRE(said.code == 0);
        const json why = json::parse(said.out);
        CHECK(why["duty"] == duty);
        std::int64_t kinds = 0, steps = 0;
        for (const auto& [kind, ms] : why["by_kind"].items()) kinds += ms.get<std::int64_t>();
        std::string end;
        for (const json& step : why["steps"]) {
            steps += step["ms"].get<std::int64_t>();
            CHECK(step["ms"].get<std::int64_t>() >= 0);
            if (!end.empty()) CHECK(step["begin"] == end);
            end = step["end"];
        }
        CHECK(kinds == why["total_ms"].get<std::int64_t>());
        CHECK(steps == why["total_ms"].get<std::int64_t>());
    }
}
