// Duties without a number, those that are waived, those that nobody came to, and what must not be done (semantics.md 6).
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

const std::string scope_50 = "{participants: {at_least: 50}}";

std::string said_at(const std::string& at, const std::string& facts) { return "{at: " + at + ", from: bureau, to: office, over: [flash], says: {" + facts + "}}"; }

}  // namespace

TEST_CASE("a word of haste without a number gives no due instant and is never breached") {
    const Played p = play(SmallWorld{
        .tasks = "- {id: go, clause: \"1\", by: office, after: {received: incident_report}, takes: 300 h}",
        .duties = "- {id: swiftly, clause: \"1\", who: office, must: {done: go}, from: {received: incident_report}, haste: {zh: 迅速, en: swiftly}}"});
    const DutyOutcome& o = p.outcome("swiftly");
    CHECK_FALSE(o.due);
    CHECK(p.journal.item(p.entry(o.opened_entry), "due") == nullptr);
    CHECK(said_of(o) == "met");
    CHECK(*o.discharged - o.opened == std::chrono::hours(300));
}

TEST_CASE("an open duty without a due instant keeps no run going and is reported open") {
    const Played p = play(SmallWorld{
        .tasks = "- {id: go, clause: \"1\", by: office, after: {received: answer}, takes: 1 h}",
        .duties = "- {id: swiftly, clause: \"1\", who: office, must: {done: go}, from: {received: incident_report}}"});
    CHECK(said_of(p.outcome("swiftly")) == "open");
    CHECK(story(p, {EntryKind::ended}) == "0:00 ended\n");
}

TEST_CASE("a duty is open when the run ends before it is due, and breached when it ends at the due instant") {
    SmallWorld w{.tasks = "- {id: go, clause: \"1\", by: office, after: {received: incident_report}, takes: 1 h}",
                 .duties = "- {id: soon, clause: \"1\", who: office, must: {done: go}, within: 20 min, from: {received: incident_report}}",
                 .until = "1199.999 s"};
    const Played before = play(w);
    CHECK(said_of(before.outcome("soon")) == "open");
    CHECK(story(before, {EntryKind::ended}) == "19:59.999 ended\n");
    w.until = "20 min";
    CHECK(said_of(play(w).outcome("soon")) == "breached");
    w.until = "59 min";
    CHECK_FALSE(play(w).outcome("soon").discharged);
    w.until = "60 min";  // what happens at the end itself still happens
    CHECK(ms_of(*play(w).outcome("soon").discharged) == minutes(60));
}

TEST_CASE("a stated period ends the run then although nothing is pending") {
    const Played p = play(SmallWorld{.until = "3 h"});
    CHECK(story(p, {EntryKind::ended}) == "3:00:00 ended\n");
}

TEST_CASE("a scope that fails waives open duties with the failed fact and leaves met and breached ones") {
    const Played p = play(SmallWorld{
        .scope = scope_50,
        .tasks = "- {id: first, clause: \"1\", by: office, after: {received: incident_report}, takes: 5 min}\n"
                 "- {id: second, clause: \"1\", by: office, after: {done: first}, takes: 60 min}",
        .duties = "- {id: done_early, clause: \"1\", who: office, must: {done: first}, within: 20 min, from: {received: incident_report}}\n"
                  "- {id: breached_early, clause: \"1\", who: office, must: {done: second}, within: 8 min, from: {received: incident_report}}\n"
                  "- {id: still_open, clause: \"1\", who: office, must: {done: second}, within: 20 min, from: {received: incident_report}}",
        .reports = "[" + said_at("0 min", "participants: 60") + ", " + said_at("10 min", "participants: 40") + "]"});
    CHECK(said_of(p.outcome("done_early")) == "met");
    CHECK(said_of(p.outcome("breached_early")) == "breached");
    CHECK(said_of(p.outcome("still_open")) == "waived scope_failed");
    CHECK(story(p, {EntryKind::duty_waived}) == "10:00 duty_waived town-office still_open scope_failed participants\n");
    // a waived duty is neither breached at its due instant nor discharged later
    CHECK(p.outcome("still_open").breached_entry == no_entry);
    CHECK_FALSE(p.outcome("still_open").discharged);
}

