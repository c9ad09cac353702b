#include <algorithm>

#include "scenario/scenario_reader.hpp"

namespace sandtable {

namespace {

constexpr int scenario_version = 1;

template <class IdType, class T>
std::vector<std::string> names_of(const Table<IdType, T>& table) {
    std::vector<std::string> names;
    for (const auto& row : table) names.push_back(row.id);
    return names;
}

template <class IdType, class T>
IdType find_row(const Table<IdType, T>& table, std::string_view id) {
    for (const IdType at : ids_of(table))
        if (table[at].id == id) return at;
    return IdType::none();
}

}  // namespace

std::optional<ScenarioHead> ScenarioReader::head() {
    const Node& root = reading_.document.root;
    if (root.kind != Node::Kind::map) {
        reading_.error(root, "wrong-shape", {tell("want-map"), tell("found-scalar")});
        return std::nullopt;
    }
    ScenarioHead head;
    // a reader of its own would report every other key; these keys are asked for again in read()
    const auto found = [&](std::string_view key) -> const Node* {
        const Node* node = root.find(key);
        if (node == nullptr) reading_.error(root, "key-missing", {key});
        return node;
    };
    if (const Node* kind = found("sandtable"); kind == nullptr || kind->kind != Node::Kind::scalar || !kind->text.starts_with("scenario/")) {
        if (kind != nullptr) reading_.error(*kind, "kind-wrong", {kind->text, "scenario/1"});
        return std::nullopt;
    }
    if (const Node* network = found("network")) {
        head.network = reading_.id(*network, IdForm::file).value_or("");
        head.network_node = network;
    }
    if (const Node* plans = found("plans"))
        for (const Node& plan : reading_.list(plans)) {
            const auto id = reading_.id(plan, IdForm::file);
            if (!id) continue;
            if (std::any_of(head.plans.begin(), head.plans.end(), [&](const auto& p) { return p.first == *id; })) reading_.error(plan, "id-twice", {*id, std::to_string(plan.line + 1)});
            else head.plans.emplace_back(*id, &plan);
        }
    if (const Node* rain = root.find("rain"); rain != nullptr && rain->kind == Node::Kind::map) {
        if (const Node* thresholds = rain->find("thresholds")) head.thresholds = {reading_.id(*thresholds, IdForm::file).value_or(""), thresholds};
        if (const Node* series = rain->find("series"); series != nullptr && series->kind == Node::Kind::list)
            for (const Node& item : series->items) head.rain_series.emplace_back(reading_.id(item, IdForm::file).value_or(""), &item);
    }
    if (const Node* plans = root.find("plans"); plans != nullptr && plans->kind == Node::Kind::list && plans->items.empty()) reading_.error(*plans, "join-empty", {"plans"});
    std::sort(head.plans.begin(), head.plans.end());
    return head;
}

ModelTime ScenarioReader::time(const Node& node) { return ModelTime{reading_.duration(node).value_or(Duration{0})}; }

AgencyId ScenarioReader::agency(const Node& node) {
    const auto word = reading_.scalar(node, "want-id");
    return word ? read_name(node, *word, inputs_->network.agencies, "unknown-agency", reading_) : AgencyId::none();
}

IncidentId ScenarioReader::incident_name(const Node& node) {
    const auto word = reading_.scalar(node, "want-id");
    return word ? read_name(node, *word, inputs_->scenario.incidents, "unknown-incident", reading_) : IncidentId::none();
}

std::pair<PlanId, std::string> ScenarioReader::qualified(const Node& node) {
    const auto word = reading_.scalar(node, "want-id").value_or("");
    const auto dot = word.find('.');
    if (dot == std::string::npos) {
        if (inputs_->plans.size() == 1) return {PlanId{0}, word};
        if (!inputs_->plans.empty()) reading_.error(node, "needs-plan", {word}, tell("needs-plan-hint", {inputs_->plans.rows().front().id + "." + word}));
        return {PlanId::none(), {}};
    }
    const auto plan = find_row(inputs_->plans, word.substr(0, dot));
    if (!plan.is_some()) {
        const auto names = names_of(inputs_->plans);
        reading_.error(node, "unknown-plan-here", {word.substr(0, dot)}, did_you_mean(word.substr(0, dot), names));
    }
    return {plan, word.substr(dot + 1)};
}

Party ScenarioReader::party(const Node& node) {
    const auto stated = reading_.scalar(node, "want-id");
    if (!stated) return {};
    const std::string& word = *stated;
    if (word.find('.') != std::string::npos) {
        const auto [plan, role] = qualified(node);
        if (!plan.is_some()) return {};
        return {AgencyId::none(), plan, read_name(node, role, inputs_->plans[plan].roles, "unknown-role", reading_)};
    }
    std::vector<Party> found;
    std::vector<std::string> names = names_of(inputs_->network.agencies);
    if (const AgencyId a = inputs_->network.agency(word); a.is_some()) found.push_back({a, {}, {}});
    for (const PlanId plan : ids_of(inputs_->plans)) {
        const auto roles = names_of(inputs_->plans[plan].roles);
        names.insert(names.end(), roles.begin(), roles.end());
        if (const RoleId role = inputs_->plans[plan].role(word); role.is_some()) found.push_back({AgencyId::none(), plan, role});
    }
    if (found.empty()) reading_.error(node, "unknown-party", {word}, did_you_mean(word, names));
    if (found.size() > 1 && !inputs_->plans.empty()) reading_.error(node, "party-unclear", {word}, tell("needs-plan-hint", {inputs_->plans.rows().front().id + "." + word}));
    return found.size() == 1 ? found.front() : Party{};
}

std::vector<Party> ScenarioReader::parties(const Node& node) {
    std::vector<Party> out;
    if (node.kind == Node::Kind::list)
        for (const Node& item : node.items) out.push_back(party(item));
    else out.push_back(party(node));
    if (out.empty()) reading_.error(node, "join-empty", {"to"});
    return out;
}

std::vector<ChannelId> ScenarioReader::channels(const Node* node) {
    std::vector<ChannelId> out;
    for (const Node& item : reading_.list(node)) {
        const auto word = reading_.scalar(item, "want-id");
        if (word) out.push_back(read_name(item, *word, inputs_->network.channels, "unknown-channel", reading_));
    }
    if (node != nullptr && node->kind == Node::Kind::list && node->items.empty()) reading_.error(*node, "join-empty", {"over"});
    if (node != nullptr) return out;
    const ChannelId telephone = inputs_->network.channel("telephone");  // unless said: by telephone
    if (telephone.is_some()) return {telephone};
    return inputs_->network.channels.empty() ? out : std::vector{ChannelId{0}};
}

std::vector<Stated> ScenarioReader::stated(const Node& node, bool exact) {
    std::vector<Stated> out;
    if (node.kind != Node::Kind::map) {
        reading_.error(node, "wrong-shape", {tell("want-map"), tell("found-scalar")});
        return out;
    }
    for (const Member& member : node.members) {
        const FactId fact = read_fact_name(member.key, inputs_->vocabulary, reading_);
        if (!fact.is_some()) continue;
        if (inputs_->vocabulary.facts[fact].finding) {
            reading_.error(member.key, "finding-not-here", {member.key.text}, tell("finding-not-here-hint", {member.key.text}));
            continue;
        }
        const auto value = read_observation(member.value, inputs_->vocabulary.facts[fact], {}, reading_);
        if (!value) continue;
        if (exact && (!value->known || value->low != value->high)) reading_.error(member.value, "truth-exact", {member.key.text});
        out.push_back({fact, *value});
    }
    std::sort(out.begin(), out.end(), [](const Stated& a, const Stated& b) { return a.fact < b.fact; });
    return out;
}

Report ScenarioReader::report(const Node& node, bool with_time) {
    MapReader map(node, reading_);
    Report report;
    if (with_time) {
        if (const Node* at = map.need("at")) report.at = time(*at);
        if (const Node* observed = map.find("observed")) {
            report.observed = time(*observed);
            if (*report.observed > report.at) reading_.error(*observed, "observed-later");
        }
    }
    if (const Node* from = map.need("from")) report.from = party(*from);
    if (const Node* to = map.need("to")) report.to = parties(*to);
    report.over = channels(map.find("over"));
    if (const Node* says = map.need("says")) report.says = stated(*says, false);
    return report;
}

FollowUp ScenarioReader::follow_up(const Node& node) {
    MapReader map(node, reading_);
    FollowUp follow;
    if (const Node* by = map.need("by")) {
        follow.first_on_scene = by->text == "first_on_scene";
        if (!follow.first_on_scene) follow.by = party(*by);
    }
    if (const Node* to = map.find("to")) follow.to = parties(*to);
    follow.over = channels(map.find("over"));
    for (const Node& item : reading_.list(map.need("sees")))
        if (const FactId fact = read_fact_name(item, inputs_->vocabulary, reading_); fact.is_some()) follow.sees.push_back(fact);
    std::sort(follow.sees.begin(), follow.sees.end());
    if (const Node* after = map.need("after_change")) follow.after_change = reading_.spread(*after).value_or(Spread{});
    if (follow.after_change.working_days) reading_.error(node, "duration-not-clock", {"after_change"});
    return follow;
}

void ScenarioReader::findings(const Node& node, Incident& incident) {
    if (node.kind == Node::Kind::null) return;
    if (node.kind != Node::Kind::map) {
        reading_.error(node, "wrong-shape", {tell("want-map"), tell("found-scalar")});
        return;
    }
    for (const Member& of_plan : node.members) {
        const PlanId plan = find_row(inputs_->plans, of_plan.key.text);
        if (!plan.is_some()) {
            reading_.error(of_plan.key, "unknown-plan-here", {of_plan.key.text}, did_you_mean(of_plan.key.text, names_of(inputs_->plans)));
            continue;
        }
        if (of_plan.value.kind != Node::Kind::map) reading_.error(of_plan.value, "wrong-shape", {tell("want-map"), tell("found-scalar")});
        for (const Member& member : of_plan.value.members) {
            const FactId fact = read_fact_name(member.key, inputs_->vocabulary, reading_);
            if (!fact.is_some()) continue;
            const Fact& f = inputs_->vocabulary.facts[fact];
            if (!f.finding) reading_.error(member.key, "not-a-finding", {f.id});
            else if (!f.plans.empty() && std::find(f.plans.begin(), f.plans.end(), of_plan.key.text) == f.plans.end()) reading_.error(member.key, "finding-other-plan", {f.id, of_plan.key.text});
            else if (const auto value = read_observation(member.value, f, inputs_->plans[plan].grades, reading_)) incident.findings.push_back({plan, fact, *value});
        }
    }
    std::sort(incident.findings.begin(), incident.findings.end(), [](const Finding& a, const Finding& b) { return std::tie(a.plan, a.fact) < std::tie(b.plan, b.fact); });
}

void ScenarioReader::incident(const std::string& id, const Node& node) {
    MapReader map(node, reading_);
    map.find("id");
    Incident incident;
    incident.id = id;
    incident.origin = place(*node.find("id"));
    incident.name = map.text("name");
    if (const Node* where = map.need("place")) {
        const auto word = reading_.scalar(*where, "want-id");
        if (word) incident.place = read_name(*where, *word, inputs_->network.places, "unknown-place", reading_);
    }
    incident.plans = plan_names(map.find("plans"));
    if (const Node* area = map.find("prevention_area")) {
        const auto word = reading_.scalar(*area, "want-id");
        if (word) incident.prevention_area = read_name(*area, *word, inputs_->network.prevention_areas, "unknown-prevention-area", reading_);
        if (incident.prevention_area.is_some()) {
            const NetworkPlace& there = inputs_->network.places[inputs_->network.prevention_areas[incident.prevention_area].place];
            if (!inputs_->scenario.rain) reading_.error(*area, "rain-missing", {*word});
            if (incident.place.is_some() && inputs_->network.places[incident.place].id != there.id) reading_.error(*area, "rain-place", {*word, there.id, inputs_->network.places[incident.place].id});
        }
    }
    for (const Node& trade : reading_.list(map.find("concerns"))) {
        const auto word = reading_.id(trade, IdForm::item).value_or("");
        std::vector<std::string> known;
        for (const Agency& a : inputs_->network.agencies) known.insert(known.end(), a.trades().begin(), a.trades().end());
        if (!word.empty() && std::find(known.begin(), known.end(), word) == known.end()) reading_.error(trade, "unknown-trade", {word}, did_you_mean(word, known));
        incident.concerns.push_back(word);
    }
    std::sort(incident.concerns.begin(), incident.concerns.end());
    const Node* truth = map.need("truth");
    for (const Node& item : reading_.list(truth)) {
        MapReader change(item, reading_);
        TruthChange row;
        if (const Node* at = change.need("at")) row.at = time(*at);
        if (const Node* facts = change.need("facts")) {
            row.facts = stated(*facts, true);
            if (incident.prevention_area.is_some() && std::any_of(row.facts.begin(), row.facts.end(), [&](const Stated& s) { return s.fact == inputs_->vocabulary.find("geohazard_risk"); }))
                reading_.error(*facts, "rain-and-truth");
        }
        if (!incident.truth.empty() && row.at < incident.truth.back().at) reading_.error(item, "truth-order");
        incident.truth.push_back(std::move(row));
    }
    if (truth != nullptr && incident.truth.empty()) reading_.error(*truth, "join-empty", {"truth"});
    if (const Node* made = map.find("findings")) findings(*made, incident);
    for (const Node& item : reading_.list(map.find("reports"))) incident.reports.push_back(report(item, true));
    std::stable_sort(incident.reports.begin(), incident.reports.end(), [](const Report& a, const Report& b) { return a.at < b.at; });
    if (const Node* follow = map.find("follow_up")) incident.follow_up = follow_up(*follow);
    if (const Node* arrives = map.find("arrives")) return arrivals(*arrives, std::move(incident));
    inputs_->scenario.incidents.push_back(std::move(incident));
}

/// {every: 20 min at random, times: 200}: as many incidents, `id-001` and on, numbered so that they sort as they come.
void ScenarioReader::arrivals(const Node& node, Incident incident) {
    MapReader map(node, reading_);
    incident.arrival_of = incident.id;
    incident.arrival_gap.kind = Spread::Kind::fixed;
    if (const Node* every = map.need("every")) {
        constexpr std::string_view at_random = " at random";
        std::string word = reading_.scalar(*every, "want-duration").value_or("");
        if (word.ends_with(at_random)) {
            word.resize(word.size() - at_random.size());
            incident.arrival_gap.kind = Spread::Kind::exponential;
        }
        if (const auto gap = reading_.parsed(*every, parse_duration(word))) incident.arrival_gap.low = gap->count();
    }
    const auto times = map.need("times");
    const std::int64_t number = times == nullptr ? 0 : reading_.whole(*times, 1, arrivals_max).value_or(0);
    for (const TruthChange& change : incident.truth)
        for (const Stated& stated : change.facts)
            if (stated.value.growing) reading_.error(node, "arrives-growing", {inputs_->vocabulary.facts[stated.fact].id});
    if (incident.prevention_area.is_some()) reading_.error(node, "arrives-rain", {incident.id});
    const std::size_t width = std::to_string(number).size();
    for (std::int64_t k = 1; k <= number; ++k) {
        Incident one = incident;
        const std::string digits = std::to_string(k);
        one.arrival = static_cast<std::uint32_t>(k);
        one.id += "-" + std::string(width - digits.size(), '0') + digits;
        inputs_->scenario.incidents.push_back(std::move(one));
    }
}

void ScenarioReader::settings(MapReader& top) {
    Scenario& scenario = inputs_->scenario;
    if (const Node* decisions = top.find("decisions")) {
        if (decisions->kind != Node::Kind::map) reading_.error(*decisions, "wrong-shape", {tell("want-map"), tell("found-scalar")});
        for (const Member& member : decisions->members) {
            const auto [plan, word] = qualified(member.key);
            if (!plan.is_some()) continue;
            const DecisionId decision = read_name(member.key, word, inputs_->plans[plan].decisions, "unknown-decision", reading_);
            if (!decision.is_some()) continue;
            std::vector<std::string> ids;
            for (const Choice& choice : inputs_->plans[plan].decisions[decision].choices) ids.push_back(choice.id);
            const auto choice = reading_.scalar(member.value, "want-id").value_or("");
            const auto found = std::find(ids.begin(), ids.end(), choice);
            if (found == ids.end()) reading_.error(member.value, "unknown-choice", {choice}, did_you_mean(choice, ids));
            else if (std::any_of(scenario.decisions.begin(), scenario.decisions.end(), [&](const auto& d) { return std::get<0>(d) == plan && std::get<1>(d) == decision; }))
                reading_.error(member.key, "id-twice", {word, std::to_string(decisions->line + 1)});
            else scenario.decisions.emplace_back(plan, decision, static_cast<int>(found - ids.begin()));
        }
        std::sort(scenario.decisions.begin(), scenario.decisions.end());
    }
    for (const Node& item : reading_.list(top.find("closures"))) {
        MapReader map(item, reading_);
        Closure closure{};
        if (const Node* road = map.need("road")) closure.road = read_name(*road, reading_.scalar(*road, "want-id").value_or(""), inputs_->network.roads, "unknown-road", reading_);
        if (const Node* from = map.need("from")) closure.from = time(*from);
        if (const Node* period = map.need("period")) closure.period = reading_.duration(*period).value_or(Duration{0});
        scenario.closures.push_back(closure);
    }
    for (const Node& item : reading_.list(top.find("officers"))) {
        MapReader map(item, reading_);
        const Node* who = map.need("agency");
        const AgencyId id = who != nullptr ? agency(*who) : AgencyId::none();
        const Node* pools = map.need("officers");
        if (pools != nullptr && pools->kind != Node::Kind::map) reading_.error(*pools, "wrong-shape", {tell("want-map"), tell("found-scalar")});
        if (pools == nullptr || pools->kind != Node::Kind::map) continue;
        for (const Member& member : pools->members) {
            RosterChange change{id, read_name(member.key, member.key.text, inputs_->network.pools, "unknown-pool", reading_), {}};
            if (member.value.kind == Node::Kind::map) {
                for (const Member& shift : member.value.members) {
                    const ShiftId at = read_name(shift.key, shift.key.text, inputs_->network.shifts, "unknown-shift", reading_);
                    const auto n = reading_.whole(shift.value, 0, 1000);
                    if (at.is_some() && n) change.numbers.emplace_back(at, static_cast<int>(*n));
                }
            } else if (const auto n = reading_.whole(member.value, 0, 1000)) {
                for (const ShiftId at : ids_of(inputs_->network.shifts)) change.numbers.emplace_back(at, static_cast<int>(*n));
            }
            if (change.pool.is_some() && id.is_some()) scenario.officers.push_back(std::move(change));
        }
    }
}

void ScenarioReader::read(Inputs& inputs) {
    inputs_ = &inputs;
    Scenario& scenario = inputs.scenario;
    scenario.path = reading_.document.path;
    MapReader top(reading_.document.root, reading_);
    if (!check_kind(top, reading_, "scenario", scenario_version)) return top.forgive();
    top.find("network");
    top.find("plans");
    scenario.id = top.id("id", IdForm::file).value_or("");
    scenario.title = top.text("title");
    if (const Node* start = top.need("start")) {
        const auto word = reading_.quoted(*start, "want-clock");
        const auto instant = word ? parse_iso(*word) : std::nullopt;
        if (word && !instant) reading_.error(*start, "start-form", {*word});
        scenario.start = instant.value_or(CivilTime{});
        scenario.start_origin = place(*start);
    }
    if (const Node* until = top.find("until"); until != nullptr && until->text != "settled") {
        if (until->kind != Node::Kind::scalar) reading_.scalar(*until, "want-duration");
        else if (until->text.find_first_of("0123456789") == std::string::npos) reading_.error(*until, "wrong-word", {until->text, "settled, 90 min, 24 h"}, did_you_mean(until->text, {"settled"}));
        else scenario.until = reading_.duration(*until);
    }
    if (const Node* seed = top.find("seed")) scenario.seed = static_cast<std::uint32_t>(reading_.whole(*seed, 0, 0xffff'ffffLL).value_or(1));
    rain(top);
    const Node* incidents = top.need("incidents");
    for (const auto& [id, node] : named_nodes(incidents, IdForm::file, reading_)) incident(id, *node);
    if (incidents != nullptr && incidents->kind == Node::Kind::list && incidents->items.empty()) reading_.error(*incidents, "join-empty", {"incidents"});
    areas_without_incident();
    gauges_without_rain(top);
    auto& all = scenario.incidents;
    std::sort(all.begin(), all.end(), [](const Incident& a, const Incident& b) { return a.id < b.id; });
    const auto twice = std::adjacent_find(all.begin(), all.end(), [](const Incident& a, const Incident& b) { return a.id == b.id; });
    if (twice != all.end()) reading_.error(*incidents, "arrives-twice", {twice->id});
    settings(top);
    for (const auto& [id, node] : named_nodes(top.find("slides"), IdForm::numbered, reading_)) scenario.slides.push_back(slide(id, *node));
    for (const auto& [id, node] : named_nodes(top.find("faults"), IdForm::numbered, reading_)) scenario.faults.push_back(fault(id, *node));
    const auto faults = reading_.out.count();
    auto expectations = named_nodes(top.find("expect"), IdForm::numbered, reading_);
    const bool all_named = reading_.out.count() == faults;
    std::stable_sort(expectations.begin(), expectations.end(), [](const NamedNode& a, const NamedNode& b) { return std::pair(a.id.size(), a.id) < std::pair(b.id.size(), b.id); });  // E-2 before E-10
    for (const auto& [id, node] : expectations) scenario.expect.push_back(expectation(id, *node));
    for (const auto& [id, node] : named_nodes(top.find("injects"), IdForm::numbered, reading_)) {
        scenario.injects.push_back(inject(id, *node));
        const std::string& wanted = scenario.injects.back().expected;
        std::vector<std::string> names;
        for (const auto& e : expectations) names.push_back(e.id);
        if (!wanted.empty() && all_named && std::find(names.begin(), names.end(), wanted) == names.end()) reading_.error(*node->find("expected"), "unknown-expectation", {wanted}, did_you_mean(wanted, names));
    }
}

}  // namespace sandtable
