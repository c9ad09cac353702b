// Writing a drill file: whole, on disk, and only then in its place.
#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/part_file.hpp"
#include "journal/drill_schema.hpp"
#include "journal/sqlite.hpp"
#include "sandtable/assert.hpp"
#include "sandtable/digest.hpp"
#include "sandtable/time.hpp"

namespace fs = std::filesystem;

namespace sandtable {

namespace {

/// read_drill refuses whatever fails here.
void assert_readable(const DrillHeader& header, const std::vector<DrillInput>& inputs, const Journal& journal) {
    for (const auto text : {&DrillHeader::scenario, &DrillHeader::program_version, &DrillHeader::start})
        SANDTABLE_ASSERT(is_drill_text(header.*text), header.*text);
    SANDTABLE_ASSERT(parse_iso(header.start).has_value(), header.start);
    SANDTABLE_ASSERT(header.semantics >= 1, "semantics");
    SANDTABLE_ASSERT(inputs.size() <= drill_inputs_max, "drill_inputs_max");
    std::set<std::pair<FileKind, std::string_view>> names;
    for (const DrillInput& input : inputs) {
        SANDTABLE_ASSERT(is_drill_text(input.id) && names.emplace(input.kind, input.id).second, input.id);
        SANDTABLE_ASSERT(input.text.size() <= file_bytes_max && input.digest == sha256_of(input.text), input.id);
    }
    SANDTABLE_ASSERT(!journal.empty() && journal[0].kind == EntryKind::started, "the first entry");
    SANDTABLE_ASSERT(journal[journal.size() - 1].kind == EntryKind::ended, "the last entry");
    std::vector<bool> fit;
    const auto check = [&](Symbol symbol) {
        if (symbol >= fit.size()) fit.resize(symbol + 1);
        if (fit[symbol]) return;
        SANDTABLE_ASSERT(is_drill_text(journal.text(symbol)), journal.text(symbol));
        fit[symbol] = true;
    };
    for (const Entry& entry : journal.entries()) {
        SANDTABLE_ASSERT(ms_of(entry.at) >= -drill_time_max && ms_of(entry.at) <= drill_time_max, "drill_time_max");
        for (const Symbol symbol : {entry.plan, entry.incident, entry.agency, entry.clause}) check(symbol);
        for (const Item& item : journal.items(entry)) {
            check(item.key);
            if (item.type == Item::Type::text) check(item.text);
        }
    }
    SANDTABLE_ASSERT(header.digest == journal_digest(journal), "the journal's digest");
}

void put_meta(const Sqlite& db, const DrillHeader& header, const std::vector<DrillInput>& inputs, const Journal& journal) {
    SqliteStatement row(db, "INSERT INTO meta VALUES(?,?)");
    const auto put = [&](std::string_view key, std::string_view value) { row.bind(key).bind(value).put(); };
    put("digest", header.digest);
    put("entries", std::to_string(journal.size()));
    put("inputs", std::to_string(inputs.size()));
    put("program_version", header.program_version);
    if (header.replication != 0) put("replication", std::to_string(header.replication));
    put("scenario", header.scenario);
    put("seal", drill_seal(header, inputs, journal.size()));
    put("seed", std::to_string(header.seed));
    put("semantics", std::to_string(header.semantics));
    put("start", header.start);
}

void put_inputs(const Sqlite& db, const std::vector<DrillInput>& inputs) {
    SqliteStatement row(db, "INSERT INTO inputs VALUES(?,?,?,?,?,?)");
    std::int64_t position = 0;
    for (const DrillInput& input : inputs) {
        const std::string path = drill_cleaned(input.path);
        row.bind(position++).bind(kind_name(input.kind)).bind(input.id).bind(path).bind(input.digest).bind(input.text).put();
    }
}

void put_journal(const Sqlite& db, const Journal& journal) {
    SqliteStatement entry_row(db, "INSERT INTO entries VALUES(?,?,?,?,?,?,?,?,?)");
    SqliteStatement item_row(db, "INSERT INTO items VALUES(?,?,?,?,?,?,?)");
    const auto bind_no = [&](EntryNo no) { no == no_entry ? entry_row.bind(nullptr) : entry_row.bind(std::int64_t{no}); };
    std::int64_t no = 0;
    for (const Entry& entry : journal.entries()) {
        entry_row.bind(no).bind(ms_of(entry.at)).bind(entry_kind_name(entry.kind));
        for (const Symbol symbol : {entry.plan, entry.incident, entry.agency, entry.clause}) entry_row.bind(journal.text(symbol));
        bind_no(entry.cause);
        bind_no(entry.held_by);
        entry_row.put();
        std::int64_t position = 0;
        for (const Item& item : journal.items(entry)) {
            item_row.bind(no).bind(position++).bind(journal.text(item.key)).bind(drill_item_type(item.type));
            switch (item.type) {
                case Item::Type::text: item_row.bind(journal.text(item.text)).bind(nullptr).bind(nullptr); break;
                case Item::Type::number: item_row.bind(nullptr).bind(item.low).bind(nullptr); break;
                case Item::Type::range:
                    item_row.bind(nullptr).bind(item.low);
                    item.high == unbounded ? item_row.bind(nullptr) : item_row.bind(item.high);
                    break;
            }
            item_row.put();
        }
        ++no;
    }
}

void put_bookmarks(const Sqlite& db, const std::vector<Bookmark>& bookmarks) {
    SqliteStatement row(db, "INSERT INTO bookmarks VALUES(?,?,?)");
    std::int64_t position = 0;
    for (const Bookmark& bookmark : bookmarks) row.bind(position++).bind(ms_of(bookmark.at)).bind(bookmark.text).put();
}

}  // namespace

void write_drill(const fs::path& target, const DrillHeader& header, const std::vector<DrillInput>& inputs, const Journal& journal, const char* vfs, const std::vector<Bookmark>& bookmarks) {
    assert_readable(header, inputs, journal);
    SANDTABLE_ASSERT(bookmarks.size() <= drill_bookmarks_max && std::is_sorted(bookmarks.begin(), bookmarks.end()), "bookmarks");
    for (const Bookmark& bookmark : bookmarks) SANDTABLE_ASSERT(is_drill_text(bookmark.text) && ms_of(bookmark.at) >= -drill_time_max && ms_of(bookmark.at) <= drill_time_max, bookmark.text);
    const int format = bookmarks.empty() ? 1 : 2;
    PartFile part(database_target(target));
    try {
        Sqlite db(part.path().string(), SQLITE_OPEN_READWRITE, vfs);
        // No rollback journal: a failed part file is thrown away, so nothing is ever rolled back.
        db.run(fmt::format("PRAGMA page_size={}; PRAGMA encoding='UTF-8'; PRAGMA auto_vacuum=NONE; PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL;"
                           "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; PRAGMA application_id={}; PRAGMA user_version={}",
                           drill_page_size, drill_application_id, format));
        for (const DrillTable& table : drill_tables(format)) db.run(std::string(table.sql));
        put_meta(db, header, inputs, journal);
        put_inputs(db, inputs);
        put_journal(db, journal);
        if (format > 1) put_bookmarks(db, bookmarks);
        db.run("COMMIT");
    } catch (const SqliteFault& fault) {
        cannot_write(target, fault.errno_value(), fault.words);
    }
    part.place();
}

}  // namespace sandtable
