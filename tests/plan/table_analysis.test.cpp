// What check proves about a grading table: the shipped tables show what readings.md lists, and small drawn tables show exactly what trying every
// case shows.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "sandtable/table_analysis.hpp"
#include "support/catch.hpp"
#include "support/drawn.hpp"
#include "support/shipped_plan.hpp"
#include "support/tiny_plan.hpp"

using namespace sandtable;

namespace {

using Kind = TableFinding::Kind;

std::vector<std::string> ids(const ShippedPlan& s, const std::vector<TableFinding>& findings, Kind kind) {
    std::vector<std::string> out;
    for (const TableFinding& f : findings)
        if (f.kind == kind) out.push_back(id_of(s.plan, s.vocabulary, f) + " | " + witness_words(s.vocabulary, s.plan.grades, f.witness));
    return out;
}

int grade_of(const Plan& plan, const Vocabulary& vocabulary, const Witness& witness) {
    const Grading g = grade(plan, vocabulary, knowledge_of(vocabulary, witness), ModelTime{});
    REQUIRE(g.at_least == g.at_most);
    return g.applies == Truth::holds ? (plan.grades.empty() ? 0 : g.at_least) : -1;
}

Witness with(Witness witness, FactId fact, std::int64_t value, std::int64_t harmless) {
    std::erase_if(witness, [&](const auto& f) { return f.first == fact; });
    if (value != harmless) witness.emplace_back(fact, value);
    std::sort(witness.begin(), witness.end());
    return witness;
}

}  // namespace

TEST_CASE("the mass-incident table has exactly the five falling places of readings.md", "[plan][analysis]") {
    const ShippedPlan s = shipped_plan("mass-incident");
    const auto found = analyse_table(s.plan, s.vocabulary);
    CHECK(ids(s, found, Kind::falling_place) == std::vector<std::string>{
                                                    "falling-place/participants/1000 | participants=999 stability_impact=present",
                                                    "falling-place/participants/5000 | participants=4999 stability_impact=considerable listed_gathering=yes",
                                                    "falling-place/deaths/10 | deaths=9",
                                                    "falling-place/injuries/30 | injuries=29",
                                                    "falling-place/gathered_at_key_place/100 | gathered_at_key_place=99 aggressive_behaviour=yes",
                                                });
    CHECK(ids(s, found, Kind::gap) == std::vector<std::string>{"gap/participants/1000..5000 | participants=999 stability_impact=severe"});
    CHECK(ids(s, found, Kind::masked) ==
          std::vector<std::string>{"masked/2.1(6) | stability_impact=severe school_gathering_out_of_control=yes unapproved_march_off_campus=yes chain_areas=cross_county"});
    CHECK(ids(s, found, Kind::never_holds).empty());
    std::vector<std::string> clauses;
    std::map<std::string, std::pair<int, int>> grades;
    for (const TableFinding& f : found)
        if (f.kind == Kind::falling_place) {
            for (const auto& clause : clauses_of(s.plan, f)) clauses.push_back(clause);
            grades[id_of(s.plan, s.vocabulary, f)] = {f.grades[0], f.grades[1]};
        }
    CHECK(clauses == std::vector<std::string>{"2.3(1)", "2.2(1)", "2.2(2)", "2.2(2)", "2.3(2)"});
    CHECK(grades["falling-place/participants/1000"] == std::pair(0, -1));
    CHECK(grades["falling-place/participants/5000"] == std::pair(1, -1));
    CHECK(grades["falling-place/deaths/10"] == std::pair(1, -1));
}

TEST_CASE("the natural-resource table has no falling place, no gap, nothing masked", "[plan][analysis]") {
    const ShippedPlan s = shipped_plan("natural-resource-dispute");
    const auto found = analyse_table(s.plan, s.vocabulary);
    for (const Kind kind : {Kind::falling_place, Kind::gap, Kind::masked, Kind::never_holds, Kind::fact_without_effect}) CHECK(ids(s, found, kind).empty());
    CHECK(ids(s, found, Kind::worst_alone).size() == 2);
}

