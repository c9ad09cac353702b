// A study as one page for a browser and for paper: nothing is fetched, every picture has its figures as a table.
#include <algorithm>

#include <fmt/format.h>

#include "exchange/xml.hpp"
#include "report/chance_words.hpp"
#include "report/study_names.hpp"
#include "report/study_pictures.hpp"
#include "sandtable/sensitivity.hpp"
#include "sandtable/study_report.hpp"

namespace sandtable {

namespace {

constexpr const char* style = R"(
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0 auto;max-width:960px;padding:0 16px 48px;font:16px/1.5 "Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei",system-ui,sans-serif;color:#111;background:#fff}
.mark{background:#111;color:#fff;padding:6px 16px;margin:0 -16px;letter-spacing:.1em;font-weight:bold;text-align:center}
h1{font-size:1.6rem;margin:.8em 0 .2em}h2{font-size:1.2rem;margin:2em 0 .3em;border-bottom:2px solid #111}h3{font-size:1rem;margin:1.4em 0 .2em}
p{margin:.3em 0}.quiet{color:#444;font-size:.9rem}
figure{margin:.6em 0 1.2em;overflow-x:auto}svg{max-width:100%;height:auto;min-width:560px}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.85rem;width:100%;margin:.4em 0}
th,td{text-align:left;padding:3px 8px;border-bottom:1px solid #ccc;vertical-align:top}
thead th{border-bottom:2px solid #111}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
code{font-size:.85em;overflow-wrap:anywhere}
summary{cursor:pointer;padding:4px 0}
:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}
@media print{@page{size:A4;margin:14mm}body{max-width:none;padding:0;font-size:10.5pt}.mark{margin:0;-webkit-print-color-adjust:exact;print-color-adjust:exact}
figure,.wide{overflow:visible}svg{min-width:0;width:100%;-webkit-print-color-adjust:exact;print-color-adjust:exact}figure,tr,h2,h3,.picture{break-inside:avoid}h2,h3{break-after:avoid}
table{font-size:8pt}th,td{overflow-wrap:anywhere;padding:2px 4px}details:not([open]){display:none}thead{display:table-header-group}}
)";

/// As text of an element or of an attribute.
std::string html(std::string_view text) { return xml_escaped(text, true); }

bool is_number(const std::string& cell) { return !cell.empty() && cell.find_first_not_of("0123456789.,:%+-–−… d") == std::string::npos; }

class HtmlPage {
public:
    HtmlPage(const StudyReading& reading, Lang lang) : r_(reading), lang_(lang), names_(reading, lang) {}

    std::string text() {
        const StudyIdentity& id = r_.identity;
        std::string title = id.scenario;
        if (r_.inputs != nullptr) title = r_.inputs->scenario.title.in(lang_);
        const std::string head = say(lang_, "study-head", {id.scenario, id.seed, r_.result.done, r_.result.first, r_.result.first + r_.result.done - 1});
        out_ = fmt::format("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>演练 EXERCISE · {}</title>\n<link rel=\"icon\" href=\"data:,\">\n"
                           "<style>{}</style>\n</head>\n<body>\n<header>\n<div class=\"mark\">演练 EXERCISE</div>\n<h1>{}</h1>\n<p>{}</p>\n",
                           lang_ == Lang::zh ? "zh-CN" : "en", html(title), style, html(title), html(head));
        if (!id.precision.empty()) out_ += "<p>" + html(say(lang_, "study-pointwise")) + "</p>\n";
        out_ += "<p class=\"quiet\">" + html(say(lang_, "html-intervals")) + "</p>\n</header>\n<main>\n";
        findings();
        for (const Picture& picture : study_pictures(r_, lang_)) show(picture);
        if (std::any_of(r_.result.variants.begin(), r_.result.variants.end(), [](const VariantResult& v) { return is_tornado(v.id); }) && tornado_tables(r_.result).empty()) out_ += "<p>" + html(say(lang_, "tornado-no-change")) + "</p>\n";
        breaches();
        about();
        return out_ + "</main>\n</body>\n</html>\n";
    }

private:
    void heading(const std::string& words, const char* level = "h2") { out_ += fmt::format("<{}>{}</{}>\n", level, html(words), level); }

    void table(const std::vector<std::vector<std::string>>& rows, const std::string& label) {
        out_ += fmt::format("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n<table>\n<thead><tr>", html(label));
        std::vector<bool> numbers(rows.front().size(), rows.size() > 1);
        for (std::size_t i = 1; i < rows.size(); ++i)
            for (std::size_t c = 0; c < rows[i].size() && c < numbers.size(); ++c) numbers[c] = numbers[c] && (is_number(rows[i][c]) || rows[i][c].empty() || rows[i][c] == "—");
        for (std::size_t r = 0; r < rows.size(); ++r) {
            if (r > 0) out_ += "<tr>";
            for (std::size_t c = 0; c < rows[r].size(); ++c) {
                const char* cls = c < numbers.size() && numbers[c] ? " class=\"n\"" : "";
                out_ += r == 0 ? fmt::format("<th scope=\"col\"{}>{}</th>", cls, html(rows[r][c])) : fmt::format("<td{}>{}</td>", cls, html(rows[r][c]));
            }
            out_ += r == 0 ? "</tr></thead>\n<tbody>\n" : "</tr>\n";
        }
        out_ += "</tbody>\n</table>\n</div>\n";
    }

    void show(const Picture& picture) {
        out_ += "<section class=\"picture\">\n";
        heading(picture.title);
        out_ += "<p>" + html(picture.words) + "</p>\n" + fmt::format("<figure tabindex=\"0\" role=\"group\" aria-label=\"{}\">\n{}</figure>\n", html(picture.title), picture.svg);
        out_ += "<details><summary>" + html(say(lang_, "html-figures")) + "</summary>\n";
        table(picture.figures, picture.title);
        out_ += "</details>\n</section>\n";
    }

    /// One sentence for each of the duties that are kept least: how often, and of what the late ones consist.
    void findings() {
        const VariantResult& base = r_.result.variants.front();
        heading(say(lang_, "html-findings"));
        const auto breached = breach_rows(base.attribution, false);
        std::size_t said = 0;
        std::string list;
        for (const DutyRow& row : duty_rows(base, false)) {
            if (row.chance == 1 || said == 6) break;
            ++said;
            const Measure& measure = base.measures[row.kept];
            const Tally& tally = base.tallies[row.kept];
            auto [duty, agency] = names_.duty(measure.subject);
            if (measure.joint)
                if (const std::size_t least = least_of_joint(base, row.kept);
                    least != DutyRow::none)
                    agency = say(lang_, "study-least-agency",
                                 {agency, names_.duty(base.measures[least].subject)[1]});
            std::string text = say(lang_, tally.open > 0 ? "html-kept-open" : "html-kept",
                                   {measure.clause, duty, agency, chance_words(tally, lang_),
                                    interval_words(tally), tally.open, tally.arose()});
            for (const BreachRow& breaches : breached)
                if (breaches.subject == measure.subject || breaches.subject.starts_with(measure.subject + "/")) text += " " + most_of(breaches.breaches);
            list += "<li>" + html(text) + "</li>\n";
        }
        out_ += said == 0 ? "<p>" + html(say(lang_, "study-no-breach")) + "</p>\n" : "<ul>\n" + list + "</ul>\n";
        in_all(base);
        variants();
        if (r_.identity.choosing) choice();
    }
    /// What the terminal says of the variant to choose, line by line.
    void choice() {
        heading(say(lang_, "choose-title"), "h3");
        out_ += "<pre>" + html(selection_page(r_, {lang_, 0, false})) + "</pre>\n";
    }
    /// Of each variant the duties whose chance changes most, what never arises, and what is open.
    void variants() {
        constexpr std::size_t changes_max = 3;
        const VariantResult& base = r_.result.variants.front();
        const auto points = [](double share) { return fmt::format("{:+.1f}", share * 100); };
        std::string list;
        const auto line = [&](const std::string& text) { list += "<li>" + html(text) + "</li>\n"; };
        for (std::size_t v = 1; v < r_.result.variants.size(); ++v) {
            const VariantResult& variant = r_.result.variants[v];
            if (is_tornado(variant.id)) continue;
            std::vector<std::pair<double, std::pair<std::size_t, ChanceDifference>>> changes;
            for (const DutyRow& row : duty_rows(variant, false))
                if (const auto d = difference_at(r_.result, v, row.kept);
                    d && (d->least != 0 || d->most != 0))
                    changes.push_back(
                        {-std::max(std::abs(d->least), std::abs(d->most)), {row.kept, *d}});
            std::stable_sort(changes.begin(), changes.end(),
                             [](const auto& a, const auto& b) { return a.first < b.first; });
            for (std::size_t k = 0; k < std::min(changes.size(), changes_max); ++k) {
                const auto& [measure, d] = changes[k].second;
                const Measure& of = variant.measures[measure];
                const auto before = std::find_if(base.measures.begin(), base.measures.end(),
                                                 [&](const Measure& m) { return m.id == of.id; });
                const auto [duty, agency] = names_.duty(of.subject);
                line(
                    say(lang_, "html-variant",
                        {variant.id, of.clause, duty, agency,
                         chance_words(variant.tallies[measure], lang_),
                         chance_words(
                             base.tallies[static_cast<std::size_t>(before - base.measures.begin())],
                             lang_),
                         points(d.interval.low) + "…" + points(d.interval.high)}));
            }
            if (const std::uint64_t open = left_open(variant); open > 0)
                line(variant.id + say(lang_, "word-colon") +
                     say(lang_, "study-cut-off-here", {open}));
            if (const std::string gone = gone_words(names_, base, variant, false, lang_);
                !gone.empty())
                line(variant.id + say(lang_, "word-colon") + gone);
        }
        if (!list.empty()) out_ += "<ul>\n" + list + "</ul>\n";
    }
    /// The one chance that everything is kept, what arose in all, and of each duty how it ended.
    void in_all(const VariantResult& variant) {
        Tally sum;
        std::string all;
        for (std::size_t i = 0; i < variant.measures.size(); ++i) {
            const Tally& tally = variant.tallies[i];
            if (variant.measures[i].kind == Measure::Kind::kept && !variant.measures[i].joint)
                add_endings(sum, tally);
            if (variant.measures[i].kind == Measure::Kind::all && tally.arose() > 0)
                all = say(lang_, "study-all", {chance_words(tally, lang_), interval_words(tally)}) +
                      say(lang_, "word-full-stop");
        }
        if (sum.arose() + sum.early == 0) return;
        const std::string beside = beside_words(sum, lang_);
        all += " " + say(lang_, "study-in-all", {sum.arose() + sum.early, sum.yes, sum.no}) +
               (beside.empty() ? "" : say(lang_, "word-semicolon") + beside) +
               say(lang_, "word-full-stop");
        out_ += "<p>" + html(all) + "</p>\n";
        if (sum.open > 0) out_ += "<p>" + html(say(lang_, "study-cut-off")) + "</p>\n";
        std::vector<std::vector<std::string>> rows{
            {say(lang_, "column-clause"), say(lang_, "column-duty"), say(lang_, "study-arose"),
             say(lang_, "study-kept"), say(lang_, "study-beside")}};
        for (const DutyTotal& total : duty_totals(variant))
            if (total.incidents > 1 && total.sum.arose() + total.sum.early > 0)
                rows.push_back({total.clause, total.subject,
                                std::to_string(total.sum.arose() + total.sum.early),
                                chance_words(total.sum, lang_), beside_words(total.sum, lang_)});
        if (rows.size() > 1) table(rows, say(lang_, "study-totals"));
    }
    std::string most_of(const DutyBreaches& breaches) const {
        if (breaches.parts.empty()) return say(lang_, "html-never", {breaches.never, breaches.first});
        const PartRow first = sorted_parts(breaches.parts).front();
        return say(
            lang_, "html-most",
            {share_words(first.sum.breaches, breaches.late), names_.part(first.id),
             share_words(static_cast<double>(first.sum.ms) / static_cast<double>(breaches.ms)),
             breaches.first});
    }

    /// Of the scenario as it is and of each variant, but not of those that only push one length to its end.
    void breaches() {
        const auto& variants = r_.result.variants;
        const auto looked_at = [](const VariantResult& variant) { return !is_tornado(variant.id) && !variant.attribution.duties.empty(); };
        if (std::none_of(variants.begin(), variants.end(), looked_at)) return;
        out_ += "<section>\n";
        heading(say(lang_, "study-breaches"));
        for (const VariantResult& variant : variants) {
            if (looked_at(variant)) breaches_of(variant);
            if (&variant != &variants.front()) continue;
            for (const Regained& one : r_.regained)
                out_ += "<p>" +
                        html((variants.size() > 1 ? variant.id + ": " : "") +
                             regained_words(names_, one, lang_)) +
                        "</p>\n";
        }
        out_ += "<p class=\"quiet\">" + html(say(lang_, "study-breaches-why")) + "</p>\n</section>\n";
    }

    void breaches_of(const VariantResult& variant) {
        for (const BreachRow& row : breach_rows(variant.attribution, false)) {
            const auto [duty, agency] = names_.duty(row.subject);
            const DutyBreaches& of = row.breaches;
            const std::string title = (r_.result.variants.size() > 1 ? variant.id + ": " : "") +
                                      breaches_words(names_, row, lang_);
            heading(title, "h3");
            std::vector<std::vector<std::string>> figures{{say(lang_, "study-part"), say(lang_, "study-of-minutes"), say(lang_, "study-of-late"), say(lang_, "study-then")}};
            for (const PartRow& part : sorted_parts(of.parts))
                figures.push_back(
                    {names_.part(part.id),
                     share_words(static_cast<double>(part.sum.ms) / static_cast<double>(of.ms)),
                     share_words(part.sum.breaches, of.late),
                     span_text(Duration{part.sum.ms / static_cast<std::int64_t>(part.sum.breaches) /
                                        1000 * 1000})});
            if (figures.size() > 1) table(figures, title);
        }
    }

    void about() {
        out_ += "<section>\n";
        heading(say(lang_, "html-about"));
        std::vector<std::vector<std::string>> rows{{say(lang_, "html-what"), say(lang_, "html-value")}};
        const StudyIdentity& id = r_.identity;
        rows.push_back({say(lang_, "html-seed"), std::to_string(id.seed)});
        rows.push_back({say(lang_, "html-replications"), std::to_string(r_.result.done)});
        rows.push_back({say(lang_, "html-digest"), study_digest(r_.result)});
        rows.push_back({say(lang_, "html-program"), "sandtable " + id.program_version + ", semantics " + std::to_string(id.semantics)});
        for (const std::string& variant : id.variants) rows.push_back({say(lang_, "study-column-variant"), variant});
        for (const std::string& input : id.inputs) rows.push_back({say(lang_, "html-input"), input});
        table(rows, say(lang_, "html-about"));
        if (r_.inputs != nullptr) {
            heading(say(lang_, "html-assumptions"), "h3");
            std::vector<std::vector<std::string>> assumed{{"id", say(lang_, "html-about-what"), say(lang_, "html-why")}};
            for (const Plan& plan : r_.inputs->plans)
                for (const Assumption& assumption : plan.assumptions) assumed.push_back({plan.id + "." + assumption.id, assumption.about.in(lang_), assumption.why.in(lang_)});
            if (assumed.size() > 1) table(assumed, say(lang_, "html-assumptions"));
        }
        out_ += "</section>\n";
    }

    const StudyReading& r_;
    const Lang lang_;
    const StudyNames names_;
    std::string out_;
};

}  // namespace

std::string study_html(const StudyReading& reading, Lang lang) { return HtmlPage(reading, lang).text(); }

std::vector<std::pair<std::string, std::string>> study_svgs(const StudyReading& reading, Lang lang) {
    std::vector<std::pair<std::string, std::string>> all;
    for (Picture& picture : study_pictures(reading, lang)) all.emplace_back(picture.id, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- 演练 EXERCISE -->\n" + std::move(picture.svg));
    return all;
}

}  // namespace sandtable
