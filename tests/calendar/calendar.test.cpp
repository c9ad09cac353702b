// Working days counted from a day and back to one, on the shipped calendar.
#include <filesystem>

#include "sandtable/calendar.hpp"
#include "support/catch.hpp"

using namespace sandtable;

namespace {

const Calendar& cn() {
    static const Calendar calendar = [] {
        Diagnostics out;
        auto source = read_file(std::filesystem::path(SANDTABLE_TREE) / "scenarios/calendars/cn.yaml", out);
        auto loaded = load_calendar(source.value(), out);
        for (const auto& d : out.all()) FAIL(render(d, Lang::en));
        return loaded.value();
    }();
    return calendar;
}

Date day(std::string_view text) { return parse_date(text).value(); }

std::string shown(const CalendarAnswer<Date>& answer) {
    if (const auto* outside = std::get_if<OutsideCalendar>(&answer)) return "outside on " + date_text(outside->day);
    return date_text(std::get<Date>(answer));
}
std::string after(std::string_view from, std::int64_t n) { return shown(nth_working_day_after(cn(), day(from), n)); }
std::string notice(std::string_view before, std::int64_t n) { return shown(last_day_of_notice(cn(), day(before), n)); }

}  // namespace

TEST_CASE("the shipped calendar holds 2020 to 2026 of mainland China") {
    CHECK(cn().id == "cn");
    CHECK(cn().offset_minutes == 8 * 60);
    CHECK(cn().closes_ms == 86'400'000);
    CHECK(date_text(cn().first) == "2020-01-01");
    CHECK(date_text(cn().last) == "2026-12-31");
    CHECK(cn().holidays.size() == 208);
    CHECK(cn().workdays.size() == 46);
    CHECK(cn().origin.zh.find("国务院") != std::string::npos);
    CHECK(cn().origin.en.find("chinese-days 1.5.7 (MIT)") != std::string::npos);
    CHECK(cn().holidays.front().name == Text{"元旦", "New Year's Day"});
}

// Every statutory holiday is made up for by a day off, so that a year has its weekdays less the statutory days of the regulation on
// holidays (11, and 13 since 2025) - where no day was moved across the turn of the year, and no extra days were given (2020).
TEST_CASE("a year has as many working days as the regulation on holidays leaves") {
    const auto working_days = [](int year) {
        int n = 0;
        for (Date d{std::chrono::year{year} / 1 / 1}; d < Date{std::chrono::year{year + 1} / 1 / 1}; d += std::chrono::days{1}) n += cn().is_working_day(d);
        return n;
    };
    CHECK(working_days(2021) == 365 - 104 - 11);
    CHECK(working_days(2024) == 366 - 104 - 11);
    CHECK(working_days(2025) == 365 - 104 - 13);
    CHECK(working_days(2026) == 365 - 104 - 13);
}

TEST_CASE("a weekend is rest unless made up for, another day is work unless a holiday") {
    CHECK(cn().is_working_day(day("2026-03-06")));        // Friday
    CHECK_FALSE(cn().is_working_day(day("2026-03-07")));  // Saturday
    CHECK_FALSE(cn().is_working_day(day("2026-03-08")));  // Sunday
    CHECK(cn().is_working_day(day("2026-02-14")));        // Saturday before Spring Festival
    CHECK(cn().is_working_day(day("2026-01-04")));        // Sunday after New Year
    CHECK_FALSE(cn().is_working_day(day("2026-02-17")));  // Tuesday in Spring Festival
    CHECK_FALSE(cn().is_working_day(day("2020-01-01")));  // the ends are covered
    CHECK(cn().is_working_day(day("2026-12-31")));
}

