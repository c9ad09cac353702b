// JSON and CSV of a study (docs/contracts.md).
#include <fmt/format.h>

#include "exchange/json.hpp"
#include "report/study_names.hpp"
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

/// What was settled, and beside it what was not; one chance only where nothing was left open.
Json chance_json(const Tally& tally) {
    Json out = {{"n", tally.settled()},
                {"open", tally.open},
                {"early", tally.early},
                {"waived", tally.waived},
                {"never_arose", tally.never_arose},
                {"never_done", tally.never_done}};
    if (tally.arose() == 0) return out;
    const Chance chance = chance_of(tally);
    out["kept"] = tally.yes;
    out["chance"] = tally.open == 0 ? Json(chance.least) : Json(nullptr);
    out["chance_least"] = chance.least;
    out["chance_most"] = chance.most;
    out["low"] = chance.interval.low;
    out["high"] = chance.interval.high;
    return out;
}

Json difference_json(const StudyResult& result, std::size_t v, std::size_t measure) {
    const Tally& tally = result.variants[v].differences[measure];
    if (!result.variants[v].measures[measure].is_chance()) return length_json(tally.lengths);
    Json out = {{"n", tally.yes + tally.no + tally.same}, {"open", tally.open}};
    const auto d = difference_at(result, v, measure);
    if (!d) return out;
    out["only_here"] = tally.yes;
    out["only_before"] = tally.no;
    out["difference"] = d->least == d->most ? Json(d->least) : Json(nullptr);
    out["difference_least"] = d->least;
    out["difference_most"] = d->most;
    out["low"] = d->interval.low;
    out["high"] = d->interval.high;
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

void add_choice(Json& out, const StudyReading& r, const Choosing& wanted) {
    const auto name = [&](std::size_t variant) { return r.result.variants[variant].id; };
    const auto found = select_best(r.result, wanted);
    if (!found) {
        Json why = Json::array();
        for (const Unsettled& one : unsettled_for_choice(r.result, wanted.measure)) {
            const Tally tally = one.tally.value_or(Tally{});
            why.push_back({{"variant", name(one.variant)},
                           {"measured", one.tally.has_value()},
                           {"settled", tally.settled()},
                           {"open", tally.open},
                           {"early", tally.early},
                           {"waived", tally.waived},
                           {"never_arose", tally.never_arose}});
        }
        out["no_choice"] = {{"measure", wanted.measure}, {"variants", std::move(why)}};
        return;
    }
    Json order = Json::array(), pairs = Json::array();
    for (const auto& one : found->order)
        order.push_back({{"variant", name(one.variant)}, {"chance", one.chance}});
    for (const auto& pair : found->pairs)
        pairs.push_back({{"better", name(pair.better)},
                         {"worse", name(pair.worse)},
                         {"difference", pair.difference},
                         {"low", pair.interval.low},
                         {"high", pair.interval.high}});
    out["choice"] = {{"measure", wanted.measure},     {"best", name(found->order.front().variant)},
                     {"indifference", found->points}, {"probability", wanted.probability},
                     {"order", std::move(order)},     {"pairs", std::move(pairs)}};
}

}  // namespace

