// Bad input for grade: on the command line, in a facts file, and line by line in a batch, through the program itself.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandtable/text.hpp"
#include "support/catch.hpp"
#include "support/program.hpp"

using namespace sandtable;
using namespace std::string_literals;
using json = nlohmann::json;

namespace {

/// `sandtable grade ARGUMENTS...` with these bytes on standard input.
Said grade_says(std::vector<std::string> arguments, const std::string& input = {}, Lang lang = Lang::en) {
    ProgramOptions options;
    options.input = input;
    arguments.insert(arguments.begin(), "grade");
    arguments.insert(arguments.end(), {"--lang", lang == Lang::en ? "en" : "zh"});
    return sandtable_says(std::move(arguments), options);
}

const std::string data_folder = (std::filesystem::path(SANDTABLE_TREE) / "scenarios").string();

Said mass_says(std::vector<std::string> facts, Lang lang = Lang::en) {
    facts.insert(facts.begin(), {"--plan", "mass-incident"});
    return grade_says(std::move(facts), {}, lang);
}

/// "value-negative range-order": the codes of what was said, in order.
std::string codes_in(const std::string& err) {
    std::string codes;
    for (std::size_t at = 0, end; at < err.size(); at = end + 1) {
        end = std::min(err.find('\n', at), err.size());
        const auto open = err.rfind(" [", end);
        if (end > at && err[end - 1] == ']' && open != std::string::npos && open >= at) codes += (codes.empty() ? "" : " ") + err.substr(open + 2, end - open - 3);
    }
    return codes;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0, end; at < text.size(); at = end + 1) {
        end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
    }
    return lines;
}

Said batch_says(const std::string& input, Lang lang = Lang::en) { return grade_says({"--plan", "mass-incident", "--batch"}, input, lang); }

struct Bad {
    std::string line, code, id = "null";
};

