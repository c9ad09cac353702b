// Writing entries: ids as text, never an address, never a translated word.
#include <fmt/format.h>

#include "run/world.hpp"
#include "sandtable/assert.hpp"

namespace sandtable {

EntryNo World::write(const Draft& draft) {
    if ((told_ ? journal_.size() : bare_.size()) >= entries_max)
        stop("entries-max", {entries_max, iso_text(civil(now_))});
    if (!told_) {
        bare_.push_back({now_, draft.low, draft.high, draft.subject, draft.cause, draft.held_by, draft.kind, static_cast<std::uint16_t>(draft.channel.index)});
        return static_cast<EntryNo>(assert_context.entries++);
    }
    Entry entry;
    entry.at = now_;
    entry.kind = draft.kind;
    IncidentId incident = draft.incident;
    if (draft.plan_run != Transmission::none) {
        const PlanRun& run = plan_runs_[draft.plan_run];
        entry.plan = journal_.intern(plan_of(run).id);
        incident = run.incident;
    }
    if (incident.is_some()) {
        Symbol& symbol = incident_symbols_[incident.index];
        if (symbol == 0) symbol = journal_.intern(inputs_.scenario.incidents[incident].id);
        entry.incident = symbol;
    }
    if (draft.agency.is_some()) entry.agency = symbol_of(draft.agency);
    entry.clause = journal_.intern(draft.clause);
    entry.cause = draft.cause;
    entry.held_by = draft.held_by;
    const EntryNo no = journal_.append(entry, draft_items_);
    draft_items_.clear();
    assert_context.entries = no + 1;
    return no;
}

void World::item(std::string_view key, std::string_view text) {
    if (!told_) return;
    draft_items_.push_back({journal_.intern(key), Item::Type::text, journal_.intern(text), 0, 0});
}

void World::item(std::string_view key, std::int64_t number) {
    if (!told_) return;
    draft_items_.push_back({journal_.intern(key), Item::Type::number, 0, number, 0});
}

void World::item(std::string_view key, AgencyId agency) {
    if (!told_) return;
    draft_items_.push_back({journal_.intern(key), Item::Type::text, symbol_of(agency), 0, 0});
}

Symbol World::symbol_of(AgencyId agency) {
    Symbol& symbol = agency_symbols_[agency.index];
    if (symbol == 0) symbol = journal_.intern(agency_id(agency));
    return symbol;
}

void World::fact_item(FactId fact, const Observation& value, ModelTime observed_at) {
    if (!told_) return;
    const Fact& f = inputs_.vocabulary.facts[fact];
    const std::string key = "fact." + f.id;
    if (!value.known) item(key, "unknown");
    else if (value.growing) item(key, fmt::format("since {}", value.low));
    else if (f.type == FactType::flag || f.type == FactType::scale) item(key, observation_text(f, value));
    else if (value.low == value.high) item(key, value.low);
    else draft_items_.push_back({journal_.intern(key), Item::Type::range, 0, value.low, value.high});
    if (observed_at != now_) item("observed." + f.id, ms_of(observed_at));
}

}  // namespace sandtable
