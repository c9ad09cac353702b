// Grading clause by clause, against every completion of what is unknown where each fact stands once.
#include "sandtable/plan.hpp"
#include "support/catch.hpp"
#include "support/tiny_plan.hpp"

using namespace sandtable;

namespace {

const Plan& graded_plan() {
    static const Plan plan = tiny_plan(R"T(scope:
  clause: "1.1"
  when: {all: [{fire: true}, {any: [{blocked: {at_least: 1 h}}, {smoke: true}]}]}
criteria:
- {clause: "3", grade: III, says: {zh: 三, en: three}, when: {loss: {at_least: 2}}}
- {clause: "2(2)", grade: II, says: {zh: 二, en: two}, when: {people: {at_least: 1, below: 3}}}
- {clause: "2(1)", grade: I, says: {zh: 一, en: one}, when: {all: [{dead: {at_least: 2}}, {impact: {at_least: severe}}]}}
)T");
    return plan;
}

std::string clauses(const Plan& plan, const std::vector<std::uint32_t>& criteria) {
    std::string out;
    for (const auto i : criteria) out += (out.empty() ? "" : " ") + plan.criteria[i].clause;
    return out;
}

std::string facts(const std::vector<FactId>& ids) {
    std::string out;
    for (const FactId id : ids) out += (out.empty() ? "" : " ") + tiny_vocabulary().facts[id].id;
    return out;
}

Grading graded(std::initializer_list<std::pair<std::string_view, std::string_view>> said) { return grade(graded_plan(), tiny_vocabulary(), tiny_knowledge(said), {}); }

}  // namespace

TEST_CASE("criteria stand in clause order, whatever the order of the file", "[plan][grading]") {
    CHECK(clauses(graded_plan(), {0, 1, 2}) == "2(1) 2(2) 3");
}

TEST_CASE("the most severe grade that holds is the grade", "[plan][grading]") {
    const Grading g = graded({{"fire", "yes"}, {"smoke", "yes"}, {"people", "2"}, {"dead", "2"}, {"impact", "severe"}, {"loss", "5"}});
    CHECK(g.applies == Truth::holds);
    CHECK(g.at_least == 2);
    CHECK(g.at_most == 2);
    CHECK(clauses(graded_plan(), g.met) == "2(1) 2(2) 3");
    CHECK(g.open.empty());
    CHECK(g.failed.empty());
    CHECK(g.unsettled.empty());
}

TEST_CASE("if none can hold the incident is below the lowest grade", "[plan][grading]") {
    const Grading g = graded({{"people", "3"}, {"dead", "0"}, {"loss", "1"}});
    CHECK(g.at_least == -1);
    CHECK(g.at_most == -1);
    CHECK(g.met.empty());
    CHECK(g.open.empty());
}

TEST_CASE("nothing known leaves every clause open and the scope unsettled", "[plan][grading]") {
    const Grading g = graded({});
    CHECK(g.applies == Truth::open);
    CHECK(g.at_least == -1);
    CHECK(g.at_most == 2);
    CHECK(clauses(graded_plan(), g.open) == "2(1) 2(2) 3");
    CHECK(facts(g.unsettled) == "blocked fire smoke");
    CHECK(g.failed.empty());
}

TEST_CASE("a scope that fails names the facts that failed it", "[plan][grading]") {
    const Grading no_fire = graded({{"fire", "no"}, {"smoke", "yes"}});
    CHECK(no_fire.applies == Truth::fails);
    CHECK(facts(no_fire.failed) == "fire");
    CHECK(no_fire.unsettled.empty());
    const Grading neither = graded({{"fire", "yes"}, {"smoke", "no"}, {"blocked", "30 min"}});
    CHECK(neither.applies == Truth::fails);
    CHECK(facts(neither.failed) == "blocked smoke");
}

TEST_CASE("a branch of any that failed is no reason while another is open", "[plan][grading]") {
    const Grading g = graded({{"fire", "yes"}, {"smoke", "no"}});
    CHECK(g.applies == Truth::open);
    CHECK(g.failed.empty());
    CHECK(facts(g.unsettled) == "blocked");
}

TEST_CASE("a branch of any that holds settles it whatever the others are", "[plan][grading]") {
    const Grading g = graded({{"fire", "yes"}, {"smoke", "yes"}});
    CHECK(g.applies == Truth::holds);
    CHECK(g.unsettled.empty());
}

TEST_CASE("a plan without scope applies, one without criteria has no grade", "[plan][grading]") {
    const Plan plan = tiny_plan("");
    const Grading g = grade(plan, tiny_vocabulary(), tiny_knowledge({}), {});
    CHECK(g.applies == Truth::holds);
    CHECK(g.at_least == -1);
    CHECK(g.at_most == -1);
    CHECK(graded_facts(plan).empty());
}

