// Every number and word of degree in the gradings of the shipped plans: one below, at the limit, one above. What is expected was read from the
// sources' own texts (mass-incident 2, natural-resource-dispute 2, wage-arrears 1.4) and the readings of docs/readings.md, not from the plan files.
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "sandtable/plan.hpp"
#include "sandtable/scenario.hpp"
#include "support/catch.hpp"
#include "support/shipped_plan.hpp"
#include "support/said_of.hpp"

using namespace sandtable;

namespace {

/// A stated value per fact; every other observation is harmless, findings are not made.
using Facts = std::map<std::string, std::string>;

struct Shipped : ShippedPlan {
    explicit Shipped(const std::string& id) : ShippedPlan(shipped_plan(id)) {}
    /// What was stated, over an incident in which nothing at all has happened: 0, no, the lowest word.
    Knowledge knowing(const Facts& facts) const {
        Knowledge knowledge(vocabulary.facts.size());
        for (const FactId fact : ids_of(vocabulary.facts))
            if (!vocabulary.facts[fact].finding && !facts.contains(vocabulary.facts[fact].id)) knowledge.learn(fact, Observation::exactly(0), {}, 0);
        for (const auto& [id, value] : facts) {
            const FactId fact = vocabulary.find(id);
            INFO(id << "=" << value);
            REQUIRE(fact.is_some());
            const auto parsed = parse_observation(vocabulary.facts[fact], value, plan.grades);
            REQUIRE(std::holds_alternative<Observation>(parsed));
            knowledge.learn(fact, std::get<Observation>(parsed), {}, 0);
        }
        return knowledge;
    }
    Grading graded(const Facts& facts) const { return grade(plan, vocabulary, knowing(facts), {}); }
    std::string grade_name(int at) const { return at < 0 ? "none" : plan.grades.at(static_cast<std::size_t>(at)); }
    std::string clauses(const std::vector<std::uint32_t>& criteria) const {
        std::string out;
        for (const auto i : criteria) out += (out.empty() ? "" : " ") + plan.criteria[i].clause;
        return out;
    }
};

const Shipped& mass() {
    static const Shipped it("mass-incident");
    return it;
}
const Shipped& tenure() {
    static const Shipped it("natural-resource-dispute");
    return it;
}
const Shipped& wages() {
    static const Shipped it("wage-arrears");
    return it;
}

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

/// "participants=5000 group_fight": a fact without value is yes.
Facts facts_of(const std::string& stated) {
    Facts facts;
    for (const std::string& word : words_of(stated)) {
        const auto at = word.find('=');
        const bool fresh = facts.emplace(word.substr(0, at), at == std::string::npos ? "yes" : word.substr(at + 1)).second;
        INFO(stated);
        REQUIRE(fresh);
    }
    return facts;
}

struct Row {
    const char *facts, *grade, *met;
};

const std::vector<Row> mass_rows{
    {"", "none", ""},
    // 2.1(1) 一次参与人数5000人以上，严重影响社会稳定; 5,000 is the end of 2.2(1) too
    {"participants=4999 stability_impact=severe", "none", ""},
    {"participants=5000 stability_impact=severe", "I", "2.1(1)"},
    {"participants=5001 stability_impact=severe", "I", "2.1(1)"},
    {"participants=5000 stability_impact=considerable", "none", ""},
    {"participants=5000 stability_impact=present", "none", ""},
    {"participants=5000", "none", ""},
    {"participants=1000000000 stability_impact=severe", "I", "2.1(1)"},
    {"stability_impact=severe", "none", ""},
    // 2.1(2) 冲击、围攻县级以上党政军机关和要害部门，打、砸、抢、烧乡镇以上党政军机关
    {"organ_stormed=township", "none", ""},
    {"organ_stormed=county", "I", "2.1(2)"},
    {"organ_stormed=city", "I", "2.1(2)"},
    {"organ_stormed=province", "I", "2.1(2)"},
    {"key_department_stormed", "I", "2.1(2)"},
    {"organ_ransacked=none", "none", ""},
    {"organ_ransacked=township", "I", "2.1(2)"},
    {"organ_ransacked=county", "I", "2.1(2)"},
    {"organ_ransacked=province", "I", "2.1(2)"},
    {"organ_blocked", "none", ""},  // 围堵 is not 冲击、围攻
    // 2.1(3) 对抗性特征突出，已发生大规模的打、砸、抢、烧
    {"confrontation_prominent large_scale_violence", "I", "2.1(3)"},
    {"confrontation_prominent", "none", ""},
    {"large_scale_violence", "none", ""},
    // 2.1(4) 8小时以上停运，或24小时以上停工; single stops are not added up
    {"transport_blocked=28799999ms", "none", ""},
    {"transport_blocked=8h", "I", "2.1(4)"},
    {"transport_blocked=28800001ms", "I", "2.1(4)"},
    {"key_project_stopped=86399999ms", "none", ""},
    {"key_project_stopped=24h", "I", "2.1(4)"},
    {"key_project_stopped=86400001ms", "I", "2.1(4)"},
    {"key_project_stopped=8h", "none", ""},
    {"transport_blocked=28799999ms key_project_stopped=86399999ms", "none", ""},
    {"transport_blocked=87600h", "I", "2.1(4)"},
    // 2.1(5) 10人以上死亡或30人以上受伤，严重危害社会稳定; 10 and 30 are the ends of 2.2(2) too
    {"deaths=9 stability_impact=severe", "II", "2.2(2)"},
    {"deaths=10 stability_impact=severe", "I", "2.1(5)"},
    {"deaths=11 stability_impact=severe", "I", "2.1(5)"},
    {"injuries=29 stability_impact=severe", "II", "2.2(2)"},
    {"injuries=30 stability_impact=severe", "I", "2.1(5)"},
    {"injuries=31 stability_impact=severe", "I", "2.1(5)"},
    {"deaths=10 stability_impact=considerable", "none", ""},
    {"injuries=30 stability_impact=considerable", "none", ""},
    {"deaths=9 injuries=30 stability_impact=severe", "I", "2.1(5) 2.2(2)"},
    {"serious_injuries=30 stability_impact=severe", "none", ""},  // the plan counts the injured of any degree, and serious ones not again
    // 2.1(6) 失控，并未经批准走出校门，引发不同地区连锁反应，严重影响社会稳定
    {"school_gathering_out_of_control unapproved_march_off_campus chain_areas=cross_county stability_impact=severe", "I", "2.1(6) 2.1(9) 2.3(3)"},
    {"school_gathering_out_of_control unapproved_march_off_campus chain_areas=city_wide stability_impact=severe", "I", "2.1(6) 2.1(9) 2.3(3)"},
    {"unapproved_march_off_campus chain_areas=cross_county stability_impact=severe", "I", "2.1(9) 2.3(3)"},
    {"school_gathering_out_of_control chain_areas=cross_county stability_impact=severe", "I", "2.1(9) 2.3(3)"},
    {"school_gathering_out_of_control unapproved_march_off_campus stability_impact=severe", "none", ""},
    {"school_gathering_out_of_control unapproved_march_off_campus chain_areas=cross_county stability_impact=considerable", "III", "2.3(3)"},
    {"school_gathering_out_of_control unapproved_march_off_campus chain_trades stability_impact=severe", "I", "2.1(9) 2.3(3)"},
    // 2.1(7) 参与人数在500人以上，或造成重大人员伤亡的群体性械斗、冲突; 2.2(4) 200人以上、500人以下，或造成较大人员伤亡
    {"group_fight", "none", ""},
    {"group_fight participants=199", "none", ""},
    {"group_fight participants=200", "II", "2.2(4)"},
    {"group_fight participants=201", "II", "2.2(4)"},
    {"group_fight participants=499", "II", "2.2(4)"},
    {"group_fight participants=500", "I", "2.1(7)"},
    {"group_fight participants=501", "I", "2.1(7)"},
    {"participants=200", "none", ""},
    {"participants=500", "none", ""},
    {"group_fight casualties=some", "none", ""},
    {"group_fight casualties=considerable", "II", "2.2(4)"},
    {"group_fight casualties=major", "I", "2.1(7) 2.2(4)"},
    {"casualties=considerable", "none", ""},
    {"casualties=major", "none", ""},
    {"group_fight participants=500 casualties=considerable", "I", "2.1(7) 2.2(4)"},
    // 2.1(8) 罪犯10人以上的暴狱、越狱或者聚众劫狱
    {"prison_incident", "none", ""},
    {"prison_incident prisoners=9", "none", ""},
    {"prison_incident prisoners=10", "I", "2.1(8)"},
    {"prison_incident prisoners=11", "I", "2.1(8)"},
    {"prisoners=10", "none", ""},
    // 2.1(9) 全市范围或跨县（市、区）、跨行业的严重影响社会稳定的连锁反应; 2.3(3) 已引发跨地区、跨行业的影响社会稳定连锁反应
    {"chain_areas=cross_county", "none", ""},
    {"chain_areas=cross_county stability_impact=present", "III", "2.3(3)"},
    {"chain_areas=cross_county stability_impact=considerable", "III", "2.3(3)"},
    {"chain_areas=cross_county stability_impact=severe", "I", "2.1(9) 2.3(3)"},
    {"chain_areas=city_wide stability_impact=present", "III", "2.3(3)"},
    {"chain_areas=city_wide stability_impact=severe", "I", "2.1(9) 2.3(3)"},
    {"chain_trades", "none", ""},
    {"chain_trades stability_impact=present", "III", "2.3(3)"},
    {"chain_trades stability_impact=considerable", "III", "2.3(3)"},
    {"chain_trades stability_impact=severe", "I", "2.1(9) 2.3(3)"},
    {"stability_impact=present", "none", ""},
    // 2.2(1) 1000人以上、5000人以下，影响较大的非法集会……，或人数不多但涉及面广和有可能赴省进京
    {"listed_gathering", "none", ""},
    {"listed_gathering participants=999 stability_impact=considerable", "III", "2.3(1)"},
    {"listed_gathering participants=1000 stability_impact=considerable", "II", "2.2(1)"},
    {"listed_gathering participants=1001 stability_impact=considerable", "II", "2.2(1)"},
    {"listed_gathering participants=4999 stability_impact=considerable", "II", "2.2(1)"},
    {"listed_gathering participants=5000 stability_impact=considerable", "none", ""},
    {"listed_gathering participants=5001 stability_impact=considerable", "none", ""},
    {"listed_gathering participants=1000", "none", ""},
    {"listed_gathering participants=1000 stability_impact=present", "none", ""},
    {"listed_gathering participants=1000 stability_impact=severe", "II", "2.2(1)"},
    {"listed_gathering participants=4999 stability_impact=severe", "II", "2.2(1)"},
    {"listed_gathering participants=5000 stability_impact=severe", "I", "2.1(1)"},
    {"participants=1000 stability_impact=considerable", "none", ""},
    {"participants=1000 stability_impact=severe", "none", ""},
    {"listed_gathering wide_reach may_reach_higher_level", "II", "2.2(1)"},
    {"listed_gathering wide_reach may_reach_higher_level participants=5000", "II", "2.2(1)"},
    {"wide_reach may_reach_higher_level", "none", ""},
    {"listed_gathering may_reach_higher_level", "none", ""},
    {"listed_gathering wide_reach", "none", ""},
    // 2.2(2) 3人以上、10人以下死亡，或10人以上、30人以下受伤; 2.3(4) 造成人员伤亡，但死亡人数在3人以下、受伤人数在10人以下
    {"deaths=1", "III", "2.3(4)"},
    {"deaths=2", "III", "2.3(4)"},
    {"deaths=3", "II", "2.2(2)"},
    {"deaths=4", "II", "2.2(2)"},
    {"deaths=9", "II", "2.2(2)"},
    {"deaths=10", "none", ""},
    {"deaths=11", "none", ""},
    {"injuries=1", "III", "2.3(4)"},
    {"injuries=2", "III", "2.3(4)"},
    {"injuries=9", "III", "2.3(4)"},
    {"injuries=10", "II", "2.2(2)"},
    {"injuries=11", "II", "2.2(2)"},
    {"injuries=29", "II", "2.2(2)"},
    {"injuries=30", "none", ""},
    {"injuries=31", "none", ""},
    {"deaths=2 injuries=9", "III", "2.3(4)"},
    {"deaths=3 injuries=9", "II", "2.2(2)"},
    {"deaths=2 injuries=10", "II", "2.2(2)"},
    {"deaths=10 injuries=9", "none", ""},
    {"deaths=2 injuries=30", "none", ""},
    {"deaths=10 injuries=10", "II", "2.2(2)"},
    {"deaths=9 injuries=30", "II", "2.2(2)"},
    // 2.2(3) 串联、煽动，聚集规模迅速扩大并出现多校串联，教学秩序受到严重影响
    {"school_agitation_widespread school_gathering_growing teaching_disrupted", "II", "2.2(3)"},
    {"school_gathering_growing teaching_disrupted", "none", ""},
    {"school_agitation_widespread teaching_disrupted", "none", ""},
    {"school_agitation_widespread school_gathering_growing", "none", ""},
    // 2.2(5) the assessor's finding alone
    {"clause_2_2_5=yes", "II", "2.2(5)"},
    {"clause_2_2_5=no", "none", ""},
    // 2.2(6) 权属争议和环境污染引发的，造成严重后果
    {"tenure_or_pollution_cause serious_consequences", "II", "2.2(6)"},
    {"tenure_or_pollution_cause", "none", ""},
    {"serious_consequences", "none", ""},
    // 2.2(7) 跨县或跨行业的影响社会稳定的连锁反应，或造成了较严重的危害和损失，事态仍可能进一步扩大和升级
    {"chain_areas=cross_county stability_impact=present may_escalate", "II", "2.2(7) 2.3(3)"},
    {"chain_areas=city_wide stability_impact=present may_escalate", "II", "2.2(7) 2.3(3)"},
    {"chain_trades stability_impact=present may_escalate", "II", "2.2(7) 2.3(3)"},
    {"chain_trades stability_impact=considerable may_escalate", "II", "2.2(7) 2.3(3)"},
    {"chain_trades stability_impact=severe may_escalate", "I", "2.1(9) 2.2(7) 2.3(3)"},
    {"chain_areas=cross_county may_escalate", "none", ""},
    {"stability_impact=present may_escalate", "none", ""},
    {"fairly_serious_damage may_escalate", "II", "2.2(7)"},
    {"fairly_serious_damage", "none", ""},
    {"may_escalate", "none", ""},
    // 2.3(1) 200人以上、1000人以下，影响社会稳定
    {"participants=199 stability_impact=present", "none", ""},
    {"participants=200 stability_impact=present", "III", "2.3(1)"},
    {"participants=201 stability_impact=present", "III", "2.3(1)"},
    {"participants=999 stability_impact=present", "III", "2.3(1)"},
    {"participants=1000 stability_impact=present", "none", ""},
    {"participants=1001 stability_impact=present", "none", ""},
    {"participants=200 stability_impact=considerable", "III", "2.3(1)"},
    {"participants=200 stability_impact=severe", "III", "2.3(1)"},
    {"participants=500 stability_impact=severe", "III", "2.3(1)"},
    // 2.3(2) 国家重要场所、重点地区聚集人数在10人以上，100人以下，有明显过激行为: the people at that place, not all of them
    {"aggressive_behaviour gathered_at_key_place=9", "none", ""},
    {"aggressive_behaviour gathered_at_key_place=10", "III", "2.3(2)"},
    {"aggressive_behaviour gathered_at_key_place=11", "III", "2.3(2)"},
    {"aggressive_behaviour gathered_at_key_place=99", "III", "2.3(2)"},
    {"aggressive_behaviour gathered_at_key_place=100", "none", ""},
    {"aggressive_behaviour gathered_at_key_place=101", "none", ""},
    {"gathered_at_key_place=10", "none", ""},
    {"aggressive_behaviour participants=50", "none", ""},
    {"aggressive_behaviour gathered_at_key_place=50 participants=5000", "III", "2.3(2)"},
    // "other incidents": a finding meets exactly its own item, beside whatever else is met
    {"assessor_grade=I", "I", "2.1(10)"},
    {"assessor_grade=II", "II", "2.2(8)"},
    {"assessor_grade=III", "III", "2.3(5)"},
    {"assessor_grade=none", "none", ""},
    {"assessor_grade=III participants=5000 stability_impact=severe", "I", "2.1(1) 2.3(5)"},
    {"assessor_grade=I deaths=1", "I", "2.1(10) 2.3(4)"},
    {"assessor_grade=III clause_2_2_5=yes", "II", "2.2(5) 2.3(5)"},
    {"may_become_grave=yes", "none", ""},
};

const std::vector<Row> tenure_rows{
    {"", "none", ""},
    // the four items (1): 一次参与人数 …，已严重影响社会稳定; at a limit the upper grade's item alone is met
    {"participants=49 stability_impact=severe", "none", ""},
    {"participants=50 stability_impact=severe", "IV", "2.4(1)"},
    {"participants=51 stability_impact=severe", "IV", "2.4(1)"},
    {"participants=99 stability_impact=severe", "IV", "2.4(1)"},
    {"participants=100 stability_impact=severe", "III", "2.3(1)"},
    {"participants=101 stability_impact=severe", "III", "2.3(1)"},
    {"participants=299 stability_impact=severe", "III", "2.3(1)"},
    {"participants=300 stability_impact=severe", "II", "2.2(1)"},
    {"participants=301 stability_impact=severe", "II", "2.2(1)"},
    {"participants=499 stability_impact=severe", "II", "2.2(1)"},
    {"participants=500 stability_impact=severe", "I", "2.1(1)"},
    {"participants=501 stability_impact=severe", "I", "2.1(1)"},
    {"participants=1000000000 stability_impact=severe", "I", "2.1(1)"},
    {"participants=50 stability_impact=considerable", "none", ""},
    {"participants=100 stability_impact=considerable", "none", ""},
    {"participants=300 stability_impact=considerable", "none", ""},
    {"participants=500 stability_impact=considerable", "none", ""},
    {"participants=500 stability_impact=present", "none", ""},
    {"participants=500", "none", ""},
    {"stability_impact=severe", "none", ""},
    // 2.1(2) 3人以上死亡; 2.2(2) 已造成人员死亡
    {"deaths=1", "II", "2.2(2)"},
    {"deaths=2", "II", "2.2(2)"},
    {"deaths=3", "I", "2.1(2) 2.2(2)"},
    {"deaths=4", "I", "2.1(2) 2.2(2)"},
    // 重伤: 2.4(2) any, 2.3(2) 3人以上、10人以下, 2.2(2) 10人以上, 2.1(2) 30人以上
    {"serious_injuries=1", "IV", "2.4(2)"},
    {"serious_injuries=2", "IV", "2.4(2)"},
    {"serious_injuries=3", "III", "2.3(2) 2.4(2)"},
    {"serious_injuries=4", "III", "2.3(2) 2.4(2)"},
    {"serious_injuries=9", "III", "2.3(2) 2.4(2)"},
    {"serious_injuries=10", "II", "2.2(2) 2.4(2)"},
    {"serious_injuries=11", "II", "2.2(2) 2.4(2)"},
    {"serious_injuries=29", "II", "2.2(2) 2.4(2)"},
    {"serious_injuries=30", "I", "2.1(2) 2.2(2) 2.4(2)"},
    {"serious_injuries=31", "I", "2.1(2) 2.2(2) 2.4(2)"},
    {"injuries=30", "none", ""},  // seriously injured only
    {"deaths=2 serious_injuries=29", "II", "2.2(2) 2.4(2)"},
    {"deaths=1 serious_injuries=3", "II", "2.2(2) 2.3(2) 2.4(2)"},
    // "other incidents"
    {"assessor_grade=I", "I", "2.1(3)"},
    {"assessor_grade=II", "II", "2.2(3)"},
    {"assessor_grade=III", "III", "2.3(3)"},
    {"assessor_grade=IV", "IV", "2.4(3)"},
    {"assessor_grade=none", "none", ""},
    {"assessor_grade=IV deaths=3", "I", "2.1(2) 2.2(2) 2.4(3)"},
    {"assessor_grade=I serious_injuries=1", "I", "2.1(3) 2.4(2)"},
};

/// 1.4: 市本级, 欠薪引发, 30人以上, and any of 围堵党政机关 / 危及生命财产安全 / 危害生产生活秩序 / 严重堵塞交通 / 严重影响社会稳定. `failed`: what 1.4 then lacks.
struct ScopeRow {
    const char *facts, *applies, *failed;
};
const char* const all_harms = "stability_impact organ_blocked endangers_life_or_property endangers_public_order traffic_seriously_blocked";
const std::vector<ScopeRow> wage_rows{
    {"caused_by_wage_arrears in_city_jurisdiction participants=29 organ_blocked", "no", "participants"},
    {"caused_by_wage_arrears in_city_jurisdiction participants=30 organ_blocked", "yes", ""},
    {"caused_by_wage_arrears in_city_jurisdiction participants=31 organ_blocked", "yes", ""},
    {"caused_by_wage_arrears in_city_jurisdiction participants=1000000000 organ_blocked", "yes", ""},
    {"caused_by_wage_arrears in_city_jurisdiction participants=30 endangers_life_or_property", "yes", ""},
    {"caused_by_wage_arrears in_city_jurisdiction participants=30 endangers_public_order", "yes", ""},
    {"caused_by_wage_arrears in_city_jurisdiction participants=30 traffic_seriously_blocked", "yes", ""},
    {"caused_by_wage_arrears in_city_jurisdiction participants=30 stability_impact=severe", "yes", ""},
    {"caused_by_wage_arrears in_city_jurisdiction participants=30 stability_impact=considerable", "no", all_harms},
    {"caused_by_wage_arrears in_city_jurisdiction participants=30 stability_impact=present", "no", all_harms},
    {"caused_by_wage_arrears in_city_jurisdiction participants=30", "no", all_harms},
    {"caused_by_wage_arrears in_city_jurisdiction participants=30 organ_blocked stability_impact=severe", "yes", ""},
    {"caused_by_wage_arrears in_city_jurisdiction participants=30 organ_stormed=province", "no", all_harms},    // stormed is another fact than blocked
    {"caused_by_wage_arrears in_city_jurisdiction participants=30 transport_blocked=24h", "no", all_harms},  // so is a complete stop
    {"in_city_jurisdiction participants=30 organ_blocked", "no", "caused_by_wage_arrears"},
    {"caused_by_wage_arrears participants=30 organ_blocked", "no", "in_city_jurisdiction"},
};

void check_rows(const Shipped& shipped, const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        INFO(row.facts);
        const Grading g = shipped.graded(facts_of(row.facts));
        CHECK(shipped.grade_name(g.at_least) == row.grade);
        CHECK(shipped.grade_name(g.at_most) == row.grade);
        CHECK(shipped.clauses(g.met) == row.met);
        CHECK(shipped.clauses(g.open).empty());
        CHECK(g.applies == Truth::holds);
    }
}

