// The science support programme in the drill that is shipped: set up only at I and II of the other plan and in its scope, ended only on the headquarters' decision.
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

const std::string drill = "science-support-dispute";

/// The drill, with texts of its file or of the programme put in the place of others.
Inputs drill_with(const Swaps& of_drill = {}, const Swaps& of_plan = {}) {
    HeldFiles held;
    held.hold(FileKind::plan, "science-support", shipped_text("plans/science-support.yaml", of_plan));
    const SourceText text = shipped_text("drills/" + drill + ".yaml", of_drill);
    return load_text(text.path, text.text, held);
}

/// Another plan runs beside it and may have duties of the same name.
std::vector<DutyOutcome> outcomes_of(const Played& p, std::string_view duty) {
    std::vector<DutyOutcome> found;
    for (const DutyOutcome& o : p.outcomes)
        if (o.plan == "science-support" && o.duty == duty) found.push_back(o);
    return found;
}

DutyOutcome outcome_of(const Played& p, std::string_view duty) {
    const auto found = outcomes_of(p, duty);
    INFO(duty);
    REQUIRE(found.size() == 1);
    return found.front();
}

/// The instants at which a plan's entries of that kind say so; a report belongs to no plan.
std::vector<ModelTime> instants_of(const Played& p, std::string_view plan, EntryKind kind, std::string_view key, std::string_view value, std::string_view agency = {}) {
    std::vector<ModelTime> found;
    for (const Entry& entry : p.journal.entries())
        if (entry.kind == kind && p.journal.text(entry.plan) == plan && p.journal.item_text(entry, key) == value && (agency.empty() || p.journal.text(entry.agency) == agency))
            found.push_back(entry.at);
    return found;
}

std::vector<ModelTime> instants(const Played& p, EntryKind kind, std::string_view key, std::string_view value, std::string_view agency = {}) {
    return instants_of(p, "science-support", kind, key, value, agency);
}

ModelTime instant(const Played& p, EntryKind kind, std::string_view key, std::string_view value, std::string_view agency = {}) {
    const auto found = instants(p, kind, key, value, agency);
    INFO(key << " " << value);
    REQUIRE(found.size() == 1);
    return found.front();
}

int formed(const Played& p) { return static_cast<int>(instants(p, EntryKind::formed, "body", "science_support_group").size()); }

ModelTime decided(const Played& p, std::string_view decision) { return instant(p, EntryKind::decided, "decision", decision); }

const std::string crossing = "says: {crosses_counties: true}";
const std::string decisions = "decisions: {science-support.scene_difficulty: difficulty, science-support.major_difficulty: research}";

const std::string first_report = "to: lishui-government, says: {participants: 150..200, stability_impact: present, tenure_or_pollution_cause: true, serious_consequences: true}";
const std::pair<std::string, std::string> formed_hq{"after: {formed: mass-incident.general_hq}", "at: 20 h"};
const std::string iii = "participants: 300, stability_impact: present, tenure_or_pollution_cause: true, serious_consequences: false";

/// The first report goes to the city and to the headquarters and says so much; it ends a report's row.
Swaps graded_iii(const std::string& says = iii, const std::string& then = {}) {
    return {{first_report + "}", "to: [lishui-government, science-support.headquarters], says: {" + says + "}}" + then}};
}

/// When the mass-incident plan says that the incident is certainly II.
std::vector<ModelTime> graded_ii(const Played& p) { return instants_of(p, "mass-incident", EntryKind::grading, "at_least", "II"); }

}  // namespace

TEST_CASE("the support group is set up once the bureau knows that the incident crosses counties") {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const Played p = play(drill_with(), seed);
        INFO("seed " << seed);
        CHECK(formed(p) == 1);
        ModelTime told{};
        for (const Entry& entry : p.journal.entries())
            if (entry.kind == EntryKind::received && p.journal.text(entry.agency) == "lishui-science" && p.journal.item_text(entry, "message") == incident_report) told = entry.at;
        CHECK(ms_of(told) > 0);
        CHECK(instant(p, EntryKind::task_started, "task", "weigh_need") >= told);
    }
}

