// The natural-resource dispute plan: who starts, forms, leads, reports, ends, publishes and evaluates by grade, and who does not; the order of
// acts; what a raise opens. The plan states no period: nothing here is ever late.
#include <set>

#include "support/small_world.hpp"

using namespace sandtable;

namespace {

const std::vector<std::string> dispute_drills{"dispute-escalating", "dispute-goes-wrong", "dispute-i-and-iii", "dispute-quiet"};

/// A drill as it stands in a file or a test, under the shipped plan or an altered one.
Inputs loaded(const std::string& path, const std::string& drill, const Swaps& plan = {}) {
    HeldFiles held;
    if (!plan.empty()) held.hold(FileKind::plan, "natural-resource-dispute", shipped_text("plans/natural-resource-dispute.yaml", plan));
    return load_text(path, drill, held);
}
Inputs shipped_dispute(const std::string& id, const Swaps& plan = {}, const Swaps& drill = {}) {
    const SourceText text = shipped_text("drills/" + id + ".yaml", drill);
    return loaded(text.path, text.text, plan);
}

/// An incident at Songyang, reported at once to the county's headquarters; whoever is there sees everything. It calms down after 12 hours,
/// when the province's people have long been there.
std::string dispute(const std::string& facts, const std::string& more = "", const std::string& end = "{at: 720 min, facts: {may_escalate: false, settled_on_scene: true}}") {
    return "sandtable: scenario/1\nid: by-grade\ntitle: {zh: 分级, en: by grade}\nstart: \"2026-04-14T08:40:00+08:00\"\nuntil: settled\nnetwork: lishui\n"
           "plans: [natural-resource-dispute]\nincidents:\n- id: land\n  place: songyang_seat\n  concerns: [natural_resources]\n  truth:\n  - {at: 0 min, facts: {" +
           facts + "}}\n" + (end.empty() ? "" : "  - " + end + "\n") +
           "  reports: [{at: 2 min, from: county_government, to: county_headquarters, over: [telephone], says: {" + facts +
           "}}]\n  follow_up: {by: first_on_scene, sees: [participants, stability_impact, may_escalate, settled_on_scene], after_change: 5 min}\n" + more + "\n";
}
std::string people(int number) { return "participants: " + std::to_string(number) + ", stability_impact: severe, deaths: 0, serious_injuries: 0"; }
Played at(int number, const std::string& more = "", std::uint32_t seed = 1) { return play(loaded("by-grade.yaml", dispute(people(number), more)), seed); }

std::string last_grade(const Played& p, const std::string& plan = "natural-resource-dispute") {
    std::string grade;
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == EntryKind::grading && p.journal.text(entry.plan) == plan) grade = std::string(p.journal.item_text(entry, "at_least")) + ".." + std::string(p.journal.item_text(entry, "at_most"));
    return grade;
}

/// Who did a task, in order of its ends.
std::vector<std::string> doers(const Played& p, std::string_view task) {
    std::vector<std::string> who;
    for (const Entry& entry : p.journal.entries())
        if ((entry.kind == EntryKind::task_done || entry.kind == EntryKind::arrived) && p.journal.item_text(entry, "task") == task) who.push_back(p.journal.text(entry.agency));
    return who;
}
bool done(const Played& p, std::string_view task) { return !doers(p, task).empty(); }

/// Who received a message.
std::set<std::string> receivers(const Played& p, std::string_view message) {
    std::set<std::string> who;
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == EntryKind::received && p.journal.item_text(entry, "message") == message) who.insert(p.journal.text(entry.agency));
    return who;
}

ModelTime first_time(const Played& p, EntryKind kind, std::string_view key, std::string_view value, std::string_view agency) {
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == kind && p.journal.item_text(entry, key) == value && p.journal.text(entry.agency) == agency) return entry.at;
    FAIL(agency << " has no entry with " << key << " " << value);
    return {};
}

