#include <cstdint>
#include <set>
#include <tuple>

#include "sandtable/network.hpp"
#include "support/catch.hpp"

using namespace sandtable;

namespace {

/// Small graphs to try things on: a fixed generator, so that a failure can be had again.
class Lcg {
public:
    explicit Lcg(std::uint64_t seed) : state_(seed) {}
    int below(int n) {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<int>((state_ >> 33) % static_cast<std::uint64_t>(n));
    }

private:
    std::uint64_t state_;
};

struct Leg {
    std::uint32_t from, to;
    std::int64_t ms;
};

Network roads_between(std::uint32_t places, const std::vector<Leg>& legs) {
    Network network;
    network.places = Table<PlaceId, NetworkPlace>(places);
    for (const Leg& leg : legs) {
        Road road;
        road.from = PlaceId{leg.from};
        road.to = PlaceId{leg.to};
        road.time = Duration{leg.ms};
        network.roads.push_back(road);
    }
    return network;
}

/// Few places, few lengths: many equal ways, parallel roads, and parts that hang together by a thread or not at all.
Network random_network(Lcg& random) {
    const auto places = static_cast<std::uint32_t>(2 + random.below(6));
    std::vector<Leg> legs;
    for (int n = random.below(14); n > 0; --n) {
        const auto from = static_cast<std::uint32_t>(random.below(static_cast<int>(places)));
        const auto to = static_cast<std::uint32_t>(random.below(static_cast<int>(places)));
        if (from != to) legs.push_back({from, to, 1 + random.below(4)});
    }
    return roads_between(places, legs);
}

std::vector<bool> random_closures(Lcg& random, const Network& network) {
    std::vector<bool> closed(network.roads.size());
    for (std::size_t i = 0; i < closed.size(); ++i) closed[i] = random.below(4) == 0;
    return closed;
}

using Ranked = std::tuple<std::int64_t, std::size_t, std::vector<RoadId>>;  // time, legs, road ids: the order of routes

struct Best {
    Ranked way;
    int equals = 0;  ///< ways of its time and legs
};

/// Every way without a place twice, the best by the written order.
void try_all(const Network& network, const std::vector<bool>& closed, PlaceId at, PlaceId to, std::set<PlaceId>& been, Ranked& way, std::optional<Best>& best) {
    if (at == to) {
        const auto rank = [](const Ranked& r) { return std::pair(std::get<0>(r), std::get<1>(r)); };
        const int equals = best && rank(best->way) == rank(way) ? best->equals + 1 : best && rank(best->way) < rank(way) ? best->equals : 1;
        if (!best || way < best->way) best = {way, equals};
        else best->equals = equals;
        return;
    }
    for (const RoadId id : ids_of(network.roads)) {
        const Road& road = network.roads[id];
        if ((!closed.empty() && closed[id.index]) || (road.from != at && road.to != at)) continue;
        const PlaceId next = road.from == at ? road.to : road.from;
        if (!been.insert(next).second) continue;
        Ranked longer = way;
        std::get<0>(longer) += road.time.count();
        std::get<1>(longer) += 1;
        std::get<2>(longer).push_back(id);
        try_all(network, closed, next, to, been, longer, best);
        been.erase(next);
    }
}

std::optional<Best> best_way(const Network& network, const std::vector<bool>& closed, PlaceId from, PlaceId to) {
    std::set<PlaceId> been{from};
    Ranked none{};
    std::optional<Best> best;
    try_all(network, closed, from, to, been, none, best);
    return best;
}

/// Pairs of places with a way between them that avoids a road and a place.
std::set<std::pair<PlaceId, PlaceId>> joined(const Network& network, RoadId no_road, PlaceId no_place) {
    std::vector<bool> closed(network.roads.size());
    for (const RoadId id : ids_of(network.roads)) closed[id.index] = id == no_road || network.roads[id].from == no_place || network.roads[id].to == no_place;
    std::set<std::pair<PlaceId, PlaceId>> pairs;
    for (const PlaceId a : ids_of(network.places))
        for (const PlaceId b : ids_of(network.places))
            if (a != no_place && b != no_place && best_way(network, closed, a, b)) pairs.insert({a, b});
    return pairs;
}

std::vector<RoadId> roads(std::initializer_list<std::uint32_t> indices) {
    std::vector<RoadId> ids;
    for (const auto index : indices) ids.push_back(RoadId{index});
    return ids;
}

}  // namespace

