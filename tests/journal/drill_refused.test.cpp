#include <cstdlib>

#include <sys/stat.h>

#include "support/catch.hpp"
#include "support/sample_drill.hpp"
#include "support/scratch_folder.hpp"

using namespace sandtable;
namespace fs = std::filesystem;

namespace {

/// "[code] message = hint" of the one Diagnostic, or "read".
std::string outcome(const fs::path& file, Lang lang = Lang::en) {
    Diagnostics said;
    if (read_drill(file, said)) return said.all().empty() ? "read" : "read, with diagnostics";
    if (said.all().size() != 1) return std::to_string(said.all().size()) + " diagnostics";
    const Diagnostic& d = said.all()[0];
    if (d.where.file != file.string() || d.severity != Severity::error) return "wrong place";
    return "[" + d.code + "] " + d.message.in(lang) + (d.hint.empty() ? "" : " = " + d.hint.in(lang));
}

const std::string some = "; docs/drill-file.md says how";
std::string first(int entries) { return " = the first " + std::to_string(entries) + " entries can still be read in order" + some; }
std::string every(int entries) { return " = all " + std::to_string(entries) + " entries can be read in order, but not relied upon" + some; }
const std::string none = " = no entry of it can be read";
const std::string foreign = " = no entry is read from such a file; docs/drill-file.md says how to look at it without running anything in it";

struct Case {
    const char* what;
    std::string sql;
    std::string expected;
};

void check_cases(const std::vector<Case>& cases) {
    const ScratchFolder folder;
    const fs::path good = folder / "good.drill", file = folder / "bad.drill";
    write_drill(good, sample_drill(60));
    REQUIRE(outcome(good) == "read");
    for (const Case& c : cases) {
        INFO(c.what);
        fs::copy_file(good, file, fs::copy_options::overwrite_existing);
        alter(file, c.sql);
        CHECK(outcome(file) == c.expected);
    }
}

/// A change that the sqlite3 shell would refuse, because STRICT does.
std::string unstrictly(const std::string& sql, const std::string& table) {
    const std::string keep = "CREATE TEMP TABLE kept AS SELECT sql FROM sqlite_master WHERE name = '" + table + "';";
    return "PRAGMA writable_schema=ON;" + keep + "UPDATE sqlite_master SET sql = replace(replace(replace(sql, ') STRICT, WITHOUT', ') WITHOUT'), ') STRICT', ')'), ' NOT NULL', '') WHERE name = '" +
           table + "'; PRAGMA writable_schema=RESET;" + sql + ";PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql = (SELECT sql FROM kept) WHERE name = '" + table + "'";
}

}  // namespace

