// Duties proved before any run, on plans small enough to reckon by hand, on drawn ones against plain relaxation, and on the shipped plan.
#include "sandtable/duty_analysis.hpp"

#include <map>
#include <set>

#include "support/drawn.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

SourceText shipped(const std::string& name) { return shipped_text(name, {}); }

const Vocabulary& words() {
    static const Vocabulary vocabulary = [] {
        Diagnostics out;
        return load_vocabulary(shipped("vocabulary.yaml"), out).value();
    }();
    return vocabulary;
}

const Calendar& cn() {
    static const Calendar calendar = [] {
        Diagnostics out;
        return load_calendar(shipped("calendars/cn.yaml"), out).value();
    }();
    return calendar;
}

Plan plan_of(const std::string& text) {
    static const Clauses clauses = [] {
        Diagnostics out;
        return load_clauses(shipped("clauses.csv"), out).value();
    }();
    Diagnostics out;
    auto plan = load_plan({"plan.yaml", text}, {words(), clauses, DiskFiles({shipped_folder()})}, out);
    std::string said;
    for (const Diagnostic& d : out.all())
        if (d.severity == Severity::error) said += render(d, Lang::en) + "\n";
    INFO(said);
    REQUIRE(plan);
    return std::move(*plan);
}

Network network_of(std::string text, const Swaps& swaps = {}) {
    for (const auto& [old, with] : swaps) {
        INFO(old);
        REQUIRE(text.find(old) != std::string::npos);
        text.replace(text.find(old), old.size(), with);
    }
    Diagnostics out;
    auto network = load_network({"network.yaml", text}, HeldFiles{}, out);
    REQUIRE(network);
    return std::move(*network);
}

/// Every row with a clause, which rules must have and these tests do not look at.
std::string with_clauses(std::string rows) {
    for (auto at = rows.find("- {id: "); at != std::string::npos; at = rows.find("- {id: ", at + 1)) rows.insert(rows.find(',', at) + 1, " clause: \"1\",");
    return rows;
}

std::string text_of(const Span& span) { return (span.working_days > 0 ? std::to_string(span.working_days) + " wd + " : "") + span_text(Duration{span.ms}); }

constexpr std::string_view keeping_words[] = {
    "kept", "kept once known", "at risk", "impossible", "no limit", "never", "not here"};

/// A plan of the small town and what is proved of it.
struct Analysed {
    Table<PlanId, Plan> plans;
    Network network;
    DutyAnalysis analysis;

    Analysed(const std::string& tasks, const std::string& duties, std::string_view place = "hall", const Swaps& in_network = {}, const Swaps& in_plan = {}) : network(network_of(std::string(small_network), in_network)) {
        SmallWorld world;
        world.tasks = with_clauses(tasks);
        world.duties = with_clauses(duties);
        std::string text = small_plan(world);
        for (const auto& [old, with] : in_plan) {
            INFO(old);
            REQUIRE(text.find(old) != std::string::npos);
            text.replace(text.find(old), old.size(), with);
        }
        plans.push_back(plan_of(text));
        REQUIRE(network.place(place).is_some());
        analysis = analyse_duties(plans, words(), network, cn(), Roads(network), network.place(place));
    }

    std::string agency(AgencyId id) const { return id.is_some() ? network.agencies[id].id : "-"; }

    /// "town-office kept 5:00..10:00": a line per agency.
    std::string keeps(std::string_view duty) const {
        std::string lines;
        for (const DutyProof& proof : analysis.proofs) {
            if (plans[proof.plan].duties[proof.duty].id != duty) continue;
            lines += (lines.empty() ? "" : "\n") + agency(proof.agency) + " " + std::string(keeping_words[static_cast<int>(proof.keeping)]);
            if (proof.least)
                lines +=
                    " " + text_of(*proof.least) + ".." + (proof.most ? text_of(*proof.most) : "");
        }
        return lines;
    }

    /// The steps of a duty's only path.
    std::string path(std::string_view duty) const {
        std::string steps;
        for (const DutyProof& proof : analysis.proofs) {
            if (plans[proof.plan].duties[proof.duty].id != duty) continue;
            for (const DutyStep& step : proof.path) {
                const Plan& plan = plans[proof.plan];
                steps += (steps.empty() ? "" : ", ");
                if (step.kind == DutyStep::Kind::message) steps += plan.messages[step.message].id + " " + agency(step.from) + ">" + agency(step.to) + " over " + (step.channel.is_some() ? network.channels[step.channel].id : "nothing");
                else steps += plan.tasks[step.task].id + " " + agency(step.from) + (step.kind == DutyStep::Kind::travel ? " on the road" : "");
                steps += " " + text_of(step.least);
            }
        }
        return steps;
    }

    /// A line per fault, in order.
    std::string faults() const {
        constexpr std::string_view kinds[] = {"no channel", "no decider", "no officers", "round", "never", "unbound"};
        std::string lines;
        for (const ProcedureFault& fault : analysis.faults) {
            const Plan& plan = plans[fault.plan];
            lines += (lines.empty() ? "" : "\n") + std::string(kinds[static_cast<int>(fault.kind)]);
            if (fault.kind == ProcedureFault::Kind::circular_wait)
                for (const auto& [in, task] : fault.round) lines += " " + plans[in].tasks[task].id;
            else if (fault.task.is_some()) lines += " " + plan.tasks[fault.task].id;
            if (fault.message.is_some()) lines += " " + plan.messages[fault.message].id;
            if (fault.decision.is_some()) lines += " " + plan.decisions[fault.decision].id;
            if (fault.role.is_some()) lines += " " + plan.roles[fault.role].id;
            if (fault.from.is_some()) lines += " " + agency(fault.from);
            if (fault.to.is_some()) lines += ">" + agency(fault.to);
        }
        return lines;
    }
};

const std::string from_report = ", from: {received: incident_report}";

/// One task of the office after the report, and its duty.
Analysed judged(const std::string& takes, const std::string& within) {
    return {"- {id: judge, by: office, after: {received: incident_report}, takes: " + takes + "}",
            "- {id: judge_in_time, who: office, must: {done: judge}" + (within.empty() ? "" : ", within: " + within) + from_report + "}"};
}

}  // namespace

TEST_CASE("duty analysis: a limit is kept, at risk or impossible by the shortest and the longest time") {
    CHECK(judged("10..20 min", "9 min").keeps("judge_in_time") == "town-office impossible 10:00..20:00");
    CHECK(judged("10..20 min", "10 min").keeps("judge_in_time") == "town-office at risk 10:00..20:00");  // the limit itself is kept
    CHECK(judged("10..20 min", "19 min").keeps("judge_in_time") == "town-office at risk 10:00..20:00");
    CHECK(judged("10..20 min", "20 min").keeps("judge_in_time") == "town-office kept 10:00..20:00");
    CHECK(judged("10..20 min", "").keeps("judge_in_time") == "town-office no limit 10:00..20:00");
    CHECK(judged("about 2 min", "1 h").keeps("judge_in_time") == "town-office at risk 0:00..1:14:00");  // 37 means
    CHECK(judged("10..20 min", "20 min").path("judge_in_time") == "judge town-office 10:00");
}

