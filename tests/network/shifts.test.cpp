#include "network/loading.hpp"
#include "sandtable/network.hpp"
#include "support/catch.hpp"

using namespace sandtable;

namespace {

using Days = Shift::Days;

Shift shift(std::string id, std::string_view from, std::string_view to, Days days) { return {std::move(id), {}, *parse_clock(from), *parse_clock(to), days}; }

Network with(std::initializer_list<Shift> shifts) {
    Network network;
    for (const Shift& s : shifts) network.shifts.push_back(s);
    return network;
}

/// January 2026: Thursday the 1st is a holiday, Sunday the 4th a working day instead.
Calendar january() {
    Calendar calendar;
    calendar.id = "cn";
    calendar.offset_minutes = 480;
    calendar.first = *parse_date("2026-01-01");
    calendar.last = *parse_date("2026-01-31");
    calendar.holidays = {{*parse_date("2026-01-01"), {"元旦", "New Year"}}};
    calendar.workdays = {{*parse_date("2026-01-04"), {"调休", "make-up day"}}};
    return calendar;
}

std::string at(const Network& network, std::string_view when) {
    const auto answer = shift_at(network, january(), *parse_iso(std::string(when) + "+08:00"));
    if (const auto* outside = std::get_if<OutsideCalendar>(&answer)) return "outside: " + date_text(outside->day);
    return network.shifts[std::get<ShiftId>(answer)].id;
}

std::string edge_after(const Network& network, std::string_view when) { return iso_text(next_shift_edge(network, *parse_iso(std::string(when) + "+08:00"))).substr(0, 23); }

const Network lishui = with({shift("day", "08:30", "17:30", Days::working), shift("weekend", "08:30", "17:30", Days::rest), shift("night", "17:30", "08:30", Days::all)});

}  // namespace

TEST_CASE("a shift begins at its first millisecond and ends before its last") {
    CHECK(at(lishui, "2026-01-26T08:29:59.999") == "night");  // a Monday
    CHECK(at(lishui, "2026-01-26T08:30:00.000") == "day");
    CHECK(at(lishui, "2026-01-26T17:29:59.999") == "day");
    CHECK(at(lishui, "2026-01-26T17:30:00.000") == "night");
    CHECK(at(lishui, "2026-01-26T23:59:59.999") == "night");
    CHECK(at(lishui, "2026-01-27T00:00:00.000") == "night");
}

TEST_CASE("the calendar says which day works") {
    CHECK(at(lishui, "2026-01-25T12:00:00.000") == "weekend");  // Sunday
    CHECK(at(lishui, "2026-01-01T12:00:00.000") == "weekend");  // holiday on a Thursday
    CHECK(at(lishui, "2026-01-04T12:00:00.000") == "day");      // make-up working Sunday
}

TEST_CASE("a shift over midnight goes by the day it began on") {
    const Network network = with({shift("day", "08:00", "20:00", Days::working), shift("work_night", "20:00", "08:00", Days::working), shift("rest", "08:00", "08:00", Days::rest)});
    CHECK(at(network, "2026-01-24T07:59:59.999") == "work_night");  // Saturday morning: Friday's night
    CHECK(at(network, "2026-01-24T08:00:00.000") == "rest");
    CHECK(at(network, "2026-01-26T07:59:59.999") == "rest");  // Monday morning: Sunday's shift of 24 hours
    CHECK(at(network, "2026-01-26T08:00:00.000") == "day");
    CHECK(at(network, "2026-01-26T20:00:00.000") == "work_night");
    CHECK(shift_gaps(network.shifts).empty());
}

TEST_CASE("the first shift that fits is taken") {
    CHECK(at(with({shift("long", "00:00", "24:00", Days::all), shift("noon", "12:00", "13:00", Days::all)}), "2026-01-26T12:30:00.000") == "long");
    CHECK(at(with({shift("noon", "12:00", "13:00", Days::all), shift("long", "00:00", "24:00", Days::all)}), "2026-01-26T12:30:00.000") == "noon");
    CHECK(at(with({shift("noon", "12:00", "13:00", Days::rest), shift("long", "00:00", "24:00", Days::all)}), "2026-01-26T12:30:00.000") == "long");
}

