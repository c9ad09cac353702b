// The procedure of adjudication: every period to the millisecond, the clocks that stop for whole days, the extension, notice before a hearing, and what
// must come before what.
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

/// A party's application at Bihu, reported half an hour after the start.
struct Case {
    std::string decisions = {};                       ///< other than the defaults: "outcome: correct, appraisal: needed"
    std::string start = "2026-03-02T09:00:00+08:00";  ///< a Monday
    Swaps plan = {};
};

Played play_case(const Case& c, const Swaps& more = {}) {
    HeldFiles held;
    Swaps plan = more;
    plan.insert(plan.end(), c.plan.begin(), c.plan.end());
    held.hold(FileKind::plan, "administrative-adjudication", shipped_text("plans/administrative-adjudication.yaml", plan));
    std::string decisions;
    for (std::size_t at = 0; at < c.decisions.size();) {
        const std::size_t end = std::min(c.decisions.find(", ", at), c.decisions.size());
        decisions += "  administrative-adjudication." + c.decisions.substr(at, end - at) + "\n";
        at = end + 2;
    }
    return play(load_text("case.yaml",
                          "sandtable: scenario/1\nid: one-case\ntitle: {zh: 一案, en: one case}\nstart: \"" + c.start + "\"\nuntil: settled\nnetwork: lishui\nplans: [administrative-adjudication]\n"
                          "incidents:\n- id: plot\n  place: bihu_town\n  truth: [{at: 0 min, facts: {tenure_or_pollution_cause: true}}]\n"
                          "  reports: [{at: 30 min, from: applicant, to: authority, over: [in_person], says: {tenure_or_pollution_cause: true}}]\n" +
                              (decisions.empty() ? "" : "decisions:\n" + decisions),
                          held));
}

std::string seconds(std::int64_t ms) {
    const std::string rest = std::to_string(ms % 1000);
    return std::to_string(ms / 1000) + "." + std::string(3 - rest.size(), '0') + rest + " s";
}

/// A task's time in the plan's file: what stands before `takes:` there (the first place counts), and what follows it.
struct Takes {
    std::string before, now;
    Swaps set(std::int64_t ms) const { return {{before + "takes: " + now, before + "takes: " + seconds(ms)}}; }
};
const Takes examine{"after: {done: register}\n  officer: case\n  ", "1..5 working days usually 3"};
const Takes hand_in{"after: {decided: correction, as: corrected}\n  officer: none\n  ", "10 min"};
const Takes reply{"after: {received: reply_notice}\n  officer: none\n  ", "4..9 d usually 7"};
const Takes forward{"after: {received: reply}\n  officer: case\n  ", "1..3 working days usually 1"};
const Takes appraise{"after: {received: appraisal_order}\n  officer: case\n  ", "8..20 working days usually 12"};
const Takes mediate{"after: {decided: mediation, as: hold}\n  officer: case\n  ", "3..10 working days usually 5"};
const Takes hear{"by: authority, after: {received: hearing_notice}, officer: none, ", "9..12 working days"};
const Takes weigh_extension{"after: {decided: extension, as: asked}\n  officer: principal\n  ", "1..4 h"};
const Takes issue{"after: {done: approve_decision}\n  officer: case\n  ", "2..8 h usually 4"};
const Takes revoking{"after: {received: court_notice}\n  officer: case\n  ", "1..4 working days usually 2"};

/// Accepted on the very day of the application.
const Swaps at_once{examine.set(minutes(60)).front(), {"takes: 20..60 min usually 30\n  assumption: desk-time\n  sends: [{message: acceptance_notice", "takes: 10 min\n  assumption: desk-time\n  sends: [{message: acceptance_notice"}};

constexpr std::chrono::days day_more{1};

std::string civil(const Played& p, ModelTime t) { return iso_text(civil_time(p.inputs.scenario.start, t)).substr(0, 23); }
Date day_of(const Played& p, ModelTime t) { return civil_time(p.inputs.scenario.start, t).date(); }
/// The end of that day, 24:00.
std::string end_of(Date day) { return iso_text(civil_time(day + day_more, 0, 480)).substr(0, 23); }
Date working_day_after(const Played& p, Date day, int n) {
    while (n > 0) n -= p.inputs.calendar.is_working_day(day += day_more) ? 1 : 0;
    return day;
}
/// That day, or the next working day.
Date rolled(const Played& p, Date day) { return working_day_after(p, day - day_more, 1); }