TEST_CASE("the route is the best of all ways, by time, legs and road ids") {
    Lcg random(20260126);
    int ties = 0, cut_off = 0;
    for (int round = 0; round < 400; ++round) {
        const Network network = random_network(random);
        const std::vector<bool> closed = random.below(3) == 0 ? std::vector<bool>{} : random_closures(random, network);
        const Roads graph(network);
        CAPTURE(round);
        for (const PlaceId from : ids_of(network.places)) {
            const auto reach = graph.reach(from, closed);
            REQUIRE(reach.size() == network.places.size());
            for (const PlaceId to : ids_of(network.places)) {
                CAPTURE(from.index, to.index);
                const auto best = best_way(network, closed, from, to);
                const auto route = graph.route(from, to, closed);
                REQUIRE(route.has_value() == best.has_value());
                REQUIRE(reach[to.index].has_value() == best.has_value());
                if (!best) {
                    ++cut_off;
                    continue;
                }
                REQUIRE(route->legs == std::get<2>(best->way));
                REQUIRE(route->time.count() == std::get<0>(best->way));
                REQUIRE(*reach[to.index] == route->time);
                ties += best->equals > 1 ? 1 : 0;
            }
        }
    }
    CHECK(ties > 100);  // else the graphs were too easy
    CHECK(cut_off > 100);
}

TEST_CASE("among equal times fewer legs win, then smaller roads leg by leg") {
    //      0: 0-1 5 ms   1: 1-3 5 ms   2: 0-2 5 ms   3: 2-3 5 ms
    const std::vector<Leg> square{{0, 1, 5}, {1, 3, 5}, {0, 2, 5}, {2, 3, 5}};
    SECTION("smaller roads first") {
        const Network network = roads_between(4, square);
        CHECK(Roads(network).route(PlaceId{0}, PlaceId{3})->legs == roads({0, 1}));
        CHECK(Roads(network).route(PlaceId{3}, PlaceId{0})->legs == roads({1, 0}));
    }
    SECTION("one leg beats two of the same time") {
        auto legs = square;
        legs.push_back({0, 3, 10});
        const Network network = roads_between(4, legs);
        CHECK(Roads(network).route(PlaceId{0}, PlaceId{3})->legs == roads({4}));
    }
    SECTION("a millisecond beats legs") {
        auto legs = square;
        legs.push_back({0, 3, 11});
        const Network network = roads_between(4, legs);
        CHECK(Roads(network).route(PlaceId{0}, PlaceId{3})->legs == roads({0, 1}));
    }
    SECTION("of parallel roads the quicker, then the smaller; closed ones are passed over") {
        const Network network = roads_between(2, {{0, 1, 7}, {1, 0, 6}, {0, 1, 6}});
        const Roads graph(network);
        CHECK(graph.route(PlaceId{0}, PlaceId{1})->legs == roads({1}));
        CHECK(graph.route(PlaceId{0}, PlaceId{1}, {false, true, false})->legs == roads({2}));
        CHECK(graph.route(PlaceId{0}, PlaceId{1}, {false, true, true})->time == Duration{7});
        CHECK_FALSE(graph.route(PlaceId{0}, PlaceId{1}, {true, true, true}));
    }
    SECTION("who is there already takes no road") {
        const Network network = roads_between(4, square);
        const auto route = Roads(network).route(PlaceId{2}, PlaceId{2}, {true, true, true, true});
        REQUIRE(route);
        CHECK(route->time == Duration{0});
        CHECK(route->legs.empty());
    }
}

