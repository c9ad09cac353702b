// `sandtable study` as a planner types it.
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/golden.hpp"
#include "support/program.hpp"

using namespace sandtable;

namespace {

Said study_says(std::vector<std::string> words, const ProgramOptions& options = {}) {
    words.insert(words.begin(), {"study"});
    words.insert(words.end(), {"--lang", "en"});
    return sandtable_says(std::move(words), options);
}

std::string digest_in(const std::string& page) { return page.substr(page.find("sha256:"), 71); }

}  // namespace

TEST_CASE("the page of a study, of one with variants and of everything is as reviewed, in both languages", "[cli][golden]") {
    for (const char* lang : {"zh", "en"}) {
        const std::string end = std::string(".") + lang + ".txt";
        check_golden(golden_file("study-city-hall" + end), sandtable_says({"study", "wage-arrears-city-hall", "-n", "400", "--workers", "2", "--lang", lang}).out);
        check_golden(golden_file("study-at-night" + end), sandtable_says({"study", "arrears-at-night", "-n", "200", "--workers", "2", "--lang", lang}).out);
    }
    check_golden(golden_file("study-all.en.txt"), study_says({"mass-incident-escalating", "-n", "30", "--all"}).out);
}

TEST_CASE("study --json has the keys and figures of the contract", "[cli]") {
    const auto page = nlohmann::json::parse(study_says({"arrears-at-night", "-n", "200", "--json"}).out);
    for (const char* key : {"exercise", "scenario", "seed", "semantics", "first", "replications", "stopped", "shard", "shards", "precision", "digest", "variants"}) CHECK(page.contains(key));
    CHECK(page["replications"] == 200);
    CHECK(page["variants"].size() == 5);
    CHECK(page["variants"][0]["id"] == "base");
    int chances = 0, lengths = 0, differences = 0;
    for (const auto& variant : page["variants"])
        CHECK(variant["all"]["kept"].get<int>() <= variant["all"]["n"].get<int>());
    for (const auto& variant : page["variants"])
        for (const auto& m : variant["measures"]) {
            INFO(m.dump());
            CHECK(m.contains("against_first") == (variant["id"] != "base"));
            if (m["n"] == 0) continue;
            if (m["kind"] == "kept") {
                CHECK(m["n"].get<int>() + m["open"].get<int>() + m["early"].get<int>() +
                          m["waived"].get<int>() + m["never_arose"].get<int>() ==
                      200);
                CHECK(m["chance"].get<double>() == Approx(m["kept"].get<double>() / m["n"].get<double>()));
                CHECK(m["low"].get<double>() <= m["chance"].get<double>());
                CHECK(m["chance"].get<double>() <= m["high"].get<double>());
                ++chances;
            } else {
                CHECK(m["least_ms"].get<std::int64_t>() <= m["mean_ms"].get<std::int64_t>() + 1);
                CHECK(m["mean_ms"].get<std::int64_t>() <= m["most_ms"].get<std::int64_t>());
                std::int64_t before = m["least_ms"];
                for (const auto& q : m["quantiles"]) {
                    CHECK(before <= q["ms"].get<std::int64_t>());
                    before = q["ms"];
                    if (!q["low_ms"].is_null()) CHECK(q["low_ms"].get<std::int64_t>() <= before);
                    if (!q["high_ms"].is_null()) CHECK(before <= q["high_ms"].get<std::int64_t>());
                }
                ++lengths;
            }
            if (!m.contains("against_first") || m["kind"] != "kept" || m["against_first"]["n"] == 0) continue;
            const auto& d = m["against_first"];
            CHECK(d["difference"].get<double>() == Approx((d["only_here"].get<double>() - d["only_before"].get<double>()) / d["n"].get<double>()));
            ++differences;
        }
    CHECK(chances > 20);
    CHECK(lengths > 100);
    CHECK(differences > 20);
}