TEST_CASE("duty analysis: all of several wait for the slowest, any of them for the quickest, a count for its number") {
    const std::string tasks = R"(- {id: a, by: office, after: {received: incident_report}, takes: 2..30 min}
- {id: b, by: office, after: {received: incident_report}, takes: 5..6 min}
- {id: c, by: office, after: {received: incident_report}, takes: 7..8 min}
- {id: both, by: office, after: {all: [{done: a}, {done: b}]}, takes: 1 min}
- {id: either, by: office, after: {any: [{done: a}, {done: b}]}, takes: 1 min}
- {id: nested, by: office, after: {all: [{done: c}, {any: [{done: a}, {done: both}]}]}, takes: 1 min})";
    const auto duty = [](const std::string& task) { return "- {id: " + task + "_done, who: office, must: {done: " + task + "}" + from_report + "}\n"; };
    const Analysed found(tasks, duty("both") + duty("either") + duty("nested"));
    CHECK(found.keeps("both_done") == "town-office no limit 6:00..31:00");
    CHECK(found.path("both_done") == "b town-office 5:00, both town-office 1:00");
    CHECK(found.keeps("either_done") == "town-office no limit 3:00..7:00");
    CHECK(found.path("either_done") == "a town-office 2:00, either town-office 1:00");
    CHECK(found.keeps("nested_done") == "town-office no limit 8:00..31:00");
    CHECK(found.path("nested_done") == "c town-office 7:00, nested town-office 1:00");
    CHECK(found.faults().empty());
}

TEST_CASE("duty analysis: of many agencies all are waited for, or the first, or a number, and a unit's own is its own") {
    const std::string tasks = R"(- {id: call, by: office, after: {received: incident_report}, sends: [{message: order, to: units, over: [line]}, {message: brief, to: helpers, over: [runner]}]}
- {id: go, by: units, after: {received: order}, takes: 1 min})";
    const auto duty = [](const std::string& id, const std::string& who, const std::string& must) { return "- {id: " + id + ", who: " + who + ", must: " + must + from_report + "}\n"; };
    const Analysed found(tasks, duty("all_went", "office", "{done: go}") + duty("second", "office", "{done: go, count: 2}") + duty("too_many", "office", "{done: go, count: 4}") +
                                    duty("told", "office", "{received: brief}") + duty("one_told", "office", "{received: brief, count: first}") + duty("group_told", "office", "{received: brief, by: group}") +
                                    duty("own", "units", "{done: go}"));
    CHECK(found.keeps("all_went") == "town-office no limit 2:00..2:00");
    CHECK(found.keeps("second") == "town-office no limit 2:00..2:00");
    CHECK(found.keeps("too_many") == "town-office never");
    CHECK(found.keeps("told") == "town-office no limit 4:00..4:00");  // the bureau is next door, the group is at the bridge
    CHECK(found.keeps("one_told") == "town-office no limit 0:00..0:00");
    CHECK(found.path("group_told") == "call town-office 0:00, brief town-office>town-group over runner 4:00");
    CHECK(found.keeps("own").starts_with(
        "unit-a no limit 0:00..\n"));  // it may be done before this unit hears of the incident
                                       // itself
}

TEST_CASE("duty analysis: the best channel that works counts, and the slowest for the longest time") {
    const auto sent = [](const std::string& to, const std::string& over) {
        return Analysed("- {id: tell, by: office, after: {received: incident_report}, sends: [{message: order, to: " + to + ", over: " + over + "}]}",
                        "- {id: told, who: office, must: {received: order}, within: 2 min" + from_report + "}");
    };
    CHECK(sent("group", "[wire, line]").keeps("told") == "town-office kept 1:00..2:00");
    CHECK(sent("group", "[wire, line]").path("told") == "tell town-office 0:00, order town-office>town-group over line 1:00");
    CHECK(sent("bureau", "[wire, line]").keeps("told") == "town-office kept 1:00..1:00");  // no relation lists the wire
    CHECK(sent("group", "[wire]").keeps("told") == "town-office kept 2:00..2:00");
    CHECK(sent("group", "[runner]").keeps("told") == "town-office impossible 4:00..4:00");
    CHECK(sent("group", "[line, runner]").keeps("told") == "town-office at risk 1:00..4:00");
    CHECK(sent("group", "[dead, mute, line]").keeps("told") == "town-office kept 1:00..1:00");  // what always fails is no channel
    CHECK(sent("office", "[wire]").path("told") == "tell town-office 0:00, order town-office>town-office over nothing 0:00");
    for (const std::string over : {"[wire]", "[dead]", "[pigeon]"}) {
        CHECK(sent("bureau", over).keeps("told") == "town-office never");
        CHECK(sent("bureau", over).faults() == "no channel tell order town-office>town-bureau");
    }
    CHECK(sent("group", "[wire]").faults().empty());
}

TEST_CASE("duty analysis: who goes to the scene takes the way there") {
    const auto gone = [](std::string_view place, const Swaps& roads = {}) {
        return Analysed("- {id: go, by: bureau, after: {received: incident_report}, officer: squad, takes: 2..3 min, goes_to: scene}",
                        "- {id: there, who: bureau, must: {arrived: squad, at: scene}, within: 13 min" + from_report + "}\n- {id: done, who: bureau, must: {done: go}" + from_report +
                            "}\n- {id: left, who: bureau, must: {departed: squad}" + from_report + "}\n- {id: anybody, who: office, must: {arrived: bureau, at: scene}" + from_report + "}",
                        place, roads);
    };
    CHECK(gone("site").keeps("there") == "town-bureau kept 12:00..13:00");
    CHECK(gone("site").path("there") == "go town-bureau 2:00, go town-bureau on the road 10:00");
    CHECK(gone("site").keeps("done") == "town-bureau no limit 12:00..13:00");
    CHECK(gone("site").keeps("left") == "town-bureau no limit 2:00..3:00");
    CHECK(gone("site").keeps("anybody") ==
          "town-office no limit 0:00..");  // not after the office's own receipt
    CHECK(gone("hall").keeps("there") == "town-bureau kept 2:00..3:00");
    const Analysed cut_off = gone("park", {{"- {id: hut_park, from: hut", "- {id: hut_park, from: bridge"}, {"- {id: hut_park, from: bridge, to: park", "- {id: hut_park, from: bridge, to: hut"}, {"- {id: hall_park, from: hall, to: park", "- {id: hall_park, from: hall, to: mill"}});
    CHECK(cut_off.keeps("there") == "town-bureau never");
    CHECK(cut_off.keeps("left") == "town-bureau never");
    CHECK(cut_off.faults() == "never go town-bureau");
}

