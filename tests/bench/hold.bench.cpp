// The hold model (Jones 1986): a queue of a fixed size; take the next event, push one a random step later. EventQueue
// beside std::priority_queue in alternating runs; both must take the events out in the same order. The ratio is the
// median of the ratios of neighbouring runs, which a machine busy with other work disturbs least.
//
//   hold_bench            exponential steps at 10^2, 10^4 and 10^6 pending events, other steps at 10^2 and 10^4
//   hold_bench --all      other steps at 10^6 as well
//
// Exit 1 if the two disagree about the order.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <queue>
#include <random>
#include <string_view>
#include <tuple>
#include <vector>

#include "sandtable/event_queue.hpp"

namespace {

using sandtable::EventQueue;

constexpr std::size_t steps_count = std::size_t{1} << 17;  // a power of two: they are walked in a ring

struct Payload {
    std::uint32_t kind, a, b, cause;
    std::uint64_t number, c, d;
};
static_assert(sizeof(Payload) == 40);

/// The queue one would write first, with the face of EventQueue.
class PlainQueue {
public:
    struct Event {
        std::int64_t at_ms;
        std::uint8_t order_class;
        std::uint64_t sequence;
        Payload payload;
    };
    void reserve(std::size_t pending) {
        std::vector<Event> room;
        room.reserve(pending);
        queue_ = std::priority_queue<Event, std::vector<Event>, Later>(Later{}, std::move(room));
    }
    void push(std::int64_t at_ms, std::uint8_t order_class, const Payload& payload) { queue_.push({at_ms, order_class, sequence_++, payload}); }
    Event pop() {
        const Event event = queue_.top();
        queue_.pop();
        return event;
    }

private:
    struct Later {
        bool operator()(const Event& a, const Event& b) const {
            return std::tie(a.at_ms, a.order_class, a.sequence) > std::tie(b.at_ms, b.order_class, b.sequence);
        }
    };
    std::priority_queue<Event, std::vector<Event>, Later> queue_;
    std::uint64_t sequence_ = 0;
};

struct Step {
    std::uint32_t ms;
    std::uint8_t order_class;
};

struct Pattern {
    const char* name;
    double (*step_ms)(double u, double v);  // of two uniform numbers in (0, 1)
};

double exponential(double mean, double u) { return -mean * std::log(u); }

constexpr Pattern patterns[] = {
    {"exponential, mean 1 s", [](double u, double) { return exponential(1e3, u); }},
    {"all 1 s", [](double, double) { return 1e3; }},
    {"0, 1, 2 or 3 s", [](double u, double) { return 1e3 * std::floor(4 * u); }},
    {"9 in 10 about 50 ms, else 1 h", [](double u, double v) { return u < 0.9 ? exponential(50, v) : 3.6e6 + 3.6e5 * v; }},
    {"1 ms to 11 d, log-uniform", [](double u, double) { return std::pow(1e9, u); }},
    {"0 to 28 h, uniform", [](double u, double) { return 1e8 * u; }},
};

std::vector<Step> steps_of(const Pattern& pattern) {
    std::mt19937_64 engine(2026);
    const auto uniform = [&] { return (static_cast<double>(engine() >> 11) + 0.5) * 0x1p-53; };
    std::vector<Step> steps(steps_count);
    for (Step& step : steps) {
        const double u = uniform(), v = uniform();
        step = {static_cast<std::uint32_t>(pattern.step_ms(u, v)), static_cast<std::uint8_t>(engine() >> 62)};
    }
    return steps;
}

struct Measured {
    double ns_per_hold;
    std::uint64_t checksum;  // of the events in the order they were taken out
};

template <class Queue>
Measured hold(std::size_t pending, std::size_t holds, const std::vector<Step>& steps) {
    std::size_t next = 0;
    std::uint64_t checksum = 0;
    Queue queue;
    queue.reserve(pending);
    for (std::size_t i = 0; i < pending; ++i) {
        const Step step = steps[next++ % steps_count];
        queue.push(step.ms, step.order_class, Payload{.kind = 1, .a = 2, .b = 3, .cause = 4, .number = i, .c = 5, .d = 6});
    }
    const auto go = [&](std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            const auto event = queue.pop();
            checksum = (checksum ^ event.payload.number) * 0x9e3779b97f4a7c15 + static_cast<std::uint64_t>(event.at_ms) * 4 + event.order_class;
            const Step step = steps[next++ % steps_count];
            queue.push(event.at_ms + step.ms, step.order_class, event.payload);
        }
    };
    go(pending);  // caches warm, ages of events mixed
    const auto begin = std::chrono::steady_clock::now();
    go(holds);
    const auto end = std::chrono::steady_clock::now();
    return {std::chrono::duration<double, std::nano>(end - begin).count() / static_cast<double>(holds), checksum};
}

double quantile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size()))];
}
double median(const std::vector<double>& values) { return quantile(values, 0.5); }

/// Prints a line of the table; whether the orders were the same.
bool compare(const Pattern& pattern, std::size_t pending, const std::vector<Step>& steps) {
    const bool large = pending > 100'000;
    const int runs = large ? 7 : 25;
    const std::size_t holds = large ? 1'000'000 : 400'000;
    std::vector<double> plain_ns, ours_ns, ratios;
    bool same = true;
    for (int run = 0; run < runs; ++run) {
        const Measured plain = hold<PlainQueue>(pending, holds, steps);
        const Measured ours = hold<EventQueue<Payload>>(pending, holds, steps);
        same = same && plain.checksum == ours.checksum;
        plain_ns.push_back(plain.ns_per_hold);
        ours_ns.push_back(ours.ns_per_hold);
        ratios.push_back(plain.ns_per_hold / ours.ns_per_hold);
    }
    std::printf("%-30s %8zu %5d %8.1f %11.1f %7.2f %8.2f  %s\n", pattern.name, pending, runs, median(plain_ns), median(ours_ns), median(ratios),
                quantile(ratios, 0.25), same ? "same" : "DIFFERENT");
    std::fflush(stdout);
    return same;
}

}  // namespace

int main(int argc, char** argv) {
    const bool all = argc > 1 && std::string_view(argv[1]) == "--all";
    std::printf("ns per hold, medians of alternating runs; ratio std : EventQueue, median and lower quartile of the pairs of runs\n");
    std::printf("%-30s %8s %5s %8s %11s %7s %8s  %s\n", "steps", "pending", "runs", "std", "EventQueue", "ratio", "quartile", "order");
    bool same = true;
    for (const Pattern& pattern : patterns) {
        const std::vector<Step> steps = steps_of(pattern);
        for (const std::size_t pending : {std::size_t{100}, std::size_t{10'000}, std::size_t{1'000'000}})
            if (pending <= 10'000 || &pattern == patterns || all) same = compare(pattern, pending, steps) && same;
    }
    return same ? 0 : 1;
}
