#include "network/measures.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sandtable {

namespace {

struct Unit {
    std::string_view name;
    std::int64_t factor;
};
/// What is measured; its texts are KEY-form, KEY-no-unit, KEY-unit, KEY-fraction, KEY-range, KEY-hint.
struct Measure {
    std::string_view key;
    std::vector<Unit> units;
    std::vector<std::pair<std::string_view, std::string_view>> slips;  ///< what people write, and what is meant
    std::int64_t least, most;
};

/// More digits than any measure needs, and few enough for 64 bits.
constexpr int digits_max = 12;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

struct Decimal {
    std::int64_t digits, scale;  ///< digits / scale
};

std::optional<Decimal> decimal(std::string_view text) {
    Decimal number{0, 1};
    bool point = false;
    int count = 0;
    for (const char c : text) {
        if (c == '.') {
            if (point) return std::nullopt;
            point = true;
            continue;
        }
        if (c < '0' || c > '9' || ++count > digits_max) return std::nullopt;
        number.digits = number.digits * 10 + (c - '0');
        if (point) number.scale *= 10;
    }
    if (count == 0 || text.front() == '.' || text.back() == '.') return std::nullopt;
    return number;
}

Parsed<std::int64_t> parse(const Measure& measure, std::string_view text) {
    const auto fault = [&](std::string_view what, std::vector<Word> words, Text hint = {}) {
        const std::string key(measure.key);
        return ParseFault{key + std::string(what), std::move(words), hint.empty() ? tell(key + "-hint") : std::move(hint)};
    };
    const std::string_view whole = trimmed(text);
    const std::string_view front = whole.substr(0, whole.find_first_not_of("0123456789."));
    const auto number = decimal(front);
    if (!number) return fault("-form", {text});
    const std::string_view name = trimmed(whole.substr(front.size()));
    if (name.empty()) return fault("-no-unit", {text});
    for (const auto& [slip, meant] : measure.slips)
        if (name == slip) return fault("-unit", {name, text}, tell("did-you-mean", {meant}));
    for (const Unit& unit : measure.units) {
        if (name != unit.name) continue;
        const auto product = static_cast<__int128>(number->digits) * unit.factor;
        const auto scaled = [&](std::int64_t bound) { return static_cast<__int128>(bound) * number->scale; };
        if (product < scaled(measure.least) || product > scaled(measure.most)) return fault("-range", {text});
        if (product % number->scale != 0) return fault("-fraction", {text});
        return static_cast<std::int64_t>(product / number->scale);
    }
    return fault("-unit", {name, text});
}

}  // namespace

Parsed<std::int64_t> parse_length(std::string_view text) {
    static const Measure length{"length",
                                {{"m", 1}, {"km", 1000}},
                                {{"公里", "km"}, {"千米", "km"}, {"KM", "km"}, {"Km", "km"}, {"米", "m"}, {"M", "m"}},
                                1,
                                length_metres_most};
    return parse(length, text);
}

Parsed<std::int64_t> parse_speed(std::string_view text) {
    static const Measure speed{"speed",
                               {{"km/h", 1000}},
                               {{"kmh", "km/h"}, {"kph", "km/h"}, {"KM/H", "km/h"}, {"公里/小时", "km/h"}, {"千米/小时", "km/h"}, {"km", "km/h"}},
                               speed_metres_per_hour_least,
                               speed_metres_per_hour_most};
    return parse(speed, text);
}

Parsed<std::int64_t> parse_share(std::string_view text) {
    static const Measure share{"share", {{"%", 10'000}}, {{"％", "%"}, {"percent", "%"}}, 0, 1'000'000};
    return parse(share, text);
}

Parsed<std::int64_t> parse_rain(std::string_view text) {
    static const Measure rain{"rain", {{"mm", 1000}}, {{"毫米", "mm"}, {"MM", "mm"}, {"ml", "mm"}}, 0, 5'000'000};
    return parse(rain, text);
}

Parsed<std::int64_t> parse_rain_rate(std::string_view text) {
    static const Measure rate{"rain-rate", {{"mm/h", 1000}}, {{"毫米/小时", "mm/h"}, {"mm", "mm/h"}}, 0, 500'000};
    return parse(rate, text);
}

}  // namespace sandtable
