// Reading a drill file from anywhere: nothing in it is believed before it is checked, and the file is never touched.
#include <charconv>
#include <cstring>
#include <future>
#include <map>
#include <set>
#include <system_error>

#include "journal/background_digest.hpp"
#include "journal/drill_open.hpp"
#include "journal/drill_schema.hpp"
#include "journal/sqlite.hpp"
#include "sandtable/digest.hpp"
#include "sandtable/time.hpp"

namespace fs = std::filesystem;

namespace sandtable {

namespace {

class Reader {
public:
    explicit Reader(const fs::path& path) : uri_(drill_uri(path)), db_(uri_, open_flags) {}

    DrillFile all();
    /// How many entries can be read in order, for a file that was refused.
    Text readable();

private:
    void read_header();
    void read_inputs();
    void read_entries();
    void read_bookmarks();
    void check_whole() const;

    static constexpr int open_flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
    std::string uri_;
    Sqlite db_;
    DrillFile drill_;
    std::string digest_;  // of the entries that were read
    std::string seal_;
    int format_ = 1;
    std::uint32_t entries_ = 0, inputs_ = 0;  // as the header counts them
    bool bytes_whole_ = false, tables_known_ = false, entries_begun_ = false, entries_done_ = false;
};

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
    Number value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size() || std::to_string(value) != text) return std::nullopt;
    return value;
}

/// The row of a table that is being read, to take values of the right type from it.
struct Row {
    const SqliteStatement& at;
    std::string_view table;
    std::int64_t no;

    [[noreturn]] void wrong(std::string_view column, std::string_view want) const { refuse_drill("drill-value", {table, no, column, tell(want)}); }
    bool null(int column) const { return at.type(column) == SQLITE_NULL; }
    std::int64_t number(int column, std::string_view name) const {
        if (at.type(column) != SQLITE_INTEGER) wrong(name, "drill-want-number");
        return at.number(column);
    }
    std::string_view any_text(int column, std::string_view name) const {
        if (at.type(column) != SQLITE_TEXT) wrong(name, "drill-want-text");
        return at.text(column);
    }
    /// A text of the journal. What it has already was looked at when it came first.
    Symbol symbol(int column, std::string_view name, Journal& journal) const {
        const auto value = any_text(column, name);
        if (const Symbol known = journal.find(value); known != 0 || value.empty()) return known;
        return journal.intern(text(column, name));
    }
    std::string_view text(int column, std::string_view name) const {
        const auto value = any_text(column, name);
        if (value.size() > drill_text_max) refuse_drill("drill-bounds", {name, drill_text_max, "drill_text_max"});
        if (!is_drill_text(value)) wrong(name, "drill-want-text");
        return value;
    }
};

void Reader::read_header() {
    std::map<std::string, std::string> values;
    for (const char* key : {"digest", "entries", "inputs", "program_version", "scenario", "seal", "seed", "semantics", "start"}) values[key];
    std::set<std::string> missing;
    for (const auto& [key, value] : values) missing.insert(key);
    const auto wrong = [](std::string_view reason, const Word& key) { refuse_drill("drill-header", {tell(reason, {key})}); };
    SqliteStatement statement(db_, "SELECT key, value FROM meta");
    for (std::int64_t no = 0; statement.step(); ++no) {
        const Row row{statement, "meta", no};
        const std::string key(row.text(0, "key"));
        if (missing.erase(key) == 0 && key != "replication") wrong("drill-header-unknown", drill_word(key));
        values[key] = row.text(1, "value");
    }
    if (!missing.empty()) wrong("drill-header-missing", *missing.begin());
    const auto number = [&]<class Number>(const std::string& key, Number& into) {
        const auto value = whole_number<Number>(values[key]);
        if (!value) wrong("drill-header-value", key);
        into = *value;
    };
    DrillHeader& header = drill_.header;
    header.scenario = values["scenario"];
    header.program_version = values["program_version"];
    header.digest = values["digest"];
    header.start = values["start"];
    seal_ = values["seal"];
    number("seed", header.seed);
    number("semantics", header.semantics);
    if (values.contains("replication")) number("replication", header.replication);
    number("entries", entries_);
    number("inputs", inputs_);
    if (header.semantics < 1) wrong("drill-header-value", "semantics");
    if (!parse_iso(header.start)) wrong("drill-header-value", "start");
    if (entries_ > entries_max) refuse_drill("drill-bounds", {"entries", entries_max, "entries_max"});
    if (inputs_ > drill_inputs_max) refuse_drill("drill-bounds", {"inputs", drill_inputs_max, "drill_inputs_max"});
}

