// What a drill file or a command line could say without meaning anything: none of it may pass unnoticed.
#include "support/catch.hpp"
#include "support/program.hpp"

using namespace sandtable;

namespace {

/// What check says of a small drill on the shipped files with some more lines at its end.
Said checked(const std::string& more) {
    const ScratchFolder folder;
    put_bytes(folder / "x.yaml", R"(sandtable: scenario/1
id: x
title: {zh: 试, en: a try}
start: "2026-01-26T09:00:00+08:00"
network: lishui
plans: [wage-arrears]
incidents:
- id: a
  place: city_hall
  concerns: [construction]
  truth: [{at: 0 min, facts: {participants: 42}}]
)" + more + "\n");
    return sandtable_says_en({"check", (folder / "x.yaml").string()});
}

}  // namespace

TEST_CASE("the drill these tests add to is fine", "[cli][scenario]") { CHECK(checked("").code == 0); }

TEST_CASE("lists where maps belong are refused, and the other way round", "[cli][scenario]") {
    for (const char* more : {"  findings: {wage-arrears: 3}", "decisions: [x]", "decisions: 3", "officers: [{agency: lishui-hrss, officers: 3}]", "injects: [{id: I-1, at: 1 min, text: {zh: a, en: b}, does: 3}]", "closures: {road: x}"}) {
        INFO(more);
        const Said said = checked(more);
        CHECK(said.code == 2);
        CHECK(said.err.find("[wrong-shape]") != std::string::npos);
    }
}

TEST_CASE("an end that is a list is said to be a list", "[cli][scenario]") {
    CHECK(checked("until: [1 h]").err.find("found a list") != std::string::npos);  // scenario_yaml.cpp, read(): "" is not one of: settled, ...
}

TEST_CASE("a report to nobody is refused", "[cli][scenario]") {
    CHECK(checked("  reports: [{at: 3 min, from: police_110, to: [], says: {}}]").code == 2);  // scenario_yaml.cpp, parties()
}

TEST_CASE("a report over no channel is refused", "[cli][scenario]") {
    CHECK(checked("  reports: [{at: 3 min, from: police_110, to: office, over: [], says: {}}]").code == 2);  // scenario_yaml.cpp, channels()
}

TEST_CASE("a report from a role of several agencies is refused like a follow-up of several", "[cli][scenario]") {
    CHECK(checked("  reports: [{at: 3 min, from: called_units, to: office, says: {}}]").code == 2);  // cross_check.cpp, sides()
}

TEST_CASE("a decision stated twice is refused", "[cli][scenario]") {
    CHECK(checked("decisions: {wage-arrears.approve_start: refuse, approve_start: approve}").code == 2);  // scenario_yaml.cpp, settings()
}

TEST_CASE("a delay behind a stated time is refused", "[cli][scenario]") {
    CHECK(checked("injects: [{id: I-1, at: 1 min, delay: 5 min, text: {zh: a, en: b}}]").code == 2);  // injects_yaml.cpp, inject(): goes with `after`
}

TEST_CASE("a report told two places to go is refused", "[cli][report]") {
    const DrillOnDisk run;
    const std::string a = (run.folder / "a").string(), b = (run.folder / "b").string();
    CHECK(sandtable_says({"report", run.path, "--csv", a, "-o", b}).code == 2);  // commands.cpp, report(): -o is passed over
}

namespace {

/// A shipped drill's rain with another text.
struct OtherRain {
    ChangedData data;

    explicit OtherRain(const std::string& text) {
        put_bytes(data.folder / "rain/nankeng-turns.csv", text);
    }
    Said says(std::vector<std::string> words) const { return data.says(words); }
};

std::string through_iconv(const std::string& text, const std::string& encoding) {
    const ScratchFolder folder;
    put_bytes(folder / "in", text);
    std::string out;
    shell("iconv -f UTF-8 -t " + encoding + " '" + (folder / "in").string() + "' >'" +
              (folder / "out").string() + "'",
          out);
    return bytes_of(folder / "out");
}

}  // namespace

TEST_CASE("a rain gauge that counts and stands in no rain file is refused", "[cli][rain]") {
    std::string text = bytes_of(shipped("rain/nankeng-turns.csv"));
    const std::string ours = "nankeng_gauge,", other = "bihu_gauge,";
    for (std::size_t at; (at = text.find(ours)) != std::string::npos;)
        text.replace(at, ours.size(), other);
    OtherRain rain(text);
    rain.data.change("networks/lishui.yaml", "\ngauges:\n",
                     "\ngauges:\n- {id: bihu_gauge, place: nankeng, added: true, "
                     "name: {zh: 碧湖, en: Bihu}}\n");
    const Said said = rain.says({"run", "geohazard-rain-turns"});
    CHECK(said.code == 2);
    CHECK(said.err.find("of 1 gauges that count here no rain file has a row, the first of them "
                        "nankeng_gauge [rain-gauge-missing]") != std::string::npos);
}

TEST_CASE("rain of another encoding is recorded as it was read, and verified", "[cli][rain]") {
    const std::string text = bytes_of(shipped("rain/nankeng-turns.csv"));
    std::string digest;
    for (const std::string encoding : {"UTF-8", "GB18030", "UTF-16", "UTF-16LE"}) {
        INFO(encoding);
        std::string bytes = through_iconv(text, encoding);
        if (encoding == "UTF-16LE") bytes = "\xFF\xFE" + bytes;
        const OtherRain rain(bytes);
        const Said run = rain.says({"run", "geohazard-rain-turns", "-o", "r.drill"});
        INFO(run.err);
        REQUIRE(run.code <= 1);
        CHECK(rain.says({"verify", "r.drill"}).code == 0);
        const std::string now = run.err.substr(run.err.find("sha256:"));
        if (digest.empty()) digest = now;
        CHECK(now == digest);
    }
}
