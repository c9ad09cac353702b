// The grammar of spreads.
#include "sandtable/spread.hpp"
#include "support/catch.hpp"

using namespace sandtable;

namespace {

constexpr std::int64_t minute = 60'000;

/// "triangular 360000 720000 1500000": kind, low, mode, high; or the code of the fault.
std::string spread_of(std::string_view text) {
    const auto parsed = parse_spread(text);
    if (const auto* fault = std::get_if<ParseFault>(&parsed)) return fault->code;
    const auto& s = std::get<Spread>(parsed);
    const char* kinds[] = {"fixed", "uniform", "triangular", "exponential", "observed"};
    std::string out = kinds[static_cast<int>(s.kind)];
    out += " " + std::to_string(s.low);
    if (s.kind == Spread::Kind::triangular) out += " " + std::to_string(s.mode);
    if (s.kind == Spread::Kind::triangular || s.kind == Spread::Kind::uniform) out += " " + std::to_string(s.high);
    return out + (s.working_days ? " working days" : "");
}

Spread good_spread(std::string_view text) { return std::get<Spread>(parse_spread(text)); }

}  // namespace

TEST_CASE("a spread is fixed, a range, a range with a usual value, or about a mean", "[base][spread]") {
    CHECK(spread_of("10 min") == "fixed 600000");
    CHECK(spread_of("6..25 min") == "uniform 360000 1500000");
    CHECK(spread_of("6..25 min usually 12") == "triangular 360000 720000 1500000");
    CHECK(spread_of("about 12 min") == "exponential 720000");
    CHECK(spread_of("0..0 min") == "uniform 0 0");
    CHECK(spread_of("  6 .. 25 min   usually   12  ") == "triangular 360000 720000 1500000");
    CHECK(spread_of("1..4 h usually 2") == "triangular 3600000 7200000 14400000");
    CHECK(spread_of("0.5..1.5 s") == "uniform 500 1500");
}

TEST_CASE("each end of a spread may have a clock unit of its own", "[base][spread]") {
    CHECK(spread_of("20 s..2 min") == "uniform 20000 120000");
    CHECK(spread_of("20 s..2 min usually 40 s") == "triangular 20000 40000 120000");
    CHECK(spread_of("30 min..2 h usually 1 h") == "triangular 1800000 3600000 7200000");
    CHECK(spread_of("30 min..2 h usually 1") == "triangular 1800000 3600000 7200000");
    CHECK(spread_of("12 h..1 d") == "uniform 43200000 86400000");
}

TEST_CASE("a spread of working days counts days", "[base][spread]") {
    CHECK(spread_of("3 working days") == "fixed 3 working days");
    CHECK(spread_of("2..4 working days") == "uniform 2 4 working days");
    CHECK(spread_of("2..5 working days usually 3") == "triangular 2 3 5 working days");
    CHECK(spread_of("1 working day") == "fixed 1 working days");
    CHECK(spread_of("1 working day..3 working days") == "uniform 1 3 working days");
    CHECK(spread_of("1.5..3 working days") == "duration-fraction");
    CHECK(spread_of("1..3651 working days") == "duration-too-long");
}

TEST_CASE("clock units and working days do not mix in a spread", "[base][spread]") {
    CHECK(spread_of("2 h..3 working days") == "duration-unit-mix");
    CHECK(spread_of("2 working days..3 d") == "duration-unit-mix");
    CHECK(spread_of("1..3 working days usually 2 h") == "duration-unit-mix");
    CHECK(spread_of("1..3 h usually 2 working days") == "duration-unit-mix");
}

TEST_CASE("a spread the wrong way round is refused", "[base][spread]") {
    CHECK(spread_of("6..3 min") == "range-order");
    CHECK(spread_of("2 min..20 s") == "range-order");
    CHECK(spread_of("1 h..30 min usually 45") == "range-order");
}

TEST_CASE("a usual value outside its range is refused", "[base][spread]") {
    CHECK(spread_of("6..25 min usually 26") == "duration-usually");
    CHECK(spread_of("6..25 min usually 5.999") == "duration-usually");
    CHECK(spread_of("6..25 min usually 12 s") == "duration-usually");
    CHECK(spread_of("10 min usually 10") == "duration-usually");
    CHECK(spread_of("about 10 min usually 10") == "duration-usually");
    CHECK(spread_of("6..25 min usually 6") == "triangular 360000 360000 1500000");
    CHECK(spread_of("6..25 min usually 25") == "triangular 360000 1500000 1500000");
}

TEST_CASE("a spread that is not written as one says why", "[base][spread]") {
    CHECK(spread_of("") == "duration-no-unit");
    CHECK(spread_of("5") == "duration-no-unit");
    CHECK(spread_of("6..25") == "duration-no-unit");
    CHECK(spread_of("6 min..25") == "duration-no-unit");
    CHECK(spread_of("..5 min") == "duration-number");
    CHECK(spread_of("5 min..") == "duration-no-unit");
    CHECK(spread_of("20 mins") == "duration-unit");
    CHECK(spread_of("6..25 mins") == "duration-unit");
    CHECK(spread_of("-5 min") == "duration-negative");
    CHECK(spread_of("-5..5 min") == "duration-negative");
    CHECK(spread_of("1..2..3 min") == "duration-number");
    CHECK(spread_of("1...3 min") == "duration-number");
    CHECK(spread_of("5-10 min") == "duration-number");
    CHECK(spread_of("1e99 h") == "duration-too-long");
    CHECK(spread_of("about") == "duration-unit");
    CHECK(spread_of("about min") == "duration-number");
    CHECK(spread_of("around 5 min") == "duration-unit");
    CHECK(spread_of("6..25 min usually") == "duration-unit");
    CHECK(spread_of("6..25 min usually often") == "duration-unit");
}

TEST_CASE("about goes with one clock time only", "[base][spread]") {
    CHECK(spread_of("about 6..25 min") == "duration-number");
    CHECK(spread_of("about 3 working days") == "duration-not-clock");
    CHECK(spread_of("3 months") == "duration-not-clock");
    CHECK(spread_of("about 3 months") == "duration-not-clock");
}

TEST_CASE("what about can draw at most stays within ten years", "[base][spread]") {
    CHECK(spread_of("about 98 d") == "exponential 8467200000");
    CHECK(spread_of("about 99 d") == "duration-too-long");
    CHECK(good_spread("about 98 d").most() <= duration_ms_max);
}

TEST_CASE("a spread knows its least, usual and greatest value", "[base][spread]") {
    const auto three = [](const Spread& s) { return std::vector<std::int64_t>{s.least(), s.usual(), s.most()}; };
    CHECK(three(good_spread("10 min")) == std::vector<std::int64_t>{10 * minute, 10 * minute, 10 * minute});
    CHECK(three(good_spread("6..25 min")) == std::vector<std::int64_t>{6 * minute, 930'000, 25 * minute});
    CHECK(three(good_spread("6..25 min usually 12")) == std::vector<std::int64_t>{6 * minute, 12 * minute, 25 * minute});
    CHECK(three(good_spread("about 12 min")) == std::vector<std::int64_t>{0, 12 * minute, 37 * 12 * minute});
    CHECK(three(good_spread("2..4 working days")) == std::vector<std::int64_t>{2, 3, 4});
    Spread observed;
    observed.kind = Spread::Kind::observed;
    observed.values = {900, 100, 500, 300, 700};
    CHECK(three(observed) == std::vector<std::int64_t>{100, 500, 900});
}
