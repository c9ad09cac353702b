// Model time and civil time (semantics.md 1).
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sandtable {

/// The clock of a run: whole milliseconds from the scenario's start. It has no now(): only the kernel moves it.
struct ModelClock {
    using rep = std::int64_t;
    using period = std::milli;
    using duration = std::chrono::milliseconds;
    using time_point = std::chrono::time_point<ModelClock>;
    static constexpr bool is_steady = true;
};
using Duration = ModelClock::duration;
using ModelTime = ModelClock::time_point;

constexpr ModelTime model_time(std::int64_t ms) { return ModelTime{Duration{ms}}; }
constexpr std::int64_t ms_of(ModelTime t) { return t.time_since_epoch().count(); }

/// A calendar day, counted from 1970-01-01.
using Date = std::chrono::sys_days;

/// An instant on a wall clock at a fixed offset from UTC. `local_ms` counts from 1970-01-01T00:00 local time.
struct CivilTime {
    std::int64_t local_ms = 0;
    int offset_minutes = 0;

    Date date() const;
    std::int64_t ms_of_day() const;
    friend bool operator==(const CivilTime&, const CivilTime&) = default;
};

CivilTime civil_time(Date day, std::int64_t ms_of_day, int offset_minutes);
/// Civil time = start + model time, at the start's offset.
CivilTime civil_time(CivilTime start, ModelTime t);
/// The model time of a civil instant; offsets are respected.
ModelTime model_time(CivilTime start, CivilTime instant);

/// "2026-01-26T09:00:00.000+08:00"
std::string iso_text(CivilTime t);
/// "09:00:00" / "2026-01-26"
std::string clock_text(CivilTime t);
std::string date_text(Date day);
/// ISO 8601 with seconds and offset, fraction optional; nothing if it is not one or no such instant exists.
std::optional<CivilTime> parse_iso(std::string_view text);
/// "2026-01-26"; nothing if there is no such day.
std::optional<Date> parse_date(std::string_view text);
/// "+08:00" in minutes.
std::optional<int> parse_offset(std::string_view text);
/// "08:30" or "24:00" in milliseconds of the day.
std::optional<std::int64_t> parse_clock(std::string_view text);

/// "12:05", "1:02:05", "3 d 04:00:00": a length of time for people, sign first; milliseconds only where they are not zero.
std::string span_text(Duration d);

}  // namespace sandtable
