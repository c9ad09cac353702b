#include "report/study_pictures.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "report/chance_words.hpp"
#include "report/study_names.hpp"
#include "exchange/svg.hpp"
#include "sandtable/sensitivity.hpp"

namespace sandtable {

namespace {

using Anchor = Svg::Anchor;

constexpr std::size_t curves_max = 6, parts_max = 12, pools_max = 16, variants_shown_max = 12, overlaid_max = 4, duties_max = 8;
constexpr double ms_of_minute = 60'000;
constexpr std::array dashes{"stroke=\"#000\" stroke-width=\"2\"", "stroke=\"#0072b2\" stroke-width=\"2\" stroke-dasharray=\"7 3\"", "stroke=\"#d55e00\" stroke-width=\"2\" stroke-dasharray=\"2 3\"",
                            "stroke=\"#666\" stroke-width=\"2\" stroke-dasharray=\"9 3 2 3\""};
constexpr const char* pale = "stroke=\"#ddd\"";
constexpr const char* small = "font-size=\"11\"";

/// Cut to so many columns of a fixed font, the end marked.
std::string cut(const std::string& text, int columns) { return clipped(text, columns); }
/// A number of minutes on an axis: minutes, or hours and days where they are many.
std::string axis_minutes(double minutes, Lang lang) {
    const double size = std::abs(minutes);
    if (size >= 2880 && std::fmod(size, 1440) == 0) return say(lang, "axis-days", {fmt::format("{:g}", minutes / 1440)});
    if (size >= 180 && std::fmod(size, 60) == 0) return say(lang, "axis-hours", {fmt::format("{:g}", minutes / 60)});
    return say(lang, "axis-minutes", {fmt::format("{:g}", minutes)});
}

class Pictures {
public:
    Pictures(const StudyReading& reading, Lang lang) : r_(reading), lang_(lang), names_(reading, lang), rows_(duty_rows(reading.result.variants.front(), false)) {}

    std::vector<Picture> all() {
        for (const auto& draw : {&Pictures::chances, &Pictures::curves, &Pictures::parts, &Pictures::hours, &Pictures::variants, &Pictures::tornado}) (this->*draw)();
        return std::move(pictures_);
    }

private:
    Picture& begin(const std::string& id, const Text& title, const Text& words) {
        Picture& picture = pictures_.emplace_back();
        picture.id = id;
        picture.title = title.in(lang_);
        picture.words = words.in(lang_);
        return picture;
    }
    void finish(Picture& picture, const Svg& svg) const { picture.svg = svg.whole(picture.id, picture.title, picture.words); }
    std::string word(const char* key) const { return say(lang_, key); }
    /// Its interval as a bar, and a point; of one that was cut off the two ends it lies between,
    /// joined.
    static void draw_chance(Svg& svg, const Tally& tally, double y, const auto& x,
                            const char* point) {
        const Chance chance = chance_of(tally);
        svg.line(x(chance.interval.low), y, x(chance.interval.high), y,
                 "stroke=\"#0072b2\" stroke-width=\"5\"");
        if (tally.open > 0)
            svg.line(x(chance.least), y, x(chance.most), y,
                     "stroke=\"#000\" stroke-width=\"2\" stroke-dasharray=\"2 3\"");
        for (const double share : {chance.least, chance.most}) svg.circle(x(share), y, 4.5, point);
    }
    const VariantResult& base() const { return r_.result.variants.front(); }
    std::string duty_name(const VariantResult& variant, std::size_t measure) const {
        const auto [duty, agency] = names_.duty(variant.measures[measure].subject);
        return variant.measures[measure].clause + " " + duty + ", " + agency;
    }
    /// The measure of another variant of the same id, or none.
    static std::size_t same(const VariantResult& variant, const std::string& id) {
        for (std::size_t i = 0; i < variant.measures.size(); ++i)
            if (variant.measures[i].id == id) return i;
        return DutyRow::none;
    }

