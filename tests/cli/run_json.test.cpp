// The contract of run --json (product.md): keys, types and what they say of each other.
#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "sandtable/time.hpp"
#include "support/catch.hpp"
#include "support/program.hpp"

using namespace sandtable;
using json = nlohmann::json;

namespace {

json run_of(const std::string& drill, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"run", drill, "--json"});
    const Said said = sandtable_says(more);
    INFO(said.err);
    REQUIRE(said.code == 0);
    CHECK(said.err.empty());
    CHECK(said.out.back() == '\n');
    return json::parse(said.out);  // throws on anything but one JSON text
}

void has_keys(const json& object, std::initializer_list<const char*> keys) {
    for (const char* key : keys) {
        INFO(key);
        CHECK(object.contains(key));
    }
}

std::int64_t ms_at(const json& run, const json& instant) { return ms_of(model_time(*parse_iso(run["start"].get<std::string>()), *parse_iso(instant.get<std::string>()))); }
bool is_instant(const json& value) { return value.is_string() && parse_iso(value.get<std::string>()) && iso_text(*parse_iso(value.get<std::string>())) == value; }

}  // namespace

TEST_CASE("run --json is one object with the keys of the contract", "[cli][json]") {
    for (const auto& drill : drill_names()) {
        INFO(drill);
        const json run = run_of(drill);
        has_keys(run, {"scenario", "seed", "digest", "semantics", "start", "end", "entries", "grades", "duties", "expect", "assumptions", "exercise"});
        CHECK(run["scenario"] == drill);
        CHECK(run["seed"].is_number_unsigned());
        CHECK(run["digest"].get<std::string>().size() == 71);
        CHECK(run["digest"].get<std::string>().substr(0, 7) == "sha256:");
        CHECK(run["semantics"].is_number_integer());
        CHECK(run["entries"].get<int>() > 50);
        CHECK(is_instant(run["start"]));
        CHECK(is_instant(run["end"]));
        CHECK(ms_at(run, run["end"]) > 0);
        CHECK(run["exercise"] == "演练 EXERCISE");
    }
}

TEST_CASE("every grading says when, by whom, and whether the plan applies", "[cli][json]") {
    for (const auto& drill : drill_names()) {
        const json run = run_of(drill);
        REQUIRE_FALSE(run["grades"].empty());
        std::int64_t last = 0;
        for (const json& grade : run["grades"]) {
            has_keys(grade, {"incident", "plan", "at", "by", "applies", "at_least", "at_most", "met"});
            CHECK(grade["plan"] == "wage-arrears");
            CHECK(grade["by"] == "lishui-arrears-office");
            CHECK(grade["at_least"].is_null());  // a plan without grades
            CHECK(grade["at_most"].is_null());
            CHECK(grade["met"].is_array());
            CHECK(std::set<std::string>{"yes", "no", "open"}.contains(grade["applies"].get<std::string>()));
            CHECK(ms_at(run, grade["at"]) >= last);
            last = ms_at(run, grade["at"]);
        }
    }
    CHECK(run_of("wage-arrears-city-hall")["grades"].back()["applies"] == "yes");
    CHECK(run_of("wage-arrears-below-scope")["grades"].back()["applies"] == "no");
}

TEST_CASE("every duty has the keys of the contract, and they fit each other", "[cli][json]") {
    for (const auto& drill : drill_names()) {
        INFO(drill);
        const json run = run_of(drill);
        std::set<std::string> ids;
        for (const json& duty : run["duties"]) {
            INFO(duty["id"]);
            has_keys(duty, {"id", "plan", "clause", "duty", "kind", "incident", "agency", "anchor", "opened", "limit", "due", "discharged", "status", "reason", "margin_ms"});
            CHECK(duty["id"] == duty["incident"].get<std::string>() + "/" + duty["plan"].get<std::string>() + "/" + duty["duty"].get<std::string>() + "/" + duty["agency"].get<std::string>());
            CHECK(ids.insert(duty["id"]).second);
            CHECK(std::set<std::string>{"must", "must_not"}.contains(duty["kind"].get<std::string>()));
            const std::string status = duty["status"];
            CHECK(std::set<std::string>{"met", "breached", "waived", "open"}.contains(status));
            CHECK((status == "waived") == duty["reason"].is_string());
            CHECK(is_instant(duty["anchor"]));
            CHECK(is_instant(duty["opened"]));
            CHECK(ms_at(run, duty["anchor"]) <= ms_at(run, duty["opened"]));
            CHECK(duty["limit"].is_null() == duty["due"].is_null());
            CHECK(duty["margin_ms"].is_null() == (duty["due"].is_null() || duty["discharged"].is_null()));
            if (!duty["margin_ms"].is_null()) {
                CHECK(duty["margin_ms"] == ms_at(run, duty["due"]) - ms_at(run, duty["discharged"]));
                CHECK((duty["margin_ms"].get<std::int64_t>() >= 0) == (status == "met"));
            }
            if (status == "met") CHECK_FALSE(duty["discharged"].is_null());
            if (status == "open") CHECK(duty["discharged"].is_null());
        }
    }
}

