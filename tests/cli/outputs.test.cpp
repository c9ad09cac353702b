// What a command writes, beside what it reads and what stands around it.
#include <csignal>

#include <sys/file.h>

#include "support/catch.hpp"
#include "support/program.hpp"

using namespace sandtable;
namespace fs = std::filesystem;

namespace {

/// A folder with a recording, a study and a part of one in it, to run in.
struct Desk {
    ScratchFolder folder;
    ProgramOptions options;

    Desk() {
        options.folder = folder.path();
        says({"run", "wage-arrears-city-hall", "-o", "m.drill"});
        says({"study", "wage-arrears-city-hall", "-n", "5", "-o", "c.study"});
    }
    Said says(const std::vector<std::string>& words) const {
        return sandtable_says_en(words, options);
    }
    /// A line of the shell in the folder, the program in $S: its exit code is the last line.
    std::string shell_says(const std::string& line) const {
        std::string out;
        shell("cd '" + folder.path().string() + "'\n" + line, out);
        return out;
    }
};

bool refuses(const Said& said, const std::string& code) {
    return said.code == 2 && said.err.find("[" + code + "]") != std::string::npos;
}

}  // namespace

TEST_CASE("an output that is an input, by whatever name, is refused and nothing is lost",
          "[cli][outputs]") {
    const Desk desk;
    const fs::path& folder = desk.folder.path();
    const std::string drill = bytes_of(folder / "m.drill"), study = bytes_of(folder / "c.study");
    fs::create_hard_link(folder / "m.drill", folder / "hard.csv");
    fs::create_symlink("m.drill", folder / "soft.csv");
    const std::string around = "../" + folder.filename().string() + "/m.drill";
    for (const std::string& name :
         std::vector<std::string>{"m.drill", "./m.drill", around, "hard.csv", "soft.csv"})
        for (const std::string option : {"--csv", "--jsonl", "--cap"}) {
            INFO(name << " " << option);
            if (option == "--cap" && name != "m.drill") continue;
            CHECK(desk.says({"report", "m.drill", option, name}).code == 2);
        }
    for (const std::string option : {"--csv", "--html", "--xlsx"})
        CHECK(refuses(desk.says({"study", "c.study", option, "c.study"}), "output-is-input"));
    CHECK(refuses(desk.says({"study", "merge", "c.study", "-o", "c.study"}), "output-is-input"));
    // what a scenario names is read too
    fs::copy(shipped("drills/wage-arrears-city-hall.yaml"), folder / "s.yaml");
    fs::create_directories(folder / "networks");
    fs::copy(shipped("networks/lishui.yaml"), folder / "networks/lishui.yaml");
    const std::string network = bytes_of(folder / "networks/lishui.yaml");
    CHECK(refuses(desk.says({"run", "s.yaml", "-o", "networks/lishui.yaml"}), "output-is-input"));
    CHECK(refuses(desk.says({"study", "s.yaml", "-n", "2", "--csv", "networks/lishui.yaml"}),
                  "output-is-input"));
    CHECK(refuses(desk.says({"study", "s.yaml", "-n", "2", "--csv", "s.yaml"}), "output-is-input"));
    CHECK(refuses(desk.says({"new", "--city", shipped("data/lishui-divisions.csv").string(),
                             "--base", "networks/lishui.yaml", "-o", "networks/lishui.yaml"}),
                  "output-is-input"));
    CHECK(bytes_of(folder / "m.drill") == drill);
    CHECK(bytes_of(folder / "c.study") == study);
    CHECK(bytes_of(folder / "networks/lishui.yaml") == network);
}

TEST_CASE("lengths observed do not go over the files they come from", "[cli][outputs]") {
    const Desk desk;
    const fs::path& folder = desk.folder.path();
    put_bytes(folder / "lengths.csv",
              "id,value\nwage-arrears.first_judgement,7 min\nwage-arrears.first_judgement,9 min\n");
    const std::vector<std::string> words{
        "study", "calibrate", "wage-arrears-city-hall", "lengths.csv", "-n", "1", "-o", "."};
    REQUIRE(desk.says(words).code == 0);
    fs::path made;
    for (const auto& entry : fs::directory_iterator(folder / "observed")) made = entry.path();
    REQUIRE(made.extension() == ".yaml");
    REQUIRE(desk.says(words).code == 0);  // of the same name, and not read
    fs::remove(made);
    fs::create_symlink("../lengths.csv", made);
    CHECK(refuses(desk.says(words), "output-is-input"));
}

