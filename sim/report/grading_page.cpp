#include "sandtable/grading_page.hpp"

#include <algorithm>
#include <tuple>

#include "report/period_words.hpp"

namespace sandtable {

namespace {

constexpr std::size_t questions_shown = 6;

std::string value_words(const Fact& fact, const std::vector<std::string>& grades, std::int64_t value, Lang lang) {
    if (fact.type == FactType::hours) return duration_words(value, lang);
    if (fact.levels_are_grades) return observation_text(fact, Observation::exactly(value), grades);
    return observation_words(fact, Observation::exactly(value), lang);
}

/// "at least 200", "200 to below 1000", "below 3", "yes".
std::string limit_words(const Fact& fact, const std::vector<std::string>& grades, const Guard& leaf, Lang lang) {
    const auto value = [&](std::int64_t v) { return value_words(fact, grades, v, lang); };
    const bool open_end = leaf.below == unbounded || leaf.below > highest_value(fact);
    if (open_end && leaf.from == highest_value(fact)) return value(leaf.from);  // nothing is worse
    if (fact.type == FactType::flag || leaf.below == leaf.from + 1) return value(leaf.from);
    if (open_end) return say(lang, fact.type == FactType::count || fact.type == FactType::yuan ? "limit-at-least" : "limit-at-least-word", {value(leaf.from)});
    if (leaf.from == 0) return say(lang, "limit-below", {value(leaf.below)});
    return say(lang, "limit-between", {value(leaf.from), value(leaf.below)});
}

/// Without seconds where there are none.
std::string short_clock(CivilTime t) {
    const std::string clock = clock_text(t);
    return clock.ends_with(":00") ? clock.substr(0, clock.size() - 3) : clock;
}

class Page {
public:
    explicit Page(const GradingPage& page) : p_(page), lang_(page.lang) {}

    std::string text() {
        line("演练 EXERCISE  " + p_.plan.name.in(lang_));
        applies();
        if (g_.applies == Truth::fails) {
            not_looked_at();
            return out_;
        }
        if (!p_.plan.grades.empty()) line(interval_words(p_.plan, g_, lang_));
        falls();
        for (const FactId fact : p_.answer.contradictions) line(say(lang_, "grade-contradiction", {name(fact), p_.vocabulary.facts[fact].warn}));
        for (const std::uint32_t i : g_.met) criterion("grade-met", i, Truth::holds);
        duties();
        questions();
        possible();
        raises();
        findings();
        not_looked_at();
        return out_;
    }

private:
    void line(const std::string& words, std::size_t indent = 0, std::size_t hanging = 0) {
        const int room = p_.width > 0 ? p_.width - static_cast<int>(indent) : 0;
        std::string front(indent, ' ');
        for (const std::string& part : room > 20 ? wrapped(words, room - static_cast<int>(hanging)) : std::vector<std::string>{words}) {
            out_ += front + part + "\n";
            front = std::string(indent + hanging, ' ');
        }
    }
    std::string name(FactId fact) const { return p_.vocabulary.facts[fact].name.in(lang_); }
    std::string names(const std::vector<FactId>& facts) const {
        std::string all;
        for (const FactId fact : facts) all += (all.empty() ? "" : say(lang_, "word-comma")) + name(fact);
        return all;
    }
    const std::string& grade_name(int at) const { return p_.plan.grades[static_cast<std::size_t>(at)]; }

    std::string known_words(FactId id) const {
        const Fact& fact = p_.vocabulary.facts[id];
        const Observation& seen = p_.knowledge[id].observation;
        const bool exact = seen.known && !seen.growing && seen.low == seen.high;
        return exact ? value_words(fact, p_.plan.grades, seen.low, lang_) : observation_words(fact, seen, lang_);
    }

    void applies() {
        const std::string clause = p_.plan.scope ? p_.plan.scope->clause : "—";
        if (g_.applies == Truth::fails) {
            std::string all;  // each with what is known and what it should be
            for (const FactId fact : g_.failed) all += (all.empty() ? "" : say(lang_, "word-semicolon")) + failed_words(p_.plan.scope->when, fact);
            return line(say(lang_, "grade-applies-no", {clause, all}));
        }
        if (g_.applies == Truth::open) return line(say(lang_, "grade-applies-open", {clause, names(g_.unsettled)}));
        bool assumed = false;
        if (p_.plan.scope)
            for (const FactId fact : p_.plan.scope->when.facts()) assumed = assumed || (p_.vocabulary.facts[fact].finding && !p_.knowledge[fact].observation.known);
        line(say(lang_, assumed ? "grade-applies-assumed" : "grade-applies-yes", {clause}));
    }