    /// Every duty's chance with its interval.
    void chances() {
        if (rows_.empty()) return;
        Picture& picture = begin("chances", tell("picture-chances", {base().id}),
                                 tell("picture-chances-words", {r_.result.done}));
        picture.figures.push_back({word("column-clause"), word("column-duty"),
                                   word("column-agency"), word("study-kept"), "95 %",
                                   word("study-cases"), word("study-beside")});
        const double left = 380, right = 790, row = 26;
        Svg svg(900, 40 + row * static_cast<double>(rows_.size()));
        for (int i = 0; i <= 4; ++i) {
            const double x = left + (right - left) * i / 4;
            svg.line(x, 22, x, 30 + row * static_cast<double>(rows_.size()), pale);
            svg.text(x, 16, share_words(i / 4.0, 0), Anchor::middle, small);
        }
        double y = 44;
        for (const DutyRow& duty : rows_) {
            const Tally& tally = base().tallies[duty.kept];
            const Chance chance = chance_of(tally);
            const auto x = [&](double share) { return left + (right - left) * share; };
            svg.text(left - 10, y, cut(duty_name(base(), duty.kept), 64), Anchor::end, small);
            draw_chance(svg, tally, y - 4, x, "fill=\"#000\"");
            svg.text(right + 12, y, chance_words(tally, lang_), Anchor::start, small);
            const auto [name, agency] = names_.duty(base().measures[duty.kept].subject);
            picture.figures.push_back({base().measures[duty.kept].clause, name, agency,
                                       chance_words(tally, lang_),
                                       fmt::format("{:.2f}–{:.2f}", chance.interval.low * 100,
                                                   chance.interval.high * 100),
                                       std::to_string(tally.arose()), beside_words(tally, lang_)});
            y += row;
        }
        finish(picture, svg);
    }

    /// Which share of `of` cases has a lateness at or below each second.
    static std::vector<std::pair<double, double>> cumulative(const Distribution& d,
                                                             std::uint64_t of) {
        std::vector<std::pair<double, double>> points;
        std::uint64_t below = 0;
        d.each_bin([&](std::int64_t second, std::uint32_t count) {
            if (points.empty()) points.emplace_back(static_cast<double>(second) / 60, 0);
            below += count;
            points.emplace_back(static_cast<double>(second + 1) / 60,
                                static_cast<double>(below) / static_cast<double>(of));
        });
        std::vector<std::pair<double, double>> fewer;  // a picture has some hundreds of columns
        for (std::size_t i = 0; i < points.size(); ++i)
            if (i == 0 || i + 1 == points.size() || points.size() <= 400 || i % (points.size() / 400 + 1) == 0) fewer.push_back(points[i]);
        return fewer;
    }

