// Grading under unknown facts is exact: compared with every completion, on tables drawn by a fixed generator.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sandtable/grading_table.hpp"
#include "sandtable/plan.hpp"
#include "support/catch.hpp"
#include "support/drawn.hpp"

using namespace sandtable;

namespace {

constexpr std::uint32_t facts = 5;
constexpr std::int64_t top = 3;  // values to top + 3 cross every limit drawn

Vocabulary small_vocabulary() {
    Vocabulary vocabulary;
    for (std::uint32_t i = 0; i < facts; ++i) {
        Fact fact;
        fact.id = std::string("f") + std::to_string(i);
        fact.type = i == 0 ? FactType::flag : FactType::count;
        vocabulary.facts.push_back(fact);
    }
    return vocabulary;
}

Knowledge stated(const std::vector<Observation>& observations) {
    Knowledge knowledge(facts);
    for (std::uint32_t i = 0; i < facts; ++i) knowledge.learn(FactId{i}, observations[i], model_time(0), 0);
    return knowledge;
}

/// Every assignment of exact values that the observations allow.
std::vector<std::vector<std::int64_t>> completions(const std::vector<Observation>& observations) {
    std::vector<std::vector<std::int64_t>> all{{}};
    for (std::uint32_t i = 0; i < facts; ++i) {
        const std::int64_t low = observations[i].known ? observations[i].low : 0, high = observations[i].known ? std::min(observations[i].high, top + 3) : (i == 0 ? 1 : top + 3);
        std::vector<std::vector<std::int64_t>> longer;
        for (const auto& front : all)
            for (std::int64_t v = low; v <= high; ++v) {
                longer.push_back(front);
                longer.back().push_back(v);
            }
        all = std::move(longer);
    }
    return all;
}

Knowledge exactly(const std::vector<std::int64_t>& values) {
    std::vector<Observation> observations;
    for (const std::int64_t v : values) observations.push_back(Observation::exactly(v));
    return stated(observations);
}

struct Drawn {
    Vocabulary vocabulary = small_vocabulary();
    std::vector<Guard> criteria;
    std::vector<int> grades;
    Guard scope;
    std::vector<Observation> observations;

    explicit Drawn(std::uint64_t seed) {
        Lcg lcg{seed * 977 + 5};
        for (std::uint32_t n = 2 + lcg.below(4); n > 0; --n) {
            criteria.push_back(drawn_guard(lcg, vocabulary, 2));
            grades.push_back(static_cast<int>(lcg.below(3)));
        }
        scope = drawn_guard(lcg, vocabulary, 1);
        for (std::uint32_t i = 0; i < facts; ++i) {
            const std::int64_t a = i == 0 ? lcg.below(2) : lcg.below(top + 1);
            switch (lcg.below(3)) {
                case 0: observations.push_back(Observation::unknown()); break;
                case 1: observations.push_back(Observation::exactly(a)); break;
                default: observations.push_back(Observation::range(a, i == 0 ? 1 : a + lcg.below(3))); break;
            }
        }
    }
    int grade_of(const Knowledge& knowledge) const {
        int best = -1;
        for (std::size_t i = 0; i < criteria.size(); ++i)
            if (judge(criteria[i], vocabulary, knowledge, model_time(0)) == Truth::holds) best = std::max(best, grades[i]);
        return best;
    }
};

}  // namespace

