// Inks by name, and the colours of the three themes: told apart by the colour-blind (after Okabe and Ito 2008) and, with their patterns, in grey.
#include <array>

#include "sandtable/scene.hpp"

namespace sandtable {

namespace {

struct Row {
    std::string_view name;
    Colour light, dark;
};
// in the order of the enumerators; the projector's theme is the light one with black text and no greys that a lamp swallows
constexpr std::array<Row, inks> rows{{
    {"ground", {236, 238, 241}, {22, 25, 30}},      {"panel", {255, 255, 255}, {32, 36, 43}},     {"frame", {120, 126, 134}, {130, 138, 150}},
    {"grid", {218, 222, 227}, {58, 64, 74}},        {"text", {20, 24, 30}, {236, 239, 244}},      {"faint", {90, 97, 107}, {165, 173, 185}},
    {"on_colour", {255, 255, 255}, {255, 255, 255}},{"now", {20, 24, 30}, {255, 255, 255}},       {"exercise", {150, 30, 60}, {190, 40, 80}},
    {"idle", {110, 118, 129}, {150, 158, 170}},     {"busy", {0, 94, 150}, {86, 180, 233}},       {"place", {90, 97, 107}, {165, 173, 185}},
    {"road", {196, 202, 210}, {78, 86, 98}},        {"closed", {176, 60, 0}, {240, 120, 50}},     {"unit", {0, 94, 150}, {120, 200, 255}},
    {"message", {120, 70, 140}, {214, 150, 220}},   {"failed", {176, 60, 0}, {240, 120, 50}},     {"waiting", {176, 110, 0}, {200, 135, 20}},
    {"handling", {0, 94, 150}, {20, 110, 175}},     {"travel", {86, 150, 205}, {110, 180, 230}},  {"on_scene", {0, 120, 90}, {0, 158, 115}},
    {"away", {110, 118, 129}, {150, 158, 170}},     {"slack", {60, 140, 190}, {70, 150, 205}},    {"tight", {176, 110, 0}, {230, 159, 0}},
    {"late", {176, 40, 20}, {240, 95, 60}},         {"met", {0, 120, 90}, {0, 158, 115}},         {"waived", {130, 137, 147}, {130, 138, 150}},
    {"open", {130, 137, 147}, {150, 158, 170}},     {"grade_1", {150, 20, 40}, {225, 70, 80}},    {"grade_2", {196, 85, 0}, {235, 120, 40}},
    {"grade_3", {176, 140, 0}, {225, 190, 50}},     {"grade_4", {60, 120, 190}, {90, 150, 220}},  {"possible", {170, 176, 185}, {110, 118, 130}},
    {"blue", {40, 110, 200}, {70, 140, 230}},       {"yellow", {200, 165, 0}, {240, 210, 60}},    {"orange", {220, 110, 0}, {245, 140, 40}},
    {"red", {190, 20, 30}, {240, 70, 70}},          {"selected", {190, 0, 140}, {255, 110, 210}},   {"differs", {96, 40, 190}, {190, 150, 255}},
}};

}  // namespace

std::string_view ink_name(Ink ink) { return rows[static_cast<std::size_t>(ink)].name; }

Colour colour_of(Ink ink, Theme theme) {
    const Row& row = rows[static_cast<std::size_t>(ink)];
    if (theme == Theme::dark) return row.dark;
    if (theme == Theme::light) return row.light;
    switch (ink) {
        case Ink::ground: return {255, 255, 255};
        case Ink::text:
        case Ink::now: return {0, 0, 0};
        case Ink::faint:
        case Ink::place: return {50, 54, 60};
        case Ink::road: return {150, 156, 165};
        case Ink::grid: return {190, 196, 204};
        default: return row.light;  // every other one is strong enough
    }
}

}  // namespace sandtable