    /// When duties are discharged, from their due instant on; the limit is at 0.
    void curves() {
        std::size_t drawn = 0;
        for (const DutyRow& row : rows_) {
            if (drawn == curves_max) break;
            if (row.late == DutyRow::none || base().tallies[row.late].lengths.count() == 0) continue;
            ++drawn;
            const Measure& measure = base().measures[row.late];
            Picture& picture = begin("curve-" + std::to_string(drawn), tell("picture-curve", {duty_name(base(), row.kept)}), tell("picture-curve-words"));
            picture.figures.push_back({word("study-column-variant"), word("study-cases"),
                                       word("picture-earliest"), word("picture-by-half"),
                                       word("picture-by-95"), word("picture-latest"),
                                       word("study-kept")});
            struct Line {
                std::string id;
                const Distribution* lateness;
                std::uint64_t of;  // of which some may never have been done
            };
            std::vector<Line> lines;
            double low = 0, high = 0;
            bool not_all = false;
            for (const VariantResult& variant : r_.result.variants) {
                if (lines.size() == overlaid_max) break;
                if (is_tornado(variant.id)) continue;
                const std::size_t at = same(variant, measure.id), kept = same(variant, base().measures[row.kept].id);
                if (at == DutyRow::none || variant.tallies[at].lengths.count() == 0) continue;
                const Distribution& d = variant.tallies[at].lengths;
                const Tally& tally = variant.tallies[kept];
                const std::uint64_t of = std::max(d.count(), tally.arose());
                const bool some = d.count() < of;
                not_all = not_all || some;
                lines.push_back({variant.id, &d, of});
                low = std::min(low, static_cast<double>(d.least()) / ms_of_minute);
                high = std::max(high, static_cast<double>(d.most()) / ms_of_minute);
                const auto span = [&](std::int64_t ms) {
                    return (ms < 0 ? "−" : "") + span_text(Duration{std::abs(ms) / 1000 * 1000}) +
                           (some ? " *" : "");
                };
                picture.figures.push_back(
                    {variant.id,
                     some ? say(lang_, "picture-of", {d.count(), of}) : std::to_string(of),
                     span(d.least()), span(d.quantile(0.5)), span(d.quantile(0.95)), span(d.most()),
                     chance_words(tally, lang_)});
            }
            if (not_all) picture.words += " " + word("picture-not-all");
            const double room = std::max(1.0, (high - low) * 0.04);
            low -= room, high += room;
            const double left = 60, right = 870, top = 16, bottom = 236;
            Svg svg(900, 280 + 18 * static_cast<double>(lines.size() > 1 ? lines.size() : 0));
            const auto x = [&](double minutes) { return left + (right - left) * (minutes - low) / (high - low); };
            const auto y = [&](double share) { return bottom - (bottom - top) * share; };
            for (int i = 0; i <= 4; ++i) {
                svg.line(left, y(i / 4.0), right, y(i / 4.0), pale);
                svg.text(left - 8, y(i / 4.0) + 4, share_words(i / 4.0, 0), Anchor::end, small);
            }
            for (const double at : round_steps(low, high, 10)) {
                svg.line(x(at), bottom, x(at), bottom + 5);
                svg.text(x(at), bottom + 18, at == 0 ? word("picture-due") : axis_minutes(at, lang_), Anchor::middle, small);
            }
            svg.rect(x(0), top, right - x(0), bottom - top, "fill=\"#000\" fill-opacity=\"0.06\"");
            svg.line(x(0), top, x(0), bottom, "stroke=\"#000\" stroke-width=\"2\" stroke-dasharray=\"4 3\"");
            svg.text(x(0) + (x(0) > (left + right) / 2 ? -6 : 6), top + 12, word("picture-limit"), x(0) > (left + right) / 2 ? Anchor::end : Anchor::start, small);
            for (std::size_t i = 0; i < lines.size(); ++i) {
                std::vector<std::pair<double, double>> points;
                for (const auto& [minutes, share] : cumulative(*lines[i].lateness, lines[i].of))
                    points.emplace_back(x(minutes), y(share));
                svg.path(points, dashes[i]);
                if (lines.size() == 1) continue;
                const double legend = bottom + 40 + 18 * static_cast<double>(i);
                svg.line(left, legend - 4, left + 40, legend - 4, dashes[i]);
                svg.text(left + 48, legend, cut(lines[i].id, 100), Anchor::start, small);
            }
            finish(picture, svg);
        }
    }

    /// Of all breaches' minutes, the largest parts (Pareto).
    void parts() {
        const DutyBreaches all = all_breaches(base().attribution);
        if (all.parts.empty()) return;
        Picture& picture = begin("parts", tell("picture-parts"), tell("picture-parts-words", {all.late, all.never}));
        picture.figures.push_back({word("study-part"), word("study-column-minutes"), word("study-of-minutes"), word("picture-so-far"), word("study-of-late")});
        const auto rows = sorted_parts(all.parts);
        const std::size_t shown = std::min(rows.size(), parts_max);
        const double left = 430, right = 780, row = 24, most = static_cast<double>(rows.front().sum.ms);
        Svg svg(900, 20 + row * static_cast<double>(shown));
        double y = 26, so_far = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const PartRow& part = rows[i];
            const double share = static_cast<double>(part.sum.ms) / static_cast<double>(all.ms);
            so_far += share;
            picture.figures.push_back(
                {names_.part(part.id),
                 fmt::format("{:.1f}", static_cast<double>(part.sum.ms) / ms_of_minute),
                 share_words(share), share_words(so_far),
                 share_words(part.sum.breaches, all.late)});
            if (i >= shown) continue;
            svg.text(left - 10, y, cut(names_.part(part.id), 74), Anchor::end, small);
            const bool waits = part.id.starts_with("waiting/");  // what more officers would change is darker
            svg.rect(left, y - 12, std::max(1.0, (right - left) * static_cast<double>(part.sum.ms) / most), 16, waits ? "fill=\"#0b3c5d\"" : "fill=\"#9ec3dc\" stroke=\"#0b3c5d\"");
            svg.text(left + (right - left) * static_cast<double>(part.sum.ms) / most + 8, y,
                     share_words(share) + " / " + share_words(so_far, 0), Anchor::start, small);
            y += row;
        }
        finish(picture, svg);
    }

