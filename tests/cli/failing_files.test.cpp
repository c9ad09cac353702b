// Every kind of output on a disk that fails at every act: the old file or a whole new one.
#include "support/catch.hpp"
#include "support/program.hpp"

using namespace sandtable;
namespace fs = std::filesystem;

namespace {

/// A command that writes into $OUT, which is a folder; with 1 and with 2 it writes other bytes.
struct Output {
    std::string what;
    std::vector<std::string> words;  ///< $OUT, $IN and $N are put in
};

std::vector<std::string> put_in(std::vector<std::string> words, const fs::path& out,
                                const fs::path& in, const std::string& number) {
    for (std::string& word : words)
        for (const auto& [name, value] :
             {std::pair{std::string("$OUT"), out.string()}, {"$IN", in.string()}, {"$N", number}})
            for (std::size_t at; (at = word.find(name)) != std::string::npos;)
                word.replace(at, name.size(), value);
    return words;
}

/// Name to bytes of every file under a folder.
std::map<std::string, std::string> files_in(const fs::path& folder) {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (!entry.is_directory())
            all[entry.path().lexically_relative(folder).string()] = bytes_of(entry.path());
    return all;
}

const std::vector<Output>& outputs() {
    static const std::vector<Output> all{
        {"a recording", {"run", "wage-arrears-below-scope", "--seed", "$N", "-o", "$OUT/a.drill"}},
        {"a study", {"study", "wage-arrears-below-scope", "-n", "$N", "-o", "$OUT/a.study"}},
        {"merged parts", {"study", "merge", "$IN/p$N.study", "-o", "$OUT/a.study"}},
        {"one replication kept",
         {"study", "wage-arrears-below-scope", "--keep", "$N", "-o", "$OUT/a.drill"}},
        {"a study's table", {"study", "$IN/$N.study", "--csv", "$OUT/a.csv"}},
        {"a study's page", {"study", "$IN/$N.study", "--html", "$OUT/a.html"}},
        {"a study's workbook", {"study", "$IN/$N.study", "--xlsx", "$OUT/a.xlsx"}},
        {"a study's pictures", {"study", "$IN/$N.study", "--pictures", "$OUT/pictures"}},
        {"a recording's table", {"report", "$IN/$N.drill", "--csv", "$OUT/a.csv"}},
        {"a recording's lines", {"report", "$IN/$N.drill", "--jsonl", "$OUT/a.jsonl"}},
        {"alerts", {"report", "$IN/rain$N.drill", "--cap", "$OUT/alerts"}},
        {"copies for an exercise", {"import", "$IN/alert$N.xml", "--cap", "$OUT/alerts"}},
        {"lengths observed",
         {"study", "calibrate", "wage-arrears-city-hall", "$IN/lengths$N.csv", "-n", "1", "-o",
          "$OUT"}},
        {"a city",
         {"new", "--city", "$IN/divisions$N.csv", "--base", "lishui", "-o", "$OUT/mine.yaml"}},
    };
    return all;
}

/// What the commands read.
struct Inputs {
    ScratchFolder folder;

    Inputs() {
        for (const std::string number : {"1", "2"}) {
            const auto name = [&](const std::string& of) { return (folder / of).string(); };
            const auto made = [&](std::vector<std::string> words) {
                const Said said = sandtable_says_en(std::move(words));
                if (said.code > 1) throw std::runtime_error(said.err);
            };
            made(
                {"run", "wage-arrears-city-hall", "--seed", number, "-o", name(number + ".drill")});
            made(
                {"run", "typhoon-night", "--seed", number, "-o", name("rain" + number + ".drill")});
            made({"study", "wage-arrears-city-hall", "-n", "20", "--seed", number, "-o",
                  name(number + ".study")});
            made({"study", "wage-arrears-below-scope", "-n", "3", "--seed", number, "--shard",
                  "1/1", "-o", name("p" + number + ".study")});
            std::string lengths = "id,value\n";
            for (const std::string& minutes : {std::string("7"), std::string("9"), "1" + number})
                lengths += "wage-arrears.first_judgement," + minutes + " min\n";
            put_bytes(folder / ("lengths" + number + ".csv"), lengths);
            const std::string divisions = bytes_of(shipped("data/lishui-divisions.csv"));
            const auto end = number == "1" ? divisions.find('\n', 2000) + 1 : 4000;
            put_bytes(folder / ("divisions" + number + ".csv"),
                      divisions.substr(0, divisions.rfind('\n', end) + 1));
            made({"report", name("rain" + number + ".drill"), "--cap", name("alerts" + number)});
            fs::copy(fs::directory_iterator(folder / ("alerts" + number))->path(),
                     folder / ("alert" + number + ".xml"));
        }
    }
};

}  // namespace

