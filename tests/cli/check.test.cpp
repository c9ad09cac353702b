// check: sets of files, findings and errors, coverage, JSON.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "sandtable/text.hpp"
#include "support/catch.hpp"
#include "support/program.hpp"

using namespace sandtable;
using json = nlohmann::json;

namespace {

std::string fine(int files) { return say(Lang::en, "check-fine", {files}) + "\n"; }
std::string counts(int errors, int warnings) { return say(Lang::en, "check-counts", {errors, warnings}) + "\n"; }

std::size_t count_of(const std::string& text, const std::string& what) {
    std::size_t n = 0;
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += what.size()) ++n;
    return n;
}

}  // namespace

TEST_CASE("the shipped files are fine, each by itself and all together", "[cli][check]") {
    const std::vector<std::string> files{"vocabulary.yaml", "clauses.csv",
                                         "plans/wage-arrears.yaml", "networks/lishui.yaml",
                                         "calendars/cn.yaml"};
    // wage-arrears 4(1) counts from the occurrence and waits until it is known: at risk wherever it
    // is proved
    const std::vector<std::string> drills{"drills/wage-arrears-city-hall.yaml",
                                          "drills/wage-arrears-project-site.yaml",
                                          "drills/wage-arrears-below-scope.yaml"};
    std::vector<std::string> all{"check"};
    for (const auto& file : files) {
        const Said said = sandtable_says_en({"check", shipped(file).string()});
        INFO(file << said.err);
        CHECK(said.code == 0);
        CHECK(said.out.ends_with(fine(1)));
        if (file != "vocabulary.yaml") CHECK(said.err.empty());
        all.push_back(shipped(file).string());
    }
    for (const auto& file : drills) {
        const Said said = sandtable_says_en({"check", shipped(file).string()});
        INFO(file << said.err);
        CHECK(said.code == 0);
        CHECK(said.out.ends_with(counts(0, 1)));
        CHECK(said.err.find(
                  "warning: 4(1) verify and order the payment within 7 working days: at risk") !=
              std::string::npos);
        all.push_back(shipped(file).string());
    }
    CHECK(sandtable_says_en(all).out.ends_with(counts(0, 4)));
    CHECK(sandtable_says({"check", "wage-arrears", "cn", "--lang", "zh"})
              .out.ends_with(say(Lang::zh, "check-fine", {2}) + "\n"));
}

TEST_CASE("files of a set are found before those of the data folders", "[cli][check]") {
    ChangedData data;
    data.change("plans/wage-arrears.yaml", "{id: office, clause: \"2.2(2)\"", "{id: bureau, clause: \"2.2(2)\"");
    std::filesystem::rename(data.folder / "plans/wage-arrears.yaml", data.folder / "changed.yaml");
    std::filesystem::copy_file(shipped("plans/wage-arrears.yaml"), data.folder / "plans/wage-arrears.yaml");
    CHECK(data.check({"drills/wage-arrears-city-hall.yaml"}).code == 0);
    const Said set = data.check({"drills/wage-arrears-city-hall.yaml", "changed.yaml"});
    CHECK(set.code == 2);
    CHECK(set.err.find("there is no role \"office\"") != std::string::npos);
    const Said turned = data.check({"changed.yaml", "drills/wage-arrears-city-hall.yaml"});
    CHECK(turned.code == 2);
    CHECK(count_of(turned.err, "error:") == count_of(set.err, "error:"));
}

TEST_CASE("what is wrong with a file is said once, whoever uses it", "[cli][check]") {
    ChangedData data;
    data.change("networks/lishui.yaml", "to: bus_station, length: 2.4 km", "to: bus_staton, length: 2.4 km");
    const Said said = data.check({"networks/lishui.yaml", "drills/wage-arrears-city-hall.yaml", "drills/wage-arrears-below-scope.yaml"});
    CHECK(said.code == 2);
    CHECK(count_of(said.err, "there is no place \"bus_staton\"") == 1);
    CHECK(said.out == counts(1, 0));
}

TEST_CASE("faults of every file of a set are said in one go", "[cli][check]") {
    ChangedData data;
    data.change("networks/lishui.yaml", "length: 2.4 km", "length: 2.4");
    data.change("calendars/cn.yaml", "closes: \"24:00\"", "closes: \"25:00\"");
    data.change("plans/wage-arrears.yaml", "within: 20 min", "within: 20 mins");
    const Said said = data.check({"networks/lishui.yaml", "calendars/cn.yaml", "plans/wage-arrears.yaml", "nowhere.yaml"});
    CHECK(said.code == 2);
    for (const char* code : {"[length-no-unit]", "[calendar-closes]", "[duration-unit]", "[file-missing]"}) CHECK(said.err.find(code) != std::string::npos);
    CHECK(said.out == counts(4, 0));
}

TEST_CASE("a finding exits 1: everything loaded, and the answer is no", "[cli][check]") {
    ChangedData data;
    data.change("plans/wage-arrears.yaml", "response_ends: ", "response_ends_not: ");
    CHECK(data.check({"plans/wage-arrears.yaml"}).code == 2);  // an unknown key is no finding
    ChangedData other;
    other.change("plans/wage-arrears.yaml", "- {id: decide_start, clause: \"3(1)\"", "- {id: never_opened, clause: \"3(1)\", who: office, must: {done: instruct}, from: {done: never}}\n- {id: decide_start, clause: \"3(1)\"");
    other.change("plans/wage-arrears.yaml", "- id: report_to_group", "- {id: never, clause: \"3(1)\", by: office, after: {done: never}, takes: 1 min, assumption: call-time}\n- id: report_to_group");
    const Said said = other.check({"plans/wage-arrears.yaml"});
    CHECK(said.code == 1);
    CHECK(said.err.find("[task-unreachable]") != std::string::npos);
    CHECK(said.err.find("[duty-unreachable]") != std::string::npos);
    CHECK(said.out == counts(2, 0));
}

