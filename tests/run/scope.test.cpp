// Whether a plan applies: open it runs, failing it is suspended, and a newer report brings it back (semantics.md 5).
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

/// Scope: 50 people and over. The office judges (10 min) from the report, then tells the group (5 min); it owes the telling within 30 min.
SmallWorld scoped(const std::vector<std::pair<std::string, std::string>>& reports) {
    SmallWorld w{.scope = "{participants: {at_least: 50}}",
                 .tasks = "- {id: judge, clause: \"1\", by: office, after: {received: incident_report}, takes: 10 min}\n"
                          "- {id: tell, clause: \"1\", by: office, after: {done: judge}, takes: 5 min, sends: [{message: brief, to: group, over: [line]}]}",
                 .duties = "- {id: telling, clause: \"1\", who: office, must: {received: brief}, within: 30 min, from: {received: incident_report}}"};
    w.reports = "[";
    for (const auto& [at, says] : reports) w.reports += (w.reports == "[" ? "" : ", ") + ("{at: " + at + ", from: bureau, to: office, over: [flash], says: {" + says + "}}");
    w.reports += "]";
    return w;
}

constexpr auto course = {EntryKind::grading, EntryKind::task_ready, EntryKind::task_started, EntryKind::task_done, EntryKind::task_waived, EntryKind::task_armed,
                         EntryKind::duty_opened, EntryKind::duty_discharged, EntryKind::duty_breached, EntryKind::duty_waived};

}  // namespace

TEST_CASE("while the scope is open the plan runs") {
    CHECK(story(play(scoped({{"0 min", "participants: 40..60"}})), course) ==
          "0:00 grading town-office open\n"
          "0:00 duty_opened town-office telling due=1800000\n"
          "0:00 task_started town-office judge\n"
          "10:00 task_done town-office judge\n"
          "10:00 task_started town-office tell\n"
          "15:00 task_done town-office tell\n"
          "16:00 duty_discharged town-office telling discharged=960000\n");
}

TEST_CASE("a scope that fails waives with the failed condition, and nothing new begins") {
    CHECK(story(play(scoped({{"0 min", "participants: 40..60"}, {"5 min", "participants: 49"}})), course) ==
          "0:00 grading town-office open\n"
          "0:00 duty_opened town-office telling due=1800000\n"
          "0:00 task_started town-office judge\n"
          "5:00 grading town-office no participants\n"
          "5:00 duty_waived town-office telling scope_failed participants\n"
          "10:00 task_done town-office judge\n");  // the task in hand is done, the next does not begin
}

TEST_CASE("a scope that goes from open to holding changes nothing that runs") {
    const Played p = play(scoped({{"0 min", "participants: 40..60"}, {"5 min", "participants: 50"}}));
    CHECK(said_of(p.outcome("telling")) == "met");
    CHECK(p.opened("telling") == 1);
    CHECK(story(p, {EntryKind::grading}) == "0:00 grading town-office open\n5:00 grading town-office yes\n");
}

TEST_CASE("a plan without grades writes a grading only when its answer changes") {
    CHECK(story(play(scoped({{"0 min", "participants: 60"}, {"5 min", "participants: 70"}, {"6 min", "deaths: 1"}})), {EntryKind::grading}) == "0:00 grading town-office yes\n");
}

TEST_CASE("a newer report that brings the incident back into scope begins again, and the period counts from that report") {
    const Played p = play(scoped({{"0 min", "participants: 60"}, {"12 min", "participants: 40"}, {"40 min", "participants: 70"}}));
    CHECK(story(p, course) ==
          "0:00 grading town-office yes\n"
          "0:00 duty_opened town-office telling due=1800000\n"
          "0:00 task_started town-office judge\n"
          "10:00 task_done town-office judge\n"
          "10:00 task_started town-office tell\n"
          "12:00 grading town-office no participants\n"
          "12:00 duty_waived town-office telling scope_failed participants\n"
          "15:00 task_done town-office tell\n"
          "40:00 grading town-office yes\n"
          "40:00 duty_opened town-office telling number=2 due=4200000\n"
          "40:00 duty_discharged town-office telling number=2 discharged=960000\n");  // what was done stays
    REQUIRE(p.outcomes.size() == 2);
    CHECK(p.outcomes[0].id == "gate/small/telling/town-office");
    CHECK(said_of(p.outcomes[0]) == "waived scope_failed");
    CHECK(p.outcomes[1].id == "gate/small/telling/town-office/2");
    CHECK(said_of(p.outcomes[1]) == "met");
    CHECK(ms_of(p.outcomes[1].anchor) == minutes(40));
}

