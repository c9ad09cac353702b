// Reads the command line and calls the command it names.
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <functional>
#include <new>

#include <CLI/CLI.hpp>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/process.hpp"
#include "cli/cli.hpp"
#include "sandtable/study_plan.hpp"

namespace sandtable {

namespace {

/// The language is needed before the command line is read: help is in it too.
Lang lang_from(int argc, char** argv) {
    std::string named;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--lang" && i + 1 < argc) named = argv[i + 1];
        if (word.starts_with("--lang=")) named = word.substr(7);
    }
    if (named == "zh") return Lang::zh;
    if (named == "en") return Lang::en;
    return lang_of_locale(std::getenv("LC_ALL"), std::getenv("LC_MESSAGES"), std::getenv("LANG"));
}

bool colour_on(const std::string& wish, int descriptor) {
    if (wish == "always") return true;
    if (wish == "never") return false;
    const char* no = std::getenv("NO_COLOR");
    const char* term = std::getenv("TERM");
    return isatty(descriptor) != 0 && (no == nullptr || *no == '\0') && (term == nullptr || std::string_view(term) != "dumb");
}

void interrupted(int) { _exit(130); }

int command_line(Terminal& terminal, int argc, char** argv) {
    on_interrupt(interrupted);
    const auto t = [&](std::string_view key) { return say(terminal.lang, key); };

    CLI::App app{t("help-about"), "sandtable"};
    app.set_version_flag("--version", std::string("sandtable ") + SANDTABLE_VERSION);
    app.require_subcommand(1);
    app.fallthrough();
    std::string lang, colour = "auto";
    app.add_option("--lang", lang, t("opt-lang"))->check(CLI::IsMember({"zh", "en"}));
    app.add_option("--colour,--color", colour, t("opt-colour"))->check(CLI::IsMember({"auto", "always", "never"}));
    std::function<Exit()> command;

    CheckArguments check_arguments;
    auto* on_check = app.add_subcommand("check", t("help-check"));
    on_check->add_option("FILE", check_arguments.files, t("opt-files"))->required();
    on_check->add_flag("--json", check_arguments.json, t("opt-json"));
    on_check->add_flag("--all", check_arguments.all, t("opt-all"));
    on_check->add_flag("--coverage", check_arguments.coverage, t("opt-coverage"));
    on_check->add_flag("--page", check_arguments.page, t("opt-page"));
    on_check->callback([&] { command = [&] { return check(terminal, check_arguments); }; });

    RunArguments run_arguments;
    std::string seed;
    auto* on_run = app.add_subcommand("run", t("help-run"));
    on_run->add_option("SCENARIO", run_arguments.scenario, t("opt-scenario"))->required();
    on_run->add_option("-o,--output", run_arguments.output, t("opt-output"));
    on_run->add_option("--seed", seed, t("opt-seed"))->check([&](const std::string& word) -> std::string {
        std::uint32_t value = 0;
        const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (failed != std::errc{} || end != word.data() + word.size() || word.empty()) return say(terminal.lang, "number-range", {word, "0", "4294967295"});
        run_arguments.seed = value;
        return {};
    });
    on_run->add_flag("--json", run_arguments.json, t("opt-json"));
    on_run->add_option("--incident", run_arguments.incident, t("opt-incident"));
    on_run->add_flag("--explain", run_arguments.explain, t("opt-explain"));
    on_run->callback([&] { command = [&] { return run_once(terminal, run_arguments); }; });

    // a whole number from `least` to `most`, read into what it is for
    const auto whole = [&](auto& into, std::uint64_t least, std::uint64_t most) {
        return [&into, least, most, &terminal](const std::string& word) -> std::string {
            std::uint64_t value = 0;
            const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), value);
            if (failed != std::errc{} || end != word.data() + word.size() || word.empty() || value < least || value > most)
                return say(terminal.lang, "number-range", {word, std::to_string(least), std::to_string(most)});
            into = static_cast<typename std::remove_reference_t<decltype(into)>::value_type>(value);
            return {};
        };
    };
    auto* on_replay = app.add_subcommand("replay", t("help-replay"));
    on_replay->fallthrough(false)->allow_extras()->prefix_command();  // all of it is the viewer's, --help too
    on_replay->set_help_flag();
    on_replay->callback([&] { command = [&] { return replay(terminal, on_replay->remaining()); }; });

    StudyArguments study_arguments;
    std::string study_number, study_seed, study_workers, study_rows, study_keep, study_shard, study_slurm;
    auto* on_study = app.add_subcommand("study", t("help-study"));
    on_study->add_option("SCENARIO", study_arguments.scenario, t("opt-study-scenario"));
    on_study->add_option("-n,--replications", study_number, t("opt-replications"))->check(whole(study_arguments.replications, 1, replications_max));
    on_study->add_option("--seed", study_seed, t("opt-seed"))->check(whole(study_arguments.seed, 0, UINT32_MAX));
    on_study->add_option("--precision", study_arguments.precision, t("opt-precision"));
    on_study->add_option("--measure", study_arguments.measures, t("opt-measure"))->allow_extra_args(false);
    on_study->add_option("--set", study_arguments.set, t("opt-study-set"))->allow_extra_args(false);
    on_study->add_option("--vary", study_arguments.vary, t("opt-vary"))->allow_extra_args(false);
    on_study->add_option("--between", study_arguments.between, t("opt-between"))->type_size(2)->allow_extra_args(false);
    on_study->add_option("-o,--output", study_arguments.output, t("opt-study-output"));
    on_study->add_option("--workers", study_workers, t("opt-workers"))->check(whole(study_arguments.workers, 1, workers_max));
    on_study->add_option("--shard", study_shard, t("opt-shard"))->check([&](const std::string& word) -> std::string {
        const auto slash = word.find('/');
        std::optional<unsigned> i, n;
        const std::string first = word.substr(0, slash), second = slash == std::string::npos ? "" : word.substr(slash + 1);
        if (!whole(n, 1, 1'000'000)(second).empty() || !whole(i, 1, *n)(first).empty()) return say(terminal.lang, "study-shard-form", {word});
        study_arguments.shard = *i;
        study_arguments.shards = *n;
        return {};
    });
    on_study->add_option("--rows", study_rows, t("opt-rows"))->check([&](const std::string& word) -> std::string {
        if (word != "all") return whole(study_arguments.rows, 0, replications_max)(word);
        study_arguments.rows = replications_max;
        return {};
    });
    on_study->add_option("--keep", study_keep, t("opt-keep"))->check(whole(study_arguments.keep, 0, replications_max));
    on_study->add_option("--slurm", study_slurm, t("opt-slurm"))->check(whole(study_arguments.slurm, 1, 100'000));
    on_study->add_option("--variant", study_arguments.variant, t("opt-variant"));
    on_study->add_option("--csv", study_arguments.csv, t("opt-study-csv"));
    on_study->add_option("--xlsx", study_arguments.xlsx, t("opt-study-xlsx"));
    on_study->add_option("--html", study_arguments.html, t("opt-study-html"));
    on_study->add_option("--pictures", study_arguments.pictures, t("opt-study-pictures"));
    on_study->add_option("--choose", study_arguments.choose, t("opt-choose"));
    on_study->add_option("--indifference", study_arguments.indifference, t("opt-indifference"));
    on_study->add_option("--confidence", study_arguments.confidence, t("opt-confidence"));
    on_study->add_flag("--tornado", study_arguments.tornado, t("opt-tornado"));
    on_study->add_flag("--json", study_arguments.json, t("opt-json"));
    on_study->add_flag("--all", study_arguments.all, t("opt-study-all"));
    auto* on_merge = on_study->add_subcommand("merge", t("help-study-merge"));
    on_merge->add_option("SHARD", study_arguments.shard_files, t("opt-shard-files"))->required();
    RosterArguments roster_arguments;
    std::string roster_number, roster_seed, roster_workers, roster_more;
    auto* on_roster = on_study->add_subcommand("roster", t("help-study-roster"));
    on_roster->add_option("SCENARIO", roster_arguments.scenario, t("opt-scenario"))->required();
    on_roster->add_option("--duty", roster_arguments.duties, t("opt-roster-duty"))->allow_extra_args(false);
    on_roster->add_option("--probability", roster_arguments.probability, t("opt-roster-probability"));
    on_roster->add_flag("--jointly", roster_arguments.jointly, t("opt-roster-jointly"));
    on_roster->add_option("--budget", roster_arguments.budget, t("opt-roster-budget"))
        ->check(CLI::Range(0.0, 1e9));
    on_roster->add_option("--only", roster_arguments.only, t("opt-roster-only"))->allow_extra_args(false);
    on_roster->add_option("--cost", roster_arguments.costs, t("opt-roster-cost"))->allow_extra_args(false);
    on_roster->add_option("--more", roster_more, t("opt-roster-more"))->check(whole(roster_arguments.more, 0, 20));
    on_roster->add_flag("--may-empty", roster_arguments.may_empty, t("opt-roster-may-empty"));
    on_roster->add_option("--set", roster_arguments.set, t("opt-roster-set"))->allow_extra_args(false);
    on_roster->add_option("-n,--replications", roster_number, t("opt-roster-replications"))->check(whole(roster_arguments.replications, 1, 1'000'000));
    on_roster->add_option("--seed", roster_seed, t("opt-seed"))->check(whole(roster_arguments.seed, 0, UINT32_MAX));
    on_roster->add_option("--workers", roster_workers, t("opt-workers"))->check(whole(roster_arguments.workers, 1, workers_max));
    on_roster->add_flag("--json", roster_arguments.json, t("opt-json"));
    CalibrateArguments calibrate_arguments;
    std::string calibrate_number, calibrate_seed, calibrate_workers;
    auto* on_calibrate = on_study->add_subcommand("calibrate", t("help-study-calibrate"));
    on_calibrate->add_option("SCENARIO", calibrate_arguments.scenario, t("opt-scenario"))->required();
    on_calibrate->add_option("FILE", calibrate_arguments.files, t("opt-calibrate-files"))->required();
    on_calibrate->add_option("-o,--output", calibrate_arguments.output, t("opt-calibrate-output"));
    on_calibrate->add_option("-n,--replications", calibrate_number, t("opt-calibrate-replications"))->check(whole(calibrate_arguments.replications, 1, 1'000'000));
    on_calibrate->add_option("--seed", calibrate_seed, t("opt-seed"))->check(whole(calibrate_arguments.seed, 0, UINT32_MAX));
    on_calibrate->add_option("--workers", calibrate_workers, t("opt-workers"))->check(whole(calibrate_arguments.workers, 1, workers_max));
    on_calibrate->add_flag("--json", calibrate_arguments.json, t("opt-json"));
    IndicesArguments indices_arguments;
    std::string indices_points, indices_number, indices_seed, indices_workers;
    auto* on_indices = on_study->add_subcommand("indices", t("help-study-indices"));
    on_indices->add_option("SCENARIO", indices_arguments.scenario, t("opt-scenario"))->required();
    on_indices->add_option("--measure", indices_arguments.measure, t("opt-indices-measure"))->required();
    on_indices->add_option("--points", indices_points, t("opt-indices-points"))->check(whole(indices_arguments.points, 2, 100'000));
    on_indices->add_option("-n,--replications", indices_number, t("opt-indices-replications"))->check(whole(indices_arguments.replications, 1, 100'000));
    on_indices->add_option("--seed", indices_seed, t("opt-seed"))->check(whole(indices_arguments.seed, 0, UINT32_MAX));
    on_indices->add_option("--workers", indices_workers, t("opt-workers"))->check(whole(indices_arguments.workers, 1, workers_max));
    on_indices->add_flag("--json", indices_arguments.json, t("opt-json"));
    on_study->callback([&] {
        if (!indices_arguments.scenario.empty()) command = [&] { return study_indices(terminal, indices_arguments); };
        else if (!calibrate_arguments.scenario.empty()) command = [&] { return study_calibrate(terminal, calibrate_arguments); };
        else if (!roster_arguments.scenario.empty()) command = [&] { return study_roster(terminal, roster_arguments); };
        else if (!study_arguments.shard_files.empty()) command = [&] { return study_merge(terminal, study_arguments); };
        else if (study_arguments.scenario.empty()) throw CLI::RequiredError("SCENARIO");
        else command = [&] { return study_scenario(terminal, study_arguments); };
    });

    GradeArguments grade_arguments;
    auto* on_grade = app.add_subcommand("grade", t("help-grade"));
    on_grade->add_option("--plan", grade_arguments.plan, t("opt-plan"))->required();
    on_grade->add_option("FACT=VALUE", grade_arguments.facts, t("opt-fact"));
    on_grade->add_option("--facts", grade_arguments.facts_file, t("opt-facts"));
    on_grade->add_option("--received", grade_arguments.received, t("opt-received"));
    on_grade->add_flag("--rest-harmless", grade_arguments.rest_harmless, t("opt-rest-harmless"));
    on_grade->add_flag("--all", grade_arguments.all, t("opt-all-questions"));
    on_grade->add_flag("--json", grade_arguments.json, t("opt-json"));
    on_grade->add_flag("--batch", grade_arguments.batch, t("opt-batch"));
    on_grade->callback([&] { command = [&] { return grade_facts(terminal, grade_arguments); }; });

    NewArguments new_arguments;
    auto* on_new = app.add_subcommand("new", t("help-new"));
    on_new->add_option("--plan", new_arguments.plans, t("opt-plan"));
    on_new->add_option("--from-witness", new_arguments.witness, t("opt-witness"));
    on_new->add_option("--city", new_arguments.city, t("opt-city"));
    on_new->add_option("--base", new_arguments.base, t("opt-base"));
    on_new->add_option("--network", new_arguments.network, t("opt-network"));
    on_new->add_option("--place", new_arguments.place, t("opt-place"));
    on_new->add_option("-o,--output", new_arguments.output, t("opt-output"));
    on_new->callback([&] { command = [&] { return new_scenario(terminal, new_arguments); }; });

    ImportArguments import_arguments;
    auto* on_import = app.add_subcommand("import", t("help-import"));
    on_import->add_option("ALERT.xml", import_arguments.alerts, t("opt-alerts"))->required();
    on_import->add_option("--network", import_arguments.network, t("opt-network"));
    on_import->add_option("--warnings", import_arguments.warnings, t("opt-warnings"));
    on_import->add_option("-o,--output", import_arguments.output, t("opt-output"));
    on_import->add_option("--cap", import_arguments.cap, t("opt-cap-copies"));
    on_import->callback([&] { command = [&] { return import_alerts(terminal, import_arguments); }; });

    WhyArguments why_arguments;
    auto* on_why = app.add_subcommand("why", t("help-why"));
    on_why->add_option("RUN.drill", why_arguments.drill, t("opt-drill"))->required();
    on_why->add_option("DUTY", why_arguments.duty, t("opt-duty"));
    on_why->add_flag("--json", why_arguments.json, t("opt-json"));
    on_why->callback([&] { command = [&] { return why(terminal, why_arguments); }; });

    std::string first, second;
    bool json = false;
    auto* on_verify = app.add_subcommand("verify", t("help-verify"));
    on_verify->add_option("RUN.drill", first, t("opt-drill"))->required();
    on_verify->add_flag("--json", json, t("opt-json"));
    on_verify->callback([&] { command = [&] { return verify(terminal, first, json); }; });

    auto* on_diff = app.add_subcommand("diff", t("help-diff"));
    on_diff->add_option("A.drill", first, t("opt-drill"))->required();
    on_diff->add_option("B.drill", second, t("opt-drill"))->required();
    on_diff->add_flag("--json", json, t("opt-json"));
    on_diff->callback([&] { command = [&] { return diff(terminal, first, second, json); }; });

    ReportArguments report_arguments;
    std::vector<std::string> jsonl, csv, cap;
    auto* on_report = app.add_subcommand("report", t("help-report"));
    on_report->add_option("RUN.drill", report_arguments.drill, t("opt-drill"));
    auto* jsonl_option = on_report->add_option("--jsonl", jsonl, t("opt-jsonl"))->expected(0, 1);
    auto* csv_option = on_report->add_option("--csv", csv, t("opt-csv"))->expected(0, 1);
    on_report->add_option("--risk-code", report_arguments.risk_code, t("opt-risk-code"));
    auto* cap_option = on_report->add_option("--cap", cap, t("opt-cap"))->expected(0, 1);
    on_report->add_option("-o,--output", report_arguments.output, t("opt-output"));
    on_report->callback([&] {
        const auto format = [&](CLI::Option* option, const std::vector<std::string>& values, std::optional<std::string>& wanted) {
            if (option->count() == 0) return;
            wanted = values.empty() ? "" : values.front();
            // "report --csv RUN.drill": the drill, not a file to write
            if (report_arguments.drill.empty() && wanted->ends_with(".drill")) {
                report_arguments.drill = *wanted;
                wanted = "";
            }
        };
        format(jsonl_option, jsonl, report_arguments.jsonl);
        format(csv_option, csv, report_arguments.csv);
        format(cap_option, cap, report_arguments.cap);
        if (report_arguments.drill.empty()) throw CLI::RequiredError("RUN.drill");
        command = [&] { return report(terminal, report_arguments); };
    });

    GraphArguments graph_arguments;
    auto* on_graph = app.add_subcommand("graph", t("help-graph"));
    on_graph->add_option("NETWORK", graph_arguments.network, t("opt-network"))->required();
    on_graph->add_option("--from", graph_arguments.from, t("opt-from"));
    on_graph->add_option("--risk-code", graph_arguments.risk_code, t("opt-risk-code"));
    on_graph->add_flag("--dot", graph_arguments.dot, t("opt-dot"));
    on_graph->add_flag("--graphml", graph_arguments.graphml, t("opt-graphml"));
    on_graph->callback([&] { command = [&] { return graph(terminal, graph_arguments); }; });

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& said) {
        if (said.get_exit_code() == 0) {  // --help, --version
            std::ostringstream text;
            app.exit(said, text, text);
            terminal.out(text.str());
            return 0;
        }
        terminal.colour_err = colour_on(colour, STDERR_FILENO);
        if (app.get_subcommands().empty()) {  // no command, or none of that name
            std::vector<std::string> known;
            std::string all, wanted;
            for (const auto* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
                known.push_back(sub->get_name());
                all += (all.empty() ? "" : ", ") + sub->get_name();
            }
            for (int i = 1; i < argc && wanted.empty(); ++i)
                if (argv[i][0] != '-' && std::string_view(argv[i - 1]) != "--lang") wanted = argv[i];
            if (wanted.empty() && argc == 1) terminal.say_error("cli-no-command", {all}, tell("cli-wrong-hint", {"sandtable --help"}));
            else if (!wanted.empty()) terminal.say_error("cli-unknown-command", {wanted, all}, did_you_mean(wanted, known));
            if (argc == 1 || !wanted.empty()) return static_cast<int>(Exit::unusable);
        }
        std::string where = "sandtable --help";
        for (const auto* sub : app.get_subcommands()) where = "sandtable " + sub->get_name() + " --help";
        const std::string words = said.what();
        if (const auto end = words.find(" is required"); end != std::string::npos) terminal.say_error("cli-missing", {words.substr(0, end)}, tell("cli-wrong-hint", {where}));
        else if (const auto list = words.find("not expected: "); list != std::string::npos) terminal.say_error("cli-extra", {words.substr(list + 14)}, tell("cli-wrong-hint", {where}));
        else terminal.say_error("cli-wrong", {words}, tell("cli-wrong-hint", {where}));
        return static_cast<int>(Exit::unusable);
    }
    terminal.colour_out = colour_on(colour, STDOUT_FILENO);
    if (winsize size{}; ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) terminal.width = size.ws_col;
    terminal.colour_err = colour_on(colour, STDERR_FILENO);
    return static_cast<int>(command());
}

/// Nothing is thrown out of it: the machine's failures, ours too, are told and end as
/// Exit::machine.
int main(int argc, char** argv) {
    guard_process();
    Terminal terminal;
    terminal.lang = lang_from(argc, argv);
    try {
        return command_line(terminal, argc, argv);
    } catch (const std::bad_alloc&) {
        terminal.say_error("cli-machine", {"out of memory"});
    } catch (const std::exception& failed) {
        terminal.say_error("cli-machine", {failed.what()});
    }
    return static_cast<int>(Exit::machine);
}

}  // namespace

}  // namespace sandtable

int main(int argc, char** argv) { return sandtable::main(argc, argv); }
