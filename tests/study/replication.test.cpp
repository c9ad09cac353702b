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

/// By duty (incident/plan/duty/agency) how it ended, as the outcomes of a whole journal say; of a
/// duty opened again what weighs most.
std::map<std::string, std::int64_t> endings_by_outcomes(const Inputs& inputs,
                                                        const Journal& journal) {
    const auto ending = [&](const DutyOutcome& o) {
        const Duty& duty = inputs.plans[o.plan_id].duties[o.duty_id];
        switch (o.status) {
            case DutyStatus::breached:
                return o.must_not || o.discharged ? late_value : never_done_value;
            case DutyStatus::open: return open_value;
            case DutyStatus::waived: return waived_value;
            case DutyStatus::met: break;
        }
        const bool notice = duty.within && duty.within->before;
        return !notice && o.discharged && *o.discharged < o.anchor ? early_value : kept_value;
    };
    const std::vector<std::int64_t> weights{never_done_value, late_value,  open_value,
                                            kept_value,       early_value, waived_value};
    const auto weight = [&](std::int64_t value) {
        return std::find(weights.begin(), weights.end(), value) - weights.begin();
    };
    std::map<std::string, std::int64_t> found;
    for (const DutyOutcome& o : assess(inputs, journal)) {
        const Duty& duty = inputs.plans[o.plan_id].duties[o.duty_id];
        if (!duty.has_limit() && !duty.must_not) continue;
        const std::string id = "kept/" + o.incident + "/" + o.plan + "/" + o.duty + "/" + o.agency;
        const auto [at, first] = found.try_emplace(id, ending(o));
        if (weight(ending(o)) < weight(at->second)) at->second = ending(o);
    }
    return found;
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
    std::map<std::string, std::int64_t> found, expected = endings_by_outcomes(inputs, journal);
    bool all_kept = true, open = false;
    for (const auto& [id, value] : expected) {
        all_kept = all_kept && value != late_value && value != never_done_value;
        open = open || value == open_value;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        const Measure& measure = measuring.measures()[i];
        if (measure.kind == Measure::Kind::kept && !measure.joint && values[i] != never_arose_value)
            found[measure.id] = values[i];
        if (measure.kind == Measure::Kind::all && !expected.empty()) {
            CHECK((kept_of(values[i]) == false) == !all_kept);
            CHECK((values[i] == open_value) == (all_kept && open));
        }
    }
    CHECK(found == expected);
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
