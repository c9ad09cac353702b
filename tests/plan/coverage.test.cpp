// Every canonical clause is modelled, partly modelled or left out with a reason.
#include <algorithm>
#include <map>
#include <set>

#include "sandtable/plan.hpp"
#include "sandtable/scenario.hpp"
#include "support/catch.hpp"
#include "support/program.hpp"
#include "support/shipped_plan.hpp"
#include "support/tiny_plan.hpp"

using namespace sandtable;

namespace {

std::string covered(const std::string& rules) {
    std::string out;
    for (const CoverageRow& row : coverage(tiny_plan(rules), tiny_clauses())) out += row.clause + (row.coverage == Coverage::modelled ? "=modelled " : row.coverage == Coverage::partly ? "=partly " : row.coverage == Coverage::left_out ? "=left_out " : row.coverage == Coverage::not_yet ? "=not_yet " : "=missing ");
    return out;
}

const ShippedPlan& wage_arrears() {
    static const ShippedPlan loaded = shipped_plan("wage-arrears");
    return loaded;
}

}  // namespace

TEST_CASE("clauses are covered by rules, by notes, or missing, in the order of the source", "[plan][coverage]") {
    CHECK(covered("") == "1=modelled 1.1=missing 2=missing 2(1)=missing 2(2)=missing 3=modelled ");
    CHECK(covered("left_out:\n- {clause: \"1.1\", why: {zh: 无, en: none}}\n- {clause: \"2\", why: {zh: 无, en: none}}\n") == "1=modelled 1.1=left_out 2=left_out 2(1)=missing 2(2)=missing 3=modelled ");
    CHECK(covered("partly:\n- {clause: \"3\", why: {zh: 部分, en: partly}}\n") == "1=modelled 1.1=missing 2=missing 2(1)=missing 2(2)=missing 3=partly ");
}

TEST_CASE("a clause both modelled and left out is covered partly", "[plan][coverage]") {
    CHECK(covered("left_out:\n- {clause: \"3\", why: {zh: 无, en: none}}\n").find("3=partly") != std::string::npos);
}

TEST_CASE("rules of every kind cover their clause", "[plan][coverage]") {
    CHECK(covered("scope: {clause: \"1.1\", when: {fire: true}}\ncriteria:\n- {clause: \"2(1)\", grade: I, says: {zh: 一, en: one}, when: {fire: true}}\ntasks:\n- {id: a, clause: \"2\", by: office}\nduties:\n- {id: b, clause: \"2(2)\", who: office, must: {done: a}, from: {occurred: incident}}\n") ==
          "1=modelled 1.1=modelled 2=modelled 2(1)=modelled 2(2)=modelled 3=modelled ");
}

TEST_CASE("clauses of other sources are not asked for", "[plan][coverage]") {
    CHECK(coverage(tiny_plan(""), tiny_clauses()).size() == 6);
    CHECK(tiny_clauses().has_source("other"));
    CHECK_FALSE(tiny_clauses().has_source("nowhere"));
    CHECK(tiny_clauses().find("small", "2")->heading == Text{"分级,条件", "Grades, conditions"});
    CHECK(tiny_clauses().find("other", "2") == nullptr);
}

TEST_CASE("every clause of the shipped plan is modelled, partly modelled or left out with a reason in both languages", "[plan][coverage]") {
    const auto& [vocabulary, clauses, source, plan] = wage_arrears();
    const auto rows = coverage(plan, clauses);
    CHECK(rows.size() == 48);
    std::map<Coverage, int> counts;
    for (const CoverageRow& row : rows) {
        INFO(row.clause);
        CHECK(row.coverage != Coverage::missing);
        CHECK_FALSE(row.heading.zh.empty());
        CHECK_FALSE(row.heading.en.empty());
        if (row.coverage != Coverage::modelled) CHECK((!row.why.zh.empty() && !row.why.en.empty()));
        ++counts[row.coverage];
    }
    for (const Coverage each : {Coverage::modelled, Coverage::partly, Coverage::left_out}) CHECK(counts[each] > 0);
}

