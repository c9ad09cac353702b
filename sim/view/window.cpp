#include "view/window.hpp"

#include <algorithm>

#include "view/painter.hpp"

namespace sandtable {

namespace {

void typing_key(Viewer& viewer, sf::Keyboard::Key key) {
    if (key == sf::Keyboard::Enter) viewer.finish(true);
    if (key == sf::Keyboard::Escape) viewer.finish(false);
    if (key == sf::Keyboard::Backspace) viewer.erase_last();
}

void key_pressed(Viewer& viewer, const sf::Event::KeyEvent& key) {
    using K = sf::Keyboard;
    if (viewer.typing() != Viewer::Typing::nothing) return typing_key(viewer, key.code);
    if (key.control && key.code == K::S) return viewer.command(ViewCommand::picture);
    if (key.control && key.code == K::Z) return viewer.command(ViewCommand::undo);
    if (key.control || key.alt) return;
    switch (key.code) {
        case K::Space: return viewer.command(ViewCommand::play);
        case K::Right: return viewer.command(key.shift ? ViewCommand::minute_on : ViewCommand::entry_on);
        case K::Left: return viewer.command(key.shift ? ViewCommand::minute_back : ViewCommand::entry_back);
        case K::Home: return viewer.command(ViewCommand::to_begin);
        case K::End: return viewer.command(ViewCommand::to_end);
        case K::Up: return viewer.command(ViewCommand::faster);
        case K::Down: return viewer.command(ViewCommand::slower);
        case K::PageUp: return viewer.command(ViewCommand::magnify);
        case K::PageDown: return viewer.command(ViewCommand::shrink);
        case K::Delete: return viewer.command(ViewCommand::remove_bookmark);
        case K::F1: return viewer.command(ViewCommand::help);
        case K::Escape: return viewer.command(ViewCommand::back);
        default: return;  // letters and signs come as text, whatever the keyboard's layout
    }
}

/// A letter or sign: what is typed, or the command whose key it is.
void letter(Viewer& viewer, sf::Uint32 unicode) {
    if (unicode < 32 || unicode == 127) return;
    if (viewer.typing() != Viewer::Typing::nothing) {
        const auto bytes = sf::String(unicode).toUtf8();
        return viewer.typed(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    }
    if (unicode > 126) return;
    const char key = unicode == '=' ? '+' : static_cast<char>(unicode >= 'a' && unicode <= 'z' ? unicode - 'a' + 'A' : unicode);
    for (const CommandRow& row : command_rows())
        if (row.key == std::string_view(&key, 1)) return viewer.command(row.command);
}

}  // namespace

bool look(Viewer& viewer, const sf::Font& font, const std::string& title, const Keeper& keeper) {
    const auto width = static_cast<unsigned>(viewer.layout().width), height = static_cast<unsigned>(viewer.layout().height);
    sf::RenderWindow window(sf::VideoMode(width, height), sf::String::fromUtf8(title.begin(), title.end()), sf::Style::Default);  // smooth edges would halve the frames of a software renderer; pictures have them
    if (!window.isOpen()) return false;
    const sf::VideoMode desktop = sf::VideoMode::getDesktopMode();
    window.setPosition({std::max(0, (static_cast<int>(desktop.width) - static_cast<int>(width)) / 2), std::max(0, (static_cast<int>(desktop.height) - static_cast<int>(height)) / 2)});
    window.setFramerateLimit(60);
    Painter painter(font);
    sf::Clock clock;
    sf::Vector2i mouse;
    while (window.isOpen() && !viewer.wants_to_quit()) {
        bool exposed = false;
        sf::Event event;
        const auto take = [&] {
            switch (event.type) {
                case sf::Event::Closed: window.close(); break;
                case sf::Event::Resized:
                    viewer.resize(event.size.width, event.size.height);
                    // what is drawn is at least as large as a scene can be; a smaller window shows its upper left corner
                    window.setView(sf::View(sf::FloatRect(0, 0, static_cast<float>(event.size.width), static_cast<float>(event.size.height))));
                    break;
                case sf::Event::KeyPressed: key_pressed(viewer, event.key); break;
                case sf::Event::TextEntered: letter(viewer, event.text.unicode); break;
                case sf::Event::MouseButtonPressed:
                    mouse = {event.mouseButton.x, event.mouseButton.y};
                    if (event.mouseButton.button == sf::Mouse::Left) viewer.press(mouse.x, mouse.y);
                    break;
                case sf::Event::MouseButtonReleased: viewer.release(); break;
                case sf::Event::MouseMoved:
                    viewer.drag(event.mouseMove.x - mouse.x, event.mouseMove.y - mouse.y, event.mouseMove.x, event.mouseMove.y);
                    mouse = {event.mouseMove.x, event.mouseMove.y};
                    viewer.hover(mouse.x, mouse.y);
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
        if (viewer.takes_keep()) keeper.keep(viewer);
        if (viewer.takes_marked()) keeper.marked(viewer);
        if (viewer.takes_picture()) keeper.picture(viewer);
        if (viewer.changed() || exposed) {
            painter.paint(viewer.scene(), viewer.theme(), window);
            window.display();  // waits for the next sixtieth of a second
        } else sf::sleep(sf::milliseconds(10));
    }
    return true;
}

}  // namespace sandtable
