#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "cli/cli.hpp"
#include "sandtable/warnings.hpp"
#include "exchange/json.hpp"
#include "report/table.hpp"
#include "sandtable/analysis_report.hpp"
#include "sandtable/duty_report.hpp"
#include "sandtable/not_given.hpp"
#include "sandtable/run.hpp"
#include "sandtable/study_plan.hpp"
#include "yaml/node.hpp"

namespace sandtable {

namespace {

std::optional<SourceText> any_source(const std::string& name, Diagnostics& out) {
    std::error_code failed;
    if (name.find('/') != std::string::npos || name.find('.') != std::string::npos || std::filesystem::exists(name, failed)) return read_file(name, out);
    const DiskFiles files(data_folders(""));
    std::vector<std::string> known;
    for (const FileKind kind : {FileKind::scenario, FileKind::study, FileKind::plan, FileKind::network, FileKind::calendar}) {
        if (auto source = files.find(kind, name, out)) return source;
        const auto names = files.names(kind);
        known.insert(known.end(), names.begin(), names.end());
    }
    out.error("cli-unknown-file", {}, {name, files.where()}, did_you_mean(name, known));
    return std::nullopt;
}

/// A file of no known kind: what is wrong with it as YAML, or that its first line does not say what it is.
void report_unknown_kind(const SourceText& source, Diagnostics& out) {
    const auto said = out.count();
    const auto document = parse_yaml(source, out);
    if (document != nullptr || out.count() == said)
        out.error("cli-no-kind", {source.path, 0, 0, 1, {}}, {source.path}, tell("cli-kind-hint"));
}

/// A plan of the set with what was found in its table.
struct CheckedPlan {
    std::shared_ptr<const Vocabulary> vocabulary;
    Plan plan;
    std::vector<CoverageRow> coverage;
    std::vector<TableFinding> findings;
    std::string named;  ///< how the command line names it
};

/// One file of a set, checked by its kind; the others of the set are found first.
class SetChecker {
public:
    /// `wants_unused`: the facts that no plan looks at are told too.
    SetChecker(const HeldFiles& held, bool wants_unused, Diagnostics& out) : held_(held), wants_unused_(wants_unused), out_(out) {}

    void check(const SourceText& source, FileKind kind) {
        const DiskFiles disk(data_folders(source.path));
        const RecordingFiles files(held_, disk);
        switch (kind) {
            case FileKind::vocabulary: load_vocabulary(source, out_); return;
            case FileKind::clauses: load_clauses(source, out_); return;
            case FileKind::calendar: load_calendar(source, out_); return;
            case FileKind::network: network(source, files); return;
            case FileKind::observed: load_observed(source, out_); return;
            case FileKind::thresholds: load_thresholds(source, out_); return;
            case FileKind::warnings: load_planned_warnings(source, files, out_); return;
            case FileKind::table: return;  // read with its network
            case FileKind::rain: load_rain(source, std::filesystem::path(source.path).stem().string(), out_); return;
            case FileKind::plan: plan(source, files); return;
            case FileKind::scenario: scenario(source, files); return;
            case FileKind::study: study(source, files); return;
        }
    }

    /// Once every file was checked: the plans with procedures on each network of the set.
    void duties() {
        Table<PlanId, Plan> plans;
        std::shared_ptr<const Vocabulary> vocabulary;
        std::string calendar;
        for (const auto& one : plans_) {
            if (one->plan.tasks.empty()) continue;
            plans.push_back(one->plan);
            vocabulary = one->vocabulary;
            if (calendar.empty()) calendar = one->plan.calendar;
        }
        if (plans.empty() || networks_.empty()) return;
        for (const auto& network : networks_) {
            const DiskFiles disk(data_folders(network->path));
            const RecordingFiles files(held_, disk);
            auto source = files.find(FileKind::calendar, calendar.empty() ? network->calendar : calendar, out_);
            const auto days = source ? load_calendar(std::move(*source), out_) : std::nullopt;
            if (!days) continue;
            auto set = std::make_unique<DutySet>(DutySet{plans, vocabulary, network, {}});
            const Roads roads(*network);
            for (const PlaceId place : ids_of(network->places))
                if (network->areas[network->places[place].area].level != Level::province)  // the province's own seat is no scene of a city's plan
                    set->places.push_back(analyse_duties(plans, *vocabulary, *network, *days, roads, place));
            add(std::move(set));
        }
    }

