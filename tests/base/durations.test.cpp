// The grammar of durations and periods: what is read, what is refused and with which words.
#include "sandtable/diagnostic.hpp"
#include "sandtable/spread.hpp"
#include "support/catch.hpp"

using namespace sandtable;

namespace {

constexpr std::int64_t minute = 60'000, hour = 60 * minute, day = 24 * hour;

/// Milliseconds, or the code of the fault.
std::string duration_of(std::string_view text) {
    const auto parsed = parse_duration(text);
    if (const auto* fault = std::get_if<ParseFault>(&parsed)) return fault->code;
    return std::to_string(std::get<Duration>(parsed).count());
}

/// The period as the files write it, or the code of the fault.
std::string period_of(std::string_view text) {
    const auto parsed = parse_period(text);
    if (const auto* fault = std::get_if<ParseFault>(&parsed)) return fault->code;
    return period_text(std::get<Period>(parsed));
}

/// The whole message of a fault with its hint.
std::string fault_of(std::string_view text, Lang lang) {
    const auto parsed = parse_duration(text);
    const auto& fault = std::get<ParseFault>(parsed);
    return say(lang, fault.code, fault.words) + (fault.hint.empty() ? "" : " = " + fault.hint.in(lang));
}

}  // namespace

TEST_CASE("a duration is read in every clock unit", "[base][duration]") {
    CHECK(duration_of("250 ms") == "250");
    CHECK(duration_of("90 s") == "90000");
    CHECK(duration_of("10 min") == std::to_string(10 * minute));
    CHECK(duration_of("2 h") == std::to_string(2 * hour));
    CHECK(duration_of("2 d") == std::to_string(2 * day));
    CHECK(duration_of("0 min") == "0");
    CHECK(duration_of("10min") == std::to_string(10 * minute));
    CHECK(duration_of("  10   min  ") == std::to_string(10 * minute));
    CHECK(duration_of("007 min") == std::to_string(7 * minute));
}

TEST_CASE("a decimal duration is exact to the millisecond or refused", "[base][duration]") {
    CHECK(duration_of("7.5 h") == std::to_string(27'000'000));
    CHECK(duration_of("0.1 s") == "100");
    CHECK(duration_of("0.001 s") == "1");
    CHECK(duration_of("1.1 h") == "3960000");
    CHECK(duration_of("0.3 min") == "18000");
    CHECK(duration_of("2.675 s") == "2675");
    CHECK(duration_of("10.000 s") == "10000");
    CHECK(duration_of("0.000001 h") == "duration-fraction");
    CHECK(duration_of("0.0005 s") == "duration-fraction");
    CHECK(duration_of("0.5 ms") == "duration-fraction");
    CHECK(duration_of("0.0000001 d") == "duration-number");
}

TEST_CASE("a duration without a unit is refused", "[base][duration]") {
    for (const char* text : {"5", "5.5", "0", " 12 "}) CHECK(duration_of(text) == "duration-no-unit");
    CHECK(duration_of("") == "duration-no-unit");
}

TEST_CASE("a negative duration is refused as such", "[base][duration]") {
    CHECK(duration_of("-5 min") == "duration-negative");
    CHECK(duration_of("-0 min") == "duration-negative");
    CHECK(duration_of("-1e9 h") == "duration-negative");
}

TEST_CASE("a number that cannot be read is refused", "[base][duration]") {
    for (const char* text : {". min", "5. min", ".5 min", "1.2.3 min", "+5 min", "5-10 min", "1,5 min", "min", "٣ min", "五 min"}) {
        INFO(text);
        const std::string said = duration_of(text);
        CHECK((said == "duration-number" || said == "duration-unit"));
    }
    CHECK(duration_of("min") == "duration-number");
    CHECK(duration_of("1.2.3 min") == "duration-number");
}

TEST_CASE("a duration of more than ten years is too long", "[base][duration]") {
    CHECK(duration_of("3660 d") == std::to_string(duration_ms_max));
    CHECK(duration_of("3661 d") == "duration-too-long");
    CHECK(duration_of("87840 h") == std::to_string(duration_ms_max));
    CHECK(duration_of("87840.001 h") == "duration-too-long");
    CHECK(duration_of("1e99 h") == "duration-too-long");
    CHECK(duration_of("1E9 min") == "duration-too-long");
    CHECK(duration_of("999999999999 min") == "duration-too-long");
    CHECK(duration_of("9999999999999999999999999999999999 ms") == "duration-too-long");
}

