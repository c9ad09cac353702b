// What a replication is asked: its measures, and the folding of its entries into a value for each (semantics.md 7).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sandtable/replication.hpp"

namespace sandtable {

/// What a replication says of a measure, where it says nothing.
constexpr std::int64_t no_value = INT64_MIN;

/// What a replication says of a chance: 1 kept, 0 not; below 0 what is neither, or more than that.
/// Of several openings and agencies the first of this list that any of them has, kept behind open.
constexpr std::int64_t kept_value = 1, late_value = 0;
constexpr std::int64_t never_done_value = -1;  ///< not kept, and not done by the end either
constexpr std::int64_t open_value = -2;        ///< the run ended first
constexpr std::int64_t early_value = -3;  ///< done before its period began, which has no margin
constexpr std::int64_t waived_value = -4;
constexpr std::int64_t never_arose_value = -5;  ///< never opened
/// Kept or not; nothing where neither can be said.
inline std::optional<bool> kept_of(std::int64_t value) {
    if (value == kept_value) return true;
    if (value == late_value || value == never_done_value) return false;
    return std::nullopt;
}

/// One figure of a replication: how a duty ended, or a length of time in ms.
struct Measure {
    enum class Kind : std::uint8_t {
        all,     ///< chance: that every duty of the run that arose was kept
        kept,    ///< chance: a duty, every time it was opened and settled (neither waived nor left
                 ///< open)
        time,    ///< of a duty: from its anchor to its discharge
        late,    ///< of a duty with a limit: its discharge minus its due instant; negative is time
                 ///< left
        grade,   ///< of a plan run and a grade: how long the certain grade was this one, if it ever
                 ///< was
        known,   ///< of a plan run and a grade: from when the truth certainly had it to when who
                 ///< grades knew it, negative if too early
        busy,    ///< of a pool: officers times time at work
        waited,  ///< of a pool: tasks' time in its queue, if any waited
        between,  ///< of two milestones that were named, if both came
        end,      ///< of the run
    };
    Kind kind = Kind::kept;
    std::string id;        ///< unique: the kind's word, "/", and what it is of
    std::string clause;    ///< of duties
    std::string subject;   ///< what it is of: incident/plan/duty/agency, incident/plan/duty (all its agencies), incident/plan/grade, agency/pool
    bool joint = false;    ///< of a duty of several agencies: kept by every one; late: the latest
    bool is_chance() const { return kind == Kind::kept || kind == Kind::all; }
};
/// Whether a subject is the one that is wanted, or begins with it up to a "/".
bool is_subject(std::string_view subject, std::string_view wanted);
std::string_view measure_word(Measure::Kind kind);

/// A milestone as a planner names it: "wage-arrears.received.incident_report", "city-hall/" before it where only one incident's counts, and
/// "@agency" behind it where only one agency's does.
struct NamedMilestone {
    IncidentId incident;  ///< or none: whichever is first
    PlanId plan;
    MilestoneKind kind = MilestoneKind::occurred;
    std::uint32_t subject = 0;
    AgencyId agency;      ///< or none: whose is first
};
/// Nothing, and what is wrong said, if there is none.
std::optional<NamedMilestone> named_milestone(const Inputs& inputs, const std::string& text, Diagnostics& out);

struct Between {
    std::string id;  ///< "FROM to TO", as typed
    NamedMilestone from, to;
};

/// From a replication's bare entries to a value per measure. Holds references; one per thread.
class Measuring {
public:
    /// `all_of`: the duties that the chance of all is of, subjects or their beginnings up to a "/";
    /// every duty if there are none.
    Measuring(const Inputs& inputs, const Cast& cast, const std::vector<Between>& between,
              const std::vector<std::string>& all_of = {});
    const std::vector<Measure>& measures() const { return measures_; }
    /// Values by position; valid until the next call. Allocates nothing once warm.
    const std::vector<std::int64_t>& read(std::span<const BareEntry> entries);

private:
    struct DutyState {
        bool opened = false;
        bool kept = false, broken = false, early = false, waived = false;  ///< over all openings
        bool undone = false;  ///< of those that were broken one was not done
        bool live = false, breached = false, must_not = false, before = false;
        std::int64_t anchor = 0, due = no_instant, done = no_instant;
    };
    struct PoolState {
        std::uint32_t measure = 0;  ///< of busy; waited is the next one
        std::int64_t busy = 0, waited = 0;
        bool used = false, any_waited = false;
    };
    struct TaskState {
        std::int64_t since = 0;
        enum class At : std::uint8_t { rest, queue, work } at = At::rest;
    };
    struct RunState {
        std::uint32_t first = 0;                ///< measure of the lowest grade's time; known delays follow all times
        int grades = 0;
        std::int64_t now = -1;
        std::int64_t since = 0;
        std::vector<std::int64_t> time, known;  ///< [grade]; known: when it was first certain, or no_instant
        std::vector<std::int64_t> truth;        ///< [grade] when it was first so, or no_instant; the same in every replication, but that all move with an arrival
        std::int64_t arrived = no_instant;      ///< how much later its incident came, once it came
    };
    struct DutyMeasures {
        std::int32_t kept = -1, time = -1, late = -1;                 ///< positions, or -1
        std::int32_t joint_kept = -1, joint_late = -1;
        bool in_all = true;
    };
    std::uint32_t add(Measure::Kind kind, std::string subject, std::string clause = {}, bool joint = false);
    void add_duties(const std::vector<std::string>& all_of);
    void add_grades();
    void add_pools();
    void reset();
    void read_duty(const BareEntry& entry);
    void read_task(const BareEntry& entry);
    void read_grading(const BareEntry& entry);
    void read_truth(const BareEntry& entry);
    void read_milestones(const BareEntry& entry);
    void leave_pool(std::uint32_t task, std::int64_t at);
    void close(std::int64_t end);
    void close_duties();
    bool is_milestone(const NamedMilestone& wanted, const BareEntry& entry) const;

    const Inputs& inputs_;
    const Cast& cast_;
    std::vector<Between> between_;
    std::vector<Measure> measures_;
    std::vector<std::int64_t> values_;
    std::vector<DutyMeasures> duty_measures_;
    std::vector<DutyState> duties_;
    std::vector<RunState> runs_;
    std::vector<PoolState> pools_;
    std::vector<std::uint32_t> pool_of_task_;  ///< none_index: it holds no officer
    std::vector<TaskState> tasks_;
    std::uint32_t first_between_ = 0, end_ = 0, all_ = 0;
    std::vector<std::int64_t> from_at_, to_at_;
};

/// The duty that a subject "incident/plan/duty[/agency]" means; null if the plans have none.
const Duty* duty_of_subject(const Inputs& inputs, std::string_view subject);

}  // namespace sandtable
