// Ordered, reduced, multi-valued decision diagrams with whole numbers at their ends.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <unordered_map>
#include <vector>

namespace sandtable {

/// A diagram is a NodeId of one Diagrams. Ends come first: the end of value v is node v + 1 (v from -1).
using NodeId = std::uint32_t;

class DiagramStore {
public:
    /// `cells[v]` is the number of cells of variable v; variables are tested in this order. Ends have values from -1 to `top`.
    DiagramStore(std::vector<std::uint32_t> cells, int top) : cells_(std::move(cells)), ends_(static_cast<NodeId>(top + 2)) {}

    NodeId end(int value) const { return static_cast<NodeId>(value + 1); }
    bool is_end(NodeId node) const { return node < ends_; }
    int value(NodeId node) const { return static_cast<int>(node) - 1; }
    std::uint32_t variable(NodeId node) const { return is_end(node) ? static_cast<std::uint32_t>(cells_.size()) : nodes_[node - ends_].variable; }
    NodeId child(NodeId node, std::uint32_t cell) const { return children_[nodes_[node - ends_].first + cell]; }
    std::uint32_t cells(std::uint32_t variable) const { return cells_[variable]; }
    std::size_t size() const { return nodes_.size(); }

    /// The node that tests `variable`; all children alike are that child.
    NodeId make(std::uint32_t variable, std::span<const NodeId> children);
    /// Ends combined by `combine(a, b)` in every point.
    NodeId apply(NodeId a, NodeId b, const std::function<int(int, int)>& combine);
    /// `root` where `variable` is in `cell`.
    NodeId restricted(NodeId root, std::uint32_t variable, std::uint32_t cell);
    /// Nodes below `root`, it included, ends not.
    std::size_t count(NodeId root) const;

private:
    struct Node {
        std::uint32_t variable, first;
    };
    NodeId apply(NodeId a, NodeId b, const std::function<int(int, int)>& combine, std::map<std::pair<NodeId, NodeId>, NodeId>& done);

    std::vector<std::uint32_t> cells_;
    NodeId ends_;
    std::vector<Node> nodes_;
    std::vector<NodeId> children_;
    std::map<std::vector<NodeId>, NodeId> known_;  // variable and children
};

}  // namespace sandtable
