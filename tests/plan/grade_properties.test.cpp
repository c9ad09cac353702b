// Grading half-known incidents by the shipped tables: what must hold whatever is known, with cases drawn by a fixed generator. Witnesses are
// completions, and a completion is graded here by judging every criterion alone, not by the compiled table.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sandtable/grading_answer.hpp"
#include "sandtable/scenario.hpp"
#include "support/catch.hpp"
#include "support/drawn.hpp"
#include "support/shipped_plan.hpp"
#include "support/shuffled_yaml.hpp"

using namespace sandtable;

namespace {

constexpr int cases = 300;

/// The shipped plans that grade, each with what it needs.
struct Graded {
    ShippedPlan shipped;
    const Vocabulary& vocabulary = shipped.vocabulary;
    const Plan& plan = shipped.plan;
    std::vector<FactId> facts = graded_facts(plan);

    explicit Graded(const std::string& id) : shipped(shipped_plan(id)) {}
};
const std::vector<const Graded*>& both() {
    static const Graded mass("mass-incident"), tenure("natural-resource-dispute");
    static const std::vector<const Graded*> list{&mass, &tenure};
    return list;
}

/// What is known of every graded fact, in their order.
using Known = std::vector<Observation>;

/// A range of values within which no condition can tell one from another.
struct Span {
    std::int64_t low, high;
};

/// The cells of a fact that knowledge leaves possible, cut to its range.
std::vector<Span> spans(const Graded& g, FactId fact, const Observation& seen) {
    const auto& all = g.plan.table->cells();
    const auto found = std::find_if(all.begin(), all.end(), [&](const FactCells& c) { return c.fact == fact; });
    REQUIRE(found != all.end());
    const Observation range = seen.at({}, g.vocabulary.facts[fact]);
    std::vector<Span> out;
    for (std::size_t i = 0; i < found->begins.size(); ++i) {
        const std::int64_t low = std::max(found->begins[i], range.low), high = std::min(i + 1 < found->begins.size() ? found->begins[i + 1] - 1 : unbounded, range.high);
        if (low <= high) out.push_back({low, high});
    }
    REQUIRE(!out.empty());
    return out;
}

bool exact(const Graded& g, FactId fact, const Observation& seen) { return (seen.known && seen.low == seen.high) || (g.vocabulary.facts[fact].finding && !seen.known); }

/// A value of a cell: its lowest, its highest, or one between.
std::int64_t drawn_value(Lcg& lcg, const Span& span) {
    const std::int64_t high = std::min(span.high, span.low + 1'000'000'000);
    switch (lcg.below(3)) {
        case 0: return span.low;
        case 1: return high;
        default: return span.low + lcg.below(static_cast<std::size_t>(high - span.low) + 1);
    }
}
std::int64_t drawn_value(Lcg& lcg, const std::vector<Span>& cells) { return drawn_value(lcg, cells[lcg.below(cells.size())]); }

/// Each fact harmless, exact, a range or unknown; from case to case more or less is unknown. Findings are mostly not made.
Known drawn_case(const Graded& g, Lcg& lcg) {
    const std::uint32_t unknown = lcg.below(lcg.below(2) == 0 ? 4 : 24), ranged = unknown + lcg.below(8), exactly = ranged + lcg.below(8);  // of 40
    Known known;
    for (const FactId fact : g.facts) {
        const bool finding = g.vocabulary.facts[fact].finding;
        const auto all = spans(g, fact, finding ? Observation::range(0, highest_value(g.vocabulary.facts[fact])) : Observation::unknown());
        if (finding) {
            known.push_back(lcg.below(8) == 0 ? Observation::exactly(all[lcg.below(all.size())].low) : Observation::unknown());
            continue;
        }
        const std::uint32_t die = lcg.below(40);
        if (die < unknown) {
            known.push_back(Observation::unknown());
        } else if (die < ranged) {
            const std::int64_t a = drawn_value(lcg, all), b = drawn_value(lcg, all);
            known.push_back(Observation::range(std::min(a, b), lcg.below(5) == 0 ? highest_value(g.vocabulary.facts[fact]) : std::max(a, b)));
        } else {
            known.push_back(Observation::exactly(die < exactly ? drawn_value(lcg, all) : 0));
        }
    }
    return known;
}

Knowledge knowledge_of(const Graded& g, const Known& known) {
    Knowledge knowledge(g.vocabulary.facts.size());
    for (std::size_t i = 0; i < known.size(); ++i) knowledge.learn(g.facts[i], known[i], {}, 0);
    return knowledge;
}
Grading graded(const Graded& g, const Known& known) { return grade(g.plan, g.vocabulary, knowledge_of(g, known), {}); }
GradingAnswer answered(const Graded& g, const Known& known) { return answer(g.plan, g.vocabulary, knowledge_of(g, known)); }

std::string text_of(const Graded& g, const Known& known) {
    std::string out = g.plan.id;
    for (std::size_t i = 0; i < known.size(); ++i)
        if (known[i] != Observation::exactly(0) && !(g.vocabulary.facts[g.facts[i]].finding && !known[i].known)) out += " " + g.vocabulary.facts[g.facts[i]].id + "=" + observation_text(g.vocabulary.facts[g.facts[i]], known[i], g.plan.grades);
    return out;
}

/// Grade, criteria met and scope of a completion, criterion by criterion.
struct Plainly {
    int grade = -1;
    std::set<std::uint32_t> met;
    bool applies = false;
    friend bool operator==(const Plainly&, const Plainly&) = default;
};
Plainly plainly(const Graded& g, const Known& completion) {
    const Knowledge knowledge = knowledge_of(g, completion);
    Plainly out;
    for (std::uint32_t i = 0; i < g.plan.criteria.size(); ++i) {
        const Truth truth = judge(g.plan.criteria[i].when, g.vocabulary, knowledge, {});
        REQUIRE(truth != Truth::open);  // nothing is left unknown
        if (truth != Truth::holds) continue;
        out.met.insert(i);
        out.grade = std::max(out.grade, g.plan.criteria[i].grade);
    }
    out.applies = !g.plan.scope || judge(g.plan.scope->when, g.vocabulary, knowledge, {}) == Truth::holds;
    return out;
}

Known drawn_completion(const Graded& g, const Known& known, Lcg& lcg) {
    Known out = known;
    for (std::size_t i = 0; i < out.size(); ++i)
        if (!exact(g, g.facts[i], out[i])) out[i] = Observation::exactly(drawn_value(lcg, spans(g, g.facts[i], out[i])));
    return out;
}

/// Fixes one fact after another at a value under which `keeps` still says yes; every fact must have one.
template <class Keeps>
Known fixed_so_that(const Graded& g, Known known, Keeps keeps, std::size_t leave = SIZE_MAX) {
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (i == leave || exact(g, g.facts[i], known[i])) continue;
        bool kept = false;
        for (const Span& span : spans(g, g.facts[i], known[i])) {
            Known fixed = known;
            fixed[i] = Observation::exactly(span.low);
            if (!keeps(fixed)) continue;
            known = std::move(fixed);
            kept = true;
            break;
        }
        INFO("no value of " << g.vocabulary.facts[g.facts[i]].id);
        REQUIRE(kept);
    }
    return known;
}

std::set<std::uint32_t> joined(const Grading& g) {
    std::set<std::uint32_t> all(g.met.begin(), g.met.end());
    all.insert(g.open.begin(), g.open.end());
    return all;
}
bool within(const std::set<std::uint32_t>& part, const std::set<std::uint32_t>& whole) { return std::includes(whole.begin(), whole.end(), part.begin(), part.end()); }

/// The plan's text with its criteria in another order, comments between them dropped.
std::string reordered(const std::string& text, Lcg& lcg) {
    const auto begin = text.find("\ncriteria:\n") + 11, end = text.find("\nroles:", begin) + 1;
    std::vector<std::string> items;
    for (std::size_t at = begin; at < end;) {
        const std::size_t next = text.find('\n', at) + 1;
        const std::string line = text.substr(at, next - at);
        if (line.starts_with("- ")) items.emplace_back();
        if (!line.starts_with("#") && line != "\n") items.at(items.size() - 1) += line;
        at = next;
    }
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[lcg.below(i)]);
    std::string out = text.substr(0, begin);
    for (const std::string& item : items) out += item;
    return out + text.substr(end);
}

}  // namespace