/// The number of facts in which two rows differ; a fact not stated is harmless, as "none" is.
int apart(const Facts& a, const Facts& b) {
    int n = 0;
    const auto value = [](const Facts& facts, const std::string& id) {
        const auto found = facts.find(id);
        return found == facts.end() || found->second == "none" || found->second == "no" ? std::string() : found->second;
    };
    for (const auto& [id, said] : a) n += value(a, id) != value(b, id) ? 1 : 0;
    for (const auto& [id, said] : b) n += !a.contains(id) && !value(b, id).empty() ? 1 : 0;
    return n;
}

/// Every criterion has the grade of its section (2.1 I, 2.2 II ...), is met in some row, and in another, one fact away, not.
void check_complete(const Shipped& shipped, const std::vector<Row>& rows, std::size_t criteria) {
    CHECK(shipped.plan.criteria.size() == criteria);
    std::vector<std::pair<Facts, std::set<std::string>>> read;
    for (const Row& row : rows) {
        const auto met = words_of(row.met);
        read.emplace_back(facts_of(row.facts), std::set<std::string>(met.begin(), met.end()));
    }
    for (const Criterion& criterion : shipped.plan.criteria) {
        INFO(criterion.clause);
        CHECK(shipped.grade_name(criterion.grade) == std::vector<std::string>{"I", "II", "III", "IV"}.at(static_cast<std::size_t>(criterion.clause.at(2) - '1')));
        bool met = false, missed = false;
        for (const auto& [facts, clauses] : read) {
            if (!clauses.contains(criterion.clause)) continue;
            met = true;
            for (const auto& [others, other_clauses] : read) missed |= !other_clauses.contains(criterion.clause) && apart(facts, others) == 1;
        }
        CHECK(met);
        CHECK(missed);
    }
}

}  // namespace

