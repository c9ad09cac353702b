// Conditions on what is known: they hold, fail or are open (semantics.md 5).
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

std::string said_at(const std::string& at, const std::string& says) { return "{at: " + at + ", from: bureau, to: office, over: [flash], says: {" + says + "}}"; }

/// What the office does with a task under a guard when it hears `says` at 0 and `then` at 10 min.
std::string task_under(const std::string& guard, const std::string& says, const std::string& then = "organ_blocked: yes") {
    const Played p = play(SmallWorld{.tasks = "- {id: act, clause: \"1\", by: office, after: {received: incident_report}, " + guard + ", takes: 1 min}",
                                     .reports = "[" + said_at("0 min", says) + ", " + said_at("10 min", then) + "]"});
    std::string lines;
    for (const Entry& entry : p.journal.entries())
        if (p.journal.item_text(entry, "task") == "act" && entry.kind != EntryKind::task_done) lines += span_text(entry.at.time_since_epoch()) + " " + std::string(entry_kind_name(entry.kind)).substr(5) + "; ";
    return lines;
}

/// Whether the office's duty under a guard is opened when it hears `says`.
bool duty_under(const std::string& guard, const std::string& says) {
    return play(SmallWorld{.duties = "- {id: assess, clause: \"1\", who: office, must: {received: answer}, from: {received: incident_report}, " + guard + "}",
                           .reports = "[" + said_at("0 min", says) + "]"})
               .opened("assess") == 1;
}

const std::string fifty = "{participants: {at_least: 50}}";

/// III from 30, II from 100, I from 300 people; the office hears, then the bureau calls (1 min), then comes a task of the group under `guard`.
std::string graded(const std::string& guard, const std::string& says) {
    const Played p = play(SmallWorld{.criteria = "- {clause: \"2\", grade: III, says: {zh: 三, en: three}, when: {participants: {at_least: 30}}}\n"
                                                 "- {clause: \"3\", grade: II, says: {zh: 二, en: two}, when: {participants: {at_least: 100}}}\n"
                                                 "- {clause: \"4\", grade: I, says: {zh: 一, en: one}, when: {participants: {at_least: 300}}}",
                                     .tasks = "- {id: call, clause: \"1\", by: bureau, takes: 1 min}\n- {id: act, clause: \"1\", by: group, after: {done: call}, " + guard + ", takes: 1 min}",
                                     .reports = "[" + said_at("0 min", says) + "]"});
    for (const Entry& entry : p.journal.entries())
        if (p.journal.item_text(entry, "task") == "act") return std::string(entry_kind_name(entry.kind)).substr(5);
    return "nothing";
}

}  // namespace

TEST_CASE("if goes on only when its condition holds, once and for all") {
    CHECK(task_under("if: " + fifty, "participants: 50") == "0:00 started; ");
    CHECK(task_under("if: " + fifty, "participants: 49") == "0:00 stopped; ");
    CHECK(task_under("if: " + fifty, "participants: 40..60") == "0:00 stopped; ");
    CHECK(task_under("if: " + fifty, "organ_blocked: no", "participants: 60") == "0:00 stopped; ");  // unknown is open; it is judged once
}

TEST_CASE("unless stops only when its condition holds") {
    CHECK(task_under("unless: " + fifty, "participants: 50") == "0:00 stopped; ");
    CHECK(task_under("unless: " + fifty, "participants: 49") == "0:00 started; ");
    CHECK(task_under("unless: " + fifty, "participants: 40..60") == "0:00 started; ");
    CHECK(task_under("unless: " + fifty, "organ_blocked: no", "participants: 60") == "0:00 started; ");
}

TEST_CASE("may stops only when its condition fails") {
    CHECK(task_under("may: " + fifty, "participants: 50") == "0:00 started; ");
    CHECK(task_under("may: " + fifty, "participants: 49") == "0:00 stopped; ");
    CHECK(task_under("may: " + fifty, "participants: 40..60") == "0:00 started; ");
    CHECK(task_under("may: " + fifty, "organ_blocked: no") == "0:00 started; ");
}

TEST_CASE("once waits until its condition holds and fires once") {
    CHECK(task_under("once: " + fifty, "participants: 50", "participants: 60") == "0:00 started; ");
    CHECK(task_under("once: " + fifty, "participants: 49", "participants: 50") == "0:00 armed; 10:00 started; ");
    CHECK(task_under("once: " + fifty, "participants: 40..60", "participants: 50..60") == "0:00 armed; 10:00 started; ");
    CHECK(task_under("once: " + fifty, "participants: 49", "participants: 49..60") == "0:00 armed; ");
    CHECK(task_under("once: " + fifty, "organ_blocked: no") == "0:00 armed; ");
}

