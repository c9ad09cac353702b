// To the scene over roads that may be closed, and back when the response is over (semantics.md 4).
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

constexpr auto way = {EntryKind::task_started, EntryKind::departed, EntryKind::rerouted, EntryKind::stranded, EntryKind::arrived, EntryKind::released, EntryKind::task_done};

/// The bureau's squad sets out (2 min) from the hall to `place`.
Played going(const std::string& more, const std::string& place = "site", const std::string& duties = "") {
    return play(SmallWorld{.tasks = "- {id: go, clause: \"1\", by: bureau, officer: squad, takes: 2 min, goes_to: scene}", .duties = duties, .place = place, .reports = "", .more = more});
}

std::string closed(const std::string& road, const std::string& from, const std::string& period) { return "{road: " + road + ", from: " + from + ", period: " + period + "}"; }

}  // namespace

TEST_CASE("the quickest way over open roads is taken, and the task is done on arrival") {
    const Played p = going("");
    CHECK(story(p, way) ==
          "0:00 task_started town-bureau go\n"
          "2:00 departed town-bureau go from=hall to=site road=hall_bridge road=bridge_site\n"
          "12:00 arrived town-bureau go\n");
    CHECK(p.journal.item_number(p.journal[entry_reading(p.journal, "2:00 departed town-bureau go from=hall to=site road=hall_bridge road=bridge_site")], "travel_ms") == minutes(10));
}

TEST_CASE("a road closed at departure chooses another way") {
    CHECK(lines_with(going("closures: [" + closed("bridge_site", "0 min", "1 h") + "]"), "go") ==
          "0:00 task_started town-bureau go\n"
          "2:00 departed town-bureau go from=hall to=site road=hall_mill road=mill_site\n"
          "14:00 arrived town-bureau go\n");
    // closed at the very instant of departure: the closure comes first
    CHECK(lines_with(going("closures: [" + closed("bridge_site", "2 min", "1 h") + "]"), "departed") == "2:00 departed town-bureau go from=hall to=site road=hall_mill road=mill_site\n");
    // open again before the departure
    CHECK(lines_with(going("closures: [" + closed("bridge_site", "0 min", "1 min") + "]"), "departed") == "2:00 departed town-bureau go from=hall to=site road=hall_bridge road=bridge_site\n");
}

TEST_CASE("who meets a road closed before passing it takes another way from there") {
    CHECK(lines_with(going("closures: [" + closed("bridge_site", "5 min", "1 h") + "]"), "go") ==
          "0:00 task_started town-bureau go\n"
          "2:00 departed town-bureau go from=hall to=site road=hall_bridge road=bridge_site\n"
          "6:00 rerouted town-bureau go bridge_site from=bridge road=bridge_mill road=mill_site\n"
          "16:00 arrived town-bureau go\n");
}

TEST_CASE("a road that closes behind or under who travels stops nobody") {
    CHECK(lines_with(going("closures: [" + closed("hall_bridge", "3 min", "1 h") + "]"), "arrived") == "12:00 arrived town-bureau go\n");
    CHECK(lines_with(going("closures: [" + closed("bridge_site", "361 s", "1 h") + "]"), "arrived") == "12:00 arrived town-bureau go\n");  // the bridge was passed at 360 s
    CHECK(lines_with(going("closures: [" + closed("bridge_site", "360 s", "1 h") + "]"), "arrived") == "16:00 arrived town-bureau go\n");  // at the same instant: met closed
    CHECK(lines_with(going("closures: [" + closed("bridge_site", "3 min", "2 min") + "]"), "arrived") == "12:00 arrived town-bureau go\n");  // open again in time
}

TEST_CASE("where no way is left the unit does not arrive and the run says so") {
    const std::string duty = "- {id: there, clause: \"1\", who: bureau, must: {arrived: squad, at: scene}, within: 30 min, from: {occurred: incident}}";
    const Played p = going("closures: [" + closed("bridge_site", "0 min", "1 h") + ", " + closed("mill_site", "0 min", "1 h") + "]", "site", duty);
    CHECK(lines_with(p, "go") ==
          "0:00 task_started town-bureau go\n"
          "2:00 stranded town-bureau go from=hall to=site\n");
    CHECK(said_of(p.outcome("there")) == "breached");
    CHECK_FALSE(p.outcome("there").discharged);
}

