#include "view/painter.hpp"

#include <cmath>
#include <numbers>

namespace sandtable {

namespace {

sf::Color colour(Ink ink, Theme theme, sf::Uint8 alpha = 255) {
    const Colour c = colour_of(ink, theme);
    return {c.r, c.g, c.b, alpha};
}
float f(double value) { return static_cast<float>(value); }

std::vector<sf::Vector2f> corners_of(const Shape& s) {
    const float x = f(s.x), y = f(s.y), w = f(s.width), h = f(s.height);
    switch (s.kind) {
        case Shape::Kind::rect: return {{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}};
        case Shape::Kind::diamond: return {{x, y - h}, {x + w, y}, {x, y + h}, {x - w, y}};
        case Shape::Kind::triangle: return {{x, y - h}, {x + w * 0.9f, y + h * 0.7f}, {x - w * 0.9f, y + h * 0.7f}};
        case Shape::Kind::circle: {
            std::vector<sf::Vector2f> round;
            const int points = std::max(8, static_cast<int>(w * 2));
            for (int i = 0; i < points; ++i) {
                const double angle = 2 * std::numbers::pi * i / points;
                round.push_back({x + w * f(std::cos(angle)), y + w * f(std::sin(angle))});
            }
            return round;
        }
        case Shape::Kind::line: break;
    }
    return {};
}

constexpr sf::Uint8 see_through = 120;  // of what a pattern is drawn on

}  // namespace

void Painter::quad(sf::Vector2f a, sf::Vector2f b, sf::Vector2f c, sf::Vector2f d, sf::Color with) {
    for (const sf::Vector2f p : {a, b, c, a, c, d}) triangles_.emplace_back(p, with);
}
void Painter::box(float x, float y, float width, float height, sf::Color with) { quad({x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}, with); }
void Painter::segment(sf::Vector2f a, sf::Vector2f b, float stroke, sf::Color with) {
    const sf::Vector2f along = b - a;
    const float length = std::hypot(along.x, along.y);
    if (length == 0) return;
    const sf::Vector2f side{-along.y / length * stroke / 2, along.x / length * stroke / 2};
    quad(a + side, b + side, b - side, a - side, with);
}
void Painter::outline(const std::vector<sf::Vector2f>& corners, float stroke, sf::Color with) {
    for (std::size_t i = 0; i < corners.size(); ++i) segment(corners[i], corners[(i + 1) % corners.size()], stroke, with);
}
void Painter::fill(const std::vector<sf::Vector2f>& corners, sf::Color with) {
    for (std::size_t i = 2; i < corners.size(); ++i)
        for (const sf::Vector2f p : {corners[0], corners[i - 1], corners[i]}) triangles_.emplace_back(p, with);
}

void Painter::shape(const Shape& s, Theme theme) {
    const sf::Color ink = colour(s.ink, theme);
    const float stroke = std::max(1.0f, f(s.stroke));
    if (s.kind == Shape::Kind::line) {
        const sf::Vector2f a{f(s.x), f(s.y)}, b{f(s.x + s.width), f(s.y + s.height)};
        if (s.pattern == Pattern::solid) return segment(a, b, stroke, ink);
        const float length = std::hypot(b.x - a.x, b.y - a.y);
        const sf::Vector2f along = (b - a) / std::max(length, 1.0f);
        for (float at = 0; at < length; at += 7 * stroke) segment(a + along * at, a + along * std::min(at + 4 * stroke, length), stroke, ink);
        return;
    }
    const auto corners = corners_of(s);
    if (s.pattern == Pattern::hollow) return outline(corners, stroke, ink);
    if (s.pattern == Pattern::solid) return fill(corners, ink);
    fill(corners, colour(s.ink, theme, see_through));
    outline(corners, stroke, ink);
    if (s.kind != Shape::Kind::rect) return;
    const float x = f(s.x), y = f(s.y), w = f(s.width), h = f(s.height), step = 6 * std::max(1.0f, f(s.stroke));
    if (s.pattern == Pattern::striped) {
        if (h > 100) return;  // what lies behind a whole view stays quiet
        for (float k = x - h; k < x + w; k += step) {  // rising strokes, cut at the sides
            const float a = std::max(k, x), b = std::min(k + h, x + w);
            if (b > a) segment({a, y + h - (a - k)}, {b, y + h - (b - k)}, stroke * 1.5f, ink);
        }
    } else
        for (float dx = step / 2; dx < w; dx += step) box(x + dx, y + h / 2 - stroke, stroke * 2, stroke * 2, ink);
}

void Painter::paint(const Scene& scene, Theme theme, sf::RenderTarget& target) {
    triangles_.clear();
    for (auto& [size, vertices] : glyphs_) vertices.clear();
    for (const Shape& s : scene.shapes) shape(s, theme);
    for (const Label& label : scene.labels) {
        const auto size = static_cast<unsigned>(std::lround(label.size));
        const sf::Color ink = colour(label.ink, theme);
        float x = std::round(f(label.x));
        const float base = std::round(f(label.y + label.size * 0.88));
        const sf::String text = sf::String::fromUtf8(label.text.begin(), label.text.end());
        auto& vertices = glyphs_[size];
        for (const sf::Uint32 c : text) {
            const sf::Glyph& glyph = font_.getGlyph(c, size, false);
            const sf::FloatRect at = glyph.bounds;
            const sf::FloatRect from(glyph.textureRect);
            const sf::Vector2f a{x + at.left, base + at.top}, b{a.x + at.width, a.y + at.height};
            const sf::Vector2f ta{from.left, from.top}, tb{from.left + from.width, from.top + from.height};
            vertices.emplace_back(a, ink, ta);
            vertices.emplace_back(sf::Vector2f{b.x, a.y}, ink, sf::Vector2f{tb.x, ta.y});
            vertices.emplace_back(b, ink, tb);
            vertices.emplace_back(sf::Vector2f{a.x, b.y}, ink, sf::Vector2f{ta.x, tb.y});
            x += glyph.advance;
        }
    }
    target.setView(sf::View(sf::FloatRect(0, 0, f(scene.width), f(scene.height))));
    target.clear(colour(Ink::ground, theme));
    if (!triangles_.empty()) target.draw(triangles_.data(), triangles_.size(), sf::Triangles);
    for (const auto& [size, vertices] : glyphs_)
        if (!vertices.empty()) target.draw(vertices.data(), vertices.size(), sf::Quads, sf::RenderStates(&font_.getTexture(size)));
}

}  // namespace sandtable
