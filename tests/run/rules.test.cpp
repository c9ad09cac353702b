// Rules of the plans that no other test looks at one by one: in a shipped drill, who does a task and what it comes behind, and who owes a
// duty and how it ends. Each row was written from the text by its clause (docs/readings.md for the readings), and ./dev mutate takes each out.
#include <map>
#include <set>
#include <sstream>

#include "support/small_world.hpp"

using namespace sandtable;

namespace {

/// "task CLAUSE ID WHO,… after done|received|sent|decided|formed|arrived|ended|occurred SUBJECT" or "duty CLAUSE ID WHO,… STATUS"; agencies without the leading "lishui-",
/// "N" stands for so many of them.
struct Row {
    bool task = false;
    std::string clause, id, who, kind, subject;
};

std::vector<Row> rows_of(const std::string& text) {
    std::vector<Row> rows;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        Row row;
        std::string kind, after;
        if (!(words >> kind >> row.clause >> row.id >> row.who)) continue;
        row.task = kind == "task";
        if (row.task) words >> after >> row.kind >> row.subject;
        else words >> row.kind;
        INFO(line);
        REQUIRE((row.task ? after == "after" && !row.subject.empty() : kind == "duty" && !row.kind.empty()));
        rows.push_back(row);
    }
    return rows;
}

std::string short_name(std::string agency) { return agency.starts_with("lishui-") ? agency.substr(7) : agency; }

/// "a,b" sorted, or how many where the row only counts them.
std::string said_who(const std::set<std::string>& who, const Row& row) {
    if (row.who.find_first_not_of("0123456789") == std::string::npos) return std::to_string(who.size());
    std::string out;
    for (const std::string& one : who) out += (out.empty() ? "" : ",") + one;
    return out;
}

class Rules {
public:
    Rules(const std::string& drill, std::string plan, const Swaps& swaps = {}) : plan_(std::move(plan)) {
        const SourceText text = shipped_text("drills/" + drill + ".yaml", swaps);
        played_.emplace(play(load_text(text.path, text.text, HeldFiles{})));
    }

    void check(const std::string& text) const {
        for (const Row& row : rows_of(text)) {
            INFO(plan_ << " " << row.clause << " " << row.id);
            if (row.task) check_task(row);
            else check_duty(row);
        }
    }

private:
    const Journal& journal() const { return played_->journal; }
    const Plan& plan() const {
        for (const Plan& one : played_->inputs.plans)
            if (one.id == plan_) return one;
        throw std::runtime_error("the drill has no plan " + plan_);
    }

    /// When each agency first did or got it.
    std::map<std::string, ModelTime> instants(const std::string& kind, const std::string& subject) const {
        const std::map<std::string, std::pair<std::vector<EntryKind>, std::string>> kinds{
            {"done", {{EntryKind::task_done, EntryKind::arrived}, "task"}}, {"received", {{EntryKind::received}, "message"}}, {"decided", {{EntryKind::decided}, "decision"}}, {"formed", {{EntryKind::formed}, "body"}}, {"sent", {{EntryKind::sent}, "message"}},
            {"arrived", {{EntryKind::arrived}, "pool"}}, {"ended", {{EntryKind::response_ended}, ""}}, {"occurred", {{EntryKind::truth}, ""}}};
        const auto& [entries, key] = kinds.at(kind);
        std::map<std::string, ModelTime> found;
        for (const Entry& entry : journal().entries())
            if (std::find(entries.begin(), entries.end(), entry.kind) != entries.end() && (key.empty() || journal().item_text(entry, key) == subject) && (kind == "received" || kind == "occurred" || journal().text(entry.plan) == plan_))
                found.emplace(short_name(journal().text(entry.agency)), entry.at);
        return found;
    }

