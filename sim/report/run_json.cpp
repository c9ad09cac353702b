// JSON and CSV of a run (docs/contracts.md).
#include "exchange/json.hpp"
#include "sandtable/counterfactual.hpp"
#include "sandtable/report.hpp"

namespace sandtable {

namespace {

constexpr const char* exercise = "演练 EXERCISE";

Json or_null(const std::optional<ModelTime>& t, CivilTime start) { return t ? Json(iso_text(civil_time(start, *t))) : Json(nullptr); }
Json or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(std::string(text)); }
Json number_or_null(EntryNo no) { return no == no_entry ? Json(nullptr) : Json(no + 1); }

Json items_json(const Journal& journal, const Entry& entry) {
    Json out = Json::object();
    for (const Item& item : journal.items(entry)) {
        Json value;
        switch (item.type) {
            case Item::Type::text: value = journal.text(item.text); break;
            case Item::Type::number: value = item.low; break;
            case Item::Type::range: value = Json::array({item.low, item.high == unbounded ? Json(nullptr) : Json(item.high)}); break;
        }
        const std::string& key = journal.text(item.key);
        if (!out.contains(key)) out[key] = std::move(value);
        else {  // a key that stands several times is a list
            if (!out[key].is_array() || item.type == Item::Type::range) out[key] = Json::array({out[key]});
            out[key].push_back(std::move(value));
        }
    }
    return out;
}

Json gradings(const RunReading& r) {
    Json out = Json::array();
    for (const Entry& entry : r.journal.entries()) {
        if (entry.kind != EntryKind::grading) continue;
        const auto list = [&](std::string_view key) {
            Json rows = Json::array();
            for (const Item& item : r.journal.items(entry))
                if (r.journal.text(item.key) == key) rows.push_back(r.journal.text(item.text));
            return rows;
        };
        out.push_back({{"incident", r.journal.text(entry.incident)}, {"plan", r.journal.text(entry.plan)}, {"at", iso_text(civil_time(r.inputs.scenario.start, entry.at))}, {"by", r.journal.text(entry.agency)},
                       {"applies", std::string(r.journal.item_text(entry, "applies"))}, {"at_least", or_null(r.journal.item_text(entry, "at_least"))}, {"at_most", or_null(r.journal.item_text(entry, "at_most"))},
                       {"met", list("met")}, {"open", list("open")}, {"failed", list("failed")}, {"unsettled", list("unsettled")}});
    }
    return out;
}

Json duty_json(const Inputs& inputs, const DutyOutcome& o) {
    const CivilTime start = inputs.scenario.start;
    const auto margin = o.margin();
    return {{"id", o.id}, {"plan", o.plan}, {"clause", o.clause}, {"duty", o.duty}, {"kind", o.must_not ? "must_not" : "must"}, {"incident", o.incident}, {"agency", o.agency},
            {"anchor", iso_text(civil_time(start, o.anchor))}, {"opened", iso_text(civil_time(start, o.opened))}, {"limit", or_null(o.limit)}, {"due", or_null(o.due, start)},
            {"discharged", or_null(o.discharged, start)}, {"status", std::string(status_name(o.status))}, {"reason", or_null(o.reason)}, {"margin_ms", margin ? Json(margin->count()) : Json(nullptr)}};
}

}  // namespace

std::string run_json(const RunReading& r, Lang lang) {
    const CivilTime start = r.inputs.scenario.start;
    Json out = {{"exercise", exercise}, {"scenario", r.inputs.scenario.id}, {"seed", r.seed}, {"digest", r.digest}, {"semantics", semantics_number}, {"start", iso_text(start)},
                {"end", iso_text(civil_time(start, r.journal.entries().back().at))}, {"entries", r.journal.size()}};
    out["grades"] = gradings(r);
    out["duties"] = Json::array();
    for (const DutyOutcome& o : r.outcomes) out["duties"].push_back(duty_json(r.inputs, o));
    out["expect"] = Json::array();
    for (const ExpectationResult& e : r.expectations) out["expect"].push_back({{"id", e.id}, {"holds", e.holds}, {"found", e.found}});
    out["assumptions"] = Json::array();
    for (const UsedAssumption& a : r.assumptions) out["assumptions"].push_back({{"id", a.id}, {"text", a.text.in(lang)}, {"of", a.owner}});
    out["not_given"] = Json::array();
    for (const NotGiven& one : r.not_given)
        out["not_given"].push_back(
            {{"kind", std::string(not_given_name(one.kind))},
             {"id", one.id},
             {"at", one.at ? Json(iso_text(civil_time(start, *one.at))) : Json(nullptr)},
             {"waits_for", or_null(one.waits_for)}});
    return json_page(out) + "\n";
}