TEST_CASE("the interval holds the grade of every completion and both its ends are reached", "[grading]") {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        const Drawn drawn(seed);
        const GradingTable table(drawn.vocabulary, drawn.criteria, drawn.grades, &drawn.scope);
        const Grading grading = table.grade(table.possible(drawn.vocabulary, stated(drawn.observations), model_time(0)));
        int least = 99, greatest = -99;
        std::set<std::uint32_t> ever, always;
        for (std::uint32_t i = 0; i < drawn.criteria.size(); ++i) always.insert(i);
        bool in_scope = false, out_of_scope = false;
        for (const auto& values : completions(drawn.observations)) {
            const Knowledge known = exactly(values);
            least = std::min(least, drawn.grade_of(known));
            greatest = std::max(greatest, drawn.grade_of(known));
            for (std::uint32_t i = 0; i < drawn.criteria.size(); ++i) {
                const bool holds = judge(drawn.criteria[i], drawn.vocabulary, known, model_time(0)) == Truth::holds;
                if (holds) ever.insert(i);
                else always.erase(i);
            }
            (judge(drawn.scope, drawn.vocabulary, known, model_time(0)) == Truth::holds ? in_scope : out_of_scope) = true;
        }
        INFO("seed " << seed);
        CHECK(grading.at_least == least);
        CHECK(grading.at_most == greatest);
        CHECK(std::set<std::uint32_t>(grading.met.begin(), grading.met.end()) == always);
        for (const auto met : always) ever.erase(met);
        CHECK(std::set<std::uint32_t>(grading.open.begin(), grading.open.end()) == ever);
        CHECK(grading.applies == (!out_of_scope ? Truth::holds : !in_scope ? Truth::fails : Truth::open));
    }
}

TEST_CASE("the questions are exactly the facts whose value can change grade or scope", "[grading]") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const Drawn drawn(seed);
        const GradingTable table(drawn.vocabulary, drawn.criteria, drawn.grades, &drawn.scope);
        std::set<std::uint32_t> asked;
        for (const Question& question : table.questions(drawn.vocabulary, table.possible(drawn.vocabulary, stated(drawn.observations), model_time(0)))) asked.insert(question.fact.index);
        std::set<std::uint32_t> matter;
        const auto all = completions(drawn.observations);
        for (std::uint32_t f = 0; f < facts; ++f) {
            std::map<std::vector<std::int64_t>, std::set<std::pair<int, Truth>>> answers;  // by the other facts
            for (auto values : all) {
                const Knowledge known = exactly(values);
                const std::pair answer(drawn.grade_of(known), judge(drawn.scope, drawn.vocabulary, known, model_time(0)));
                values[f] = -1;
                answers[values].insert(answer);
            }
            if (std::any_of(answers.begin(), answers.end(), [](const auto& row) { return row.second.size() > 1; })) matter.insert(f);
        }
        INFO("seed " << seed);
        CHECK(asked == matter);
    }
}

TEST_CASE("narrowing a fact never widens the interval", "[grading]") {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        const Drawn drawn(seed);
        const GradingTable table(drawn.vocabulary, drawn.criteria, drawn.grades, &drawn.scope);
        const Grading wide = table.grade(table.possible(drawn.vocabulary, stated(drawn.observations), model_time(0)));
        for (std::uint32_t f = 0; f < facts; ++f)
            for (std::int64_t v = 0; v <= (f == 0 ? 1 : top); ++v) {
                const Observation& was = drawn.observations[f];
                if (was.known && (v < was.low || v > was.high)) continue;
                auto narrower = drawn.observations;
                narrower[f] = Observation::exactly(v);
                const Grading grading = table.grade(table.possible(drawn.vocabulary, stated(narrower), model_time(0)));
                INFO("seed " << seed << " fact " << f << " value " << v);
                CHECK(grading.at_least >= wide.at_least);
                CHECK(grading.at_most <= wide.at_most);
            }
    }
}

TEST_CASE("answering the questions in order ends at one grade", "[grading]") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const Drawn drawn(seed);
        const GradingTable table(drawn.vocabulary, drawn.criteria, drawn.grades, &drawn.scope);
        const auto all = completions(drawn.observations);
        const auto& truth = all[seed * 7919 % all.size()];
        auto observations = drawn.observations;
        for (std::uint32_t step = 0;; ++step) {
            REQUIRE(step <= facts);
            const auto questions = table.questions(drawn.vocabulary, table.possible(drawn.vocabulary, stated(observations), model_time(0)));
            if (questions.empty()) break;
            observations[questions.front().fact.index] = Observation::exactly(truth[questions.front().fact.index]);
        }
        const Grading grading = table.grade(table.possible(drawn.vocabulary, stated(observations), model_time(0)));
        INFO("seed " << seed);
        CHECK(grading.at_least == grading.at_most);
        CHECK(grading.at_least == drawn.grade_of(exactly(truth)));
        CHECK(grading.applies != Truth::open);
    }
}
