// The periods of the wage-arrears plan, anchored where its clauses say, in the drills that are shipped.
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

std::string civil(const Played& p, ModelTime t) { return iso_text(civil_time(p.inputs.scenario.start, t)); }

ModelTime first_receipt(const Played& p) {
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == EntryKind::received && p.journal.text(entry.agency) == "lishui-arrears-office" && p.journal.item_text(entry, "message") == incident_report) return entry.at;
    FAIL("no report was received");
    return {};
}

const std::pair<std::string, std::string> judgement{"takes: 6..18 min usually 10", "takes: "};
Edit judgement_takes(const std::string& time) { return {.plan = {{judgement.first, judgement.second + time}}}; }

}  // namespace

TEST_CASE("the first judgement is due 20 minutes after the office receives the report") {
    for (const std::string& id : shipped_drills()) {
        const Inputs inputs = load_shipped(id);
        for (std::uint32_t seed = 1; seed <= 10; ++seed) {
            const Played p = play(Inputs(inputs), seed);
            const DutyOutcome& o = p.outcome("preliminary_assessment");
            INFO(id << " seed " << seed);
            CHECK(o.anchor == first_receipt(p));
            CHECK(*o.due - o.anchor == std::chrono::minutes(20));
        }
    }
}

TEST_CASE("a judgement of 20 minutes keeps its period and one of a millisecond more does not") {
    CHECK(said_of(play(load_shipped("wage-arrears-city-hall", judgement_takes("20 min"))).outcome("preliminary_assessment")) == "met");
    const Played late = play(load_shipped("wage-arrears-city-hall", judgement_takes("1200.001 s")));
    CHECK(said_of(late.outcome("preliminary_assessment")) == "breached");
    CHECK(late.outcome("preliminary_assessment").margin()->count() == -1);
}

TEST_CASE("the report to the leading group is due 30 minutes after the receipt and is kept by its receipt there") {
    int met = 0, breached = 0;
    const Inputs inputs = load_shipped("wage-arrears-city-hall", judgement_takes("23 min"));
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
        const Played p = play(Inputs(inputs), seed);
        const DutyOutcome& o = p.outcome("report_to_leading_group");
        INFO("seed " << seed);
        CHECK(o.anchor == first_receipt(p));
        CHECK(*o.due - o.anchor == std::chrono::minutes(30));
        const Entry& receipt = p.journal[p.entry(o.discharged_entry).cause];
        CHECK(receipt.kind == EntryKind::received);
        CHECK(p.journal.text(receipt.agency) == "lishui-arrears-group");
        CHECK(receipt.at == *o.discharged);
        CHECK((o.status == DutyStatus::met) == (*o.discharged <= *o.due));
        ++(o.status == DutyStatus::met ? met : breached);
    }
    CHECK(met > 0);
    CHECK(breached > 0);
}

TEST_CASE("seven working days from the occurrence cross the Spring Festival and its make-up day") {
    const Played p = play(load_shipped("wage-arrears-project-site"));
    const DutyOutcome& o = p.outcome("source_arrears");
    CHECK(ms_of(o.anchor) == 0);
    // Tuesday 10 February does not count; 11, 12, 13, Saturday 14 (make-up), then 24, 25, 26
    CHECK(civil(p, *o.due) == "2026-02-27T00:00:00.000+08:00");
    // it opens when the regulator, at the scene by then, sees that it cannot be settled on the spot
    CHECK(ms_of(o.opened) == minutes(200));
}

TEST_CASE("ten working days for the report on the handling count from the declared end") {
    const Played city = play(load_shipped("wage-arrears-city-hall"));
    const DutyOutcome& o = city.outcome("handling_report");
    CHECK(o.anchor == city.journal[entry_reading(city.journal, span_text(o.anchor.time_since_epoch()) + " response_ended")].at);
    CHECK(civil(city, o.anchor).substr(0, 10) == "2026-01-26");
    // 27 to 30 January, 2 to 6 and 9 February
    CHECK(civil(city, *o.due) == "2026-02-10T00:00:00.000+08:00");
}

TEST_CASE("the report on the handling is breached when it is not there at the end of the tenth working day") {
    const auto report = [](const std::string& days) {
        return play(load_shipped("wage-arrears-city-hall", {.plan = {{"takes: 3..8 working days usually 5", "takes: " + days + " working days"}}}));
    };
    CHECK(said_of(report("10").outcome("handling_report")) == "met");
    CHECK(said_of(report("11").outcome("handling_report")) == "breached");
}

TEST_CASE("the 30 minutes to the scene bind each unit from its own receipt, and only in the urban area") {
    const Played city = play(load_shipped("wage-arrears-city-hall"));
    CHECK(city.opened("deputy_on_scene") == 3);
    for (const DutyOutcome& o : city.outcomes) {
        if (o.duty != "deputy_on_scene") continue;
        CHECK(*o.due - o.anchor == std::chrono::minutes(30));
        const Entry& receipt = city.journal[city.entry(o.opened_entry).cause];
        CHECK(city.journal.text(receipt.agency) == o.agency);
        CHECK(city.journal.item_text(receipt, "message") == "instruction");
    }
    const Played site = play(load_shipped("wage-arrears-project-site"));
    CHECK(site.opened("deputy_on_scene") == 0);
    CHECK(site.opened("principal_on_scene") == 0);
    CHECK(site.opened("deputy_goes") == 3);
}

TEST_CASE("the second report of the city hall drill opens nothing again") {
    const Played p = play(load_shipped("wage-arrears-city-hall"));
    int receipts = 0;
    for (const Entry& entry : p.journal.entries())
        receipts += entry.kind == EntryKind::received && p.journal.item_text(entry, "message") == incident_report;
    CHECK(receipts == 2);
    CHECK(p.opened("preliminary_assessment") == 1);
    CHECK(p.opened("report_to_leading_group") == 1);
    CHECK(lines_with(p, "first_judgement").find("task_started") == lines_with(p, "first_judgement").rfind("task_started"));
}

TEST_CASE("what the shipped drills expect comes true under their own seeds") {
    for (const std::string& id : shipped_drills()) {
        Inputs inputs = load_shipped(id);
        const std::uint32_t seed = inputs.scenario.seed;
        const Played p = play(std::move(inputs), seed);
        CHECK_FALSE(p.inputs.scenario.expect.empty());
        for (const ExpectationResult& result : check_expectations(p.inputs, p.journal, p.outcomes)) {
            INFO(id << " " << result.id << ": " << result.found);
            CHECK(result.holds);
        }
    }
}
