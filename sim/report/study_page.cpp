// A study on the terminal.
#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "report/chance_words.hpp"
#include "report/study_names.hpp"
#include "report/table.hpp"
#include "sandtable/sensitivity.hpp"
#include "sandtable/study_report.hpp"

namespace sandtable {

namespace {

constexpr std::size_t rows_shown_max = 20, duties_shown_max = 5, parts_shown_max = 5, breaches_in_short_max = 3;

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
        out += in_all(first) + totals(first) + duties(first) + breaches(first) + knowledge(first) +
               pools(first) + spans(first);
        for (std::size_t v = 1; v < r_.result.variants.size(); ++v)
            if (style_.all || !is_tornado(r_.result.variants[v].id)) out += differences(v);
        out += tornado();
        if (r_.identity.choosing) out += selection_page(r_, style_);
        return out + "\n" + study_digest(r_.result) + "\n";
    }

private:
    /// "clause", "duty, in words where they can be had, and its id", "agency".
    std::array<std::string, 3> named(const Measure& measure) const {
        auto [duty, agency] = names_.duty(measure.subject);
        return {measure.clause, std::move(duty), std::move(agency)};
    }

    /// The one chance that everything is kept, and how much arose and was kept in all.
    std::string in_all(const VariantResult& variant) const {
        std::string out;
        Tally sum;
        for (std::size_t i = 0; i < variant.measures.size(); ++i) {
            const Tally& tally = variant.tallies[i];
            if (variant.measures[i].kind == Measure::Kind::kept && !variant.measures[i].joint)
                add_endings(sum, tally);
            if (variant.measures[i].kind != Measure::Kind::all) continue;
            if (tally.arose() == 0) out += say(style_.lang, "study-all-none");
            else
                out += say(style_.lang, "study-all",
                           {chance_words(tally, style_.lang), interval_words(tally)});
            if (const std::string beside = beside_words(tally, style_.lang);
                tally.arose() > 0 && !beside.empty())
                out += say(style_.lang, "word-semicolon") + beside;
        }
        if (sum.arose() + sum.early == 0) return "\n" + out + "\n";
        out += "\n" + say(style_.lang, "study-in-all", {sum.arose() + sum.early, sum.yes, sum.no});
        if (const std::string beside = beside_words(sum, style_.lang); !beside.empty())
            out += say(style_.lang, "word-semicolon") + beside;
        out += "\n";
        if (sum.open > 0) out += say(style_.lang, "study-cut-off") + "\n";
        return "\n" + out;
    }

    /// Of each duty over its incidents, where there are several.
    std::string totals(const VariantResult& variant) const {
        TextTable table({say(style_.lang, "column-clause"), say(style_.lang, "column-duty"),
                         say(style_.lang, "study-arose"), say(style_.lang, "study-kept"),
                         say(style_.lang, "study-beside")});
        bool any = false;
        for (const DutyTotal& total : duty_totals(variant)) {
            if (total.incidents < 2 || total.sum.arose() + total.sum.early == 0) continue;
            any = true;
            table.row(
                {total.clause, total.subject, std::to_string(total.sum.arose() + total.sum.early),
                 chance_words(total.sum, style_.lang), beside_words(total.sum, style_.lang)},
                "");
        }
        if (!any) return "";
        table.fit(style_.width, {1, 4}, 16);
        return "\n" + say(style_.lang, "study-totals") + "\n" + table.text();
    }

