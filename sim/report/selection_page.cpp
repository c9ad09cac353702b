// Choosing and sensitivity indices on the terminal and as JSON.
#include <algorithm>

#include <fmt/format.h>

#include "exchange/json.hpp"
#include "report/chance_words.hpp"
#include "report/study_names.hpp"
#include "report/table.hpp"

namespace sandtable {

namespace {

std::string name_of(const StudyReading& r, std::size_t variant) { return r.result.variants[variant].id; }

/// A line for each variant that stands in the way.
std::string why_none(const StudyReading& r, Lang lang) {
    std::string out;
    for (const Unsettled& one : unsettled_for_choice(r.result, r.identity.choosing->measure)) {
        const std::string name = name_of(r, one.variant);
        if (!one.tally) out += "  " + say(lang, "choose-not-there", {name}) + "\n";
        else
            out +=
                "  " +
                say(lang, "choose-unsettled",
                    {name, one.tally->settled(), r.result.done, beside_words(*one.tally, lang)}) +
                "\n";
        if (one.tally && one.tally->open > 0) out += "  " + say(lang, "choose-longer") + "\n";
    }
    return out;
}

std::string clipped_index(double share) { return fmt::format("{:.2f}", share); }
std::string interval_text(const Interval& i) { return fmt::format("{:.2f}–{:.2f}", i.low, i.high); }

}  // namespace

std::string selection_page(const StudyReading& r, const StudyStyle& style) {
    const Choosing& wanted = *r.identity.choosing;
    const auto [duty, agency] =
        StudyNames(r, style.lang).duty(wanted.measure.substr(wanted.measure.find('/') + 1));
    const auto found = select_best(r.result, wanted);
    if (!found)
        return "\n" + say(style.lang, "choose-cannot", {duty, agency}) + "\n" +
               why_none(r, style.lang);
    const auto in_points = [](double share) { return fmt::format("{:.2f}", share * 100); };
    std::string out = "\n" + say(style.lang, "choose-head", {duty, agency}) + "\n";
    const std::string best = name_of(r, found->order.front().variant),
                      kept = share_words(found->order.front().chance),
                      sure = share_words(wanted.probability);
    if (found->points == 0) out += say(style.lang, "choose-surely-best", {best, kept, sure}) + "\n";
    else
        out += say(style.lang, found->points > wanted.points ? "choose-undecided" : "choose-best",
                   {best, kept, in_points(found->points), sure}) +
               "\n";
    if (found->points > wanted.points)
        out += say(style.lang, "choose-not-yet",
                   {in_points(wanted.points),
                    selection_replications(r.result.variants.size(), wanted.points,
                                           wanted.probability, false)
                        .count}) +
               "\n";
    const auto chance = [&](std::size_t variant) {
        const auto at = std::find_if(found->order.begin(), found->order.end(),
                                     [&](const auto& one) { return one.variant == variant; });
        return share_words(at->chance);
    };
    TextTable table({say(style.lang, "choose-better"), say(style.lang, "choose-worse"),
                     say(style.lang, "study-difference"), share_words(wanted.probability)});
    for (const Selection::Pair& pair : found->pairs)
        table.row(
            {name_of(r, pair.better) + " " + chance(pair.better),
             name_of(r, pair.worse) + " " + chance(pair.worse),
             fmt::format("{:+.1f}", pair.difference * 100),
             fmt::format("{:+.1f}…{:+.1f}", pair.interval.low * 100, pair.interval.high * 100)},
            "");
    table.fit(style.width, {0, 1}, 16);
    return out + table.text() + "  " + say(style.lang, "choose-how") + "\n";
}

std::string indices_page(const Inputs& inputs, const IndicesOptions& options, const std::vector<IndexRow>& rows, const StudyStyle& style) {
    std::string out = "演练 EXERCISE  " + say(style.lang, "indices-head", {options.measure, inputs.scenario.id, options.points, options.replications, options.seed}) + "\n\n";
    TextTable table({say(style.lang, "calibration-what"), say(style.lang, "indices-first"), "95 %", say(style.lang, "indices-total"), "95 %"});
    for (const IndexRow& row : rows) table.row({row.what, clipped_index(row.index.first), interval_text(row.index.first_95), clipped_index(row.index.total), interval_text(row.index.total_95)}, "");
    table.fit(style.width, {0}, 24);
    return out + table.text() + "  " + say(style.lang, "indices-how") + "\n";
}

std::string indices_json(const Inputs& inputs, const IndicesOptions& options, const std::vector<IndexRow>& rows) {
    Json out = {{"exercise", "演练 EXERCISE"}, {"scenario", inputs.scenario.id}, {"measure", options.measure}, {"points", options.points}, {"replications", options.replications}, {"seed", options.seed}};
    out["indices"] = Json::array();
    for (const IndexRow& row : rows)
        out["indices"].push_back({{"id", row.what}, {"first", row.index.first}, {"first_low", row.index.first_95.low}, {"first_high", row.index.first_95.high}, {"total", row.index.total}, {"total_low", row.index.total_95.low}, {"total_high", row.index.total_95.high}});
    return json_page(out) + "\n";
}

}  // namespace sandtable
