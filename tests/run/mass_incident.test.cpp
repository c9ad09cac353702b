// The procedure of the mass-incident plan: the three periods of two hours and the warning's, what a raise in mid-run opens, what must come before
// what, what must not be done, who ends the response.
#include <functional>

#include "support/small_world.hpp"

using namespace sandtable;

namespace {

const std::vector<std::string> drills{"mass-incident-quiet", "mass-incident-escalating", "mass-incident-goes-wrong", "arrears-becomes-mass"};

/// A shipped drill, with texts of its file or of the plan put in the place of others.
Inputs load_mass(const std::string& id, const Swaps& drill = {}, const Swaps& plan = {}, const std::string& add = {}) {
    HeldFiles held;
    if (!plan.empty()) held.hold(FileKind::plan, "mass-incident", shipped_text("plans/mass-incident.yaml", plan));
    const SourceText text = shipped_text("drills/" + id + ".yaml", drill);
    return load_text(text.path, text.text + "\n" + add + "\n", held);
}

const std::string grave = "participants: 1200, stability_impact: considerable, listed_gathering: true";
const std::string large = "participants: 300, stability_impact: present";

/// At the Jinyun seat on a working day; 110 reports to the county.
struct Gathering {
    std::string reports;      ///< rows
    std::string more = {};    ///< further keys of the incident, indented by two
    std::string add = {};     ///< further keys of the scenario
    Swaps plan = {};
};

std::string report_at(const std::string& at, const std::string& says) { return "  - {at: " + at + ", from: lishui-110, to: [county], over: [telephone], says: {" + says + "}}\n"; }

Inputs load_gathering(const Gathering& g) {
    HeldFiles held;
    if (!g.plan.empty()) held.hold(FileKind::plan, "mass-incident", shipped_text("plans/mass-incident.yaml", g.plan));
    return load_text("gathering.yaml",
                     "sandtable: scenario/1\nid: gathering\ntitle: {zh: 聚集, en: gathering}\nstart: \"2026-04-14T09:00:00+08:00\"\nuntil: settled\nnetwork: lishui\nplans: [mass-incident]\n"
                     "incidents:\n- id: gathering\n  place: jinyun_seat\n  concerns: [item_17]\n  truth: [{at: 0 min, facts: {participants: 300}}]\n" +
                         g.more + "  reports:\n" + g.reports + g.add + "\n",
                     held);
}

/// The instants of the plan's entries of a kind whose item says so.
std::vector<ModelTime> instants(const Played& p, EntryKind kind, std::string_view key, std::string_view value, std::string_view agency = {}) {
    std::vector<ModelTime> found;
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == kind && p.journal.item_text(entry, key) == value && (agency.empty() || p.journal.text(entry.agency) == agency)) found.push_back(entry.at);
    return found;
}
ModelTime first_of(const std::vector<ModelTime>& found) {
    REQUIRE_FALSE(found.empty());
    return found.front();
}
ModelTime done(const Played& p, std::string_view task, std::string_view agency = {}) { return first_of(instants(p, EntryKind::task_done, "task", task, agency)); }
ModelTime decided(const Played& p, std::string_view decision) { return first_of(instants(p, EntryKind::decided, "decision", decision)); }
bool was_decided(const Played& p, std::string_view decision) { return !instants(p, EntryKind::decided, "decision", decision).empty(); }
ModelTime received(const Played& p, std::string_view message, std::string_view agency, std::size_t number = 0) {
    const auto found = instants(p, EntryKind::received, "message", message, agency);
    REQUIRE(found.size() > number);
    return found[number];
}

/// Every outcome of the plan's duty; another plan may run beside it.
std::vector<const DutyOutcome*> outcomes_of(const Played& p, std::string_view duty) {
    std::vector<const DutyOutcome*> found;
    for (const DutyOutcome& o : p.outcomes)
        if (o.plan == "mass-incident" && o.duty == duty) found.push_back(&o);
    return found;
}
void check_all(const Played& p, std::string_view duty, std::string_view said) {
    const auto found = outcomes_of(p, duty);
    INFO(duty);
    CHECK_FALSE(found.empty());
    for (const DutyOutcome* o : found) {
        INFO(o->agency);
        CHECK(said_of(*o) == said);
    }
}

