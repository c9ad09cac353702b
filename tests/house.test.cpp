// The table of rooms is kept true: who may include whom, and where each third party lives (docs/house.md).
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "support/catch.hpp"

namespace fs = std::filesystem;

namespace {

using Names = std::set<std::string>;

/// Rooms and the rooms they may use directly; what those may use is theirs too.
const std::map<std::string, Names> may_use{
    {"base", {}},
    {"yaml", {"base"}},
    {"kernel", {"base"}},
    {"calendar", {"base", "yaml"}},
    {"plan", {"base", "yaml", "calendar"}},
    {"network", {"base", "yaml", "plan"}},
    {"rain", {"base", "yaml", "network"}},
    {"scenario", {"yaml", "plan", "network", "rain"}},
    {"journal", {"base"}},
    {"run", {"plan", "network", "scenario", "kernel", "journal"}},
    {"outcomes", {"plan", "scenario", "journal"}},
    {"exchange", {"base", "plan", "scenario"}},
    {"study", {"run", "outcomes"}},
    {"report", {"journal", "outcomes", "exchange", "study"}},
    {"scene", {"scenario", "journal", "outcomes", "exchange"}},
    {"view", {"scene", "outcomes", "exchange"}},
    {"cli", {"report", "run", "exchange", "study"}},
};

/// Which room implements each public header.
const std::map<std::string, std::string> room_of_header{
    {"agency_pattern.hpp", "base"},
    {"assert.hpp", "base"},
    {"calendar.hpp", "calendar"},
    {"cap.hpp", "exchange"},
    {"city.hpp", "network"},
    {"comparison.hpp", "outcomes"},
    {"counterfactual.hpp", "study"},
    {"diagnostic.hpp", "base"},
    {"digest.hpp", "base"},
    {"drill_file.hpp", "journal"},
    {"entry_no.hpp", "base"},
    {"entry_words.hpp", "outcomes"},
    {"event_queue.hpp", "kernel"},
    {"files.hpp", "base"},
    {"guard.hpp", "plan"},
    {"grading_answer.hpp", "exchange"},
    {"grading_table.hpp", "plan"},
    {"table_analysis.hpp", "plan"},
    {"running_duties.hpp", "plan"},
    {"grading_page.hpp", "report"},
    {"analysis_report.hpp", "report"},
    {"duty_analysis.hpp", "scenario"},
    {"duty_report.hpp", "report"},
    {"witness_scenario.hpp", "scenario"},
    {"id.hpp", "base"},
    {"journal.hpp", "journal"},
    {"network.hpp", "network"},
    {"not_given.hpp", "outcomes"},
    {"outcomes.hpp", "outcomes"},
    {"plan.hpp", "plan"},
    {"random.hpp", "base"},
    {"rain.hpp", "rain"},
    {"report.hpp", "report"},
    {"run.hpp", "run"},
    {"scenario.hpp", "scenario"},
    {"spread.hpp", "base"},
    {"replication.hpp", "run"},
    {"distribution.hpp", "study"},
    {"study.hpp", "study"},
    {"measure.hpp", "study"},
    {"attribution.hpp", "study"},
    {"sensitivity.hpp", "study"},
    {"roster.hpp", "study"},
    {"calibration.hpp", "study"},
    {"recorded.hpp", "outcomes"},
    {"selection.hpp", "study"},
    {"indices.hpp", "study"},
    {"study_file.hpp", "study"},
    {"study_report.hpp", "report"},
    {"setting.hpp", "scenario"},
    {"study_plan.hpp", "study"},
    {"scene.hpp", "scene"},
    {"timeline.hpp", "journal"},
    {"suggest.hpp", "base"},
    {"text.hpp", "base"},
    {"time.hpp", "base"},
    {"vocabulary.hpp", "plan"},
    {"warnings.hpp", "exchange"},
};

/// Third parties, each in the rooms that may include it.
const std::map<std::string, Names> third_parties{
    {"Random123/", {"base"}},
    {"sha2.h", {"base"}},
    {"utf8proc.h", {"base"}},
    {"yaml-cpp/", {"yaml"}},
    {"boost/", {"network", "study"}},
    {"boost/graph/", {"network"}},
    {"boost/math/", {"study"}},
    {"sqlite3.h", {"journal"}},
    {"nlohmann/", {"exchange"}},
    {"CLI/", {"cli", "view"}},
    {"expat.h", {"exchange"}},
    {"xlsxwriter.h", {"report"}},
    {"minizip/", {"report"}},
    {"SFML/", {"view"}},
    {"X11/", {"view"}},
    {"GL/", {"view"}},
};

Names reach_of(const std::string& room) {
    Names all{room};
    for (const auto& direct : may_use.at(room)) all.merge(reach_of(direct));
    return all;
}

struct Include {
    std::string file, named;
    bool system;
};

std::vector<Include> includes_in(const fs::path& folder) {
    std::vector<Include> found;
    const std::regex line_form(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
        std::ifstream in(entry.path());
        for (std::string line; std::getline(in, line);)
            if (std::smatch match; std::regex_search(line, match, line_form)) found.push_back({entry.path().string(), match[2], match[1] == "<"});
    }
    return found;
}

}  // namespace

