#include "sandtable/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

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
    // what was begun and has not come to its end, under the entry that began it
    std::map<EntryNo, std::string> going_on;
    const auto broken_off = [&](EntryNo began, ModelTime at) {
        const auto found = going_on.find(began);
        if (found == going_on.end()) return;
        into[found->second].unfinished.push_back((at - journal[began].at).count());
        going_on.erase(found);
    };
    std::map<std::tuple<Symbol, Symbol, Symbol, std::string>, EntryNo> started;
    for (EntryNo no = 0; no < journal.size(); ++no) {
        const Entry& entry = journal[no];
        if (const std::string& plan = journal.text(entry.plan); !plan.empty()) seen.insert(plan);
        const std::string task(journal.item_text(entry, "task"));
        const auto key = std::tuple(entry.incident, entry.plan, entry.agency, task);
        switch (entry.kind) {
            case EntryKind::task_started:
                going_on[no] = journal.text(entry.plan) + "." + task;
                started[key] = no;
                break;
            case EntryKind::sent:
            case EntryKind::retried:
                if (const auto channel = journal.item_text(entry, "channel"); !channel.empty())
                    going_on[no] = std::string(of_channel) + std::string(channel);
                break;
            case EntryKind::task_waived:
            case EntryKind::task_stopped:
            case EntryKind::stranded:
                if (const auto found = started.find(key); found != started.end())
                    broken_off(found->second, entry.at);
                break;
            case EntryKind::task_done:
            case EntryKind::departed:
            case EntryKind::received: {
                const auto found = going_on.find(entry.cause);
                if (found == going_on.end()) break;
                into[found->second].whole.push_back((entry.at - journal[entry.cause].at).count());
                going_on.erase(found);
                break;
            }
            case EntryKind::call_failed:
            case EntryKind::lost:
            case EntryKind::undelivered:
                going_on.erase(entry.cause);
                break;  // no delay at all
            default:
                break;
        }
    }
    if (!journal.entries().empty())
        for (const auto& [began, id] : going_on)
            into[id].unfinished.push_back(
                (journal.entries().back().at - journal[began].at).count());
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
        if (name && length) read[*name].whole.push_back(length->count());
    }
    if (read.empty() && errors() == before) out.error("calibration-empty", {document->path, 0, 0, 1, {}});
    if (errors() > before) return false;
    for (auto& [id, values] : read)
        into[id].whole.insert(into[id].whole.end(), values.whole.begin(), values.whole.end());
    return true;
}

std::vector<Calibrated> calibrations(const Inputs& inputs, const ObservedLengths& observed, Diagnostics& out) {
    std::vector<Calibrated> all;
    Inputs copy = inputs;
    const auto there = lengths_in(inputs);
    std::string unknown;
    for (const auto& [id, values] : observed) {
        const Spread* spread = length_of(copy, id);
        if (spread == nullptr && id.starts_with(of_channel) &&
            inputs.network.channel(id.substr(of_channel.size())).is_some())
            continue;  // who carries it takes a way, which is no length of its own
        if (spread == nullptr) {
            const std::string near = nearest_name(id, there);
            unknown += (unknown.empty() ? "" : ", ") + id + (near.empty() ? "" : " (" + near + "?)");
            continue;
        }
        Calibrated& one = all.emplace_back();
        one.id = id;
        one.assumed = *spread;
        one.values = values.whole;
        one.unfinished = values.unfinished;
        std::sort(one.values.begin(), one.values.end());
        std::sort(one.unfinished.begin(), one.unfinished.end());
        one.used = !spread->working_days && !one.values.empty();
        if (spread->working_days) continue;
        one.outliers = outliers_of(one.values, spread->least());
        one.outside = static_cast<std::size_t>(std::count_if(
            one.values.begin(), one.values.end(),
            [&](std::int64_t ms) { return ms < spread->least() || ms > spread->most(); }));
    }
    if (!unknown.empty()) out.add(Severity::note, "calibration-unknown", {}, {unknown});
    return all;
}

std::vector<std::int64_t> outliers_of(const std::vector<std::int64_t>& sorted,
                                      std::int64_t possible) {
    constexpr double far = 3.5;
    const std::size_t n = sorted.size();
    if (n < 3) return {};
    std::vector<double> logs;
    for (const std::int64_t ms : sorted) logs.push_back(std::log(static_cast<double>(ms) + 1000));
    const auto middle = [](std::vector<double> values) {
        std::sort(values.begin(), values.end());
        const std::size_t half = values.size() / 2;
        return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    };
    const double median = middle(logs);
    std::vector<double> off;
    for (const double x : logs) off.push_back(std::abs(x - median));
    // of a normal distribution its standard deviation; lengths that are alike do not make those far
    // off that are not twice as long
    const double usual = std::max(middle(off) / 0.6745, std::log(2.0) / far);
    std::vector<std::int64_t> outliers;
    for (std::size_t i = 0; i < n; ++i)
        if (off[i] > far * usual * (1 + 1e-9) && (logs[i] > median || sorted[i] < possible))
            outliers.push_back(sorted[i]);
    return outliers;
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