/// The first instant at which the city's grading is certainly at least that.
ModelTime graded(const Played& p, std::string_view grade) {
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == EntryKind::grading && p.journal.text(entry.plan) == "mass-incident" && p.journal.item_text(entry, "at_least") == grade) return entry.at;
    FAIL("never graded " << grade);
    return {};
}

/// A period of two hours, by a task whose time is set so that the duty is discharged a millisecond before its due instant, at it, and after it.
void check_two_hours(std::string_view duty, const std::string& task_text, const std::string& takes, const std::function<Played(const Swaps&)>& played) {
    const auto with = [&](std::int64_t ms) {
        std::string text = std::to_string(ms % 1000);
        text = std::to_string(ms / 1000) + "." + std::string(3 - text.size(), '0') + text + " s";
        return played({{task_text + takes, task_text + "takes: " + text}});
    };
    constexpr std::int64_t known = minutes(60);
    const Played first = with(known);
    const DutyOutcome& o = first.outcome(duty);
    REQUIRE(o.margin());
    CHECK(*o.due - o.anchor == std::chrono::hours(2));
    const std::int64_t exact = known + o.margin()->count();
    for (const std::int64_t off : {-1, 0, 1}) {
        const Played p = with(exact + off);
        INFO(duty << " " << off << " ms");
        CHECK(p.outcome(duty).margin()->count() == -off);
        CHECK(said_of(p.outcome(duty)) == (off <= 0 ? "met" : "breached"));
    }
}

}  // namespace

TEST_CASE("the county has two hours from what it is told to tell the city of I or II") {
    check_two_hours("report_to_city", "after: {done: know_grave}\n  ", "takes: 10..40 min usually 20\n  assumption: report-writing-time", [](Swaps plan) {
        plan.front().second += "\n  assumption: report-writing-time";
        const Played p = play(load_gathering({.reports = report_at("5 min", grave), .plan = plan}));
        CHECK(p.outcome("report_to_city").anchor == received(p, "incident_report", "jinyun-government"));
        CHECK(*p.outcome("report_to_city").discharged == received(p, "first_report", "lishui-government"));
        return p;
    });
}

TEST_CASE("departments and counties are notified within the same two hours, and the last receipt counts") {
    check_two_hours("notify_at_same_time", "after: {done: know_grave}\n  ", "takes: 10..40 min usually 20\n  assumption: call-time", [](Swaps plan) {
        plan.front().second += "\n  assumption: call-time";
        const Played p = play(load_gathering({.reports = report_at("5 min", grave), .plan = plan}));
        CHECK(p.outcome("notify_at_same_time").anchor == p.outcome("report_to_city").anchor);
        CHECK(*p.outcome("notify_at_same_time").due == *p.outcome("report_to_city").due);
        const auto receipts = [&] {
            std::vector<ModelTime> all = instants(p, EntryKind::received, "message", "party_notice");
            std::sort(all.begin(), all.end());
            return all;
        }();
        CHECK(receipts.size() == 47);  // 37 departments of 3.1.4 (without 33, 37 and 40), nine counties and the development zone
        CHECK(*p.outcome("notify_at_same_time").discharged == receipts.back());
        return p;
    });
}

TEST_CASE("whoever is told last, a department or a county, discharges the notice") {
    std::string last;
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const Played p = play(load_gathering({.reports = report_at("5 min", grave)}), seed);
        const Entry& receipt = p.journal[p.entry(p.outcome("notify_at_same_time").discharged_entry).cause];
        for (const ModelTime at : instants(p, EntryKind::received, "message", "party_notice")) CHECK(at <= receipt.at);
        last += p.journal.text(receipt.agency) + " ";
    }
    CHECK(last.find("-government ") != std::string::npos);
    CHECK(last.find("lishui-") != std::string::npos);
}