TEST_CASE("the facts a plan grades by are those of its scope and criteria, in vocabulary order", "[plan][grading]") {
    CHECK(facts(graded_facts(graded_plan())) == "people dead blocked loss fire smoke impact");
}

TEST_CASE("interval, met, open and applies are exact over every completion of small ranges", "[plan][grading]") {
    // each of the six graded facts known, ranged or unknown over 0..3 (flags 0..1, scale 0..2); 6^4 times 3^2 kinds of knowledge
    const Plan& plan = graded_plan();
    struct Range {
        std::int64_t low, high;
    };
    const Range counts[] = {{0, 0}, {2, 2}, {3, 3}, {0, 1}, {1, 2}, {0, 3}}, levels[] = {{0, 0}, {2, 2}, {1, 2}}, flags[] = {{0, 0}, {1, 1}, {0, 1}};
    int wrong = 0, seen = 0;
    for (const Range people : counts)
        for (const Range dead : counts)
            for (const Range loss : counts)
                for (const Range impact : levels)
                    for (const Range fire : flags)
                        for (const Range smoke : flags) {
                            Knowledge knowledge(tiny_vocabulary().facts.size());
                            const auto learn = [&](std::string_view id, Range r) { knowledge.learn(tiny_fact(id), Observation::range(r.low, r.high), {}, 0); };
                            learn("people", people), learn("dead", dead), learn("loss", loss), learn("impact", impact), learn("fire", fire), learn("smoke", smoke);
                            knowledge.learn(tiny_fact("blocked"), Observation::exactly(0), {}, 0);
                            int lowest = 3, highest = -1;
                            bool met[3] = {true, true, true}, possible[3] = {}, in = false, out = false;
                            for (auto p = people.low; p <= people.high; ++p)
                                for (auto d = dead.low; d <= dead.high; ++d)
                                    for (auto l = loss.low; l <= loss.high; ++l)
                                        for (auto i = impact.low; i <= impact.high; ++i) {
                                            const bool holds[3] = {d >= 2 && i >= 2, p >= 1 && p < 3, l >= 2};  // 2(1), 2(2), 3
                                            const int now = holds[0] ? 2 : holds[1] ? 1 : holds[2] ? 0 : -1;
                                            lowest = std::min(lowest, now), highest = std::max(highest, now);
                                            for (int c = 0; c < 3; ++c) met[c] = met[c] && holds[c], possible[c] = possible[c] || holds[c];
                                        }
                            for (auto f = fire.low; f <= fire.high; ++f)
                                for (auto s = smoke.low; s <= smoke.high; ++s) (f != 0 && s != 0 ? in : out) = true;
                            Grading expected;
                            expected.applies = !out ? Truth::holds : in ? Truth::open : Truth::fails;
                            expected.at_least = lowest, expected.at_most = highest;
                            for (std::uint32_t c = 0; c < 3; ++c)
                                if (met[c]) expected.met.push_back(c);
                                else if (possible[c]) expected.open.push_back(c);
                            const Grading found = grade(plan, tiny_vocabulary(), knowledge, {});
                            wrong += std::tie(found.applies, found.at_least, found.at_most, found.met, found.open) != std::tie(expected.applies, expected.at_least, expected.at_most, expected.met, expected.open);
                            ++seen;
                        }
    CHECK(seen == 6 * 6 * 6 * 3 * 3 * 3);
    CHECK(wrong == 0);
}

TEST_CASE("hours that grow change the grading at their instant", "[plan][grading]") {
    Knowledge knowledge = tiny_knowledge({{"fire", "yes"}, {"smoke", "no"}});
    knowledge.learn(tiny_fact("blocked"), Observation::since(0), {}, 0);
    CHECK(grade(graded_plan(), tiny_vocabulary(), knowledge, model_time(3'599'999)).applies == Truth::fails);
    CHECK(grade(graded_plan(), tiny_vocabulary(), knowledge, model_time(3'600'000)).applies == Truth::holds);
}

TEST_CASE("an interval of grades is exact where one number passes from one clause to the next", "[plan][grading]") {
    // 1 to 5 people: 1, 2 are III and 3 to 5 are II, so it is at least III although no single clause is certain (semantics.md 2).
    const Plan plan = tiny_plan("criteria:\n- {clause: \"2(1)\", grade: II, says: {zh: 二, en: two}, when: {people: {at_least: 3}}}\n- {clause: \"2(2)\", grade: III, says: {zh: 三, en: three}, when: {people: {at_least: 1, below: 3}}}\n");
    const Grading g = grade(plan, tiny_vocabulary(), tiny_knowledge({{"people", "1..5"}}), {});
    CHECK(g.at_least == 0);
    CHECK(g.at_most == 1);
}
