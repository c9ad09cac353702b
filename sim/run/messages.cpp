// Messages over channels that take time and fail; reports and follow-up reports (semantics.md 3, 4).
#include <algorithm>

#include "run/world.hpp"

namespace sandtable {

std::string_view World::message_name(const Transmission& t) const {
    if (t.message.is_some()) return plan_of(plan_runs_[t.plan_run]).messages[t.message].id;
    return t.is_report ? std::string_view(incident_report) : "follow_up_report";
}

MessageDraws World::draws_of(const Transmission& t, ChannelId channel) const {
    if (t.message.is_some()) return tables_.draws(plan_runs_[t.plan_run].plan, t.message, channel);
    return t.is_report ? tables_.report_draws(channel) : tables_.follow_up_draws(channel);
}

void World::add_agencies(std::vector<AgencyId>& all, const Party& party, IncidentId incident) const {
    if (party.agency.is_some()) return all.push_back(party.agency);
    const auto& bound = inputs_.bound(incident, party.plan, party.role);
    all.insert(all.end(), bound.begin(), bound.end());
}

bool World::is_only(AgencyId agency, const Party& party, IncidentId incident) const {
    if (party.agency.is_some()) return party.agency == agency;
    const auto& bound = inputs_.bound(incident, party.plan, party.role);
    return bound.size() == 1 && bound.front() == agency;
}

void World::each_once(std::vector<AgencyId>& agencies) {
    std::sort(agencies.begin(), agencies.end());
    agencies.erase(std::unique(agencies.begin(), agencies.end()), agencies.end());
}

void World::tell_all_known(Transmission& message) const {
    for (const auto& [fact, known] : knowledge(message.incident, message.from).known()) message.facts.push_back({fact, known.observation, known.observed_at});
}

/// A place for a message; what the last one there had in its lists is gone, their memory is not.
std::uint32_t World::new_message(IncidentId incident, AgencyId from, AgencyId to) {
    if (free_transmissions_.empty()) {
        free_transmissions_.push_back(static_cast<std::uint32_t>(transmissions_.size()));
        transmissions_.emplace_back();
    }
    const std::uint32_t index = free_transmissions_.back();
    free_transmissions_.pop_back();
    Transmission& message = transmissions_[index];
    message.over.clear();
    message.facts.clear();
    message = {Transmission::none, incident, {}, false, from, to, std::move(message.over), 0, 0, Transmission::none, Transmission::none, no_entry, std::move(message.facts)};
    return index;
}

void World::send(std::uint32_t index, EntryNo cause) {
    Transmission& message = transmissions_[index];
    const auto usable = [&](ChannelId channel) {
        return !inputs_.network.channels[channel].related_only || inputs_.network.related(message.from, message.to, channel);
    };
    std::erase_if(message.over, [&](ChannelId channel) { return !usable(channel); });
    message.occurrence = sendings_of(message)++;
    const std::string_view clause = message.message.is_some() ? std::string_view(plan_of(plan_runs_[message.plan_run]).messages[message.message].clause) : std::string_view();
    item("message", message_name(message));
    item("to", message.to);
    if (message.from != message.to && !message.over.empty()) item("channel", inputs_.network.channels[message.over.front()].id);
    if (message.is_report)
        for (const auto& fact : message.facts) fact_item(fact.fact, fact.value, fact.observed_at);
    if (message.altered_by != Transmission::none) item("fault", inputs_.scenario.faults[message.altered_by].id);
    if (message.message.is_some())
        for (const Content& content : plan_of(plan_runs_[message.plan_run]).messages[message.message].contents) item("contents", content.id);
    message.entry = write({EntryKind::sent, message.plan_run, message.incident, message.from, clause, cause, no_entry, subject_of(message), number_of(message), message.from.index,
                           message.from != message.to && !message.over.empty() ? message.over.front() : ChannelId::none()});
    const std::uint32_t plan_run = message.plan_run;
    const MessageId id = message.message;
    const IncidentId incident = message.incident;
    const bool is_report = message.is_report;
    const Reached milestone{message.from, {}, -1, now_, message.entry};
    attempt(index);
    if (id.is_some()) return reach(plan_run, MilestoneKind::sent, id.index, milestone);
    if (is_report) reach_report(MilestoneKind::sent, incident, milestone);
}

std::uint32_t& World::sendings_of(const Transmission& message) {
    const std::uint64_t what = (std::uint64_t{message.plan_run} << 32) | (message.is_report ? MessageId::none_index - 1 : message.message.index);
    const std::uint64_t between = (std::uint64_t{message.from.index} << 32) | message.to.index;
    auto& rows = sendings_[message.incident.index];
    for (SendingCount& row : rows)
        if (row.between == between && row.what == what) return row.times;
    return rows.emplace_back(what, between, 0).times;
}

/// One try over the next channel of the list; what becomes of it is scheduled.
void World::attempt(std::uint32_t index) {
    Transmission& t = transmissions_[index];
    if (t.from == t.to) return static_cast<void>(schedule(now_, Order::rest, {Event::Kind::arrives, index, 0, t.entry}));
    if (t.over.empty() || t.attempt >= call_attempts_max) {
        item("message", message_name(t));
        item("to", t.to);
        write({EntryKind::undelivered, t.plan_run, t.incident, t.from, {}, t.entry, no_entry, subject_of(t), number_of(t), t.from.index});
        free_transmissions_.push_back(index);
        return;
    }
    const Channel& channel = inputs_.network.channels[t.over[t.attempt % t.over.size()]];
    const MessageDraws draws = draws_of(t, t.over[t.attempt % t.over.size()]);
    const auto draw_for = [&](std::uint32_t purpose) {  // "purpose/channel/plan.message/" and the sender
        return random_.draw({purpose_of(purpose, t.from), tables_.incident_hash(t.incident), hash_of(t.to), t.occurrence * call_attempts_max + t.attempt});
    };
    std::int64_t delay = 0;
    const Failing worst = failing(channel, t.over[t.attempt % t.over.size()], t.from, t.to);
    const auto drawn = scaled(draw_for(draws.fails).bits(), 1'000'000);
    bool fails = drawn < worst.per_million;
    t.fault = fails ? worst.fault : Transmission::none;  // while it lasts, every failure is its
    if (channel.travels) {
        if (router_.route(inputs_.network.agencies[t.from].place, inputs_.network.agencies[t.to].place, closed_, route_)) delay = route_.time.count();
        else fails = true;
    } else {
        delay = sample(channel.delay, draw_for(draws.delay));
    }
    const auto kind = !fails ? Event::Kind::arrives : channel.noticed ? Event::Kind::call_fails : Event::Kind::gets_lost;
    schedule(now_ + Duration{delay}, Order::rest, {kind, index, 0, t.entry});
}

void World::call_failed(std::uint32_t index) {
    Transmission& t = transmissions_[index];
    const Channel& channel = inputs_.network.channels[t.over[t.attempt % t.over.size()]];
    item("message", message_name(t));
    item("to", t.to);
    item("channel", channel.id);
    if (t.fault != Transmission::none) item("fault", inputs_.scenario.faults[t.fault].id);
    t.entry = write({EntryKind::call_failed, t.plan_run, t.incident, t.from, {}, t.entry, no_entry, subject_of(t), number_of(t), t.from.index, t.over[t.attempt % t.over.size()]});
    ++t.attempt;
    // the list again only after a pause
    const bool round = t.attempt % t.over.size() == 0;
    schedule(round ? now_ + inputs_.network.channels[t.over.front()].again_after : now_, Order::rest, {Event::Kind::call_again, index, 0, t.entry});
}

void World::received(std::uint32_t index) {
    const Transmission& t = transmissions_[index];  // it stays where it is when what follows sends more
    const Plan* plan = t.message.is_some() ? &plan_of(plan_runs_[t.plan_run]) : nullptr;
    item("message", message_name(t));
    item("from", t.from);
    if (told_) {
        const Knowledge& known = knowledge(t.incident, t.to);
        for (const auto& fact : t.facts)  // what is new to the receiver
            if (fact.value.known && !(known[fact.fact].observation.known && (fact.observed_at < known[fact.fact].observed_at || known[fact.fact].observation == fact.value)))
                fact_item(fact.fact, fact.value, fact.observed_at);
    }
    if (t.altered_by != Transmission::none) item("fault", inputs_.scenario.faults[t.altered_by].id);
    const EntryNo entry = write({EntryKind::received, t.plan_run, t.incident, t.to, plan != nullptr ? std::string_view(plan->messages[t.message].clause) : std::string_view(), t.entry,
                                 no_entry, subject_of(t), number_of(t), t.to.index});
    learn(t.incident, t.to, t.facts, entry);
    const Reached milestone{t.to, t.from, -1, now_, entry};
    free_transmissions_.push_back(index);
    if (plan != nullptr) return reach(t.plan_run, MilestoneKind::received, t.message.index, milestone);
    if (t.is_report) reach_report(MilestoneKind::received, t.incident, milestone);
}

/// A report of the incident is a milestone of every plan that runs on it.
void World::reach_report(MilestoneKind kind, IncidentId incident, const Reached& milestone) {
    for (const std::uint32_t i : runs_of(incident)) {
        const MessageId id = tables_.incident_report(plan_runs_[i].plan);
        if (id.is_some()) reach(i, kind, id.index, milestone);
    }
}

void World::report(IncidentId incident, const Report& report, EntryNo cause, std::uint32_t altered_by) {
    const ModelTime observed_at = report.observed.value_or(now_);
    auto facts = spare_facts_.lend();
    for (const Stated& stated : report.says) facts->push_back({stated.fact, stated.value, observed_at});
    // a report names the place, and with it whether that is urban (semantics.md 5)
    const FactId urban = tables_.in_urban_area;
    if (urban.is_some() && std::none_of(facts->begin(), facts->end(), [&](const auto& f) { return f.fact == urban; }))
        facts->push_back({urban, Observation::exactly(inputs_.network.places[inputs_.scenario.incidents[incident].place].urban ? 1 : 0), observed_at});
    std::sort(facts->begin(), facts->end(), [](const auto& a, const auto& b) { return a.fact < b.fact; });
    auto from = spare_agencies_.lend();
    add_agencies(*from, report.from, incident);
    if (from->empty()) return;
    const AgencyId sender = from->front();  // one report has one sender
    auto receivers = spare_agencies_.lend();
    for (const Party& to : report.to) add_agencies(*receivers, to, incident);
    each_once(*receivers);
    for (const AgencyId to : *receivers) {
        const std::uint32_t index = new_message(incident, sender, to);
        Transmission& message = transmissions_[index];
        message.is_report = true;
        message.altered_by = altered_by;
        message.over = report.over;
        message.facts = *facts;
        send(index, cause);
    }
    learn(incident, sender, *facts, last_entry());  // who says it knows it
}

void World::follow_up(IncidentId incident, AgencyId agency, EntryNo cause) {
    const FollowUp& follow = *inputs_.scenario.incidents[incident].follow_up;
    auto receivers = spare_agencies_.lend();
    for (const Party& to : follow.to) add_agencies(*receivers, to, incident);
    if (follow.to.empty())
        for (const std::uint32_t i : runs_of(incident)) receivers->push_back(plan_runs_[i].assessor);
    each_once(*receivers);
    for (const AgencyId to : *receivers) {
        if (to == agency) continue;
        const std::uint32_t index = new_message(incident, agency, to);
        transmissions_[index].over = follow.over;
        tell_all_known(transmissions_[index]);
        send(index, cause);
    }
}

}  // namespace sandtable
