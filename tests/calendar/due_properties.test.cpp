// What holds of due instants for every day: order, and agreement with counting day by day.
#include <array>
#include <filesystem>
#include <set>

#include "sandtable/calendar.hpp"
#include "support/catch.hpp"

using namespace sandtable;
using std::chrono::days;

namespace {

const Calendar& cn() {
    static const Calendar calendar = [] {
        Diagnostics out;
        auto source = read_file(std::filesystem::path(SANDTABLE_TREE) / "scenarios/calendars/cn.yaml", out);
        return load_calendar(source.value(), out).value();
    }();
    return calendar;
}

Date day(std::string_view text) { return parse_date(text).value(); }

/// Counting as a clerk does with a wall calendar: one day after the other, every day looked up.
struct Clerk {
    std::set<Date> holidays, workdays;

    explicit Clerk(const Calendar& calendar) {
        for (const auto& d : calendar.holidays) holidays.insert(d.date);
        for (const auto& d : calendar.workdays) workdays.insert(d.date);
    }
    bool works(Date d) const {
        const auto weekday = ((d.time_since_epoch().count() + 3) % 7 + 7) % 7;  // Monday is 0; 1970-01-01 was a Thursday
        return workdays.contains(d) || (weekday < 5 && !holidays.contains(d));
    }
    /// 24:00 of the period's last day, which is that day's next midnight.
    Date due(Date anchor, const Period& period, const std::set<Date>& stopped) const {
        Date d = anchor;
        if (period.unit == Period::Unit::working_days) {
            for (std::int64_t counted = 0; counted < period.count;) {
                d += days{1};
                if (works(d) && !stopped.contains(d)) ++counted;
            }
            return d + days{1};
        }
        std::int64_t left = period.count;
        if (period.unit == Period::Unit::months) left = (month_later(anchor, period.count) - anchor).count();
        while (left > 0) {
            d += days{1};
            if (!stopped.contains(d)) --left;
        }
        while (!works(d) || stopped.contains(d)) d += days{1};
        return d + days{1};
    }
    static Date month_later(Date from, std::int64_t months) {
        const std::chrono::year_month_day ymd{from};
        int year = static_cast<int>(ymd.year()), month = static_cast<int>(static_cast<unsigned>(ymd.month()));
        for (std::int64_t i = 0; i < months; ++i)
            if (++month > 12) ++year, month = 1;
        for (unsigned d = static_cast<unsigned>(ymd.day());; --d)
            if (const auto same = std::chrono::year{year} / month / static_cast<int>(d); same.ok()) return Date{same};
    }
};

std::int64_t due_ms(CivilTime anchor, const Period& period, const std::vector<ExcludedDays>& excluded = {}) {
    return std::get<CivilTime>(due_at(cn(), anchor, period, excluded)).local_ms;
}
CivilTime noon(Date d) { return civil_time(d, 12 * 3'600'000, 480); }
CivilTime midnight(Date d) { return civil_time(d, 0, 480); }

}  // namespace

TEST_CASE("working days fall due in the order of their anchors and of their number") {
    for (std::int64_t n = 0; n <= 25; ++n) {
        std::int64_t before = 0;
        for (Date d = day("2020-01-01"); d <= day("2026-10-31"); d += days{1}) {
            const auto first = due_ms(midnight(d), {Period::Unit::working_days, n});
            const auto last = due_ms(civil_time(d, 86'399'999, 480), {Period::Unit::working_days, n});
            const auto more = due_ms(midnight(d), {Period::Unit::working_days, n + 1});
            if (first != last) FAIL("the time of day matters on " << date_text(d));
            if (first < before) FAIL(n << " from " << date_text(d) << " is due before that of the day before");
            if (more <= first) FAIL(n + 1 << " from " << date_text(d) << " is due no later than " << n);
            before = first;
        }
    }
}

TEST_CASE("days and months fall due in the order of their anchors and of their number, on a working day") {
    for (const auto unit : {Period::Unit::days, Period::Unit::months}) {
        for (const std::int64_t n : {0, 1, 5, 6}) {
            std::int64_t before = 0;
            for (Date d = day("2020-01-01"); d <= day("2026-04-30"); d += days{1}) {
                const auto due = due_ms(noon(d), {unit, n});
                if (due < before || due > due_ms(noon(d), {unit, n + 1})) FAIL(n << " from " << date_text(d));
                if (!cn().is_working_day(CivilTime{due, 480}.date() - days{1})) FAIL(n << " from " << date_text(d) << " is due on a rest day");
                before = due;
            }
        }
    }
}

TEST_CASE("due instants are those of counting day by day") {
    const Clerk clerk(cn());
    for (Date d = day("2020-01-01"); d <= day("2026-04-30"); d += days{1}) {
        for (const Period& period : {Period{Period::Unit::working_days, 5}, {Period::Unit::working_days, 7}, {Period::Unit::working_days, 10},
                                     {Period::Unit::days, 10}, {Period::Unit::days, 30}, {Period::Unit::days, 60}, {Period::Unit::months, 6}}) {
            const auto expected = midnight(clerk.due(d, period, {}));
            if (due_ms(noon(d), period) != expected.local_ms) FAIL(period_text(period) << " from " << date_text(d) << " is not " << iso_text(expected));
        }
    }
}

TEST_CASE("due instants with excluded days are those of counting day by day") {
    const Clerk clerk(cn());
    std::uint32_t state = 20260214;
    const auto draw = [&](int below) {  // the quality of chance does not matter here, the same cases each time do
        state = state * 1664525u + 1013904223u;
        return static_cast<int>((state >> 8) % static_cast<std::uint32_t>(below));
    };
    for (int round = 0; round < 20'000; ++round) {
        const Date anchor = day("2020-01-01") + days{draw(2200)};
        const Period period{std::array{Period::Unit::working_days, Period::Unit::days, Period::Unit::months}[static_cast<std::size_t>(round % 3)],
                            1 + draw(round % 3 == 2 ? 2 : 20)};
        std::vector<ExcludedDays> excluded;
        std::set<Date> stopped;
        std::string said;
        for (int i = draw(5); i > 0; --i) {
            const Date first = anchor + days{draw(45) - 10}, last = first + days{draw(8)};
            excluded.push_back({first, last});
            for (Date d = std::max(first, anchor + days{1}); d <= last; d += days{1}) stopped.insert(d);
            said += " " + date_text(first) + ".." + date_text(last);
        }
        const auto expected = midnight(clerk.due(anchor, period, stopped));
        if (due_ms(noon(anchor), period, excluded) != expected.local_ms)
            FAIL(period_text(period) << " from " << date_text(anchor) << " without" << said << " is not " << iso_text(expected));
    }
}
