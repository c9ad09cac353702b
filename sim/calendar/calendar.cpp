#include "sandtable/calendar.hpp"

#include <algorithm>

#include "sandtable/assert.hpp"

namespace sandtable {

namespace {

bool lists(const std::vector<Calendar::Day>& days, Date date) {
    const auto found = std::lower_bound(days.begin(), days.end(), date, [](const Calendar::Day& day, Date d) { return day.date < d; });
    return found != days.end() && found->date == date;
}

}  // namespace

bool Calendar::is_working_day(Date day) const {
    SANDTABLE_ASSERT(covers(day), date_text(day));
    const std::chrono::weekday weekday{day};
    if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) return lists(workdays, day);
    return !lists(holidays, day);
}

void report_outside(const Calendar& calendar, Date day, SourcePlace where, Diagnostics& out) {
    out.error("calendar-outside", std::move(where), {date_text(day), calendar.id, date_text(calendar.first), date_text(calendar.last), calendar.path},
              tell("calendar-outside-hint"));
}

}  // namespace sandtable
