// verify: execute again and compare. diff: where two runs part.
#include <nlohmann/json.hpp>

#include "sandtable/drill_file.hpp"
#include "support/catch.hpp"
#include "support/program.hpp"
#include "support/said_of.hpp"
#include "support/sample_drill.hpp"

using namespace sandtable;
using json = nlohmann::json;

namespace {

void record(const std::filesystem::path& file, const std::string& drill, const std::string& seed) { REQUIRE(sandtable_says({"run", drill, "--seed", seed, "-o", file.string()}).code <= 1); }

DrillFile read(const std::filesystem::path& file) {
    Diagnostics out;
    auto drill = read_drill(file, out);
    INFO(said_of(out));
    REQUIRE(drill);
    return std::move(*drill);
}

}  // namespace

TEST_CASE("a recorded run verifies", "[cli][verify]") {
    const ScratchFolder folder;
    for (const auto& drill : drill_names()) {
        record(folder / "x.drill", drill, "1");
        const Said said = sandtable_says_en({"verify", (folder / "x.drill").string()});
        CHECK(said.code == 0);
        CHECK(said.err.empty());
        const std::string digest = read(folder / "x.drill").header.digest;
        CHECK(said.out == "verified: " + digest + "\n");
        const json page = json::parse(sandtable_says({"verify", "--json", (folder / "x.drill").string()}).out);
        CHECK(page["result"] == "same");
        CHECK(page["recorded"] == digest);
        CHECK(page["again"] == digest);
        CHECK(page["first"].is_null());
        CHECK(page["scenario"] == drill);
        CHECK(page["seed"] == 1);
    }
}

TEST_CASE("a run verifies without the files it was made from", "[cli][verify]") {
    const ScratchFolder folder;
    std::filesystem::create_directory(folder / "drills");
    std::filesystem::copy_file(shipped("drills/wage-arrears-below-scope.yaml"), folder / "drills/x.yaml");
    record(folder / "x.drill", (folder / "drills/x.yaml").string(), "1");
    std::filesystem::remove_all(folder / "drills");
    ProgramOptions bare;
    bare.folder = folder.path();
    bare.environment = {{"SANDTABLE_DATA", "/nowhere"}};
    CHECK(sandtable_says({"verify", "x.drill"}, bare).code == 0);
}

TEST_CASE("verifying writes nothing", "[cli][verify]") {
    const ScratchFolder folder;
    record(folder / "x.drill", "wage-arrears-below-scope", "1");
    const auto before = snapshot(folder.path());
    sandtable_says({"verify", (folder / "x.drill").string()});
    CHECK(snapshot(folder.path()) == before);
}

TEST_CASE("a journal that is not what the inputs and the seed give is told apart, with the first entry", "[cli][verify]") {
    const ScratchFolder folder;
    record(folder / "one.drill", "wage-arrears-city-hall", "1");
    record(folder / "two.drill", "wage-arrears-city-hall", "2");
    DrillFile forged = read(folder / "two.drill");
    forged.header.seed = 1;  // every digest in it is right, and yet it is not the run of seed 1
    write_drill(folder / "forged.drill", forged);
    const Said said = sandtable_says_en({"verify", (folder / "forged.drill").string()});
    CHECK(said.code == 1);
    CHECK(said.err.empty());
    const json page = json::parse(sandtable_says({"verify", (folder / "forged.drill").string(), "--json"}).out);
    CHECK(page["result"] == "different");
    CHECK(page["again"] == read(folder / "one.drill").header.digest);
    CHECK(page["recorded"] == read(folder / "two.drill").header.digest);
    REQUIRE(page["first"].is_number());
    const auto first = page["first"].get<EntryNo>();
    CHECK(said.out.find("not the same: entry " + std::to_string(first) + " is the first that differs") == 0);
    const Journal a = read(folder / "one.drill").journal, b = read(folder / "two.drill").journal;
    for (EntryNo no = 0; no + 1 < first; ++no) CHECK(same_entry(a, no, b, no));
    CHECK_FALSE(same_entry(a, first - 1, b, first - 1));
}