    const std::vector<std::unique_ptr<CheckedPlan>>& plans() const { return plans_; }
    std::vector<AnalysedDuties> analysed_duties() const {
        std::vector<AnalysedDuties> all;
        for (const auto& set : duties_)
            all.push_back({set->plans, *set->vocabulary, *set->network, set->places});
        return all;
    }
    /// Facts of the vocabulary that no plan looks at, of the set or of the data folders.
    const std::vector<std::string>& unused() const { return unused_; }
    /// For the reports; the plans stay here.
    std::vector<AnalysedPlan> analysed() const {
        std::vector<AnalysedPlan> all;
        for (const auto& one : plans_) all.push_back({one->plan, *one->vocabulary, one->findings, one->named});
        return all;
    }

private:
    /// Plans on a network, with what was proved of their duties there.
    struct DutySet {
        Table<PlanId, Plan> plans;
        std::shared_ptr<const Vocabulary> vocabulary;
        std::shared_ptr<const Network> network;
        std::vector<DutyAnalysis> places;
    };
    void add(std::unique_ptr<DutySet> set) {
        duties_.push_back(std::move(set));
        const DutySet& last = *duties_.back();
        report_duties({last.plans, *last.vocabulary, *last.network, last.places}, out_);
    }

    void network(const SourceText& source, const Files& files) {
        if (auto loaded = load_network(source, files, out_)) networks_.push_back(std::make_shared<const Network>(std::move(*loaded)));
    }

    /// A scenario's plans are judged where its incidents are.
    void scenario(const SourceText& source, const RecordingFiles& files) {
        auto inputs = load_inputs(source, files, out_);
        if (!inputs) return;
        report_not_given(*inputs);
        auto set = std::make_unique<DutySet>();
        for (const Plan& plan : inputs->plans)
            if (!plan.tasks.empty()) set->plans.push_back(plan);
        if (set->plans.empty()) return;
        const Roads roads(inputs->network);
        for (const Incident& incident : inputs->scenario.incidents) {
            if (incident.arrival > 1) continue;  // like the first of its kind
            DutyAnalysis there =
                analyse_duties(set->plans, inputs->vocabulary, inputs->network, inputs->calendar,
                               roads, incident.place, &incident.concerns);
            const auto elsewhere = [&](const auto& one) {  // a plan that does not run on this incident
                return !incident.plans.empty() && std::none_of(incident.plans.begin(), incident.plans.end(), [&](PlanId id) { return inputs->plans[id].id == set->plans[one.plan].id; });
            };
            std::erase_if(there.proofs, elsewhere);
            std::erase_if(there.faults, elsewhere);
            set->places.push_back(std::move(there));
        }
        set->vocabulary = std::make_shared<const Vocabulary>(std::move(inputs->vocabulary));
        set->network = std::make_shared<const Network>(std::move(inputs->network));
        add(std::move(set));
    }

    /// What no run comes to: behind `until`, or, under the scenario's seed, waiting for ever.
    void report_not_given(const Inputs& inputs) {
        std::vector<NotGiven> missing = behind_until(inputs);
        const auto& injects = inputs.scenario.injects;
        if (std::any_of(injects.begin(), injects.end(),
                        [](const Inject& inject) { return !inject.at; })) {
            Diagnostics said;  // what stops a run is told by run
            if (const auto journal = run(inputs, {.seed = inputs.scenario.seed}, said))
                missing = not_given(inputs, *journal);
        }
        for (const NotGiven& one : missing) {
            const Text what = tell("not-given-" + std::string(not_given_name(one.kind)), {one.id});
            const SourcePlace place{inputs.scenario.path, 0, 0, 1, {}};
            if (one.at)
                out_.add(Severity::warning, "behind-until", place,
                         {what, iso_text(civil_time(inputs.scenario.start, *one.at))},
                         tell("behind-until-hint"));
            else
                out_.add(Severity::warning, "never-given", place, {what, one.waits_for},
                         tell("never-given-hint", {inputs.scenario.seed}));
        }
    }

    /// Every variant of a study loads.
    void study(const SourceText& source, const RecordingFiles& files) {
        const auto plan = load_study_plan(source, out_);
        if (!plan) return;
        const DiskFiles disk(data_folders(source.path));
        auto scenario = held_.find(FileKind::scenario, plan->scenario, out_);
        if (!scenario) scenario = disk.find(FileKind::scenario, plan->scenario, out_);
        if (!scenario) return static_cast<void>(out_.error("unknown-scenario", {source.path, 0, 0, 1, {}}, {plan->scenario, files.where()}, did_you_mean(plan->scenario, files.names(FileKind::scenario))));
        const auto base = load_inputs(std::move(*scenario), files, out_);
        auto changes = base ? study_changes(*plan, out_) : std::nullopt;
        if (!changes) return;
        for (const auto& [from, to] : plan->between)
            for (const std::string& milestone : {from, to}) named_milestone(*base, milestone, out_);
        for (StudyChange& change : *changes) load_changed(base->texts, change.settings, files, out_);
    }

