// Which shift an instant belongs to. A shift over midnight belongs to the day it began on, and so does the kind of day that counts.
#include <algorithm>

#include "network/loading.hpp"
#include "sandtable/assert.hpp"
#include "sandtable/network.hpp"

namespace sandtable {

namespace {

constexpr std::int64_t ms_per_day = 86'400'000, ms_per_minute = 60'000;

enum class Began { today, yesterday };

/// The day on which a shift whose hours hold this time of day began; nothing if they don't.
std::optional<Began> began(const Shift& shift, std::int64_t ms_of_day) {
    const bool over_midnight = shift.to_ms <= shift.from_ms;
    if (ms_of_day >= shift.from_ms && (over_midnight || ms_of_day < shift.to_ms)) return Began::today;
    if (over_midnight && ms_of_day < shift.to_ms) return Began::yesterday;
    return std::nullopt;
}

std::optional<int> first_gap(const Table<ShiftId, Shift>& shifts, Shift::Days yesterday, Shift::Days today) {
    for (int minute = 0; minute < ms_per_day / ms_per_minute; ++minute) {  // shifts change at whole minutes
        const bool covered = std::any_of(shifts.begin(), shifts.end(), [&](const Shift& shift) {
            const auto day = began(shift, minute * ms_per_minute);
            return day && (shift.days == Shift::Days::all || shift.days == (*day == Began::today ? today : yesterday));
        });
        if (!covered) return minute;
    }
    return std::nullopt;
}

}  // namespace

CalendarAnswer<ShiftId> shift_at(const Network& network, const Calendar& calendar, CivilTime t) {
    for (const ShiftId id : ids_of(network.shifts)) {
        const Shift& shift = network.shifts[id];
        const auto day = began(shift, t.ms_of_day());
        if (!day) continue;
        if (shift.days == Shift::Days::all) return id;
        const Date date = *day == Began::today ? t.date() : t.date() - std::chrono::days{1};
        if (!calendar.covers(date)) return OutsideCalendar{date};
        if (calendar.is_working_day(date) == (shift.days == Shift::Days::working)) return id;
    }
    SANDTABLE_ASSERT(false, "no shift at " + iso_text(t) + ": the loader refuses such a network");
    return ShiftId::none();
}

CivilTime next_shift_edge(const Network& network, CivilTime t) {
    const std::int64_t now = t.ms_of_day();
    std::int64_t next = ms_per_day;
    for (const Shift& shift : network.shifts)
        for (const std::int64_t edge : {shift.from_ms, shift.to_ms})
            if (edge > now) next = std::min(next, edge);
    return {t.local_ms - now + next, t.offset_minutes};
}

std::vector<ShiftGap> shift_gaps(const Table<ShiftId, Shift>& shifts) {
    using enum Shift::Days;
    std::vector<ShiftGap> gaps;
    for (const auto day : {working, rest}) {
        const auto after_working = first_gap(shifts, working, day), after_rest = first_gap(shifts, rest, day);
        if (!after_working && !after_rest) continue;
        if (after_working == after_rest) gaps.push_back({day, std::nullopt, *after_working});
        else if (!after_rest || (after_working && *after_working < *after_rest)) gaps.push_back({day, working, *after_working});
        else gaps.push_back({day, rest, *after_rest});
    }
    return gaps;
}

}  // namespace sandtable
