#include "sandtable/time.hpp"

#include <charconv>

#include <fmt/format.h>

namespace sandtable {

namespace {

constexpr std::int64_t ms_per_day = 86'400'000;

std::int64_t floor_days(std::int64_t ms) { return ms >= 0 ? ms / ms_per_day : -((-ms + ms_per_day - 1) / ms_per_day); }

/// `count` digits at the front of `text`, which is shortened by them.
std::optional<int> digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool skip(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Date> take_date(std::string_view& text) {
    const auto year = digits(text, 4);
    if (!year || !skip(text, '-')) return std::nullopt;
    const auto month = digits(text, 2);
    if (!month || !skip(text, '-')) return std::nullopt;
    const auto day = digits(text, 2);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day ymd{std::chrono::year{*year}, std::chrono::month(static_cast<unsigned>(*month)),
                                          std::chrono::day(static_cast<unsigned>(*day))};
    if (!ymd.ok()) return std::nullopt;
    return Date{ymd};
}

std::optional<int> take_offset(std::string_view& text) {
    if (skip(text, 'Z')) return 0;
    const bool minus = !text.empty() && text.front() == '-';
    if (!skip(text, '+') && !skip(text, '-')) return std::nullopt;
    const auto hours = digits(text, 2);
    if (!hours || !skip(text, ':')) return std::nullopt;
    const auto minutes = digits(text, 2);
    if (!minutes || *hours > 14 || *minutes > 59) return std::nullopt;
    return (minus ? -1 : 1) * (*hours * 60 + *minutes);
}

}  // namespace

Date CivilTime::date() const { return Date{std::chrono::days{floor_days(local_ms)}}; }
std::int64_t CivilTime::ms_of_day() const { return local_ms - floor_days(local_ms) * ms_per_day; }

CivilTime civil_time(Date day, std::int64_t ms_of_day, int offset_minutes) {
    return {day.time_since_epoch().count() * ms_per_day + ms_of_day, offset_minutes};
}
CivilTime civil_time(CivilTime start, ModelTime t) { return {start.local_ms + ms_of(t), start.offset_minutes}; }
ModelTime model_time(CivilTime start, CivilTime instant) {
    return model_time((instant.local_ms - instant.offset_minutes * 60'000LL) - (start.local_ms - start.offset_minutes * 60'000LL));
}

std::string clock_text(CivilTime t) {
    const auto s = t.ms_of_day() / 1000;
    return fmt::format("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

std::string date_text(Date day) {
    const std::chrono::year_month_day ymd{day};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                       static_cast<unsigned>(ymd.day()));
}

std::string iso_text(CivilTime t) {
    const int offset = t.offset_minutes < 0 ? -t.offset_minutes : t.offset_minutes;
    return fmt::format("{}T{}.{:03}{}{:02}:{:02}", date_text(t.date()), clock_text(t), t.ms_of_day() % 1000,
                       t.offset_minutes < 0 ? '-' : '+', offset / 60, offset % 60);
}

std::optional<Date> parse_date(std::string_view text) {
    const auto day = take_date(text);
    return text.empty() ? day : std::nullopt;
}

std::optional<int> parse_offset(std::string_view text) {
    const auto offset = take_offset(text);
    return text.empty() ? offset : std::nullopt;
}

std::optional<std::int64_t> parse_clock(std::string_view text) {
    const auto hours = digits(text, 2);
    if (!hours || !skip(text, ':')) return std::nullopt;
    const auto minutes = digits(text, 2);
    if (!minutes || !text.empty() || *minutes > 59 || *hours * 60 + *minutes > 24 * 60) return std::nullopt;
    return (*hours * 60 + *minutes) * 60'000LL;
}

std::optional<CivilTime> parse_iso(std::string_view text) {
    const auto day = take_date(text);
    if (!day || !skip(text, 'T')) return std::nullopt;
    const auto hours = digits(text, 2);
    if (!hours || !skip(text, ':')) return std::nullopt;
    const auto minutes = digits(text, 2);
    if (!minutes || !skip(text, ':')) return std::nullopt;
    const auto seconds = digits(text, 2);
    if (!seconds || *hours > 23 || *minutes > 59 || *seconds > 59) return std::nullopt;
    int millis = 0;
    if (skip(text, '.')) {
        const auto fraction = digits(text, 3);
        if (!fraction) return std::nullopt;
        millis = *fraction;
    }
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    return civil_time(*day, ((*hours * 60LL + *minutes) * 60 + *seconds) * 1000 + millis, *offset);
}

std::string span_text(Duration d) {
    const auto ms = d.count() < 0 ? -d.count() : d.count();
    const auto s = ms / 1000;
    std::string out = d.count() < 0 ? "-" : "";
    if (s >= 86'400) out += fmt::format("{} d {:02}:{:02}:{:02}", s / 86'400, s / 3600 % 24, s / 60 % 60, s % 60);
    else if (s >= 3600) out += fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
    else out += fmt::format("{}:{:02}", s / 60, s % 60);
    if (ms % 1000 != 0) out += fmt::format(".{:03}", ms % 1000);
    return out;
}

}  // namespace sandtable