    /// "people taking part: 12 (limit: at least 30)"
    std::string failed_words(const Guard& guard, FactId wanted) const {
        if (guard.kind == Guard::Kind::fact) {
            const Fact& fact = p_.vocabulary.facts[guard.fact];
            return guard.fact == wanted ? say(lang_, "grade-condition", {fact.name.in(lang_), known_words(wanted), limit_words(fact, p_.plan.grades, guard, lang_)}) : "";
        }
        for (const Guard& part : guard.parts)
            if (std::string words = failed_words(part, wanted); !words.empty()) return words;
        return {};
    }

    /// Each condition that is not failed and of which something is known, with what is known beside its limit.
    void conditions(const Guard& guard, Truth at_least, std::vector<std::string>& out) const {
        const Truth truth = judge(guard, p_.vocabulary, p_.knowledge, ModelTime{});
        if (truth < at_least) return;
        if (guard.kind != Guard::Kind::fact) {
            for (const Guard& part : guard.parts) conditions(part, at_least, out);
            return;
        }
        const Fact& fact = p_.vocabulary.facts[guard.fact];
        if (fact.finding || !p_.knowledge[guard.fact].observation.known) return;
        const std::string known = known_words(guard.fact);
        const std::string words = truth == Truth::holds && fact.type == FactType::flag ? say(lang_, "grade-condition-flag", {fact.name.in(lang_), known})
                                                                           : say(lang_, "grade-condition", {fact.name.in(lang_), known, limit_words(fact, p_.plan.grades, guard, lang_)});
        if (std::find(out.begin(), out.end(), words) == out.end()) out.push_back(words);
    }

    void criterion(std::string_view key, std::uint32_t i, Truth at_least) {
        const Criterion& criterion = p_.plan.criteria[i];
        const std::string front = padded(say(lang_, key), 10) + padded(criterion.clause, 8) + padded(grade_name(criterion.grade), 5);
        line(front + criterion.says.in(lang_), 2, static_cast<std::size_t>(display_width(front)));
        std::vector<std::string> beside;
        conditions(criterion.when, at_least, beside);
        std::string all;
        for (const std::string& one : beside) all += (all.empty() ? "" : say(lang_, "word-semicolon")) + one;
        if (!all.empty()) line(all, 2 + static_cast<std::size_t>(display_width(front)));
    }

    /// Open criteria that would raise the certain grade: those of which something is known in full, the rest by clause.
    void possible() {
        std::vector<std::string> untouched(p_.plan.grades.size());
        const bool any = std::any_of(g_.open.begin(), g_.open.end(), [&](std::uint32_t i) { return p_.plan.criteria[i].grade > g_.at_least; });
        if (any) line(say(lang_, "grade-possible"));
        for (const std::uint32_t i : g_.open) {
            const Criterion& c = p_.plan.criteria[i];
            if (c.grade <= g_.at_least) continue;
            std::vector<std::string> beside;
            conditions(c.when, Truth::open, beside);
            if (!beside.empty() || p_.everything) criterion("grade-open", i, Truth::open);
            else untouched[static_cast<std::size_t>(c.grade)] += (untouched[static_cast<std::size_t>(c.grade)].empty() ? "" : say(lang_, "word-comma")) + c.clause;
        }
        std::string all;
        for (std::size_t grade = untouched.size(); grade-- > 0;)
            if (!untouched[grade].empty()) all += (all.empty() ? "" : say(lang_, "word-semicolon")) + say(lang_, "grade-by-clauses", {p_.plan.grades[grade], untouched[grade]});
        if (!all.empty()) line(say(lang_, "grade-untouched", {all}), 2, 2);
    }

    std::string range_words(const Raise& raise) const {
        const Fact& fact = p_.vocabulary.facts[raise.fact];
        Guard leaf;
        leaf.kind = Guard::Kind::fact;
        leaf.from = raise.from;
        leaf.below = raise.below;
        return fact.name.in(lang_) + (fact.type == FactType::flag && raise.from == 1 ? "" : " " + limit_words(fact, p_.plan.grades, leaf, lang_));
    }

    /// A case behind a falling place: say so, whoever reads "no criterion is met" might stand down.
    void falls() {
        for (const Raise& fall : p_.details.falls) line(say(lang_, "grade-falls", {range_words(fall), grade_name(fall.grade)}));
    }

    void not_looked_at() {
        if (!p_.details.not_looked_at.empty()) line(say(lang_, "grade-not-looked-at", {names(p_.details.not_looked_at)}));
    }

