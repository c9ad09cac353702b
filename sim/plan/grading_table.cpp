#include "sandtable/grading_table.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>

#include "plan/fact_diagrams.hpp"

namespace sandtable {

struct GradingTable::Diagrams : TableDiagrams {
    using TableDiagrams::TableDiagrams;

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
        for (std::uint64_t left = variable == fixed ? std::uint64_t{1} << cell : possible[variable]; left != 0; left &= left - 1) {
            const auto c = static_cast<std::uint32_t>(std::countr_zero(left));
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

GradingTable::GradingTable(const Vocabulary& vocabulary, const std::vector<Guard>& criteria, const std::vector<int>& grades, const Guard* scope)
    : diagrams_(std::make_unique<const Diagrams>(vocabulary, criteria, grades, scope)) {}

GradingTable::~GradingTable() = default;

const std::vector<FactCells>& GradingTable::cells() const { return diagrams_->cells; }
std::size_t GradingTable::nodes() const { return diagrams_->store.count(diagrams_->grade); }
const TableDiagrams& GradingTable::diagrams() const { return *diagrams_; }

PossibleCells GradingTable::possible(const Vocabulary& vocabulary, const Knowledge& knowledge, ModelTime now) const {
    PossibleCells out;
    possible(vocabulary, knowledge, now, out);
    return out;
}

void GradingTable::possible(const Vocabulary& vocabulary, const Knowledge& knowledge, ModelTime now, PossibleCells& out) const {
    out.clear();
    for (const FactCells& c : diagrams_->cells) {
        const Fact& fact = vocabulary.facts[c.fact];
        Observation seen = knowledge[c.fact].observation;
        if (fact.finding && !seen.known) seen = Observation::exactly(fact.id == "scope_1_3" ? 1 : 0);
        seen = seen.at(now, fact);
        const std::uint32_t first = c.cell_of(seen.low), last = c.cell_of(seen.high);
        out.push_back((last >= 63 ? ~std::uint64_t{0} : (std::uint64_t{1} << (last + 1)) - 1) & ~((std::uint64_t{1} << first) - 1));
    }
}

Grading GradingTable::grade(const PossibleCells& possible) const {
    Grading out;
    grade(possible, out);
    return out;
}

void GradingTable::grade(const PossibleCells& possible, Grading& out) const {
    const Diagrams& d = *diagrams_;
    out.applies = Truth::open;
    out.at_least = out.at_most = -1;
    for (auto* list : {&out.met, &out.open}) list->clear();
    for (auto* list : {&out.failed, &out.unsettled}) list->clear();
    thread_local std::vector<std::pair<std::uint32_t, Diagrams::Ends>> memo;  // its memory is kept: a study grades ten million times
    memo.assign(d.store.size() + 16 + d.cells.size(), {0, {0, 0}});
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

std::vector<Raise> GradingTable::raises(const Vocabulary& vocabulary, const PossibleCells& possible) const {
    const Diagrams& d = *diagrams_;
    std::vector<std::pair<std::uint32_t, Diagrams::Ends>> memo(d.store.size() + 16 + d.cells.size(), {0, {0, 0}});
    std::uint32_t stamp = 1;
    const int certain = d.ends(d.grade, possible, memo, stamp, d.variables(), 0).least;
    std::vector<Raise> out;
    for (std::uint32_t v = 0; v < d.variables(); ++v) {
        const Fact& fact = vocabulary.facts[d.cells[v].fact];
        const bool certain_cell = (possible[v] & (possible[v] - 1)) == 0;
        if (fact.finding || (certain_cell && fact.worse == Worse::none)) continue;  // what is certain and has no worse does not change
        const std::uint32_t cells = d.store.cells(v);
        const auto& begins = d.cells[v].begins;
        std::vector<int> would(cells);  // the certain grade were the fact in that cell
        for (std::uint32_t c = 0; c < cells; ++c) {
            ++stamp;
            would[c] = d.ends(d.grade, possible, memo, stamp, v, c).least;
        }
        // what the harmless answer would bring already is a matter of asking, not of harm
        int best = std::max(certain, would[d.cells[v].cell_of(fact.harmless())]);
        for (std::uint32_t i = 0; i < cells; ++i) {
            const std::uint32_t c = fact.worse == Worse::less ? cells - 1 - i : i;
            const bool milder = fact.worse == Worse::less ? (possible[v] >> c) == 0 : (possible[v] & ((std::uint64_t{2} << c) - 1)) == 0;
            if (milder || (fact.worse == Worse::none && (possible[v] >> c & 1) == 0) || would[c] <= best) continue;
            best = would[c];
            std::uint32_t first = c, last = c;  // its neighbours that would bring the same
            while (first > 0 && fact.worse == Worse::less && would[first - 1] == best) --first;
            while (last + 1 < cells && fact.worse != Worse::less && would[last + 1] == best) ++last;
            out.push_back({d.cells[v].fact, begins[first], last + 1 < cells ? begins[last + 1] : unbounded, best});
        }
    }
    std::sort(out.begin(), out.end(), [](const Raise& a, const Raise& b) { return std::tie(a.grade, a.fact) < std::tie(b.grade, b.fact); });
    return out;
}

std::vector<Raise> GradingTable::falls(const Vocabulary& vocabulary, const PossibleCells& possible) const {
    const Diagrams& d = *diagrams_;
    std::vector<std::pair<std::uint32_t, Diagrams::Ends>> memo(d.store.size() + 16 + d.cells.size(), {0, {0, 0}});
    std::uint32_t stamp = 1;
    const int possibly = d.ends(d.grade, possible, memo, stamp, d.variables(), 0).greatest;
    std::vector<Raise> out;
    for (std::uint32_t v = 0; v < d.variables(); ++v) {
        const Fact& fact = vocabulary.facts[d.cells[v].fact];
        if (fact.finding || fact.worse == Worse::none) continue;
        int best = possibly;
        for (std::uint32_t c = 0; c < d.store.cells(v); ++c) {
            const bool milder = fact.worse == Worse::less ? (possible[v] >> c) == 0 : (possible[v] & ((std::uint64_t{2} << c) - 1)) == 0;
            if (!milder) continue;
            ++stamp;
            const int least = d.ends(d.grade, possible, memo, stamp, v, c).least;
            const auto& begins = d.cells[v].begins;
            if (least == best && !out.empty() && out.back().fact == d.cells[v].fact && out.back().below == begins[c]) out.back().below = c + 1 < begins.size() ? begins[c + 1] : unbounded;
            if (least <= best) continue;
            best = least;
            out.push_back({d.cells[v].fact, begins[c], c + 1 < d.store.cells(v) ? d.cells[v].begins[c + 1] : unbounded, least});
        }
    }
    std::sort(out.begin(), out.end(), [](const Raise& a, const Raise& b) { return std::tie(a.grade, a.fact) < std::tie(b.grade, b.fact); });
    return out;
}

}  // namespace sandtable
