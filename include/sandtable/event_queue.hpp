// The pending events of one run, taken out in the order (time, order class, order of pushing).
//
// A discrete-event run takes the earliest event and pushes events that are not earlier. That makes time itself an
// address: this is a radix queue (multi-level buckets: Denardo and Fox 1979; Ahuja, Mehlhorn, Orlin and Tarjan 1990),
// not a comparison heap.
//
//   key    at_ms * 4 + order_class: 47 bits, read as six digits of eight bits
//   base   the smallest key when a slot was last opened; no event in a slot is before its block of 256 keys (64 ms)
//   level  of a key: the highest digit in which it differs from base; 0 if none above the last does
//   slot   (level, that digit of the key): 6 * 256 slots, each a first-in-first-out list; a bit tells if it is in use
//
// A slot of level 0 holds one key only: its list is in final order. When level 0 is empty, the first slot in use is
// opened: base becomes its smallest key, and its events are dealt out in their order to lower levels, all empty then.
// Base changes in that level's digit and below; every other event still differs from it in that digit or above, and
// stays where it is. So events of one key are always in one list, in the order of pushing: that list is the sequence.
// No number stands for it and none can wrap. An event is dealt out at most five times in its life.
//
// What lost in the hold model with exponential steps of mean 1 s and a payload of 40 bytes: ns per hold at 10^2, 10^4
// and 10^6 pending events (AMD Zen 5, g++ 12 -O3; tests/bench/hold.bench.cpp measures the first line and the last).
//
//   std::priority_queue, std::tie           37   90  1200
//   pairing heap, pooled                    59  147  1660
//   binary heap of 16-byte keys, pooled     32   53   540   bottom-up 36, 60, 670
//   8-ary heap of the same                  33   60   366   4-ary 33, 57; bottom-up: no gain
//   binary heap, pop leaves a hole          25   49   520   4-ary 27, 53, 400; 8-ary 29, 57, 356
//   calendar queue (Brown 1988)             24   41     -   7 us at 10^4 with skewed or many equal times
//   ladder queue (Tang, Goh, Thng 2005)     19   30     -   150 at 2 * 10^4 with many equal times
//   radix queue, digits of six bits         21   20   260   nine bits: no gain, twice the slots
//   branches instead of masks in pop()      15   17   175
//   key read from the event, not the slot   14   15   240
//   this one                                13   14   240
//
// With 10^2 events in two clusters far apart the heap with a hole (10) and the ladder queue (12) are ahead of it (15);
// with 10^4 nothing was, whatever the times. At 10^6 all is cache misses: 200 to 280 from run to run on a shared
// machine. A pop-and-push in one call has nothing to gain: no root waits to be filled. Prefetching the next event of a
// list won 3 % at 10^6 and lost as much at 10^2.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <tuple>
#include <type_traits>
#include <vector>

#include "sandtable/assert.hpp"

namespace sandtable {

/// The first time an event queue refuses: 2^45 ms, 1115 years from the start of the run.
constexpr std::int64_t event_time_end_ms = std::int64_t{1} << 45;
/// Order classes run from 0, first at its instant, to 3.
constexpr std::uint8_t order_classes = 4;

/// Pending events in the order (time, order class, order of pushing).
///
/// Ownership: a value; it owns copies of its payloads, and a copy of it gives the same events in the same order. Copy
/// assignment keeps the target's memory, so that a world is reset by copying without allocating. A move is a copy: an
/// emptied source would have lost its slots.
///
/// Memory: 25 kB when empty, and 16 bytes and a payload for each of the most events ever pending at once. Nothing is
/// allocated below that number, or below what was reserved.
///
/// Complexity: push and pop take constant time on average, whatever the distribution of times (one pop may deal out many
/// events, but see above). An event pushed before the 64 ms block of the event popped last is in its right place too,
/// but a run has none: such stragglers wait in a binary heap and take the logarithm of their number.
///
/// Errors: what a function says of its arguments is asserted, in release builds too.
///
/// `Allocator` is there for the test that counts allocations.
template <class Payload, template <class> class Allocator = std::allocator>
class EventQueue {
    static_assert(std::is_trivially_copyable_v<Payload>, "payloads are copied as plain bytes");

public:
    struct Popped {
        std::int64_t at_ms;
        std::uint8_t order_class;
        Payload payload;
    };

    /// Most events pending at once; one more is an assertion.
    static constexpr std::size_t pending_max = 0xffff'0000;

    EventQueue() : size_(0) { clear(); }
    EventQueue(const EventQueue&) = default;
    EventQueue& operator=(const EventQueue&) = default;
    ~EventQueue() = default;

    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }

    /// When the next event is, in ms; there must be one. Looking commits to nothing: events before it may still be
    /// pushed, as fast as any. Constant time.
    std::int64_t top_time() const;

    /// Adds an event, behind the pending ones of its time and class. 0 <= at_ms < event_time_end_ms, order_class <
    /// order_classes.
    void push(std::int64_t at_ms, std::uint8_t order_class, const Payload& payload);

    /// Takes the next event out and returns it; there must be one.
    Popped pop();