TEST_CASE("the n-th working day after a day leaps over Spring Festival 2026 and counts both made-up Saturdays") {
    CHECK(after("2026-02-12", 1) == "2026-02-13");
    CHECK(after("2026-02-12", 2) == "2026-02-14");
    CHECK(after("2026-02-12", 3) == "2026-02-24");
    CHECK(after("2026-02-12", 6) == "2026-02-27");
    CHECK(after("2026-02-12", 7) == "2026-02-28");
    CHECK(after("2026-02-12", 8) == "2026-03-02");
}

TEST_CASE("no working day after a day is the day itself, whatever it is") {
    CHECK(after("2026-02-17", 0) == "2026-02-17");
    CHECK(after("2027-06-01", 0) == "2027-06-01");
}

TEST_CASE("the first day whose nature is needed and not known is the one outside") {
    CHECK(after("2026-12-30", 1) == "2026-12-31");
    CHECK(after("2026-12-30", 2) == "outside on 2027-01-01");
    CHECK(after("2026-12-31", 7) == "outside on 2027-01-01");
    CHECK(after("2027-03-01", 1) == "outside on 2027-03-02");
    CHECK(after("2019-12-31", 1) == "2020-01-02");  // the first day does not count, so nobody asks what it was
    CHECK(after("2019-12-30", 1) == "outside on 2019-12-31");
}

TEST_CASE("notice leaves n clear working days between its day and the day itself") {
    CHECK(notice("2026-03-20", 7) == "2026-03-10");  // 11, 12, 13, 16, 17, 18, 19 March lie between
    CHECK(notice("2026-03-23", 7) == "2026-03-11");  // a Monday: the weekend before is not clear working days
    CHECK(notice("2026-03-05", 7) == "2026-02-24");  // 28 February, a Saturday, counts
    CHECK(notice("2026-02-27", 7) == "2026-02-10");  // over the whole of Spring Festival; 14 February counts
    CHECK(notice("2026-03-04", 7) == "2026-02-23");  // a rest day can be the last day of notice: nothing is said of the day itself
    CHECK(notice("2026-02-17", 1) == "2026-02-13");  // a hearing on a rest day
}

TEST_CASE("notice without clear days is the day before") { CHECK(notice("2026-02-24", 0) == "2026-02-23"); }

TEST_CASE("notice asks the days between and neither end") {
    CHECK(notice("2020-01-03", 1) == "2020-01-01");
    CHECK(notice("2020-01-02", 1) == "outside on 2019-12-31");
    CHECK(notice("2027-01-01", 1) == "2026-12-30");
    CHECK(notice("2027-01-02", 1) == "outside on 2027-01-01");
}

TEST_CASE("notice is the latest day that leaves n clear working days, for every day and n") {
    for (Date to = day("2024-03-01"); to <= day("2026-12-31"); to += std::chrono::days{1}) {
        for (std::int64_t n = 0; n <= 12; ++n) {
            const auto answer = last_day_of_notice(cn(), to, n);
            const Date from = std::get<Date>(answer);
            std::int64_t clear = 0;
            for (Date d = from + std::chrono::days{1}; d < to; d += std::chrono::days{1}) clear += cn().is_working_day(d);
            const bool later_is_too_late = n == 0 ? from + std::chrono::days{1} == to : cn().is_working_day(from + std::chrono::days{1});
            if (clear != n || !later_is_too_late) FAIL(date_text(to) << " less " << n << " gives " << date_text(from));
        }
    }
}

TEST_CASE("n working days lie in (day, n-th working day after], and it is one, for every day and n") {
    for (Date from = day("2019-12-31"); from <= day("2026-10-01"); from += std::chrono::days{1}) {
        for (std::int64_t n = 1; n <= 30; ++n) {
            const Date to = std::get<Date>(nth_working_day_after(cn(), from, n));
            std::int64_t counted = 0;
            for (Date d = from + std::chrono::days{1}; d <= to; d += std::chrono::days{1}) counted += cn().is_working_day(d);
            if (counted != n || !cn().is_working_day(to)) FAIL(n << " after " << date_text(from) << " gives " << date_text(to));
        }
    }
}
