// check on tables and duties, and new --from-witness, through the program.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/program.hpp"

using namespace sandtable;
using json = nlohmann::json;

namespace {

/// The words of a shell line of ours: quotes keep a word together.
std::vector<std::string> words_of(const std::string& line) {
    std::vector<std::string> words(1);
    char quote = 0;
    for (const char c : line) {
        if (quote == 0 && (c == '\'' || c == '"')) quote = c;
        else if (c == quote) quote = 0;
        else if (c == ' ' && quote == 0) words.emplace_back();
        else words.back() += c;
    }
    return words;
}

json checked(const std::vector<std::string>& files) {
    std::vector<std::string> words{"check", "--json"};
    words.insert(words.end(), files.begin(), files.end());
    return json::parse(sandtable_says_en(words).out);
}

}  // namespace

TEST_CASE("the printed case of every finding is what grade says of it", "[long][cli][proofs]") {
    const json page = checked({"mass-incident", "natural-resource-dispute"});
    int tried = 0;
    for (const json& finding : page["findings"]) {
        if (finding["case"].is_null() || (finding["code"] == "overlap" && ++tried % 20 != 0)) continue;
        std::vector<std::string> words = words_of(finding["case"].get<std::string>());
        REQUIRE(words.front() == "sandtable");
        words.erase(words.begin());
        words.push_back("--json");
        INFO(finding["id"]);
        const json answer = json::parse(sandtable_says_en(words).out);
        CHECK(answer["at_least"] == answer["at_most"]);
        if (!finding["grades"].empty()) CHECK(answer["at_least"] == finding["grades"][0]);
        if (finding["code"] == "overlap" || finding["code"] == "masked")
            for (const json& clause : finding["clauses"]) CHECK(std::find(answer["met"].begin(), answer["met"].end(), clause) != answer["met"].end());
        if (finding["code"] != "falling-place" && finding["code"] != "gap") continue;
        const std::string fact = finding["fact"];
        for (std::string& word : words)
            if (word.starts_with(fact + "=")) word = fact + "=" + finding["values"][1].get<std::string>();
        CHECK(json::parse(sandtable_says_en(words).out)["at_least"] == finding["grades"][1]);
    }
    CHECK(page["findings"].size() > 200);
}

TEST_CASE("a difference between two plans is what grade says under each", "[cli][proofs]") {
    const json page = checked({"mass-incident", "natural-resource-dispute"});
    REQUIRE(page["differences"].size() == 7);
    for (const json& d : page["differences"])
        for (const auto& [line, grade, met] : {std::tuple{"case_a", "grade_a", "met_a"}, {"case_b", "grade_b", "met_b"}}) {
            std::vector<std::string> words = words_of(d[line].get<std::string>());
            words.erase(words.begin());
            words.push_back("--json");
            const json answer = json::parse(sandtable_says_en(words).out);
            CHECK(answer["at_least"] == d[grade]);
            for (const json& clause : d[met]) CHECK(std::find(answer["met"].begin(), answer["met"].end(), clause) != answer["met"].end());
        }
}

TEST_CASE("a found case runs and grades as found", "[cli][proofs][new]") {
    const ScratchFolder folder;
    const auto grades = [&](const std::vector<std::string>& words) {
        const std::string path = (folder / "case.yaml").string();
        std::filesystem::remove(path);
        std::vector<std::string> line{"new", "-o", path};
        line.insert(line.end(), words.begin(), words.end());
        REQUIRE(sandtable_says_en(line).code == 0);
        const Said checked_too = sandtable_says_en({"check", path});
        CHECK(checked_too.code == 0);
        std::vector<std::string> out;
        const Said ran = sandtable_says_en({"run", path, "--json"});
        CHECK(ran.code == 0);  // the grades are what it expects
        const json page = json::parse(ran.out);
        CHECK(page["expect"].size() > 0);
        for (const json& g : page["grades"]) out.push_back(g["plan"].get<std::string>() + " " + g["at_least"].dump() + g["at_most"].dump());
        return out;
    };
    using Lines = std::vector<std::string>;
    CHECK(grades({"--plan", "mass-incident", "--from-witness", "falling-place/participants/1000"}) == Lines{R"(mass-incident "III""III")", "mass-incident nullnull"});
    CHECK(grades({"--plan", "mass-incident", "--from-witness", "gap/participants/1000..5000"}) == Lines{R"(mass-incident "III""III")", "mass-incident nullnull", R"(mass-incident "I""I")"});
    CHECK(grades({"--plan", "mass-incident", "--from-witness", "masked/2.1(6)", "--place", "bus_station"}) == Lines{R"(mass-incident "I""I")"});
    CHECK(grades({"--plan", "mass-incident", "--from-witness", "overlap/2.1(10)+2.2(2)"}) == Lines{R"(mass-incident "I""I")"});  // with a finding
    CHECK(grades({"--plan", "mass-incident", "--plan", "natural-resource-dispute", "--from-witness", "difference/III/I"}) ==
          Lines{R"(mass-incident "III""III")", R"(natural-resource-dispute "I""I")"});
}

