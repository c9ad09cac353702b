#include "support/catch.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "sandtable/event_queue.hpp"

using namespace sandtable;

namespace {

struct Payload {
    std::uint32_t number;
    std::uint64_t weight[4];
};

Payload payload(std::uint32_t number) { return {number, {number + 1ull, number + 2ull, number + 3ull, number + 4ull}}; }

using Queue = EventQueue<Payload>;
using Seen = std::tuple<std::int64_t, int, std::uint32_t>;  // time, class, number
using Numbers = std::vector<std::uint32_t>;

template <class AnyQueue>
Seen take(AnyQueue& queue) {
    const auto event = queue.pop();
    const Payload whole = payload(event.payload.number);
    REQUIRE(std::equal(std::begin(whole.weight), std::end(whole.weight), std::begin(event.payload.weight)));
    return {event.at_ms, event.order_class, event.payload.number};
}

std::vector<Seen> take_all(Queue queue) {
    std::vector<Seen> seen;
    while (!queue.empty()) seen.push_back(take(queue));
    return seen;
}

Numbers numbers(const std::vector<Seen>& seen) {
    Numbers result;
    for (const Seen& one : seen) result.push_back(std::get<2>(one));
    return result;
}

/// The same by a sorted map: equal keys stay in the order of insertion.
class Reference {
public:
    bool empty() const { return events_.empty(); }
    std::size_t size() const { return events_.size(); }
    std::int64_t top_time() const { return events_.begin()->first.first; }
    void push(std::int64_t at_ms, int order_class, std::uint32_t number) { events_.emplace(std::pair{at_ms, order_class}, number); }
    Seen pop() {
        const auto first = events_.begin();
        const Seen seen{first->first.first, first->first.second, first->second};
        events_.erase(first);
        return seen;
    }

private:
    std::multimap<std::pair<std::int64_t, int>, std::uint32_t> events_;
};

/// Both queues, pushed to and taken from alike.
class Pair {
public:
    void push(std::int64_t at_ms, int order_class) {
        queue.push(at_ms, static_cast<std::uint8_t>(order_class), payload(next_number_));
        reference.push(at_ms, order_class, next_number_++);
    }
    /// Takes one from each; the time they agree on.
    std::int64_t pop() {
        REQUIRE(queue.size() == reference.size());
        REQUIRE(queue.top_time() == reference.top_time());
        const Seen seen = take(queue);
        REQUIRE(seen == reference.pop());
        return std::get<0>(seen);
    }
    void drain() {
        while (!reference.empty()) pop();
        REQUIRE(queue.empty());
    }

    Queue queue;
    Reference reference;

private:
    std::uint32_t next_number_ = 0;
};

/// Small whole numbers from a fixed seed.
class Dice {
public:
    std::int64_t below(std::int64_t end) { return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(end)); }
    /// Every order of magnitude alike, 0 included.
    std::int64_t any_scale(int bits) { return static_cast<std::int64_t>(engine_() >> 1 >> (63 - below(bits + 1))); }

private:
    std::mt19937_64 engine_{20260126};
};

int allocations = 0;

template <class T>
struct CountingAllocator {
    using value_type = T;
    CountingAllocator() = default;
    template <class U>
    CountingAllocator(const CountingAllocator<U>&) {}
    T* allocate(std::size_t n) {
        ++allocations;
        return std::allocator<T>().allocate(n);
    }
    void deallocate(T* p, std::size_t n) { std::allocator<T>().deallocate(p, n); }
    friend bool operator==(CountingAllocator, CountingAllocator) { return true; }
};
using CountingQueue = EventQueue<Payload, CountingAllocator>;

/// What a child process wrote to stderr before it aborted; "" if it did not abort.
template <class Act>
std::string last_words(Act act) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        std::signal(SIGABRT, SIG_DFL);  // not Catch's report
        dup2(ends[1], STDERR_FILENO);
        act();
        _exit(0);
    }
    close(ends[1]);
    std::string words;
    char buffer[256];
    for (ssize_t n; (n = read(ends[0], buffer, sizeof buffer)) > 0;) words.append(buffer, static_cast<std::size_t>(n));
    close(ends[0]);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT ? words : "";
}

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("events come out by time, whatever the order they were pushed in") {
    Queue queue;
    for (const std::uint32_t at : {70u, 5u, 1'000'000u, 64u, 0u, 63u, 5000u}) queue.push(at, 0, payload(at));
    CHECK(queue.top_time() == 0);
    CHECK(numbers(take_all(queue)) == Numbers{0, 5, 63, 64, 70, 5000, 1'000'000});
}