std::string due(const Played& p, std::string_view duty) {
    const DutyOutcome& o = p.outcome(duty);
    REQUIRE(o.due);
    return civil(p, *o.due);
}

std::vector<ModelTime> instants(const Played& p, EntryKind kind, std::string_view key, std::string_view value) {
    std::vector<ModelTime> found;
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == kind && p.journal.item_text(entry, key) == value) found.push_back(entry.at);
    return found;
}
ModelTime last_of(const std::vector<ModelTime>& found) {
    REQUIRE_FALSE(found.empty());
    return found.back();
}
ModelTime done(const Played& p, std::string_view task) { return last_of(instants(p, EntryKind::task_done, "task", task)); }
ModelTime decided(const Played& p, std::string_view decision) { return last_of(instants(p, EntryKind::decided, "decision", decision)); }
ModelTime received(const Played& p, std::string_view message) { return last_of(instants(p, EntryKind::received, "message", message)); }

/// The task's time is set so that each duty is discharged a millisecond before it is due, when it is due, and after.
void check_limit(const std::vector<std::string>& duties, const Takes& takes, const Case& c, std::int64_t known, const std::string& due_then) {
    const auto with = [&](std::int64_t ms) { return play_case(c, takes.set(ms)); };
    for (const std::string& duty : duties) {
        INFO(duty << " " << c.decisions);
        const Played first = with(known);
        REQUIRE(first.outcome(duty).margin());
        CHECK(due(first, duty) == due_then);
        const std::int64_t exact = known + first.outcome(duty).margin()->count();
        for (const std::int64_t off : {-1, 0, 1}) {
            INFO(off << " ms");
            const Played p = with(exact + off);
            CHECK(p.outcome(duty).margin()->count() == -off);
            CHECK(due(p, duty) == due_then);
            CHECK(said_of(p.outcome(duty)) == (off <= 0 ? "met" : "breached"));
        }
    }
}

/// The 60 days (or more) after the acceptance, with days that do not count, rolled over rest days: an arithmetic of its own.
std::string end_after(const Played& p, int days, const std::vector<std::pair<ModelTime, ModelTime>>& stops) {
    Date day = day_of(p, done(p, "accept"));
    const auto stopped = [&](Date d) { return std::any_of(stops.begin(), stops.end(), [&](const auto& s) { return day_of(p, s.first) <= d && d <= day_of(p, s.second); }); };
    while (days > 0) days -= stopped(day += day_more) ? 0 : 1;
    return end_of(rolled(p, day));
}

const std::vector<std::string> items_of_suspension{"item_1", "item_2", "item_3", "item_4", "item_5", "item_6", "item_7"};

}  // namespace

TEST_CASE("an application is answered within seven working days, whichever of the five answers it is") {
    const std::string end = "2026-03-12T00:00:00.000";  // the first Monday does not count: Tuesday to Friday, Monday to Wednesday
    check_limit({"answer_application"}, examine, {}, minutes(60), end);
    check_limit({"answer_application", "tell_correction"}, examine, {.decisions = "outcome: correct"}, minutes(60), end);
    check_limit({"answer_application", "refuse_with_reasons"}, examine, {.decisions = "outcome: not_competent"}, minutes(60), end);
    check_limit({"answer_application", "refuse_in_writing"}, examine, {.decisions = "outcome: not_eligible"}, minutes(60), end);
    check_limit({"answer_application"}, examine, {.decisions = "outcome: mediate_first"}, minutes(60), end);
}

TEST_CASE("holidays and make-up days are counted as what they are in the seven working days") {
    // Sunday, 28 September 2025 is a working day
    check_limit({"answer_application"}, examine, {.start = "2025-09-22T09:00:00+08:00"}, minutes(60), "2025-10-01T00:00:00.000");
    // National Day and Mid-Autumn are 1 to 8 October
    check_limit({"answer_application"}, examine, {.start = "2025-09-24T09:00:00+08:00"}, minutes(60), "2025-10-11T00:00:00.000");
}

TEST_CASE("the time to correct is what the authority set") {
    check_limit({"correct_in_time"}, hand_in, {.decisions = "outcome: correct", .plan = at_once}, minutes(60), "2026-03-10T00:00:00.000");
    check_limit({"correct_in_time"}, hand_in, {.decisions = "outcome: correct, correction_period: long", .plan = at_once}, minutes(60), "2026-03-17T00:00:00.000");
}

