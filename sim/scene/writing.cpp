// A scene as text and as an SVG picture.
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "exchange/svg.hpp"
#include "sandtable/scene.hpp"

namespace sandtable {

namespace {

std::string_view pattern_name(Pattern pattern) {
    constexpr std::string_view names[]{"solid", "striped", "dotted", "hollow"};
    return names[static_cast<int>(pattern)];
}
std::string_view shape_name(Shape::Kind kind) {
    constexpr std::string_view names[]{"rect", "line", "circle", "diamond", "triangle"};
    return names[static_cast<int>(kind)];
}

std::string hex(Ink ink, Theme theme) {
    const Colour c = colour_of(ink, theme);
    return fmt::format("#{:02x}{:02x}{:02x}", c.r, c.g, c.b);
}

}  // namespace

std::string scene_text(const Scene& scene) {
    std::string out;
    for (const Scene::Part& part : scene.parts) {
        out += fmt::format("[{}] {:.0f},{:.0f} {:.0f}x{:.0f}", view_name(part.view), part.x, part.y, part.width, part.height) + (part.hidden > 0 ? fmt::format(", {} hidden", part.hidden) : "") + "\n";
        std::map<std::tuple<int, int, int>, int> counts;
        for (const Shape& s : scene.shapes)
            if (s.view == part.view) ++counts[{static_cast<int>(s.ink), static_cast<int>(s.kind), static_cast<int>(s.pattern)}];
        for (const auto& [what, n] : counts)
            out += fmt::format("  {} {} {} {}\n", n, pattern_name(static_cast<Pattern>(std::get<2>(what))), ink_name(static_cast<Ink>(std::get<0>(what))), shape_name(static_cast<Shape::Kind>(std::get<1>(what))));
        for (const Label& l : scene.labels)
            if (l.view == part.view) out += fmt::format("  {:.0f},{:.0f} {}\n", l.x, l.y, l.text);
    }
    for (const Label& l : scene.labels)
        if (l.view == View::all) out += fmt::format("{:.0f},{:.0f} {}\n", l.x, l.y, l.text);
    return out;
}

std::string scene_svg(const Scene& scene, Theme theme) {
    Svg svg(scene.width, scene.height);
    const std::string panel = hex(Ink::panel, theme);
    svg.define(fmt::format("<defs><pattern id=\"striped\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"2\" height=\"5\" fill=\"{0}\" fill-opacity=\"0.55\"/></pattern>"
                           "<pattern id=\"dotted\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\"><circle cx=\"2\" cy=\"2\" r=\"1\" fill=\"{0}\" fill-opacity=\"0.8\"/></pattern></defs>\n", panel));
    for (const Shape& s : scene.shapes) {
        const std::string ink = hex(s.ink, theme);
        if (s.kind == Shape::Kind::line) {
            svg.line(s.x, s.y, s.x + s.width, s.y + s.height, fmt::format("stroke=\"{}\" stroke-width=\"{:.1f}\"{}", ink, s.stroke, s.pattern == Pattern::solid ? "" : " stroke-dasharray=\"4 3\""));
            continue;
        }
        const auto draw = [&](const std::string& look) {
            switch (s.kind) {
                case Shape::Kind::rect: svg.rect(s.x, s.y, s.width, s.height, look); break;
                case Shape::Kind::circle: svg.circle(s.x, s.y, s.width, look); break;
                case Shape::Kind::diamond: svg.polygon({{s.x, s.y - s.height}, {s.x + s.width, s.y}, {s.x, s.y + s.height}, {s.x - s.width, s.y}}, look); break;
                case Shape::Kind::triangle: svg.polygon({{s.x, s.y - s.height}, {s.x + s.width * 0.9, s.y + s.height * 0.7}, {s.x - s.width * 0.9, s.y + s.height * 0.7}}, look); break;
                case Shape::Kind::line: break;
            }
        };
        if (s.pattern == Pattern::hollow) draw(fmt::format("fill=\"none\" stroke=\"{}\" stroke-width=\"{:.1f}\"", ink, s.stroke));
        else draw(fmt::format("fill=\"{}\"", ink));
        if (s.pattern == Pattern::striped || s.pattern == Pattern::dotted) draw(fmt::format("fill=\"url(#{})\"", pattern_name(s.pattern)));
    }
    for (const Label& l : scene.labels) svg.text(l.x, l.y + l.size * 0.88, l.text, Svg::Anchor::start, fmt::format("font-size=\"{:.1f}\" fill=\"{}\"", l.size, hex(l.ink, theme)));
    return svg.whole("scene", "演练 EXERCISE", "Sandtable");
}

}  // namespace sandtable