    void check_task(const Row& row) const {
        const TaskId task = plan().task(row.id);
        REQUIRE(task.is_some());
        CHECK(plan().tasks[task].clause == (row.clause == "-" ? "" : row.clause));  // "-": no clause, an assumption
        const auto done = instants("done", row.id), before = instants(row.kind, row.subject);
        std::set<std::string> who;
        for (const auto& [agency, at] : done) who.insert(agency);
        CHECK(said_who(who, row) == row.who);
        REQUIRE_FALSE(before.empty());
        const auto first = std::min_element(before.begin(), before.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->second;
        for (const auto& [agency, at] : done) {
            INFO(agency);
            CHECK(at >= (before.contains(agency) ? before.at(agency) : first));
        }
    }

    void check_duty(const Row& row) const {
        const DutyId duty = plan().duty(row.id);
        REQUIRE(duty.is_some());
        CHECK(plan().duties[duty].clause == row.clause);
        std::set<std::string> who;
        for (const DutyOutcome& o : played_->outcomes)
            if (o.plan == plan_ && o.duty == row.id) {
                who.insert(short_name(o.agency));
                INFO(o.agency);
                CHECK(status_name(o.status) == row.kind);
            }
        CHECK(said_who(who, row) == row.who);
    }

    std::string plan_;
    std::optional<Played> played_;
};

}  // namespace

