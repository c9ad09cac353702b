// The world of one run: what is so at this instant, and one short reaction for everything that can happen.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <ranges>
#include <string>
#include <vector>

#include "run/event.hpp"
#include "run/instances.hpp"
#include "run/spares.hpp"
#include "run/tables.hpp"
#include "run/transmission.hpp"
#include "sandtable/event_queue.hpp"
#include "sandtable/journal.hpp"
#include "sandtable/random.hpp"
#include "sandtable/replication.hpp"
#include "sandtable/run.hpp"
#include "sandtable/scenario.hpp"

namespace sandtable {

/// A file did not foresee what the run needs: said once, then the run stops.
struct RunStopped {};

class World {
public:
    /// What is written: the journal, or bare entries without texts (replication.hpp).
    enum class Recording { journal, bare };
    World(const Inputs& inputs, std::uint32_t seed, Recording recording, Diagnostics& out);
    World(const World&) = delete;
    /// From the start to the end, whatever was run before; memory is kept.
    void run(std::uint32_t replication);
    Journal take_journal() { return std::move(journal_); }
    const std::vector<BareEntry>& bare() const { return bare_; }
    const std::vector<PlanRun>& start_runs() const { return start_runs_; }
    const std::vector<TaskInstance>& start_tasks() const { return start_tasks_; }
    const std::vector<DutyInstance>& start_duties() const { return start_duties_; }
    PoolId pool_needed(const TaskInstance& task) const;
    /// Of the run that was, the duties never opened.
    std::vector<NeverOpened> never_opened() const;

private:
    // --- run.cpp: the loop
    void reset(std::uint32_t replication);
    void begin();
    void react(const Event& event);
    /// False if the run is over by then.
    bool schedule(ModelTime at, Order order, Event event);
    bool still_pending(const Event& event);
    bool is_over(const Event& event) const;
    [[noreturn]] void stop(std::string_view code, const std::vector<Word>& words);
    [[noreturn]] void stop_outside(Date day);
    CivilTime civil(ModelTime t) const { return civil_time(inputs_.scenario.start, t); }

