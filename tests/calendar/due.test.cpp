// When periods fall due (semantics.md 1), at each boundary, on the shipped calendar.
#include <filesystem>

#include "sandtable/calendar.hpp"
#include "support/catch.hpp"

using namespace sandtable;

namespace {

const Calendar& cn() {
    static const Calendar calendar = [] {
        Diagnostics out;
        auto source = read_file(std::filesystem::path(SANDTABLE_TREE) / "scenarios/calendars/cn.yaml", out);
        return load_calendar(source.value(), out).value();
    }();
    return calendar;
}

Calendar closing(std::string_view clock) {
    Calendar calendar = cn();
    calendar.closes_ms = parse_clock(clock).value();
    return calendar;
}

Date day(std::string_view text) { return parse_date(text).value(); }

/// {"2026-03-02", "2026-03-04"}: from the first to the second.
std::vector<ExcludedDays> without(std::initializer_list<std::pair<std::string_view, std::string_view>> ranges) {
    std::vector<ExcludedDays> excluded;
    for (const auto& [first, last] : ranges) excluded.push_back({day(first), day(last)});
    return excluded;
}

std::string shown(const CalendarAnswer<CivilTime>& answer) {
    if (const auto* outside = std::get_if<OutsideCalendar>(&answer)) return "outside on " + date_text(outside->day);
    const std::string iso = iso_text(std::get<CivilTime>(answer));
    return iso.substr(iso.size() - 6) == "+08:00" ? iso.substr(0, iso.size() - 6) : iso;
}

/// `anchor` is in +08:00 unless it says otherwise; so is the answer.
CivilTime at(std::string_view anchor) {
    if (const auto t = parse_iso(anchor)) return *t;
    return parse_iso(std::string(anchor) + "+08:00").value();
}
std::string due(std::string_view anchor, std::string_view period, const std::vector<ExcludedDays>& excluded = {}, const Calendar& calendar = cn()) {
    return shown(due_at(calendar, at(anchor), std::get<Period>(parse_period(period)), excluded));
}
std::string work(std::string_view start, std::int64_t n) { return shown(work_ends_at(cn(), at(start), n)); }

}  // namespace

TEST_CASE("a clock period runs from its instant, to the millisecond, through rest days and midnight") {
    CHECK(due("2026-02-17T09:00:00.001", "20 min") == "2026-02-17T09:20:00.001");
    CHECK(due("2026-02-17T23:50:00.999", "30 min") == "2026-02-18T00:20:00.999");
    CHECK(due("2026-02-28T23:00:00", "2 h") == "2026-03-01T01:00:00.000");
    CHECK(due("2026-02-14T12:00:00", "24 h") == "2026-02-15T12:00:00.000");
    CHECK(due("2026-02-14T12:00:00", "1 ms") == "2026-02-14T12:00:00.001");
    CHECK(due("2026-02-14T12:00:00", "0 min") == "2026-02-14T12:00:00.000");
}

TEST_CASE("a clock period asks no calendar, no closing time and no excluded days") {
    CHECK(due("2031-05-01T09:00:00", "20 min") == "2031-05-01T09:20:00.000");
    CHECK(due("2026-03-02T17:00:00", "2 h", {}, closing("17:30")) == "2026-03-02T19:00:00.000");
    CHECK(due("2026-03-02T09:00:00", "48 h", without({{"2026-03-03", "2026-03-03"}})) == "2026-03-04T09:00:00.000");
}

TEST_CASE("5, 7 and 10 working days over Spring Festival 2026") {
    CHECK(due("2026-02-12T10:00:00", "5 working days") == "2026-02-27T00:00:00.000");   // 13, 14, 24, 25, 26: 24:00 of the 26th
    CHECK(due("2026-02-12T10:00:00", "7 working days") == "2026-03-01T00:00:00.000");   // 27, Saturday 28
    CHECK(due("2026-02-12T10:00:00", "10 working days") == "2026-03-05T00:00:00.000");  // 2, 3, 4 March
    CHECK(due("2026-02-09T10:00:00", "5 working days") == "2026-02-15T00:00:00.000");   // ends on the made-up Saturday
    CHECK(due("2026-02-10T10:00:00", "5 working days") == "2026-02-25T00:00:00.000");   // one day more is ten days later
}