TEST_CASE("study of runs that were cut off: bounds in every output, no bare chance, no 100 %",
          "[cli]") {
    const ScratchFolder folder;
    const std::string csv = (folder / "cut.csv").string(), html = (folder / "cut.html").string();
    const std::vector<std::string> words{"wage-arrears-city-hall",
                                         "-n",
                                         "400",
                                         "--set",
                                         "plan/wage-arrears:tasks.first_judgement.takes=10..30 min",
                                         "--set",
                                         "until=20 min",
                                         "--csv",
                                         csv,
                                         "--html",
                                         html};
    const Said said = study_says(words);
    CHECK(said.code == 0);
    CHECK(said.out.find("left open") != std::string::npos);
    CHECK(said.out.find(" % to 100.0 %") != std::string::npos);
    CHECK(said.out.find("No duty was breached in any replication") == std::string::npos);
    CHECK(said.out.find("were left open: whether those are kept is not known") !=
          std::string::npos);
    const std::string whole_page = bytes_of(html);
    CHECK(whole_page.find("cut off before it was settled") != std::string::npos);
    // a curve of those done by then ends at their share of all
    CHECK(whole_page.find("A line that ends below 100 %") != std::string::npos);
    const auto curve = whole_page.find("When it is done: 3(1) first judgement");
    REQUIRE(curve != std::string::npos);
    const std::string figures =
        whole_page.substr(curve, whole_page.find("</table>", curve) - curve);
    CHECK(figures.find(" of 400</td>") != std::string::npos);
    CHECK(figures.find(" *</td>") != std::string::npos);
    double highest = 1000;  // on the page, from above: 16 is all of them, 236 none
    const auto path = figures.rfind("<path d=\"");
    REQUIRE(path != std::string::npos);
    std::istringstream points(figures.substr(path + 9, figures.find('"', path + 9) - path - 9));
    std::string point;
    std::getline(points, point, ' ');  // "M127.4 236.0L128.6 235.4L…"
    for (; std::getline(points, point, 'L'); std::getline(points, point, ' '))
        highest = std::min(highest, std::stod(point));
    INFO(figures.substr(path, 200));
    CHECK(highest > 236 - 220 * 0.35);  // a quarter is done by then
    CHECK(highest < 236 - 220 * 0.15);
    // of pairs that were cut off a shift is of those done, and what never arises is counted
    const Said pairs = study_says({"wage-arrears-city-hall", "-n", "100", "--vary",
                                   "plan/wage-arrears:tasks.first_judgement.takes=10..30 min",
                                   "--vary", "until=20 min"});
    INFO(pairs.out);
    CHECK(pairs.out.find(" later * (") != std::string::npos);
    CHECK(pairs.out.find("* only of the pairs in which it was done in both") != std::string::npos);
    CHECK(pairs.out.find("arise in base and never here, where runs are cut off: 3(2) ") !=
          std::string::npos);
    auto as_json = words;
    as_json.resize(7);
    as_json.push_back("--json");
    int open = 0;
    const auto page = nlohmann::json::parse(study_says(as_json).out);
    for (const auto& m : page["variants"][0]["measures"]) {
        if (m["kind"] != "kept" || m["open"] == 0) continue;
        ++open;
        CHECK(m["chance"].is_null());
        CHECK(m["chance_least"].get<double>() < m["chance_most"].get<double>());
        CHECK(m["low"].get<double>() <= m["chance_least"].get<double>());
        CHECK(m["high"].get<double>() >= m["chance_most"].get<double>());
    }
    CHECK(open == 2);
    CHECK(bytes_of(csv).find("chance_least,chance_most,open,early,waived,never_arose,never_done") !=
          std::string::npos);
}

TEST_CASE("the shipped studies have duties that a planner would argue about", "[cli][long]") {
    for (const std::string name : {"night-judgement", "one-telephone-line", "rush-hour"}) {
        INFO(name);
        CHECK(sandtable_says_en(
                  {"check", std::string(SANDTABLE_TREE) + "/scenarios/studies/" + name + ".yaml"})
                  .code == 0);
        const auto page = nlohmann::json::parse(study_says({name, "-n", "400", "--json"}).out);
        int variants = 0;
        for (const auto& variant : page["variants"]) {
            bool open = false;
            for (const auto& m : variant["measures"])
                if (m["kind"] == "kept" && m.contains("chance") && !m["chance"].is_null())
                    open = open ||
                           (m["chance"].get<double>() > 0.05 && m["chance"].get<double>() < 0.95);
            variants += open;
        }
        CHECK(variants >= 2);
    }
}

TEST_CASE(
    "two pools of one agency are varied by shift, and a measure that exists is not said not to",
    "[cli]") {
    const Said varied = study_says({"wage-arrears-city-hall", "-n", "5", "--vary",
                                    "officers.lishui-hrss.duty.night=1,2", "--vary",
                                    "officers.lishui-hrss.principal.night=1,2", "--vary",
                                    "officers.lishui-union.duty.day=1"});
    CHECK(varied.code == 0);
    CHECK(varied.out.find("officers.lishui-hrss.principal.night=2") != std::string::npos);
    const Said chance = study_says({"indices", "wage-arrears-city-hall", "--measure",
                                    "kept/city-hall/wage-arrears/deputy_on_scene"});
    CHECK(chance.code == 2);
    CHECK(chance.err.find("[indices-chance]") != std::string::npos);
    CHECK(chance.err.find("no measure has this id") == std::string::npos);
}