/// Lines a batch cannot take, each with its code and the id that it must echo. Facts are those of the shipped vocabulary.
const std::vector<Bad>& bad_lines() {
    const std::string deep_open(16, '['), deep_close(16, ']');
    static const std::vector<Bad> bad{
        // not JSON
        {"x", "json-syntax"},
        {"participants=5", "json-syntax"},
        {"{", "json-syntax"},
        {R"({"id":1,"facts":{"deaths":1})", "json-syntax", "1"},
        {R"({"id":1,"facts":{"deaths":1},})", "json-syntax", "1"},
        {R"({"id":1,"facts":{"deaths":1}} {"id":2,"facts":{}})", "json-syntax", "1"},
        {R"({'id':1,'facts':{}})", "json-syntax"},
        {R"({"id":1,"facts":{"deaths":NaN}})", "json-syntax", "1"},
        {R"({"id":1,"facts":{"deaths":Infinity}})", "json-syntax", "1"},
        {R"({"id":1,"facts":{"deaths":01}})", "json-syntax", "1"},
        {R"({"id":1,"facts":{"deaths":+1}})", "json-syntax", "1"},
        {R"({"id":1,"facts":{"deaths":1e400}})", "json-syntax", "1"},
        {R"({"id":"\ud800","facts":{}})", "json-syntax"},
        // not an object, or not of this form
        {"[]", "json-object"},
        {R"([{"id":1,"facts":{}}])", "json-object"},
        {"null", "json-object"},
        {"7", "json-object"},
        {R"("deaths")", "json-object"},
        {"{}", "json-facts"},
        {R"({"id":1})", "json-facts", "1"},
        {R"({"id":1,"facts":null})", "json-facts", "1"},
        {R"({"id":1,"facts":[]})", "json-facts", "1"},
        {R"({"id":1,"facts":"deaths=1"})", "json-facts", "1"},
        {R"({"id":1,"fact":{}})", "yaml-unknown-key", "1"},
        {R"({"id":1,"facts":{},"plan":"mass-incident"})", "yaml-unknown-key", "1"},
        {R"({"ID":1,"facts":{}})", "yaml-unknown-key"},
        // twice
        {R"({"facts":{"deaths":1,"deaths":2}})", "json-duplicate-key"},
        {R"({"facts":{"deaths":1,"deaths":1}})", "json-duplicate-key"},
        {R"({"facts":{"deaths":1,"d\u0065aths":1}})", "json-duplicate-key"},
        {R"({"facts":{},"facts":{}})", "json-duplicate-key"},
        {R"({"id":1,"facts":{"deaths":1,"deaths":2}})", "json-duplicate-key", "1"},
        // facts nobody knows
        {R"({"id":1,"facts":{"death":1}})", "unknown-fact", "1"},
        {R"({"id":1,"facts":{"":1}})", "unknown-fact", "1"},
        {R"({"id":1,"facts":{"Deaths":1}})", "unknown-fact", "1"},
        {R"({"id":1,"facts":{"de\u0000aths":1}})", "unknown-fact", "1"},
        {R"({"id":1,"facts":{"死亡人数":1}})", "unknown-fact", "1"},
        {R"({"id":1,"facts":{"deaths":1,"death":null}})", "unknown-fact", "1"},
        // values of another type
        {R"({"id":1,"facts":{"deaths":true}})", "value-not-number", "1"},
        {R"({"id":1,"facts":{"deaths":"many"}})", "value-not-number", "1"},
        {R"({"id":1,"facts":{"deaths":"1\u0000"}})", "value-not-number", "1"},
        {R"({"id":1,"facts":{"deaths":"5-9"}})", "value-not-number", "1"},
        {R"({"id":1,"facts":{"deaths":{"low":1,"high":2}}})", "json-value", "1"},
        {R"({"id":1,"facts":{"deaths":[]}})", "json-value", "1"},
        {R"({"id":1,"facts":{"deaths":[3]}})", "json-value", "1"},
        {R"({"id":1,"facts":{"deaths":[1,2,3]}})", "json-value", "1"},
        {R"({"id":1,"facts":{"deaths":[[1,2],3]}})", "json-value", "1"},
        {R"({"id":1,"facts":{"deaths":[null,null]}})", "value-empty", "1"},
        {R"({"id":1,"facts":{"deaths":""}})", "value-empty", "1"},
        {R"({"id":1,"facts":{"deaths":2.5}})", "value-not-whole", "1"},
        {R"({"id":1,"facts":{"deaths":-1}})", "value-negative", "1"},
        {R"({"id":1,"facts":{"deaths":"-1"}})", "value-negative", "1"},
        {R"({"id":1,"facts":{"deaths":[-1,3]}})", "value-negative", "1"},
        {R"({"id":1,"facts":{"deaths":1000000001}})", "value-too-large", "1"},
        {R"({"id":1,"facts":{"deaths":1000000000000000000}})", "value-too-large", "1"},
        {R"({"id":1,"facts":{"deaths":18446744073709551615}})", "value-too-large", "1"},
        {R"({"id":1,"facts":{"deaths":[5,3]}})", "range-order", "1"},
        {R"({"id":1,"facts":{"deaths":"5..3"}})", "range-order", "1"},
        {R"({"id":1,"facts":{"group_fight":1}})", "value-flag", "1"},
        {R"({"id":1,"facts":{"group_fight":"maybe"}})", "value-flag", "1"},
        {R"({"id":1,"facts":{"group_fight":[true,false]}})", "range-order", "1"},
        {R"({"id":1,"facts":{"stability_impact":3}})", "value-scale", "1"},
        {R"({"id":1,"facts":{"stability_impact":"major"}})", "value-scale", "1"},
        {R"({"id":1,"facts":{"stability_impact":["severe","none"]}})", "range-order", "1"},
        {R"({"id":1,"facts":{"transport_blocked":"8"}})", "value-hours", "1"},
        {R"({"id":1,"facts":{"transport_blocked":-8}})", "duration-negative", "1"},
        {R"({"id":1,"facts":{"transport_blocked":[8,2]}})", "range-order", "1"},
        {R"({"id":1,"facts":{"transport_blocked":100000}})", "duration-too-long", "1"},
        {R"({"id":1,"facts":{"transport_blocked":true}})", "duration-unit", "1"},
        {R"({"id":1,"facts":{"assessor_grade":"IV"}})", "value-scale", "1"},
        {R"({"id":1,"facts":{"assessor_grade":["II","I"]}})", "value-finding-range", "1"},
        {R"({"id":1,"facts":{"scope_1_3":[false,true]}})", "value-finding-range", "1"},
        {R"({"id":1,"facts":{"scope_1_3":"unknown"}})", "value-finding-range", "1"},
        {R"({"id":1,"facts":{"clause_2_2_5":1}})", "value-flag", "1"},
        // the first fault of a line, later good facts do not save it
        {R"({"id":1,"facts":{"deaths":-1,"injuries":1}})", "value-negative", "1"},
        {R"({"id":1,"facts":{"injuries":1,"deaths":-1}})", "value-negative", "1"},
        // too deep: 16 levels with the object itself
        {R"({"id":)" + deep_open + "1" + deep_close + R"(,"facts":{}})", "batch-depth-max", deep_open + "1" + deep_close},
        {std::string(1000, '['), "batch-depth-max"},
        {R"({"id":)" + deep_open + deep_close + R"(,"facts":{}})", "batch-depth-max", deep_open + deep_close},
        // bytes
        {"{\"id\":\"\xff\",\"facts\":{}}", "json-syntax"},
        {"{\"id\":\"\xed\xa0\x80\",\"facts\":{}}", "json-syntax"},
        {"{\"id\":\"\xc3\",\"facts\":{}}", "json-syntax"},
        {"{\"id\":1,\"facts\":{\"deaths\":\"\xb8\xf6\"}}", "json-syntax", "1"},
        {"\0"s, "json-syntax"},
        {"{\"id\":1,\0\"facts\":{}}"s, "json-syntax"},
        {"{\"id\":\"a\0b\",\"facts\":{}}"s, "json-syntax"},
        {"{\"id\":1,\"facts\":{}}\0garbage"s, "json-syntax"},
        {"\xEF\xBB{\"id\":1,\"facts\":{}}", "json-syntax"},
    };
    return bad;
}