TEST_CASE("mass incident: who warns, starts, commands, goes, reports, publishes and follows up") {
    Rules("mass-incident-escalating", "mass-incident").check(R"(
        task 4.2 verify ecology,liandu-government after received incident_report
        task 4.1.3 warn ecology,liandu-government after received incident_report
        task 4.2.1 report_verified ecology,liandu-government after decided verification
        task 4.2.1 act_early ecology,liandu-government after decided verification
        task 4.2.1 first_steps liandu-government after decided verification
        task 5.1.2(1) notify_parties ecology,liandu-government after done know_grave
        task 5.1.2(1) find_grave government after occurred incident
        task 5.1.1(1)② consider_general_hq government after done start_plan
        task 3.1.2 form_general_hq government after decided general_hq_for_grave
        task 3.1.3(2) assign_tasks general-hq after received hq_brief
        task 3.1.3(3) decide_measures general-hq after done assign_tasks
        task 3.1.3(5) report_course general-hq after done assign_tasks
        task 3.1.4(1) assess_situation political-legal after formed general_hq
        task 3.1.4(8) sum_up_information emergency-management after formed general_hq
        task 3.1.4(29) secure_communications economy-information after received start_order
        task 3.2 form_county_hq liandu-government after received large_order
        task 3.2 county_measures liandu-emergency-hq after received county_hq_brief
        task 3.2 propose_to_general_hq liandu-emergency-hq after done county_measures
        task 3.3 form_on_scene_hq liandu-government after received large_order
        task 3.3 site_on_scene_hq general-hq after received hq_brief
        task 3.3 on_scene_hq_goes on-scene-hq after received on_scene_brief
        task 3.3(1) deploy on-scene-hq after arrived deputy
        task 3.3(4) protect on-scene-hq after arrived deputy
        task 3.3(5) report_from_scene on-scene-hq after arrived deputy
        task 3.3(5) report_to_general_hq on-scene-hq after formed general_hq
        task 5.1.1(2) begin_work ecology,petitions after done on_scene_hq_goes
        task 5.1.1(2)① leader_goes liandu-government after received start_order
        task 5.1.1(2)① answer_demands liandu-government after arrived principal
        task 5.1.1(2)① order_resolution liandu-government after decided demands
        task 5.1.1(2)① resolve ecology,petitions after received resolution_order
        task 5.1.1(2)① dissuade petitions,qingtian-government after received party_notice
        task 5.1.1(2)① home_team_goes petitions,qingtian-government after received party_notice
        task 5.1.1(2)① hand_over liandu-government after done home_team_goes
        task 5.1.1(2)② head_goes ecology,petitions after received start_order
        task 5.1.1(2)② explain_remedies ecology,petitions after arrived principal
        task 5.1.1(2)② propose_solution ecology,petitions after done explain_remedies
        task 5.1.2(2) send_people ecology,liandu-government,petitions after received start_order
        task 5.1.2(2) follow_up ecology,liandu-government,petitions after arrived deputy
        task 5.1.2(2) hq_sends_people general-hq after received hq_brief
        task 5.1.2(2) hq_follows_up general-hq after arrived deputy
        task 5.1.1(2)③ ask_decision liandu-government after received start_order
        task 5.1.1(2)③ decide_police government after received police_request
        task 5.1.1(2)③ consider_coercive police after received police_decision
        task 5.1.1(2)③ consider_armed_police general-hq after received hq_brief
        task 3.1.4(4) guide_media publicity after received start_order
        task 5.1.3(1) report_internally media after received press_line
        task 5.1.3(1) consider_coverage media after received press_line
        task 5.1.3(1) consider_need_of_coverage publicity after sent press_line
        task 5.1.3(1) ask_coverage publicity after decided coverage_needed
        task 5.1.3(1) approve_coverage government after received coverage_request
        task 5.1.3(2) draft_release publicity after formed general_hq
        task 3.1.3(4) decide_release general-hq after received release_draft
        task 5.1.3(2) ask_release general-hq after decided release
        task 5.1.3(2) answer_release government after received release_question
        task 5.1.3(4) watch_reports publicity after received start_order
        task 5.1.3(4) correct_reports publicity after decided false_reports
        task 5.2 find_large government after occurred incident
        task 5.2 lead_large government after done find_large
        task 5.2 start_large ecology,liandu-government,petitions after received large_order
        task 5.2 report_handling ecology,liandu-government,petitions after done start_large
        task 5.2 consider_work_group government after done find_large
        task 5.2 suggest_work_group ecology,petitions after received large_order
        task 5.2 answer_on_work_group government after received work_group_suggestion
        task 5.2 work_group_goes government after decided work_group_needed
        task 3.2 see_settled liandu-government after arrived squad
        task 3.3(5) propose_end on-scene-hq after arrived deputy
        task 3.3(5) propose_end_to_hq on-scene-hq after done propose_end
        task 3.1.3(1) hq_ends general-hq after received hq_brief
        task 5.1.4(1) treat_injured health after received start_order
        task 5.1.4(1) direct_aftermath general-hq after received hq_brief
        task 5.1.4(1) do_aftermath ecology,liandu-government,petitions after received aftermath_order
        task 5.1.4(2) keep_promises liandu-government after decided demands
        task 5.1.4(3) assess_loss liandu-emergency-hq after received county_hq_brief
        task 5.1.4(4) correct_plans ecology,liandu-government,petitions after ended response
        task 3.3(7) report_whole on-scene-hq after received on_scene_brief
        duty 4.2 verify_warning ecology,liandu-government met
        duty 4.2.1 act_while_reporting ecology,liandu-government met
        duty 4.2.1 early_steps liandu-government met
        duty 5.1.2(2) follow_up_reports ecology,liandu-government,petitions met
        duty 5.1.2(2) hq_follow_up_reports general-hq met
        duty 5.1.1(1)② general_hq_formed government met
        duty 3.1.3(2) tasks_assigned general-hq met
        duty 3.1.3(5) course_reported general-hq met
        duty 3.1.4(1) assess_in_time political-legal met
        duty 3.2 county_hq_formed liandu-government met
        duty 3.3 on_scene_hq_formed liandu-government met
        duty 3.3 on_scene_hq_sited general-hq met
        duty 3.3(4) protect_in_time on-scene-hq met
        duty 3.3(5) scene_reported on-scene-hq met
        duty 5.1.1(2) work_begun ecology,petitions met
        duty 5.1.1(2)① leader_at_scene liandu-government met
        duty 5.1.1(2)② heads_at_scene ecology,petitions met
        duty 5.1.1(2)① demands_answered liandu-government met
        duty 5.1.1(2)② solution_proposed ecology,petitions met
        duty 5.1.3(4) false_reports_corrected publicity met
        duty 5.2 large_reported ecology,liandu-government,petitions met
        duty 5.1.4(1) injured_treated health met
        duty 5.1.4(1) aftermath_done ecology,liandu-government,petitions met
        duty 5.1.4(2) promises_kept liandu-government met
        duty 5.1.4(4) plans_corrected ecology,liandu-government,petitions met
        duty 3.3(7) whole_handling_reported on-scene-hq met
    )");
    Rules("mass-incident-goes-wrong", "mass-incident").check(R"(
        task 5.1.3(3) release_ordinary general-hq after decided release
    )");
    Rules("mass-incident-quiet", "mass-incident").check(R"(
        task 5.2 county_ends songyang-government after done see_settled
    )");
}

TEST_CASE("mass incident: what is done where it is decided otherwise") {
    Rules("mass-incident-escalating", "mass-incident", {{"decisions: {", "decisions: {mass-incident.verification: not_yet, "}}).check(R"(
        task 4.2.2 check_further ecology,liandu-government after decided verification
        duty 4.2.2 report_if_unverified ecology,liandu-government met
    )");
}

