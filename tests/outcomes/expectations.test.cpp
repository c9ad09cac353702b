// Whether what a scenario expects came true: every kind, true and false (formats.md, "Expectations").
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

/// The office judges in 10 min (owed in 20, and in 5) and shelves nothing; an order of the group never comes; unit-a's officer is away.
SmallWorld expecting(const std::string& rows) {
    return {.scope = "{participants: {at_least: 30}}",
            .tasks = "- {id: judge, clause: \"1\", by: office, after: {received: incident_report}, takes: 10 min}\n"
                     "- {id: work, clause: \"1\", by: units, takes: 4 min}\n"
                     "- {id: never, clause: \"1\", by: office, after: {received: answer}, takes: 4 min}\n"
                     "- {id: lapses, clause: \"1\", by: office, once: {deaths: {at_least: 1}}, takes: 4 min, waived: [response_ended]}\n"
                     "- {id: end, clause: \"1\", by: group, takes: 60 min, decides: {id: end, choices: {stop: {zh: 停, en: stop}}, default: stop}}",
            .duties = "- {id: in_time, clause: \"1\", who: office, must: {done: judge}, within: 20 min, from: {received: incident_report}}\n"
                      "- {id: too_late, clause: \"1\", who: office, must: {done: judge}, within: 5 min, from: {received: incident_report}}\n"
                      "- {id: lapsing, clause: \"1\", who: office, must: {done: never}, from: {received: incident_report}, waived: [response_ended]}\n"
                      "- {id: endless, clause: \"1\", who: office, must: {done: never}, from: {received: incident_report}}\n"
                      "- {id: unasked, clause: \"1\", who: office, must: {done: judge}, from: {received: answer}}\n"
                      "- {id: working, clause: \"1\", who: units, must: {done: work}, within: 5 min, from: {occurred: incident}}",
            .ends = "{decided: end}",
            .reports = "[{at: 0 min, from: bureau, to: office, over: [flash], says: {participants: 40}}, {at: 29 min, from: bureau, to: office, over: [line], says: {participants: 60}}]",
            .more = "injects: [{id: I-1, at: 0 min, text: {zh: 走, en: away}, does: {officers_away: {agency: unit-a, pool: duty, number: 1, period: 9 min}}}]\nexpect: [" + rows + "]"};
}

/// Whether one expectation holds, and what was found instead.
std::string found(const std::string& row, SmallWorld world = {}) {
    SmallWorld w = expecting("{id: E-1, " + row + "}");
    if (!world.incidents.empty()) w.incidents = world.incidents;
    if (!world.reports.empty() && world.reports != SmallWorld{}.reports) w.reports = world.reports;
    const Played p = play(w);
    const auto results = check_expectations(p.inputs, p.journal, p.outcomes);
    REQUIRE(results.size() == 1);
    return std::string(results[0].holds ? "holds: " : "fails: ") + results[0].found;
}

}  // namespace

TEST_CASE("a duty is expected to be met, breached, waived, open or never opened") {
    CHECK(found("duty: in_time, is: met") == "holds: met");
    CHECK(found("duty: in_time, is: breached") == "fails: met");
    CHECK(found("duty: too_late, is: breached") == "holds: breached");
    CHECK(found("duty: too_late, is: met") == "fails: breached");
    CHECK(found("duty: lapsing, is: waived") == "holds: waived");
    CHECK(found("duty: lapsing, is: open") == "fails: waived");
    CHECK(found("duty: endless, is: open") == "holds: open");
    CHECK(found("duty: endless, is: waived") == "fails: open");
    CHECK(found("duty: unasked, is: none") == "holds: none");
    CHECK(found("duty: unasked, is: met") == "fails: none");
    CHECK(found("duty: in_time, is: none") == "fails: met");
}

TEST_CASE("a duty of several agencies is expected of every one, unless one is named") {
    CHECK(found("duty: working, is: met") == "fails: breached");
    CHECK(found("duty: working, is: breached") == "fails: met");
    CHECK(found("duty: working, agency: unit-a, is: breached") == "holds: breached");
    CHECK(found("duty: working, agency: unit-b, is: met") == "holds: met");
    CHECK(found("duty: working, agency: town-office, is: none") == "holds: none");
}

