#include "sandtable/journal.hpp"

#include <algorithm>
#include <functional>
#include <limits>

#include "journal/canonical.hpp"
#include "sandtable/assert.hpp"
#include "sandtable/digest.hpp"

namespace sandtable {

std::string_view entry_kind_name(EntryKind kind) {
    switch (kind) {
        case EntryKind::started: return "started";
        case EntryKind::ended: return "ended";
        case EntryKind::truth: return "truth";
        case EntryKind::inject: return "inject";
        case EntryKind::shift: return "shift";
        case EntryKind::officers_away: return "officers_away";
        case EntryKind::officers_back: return "officers_back";
        case EntryKind::road_closed: return "road_closed";
        case EntryKind::road_opened: return "road_opened";
        case EntryKind::sent: return "sent";
        case EntryKind::call_failed: return "call_failed";
        case EntryKind::retried: return "retried";
        case EntryKind::lost: return "lost";
        case EntryKind::received: return "received";
        case EntryKind::undelivered: return "undelivered";
        case EntryKind::seen: return "seen";
        case EntryKind::grading: return "grading";
        case EntryKind::task_armed: return "task_armed";
        case EntryKind::task_ready: return "task_ready";
        case EntryKind::task_started: return "task_started";
        case EntryKind::task_done: return "task_done";
        case EntryKind::task_stopped: return "task_stopped";
        case EntryKind::task_waived: return "task_waived";
        case EntryKind::departed: return "departed";
        case EntryKind::rerouted: return "rerouted";
        case EntryKind::stranded: return "stranded";
        case EntryKind::arrived: return "arrived";
        case EntryKind::released: return "released";
        case EntryKind::decided: return "decided";
        case EntryKind::formed: return "formed";
        case EntryKind::response_ended: return "response_ended";
        case EntryKind::duty_opened: return "duty_opened";
        case EntryKind::duty_discharged: return "duty_discharged";
        case EntryKind::duty_breached: return "duty_breached";
        case EntryKind::duty_waived: return "duty_waived";
        case EntryKind::limit_set: return "limit_set";
        case EntryKind::clock_stopped: return "clock_stopped";
        case EntryKind::clock_restarted: return "clock_restarted";
        case EntryKind::limit_extended: return "limit_extended";
        case EntryKind::fault: return "fault";
        case EntryKind::fault_over: return "fault_over";
    }
    return {};
}

int entry_kind_of(std::string_view name) {
    static const std::unordered_map<std::string_view, int> kinds = [] {
        std::unordered_map<std::string_view, int> all;
        for (int kind = 0; kind < entry_kinds; ++kind) all.emplace(entry_kind_name(static_cast<EntryKind>(kind)), kind);
        return all;
    }();
    const auto found = kinds.find(name);
    return found == kinds.end() ? entry_kinds : found->second;
}

Journal::Journal() { intern(""); }

// A deque never moves its texts, so symbols_ may view them; a copy has texts of its own.
Journal::Journal(const Journal& other) : entries_(other.entries_), items_(other.items_), items_end_(other.items_end_), texts_(other.texts_) {
    symbols_.reserve(texts_.size());
    Symbol symbol = 0;
    for (const std::string& text : texts_) symbols_.emplace(text, symbol++);
}

Journal& Journal::operator=(const Journal& other) {
    if (this != &other) *this = Journal(other);
    return *this;
}

Symbol Journal::intern(std::string_view text) {
    if (const auto known = symbols_.find(text); known != symbols_.end()) return known->second;
    SANDTABLE_ASSERT(texts_.size() < std::numeric_limits<Symbol>::max(), "texts of a journal");
    const auto symbol = static_cast<Symbol>(texts_.size());
    symbols_.emplace(texts_.emplace_back(text), symbol);
    return symbol;
}

Symbol Journal::find(std::string_view text) const {
    const auto known = symbols_.find(text);
    return known == symbols_.end() ? 0 : known->second;
}

EntryNo Journal::append(Entry entry, std::span<const Item> items) {
    const EntryNo no = size();
    const auto known = [&](Symbol symbol) { return symbol < texts_.size(); };
    SANDTABLE_ASSERT(no < entries_max, "entries_max");
    SANDTABLE_ASSERT(entries_.empty() || entry.at >= entries_.back().at, "an entry lies before the one in front of it");
    SANDTABLE_ASSERT(entry.cause == no_entry || entry.cause < no, "a cause lies in the future");
    SANDTABLE_ASSERT(entry.held_by == no_entry || entry.held_by < no, "an entry is held by a later one");
    SANDTABLE_ASSERT(known(entry.plan) && known(entry.incident) && known(entry.agency) && known(entry.clause), "a text of another journal");
    SANDTABLE_ASSERT(items.size() <= std::numeric_limits<std::uint16_t>::max(), "items of an entry");
    static_assert(items_of_chunk > std::numeric_limits<std::uint16_t>::max());
    if (items_end_ % items_of_chunk + items.size() > items_of_chunk) items_end_ += items_of_chunk - items_end_ % items_of_chunk;
    SANDTABLE_ASSERT(items_end_ + items.size() <= std::numeric_limits<std::uint32_t>::max(), "items of a journal");
    for (const Item& item : items) {
        SANDTABLE_ASSERT(known(item.key) && (item.type != Item::Type::text || known(item.text)), "a text of another journal");
        SANDTABLE_ASSERT(item.type != Item::Type::range || item.low <= item.high, "a range the wrong way round");
    }
    entry.items_begin = static_cast<std::uint32_t>(items_end_);
    entry.items_count = static_cast<std::uint16_t>(items.size());
    if (!items.empty()) {
        if (items_end_ / items_of_chunk == items_.size()) items_.emplace_back().reserve(items_of_chunk);
        auto& chunk = items_[items_end_ / items_of_chunk];
        const std::less<const Item*> before;
        SANDTABLE_ASSERT(before(items.data(), chunk.data()) || !before(items.data(), chunk.data() + chunk.size()), "items of this journal itself, which may move as it grows");
        chunk.resize(items_end_ % items_of_chunk);  // what was before a clear() is written over
        chunk.insert(chunk.end(), items.begin(), items.end());
        items_end_ += items.size();
    }
    entries_.push_back(entry);
    return no;
}

void Journal::clear() {
    entries_.clear();
    items_end_ = 0;
}

const Item* Journal::item(const Entry& entry, std::string_view key) const {
    const Symbol wanted = find(key);
    if (wanted == 0 && !key.empty()) return nullptr;
    const auto all = items(entry);
    const auto found = std::find_if(all.begin(), all.end(), [&](const Item& item) { return item.key == wanted; });
    return found == all.end() ? nullptr : &*found;
}

std::string_view Journal::item_text(const Entry& entry, std::string_view key) const {
    const Item* found = item(entry, key);
    return found != nullptr && found->type == Item::Type::text ? std::string_view(text(found->text)) : std::string_view();
}

std::int64_t Journal::item_number(const Entry& entry, std::string_view key, std::int64_t otherwise) const {
    const Item* found = item(entry, key);
    return found != nullptr && found->type == Item::Type::number ? found->low : otherwise;
}

std::string journal_digest(const Journal& journal) {
    Digest digest;
    for (const Entry& entry : journal.entries()) put_canonical(digest, journal, entry);
    return "sha256:" + digest.hex();
}

namespace {

bool same_item(const Journal& a, const Item& x, const Journal& b, const Item& y) {
    if (x.type != y.type || a.text(x.key) != b.text(y.key)) return false;
    switch (x.type) {
        case Item::Type::text: return a.text(x.text) == b.text(y.text);
        case Item::Type::number: return x.low == y.low;
        case Item::Type::range: return x.low == y.low && x.high == y.high;
    }
    return false;
}

}  // namespace

bool same_entry(const Journal& a, EntryNo in_a, const Journal& b, EntryNo in_b) {
    return a[in_a].cause == b[in_b].cause && a[in_a].held_by == b[in_b].held_by && says_the_same(a, in_a, b, in_b);
}

bool says_the_same(const Journal& a, EntryNo in_a, const Journal& b, EntryNo in_b) {
    const Entry &x = a[in_a], &y = b[in_b];
    if (x.at != y.at || x.kind != y.kind || x.items_count != y.items_count) return false;
    for (const auto id : {&Entry::plan, &Entry::incident, &Entry::agency, &Entry::clause})
        if (a.text(x.*id) != b.text(y.*id)) return false;
    const auto xs = a.items(x), ys = b.items(y);
    for (std::size_t i = 0; i < xs.size(); ++i)
        if (!same_item(a, xs[i], b, ys[i])) return false;
    return true;
}

}  // namespace sandtable
