#include "sandtable/guard.hpp"

#include <algorithm>

#include "sandtable/assert.hpp"

namespace sandtable {

namespace {

void collect(const Guard& guard, std::vector<FactId>& out) {
    if (guard.kind == Guard::Kind::fact) out.push_back(guard.fact);
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

bool Guard::names_grading() const {
    if (kind == Kind::scope || kind == Kind::grade) return true;
    return std::any_of(parts.begin(), parts.end(), [](const Guard& part) { return part.names_grading(); });
}

Truth judge(const Guard& guard, const Vocabulary& vocabulary, const Knowledge& knowledge, ModelTime now, const Grading* grading, bool use_possible_grade) {
    switch (guard.kind) {
        case Guard::Kind::all: {
            Truth truth = Truth::holds;
            for (const Guard& part : guard.parts) truth = std::min(truth, judge(part, vocabulary, knowledge, now, grading, use_possible_grade));
            return truth;
        }
        case Guard::Kind::any: {
            Truth truth = Truth::fails;
            for (const Guard& part : guard.parts) truth = std::max(truth, judge(part, vocabulary, knowledge, now, grading, use_possible_grade));
            return truth;
        }
        case Guard::Kind::fact: {
            const Fact& fact = vocabulary.facts[guard.fact];
            Observation seen = knowledge[guard.fact].observation;
            // a finding not stated is not made; only scope_1_3 stands unless denied (semantics.md 2)
            if (fact.finding && !seen.known) seen = Observation::exactly(fact.id == "scope_1_3" ? 1 : 0);
            seen = seen.at(now, fact);
            return interval_truth(seen.low, seen.high, guard.from, guard.below);
        }
        case Guard::Kind::scope:
            if (grading == nullptr) return guard.scope == Truth::open ? Truth::holds : Truth::fails;  // nobody has graded: open
            return grading->applies == guard.scope ? Truth::holds : Truth::fails;
        case Guard::Kind::grade: {
            if (grading == nullptr) return Truth::open;
            // a working grade is the certain end; under `may:` the possible end counts (semantics.md 5)
            const int end = use_possible_grade ? grading->at_most : grading->at_least;
            return interval_truth(end, end, guard.from, guard.below);
        }
    }
    return Truth::open;
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