TEST_CASE("study: with a precision the same command again has nothing left to do", "[cli]") {
    const ScratchFolder folder;
    const std::string file = (folder / "p.study").string();
    study_says({"arrears-at-night", "-n", "1500", "--precision", "3%", "-o", file});
    const Said on = study_says({"arrears-at-night", "-n", "50000", "--precision", "3%", "-o", file});
    CHECK(on.code == 0);
    const std::string bytes = bytes_of(file);
    const Said again = study_says({"arrears-at-night", "-n", "50000", "--precision", "3%", "-o", file});
    CHECK(again.err.find("nothing is left to do") != std::string::npos);
    CHECK(bytes_of(file) == bytes);
    study_says({"arrears-at-night", "-n", "50000", "--precision", "3%", "-o", (folder / "whole.study").string()});
    CHECK(bytes_of(folder / "whole.study") == bytes);
}

TEST_CASE("study: a file is made, gone on with, shown and put into a spreadsheet", "[cli]") {
    const ScratchFolder folder;
    const std::string file = (folder / "a.study").string(), csv = (folder / "a.csv").string();
    const Said half = study_says({"wage-arrears-city-hall", "-n", "100", "-o", file});
    CHECK(half.code == 0);
    const Said whole = study_says({"wage-arrears-city-hall", "-n", "300", "-o", file, "--csv", csv});
    CHECK(whole.code == 0);
    CHECK(whole.out == study_says({"wage-arrears-city-hall", "-n", "300"}).out);
    const Said again = study_says({"wage-arrears-city-hall", "-n", "300", "-o", file});
    CHECK(again.out == whole.out);
    CHECK(again.err.find("nothing is left to do") != std::string::npos);
    CHECK(digest_in(study_says({file}).out) == digest_in(whole.out));
    const std::string table = bytes_of(csv);
    CHECK(table.find("演练 EXERCISE,base,kept/city-hall/wage-arrears/preliminary_assessment/lishui-arrears-office,kept,3(1),") != std::string::npos);
    const std::string book = (folder / "a.xlsx").string(), same = (folder / "b.xlsx").string();
    CHECK(study_says({"wage-arrears-city-hall", "-n", "300", "--xlsx", book}).code == 0);
    CHECK(study_says({"wage-arrears-city-hall", "-n", "300", "--xlsx", same, "--workers", "2"}).code == 0);
    CHECK(bytes_of(book).substr(0, 2) == "PK");
    CHECK(bytes_of(book) == bytes_of(same));
    CHECK(study_says({"wage-arrears-city-hall", "-n", "3", "--xlsx", (folder / "no/a.xlsx").string()}).code == 3);
    const Said other = study_says({"wage-arrears-city-hall", "-n", "300", "--seed", "5", "-o", file});
    CHECK(other.code == 2);
    CHECK(other.err.find("seed is 1 there and 5 now [study-other]") != std::string::npos);
    CHECK(digest_in(study_says({file}).out) == digest_in(whole.out));
}

TEST_CASE("study: shards are merged to the bytes of one machine", "[cli]") {
    const ScratchFolder folder;
    const auto path = [&](const std::string& name) { return (folder / name).string(); };
    study_says({"arrears-at-night", "-n", "50", "-o", path("one.study")});
    for (const char* i : {"3", "1", "2"}) CHECK(study_says({"arrears-at-night", "-n", "50", "--shard", std::string(i) + "/3", "-o", path("s" + std::string(i) + ".study")}).code == 0);
    CHECK(study_says({"merge", path("s2.study"), path("s3.study"), path("s1.study"), "-o", path("merged.study")}).code == 0);
    CHECK(bytes_of(path("merged.study")) == bytes_of(path("one.study")));
    const Said missing = study_says({"merge", path("s2.study"), path("s3.study")});
    CHECK(missing.code == 2);
    CHECK(missing.err.find("shard 1/3 is missing") != std::string::npos);
    CHECK(missing.err.find("--shard 1/3") != std::string::npos);
    put_bytes(path("s1.study"), "gone");
    const Said damaged = study_says({"merge", path("s1.study"), path("s2.study"), path("s3.study")});
    CHECK(damaged.code == 2);
    CHECK(damaged.err.find("s1.study: error: this is not a study [study-not-study]") != std::string::npos);
}

TEST_CASE("study: a replication is kept as a drill that verifies, and has the outcomes of its row", "[cli]") {
    const ScratchFolder folder;
    const std::string drill = (folder / "r17.drill").string();
    const Said kept = study_says({"arrears-at-night", "--keep", "17", "--variant", "slow-judgement", "-o", drill});
    CHECK(kept.code == 0);
    CHECK(sandtable_says({"verify", drill}).code == 0);
    CHECK(sandtable_says({"run", "wage-arrears-city-hall", "--seed", "1"}).out != kept.out);
    const Said nowhere = study_says({"arrears-at-night", "--keep", "17"});
    CHECK(nowhere.code == 2);
    CHECK(nowhere.err.find("--keep needs -o") != std::string::npos);
    CHECK(study_says({"arrears-at-night", "--keep", "17", "--variant", "slow", "-o", drill}).err.find("there is no variant \"slow\"") != std::string::npos);
}

