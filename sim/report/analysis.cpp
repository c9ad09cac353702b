#include "sandtable/analysis_report.hpp"

#include <algorithm>

#include "exchange/json.hpp"
#include "report/table.hpp"

namespace sandtable {

namespace {

Severity severity_of(TableFinding::Kind kind) {
    switch (kind) {
        case TableFinding::Kind::falling_place:
        case TableFinding::Kind::gap:
        case TableFinding::Kind::masked: return Severity::warning;
        case TableFinding::Kind::never_holds: return Severity::finding;
        case TableFinding::Kind::overlap:
        case TableFinding::Kind::fact_without_effect:
        case TableFinding::Kind::worst_alone: return Severity::note;
    }
    return Severity::note;
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}

Text grade_text(const Plan& plan, int grade) {
    if (grade < 0) return tell(plan.grades.empty() ? "grade-not-applying" : "grade-ungraded");
    return plan.grades.empty() ? tell("grade-applying") : Text{plan.grades[static_cast<std::size_t>(grade)], plan.grades[static_cast<std::size_t>(grade)]};
}

Text value_text(const Plan& plan, const Vocabulary& vocabulary, FactId id, std::int64_t value) {
    const Fact& fact = vocabulary.facts[id];
    const auto in = [&](Lang lang) { return fact.levels_are_grades ? observation_text(fact, Observation::exactly(value), plan.grades) : observation_words(fact, Observation::exactly(value), lang); };
    return {in(Lang::zh), in(Lang::en)};
}

std::string grade_line(const AnalysedPlan& p, const Witness& witness) { return "sandtable grade --plan " + shell_word(p.named) + " --rest-harmless " + witness_words(p.vocabulary, p.plan.grades, witness); }

/// The case, the same with one fact changed, what contradicts itself in it, and how to make a drill of it.
Text case_hint(const AnalysedPlan& p, const TableFinding& f) {
    const auto in = [&](Lang lang) {
        std::string out;
        if (!f.witness.empty()) {
            std::string line = grade_line(p, f.witness);
            if (f.kind == TableFinding::Kind::falling_place || f.kind == TableFinding::Kind::gap) {
                const Fact& fact = p.vocabulary.facts[f.fact];
                const std::string then = observation_text(fact, Observation::exactly(f.values[1]), p.plan.grades);
                line += "   " + say(lang, "finding-then", {fact.id + "=" + (then.find(' ') == std::string::npos ? then : "\"" + then + "\"")});
            }
            out = say(lang, "finding-case", {line});
            for (const FactId odd : contradictions(p.vocabulary, knowledge_of(p.vocabulary, f.witness), ModelTime{}))
                out += "\n   = " + say(lang, "finding-contradiction", {p.vocabulary.facts[odd].name, p.vocabulary.facts[odd].warn});
        }
        if (severity_of(f.kind) == Severity::warning) out += "\n   = " + say(lang, "finding-drill", {"sandtable new --plan " + shell_word(p.named) + " --from-witness " + shell_word(id_of(p.plan, p.vocabulary, f))});
        return out;
    };
    return {in(Lang::zh), in(Lang::en)};
}

std::vector<Word> words_of(const AnalysedPlan& p, const TableFinding& f) {
    const Plan& plan = p.plan;
    const auto value = [&](int i) { return value_text(plan, p.vocabulary, f.fact, f.values[i]); };
    const std::string clauses = joined(clauses_of(plan, f));
    const Text fact = f.fact.is_some() ? p.vocabulary.facts[f.fact].name : Text{};
    const auto grade_of = [&](std::uint32_t i) { return grade_text(plan, plan.criteria[f.criteria[i]].grade); };
    switch (f.kind) {
        case TableFinding::Kind::falling_place: return {fact, value(0), value(1), grade_text(plan, f.grades[0]), grade_text(plan, f.grades[1]), clauses};
        case TableFinding::Kind::gap: return {fact, value(1), value(2), grade_text(plan, f.grades[0]), grade_text(plan, f.grades[2]), clauses};
        case TableFinding::Kind::overlap: return {plan.criteria[f.criteria[0]].clause, grade_of(0), plan.criteria[f.criteria[1]].clause, grade_of(1)};
        case TableFinding::Kind::masked: {
            auto by = clauses_of(plan, f);
            by.erase(by.begin());
            return {plan.criteria[f.criteria[0]].clause, joined(by)};
        }
        case TableFinding::Kind::never_holds: return {clauses};
        case TableFinding::Kind::fact_without_effect: return {fact, clauses};
        case TableFinding::Kind::worst_alone: return {fact, value(0), clauses};
    }
    return {};
}

SourcePlace place_of(const Plan& plan, const TableFinding& f) {
    SourcePlace place{plan.path, 0, 0, 1, {}};
    const SourcePlace& origin = !f.criteria.empty() ? plan.criteria[f.criteria.front()].origin : plan.scope ? plan.scope->origin : place;
    place.line = origin.line;
    place.column = origin.column;
    return place;  // without the line's text: the witness says more
}

}  // namespace

void report_findings(const AnalysedPlan& p, Diagnostics& out) {
    std::size_t accepted = 0;
    for (const TableFinding& f : p.findings) {
        if (f.accepted) ++accepted;
        else out.add(severity_of(f.kind), code_of(f.kind), place_of(p.plan, f), words_of(p, f), case_hint(p, f));
    }
    if (accepted > 0) out.add(Severity::note, "findings-accepted", {p.plan.path, 0, 0, 1, {}}, {accepted});
    std::vector<std::string> codes{"duty-impossible", "duty-never"};
    for (const auto kind : {TableFinding::Kind::falling_place, TableFinding::Kind::gap, TableFinding::Kind::overlap, TableFinding::Kind::masked, TableFinding::Kind::never_holds, TableFinding::Kind::fact_without_effect,
                            TableFinding::Kind::worst_alone})
        codes.emplace_back(code_of(kind));
    for (const std::size_t i : accepted_in_vain(p.plan, p.findings)) {
        const Accepted& one = p.plan.accepted[i];
        if (std::find(codes.begin(), codes.end(), one.code) == codes.end()) {
            out.add(Severity::warning, "accepted-unknown-code", one.origin, {one.code}, did_you_mean(one.code, codes).empty() ? tell("accepted-codes", {joined(codes)}) : did_you_mean(one.code, codes));
            continue;
        }
        if (one.code.starts_with("duty-")) continue;  // known only on a network
        out.add(Severity::warning, "accepted-in-vain", one.origin, {one.code, joined(one.clauses)});
    }
}

std::vector<std::string> unused_facts(const Vocabulary& vocabulary, const std::vector<const Plan*>& plans) {
    std::vector<bool> used(vocabulary.facts.size(), false);
    for (const Plan* plan : plans)
        for (const FactId fact : named_facts(*plan)) used[fact.index] = true;
    std::vector<std::string> unused;
    for (const FactId fact : ids_of(vocabulary.facts))
        if (!used[fact.index]) unused.push_back(vocabulary.facts[fact].id);
    return unused;
}

void report_unused_facts(const Vocabulary& vocabulary, const std::vector<std::string>& unused, Diagnostics& out) {
    if (!unused.empty()) out.add(Severity::note, "fact-unused", {vocabulary.path, 0, 0, 1, {}}, {unused.size(), joined(unused)});
}

namespace {

Json grade_json(const Plan& plan, int grade) { return grade < 0 || plan.grades.empty() ? Json(nullptr) : Json(plan.grades[static_cast<std::size_t>(grade)]); }

Json witness_json(const Plan& plan, const Vocabulary& vocabulary, const Witness& witness) {
    Json out = Json::object();
    for (const auto& [id, value] : witness) out[vocabulary.facts[id].id] = observation_text(vocabulary.facts[id], Observation::exactly(value), plan.grades);
    return out;
}

/// Who commands at that grade, by the plan's role: {"role","clause"}, or null where it does not say.
Json command_json(const Plan& plan, int grade) {
    const Command* command = command_at(plan, grade);
    return command == nullptr ? Json(nullptr) : Json({{"role", plan.roles[command->who].id}, {"clause", command->clause}});
}

std::string_view severity_name(Severity severity) { return severity >= Severity::finding ? "error" : severity == Severity::warning ? "warning" : "note"; }

}  // namespace

std::string findings_json(const std::vector<AnalysedPlan>& plans, Lang lang) {
    Json out = Json::array();
    for (const AnalysedPlan& p : plans)
        for (const TableFinding& f : p.findings) {
            Json one = {{"plan", p.plan.id}, {"id", id_of(p.plan, p.vocabulary, f)}, {"code", std::string(code_of(f.kind))}, {"severity", std::string(severity_name(severity_of(f.kind)))}, {"clauses", clauses_of(p.plan, f)}};
            one["fact"] = f.fact.is_some() ? Json(p.vocabulary.facts[f.fact].id) : Json(nullptr);
            const int places = f.kind == TableFinding::Kind::gap ? 3 : f.kind == TableFinding::Kind::falling_place ? 2 : f.kind == TableFinding::Kind::worst_alone ? 1 : 0;
            one["values"] = Json::array();
            one["grades"] = Json::array();
            for (int i = 0; i < places; ++i) {
                one["values"].push_back(observation_text(p.vocabulary.facts[f.fact], Observation::exactly(f.values[i]), p.plan.grades));
                one["grades"].push_back(grade_json(p.plan, f.grades[i]));
            }
            one["witness"] = witness_json(p.plan, p.vocabulary, f.witness);
            one["case"] = f.witness.empty() ? Json(nullptr) : Json(grade_line(p, f.witness));
            one["contradictions"] = Json::array();
            if (!f.witness.empty())
                for (const FactId odd : contradictions(p.vocabulary, knowledge_of(p.vocabulary, f.witness), ModelTime{})) one["contradictions"].push_back(p.vocabulary.facts[odd].id);
            one["accepted"] = f.accepted ? Json(p.plan.accepted[*f.accepted].why.in(lang)) : Json(nullptr);
            out.push_back(std::move(one));
        }
    return json_line(out);
}

std::string id_of(const ComparedPlans& c, const GradeDifference& d) {
    const auto name = [](const Plan& plan, int grade) { return grade < 0 ? std::string("none") : plan.grades[static_cast<std::size_t>(grade)]; };
    return "difference/" + name(c.a.plan, d.grade_a) + "/" + name(c.b.plan, d.grade_b);
}

std::string differences_page(const ComparedPlans& c, Lang lang) {
    if (c.differences.empty()) return say(lang, "differences-none", {c.a.plan.name, c.b.plan.name}) + "\n";
    std::string out = say(lang, "differences-title", {c.a.plan.name, c.b.plan.name}) + "\n";
    TextTable table({c.a.plan.id, c.b.plan.id, say(lang, "column-case")});
    const auto cell = [&](const Plan& plan, int grade, const std::vector<std::uint32_t>& met) {
        std::string words = grade_text(plan, grade).in(lang);
        for (const std::uint32_t i : met) words += (i == met.front() ? "  " : ", ") + plan.criteria[i].clause;
        if (const Command* command = command_at(plan, grade)) words += "; " + say(lang, "differences-commands", {plan.roles[command->who].name, command->clause});
        return words;
    };
    for (const GradeDifference& d : c.differences)
        table.row({cell(c.a.plan, d.grade_a, d.met_a), cell(c.b.plan, d.grade_b, d.met_b), witness_words(c.a.vocabulary, {}, d.witness)}, "");
    out += table.text();
    out += "  " + say(lang, "differences-drill", {"sandtable new --plan " + shell_word(c.a.named) + " --plan " + shell_word(c.b.named) + " --from-witness " + id_of(c, c.differences.front())}) + "\n";
    return out;
}

std::string differences_json(const std::vector<ComparedPlans>& compared) {
    Json out = Json::array();
    for (const ComparedPlans& c : compared)
        for (const GradeDifference& d : c.differences) {
            const auto met = [](const Plan& plan, const std::vector<std::uint32_t>& criteria) {
                Json clauses = Json::array();
                for (const std::uint32_t i : criteria) clauses.push_back(plan.criteria[i].clause);
                return clauses;
            };
            out.push_back({{"a", c.a.plan.id}, {"b", c.b.plan.id}, {"id", id_of(c, d)}, {"grade_a", grade_json(c.a.plan, d.grade_a)}, {"grade_b", grade_json(c.b.plan, d.grade_b)},
                           {"met_a", met(c.a.plan, d.met_a)}, {"met_b", met(c.b.plan, d.met_b)}, {"witness", witness_json(c.a.plan, c.a.vocabulary, d.witness)},
                           {"case_a", grade_line(c.a, d.witness)}, {"case_b", grade_line(c.b, d.witness)},
                           {"commands_a", command_json(c.a.plan, d.grade_a)}, {"commands_b", command_json(c.b.plan, d.grade_b)}});
        }
    return json_line(out);
}

}  // namespace sandtable
