// Loads a scenario and every file it names, then binds roles and checks the files against each other.
#include <algorithm>

#include "sandtable/digest.hpp"
#include "scenario/cross_check.hpp"
#include "scenario/scenario_reader.hpp"

namespace sandtable {

namespace {

std::optional<SourceText> named_file(FileKind kind, const std::string& id, const Files& files, SourcePlace where, Diagnostics& out) {
    const auto said = out.count();
    auto source = files.find(kind, id, out);
    if (!source && out.count() == said)
        out.error("unknown-" + std::string(kind_name(kind)), std::move(where), {id, files.where()}, did_you_mean(id, files.names(kind)));
    return source;
}

/// The calendar that the plans and the network name; they must agree.
std::optional<Calendar> common_calendar(const Inputs& inputs, const Files& files, Diagnostics& out) {
    std::string id = inputs.network.calendar, named_by = inputs.network.path;
    for (const Plan& plan : inputs.plans) {
        if (plan.calendar.empty()) continue;
        if (id.empty()) id = plan.calendar, named_by = plan.path;
        if (plan.calendar != id) {
            out.error("calendars-differ", {plan.path, 0, 0, 1, {}}, {plan.calendar, id, named_by});
            return std::nullopt;
        }
    }
    if (id.empty()) {
        out.error("key-missing", {inputs.network.path, 0, 0, 1, {}}, {"calendar"});
        return std::nullopt;
    }
    auto source = named_file(FileKind::calendar, id, files, {named_by, 0, 0, 1, {}}, out);
    return source ? load_calendar(std::move(*source), out) : std::nullopt;
}

}  // namespace

std::optional<Inputs> load_inputs(const std::vector<InputText>& texts, const Files& then, Diagnostics& out) {
    HeldFiles held;
    std::optional<SourceText> scenario;
    for (const InputText& text : texts) {
        held.hold(text.kind, text.id, {text.path, text.text});
        if (text.kind == FileKind::scenario) scenario = SourceText{text.path, text.text};
    }
    return scenario ? load_inputs(std::move(*scenario), RecordingFiles(held, then), out) : std::nullopt;
}

std::optional<Inputs> load_inputs(SourceText scenario, const RecordingFiles& files, Diagnostics& out) {
    const SourceText kept = scenario;
    const auto document = parse_yaml(std::move(scenario), out);
    if (!document) return std::nullopt;
    ScenarioReader reader(*document, out);
    const auto head = reader.head();
    if (!head) return std::nullopt;
    auto vocabulary = find_vocabulary(files, out);
    auto clauses = find_clauses(files, out);
    if (!vocabulary || !clauses) return std::nullopt;
    Inputs inputs;
    inputs.vocabulary = std::move(*vocabulary);
    inputs.clauses = std::move(*clauses);
    bool whole = head->network_node != nullptr && !head->plans.empty();
    if (head->network_node != nullptr && !head->network.empty()) {
        auto source = named_file(FileKind::network, head->network, files, reader.place(*head->network_node), out);
        auto network = source ? load_network(std::move(*source), files, out) : std::nullopt;
        if (network) inputs.network = std::move(*network);
        else whole = false;
    } else {
        whole = false;
    }
    for (const auto& [id, node] : head->plans) {
        auto source = named_file(FileKind::plan, id, files, reader.place(*node), out);
        auto plan = source ? load_plan(std::move(*source), {inputs.vocabulary, inputs.clauses, files}, out) : std::nullopt;
        if (plan) {
            if (plan->id != id) out.error("id-other", {plan->path, 0, 0, 1, {}}, {plan->id, id});
            inputs.plans.push_back(std::move(*plan));
        } else {
            whole = false;
        }
    }
    if (head->thresholds.second != nullptr || !head->rain_series.empty()) inputs.scenario.rain.emplace();
    if (head->thresholds.second != nullptr && !head->thresholds.first.empty()) {
        auto source = named_file(FileKind::thresholds, head->thresholds.first, files, reader.place(*head->thresholds.second), out);
        auto thresholds = source ? load_thresholds(std::move(*source), out) : std::nullopt;
        if (thresholds) inputs.scenario.rain->thresholds = std::move(*thresholds);
        else whole = false;
    }
    for (const auto& [id, node] : head->rain_series) {
        auto source = id.empty() ? std::nullopt : named_file(FileKind::rain, id, files, reader.place(*node), out);
        auto series = source ? load_rain(std::move(*source), id, out) : std::nullopt;
        if (series) inputs.scenario.rain->series.push_back(std::move(*series));
        else whole = false;
    }
    if (!whole) {
        // the names a scenario uses cannot be judged without the missing files; everything else can
        Diagnostics rest;
        ScenarioReader(*document, rest).read(inputs);
        for (const Diagnostic& d : rest.all())
            if (!d.code.starts_with("unknown-") && d.code != "needs-plan" && d.code != "party-unclear") out.add(d);
        return std::nullopt;
    }
    auto calendar = common_calendar(inputs, files, out);
    reader.read(inputs);
    if (!calendar || out.has_errors()) return std::nullopt;
    inputs.calendar = std::move(*calendar);
    for (const Plan& plan : inputs.plans) check_procedure(plan, out);
    bind_roles(inputs, out);
    if (out.has_errors()) return std::nullopt;
    cross_check(inputs, out);
    if (out.has_errors()) return std::nullopt;
    inputs.texts = files.texts();
    inputs.texts.push_back({FileKind::scenario, inputs.scenario.id, kept.path, sha256_of(kept.text), kept.text});
    std::sort(inputs.texts.begin(), inputs.texts.end(), [](const InputText& a, const InputText& b) { return std::tie(a.kind, a.id) < std::tie(b.kind, b.id); });
    return inputs;
}

std::vector<int> officers_by_shift(const Inputs& inputs, AgencyId agency, PoolId pool) {
    std::vector<int> numbers = inputs.network.agencies[agency].officers(pool);
    for (const RosterChange& change : inputs.scenario.officers)
        if (change.agency == agency && change.pool == pool)
            for (const auto& [shift, number] : change.numbers) numbers[shift.index] = number;
    return numbers;
}

}  // namespace sandtable