TEST_CASE("study: an interrupted study keeps what is done, and the same command goes on to the same bytes", "[cli]") {
    const ScratchFolder folder;
    const std::string file = (folder / "long.study").string();
    const int code = in_child([&]() -> int {
        const pid_t child = ::fork();
        if (child == 0) {
            const int nothing = ::open("/dev/null", O_WRONLY);
            ::dup2(nothing, 1);
            ::dup2(nothing, 2);
            ::execl(tested_program(), "sandtable", "study", "wage-arrears-below-scope", "-n", "300000", "-o", file.c_str(), nullptr);
            ::_exit(96);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(900));
        ::kill(child, SIGINT);
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 99;
    });
    REQUIRE((code == 130 || code == 0));  // 0: a fast machine was done before it was asked
    REQUIRE(std::filesystem::exists(file));
    const Said on = study_says({"wage-arrears-below-scope", "-n", "300000", "-o", file});
    CHECK(on.code == 0);
    study_says({"wage-arrears-below-scope", "-n", "300000", "-o", (folder / "whole.study").string()});
    CHECK(bytes_of(file) == bytes_of(folder / "whole.study"));
}

TEST_CASE("study: what cannot be is told before anything runs", "[cli]") {
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
        {{"wage-arrears-city-hall", "-n", "0"}, "must be a whole number from 1 to 50000000"},
        {{"wage-arrears-city-hall", "-n", "-3"}, "must be a whole number from 1 to 50000000"},
        {{"wage-arrears-city-hall", "-n", "1000000000000000000"}, "must be a whole number from 1 to 50000000"},
        {{"wage-arrears-city-hall", "--workers", "0"}, "must be a whole number from 1 to 256"},
        {{"wage-arrears-city-hall", "--shard", "0/2"}, "a shard is written i/n"},
        {{"wage-arrears-city-hall", "--shard", "3/2"}, "a shard is written i/n"},
        {{"wage-arrears-city-hall", "--shard", "2"}, "a shard is written i/n"},
        {{"wage-arrears-city-hall", "-n", "3", "--shard", "1/4"}, "4 shards are more than 3 replications"},
        {{"wage-arrears-city-hall", "--precision", "1%", "--shard", "1/2"}, "--precision is for one machine"},
        {{"wage-arrears-city-hall", "--precision", "1"}, "a precision is a share between 0 and 1"},
        {{"wage-arrears-city-hall", "--precision", "30 s"}, "needs to know of which measures"},
        {{"wage-arrears-city-hall", "--precision", "1%", "--measure", "kept/city-hall/wage-arears"}, "no measure has this id or begins so"},
        {{"wage-arrears-city-hall", "--precision", "1%", "--measure", "late/city-hall/wage-arrears"}, "the precision has no bound for this measure"},
        {{"wage-arrears-city-hall", "--measure", "kept/city-hall/wage-arrears"}, "there is none: kept/city-hall/wage-arrears"},
        {{"wage-arrears-city-hall", "--vary", "incidents.cityhall.place=x"}, "did you mean \"city-hall\"?"},
        {{"wage-arrears-city-hall", "--vary", "strat=x"}, "did you mean \"start\"?"},
        {{"wage-arrears-city-hall", "--vary", "start"}, "is no setting"},
        {{"wage-arrears-city-hall", "--between", "wage-arrears.received.incident_reprt", "wage-arrears.arrived.principal"}, "did you mean \"incident_report\"?"},
        {{"arrears-at-nigt"}, "did you mean \"arrears-at-night\"?"},
        {{}, "SCENARIO is missing"},
        {{"nothing.study"}, "there is no such file"},
        {{"merge"}, "SHARD is missing"},
        {{"merge", "a.study", "-o", "all.drill"}, "the output all.drill must end in .study"},
        {{"nothing.study", "--keep", "3", "-o", "x.drill"}, "it can only be shown"},
        {{"wage-arrears-city-hall", "-o", "out.csv"}, "the output out.csv must end in .study"},
        {{"wage-arrears-city-hall", "--keep", "3", "-o", "out.study"}, "the output out.study must end in .drill"},
        {{"wage-arrears-city-hall", "--slurm", "2"}, "--slurm needs -o"},
    };
    for (const auto& [words, message] : cases) {
        const Said said = study_says(words);
        INFO(said.err);
        CHECK(said.code == 2);
        CHECK(said.out.empty());
        CHECK(said.err.find(message) != std::string::npos);
    }
    const Said same = study_says({"wage-arrears-city-hall", "-n", "5", "--vary", "seed=1"});
    CHECK(same.code == 0);
    CHECK(same.err.find("the variant \"seed=1\" changes nothing [study-changes-nothing]") != std::string::npos);
    const ScratchFolder folder;
    CHECK(study_says({"wage-arrears-city-hall", "-n", "5", "-o", (folder / "no/x.study").string()}).code == 3);
}