TEST_CASE("5, 7 and 10 working days over National Day 2026") {
    CHECK(due("2026-09-29T10:00:00", "5 working days") == "2026-10-13T00:00:00.000");   // 30, 8, 9, Saturday 10, 12
    CHECK(due("2026-09-29T10:00:00", "7 working days") == "2026-10-15T00:00:00.000");   // 13, 14
    CHECK(due("2026-09-29T10:00:00", "10 working days") == "2026-10-20T00:00:00.000");  // 15, 16, 19
    CHECK(due("2026-09-30T10:00:00", "1 working day") == "2026-10-09T00:00:00.000");
}

TEST_CASE("working days from an anchor on a rest day count from the next working day on") {
    CHECK(due("2026-02-17T10:00:00", "1 working day") == "2026-02-25T00:00:00.000");
    CHECK(due("2026-02-17T10:00:00", "5 working days") == "2026-03-01T00:00:00.000");
    CHECK(due("2026-02-23T23:59:59.999", "5 working days") == "2026-03-01T00:00:00.000");  // the last rest day
    CHECK(due("2026-02-24T00:00:00.000", "5 working days") == "2026-03-03T00:00:00.000");  // the next day does not count
    CHECK(due("2026-03-07T10:00:00", "1 working day") == "2026-03-10T00:00:00.000");
}

TEST_CASE("the first day does not count, from its first millisecond to its last") {
    for (const auto* period : {"1 working day", "1 d"}) {
        CHECK(due("2026-03-02T23:59:59.999", period) == "2026-03-04T00:00:00.000");
        CHECK(due("2026-03-03T00:00:00.000", period) == "2026-03-05T00:00:00.000");
        CHECK(due("2026-03-03T23:59:59.999", period) == "2026-03-05T00:00:00.000");
        CHECK(due("2026-03-04T00:00:00.000", period) == "2026-03-06T00:00:00.000");
    }
    CHECK(due("2026-03-31T00:00:00.000", "1 months") == "2026-05-01T00:00:00.000");
    CHECK(due("2026-03-31T23:59:59.999", "1 months") == "2026-05-01T00:00:00.000");
}

TEST_CASE("days that end on a working day end there, made-up Saturdays too") {
    CHECK(due("2026-03-02T10:00:00", "10 d") == "2026-03-13T00:00:00.000");
    CHECK(due("2026-02-04T10:00:00", "10 d") == "2026-02-15T00:00:00.000");
    CHECK(due("2026-03-12T10:00:00", "60 d") == "2026-05-12T00:00:00.000");
}

TEST_CASE("days that end on a rest day end with the next working day") {
    CHECK(due("2026-02-05T10:00:00", "10 d") == "2026-02-25T00:00:00.000");  // first day of Spring Festival
    CHECK(due("2026-02-13T10:00:00", "10 d") == "2026-02-25T00:00:00.000");  // its last
    CHECK(due("2026-02-14T10:00:00", "10 d") == "2026-02-25T00:00:00.000");  // the working day itself
    CHECK(due("2026-02-25T10:00:00", "10 d") == "2026-03-10T00:00:00.000");  // Saturday 7 March: Monday
    CHECK(due("2026-03-11T10:00:00", "60 d") == "2026-05-12T00:00:00.000");  // Sunday 10 May: Monday
    CHECK(due("2026-03-03T10:00:00", "60 d") == "2026-05-07T00:00:00.000");  // Saturday 2 May, in Labour Day: Wednesday
    CHECK(due("2026-09-01T10:00:00", "30 d") == "2026-10-09T00:00:00.000");
}

TEST_CASE("months end on the corresponding day") {
    CHECK(due("2026-01-15T10:00:00", "6 months") == "2026-07-16T00:00:00.000");
    CHECK(due("2025-11-30T10:00:00", "6 months") == "2026-06-02T00:00:00.000");  // Saturday 30 May: Monday 1 June
    CHECK(due("2025-08-12T10:00:00", "12 months") == "2026-08-13T00:00:00.000");
    CHECK(due("2025-12-16T10:00:00", "2 months") == "2026-02-25T00:00:00.000");  // in Spring Festival
}

TEST_CASE("months without the corresponding day end on their last, and roll from there") {
    CHECK(due("2024-08-31T10:00:00", "6 months") == "2025-03-01T00:00:00.000");  // Friday 28 February 2025
    CHECK(due("2023-08-31T10:00:00", "6 months") == "2024-03-01T00:00:00.000");  // Thursday 29 February 2024
    CHECK(due("2025-08-31T10:00:00", "6 months") == "2026-03-01T00:00:00.000");  // a made-up Saturday
    CHECK(due("2020-08-31T10:00:00", "6 months") == "2021-03-02T00:00:00.000");  // Sunday 28 February 2021: Monday
    CHECK(due("2026-03-31T10:00:00", "1 month") == "2026-05-01T00:00:00.000");   // 30 April
}

