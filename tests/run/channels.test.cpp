// Messages over channels that take time and fail (semantics.md 4).
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

constexpr auto calls = {EntryKind::sent, EntryKind::call_failed, EntryKind::retried, EntryKind::lost, EntryKind::received, EntryKind::undelivered};

/// The office sends an order over `channels` at 0; what becomes of it.
Played sending(const std::string& channels, const std::string& to = "group", const std::string& until = "settled") {
    return play(SmallWorld{.tasks = "- {id: tell, clause: \"1\", by: office, takes: 0 s, sends: [{message: order, to: " + to + ", over: " + channels + "}]}", .reports = "", .until = until});
}

}  // namespace

TEST_CASE("a message takes the delay of the first channel that works") {
    CHECK(story(sending("[line, wire]"), calls) ==
          "0:00 sent town-office order to=town-group line\n"
          "1:00 received town-group order from=town-office\n");
    CHECK(story(sending("[wire, line]"), calls) ==
          "0:00 sent town-office order to=town-group wire\n"
          "2:00 received town-group order from=town-office\n");
}

TEST_CASE("a channel along relations is left out where there is none") {
    CHECK(story(sending("[wire, line]", "bureau"), calls) ==
          "0:00 sent town-office order to=town-bureau line\n"
          "1:00 received town-bureau order from=town-office\n");
}

TEST_CASE("a failure that is noticed tries the next channel at once") {
    CHECK(story(sending("[dead, line]"), calls) ==
          "0:00 sent town-office order to=town-group dead\n"
          "0:30 call_failed town-office order to=town-group dead\n"
          "0:30 retried town-office order to=town-group line\n"
          "1:30 received town-group order from=town-office\n");
}

TEST_CASE("when all channels have failed the first is tried again after its pause") {
    CHECK(story(sending("[dead]", "group", "12 min"), calls) ==
          "0:00 sent town-office order to=town-group dead\n"
          "0:30 call_failed town-office order to=town-group dead\n"
          "5:30 retried town-office order to=town-group dead\n"
          "6:00 call_failed town-office order to=town-group dead\n"
          "11:00 retried town-office order to=town-group dead\n"
          "11:30 call_failed town-office order to=town-group dead\n");
    // two channels: the pause comes after the second
    CHECK(story(sending("[dead, dead]", "group", "6 min"), calls) ==
          "0:00 sent town-office order to=town-group dead\n"
          "0:30 call_failed town-office order to=town-group dead\n"
          "0:30 retried town-office order to=town-group dead\n"
          "1:00 call_failed town-office order to=town-group dead\n"
          "6:00 retried town-office order to=town-group dead\n");
}

TEST_CASE("a silent loss is nobody's news: no other channel is tried") {
    const Played p = sending("[mute, line]");
    CHECK(story(p, calls) ==
          "0:00 sent town-office order to=town-group mute\n"
          "0:30 lost town-office order to=town-group mute\n");
    CHECK(story(p, {EntryKind::ended}) == "0:30 ended\n");
}

TEST_CASE("a message that never comes through stops at call_attempts_max") {
    const Played p = sending("[dead]");
    const auto count = [&](EntryKind kind) { return std::count_if(p.journal.entries().begin(), p.journal.entries().end(), [&](const Entry& e) { return e.kind == kind; }); };
    CHECK(count(EntryKind::call_failed) == call_attempts_max);
    CHECK(count(EntryKind::retried) == call_attempts_max - 1);
    CHECK(count(EntryKind::undelivered) == 1);
    CHECK(count(EntryKind::received) == 0);
    CHECK(story(p, {EntryKind::undelivered, EntryKind::ended}) ==
          "5:30:00 undelivered town-office order to=town-group\n"
          "5:30:00 ended\n");
}

TEST_CASE("a message to oneself is there at once") {
    CHECK(story(sending("[dead]", "office"), calls) ==
          "0:00 sent town-office order to=town-office\n"
          "0:00 received town-office order from=town-office\n");
}

TEST_CASE("a message in person takes the way there") {
    CHECK(story(sending("[runner]"), calls) ==
          "0:00 sent town-office order to=town-group runner\n"
          "4:00 received town-group order from=town-office\n");
    // over the roads that are open: by the mill
    const Played round = play(SmallWorld{.tasks = "- {id: tell, clause: \"1\", by: office, takes: 0 s, sends: [{message: order, to: group, over: [runner]}]}",
                                         .reports = "",
                                         .more = "closures: [{road: hall_bridge, from: 0 min, period: 1 h}]"});
    CHECK(lines_with(round, "received") == "8:00 received town-group order from=town-office\n");
}

TEST_CASE("a message to several goes to each and fares with each") {
    CHECK(story(play(SmallWorld{.tasks = "- {id: tell, clause: \"1\", by: office, takes: 0 s, sends: [{message: order, to: [group, bureau], over: [wire, line]}, {message: answer, to: bureau, over: [mute]}]}",
                                .reports = ""}),
                calls) ==
          "0:00 sent town-office order to=town-bureau line\n"
          "0:00 sent town-office order to=town-group wire\n"
          "0:00 sent town-office answer to=town-bureau mute\n"
          "0:30 lost town-office answer to=town-bureau mute\n"
          "1:00 received town-bureau order from=town-office\n"
          "2:00 received town-group order from=town-office\n");
}

TEST_CASE("an agency that has two of the roles gets one message") {
    const Played p = play(SmallWorld{.tasks = "- {id: tell, clause: \"1\", by: office, takes: 0 s, sends: [{message: order, to: [bureau, helpers], over: [line]}]}", .reports = ""});
    CHECK(story(p, {EntryKind::received}) == "1:00 received town-bureau order from=town-office\n1:00 received town-group order from=town-office\n");
}

TEST_CASE("a report of the scenario fares like any message") {
    const Played p = play(SmallWorld{.reports = "[{at: 3 min, from: bureau, to: office, over: [dead, line], says: {participants: 40}}, {at: 5 min, from: bureau, to: office, over: [mute], says: {participants: 60}}]"});
    CHECK(story(p, {EntryKind::received, EntryKind::lost, EntryKind::retried}) ==
          "3:30 retried town-bureau incident_report to=town-office line\n"
          "4:30 received town-office incident_report from=town-bureau participants=40 in_urban_area=yes\n"
          "5:30 lost town-bureau incident_report to=town-office mute\n");
}
