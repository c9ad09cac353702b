// Messages over channels that take time and fail; reports and follow-up reports (semantics.md 3, 4).
#include <algorithm>

#include "run/world.hpp"

namespace sandtable {

std::string World::message_name(const Transmission& t) const {
    if (t.message.is_some()) return plan_of(plan_runs_[t.plan_run]).messages[t.message].id;
    return t.is_report ? std::string(incident_report) : "follow_up_report";
}

std::vector<Transmission::Fact> World::told_by(IncidentId incident, AgencyId agency) const {
    std::vector<Transmission::Fact> facts;
    for (const auto& [fact, known] : knowledge(incident, agency).known()) facts.push_back({fact, known.observation, known.observed_at});
    return facts;
}

void World::send(Transmission message, EntryNo cause) {
    const auto usable = [&](ChannelId channel) {
        return !inputs_.network.channels[channel].related_only || inputs_.network.related(message.from, message.to, channel);
    };
    std::erase_if(message.over, [&](ChannelId channel) { return !usable(channel); });
    const std::string name = message_name(message);
    message.occurrence = sendings_of(message)++;
    const std::string_view clause = message.message.is_some() ? std::string_view(plan_of(plan_runs_[message.plan_run]).messages[message.message].clause) : std::string_view();
    item("message", name);
    item("to", message.to);
    if (message.from != message.to && !message.over.empty()) item("channel", inputs_.network.channels[message.over.front()].id);
    if (message.is_report)
        for (const auto& fact : message.facts) fact_item(fact.fact, fact.value, fact.observed_at);
    if (message.altered_by != Transmission::none) item("fault", inputs_.scenario.faults[message.altered_by].id);
    if (message.message.is_some())
        for (const Content& content : plan_of(plan_runs_[message.plan_run]).messages[message.message].contents) item("contents", content.id);
    message.entry = write({EntryKind::sent, message.plan_run, message.incident, message.from, clause, cause});
    const std::uint32_t plan_run = message.plan_run;
    const MessageId id = message.message;
    const IncidentId incident = message.incident;
    const bool is_report = message.is_report;
    const Reached milestone{message.from, {}, -1, now_, message.entry};
    if (free_transmissions_.empty()) {
        free_transmissions_.push_back(static_cast<std::uint32_t>(transmissions_.size()));
        transmissions_.emplace_back();
    }
    const std::uint32_t index = free_transmissions_.back();
    free_transmissions_.pop_back();
    transmissions_[index] = std::move(message);
    attempt(index);
    if (id.is_some()) return reach(plan_run, MilestoneKind::sent, id.index, milestone);
    if (is_report) reach_report(MilestoneKind::sent, incident, milestone);
}

std::uint32_t& World::sendings_of(const Transmission& message) {
    const std::array<std::uint32_t, 4> key{message.plan_run, message.is_report ? MessageId::none_index - 1 : message.message.index, message.from.index, message.to.index};
    auto& rows = sendings_[message.incident.index];
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.first == key; });
    return row != rows.end() ? row->second : rows.emplace_back(key, 0).second;
}

