// The procedure of a plan file: tasks with what they decide, form and send, and duties.
#include <algorithm>
#include <tuple>

#include "plan/plan_reader.hpp"

namespace sandtable {

/// Names of tasks, decisions, bodies and pools, before any rule is read.
void PlanReader::task_names(const std::vector<NamedNode>& tasks) {
    std::vector<std::string> pools;
    struct Named {
        std::string id;
        TaskId task;
        const Node* node;
    };
    std::vector<Named> decisions, bodies;
    for (const auto& [id, node] : tasks) {
        Task task;
        task.id = id;
        const TaskId at = plan_.tasks.push_back(std::move(task));
        const Node* officer = node->find("officer");
        const std::string pool = officer == nullptr || officer->kind == Node::Kind::null ? "duty" : officer->text;
        if (pool != "none") pools.push_back(pool);
        for (const auto& [key, inner, list] : {std::tuple{"decides", "id", &decisions}, {"forms", "body", &bodies}})
            if (const Node* thing = node->find(key); thing != nullptr) {
                if (thing->kind != Node::Kind::map) {
                    reading_.error(*thing, "wrong-shape", {tell("want-map"), tell("found-scalar")});
                } else if (const Node* name = thing->find(inner); name == nullptr) {
                    reading_.error(*thing, "key-missing", {inner});
                } else {
                    const auto word = reading_.id(*name, IdForm::item);
                    if (!word) continue;
                    const auto first = std::find_if(list->begin(), list->end(), [&](const Named& n) { return n.id == *word; });
                    if (first != list->end()) reading_.error(*name, "id-twice", {*word, std::to_string(first->node->find(inner)->line + 1)});
                    list->push_back({*word, at, thing});
                }
            }
    }
    std::sort(pools.begin(), pools.end());
    pools.erase(std::unique(pools.begin(), pools.end()), pools.end());
    for (auto& pool : pools) plan_.pools.push_back(std::move(pool));
    const auto by_id = [](const Named& a, const Named& b) { return a.id < b.id; };
    std::sort(decisions.begin(), decisions.end(), by_id);
    std::sort(bodies.begin(), bodies.end(), by_id);
    for (const Named& named : decisions) {
        Decision decision;
        decision.id = named.id;
        decision.task = named.task;
        MapReader map(*named.node, reading_);
        map.find("id");
        if (const Node* choices = map.need("choices"); choices != nullptr && choices->kind == Node::Kind::map) {
            for (const Member& choice : choices->members)
                if (const auto id = reading_.id(choice.key, IdForm::item)) decision.choices.push_back(this->choice(*id, choice.value));
            std::sort(decision.choices.begin(), decision.choices.end(), [](const Choice& a, const Choice& b) { return a.id < b.id; });
        }
        std::vector<std::string> ids;
        for (const Choice& choice : decision.choices) ids.push_back(choice.id);
        if (const Node* otherwise = map.need("default")) {
            const auto word = reading_.scalar(*otherwise, "want-id").value_or("");
            const auto found = std::find(ids.begin(), ids.end(), word);
            if (found == ids.end()) reading_.error(*otherwise, "unknown-choice", {word}, did_you_mean(word, ids));
            else decision.default_choice = static_cast<int>(found - ids.begin());
        }
        plan_.tasks[named.task].decides = plan_.decisions.push_back(std::move(decision));
    }
    for (const Named& named : bodies) {
        MapReader map(*named.node, reading_);
        map.find("body");
        Body body{named.id, named.task, {}, {}};
        if (const Node* head = map.need("head")) body.head = role_name(*head);
        for (const Node& member : reading_.list(map.find("members"))) body.members.push_back(role_name(member));
        plan_.tasks[named.task].forms = plan_.bodies.push_back(std::move(body));
    }
}

/// {zh, en}, and of a decision that sets a limit `limit: 5 working days`.
Choice PlanReader::choice(const std::string& id, const Node& node) {
    if (node.kind != Node::Kind::map || node.find("limit") == nullptr) return {id, reading_.text(node), std::nullopt};
    MapReader map(node, reading_);
    Choice choice{id, {}, std::nullopt};
    if (const Node* zh = map.need("zh")) choice.name.zh = reading_.scalar(*zh, "want-words").value_or("");
    if (const Node* en = map.need("en")) choice.name.en = reading_.scalar(*en, "want-words").value_or("");
    if (const Node* limit = map.find("limit")) {
        choice.limit = reading_.period(*limit);
        if (choice.limit && (choice.limit->before || choice.limit->count == 0)) reading_.error(*limit, "limit-past", {id});
    }
    return choice;
}

RoleId PlanReader::role_name(const Node& node) {
    const auto word = reading_.scalar(node, "want-id");
    return word ? read_name(node, *word, plan_.roles, "unknown-role", reading_) : RoleId::none();
}

void PlanReader::lapse(MapReader& map, bool& by_end, bool* by_condition) {
    for (const Node& reason : reading_.list(map.find("waived"))) {
        const auto which = by_condition != nullptr ? reading_.choice(reason, {"response_ended", "condition_failed"}) : reading_.choice(reason, {"response_ended"});
        if (!which) continue;
        (*which == 0 ? by_end : *by_condition) = true;
    }
}

Guards PlanReader::guards(MapReader& map) {
    Guards guards;
    for (const auto& [key, guard, has] : {std::tuple{"if", &guards.if_holds, &guards.has_if},
                                          {"unless", &guards.unless_holds, &guards.has_unless},
                                          {"may", &guards.may_hold, &guards.has_may},
                                          {"once", &guards.once_holds, &guards.has_once}})
        if (const Node* node = map.find(key)) {
            *guard = read_guard(*node, names_, reading_);
            *has = true;
        }
    return guards;
}

void PlanReader::task(Task& task, const Node& node) {
    MapReader map(node, reading_);
    map.find("id");
    task.clause = clause(map, true);
    task.name = name_or_id(map, task.id);
    if (const Node* by = map.need("by")) task.by = role_name(*by);
    if (const Node* after = map.find("after")) task.after = read_join(*after, names_, reading_);
    task.guards = guards(map);
    const Node* officer = map.find("officer");
    const std::string pool = officer == nullptr ? "duty" : reading_.id(*officer, IdForm::item).value_or("none");
    if (pool != "none") task.officer = plan_.pool(pool);
    task.assumption = assumption(map);
    if (const Node* time = map.find("takes")) {
        task.takes = takes(*time);
        if (task.assumption.empty()) reading_.warning(*time, "takes-without-assumption", {task.id});
    }
    if (const Node* to = map.find("goes_to")) task.goes_to_scene = reading_.choice(*to, {"scene"}).has_value();
    if (const Node* stays = map.find("stays")) {
        task.stays = reading_.duration(*stays);
        if (!task.goes_to_scene) reading_.error(*stays, "stays-nowhere");
    }
    if (task.goes_to_scene && task.takes.working_days) reading_.error(node, "goes-working-days");
    if (task.goes_to_scene && !task.officer.is_some()) reading_.error(node, "goes-nobody", {task.id});
    for (const Node& item : reading_.list(map.find("sends"))) {
        MapReader sends(item, reading_);
        Sending sending;
        if (const Node* message = sends.need("message")) {
            const auto word = reading_.scalar(*message, "want-id");
            if (word) sending.message = read_name(*message, *word, plan_.messages, "unknown-message", reading_);
        }
        if (const Node* to = sends.need("to")) {
            if (to->kind == Node::Kind::list)
                for (const Node& role : to->items) sending.to.push_back(role_name(role));
            else sending.to.push_back(role_name(*to));
            if (to->kind == Node::Kind::list && to->items.empty()) reading_.error(*to, "join-empty", {"to"});
        }
        const Node* over = sends.need("over");
        for (const Node& channel : reading_.list(over)) sending.over.push_back(reading_.id(channel, IdForm::item).value_or(""));
        if (over != nullptr && over->kind == Node::Kind::list && over->items.empty()) reading_.error(*over, "join-empty", {"over"});
        task.sends.push_back(std::move(sending));
    }
    map.find("decides");
    map.find("forms");
    lapse(map, task.waived_by_end, nullptr);
    task.origin = reading_.document.place(*node.find("id"));
}

/// "20 min", or {set_by: DECISION}.
void PlanReader::limit(const Node& node, Duty& duty) {
    if (node.kind != Node::Kind::map) {
        duty.within = reading_.period(node);
        return;
    }
    MapReader map(node, reading_);
    const Node* by = map.need("set_by");
    if (by == nullptr) return;
    duty.set_by = read_name(*by, reading_.scalar(*by, "want-id").value_or(""), plan_.decisions, "unknown-decision", reading_);
    if (!duty.set_by.is_some()) return;
    for (const Choice& choice : plan_.decisions[duty.set_by].choices)
        if (!choice.limit) reading_.error(*by, "choice-without-limit", {plan_.decisions[duty.set_by].id, choice.id});
}

/// What stops a duty's clock, and what extends its limit.
void PlanReader::clock(MapReader& map, Duty& duty) {
    const Node* stops = map.find("stops");
    for (const Node& item : reading_.list(stops)) {
        MapReader stop(item, reading_);
        ClockStop one;
        one.clause = clause(stop, false);
        if (const Node* from = stop.need("from")) one.from = read_join(*from, names_, reading_);
        if (const Node* to = stop.find("to")) one.to = read_join(*to, names_, reading_);
        else reading_.error(item, "stop-without-end", {duty.id}, tell("stop-without-end-hint"));
        for (const ClockStop& other : duty.stops)
            if (join_text(plan_, other.from) == join_text(plan_, one.from)) reading_.error(item, "stop-twice", {duty.id, join_text(plan_, one.from)});
        duty.stops.push_back(std::move(one));
    }
    if (const Node* more = map.find("extended")) {
        MapReader extended(*more, reading_);
        Extension extension;
        extension.clause = clause(extended, false);
        if (const Node* after = extended.need("after")) extension.after = read_join(*after, names_, reading_);
        if (const Node* by = extended.need("by"))
            if (const auto period = reading_.period(*by)) extension.by = *period;
        duty.extended = std::move(extension);
    }
    const bool by_clock = duty.within && (duty.within->unit == Period::Unit::clock || duty.within->before);
    if (!duty.stops.empty() && by_clock) reading_.error(*stops, "stops-need-days", {duty.id});
    if ((!duty.stops.empty() || duty.extended) && !duty.has_limit()) reading_.error(map.node(), "clock-without-limit", {duty.id});
}

Duty PlanReader::duty(const std::string& id, const Node& node) {
    MapReader map(node, reading_);
    map.find("id");
    Duty duty;
    duty.id = id;
    duty.clause = clause(map, true);
    duty.name = name_or_id(map, id);
    if (const Node* who = map.need("who")) duty.who = role_name(*who);
    const Node* must = map.find("must");
    const Node* must_not = map.find("must_not");
    if ((must != nullptr) == (must_not != nullptr)) reading_.error(node, "duty-must");
    duty.must_not = must_not != nullptr;
    if (const Node* what = must != nullptr ? must : must_not) duty.must = read_join(*what, names_, reading_);
    if (const Node* within = map.find("within")) limit(*within, duty);
    clock(map, duty);
    if (const Node* from = map.find("from")) duty.from = read_join(*from, names_, reading_);
    if (const Node* after = map.find("after")) duty.after = read_join(*after, names_, reading_);
    if (const Node* until = map.find("until")) duty.until = read_join(*until, names_, reading_);
    if (!duty.until.empty() && !duty.must_not) reading_.error(node, "duty-until");
    if (duty.must_not && duty.has_limit()) reading_.error(node, "duty-must-not-within");
    duty.guards = guards(map);
    if (duty.from.empty() && duty.after.empty()) reading_.error(node, "duty-trigger", {id});
    duty.haste = map.text("haste");
    duty.assumption = assumption(map);
    duty.reading = two_readings(map);
    lapse(map, duty.waived_by_end, &duty.waived_by_condition);
    duty.origin = reading_.document.place(*node.find("id"));
    return duty;
}

}  // namespace sandtable