TEST_CASE("that it is more than the county can handle is enough") {
    const Played p = play(drill_with({{crossing, "says: {beyond_county_capacity: true}"}, {"crosses_counties: true, settled", "beyond_county_capacity: true, settled"}, {"{crosses_counties: true}, who", "{beyond_county_capacity: true}, who"}}));
    CHECK(formed(p) == 1);
    CHECK(said_of(outcome_of(p, "set_up_group")) == "met");
}

TEST_CASE("nothing is set up outside the scope, and nothing while it is open") {
    const std::string outside = "says: {crosses_counties: false, beyond_county_capacity: false}";
    for (const std::string& says : {outside, std::string("says: {crosses_counties: false}"), std::string("says: {participants: 180}")}) {
        const Played p = play(drill_with({{crossing, says}}));
        INFO(says);
        CHECK(formed(p) == 0);
        for (const char* duty : {"set_up_group", "start_response", "members_support", "no_end_before_decision", "declare_end"}) CHECK(outcomes_of(p, duty).empty());
        // while it is open the agency in charge does its own part all the same
        CHECK(outcomes_of(p, "first_support").size() == (says == outside ? 0 : 1));
    }
}

TEST_CASE("support begins with the other plan's grade: III opens nothing, though it crosses counties and the headquarters knows") {
    const Played p = play(drill_with(graded_iii()));
    CHECK(graded_ii(p).empty());
    CHECK_FALSE(instants_of(p, "mass-incident", EntryKind::grading, "at_least", "III").empty());
    CHECK(instants(p, EntryKind::received, "message", "support_instruction").empty());
    for (const DutyOutcome& o : p.outcomes) CHECK(o.plan != "science-support");
}

TEST_CASE("nor does a grade that may be II") {
    const Played p = play(drill_with(graded_iii("participants: 300..600, stability_impact: present..severe")));
    CHECK_FALSE(instants_of(p, "mass-incident", EntryKind::grading, "at_most", "I").empty());
    CHECK(graded_ii(p).empty());
    for (const DutyOutcome& o : p.outcomes) CHECK(o.plan != "science-support");
}

TEST_CASE("a raise to II in mid-run opens it then, once, though the headquarters was told nothing new") {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const Played p = play(drill_with(graded_iii(iii, "\n  - {at: 120 min, from: liandu-government, to: lishui-government, says: {serious_consequences: true}}")), seed);
        INFO("seed " << seed);
        const auto raised = graded_ii(p);
        REQUIRE_FALSE(raised.empty());
        CHECK(ms_of(raised.front()) >= minutes(120));
        CHECK(instant(p, EntryKind::task_started, "task", "instruct_support") == raised.front());
        CHECK(formed(p) == 1);
        CHECK(said_of(outcome_of(p, "set_up_group")) == "met");
        // the lead agency's first support counts from the incident and is opened by the instruction
        CHECK(ms_of(outcome_of(p, "first_support").anchor) == 0);
        CHECK(outcome_of(p, "first_support").opened > raised.front());
    }
}

TEST_CASE("while the grade is II and nobody has told the headquarters, it waits for that report") {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const Played p = play(drill_with(), seed);
        INFO("seed " << seed);
        const auto reports = instants_of(p, "", EntryKind::received, "message", incident_report, "lishui-general-hq");
        REQUIRE(reports.size() == 1);
        const ModelTime told = reports.front();
        CHECK(graded_ii(p).front() < told);
        CHECK(instant(p, EntryKind::task_started, "task", "instruct_support") >= told);
    }
}