std::optional<FileKind> file_kind_of(std::string_view name) {
    for (const auto kind : {FileKind::vocabulary, FileKind::clauses, FileKind::plan, FileKind::network, FileKind::calendar, FileKind::scenario, FileKind::observed, FileKind::thresholds, FileKind::rain, FileKind::table})
        if (kind_name(kind) == name) return kind;
    return std::nullopt;
}

void Reader::read_inputs() {
    std::set<std::pair<FileKind, std::string>> names;
    SqliteStatement statement(db_, "SELECT position, kind, id, path, digest, text FROM inputs ORDER BY position");
    while (statement.step()) {
        const auto position = static_cast<std::int64_t>(drill_.inputs.size());
        const Row row{statement, "inputs", position};
        if (position == drill_inputs_max) refuse_drill("drill-bounds", {"inputs", drill_inputs_max, "drill_inputs_max"});
        if (row.number(0, "position") != position) row.wrong("position", "drill-want-next");
        const auto kind = file_kind_of(row.text(1, "kind"));
        if (!kind) row.wrong("kind", "drill-want-input-kind");
        DrillInput input{*kind, std::string(row.text(2, "id")), std::string(row.text(3, "path")), std::string(row.text(4, "digest")), {}};
        if (!names.emplace(*kind, input.id).second) row.wrong("id", "drill-want-once");
        const std::string_view text = row.any_text(5, "text");
        if (text.size() > file_bytes_max) refuse_drill("drill-bounds", {drill_word(input.id), file_bytes_max, "file_bytes_max"});
        if (sha256_of(text) != input.digest) refuse_drill("drill-input-digest", {kind_name(*kind), drill_word(input.id)});
        input.text = text;
        drill_.inputs.push_back(std::move(input));
    }
    if (drill_.inputs.size() != inputs_) refuse_drill("drill-incomplete", {tell("drill-inputs-count", {inputs_, drill_.inputs.size()})});
    if (drill_seal(drill_.header, drill_.inputs, entries_) != seal_) refuse_drill("drill-seal");
}

/// The items of one entry, off a statement that goes through the items of all.
class ItemRows {
public:
    explicit ItemRows(const Sqlite& db)
        : rows_(db, "SELECT entry, position, key, type, text, low, high FROM items ORDER BY entry, position"), more_(rows_.step()) {}

    void take(std::int64_t entry, Journal& journal, std::vector<Item>& into) {
        into.clear();
        for (; more_; more_ = rows_.step()) {
            const std::int64_t owner = row(entry).number(0, "entry");
            if (owner < entry) refuse_stray();
            if (owner > entry) break;
            if (into.size() == UINT16_MAX) refuse_drill("drill-bounds", {tell("drill-items-of", {entry + 1}), UINT16_MAX, "items_count"});
            if (row(entry).number(1, "position") != static_cast<std::int64_t>(into.size())) row(entry).wrong("position", "drill-want-next");
            into.push_back(item(row(entry), journal));
        }
    }
    void end() const {
        if (more_) refuse_stray();
    }

private:
    [[noreturn]] static void refuse_stray() { refuse_drill("drill-damaged", {tell("drill-items-stray")}); }
    Row row(std::int64_t entry) const { return {rows_, "items", entry}; }