TEST_CASE("every clause of the four other plans is accounted for", "[plan][coverage]") {
    for (const char* id : {"mass-incident", "natural-resource-dispute", "science-support", "administrative-adjudication"}) {
        const ShippedPlan s = shipped_plan(id);
        std::map<Coverage, int> counts;
        for (const CoverageRow& row : coverage(s.plan, s.clauses)) {
            INFO(id << " " << row.clause);
            CHECK(row.coverage != Coverage::missing);
            if (row.coverage != Coverage::modelled) CHECK((!row.why.zh.empty() && !row.why.en.empty()));
            ++counts[row.coverage];
        }
        CHECK(counts[Coverage::modelled] + counts[Coverage::partly] > 30);
    }
}

TEST_CASE("not_yet stands for every clause below it that nothing else accounts for", "[plan][coverage]") {
    const auto how = [](const std::string& rules) {
        std::map<std::string, Coverage> out;
        for (const CoverageRow& row : coverage(tiny_plan(rules), tiny_clauses())) out[row.clause] = row.coverage;
        return out;
    };
    const auto rows = how("not_yet:\n- {clause: \"2\", why: {zh: 待建, en: to come}}\nleft_out:\n- {clause: \"2(1)\", why: {zh: 无, en: none}}\n");
    CHECK(rows.at("2") == Coverage::not_yet);
    CHECK(rows.at("2(1)") == Coverage::left_out);
    CHECK(rows.at("2(2)") == Coverage::not_yet);
    CHECK(rows.at("1.1") == Coverage::missing);
    CHECK(rows.at("1") == Coverage::modelled);
}

TEST_CASE("the shipped plan can be done: no task, duty or end out of reach", "[plan][coverage]") {
    Diagnostics out;
    check_procedure(wage_arrears().plan, out);
    CHECK(said_of(out) == "\n");
}

TEST_CASE("every task of the shipped plan that takes time names an assumption, and every assumption is used", "[plan][coverage]") {
    const Plan& plan = wage_arrears().plan;
    std::set<std::string> used, stated;
    for (const Task& task : plan.tasks) {
        if (task.takes.most() > 0) CHECK_FALSE(task.assumption.empty());
        used.insert(task.assumption);
    }
    for (const Duty& duty : plan.duties) used.insert(duty.assumption);
    for (const Assumption& a : plan.assumptions) stated.insert(a.id);
    for (const auto& id : stated) CHECK(used.contains(id));
}

TEST_CASE("every duty of the shipped plan has a period or a word of haste, or is measured", "[plan][coverage]") {
    const Plan& plan = wage_arrears().plan;
    const auto within = [&](const char* id) { return period_text(*plan.duties[plan.duty(id)].within); };
    CHECK(within("preliminary_assessment") == "20 min");
    CHECK(within("report_to_leading_group") == "30 min");
    CHECK(within("deputy_on_scene") == "30 min");
    CHECK(within("principal_on_scene") == "30 min");
    CHECK(within("source_arrears") == "7 working days");
    CHECK(within("handling_report") == "10 working days");
    int limits = 0;
    for (const Duty& duty : plan.duties) limits += duty.within.has_value();
    CHECK(limits == 6);
}

TEST_CASE("the clause list is read with quoted commas, a byte order mark and CRLF, and refuses other shapes", "[plan][coverage]") {
    const auto read = [](const std::string& text) {
        Diagnostics out;
        const auto clauses = load_clauses({"clauses.csv", text}, out);
        return clauses ? std::to_string(clauses->rows.size()) : codes_of(out);
    };
    CHECK(read("source,clause,zh,en\n") == "0");
    CHECK(read("\xEF\xBB\xBFsource,clause,zh,en\r\na,1,一,\"one, \"\"1\"\"\"\r\n") == "1");
    CHECK(read("source,clause,zh,en\na,1,一\n") == "clauses-row@2:1");
    CHECK(read("source,clause,zh,en\na,1,一,one,more\n\nb,2\n") == "clauses-row@2:1 clauses-row@4:1");
    CHECK(read("source;clause;zh;en\na;1;一;one\n") == "1");  // as some spreadsheets part cells
    CHECK(read("source|clause|zh|en\n") == "clauses-row@1:1");
    CHECK(read("source,clause,zh,en\na,1,\xff,one\n") == "file-not-utf8@2:1");
}
