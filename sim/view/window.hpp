// The window: events to commands, scenes to pixels.
#pragma once

#include <functional>
#include <string>

#include <SFML/Graphics.hpp>

#include "view/viewer.hpp"

namespace sandtable {

/// What a viewer asks for that is done outside it.
struct Keeper {
    std::function<void(Viewer&)> keep;     ///< bookmarks to where they stay
    std::function<void(Viewer&)> marked;   ///< bookmarks changed: nothing of them may get lost, however the program ends
    std::function<void(Viewer&)> picture;  ///< a picture of what is shown
};

/// Until it is closed or somebody quits. False if no window could be opened.
bool look(Viewer& viewer, const sf::Font& font, const std::string& title, const Keeper& keeper);

}  // namespace sandtable
