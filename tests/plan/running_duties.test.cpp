// Which duties run once the first report is there, and when they fall due.
#include "sandtable/running_duties.hpp"
#include "support/catch.hpp"
#include "support/shipped_plan.hpp"

using namespace sandtable;

namespace {

const ShippedPlan& wage_arrears() {
    static const ShippedPlan loaded = shipped_plan("wage-arrears");
    return loaded;
}

const Calendar& calendar() {
    static const Calendar loaded = [] {
        Diagnostics out;
        auto calendar = load_calendar(DiskFiles({std::filesystem::path(SANDTABLE_TREE) / "scenarios"}).find(FileKind::calendar, "cn", out).value(), out);
        if (!calendar) throw std::runtime_error(said_of(out));
        return std::move(*calendar);
    }();
    return loaded;
}

using Facts = std::vector<std::pair<std::string, std::string>>;

/// "running 3(1) preliminary_assessment 2026-01-26T09:30:00.000+08:00" each.
std::vector<std::string> duties(const ShippedPlan& s, const Facts& facts, const char* received) {
    Knowledge knowledge(s.vocabulary.facts.size());
    for (const auto& [id, value] : facts) {
        const FactId fact = s.vocabulary.find(id);
        REQUIRE(fact.is_some());
        knowledge.learn(fact, std::get<Observation>(parse_observation(s.vocabulary.facts[fact], value)), {}, no_entry);
    }
    const auto at = received != nullptr ? parse_iso(received) : std::nullopt;
    const auto found = duties_on_receipt(s.plan, s.vocabulary, knowledge, grade(s.plan, s.vocabulary, knowledge, {}), calendar(), at);
    REQUIRE(std::holds_alternative<std::vector<RunningDuty>>(found));
    std::vector<std::string> out;
    for (const RunningDuty& one : std::get<std::vector<RunningDuty>>(found)) {
        const Duty& duty = s.plan.duties[one.duty];
        out.push_back(std::string(one.state == RunningDuty::State::running ? "running " : one.state == RunningDuty::State::waiting ? "waiting " : "later ") + duty.clause + " " + duty.id + (one.due ? " " + iso_text(*one.due) : ""));
    }
    return out;
}

const Facts in_scope{{"participants", "42"}, {"caused_by_wage_arrears", "yes"}, {"in_city_jurisdiction", "yes"}, {"organ_blocked", "yes"}, {"in_urban_area", "yes"}};

}  // namespace

TEST_CASE("the office's two periods run from its receipt of the report: 20 and 30 minutes", "[plan][running]") {
    CHECK(duties(wage_arrears(), in_scope, "2026-01-26T09:10:00+08:00") ==
          std::vector<std::string>{"running 3(1) preliminary_assessment 2026-01-26T09:30:00.000+08:00", "running 3(1) report_to_leading_group 2026-01-26T09:40:00.000+08:00", "waiting 2.2(11) union_reports_arrears",
                                   "later 3(2) deputy_on_scene", "later 5.1(2) handling_report", "later 3(2) principal_on_scene", "later 4(1) source_arrears"});
}

TEST_CASE("a period runs over midnight, and without an instant nothing is due", "[plan][running]") {
    CHECK(duties(wage_arrears(), in_scope, "2026-01-26T23:45:00+08:00")[1] == "running 3(1) report_to_leading_group 2026-01-27T00:15:00.000+08:00");
    CHECK(duties(wage_arrears(), in_scope, nullptr)[0] == "running 3(1) preliminary_assessment");
}

TEST_CASE("a scope still open lets the duties run, one that fails leaves none", "[plan][running]") {
    CHECK(duties(wage_arrears(), {{"caused_by_wage_arrears", "yes"}}, nullptr).size() >= 2);
    CHECK(duties(wage_arrears(), {{"participants", "29"}}, nullptr).empty());
}

TEST_CASE("what the report already rules out is not announced for later", "[plan][running]") {
    Facts outside = in_scope;
    outside.back().second = "no";
    for (const std::string& line : duties(wage_arrears(), outside, nullptr)) CHECK(line.find("_on_scene") == std::string::npos);
}

TEST_CASE("a plan without a procedure has no duties, and a period that ends outside the calendar names the day", "[plan][running]") {
    ShippedPlan bare = shipped_plan("mass-incident");
    bare.plan.duties = {};
    CHECK(duties(bare, {}, "2026-01-26T09:10:00+08:00").empty());
    ShippedPlan s = shipped_plan("wage-arrears");
    const Knowledge knowledge(s.vocabulary.facts.size());
    for (Duty& duty : s.plan.duties)
        if (duty.id == "preliminary_assessment") duty.within = Period{Period::Unit::working_days, 7};
    const auto found = duties_on_receipt(s.plan, s.vocabulary, knowledge, grade(s.plan, s.vocabulary, knowledge, {}), calendar(), civil_time(calendar().last, 0, 480));
    CHECK(std::holds_alternative<OutsideCalendar>(found));
}
