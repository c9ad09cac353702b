// Secondary water supply: 24 hours of notice to the millisecond, publishing beside an urgent repair, and who is told of abnormal quality.
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

const std::string stop_drill = "water-stop-too-late", repair_drill = "water-urgent-repair", quality_drill = "water-contamination";

Played play_water(const std::string& drill, const Swaps& of_drill = {}, const Swaps& of_plan = {}, std::uint32_t seed = 1) {
    HeldFiles held;
    held.hold(FileKind::plan, "secondary-water-supply", shipped_text("plans/secondary-water-supply.yaml", of_plan));
    const SourceText text = shipped_text("drills/" + drill + ".yaml", of_drill);
    return play(load_text(text.path, text.text, held), seed);
}

std::vector<ModelTime> instants(const Played& p, EntryKind kind, std::string_view key, std::string_view value) {
    std::vector<ModelTime> found;
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == kind && p.journal.item_text(entry, key) == value) found.push_back(entry.at);
    return found;
}

/// The planned stop begins so many milliseconds after the start.
Played stopped_at(std::int64_t ms) {
    const std::string at = "at: " + std::to_string(ms / 1000) + "." + std::to_string(1000 + ms % 1000).substr(1) + " s, ";
    return play_water(stop_drill, {{"at: 19 h, facts: {supply_stopped", at + "facts: {supply_stopped"}, {"at: 19 h, from", at + "from"}});
}

constexpr std::int64_t day_ms = 86'400'000;

}  // namespace

TEST_CASE("notice of a planned stop: 24 hours before it, counted to the last user's receipt, the limit included") {
    const Played first = stopped_at(3 * day_ms);
    CHECK(said_of(first.outcome("notice_before_stop")) == "met");
    const auto told = instants(first, EntryKind::received, "message", "stop_notice");
    REQUIRE(told.size() == 3);  // each of the estates
    const std::int64_t last = ms_of(told.back());
    for (const std::int64_t off : {-1, 0, 1}) {
        INFO(off << " ms");
        const Played p = stopped_at(last + day_ms + off);
        CHECK(p.outcome("notice_before_stop").margin()->count() == off);
        CHECK(said_of(p.outcome("notice_before_stop")) == (off >= 0 ? "met" : "breached"));
    }
}

TEST_CASE("notice that does not come at all is a breach when the stop begins, and a stop that never begins owes nothing") {
    const Played never = play_water(stop_drill, {}, {{"sends: [{message: stop_notice, to: users, over: [network, telephone]}]", "sends: []"}});
    CHECK(said_of(never.outcome("notice_before_stop")) == "breached");
    CHECK_FALSE(never.outcome("notice_before_stop").discharged);
    const Played put_off = play_water(stop_drill, {{"  - {at: 19 h, facts: {supply_stopped: true}}\n", ""}, {"  - {at: 19 h, from: water_company, to: water_company, over: [telephone], says: {supply_stopped: true}}\n", ""},
                                                   {"duty: secondary-water-supply.notice_before_stop, is: breached", "duty: secondary-water-supply.notice_before_stop, is: none"},
                                                   {"- {id: E-4, task: secondary-water-supply.restore_after_works, is: done}\n", ""}});
    CHECK(put_off.opened("notice_before_stop") == 0);
    CHECK(instants(put_off, EntryKind::received, "message", "stop_notice").size() == 3);
}

TEST_CASE("an urgent repair owes no notice before it: it is published while the repair goes on, and the supply restored") {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const Played p = play_water(repair_drill, {}, {}, seed);
        INFO("seed " << seed);
        CHECK(p.opened("notice_before_stop") == 0);
        CHECK(instants(p, EntryKind::received, "message", "stop_notice").empty());
        CHECK(said_of(p.outcome("publish_while_repairing")) == "met");
        CHECK_FALSE(p.outcome("publish_while_repairing").due);
        CHECK(said_of(p.outcome("restore_in_time")) == "met");
        CHECK(instants(p, EntryKind::task_done, "task", "publish_stop").front() < instants(p, EntryKind::task_done, "task", "repair").front());
        CHECK(said_of(p.outcome("no_silent_repair")) == "met");
    }
}

TEST_CASE("a repair that is over before anything was published breaks the order of 15") {
    const Played p = play_water(repair_drill, {{"- {id: E-2, duty: secondary-water-supply.no_silent_repair, is: met}", "- {id: E-2, duty: secondary-water-supply.no_silent_repair, is: breached}"}},
                                {{"takes: 90..300 min usually 180", "takes: 10 min"}});
    CHECK(said_of(p.outcome("no_silent_repair")) == "breached");
    CHECK(said_of(p.outcome("publish_while_repairing")) == "met");
}

TEST_CASE("abnormal quality: stop, find out and control; health and water authorities only where health may be endangered") {
    const Played harmless = play_water(quality_drill, {{"  - {at: 50 min, facts: {may_endanger_health: true}}\n", ""},
                                                       {"  - {at: 55 min, observed: 50 min, from: lishui-estate-2, to: water_company, over: [telephone], says: {may_endanger_health: true}}\n", ""}});
    for (const char* duty : {"stop_abnormal", "find_out_at_once", "control_measures"}) {
        INFO(duty);
        CHECK(said_of(harmless.outcome(duty)) == "met");
        CHECK_FALSE(harmless.outcome(duty).due);  // no number in the text, and none invented
    }
    CHECK(harmless.opened("report_in_time") == 0);
    CHECK(harmless.opened("health_investigates") == 0);
    CHECK(instants(harmless, EntryKind::sent, "message", "pollution_report").empty());

    const Played p = play_water(quality_drill);
    CHECK(said_of(p.outcome("report_in_time")) == "met");
    const auto reported = instants(p, EntryKind::received, "message", "pollution_report");
    REQUIRE(reported.size() == 2);  // both authorities
    CHECK(p.outcome("report_in_time").discharged == reported.back());
    CHECK(p.outcome("health_investigates").opened >= reported.front());
    CHECK(instants(p, EntryKind::task_done, "task", "restore_after_pollution").front() > ModelTime{std::chrono::hours(9)});  // not before the quality is known to be right
}

TEST_CASE("outside the urban area or the secondary supply of high-rise housing nothing is owed") {
    const std::string said = "says: {secondary_supply: true, supply_stopped: true";
    const Played other = play_water(repair_drill, {{"facts: {secondary_supply: true", "facts: {secondary_supply: false"}, {said, "says: {secondary_supply: false, supply_stopped: true"}});
    for (const DutyOutcome& o : other.outcomes) {
        INFO(o.duty);
        CHECK(said_of(o) == "waived scope_failed");
    }
    const Played rural = play_water(repair_drill, {{"place: trade_union", "place: bihu_town"}, {"facts: {secondary_supply: true, in_urban_area: true", "facts: {secondary_supply: true, in_urban_area: false"}});
    for (const DutyOutcome& o : rural.outcomes) {
        INFO(o.duty);
        CHECK(said_of(o) == "waived scope_failed");
    }
}