TEST_CASE("where no way is left on the way the unit is stranded there") {
    const Played p = going("closures: [" + closed("bridge_site", "5 min", "1 h") + ", " + closed("mill_site", "5 min", "1 h") + "]");
    CHECK(lines_with(p, "go") ==
          "0:00 task_started town-bureau go\n"
          "2:00 departed town-bureau go from=hall to=site road=hall_bridge road=bridge_site\n"
          "6:00 stranded town-bureau go bridge_site from=bridge\n");
}

TEST_CASE("an officer who is stranded is free for the next task") {
    const Played p = play(SmallWorld{.tasks = "- {id: go, clause: \"1\", by: bureau, officer: squad, takes: 2 min, goes_to: scene}\n- {id: write, clause: \"1\", by: bureau, officer: squad, takes: 1 min}",
                                     .place = "site", .reports = "",
                                     .more = "closures: [" + closed("bridge_site", "0 min", "1 h") + ", " + closed("mill_site", "0 min", "1 h") + "]"});
    CHECK(lines_with(p, "write") == "0:00 task_ready town-bureau write\n2:00 task_started town-bureau write\n3:00 task_done town-bureau write\n");
}

TEST_CASE("of equally quick ways the one of fewer legs is taken") {
    CHECK(lines_with(going("", "park"), "departed") == "2:00 departed town-bureau go from=hall to=park road=hall_park\n");
    CHECK(lines_with(going("closures: [" + closed("hall_park", "0 min", "1 h") + "]", "park"), "departed") == "2:00 departed town-bureau go from=hall to=park road=hall_hut road=hut_park\n");
}

TEST_CASE("who is at the place already is there at once") {
    CHECK(lines_with(going("", "hall"), "go") ==
          "0:00 task_started town-bureau go\n"
          "2:00 departed town-bureau go from=hall to=hall\n"
          "2:00 arrived town-bureau go\n");
}

TEST_CASE("a road closed twice opens when the last closure ends") {
    const Played p = going("closures: [" + closed("bridge_site", "0 min", "1 min") + ", " + closed("bridge_site", "30 s", "3 min") + "]");
    CHECK(lines_with(p, "departed") == "2:00 departed town-bureau go from=hall to=site road=hall_mill road=mill_site\n");
    CHECK(story(p, {EntryKind::road_opened}) == "3:30 road_opened road=bridge_site\n");
}

TEST_CASE("an officer stays at the scene for a stated time, or until the response ends") {
    const auto staying = [](const std::string& stays) {
        return play(SmallWorld{.tasks = "- {id: go, clause: \"1\", by: bureau, officer: squad, takes: 2 min, goes_to: scene" + stays + "}\n- {id: write, clause: \"1\", by: bureau, officer: squad, takes: 1 min}\n"
                                        "- {id: end, clause: \"1\", by: group, takes: 40 min, decides: {id: end, choices: {stop: {zh: 停, en: stop}}, default: stop}}",
                               .ends = "{decided: end}", .place = "site", .reports = ""});
    };
    CHECK(lines_with(staying(", stays: 10 min"), "released") == "22:00 released town-bureau go stay_over\n");
    CHECK(lines_with(staying(", stays: 10 min"), "write").find("22:00 task_started") != std::string::npos);
    CHECK(lines_with(staying(""), "released") == "40:00 released town-bureau go response_ended\n");
    CHECK(lines_with(staying(""), "write").find("40:00 task_started") != std::string::npos);
    CHECK(lines_with(staying(", stays: 2 h"), "released") == "40:00 released town-bureau go response_ended\n");  // and not again at 2:12
    CHECK(story(staying(", stays: 2 h"), {EntryKind::ended}) == "41:00 ended\n");  // nor does that keep the run going
}
