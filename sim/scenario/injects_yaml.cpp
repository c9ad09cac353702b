// Injects and expectations of a scenario file.
#include <algorithm>

#include "scenario/scenario_reader.hpp"

namespace sandtable {

InjectDoes ScenarioReader::does(const Node& node) {
    InjectDoes out;
    MapReader map(node, reading_);
    if (map.ok() && node.members.size() != 1) reading_.error(node, "inject-one-thing");
    if (const Node* away = map.find("officers_away")) {
        out.kind = InjectDoes::Kind::officers_away;
        MapReader it(*away, reading_);
        if (const Node* who = it.need("agency")) out.agency = agency(*who);
        if (const Node* pool = it.need("pool")) out.pool = read_name(*pool, reading_.scalar(*pool, "want-id").value_or(""), inputs_->network.pools, "unknown-pool", reading_);
        if (const Node* number = it.need("number")) out.number = static_cast<int>(reading_.whole(*number, 1, 1000).value_or(1));
        if (const Node* period = it.need("period")) out.period = reading_.duration(*period).value_or(Duration{0});
    } else if (const Node* closed = map.find("road_closed")) {
        out.kind = InjectDoes::Kind::road_closed;
        MapReader it(*closed, reading_);
        if (const Node* road = it.need("road")) out.road = read_name(*road, reading_.scalar(*road, "want-id").value_or(""), inputs_->network.roads, "unknown-road", reading_);
        if (const Node* period = it.need("period")) out.period = reading_.duration(*period).value_or(Duration{0});
    } else if (const Node* told = map.find("report")) {
        out.kind = InjectDoes::Kind::report;
        const Node* which = told->find("incident");
        out.incident = which != nullptr ? incident_name(*which) : inputs_->scenario.incidents.size() == 1 ? IncidentId{0} : IncidentId::none();
        if (!out.incident.is_some() && which == nullptr) reading_.error(*told, "key-missing", {"incident"});
        MapReader it(*told, reading_);
        it.find("incident");
        Report report;
        if (const Node* from = it.need("from")) report.from = party(*from);
        if (const Node* to = it.need("to")) report.to = parties(*to);
        report.over = channels(it.find("over"));
        if (const Node* says = it.need("says")) report.says = stated(*says, false);
        out.report = std::move(report);
    } else if (const Node* truth = map.find("truth")) {
        out.kind = InjectDoes::Kind::truth;
        MapReader it(*truth, reading_);
        const Node* which = inputs_->scenario.incidents.size() == 1 ? it.find("incident") : it.need("incident");
        out.incident = which != nullptr ? incident_name(*which) : IncidentId{0};
        if (const Node* facts = it.need("facts")) out.facts = stated(*facts, true);
    }
    if (const Node* thresholds = map.find("thresholds")) {
        out.kind = InjectDoes::Kind::thresholds;
        if (!inputs_->scenario.rain) reading_.error(*thresholds, "thresholds-no-rain");
        out.row = threshold_row(*thresholds);
    }
    return out;
}

Inject ScenarioReader::inject(const std::string& id, const Node& node) {
    MapReader map(node, reading_);
    map.find("id");
    Inject inject;
    inject.id = id;
    const Node* at = map.find("at");
    const Node* after = map.find("after");
    if ((at != nullptr) == (after != nullptr)) reading_.error(node, "inject-when");
    if (at != nullptr) inject.at = time(*at);
    if (after != nullptr) {
        // which plan: the prefix of the first name in it
        std::string prefix;
        const auto look = [&](const auto& self, const Node& at) -> void {
            if (const auto dot = at.text.find('.'); prefix.empty() && dot != std::string::npos) prefix = at.text.substr(0, dot);
            for (const Node& item : at.items) self(self, item);
            for (const Member& member : at.members) self(self, member.value);
        };
        look(look, *after);
        inject.after_plan = inputs_->plans.size() == 1 ? PlanId{0} : PlanId::none();
        for (const PlanId plan : ids_of(inputs_->plans))
            if (inputs_->plans[plan].id == prefix) inject.after_plan = plan;
        if (!inject.after_plan.is_some()) reading_.error(*after, "needs-plan", {prefix.empty() ? "after" : prefix}, inputs_->plans.empty() ? Text{} : tell("needs-plan-hint", {inputs_->plans.rows().front().id + ".…"}));
        else inject.after = read_join(*after, {inputs_->vocabulary, &inputs_->plans[inject.after_plan]}, reading_, inputs_->plans[inject.after_plan].id + ".");
    }
    if (const Node* delay = map.find("delay"); delay != nullptr && at != nullptr) reading_.error(*delay, "inject-delay");
    else if (delay != nullptr) inject.delay = reading_.duration(*delay).value_or(Duration{0});
    if (const Node* to = map.find("to")) inject.to = party(*to);
    inject.text = map.need_text("text");
    if (const Node* what = map.find("does")) inject.does = does(*what);
    if (const Node* expected = map.find("expected")) inject.expected = reading_.scalar(*expected, "want-id").value_or("");
    return inject;
}

Expectation ScenarioReader::expectation(const std::string& id, const Node& node) {
    MapReader map(node, reading_);
    map.find("id");
    Expectation e;
    e.id = id;
    const auto answer = [&](std::initializer_list<std::string_view> words) {
        const Node* is = map.need("is");
        if (is == nullptr) return;
        if (const auto which = reading_.choice(*is, words)) e.is = *(words.begin() + *which);
    };
    if (const Node* duty = map.find("duty")) {
        const auto [plan, word] = qualified(*duty);
        e.plan = plan;
        if (plan.is_some()) e.duty = read_name(*duty, word, inputs_->plans[plan].duties, "unknown-duty", reading_);
        answer({"met", "breached", "waived", "open", "none"});
    } else if (const Node* task = map.find("task")) {
        e.kind = Expectation::Kind::task;
        const auto [plan, word] = qualified(*task);
        e.plan = plan;
        if (plan.is_some()) e.task = read_name(*task, word, inputs_->plans[plan].tasks, "unknown-task", reading_);
        answer({"done", "waived", "none"});
    } else if (const Node* knows = map.find("knows")) {
        e.kind = Expectation::Kind::knows;
        e.knows = read_guard(*knows, {inputs_->vocabulary, nullptr}, reading_);
        if (e.knows.names_grading()) reading_.error(*knows, "criterion-grading");
        if (const Node* who = map.need("who")) e.who = party(*who);
        if (const Node* before = map.need("before")) e.before = reading_.duration(*before).value_or(Duration{0});
    } else if (const Node* applies = map.find("applies")) {
        e.kind = Expectation::Kind::applies;
        if (const auto which = reading_.choice(*applies, {"yes", "no", "open"})) e.is = std::vector<std::string>{"yes", "no", "open"}[*which];
        const Node* plan = inputs_->plans.size() == 1 ? map.find("plan") : map.need("plan");
        e.plan = plan == nullptr ? PlanId{0} : read_name(*plan, reading_.scalar(*plan, "want-id").value_or(""), inputs_->plans, "unknown-plan-here", reading_);
    } else if (const Node* grade = map.find("grade")) {
        e.kind = Expectation::Kind::grade;
        const Node* plan = inputs_->plans.size() == 1 ? map.find("plan") : map.need("plan");
        e.plan = plan == nullptr ? PlanId{0} : read_name(*plan, reading_.scalar(*plan, "want-id").value_or(""), inputs_->plans, "unknown-plan-here", reading_);
        e.is = reading_.scalar(*grade, "want-word").value_or("");
        if (const Node* at = map.find("at")) e.at = reading_.duration(*at);
        if (e.plan.is_some() && e.plan.index < inputs_->plans.size()) {
            const auto& grades = inputs_->plans[e.plan].grades;
            if (e.is != "none" && std::find(grades.begin(), grades.end(), e.is) == grades.end()) reading_.error(*grade, "unknown-grade", {e.is}, did_you_mean(e.is, grades));
        }
    } else {
        reading_.error(node, "expect-what");
    }
    if (const Node* who = map.find("agency")) e.agency = agency(*who);
    if (const Node* which = map.find("incident")) e.incident = incident_name(*which);
    return e;
}

}  // namespace sandtable
