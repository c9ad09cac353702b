// Frames at 1920x1080 under a software renderer, laid out and painted, while playing and while scrubbing, over a fixed path: of the typhoon night, and of a
// record of a million entries (the main drill 4,500 times, one every six hours), which is opened first as the viewer opens it.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <string>
#include <vector>

#include <GL/gl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "sandtable/drill_file.hpp"
#include "sandtable/run.hpp"
#include "view/display.hpp"
#include "view/painter.hpp"

using namespace sandtable;

namespace {

double milliseconds_since(std::chrono::steady_clock::time_point begin) { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count(); }

struct Times {
    std::vector<double> layout, frame;
    void print(const char* what) {
        std::sort(layout.begin(), layout.end());
        std::sort(frame.begin(), frame.end());
        std::printf("  %-34s layout %5.1f ms, frame: median %5.1f, 95 %% under %5.1f ms, %3.0f frames/s\n", what, layout[layout.size() / 2], frame[frame.size() / 2], frame[frame.size() * 95 / 100], 1000 / frame[frame.size() / 2]);
    }
};

const std::string drills = SANDTABLE_TREE "/scenarios/drills/";

std::optional<Inputs> load(const std::string& path, Diagnostics& said) {
    const DiskFiles disk(data_folders(drills + "typhoon-night.yaml"));
    const HeldFiles none;
    auto source = read_file(path, said);
    return source ? load_inputs(std::move(*source), RecordingFiles(none, disk), said) : std::nullopt;
}

/// The main drill again and again, as a file in `folder`.
std::string many(const std::filesystem::path& folder) {
    std::ifstream in(drills + "wage-arrears-city-hall.yaml");
    std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const auto put = [&](std::string_view what, std::string_view instead) { text.replace(text.find(what), what.size(), instead); };
    put("2026-01-26T", "2021-01-05T");
    put("until: settled", "until: 1300 d");
    put("- id: city-hall\n", "- id: city-hall\n  arrives: {every: 6 h at random, times: 4500}\n");
    text.resize(text.find("injects:"));  // they and what is expected are of one incident
    const std::filesystem::path file = folder / "many.yaml";
    std::ofstream(file) << text;
    return file.string();
}

void frames(const Replay& replay, const sf::Font& font, const std::vector<unsigned>& smoothings, ModelTime play_from) {
    const TimeAxis axis(replay.journal, TimeAxis::Kind::folded);
    for (const unsigned smooth : smoothings) {
        sf::RenderTexture texture;
        if (!texture.create(1920, 1080, sf::ContextSettings(0, 0, smooth))) return;
        Painter painter(font);
        const auto measure = [&](const char* what, auto instant_of) {
            Times times;
            std::size_t marks = 0;
            for (int i = 0; i < 120; ++i) {
                const auto begin = std::chrono::steady_clock::now();
                const Scene scene = scene_at(replay, axis, {.width = 1920, .height = 1080}, instant_of(i));
                times.layout.push_back(milliseconds_since(begin));
                painter.paint(scene, Theme::light, texture);
                texture.display();
                glFinish();
                times.frame.push_back(milliseconds_since(begin));
                marks = std::max(marks, scene.shapes.size() + scene.labels.size());
            }
            char named[64];
            std::snprintf(named, sizeof named, "%s, smoothing %u, %zu marks", what, smooth, marks);
            times.print(named);
        };
        measure("play", [&](int i) { return play_from + Duration{i * 60'000LL}; });
        measure("scrub", [&](int i) { return model_time(ms_of(replay.timeline.end()) / 120 * (i * 37 % 120)); });
    }
}

}  // namespace

int main() {
    PrivateDisplay own;
    if (display_fault() != DisplayFault::none && (!own.start() || display_fault() != DisplayFault::none)) return std::fprintf(stderr, "frame_bench: there is no display, and no Xvfb\n"), 3;
    sf::Font font;
    if (!font.loadFromFile(SANDTABLE_TREE "/assets/fonts/NotoSansSC-Regular.otf")) return 3;
    Diagnostics said;
    {
        const auto inputs = load(drills + "typhoon-night.yaml", said);
        const auto journal = inputs ? run(*inputs, {.seed = 1, .replication = 0}, said) : std::nullopt;
        if (!journal) return std::fprintf(stderr, "frame_bench: the drill does not run\n"), 1;
        Timeline timeline;
        timeline.append(*journal);
        const auto outcomes = assess(*inputs, *journal);
        std::printf("typhoon night, %u entries, 1920x1080:\n", journal->size());
        frames({*inputs, *journal, timeline, outcomes}, font, {0, 2, 4}, model_time(7 * 3'600'000));
    }
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("sandtable-frames-" + std::to_string(getpid()));
    std::filesystem::create_directory(folder);
    const std::filesystem::path recorded = folder / "many.drill";
    {
        const auto inputs = load(many(folder), said);
        const auto journal = inputs ? run(*inputs, {.seed = 1, .replication = 0}, said) : std::nullopt;
        if (!journal) return std::fprintf(stderr, "frame_bench: the long drill does not run\n"), 1;
        write_drill(recorded, {.scenario = inputs->scenario.id, .seed = 1, .program_version = "bench", .digest = journal_digest(*journal), .start = iso_text(inputs->scenario.start)}, inputs->texts, *journal);
    }
    auto begin = std::chrono::steady_clock::now();
    const auto lap = [&] {
        const double ms = milliseconds_since(begin);
        begin = std::chrono::steady_clock::now();
        return ms / 1000;
    };
    const auto file = read_drill(recorded, said);
    if (!file) return std::fprintf(stderr, "frame_bench: the long drill cannot be read\n"), 1;
    const double read = lap();
    const auto inputs = load_inputs(file->inputs, HeldFiles(), said);
    Timeline timeline;
    auto outcomes = std::async(std::launch::async, [&] { return assess(*inputs, file->journal); });
    timeline.append(file->journal);
    const auto assessed = outcomes.get();
    const double prepared = lap();
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    std::printf("%u entries, %.0f MB: opened in %.2f s (read and checked %.2f, timeline and outcomes %.2f), %ld MB at most, with the run before it:\n", file->journal.size(), static_cast<double>(std::filesystem::file_size(recorded)) / 1e6,
                read + prepared, read, prepared, used.ru_maxrss / 1024);
    frames({*inputs, file->journal, timeline, assessed}, font, {0}, model_time(ms_of(timeline.end()) / 2));
    std::filesystem::remove_all(folder);
}
