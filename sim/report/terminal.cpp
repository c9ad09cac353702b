// The terminal page of a run: timeline, duties, expectations, assumptions.
#include <algorithm>

#include <fmt/format.h>

#include "report/overview.hpp"
#include "report/study_names.hpp"
#include "report/table.hpp"
#include "sandtable/report.hpp"

namespace sandtable {

namespace {

constexpr int agency_columns_max = 28;

/// Entries that a reader of the timeline wants; --explain shows all.
bool worth_a_line(const Inputs& inputs, const Journal& journal, EntryNo no) {
    const Entry& entry = journal[no];
    switch (entry.kind) {
        case EntryKind::started:
        case EntryKind::sent:
        case EntryKind::retried:
        case EntryKind::task_armed:
        case EntryKind::task_started:
        case EntryKind::released:
        case EntryKind::duty_opened:
        case EntryKind::duty_discharged: return false;
        case EntryKind::seen:  // of all who see the same, the first
            for (EntryNo before = no; before > 0; --before) {
                const Entry& earlier = journal[before - 1];
                if (earlier.incident != entry.incident) continue;
                if (earlier.kind == EntryKind::truth) return true;
                if (earlier.kind == EntryKind::seen) return false;
            }
            return true;
        case EntryKind::task_done:  // what it decides or forms follows and says more
            for (const Plan& plan : inputs.plans)
                if (plan.id == journal.text(entry.plan))
                    if (const TaskId task = plan.task(journal.item_text(entry, "task")); task.is_some()) return !plan.tasks[task].decides.is_some() && !plan.tasks[task].forms.is_some();
            return true;
        default: return true;
    }
}

std::string paint(const TerminalStyle& style, const char* code, const std::string& text) { return style.colour ? std::string("\033[") + code + "m" + text + "\033[0m" : text; }

const char* colour_of(EntryKind kind) {
    switch (kind) {
        case EntryKind::duty_breached:
        case EntryKind::stranded:
        case EntryKind::undelivered:
        case EntryKind::lost: return "1;31";
        case EntryKind::truth:
        case EntryKind::inject:
        case EntryKind::officers_away:
        case EntryKind::officers_back:
        case EntryKind::road_closed:
        case EntryKind::road_opened:
        case EntryKind::fault:
        case EntryKind::fault_over: return "36";
        case EntryKind::grading:
        case EntryKind::decided:
        case EntryKind::formed:
        case EntryKind::response_ended: return "1";
        case EntryKind::clock_stopped:
        case EntryKind::duty_waived:
        case EntryKind::task_waived:
        case EntryKind::task_ready:
        case EntryKind::call_failed: return "33";
        default: return "0";
    }
}

/// A length to the second; days in the reader's language.
std::string span_words(Duration d, Lang lang) {
    std::string text = span_text(Duration{d.count() / 1000 * 1000});
    if (const auto at = text.find(" d "); lang == Lang::zh && at != std::string::npos) text.replace(at, 3, "天");
    return text;
}

std::string agency_name(const Inputs& inputs, const std::string& id, Lang lang) {
    const AgencyId agency = inputs.network.agency(id);
    return agency.is_some() ? inputs.network.agencies[agency].name.in(lang) : id;
}

/// Since the first report was received, as "+0:37".
std::string since(ModelTime at, ModelTime report, Lang lang) { return at < report ? "-" + span_words(report - at, lang) : "+" + span_words(at - report, lang); }

/// A clock time where the day is that of `day`, else the date too; 24:00 of a day reads as such.
std::string instant_text(CivilTime t, Date day) {
    if (t.ms_of_day() == 0 && t.date() != day) {
        const CivilTime before{t.local_ms - 1, t.offset_minutes};
        return (before.date() == day ? "" : date_text(before.date()).substr(5) + " ") + "24:00";
    }
    return (t.date() == day ? "" : date_text(t.date()).substr(5) + " ") + clock_text(t);
}

std::string exercise_line(const RunReading& reading, const TerminalStyle& style) {
    const Scenario& scenario = reading.inputs.scenario;
    const std::string title = scenario.title.empty() ? scenario.id : scenario.title.in(style.lang);
    return paint(style, "1;7", " 演练 EXERCISE ") + " " + paint(style, "1", title) + "\n" +
           say(style.lang, "run-head", {scenario.id, date_text(scenario.start.date()) + " " + clock_text(scenario.start), std::to_string(reading.seed)}) + "\n" + paint(style, "2", reading.digest) + "\n";
}

bool concerns(const std::string& incident, const TerminalStyle& style) { return style.incident.empty() || incident.empty() || incident == style.incident; }

std::string timeline(const RunReading& reading, const TerminalStyle& style) {
    const Journal& journal = reading.journal;
    ModelTime report{};
    for (const Entry& entry : journal.entries())
        if (entry.kind == EntryKind::received) {
            report = entry.at;
            break;
        }
    std::vector<EntryNo> shown;
    for (EntryNo no = 0; no < journal.size(); ++no)
        if ((style.explain || worth_a_line(reading.inputs, journal, no)) && concerns(journal.text(journal[no].incident), style)) shown.push_back(no);
    int who_width = display_width(say(style.lang, "column-who")), since_width = display_width(say(style.lang, "column-since"));
    for (const EntryNo no : shown) {
        const int width = display_width(agency_name(reading.inputs, journal.text(journal[no].agency), style.lang));
        who_width = std::max(who_width, std::min(width, agency_columns_max));
        since_width = std::max(since_width, display_width(since(journal[no].at, report, style.lang)));
    }
    std::string out = "\n" + paint(style, "1", say(style.lang, "head-timeline")) + "\n";
    const std::string numbers = style.explain ? "     #  " : "  ";
    out += numbers + padded(say(style.lang, "column-clock"), 8) + "  " + padded(say(style.lang, "column-since"), since_width) + "  " + padded(say(style.lang, "column-who"), who_width) + "  " + padded(say(style.lang, "column-clause"), 8) + "  " + say(style.lang, "column-what") + "\n";
    Date day = reading.inputs.scenario.start.date();
    for (const EntryNo no : shown) {
        const Entry& entry = journal[no];
        const CivilTime civil = civil_time(reading.inputs.scenario.start, entry.at);
        if (civil.date() != day) {
            day = civil.date();
            out += "  " + paint(style, "2", "── " + date_text(day) + " ──") + "\n";
        }
        const std::string mark = entry.kind == EntryKind::duty_breached ? "✗ " : "";
        std::string line = style.explain ? fmt::format("{:>6}  ", "#" + std::to_string(no + 1)) : "  ";
        line += clock_text(civil) + "  " + padded(since(entry.at, report, style.lang), since_width) + "  " +
                padded(clipped(agency_name(reading.inputs, journal.text(entry.agency), style.lang), who_width), who_width) + "  " + padded(journal.text(entry.clause), 8) + "  ";
        const int indent = display_width(line);
        const auto words = wrapped(mark + entry_words(reading.inputs, journal, entry, style.lang, style.explain ? Detail::all : Detail::news), style.width > 0 ? style.width - indent : 0);
        for (std::size_t i = 0; i < words.size(); ++i) out += (i == 0 ? line : "\n" + std::string(static_cast<std::size_t>(indent), ' ')) + paint(style, colour_of(entry.kind), words[i]);
        if (style.explain) {
            if (entry.cause != no_entry) out += paint(style, "2", "  " + say(style.lang, "because", {std::to_string(entry.cause + 1)}));
            if (entry.held_by != no_entry) out += paint(style, "2", "  " + say(style.lang, "held-by", {std::to_string(entry.held_by + 1)}));
        }
        out += "\n";
    }
    return out;
}

std::string duties(const RunReading& reading, const TerminalStyle& style) {
    const Lang lang = style.lang;
    std::vector<const DutyOutcome*> rows;
    for (const DutyOutcome& outcome : reading.outcomes)
        if (concerns(outcome.incident, style)) rows.push_back(&outcome);
    std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) { return std::tie(a->opened, a->opened_entry) < std::tie(b->opened, b->opened_entry); });
    const Date day = reading.inputs.scenario.start.date();
    const auto clock = [&](const std::optional<ModelTime>& t) { return t ? instant_text(civil_time(reading.inputs.scenario.start, *t), day) : std::string("—"); };
    const bool narrow = style.width > 0 && style.width < 116;  // then the instant it counts from is left to --json and why
    std::vector<std::string> head{say(lang, "column-clause"), say(lang, "column-duty"), say(lang, "column-agency"), say(lang, "column-from"), say(lang, "column-due"), say(lang, "column-done"), say(lang, "column-margin"), say(lang, "column-status")};
    if (narrow) head.erase(head.begin() + 3);
    TextTable table(head);
    for (const DutyOutcome* o : rows) {
        const Duty& duty = reading.inputs.plans[o->plan_id].duties[o->duty_id];
        std::string margin = "—";
        if (const auto m = o->margin()) margin = (m->count() < 0 ? "-" : "+") + span_words(m->count() < 0 ? -*m : *m, lang);
        else if (!o->due && o->discharged && !o->must_not) margin = say(lang, "took", {span_words(*o->discharged - o->anchor, lang)});
        else if (o->status == DutyStatus::breached && !o->must_not) margin = say(lang, "never-done");
        std::string status = say(lang, o->status == DutyStatus::met && !o->due && !o->must_not ? "status-done" : "status-" + std::string(status_name(o->status)));
        if (o->status == DutyStatus::waived) status += say(lang, "brackets", {say(lang, "reason-" + o->reason)});
        if (o->status == DutyStatus::breached) status = "✗ " + status;
        const char* colour = o->status == DutyStatus::breached ? "1;31" : o->status == DutyStatus::met ? "32" : "33";
        std::vector<std::string> cells{o->clause, duty.name.in(lang), agency_name(reading.inputs, o->agency, lang), clock(o->anchor), o->due ? clock(o->due) : duty.haste.empty() ? "—" : duty.haste.in(lang), clock(o->discharged), margin, status};
        if (narrow) cells.erase(cells.begin() + 3);
        table.row(std::move(cells), style.colour ? colour : "");
    }
    table.fit(style.width, {1, 2, narrow ? 3u : 4u}, 12);  // on a narrow terminal names give way, times never
    return "\n" + paint(style, "1", say(lang, "head-duties")) + "\n" + (rows.empty() ? "  " + say(lang, "no-duties") + "\n" : table.text());
}