TEST_CASE("the days from the notice of what to correct to the correction are not in the seven working days") {
    for (const std::int64_t days : {1, 2, 4, 9}) {
        const Played p = play_case({.decisions = "outcome: correct", .plan = at_once}, hand_in.set(minutes(60 * 24 * days)));
        INFO(days);
        const DutyOutcome& o = p.outcome("decide_after_correction");
        int working = 0;  // those that do not count, the first Monday apart
        for (Date day = day_of(p, o.anchor) + day_more; day <= day_of(p, received(p, "corrected_application")); day += day_more) working += p.inputs.calendar.is_working_day(day) ? 1 : 0;
        CHECK(due(p, "decide_after_correction") == end_of(working_day_after(p, day_of(p, o.anchor), 7 + working)));
        CHECK(said_of(o) == "met");
    }
}

TEST_CASE("the respondent has ten days, to the next working day's end") {
    check_limit({"reply_in_time"}, reply, {.plan = at_once}, minutes(60), "2026-03-13T00:00:00.000");                                        // Thursday the 12th
    check_limit({"reply_in_time"}, reply, {.start = "2026-03-04T09:00:00+08:00", .plan = at_once}, minutes(60), "2026-03-17T00:00:00.000");  // Saturday the 14th: Monday
    check_limit({"reply_in_time"}, reply, {.start = "2025-09-22T09:00:00+08:00", .plan = at_once}, minutes(60), "2025-10-10T00:00:00.000");  // 2 October: the 9th
}

TEST_CASE("in a land dispute thirty, and the ten are not asked") {
    check_limit({"reply_in_time_land"}, reply, {.decisions = "dispute_kind: land", .plan = at_once}, minutes(60), "2026-04-02T00:00:00.000");
    check_limit({"reply_in_time_land"}, reply, {.decisions = "dispute_kind: land", .start = "2026-03-05T09:00:00+08:00", .plan = at_once}, minutes(60), "2026-04-08T00:00:00.000");  // Qingming, 4 to 6 April
    const Played land = play_case({.decisions = "dispute_kind: land"}), other = play_case({});
    for (const char* duty : {"reply_in_time", "copy_to_respondent", "decide_in_time"}) {
        CHECK(land.opened(duty) == 0);
        CHECK(other.opened(duty) == 1);
        CHECK(land.opened(std::string(duty) + "_land") == 1);
        CHECK(other.opened(std::string(duty) + "_land") == 0);
    }
}

TEST_CASE("in a land dispute the copy is there within five working days of acceptance") {
    Case c{.decisions = "dispute_kind: land", .plan = at_once};
    const Takes copy{"by: authority, after: {done: accept}, ", "1 h"};
    const Swaps apart{{", {message: reply_notice, to: respondent, over: [in_person, fax]}]\n", "]\n- {id: send_copy, clause: \"10(2)\", name: {zh: 发送副本, en: send the copy}, by: authority, after: {done: accept}, takes: 1 h, assumption: desk-time, sends: [{message: reply_notice, to: respondent, over: [in_person, fax]}]}\n"}};
    const auto with = [&](std::int64_t ms) {
        Swaps both = apart;
        both.push_back(copy.set(ms).front());
        return play_case(c, both);
    };
    const Played first = with(minutes(60));
    CHECK(due(first, "copy_to_respondent_land") == "2026-03-10T00:00:00.000");
    const std::int64_t exact = minutes(60) + first.outcome("copy_to_respondent_land").margin()->count();
    CHECK(said_of(with(exact).outcome("copy_to_respondent_land")) == "met");
    CHECK(with(exact).outcome("copy_to_respondent_land").margin()->count() == 0);
    CHECK(said_of(with(exact + 1).outcome("copy_to_respondent_land")) == "breached");
}

TEST_CASE("the reply is with the applicant within five working days of its receipt") {
    Case c{.plan = at_once};
    c.plan.push_back(reply.set(minutes(60)).front());
    check_limit({"forward_reply"}, forward, c, minutes(60), "2026-03-10T00:00:00.000");
}

TEST_CASE("the decision is made within sixty days of acceptance") {
    check_limit({"decide_in_time"}, issue, {.start = "2026-03-09T09:00:00+08:00", .plan = at_once}, minutes(60), "2026-05-09T00:00:00.000");  // Friday, 8 May
    check_limit({"decide_in_time"}, issue, {.plan = at_once}, minutes(60), "2026-05-07T00:00:00.000");                                        // 1 May: the 6th
}

