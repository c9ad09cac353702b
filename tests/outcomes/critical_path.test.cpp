// Where the minutes of a duty went (semantics.md 7).
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

/// "handling 0:00-10:00, waiting 10:00-12:00 ...; missing ..."
std::string shown(const CriticalPath& path) {
    std::string out;
    for (const PathStep& step : path.steps)
        out += (out.empty() ? "" : ", ") + std::string(step_name(step.kind)) + " " + span_text(step.begin.time_since_epoch()) + "-" + span_text(step.end.time_since_epoch());
    if (!path.finished) out += "; missing " + path.missing;
    return out;
}
std::string path_of(const Played& p, std::string_view duty, std::string_view agency = {}) { return shown(critical_path(p.inputs, p.journal, p.outcome(duty, agency))); }

/// The office judges for 30 min; at 20 it hears that the scope fails.
Played waived_in_hand() {
    return play(SmallWorld{.scope = "{participants: {at_least: 50}}",
                           .tasks = "- {id: judge, clause: \"1\", by: office, after: {received: incident_report}, takes: 30 min}",
                           .duties = "- {id: assess, clause: \"1\", who: office, must: {done: judge}, within: 1 h, from: {received: incident_report}}",
                           .reports = "[{at: 0 min, from: bureau, to: office, over: [flash], says: {participants: 60}}, {at: 20 min, from: bureau, to: office, over: [flash], says: {participants: 40}}]"});
}

ModelTime end_of(const Played& p, const DutyOutcome& o) { return o.waived_entry != no_entry ? p.entry(o.waived_entry).at : p.journal.entries().back().at; }

}  // namespace

TEST_CASE("the minutes of every duty of the shipped drills lie without gaps and sum to the millisecond") {
    int finished = 0, unfinished = 0;
    for (const std::string& id : shipped_drills()) {
        const Inputs inputs = load_shipped(id);
        for (std::uint32_t seed = 1; seed <= 40; ++seed) {
            const Played p = play(Inputs(inputs), seed);
            for (const DutyOutcome& o : p.outcomes) {
                INFO(id << " seed " << seed << " " << o.id);
                const CriticalPath path = critical_path(p.inputs, p.journal, o);
                INFO(shown(path));
                CHECK(path.finished == o.discharged.has_value());
                const bool nothing_to_do = o.discharged && *o.discharged <= o.opened;
                const ModelTime end = nothing_to_do ? o.opened : o.discharged ? *o.discharged : end_of(p, o);
                CHECK(path.total == end - o.opened);
                Duration sum{0};
                ModelTime at = o.opened;
                int gaps = 0;
                for (const PathStep& step : path.steps) {
                    gaps += step.begin != at || step.end <= step.begin;
                    sum += step.length();
                    at = step.end;
                }
                CHECK(gaps == 0);
                CHECK(sum == end - o.opened);
                if (path.finished) {
                    ++finished;
                    CHECK(path.missing.empty());
                } else {
                    ++unfinished;
                    CHECK_FALSE(path.missing.empty());
                }
            }
        }
    }
    CHECK(finished > 1000);
    CHECK(unfinished > 100);
}

TEST_CASE("the minutes of a duty are waiting, handling, messages and travel") {
    // the office waits 5 min, judges 10, calls 1; the group writes 3 and sends 2 min; the bureau sets out in 4 and travels 10
    const Played p = play(SmallWorld{
        .tasks = "- {id: a_busy, clause: \"1\", by: office, takes: 5 min}\n"
                 "- {id: judge, clause: \"1\", by: office, after: {received: incident_report}, takes: 10 min, sends: [{message: brief, to: group, over: [line]}]}\n"
                 "- {id: write, clause: \"1\", by: group, after: {received: brief}, takes: 3 min, sends: [{message: order, to: bureau, over: [line]}]}\n"
                 "- {id: go, clause: \"1\", by: bureau, after: {received: order}, officer: squad, takes: 4 min, goes_to: scene}",
        .duties = "- {id: there, clause: \"1\", who: bureau, must: {arrived: squad, at: scene}, within: 20 min, from: {received: incident_report, by: office}}",
        .place = "site"});
    CHECK(path_of(p, "there") == "waiting 0:00-5:00, handling 5:00-15:00, message 15:00-16:00, handling 16:00-19:00, message 19:00-20:00, handling 20:00-24:00, travel 24:00-34:00");
    const CriticalPath path = critical_path(p.inputs, p.journal, p.outcome("there"));
    CHECK(path.steps[0].held_by == entry_reading(p.journal, "0:00 task_started town-office a_busy"));
    CHECK(path.steps[1].held_by == no_entry);
    CHECK(path.steps[1].from == entry_reading(p.journal, "5:00 task_started town-office judge"));
    CHECK(path.steps[1].to == entry_reading(p.journal, "15:00 task_done town-office judge"));
    CHECK(path.steps[0].from == entry_reading(p.journal, "0:00 task_ready town-office judge"));
}

