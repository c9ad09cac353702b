// Somebody who knows the formats, changes fields of a recording or a study and computes its digests
// again, as docs/drill-file.md and docs/study-file.md say anyone can.
#pragma once

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "journal/drill_schema.hpp"
#include "journal/sqlite.hpp"
#include "sandtable/digest.hpp"
#include "study/study_schema.hpp"

namespace sandtable {

class Forger {
public:
    Forger(const std::filesystem::path& file, unsigned seed)
        : db_(file.string(), SQLITE_OPEN_READWRITE), random_(seed) {
        db_.run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN");
        SqliteStatement rows(db_,
                             "SELECT m.name, p.name, p.type FROM sqlite_schema m, "
                             "pragma_table_info(m.name) p WHERE m.type='table'");
        while (rows.step())
            columns_.push_back(
                {std::string(rows.text(0)), std::string(rows.text(1)), rows.text(2) == "TEXT"});
    }

    /// What was done, for the message.
    std::string change(int times) {
        std::string done;
        for (int i = 0; i < times; ++i) done += change() + "; ";
        return done;
    }

    void seal_drill() {
        DrillHeader header;
        std::map<std::string, std::string> meta;
        each("SELECT key, value FROM meta",
             [&](auto& row) { meta[std::string(row.text(0))] = row.text(1); });
        header.scenario = meta["scenario"];
        header.program_version = meta["program_version"];
        header.start = meta["start"];
        header.seed = static_cast<std::uint32_t>(std::strtoull(meta["seed"].c_str(), nullptr, 10));
        header.semantics = std::atoi(meta["semantics"].c_str());
        header.replication =
            static_cast<std::uint32_t>(std::strtoull(meta["replication"].c_str(), nullptr, 10));
        std::vector<DrillInput> inputs;
        each("SELECT kind, id, path, text FROM inputs ORDER BY position", [&](auto& row) {
            DrillInput input;
            for (int kind = 0; kind <= static_cast<int>(FileKind::study); ++kind)
                if (kind_name(static_cast<FileKind>(kind)) == row.text(0))
                    input.kind = static_cast<FileKind>(kind);
            input.id = row.text(1), input.path = row.text(2), input.text = row.text(3);
            input.digest = sha256_of(input.text);
            inputs.push_back(std::move(input));
        });
        std::int64_t position = 0;
        for (const DrillInput& input : inputs)
            SqliteStatement(db_, "UPDATE inputs SET digest=? WHERE position=?")
                .bind(input.digest)
                .bind(position++)
                .put();
        const auto journal = this->journal();
        if (journal) header.digest = journal_digest(*journal);
        else header.digest = meta["digest"];
        const auto entries = number("SELECT count(*) FROM entries");
        set("UPDATE meta SET value=? WHERE key='digest'", header.digest);
        set("UPDATE meta SET value=? WHERE key='entries'", std::to_string(entries));
        set("UPDATE meta SET value=? WHERE key='inputs'", std::to_string(inputs.size()));
        set("UPDATE meta SET value=? WHERE key='seal'",
            drill_seal(header, inputs, static_cast<std::uint32_t>(entries)));
        db_.run("COMMIT");
    }

    void seal_study() {
        Digest digest;
        for (const char* key : {"first", "done"})
            digest.number(number("SELECT CAST(value AS INTEGER) FROM meta WHERE key='" +
                                 std::string(key) + "'"));
        std::vector<std::string> variants;
        each("SELECT value FROM meta WHERE key='variant_ids' ORDER BY position",
             [&](auto& row) { variants.emplace_back(row.text(0)); });
        for (std::size_t v = 0; v < variants.size(); ++v) {
            const std::string where = " WHERE variant=" + std::to_string(v);
            digest.text(variants[v]);
            each("SELECT id FROM measures" + where + " ORDER BY measure",
                 [&](auto& row) { digest.text(row.text(0)); });
            for (const std::string of : {"value", "difference"})
                tallies(digest, where + " AND of='" + of + "'");
            attribution(digest, where);
        }
        std::string chosen;
        each("SELECT value FROM meta WHERE key='choose' AND position=0",
             [&](auto& row) { chosen = row.text(0); });
        if (!chosen.empty()) {
            digest.text(chosen);
            each("SELECT yes, no, same, open FROM pairs ORDER BY a, b", [&](auto& row) {
                for (int i = 0; i < 4; ++i) digest.number(row.number(i));
                for (int i = 0; i < 5; ++i) digest.number(0);
            });
        }
        set("UPDATE meta SET value=? WHERE key='digest'", "sha256:" + digest.hex());
        set("UPDATE meta SET value=? WHERE key='seal'", study_seal(db_));
        db_.run("COMMIT");
    }

private:
    struct Column {
        std::string table, name;
        bool text;
    };