TEST_CASE("only shifts that need the kind of day need the calendar") {
    CHECK(at(lishui, "2027-03-01T20:00:00.000") == "night");
    CHECK(at(lishui, "2027-03-01T03:00:00.000") == "night");
    CHECK(at(lishui, "2027-03-01T12:00:00.000") == "outside: 2027-03-01");
    CHECK(at(lishui, "1969-12-31T12:00:00.000") == "outside: 1969-12-31");
    const Network nights = with({shift("work", "20:00", "08:00", Days::working), shift("free", "20:00", "08:00", Days::rest), shift("day", "08:00", "20:00", Days::all)});
    CHECK(at(nights, "2026-01-01T03:00:00.000") == "outside: 2025-12-31");  // it began the day before
    CHECK(at(nights, "2026-02-01T03:00:00.000") == "free");                 // and this one on a Saturday the calendar still covers
    CHECK(at(nights, "2026-02-01T20:00:00.000") == "outside: 2026-02-01");
}

TEST_CASE("the next edge is the nearest from, to or midnight, strictly later") {
    CHECK(edge_after(lishui, "2026-01-26T00:00:00.000") == "2026-01-26T08:30:00.000");
    CHECK(edge_after(lishui, "2026-01-26T08:29:59.999") == "2026-01-26T08:30:00.000");
    CHECK(edge_after(lishui, "2026-01-26T08:30:00.000") == "2026-01-26T17:30:00.000");
    CHECK(edge_after(lishui, "2026-01-26T17:30:00.000") == "2026-01-27T00:00:00.000");
    CHECK(edge_after(lishui, "2026-01-31T23:59:59.999") == "2026-02-01T00:00:00.000");
    CHECK(edge_after(lishui, "1969-12-31T17:30:00.000") == "1970-01-01T00:00:00.000");
    CHECK(edge_after(with({shift("all", "00:00", "24:00", Days::all)}), "2026-01-26T00:00:00.000") == "2026-01-27T00:00:00.000");
    CHECK(edge_after(with({shift("early", "06:00", "14:00", Days::all), shift("late", "13:00", "06:00", Days::all)}), "2026-01-26T06:00:00.000") == "2026-01-26T13:00:00.000");
    CHECK(edge_after(with({shift("noon", "12:00", "13:00", Days::all), shift("all", "00:00", "24:00", Days::all)}), "2026-01-26T12:59:59.999") == "2026-01-26T13:00:00.000");
    CHECK(next_shift_edge(lishui, *parse_iso("2026-01-26T09:00:00-03:30")).offset_minutes == -210);
}

TEST_CASE("the shift changes at edges only") {
    const Network network = with({shift("day", "08:00", "20:00", Days::working), shift("work_night", "20:00", "08:00", Days::working), shift("rest", "08:00", "08:00", Days::rest)});
    CivilTime t = *parse_iso("2026-01-02T00:00:00+08:00");
    while (t.date() < *parse_date("2026-01-31")) {
        const CivilTime edge = next_shift_edge(network, t), before{edge.local_ms - 1, 480}, middle{t.local_ms + (edge.local_ms - t.local_ms) / 2, 480};
        REQUIRE(edge.local_ms > t.local_ms);
        const auto now = std::get<ShiftId>(shift_at(network, january(), t));
        REQUIRE(std::get<ShiftId>(shift_at(network, january(), middle)) == now);
        REQUIRE(std::get<ShiftId>(shift_at(network, january(), before)) == now);
        t = edge;
    }
}

TEST_CASE("gaps are found for each kind of day, also where only the day before leaves one") {
    const auto gaps = [](std::initializer_list<Shift> shifts) {
        std::string out;
        for (const ShiftGap& gap : shift_gaps(with(shifts).shifts)) {
            const auto name = [](Days days) { return days == Days::working ? "working" : "rest"; };
            out += std::string(out.empty() ? "" : "; ") + name(gap.day) + (gap.after ? std::string(" after ") + name(*gap.after) : "") + " " + std::to_string(gap.minute);
        }
        return out;
    };
    CHECK(gaps({shift("all", "00:00", "24:00", Days::all)}) == "");
    CHECK(gaps({shift("all", "08:30", "08:30", Days::all)}) == "");
    CHECK(gaps({}) == "working 0; rest 0");
    CHECK(gaps({shift("day", "08:30", "17:30", Days::working), shift("night", "17:30", "08:30", Days::all)}) == "rest 510");
    CHECK(gaps({shift("day", "08:30", "17:29", Days::all), shift("night", "17:30", "08:30", Days::all)}) == "working 1049; rest 1049");
    CHECK(gaps({shift("work", "08:00", "08:00", Days::working), shift("rest", "00:00", "24:00", Days::rest)}) == "working after rest 0");
    CHECK(gaps({shift("work", "00:00", "24:00", Days::working), shift("rest", "08:00", "08:00", Days::rest)}) == "rest after working 0");
    CHECK(gaps({shift("work", "00:00", "20:00", Days::working), shift("night", "20:00", "24:00", Days::all), shift("rest", "06:00", "20:00", Days::rest)}) == "rest 0");
}
