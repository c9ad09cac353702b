// JSON and CSV of a study (docs/contracts.md).
#include <fmt/format.h>

#include "exchange/json.hpp"
#include "sandtable/study_report.hpp"

namespace sandtable {

namespace {

constexpr double shown_quantiles[] = {0.05, 0.25, 0.5, 0.75, 0.95, 0.99};

Json or_null(const std::optional<std::int64_t>& value) { return value ? Json(*value) : Json(nullptr); }

Json length_json(const Distribution& d) {
    Json out = {{"n", d.count()}};
    if (d.count() == 0) return out;
    out["least_ms"] = d.least();
    out["most_ms"] = d.most();
    out["mean_ms"] = d.mean();
    out["quantiles"] = Json::array();
    for (const double p : shown_quantiles) {
        const auto bounds = d.quantile_interval(p);
        out["quantiles"].push_back({{"p", p}, {"ms", d.quantile(p)}, {"low_ms", or_null(bounds.low)}, {"high_ms", or_null(bounds.high)}});
    }
    return out;
}

Json chance_json(const Tally& tally) {
    const std::uint64_t n = tally.yes + tally.no;
    Json out = {{"n", n}};
    if (n == 0) return out;
    const Interval interval = wilson(tally.yes, n);
    out["kept"] = tally.yes;
    out["chance"] = static_cast<double>(tally.yes) / static_cast<double>(n);
    out["low"] = interval.low;
    out["high"] = interval.high;
    return out;
}

Json difference_json(const Measure& measure, const Tally& tally) {
    if (!measure.is_chance()) return length_json(tally.lengths);
    const std::uint64_t n = tally.yes + tally.no + tally.same;
    Json out = {{"n", n}};
    if (n == 0) return out;
    const PairedDifference d = paired_difference(tally);
    out["only_here"] = tally.yes;
    out["only_before"] = tally.no;
    out["difference"] = d.estimate;
    out["low"] = d.interval.low;
    out["high"] = d.interval.high;
    return out;
}

Json breaches_json(const Attribution& attribution) {
    Json out = Json::array();
    for (const auto& [duty, breaches] : attribution.duties) {
        Json parts = Json::array();
        for (const auto& [part, sum] : breaches.parts)
            parts.push_back({{"id", part}, {"kind", part.substr(0, part.find('/'))}, {"ms", sum.ms}, {"share", static_cast<double>(sum.ms) / static_cast<double>(breaches.ms)}, {"breaches", sum.breaches}});
        out.push_back({{"duty", duty}, {"clause", breaches.clause}, {"late", breaches.late}, {"never", breaches.never}, {"ms", breaches.ms}, {"first_replication", breaches.first}, {"parts", std::move(parts)}});
    }
    return out;
}

Json hours_json(const Attribution& attribution) {
    Json out = Json::array();
    for (const auto& [pool, hours] : attribution.hours) out.push_back({{"pool", pool}, {"busy_ms", hours.busy}, {"waited_ms", hours.waited}});
    return out;
}

std::string csv_cell(const std::string& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

}  // namespace

std::string study_json(const StudyReading& r) {
    const StudyIdentity& id = r.identity;
    Json out = {{"exercise", "演练 EXERCISE"}, {"scenario", id.scenario}, {"seed", id.seed}, {"semantics", id.semantics}, {"first", r.result.first}, {"replications", r.result.done}, {"stopped", r.result.stopped},
                {"shard", id.shard}, {"shards", id.shards}, {"precision", id.precision.empty() ? Json(nullptr) : Json(id.precision)}, {"digest", study_digest(r.result)}};
    out["variants"] = Json::array();
    for (std::size_t v = 0; v < r.result.variants.size(); ++v) {
        const VariantResult& variant = r.result.variants[v];
        Json measures = Json::array();
        for (std::size_t i = 0; i < variant.measures.size(); ++i) {
            const Measure& m = variant.measures[i];
            Json row = {{"id", m.id}, {"kind", std::string(measure_word(m.kind))}, {"clause", m.clause.empty() ? Json(nullptr) : Json(m.clause)}, {"joint", m.joint}};
            row.update(m.is_chance() ? chance_json(variant.tallies[i]) : length_json(variant.tallies[i].lengths));
            if (v > 0) row["against_first"] = difference_json(m, variant.differences[i]);
            measures.push_back(std::move(row));
        }
        out["variants"].push_back({{"id", variant.id}, {"settings", v < id.variants.size() ? id.variants[v] : ""}, {"measures", std::move(measures)}, {"breaches", breaches_json(variant.attribution)},
                                   {"hours", hours_json(variant.attribution)}});
    }
    if (const auto found = r.choice ? select_best(r.result, r.choice->measure, r.choice->wanted.probability) : std::nullopt) {
        Json order = Json::array(), pairs = Json::array();
        for (const auto& one : found->order) order.push_back({{"variant", r.result.variants[one.variant].id}, {"chance", one.chance}});
        for (const auto& pair : found->pairs)
            pairs.push_back({{"better", r.result.variants[pair.better].id}, {"worse", r.result.variants[pair.worse].id}, {"difference", pair.difference}, {"low", pair.interval.low}, {"high", pair.interval.high}});
        out["choice"] = {{"measure", r.choice->measure}, {"best", order.front()["variant"]}, {"indifference", found->points}, {"probability", r.choice->wanted.probability}, {"order", std::move(order)}, {"pairs", std::move(pairs)}};
    }
    return json_page(out) + "\n";
}

std::string study_csv(const StudyReading& r) {
    std::string out = "\xEF\xBB\xBF" "exercise,variant,measure,kind,clause,subject,joint,n,kept,chance,chance_low,chance_high,least_ms,mean_ms,most_ms";
    for (const double p : shown_quantiles) out += fmt::format(",q{:02.0f}_ms,q{:02.0f}_low_ms,q{:02.0f}_high_ms", p * 100, p * 100, p * 100);
    out += ",pairs,difference,difference_low,difference_high,difference_median_ms\r\n";
    for (std::size_t v = 0; v < r.result.variants.size(); ++v) {
        const VariantResult& variant = r.result.variants[v];
        for (std::size_t i = 0; i < variant.measures.size(); ++i) {
            const Measure& m = variant.measures[i];
            const Tally& tally = variant.tallies[i];
            const Distribution& d = tally.lengths;
            const std::uint64_t n = m.is_chance() ? tally.yes + tally.no : d.count();
            out += "演练 EXERCISE," + csv_cell(variant.id) + "," + csv_cell(m.id) + "," + std::string(measure_word(m.kind)) + "," + csv_cell(m.clause) + "," + csv_cell(m.subject) + (m.joint ? ",1," : ",0,") + std::to_string(n);
            if (m.is_chance() && n > 0) {
                const Interval interval = wilson(tally.yes, n);
                out += fmt::format(",{},{:.6f},{:.6f},{:.6f}", tally.yes, static_cast<double>(tally.yes) / static_cast<double>(n), interval.low, interval.high);
            } else {
                out += ",,,,";
            }
            if (!m.is_chance() && n > 0) {
                out += fmt::format(",{},{},{}", d.least(), d.mean(), d.most());
                for (const double p : shown_quantiles) {
                    const auto bounds = d.quantile_interval(p);
                    out += fmt::format(",{},{},{}", d.quantile(p), bounds.low ? std::to_string(*bounds.low) : "", bounds.high ? std::to_string(*bounds.high) : "");
                }
            } else {
                out += ",,,";
                for ([[maybe_unused]] const double p : shown_quantiles) out += ",,,";
            }
            if (v == 0) {
                out += ",,,,,\r\n";
                continue;
            }
            const Tally& difference = variant.differences[i];
            if (m.is_chance()) {
                const std::uint64_t pairs = difference.yes + difference.no + difference.same;
                if (pairs == 0) out += ",0,,,,\r\n";
                else {
                    const PairedDifference d2 = paired_difference(difference);
                    out += fmt::format(",{},{:.6f},{:.6f},{:.6f},\r\n", pairs, d2.estimate, d2.interval.low, d2.interval.high);
                }
            } else {
                out += fmt::format(",{},,,,{}\r\n", difference.lengths.count(), difference.lengths.count() > 0 ? std::to_string(difference.lengths.quantile(0.5)) : "");
            }
        }
    }
    return out;
}

}  // namespace sandtable