TEST_CASE("an expected grade that is another one fails the run, and one the plan does not have is refused", "[cli][proofs][new]") {
    const ScratchFolder folder;
    const std::string path = (folder / "case.yaml").string();
    REQUIRE(sandtable_says_en({"new", "-o", path, "--plan", "mass-incident", "--from-witness", "falling-place/participants/1000"}).code == 0);
    std::string text = bytes_of(path);
    const auto swapped = [&](const std::string& was, const std::string& now) {
        std::string other = text;
        REQUIRE(other.find(was) != std::string::npos);
        put_bytes(path, other.replace(other.find(was), was.size(), now));
        return sandtable_says_en({"run", path});
    };
    CHECK(swapped("grade: none, at: 59 min", "grade: III, at: 59 min").code == 1);
    CHECK(swapped("grade: none, at: 59 min", "grade: none, at: 20 min").code == 1);
    CHECK(swapped("grade: none, at: 59 min", "grade: none").code == 0);
    const Said wrong = swapped("grade: none, at: 59 min", "grade: IV");
    CHECK(wrong.code == 2);
    CHECK(wrong.err.find("[unknown-grade]") != std::string::npos);
}

TEST_CASE("new says what is wrong and writes nothing", "[cli][proofs][new]") {
    const ScratchFolder folder;
    const std::string path = (folder / "case.yaml").string();
    const auto said = [&](std::vector<std::string> words) {
        words.insert(words.begin(), {"new", "-o", path});
        const Said out = sandtable_says_en(words);
        CHECK(out.code == 2);
        CHECK(out.out.empty());
        CHECK_FALSE(std::filesystem::exists(path));
        return out.err;
    };
    CHECK(said({"--plan", "mass-incident", "--from-witness", "falling-place/participants/100"}).find("did you mean \"falling-place/participants/1000\"") != std::string::npos);
    CHECK(said({"--plan", "mass-incidents", "--from-witness", "gap"}).find("did you mean \"mass-incident\"") != std::string::npos);
    CHECK(said({"--plan", "wage-arrears", "--from-witness", "gap"}).find("new-unknown-finding") != std::string::npos);
    CHECK(said({"--plan", "mass-incident", "--plan", "natural-resource-dispute", "--plan", "wage-arrears", "--from-witness", "difference/III/I"}).find("new-plans") != std::string::npos);
    CHECK(said({"--plan", "mass-incident", "--from-witness", "worst-alone/deaths", "--place", "city_hal"}).find("did you mean \"city_hall\"") != std::string::npos);
    CHECK(said({"--plan", "mass-incident", "--from-witness", "worst-alone/deaths", "--network", "lishu"}).find("did you mean \"lishui\"") != std::string::npos);
    CHECK(said({"--plan", "mass-incident"}).find("--from-witness") != std::string::npos);
    CHECK(said({"--plan", "mass-incident", "--from-witness", "difference/III/I"}).find("give --plan twice") != std::string::npos);
    CHECK(said({"--plan", "mass-incident", "--plan", "natural-resource-dispute", "--from-witness", "worst-alone/deaths"}).find("give one --plan") != std::string::npos);
    put_bytes(path, "mine");
    CHECK(sandtable_says_en({"new", "-o", path, "--plan", "mass-incident", "--from-witness", "worst-alone/deaths"}).err.find("[new-exists]") != std::string::npos);
    CHECK(bytes_of(path) == "mine");
}

