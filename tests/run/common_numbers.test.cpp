// Chance belongs to purpose, incident, agency and occurrence: what one agency's roster changes moves no draw of another (semantics.md 7, 8).
#include <map>

#include "support/small_world.hpp"

using namespace sandtable;

namespace {

bool same_journal(const Journal& a, const Journal& b) {
    if (a.size() != b.size()) return false;
    for (EntryNo no = 0; no < a.size(); ++no)
        if (!same_entry(a, no, b, no)) return false;
    return true;
}

/// How long each task took that counts no working days (those end by the calendar): by incident, agency, task and occurrence, in milliseconds.
std::map<std::string, std::int64_t> durations(const Inputs& inputs, const Journal& journal) {
    std::map<std::string, std::int64_t> out;
    std::map<std::string, int> times;
    for (const Entry& entry : journal.entries()) {
        if (entry.kind != EntryKind::task_done && entry.kind != EntryKind::departed) continue;
        const PlanId plan{0};
        const TaskId task = inputs.plans[plan].task(journal.item_text(entry, "task"));
        if (inputs.plans[plan].tasks[task].takes.working_days) continue;
        const std::string key = journal.text(entry.incident) + "/" + journal.text(entry.agency) + "/" + inputs.plans[plan].tasks[task].id;
        out[key + "/" + std::to_string(times[key]++)] = (entry.at - journal[entry.cause].at).count();
    }
    return out;
}

/// How long the first call of each message between two agencies took, where it came through.
std::map<std::string, std::int64_t> calls(const Journal& journal) {
    std::map<std::string, std::int64_t> out;
    for (const Entry& entry : journal.entries()) {
        if (entry.kind != EntryKind::received || journal[entry.cause].kind != EntryKind::sent) continue;
        const std::string key = journal.text(journal[entry.cause].agency) + ">" + journal.text(entry.agency) + "/" + std::string(journal.item_text(entry, "message"));
        out.emplace(key, (entry.at - journal[entry.cause].at).count());
    }
    return out;
}

const std::string county = "officers: [{agency: qingyuan-government, officers: {duty: 9, deputy: {day: 7}, squad: 0}}]";
const std::string bystander = "officers: [{agency: lishui-commerce, officers: {duty: 0, deputy: 5, case: 9}}]";
const std::string involved = "officers: [{agency: lishui-hrss, officers: {duty: 1, deputy: 1, case: {day: 1}}}, {agency: lishui-hrss, officers: {principal: 2}}]";

}  // namespace

TEST_CASE("the roster of an agency that does nothing leaves the journal as it was") {
    for (const std::string& id : shipped_drills())
        for (const std::string& change : {county, bystander}) {
            const Inputs before = load_shipped(id), after = load_shipped(id, {.add = change});
            for (std::uint32_t seed = 1; seed <= 10; ++seed) {
                INFO(id << " seed " << seed << " " << change);
                CHECK(same_journal(run_journal(before, seed), run_journal(after, seed)));
            }
        }
}

TEST_CASE("the roster of an agency at work changes the course and no draw of another agency") {
    int compared = 0, courses_changed = 0;
    for (const std::string& id : shipped_drills()) {
        const Inputs before = load_shipped(id), after = load_shipped(id, {.add = involved});
        for (std::uint32_t seed = 1; seed <= 20; ++seed) {
            const Journal a = run_journal(before, seed), b = run_journal(after, seed);
            INFO(id << " seed " << seed);
            courses_changed += !same_journal(a, b);
            const auto took = durations(before, a);
            for (const auto& [key, ms] : durations(after, b)) {
                const auto found = took.find(key);
                if (found == took.end()) continue;
                INFO(key);
                CHECK(found->second == ms);
                ++compared;
            }
            const auto took_to_call = calls(a);
            for (const auto& [key, ms] : calls(b)) {
                const auto found = took_to_call.find(key);
                if (found == took_to_call.end() || key.find("follow_up_report") != std::string::npos) continue;
                INFO(key);
                CHECK(found->second == ms);
            }
        }
    }
    CHECK(compared > 500);
    CHECK(courses_changed > 5);
}

TEST_CASE("an alteration of the drill that delays everything changes no duration of a task") {
    const Inputs before = load_shipped("wage-arrears-city-hall"), after = load_shipped("wage-arrears-city-hall", {.drill = {{"at: 4 min, from: police_110", "at: 9 min, from: police_110"}}});
    const auto took = durations(before, run_journal(before)), later = durations(after, run_journal(after));
    CHECK(took == later);
    CHECK(took.size() > 15);
}

TEST_CASE("two agencies, two tasks and two incidents have draws of their own") {
    const Inputs inputs = load_small({.tasks = "- {id: one, clause: \"1\", by: units, takes: 1 s..10 h}\n- {id: two, clause: \"1\", by: units, takes: 1 s..10 h, officer: squad}",
                                      .reports = "", .incidents = "- {id: yard, place: mill, truth: [{at: 0 min, facts: {participants: 1}}]}", .more = "officers: [{agency: unit-a, officers: {duty: 2, squad: 2}}]"});
    std::map<std::int64_t, int> values;
    const auto took = durations(inputs, run_journal(inputs));
    for (const auto& [key, ms] : took) ++values[ms];
    CHECK(took.size() == 12);
    CHECK(values.size() == 12);
}

TEST_CASE("two messages between two agencies have draws of their own") {
    const auto took = calls(run_journal(load_shipped("wage-arrears-city-hall")));
    std::map<std::int64_t, int> values;
    for (const auto& [key, ms] : took)
        if (ms > 0) ++values[ms];  // to oneself it takes no time
    CHECK(took.size() > 25);
    CHECK(values.size() + 3 > took.size());
}

TEST_CASE("a run executed again has the same digest, and another seed or replication another one") {
    for (const std::string& id : shipped_drills()) {
        const Inputs inputs = load_shipped(id);
        const std::string digest = journal_digest(run_journal(inputs, 7));
        CHECK(journal_digest(run_journal(inputs, 7)) == digest);
        CHECK(journal_digest(run_journal(load_shipped(id), 7)) == digest);  // from the files again
        CHECK(journal_digest(run_journal(inputs, 8)) != digest);
        CHECK(journal_digest(run_journal(inputs, 7, 1)) != digest);
        CHECK(journal_digest(run_journal(inputs, 7, 1)) == journal_digest(run_journal(inputs, 7, 1)));
    }
}

TEST_CASE("where nothing is left to chance the seed changes nothing") {
    const SmallWorld w{.tasks = "- {id: judge, clause: \"1\", by: office, after: {received: incident_report}, takes: 10 min}"};
    CHECK(journal_digest(play(w, 1).journal) == journal_digest(play(w, 2).journal));
}