    void plan(const SourceText& source, const RecordingFiles& files) {
        auto vocabulary = find_vocabulary(files, out_);
        const auto clauses = find_clauses(files, out_);
        if (!vocabulary || !clauses) return;
        auto loaded = load_plan(source, {*vocabulary, *clauses, files}, out_);
        if (!loaded) return;
        check_procedure(*loaded, out_);
        auto one = std::make_unique<CheckedPlan>(CheckedPlan{std::make_shared<const Vocabulary>(std::move(*vocabulary)), std::move(*loaded), {}, {}, {}});
        one->coverage = coverage(one->plan, *clauses);
        one->findings = analyse_table(one->plan, *one->vocabulary);
        one->named = name_of(one->plan);
        report_findings({one->plan, *one->vocabulary, one->findings, one->named}, out_);
        report_gaps(*one);
        if (plans_.empty()) unused_facts(*one, *clauses, files, wants_unused_);
        plans_.push_back(std::move(one));
    }

    /// Its id, if the data folders give the same file by it.
    static std::string name_of(const Plan& plan) {
        Diagnostics nothing;
        const auto found = DiskFiles(data_folders("")).find(FileKind::plan, plan.id, nothing);
        std::error_code failed;
        return found && std::filesystem::equivalent(found->path, plan.path, failed) ? plan.id : plan.path;
    }

    void report_gaps(const CheckedPlan& one) {
        std::string gaps;
        int number = 0;
        for (const CoverageRow& row : one.coverage)
            if (row.coverage == Coverage::missing && ++number <= clauses_named_max) gaps += (gaps.empty() ? "" : ", ") + row.clause;
        if (number > 0) out_.add(Severity::warning, "coverage-gap", {one.plan.path, 0, 0, 1, {}}, {number, gaps + (number > clauses_named_max ? " …" : "")}, tell("coverage-gap-hint"));
    }

    /// Facts that neither this plan nor any other that can be found looks at.
    void unused_facts(const CheckedPlan& one, const Clauses& clauses, const RecordingFiles& files, bool say_so) {
        Diagnostics theirs;  // other plans are checked when they are named
        std::vector<Plan> others;
        for (const std::string& id : files.names(FileKind::plan)) {
            auto source = files.find(FileKind::plan, id, theirs);
            auto other = source ? load_plan(std::move(*source), {*one.vocabulary, clauses, files}, theirs) : std::nullopt;
            if (other) others.push_back(std::move(*other));
        }
        std::vector<const Plan*> all{&one.plan};
        for (const Plan& other : others) all.push_back(&other);
        unused_ = sandtable::unused_facts(*one.vocabulary, all);
        if (say_so) report_unused_facts(*one.vocabulary, unused_, out_);
    }

    static constexpr int clauses_named_max = 8;