TEST_CASE("the mass-incident plan grades as its chapter 2 says at every limit", "[plan][boundaries]") { check_rows(mass(), mass_rows); }

TEST_CASE("the natural-resource plan grades as its chapter 2 says at every limit", "[plan][boundaries]") { check_rows(tenure(), tenure_rows); }

TEST_CASE("the wage-arrears plan applies as its 1.4 says at every limit and has no grade", "[plan][boundaries]") {
    for (const ScopeRow& row : wage_rows) {
        INFO(row.facts);
        const Grading g = wages().graded(facts_of(row.facts));
        CHECK((g.applies == Truth::holds ? "yes" : g.applies == Truth::fails ? "no" : "open") == std::string(row.applies));
        std::string failed;
        for (const FactId fact : g.failed) failed += (failed.empty() ? "" : " ") + wages().vocabulary.facts[fact].id;
        CHECK(failed == row.failed);
        CHECK(g.unsettled.empty());
        CHECK(g.at_least == -1);
        CHECK(g.at_most == -1);
    }
}

TEST_CASE("scope clause 1.3 stands unless it is denied, and a denied one grades all the same", "[plan][boundaries]") {
    for (const Shipped* shipped : {&mass(), &tenure()}) {
        const std::string grave = "participants=5000 stability_impact=severe";
        for (const auto& [said, applies] : {std::pair{"", Truth::holds}, {" scope_1_3=yes", Truth::holds}, {" scope_1_3=no", Truth::fails}}) {
            INFO(shipped->plan.id << said);
            const Grading g = shipped->graded(facts_of(grave + said));
            CHECK(g.applies == applies);
            CHECK(g.failed == (applies == Truth::fails ? std::vector{shipped->vocabulary.find("scope_1_3")} : std::vector<FactId>{}));
            CHECK(g.unsettled.empty());
            CHECK(shipped->grade_name(g.at_least) == "I");
            CHECK(shipped->clauses(g.met) == "2.1(1)");
        }
    }
}

