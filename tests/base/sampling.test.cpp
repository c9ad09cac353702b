// Drawing from spreads: bounds, means, and the logarithm it rests on.
#include <cmath>
#include <cstring>
#include <set>

#include "sandtable/spread.hpp"
#include "support/catch.hpp"

using namespace sandtable;

namespace {

constexpr int draws = 20'000;

struct Sampled {
    std::int64_t least = INT64_MAX, most = INT64_MIN;
    double mean = 0;
    std::set<std::int64_t> values;
};

Sampled sampled(const Spread& spread, const char* purpose) {
    const Random random(7);
    Sampled s;
    double sum = 0;
    for (int i = 0; i < draws; ++i) {
        const auto value = sample(spread, random.draw(purpose, "incident", "agency", static_cast<std::uint32_t>(i)));
        s.least = std::min(s.least, value);
        s.most = std::max(s.most, value);
        sum += static_cast<double>(value);
        if (s.values.size() < 1000) s.values.insert(value);
    }
    s.mean = sum / draws;
    return s;
}

Spread spread_from(std::string_view text) { return std::get<Spread>(parse_spread(text)); }

/// The draw whose two 64-bit halves are as given.
Draw draw_of(std::uint64_t first, std::uint64_t second = 0) {
    return {{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(first >> 32), static_cast<std::uint32_t>(second), static_cast<std::uint32_t>(second >> 32)}};
}

}  // namespace