    /// Whether `test` holds for the payload of any pending event; they come in no order worth a
    /// name.
    template <class Test>
    bool any_of(const Test& test) const;

    /// Takes all events out and sets time back; keeps the memory. Constant time: next to none where no event is left, as at the end of a run; else 24 kB are
    /// written.
    void clear();

    /// Makes room for so many pending events in all (stragglers' heap apart). Copy construction does not copy room.
    void reserve(std::size_t pending);

private:
    static constexpr unsigned digit_bits = 8, levels = 6;
    static constexpr std::uint32_t digit_mask = (1u << digit_bits) - 1;
    static constexpr std::uint32_t slots = levels << digit_bits;
    static constexpr std::uint64_t words_of_level_0 = (1u << (1u << digit_bits) / 64) - 1;
    static constexpr std::uint64_t no_key = ~std::uint64_t{0};
    static_assert(event_time_end_ms * order_classes <= std::int64_t{1} << digit_bits * levels);

    /// links_[0, slots) are slots, the others events: a slot is the "last event" of its own empty list, so that
    /// appending takes no branch.
    struct Link {
        std::uint64_t key;   ///< of a slot: the smallest of its events, or no_key
        std::uint32_t next;  ///< of a slot: its first event; of a free place: the next one, or 0
        std::uint32_t last;  ///< of a slot only
    };

    struct Straggler {
        std::uint64_t key;
        std::uint64_t sequence;
        std::uint32_t event;
    };
    static bool later(const Straggler& a, const Straggler& b) { return std::tie(a.key, a.sequence) > std::tie(b.key, b.sequence); }

    std::uint32_t first_slot() const;
    std::uint32_t grow(const Payload& payload);
    void append(std::uint32_t event, std::uint64_t key);
    Popped release(std::uint32_t event, std::uint64_t key);
    Popped pop_from_level_0();
    Popped pop_opening_slot();
    void push_straggler(std::uint32_t event, std::uint64_t key);
    Popped pop_straggler();

    std::uint64_t used_[slots / 64];  // a bit per slot: it has events
    std::uint64_t used_words_;        // a bit per word of used_: it is not 0
    std::uint64_t base_;
    std::size_t size_;
    std::uint64_t straggler_sequence_;
    std::uint32_t free_;  // the place freed last, or 0
    std::vector<Link, Allocator<Link>> links_;
    std::vector<Payload, Allocator<Payload>> payloads_;        // payloads_[i] belongs to links_[slots + i]
    std::vector<Straggler, Allocator<Straggler>> stragglers_;  // a heap by later(), all of it before any event in a slot
};

template <class Payload, template <class> class Allocator>
std::int64_t EventQueue<Payload, Allocator>::top_time() const {
    SANDTABLE_ASSERT(!empty(), "top_time of an empty event queue");
    const std::uint64_t key = stragglers_.empty() ? links_[first_slot()].key : stragglers_.front().key;
    return static_cast<std::int64_t>(key / order_classes);
}

template <class Payload, template <class> class Allocator>
void EventQueue<Payload, Allocator>::push(std::int64_t at_ms, std::uint8_t order_class, const Payload& payload) {
    SANDTABLE_ASSERT(at_ms >= 0 && at_ms < event_time_end_ms, "an event before the start of the run or past event_time_end_ms");
    SANDTABLE_ASSERT(order_class < order_classes, "an event's order class");
    const std::uint64_t key = static_cast<std::uint64_t>(at_ms) * order_classes + order_class;

    std::uint32_t event = free_;
    if (event != 0) [[likely]] {
        free_ = links_[event].next;
        payloads_[event - slots] = payload;
    } else {
        event = grow(payload);
    }
    links_[event].key = key;
    if (key >> digit_bits < base_ >> digit_bits) [[unlikely]] push_straggler(event, key);
    else append(event, key);
    ++size_;
}

template <class Payload, template <class> class Allocator>
typename EventQueue<Payload, Allocator>::Popped EventQueue<Payload, Allocator>::pop() {
    SANDTABLE_ASSERT(!empty(), "pop of an empty event queue");
    --size_;
    if (!stragglers_.empty()) [[unlikely]] return pop_straggler();
    if ((used_words_ & words_of_level_0) == 0) return pop_opening_slot();
    return pop_from_level_0();
}

template <class Payload, template <class> class Allocator>
void EventQueue<Payload, Allocator>::clear() {
    if (size_ == 0 && !links_.empty()) {  // every list is empty already, and the places are in the free list
        base_ = 0;
        straggler_sequence_ = 0;
        return;
    }
    std::fill(std::begin(used_), std::end(used_), 0);
    used_words_ = 0;
    base_ = 0;
    size_ = 0;
    straggler_sequence_ = 0;
    free_ = 0;
    payloads_.clear();
    stragglers_.clear();
    links_.resize(slots);
    for (std::uint32_t slot = 0; slot < slots; ++slot) links_[slot] = {no_key, slot, slot};
}