    void raises() {
        if (p_.details.raises.empty()) return;
        line(say(lang_, "grade-raises"));
        for (int grade = g_.at_least + 1; grade < static_cast<int>(p_.plan.grades.size()); ++grade) {
            std::string all;
            for (const Raise& raise : p_.details.raises) {
                if (raise.grade != grade) continue;
                all += (all.empty() ? "" : say(lang_, "word-semicolon")) + range_words(raise);
            }
            if (!all.empty()) line(padded(grade_name(grade), 5) + all, 2, 5);
        }
    }

    void findings() {
        if (p_.details.findings.empty()) return;
        std::string all;
        for (const std::uint32_t i : p_.details.findings) all += (all.empty() ? "" : say(lang_, "word-comma")) + p_.plan.criteria[i].clause + " " + grade_name(p_.plan.criteria[i].grade);
        line(say(lang_, "grade-by-finding", {all}));
    }

    std::string due_words(const RunningDuty& one) const {
        const Duty& duty = p_.plan.duties[one.duty];
        if (one.due) return (p_.received && one.due->date() == p_.received->date() ? "" : date_text(one.due->date()) + " ") + short_clock(*one.due);
        if (one.state == RunningDuty::State::waiting || !duty.within) return {};
        return period_words(*duty.within, lang_);
    }

    void duties() {
        if (g_.applies == Truth::fails) return;
        if (p_.plan.duties.empty()) return line(say(lang_, "grade-no-procedure"));
        if (p_.details.duties.empty()) return;
        for (const auto& [state, key] : {std::pair{RunningDuty::State::running, "grade-duties-now"}, {RunningDuty::State::waiting, "grade-duties-waiting"}, {RunningDuty::State::later, "grade-duties-later"}}) {
            bool first = true;
            for (const RunningDuty& one : p_.details.duties) {
                if (one.state != state) continue;
                if (first) line(state == RunningDuty::State::running ? say(lang_, key, {p_.received ? date_text(p_.received->date()) + " " + short_clock(*p_.received) : say(lang_, "grade-the-receipt")}) : say(lang_, key));
                first = false;
                const Duty& duty = p_.plan.duties[one.duty];
                std::string words = padded(due_words(one), 16) + " " + padded(duty.clause, 10) + p_.plan.roles[duty.who].name.in(lang_) + say(lang_, "word-colon") + duty.name.in(lang_);
                if (duty.must_not) words += say(lang_, "brackets", {say(lang_, "grade-must-not")});
                if (one.from_occurrence) words += say(lang_, "brackets", {say(lang_, "grade-from-occurrence")});
                if (one.state == RunningDuty::State::later && !one.from_occurrence) words += say(lang_, "brackets", {say(lang_, "grade-from", {start_words(duty.from.empty() ? duty.after : duty.from)})});
                for (const std::string& condition : conditions_of(one)) words += say(lang_, "brackets", {condition});
                line(words, 2, 27);
            }
        }
    }

    /// What must hold before it opens: its own conditions, and those of every task that sends the message it counts from.
    std::vector<std::string> conditions_of(const RunningDuty& one) const {
        const Duty& duty = p_.plan.duties[one.duty];
        std::vector<std::string> out;
        if (one.state == RunningDuty::State::running) return out;
        const auto words = [&](const Guard& guard) { return condition_words(p_.vocabulary, p_.plan.grades, guard, lang_); };
        if (duty.guards.has_if) out.push_back(say(lang_, "grade-if", {words(duty.guards.if_holds)}));
        if (duty.guards.has_once) out.push_back(say(lang_, "grade-once", {p_.plan.roles[duty.who].name, words(duty.guards.once_holds)}));
        if (duty.from.kind != Join::Kind::milestone || duty.from.milestone.kind != MilestoneKind::received) return out;
        std::vector<std::string> before;
        for (const Task& task : p_.plan.tasks)
            for (const Sending& sending : task.sends)
                if (sending.message.index == duty.from.milestone.subject) {
                    if (!task.guards.has_once) return out;  // some task sends it in any case
                    before.push_back(say(lang_, "grade-once", {p_.plan.roles[task.by].name, words(task.guards.once_holds)}));
                }
        out.insert(out.end(), before.begin(), before.end());
        return out;
    }