TEST_CASE("a duty that cannot be kept is an error with place, path and minutes; one at risk a note; accepted, a note", "[cli][proofs]") {
    ChangedData data;
    data.change("plans/wage-arrears.yaml", "  within: 20 min\n", "  within: 5 min\n");
    const Said impossible = data.says({"check", "plans/wage-arrears.yaml", "networks/lishui.yaml"});
    CHECK(impossible.code == 1);
    CHECK(
        impossible.err.find(
            "error: 3(1) first judgement within 20 minutes: cannot be kept within 5 min: the shortest way from the beginning of its period to its discharge takes 6 min (") !=
        std::string::npos);
    CHECK(impossible.err.find("first judgement of the case 6 min–18 min") != std::string::npos);
    CHECK(impossible.out.find("impossible (") != std::string::npos);
    const json page = json::parse(data.says({"check", "plans/wage-arrears.yaml", "networks/lishui.yaml", "--json"}).out);
    int found = 0;
    for (const json& duty : page["duties"])
        if (duty["keeping"] == "impossible") {
            ++found;
            CHECK(duty["duty"] == "preliminary_assessment");
            CHECK(duty["least"]["ms"] == 360'000);
            CHECK(duty["path"].size() == 1);
        }
    CHECK(found > 30);  // at every place
    data.change("plans/wage-arrears.yaml", "  within: 5 min\n", "  within: 6 min\n");
    const Said at_risk = data.says({"check", "plans/wage-arrears.yaml", "networks/lishui.yaml"});
    CHECK(at_risk.code == 0);
    CHECK(at_risk.err.find("warning: 3(1) first judgement within 20 minutes: at risk within 6 min: shortest 6 min, longest 18 min, when nobody waits") != std::string::npos);
    data.change("plans/wage-arrears.yaml", "  within: 6 min\n", "  within: 4 min\n");
    data.change("plans/wage-arrears.yaml", "\nleft_out:\n", "\naccepted:\n- {code: duty-impossible, clauses: [\"3(1)\"], why: {zh: 待修订, en: to be revised}}\n\nleft_out:\n");
    const Said accepted = data.says({"check", "plans/wage-arrears.yaml", "networks/lishui.yaml"});
    CHECK(accepted.code == 0);
    CHECK(accepted.err.find("note: 3(1)") != std::string::npos);
}

TEST_CASE("without a way a duty is never discharged, and who has nobody for it is named", "[cli][proofs]") {
    ChangedData data;
    data.change("plans/wage-arrears.yaml", "sends: [{message: case_report, to: leading_group, over: [telephone, network]}]", "sends: [{message: case_report, to: leading_group, over: [in_person_only]}]");
    const Said unknown = data.says({"check", "drills/wage-arrears-city-hall.yaml"});
    CHECK(unknown.code == 2);  // a channel that the network does not have cannot be bound
    ChangedData staff;
    staff.change("plans/wage-arrears.yaml", "  by: leading_group\n  after: {received: case_report}\n  officer: deputy\n", "  by: leading_group\n  after: {received: case_report}\n  officer: squad\n");
    const Said none = staff.says({"check", "plans/wage-arrears.yaml", "networks/lishui.yaml"});
    CHECK(none.code == 1);
    CHECK(none.err.find("[task-without-officers]") != std::string::npos);
    CHECK(none.err.find("[decision-without-decider]") != std::string::npos);
    CHECK(none.err.find("[duty-never]") != std::string::npos);
}

TEST_CASE("a finding that the plan accepts is told no more; an acceptance of nothing is a warning", "[cli][proofs]") {
    ChangedData data;
    data.change("plans/mass-incident.yaml", "\nleft_out:\n", "\naccepted:\n- {code: masked, clauses: [\"2.1(6)\", \"2.1(9)\"], why: {zh: 文本如此, en: the text says so}}\n- {code: gap, clauses: [\"2.1(3)\"], why: {zh: 无, en: none}}\n\nleft_out:\n");
    const Said said = data.says({"check", "plans/mass-incident.yaml"});
    CHECK(said.code == 0);
    CHECK(said.err.find("[masked]") == std::string::npos);
    CHECK(said.err.find("findings accepted in the plan file, with reasons: 1") != std::string::npos);
    CHECK(said.err.find("accepted: gap for 2.1(3) accepts nothing that was found") != std::string::npos);
    const json page = json::parse(data.says({"check", "plans/mass-incident.yaml", "--json"}).out);
    for (const json& finding : page["findings"])
        if (finding["code"] == "masked") CHECK(finding["accepted"] == "the text says so");
}

TEST_CASE("a criterion that can never hold is an error", "[cli][proofs]") {
    ChangedData data;
    data.change("plans/mass-incident.yaml", "when: {prison_incident: true, prisoners: {at_least: 10}}", "when: {prison_incident: true, all: [{prison_incident: false}]}");
    const Said said = data.says({"check", "plans/mass-incident.yaml"});
    CHECK(said.code == 1);
    CHECK(said.err.find("2.1(8) can never hold [never-holds]") != std::string::npos);
}

TEST_CASE("facts that contradict each other are warned of in a scenario and in a grading, and change nothing", "[cli][proofs]") {
    ChangedData data;
    data.change("drills/wage-arrears-city-hall.yaml", "{at: 0 min, facts: {participants: 42,", "{at: 0 min, facts: {serious_injuries: 3, injuries: 2, participants: 42,");
    const Said said = data.says({"check", "drills/wage-arrears-city-hall.yaml"});
    CHECK(said.code == 0);
    CHECK(said.err.find("contradicts itself: seriously injured, more than injuries [truth-contradicts]") != std::string::npos);
    const std::vector<std::string> words{"grade", "--plan", "natural-resource-dispute", "serious_injuries=3", "--rest-harmless", "--json"};
    const json odd = json::parse(sandtable_says_en(words).out);
    CHECK(odd["contradictions"] == json::array({"serious_injuries"}));
    CHECK(odd["at_least"] == "III");
    std::vector<std::string> even = words;
    even.push_back("injuries=3");
    const json fine = json::parse(sandtable_says_en(even).out);
    CHECK_FALSE(fine.contains("contradictions"));
    CHECK(fine["at_least"] == "III");
}

TEST_CASE("notes of one kind are folded on the page unless all are asked for", "[cli][proofs]") {
    const std::string page = sandtable_says_en({"check", "mass-incident"}).err, all = sandtable_says_en({"check", "mass-incident", "--all"}).err;
    const auto count = [](const std::string& text, const std::string& what) {
        std::size_t n = 0;
        for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += what.size()) ++n;
        return n;
    };
    CHECK(count(page, "[worst-alone]") == 4);  // three, and how many more
    CHECK(count(all, "[worst-alone]") == 25);
    CHECK(count(page, "[falling-place]\n") == 5);
    CHECK(all.find("[notes-folded]") == std::string::npos);
    CHECK(all.find("[fact-unused]") == std::string::npos);  // every fact of the shipped vocabulary is looked at by some plan
}