    std::string duties(const VariantResult& variant) const {
        const auto rows = duty_rows(variant, style_.all);
        std::size_t not_arisen = 0;
        for (std::size_t i = 0; i < variant.measures.size(); ++i)
            not_arisen += variant.measures[i].kind == Measure::Kind::kept &&
                          !variant.measures[i].joint &&
                          variant.tallies[i].arose() + variant.tallies[i].early == 0;
        const std::string never =
            style_.all || not_arisen == 0
                ? ""
                : "  " + say(style_.lang, "study-not-arisen", {not_arisen}) + "\n";
        if (rows.empty()) return never;
        const std::size_t last = style_.all ? rows.size() : std::min(rows.size(), rows_shown_max);
        bool beside = false, of_done = false;
        for (std::size_t i = 0; i < last; ++i)
            beside = beside || !beside_words(variant.tallies[rows[i].kept], style_.lang).empty();
        const bool narrow = style_.width > 0 && style_.width < 120;  // a duty's name says more than how many cases there were
        std::vector<std::string> head{say(style_.lang, "column-clause"), say(style_.lang, "column-duty"), say(style_.lang, "column-agency"), say(style_.lang, "study-kept"), "95 %"};
        if (!narrow) head.push_back(say(style_.lang, "study-cases"));
        head.push_back(say(style_.lang, "study-late-median"));
        if (!narrow) head.push_back(say(style_.lang, "study-late-95"));
        if (beside) head.push_back(say(style_.lang, "study-beside"));
        TextTable table(std::move(head));
        for (std::size_t i = 0; i < last; ++i) {
            const DutyRow& row = rows[i];
            const Tally& tally = variant.tallies[row.kept];
            const auto [clause, duty, agency] = named(variant.measures[row.kept]);
            const Distribution* late = row.late == DutyRow::none || variant.tallies[row.late].lengths.count() == 0 ? nullptr : &variant.tallies[row.late].lengths;
            const bool some =
                late != nullptr &&
                (tally.open > 0 || tally.never_done > 0);  // the others are later than any of these
            of_done = of_done || some;
            const auto by = [&](double p) {
                return late == nullptr
                           ? std::string("—")
                           : margin_words(late->quantile(p), style_.lang) + (some ? " *" : "");
            };
            const std::size_t least = variant.measures[row.kept].joint
                                          ? least_of_joint(variant, row.kept)
                                          : DutyRow::none;
            const bool one_is_less =
                least != DutyRow::none && chance_of(variant.tallies[least]).least < 1;
            std::vector<std::string> cells{
                clause, duty,
                one_is_less ? say(style_.lang, "study-least-agency",
                                  {agency, names_.duty(variant.measures[least].subject)[1]})
                            : agency,
                chance_words(tally, style_.lang), interval_words(tally)};
            if (!narrow) cells.push_back(std::to_string(tally.arose()));
            cells.push_back(by(0.5));
            if (!narrow) cells.push_back(by(0.95));
            if (beside) cells.push_back(beside_words(tally, style_.lang));
            table.row(std::move(cells), "");
        }
        table.fit(style_.width, {1, 2}, 10);
        std::string out = "\n" + say(style_.lang, "study-duties") + "\n" + table.text();
        if (of_done) out += "  " + say(style_.lang, "study-of-done") + "\n";
        if (last < rows.size())
            out += "  " + say(style_.lang, "study-more", {rows.size() - last}) + "\n";
        return out + never;
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
            ChanceDifference d;
            const Distribution* later;
            std::uint64_t cases;  ///< pairs; of those some may not have been done in both
        };
        std::vector<Changed> rows;
        std::size_t same = 0;
        for (const DutyRow& row : duty_rows(variant, style_.all)) {
            const Tally& tally = variant.differences[row.kept];
            const auto d = difference_at(r_.result, v, row.kept);
            if (!d) continue;
            const Distribution* later = row.late == DutyRow::none || variant.differences[row.late].lengths.count() == 0 ? nullptr : &variant.differences[row.late].lengths;
            if (tally.yes + tally.no + tally.open == 0 &&
                (later == nullptr || (later->least() == 0 && later->most() == 0)))
                ++same;
            else {
                const Tally& there = first.tallies[before.at(variant.measures[row.kept].id)];
                rows.push_back({row.kept, *d, later,
                                std::min(variant.tallies[row.kept].arose(), there.arose())});
            }
        }
        const auto size = [](const Changed& row) {
            return std::max(std::abs(row.d.least), std::abs(row.d.most));
        };
        const auto shift = [](const Changed& row) { return row.later == nullptr ? std::int64_t{0} : std::abs(row.later->quantile(0.5)); };
        std::stable_sort(rows.begin(), rows.end(), [&](const Changed& a, const Changed& b) {
            return std::tuple(size(a), shift(a)) > std::tuple(size(b), shift(b));
        });
        const auto between = [&](const ChanceDifference& d) {
            return d.least == d.most
                       ? points(d.least)
                       : say(style_.lang, "study-bounds", {points(d.least), points(d.most)});
        };
        const std::string settings = v < r_.identity.variants.size() ? r_.identity.variants[v] : variant.id;
        std::string out = "\n" + say(style_.lang, "study-variant", {settings, first.id}) + "\n";
        TextTable table({say(style_.lang, "column-clause"), say(style_.lang, "column-duty"), say(style_.lang, "column-agency"), first.id, variant.id.size() > 24 ? say(style_.lang, "study-here") : variant.id,
                         say(style_.lang, "study-difference"), "95 %", say(style_.lang, "study-later")});
        const auto chance = [&](const Tally& tally) { return chance_words(tally, style_.lang); };
        bool of_done = false;
        for (const Changed& row : rows) {
            const auto [clause, duty, agency] = named(variant.measures[row.measure]);
            table.row(
                {clause, duty, agency,
                 chance(first.tallies[before.at(variant.measures[row.measure].id)]),
                 chance(variant.tallies[row.measure]), between(row.d),
                 fmt::format("{}…{}", points(row.d.interval.low), points(row.d.interval.high)),
                 row.later == nullptr ? "—"
                                      : shift_words(row.later->quantile(0.5), style_.lang) +
                                            some_of(row.later->count(), row.cases, style_.lang)},
                "");
            of_done = of_done || (row.later != nullptr && row.later->count() < row.cases);
        }
        table.fit(style_.width, {1, 2}, 10);
        if (!rows.empty()) out += table.text();
        if (of_done) out += "  " + say(style_.lang, "study-of-done-pairs") + "\n";
        const bool shifts = std::any_of(rows.begin(), rows.end(), [](const Changed& row) {
            return row.later != nullptr && row.later->quantile(0.5) != 0;
        });
        if (shifts) out += "  " + say(style_.lang, "study-shift-due") + "\n";
        if (const std::uint64_t open = left_open(variant); open > 0)
            out += "  " + say(style_.lang, "study-cut-off-here", {open}) + "\n";
        if (const std::string gone = gone_words(names_, first, variant, style_.all, style_.lang);
            !gone.empty())
            out += "  " + gone + "\n";
        if (same > 0 || rows.empty())
            out += "  " +
                   say(style_.lang, rows.empty() ? "study-no-difference" : "study-same", {same}) +
                   "\n";
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
            if (names_.must_not(row.subject)) {
                out += "  " +
                       say(style_.lang, "study-short-not",
                           {row.breaches.clause, duty, agency,
                            row.breaches.late + row.breaches.never}) +
                       "\n";
                continue;
            }
            out += "  " +
                   (parts.empty() ? say(style_.lang, "study-short-never",
                                        {row.breaches.clause, duty, agency, row.breaches.never})
                                  : say(style_.lang, "study-short-late",
                                        {row.breaches.clause, duty, agency, row.breaches.late,
                                         share_words(static_cast<double>(parts.front().sum.ms) /
                                                     static_cast<double>(row.breaches.ms)),
                                         names_.part(parts.front().id)})) +
                   "\n";
        }
        return out;
    }

    /// Of what the critical paths of breaches consist: the duties with most of them, and the parts with most minutes.
    std::string breaches(const VariantResult& variant) const {
        const auto rows = breach_rows(variant.attribution, style_.all);
        if (rows.empty()) {
            const std::uint64_t open = left_open(variant);
            return "\n" +
                   say(style_.lang, open > 0 ? "study-no-breach-open" : "study-no-breach", {open}) +
                   "\n";
        }
        std::string out = "\n" + say(style_.lang, "study-breaches") + "\n";
        std::size_t shown = 0;
        for (const BreachRow& row : rows) {
            if (!style_.all && shown == duties_shown_max) break;
            ++shown;
            const DutyBreaches& of = row.breaches;
            out += breaches_words(names_, row, style_.lang) + "\n";
            const auto parts = sorted_parts(of.parts);
            TextTable table({say(style_.lang, "study-of-minutes"), say(style_.lang, "study-of-late"), say(style_.lang, "study-then"), say(style_.lang, "study-part")});
            std::size_t listed = 0;
            for (const PartRow& part : parts) {
                if (!style_.all && listed == parts_shown_max) break;
                ++listed;
                table.row(
                    {share_words(static_cast<double>(part.sum.ms) / static_cast<double>(of.ms)),
                     share_words(part.sum.breaches, of.late),
                     to_second(part.sum.ms / static_cast<std::int64_t>(part.sum.breaches)),
                     names_.part(part.id)},
                    "");
            }
            table.fit(style_.width, {3}, 20);
            if (!parts.empty()) out += table.text();
            if (listed < parts.size()) out += "  " + say(style_.lang, "study-more", {parts.size() - listed}) + "\n";
        }
        if (shown < rows.size()) out += "  " + say(style_.lang, "study-more", {rows.size() - shown}) + "\n";
        if (&variant == &r_.result.variants.front()) out += regained();
        return out + "  " + say(style_.lang, "study-breaches-why") + "\n";
    }

    /// What the chance would be without the gravest part of a duty's minutes, in runs on the same
    /// draws.
    std::string regained() const {
        std::string out;
        for (const Regained& one : r_.regained)
            out += "  " + regained_words(names_, one, style_.lang) + "\n";
        return out;
    }

    /// Of each duty that some assumption changes, the largest changes.
    std::string tornado() const {
        const auto& variants = r_.result.variants;
        if (std::none_of(variants.begin(), variants.end(), [](const VariantResult& variant) { return is_tornado(variant.id); })) return "";
        const auto tables = tornado_tables(r_.result);
        const bool cut_off =
            std::any_of(variants.begin(), variants.end(), [](const VariantResult& variant) {
                return std::any_of(variant.tallies.begin(), variant.tallies.end(),
                                   [](const Tally& tally) { return tally.open > 0; });
            });
        std::string out = cut_off ? "\n" + say(style_.lang, "tornado-cut-off") + "\n" : "";
        if (tables.empty()) return out + "\n" + say(style_.lang, "tornado-no-change") + "\n";
        const VariantResult& base = variants.front();
        for (const TornadoTable& of : tables) {
            const auto [clause, duty, agency] = named(base.measures[of.kept]);
            const Tally& tally = base.tallies[of.kept];
            out += "\n" +
                   say(style_.lang, "tornado-head",
                       {clause, duty, agency, chance_words(tally, style_.lang)}) +
                   "\n";
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
        if (first.measures[i].kind != Measure::Kind::kept || tally.arose() == 0) continue;
        const double chance = chance_of(tally).least;
        if (chance < least) least = chance, worst = i;
    }
    if (worst == first.measures.size()) return say(lang, "study-progress-bare", {done});
    const Tally& tally = first.tallies[worst];
    return say(
        lang, "study-progress",
        {done, first.measures[worst].subject, chance_words(tally, lang), interval_words(tally)});
}

}  // namespace sandtable
