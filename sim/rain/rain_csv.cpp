// rain/ID.csv: what fell at gauges, interval by interval (formats.md).
#include <algorithm>
#include <charconv>
#include <map>

#include "sandtable/rain.hpp"
#include "sandtable/spread.hpp"
#include "yaml/node.hpp"

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

/// A gauge whose rows end before another's has stopped, and one whose numbers only rise over a day
/// may be a running total: neither is taken for rain without a word.
/// `last`: the line of each gauge's last row.
void tell_what_is_odd(const RainSeries& series, const std::map<std::string, int>& last,
                      Diagnostics& out) {
    constexpr std::size_t many = 12;  // wet intervals in a row that never fall
    std::size_t longest = 0;
    for (const auto& [gauge, fallen] : series.fallen) longest = std::max(longest, fallen.size());
    for (const auto& [gauge, fallen] : series.fallen) {
        const SourcePlace place{series.path, last.at(gauge), 1, 1, {}};
        const std::int64_t every = series.step.count() / 60'000;
        if (fallen.size() < longest)
            out.error("rain-stops", place,
                      {gauge, static_cast<std::int64_t>(fallen.size()) * every,
                       static_cast<std::int64_t>(longest) * every},
                      tell("rain-stops-hint"));
        std::size_t rising = 0, most = 0;
        for (std::size_t i = 1; i < fallen.size(); ++i) {
            rising = fallen[i] >= fallen[i - 1] && fallen[i] > 0 ? rising + 1 : 0;
            most = std::max(most, rising);
        }
        if (most >= many && fallen.back() == *std::max_element(fallen.begin(), fallen.end()))
            out.add(Severity::warning, "rain-total", place, {gauge, most}, tell("rain-total-hint"));
    }
}

}  // namespace

std::optional<RainSeries> load_rain(SourceText source, std::string id, Diagnostics& out) {
    const auto errors = [&] {
        return std::count_if(out.all().begin(), out.all().end(),
                             [](const Diagnostic& d) { return d.severity == Severity::error; });
    };
    const auto before = errors();
    RainSeries series;
    series.id = std::move(id);
    series.path = source.path;
    int seen = 0;  // lines that are not blank
    std::map<std::string, int> last_lines;
    const bool whole = each_csv_line(source, out, [&](CsvLine& line) {
        const std::string_view row = line.text;
        const auto refuse = [&](std::string_view code, const std::vector<Word>& words = {},
                                Text hint = {}) {
            out.error(code, line.place, words, std::move(hint));
            return false;
        };
        constexpr std::string_view origin = "# origin: ", step = "# step: ";
        const std::vector<std::string> header{"gauge", "minute", "mm"};
        std::vector<std::string> cells;
        for (CsvField& field : line.fields) cells.push_back(std::move(field.text));
        ++seen;
        if (seen == 1) {
            if (!row.starts_with(origin) || row.size() == origin.size())
                return refuse("rain-file-origin");
            series.origin = row.substr(origin.size());
            return true;
        }
        if (seen == 2) {
            const auto length = row.starts_with(step) ? parse_duration(row.substr(step.size()))
                                                      : Parsed<Duration>(ParseFault{});
            if (!std::holds_alternative<Duration>(length) ||
                std::get<Duration>(length).count() < 60'000 ||
                std::get<Duration>(length).count() % 60'000 != 0)
                return refuse("rain-file-step");
            series.step = std::get<Duration>(length);
            return true;
        }
        if (seen == 3)
            return cells == header ||
                   refuse("rain-file-header", {row}, tell("rain-file-header-hint"));
        if (cells.size() != 3 || cells[0].empty()) return refuse("rain-file-row");
        const std::string& gauge = cells[0];
        const std::string_view minute_word = cells[1], amount_word = cells[2];
        std::int64_t minute = 0;
        const auto [at, failed] =
            std::from_chars(minute_word.data(), minute_word.data() + minute_word.size(), minute);
        if (failed != std::errc{} || at != minute_word.data() + minute_word.size())
            return refuse("rain-minute-form", {minute_word});
        auto& fallen = series.fallen[gauge];
        const std::int64_t every = series.step.count() / 60'000,
                           last = static_cast<std::int64_t>(fallen.size()) * every;
        if (minute <= last) return refuse("rain-out-of-order", {gauge, last, minute});
        if (minute != last + every) return refuse("rain-gap", {gauge, last, last + every, minute});
        const auto amount = micrometres(amount_word);
        if (!amount)
            return refuse("rain-amount-form", {amount_word}, tell("rain-file-header-hint"));
        if (*amount < 0) return refuse("rain-negative", {amount_word});
        if (*amount > amount_most)
            return refuse("rain-amount-most", {amount_word, amount_most / 1000},
                          tell("rain-file-header-hint"));
        fallen.push_back(*amount);
        last_lines[gauge] = line.number;
        return true;
    });
    if (!whole) return std::nullopt;
    if (seen == 0) out.error("rain-file-origin", {source.path, 1, 1, 1, {}});
    else if (seen < 3)
        out.error("rain-file-header", {source.path, 0, 0, 1, {}}, {""},
                  tell("rain-file-header-hint"));
    tell_what_is_odd(series, last_lines, out);
    if (series.fallen.empty() && seen >= 3) out.error("rain-empty", {source.path, 0, 0, 1, {}});
    return errors() == before ? std::optional(std::move(series)) : std::nullopt;
}

}  // namespace sandtable
