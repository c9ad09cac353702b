// A replication says with numbers what a run's journal says with texts.
#include <map>

#include "sandtable/replication.hpp"
#include "sandtable/study.hpp"
#include "support/catch.hpp"
#include "support/counting_new.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

/// Drills that run in a moment; typhoon-night has a case of its own.
std::vector<std::string> quick_drills() {
    std::vector<std::string> ids = all_drills();
    std::erase(ids, "typhoon-night");
    return ids;
}

Inputs load_drill(const std::string& id) { return load_shipped(id); }

/// By duty (incident/plan/duty/agency): 1 kept, 0 broken, as the outcomes of a whole journal say; a duty opened again counts once.
std::map<std::string, std::int64_t> kept_by_outcomes(const Inputs& inputs, const Journal& journal) {
    std::map<std::string, std::int64_t> kept;
    for (const DutyOutcome& o : assess(inputs, journal)) {
        const Duty& duty = inputs.plans[o.plan_id].duties[o.duty_id];
        if (!duty.has_limit() && !duty.must_not) continue;
        if (o.status != DutyStatus::met && o.status != DutyStatus::breached) continue;
        const std::string id = "kept/" + o.incident + "/" + o.plan + "/" + o.duty + "/" + o.agency;
        const auto [at, first] = kept.try_emplace(id, 1);
        if (o.status == DutyStatus::breached) at->second = 0;
    }
    return kept;
}

void check_same(const Inputs& inputs, Replicator& replicator, std::uint32_t number) {
    INFO(inputs.scenario.id << " replication " << number);
    const Journal journal = run_journal(inputs, 1, number);
    Diagnostics said;
    const auto bare = replicator.run(number, said);
    REQUIRE(bare);
    REQUIRE(bare->size() == journal.size());
    std::size_t different = 0;
    for (EntryNo no = 0; no < journal.size(); ++no) {
        const Entry& entry = journal[no];
        const BareEntry& same = (*bare)[no];
        different += entry.at != same.at || entry.kind != same.kind || entry.cause != same.cause || entry.held_by != same.held_by;
    }
    CHECK(different == 0);
    Measuring measuring(inputs, replicator.cast(), {});
    const auto& values = measuring.read(*bare);
    std::map<std::string, std::int64_t> kept;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const Measure& measure = measuring.measures()[i];
        if (measure.kind == Measure::Kind::kept && !measure.joint && values[i] != no_value) kept[measure.id] = values[i];
    }
    CHECK(kept == kept_by_outcomes(inputs, journal));
}

}  // namespace

TEST_CASE("every drill: a replication is its journal without texts, whatever was run before it", "[study]") {
    for (const std::string& id : quick_drills()) {
        const Inputs inputs = load_drill(id);
        Replicator replicator(inputs, 1);
        for (const std::uint32_t number : {0u, 1u, 17u, 3u, 0u}) check_same(inputs, replicator, number);
    }
}

TEST_CASE("typhoon-night: a replication is its journal without texts", "[study]") {
    const Inputs inputs = load_drill("typhoon-night");
    Replicator replicator(inputs, 1);
    for (const std::uint32_t number : {1u, 0u}) check_same(inputs, replicator, number);
}

TEST_CASE("a warm replication allocates nothing", "[study]") {
    const Inputs inputs = load_drill("wage-arrears-city-hall");
    Replicator replicator(inputs, 1);
    Measuring measuring(inputs, replicator.cast(), {});
    Diagnostics said;
    for (std::uint32_t number = 0; number < 300; ++number) measuring.read(*replicator.run(number, said));
    const std::uint64_t before = allocations_so_far();
    for (std::uint32_t number = 100; number < 300; ++number) measuring.read(*replicator.run(number, said));
    CHECK(allocations_so_far() - before == 0);
}

TEST_CASE("what a run did not foresee is said, and the world can be used again", "[study]") {
    // the term of n working days leaves the calendar only where the draw is long
    const Inputs inputs = load_small({.tasks = "- {id: t, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 1..1200 working days}"});
    Replicator replicator(inputs, 1);
    int failed = 0, fine = 0;
    for (std::uint32_t number = 0; number < 40; ++number) {
        Diagnostics said;
        const auto entries = replicator.run(number, said);
        CHECK(entries.has_value() != said.has_errors());
        ++(entries ? fine : failed);
    }
    CHECK(failed > 0);
    CHECK(fine > 0);
}