TEST_CASE("the city has two hours from its receipt to tell the province") {
    check_two_hours("report_to_province", "", "takes: 15..50 min usually 25", [](const Swaps& plan) {
        const Played p = play(load_gathering({.reports = report_at("5 min", grave), .plan = plan}));
        // its receipt: the first message that lets the city see II
        CHECK(p.outcome("report_to_province").anchor == graded(p, "II"));
        CHECK(p.outcome("report_to_province").anchor == std::min(received(p, "first_report", "lishui-government"), received(p, "verified_report", "lishui-government")));
        CHECK(*p.outcome("report_to_province").discharged == received(p, "province_report", "zhejiang-government"));
        return p;
    });
}

TEST_CASE("a warning that may become I or II is with the city two hours after it was obtained") {
    const Swaps slow{{"takes: 15..60 min usually 30\n  assumption: verification-time\n  decides", "takes: 6 h\n  assumption: verification-time\n  decides"}};
    check_two_hours("grave_warning", "if: {may_become_grave: true}\n  ", "takes: 10..40 min usually 20", [&](const Swaps& plan) {
        Swaps both = slow;
        both.insert(both.end(), plan.begin(), plan.end());
        const Played p = play(load_gathering({.reports = report_at("5 min", large), .more = "  findings: {mass-incident: {may_become_grave: true}}\n", .plan = both}));
        CHECK(p.outcome("grave_warning").anchor == received(p, "incident_report", "jinyun-government"));
        return p;
    });
    // without the finding nothing opens, though the grade may still be I
    CHECK(play(load_gathering({.reports = report_at("5 min", large)})).opened("grave_warning") == 0);
}

TEST_CASE("what makes it II in a later report opens the periods from that report, and I after it opens nothing again") {
    const Played p = play(load_gathering({.reports = report_at("5 min", large) + report_at("90 min", grave) + report_at("200 min", "participants: 6000, stability_impact: severe")}));
    CHECK(p.opened("large_started") == 3);  // III at first: the county, the bureau concerned and the petitions bureau
    const DutyOutcome& county = p.outcome("report_to_city");
    CHECK(county.anchor == received(p, "incident_report", "jinyun-government", 1));
    CHECK(*county.due - received(p, "incident_report", "jinyun-government", 1) == std::chrono::hours(2));
    const DutyOutcome& city = p.outcome("report_to_province");
    CHECK(city.anchor == graded(p, "II"));
    CHECK(city.anchor > county.anchor);
    CHECK(p.opened("notify_at_same_time") == 1);
    CHECK(instants(p, EntryKind::received, "message", "incident_report").size() == 3);
    CHECK(instants(p, EntryKind::task_done, "task", "start_plan").size() == 1);
}

TEST_CASE("a report of I straight away opens each period once, and nothing of grade III") {
    const Played p = play(load_gathering({.reports = report_at("5 min", "participants: 6000, stability_impact: severe")}));
    CHECK(p.opened("report_to_city") == 1);
    CHECK(p.opened("report_to_province") == 1);
    CHECK(p.opened("large_started") == 0);
    CHECK(p.opened("work_group_sent") == 0);
}

TEST_CASE("nothing of 5.1 opens below II, and nothing of 5 below III") {
    const Played iii = play(load_gathering({.reports = report_at("5 min", large)}));
    for (const char* duty : {"report_to_city", "notify_at_same_time", "report_to_province", "start_in_time", "own_plans_swiftly", "leader_at_scene", "heads_at_scene"}) CHECK(iii.opened(duty) == 0);
    CHECK(iii.opened("large_started") == 3);
    const Played none = play(load_gathering({.reports = report_at("5 min", "participants: 199, stability_impact: present, deaths: 0, injuries: 0")}));
    CHECK(none.opened("large_started") == 0);
    CHECK(none.opened("report_if_true") == 1);
    // what is unknown makes no grade: from 150 to 300 people may be III
    CHECK(play(load_gathering({.reports = report_at("5 min", "participants: 150..300, stability_impact: present")})).opened("large_started") == 0);
}

