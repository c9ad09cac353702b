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
    days_.assign(size(), 0);
    std::vector<Node> todo;
    for (Node n = 0; n < size(); ++n)
        if (instants_[n].least.working_days > 0) days_[n] = 1, todo.push_back(n);
    while (!todo.empty()) {
        const Node n = todo.back();
        todo.pop_back();
        for (Node u = users_from_[n]; u < users_from_[n + 1]; ++u)
            if (!days_[users_[u]]) days_[users_[u]] = 1, todo.push_back(users_[u]);
    }
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

Span Instants::last_of(std::vector<Span>& spans, std::size_t need) {
    std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) {
        return std::tie(a.working_days, a.ms) < std::tie(b.working_days, b.ms);
    });
    Span last;
    for (std::size_t i = 0; i < need; ++i)
        last = {std::max(last.working_days, spans[i].working_days), std::max(last.ms, spans[i].ms)};
    return last;
}

// D. E. Knuth, "A generalization of Dijkstra's algorithm", Information Processing Letters 6 (1977):
// it finds the least values of a graph whose nodes are functions that never decrease and never fall
// below their parts. The n-th of several, and later by a length, is such a function. Of the latest
// a join takes the working days of one part and the clock time of another, since neither outweighs
// the other: that bounds them all, if not always as closely as another order would.
Instants::Earliest Instants::settle(const Set& given, std::optional<Node> until,
                                    const Set* unsure) const {
    // what a working day counts for beside clock time
    const std::int64_t day_ms = unsure != nullptr ? duration_ms_max : 86'400'000;
    Earliest found{Set(size(), 0), std::vector<Span>(size()), std::vector<Node>(size(), 0),
                   Set(size(), 1)};
    std::vector<std::uint32_t> wanting(size());
    // length, working days, node: the smallest first, ties by node
    using Candidate = std::tuple<std::int64_t, std::int64_t, Node>;
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> next;
    for (Node n = 0; n < size(); ++n) wanting[n] = instants_[n].need;
    std::vector<Span> highest(unsure != nullptr ? size() : 0);  // of the parts that came so far
    const auto settle_one = [&](Node n) {
        found.known[n] = 1;
        for (Node u = users_from_[n]; u < users_from_[n + 1]; ++u) {
            const Node user = users_[u];
            const Instant& later = instants_[user];
            if (wanting[user] == 0 || given[user] || later.missing != Missing::no) continue;
            if (unsure != nullptr) {
                highest[user] = {std::max(highest[user].working_days, found.at[n].working_days),
                                 std::max(highest[user].ms, found.at[n].ms)};
            }
            if (--wanting[user] > 0 || (unsure != nullptr && (*unsure)[user])) continue;
            const Span from = unsure != nullptr ? highest[user] : found.at[n];
            const Span more = unsure != nullptr ? later.most : later.least;
            found.at[user] = {from.working_days + more.working_days, from.ms + more.ms};
            found.by[user] = n;
            const bool chosen = later.need < later.parts.size() &&
                                std::any_of(later.parts.begin(), later.parts.end(),
                                            [&](Node part) { return days_[part] != 0; });
            found.exact[user] = found.exact[n] && !chosen;
            next.push({found.at[user].working_days * day_ms + found.at[user].ms, found.at[user].working_days, user});
        }
    };
    for (Node n = 0; n < size(); ++n)
        if (given[n]) settle_one(n);
    while (!next.empty() && !(until && found.known[*until])) {
        const Node n = std::get<Node>(next.top());
        next.pop();
        settle_one(n);
    }
    return found;
}

Instants::Earliest Instants::earliest(const Set& given, Node until) const {
    return settle(given, until, nullptr);
}

Instants::Earliest Instants::latest(const Set& given, const Set& unsure) const {
    return settle(given, std::nullopt, &unsure);
}

// The greatest fixed point, as dominators are reckoned: of all parts everything that any of them
// proves, of one of several what each of them proves; of k of m parts what m - k + 1 of them prove,
// since one of those is always among the k. What never comes proves everything.
Instants::Set Instants::proved(Node node) const {
    std::vector<Node> order, number(size(), 0);  // parts first, as far as nothing goes in a circle
    struct Visit {
        Node node;
        std::size_t part;
    };
    std::vector<Visit> visits{{node, 0}};
    Set seen(size(), 0);
    seen[node] = 1;
    while (!visits.empty()) {
        const auto& parts = instants_[visits.back().node].parts;
        if (visits.back().part < parts.size()) {
            const Node part = parts[visits.back().part++];
            if (!seen[part]) seen[part] = 1, visits.push_back({part, 0});
            continue;
        }
        number[visits.back().node] = static_cast<Node>(order.size());
        order.push_back(visits.back().node);
        visits.pop_back();
    }
    using Bits = std::vector<std::uint64_t>;
    const std::size_t words = (order.size() + 63) / 64;
    std::vector<Bits> proves(order.size(), Bits(words, ~std::uint64_t{0}));
    const auto what = [&](Node n) {
        const Instant& instant = instants_[n];
        Bits bits(words, 0);
        if (!instant.source) {
            if (instant.parts.size() < instant.need || instant.missing != Missing::no)
                return proves[number[n]];
            const std::size_t enough = instant.parts.size() - instant.need + 1;
            if (enough == 1) {
                for (const Node part : instant.parts)
                    for (std::size_t w = 0; w < words; ++w) bits[w] |= proves[number[part]][w];
            } else if (instant.need == 1) {
                bits.assign(words, ~std::uint64_t{0});
                for (const Node part : instant.parts)
                    for (std::size_t w = 0; w < words; ++w) bits[w] &= proves[number[part]][w];
            } else {
                for (std::size_t i = 0; i < order.size(); ++i) {
                    std::size_t times = 0;
                    for (const Node part : instant.parts)
                        times += proves[number[part]][i / 64] >> (i % 64) & 1;
                    if (times >= enough) bits[i / 64] |= std::uint64_t{1} << (i % 64);
                }
            }
        }
        const auto proves_too = [&](Node other) {
            bits[number[other] / 64] |= std::uint64_t{1} << (number[other] % 64);
        };
        proves_too(n);
        for (Node u = users_from_[n]; u < users_from_[n + 1];
             ++u)  // any of several that it is one of
            if (seen[users_[u]] && instants_[users_[u]].is == Is::join &&
                instants_[users_[u]].need == 1)
                proves_too(users_[u]);
        return bits;
    };
    for (bool changed = true; changed;) {
        changed = false;
        for (const Node n : order)
            if (Bits now = what(n); now != proves[number[n]])
                proves[number[n]] = std::move(now), changed = true;
    }
    Set proved(size(), 0);
    const Bits& all = proves[number[node]];
    for (std::size_t i = 0; i < order.size(); ++i) proved[order[i]] = all[i / 64] >> (i % 64) & 1;
    return proved;
}

void Instants::add_implied(Set& come) const {
    const auto any_of_several = [&](Node n) {
        return instants_[n].is == Is::join && instants_[n].need == 1 && !instants_[n].parts.empty();
    };
    for (Node n = 0; n < size(); ++n) {
        if (!come[n] || !any_of_several(n)) continue;
        const auto& parts = instants_[n].parts;  // sorted, as those of every join
        for (Node u = users_from_[parts.front()]; u < users_from_[parts.front() + 1]; ++u) {
            const auto& wider = instants_[users_[u]].parts;
            if (any_of_several(users_[u]) &&
                std::includes(wider.begin(), wider.end(), parts.begin(), parts.end()))
                come[users_[u]] = 1;
        }
    }
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
