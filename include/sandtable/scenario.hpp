// A drill file: everything fixed before a run, with all the files it names (formats.md).
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandtable/calendar.hpp"
#include "sandtable/files.hpp"
#include "sandtable/network.hpp"
#include "sandtable/plan.hpp"
#include "sandtable/rain.hpp"

namespace sandtable {

/// An agency, or a role of a plan, as a scenario names it.
struct Party {
    AgencyId agency;      ///< or none, then:
    PlanId plan;
    RoleId role;
};

struct Stated {
    FactId fact;
    Observation value;
};

/// What happens at the scene, from an instant on; nobody is told.
struct TruthChange {
    ModelTime at;
    std::vector<Stated> facts;  ///< sorted by fact; always exact (or growing)
};

struct Report {
    ModelTime at;                          ///< sent then
    std::optional<ModelTime> observed;     ///< when it was observed; missing: when it was sent
    Party from;
    std::vector<Party> to;
    std::vector<ChannelId> over;
    std::vector<Stated> says;              ///< sorted by fact
};

struct FollowUp {
    bool first_on_scene = true;
    Party by;                              ///< unless first_on_scene
    std::vector<Party> to;                 ///< empty: who grades
    std::vector<ChannelId> over;
    std::vector<FactId> sees;              ///< sorted
    Spread after_change;
};

struct Finding {
    PlanId plan;
    FactId fact;
    Observation value;
};

struct Incident {
    std::string id;
    Text name;
    PlaceId place;
    PreventionAreaId prevention_area;      ///< or none; with one, its truth's geohazard_risk follows the rain
    std::vector<PlanId> plans;             ///< that run on it, sorted; empty: all of the scenario
    bool under(PlanId plan) const { return plans.empty() || std::find(plans.begin(), plans.end(), plan) != plans.end(); }
    std::vector<std::string> concerns;     ///< trades
    std::vector<TruthChange> truth;        ///< in time order
    std::vector<Finding> findings;
    std::vector<Report> reports;           ///< by time, then as in the file
    std::optional<FollowUp> follow_up;
    /// Of one of many that come one after another: which one, from 1, of whom, and how long behind the one before; truth and reports count from there. 0: it does not.
    std::uint32_t arrival = 0;
    std::string arrival_of;
    Spread arrival_gap;
    SourcePlace origin;
};
/// Incidents that come one after another, in all of a scenario.
constexpr std::int64_t arrivals_max = 100'000;

/// What an inject changes, apart from being told.
struct InjectDoes {
    enum class Kind { nothing, officers_away, road_closed, report, truth, thresholds } kind = Kind::nothing;
    AgencyId agency;
    PoolId pool;
    int number = 0;
    RoadId road;
    Duration period{0};
    IncidentId incident;
    std::optional<Report> report;          ///< its `at` is the inject's
    std::vector<Stated> facts;
    ThresholdRow row;                      ///< in the place of the one of its degree and `over`
};

struct Inject {
    std::string id;
    std::optional<ModelTime> at;           ///< or:
    PlanId after_plan;
    Join after;                            ///< judged for the first incident that reaches it
    Duration delay{0};                     ///< behind `after`
    std::optional<Party> to;
    Text text;
    InjectDoes does;
    std::string expected;                  ///< an expectation's id
};

struct Expectation {
    enum class Kind { duty, task, knows, applies, grade };
    std::string id;
    Kind kind = Kind::duty;
    PlanId plan;
    DutyId duty;
    TaskId task;
    std::string is;                        ///< met, breached, waived, open, none, done / yes, no, open
    AgencyId agency;                       ///< none: every
    IncidentId incident;                   ///< none: every
    Guard knows;
    Party who;
    Duration before{0};
    std::optional<Duration> at;            ///< of a grade: then; missing: at the end
};

struct Closure {
    RoadId road;
    ModelTime from;
    Duration period;
};

/// What may follow once an incident's area is of that colour: a slide that changes the truth there, and perhaps closes a road.
struct Slide {
    std::string id;
    IncidentId incident;
    RiskColour after = RiskColour::orange;
    Spread delay;
    std::uint32_t chance_per_million = 1'000'000;
    std::vector<Stated> facts;
    RoadId road;                           ///< or none
    Duration period{0};                    ///< it stays closed
    std::optional<Report> report;          ///< sent `report_after` later
    Duration report_after{0};
};

struct Rain {
    Thresholds thresholds;
    Duration step{0};                      ///< between two readings
    std::vector<RainSeries> series;        ///< as named; they add up
    std::vector<Storm> storms;             ///< by id
    Report reported;                       ///< who tells whom when a colour changes; says nothing of its own
    bool everywhere = false;               ///< every prevention area without an incident of its own gets one
    std::vector<PlanId> everywhere_plans;
};

/// What fails for a time (semantics.md 7, "fault window"): at a stated time, or again and again by chance.
struct Fault {
    enum class Kind { channel, desk, away, road, gauge, wrong, late, contradiction };
    std::string id;
    Kind kind = Kind::channel;
    ModelTime from;
    bool recurs = false;
    Spread every;                          ///< of one that recurs: from the end of one to the next
    Spread period;                         ///< it lasts
    std::uint32_t chance_per_million = 1'000'000;  ///< that it is there at all in a run
    ChannelId channel;                     ///< it fails more often, at these agencies or everywhere
    std::vector<AgencyId> agencies;        ///< sorted
    std::uint32_t fails_per_million = 1'000'000;
    AgencyId agency;                       ///< of desk and away
    PoolId pool;
    RoadId road;
    GaugeId gauge;
    IncidentId incident;                   ///< of wrong, late, contradiction: what its reports say
    std::vector<Stated> says;              ///< in the place of what a report says of these facts
    bool corrected = false;                ///< `later` the right report follows
    Spread later;                          ///< until the correction, the late report, the contradiction
    Report other;                          ///< the contradiction; nobody in `to`: whom the report went to
    SourcePlace origin;