    template <class Act>
    void each(const std::string& sql, const Act& act) {
        SqliteStatement rows(db_, sql);
        while (rows.step()) act(rows);
    }
    std::int64_t number(const std::string& sql) {
        SqliteStatement row(db_, sql);
        return row.step() ? row.number(0) : 0;
    }
    void set(const std::string& sql, const std::string& value) {
        SqliteStatement(db_, sql).bind(value).put();
    }
    std::uint64_t draw(std::uint64_t below) {
        return random_() % std::max<std::uint64_t>(1, below);
    }

    std::string change() {
        const Column& column = columns_[draw(columns_.size())];
        const auto rows =
            static_cast<std::uint64_t>(number("SELECT count(*) FROM " + column.table));
        if (rows == 0) return "nothing";
        std::string keys;
        each("SELECT name FROM pragma_table_info('" + column.table + "') WHERE pk > 0",
             [&](auto& row) { keys += (keys.empty() ? "" : ", ") + std::string(row.text(0)); });
        // how often a row, a value of another row, or something of its own
        const std::string at = " WHERE (" + keys + ")=(SELECT " + keys + " FROM " + column.table +
                               " LIMIT 1 OFFSET " + std::to_string(draw(rows)) + ")";
        std::string sql = "UPDATE OR IGNORE " + column.table + " SET " + column.name + "=";
        const auto how = draw(20);
        if (how == 0) sql = "DELETE FROM " + column.table;
        else if (how < 8)
            sql += "(SELECT " + column.name + " FROM " + column.table + " LIMIT 1 OFFSET " +
                   std::to_string(draw(rows)) + ")";
        else sql += column.text ? text(column) : integer(column);
        try {
            db_.run(sql + at);
        } catch (const SqliteFault&) {
            return "nothing";  // what the schema forbids
        }
        return sql.substr(0, 200) + at;
    }
    std::string text(const Column& column) {
        const auto quoted = [](const std::string& words) { return "'" + words + "'"; };
        if (column.table == "inputs" && column.name == "text" && draw(2) == 0)
            return "replace(text, '" + std::to_string(draw(10)) + "', '" +
                   std::to_string(draw(1000)) + "')";
        switch (draw(14)) {
            case 0:
                return quoted("");
            case 1:
                return quoted("nobody");
            case 2:
                return quoted("9223372036854775807");
            case 3:
                return quoted("-1");
            case 4:
                return quoted("a/b/c/d/e/f");
            case 5:
                return quoted("//");
            case 6:
                return "char(27)||'[31m'";
            case 7:
                return "char(155)||char(8238)||'x'";
            case 8:
                return quoted(std::string(5000, 'x'));
            case 9:
                return quoted("since 99999999999999999999");
            case 10:
                return "upper(" + column.name + ")";
            case 11:
                return column.name + "||'x'";
            case 12:
                return "substr(" + column.name + ", 2)";
            default:
                return quoted("unknown");
        }
    }
    std::string integer(const Column& column) {
        switch (draw(9)) {
            case 0:
                return "0";
            case 1:
                return "-1";
            case 2:
                return "9223372036854775807";
            case 3:
                return "-9223372036854775807 - 1";
            case 4:
                return column.name + "+1";
            case 5:
                return column.name + "-1";
            case 6:
                return column.name + "*1000";
            case 7:
                return std::to_string(draw(1'000'000'000'000));
            default:
                return std::to_string(draw(100));
        }
    }