TEST_CASE("events of one time and class come out in the order they were pushed") {
    Queue queue;
    for (std::uint32_t i = 0; i < 1000; ++i) queue.push(3'600'000, 2, payload(i));
    const std::vector<Seen> seen = take_all(queue);
    for (std::uint32_t i = 0; i < 1000; ++i) CHECK(seen.at(i) == Seen{3'600'000, 2, i});
}

TEST_CASE("the order of pushing holds however far away the time was when each was pushed") {
    // every step towards `then` moves what is pending for it to other lists, and adds one
    const std::int64_t then = 0x1234'5678'9abc;
    Queue queue;
    std::uint32_t pushed = 0;
    for (std::int64_t away = then; away > 0; away /= 3) {
        queue.push(then - away, 0, payload(1'000'000));
        queue.push(then, 1, payload(pushed++));
        queue.push(then, 1, payload(pushed++));
        CHECK(take(queue) == Seen{then - away, 0, 1'000'000});
    }
    REQUIRE(pushed > 50);
    const std::vector<Seen> seen = take_all(queue);
    for (std::uint32_t i = 0; i < pushed; ++i) CHECK(seen.at(i) == Seen{then, 1, i});
}

TEST_CASE("at one instant the class comes before the order of pushing") {
    Queue queue;
    queue.push(10, 3, payload(0));
    queue.push(10, 1, payload(1));
    queue.push(10, 0, payload(2));
    queue.push(9, 3, payload(3));
    queue.push(10, 2, payload(4));
    queue.push(10, 1, payload(5));
    queue.push(11, 0, payload(6));
    CHECK(take_all(queue) == std::vector<Seen>{{9, 3, 3}, {10, 0, 2}, {10, 1, 1}, {10, 1, 5}, {10, 2, 4}, {10, 3, 0}, {11, 0, 6}});
}

TEST_CASE("an event pushed for the present instant may come before others of that instant") {
    Queue queue;
    queue.push(500, 2, payload(0));
    queue.push(500, 3, payload(1));
    CHECK(take(queue) == Seen{500, 2, 0});
    queue.push(500, 0, payload(2));
    CHECK(take_all(queue) == std::vector<Seen>{{500, 0, 2}, {500, 3, 1}});
}