TEST_CASE("check loads every variant of a study", "[cli]") {
    CHECK(sandtable_says({"check", "scenarios/studies/arrears-at-night.yaml", "--lang", "en"}).code == 0);
    const ScratchFolder folder;
    const auto checked = [&](const std::string& rows) {
        put_bytes(folder / "s.yaml", "sandtable: study/1\nid: s\ntitle: {zh: 甲, en: a}\nscenario: wage-arrears-city-hall\n" + rows);
        return sandtable_says({"check", (folder / "s.yaml").string(), "--lang", "en"});
    };
    CHECK(checked("vary:\n- {set: start, to: [\"2026-01-27T10:00:00+08:00\"]}\n").code == 0);
    for (const auto& [rows, message] : {std::pair<std::string, std::string>{"vary:\n- {set: strat, to: [x]}\n", "did you mean \"start\"?"},
                                       {"vary:\n- {set: start, to: []}\n", "join-empty"},
                                       {"variants:\n- {id: a, set: {until: 1 h}}\n- {id: a, set: {until: 2 h}}\n", "is used twice"},
                                       {"variants:\n- {id: base, set: {until: 1 h}}\n", "the scenario as it is"},
                                       {"replications: 0\n", "number"},
                                       {"precision: 2\n", "a precision is a share"},
                                       {"between:\n- {from: wage-arrears.done.x, to: wage-arrears.occurred}\n", "is no milestone"},
                                       {"repetitions: 5\n", "unknown key"}}) {
        const Said said = checked(rows);
        INFO(rows << said.err);
        CHECK(said.code == 2);
        CHECK((said.err + said.out).find(message) != std::string::npos);
    }
}

TEST_CASE("study --html is one page that names nothing outside itself, with its pictures as files too", "[cli]") {
    const ScratchFolder folder;
    for (const char* lang : {"zh", "en"}) {
        const std::string html = (folder / (std::string(lang) + ".html")).string(), pictures = (folder / lang).string();
        const Said said = sandtable_says({"study", "arrears-at-night", "-n", "100", "--lang", lang, "--html", html, "--pictures", pictures});
        CHECK(said.code == 0);
        const std::string page = bytes_of(html);
        CHECK(page.find(digest_in(said.out)) != std::string::npos);
        CHECK(page.find(std::string(lang) == "zh" ? "<html lang=\"zh-CN\">" : "<html lang=\"en\">") != std::string::npos);
        for (const char* part : {"演练 EXERCISE", "id=\"chances\"", "id=\"curve-1\""}) {
            INFO(part);
            CHECK((page.find(part) != std::string::npos || page.find(std::string("labelledby=\"") + std::string(part).substr(4, std::string(part).size() - 5)) != std::string::npos));
        }
        CHECK(page.find("http://") == page.find("http://www.w3.org/2000/svg"));
        CHECK(page.find("https://") == std::string::npos);
        for (const char* picture : {"chances.svg", "curve-1.svg", "parts.svg", "hours.svg", "variants.svg"}) CHECK(bytes_of(std::filesystem::path(pictures) / picture).find("</svg>") != std::string::npos);
        const std::filesystem::path png = std::filesystem::path(pictures) / "chances.png";  // where the machine can
        CHECK((said.err.find("SVG only") != std::string::npos || said.err.find("只有 SVG") != std::string::npos || bytes_of(png).substr(1, 3) == "PNG"));
        const Said again = sandtable_says({"study", "arrears-at-night", "-n", "100", "--workers", "3", "--lang", lang, "--html", (folder / "again.html").string()});
        CHECK(bytes_of(folder / "again.html") == page);
    }
    const Said quiet = study_says({"mass-incident-quiet", "-n", "20", "--html", (folder / "quiet.html").string()});
    CHECK(bytes_of(folder / "quiet.html").find("No duty was breached in any replication.") != std::string::npos);
}

TEST_CASE("study --tornado says what matters, what has no range, and where nothing does", "[cli]") {
    const Said none = study_says({"wage-arrears-city-hall", "-n", "20", "--tornado"});
    CHECK(none.out.find("No duty is kept more or less often") != std::string::npos);
    CHECK(none.err.find("without a range, left out: tasks.call_principals.takes") != std::string::npos);
    const Said some = study_says({"wage-arrears-city-hall", "-n", "20", "--tornado", "--vary", "network/lishui:channels.telephone.delay=1 min"});
    CHECK(some.code == 0);
}

