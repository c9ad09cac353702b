// What became of every duty, and why: readings of a journal (semantics.md 6, 7).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandtable/journal.hpp"
#include "sandtable/scenario.hpp"

namespace sandtable {

enum class DutyStatus { met, breached, waived, open };
std::string_view status_name(DutyStatus status);

/// A duty's end with its evidence.
struct DutyOutcome {
    std::string id;              ///< incident/plan/duty/agency, and /2 ... where it was opened again
    std::string plan, duty, clause, incident, agency;
    PlanId plan_id;
    DutyId duty_id;
    bool must_not = false;
    ModelTime anchor, opened;
    std::optional<ModelTime> due, discharged;
    DutyStatus status = DutyStatus::open;
    std::string limit;           ///< the period, as in the files; one that a decision set, once it was
    std::string reason;          ///< of a waiver
    EntryNo opened_entry = no_entry, discharged_entry = no_entry, breached_entry = no_entry, waived_entry = no_entry;

    /// due - discharged; nothing without a number or if it never was.
    std::optional<Duration> margin() const;
};

/// Every duty that was opened, by its id.
std::vector<DutyOutcome> assess(const Inputs& inputs, const Journal& journal);

/// Where the minutes of a duty went.
struct PathStep {
    enum class Kind { waiting, handling, message, travel, not_done };
    Kind kind = Kind::handling;
    ModelTime begin, end;
    EntryNo from = no_entry, to = no_entry;  ///< the entries at its ends; `to` is none where it did not end
    EntryNo held_by = no_entry;              ///< of waiting: what occupied the officer waited for
    Duration length() const { return end - begin; }
};
std::string_view step_name(PathStep::Kind kind);

/// The critical path of a duty: from its opening to its discharge along causes, or, if it was never discharged, to the deepest
/// unfinished prerequisite and from there to the end of the run, or to the waiver of the duty or of the task it waited for. The steps' lengths
/// sum to discharged - opened (to that end - opened if it never was); a duty discharged before it opened has no steps.
struct CriticalPath {
    std::vector<PathStep> steps;  ///< in time order, without gaps
    bool finished = true;
    Duration total{0};
    std::string missing;          ///< if unfinished: the milestone nobody reached, as in the files
};
CriticalPath critical_path(const Inputs& inputs, const Journal& journal, const DutyOutcome& outcome);

/// Whether what the scenario expects came true.
struct ExpectationResult {
    std::string id;
    bool holds = false;
    std::string found;  ///< what was found instead: "breached", "never opened" ... (a word of the contract, not a text)
};
std::vector<ExpectationResult> check_expectations(const Inputs& inputs, const Journal& journal, const std::vector<DutyOutcome>& outcomes);

/// An assumption the result rests on, and whose it is.
struct UsedAssumption {
    std::string id, owner;  ///< owner: a plan's or the network's id, or "sandtable"
    Text text;
};
/// Those of the tasks that were begun, the channels that were used, the staffing of agencies that acted, and of the program itself.
std::vector<UsedAssumption> used_assumptions(const Inputs& inputs, const Journal& journal);

}  // namespace sandtable