TEST_CASE("what is not a drill file at all is refused for what it is") {
    const ScratchFolder folder;
    write_drill(folder / "good.drill", sample_drill(60));
    const std::string good = bytes_of(folder / "good.drill");
    const auto path = [&](const char* name) { return (folder / name).string(); };
    put_bytes(folder / "empty", "");
    put_bytes(folder / "text", "sandtable: plan/1\n");
    put_bytes(folder / "short", "abc");
    put_bytes(folder / "front", good.substr(0, 10));
    put_bytes(folder / "99", good.substr(0, 99));
    fs::create_directory(folder / "folder");
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0644) == 0);
    fs::create_symlink("nowhere", folder / "dangling");
    CHECK(outcome(folder / "missing") == "[file-missing] no such file: " + path("missing"));
    CHECK(outcome(folder / "missing/a.drill") == "[file-missing] no such file: " + path("missing/a.drill"));
    CHECK(outcome(folder / "good.drill/a.drill") == "[file-missing] no such file: " + path("good.drill/a.drill"));
    CHECK(outcome(folder / "dangling") == "[file-missing] no such file: " + path("dangling"));
    CHECK(outcome("") == "[file-missing] no such file: ");
    CHECK(outcome(folder / "folder") == "[file-is-folder] this is a folder, not a file: " + path("folder"));
    CHECK(outcome(folder / "pipe") == "[drill-not-regular] not a regular file: " + path("pipe"));
    CHECK(outcome("/dev/null") == "[drill-not-regular] not a regular file: /dev/null");
    CHECK(outcome(folder / "empty") == "[drill-empty] the file is empty" + none);
    const std::string hint = " = a drill file is written by Sandtable when it runs a drill";
    CHECK(outcome(folder / "text") == "[drill-not] this is not a drill file (no SQLite database)" + hint);
    CHECK(outcome(folder / "short") == "[drill-not] this is not a drill file (no SQLite database)" + hint);
    CHECK(outcome(folder / "front") == "[drill-cut] the file is cut off: 10 of 100 bytes are there" + none);
    CHECK(outcome(folder / "99") == "[drill-cut] the file is cut off: 99 of 100 bytes are there" + none);
    CHECK(outcome(folder / "missing", Lang::zh) == "[file-missing] 没有这个文件：" + path("missing"));
    CHECK(outcome(folder / "text", Lang::zh) == "[drill-not] 这不是 .drill 文件（不是 SQLite 数据库） = .drill 文件由 Sandtable 在推演时写出");
    fs::path deep = folder.path();
    for (int i = 0; i < 6; ++i) deep /= std::string(90, 'd');
    fs::create_directories(deep);
    put_bytes(deep / "a.drill", good);
    CHECK(outcome(deep / "a.drill") == "[file-unreadable] cannot read " + (deep / "a.drill").string() + ": File name too long" + none);
}

TEST_CASE("a file that ends early is refused with how much is missing and how much can be read") {
    const ScratchFolder folder;
    const fs::path file = folder / "cut.drill";
    write_drill(file, sample_drill());
    const std::string good = bytes_of(file);
    const auto cut = [&](std::size_t bytes) {
        put_bytes(file, good.substr(0, bytes));
        return outcome(file);
    };
    const auto said = [&](std::size_t bytes) { return "[drill-cut] the file is cut off: " + std::to_string(bytes) + " of " + std::to_string(good.size()) + " bytes are there"; };
    CHECK(cut(100) == said(100) + none);
    CHECK(cut(4096) == said(4096) + none);
    CHECK(cut(good.size() / 2).starts_with(said(good.size() / 2) + " = "));
    CHECK(cut(good.size() - 4096) == said(good.size() - 4096) + first(240));
    CHECK(cut(good.size() - 1) == said(good.size() - 1) + every(300));
    CHECK(cut(good.size()) == "read");
    for (std::size_t bytes = 0; bytes < good.size(); bytes += 509) {
        INFO(bytes);
        put_bytes(file, good.substr(0, bytes));
        CHECK(outcome(file).starts_with(bytes == 0 ? "[drill-empty]" : "[drill-cut]"));
    }
    put_bytes(file, good + "x");
    CHECK(outcome(file) == "[drill-damaged] the file is damaged: it has " + std::to_string(good.size() + 1) + " bytes, and its first page counts " + std::to_string(good.size()) + every(300));
    put_bytes(file, good + std::string(4096, '\0'));
    CHECK(outcome(file).starts_with("[drill-damaged]"));
}

