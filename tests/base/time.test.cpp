// Civil time: reading, writing, and model time beside it.
#include "sandtable/time.hpp"
#include "support/catch.hpp"

using namespace sandtable;

namespace {

std::string read_back(std::string_view text) {
    const auto t = parse_iso(text);
    return t ? iso_text(*t) : "no instant";
}

constexpr std::int64_t hour = 3'600'000;

}  // namespace

TEST_CASE("an ISO instant is read and written with its offset and three decimals", "[base][time]") {
    CHECK(read_back("2026-01-26T09:00:00+08:00") == "2026-01-26T09:00:00.000+08:00");
    CHECK(read_back("2026-01-26T09:00:00.007+08:00") == "2026-01-26T09:00:00.007+08:00");
    CHECK(read_back("2026-01-26T09:00:00Z") == "2026-01-26T09:00:00.000+00:00");
    CHECK(read_back("2026-12-31T23:59:59.999-03:30") == "2026-12-31T23:59:59.999-03:30");
    CHECK(read_back("1969-12-31T23:59:59.999+00:00") == "1969-12-31T23:59:59.999+00:00");
    CHECK(read_back("0001-01-01T00:00:00+00:00") == "0001-01-01T00:00:00.000+00:00");
    CHECK(read_back("9999-12-31T00:00:00+14:00") == "9999-12-31T00:00:00.000+14:00");
}

TEST_CASE("what is no ISO instant is refused", "[base][time]") {
    for (const char* text : {"", "2026-01-26", "2026-01-26T09:00:00", "2026-01-26T09:00+08:00", "2026-01-26 09:00:00+08:00", "2026-1-26T09:00:00+08:00", "26-01-26T09:00:00+08:00",
                             "2026-01-26T9:00:00+08:00", "2026-01-26T09:00:00+8:00", "2026-01-26T09:00:00+0800", "2026-01-26T09:00:00.1+08:00", "2026-01-26T09:00:00.1234+08:00",
                             "2026-01-26T09:00:00.+08:00", "2026-01-26T09:00:00,000+08:00", "2026-01-26T09:00:00+08:00 ", " 2026-01-26T09:00:00+08:00", "2026-01-26t09:00:00+08:00",
                             "２０２６-01-26T09:00:00+08:00", "2026年1月26日9时"}) {
        INFO(text);
        CHECK(read_back(text) == "no instant");
    }
}

TEST_CASE("a day or a time of day that does not exist is refused", "[base][time]") {
    for (const char* text : {"2026-02-29T00:00:00+08:00", "2026-02-30T00:00:00+08:00", "2026-04-31T00:00:00+08:00", "2026-00-10T00:00:00+08:00", "2026-13-10T00:00:00+08:00", "2026-01-00T00:00:00+08:00",
                             "2026-01-32T00:00:00+08:00", "1900-02-29T00:00:00+08:00", "2026-01-26T24:00:00+08:00", "2026-01-26T25:00:00+08:00", "2026-01-26T09:60:00+08:00", "2026-01-26T09:00:60+08:00",
                             "2026-01-26T09:00:00+15:00", "2026-01-26T09:00:00+08:60", "2026-01-26T-9:00:00+08:00"}) {
        INFO(text);
        CHECK(read_back(text) == "no instant");
    }
    CHECK(read_back("2024-02-29T00:00:00+08:00") == "2024-02-29T00:00:00.000+08:00");
    CHECK(read_back("2000-02-29T23:59:59+08:00") == "2000-02-29T23:59:59.000+08:00");
}

TEST_CASE("a date is read and written, and days that do not exist are refused", "[base][time]") {
    for (const char* text : {"2026-01-26", "2024-02-29", "2020-12-31", "1970-01-01", "1969-12-31"}) {
        const auto day = parse_date(text);
        REQUIRE(day);
        CHECK(date_text(*day) == text);
    }
    for (const char* text : {"", "2026-02-29", "2026-2-9", "2026-01-26 ", "2026/01/26", "20260126", "2026-01-26T00:00:00+08:00", "-026-01-26"}) {
        INFO(text);
        CHECK_FALSE(parse_date(text));
    }
    CHECK(*parse_date("1970-01-02") - *parse_date("1970-01-01") == std::chrono::days{1});
}

