// A contingency plan as a value: who, what is said, what is done, what must be done by when, and how incidents are graded.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandtable/agency_pattern.hpp"
#include "sandtable/calendar.hpp"
#include "sandtable/grading_table.hpp"
#include "sandtable/guard.hpp"
#include "sandtable/id.hpp"
#include "sandtable/spread.hpp"
#include "sandtable/text.hpp"
#include "sandtable/vocabulary.hpp"

namespace sandtable {

/// The canonical clause ids of every source, with headings of our own.
struct Clauses {
    struct Row {
        std::string source, clause;
        Text heading;
    };
    std::vector<Row> rows;  ///< in the file's order
    bool has_source(std::string_view source) const;
    const Row* find(std::string_view source, std::string_view clause) const;
    std::vector<std::string> of(std::string_view source) const;
};
std::optional<Clauses> load_clauses(SourceText source, Diagnostics& out);

struct TwoReadings {
    Text taken, other;
};

struct Role {
    std::string id, clause;
    Text name;
    bool each = false;  ///< otherwise exactly one agency must fit
    bool optional = false;  ///< of `each`: there may be none
    std::vector<AgencyPattern> is;
    std::string assumption;
    SourcePlace origin;
};

struct Content {
    std::string id, clause;
    Text name;
};

struct Message {
    std::string id, clause;
    Text name;
    bool carries_facts = false;
    std::vector<Content> contents;
    SourcePlace origin;
};
/// What a scenario's `reports:` bring.
constexpr std::string_view incident_report = "incident_report";

enum class MilestoneKind { done, sent, received, departed, arrived, decided, formed, occurred, ended };
std::string_view milestone_name(MilestoneKind kind);

/// An instant that matters. `subject` indexes what its kind says: a task, message, pool of the plan, decision or body.
struct Milestone {
    MilestoneKind kind = MilestoneKind::occurred;
    std::uint32_t subject = 0;
    RoleId arrived_role;               ///< of `arrived: ROLE`; then subject is not used
    int choice = -1;                   ///< of `decided`: which choice, -1 for any
    RoleId by;                         ///< whose; none: own where it can be, else the others'
    enum class Count { unstated, first, all, number } count = Count::unstated;
    int number = 0;
    friend bool operator==(const Milestone&, const Milestone&) = default;
};

/// A milestone, or all or any of several.
struct Join {
    enum class Kind { none, milestone, all, any } kind = Kind::none;
    Milestone milestone;
    std::vector<Join> parts;
    bool empty() const { return kind == Kind::none; }
    friend bool operator==(const Join&, const Join&) = default;
};

/// The conditions of a task or duty, judged as semantics.md 5 says.
struct Guards {
    Guard if_holds, unless_holds, may_hold, once_holds;
    bool has_if = false, has_unless = false, has_may = false, has_once = false;
    friend bool operator==(const Guards&, const Guards&) = default;
};

struct Sending {
    MessageId message;
    std::vector<RoleId> to;
    std::vector<std::string> over;  ///< channels, in the order to try
};

struct Choice {
    std::string id;
    Text name;
    std::optional<Period> limit;  ///< of a decision that sets one
};

struct Decision {
    std::string id;
    TaskId task;
    std::vector<Choice> choices;  ///< sorted by id
    int default_choice = 0;
};

struct Body {
    std::string id;
    TaskId task;
    RoleId head;
    std::vector<RoleId> members;
};

struct Task {
    std::string id, clause;
    Text name;
    RoleId by;
    Join after;                    ///< none: the incident itself
    Guards guards;
    PlanPoolId officer;            ///< none: holds nobody
    Spread takes;
    std::string assumption;
    bool goes_to_scene = false;
    std::optional<Duration> stays; ///< at the scene; missing: until the response ends
    std::vector<Sending> sends;
    DecisionId decides;
    BodyId forms;
    bool waived_by_end = false;
    SourcePlace origin;
};

/// The clock of a duty stands still, in whole days, from one milestone to another.
struct ClockStop {
    std::string clause;
    Join from, to;
};

/// A limit is extended once something is reached before it falls due.
struct Extension {
    std::string clause;
    Join after;
    Period by;
};

struct Duty {
    std::string id, clause;
    Text name;
    RoleId who;
    bool must_not = false;
    Join must;
    std::optional<Period> within;
    DecisionId set_by;             ///< the decision whose choice sets the period in the run, instead of `within`
    std::vector<ClockStop> stops;  ///< sorted by nothing: each counts by itself, days that several exclude count once
    std::optional<Extension> extended;
    Join from;                     ///< anchor; none: the instant it opens
    Join after;                    ///< trigger; none: `from`
    Join until;                    ///< of must_not
    Guards guards;
    Text haste;
    std::string assumption;
    std::optional<TwoReadings> reading;
    bool waived_by_end = false, waived_by_condition = false;
    SourcePlace origin;

