// Many runs of one scenario: how often each duty is kept, and how long things take, with intervals (semantics.md 7, 8).
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sandtable/distribution.hpp"
#include "sandtable/replication.hpp"

namespace sandtable {

/// Bounds, by name. Sums of as many lengths of four years stay below 2^63 ms.
constexpr std::uint64_t replications_max = 50'000'000;
constexpr unsigned workers_max = 256;
constexpr std::uint64_t study_rows_default = 10'000;  ///< replications of which every value is kept

/// What a replication says of a measure, where it says nothing.
constexpr std::int64_t no_value = INT64_MIN;

/// One figure of a replication: 1 or 0, or a length of time in ms.
struct Measure {
    enum class Kind : std::uint8_t {
        kept,     ///< chance: a duty, every time it was opened and settled (neither waived nor left open)
        time,     ///< of a duty: from its anchor to its discharge
        late,     ///< of a duty with a limit: its discharge minus its due instant; negative is time left
        grade,    ///< of a plan run and a grade: how long the certain grade was this one, if it ever was
        known,    ///< of a plan run and a grade: from when the truth certainly had it to when who grades knew it, negative if too early
        busy,     ///< of a pool: officers times time at work
        waited,   ///< of a pool: tasks' time in its queue, if any waited
        between,  ///< of two milestones that were named, if both came
        end,      ///< of the run
    };
    Kind kind = Kind::kept;
    std::string id;        ///< unique: the kind's word, "/", and what it is of
    std::string clause;    ///< of duties
    std::string subject;   ///< what it is of: incident/plan/duty/agency, incident/plan/duty (all its agencies), incident/plan/grade, agency/pool
    bool joint = false;    ///< of a duty of several agencies: kept by every one; late: the latest
    bool is_chance() const { return kind == Kind::kept; }
};
std::string_view measure_word(Measure::Kind kind);

/// What all replications said of a measure; of a difference between two variants, what they said in pairs.
struct Tally {
    std::uint64_t yes = 0, no = 0;  ///< of a chance; of a difference: kept only now, kept only before
    std::uint64_t same = 0;         ///< of a difference: pairs that agree
    Distribution lengths;           ///< of a length; of a difference: this variant's minus the first's
    friend bool operator==(const Tally&, const Tally&) = default;
};

/// The difference of two chances measured in pairs, this variant's minus the first's: the estimate and its interval of 95 % (D. G. Bonett, R. M. Price,
/// "Adjusted Wald confidence interval for a difference of binomial proportions based on paired data", J. Educ. Behav. Stat. 37 (2012)).
struct PairedDifference {
    double estimate = 0;
    Interval interval;
};
PairedDifference paired_difference(const Tally& tally, double z = normal_95);

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
    Measuring(const Inputs& inputs, const Cast& cast, const std::vector<Between>& between);
    const std::vector<Measure>& measures() const { return measures_; }
    /// Values by position; valid until the next call. Allocates nothing once warm.
    const std::vector<std::int64_t>& read(std::span<const BareEntry> entries);

private:
    struct DutyState {
        bool opened = false, settled = false, broken = false;  ///< over all openings
        bool live = false, breached = false, must_not = false;
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
        std::vector<std::int64_t> truth;        ///< [grade] when it was first so, or no_instant; the same in every replication
    };
    struct DutyMeasures {
        std::int32_t kept = -1, time = -1, late = -1;                 ///< positions, or -1
        std::int32_t joint_kept = -1, joint_late = -1;
    };
    std::uint32_t add(Measure::Kind kind, std::string subject, std::string clause = {}, bool joint = false);
    void add_duties();
    void add_grades();
    void add_pools();
    void reset();
    void read_duty(const BareEntry& entry);
    void read_task(const BareEntry& entry);
    void read_grading(const BareEntry& entry);
    void read_milestones(const BareEntry& entry);
    void leave_pool(std::uint32_t task, std::int64_t at);
    void close(std::int64_t end);
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
    std::uint32_t first_between_ = 0, end_ = 0;
    std::vector<std::int64_t> from_at_, to_at_;
};

/// Stops once every chance and every mean asked for is known well enough.
struct Precision {
    double half_width = 0.01;                 ///< of a chance's interval, absolute
    std::vector<std::string> measures;        ///< ids of chances; empty: every duty's, each agency's and all agencies'
};

struct StudyResult;

struct StudyOptions {
    std::uint32_t seed = 1;
    std::uint64_t first = 0;                  ///< number of the first replication
    std::uint64_t replications = 1000;        ///< at most, with a precision
    unsigned workers = 1;
    std::uint64_t rows = study_rows_default;  ///< replications, by number, whose values are kept
    std::optional<Precision> precision;
    const StudyResult* earlier = nullptr;     ///< what was found before `first`, for the precision: it stops where an uninterrupted study would
    const std::atomic<bool>* stop = nullptr;  ///< set by somebody else: what was begun is finished, and then it ends
};

/// One of the things compared: a scenario with all it names, and what is asked of it. Inputs are held by reference.
struct StudyVariant {
    std::string id;
    const Inputs* inputs = nullptr;
    std::vector<Between> between;
};

struct VariantResult {
    std::string id;
    std::vector<Measure> measures;
    std::vector<Tally> tallies;                   ///< [measure]
    std::vector<Tally> differences;               ///< [measure] in pairs with the first variant's of the same id; empty for the first
    std::vector<std::vector<std::int64_t>> rows;  ///< of the first replications: a value per measure
};

/// What was found. Equal for any number of workers.
struct StudyResult {
    std::uint64_t first = 0, done = 0;            ///< replications first .. first + done - 1
    bool stopped = false;                         ///< before all were done, by `stop`
    std::vector<VariantResult> variants;
    /// Puts what follows behind: its first replication is the one after the last of these.
    void append(const StudyResult& next);
};

/// "sha256:..." over the measures and tallies: the same for any number of workers and any sharding.
std::string study_digest(const StudyResult& result);

/// Said now and then while it goes on, from the caller's thread: what is known so far.
using StudyProgress = std::function<void(std::uint64_t done, const std::vector<VariantResult>& so_far)>;

/// Runs every variant on the same numbers (semantics.md 8), the first of them the one that others are compared with. Nothing comes back if a replication
/// met what a file did not foresee (said with its number).
std::optional<StudyResult> study(const std::vector<StudyVariant>& variants, const StudyOptions& options, Diagnostics& out, const StudyProgress& progress = {});

}  // namespace sandtable