TEST_CASE("back in scope, what had not begun begins with the report as its cause") {
    const Played p = play(scoped({{"0 min", "participants: 60"}, {"5 min", "participants: 40"}, {"40 min", "participants: 70"}}));
    CHECK(story(p, {EntryKind::task_started}) == "0:00 task_started town-office judge\n40:00 task_started town-office tell\n");
    const Entry& started = p.journal[entry_reading(p.journal, "40:00 task_started town-office tell")];
    CHECK(started.cause == entry_reading(p.journal, "40:00 grading town-office yes"));
    CHECK(said_of(p.outcomes[1]) == "met");
    CHECK(ms_of(*p.outcomes[1].due) == minutes(70));
    CHECK(ms_of(*p.outcomes[1].discharged) == minutes(46));
}

TEST_CASE("back in scope, a period runs out anew") {
    SmallWorld w = scoped({{"0 min", "participants: 60"}, {"5 min", "participants: 40"}, {"40 min", "participants: 70"}});
    w.tasks.replace(w.tasks.find("takes: 5 min"), 12, "takes: 1740.001 s");  // 29 min and a millisecond; the line takes a minute
    const Played late = play(w);
    CHECK(said_of(late.outcomes[1]) == "breached");
    CHECK(ms_of(late.entry(late.outcomes[1].breached_entry).at) == minutes(70));
    w.tasks.replace(w.tasks.find("1740.001 s"), 10, "29 min");
    CHECK(said_of(play(w).outcomes[1]) == "met");
}

TEST_CASE("the due instant of a waived period does not count for the one that began again") {
    SmallWorld w = scoped({{"0 min", "participants: 60"}, {"5 min", "participants: 40"}, {"20 min", "participants: 70"}});
    w.tasks.replace(w.tasks.find("takes: 5 min"), 12, "takes: 1 h");
    CHECK(story(play(w), {EntryKind::duty_opened, EntryKind::duty_waived, EntryKind::duty_breached}) ==
          "0:00 duty_opened town-office telling due=1800000\n"
          "5:00 duty_waived town-office telling scope_failed participants\n"
          "20:00 duty_opened town-office telling number=2 due=3000000\n"
          "50:00 duty_breached town-office telling number=2 due=3000000\n");
}

TEST_CASE("a scope that is open again after it failed brings the plan back") {
    const Played p = play(scoped({{"0 min", "participants: 60"}, {"5 min", "participants: 40"}, {"40 min", "participants: 40..60"}}));
    CHECK(p.opened("telling") == 2);
    CHECK(said_of(p.outcomes[1]) == "met");
}

TEST_CASE("a first report that is already out of scope opens nothing and begins nothing") {
    const Played p = play(scoped({{"0 min", "participants: 40"}}));
    CHECK(p.outcomes.empty());
    CHECK(story(p, course) == "0:00 grading town-office no participants\n");
}

TEST_CASE("a first report out of scope and a second one in it begin with the second") {
    const Played p = play(scoped({{"0 min", "participants: 40"}, {"20 min", "participants: 50"}}));
    CHECK(story(p, {EntryKind::task_started, EntryKind::duty_opened}) ==
          "20:00 duty_opened town-office telling due=3000000\n"
          "20:00 task_started town-office judge\n"
          "30:00 task_started town-office tell\n");
    CHECK(p.opened("telling") == 1);
    CHECK(ms_of(p.outcome("telling").anchor) == minutes(20));
}