TEST_CASE("a duty kept on time, one breached and one waived read as such", "[cli][json]") {
    const auto find = [](const json& run, const std::string& id) {
        for (const json& duty : run["duties"])
            if (duty["id"] == id) return duty;
        return json();
    };
    const json city_hall = run_of("wage-arrears-city-hall"), below = run_of("wage-arrears-below-scope");
    const json first = find(city_hall, "city-hall/wage-arrears/preliminary_assessment/lishui-arrears-office");
    CHECK(first["status"] == "met");
    CHECK(first["limit"] == "20 min");
    CHECK(first["clause"] == "3(1)");
    CHECK(ms_at(city_hall, first["due"]) == ms_at(city_hall, first["anchor"]) + 20 * 60'000);
    CHECK(find(city_hall, "city-hall/wage-arrears/principal_on_scene/lishui-hrss")["status"] == "breached");
    int waived = 0;
    for (const json& duty : below["duties"]) waived += duty["status"] == "waived" && duty["reason"] == "scope_failed";
    CHECK(waived > 0);
    CHECK(find(city_hall, "city-hall/wage-arrears/decide_start/lishui-arrears-group")["due"].is_null());
}

TEST_CASE("expectations and assumptions are listed", "[cli][json]") {
    for (const auto& drill : drill_names()) {
        const json run = run_of(drill);
        REQUIRE_FALSE(run["expect"].empty());
        for (const json& e : run["expect"]) {
            CHECK(e["id"].is_string());
            CHECK(e["holds"] == true);
        }
        REQUIRE_FALSE(run["assumptions"].empty());
        for (const json& a : run["assumptions"]) {
            CHECK_FALSE(a["id"].get<std::string>().empty());
            CHECK_FALSE(a["text"].get<std::string>().empty());
        }
    }
}

TEST_CASE("the same run twice is the same byte by byte, another seed is another run", "[cli][json]") {
    const auto out = [](std::vector<std::string> more) {
        more.insert(more.begin(), {"run", "wage-arrears-city-hall", "--json"});
        return sandtable_says(more).out;
    };
    CHECK(out({}) == out({"--seed", "1"}));
    CHECK(out({"--seed", "2"}) == out({"--seed=2"}));
    CHECK(json::parse(out({"--seed", "2"}))["digest"] != json::parse(out({}))["digest"]);
    CHECK(json::parse(out({"--seed", "4294967295"}))["seed"] == 4294967295);
    CHECK(json::parse(out({"--seed", "0"}))["seed"] == 0);
}

TEST_CASE("the terminal page and --explain show the digest and the seed of run --json", "[cli][json]") {
    const json run = run_of("wage-arrears-city-hall");
    for (const auto& more : {std::vector<std::string>{}, {"--explain"}, {"--lang", "zh"}}) {
        std::vector<std::string> line{"run", "wage-arrears-city-hall"};
        line.insert(line.end(), more.begin(), more.end());
        const Said said = sandtable_says(line);
        CHECK(said.out.find(run["digest"].get<std::string>()) != std::string::npos);
        CHECK(said.out.find("演练 EXERCISE") != std::string::npos);
    }
    const Said explained = sandtable_says({"run", "wage-arrears-city-hall", "--explain"});
    CHECK(explained.out.find("#" + std::to_string(run["entries"].get<int>()) + "  ") != std::string::npos);
}
