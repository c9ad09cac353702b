// Names for people, and what a shape is about, in a line.
#include "scene/names.hpp"

namespace sandtable {

namespace {

const Plan* plan_named(const Inputs& inputs, const std::string& id) {
    for (const Plan& plan : inputs.plans)
        if (plan.id == id) return &plan;
    return nullptr;
}

std::string clock_of(const Replay& replay, ModelTime t) { return t == not_ended ? "" : clock_text(civil_time(replay.inputs.scenario.start, t)); }

}  // namespace

std::string agency_name(const Inputs& inputs, const std::string& id, Lang lang) {
    const AgencyId found = inputs.network.agency(id);
    return found.is_some() ? inputs.network.agencies[found].name.in(lang) : id;
}

std::string incident_name(const Inputs& inputs, const std::string& id, Lang lang) {
    for (const Incident& incident : inputs.scenario.incidents)
        if (incident.id == id) return !incident.name.empty() ? incident.name.in(lang) : incident.place.is_some() ? inputs.network.places[incident.place].name.in(lang) : id;
    return id;
}

std::string task_name(const Inputs& inputs, const std::string& plan, const std::string& task, Lang lang) {
    const Plan* found = plan_named(inputs, plan);
    const TaskId id = found != nullptr ? found->task(task) : TaskId::none();
    return id.is_some() ? found->tasks[id].name.in(lang) : task;
}

std::string message_name(const Inputs& inputs, const std::string& plan, const std::string& message, Lang lang) {
    for (const Plan& p : inputs.plans)
        if (plan.empty() || p.id == plan)
            if (const MessageId id = p.message(message); id.is_some() && !p.messages[id].name.empty()) return p.messages[id].name.in(lang);
    return message == "follow_up_report" ? say(lang, "word-follow-up") : message;
}

bool is_meant(std::string_view find, std::string_view id, std::initializer_list<const Text*> names) {
    const auto small = [](std::string_view text) {
        std::string out(text);
        for (char& c : out)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        return out;
    };
    const std::string sought = small(find);
    if (sought.empty() || small(id).find(sought) != std::string::npos) return true;
    for (const Text* name : names)
        for (const Lang lang : {Lang::zh, Lang::en})
            if (small(name->in(lang)).find(sought) != std::string::npos) return true;
    return false;
}

bool agency_is_meant(const Inputs& inputs, const std::string& id, std::string_view find) {
    const AgencyId agency = inputs.network.agency(id);
    if (!agency.is_some()) return is_meant(find, id, {});
    return is_meant(find, id, {&inputs.network.agencies[agency].name});
}

bool duty_is_meant(const Inputs& inputs, const DutyOutcome& duty, std::string_view find) {
    return is_meant(find, duty.id, {&inputs.plans[duty.plan_id].duties[duty.duty_id].name}) || is_meant(find, duty.clause, {}) || agency_is_meant(inputs, duty.agency, find);
}

std::string duty_name(const Inputs& inputs, const DutyOutcome& duty, Lang lang) { return inputs.plans[duty.plan_id].duties[duty.duty_id].name.in(lang); }

std::string view_label(View view, Lang lang) { return say(lang, std::string("scene-view-") + std::string(view_name(view))); }

std::string about_words(const Replay& replay, const About& about, Lang lang) {
    const Inputs& in = replay.inputs;
    switch (about.kind) {
        case About::Kind::nothing: return {};
        case About::Kind::agency: return in.network.agencies[AgencyId{about.index}].name.in(lang);
        case About::Kind::place: return in.network.places[PlaceId{about.index}].name.in(lang);
        case About::Kind::road: {
            const Road& road = in.network.roads[RoadId{about.index}];
            return road.name.empty() ? road.id : road.name.in(lang);
        }
        case About::Kind::incident: return incident_name(in, in.scenario.incidents[IncidentId{about.index}].id, lang);
        case About::Kind::duty: {
            const DutyOutcome& duty = replay.outcomes[about.index];
            return duty.clause + "  " + duty_name(in, duty, lang) + " · " + agency_name(in, duty.agency, lang) + " · " + clock_of(replay, duty.opened) + (duty.due ? " → " + clock_of(replay, *duty.due) : "");
        }
        case About::Kind::span: {
            const TimelineSpan& span = replay.timeline.spans()[about.index];
            const auto text = [&](Symbol s) { return replay.journal.text(s); };
            const std::string clause = text(replay.journal[span.from].clause);
            const std::string when = clock_of(replay, span.begin) + "–" + clock_of(replay, span.end);
            std::string what;
            switch (span.kind) {
                case TimelineSpan::Kind::message: what = message_name(in, text(span.plan), text(span.subject), lang) + " → " + agency_name(in, text(span.other), lang); break;
                case TimelineSpan::Kind::away: {
                    const PoolId pool = in.network.pool(text(span.subject));
                    what = pool.is_some() ? in.network.pools[pool].name.in(lang) : text(span.subject);
                    break;
                }
                case TimelineSpan::Kind::road_closed: {
                    const RoadId road = in.network.road(text(span.subject));
                    what = road.is_some() && !in.network.roads[road].name.empty() ? in.network.roads[road].name.in(lang) : text(span.subject);
                    break;
                }
                case TimelineSpan::Kind::fault: what = text(span.subject); break;
                case TimelineSpan::Kind::waiting:
                case TimelineSpan::Kind::handling:
                case TimelineSpan::Kind::travel:
                case TimelineSpan::Kind::on_scene: what = task_name(in, text(span.plan), text(span.subject), lang); break;
            }
            constexpr const char* keys[]{"scene-waiting", "scene-handling", "scene-travel", "scene-on-scene", "scene-message", "scene-away", "scene-road-closed", "scene-fault"};
            return (clause.empty() ? "" : clause + "  ") + agency_name(in, text(span.agency), lang) + " · " + say(lang, keys[static_cast<int>(span.kind)]) + " · " + what + " · " + when;
        }
        case About::Kind::bookmark:
        case About::Kind::level: return {};  // of the layout, not of the run
        case About::Kind::entry: return "#" + std::to_string(about.index + 1);
    }
    return {};
}

Duration shown_between(ModelTime begin, ModelTime end) {
    const auto second = [](ModelTime t) { return ms_of(t) >= 0 ? ms_of(t) / 1000 : -((-ms_of(t) + 999) / 1000); };
    return Duration{(second(end) - second(begin)) * 1000};
}

DutyThen duty_then(const Journal& journal, const DutyOutcome& duty, ModelTime now) {
    using enum DutyThen::State;
    const auto happened = [&](EntryNo no) { return no != no_entry && journal[no].at <= now; };
    DutyThen then;
    if (!happened(duty.opened_entry)) return then;
    if (happened(duty.waived_entry)) then.state = waived;
    else if (happened(duty.discharged_entry)) then.state = happened(duty.breached_entry) ? late : met;
    else if (happened(duty.breached_entry)) then.state = breached;
    else if (duty.must_not && journal[journal.size() - 1].at <= now && duty.status == DutyStatus::met) then.state = met;
    else then.state = duty.due ? running : measured;
    if (duty.due && (then.state == running || then.state == breached)) then.left = *duty.due - now;
    return then;
}

}  // namespace sandtable