TEST_CASE("the drawn cases are of every kind", "[plan][properties]") {
    for (const Graded* g : both()) {
        Lcg lcg{11};
        std::map<std::pair<int, int>, int> intervals;
        int certain = 0, asked = 0, out_of_scope = 0, met = 0;
        for (int n = 0; n < cases; ++n) {
            const GradingAnswer a = answered(*g, drawn_case(*g, lcg));
            ++intervals[{a.grading.at_least, a.grading.at_most}];
            certain += a.grading.at_least == a.grading.at_most ? 1 : 0;
            asked += a.questions.size() > 3 || (g->plan.criteria.size() < 20 && a.questions.size() > 1) ? 1 : 0;
            out_of_scope += a.grading.applies == Truth::fails ? 1 : 0;
            met += a.grading.met.empty() ? 0 : 1;
        }
        INFO(g->plan.id);
        CHECK(intervals.size() >= 8);
        CHECK(certain >= 30);
        CHECK(asked >= 30);
        CHECK(out_of_scope >= 10);
        CHECK(met >= 30);
    }
}

TEST_CASE("the interval holds the grade of every completion drawn, and completions reach both its ends", "[plan][properties]") {
    for (const Graded* g : both()) {
        Lcg lcg{1};
        for (int n = 0; n < cases; ++n) {
            const Known known = drawn_case(*g, lcg);
            INFO(text_of(*g, known));
            const Grading wide = graded(*g, known);
            const std::set<std::uint32_t> met(wide.met.begin(), wide.met.end());
            for (int i = 0; i < 10; ++i) {
                const Known completion = drawn_completion(*g, known, lcg);
                const Plainly found = plainly(*g, completion);
                REQUIRE(wide.at_least <= found.grade);
                REQUIRE(found.grade <= wide.at_most);
                REQUIRE(within(met, found.met));
                REQUIRE(within(found.met, joined(wide)));
                REQUIRE((wide.applies == Truth::open || found.applies == (wide.applies == Truth::holds)));
                const Grading alone = graded(*g, completion);
                REQUIRE(alone.at_least == found.grade);
                REQUIRE(alone.at_most == found.grade);
                REQUIRE(std::set<std::uint32_t>(alone.met.begin(), alone.met.end()) == found.met);
                REQUIRE(alone.open.empty());
            }
            REQUIRE(plainly(*g, fixed_so_that(*g, known, [&](const Known& k) { return graded(*g, k).at_least == wide.at_least; })).grade == wide.at_least);
            REQUIRE(plainly(*g, fixed_so_that(*g, known, [&](const Known& k) { return graded(*g, k).at_most == wide.at_most; })).grade == wide.at_most);
        }
    }
}

