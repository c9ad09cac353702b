// Grading by the compiled table; the scope's failed and open conditions by its leaves.
#include <algorithm>

#include "sandtable/plan.hpp"

namespace sandtable {

namespace {

/// Facts of those leaves of the scope that keep it from holding: leaves that fail, and leaves that are open, where the whole did not hold.
void blame(const Guard& guard, const Vocabulary& vocabulary, const Knowledge& knowledge, ModelTime now, std::vector<FactId>& failed, std::vector<FactId>& open) {
    const Truth truth = judge(guard, vocabulary, knowledge, now);
    if (truth == Truth::holds) return;
    if (guard.kind == Guard::Kind::fact) {
        (truth == Truth::fails ? failed : open).push_back(guard.fact);
        return;
    }
    for (const Guard& part : guard.parts) {
        // inside an `any` that is still open, a branch that already failed is no reason
        if (guard.kind == Guard::Kind::any && truth == Truth::open && judge(part, vocabulary, knowledge, now) == Truth::fails) continue;
        blame(part, vocabulary, knowledge, now, failed, open);
    }
}

void tidy(std::vector<FactId>& facts) {
    std::sort(facts.begin(), facts.end());
    facts.erase(std::unique(facts.begin(), facts.end()), facts.end());
}

}  // namespace

Grading grade(const Plan& plan, const Vocabulary& vocabulary, const Knowledge& knowledge, ModelTime now) {
    Grading grading;
    grade(plan, vocabulary, knowledge, now, grading);
    return grading;
}

void grade(const Plan& plan, const Vocabulary& vocabulary, const Knowledge& knowledge, ModelTime now, Grading& grading) {
    thread_local PossibleCells possible;
    plan.table->possible(vocabulary, knowledge, now, possible);
    plan.table->grade(possible, grading);
    if (plan.scope && grading.applies != Truth::holds) {
        blame(plan.scope->when, vocabulary, knowledge, now, grading.failed, grading.unsettled);
        tidy(grading.failed);
        tidy(grading.unsettled);
    }
}

std::vector<FactId> graded_facts(const Plan& plan) {
    std::vector<FactId> facts;
    if (plan.scope) facts = plan.scope->when.facts();
    for (const Criterion& criterion : plan.criteria) {
        const auto more = criterion.when.facts();
        facts.insert(facts.end(), more.begin(), more.end());
    }
    tidy(facts);
    return facts;
}

std::vector<FactId> named_facts(const Plan& plan) {
    std::vector<FactId> facts = graded_facts(plan);
    const auto use = [&](const Guards& guards) {
        for (const Guard* guard : {&guards.if_holds, &guards.unless_holds, &guards.may_hold, &guards.once_holds}) {
            const auto named = guard->facts();
            facts.insert(facts.end(), named.begin(), named.end());
        }
    };
    for (const Task& task : plan.tasks) use(task.guards);
    for (const Duty& duty : plan.duties) use(duty.guards);
    tidy(facts);
    return facts;
}

}  // namespace sandtable