TEST_CASE("study roster finds who is missing, and says what cannot be", "[cli]") {
    const Said said = study_says({"roster", "wage-arrears-city-hall", "-n", "60", "--probability", "90%", "--only", "lishui-hrss/principal"});
    CHECK(said.code == 0);
    CHECK(said.out.find("- {agency: lishui-hrss, officers: {principal: {day: 2}}}") != std::string::npos);
    const auto page = nlohmann::json::parse(study_says({"roster", "wage-arrears-city-hall", "-n", "60", "--probability", "90%", "--only", "lishui-hrss/principal", "--json"}).out);
    CHECK(page["reached"] == true);
    CHECK(page["seats"][0]["id"] == "lishui-hrss/principal/day");
    CHECK(page["seats"][0]["needed"] == 2);
    CHECK(page["seats"][0]["one_less"]["keeps"] == false);
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
        {{"roster"}, "SCENARIO is missing"},
        {{"roster", "wage-arrears-city-hal"}, "did you mean \"wage-arrears-city-hall\"?"},
        {{"roster", "wage-arrears-city-hall", "--probability", "100%"}, "a probability is above 0 and below 1"},
        {{"roster", "wage-arrears-city-hall", "--probability", "30 s"}, "a probability is above 0 and below 1"},
        {{"roster", "wage-arrears-city-hall", "--cost", "duty"}, "not a cost: duty"},
        {{"roster", "wage-arrears-city-hall", "--cost", "duty=-1"}, "not a cost: duty=-1"},
        {{"roster", "wage-arrears-city-hall", "-n", "50", "--duty", "city-hall/wage-arrears/principal_on_scen"}, "did you mean \"city-hall/wage-arrears/principal_on_scene\"?"},
        {{"roster", "wage-arrears-city-hall", "-n", "50", "--only", "lishui-hrs"}, "no task of this scenario needs officers of lishui-hrs"},
    };
    for (const auto& [words, part] : cases) {
        const Said wrong = study_says(words);
        INFO(part << "\n" << wrong.err);
        CHECK(wrong.code == 2);
        CHECK(wrong.err.find(part) != std::string::npos);
    }
}

TEST_CASE("study calibrate takes what drills and tables say, and refuses drills of other plans", "[cli]") {
    const ScratchFolder folder;
    const std::string drill = (folder / "a.drill").string(), other = (folder / "b.drill").string(), csv = (folder / "c.csv").string();
    sandtable_says({"run", "wage-arrears-city-hall", "-o", drill});
    sandtable_says({"run", "mass-incident-quiet", "-o", other});
    std::ofstream(csv) << "id,value\nwage-arrears.first_judgement,25 min\nwage-arrears.first_judgement,26 min\n";
    const Said said = study_says({"calibrate", "wage-arrears-city-hall", drill, csv, "-n", "200", "-o", (folder / "mine").string()});
    CHECK(said.code == 0);
    CHECK(said.out.find("wage-arrears.first_judgement") != std::string::npos);
    CHECK(said.out.find("95 %, of so few values") != std::string::npos);
    CHECK(said.out.find("3(1)    first judgement within 20 minutes") != std::string::npos);
    CHECK(bytes_of(folder / "mine" / "observed" / "wage-arrears-first-judgement.yaml").find("25 min, 26 min]") != std::string::npos);
    const auto found = nlohmann::json::parse(
        study_says({"calibrate", "wage-arrears-city-hall", drill, "-n", "20", "--json"}).out);
    CHECK(found["calibrations"].size() > 5);
    bool told = false;
    for (const auto& one : found["chances"])
        if (one["measure"] ==
            "kept/city-hall/wage-arrears/preliminary_assessment/lishui-arrears-office") {
            told = true;  // one length was seen
            CHECK(one["observed"]["low"] < 0.1);
            CHECK(one["observed"]["high"] == 1.0);
            CHECK(one["difference_low"] < -0.8);
        }
    CHECK(told);
    // far off, and a task that no drill saw the end of
    std::ofstream(csv) << "id,value\nwage-arrears.first_judgement,9 "
                          "min\nwage-arrears.first_judgement,10 min\nwage-arrears."
                          "first_judgement,11 min\nwage-arrears.first_judgement,9 h\n";
    CHECK(study_says({"calibrate", "wage-arrears-city-hall", csv, "-n", "20"})
              .out.find("far from the others: 9:00:00") != std::string::npos);
    study_says({"wage-arrears-city-hall", "--set", "until=8 min", "--keep", "1", "-o", drill});
    const Said cut = study_says({"calibrate", "wage-arrears-city-hall", drill, "-n", "20"});
    INFO(cut.out << cut.err);
    CHECK(cut.code == 0);
    CHECK(cut.out.find("left: none came to its end") != std::string::npos);
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
        {{"calibrate", "wage-arrears-city-hall", other}, "this drill ran other plans (mass-incident"},
        {{"calibrate", "wage-arrears-city-hall", (folder / "none.drill").string()}, "no such file"},
        {{"calibrate", "wage-arrears-city-hall"}, "FILE is missing"},
    };
    for (const auto& [words, part] : cases) {
        const Said wrong = study_says(words);
        INFO(part << "\n" << wrong.err);
        CHECK(wrong.code == 2);
        CHECK(wrong.err.find(part) != std::string::npos);
    }
}