std::string study_json(const StudyReading& r) {
    const StudyIdentity& id = r.identity;
    Json out = {{"exercise", "演练 EXERCISE"}, {"scenario", id.scenario}, {"seed", id.seed}, {"semantics", id.semantics}, {"first", r.result.first}, {"replications", r.result.done}, {"stopped", r.result.stopped},
                {"shard", id.shard}, {"shards", id.shards}, {"precision", id.precision.empty() ? Json(nullptr) : Json(id.precision)}, {"digest", study_digest(r.result)}};
    out["variants"] = Json::array();
    for (std::size_t v = 0; v < r.result.variants.size(); ++v) {
        const VariantResult& variant = r.result.variants[v];
        Json measures = Json::array(), all;
        for (std::size_t i = 0; i < variant.measures.size(); ++i) {
            const Measure& m = variant.measures[i];
            if (m.kind == Measure::Kind::all) {  // of the whole run, beside its measures
                all = chance_json(variant.tallies[i]);
                if (v > 0) all["against_first"] = difference_json(r.result, v, i);
                continue;
            }
            Json row = {{"id", m.id}, {"kind", std::string(measure_word(m.kind))}, {"clause", m.clause.empty() ? Json(nullptr) : Json(m.clause)}, {"joint", m.joint}};
            row.update(m.is_chance() ? chance_json(variant.tallies[i]) : length_json(variant.tallies[i].lengths));
            if (v > 0) row["against_first"] = difference_json(r.result, v, i);
            measures.push_back(std::move(row));
        }
        Json totals = Json::array();
        for (const DutyTotal& total : duty_totals(variant)) {
            Json row = {{"duty", total.subject},
                        {"clause", total.clause},
                        {"incidents", total.incidents},
                        {"kept", total.sum.yes},
                        {"not_kept", total.sum.no}};
            for (const auto& [key, count] : {std::pair{"open", total.sum.open},
                                             {"early", total.sum.early},
                                             {"waived", total.sum.waived},
                                             {"never_arose", total.sum.never_arose},
                                             {"never_done", total.sum.never_done}})
                row[key] = count;
            totals.push_back(std::move(row));
        }
        out["variants"].push_back({{"id", variant.id},
                                   {"settings", v < id.variants.size() ? id.variants[v] : ""},
                                   {"all", std::move(all)},
                                   {"measures", std::move(measures)},
                                   {"totals", std::move(totals)},
                                   {"breaches", breaches_json(variant.attribution)},
                                   {"hours", hours_json(variant.attribution)}});
    }
    out["regained"] = Json::array();
    for (const Regained& one : r.regained)
        out["regained"].push_back({{"duty", one.duty},
                                   {"part", one.part},
                                   {"replications", one.replications},
                                   {"chance_before", one.before.least},
                                   {"chance_after", one.after.least},
                                   {"difference_least", one.difference.least},
                                   {"difference_most", one.difference.most},
                                   {"low", one.difference.interval.low},
                                   {"high", one.difference.interval.high},
                                   {"took_ms", one.took_ms},
                                   {"part_ms", one.part_ms},
                                   {"gained_ms", one.gained_ms},
                                   {"near", one.near.empty() ? Json(nullptr) : Json(one.near)}});
    if (r.identity.choosing) add_choice(out, r, *r.identity.choosing);
    return json_page(out) + "\n";
}

std::string study_csv(const StudyReading& r) {
    std::string out = "\xEF\xBB\xBF" "exercise,variant,measure,kind,clause,subject,joint,n,kept,chance,chance_low,chance_high,least_ms,mean_ms,most_ms";
    for (const double p : shown_quantiles) out += fmt::format(",q{:02.0f}_ms,q{:02.0f}_low_ms,q{:02.0f}_high_ms", p * 100, p * 100, p * 100);
    out +=
        ",pairs,difference,difference_low,difference_high,difference_median_ms,chance_least,chance_most,open,early,waived,never_arose,never_done\r\n";
    for (std::size_t v = 0; v < r.result.variants.size(); ++v) {
        const VariantResult& variant = r.result.variants[v];
        for (std::size_t i = 0; i < variant.measures.size(); ++i) {
            const Measure& m = variant.measures[i];
            const Tally& tally = variant.tallies[i];
            const Distribution& d = tally.lengths;
            const std::uint64_t n = m.is_chance() ? tally.settled() : d.count();
            const Chance chance = chance_of(tally);
            out += "演练 EXERCISE," + csv_cell(variant.id) + "," + csv_cell(m.id) + "," + std::string(measure_word(m.kind)) + "," + csv_cell(m.clause) + "," + csv_cell(m.subject) + (m.joint ? ",1," : ",0,") + std::to_string(n);
            if (m.is_chance() && tally.arose() > 0) {
                out += fmt::format(",{},{},{:.6f},{:.6f}", tally.yes,
                                   tally.open == 0 ? fmt::format("{:.6f}", chance.least) : "",
                                   chance.interval.low, chance.interval.high);
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
            std::string endings = ",,,,,,,\r\n";
            if (m.is_chance())
                endings = fmt::format(",{},{},{},{},{},{},{}\r\n",
                                      tally.arose() == 0 ? "" : fmt::format("{:.6f}", chance.least),
                                      tally.arose() == 0 ? "" : fmt::format("{:.6f}", chance.most),
                                      tally.open, tally.early, tally.waived, tally.never_arose,
                                      tally.never_done);
            if (v == 0) {
                out += ",,,,," + endings;
                continue;
            }
            const Tally& difference = variant.differences[i];
            if (m.is_chance()) {
                const std::uint64_t pairs = difference.yes + difference.no + difference.same;
                const auto change = difference_at(r.result, v, i);
                if (!change) out += ",0,,,," + endings;
                else
                    out += fmt::format(",{},{},{:.6f},{:.6f},", pairs,
                                       change->least == change->most
                                           ? fmt::format("{:.6f}", change->least)
                                           : "",
                                       change->interval.low, change->interval.high) +
                           endings;
            } else {
                out += fmt::format(",{},,,,{}", difference.lengths.count(),
                                   difference.lengths.count() > 0
                                       ? std::to_string(difference.lengths.quantile(0.5))
                                       : "") +
                       endings;
            }
        }
    }
    return out;
}

}  // namespace sandtable
