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

/// impossible: the shortest path exceeds the limit on every day of the calendar. kept: the longest one fits on every day (if nobody waits and
/// no message fails). at_risk: between, or the calendar covers no day on which it could be judged. no_limit: a duty without `within`.
/// never_discharged: nothing brings what it demands. not_here: at this place it does not arise (its own guards or those of all that could open
/// it fail by the place's mark, or its role binds nobody).
enum class Keeping { kept, at_risk, impossible, no_limit, never_discharged, not_here };

/// from == to: the acting agency of handling and travel, and of a message to oneself (which needs no channel).
struct DutyStep {
    enum class Kind { handling, message, travel } kind = Kind::handling;
    TaskId task;
    MessageId message;
    ChannelId channel;  ///< the best one
    AgencyId from, to;
    Span least, most;
};

struct DutyProof {
    PlanId plan;
    DutyId duty;
    PlaceId place;
    AgencyId agency;                 ///< none if its role binds nobody
    Keeping keeping = Keeping::no_limit;
    std::optional<Span> least, most; ///< from its opening to its discharge; nothing if not_here or never_discharged
    std::vector<DutyStep> path;      ///< the shortest one from the opening on, in order; empty if it may be discharged when it opens
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

/// Plans with procedures on one network with an incident at `place` that concerns `concerns` (empty: every trade some agency of the network looks
/// after). Needs nothing of a scenario: no truth, no reports, no findings, no roster changes. All roads are open.
///
/// - Roles are bound as for an incident there; one that binds nobody does nothing, one that fits several agencies binds them all.
/// - Milestones mean whose they mean in a run (formats.md, "Milestones"). Reports of the incident come at no cost and whenever they are
///   wanted: a scenario brings them and no task does. Any choice of a decision may be taken.
/// - A guard counts as passed unless the place's mark (`in_urban_area`) alone settles that it stops; then the task or duty is not there. What the
///   scope, a grade, a finding or any other fact may say is left open.
/// - A task holds an officer of its pool; one whose pool is empty in every shift is never done. Shifts are else not looked at: somebody is there.
/// - Not after the opening, and so done when it comes, is what can be reached without it (a least fixed point). Where an opening needs several
///   milestones, `least` takes as done what can be reached without one of them, `most` only what can be without any: each is on its safe side.
///   Of an opening by any of several all count as come. `once` is taken to hold when its trigger comes. An anchor before the opening moves the
///   due instant, not what is measured; nothing opens before its anchor. What is done already discharges at once (in a run not before its anchor).
/// - `least`: the earliest discharge with every task at its least, every message over the best usable channel that it lists, travel over the
///   quickest roads; an AND waits for its last part, an OR takes its first, `count: n` the n-th. `most`: the same with every task at its most and
///   every message over the slowest usable channel that it lists. Waiting for officers, failed calls and tries again are in neither.
/// - A channel is usable if it is there, does not always fail, and, where it says so, a relation lists it; one that travels needs a road.
/// - Beside clock time a working day counts as a day in `least` and as longer than any clock time in `most`; against a limit in days, or with
///   working days on the way, both are laid on every day of the calendar, working days before the clock time and behind it, whichever is safer.
DutyAnalysis analyse_duties(const Table<PlanId, Plan>& plans, const Vocabulary& vocabulary, const Network& network, const Calendar& calendar, const Roads& roads,
                            PlaceId place, const std::vector<std::string>& concerns = {});

}  // namespace sandtable
