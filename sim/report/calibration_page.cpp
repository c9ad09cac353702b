// What was observed beside what was assumed, and how the result moves.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "exchange/json.hpp"
#include "report/chance_words.hpp"
#include "report/study_names.hpp"
#include "report/table.hpp"

namespace sandtable {

namespace {

std::string length_words(const Spread& spread, std::int64_t value, Lang lang) {
    return spread.working_days ? say(lang, "period-working-days", {value})
                               : span_text(Duration{value});
}

std::string points(double low, double high) {
    return fmt::format("{:+.1f}…{:+.1f}", low * 100, high * 100);
}

/// A chance of the study with what was assumed and with what was observed.
struct Moved {
    const Measure& measure;
    const Tally &assumed, &observed;
    Chance before, after;  ///< after: with the interval of so few values
    Interval difference = {};
    const Distribution* later = nullptr;
};

/// Of every chance that both have, in the order of the second's measures.
std::vector<Moved> moved(const CalibrationReading& r) {
    const VariantResult &base = r.study.result.variants[0], &now = r.study.result.variants[1];
    std::vector<Moved> all;
    for (const SampledChance& one : r.sampled) {
        const auto place = [&](const VariantResult& v, const std::string& id) {
            return static_cast<std::size_t>(
                std::find_if(v.measures.begin(), v.measures.end(),
                             [&](const Measure& m) { return m.id == id; }) -
                v.measures.begin());
        };
        const std::size_t was = place(base, one.measure), is = place(now, one.measure);
        if (was == base.measures.size() || base.tallies[was].arose() == 0) continue;
        Moved& row = all.emplace_back(Moved{now.measures[is], base.tallies[was], now.tallies[is],
                                            chance_of(base.tallies[was]), one.chance});
        row.difference = {row.after.interval.low - row.before.interval.high,
                          row.after.interval.high - row.before.interval.low};
        const std::size_t late = place(now, "late" + one.measure.substr(one.measure.find('/')));
        if (late != now.measures.size() && now.differences[late].lengths.count() > 0)
            row.later = &now.differences[late].lengths;
    }
    return all;
}

/// Neither the values nor the draws between them change it.
bool stays(const Moved& row) {
    const Interval simulated = chance_of(row.observed).interval;
    return row.before.least == row.after.least && row.before.most == row.after.most &&
           row.after.interval.low == simulated.low && row.after.interval.high == simulated.high &&
           (row.later == nullptr || (row.later->least() == 0 && row.later->most() == 0));
}

std::string values_table(const CalibrationReading& r, const StudyStyle& style) {
    std::vector<std::string> head;
    for (const char* key :
         {"calibration-what", "calibration-assumed", "calibration-values", "study-least",
          "study-median", "study-most", "calibration-outside", "calibration-unfinished"})
        head.push_back(say(style.lang, key));
    head.emplace_back();
    TextTable table(std::move(head));
    for (const Calibrated& one : r.all) {
        const Spread& was = one.assumed;
        const auto words = [&](std::int64_t value) { return length_words(was, value, style.lang); };
        const auto at = [&](std::size_t i) {
            return one.values.empty() ? std::string("—") : span_text(Duration{one.values[i]});
        };
        table.row(
            {one.id, words(was.least()) + " / " + words(was.usual()) + " / " + words(was.most()),
             std::to_string(one.values.size()), at(0),
             at(one.values.empty() ? 0 : (one.values.size() - 1) / 2), at(one.values.size() - 1),
             std::to_string(one.outside), std::to_string(one.unfinished.size()),
             say(style.lang, one.used           ? "calibration-used"
                             : was.working_days ? "calibration-days"
                                                : "calibration-none-whole")},
            "");
    }
    table.fit(style.width, {0}, 24);
    return table.text();
}

/// What a reader has to look at before anything is believed.
std::string warnings(const CalibrationReading& r, Lang lang) {
    std::string out;
    for (const Calibrated& one : r.all) {
        std::string far;
        for (const std::int64_t ms : one.outliers)
            far += (far.empty() ? "" : say(lang, "word-comma")) + span_text(Duration{ms});
        if (!far.empty()) out += say(lang, "calibration-far-off", {one.id, far}) + "\n";
        if (one.used && !one.unfinished.empty())
            out += say(lang, "calibration-went-on", {one.id, one.unfinished.size()}) + "\n";
    }
    return out.empty() ? out : "\n" + out;
}

}  // namespace

std::string calibration_page(const CalibrationReading& r, const StudyStyle& style) {
    const Lang lang = style.lang;
    const auto words = [&](const char* key) { return say(lang, key); };
    std::string out = "演练 EXERCISE  " +
                      say(lang, "calibration-head", {r.study.identity.scenario}) + "\n\n" +
                      values_table(r, style) + warnings(r, lang) + "\n" +
                      say(lang, "calibration-chances", {r.study.result.done}) + "\n";
    TextTable table({words("column-clause"), words("column-duty"), words("column-agency"),
                     words("calibration-assumed-chance"), "95 %", words("calibration-observed"),
                     words("calibration-95"), words("calibration-difference-95"),
                     words("study-later")});
    const StudyNames names(r.study, lang);
    std::size_t same = 0, rows = 0;
    bool of_done = false;
    for (const Moved& row : moved(r)) {
        if (stays(row)) {
            ++same;
            continue;
        }
        ++rows;
        std::array<std::string, 2> who{words("study-all-duties"), ""};
        if (row.measure.kind != Measure::Kind::all) who = names.duty(row.measure.subject);
        const std::uint64_t cases = std::min(row.observed.arose(), row.assumed.arose());
        const std::string some =
            row.later == nullptr ? "" : some_of(row.later->count(), cases, lang);
        of_done = of_done || !some.empty();
        const std::int64_t shift = row.later == nullptr ? 0 : row.later->quantile(0.5);
        table.row(
            {row.measure.clause, who[0], who[1], chance_words(row.assumed, lang),
             interval_words(row.assumed), chance_words(row.observed, lang),
             interval_words(row.after.interval, 1), points(row.difference.low, row.difference.high),
             row.later == nullptr ? "—"
             : shift == 0         ? "0:00"
                          : say(lang, shift > 0 ? "study-shift-later" : "study-shift-earlier",
                                {span_text(Duration{std::abs(shift) / 1000 * 1000})})},
            "");
    }
    table.fit(style.width, {1, 2}, 10);
    if (rows > 0) out += table.text();
    if (of_done) out += "  " + words("study-of-done-pairs") + "\n";
    if (r.sampled.empty())
        return out + "  " + words("calibration-not-sampled") + "\n\n" + study_page(r.study, style);
    if (same > 0)
        out += "  " + say(lang, rows == 0 ? "calibration-all-stay" : "calibration-stay", {same}) +
               "\n";
    return out + "  " + words("calibration-how") + "\n\n" + study_digest(r.study.result) + "\n";
}

std::string calibration_json(const CalibrationReading& r) {
    Json out = {{"exercise", "演练 EXERCISE"}, {"scenario", r.study.identity.scenario}};
    out["calibrations"] = Json::array();
    for (const Calibrated& one : r.all) {
        const auto at = [&](std::size_t i) {
            return one.values.empty() ? Json(nullptr) : Json(one.values[i]);
        };
        out["calibrations"].push_back(
            {{"id", one.id},
             {"assumed",
              {{"least", one.assumed.least()},
               {"usual", one.assumed.usual()},
               {"most", one.assumed.most()},
               {"working_days", one.assumed.working_days}}},
             {"n", one.values.size()},
             {"least_ms", at(0)},
             {"median_ms", at(one.values.empty() ? 0 : (one.values.size() - 1) / 2)},
             {"most_ms", at(one.values.size() - 1)},
             {"outliers_ms", one.outliers},
             {"outside_assumed", one.outside},
             {"unfinished_ms", one.unfinished},
             {"used", one.used}});
    }
    out["chances"] = Json::array();
    for (const Moved& row : moved(r)) {
        const auto chance = [](const Chance& c) {
            return Json{{"least", c.least},
                        {"most", c.most},
                        {"low", c.interval.low},
                        {"high", c.interval.high}};
        };
        out["chances"].push_back({{"measure", row.measure.id},
                                  {"assumed", chance(row.before)},
                                  {"observed", chance(row.after)},
                                  {"difference_low", row.difference.low},
                                  {"difference_high", row.difference.high}});
    }
    out["sampled"] = !r.sampled.empty();
    out["study"] = Json::parse(study_json(r.study));
    return json_page(out) + "\n";
}

}  // namespace sandtable