/// Who set up a body.
std::vector<std::string> formers(const Played& p, std::string_view body) {
    std::vector<std::string> who;
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == EntryKind::formed && p.journal.item_text(entry, "body") == body) who.push_back(p.journal.text(entry.agency));
    return who;
}

using Names = std::vector<std::string>;
const Names nobody;
const Names six{"coordination_group", "supply_group", "inquiry_group", "aftermath_group", "expert_group", "news_group"};

}  // namespace

TEST_CASE("IV: the county starts, forms the group and leads, and reports up at the same time; the city only sends a work group", "[dispute]") {
    const Played p = at(60);
    CHECK(last_grade(p) == "IV..IV");
    CHECK(doers(p, "county_starts_plan") == Names{"songyang-government"});
    CHECK(formers(p, "county_group") == Names{"songyang-dispute-hq"});
    CHECK(receivers(p, "command_order") == std::set<std::string>{"songyang-dispute-group"});
    for (const std::string& body : six) CHECK(formers(p, body) == Names{"songyang-dispute-group"});
    CHECK(said_of(p.outcome("city_work_group")) == "met");
    CHECK(p.outcome("county_starts").anchor == p.outcome("county_reports_iv").anchor);
    CHECK(receivers(p, "situation_report").contains("lishui-dispute-hq"));
    CHECK(receivers(p, "upward_report") == std::set<std::string>{"zhejiang-dispute-hq"});
    for (const char* task : {"city_starts_plan", "city_reports_iii", "city_reports_grave", "form_city_group", "form_provincial_group", "province_leads", "provincial_work_group_goes", "city_members_go"}) {
        INFO(task);
        CHECK_FALSE(done(p, task));
    }
    for (const char* duty : {"city_starts", "city_reports_and_asks", "city_forms_group", "city_reports_grave", "province_forms_group"}) CHECK(p.opened(duty) == 0);
}

TEST_CASE("III: the city starts, reports and asks, forms the group and leads; the county does not start its plan", "[dispute]") {
    const Played p = at(150);
    CHECK(last_grade(p) == "III..III");
    CHECK(doers(p, "city_starts_plan") == Names{"lishui-government"});
    CHECK(formers(p, "city_group") == Names{"lishui-dispute-hq"});
    CHECK(receivers(p, "command_order") == std::set<std::string>{"lishui-dispute-group"});
    CHECK(receivers(p, "iii_report") == std::set<std::string>{"zhejiang-dispute-hq", "zhejiang-government"});
    CHECK(receivers(p, "work_group_request") == std::set<std::string>{"zhejiang-dispute-hq"});
    CHECK(p.outcome("city_starts").anchor == p.outcome("city_reports_and_asks").anchor);
    CHECK(said_of(p.outcome("province_sends_work_group")) == "met");
    CHECK(said_of(p.outcome("city_work_group")) == "met");
    CHECK(said_of(p.outcome("county_leader_there")) == "met");
    CHECK(p.opened("city_members_there") == 15);
    for (const std::string& body : six) CHECK(formers(p, body) == Names{"lishui-dispute-group"});
    for (const char* task : {"county_starts_plan", "county_commands", "city_reports_grave", "form_provincial_group"}) {
        INFO(task);
        CHECK_FALSE(done(p, task));
    }
    for (const char* duty : {"county_starts", "county_reports_iv", "city_reports_grave", "province_forms_group"}) CHECK(p.opened(duty) == 0);
}

TEST_CASE("III: the county's group is on the spot first and the city's takes over on arrival", "[dispute]") {
    for (std::uint32_t seed = 1; seed <= 10; ++seed) {
        const Played p = at(150, "", seed);
        INFO("seed " << seed);
        const ModelTime county = first_time(p, EntryKind::arrived, "task", "county_group_goes", "songyang-dispute-group");
        const ModelTime city = first_time(p, EntryKind::arrived, "task", "city_group_goes", "lishui-dispute-group");
        CHECK(county < city);
        CHECK(said_of(p.outcome("contained")) == "met");
        const DutyOutcome& over = p.outcome("city_takes_command");
        CHECK(over.anchor == city);
        CHECK(said_of(over) == "met");
        CHECK(receivers(p, "takeover_notice").contains("songyang-dispute-group"));
    }
}