TEST_CASE("in the escalating drill the periods count from where each learned of II") {
    for (std::uint32_t seed = 1; seed <= 10; ++seed) {
        const Played p = play(load_mass("mass-incident-escalating"), seed);
        INFO("seed " << seed);
        CHECK(p.outcome("report_to_province").anchor == graded(p, "II"));
        CHECK(ms_of(graded(p, "II")) >= minutes(75));
        CHECK(graded(p, "I") > graded(p, "II"));
        CHECK(p.opened("report_to_city") == 2);
        for (const char* agency : {"liandu-government", "lishui-ecology"}) {
            const DutyOutcome& o = p.outcome("report_to_city", agency);
            CHECK(o.anchor == done(p, "know_grave", agency));
            CHECK(ms_of(o.anchor) >= minutes(75));
            CHECK(o.anchor > received(p, "incident_report", agency));
            CHECK(p.outcome("notify_at_same_time", agency).anchor == o.anchor);
            // it is the entry that told it: a receipt, or what its people see
            const Entry& opened = p.entry(o.opened_entry);
            const Entry& told = p.journal[p.journal[p.journal[opened.cause].cause].cause];
            CHECK((told.kind == EntryKind::received || told.kind == EntryKind::seen));
            CHECK(told.at == o.anchor);
        }
    }
}

TEST_CASE("what a reporter goes by is chapter 2: its condition holds exactly where the grade is certain to be II or I") {
    const Inputs inputs = load_mass("mass-incident-quiet");
    const Plan& plan = inputs.plans.rows().front();
    const Guard* guard = nullptr;
    for (const Task& task : plan.tasks)
        if (task.id == "know_grave") guard = &task.guards.once_holds;
    REQUIRE(guard != nullptr);
    const FactId scope = inputs.vocabulary.find("scope_1_3");
    std::uint64_t state = 20201207;
    const auto next = [&](std::uint64_t n) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::int64_t>((state >> 33) % n);
    };
    int holds = 0, fails = 0, open = 0;
    for (int round = 0; round < 3000; ++round) {
        Knowledge known(inputs.vocabulary.facts.size());
        const std::int64_t unknown_in_ten = next(4);
        for (const FactId id : graded_facts(plan)) {
            if (id == scope || next(10) < unknown_in_ten) continue;
            const Fact& fact = inputs.vocabulary.facts[id];
            std::int64_t value = 0;
            switch (fact.type) {
                case FactType::flag: value = next(6) == 0; break;
                case FactType::scale: value = next(2) == 0 ? 0 : next(fact.levels.empty() ? 4 : fact.levels.size()); break;
                case FactType::hours: value = next(5) == 0 ? next(30) * 3'600'000 : 0; break;
                case FactType::count:
                case FactType::yuan: value = next(2) == 0 ? 0 : (std::vector<std::int64_t>{1, 2, 3, 9, 10, 29, 30, 199, 200, 499, 500, 999, 1000, 4999, 5000})[static_cast<std::size_t>(next(15))]; break;
            }
            known.learn(id, Observation::exactly(value), ModelTime{}, no_entry);
        }
        const Grading g = grade(plan, inputs.vocabulary, known, ModelTime{});
        const Truth truth = judge(*guard, inputs.vocabulary, known, ModelTime{});
        const int ii = 1;
        CHECK(truth == (g.at_least >= ii ? Truth::holds : g.at_most < ii ? Truth::fails : Truth::open));
        ++(truth == Truth::holds ? holds : truth == Truth::fails ? fails : open);
    }
    CHECK(holds > 100);
    CHECK(fails > 100);
    CHECK(open > 100);
}

TEST_CASE("own plans start after the city's, never before it") {
    for (std::uint32_t seed = 1; seed <= 10; ++seed) {
        const Played p = play(load_gathering({.reports = report_at("5 min", grave)}), seed);
        const ModelTime city = done(p, "start_plan");
        const auto own = instants(p, EntryKind::task_done, "task", "start_own_plans");
        CHECK(own.size() == 9);
        for (const ModelTime at : own) CHECK(at > city);
        for (const DutyOutcome* o : outcomes_of(p, "own_plans_swiftly")) {
            CHECK_FALSE(o->due);  // haste without a number
            CHECK(o->anchor == received(p, "start_order", o->agency));
        }
    }
}

TEST_CASE("the report in writing comes after the one by telephone") {
    const Played p = play(load_gathering({.reports = report_at("5 min", grave)}));
    CHECK(done(p, "write_report") > done(p, "report_grave"));
    CHECK(said_of(p.outcome("written_after_oral")) == "met");
}