namespace {

Json never_json(const Inputs& inputs, const NeverOpened& never) {
    const Plan& plan = inputs.plans[never.plan];
    const Duty& duty = plan.duties[never.duty];
    const std::string id = inputs.scenario.incidents[never.incident].id + "/" + plan.id + "/" +
                           duty.id + "/" + inputs.network.agencies[never.agency].id;
    return {{"id", id},
            {"plan", plan.id},
            {"clause", duty.clause},
            {"duty", duty.id},
            {"status", "never_arose"},
            {"reason", std::string(never_opened_name(never.why))}};
}

}  // namespace

std::string never_arose_json(const RunReading& r, const NeverOpened& never) {
    return json_page({{"exercise", exercise},
                      {"scenario", r.inputs.scenario.id},
                      {"seed", r.seed},
                      {"digest", r.digest},
                      {"duty", never_json(r.inputs, never)}}) +
           "\n";
}

std::string late_json(const RunReading& r, const std::vector<NeverOpened>& never) {
    Json out = {{"exercise", exercise},  {"scenario", r.inputs.scenario.id},
                {"seed", r.seed},        {"digest", r.digest},
                {"late", Json::array()}, {"never_arose", Json::array()}};
    for (const DutyOutcome& o : r.outcomes)
        if (o.status == DutyStatus::breached) out["late"].push_back(duty_json(r.inputs, o));
    for (const NeverOpened& one : never) out["never_arose"].push_back(never_json(r.inputs, one));
    return json_page(out) + "\n";
}

std::string why_json(const RunReading& r, const DutyOutcome& o,
                     const std::vector<Regained>& regained) {
    const CivilTime start = r.inputs.scenario.start;
    const CriticalPath path = critical_path(r.inputs, r.journal, o);
    Json out = {{"exercise", exercise}, {"scenario", r.inputs.scenario.id}, {"seed", r.seed}, {"digest", r.digest}, {"duty", duty_json(r.inputs, o)}, {"finished", path.finished}, {"total_ms", path.total.count()}};
    Json sums = Json::object();
    for (const auto kind : {PathStep::Kind::waiting, PathStep::Kind::handling, PathStep::Kind::message, PathStep::Kind::travel, PathStep::Kind::not_done}) {
        std::int64_t sum = 0;
        for (const PathStep& step : path.steps) sum += step.kind == kind ? step.length().count() : 0;
        sums[std::string(step_name(kind)) + "_ms"] = sum;
    }
    out["by_kind"] = sums;
    out["steps"] = Json::array();
    for (const PathStep& step : path.steps) {
        const EntryNo at = step.to != no_entry ? step.to : step.from;
        out["steps"].push_back({{"kind", std::string(step_name(step.kind))}, {"begin", iso_text(civil_time(start, step.begin))}, {"end", iso_text(civil_time(start, step.end))}, {"ms", step.length().count()},
                                {"from", number_or_null(step.from)}, {"to", number_or_null(step.to)}, {"held_by", number_or_null(step.held_by)}, {"agency", at == no_entry ? Json(nullptr) : or_null(r.journal.text(r.journal[at].agency))}});
    }
    out["without"] = Json::array();
    for (const Regained& one : regained)
        out["without"].push_back({{"part", one.part},
                                  {"part_ms", one.part_ms},
                                  {"gained_ms", one.gained_ms},
                                  {"kept", one.after.least == 1},
                                  {"near", or_null(one.near)}});
    out["missing"] = or_null(path.missing);
    return json_page(out) + "\n";
}