TEST_CASE("another program's database, another format and other tables are refused") {
    const std::string tables = "[drill-schema] the tables are not those of a drill file: ";
    check_cases({
        {"another program", "PRAGMA application_id=0", "[drill-other] this is an SQLite database of another program, not a drill file = a drill file is written by Sandtable when it runs a drill"},
        {"newer", "PRAGMA user_version=3", "[drill-newer] the file has format 3, newer than 2, which this program reads = use a newer program"},
        {"newest", "PRAGMA user_version=2147483647", "[drill-newer] the file has format 2147483647, newer than 2, which this program reads = use a newer program"},
        {"format 0", "PRAGMA user_version=0", "[drill-format] there is no format 0 (1 to 2 are known)" + every(60)},
        {"negative format", "PRAGMA user_version=-1", "[drill-format] there is no format -1 (1 to 2 are known)" + every(60)},
        {"a table more", "CREATE TABLE notes(a)", tables + "table \"notes\" does not belong there" + foreign},
        {"a trigger", "CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM items; END", tables + "trigger \"t\" does not belong there" + foreign},
        {"a view", "CREATE VIEW v AS SELECT * FROM entries", tables + "view \"v\" does not belong there" + foreign},
        {"a view in place of a table", "DROP TABLE items; CREATE VIEW items AS SELECT 0 AS entry", tables + "view \"items\" does not belong there" + foreign},
        {"an index", "CREATE INDEX i ON entries(at_ms)", tables + "index \"i\" does not belong there" + foreign},
        {"a virtual table", "CREATE VIRTUAL TABLE f USING fts5(a)", tables + "table \"f\" does not belong there" + foreign},
        {"statistics", "ANALYZE", tables + "table \"sqlite_stat1\" does not belong there" + foreign},
        {"a column more", "ALTER TABLE entries ADD COLUMN note TEXT", tables + "table \"entries\" is altered" + foreign},
        {"a column renamed", "ALTER TABLE entries RENAME COLUMN clause TO paragraph", tables + "table \"entries\" is altered" + foreign},
        {"a table renamed", "ALTER TABLE items RENAME TO things", tables + "table \"things\" does not belong there" + foreign},
        {"a table less", "DROP TABLE items", tables + "table \"items\" is missing" + foreign},
        {"a computed column", "DROP TABLE meta; CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT AS (printf('%.*c', 1000000000, 'x')))",
         tables + "table \"meta\" is altered" + foreign},
        {"a name that talks to the terminal", "CREATE TABLE \"a\x1b[2J" + std::string(300, 'b') + "\"(a)",
         tables + "table \"a\xEF\xBF\xBD[2J" + std::string(94, 'b') + "…\" does not belong there" + foreign},
        {"a schema SQLite cannot read", "PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql='CREATE TABLE entries(' WHERE name='entries'",
         "[drill-damaged] the file is damaged: malformed database schema (entries) - incomplete input" + none},
        {"a table with the pages of another", "PRAGMA writable_schema=ON; UPDATE sqlite_master SET rootpage=(SELECT rootpage FROM sqlite_master WHERE name='items') WHERE name='meta'",
         "[drill-damaged] the file is damaged: 2nd reference to page 5" + every(60)},
    });
}

TEST_CASE("bookmarks that nobody could have set are refused") {
    const std::string table = "PRAGMA user_version=2; CREATE TABLE bookmarks(position INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, text TEXT NOT NULL) STRICT; ";
    const auto value = [](const char* no, const char* column, const char* want) { return std::string("[drill-value] table bookmarks, row ") + no + ": " + column + " must be " + want + every(60); };
    check_cases({
        {"format 1 has none", "CREATE TABLE bookmarks(position INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, text TEXT NOT NULL) STRICT", "[drill-schema] the tables are not those of a drill file: table \"bookmarks\" does not belong there" + foreign},
        {"format 2 without", "PRAGMA user_version=2", "[drill-schema] the tables are not those of a drill file: table \"bookmarks\" is missing" + foreign},
        {"none in it", table, "read"},
        {"two", table + "INSERT INTO bookmarks VALUES(0, 5, 'a'), (1, 5, 'b')", "read"},
        {"a gap", table + "INSERT INTO bookmarks VALUES(0, 5, 'a'), (2, 5, 'b')", value("1", "position", "the next number")},
        {"not in order", table + "INSERT INTO bookmarks VALUES(0, 6, 'a'), (1, 5, 'b')", value("1", "at_ms", "by instant, then by text")},
        {"a control character", table + "INSERT INTO bookmarks VALUES(0, 6, char(27))", value("0", "text", "text in UTF-8 without control characters")},
        {"too far", table + "INSERT INTO bookmarks VALUES(0, 9223372036854775807, '')", "[drill-bounds] at_ms: more than 3155760000000 (drill_time_max)" + every(60)},
    });
}

