// One of many runs: the same run without its texts, again and again on one world (house.md, "a study is the same loop under many seeds").
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "sandtable/diagnostic.hpp"
#include "sandtable/id.hpp"
#include "sandtable/journal.hpp"
#include "sandtable/scenario.hpp"
#include "sandtable/time.hpp"

namespace sandtable {

constexpr std::uint32_t no_subject = 0xffff'ffff;
/// In the place of a duty's due instant where it has none.
constexpr std::int64_t no_instant = INT64_MIN;
/// In the place of a message's number: a report of the scenario, a follow-up report.
constexpr std::int64_t report_message = -1, follow_up_message = -2;
/// In the place of a channel; a network has fewer.
constexpr std::uint16_t no_channel = 0xffff;
/// In the place of both ends of a grade where the plan does not apply.
constexpr std::int64_t not_applied = -2;

/// An entry as the journal of the same run has it at the same number, without its texts. What `subject`, `low` and `high` say is its kind's:
///
///   duty_opened                       a duty of the cast; its anchor, its due instant or no_instant, in ms
///   duty_discharged, duty_breached    a duty; when it was done (of a must duty's breach: no_instant)
///   limit_set ... limit_extended      a duty; -, its due instant or no_instant
///   other duty_ kinds                 a duty
///   task_ kinds, departed, rerouted, stranded, arrived, released, formed    a task of the cast
///   decided                           a task; the choice
///   sent, received and what fails     a plan run of the cast (of reports and follow-ups: an incident); the message; the agency that sends it or
///                                     gets it; of what is sent, tried again or failed, the channel
///   grading                           a plan run; the certain and the possible grade, from the plan's lowest, -1 below it, or not_applied
///   truth, seen                       an incident
///   all others                        no_subject
struct BareEntry {
    ModelTime at;
    std::int64_t low = 0, high = 0;
    std::uint32_t subject = no_subject;
    EntryNo cause = no_entry, held_by = no_entry;
    EntryKind kind = EntryKind::started;
    std::uint16_t channel = no_channel;
};

/// Who takes part: the same in every replication.
struct Cast {
    struct PlanRun {
        IncidentId incident;
        PlanId plan;
        AgencyId assessor;
    };
    struct Duty {
        std::uint32_t plan_run;
        DutyId duty;
        AgencyId agency;
    };
    struct Task {
        std::uint32_t plan_run;
        TaskId task;
        AgencyId agency;
        PoolId pool;  ///< whose officer it holds, or none
    };
    std::vector<PlanRun> plan_runs;
    std::vector<Duty> duties;
    std::vector<Task> tasks;
};

/// One world, run again and again. For one thread; several may share the inputs. Holds a reference to them.
class Replicator {
public:
    Replicator(const Inputs& inputs, std::uint32_t seed);
    ~Replicator();
    const Cast& cast() const;
    /// Replication `number` from start to end; the entries are valid until the next one. Once warm nothing is allocated. Nothing comes back if
    /// the run met what a file did not foresee.
    std::optional<std::span<const BareEntry>> run(std::uint32_t number, Diagnostics& out);

private:
    struct Body;
    std::unique_ptr<Body> body_;
};

}  // namespace sandtable