TEST_CASE("the grade may be that of the natural-resource plan") {
    const auto with = [](const std::string& injuries) {
        return play(drill_with({{"[mass-incident, science-support]", "[natural-resource-dispute, science-support]"}, {first_report, "to: [natural-resource-dispute.headquarters_office, science-support.headquarters], says: {participants: 150..200, " + injuries + "}"}, formed_hq}));
    };
    const Played ii = with("deaths: 1, serious_injuries: 0");
    CHECK(formed(ii) == 1);
    CHECK(said_of(outcome_of(ii, "set_up_group")) == "met");
    CHECK(instant(ii, EntryKind::task_started, "task", "instruct_support") >= instants_of(ii, "natural-resource-dispute", EntryKind::grading, "at_least", "II").front());
    const Played lower = with("deaths: 0, serious_injuries: 4");
    CHECK_FALSE(instants_of(lower, "natural-resource-dispute", EntryKind::grading, "at_least", "III").empty());
    for (const DutyOutcome& o : lower.outcomes) CHECK(o.plan != "science-support");
}

TEST_CASE("without another plan in the scenario nothing opens, whatever is reported") {
    const Played p = play(drill_with({{"[mass-incident, science-support]", "[science-support]"}, {first_report, "to: science-support.headquarters, says: {participants: 6000, stability_impact: severe, deaths: 40, serious_consequences: true}"}, formed_hq}));
    CHECK_FALSE(instants_of(p, "", EntryKind::received, "message", incident_report, "lishui-general-hq").empty());
    CHECK(p.outcomes.empty());
    CHECK(instants_of(p, "science-support", EntryKind::task_started, "task", "instruct_support").empty());
}

TEST_CASE("the bureau may find that no group is needed") {
    const Played p = play(drill_with({{"decisions: {", "decisions: {science-support.support_need: not_needed, "}}));
    CHECK(formed(p) == 0);
    CHECK(outcomes_of(p, "set_up_group").empty());
}

TEST_CASE("every member acts once the response starts, and no duty has a number") {
    const Played p = play(drill_with());
    CHECK(outcomes_of(p, "members_support").size() == 24);
    for (const DutyOutcome& o : p.outcomes) {
        if (o.plan != "science-support") continue;
        INFO(o.id);
        CHECK_FALSE(o.due);
        CHECK(said_of(o) == "met");
    }
}

TEST_CASE("the end is declared on the headquarters' decision, and the aftermath counts from the same instant") {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const Played p = play(drill_with(), seed);
        INFO("seed " << seed);
        const ModelTime by_headquarters = decided(p, "support_end");
        const DutyOutcome end = outcome_of(p, "declare_end"), aftermath = outcome_of(p, "aftermath");
        CHECK(end.anchor == by_headquarters);
        CHECK(aftermath.anchor == by_headquarters);
        CHECK(*end.discharged > by_headquarters);
        CHECK(said_of(outcome_of(p, "no_end_before_decision")) == "met");
        // both begin with the same message; neither waits for the other
        CHECK(instant(p, EntryKind::task_started, "task", "declare_end") == instant(p, EntryKind::task_started, "task", "aftermath"));
        CHECK(outcome_of(p, "evaluate").anchor == *end.discharged);
    }
}

TEST_CASE("without the headquarters' decision the support goes on") {
    const Played unsettled = play(drill_with({{"facts: {settled_on_scene: true}", "facts: {participants: 180}"}}));
    const Played kept = play(drill_with({{"decisions: {", "decisions: {science-support.support_end: go_on, "}}));
    for (const Played* p : {&unsettled, &kept}) {
        CHECK(formed(*p) == 1);
        for (const char* duty : {"declare_end", "aftermath", "evaluate"}) CHECK(outcomes_of(*p, duty).empty());
        CHECK(said_of(outcome_of(*p, "no_end_before_decision")) == "met");
        CHECK(instants(*p, EntryKind::task_done, "task", "declare_end").empty());
    }
}

TEST_CASE("a group that declares the end by itself breaks the order") {
    const Played p = play(drill_with({}, {{"  by: support_group\n  after: {all: [{decided: support_end, as: end}, {received: end_decision}]}", "  by: support_group\n  after: {done: hold_meeting}"}}));
    const DutyOutcome early = outcome_of(p, "no_end_before_decision");
    CHECK(said_of(early) == "breached");
    CHECK(p.entry(early.breached_entry).at == instant(p, EntryKind::task_done, "task", "declare_end"));
}

