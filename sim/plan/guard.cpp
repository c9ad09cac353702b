#include "sandtable/guard.hpp"

#include <algorithm>

#include "sandtable/grading_table.hpp"

namespace sandtable {

namespace {

void collect(const Guard& guard, std::vector<FactId>& out) {
    if (guard.kind == Guard::Kind::fact || guard.kind == Guard::Kind::known) out.push_back(guard.fact);
    for (const Guard& part : guard.parts) collect(part, out);
}

/// Whether all, some or no values of [low, high] lie in [from, below).
Truth interval_truth(std::int64_t low, std::int64_t high, std::int64_t from, std::int64_t below) {
    if (high < from || low >= below) return Truth::fails;
    return low >= from && (high < below || below == unbounded) ? Truth::holds : Truth::open;
}

}  // namespace

std::vector<FactId> Guard::facts() const {
    std::vector<FactId> out;
    collect(*this, out);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

bool Guard::names_any(std::span<const FactId> facts) const {
    if ((kind == Kind::fact || kind == Kind::known) && std::find(facts.begin(), facts.end(), fact) != facts.end()) return true;
    return std::any_of(parts.begin(), parts.end(), [&](const Guard& part) { return part.names_any(facts); });
}

bool Guard::names_grading() const {
    if (kind == Kind::scope || kind == Kind::grade) return true;
    return std::any_of(parts.begin(), parts.end(), [](const Guard& part) { return part.names_grading(); });
}

bool Guard::facts_only() const {
    if (kind == Kind::scope || kind == Kind::grade || kind == Kind::known) return false;
    return std::all_of(parts.begin(), parts.end(), [](const Guard& part) { return part.facts_only(); });
}

namespace {

/// What a condition is judged on.
struct Seen {
    const Vocabulary& vocabulary;
    const Knowledge& knowledge;
    ModelTime now;
    const Grading* grading;
    bool use_possible_grade;
    const std::vector<OtherGrading>* others;
};

/// Another plan's grade, where that plan looks at the incident and applies.
Truth judge_other(const Guard& guard, const Seen& seen) {
    if (seen.others != nullptr)
        for (const OtherGrading& other : *seen.others) {
            if (other.plan != guard.of_plan) continue;
            if (!other.graded) return Truth::open;
            if (other.applies == Truth::fails) return Truth::fails;
            const int end = seen.use_possible_grade ? other.at_most : other.at_least;
            return interval_truth(end, end, guard.from, guard.below);
        }
    return Truth::fails;
}

Truth judge_by_parts(const Guard& guard, const Seen& seen) {
    switch (guard.kind) {
        case Guard::Kind::all: {
            Truth truth = Truth::holds;
            for (const Guard& part : guard.parts) truth = std::min(truth, judge_by_parts(part, seen));
            return truth;
        }
        case Guard::Kind::any: {
            Truth truth = Truth::fails;
            for (const Guard& part : guard.parts) truth = std::max(truth, judge_by_parts(part, seen));
            return truth;
        }
        case Guard::Kind::fact: {
            const Fact& fact = seen.vocabulary.facts[guard.fact];
            Observation said = seen.knowledge[guard.fact].observation;
            // a finding not stated is not made; only scope_1_3 stands unless denied (semantics.md 2)
            if (fact.finding && !said.known) said = Observation::exactly(fact.id == "scope_1_3" ? 1 : 0);
            said = said.at(seen.now, fact);
            return interval_truth(said.low, said.high, guard.from, guard.below);
        }
        case Guard::Kind::scope:
            if (seen.grading == nullptr) return guard.scope == Truth::open ? Truth::holds : Truth::fails;  // nobody has graded: open
            return seen.grading->applies == guard.scope ? Truth::holds : Truth::fails;
        case Guard::Kind::grade: {
            if (!guard.of_plan.empty()) return judge_other(guard, seen);
            if (seen.grading == nullptr) return Truth::open;
            // a working grade is the certain end; under `may:` the possible end counts (semantics.md 5)
            const int end = seen.use_possible_grade ? seen.grading->at_most : seen.grading->at_least;
            return interval_truth(end, end, guard.from, guard.below);
        }
        case Guard::Kind::known: return seen.knowledge[guard.fact].observation.known ? Truth::holds : Truth::fails;
    }
    return Truth::open;
}

/// Whether some fact is tested more than once.
bool repeats_fact(const Guard& guard, std::vector<FactId>& tested) {
    if (guard.kind == Guard::Kind::fact) {
        if (std::find(tested.begin(), tested.end(), guard.fact) != tested.end()) return true;
        tested.push_back(guard.fact);
    }
    return std::any_of(guard.parts.begin(), guard.parts.end(), [&](const Guard& part) { return repeats_fact(part, tested); });
}

/// The condition on facts that is left once gradings and what is known are looked up; nothing where nobody has graded yet.
std::optional<Guard> on_facts(const Guard& guard, const Seen& seen) {
    if (guard.kind == Guard::Kind::fact) return guard;
    Guard left;
    left.kind = guard.kind;
    if (guard.kind != Guard::Kind::all && guard.kind != Guard::Kind::any) {
        const Truth truth = judge_by_parts(guard, seen);
        if (truth == Truth::open) return std::nullopt;
        left.kind = truth == Truth::holds ? Guard::Kind::all : Guard::Kind::any;  // of nothing
    }
    for (const Guard& part : guard.parts) {
        auto one = on_facts(part, seen);
        if (!one) return std::nullopt;
        left.parts.push_back(std::move(*one));
    }
    return left;
}

}  // namespace

Truth judge(const Guard& guard, const Vocabulary& vocabulary, const Knowledge& knowledge, ModelTime now, const Grading* grading, bool use_possible_grade, const std::vector<OtherGrading>* others) {
    const Seen seen{vocabulary, knowledge, now, grading, use_possible_grade, others};
    const Truth by_parts = judge_by_parts(guard, seen);
    thread_local std::vector<FactId> tested;
    tested.clear();
    if (by_parts != Truth::open || !repeats_fact(guard, tested)) return by_parts;
    const auto facts = on_facts(guard, seen);
    if (!facts) return Truth::open;
    const GradingTable table(vocabulary, {}, {}, &*facts);
    return table.grade(table.possible(vocabulary, knowledge, now)).applies;
}

std::vector<ModelTime> crossings(const Guard& guard, const Knowledge& knowledge, ModelTime now) {
    std::vector<ModelTime> out;
    const auto visit = [&](const auto& self, const Guard& g) -> void {
        for (const Guard& part : g.parts) self(self, part);
        if (g.kind != Guard::Kind::fact) return;
        const Observation& seen = knowledge[g.fact].observation;
        if (!seen.known || !seen.growing) return;
        for (const std::int64_t limit : {g.from, g.below})
            if (limit != unbounded && model_time(seen.low + limit) > now) out.push_back(model_time(seen.low + limit));
    };
    visit(visit, guard);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace sandtable
