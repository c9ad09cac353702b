// Gradings per second and core, JSON text in and out as `grade --batch` does: cases with everything known, with half of it known, with nothing.
// Beside each stands what a condition-by-condition grader does with the same lines (three-valued logic, no questions, not exact): the ratio says
// what exactness and questions cost. Alternating rounds; the figures are medians.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "sandtable/grading_answer.hpp"
#include "support/drawn.hpp"
#include "support/shipped_plan.hpp"

using namespace sandtable;

namespace {

constexpr int rounds = 7;
constexpr std::size_t cases = 4000;

/// A value round the limits of a fact, as JSON.
std::string value_of(const Fact& fact, const FactCells& cells, Lcg& lcg) {
    const std::int64_t value = cells.begins[lcg.below(static_cast<std::uint32_t>(cells.begins.size()))];
    const std::string text = observation_text(fact, Observation::exactly(value));
    switch (fact.type) {
        case FactType::count:
        case FactType::yuan: return text;
        case FactType::flag: return value != 0 ? "true" : "false";
        case FactType::hours:
        case FactType::scale: return "\"" + text + "\"";
    }
    return "null";
}

std::vector<std::string> lines(const Plan& plan, const Vocabulary& vocabulary, std::uint32_t known_of_two) {
    Lcg lcg{20260126};
    std::vector<std::string> out;
    for (std::size_t i = 0; i < cases; ++i) {
        std::string facts;
        for (const FactCells& cells : plan.table->cells()) {
            const Fact& fact = vocabulary.facts[cells.fact];
            if (fact.finding || lcg.below(2) >= known_of_two) continue;
            facts += (facts.empty() ? "\"" : ",\"") + fact.id + "\":" + value_of(fact, cells, lcg);
        }
        out.push_back("{\"id\":" + std::to_string(i) + ",\"facts\":{" + facts + "}}");
    }
    return out;
}

template <class Work>
double seconds(const Work& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

Knowledge knowledge_of_line(const std::string& line, const Plan& plan, const Vocabulary& vocabulary, JsonCase& one) {
    Knowledge knowledge(vocabulary.facts.size());
    if (read_case(line, plan, vocabulary, one)) std::abort();
    for (const auto& [fact, value] : one.facts) knowledge.learn(fact, value, ModelTime{}, no_entry);
    return knowledge;
}

std::size_t exact(const std::vector<std::string>& all, const Plan& plan, const Vocabulary& vocabulary) {
    std::size_t bytes = 0;
    for (const std::string& line : all) {
        JsonCase one;
        const Knowledge knowledge = knowledge_of_line(line, plan, vocabulary, one);
        bytes += answer_json(plan, vocabulary, answer(plan, vocabulary, knowledge), one.id_json).size();
    }
    return bytes;
}

std::size_t by_conditions(const std::vector<std::string>& all, const Plan& plan, const Vocabulary& vocabulary) {
    std::size_t bytes = 0;
    for (const std::string& line : all) {
        JsonCase one;
        const Knowledge knowledge = knowledge_of_line(line, plan, vocabulary, one);
        GradingAnswer a;
        a.grading.applies = Truth::holds;
        for (std::uint32_t i = 0; i < plan.criteria.size(); ++i) {
            const Truth truth = judge(plan.criteria[i].when, vocabulary, knowledge, ModelTime{});
            if (truth == Truth::holds) a.grading.met.push_back(i), a.grading.at_least = std::max(a.grading.at_least, plan.criteria[i].grade);
            if (truth == Truth::open) a.grading.open.push_back(i);
            if (truth != Truth::fails) a.grading.at_most = std::max(a.grading.at_most, plan.criteria[i].grade);
        }
        bytes += answer_json(plan, vocabulary, a, one.id_json).size();
    }
    return bytes;
}

}  // namespace

int main() {
    const ShippedPlan shipped = shipped_plan("mass-incident");
    std::printf("gradings of mass-incident, JSON in and out, one core, medians of %d rounds of %zu cases:\n", rounds, cases);
    std::size_t bytes = 0;
    for (const auto& [name, known_of_two] : {std::pair{"everything known", 2u}, {"half known, with questions", 1u}, {"nothing known, with questions", 0u}}) {
        const auto all = lines(shipped.plan, shipped.vocabulary, known_of_two);
        std::vector<double> ours, plain, ratios;
        for (int round = 0; round < rounds; ++round) {
            ours.push_back(seconds([&] { bytes += exact(all, shipped.plan, shipped.vocabulary); }));
            plain.push_back(seconds([&] { bytes += by_conditions(all, shipped.plan, shipped.vocabulary); }));
            ratios.push_back(ours.back() / plain.back());
        }
        std::printf("  %-30s %9.0f per second (%.3f ms each); %.2f times a grader by conditions without questions\n", name, cases / median(ours), median(ours) / cases * 1000, median(ratios));
    }
    return bytes == 0 ? 1 : 0;
}
