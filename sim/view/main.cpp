// sandtable-view: a recorded run in a window, as a picture or as a film. `sandtable replay` starts it.
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <unistd.h>

#include "sandtable/drill_file.hpp"
#include "view/display.hpp"
#include "view/painter.hpp"
#include "view/pictures.hpp"
#include "view/viewer.hpp"

namespace sandtable {

namespace {

struct Arguments {
    std::string drill, png, film, at, from, to, size = "1280x720", view = "all", theme = "light", lang, incident;
    std::vector<std::string> lanes;
    double speed = 60, scale = 1;
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

void key_pressed(Viewer& viewer, const sf::Event::KeyEvent& key, bool& save) {
    using K = sf::Keyboard;
    if (viewer.finding()) {
        if (key.code == K::Enter) viewer.find(false);
        if (key.code == K::Escape) viewer.command(ViewCommand::back);
        if (key.code == K::Backspace) viewer.erase_last();
        return;
    }
    if (key.control && key.code == K::S) save = true;
    if (key.control || key.alt) return;
    switch (key.code) {
        case K::Space: return viewer.command(ViewCommand::play);
        case K::Right: return viewer.command(key.shift ? ViewCommand::minute_on : ViewCommand::entry_on);
        case K::Left: return viewer.command(key.shift ? ViewCommand::minute_back : ViewCommand::entry_back);
        case K::Home: return viewer.command(ViewCommand::to_begin);
        case K::End: return viewer.command(ViewCommand::to_end);
        case K::Up:
        case K::Add:
        case K::Equal: return viewer.command(ViewCommand::faster);
        case K::Down:
        case K::Subtract:
        case K::Hyphen: return viewer.command(ViewCommand::slower);
        case K::PageUp: return viewer.command(ViewCommand::magnify);
        case K::PageDown: return viewer.command(ViewCommand::shrink);
        case K::Num0: return viewer.command(ViewCommand::view_all);
        case K::Num1: return viewer.command(ViewCommand::view_map);
        case K::Num2: return viewer.command(ViewCommand::view_lanes);
        case K::Num3: return viewer.command(ViewCommand::view_duties);
        case K::Num4: return viewer.command(ViewCommand::view_ladder);
        case K::A: return viewer.command(ViewCommand::axis);
        case K::B: return viewer.command(ViewCommand::next_breach);
        case K::C: return viewer.command(ViewCommand::cause);
        case K::F: return viewer.command(ViewCommand::fit);
        case K::G: return viewer.command(ViewCommand::next_grade);
        case K::I: return viewer.command(ViewCommand::incident);
        case K::L: return viewer.command(ViewCommand::language);
        case K::Q: return viewer.command(ViewCommand::quit);
        case K::T: return viewer.command(ViewCommand::theme);
        case K::V: return viewer.command(ViewCommand::consequence);
        case K::W: return viewer.command(ViewCommand::why);
        case K::F1: return viewer.command(ViewCommand::help);
        case K::Escape: return viewer.command(ViewCommand::back);
        default: return;
    }
}

int look(Viewer& viewer, const sf::Font& font, const std::string& title, const Told& told) {
    const auto width = static_cast<unsigned>(viewer.layout().width), height = static_cast<unsigned>(viewer.layout().height);
    sf::RenderWindow window(sf::VideoMode(width, height), sf::String::fromUtf8(title.begin(), title.end()), sf::Style::Default);  // smooth edges would halve the frames of a software renderer; pictures have them
    if (!window.isOpen()) return told.error("view-no-window", {}, 3);
    const sf::VideoMode desktop = sf::VideoMode::getDesktopMode();
    window.setPosition({std::max(0, (static_cast<int>(desktop.width) - static_cast<int>(width)) / 2), std::max(0, (static_cast<int>(desktop.height) - static_cast<int>(height)) / 2)});
    window.setFramerateLimit(60);
    Painter painter(font);
    sf::Clock clock;
    int saved = 0;
    sf::Vector2i mouse;
    while (window.isOpen() && !viewer.wants_to_quit()) {
        bool save = false, exposed = false;
        sf::Event event;
        const auto take = [&] {
            switch (event.type) {
                case sf::Event::Closed: window.close(); break;
                case sf::Event::Resized: viewer.resize(event.size.width, event.size.height); break;
                case sf::Event::KeyPressed: key_pressed(viewer, event.key, save); break;
                case sf::Event::TextEntered: {
                    if (viewer.finding() && event.text.unicode >= 32 && event.text.unicode != 127) {
                        const auto bytes = sf::String(event.text.unicode).toUtf8();
                        viewer.typed(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
                    } else if (!viewer.finding() && event.text.unicode == '/') viewer.find(true);
                    else if (!viewer.finding() && event.text.unicode == '?') viewer.command(ViewCommand::help);
                    break;
                }
                case sf::Event::MouseButtonPressed:
                    mouse = {event.mouseButton.x, event.mouseButton.y};
                    if (event.mouseButton.button == sf::Mouse::Left) viewer.press(mouse.x, mouse.y);
                    break;
                case sf::Event::MouseButtonReleased: viewer.release(); break;
                case sf::Event::MouseMoved:
                    viewer.drag(event.mouseMove.x - mouse.x, event.mouseMove.y - mouse.y, event.mouseMove.x, event.mouseMove.y);
                    mouse = {event.mouseMove.x, event.mouseMove.y};
                    break;
                case sf::Event::MouseWheelScrolled: viewer.wheel(event.mouseWheelScroll.x, event.mouseWheelScroll.y, event.mouseWheelScroll.delta); break;
                default: exposed = true; break;  // gained or lost something: draw again, to be sure
            }
        };
        // with nothing to play it sleeps until somebody does something
        if (!viewer.playing() && !viewer.changed()) {
            if (!window.waitEvent(event)) break;
            take();
            clock.restart();
        }
        while (window.pollEvent(event)) take();
        viewer.pass(std::min(clock.restart().asSeconds(), 0.25f));
        if (viewer.changed() || exposed) {
            painter.paint(viewer.scene(), viewer.theme(), window);
            window.display();  // waits for the next sixtieth of a second
        } else sf::sleep(sf::milliseconds(10));
        if (save)
            if (const auto image = picture_of(viewer.scene(), viewer.theme(), font)) {
                std::string path;
                do path = "sandtable-" + std::to_string(++saved) + ".png";
                while (std::filesystem::exists(path));
                save_png(*image, path);
                std::fputs((say(told.lang, "view-saved", {path}) + "\n").c_str(), stderr);
            }
    }
    return 0;
}

int show(const Arguments& arguments, const Told& told) {
    Layout layout;
    layout.lang = told.lang;
    layout.scale = arguments.scale;
    layout.incident = arguments.incident;
    layout.pinned = arguments.lanes;
    const auto size = parse_size(arguments.size);
    if (!size) return told.error("view-size", {arguments.size}, 2);
    layout.width = size->first, layout.height = size->second;
    const auto view = view_of(arguments.view);
    if (!view) return told.error("view-view", {arguments.view}, 2);
    layout.view = *view;
    const Theme theme = arguments.theme == "dark" ? Theme::dark : arguments.theme == "projector" ? Theme::projector : Theme::light;

    Diagnostics said;
    auto file = read_drill(arguments.drill, said);
    if (!file) {
        told.all(said);
        return 2;
    }
    const auto inputs = load_inputs(file->inputs, HeldFiles(), said);
    if (!inputs) {
        told.error("cli-inputs-changed", {}, 2);
        told.all(said);
        return 2;
    }
    for (const std::string& lane : arguments.lanes)
        if (!inputs->network.agency(lane).is_some()) return told.error("view-no-agency", {lane}, 2);
    if (!arguments.incident.empty() && std::none_of(inputs->scenario.incidents.begin(), inputs->scenario.incidents.end(), [&](const Incident& i) { return i.id == arguments.incident; })) return told.error("cli-no-incident", {arguments.incident}, 2);
    Timeline timeline;
    timeline.append(file->journal);
    const auto outcomes = assess(*inputs, file->journal);
    const Replay replay{*inputs, file->journal, timeline, outcomes};

    const auto instant = [&](const std::string& word, ModelTime otherwise, int& wrong) {
        if (word.empty()) return otherwise;
        const auto t = parse_at(word, inputs->scenario.start);
        if (!t) wrong = told.error("view-at", {word}, 2);
        else if (*t < file->journal[0].at || *t > timeline.end()) wrong = told.error("view-at-outside", {word, iso_text(inputs->scenario.start), iso_text(civil_time(inputs->scenario.start, timeline.end()))}, 2);
        return t.value_or(otherwise);
    };
    int wrong = 0;
    const ModelTime at = instant(arguments.at, arguments.png.empty() ? file->journal[0].at : timeline.end(), wrong);
    const ModelTime from = instant(arguments.from, file->journal[0].at, wrong), to = instant(arguments.to, timeline.end(), wrong);
    if (wrong != 0) return wrong;
    if (to < from) return told.error("view-from-to", {arguments.from, arguments.to}, 2);

    const bool unseen = !arguments.png.empty() || !arguments.film.empty();
    PrivateDisplay own;
    DisplayFault fault = display_fault();
    if (fault != DisplayFault::none && unseen) {
        if (!own.start()) return told.error("view-no-xvfb", {}, 3);
        fault = display_fault();
    }
    if (fault != DisplayFault::none) return told.error(fault == DisplayFault::no_gl ? "view-no-gl" : "view-no-display", {}, 3);
    sf::Font font;
    if (!font.loadFromFile(font_path())) return told.error("view-no-font", {font_path()}, 3);
    if (!arguments.png.empty()) {
        const auto image = picture_of(scene_at(replay, TimeAxis(file->journal, layout.axis), layout, at), theme, font);
        if (!image) return told.error("view-too-large", {arguments.size}, 3);
        save_png(*image, arguments.png);
    }
    if (!arguments.film.empty()) {
        switch (make_film(replay, layout, theme, font, {.path = arguments.film, .speed = arguments.speed, .from = from, .to = to}, isatty(2) != 0)) {
            case FilmEnd::done: break;
            case FilmEnd::no_ffmpeg: return told.error("view-no-ffmpeg", {}, 3);
            case FilmEnd::ffmpeg_failed: return told.error("view-ffmpeg-failed", {arguments.film}, 3);
            case FilmEnd::cannot_draw: return told.error("view-too-large", {arguments.size}, 3);
            case FilmEnd::too_long: return told.error("view-film-long", {}, 2);
            case FilmEnd::interrupted: return 130;
        }
    }
    if (unseen) return 0;
    Viewer viewer(replay, layout, theme, at);
    const Scenario& drill = inputs->scenario;
    return look(viewer, font, "演练 EXERCISE · " + (drill.title.empty() ? drill.id : drill.title.in(told.lang)), told);
}

}  // namespace
}  // namespace sandtable

int main(int argc, char** argv) {
    using namespace sandtable;
    Told told{lang_of_locale(std::getenv("LC_ALL"), std::getenv("LC_MESSAGES"), std::getenv("LANG"))};
    for (int i = 1; i + 1 < argc; ++i)  // needed before the words are read: help is in it
        if (std::string_view(argv[i]) == "--lang") told.lang = std::string_view(argv[i + 1]) == "zh" ? Lang::zh : Lang::en;
    const auto t = [&](const char* key) { return say(told.lang, key); };
    Arguments arguments;
    CLI::App app{t("help-replay"), "sandtable replay"};
    app.add_option("RUN", arguments.drill, t("opt-drill"))->required();
    app.add_option("--png", arguments.png, t("opt-png"));
    app.add_option("--film", arguments.film, t("opt-film"));
    app.add_option("--at", arguments.at, t("opt-at"));
    app.add_option("--from", arguments.from, t("opt-film-from"));
    app.add_option("--to", arguments.to, t("opt-film-to"));
    app.add_option("--speed", arguments.speed, t("opt-speed"))->check(CLI::Range(Viewer::slowest, Viewer::fastest));
    app.add_option("--size", arguments.size, t("opt-size"))->capture_default_str();
    app.add_option("--view", arguments.view, t("opt-view"))->capture_default_str();
    app.add_option("--lane", arguments.lanes, t("opt-lane"))->allow_extra_args(false);
    app.add_option("--incident", arguments.incident, t("opt-incident"));
    app.add_option("--theme", arguments.theme, t("opt-theme"))->check(CLI::IsMember({"light", "dark", "projector"}))->capture_default_str();
    app.add_option("--scale", arguments.scale, t("opt-scale"))->check(CLI::Range(0.5, 4.0))->capture_default_str();
    app.add_option("--lang", arguments.lang, t("opt-lang"))->take_last()->check(CLI::IsMember({"zh", "en"}));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return app.exit(e) == 0 ? 0 : 2;
    }
    try {
        return show(arguments, told);
    } catch (const std::system_error& e) {
        return told.error("cli-machine", {e.what()}, 3);
    }
}