    /// As it stands, where a journal can hold it.
    std::optional<Journal> journal() {
        Journal journal;
        bool whole = true;
        std::map<std::int64_t, std::vector<Item>> items;
        each("SELECT entry, key, type, text, low, high FROM items ORDER BY entry, position",
             [&](auto& row) {
                 Item item;
                 item.key = journal.intern(row.text(1));
                 item.low = row.number(4), item.high = row.number(5);
                 if (row.text(2) == "text") item.text = journal.intern(row.text(3));
                 else if (row.text(2) == "number") item.type = Item::Type::number;
                 else item.type = Item::Type::range;
                 if (item.type == Item::Type::range && row.type(5) == SQLITE_NULL)
                     item.high = unbounded;
                 items[row.number(0)].push_back(item);
             });
        each(
            "SELECT no, at_ms, kind, plan, incident, agency, clause, cause, held_by FROM entries "
            "ORDER BY no",
            [&](auto& row) {
                Entry entry;
                const std::int64_t no = journal.size(), at = row.number(1);
                const int kind = entry_kind_of(row.text(2));
                const auto other = [&](int column) {
                    if (row.type(column) == SQLITE_NULL) return no_entry;
                    whole = whole && row.number(column) >= 0 && row.number(column) < no;
                    return static_cast<EntryNo>(row.number(column));
                };
                entry.at = model_time(at);
                entry.plan = journal.intern(row.text(3));
                entry.incident = journal.intern(row.text(4));
                entry.agency = journal.intern(row.text(5));
                entry.clause = journal.intern(row.text(6));
                entry.cause = other(7);
                entry.held_by = other(8);
                whole = whole && kind != entry_kinds && row.number(0) == no &&
                        (no == 0 || journal[static_cast<EntryNo>(no - 1)].at <= entry.at);
                if (!whole) return;
                entry.kind = static_cast<EntryKind>(kind);
                journal.append(entry, items[no]);
            });
        if (!whole || journal.empty()) return std::nullopt;
        return journal;
    }

    void tallies(Digest& digest, const std::string& where) {
        each(
            "SELECT yes, no, same, open, early, waived, never_arose, never_done, count, least_ms, "
            "most_ms, sum_ms, measure FROM tallies" +
                where + " ORDER BY measure",
            [&](auto& row) {
                for (int i = 0; i < 9; ++i) digest.number(row.number(i));
                if (row.number(8) == 0) return;
                for (int i = 9; i < 12; ++i) digest.number(row.number(i));
                this->each("SELECT second, count FROM bins" + where + " AND measure=" +
                               std::to_string(row.number(12)) + " ORDER BY second",
                           [&](auto& bin) {
                               digest.number(bin.number(0));
                               digest.number(bin.number(1));
                           });
            });
    }
    void attribution(Digest& digest, const std::string& where) {
        each("SELECT duty, late, never, first, ms FROM breaches" + where + " ORDER BY duty",
             [&](auto& row) {
                 const std::string duty(row.text(0));
                 digest.text(duty);
                 for (int i = 1; i < 5; ++i) digest.number(row.number(i));
                 SqliteStatement parts(db_, "SELECT part, ms, breaches FROM parts" + where +
                                                " AND duty=? ORDER BY part");
                 parts.bind(duty);
                 while (parts.step()) {
                     digest.text(parts.text(0));
                     digest.number(parts.number(1));
                     digest.number(parts.number(2));
                 }
             });
        std::map<std::string, PoolHours> pools;
        each("SELECT pool, hour, busy_ms, waited_ms FROM hours" + where, [&](auto& row) {
            if (row.number(1) < 0 || row.number(1) > 23) return;
            const auto hour = static_cast<std::size_t>(row.number(1));
            pools[std::string(row.text(0))].busy[hour] = row.number(2);
            pools[std::string(row.text(0))].waited[hour] = row.number(3);
        });
        for (const auto& [pool, hours] : pools) {
            digest.text(pool);
            for (const auto* of : {&hours.busy, &hours.waited})
                for (const std::int64_t ms : *of) digest.number(ms);
        }
    }

    Sqlite db_;
    std::mt19937_64 random_;
    std::vector<Column> columns_;
};

}  // namespace sandtable