TEST_CASE("in a land dispute within six months, to the corresponding day or the month's last") {
    check_limit({"decide_in_time_land"}, issue, {.decisions = "dispute_kind: land", .plan = at_once}, minutes(60), "2026-09-03T00:00:00.000");
    check_limit({"decide_in_time_land"}, issue, {.decisions = "dispute_kind: land", .start = "2026-03-31T09:00:00+08:00", .plan = at_once}, minutes(60), "2026-10-01T00:00:00.000");
}

TEST_CASE("the days of an appraisal, a mediation, a hearing and a suspension do not count, and a day of two counts once") {
    struct Stop {
        std::string decisions;
        Takes takes;
        std::int64_t days;
        std::pair<ModelTime, ModelTime> (*of)(const Played&);
    };
    const auto appraisal = [](const Played& p) { return std::pair(received(p, "appraisal_order"), received(p, "appraisal_report")); };
    const auto mediation = [](const Played& p) { return std::pair(decided(p, "mediation"), decided(p, "mediation_result")); };
    const auto hearing = [](const Played& p) { return std::pair(received(p, "hearing_notice"), done(p, "hold_hearing")); };
    const auto suspension = [](const Played& p) { return std::pair(decided(p, "suspension"), done(p, "resume")); };
    const Takes ground{"after: {done: suspend}, officer: none, ", "10..30 working days usually 15"};
    std::vector<Stop> stops{{"appraisal: needed", appraise, 15, appraisal}, {"mediation: hold", mediate, 6, mediation}, {"hearing: hold", hear, 14, hearing}};
    for (const std::string& item : items_of_suspension) stops.push_back({"suspension: " + item, ground, 20, suspension});
    for (const Stop& stop : stops) {
        INFO(stop.decisions);
        for (const std::int64_t more : {0, 1}) {
            Case c{.decisions = stop.decisions, .plan = at_once};
            c.plan.push_back(stop.takes.set(minutes(60 * 24) * (stop.days + more)).front());
            const Played p = play_case(c);
            CHECK(due(p, "decide_in_time") == end_after(p, 60, {stop.of(p)}));
            CHECK(instants(p, EntryKind::clock_stopped, "duty", "decide_in_time").size() == 1);
            CHECK(instants(p, EntryKind::clock_restarted, "duty", "decide_in_time").size() == 1);
        }
        Case c{.decisions = stop.decisions, .plan = at_once};
        c.plan.push_back(stop.takes.set(minutes(60 * 24) * stop.days).front());
        check_limit({"decide_in_time"}, issue, c, minutes(60), due(play_case(c), "decide_in_time"));
    }
    const Played p = play_case({.decisions = "appraisal: needed, mediation: hold, hearing: hold", .plan = at_once});
    CHECK(due(p, "decide_in_time") == end_after(p, 60, {appraisal(p), mediation(p), hearing(p)}));
    // the mediation begins on the day on which the appraisal comes, the hearing's notice goes out when it has failed
    CHECK(civil(p, mediation(p).first).substr(0, 10) == civil(p, appraisal(p).second).substr(0, 10));
}

TEST_CASE("the months of a land dispute stand still as well") {
    Case c{.decisions = "dispute_kind: land, appraisal: needed", .plan = at_once};
    const Played p = play_case(c);
    const auto stopped = (day_of(p, received(p, "appraisal_report")) - day_of(p, received(p, "appraisal_order"))).count() + 1;
    CHECK(due(play_case({.decisions = "dispute_kind: land", .plan = at_once}), "decide_in_time_land") == "2026-09-03T00:00:00.000");
    const Date second_of_september = Date(std::chrono::year(2026) / 9 / 2);
    CHECK(due(p, "decide_in_time_land") == end_of(rolled(p, second_of_september + std::chrono::days(stopped))));
}

