#include "report/period_words.hpp"

namespace sandtable {

std::string duration_words(std::int64_t ms, Lang lang) {
    const std::string text = duration_text(ms);
    const auto space = text.find(' ');
    return say(lang, "period-" + text.substr(space + 1), {text.substr(0, space)});
}

std::string period_words(const Period& period, Lang lang) {
    switch (period.unit) {
        case Period::Unit::clock: return duration_words(period.count, lang);
        case Period::Unit::working_days: return say(lang, "period-working-days", {period.count});
        case Period::Unit::days: return say(lang, "period-d", {period.count});
        case Period::Unit::months: return say(lang, "period-months", {period.count});
    }
    return {};
}

}  // namespace sandtable
