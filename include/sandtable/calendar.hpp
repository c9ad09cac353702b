// Working days and due instants (semantics.md 1; Civil Code 201-203 by analogy).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sandtable/diagnostic.hpp"
#include "sandtable/files.hpp"
#include "sandtable/spread.hpp"
#include "sandtable/text.hpp"
#include "sandtable/time.hpp"

namespace sandtable {

/// Holidays and make-up working days of some years. A Saturday or Sunday is a rest day unless it is a make-up working day; any
/// other day is a working day unless it is a holiday. Outside [first, last] nothing is known.
struct Calendar {
    struct Day {
        Date date;
        Text name;
    };
    std::string id;
    std::string path;              ///< of its file, for messages
    Text origin;
    int offset_minutes = 0;        ///< of civil time
    Date first, last;              ///< the days covered, both included
    std::int64_t closes_ms = 86'400'000;  ///< the last day of a period in days ends then ("24:00", or the end of business hours)
    std::vector<Day> holidays, workdays;  ///< sorted by date

    bool covers(Date day) const { return first <= day && day <= last; }
    /// Needs covers(day).
    bool is_working_day(Date day) const;
};

/// A day was asked for that the calendar does not cover.
struct OutsideCalendar {
    Date day;
};
template <class T>
using CalendarAnswer = std::variant<T, OutsideCalendar>;

/// The n-th working day after `day`; n = 0 is `day` itself whatever it is.
CalendarAnswer<Date> nth_working_day_after(const Calendar& calendar, Date day, std::int64_t n);
/// The last day on which notice can be given so that n clear working days lie between it and `day` (n >= 0).
CalendarAnswer<Date> last_day_of_notice(const Calendar& calendar, Date day, std::int64_t n);

/// Whole days that do not count (mediation, appraisal ...), both ends included.
struct ExcludedDays {
    Date first, last;
};

/// When a period that counts from `anchor` falls due. Clock periods: anchor + count. Working days: the first day does not count, due
/// when the n-th working day after it closes. Days: when the n-th day after it closes; months: the corresponding day, else the month's
/// last; if that is a rest day, the next working day. Each excluded day moves the end by one day of the period's own kind (a day that
/// would not have counted anyway moves nothing); overlapping exclusions count once. The anchor's day itself never counts. A period `before`: the last
/// instant at which notice can be given so that so much time, or so many clear days, lie between it and the anchor.
CalendarAnswer<CivilTime> due_at(const Calendar& calendar, CivilTime anchor, const Period& period, const std::vector<ExcludedDays>& excluded = {});
/// n working days of work from `start`: the same time of day on the n-th working day after.
CalendarAnswer<CivilTime> work_ends_at(const Calendar& calendar, CivilTime start, std::int64_t n);

/// Reads calendars/ID.yaml; nothing if it has errors.
std::optional<Calendar> load_calendar(SourceText source, Diagnostics& out);
/// Says that `day` is outside `calendar`, naming the file to add to. `where` is what needed it.
void report_outside(const Calendar& calendar, Date day, SourcePlace where, Diagnostics& out);

}  // namespace sandtable
