#include <algorithm>
#include <charconv>

#include "sandtable/outcomes.hpp"

namespace sandtable {

namespace {

/// An item "fact.X" as the observation it stands for.
Observation observed(const Fact& fact, const Journal& journal, const Item& item) {
    if (item.type == Item::Type::number) return Observation::exactly(item.low);
    if (item.type == Item::Type::range) return Observation::range(item.low, item.high);
    const std::string& text = journal.text(item.text);
    if (text.starts_with("since ")) {
        std::int64_t since = 0;
        std::from_chars(text.data() + 6, text.data() + text.size(), since);
        return Observation::since(since);
    }
    auto parsed = parse_observation(fact, text);
    return std::holds_alternative<Observation>(parsed) ? std::get<Observation>(parsed) : Observation::unknown();
}

/// The instant at which a guard first held on what an agency had been told, rebuilt from the journal.
std::optional<ModelTime> known_at(const Inputs& inputs, const Journal& journal, const Guard& guard, const std::string& incident, const std::string& agency) {
    Knowledge knowledge(inputs.vocabulary.facts.size());
    ModelTime last = model_time(-1);
    for (EntryNo no = 0; no < journal.size(); ++no) {
        const Entry& entry = journal[no];
        for (const ModelTime at : crossings(guard, knowledge, last))  // hours that grew past a limit since the entry before
            if (at <= entry.at && judge(guard, inputs.vocabulary, knowledge, at) == Truth::holds) return at;
        last = entry.at;
        if (journal.text(entry.incident) != incident || journal.text(entry.agency) != agency) continue;
        if (entry.kind != EntryKind::received && entry.kind != EntryKind::seen && entry.kind != EntryKind::sent) continue;
        for (const Item& item : journal.items(entry)) {
            const std::string& key = journal.text(item.key);
            if (!key.starts_with("fact.")) continue;
            const FactId fact = inputs.vocabulary.find(std::string_view(key).substr(5));
            if (!fact.is_some()) continue;
            const ModelTime seen = model_time(journal.item_number(entry, "observed." + inputs.vocabulary.facts[fact].id, ms_of(entry.at)));
            knowledge.learn(fact, observed(inputs.vocabulary.facts[fact], journal, item), seen, no);
        }
        if (judge(guard, inputs.vocabulary, knowledge, entry.at) == Truth::holds) return entry.at;
    }
    return std::nullopt;
}

class Checker {
public:
    Checker(const Inputs& inputs, const Journal& journal, const std::vector<DutyOutcome>& outcomes) : in_(inputs), journal_(journal), outcomes_(outcomes) {}

    ExpectationResult check(const Expectation& e) const {
        switch (e.kind) {
            case Expectation::Kind::duty: return duty(e);
            case Expectation::Kind::task: return task(e);
            case Expectation::Kind::knows: return knows(e);
            case Expectation::Kind::applies: return last_grading(e, "applies");
            case Expectation::Kind::grade: return last_grading(e, "at_least");
        }
        return {};
    }

private:
    bool concerns(const Expectation& e, const std::string& incident, const std::string& agency) const {
        return (!e.incident.is_some() || in_.scenario.incidents[e.incident].id == incident) && (!e.agency.is_some() || in_.network.agencies[e.agency].id == agency);
    }

    ExpectationResult duty(const Expectation& e) const {
        const std::string& name = in_.plans[e.plan].duties[e.duty].id;
        ExpectationResult result{e.id, true, "none"};
        bool any = false;
        for (const DutyOutcome& o : outcomes_) {
            if (o.plan != in_.plans[e.plan].id || o.duty != name || !concerns(e, o.incident, o.agency)) continue;
            any = true;
            const auto status = status_name(o.status);
            if (result.holds) result.found = status;
            result.holds = result.holds && status == e.is;
        }
        if (!any) result.holds = e.is == "none";
        return result;
    }

    ExpectationResult task(const Expectation& e) const {
        const std::string& name = in_.plans[e.plan].tasks[e.task].id;
        ExpectationResult result{e.id, false, "none"};
        bool any = false, all = true;
        std::vector<std::pair<std::string, std::string>> last;  // agency and how its task stands
        for (const Entry& entry : journal_.entries()) {
            if (journal_.text(entry.plan) != in_.plans[e.plan].id || journal_.item_text(entry, "task") != name || !concerns(e, journal_.text(entry.incident), journal_.text(entry.agency))) continue;
            const std::string who = journal_.text(entry.incident) + "/" + journal_.text(entry.agency);
            std::string how;
            if (entry.kind == EntryKind::task_done || entry.kind == EntryKind::arrived) how = "done";
            if (entry.kind == EntryKind::task_waived) how = "waived";
            if (entry.kind == EntryKind::task_started) how = "begun";
            if (how.empty()) continue;
            const auto found = std::find_if(last.begin(), last.end(), [&](const auto& row) { return row.first == who; });
            if (found == last.end()) last.emplace_back(who, how);
            else found->second = how;
        }
        for (const auto& [who, how] : last) {
            if (!any || (all && how != e.is)) result.found = how;
            any = true;
            all = all && how == e.is;
        }
        result.holds = any ? all : e.is == "none";
        return result;
    }

    ExpectationResult knows(const Expectation& e) const {
        ExpectationResult result{e.id, false, "never"};
        for (const IncidentId incident : ids_of(in_.scenario.incidents)) {
            if (e.incident.is_some() && e.incident != incident) continue;
            for (const AgencyId agency : in_.agencies_of(e.who, incident)) {
                const auto at = known_at(in_, journal_, e.knows, in_.scenario.incidents[incident].id, in_.network.agencies[agency].id);
                if (!at) continue;
                result.found = span_text(at->time_since_epoch());
                result.holds = result.holds || at->time_since_epoch() < e.before;
            }
        }
        return result;
    }

    /// What the last grading of every incident it concerns says, at the end or at an instant: whether the plan applies, or the certain grade.
    ExpectationResult last_grading(const Expectation& e, std::string_view key) const {
        ExpectationResult result{e.id, false, "none"};
        for (const IncidentId incident : ids_of(in_.scenario.incidents)) {
            if (e.incident.is_some() && e.incident != incident) continue;
            std::string found = "none";
            for (const Entry& entry : journal_.entries())
                if ((!e.at || entry.at.time_since_epoch() <= *e.at) && entry.kind == EntryKind::grading && journal_.text(entry.plan) == in_.plans[e.plan].id && journal_.text(entry.incident) == in_.scenario.incidents[incident].id)
                    found = journal_.item(entry, key) != nullptr ? std::string(journal_.item_text(entry, key)) : "none";
            const bool first = incident.index == 0 || e.incident.is_some();
            if (first || (result.holds && found != e.is)) result.found = found;
            result.holds = (first || result.holds) && found == e.is;
        }
        return result;
    }

    const Inputs& in_;
    const Journal& journal_;
    const std::vector<DutyOutcome>& outcomes_;
};

}  // namespace

std::vector<ExpectationResult> check_expectations(const Inputs& inputs, const Journal& journal, const std::vector<DutyOutcome>& outcomes) {
    std::vector<ExpectationResult> results;
    const Checker checker(inputs, journal, outcomes);
    for (const Expectation& e : inputs.scenario.expect) results.push_back(checker.check(e));
    return results;
}

}  // namespace sandtable