TEST_CASE("several keys of a guard mean all of them, and any is one of several") {
    CHECK(task_under("if: {participants: {at_least: 50}, organ_blocked: true}", "participants: 50, organ_blocked: yes") == "0:00 started; ");
    CHECK(task_under("if: {participants: {at_least: 50}, organ_blocked: true}", "participants: 50") == "0:00 stopped; ");
    CHECK(task_under("if: {any: [{participants: {at_least: 50}}, {organ_blocked: true}]}", "organ_blocked: yes") == "0:00 started; ");
    CHECK(task_under("unless: {any: [{participants: {at_least: 50}}, {organ_blocked: true}]}", "organ_blocked: no") == "0:00 started; ");
    CHECK(task_under("may: {all: [{participants: {at_least: 50}}, {organ_blocked: true}]}", "organ_blocked: no") == "0:00 stopped; ");
}

TEST_CASE("below does not count its limit and at_least does") {
    CHECK(task_under("if: {participants: {below: 50}}", "participants: 49") == "0:00 started; ");
    CHECK(task_under("if: {participants: {below: 50}}", "participants: 50") == "0:00 stopped; ");
    CHECK(task_under("if: {participants: {at_least: 30, below: 50}}", "participants: 30") == "0:00 started; ");
    CHECK(task_under("if: {participants: {at_least: 30, below: 50}}", "participants: 29") == "0:00 stopped; ");
    CHECK(task_under("if: {stability_impact: {at_least: considerable}}", "stability_impact: severe") == "0:00 started; ");
    CHECK(task_under("if: {stability_impact: {at_least: considerable}}", "stability_impact: present") == "0:00 stopped; ");
}

TEST_CASE("guards of a duty are judged like those of a task") {
    CHECK(duty_under("if: " + fifty, "participants: 50"));
    CHECK_FALSE(duty_under("if: " + fifty, "participants: 40..60"));
    CHECK(duty_under("unless: " + fifty, "participants: 40..60"));
    CHECK_FALSE(duty_under("unless: " + fifty, "participants: 50"));
    CHECK(duty_under("may: " + fifty, "participants: 40..60"));
    CHECK_FALSE(duty_under("may: " + fifty, "participants: 49"));
    CHECK(duty_under("once: " + fifty, "participants: 50"));
    CHECK_FALSE(duty_under("once: " + fifty, "participants: 40..60"));
}

TEST_CASE("a guard looks at what the acting agency knows and not at what others know") {
    const Played p = play(SmallWorld{.tasks = "- {id: act, clause: \"1\", by: group, after: {occurred: incident}, once: {participants: {at_least: 50}}, takes: 1 min}",
                                     .reports = "[" + said_at("0 min", "participants: 60") + ", {at: 5 min, from: bureau, to: group, over: [line], says: {participants: 60}}]"});
    CHECK(lines_with(p, "task_started") == "6:00 task_started town-group act\n");
}

TEST_CASE("a grade guard looks at the certain end of the grading") {
    CHECK(graded("if: {grade: {at_least: II}}", "participants: 100") == "started");
    CHECK(graded("if: {grade: {at_least: II}}", "participants: 99") == "stopped");
    CHECK(graded("if: {grade: {at_least: II}}", "participants: 99..400") == "stopped");
    CHECK(graded("if: {grade: {at_least: II}}", "participants: 100..400") == "started");
    CHECK(graded("if: {grade: II}", "participants: 100..400") == "started");
    CHECK(graded("if: {grade: II}", "participants: 300") == "stopped");
    CHECK(graded("unless: {grade: {at_least: II}}", "participants: 99..400") == "started");
    CHECK(graded("once: {grade: {at_least: II}}", "participants: 99..400") == "armed");
}

TEST_CASE("under may a grade is taken at its possible end") {
    CHECK(graded("may: {grade: {at_least: II}}", "participants: 99..400") == "started");
    CHECK(graded("may: {grade: {at_least: II}}", "participants: 40..100") == "started");
    CHECK(graded("may: {grade: {at_least: II}}", "participants: 40..99") == "stopped");
}

TEST_CASE("an incident below the lowest grade is below every grade") {
    CHECK(graded("if: {grade: {below: III}}", "participants: 29") == "started");
    CHECK(graded("if: {grade: {below: III}}", "participants: 30") == "stopped");
    CHECK(graded("if: {grade: {at_least: III}}", "participants: 29") == "stopped");
}

