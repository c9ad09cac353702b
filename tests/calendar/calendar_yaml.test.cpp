// Reading calendars/ID.yaml: what is refused, and in which words.
#include "sandtable/calendar.hpp"
#include "support/catch.hpp"

using namespace sandtable;

namespace {

struct Loaded {
    std::optional<Calendar> calendar;
    std::string said;  ///< every diagnostic as shown in English
};

Loaded load(std::string text) {
    Diagnostics out;
    out.error("yaml-empty", {"another.yaml", 0, 0, 1, {}});  // faults of other files do not concern this one
    Loaded loaded{load_calendar({"calendars/t.yaml", std::move(text)}, out), {}};
    for (std::size_t i = 1; i < out.all().size(); ++i) loaded.said += render(out.all()[i], Lang::en);
    return loaded;
}

/// A good file with one line replaced by another (or taken out).
std::string with(std::string_view line, std::string_view instead) {
    std::string text = R"(sandtable: calendar/1
id: t
offset: "+08:00"
covers: ["2026-01-01", "2026-12-31"]
closes: "24:00"
origin: {zh: 测试, en: a test}
holidays:
  2026-02-16: {zh: 春节, en: Spring Festival}
  "2026-01-01": {zh: 元旦, en: New Year's Day}
workdays:
  2026-02-28: {zh: 春节, en: Spring Festival}
  2026-02-14: {zh: 春节, en: Spring Festival}
)";
    const auto at = text.find(line);
    REQUIRE(at != std::string::npos);
    return text.replace(at, line.size(), instead);
}
std::string good() { return with("id: t", "id: t"); }

}  // namespace

TEST_CASE("a calendar file is read, its days sorted, its dates with or without quotes") {
    const auto [calendar, said] = load(good());
    CHECK(said == "");
    REQUIRE(calendar);
    CHECK(calendar->id == "t");
    CHECK(calendar->path == "calendars/t.yaml");
    CHECK(calendar->offset_minutes == 480);
    CHECK(calendar->closes_ms == 86'400'000);
    CHECK(calendar->origin == Text{"测试", "a test"});
    CHECK(date_text(calendar->first) + " " + date_text(calendar->last) == "2026-01-01 2026-12-31");
    std::string days;
    for (const auto* list : {&calendar->holidays, &calendar->workdays})
        for (const auto& day : *list) days += date_text(day.date) + " " + day.name.en + "; ";
    CHECK(days == "2026-01-01 New Year's Day; 2026-02-16 Spring Festival; 2026-02-14 Spring Festival; 2026-02-28 Spring Festival; ");
}

