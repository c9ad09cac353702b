#include "report/period_words.hpp"

namespace sandtable {

std::string duration_words(std::int64_t ms, Lang lang) {
    constexpr std::int64_t minute = 60'000, hour = 60 * minute;
    if (ms >= hour && ms < 72 * hour && ms % (6 * minute) == 0) {
        const std::int64_t tenths = ms / (6 * minute);
        return say(lang, "period-h", {std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10))});
    }
    const std::string text = duration_text(ms);
    const auto space = text.find(' ');
    return say(lang, "period-" + text.substr(space + 1), {text.substr(0, space)});
}

std::string period_words(const Period& period, Lang lang) {
    if (period.before) return say(lang, "period-before", {period_words(Period{period.unit, period.count, false}, lang)});
    switch (period.unit) {
        case Period::Unit::clock: return duration_words(period.count, lang);
        case Period::Unit::working_days: return say(lang, "period-working-days", {period.count});
        case Period::Unit::days: return say(lang, "period-d", {period.count});
        case Period::Unit::months: return say(lang, "period-months", {period.count});
    }
    return {};
}

}  // namespace sandtable