TEST_CASE("no coercive measure before the decision and the announcement") {
    const std::string says = grave + ", endangers_public_order: true";
    const auto played = [&](const std::string& decisions, const Swaps& plan = {}) { return play(load_gathering({.reports = report_at("5 min", says), .add = "decisions: {" + decisions + "}", .plan = plan})); };
    const std::string announce = "name: {zh: 向现场明示告知, en: announce to those present}, by: police, after: {all: [{decided: police_may_act, as: allow}, {received: police_decision}]}, takes: 5..15 min usually 8";
    const Swaps late{{announce, announce.substr(0, announce.find("takes:")) + "takes: 2 h"}};
    const Played kept = played("mass-incident.coercive_measure: taken");
    CHECK(said_of(kept.outcome("announce_first")) == "met");
    CHECK(done(kept, "announce") < decided(kept, "coercive_measure"));
    CHECK(said_of(played("mass-incident.coercive_measure: taken", late).outcome("announce_first")) == "breached");
    CHECK(said_of(played("mass-incident.police_may_act: withhold, mass-incident.coercive_measure: taken").outcome("announce_first")) == "breached");
    CHECK(said_of(played("mass-incident.coercive_measure: none", late).outcome("announce_first")) == "met");
    // nobody asks while public order is not in danger
    CHECK_FALSE(was_decided(play(load_gathering({.reports = report_at("5 min", grave)})), "police_may_act"));
}

TEST_CASE("the armed police are called after the approval, or the duty is breached") {
    const auto played = [](const std::string& decisions) { return play(load_gathering({.reports = report_at("5 min", grave), .add = "decisions: {" + decisions + "}"})); };
    const auto calls = [](const Played& p) { return instants(p, EntryKind::received, "message", "armed_police_call").size(); };
    const Played approved = played("mass-incident.armed_police: ask, mass-incident.armed_police_approval: approve");
    CHECK(said_of(approved.outcome("armed_police_by_procedure")) == "met");
    CHECK(calls(approved) == 1);
    CHECK(done(approved, "call_armed_police") > decided(approved, "armed_police_approval"));
    const Played refused = played("mass-incident.armed_police: ask");
    CHECK(said_of(refused.outcome("armed_police_by_procedure")) == "met");
    CHECK(calls(refused) == 0);
    CHECK(said_of(played("mass-incident.armed_police: call_at_once").outcome("armed_police_by_procedure")) == "breached");
}

TEST_CASE("no open coverage, unless it was approved before") {
    const auto played = [](const std::string& decisions, const Swaps& plan = {}) { return play(load_gathering({.reports = report_at("5 min", grave), .add = "decisions: {" + decisions + "}", .plan = plan})); };
    const auto said = [](const Played& p) { return said_of(p.outcome("no_open_coverage")); };
    CHECK(said(played("mass-incident.coverage: none")) == "met");
    CHECK(said(played("mass-incident.coverage: open")) == "breached");
    CHECK(said(played("mass-incident.coverage: open, mass-incident.coverage_needed: ask, mass-incident.coverage_approval: refuse")) == "breached");
    const std::string approved = "mass-incident.coverage: open, mass-incident.coverage_needed: ask";
    const Swaps slow_media{{"takes: 90..240 min usually 150\n  assumption: media-act", "takes: 8 h\n  assumption: media-act"}};
    const Played after = played(approved, slow_media);
    CHECK(said(after) == "met");
    CHECK(decided(after, "coverage_approval") < decided(after, "coverage"));
    const Played before = played(approved, {{"takes: 90..240 min usually 150\n  assumption: media-act", "takes: 1 min\n  assumption: media-act"}});
    CHECK(said(before) == "breached");
    CHECK(decided(before, "coverage") < decided(before, "coverage_approval"));
}

TEST_CASE("a major matter that was to be asked first is released after the answer") {
    const Played p = play(load_gathering({.reports = report_at("5 min", grave), .add = "decisions: {mass-incident.release: ask_first}"}));
    CHECK(said_of(p.outcome("asked_before_release")) == "met");
    CHECK(done(p, "release_major") > received(p, "release_answer", "lishui-general-hq"));
    CHECK(instants(p, EntryKind::received, "message", "ordinary_release").empty());
    CHECK(play(load_gathering({.reports = report_at("5 min", grave)})).opened("asked_before_release") == 0);
}

