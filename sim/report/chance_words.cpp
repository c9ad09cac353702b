#include "report/chance_words.hpp"

#include <cmath>

#include <fmt/format.h>

namespace sandtable {

std::string share_words(double share, int decimals) {
    if (share > 1 - 1e-9) share = 1;  // a sum of parts
    const std::string words = fmt::format("{:.{}f} %", share * 100, decimals);
    const double least = std::pow(10.0, -decimals);
    if (share > 0 && words == fmt::format("{:.{}f} %", 0.0, decimals))
        return fmt::format("< {:.{}f} %", least, decimals);
    if (share < 1 && words == fmt::format("{:.{}f} %", 100.0, decimals))
        return fmt::format("> {:.{}f} %", 100 - least, decimals);
    return words;
}

std::string chance_words(const Tally& tally, Lang lang) {
    if (tally.arose() == 0) return "—";
    const Chance chance = chance_of(tally);
    if (tally.open == 0) return share_words(chance.least);
    return say(lang, "study-bounds", {share_words(chance.least), share_words(chance.most)});
}

std::string interval_words(const Interval& interval, std::uint64_t n) {
    const int decimals = n < 1000 ? 1 : 2;
    return fmt::format("{:.{}f}–{:.{}f}", interval.low * 100, decimals, interval.high * 100,
                       decimals);
}

std::string interval_words(const Tally& tally) {
    return tally.arose() == 0 ? "—" : interval_words(chance_of(tally).interval, tally.arose());
}

std::string some_of(std::uint64_t cases, std::uint64_t all, Lang lang) {
    return cases >= all ? "" : " * " + say(lang, "study-some-of", {cases, all});
}

std::string beside_words(const Tally& tally, Lang lang) {
    std::string words;
    const auto add = [&](const char* key, std::uint64_t count) {
        if (count > 0)
            words += (words.empty() ? "" : say(lang, "word-comma")) + say(lang, key, {count});
    };
    add("study-left-open", tally.open);
    add("study-never-done", tally.never_done);
    add("study-early", tally.early);
    add("study-waived", tally.waived);
    add("study-never-arose", tally.never_arose);
    return words;
}

}  // namespace sandtable
