// What matters: known effects of known ranges.
#include "sandtable/sensitivity.hpp"

#include "support/catch.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

struct Studied {
    std::vector<std::string> fixed;
    StudyResult result;
};

Studied tornado_of(const SmallWorld& world, std::uint64_t replications) {
    static std::vector<Inputs> kept;  // of the variants, while they are looked at
    kept.clear();
    kept.reserve(100);
    kept.push_back(load_small(world));
    Studied studied;
    const Replicator replicator(kept.front(), 1);
    const DiskFiles disk({shipped_folder()});
    std::vector<StudyVariant> variants{{"base", &kept.front(), {}}};
    Diagnostics out;
    for (StudyChange& change : tornado_changes(kept.front(), replicator.cast(), studied.fixed)) {
        auto inputs = load_changed(kept.front().texts, change.settings, disk, out);
        INFO(said_of(out));
        REQUIRE(inputs);
        kept.push_back(std::move(*inputs));
        variants.push_back({change.id, &kept.back(), {}});
    }
    auto result = study(variants, {.replications = replications, .workers = 2, .rows = 0}, out);
    REQUIRE(result);
    studied.result = std::move(*result);
    return studied;
}

}  // namespace

TEST_CASE("a tornado says what each range does to each duty, the largest first", "[study]") {
    // 5 min, then 1 to 10, then 2 to 4: within 13 minutes
    const Studied found = tornado_of({.tasks = R"(
- {id: first, clause: "1", by: office, officer: none, after: {received: incident_report}, takes: 5 min}
- {id: second, clause: "1", by: office, officer: none, after: {done: first}, takes: 1..10 min}
- {id: third, clause: "1", by: office, officer: none, after: {done: second}, takes: 2..4 min}
)", .duties = R"(
- {id: soon, clause: "1", who: office, must: {done: third}, within: 13 min, from: {received: incident_report}}
- {id: any, clause: "1", who: office, must: {done: third}, within: 2 h, from: {received: incident_report}}
)"}, 20'000);
    std::string fixed;
    for (const std::string& path : found.fixed) fixed += path + " ";
    CHECK(fixed.find("tasks.first.takes ") == 0);
    CHECK(fixed.find("channels.line.delay ") != std::string::npos);
    CHECK(found.result.variants.size() == 5);  // as it is, and two for each of two ranges
    const auto tables = tornado_tables(found.result);
    REQUIRE(tables.size() == 1);  // nothing changes `any`
    CHECK(found.result.variants.front().measures[tables.front().kept].subject == "gate/small/soon/town-office");
    REQUIRE(tables.front().rows.size() == 2);
    // second + third <= 8: the chance is 4/9 as it is (second uniform on 1..10, third on 2..4, their sum's mean limit 5 of 9); 1 and 0 at the ends of second, 5/9 and 3/9 of third
    const TornadoRow &second = tables.front().rows[0], &third = tables.front().rows[1];
    CHECK(second.what == "second.takes");
    CHECK(second.low.estimate == Approx(1 - 4.0 / 9).margin(0.015));
    CHECK(second.high.estimate == Approx(-4.0 / 9).margin(0.015));
    CHECK(third.what == "third.takes");
    CHECK(third.low.estimate == Approx(1.0 / 9).margin(0.015));
    CHECK(third.high.estimate == Approx(-1.0 / 9).margin(0.015));
    CHECK(third.low.interval.low > 0);
}

TEST_CASE("of an exponential time a tornado takes its fifth and its ninety-fifth percent", "[study]") {
    const Studied found = tornado_of({.tasks = "- {id: t, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: about 10 min}",
                                      .duties = "- {id: soon, clause: \"1\", who: office, must: {done: t}, within: 20 min, from: {received: incident_report}}"},
                                     500);
    REQUIRE(found.result.variants.size() == 3);
    const auto most = [&](std::size_t v) { return found.result.variants[v].tallies.back().lengths.most(); };  // the run's end
    CHECK(most(1) == Approx(-600'000 * std::log(0.95)).margin(2));
    CHECK(most(2) == Approx(-600'000 * std::log(0.05)).margin(2));
}
