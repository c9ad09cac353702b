// Shares and chances in words, the same on every page: what is not all is never written as all.
#pragma once

#include <cstdint>
#include <string>

#include "sandtable/study.hpp"
#include "sandtable/text.hpp"

namespace sandtable {

/// "52.7 %"; "< 0.1 %" and "> 99.9 %" where a decimal would say none or all, which is not so.
std::string share_words(double share, int decimals = 1);
inline std::string share_words(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? "—" : share_words(static_cast<double>(part) / static_cast<double>(whole));
}

/// The chance of a duty: "52.7 %"; where the run left some open, the two ends it lies between, none
/// of those kept and all of them: "26.0 % to 100.0 %". "—" if it never arose.
std::string chance_words(const Tally& tally, Lang lang);
/// Its interval of 95 % in percent, of two decimals where there are many cases: "23.4–100.0".
std::string interval_words(const Tally& tally);
std::string interval_words(const Interval& interval, std::uint64_t n);
/// " * (3 of 1000)" beside a number that is of some cases only; "" where it is of all.
std::string some_of(std::uint64_t cases, std::uint64_t all, Lang lang);
/// What stands beside kept and late: "740 left open, 3 never done, 12 waived, 5 never arose"; or
/// "".
std::string beside_words(const Tally& tally, Lang lang);

}  // namespace sandtable