    /// What a period counts from, in words.
    std::string start_words(const Join& join) const {
        if (join.kind != Join::Kind::milestone) {
            std::string all;
            for (const Join& part : join.parts) all += (all.empty() ? "" : say(lang_, join.kind == Join::Kind::all ? "word-and" : "word-or")) + start_words(part);
            return all;
        }
        const Milestone& m = join.milestone;
        const auto task_name = [&](TaskId id) { return p_.plan.tasks[id].name.in(lang_); };
        switch (m.kind) {
            case MilestoneKind::done: return say(lang_, "start-done", {task_name(TaskId{m.subject})});
            case MilestoneKind::decided: return say(lang_, "start-done", {task_name(p_.plan.decisions[DecisionId{m.subject}].task)});
            case MilestoneKind::formed: return say(lang_, "start-done", {task_name(p_.plan.bodies[BodyId{m.subject}].task)});
            case MilestoneKind::sent:
            case MilestoneKind::received: {
                const Message& message = p_.plan.messages[MessageId{m.subject}];
                return say(lang_, m.kind == MilestoneKind::sent ? "start-sent" : "start-received", {message.name.empty() ? message.id : message.name.in(lang_)});
            }
            case MilestoneKind::departed:
            case MilestoneKind::arrived: return say(lang_, m.kind == MilestoneKind::departed ? "start-departed" : "start-arrived");
            case MilestoneKind::occurred: return say(lang_, "start-occurred");
            case MilestoneKind::ended: return say(lang_, "start-ended");
        }
        return {};
    }

    void questions() {
        const auto& all = p_.answer.questions;
        if (all.empty()) return line(say(lang_, "grade-nothing-more"));
        line(say(lang_, "grade-questions"));
        const std::size_t shown = p_.everything ? all.size() : std::min(all.size(), questions_shown);
        for (std::size_t i = 0; i < shown; ++i) {
            const Fact& fact = p_.vocabulary.facts[all[i].fact];
            std::string words = padded(fact.id, 27) + " " + fact.ask.in(lang_);
            std::string levels;
            for (std::size_t l = 0; l < fact.levels.size(); ++l) levels += (levels.empty() ? "" : " / ") + (l < fact.level_names.size() ? fact.level_names[l].in(lang_) : fact.levels[l]);
            line(words + (levels.empty() ? "" : "  [" + levels + "]"), 2, 28);
        }
        if (all.size() > shown) line(say(lang_, "grade-questions-more", {all.size() - shown}), 2);
    }

    const GradingPage& p_;
    const Grading& g_ = p_.answer.grading;
    Lang lang_;
    std::string out_;
};

}  // namespace

std::string condition_words(const Vocabulary& vocabulary, const std::vector<std::string>& grades, const Guard& guard, Lang lang) {
    switch (guard.kind) {
        case Guard::Kind::all:
        case Guard::Kind::any: {
            std::string out;
            for (const Guard& part : guard.parts) out += (out.empty() ? "" : say(lang, guard.kind == Guard::Kind::all ? "word-and" : "word-or")) + condition_words(vocabulary, grades, part, lang);
            return out;
        }
        case Guard::Kind::fact: {
            const Fact& fact = vocabulary.facts[guard.fact];
            return fact.name.in(lang) + (fact.type == FactType::flag && guard.from == 1 ? "" : say(lang, "word-colon") + limit_words(fact, grades, guard, lang));
        }
        case Guard::Kind::known: return say(lang, "condition-known", {vocabulary.facts[guard.fact].name});
        case Guard::Kind::scope: return say(lang, guard.scope == Truth::fails ? "condition-scope-fails" : guard.scope == Truth::open ? "condition-scope-open" : "condition-scope-holds");
        case Guard::Kind::grade: {
            const auto grade = [&](std::int64_t at) -> std::string {
                if (guard.of_plan.empty()) return grades[static_cast<std::size_t>(at)];
                return guard.of_plan + " " + (at == 0 ? "I" : at == -1 ? "II" : at == -2 ? "III" : "IV");
            };
            if (!guard.of_plan.empty() && guard.below == unbounded) return say(lang, "condition-grade-at-least", {grade(guard.from)});
            if (!guard.of_plan.empty()) return guard.below == guard.from + 1 ? say(lang, "condition-grade-is", {grade(guard.from)}) : say(lang, "condition-grade-below", {grade(guard.below)});
            if (guard.from < 0) return say(lang, "condition-grade-below", {grade(guard.below)});
            return guard.below == guard.from + 1 ? say(lang, "condition-grade-is", {grade(guard.from)}) : say(lang, "condition-grade-at-least", {grade(guard.from)});
        }
    }
    return {};
}

std::string interval_words(const Plan& plan, const Grading& g, Lang lang) {
    if (plan.grades.empty()) return {};
    const auto name = [&](int at) { return plan.grades[static_cast<std::size_t>(at)]; };
    if (g.at_most < 0) return say(lang, "grade-is-below");
    if (g.at_least == g.at_most) return say(lang, "grade-is", {name(g.at_least)});
    return g.at_least < 0 ? say(lang, "grade-is-at-most", {name(g.at_most)}) : say(lang, "grade-is-between", {name(g.at_least), name(g.at_most)});
}

std::string grading_page(const GradingPage& page) { return Page(page).text(); }

}  // namespace sandtable