/// A status of the contract in words; instants and what has no word stay.
std::string found_word(const std::string& found, Lang lang) {
    for (const std::string_view word : {"met", "breached", "waived", "open", "none", "never", "done", "begun", "yes", "no"})
        if (found == word) return say(lang, "found-" + found);
    return found;
}

/// "principal at the scene within 30 minutes, Human Resources Bureau: breached"
std::string expected(const Inputs& inputs, const Expectation& e, Lang lang) {
    std::string out;
    switch (e.kind) {
        case Expectation::Kind::duty: out = inputs.plans[e.plan].duties[e.duty].name.in(lang); break;
        case Expectation::Kind::task: out = inputs.plans[e.plan].tasks[e.task].name.in(lang); break;
        case Expectation::Kind::applies:
        case Expectation::Kind::grade: out = inputs.plans[e.plan].name.in(lang); break;
        case Expectation::Kind::knows: {
            const std::string who = e.who.agency.is_some() ? inputs.network.agencies[e.who.agency].name.in(lang) : inputs.plans[e.who.plan].roles[e.who.role].name.in(lang);
            return say(lang, "expect-knows", {who, guard_text(inputs.vocabulary, inputs.plans.rows().front(), e.knows), span_text(e.before)});
        }
    }
    if (e.agency.is_some()) out += say(lang, "word-comma") + inputs.network.agencies[e.agency].name.in(lang);
    return out + say(lang, "word-colon") + (e.kind == Expectation::Kind::applies ? say(lang, "expect-applies-" + e.is) : e.kind == Expectation::Kind::grade ? say(lang, e.is == "none" ? "expect-grade-none" : "expect-grade", {e.is}) + (e.at ? say(lang, "brackets", {span_text(*e.at)}) : "") : found_word(e.is, lang));
}