TEST_CASE("study --choose promises what it says, study indices shares out the variance, and what cannot be is told", "[cli]") {
    const Said said = study_says({"arrears-at-night", "--choose", "city-hall/wage-arrears/report_to_leading_group", "--indifference", "10%", "--confidence", "90%"});
    CHECK(said.code == 0);
    // 1,337 = 200 ln(4 * 10 * 2 / 0.1) at most; the same draws say it at the first look
    CHECK(said.out.find("1000 replications") != std::string::npos);
    CHECK(said.out.find("is best with ") != std::string::npos);
    const auto page = nlohmann::json::parse(study_says({"arrears-at-night", "-n", "200", "--choose", "city-hall/wage-arrears/report_to_leading_group", "--json"}).out);
    CHECK(page["choice"]["pairs"].size() == 10);
    CHECK(page["choice"]["order"].size() == 5);
    CHECK(page["choice"]["best"] != "slow-judgement");
    CHECK(page["choice"]["indifference"] < 0.05);  // of 200, by each variant alone 0.35
    // cut off: which variant leaves how many open, on the page and as JSON
    const std::vector<std::string> cut{"wage-arrears-city-hall",
                                       "-n",
                                       "20",
                                       "--set",
                                       "until=8 min",
                                       "--vary",
                                       "officers.lishui-arrears-office.duty.day=3",
                                       "--choose",
                                       "city-hall/wage-arrears/report_to_leading_group"};
    const Said none = study_says(cut);
    INFO(none.out << none.err);
    CHECK(none.code == 0);
    CHECK(none.out.find("Nothing can be chosen by") != std::string::npos);
    CHECK(none.out.find("base: settled in 0 of 20: 20 left open") != std::string::npos);
    CHECK(none.out.find("needs a longer run: until: settled") != std::string::npos);
    auto as_json = cut;
    as_json.push_back("--json");
    const auto no_choice = nlohmann::json::parse(study_says(as_json).out);
    CHECK_FALSE(no_choice.contains("choice"));
    CHECK(no_choice["no_choice"]["variants"][0]["open"] == 20);
    const auto indices = nlohmann::json::parse(study_says({"indices", "wage-arrears-city-hall", "--measure", "late/city-hall/wage-arrears/report_to_leading_group/lishui-arrears-office", "--points", "16", "-n", "2", "--json"}).out);
    CHECK(indices["indices"].size() > 1);
    CHECK(indices["indices"][0]["total"].get<double>() > 0);
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
        {{"wage-arrears-city-hall", "--choose", "city-hall/wage-arrears/principal_on_scene"},
         "there is nothing to choose from"},
        {{"arrears-at-night", "--choose", "city-hall/wage-arrears/principal_on_scen"},
         "no measure has this id"},
        {{"arrears-at-night", "--confidence", "90%"}, "belong to --choose"},
        {{"arrears-at-night", "--choose", "city-hall/wage-arrears/principal_on_scene",
          "--indifference", "2"},
         "a share is above 0 and below 1"},
        {{"arrears-at-night", "--choose", "city-hall/wage-arrears/principal_on_scene",
          "--indifference", "0.001%"},
         "this promise takes 2"},
        {{"indices", "wage-arrears-city-hall", "--measure",
          "late/city-hall/wage-arrears/principal"},
         "no measure has this id"},
    };
    for (const auto& [words, part] : cases) {
        const Said wrong = study_says(words);
        INFO(part << "\n" << wrong.err);
        CHECK(wrong.code == 2);
        CHECK(wrong.err.find(part) != std::string::npos);
    }
}

TEST_CASE("a roster for all duties together, and of runs that are cut off", "[cli]") {
    const std::vector<std::string> words{"roster", "wage-arrears-city-hall",        "-n", "100",
                                         "--only", "lishui-arrears-office/duty/day"};
    for (const char* lang : {"en", "zh"}) {
        auto jointly = words;
        jointly.insert(jointly.end(),
                       {"--duty", "city-hall/wage-arrears/preliminary_assessment", "--jointly"});
        jointly.insert(jointly.begin(), {"--lang", lang, "study"});
        const Said said = sandtable_says(jointly);
        INFO(said.out << said.err);
        CHECK(said.code == 0);
        CHECK(said.out.find(std::string(lang) == "en" ? "all duties together" : "同时履行") !=
              std::string::npos);
    }
    auto cut = words;
    cut.insert(cut.end(), {"--duty", "city-hall/wage-arrears/preliminary_assessment", "--set",
                           "until=12 min"});
    const Said said = study_says(cut);
    INFO(said.out << said.err);
    CHECK(said.code == 1);
    CHECK(said.out.find(" % to 100.0 %") != std::string::npos);
    CHECK(said.out.find("were left open when runs ended") != std::string::npos);
    cut.push_back("--json");
    const auto page = nlohmann::json::parse(study_says(cut).out);
    const auto duty = page["again"]["duties"][0];
    CHECK(duty["chance"].is_null());
    CHECK(duty["open"] > 0);
    CHECK(duty["chance_most"] == 1.0);
}