TEST_CASE("the general headquarters ends I and II, the city where there is none, the county III and below") {
    const auto ends = [](const Played& p) {
        std::string who;
        for (const char* decision : {"hq_end", "city_end", "county_end"})
            if (was_decided(p, decision)) who += std::string(decision) + " ";
        return who;
    };
    const auto settled_after = [](const std::string& says, const std::string& add = {}) {
        return play(load_gathering({.reports = report_at("5 min", says),
                                    .more = "  follow_up: {by: first_on_scene, to: [city_government], sees: [participants, settled_on_scene], after_change: 5 min}\n",
                                    .add = "injects: [{id: I-1, at: 7 h, to: county, text: {zh: 平息, en: settled}, does: {truth: {incident: gathering, facts: {settled_on_scene: true}}}}]\n" + add}));
    };
    // the truth has 300 people, which the follow-up reports say; the listed kinds of II do not need a number
    const std::string ii = "fairly_serious_damage: true, may_escalate: true";
    const Played hq = settled_after(ii);
    CHECK(ends(hq) == "hq_end ");
    CHECK(hq.opened("end_reported") == 0);
    CHECK(said_of(hq.outcome("loss_assessed")) == "met");
    CHECK(ends(settled_after(ii, "decisions: {mass-incident.general_hq_for_grave: not_needed}")) == "city_end ");
    const Played county = settled_after("stability_impact: present, participants: 300");
    CHECK(ends(county) == "county_end ");
    CHECK(said_of(county.outcome("end_reported")) == "met");
    CHECK(county.opened("loss_assessed") == 0);
    CHECK(ends(play(load_mass("mass-incident-quiet"))) == "county_end ");
    CHECK(ends(play(load_mass("mass-incident-escalating"))) == "hq_end ");
    CHECK(ends(play(load_mass("arrears-becomes-mass"))) == "county_end ");
}

TEST_CASE("for grade III a general headquarters needs an incident across counties or beyond the county, and the city's decision") {
    const auto formed = [](const std::string& says, const std::string& choice) {
        const Played p = play(load_gathering({.reports = report_at("5 min", large + says), .add = "decisions: {mass-incident.general_hq_for_large: " + choice + "}"}));
        return instants(p, EntryKind::formed, "body", "general_hq").size();
    };
    CHECK(formed("", "form") == 0);
    CHECK(formed(", crosses_counties: true", "form") == 1);
    CHECK(formed(", beyond_county_capacity: true", "form") == 1);
    CHECK(formed(", beyond_county_capacity: true", "not_needed") == 0);
}

TEST_CASE("nobody writes to the general headquarters before it is set up, nor where it is not") {
    const auto told = [](const Played& p) {
        std::vector<ModelTime> at;
        for (const Entry& entry : p.journal.entries())
            if (entry.kind == EntryKind::received && p.journal.text(entry.agency) == "lishui-general-hq") at.push_back(entry.at);
        return at;
    };
    for (std::uint32_t seed = 1; seed <= 10; ++seed) {
        const Played p = play(load_mass("mass-incident-escalating"), seed);
        const ModelTime formed = first_of(instants(p, EntryKind::formed, "body", "general_hq"));
        CHECK_FALSE(told(p).empty());
        for (const ModelTime at : told(p)) CHECK(at > formed);
    }
    CHECK(told(play(load_mass("arrears-becomes-mass"))).empty());
}

TEST_CASE("a work group for grade III goes on need, on request or on suggestion") {
    const auto goes = [](const std::string& says, const std::string& decisions = {}) {
        const Played p = play(load_gathering({.reports = report_at("5 min", large + says), .add = decisions.empty() ? "" : "decisions: {" + decisions + "}"}));
        return p.opened("work_group_sent") == 1 && said_of(p.outcome("work_group_sent")) == "met";
    };
    CHECK_FALSE(goes(""));
    CHECK(goes("", "mass-incident.work_group_needed: send"));
    CHECK(goes(", beyond_county_capacity: true"));
    CHECK(goes(", may_escalate: true"));
    CHECK_FALSE(goes(", beyond_county_capacity: true, may_escalate: true", "mass-incident.work_group_asked: not_now"));
}