TEST_CASE("copies for an exercise do not go over the alerts they are of", "[cli][outputs]") {
    const Desk desk;
    const fs::path& folder = desk.folder.path();
    desk.says({"run", "typhoon-night", "-o", "t.drill"});
    REQUIRE(desk.says({"report", "t.drill", "--cap", "alerts"}).code == 0);
    const auto before = snapshot(folder / "alerts");
    std::vector<std::string> words{"import"};
    for (const auto& [name, bytes] : before)
        if (name != "." && words.size() < 9) words.push_back("alerts/" + name);
    words.insert(words.end(), {"--cap", "alerts"});
    CHECK(refuses(desk.says(words), "output-is-input"));
    CHECK(snapshot(folder / "alerts") == before);
}

TEST_CASE("one name for two outputs is refused", "[cli][outputs]") {
    const Desk desk;
    CHECK(refuses(desk.says({"study", "c.study", "--csv", "x", "--html", "./x"}), "output-twice"));
    CHECK(refuses(desk.says({"study", "c.study", "--csv", "-", "--html", "-"}), "output-twice"));
    CHECK(refuses(desk.says({"report", "m.drill", "--csv", "x", "--jsonl", "x"}), "output-twice"));
    CHECK(refuses(desk.says({"study", "wage-arrears-city-hall", "-n", "2", "-o", "x.study",
                             "--html", "x.study"}),
                  "output-twice"));
    CHECK_FALSE(fs::exists(desk.folder / "x"));
}

TEST_CASE("what is no file stays what it is and gets the bytes", "[cli][outputs]") {
    const Desk desk;
    REQUIRE(desk.says({"report", "m.drill", "--csv", "table.csv"}).code == 0);
    for (const std::string line :
         {"mkfifo pipe; cat pipe >got & \"$S\" report m.drill --csv pipe; echo $?; wait; "
          "test -p pipe && cmp got table.csv && echo same",
          "\"$S\" report m.drill --csv /dev/stdout >got; echo $?; cmp got table.csv && echo same",
          "\"$S\" report m.drill --csv /dev/stdout | cat >got; echo 0; "
          "cmp got table.csv && echo same",
          "\"$S\" report m.drill --csv /proc/self/fd/2 2>got; echo $?; "
          "cmp got table.csv && echo same",
          "ln -s later.csv link.csv; \"$S\" report m.drill --csv link.csv; echo $?; "
          "test -L link.csv && cmp later.csv table.csv && echo same"}) {
        INFO(line);
        CHECK(desk.shell_says(line) == "0\nsame\n");
    }
    for (const std::string target : {"/dev/stdout", "pipe"})
        CHECK(desk.says({"run", "wage-arrears-city-hall", "-o", target}).code == 3);
    CHECK(fs::is_fifo(desk.folder / "pipe"));
    CHECK(desk.says({"report", "m.drill", "--csv", "."}).code == 3);
}

TEST_CASE("the rights of the file that is replaced stay", "[cli][outputs]") {
    const Desk desk;
    const auto mode = [&](const std::string& name) {
        return static_cast<unsigned>(fs::status(desk.folder / name).permissions());
    };
    for (const unsigned rights : {0600u, 0640u, 0666u, 0755u, 0604u}) {
        for (const std::string name : {"m.drill", "c.study", "t.csv"}) {
            put_bytes(desk.folder / "t.csv", "old");
            fs::permissions(desk.folder / name, fs::perms(rights));
        }
        CHECK(desk.says({"run", "wage-arrears-city-hall", "-o", "m.drill"}).code < 2);
        CHECK(desk.says({"study", "wage-arrears-city-hall", "-n", std::to_string(rights), "-o",
                         "c.study"})
                  .code < 3);
        CHECK(desk.says({"report", "m.drill", "--csv", "t.csv"}).code == 0);
        for (const std::string name : {"m.drill", "c.study", "t.csv"}) CHECK(mode(name) == rights);
    }
    // one that must not be written is not replaced either
    put_bytes(desk.folder / "kept.csv", "kept");
    fs::permissions(desk.folder / "kept.csv", fs::perms(0444));
    fs::permissions(desk.folder.path(), fs::perms(0777));
    CHECK(in_child([&] {
              if (!become_nobody()) return 98;
              return desk.says({"report", "m.drill", "--csv", "kept.csv"}).code;
          }) == 3);
    CHECK(bytes_of(desk.folder / "kept.csv") == "kept");
}

