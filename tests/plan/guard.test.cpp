// Guards over ranges, three-valued: against every completion of small ranges.
#include "sandtable/guard.hpp"
#include "support/catch.hpp"
#include "support/tiny_plan.hpp"

using namespace sandtable;

namespace {

Guard fact_guard(std::string_view id, std::int64_t from, std::int64_t below) {
    Guard guard;
    guard.kind = Guard::Kind::fact;
    guard.fact = tiny_fact(id);
    guard.from = from;
    guard.below = below;
    return guard;
}

Guard joined(Guard::Kind kind, std::vector<Guard> parts) {
    Guard guard;
    guard.kind = kind;
    guard.parts = std::move(parts);
    return guard;
}

Knowledge knowing(std::initializer_list<std::pair<std::string_view, Observation>> facts) {
    Knowledge knowledge(tiny_vocabulary().facts.size());
    for (const auto& [id, seen] : facts) knowledge.learn(tiny_fact(id), seen, ModelTime{}, 0);
    return knowledge;
}

Truth judged(const Guard& guard, const Knowledge& knowledge, ModelTime now = {}) { return judge(guard, tiny_vocabulary(), knowledge, now); }

/// The guard of a criterion written as in a file.
Guard guard_from(const std::string& when) { return tiny_plan("scope: {clause: \"1.1\", when: " + when + "}\n").scope->when; }

Truth of_completions(bool some_true, bool some_false) { return some_false ? (some_true ? Truth::open : Truth::fails) : Truth::holds; }

}  // namespace

TEST_CASE("an interval is judged right over every range of 0 to 7", "[plan][guard]") {
    for (std::int64_t from = 0; from <= 7; ++from)
        for (std::int64_t below = from + 1; below <= 9; ++below) {
            const Guard guard = fact_guard("people", from, below == 9 ? unbounded : below);
            for (std::int64_t low = 0; low <= 7; ++low)
                for (std::int64_t high = low; high <= 8; ++high) {
                    bool some_true = false, some_false = false;
                    for (std::int64_t v = low; v <= (high == 8 ? 20 : high); ++v) (v >= from && (below == 9 || v < below) ? some_true : some_false) = true;
                    const Truth expected = of_completions(some_true, some_false);
                    const Truth found = judged(guard, knowing({{"people", Observation::range(low, high == 8 ? unbounded : high)}}));
                    if (found != expected) FAIL_CHECK(from << ".." << below << " on " << low << ".." << high);
                }
        }
    SUCCEED();
}

TEST_CASE("at_least counts its limit and below does not", "[plan][guard]") {
    const Guard at_least = guard_from("{people: {at_least: 50}}"), below = guard_from("{people: {below: 50}}");
    const auto on = [](const Guard& guard, std::string_view value) { return judged(guard, tiny_knowledge({{"people", value}})); };
    CHECK(on(at_least, "49") == Truth::fails);
    CHECK(on(at_least, "50") == Truth::holds);
    CHECK(on(below, "49") == Truth::holds);
    CHECK(on(below, "50") == Truth::fails);
    CHECK(on(at_least, "49..50") == Truth::open);
    CHECK(on(below, "49..50") == Truth::open);
    CHECK(on(at_least, "50..") == Truth::holds);
    CHECK(on(below, "50..") == Truth::fails);
    CHECK(on(at_least, "..49") == Truth::fails);
    CHECK(on(below, "..49") == Truth::holds);
    CHECK(on(at_least, "0..") == Truth::open);
}

TEST_CASE("a limit below is open to nothing where it is known to be reached", "[plan][guard]") {
    const Guard both = guard_from("{people: {at_least: 10, below: 20}}");
    const auto on = [&](std::string_view value) { return judged(both, tiny_knowledge({{"people", value}})); };
    CHECK(on("9") == Truth::fails);
    CHECK(on("10..19") == Truth::holds);
    CHECK(on("10..20") == Truth::open);
    CHECK(on("20..") == Truth::fails);
}

TEST_CASE("nobody having said anything is open, for every type of fact", "[plan][guard]") {
    const Knowledge nothing = tiny_knowledge({});
    for (const char* when : {"{people: {at_least: 1}}", "{people: 0}", "{people: {below: 1}}", "{fire: true}", "{fire: false}", "{impact: severe}", "{impact: {at_least: some}}", "{blocked: {at_least: 3 h}}", "{loss: {below: 5}}"}) {
        INFO(when);
        CHECK(judged(guard_from(when), nothing) == Truth::open);
    }
    CHECK(judged(guard_from("{people: {at_least: 0}}"), nothing) == Truth::holds);
    CHECK(judged(guard_from("{impact: {at_least: none}}"), nothing) == Truth::holds);
}