    /// When tasks wait, by pool and hour of the day: minutes per replication.
    void hours() {
        std::vector<std::pair<std::string, const PoolHours*>> rows;
        const auto sum = [](const std::array<std::int64_t, 24>& of) {
            std::int64_t all = 0;
            for (const std::int64_t ms : of) all += ms;
            return all;
        };
        for (const auto& [id, hours] : base().attribution.hours)
            if (sum(hours.waited) > 0) rows.emplace_back(id, &hours);
        if (rows.empty()) return;
        std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) { return sum(a.second->waited) > sum(b.second->waited); });
        rows.resize(std::min(rows.size(), pools_max));
        Picture& picture = begin("hours", tell("picture-hours"), tell("picture-hours-words"));
        std::vector<std::string> head{word("study-pool")};
        for (int h = 0; h < 24; ++h) head.push_back(fmt::format("{:02}", h));
        picture.figures.push_back(head);
        const double left = 250, cell = 26, n = static_cast<double>(r_.result.done);
        Svg svg(900, 34 + cell * static_cast<double>(rows.size()));
        double most = 0;
        for (const auto& [id, hours] : rows)
            for (const std::int64_t ms : hours->waited) most = std::max(most, static_cast<double>(ms) / ms_of_minute / n);
        for (int h = 0; h < 24; ++h) svg.text(left + cell * (h + 0.5), 18, fmt::format("{:02}", h), Anchor::middle, small);
        double y = 26;
        for (const auto& [id, hours] : rows) {
            svg.text(left - 8, y + 17, cut(names_.pool(id), 42), Anchor::end, small);
            std::vector<std::string> figures{names_.pool(id)};
            for (std::size_t h = 0; h < 24; ++h) {
                const double minutes = static_cast<double>(hours->waited[h]) / ms_of_minute / n, dark = most == 0 ? 0 : std::sqrt(minutes / most);
                const int grey = static_cast<int>(std::lround(255 - 215 * dark));
                svg.rect(left + cell * static_cast<double>(h), y, cell - 1, cell - 1, fmt::format("fill=\"#{:02x}{:02x}{:02x}\" stroke=\"#ccc\" stroke-width=\"0.5\"", grey, grey, std::min(255, grey + 12)));
                if (minutes >= 0.5) svg.text(left + cell * (static_cast<double>(h) + 0.5), y + 17, fmt::format("{:.0f}", minutes), Anchor::middle, fmt::format("font-size=\"10\" fill=\"{}\"", grey < 140 ? "#fff" : "#000"));
                figures.push_back(fmt::format("{:.1f}", minutes));
            }
            picture.figures.push_back(std::move(figures));
            y += cell;
        }
        finish(picture, svg);
    }

    /// Duties whose chance differs between variants: a point with its interval for each.
    void variants() {
        std::vector<const VariantResult*> all;
        for (const VariantResult& variant : r_.result.variants)
            if (!is_tornado(variant.id) && all.size() < variants_shown_max) all.push_back(&variant);
        if (all.size() < 2) return;
        std::vector<const DutyRow*> changed;
        for (const DutyRow& row : rows_) {
            const auto differs = [&](const VariantResult* variant) {
                const std::size_t at = same(*variant, base().measures[row.kept].id);
                return at != DutyRow::none && variant != all.front() &&
                       variant->differences[at].yes + variant->differences[at].no +
                               variant->differences[at].open >
                           0;
            };
            if (std::any_of(all.begin(), all.end(), differs) && changed.size() < duties_max) changed.push_back(&row);
        }
        if (changed.empty()) return;
        Picture& picture = begin("variants", tell("picture-variants"), tell("picture-variants-words"));
        picture.figures.push_back({word("column-duty"), word("study-column-variant"), word("study-kept"), "95 %", word("study-difference"), "95 %"});
        const double left = 330, right = 780, row = 22;
        const double group = row * static_cast<double>(all.size()) + 30;
        Svg svg(900, 20 + group * static_cast<double>(changed.size()));
        double y = 24;
        for (const DutyRow* duty : changed) {
            const std::string name = duty_name(base(), duty->kept);
            svg.text(10, y, cut(name, 110), Anchor::start, "font-weight=\"bold\"");
            y += row;
            for (const VariantResult* variant : all) {
                const std::size_t at = same(*variant, base().measures[duty->kept].id);
                if (at == DutyRow::none || variant->tallies[at].arose() == 0) continue;
                const Tally& tally = variant->tallies[at];
                const Chance chance = chance_of(tally);
                const auto x = [&](double share) { return left + (right - left) * share; };
                svg.line(left, y - 4, right, y - 4, pale);
                svg.text(left - 10, y, cut(variant->id, 46), Anchor::end, small);
                draw_chance(svg, tally, y - 4, x,
                            variant == all.front()
                                ? "fill=\"#fff\" stroke=\"#000\" stroke-width=\"2\""
                                : "fill=\"#000\"");
                svg.text(right + 12, y, chance_words(tally, lang_), Anchor::start, small);
                std::vector<std::string> figures{
                    name,
                    variant->id,
                    chance_words(tally, lang_),
                    fmt::format("{:.2f}–{:.2f}", chance.interval.low * 100,
                                chance.interval.high * 100),
                    "",
                    ""};
                if (const auto d = difference_at(
                        r_.result, static_cast<std::size_t>(variant - r_.result.variants.data()),
                        at)) {
                    figures[4] = d->least == d->most ? fmt::format("{:+.1f}", d->least * 100)
                                                     : fmt::format("{:+.1f}…{:+.1f}",
                                                                   d->least * 100, d->most * 100);
                    figures[5] = fmt::format("{:+.1f}…{:+.1f}", d->interval.low * 100,
                                             d->interval.high * 100);
                }
                picture.figures.push_back(std::move(figures));
                y += row;
            }
            y += 30 - row + 22;
        }
        finish(picture, svg);
    }

    /// For the duty that is kept least: what each assumption at its least and at its most does to the chance.
    void tornado() {
        std::size_t drawn = 0;
        for (const TornadoTable& table : tornado_tables(r_.result)) {
            if (drawn == curves_max) break;
            ++drawn;
            Picture& picture = begin(
                "tornado-" + std::to_string(drawn),
                tell("picture-tornado", {duty_name(base(), table.kept)}),
                tell("picture-tornado-words", {chance_words(base().tallies[table.kept], lang_)}));
            picture.figures.push_back({word("picture-assumption"), word("picture-low"), "95 %", word("picture-high"), "95 %"});
            const std::size_t shown = std::min(table.rows.size(), parts_max);
            double most = 0.001;
            for (const TornadoRow& row : table.rows) most = std::max({most, std::abs(row.low.estimate), std::abs(row.high.estimate)});
            const double middle = 620, half = 200, step = 26;
            Svg svg(900, 50 + step * static_cast<double>(shown));
            const auto x = [&](double share) { return middle + half * share / most; };
            for (const double at : {-most, 0.0, most}) {
                svg.line(x(at), 24, x(at), 34 + step * static_cast<double>(shown), pale);
                svg.text(x(at), 16, fmt::format("{:+.1f}", at * 100), Anchor::middle, small);
            }
            double y = 44;
            for (std::size_t i = 0; i < table.rows.size(); ++i) {
                const TornadoRow& row = table.rows[i];
                const auto interval = [](const PairedDifference& d) { return fmt::format("{:+.1f}…{:+.1f}", d.interval.low * 100, d.interval.high * 100); };
                picture.figures.push_back({row.what, fmt::format("{:+.1f}", row.low.estimate * 100), interval(row.low), fmt::format("{:+.1f}", row.high.estimate * 100), interval(row.high)});
                if (i >= shown) continue;
                svg.text(400, y, cut(row.what, 66), Anchor::end, small);
                const auto bar = [&](const PairedDifference& d, double at, const char* fill) {
                    svg.rect(std::min(x(0), x(d.estimate)), at, std::max(1.0, std::abs(x(d.estimate) - x(0))), 8, fill);
                    svg.line(x(d.interval.low), at + 4, x(d.interval.high), at + 4, "stroke=\"#000\"");
                };
                bar(row.low, y - 13, "fill=\"#fff\" stroke=\"#0b3c5d\"");
                bar(row.high, y - 4, "fill=\"#0b3c5d\"");
                y += step;
            }
            finish(picture, svg);
        }
    }

    const StudyReading& r_;
    const Lang lang_;
    const StudyNames names_;
    const std::vector<DutyRow> rows_;
    std::vector<Picture> pictures_;
};

}  // namespace

std::vector<Picture> study_pictures(const StudyReading& reading, Lang lang) { return Pictures(reading, lang).all(); }

}  // namespace sandtable
