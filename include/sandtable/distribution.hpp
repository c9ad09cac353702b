// Many lengths of time as whole numbers: fixed one-second bins beside the exact least, most and sum (issue of studies; semantics.md 7).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

namespace sandtable {

/// 0.975 of the standard normal distribution: two-sided intervals of 95 %.
constexpr double normal_95 = 1.959963984540054;

/// An interval of 95 %, or of what is said beside it. Ends that the number of values does not bound are missing.
struct Interval {
    double low = 0, high = 1;
};

/// Wilson's score interval of a chance: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
/// `yes` of `n`, n >= 1.
Interval wilson(std::uint64_t yes, std::uint64_t n, double z = normal_95);

/// The exact interval of a chance, each end missed with the probability `miss` / 2 at most:
/// C. J. Clopper, E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case
/// of the binomial", Biometrika 26 (1934). `yes` of `n`, n >= 1.
Interval exact_interval(std::uint64_t yes, std::uint64_t n, double miss);
/// The quantiles miss / 2 and 1 - miss / 2 of the beta distribution with this mean, inside (0, 1),
/// and variance, above 0.
Interval beta_interval(double mean, double variance, double miss);

/// Lengths of time in ms, signed. A value: merging is adding, so that the order of merging does not matter.
class Distribution {
public:
    void add(std::int64_t ms);
    void merge(const Distribution& other);
    /// The same as `count` times add() for each bin, with the exact figures stated: a file read back.
    void restore(std::int64_t second, std::uint64_t count);
    void restore_exact(std::int64_t least, std::int64_t most, std::int64_t sum);

    std::uint64_t count() const { return count_; }
    std::int64_t least() const { return least_; }
    std::int64_t most() const { return most_; }
    std::int64_t sum() const { return sum_; }
    /// Rounded toward 0; there must be a value.
    std::int64_t mean() const { return sum_ / static_cast<std::int64_t>(count_); }

    /// The smallest value below or at which a share `p` of the values lies, down to the second, never below the least; there must be a value.
    std::int64_t quantile(double p) const;
    struct Bounds {
        std::optional<std::int64_t> low, high;
    };
    /// 95 % by order statistics: the ranks n p -+ z sqrt(n p (1 - p)), rounded outward (H. A. David, H. N. Nagaraja, "Order Statistics",
    /// 3rd ed. 2003, 7.1); low down to its second, high up to its end. An end whose rank is none of the n is missing.
    Bounds quantile_interval(double p, double z = normal_95) const;

    /// In order: the second a bin begins with, counted from 0, and how many.
    template <class Visit>
    void each_bin(const Visit& visit) const {
        for (const auto& [number, page] : pages_)
            for (std::size_t i = 0; i < page.size(); ++i)
                if (page[i] != 0) visit(number * bins_of_page + static_cast<std::int64_t>(i), page[i]);
    }
    friend bool operator==(const Distribution& a, const Distribution& b) {
        return a.count_ == b.count_ && (a.count_ == 0 || (a.least_ == b.least_ && a.most_ == b.most_)) && a.sum_ == b.sum_ && a.pages_ == b.pages_;
    }

private:
    static constexpr std::int64_t bins_of_page = 256;
    using Page = std::array<std::uint32_t, bins_of_page>;
    std::uint32_t& bin(std::int64_t second);
    std::int64_t second_of_rank(std::uint64_t rank) const;  // from 1

    /// The pages of the last values, each at its number's lowest bits: most values fall on one of four neighbours again. A copy has pages of its own, and begins
    /// without.
    struct Recent {
        struct One {
            std::int64_t number = 0;
            Page* page = nullptr;
        };
        std::array<One, 4> pages{};
        Recent() = default;
        Recent(const Recent&) {}
        Recent& operator=(const Recent&) {
            pages = {};
            return *this;
        }
        One& at(std::int64_t number) { return pages[static_cast<std::uint64_t>(number) % 4]; }
    };

    std::map<std::int64_t, Page> pages_;
    Recent recent_;
    std::uint64_t count_ = 0;
    std::int64_t least_ = INT64_MAX, most_ = INT64_MIN, sum_ = 0;
};

}  // namespace sandtable