std::string good_line(std::size_t n) { return R"({"id":"good-)" + std::to_string(n) + R"(","facts":{"deaths":)" + std::to_string(n % 12) + "}}"; }

}  // namespace

TEST_CASE("a fact wrongly stated on the command line is refused with its code, exit 2, and nothing is graded", "[long][cli][grade]") {
    const std::pair<const char*, const char*> wrong[] = {
        {"participant=3", "unknown-fact"}, {"=3", "unknown-fact"}, {"Participants=3", "unknown-fact"}, {"参加人数=3", "unknown-fact"},
        {"participants", "grade-fact-form"}, {"300", "grade-fact-form"},
        {"participants=", "value-empty"}, {"participants=..", "value-empty"}, {"participants=   ", "value-empty"}, {"clause_2_2_5=", "value-empty"},
        {"participants=500..300", "range-order"}, {"stability_impact=severe..present", "range-order"}, {"transport_blocked=8 h..2 h", "range-order"}, {"group_fight=yes..no", "range-order"},
        {"participants=-3", "value-negative"}, {"participants=-5..5", "value-negative"}, {"participants=3..-1", "value-negative"}, {"transport_blocked=-8 h", "duration-negative"},
        {"participants=2.5", "value-not-whole"}, {"participants=2.5..4", "value-not-whole"}, {"participants=300.0", "value-not-whole"},
        {"participants=1000000000000000000", "value-too-large"}, {"participants=1000000001", "value-too-large"}, {"participants=99999999999999999999", "value-too-large"}, {"participants=..1000000000000000000", "value-too-large"},
        {"participants=NaN", "value-not-number"}, {"participants=inf", "value-not-number"}, {"participants=+5", "value-not-number"}, {"participants=0x10", "value-not-number"}, {"participants=many", "value-not-number"},
        {"participants=300人", "value-not-number"}, {"participants=３００", "value-not-number"}, {"participants=1,000", "value-not-number"}, {"participants=300-500", "value-not-number"}, {"participants=severe", "value-not-number"},
        {"stability_impact=major", "value-scale"}, {"casualties=severe", "value-scale"}, {"organ_stormed=cross_county", "value-scale"}, {"stability_impact=3", "value-scale"}, {"stability_impact=Severe", "value-scale"},
        {"assessor_grade=IV", "value-scale"}, {"assessor_grade=1", "value-scale"}, {"chain_areas=none..severe", "value-scale"},
        {"group_fight=maybe", "value-flag"}, {"group_fight=1", "value-flag"}, {"group_fight=none", "value-flag"},
        {"transport_blocked=8", "value-hours"}, {"transport_blocked=8..9", "value-hours"}, {"transport_blocked=8 hours", "duration-unit"}, {"transport_blocked=nan h", "duration-unit"}, {"transport_blocked=100000 h", "duration-too-long"},
        {"transport_blocked=0.0000001 h", "duration-number"}, {"transport_blocked=2 working days", "duration-not-clock"},
        {"assessor_grade=II..I", "value-finding-range"}, {"assessor_grade=unknown", "value-finding-range"}, {"scope_1_3=no..yes", "value-finding-range"}, {"scope_1_3=unknown", "value-finding-range"},
    };
    for (const auto& [word, code] : wrong) {
        INFO(word);
        const Said said = mass_says({word});
        CHECK(said.code == 2);
        CHECK(codes_in(said.err) == code);
        CHECK(said.out.empty());
    }
    CHECK(mass_says({"participants=1e18"}).code == 2);
    CHECK(codes_in(grade_says({"--plan", "wage-arrears", "assessor_grade=I"}).err) == "value-scale");            // it has no grades
    CHECK(codes_in(grade_says({"--plan", "natural-resource-dispute", "assessor_grade=IV"}).err).empty());        // it has four
}

