// Pictures and films of a replay, without anybody looking.
#pragma once

#include <functional>
#include <string>

#include <SFML/Graphics.hpp>

#include "sandtable/scene.hpp"

namespace sandtable {

/// Writes beside `path` and renames. Throws std::system_error where that cannot be.
void save_png(const sf::Image& image, const std::string& path);

/// One picture; nothing if the machine cannot draw one of that size.
std::optional<sf::Image> picture_of(const Scene& scene, Theme theme, const sf::Font& font);

struct Film {
    std::string path;
    double speed = 60;
    ModelTime from, to;
    static constexpr int frames_per_second = 30;
    static constexpr int frames_max = 30 * 60 * 60;  ///< an hour
};
enum class FilmEnd { done, no_ffmpeg, ffmpeg_failed, cannot_draw, too_long, interrupted };
/// Through ffmpeg, beside the target and renamed. `axis` says how dead time passes; every scene has the layout's size.
FilmEnd make_film(const std::function<Scene(ModelTime)>& scene_of, const TimeAxis& axis, const Layout& layout, Theme theme, const sf::Font& font, const Film& film, bool progress);

}  // namespace sandtable
