#include "sandtable/table_analysis.hpp"

#include <algorithm>

#include "plan/smallest_case.hpp"

namespace sandtable {

namespace {

/// Words of one value as `grade` reads it.
std::string value_words(const Fact& fact, const std::vector<std::string>& grades, std::int64_t value) { return observation_text(fact, Observation::exactly(value), grades); }

/// The last value before a limit, never below the beginning of its cell; hours by the minute.
std::int64_t before_limit(const Fact& fact, std::int64_t limit, std::int64_t cell_begin) {
    constexpr std::int64_t minute = 60'000;
    return fact.type == FactType::hours ? std::max(cell_begin, limit - minute) : limit - 1;
}

class Analysis {
public:
    Analysis(const Plan& plan, const Vocabulary& vocabulary) : plan_(plan), vocabulary_(vocabulary), d_(plan.table->diagrams()) {
        // what the plan comes to: its grade where it applies; without grades, that it applies
        for (const NodeId criterion : d_.criteria) holds_.push_back(d_.both(d_.scope, criterion));
        grade_ = d_.store.apply(d_.scope, d_.has_grades ? d_.grade : d_.store.end(0), [](int applies, int grade) { return applies == 1 ? grade : -1; });
    }

    std::vector<TableFinding> run() {
        std::vector<std::uint32_t> variables(d_.variables());
        for (std::uint32_t v = 0; v < d_.variables(); ++v) variables[v] = v;
        std::sort(variables.begin(), variables.end(), [&](std::uint32_t a, std::uint32_t b) { return d_.cells[a].fact < d_.cells[b].fact; });
        for (const std::uint32_t v : variables) falling_places(v);
        for (const std::uint32_t v : variables) gaps(v);
        overlaps();
        masked();
        never_holding();
        for (const std::uint32_t v : variables) without_effect(v);
        for (const std::uint32_t v : variables) worst_alone(v);
        for (TableFinding& finding : out_) accept(finding);
        return std::move(out_);
    }

private:
    const Fact& fact(std::uint32_t v) const { return vocabulary_.facts[d_.cells[v].fact]; }
    bool ordered(std::uint32_t v) const { return !fact(v).finding && fact(v).type != FactType::flag; }
    std::optional<Witness> smallest(NodeId node) const { return smallest_case(d_, vocabulary_, node); }

    TableFinding& add(TableFinding::Kind kind, std::uint32_t v) {
        out_.push_back({});
        out_.back().kind = kind;
        if (v < d_.variables()) out_.back().fact = d_.cells[v].fact;
        return out_.back();
    }

    /// The case with one more fact, in vocabulary order.
    Witness with(Witness witness, std::uint32_t v, std::int64_t value) const {
        if (value != fact(v).harmless()) witness.emplace_back(d_.cells[v].fact, value);
        std::sort(witness.begin(), witness.end());
        return witness;
    }

    Grading graded(const Witness& witness) const { return grade(plan_, vocabulary_, knowledge_of(vocabulary_, witness), ModelTime{}); }
    int grade_of(const Witness& witness) const {
        const Grading g = graded(witness);
        return g.applies != Truth::holds ? -1 : d_.has_grades ? g.at_least : 0;
    }
    /// Criteria that give the grade of a case and, if asked for, look at a fact.
    std::vector<std::uint32_t> deciding(const Witness& witness, std::optional<FactId> looking_at = {}) const {
        const Grading g = graded(witness);
        std::vector<std::uint32_t> out;
        for (const std::uint32_t i : g.met) {
            const auto named = plan_.criteria[i].when.facts();
            if (plan_.criteria[i].grade == g.at_least && (!looking_at || std::binary_search(named.begin(), named.end(), *looking_at))) out.push_back(i);
        }
        return out;
    }

    void falling_places(std::uint32_t v) {
        if (fact(v).finding || fact(v).worse == Worse::none) return;
        const bool more = fact(v).worse == Worse::more;
        const auto& begins = d_.cells[v].begins;
        for (std::uint32_t c = 0; c + 1 < begins.size(); ++c) {
            const NodeId mild = d_.store.restricted(grade_, v, more ? c : c + 1), worse = d_.store.restricted(grade_, v, more ? c + 1 : c);
            const auto context = smallest(d_.store.apply(mild, worse, [](int a, int b) { return b < a ? 1 : 0; }));
            if (!context) continue;
            TableFinding& found = add(TableFinding::Kind::falling_place, v);
            const std::int64_t below = before_limit(fact(v), begins[c + 1], begins[c]);
            found.limit = more ? begins[c + 1] : below;
            found.values[0] = more ? below : begins[c + 1];
            found.values[1] = found.limit;
            found.witness = with(*context, v, found.values[0]);
            found.grades[0] = grade_of(found.witness);
            found.grades[1] = grade_of(with(*context, v, found.values[1]));
            found.criteria = deciding(found.witness, found.fact);
        }
    }

