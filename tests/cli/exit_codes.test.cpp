// 0 fine, 1 the answer is no, 2 the command line or a file is wrong, 3 the machine failed.
#include "support/catch.hpp"
#include "support/program.hpp"

using namespace sandtable;

namespace {

/// The drills of a scenario whose expectation fails: city-hall with one expectation turned round.
std::string disappointed() {
    std::string text = bytes_of(shipped("drills/wage-arrears-city-hall.yaml"));
    const std::string was = "{id: E-1, duty: wage-arrears.preliminary_assessment, is: met}";
    return text.replace(text.find(was), was.size(), "{id: E-1, duty: wage-arrears.preliminary_assessment, is: breached}");
}

std::string code_of(const std::string& said) {
    const auto open = said.rfind('['), close = said.find(']', open);
    return open == std::string::npos ? said : said.substr(open + 1, close - open - 1);
}

}  // namespace

TEST_CASE("help and version are results", "[cli]") {
    const Said version = sandtable_says({"--version"});
    CHECK(version.code == 0);
    CHECK(version.out.find("sandtable ") == 0);
    CHECK(version.err.empty());
    for (const char* command : {"check", "grade", "run", "why", "verify", "diff", "report", "graph"}) {
        INFO(command);
        const Said help = sandtable_says_en({command, "--help"});
        CHECK(help.code == 0);
        CHECK(help.out.find("Usage") != std::string::npos);
        CHECK(help.err.empty());
    }
    const Said all = sandtable_says_en({"--help"});
    CHECK(all.code == 0);
    for (const char* command : {"check", "grade", "run", "why", "verify", "diff", "report", "graph"}) CHECK(all.out.find(command) != std::string::npos);
}

TEST_CASE("a wrong command line exits 2, says so on standard error only, and where to read on", "[cli]") {
    const std::vector<std::string> lines[] = {{}, {"frobnicate"}, {"run"}, {"run", "a", "b"}, {"check"}, {"why"}, {"diff", "x.drill"}, {"verify"}, {"graph"}, {"run", "x", "--nope"},
                                              {"report", "--csv"}, {"run", "wage-arrears-city-hall", "--colour", "maybe"}, {"--lang"}};
    for (const auto& line : lines) {
        std::string shown = "sandtable";
        for (const auto& word : line) shown += " " + word;
        INFO(shown);
        const Said said = sandtable_says(line);
        CHECK(said.code == 2);
        CHECK(said.out.empty());
        CHECK(code_of(said.err).substr(0, 4) == "cli-");
        CHECK((said.err.find("--help") != std::string::npos || said.err.find("check, ") != std::string::npos));  // or the commands there are
    }
}

TEST_CASE("an unknown command is named, with its neighbour", "[cli]") {
    const Said said = sandtable_says_en({"chek", "lishui"});
    CHECK(said.code == 2);
    CHECK(said.err.find("chek") != std::string::npos);
    CHECK(said.err.find("check") != std::string::npos);
}

TEST_CASE("a wrong command line is told in Chinese throughout", "[cli]") {
    CHECK(sandtable_says({"run", "--lang", "zh"}).err.find("is required") == std::string::npos);  // main.cpp: the library's own words
}

TEST_CASE("a seed out of range exits 2 and says the range", "[cli]") {
    for (const char* seed : {"4294967296", "-1", "1x", "", "0x10", "1.5", "99999999999999999999"}) {
        INFO(seed);
        const Said said = sandtable_says_en({"run", "wage-arrears-city-hall", std::string("--seed=") + seed});
        CHECK(said.code == 2);
        CHECK(said.out.empty());
        CHECK(code_of(said.err) == "cli-wrong");
        if (*seed != '\0') CHECK(said.err.find("must be a whole number from 0 to 4294967295") != std::string::npos);
    }
    CHECK(sandtable_says({"run", "wage-arrears-city-hall", "--seed", "4294967295"}).err.empty());
}

TEST_CASE("a run whose expectations hold exits 0, one that fails exits 1 and still says everything", "[cli]") {
    for (const auto& drill : drill_names()) CHECK(sandtable_says({"run", drill}).code == 0);
    const ScratchFolder folder;
    put_bytes(folder / "sad.yaml", disappointed());
    const Said said = sandtable_says_en({"run", (folder / "sad.yaml").string()});
    CHECK(said.code == 1);
    CHECK(said.err.empty());
    CHECK(said.out.find("✗ E-1") != std::string::npos);
    CHECK(said.out.find("✓ E-2") != std::string::npos);
}

TEST_CASE("a breached duty that was expected, and a plan that does not apply, exit 0", "[cli]") {
    const Said city_hall = sandtable_says_en({"run", "wage-arrears-city-hall"});
    CHECK(city_hall.code == 0);
    CHECK(city_hall.out.find("✗ ") != std::string::npos);
    CHECK(sandtable_says({"run", "wage-arrears-below-scope"}).code == 0);
}

