#include <algorithm>

#include <sys/stat.h>
#include <unistd.h>

#include "sandtable/drill_file.hpp"
#include "support/catch.hpp"
#include "support/sample_drill.hpp"
#include "support/scratch_folder.hpp"

using namespace sandtable;
namespace fs = std::filesystem;

TEST_CASE("a drill is read as it was written") {
    const ScratchFolder folder;
    for (const int entries : {2, 3, 70, 300, 5000}) {
        INFO(entries);
        const DrillFile drill = sample_drill(entries);
        write_drill(folder / "a.drill", drill);
        Diagnostics said;
        const auto read = read_drill(folder / "a.drill", said);
        for (const auto& d : said.all()) UNSCOPED_INFO(render(d, Lang::en));
        REQUIRE(read);
        CHECK(said.all().empty());
        CHECK(same_drill(*read, drill));
        CHECK(journal_digest(read->journal) == drill.header.digest);
    }
    CHECK(snapshot(folder.path()).size() == 2);  // the file and its folder
}

TEST_CASE("every kind of entry is in the sample") {
    const Journal journal = sample_journal();
    std::vector<bool> seen(entry_kinds);
    for (const Entry& entry : journal.entries()) seen[static_cast<std::size_t>(entry.kind)] = true;
    CHECK(std::count(seen.begin(), seen.end(), true) == entry_kinds);
}

TEST_CASE("the same drill gives the same bytes, whatever was interned before and whatever lay there") {
    const ScratchFolder folder;
    const DrillFile drill = sample_drill();
    write_drill(folder / "a.drill", drill);
    write_drill(folder / "b.drill", sample_drill(70));
    write_drill(folder / "b.drill", drill);
    Diagnostics said;
    const auto read = read_drill(folder / "a.drill", said);  // has its texts in another order
    REQUIRE(read);
    write_drill(folder / "c.drill", *read);
    CHECK(bytes_of(folder / "a.drill") == bytes_of(folder / "b.drill"));
    CHECK(bytes_of(folder / "a.drill") == bytes_of(folder / "c.drill"));
}

TEST_CASE("a name may hold anything a name can") {
    const ScratchFolder folder;
    const DrillFile drill = sample_drill(5);
    for (const char* name : {"演练 一.drill", "a?b#c%41&mode=rw.drill", "quo'te\"s.drill", "file:x.drill", "\xff\xfe.drill", "new\nline.drill", "no-ending"}) {
        INFO(name);
        write_drill(folder / name, drill);
        Diagnostics said;
        const auto read = read_drill(folder / name, said);
        REQUIRE(read);
        CHECK(same_drill(*read, drill));
        CHECK(fs::remove(folder / name));
    }
    CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("a relative name is one under the current folder") {
    const ScratchFolder folder;
    CHECK(in_child([&] {
              fs::current_path(folder.path());
              write_drill("file:a.drill", sample_drill(5));
              Diagnostics said;
              return read_drill("file:a.drill", said) && fs::exists(folder / "file:a.drill") ? 0 : 1;
          }) == 0);
}

TEST_CASE("a path that is not UTF-8 is kept as what can be shown of it") {
    const ScratchFolder folder;
    DrillFile drill = sample_drill(5);
    drill.inputs[0].path = "\xD4\xA4\xB0\xB8/a\x1b[31m.yaml";
    write_drill(folder / "a.drill", drill);
    Diagnostics said;
    const auto read = read_drill(folder / "a.drill", said);
    REQUIRE(read);
    CHECK(utf8_fault(read->inputs[0].path) == std::string::npos);
    CHECK(read->inputs[0].path.ends_with("/a\xEF\xBF\xBD[31m.yaml"));
    write_drill(folder / "b.drill", *read);
    CHECK(bytes_of(folder / "a.drill") == bytes_of(folder / "b.drill"));
}

TEST_CASE("a link is followed, when reading and when writing") {
    const ScratchFolder folder;
    fs::create_directory(folder / "real");
    write_drill(folder / "real/a.drill", sample_drill(5));
    fs::create_symlink("real/a.drill", folder / "link.drill");
    write_drill(folder / "link.drill", sample_drill(70));
    CHECK(fs::is_symlink(folder / "link.drill"));
    Diagnostics said;
    const auto read = read_drill(folder / "link.drill", said);
    REQUIRE(read);
    CHECK(read->journal.size() == 70);
    CHECK(fs::exists(folder / "real/a.drill"));
    CHECK(snapshot(folder / "real").size() == 2);
}

TEST_CASE("reading changes nothing, in the file or beside it") {
    const ScratchFolder folder;
    write_drill(folder / "good.drill", sample_drill());
    std::string bytes = bytes_of(folder / "good.drill");
    put_bytes(folder / "cut.drill", bytes.substr(0, bytes.size() / 2));
    bytes[bytes.size() / 2] ^= 0x55;
    put_bytes(folder / "flipped.drill", bytes);
    put_bytes(folder / "empty.drill", "");
    put_bytes(folder / "text.drill", "sandtable: plan/1\n");
    fs::copy(folder / "good.drill", folder / "open.drill");
    put_bytes(folder / "open.drill-wal", "x");
    fs::copy(folder / "good.drill", folder / "closed.drill");
    put_bytes(folder / "closed.drill-wal", "");
    fs::copy(folder / "good.drill", folder / "altered.drill");
    alter(folder / "altered.drill", "CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM items; END");
    const auto before = snapshot(folder.path());
    REQUIRE(before.size() == 11);
    int good = 0;
    const auto read_all = [&] {
        good = 0;
        for (const auto& entry : fs::directory_iterator(folder.path())) {
            Diagnostics said;
            good += read_drill(entry.path(), said).has_value();
        }
        return good;
    };
    CHECK(read_all() == 2);  // good and closed
    CHECK(snapshot(folder.path()) == before);
    SECTION("also where nothing may be written") {
        for (const auto& entry : fs::directory_iterator(folder.path())) fs::permissions(entry.path(), fs::perms(0444));
        fs::permissions(folder.path(), fs::perms(0555));
        const auto locked = snapshot(folder.path());
        CHECK(in_child([&] { return become_nobody() ? read_all() : 99; }) == 2);
        CHECK(snapshot(folder.path()) == locked);
    }
}

TEST_CASE("reading waits for nobody's lock") {
    const ScratchFolder folder;
    write_drill(folder / "a.drill", sample_drill(5));
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open((folder / "a.drill").c_str(), &other) == SQLITE_OK);
    REQUIRE(sqlite3_exec(other, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr) == SQLITE_OK);
    CHECK(in_child([&] {
              Diagnostics said;
              return read_drill(folder / "a.drill", said) ? 0 : 1;
          }) == 0);
    sqlite3_close(other);
}