TEST_CASE("duty analysis: what the place's mark alone stops is not there") {
    const auto at = [](std::string_view place, const std::string& task_guard, const std::string& duty_guard) {
        return Analysed("- {id: go, by: bureau, after: {received: incident_report}" + task_guard + ", takes: 2 min}\n- {id: after_it, by: bureau, after: {done: go}}",
                        "- {id: there, who: bureau, must: {done: go}, within: 2 min" + from_report + duty_guard + "}\n- {id: later, who: bureau, must: {done: after_it}, from: {done: go}}", place);
    };
    const std::string urban = ", if: {in_urban_area: true}";
    CHECK(at("hall", "", urban).keeps("there") == "town-bureau kept 2:00..2:00");
    CHECK(at("site", "", urban).keeps("there") == "town-bureau not here");
    CHECK(at("site", "", ", unless: {in_urban_area: false}").keeps("there") == "town-bureau not here");
    CHECK(at("site", "", ", once: {in_urban_area: true}").keeps("there") == "town-bureau not here");
    CHECK(at("site", "", ", may: {all: [{in_urban_area: true}, {participants: {at_least: 50}}]}").keeps("there") == "town-bureau not here");
    CHECK(at("site", "", ", if: {any: [{in_urban_area: true}, {participants: {at_least: 50}}]}").keeps("there") == "town-bureau kept 2:00..2:00");
    CHECK(at("site", "", ", if: {scope: holds}").keeps("there") == "town-bureau kept 2:00..2:00");  // nobody has graded: left open
    CHECK(at("site", "", ", if: {participants: {at_least: 50}}, unless: {participants: {at_least: 50}}").keeps("there") == "town-bureau kept 2:00..2:00");
    // a task that is not there: its duty is never discharged, what it opens is not there, and nothing of it is a fault
    CHECK(at("hall", urban, "").keeps("later") == "town-bureau no limit 0:00..0:00");
    CHECK(at("site", urban, "").keeps("there") == "town-bureau never");
    CHECK(at("site", urban, "").keeps("later") == "town-bureau not here");
    CHECK(at("site", urban, "").faults().empty());
    const Analysed silent("- {id: tell, by: office, after: {received: incident_report}, if: {in_urban_area: true}, sends: [{message: order, to: bureau, over: [wire]}]}", "- {id: told, who: bureau, must: {received: order}" + from_report + "}", "site");
    CHECK(silent.keeps("told") == "town-bureau never");
    CHECK(silent.faults().empty());
}

TEST_CASE(
    "duty analysis: what is not after the anchor may have come before it, and may come with its whole length") {
    const std::string tasks = R"(- {id: watch, by: bureau, takes: 3 h, sends: [{message: brief, to: office, over: [line]}]}
- {id: look, by: office, after: {received: incident_report}, takes: 5 min}
- {id: write, by: office, after: {all: [{done: look}, {received: brief}]}, takes: 2 min, sends: [{message: order, to: group, over: [line]}]})";
    const auto duty = [&](const std::string& must, const std::string& rest) { return Analysed(tasks, "- {id: d, who: office, must: " + must + ", within: 10 min, " + rest + "}"); };
    CHECK(duty("{done: write}", "from: {received: incident_report}").keeps("d") ==
          "town-office at risk 7:00..3:03:00");  // the watch began with the incident
    CHECK(duty("{done: write}", "from: {received: incident_report}").path("d") == "look town-office 5:00, write town-office 2:00");
    CHECK(duty("{done: write}", "from: {occurred: incident}").keeps("d") ==
          "town-office impossible 3:03:00..");  // the report may come at any time
    CHECK(duty("{done: write}", "from: {received: brief}").keeps("d") ==
          "town-office at risk 2:00..");
    CHECK(duty("{done: look}", "from: {received: brief}").keeps("d") ==
          "town-office at risk 0:00..");  // done before, it discharges nothing
    CHECK(duty("{done: look}", "from: {received: brief}").path("d").empty());
    CHECK(duty("{received: order}", "from: {done: write}").keeps("d") == "town-office kept 1:00..1:00");  // sent when it is done, and not received by then
    CHECK(duty("{received: order}", "from: {done: write}, after: {received: incident_report}")
              .keeps("d") == "town-office kept 1:00..1:00");
    CHECK(duty("{done: write}", "from: {any: [{done: look}, {received: incident_report}]}")
              .keeps("d") == "town-office at risk 7:00..3:03:00");
    CHECK(duty("{done: write}", "from: {any: [{done: look}, {received: brief}]}").keeps("d") ==
          "town-office at risk 2:00..");
    // a later opening moves nothing: the period runs from the anchor
    CHECK(duty("{done: write}", "from: {occurred: incident}, after: {done: look}").keeps("d") ==
          "town-office impossible 3:03:00..");
    CHECK(duty("{done: write}", "from: {done: look}, after: {received: brief}").keeps("d") ==
          "town-office at risk 2:00..3:03:00");
}

TEST_CASE(
    "duty analysis: a period that runs from the incident is not measured from what somebody was told") {
    const auto told = [](const std::string& within, const std::string& rest) {
        return Analysed(
                   "- {id: write, by: office, after: {received: incident_report}, takes: 50 min, sends: [{message: brief, to: bureau, over: [line]}]}",
                   "- {id: d, who: office, must: {received: brief}, within: " + within + ", " +
                       rest + "}")
            .keeps("d");
    };
    CHECK(told("30 min", "from: {occurred: incident}") == "town-office impossible 51:00..");
    CHECK(told("60 min", "from: {occurred: incident}") == "town-office at risk 51:00..");
    CHECK(told("30 min", "from: {received: incident_report}") ==
          "town-office impossible 51:00..51:00");
    CHECK(told("51 min", "from: {received: incident_report}") == "town-office kept 51:00..51:00");
    CHECK(told("60 min", "from: {occurred: incident}, after: {received: incident_report}") ==
          "town-office at risk 51:00..");
    CHECK(told("60 min", "after: {received: incident_report}") ==
          "town-office kept 51:00..51:00");  // from its opening
    CHECK(told("60 min", "from: {received: incident_report, by: bureau}") ==
          "town-office at risk 0:00..");  // the office's own may have come before, or never
}

