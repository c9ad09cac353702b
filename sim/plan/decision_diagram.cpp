#include "plan/decision_diagram.hpp"

#include <algorithm>

namespace sandtable {

NodeId DiagramStore::make(std::uint32_t variable, std::span<const NodeId> children) {
    if (std::all_of(children.begin(), children.end(), [&](NodeId child) { return child == children.front(); })) return children.front();
    std::vector<NodeId> key{variable};
    key.insert(key.end(), children.begin(), children.end());
    const auto [known, fresh] = known_.try_emplace(std::move(key), ends_ + static_cast<NodeId>(nodes_.size()));
    if (fresh) {
        nodes_.push_back({variable, static_cast<std::uint32_t>(children_.size())});
        children_.insert(children_.end(), children.begin(), children.end());
    }
    return known->second;
}

NodeId DiagramStore::apply(NodeId a, NodeId b, const std::function<int(int, int)>& combine) {
    std::map<std::pair<NodeId, NodeId>, NodeId> done;
    return apply(a, b, combine, done);
}

NodeId DiagramStore::apply(NodeId a, NodeId b, const std::function<int(int, int)>& combine, std::map<std::pair<NodeId, NodeId>, NodeId>& done) {
    if (is_end(a) && is_end(b)) return end(combine(value(a), value(b)));
    if (const auto known = done.find({a, b}); known != done.end()) return known->second;
    const std::uint32_t first = std::min(variable(a), variable(b));
    std::vector<NodeId> children;
    for (std::uint32_t cell = 0; cell < cells(first); ++cell)
        children.push_back(apply(variable(a) == first ? child(a, cell) : a, variable(b) == first ? child(b, cell) : b, combine, done));
    const NodeId node = make(first, children);
    done.emplace(std::pair(a, b), node);
    return node;
}

NodeId DiagramStore::restricted(NodeId root, std::uint32_t fixed, std::uint32_t cell) {
    std::map<NodeId, NodeId> done;
    const auto visit = [&](const auto& self, NodeId node) -> NodeId {
        if (variable(node) > fixed) return node;  // ends count as behind every variable
        if (variable(node) == fixed) return child(node, cell);
        if (const auto known = done.find(node); known != done.end()) return known->second;
        std::vector<NodeId> children;
        for (std::uint32_t c = 0; c < cells(variable(node)); ++c) children.push_back(self(self, child(node, c)));
        return done[node] = make(variable(node), children);
    };
    return visit(visit, root);
}

std::size_t DiagramStore::count(NodeId root) const {
    std::vector<bool> seen(nodes_.size(), false);
    std::vector<NodeId> open{root};
    std::size_t n = 0;
    while (!open.empty()) {
        const NodeId node = open.back();
        open.pop_back();
        if (is_end(node) || seen[node - ends_]) continue;
        seen[node - ends_] = true;
        ++n;
        for (std::uint32_t cell = 0; cell < cells(variable(node)); ++cell) open.push_back(child(node, cell));
    }
    return n;
}

}  // namespace sandtable