TEST_CASE("grading confirms the witness of every finding of the shipped plans", "[plan][analysis]") {
    for (const char* plan : {"mass-incident", "natural-resource-dispute", "wage-arrears"}) {
        const ShippedPlan s = shipped_plan(plan);
        for (const TableFinding& f : analyse_table(s.plan, s.vocabulary)) {
            INFO(plan << " " << id_of(s.plan, s.vocabulary, f));
            if (f.kind == Kind::never_holds || f.kind == Kind::fact_without_effect) continue;
            CHECK(grade_of(s.plan, s.vocabulary, f.witness) == f.grades[0]);
            const auto met = grade(s.plan, s.vocabulary, knowledge_of(s.vocabulary, f.witness), ModelTime{}).met;
            if (f.kind == Kind::overlap || f.kind == Kind::masked)
                for (const auto i : f.criteria) CHECK(std::find(met.begin(), met.end(), i) != met.end());
            if (f.kind == Kind::falling_place || f.kind == Kind::gap) {
                const std::int64_t harmless = s.vocabulary.facts[f.fact].harmless();
                CHECK(grade_of(s.plan, s.vocabulary, with(f.witness, f.fact, f.values[1], harmless)) == f.grades[1]);
                CHECK(f.grades[1] < f.grades[0]);
                if (f.kind == Kind::gap) CHECK(grade_of(s.plan, s.vocabulary, with(f.witness, f.fact, f.values[2], harmless)) == f.grades[2]);
            }
        }
    }
}

TEST_CASE("500 people with severe impact: III in the mass plan, I in the natural-resource plan", "[plan][analysis]") {
    const ShippedPlan mass = shipped_plan("mass-incident"), dispute = shipped_plan("natural-resource-dispute");
    std::vector<std::string> rows;
    for (const GradeDifference& d : grade_differences(mass.plan, dispute.plan, mass.vocabulary)) {
        const auto name = [](const Plan& plan, int at) { return at < 0 ? std::string("none") : plan.grades[static_cast<std::size_t>(at)]; };
        rows.push_back(name(mass.plan, d.grade_a) + " " + name(dispute.plan, d.grade_b) + " " + witness_words(mass.vocabulary, {}, d.witness));
        CHECK(grade_of(mass.plan, mass.vocabulary, d.witness) == d.grade_a);
        CHECK(grade_of(dispute.plan, mass.vocabulary, d.witness) == d.grade_b);
    }
    CHECK(rows == std::vector<std::string>{"none IV participants=50 stability_impact=severe", "none III participants=100 stability_impact=severe", "none I deaths=10",
                                           "III none participants=200 stability_impact=present", "III II deaths=1", "III I participants=500 stability_impact=severe", "II I deaths=3"});
    CHECK(grade_differences(mass.plan, mass.plan, mass.vocabulary).empty());
}

namespace {

constexpr std::uint32_t facts = 4;
constexpr std::int64_t top = 5;  // no limit drawn is above it

Vocabulary drawn_vocabulary() {
    Vocabulary vocabulary;
    for (std::uint32_t i = 0; i < facts; ++i) {
        Fact fact;
        fact.id = "f" + std::to_string(i);
        fact.type = i < 2 ? FactType::count : FactType::flag;
        fact.worse = i == 3 ? Worse::less : Worse::more;
        vocabulary.facts.push_back(fact);
    }
    return vocabulary;
}

Plan drawn_plan(Lcg& lcg, const Vocabulary& vocabulary, bool scoped) {
    Plan plan;
    plan.id = "drawn";
    plan.grades = {"III", "II", "I"};
    std::vector<Guard> guards;
    std::vector<int> grades;
    for (std::uint32_t i = 0; i < 4; ++i) {
        Criterion criterion;
        criterion.clause = "c" + std::to_string(i);
        criterion.grade = static_cast<int>(lcg.below(3));
        criterion.when = drawn_guard(lcg, vocabulary, 2);
        guards.push_back(criterion.when);
        grades.push_back(criterion.grade);
        plan.criteria.push_back(std::move(criterion));
    }
    if (scoped) {
        Scope scope;
        scope.clause = "s";
        scope.when = drawn_guard(lcg, vocabulary, 1);
        plan.scope = std::move(scope);
    }
    plan.table = std::make_shared<const GradingTable>(vocabulary, guards, grades, plan.scope ? &plan.scope->when : nullptr);
    return plan;
}

using Values = std::vector<std::int64_t>;

/// Every case of whole values up to the top.
std::vector<Values> all_cases() {
    std::vector<Values> all{{}};
    for (std::uint32_t i = 0; i < facts; ++i) {
        std::vector<Values> longer;
        for (const Values& front : all)
            for (std::int64_t v = 0; v <= (i < 2 ? top : 1); ++v) {
                longer.push_back(front);
                longer.back().push_back(v);
            }
        all = std::move(longer);
    }
    return all;
}

/// Judged condition by condition, not by the table.
struct Judged {
    int grade = -1;
    bool applies = true;
    std::vector<bool> holds;
};
Judged judged(const Plan& plan, const Vocabulary& vocabulary, const Values& values) {
    Knowledge knowledge(facts);
    for (std::uint32_t i = 0; i < facts; ++i) knowledge.learn(FactId{i}, Observation::exactly(values[i]), model_time(0), 0);
    Judged out;
    out.applies = !plan.scope || judge(plan.scope->when, vocabulary, knowledge, ModelTime{}) == Truth::holds;
    for (const Criterion& c : plan.criteria) {
        out.holds.push_back(judge(c.when, vocabulary, knowledge, ModelTime{}) == Truth::holds);
        if (out.holds.back() && out.applies) out.grade = std::max(out.grade, c.grade);
    }
    return out;
}

/// Facts off harmless, then cells away from harmless in all.
std::pair<int, int> size_of(const Plan& plan, const Vocabulary& vocabulary, const Values& values, std::uint32_t without) {
    std::pair<int, int> size{0, 0};
    for (const FactCells& cells : plan.table->cells()) {
        if (cells.fact.index == without) continue;
        const auto home = cells.cell_of(vocabulary.facts[cells.fact].harmless()), here = cells.cell_of(values[cells.fact.index]);
        size.first += home != here ? 1 : 0;
        size.second += home > here ? static_cast<int>(home - here) : static_cast<int>(here - home);
    }
    return size;
}

Values values_of(const Vocabulary& vocabulary, const Witness& witness) {
    Values values;
    for (const Fact& fact : vocabulary.facts) values.push_back(fact.harmless());
    for (const auto& [fact, value] : witness) values[fact.index] = value;
    return values;
}

}  // namespace