TEST_CASE("duty analysis: what waits to be known, or for a choice, has no longest time") {
    const std::string known = "{participants: {at_least: 50}}";
    const auto with = [](const std::string& task, const std::string& duty,
                         const std::string& more = {}) {
        return Analysed("- {id: act, by: office, after: {received: incident_report}, takes: 5 min" +
                            task + "}\n- {id: tell, by: office, after: {done: act}, takes: 2 min}",
                        "- {id: d, who: office, must: {done: tell}, within: 20 min" + duty + "}\n" +
                            more)
            .keeps("d");
    };
    const std::string report = ", from: {received: incident_report}";
    CHECK(with("", report) == "town-office kept 7:00..7:00");
    // a guard on the way: waited for, or judged once and perhaps not holding
    CHECK(with(", once: " + known, report) == "town-office at risk 7:00..");
    CHECK(with(", if: " + known, report) == "town-office at risk 7:00..");
    CHECK(with(", unless: " + known, report) == "town-office at risk 7:00..");
    CHECK(with(", may: " + known, report) == "town-office at risk 7:00..");
    CHECK(with(", if: {known: participants}", report) == "town-office at risk 7:00..");
    CHECK(with(", if: {scope: holds}", report) == "town-office at risk 7:00..");
    // out of its scope all of the plan waits
    CHECK(with(", unless: {scope: fails}", report) == "town-office kept 7:00..7:00");
    CHECK(with(", may: {scope: holds}", report) ==
          "town-office at risk 7:00..");  // open, it does not hold
    CHECK(with(", unless: {all: [{scope: fails}, " + known + "]}", report) ==
          "town-office kept 7:00..7:00");
    CHECK(with(", unless: {any: [{scope: fails}, " + known + "]}", report) ==
          "town-office at risk 7:00..");
    // the duty's own guard, judged at the same instant: where it does not hold there is no duty
    CHECK(with(", if: " + known, report + ", if: " + known) == "town-office kept 7:00..7:00");
    CHECK(with(", if: " + known, report + ", if: {participants: {at_least: 60}}") ==
          "town-office at risk 7:00..");
    CHECK(with("", report + ", if: " + known) == "town-office kept 7:00..7:00");
    // the period begins when it is known, and so does the task
    CHECK(with(", once: " + known, ", after: {received: incident_report}, once: " + known) ==
          "town-office kept once known 7:00..7:00");
    CHECK(with(", once: " + known, report + ", once: " + known) ==
          "town-office at risk 7:00..");  // it began with the report
    CHECK(with("", ", after: {received: incident_report}, once: " + known) ==
          "town-office at risk 0:00..");  // done before it was known
    CHECK(with("", report + ", once: " + known) ==
          "town-office kept 7:00..7:00");  // in time or not, it is done within 20 minutes of the
                                           // report
    CHECK(with(", once: " + known, ", from: {done: act}") ==
          "town-office kept 2:00..2:00");  // the anchor proves that it was known
}

TEST_CASE("duty analysis: a choice is sure behind it and nowhere else") {
    const std::string tasks =
        R"(- {id: judge, by: office, after: {received: incident_report}, takes: 5 min, decides: {id: go, choices: {yes: {zh: 是, en: y}, no: {zh: 否, en: n}}, default: yes}}
- {id: act, by: office, after: {decided: go, as: yes}, takes: 3 min}
- {id: either, by: office, after: {decided: go}, takes: 3 min})";
    const auto duty = [&](const std::string& must, const std::string& rest) {
        return Analysed(tasks,
                        "- {id: d, who: office, must: " + must + ", within: 10 min, " + rest + "}")
            .keeps("d");
    };
    CHECK(duty("{done: act}", "from: {received: incident_report}") == "town-office at risk 8:00..");
    CHECK(duty("{done: either}", "from: {received: incident_report}") ==
          "town-office kept 8:00..8:00");
    CHECK(duty("{decided: go}", "from: {received: incident_report}") ==
          "town-office kept 5:00..5:00");
    CHECK(duty("{decided: go, as: no}", "from: {received: incident_report}") ==
          "town-office at risk 5:00..");
    CHECK(duty("{done: act}", "from: {decided: go, as: yes}") == "town-office kept 3:00..3:00");
    CHECK(duty("{done: act}", "from: {decided: go}") == "town-office at risk 3:00..");
    CHECK(duty("{done: act}", "from: {decided: go, as: no}") == "town-office at risk 3:00..");
    CHECK(duty("{done: act}", "from: {received: incident_report}, after: {decided: go, as: yes}") ==
          "town-office at risk 8:00..");  // opened by a choice
}

TEST_CASE("duty analysis: the end of the response calls off a task and not its duty") {
    const auto with = [](const std::string& task, const std::string& duty) {
        return Analysed(
                   "- {id: act, by: office, after: {received: incident_report}, takes: 5 min" +
                       task +
                       "}\n- {id: stop, by: bureau, after: {received: incident_report, by: office}, takes: 1 min}",
                   "- {id: d, who: office, must: {done: act}, within: 20 min, from: {received: incident_report}" +
                       duty + "}\nresponse_ends: {done: stop}")
            .keeps("d");
    };
    CHECK(with("", "") == "town-office kept 5:00..5:00");
    CHECK(with(", waived: [response_ended]", "") == "town-office at risk 5:00..");
    CHECK(with(", waived: [response_ended]", ", waived: [response_ended]") ==
          "town-office kept 5:00..5:00");
}

TEST_CASE("duty analysis: where an opening needs two things, what follows one alone may be done or may just begin") {
    const std::string tasks = R"(- {id: look, by: office, after: {received: incident_report}, takes: 5..6 min}
- {id: watch, by: bureau, takes: 3 h, sends: [{message: brief, to: office, over: [line]}]})";
    const Analysed both(tasks, "- {id: d, who: office, must: {done: look}, within: 5 min, from: {all: [{received: incident_report}, {received: brief}]}}");
    CHECK(both.keeps("d") == "town-office at risk 0:00..");
    const Analysed either(tasks, "- {id: d, who: office, must: {done: look}, within: 5 min, from: {any: [{received: incident_report}, {received: brief}]}}");
    CHECK(either.keeps("d") == "town-office at risk 5:00..");
    // of all units the last one's receipt opens it: the first may have gone by then
    const std::string orders = R"(- {id: call, by: office, after: {received: incident_report}, sends: [{message: order, to: units, over: [line]}]}
- {id: go, by: units, after: {received: order}, takes: 4 min})";
    const Analysed last(orders, "- {id: d, who: office, must: {done: go, count: first}, within: 3 min, from: {received: order}}\n- {id: e, who: office, must: {done: go, count: first}, within: 3 min, from: {received: order, count: first}}");
    CHECK(last.keeps("d") == "town-office at risk 0:00..");
    CHECK(last.keeps("e") ==
          "town-office impossible 4:00..5:00");  // the call to another may take its minute yet
}

