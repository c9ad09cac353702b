// Roads and relations as graphs. Boost.Graph is included here and nowhere else: it costs seconds and hundreds of MB per file. It finds what hangs by a
// thread; the ways are a search of our own, which can be stopped and gone on with.
#include <algorithm>
#include <iterator>
#include <limits>
#include <queue>
#include <span>
#include <tuple>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>

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

/// Half a road, from one of its ends.
struct Half {
    std::uint32_t to, road;
    std::int64_t ms;
};

struct Roads::Graph {
    Plain plain;
    // the halves of a place stand together, for searches: those of place p from first[p] to first[p + 1]
    std::vector<std::uint32_t> first;
    std::vector<Half> halves;

    std::span<const Half> at(std::uint32_t place) const { return {halves.data() + first[place], halves.data() + first[place + 1]}; }
};

Roads::Roads(const Network& network) : graph_(std::make_unique<Graph>()), network_(&network) {
    graph_->plain = Plain(network.places.size());
    for (const RoadId id : ids_of(network.roads)) add_edge(network.roads[id].from.index, network.roads[id].to.index, EdgeIndex{id.index}, graph_->plain);
    auto& [plain, first, halves] = *graph_;
    first.assign(network.places.size() + 1, 0);
    for (const Road& road : network.roads) ++first[road.from.index + 1], ++first[road.to.index + 1];
    for (std::size_t place = 1; place < first.size(); ++place) first[place] += first[place - 1];
    halves.resize(first.back());
    std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
    for (const RoadId id : ids_of(network.roads)) {
        const Road& road = network.roads[id];
        halves[next[road.from.index]++] = {road.to.index, id.index, road.time.count()};
        halves[next[road.to.index]++] = {road.from.index, id.index, road.time.count()};
    }
}
Roads::~Roads() = default;
Roads::Roads(Roads&&) noexcept = default;
Roads& Roads::operator=(Roads&&) noexcept = default;

/// Dijkstra from `root`, resumed where it stopped. Boost's search cannot be stopped and gone on with, and begins by writing to every place.
struct Router::Search {
    struct Seen {
        std::uint32_t place = nowhere;
        bool settled = false;
        Way way = no_way;
    };
    static constexpr std::uint32_t nowhere = 0xffff'ffff;
    struct Open {
        Way way;
        std::uint32_t place;
        friend bool operator>(const Open& a, const Open& b) { return std::tie(a.way, a.place) > std::tie(b.way, b.place); }
    };
    std::priority_queue<Open, std::vector<Open>, std::greater<>> open;

    /// The row of a place, made if there is none; valid until the next one is made.
    Seen& at(std::uint32_t place) {
        if (2 * used >= rows.size()) grow();
        Seen& row = rows[position(place)];
        if (row.place == nowhere) row.place = place, ++used;
        return row;
    }
    /// As it is known so far; no way for a place that was not met.
    const Seen& find(std::uint32_t place) const {
        static const Seen unmet;
        const Seen& row = rows[position(place)];
        return row.place == place ? row : unmet;
    }

private:
    // a hash table by open addressing: a search meets some hundred places, and a node for each would be most of its work
    std::size_t position(std::uint32_t place) const {
        std::size_t at = (place * std::size_t{0x9E3779B97F4A7C15}) >> 32 & (rows.size() - 1);
        while (rows[at].place != nowhere && rows[at].place != place) at = (at + 1) & (rows.size() - 1);
        return at;
    }
    void grow() {
        std::vector<Seen> old(2 * rows.size());
        old.swap(rows);
        for (const Seen& row : old)
            if (row.place != nowhere) rows[position(row.place)] = row;
    }
    std::vector<Seen> rows = std::vector<Seen>(64);
    std::size_t used = 0;
};

Router::Router(const Roads& roads) : roads_(roads) {}
Router::~Router() = default;
void Router::changed() { searches_.clear(); }

Router::Search& Router::search(PlaceId root, PlaceId until, const std::vector<bool>& closed) {
    SANDTABLE_ASSERT(closed.empty() || closed.size() == roads_.network_->roads.size(), "one flag per road");
    if (searches_.size() >= searches_max && !searches_.contains(root.index)) searches_.clear();
    auto& found = searches_[root.index];
    if (!found) {
        found = std::make_unique<Search>();
        found->at(root.index).way = Way{};
        found->open.push({Way{}, root.index});
    }
    Search& s = *found;
    if (s.find(until.index).settled) return s;
    while (!s.open.empty()) {
        const auto [way, at] = s.open.top();
        s.open.pop();
        Search::Seen& here = s.at(at);
        if (here.settled) continue;
        here.settled = true;
        for (const Half& half : roads_.graph_->at(at)) {
            if (!closed.empty() && closed[half.road]) continue;
            const Way there = way + Way{half.ms, 1};
            Search::Seen& seen = s.at(half.to);
            if (there < seen.way) seen.way = there, s.open.push({there, half.to});
        }
        if (at == until.index) break;
    }
    return s;
}

bool Router::reaches(PlaceId from, PlaceId to, const std::vector<bool>& closed) {
    return search(to, from, closed).find(from.index).settled;
}

std::optional<Roads::Route> Router::route(PlaceId from, PlaceId to, const std::vector<bool>& closed) {
    Roads::Route found;
    return route(from, to, closed, found) ? std::optional(std::move(found)) : std::nullopt;
}

bool Router::route(PlaceId from, PlaceId to, const std::vector<bool>& closed, Roads::Route& route) {
    if (!reaches(from, to, closed)) return false;
    const Search& s = *searches_.at(to.index);
    route.time = Duration{s.find(from.index).way.ms};
    route.legs.clear();
    for (std::uint32_t at = from.index; at != to.index;) {
        RoadId best = RoadId::none();  // compares greater than any road
        std::uint32_t next = at;
        const Way here = s.find(at).way;
        for (const Half& half : roads_.graph_->at(at)) {
            const RoadId road{half.road};
            const bool open = closed.empty() || !closed[half.road];
            if (road < best && open && s.find(half.to).way + Way{half.ms, 1} == here) best = road, next = half.to;
        }
        SANDTABLE_ASSERT(best.is_some(), "a way with legs has a first leg");
        route.legs.push_back(best);
        at = next;
    }
    return true;
}

std::optional<Roads::Route> Roads::route(PlaceId from, PlaceId to, const std::vector<bool>& closed) const { return Router(*this).route(from, to, closed); }

std::vector<std::optional<Duration>> Roads::reach(PlaceId from, const std::vector<bool>& closed) const {
    Router router(*this);
    const Router::Search& s = router.search(from, PlaceId::none(), closed);  // as far as there are ways
    std::vector<std::optional<Duration>> times;
    for (const PlaceId place : ids_of(network_->places)) {
        const Way& way = s.find(place.index).way;
        times.push_back(way == no_way ? std::nullopt : std::optional(Duration{way.ms}));
    }
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
