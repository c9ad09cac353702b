#include "scenario/earliest.hpp"

#include <algorithm>
#include <queue>
#include <tuple>

namespace sandtable {

Instants::Node Instants::add(Instant instant) {
    instants_.push_back(std::move(instant));
    return size() - 1;
}

void Instants::seal() {
    users_from_.assign(size() + 1, 0);
    for (const Instant& instant : instants_)
        for (const Node part : instant.parts) ++users_from_[part + 1];
    for (Node n = 0; n < size(); ++n) users_from_[n + 1] += users_from_[n];
    users_.resize(users_from_.back());
    auto next = users_from_;
    for (Node n = 0; n < size(); ++n)
        for (const Node part : instants_[n].parts) users_[next[part]++] = n;
}

Instants::Reach Instants::reach(const Set& held, bool with_missing_here) const {
    Reach reach{Set(size(), 0), Set(size(), 0)};
    std::vector<std::uint32_t> wanting(size());
    std::vector<Node> todo;
    const auto come = [&](Node n) {
        const Missing missing = instants_[n].missing;
        if (missing == Missing::everywhere || (missing == Missing::here && !with_missing_here)) return;
        if (held[n]) reach.ready[n] = 1;
        else if (!reach.come[n]) reach.come[n] = 1, todo.push_back(n);
    };
    for (Node n = 0; n < size(); ++n) wanting[n] = instants_[n].need;
    for (Node n = 0; n < size(); ++n)
        if (instants_[n].source) come(n);
    while (!todo.empty()) {
        const Node n = todo.back();
        todo.pop_back();
        for (Node u = users_from_[n]; u < users_from_[n + 1]; ++u)
            if (wanting[users_[u]] > 0 && --wanting[users_[u]] == 0) come(users_[u]);
    }
    return reach;
}

// D. E. Knuth, "A generalization of Dijkstra's algorithm", Information Processing Letters 6 (1977): it finds the least values of a graph whose
// nodes are functions that never decrease and never fall below their parts. The n-th of several, and later by a length, is such a function.
Instants::Earliest Instants::earliest(const Set& given, Node until, bool worst) const {
    const std::int64_t day_ms = worst ? duration_ms_max : 86'400'000;  // what a working day counts for beside clock time
    Earliest found{Set(size(), 0), std::vector<Span>(size()), std::vector<Node>(size(), 0)};
    std::vector<std::uint32_t> wanting(size());
    using Candidate = std::tuple<std::int64_t, std::int64_t, Node>;  // length, working days, node: the smallest first, ties by node
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> next;
    for (Node n = 0; n < size(); ++n) wanting[n] = instants_[n].need;
    const auto settle = [&](Node n) {
        found.known[n] = 1;
        for (Node u = users_from_[n]; u < users_from_[n + 1]; ++u) {
            const Node user = users_[u];
            if (wanting[user] == 0 || --wanting[user] > 0 || given[user] || instants_[user].missing != Missing::no) continue;
            const Span& more = worst ? instants_[user].most : instants_[user].least;
            found.at[user] = {found.at[n].working_days + more.working_days, found.at[n].ms + more.ms};
            found.by[user] = n;
            next.push({found.at[user].working_days * day_ms + found.at[user].ms, found.at[user].working_days, user});
        }
    };
    for (Node n = 0; n < size(); ++n)
        if (given[n]) settle(n);
    while (!next.empty() && !found.known[until]) {
        const Node n = std::get<Node>(next.top());
        next.pop();
        settle(n);
    }
    return found;
}

// R. E. Tarjan, "Depth-first search and linear graph algorithms", SIAM Journal on Computing 1 (1972), with a stack of its own: a chain of tasks
// may be as long as its file.
std::vector<std::vector<Instants::Node>> Instants::rounds(const Set& come) const {
    std::vector<std::vector<Node>> rounds;
    std::vector<Node> number(size(), 0), low(size(), 0), stack;
    Set open(size(), 0);
    Node count = 0;
    const auto left_out = [&](Node n) { return come[n] || instants_[n].missing == Missing::everywhere; };
    struct Visit {
        Node node;
        std::size_t part;
    };
    std::vector<Visit> visits;
    const auto enter = [&](Node n) {
        number[n] = low[n] = ++count;
        stack.push_back(n);
        open[n] = 1;
        visits.push_back({n, 0});
    };
    for (Node root = 0; root < size(); ++root) {
        if (left_out(root) || number[root] != 0) continue;
        enter(root);
        while (!visits.empty()) {
            const Node n = visits.back().node;
            if (visits.back().part < instants_[n].parts.size()) {
                const Node part = instants_[n].parts[visits.back().part++];
                if (left_out(part)) continue;
                if (number[part] == 0) enter(part);
                else if (open[part]) low[n] = std::min(low[n], number[part]);
                continue;
            }
            visits.pop_back();
            if (!visits.empty()) low[visits.back().node] = std::min(low[visits.back().node], low[n]);
            if (low[n] != number[n]) continue;
            std::vector<Node> round;
            for (bool more = true; more;) {
                more = stack.back() != n;
                open[stack.back()] = 0;
                round.push_back(stack.back());
                stack.pop_back();
            }
            const auto& parts = instants_[n].parts;
            if (round.size() == 1 && std::find(parts.begin(), parts.end(), n) == parts.end()) continue;
            std::sort(round.begin(), round.end());
            rounds.push_back(std::move(round));
        }
    }
    std::sort(rounds.begin(), rounds.end());
    return rounds;
}

}  // namespace sandtable