TEST_CASE("III: the province's work group comes on request and only if the province sends one", "[dispute]") {
    const Played p = at(150, "decisions: {natural-resource-dispute.provincial_work_group: advise}");
    CHECK(said_of(p.outcome("city_reports_and_asks")) == "met");
    CHECK(p.opened("province_sends_work_group") == 0);
    CHECK_FALSE(done(p, "provincial_work_group_goes"));
}

TEST_CASE("I and II: the city starts and reports at once, the province forms the group and leads; neither county nor city forms one", "[dispute]") {
    for (const int number : {300, 500}) {
        const Played p = at(number);
        INFO(number);
        CHECK(last_grade(p) == (number == 300 ? "II..II" : "I..I"));
        CHECK(doers(p, "city_starts_plan") == Names{"lishui-government"});
        CHECK(receivers(p, "grave_report") == std::set<std::string>{"zhejiang-dispute-hq", "zhejiang-government"});
        CHECK(formers(p, "provincial_group") == Names{"zhejiang-dispute-hq"});
        CHECK(receivers(p, "command_order") == std::set<std::string>{"zhejiang-dispute-group"});
        CHECK(receivers(p, "lead_notice") == std::set<std::string>{"lishui-dispute-hq", "lishui-government", "songyang-dispute-hq"});
        CHECK(said_of(p.outcome("city_leader_there")) == "met");
        for (const std::string& body : six) CHECK(formers(p, body) == Names{"zhejiang-dispute-group"});
        for (const char* task : {"county_starts_plan", "form_county_group", "form_city_group", "city_reports_iii", "city_work_group_goes"}) {
            INFO(task);
            CHECK_FALSE(done(p, task));
        }
        CHECK(said_of(p.outcome("first_steps")) == "met");
    }
}

TEST_CASE("below IV a forecast goes up to the province and is acted on, and no plan starts", "[dispute]") {
    const Played p = play(loaded("by-grade.yaml", dispute(people(49))));
    CHECK(last_grade(p) == "..");
    CHECK(said_of(p.outcome("forecast_up")) == "met");
    CHECK(said_of(p.outcome("forecast_to_province")) == "met");
    CHECK(p.outcome("forecast_up").anchor == p.outcome("act_on_forecast").anchor);
    CHECK(said_of(p.outcome("instructions_passed_on")) == "met");
    CHECK(said_of(p.outcome("city_sends_people")) == "met");
    for (const char* task : {"county_starts_plan", "city_starts_plan", "form_county_group", "city_work_group_goes"}) CHECK_FALSE(done(p, task));
    const Played alone = play(loaded("by-grade.yaml", dispute(people(49), "decisions: {natural-resource-dispute.forecast_staff: wait}")));
    CHECK(alone.opened("city_sends_people") == 0);
}

