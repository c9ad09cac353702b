// Roads and relations as graphs. Boost.Graph is included here and nowhere else: it costs seconds and hundreds of MB per file.
#include <algorithm>
#include <iterator>
#include <limits>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/property_map/function_property_map.hpp>

#include "sandtable/assert.hpp"
#include "sandtable/network.hpp"

namespace sandtable {

namespace {

struct EdgeIndex {
    std::uint32_t index = 0;
};
/// Vertices are the indices of places or agencies; edges know their road. Parallel edges are kept.
using Plain = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property, EdgeIndex>;
using Edge = boost::graph_traits<Plain>::edge_descriptor;

/// How good a way is: its time, and among equal times its number of legs.
struct Way {
    std::int64_t ms = 0, legs = 0;
    friend auto operator<=>(const Way&, const Way&) = default;
};
constexpr Way no_way{std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::max()};
Way operator+(Way a, Way b) { return a == no_way || b == no_way ? no_way : Way{a.ms + b.ms, a.legs + b.legs}; }

/// Edges whose road is not closed. (filtered_graph wants a predicate that can be made from nothing.)
struct IsOpen {
    const Plain* graph = nullptr;
    const std::vector<bool>* closed = nullptr;
    bool operator()(const Edge& edge) const { return closed->empty() || !(*closed)[(*graph)[edge].index]; }
};

Way way_over(const Road& road) { return {road.time.count(), 1}; }

/// From every place the best way to `place` (or back: roads go both ways).
std::vector<Way> ways_to(const Plain& graph, const Network& network, PlaceId place, const std::vector<bool>& closed) {
    SANDTABLE_ASSERT(closed.empty() || closed.size() == network.roads.size(), "one flag per road");
    const boost::filtered_graph<Plain, IsOpen> open(graph, IsOpen{&graph, &closed});
    std::vector<Way> ways(network.places.size());
    const auto cost = boost::make_function_property_map<Edge>([&](const Edge& edge) { return way_over(network.roads[RoadId{graph[edge].index}]); });
    boost::dijkstra_shortest_paths(open, place.index,
                                   boost::weight_map(cost)
                                       .distance_map(boost::make_iterator_property_map(ways.begin(), get(boost::vertex_index, graph)))
                                       .distance_compare(std::less<Way>())
                                       .distance_combine(std::plus<Way>())
                                       .distance_inf(no_way)
                                       .distance_zero(Way{}));
    return ways;
}

template <class IdType>
std::vector<IdType> articulation_points(const Plain& graph) {
    std::vector<std::size_t> found;
    boost::articulation_points(graph, std::back_inserter(found));
    std::sort(found.begin(), found.end());
    std::vector<IdType> ids;
    for (const auto vertex : found) ids.push_back(IdType{static_cast<std::uint32_t>(vertex)});
    return ids;
}

}  // namespace

struct Roads::Graph {
    Plain plain;
};

Roads::Roads(const Network& network) : graph_(std::make_unique<Graph>()), network_(&network) {
    graph_->plain = Plain(network.places.size());
    for (const RoadId id : ids_of(network.roads)) add_edge(network.roads[id].from.index, network.roads[id].to.index, EdgeIndex{id.index}, graph_->plain);
}
Roads::~Roads() = default;
Roads::Roads(Roads&&) noexcept = default;
Roads& Roads::operator=(Roads&&) noexcept = default;

std::optional<Roads::Route> Roads::route(PlaceId from, PlaceId to, const std::vector<bool>& closed) const {
    const Plain& graph = graph_->plain;
    const std::vector<Way> ways = ways_to(graph, *network_, to, closed);
    if (ways[from.index] == no_way) return std::nullopt;
    Route route{Duration{ways[from.index].ms}, {}};
    const IsOpen is_open{&graph, &closed};
    for (std::uint32_t at = from.index; at != to.index;) {
        RoadId best = RoadId::none();  // compares greater than any road
        std::uint32_t next = at;
        const auto [first, last] = out_edges(at, graph);
        for (auto edge = first; edge != last; ++edge) {
            const RoadId road{graph[*edge].index};
            const auto beyond = static_cast<std::uint32_t>(target(*edge, graph));
            if (road < best && is_open(*edge) && ways[beyond] + way_over(network_->roads[road]) == ways[at]) best = road, next = beyond;
        }
        SANDTABLE_ASSERT(best.is_some(), "a way with legs has a first leg");
        route.legs.push_back(best);
        at = next;
    }
    return route;
}

std::vector<std::optional<Duration>> Roads::reach(PlaceId from, const std::vector<bool>& closed) const {
    std::vector<std::optional<Duration>> times;
    for (const Way& way : ways_to(graph_->plain, *network_, from, closed)) times.push_back(way == no_way ? std::nullopt : std::optional(Duration{way.ms}));
    return times;
}

std::vector<RoadId> Roads::weak_roads() const {
    // A biconnected component of a single edge is a bridge, but Boost passes over roads parallel to one of its tree: they get no
    // component, and the one they stand beside looks alone. So a road counts only if no other joins the same two places.
    const Plain& graph = graph_->plain;
    constexpr auto none = std::numeric_limits<std::size_t>::max();
    std::vector<std::size_t> component(network_->roads.size(), none);
    boost::biconnected_components(graph, boost::make_iterator_property_map(component.begin(), get(&EdgeIndex::index, graph)));
    std::vector<int> edges(network_->roads.size(), 0);
    for (const auto c : component)
        if (c != none) ++edges[c];
    std::vector<RoadId> weak;
    for (const RoadId id : ids_of(network_->roads)) {
        const auto c = component[id.index];
        if (c == none || edges[c] != 1) continue;
        const Road& road = network_->roads[id];
        const auto [first, last] = out_edges(road.from.index, graph);
        if (std::count_if(first, last, [&](const Edge& edge) { return target(edge, graph) == road.to.index; }) == 1) weak.push_back(id);
    }
    return weak;
}

std::vector<PlaceId> Roads::weak_places() const { return articulation_points<PlaceId>(graph_->plain); }

std::vector<AgencyId> weak_agencies(const Network& network) {
    Plain graph(network.agencies.size());
    for (const Relation& relation : network.relations) add_edge(relation.from.index, relation.to.index, graph);
    return articulation_points<AgencyId>(graph);
}

}  // namespace sandtable