TEST_CASE("a warning exits 0", "[cli][check]") {
    ChangedData data;
    data.change("plans/wage-arrears.yaml", "in_force: {from: \"2020-12-11\"}", "in_force: {from: \"2020-12-11\", to: \"2025-12-31\"}");
    const Said said = data.check({"drills/wage-arrears-city-hall.yaml"});
    CHECK(said.code == 0);
    CHECK(said.err.find("warning: the plan \"wage-arrears\" was not in force on 2026-01-26 (2020-12-11 to 2025-12-31)") != std::string::npos);
    CHECK(said.out.ends_with(counts(0, 2)));  // and 4(1) at risk
}

TEST_CASE("a clause that nobody accounts for is a warning, and missing in the coverage", "[cli][check]") {
    ChangedData data;
    data.change("plans/wage-arrears.yaml", "- {clause: \"5.2(3)\"", "# - {clause: \"5.2(3)\"");
    const Said said = data.check({"plans/wage-arrears.yaml", "--coverage", "--json"});
    CHECK(said.code == 0);
    const json page = json::parse(said.out);
    CHECK(page["diagnostics"].size() == 1);
    CHECK(page["diagnostics"][0]["code"] == "coverage-gap");
    CHECK(page["diagnostics"][0]["severity"] == "warning");
    for (const json& row : page["coverage"])
        if (row["clause"] == "5.2(3)") CHECK(row["coverage"] == "missing");
}

TEST_CASE("check --json says the same as the page, in one object", "[cli][check]") {
    ChangedData data;
    data.change("networks/lishui.yaml", "to: bus_station, length: 2.4 km", "to: bus_staton, length: 2.4 km");
    const Said said = data.check({"networks/lishui.yaml", "nowhere.yaml", "--json"});
    CHECK(said.code == 2);
    CHECK(said.err.empty());
    const json page = json::parse(said.out);
    REQUIRE(page["diagnostics"].size() == 2);
    for (const json& d : page["diagnostics"])
        for (const char* key : {"code", "severity", "file", "line", "column", "message", "hint"}) CHECK(d.contains(key));
    const json& wrong = page["diagnostics"][0]["code"] == "unknown-place" ? page["diagnostics"][0] : page["diagnostics"][1];
    CHECK(wrong["severity"] == "error");
    CHECK(wrong["file"] == "networks/lishui.yaml");
    CHECK(wrong["line"].get<int>() > 1);
    CHECK(wrong["hint"] == "did you mean \"bus_station\"?");
    CHECK(page["files"] == 1);
}

TEST_CASE("check --coverage --json accounts for every clause of the source", "[cli][check]") {
    const Said said = sandtable_says_en({"check", "wage-arrears", "--coverage", "--json"});
    CHECK(said.code == 0);
    const json page = json::parse(said.out);
    const std::string clauses = bytes_of(shipped("clauses.csv"));
    CHECK(page["coverage"].size() == count_of(clauses, "\nwage-arrears,"));
    for (const json& row : page["coverage"]) {
        CHECK(row["plan"] == "wage-arrears");
        const std::string coverage = row["coverage"];
        CHECK((coverage == "modelled" || coverage == "partly" || coverage == "left_out"));
        if (coverage != "modelled") CHECK_FALSE(row["why"].get<std::string>().empty());
        CHECK_FALSE(row["heading"].get<std::string>().empty());
    }
}

TEST_CASE("check --coverage is a table in both languages, with a row per clause", "[cli][check]") {
    const Said en = sandtable_says_en({"check", "wage-arrears", "--coverage"}), zh = sandtable_says({"check", "wage-arrears", "--coverage", "--lang", "zh"});
    CHECK(std::count(en.out.begin(), en.out.end(), '\n') == std::count(zh.out.begin(), zh.out.end(), '\n'));
    CHECK(en.out.find("modelled") != std::string::npos);
    CHECK(zh.out.find("已建模") != std::string::npos);
}

TEST_CASE("a file of an unknown kind is told what its first line should be", "[cli][check]") {
    const ScratchFolder folder;
    for (const char* text : {"sandtable: plann/1\nid: x\n", "id: x\n", "just words\n", "sandtable: [plan/1]\n", "sandtable:\n"}) {
        INFO(text);
        put_bytes(folder / "x.yaml", text);
        const Said said = sandtable_says_en({"check", (folder / "x.yaml").string()});
        CHECK(said.code == 2);
        CHECK(said.err.find("[cli-no-kind]") != std::string::npos);
        CHECK(said.err.find("the first line says sandtable: KIND/VERSION") != std::string::npos);
    }
}

TEST_CASE("observed values are checked by themselves too", "[cli][check]") {
    const ScratchFolder folder;
    const auto check = [&](const std::string& text) {
        put_bytes(folder / "x.yaml", text);
        return sandtable_says_en({"check", (folder / "x.yaml").string()}).code;
    };
    CHECK(check("sandtable: observed/1\nid: x\norigin: {zh: 演练, en: drills}\nvalues: [4 min, 90 s]\n") == 0);
    CHECK(check("sandtable: observed/1\nid: x\norigin: {zh: 演练, en: drills}\nvalues: []\n") == 2);
    CHECK(check("sandtable: observed/1\nid: x\norigin: {zh: 演练, en: drills}\nvalues: [4 mins]\n") == 2);
    CHECK(check("sandtable: observed/1\nid: [x\n") == 2);
}
