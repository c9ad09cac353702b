// One execution of a scenario: a pure function of its inputs and a seed; its only output is the journal (semantics.md 7).
#pragma once

#include <cstdint>
#include <optional>

#include "sandtable/journal.hpp"
#include "sandtable/scenario.hpp"

namespace sandtable {

/// Bounds that stop what would never end, each by name.
constexpr std::uint32_t zero_delay_events_max = 200'000;       ///< events at one instant
constexpr std::int64_t run_ms_max = 4LL * 366 * 86'400'000;    ///< model time of a run
constexpr std::uint32_t call_attempts_max = 60;                ///< tries to get one message through

struct RunOptions {
    std::uint32_t seed = 1;
    std::uint32_t replication = 0;
};

/// Runs to the end. What a file did not foresee (a due day outside the calendar, a bound) is a Diagnostic, and nothing comes back.
std::optional<Journal> run(const Inputs& inputs, const RunOptions& options, Diagnostics& out);

/// A duty that was never opened, and the one reason (semantics.md 6, "never arose").
struct NeverOpened {
    enum class Why {
        trigger,           ///< what opens it, or begins its period, was not reached
        condition_failed,  ///< its guards did not hold when they were asked for, or do not at the
                           ///< end
        condition_open,    ///< its `once` was never known to hold or to fail
        scope_failed,      ///< the plan did not apply at the end
        response_ended,    ///< what opens it came when the response was over
    } why = Why::trigger;
    IncidentId incident;
    PlanId plan;
    DutyId duty;
    AgencyId agency;
};
std::string_view never_opened_name(NeverOpened::Why why);

/// Runs, and says how every duty stood at the end that was never opened, by incident, plan, duty
/// and agency. Nothing, with what was said, where a run would not go through.
std::optional<std::vector<NeverOpened>> never_opened(const Inputs& inputs,
                                                     const RunOptions& options, Diagnostics& out);

}  // namespace sandtable