TEST_CASE("thirty days more if that is approved before the sixty are over, to the last millisecond") {
    const Case refused{.decisions = "extension: asked, extension_approval: refused", .plan = at_once}, approved{.decisions = "extension: asked", .plan = at_once};
    CHECK(due(play_case(refused), "decide_in_time") == "2026-05-07T00:00:00.000");
    const Played first = play_case(approved, weigh_extension.set(minutes(60)));
    CHECK(due(first, "decide_in_time") == "2026-06-06T00:00:00.000");  // thirty after 6 May: Friday, 5 June
    const std::int64_t to_limit = minutes(60) + (*play_case(refused).outcome("decide_in_time").due - decided(first, "extension_approval")).count();
    for (const std::int64_t off : {-1, 0, 1}) {
        const Played p = play_case(approved, weigh_extension.set(to_limit + off));
        INFO(off);
        CHECK((decided(p, "extension_approval") - *play_case(refused).outcome("decide_in_time").due).count() == off);
        CHECK(due(p, "decide_in_time") == (off <= 0 ? "2026-06-06T00:00:00.000" : "2026-05-07T00:00:00.000"));
        CHECK(said_of(p.outcome("decide_in_time")) == (off <= 0 ? "met" : "breached"));
        CHECK(instants(p, EntryKind::limit_extended, "duty", "decide_in_time").size() == (off <= 0 ? 1 : 0));
    }
    check_limit({"decide_in_time"}, issue, approved, minutes(60), "2026-06-06T00:00:00.000");
    check_limit({"decide_in_time"}, issue, refused, minutes(60), "2026-05-07T00:00:00.000");
    CHECK(first.opened("tell_extension") == 1);
    CHECK(play_case(refused).opened("tell_extension") == 0);
}

TEST_CASE("an extension in a case whose clock stood still comes after the days that did not count") {
    const Played p = play_case({.decisions = "extension: asked, appraisal: needed, hearing: hold", .plan = at_once});
    const Played without = play_case({.decisions = "extension: asked, extension_approval: refused, appraisal: needed, hearing: hold", .plan = at_once});
    CHECK(due(p, "decide_in_time") == end_of(rolled(p, day_of(without, *without.outcome("decide_in_time").due) - day_more + std::chrono::days(30))));
}

TEST_CASE("an extension discharges the six months of a land dispute, and none moves them") {
    const Played p = play_case({.decisions = "dispute_kind: land, extension: asked", .plan = at_once});
    CHECK(due(p, "decide_in_time_land") == "2026-09-03T00:00:00.000");
    CHECK(*p.outcome("decide_in_time_land").discharged == decided(p, "extension_approval"));
    CHECK(instants(p, EntryKind::limit_extended, "duty", "decide_in_time_land").empty());
}

TEST_CASE("seven clear working days lie between the notice and the hearing") {
    const Case c{.decisions = "hearing: hold", .plan = at_once};
    const Played first = play_case(c, hear.set(minutes(60)));
    CHECK(said_of(first.outcome("hearing_notice")) == "breached");
    const ModelTime notice = received(first, "hearing_notice");
    const Date day = working_day_after(first, day_of(first, notice), 8);
    const std::int64_t exact = civil_time(day, 0, 480).local_ms - civil_time(first.inputs.scenario.start, notice).local_ms;
    for (const std::int64_t off : {-1, 0, 1}) {
        const Played p = play_case(c, hear.set(exact + off));
        INFO(off);
        CHECK(said_of(p.outcome("hearing_notice")) == (off < 0 ? "breached" : "met"));
        CHECK(received(p, "hearing_notice") == notice);
    }
    // a major matter has its hearing without that decision, another case none
    CHECK(play_case({.decisions = "case_weight: major"}).opened("hearing_notice") == 1);
    CHECK(play_case({}).opened("hearing_notice") == 0);
}

TEST_CASE("the decision is revoked within seven working days of the court's notice") {
    const Case c{.decisions = "suit: civil", .plan = at_once};
    const Played first = play_case(c);
    check_limit({"revoke_after_judgment"}, revoking, c, minutes(60), end_of(working_day_after(first, day_of(first, received(first, "court_notice")), 7)));
    CHECK(play_case({}).opened("revoke_after_judgment") == 0);
}

TEST_CASE("no decision before the head's approval, in any case") {
    for (const char* decisions : {"", "case_weight: major", "dispute_kind: land"}) {
        CHECK(said_of(play_case({.decisions = decisions}).outcome("no_decision_before_approval")) == "met");
        const Played p = play_case({.decisions = decisions}, {{"by: authority\n  after: {done: approve_decision}", "by: authority\n  after: {done: accept}"}});
        INFO(decisions);
        CHECK(said_of(p.outcome("no_decision_before_approval")) == "breached");
        CHECK(p.entry(p.outcome("no_decision_before_approval").breached_entry).at == done(p, "issue_decision"));
    }
}