    static Item item(const Row& row, Journal& journal) {
        Item item;
        item.key = row.symbol(2, "key", journal);
        const auto type = row.any_text(3, "type");
        if (type == drill_item_type(Item::Type::text)) {
            if (!row.null(5) || !row.null(6)) row.wrong("low, high", "drill-want-null");
            item.text = row.symbol(4, "text", journal);
            return item;
        }
        if (!row.null(4)) row.wrong("text", "drill-want-null");
        item.low = row.number(5, "low");
        if (type == drill_item_type(Item::Type::number)) {
            item.type = Item::Type::number;
            if (!row.null(6)) row.wrong("high", "drill-want-null");
            return item;
        }
        if (type != drill_item_type(Item::Type::range)) row.wrong("type", "drill-want-type");
        item.type = Item::Type::range;
        item.high = row.null(6) ? unbounded : row.number(6, "high");
        if (item.high < item.low) row.wrong("high", "drill-want-range");
        return item;
    }

    SqliteStatement rows_;
    bool more_;
};

void Reader::read_entries() {
    entries_begun_ = true;
    Journal& journal = drill_.journal;
    std::uint64_t items_read = 0;
    std::vector<Item> items;
    BackgroundDigest digest;
    ItemRows item_rows(db_);
    SqliteStatement statement(db_, "SELECT no, at_ms, kind, plan, incident, agency, clause, cause, held_by FROM entries ORDER BY no");
    while (statement.step()) {
        const std::int64_t no = journal.size();
        const Row row{statement, "entries", no};
        const auto order = [&](std::string_view reason) { refuse_drill("drill-order", {no + 1, tell(reason)}); };
        if (no == entries_max) refuse_drill("drill-bounds", {"entries", entries_max, "entries_max"});
        if (row.number(0, "no") != no) order("drill-order-number");
        Entry entry;
        const std::int64_t at = row.number(1, "at_ms");
        if (at < -drill_time_max || at > drill_time_max) refuse_drill("drill-bounds", {"at_ms", drill_time_max, "drill_time_max"});
        entry.at = model_time(at);
        if (no > 0 && entry.at < journal[static_cast<EntryNo>(no - 1)].at) order("drill-order-time");
        const int kind = entry_kind_of(row.any_text(2, "kind"));
        if (kind == entry_kinds) row.wrong("kind", "drill-want-entry-kind");
        entry.kind = static_cast<EntryKind>(kind);
        entry.plan = row.symbol(3, "plan", journal);
        entry.incident = row.symbol(4, "incident", journal);
        entry.agency = row.symbol(5, "agency", journal);
        entry.clause = row.symbol(6, "clause", journal);
        const auto earlier = [&](int column, std::string_view name, std::string_view reason) {
            if (row.null(column)) return no_entry;
            const std::int64_t other = row.number(column, name);
            if (other < 0 || other >= no) order(reason);
            return static_cast<EntryNo>(other);
        };
        entry.cause = earlier(7, "cause", "drill-order-cause");
        entry.held_by = earlier(8, "held_by", "drill-order-held-by");
        item_rows.take(no, journal, items);
        items_read += items.size();
        if (items_read > UINT32_MAX) refuse_drill("drill-bounds", {"items", UINT32_MAX, "items_begin"});
        const EntryNo appended = journal.append(entry, items);
        digest.put(journal, journal[appended]);
    }
    entries_done_ = true;
    item_rows.end();
    digest_ = digest.finish();
}

void Reader::read_bookmarks() {
    SqliteStatement statement(db_, "SELECT position, at_ms, text FROM bookmarks ORDER BY position");
    while (statement.step()) {
        const auto position = static_cast<std::int64_t>(drill_.bookmarks.size());
        const Row row{statement, "bookmarks", position};
        if (position == drill_bookmarks_max) refuse_drill("drill-bounds", {"bookmarks", drill_bookmarks_max, "drill_bookmarks_max"});
        if (row.number(0, "position") != position) row.wrong("position", "drill-want-next");
        const std::int64_t at = row.number(1, "at_ms");
        if (at < -drill_time_max || at > drill_time_max) refuse_drill("drill-bounds", {"at_ms", drill_time_max, "drill_time_max"});
        Bookmark bookmark{model_time(at), std::string(row.text(2, "text"))};
        if (!drill_.bookmarks.empty() && bookmark < drill_.bookmarks.back()) row.wrong("at_ms", "drill-want-sorted");
        drill_.bookmarks.push_back(std::move(bookmark));
    }
}