TEST_CASE("a finding not stated is not made, but scope 1.3 stands unless denied", "[plan][guard]") {
    const Knowledge nothing = tiny_knowledge({});
    CHECK(judged(guard_from("{clause_2_5: true}"), nothing) == Truth::fails);
    CHECK(judged(guard_from("{clause_2_5: false}"), nothing) == Truth::holds);
    CHECK(judged(guard_from("{assessor_grade: II}"), nothing) == Truth::fails);
    CHECK(judged(guard_from("{assessor_grade: none}"), nothing) == Truth::holds);
    CHECK(judged(guard_from("{scope_1_3: true}"), nothing) == Truth::holds);
    CHECK(judged(guard_from("{scope_1_3: true}"), tiny_knowledge({{"scope_1_3", "no"}})) == Truth::fails);
}

TEST_CASE("a grade an assessor found meets exactly its own item", "[plan][guard]") {
    const std::vector<std::string> grades{"III", "II", "I"};
    const Knowledge found = tiny_knowledge({{"assessor_grade", "II"}}, grades);
    CHECK(judged(guard_from("{assessor_grade: II}"), found) == Truth::holds);
    CHECK(judged(guard_from("{assessor_grade: I}"), found) == Truth::fails);
    CHECK(judged(guard_from("{assessor_grade: III}"), found) == Truth::fails);
}

TEST_CASE("all and any are right in every completion where each fact stands once", "[plan][guard]") {
    // four facts of small ranges, every tree of two levels over them, every range of each
    struct Range {
        std::int64_t low, high;
    };
    const Range ranges[] = {{0, 0}, {1, 1}, {2, 2}, {0, 1}, {1, 2}, {0, 2}};
    const char* ids[] = {"people", "dead", "loss", "impact"};
    for (int tree = 0; tree < 8; ++tree)
        for (int r0 = 0; r0 < 6; ++r0)
            for (int r1 = 0; r1 < 6; ++r1)
                for (int r2 = 0; r2 < 6; ++r2)
                    for (int r3 = 0; r3 < 6; ++r3) {
                        const Range seen[] = {ranges[r0], ranges[r1], ranges[r2], ranges[r3]};
                        const auto kind = [&](int bit) { return (tree >> bit & 1) != 0 ? Guard::Kind::all : Guard::Kind::any; };
                        const Guard guard = joined(kind(0), {joined(kind(1), {fact_guard(ids[0], 1, unbounded), fact_guard(ids[1], 0, 1)}), joined(kind(2), {fact_guard(ids[2], 1, 2), fact_guard(ids[3], 2, unbounded)})});
                        bool some_true = false, some_false = false;
                        std::int64_t v[4];
                        for (v[0] = seen[0].low; v[0] <= seen[0].high; ++v[0])
                            for (v[1] = seen[1].low; v[1] <= seen[1].high; ++v[1])
                                for (v[2] = seen[2].low; v[2] <= seen[2].high; ++v[2])
                                    for (v[3] = seen[3].low; v[3] <= seen[3].high; ++v[3]) {
                                        const auto both = [&](int bit, bool a, bool b) { return (tree >> bit & 1) != 0 ? a && b : a || b; };
                                        (both(0, both(1, v[0] >= 1, v[1] < 1), both(2, v[2] == 1, v[3] >= 2)) ? some_true : some_false) = true;
                                    }
                        Knowledge knowledge(tiny_vocabulary().facts.size());
                        for (int i = 0; i < 4; ++i) knowledge.learn(tiny_fact(ids[i]), Observation::range(seen[i].low, seen[i].high), ModelTime{}, 0);
                        if (judged(guard, knowledge) != of_completions(some_true, some_false)) FAIL_CHECK("tree " << tree << " ranges " << r0 << r1 << r2 << r3);
                    }
    SUCCEED();
}

TEST_CASE("several keys in one map mean all of them", "[plan][guard]") {
    const Guard guard = guard_from("{people: {at_least: 50}, fire: true}");
    CHECK(judged(guard, tiny_knowledge({{"people", "50"}, {"fire", "yes"}})) == Truth::holds);
    CHECK(judged(guard, tiny_knowledge({{"people", "50"}})) == Truth::open);
    CHECK(judged(guard, tiny_knowledge({{"people", "50"}, {"fire", "no"}})) == Truth::fails);
    CHECK(judged(guard, tiny_knowledge({{"people", "49"}})) == Truth::fails);
}

TEST_CASE("nothing at all holds", "[plan][guard]") {
    CHECK(Guard{}.empty());
    CHECK(judged(Guard{}, tiny_knowledge({})) == Truth::holds);
}

TEST_CASE("a scope guard asks for one answer, and ungraded is open", "[plan][guard]") {
    const auto scope = [](Truth wanted, const Grading* grading) {
        Guard guard;
        guard.kind = Guard::Kind::scope;
        guard.scope = wanted;
        return judge(guard, tiny_vocabulary(), tiny_knowledge({}), {}, grading);
    };
    for (const Truth applies : {Truth::fails, Truth::open, Truth::holds})
        for (const Truth wanted : {Truth::fails, Truth::open, Truth::holds}) {
            Grading grading;
            grading.applies = applies;
            CHECK(scope(wanted, &grading) == (applies == wanted ? Truth::holds : Truth::fails));
        }
    CHECK(scope(Truth::open, nullptr) == Truth::holds);
    CHECK(scope(Truth::holds, nullptr) == Truth::fails);
    CHECK(scope(Truth::fails, nullptr) == Truth::fails);
}

