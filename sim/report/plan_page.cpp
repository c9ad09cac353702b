// A plan as a page in Markdown: who commands, what gives which grade, what must be done by when, and how each clause of the source stands.
#include "report/period_words.hpp"
#include "sandtable/analysis_report.hpp"

namespace sandtable {

namespace {

/// A row of a Markdown table; a bar inside a cell would end it.
std::string row(const std::vector<std::string>& cells) {
    std::string out = "|";
    for (const std::string& cell : cells) {
        out += ' ';
        for (const char c : cell) out += c == '|' ? std::string("\\|") : std::string(1, c);
        out += " |";
    }
    return out + "\n";
}

class PlanPage {
public:
    PlanPage(const Plan& plan, const std::vector<CoverageRow>& coverage, Lang lang) : plan_(plan), coverage_(coverage), lang_(lang) {}

    std::string text() const {
        std::string out = "# " + plan_.name.in(lang_) + "\n\n演练 EXERCISE · " + say(lang_, "plan-page-about", {plan_.source_number, "scenarios/plans/" + plan_.id + ".yaml"}) + "\n";
        if (!plan_.commands.empty()) out += commands();
        if (!plan_.criteria.empty()) out += criteria();
        if (!plan_.duties.empty()) out += duties();
        return out + clauses();
    }

private:
    std::string head(std::string_view title, const std::vector<std::string>& columns) const {
        std::vector<std::string> names, rule(columns.size(), "---");
        for (const std::string& column : columns) names.push_back(say(lang_, column));
        return "\n## " + say(lang_, title) + "\n\n" + row(names) + row(rule);
    }
    std::string read_as(const std::optional<TwoReadings>& reading) const {
        return reading ? "; " + say(lang_, "plan-page-reading", {reading->taken.in(lang_), reading->other.in(lang_)}) : "";
    }
    const std::string& grade(int index) const { return plan_.grades[static_cast<std::size_t>(index)]; }

    std::string commands() const {
        std::string out = head("plan-page-commands", {"plan-page-grade", "column-clause", "column-who"});
        for (const Command& one : plan_.commands) out += row({grade(one.grade), one.clause, plan_.roles[one.who].name.in(lang_) + read_as(one.reading)});
        return out;
    }
    std::string criteria() const {
        std::string out = head("plan-page-criteria", {"plan-page-grade", "column-clause", "column-what"});
        for (const Criterion& one : plan_.criteria) out += row({grade(one.grade), one.clause, one.says.in(lang_) + read_as(one.reading)});
        return out;
    }
    /// "2 h", the limit that a decision sets, the text's word of haste, or nothing.
    std::string limit(const Duty& duty) const {
        std::string out = duty.within ? period_words(*duty.within, lang_) : duty.set_by.is_some() ? say(lang_, "plan-page-set", {plan_.tasks[plan_.decisions[duty.set_by].task].name}) : duty.haste.in(lang_);
        if (duty.extended) out += " + " + period_words(duty.extended->by, lang_) + " (" + duty.extended->clause + ")";
        for (const ClockStop& stop : duty.stops) out += (&stop == &duty.stops.front() ? "; " + say(lang_, "plan-page-stands") + " " : ", ") + stop.clause;
        return out;
    }
    std::string duties() const {
        std::string out = head("plan-page-duties", {"column-clause", "column-duty", "column-who", "column-limit", "plan-page-counts"});
        std::vector<const Duty*> sorted;  // in the order of the text
        for (const CoverageRow& clause : coverage_)
            for (const Duty& one : plan_.duties)
                if (one.clause == clause.clause) sorted.push_back(&one);
        for (const Duty* duty : sorted) {
            const Duty& one = *duty;
            out += row({one.clause, (one.must_not ? say(lang_, "plan-page-must-not") + " " : "") + one.name.in(lang_) + read_as(one.reading), plan_.roles[one.who].name.in(lang_), limit(one), "`" + join_text(plan_, one.from.empty() ? one.after : one.from) + "`"});
        }
        return out;
    }
    std::string clauses() const {
        std::string out = head("plan-page-clauses", {"column-clause", "column-what", "column-status", "column-why"});
        for (const CoverageRow& one : coverage_) out += row({one.clause, one.heading.in(lang_), say(lang_, "coverage-" + std::string(coverage_name(one.coverage))), one.why.in(lang_)});
        return out;
    }

    const Plan& plan_;
    const std::vector<CoverageRow>& coverage_;
    Lang lang_;
};

}  // namespace

std::string plan_page(const Plan& plan, const std::vector<CoverageRow>& coverage, Lang lang) { return PlanPage(plan, coverage, lang).text(); }

}  // namespace sandtable
