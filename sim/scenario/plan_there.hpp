// A plan at a place: its roles bound, its tasks and messages as instants that wait for each other.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "scenario/earliest.hpp"

namespace sandtable {

/// What an analysis at one place shares between plans.
struct Ground {
    const Vocabulary& vocabulary;
    const Network& network;
    const Roads& roads;
    PlaceId place;
    std::vector<std::string> concerns;
    FactId urban;
    Knowledge said;  ///< by the place's mark alone
    std::map<PlaceId, std::vector<std::optional<Duration>>> ways;

    std::optional<Duration> way(PlaceId from, PlaceId to);
    /// Whether guards stop whatever else is known.
    bool stops(const Guards& guards) const;
    /// Whether guards let pass, at once, whatever is known and graded while the plan runs.
    static bool surely_pass(const Guards& guards);

private:
    /// The guard with everything but the place's mark left open.
    Guard on_place_alone(const Guard& guard) const;
};

class PlanThere {
public:
    using Node = Instants::Node;
    PlanThere(Ground& ground, const Plan& plan);

    /// A task at an agency: it is handled at `first` (where it takes it no way, also its end), and done at `end`.
    struct Worker {
        TaskId task;
        AgencyId agency;
        Node first, end;
        bool staffed = true, stopped = false;  ///< stopped: not at this place
        bool guarded = false;                  ///< its guards may keep it back, or stop it
    };
    /// A duty of an agency: what begins its period, what opens it (never before that), what ends
    /// it.
    struct Owed {
        DutyId duty;
        AgencyId agency;
        Node anchor, opening, discharge;
        bool opens_with_trigger = true;  ///< the anchor never comes behind its trigger
    };
    /// One choice of a decision that has others: an instant nobody can be sure of.
    struct Chosen {
        DecisionId decision;
        TaskId task;
        Node node;
    };
    struct Unlinked {
        TaskId task;
        MessageId message;
        AgencyId from, to;
    };

    const Instants& instants() const { return instants_; }
    /// What happens until an instant, if something does.
    const std::optional<DutyStep>& step(Node node) const { return steps_[node]; }
    const std::vector<AgencyId>& bound(RoleId role) const { return bound_[role]; }
    const std::vector<Worker>& workers() const { return workers_; }      ///< by task, then agency
    const std::vector<Owed>& owed() const { return owed_; }              ///< must duties by duty, then agency
    const std::vector<Unlinked>& unlinked() const { return unlinked_; }  ///< messages without a channel
    const std::vector<Chosen>& chosen() const { return chosen_; }
    /// Reports of the incident: a scenario brings them, whenever it does.
    const std::map<std::tuple<MilestoneKind, AgencyId, AgencyId>, Node>& reports() const {
        return reports_;
    }

    /// Sets of happenings without any of which `node` cannot come, one for each way to keep it
    /// away: of an OR all parts at once, of an AND each alone, of k of m each m - k + 1 of them.
    /// Where there are more than `cuts_max` ways, the one empty set: nothing is kept away. A choice
    /// that is among what `node` proves stands for its decision, since otherwise `node` never
    /// comes; any other choice only for itself.
    std::vector<std::vector<Node>> cuts(Node node, const Instants::Set& proved) const;

private:
    Node add(Instants::Instant instant, const std::optional<DutyStep>& step = {});
    Node add_source();
    void wait_for(Node later, Node before) { instants_[later].parts = {before}; }
    Node then(Node before, const DutyStep& step);
    Node join(std::size_t need, std::vector<Node> parts);
    void place_task(TaskId id);
    void send_from(const Worker& worker);
    const Worker* worker(TaskId task, AgencyId agency) const;
    Node report(MilestoneKind kind, AgencyId agency, AgencyId from);
    Node choice(DecisionId decision, int choice, const Worker& worker);
    std::vector<AgencyId> whose(const Milestone& m, AgencyId acting, bool& own) const;
    std::vector<Node> brought_by(const Milestone& m, AgencyId one, AgencyId from);
    Node node_of(const Milestone& m, AgencyId acting);
    Node node_of(const Join& rule, AgencyId acting);

    /// A message on its way.
    struct Link {
        AgencyId from, to;
        Node node;
    };

    Ground& ground_;
    const Plan& plan_;
    Table<RoleId, std::vector<AgencyId>> bound_;
    Table<MessageId, std::vector<AgencyId>> senders_;  // whose tasks send it, sorted
    Table<MessageId, std::vector<Link>> links_;
    std::vector<Worker> workers_;
    std::vector<std::size_t> worker_from_;             // by task
    std::vector<Unlinked> unlinked_;
    std::map<std::tuple<MilestoneKind, AgencyId, AgencyId>, Node>
        reports_;  // kind, whose, from whom
    std::map<std::tuple<DecisionId, int, AgencyId>, Node> choices_;
    std::map<std::pair<std::size_t, std::vector<Node>>, Node> joins_;
    std::vector<Chosen> chosen_;
    std::vector<Owed> owed_;
    Instants instants_;
    std::vector<std::optional<DutyStep>> steps_;       // by instant
    static constexpr std::size_t cuts_max = 256;
    Node occurred_ = 0, never_ = 0, ended_ = 0;
    bool ending_ = false;                              // what ends the response is being read
};

}  // namespace sandtable