TEST_CASE("a file that was not closed is refused") {
    const ScratchFolder folder;
    const fs::path file = folder / "a.drill";
    const std::string hint = " = wait until the recording ends; if it broke off, copy both files together and join the copy with sqlite3 FILE \"PRAGMA journal_mode=DELETE\"";
    const auto said = [&](const char* side) { return std::string("[drill-open] the file was not closed: what stands in ") + side + " beside it is not yet part of it" + hint; };
    for (const char* side : {"a.drill-wal", "a.drill-journal"}) {
        write_drill(file, sample_drill(5));
        put_bytes(folder / side, "");
        CHECK(outcome(file) == "read");
        put_bytes(folder / side, "x");
        CHECK(outcome(file) == said(side));
        fs::create_symlink("a.drill", folder / "link");
        CHECK(outcome(folder / "link") == said(side));
        fs::remove(folder / "link");
        fs::remove(folder / side);
    }
    alter(file, "PRAGMA journal_mode=WAL; UPDATE meta SET value=value");
    CHECK(outcome(file) == said("-wal"));
    alter(file, "PRAGMA journal_mode=DELETE");
    CHECK(outcome(file) == "read");
}

TEST_CASE("a header or an input that was changed is refused") {
    const std::string header = "[drill-header] the header (meta) is wrong: ";
    const std::string seal = "[drill-seal] the header or the names of the inputs do not have the digest in \"seal\": they were changed after they were written" + every(60);
    check_cases({
        {"a key less", "DELETE FROM meta WHERE key='start'", header + "\"start\" is missing" + every(60)},
        {"no keys", "DELETE FROM meta", header + "\"digest\" is missing" + every(60)},
        {"a key more", "INSERT INTO meta VALUES('note', 'hello')", header + "unknown key \"note\"" + every(60)},
        {"a seed that is no number", "UPDATE meta SET value='x' WHERE key='seed'", header + "the value of \"seed\" cannot be used" + every(60)},
        {"a seed too large", "UPDATE meta SET value='4294967296' WHERE key='seed'", header + "the value of \"seed\" cannot be used" + every(60)},
        {"a seed with a sign", "UPDATE meta SET value='+1' WHERE key='seed'", header + "the value of \"seed\" cannot be used" + every(60)},
        {"a seed with a zero in front", "UPDATE meta SET value='01' WHERE key='seed'", header + "the value of \"seed\" cannot be used" + every(60)},
        {"no semantics", "UPDATE meta SET value='0' WHERE key='semantics'", header + "the value of \"semantics\" cannot be used" + every(60)},
        {"no such instant", "UPDATE meta SET value='2026-02-30T09:00:00+08:00' WHERE key='start'", header + "the value of \"start\" cannot be used" + every(60)},
        {"too many entries", "UPDATE meta SET value='50000001' WHERE key='entries'", "[drill-bounds] entries: more than 50000000 (entries_max)" + every(60)},
        {"too many inputs", "UPDATE meta SET value='4097' WHERE key='inputs'", "[drill-bounds] inputs: more than 4096 (drill_inputs_max)" + every(60)},
        {"a long text", "UPDATE meta SET value=printf('%.*c', 1048577, 'x') WHERE key='scenario'", "[drill-bounds] value: more than 1048576 (drill_text_max)" + every(60)},
        {"another seed", "UPDATE meta SET value='7' WHERE key='seed'", seal},
        {"another scenario", "UPDATE meta SET value='other' WHERE key='scenario'", seal},
        {"another program", "UPDATE meta SET value='0.2' WHERE key='program_version'", seal},
        {"another start", "UPDATE meta SET value='2026-01-26T09:00:00.000+09:00' WHERE key='start'", seal},
        {"other semantics", "UPDATE meta SET value='2' WHERE key='semantics'", seal},
        {"another journal's digest", "UPDATE meta SET value='sha256:00' WHERE key='digest'", seal},
        {"another count", "UPDATE meta SET value='59' WHERE key='entries'", seal},
        {"another seal", "UPDATE meta SET value='sha256:00' WHERE key='seal'", seal},
        {"an input's id", "UPDATE inputs SET id='wage-arrears-2' WHERE position=0", seal},
        {"an input's path", "UPDATE inputs SET path='elsewhere' WHERE position=1", seal},
        {"an input's kind", "UPDATE inputs SET kind='network' WHERE position=1", seal},
        {"an input's text", "UPDATE inputs SET text=text || ' ' WHERE position=1",
         "[drill-input-digest] the input plan wage-arrears does not have its digest: it was changed after it was written" + every(60)},
        {"an input's digest", "UPDATE inputs SET digest='sha256:00' WHERE position=2",
         "[drill-input-digest] the input vocabulary  does not have its digest: it was changed after it was written" + every(60)},
        {"a kind of input nobody knows", "UPDATE inputs SET kind='film' WHERE position=1", "[drill-value] table inputs, row 1: kind must be a known kind of file" + every(60)},
        {"an input twice", "UPDATE inputs SET id='wage-arrears' WHERE position=3", "[drill-value] table inputs, row 3: id must be an id that occurs once" + every(60)},
        {"an input less", "DELETE FROM inputs WHERE position=3", "[drill-incomplete] the journal is not complete: the header counts 4 inputs, the file holds 3" + every(60)},
        {"a gap in the inputs", "DELETE FROM inputs WHERE position=1", "[drill-value] table inputs, row 1: position must be the next number" + every(60)},
        {"an input too large", "UPDATE inputs SET text=CAST(zeroblob(67108865) AS TEXT) WHERE position=1", "[drill-bounds] wage-arrears: more than 67108864 (file_bytes_max)" + every(60)},
        {"an input far too large", "UPDATE inputs SET text=CAST(zeroblob(69000000) AS TEXT) WHERE position=1", "[drill-bounds] the bytes of a value: more than 68157440 (SQLITE_LIMIT_LENGTH)" + every(60)},
        {"a path that talks to the terminal", "UPDATE inputs SET path=char(27) || '[2J' WHERE position=0",
         "[drill-value] table inputs, row 0: path must be text in UTF-8 without control characters" + every(60)},
    });
}

