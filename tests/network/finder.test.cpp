// Looking agencies up by kind and area gives what looking at each of them gives.
#include "sandtable/network.hpp"
#include "support/catch.hpp"
#include "support/said_of.hpp"
#include "support/shipped_plan.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

TEST_CASE("the finder answers every role of every plan, at places all over the city, as a look at every agency does") {
    Diagnostics out;
    const auto network = load_network(shipped_files().find(FileKind::network, "lishui-full", out).value(), shipped_files(), out);
    REQUIRE(network);
    const AgencyFinder finder(*network);
    const Vocabulary vocabulary = find_vocabulary(shipped_files(), out).value();
    const Clauses clauses = find_clauses(shipped_files(), out).value();
    std::size_t found = 0, none = 0;
    for (const char* id : {"geohazard", "mass-incident", "natural-resource-dispute", "wage-arrears", "secondary-water-supply", "science-support", "administrative-adjudication"}) {
        const auto plan = load_plan(shipped_files().find(FileKind::plan, id, out).value(), {vocabulary, clauses, shipped_files()}, out);
        REQUIRE(plan);
        for (const Role& role : plan->roles)
            for (std::uint32_t place = 0; place < network->places.size(); place += 97)
                for (const auto& concerns : {std::vector<std::string>{}, {"construction"}, {"forestry", "mining"}}) {
                    const auto some = finder.matching(role.is, PlaceId{place}, concerns);
                    INFO(plan->id << " " << role.id << " " << network->places[PlaceId{place}].id);
                    REQUIRE(some == matching_agencies(*network, role.is, PlaceId{place}, concerns));
                    ++(some.empty() ? none : found);
                }
    }
    CHECK(found > 1000);
    CHECK(none > 100);
}

TEST_CASE("the finder takes patterns of no kind, of an area by name, and a scene nowhere") {
    Diagnostics out;
    const auto network = load_network({"small.yaml", std::string(small_network)}, HeldFiles{}, out);
    REQUIRE(network);
    const AgencyFinder finder(*network);
    AgencyPattern any, here, named, unit;
    here.area_here = true;
    named.area = "town";
    unit.kind = "unit";
    unit.area_here = true;
    for (const auto& patterns : {std::vector{any}, {here}, {named}, {unit}, {unit, named}, {}})
        for (const PlaceId scene : {PlaceId{0}, PlaceId::none()}) CHECK(finder.matching(patterns, scene, {}) == matching_agencies(*network, patterns, scene, {}));
    CHECK(finder.matching({unit}, PlaceId{0}, {}).size() == 3);
    CHECK(finder.matching({unit}, PlaceId::none(), {}).empty());
}
