// What happened: entries, append-only; the only output of a run (semantics.md 7).
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sandtable/entry_no.hpp"
#include "sandtable/time.hpp"

namespace sandtable {

/// Meanings of entries change with it; `verify` refuses to compare journals of another one.
constexpr int semantics_number = 1;

/// A journal that grows past this stops with this bound's name.
constexpr std::uint32_t entries_max = 50'000'000;

/// Every kind of entry; docs/contracts.md says which items each carries. Names are the enumerators.
enum class EntryKind : std::uint8_t {
    started, ended,
    truth, inject, shift, officers_away, officers_back, road_closed, road_opened,
    sent, call_failed, retried, lost, received, undelivered, seen,
    grading,
    task_armed, task_ready, task_started, task_done, task_stopped, task_waived,
    departed, rerouted, stranded, arrived, released,
    decided, formed, response_ended,
    duty_opened, duty_discharged, duty_breached, duty_waived,
    limit_set, clock_stopped, clock_restarted, limit_extended,
    fault, fault_over,
};
constexpr int entry_kinds = static_cast<int>(EntryKind::fault_over) + 1;
std::string_view entry_kind_name(EntryKind kind);
/// Nothing (entry_kinds) if no kind has that name.
int entry_kind_of(std::string_view name);

/// A text of the journal, interned: equal texts have equal symbols. 0 is the empty text.
using Symbol = std::uint32_t;

/// One named value of an entry: a text, a whole number, or a closed range of them.
struct Item {
    enum class Type : std::uint8_t { text, number, range };
    Symbol key = 0;
    Type type = Type::text;
    Symbol text = 0;
    std::int64_t low = 0, high = 0;  ///< number: low; range: both, `unbounded` for no upper end
};

struct Entry {
    ModelTime at;
    EntryKind kind = EntryKind::started;
    std::uint16_t items_count = 0;
    Symbol plan = 0, incident = 0, agency = 0, clause = 0;
    EntryNo cause = no_entry;    ///< the entry that made it possible last; none for a root
    EntryNo held_by = no_entry;  ///< the entry that occupied what it waited for
    std::uint32_t items_begin = 0;
};

/// Entries with their texts. Appending checks that time and causes never point forward (an assertion).
class Journal {
public:
    Journal();
    /// A copy looks its texts up in its own; what was moved from may only be assigned to or destroyed.
    Journal(const Journal& other);
    Journal& operator=(const Journal& other);
    Journal(Journal&&) = default;
    Journal& operator=(Journal&&) = default;

    Symbol intern(std::string_view text);
    /// 0 if the text never occurred.
    Symbol find(std::string_view text) const;
    const std::string& text(Symbol symbol) const { return texts_[symbol]; }

    EntryNo append(Entry entry, std::span<const Item> items);
    /// Forgets the entries and keeps texts and capacity.
    void clear();

    std::uint32_t size() const { return static_cast<std::uint32_t>(entries_.size()); }
    bool empty() const { return entries_.empty(); }
    const Entry& operator[](EntryNo no) const { return entries_[no]; }
    const std::vector<Entry>& entries() const { return entries_; }
    std::span<const Item> items(const Entry& entry) const { return entry.items_count == 0 ? std::span<const Item>() : std::span<const Item>(items_[entry.items_begin / items_of_chunk].data() + entry.items_begin % items_of_chunk, entry.items_count); }
    /// The item named `key`, or null.
    const Item* item(const Entry& entry, std::string_view key) const;
    /// Its text, or "" if there is none by that name or it is no text.
    std::string_view item_text(const Entry& entry, std::string_view key) const;
    /// Its number, or `otherwise` if there is none by that name or it is no number (a range is none).
    std::int64_t item_number(const Entry& entry, std::string_view key, std::int64_t otherwise = 0) const;

private:
    // Items stand in chunks, those of an entry together in one: they are most of a journal, and growing may not copy them.
    static constexpr std::uint32_t items_of_chunk = 1u << 16;
    std::vector<Entry> entries_;
    std::vector<std::vector<Item>> items_;  // each of that capacity, or a copy
    std::uint64_t items_end_ = 0;
    std::deque<std::string> texts_;
    std::unordered_map<std::string_view, Symbol> symbols_;  // only looked up, never iterated
};

/// "sha256:..." over the canonical bytes of the entries alone: per entry its time, the name of its kind, plan, incident, agency, clause,
/// cause and held_by (+1, 0 for none), the number of its items, then its items: key, type, value. Ids as text, numbers little-endian
/// (digest.hpp). A published contract: journal.cpp and docs/drill-file.md have it byte by byte.
std::string journal_digest(const Journal& journal);

/// Whether two entries of two journals are the same, texts compared as texts.
bool same_entry(const Journal& a, EntryNo in_a, const Journal& b, EntryNo in_b);
/// The same but for the numbers of cause and held_by: what happened, not where it stands.
bool says_the_same(const Journal& a, EntryNo in_a, const Journal& b, EntryNo in_b);

}  // namespace sandtable