TEST_CASE("calibrate says where it could not try what few values leave open", "[cli]") {
    const ScratchFolder folder;
    const std::string csv = (folder / "c.csv").string();
    // ten times the longest runs over the end of the calendar
    std::ofstream(csv) << "id,value\nadministrative-adjudication.register,40 min\n";
    const Said said = study_says({"calibrate", "adjudication-forest", csv, "-n", "50"});
    INFO(said.out << said.err);
    CHECK(said.err.find("outside the calendar") != std::string::npos);
    CHECK(said.out.find("could not be tried") != std::string::npos);
    CHECK(said.out.find("changes a chance; all 0") == std::string::npos);
    const auto page = nlohmann::json::parse(
        study_says({"calibrate", "adjudication-forest", csv, "-n", "50", "--json"}).out);
    CHECK(page["sampled"] == false);
}

TEST_CASE("a choice is kept in the file, from shards too, and another one is another study",
          "[cli]") {
    const ScratchFolder folder;
    std::vector<std::string> words{"arrears-at-night", "-n", "60", "--choose",
                                   "city-hall/wage-arrears/report_to_leading_group"};
    const auto with = [&](std::vector<std::string> more) {
        auto all = words;
        all.insert(all.end(), more.begin(), more.end());
        return study_says(all);
    };
    const Said whole =
        with({"-o", (folder / "whole.study").string(), "--html", (folder / "whole.html").string()});
    CHECK(bytes_of(folder / "whole.html").find("Which variant to choose") != std::string::npos);
    CHECK(whole.code == 0);
    const auto chosen = [](const std::string& page) {
        return page.substr(std::min(page.size(), page.find("Chosen by")));
    };
    REQUIRE(whole.out.find("Chosen by") != std::string::npos);
    CHECK(chosen(study_says({(folder / "whole.study").string()}).out) == chosen(whole.out));
    for (const char* shard : {"1", "2"})
        CHECK(with({"--shard", std::string(shard) + "/2", "-o",
                    (folder / (std::string(shard) + ".study")).string()})
                  .code == 0);
    const Said merged =
        study_says({"merge", (folder / "1.study").string(), (folder / "2.study").string(), "-o",
                    (folder / "both.study").string()});
    const auto digest = [](const std::string& page) { return page.substr(page.find("sha256:")); };
    CHECK(merged.out.find("Chosen by") != std::string::npos);
    CHECK(digest(merged.out) == digest(whole.out));
    words[4] = "city-hall/wage-arrears/principal_on_scene";
    CHECK(with({"-o", (folder / "whole.study").string()}).err.find("choose") != std::string::npos);
    words.resize(3);
    CHECK(with({"-o", (folder / "whole.study").string()}).code == 2);
}

TEST_CASE("study --set changes the scenario itself, and variants say what they make late", "[cli]") {
    const ScratchFolder folder;
    const std::vector<std::string> night{"wage-arrears-project-site", "-n", "40", "--set", "start=2026-02-10T23:30:00+08:00", "--set", "officers.lishui-arrears-office.duty.night=0", "--vary", "officers.lishui-arrears-office.duty.night=1", "-o", (folder / "night.study").string()};
    const Said said = study_says(night);
    CHECK(said.code == 0);
    CHECK(said.out.find("waited for duty officers, none of whom is on this shift") != std::string::npos);
    CHECK(said.out.find("night=1: officers.lishui-arrears-office.duty.night=1 (base: 0)") != std::string::npos);
    CHECK(study_says(night).err.find("nothing is left to do") != std::string::npos);
    auto day = night;
    day.erase(day.begin() + 3, day.begin() + 5);
    CHECK(study_says(day).err.find("is of another study") != std::string::npos);
    CHECK(study_says({"wage-arrears-project-site", "--set", "strat=x"}).err.find("did you mean \"start\"?") != std::string::npos);
    const Said at_night = study_says({"wage-arrears-project-site", "-n", "40", "--vary", "officers.lishui-arrears-office.duty.day=0"});
    CHECK(at_night.out.find("late here: 3(1) first judgement within 20 minutes") != std::string::npos);
}