TEST_CASE("a raise from IV over III to I opens only what is new", "[dispute]") {
    for (std::uint32_t seed = 1; seed <= 10; ++seed) {
        const Played p = play(shipped_dispute("dispute-escalating"), seed);
        INFO("seed " << seed);
        Names grades;
        std::vector<ModelTime> raised;
        for (const Entry& entry : p.journal.entries())
            if (entry.kind == EntryKind::grading) {
                grades.push_back(std::string(p.journal.item_text(entry, "at_least")));
                raised.push_back(entry.at);
            }
        REQUIRE(grades == Names{"IV", "III", "I"});
        // nothing begins twice
        std::set<std::pair<std::string, std::string>> begun, opened;
        for (const Entry& entry : p.journal.entries()) {
            const std::string who = p.journal.text(entry.agency);
            if (entry.kind == EntryKind::task_started) CHECK(begun.insert({who, std::string(p.journal.item_text(entry, "task"))}).second);
            if (entry.kind == EntryKind::duty_opened) CHECK(opened.insert({who, std::string(p.journal.item_text(entry, "duty"))}).second);
        }
        // each level's own duties between its grading and the next
        const auto opened_between = [&](std::string_view duty, std::size_t from) {
            const ModelTime at = p.outcome(duty).opened;
            return at >= raised[from] && (from + 1 == raised.size() || at < raised[from + 1]);
        };
        for (const char* duty : {"county_starts", "county_reports_iv", "county_forms_group", "county_group_there", "city_work_group", "county_publishes"}) CHECK(opened_between(duty, 0));
        for (const char* duty : {"city_starts", "city_reports_and_asks", "city_forms_group", "city_takes_command", "province_sends_work_group"}) CHECK(opened_between(duty, 1));
        for (const char* duty : {"city_reports_grave", "province_forms_group", "province_takes_lead", "province_takes_command", "city_leader_there", "province_directs_release"}) CHECK(opened_between(duty, 2));
        // each counts from the notice that says the grade
        CHECK(p.outcome("city_starts").anchor == first_time(p, EntryKind::received, "message", "grade_notice_iii", "lishui-government"));
        CHECK(p.outcome("city_reports_grave").anchor == first_time(p, EntryKind::received, "message", "grade_notice_grave", "lishui-government"));
        // the group in command changes and what the former has done stays
        CHECK(formers(p, "news_group") == Names{"jinyun-dispute-group", "lishui-dispute-group", "zhejiang-dispute-group"});
        CHECK(doers(p, "declare_end_county") == nobody);
        CHECK(doers(p, "declare_end_city") == nobody);
        CHECK(doers(p, "declare_end_province") == Names{"zhejiang-dispute-hq"});
    }
}

TEST_CASE("first steps come before any group: a breach where the squads are away", "[dispute]") {
    CHECK(said_of(at(60).outcome("first_steps_before_group")) == "met");
    const Played p = play(shipped_dispute("dispute-goes-wrong"));
    const DutyOutcome& o = p.outcome("first_steps_before_group");
    CHECK(said_of(o) == "breached");
    CHECK(*o.discharged == first_time(p, EntryKind::arrived, "task", "county_group_goes", "qingtian-dispute-group"));
    CHECK(*o.discharged < *p.outcome("first_steps").discharged);
}

TEST_CASE("people are calmed before the inquiry, and to inquire first is a breach", "[dispute]") {
    CHECK(said_of(at(60).outcome("no_inquiry_before_calm")) == "met");
    const Played p = play(loaded("by-grade.yaml", dispute(people(60)), {{"after: {all: [{done: calm_people}, {formed: inquiry_group}]}, officer: none, takes: 10..30 min usually 15", "after: {arrived: squad, at: scene}, officer: none, takes: 1 min"}}));
    CHECK(said_of(p.outcome("no_inquiry_before_calm")) == "breached");
}

TEST_CASE("mediation comes before a decision", "[dispute]") {
    const std::string decides = "after: {all: [{decided: recurrence, as: may_recur}, {received: decision_request}]}, officer: case, takes: 5..15 working days usually 8";
    const Played early = play(loaded("by-grade.yaml", dispute(people(60)), {{decides, "after: {received: end_notice}, officer: case, takes: 1 working days"}}));
    CHECK(said_of(early.outcome("mediation_first")) == "breached");
    const Played agreed = at(60);
    CHECK(said_of(agreed.outcome("mediation_first")) == "met");
    CHECK(said_of(agreed.outcome("closed_early")) == "met");
    CHECK(agreed.opened("decided_early") == 0);
    const Played dragging = at(60, "decisions: {natural-resource-dispute.mediation: drags_on}");
    CHECK(said_of(dragging.outcome("mediation_first")) == "met");
    CHECK(said_of(dragging.outcome("decided_early")) == "met");
    CHECK(dragging.opened("closed_early") == 0);
    // both are needed: it drags on, and it may break out again
    const Played unlikely = at(60, "decisions: {natural-resource-dispute.mediation: drags_on, natural-resource-dispute.recurrence: unlikely}");
    CHECK(unlikely.opened("decided_early") == 0);
    CHECK_FALSE(done(unlikely, "decide_dispute"));
    // and nothing is mediated before the basic facts are established
    const Played unclear = at(60, "decisions: {natural-resource-dispute.basic_facts: unclear}");
    CHECK(said_of(unclear.outcome("evidence")) == "met");
    CHECK_FALSE(done(unclear, "mediate"));
}