TEST_CASE("an offset is read in minutes", "[base][time]") {
    CHECK(parse_offset("+08:00") == 480);
    CHECK(parse_offset("-03:30") == -210);
    CHECK(parse_offset("-00:45") == -45);
    CHECK(parse_offset("+05:45") == 345);
    CHECK(parse_offset("Z") == 0);
    for (const char* text : {"", "8", "+8:00", "08:00", "+08", "+0800", "+08:60", "+99:00", "+08:00:00", "z", "UTC"}) {
        INFO(text);
        CHECK_FALSE(parse_offset(text));
    }
}

TEST_CASE("a clock time runs from 00:00 to 24:00", "[base][time]") {
    CHECK(parse_clock("00:00") == 0);
    CHECK(parse_clock("08:30") == 8 * hour + hour / 2);
    CHECK(parse_clock("23:59") == 24 * hour - 60'000);
    CHECK(parse_clock("24:00") == 24 * hour);
    for (const char* text : {"", "24:01", "24:59", "25:00", "8:30", "08:60", "08:30:00", "0830", "08：30", "-1:00"}) {
        INFO(text);
        CHECK_FALSE(parse_clock(text));
    }
}

TEST_CASE("civil time is start plus model time at the start's offset", "[base][time]") {
    const CivilTime start = *parse_iso("2026-02-28T23:59:59.500+08:00");
    CHECK(iso_text(civil_time(start, model_time(0))) == "2026-02-28T23:59:59.500+08:00");
    CHECK(iso_text(civil_time(start, model_time(500))) == "2026-03-01T00:00:00.000+08:00");
    CHECK(iso_text(civil_time(start, model_time(-86'400'000))) == "2026-02-27T23:59:59.500+08:00");
    CHECK(iso_text(civil_time(start, model_time(366LL * 86'400'000))) == "2027-03-01T23:59:59.500+08:00");
}

TEST_CASE("the model time of a civil instant respects offsets", "[base][time]") {
    const CivilTime start = *parse_iso("2026-01-26T09:00:00+08:00");
    CHECK(ms_of(model_time(start, *parse_iso("2026-01-26T09:00:01+08:00"))) == 1000);
    CHECK(ms_of(model_time(start, *parse_iso("2026-01-26T01:00:00Z"))) == 0);
    CHECK(ms_of(model_time(start, *parse_iso("2026-01-25T20:30:00.250-04:30"))) == 250);
    CHECK(ms_of(model_time(start, *parse_iso("2026-01-26T08:59:59.999+08:00"))) == -1);
}

TEST_CASE("civil time and model time are each other's inverse over a day by odd steps", "[base][time]") {
    const CivilTime start = *parse_iso("2024-02-28T12:34:56.789+08:00");
    for (std::int64_t ms = -200'000'000; ms <= 200'000'000; ms += 1'234'567) CHECK(model_time(start, civil_time(start, model_time(ms))) == model_time(ms));
}

TEST_CASE("date and time of day agree before 1970 too", "[base][time]") {
    const CivilTime t{-1, 0};
    CHECK(date_text(t.date()) == "1969-12-31");
    CHECK(t.ms_of_day() == 86'399'999);
    CHECK(clock_text(t) == "23:59:59");
    const CivilTime midnight{-86'400'000, 0};
    CHECK(date_text(midnight.date()) == "1969-12-31");
    CHECK(midnight.ms_of_day() == 0);
    CHECK(civil_time(*parse_date("1969-12-31"), 0, 0) == midnight);
}

TEST_CASE("a day's 24:00 is the next day's midnight", "[base][time]") {
    CHECK(iso_text(civil_time(*parse_date("2026-02-28"), 24 * hour, 480)) == "2026-03-01T00:00:00.000+08:00");
}

TEST_CASE("a span is written for people, sign first, milliseconds only where there are some", "[base][time]") {
    CHECK(span_text(Duration{0}) == "0:00");
    CHECK(span_text(Duration{7}) == "0:00.007");
    CHECK(span_text(Duration{-7}) == "-0:00.007");
    CHECK(span_text(Duration{59'999}) == "0:59.999");
    CHECK(span_text(Duration{12 * 60'000 + 5000}) == "12:05");
    CHECK(span_text(Duration{hour - 1000}) == "59:59");
    CHECK(span_text(Duration{hour + 2 * 60'000 + 5000}) == "1:02:05");
    CHECK(span_text(Duration{24 * hour - 1000}) == "23:59:59");
    CHECK(span_text(Duration{24 * hour}) == "1 d 00:00:00");
    CHECK(span_text(Duration{-(3 * 24 + 4) * hour}) == "-3 d 04:00:00");
}