TEST_CASE("a major matter is heard, then reviewed, then discussed, then approved") {
    const Case major{.decisions = "case_weight: major"};
    const Played p = play_case(major);
    CHECK(done(p, "hold_hearing") < done(p, "legality_review"));
    CHECK(done(p, "legality_review") < done(p, "collective_discussion"));
    CHECK(done(p, "collective_discussion") < done(p, "approve_decision"));
    struct Order {
        const char *duty, *task;
        std::pair<std::string, std::string> swap;
    };
    const std::vector<Order> orders{
        {"no_opinion_before_hearing", "legality_review", {"after: {all: [{decided: case_weight, as: major}, {done: write_opinion}]}", "after: {decided: case_weight, as: major}"}},
        {"no_discussion_before_review", "collective_discussion", {"by: authority, after: {done: legality_review}", "by: authority, after: {decided: case_weight, as: major}"}},
        {"no_approval_before_discussion", "approve_decision", {"{all: [{done: write_opinion}, {decided: case_weight, as: ordinary}]}, {done: collective_discussion}", "{decided: case_weight, as: major}, {done: collective_discussion}"}}};
    for (const Order& order : orders) {
        INFO(order.duty);
        CHECK(said_of(p.outcome(order.duty)) == "met");
        Swaps swap{order.swap};
        if (order.duty == std::string("no_approval_before_discussion")) swap.push_back({"{any: [{decided: extension, as: none}, {decided: extension_approval, as: refused}, {done: work_on}]}", "{decided: case_weight}"});
        const Played wrong = play_case(major, swap);
        CHECK(said_of(wrong.outcome(order.duty)) == "breached");
        CHECK(wrong.entry(wrong.outcome(order.duty).breached_entry).at == instants(wrong, EntryKind::task_done, "task", order.task).front());
        CHECK(play_case({}).opened(order.duty) == 0);
    }
}

TEST_CASE("the parties choose an appraiser before the authority names one") {
    const Case not_agreed{.decisions = "appraisal: needed, appraiser_choice: not_agreed"};
    const Played p = play_case(not_agreed);
    CHECK(said_of(p.outcome("parties_choose_first")) == "met");
    CHECK(done(p, "name_appraiser") > received(p, "appraiser_answer"));
    const Played early = play_case(not_agreed, {{"after: {all: [{decided: appraiser_choice, as: not_agreed}, {received: appraiser_answer}]}, takes: 30..90 min", "after: {received: appraiser_question}, takes: 30..90 min"}});
    CHECK(said_of(early.outcome("parties_choose_first")) == "breached");
    const Played agreed = play_case({.decisions = "appraisal: needed"});
    CHECK(said_of(agreed.outcome("parties_choose_first")) == "met");
    CHECK(instants(agreed, EntryKind::task_done, "task", "name_appraiser").empty());
    CHECK(play_case({}).opened("parties_choose_first") == 0);
}

TEST_CASE("an end by rejection, settlement or withdrawal waives what was still to be done") {
    for (const char* decisions : {"eligibility: does_not_fit", "end_ground: item_1", "end_ground: item_4", "mediation: hold, mediation_result: settled"}) {
        const Played p = play_case({.decisions = decisions});
        INFO(decisions);
        CHECK(said_of(p.outcome("decide_in_time")) == "waived response_ended");
        CHECK(instants(p, EntryKind::task_done, "task", "issue_decision").empty());
    }
}

TEST_CASE("the adjudication drill: the sixty days with everything that stops them, for seeds 1 to 40") {
    const Inputs inputs = load_shipped("adjudication-forest");
    CHECK_FALSE(inputs.scenario.expect.empty());
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
        const Played p = play(Inputs(inputs), seed);
        INFO("seed " << seed);
        for (const ExpectationResult& result : check_expectations(p.inputs, p.journal, p.outcomes)) {
            INFO(result.id << ": " << result.found);
            CHECK(result.holds);
        }
        const std::string sixty = end_after(p, 60, {{received(p, "appraisal_order"), received(p, "appraisal_report")}, {decided(p, "mediation"), decided(p, "mediation_result")}, {received(p, "hearing_notice"), done(p, "hold_hearing")}});
        // approved before the sixty are over, and decided after them without the stops
        CHECK(civil(p, decided(p, "extension_approval")) <= sixty);
        CHECK(civil(p, done(p, "issue_decision")) > end_after(p, 60, {}));
        CHECK(due(p, "decide_in_time") > sixty);
    }
}