TEST_CASE("a path begins with the opening, in the middle of what ran by then") {
    const Played p = play(SmallWorld{.tasks = "- {id: judge, clause: \"1\", by: office, takes: 10 min, sends: [{message: brief, to: group, over: [line]}]}",
                                     .duties = "- {id: telling, clause: \"1\", who: office, must: {received: brief}, within: 20 min, from: {received: incident_report}}",
                                     .reports = "[{at: 3 min, from: bureau, to: office, over: [line], says: {participants: 40}}]"});
    CHECK(path_of(p, "telling") == "handling 4:00-10:00, message 10:00-11:00");
}

TEST_CASE("a duty that was done before it opened has no minutes") {
    const Played p = play(SmallWorld{.tasks = "- {id: judge, clause: \"1\", by: office, takes: 2 min}",
                                     .duties = "- {id: assess, clause: \"1\", who: office, must: {done: judge}, within: 20 min, from: {occurred: incident}, after: {received: incident_report}}",
                                     .reports = "[{at: 3 min, from: bureau, to: office, over: [line], says: {participants: 40}}]"});
    const CriticalPath path = critical_path(p.inputs, p.journal, p.outcome("assess"));
    CHECK(path.steps.empty());
    CHECK(path.finished);
    CHECK(path.total.count() == 0);
}

TEST_CASE("failed calls are minutes of the message") {
    const Played p = play(SmallWorld{.tasks = "- {id: judge, clause: \"1\", by: office, takes: 1 min, sends: [{message: brief, to: group, over: [dead, line]}]}",
                                     .duties = "- {id: telling, clause: \"1\", who: office, must: {received: brief}, from: {occurred: incident}}"});
    CHECK(path_of(p, "telling") == "handling 0:00-1:00, message 1:00-1:30, message 1:30-2:30");
}

TEST_CASE("of several prerequisites the path follows the last") {
    const Played p = play(SmallWorld{.tasks = "- {id: quick, clause: \"1\", by: office, takes: 2 min}\n- {id: slow, clause: \"1\", by: bureau, takes: 7 min}\n"
                                              "- {id: act, clause: \"1\", by: group, after: {all: [{done: quick}, {done: slow}]}, takes: 1 min}",
                                     .duties = "- {id: acting, clause: \"1\", who: group, must: {done: act}, from: {occurred: incident}}"});
    CHECK(path_of(p, "acting") == "handling 0:00-7:00, handling 7:00-8:00");
    CHECK(critical_path(p.inputs, p.journal, p.outcome("acting")).steps[0].from == entry_reading(p.journal, "0:00 task_started town-bureau slow"));
}

TEST_CASE("who waits for an officer that was called away is shown what took him") {
    const Played p = play(SmallWorld{.tasks = "- {id: judge, clause: \"1\", by: office, takes: 2 min}",
                                     .duties = "- {id: assess, clause: \"1\", who: office, must: {done: judge}, from: {occurred: incident}}",
                                     .more = "injects: [{id: I-1, at: 0 min, text: {zh: 走, en: away}, does: {officers_away: {agency: town-office, pool: duty, number: 1, period: 9 min}}}]"});
    CHECK(path_of(p, "assess") == "waiting 0:00-9:00, handling 9:00-11:00");
    CHECK(critical_path(p.inputs, p.journal, p.outcome("assess")).steps[0].held_by == entry_reading(p.journal, "0:00 officers_away town-office number=1"));
}