TEST_CASE("values at the bounds and the words of both languages are taken", "[cli][grade]") {
    for (const char* word : {"participants=1000000000", "participants=0", "participants= 5 ", "participants=300..300", "participants=300..", "participants=..500", "participants=unknown", "stability_impact=严重影响", "stability_impact=none..severe",
                             "group_fight=是", "group_fight=no..yes", "transport_blocked=87600 h", "transport_blocked=2..7.5 h", "transport_blocked=8h", "assessor_grade=none", "scope_1_3=否"}) {
        INFO(word);
        const Said said = mass_says({word, "--json"});
        CHECK(said.code == 0);
        CHECK(said.err.empty());
        CHECK(json::parse(said.out)["plan"] == "mass-incident");
    }
}

TEST_CASE("what is wrong, what was expected and the hint are told in both languages", "[cli][grade]") {
    const std::vector<std::string> words{"participant=3", "stability_impact=sevre", "participants=500..300", "deaths=5-9"};
    CHECK(mass_says(words).err == R"(error: there is no fact "participant" in the vocabulary [unknown-fact]
   = did you mean "participants"?
error: "stability_impact" has no level "sevre"; it has: none, present, considerable, severe [value-scale]
   = did you mean "severe"?
error: the range "500..300" is the wrong way round [range-order]
   = the smaller end comes first
error: "deaths" needs a whole number: 5-9 [value-not-number]
   = write a range as 60..90
)");
    CHECK(mass_says(words, Lang::zh).err == R"(错误: 词表中没有“participant” [unknown-fact]
   = 是否想写“participants”？
错误: “stability_impact”没有“sevre”这一级，可用：none, present, considerable, severe [value-scale]
   = 是否想写“severe”？
错误: 范围“500..300”前大后小 [range-order]
   = 小的写在前面
错误: “deaths”应为整数：5-9 [value-not-number]
   = 范围写成 60..90
)");
}