/// "inject I-9: waits for ..., which never came".
std::string not_given_words(const Inputs& inputs, const NotGiven& one, Lang lang) {
    const std::string what =
        say(lang, "not-given-" + std::string(not_given_name(one.kind)), {one.id});
    if (!one.at) return say(lang, "not-given-waits", {what, one.waits_for});
    return say(lang, "not-given-behind",
               {what, instant_text(civil_time(inputs.scenario.start, *one.at),
                                   inputs.scenario.start.date())});
}

/// The words of a command that names a duty of this run.
std::string why_command(const RunReading& reading, const std::string& recorded,
                        const DutyOutcome& o) {
    // without its incident, where there is only one, and without its plan: what why takes as well
    const bool short_name = reading.inputs.scenario.incidents.size() == 1 &&
                            reading.inputs.plans.size() == 1 &&
                            o.id.ends_with("/" + o.duty + "/" + o.agency);
    return "sandtable why " + shell_word(recorded.empty() ? "RUN.drill" : recorded) + " " +
           shell_word(short_name ? o.duty + "/" + o.agency : o.id);
}

std::string endings(const RunReading& reading, const TerminalStyle& style) {
    const Lang lang = style.lang;
    std::string out;
    if (!reading.expectations.empty()) {
        out += "\n" + paint(style, "1", say(lang, "head-expectations")) + "\n";
        for (std::size_t i = 0; i < reading.expectations.size(); ++i) {
            const ExpectationResult& e = reading.expectations[i];
            out += "  " + paint(style, e.holds ? "32" : "1;31", (e.holds ? "✓ " : "✗ ") + padded(e.id, 5)) + "  " + expected(reading.inputs, reading.inputs.scenario.expect[i], lang) +
                   (e.holds ? "" : paint(style, "1;31", say(lang, "expect-fails", {found_word(e.found, lang)}))) + "\n";
        }
    }
    if (!reading.not_given.empty()) {
        out += "\n" + paint(style, "1", say(lang, "head-not-given")) + "\n";
        for (const NotGiven& one : reading.not_given)
            out += "  " + paint(style, "1;33", "! ") + not_given_words(reading.inputs, one, lang) +
                   "\n";
    }
    out += "\n" + paint(style, "1", say(lang, "head-assumptions")) + "\n";
    for (const UsedAssumption& a : reading.assumptions) {
        const auto lines = wrapped(a.text.in(lang), style.width > 0 ? style.width - 6 : 0);
        out += "  " + paint(style, "2", a.owner + "/" + a.id) + "\n";
        for (const std::string& line : lines) out += "      " + line + "\n";
    }
    return out;
}

