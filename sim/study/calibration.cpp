#include "sandtable/calibration.hpp"

#include <algorithm>
#include <set>

#include "sandtable/spread.hpp"
#include "sandtable/suggest.hpp"
#include "study/lengths.hpp"
#include "yaml/reader.hpp"

namespace sandtable {

namespace {

constexpr std::string_view of_channel = "channel.";

}  // namespace

void observe(const Journal& journal, ObservedLengths& into, std::vector<std::string>& plans) {
    std::set<std::string> seen(plans.begin(), plans.end());
    for (const Entry& entry : journal.entries()) {
        if (const std::string& plan = journal.text(entry.plan); !plan.empty()) seen.insert(plan);
        if (entry.cause == no_entry) continue;
        const Entry& cause = journal[entry.cause];
        const std::int64_t ms = (entry.at - cause.at).count();
        if ((entry.kind == EntryKind::task_done || entry.kind == EntryKind::departed) && cause.kind == EntryKind::task_started) {
            into[journal.text(entry.plan) + "." + std::string(journal.item_text(entry, "task"))].push_back(ms);
        } else if (entry.kind == EntryKind::received && (cause.kind == EntryKind::sent || cause.kind == EntryKind::retried)) {
            if (const auto channel = journal.item_text(cause, "channel"); !channel.empty()) into[std::string(of_channel) + std::string(channel)].push_back(ms);
        }
    }
    plans.assign(seen.begin(), seen.end());
}

bool observe_table(SourceText source, ObservedLengths& into, Diagnostics& out) {
    const auto document = parse_table(std::move(source), out);
    if (document == nullptr) return false;
    Reading reading(*document, out);
    const auto errors = [&] { return std::count_if(out.all().begin(), out.all().end(), [](const Diagnostic& d) { return d.severity == Severity::error; }); };
    const auto before = errors();
    ObservedLengths read;
    for (const Node& row : document->root.items) {
        MapReader map(row, reading);
        const Node *id = map.need("id"), *value = map.need("value");
        if (id == nullptr || value == nullptr) continue;
        const auto name = reading.scalar(*id, "want-value");
        const auto length = reading.duration(*value);
        if (name && length) read[*name].push_back(length->count());
    }
    if (read.empty() && errors() == before) out.error("calibration-empty", {document->path, 0, 0, 1, {}});
    if (errors() > before) return false;
    for (auto& [id, values] : read) into[id].insert(into[id].end(), values.begin(), values.end());
    return true;
}

std::vector<Calibrated> calibrations(const Inputs& inputs, const ObservedLengths& observed, Diagnostics& out) {
    std::vector<Calibrated> all;
    Inputs copy = inputs;
    const auto there = lengths_in(inputs);
    std::string unknown;
    for (const auto& [id, values] : observed) {
        const Spread* spread = length_of(copy, id);
        if (spread == nullptr) {
            const std::string near = nearest_name(id, there);
            unknown += (unknown.empty() ? "" : ", ") + id + (near.empty() ? "" : " (" + near + "?)");
            continue;
        }
        Calibrated& one = all.emplace_back();
        one.id = id;
        one.assumed = *spread;
        one.values = values;
        std::sort(one.values.begin(), one.values.end());
        one.used = !spread->working_days;
    }
    if (!unknown.empty()) out.add(Severity::note, "calibration-unknown", {}, {unknown});
    return all;
}

Inputs calibrated(const Inputs& inputs, const std::vector<Calibrated>& all) {
    Inputs changed = inputs;
    for (const Calibrated& one : all) {
        if (!one.used) continue;
        Spread spread;
        spread.kind = Spread::Kind::observed;
        spread.values = one.values;
        spread.observed_id = observed_id(one);
        *length_of(changed, one.id) = std::move(spread);
    }
    return changed;
}

std::string observed_id(const Calibrated& one) {
    std::string id = one.id;
    std::replace(id.begin(), id.end(), '.', '-');
    std::replace(id.begin(), id.end(), '_', '-');
    return id;
}

std::string observed_yaml(const std::string& file_id, const Calibrated& one, const std::string& origin) {
    std::string values;
    for (const std::int64_t ms : one.values) values += (values.empty() ? "" : ", ") + duration_text(ms);
    return "sandtable: observed/1\nid: " + file_id + "\norigin: {zh: " + yaml_quoted(origin) + ", en: " + yaml_quoted(origin) + "}\nvalues: [" + values + "]\n";
}

}  // namespace sandtable