TEST_CASE("a file without the right to read it is refused like any other") {
    const ScratchFolder folder;
    write_drill(folder / "a.drill", sample_drill(5));
    fs::permissions(folder / "a.drill", fs::perms(0));
    fs::permissions(folder.path(), fs::perms(0555));
    CHECK(in_child([&] {
              if (!become_nobody()) return 98;
              Diagnostics said;
              const bool read = read_drill(folder / "a.drill", said).has_value();
              return !read && said.all().size() == 1 && said.all()[0].code == "file-unreadable" &&
                             said.all()[0].message.en == "cannot read " + (folder / "a.drill").string() + ": Permission denied"
                         ? 0
                         : 1;
          }) == 0);
}

TEST_CASE("the file can be asked questions with sqlite3") {
    const ScratchFolder folder;
    write_drill(folder / "a.drill", sample_drill());
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open_v2((folder / "a.drill").c_str(), &db, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK);
    const auto ask = [&](const char* sql) {
        std::string answer;
        sqlite3_exec(db, sql, [](void* to, int columns, char** values, char**) {
            for (int i = 0; i < columns; ++i) *static_cast<std::string*>(to) += std::string(i > 0 ? "|" : "") + (values[i] != nullptr ? values[i] : "NULL");
            *static_cast<std::string*>(to) += "\n";
            return 0;
        }, &answer, nullptr);
        return answer;
    };
    CHECK(ask("PRAGMA integrity_check") == "ok\n");
    CHECK(ask("PRAGMA journal_mode") == "delete\n");
    CHECK(ask("SELECT count(*) FROM entries") == "300\n");
    CHECK(ask("SELECT * FROM entries WHERE no IN (0, 20, 24)") ==
          "0|0|started|||county_fire|4.2.1|NULL|NULL\n20|9000|task_done|||市应急管理局|4.2.1|19|NULL\n24|12000|rerouted||quake-0|county_fire|4.2.1|23|14\n");
    CHECK(ask("SELECT * FROM items WHERE entry = 10") ==
          "10|0|says|text|🚒|NULL|NULL\n10|1|人数|number|NULL|10000000070|NULL\n10|2|hours|range|NULL|-10|NULL\n");
    CHECK(ask("SELECT key, value FROM meta WHERE key NOT IN ('digest', 'seal')") ==
          "entries|300\ninputs|4\nprogram_version|0.1.0 (测试)\nscenario|wage-arrears-1\nseed|4294967295\nsemantics|1\nstart|2026-01-26T09:00:00.000+08:00\n");
    CHECK(ask("SELECT kind, id, path, length(text) > 0 FROM inputs") ==
          "scenario|wage-arrears-1|drills/wage arrears 1.yaml|1\nplan|wage-arrears|/数据/plans/wage-arrears.yaml|1\nvocabulary||vocabulary.yaml|0\nplan|wage|plans/wage.yaml|1\n");
    sqlite3_close(db);
}