TEST_CASE("a calendar that closes with business hours ends days, working days and months there") {
    const Calendar calendar = closing("17:30");
    CHECK(due("2026-02-12T10:00:00", "5 working days", {}, calendar) == "2026-02-26T17:30:00.000");
    CHECK(due("2026-02-12T23:00:00", "1 working day", {}, calendar) == "2026-02-13T17:30:00.000");
    CHECK(due("2026-02-05T10:00:00", "10 d", {}, calendar) == "2026-02-24T17:30:00.000");
    CHECK(due("2020-08-31T10:00:00", "6 months", {}, calendar) == "2021-03-01T17:30:00.000");
}

TEST_CASE("a period of no days closes with its own day, and never before it began") {
    CHECK(due("2026-03-02T10:00:00", "0 working days") == "2026-03-03T00:00:00.000");
    CHECK(due("2026-02-17T10:00:00", "0 working days") == "2026-02-18T00:00:00.000");
    CHECK(due("2026-02-17T10:00:00", "0 d") == "2026-02-25T00:00:00.000");
    CHECK(due("2026-03-02T10:00:00", "0 working days", {}, closing("17:30")) == "2026-03-02T17:30:00.000");
    CHECK(due("2026-03-02T20:00:00", "0 working days", {}, closing("17:30")) == "2026-03-02T20:00:00.000");
}

// 2 March 2026 is a Monday: 5 working days end on Monday the 9th.
TEST_CASE("excluded working days move a period in working days by one each") {
    CHECK(due("2026-03-02T10:00:00", "5 working days") == "2026-03-10T00:00:00.000");
    CHECK(due("2026-03-02T10:00:00", "5 working days", without({{"2026-03-04", "2026-03-05"}})) == "2026-03-12T00:00:00.000");        // inside
    CHECK(due("2026-03-02T10:00:00", "5 working days", without({{"2026-03-09", "2026-03-09"}})) == "2026-03-11T00:00:00.000");        // its last day
    CHECK(due("2026-03-02T10:00:00", "5 working days", without({{"2026-03-09", "2026-03-12"}})) == "2026-03-14T00:00:00.000");        // from it on
    CHECK(due("2026-03-02T10:00:00", "5 working days", without({{"2026-03-03", "2026-03-09"}})) == "2026-03-17T00:00:00.000");        // all of it
    CHECK(due("2026-02-12T10:00:00", "5 working days", without({{"2026-02-14", "2026-02-14"}})) == "2026-02-28T00:00:00.000");        // made up
}

TEST_CASE("days that would not have counted anyway move nothing") {
    CHECK(due("2026-03-02T10:00:00", "5 working days", without({{"2026-03-07", "2026-03-08"}})) == "2026-03-10T00:00:00.000");        // a weekend
    CHECK(due("2026-03-02T10:00:00", "5 working days", without({{"2026-02-20", "2026-03-02"}})) == "2026-03-10T00:00:00.000");        // the anchor's day
    CHECK(due("2026-03-02T10:00:00", "5 working days", without({{"2026-03-10", "2026-03-20"}})) == "2026-03-10T00:00:00.000");        // afterwards
    CHECK(due("2026-03-02T10:00:00", "10 d", without({{"2026-02-20", "2026-03-02"}})) == "2026-03-13T00:00:00.000");
    CHECK(due("2026-03-02T10:00:00", "10 d", without({{"2026-03-13", "2026-03-20"}})) == "2026-03-13T00:00:00.000");
    CHECK(due("2026-03-02T10:00:00", "0 d", without({{"2026-03-02", "2026-03-06"}})) == "2026-03-03T00:00:00.000");
}

TEST_CASE("overlapping excluded days count once, in any order") {
    const auto tangled = without({{"2026-03-05", "2026-03-06"}, {"2026-03-04", "2026-03-05"}, {"2026-03-04", "2026-03-06"}, {"2026-03-05", "2026-03-05"}});
    const auto joined = without({{"2026-03-04", "2026-03-06"}});
    CHECK(due("2026-03-02T10:00:00", "5 working days", tangled) == "2026-03-13T00:00:00.000");
    CHECK(due("2026-03-02T10:00:00", "5 working days", joined) == "2026-03-13T00:00:00.000");
    CHECK(due("2026-03-02T10:00:00", "7 d", tangled) == "2026-03-13T00:00:00.000");
    CHECK(due("2026-03-02T10:00:00", "7 d", joined) == "2026-03-13T00:00:00.000");
}