    // --- entries.cpp: writing the journal
    struct Draft {
        EntryKind kind;
        std::uint32_t plan_run = Transmission::none;
        IncidentId incident{};
        AgencyId agency{};
        std::string_view clause{};
        EntryNo cause = no_entry, held_by = no_entry;
        std::uint32_t subject = no_subject;  ///< of the bare entry: which instance
        std::int64_t low = 0, high = 0;
        ChannelId channel{};
    };
    EntryNo write(const Draft& draft);
    EntryNo last_entry() const { return static_cast<EntryNo>((told_ ? journal_.size() : bare_.size()) - 1); }
    void item(std::string_view key, std::string_view text);
    void item(std::string_view key, std::int64_t number);
    void item(std::string_view key, AgencyId agency);
    /// Of an id that the journal is likely to have already: looked up once.
    Symbol symbol_of(AgencyId agency);
    /// What is said of a fact, and when it was observed if that was earlier than now.
    void fact_item(FactId fact, const Observation& value, ModelTime observed_at);
    std::uint32_t hash_of(AgencyId agency) {
        std::uint32_t& hash = agency_hashes_[agency.index];
        if (hash == 0) hash = name_hash(agency_id(agency));
        return hash;
    }
    /// The purpose of a draw that has an agency's id at its end: name_hash_on(beginning, id).
    std::uint32_t purpose_of(std::uint32_t beginning, AgencyId agency) {
        Purpose& known = purposes_[(beginning ^ agency.index * 0x9e37'79b9u) % purposes_.size()];
        if (known.beginning != beginning || known.agency != agency) known = {beginning, agency, name_hash_on(beginning, agency_id(agency))};
        return known.hash;
    }
    const std::string& agency_id(AgencyId agency) const { return inputs_.network.agencies[agency].id; }

    // --- happenings.cpp: truth, injects, roads, absences
    EntryNo truth_changes(IncidentId incident, const std::vector<Stated>& facts, EntryNo cause);
    void inject(std::uint32_t index, EntryNo cause);
    void officers_leave(AgencyId agency, PoolId pool, int number, Duration period, EntryNo cause,
                        bool recurs = false);
    void officers_return(std::uint32_t absence);
    void road_closes(RoadId road, Duration period, EntryNo cause, bool recurs = false);
    void road_opens(RoadId road, EntryNo cause);

    // --- rain.cpp
    void rain_step(std::uint32_t interval, EntryNo cause);
    /// Colours by what fell so far and the thresholds in force; what changed becomes truth, and is told unless the gauge is silent.
    void judge_rain(EntryNo cause);
    void slide_may_follow(IncidentId incident, RiskColour before, RiskColour now, EntryNo cause);
    void slide(std::uint32_t index, EntryNo cause);
    std::uint32_t last_interval() const;

    // --- faults.cpp
    void schedule_faults();
    void schedule_next_fault(std::uint32_t index, EntryNo cause);
    void fault_begins(std::uint32_t index);
    void fault_ends(std::uint32_t index);
    void desk_empties(AgencyId agency, PoolId pool, Duration period, EntryNo cause, bool recurs);
    /// Whether anything is to come that no recurring fault brings.
    bool goes_on() const;
    /// Of what recurring faults bring by themselves.
    static Event recurring(bool recurs, Event event);
    struct Failing {
        std::uint32_t per_million, fault;  ///< fault: that makes it so, or none
    };
    Failing failing(const Channel& channel, ChannelId id, AgencyId from, AgencyId to) const;
    bool silenced(GaugeId gauge) const;
    /// A report of the scenario, with what faults make of it.
    void report_due(IncidentId incident, const Report& report, EntryNo cause, std::uint32_t late_by = Transmission::none);
    void held_report(std::uint32_t index, EntryNo cause);

    // --- milestones.cpp
    /// Numbers of the plan runs of an incident.
    auto runs_of(IncidentId incident) const { return std::views::iota(first_run_[incident.index], first_run_[incident.index + 1]); }
    const Plan& plan_of(const PlanRun& run) const { return inputs_.plans[run.plan]; }
    std::uint32_t slot(PlanId plan, MilestoneKind kind, std::uint32_t subject) const { return tables_.slot(plan, kind, subject); }
    void reach(std::uint32_t plan_run, MilestoneKind kind, std::uint32_t subject, const Reached& reached);
    /// What an agency brought about is no longer so: its officers were called back.
    void unreach(std::uint32_t plan_run, MilestoneKind kind, std::uint32_t subject, AgencyId agency);
    struct Moment {
        ModelTime at;
        EntryNo entry = no_entry;
    };
    std::optional<Moment> reached(const PlanRun& run, const Join& join, AgencyId acting, ModelTime not_before) const;
    std::optional<Moment> reached(const PlanRun& run, const Milestone& milestone, AgencyId acting, ModelTime not_before) const;
    std::optional<Moment> reached_by_several(const PlanRun& run, const Milestone& milestone, AgencyId acting, ModelTime not_before) const;
    /// Whether a milestone is, by the plan, the acting agency's own.
    bool owns(const PlanRun& run, const Milestone& milestone, AgencyId acting) const;
    void whose(const PlanRun& run, const Milestone& milestone, AgencyId acting, bool& own, std::vector<AgencyId>& all) const;
    bool bound_to(const PlanRun& run, RoleId role, AgencyId agency) const;

    // --- tasks.cpp
    enum class Verdict { go, wait, stop };
    Verdict judge_guards(const PlanRun& run, const Guards& guards, AgencyId agency) const;
    void consider(std::uint32_t task);                     ///< an idle one whose trigger may have come
    void consider_armed(std::uint32_t task, EntryNo cause);
    void request(std::uint32_t task, EntryNo cause);
    void start(std::uint32_t task, EntryNo cause, EntryNo held_by);
    void task_ends(std::uint32_t task);
    void finish_task(std::uint32_t task, EntryNo done);
    void waive_task(std::uint32_t task, std::string_view reason, EntryNo cause);
    void end_response(std::uint32_t plan_run, EntryNo cause);

    // --- officers.cpp
    OfficerPool& pool_of(AgencyId agency, PoolId pool) {
        std::uint32_t& first = first_pool_[agency.index];
        if (first == 0) {
            pools_.resize(pools_.size() + inputs_.network.pools.size());
            first = static_cast<std::uint32_t>(pools_.size() - inputs_.network.pools.size()) + 1;
        }
        return pools_[first - 1 + pool.index];
    }
    int away(AgencyId agency, PoolId pool) const {
        const std::uint32_t first = first_pool_[agency.index];
        return first == 0 ? 0 : pools_[first - 1 + pool.index].away;
    }
    /// Officers by shift: the network's, or the scenario's.
    const std::vector<int>& roster(AgencyId agency, PoolId pool) const {
        const auto changed = roster_changes_.find({agency, pool});
        return changed != roster_changes_.end() ? changed->second : inputs_.network.agencies[agency].officers(pool);
    }
    int capacity(AgencyId agency, PoolId pool);
    ShiftId shift_now();
    int rank(const TaskInstance& task) const;
    bool take_officer(TaskInstance& task);
    void release_officer(std::uint32_t task);
    void grant(AgencyId agency, PoolId pool, EntryNo held_by);
    void leave_queue(std::uint32_t task);
    void watch_shift(AgencyId agency, PoolId pool);
    void shift_edge(AgencyId agency, PoolId pool);

    // --- travel.cpp
    void depart(std::uint32_t task);
    void next_leg(std::uint32_t unit);
    void arrive(std::uint32_t unit);
    void leave_scene(std::uint32_t task, std::string_view reason, EntryNo cause);

    // --- messages.cpp
    std::uint32_t new_message(IncidentId incident, AgencyId from, AgencyId to);
    void send(std::uint32_t transmission, EntryNo cause);
    std::uint32_t& sendings_of(const Transmission& message);
    void attempt(std::uint32_t transmission);
    void received(std::uint32_t transmission);
    void call_failed(std::uint32_t transmission);
    void reach_report(MilestoneKind kind, IncidentId incident, const Reached& milestone);
    void report(IncidentId incident, const Report& report, EntryNo cause, std::uint32_t altered_by = Transmission::none);
    void follow_up(IncidentId incident, AgencyId agency, EntryNo cause);
    std::string_view message_name(const Transmission& transmission) const;
    /// Of a bare entry: whose message it is, and which.
    static std::uint32_t subject_of(const Transmission& t) { return t.plan_run != Transmission::none ? t.plan_run : t.incident.index; }
    static std::int64_t number_of(const Transmission& t) { return t.message.is_some() ? std::int64_t{t.message.index} : t.is_report ? report_message : follow_up_message; }
    bool is_only(AgencyId agency, const Party& party, IncidentId incident) const;
    void add_agencies(std::vector<AgencyId>& all, const Party& party, IncidentId incident) const;
    /// Sorts them and leaves each once.
    static void each_once(std::vector<AgencyId>& agencies);
    MessageDraws draws_of(const Transmission& transmission, ChannelId channel) const;
    void tell_all_known(Transmission& message) const;

    // --- knowledge.cpp
    /// Valid until another agency learns something of the incident for the first time.
    Knowledge& knowledge_to_change(IncidentId incident, AgencyId agency) {
        return knowledge_[incident.index].of(agency, nothing_known_);
    }
    const Knowledge& knowledge(IncidentId incident, AgencyId agency) const {
        const Knowledge* known = knowledge_[incident.index].find(agency);
        return known != nullptr ? *known : nothing_known_;
    }
    /// What an agency goes by under a plan: what it was told, and the findings made for that plan.
    const Knowledge& judged_knowledge(const PlanRun& run, AgencyId agency) const;
    Truth judged(const PlanRun& run, const Guard& guard, AgencyId agency, bool use_possible_grade = false) const;
    void learn(IncidentId incident, AgencyId agency, std::span<const Transmission::Fact> facts, EntryNo entry);
    void see(IncidentId incident, AgencyId agency, const std::vector<FactId>& facts, EntryNo cause);
    void knowledge_changed(IncidentId incident, AgencyId agency, const std::vector<FactId>& facts, EntryNo cause);
    void tell_grading(const Plan& plan, const Grading& grading);
    void regrade(std::uint32_t plan_run, EntryNo cause);
    void suspend(std::uint32_t plan_run, EntryNo cause);
    void revive(std::uint32_t plan_run, EntryNo cause);
    void reconsider_armed(std::uint32_t plan_run, AgencyId agency, const std::vector<FactId>* facts, EntryNo cause);

    // --- duties.cpp
    void consider_duty(std::uint32_t duty);
    void open(std::uint32_t duty, EntryNo cause);
    void check_discharge(std::uint32_t duty);
    void due(std::uint32_t duty, std::uint32_t clock);
    /// The due instant by the period, what was excluded so far and the extension; nothing while a clock stands still or no limit is set.
    std::optional<ModelTime> due_now(const DutyInstance& duty) const;
    /// Stated by the plan, or set by a decision that was taken.
    std::optional<Period> period_of(const DutyInstance& duty) const;
    bool clock_stands(const DutyInstance& duty, std::vector<ExcludedDays>& excluded) const;
    std::optional<Moment> extension(const DutyInstance& duty) const;
    void consider_clock(std::uint32_t duty, EntryNo cause);
    void waive_duty(std::uint32_t duty, std::string_view reason, EntryNo cause);
    EntryNo write_duty(EntryKind kind, std::uint32_t duty, EntryNo cause, std::int64_t low = 0, std::int64_t high = 0);

    const Inputs& inputs_;
    Diagnostics& out_;
    const std::uint32_t seed_;
    const bool told_;                                   // a journal is written, with its texts
    Random random_;
    Roads roads_;
    Router router_;
    const RunTables tables_;
    EventQueue<Event> queue_;
    ModelTime now_{};
    Journal journal_;
    std::vector<BareEntry> bare_;
    std::vector<Item> draft_items_;
    std::vector<PlanRun> plan_runs_;                    // by incident, then plan
    std::vector<std::uint32_t> first_run_;              // [incident], and one behind the last
    std::vector<PlanRun> start_runs_;                   // and the next two: as they are before the start
    std::vector<TaskInstance> start_tasks_;
    std::vector<DutyInstance> start_duties_;
    std::vector<std::vector<std::uint32_t>> guarded_tasks_, guarded_duties_;  // [plan run] those that a change of knowledge may start, open or waive
    std::vector<TaskInstance> tasks_;
    std::vector<DutyInstance> duties_;
    // of those who know, do or wait for something; an idle agency takes no room
    Knowledge nothing_known_{0};
    std::vector<Knowers> knowledge_;                    // [incident]
    std::vector<Knowledge> truth_;                      // [incident] as it is
    std::vector<Duration> arrived_;                     // [incident] when it came, of those that come one after another
    std::vector<std::vector<Presence>> present_;        // [incident]
    std::vector<std::map<AgencyId, std::uint32_t>> follow_ups_;  // [incident] written so far
    std::vector<std::uint32_t> first_pool_;             // [agency] where its pools stand in `pools_`, and one; 0: nobody asked for them
    std::deque<OfficerPool> pools_;
    std::map<std::pair<AgencyId, PoolId>, std::vector<int>> roster_changes_;
    ModelTime shift_from_{}, shift_until_{};            // while the shift is this one; looked up last
    ShiftId shift_;
    std::deque<Transmission> transmissions_;            // under way; places that are free again
    std::vector<std::uint32_t> free_transmissions_;
    std::vector<std::uint32_t> agency_hashes_;          // 0: not looked up yet
    struct Purpose {
        std::uint32_t beginning = 0;
        AgencyId agency;
        std::uint32_t hash = 0;
    };
    std::array<Purpose, 512> purposes_{};               // worked out last; those that fall on one place take turns
    std::vector<Symbol> agency_symbols_, incident_symbols_;  // 0: not looked up yet
    std::vector<Unit> units_;                           // under way and there; behind units_begun_ of an earlier replication
    std::uint32_t units_begun_ = 0;
    struct Absence {
        AgencyId agency;
        PoolId pool;
        int number;
        EntryNo entry;
    };
    std::vector<Absence> absences_;
    std::vector<ThresholdRow> thresholds_;              // in force
    std::vector<std::vector<std::int64_t>> fallen_;     // [gauge][interval] so far; only of gauges that count
    struct Colour {
        RiskColour now = RiskColour::none, told = RiskColour::none;
        EntryNo entry = no_entry;                       // that made it so
    };
    std::vector<Colour> colours_;                       // [incident]
    struct FaultState {
        bool on = false;
        EntryNo entry = no_entry;
        std::uint32_t times = 0, reports = 0;           // begun so often; reports it touched
    };
    std::vector<FaultState> faults_;                    // [fault]
    std::size_t recurrences_ = 0;
    struct HeldReport {
        IncidentId incident;
        Report report;
        std::uint32_t fault;                            // that holds it
        bool as_it_is;                                  // no fault touches it again
    };
    std::vector<HeldReport> held_reports_;
    std::vector<bool> slid_;                            // [slide] its chance was taken
    std::vector<bool> closed_;
    std::vector<int> closures_of_;                      // [road] closures in force
    std::vector<bool> inject_given_;
    struct SendingCount {
        std::uint64_t what, between;                    // plan run and message, from and to
        std::uint32_t times;
        SendingCount(std::uint64_t w, std::uint64_t b, std::uint32_t t) : what(w), between(b), times(t) {}
    };
    std::vector<std::vector<SendingCount>> sendings_;   // [incident] how often a message went between two
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> choices_;  // decided otherwise by the scenario: plan, decision

    mutable Spares<AgencyId> spare_agencies_;
    mutable Spares<Moment> spare_moments_;
    mutable Spares<OtherGrading> spare_gradings_;
    mutable Knowledge with_findings_{0};
    Grading before_;                                    // of the plan run that is graded again
    Roads::Route route_;                                // of the unit that sets out
    Spares<Transmission::Fact> spare_facts_;
    Spares<FactId> spare_fact_ids_;
    Spares<ModelTime> spare_times_;
    Spares<Presence> spare_presences_;
};

}  // namespace sandtable