TEST_CASE("a .part is made anew", "[cli][outputs]") {
    const Desk desk;
    put_bytes(desk.folder / "notes", "of the user");
    for (const std::string name : {"t.csv", "t.drill", "t.study"}) {
        INFO(name);
        const fs::path part = desk.folder / (name + ".part");
        const auto writes = [&] {
            if (name == "t.csv") return desk.says({"report", "m.drill", "--csv", name}).code;
            if (name == "t.drill")
                return desk.says({"run", "wage-arrears-city-hall", "-o", name}).code;
            return desk.says({"study", "wage-arrears-city-hall", "-n", "2", "-o", name}).code;
        };
        fs::create_symlink("notes", part);
        CHECK(writes() < 2);
        fs::create_symlink("nowhere", part);
        CHECK(writes() < 2);
        fs::create_hard_link(desk.folder / "notes", part);
        CHECK(writes() < 2);
        put_bytes(part, std::string(1 << 20, 'x'));
        CHECK(writes() < 2);
        CHECK_FALSE(fs::exists(part));
        fs::create_directory(part);
        CHECK(writes() == 3);
        fs::remove(part);
        CHECK(::mkfifo(part.c_str(), 0600) == 0);
        CHECK(writes() == 3);
        CHECK(fs::is_fifo(part));
    }
    CHECK(bytes_of(desk.folder / "notes") == "of the user");
}

TEST_CASE("two writers of one name come one after the other", "[cli][outputs]") {
    const Desk desk;
    const std::string said = desk.shell_says(
        "for i in 1 2 3 4 5 6 7 8; do (\"$S\" run wage-arrears-city-hall --seed $i -o r.drill "
        ">/dev/null 2>&1; test $? -lt 2 || echo refused) & \n"
        "(\"$S\" report m.drill --csv r.csv || echo refused) & done; wait; ls | grep -c part; "
        "\"$S\" verify r.drill >/dev/null && echo whole");
    CHECK(said == "0\nwhole\n");
}

TEST_CASE("closed and full standard streams end as 3 or quietly, and reach no file",
          "[cli][outputs]") {
    const Desk desk;
    const auto codes = [&](const std::string& line) { return desk.shell_says(line + "; echo $?"); };
    for (const std::string command :
         {"--version", "--help", "run --help", "check wage-arrears", "graph lishui",
          "run wage-arrears-city-hall", "report m.drill --csv", "study c.study",
          "study c.study --json", "diff m.drill m.drill", "verify m.drill"}) {
        INFO(command);
        CHECK(codes("\"$S\" " + command + " >&- 2>/dev/null") == "3\n");
        CHECK(codes("\"$S\" " + command + " >/dev/full 2>/dev/null") == "3\n");
        CHECK(codes("\"$S\" " + command + " <&- 2>&- >/dev/null").size() == 2);
        // bash says with PIPESTATUS what the first one ended with
        CHECK(codes("\"$S\" " + command + " 2>/dev/null | true; test ${PIPESTATUS[0]} -lt 2") ==
              "0\n");
    }
    for (const std::string closed : {"<&- >&- 2>&-", "<&- >&-", ">&- 2>&-", "<&- 2>&-"}) {
        INFO(closed);
        codes("\"$S\" run wage-arrears-city-hall -o n.drill " + closed);
        codes("\"$S\" study wage-arrears-city-hall -n 3 -o n.study --csv n.csv " + closed);
        CHECK(desk.says({"verify", "n.drill"}).code == 0);
        CHECK(desk.says({"study", "n.study"}).code == 0);
        CHECK(bytes_of(desk.folder / "n.csv")
                  .starts_with("\xEF\xBB\xBF"
                               "exercise,"));
        for (const char* name : {"n.drill", "n.study", "n.csv"}) fs::remove(desk.folder / name);
    }
    CHECK(codes("\"$S\" grade --plan mass-incident --batch <&- 2>/dev/null") == "3\n");
}

