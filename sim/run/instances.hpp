// What is there once for each incident and agency while a run lasts: plans that run, tasks, duties; officers at their desks, on the road, at the scene.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "run/reached.hpp"
#include "sandtable/plan.hpp"

namespace sandtable {

struct TaskInstance {
    enum class State : std::uint8_t { idle, armed, waiting, working, travelling, staying, done, stopped, waived };
    std::uint32_t plan_run = 0;
    TaskId task;
    AgencyId agency;
    State state = State::idle;
    bool waived_by_scope = false;
    std::uint32_t times = 0;       ///< begun so often (occurrence of its draws)
    EntryNo cause = no_entry;      ///< what brought it up last
    EntryNo started = no_entry;
    bool holds_officer = false;
};

struct DutyInstance {
    enum class State : std::uint8_t { idle, armed, open, breached, closed, stopped, waived };
    std::uint32_t plan_run = 0;
    DutyId duty;
    AgencyId agency;
    State state = State::idle;
    bool discharged = false, waived_by_scope = false;
    std::uint32_t number = 0;      ///< opened so often
    std::uint32_t clock = 0;       ///< which scheduling of its due check counts
    bool stopped = false, extended = false;  ///< its clock stands still; its limit was extended
    std::optional<ModelTime> due;  ///< while its clock runs
    EntryNo cause = no_entry, opened = no_entry;
    ModelTime anchor, counts_from; ///< what is done from then on discharges it
};

/// One plan on one incident.
struct PlanRun {
    IncidentId incident;
    PlanId plan;
    AgencyId assessor;
    Grading grading;
    bool graded = false, suspended = false, ended = false;
    ModelTime revived_at = model_time(-1);
    EntryNo revived_by = no_entry;
    ReachedSlots reached;
    std::vector<std::uint32_t> task_base, duty_base;  ///< first instance of each task, duty
};

/// Officers under way to the scene.
struct Unit {
    std::uint32_t task = 0;
    PlaceId at;
    std::vector<RoadId> legs;
    std::size_t next = 0;
    EntryNo entry = no_entry;
};

struct OfficerPool {
    int busy = 0, away = 0;
    std::vector<std::uint32_t> waiting;  ///< task instances, first come first
    EntryNo taken_by = no_entry;         ///< the entry that last took officers away
    bool edge_scheduled = false;
};

/// Who of the agencies is at the scene, in order of arrival.
struct Presence {
    AgencyId agency;
    int officers = 0;
};

}  // namespace sandtable
