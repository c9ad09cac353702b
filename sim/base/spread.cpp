#include "sandtable/spread.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "sandtable/assert.hpp"
#include "sandtable/suggest.hpp"

namespace sandtable {

std::int64_t Spread::least() const {
    switch (kind) {
        case Kind::fixed:
        case Kind::uniform:
        case Kind::triangular: return low;
        case Kind::exponential: return 0;
        case Kind::observed: return *std::min_element(values.begin(), values.end());
    }
    return 0;
}

std::int64_t Spread::usual() const {
    switch (kind) {
        case Kind::fixed:
        case Kind::exponential: return low;
        case Kind::uniform: return low + (high - low) / 2;
        case Kind::triangular: return mode;
        case Kind::observed: {
            auto sorted = values;
            std::sort(sorted.begin(), sorted.end());
            return sorted[sorted.size() / 2];
        }
    }
    return 0;
}

std::int64_t Spread::most() const {
    switch (kind) {
        case Kind::fixed: return low;
        case Kind::uniform:
        case Kind::triangular: return high;
        case Kind::exponential: return low * exponential_cut;
        case Kind::observed: return *std::max_element(values.begin(), values.end());
    }
    return 0;
}

double portable_ln(double x) {
    SANDTABLE_ASSERT(x > 0 && x <= 1, "ln outside (0, 1]");
    int exponent = 0;
    double m = std::frexp(x, &exponent);  // exact: x = m 2^exponent, m in [1/2, 1)
    if (m < 0.70710678118654752) {        // so that m is in [sqrt(1/2), sqrt(2))
        m *= 2;
        --exponent;
    }
    // ln m = 2 artanh s = 2 (s + s^3/3 + s^5/5 + ...), |s| < 0.172: 12 terms reach the last bit
    const double s = (m - 1) / (m + 1), square = s * s;
    double sum = 0;
    for (int k = 23; k >= 1; k -= 2) sum = sum * square + 1.0 / k;
    return 2 * s * sum + exponent * 0.69314718055994530942;
}

std::int64_t sample(const Spread& spread, const Draw& draw) {
    const double u = static_cast<double>(draw.bits() >> 11) * 0x1p-53;  // [0, 1)
    switch (spread.kind) {
        case Spread::Kind::fixed: return spread.low;
        case Spread::Kind::uniform:
            return spread.low + static_cast<std::int64_t>(scaled(draw.bits(), static_cast<std::uint64_t>(spread.high - spread.low) + 1));
        case Spread::Kind::triangular: {
            const auto a = static_cast<double>(spread.low), b = static_cast<double>(spread.high), c = static_cast<double>(spread.mode);
            if (spread.low == spread.high) return spread.low;
            const double x = u * (b - a) < c - a ? a + std::sqrt(u * (b - a) * (c - a)) : b - std::sqrt((1 - u) * (b - a) * (b - c));
            return static_cast<std::int64_t>(std::floor(x + 0.5));
        }
        case Spread::Kind::exponential: return static_cast<std::int64_t>(std::floor(static_cast<double>(spread.low) * -portable_ln(1 - u) + 0.5));
        case Spread::Kind::observed: return spread.values[scaled(draw.bits(), spread.values.size())];
    }
    return 0;
}

namespace {

struct Unit {
    std::string_view name;
    std::int64_t ms;  // 0: not a clock unit
    Period::Unit period;
};
constexpr std::array units{
    Unit{"ms", 1, Period::Unit::clock},           Unit{"s", 1000, Period::Unit::clock},
    Unit{"min", 60'000, Period::Unit::clock},     Unit{"h", 3'600'000, Period::Unit::clock},
    Unit{"d", 86'400'000, Period::Unit::days},    Unit{"working days", 0, Period::Unit::working_days},
    Unit{"months", 0, Period::Unit::months},
};

std::string_view trimmed(std::string_view s) {
    while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
    while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
    return s;
}

const Unit* find_unit(std::string_view name) {
    if (name == "working day") name = "working days";
    if (name == "month") name = "months";
    for (const Unit& unit : units)
        if (unit.name == name) return &unit;
    return nullptr;
}

ParseFault fault(std::string_view code, std::string_view text, Text hint = {}) {
    if (hint.empty()) hint = tell("duration-hint");
    return {std::string(code), {text}, std::move(hint)};
}

/// A number with its unit as written: decimal digits, so that "7.5 h" is exact.
struct Amount {
    std::string_view number, unit;
};

Amount split(std::string_view text) {
    text = trimmed(text);
    const auto n = std::min(text.find_first_not_of("0123456789.eE+-"), text.size());  // 1e99 is read as a number, to be refused as too long
    return {text.substr(0, n), trimmed(text.substr(n))};
}

/// number * ms, exactly; the number has at most 9 digits and 6 decimals.
std::variant<std::int64_t, ParseFault> whole(std::string_view number, std::int64_t ms, std::string_view text) {
    if (!number.empty() && number.front() == '-') return fault("duration-negative", text);
    std::int64_t value = 0, scale = 1;
    bool point = false;
    int digits = 0;
    for (const char c : number) {
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c == 'e' || c == 'E') return fault("duration-too-long", text);
        if (c < '0' || c > '9') return fault("duration-number", text);
        if (point && (scale *= 10) > 1'000'000) return fault("duration-number", text);
        value = value * 10 + (c - '0');
        if (++digits > 12) return fault("duration-too-long", text);
    }
    if (digits == 0 || number.back() == '.' || number.front() == '.') return fault("duration-number", text);
    const auto product = static_cast<__int128>(value) * ms;
    if (product % scale != 0) return fault("duration-fraction", text);
    if (product / scale > duration_ms_max) return fault("duration-too-long", text);
    return static_cast<std::int64_t>(product / scale);
}

Parsed<std::int64_t> amount_of(const Amount& amount, const Unit& unit, std::string_view text) {
    auto value = whole(amount.number, unit.ms == 0 ? 1 : unit.ms, text);
    if (const auto* wrong = std::get_if<ParseFault>(&value)) return *wrong;
    const auto n = std::get<std::int64_t>(value);
    const std::int64_t most = unit.period == Period::Unit::months ? 120 : 3650;  // ten years
    if (unit.ms == 0 && n > most) return fault("duration-too-long", text);
    return n;
}

std::variant<const Unit*, ParseFault> unit_of(std::string_view name, std::string_view text) {
    if (name.empty()) return fault("duration-no-unit", text);
    if (const Unit* unit = find_unit(name)) return unit;
    std::vector<std::string> names;
    for (const Unit& unit : units) names.emplace_back(unit.name);
    for (const auto& [usual, ours] : {std::pair{"mins", "min"}, {"minutes", "min"}, {"minute", "min"}, {"hours", "h"}, {"hour", "h"}, {"hrs", "h"}, {"sec", "s"}, {"seconds", "s"}, {"days", "d"}, {"day", "d"}, {"分钟", "min"}, {"分", "min"}, {"小时", "h"}, {"秒", "s"}, {"天", "d"}, {"日", "d"}, {"工作日", "working days"}, {"个工作日", "working days"}})
        if (name == usual) return ParseFault{"duration-unit", {name, text}, tell("did-you-mean", {ours})};
    const std::string near = nearest_name(name, names);
    return ParseFault{"duration-unit", {name, text}, near.empty() ? tell("duration-hint") : tell("did-you-mean", {near})};
}

}  // namespace

Parsed<Duration> parse_duration(std::string_view text) {
    const Amount amount = split(text);
    const auto unit = unit_of(amount.unit, text);
    if (const auto* wrong = std::get_if<ParseFault>(&unit)) return *wrong;
    if (std::get<const Unit*>(unit)->ms == 0) return fault("duration-not-clock", text);
    const auto value = amount_of(amount, *std::get<const Unit*>(unit), text);
    if (const auto* wrong = std::get_if<ParseFault>(&value)) return *wrong;
    return Duration{std::get<std::int64_t>(value)};
}

Parsed<Period> parse_period(std::string_view whole_text) {
    std::string_view text = trimmed(whole_text);
    const bool before = text.ends_with(" before");
    if (before) text = trimmed(text.substr(0, text.size() - std::string_view(" before").size()));
    const Amount amount = split(text);
    const auto unit = unit_of(amount.unit, text);
    if (const auto* wrong = std::get_if<ParseFault>(&unit)) return *wrong;
    const Unit& u = *std::get<const Unit*>(unit);
    const bool counted = u.period != Period::Unit::clock;
    const auto value = amount_of(amount, counted ? Unit{u.name, 0, u.period} : u, text);
    if (const auto* wrong = std::get_if<ParseFault>(&value)) return *wrong;
    if (before && u.period == Period::Unit::months) return fault("period-months-before", whole_text);
    return Period{u.period, std::get<std::int64_t>(value), before};
}

Parsed<Spread> parse_spread(std::string_view text) {
    Spread spread;
    std::string_view rest = trimmed(text), usually;
    if (rest.substr(0, 6) == "about ") {
        spread.kind = Spread::Kind::exponential;
        rest.remove_prefix(6);
    }
    if (const auto at = rest.find(" usually "); at != std::string_view::npos) {
        usually = trimmed(rest.substr(at + 9));
        rest = trimmed(rest.substr(0, at));
    }
    std::string_view first = rest, last = rest;
    const auto dots = rest.find("..");
    if (dots != std::string_view::npos) {
        if (spread.kind == Spread::Kind::exponential) return fault("duration-number", text);
        spread.kind = usually.empty() ? Spread::Kind::uniform : Spread::Kind::triangular;
        first = rest.substr(0, dots);
        last = rest.substr(dots + 2);
    } else if (!usually.empty()) {
        return fault("duration-usually", text);
    }
    const Amount high = split(last);
    const auto high_unit = unit_of(high.unit, text);
    if (const auto* wrong = std::get_if<ParseFault>(&high_unit)) return *wrong;
    const Unit* unit = std::get<const Unit*>(high_unit);
    if (unit->period == Period::Unit::months) return fault("duration-not-clock", text);
    const auto take = [&](std::string_view part) -> Parsed<std::int64_t> {
        const Amount amount = split(part);
        const Unit* own = unit;
        if (!amount.unit.empty()) {
            const auto found = unit_of(amount.unit, text);
            if (const auto* wrong = std::get_if<ParseFault>(&found)) return *wrong;
            own = std::get<const Unit*>(found);
        }
        if ((own->ms == 0) != (unit->ms == 0)) return fault("duration-unit-mix", text);
        return amount_of(amount, *own, text);
    };
    const auto a = take(first), b = take(last), c = usually.empty() ? b : take(usually);
    for (const auto* part : {&a, &b, &c})
        if (const auto* wrong = std::get_if<ParseFault>(part)) return *wrong;
    spread.low = std::get<std::int64_t>(a);
    spread.high = std::get<std::int64_t>(b);
    spread.mode = std::get<std::int64_t>(c);
    spread.working_days = unit->ms == 0;
    if (spread.low > spread.high) return fault("range-order", text, tell("range-order-hint"));
    if (!usually.empty() && (spread.mode < spread.low || spread.mode > spread.high)) return fault("duration-usually", text);
    if (spread.kind == Spread::Kind::exponential && spread.working_days) return fault("duration-not-clock", text);
    if (spread.kind == Spread::Kind::exponential && spread.low > duration_ms_max / exponential_cut) return fault("duration-too-long", text);
    return spread;
}

std::string duration_text(std::int64_t ms) {
    if (ms % 86'400'000 == 0 && ms > 0) return fmt::format("{} d", ms / 86'400'000);
    if (ms % 3'600'000 == 0 && ms > 0) return fmt::format("{} h", ms / 3'600'000);
    if (ms % 60'000 == 0) return fmt::format("{} min", ms / 60'000);
    if (ms % 1000 == 0) return fmt::format("{} s", ms / 1000);
    return fmt::format("{} ms", ms);
}

std::string period_text(const Period& period) {
    if (period.before) return period_text(Period{period.unit, period.count, false}) + " before";
    switch (period.unit) {
        case Period::Unit::clock: return period.count % 86'400'000 == 0 ? fmt::format("{} h", period.count / 3'600'000) : duration_text(period.count);
        case Period::Unit::working_days: return fmt::format("{} working days", period.count);
        case Period::Unit::days: return fmt::format("{} d", period.count);
        case Period::Unit::months: return fmt::format("{} months", period.count);
    }
    return {};
}

}  // namespace sandtable