    bool of_reports() const { return kind == Kind::wrong || kind == Kind::late || kind == Kind::contradiction; }
};
std::string_view fault_kind_name(Fault::Kind kind);

struct RosterChange {
    AgencyId agency;
    PoolId pool;
    std::vector<std::pair<ShiftId, int>> numbers;
};

struct Scenario {
    std::string id, path;
    Text title;
    CivilTime start;
    SourcePlace start_origin;
    std::optional<Duration> until;         ///< missing: settled
    std::uint32_t seed = 1;
    Table<IncidentId, Incident> incidents;
    std::vector<Inject> injects;           ///< by id
    std::vector<Expectation> expect;       ///< by id
    std::vector<Closure> closures;
    std::optional<Rain> rain;
    std::vector<Slide> slides;             ///< by id
    std::vector<Fault> faults;             ///< by id
    std::vector<RosterChange> officers;
    std::vector<std::tuple<PlanId, DecisionId, int>> decisions;  ///< other than the plans' defaults
};

/// Which agencies each role of a plan means for an incident.
using Binding = Table<RoleId, std::vector<AgencyId>>;

/// Everything a run needs, loaded, bound and checked against each other; const from then on.
struct Inputs {
    Vocabulary vocabulary;
    Clauses clauses;
    Calendar calendar;
    Network network;
    Table<PlanId, Plan> plans;             ///< sorted by id
    Scenario scenario;
    std::vector<std::vector<Binding>> bindings;  ///< [incident][plan]
    std::vector<InputText> texts;          ///< every file read, sorted by kind and id

    const std::vector<AgencyId>& bound(IncidentId incident, PlanId plan, RoleId role) const { return bindings[incident.index][plan.index][role]; }
    /// The agencies a party means for an incident.
    std::vector<AgencyId> agencies_of(const Party& party, IncidentId incident) const;
};

/// Officers of a pool by shift: the network's, or the scenario's.
std::vector<int> officers_by_shift(const Inputs& inputs, AgencyId agency, PoolId pool);

/// Looks in one set of files first, then in others; remembers every text it gave.
class RecordingFiles : public Files {
public:
    RecordingFiles(const Files& first, const Files& then) : first_(first), then_(then) {}
    std::optional<SourceText> find(FileKind kind, std::string_view id, Diagnostics& out) const override;
    std::vector<std::string> names(FileKind kind) const override;
    std::string where() const override { return then_.where(); }
    /// Sorted by kind and id.
    std::vector<InputText> texts() const;

private:
    const Files &first_, &then_;
    mutable std::map<std::pair<FileKind, std::string>, InputText> given_;
};

/// Loads a scenario with all it names and checks everything against everything. Nothing comes back if an error was said.
std::optional<Inputs> load_inputs(SourceText scenario, const RecordingFiles& files, Diagnostics& out);
/// The same from texts that were recorded; what they do not hold is looked for in `then`.
std::optional<Inputs> load_inputs(const std::vector<InputText>& texts, const Files& then, Diagnostics& out);

/// Vocabulary and clause ids from the data folders.
std::optional<Vocabulary> find_vocabulary(const Files& files, Diagnostics& out);
std::optional<Clauses> find_clauses(const Files& files, Diagnostics& out);

}  // namespace sandtable
