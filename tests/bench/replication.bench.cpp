// What replications cost, causes recorded: once warm on one world without texts, beside a run of its own with its journal, beside the floor (the queue, the draws and
// the entries of as many, without a model); and a whole study over 1 and 2 workers. Alternating rounds; medians.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include <sys/resource.h>

#include "sandtable/event_queue.hpp"
#include "sandtable/random.hpp"
#include "sandtable/replication.hpp"
#include "sandtable/run.hpp"
#include "sandtable/scenario.hpp"
#include "sandtable/spread.hpp"
#include "sandtable/study.hpp"
#include "support/shipped_plan.hpp"

using namespace sandtable;

namespace {

constexpr int rounds = 9;

template <class Work>
double us_each(std::uint32_t replications, const Work& work) {
    const auto begin = std::chrono::steady_clock::now();
    for (std::uint32_t i = 0; i < replications; ++i) work(i);
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count() / replications;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// As many events as entries, two draws for every three of them, an entry each: what is left of a replication where nothing is judged, looked up or waited for.
class Floor {
public:
    explicit Floor(std::size_t entries) : entries_(static_cast<std::uint32_t>(entries)) {}
    void run(std::uint32_t replication) {
        const Random random(1, replication);
        bare_.clear();
        queue_.clear();
        for (std::uint32_t i = 0; i < 10; ++i) queue_.push(i * 1000, 2, {i});
        for (std::uint32_t no = 0; no < entries_; ++no) {
            const auto event = queue_.pop();
            bare_.push_back({model_time(event.at_ms), 0, 0, event.payload.what, no, no_entry, EntryKind::sent});
            std::int64_t delay = 60'000;
            if (no % 3 != 0) delay = sample(spread_, random.draw({event.payload.what, 1, 2, no}));
            queue_.push(event.at_ms + delay, 2, {no});
        }
    }

private:
    struct Payload {
        std::uint32_t what, b = 0, c = 0, d = 0;
    };
    std::uint32_t entries_;
    Spread spread_{.kind = Spread::Kind::triangular, .low = 60'000, .mode = 120'000, .high = 300'000, .values = {}, .observed_id = {}};
    EventQueue<Payload> queue_;
    std::vector<BareEntry> bare_;
};

}  // namespace

int main(int argc, char** argv) {
    const std::string id = argc > 1 ? argv[1] : "wage-arrears-city-hall";
    Diagnostics out;
    const DiskFiles& disk = shipped_files();
    const RecordingFiles files(disk, disk);
    const auto text = disk.find(FileKind::scenario, id, out);
    const auto inputs = text ? load_inputs(*text, files, out) : std::nullopt;
    if (!inputs) {
        std::fputs(said_of(out).c_str(), stderr);
        return 2;
    }
    Replicator replicator(*inputs, 1);
    Measuring measuring(*inputs, replicator.cast(), {});
    std::uint64_t entries = 0;
    for (std::uint32_t i = 0; i < 200; ++i) entries += replicator.run(i, out)->size();
    Floor floor(entries / 200);
    std::vector<double> bare, read, whole, bottom;
    for (int round = 0; round < rounds; ++round) {
        bare.push_back(us_each(2000, [&](std::uint32_t i) { replicator.run(i, out); }));
        read.push_back(us_each(2000, [&](std::uint32_t i) { measuring.read(*replicator.run(i, out)); }));
        whole.push_back(us_each(200, [&](std::uint32_t i) { run(*inputs, {1, i}, out); }));
        bottom.push_back(us_each(2000, [&](std::uint32_t i) { floor.run(i); }));
    }
    std::printf("one replication of %s, some %llu entries, median of %d rounds:\n", id.c_str(), static_cast<unsigned long long>(entries / 200), rounds);
    std::printf("  %6.1f us  warm, without texts\n  %6.1f us  the same and its measures read\n", median(bare), median(read));
    std::printf("  %6.1f us  a run of its own with its journal: x %.1f\n", median(whole), median(whole) / median(bare));
    std::printf("  %6.1f us  the floor, queue, draws and entries alone: x %.2f\n", median(bottom), median(bottom) / median(bare));

    const std::uint64_t n = 20'000;
    std::vector<double> one, two;
    for (int round = 0; round < rounds; ++round)
        for (const unsigned workers : {1u, 2u}) {
            const double us = us_each(1, [&](std::uint32_t) { study({{"base", &*inputs, {}}}, {.replications = n, .workers = workers, .rows = 0}, out); });
            (workers == 1 ? one : two).push_back(us / static_cast<double>(n));
        }
    std::vector<double> attribution;
    for (int round = 0; round < rounds; ++round) {
        double us[2];
        for (const bool attribute : {false, true}) us[attribute] = us_each(1, [&](std::uint32_t) { study({{"base", &*inputs, {}}}, {.replications = n, .workers = 1, .rows = 0, .attribute = attribute}, out); });
        attribution.push_back(us[1] / us[0]);
    }
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) ratios.push_back(one[static_cast<std::size_t>(round)] / two[static_cast<std::size_t>(round)]);
    std::printf("where the minutes of breaches went, added up too: x %.2f of the study without (median of %d pairs)\n", median(attribution), rounds);
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    std::printf("a study of %llu replications, worlds and merging with it, on %u processors:\n  %.0f per second with 1 worker, %.0f with 2: x %.2f (median of %d pairs); peak %.0f MB\n", static_cast<unsigned long long>(n),
                std::thread::hardware_concurrency(), 1e6 / median(one), 1e6 / median(two), median(ratios), rounds, static_cast<double>(used.ru_maxrss) / 1024);
}