/// One try over the next channel of the list; what becomes of it is scheduled.
void World::attempt(std::uint32_t index) {
    Transmission& t = transmissions_[index];
    if (t.from == t.to) return static_cast<void>(schedule(now_, Order::rest, {Event::Kind::arrives, index, 0, t.entry}));
    if (t.over.empty() || t.attempt >= call_attempts_max) {
        item("message", message_name(t));
        item("to", t.to);
        write({EntryKind::undelivered, t.plan_run, t.incident, t.from, {}, t.entry});
        free_transmissions_.push_back(index);
        return;
    }
    const Channel& channel = inputs_.network.channels[t.over[t.attempt % t.over.size()]];
    const std::string& incident = inputs_.scenario.incidents[t.incident].id;
    const std::string plan = t.message.is_some() ? plan_of(plan_runs_[t.plan_run]).id + "." : "";
    const std::string what = "/" + channel.id + "/" + plan + message_name(t) + "/" + agency_id(t.from);
    const std::uint32_t occurrence = t.occurrence * call_attempts_max + t.attempt;
    std::int64_t delay = 0;
    const Failing worst = failing(channel, t.over[t.attempt % t.over.size()], t.from, t.to);
    const auto drawn = scaled(random_.draw("fails" + what, incident, agency_id(t.to), occurrence).bits(), 1'000'000);
    bool fails = drawn < worst.per_million;
    t.fault = fails ? worst.fault : Transmission::none;  // while it lasts, every failure is its
    if (channel.travels) {
        const auto route = router_.route(inputs_.network.agencies[t.from].place, inputs_.network.agencies[t.to].place, closed_);
        if (route) delay = route->time.count();
        else fails = true;
    } else {
        delay = sample(channel.delay, random_.draw("delay" + what, incident, agency_id(t.to), occurrence));
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
    t.entry = write({EntryKind::call_failed, t.plan_run, t.incident, t.from, {}, t.entry});
    ++t.attempt;
    // the list again only after a pause
    const bool round = t.attempt % t.over.size() == 0;
    schedule(round ? now_ + inputs_.network.channels[t.over.front()].again_after : now_, Order::rest, {Event::Kind::call_again, index, 0, t.entry});
}

void World::received(std::uint32_t index) {
    const Transmission t = std::move(transmissions_[index]);  // it is there, and what follows may send more
    free_transmissions_.push_back(index);
    const Plan* plan = t.message.is_some() ? &plan_of(plan_runs_[t.plan_run]) : nullptr;
    item("message", message_name(t));
    item("from", t.from);
    const Knowledge& known = knowledge(t.incident, t.to);
    for (const auto& fact : t.facts)  // what is new to the receiver
        if (fact.value.known && !(known[fact.fact].observation.known && (fact.observed_at < known[fact.fact].observed_at || known[fact.fact].observation == fact.value)))
            fact_item(fact.fact, fact.value, fact.observed_at);
    if (t.altered_by != Transmission::none) item("fault", inputs_.scenario.faults[t.altered_by].id);
    const EntryNo entry = write({EntryKind::received, t.plan_run, t.incident, t.to, plan != nullptr ? std::string_view(plan->messages[t.message].clause) : std::string_view(), t.entry});
    learn(t.incident, t.to, t.facts, entry);
    const Reached milestone{t.to, t.from, -1, now_, entry};
    if (plan != nullptr) return reach(t.plan_run, MilestoneKind::received, t.message.index, milestone);
    if (t.is_report) reach_report(MilestoneKind::received, t.incident, milestone);
}

/// A report of the incident is a milestone of every plan that runs on it.
void World::reach_report(MilestoneKind kind, IncidentId incident, const Reached& milestone) {
    for (const std::uint32_t i : runs_of(incident)) {
        const MessageId id = plan_of(plan_runs_[i]).message(incident_report);
        if (id.is_some()) reach(i, kind, id.index, milestone);
    }
}

void World::report(IncidentId incident, const Report& report, EntryNo cause, std::uint32_t altered_by) {
    const ModelTime observed_at = report.observed.value_or(now_);
    std::vector<Transmission::Fact> facts;
    for (const Stated& stated : report.says) facts.push_back({stated.fact, stated.value, observed_at});
    // a report names the place, and with it whether that is urban (semantics.md 5)
    const FactId urban = inputs_.vocabulary.find("in_urban_area");
    if (urban.is_some() && std::none_of(facts.begin(), facts.end(), [&](const auto& f) { return f.fact == urban; }))
        facts.push_back({urban, Observation::exactly(inputs_.network.places[inputs_.scenario.incidents[incident].place].urban ? 1 : 0), observed_at});
    std::sort(facts.begin(), facts.end(), [](const auto& a, const auto& b) { return a.fact < b.fact; });
    const auto from = inputs_.agencies_of(report.from, incident);
    for (const AgencyId sender : from) {
        std::vector<AgencyId> receivers;
        for (const Party& to : report.to) {
            const auto agencies = inputs_.agencies_of(to, incident);
            receivers.insert(receivers.end(), agencies.begin(), agencies.end());
        }
        std::sort(receivers.begin(), receivers.end());
        receivers.erase(std::unique(receivers.begin(), receivers.end()), receivers.end());
        for (const AgencyId to : receivers) {
            Transmission message;
            message.incident = incident;
            message.is_report = true;
            message.altered_by = altered_by;
            message.from = sender;
            message.to = to;
            message.over = report.over;
            message.facts = facts;
            send(std::move(message), cause);
        }
        learn(incident, sender, facts, static_cast<EntryNo>(journal_.size() - 1));  // who says it knows it
        break;  // one report has one sender
    }
}

void World::follow_up(IncidentId incident, AgencyId agency, EntryNo cause) {
    const FollowUp& follow = *inputs_.scenario.incidents[incident].follow_up;
    std::vector<AgencyId> receivers;
    for (const Party& to : follow.to) {
        const auto agencies = inputs_.agencies_of(to, incident);
        receivers.insert(receivers.end(), agencies.begin(), agencies.end());
    }
    if (follow.to.empty())
        for (const std::uint32_t i : runs_of(incident)) receivers.push_back(plan_runs_[i].assessor);
    std::sort(receivers.begin(), receivers.end());
    receivers.erase(std::unique(receivers.begin(), receivers.end()), receivers.end());
    for (const AgencyId to : receivers) {
        if (to == agency) continue;
        Transmission message;
        message.incident = incident;
        message.from = agency;
        message.to = to;
        message.over = follow.over;
        message.facts = told_by(incident, agency);
        send(std::move(message), cause);
    }
}

}  // namespace sandtable
