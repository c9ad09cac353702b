// *.study on disk: equal studies are equal bytes; shards; what is damaged or of something else is told.
#include "sandtable/study_file.hpp"

#include <csignal>

#include <sqlite3.h>
#include <sys/resource.h>

#include "support/catch.hpp"
#include "support/scratch_folder.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

const Inputs& scenario() {
    static const Inputs inputs = load_shipped("wage-arrears-city-hall");
    return inputs;
}

StudyFile studied(std::uint64_t n, unsigned shard = 1, unsigned shards = 1, unsigned workers = 1, std::uint64_t rows = 25) {
    StudyFile file;
    file.identity.scenario = "wage-arrears-city-hall";
    file.identity.replications = n;
    file.identity.rows = rows;
    file.identity.program_version = "0.1.0";
    file.identity.variants = {"base", "again"};
    file.identity.inputs = {"scenario/wage-arrears-city-hall sha256:1"};
    file.identity.shard = shard;
    file.identity.shards = shards;
    const ShardRange range = shard_range(n, shard, shards);
    Diagnostics out;
    auto result = study({{"base", &scenario(), {}}, {"again", &scenario(), {}}}, {.first = range.first, .replications = range.count, .workers = workers, .rows = rows}, out);
    REQUIRE(result);
    file.result = std::move(*result);
    return file;
}

std::string written(const ScratchFolder& folder, const StudyFile& file, const std::string& name = "x.study") {
    StudyWriter(folder / name).write(file.identity, file.result);
    return bytes_of(folder / name);
}

}  // namespace

TEST_CASE("a study file is read back as it was written; equal studies are equal bytes", "[study]") {
    const ScratchFolder folder;
    const StudyFile file = studied(60);
    const std::string bytes = written(folder, file);
    Diagnostics out;
    const auto back = read_study(folder / "x.study", out);
    INFO(said_of(out));
    REQUIRE(back);
    CHECK_FALSE(back->identity.mismatch(file.identity));
    CHECK(study_digest(back->result) == study_digest(file.result));
    CHECK(back->result.variants[1].differences == file.result.variants[1].differences);
    CHECK(back->result.variants[0].rows == file.result.variants[0].rows);
    CHECK(written(folder, *back, "again.study") == bytes);
    CHECK(written(folder, studied(60, 1, 1, 3), "workers.study") == bytes);
}

TEST_CASE("shards cover every replication once", "[study]") {
    for (const std::uint64_t n : {1ull, 7ull, 100ull, 49'999'999ull})
        for (const unsigned shards : {1u, 2u, 3u, 7u}) {
            if (n < shards) continue;
            std::uint64_t next = 0;
            for (unsigned i = 1; i <= shards; ++i) {
                const ShardRange range = shard_range(n, i, shards);
                CHECK(range.first == next);
                CHECK(range.count >= n / shards);
                next += range.count;
            }
            CHECK(next == n);
        }
}

TEST_CASE("shards of any number, merged in any order, are the bytes of one machine", "[study]") {
    const ScratchFolder folder;
    const std::string whole = written(folder, studied(60));
    for (const unsigned n : {2u, 3u, 7u}) {
        std::vector<StudyFile> shards;
        std::vector<std::string> names;
        for (unsigned i = n; i >= 1; --i) {
            written(folder, studied(60, i, n, 1 + i % 2), "shard.study");
            Diagnostics out;
            shards.push_back(*read_study(folder / "shard.study", out));
            names.push_back("shard " + std::to_string(i));
        }
        std::swap(shards.front(), shards[n / 2]);
        Diagnostics out;
        const auto merged = merge_studies(shards, names, out);
        INFO(said_of(out));
        REQUIRE(merged);
        CHECK(written(folder, *merged, "merged.study") == whole);
    }
}

TEST_CASE("shards that are missing, there twice, unfinished or of another study are told", "[study]") {
    const StudyFile one = studied(20, 1, 3), two = studied(20, 2, 3), three = studied(20, 3, 3);
    const auto said = [](std::vector<StudyFile> shards) {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < shards.size(); ++i) names.push_back(std::string(1, static_cast<char>('a' + i)));
        Diagnostics out;
        CHECK_FALSE(merge_studies(std::move(shards), names, out));
        REQUIRE(out.all().size() == 1);
        return out.all().front().code + ": " + out.all().front().message.en;
    };
    CHECK(said({one, three}) == "study-shard-missing: shard 2/3 is missing");
    CHECK(said({one, two}) == "study-shard-missing: shard 3/3 is missing");
    CHECK(said({two, three}) == "study-shard-missing: shard 1/3 is missing");
    CHECK(said({one, two, two, three}) == "study-shard-twice: shard 2/3 is there twice");
    StudyFile other = two;
    other.identity.seed = 9;
    CHECK(said({one, other, three}) == "study-shards-differ: not of the same study as a: seed is 1 there and 9 here");
    other = two;
    other.identity.program_version = "0.2.0";
    CHECK(said({one, other, three}) == "study-shards-differ: not of the same study as a: program_version is 0.1.0 there and 0.2.0 here");
    other = two;
    other.identity.inputs = {"scenario/wage-arrears-city-hall sha256:2"};
    CHECK(said({one, other, three}).find("sha256:2") != std::string::npos);
    other = studied(20, 2, 3);
    other.result = studied(6, 1, 1).result;
    other.result.first = two.result.first;
    CHECK(said({one, other, three}) == "study-shard-unfinished: the shard is not finished: 6 of 7 replications");
}