TEST_CASE("dispute: who acts at each grade, in the six groups, in the aftermath") {
    Rules("dispute-escalating", "natural-resource-dispute").check(R"(
        task 4.2 county_reports_up jinyun-dispute-hq after received incident_report
        task 4.2 city_passes_up dispute-hq after received situation_report
        task 4.2 order_action jinyun-dispute-hq after received incident_report
        task 4.2 weigh_sending dispute-hq after received situation_report
        task 4.2 city_staff_go dispute-hq after decided forecast_staff
        task 4.2 prepare_start dispute-hq after received situation_report
        task 4.2 instruct_city zhejiang-dispute-hq after received upward_report
        task 4.2 pass_instructions dispute-hq after received leaders_instruction
        task 5.1 announce_iv natural-resources after received incident_report
        task 5.1 announce_iii natural-resources after received incident_report
        task 5.1 announce_grave natural-resources after received incident_report
        task 5.1 contain jinyun-dispute-group after arrived squad
        task 3.3 county_leaders_go jinyun-dispute-hq after formed county_group
        task 5.1 weigh_request zhejiang-dispute-hq after received work_group_request
        task 3.3 city_members_go 15 after received start_notice
        task 3.3 city_leaders_go dispute-hq after formed city_group
        task 3.3.1 county_leader_joins jinyun-government after received county_leader_call
        task 3.3.1 city_takes_over dispute-group after arrived squad
        task 3.3.1 provincial_group_goes zhejiang-dispute-group after received command_order
        task 3.3 provincial_leaders_go zhejiang-dispute-hq after formed provincial_group
        task 3.3.1 city_leader_joins government after received city_leader_call
        task 3.3.1 province_takes_over zhejiang-dispute-group after arrived squad
        task 5.2 calm_people dispute-group,jinyun-dispute-group,zhejiang-dispute-group after received command_order
        task 5.2 begin_inquiry dispute-group,jinyun-dispute-group,zhejiang-dispute-group after done calm_people
        task 5.2 establish_course dispute-group,jinyun-dispute-group,zhejiang-dispute-group after done begin_inquiry
        task 5.2 fix_measures dispute-group,jinyun-dispute-group,zhejiang-dispute-group after done establish_course
        task 5.2(1) form_coordination_group dispute-group,jinyun-dispute-group,zhejiang-dispute-group after received command_order
        task 5.2(2) form_supply_group dispute-group,jinyun-dispute-group,zhejiang-dispute-group after received command_order
        task 5.2(3) form_inquiry_group dispute-group,jinyun-dispute-group,zhejiang-dispute-group after received command_order
        task 5.2(4) form_aftermath_group dispute-group,jinyun-dispute-group,zhejiang-dispute-group after received command_order
        task 5.2(5) form_expert_group dispute-group,jinyun-dispute-group,zhejiang-dispute-group after received command_order
        task 5.2(6) form_news_group dispute-group,jinyun-dispute-group,zhejiang-dispute-group after received command_order
        task 5.2(2) supply_scene jinyun-government after formed supply_group
        task 5.2(4) comfort_families jinyun-government after formed aftermath_group
        task 5.2(6) local_news_work jinyun-government after formed news_group
        task 3.4 experts_go dispute-experts after received expert_call
        task 3.1.2(13) medical_team_goes health after received rescue_call
        task 3.1.2(14) coordinate_rescue emergency-management after received rescue_call
        task 3.1.2(14) rescue_team_goes fire-rescue after received team_order
        task 3.3.2(1) county_group_reports jinyun-dispute-group after received command_order
        task 3.3.2(1) city_group_reports dispute-group after received command_order
        task 3.3.2(1) provincial_group_reports zhejiang-dispute-group after received command_order
        task 3.1.2(1) draft_release publicity after received start_notice
        task 3.1.2(2) keep_stability political-legal after received start_notice
        task 3.1.2(3) follow_opinion cyberspace after received start_notice
        task 3.1.2(4) keep_order police after received start_notice
        task 3.1.2(5) give_boundary_data civil-affairs after received start_notice
        task 3.1.2(7) arrange_funds finance after received start_notice
        task 3.1.2 handle_matter natural-resources after received start_notice
        task 6.3 direct_release zhejiang-dispute-hq after received scene_report
        task 5.3 support_end_province jinyun-government after received end_proposal_province
        task 6.1 keep_watch jinyun-government after received end_notice
        task 3.3.2(5) sum_up_lessons dispute-group,jinyun-dispute-group,zhejiang-dispute-group after received command_order
        task 3.3.2(4) help_aftermath_inquiry dispute-group,jinyun-dispute-group,zhejiang-dispute-group after received command_order
        task 6.2.1 form_case_group jinyun-dispute-hq after received end_notice
        task 6.2.1 gather_evidence jinyun-natural-resources after formed case_group
        task 6.2.1 propose_settlement jinyun-natural-resources after done gather_evidence
        task 6.2.2 organise_mediation jinyun-dispute-hq after decided basic_facts
        task 3.1.2(6) call_mediators justice after received mediation_request
        task 3.1.2(6) help_mediate mediation after received mediation_help
        task 6.2.2 close_case jinyun-dispute-hq after decided mediation
        duty 4.2 ready_to_start dispute-hq met
        duty 3.3 county_sends_leaders jinyun-dispute-hq met
        duty 3.3 city_sends_leaders dispute-hq met
        duty 3.3 province_sends_leaders zhejiang-dispute-hq met
        duty 3.3.2(1) group_reports dispute-group,jinyun-dispute-group,zhejiang-dispute-group met
        duty 5.2 six_groups dispute-group,jinyun-dispute-group,zhejiang-dispute-group met
        duty 5.2 calm_first dispute-group,jinyun-dispute-group,zhejiang-dispute-group met
        duty 5.2 learn_course dispute-group,jinyun-dispute-group,zhejiang-dispute-group met
        duty 5.2 measures_fixed dispute-group,jinyun-dispute-group,zhejiang-dispute-group met
        duty 5.2(2) scene_supplied jinyun-government met
        duty 5.2(4) families_cared_for jinyun-government met
        duty 5.2(5) experts_there dispute-experts met
        duty 5.2(6) local_news jinyun-government met
        duty 3.1.2(1) release_drafted publicity met
        duty 3.1.2(3) opinion_followed cyberspace met
        duty 3.1.2(4) order_kept police met
        duty 3.1.2(5) boundary_data_given civil-affairs met
        duty 6.3 city_publishes dispute-hq met
        duty 5.3 province_ends zhejiang-dispute-hq met
        duty 5.3 city_ends_on_proposal dispute-hq met
        duty 5.3 province_ends_on_proposal zhejiang-dispute-hq met
        duty 6.1 help_sum_up jinyun-government met
        duty 6.1 city_helps_province dispute-hq met
        duty 6.1 province_evaluates zhejiang-dispute-hq met
        duty 3.3.2(5) lessons dispute-group,jinyun-dispute-group,zhejiang-dispute-group met
        duty 6.2.1 case_group_drawn jinyun-dispute-hq met
        duty 6.2.2 mediated jinyun-dispute-hq met
    )");
    Rules("dispute-goes-wrong", "natural-resource-dispute").check(R"(
        task 5.3 support_end_city qingtian-government after received end_proposal_city
        task 6.2.2 weigh_recurrence qingtian-dispute-hq after decided mediation
        duty 5.3 city_ends dispute-hq met
        duty 6.1 city_evaluates dispute-hq met
    )");
    Rules("dispute-quiet", "natural-resource-dispute").check(R"(
        task 5.3 support_end_county liandu-government after received end_proposal_county
        duty 5.3 county_ends liandu-dispute-hq met
        duty 6.1 county_evaluates liandu-dispute-hq met
    )");
}