TEST_CASE("weak roads and places are those whose loss parts others") {
    Lcg random(331102);
    int bridges = 0, cuts = 0;
    for (int round = 0; round < 300; ++round) {
        const Network network = random_network(random);
        const auto whole = joined(network, RoadId::none(), PlaceId::none());
        std::vector<RoadId> weak_roads;
        for (const RoadId road : ids_of(network.roads))
            if (joined(network, road, PlaceId::none()) != whole) weak_roads.push_back(road);
        std::vector<PlaceId> weak_places;
        for (const PlaceId place : ids_of(network.places)) {
            auto others = whole;
            std::erase_if(others, [&](const auto& pair) { return pair.first == place || pair.second == place; });
            if (joined(network, RoadId::none(), place) != others) weak_places.push_back(place);
        }
        CAPTURE(round);
        const Roads graph(network);
        REQUIRE(graph.weak_roads() == weak_roads);
        REQUIRE(graph.weak_places() == weak_places);

        Network offices;  // the same graph as relations between agencies
        offices.agencies = Table<AgencyId, Agency>(network.places.size());
        for (const Road& road : network.roads) offices.relations.push_back({Relation::Kind::notifies, AgencyId{road.from.index}, AgencyId{road.to.index}, {}});
        std::vector<AgencyId> weak_offices;
        for (const PlaceId place : weak_places) weak_offices.push_back(AgencyId{place.index});
        REQUIRE(weak_agencies(offices) == weak_offices);
        bridges += static_cast<int>(weak_roads.size());
        cuts += static_cast<int>(weak_places.size());
    }
    CHECK(bridges > 100);
    CHECK(cuts > 100);
}

TEST_CASE("a road with another beside it is not weak") {
    const Network network = roads_between(3, {{0, 1, 1}, {1, 0, 9}, {1, 2, 1}});
    CHECK(Roads(network).weak_roads() == roads({2}));
    CHECK(Roads(network).weak_places() == std::vector{PlaceId{1}});
}

TEST_CASE("a graph of roads can be handed on") {
    const Network network = roads_between(2, {{0, 1, 1}}), empty;
    Roads graph(empty);
    CHECK(graph.weak_places().empty());
    graph = Roads(network);
    const Roads moved = std::move(graph);
    CHECK(moved.route(PlaceId{1}, PlaceId{0})->time == Duration{1});
}

TEST_CASE("a router asked again and again answers as a search made anew, whatever is closed meanwhile") {
    Lcg random(20261127);
    int answered = 0;
    for (int round = 0; round < 300; ++round) {
        const Network network = random_network(random);
        const Roads graph(network);
        Router router(graph);
        std::vector<bool> closed = random_closures(random, network);
        for (int question = 0; question < 40; ++question) {
            if (random.below(8) == 0) {
                closed = random_closures(random, network);
                router.changed();
            }
            const PlaceId from{static_cast<std::uint32_t>(random.below(static_cast<int>(network.places.size())))}, to{static_cast<std::uint32_t>(random.below(static_cast<int>(network.places.size())))};
            const auto again = router.route(from, to, closed);
            const auto best = best_way(network, closed, from, to);
            REQUIRE(again.has_value() == best.has_value());
            REQUIRE(router.reaches(from, to, closed) == best.has_value());
            if (!best) continue;
            REQUIRE(again->legs == std::get<2>(best->way));
            REQUIRE(again->time.count() == std::get<0>(best->way));
            ++answered;
        }
    }
    CHECK(answered > 3000);
}

TEST_CASE("a router forgets when it holds searches_max of them, and goes on answering") {
    std::vector<Leg> legs;
    const auto places = static_cast<std::uint32_t>(Router::searches_max + 10);
    for (std::uint32_t i = 1; i < places; ++i) legs.push_back({i - 1, i, 1});
    const Network network = roads_between(places, legs);
    const Roads graph(network);
    Router router(graph);
    for (std::uint32_t to = 0; to < places; ++to) REQUIRE(router.route(PlaceId{to / 2}, PlaceId{to})->time.count() == to - to / 2);
}