    void gaps(std::uint32_t v) {
        if (!ordered(v)) return;
        const auto& begins = d_.cells[v].begins;
        std::vector<NodeId> ungraded, graded;
        for (std::uint32_t c = 0; c < begins.size(); ++c) {
            const NodeId here = d_.store.restricted(grade_, v, c);
            ungraded.push_back(d_.store.apply(here, d_.store.end(0), [](int grade, int) { return grade < 0 ? 1 : 0; }));
            graded.push_back(d_.negation(ungraded.back()));
        }
        for (std::uint32_t first = 1; first + 1 < begins.size(); ++first) {
            NodeId inside = graded[first - 1];
            for (std::uint32_t last = first; last + 1 < begins.size(); ++last) {
                inside = d_.both(inside, ungraded[last]);
                const auto context = smallest(d_.both(inside, graded[last + 1]));
                if (!context) continue;
                TableFinding& found = add(TableFinding::Kind::gap, v);
                found.limit = begins[first];
                found.values[0] = before_limit(fact(v), begins[first], begins[first - 1]);
                found.values[1] = begins[first];
                found.values[2] = begins[last + 1];
                found.witness = with(*context, v, found.values[0]);
                const Witness beyond = with(*context, v, found.values[2]);
                found.grades[0] = grade_of(found.witness);
                found.grades[2] = grade_of(beyond);
                found.criteria = deciding(found.witness);
                for (const std::uint32_t i : deciding(beyond))
                    if (std::find(found.criteria.begin(), found.criteria.end(), i) == found.criteria.end()) found.criteria.push_back(i);
                std::sort(found.criteria.begin(), found.criteria.end());
            }
        }
    }

    void overlaps() {
        for (std::uint32_t i = 0; i < d_.criteria.size(); ++i)
            for (std::uint32_t j = i + 1; j < d_.criteria.size(); ++j) {
                if (plan_.criteria[i].grade == plan_.criteria[j].grade) continue;
                auto witness = smallest(d_.both(holds_[i], holds_[j]));
                if (!witness) continue;
                TableFinding& found = add(TableFinding::Kind::overlap, d_.variables());
                found.criteria = {i, j};
                found.grades[0] = grade_of(*witness);
                found.witness = std::move(*witness);
            }
    }

    /// Whether criterion j holds with the grade of i or a higher one wherever i holds. Of two that are the same only the later is masked.
    bool masks(std::uint32_t j, std::uint32_t i) {
        if (i == j || plan_.criteria[j].grade < plan_.criteria[i].grade || d_.both(holds_[i], d_.negation(holds_[j])) != d_.store.end(0)) return false;
        return j < i || plan_.criteria[j].grade > plan_.criteria[i].grade || holds_[i] != holds_[j];
    }

    void masked() {
        for (std::uint32_t i = 0; i < d_.criteria.size(); ++i) {
            auto witness = smallest(holds_[i]);
            if (!witness) continue;  // never holds
            std::vector<std::uint32_t> by;
            for (std::uint32_t j = 0; j < d_.criteria.size() && by.empty(); ++j)
                if (masks(j, i)) by.push_back(j);
            if (by.empty()) {  // several together
                NodeId left = holds_[i];
                for (std::uint32_t j = 0; j < d_.criteria.size() && left != d_.store.end(0); ++j) {
                    if (j == i || plan_.criteria[j].grade < plan_.criteria[i].grade || (holds_[i] == holds_[j] && j > i && plan_.criteria[j].grade == plan_.criteria[i].grade)) continue;
                    const NodeId less = d_.both(left, d_.negation(holds_[j]));
                    if (less != left) by.push_back(j);
                    left = less;
                }
                if (left != d_.store.end(0)) continue;
            }
            TableFinding& found = add(TableFinding::Kind::masked, d_.variables());
            found.criteria = {i};
            found.criteria.insert(found.criteria.end(), by.begin(), by.end());
            found.grades[0] = grade_of(*witness);
            found.witness = std::move(*witness);
        }
    }