TEST_CASE("the end needs every condition and both proposals", "[dispute]") {
    for (const int number : {60, 150, 500})
        for (const char* facts : {"may_escalate: false", "settled_on_scene: true", "may_escalate: true, settled_on_scene: true", "may_escalate: false, settled_on_scene: false"}) {
            const Played p = play(loaded("by-grade.yaml", dispute(people(number), "", std::string("{at: 720 min, facts: {") + facts + "}}")));
            INFO(number << " " << facts);
            for (const char* task : {"propose_end_county", "propose_end_city", "propose_end_province"}) CHECK_FALSE(done(p, task));
            CHECK(story(p, {EntryKind::response_ended}).empty());
        }
    const Played p = at(60);
    const auto declared = first_time(p, EntryKind::task_done, "task", "declare_end_county", "songyang-dispute-hq");
    CHECK(first_time(p, EntryKind::received, "message", "end_proposal_county", "songyang-dispute-hq") < declared);
    CHECK(first_time(p, EntryKind::received, "message", "local_proposal_county", "songyang-dispute-hq") < declared);
    CHECK(said_of(p.outcome("county_ends_on_proposal")) == "met");
    const Played rash = play(loaded("by-grade.yaml", dispute(people(60)), {{"after: {all: [{received: end_proposal_county}, {received: local_proposal_county}]}", "after: {received: scene_report}"}}));
    CHECK(said_of(rash.outcome("county_ends_on_proposal")) == "breached");
}

TEST_CASE("who declares the end, publishes and evaluates, by grade", "[dispute]") {
    struct Row {
        int people;
        std::string grade, ends, publishes, evaluates;
    };
    const std::vector<Row> rows{{60, "IV", "declare_end_county", "publish_county", "evaluate_iv"},
                                {150, "III", "declare_end_city", "publish_city", "evaluate_iii"},
                                {300, "II", "declare_end_province", "publish_city", "evaluate_grave"},
                                {500, "I", "declare_end_province", "publish_province", "evaluate_grave"}};
    for (const Row& row : rows) {
        const Played p = at(row.people);
        INFO(row.grade);
        REQUIRE(last_grade(p) == row.grade + ".." + row.grade);
        for (const std::string task : {"declare_end_county", "declare_end_city", "declare_end_province"}) CHECK(done(p, task) == (task == row.ends));
        for (const std::string task : {"publish_county", "publish_city", "publish_province", "publish_as_directed"}) CHECK(done(p, task) == (task == row.publishes));
        for (const std::string task : {"evaluate_iv", "evaluate_iii", "evaluate_grave"}) CHECK(done(p, task) == (task == row.evaluates));
        CHECK(done(p, "help_evaluation") == (row.grade != "IV"));
        CHECK(done(p, "help_province_evaluate") == (row.grade == "I" || row.grade == "II"));
        CHECK(said_of(p.outcome("watch_goes_on")) == "met");
        CHECK(p.outcome("watch_goes_on").opened > first_time(p, EntryKind::task_done, "task", row.ends, doers(p, row.ends).front()));
    }
    CHECK(receivers(at(60), "evaluation_report_iv") == std::set<std::string>{"lishui-dispute-hq", "songyang-government"});
    CHECK(receivers(at(150), "evaluation_report_iii") == std::set<std::string>{"lishui-government", "zhejiang-dispute-hq"});
}