TEST_CASE("a write that is interrupted or meets a limit leaves nothing for long",
          "[cli][outputs]") {
    const Desk desk;
    const auto count = [&] {
        int parts = 0;
        for (const auto& entry : fs::directory_iterator(desk.folder.path()))
            parts += entry.path().extension() == ".part";
        return parts;
    };
    for (const std::string limit : {"1", "8", "16"})
        for (const std::string command :
             {"run wage-arrears-city-hall -o l.drill", "study c.study --xlsx l.xlsx",
              "study c.study --html l.html", "study wage-arrears-city-hall -n 9 -o l.study"}) {
            INFO(limit << " " << command);
            CHECK(desk.shell_says("(ulimit -f " + limit + "; \"$S\" " + command +
                                  " >/dev/null 2>/dev/null); echo $?") == "3\n");
        }
    CHECK(count() == 0);
    for (const std::string signal : {"INT", "TERM", "HUP"}) {
        INFO(signal);
        // a job of a script would have INT ignored, which stays so: env gives it back
        CHECK(desk.shell_says("env --default-signal \"$S\" study wage-arrears-city-hall -n 1000000 "
                              "--workers 1 -o i.study >/dev/null 2>/dev/null & p=$!\n"
                              "until [ -e i.study.part ]; do sleep 0.05; done; sleep 1\n"
                              "kill -" +
                              signal +
                              " $p; wait $p; echo $?\n"
                              "\"$S\" study i.study >/dev/null && echo kept; rm i.study") ==
              "130\nkept\n");
    }
    CHECK(count() == 0);
    // who wanted a signal ignored keeps it so
    CHECK(desk.shell_says("nohup \"$S\" study wage-arrears-city-hall -n 2000 -o h.study "
                          ">/dev/null 2>/dev/null & p=$!\n"
                          "until [ -e h.study.part ]; do sleep 0.05; done\n"
                          "kill -HUP $p; wait $p; echo $?") == "0\n");
}

TEST_CASE("scripts of Slurm take names as they are", "[cli][outputs]") {
    const Desk desk;
    fs::create_directory(desk.folder / "bin");
    put_bytes(desk.folder / "bin/sbatch", "#!/bin/sh\nprintf '%s\\n' \"$@\" >>asked\necho 7\n");
    fs::permissions(desk.folder / "bin/sbatch", fs::perms(0755));
    const auto says = [&](const std::string& name) {
        ProgramOptions options = desk.options;
        options.environment = {{"PATH", (desk.folder / "bin").string() + ":/usr/bin:/bin"}};
        return sandtable_says_en(
            {"study", "wage-arrears-city-hall", "-n", "4", "--slurm", "2", "-o", name}, options);
    };
    for (const std::string name : {"q\ntouch PWNED\n#.study", "q\\.study", "q\x1b[2J.study"}) {
        CHECK(refuses(says(name), "study-slurm-name"));
        CHECK(snapshot(desk.folder.path()).size() == 4);  // itself, bin, m.drill, c.study
    }
    for (const std::string name : {"a b 'c' \"d\" $(touch PWNED) `e` %a;#.study", "演练.study"}) {
        INFO(name);
        REQUIRE(says(name).code == 0);
        const fs::path folder = desk.folder / (name + ".shards");
        for (const char* script : {"array.sh", "merge.sh"}) {
            const std::string text = bytes_of(folder / script);
            for (std::size_t at = 0; (at = text.find("#SBATCH", at)) != std::string::npos; ++at)
                CHECK(text.substr(at, text.find('\n', at) - at).find(name) == std::string::npos);
            CHECK(desk.shell_says("bash -n \"$(ls -d *.shards)\"/" + std::string(script)) == "");
        }
        fs::remove_all(folder);
    }
    CHECK(bytes_of(desk.folder / "asked").find("%%a;#.study.shards/%a.log") != std::string::npos);
    CHECK_FALSE(fs::exists(desk.folder / "PWNED"));
}
