// A study on the terminal.
#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "report/study_names.hpp"
#include "report/table.hpp"
#include "sandtable/sensitivity.hpp"
#include "sandtable/study_report.hpp"

namespace sandtable {

namespace {

constexpr std::size_t rows_shown_max = 20, duties_shown_max = 5, parts_shown_max = 5, breaches_in_short_max = 3;

std::string percent(double share) { return fmt::format("{:.1f} %", share * 100); }
/// One decimal says 0.0 of what is not 0: two, where there are many cases.
std::string percent_interval(const Interval& i, std::uint64_t n) { return n < 1000 ? fmt::format("{:.1f}–{:.1f}", i.low * 100, i.high * 100) : fmt::format("{:.2f}–{:.2f}", i.low * 100, i.high * 100); }
std::string points(double share) {
    const std::string text = fmt::format("{:+.1f}", share * 100);
    return text == "-0.0" ? "+0.0" : text;
}

std::string to_second(std::int64_t ms) { return span_text(Duration{std::abs(ms) / 1000 * 1000}); }

/// Of a lateness: how far from the due instant.
std::string margin_words(std::int64_t ms, Lang lang) { return say(lang, ms > 0 ? "study-after-due" : "study-before-due", {to_second(ms)}); }
std::string shift_words(std::int64_t ms, Lang lang) { return ms == 0 ? "0:00" : say(lang, ms > 0 ? "study-shift-later" : "study-shift-earlier", {to_second(ms)}); }
std::string signed_words(std::int64_t ms) { return (ms < 0 ? "−" : "") + to_second(ms); }

class Page {
public:
    Page(const StudyReading& reading, const StudyStyle& style) : r_(reading), style_(style), names_(reading, style.lang) {}

    std::string text() {
        const StudyIdentity& id = r_.identity;
        std::string out = "演练 EXERCISE  " + say(style_.lang, "study-head", {id.scenario, id.seed, r_.result.done, r_.result.first, r_.result.first + r_.result.done - 1}) + "\n";
        if (id.shards > 1) out += say(style_.lang, "study-is-shard", {id.shard, id.shards}) + "\n";
        if (!id.precision.empty()) out += say(style_.lang, "study-pointwise") + "\n";
        const VariantResult& first = r_.result.variants.front();
        out += duties(first) + breaches(first) + knowledge(first) + pools(first) + spans(first);
        for (std::size_t v = 1; v < r_.result.variants.size(); ++v)
            if (style_.all || !is_tornado(r_.result.variants[v].id)) out += differences(v);
        out += tornado();
        if (r_.choice) out += selection_page(r_, *r_.choice, style_);
        return out + "\n" + study_digest(r_.result) + "\n";
    }

private:
    /// "clause", "duty, in words where they can be had, and its id", "agency".
    std::array<std::string, 3> named(const Measure& measure) const {
        auto [duty, agency] = names_.duty(measure.subject);
        return {measure.clause, std::move(duty), std::move(agency)};
    }

    std::string duties(const VariantResult& variant) const {
        const auto rows = duty_rows(variant, style_.all);
        if (rows.empty()) return "";
        const bool narrow = style_.width > 0 && style_.width < 120;  // a duty's name says more than how many cases there were
        std::vector<std::string> head{say(style_.lang, "column-clause"), say(style_.lang, "column-duty"), say(style_.lang, "column-agency"), say(style_.lang, "study-kept"), "95 %"};
        if (!narrow) head.push_back(say(style_.lang, "study-cases"));
        head.push_back(say(style_.lang, "study-late-median"));
        if (!narrow) head.push_back(say(style_.lang, "study-late-95"));
        TextTable table(std::move(head));
        std::size_t shown = 0;
        for (const DutyRow& row : rows) {
            const Tally& tally = variant.tallies[row.kept];
            if (!style_.all && shown == rows_shown_max) break;
            ++shown;
            const auto [clause, duty, agency] = named(variant.measures[row.kept]);
            const Distribution* late = row.late == DutyRow::none || variant.tallies[row.late].lengths.count() == 0 ? nullptr : &variant.tallies[row.late].lengths;
            const std::uint64_t n = tally.yes + tally.no;
            const auto by = [&](double p) { return late == nullptr ? std::string("—") : margin_words(late->quantile(p), style_.lang); };
            std::vector<std::string> cells{clause, duty, agency, percent(row.chance), percent_interval(wilson(tally.yes, n), n)};
            if (!narrow) cells.push_back(std::to_string(n));
            cells.push_back(by(0.5));
            if (!narrow) cells.push_back(by(0.95));
            table.row(std::move(cells), "");
        }
        table.fit(style_.width, {1, 2}, 10);
        std::string out = "\n" + say(style_.lang, "study-duties") + "\n" + table.text();
        if (shown < rows.size()) out += "  " + say(style_.lang, "study-more", {rows.size() - shown}) + "\n";
        return out;
    }