TEST_CASE("every wrong fact of a command line is told, in its order, and one is enough to refuse it", "[cli][grade]") {
    const Said said = mass_says({"prisoner=1", "deaths=3", "injuries=-1", "group_fight", "stability_impact=", "participants=5", "--json"});
    CHECK(codes_in(said.err) == "unknown-fact value-negative grade-fact-form value-empty");
    CHECK(said.code == 2);
    CHECK(said.out.empty());
}

TEST_CASE("a fact is stated once: on the line, in the file, or in neither twice", "[cli][grade]") {
    const ScratchFolder folder;
    const std::string file = (folder / "facts.json").string();
    put_bytes(file, R"({"id":7,"facts":{"deaths":3,"injuries":[2,40]}})");
    for (const std::vector<std::string>& words : {std::vector<std::string>{"deaths=3", "deaths=4"}, {"deaths=3", "deaths=3"}, {"deaths=unknown", "deaths=3"}, {"deaths=3", "injuries=1", "deaths=3"}, {"--facts", file, "deaths=3"}, {"--facts", file, "participants=5", "deaths=9"},
                                                  {"injuries=2..40", "--facts", file}, {"clause_2_2_5=no", "clause_2_2_5=no"}}) {
        INFO(words.front() << " " << words.back());
        const Said said = mass_says(words);
        CHECK(said.code == 2);
        CHECK(codes_in(said.err) == "grade-fact-twice");
        CHECK(said.out.empty());
    }
    CHECK(mass_says({"deaths=3", "deaths=4"}).err == "error: \"deaths\" is stated twice [grade-fact-twice]\n");
    CHECK(mass_says({"deaths=3", "deaths=4"}, Lang::zh).err == "错误: “deaths”说了两次 [grade-fact-twice]\n");
    const Said both = mass_says({"--facts", file, "participants=300..500", "--json"});
    CHECK(both.code == 0);
    CHECK(json::parse(both.out)["met"] == json{"2.2(2)"});
    CHECK(json::parse(mass_says({"deaths=3", "injuries=2..40", "participants=300..500", "--json"}).out)["questions"] == json::parse(both.out)["questions"]);
}

TEST_CASE("a facts file with anything wrong is refused with its code, exit 2", "[cli][grade]") {
    const ScratchFolder folder;
    const std::string file = (folder / "facts.json").string();
    const auto said_of_file = [&](const std::string& bytes) {
        put_bytes(file, bytes);
        const Said said = mass_says({"--facts", file, "--json"});
        CHECK(said.code == (codes_in(said.err).empty() ? 0 : 2));
        CHECK(said.out.empty() == (said.code == 2));
        return codes_in(said.err);
    };
    for (const Bad& bad : {Bad{"", "json-syntax"}, {"\n", "json-syntax"}, {"deaths=1", "json-syntax"}, {"{\"facts\":{}}\n{\"facts\":{}}\n", "json-syntax"}, {"[]", "json-object"}, {"{}", "json-facts"}, {R"({"facts":{"deaths":1,"deaths":2}})", "json-duplicate-key"},
                           {R"({"deaths":1})", "yaml-unknown-key"}, {R"({"facts":{"death":1}})", "unknown-fact"}, {R"({"facts":{"deaths":[5,3]}})", "range-order"}, {"{\"facts\":{\"deaths\":\"\xff\"}}", "json-syntax"},
                           {R"({"facts":{"deaths":1}})" + std::string(1 << 20, ' '), "batch-line-bytes-max"}}) {
        INFO(bad.line.substr(0, 80));
        CHECK(said_of_file(bad.line) == bad.code);
    }
    CHECK(said_of_file("{\r\n \"id\": 7,\r\n \"facts\": {\r\n  \"deaths\": 1\r\n }\r\n}\r\n").empty());  // a page is as good as a line
    CHECK(said_of_file("\xEF\xBB\xBF{\"facts\":{}}").empty());
    CHECK(codes_in(mass_says({"--facts", (folder / "nothing.json").string()}).err) == "file-missing");
    CHECK(codes_in(mass_says({"--facts", folder.path().string()}).err) == "file-is-folder");
    CHECK(mass_says({"--facts", (folder / "nothing.json").string()}).code == 2);
    CHECK(mass_says({"--facts", folder.path().string()}).code == 2);
    put_bytes(file, R"({"facts":{"participant":1}})");
    CHECK(mass_says({"--facts", file}).err.find("did you mean \"participants\"?") != std::string::npos);
}