TEST_CASE("unless the scope fails, a task of its own goes on while it is open and not when it failed") {
    // the bureau's task hangs on its own order and asks the office's grading
    const auto asking = [](const std::string& says) {
        return SmallWorld{.scope = "{participants: {at_least: 50}}",
                          .tasks = "- {id: call, clause: \"1\", by: bureau, takes: 10 min}\n- {id: go, clause: \"1\", by: bureau, after: {done: call}, unless: {scope: fails}, takes: 1 min}\n"
                                   "- {id: sure, clause: \"1\", by: group, after: {done: call}, if: {scope: holds}, takes: 1 min}",
                          .reports = says.empty() ? "" : "[{at: 0 min, from: bureau, to: office, over: [flash], says: {participants: " + says + "}}]"};
    };
    CHECK(lines_with(play(asking("40..60")), "go") == "10:00 task_started town-bureau go\n11:00 task_done town-bureau go\n");
    CHECK(lines_with(play(asking("40..60")), "sure") == "10:00 task_stopped town-group sure\n");
    CHECK(lines_with(play(asking("60")), "sure") == "10:00 task_started town-group sure\n11:00 task_done town-group sure\n");
    CHECK(lines_with(play(asking("40")), "go") == "");
    CHECK(lines_with(play(asking("")), "go") == "10:00 task_started town-bureau go\n11:00 task_done town-bureau go\n");  // nobody has graded: open
}

TEST_CASE("a scope that fails waives tasks that wait for an officer or for their condition") {
    SmallWorld w = scoped({{"0 min", "participants: 60"}, {"5 min", "participants: 40"}});
    w.tasks += "\n- {id: queued, clause: \"1\", by: office, after: {received: incident_report}, takes: 1 min}"
               "\n- {id: armed, clause: \"1\", by: office, after: {received: incident_report}, once: {deaths: {at_least: 1}}, takes: 1 min}";
    CHECK(story(play(w), {EntryKind::task_waived}) ==
          "5:00 task_waived town-office armed scope_failed\n"
          "5:00 task_waived town-office queued scope_failed\n");
    CHECK(lines_with(play(w), "queued") == "0:00 task_ready town-office queued\n5:00 task_waived town-office queued scope_failed\n");
}

TEST_CASE("a scope that fails sends home who is at the scene and who comes after") {
    SmallWorld w{.scope = "{participants: {at_least: 50}}",
                 .tasks = "- {id: near, clause: \"1\", by: bureau, officer: squad, goes_to: scene, takes: 0 s}\n"
                          "- {id: far, clause: \"1\", by: office, officer: squad, goes_to: scene, takes: 15 min}",
                 .place = "site",
                 .reports = "[{at: 20 min, from: bureau, to: office, over: [flash], says: {participants: 40}}]"};
    CHECK(story(play(w), {EntryKind::arrived, EntryKind::released}) ==
          "10:00 arrived town-bureau near\n"
          "20:00 released town-bureau near scope_failed\n"
          "25:00 arrived town-office far\n"
          "25:00 released town-office far scope_failed\n");
}

TEST_CASE("back in scope, who was sent home is sent again") {
    SmallWorld w{.scope = "{participants: {at_least: 50}}",
                 .tasks = "- {id: go, clause: \"1\", by: bureau, officer: squad, goes_to: scene, takes: 0 s}",
                 .duties = "- {id: there, clause: \"1\", who: bureau, must: {arrived: squad, at: scene}, within: 15 min, from: {occurred: incident}}",
                 .place = "site",
                 .reports = "[{at: 20 min, from: bureau, to: office, over: [flash], says: {participants: 40}}, {at: 60 min, from: bureau, to: office, over: [flash], says: {participants: 60}}]"};
    const Played p = play(w);
    CHECK(story(p, {EntryKind::arrived, EntryKind::released}) ==
          "10:00 arrived town-bureau go\n"
          "20:00 released town-bureau go scope_failed\n"
          "1:10:00 arrived town-bureau go\n");
    CHECK(said_of(p.outcome("there")) == "met");  // what was done stays
}