TEST_CASE("a criterion that is open is met in some completion and not in another", "[plan][properties]") {
    for (const Graded* g : both()) {
        Lcg lcg{2};
        for (int n = 0; n < cases; ++n) {
            const Known known = drawn_case(*g, lcg);
            INFO(text_of(*g, known));
            for (const std::uint32_t i : graded(*g, known).open) {
                INFO(g->plan.criteria[i].clause);
                const auto has = [&](const std::vector<std::uint32_t>& list) { return std::find(list.begin(), list.end(), i) != list.end(); };
                REQUIRE(plainly(*g, fixed_so_that(*g, known, [&](const Known& k) { const Grading now = graded(*g, k); return has(now.met) || has(now.open); })).met.contains(i));
                REQUIRE_FALSE(plainly(*g, fixed_so_that(*g, known, [&](const Known& k) { return !has(graded(*g, k).met); })).met.contains(i));
            }
        }
    }
}

TEST_CASE("to know a fact more exactly never widens the interval, and settles criteria for good", "[plan][properties]") {
    for (const Graded* g : both()) {
        Lcg lcg{3};
        for (int n = 0; n < cases; ++n) {
            const Known known = drawn_case(*g, lcg);
            const GradingAnswer wide = answered(*g, known);
            for (std::size_t i = 0; i < known.size(); ++i) {
                if (exact(*g, g->facts[i], known[i])) continue;
                const auto cells = spans(*g, g->facts[i], known[i]);
                const std::int64_t a = drawn_value(lcg, cells), b = drawn_value(lcg, cells);
                Known narrow = known;
                narrow[i] = lcg.below(3) == 0 ? Observation::exactly(a) : Observation::range(std::min(a, b), std::max(a, b));
                INFO(text_of(*g, known) << " ==> " << text_of(*g, narrow));
                const Grading now = graded(*g, narrow);
                REQUIRE(wide.grading.at_least <= now.at_least);
                REQUIRE(now.at_least <= now.at_most);
                REQUIRE(now.at_most <= wide.grading.at_most);
                REQUIRE(within({wide.grading.met.begin(), wide.grading.met.end()}, {now.met.begin(), now.met.end()}));
                REQUIRE(within(joined(now), joined(wide.grading)));
                REQUIRE((wide.grading.applies == Truth::open || now.applies == wide.grading.applies));
            }
        }
    }
}