TEST_CASE("the falling places of the mass-incident table are five, each with one fact worse", "[plan][boundaries]") {
    struct Fall {
        const char *same, *fact;
        int below, at;
        const char* grade;
    };
    for (const Fall& fall : {Fall{"aggressive_behaviour", "gathered_at_key_place", 99, 100, "III"}, Fall{"stability_impact=present", "participants", 999, 1000, "III"},
                             Fall{"listed_gathering stability_impact=considerable", "participants", 4999, 5000, "II"}, Fall{"", "deaths", 9, 10, "II"}, Fall{"", "injuries", 29, 30, "II"}}) {
        Facts facts = facts_of(fall.same);
        INFO(fall.same << " " << fall.fact);
        facts[fall.fact] = std::to_string(fall.below);
        CHECK(mass().grade_name(mass().graded(facts).at_least) == fall.grade);
        facts[fall.fact] = std::to_string(fall.at);
        CHECK(mass().grade_name(mass().graded(facts).at_least) == "none");
        // stated as "one of the two", the answer is the interval between them
        facts[fall.fact] = std::to_string(fall.below) + ".." + std::to_string(fall.at);
        CHECK(mass().grade_name(mass().graded(facts).at_least) == "none");
        CHECK(mass().grade_name(mass().graded(facts).at_most) == fall.grade);
    }
}