TEST_CASE("a plan nobody knows is refused with the nearest name, a file of another kind with what it is", "[cli][grade]") {
    const Said en = grade_says({"--plan", "mass-incidnt", "deaths=1"}), zh = grade_says({"--plan", "mass-incidnt", "deaths=1"}, {}, Lang::zh);
    CHECK(en.code == 2);
    CHECK(zh.code == 2);
    CHECK(en.err == "error: no plan \"mass-incidnt\" in " + data_folder + " [unknown-plan]\n   = did you mean \"mass-incident\"?\n");
    CHECK(zh.err == "错误: 找不到预案“mass-incidnt”；查找处：" + data_folder + " [unknown-plan]\n   = 是否想写“mass-incident”？\n");
    for (const auto& [plan, code] : {std::pair<std::string, std::string>{"", "unknown-plan"}, {"lishui", "unknown-plan"}, {"wage-arrears-city-hall", "unknown-plan"}, {"mass-incident.yaml", "file-missing"}, {shipped("drills").string() + "/wage-arrears-city-hall.yaml", "cli-not-plan"},
                                     {shipped("vocabulary.yaml").string(), "cli-not-plan"}}) {
        INFO(plan);
        for (const std::vector<std::string>& more : {std::vector<std::string>{"deaths=1"}, {"--batch"}}) {
            std::vector<std::string> arguments{"--plan", plan};
            arguments.insert(arguments.end(), more.begin(), more.end());
            const Said said = grade_says(arguments, "{\"id\":1,\"facts\":{}}\n");
            CHECK(said.code == 2);
            CHECK(codes_in(said.err) == code);
            CHECK(said.out.empty());
        }
    }
    CHECK(codes_in(grade_says({"deaths=1"}).err) == "cli-missing");
    CHECK(grade_says({"deaths=1"}).code == 2);
    CHECK(grade_says({"--plan"}).code == 2);
    CHECK(mass_says({"--batc"}).code == 2);
}

TEST_CASE("a wrong line of a batch is answered with its number, id and code, and the others in order", "[cli][grade][batch]") {
    std::string input;
    for (std::size_t i = 0; i < bad_lines().size(); ++i) input += bad_lines()[i].line + "\n" + good_line(i) + "\n";
    const Said en = batch_says(input), zh = batch_says(input, Lang::zh);
    CHECK(en.code == 2);
    CHECK(zh.code == 2);
    CHECK(en.err.empty());
    const auto answers = lines_of(en.out), same = lines_of(zh.out);
    REQUIRE(answers.size() == 2 * bad_lines().size());
    REQUIRE(same.size() == answers.size());
    CHECK(en.out.back() == '\n');
    for (std::size_t i = 0; i < bad_lines().size(); ++i) {
        const Bad& bad = bad_lines()[i];
        INFO("line " << 2 * i + 1 << ": " << bad.line.substr(0, 80) << "\n" << answers[2 * i]);
        CHECK(answers[2 * i].starts_with("{\"line\":" + std::to_string(2 * i + 1) + ",\"id\":" + bad.id + ",\"error\":\""));
        const json error = json::parse(answers[2 * i]), other = json::parse(same[2 * i]);
        REQUIRE((error.contains("line") && error.contains("id") && error.contains("error") && error.contains("code") && other.contains("error")));
        CHECK(error["code"] == bad.code);
        CHECK(error.size() == (error.contains("hint") ? 5 : 4));
        CHECK_FALSE(error["error"].get<std::string>().empty());
        CHECK(error["error"] != other["error"]);
        for (const char* key : {"line", "id", "code"}) CHECK(error[key] == other[key]);
        CHECK(answers[2 * i + 1].starts_with("{\"id\":\"good-" + std::to_string(i) + "\",\"plan\":\"mass-incident\",\"applies\":\"yes\","));
        CHECK(answers[2 * i + 1] == same[2 * i + 1]);
    }
}

