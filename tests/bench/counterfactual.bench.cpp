// What it costs to say, beside the gravest part of each duty's breaches, what its removal regains:
// a study with that in the place of one without, in alternating rounds; medians.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "sandtable/counterfactual.hpp"
#include "sandtable/scenario.hpp"
#include "sandtable/study.hpp"
#include "support/shipped_plan.hpp"

using namespace sandtable;

namespace {

constexpr int rounds = 7;
constexpr std::uint64_t replications = 1000;

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> ids(argv + 1, argv + argc);
    if (ids.empty())
        ids = {"wage-arrears-city-hall", "geohazard-only-road", "mass-incident-escalating"};
    const unsigned workers = std::max(1u, std::thread::hardware_concurrency());
    std::printf("%-28s %10s %10s %8s %6s\n", "scenario", "study ms", "with, ms", "ratio", "duties");
    for (const std::string& id : ids) {
        Diagnostics out;
        const DiskFiles& disk = shipped_files();
        const RecordingFiles files(disk, disk);
        const auto text = disk.find(FileKind::scenario, id, out);
        const auto inputs = text ? load_inputs(*text, files, out) : std::nullopt;
        if (!inputs) {
            std::fputs((id + ": " + said_of(out)).c_str(), stderr);
            return 2;
        }
        std::vector<double> alone, with, ratio;
        std::size_t duties = 0;
        for (int round = 0; round < rounds; ++round) {
            using Clock = std::chrono::steady_clock;
            const auto begin = Clock::now();
            const auto result = study({{"base", &*inputs, {}}},
                                      {.replications = replications, .workers = workers}, out);
            const auto then = Clock::now();
            duties = what_is_regained(*inputs, *result, 1, workers, nullptr, out).size();
            const auto end = Clock::now();
            using Ms = std::chrono::duration<double, std::milli>;
            alone.push_back(Ms(then - begin).count());
            with.push_back(Ms(end - begin).count());
            ratio.push_back(with.back() / alone.back());
        }
        std::printf("%-28s %10.1f %10.1f %8.2f %6zu\n", id.c_str(), median(alone), median(with),
                    median(ratio), duties);
    }
}