template <class Payload, template <class> class Allocator>
template <class Test>
bool EventQueue<Payload, Allocator>::any_of(const Test& test) const {
    for (const Straggler& straggler : stragglers_)
        if (test(payloads_[straggler.event - slots])) return true;
    for (std::uint32_t slot = 0; slot < slots; ++slot) {
        if ((used_[slot / 64] >> slot % 64 & 1) == 0) continue;
        for (std::uint32_t event = links_[slot].next;; event = links_[event].next) {
            if (test(payloads_[event - slots])) return true;
            if (event == links_[slot].last) break;
        }
    }
    return false;
}

template <class Payload, template <class> class Allocator>
void EventQueue<Payload, Allocator>::reserve(std::size_t pending) {
    SANDTABLE_ASSERT(pending <= pending_max, "pending-max");
    links_.reserve(slots + pending);
    payloads_.reserve(pending);
}

template <class Payload, template <class> class Allocator>
inline std::uint32_t EventQueue<Payload, Allocator>::first_slot() const {
    const auto word = static_cast<std::uint32_t>(std::countr_zero(used_words_));
    return word * 64 + static_cast<std::uint32_t>(std::countr_zero(used_[word]));
}

/// A new place for an event, where none is free.
template <class Payload, template <class> class Allocator>
[[gnu::noinline]] std::uint32_t EventQueue<Payload, Allocator>::grow(const Payload& payload) {
    SANDTABLE_ASSERT(payloads_.size() < pending_max, "pending-max");
    payloads_.push_back(payload);
    links_.emplace_back();
    return static_cast<std::uint32_t>(links_.size() - 1);
}

template <class Payload, template <class> class Allocator>
inline void EventQueue<Payload, Allocator>::append(std::uint32_t event, std::uint64_t key) {
    const auto highest_bit = static_cast<unsigned>(63 - std::countl_zero((key ^ base_) | 1));
    const unsigned level = highest_bit / digit_bits;
    const auto digit = static_cast<std::uint32_t>(key >> level * digit_bits) & digit_mask;
    const std::uint32_t slot = (level << digit_bits) + digit;

    used_[slot / 64] |= std::uint64_t{1} << slot % 64;
    used_words_ |= std::uint64_t{1} << slot / 64;
    Link& list = links_[slot];
    links_[list.last].next = event;
    list.last = event;
    list.key = std::min(list.key, key);
}

/// The event as a value. Its place is the next one to be used, still warm.
template <class Payload, template <class> class Allocator>
inline typename EventQueue<Payload, Allocator>::Popped EventQueue<Payload, Allocator>::release(std::uint32_t event, std::uint64_t key) {
    links_[event].next = free_;
    free_ = event;
    return {static_cast<std::int64_t>(key / order_classes), static_cast<std::uint8_t>(key % order_classes), payloads_[event - slots]};
}

// Whether a list is empty now is a coin toss to a branch predictor: masks, not branches.
template <class Payload, template <class> class Allocator>
inline typename EventQueue<Payload, Allocator>::Popped EventQueue<Payload, Allocator>::pop_from_level_0() {
    const std::uint32_t slot = first_slot();
    Link& list = links_[slot];
    const std::uint32_t event = list.next;
    const std::uint64_t emptied = event == list.last;
    list.next = links_[event].next;
    list.last = emptied ? slot : list.last;
    list.key |= -emptied;
    std::uint64_t& word = used_[slot / 64];
    word &= ~(emptied << slot % 64);
    used_words_ &= ~(std::uint64_t{word == 0} << slot / 64);
    return release(event, (base_ & ~std::uint64_t{digit_mask}) | slot);
}

template <class Payload, template <class> class Allocator>
[[gnu::noinline]] typename EventQueue<Payload, Allocator>::Popped EventQueue<Payload, Allocator>::pop_opening_slot() {
    const std::uint32_t slot = first_slot();
    std::uint64_t& word = used_[slot / 64];
    word &= word - 1;
    used_words_ &= ~(std::uint64_t{word == 0} << slot / 64);

    Link& list = links_[slot];
    std::uint32_t event = list.next;
    const std::uint32_t last = list.last;
    base_ = list.key;
    list.last = slot;
    list.key = no_key;
    if (event == last) return release(event, base_);
    for (;;) {
        const std::uint32_t next = links_[event].next;
        append(event, links_[event].key);
        if (event == last) break;
        event = next;
    }
    return pop_from_level_0();
}

/// An event before the block of base: the slots cannot go back as long as there are events in them.
template <class Payload, template <class> class Allocator>
[[gnu::noinline]] void EventQueue<Payload, Allocator>::push_straggler(std::uint32_t event, std::uint64_t key) {
    if (empty()) {
        base_ = 0;
        append(event, key);
        return;
    }
    stragglers_.push_back({key, straggler_sequence_++, event});
    std::push_heap(stragglers_.begin(), stragglers_.end(), later);
}

template <class Payload, template <class> class Allocator>
[[gnu::noinline]] typename EventQueue<Payload, Allocator>::Popped EventQueue<Payload, Allocator>::pop_straggler() {
    const std::uint32_t event = stragglers_.front().event;
    std::pop_heap(stragglers_.begin(), stragglers_.end(), later);
    stragglers_.pop_back();
    return release(event, links_[event].key);
}

}  // namespace sandtable
