// Officers are counted: who waits, for whom, and what shifts and absences do (semantics.md 4).
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

constexpr auto work = {EntryKind::task_ready, EntryKind::task_started, EntryKind::task_done, EntryKind::shift, EntryKind::officers_away, EntryKind::officers_back};

std::string one_task(const std::string& id, const std::string& takes, const std::string& more = "") {
    return "- {id: " + id + ", clause: \"1\", by: bureau, takes: " + takes + more + "}\n";
}
std::string inject_away(const std::string& at, const std::string& period) {
    return "injects:\n- {id: I-1, at: " + at + ", text: {zh: 走, en: away}, does: {officers_away: {agency: town-bureau, pool: duty, number: 1, period: " + period + "}}}";
}

}  // namespace

TEST_CASE("with one officer the second task waits, and held_by names the task that held it") {
    const Played p = play(SmallWorld{.tasks = one_task("first", "10 min") + one_task("second", "3 min"), .reports = ""});
    CHECK(story(p, work) ==
          "0:00 task_started town-bureau first\n"
          "0:00 task_ready town-bureau second\n"
          "10:00 task_done town-bureau first\n"
          "10:00 task_started town-bureau second\n"
          "13:00 task_done town-bureau second\n");
    const Entry& second = p.journal[entry_reading(p.journal, "10:00 task_started town-bureau second")];
    CHECK(second.held_by == entry_reading(p.journal, "0:00 task_started town-bureau first"));
    CHECK(second.cause == entry_reading(p.journal, "0:00 task_ready town-bureau second"));
    CHECK(p.journal[entry_reading(p.journal, "0:00 task_started town-bureau first")].held_by == no_entry);
}

TEST_CASE("a task without an officer and one of another pool do not wait") {
    const Played p = play(SmallWorld{.tasks = one_task("first", "10 min") + one_task("nobody", "3 min", ", officer: none") + one_task("other", "3 min", ", officer: squad"), .reports = ""});
    CHECK(story(p, {EntryKind::task_ready}).empty());
    CHECK(story(p, {EntryKind::task_started}) == "0:00 task_started town-bureau first\n0:00 task_started town-bureau nobody\n0:00 task_started town-bureau other\n");
    // another agency's officers are its own
    const Played two = play(SmallWorld{.tasks = one_task("first", "10 min") + "- {id: second, clause: \"1\", by: office, takes: 3 min}", .reports = ""});
    CHECK(story(two, {EntryKind::task_ready}).empty());
}

TEST_CASE("the scenario may give more officers, and as many tasks begin") {
    SmallWorld w{.tasks = one_task("first", "10 min") + one_task("second", "10 min") + one_task("third", "10 min"), .reports = "", .more = "officers: [{agency: town-bureau, officers: {duty: 2}}]"};
    CHECK(story(play(w), {EntryKind::task_started}) == "0:00 task_started town-bureau first\n0:00 task_started town-bureau second\n10:00 task_started town-bureau third\n");
    w.more = "officers: [{agency: town-bureau, officers: {duty: {night: 2}}}]";  // by shift: it is day
    CHECK(story(play(w), {EntryKind::task_started}) == "0:00 task_started town-bureau first\n10:00 task_started town-bureau second\n20:00 task_started town-bureau third\n");
}

TEST_CASE("first come is first served at the same grade") {
    const Played p = play(SmallWorld{.tasks = one_task("first", "10 min") + one_task("later", "1 min", ", after: {received: order}") + one_task("sooner", "1 min", ", after: {received: answer}") +
                                              "- {id: calls, clause: \"1\", by: group, takes: 2 min, sends: [{message: answer, to: bureau, over: [flash]}]}\n"
                                              "- {id: calls_too, clause: \"1\", by: office, takes: 3 min, sends: [{message: order, to: bureau, over: [flash]}]}",
                                     .reports = ""});
    CHECK(lines_with(p, "sooner").find("2:00 task_ready town-bureau sooner\n10:00 task_started") == 0);
    CHECK(lines_with(p, "later").find("3:00 task_ready town-bureau later\n11:00 task_started") == 0);
}

TEST_CASE("of two incidents the one of the higher grade is served first, whoever came first") {
    const auto two = [](const std::string& gate, const std::string& yard) {
        const auto report = [](const std::string& at, const std::string& n) { return "{at: " + at + ", from: group, to: office, over: [flash], says: {participants: " + n + "}}"; };
        return play(SmallWorld{.criteria = "- {clause: \"2\", grade: III, says: {zh: 三, en: three}, when: {participants: {at_least: 30}}}\n"
                                           "- {clause: \"3\", grade: II, says: {zh: 二, en: two}, when: {participants: {at_least: 100}}}",
                               .tasks = "- {id: judge, clause: \"1\", by: office, after: {received: incident_report}, takes: 10 min}\n"
                                        "- {id: order, clause: \"1\", by: office, after: {received: incident_report}, takes: 10 min}",
                               .reports = "[" + report("0 min", gate) + "]",
                               .incidents = "- {id: yard, place: mill, truth: [{at: 0 min, facts: {participants: 1}}], reports: [" + report("1 min", yard) + "]}"});
    };
    const auto order = [](const Played& p) {
        std::string out;
        for (const Entry& entry : p.journal.entries())
            if (entry.kind == EntryKind::task_started) out += p.journal.text(entry.incident) + "." + std::string(p.journal.item_text(entry, "task")) + " ";
        return out;
    };
    CHECK(order(two("40", "40")) == "gate.judge gate.order yard.judge yard.order ");
    CHECK(order(two("40", "100")) == "gate.judge yard.judge yard.order gate.order ");
    CHECK(order(two("100", "40")) == "gate.judge gate.order yard.judge yard.order ");
    CHECK(order(two("40", "90..200")) == "gate.judge gate.order yard.judge yard.order ");  // possible is not certain
    CHECK(order(two("20", "30")) == "gate.judge yard.judge yard.order gate.order ");       // below the lowest grade is lower still
}

