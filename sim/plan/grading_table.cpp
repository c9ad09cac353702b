#include "sandtable/grading_table.hpp"

#include <algorithm>

#include "plan/decision_diagram.hpp"
#include "sandtable/assert.hpp"

namespace sandtable {

std::uint32_t FactCells::cell_of(std::int64_t value) const {
    return static_cast<std::uint32_t>(std::upper_bound(begins.begin(), begins.end(), value) - begins.begin()) - 1;
}

namespace {

/// More limits than bits would need another representation; the largest table has 7.
constexpr std::size_t cells_max = 64;

void collect_limits(const Guard& guard, const Vocabulary& vocabulary, std::vector<FactCells>& cells) {
    for (const Guard& part : guard.parts) collect_limits(part, vocabulary, cells);
    if (guard.kind != Guard::Kind::fact) return;
    auto found = std::find_if(cells.begin(), cells.end(), [&](const FactCells& c) { return c.fact == guard.fact; });
    if (found == cells.end()) found = cells.insert(cells.end(), {guard.fact, {0}});
    const std::int64_t top = highest_value(vocabulary.facts[guard.fact]);
    for (const std::int64_t limit : {guard.from, guard.below})
        if (limit > 0 && limit != unbounded && limit <= top) found->begins.push_back(limit);
    std::sort(found->begins.begin(), found->begins.end());
    found->begins.erase(std::unique(found->begins.begin(), found->begins.end()), found->begins.end());
    SANDTABLE_ASSERT(found->begins.size() <= cells_max, "a fact with too many limits");
}

}  // namespace

struct GradingTable::Diagrams {
    std::vector<FactCells> cells;  // in the order of variables
    DiagramStore store;
    std::vector<NodeId> criteria;  // ends 0 and 1
    NodeId grade = 0, scope = 0;   // grade: ends -1 ...; scope: 0 and 1
    bool has_grades = false;
    std::vector<std::vector<std::uint32_t>> named;  // variables of each criterion

    Diagrams(std::vector<FactCells> all, int top) : cells(std::move(all)), store(sizes(cells), top) {}

    static std::vector<std::uint32_t> sizes(const std::vector<FactCells>& cells) {
        std::vector<std::uint32_t> out;
        for (const FactCells& c : cells) out.push_back(static_cast<std::uint32_t>(c.begins.size()));
        return out;
    }

    std::uint32_t variable_of(FactId fact) const {
        return static_cast<std::uint32_t>(std::find_if(cells.begin(), cells.end(), [&](const FactCells& c) { return c.fact == fact; }) - cells.begin());
    }

    NodeId build(const Guard& guard) {
        switch (guard.kind) {
            case Guard::Kind::all:
            case Guard::Kind::any: {
                const bool all = guard.kind == Guard::Kind::all;
                NodeId node = store.end(all ? 1 : 0);
                for (const Guard& part : guard.parts)
                    node = store.apply(node, build(part), [all](int a, int b) { return all ? std::min(a, b) : std::max(a, b); });
                return node;
            }
            case Guard::Kind::fact: {
                const std::uint32_t variable = variable_of(guard.fact);
                std::vector<NodeId> children;
                for (const std::int64_t begin : cells[variable].begins) children.push_back(store.end(begin >= guard.from && (guard.below == unbounded || begin < guard.below) ? 1 : 0));
                return store.make(variable, children);
            }
            case Guard::Kind::scope:
            case Guard::Kind::grade: break;  // the loader refuses them in a table
        }
        SANDTABLE_ASSERT(false, "a grading inside a table");
        return 0;
    }