TEST_CASE("looking at the next time does not stop earlier events from being pushed, nor make stragglers of them") {
    CountingQueue queue;
    queue.reserve(4);
    queue.push(1'000, 1, payload(0));
    CHECK(take(queue) == Seen{1'000, 1, 0});
    allocations = 0;  // the stragglers' heap would be the first
    queue.push(9'000'000, 1, payload(1));
    CHECK(queue.top_time() == 9'000'000);
    queue.push(1'500, 1, payload(2));
    CHECK(queue.top_time() == 1'500);
    queue.push(1'000, 1, payload(3));
    CHECK(queue.top_time() == 1'000);
    CHECK(allocations == 0);
    for (const std::uint32_t number : {3u, 2u, 1u}) CHECK(std::get<2>(take(queue)) == number);
}

TEST_CASE("times at the edges of every power of two are told apart, up to the last one") {
    std::vector<std::int64_t> times{0};
    for (int bit = 0; bit <= 45; ++bit)
        for (const std::int64_t off : {-1, 0, 1})
            if (const std::int64_t at = (std::int64_t{1} << bit) + off; at < event_time_end_ms) times.push_back(at);
    REQUIRE(std::count(times.begin(), times.end(), event_time_end_ms - 1) == 1);
    Dice dice;
    for (int round = 0; round < 20; ++round) {
        Pair pair;
        for (std::size_t i = times.size(); i > 1; --i) std::swap(times[i - 1], times[static_cast<std::size_t>(dice.below(static_cast<std::int64_t>(i)))]);
        for (const std::int64_t at : times) pair.push(at, static_cast<int>(dice.below(4)));
        pair.drain();
    }
}

TEST_CASE("runs of random steps come out as a sorted map gives them") {
    struct Steps {
        const char* name;
        std::int64_t (*draw)(Dice&);
    };
    const Steps steps = GENERATE(values<Steps>({
        {"0 or 1 ms", [](Dice& dice) { return dice.below(2); }},
        {"up to 2 s", [](Dice& dice) { return dice.below(2000); }},
        {"all 64 ms", [](Dice&) { return std::int64_t{64}; }},
        {"whole hours", [](Dice& dice) { return 3'600'000 * dice.below(3); }},
        {"far apart", [](Dice& dice) { return dice.below(std::int64_t{1} << 28); }},
        {"every scale", [](Dice& dice) { return dice.any_scale(28); }},
        {"now or an hour away", [](Dice& dice) { return dice.below(10) ? dice.below(50) : 3'600'000 + dice.below(100'000); }},
    }));
    const int pending = GENERATE(1, 7, 300, 5000);
    CAPTURE(steps.name, pending);
    Dice dice;
    Pair pair;
    std::int64_t now = 0;
    for (int i = 0; i < pending; ++i) pair.push(steps.draw(dice), static_cast<int>(dice.below(4)));
    for (int i = 0; i < 4 * pending + 2000; ++i) {
        if (!pair.reference.empty() && dice.below(2)) now = pair.pop();
        else pair.push(now + steps.draw(dice), static_cast<int>(dice.below(4)));
    }
    pair.drain();
}

TEST_CASE("events pushed before the one popped last are in their place too") {
    const int scale = GENERATE(8, 12, 40);
    CAPTURE(scale);
    Dice dice;
    Pair pair;
    for (int i = 0; i < 300; ++i) pair.push(dice.any_scale(scale), static_cast<int>(dice.below(4)));
    for (int i = 0; i < 20'000; ++i) {
        if (!pair.reference.empty() && dice.below(2)) pair.pop();
        else pair.push(dice.any_scale(scale), static_cast<int>(dice.below(4)));
    }
    pair.drain();
    for (const int at : {300, 20, 100, 20, 0}) pair.push(at, 1);  // from the start again, without clear()
    pair.drain();
}

TEST_CASE("any_of sees every pending event, stragglers too, and no other") {
    Dice dice;
    Queue queue;
    std::map<std::uint32_t, int> pending;
    std::uint32_t next = 0;
    for (int i = 0; i < 3000; ++i) {
        if (!pending.empty() && dice.below(2)) {
            pending.erase(queue.pop().payload.number);
        } else {
            queue.push(dice.any_scale(30), static_cast<std::uint8_t>(dice.below(4)),
                       payload(next));
            pending[next++] = 1;
        }
        if (i % 50 != 0) continue;
        std::map<std::uint32_t, int> seen;
        CHECK_FALSE(queue.any_of([&](const Payload& p) { return ++seen[p.number] > 1; }));
        CHECK(seen == pending);
        const std::uint32_t wanted = pending.empty() ? 0 : pending.begin()->first;
        CHECK(queue.any_of([&](const Payload& p) { return p.number == wanted; }) ==
              !pending.empty());
    }
}

TEST_CASE("an emptied queue takes earlier events as well as later ones") {
    Queue queue;
    queue.push(1'000'000, 0, payload(0));
    take(queue);
    queue.push(300, 0, payload(1));
    queue.push(1'000'010, 0, payload(2));
    queue.push(20, 0, payload(3));
    queue.push(1'000'000, 0, payload(4));
    CHECK(numbers(take_all(queue)) == Numbers{3, 1, 4, 2});
}

TEST_CASE("the size is what was pushed and not popped, and clear takes everything out and time back") {
    Queue queue;
    CHECK(queue.empty());
    CHECK(queue.size() == 0);
    for (std::uint32_t i = 0; i < 100; ++i) queue.push(1'000'000 + 10 * i, 0, payload(i));
    CHECK(queue.size() == 100);
    for (int i = 0; i < 30; ++i) take(queue);
    CHECK(queue.size() == 70);
    queue.push(5, 0, payload(100));  // a straggler is counted as well
    CHECK(queue.size() == 71);
    CHECK(take(queue) == Seen{5, 0, 100});
    CHECK(queue.size() == 70);
    queue.push(6, 0, payload(101));
    queue.clear();
    CHECK(queue.empty());
    CHECK(queue.size() == 0);
    queue.push(8, 0, payload(7));
    queue.push(7, 0, payload(8));
    CHECK(queue.size() == 2);
    CHECK(take_all(queue) == std::vector<Seen>{{7, 0, 8}, {8, 0, 7}});
}

TEST_CASE("a copy gives the same events in the same order and goes its own way") {
    Dice dice;
    Pair pair;
    for (int i = 0; i < 2000; ++i) pair.push(dice.below(500), static_cast<int>(dice.below(4)));
    std::int64_t now = 0;
    for (int i = 0; i < 700; ++i) now = pair.pop();
    pair.push(0, 0);  // and a straggler
    REQUIRE(now > 64);

    Queue assigned;
    for (std::uint32_t i = 0; i < 5000; ++i) assigned.push(dice.below(10'000'000), 1, payload(i));  // fuller than what it becomes
    for (int i = 0; i < 100; ++i) take(assigned);
    assigned = pair.queue;
    const Queue constructed = pair.queue;
    const std::vector<Seen> expected = take_all(pair.queue);
    CHECK(expected.size() == 1301);
    CHECK(take_all(assigned) == expected);
    CHECK(take_all(constructed) == expected);

    take(assigned);
    assigned.push(now, 0, payload(99'999));
    CHECK(take_all(pair.queue) == expected);
    pair.drain();
    CHECK(take_all(constructed) == expected);
}

TEST_CASE("a queue that was moved from is still a queue") {
    Queue queue;
    queue.push(4, 0, payload(0));
    const Queue other = std::move(queue);
    queue.push(3, 0, payload(1));
    CHECK(numbers(take_all(queue)) == Numbers{1, 0});
    CHECK(numbers(take_all(other)) == Numbers{0});
}

TEST_CASE("a queue that has been as full before allocates nothing") {
    Dice dice;
    CountingQueue queue;
    const auto fill_and_run = [&](std::int64_t scale) {
        queue.push(event_time_end_ms - 1, 3, payload(0));
        for (std::uint32_t i = 1; i < 1000; ++i) queue.push(dice.below(scale), 0, payload(i));
        for (int i = 0; i < 20'000; ++i) {
            const auto event = queue.pop();
            queue.push(event.at_ms + dice.below(scale), event.order_class, event.payload);
        }
    };
    fill_and_run(2000);
    REQUIRE(queue.size() == 1000);

    allocations = 0;
    for (const std::int64_t scale : {2000, 100'000'000}) {
        queue.clear();
        fill_and_run(scale);
    }
    CHECK(allocations == 0);
    for (std::uint32_t i = 0; i < 2000; ++i) queue.push(event_time_end_ms - 1, 3, payload(i));
    CHECK(allocations > 0);  // the counter counts
}

TEST_CASE("a queue with enough reserved allocates nothing") {
    CountingQueue queue;
    queue.reserve(10'000);
    allocations = 0;
    for (std::uint32_t i = 0; i < 10'000; ++i) queue.push((i * 7919ll) % 100'000, 0, payload(i));
    while (!queue.empty()) queue.pop();
    CHECK(allocations == 0);
}

TEST_CASE("a world is reset by copying without allocating") {
    CountingQueue start;
    for (std::uint32_t i = 0; i < 50; ++i) start.push(100 * i, 0, payload(i));
    CountingQueue world = start;
    world.reserve(3000);
    allocations = 0;
    for (int replication = 0; replication < 3; ++replication) {
        world = start;
        for (std::uint32_t i = 0; i < 2950; ++i) world.push(10'000 + i, 0, payload(i));
        CHECK(world.size() == 3000);
        while (!world.empty()) world.pop();
    }
    CHECK(allocations == 0);
}

TEST_CASE("times and classes out of bounds and pops of nothing are our mistakes, in release builds too") {
    Queue queue;
    queue.push(0, 0, payload(0));
    queue.push(event_time_end_ms - 1, order_classes - 1, payload(1));
    CHECK(take_all(queue) == std::vector<Seen>{{0, 0, 0}, {event_time_end_ms - 1, 3, 1}});

    CHECK(has(last_words([&] { queue.push(-1, 0, payload(0)); }), "event_time_end_ms"));
    CHECK(has(last_words([&] { queue.push(event_time_end_ms, 0, payload(0)); }), "event_time_end_ms"));
    CHECK(has(last_words([&] { queue.push(0, order_classes, payload(0)); }), "order class"));
    CHECK(has(last_words([] { Queue().pop(); }), "pop of an empty event queue"));
    CHECK(has(last_words([] { Queue().top_time(); }), "top_time of an empty event queue"));
    CHECK(has(last_words([] { Queue().reserve(Queue::pending_max + 1); }), "pending-max"));
}
