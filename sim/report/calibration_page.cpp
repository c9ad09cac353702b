// What was observed beside what was assumed, and how the result moves.
#include <algorithm>

#include "exchange/json.hpp"
#include "report/study_names.hpp"
#include "report/table.hpp"

namespace sandtable {

namespace {

std::string words_of(const Spread& spread, std::int64_t value) { return spread.working_days ? std::to_string(value) + " working days" : span_text(Duration{value}); }

}  // namespace

std::string calibration_page(const std::vector<Calibrated>& all, const StudyReading& reading, const StudyStyle& style) {
    TextTable table({say(style.lang, "calibration-what"), say(style.lang, "calibration-assumed"), say(style.lang, "calibration-values"), say(style.lang, "study-least"), say(style.lang, "study-median"), say(style.lang, "study-most"), ""});
    for (const Calibrated& one : all) {
        const Spread& was = one.assumed;
        const auto at = [&](std::size_t i) { return span_text(Duration{one.values[i]}); };
        table.row({one.id, words_of(was, was.least()) + " / " + words_of(was, was.usual()) + " / " + words_of(was, was.most()), std::to_string(one.values.size()), at(0), at(one.values.size() / 2), at(one.values.size() - 1),
                   say(style.lang, !one.used ? "calibration-days" : one.values.size() < few_values ? "calibration-few" : "calibration-used")},
                  "");
    }
    table.fit(style.width, {0}, 24);
    return "演练 EXERCISE  " + say(style.lang, "calibration-head", {reading.identity.scenario}) + "\n\n" + table.text() + "\n" + study_page(reading, style);
}

std::string calibration_json(const std::vector<Calibrated>& all, const StudyReading& reading) {
    Json out = {{"exercise", "演练 EXERCISE"}, {"scenario", reading.identity.scenario}};
    out["calibrations"] = Json::array();
    for (const Calibrated& one : all)
        out["calibrations"].push_back({{"id", one.id}, {"assumed", {{"least", one.assumed.least()}, {"usual", one.assumed.usual()}, {"most", one.assumed.most()}, {"working_days", one.assumed.working_days}}}, {"n", one.values.size()}, {"least_ms", one.values.front()},
                                       {"median_ms", one.values[one.values.size() / 2]}, {"most_ms", one.values.back()}, {"used", one.used}});
    out["study"] = Json::parse(study_json(reading));
    return json_page(out) + "\n";
}

}  // namespace sandtable
