// The shipped wage-arrears plan at its limits: 30 people of clause 1.4, the five harms, 50 people of clause 3(2).
#include <algorithm>

#include "sandtable/plan.hpp"
#include "sandtable/scenario.hpp"
#include "support/catch.hpp"
#include "support/shipped_plan.hpp"
#include "support/program.hpp"
#include "support/said_of.hpp"

using namespace sandtable;

namespace {

using Facts = std::vector<std::pair<std::string, std::string>>;

struct WageArrears : ShippedPlan {
    WageArrears() : ShippedPlan(shipped_plan("wage-arrears")) {}

    Knowledge knowing(const Facts& facts) const {
        Knowledge knowledge(vocabulary.facts.size());
        for (const auto& [id, value] : facts) {
            const FactId fact = vocabulary.find(id);
            REQUIRE(fact.is_some());
            knowledge.learn(fact, std::get<Observation>(parse_observation(vocabulary.facts[fact], value)), {}, 0);
        }
        return knowledge;
    }
    Grading graded(const Facts& facts) const { return grade(plan, vocabulary, knowing(facts), {}); }
    std::string names(const std::vector<FactId>& facts) const {
        std::string out;
        for (const FactId fact : facts) out += (out.empty() ? "" : " ") + vocabulary.facts[fact].id;
        return out;
    }
};

const WageArrears& loaded() {
    static const WageArrears it;
    return it;
}

/// All five harms denied but those that follow.
Facts incident(const std::string& participants, Facts more = {}) {
    Facts facts{{"participants", participants}, {"caused_by_wage_arrears", "yes"}, {"in_city_jurisdiction", "yes"}, {"organ_blocked", "no"}, {"endangers_life_or_property", "no"},
                {"endangers_public_order", "no"}, {"traffic_seriously_blocked", "no"}, {"stability_impact", "none"}};
    for (const auto& [id, value] : more)
        for (auto& fact : facts)
            if (fact.first == id) fact.second = value;
    return facts;
}

const std::pair<const char*, const char*> harms[] = {{"organ_blocked", "yes"}, {"endangers_life_or_property", "yes"}, {"endangers_public_order", "yes"}, {"traffic_seriously_blocked", "yes"}, {"stability_impact", "severe"}};

}  // namespace

TEST_CASE("clause 1.4 begins at thirty people with each of the five harms", "[plan][wage-arrears]") {
    for (const auto& [harm, value] : harms) {
        INFO(harm);
        CHECK(loaded().graded(incident("29", {{harm, value}})).applies == Truth::fails);
        CHECK(loaded().graded(incident("30", {{harm, value}})).applies == Truth::holds);
        CHECK(loaded().graded(incident("29..30", {{harm, value}})).applies == Truth::open);
        CHECK(loaded().graded(incident("30..", {{harm, value}})).applies == Truth::holds);
        CHECK(loaded().names(loaded().graded(incident("29", {{harm, value}})).failed) == "participants");
        CHECK(loaded().names(loaded().graded(incident("29..30", {{harm, value}})).unsettled) == "participants");
    }
}

TEST_CASE("without any of the five harms clause 1.4 does not apply, however many people", "[plan][wage-arrears]") {
    const Grading g = loaded().graded(incident("5000"));
    CHECK(g.applies == Truth::fails);
    CHECK(loaded().names(g.failed) == "stability_impact organ_blocked endangers_life_or_property endangers_public_order traffic_seriously_blocked");
}

TEST_CASE("impact on stability counts as a harm from severe on", "[plan][wage-arrears]") {
    CHECK(loaded().graded(incident("30", {{"stability_impact", "considerable"}})).applies == Truth::fails);
    CHECK(loaded().graded(incident("30", {{"stability_impact", "considerable..severe"}})).applies == Truth::open);
}

TEST_CASE("one harm unknown and the others denied leaves the scope open over that one", "[plan][wage-arrears]") {
    for (const auto& [harm, value] : harms) {
        Facts facts = incident("30");
        facts.erase(std::find_if(facts.begin(), facts.end(), [&, name = harm](const auto& f) { return f.first == name; }));
        const Grading g = loaded().graded(facts);
        CHECK(g.applies == Truth::open);
        CHECK(loaded().names(g.unsettled) == harm);
    }
}

TEST_CASE("another cause or another jurisdiction is outside the plan", "[plan][wage-arrears]") {
    Facts facts = incident("30", {{"organ_blocked", "yes"}, {"caused_by_wage_arrears", "no"}});
    CHECK(loaded().names(loaded().graded(facts).failed) == "caused_by_wage_arrears");
    facts = incident("30", {{"organ_blocked", "yes"}, {"in_city_jurisdiction", "no"}});
    CHECK(loaded().names(loaded().graded(facts).failed) == "in_city_jurisdiction");
}

TEST_CASE("nothing said leaves the plan open, never out of scope", "[plan][wage-arrears]") {
    const Grading g = loaded().graded({});
    CHECK(g.applies == Truth::open);
    CHECK(g.failed.empty());
    CHECK(g.at_least == -1);
    CHECK(g.at_most == -1);
}

TEST_CASE("principals are called from fifty people on, known for certain", "[plan][wage-arrears]") {
    const Plan& plan = loaded().plan;
    const Task& call = plan.tasks[plan.task("call_principals")];
    REQUIRE(call.guards.has_once);
    const auto judged = [&](const char* participants) { return judge(call.guards.once_holds, loaded().vocabulary, loaded().knowing({{"participants", participants}}), {}); };
    CHECK(judged("49") == Truth::fails);
    CHECK(judged("50") == Truth::holds);
    CHECK(judged("49..50") == Truth::open);
    CHECK(judged("30..50") == Truth::open);
    CHECK(judged("50..") == Truth::holds);
    CHECK(judged("..49") == Truth::fails);
    CHECK(judge(call.guards.once_holds, loaded().vocabulary, loaded().knowing({}), {}) == Truth::open);
    CHECK(guard_text(loaded().vocabulary, plan, call.guards.once_holds) == "participants >= 50");
}

TEST_CASE("the thirty minutes hold in the urban area only", "[plan][wage-arrears]") {
    const Plan& plan = loaded().plan;
    for (const char* id : {"deputy_on_scene", "principal_on_scene"}) {
        const Duty& duty = plan.duties[plan.duty(id)];
        REQUIRE(duty.guards.has_if);
        CHECK(judge(duty.guards.if_holds, loaded().vocabulary, loaded().knowing({{"in_urban_area", "yes"}}), {}) == Truth::holds);
        CHECK(judge(duty.guards.if_holds, loaded().vocabulary, loaded().knowing({{"in_urban_area", "no"}}), {}) == Truth::fails);
        CHECK(judge(duty.guards.if_holds, loaded().vocabulary, loaded().knowing({}), {}) == Truth::open);
    }
}

TEST_CASE("the first judgement goes on while the scope is open and stops once it fails", "[plan][wage-arrears]") {
    const Plan& plan = loaded().plan;
    const Task& first = plan.tasks[plan.task("first_judgement")];
    REQUIRE(first.guards.has_unless);
    const auto stops = [&](const Facts& facts) {
        const Grading g = loaded().graded(facts);
        return judge(first.guards.unless_holds, loaded().vocabulary, loaded().knowing(facts), {}, &g) == Truth::holds;
    };
    CHECK_FALSE(stops({}));
    CHECK_FALSE(stops(incident("30", {{"organ_blocked", "yes"}})));
    CHECK_FALSE(stops(incident("29..30", {{"organ_blocked", "yes"}})));
    CHECK(stops(incident("29", {{"organ_blocked", "yes"}})));
}