TEST_CASE("a run recorded under other semantics is not compared", "[cli][verify]") {
    const ScratchFolder folder;
    record(folder / "x.drill", "wage-arrears-below-scope", "1");
    DrillFile other = read(folder / "x.drill");
    other.header.semantics = semantics_number + 1;
    write_drill(folder / "other.drill", other);
    const Said said = sandtable_says_en({"verify", (folder / "other.drill").string()});
    CHECK(said.code == 1);
    CHECK(said.out.find("recorded under semantics " + std::to_string(semantics_number + 1)) == 0);
    CHECK(json::parse(sandtable_says({"verify", (folder / "other.drill").string(), "--json"}).out)["result"] == "other_semantics");
}

TEST_CASE("a file whose bytes were altered is refused", "[cli][verify]") {
    const ScratchFolder folder;
    record(folder / "x.drill", "wage-arrears-below-scope", "1");
    const std::string whole = bytes_of(folder / "x.drill");
    for (const auto& cut : {whole.substr(0, whole.size() / 2), whole.substr(0, 100), std::string("SQLite format 3")}) {
        put_bytes(folder / "cut.drill", cut);
        const Said said = sandtable_says({"verify", (folder / "cut.drill").string()});
        CHECK(said.code == 2);
        CHECK(said.out.empty());
        CHECK_FALSE(said.err.empty());
    }
    alter(folder / "x.drill", "update entries set at_ms = at_ms + 1 where no = (select max(no) from entries)");
    CHECK(sandtable_says({"verify", (folder / "x.drill").string()}).code == 2);
}

TEST_CASE("a run does not differ from itself", "[cli][diff]") {
    const ScratchFolder folder;
    for (const char* name : {"a.drill", "b.drill"}) record(folder / name, "wage-arrears-city-hall", "7");
    const Said said = sandtable_says_en({"diff", (folder / "a.drill").string(), (folder / "b.drill").string()});
    CHECK(said.code == 0);
    CHECK(said.out.find(read(folder / "a.drill").header.digest) != std::string::npos);
    const json page = json::parse(sandtable_says({"diff", "--json", (folder / "a.drill").string(), (folder / "b.drill").string()}).out);
    CHECK(page["same"] == true);
    CHECK(page["first"].is_null());
    CHECK(page["duties"].empty());
}

TEST_CASE("two seeds part at an entry, and the duties that changed are listed", "[cli][diff]") {
    const ScratchFolder folder;
    record(folder / "a.drill", "wage-arrears-city-hall", "1");
    record(folder / "b.drill", "wage-arrears-city-hall", "2");
    const Said said = sandtable_says_en({"diff", (folder / "a.drill").string(), (folder / "b.drill").string()});
    CHECK(said.code == 1);
    CHECK(said.err.empty());
    const json page = json::parse(sandtable_says({"diff", (folder / "a.drill").string(), (folder / "b.drill").string(), "--json"}).out);
    CHECK(page["same"] == false);
    CHECK(page["a"]["seed"] == 1);
    CHECK(page["b"]["seed"] == 2);
    const Journal a = read(folder / "a.drill").journal, b = read(folder / "b.drill").journal;
    const auto first = page["first"].get<EntryNo>();
    CHECK_FALSE(same_entry(a, first - 1, b, first - 1));
    for (EntryNo no = 0; no + 1 < first; ++no) CHECK(same_entry(a, no, b, no));
    for (const json& duty : page["duties"]) CHECK(duty["a"] != duty["b"]);
}

TEST_CASE("two scenarios differ, and a duty that only one has reads none in the other", "[cli][diff]") {
    const ScratchFolder folder;
    record(folder / "a.drill", "wage-arrears-city-hall", "1");
    record(folder / "b.drill", "wage-arrears-below-scope", "1");
    const json page = json::parse(sandtable_says({"diff", "--json", (folder / "a.drill").string(), (folder / "b.drill").string()}).out);
    CHECK(page["same"] == false);
    int only_a = 0, only_b = 0;
    for (const json& duty : page["duties"]) {
        only_a += duty["b"] == "none";
        only_b += duty["a"] == "none";
    }
    CHECK(only_a > 0);
    CHECK(only_b > 0);
}

TEST_CASE("diff says what is wrong with either file", "[cli][diff]") {
    const Said said = sandtable_says_en({"diff", "a.drill", "b.drill"});
    CHECK(said.code == 2);
    CHECK(said.err.find("no such file: a.drill") != std::string::npos);
    CHECK(said.err.find("no such file: b.drill") != std::string::npos);
}