void Reader::check_whole() const {
    const Journal& journal = drill_.journal;
    const auto incomplete = [](const Text& reason) { refuse_drill("drill-incomplete", {reason}); };
    if (journal.size() != entries_) incomplete(tell("drill-entries-count", {entries_, journal.size()}));
    if (journal.empty() || journal[0].kind != EntryKind::started) incomplete(tell("drill-no-start"));
    if (journal[journal.size() - 1].kind != EntryKind::ended) incomplete(tell("drill-no-end"));
    if (digest_ != drill_.header.digest) refuse_drill("drill-digest");
}

DrillFile Reader::all() {
    format_ = check_drill_bytes(db_);
    bytes_whole_ = true;
    guard_drill(db_, false);
    check_drill_tables(db_, format_);
    tables_known_ = true;
    // SQLite looks at every page meanwhile, on a connection of its own; what it finds goes before what was found of the rows
    auto pages = std::async(std::launch::async, [this] {
        Sqlite db(uri_, open_flags);
        guard_drill(db, false);
        check_drill_pages(db);
    });
    try {
        read_header();
        read_inputs();
        read_entries();
        if (format_ > 1) read_bookmarks();
    } catch (...) {
        pages.get();
        throw;
    }
    pages.get();
    check_whole();
    return std::move(drill_);
}

Text Reader::readable() {
    try {
        if (!bytes_whole_) {
            guard_drill(db_, true);
            try {
                check_drill_tables(db_, drill_format);
            } catch (const DrillRefusal&) {  // the bytes that would say the format were not believed
                check_drill_tables(db_, 1);
            }
            tables_known_ = true;
        }
        if (tables_known_ && !entries_begun_) read_entries();
    } catch (const DrillRefusal&) {
    } catch (const SqliteFault& fault) {
        if (fault.machine()) throw;
    }
    const std::uint32_t entries = drill_.journal.size();
    if (entries == 0) return tell("drill-readable-none");
    return tell(entries_done_ ? "drill-readable-all" : "drill-readable-some", {entries});
}

/// What SQLite said of a file, as ours to say.
DrillRefusal refusal_of(const SqliteFault& fault) {
    if (fault.code == SQLITE_TOOBIG) return {"drill-bounds", {tell("drill-a-value"), file_bytes_max + drill_text_max, "SQLITE_LIMIT_LENGTH"}, {}};
    return {"drill-damaged", {drill_word(fault.words)}, {}};
}

}  // namespace

std::optional<DrillFile> read_drill(const fs::path& path, Diagnostics& out) {
    const auto say_no = [&](const DrillRefusal& refusal, Text hint) {
        out.error(refusal.code, {path.string(), 0, 0, 1, {}}, refusal.words, std::move(hint));
        return std::nullopt;
    };
    const auto cannot_read = [&](const SqliteFault& fault) {
        return std::system_error(fault.errno_value(), std::generic_category(), "cannot read " + path.string() + " (" + fault.words + ")");
    };
    std::optional<Reader> reader;
    try {
        const fs::path file = drill_regular_file(path);
        reader.emplace(file);
    } catch (const DrillRefusal& refusal) {
        return say_no(refusal, refusal.hint);
    } catch (const SqliteFault& fault) {
        // A right that is missing is said as for every other file.
        if (fault.code == SQLITE_CANTOPEN && fault.os_error != 0)
            return say_no({"file-unreadable", {path.string(), std::strerror(fault.os_error)}, {}}, tell("drill-readable-none"));
        throw cannot_read(fault);
    }
    try {
        DrillRefusal refusal;
        try {
            return reader->all();
        } catch (const DrillRefusal& found) {
            refusal = found;
        } catch (const SqliteFault& fault) {
            if (fault.machine()) throw;
            refusal = refusal_of(fault);
        }
        return say_no(refusal, refusal.hint.empty() ? reader->readable() : refusal.hint);
    } catch (const SqliteFault& fault) {
        throw cannot_read(fault);
    }
}

}  // namespace sandtable