    /// A line of quantiles: "half within", "95 % within", the most.
    std::vector<std::string> quantiles(const Distribution& d, bool with_sign) const {
        const auto words = [&](std::int64_t ms) { return with_sign ? signed_words(ms) : to_second(ms); };
        const auto bounds = d.quantile_interval(0.5);
        const std::string interval = bounds.low && bounds.high ? words(*bounds.low) + "–" + words(*bounds.high) : "—";
        return {std::to_string(d.count()), words(d.least()), words(d.quantile(0.5)), interval, words(d.quantile(0.95)), words(d.most())};
    }
    std::vector<std::string> quantile_head(std::vector<std::string> head) const {
        for (const char* key : {"study-cases", "study-least", "study-median", "study-median-95", "study-95", "study-most"}) head.push_back(say(style_.lang, key));
        return head;
    }

    std::string lengths(const VariantResult& variant, Measure::Kind kind, const char* title, const char* column, bool with_sign) const {
        TextTable table(quantile_head({say(style_.lang, column)}));
        std::vector<std::size_t> rows;
        for (std::size_t i = 0; i < variant.measures.size(); ++i)
            if (variant.measures[i].kind == kind && variant.tallies[i].lengths.count() > 0) rows.push_back(i);
        if (rows.empty()) return "";
        // the longest in all first
        std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) { return variant.tallies[a].lengths.sum() > variant.tallies[b].lengths.sum(); });
        const std::size_t shown = style_.all ? rows.size() : std::min(rows.size(), rows_shown_max);
        for (std::size_t k = 0; k < shown; ++k) {
            const Measure& measure = variant.measures[rows[k]];
            std::string name = measure.subject;
            if (const auto to = name.find(" to "); kind == Measure::Kind::between && to != std::string::npos) name.replace(to, 4, " → ");
            if (kind == Measure::Kind::waited) name = names_.pool(name);
            std::vector<std::string> cells{name};
            for (std::string& cell : quantiles(variant.tallies[rows[k]].lengths, with_sign)) cells.push_back(std::move(cell));
            table.row(std::move(cells), "");
        }
        table.fit(style_.width, {0}, 20);
        std::string out = "\n" + say(style_.lang, title) + "\n" + table.text();
        if (shown < rows.size()) out += "  " + say(style_.lang, "study-more", {rows.size() - shown}) + "\n";
        return out;
    }
    std::string knowledge(const VariantResult& variant) const { return lengths(variant, Measure::Kind::known, "study-known", "study-grade", true); }
    std::string pools(const VariantResult& variant) const { return lengths(variant, Measure::Kind::waited, "study-waits", "study-pool", false); }
    std::string spans(const VariantResult& variant) const { return lengths(variant, Measure::Kind::between, "study-between", "study-milestones", true); }

