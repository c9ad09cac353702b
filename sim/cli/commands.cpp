// run, why, verify, diff, report, graph.
#include <algorithm>

#include <sys/stat.h>

#include "base/control_characters.hpp"
#include "base/part_file.hpp"
#include "cli/cli.hpp"
#include "exchange/json.hpp"
#include "sandtable/counterfactual.hpp"
#include "sandtable/digest.hpp"
#include "sandtable/run.hpp"

namespace sandtable {

Exit run_once(const Terminal& terminal, const RunArguments& arguments) {
    auto source = named_source(terminal, FileKind::scenario, arguments.scenario);
    if (!source) return Exit::unusable;
    Diagnostics said;
    const HeldFiles none;
    const auto inputs = load_scenario(terminal, std::move(*source), none, said);
    if (inputs && !may_write(terminal, {arguments.output}, paths_of(inputs->texts)))
        return Exit::unusable;
    if (inputs && !arguments.incident.empty()) {
        std::vector<std::string> names;
        for (const Incident& incident : inputs->scenario.incidents) names.push_back(incident.id);
        if (std::find(names.begin(), names.end(), arguments.incident) == names.end()) {
            terminal.say_error("cli-no-incident", {arguments.incident}, did_you_mean(arguments.incident, names));
            return Exit::unusable;
        }
    }
    const std::uint32_t seed = inputs ? arguments.seed.value_or(inputs->scenario.seed) : 0;
    const auto journal = inputs ? run(*inputs, {.seed = seed, .replication = 0}, said) : std::nullopt;
    terminal.say_all(said, journal ? Severity::warning : Severity::error);  // a run that went through had no errors
    if (!journal) return Exit::unusable;
    const RunReading reading = read_run(*inputs, *journal, seed);
    if (!arguments.output.empty()) {
        const DrillHeader header{.scenario = inputs->scenario.id, .seed = seed, .semantics = semantics_number, .program_version = SANDTABLE_VERSION, .digest = reading.digest, .start = iso_text(inputs->scenario.start)};
        write_drill(arguments.output, header, inputs->texts, *journal);
    }
    TerminalStyle style = terminal.style(arguments.explain);
    style.incident = arguments.incident;
    style.recorded = shown(arguments.output);
    terminal.out(arguments.json ? run_json(reading, terminal.lang) : run_page(reading, style));
    if (!arguments.output.empty()) terminal.note("cli-recorded", {arguments.output, journal->size(), reading.digest});
    return reading.expectations_hold() ? Exit::fine : Exit::no;
}

namespace {

/// The duty meant by its full id, or by a part of it that fits one: whole segments first, then any part.
const DutyOutcome* find_duty(const Terminal& terminal, const std::vector<DutyOutcome>& outcomes, const std::string& wanted) {
    std::vector<const DutyOutcome*> found;
    std::vector<std::string> names;
    const std::string slashed = "/" + wanted + "/";
    for (const DutyOutcome& o : outcomes) {
        if (o.id == wanted) return &o;
        names.push_back(o.duty);
        const std::string dotted = o.plan + "." + o.duty;
        if (("/" + o.id + "/").find(slashed) != std::string::npos || dotted == wanted) found.push_back(&o);
    }
    if (found.empty())
        for (const DutyOutcome& o : outcomes)
            if (o.id.find(wanted) != std::string::npos) found.push_back(&o);
    if (found.size() == 1) return found.front();
    std::string list;
    if (found.empty()) {
        std::sort(names.begin(), names.end());
        names.erase(std::unique(names.begin(), names.end()), names.end());
        for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
        const Text near = did_you_mean(wanted, names);
        terminal.say_error("cli-duty-none", {wanted}, near.empty() ? tell("cli-duty-list", {list}) : near);
    } else {
        for (const auto* o : found) list += "\n     " + o->id;
        terminal.say_error("cli-duty-many", {wanted, list});
    }
    return nullptr;
}

/// The duty meant, if it is one that never arose: by its full id, or a part of whole segments that
/// fits one alone, and none that arose.
const NeverOpened* find_never(const Inputs& inputs, const std::vector<DutyOutcome>& outcomes,
                              const std::vector<NeverOpened>& never, const std::string& wanted) {
    const std::string slashed = "/" + wanted + "/";
    for (const DutyOutcome& o : outcomes)
        if (("/" + o.id + "/").find(slashed) != std::string::npos ||
            o.plan + "." + o.duty == wanted)
            return nullptr;
    const NeverOpened* found = nullptr;
    for (const NeverOpened& one : never) {
        const Plan& plan = inputs.plans[one.plan];
        const std::string duty = plan.duties[one.duty].id,
                          id = inputs.scenario.incidents[one.incident].id + "/" + plan.id + "/" +
                               duty + "/" + inputs.network.agencies[one.agency].id;
        if (("/" + id + "/").find(slashed) == std::string::npos && plan.id + "." + duty != wanted)
            continue;
        if (found == nullptr)
            found = &one;  // several never arose: the first stands for all its agencies
    }
    return found;
}

RunReading reading_of(const RecordedRun& recorded) { return read_run(recorded.inputs, recorded.file.journal, recorded.file.header.seed); }

}  // namespace

Exit why(const Terminal& terminal, const WhyArguments& arguments) {
    const auto recorded = load_recorded(terminal, arguments.drill);
    if (!recorded) return Exit::unusable;
    const RunReading reading = reading_of(*recorded);
    Diagnostics said;
    // what never was is in no entry: the run is executed again, if it is still the same run
    const DrillHeader& header = recorded->file.header;
    const RunOptions again{.seed = header.seed, .replication = header.replication};
    std::vector<NeverOpened> never;
    if (header.semantics == semantics_number)
        if (auto found = never_opened(recorded->inputs, again, said)) never = std::move(*found);
    TerminalStyle style = terminal.style();
    style.recorded = shown(arguments.drill);
    if (arguments.duty.empty()) {
        terminal.out(arguments.json ? late_json(reading, never) : late_page(reading, never, style));
        return Exit::fine;
    }
    if (const NeverOpened* one =
            find_never(recorded->inputs, reading.outcomes, never, arguments.duty)) {
        terminal.out(arguments.json ? never_arose_json(reading, *one)
                                    : never_arose_page(reading, *one, style));
        return Exit::fine;
    }
    const DutyOutcome* outcome = find_duty(terminal, reading.outcomes, arguments.duty);
    if (outcome == nullptr) return Exit::unusable;
    std::vector<Regained> regained;
    if (header.semantics == semantics_number && outcome->status == DutyStatus::breached)
        regained = what_the_run_regains(
            recorded->inputs, again.seed, again.replication,
            outcome->incident + "/" + outcome->plan + "/" + outcome->duty + "/" + outcome->agency,
            said);
    terminal.out(arguments.json ? why_json(reading, *outcome, regained)
                                : why_page(reading, *outcome, regained, terminal.style()));
    return Exit::fine;
}

Exit verify(const Terminal& terminal, const std::string& drill, bool json) {
    Diagnostics said;
    const auto recorded = load_recorded(terminal, drill);
    if (!recorded) return Exit::unusable;
    const DrillHeader& header = recorded->file.header;
    Json page = {{"exercise", "演练 EXERCISE"}, {"scenario", header.scenario}, {"seed", header.seed}, {"semantics", header.semantics}, {"recorded", header.digest}};
    const auto answer = [&](const char* result, EntryNo first, const std::string& again, const std::string& words) {
        page["result"] = result;
        page["again"] = again.empty() ? Json(nullptr) : Json(again);
        page["first"] = first == no_entry ? Json(nullptr) : Json(first + 1);
        terminal.out(json ? json_page(page) + "\n" : words + "\n");
    };
    if (header.semantics != semantics_number) {
        answer("other_semantics", no_entry, "", say(terminal.lang, "verify-semantics", {header.semantics, semantics_number}));
        return Exit::no;
    }
    const auto journal = run(recorded->inputs, {.seed = header.seed, .replication = header.replication}, said);
    terminal.say_all(said);
    if (!journal) return Exit::unusable;
    const RunReading before = reading_of(*recorded), again = read_run(recorded->inputs, *journal, header.seed);
    const Difference d = difference(before, again);
    if (d.same() && before.digest == again.digest) {
        answer("same", no_entry, again.digest, say(terminal.lang, "verify-same", {again.digest}));
        return Exit::fine;
    }
    answer("different", d.first, again.digest, say(terminal.lang, "verify-different", {d.first + 1, before.digest, again.digest}));
    return Exit::no;
}

Exit diff(const Terminal& terminal, const std::string& a, const std::string& b, bool json) {
    const auto one = load_recorded(terminal, a);
    const auto other = load_recorded(terminal, b);
    if (!one || !other) return Exit::unusable;
    const RunReading reading_a = reading_of(*one), reading_b = reading_of(*other);
    const Difference d = difference(reading_a, reading_b);
    terminal.out(json ? diff_json(reading_a, reading_b, d) : diff_page(reading_a, reading_b, d, terminal.style()));
    return d.same() ? Exit::fine : Exit::no;
}

namespace {

/// By its own id or its place's.
PreventionAreaId named_area(const Terminal& terminal, const Network& network, const std::string& wanted) {
    std::vector<std::string> names;
    for (const PreventionAreaId id : ids_of(network.prevention_areas)) {
        const PreventionArea& area = network.prevention_areas[id];
        if (area.id == wanted || network.places[area.place].id == wanted) return id;
        names.push_back(area.id);
        names.push_back(network.places[area.place].id);
    }
    terminal.say_error("cli-no-area", {wanted}, did_you_mean(wanted, names));
    return PreventionAreaId::none();
}

bool looks_at_risk(const Plan& plan, const Vocabulary& vocabulary) {
    const auto facts = named_facts(plan);
    return std::binary_search(facts.begin(), facts.end(), vocabulary.find("geohazard_risk"));
}

/// The record of a network alone: with the thresholds if there is one file of them, and the plans that can be found.
Exit graph_risk_code(const Terminal& terminal, const Network& network, const Files& files, const std::string& wanted) {
    const PreventionAreaId area = named_area(terminal, network, wanted);
    if (!area.is_some()) return Exit::unusable;
    Diagnostics said;
    std::optional<Thresholds> thresholds;
    if (const auto names = files.names(FileKind::thresholds); names.size() == 1)
        if (auto source = files.find(FileKind::thresholds, names.front(), said)) thresholds = load_thresholds(std::move(*source), said);
    const auto vocabulary = find_vocabulary(files, said);
    const auto clauses = find_clauses(files, said);
    std::vector<Plan> plans;
    for (const std::string& id : files.names(FileKind::plan)) {
        auto source = vocabulary && clauses ? files.find(FileKind::plan, id, said) : std::nullopt;
        auto plan = source ? load_plan(std::move(*source), {*vocabulary, *clauses, files}, said) : std::nullopt;
        if (plan && looks_at_risk(*plan, *vocabulary)) plans.push_back(std::move(*plan));
    }
    terminal.say_all(said, Severity::warning);  // the network is whole; what else is found is welcome
    RiskRecord record{network, area};
    record.thresholds = thresholds ? &*thresholds : nullptr;
    for (const Plan& plan : plans) record.plans.push_back(&plan);
    terminal.out(risk_code_page(record, terminal.lang));
    return Exit::fine;
}

/// Every file of warnings/ whose plan ran says which warnings were issued.
Exit report_alerts(const Terminal& terminal, const RunReading& reading, const std::string& target,
                   const std::string& drill) {
    Diagnostics said;
    const DiskFiles files(data_folders(""));
    std::vector<Alert> alerts;
    bool any = false;
    for (const std::string& id : files.names(FileKind::warnings)) {
        auto source = files.find(FileKind::warnings, id, said);
        const auto plan_named = [&](const std::string& name) -> const Plan* {
            const auto& plans = reading.inputs.plans;
            const auto at = std::find_if(plans.begin(), plans.end(), [&](const Plan& plan) { return plan.id == name; });
            return at == plans.end() ? nullptr : &*at;
        };
        const auto warnings = source ? load_warnings(std::move(*source), reading.inputs.vocabulary, plan_named, said) : std::nullopt;
        if (!warnings) continue;
        any = true;
        const auto issued = issued_alerts(reading, *warnings);
        alerts.insert(alerts.end(), issued.begin(), issued.end());
    }
    terminal.say_all(said);
    if (said.has_errors()) return Exit::unusable;
    if (!any) {
        terminal.say_error("cap-no-plan", {}, tell("cap-no-plan-hint"));
        return Exit::unusable;
    }
    if (alerts.empty()) {
        terminal.note("cap-none-issued");
        return Exit::fine;
    }
    return deliver_alerts(terminal, alerts, target, {drill}) ? Exit::fine : Exit::unusable;
}

}  // namespace

Exit report(const Terminal& terminal, const ReportArguments& arguments) {
    if (!arguments.jsonl && !arguments.csv && !arguments.cap && arguments.risk_code.empty()) {
        terminal.say_error("cli-report-what", {});
        return Exit::unusable;
    }
    int formats = 0, unnamed = 0;
    for (const auto* format : {&arguments.jsonl, &arguments.csv, &arguments.cap})
        if (*format) ++formats, unnamed += (*format)->empty() ? 1 : 0;
    const bool named = unnamed < formats;
    if (named && !arguments.output.empty()) {
        terminal.say_error("cli-report-twice", {arguments.output});
        return Exit::unusable;
    }
    if (!arguments.risk_code.empty() && formats > 0) {
        terminal.say_error("cli-risk-code-alone", {});
        return Exit::unusable;
    }
    if (formats > 1 && (!arguments.output.empty() || unnamed > 0)) {
        terminal.say_error("cli-report-one", {});
        return Exit::unusable;
    }
    const auto recorded = load_recorded(terminal, arguments.drill);
    if (!recorded) return Exit::unusable;
    if (!may_write(terminal,
                   {arguments.jsonl.value_or(""), arguments.csv.value_or(""),
                    arguments.cap.value_or(""), arguments.output},
                   {arguments.drill}))
        return Exit::unusable;
    const RunReading reading = reading_of(*recorded);
    const auto deliver = [&](const std::optional<std::string>& target, const std::string& text) {
        const std::string path = target->empty() ? arguments.output : *target;
        if (path.empty() || path == "-") terminal.out(text);
        else write_file(path, text);
    };
    if (arguments.jsonl) deliver(arguments.jsonl, journal_jsonl(reading));
    if (arguments.csv) deliver(arguments.csv, duties_csv(reading, terminal.lang));
    if (!arguments.risk_code.empty()) {
        const Inputs& inputs = reading.inputs;
        const PreventionAreaId area = named_area(terminal, inputs.network, arguments.risk_code);
        if (!area.is_some()) return Exit::unusable;
        RiskRecord record{inputs.network, area};
        if (inputs.scenario.rain) record.thresholds = &inputs.scenario.rain->thresholds;
        for (const Plan& plan : inputs.plans)
            if (looks_at_risk(plan, inputs.vocabulary)) record.plans.push_back(&plan);
        record.reading = &reading;
        const std::string page = risk_code_page(record, terminal.lang);
        if (arguments.output.empty()) terminal.out(page);
        else write_file(arguments.output, page);
    }
    if (arguments.cap)
        return report_alerts(terminal, reading,
                             arguments.cap->empty() ? arguments.output : *arguments.cap,
                             arguments.drill);
    return Exit::fine;
}

Exit graph(const Terminal& terminal, const GraphArguments& arguments) {
    if (!arguments.risk_code.empty() && (arguments.dot || arguments.graphml || !arguments.from.empty())) {
        terminal.say_error("cli-risk-code-alone", {});
        return Exit::unusable;
    }
    if (arguments.dot && arguments.graphml) {
        terminal.say_error("cli-dot-or-graphml", {});
        return Exit::unusable;
    }
    auto source = named_source(terminal, FileKind::network, arguments.network);
    if (!source) return Exit::unusable;
    if (const auto kind = kind_of(*source); kind && *kind != FileKind::network) {
        terminal.say_error("cli-not-network", {source->path, kind_name(*kind)});
        return Exit::unusable;
    }
    Diagnostics said;
    const DiskFiles files(data_folders(source->path));
    const auto network = load_network(std::move(*source), files, said);
    terminal.say_all(said);
    if (!network) return Exit::unusable;
    if (!arguments.risk_code.empty()) return graph_risk_code(terminal, *network, files, arguments.risk_code);
    if (arguments.dot) terminal.out(network_dot(*network, terminal.lang));
    else if (arguments.graphml) terminal.out(network_graphml(*network, terminal.lang));
    else {
        PlaceId from = network->places.empty() ? PlaceId::none() : PlaceId{0};
        if (const PlaceId hall = network->place("city_hall"); hall.is_some()) from = hall;
        if (!arguments.from.empty()) {
            from = network->place(arguments.from);
            std::vector<std::string> names;
            for (const NetworkPlace& place : network->places) names.push_back(place.id);
            if (!from.is_some()) {
                terminal.say_error("unknown-place", {arguments.from}, did_you_mean(arguments.from, names));
                return Exit::unusable;
            }
        }
        if (from.is_some()) terminal.out(network_page(*network, from, terminal.lang));
    }
    return Exit::fine;
}

}  // namespace sandtable
