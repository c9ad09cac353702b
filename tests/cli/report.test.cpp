// report: duties as a table, entries as lines.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/program.hpp"

using namespace sandtable;
using json = nlohmann::json;

namespace {

std::vector<std::string> lines_of(const std::string& text, const std::string& end) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto stop = text.find(end, at);
        if (stop == std::string::npos) {
            lines.push_back("unfinished: " + text.substr(at));
            break;
        }
        lines.push_back(text.substr(at, stop - at));
        at = stop + end.size();
    }
    return lines;
}

/// Cells of a row of CSV (RFC 4180).
std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (quoted && line[i] == '"' && i + 1 < line.size() && line[i + 1] == '"') cells.back() += line[++i];
        else if (line[i] == '"') quoted = !quoted;
        else if (line[i] == ',' && !quoted) cells.emplace_back();
        else cells.back() += line[i];
    }
    return cells;
}

}  // namespace

TEST_CASE("report --csv is a table with a row per duty, for spreadsheets", "[cli][report]") {
    const DrillOnDisk run;
    const Said said = sandtable_says_en({"report", run.path, "--csv"});
    CHECK(said.code == 0);
    CHECK(said.err.empty());
    REQUIRE(said.out.substr(0, 3) == "\xEF\xBB\xBF");
    const auto lines = lines_of(said.out.substr(3), "\r\n");
    const auto head = cells_of(lines.front());
    for (const char* column : {"id", "plan", "clause", "duty", "kind", "incident", "agency", "anchor", "opened", "limit", "due", "discharged", "status", "reason", "margin_ms"}) CHECK(std::count(head.begin(), head.end(), column) == 1);
    const json duties = json::parse(sandtable_says({"run", "wage-arrears-city-hall", "--seed", "1", "--json"}).out)["duties"];
    REQUIRE(lines.size() == duties.size() + 1);
    for (std::size_t row = 1; row < lines.size(); ++row) {
        const auto cells = cells_of(lines[row]);
        REQUIRE(cells.size() == head.size());
        for (std::size_t i = 0; i < head.size(); ++i) {
            if (!duties[row - 1].contains(head[i])) continue;
            const json& value = duties[row - 1][head[i]];
            CHECK(cells[i] == (value.is_null() ? "" : value.is_string() ? value.get<std::string>() : value.dump()));
        }
    }
}

TEST_CASE("report --jsonl is a head and an entry a line", "[cli][report]") {
    const DrillOnDisk run;
    const Said said = sandtable_says({"report", run.path, "--jsonl"});
    CHECK(said.code == 0);
    const auto lines = lines_of(said.out, "\n");
    const json head = json::parse(lines.front());
    CHECK(head["scenario"] == "wage-arrears-city-hall");
    CHECK(head["entries"] == lines.size() - 1);
    std::int64_t last = 0;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const json entry = json::parse(lines[i]);
        for (const char* key : {"entry", "at", "at_ms", "kind", "plan", "incident", "agency", "clause", "cause", "held_by", "content"}) CHECK(entry.contains(key));
        CHECK(entry["entry"] == i);
        CHECK(entry["at_ms"].get<std::int64_t>() >= last);
        last = entry["at_ms"].get<std::int64_t>();
        if (!entry["cause"].is_null()) CHECK(entry["cause"].get<std::size_t>() < i);
    }
    CHECK(json::parse(lines[1])["kind"] == "started");
    CHECK(json::parse(lines.back())["kind"] == "ended");
}

TEST_CASE("a report goes to the file that is named, in either place, or to standard output", "[cli][report]") {
    const DrillOnDisk run;
    const std::string csv = sandtable_says_en({"report", run.path, "--csv"}).out, jsonl = sandtable_says({"report", run.path, "--jsonl"}).out;
    const std::string a = (run.folder / "a").string(), b = (run.folder / "b").string();
    Said said = sandtable_says_en({"report", run.path, "--csv", a, "--jsonl", b});
    CHECK(said.code == 0);
    CHECK(said.out.empty());
    CHECK(bytes_of(a) == csv);
    CHECK(bytes_of(b) == jsonl);
    said = sandtable_says_en({"report", run.path, "--jsonl", "-o", a});
    CHECK(said.code == 0);
    CHECK(bytes_of(a) == jsonl);
    CHECK(sandtable_says_en({"report", "--csv", run.path}).out == csv);
    CHECK(std::distance(std::filesystem::directory_iterator(run.folder.path()), {}) == 3);  // nothing is left beside them
}

TEST_CASE("a report without a format, or with two for one place, is a wrong command line", "[cli][report]") {
    const DrillOnDisk run;
    CHECK(sandtable_says({"report", run.path}).code == 2);
    CHECK(sandtable_says({"report", run.path, "--csv", "--jsonl"}).code == 2);
    CHECK(sandtable_says({"report", run.path, "--csv", "--jsonl", "-o", (run.folder / "a").string()}).code == 2);
    CHECK_FALSE(std::filesystem::exists(run.folder / "a"));
}

TEST_CASE("a report that cannot be written exits 3, and the old file stands", "[cli][report]") {
    const DrillOnDisk run;
    CHECK(sandtable_says({"report", run.path, "--csv", (run.folder / "nowhere/a.csv").string()}).code == 3);
    std::filesystem::create_directory(run.folder / "a.csv");
    CHECK(sandtable_says({"report", run.path, "--csv", (run.folder / "a.csv").string()}).code == 3);
    CHECK_FALSE(std::filesystem::exists(run.folder / "a.csv.part"));
}
