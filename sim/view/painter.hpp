// A scene in pixels: everything in a few batches, texts from the font's atlas.
#pragma once

#include <map>
#include <vector>

#include <SFML/Graphics.hpp>

#include "sandtable/scene.hpp"

namespace sandtable {

class Painter {
public:
    /// The font outlives the painter.
    explicit Painter(const sf::Font& font) : font_(font) {}
    void paint(const Scene& scene, Theme theme, sf::RenderTarget& target);

private:
    void quad(sf::Vector2f a, sf::Vector2f b, sf::Vector2f c, sf::Vector2f d, sf::Color colour);
    void box(float x, float y, float width, float height, sf::Color colour);
    void segment(sf::Vector2f a, sf::Vector2f b, float stroke, sf::Color colour);
    void outline(const std::vector<sf::Vector2f>& corners, float stroke, sf::Color colour);
    void fill(const std::vector<sf::Vector2f>& corners, sf::Color colour);
    void shape(const Shape& shape, Theme theme);

    const sf::Font& font_;
    std::vector<sf::Vertex> triangles_;                  // kept for their memory
    std::map<unsigned, std::vector<sf::Vertex>> glyphs_; // by size
};

}  // namespace sandtable
