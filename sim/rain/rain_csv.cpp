// rain/ID.csv: what fell at gauges, interval by interval (formats.md).
#include <charconv>

#include "sandtable/rain.hpp"
#include "sandtable/spread.hpp"

namespace sandtable {

namespace {

constexpr std::int64_t amount_most = 300'000;  ///< micrometres in one interval: more has never been measured in ten minutes or an hour

/// "12.5" as micrometres; nothing if it is no number of millimetres with at most three decimals. A minus is read, so that it can be refused.
std::optional<std::int64_t> micrometres(std::string_view word) {
    const bool minus = word.starts_with('-');
    if (minus) word.remove_prefix(1);
    const auto point = word.find('.');
    const std::string_view whole = word.substr(0, point), rest = point == std::string_view::npos ? std::string_view() : word.substr(point + 1);
    if (whole.empty() || whole.size() > 6 || rest.size() > 3 || (point != std::string_view::npos && rest.empty())) return std::nullopt;
    std::int64_t value = 0;
    for (const char c : std::string(whole) + std::string(rest) + std::string(3 - rest.size(), '0')) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return minus ? -value : value;
}

}  // namespace

std::optional<RainSeries> load_rain(SourceText source, std::string id, Diagnostics& out) {
    const auto before = out.all().size();
    RainSeries series;
    series.id = std::move(id);
    series.path = source.path;
    std::string_view rest = source.text;
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    for (int line = 1; !rest.empty() || line <= 3; ++line) {
        const auto end = std::min(rest.find('\n'), rest.size());
        std::string_view row = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (row.ends_with('\r')) row.remove_suffix(1);
        const SourcePlace place{source.path, line, 1, 1, std::string(row)};
        const auto refuse = [&](std::string_view code, const std::vector<Word>& words = {}, Text hint = {}) {
            out.error(code, place, words, std::move(hint));
            return std::nullopt;
        };
        if (utf8_fault(row) != std::string_view::npos) return refuse("file-not-utf8", {"?"}, tell("file-not-utf8-hint"));
        constexpr std::string_view origin = "# origin: ", step = "# step: ", header = "gauge,minute,mm";
        if (line == 1) {
            if (!row.starts_with(origin) || row.size() == origin.size()) return refuse("rain-file-origin");
            series.origin = row.substr(origin.size());
            continue;
        }
        if (line == 2) {
            const auto length = row.starts_with(step) ? parse_duration(row.substr(step.size())) : Parsed<Duration>(ParseFault{});
            if (!std::holds_alternative<Duration>(length) || std::get<Duration>(length).count() < 60'000 || std::get<Duration>(length).count() % 60'000 != 0) return refuse("rain-file-step");
            series.step = std::get<Duration>(length);
            continue;
        }
        if (line == 3) {
            if (row != header) return refuse("rain-file-header", {row}, tell("rain-file-header-hint"));
            continue;
        }
        if (row.empty()) continue;
        const auto first = row.find(','), second = first == std::string_view::npos ? first : row.find(',', first + 1);
        if (second == std::string_view::npos || row.find(',', second + 1) != std::string_view::npos || first == 0) return refuse("rain-file-row");
        const std::string gauge(row.substr(0, first));
        const std::string_view minute_word = row.substr(first + 1, second - first - 1), amount_word = row.substr(second + 1);
        std::int64_t minute = 0;
        const auto [at, failed] = std::from_chars(minute_word.data(), minute_word.data() + minute_word.size(), minute);
        if (failed != std::errc{} || at != minute_word.data() + minute_word.size()) return refuse("rain-minute-form", {minute_word});
        auto& fallen = series.fallen[gauge];
        const std::int64_t every = series.step.count() / 60'000, last = static_cast<std::int64_t>(fallen.size()) * every;
        if (minute <= last) return refuse("rain-out-of-order", {gauge, last, minute});
        if (minute != last + every) return refuse("rain-gap", {gauge, last, last + every, minute});
        const auto amount = micrometres(amount_word);
        if (!amount) return refuse("rain-amount-form", {amount_word}, tell("rain-file-header-hint"));
        if (*amount < 0) return refuse("rain-negative", {amount_word});
        if (*amount > amount_most) return refuse("rain-amount-most", {amount_word, amount_most / 1000}, tell("rain-file-header-hint"));
        fallen.push_back(*amount);
    }
    if (series.fallen.empty()) out.error("rain-empty", {source.path, 0, 0, 1, {}});
    return out.all().size() == before ? std::optional(std::move(series)) : std::nullopt;
}

}  // namespace sandtable