TEST_CASE("a range that crosses no limit is worth as much as an exact value", "[plan][properties]") {
    for (const Graded* g : both()) {
        Lcg lcg{4};
        for (int n = 0; n < cases; ++n) {
            const Known known = drawn_case(*g, lcg);
            Known blurred = known;
            for (std::size_t i = 0; i < known.size(); ++i) {
                const bool finding = g->vocabulary.facts[g->facts[i]].finding;
                if (finding || !exact(*g, g->facts[i], known[i])) continue;
                for (const Span& span : spans(*g, g->facts[i], Observation::unknown()))
                    if (span.low <= known[i].low && known[i].low <= span.high) blurred[i] = Observation::range(span.low, span.high);
            }
            INFO(text_of(*g, known) << " ==> " << text_of(*g, blurred));
            const GradingAnswer sharp = answered(*g, known), rough = answered(*g, blurred);
            REQUIRE(sharp.grading == rough.grading);
            REQUIRE(std::equal(sharp.questions.begin(), sharp.questions.end(), rough.questions.begin(), rough.questions.end(), [](const Question& a, const Question& b) { return a.fact == b.fact; }));
        }
    }
}

TEST_CASE("answering the first question again and again ends at one grade and no question", "[plan][properties]") {
    for (const Graded* g : both()) {
        Lcg lcg{5};
        for (int n = 0; n < cases; ++n) {
            Known known = drawn_case(*g, lcg);
            INFO(text_of(*g, known));
            const Known truth = drawn_completion(*g, known, lcg);
            std::size_t step = 0;
            GradingAnswer a = answered(*g, known);
            for (; !a.questions.empty(); a = answered(*g, known)) {
                std::set<FactId> asked;
                for (const Question& question : a.questions) {
                    const auto at = static_cast<std::size_t>(std::find(g->facts.begin(), g->facts.end(), question.fact) - g->facts.begin());
                    REQUIRE(at < g->facts.size());
                    REQUIRE_FALSE(g->vocabulary.facts[question.fact].finding);
                    REQUIRE_FALSE(exact(*g, question.fact, known[at]));
                    REQUIRE(asked.insert(question.fact).second);
                }
                const auto first = static_cast<std::size_t>(std::find(g->facts.begin(), g->facts.end(), a.questions.front().fact) - g->facts.begin());
                known[first] = truth[first];
                REQUIRE(++step <= g->facts.size());
            }
            REQUIRE(a.grading.at_least == a.grading.at_most);
            REQUIRE(a.grading.at_least == plainly(*g, truth).grade);
            REQUIRE(a.grading.applies == (plainly(*g, truth).applies ? Truth::holds : Truth::fails));
        }
    }
}

TEST_CASE("questions stand in the order of what their answers leave on average: width, undecided criteria, vocabulary", "[plan][properties]") {
    for (const Graded* g : both()) {
        Lcg lcg{10};
        for (int n = 0; n < cases; ++n) {
            const Known known = drawn_case(*g, lcg);
            INFO(text_of(*g, known));
            struct Left {
                std::int64_t width = 0, undecided = 0, cells = 0;
                FactId fact;
            };
            std::vector<Left> left;
            for (const Question& question : answered(*g, known).questions) {
                const auto at = static_cast<std::size_t>(std::find(g->facts.begin(), g->facts.end(), question.fact) - g->facts.begin());
                Left one;
                one.fact = question.fact;
                for (const Span& span : spans(*g, question.fact, known[at])) {
                    Known told = known;
                    told[at] = Observation::exactly(span.low);
                    const Grading now = graded(*g, told);
                    one.width += now.at_most - now.at_least;
                    one.undecided += static_cast<std::int64_t>(now.open.size());
                    ++one.cells;
                }
                REQUIRE(one.cells > 1);
                left.push_back(one);
            }
            REQUIRE(std::is_sorted(left.begin(), left.end(), [](const Left& a, const Left& b) {
                if (a.width * b.cells != b.width * a.cells) return a.width * b.cells < b.width * a.cells;
                if (a.undecided * b.cells != b.undecided * a.cells) return a.undecided * b.cells < b.undecided * a.cells;
                return a.fact < b.fact;
            }));
        }
    }
}