TEST_CASE("the end of the response waives the duties that say so and no others") {
    const auto w = [](const std::string& waived) {
        return SmallWorld{.tasks = "- {id: end, clause: \"1\", by: group, takes: 10 min, decides: {id: end, choices: {stop: {zh: 停, en: stop}, go_on: {zh: 续, en: on}}, default: stop}}\n"
                                   "- {id: late, clause: \"1\", by: office, after: {received: incident_report}, takes: 30 min}",
                          .duties = "- {id: assess, clause: \"1\", who: office, must: {done: late}, within: 20 min, from: {received: incident_report}" + waived + "}",
                          .ends = "{decided: end, as: stop}"};
    };
    const Played waived = play(w(", waived: [response_ended]"));
    CHECK(said_of(waived.outcome("assess")) == "waived response_ended");
    CHECK(ms_of(waived.entry(waived.outcome("assess").waived_entry).at) == minutes(10));
    CHECK(said_of(play(w("")).outcome("assess")) == "breached");
    SmallWorld goes_on = w(", waived: [response_ended]");
    goes_on.more = "decisions: {end: go_on}";
    CHECK(said_of(play(goes_on).outcome("assess")) == "breached");
}

TEST_CASE("a duty that the end of the response waives does not open after it") {
    const auto w = [](const std::string& waived) {
        return SmallWorld{.tasks = "- {id: end, clause: \"1\", by: group, takes: 10 min, decides: {id: end, choices: {stop: {zh: 停, en: stop}}, default: stop}}",
                          .duties = "- {id: assess, clause: \"1\", who: office, must: {received: answer}, within: 20 min, from: {received: incident_report}" + waived + "}",
                          .ends = "{decided: end}",
                          .reports = "[" + said_at("15 min", "participants: 40") + "]"};
    };
    CHECK(play(w(", waived: [response_ended]")).opened("assess") == 0);
    CHECK(said_of(play(w("")).outcome("assess")) == "breached");
}

TEST_CASE("a condition that fails waives the duties that say so and no others") {
    const auto w = [](const std::string& guard, const std::string& waived, const std::string& then) {
        return SmallWorld{.tasks = "- {id: late, clause: \"1\", by: office, after: {received: incident_report}, takes: 30 min}",
                          .duties = "- {id: assess, clause: \"1\", who: office, must: {done: late}, within: 20 min, from: {received: incident_report}, " + guard + ": {participants: {at_least: 50}}" + waived + "}",
                          .reports = "[" + said_at("0 min", "participants: 60") + ", " + said_at("10 min", "participants: " + then) + "]"};
    };
    const std::string waived = ", waived: [condition_failed]";
    for (const std::string guard : {"if", "once"}) {
        const Played p = play(w(guard, waived, "49"));
        CHECK(said_of(p.outcome("assess")) == "waived condition_failed");
        CHECK(ms_of(p.entry(p.outcome("assess").waived_entry).at) == minutes(10));
        CHECK(said_of(play(w(guard, "", "49")).outcome("assess")) == "breached");
        CHECK(said_of(play(w(guard, waived, "50")).outcome("assess")) == "breached");
        CHECK(said_of(play(w(guard, waived, "40..60")).outcome("assess")) == "breached");  // open is not failed
    }
}

TEST_CASE("a condition that fails because hours have grown past its limit waives at that instant") {
    const Played p = play(SmallWorld{
        .tasks = "- {id: late, clause: \"1\", by: office, after: {received: incident_report}, takes: 5 h}",
        .duties = "- {id: assess, clause: \"1\", who: office, must: {done: late}, within: 3 h, from: {received: incident_report}, if: {transport_blocked: {below: 2 h}}, waived: [condition_failed]}",
        .reports = "[" + said_at("0 min", "transport_blocked: {since: 0 min}") + "]"});
    CHECK(said_of(p.outcome("assess")) == "waived condition_failed");
    REQUIRE(p.outcome("assess").waived_entry != no_entry);
    CHECK(ms_of(p.entry(p.outcome("assess").waived_entry).at) == minutes(120));
}

TEST_CASE("a condition that fails before the duty opens does not open it") {
    const Played p = play(SmallWorld{.duties = "- {id: assess, clause: \"1\", who: office, must: {received: answer}, within: 20 min, from: {received: incident_report}, if: {participants: {at_least: 41}}}"});
    CHECK(p.opened("assess") == 0);
}