TEST_CASE("science support: the office, the group, the team and the experts") {
    Rules("science-support-dispute", "science-support").check(R"(
        task 3 support_by_members 24 after received activation
        task 3(2) ask_needs science-office after received activation
        task 3(2) state_needs natural-resources after received needs_enquiry
        task 3(3) hold_meeting science-group after formed science_support_group
        task 3(4) collect_progress science-office after received member_progress
        task 2.2(4) report_progress science-office after done collect_progress
        task 3(4) technical_enquiry science-office after done collect_progress
        task 3(4) follow_up science-office after done technical_enquiry
        task 2.2(4) tell_difficulty science-office after decided scene_difficulty
        task 3(5) team_goes science-scene-team after received scene_order
        task 3(5) guide_on_scene science-scene-team after done team_goes
        task 2.2(1) call_experts science-office after received activation
        task 3(6) consult science-experts after received consultation_request
        task 2.2(2) propose_measures science-office after received expert_opinion
        task 3(7) weigh_difficulty science-group after received technical_proposal
        task 3(7) start_research science-group after decided major_difficulty
        task 3(7) research_by_experts science-experts after received research_task
        task 2.2(5) help_research agroforestry-institute,university after received research_task
        task 3(8) form_supervision science-group after done hold_meeting
        task 2.2(8) inspect science-supervision after formed supervision_group
        task 4 decide_end general-hq after formed science_support_group
        task 4 tell_end general-hq after decided support_end
        task 5 choose_evaluation science-group after ended response
        duty 2.1 start_response science-group met
        duty 3(2) keep_in_touch science-office met
        duty 3(3) hold_meeting science-group met
        duty 3(4) collect_progress science-office met
        duty 3(4) report_to_headquarters science-office met
        duty 3(4) technical_enquiry science-office met
        duty 3(4) follow_up science-office met
        duty 3(5) guide_on_scene science-scene-team met
        duty 3(6) expert_consultation science-office met
        duty 3(6) technical_proposals science-office met
        duty 3(8) send_supervision science-group met
        duty 3(8) supervise science-supervision met
    )");
}