TEST_CASE("duty analysis: the end of a response is the milestones that bring it") {
    const Analysed ended(R"(- {id: stop, by: office, after: {received: incident_report}, takes: 5 min, decides: {id: end, choices: {end: {zh: 止, en: end}, go_on: {zh: 继, en: go on}}, default: go_on}, sends: [{message: order, to: group, over: [line]}]}
- {id: tidy, by: group, after: {received: order}, takes: 2 min})",
                         "- {id: d, who: group, must: {done: tidy}, within: 2 min, from: {ended: response}}\n- {id: e, who: office, must: {decided: end, as: end}, within: 5 min" + from_report + "}\nresponse_ends: {decided: end, as: end}");
    CHECK(ended.keeps("d") == "town-group impossible 3:00..3:00");  // the notice left with the end
    CHECK(ended.keeps("e") == "town-office at risk 5:00..");        // it may go on
}

TEST_CASE("duty analysis: working days are laid on every day of the calendar") {
    CHECK(judged("3..8 working days", "10 working days").keeps("judge_in_time") == "town-office kept 3 wd + 0:00..8 wd + 0:00");
    CHECK(judged("3..10 working days", "10 working days").keeps("judge_in_time") == "town-office kept 3 wd + 0:00..10 wd + 0:00");
    CHECK(judged("3..11 working days", "10 working days").keeps("judge_in_time") == "town-office at risk 3 wd + 0:00..11 wd + 0:00");
    CHECK(judged("10 working days", "10 working days").keeps("judge_in_time") == "town-office kept 10 wd + 0:00..10 wd + 0:00");
    CHECK(judged("11 working days", "10 working days").keeps("judge_in_time") == "town-office at risk 11 wd + 0:00..11 wd + 0:00");  // from midnight to midnight
    CHECK(judged("12 working days", "10 working days").keeps("judge_in_time") == "town-office impossible 12 wd + 0:00..12 wd + 0:00");
    // one working day is a day at the least; over the Spring Festival of 2020 it is 11
    CHECK(judged("1 working days", "24 h").keeps("judge_in_time") == "town-office at risk 1 wd + 0:00..1 wd + 0:00");
    CHECK(judged("1 working days", "23 h").keeps("judge_in_time") == "town-office impossible 1 wd + 0:00..1 wd + 0:00");
    CHECK(judged("1 working days", "263 h").keeps("judge_in_time") == "town-office at risk 1 wd + 0:00..1 wd + 0:00");
    CHECK(judged("1 working days", "264 h").keeps("judge_in_time") == "town-office kept 1 wd + 0:00..1 wd + 0:00");
    CHECK(judged("1 working days", "1 d").keeps("judge_in_time") == "town-office kept 1 wd + 0:00..1 wd + 0:00");  // the last day of a period is a working day
    // clock time against days: it begins late on its day
    CHECK(judged("24 h", "1 working days").keeps("judge_in_time") == "town-office kept 1 d 00:00:00..1 d 00:00:00");
    CHECK(judged("25 h", "1 working days").keeps("judge_in_time") == "town-office at risk 1 d 01:00:00..1 d 01:00:00");
    CHECK(judged("60 d", "1 months").keeps("judge_in_time") == "town-office impossible 60 d 00:00:00..60 d 00:00:00");
    CHECK(judged("28 d", "1 months").keeps("judge_in_time") == "town-office kept 28 d 00:00:00..28 d 00:00:00");
    CHECK(judged("29 d", "1 months").keeps("judge_in_time") == "town-office at risk 29 d 00:00:00..29 d 00:00:00");  // from the last day of January
    CHECK(judged("1 h", "3000 d").keeps("judge_in_time") == "town-office at risk 1:00:00..1:00:00");  // no day of the calendar could say
}

TEST_CASE("duty analysis: working days and clock time add up, whichever comes first") {
    const auto two = [](const std::string& first, const std::string& second, const std::string& within) {
        return Analysed("- {id: a, by: office, after: {received: incident_report}, takes: " + first + "}\n- {id: b, by: office, after: {done: a}, takes: " + second + "}",
                        "- {id: d, who: office, must: {done: b}, within: " + within + from_report + "}");
    };
    CHECK(two("2 h", "1 working days", "2 working days").keeps("d") == "town-office kept 1 wd + 2:00:00..1 wd + 2:00:00");
    CHECK(two("1 working days", "2 h", "1 working days").keeps("d") == "town-office at risk 1 wd + 2:00:00..1 wd + 2:00:00");
    CHECK(two("1 working days", "2 h", "26 h").keeps("d") == "town-office at risk 1 wd + 2:00:00..1 wd + 2:00:00");
    CHECK(two("48 h", "1 working days", "1 working days").keeps("d") == "town-office at risk 1 wd + 2 d 00:00:00..1 wd + 2 d 00:00:00");  // over a weekend
    CHECK(two("72 h", "1 working days", "1 working days").keeps("d") == "town-office at risk 1 wd + 3 d 00:00:00..1 wd + 3 d 00:00:00");  // a long one
    CHECK(two("1 working days", "2 h", "25 h").keeps("d") == "town-office impossible 1 wd + 2:00:00..1 wd + 2:00:00");
}

TEST_CASE("duty analysis: a pool without officers in any shift does nothing") {
    const std::string tasks = R"(- {id: a, by: bureau, after: {received: incident_report}, officer: clerk, takes: 1 min}
- {id: b, by: bureau, after: {received: incident_report}, officer: wizard, takes: 1 min, decides: {id: way, choices: {left: {zh: 左, en: left}, right: {zh: 右, en: right}}, default: left}}
- {id: c, by: bureau, after: {received: incident_report}, officer: none, takes: 1 min})";
    const auto duty = [](const std::string& task) { return "- {id: " + task + "_done, who: bureau, must: {done: " + task + "}, within: 1 min" + from_report + "}\n"; };
    const Analysed some(tasks, duty("a") + duty("b") + duty("c"));
    CHECK(some.keeps("a_done") == "town-bureau kept 1:00..1:00");  // by day there is one
    CHECK(some.keeps("b_done") == "town-bureau never");            // a pool the network does not have
    CHECK(some.faults() == "no decider b way\nno officers b town-bureau");
    const Analysed none(tasks, duty("a") + duty("b") + duty("c"), "hall", {{"clerk: {day: 1, night: 0}", "clerk: 0"}});
    CHECK(none.keeps("a_done") == "town-bureau never");
    CHECK(none.keeps("c_done") == "town-bureau kept 1:00..1:00");
    CHECK(none.faults() == "no decider b way\nno officers a town-bureau\nno officers b town-bureau");
}