    std::string differences(std::size_t v) const {
        const VariantResult &variant = r_.result.variants[v], &first = r_.result.variants.front();
        std::map<std::string_view, std::size_t> before;
        for (std::size_t i = 0; i < first.measures.size(); ++i) before[first.measures[i].id] = i;
        struct Changed {
            std::size_t measure;
            PairedDifference d;
            const Distribution* later;
        };
        std::vector<Changed> rows;
        std::size_t same = 0;
        for (const DutyRow& row : duty_rows(variant, style_.all)) {
            const Tally& tally = variant.differences[row.kept];
            if (tally.yes + tally.no + tally.same == 0) continue;
            const Distribution* later = row.late == DutyRow::none || variant.differences[row.late].lengths.count() == 0 ? nullptr : &variant.differences[row.late].lengths;
            if (tally.yes + tally.no == 0 && (later == nullptr || (later->least() == 0 && later->most() == 0))) ++same;
            else rows.push_back({row.kept, paired_difference(tally), later});
        }
        const auto shift = [](const Changed& row) { return row.later == nullptr ? std::int64_t{0} : std::abs(row.later->quantile(0.5)); };
        std::stable_sort(rows.begin(), rows.end(), [&](const Changed& a, const Changed& b) { return std::tuple(std::abs(a.d.estimate), shift(a)) > std::tuple(std::abs(b.d.estimate), shift(b)); });
        const std::string settings = v < r_.identity.variants.size() ? r_.identity.variants[v] : variant.id;
        std::string out = "\n" + say(style_.lang, "study-variant", {settings, first.id}) + "\n";
        TextTable table({say(style_.lang, "column-clause"), say(style_.lang, "column-duty"), say(style_.lang, "column-agency"), first.id, variant.id.size() > 24 ? say(style_.lang, "study-here") : variant.id,
                         say(style_.lang, "study-difference"), "95 %", say(style_.lang, "study-later")});
        const auto chance = [](const Tally& tally) { return tally.yes + tally.no == 0 ? std::string("—") : percent(static_cast<double>(tally.yes) / static_cast<double>(tally.yes + tally.no)); };
        for (const Changed& row : rows) {
            const auto [clause, duty, agency] = named(variant.measures[row.measure]);
            table.row({clause, duty, agency, chance(first.tallies[before.at(variant.measures[row.measure].id)]), chance(variant.tallies[row.measure]), points(row.d.estimate),
                       fmt::format("{}…{}", points(row.d.interval.low), points(row.d.interval.high)),
                       row.later == nullptr ? "—" : shift_words(row.later->quantile(0.5), style_.lang)},
                      "");
        }
        table.fit(style_.width, {1, 2}, 10);
        if (!rows.empty()) out += table.text();
        out += "  " + say(style_.lang, rows.empty() ? "study-no-difference" : "study-same", {same}) + "\n";
        return out + breaches_in_short(variant);
    }

    /// Of a variant the duties breached most, each with the largest part of its minutes.
    std::string breaches_in_short(const VariantResult& variant) const {
        std::string out;
        std::size_t shown = 0;
        for (const BreachRow& row : breach_rows(variant.attribution, false)) {
            if (shown++ == breaches_in_short_max) break;
            const auto [duty, agency] = names_.duty(row.subject);
            const auto parts = sorted_parts(row.breaches.parts);
            out += "  " + (parts.empty() ? say(style_.lang, "study-short-never", {row.breaches.clause, duty, agency, row.breaches.never})
                                         : say(style_.lang, "study-short-late", {row.breaches.clause, duty, agency, row.breaches.late, percent(static_cast<double>(parts.front().sum.ms) / static_cast<double>(row.breaches.ms)), names_.part(parts.front().id)})) +
                   "\n";
        }
        return out;
    }