constexpr int late_shown_max = 20;
constexpr std::size_t never_shown_max = 20;

/// The one reason that a duty never arose.
std::string never_words(const Inputs& inputs, const NeverOpened& never, Lang lang) {
    const Plan& plan = inputs.plans[never.plan];
    const Duty& duty = plan.duties[never.duty];
    const std::string opens = join_text(plan, duty.trigger()) +
                              (duty.after.empty() || duty.from.empty()
                                   ? ""
                                   : say(lang, "word-comma") + join_text(plan, duty.from));
    std::string guards;
    const auto add = [&](bool has, const char* word, const Guard& guard) {
        if (has)
            guards += (guards.empty() ? "" : say(lang, "word-comma")) + std::string(word) + " " +
                      guard_text(inputs.vocabulary, plan, guard);
    };
    add(duty.guards.has_if, "if", duty.guards.if_holds);
    add(duty.guards.has_unless, "unless", duty.guards.unless_holds);
    add(duty.guards.has_may, "may", duty.guards.may_hold);
    add(duty.guards.has_once, "once", duty.guards.once_holds);
    switch (never.why) {
        case NeverOpened::Why::trigger: return say(lang, "never-trigger", {opens});
        case NeverOpened::Why::condition_failed:
            return say(lang, "never-condition-failed", {guards});
        case NeverOpened::Why::condition_open:
            return say(lang, "never-condition-open",
                       {guard_text(inputs.vocabulary, plan, duty.guards.once_holds)});
        case NeverOpened::Why::scope_failed: return say(lang, "never-scope-failed");
        case NeverOpened::Why::response_ended: return say(lang, "never-response-ended");
    }
    return {};
}

/// How many were kept, and the late ones by name.
std::string summary(const RunReading& reading, const TerminalStyle& style) {
    const Lang lang = style.lang;
    int kept = 0, late = 0, waived = 0, open = 0;
    std::string lines;
    for (const DutyOutcome& o : reading.outcomes) {
        kept += o.status == DutyStatus::met;
        waived += o.status == DutyStatus::waived;
        open += o.status == DutyStatus::open;
        if (o.status != DutyStatus::breached) continue;
        ++late;
        if (late > late_shown_max) continue;
        const auto margin = o.margin();
        lines += "  " +
                 paint(style, "1;31",
                       "✗ " + reading.inputs.plans[o.plan_id].duties[o.duty_id].name.in(lang)) +
                 "  " + agency_name(reading.inputs, o.agency, lang) + "  " +
                 (margin ? say(lang, "late-by", {span_words(-*margin, lang)})
                         : say(lang, o.must_not ? "was-forbidden" : "never-done")) +
                 "\n      " + why_command(reading, style.recorded, o) + "\n";
    }
    return "\n" + paint(style, "1", say(lang, "summary", {reading.outcomes.size(), kept, late, waived, open})) + "\n" + lines +
           (late > late_shown_max ? "  " + say(lang, "more-late", {late - late_shown_max}) + "\n" : "");
}

}  // namespace