TEST_CASE("every room includes only rooms it may use", "[house]") {
    for (const auto& [room, uses] : may_use) {
        const fs::path folder = fs::path(SANDTABLE_TREE) / "sim" / room;
        if (!fs::exists(folder)) continue;
        const Names reach = reach_of(room);
        for (const Include& include : includes_in(folder)) {
            if (include.system) continue;
            const auto slash = include.named.find('/');
            REQUIRE(slash != std::string::npos);
            const std::string first = include.named.substr(0, slash);
            std::string used = first;
            if (first == "sandtable") {
                const auto header = room_of_header.find(include.named.substr(slash + 1));
                INFO(include.file << " includes " << include.named << ", which is not in the list of public headers");
                REQUIRE(header != room_of_header.end());
                used = header->second;
            }
            INFO(include.file << " includes " << include.named << " of the room " << used);
            CHECK(reach.contains(used));
        }
    }
}

TEST_CASE("every folder of sim is a room of the table", "[house]") {
    for (const auto& entry : fs::directory_iterator(fs::path(SANDTABLE_TREE) / "sim"))
        if (entry.is_directory()) CHECK(may_use.contains(entry.path().filename().string()));
}

TEST_CASE("a third party is included only where it lives", "[house]") {
    for (const auto& [room, uses] : may_use) {
        const fs::path folder = fs::path(SANDTABLE_TREE) / "sim" / room;
        if (!fs::exists(folder)) continue;
        for (const Include& include : includes_in(folder))
            for (const auto& [prefix, rooms] : third_parties)
                if (include.named.starts_with(prefix)) {
                    INFO(include.file << " includes " << include.named);
                    CHECK(rooms.contains(room));
                }
    }
}

TEST_CASE("public headers name no third party and only public headers of rooms below", "[house]") {
    for (const Include& include : includes_in(fs::path(SANDTABLE_TREE) / "include")) {
        if (include.system) {
            INFO(include.file << " includes <" << include.named << ">");
            CHECK(include.named.find('/') == std::string::npos);
            CHECK_FALSE(include.named.ends_with(".h"));
            continue;
        }
        INFO(include.file << " includes " << include.named);
        REQUIRE(include.named.starts_with("sandtable/"));
        const auto own = room_of_header.find(fs::path(include.file).filename().string());
        const auto used = room_of_header.find(include.named.substr(10));
        REQUIRE(own != room_of_header.end());
        REQUIRE(used != room_of_header.end());
        CHECK(reach_of(own->second).contains(used->second));
    }
}

TEST_CASE("no table of the house is out of date", "[house]") {
    for (const auto& [header, room] : room_of_header) {
        INFO(header);
        CHECK(fs::exists(fs::path(SANDTABLE_TREE) / "include" / "sandtable" / header));
        CHECK(may_use.contains(room));
    }
    std::ifstream in(fs::path(SANDTABLE_TREE) / "docs" / "house.md");
    std::stringstream text;
    text << in.rdbuf();
    for (const auto& [room, uses] : may_use) {
        INFO(room);
        CHECK(text.str().find("| " + room + " |") != std::string::npos);
    }
}