    /// Of what the critical paths of breaches consist: the duties with most of them, and the parts with most minutes.
    std::string breaches(const VariantResult& variant) const {
        const auto rows = breach_rows(variant.attribution, style_.all);
        if (rows.empty()) return "\n" + say(style_.lang, "study-no-breach") + "\n";
        std::string out = "\n" + say(style_.lang, "study-breaches") + "\n";
        std::size_t shown = 0;
        for (const BreachRow& row : rows) {
            if (!style_.all && shown == duties_shown_max) break;
            ++shown;
            const DutyBreaches& of = row.breaches;
            const auto [duty, agency] = names_.duty(row.subject);
            out += say(style_.lang, "study-breaches-of", {of.clause, duty, agency, of.late, of.never, of.first}) + "\n";
            const auto parts = sorted_parts(of.parts);
            TextTable table({say(style_.lang, "study-of-minutes"), say(style_.lang, "study-of-late"), say(style_.lang, "study-then"), say(style_.lang, "study-part")});
            std::size_t listed = 0;
            for (const PartRow& part : parts) {
                if (!style_.all && listed == parts_shown_max) break;
                ++listed;
                table.row({percent(static_cast<double>(part.sum.ms) / static_cast<double>(of.ms)), percent(static_cast<double>(part.sum.breaches) / static_cast<double>(of.late)),
                           to_second(part.sum.ms / static_cast<std::int64_t>(part.sum.breaches)), names_.part(part.id)},
                          "");
            }
            table.fit(style_.width, {3}, 20);
            if (!parts.empty()) out += table.text();
            if (listed < parts.size()) out += "  " + say(style_.lang, "study-more", {parts.size() - listed}) + "\n";
        }
        if (shown < rows.size()) out += "  " + say(style_.lang, "study-more", {rows.size() - shown}) + "\n";
        return out + "  " + say(style_.lang, "study-breaches-why") + "\n";
    }

    /// Of each duty that some assumption changes, the largest changes.
    std::string tornado() const {
        const auto& variants = r_.result.variants;
        if (std::none_of(variants.begin(), variants.end(), [](const VariantResult& variant) { return is_tornado(variant.id); })) return "";
        const auto tables = tornado_tables(r_.result);
        if (tables.empty()) return "\n" + say(style_.lang, "tornado-no-change") + "\n";
        std::string out;
        const VariantResult& base = variants.front();
        for (const TornadoTable& of : tables) {
            const auto [clause, duty, agency] = named(base.measures[of.kept]);
            const Tally& tally = base.tallies[of.kept];
            out += "\n" + say(style_.lang, "tornado-head", {clause, duty, agency, percent(static_cast<double>(tally.yes) / static_cast<double>(tally.yes + tally.no))}) + "\n";
            TextTable table({say(style_.lang, "picture-assumption"), say(style_.lang, "picture-low"), "95 %", say(style_.lang, "picture-high"), "95 %"});
            std::size_t shown = 0;
            const auto interval = [](const PairedDifference& d) { return fmt::format("{}…{}", points(d.interval.low), points(d.interval.high)); };
            for (const TornadoRow& row : of.rows) {
                if (!style_.all && shown == parts_shown_max) break;
                ++shown;
                table.row({row.what, points(row.low.estimate), interval(row.low), points(row.high.estimate), interval(row.high)}, "");
            }
            table.fit(style_.width, {0}, 20);
            out += table.text();
            if (shown < of.rows.size()) out += "  " + say(style_.lang, "study-more", {of.rows.size() - shown}) + "\n";
        }
        return out;
    }

    const StudyReading& r_;
    const StudyStyle& style_;
    const StudyNames names_;
};

}  // namespace

std::string study_page(const StudyReading& reading, const StudyStyle& style) { return Page(reading, style).text(); }

std::string study_progress_line(std::uint64_t done, const std::vector<VariantResult>& so_far, Lang lang) {
    const VariantResult& first = so_far.front();
    std::size_t worst = first.measures.size();
    double least = 2;
    for (std::size_t i = 0; i < first.measures.size(); ++i) {
        const Tally& tally = first.tallies[i];
        if (first.measures[i].kind != Measure::Kind::kept || tally.yes + tally.no == 0) continue;
        const double chance = static_cast<double>(tally.yes) / static_cast<double>(tally.yes + tally.no);
        if (chance < least) least = chance, worst = i;
    }
    if (worst == first.measures.size()) return say(lang, "study-progress-bare", {done});
    const Tally& tally = first.tallies[worst];
    return say(lang, "study-progress", {done, first.measures[worst].subject, percent(least), percent_interval(wilson(tally.yes, tally.yes + tally.no), tally.yes + tally.no)});
}

}  // namespace sandtable