TEST_CASE("an excluded range that only the moved end reaches moves it again") {
    CHECK(due("2026-03-02T10:00:00", "5 working days", without({{"2026-03-10", "2026-03-10"}, {"2026-03-05", "2026-03-05"}})) == "2026-03-12T00:00:00.000");
    CHECK(due("2026-03-02T10:00:00", "7 d", without({{"2026-03-10", "2026-03-10"}, {"2026-03-05", "2026-03-05"}})) == "2026-03-12T00:00:00.000");
}

// 10 days from Monday 2 March 2026 end on Thursday the 12th.
TEST_CASE("excluded days move a period in days by one each, rest days too, before it rolls") {
    CHECK(due("2026-03-02T10:00:00", "10 d", without({{"2026-03-05", "2026-03-05"}})) == "2026-03-14T00:00:00.000");
    CHECK(due("2026-03-02T10:00:00", "10 d", without({{"2026-03-07", "2026-03-07"}})) == "2026-03-14T00:00:00.000");  // a Saturday counts here
    CHECK(due("2026-03-02T10:00:00", "10 d", without({{"2026-03-05", "2026-03-06"}})) == "2026-03-17T00:00:00.000");  // Saturday 14th: Monday
    CHECK(due("2026-03-02T10:00:00", "10 d", without({{"2026-02-25", "2026-03-03"}})) == "2026-03-14T00:00:00.000");  // its first day
    CHECK(due("2026-03-02T10:00:00", "10 d", without({{"2026-03-12", "2026-03-12"}})) == "2026-03-14T00:00:00.000");  // its last
    CHECK(due("2026-03-02T10:00:00", "10 d", without({{"2026-03-12", "2026-03-14"}})) == "2026-03-17T00:00:00.000");  // Sunday 15th: Monday
    CHECK(due("2026-03-02T10:00:00", "60 d", without({{"2026-03-10", "2026-03-24"}})) == "2026-05-19T00:00:00.000");  // 1 May and 15 days: Saturday
    CHECK(due("2026-01-30T10:00:00", "1 month", without({{"2026-02-03", "2026-02-04"}})) == "2026-03-03T00:00:00.000");
}

TEST_CASE("a period that rolls does not stop on an excluded day") {
    CHECK(due("2026-03-04T10:00:00", "10 d") == "2026-03-17T00:00:00.000");                                           // Saturday 14th: Monday
    CHECK(due("2026-03-04T10:00:00", "10 d", without({{"2026-03-15", "2026-03-16"}})) == "2026-03-18T00:00:00.000");  // Monday excluded: Tuesday
}

TEST_CASE("what is due after the calendar's end is outside it, by the first day that is not known") {
    CHECK(due("2026-12-24T10:00:00", "5 working days") == "2027-01-01T00:00:00.000");  // 24:00 of the last day
    CHECK(due("2026-12-24T10:00:00", "6 working days") == "outside on 2027-01-01");
    CHECK(due("2026-12-24T10:00:00", "7 working days") == "outside on 2027-01-01");
    CHECK(due("2026-12-21T10:00:00", "10 d") == "2027-01-01T00:00:00.000");
    CHECK(due("2026-12-21T10:00:00", "11 d") == "outside on 2027-01-01");
    CHECK(due("2026-12-21T10:00:00", "60 d") == "outside on 2027-02-19");  // its last day is the one asked for
    CHECK(due("2026-08-31T10:00:00", "6 months") == "outside on 2027-02-28");
    CHECK(due("2026-12-24T10:00:00", "5 working days", without({{"2026-12-28", "2026-12-28"}})) == "outside on 2027-01-01");
    CHECK(due("2026-12-21T10:00:00", "10 d", without({{"2026-12-31", "2027-01-04"}})) == "outside on 2027-01-05");
}

TEST_CASE("an end on the calendar's last rest days looks for its working day outside") {
    Calendar calendar = cn();
    calendar.last = day("2026-10-04");
    CHECK(due("2026-09-21T10:00:00", "11 d", {}, calendar) == "outside on 2026-10-05");
}