TEST_CASE("a duty of several incidents is expected of every one, unless one is named") {
    const SmallWorld two{.incidents = "- {id: yard, place: mill, truth: [{at: 0 min, facts: {participants: 90}}]}"};
    CHECK(found("duty: in_time, is: met", two) == "holds: met");  // in the yard it was never opened
    CHECK(found("duty: in_time, incident: gate, is: met", two) == "holds: met");
    CHECK(found("duty: in_time, incident: yard, is: none", two) == "holds: none");
    CHECK(found("duty: in_time, incident: yard, is: met", two) == "fails: none");
}

TEST_CASE("a task is expected to be done, waived or never begun") {
    CHECK(found("task: judge, is: done") == "holds: done");
    CHECK(found("task: judge, is: none") == "fails: done");
    CHECK(found("task: judge, is: waived") == "fails: done");
    CHECK(found("task: lapses, is: waived") == "holds: waived");
    CHECK(found("task: lapses, is: done") == "fails: waived");
    CHECK(found("task: never, is: none") == "holds: none");
    CHECK(found("task: never, is: done") == "fails: none");
    CHECK(found("task: work, is: done") == "holds: done");
    CHECK(found("task: work, agency: unit-b, is: done") == "holds: done");
    CHECK(found("task: work, agency: town-group, is: none") == "holds: none");
}

TEST_CASE("knowledge is expected before an instant, of a role or an agency") {
    // 60 people: told at 29, known to the office at 30 min
    CHECK(found("knows: {participants: {at_least: 50}}, who: office, before: 31 min") == "holds: 30:00");
    CHECK(found("knows: {participants: {at_least: 50}}, who: office, before: 30 min") == "fails: 30:00");
    CHECK(found("knows: {participants: {at_least: 50}}, who: town-office, before: 1800.001 s") == "holds: 30:00");
    CHECK(found("knows: {participants: {at_least: 50}}, who: bureau, before: 30 min") == "holds: 29:00");  // who told it knew it
    CHECK(found("knows: {participants: {at_least: 50}}, who: group, before: 9 h") == "fails: never");
    CHECK(found("knows: {participants: {at_least: 61}}, who: office, before: 9 h") == "fails: never");
    CHECK(found("knows: {participants: {below: 50}, in_urban_area: true}, who: office, before: 1 min") == "holds: 0:00");
}

TEST_CASE("what an agency told without believing it is no knowledge") {
    // the bureau hears of 60 at 10 min and passes on, at 20, what was seen at 5: it knew better
    const SmallWorld late{.reports = "[{at: 10 min, from: group, to: bureau, over: [flash], says: {participants: 60}}, {at: 20 min, observed: 5 min, from: bureau, to: office, over: [line], says: {participants: 40}}]"};
    CHECK(found("knows: {participants: {below: 50}}, who: bureau, before: 9 h", late) == "fails: never");
}

TEST_CASE("hours that grow are known when they pass the limit") {
    const SmallWorld growing{.reports = "[{at: 0 min, from: bureau, to: office, over: [line], says: {participants: 40, transport_blocked: {since: 0 min}}}]"};
    CHECK(found("knows: {transport_blocked: {at_least: 30 min}}, who: office, before: 31 min", growing) == "holds: 30:00");
    CHECK(found("knows: {transport_blocked: {at_least: 30 min}}, who: office, before: 30 min", growing) == "fails: 30:00");
}

TEST_CASE("a plan is expected to apply, not to, or to be open, by its last grading") {
    const SmallWorld fails{.reports = "[{at: 0 min, from: bureau, to: office, over: [flash], says: {participants: 60}}, {at: 5 min, from: bureau, to: office, over: [flash], says: {participants: 29}}]"};
    const SmallWorld open{.reports = "[{at: 0 min, from: bureau, to: office, over: [flash], says: {participants: 20..60}}]"};
    const SmallWorld nobody{.reports = "[{at: 0 min, from: bureau, to: office, over: [mute], says: {participants: 60}}]"};
    CHECK(found("applies: yes") == "holds: yes");
    CHECK(found("applies: no") == "fails: yes");
    CHECK(found("applies: no", fails) == "holds: no");
    CHECK(found("applies: yes", fails) == "fails: no");
    CHECK(found("applies: open", open) == "holds: open");
    CHECK(found("applies: yes, plan: small", open) == "fails: open");
    CHECK(found("applies: open", nobody) == "fails: none");
}