TEST_CASE("falling places, gaps, overlaps, masked and impossible criteria of drawn tables are those that every case shows, with smallest witnesses", "[plan][analysis]") {
    const Vocabulary vocabulary = drawn_vocabulary();
    const auto cases = all_cases();
    Lcg lcg{4711};
    std::map<Kind, int> seen;
    for (int round = 0; round < 250; ++round) {
        const Plan plan = drawn_plan(lcg, vocabulary, round % 3 == 0);
        std::map<Values, Judged> by_case;
        for (const Values& values : cases) by_case[values] = judged(plan, vocabulary, values);
        const auto grade_at = [&](const Values& values) { return by_case.at(values).grade; };

        std::map<std::string, std::pair<int, int>> expected;  // id: size of the smallest case
        const auto expect = [&](const std::string& id, std::pair<int, int> size) {
            const auto [known, fresh] = expected.try_emplace(id, size);
            if (!fresh) known->second = std::min(known->second, size);
        };
        for (const FactCells& cells : plan.table->cells()) {
            const std::uint32_t f = cells.fact.index;
            const Fact& fact = vocabulary.facts[cells.fact];
            for (const Values& values : cases) {
                Values other = values;
                // one step worse, over a limit
                for (std::size_t c = 0; c + 1 < cells.begins.size(); ++c) {
                    if (values[f] != cells.begins[c]) continue;
                    other[f] = cells.begins[c + 1];
                    const bool more = fact.worse == Worse::more;
                    if (more ? grade_at(other) < grade_at(values) : grade_at(values) < grade_at(other))
                        expect("falling-place/" + fact.id + "/" + observation_text(fact, Observation::exactly(more ? cells.begins[c + 1] : cells.begins[c + 1] - 1)), size_of(plan, vocabulary, values, f));
                }
                if (fact.type == FactType::flag || values[f] != 0) continue;
                // ungraded cells between two graded ones
                for (std::size_t first = 1; first + 1 < cells.begins.size(); ++first)
                    for (std::size_t last = first; last + 1 < cells.begins.size(); ++last) {
                        const auto graded = [&](std::size_t c) {
                            other[f] = cells.begins[c];
                            return grade_at(other) >= 0;
                        };
                        bool inside = graded(first - 1) && graded(last + 1);
                        for (std::size_t c = first; c <= last; ++c) inside = inside && !graded(c);
                        if (inside) expect("gap/" + fact.id + "/" + std::to_string(cells.begins[first]) + ".." + std::to_string(cells.begins[last + 1]), size_of(plan, vocabulary, values, f));
                    }
            }
        }
        for (std::size_t i = 0; i < plan.criteria.size(); ++i) {
            bool ever = false, decides = false;
            std::pair<int, int> smallest{99, 99};
            for (const auto& [values, j] : by_case) {
                if (!j.holds[i] || !j.applies) continue;
                ever = true;
                smallest = std::min(smallest, size_of(plan, vocabulary, values, facts));
                bool other = false;  // of two that are the same the earlier counts
                for (std::size_t k = 0; k < plan.criteria.size(); ++k) {
                    const bool same = std::all_of(by_case.begin(), by_case.end(), [&](const auto& c) { return !c.second.applies || c.second.holds[k] == c.second.holds[i]; });
                    other = other || (k != i && j.holds[k] && plan.criteria[k].grade >= plan.criteria[i].grade && !(same && k > i && plan.criteria[k].grade == plan.criteria[i].grade));
                }
                decides = decides || !other;
                for (std::size_t k = i + 1; k < plan.criteria.size(); ++k)
                    if (j.holds[k] && plan.criteria[k].grade != plan.criteria[i].grade) expect("overlap/c" + std::to_string(i) + "+c" + std::to_string(k), size_of(plan, vocabulary, values, facts));
            }
            const bool scope_ever = std::any_of(by_case.begin(), by_case.end(), [](const auto& c) { return c.second.applies; });
            if (!ever && scope_ever) expect("never-holds/c" + std::to_string(i), {0, 0});
            if (ever && !decides) expect("masked/c" + std::to_string(i), smallest);
        }

        std::map<std::string, std::pair<int, int>> found;
        for (const TableFinding& f : analyse_table(plan, vocabulary)) {
            ++seen[f.kind];
            if (f.kind == Kind::fact_without_effect || f.kind == Kind::worst_alone || f.of_scope) continue;
            const bool moves = f.kind == Kind::falling_place || f.kind == Kind::gap;
            found[id_of(plan, vocabulary, f)] = f.kind == Kind::never_holds ? std::pair(0, 0) : size_of(plan, vocabulary, values_of(vocabulary, f.witness), moves ? f.fact.index : facts);
        }
        const auto shown = [](const auto& ids) {
            std::string all;
            for (const auto& [id, size] : ids) all += id + " " + std::to_string(size.first) + "/" + std::to_string(size.second) + "\n";
            return all;
        };
        INFO("round " << round);
        REQUIRE(shown(found) == shown(expected));
    }
    for (const Kind kind : {Kind::falling_place, Kind::gap, Kind::overlap, Kind::masked, Kind::never_holds, Kind::fact_without_effect, Kind::worst_alone}) CHECK(seen[kind] > 5);
}