TEST_CASE("for every question there are two completions, apart in that fact only, with another grade or scope", "[plan][properties]") {
    for (const Graded* g : both()) {
        Lcg lcg{6};
        for (int n = 0; n < cases; ++n) {
            const Known known = drawn_case(*g, lcg);
            INFO(text_of(*g, known));
            const auto questions = answered(*g, known).questions;
            for (const Question& question : questions) {
                const FactId fact = question.fact;
                INFO("question " << g->vocabulary.facts[fact].id);
                const auto at = static_cast<std::size_t>(std::find(g->facts.begin(), g->facts.end(), fact) - g->facts.begin());
                // fixing the others one by one, some value of each must leave the question worth asking: it changes the result for some completion
                Known fixed = fixed_so_that(*g, known, [&](const Known& k) {
                    const auto left = g->plan.table->questions(g->vocabulary, g->plan.table->possible(g->vocabulary, knowledge_of(*g, k), {}));
                    return std::any_of(left.begin(), left.end(), [&](const Question& l) { return l.fact == fact; });
                }, at);
                std::set<std::pair<int, bool>> results;
                for (const Span& span : spans(*g, fact, known[at])) {
                    fixed[at] = Observation::exactly(span.low);
                    const Plainly found = plainly(*g, fixed);
                    results.emplace(found.grade, found.applies);
                }
                REQUIRE(results.size() > 1);
            }
        }
    }
}

TEST_CASE("a fact that is not asked for changes neither grade nor scope, in any completion drawn", "[plan][properties]") {
    for (const Graded* g : both()) {
        Lcg lcg{7};
        for (int n = 0; n < cases; ++n) {
            const Known known = drawn_case(*g, lcg);
            INFO(text_of(*g, known));
            const auto questions = answered(*g, known).questions;
            for (std::size_t i = 0; i < known.size(); ++i) {
                if (exact(*g, g->facts[i], known[i]) || std::any_of(questions.begin(), questions.end(), [&](const Question& q) { return q.fact == g->facts[i]; })) continue;
                for (int k = 0; k < 3; ++k) {
                    Known completion = drawn_completion(*g, known, lcg);
                    std::set<std::pair<int, bool>> results;
                    for (const Span& span : spans(*g, g->facts[i], known[i])) {
                        completion[i] = Observation::exactly(span.low);
                        const Plainly found = plainly(*g, completion);
                        results.emplace(found.grade, found.applies);
                    }
                    INFO("not asked " << g->vocabulary.facts[g->facts[i]].id);
                    REQUIRE(results.size() == 1);
                }
            }
        }
    }
}

TEST_CASE("criteria in any order of the file, and keys in any order of their maps, answer the same bytes", "[plan][properties]") {
    for (const Graded* g : both()) {
        std::vector<Known> drawn;
        std::vector<std::string> answers;
        Lcg lcg{8};
        for (int n = 0; n < 200; ++n) {
            drawn.push_back(drawn_case(*g, lcg));
            answers.push_back(answer_json(g->plan, g->vocabulary, answered(*g, drawn.back()), std::to_string(n)));
        }
        Shuffle shuffle(9);
        for (int order = 0; order < 6; ++order) {
            const std::string text = order < 4 ? reordered(g->shipped.source.text, lcg) : shuffled_yaml({g->shipped.source.path, reordered(g->shipped.source.text, lcg)}, shuffle);
            CHECK(text != g->shipped.source.text);
            const Plan plan = g->shipped.reread(text);
            CHECK(plan.criteria.size() == g->plan.criteria.size());
            for (std::size_t n = 0; n < drawn.size(); ++n) {
                INFO(text_of(*g, drawn[n]));
                REQUIRE(answer_json(plan, g->vocabulary, answer(plan, g->vocabulary, knowledge_of(*g, drawn[n])), std::to_string(n)) == answers[n]);
            }
        }
    }
}