TEST_CASE("what is not there, is a folder or is another kind of file exits 2", "[cli]") {
    const std::string plan = shipped("plans/wage-arrears.yaml").string();
    const std::pair<std::vector<std::string>, const char*> lines[] = {
        {{"run", "nowhere.yaml"}, "file-missing"},       {{"run", "/"}, "file-is-folder"},          {{"run", plan}, "cli-not-scenario"},         {{"run", "wage-arrears"}, "unknown-scenario"},
        {{"check", "nowhere.yaml"}, "file-missing"},     {{"check", "/"}, "file-is-folder"},        {{"check", "nothing-like-it"}, "cli-unknown-file"},
        {{"graph", "nowhere.yaml"}, "file-missing"},     {{"graph", plan}, "cli-not-network"},      {{"graph", "lishu"}, "unknown-network"},
        {{"verify", "nowhere.drill"}, "file-missing"},   {{"verify", "/"}, "file-is-folder"},       {{"why", "nowhere.drill", "x"}, "file-missing"},
        {{"diff", "nowhere.drill", "/"}, "file-is-folder"}, {{"report", "nowhere.drill", "--csv"}, "file-missing"}};
    for (const auto& [line, code] : lines) {
        INFO(line[0] << " " << line[1]);
        const Said said = sandtable_says_en(line);
        CHECK(said.code == 2);
        CHECK(code_of(said.err) == code);
        CHECK(said.out.size() < 40);  // check says its counts
    }
}

TEST_CASE("grade exits 0 whatever the grade is, and 2 where plan, fact or value is wrong", "[cli]") {
    CHECK(sandtable_says({"grade", "--plan", "wage-arrears", "participants=3"}).code == 0);  // does not apply: that is an answer
    CHECK(sandtable_says({"grade", "--plan", "wage-arrears", "--json"}).code == 0);
    const std::pair<std::vector<std::string>, const char*> lines[] = {{{"grade", "--plan", "nothing-like-it"}, "unknown-plan"},
                                                                      {{"grade", "--plan", "wage-arrears", "partcipants=3"}, "unknown-fact"},
                                                                      {{"grade", "--plan", "wage-arrears", "participants=x"}, "value-not-number"},
                                                                      {{"grade", "--plan", "wage-arrears", "participants=50..30"}, "range-order"}};
    for (const auto& [line, code] : lines) {
        INFO(line.back());
        const Said said = sandtable_says_en(line);
        CHECK(said.code == 2);
        CHECK(said.out.empty());
        CHECK(code_of(said.err) == code);
    }
}

TEST_CASE("an id near to one that exists is hinted at", "[cli]") {
    CHECK(sandtable_says_en({"run", "wage-arrears-city-hal"}).err.find("did you mean \"wage-arrears-city-hall\"?") != std::string::npos);
    CHECK(sandtable_says_en({"graph", "lishu"}).err.find("did you mean \"lishui\"?") != std::string::npos);
    CHECK(sandtable_says_en({"check", "wage-arears"}).err.find("did you mean \"wage-arrears\"?") != std::string::npos);
    CHECK(sandtable_says({"run", "wage-arrears-city-hal", "--lang", "zh"}).err.find("是否想写“wage-arrears-city-hall”？") != std::string::npos);
}

TEST_CASE("garbage, GB18030 and an empty file exit 2 with what they are", "[cli]") {
    const ScratchFolder folder;
    const std::pair<std::string, const char*> files[] = {{std::string("\x7f" "ELF\0\1", 6), "file-binary"}, {"sandtable: scenario/1\ntitle: \xB2\xE2\xCA\xD4\n", "file-not-utf8"}, {"", "yaml-empty"}, {"sandtable: [1\n", "yaml-open-bracket"}};
    for (const auto& [bytes, code] : files) {
        INFO(code);
        put_bytes(folder / "x.yaml", bytes);
        for (const char* command : {"run", "check"}) {
            const Said said = sandtable_says_en({command, (folder / "x.yaml").string()});
            CHECK(said.code == 2);
            CHECK(code_of(said.err) == code);
        }
    }
    put_bytes(folder / "x.drill", "not a database");
    for (const char* command : {"verify", "report"}) CHECK(sandtable_says({command, (folder / "x.drill").string(), command[0] == 'r' ? "--csv" : "--json"}).code == 2);
}

TEST_CASE("a result that cannot be written exits 3", "[cli]") {
    if (!std::filesystem::exists("/dev/full")) return;
    ProgramOptions full;
    full.out_file = "/dev/full";
    const Said said = sandtable_says_en({"run", "wage-arrears-city-hall", "--json"}, full);
    CHECK(said.code == 3);
    CHECK(code_of(said.err) == "cli-machine");
}