TEST_CASE("other offsets and closing times are read") {
    CHECK(load(with("+08:00", "-03:30")).calendar.value().offset_minutes == -210);
    CHECK(load(with("24:00", "17:30")).calendar.value().closes_ms == 63'000'000);
    CHECK(load(with("24:00", "00:01")).calendar.value().closes_ms == 60'000);
}

TEST_CASE("a calendar without holidays says so") {
    CHECK(load("sandtable: calendar/1\nid: t\noffset: \"Z\"\ncovers: [\"2026-01-01\", \"2026-01-01\"]\ncloses: \"24:00\"\n"
               "origin: {zh: 测试, en: a test}\nholidays: {}\nworkdays: {}\n").calendar);
}

TEST_CASE("in place of a calendar another kind of file is named, and its keys are not gone through") {
    const auto [calendar, said] = load("sandtable: network/1\nid: t\nareas: []\n");
    CHECK_FALSE(calendar);
    CHECK(said == R"(calendars/t.yaml:1:12: error: this is "network/1", and calendar/1 is needed here [kind-wrong]
 1 | sandtable: network/1
   |            ^~~~~~~~~
)");
}

TEST_CASE("a newer version of a calendar is refused") { CHECK(load(with("calendar/1", "calendar/2")).said.find("[kind-newer]") != std::string::npos); }

TEST_CASE("a calendar file that is no map is refused") {
    CHECK(load("just words\n").said == R"(calendars/t.yaml:1:1: error: expected a map, found a single word [wrong-shape]
 1 | just words
   | ^~~~~~~~~~
)");
    CHECK_FALSE(load("just words\n").calendar);
    CHECK_FALSE(load("").calendar);
}

TEST_CASE("every key of a calendar is needed") {
    for (const auto* line : {"id: t\n", "offset: \"+08:00\"\n", "covers: [\"2026-01-01\", \"2026-12-31\"]\n", "closes: \"24:00\"\n",
                             "origin: {zh: 测试, en: a test}\n"}) {
        const auto [calendar, said] = load(with(line, ""));
        const std::string key(line, std::string_view(line).find(':'));
        CHECK_FALSE(calendar);
        CHECK(said == "calendars/t.yaml:1:1: error: \"" + key + "\" is missing [key-missing]\n 1 | sandtable: calendar/1\n   | ^\n");
    }
    CHECK(load(with("holidays:\n", "x:\n")).said.find("\"holidays\" is missing [key-missing]") != std::string::npos);
    CHECK(load(with("workdays:\n", "x:\n")).said.find("\"workdays\" is missing [key-missing]") != std::string::npos);
}

TEST_CASE("an unknown key of a calendar is refused with the nearest known one") {
    const auto [calendar, said] = load(with("closes: \"24:00\"\n", "closes: \"24:00\"\nholliday: {}\n"));
    CHECK_FALSE(calendar);
    CHECK(said == R"(calendars/t.yaml:6:1: error: unknown key "holliday" [yaml-unknown-key]
 6 | holliday: {}
   | ^~~~~~~~
   = did you mean "holidays"?
)");
}

TEST_CASE("a calendar id is written as file ids are") {
    CHECK(load(with("id: t", "id: T_1")).said == R"(calendars/t.yaml:2:5: error: the id "T_1" must be written [a-z][a-z0-9-]* [id-form]
 2 | id: T_1
   |     ^~~
)");
}

TEST_CASE("offsets, closing times and the ends of covers need quotes") {
    CHECK(load(with("\"+08:00\"", "+08:00")).said == R"(calendars/t.yaml:3:9: error: an offset needs quotes: +08:00 [yaml-unquoted]
 3 | offset: +08:00
   |         ^~~~~~
   = write "+08:00"; YAML may read it as a number otherwise
)");
    CHECK(load(with("\"24:00\"", "24:00")).said.find("a clock time needs quotes: 24:00 [yaml-unquoted]") != std::string::npos);
    CHECK(load(with("\"2026-01-01\"", "2026-01-01")).said.find("a date needs quotes: 2026-01-01 [yaml-unquoted]") != std::string::npos);
}

TEST_CASE("what is no offset is refused") {
    CHECK(load(with("+08:00", "8")).said == R"(calendars/t.yaml:3:9: error: "8" is not an offset [calendar-offset]
 3 | offset: "8"
   |         ^~~
   = write for example "+08:00"
)");
}

TEST_CASE("a day closes after its first instant and by 24:00") {
    CHECK(load(with("24:00", "00:00")).said == R"(calendars/t.yaml:5:9: error: "00:00" is not a time at which a day can close [calendar-closes]
 5 | closes: "00:00"
   |         ^~~~~~~
   = write "24:00", or the end of business hours such as "17:30"; "00:00" is where a day begins
)");
    for (const auto* clock : {"24:01", "17:30:00", "5 pm", "-1:00"}) {
        const auto [calendar, said] = load(with("24:00", clock));
        CHECK_FALSE(calendar);
        CHECK(said.find("[calendar-closes]") != std::string::npos);
    }
}

TEST_CASE("covers is two days in order") {
    CHECK(load(with("\"2026-01-01\", \"2026-12-31\"", "\"2026-12-31\", \"2026-01-01\"")).said ==
          R"(calendars/t.yaml:4:9: error: the range "2026-12-31..2026-01-01" is the wrong way round [range-order]
 4 | covers: ["2026-12-31", "2026-01-01"]
   |         ^
   = the smaller end comes first
)");
    for (const auto* covers : {"[\"2026-01-01\"]", "\"2026\"", "[\"2026-01-01\", \"2026-06-30\", \"2026-12-31\"]"}) {
        const auto [calendar, said] = load(with("[\"2026-01-01\", \"2026-12-31\"]", covers));
        CHECK_FALSE(calendar);
        CHECK(said.find("covers needs two days, the first and the last [calendar-covers]") != std::string::npos);
    }
    CHECK(load(with("\"2026-12-31\"", "\"2026-02-30\"")).said.find("there is no day \"2026-02-30\" [calendar-date]") != std::string::npos);
}

TEST_CASE("a day exists, in holidays and in workdays") {
    CHECK(load(with("  2026-02-16", "  2026-02-29")).said == R"(calendars/t.yaml:8:3: error: there is no day "2026-02-29" [calendar-date]
 8 |   2026-02-29: {zh: 春节, en: Spring Festival}
   |   ^~~~~~~~~~
   = write year-month-day, such as 2026-02-14
)");
    CHECK_FALSE(load(with("  2026-02-28", "  2026-2-28")).calendar);
}

TEST_CASE("a holiday listed twice is refused") { CHECK(load(with("  2026-02-16", "  2026-01-01")).said.find("[yaml-duplicate-key]") != std::string::npos); }

TEST_CASE("a day has a name in both languages") {
    CHECK(load(with("{zh: 元旦, en: New Year's Day}", "元旦")).said.find("expected a text in both languages") != std::string::npos);
    CHECK(load(with(" {zh: 元旦, en: New Year's Day}", "")).said == R"(calendars/t.yaml:9:3: error: there is nothing behind "2026-01-01" [key-empty]
 9 |   "2026-01-01":
   |   ^~~~~~~~~~~~
)");
    CHECK(load(with("{zh: 元旦, en: New Year's Day}", "{zh: 元旦}")).said.find("\"en\" is missing") != std::string::npos);
}

TEST_CASE("a list of days is not a map of them") {
    CHECK(load(with("holidays:\n", "holidays: [2026-05-01]\nx:\n")).said.find("expected a map, found a list [wrong-shape]") != std::string::npos);
}

TEST_CASE("days lie within covers, both ends included") {
    CHECK(load(with("  2026-02-16", "  2027-01-01")).said == R"(calendars/t.yaml:8:3: error: 2027-01-01 is not within covers, 2026-01-01 to 2026-12-31 [calendar-not-covered]
 8 |   2027-01-01: {zh: 春节, en: Spring Festival}
   |   ^~~~~~~~~~
   = complete that year and widen covers, or remove the day
)");
    CHECK(load(with("  2026-02-28", "  2025-12-27")).said.find("[calendar-not-covered]") != std::string::npos);
    CHECK(load(with("  2026-02-16", "  2026-12-31")).said == "");
}

TEST_CASE("where covers cannot be read, days are not held against it") {
    CHECK(load(with("\"2026-12-31\"", "\"never\"")).said.find("[calendar-not-covered]") == std::string::npos);
}

TEST_CASE("a day cannot be both a holiday and a make-up working day") {
    const auto [calendar, said] = load(with("  2026-02-14", "  2026-02-16"));
    CHECK_FALSE(calendar);
    CHECK(said == R"(calendars/t.yaml:12:3: error: 2026-02-16 is a make-up working day and a holiday too (line 8) [calendar-day-twice]
 12 |   2026-02-16: {zh: 春节, en: Spring Festival}
    |   ^~~~~~~~~~
   = keep one of them
)");
}

TEST_CASE("a make-up working day that is no weekend is warned of, and the calendar loads") {
    const auto [calendar, said] = load(with("  2026-02-14", "  2026-02-13"));
    CHECK(calendar);
    CHECK(said == R"(calendars/t.yaml:12:3: warning: 2026-02-13 is no Saturday or Sunday and a working day anyway [calendar-workday-idle]
 12 |   2026-02-13: {zh: 春节, en: Spring Festival}
    |   ^~~~~~~~~~
   = check the date, or remove it
)");
    CHECK(load(with("  2026-02-14", "  2026-02-15")).said == "");  // a Sunday
}

TEST_CASE("what lies outside the calendar is said with the file to add to, in both languages") {
    const auto calendar = load(good()).calendar.value();
    Diagnostics out;
    report_outside(calendar, Date{std::chrono::year{2027} / 2 / 28}, {"drills/d.yaml", 4, 8, 3, "start: abc"}, out);
    REQUIRE(out.all().size() == 1);
    CHECK(out.has_errors());
    CHECK(render(out.all()[0], Lang::en) == R"(drills/d.yaml:4:8: error: 2027-02-28 is outside the calendar "t", which covers 2026-01-01 to 2026-12-31; add to calendars/t.yaml [calendar-outside]
 4 | start: abc
   |        ^~~
   = list that year's holidays and make-up working days there, then widen covers
)");
    CHECK(out.all()[0].message.zh == "2027-02-28 不在日历“t”涵盖的 2026-01-01 至 2026-12-31 之内，请补充 calendars/t.yaml");
}