TEST_CASE("a fixed spread is its value whatever is drawn", "[base][sampling]") {
    const Sampled s = sampled(spread_from("10 min"), "fixed");
    CHECK(s.least == 600'000);
    CHECK(s.most == 600'000);
}

TEST_CASE("uniform draws keep to the range and come out right in the mean", "[base][sampling]") {
    const Sampled s = sampled(spread_from("6..25 min"), "uniform");
    CHECK(s.least >= 360'000);
    CHECK(s.most <= 1'500'000);
    CHECK(s.least < 361'000);
    CHECK(s.most > 1'499'000);
    CHECK(s.mean == Approx(930'000).margin(4 * 1'140'000 / std::sqrt(12.0 * draws)));  // four standard errors
}

TEST_CASE("every whole value of a small uniform range is drawn, both ends too", "[base][sampling]") {
    const Sampled s = sampled(spread_from("2..6 working days"), "days");
    CHECK(s.values == std::set<std::int64_t>{2, 3, 4, 5, 6});
    CHECK(s.mean == Approx(4).margin(4 * std::sqrt(2.0 / draws)));
}

TEST_CASE("a uniform range of one value is that value", "[base][sampling]") {
    CHECK(sample(spread_from("5..5 min"), draw_of(UINT64_MAX)) == 300'000);
    CHECK(sample(spread_from("5..5 min"), draw_of(0)) == 300'000);
}

TEST_CASE("the ends of a uniform range are drawn by the ends of the bits", "[base][sampling]") {
    CHECK(sample(spread_from("0..10 s"), draw_of(0)) == 0);
    CHECK(sample(spread_from("0..10 s"), draw_of(UINT64_MAX)) == 10'000);
}

TEST_CASE("triangular draws keep to the range and come out right in the mean", "[base][sampling]") {
    for (const auto& [text, low, mode, high] : {std::tuple{"6..25 min usually 12", 6.0, 12.0, 25.0}, {"6..25 min usually 6", 6.0, 6.0, 25.0}, {"6..25 min usually 25", 6.0, 25.0, 25.0}, {"0..1 h usually 30 min", 0.0, 30.0, 60.0}}) {
        INFO(text);
        const Sampled s = sampled(spread_from(text), text);
        CHECK(s.least >= static_cast<std::int64_t>(low * 60'000));
        CHECK(s.most <= static_cast<std::int64_t>(high * 60'000));
        const double variance = (low * low + mode * mode + high * high - low * mode - low * high - mode * high) / 18;
        CHECK(s.mean / 60'000 == Approx((low + mode + high) / 3).margin(4 * std::sqrt(variance / draws)));
    }
}

TEST_CASE("triangular draws of working days are whole days of the range", "[base][sampling]") {
    const Sampled s = sampled(spread_from("2..5 working days usually 3"), "triangular days");
    CHECK(s.values == std::set<std::int64_t>{2, 3, 4, 5});
}

TEST_CASE("the ends of the bits draw the ends of a triangle", "[base][sampling]") {
    const Spread spread = spread_from("6..25 min usually 12");
    CHECK(sample(spread, draw_of(0)) == 360'000);
    CHECK(sample(spread, draw_of(UINT64_MAX)) == 1'500'000);
    CHECK(sample(spread_from("6..6 min usually 6"), draw_of(UINT64_MAX)) == 360'000);
}

TEST_CASE("exponential draws are never negative, have the stated mean and stay below the cut", "[base][sampling]") {
    const Spread spread = spread_from("about 12 min");
    const Sampled s = sampled(spread, "exponential");
    CHECK(s.least >= 0);
    CHECK(s.most < spread.most());
    CHECK(s.mean == Approx(720'000).margin(4 * 720'000 / std::sqrt(static_cast<double>(draws))));
    CHECK(sample(spread, draw_of(0)) == 0);
    CHECK(sample(spread, draw_of(UINT64_MAX)) <= spread.most());
    CHECK(sample(spread_from("about 98 d"), draw_of(UINT64_MAX)) <= duration_ms_max);
}

TEST_CASE("half of the exponential draws lie below ln 2 means", "[base][sampling]") {
    const Random random(1);
    int below = 0;
    for (std::uint32_t i = 0; i < draws; ++i) below += sample(spread_from("about 1000 s"), random.draw("median", "", "", i)) < 693'147;
    CHECK(below == Approx(draws / 2).margin(2 * std::sqrt(static_cast<double>(draws))));
}

TEST_CASE("observed values are drawn as they are, each as likely", "[base][sampling]") {
    Spread spread;
    spread.kind = Spread::Kind::observed;
    spread.values = {1000, 5000, 5000, 90'000};
    const Sampled s = sampled(spread, "observed");
    CHECK(s.values == std::set<std::int64_t>{1000, 5000, 90'000});
    CHECK(s.mean == Approx(25'250).margin(4 * 37'425 / std::sqrt(static_cast<double>(draws))));
}

TEST_CASE("the portable logarithm is that of the library to 1e-14", "[base][sampling]") {
    const auto same = [](double x) {
        const double ours = portable_ln(x), theirs = std::log(x);
        INFO(x << ": " << ours << " and " << theirs);
        CHECK(std::fabs(ours - theirs) <= 1e-14 * std::fabs(theirs));
    };
    for (int k = 1; k <= 2000; ++k) same(k / 2000.0);
    for (int e = 1; e <= 53; ++e) {
        same(std::ldexp(1.0, -e));
        same(1.0 - std::ldexp(1.0, -e));
    }
    for (const double x : {0.70710678118654746, 0.70710678118654752, 0.70710678118654757, 0.5, 0.99999999999999989, 1e-300, 5e-324}) same(x);
    CHECK(portable_ln(1.0) == 0.0);
}

TEST_CASE("the portable logarithm is within the 1e-15 its header promises", "[base][sampling]") {
    const Random random(3);
    for (std::uint32_t i = 0; i < draws; ++i) {
        const double x = 1 - static_cast<double>(random.draw("ln", "", "", i).bits() >> 11) * 0x1p-53;
        const long double exact = std::log(static_cast<long double>(x));
        if (std::fabs(portable_ln(x) - exact) > 1e-15L * std::fabs(exact)) FAIL_CHECK(x);
    }
    SUCCEED();
}

TEST_CASE("the portable logarithm has these very bits", "[base][sampling]") {
    const auto bits = [](double x) {
        const double ln = portable_ln(x);
        std::uint64_t word;
        std::memcpy(&word, &ln, sizeof word);
        return word;
    };
    CHECK(bits(0.5) == 0xbfe62e42fefa39ef);
    CHECK(bits(0.1) == 0xc0026bb1bbb55515);
    CHECK(bits(0.9) == 0xbfbaf8e8210a415b);
    CHECK(bits(0x1p-53) == 0xc0425e4f7b2737fa);
}

TEST_CASE("scaled bits cover every whole number below n evenly", "[base][sampling]") {
    CHECK(scaled(0, 6) == 0);
    CHECK(scaled(UINT64_MAX, 6) == 5);
    CHECK(scaled(UINT64_MAX, 1) == 0);
    CHECK(scaled(UINT64_MAX, UINT64_MAX) == UINT64_MAX - 1);
    CHECK(scaled(1ull << 63, 6) == 3);
    CHECK(scaled((1ull << 63) - 1, 6) == 2);
    int counts[6] = {};
    const Random random(2);
    for (std::uint32_t i = 0; i < 6 * draws; ++i) ++counts[scaled(random.draw("dice", "", "", i).bits(), 6)];
    for (const int count : counts) CHECK(count == Approx(draws).margin(5 * std::sqrt(draws * 5.0 / 6)));
}