TEST_CASE("the error of a line is told in both languages", "[cli][grade][batch]") {
    const std::string input = "{\"id\":\"a\",\"facts\":{\"death\":1}}\n\nx\n{\"id\":[1],\"facts\":{\"stability_impact\":\"sevre\"}}\n";
    CHECK(batch_says(input).out == R"J({"line":1,"id":"a","error":"there is no fact \"death\" in the vocabulary","code":"unknown-fact","hint":"did you mean \"deaths\"?"}
{"line":3,"id":null,"error":"not JSON (at byte 1)","code":"json-syntax"}
{"line":4,"id":[1],"error":"\"stability_impact\" has no level \"sevre\"; it has: none, present, considerable, severe","code":"value-scale","hint":"did you mean \"severe\"?"}
)J");
    CHECK(batch_says(input, Lang::zh).out == R"J({"line":1,"id":"a","error":"词表中没有“death”","code":"unknown-fact","hint":"是否想写“deaths”？"}
{"line":3,"id":null,"error":"不是 JSON（第 1 字节）","code":"json-syntax"}
{"line":4,"id":[1],"error":"“stability_impact”没有“sevre”这一级，可用：none, present, considerable, severe","code":"value-scale","hint":"是否想写“severe”？"}
)J");
}

TEST_CASE("an id is echoed whatever its type, on answers and on errors", "[cli][grade][batch]") {
    const std::vector<std::string> ids{"12345678901234567890123", "1e3", "null", "true", "false", "0", "-7", "18446744073709551615", "-9223372036854775808", "1.5", "\"\"", "\"case-1\"", "\"第七号 №7\"", R"("\"\\\n\t")", "[]", "{}", R"([1,"a",null,[true]])", R"({"z":1,"a":{"k":[]}})", "[[[[[[[[[[[[[[[7]]]]]]]]]]]]]]]"};
    std::string input;
    for (const std::string& id : ids) input += "{\"id\":" + id + ",\"facts\":{}}\n{\"id\":" + id + ",\"facts\":{\"deaths\":-1}}\n{\"facts\":{\"deaths\":-1},\"id\":" + id + "}\n";
    input += "{\"facts\":{}}\n{\"facts\":{\"deaths\":-1}}\n";
    const auto answers = lines_of(batch_says(input).out);
    REQUIRE(answers.size() == 3 * ids.size() + 2);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        INFO(ids[i]);
        CHECK(answers[3 * i].starts_with("{\"id\":" + ids[i] + ",\"plan\":"));
        CHECK(answers[3 * i + 1].starts_with("{\"line\":" + std::to_string(3 * i + 2) + ",\"id\":" + ids[i] + ",\"error\":"));
        CHECK(answers[3 * i + 2].starts_with("{\"line\":" + std::to_string(3 * i + 3) + ",\"id\":" + ids[i] + ",\"error\":"));
    }
    CHECK(answers[3 * ids.size()].starts_with("{\"id\":null,\"plan\":"));
    CHECK(answers.back().starts_with("{\"line\":" + std::to_string(3 * ids.size() + 2) + ",\"id\":null,\"error\":"));
}