TEST_CASE("an unfinished duty leads to what was begun and not ended") {
    const std::string duty = "- {id: there, clause: \"1\", who: bureau, must: {arrived: squad, at: scene}, within: 1 h, from: {occurred: incident}}";
    const auto cut = [&](const std::string& until) {
        return play(SmallWorld{.tasks = "- {id: judge, clause: \"1\", by: office, takes: 10 min, sends: [{message: order, to: bureau, over: [line]}]}\n"
                                        "- {id: go, clause: \"1\", by: bureau, after: {received: order}, officer: squad, takes: 4 min, goes_to: scene}",
                               .duties = duty, .place = "site", .until = until});
    };
    CHECK(path_of(cut("5 min"), "there") == "handling 0:00-5:00; missing received order");
    CHECK(path_of(cut("630 s"), "there").find("handling 0:00-10:00, ") == 0);
    CHECK(path_of(cut("13 min"), "there") == "handling 0:00-10:00, message 10:00-11:00, handling 11:00-13:00; missing arrived squad");
    CHECK(path_of(cut("20 min"), "there") == "handling 0:00-10:00, message 10:00-11:00, handling 11:00-15:00, travel 15:00-20:00; missing arrived squad");
}

TEST_CASE("an unfinished duty whose first task never began is not done from its opening on") {
    const Played p = play(SmallWorld{.tasks = "- {id: other, clause: \"1\", by: group, takes: 10 min}",
                                     .duties = "- {id: assess, clause: \"1\", who: office, must: {received: answer}, within: 20 min, from: {received: incident_report}}"});
    CHECK(path_of(p, "assess") == "not_done 0:00-20:00; missing received answer");
}

TEST_CASE("an unfinished duty names the deepest milestone nobody reached although nothing was begun", "") {
    const Played p = play(SmallWorld{.tasks = "- {id: judge, clause: \"1\", by: office, after: {received: answer}, takes: 10 min}",
                                     .duties = "- {id: assess, clause: \"1\", who: office, must: {done: judge}, within: 20 min, from: {received: incident_report}}"});
    CHECK(path_of(p, "assess") == "not_done 0:00-20:00; missing received answer");
}

TEST_CASE("a message that was lost is not done from its loss on") {
    const Played p = play(SmallWorld{.tasks = "- {id: judge, clause: \"1\", by: office, takes: 10 min, sends: [{message: brief, to: group, over: [mute]}]}",
                                     .duties = "- {id: telling, clause: \"1\", who: office, must: {received: brief}, within: 20 min, from: {occurred: incident}}"});
    CHECK(path_of(p, "telling") == "handling 0:00-10:00, message 10:00-10:30, not_done 10:30-20:00; missing received brief");
}

TEST_CASE("an unfinished duty that waits for an officer says so") {
    const Played p = play(SmallWorld{.tasks = "- {id: a_busy, clause: \"1\", by: office, takes: 3 h}\n- {id: judge, clause: \"1\", by: office, takes: 10 min}",
                                     .duties = "- {id: assess, clause: \"1\", who: office, must: {done: judge}, within: 20 min, from: {occurred: incident}}", .until = "1 h"});
    CHECK(path_of(p, "assess") == "waiting 0:00-1:00:00; missing done judge");
}

TEST_CASE("the path of a waived duty ends with its waiver") {
    const Played p = waived_in_hand();
    const CriticalPath path = critical_path(p.inputs, p.journal, p.outcome("assess"));
    CHECK_FALSE(path.finished);
    CHECK(path.total.count() == minutes(20));
    CHECK(path.missing == "done judge");
    REQUIRE(path.steps.size() == 1);
    CHECK(path.steps[0].length().count() == minutes(20));
}

TEST_CASE("the path of a waived duty shows what was in hand at its waiver although it was ended later", "") {
    CHECK(path_of(waived_in_hand(), "assess") == "handling 0:00-20:00; missing done judge");
}

TEST_CASE("the path of a breached must-not duty leads to the act") {
    const Played p = play(SmallWorld{.tasks = "- {id: publish, clause: \"1\", by: bureau, takes: 10 min, sends: [{message: order, to: office, over: [line]}]}",
                                     .duties = "- {id: quiet, clause: \"1\", who: bureau, must_not: {sent: order}, from: {occurred: incident}}"});
    CHECK(path_of(p, "quiet") == "handling 0:00-10:00");
}