TEST_CASE("a grade guard looks at the certain end, under may at the possible one", "[plan][guard]") {
    Guard guard;
    guard.kind = Guard::Kind::grade;
    guard.from = 1;  // at least II of III, II, I
    guard.below = unbounded;
    Grading grading;
    const auto with = [&](int at_least, int at_most, bool possible) {
        grading.at_least = at_least;
        grading.at_most = at_most;
        return judge(guard, tiny_vocabulary(), tiny_knowledge({}), {}, &grading, possible);
    };
    CHECK(with(0, 2, false) == Truth::fails);
    CHECK(with(0, 2, true) == Truth::holds);
    CHECK(with(1, 2, false) == Truth::holds);
    CHECK(with(-1, 0, true) == Truth::fails);
    CHECK(judge(guard, tiny_vocabulary(), tiny_knowledge({}), {}) == Truth::open);
}

TEST_CASE("hours that grow cross a limit at their instant", "[plan][guard]") {
    const Guard guard = guard_from("{blocked: {at_least: 3 h, below: 8 h}}");
    const Knowledge knowledge = knowing({{"blocked", Observation::since(600'000)}});
    const std::int64_t hour = 3'600'000, begin = 600'000;
    CHECK(judged(guard, knowledge, model_time(begin + 3 * hour - 1)) == Truth::fails);
    CHECK(judged(guard, knowledge, model_time(begin + 3 * hour)) == Truth::holds);
    CHECK(judged(guard, knowledge, model_time(begin + 8 * hour - 1)) == Truth::holds);
    CHECK(judged(guard, knowledge, model_time(begin + 8 * hour)) == Truth::fails);
    CHECK(crossings(guard, knowledge, model_time(0)) == std::vector{model_time(begin + 3 * hour), model_time(begin + 8 * hour)});
    CHECK(crossings(guard, knowledge, model_time(begin + 3 * hour)) == std::vector{model_time(begin + 8 * hour)});
    CHECK(crossings(guard, knowledge, model_time(begin + 8 * hour)).empty());
    CHECK(crossings(guard, tiny_knowledge({{"blocked", "2 h"}}), model_time(0)).empty());
}

TEST_CASE("the facts a guard names are listed once and in vocabulary order", "[plan][guard]") {
    const Guard guard = guard_from("{any: [{fire: true}, {people: {at_least: 5}}, {all: [{dead: {at_least: 1}}, {fire: false}]}]}");
    CHECK(guard.facts() == std::vector{tiny_fact("people"), tiny_fact("dead"), tiny_fact("fire")});
    CHECK_FALSE(guard.names_grading());
}

TEST_CASE("a guard in which a fact stands twice is judged over every completion, not part by part", "[plan][guard]") {
    const Guard either = guard_from("{any: [{fire: true}, {fire: false}]}"), covered = guard_from("{any: [{people: {at_least: 50}}, {people: {below: 60}}]}"),
                never = guard_from("{all: [{people: {below: 50}}, {any: [{people: {at_least: 60}}, {smoke: true, all: [{smoke: false}]}]}]}"), open = guard_from("{any: [{people: {at_least: 60}}, {people: {below: 50}}]}");
    CHECK(judged(either, knowing({})) == Truth::holds);
    CHECK(judged(covered, knowing({})) == Truth::holds);
    CHECK(judged(never, knowing({})) == Truth::fails);
    CHECK(judged(open, knowing({})) == Truth::open);
    CHECK(judged(open, knowing({{"people", Observation::range(50, 59)}})) == Truth::fails);
    CHECK(judged(open, knowing({{"people", Observation::range(60, 70)}})) == Truth::holds);
}

TEST_CASE("known holds as soon as something is stated, and a grading in the same guard is looked up first", "[plan][guard]") {
    Guard known;
    known.kind = Guard::Kind::known;
    known.fact = tiny_fact("fire");
    CHECK(judged(known, knowing({})) == Truth::fails);
    CHECK(judged(known, knowing({{"fire", Observation::exactly(0)}})) == Truth::holds);
    CHECK(judged(known, knowing({{"people", Observation::exactly(5)}})) == Truth::fails);
    CHECK(known.facts() == std::vector<FactId>{tiny_fact("fire")});
    CHECK_FALSE(known.facts_only());
    Guard scope;
    scope.kind = Guard::Kind::scope;
    const Guard mixed = joined(Guard::Kind::all, {scope, guard_from("{any: [{fire: true}, {fire: false}]}")});
    Grading grading;
    grading.applies = Truth::holds;
    CHECK(judge(mixed, tiny_vocabulary(), knowing({}), {}, &grading) == Truth::holds);
    grading.applies = Truth::fails;
    CHECK(judge(mixed, tiny_vocabulary(), knowing({}), {}, &grading) == Truth::fails);
}