TEST_CASE("one publisher: the county falls silent from III, the city waits for the province in a I", "[dispute]") {
    const Swaps slow{{"if: {grade: IV}, takes: 15..45 min usually 25", "if: {grade: IV}, takes: 300 min"}};
    CHECK(said_of(play(shipped_dispute("dispute-escalating")).outcome("county_does_not_publish")) == "met");
    CHECK(said_of(play(shipped_dispute("dispute-escalating", slow)).outcome("county_does_not_publish")) == "breached");
    const Played directed = at(500, "decisions: {natural-resource-dispute.release_of_grade_one: city}");
    CHECK(doers(directed, "publish_as_directed") == Names{"lishui-dispute-hq"});
    CHECK_FALSE(done(directed, "publish_province"));
    CHECK(said_of(directed.outcome("city_awaits_direction")) == "met");
    const Played rash = play(loaded("by-grade.yaml", dispute(people(500)), {{"after: {all: [{decided: release_of_grade_one, as: city}, {received: release_direction}]}", "after: {received: lead_notice}"}}));
    CHECK(said_of(rash.outcome("city_awaits_direction")) == "breached");
}

TEST_CASE("the injured are rescued by the group that sees them, and nobody is called where nobody is hurt", "[dispute]") {
    CHECK(at(60).opened("rescue_injured") == 0);
    CHECK_FALSE(done(at(60), "call_rescue"));
    const Played p = play(shipped_dispute("dispute-goes-wrong"));
    CHECK(said_of(p.outcome("rescue_injured", "qingtian-dispute-group")) == "met");
    CHECK(said_of(p.outcome("medical_team_there")) == "met");
    CHECK(said_of(p.outcome("rescue_team_there")) == "met");
}

TEST_CASE("the same facts are I here and III in the mass-incident plan", "[dispute]") {
    const Played p = play(shipped_dispute("dispute-i-and-iii"));
    CHECK(last_grade(p) == "I..I");
    CHECK(last_grade(p, "mass-incident") == "III..III");
}

TEST_CASE("the plan states no period and its duties are never late", "[dispute]") {
    const Inputs inputs = shipped_dispute("dispute-quiet");
    REQUIRE(inputs.plans.size() == 1);
    for (const Duty& duty : inputs.plans[PlanId{0}].duties) {
        INFO(duty.id);
        CHECK_FALSE(duty.within);
    }
}

TEST_CASE("what the dispute drills expect comes true under seeds 1 to 20", "[dispute]") {
    for (const std::string& id : dispute_drills) {
        const Inputs inputs = shipped_dispute(id);
        CHECK_FALSE(inputs.scenario.expect.empty());
        for (std::uint32_t seed = 1; seed <= 20; ++seed) {
            const Played p = play(Inputs(inputs), seed);
            for (const ExpectationResult& result : check_expectations(p.inputs, p.journal, p.outcomes)) {
                INFO(id << " seed " << seed << " " << result.id << ": " << result.found);
                CHECK(result.holds);
            }
        }
    }
}

TEST_CASE("who the plan says commands at a grade is whose group leads at the scene in a run", "[dispute]") {
    for (const auto& [number, grade, body] : {std::tuple{60, 0, "county_group"}, std::tuple{150, 1, "city_group"}, std::tuple{400, 2, "provincial_group"}, std::tuple{600, 3, "provincial_group"}}) {
        const Played p = at(number);
        INFO(number);
        const Plan& plan = p.inputs.plans.rows().front();
        const Command* command = command_at(plan, grade);
        REQUIRE(command != nullptr);
        const Names formed = formers(p, body);
        REQUIRE(formed.size() == 1);
        CHECK(p.inputs.network.agencies[p.inputs.bound(IncidentId{0}, PlanId{0}, command->who).front()].id == formed.front());
    }
    CHECK(command_at(at(60).inputs.plans.rows().front(), -1) == nullptr);
}