    const HeldFiles& held_;
    bool wants_unused_;
    Diagnostics& out_;
    std::vector<std::unique_ptr<CheckedPlan>> plans_;
    std::vector<std::string> unused_;
    std::vector<std::shared_ptr<const Network>> networks_;
    std::vector<std::unique_ptr<DutySet>> duties_;
};

/// Every pair of plans with grades that know the same facts.
std::vector<ComparedPlans> compared(const std::vector<AnalysedPlan>& plans) {
    std::vector<ComparedPlans> out;
    for (std::size_t i = 0; i < plans.size(); ++i)
        for (std::size_t j = i + 1; j < plans.size(); ++j) {
            const AnalysedPlan &a = plans[i], &b = plans[j];
            if (a.plan.grades.empty() || b.plan.grades.empty() || a.vocabulary.names() != b.vocabulary.names()) continue;
            out.push_back({a, b, grade_differences(a.plan, b.plan, a.vocabulary)});
        }
    return out;
}

/// The same thing may be said for a file of its own and again for a scenario that uses it.
Diagnostics without_repeats(const Diagnostics& all) {
    Diagnostics once;
    std::set<std::string> said;
    for (const Diagnostic& d : all.all())
        if (said.insert(render(d, Lang::en)).second) once.add(d);
    return once;
}

/// Of notes with one code in one file only the first few, then how many more there are.
Diagnostics folded(const Diagnostics& all) {
    constexpr int shown_max = 3;
    std::map<std::pair<std::string, std::string>, int> seen;
    Diagnostics out;
    for (const Diagnostic& d : all.all())
        if (d.severity != Severity::note || ++seen[{d.where.file, d.code}] <= shown_max) out.add(d);
    for (const auto& [what, number] : seen)
        if (number > shown_max) out.add(Severity::note, "notes-folded", {what.first, 0, 0, 1, {}}, {number - shown_max, what.second});
    return out;
}

std::string check_json(const Terminal& terminal, const CheckArguments& arguments, const SetChecker& checker, const Diagnostics& said, std::size_t files) {
    Json page = Json::parse(diagnostics_json(said, terminal.lang));
    page["files"] = files;
    const auto plans = checker.analysed();
    page["findings"] = Json::parse(findings_json(plans, terminal.lang));
    page["unused_facts"] = checker.unused();
    page["differences"] = Json::parse(differences_json(compared(plans)));
    page["duties"] = Json::parse(duties_json(checker.analysed_duties()));
    if (arguments.coverage) {
        page["coverage"] = Json::array();
        for (const auto& one : checker.plans())
            for (const CoverageRow& row : one->coverage)
                page["coverage"].push_back({{"plan", one->plan.id}, {"clause", row.clause}, {"coverage", std::string(coverage_name(row.coverage))}, {"heading", row.heading.in(terminal.lang)}, {"why", row.why.in(terminal.lang)}});
    }
    return json_page(page) + "\n";
}

std::string coverage_page(const SetChecker& checker, Lang lang) {
    std::string out;
    for (const auto& one : checker.plans()) {
        TextTable table({say(lang, "column-clause"), "", one->plan.id, ""});
        for (const CoverageRow& row : one->coverage) table.row({row.clause, say(lang, "coverage-" + std::string(coverage_name(row.coverage))), row.heading.in(lang), row.why.in(lang)}, "");
        out += table.text();
    }
    return out;
}

/// Every plan of the set as a page.
std::string plan_pages(const SetChecker& checker, Lang lang) {
    std::string out;
    for (const auto& one : checker.plans()) out += (out.empty() ? "" : "\n") + plan_page(one->plan, one->coverage, lang);
    return out;
}

}  // namespace

Exit check(const Terminal& terminal, const CheckArguments& arguments) {
    std::vector<std::pair<SourceText, FileKind>> sources;
    HeldFiles held;
    Diagnostics out;
    for (const std::string& name : arguments.files) {
        auto source = any_source(name, out);
        if (!source) continue;
        const auto kind = kind_of(*source);
        if (!kind) {
            report_unknown_kind(*source, out);
            continue;
        }
        const std::string id = *kind == FileKind::vocabulary ? "vocabulary" : *kind == FileKind::clauses ? "clauses" : id_of(*source);
        held.hold(*kind, id, *source);
        sources.emplace_back(std::move(*source), *kind);
    }
    const bool with_vocabulary = std::any_of(sources.begin(), sources.end(), [](const auto& s) { return s.second == FileKind::vocabulary; });
    SetChecker checker(held, arguments.all || with_vocabulary, out);
    for (const auto& [source, kind] : sources) checker.check(source, kind);
    checker.duties();
    const Diagnostics once = without_repeats(out);
    const auto count = [&](auto wanted) { return std::count_if(once.all().begin(), once.all().end(), wanted); };
    if (arguments.page) {
        terminal.say_all(arguments.all ? once : folded(once));
        terminal.out(plan_pages(checker, terminal.lang));
    } else if (arguments.json) {
        terminal.out(check_json(terminal, arguments, checker, once, sources.size()));
    } else {
        terminal.say_all(arguments.all ? once : folded(once));
        if (arguments.coverage) terminal.out(coverage_page(checker, terminal.lang));
        const auto plans = checker.analysed();
        for (const ComparedPlans& pair : compared(plans)) terminal.out(differences_page(pair, terminal.lang));
        for (const AnalysedDuties& duties : checker.analysed_duties()) terminal.out(duties_page(duties, terminal.lang));
        if (!once.has(Severity::warning)) terminal.out(say(terminal.lang, "check-fine", {sources.size()}) + "\n");
        else terminal.out(say(terminal.lang, "check-counts", {count([](const Diagnostic& d) { return d.severity >= Severity::finding; }), count([](const Diagnostic& d) { return d.severity == Severity::warning; })}) + "\n");
    }
    if (once.has_errors()) return Exit::unusable;
    return once.has(Severity::finding) ? Exit::no : Exit::fine;
}

}  // namespace sandtable
