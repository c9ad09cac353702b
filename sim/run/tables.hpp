// What a run looks up again and again, worked out once: where milestones stand, who watches them, the names of draws as hashes.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sandtable/scenario.hpp"

namespace sandtable {

/// A task or duty that looks at a milestone. `own`: each of its agencies looks at its own alone, so that only the one that reached it has to.
template <class IdType>
struct Watcher {
    IdType id;
    bool own;
    friend bool operator==(const Watcher&, const Watcher&) = default;
};

/// Who has to look when a milestone is reached; positions are sorted.
struct Watchers {
    std::vector<Watcher<TaskId>> tasks;
    std::vector<Watcher<DutyId>> opened, discharged;
    std::vector<DutyId> clocked;
    std::vector<std::uint32_t> injects;
    std::vector<RoleId> whose;                      // it is
    bool ends_response = false;
};

/// Hashes of "fails/channel/plan.message/" and "delay/channel/plan.message/": a sender's id completes them (semantics.md 8).
struct MessageDraws {
    std::uint32_t fails = 0, delay = 0;
};

class RunTables {
public:
    explicit RunTables(const Inputs& inputs);

    /// Where a milestone stands among those of its plan.
    std::uint32_t slot(PlanId plan, MilestoneKind kind, std::uint32_t subject) const {
        return plans_[plan.index].slots[static_cast<std::size_t>(kind)] + (kind == MilestoneKind::occurred || kind == MilestoneKind::ended ? 0 : subject);
    }
    std::uint32_t slots(PlanId plan) const { return static_cast<std::uint32_t>(plans_[plan.index].watchers.size()); }
    const Watchers& watchers(PlanId plan, std::uint32_t slot) const { return plans_[plan.index].watchers[slot]; }
    /// The message a scenario's reports bring, or none.
    MessageId incident_report(PlanId plan) const { return plans_[plan.index].incident_report; }
    PoolId pool(PlanId plan, PlanPoolId pool) const { return plans_[plan.index].pools[pool.index]; }
    /// Of "task/plan.task".
    std::uint32_t task_draw(PlanId plan, TaskId task) const { return plans_[plan.index].task_draws[task.index]; }
    /// Of the sendings of a task.
    const std::vector<ChannelId>& channels(PlanId plan, TaskId task, std::size_t sending) const { return plans_[plan.index].channels[task.index][sending]; }
    MessageDraws draws(PlanId plan, MessageId message, ChannelId channel) const { return plans_[plan.index].draws[message.index * channels_ + channel.index]; }
    MessageDraws report_draws(ChannelId channel) const { return report_draws_[channel.index]; }
    MessageDraws follow_up_draws(ChannelId channel) const { return follow_up_draws_[channel.index]; }
    /// Whether the plan grades, or judges its scope, by one of these facts; sorted ones.
    bool grades_by_any(PlanId plan, std::span<const FactId> facts) const;
    std::uint32_t incident_hash(IncidentId incident) const { return incident_hashes_[incident.index]; }

    const FactId in_urban_area;

private:
    struct OfPlan {
        std::array<std::uint32_t, 9> slots{};
        MessageId incident_report;
        std::vector<FactId> graded;
        std::vector<Watchers> watchers;
        std::vector<PoolId> pools;
        std::vector<std::uint32_t> task_draws;
        std::vector<std::vector<std::vector<ChannelId>>> channels;
        std::vector<MessageDraws> draws;  // [message * channels + channel]
    };
    std::vector<Watchers> watchers_of(const Inputs& inputs, PlanId id) const;

    std::vector<OfPlan> plans_;
    std::uint32_t channels_;
    std::vector<MessageDraws> report_draws_, follow_up_draws_;
    std::vector<std::uint32_t> incident_hashes_;
};

}  // namespace sandtable
