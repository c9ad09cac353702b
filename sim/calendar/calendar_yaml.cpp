// calendars/ID.yaml (formats.md).
#include <algorithm>

#include "sandtable/calendar.hpp"
#include "yaml/reader.hpp"

namespace sandtable {

namespace {

std::optional<Date> date_of(const Node& node, Reading& reading) {
    const auto day = parse_date(node.text);
    if (!day) reading.error(node, "calendar-date", {node.text}, tell("calendar-date-hint"));
    return day;
}

/// covers: ["2020-01-01", "2026-12-31"]; false if the days covered are not known.
bool read_covers(const Node* node, Reading& reading, Calendar& calendar) {
    if (node == nullptr) return false;
    if (node->items.size() != 2) {  // only a list has items
        reading.error(*node, "calendar-covers", {}, tell("calendar-covers-hint"));
        return false;
    }
    std::optional<Date> ends[2];
    for (std::size_t i = 0; i < 2; ++i)
        if (reading.quoted(node->items[i], "want-date")) ends[i] = date_of(node->items[i], reading);
    if (!ends[0] || !ends[1]) return false;
    if (*ends[0] > *ends[1]) {
        reading.error(*node, "range-order", {date_text(*ends[0]) + ".." + date_text(*ends[1])}, tell("range-order-hint"));
        return false;
    }
    calendar.first = *ends[0];
    calendar.last = *ends[1];
    return true;
}

/// {DATE: {zh, en} ...}, sorted by date. `covers` is null where the days covered are not known.
std::vector<Calendar::Day> read_days(const Node* node, Reading& reading, const Calendar* covers) {
    std::vector<Calendar::Day> days;
    if (node == nullptr) return days;
    MapReader map(*node, reading);
    for (const Member& member : node->members) {
        map.find(member.key.text);
        Text name;
        if (member.value.kind == Node::Kind::null) reading.error(member.key, "key-empty", {member.key.text});  // a null stands where the next line begins
        else name = reading.text(member.value);
        const auto day = date_of(member.key, reading);
        if (!day) continue;
        if (covers != nullptr && !covers->covers(*day))
            reading.error(member.key, "calendar-not-covered", {member.key.text, date_text(covers->first), date_text(covers->last)},
                          tell("calendar-not-covered-hint"));
        days.push_back({*day, std::move(name)});
    }
    std::sort(days.begin(), days.end(), [](const Calendar::Day& a, const Calendar::Day& b) { return a.date < b.date; });
    return days;
}

/// Make-up working days that are holidays too, or that no Saturday or Sunday makes necessary.
void check_workdays(const Node* workdays, const Node* holidays, Reading& reading) {
    if (workdays == nullptr) return;
    for (const Member& member : workdays->members) {
        const auto day = parse_date(member.key.text);
        if (!day) continue;  // said
        const auto same = [&](const Member& holiday) { return holiday.key.text == member.key.text; };
        if (holidays != nullptr) {
            const auto holiday = std::find_if(holidays->members.begin(), holidays->members.end(), same);
            if (holiday != holidays->members.end()) {
                reading.error(member.key, "calendar-day-twice", {member.key.text, holiday->key.line + 1}, tell("calendar-day-twice-hint"));
                continue;
            }
        }
        const std::chrono::weekday weekday{*day};
        if (weekday != std::chrono::Saturday && weekday != std::chrono::Sunday)
            reading.warning(member.key, "calendar-workday-idle", {member.key.text}, tell("calendar-workday-idle-hint"));
    }
}

Calendar read_calendar(const Document& document, Reading& reading) {
    Calendar calendar;
    calendar.path = document.path;
    MapReader top(document.root, reading);
    if (!check_kind(top, reading, "calendar", 1)) {
        for (const Member& member : document.root.members) top.find(member.key.text);  // the keys of another kind of file are no news
        return calendar;
    }
    calendar.id = top.id("id", IdForm::file).value_or("");
    if (const Node* offset = top.need("offset"); offset != nullptr && reading.quoted(*offset, "want-offset")) {
        const auto minutes = parse_offset(offset->text);
        if (minutes) calendar.offset_minutes = *minutes;
        else reading.error(*offset, "calendar-offset", {offset->text}, tell("calendar-offset-hint"));
    }
    const bool covered = read_covers(top.need("covers"), reading, calendar);
    if (const Node* closes = top.need("closes"); closes != nullptr && reading.quoted(*closes, "want-clock")) {
        const auto ms = parse_clock(closes->text);
        if (ms && *ms > 0) calendar.closes_ms = *ms;
        else reading.error(*closes, "calendar-closes", {closes->text}, tell("calendar-closes-hint"));
    }
    calendar.origin = top.need_text("origin");
    const Node* holidays = top.need("holidays");
    const Node* workdays = top.need("workdays");
    calendar.holidays = read_days(holidays, reading, covered ? &calendar : nullptr);
    calendar.workdays = read_days(workdays, reading, covered ? &calendar : nullptr);
    check_workdays(workdays, holidays, reading);
    return calendar;
}

}  // namespace

std::optional<Calendar> load_calendar(SourceText source, Diagnostics& out) {
    const auto said = out.errors();  // of other files, by others
    const auto document = parse_yaml(std::move(source), out);
    if (!document) return std::nullopt;
    Reading reading(*document, out);
    Calendar calendar = read_calendar(*document, reading);
    return out.errors() > said ? std::nullopt : std::optional(std::move(calendar));
}

}  // namespace sandtable