TEST_CASE("people away from home: a team is sent, arrives, and they are handed over to it") {
    for (std::uint32_t seed = 1; seed <= 5; ++seed) {
        const Played p = play(load_mass("mass-incident-escalating"), seed);
        const DutyOutcome& team = p.outcome("home_team", "qingtian-government");
        INFO("seed " << seed);
        CHECK(team.anchor == received(p, "party_notice", "qingtian-government"));
        CHECK(*team.discharged < received(p, "handover", "qingtian-government"));
        CHECK(received(p, "handover", "qingtian-government") < done(p, "take_home", "qingtian-government"));
    }
    const Played at_home = play(load_gathering({.reports = report_at("5 min", grave + ", gathered_away_from_home: false")}));
    CHECK(at_home.opened("home_team") == 0);
    CHECK(at_home.opened("handed_over") == 0);
    CHECK(instants(at_home, EntryKind::received, "message", "handover").empty());
}

TEST_CASE("demands: only those that need a limit are ordered to be resolved, and what was not promised is not followed up") {
    const auto played = [](const std::string& choice) {
        return play(load_gathering({.reports = report_at("5 min", grave), .add = "decisions: {mass-incident.demands: " + choice + "}"}));
    };
    CHECK(played("within_a_limit").opened("demands_resolved") == 2);
    check_all(played("within_a_limit"), "demands_resolved", "met");
    for (const char* choice : {"on_the_spot", "fault_admitted", "not_justified"}) CHECK(played(choice).opened("demands_resolved") == 0);
}

TEST_CASE("the night that goes wrong: a desk called away, an empty one, and coverage without approval") {
    const Played p = play(load_mass("mass-incident-goes-wrong"));
    CHECK(said_of(p.outcome("report_to_province")) == "breached");
    CHECK(said_of(p.outcome("report_to_city", "lishui-natural-resources")) == "breached");
    CHECK(said_of(p.outcome("report_to_city", "jinyun-government")) == "met");
    CHECK(said_of(p.outcome("no_open_coverage")) == "breached");
    // each for its own reason
    const Played with_desk = play(load_mass("mass-incident-goes-wrong", {{"number: 1, period: 4 h", "number: 1, period: 1 min"}}));
    CHECK(said_of(with_desk.outcome("report_to_province")) == "met");
    const Played staffed = play(load_mass("mass-incident-goes-wrong", {{"weekend: 1, night: 0", "weekend: 1, night: 2"}}));
    CHECK(said_of(staffed.outcome("report_to_city", "lishui-natural-resources")) == "met");
    CHECK(said_of(play(load_mass("mass-incident-goes-wrong", {{"mass-incident.coverage: open", "mass-incident.coverage: none"}})).outcome("no_open_coverage")) == "met");
}

TEST_CASE("arrears become a mass incident: both plans run on one incident and the same officers") {
    const Played p = play(load_mass("arrears-becomes-mass"));
    CHECK(graded(p, "III") > p.outcome("preliminary_assessment").anchor);
    check_all(p, "large_started", "met");
    std::string both;  // the bureau's officers work for both plans
    for (const char* plan : {"wage-arrears", "mass-incident"})
        for (const Entry& entry : p.journal.entries())
            if (entry.kind == EntryKind::task_started && p.journal.text(entry.agency) == "lishui-hrss" && p.journal.text(entry.plan) == plan) {
                both += plan;
                break;
            }
    CHECK(both == "wage-arrearsmass-incident");
}

TEST_CASE("what the drills of the mass-incident plan expect comes true under the seeds 1 to 20") {
    for (const std::string& id : drills) {
        const Inputs inputs = load_mass(id);
        for (std::uint32_t seed = 1; seed <= 20; ++seed) {
            const Played p = play(Inputs(inputs), seed);
            CHECK_FALSE(p.inputs.scenario.expect.empty());
            for (const ExpectationResult& result : check_expectations(p.inputs, p.journal, p.outcomes)) {
                INFO(id << " seed " << seed << " " << result.id << ": " << result.found);
                CHECK(result.holds);
            }
        }
    }
}
