// What the controller throws in, and the order of things at one instant (semantics.md 7; formats.md, "Injects").
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

std::string inject(const std::string& rest) { return "injects:\n- {id: I-1, text: {zh: 问, en: asks}, " + rest + "}"; }

SmallWorld judging(const std::string& more) {
    return {.tasks = "- {id: judge, clause: \"1\", by: office, after: {received: incident_report}, takes: 10 min}", .more = more};
}

}  // namespace

TEST_CASE("an inject comes at its time and names whom it is for") {
    const Played p = play(judging(inject("at: 7 min, to: office")));
    CHECK(story(p, {EntryKind::inject}) == "7:00 inject I-1 to=town-office\n");
    CHECK(p.journal[entry_reading(p.journal, "7:00 inject I-1 to=town-office")].cause == no_entry);
    CHECK(story(play(judging(inject("at: 7 min, to: units"))), {EntryKind::inject}) == "7:00 inject I-1 to=unit-a to=unit-b to=unit-c\n");
    CHECK(story(play(judging(inject("at: 7 min, to: town-group"))), {EntryKind::inject}) == "7:00 inject I-1 to=town-group\n");
}

TEST_CASE("an inject after a milestone comes with its delay, once, and has it as its cause") {
    const Played p = play(judging(inject("after: {done: small.judge}, delay: 4 min")));
    CHECK(story(p, {EntryKind::inject}) == "14:00 inject I-1\n");
    CHECK(p.journal[entry_reading(p.journal, "14:00 inject I-1")].cause == entry_reading(p.journal, "10:00 task_done town-office judge"));
    CHECK(story(play(judging(inject("after: {done: judge}"))), {EntryKind::inject}) == "10:00 inject I-1\n");
    SmallWorld never = judging(inject("after: {received: answer}"));
    CHECK(story(play(never), {EntryKind::inject}).empty());
    SmallWorld twice = judging(inject("after: {received: incident_report, by: office}, delay: 1 min"));
    twice.reports.insert(twice.reports.size() - 1, ", {at: 5 min, from: bureau, to: office, over: [flash], says: {participants: 41}}");
    CHECK(story(play(twice), {EntryKind::inject}) == "1:00 inject I-1\n");
}

TEST_CASE("an inject without an act changes nothing but the journal's telling of it") {
    const Played with = play(judging(inject("at: 7 min"))), without = play(judging(""));
    const auto rest = {EntryKind::truth, EntryKind::sent, EntryKind::received, EntryKind::grading, EntryKind::task_started, EntryKind::task_done, EntryKind::ended};
    CHECK(story(with, rest) == story(without, rest));
    CHECK(with.journal.size() == without.journal.size() + 1);
}

TEST_CASE("an inject takes officers away and gives them back") {
    const Played p = play(judging(inject("at: 0 min, does: {officers_away: {agency: town-office, pool: duty, number: 1, period: 15 min}}")));
    CHECK(lines_with(p, "judge") == "0:00 task_ready town-office judge\n15:00 task_started town-office judge\n25:00 task_done town-office judge\n");
    CHECK(p.journal[entry_reading(p.journal, "0:00 officers_away town-office number=1")].cause == entry_reading(p.journal, "0:00 inject I-1"));
}

TEST_CASE("an inject closes a road for a time") {
    const Played p = play(SmallWorld{.tasks = "- {id: go, clause: \"1\", by: bureau, officer: squad, takes: 2 min, goes_to: scene}", .place = "site", .reports = "",
                                     .more = inject("at: 5 min, does: {road_closed: {road: bridge_site, period: 30 min}}")});
    CHECK(lines_with(p, "arrived") == "16:00 arrived town-bureau go\n");
    CHECK(story(p, {EntryKind::road_closed, EntryKind::road_opened}) == "5:00 road_closed road=bridge_site\n35:00 road_opened road=bridge_site\n");
    CHECK(p.journal[entry_reading(p.journal, "5:00 road_closed road=bridge_site")].cause == entry_reading(p.journal, "5:00 inject I-1"));
}

TEST_CASE("an inject brings a report") {
    SmallWorld w = judging(inject("at: 5 min, does: {report: {from: group, to: office, over: [line], says: {participants: 70}}}"));
    w.scope = "{participants: {at_least: 50}}";
    const Played p = play(w);
    CHECK(story(p, {EntryKind::grading, EntryKind::task_started}) ==
          "0:00 grading town-office no participants\n"
          "6:00 grading town-office yes\n"
          "6:00 task_started town-office judge\n");
    CHECK(p.journal[entry_reading(p.journal, "5:00 sent town-group incident_report to=town-office line participants=70 in_urban_area=yes")].cause == entry_reading(p.journal, "5:00 inject I-1"));
}

TEST_CASE("an inject changes the truth, and who is at the scene sees it") {
    const Played p = play(SmallWorld{.tasks = "- {id: go, clause: \"1\", by: bureau, officer: squad, takes: 0 s, goes_to: scene}", .place = "site", .reports = "",
                                     .follow_up = "{by: first_on_scene, sees: [participants], after_change: 1 min}",
                                     .more = inject("at: 20 min, does: {truth: {facts: {participants: 99}}}")});
    CHECK(story(p, {EntryKind::truth, EntryKind::seen}) ==
          "0:00 truth participants=40\n"
          "10:00 seen town-bureau participants=40\n"
          "20:00 truth participants=99\n"
          "20:00 seen town-bureau participants=99\n");
    CHECK(p.journal[entry_reading(p.journal, "20:00 truth participants=99")].cause == entry_reading(p.journal, "20:00 inject I-1"));
}

TEST_CASE("at one instant come injects, then the truth, then the rest in order of scheduling, then due checks") {
    // all at 10 min; the first incident's report is scheduled before the second one's truth
    SmallWorld w{.tasks = "- {id: judge, clause: \"1\", by: office, takes: 10 min}\n- {id: other, clause: \"1\", by: bureau, takes: 10 min}",
                 .duties = "- {id: assess, clause: \"1\", who: office, must: {received: answer}, within: 10 min, from: {occurred: incident}}",
                 .truth = "[{at: 0 min, facts: {participants: 40}}, {at: 10 min, facts: {participants: 41}}]",
                 .reports = "[{at: 10 min, from: group, to: office, over: [flash], says: {deaths: 1}}]",
                 .incidents = "- {id: yard, place: mill, truth: [{at: 10 min, facts: {participants: 90}}]}",
                 .more = "closures: [{road: bridge_site, from: 10 min, period: 1 h}]\n" + inject("after: {done: early}, delay: 9 min")};
    w.tasks += "\n- {id: early, clause: \"1\", by: group, takes: 1 min}";
    const Played p = play(w);
    std::string at_ten;
    for (const Entry& entry : p.journal.entries())
        if (ms_of(entry.at) == minutes(10) && entry.kind != EntryKind::task_ready && entry.kind != EntryKind::task_started && entry.kind != EntryKind::duty_opened)  // the yard's work
            at_ten += entry_line(p.journal, entry) + "\n";
    CHECK(at_ten ==
          "10:00 inject I-1\n"
          "10:00 road_closed road=bridge_site\n"
          "10:00 truth participants=41\n"
          "10:00 truth participants=90\n"
          "10:00 sent town-group incident_report to=town-office flash deaths=1 in_urban_area=yes\n"
          "10:00 task_done town-office judge\n"
          "10:00 task_done town-bureau other\n"
          "10:00 received town-office incident_report from=town-group deaths=1 in_urban_area=yes\n"
          "10:00 grading town-office yes\n"
          "10:00 duty_breached town-office assess due=600000\n");
}