TEST_CASE("entries that were changed are refused, with how many are readable in front of the fault") {
    const std::string order = "[drill-order] entry #31 is out of order: ";
    const std::string value = "[drill-value] table entries, row 30: ";
    check_cases({
        {"a time before the last", "UPDATE entries SET at_ms=13499 WHERE no=30", "[drill-order] entry #31 is out of order: it lies before the entry in front of it" + first(30)},
        {"a cause in the future", "UPDATE entries SET cause=31 WHERE no=30", order + "its cause does not lie before it" + first(30)},
        {"its own cause", "UPDATE entries SET cause=30 WHERE no=30", order + "its cause does not lie before it" + first(30)},
        {"a negative cause", "UPDATE entries SET cause=-1 WHERE no=30", order + "its cause does not lie before it" + first(30)},
        {"a cause beyond all numbers", "UPDATE entries SET cause=4294967295 WHERE no=30", order + "its cause does not lie before it" + first(30)},
        {"held by itself", "UPDATE entries SET held_by=30 WHERE no=30", order + "the entry it is held by does not lie before it" + first(30)},
        {"an entry less", "DELETE FROM entries WHERE no=30; DELETE FROM items WHERE entry=30", order + "its number is not the next one" + first(30)},
        {"the first entry less", "DELETE FROM entries WHERE no=0; DELETE FROM items WHERE entry=0", "[drill-order] entry #1 is out of order: its number is not the next one" + none},
        {"no entries", "DELETE FROM entries; DELETE FROM items", "[drill-incomplete] the journal is not complete: the header counts 60 entries, the file holds 0" + none},
        {"a negative number", "INSERT INTO entries SELECT -1, 0, kind, plan, incident, agency, clause, cause, held_by FROM entries WHERE no=0", "[drill-order] entry #1 is out of order: its number is not the next one" + none},
        {"the last entry less", "DELETE FROM entries WHERE no=59; DELETE FROM items WHERE entry=59",
         "[drill-incomplete] the journal is not complete: the header counts 60 entries, the file holds 59" + every(59)},
        {"items of nobody", "INSERT INTO items VALUES(60, 0, 'a', 'text', 'b', NULL, NULL)", "[drill-damaged] the file is damaged: there are items that belong to no entry" + every(60)},
        {"items of less than nobody", "INSERT INTO items VALUES(-1, 0, 'a', 'text', 'b', NULL, NULL)", "[drill-damaged] the file is damaged: there are items that belong to no entry" + none},
        {"not started", "UPDATE entries SET kind='truth' WHERE no=0", "[drill-incomplete] the journal is not complete: the first entry is not \"started\"" + every(60)},
        {"not ended", "UPDATE entries SET kind='truth' WHERE no=59", "[drill-incomplete] the journal is not complete: the last entry is not \"ended\"" + every(60)},
        {"a kind nobody knows", "UPDATE entries SET kind='danced' WHERE no=30", value + "kind must be a known kind of entry" + first(30)},
        {"too late", "UPDATE entries SET at_ms=3155760000001 WHERE no=59", "[drill-bounds] at_ms: more than 3155760000000 (drill_time_max)" + first(59)},
        {"too early", "UPDATE entries SET at_ms=-9223372036854775808 WHERE no=0", "[drill-bounds] at_ms: more than 3155760000000 (drill_time_max)" + none},
        {"not UTF-8", "UPDATE entries SET agency=CAST(x'c3' AS TEXT) WHERE no=30", value + "agency must be text in UTF-8 without control characters" + first(30)},
        {"an escape", "UPDATE entries SET plan=char(27) WHERE no=30", value + "plan must be text in UTF-8 without control characters" + first(30)},
        {"a NUL", "UPDATE entries SET plan='a' || char(0) WHERE no=30", value + "plan must be text in UTF-8 without control characters" + first(30)},
        {"too long", "UPDATE entries SET clause=printf('%.*c', 1048577, 'x') WHERE no=30", "[drill-bounds] clause: more than 1048576 (drill_text_max)" + first(30)},
        {"a word changed", "UPDATE entries SET agency='county_police' WHERE no=30",
         "[drill-digest] the entries do not have the digest of the header: they were changed after they were written" + every(60)},
        {"a millisecond", "UPDATE entries SET at_ms=at_ms+1 WHERE no=59",
         "[drill-digest] the entries do not have the digest of the header: they were changed after they were written" + every(60)},
        {"a cause forgotten", "UPDATE entries SET cause=NULL WHERE no=30",
         "[drill-digest] the entries do not have the digest of the header: they were changed after they were written" + every(60)},
    });
}