TEST_CASE("of smallest cases the one with the earlier facts of the vocabulary is shown", "[plan][analysis]") {
    const Plan plan = tiny_plan(R"y(criteria:
- {clause: "2(1)", grade: I, says: {zh: 一, en: one}, when: {any: [{smoke: true}, {fire: true}, {dead: {at_least: 1}}]}}
- {clause: "2(2)", grade: II, says: {zh: 二, en: two}, when: {any: [{smoke: true}, {fire: true}, {dead: {at_least: 2}}]}}
)y");
    const auto found = analyse_table(plan, tiny_vocabulary());
    const auto overlap = std::find_if(found.begin(), found.end(), [](const TableFinding& f) { return f.kind == Kind::overlap; });
    REQUIRE(overlap != found.end());
    CHECK(witness_words(tiny_vocabulary(), plan.grades, overlap->witness) == "fire=yes");  // dead takes two steps, smoke stands later
}

TEST_CASE("hours are shown by the minute, words by their names, quoted where they have a space", "[plan][analysis]") {
    const Plan plan = tiny_plan(R"y(criteria:
- {clause: "2(1)", grade: II, says: {zh: 一, en: one}, when: {blocked: {at_least: 2 h, below: 8 h}, impact: {at_least: some}}}
- {clause: "2(2)", grade: I, says: {zh: 二, en: two}, when: {blocked: {at_least: 24 h}, impact: {at_least: some}}}
)y");
    const auto found = analyse_table(plan, tiny_vocabulary());
    REQUIRE(found.size() >= 2);
    CHECK(id_of(plan, tiny_vocabulary(), found[0]) == "falling-place/blocked/8-h");
    CHECK(witness_words(tiny_vocabulary(), plan.grades, found[0].witness) == "blocked=\"479 min\" impact=some");
    CHECK(id_of(plan, tiny_vocabulary(), found[1]) == "gap/blocked/8-h..1-d");
}

