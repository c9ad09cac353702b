// run -o: the file is whole or the old one stands.
#include "support/catch.hpp"
#include "support/program.hpp"

namespace fs = std::filesystem;
using namespace sandtable;

namespace {

std::size_t files_in(const fs::path& folder) { return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator())); }

}  // namespace

TEST_CASE("a recorded run says where it went, and leaves one file", "[cli][output]") {
    const ScratchFolder folder;
    const Said said = sandtable_says_en({"run", "wage-arrears-city-hall", "-o", (folder / "x.drill").string()});
    CHECK(said.code == 0);
    CHECK(said.out.find("演练 EXERCISE") != std::string::npos);
    CHECK(said.err.find("recorded: " + (folder / "x.drill").string() + " (") == 0);
    CHECK(bytes_of(folder / "x.drill").substr(0, 15) == "SQLite format 3");
    CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("the same run records the same bytes", "[cli][output]") {
    const ScratchFolder folder;
    for (const char* name : {"a.drill", "b.drill"}) CHECK(sandtable_says({"run", "wage-arrears-city-hall", "--output", (folder / name).string()}).code == 0);
    CHECK(bytes_of(folder / "a.drill") == bytes_of(folder / "b.drill"));
}

TEST_CASE("an existing file is replaced by a run that works", "[cli][output]") {
    const ScratchFolder folder;
    put_bytes(folder / "x.drill", "old");
    CHECK(sandtable_says({"run", "wage-arrears-city-hall", "-o", (folder / "x.drill").string()}).code == 0);
    CHECK(bytes_of(folder / "x.drill").substr(0, 6) == "SQLite");
}

TEST_CASE("an existing file stands when the scenario does not load", "[cli][output]") {
    const ScratchFolder folder;
    put_bytes(folder / "x.drill", "old");
    put_bytes(folder / "bad.yaml", "sandtable: scenario/1\nid: bad\n");
    for (const auto& scenario : {std::string("nowhere"), (folder / "bad.yaml").string(), (folder / "missing.yaml").string()}) {
        CHECK(sandtable_says({"run", scenario, "-o", (folder / "x.drill").string()}).code == 2);
        CHECK(bytes_of(folder / "x.drill") == "old");
    }
    CHECK(files_in(folder.path()) == 2);
}

TEST_CASE("an existing file stands when the command line is wrong", "[cli][output]") {
    const ScratchFolder folder;
    put_bytes(folder / "x.drill", "old");
    CHECK(sandtable_says({"run", "wage-arrears-city-hall", "--seed", "-1", "-o", (folder / "x.drill").string()}).code == 2);
    CHECK(bytes_of(folder / "x.drill") == "old");
}

TEST_CASE("a file in a folder that is not there exits 3 and prints no results", "[cli][output]") {
    const ScratchFolder folder;
    const Said said = sandtable_says_en({"run", "wage-arrears-city-hall", "-o", (folder / "nowhere" / "x.drill").string()});
    CHECK(said.code == 3);
    CHECK(said.out.empty());
    CHECK(said.err.find("[cli-machine]") != std::string::npos);
    CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("a folder in the file's place exits 3 and stays", "[cli][output]") {
    const ScratchFolder folder;
    fs::create_directory(folder / "x.drill");
    CHECK(sandtable_says({"run", "wage-arrears-city-hall", "-o", (folder / "x.drill").string()}).code == 3);
    CHECK(fs::is_directory(folder / "x.drill"));
    CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("a folder that may not be written exits 3", "[cli][output]") {
    const ScratchFolder folder;
    fs::create_directory(folder / "closed");
    fs::permissions(folder / "closed", fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read | fs::perms::others_exec);
    fs::permissions(folder.path(), fs::perms::all);
    const int code = in_child([&] {
        if (!become_nobody()) return 77;
        return sandtable_says({"run", "wage-arrears-city-hall", "-o", (folder / "closed/x.drill").string()}).code;
    });
    CHECK((code == 3 || code == 96));  // 96: the program itself is out of nobody's reach here
    fs::permissions(folder / "closed", fs::perms::owner_all);
    CHECK(fs::is_empty(folder / "closed"));
}

TEST_CASE("a run whose expectations fail is recorded all the same", "[cli][output]") {
    const ScratchFolder folder;
    std::string text = bytes_of(shipped("drills/wage-arrears-city-hall.yaml"));
    const std::string was = "{id: E-1, duty: wage-arrears.preliminary_assessment, is: met}";
    text.replace(text.find(was), was.size(), "{id: E-1, duty: wage-arrears.preliminary_assessment, is: waived}");
    put_bytes(folder / "sad.yaml", text);
    CHECK(sandtable_says({"run", (folder / "sad.yaml").string(), "-o", (folder / "x.drill").string()}).code == 1);
    CHECK(sandtable_says({"verify", (folder / "x.drill").string()}).code == 0);
}

TEST_CASE("a file is found beside the scenario before the program's own, in its own folder and in sibling folders", "[cli][output]") {
    const ScratchFolder folder;
    fs::create_directories(folder / "mine/drills");
    fs::create_directories(folder / "mine/plans");
    fs::copy_file(shipped("drills/wage-arrears-city-hall.yaml"), folder / "mine/drills/x.yaml");
    std::string plan = bytes_of(shipped("plans/wage-arrears.yaml"));
    const auto at = plan.find("takes: 6..18 min usually 10");
    REQUIRE(at != std::string::npos);
    put_bytes(folder / "mine/plans/wage-arrears.yaml", plan.replace(at, 27, "takes: 40 min"));
    const Said said = sandtable_says_en({"run", (folder / "mine/drills/x.yaml").string()});
    CHECK(said.code == 1);  // the first judgement is late now
    CHECK(said.out.find("✗ E-1") != std::string::npos);
    ProgramOptions data;
    data.environment = {{"SANDTABLE_DATA", (folder / "mine").string()}};
    CHECK(sandtable_says({"run", "x"}, data).code == 1);  // by id, from SANDTABLE_DATA
}