TEST_CASE("science support: what is done where it is decided otherwise") {
    Rules("science-support-dispute", "science-support", {{"major_difficulty: research", "major_difficulty: ask_outside"}}).check(R"(
        task 3(7) ask_outside science-group after decided major_difficulty
        task 3(7) advise_from_outside zhejiang-science after received outside_request
    )");
}

TEST_CASE("adjudication: the steps from the application to the revocation") {
    Rules("adjudication-forest", "administrative-adjudication").check(R"(
        task 9 take_application natural-resources after received incident_report
        task 10 register natural-resources after decided form_of_application
        task 10 examine_application natural-resources after done register
        task 10(1) let_correct natural-resources after decided outcome
        task 10(1) set_correction_period natural-resources after decided on_the_spot
        task 10(1) correct_application adjudication-applicant after received correction_notice
        task 10(1) hand_in_correction adjudication-applicant after decided correction
        task 10(2) write_reply adjudication-respondent after received reply_notice
        task 27 open_case natural-resources after done accept
        task 11 check_eligibility natural-resources after done open_case
        task 14 check_suspension natural-resources after decided eligibility
        task 15 check_end natural-resources after decided suspension
        task 21 weigh_evidence natural-resources after decided end_ground
        task 17 ask_parties natural-resources after decided appraisal
        task 17 agree_on_appraiser adjudication-applicant after received appraiser_question
        task 17 order_appraisal natural-resources after decided appraiser_choice
        task 17 appraise appraisal-body after received appraisal_order
        task 19 weigh_mediation natural-resources after decided appraisal
        task 19 mediate natural-resources after decided mediation
        task 21 weigh_hearing natural-resources after decided mediation
        task 21 call_hearing natural-resources after decided hearing
        task 22 write_opinion natural-resources after decided hearing
        task 18 weigh_extension natural-resources after decided extension
        task 18 work_on natural-resources after done tell_extension
        task 24 consider_suit adjudication-applicant after received adjudication_decision
        task 24 sue adjudication-applicant after decided suit
        task 24 give_judgment court after received claim
        task 24 revoke natural-resources after received court_notice
        duty 10 register_application natural-resources met
        duty 10(1) correct_on_the_spot natural-resources met
        duty 10(2) tell_acceptance natural-resources met
        duty 19 decide_after_mediation natural-resources met
    )");
}