TEST_CASE("items that were changed are refused") {
    const std::string value = "[drill-value] table items, row 30: ";
    check_cases({
        {"a gap", "UPDATE items SET position=position+1 WHERE entry=30 AND position=2", value + "position must be the next number" + first(30)},
        {"a type nobody knows", "UPDATE items SET type='film', text=NULL WHERE entry=30 AND position=0", value + "low must be a whole number" + first(30)},
        {"a type nobody knows, with a number", "UPDATE items SET type='film' WHERE entry=30 AND position=1", value + "type must be text, number or range" + first(30)},
        {"a text with a number", "UPDATE items SET low=1 WHERE entry=30 AND position=0", value + "low, high must be NULL" + first(30)},
        {"a text without a text", "UPDATE items SET text=NULL WHERE entry=30 AND position=0", value + "text must be text in UTF-8 without control characters" + first(30)},
        {"a number with a text", "UPDATE items SET text='a' WHERE entry=30 AND position=1", value + "text must be NULL" + first(30)},
        {"a number with two", "UPDATE items SET high=1 WHERE entry=30 AND position=1", value + "high must be NULL" + first(30)},
        {"a number without one", "UPDATE items SET low=NULL WHERE entry=30 AND position=1", value + "low must be a whole number" + first(30)},
        {"a range the wrong way round", "UPDATE items SET high=low-1 WHERE entry=30 AND position=2", value + "high must be no less than low" + first(30)},
        {"a range with another end", "UPDATE items SET high=low WHERE entry=30 AND position=2",
         "[drill-digest] the entries do not have the digest of the header: they were changed after they were written" + every(60)},
        {"an item more", "INSERT INTO items VALUES(30, 3, 'a', 'text', 'b', NULL, NULL)",
         "[drill-digest] the entries do not have the digest of the header: they were changed after they were written" + every(60)},
        {"too many items", "WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i+1 FROM n WHERE i<65535) INSERT INTO items SELECT 30, i, 'a', 'number', NULL, i, NULL FROM n",
         "[drill-bounds] items of entry #31: more than 65535 (items_count)" + first(30)},
    });
}