    const Join& trigger() const { return after.empty() ? from : after; }
    bool has_limit() const { return within.has_value() || set_by.is_some(); }
};

struct Criterion {
    std::string clause;  ///< or the criterion's own id, where it comes from an assumption and not from the source
    int grade = 0;  ///< index in grades
    Text says;
    Guard when;
    std::optional<TwoReadings> reading;
    std::string assumption;
    SourcePlace origin;
};

/// Who commands the response to an incident of one grade.
struct Command {
    int grade = 0;  ///< index in grades
    std::string clause;
    RoleId who;
    std::optional<TwoReadings> reading;
    std::string assumption;
};

struct Scope {
    std::string clause;
    Text says;
    Guard when;
    std::optional<TwoReadings> reading;
    std::string assumption;
    SourcePlace origin;
};

struct Assumption {
    std::string id;
    Text about, why, origin;
};

struct ClauseNote {
    std::string clause;
    Text why;
};

/// A finding of `check` that stands with a reason.
struct Accepted {
    std::string code;
    std::vector<std::string> clauses;
    Text why;
    SourcePlace origin;
};

/// const once loaded. Tables are sorted by id, grades from the lowest, criteria in clause order of the file.
struct Plan {
    std::string id, path, calendar;
    int edition = 1;
    Text name;
    std::string source, source_number;
    std::optional<Date> in_force_from, in_force_to;
    RoleId assessed_by;
    std::optional<Scope> scope;
    std::vector<std::string> grades;
    std::vector<Criterion> criteria;
    std::vector<Command> commands;  ///< by grade, lowest first; at most one each
    std::shared_ptr<const GradingTable> table;  ///< scope and criteria, compiled
    Table<RoleId, Role> roles;
    Table<MessageId, Message> messages;
    Table<PlanPoolId, std::string> pools;  ///< the pools its tasks name, sorted
    Table<TaskId, Task> tasks;
    Table<DecisionId, Decision> decisions;
    Table<BodyId, Body> bodies;
    Table<DutyId, Duty> duties;
    Join response_ends;
    std::vector<Assumption> assumptions;
    std::vector<ClauseNote> partly, left_out;
    std::vector<ClauseNote> not_yet;  ///< still to come; each stands for itself and every clause below it that nothing else accounts for
    std::vector<Accepted> accepted;

    RoleId role(std::string_view id) const;
    MessageId message(std::string_view id) const;
    TaskId task(std::string_view id) const;
    DutyId duty(std::string_view id) const;
    DecisionId decision(std::string_view id) const;
    PlanPoolId pool(std::string_view id) const;
};

/// What reading a plan needs beside it.
struct PlanContext {
    const Vocabulary& vocabulary;
    const Clauses& clauses;
    const Files& files;  ///< for `observed:`
};
/// Reads plans/ID.yaml; nothing if it has errors. All faults go to `out`.
std::optional<Plan> load_plan(SourceText source, const PlanContext& context, Diagnostics& out);

/// Reads observed/ID.yaml: lengths of time in ms, sorted, each as likely.
std::optional<std::vector<std::int64_t>> load_observed(SourceText source, Diagnostics& out);

/// Grades what is known: scope with the facts that fail it or leave it open, interval, criteria met and open; exact over all completions.
Grading grade(const Plan& plan, const Vocabulary& vocabulary, const Knowledge& knowledge, ModelTime now);
/// The same into a grading that was used before: its lists keep their memory.
void grade(const Plan& plan, const Vocabulary& vocabulary, const Knowledge& knowledge, ModelTime now, Grading& grading);

/// Who commands at that grade; null where the plan does not say, or for no grade (-1).
const Command* command_at(const Plan& plan, int grade);

/// Every fact the plan's scope and criteria name, sorted.
std::vector<FactId> graded_facts(const Plan& plan);
/// Every fact that the plan names anywhere, guards of tasks and duties included, sorted.
std::vector<FactId> named_facts(const Plan& plan);

/// What a milestone or join says, in the words of the file: "received incident_report".
std::string join_text(const Plan& plan, const Join& join);
/// A guard in the words of the file: "participants >= 50".
std::string guard_text(const Vocabulary& vocabulary, const Plan& plan, const Guard& guard);

/// What no run could ever do: tasks and duties that nothing brings up, a task that waits for itself without time passing.
void check_procedure(const Plan& plan, Diagnostics& out);

/// How a clause of the source stands in the plan file.
enum class Coverage { modelled, partly, left_out, not_yet, missing };
std::string_view coverage_name(Coverage coverage);
struct CoverageRow {
    std::string clause;
    Text heading;
    Coverage coverage = Coverage::missing;
    Text why;
};
/// Every canonical clause id of the plan's source, in its order.
std::vector<CoverageRow> coverage(const Plan& plan, const Clauses& clauses);

}  // namespace sandtable