TEST_CASE("adjudication: what is done where it is decided otherwise") {
    Rules("adjudication-forest", "administrative-adjudication", {{"administrative-adjudication.outcome: correct", "administrative-adjudication.outcome: not_competent"}}).check(R"(
        task 10(3) refuse_not_competent natural-resources after decided outcome
    )");
    Rules("adjudication-forest", "administrative-adjudication", {{"administrative-adjudication.outcome: correct", "administrative-adjudication.outcome: not_eligible"}}).check(R"(
        task 10(4) refuse_not_eligible natural-resources after decided outcome
    )");
    Rules("adjudication-forest", "administrative-adjudication", {{"administrative-adjudication.outcome: correct", "administrative-adjudication.outcome: mediate_first"}}).check(R"(
        task 10(5) refer_to_mediation natural-resources after decided outcome
        task 10(5) mediate_first liandu-mediation-centre after received mediation_referral
        duty 10(5) mediate_efficiently liandu-mediation-centre met
    )");
    Rules("adjudication-forest", "administrative-adjudication", {{"administrative-adjudication.outcome: correct", "administrative-adjudication.outcome: accept\n  administrative-adjudication.form_of_application: oral"}}).check(R"(
        task 9 record_oral natural-resources after decided form_of_application
        duty 9 record_oral_application natural-resources met
    )");
    Rules("adjudication-forest", "administrative-adjudication", {{"administrative-adjudication.outcome: correct", "administrative-adjudication.outcome: correct\n  administrative-adjudication.correction: not_corrected"}}).check(R"(
        task 10(1) deem_withdrawn natural-resources after decided correction
    )");
    Rules("adjudication-forest", "administrative-adjudication", {{"administrative-adjudication.outcome: correct", "administrative-adjudication.outcome: correct\n  administrative-adjudication.eligibility: does_not_fit"}}).check(R"(
        task 11 reject_later natural-resources after decided eligibility
        duty 11 reject_after_acceptance natural-resources met
    )");
    Rules("adjudication-forest", "administrative-adjudication", {{"administrative-adjudication.outcome: correct", "administrative-adjudication.outcome: correct\n  administrative-adjudication.end_ground: item_1"}}).check(R"(
        task 15 end_case natural-resources after decided end_ground
        duty 15(4) tell_end natural-resources met
    )");
    Rules("adjudication-forest", "administrative-adjudication", {{"administrative-adjudication.outcome: correct", "administrative-adjudication.outcome: correct\n  administrative-adjudication.mediation_result: settled"}}).check(R"(
        task 19 make_agreement natural-resources after decided mediation_result
        duty 19 serve_agreement natural-resources met
    )");
    Rules("adjudication-forest", "administrative-adjudication", {{"administrative-adjudication.outcome: correct", "administrative-adjudication.outcome: correct\n  administrative-adjudication.suspension: item_1"}, {"2026-06-25T", "2026-02-25T"}}).check(R"(
        task 14 suspend natural-resources after decided suspension
        task 14 ground_goes natural-resources after done suspend
        duty 14 tell_suspension natural-resources met
        duty 14(7) resume_in_time natural-resources met
    )");
}

TEST_CASE("wage arrears: the police, the team, the aftermath") {
    Rules("wage-arrears-city-hall", "wage-arrears").check(R"(
        task 3(3) police_go police after received instruction
        task 2.2(11) union_reports union after occurred incident
        task 4(4) refer_dispute hrss after received instruction
        task 4(4) open_fast_track arbitration after received dispute_referral
        task 4(7) refer_legal_aid hrss after received instruction
        task 4(7) give_legal_aid justice,legal-services after received legal_aid_application
        task 4(3) help_production construction,hrss,union after received end_notice
        task 4(3) report_progress construction,hrss,union after done help_production
        task 4(6) enter_credit_system construction,development-reform,hrss,transport,water-resources after received end_notice
        task 5.1(3) consider_meeting arrears-group after received handling_report
        task 5.1(3) hold_meeting arrears-group after decided joint_meeting
        duty 3(1) decide_start arrears-group met
        duty 3(1) start_and_instruct arrears-office met
        duty 3(3) police_keep_order police met
        duty 3(4) on_scene_team hrss met
        duty 3(5) advance finance met
        duty 4(3) help_production_resume construction,hrss,union met
        duty 4(3) report_aftermath construction,hrss,union met
        duty 4(4) fast_track arbitration met
        duty 4(6) credit_system construction,development-reform,hrss,transport,water-resources met
        duty 4(7) legal_aid justice,legal-services met
        duty 2.2(11) union_reports_arrears union met
        duty 5.1(3) joint_meeting arrears-group met
    )");
    Rules("wage-arrears-project-site", "wage-arrears").check(R"(
        task 4(1) ask_assistance water-resources after received instruction
        task 4(1) assist finance,hrss,market-regulation after received assistance_request
        duty 4(1) assist_regulator finance,hrss,market-regulation met
    )");
}

TEST_CASE("wage arrears: what is done where approved public funds are owed") {
    Rules("wage-arrears-project-site", "wage-arrears", {{"decisions: {", "decisions: {wage-arrears.public_funds: owed, "}}).check(R"(
        task 2.2(7) request_public_funds water-resources after decided public_funds
        task 2.2(7) pay_public_funds finance after received funds_request
        duty 2.2(7) public_funds finance met
    )");
}