TEST_CASE("a technical difficulty at the scene sends the team, and none sends nobody") {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const Played p = play(drill_with(), seed);
        INFO("seed " << seed);
        const DutyOutcome sent = outcome_of(p, "send_scene_team");
        CHECK(sent.anchor == decided(p, "scene_difficulty"));
        CHECK(said_of(sent) == "met");
        CHECK(*sent.discharged > instant(p, EntryKind::received, "message", "scene_order"));
        CHECK(instants(p, EntryKind::formed, "body", "scene_guidance_team").size() == 1);
    }
    const Played none = play(drill_with({{"science-support.scene_difficulty: difficulty, ", ""}, {"- {id: E-4, duty: science-support.send_scene_team, is: met}", "- {id: E-4, duty: science-support.send_scene_team, is: none}"}}));
    CHECK(outcomes_of(none, "send_scene_team").empty());
    CHECK(instants(none, EntryKind::formed, "body", "scene_guidance_team").empty());
    CHECK(none.expectation("E-4"));
}

TEST_CASE("a major difficulty is answered by search together with research") {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const Played p = play(drill_with(), seed);
        INFO("seed " << seed);
        const DutyOutcome answer = outcome_of(p, "answer_major_difficulty");
        CHECK(answer.anchor == decided(p, "major_difficulty"));
        auto parts = instants(p, EntryKind::received, "message", "research_task");
        CHECK(parts.size() == 3);  // the experts, a university, an institute
        parts.push_back(instant(p, EntryKind::task_done, "task", "search_literature"));
        CHECK(*answer.discharged == *std::max_element(parts.begin(), parts.end()));
        CHECK(instants(p, EntryKind::received, "message", "outside_request").empty());
    }
}

TEST_CASE("or by asking outside, and by nothing where there is none") {
    const Played outside = play(drill_with({{decisions, "decisions: {science-support.major_difficulty: ask_outside}"}}));
    const DutyOutcome answer = outcome_of(outside, "answer_major_difficulty");
    CHECK(said_of(answer) == "met");
    CHECK(*answer.discharged == instant(outside, EntryKind::received, "message", "outside_request", "zhejiang-science"));
    CHECK(instants(outside, EntryKind::task_started, "task", "search_literature").empty());
    CHECK(instants(outside, EntryKind::received, "message", "research_task").empty());
    const Played none = play(drill_with({{decisions, ""}}));
    CHECK(outcomes_of(none, "answer_major_difficulty").empty());
    CHECK(instants(none, EntryKind::received, "message", "outside_request").empty());
}

TEST_CASE("search alone does not answer a major difficulty") {
    const Played p = play(drill_with({}, {{"  after: {decided: major_difficulty, as: research}\n  takes: 10..30 min usually 15", "  after: {decided: major_difficulty, as: research}\n  officer: none\n  takes: 60 h"}}));
    CHECK_FALSE(instants(p, EntryKind::task_done, "task", "search_literature").empty());
    CHECK(said_of(outcome_of(p, "answer_major_difficulty")) == "waived response_ended");
}

TEST_CASE("the group evaluates by its office, or takes part in the incident's evaluation") {
    const Played own = play(drill_with());
    CHECK(said_of(outcome_of(own, "evaluate")) == "met");
    CHECK(*outcome_of(own, "evaluate").discharged == instant(own, EntryKind::received, "message", "evaluation_result", "lishui-emergency-management"));
    CHECK(outcomes_of(own, "take_part_in_evaluation").empty());
    const Played part = play(drill_with({{"decisions: {", "decisions: {science-support.evaluation_way: take_part, "}}));
    CHECK(said_of(outcome_of(part, "take_part_in_evaluation")) == "met");
    CHECK(outcomes_of(part, "evaluate").empty());
}

TEST_CASE("what the science support drill expects comes true for seeds 1 to 20") {
    const Inputs inputs = drill_with();
    CHECK_FALSE(inputs.scenario.expect.empty());
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const Played p = play(Inputs(inputs), seed);
        for (const ExpectationResult& result : check_expectations(p.inputs, p.journal, p.outcomes)) {
            INFO("seed " << seed << " " << result.id << ": " << result.found);
            CHECK(result.holds);
        }
    }
}
