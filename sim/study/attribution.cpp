#include "sandtable/attribution.hpp"

#include <algorithm>

#include "sandtable/plan.hpp"

namespace sandtable {

namespace {

constexpr std::int64_t ms_per_hour = 3'600'000, ms_per_day = 24 * ms_per_hour;

}  // namespace

void DutyBreaches::add(const DutyBreaches& more) {
    clause = more.clause;
    late += more.late;
    never += more.never;
    ms += more.ms;
    first = std::min(first, more.first);
    for (const auto& [part, sum] : more.parts) {
        PartSum& into = parts[part];
        into.ms += sum.ms;
        into.breaches += sum.breaches;
    }
}

void Attribution::add(const Attribution& more) {
    for (const auto& [id, breaches] : more.duties) duties[id].add(breaches);
    for (const auto& [id, from] : more.hours) {
        PoolHours& to = hours[id];
        for (std::size_t h = 0; h < 24; ++h) {
            to.busy[h] += from.busy[h];
            to.waited[h] += from.waited[h];
        }
    }
}

Attributing::Attributing(const Inputs& inputs, const Cast& cast) : inputs_(inputs), cast_(cast), roads_(inputs.network), router_(roads_) {
    breaches_.resize(cast.duties.size());
    duties_.resize(cast.duties.size());
    tasks_.resize(cast.tasks.size());
    legs_.resize(cast.tasks.size());
    for (const Cast::Task& task : cast.tasks)
        if (task.pool.is_some()) pools_.emplace_back(task.agency.index, task.pool.index);
    std::sort(pools_.begin(), pools_.end());
    pools_.erase(std::unique(pools_.begin(), pools_.end()), pools_.end());
    busy_.resize(pools_.size());
    changes_.resize(pools_.size());
    for (const auto& [agency, pool] : pools_)
        rosters_.push_back(officers_by_shift(inputs, AgencyId{agency}, PoolId{pool}));
    waited_.resize(pools_.size());
    for (const Cast::Task& task : cast.tasks)
        pool_of_task_.push_back(task.pool.is_some() ? static_cast<std::uint32_t>(std::lower_bound(pools_.begin(), pools_.end(), std::pair(task.agency.index, task.pool.index)) - pools_.begin()) : PoolId::none_index);
}

void Attributing::read(std::uint64_t number, std::span<const BareEntry> entries,
                       const std::vector<bool>* follow) {
    entries_ = entries;
    breached_last_.assign(duties_.size(), false);
    const auto ended = [&](const BareEntry& entry) {
        duties_[entry.subject].done = true;
        ended_late(
            entry.subject, number,
            entry.cause == no_entry ? static_cast<EntryNo>(&entry - entries.data()) : entry.cause,
            model_time(entry.low));
    };
    std::fill(duties_.begin(), duties_.end(), DutyState{});
    std::fill(tasks_.begin(), tasks_.end(), TaskState{});
    for (auto& changes : changes_) changes.clear();
    for (const BareEntry& entry : entries) {
        switch (entry.kind) {
            case EntryKind::officers_away:
            case EntryKind::officers_back: {
                const auto at = std::lower_bound(
                    pools_.begin(), pools_.end(),
                    std::pair(entry.subject, static_cast<std::uint32_t>(entry.high)));
                if (at == pools_.end() ||
                    *at != std::pair(entry.subject, static_cast<std::uint32_t>(entry.high)))
                    break;
                const int officers = static_cast<int>(entry.low);
                changes_[static_cast<std::size_t>(at - pools_.begin())].push_back(
                    {entry.at, 0, 0,
                     entry.kind == EntryKind::officers_away ? officers : -officers});
                break;
            }
            case EntryKind::duty_opened: {
                DutyState& duty = duties_[entry.subject];
                if (duty.counts && !duty.done) ++breaches_[entry.subject].never;
                duty = {entry.at, false, false, follow != nullptr && (*follow)[entry.subject]};
                break;
            }
            case EntryKind::duty_breached: {
                DutyState& duty = duties_[entry.subject];
                duty.breached = breached_last_[entry.subject] = true;
                duty.counts = duty.counts || follow == nullptr;
                if (!duty.counts) break;
                breaches_[entry.subject].first = std::min(breaches_[entry.subject].first, number);
                if (entry.low != no_instant)
                    ended(entry);  // of a must-not duty: the act is the breach
                break;
            }
            case EntryKind::duty_discharged:
                if (duties_[entry.subject].counts) ended(entry);
                break;
            case EntryKind::task_ready:
            case EntryKind::task_started:
            case EntryKind::task_done:
            case EntryKind::task_waived:
            case EntryKind::stranded:
            case EntryKind::released: task_moves(entry); break;
            default: break;  // a reading: other kinds say nothing of these sums
        }
    }
    for (std::size_t i = 0; i < duties_.size(); ++i)
        if (duties_[i].counts && !duties_[i].done) ++breaches_[i].never;
    for (std::uint32_t i = 0; i < tasks_.size(); ++i)
        if (pool_of_task_[i] != PoolId::none_index) leave(i, ms_of(entries.back().at));
}

/// Back along causes from what discharged a duty to its opening, as critical_path does with a journal.
void Attributing::ended_late(std::uint32_t index, std::uint64_t number, EntryNo last,
                             ModelTime done) {
    Breaches& sums = breaches_[index];
    ++sums.late;
    sums.first = std::min(sums.first, number);
    const ModelTime opened = duties_[index].opened;
    if (done <= opened) return;
    sums.ms += (done - opened).count();
    path_.clear();
    for (EntryNo to = last; entries_[to].at > opened;) {
        const EntryNo from = entries_[to].cause;
        if (from == no_entry) {
            add({Kind::not_done}, (entries_[to].at - opened).count());
            break;
        }
        const ModelTime begin = std::max(opened, entries_[from].at);
        if (begin < entries_[to].at) step(from, to, begin);
        to = from;
    }
    std::sort(path_.begin(), path_.end());
    for (std::size_t i = 0; i < path_.size(); ++i) {
        PartSum& sum = sums.parts[path_[i].first];
        sum.ms += path_[i].second;
        if (i == 0 || path_[i].first != path_[i - 1].first) ++sum.breaches;
    }
}

Attributing::Part Attributing::task_part(Kind kind, How how, std::uint32_t index) const {
    const Cast::Task& task = cast_.tasks[index];
    return {kind, how, task.agency.index, 0, cast_.plan_runs[task.plan_run].plan.index, task.task.index};
}

void Attributing::step(EntryNo from_no, EntryNo to_no, ModelTime begin) {
    const BareEntry &from = entries_[from_no], &to = entries_[to_no];
    const std::int64_t ms = (to.at - begin).count();
    switch (from.kind) {
        case EntryKind::task_started: return add(task_part(Kind::handling, How::plain, from.subject), ms);
        case EntryKind::sent:
        case EntryKind::retried:
        case EntryKind::call_failed: return add({Kind::message, How::plain, static_cast<std::uint32_t>(from.high), from.channel}, ms);
        case EntryKind::departed:
        case EntryKind::rerouted: return travelled(from_no, to_no, begin);
        case EntryKind::seen: return add({Kind::handling, How::follow_up, to.kind == EntryKind::sent ? static_cast<std::uint32_t>(to.high) : AgencyId::none_index}, ms);
        default: break;  // as critical_path: what else was waited for, or had not begun
    }
    if (to.kind != EntryKind::task_started && from.kind != EntryKind::task_ready) return add({Kind::not_done}, ms);
    const BareEntry& waits = to.kind == EntryKind::task_started ? to : from;
    waited(waits.subject, begin, to.at);
}

/// Cuts a wait where the pool or the shift changes, and charges each slice to what stood in the way
/// in it.
void Attributing::waited(std::uint32_t index, ModelTime begin, ModelTime end) {
    Part part = task_part(Kind::waiting, How::plain, index);
    part.plan = part.task = 0;
    part.what = cast_.tasks[index].pool.index;
    const std::uint32_t pool = pool_of_task_[index];
    if (pool == PoolId::none_index) return add(part, (end - begin).count());
    const std::vector<int>& roster = rosters_[pool];
    const bool one_number =
        std::all_of(roster.begin(), roster.end(), [&](int n) { return n == roster.front(); });
    const auto& changes = changes_[pool];
    at_work_.clear();
    away_ = 0;
    std::size_t next = 0;
    ModelTime from = begin, shift_ends = begin;
    int has = roster.front();
    while (from < end) {
        for (; next < changes.size() && changes[next].at <= from; ++next) {
            const Change& change = changes[next];
            away_ += change.away;
            if (change.taken > 0) at_work_.push_back(change.task);
            if (change.taken < 0)
                if (const auto at = std::find(at_work_.begin(), at_work_.end(), change.task);
                    at != at_work_.end())
                    at_work_.erase(at);
        }
        if (!one_number && from >= shift_ends) {
            const CivilTime now = civil_time(inputs_.scenario.start, from);
            const auto shift = shift_at(inputs_.network, inputs_.calendar, now);
            has =
                std::holds_alternative<ShiftId>(shift) ? roster[std::get<ShiftId>(shift).index] : 0;
            shift_ends = model_time(inputs_.scenario.start, next_shift_edge(inputs_.network, now));
        }
        ModelTime until = end;
        if (next < changes.size()) until = std::min(until, changes[next].at);
        if (!one_number) until = std::min(until, shift_ends);
        slice(part, (until - from).count(), has);
        from = until;
    }
}

/// Even parts for all that were not there, the odd milliseconds to the first.
void Attributing::slice(const Part& part, std::int64_t ms, int has) {
    Part of = part;
    const auto away = static_cast<std::int64_t>(std::clamp(away_, 0, std::max(has, 0)));
    const std::int64_t parts = away + static_cast<std::int64_t>(at_work_.size());
    if (has <= 0) {
        of.how = How::shift;
        return add(of, ms);
    }
    if (parts == 0) return add(of, ms);  // somebody was free: the queue's order alone
    std::int64_t odd = ms % parts;
    const std::int64_t each = ms / parts;
    if (away > 0) {
        of.how = How::away;
        add(of, each * away + odd);
        odd = 0;
    }
    for (const std::uint32_t task : at_work_) {
        const Part held = task_part(Kind::waiting, How::busy, task);
        of.how = How::busy;
        of.plan = held.plan;
        of.task = held.task;
        if (each + odd > 0) add(of, each + odd);
        odd = 0;
    }
}

/// By roads, from the scene backwards, where the way was the one of open roads.
void Attributing::travelled(EntryNo from_no, EntryNo to_no, ModelTime begin) {
    const BareEntry &from = entries_[from_no], &to = entries_[to_no];
    const std::uint32_t agency = cast_.tasks[from.subject].agency.index;
    std::int64_t left = (to.at - begin).count(), way = 0;
    const std::vector<Leg>& legs = legs_of(from.subject);
    for (const Leg& leg : legs) way += leg.ms;
    if (from.kind == EntryKind::departed && way == (to.at - from.at).count())
        for (auto leg = legs.rbegin(); leg != legs.rend() && left > 0; ++leg) {
            const std::int64_t ms = std::min(left, leg->ms);
            if (ms > 0) add({Kind::travel, How::plain, agency, leg->road.index}, ms);
            left -= ms;
        }
    if (left > 0) add({Kind::travel, How::plain, agency, RoadId::none_index}, left);
}

const std::vector<Attributing::Leg>& Attributing::legs_of(std::uint32_t index) {
    std::vector<Leg>& legs = legs_[index];
    if (!legs.empty()) return legs;
    const Cast::Task& task = cast_.tasks[index];
    const PlaceId from = inputs_.network.agencies[task.agency].place, to = inputs_.scenario.incidents[cast_.plan_runs[task.plan_run].incident].place;
    if (const auto route = router_.route(from, to))
        for (const RoadId road : route->legs) legs.push_back({road, inputs_.network.roads[road].time.count()});
    return legs;
}

void Attributing::leave(std::uint32_t index, std::int64_t at) {
    TaskState& task = tasks_[index];
    if (task.at == TaskState::At::rest) return;
    Hours& of = task.at == TaskState::At::queue ? waited_[pool_of_task_[index]] : busy_[pool_of_task_[index]];
    std::int64_t left = at - task.since;
    of.days += left / ms_per_day;  // every hour of them once
    left %= ms_per_day;
    const std::int64_t of_day = ((inputs_.scenario.start.local_ms + task.since) % ms_per_day + ms_per_day) % ms_per_day;
    auto hour = static_cast<std::size_t>(of_day / ms_per_hour);
    for (std::int64_t room = ms_per_hour - of_day % ms_per_hour; left > 0; room = ms_per_hour) {
        of.ms[hour] += std::min(left, room);
        left -= room;
        hour = hour == 23 ? 0 : hour + 1;
    }
    task.at = TaskState::At::rest;
}

void Attributing::task_moves(const BareEntry& entry) {
    if (pool_of_task_[entry.subject] == PoolId::none_index) return;
    if (tasks_[entry.subject].at == TaskState::At::work)
        changes_[pool_of_task_[entry.subject]].push_back({entry.at, entry.subject, -1, 0});
    if (entry.kind == EntryKind::task_started)
        changes_[pool_of_task_[entry.subject]].push_back({entry.at, entry.subject, 1, 0});
    leave(entry.subject, ms_of(entry.at));
    if (entry.kind == EntryKind::task_ready) tasks_[entry.subject] = {ms_of(entry.at), TaskState::At::queue};
    if (entry.kind == EntryKind::task_started) tasks_[entry.subject] = {ms_of(entry.at), TaskState::At::work};
}

std::string Attributing::text(const Part& part) const {
    const Network& network = inputs_.network;
    const std::string agency = part.agency == AgencyId::none_index ? "-" : network.agencies[AgencyId{part.agency}].id;
    const auto task = [&] {
        const Plan& plan = inputs_.plans[PlanId{part.plan}];
        return plan.id + "." + plan.tasks[TaskId{part.task}].id;
    };
    switch (part.kind) {
        case Kind::waiting: {
            const std::string pool = part.what == PoolId::none_index ? "-" : network.pools[PoolId{part.what}].id;
            const std::string holder = part.how == How::busy ? "busy:" + task() : part.how == How::away ? "away" : part.how == How::shift ? "shift" : "-";
            return "waiting/" + agency + "/" + pool + "/" + holder;
        }
        case Kind::handling: return "handling/" + agency + "/" + (part.how == How::follow_up ? "follow_up" : task());
        case Kind::message: return "message/" + agency + "/" + (part.what == no_channel ? "-" : network.channels[ChannelId{part.what}].id);
        case Kind::travel: return "travel/" + agency + "/" + (part.what == RoadId::none_index ? "-" : network.roads[RoadId{part.what}].id);
        case Kind::not_done: return "not_done/-";
    }
    return {};
}

Attribution Attributing::found() const {
    Attribution all;
    for (std::size_t i = 0; i < breaches_.size(); ++i) {
        const Breaches& sums = breaches_[i];
        if (sums.first == UINT64_MAX) continue;
        const Cast::Duty& who = cast_.duties[i];
        const Cast::PlanRun& run = cast_.plan_runs[who.plan_run];
        const Plan& plan = inputs_.plans[run.plan];
        const Duty& duty = plan.duties[who.duty];
        DutyBreaches& to = all.duties[inputs_.scenario.incidents[run.incident].id + "/" + plan.id + "/" + duty.id + "/" + inputs_.network.agencies[who.agency].id];
        to.clause = duty.clause;
        to.late = sums.late;
        to.never = sums.never;
        to.ms = sums.ms;
        to.first = sums.first;
        for (const auto& [part, sum] : sums.parts) to.parts[text(part)] = sum;
    }
    for (std::size_t i = 0; i < pools_.size(); ++i) {
        PoolHours hours;
        for (std::size_t h = 0; h < 24; ++h) {
            hours.busy[h] = busy_[i].ms[h] + busy_[i].days * ms_per_hour;
            hours.waited[h] = waited_[i].ms[h] + waited_[i].days * ms_per_hour;
        }
        if (hours != PoolHours{}) all.hours[inputs_.network.agencies[AgencyId{pools_[i].first}].id + "/" + inputs_.network.pools[PoolId{pools_[i].second}].id] = hours;
    }
    return all;
}

}  // namespace sandtable
