// Frames of the typhoon night at 1920x1080 under a software renderer: laying a scene out and painting it, while playing and while scrubbing, over a fixed path.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include <GL/gl.h>

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

}  // namespace

int main() {
    PrivateDisplay own;
    if (display_fault() != DisplayFault::none && (!own.start() || display_fault() != DisplayFault::none)) return std::fprintf(stderr, "frame_bench: there is no display, and no Xvfb\n"), 3;
    Diagnostics said;
    const DiskFiles disk(data_folders(SANDTABLE_TREE "/scenarios/drills/typhoon-night.yaml"));
    const HeldFiles none;
    auto source = read_file(SANDTABLE_TREE "/scenarios/drills/typhoon-night.yaml", said);
    const auto inputs = source ? load_inputs(std::move(*source), RecordingFiles(none, disk), said) : std::nullopt;
    const auto journal = inputs ? run(*inputs, {.seed = 1, .replication = 0}, said) : std::nullopt;
    if (!journal) return std::fprintf(stderr, "frame_bench: the drill does not run\n"), 1;
    Timeline timeline;
    timeline.append(*journal);
    const auto outcomes = assess(*inputs, *journal);
    const Replay replay{*inputs, *journal, timeline, outcomes};
    const TimeAxis axis(*journal, TimeAxis::Kind::folded);
    sf::Font font;
    if (!font.loadFromFile(SANDTABLE_TREE "/assets/fonts/NotoSansSC-Regular.otf")) return 3;
    std::printf("typhoon night, %u entries, 1920x1080:\n", journal->size());
    for (const unsigned smooth : {0u, 2u, 4u}) {
        sf::RenderTexture texture;
        if (!texture.create(1920, 1080, sf::ContextSettings(0, 0, smooth))) return 3;
        Painter painter(font);
        const auto frames = [&](const char* what, auto instant_of) {
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
        frames("play", [&](int i) { return model_time(7 * 3'600'000 + i * 60'000); });
        frames("scrub", [&](int i) { return model_time(ms_of(timeline.end()) / 120 * (i * 37 % 120)); });
    }
}
