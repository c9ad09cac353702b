#include "sandtable/duty_report.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "exchange/json.hpp"
#include "report/period_words.hpp"
#include "report/table.hpp"

namespace sandtable {

namespace {

std::string_view keeping_name(Keeping keeping) {
    switch (keeping) {
        case Keeping::kept: return "kept";
        case Keeping::kept_once_known: return "kept_once_known";
        case Keeping::at_risk: return "at_risk";
        case Keeping::impossible: return "impossible";
        case Keeping::no_limit: return "no_limit";
        case Keeping::never_discharged: return "never_discharged";
        case Keeping::not_here: return "not_here";
    }
    return {};
}

std::string_view step_name(DutyStep::Kind kind) {
    switch (kind) {
        case DutyStep::Kind::handling: return "handling";
        case DutyStep::Kind::message: return "message";
        case DutyStep::Kind::travel: return "travel";
    }
    return {};
}

/// "2 h 20 min", "6 min 8 s".
std::string clock_words(std::int64_t seconds, Lang lang) {
    std::string out;
    for (const auto& [key, size] : {std::pair{"period-h", 3600}, {"period-min", 60}, {"period-s", 1}}) {
        if (seconds >= size) out += (out.empty() || lang == Lang::zh ? "" : " ") + say(lang, key, {seconds / size});
        seconds %= size;
    }
    return out.empty() ? say(lang, "period-s", {0}) : out;
}

Text span_words(const Span& span) {
    const auto in = [&](Lang lang) {
        std::string out;
        if (span.working_days > 0) out = say(lang, "period-working-days", {span.working_days});
        const std::int64_t seconds = (span.ms + 999) / 1000;  // nobody reads milliseconds; up, so that no limit looks kept that is not
        if (seconds > 0 || out.empty()) out += (out.empty() ? "" : " + ") + clock_words(seconds, lang);
        return out;
    };
    return {in(Lang::zh), in(Lang::en)};
}

std::string span_range(const Span& least, const Span& most, Lang lang) { return least == most ? span_words(least).in(lang) : span_words(least).in(lang) + "–" + span_words(most).in(lang); }

bool longer(const Span& a, const Span& b) { return std::tie(a.working_days, a.ms) > std::tie(b.working_days, b.ms); }

std::string step_words(const AnalysedDuties& d, const Plan& plan, const DutyStep& step, Lang lang) {
    const std::string who = d.network.agencies[step.kind == DutyStep::Kind::message ? step.to : step.from].name.in(lang);
    std::string what;
    switch (step.kind) {
        case DutyStep::Kind::handling: what = plan.tasks[step.task].name.in(lang); break;
        case DutyStep::Kind::message: what = say(lang, "duty-step-message", {plan.messages[step.message].name.empty() ? plan.messages[step.message].id : plan.messages[step.message].name.in(lang), who}); break;
        case DutyStep::Kind::travel: what = say(lang, "duty-step-travel", {who}); break;
    }
    return what + " " + span_range(step.least, step.most, lang);
}

std::string_view open_end_name(OpenEnd::Kind kind) {
    switch (kind) {
        case OpenEnd::Kind::none: return "none";
        case OpenEnd::Kind::guard: return "guard";
        case OpenEnd::Kind::choice: return "choice";
        case OpenEnd::Kind::report: return "report";
        case OpenEnd::Kind::response_end: return "response_end";
        case OpenEnd::Kind::done_before: return "done_before";
    }
    return {};
}

/// Why there is no longest time; nothing where there is one.
std::string open_end_words(const Plan& plan, const DutyProof& proof, Lang lang) {
    const OpenEnd& end = proof.open_end;
    const Text task = end.task.is_some() ? plan.tasks[end.task].name : Text{};
    const std::string shown =
        end.task.is_some() && task.empty() ? plan.tasks[end.task].id : task.in(lang);
    return end.kind == OpenEnd::Kind::none
               ? std::string()
               : say(lang, "duty-open-" + std::string(open_end_name(end.kind)), {shown});
}

Text path_words(const AnalysedDuties& d, const DutyProof& proof) {
    const auto in = [&](Lang lang) {
        const Plan& plan = d.plans[proof.plan];
        const Text &place = d.network.places[proof.place].name,
                   &agency = d.network.agencies[proof.agency].name;
        std::string path;
        for (const DutyStep& step : proof.path)
            path += (path.empty() ? "" : " → ") + step_words(d, plan, step, lang);
        const std::string words = path.empty() ? say(lang, "duty-path-none", {place, agency})
                                               : say(lang, "duty-path", {place, agency, path});
        const std::string open = open_end_words(plan, proof, lang);
        return open.empty() ? words : words + "\n   = " + open;
    };
    return {in(Lang::zh), in(Lang::en)};
}

bool accepts(const Plan& plan, std::string_view code, const std::string& clause) {
    return std::any_of(plan.accepted.begin(), plan.accepted.end(), [&](const Accepted& a) { return a.code == code && std::find(a.clauses.begin(), a.clauses.end(), clause) != a.clauses.end(); });
}

/// "at 3 of 31 places: A, B, C"
Text places_words(const AnalysedDuties& d, std::vector<PlaceId> places) {
    constexpr std::size_t named_max = 4;
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    const auto in = [&](Lang lang) {
        if (d.places.size() == 1) return d.network.places[places.front()].name.in(lang);
        std::string names;
        for (std::size_t i = 0; i < std::min(places.size(), named_max); ++i) names += (i == 0 ? "" : say(lang, "word-comma")) + d.network.places[places[i]].name.in(lang);
        return say(lang, "duty-places", {places.size(), d.places.size(), names + (places.size() > named_max ? " …" : "")});
    };
    return {in(Lang::zh), in(Lang::en)};
}

void report_proofs(const AnalysedDuties& d, Keeping keeping, std::string_view code, Severity severity, Diagnostics& out) {
    std::map<std::pair<PlanId, DutyId>, std::vector<const DutyProof*>> by_duty;
    for (const DutyAnalysis& place : d.places)
        for (const DutyProof& proof : place.proofs)
            if (proof.keeping == keeping) by_duty[{proof.plan, proof.duty}].push_back(&proof);
    for (const auto& [what, proofs] : by_duty) {
        const Plan& plan = d.plans[what.first];
        const Duty& duty = plan.duties[what.second];
        std::vector<PlaceId> places;
        const DutyProof* worst = proofs.front();
        for (const DutyProof* proof : proofs) {
            places.push_back(proof->place);
            if (proof->least && longer(*proof->least, *worst->least)) worst = proof;
        }
        const bool accepted = accepts(plan, code, duty.clause);
        const Text limit = duty.within ? Text{period_words(*duty.within, Lang::zh), period_words(*duty.within, Lang::en)} : tell(duty.set_by.is_some() ? "duty-limit-set" : "duty-no-limit");
        SourcePlace origin = duty.origin;
        origin.line_text.clear();
        out.add(accepted ? Severity::note : severity, code, origin,
                {duty.clause, duty.name, places_words(d, places), limit,
                 worst->least ? span_words(*worst->least) : Text{},
                 worst->most ? span_words(*worst->most) : tell("duty-unbounded")},
                worst->least ? path_words(d, *worst) : Text{});
    }
}

std::string_view fault_code(ProcedureFault::Kind kind) {
    switch (kind) {
        case ProcedureFault::Kind::message_without_channel: return "message-without-channel";
        case ProcedureFault::Kind::decision_without_decider: return "decision-without-decider";
        case ProcedureFault::Kind::task_without_officers: return "task-without-officers";
        case ProcedureFault::Kind::circular_wait: return "circular-wait";
        case ProcedureFault::Kind::task_never: return "task-never";
        case ProcedureFault::Kind::role_unbound: return "role-unbound-here";
    }
    return {};
}

void report_faults(const AnalysedDuties& d, Diagnostics& out) {
    // the same fault at several places and for several agencies is said once
    std::map<std::tuple<int, PlanId, std::string>, std::pair<const ProcedureFault*, std::vector<PlaceId>>> once;
    const auto subject = [&](const ProcedureFault& f) {
        const Plan& plan = d.plans[f.plan];
        std::string names;
        switch (f.kind) {
            case ProcedureFault::Kind::message_without_channel: return plan.tasks[f.task].id + ": " + plan.messages[f.message].id + ", " + d.network.agencies[f.from].id + " → " + d.network.agencies[f.to].id;
            case ProcedureFault::Kind::decision_without_decider: return plan.decisions[f.decision].id;
            case ProcedureFault::Kind::task_without_officers: return plan.tasks[f.task].id + ", " + d.network.agencies[f.from].id;
            case ProcedureFault::Kind::circular_wait:
                for (const auto& [in_plan, task] : f.round) names += (names.empty() ? "" : ", ") + (d.plans.size() > 1 ? d.plans[in_plan].id + "." : "") + d.plans[in_plan].tasks[task].id;
                return names;
            case ProcedureFault::Kind::task_never: return plan.tasks[f.task].id;
            case ProcedureFault::Kind::role_unbound: return plan.roles[f.role].id;
        }
        return names;
    };
    for (const DutyAnalysis& place : d.places)
        for (const ProcedureFault& f : place.faults) {
            auto& [first, places] = once[{static_cast<int>(f.kind), f.plan, subject(f)}];
            if (first == nullptr) first = &f;
            places.push_back(f.place);
        }
    for (const auto& [key, what] : once) {
        const ProcedureFault& f = *what.first;
        const Plan& plan = d.plans[f.plan];
        SourcePlace origin = f.task.is_some() ? plan.tasks[f.task].origin : f.role.is_some() ? plan.roles[f.role].origin : SourcePlace{plan.path, 0, 0, 1, {}};
        origin.line_text.clear();
        const bool follows = f.kind == ProcedureFault::Kind::task_never;  // of something else that is said too
        const bool here_only = f.kind == ProcedureFault::Kind::role_unbound;
        out.add(follows ? Severity::note : here_only ? Severity::warning : Severity::finding, fault_code(f.kind), origin, {std::get<2>(key), d.network.id, places_words(d, what.second)});
    }
}

}  // namespace

void report_duties(const AnalysedDuties& d, Diagnostics& out) {
    report_faults(d, out);
    report_proofs(d, Keeping::impossible, "duty-impossible", Severity::finding, out);
    report_proofs(d, Keeping::never_discharged, "duty-never", Severity::finding, out);
    report_proofs(d, Keeping::at_risk, "duty-at-risk", Severity::warning, out);
}

std::string duties_page(const AnalysedDuties& d, Lang lang) {
    struct Row {
        Span least{INT64_MAX, 0}, most{-1, 0};
        const DutyProof* unbounded = nullptr;
        std::map<Keeping, std::vector<PlaceId>> places;
    };
    std::map<std::pair<PlanId, DutyId>, Row> rows;
    for (const DutyAnalysis& place : d.places)
        for (const DutyProof& proof : place.proofs) {
            if (!d.plans[proof.plan].duties[proof.duty].has_limit()) continue;
            Row& row = rows[{proof.plan, proof.duty}];
            row.places[proof.keeping].push_back(proof.place);
            if (!proof.least) continue;
            if (longer(row.least, *proof.least)) row.least = *proof.least;
            if (!proof.most) row.unbounded = &proof;
            else if (longer(*proof.most, row.most)) row.most = *proof.most;
        }
    if (rows.empty()) return {};
    const bool several = d.plans.size() > 1;
    const auto cells = [&](const std::string& plan, std::vector<std::string> rest) {
        if (several) rest.insert(rest.begin(), plan);
        return rest;
    };
    TextTable table(cells(say(lang, "column-plan"), {say(lang, "column-clause"), say(lang, "column-duty"), say(lang, "column-limit"), say(lang, "column-shortest"), say(lang, "column-longest"), ""}));
    std::vector<std::pair<PlanId, DutyId>> order;
    for (const auto& [what, row] : rows) order.push_back(what);
    std::stable_sort(order.begin(), order.end(), [&](const auto& a, const auto& b) { return std::tie(d.plans[a.first].id, d.plans[a.first].duties[a.second].clause) < std::tie(d.plans[b.first].id, d.plans[b.first].duties[b.second].clause); });
    for (const auto& what : order) {
        Row& row = rows[what];
        const Duty& duty = d.plans[what.first].duties[what.second];
        std::string verdict;
        for (auto& [keeping, places] : row.places) {
            std::sort(places.begin(), places.end());
            places.erase(std::unique(places.begin(), places.end()), places.end());
            verdict += (verdict.empty() ? "" : say(lang, "word-comma")) + say(lang, "keeping-" + std::string(keeping_name(keeping)), {});
            if (d.places.size() > 1) verdict += say(lang, "brackets", {places.size()});
        }
        const bool any = row.most.working_days >= 0 || row.unbounded != nullptr;
        if (row.unbounded != nullptr)
            verdict += say(lang, "word-semicolon") +
                       open_end_words(d.plans[what.first], *row.unbounded, lang);
        if (row.places.contains(Keeping::kept_once_known))
            verdict += say(lang, "word-semicolon") +
                       say(lang, "duty-known",
                           {guard_text(d.vocabulary, d.plans[what.first], duty.guards.once_holds)});
        const std::string longest = !any                       ? "–"
                                    : row.unbounded != nullptr ? say(lang, "duty-unbounded")
                                                               : span_words(row.most).in(lang);
        table.row(
            cells(d.plans[what.first].id,
                  {duty.clause, duty.name.in(lang),
                   duty.within ? period_words(*duty.within, lang) : say(lang, "duty-limit-set"),
                   any ? span_words(row.least).in(lang) : "–", longest, verdict}),
            "");
    }
    const DutyAnalysis& first = d.places.front();
    const std::string title = d.places.size() > 1 ? say(lang, "duties-title", {d.network.name, d.places.size()}) : say(lang, "duties-title-place", {d.network.name, d.network.places[first.proofs.front().place].name});
    return title + "\n" + table.text() + "  " + say(lang, "duties-note") + "\n";
}

namespace {

Json open_end_json(const Plan& plan, const OpenEnd& end) {
    if (end.kind == OpenEnd::Kind::none) return nullptr;
    return {{"kind", std::string(open_end_name(end.kind))},
            {"task", end.task.is_some() ? Json(plan.tasks[end.task].id) : Json(nullptr)},
            {"decision",
             end.decision.is_some() ? Json(plan.decisions[end.decision].id) : Json(nullptr)}};
}

}  // namespace

std::string duties_json(const std::vector<AnalysedDuties>& all) {
    Json out = Json::array();
    const auto span = [](const std::optional<Span>& s) { return s ? Json{{"working_days", s->working_days}, {"ms", s->ms}} : Json(nullptr); };
    for (const AnalysedDuties& d : all)
        for (const DutyAnalysis& place : d.places)
            for (const DutyProof& proof : place.proofs) {
                const Plan& plan = d.plans[proof.plan];
                const Duty& duty = plan.duties[proof.duty];
                Json path = Json::array();
                for (const DutyStep& step : proof.path)
                    path.push_back({{"kind", std::string(step_name(step.kind))}, {"task", step.task.is_some() ? Json(plan.tasks[step.task].id) : Json(nullptr)}, {"message", step.message.is_some() ? Json(plan.messages[step.message].id) : Json(nullptr)},
                                    {"channel", step.channel.is_some() ? Json(d.network.channels[step.channel].id) : Json(nullptr)}, {"from", d.network.agencies[step.from].id}, {"to", d.network.agencies[step.to].id},
                                    {"least", span(step.least)}, {"most", span(step.most)}});
                out.push_back(
                    {{"plan", plan.id},
                     {"network", d.network.id},
                     {"place", d.network.places[proof.place].id},
                     {"duty", duty.id},
                     {"clause", duty.clause},
                     {"agency", proof.agency.is_some() ? Json(d.network.agencies[proof.agency].id)
                                                       : Json(nullptr)},
                     {"keeping", std::string(keeping_name(proof.keeping))},
                     {"limit", duty.within ? Json(period_text(*duty.within)) : Json(nullptr)},
                     {"least", span(proof.least)},
                     {"most", span(proof.most)},
                     {"known", proof.once_known
                                   ? Json(guard_text(d.vocabulary, plan, duty.guards.once_holds))
                                   : Json(nullptr)},
                     {"open_end", open_end_json(plan, proof.open_end)},
                     {"path", std::move(path)}});
            }
    return json_line(out);
}

}  // namespace sandtable