TEST_CASE("duty analysis: a role that fits nobody does nothing; one that fits several is all of them") {
    const std::string tasks = "- {id: choose, by: group, after: {received: incident_report}, takes: 1 min, decides: {id: way, choices: {left: {zh: 左, en: left}, right: {zh: 右, en: right}}, default: left}}\n- {id: follow, by: office, after: {decided: way}}";
    const std::string duties = "- {id: chosen, who: group, must: {decided: way}, within: 1 min" + from_report + "}\n- {id: followed, who: office, must: {done: follow}" + from_report + "}";
    const Analysed unbound(tasks, duties, "hall", {{"kind: group", "kind: crowd"}});
    CHECK(unbound.keeps("chosen") == "- not here");
    CHECK(unbound.keeps("followed") == "town-office never");
    CHECK(unbound.faults() == "no decider choose way\nnever follow town-office\nunbound group");
    const Analysed three(tasks, duties, "hall", {}, {{"is: {kind: group}", "is: {kind: unit}"}});
    CHECK(three.keeps("chosen") == "unit-a kept 1:00..1:00\nunit-b kept 1:00..1:00\nunit-c kept 1:00..1:00");
    // an `each` role may be empty
    const Analysed no_units("- {id: go, by: units, after: {received: incident_report}}", "- {id: gone, who: units, must: {done: go}" + from_report + "}", "hall", {}, {{"is: {kind: unit}", "is: {kind: nothing}"}});
    CHECK(no_units.keeps("gone") == "- not here");
    CHECK(no_units.faults().empty());
}

TEST_CASE("duty analysis: tasks that wait for each other are one round, what waits for them never comes") {
    const Analysed found(R"(- {id: a, by: office, after: {done: b}}
- {id: b, by: office, after: {all: [{done: a}, {received: incident_report}]}}
- {id: c, by: office, after: {done: b}}
- {id: d, by: units, after: {received: order}, sends: [{message: answer, to: office, over: [line]}]}
- {id: e, by: office, after: {received: answer}, sends: [{message: order, to: units, over: [line]}]}
- {id: f, by: office, after: {any: [{done: f}, {received: incident_report}]}}
- {id: g, by: office, after: {done: g}})",
                         "- {id: x, who: office, must: {done: c}, within: 1 h" + from_report + "}\n- {id: y, who: office, must: {done: c}, within: 1 h, from: {done: a}}\n- {id: z, who: office, must: {done: f}" + from_report + "}");
    CHECK(found.faults() == "round a b\nround d e\nround g\nnever c town-office");
    CHECK(found.keeps("x") == "town-office never");
    CHECK(found.keeps("y") == "town-office kept 0:00..0:00");  // were it ever opened
    CHECK(found.keeps("z") == "town-office no limit 0:00..0:00");
}

TEST_CASE("duty analysis: must-not duties are not proved; proofs and faults stand in order") {
    const Analysed found("- {id: go, by: units, after: {received: order}}", "- {id: b, who: units, must_not: {done: go}, from: {received: incident_report}}\n- {id: a, who: units, must: {done: go}, from: {received: incident_report}}\n- {id: c, who: helpers, must: {done: go}" + from_report + "}");
    CHECK(found.keeps("a") == "unit-a never\nunit-b never\nunit-c never");
    CHECK(found.keeps("b").empty());
    CHECK(found.keeps("c") == "town-bureau never\ntown-group never");
    CHECK(found.faults() == "never go unit-a\nnever go unit-b\nnever go unit-c");
    CHECK(found.analysis.proofs.size() == 5);
    const Analysed nobody("- {id: go, by: office, after: {received: incident_report}}", "- {id: b, who: units, must_not: {done: go}" + from_report + "}", "hall", {}, {{"is: {kind: unit}", "is: {kind: nothing}"}});
    CHECK(nobody.analysis.proofs.empty());
}

namespace {

int below(Lcg& draw, std::size_t n) { return static_cast<int>(draw.below(n)); }

/// A drawn procedure: tasks of the office or of the three units, each after all or any of the report, the incident and the ends of others.
struct Drawn {
    struct Wait {
        enum { report, incident, task, all, any } kind = report;
        int subject = 0, count = 0;  // of a task: which, and 0 for all of its agencies, -1 for the first, else how many
        std::vector<Wait> parts;
    };
    struct Task {
        bool units;
        int least, most;
        Wait after;
    };
    std::vector<Task> tasks;

    explicit Drawn(Lcg& draw) {
        const int n = 4 + below(draw, 6);
        for (int i = 0; i < n; ++i) {
            const int least = below(draw, 9);
            tasks.push_back({below(draw, 3) == 0, least, least + below(draw, 9), {}});
        }
        for (Task& task : tasks) task.after = wait(draw, 0);
    }
    Wait wait(Lcg& draw, int depth) const {
        const int what = below(draw, depth < 2 ? 10 : 6);
        if (what == 0) return {Wait::incident, 0, 0, {}};
        if (what == 1) return {Wait::report, 0, 0, {}};
        if (what < 6) {
            const int counts[] = {0, 0, -1, 1, 2, 3};
            return {Wait::task, below(draw, tasks.size()), counts[below(draw, 6)], {}};
        }
        Wait joined{what < 8 ? Wait::all : Wait::any, 0, 0, {}};
        for (int parts = 2 + below(draw, 2); parts > 0; --parts) joined.parts.push_back(wait(draw, depth + 1));
        return joined;
    }

    static std::string words_of(const Wait& w) {
        if (w.kind == Wait::incident) return "{occurred: incident}";
        if (w.kind == Wait::report) return "{received: incident_report, by: office}";
        if (w.kind == Wait::task) return "{done: t" + std::to_string(w.subject) + (w.count == 0 ? "" : w.count < 0 ? ", count: first" : ", count: " + std::to_string(w.count)) + "}";
        std::string parts;
        for (const Wait& part : w.parts) parts += (parts.empty() ? "" : ", ") + words_of(part);
        return std::string(w.kind == Wait::all ? "{all: [" : "{any: [") + parts + "]}";
    }