TEST_CASE("of every output there is the old file or a whole new one, wherever the disk fails",
          "[cli][disk][long]") {
    const Inputs inputs;
    for (const Output& output : outputs()) {
        INFO(output.what);
        const ScratchFolder scratch;
        const fs::path out = scratch / "out", count = scratch / "count";
        const auto says = [&](const std::string& number, int at, const std::string& how) {
            ProgramOptions options;
            options.environment = {{"LD_PRELOAD", FAILING_FILES},
                                   {"FAILING_FOLDER", out.string() + "/"},
                                   {"FAILING_AT", std::to_string(at)},
                                   {"FAILING_HOW", how},
                                   {"FAILING_COUNT", count.string()}};
            return sandtable_says(put_in(output.words, out, inputs.folder.path(), number), options);
        };
        const auto fresh = [&](const std::string& number) {
            fs::remove_all(out);
            fs::create_directory(out);
            const Said said = says(number, 0, "");
            INFO(said.err);
            REQUIRE(said.code <= 1);
            return files_in(out);
        };
        const auto whole = fresh("2"), old = fresh("1");
        REQUIRE(whole != old);
        REQUIRE(says("2", 0, "").code <= 1);
        const int acts = std::stoi(bytes_of(count));
        REQUIRE(acts > 5);
        const auto written = files_in(out);
        for (const auto& [name, bytes] : whole) REQUIRE(written.at(name) == bytes);
        // every act of one file that is written whole; of many acts a part, another for each fault
        const int step = acts <= 12 ? 1 : acts / 4;
        int first = 1;
        for (const std::string how : {"short", "full", "broken", "killed"}) {
            int faults = 0;
            for (int at = first++ % step + 1; at <= acts; at += step) {
                INFO(how << " at " << at << " of " << acts);
                fs::remove_all(out);
                fs::create_directory(out);
                for (const auto& [name, bytes] : old) {
                    fs::create_directories((out / name).parent_path());
                    put_bytes(out / name, bytes);
                }
                const Said said = says("2", at, how);
                INFO(said.err);
                const bool killed = how == "killed";
                CHECK((said.code <= 1 || said.code == 3 || (killed && said.code == 128 + 9)));
                faults += said.code > 1;
                if (how == "short") CHECK(said.code <= 1);
                if (said.code == 3) CHECK(said.err.find("[cli-machine]") != std::string::npos);
                for (const auto& [name, bytes] : files_in(out)) {
                    INFO(name);
                    if (killed && !whole.contains(name) && !old.contains(name)) {
                        CHECK(name.ends_with(".part"));
                        continue;
                    }
                    const bool is_old = old.contains(name) && bytes == old.at(name);
                    const bool is_new = whole.contains(name) && bytes == whole.at(name);
                    CHECK((is_old || is_new));
                    // where its renderer fails, a PNG is not made, and that is said
                    if (said.code <= 1 && whole.contains(name) && !name.ends_with(".png"))
                        CHECK(is_new);
                }
                if (!killed) continue;
                CHECK(says("2", 0, "").code <= 1);  // the next one cleans up
                for (const auto& [name, bytes] : files_in(out))
                    CHECK_FALSE(name.ends_with(".part"));
            }
            if (how != "short") CHECK(faults > 0);
        }
    }
}
