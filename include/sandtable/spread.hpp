// How long something takes, as people state it, and drawing from it by exactly rounded arithmetic only (semantics.md 8).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sandtable/random.hpp"
#include "sandtable/text.hpp"
#include "sandtable/time.hpp"

namespace sandtable {

/// No stated length of time may be longer: ten years.
constexpr std::int64_t duration_ms_max = 10LL * 366 * 86'400'000;

/// A distribution of whole milliseconds, or of whole working days.
struct Spread {
    enum class Kind { fixed, uniform, triangular, exponential, observed };
    Kind kind = Kind::fixed;
    bool working_days = false;         ///< low, mode and high count working days
    std::int64_t low = 0;              ///< also the value of `fixed`, the mean of `exponential`
    std::int64_t mode = 0, high = 0;
    std::vector<std::int64_t> values;  ///< `observed`, each as likely
    std::string observed_id;           ///< where they come from

    /// The least it can be, its usual value (mode, middle, mean or median), and the most it can be. The most of `exponential` is
    /// cut off at `exponential_cut` means.
    std::int64_t least() const;
    std::int64_t usual() const;
    std::int64_t most() const;
};

/// Draws beyond 64 bits do not exist: -ln(2^-53) < 37.
constexpr std::int64_t exponential_cut = 37;

/// One value. Uniform: every whole value as likely. Triangular: by the inverse of its distribution function (one square root).
/// Exponential: -mean ln(1 - u), u of 53 bits, ln by a fixed series of + - * /.
std::int64_t sample(const Spread& spread, const Draw& draw);
/// ln(x) for 0 < x <= 1, the same bits on every machine (relative error below 1e-15).
double portable_ln(double x);

/// A text that could not be read: code and words of the diagnostic.
struct ParseFault {
    std::string code;
    std::vector<Word> words;
    Text hint;
};
template <class T>
using Parsed = std::variant<T, ParseFault>;

/// "10 min", "6..25 min usually 12", "20 s..2 min", "about 12 min", "2..4 working days". (`observed:` is a map, read by the loader.)
Parsed<Spread> parse_spread(std::string_view text);
/// "10 min": one length of time.
Parsed<Duration> parse_duration(std::string_view text);

/// A period of a duty, counted as semantics.md 1 says for its unit.
struct Period {
    enum class Unit { clock, working_days, days, months };
    Unit unit = Unit::clock;
    std::int64_t count = 0;  ///< milliseconds for `clock`
    bool before = false;     ///< it ends so long before its anchor: notice of what is to come
    friend bool operator==(const Period&, const Period&) = default;
};
/// "20 min", "2 h", "7 working days", "10 d", "6 months"; "7 working days before", "24 h before".
Parsed<Period> parse_period(std::string_view text);
/// "20 min", "7 working days": as in the files.
std::string period_text(const Period& period);
std::string duration_text(std::int64_t ms);

}  // namespace sandtable