    static constexpr int never = 1'000'000;
    using Times = std::vector<std::vector<int>>;  // [task][agency]: the office, or the units
    int time_of(const Wait& w, bool unit, std::size_t agency, const Times& times, int report, int incident) const {
        if (w.kind == Wait::report) return report;
        if (w.kind == Wait::incident) return incident;
        if (w.kind == Wait::task) {
            const auto& theirs = times[static_cast<std::size_t>(w.subject)];
            const bool own = tasks[static_cast<std::size_t>(w.subject)].units == unit;
            std::vector<int> sorted = own ? std::vector{theirs[agency]} : theirs;
            std::sort(sorted.begin(), sorted.end());
            const std::size_t need = w.count > 0 ? static_cast<std::size_t>(w.count) : w.count < 0 || own ? 1 : sorted.size();
            return need > sorted.size() ? never : sorted[need - 1];
        }
        int best = w.kind == Wait::all ? 0 : never;
        for (const Wait& part : w.parts) {
            const int t = time_of(part, unit, agency, times, report, incident);
            best = w.kind == Wait::all ? std::max(best, t) : std::min(best, t);
        }
        return best;
    }
    /// Relaxed until nothing changes; `done` ones are there at 0.
    Times relaxed(int report, int incident, bool worst, const Times* done) const {
        Times times;
        for (const Task& task : tasks) times.emplace_back(task.units ? 3 : 1, never);
        for (bool changed = true; changed;) {
            changed = false;
            for (std::size_t i = 0; i < tasks.size(); ++i)
                for (std::size_t a = 0; a < times[i].size(); ++a) {
                    const int begins = time_of(tasks[i].after, tasks[i].units, a, times, report, incident);
                    int ends = begins >= never ? never : begins + (worst ? tasks[i].most : tasks[i].least);
                    if (done != nullptr && (*done)[i][a] < never) ends = 0;
                    if (ends < times[i][a]) times[i][a] = ends, changed = true;
                }
        }
        return times;
    }
};

}  // namespace

TEST_CASE("duty analysis: drawn procedures come out as plain relaxation has them") {
    Lcg draw{2026};
    int impossible = 0, nothing_new = 0, never = 0;
    for (int round = 0; round < 200; ++round) {
        const Drawn drawn(draw);
        std::string tasks, duties;
        for (std::size_t i = 0; i < drawn.tasks.size(); ++i) {
            const auto& task = drawn.tasks[i];
            const std::string id = std::to_string(i), takes = task.least == task.most ? std::to_string(task.least) : std::to_string(task.least) + ".." + std::to_string(task.most);
            tasks += "- {id: t" + id + ", by: " + (task.units ? "units" : "office") + ", officer: none, takes: " + takes + " min, after: " + Drawn::words_of(task.after) + "}\n";
            duties += "- {id: d" + id + ", who: office, must: {done: t" + id + "}, within: 6 min, from: {received: incident_report, by: office}}\n";
        }
        INFO("round " << round << "\n" << tasks);
        const Analysed found(tasks, duties);
        const Drawn::Times before = drawn.relaxed(Drawn::never, 0, false, nullptr), at_all = drawn.relaxed(0, 0, false, nullptr);
        const Drawn::Times least = drawn.relaxed(0, 0, false, &before),
                           most = drawn.relaxed(0, 0, true, nullptr);
        for (std::size_t i = 0; i < drawn.tasks.size(); ++i) {
            const int first = *std::max_element(least[i].begin(), least[i].end()), last = *std::max_element(most[i].begin(), most[i].end());
            // of whom it may be done before the report it discharges nothing
            const bool bounded =
                last < Drawn::never &&
                *std::min_element(before[i].begin(), before[i].end()) >= Drawn::never;
            const std::string times = span_text(Duration{minutes(first)}) + ".." +
                                      (bounded ? span_text(Duration{minutes(last)}) : "");
            const std::string expected = first >= Drawn::never
                                             ? "never"
                                             : std::string(first > 6              ? "impossible "
                                                           : !bounded || last > 6 ? "at risk "
                                                                                  : "kept ") +
                                                   times;
            CHECK(found.keeps("d" + std::to_string(i)) == "town-office " + expected);
            impossible += first < Drawn::never && first > 6;
            nothing_new += first == 0;
            never += first >= Drawn::never;
        }
        for (const DutyProof& proof : found.analysis.proofs) {
            Span sum;
            for (const DutyStep& step : proof.path) sum.ms += step.least.ms;
            CHECK(sum == proof.least.value_or(Span{}));
        }
        std::set<std::string> stuck, faulty;
        for (std::size_t i = 0; i < drawn.tasks.size(); ++i)
            if (std::any_of(at_all[i].begin(), at_all[i].end(), [](int t) { return t >= Drawn::never; })) stuck.insert("t" + std::to_string(i));
        for (const ProcedureFault& fault : found.analysis.faults) {
            if (fault.kind == ProcedureFault::Kind::circular_wait)
                for (const auto& [plan, task] : fault.round) CHECK(faulty.insert(found.plans[plan].tasks[task].id).second);
            else CHECK(fault.kind == ProcedureFault::Kind::task_never);
        }
        for (const ProcedureFault& fault : found.analysis.faults)
            if (fault.kind == ProcedureFault::Kind::task_never) faulty.insert(found.plans[fault.plan].tasks[fault.task].id);
        CHECK(faulty == stuck);
    }
    CHECK(impossible > 50);
    CHECK(nothing_new > 50);
    CHECK(never > 50);
}

namespace {

/// A drawn plan of five roles that send each other messages, and whose units go to the scene: nothing takes a drawn time, nobody waits for an officer.
struct DrawnPlan {
    std::string tasks, duties;

    explicit DrawnPlan(Lcg& draw) {
        const auto one_of = [&](std::initializer_list<std::string_view> list) { return std::string(list.begin()[below(draw, static_cast<int>(list.size()))]); };
        const int n = 5 + below(draw, 6);
        const auto whose = [&] { return one_of({"", "", "", ", by: units", ", by: helpers", ", by: office"}) + one_of({"", "", ", count: first", ", count: all", ", count: 2"}); };
        const auto leaf = [&]() -> std::string {
            switch (below(draw, 9)) {
                case 0: return "{received: incident_report, by: office}";
                case 1: return "{occurred: incident}";
                case 2: return "{arrived: " + one_of({"squad", "units"}) + ", at: scene" + one_of({"", ", count: first", ", count: 2"}) + "}";
                case 3: return "{departed: squad" + one_of({"", ", count: first"}) + "}";
                case 4: return "{sent: " + one_of({"brief", "order", "answer"}) + whose() + "}";
                case 5:
                case 6: return "{received: " + one_of({"brief", "order", "answer"}) + whose() + "}";
                default: return "{done: t" + std::to_string(below(draw, n)) + whose() + "}";
            }
        };
        const auto wait = [&](const auto& self, int depth) -> std::string {
            if (depth == 2 || below(draw, 5) < 3) return leaf();
            std::string parts = self(self, depth + 1);
            for (int more = 1 + below(draw, 2); more > 0; --more) parts += ", " + self(self, depth + 1);
            return "{" + one_of({"all", "any", "any"}) + ": [" + parts + "]}";
        };
        tasks = "- {id: go, by: units, officer: squad, goes_to: scene, stays: 1 min, takes: 2 min, after: " + leaf() + "}\n";
        for (int i = 0; i < n; ++i) {
            const std::string id = std::to_string(i), by = one_of({"office", "units", "helpers", "bureau", "group"});
            tasks += "- {id: t" + id + ", by: " + by + ", officer: none, takes: " + std::to_string(1 + below(draw, 9)) + " min, after: " + wait(wait, 0);
            if (below(draw, 3) > 0) tasks += ", sends: [{message: " + one_of({"brief", "order", "answer"}) + ", to: " + one_of({"office", "units", "helpers", "[bureau, units]", "group"}) + ", over: [" + one_of({"line", "runner", "flash"}) + "]}]";
            tasks += "}\n";
            duties += "- {id: d" + id + ", who: " + by + ", must: {done: t" + id + "}, from: {received: incident_report, by: office}}\n";
        }
        duties += "- {id: gone, who: units, must: {arrived: squad, at: scene}, from: {received: incident_report, by: office}}\n";
    }
};

}  // namespace