std::string journal_jsonl(const RunReading& r) {
    const CivilTime start = r.inputs.scenario.start;
    std::string out = json_line({{"sandtable", "journal/1"}, {"exercise", exercise}, {"scenario", r.inputs.scenario.id}, {"seed", r.seed}, {"digest", r.digest}, {"semantics", semantics_number}, {"start", iso_text(start)}, {"entries", r.journal.size()}}) + "\n";
    for (EntryNo no = 0; no < r.journal.size(); ++no) {
        const Entry& entry = r.journal[no];
        out += json_line({{"entry", no + 1}, {"at", iso_text(civil_time(start, entry.at))}, {"at_ms", ms_of(entry.at)}, {"kind", std::string(entry_kind_name(entry.kind))}, {"plan", or_null(r.journal.text(entry.plan))},
                          {"incident", or_null(r.journal.text(entry.incident))}, {"agency", or_null(r.journal.text(entry.agency))}, {"clause", or_null(r.journal.text(entry.clause))}, {"cause", number_or_null(entry.cause)},
                          {"held_by", number_or_null(entry.held_by)}, {"content", items_json(r.journal, entry)}}) + "\n";
    }
    return out;
}

namespace {

std::string csv_cell(std::string text) {
    // a spreadsheet must not take a cell for a formula
    if (!text.empty() && (text.front() == '=' || text.front() == '+' || text.front() == '@' || (text.front() == '-' && text.find_first_not_of("0123456789", 1) != std::string::npos))) text.insert(0, "'");
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

}  // namespace

std::string duties_csv(const RunReading& r, Lang lang) {
    const CivilTime start = r.inputs.scenario.start;
    std::string out = "\xEF\xBB\xBF" "exercise,id,plan,clause,duty,name,kind,incident,agency,agency_name,anchor,opened,limit,due,discharged,status,reason,margin_ms\r\n";
    for (const DutyOutcome& o : r.outcomes) {
        const auto time = [&](const std::optional<ModelTime>& t) { return t ? iso_text(civil_time(start, *t)) : std::string(); };
        const auto margin = o.margin();
        const AgencyId agency = r.inputs.network.agency(o.agency);
        const std::string cells[] = {exercise, o.id, o.plan, o.clause, o.duty, r.inputs.plans[o.plan_id].duties[o.duty_id].name.in(lang), o.must_not ? "must_not" : "must", o.incident, o.agency,
                                     agency.is_some() ? r.inputs.network.agencies[agency].name.in(lang) : o.agency, time(o.anchor), time(o.opened), o.limit, time(o.due), time(o.discharged),
                                     std::string(status_name(o.status)), o.reason, margin ? std::to_string(margin->count()) : ""};
        std::string line;
        for (const auto& cell : cells) line += (&cell == cells ? "" : ",") + csv_cell(cell);
        out += line + "\r\n";
    }
    return out;
}

std::string diff_json(const RunReading& a, const RunReading& b, const Difference& d) {
    Json out = {{"exercise", exercise},
                {"same", d.same()},
                {"same_scenario", a.inputs.scenario.id == b.inputs.scenario.id},
                {"a",
                 {{"scenario", a.inputs.scenario.id},
                  {"seed", a.seed},
                  {"digest", a.digest},
                  {"entries", a.journal.size()}}},
                {"b",
                 {{"scenario", b.inputs.scenario.id},
                  {"seed", b.seed},
                  {"digest", b.digest},
                  {"entries", b.journal.size()}}},
                {"first", number_or_null(d.first)}};
    out["duties"] = Json::array();
    for (const auto& changed : d.duties) out["duties"].push_back({{"id", changed.duty}, {"a", changed.a}, {"b", changed.b}});
    return json_page(out) + "\n";
}

std::string diagnostics_json(const Diagnostics& diagnostics, Lang lang) {
    Json out = {{"diagnostics", Json::array()}};
    for (const Diagnostic& d : diagnostics.all()) {
        const char* severity = d.severity == Severity::note ? "note" : d.severity == Severity::warning ? "warning" : "error";
        out["diagnostics"].push_back({{"code", d.code}, {"severity", severity}, {"file", or_null(d.where.file)}, {"line", d.where.line > 0 ? Json(d.where.line) : Json(nullptr)}, {"column", d.where.line > 0 ? Json(d.where.column) : Json(nullptr)},
                                      {"message", d.message.in(lang)}, {"hint", or_null(d.hint.in(lang))}});
    }
    return json_page(out) + "\n";
}

}  // namespace sandtable
