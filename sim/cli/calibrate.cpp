// study calibrate: lengths of time from past drills and tables, and how the result moves.
#include <algorithm>
#include <thread>

#include <unistd.h>

#include "base/part_file.hpp"
#include "cli/cli.hpp"
#include "sandtable/calibration.hpp"
#include "sandtable/study_report.hpp"

namespace sandtable {

namespace {

/// All files, or nothing and what is wrong said.
std::optional<ObservedLengths> observed_in(const Terminal& terminal, const std::vector<std::string>& files, const Inputs& inputs) {
    ObservedLengths observed;
    Diagnostics said;
    for (const std::string& name : files) {
        if (!name.ends_with(".drill")) {
            auto text = read_file(name, said);
            if (text) observe_table(std::move(*text), observed, said);
            continue;
        }
        const auto drill = read_drill(name, said);
        if (!drill) continue;
        std::vector<std::string> plans;
        ObservedLengths of_this;
        observe(drill->journal, of_this, plans);
        const bool same = std::any_of(inputs.plans.begin(), inputs.plans.end(), [&](const Plan& plan) { return std::find(plans.begin(), plans.end(), plan.id) != plans.end(); });
        if (!same) {
            std::string theirs, ours;
            for (const std::string& plan : plans) theirs += (theirs.empty() ? "" : ", ") + plan;
            for (const Plan& plan : inputs.plans) ours += (ours.empty() ? "" : ", ") + plan.id;
            said.error("calibration-other-plans", {name, 0, 0, 1, {}}, {theirs, inputs.scenario.id, ours}, tell("calibration-other-plans-hint"));
            continue;
        }
        for (const auto& [id, values] : of_this) {
            Observed& to = observed[id];
            to.whole.insert(to.whole.end(), values.whole.begin(), values.whole.end());
            to.unfinished.insert(to.unfinished.end(), values.unfinished.begin(),
                                 values.unfinished.end());
        }
    }
    terminal.say_all(said);
    if (said.has_errors()) return std::nullopt;
    return observed;
}

}  // namespace

Exit study_calibrate(const Terminal& terminal, const CalibrateArguments& arguments) {
    auto source = named_source(terminal, FileKind::scenario, arguments.scenario);
    if (!source) return Exit::unusable;
    Diagnostics said;
    const HeldFiles none;
    const auto inputs = load_scenario(terminal, std::move(*source), none, said);
    terminal.say_all(said);
    if (!inputs) return Exit::unusable;
    const auto observed = observed_in(terminal, arguments.files, *inputs);
    if (!observed) return Exit::unusable;
    Diagnostics notes;
    const auto all = calibrations(*inputs, *observed, notes);
    if (std::none_of(all.begin(), all.end(), [](const Calibrated& one) { return one.used; })) notes.error("calibration-nothing", {}, {inputs->scenario.id});
    terminal.say_all(notes);
    if (notes.has_errors()) return Exit::unusable;
    if (!arguments.output.empty()) {
        const std::filesystem::path folder = std::filesystem::path(arguments.output) / "observed";
        std::vector<std::filesystem::path> outputs, read = paths_of(inputs->texts);
        read.insert(read.end(), arguments.files.begin(), arguments.files.end());
        for (const Calibrated& one : all)
            if (one.used) outputs.push_back(folder / (observed_id(one) + ".yaml"));
        if (!may_write(terminal, outputs, read)) return Exit::unusable;
        std::filesystem::create_directories(folder);
        std::string origin;
        for (const std::string& name : arguments.files) origin += (origin.empty() ? "" : ", ") + std::filesystem::path(name).filename().string();
        for (const Calibrated& one : all)
            if (one.used)
                write_file(folder / (observed_id(one) + ".yaml"),
                           observed_yaml(observed_id(one), one, origin));
    }
    const Inputs now = calibrated(*inputs, all);
    StudyOptions options;
    options.seed = arguments.seed.value_or(inputs->scenario.seed);
    options.replications = arguments.replications.value_or(1000);
    options.workers = arguments.workers.value_or(std::max(1u, std::thread::hardware_concurrency()));
    options.rows = 0;
    options.stop = &stop_on_signals();
    Diagnostics failed;
    const auto result = study({{"base", &*inputs, {}}, {"calibrated", &now, {}}}, options, failed);
    terminal.say_all(failed);
    if (!result || result->done == 0) return *options.stop ? static_cast<Exit>(130) : Exit::unusable;
    const bool shows = isatty(STDERR_FILENO) != 0;
    const auto sampled = sampled_chances(
        *inputs, all, result->variants[1], {options.seed, options.workers, options.stop}, failed,
        [&](std::size_t done, std::size_t of) {
            if (shows)
                terminal.err("\r\033[K" +
                             (done < of ? say(terminal.lang, "calibration-progress", {done, of})
                                        : std::string()));
        });
    if (*options.stop) return static_cast<Exit>(130);
    terminal.say_all(failed);
    StudyIdentity id;
    id.scenario = inputs->scenario.id;
    id.seed = options.seed;
    id.replications = result->done;
    id.program_version = SANDTABLE_VERSION;
    id.variants = {"base", "calibrated"};
    const StudyReading reading{id, *result, &*inputs};
    const CalibrationReading said_of{all, sampled, reading};
    terminal.out(arguments.json
                     ? calibration_json(said_of)
                     : calibration_page(said_of, {terminal.lang, terminal.width, false}));
    return Exit::fine;
}

}  // namespace sandtable
