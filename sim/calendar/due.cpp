// Civil Code 201 (the first day does not count), 202 (months), 203 (the last day, and when it ends), by analogy.
#include "sandtable/calendar.hpp"

#include <algorithm>

#include "sandtable/assert.hpp"

namespace sandtable {

namespace {

using std::chrono::days;

/// The n-th day after `day` that is a working day and not excluded. The nature of an excluded day is never asked for, so it may lie
/// outside the calendar; so may `day`.
CalendarAnswer<Date> nth_counted_after(const Calendar& calendar, Date day, std::int64_t n, const std::vector<ExcludedDays>& excluded) {
    while (n > 0) {
        day += days{1};
        if (std::any_of(excluded.begin(), excluded.end(), [&](const ExcludedDays& e) { return e.first <= day && day <= e.last; })) continue;
        if (!calendar.covers(day)) return OutsideCalendar{day};
        if (calendar.is_working_day(day)) --n;
    }
    return day;
}

/// The n-th day after `day` that is not excluded.
Date nth_day_after(Date day, std::int64_t n, std::vector<ExcludedDays> excluded) {
    std::sort(excluded.begin(), excluded.end(), [](const ExcludedDays& a, const ExcludedDays& b) { return a.first < b.first; });
    Date end = day + days{n};
    for (const ExcludedDays& e : excluded) {
        const Date from = std::max(e.first, day + days{1});
        if (from > end) break;
        if (e.last < from) continue;  // counted with the range before, or not after the anchor
        end += e.last - from + days{1};
        day = e.last;
    }
    return end;
}

/// The corresponding day n months on, else that month's last (Civil Code 202).
Date months_on(Date day, std::int64_t n) {
    const std::chrono::year_month_day from{day};
    const auto month = std::chrono::year_month{from.year(), from.month()} + std::chrono::months{n};
    const std::chrono::year_month_day same = month / from.day();
    return same.ok() ? Date{same} : Date{month / std::chrono::last};
}

/// A period does not end on a rest day but on the next working day; the clock stands still on excluded days there too.
CalendarAnswer<Date> off_rest_days(const Calendar& calendar, Date end, const std::vector<ExcludedDays>& excluded) {
    if (!calendar.covers(end)) return OutsideCalendar{end};
    return calendar.is_working_day(end) ? end : nth_counted_after(calendar, end, 1, excluded);
}

CivilTime at_offset(CivilTime t, int offset_minutes) { return {t.local_ms + (offset_minutes - t.offset_minutes) * 60'000LL, offset_minutes}; }

}  // namespace

CalendarAnswer<Date> nth_working_day_after(const Calendar& calendar, Date day, std::int64_t n) {
    SANDTABLE_ASSERT(n >= 0, std::to_string(n));
    return nth_counted_after(calendar, day, n, {});
}

CalendarAnswer<Date> last_day_of_notice(const Calendar& calendar, Date day, std::int64_t n) {
    SANDTABLE_ASSERT(n >= 0, std::to_string(n));
    while (n > 0) {
        day -= days{1};
        if (!calendar.covers(day)) return OutsideCalendar{day};
        if (calendar.is_working_day(day)) --n;
    }
    return day - days{1};
}

CalendarAnswer<CivilTime> due_at(const Calendar& calendar, CivilTime anchor, const Period& period, const std::vector<ExcludedDays>& excluded) {
    SANDTABLE_ASSERT(period.count >= 0, std::to_string(period.count));
    const CivilTime here = at_offset(anchor, calendar.offset_minutes);
    const Date day = here.date();
    CalendarAnswer<Date> end;
    if (period.before) {  // n clear days lie between the day of notice and the day itself
        if (period.unit == Period::Unit::clock) return CivilTime{anchor.local_ms - period.count, anchor.offset_minutes};
        if (period.unit == Period::Unit::working_days) end = last_day_of_notice(calendar, day, period.count);
        else end = day - days{period.count + 1};
        if (const auto* outside = std::get_if<OutsideCalendar>(&end)) return *outside;
        return at_offset(civil_time(std::get<Date>(end), calendar.closes_ms, calendar.offset_minutes), anchor.offset_minutes);
    }
    switch (period.unit) {
        case Period::Unit::clock: return CivilTime{anchor.local_ms + period.count, anchor.offset_minutes};
        case Period::Unit::working_days: end = nth_counted_after(calendar, day, period.count, excluded); break;
        case Period::Unit::days: end = off_rest_days(calendar, nth_day_after(day, period.count, excluded), excluded); break;
        case Period::Unit::months: {
            const std::int64_t length = (months_on(day, period.count) - day).count();
            end = off_rest_days(calendar, nth_day_after(day, length, excluded), excluded);
            break;
        }
    }
    if (const auto* outside = std::get_if<OutsideCalendar>(&end)) return *outside;
    const CivilTime due = civil_time(std::get<Date>(end), calendar.closes_ms, calendar.offset_minutes);
    // A period of no days that begins after the close of its day is over at once, not before it began.
    return due.local_ms < here.local_ms ? anchor : at_offset(due, anchor.offset_minutes);
}

CalendarAnswer<CivilTime> work_ends_at(const Calendar& calendar, CivilTime start, std::int64_t n) {
    const CivilTime here = at_offset(start, calendar.offset_minutes);
    const auto end = nth_working_day_after(calendar, here.date(), n);
    if (const auto* outside = std::get_if<OutsideCalendar>(&end)) return *outside;
    return at_offset(civil_time(std::get<Date>(end), here.ms_of_day(), calendar.offset_minutes), start.offset_minutes);
}

}  // namespace sandtable