TEST_CASE("a case behind a falling place says so, and facts the plan does not look at are named", "[cli][grade]") {
    const auto says = [](std::vector<std::string> words) {
        words.insert(words.begin(), {"grade", "--plan", "mass-incident"});
        return sandtable_says_en(words).out;
    };
    CHECK(says({"--rest-harmless", "participants=1000", "stability_impact=severe"}).find("the text falls here: with people taking part 200 to below 1000 it would be grade III") != std::string::npos);
    CHECK(says({"--rest-harmless", "participants=999", "stability_impact=severe"}).find("falls here") == std::string::npos);
    CHECK(says({"--rest-harmless", "participants=5000", "stability_impact=severe"}).find("falls here") == std::string::npos);
    CHECK(says({"serious_injuries=3"}).find("not looked at by this plan: seriously injured") != std::string::npos);
    CHECK(says({"participants=3", "--rest-harmless"}).find("not looked at") == std::string::npos);
    CHECK(says({"参与人数=300"}) == says({"participants=300"}));  // by its name too
    CHECK(says({"--all"}).find("teaching_disrupted") != std::string::npos);
    CHECK(says({}).find("teaching_disrupted") == std::string::npos);
}

TEST_CASE("--received is a time of today, a date and time, or ISO 8601", "[cli][grade]") {
    const auto due = [](const std::string& received) {
        const Said said = sandtable_says_en({"grade", "--plan", "wage-arrears", "caused_by_wage_arrears=yes", "--json", "--received", received});
        CHECK(said.code == 0);
        return json::parse(said.out)["duties"][0]["due"].get<std::string>();
    };
    CHECK(due("2026-01-26 09:10") == "2026-01-26T09:30:00.000+08:00");
    CHECK(due("2026-01-26T09:10:30+08:00") == "2026-01-26T09:30:30.000+08:00");
    CHECK(due("2026-01-26 9:10") == "2026-01-26T09:30:00.000+08:00");
    CHECK(due("09:10").substr(10) == "T09:30:00.000+08:00");
    for (const char* wrong : {"9:1", "24:00", "25:00", "morning", "2026-02-30 09:10", "2026-01-26", ""}) {
        const Said said = sandtable_says_en({"grade", "--plan", "wage-arrears", "caused_by_wage_arrears=yes", "--received", wrong});
        INFO(wrong);
        CHECK(said.code == 2);
        CHECK(said.err.find("received-form") != std::string::npos);
    }
}