TEST_CASE("what is no study, damaged or newer is refused; every byte that matters is looked at", "[study]") {
    const ScratchFolder folder;
    const auto refused = [&](const std::string& bytes) {
        put_bytes(folder / "bad.study", bytes);
        Diagnostics out;
        const auto file = read_study(folder / "bad.study", out);
        return file ? std::string("read") : out.all().front().code;
    };
    const std::string good = written(folder, studied(5, 1, 1, 1, 2));
    CHECK(refused("") == "study-not-study");
    CHECK(refused("no database") == "study-not-study");
    CHECK(refused(good.substr(0, good.size() / 2)) == "study-damaged");
    const auto after = [&](const std::string& sql) {
        put_bytes(folder / "bad.study", good);
        sqlite3* db = nullptr;
        REQUIRE(sqlite3_open((folder / "bad.study").c_str(), &db) == SQLITE_OK);
        REQUIRE(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
        sqlite3_close(db);
        return refused(bytes_of(folder / "bad.study"));
    };
    CHECK(after("PRAGMA user_version=" + std::to_string(study_format + 1)) == "study-newer");
    CHECK(after("PRAGMA user_version=" + std::to_string(study_format - 1)) == "study-older");
    CHECK(after("PRAGMA application_id=1") == "study-not-study");
    CHECK(after("CREATE TRIGGER t AFTER INSERT ON meta BEGIN SELECT 1; END") == "study-damaged");
    for (const char* sql : {"UPDATE tallies SET yes=yes+1 WHERE yes>0", "UPDATE bins SET count=count+1", "UPDATE bins SET second=second+200000", "UPDATE tallies SET sum_ms=sum_ms+1", "DELETE FROM measures WHERE measure=0", "UPDATE measures SET id='x' WHERE measure=3",
                            "DELETE FROM meta WHERE key='seed'", "UPDATE meta SET value='many' WHERE key='done'", "UPDATE meta SET value='9' WHERE key='done'", "UPDATE meta SET value='sha256:0' WHERE key='digest'", "UPDATE samples SET replication=replication+77",
                            "UPDATE measures SET kind='word' WHERE measure=0", "UPDATE bins SET second=999999999999 WHERE second=(SELECT max(second) FROM bins)", "UPDATE bins SET second=-9223372036854775808 WHERE second=(SELECT max(second) FROM bins)",
                            "UPDATE bins SET count=99999999999", "UPDATE meta SET value='50000000' WHERE key IN ('done', 'rows', 'replications')"}) {
        INFO(sql);
        CHECK(after(sql) == "study-damaged");
    }
    // every column of every table, whatever it says
    sqlite3* db = nullptr;
    put_bytes(folder / "bad.study", good);
    REQUIRE(sqlite3_open((folder / "bad.study").c_str(), &db) == SQLITE_OK);
    std::vector<std::string> changes;
    sqlite3_exec(
        db,
        "SELECT m.name, p.name, p.type, (SELECT group_concat(name) FROM pragma_table_info(m.name) "
        "WHERE pk > 0) FROM sqlite_schema m, pragma_table_info(m.name) p",
        [](void* to, int, char** text, char**) {
            const std::string table = text[0], column = text[1], keys = text[3];
            static_cast<std::vector<std::string>*>(to)->push_back(
                "UPDATE " + table + " SET " + column + "=" + column +
                (std::string(text[2]) == "TEXT" ? "||'x'" : "+7") + " WHERE (" + keys +
                ")=(SELECT " + keys + " FROM " + table + " ORDER BY " + keys + " DESC LIMIT 1)");
            return 0;
        },
        &changes, nullptr);
    sqlite3_close(db);
    CHECK(changes.size() > 50);
    for (const std::string& sql : changes) {
        INFO(sql);
        if (sql.starts_with("UPDATE pairs"))
            continue;  // there are none of a study without a choice
        CHECK(after(sql) == "study-damaged");
    }
    CHECK(snapshot(folder.path()).size() == 3);  // itself, the good one and the bad one
    Diagnostics out;
    CHECK_FALSE(read_study(folder / "nothing.study", out));
    CHECK(out.all().front().code == "study-no-file");
}

TEST_CASE("one writer at a time; a full disk leaves the old file", "[study]") {
    const ScratchFolder folder;
    const StudyFile file = studied(3);
    const std::string good = written(folder, file);
    {
        StudyWriter first(folder / "x.study");
        CHECK(in_child([&] {
                  try {
                      StudyWriter second(folder / "x.study");
                      return 0;
                  } catch (const std::system_error& failed) {
                      return failed.code().value() == EBUSY ? 9 : 1;
                  }
              }) == 9);
        CHECK(bytes_of(folder / "x.study") == good);
    }
    CHECK(written(folder, file) == good);
    REQUIRE(good.size() > 20'000);
    CHECK(in_child([&] {  // no room beyond 20 kB
              ::signal(SIGXFSZ, SIG_IGN);
              const rlimit room{20'000, 20'000};
              if (::setrlimit(RLIMIT_FSIZE, &room) != 0) return 1;
              try {
                  StudyWriter(folder / "x.study").write(file.identity, file.result);
                  return 2;
              } catch (const std::system_error&) {
                  return 9;
              }
          }) == 9);
    CHECK(bytes_of(folder / "x.study") == good);
    CHECK_FALSE(std::filesystem::exists(folder / "x.study.part"));
    CHECK_THROWS_AS(StudyWriter("/nowhere/x.study"), std::system_error);
    CHECK_THROWS_AS(StudyWriter(folder.path()), std::system_error);
}