TEST_CASE("what counts from before the calendar's beginning is outside it unless no unknown day matters") {
    CHECK(due("2019-12-30T10:00:00", "5 working days") == "outside on 2019-12-31");
    CHECK(due("2019-12-31T10:00:00", "1 working day") == "2020-01-03T00:00:00.000");
    CHECK(due("2019-12-20T10:00:00", "10 d") == "outside on 2019-12-30");
    CHECK(due("2019-12-20T10:00:00", "12 d") == "2020-01-03T00:00:00.000");  // 1 January: the 2nd
    CHECK(due("2019-08-31T10:00:00", "6 months") == "2020-03-03T00:00:00.000");  // Saturday 29 February: Monday
    CHECK(due("2019-12-30T10:00:00", "1 working day", without({{"2019-12-31", "2019-12-31"}})) == "2020-01-03T00:00:00.000");
}

TEST_CASE("days are those of the calendar's civil time, and the answer keeps the anchor's offset") {
    CHECK(due("2026-03-03T00:30:00+09:00", "1 working day") == "2026-03-04T01:00:00.000+09:00");  // 23:30 on the 2nd at +08:00
    CHECK(due("2026-03-02T16:00:00Z", "1 working day") == "2026-03-04T16:00:00.000+00:00");       // midnight: the 3rd
    CHECK(due("2026-03-02T15:59:59.999Z", "1 working day") == "2026-03-03T16:00:00.000+00:00");
    CHECK(due("2026-03-02T10:00:00+09:00", "2 h") == "2026-03-02T12:00:00.000+09:00");
    CHECK(due("2026-03-02T20:00:00+09:00", "0 working days", {}, closing("17:30")) == "2026-03-02T20:00:00.000+09:00");
    CHECK(due("2026-03-02T18:00:00+09:00", "0 working days", {}, closing("17:30")) == "2026-03-02T18:30:00.000+09:00");
}

TEST_CASE("work of n working days ends at the same time of day on the n-th working day after") {
    CHECK(work("2026-02-12T10:15:30.250", 3) == "2026-02-24T10:15:30.250");
    CHECK(work("2026-02-17T23:59:59.999", 1) == "2026-02-24T23:59:59.999");
    CHECK(work("2026-02-17T00:00:00.000", 1) == "2026-02-24T00:00:00.000");
    CHECK(work("2026-02-17T10:00:00", 0) == "2026-02-17T10:00:00.000");
    CHECK(work("2026-12-31T10:00:00", 1) == "outside on 2027-01-01");
    CHECK(work("2019-12-20T10:00:00", 1) == "outside on 2019-12-21");
    CHECK(work("2026-03-03T00:30:00+09:00", 1) == "2026-03-04T00:30:00.000+09:00");  // Monday 23:30 to Tuesday 23:30 at +08:00
    CHECK(work("2026-03-07T00:30:00+09:00", 1) == "2026-03-10T00:30:00.000+09:00");  // Friday 23:30 to Monday 23:30
}

TEST_CASE("the periods of an adjudication across National Day 2026") {
    CHECK(due("2026-07-22T10:00:00", "60 d") == "2026-09-21T00:00:00.000");            // Sunday 20 September, a made-up working day
    CHECK(due("2026-08-03T10:00:00", "60 d") == "2026-10-09T00:00:00.000");            // 2 October: the 8th
    CHECK(due("2026-02-13T10:00:00", "7 working days") == "2026-03-03T00:00:00.000");  // 2 March
    CHECK(due("2026-10-13T09:00:00", "7 working days before") == "2026-09-28T00:00:00.000");  // by the end of 27 September
}

TEST_CASE("before its anchor a period ends so long, or so many clear days, before it") {
    CHECK(due("2026-03-02T09:00:00", "24 h before") == "2026-03-01T09:00:00.000");
    CHECK(due("2026-03-10T09:00:00", "3 d before") == "2026-03-07T00:00:00.000");  // 7, 8 and 9 lie between: the 6th is the last
    CHECK(due("2026-03-10T09:00:00", "1 working days before") == "2026-03-09T00:00:00.000");  // Monday lies between: Sunday the 8th
    CHECK(due("2026-03-10T09:00:00", "0 working days before") == "2026-03-10T00:00:00.000");
    CHECK(period_text(std::get<Period>(parse_period("7 working days before"))) == "7 working days before");
    CHECK(std::holds_alternative<ParseFault>(parse_period("2 months before")));
    CHECK(std::holds_alternative<ParseFault>(parse_period("before")));
}
