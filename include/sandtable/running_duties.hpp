// Which duties of a plan run once the one who grades has received the first report: the clock that a duty officer looks at.
#pragma once

#include <optional>
#include <vector>

#include "sandtable/calendar.hpp"
#include "sandtable/plan.hpp"

namespace sandtable {

struct RunningDuty {
    enum class State {
        running,  ///< opened by the receipt
        waiting,  ///< opens as soon as its condition holds
        later,    ///< has a period of its own that begins with something still to come
    };
    DutyId duty;
    State state = State::running;
    std::optional<CivilTime> due;     ///< of a running duty with a period, if the instant of the receipt is given
    bool from_occurrence = false;     ///< its period counts from the incident itself, before the receipt
};

/// At the instant at which `plan.assessed_by` received the first report and knows `knowledge`: what a run would open then (semantics.md 5, 6), what it does at
/// once included (a finding that takes no time).
/// Others have been told nothing yet, so duties of theirs that look at facts are not among them. Running ones first by due instant, then by id.
/// Nothing where the plan does not apply or has no procedure. The calendar's last day is the error of a period that ends behind it.
CalendarAnswer<std::vector<RunningDuty>> duties_on_receipt(const Plan& plan, const Vocabulary& vocabulary, const Knowledge& knowledge, const Grading& grading, const Calendar& calendar,
                                                           std::optional<CivilTime> received);

}  // namespace sandtable