std::string run_page(const RunReading& reading, const TerminalStyle& style) {
    const bool summary_first = wants_overview(reading) && style.incident.empty() && !style.explain;
    return exercise_line(reading, style) + (summary_first ? overview(reading, style.lang) : timeline(reading, style) + duties(reading, style)) + endings(reading, style) + summary(reading, style);
}

std::string late_page(const RunReading& reading, const std::vector<NeverOpened>& never,
                      const TerminalStyle& style) {
    const Lang lang = style.lang;
    const auto plain = [&](const Duty& duty) {
        return duty.name.in(lang).empty() ? duty.id : duty.name.in(lang);
    };
    std::string out = exercise_line(reading, style) + summary(reading, style);
    if (never.empty()) return out;
    out += "\n" + paint(style, "1", say(lang, "head-never-arose", {never.size()})) + "\n";
    TextTable table(
        {say(lang, "column-clause"), say(lang, "column-duty"), say(lang, "column-agency"), ""});
    std::size_t shown = 0;
    for (const NeverOpened& one : never) {
        const Duty& duty = reading.inputs.plans[one.plan].duties[one.duty];
        table.row(
            {duty.clause, plain(duty), reading.inputs.network.agencies[one.agency].name.in(lang),
             never_words(reading.inputs, one, lang)},
            "");
        if (++shown == never_shown_max) break;
    }
    out += table.text();
    if (shown < never.size()) out += "  " + say(lang, "more-never", {never.size() - shown}) + "\n";
    return out;
}

std::string never_arose_page(const RunReading& reading, const NeverOpened& never,
                             const TerminalStyle& style) {
    const Lang lang = style.lang;
    const Duty& duty = reading.inputs.plans[never.plan].duties[never.duty];
    return exercise_line(reading, style) + "\n" + paint(style, "1", duty.name.in(lang)) + "  " +
           duty.clause + "  " + reading.inputs.network.agencies[never.agency].name.in(lang) + "\n" +
           say(lang, "never-arose", {never_words(reading.inputs, never, lang)}) + "\n";
}

/// What the same run would have been without single parts of a late duty's minutes.
std::string regained_table(const RunReading& reading, const DutyOutcome& o,
                           const std::vector<Regained>& regained, Lang lang) {
    if (regained.empty()) return "";
    const StudyIdentity identity;
    const StudyResult result;
    const StudyReading study{identity, result, &reading.inputs};
    const StudyNames names(study, lang);
    const auto span = [](std::int64_t ms) { return span_text(Duration{ms}); };
    std::vector<std::string> head{say(lang, "why-without"), say(lang, "column-minutes"),
                                  say(lang, "why-sooner"), say(lang, "why-then")};
    const bool near = std::any_of(regained.begin(), regained.end(),
                                  [](const Regained& one) { return !one.near.empty(); });
    if (near) head.push_back(say(lang, "why-near"));
    TextTable table(std::move(head));
    for (const Regained& one : regained) {
        const std::int64_t late = o.margin() ? -o.margin()->count() - one.gained_ms : 0;
        std::vector<std::string> cells{
            names.part(one.part), span(one.part_ms),
            one.gained_ms < 0 ? "−" + span(-one.gained_ms) : span(one.gained_ms),
            one.after.least == 1 ? say(lang, "status-met")
            : late > 0           ? say(lang, "why-late", {span(late)})
                                 : say(lang, "status-breached")};
        if (near) cells.push_back(one.near.empty() ? "" : names.part(one.near));
        table.row(std::move(cells), "");
    }
    return "\n" + say(lang, "why-regained") + "\n" + table.text();
}

