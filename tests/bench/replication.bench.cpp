// What one replication costs, causes recorded: once warm on one world without texts, and as a run of its own with its journal. Alternating
// rounds; medians.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "sandtable/replication.hpp"
#include "sandtable/run.hpp"
#include "sandtable/scenario.hpp"
#include "support/shipped_plan.hpp"

using namespace sandtable;

namespace {

constexpr int rounds = 9;

double us_each(std::uint32_t replications, const auto& work) {
    const auto begin = std::chrono::steady_clock::now();
    for (std::uint32_t i = 0; i < replications; ++i) work(i);
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count() / replications;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

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
    std::size_t entries = 0;
    std::vector<double> bare, whole;
    for (int round = 0; round < rounds; ++round) {
        bare.push_back(us_each(2000, [&](std::uint32_t i) { entries = replicator.run(i, out)->size(); }));
        whole.push_back(us_each(200, [&](std::uint32_t i) { run(*inputs, {1, i}, out); }));
    }
    std::printf("one replication of %s, %zu entries:\n  %.1f us on a warm world without texts, %.1f us as a run with its journal: x %.1f\n", id.c_str(), entries, median(bare), median(whole),
                median(whole) / median(bare));
}
