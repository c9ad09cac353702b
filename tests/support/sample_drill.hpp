// A drill that has everything a file can hold.
#pragma once

#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include <sqlite3.h>

#include "sandtable/digest.hpp"
#include "sandtable/drill_file.hpp"

namespace sandtable {

inline Item text_item(Journal& journal, std::string_view key, std::string_view text) { return {journal.intern(key), Item::Type::text, journal.intern(text), 0, 0}; }
inline Item number_item(Journal& journal, std::string_view key, std::int64_t number) { return {journal.intern(key), Item::Type::number, 0, number, 0}; }
inline Item range_item(Journal& journal, std::string_view key, std::int64_t low, std::int64_t high) { return {journal.intern(key), Item::Type::range, 0, low, high}; }

/// `started`, then every kind in turn with items of every type, then `ended`.
inline Journal sample_journal(int entries = 300) {
    Journal journal;
    const char* const words[] = {"", "120 受理台", "现场：人数\t“约三百”\n待核", "🚒", "e\u0301", "it's; DROP TABLE entries --", "%s{0}"};
    for (int i = 0; i < entries; ++i) {
        Entry entry;
        entry.at = model_time(std::int64_t{i / 3} * 1500);
        entry.kind = i == 0 ? EntryKind::started : i == entries - 1 ? EntryKind::ended : static_cast<EntryKind>(i % entry_kinds);
        entry.plan = journal.intern(i % 4 == 0 ? "" : "natural-disaster");
        entry.incident = journal.intern(i % 5 == 0 ? "" : "quake-" + std::to_string(i % 3));
        entry.agency = journal.intern(i % 3 == 0 ? "county_fire" : "市应急管理局");
        entry.clause = journal.intern(i % 2 == 0 ? "4.2.1" : "");
        if (i > 0 && i % 7 != 0) entry.cause = static_cast<EntryNo>(i - 1 - i % 2 * (i / 2));
        if (i > 10 && i % 6 == 0) entry.held_by = static_cast<EntryNo>(i - 10);
        std::vector<Item> items;
        if (i % 3 != 2) items.push_back(text_item(journal, "says", std::string(words[i % 7]) + (i % 14 == 8 ? std::to_string(i) : "")));
        if (i % 2 == 0) items.push_back(number_item(journal, "人数", (i % 4 == 0 ? -1 : 1) * std::int64_t{i} * 1'000'000'007));
        if (i % 5 == 0) items.push_back(range_item(journal, "hours", -i, i % 10 == 0 ? unbounded : i));
        if (i == 50) items.push_back(number_item(journal, "least", INT64_MIN));
        if (i == 51) items.push_back(number_item(journal, "most", INT64_MAX));
        if (i == 52) items.push_back(range_item(journal, "all", INT64_MIN, unbounded));
        journal.append(entry, items);
    }
    return journal;
}

inline DrillInput input_of(FileKind kind, std::string id, std::string path, std::string text) {
    std::string digest = sha256_of(text);
    return {kind, std::move(id), std::move(path), std::move(digest), std::move(text)};
}

inline std::vector<DrillInput> sample_inputs() {
    std::string plan = "sandtable: plan/1\nid: wage-arrears\nname: {zh: 欠薪, en: wage arrears}\n";
    for (int i = 0; i < 400; ++i) plan += "# 第 " + std::to_string(i) + " 行\r\n";
    return {input_of(FileKind::scenario, "wage-arrears-1", "drills/wage arrears 1.yaml", "sandtable: scenario/1\n"),
            input_of(FileKind::plan, "wage-arrears", "/数据/plans/wage-arrears.yaml", plan), input_of(FileKind::vocabulary, "", "vocabulary.yaml", ""),
            input_of(FileKind::plan, "wage", "plans/wage.yaml", std::string("\xEF\xBB\xBF" "a\0b", 6))};
}

inline DrillHeader header_of(const Journal& journal) {
    return {.scenario = "wage-arrears-1", .seed = 4'294'967'295U, .semantics = semantics_number, .program_version = "0.1.0 (测试)", .digest = journal_digest(journal), .start = "2026-01-26T09:00:00.000+08:00"};
}

inline DrillFile sample_drill(int entries = 300) {
    Journal journal = sample_journal(entries);
    DrillHeader header = header_of(journal);
    return {header, sample_inputs(), std::move(journal)};
}

inline void write_drill(const std::filesystem::path& target, const DrillFile& drill, const char* vfs = nullptr) {
    write_drill(target, drill.header, drill.inputs, drill.journal, vfs);
}

inline bool same_journal(const Journal& a, const Journal& b) {
    if (a.size() != b.size()) return false;
    for (EntryNo no = 0; no < a.size(); ++no)
        if (!same_entry(a, no, b, no)) return false;
    return true;
}

inline bool same_drill(const DrillFile& a, const DrillFile& b) {
    const auto header = [](const DrillHeader& h) { return std::tie(h.scenario, h.seed, h.semantics, h.program_version, h.digest, h.start); };
    const auto input = [](const DrillInput& i) { return std::tie(i.kind, i.id, i.path, i.digest, i.text); };
    if (header(a.header) != header(b.header) || a.inputs.size() != b.inputs.size()) return false;
    for (std::size_t i = 0; i < a.inputs.size(); ++i)
        if (input(a.inputs[i]) != input(b.inputs[i])) return false;
    return same_journal(a.journal, b.journal);
}

/// Executes SQL on a file as somebody with the sqlite3 shell would.
inline void alter(const std::filesystem::path& file, const std::string& sql) {
    sqlite3* db = nullptr;
    sqlite3_open(file.c_str(), &db);
    char* said = nullptr;
    const int code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &said);
    const std::string words = said != nullptr ? said : "";
    sqlite3_free(said);
    sqlite3_close(db);
    if (code != SQLITE_OK) throw std::runtime_error(words + ": " + sql);
}

}  // namespace sandtable
