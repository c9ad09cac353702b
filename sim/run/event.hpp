// What the kernel processes at an instant, and in which order.
#pragma once

#include <cstdint>

#include "sandtable/entry_no.hpp"

namespace sandtable {

/// Order at one instant (semantics.md 7): injects, truth, everything else as scheduled, due checks last.
enum class Order : std::uint8_t { inject, truth, rest, due };

/// What the kernel processes at an instant. The meaning of a and b is its kind's.
struct Event {
    enum class Kind : std::uint8_t {
        truth,          // a incident, b change
        inject,         // a inject
        report,         // a incident, b report
        arrives,        // a transmission: delivered
        call_fails,     // a transmission
        call_again,     // a transmission
        gets_lost,      // a transmission
        follow_up,      // a incident, b agency
        task_ends,      // a task instance
        leg_ends,       // a unit
        stay_ends,      // a task instance
        shift_edge,     // a agency, b pool
        officers_back,  // a position in `absences`
        road_closes,    // a closure
        road_opens,     // a road
        hours_cross,    // a incident, b agency
        rain_step,      // a interval that is just over, from 0
        slide,          // a slide
        slide_report,   // a slide
        fault_begins,   // a fault
        fault_ends,     // a fault
        held_report,    // a position in `held_reports_`
        duty_due,       // a duty instance, b its clock when scheduled
    };
    Event() = default;
    Event(Kind what, std::uint32_t first = 0, std::uint32_t second = 0, EntryNo by = no_entry)
        : kind(what), a(first), b(second), cause(by) {}

    Kind kind = Kind::truth;
    bool recurs = false;  ///< brought by a recurring fault: alone it does not keep a run going
    std::uint32_t a = 0, b = 0;
    EntryNo cause = no_entry;
};
static_assert(sizeof(Event) == 16);

}  // namespace sandtable
