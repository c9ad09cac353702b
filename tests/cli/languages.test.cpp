// Languages, locales, pipes and colour: none of them changes what a run is.
#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/program.hpp"

using namespace sandtable;

namespace {

Said with_locale(std::vector<std::string> line, std::vector<std::pair<std::string, std::string>> environment) {
    ProgramOptions options;
    options.environment = std::move(environment);
    return sandtable_says(std::move(line), options);
}

bool has_chinese_words(const Said& said) { return said.out.find("时限要求") != std::string::npos; }

}  // namespace

TEST_CASE("the language is that of the locale, unless --lang says otherwise", "[cli][lang]") {
    const std::vector<std::string> run{"run", "wage-arrears-below-scope"};
    CHECK(has_chinese_words(with_locale(run, {{"LC_ALL", "zh_CN.UTF-8"}})));
    CHECK(has_chinese_words(with_locale(run, {{"LANG", "zh_CN.UTF-8"}})));
    CHECK_FALSE(has_chinese_words(with_locale(run, {{"LC_ALL", "C"}, {"LANG", "zh_CN.UTF-8"}})));
    CHECK_FALSE(has_chinese_words(with_locale(run, {{"LC_ALL", "tr_TR.UTF-8"}})));
    CHECK_FALSE(has_chinese_words(with_locale(run, {})));
    CHECK(has_chinese_words(with_locale({"run", "wage-arrears-below-scope", "--lang", "zh"}, {{"LC_ALL", "C"}})));
    CHECK(has_chinese_words(with_locale({"--lang=zh", "run", "wage-arrears-below-scope"}, {})));
    CHECK_FALSE(has_chinese_words(with_locale({"run", "wage-arrears-below-scope", "--lang=en"}, {{"LC_ALL", "zh_CN.UTF-8"}})));
}

TEST_CASE("errors and help come in the language too", "[cli][lang]") {
    CHECK(with_locale({"run", "x"}, {{"LANG", "zh_CN.UTF-8"}}).err.find("错误") == 0);
    CHECK(with_locale({"run", "x"}, {}).err.find("error") == 0);
    CHECK(with_locale({"--help"}, {{"LANG", "zh_CN.UTF-8"}}).out.find("沙盘") != std::string::npos);
    CHECK(with_locale({"run", "--lang", "fr"}, {}).code == 2);
}

TEST_CASE("no locale changes a digest, a number or the order of anything", "[cli][lang]") {
    for (const auto& drill : drill_names()) {
        const auto plain = nlohmann::json::parse(with_locale({"run", drill, "--json"}, {}).out);
        for (const char* locale : {"zh_CN.UTF-8", "C", "tr_TR.UTF-8", "de_DE.UTF-8", "nonsense"}) {
            INFO(drill << " under " << locale);
            auto other = nlohmann::json::parse(with_locale({"run", drill, "--json"}, {{"LC_ALL", locale}, {"LANG", locale}}).out);
            CHECK(other["digest"] == plain["digest"]);
            CHECK(other["duties"] == plain["duties"]);
            CHECK(other["grades"] == plain["grades"]);
        }
    }
}

TEST_CASE("a run is the same from any folder and under any time zone", "[cli][lang]") {
    const std::string plain = with_locale({"run", "wage-arrears-city-hall", "--json"}, {}).out;
    ProgramOptions elsewhere;
    elsewhere.folder = "/";
    elsewhere.environment = {{"TZ", "America/New_York"}};
    CHECK(sandtable_says({"run", "wage-arrears-city-hall", "--json"}, elsewhere).out == plain);
}

TEST_CASE("a closed pipe is quiet and no failure", "[cli][pipe]") {
    std::string out;
    CHECK(shell("$S run wage-arrears-city-hall --lang en | head -1; echo ${PIPESTATUS[0]}", out) == 0);
    CHECK(out.find("error") == std::string::npos);
    CHECK(out.find("演练 EXERCISE") != std::string::npos);
    CHECK(out.substr(out.rfind('\n', out.size() - 2) + 1) == "0\n");
    // one that is closed before the first byte, with far more to say than a pipe holds
    CHECK(
        shell(
            "for i in run check; do $S $i wage-arrears-city-hall 2>/dev/null | true; echo ${PIPESTATUS[0]}; done; (sleep 0.1; $S graph lishui --graphml; echo $? >&2) | true",
            out) == 0);
    CHECK(out == "0\n0\n0\n");
}

TEST_CASE("nothing is painted into a file or a pipe unless asked for", "[cli][pipe]") {
    CHECK(with_locale({"run", "wage-arrears-city-hall"}, {{"TERM", "xterm-256color"}}).out.find('\033') == std::string::npos);
    const std::string painted = with_locale({"run", "wage-arrears-city-hall", "--colour", "always"}, {}).out;
    CHECK(painted.find("\033[") != std::string::npos);
    std::string bare = painted;
    for (std::size_t at = 0; (at = bare.find("\033[", at)) != std::string::npos;) bare.erase(at, bare.find('m', at) - at + 1);
    CHECK(bare == with_locale({"run", "wage-arrears-city-hall", "--color=never"}, {}).out);
    CHECK(with_locale({"run", "x", "--colour=always"}, {}).err.find("\033[") != std::string::npos);
}

TEST_CASE("results go to standard output and everything else to standard error", "[cli][pipe]") {
    const Said run = with_locale({"run", "wage-arrears-city-hall"}, {});
    CHECK_FALSE(run.out.empty());
    CHECK(run.err.empty());
    const ScratchFolder folder;
    const Said recorded = with_locale({"run", "wage-arrears-city-hall", "--json", "-o", (folder / "x.drill").string()}, {});
    CHECK(nlohmann::json::accept(recorded.out));
    CHECK(recorded.err.find("x.drill") != std::string::npos);
}

TEST_CASE("a name that would paint the terminal is not passed on as it is", "[cli][pipe]") {
    // an escape written in quotes is read by YAML and printed raw: a file from elsewhere can move the cursor or rewrite what stands there
    const ScratchFolder folder;
    std::string text = bytes_of(shipped("drills/wage-arrears-below-scope.yaml"));
    const auto at = text.find("title: {zh: 二十四人讨薪");
    REQUIRE(at != std::string::npos);
    text.replace(at, std::string("title: {zh: 二十四人讨薪").size(), "title: {zh: \"\\e[2J\\e[31m讨薪\"");
    put_bytes(folder / "x.yaml", text);
    CHECK(with_locale({"run", (folder / "x.yaml").string(), "--lang", "zh"}, {}).out.find('\033') == std::string::npos);
}