TEST_CASE("an officer called away leaves after the task in hand") {
    const Played p = play(SmallWorld{.tasks = one_task("first", "10 min") + one_task("second", "3 min"), .reports = "", .more = inject_away("4 min", "30 min")});
    CHECK(story(p, work) ==
          "0:00 task_started town-bureau first\n"
          "0:00 task_ready town-bureau second\n"
          "4:00 officers_away town-bureau number=1\n"
          "10:00 task_done town-bureau first\n"
          "34:00 officers_back town-bureau number=1\n"
          "34:00 task_started town-bureau second\n"
          "37:00 task_done town-bureau second\n");
    CHECK(p.journal[entry_reading(p.journal, "34:00 task_started town-bureau second")].held_by == entry_reading(p.journal, "4:00 officers_away town-bureau number=1"));
}

TEST_CASE("an absence that ends before the task in hand delays nobody") {
    const Played p = play(SmallWorld{.tasks = one_task("first", "10 min") + one_task("second", "3 min"), .reports = "", .more = inject_away("4 min", "5 min")});
    CHECK(lines_with(p, "second") == "0:00 task_ready town-bureau second\n10:00 task_started town-bureau second\n13:00 task_done town-bureau second\n");
}

TEST_CASE("an officer who is away takes nothing on") {
    const Played p = play(SmallWorld{.tasks = one_task("first", "10 min"), .reports = "", .more = inject_away("0 min", "5 min")});
    CHECK(lines_with(p, "first") == "0:00 task_ready town-bureau first\n5:00 task_started town-bureau first\n15:00 task_done town-bureau first\n");
}

TEST_CASE("at a shift change a task goes on, and one that waits begins with the next shift") {
    // one guard by day, two by night; the night begins at 18:00, an hour after the start
    SmallWorld w{.tasks = one_task("first", "90 min", ", officer: guard") + one_task("second", "10 min", ", officer: guard"), .reports = "", .start = "2026-01-26T17:00:00+08:00"};
    const Played p = play(w);
    CHECK(story(p, work) ==
          "0:00 task_started town-bureau first\n"
          "0:00 task_ready town-bureau second\n"
          "1:00:00 shift town-bureau night\n"
          "1:00:00 task_started town-bureau second\n"
          "1:10:00 task_done town-bureau second\n"
          "1:30:00 task_done town-bureau first\n");
    CHECK(p.journal[entry_reading(p.journal, "1:00:00 task_started town-bureau second")].held_by == entry_reading(p.journal, "1:00:00 shift town-bureau night"));
}

TEST_CASE("a shift that brings nobody lets them wait for the next one, and nobody waiting sees no shift change") {
    SmallWorld w{.tasks = one_task("first", "90 min", ", officer: clerk") + one_task("second", "10 min", ", officer: clerk"), .reports = "", .start = "2026-01-26T17:00:00+08:00"};
    CHECK(story(play(w), work) ==
          "0:00 task_started town-bureau first\n"
          "0:00 task_ready town-bureau second\n"
          "1:30:00 task_done town-bureau first\n"  // it goes on past 18:00, when no clerk is there
          "15:00:00 shift town-bureau day\n"
          "15:00:00 task_started town-bureau second\n"
          "15:10:00 task_done town-bureau second\n");
    w.tasks = one_task("first", "90 min", ", officer: clerk");
    CHECK(story(play(w), {EntryKind::shift}).empty());
    CHECK(story(play(w), {EntryKind::ended}) == "1:30:00 ended\n");
    // who waited and was served before the shift changed keeps no run going until then
    w.tasks = one_task("first", "10 min", ", officer: clerk") + one_task("second", "10 min", ", officer: clerk");
    CHECK(story(play(w), {EntryKind::ended}) == "20:00 ended\n");
}

TEST_CASE("from two shifts to one, those at work go on and the next waits until they are fewer") {
    // two guards by night, one by day; the day begins at 08:00, half an hour after the start
    const Played p = play(SmallWorld{.tasks = one_task("first", "60 min", ", officer: guard") + one_task("second", "90 min", ", officer: guard") +
                                              one_task("third", "10 min", ", officer: guard, after: {done: quick}") + one_task("quick", "40 min", ", officer: none"),
                                     .reports = "", .start = "2026-01-26T07:30:00+08:00"});
    CHECK(lines_with(p, "third") == "40:00 task_ready town-bureau third\n1:30:00 task_started town-bureau third\n1:40:00 task_done town-bureau third\n");
}

TEST_CASE("a task that waits for who stays at the scene for good does not keep the run going", "") {
    // guards: one by day, two by night. Both stay at the scene, a third task can never begin; nothing else is pending
    SmallWorld w{.tasks = one_task("a", "1 min", ", officer: guard, goes_to: scene") + one_task("b", "1 min", ", officer: guard, goes_to: scene") + one_task("c", "1 min", ", officer: guard"), .reports = ""};
    const Inputs inputs = load_small(w);
    Diagnostics out;
    const auto journal = run(inputs, {1, 0}, out);
    REQUIRE(journal);
    CHECK(lines_with(*journal, "c") == "0:00 task_ready town-bureau c\n");
}