    /// Least and greatest end that can be reached.
    struct Ends {
        int least, greatest;
    };
    /// `fixed` is taken to be in `cell` only (none: the number of variables).
    Ends ends(NodeId root, const PossibleCells& possible, std::vector<std::pair<std::uint32_t, Ends>>& memo, std::uint32_t stamp, std::uint32_t fixed, std::uint32_t cell) const {
        if (store.is_end(root)) return {store.value(root), store.value(root)};
        auto& known = memo[root];
        if (known.first == stamp) return known.second;
        Ends out{INT32_MAX, INT32_MIN};
        const std::uint32_t variable = store.variable(root);
        for (std::uint32_t c = 0; c < store.cells(variable); ++c) {
            if (variable == fixed ? c != cell : (possible[variable] >> c & 1) == 0) continue;
            const Ends below = ends(store.child(root, c), possible, memo, stamp, fixed, cell);
            out.least = std::min(out.least, below.least);
            out.greatest = std::max(out.greatest, below.greatest);
        }
        known = {stamp, out};
        return out;
    }

    /// Variables on which the function still depends where only the possible cells are.
    void support(NodeId root, const PossibleCells& possible, std::vector<bool>& out) const {
        // restricted and reduced: nodes are numbered anew, equal ones once
        std::map<std::vector<std::uint32_t>, std::uint32_t> numbers;
        std::map<NodeId, std::uint32_t> done;
        std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>> nodes;  // variable, children
        const auto ends_count = static_cast<std::uint32_t>(1u << 20);
        const auto visit = [&](const auto& self, NodeId node) -> std::uint32_t {
            if (store.is_end(node)) return node;
            if (const auto known = done.find(node); known != done.end()) return known->second;
            const std::uint32_t variable = store.variable(node);
            std::vector<std::uint32_t> key{variable};
            for (std::uint32_t c = 0; c < store.cells(variable); ++c)
                if ((possible[variable] >> c & 1) != 0) key.push_back(self(self, store.child(node, c)));
            std::uint32_t number = key[1];
            if (std::any_of(key.begin() + 2, key.end(), [&](std::uint32_t k) { return k != key[1]; })) {
                const auto [known, fresh] = numbers.try_emplace(key, ends_count + static_cast<std::uint32_t>(nodes.size()));
                if (fresh) nodes.emplace_back(variable, std::vector<std::uint32_t>(key.begin() + 1, key.end()));
                number = known->second;
            }
            done.emplace(node, number);
            return number;
        };
        std::vector<std::uint32_t> open{visit(visit, root)};
        std::vector<bool> seen(nodes.size(), false);
        while (!open.empty()) {
            const std::uint32_t at = open.back();
            open.pop_back();
            if (at < ends_count || seen[at - ends_count]) continue;
            seen[at - ends_count] = true;
            out[nodes[at - ends_count].first] = true;
            for (const std::uint32_t child : nodes[at - ends_count].second) open.push_back(child);
        }
    }
};

GradingTable::GradingTable(const Vocabulary& vocabulary, const std::vector<Guard>& criteria, const std::vector<int>& grades, const Guard* scope) {
    std::vector<FactCells> cells;
    if (scope != nullptr) collect_limits(*scope, vocabulary, cells);
    for (const Guard& criterion : criteria) collect_limits(criterion, vocabulary, cells);
    const int top = grades.empty() ? 1 : std::max(1, *std::max_element(grades.begin(), grades.end()));
    auto built = std::make_unique<Diagrams>(std::move(cells), top);
    built->has_grades = !criteria.empty();
    built->grade = built->store.end(-1);
    for (std::size_t i = 0; i < criteria.size(); ++i) {
        const NodeId node = built->build(criteria[i]);
        built->criteria.push_back(node);
        const int grade = grades[i];
        built->grade = built->store.apply(built->grade, node, [grade](int best, int holds) { return holds == 1 ? std::max(best, grade) : best; });
        auto& named = built->named.emplace_back();
        for (const FactId fact : criteria[i].facts()) named.push_back(built->variable_of(fact));
    }
    built->scope = scope != nullptr ? built->build(*scope) : built->store.end(1);
    diagrams_ = std::move(built);
}

GradingTable::~GradingTable() = default;

const std::vector<FactCells>& GradingTable::cells() const { return diagrams_->cells; }
std::size_t GradingTable::nodes() const { return diagrams_->store.count(diagrams_->grade); }

PossibleCells GradingTable::possible(const Vocabulary& vocabulary, const Knowledge& knowledge, ModelTime now) const {
    PossibleCells out;
    for (const FactCells& c : diagrams_->cells) {
        const Fact& fact = vocabulary.facts[c.fact];
        Observation seen = knowledge[c.fact].observation;
        if (fact.finding && !seen.known) seen = Observation::exactly(fact.id == "scope_1_3" ? 1 : 0);
        seen = seen.at(now, fact);
        const std::uint32_t first = c.cell_of(seen.low), last = c.cell_of(seen.high);
        out.push_back((last >= 63 ? ~std::uint64_t{0} : (std::uint64_t{1} << (last + 1)) - 1) & ~((std::uint64_t{1} << first) - 1));
    }
    return out;
}

Grading GradingTable::grade(const PossibleCells& possible) const {
    const Diagrams& d = *diagrams_;
    Grading out;
    std::vector<std::pair<std::uint32_t, Diagrams::Ends>> memo(d.store.size() + 16 + d.cells.size(), {0, {0, 0}});
    const auto none = static_cast<std::uint32_t>(d.cells.size());
    const auto ends = [&](NodeId root) { return d.ends(root, possible, memo, 1, none, 0); };
    const auto scope = ends(d.scope);
    out.applies = scope.least == 1 ? Truth::holds : scope.greatest == 0 ? Truth::fails : Truth::open;
    if (d.has_grades) {
        const auto grade = ends(d.grade);
        out.at_least = grade.least;
        out.at_most = grade.greatest;
    }
    for (std::uint32_t i = 0; i < d.criteria.size(); ++i) {
        const auto truth = ends(d.criteria[i]);
        if (truth.least == 1) out.met.push_back(i);
        else if (truth.greatest == 1) out.open.push_back(i);
    }
    return out;
}

std::vector<Question> GradingTable::questions(const Vocabulary& vocabulary, const PossibleCells& possible) const {
    const Diagrams& d = *diagrams_;
    std::vector<bool> matters(d.cells.size(), false);
    d.support(d.grade, possible, matters);
    d.support(d.scope, possible, matters);
    std::vector<std::pair<std::uint32_t, Diagrams::Ends>> memo(d.store.size() + 16 + d.cells.size(), {0, {0, 0}});
    std::uint32_t stamp = 0;
    const auto none = static_cast<std::uint32_t>(d.cells.size());
    std::vector<bool> undecided;
    ++stamp;
    for (const NodeId criterion : d.criteria) {
        const auto truth = d.ends(criterion, possible, memo, stamp, none, 0);
        undecided.push_back(truth.least != truth.greatest);
    }
    const auto undecided_all = std::count(undecided.begin(), undecided.end(), true);
    std::vector<Question> out;
    for (std::uint32_t v = 0; v < d.cells.size(); ++v) {
        if (!matters[v] || vocabulary.facts[d.cells[v].fact].finding) continue;
        Question question{d.cells[v].fact, 0, 0, 0};
        for (std::uint32_t c = 0; c < d.store.cells(v); ++c) {
            if ((possible[v] >> c & 1) == 0) continue;
            ++question.cells;
            ++stamp;
            const auto width = d.ends(d.has_grades ? d.grade : d.scope, possible, memo, stamp, v, c);
            question.width_sum += width.greatest - width.least;
            question.undecided_sum += undecided_all;
            for (std::size_t i = 0; i < d.criteria.size(); ++i) {
                if (!undecided[i] || std::find(d.named[i].begin(), d.named[i].end(), v) == d.named[i].end()) continue;
                const auto truth = d.ends(d.criteria[i], possible, memo, stamp, v, c);
                if (truth.least == truth.greatest) --question.undecided_sum;
            }
        }
        out.push_back(question);
    }
    std::sort(out.begin(), out.end(), [](const Question& a, const Question& b) {
        const auto width_a = a.width_sum * b.cells, width_b = b.width_sum * a.cells;  // means compared without division
        if (width_a != width_b) return width_a < width_b;
        const auto undecided_a = a.undecided_sum * b.cells, undecided_b = b.undecided_sum * a.cells;
        if (undecided_a != undecided_b) return undecided_a < undecided_b;
        return a.fact < b.fact;
    });
    return out;
}

}  // namespace sandtable
