// Roads on the whole city (semantics.md 4): a road that closes in mid-journey, before and after the unit has passed, and a town cut off.
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

/// Two injured in a village of Liandu: the city's rescue team goes there.
std::string accident(const std::string& more) {
    return R"(sandtable: scenario/1
id: accident
title: {zh: 滑坡伤人, en: a slide injures two}
start: "2022-06-20T09:00:00+08:00"
until: 24 h
seed: 1
network: lishui-full
plans: [geohazard]
incidents:
- id: slide
  place: p331102001215
  truth: [{at: 0 min, facts: {geohazard_happened: true, geohazard_threatens: false, injuries: 2, deaths: 0}}]
  reports: [{at: 1 min, from: village, to: [county_department, county_government], over: [telephone], says: {geohazard_happened: true, injuries: 2, deaths: 0}}]
)" + more;
}

Played going(const std::string& more = "") { return play(load_text("accident.yaml", accident(more), HeldFiles{})); }

/// The rescue team's way: when it set out, its roads, and when each of them is entered.
struct Way {
    std::int64_t departed = -1, arrived = -1;
    std::vector<std::string> roads;
    std::vector<std::int64_t> entered;
    int rerouted = 0, stranded = 0;
};
Way way_of(const Played& p) {
    Way way;
    for (const Entry& entry : p.journal.entries()) {
        if (p.journal.item_text(entry, "task") != "rescue_goes") continue;
        if (entry.kind == EntryKind::departed) {
            way.departed = ms_of(entry.at);
            std::int64_t at = way.departed;
            for (const Item& item : p.journal.items(entry)) {
                if (p.journal.text(item.key) != "road") continue;
                way.roads.push_back(p.journal.text(item.text));
                way.entered.push_back(at);
                at += p.inputs.network.roads[p.inputs.network.road(way.roads.back())].time.count();
            }
        }
        if (entry.kind == EntryKind::arrived) way.arrived = ms_of(entry.at);
        way.rerouted += entry.kind == EntryKind::rerouted ? 1 : 0;
        way.stranded += entry.kind == EntryKind::stranded ? 1 : 0;
    }
    return way;
}
std::string closed(const std::string& road, std::int64_t from_ms) { return "{road: " + road + ", from: " + std::to_string(from_ms) + " ms, period: 20 h}"; }

}  // namespace

TEST_CASE("in the city, a road that closes before the unit enters it sends it round, and after that changes nothing", "[roads]") {
    const Way open = way_of(going());
    REQUIRE(open.departed > 0);
    REQUIRE(open.roads.size() >= 2);
    REQUIRE(open.arrived > open.departed);
    std::size_t round = 0, cut = 0;
    for (std::size_t leg = 0; leg < open.roads.size(); ++leg) {
        INFO(open.roads[leg]);
        // closed while it is still on the road before: it looks for another way, or there is none
        if (leg > 0) {
            const Way before = way_of(going("closures: [" + closed(open.roads[leg], open.entered[leg] - 1) + "]"));
            CHECK(before.departed == open.departed);
            CHECK(before.roads == open.roads);  // at departure all was open
            CHECK(before.rerouted + before.stranded == 1);
            CHECK((before.arrived > open.arrived) == (before.stranded == 0));
            round += before.rerouted == 1 ? 1 : 0;
            cut += before.stranded == 1 ? 1 : 0;
        }
        // closed as soon as it is on it: it has passed
        const Way after = way_of(going("closures: [" + closed(open.roads[leg], open.entered[leg] + 1) + "]"));
        CHECK(after.arrived == open.arrived);
        CHECK(after.rerouted + after.stranded == 0);
        // closed before it sets out: it takes another way from the start, or none
        const Way never = way_of(going("closures: [" + closed(open.roads[leg], 0) + "]"));
        CHECK((never.arrived == -1 || never.arrived > open.arrived));
        CHECK(std::find(never.roads.begin(), never.roads.end(), open.roads[leg]) == never.roads.end());
        CHECK(never.rerouted == 0);
    }
    CHECK(round + cut == open.roads.size() - 1);
    CHECK(round > 0);
}

TEST_CASE("in the city, a village whose every road is closed is not reached, and the run says so", "[roads]") {
    const Network network = going().inputs.network;
    const PlaceId village = network.place("p331102001215");
    std::string all;
    for (const Road& road : network.roads)
        if (road.from == village || road.to == village) all += (all.empty() ? "" : ", ") + closed(road.id, 0);
    const Played p = going("closures: [" + all + "]");
    const Way way = way_of(p);
    CHECK(way.stranded == 1);
    CHECK(way.arrived == -1);
    CHECK(way.departed == -1);
    // the roads open again: who is called then arrives, who was turned back does not set out again by himself
    std::string short_time = all;
    for (auto at = short_time.find("20 h"); at != std::string::npos; at = short_time.find("20 h")) short_time.replace(at, 4, "1 min");
    CHECK(way_of(going("closures: [" + short_time + "]")).arrived > 0);
}
