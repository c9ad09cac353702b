// report --cap and import as their users meet them; what is written is valid by the schema, which xmllint reads.
#include <algorithm>

#include "support/catch.hpp"
#include "support/program.hpp"

namespace fs = std::filesystem;
using namespace sandtable;

namespace {

/// A folder with a drill of the geohazard plan and its alerts in alerts/.
struct Issued {
    ScratchFolder folder;
    std::string drill = (folder / "x.drill").string(), alerts = (folder / "alerts").string();
    std::vector<std::string> files;
    Said said;

    Issued() {
        sandtable_says({"run", "geohazard-rain-turns", "-o", drill});
        said = sandtable_says_en({"report", drill, "--cap", alerts});
        for (const auto& entry : fs::directory_iterator(alerts)) files.push_back(entry.path().string());
        std::sort(files.begin(), files.end());
    }
};

/// What xmllint answers: 0 for valid.
int lint(const std::vector<std::string>& files) {
    std::vector<std::string> words{"xmllint", "--nonet", "--noout", "--schema", (fs::path(SANDTABLE_TREE) / "docs" / "cap-1.2.xsd").string()};
    words.insert(words.end(), files.begin(), files.end());
    std::vector<char*> pointers;
    for (auto& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return in_child([&]() -> int {
        const int nothing = ::open("/dev/null", O_WRONLY);
        ::dup2(nothing, 2);
        ::execvp("xmllint", pointers.data());
        return 97;
    });
}

}  // namespace

TEST_CASE("the alerts of a run are files that the schema finds valid", "[cli][cap]") {
    const Issued issued;
    CHECK(issued.said.code == 0);
    CHECK(issued.said.out.empty());
    REQUIRE(issued.files.size() == 4);
    CHECK(lint(issued.files) == 0);
    for (const std::string& file : issued.files) CHECK(bytes_of(file).find("<status>Exercise</status>") != std::string::npos);
    // the schema itself can say no
    const std::string broken = (issued.folder / "broken.xml").string();
    for (const auto& [was, now] : std::vector<std::pair<std::string, std::string>>{{"<scope>Restricted</scope>", ""}, {"<status>Exercise", "<status>exercise"}, {"+08:00</sent>", "Z</sent>"}, {"cap:1.2", "cap:1.1"}, {"<urgency>", "<more/><urgency>"}}) {
        std::string text = bytes_of(issued.files.front());
        REQUIRE(text.find(was) != std::string::npos);
        put_bytes(broken, text.replace(text.find(was), was.size(), now));
        INFO(was);
        CHECK(lint({broken}) != 0);
    }
}

TEST_CASE("an alert goes out and comes back the same", "[cli][cap]") {
    const Issued issued;
    const std::string copies = (issued.folder / "copies").string();
    std::vector<std::string> words{"import"};
    words.insert(words.end(), issued.files.begin(), issued.files.end());
    words.insert(words.end(), {"--cap", copies});
    REQUIRE(sandtable_says_en(words).code == 0);
    std::size_t copied = 0;
    for (const auto& entry : fs::directory_iterator(copies)) {
        CHECK(bytes_of(entry.path()) == bytes_of(fs::path(issued.alerts) / entry.path().filename()));
        ++copied;
    }
    CHECK(copied == issued.files.size());
}

TEST_CASE("imported alerts are a drill that runs", "[cli][cap]") {
    const Issued issued;
    const std::string drill = (issued.folder / "again.yaml").string();
    std::vector<std::string> words{"import"};
    words.insert(words.end(), issued.files.begin(), issued.files.end());
    words.insert(words.end(), {"-o", drill});
    const Said said = sandtable_says_en(words);
    CHECK(said.code == 0);
    CHECK(said.err == drill + " was written (messages: 4, prevention areas: 1). Run it with sandtable run.\n");
    const Said run = sandtable_says_en({"run", drill});
    CHECK(run.code == 0);
    CHECK(run.err.empty());
    CHECK(sandtable_says_en(words).code == 2);  // what is there is not written over
}

TEST_CASE("where one file is wanted and several alerts are there, nothing is written", "[cli][cap]") {
    const Issued issued;
    for (const std::string& target : {std::string("-"), (issued.folder / "one.xml").string(), issued.drill}) {
        const auto before = bytes_of(issued.drill);
        const Said said = sandtable_says_en({"report", issued.drill, "--cap", target});
        INFO(target);
        CHECK(said.code == 2);
        CHECK(said.out.empty());
        CHECK(bytes_of(issued.drill) == before);
        CHECK_FALSE(fs::exists(issued.folder / "one.xml"));
    }
}

TEST_CASE("a run of other plans has no alerts to write", "[cli][cap]") {
    const DrillOnDisk recorded;
    const Said said = sandtable_says_en({"report", recorded.path, "--cap", (recorded.folder / "a").string()});
    CHECK(said.code == 2);
    CHECK(said.err.find("[cap-no-plan]") != std::string::npos);
    CHECK_FALSE(fs::exists(recorded.folder / "a"));
}

TEST_CASE("of several files one that is wrong keeps all of them out", "[cli][cap]") {
    const Issued issued;
    const std::string broken = (issued.folder / "broken.xml").string(), drill = (issued.folder / "none.yaml").string(), copies = (issued.folder / "copies").string();
    std::string text = bytes_of(issued.files.back());
    put_bytes(broken, text.replace(text.find("<scope>Restricted</scope>"), 25, ""));
    const Said said = sandtable_says_en({"import", issued.files.front(), broken, "-o", drill, "--cap", copies});
    CHECK(said.code == 2);
    CHECK(said.err.find("broken.xml:2:1: error: alert has no scope [cap-missing]") != std::string::npos);
    CHECK_FALSE(fs::exists(drill));
    CHECK_FALSE(fs::exists(copies));
}