TEST_CASE("a plan accepts a finding by code and clauses; what accepts nothing is known", "[plan][analysis]") {
    const Plan plan = tiny_plan(R"y(criteria:
- {clause: "2(1)", grade: II, says: {zh: 一, en: one}, when: {people: {at_least: 10, below: 20}}}
- {clause: "2(2)", grade: I, says: {zh: 二, en: two}, when: {people: {at_least: 30}}}
accepted:
- {code: falling-place, clauses: ["2(1)"], why: {zh: 文本如此, en: the text says so}}
- {code: gap, clauses: ["2(1)"], why: {zh: 少一项, en: one clause short}}
- {code: masked, clauses: ["2(2)"], why: {zh: 无, en: none}}
)y");
    const auto found = analyse_table(plan, tiny_vocabulary());
    std::map<std::string, bool> accepted;
    for (const TableFinding& f : found) accepted[id_of(plan, tiny_vocabulary(), f)] = f.accepted.has_value();
    CHECK(accepted == std::map<std::string, bool>{{"falling-place/people/20", true}, {"gap/people/20..30", false}});
    CHECK(accepted_in_vain(plan, found) == std::vector<std::size_t>{1, 2});
}

TEST_CASE("a scope or criterion that nothing meets is found; a plan without grades is looked at by its scope", "[plan][analysis]") {
    const auto kinds = [](const std::string& rules) {
        std::vector<std::string> out;
        const Plan plan = tiny_plan(rules);
        for (const TableFinding& f : analyse_table(plan, tiny_vocabulary()))
            if (f.kind != Kind::worst_alone) out.push_back(id_of(plan, tiny_vocabulary(), f));
        return out;
    };
    const std::string one = "- {clause: \"2(1)\", grade: I, says: {zh: 一, en: one}, when: ";
    CHECK(kinds("criteria:\n" + one + "{people: {at_least: 10}, all: [{people: {below: 5}}]}}\n") == std::vector<std::string>{"never-holds/2(1)", "fact-without-effect/people"});
    CHECK(kinds("scope: {clause: \"1.1\", when: {all: [{fire: true}, {fire: false}]}}\ncriteria:\n" + one + "{people: {at_least: 10}}}\n") ==
          std::vector<std::string>{"never-holds/1.1", "fact-without-effect/people", "fact-without-effect/fire"});
    CHECK(kinds("scope: {clause: \"1.1\", when: {people: {at_least: 10, below: 20}}}\n") == std::vector<std::string>{"falling-place/people/20"});
}

TEST_CASE("facts that contradict each other are named, in every completion only", "[plan][analysis]") {
    const ShippedPlan s = shipped_plan("mass-incident");
    const auto odd = [&](const std::vector<std::pair<std::string, Observation>>& stated) {
        Knowledge knowledge(s.vocabulary.facts.size());
        for (const auto& [id, value] : stated) knowledge.learn(s.vocabulary.find(id), value, ModelTime{}, no_entry);
        std::vector<std::string> out;
        for (const FactId fact : contradictions(s.vocabulary, knowledge, ModelTime{})) out.push_back(s.vocabulary.facts[fact].id);
        return out;
    };
    using O = Observation;
    using Names = std::vector<std::string>;
    CHECK(odd({}).empty());
    CHECK(odd({{"serious_injuries", O::exactly(3)}, {"injuries", O::exactly(2)}}) == Names{"serious_injuries"});
    CHECK(odd({{"serious_injuries", O::exactly(3)}, {"injuries", O::exactly(3)}}).empty());
    CHECK(odd({{"serious_injuries", O::range(2, 5)}, {"injuries", O::range(0, 2)}}).empty());
    CHECK(odd({{"serious_injuries", O::range(3, 5)}, {"injuries", O::range(0, 2)}}) == Names{"serious_injuries"});
    CHECK(odd({{"gathered_at_key_place", O::exactly(100)}, {"participants", O::exactly(99)}}) == Names{"gathered_at_key_place"});
    CHECK(odd({{"gathered_at_key_place", O::exactly(100)}}).empty());
    CHECK(odd({{"casualties", O::exactly(1)}, {"deaths", O::exactly(0)}, {"injuries", O::exactly(0)}}) == Names{"casualties"});
    CHECK(odd({{"casualties", O::exactly(1)}, {"deaths", O::exactly(0)}}).empty());
    CHECK(odd({{"casualties", O::range(0, 2)}, {"deaths", O::exactly(0)}, {"injuries", O::exactly(0)}}).empty());
    CHECK(odd({{"prisoners", O::exactly(1)}, {"prison_incident", O::exactly(0)}}) == Names{"prisoners"});
    CHECK(odd({{"prisoners", O::exactly(1)}}).empty());
}