TEST_CASE("values of a type the table forbids are refused") {
    check_cases({
        {"a word for a time", unstrictly("UPDATE entries SET at_ms='noon' WHERE no=30", "entries"), "[drill-damaged] the file is damaged: non-INTEGER value in entries.at_ms" + first(30)},
        {"bytes for a word", unstrictly("UPDATE entries SET agency=x'6162' WHERE no=30", "entries"), "[drill-damaged] the file is damaged: non-TEXT value in entries.agency" + first(30)},
        {"nothing for a word", unstrictly("UPDATE entries SET agency=NULL WHERE no=30", "entries"), "[drill-damaged] the file is damaged: NULL value in entries.agency" + first(30)},
        {"a fraction for a cause", unstrictly("UPDATE entries SET cause=1.5 WHERE no=30", "entries"), "[drill-damaged] the file is damaged: non-INTEGER value in entries.cause" + first(30)},
        {"a fraction for a number", unstrictly("UPDATE items SET low=1.5 WHERE entry=30 AND position=1", "items"), "[drill-damaged] the file is damaged: non-INTEGER value in items.low" + first(30)},
        {"a number for a header's value", unstrictly("UPDATE meta SET value=CAST(x'37' AS BLOB) WHERE key='seed'", "meta"), "[drill-damaged] the file is damaged: non-TEXT value in meta.value" + every(60)},
        {"bytes for an input", unstrictly("UPDATE inputs SET text=CAST(text AS BLOB) WHERE position=1", "inputs"), "[drill-damaged] the file is damaged: non-TEXT value in inputs.text" + every(60)},
    });
}

TEST_CASE("any byte that is changed is noticed or does not matter") {
    const ScratchFolder folder;
    const fs::path file = folder / "a.drill";
    const DrillFile drill = sample_drill(70);
    write_drill(file, drill);
    const std::string good = bytes_of(file);
    int refused = 0, read_same = 0;
    std::vector<std::size_t> places;
    for (std::size_t at = 0; at < 100; ++at) places.push_back(at);
    for (std::size_t i = 0; i < 220; ++i) places.push_back(100 + i * (good.size() - 100) / 220);
    // By hand, for a minute: every byte of the file.
    if (std::getenv("SANDTABLE_EVERY_BYTE") != nullptr) {
        places.clear();
        for (std::size_t at = 0; at < good.size(); ++at) places.push_back(at);
    }
    for (const std::size_t at : places)
        for (const int mask : {0x01, 0x80, 0xff}) {
            INFO("byte " << at << " ^ " << mask);
            std::string bytes = good;
            bytes[at] = static_cast<char>(bytes[at] ^ mask);
            put_bytes(file, bytes);
            Diagnostics said;
            const auto read = read_drill(file, said);
            if (read) {
                ++read_same;
                CHECK(same_drill(*read, drill));
                CHECK(said.all().empty());
            } else {
                ++refused;
                CHECK(said.all().size() == 1);
            }
        }
    INFO(refused << " refused, " << read_same << " read the same");
    CHECK(refused > 100);
    CHECK(read_same > 10);
}