std::string why_page(const RunReading& reading, const DutyOutcome& o,
                     const std::vector<Regained>& regained, const TerminalStyle& style) {
    const Lang lang = style.lang;
    const Duty& duty = reading.inputs.plans[o.plan_id].duties[o.duty_id];
    const CivilTime start = reading.inputs.scenario.start;
    const auto clock = [&](ModelTime t) { return instant_text(civil_time(start, t), start.date()); };
    std::string out = exercise_line(reading, style) + "\n" + paint(style, "1", duty.name.in(lang)) + "  " + o.clause + "  " + agency_name(reading.inputs, o.agency, lang) + "\n";
    out += say(lang, "why-status", {say(lang, "status-" + std::string(status_name(o.status))), clock(o.anchor), clock(o.opened), o.due ? clock(*o.due) : "—", o.discharged ? clock(*o.discharged) : "—"}) + "\n";
    if (const auto m = o.margin()) out += say(lang, m->count() < 0 ? "why-late" : "why-early", {span_text(m->count() < 0 ? -*m : *m)}) + "\n";
    if (!o.reason.empty()) out += say(lang, "why-waived", {say(lang, "reason-" + o.reason)}) + "\n";
    const CriticalPath path = critical_path(reading.inputs, reading.journal, o);
    if (path.steps.empty()) return out + say(lang, o.must_not ? "why-kept" : "why-no-path") + "\n";
    out += "\n" + paint(style, "1", say(lang, path.finished ? "why-path" : "why-path-open")) + "\n";
    TextTable table({say(lang, "column-clock"), say(lang, "column-minutes"), say(lang, "column-kind"), say(lang, "column-who"), say(lang, "column-what")});
    std::vector<std::pair<PathStep::Kind, Duration>> sums;
    for (const PathStep& step : path.steps) {
        const EntryNo at = step.to != no_entry ? step.to : step.from;
        std::string what = at == no_entry ? "" : entry_words(reading.inputs, reading.journal, reading.journal[at], lang) + "  #" + std::to_string(at + 1);
        if (step.held_by != no_entry) {
            const Entry& holder = reading.journal[step.held_by];
            what += "  " + say(lang, "waited-for", {agency_name(reading.inputs, reading.journal.text(holder.agency), lang) + " " + entry_words(reading.inputs, reading.journal, holder, lang), std::to_string(step.held_by + 1)});
        }
        table.row({clock(step.begin), span_text(step.length()), say(lang, "step-" + std::string(step_name(step.kind))), at == no_entry ? "" : agency_name(reading.inputs, reading.journal.text(reading.journal[at].agency), lang), what}, "");
        const auto same = std::find_if(sums.begin(), sums.end(), [&](const auto& row) { return row.first == step.kind; });
        if (same == sums.end()) sums.emplace_back(step.kind, step.length());
        else same->second += step.length();
    }
    out += table.text();
    std::stable_sort(sums.begin(), sums.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    std::string total;
    for (const auto& [kind, length] : sums) total += (total.empty() ? "" : " + ") + say(lang, "step-" + std::string(step_name(kind))) + " " + span_text(length);
    out += "\n" + say(lang, "why-sum", {total, span_text(path.total)}) + "\n";
    if (!path.finished && !path.missing.empty())
        out += say(lang, "why-missing", {path.missing}) + "\n";
    return out + regained_table(reading, o, regained, lang);
}

std::string diff_page(const RunReading& a, const RunReading& b, const Difference& d, const TerminalStyle& style) {
    const Lang lang = style.lang;
    if (d.same()) return "演练 EXERCISE  " + say(lang, "diff-same", {a.digest}) + "\n";
    const bool other = a.inputs.scenario.id != b.inputs.scenario.id;
    std::string out =
        other
            ? say(lang, "diff-other-scenario", {a.inputs.scenario.id, b.inputs.scenario.id}) + "\n"
            : "";
    out += "演练 EXERCISE  " + say(lang, "diff-first", {std::to_string(d.first + 1)}) + "\n";
    for (const auto& [name, reading] : {std::pair<const char*, const RunReading*>{"A", &a}, {"B", &b}}) {
        out += std::string("  ") + name + "  ";
        if (d.first >= reading->journal.size()) out += say(lang, "diff-no-entry") + "\n";
        else {
            const Entry& entry = reading->journal[d.first];
            out += clock_text(civil_time(reading->inputs.scenario.start, entry.at)) + "  " + agency_name(reading->inputs, reading->journal.text(entry.agency), lang) + "  " + entry_words(reading->inputs, reading->journal, entry, lang) + "\n";
        }
    }
    if (d.duties.empty()) return out + say(lang, "diff-no-duties") + "\n";
    TextTable table({say(lang, "column-duty"), "A", "B"});
    for (const auto& changed : d.duties) table.row({changed.duty, changed.a, changed.b}, "");
    return out + "\n" + table.text();
}

}  // namespace sandtable