TEST_CASE("a range across limits is certain of a grade though no clause is", "[plan][boundaries]") {
    const Grading g = tenure().graded(facts_of("participants=100..600 stability_impact=severe"));
    CHECK(tenure().grade_name(g.at_least) == "III");
    CHECK(tenure().grade_name(g.at_most) == "I");
    CHECK(g.met.empty());
    CHECK(tenure().clauses(g.open) == "2.1(1) 2.2(1) 2.3(1)");
    const Grading h = tenure().graded(facts_of("participants=99..499 stability_impact=severe"));
    CHECK(tenure().grade_name(h.at_least) == "IV");
    CHECK(tenure().grade_name(h.at_most) == "II");
    CHECK(tenure().clauses(h.open) == "2.2(1) 2.3(1) 2.4(1)");
}

TEST_CASE("the same facts are I as a tenure dispute and III as a mass incident", "[plan][boundaries]") {
    const Facts facts = facts_of("participants=500 stability_impact=severe");
    CHECK(tenure().clauses(tenure().graded(facts).met) == "2.1(1)");
    CHECK(mass().clauses(mass().graded(facts).met) == "2.3(1)");
}

TEST_CASE("every criterion is met in some row above, and missed in another one fact away", "[plan][boundaries]") {
    check_complete(mass(), mass_rows, 23);
    check_complete(tenure(), tenure_rows, 12);
}
