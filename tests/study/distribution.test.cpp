#include "sandtable/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "sandtable/random.hpp"
#include "support/catch.hpp"
#include "support/drawn.hpp"

using namespace sandtable;

namespace {

Distribution of(const std::vector<std::int64_t>& values) {
    Distribution d;
    for (const std::int64_t value : values) d.add(value);
    return d;
}

/// The chance that Wilson's interval holds p: the binomial probabilities of all counts whose interval does, added up.
double wilson_coverage(int n, double p) {
    double covered = 0;
    for (int yes = 0; yes <= n; ++yes) {
        const Interval i = wilson(static_cast<std::uint64_t>(yes), static_cast<std::uint64_t>(n));
        if (i.low <= p && p <= i.high) covered += std::exp(std::lgamma(n + 1.0) - std::lgamma(yes + 1.0) - std::lgamma(n - yes + 1.0) + yes * std::log(p) + (n - yes) * std::log1p(-p));
    }
    return covered;
}

}  // namespace

TEST_CASE("Wilson's interval: known values", "[study]") {
    // Newcombe, Statistics in Medicine 17 (1998), table I, method 3
    const auto close = [](Interval i, double low, double high) { return std::abs(i.low - low) < 5e-5 && std::abs(i.high - high) < 5e-5; };
    CHECK(close(wilson(81, 263), 0.2553, 0.3662));
    CHECK(close(wilson(15, 148), 0.0624, 0.1605));
    CHECK(close(wilson(0, 20), 0.0000, 0.1611));
    CHECK(close(wilson(1, 29), 0.0061, 0.1718));
    CHECK(wilson(0, 20).low == 0);
    CHECK(wilson(20, 20).high == 1);
}

TEST_CASE("Wilson's interval: coverage by exact binomial sums", "[study]") {
    for (const int n : {10, 30, 100, 1000}) {
        double sum = 0, least = 1;
        int cases = 0;
        for (double p = 0.01; p < 0.995; p += 0.01, ++cases) {
            const double covered = wilson_coverage(n, p);
            sum += covered;
            least = std::min(least, covered);
        }
        INFO(n << " cases: mean " << sum / cases << ", least " << least);
        CHECK(sum / cases > 0.945);  // on average what is promised; it dips near 0 and 1 (Brown, Cai, DasGupta 2001)
        CHECK(sum / cases < 0.965);
        CHECK(least > 0.83);
    }
}

TEST_CASE("a distribution: exact least, most, sum; quantiles down to the second", "[study]") {
    const Distribution d = of({61'500, 60'000, 1, 999, 1000, -1, -1000, -1001});
    CHECK(d.count() == 8);
    CHECK(d.least() == -1001);
    CHECK(d.most() == 61'500);
    CHECK(d.sum() == 121'498);
    CHECK(d.quantile(0.001) == -1001);  // -2 s, but never below the least
    CHECK(d.quantile(0.25) == -1000);
    CHECK(d.quantile(0.5) == 0);
    CHECK(d.quantile(1) == 61'000);
    CHECK(of({600'000}).quantile(0.5) == 600'000);
    const auto alone = of({600'000}).quantile_interval(0.5);
    CHECK_FALSE(alone.low);
    CHECK_FALSE(alone.high);
}

TEST_CASE("merging is adding, in any order", "[study]") {
    Lcg draw{5};
    std::vector<std::int64_t> values;
    for (int i = 0; i < 3000; ++i) values.push_back(static_cast<std::int64_t>(draw.below(4'000'000)) - 1'000'000);
    const Distribution whole = of(values);
    std::vector<Distribution> parts;
    for (std::size_t at = 0; at < values.size(); at += 700) parts.push_back(of({values.begin() + static_cast<std::ptrdiff_t>(at), values.begin() + static_cast<std::ptrdiff_t>(std::min(values.size(), at + 700))}));
    for (int round = 0; round < 5; ++round) {
        Distribution merged;
        for (std::size_t i = parts.size(); i-- > 1;) std::swap(parts[i], parts[draw.below(static_cast<std::uint32_t>(i + 1))]);
        for (const Distribution& part : parts) merged.merge(part);
        CHECK(merged == whole);
    }
    std::sort(values.begin(), values.end());
    for (const double p : {0.01, 0.05, 0.5, 0.9, 0.999}) {
        const std::int64_t exact = values[static_cast<std::size_t>(std::ceil(p * 3000)) - 1];
        CHECK(whole.quantile(p) <= exact);
        CHECK(whole.quantile(p) > exact - 1000);
    }
}

TEST_CASE("intervals of quantiles hold the true one in at least 94 % of ten thousand studies", "[study][long]") {
    // uniform over 0 to 100000 s, where the quantile p is p of that
    for (const double p : {0.5, 0.9}) {
        const int studies = 10'000, n = 200;
        int held = 0;
        for (int s = 0; s < studies; ++s) {
            const Random random(static_cast<std::uint32_t>(s) + 1);
            Distribution d;
            for (int i = 0; i < n; ++i) d.add(static_cast<std::int64_t>(scaled(random.draw({1, 2, 3, static_cast<std::uint32_t>(i)}).bits(), 100'000'000)));
            const auto bounds = d.quantile_interval(p);
            const auto truth = static_cast<std::int64_t>(p * 100'000'000);
            held += (!bounds.low || *bounds.low <= truth) && (!bounds.high || truth <= *bounds.high);
        }
        INFO(p << ": " << held);
        CHECK(held >= studies * 94 / 100);
        CHECK(held <= studies * 98 / 100);
    }
}