    void never_holding() {
        if (plan_.scope && d_.scope == d_.store.end(0)) add(TableFinding::Kind::never_holds, d_.variables()).of_scope = true;
        for (std::uint32_t i = 0; i < d_.criteria.size(); ++i)
            if (d_.scope != d_.store.end(0) && holds_[i] == d_.store.end(0)) add(TableFinding::Kind::never_holds, d_.variables()).criteria = {i};
    }

    std::vector<std::uint32_t> naming(std::uint32_t v) const {
        std::vector<std::uint32_t> out;
        for (std::uint32_t i = 0; i < d_.named.size(); ++i)
            if (std::find(d_.named[i].begin(), d_.named[i].end(), v) != d_.named[i].end()) out.push_back(i);
        return out;
    }

    void without_effect(std::uint32_t v) {
        for (std::uint32_t c = 1; c < d_.store.cells(v); ++c)
            if (d_.store.restricted(grade_, v, c) != d_.store.restricted(grade_, v, 0)) return;
        add(TableFinding::Kind::fact_without_effect, v).criteria = naming(v);
    }

    void worst_alone(std::uint32_t v) {
        if (!d_.has_grades || fact(v).finding || fact(v).worse == Worse::none) return;
        const auto& begins = d_.cells[v].begins;
        const std::int64_t worst = fact(v).worse == Worse::more ? begins.back() : 0;
        const Witness witness = with({}, v, worst);
        const Grading g = graded(witness);
        if (witness.empty() || g.applies != Truth::holds || g.at_least >= 0) return;
        TableFinding& found = add(TableFinding::Kind::worst_alone, v);
        found.criteria = naming(v);
        found.values[0] = worst;
        found.witness = witness;
    }

    void accept(TableFinding& finding) const {
        const auto clauses = clauses_of(plan_, finding);
        for (std::size_t i = 0; i < plan_.accepted.size() && !finding.accepted; ++i) {
            const Accepted& one = plan_.accepted[i];
            if (one.code != code_of(finding.kind) || clauses.empty()) continue;
            if (std::all_of(clauses.begin(), clauses.end(), [&](const std::string& clause) { return std::find(one.clauses.begin(), one.clauses.end(), clause) != one.clauses.end(); })) finding.accepted = i;
        }
    }

    const Plan& plan_;
    const Vocabulary& vocabulary_;
    TableDiagrams d_;  // a copy: passes add nodes of their own
    std::vector<NodeId> holds_;  ///< criteria where the plan applies
    NodeId grade_ = 0;
    std::vector<TableFinding> out_;
};

}  // namespace

std::string witness_words(const Vocabulary& vocabulary, const std::vector<std::string>& grades, const Witness& witness) {
    std::string out;
    for (const auto& [id, value] : witness) {
        const Fact& fact = vocabulary.facts[id];
        const std::string words = value_words(fact, grades, value);
        out += (out.empty() ? "" : " ") + fact.id + "=" + (words.find(' ') == std::string::npos ? words : "\"" + words + "\"");
    }
    return out;
}

Knowledge knowledge_of(const Vocabulary& vocabulary, const Witness& witness) {
    Knowledge knowledge(vocabulary.facts.size());
    for (const auto& [fact, value] : witness) knowledge.learn(fact, Observation::exactly(value), ModelTime{}, no_entry);
    for (const FactId id : ids_of(vocabulary.facts))
        if (!knowledge[id].observation.known) knowledge.learn(id, Observation::exactly(vocabulary.facts[id].harmless()), ModelTime{}, no_entry);
    return knowledge;
}

std::string_view code_of(TableFinding::Kind kind) {
    switch (kind) {
        case TableFinding::Kind::falling_place: return "falling-place";
        case TableFinding::Kind::gap: return "gap";
        case TableFinding::Kind::overlap: return "overlap";
        case TableFinding::Kind::masked: return "masked";
        case TableFinding::Kind::never_holds: return "never-holds";
        case TableFinding::Kind::fact_without_effect: return "fact-without-effect";
        case TableFinding::Kind::worst_alone: return "worst-alone";
    }
    return {};
}

std::vector<std::string> clauses_of(const Plan& plan, const TableFinding& finding) {
    std::vector<std::string> out;
    if (finding.of_scope || (finding.criteria.empty() && plan.scope)) out.push_back(plan.scope->clause);
    for (const std::uint32_t i : finding.criteria) out.push_back(plan.criteria[i].clause);
    return out;
}

std::string id_of(const Plan& plan, const Vocabulary& vocabulary, const TableFinding& finding) {
    std::string out(code_of(finding.kind));
    if (finding.fact.is_some()) out += "/" + vocabulary.facts[finding.fact].id;
    switch (finding.kind) {
        case TableFinding::Kind::falling_place: {
            auto words = value_words(vocabulary.facts[finding.fact], plan.grades, finding.limit);
            std::replace(words.begin(), words.end(), ' ', '-');
            return out + "/" + words;
        }
        case TableFinding::Kind::gap: {
            auto words = value_words(vocabulary.facts[finding.fact], plan.grades, finding.limit) + ".." + value_words(vocabulary.facts[finding.fact], plan.grades, finding.values[2]);
            std::replace(words.begin(), words.end(), ' ', '-');
            return out + "/" + words;
        }
        case TableFinding::Kind::overlap: return out + "/" + plan.criteria[finding.criteria[0]].clause + "+" + plan.criteria[finding.criteria[1]].clause;
        case TableFinding::Kind::masked:
        case TableFinding::Kind::never_holds: return out + "/" + (finding.of_scope ? plan.scope->clause : plan.criteria[finding.criteria[0]].clause);
        case TableFinding::Kind::fact_without_effect:
        case TableFinding::Kind::worst_alone: return out;
    }
    return out;
}

std::vector<TableFinding> analyse_table(const Plan& plan, const Vocabulary& vocabulary) { return Analysis(plan, vocabulary).run(); }

std::vector<std::size_t> accepted_in_vain(const Plan& plan, const std::vector<TableFinding>& findings) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < plan.accepted.size(); ++i)
        if (std::none_of(findings.begin(), findings.end(), [&](const TableFinding& f) { return f.accepted == i; })) out.push_back(i);
    return out;
}

