#include "sandtable/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "sandtable/spread.hpp"
#include "study/lengths.hpp"

namespace sandtable {

namespace {

std::string text_of(const Spread& spread, std::int64_t value) { return spread.working_days ? std::to_string(value) + " working days" : duration_text(value); }

}  // namespace

std::vector<StudyChange> tornado_changes(const Inputs& inputs, const Cast& cast, std::vector<std::string>& fixed) {
    std::vector<StudyChange> changes;
    const auto both = [&](const std::string& file, const std::string& path, const Spread& spread) {
        const LengthEnds ends = ends_of(spread);
        if (ends.low == ends.high) return fixed.push_back(path);
        for (const auto& [value, end] : {std::pair(ends.low, tornado_low), std::pair(ends.high, tornado_high)}) {
            Diagnostics said;
            auto setting = parse_setting(file + ":" + path + "=" + text_of(spread, value), said);
            if (setting) changes.push_back({path.substr(path.find('.') + 1) + std::string(end), {std::move(*setting)}});
        }
    };
    std::set<std::pair<PlanId, TaskId>> used;
    for (const Cast::Task& task : cast.tasks) used.emplace(cast.plan_runs[task.plan_run].plan, task.task);
    for (const auto& [plan, task] : used) both("plan/" + inputs.plans[plan].id, "tasks." + inputs.plans[plan].tasks[task].id + ".takes", inputs.plans[plan].tasks[task].takes);
    for (const Channel& channel : inputs.network.channels)
        if (!channel.travels) both("network/" + inputs.network.id, "channels." + channel.id + ".delay", channel.delay);
    return changes;
}

std::vector<TornadoTable> tornado_tables(const StudyResult& result) {
    const VariantResult& base = result.variants.front();
    std::set<std::string> joint;
    for (const Measure& measure : base.measures)
        if (measure.joint) joint.insert(measure.subject);
    std::vector<TornadoTable> tables;
    for (std::size_t i = 0; i < base.measures.size(); ++i) {
        const Measure& measure = base.measures[i];
        if (measure.kind != Measure::Kind::kept || base.tallies[i].settled() == 0 ||
            base.tallies[i].open > 0)
            continue;
        if (!measure.joint && joint.contains(measure.subject.substr(0, measure.subject.rfind('/')))) continue;
        TornadoTable table;
        table.kept = i;
        for (std::size_t v = 1; v + 1 < result.variants.size(); ++v) {
            const VariantResult &low = result.variants[v], &high = result.variants[v + 1];
            const std::string what = low.id.substr(0, low.id.size() - std::min(low.id.size(), tornado_low.size()));
            if (!low.id.ends_with(tornado_low) || high.id != what + std::string(tornado_high)) continue;
            const auto of = [&](const VariantResult& variant) -> const Tally* {
                for (std::size_t m = 0; m < variant.measures.size(); ++m)
                    if (variant.measures[m].id == measure.id) return &variant.differences[m];
                return nullptr;
            };
            const Tally *a = of(low), *b = of(high);
            const auto pairs = [](const Tally* t) {
                return t != nullptr && t->yes + t->no + t->same > 0 && t->open == 0;
            };
            if (!pairs(a) || !pairs(b) || a->yes + a->no + b->yes + b->no == 0) continue;
            table.rows.push_back({what, paired_difference(*a), paired_difference(*b)});
        }
        if (table.rows.empty()) continue;
        const auto size = [](const TornadoRow& row) { return std::max(std::abs(row.low.estimate), std::abs(row.high.estimate)); };
        std::stable_sort(table.rows.begin(), table.rows.end(), [&](const TornadoRow& x, const TornadoRow& y) { return size(x) > size(y); });
        tables.push_back(std::move(table));
    }
    const auto most = [](const TornadoTable& table) { return std::max(std::abs(table.rows.front().low.estimate), std::abs(table.rows.front().high.estimate)); };
    std::stable_sort(tables.begin(), tables.end(), [&](const TornadoTable& x, const TornadoTable& y) { return most(x) > most(y); });
    return tables;
}

}  // namespace sandtable