TEST_CASE("a unit as people write it gets ours as a hint", "[base][duration]") {
    for (const auto& [theirs, ours] : {std::pair{"20 mins", "min"}, {"20 minutes", "min"}, {"2 hours", "h"}, {"2 hrs", "h"}, {"5 sec", "s"}, {"3 days", "d"}, {"3 day", "d"}, {"20 分钟", "min"}, {"20 分", "min"}, {"2 小时", "h"}, {"2 天", "d"}, {"2日", "d"}, {"3 个工作日", "working days"}, {"3 workign days", "working days"}}) {
        INFO(theirs);
        const auto parsed = parse_duration(theirs);
        const auto& fault = std::get<ParseFault>(parsed);
        CHECK(fault.code == "duration-unit");
        CHECK(fault.hint == tell("did-you-mean", {ours}));
    }
}

TEST_CASE("a fault of a duration reads well in both languages", "[base][duration]") {
    CHECK(fault_of("20 mins", Lang::en) == R"(there is no unit "mins" (in "20 mins") = did you mean "min"?)");
    CHECK(fault_of("20 mins", Lang::zh) == "没有“mins”这个单位（在“20 mins”中） = 是否想写“min”？");
    CHECK(fault_of("5", Lang::en) == R"("5" has no unit = write for example 90 s, 10 min, 7.5 h, 2 d, 6..18 min usually 10)");
    CHECK(fault_of("-5 min", Lang::zh) == "时长不能为负：“-5 min” = 写法如 90 s、10 min、7.5 h、2 d、6..18 min usually 10");
    CHECK(fault_of("1e99 h", Lang::en) == R"(too long: "1e99 h" (ten years at most) = write for example 90 s, 10 min, 7.5 h, 2 d, 6..18 min usually 10)");
    CHECK(fault_of("2 fortnights", Lang::en) == R"(there is no unit "fortnights" (in "2 fortnights") = write for example 90 s, 10 min, 7.5 h, 2 d, 6..18 min usually 10)");
}

TEST_CASE("working days and months are no clock time", "[base][duration]") {
    for (const char* text : {"3 working days", "1 working day", "6 months", "1 month"}) CHECK(duration_of(text) == "duration-not-clock");
}

TEST_CASE("a period is counted in its own unit", "[base][period]") {
    CHECK(period_of("20 min") == "20 min");
    CHECK(period_of("90 s") == "90 s");
    CHECK(period_of("2 h") == "2 h");
    CHECK(period_of("36 h") == "36 h");
    CHECK(period_of("7 working days") == "7 working days");
    CHECK(period_of("10 d") == "10 d");
    CHECK(period_of("6 months") == "6 months");
    CHECK(period_of("1 month") == "1 months");
    CHECK(std::get<Period>(parse_period("1 working day")).count == 1);
    CHECK(std::get<Period>(parse_period("1 d")).unit == Period::Unit::days);
    CHECK(std::get<Period>(parse_period("1.5 h")).count == 90 * minute);
}

TEST_CASE("a period of 24 hours is not written as a calendar day", "[base][period]") {
    CHECK(std::get<Period>(parse_period("24 h")).unit == Period::Unit::clock);
    CHECK(period_of("24 h") == "24 h");
    CHECK(period_of("48 h") == "48 h");
}

TEST_CASE("half a day or half a month is refused", "[base][period]") {
    CHECK(period_of("1.5 d") == "duration-fraction");
    CHECK(period_of("2.5 working days") == "duration-fraction");
    CHECK(period_of("0.5 months") == "duration-fraction");
    CHECK(period_of("2.0 working days") == "2 working days");
}

TEST_CASE("a period that cannot be read says why", "[base][period]") {
    CHECK(period_of("20") == "duration-no-unit");
    CHECK(period_of("-1 d") == "duration-negative");
    CHECK(period_of("20 mins") == "duration-unit");
    CHECK(period_of("3651 d") == "duration-too-long");
    CHECK(period_of("3650 d") == "3650 d");
    CHECK(period_of("6..7 d") == "duration-number");
    CHECK(period_of("1e99 h") == "duration-too-long");
}

TEST_CASE("a period of more than ten years of months is too long", "[base][period]") {
    CHECK(period_of("120 months") == "120 months");
    CHECK(period_of("3650 months") == "duration-too-long");  // spread.cpp, amount_of: 3650 bounds days, and months too
}

TEST_CASE("a duration is written in the largest unit that is whole", "[base][duration]") {
    CHECK(duration_text(0) == "0 min");
    CHECK(duration_text(1) == "1 ms");
    CHECK(duration_text(1500) == "1500 ms");
    CHECK(duration_text(90'000) == "90 s");
    CHECK(duration_text(27'000'000) == "450 min");
    CHECK(duration_text(7 * hour) == "7 h");
    CHECK(duration_text(2 * day) == "2 d");
    for (const std::int64_t ms : std::vector<std::int64_t>{0, 1, 999, 1000, 61'000, 3'600'000, 86'400'000, 90'061'001, duration_ms_max}) CHECK(duration_of(duration_text(ms)) == std::to_string(ms));
}
