// Where the minutes of breached duties went, over all replications of a study: who held them, at what (semantics.md 6, 7).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "sandtable/network.hpp"
#include "sandtable/replication.hpp"

namespace sandtable {

/// Minutes that went to one thing.
struct PartSum {
    std::int64_t ms = 0;
    std::uint64_t breaches = 0;  ///< in how many breaches it has a share
    friend bool operator==(const PartSum&, const PartSum&) = default;
};

/// The breaches of one duty of one agency. Of those that were done later (of a must-not duty: of all) the parts sum to discharged - opened.
struct DutyBreaches {
    std::string clause;
    std::uint64_t late = 0, never = 0;  ///< breached and done later; breached and not done when the run ended
    std::int64_t ms = 0;                ///< of the late ones in all
    std::uint64_t first = UINT64_MAX;   ///< number of the first replication with one
    /// What the critical paths consist of:
    /// - waiting/AGENCY/POOL/busy:PLAN.TASK: for an officer who was at that task; /away: who was
    ///   away; /shift: whom the shift does not have. Slice by slice: each officer of the shift stood
    ///   in the way with an even part, at work or away; without any the shift did, with all of it.
    /// - handling/AGENCY/PLAN.TASK: at that task; /follow_up: at a further report.
    /// - message/AGENCY/CHANNEL: by its sender: under way, failing, until it was tried again.
    /// - travel/AGENCY/ROAD: on that road; /-: on a way that closed roads made another.
    /// - not_done/-: nothing of it had begun: what came from outside later.
    std::map<std::string, PartSum> parts;
    void add(const DutyBreaches& more);
    friend bool operator==(const DutyBreaches&, const DutyBreaches&) = default;
};

/// Of a pool, by the hour of the day: officers times time at work, and tasks' time in its queue, in ms.
struct PoolHours {
    std::array<std::int64_t, 24> busy{}, waited{};
    friend bool operator==(const PoolHours&, const PoolHours&) = default;
};

struct Attribution {
    std::map<std::string, DutyBreaches> duties;  ///< by "incident/plan/duty/agency"; only those that were breached
    std::map<std::string, PoolHours> hours;      ///< by "agency/pool"; only those that did something
    void add(const Attribution& more);
    friend bool operator==(const Attribution&, const Attribution&) = default;
};

/// Adds up what bare entries say of breaches and pools. Holds references; one per thread.
class Attributing {
public:
    Attributing(const Inputs& inputs, const Cast& cast);
    /// With `follow` [duty of the cast] the paths of those duties that it names are added up, kept
    /// or breached, in the place of all that were breached.
    void read(std::uint64_t number, std::span<const BareEntry> entries,
              const std::vector<bool>* follow = nullptr);
    /// [duty of the cast] whether the replication read last breached it.
    const std::vector<bool>& breached_last() const { return breached_last_; }
    Attribution found() const;

private:
    enum class Kind : std::uint8_t { waiting, handling, message, travel, not_done };
    enum class How : std::uint8_t { plain, busy, away, shift, follow_up };
    struct Part {
        Kind kind;
        How how = How::plain;
        std::uint32_t agency = AgencyId::none_index, what = 0, plan = 0, task = 0;  ///< what: pool, channel or road
        friend auto operator<=>(const Part&, const Part&) = default;
    };
    struct Breaches {
        std::uint64_t late = 0, never = 0, first = UINT64_MAX;
        std::int64_t ms = 0;
        std::map<Part, PartSum> parts;
    };
    struct DutyState {
        ModelTime opened;
        bool breached = false, done = false, counts = false;
    };
    struct TaskState {
        std::int64_t since = 0;
        enum class At : std::uint8_t { rest, queue, work } at = At::rest;
    };
    struct Leg {
        RoadId road;
        std::int64_t ms;
    };

    void ended_late(std::uint32_t duty, std::uint64_t number, EntryNo last, ModelTime done);
    void step(EntryNo from, EntryNo to, ModelTime begin);
    void waited(std::uint32_t task, ModelTime begin, ModelTime end);
    void slice(const Part& part, std::int64_t ms, int has);
    void travelled(EntryNo from, EntryNo to, ModelTime begin);
    void add(const Part& part, std::int64_t ms) { path_.emplace_back(part, ms); }
    Part task_part(Kind kind, How how, std::uint32_t task) const;
    const std::vector<Leg>& legs_of(std::uint32_t task);
    void task_moves(const BareEntry& entry);
    void leave(std::uint32_t task, std::int64_t at);
    std::string text(const Part& part) const;

    const Inputs& inputs_;
    const Cast& cast_;
    Roads roads_;
    Router router_;
    std::span<const BareEntry> entries_;
    std::vector<Breaches> breaches_;                 ///< [duty of the cast]
    std::vector<DutyState> duties_;
    std::vector<bool> breached_last_;
    std::vector<TaskState> tasks_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pools_;  ///< agency and pool, sorted
    std::vector<std::uint32_t> pool_of_task_;
    /// What changed in a pool: a task took an officer or gave one back, or so many left or came
    /// back.
    struct Change {
        ModelTime at;
        std::uint32_t task = 0;
        int taken = 0, away = 0;
    };
    std::vector<std::vector<Change>> changes_;  ///< [pool] as far as the replication was read
    std::vector<std::vector<int>> rosters_;     ///< [pool] by shift
    std::vector<std::uint32_t> at_work_;        ///< tasks with an officer, while a wait is cut
    int away_ = 0;
    struct Hours {
        std::array<std::int64_t, 24> ms{};
        std::int64_t days = 0;                       ///< whole ones, not in `ms`
    };
    std::vector<Hours> busy_, waited_;               ///< [pool]
    std::vector<std::vector<Leg>> legs_;             ///< [task of the cast] the way to its scene with all roads open; empty: not looked up yet
    std::vector<std::pair<Part, std::int64_t>> path_;  ///< of one breach
};

}  // namespace sandtable
