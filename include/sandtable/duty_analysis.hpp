// What duties can be kept at all, proved before any run (semantics.md 6, last paragraph), and what nobody can do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sandtable/calendar.hpp"
#include "sandtable/network.hpp"
#include "sandtable/plan.hpp"
#include "sandtable/vocabulary.hpp"

namespace sandtable {

/// A length: whole working days and milliseconds on top.
struct Span {
    std::int64_t working_days = 0, ms = 0;
    friend bool operator==(const Span&, const Span&) = default;
};

/// impossible: the shortest path exceeds the limit on every day of the calendar. kept: the longest
/// one fits on every day (if nobody waits and no message fails). kept_once_known: the same, the
/// period beginning when the duty's `once` is known to hold. at_risk: between, or nothing bounds
/// the longest, or the calendar covers no day on which it could be judged. no_limit: a duty without
/// `within`. never_discharged: nothing brings what it demands. not_here: at this place it does not
/// arise (its own guards or those of all that could open it fail by the place's mark, or its role
/// binds nobody).
enum class Keeping {
    kept,
    kept_once_known,
    at_risk,
    impossible,
    no_limit,
    never_discharged,
    not_here
};

/// from == to: the acting agency of handling and travel, and of a message to oneself (which needs no channel).
struct DutyStep {
    enum class Kind { handling, message, travel } kind = Kind::handling;
    TaskId task;
    MessageId message;
    ChannelId channel;  ///< the best one
    AgencyId from, to;
    Span least, most;
};

/// Why nothing bounds how long a duty may take: what a task's guards or a choice may keep back, a
/// report that the scenario may bring at any time, a task that the end of the response waives
/// though the duty stays, or one that may be done before the period begins, which discharges
/// nothing.
struct OpenEnd {
    enum class Kind { none, guard, choice, report, response_end, done_before } kind = Kind::none;
    TaskId task;  ///< of a choice: the one that decides; none for a report
    DecisionId decision;
};

struct DutyProof {
    PlanId plan;
    DutyId duty;
    PlaceId place;
    AgencyId agency;  ///< none if its role binds nobody
    Keeping keeping = Keeping::no_limit;
    std::optional<Span> least,
        most;  ///< from its anchor to its discharge; `most` is missing where nothing bounds it
    bool once_known = false;     ///< both count from the instant its `once` is known to hold
    OpenEnd open_end;            ///< where `least` is there and `most` is not
    std::vector<DutyStep> path;  ///< the shortest one from the anchor on, in order; empty if it may
                                 ///< be discharged at once
};

struct ProcedureFault {
    enum class Kind {
        message_without_channel,   ///< task, message, from, to
        decision_without_decider,  ///< task, decision: bound to nobody, or nobody has officers for it
        task_without_officers,     ///< task, from: no shift of it has one of the pool
        circular_wait,             ///< round, task its first: they wait for each other
        task_never,                ///< task, from: nothing brings it up, or there is no road to the place
        role_unbound,              ///< role: fits nobody, and it is not an `each` role
    } kind = Kind::task_never;
    PlanId plan;
    TaskId task;
    MessageId message;
    DecisionId decision;
    RoleId role;
    AgencyId from, to;
    PlaceId place;
    std::vector<std::pair<PlanId, TaskId>> round;  ///< sorted
};

struct DutyAnalysis {
    std::vector<DutyProof> proofs;       ///< every must duty, by plan, duty, agency
    std::vector<ProcedureFault> faults;  ///< by plan, kind, then its ids
};

/// Plans with procedures on one network with an incident at `place` that concerns `concerns` (null:
/// every trade some agency of the network looks after). Needs nothing of a scenario: no truth, no
/// reports, no findings, no roster changes. All roads are open.
///
/// - Roles are bound as for an incident there; one that binds nobody does nothing, one that fits
/// several agencies binds them all.
/// - Milestones mean whose they mean in a run (formats.md, "Milestones"). A scenario brings reports
/// of
///   the incident, and no task does: for the shortest way whenever they are wanted, once there is
///   an incident; for the longest perhaps never, unless the anchor rests on them.
/// - A guard counts as passed on the shortest way unless the place's mark (`in_urban_area`) alone
///   settles that it stops; then the task or duty is not there. On the longest way a task comes
///   only if its guards pass whatever is known (`unless: {scope: fails}` does: out of scope all of
///   it waits), or if they are the duty's own, judged at the same agency and instant. So with
///   choices of a decision: any may be taken, and none of several is sure.
/// - A task holds an officer of its pool; one whose pool is empty in every shift is never done.
/// Shifts
///   are else not looked at: somebody is there.
/// - `least` counts from the anchor, where all that can come without it may have come before:
/// without
///   any one of the parts of an AND, without all of an OR, of k of m without any m - k + 1.
///   Everything follows the incident. `most` takes as come only what the anchor proves on every way
///   to it, and what it waits for counts with its whole length. The parts of the discharge itself
///   must not be able to come before the anchor: what was done by then discharges nothing.
/// - `least`: every task at its least, every message over the best usable channel that it lists,
/// travel
///   over the quickest roads; an AND waits for its last part, an OR takes its first, `count: n` the
///   n-th. `most`: every task at its most and every message over the slowest usable channel that it
///   lists; nothing where no length bounds it (`open_end`). Waiting for officers, failed calls and
///   tries again are in neither.
/// - A channel is usable if it is there, does not always fail, and, where it says so, a relation
/// lists it; one that travels needs a road.
/// - Working days and clock time may follow each other in any order. `least` is too long if the
/// days
///   alone are, laid on every day of the calendar, or all of it with 24 hours for a working day;
///   `most` fits if its working days and one more for each day that its clock time begins do.
DutyAnalysis analyse_duties(const Table<PlanId, Plan>& plans, const Vocabulary& vocabulary,
                            const Network& network, const Calendar& calendar, const Roads& roads,
                            PlaceId place, const std::vector<std::string>* concerns = nullptr);

}  // namespace sandtable