TEST_CASE("a line may be a mebibyte long and no longer", "[cli][grade][batch]") {
    const std::string front = "{\"id\":\"", back = "\",\"facts\":{}}", longest(std::size_t{1 << 20} - front.size() - back.size(), 'x');
    const Said said = batch_says(front + longest + back + "\n" + front + longest + "x" + back + "\n" + std::string(3 << 20, ' ') + "x\n" + good_line(3) + "\n");
    CHECK(said.code == 2);
    const auto answers = lines_of(said.out);
    REQUIRE(answers.size() == 4);
    CHECK(answers[0].starts_with(front + "xxxxx"));
    CHECK(answers[0].find("\"applies\":\"yes\"") != std::string::npos);
    for (const std::size_t line : {std::size_t{2}, std::size_t{3}}) CHECK(answers[line - 1] == "{\"line\":" + std::to_string(line) + ",\"id\":null,\"error\":\"the line is longer than 1024 KiB (batch_line_bytes_max)\",\"code\":\"batch-line-bytes-max\"}");
    CHECK(answers[3].starts_with("{\"id\":\"good-3\","));
}

TEST_CASE("empty lines, CRLF, a byte order mark and a missing last newline change no answer, and empty lines count", "[cli][grade][batch]") {
    const std::string plain = good_line(1) + "\nx\n" + good_line(2) + "\n";
    const Said said = batch_says(plain);
    CHECK(said.code == 2);
    const auto answers = lines_of(said.out);
    REQUIRE(answers.size() == 3);
    const auto at_line = [&](int line) { return answers[0] + "\n{\"line\":" + std::to_string(line) + answers[1].substr(answers[1].find(',')) + "\n" + answers[2] + "\n"; };
    CHECK(batch_says(good_line(1) + "\r\nx\r\n" + good_line(2) + "\r\n").out == at_line(2));
    CHECK(batch_says("\xEF\xBB\xBF" + plain).out == at_line(2));
    CHECK(batch_says(good_line(1) + "\nx\n" + good_line(2)).out == at_line(2));
    CHECK(batch_says("\n" + good_line(1) + "\n\n  \t\n\r\nx\n\n" + good_line(2) + "\n\n\n").out == at_line(6));
    CHECK(batch_says("  " + good_line(1) + " \n\tx\n " + good_line(2) + "\t\n").out.starts_with(answers[0] + "\n{\"line\":2,"));
}

TEST_CASE("a batch without a wrong line ends with 0, an empty one too", "[cli][grade][batch]") {
    for (const auto& [input, lines] : {std::pair<std::string, std::size_t>{"", 0}, {"\n\r\n \n", 0}, {good_line(1), 1}, {good_line(1) + "\n" + good_line(2) + "\n", 2}}) {
        const Said said = batch_says(input);
        CHECK(said.code == 0);
        CHECK(said.err.empty());
        CHECK(lines_of(said.out).size() == lines);
    }
    CHECK(batch_says("x").code == 2);
    CHECK(batch_says("x\n" + good_line(1) + "\n").code == 2);
    CHECK(batch_says(good_line(1) + "\nx\n").code == 2);
}

TEST_CASE("a long batch is answered in order, line for line", "[cli][grade][batch]") {
    std::string input;
    constexpr std::size_t lines = 1000;
    for (std::size_t i = 1; i <= lines; ++i) input += i % 7 == 0 ? "{\"id\":" + std::to_string(i) + ",\"facts\":{\"deaths\":-1}}\n" : "{\"id\":" + std::to_string(i) + ",\"facts\":{\"deaths\":" + std::to_string(i % 12) + "}}\n";
    const Said said = batch_says(input);
    CHECK(said.code == 2);
    const auto answers = lines_of(said.out);
    REQUIRE(answers.size() == lines);
    for (std::size_t i = 1; i <= lines; ++i) {
        const std::string id = std::to_string(i);
        REQUIRE(answers[i - 1].starts_with(i % 7 == 0 ? "{\"line\":" + id + ",\"id\":" + id + ",\"error\":" : "{\"id\":" + id + ",\"plan\":"));
    }
}