TEST_CASE("secondary water supply: who tells, repairs, reports and investigates") {
    Rules("water-stop-too-late", "secondary-water-supply").check(R"(
        task 15 tell_users water-company after received incident_report
        task 15 begin_planned_stop water-company after received incident_report
        task 15 do_works water-company after done begin_planned_stop
        task 15 restore_after_works water-company after done do_works
        task 15 close_handling water-company after done restore_after_works
        duty 15 notice_before_stop water-company breached
    )");
    Rules("water-urgent-repair", "secondary-water-supply").check(R"(
        task 15 begin_urgent_repair water-company after received incident_report
        task 15 repair water-company after done begin_urgent_repair
        task 15 publish_stop water-company after done begin_urgent_repair
        task 15 restore_after_repair water-company after done repair
        duty 15 publish_while_repairing water-company met
        duty 15 no_silent_repair water-company met
        duty 15 restore_in_time water-company met
    )");
    Rules("water-contamination", "secondary-water-supply").check(R"(
        task 18 stop_supply water-company after received incident_report
        task 18 find_out water-company after received incident_report
        task 18 control water-company after done stop_supply
        task 18 report_pollution water-company after received incident_report
        task 4 call_inquiry health after received pollution_report
        task 4 investigators_go health after received pollution_report
        task 4 take_part construction,law-enforcement after received inquiry_call
        task 18 help_inquiry water-company after received help_request
        task 4 handle_pollution health after received inquiry_help
        task 18 restore_after_pollution water-company after done control
        duty 18 stop_abnormal water-company met
        duty 18 find_out_at_once water-company met
        duty 18 control_measures water-company met
        duty 18 report_in_time water-company met
        duty 18 company_helps water-company met
        duty 4 health_investigates health met
        duty 4 others_take_part construction,law-enforcement met
    )");
}

TEST_CASE("geohazards: the three departments, the chain down to the posts, the county's reports") {
    Rules("geohazard-rain-turns", "geohazard").check(R"(
        task 3(5) draft_level natural-resources after received incident_report
        task 3(5) agree_meteorology meteorology after received level_draft
        task 3(5) agree_water water-resources after received level_draft
        task 3(5) issue_level natural-resources after received level_agreement
        task 3(5) prompt_areas natural-resources after done issue_level
        task 3(5) prompt_to_move natural-resources after done issue_level
        task 3(4) county_passes_prompt liandu-natural-resources after received risk_prompt
        task 3(4) town_passes_prompt bihu-government after received risk_prompt
        task 3(4) village_passes_prompt nankeng-committee after received risk_prompt
        task 3(4) patrol nankeng-post after received risk_prompt
        task 3(4) county_passes_move liandu-natural-resources after received move_prompt
        task 3(4) town_passes_move bihu-government after received move_prompt
        task 3(4) village_passes_move nankeng-committee after received move_prompt
        task 3(4) move_out nankeng-post after received move_prompt
        task 3(4) village_reports_moved nankeng-committee after received moved_report
        task 4(1) report_disaster liandu-natural-resources after received incident_report
        task 4(1) report_more liandu-natural-resources after done report_disaster
        task - call_rescue liandu-government after received disaster_update
        task 2(1) survey_team_goes liandu-natural-resources after done report_disaster
        task 2(1) update_survey liandu-natural-resources after arrived case
        task - close_handling liandu-natural-resources after received withdrawal
        duty 3(5) level_issued natural-resources met
        duty 3(5) together natural-resources met
        duty 3(5) area_prompted natural-resources met
        duty 3(4) prompt_reaches_town liandu-natural-resources met
        duty 3(4) prompt_reaches_village bihu-government met
        duty 3(4) prompt_reaches_posts nankeng-committee met
        duty 3(4) patrolled nankeng-post met
        duty 3(4) moved_out nankeng-post met
        duty 4(1) report_other liandu-natural-resources met
        duty 2(1) survey_updated liandu-natural-resources met
    )");
    Rules("geohazard-wrong-prompt", "geohazard").check(R"(
        task 3(5) withdraw natural-resources after done prompt_areas
    )");
    Rules("geohazard-rain-turns", "geohazard", {{"  closes: nankeng_road\n  period: 5 h\n", ""}}).check(R"(
        task - rescue_goes fire-rescue after received rescue_call
    )");
    Rules("geohazard-rain-turns", "geohazard", {{"people_threatened: 30..60", "people_threatened: 620"}, {"geohazard.report_other, is: met", "geohazard.report_other, is: none"}}).check(R"(
        duty 4(1) report_grave liandu-natural-resources met
    )");
}