TEST_CASE("a grading writes its ends and its clauses whenever its answer changes") {
    const Played p = play(SmallWorld{.criteria = "- {clause: \"2\", grade: III, says: {zh: 三, en: three}, when: {participants: {at_least: 30}}}\n"
                                                 "- {clause: \"3\", grade: II, says: {zh: 二, en: two}, when: {participants: {at_least: 100}}}",
                                     .tasks = "- {id: act, clause: \"1\", by: bureau, once: {grade: {at_least: II}}, takes: 1 min}",
                                     .reports = "[" + said_at("0 min", "participants: 20..120") + ", " + said_at("5 min", "participants: 90..120") + ", " + said_at("10 min", "participants: 120") + ", " +
                                                said_at("15 min", "participants: 130") + ", " + said_at("20 min", "participants: 40") + "]"});
    CHECK(story(p, {EntryKind::grading, EntryKind::task_started}) ==
          "0:00 grading town-office yes II\n"
          "5:00 grading town-office yes III II\n"
          "10:00 grading town-office yes II II\n"
          "10:00 task_started town-bureau act\n"
          "20:00 grading town-office yes III III\n");  // lowered: it undoes nothing
    const Entry& second = p.journal[entry_reading(p.journal, "5:00 grading town-office yes III II")];
    CHECK(p.journal.item_text(second, "met") == "2");
    CHECK(p.journal.item_text(second, "open") == "3");
}

TEST_CASE("hours that grow cross a limit at an instant of their own") {
    const auto blocked = [](const std::string& since, const std::string& guard) {
        return play(SmallWorld{.criteria = "- {clause: \"2\", grade: III, says: {zh: 三, en: three}, when: {transport_blocked: {at_least: 2 h}}}",
                               .tasks = "- {id: act, clause: \"1\", by: office, once: " + guard + ", takes: 1 min}",
                               .reports = "[" + said_at("30 min", "transport_blocked: " + since) + "]"});
    };
    CHECK(story(blocked("{since: 10 min}", "{transport_blocked: {at_least: 3 h}}"), {EntryKind::grading, EntryKind::task_started, EntryKind::ended}) ==
          "30:00 grading town-office yes\n"
          "2:10:00 grading town-office yes III III\n"
          "3:10:00 task_started town-office act\n"
          "3:11:00 ended\n");
    CHECK(lines_with(blocked("{since: 10 min}", "{grade: {at_least: III}}"), "task_started") == "2:10:00 task_started town-office act\n");
    // hours that are stated do not grow
    CHECK(story(blocked("20 min", "{transport_blocked: {at_least: 3 h}}"), {EntryKind::grading, EntryKind::task_started, EntryKind::ended}) ==
          "30:00 grading town-office yes\n"
          "30:00 ended\n");
}

TEST_CASE("hours that were told to stand still before their limit do not cross it") {
    const Played p = play(SmallWorld{.tasks = "- {id: act, clause: \"1\", by: office, once: {transport_blocked: {at_least: 2 h}}, takes: 1 min}",
                                     .reports = "[" + said_at("30 min", "transport_blocked: {since: 0 min}") + ", " + said_at("60 min", "transport_blocked: 45 min") + "]"});
    CHECK(lines_with(p, "task_started") == "");
    CHECK(story(p, {EntryKind::ended}) == "1:00:00 ended\n");
}

TEST_CASE("a guard may look at what another plan says of the same incident; without that plan it fails") {
    const auto judged = [](const std::vector<OtherGrading>& others) {
        Guard guard;
        guard.kind = Guard::Kind::grade;
        guard.of_plan = "mass";
        guard.from = -1;  // at least II
        guard.below = unbounded;
        return judge(guard, Vocabulary{}, Knowledge{}, {}, nullptr, false, &others);
    };
    CHECK(judged({}) == Truth::fails);
    CHECK(judged({{"mass", false, Truth::open, OtherGrading::no_rank, OtherGrading::no_rank}}) == Truth::open);
    CHECK(judged({{"mass", true, Truth::holds, -1, 0}}) == Truth::holds);
    CHECK(judged({{"mass", true, Truth::holds, -2, 0}}) == Truth::fails);  // a working grade is the certain end
    CHECK(judged({{"mass", true, Truth::fails, 0, 0}}) == Truth::fails);
    CHECK(judged({{"other", true, Truth::holds, 0, 0}}) == Truth::fails);
}