std::vector<GradeDifference> grade_differences(const Plan& a, const Plan& b, const Vocabulary& vocabulary) {
    std::vector<GradeDifference> out;
    if (a.grades.empty() || b.grades.empty()) return out;
    std::vector<const Guard*> conditions;
    for (const Plan* plan : {&a, &b}) {
        if (plan->scope) conditions.push_back(&plan->scope->when);
        for (const Criterion& criterion : plan->criteria) conditions.push_back(&criterion.when);
    }
    const int top = static_cast<int>(std::max(a.grades.size(), b.grades.size()));
    FactDiagrams d(vocabulary, conditions, top);
    const auto facts_a = graded_facts(a), facts_b = graded_facts(b);
    const auto graded = [&](const Plan& plan) {
        NodeId grade = d.store.end(-1);
        for (const Criterion& criterion : plan.criteria)
            grade = d.store.apply(grade, d.build(criterion.when), [&](int best, int holds) { return holds == 1 ? std::max(best, criterion.grade) : best; });
        const NodeId scope = plan.scope ? d.build(plan.scope->when) : d.store.end(1);
        // -1: below the lowest grade; `top`: does not apply
        NodeId node = d.store.apply(scope, grade, [&](int applies, int value) { return applies == 1 ? value : top; });
        for (std::uint32_t v = 0; v < d.variables(); ++v) {
            const FactId id = d.cells[v].fact;
            const bool shared = std::binary_search(facts_a.begin(), facts_a.end(), id) && std::binary_search(facts_b.begin(), facts_b.end(), id);
            if (!shared || vocabulary.facts[id].finding) node = d.store.restricted(node, v, d.cells[v].cell_of(vocabulary.facts[id].harmless()));
        }
        return node;
    };
    const NodeId by_a = graded(a), by_b = graded(b);
    const auto name = [](const Plan& plan, int at) { return at < 0 ? std::string() : plan.grades[static_cast<std::size_t>(at)]; };
    const auto deciding = [&](const Plan& plan, const Witness& witness) {
        const Grading g = grade(plan, vocabulary, knowledge_of(vocabulary, witness), ModelTime{});
        std::vector<std::uint32_t> met;
        for (const std::uint32_t i : g.met)
            if (plan.criteria[i].grade == g.at_least) met.push_back(i);
        return met;
    };
    for (int x = -1; x < static_cast<int>(a.grades.size()); ++x)
        for (int y = -1; y < static_cast<int>(b.grades.size()); ++y) {
            if (name(a, x) == name(b, y)) continue;
            const auto witness = smallest_case(d, vocabulary, d.store.apply(by_a, by_b, [x, y](int p, int q) { return p == x && q == y ? 1 : 0; }));
            if (witness) out.push_back({x, y, deciding(a, *witness), deciding(b, *witness), *witness});
        }
    return out;
}

}  // namespace sandtable