TEST_CASE("duty analysis: where nothing is left to chance a run takes the shortest path to the millisecond") {
    Lcg draw{86};
    int exact = 0, before = 0, never = 0;
    for (int round = 0; round < 100; ++round) {
        const DrawnPlan drawn(draw);
        INFO("round " << round << "\n" << drawn.tasks);
        const Analysed found(drawn.tasks, drawn.duties, "site");
        // the report comes when all that needs none is long done; what was done before the anchor does not discharge in a run
        const Played played = play({.tasks = with_clauses(drawn.tasks), .duties = with_clauses(drawn.duties), .place = "site", .reports = "[{at: 9 h, from: bureau, to: office, over: [flash], says: {participants: 40}}]"});
        for (const DutyProof& proof : found.analysis.proofs) {
            const std::string& duty = found.plans[proof.plan].duties[proof.duty].id;
            INFO(duty << " of " << found.agency(proof.agency));
            const DutyOutcome& outcome = played.outcome(duty, found.agency(proof.agency));
            if (outcome.discharged) {
                REQUIRE(proof.least);
                CHECK(span_text(Duration{proof.least->ms}) == span_text(*outcome.discharged - outcome.opened));
                if (proof.most)
                    CHECK((*outcome.discharged - outcome.anchor).count() <= proof.most->ms);
                ++exact;
            } else if (proof.least) {
                CHECK(*proof.least == Span{});
                ++before;
            } else {
                ++never;
            }
        }
    }
    CHECK(exact > 100);
    CHECK(before > 100);
    CHECK(never > 100);
}

namespace {

struct Shipped {
    Table<PlanId, Plan> plans;
    Network network;
    Roads roads;
    Shipped() : network(network_of(shipped("networks/lishui.yaml").text)), roads(network) { plans.push_back(plan_of(shipped("plans/wage-arrears.yaml").text)); }
    DutyAnalysis at(PlaceId place) const {
        return analyse_duties(plans, words(), network, cn(), roads, place);
    }
};

bool no_longer(const Span& a, const Span& b) { return std::tie(a.working_days, a.ms) <= std::tie(b.working_days, b.ms); }

}  // namespace

TEST_CASE("duty analysis: the shipped plan on its network, at every place") {
    const Shipped shipped;
    const Plan& plan = shipped.plans[PlanId{0}];
    for (const PlaceId place : ids_of(shipped.network.places)) {
        INFO(shipped.network.places[place].id);
        const DutyAnalysis found = shipped.at(place);
        CHECK(found.faults.empty());
        std::vector<std::pair<DutyId, AgencyId>> expected, proved;
        for (const DutyId duty : ids_of(plan.duties))
            for (const AgencyId agency : matching_agencies(shipped.network, plan.roles[plan.duties[duty].who].is, place, {"energy", "industry", "natural_resources", "mining", "construction", "transport", "water_resources", "commerce", "culture_tourism"}))
                expected.emplace_back(duty, agency);
        for (const DutyProof& proof : found.proofs) {
            const std::string& duty = plan.duties[proof.duty].id;
            INFO(duty << " of " << shipped.network.agencies[proof.agency].id);
            proved.emplace_back(proof.duty, proof.agency);
            CHECK(proof.place == place);
            CHECK(proof.keeping != Keeping::never_discharged);
            CHECK(proof.keeping != Keeping::impossible);
            const bool only_urban = duty == "deputy_on_scene" || duty == "principal_on_scene";
            CHECK((proof.keeping == Keeping::not_here) == (only_urban && !shipped.network.places[place].urban));
            REQUIRE(proof.least.has_value() == (proof.keeping != Keeping::not_here));
            if (!proof.least) continue;
            if (proof.most) CHECK(no_longer(*proof.least, *proof.most));
            CHECK(proof.most.has_value() == (proof.open_end.kind == OpenEnd::Kind::none));
            CHECK((proof.keeping == Keeping::no_limit) == !plan.duties[proof.duty].within);
            Span sum;
            for (const DutyStep& step : proof.path) {
                sum = {sum.working_days + step.least.working_days, sum.ms + step.least.ms};
                CHECK(no_longer(step.least, step.most));
                CHECK((step.kind == DutyStep::Kind::message) == step.message.is_some());
            }
            CHECK(sum == *proof.least);
        }
        CHECK(proved == expected);
    }
}

TEST_CASE("duty analysis: no run of the shipped drills is quicker than the shortest path") {
    const Shipped shipped;
    int compared = 0;
    for (const std::string& id : shipped_drills()) {
        const Inputs inputs = load_shipped(id);
        const Incident& incident = inputs.scenario.incidents[IncidentId{0}];
        const DutyAnalysis found =
            analyse_duties(inputs.plans, inputs.vocabulary, inputs.network, inputs.calendar,
                           Roads(inputs.network), incident.place, &incident.concerns);
        for (std::uint32_t seed = 1; seed <= 5; ++seed)
            for (const DutyOutcome& o : assess(inputs, run_journal(inputs, seed))) {
                if (!o.discharged) continue;
                INFO(id << " seed " << seed << ": " << o.duty << " of " << o.agency);
                const auto proof = std::find_if(found.proofs.begin(), found.proofs.end(), [&](const DutyProof& p) { return p.duty == o.duty_id && inputs.network.agencies[p.agency].id == o.agency; });
                REQUIRE(proof != found.proofs.end());
                REQUIRE(proof->least);
                CHECK((*o.discharged - o.anchor).count() >=
                      proof->least->working_days * 86'400'000 + proof->least->ms);
                ++compared;
            }
    }
    CHECK(compared > 50);
}
