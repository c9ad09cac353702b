// sandtable-view: a recorded run in a window, as a picture or as a film. `sandtable replay` starts it.
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <exception>
#include <memory>
#include <new>
#include <sstream>

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <unistd.h>

#include "base/process.hpp"
#include "sandtable/recorded.hpp"
#include "view/display.hpp"
#include "view/keeping.hpp"
#include "view/pictures.hpp"
#include "view/viewer.hpp"
#include "view/window.hpp"

namespace sandtable {

namespace {

/// Empty, or none: not said, and then as it was when that run was looked at last.
struct Arguments {
    std::vector<std::string> drills;
    std::string png, film, at, from, to, size = "1280x720", view, theme, lang, incident;
    std::vector<std::string> lanes;
    std::optional<double> speed;
    double scale = 1;
    bool unseen() const { return !png.empty() || !film.empty(); }
};

struct Told {
    Lang lang;
    int error(std::string_view key, const std::vector<Word>& words, int code, const Text& hint = {}) const {
        std::fputs(render({std::string(key), Severity::error, {}, tell(key, words), hint}, lang, isatty(2) != 0).c_str(), stderr);
        return code;
    }
    void all(const Diagnostics& diagnostics) const {
        for (const Diagnostic& d : diagnostics.all()) std::fputs(render(d, lang, isatty(2) != 0).c_str(), stderr);
    }
};

/// "09:41", "09:41:30" (the first such instant of the run), "2026-01-26T09:41:00+08:00", or "+90" minutes from the start.
std::optional<ModelTime> parse_at(const std::string& word, CivilTime start) {
    if (word.starts_with("+")) {
        double minutes = 0;
        const auto [end, failed] = std::from_chars(word.data() + 1, word.data() + word.size(), minutes);
        if (failed != std::errc{} || end != word.data() + word.size() || !(minutes < 1e7)) return std::nullopt;
        return model_time(static_cast<std::int64_t>(minutes * 60'000));
    }
    if (const auto instant = parse_iso(word)) return model_time(start, *instant);
    const std::string offset = iso_text(start).substr(23);
    const auto instant = parse_iso(date_text(start.date()) + "T" + word + (word.size() == 5 ? ":00" : "") + offset);
    if (!instant) return std::nullopt;
    ModelTime t = model_time(start, *instant);
    if (t < ModelTime{}) t += Duration{86'400'000};
    return t;
}

std::optional<std::pair<unsigned, unsigned>> parse_size(const std::string& word) {
    unsigned width = 0, height = 0;
    const char* end = word.data() + word.size();
    const auto first = std::from_chars(word.data(), end, width);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != 'x') return std::nullopt;
    const auto second = std::from_chars(first.ptr + 1, end, height);
    if (second.ec != std::errc{} || second.ptr != end || width < 640 || height < 360 || width > 7680 || height > 4320) return std::nullopt;
    return std::pair{width, height};
}

/// The font of the installed program or of the tree it was built from.
std::string font_path() {
    namespace fs = std::filesystem;
    std::error_code failed;
    const fs::path installed = fs::read_symlink("/proc/self/exe", failed).parent_path().parent_path() / "share/sandtable/fonts/NotoSansSC-Regular.otf";
    return fs::exists(installed, failed) ? installed.string() : SANDTABLE_ASSETS "/fonts/NotoSansSC-Regular.otf";
}

/// A run with all that is read from it.
struct Recorded {
    std::string path;
    std::optional<FileMark> opened;
    DrillFile file;
    Inputs inputs;
    Timeline timeline;
    std::vector<DutyOutcome> outcomes;

    Replay replay() const { return {inputs, file.journal, timeline, outcomes}; }
    std::string name() const { return std::filesystem::path(path).filename().string(); }
};

std::unique_ptr<Recorded> load(const std::string& path, const Told& told) {
    Diagnostics said;
    const auto opened = mark_of(path);
    auto run = read_recorded(path, said);
    if (!run) return told.all(said), nullptr;
    auto recorded = std::make_unique<Recorded>(
        Recorded{path, opened, std::move(run->file), std::move(run->inputs), {}, {}});
    auto outcomes = std::async(std::launch::async, [&] { return assess(recorded->inputs, recorded->file.journal); });
    recorded->timeline.append(recorded->file.journal);
    recorded->outcomes = outcomes.get();
    return recorded;
}

/// What the command line says goes before what was kept. An exit code, or 0.
int set_view(const Arguments& arguments, const Recorded& run, const Told& told, ViewState& state) {
    Layout& layout = state.layout;
    layout.lang = told.lang;
    layout.scale = arguments.scale;
    const auto size = parse_size(arguments.size);
    if (!size) return told.error("view-size", {arguments.size}, 2);
    layout.width = size->first, layout.height = size->second;
    if (!arguments.view.empty()) {
        const auto view = view_of(arguments.view);
        if (!view) return told.error("view-view", {arguments.view}, 2);
        layout.view = *view;
    }
    if (!arguments.theme.empty()) state.theme = *theme_of(arguments.theme);
    if (arguments.speed) state.speed = *arguments.speed;
    for (const std::string& lane : arguments.lanes)
        if (!run.inputs.network.agency(lane).is_some()) return told.error("view-no-agency", {lane}, 2);
    if (!arguments.lanes.empty()) layout.pinned = arguments.lanes;
    const auto& incidents = run.inputs.scenario.incidents;
    if (!arguments.incident.empty() && std::none_of(incidents.begin(), incidents.end(), [&](const Incident& i) { return i.id == arguments.incident; })) return told.error("cli-no-incident", {arguments.incident}, 2);
    if (!arguments.incident.empty()) layout.incident = arguments.incident;
    return 0;
}

void keep(Viewer& viewer, Recorded& run) {
    const Lang lang = viewer.layout().lang;
    std::string error;
    switch (keep_bookmarks(run.path, run.file, viewer.layout().bookmarks, run.opened, error)) {
        case Kept::in_file:
            run.opened = mark_of(run.path);
            viewer.kept();
            return viewer.notice(say(lang, "view-kept", {run.path}));
        case Kept::beside_it:
            viewer.kept();
            return viewer.notice(say(lang, "view-kept-beside", {run.name(), beside(run.path).filename().string()}));
        case Kept::nowhere: return viewer.notice(say(lang, "view-not-kept", {error}));
    }
}

void save_shown(Viewer& viewer, const sf::Font& font) {
    const auto image = picture_of(viewer.scene(), viewer.theme(), font);
    if (!image) return;
    std::string path;
    int number = 0;
    do path = "sandtable-" + std::to_string(++number) + ".png";
    while (std::filesystem::exists(path));
    try {
        save_png(*image, path);
        viewer.notice(say(viewer.layout().lang, "view-saved", {std::filesystem::absolute(path).string()}));
    } catch (const std::system_error& e) {
        viewer.notice(say(viewer.layout().lang, "cli-machine", {e.what()}));
    }
}

int show(const Arguments& arguments, const Told& told) {
    if (arguments.drills.size() > 2) return told.error("view-two-at-most", {}, 2);
    std::vector<std::unique_ptr<Recorded>> recorded;
    for (const std::string& path : arguments.drills) {
        recorded.push_back(load(path, told));
        if (!recorded.back()) return 2;
    }
    Recorded& first = *recorded[0];
    const bool two = recorded.size() == 2;
    const std::array<Replay, 2> runs{first.replay(), recorded.back()->replay()};
    std::optional<Comparison> comparison;
    std::optional<Compared> compared;
    if (two) {
        comparison = compare(first.file.journal, first.outcomes, recorded[1]->file.journal, recorded[1]->outcomes);
        compared.emplace(Compared{runs, *comparison, {first.name(), recorded[1]->name()}});
        if (!compared->of_one_scenario())
            std::fputs((say(told.lang, "diff-other-scenario",
                            {first.inputs.scenario.id, recorded[1]->inputs.scenario.id}) +
                        "\n")
                           .c_str(),
                       stderr);
    }

    ViewState state;
    const auto kept_in = arguments.unseen() ? std::filesystem::path() : state_file(first.file.header.digest, two ? recorded[1]->file.header.digest : std::string());
    const auto restored = load_view_state(kept_in, state);
    if (restored == false) std::fputs((say(told.lang, "view-state-unread", {first.name(), kept_in.string()}) + "\n").c_str(), stderr);
    const auto in_file = bookmarks_found(first.path, first.file);
    state.layout.bookmarks = merged_bookmarks(in_file, state.found, state.layout.bookmarks);
    state.found = in_file;
    if (const int wrong = set_view(arguments, first, told, state); wrong != 0) return wrong;

    for (const std::string& output : {arguments.png, arguments.film}) {
        std::error_code failed;
        for (const std::string& drill : arguments.drills)
            if (!output.empty() && std::filesystem::equivalent(output, drill, failed) && !failed)
                return told.error("output-is-input", {output}, 2, tell("output-is-input-hint"));
    }
    if (!arguments.png.empty() && arguments.png == arguments.film)
        return told.error("output-twice", {arguments.png}, 2, tell("output-twice-hint"));

    const ModelTime begin = first.file.journal[0].at, end = std::max(first.timeline.end(), recorded.back()->timeline.end());
    int wrong = 0;
    const auto instant = [&](const std::string& word, ModelTime otherwise) {
        if (word.empty()) return otherwise;
        const auto t = parse_at(word, first.inputs.scenario.start);
        if (!t) wrong = told.error("view-at", {word}, 2);
        else if (*t < begin || *t > end) wrong = told.error("view-at-outside", {word, iso_text(first.inputs.scenario.start), iso_text(civil_time(first.inputs.scenario.start, end))}, 2);
        return t.value_or(otherwise);
    };
    state.now = instant(arguments.at, !arguments.png.empty() ? end : restored == true ? state.now : begin);
    const ModelTime from = instant(arguments.from, begin), to = instant(arguments.to, end);
    if (wrong != 0) return wrong;
    if (to < from) return told.error("view-from-to", {arguments.from, arguments.to}, 2);

    PrivateDisplay own;
    DisplayFault fault = display_fault();
    if (fault != DisplayFault::none && arguments.unseen()) {
        if (!own.start()) return told.error("view-no-xvfb", {}, 3);
        fault = display_fault();
    }
    if (fault != DisplayFault::none) return told.error(fault == DisplayFault::no_gl ? "view-no-gl" : "view-no-display", {}, 3);
    sf::Font font;
    if (!font.loadFromFile(font_path())) return told.error("view-no-font", {font_path()}, 3);
    const std::array journals{&first.file.journal, &recorded.back()->file.journal};
    const TimeAxis axis(std::span<const Journal* const>(journals).first(recorded.size()), state.layout.axis);
    const auto scene_of = [&](ModelTime at) { return compared ? scene_at(*compared, axis, state.layout, at) : scene_at(runs[0], axis, state.layout, at); };
    if (!arguments.png.empty()) {
        const auto image = picture_of(scene_of(state.now), state.theme, font);
        if (!image) return told.error("view-too-large", {arguments.size}, 3);
        save_png(*image, arguments.png);
    }
    if (!arguments.film.empty()) {
        switch (make_film(scene_of, axis, state.layout, state.theme, font, {.path = arguments.film, .speed = state.speed, .from = from, .to = to}, isatty(2) != 0)) {
            case FilmEnd::done: break;
            case FilmEnd::no_ffmpeg: return told.error("view-no-ffmpeg", {}, 3);
            case FilmEnd::ffmpeg_failed: return told.error("view-ffmpeg-failed", {arguments.film}, 3);
            case FilmEnd::cannot_draw: return told.error("view-too-large", {arguments.size}, 3);
            case FilmEnd::too_long: return told.error("view-film-long", {}, 2);
            case FilmEnd::interrupted: return 130;
        }
    }
    if (arguments.unseen()) return 0;
    Viewer viewer = compared ? Viewer(*compared, state) : Viewer(runs[0], state);
    const Scenario& drill = first.inputs.scenario;
    const Keeper keeper{[&](Viewer& v) { keep(v, first); }, [&](Viewer& v) { save_view_state(kept_in, v.state()); }, [&](Viewer& v) { save_shown(v, font); }};
    if (!look(viewer, font, "演练 EXERCISE · " + (drill.title.empty() ? drill.id : drill.title.in(told.lang)), keeper)) return told.error("view-no-window", {}, 3);
    save_view_state(kept_in, viewer.state());
    return 0;
}

}  // namespace
}  // namespace sandtable

int main(int argc, char** argv) {
    using namespace sandtable;
    guard_process();
    Told told{lang_of_locale(std::getenv("LC_ALL"), std::getenv("LC_MESSAGES"), std::getenv("LANG"))};
    for (int i = 1; i + 1 < argc; ++i)  // needed before the words are read: help is in it
        if (std::string_view(argv[i]) == "--lang") told.lang = std::string_view(argv[i + 1]) == "zh" ? Lang::zh : Lang::en;
    const auto t = [&](const char* key) { return say(told.lang, key); };
    Arguments arguments;
    CLI::App app{t("help-replay"), "sandtable replay"};
    app.add_option("RUN", arguments.drills, t("opt-drills-to-see"))->required();
    app.add_option("--png", arguments.png, t("opt-png"));
    app.add_option("--film", arguments.film, t("opt-film"));
    app.add_option("--at", arguments.at, t("opt-at"));
    app.add_option("--from", arguments.from, t("opt-film-from"));
    app.add_option("--to", arguments.to, t("opt-film-to"));
    app.add_option("--speed", arguments.speed, t("opt-speed"))->check(CLI::Range(Viewer::slowest, Viewer::fastest));
    app.add_option("--size", arguments.size, t("opt-size"))->capture_default_str();
    app.add_option("--view", arguments.view, t("opt-view"));
    app.add_option("--lane", arguments.lanes, t("opt-lane"))->allow_extra_args(false);
    app.add_option("--incident", arguments.incident, t("opt-incident"));
    app.add_option("--theme", arguments.theme, t("opt-theme"))->check(CLI::IsMember({"light", "dark", "projector"}));
    app.add_option("--scale", arguments.scale, t("opt-scale"))->check(CLI::Range(0.5, 4.0))->capture_default_str();
    app.add_option("--lang", arguments.lang, t("opt-lang"))->take_last()->check(CLI::IsMember({"zh", "en"}));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        if (e.get_exit_code() != 0) return app.exit(e), 2;
        std::ostringstream help;
        app.exit(e, help, help);
        const bool said = std::fputs(help.str().c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
        return said || errno == EPIPE ? 0 : 3;
    }
    try {
        return show(arguments, told);
    } catch (const std::bad_alloc&) {
        return told.error("cli-machine", {"out of memory"}, 3);
    } catch (const std::exception& e) {
        return told.error("cli-machine", {e.what()}, 3);
    }
}
