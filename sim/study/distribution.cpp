#include "sandtable/distribution.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/special_functions/beta.hpp>

#include "sandtable/assert.hpp"

namespace sandtable {

namespace {

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace

Interval wilson(std::uint64_t yes, std::uint64_t n, double z) {
    SANDTABLE_ASSERT(n >= 1 && yes <= n, "a chance needs cases");
    const auto trials = static_cast<double>(n);
    const double p = static_cast<double>(yes) / trials, zz = z * z;
    const double middle = (p + zz / (2 * trials)) / (1 + zz / trials);
    const double half = z * std::sqrt(p * (1 - p) / trials + zz / (4 * trials * trials)) / (1 + zz / trials);
    // at its ends it is exactly 0 and 1, whatever rounding says
    return {yes == 0 ? 0 : std::max(0.0, middle - half), yes == n ? 1 : std::min(1.0, middle + half)};
}

Interval exact_interval(std::uint64_t yes, std::uint64_t n, double miss) {
    SANDTABLE_ASSERT(n >= 1 && yes <= n && miss > 0 && miss < 1, "a chance needs cases");
    const auto k = static_cast<double>(yes), rest = static_cast<double>(n - yes);
    return {yes == 0 ? 0 : boost::math::ibeta_inv(k, rest + 1, miss / 2),
            yes == n ? 1 : boost::math::ibetac_inv(k + 1, rest, miss / 2)};
}

Interval beta_interval(double mean, double variance, double miss) {
    SANDTABLE_ASSERT(mean > 0 && mean < 1 && variance > 0, "a beta distribution");
    // the most that a variance can be is mean (1 - mean): all of it at 0 and 1
    const double size = std::max(1e-6, mean * (1 - mean) / variance - 1);
    return {boost::math::ibeta_inv(mean * size, (1 - mean) * size, miss / 2),
            boost::math::ibetac_inv(mean * size, (1 - mean) * size, miss / 2)};
}

std::uint32_t& Distribution::bin(std::int64_t second) {
    const std::int64_t page = floor_div(second, bins_of_page);
    Recent::One& recent = recent_.at(page);
    if (recent.page == nullptr || recent.number != page) recent = {page, &pages_[page]};
    return (*recent.page)[static_cast<std::size_t>(second - page * bins_of_page)];
}

void Distribution::add(std::int64_t ms) {
    ++bin(floor_div(ms, 1000));
    ++count_;
    least_ = std::min(least_, ms);
    most_ = std::max(most_, ms);
    sum_ += ms;
}

void Distribution::merge(const Distribution& other) {
    for (const auto& [number, page] : other.pages_) {
        Page& mine = pages_[number];
        for (std::size_t i = 0; i < mine.size(); ++i) mine[i] += page[i];
    }
    count_ += other.count_;
    least_ = std::min(least_, other.least_);
    most_ = std::max(most_, other.most_);
    sum_ += other.sum_;
}

void Distribution::restore(std::int64_t second, std::uint64_t count) {
    bin(second) += static_cast<std::uint32_t>(count);
    count_ += count;
}

void Distribution::restore_exact(std::int64_t least, std::int64_t most, std::int64_t sum) {
    least_ = least;
    most_ = most;
    sum_ = sum;
}

std::int64_t Distribution::second_of_rank(std::uint64_t rank) const {
    std::uint64_t seen = 0;
    std::int64_t last = 0;
    bool found = false;
    each_bin([&](std::int64_t second, std::uint32_t count) {
        if (found) return;
        seen += count;
        last = second;
        found = seen >= rank;
    });
    return last;
}

std::int64_t Distribution::quantile(double p) const {
    SANDTABLE_ASSERT(count_ > 0, "a quantile of nothing");
    const auto rank = static_cast<std::uint64_t>(std::ceil(p * static_cast<double>(count_)));
    return std::clamp(second_of_rank(std::clamp<std::uint64_t>(rank, 1, count_)) * 1000, least_, most_);
}

Distribution::Bounds Distribution::quantile_interval(double p, double z) const {
    const auto n = static_cast<double>(count_);
    const double spread = z * std::sqrt(n * p * (1 - p));
    const double low = std::floor(n * p - spread), high = std::ceil(n * p + spread) + 1;
    Bounds bounds;
    if (low >= 1) bounds.low = std::max(second_of_rank(static_cast<std::uint64_t>(low)) * 1000, least_);
    if (high <= n) bounds.high = std::min(second_of_rank(static_cast<std::uint64_t>(high)) * 1000 + 999, most_);
    return bounds;
}

}  // namespace sandtable
