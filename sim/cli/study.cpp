// study: many runs of a scenario and its variants; merge; one replication kept as a drill.
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <system_error>
#include <thread>
#include <utility>

#include <unistd.h>

#include "base/part_file.hpp"
#include "cli/cli.hpp"
#include "exchange/png.hpp"
#include "sandtable/digest.hpp"
#include "sandtable/run.hpp"
#include "sandtable/sensitivity.hpp"
#include "sandtable/study_file.hpp"
#include "sandtable/study_plan.hpp"
#include "sandtable/study_report.hpp"

namespace sandtable {

namespace {

/// The scenario as it is and its variants, loaded. The first is the scenario as it is.
struct Loaded {
    StudyPlan plan;
    std::vector<StudyChange> changes;      ///< [variant]; the first changes nothing
    std::deque<Inputs> inputs;             ///< [variant]
    std::vector<std::vector<Between>> between;
    std::vector<std::filesystem::path> read;  ///< every file of all of them
};

std::optional<std::vector<Between>> betweens(const Inputs& inputs, const StudyPlan& plan, Diagnostics& out) {
    std::vector<Between> all;
    for (const auto& [from, to] : plan.between) {
        const auto a = named_milestone(inputs, from, out), b = named_milestone(inputs, to, out);
        if (!a || !b) return std::nullopt;
        all.push_back({from + " to " + to, *a, *b});
    }
    return all;
}

std::string settings_text(const StudyChange& change) {
    std::string text;
    for (const Setting& setting : change.settings) text += (text.empty() ? "" : "; ") + setting.text + (setting.before.empty() ? "" : " (base: " + setting.before + ")");
    return text;
}

/// A path, or the id of a study or else of a scenario.
std::optional<SourceText> study_source(const Terminal& terminal, const std::string& name) {
    std::error_code failed;
    const DiskFiles files(data_folders(""));
    auto studies = files.names(FileKind::study);
    if (name.find_first_of("/.") != std::string::npos || std::filesystem::exists(name, failed)) return named_source(terminal, FileKind::scenario, name);
    Diagnostics said;
    for (const FileKind kind : {FileKind::study, FileKind::scenario})
        if (auto source = files.find(kind, name, said)) return source;
    const auto drills = files.names(FileKind::scenario);
    studies.insert(studies.end(), drills.begin(), drills.end());
    if (!said.has_errors()) said.error("unknown-scenario", {}, {name, files.where()}, did_you_mean(name, studies));
    terminal.say_all(said);
    return std::nullopt;
}

std::optional<StudyPlan> wanted_plan(const Terminal& terminal, const StudyArguments& arguments, SourceText& source) {
    Diagnostics said;
    StudyPlan plan;
    if (kind_of(source) == FileKind::study) {
        const std::string path = source.path;
        auto read = load_study_plan(std::move(source), said);
        terminal.say_all(std::exchange(said, {}));
        if (!read) return std::nullopt;
        plan = std::move(*read);
        const DiskFiles files(data_folders(path));
        auto scenario = files.find(FileKind::scenario, plan.scenario, said);
        if (!scenario) {
            if (!said.has_errors()) said.error("unknown-scenario", {path, 0, 0, 1, {}}, {plan.scenario, files.where()}, did_you_mean(plan.scenario, files.names(FileKind::scenario)));
            terminal.say_all(said);
            return std::nullopt;
        }
        source = std::move(*scenario);
    }
    for (const std::string& text : arguments.vary) {
        auto axis = parse_axis(text, said);
        if (axis) plan.axes.push_back(std::move(*axis));
    }
    for (std::size_t i = 0; i + 1 < arguments.between.size(); i += 2) {
        std::pair pair(arguments.between[i], arguments.between[i + 1]);
        if (std::find(plan.between.begin(), plan.between.end(), pair) == plan.between.end()) plan.between.push_back(std::move(pair));
    }
    if (!arguments.precision.empty()) plan.precision = arguments.precision;
    if (!arguments.measures.empty()) plan.measures = arguments.measures;
    if (!plan.precision.empty() && !parse_precision(plan.precision)) said.error("study-precision", {}, {plan.precision});
    if (plan.precision.empty() && !plan.measures.empty()) said.error("study-measure-alone", {}, {plan.measures.front()}, tell("study-measure-alone-hint"));
    terminal.say_all(said);
    if (said.has_errors()) return std::nullopt;
    return plan;
}

std::optional<Loaded> load_study(const Terminal& terminal, const StudyArguments& arguments) {
    auto source = study_source(terminal, arguments.scenario);
    if (!source) return std::nullopt;
    const std::string source_path = source->path;  // of a study its own; the scenario's comes in
    auto plan = wanted_plan(terminal, arguments, *source);
    if (!plan) return std::nullopt;
    Diagnostics said;
    Loaded loaded;
    loaded.plan = std::move(*plan);
    auto changes = study_changes(loaded.plan, said);
    const DiskFiles disk(data_folders(source->path));
    const HeldFiles none;
    auto base = changes ? load_scenario(terminal, std::move(*source), none, said) : std::nullopt;
    StudyChange of_base{"base", {}};
    for (const std::string& text : arguments.set)
        if (auto setting = parse_setting(text, said)) of_base.settings.push_back(std::move(*setting));
    if (said.has_errors()) base.reset();
    if (base && !of_base.settings.empty()) base = load_changed(base->texts, of_base.settings, disk, said);
    if (!base) {
        terminal.say_all(said);
        return std::nullopt;
    }
    if (arguments.tornado) {
        std::vector<std::string> fixed;
        const Replicator replicator(*base, 1);
        for (StudyChange& change : tornado_changes(*base, replicator.cast(), fixed)) changes->push_back(std::move(change));
        if (changes->empty()) {
            terminal.say_error("tornado-nothing", {base->scenario.id});
            return std::nullopt;
        }
        std::string names;
        for (const std::string& path : fixed) names += (names.empty() ? "" : ", ") + path;
        if (!names.empty()) said.add(Severity::note, "tornado-fixed", {}, {names});
    }
    loaded.changes.push_back(std::move(of_base));
    loaded.inputs.push_back(std::move(*base));
    const auto same_texts = [&](const Inputs& other) {
        const auto& first = loaded.inputs.front().texts;
        return std::equal(first.begin(), first.end(), other.texts.begin(), other.texts.end(), [](const InputText& a, const InputText& b) { return a.digest == b.digest; });
    };
    for (StudyChange& change : *changes) {
        Diagnostics of_variant;
        auto inputs = load_changed(loaded.inputs.front().texts, change.settings, disk, of_variant);
        if (!inputs) {
            terminal.say_all(said);
            terminal.say_error("study-variant-fails", {change.id}, tell("study-variant-fails-hint"));
            terminal.say_all(of_variant);
            return std::nullopt;
        }
        if (same_texts(*inputs)) said.add(Severity::warning, "study-changes-nothing", {}, {change.id});
        loaded.inputs.push_back(std::move(*inputs));
        loaded.changes.push_back(std::move(change));
    }
    loaded.read.push_back(source_path);
    for (const Inputs& inputs : loaded.inputs)
        for (const InputText& text : inputs.texts) loaded.read.emplace_back(text.path);
    for (const Inputs& inputs : loaded.inputs) {
        auto between = betweens(inputs, loaded.plan, said);
        if (!between) break;
        loaded.between.push_back(std::move(*between));
    }
    terminal.say_all(said);
    if (said.has_errors()) return std::nullopt;
    return loaded;
}

std::vector<std::string> inputs_of(const Inputs& inputs) {
    std::vector<std::string> all;
    for (const InputText& text : inputs.texts) all.push_back(std::string(kind_name(text.kind)) + "/" + text.id + " " + text.digest);
    return all;
}

/// What is to be chosen by, or nothing; false if it cannot be, and why is said. The replications,
/// and how often it is looked whether they are enough, follow from what is promised unless they are
/// given.
bool wanted_choice(const Terminal& terminal, const Loaded& loaded, const StudyArguments& arguments,
                   std::optional<Choosing>& choice, std::optional<std::uint64_t>& replications) {
    if (arguments.choose.empty()) {
        if (arguments.indifference.empty() && arguments.confidence.empty()) return true;
        terminal.say_error("choose-alone", {}, tell("choose-alone-hint"));
        return false;
    }
    choice.emplace();
    for (const auto& [word, into] : {std::pair{&arguments.indifference, &choice->points},
                                     {&arguments.confidence, &choice->probability}}) {
        if (word->empty()) continue;
        const auto share = parse_precision(*word);
        if (!share || !share->half_width || share->half_length) {
            terminal.say_error("choose-share", {*word});
            return false;
        }
        *into = *share->half_width;
    }
    if (loaded.inputs.size() < 2) {
        terminal.say_error("choose-one", {}, tell("choose-one-hint"));
        return false;
    }
    const Replicator replicator(loaded.inputs.front(), 1);
    std::vector<std::string> ids;
    const Measuring measuring(loaded.inputs.front(), replicator.cast(), {});
    for (const Measure& measure : measuring.measures())
        if (measure.is_chance()) ids.push_back(measure.id);
    choice->measure = arguments.choose.starts_with("kept/") ? arguments.choose : "kept/" + arguments.choose;
    std::vector<std::string> of_one;  // a duty of one agency may be named without it
    for (const std::string& id : ids)
        if (id.starts_with(choice->measure + "/")) of_one.push_back(id);
    if (std::find(ids.begin(), ids.end(), choice->measure) == ids.end() && of_one.size() == 1) choice->measure = of_one.front();
    if (std::find(ids.begin(), ids.end(), choice->measure) == ids.end()) {
        terminal.say_error("study-no-measure", {choice->measure}, did_you_mean(choice->measure, ids));
        return false;
    }
    if (replications) return true;
    const bool looks = arguments.shards == 1 && !arguments.slurm;  // a shard knows of no other
    const auto needed =
        selection_replications(loaded.inputs.size(), choice->points, choice->probability, looks);
    if (needed.count > replications_max) {
        terminal.say_error("choose-many", {needed.count, replications_max},
                           tell("choose-many-hint"));
        return false;
    }
    replications = needed.count;
    choice->looks = needed.looks;
    return true;
}

StudyIdentity identity_of(const Loaded& loaded, const StudyArguments& arguments) {
    StudyIdentity id;
    const Inputs& base = loaded.inputs.front();
    id.scenario = base.scenario.id;
    id.seed = arguments.seed.value_or(loaded.plan.seed.value_or(base.scenario.seed));
    id.replications = arguments.replications.value_or(loaded.plan.replications.value_or(loaded.plan.precision.empty() ? 1000 : 1'000'000));
    id.rows = arguments.rows.value_or(study_rows_default);
    id.precision = loaded.plan.precision;
    for (const std::string& measure : loaded.plan.measures) id.precision += (&measure == &loaded.plan.measures.front() ? " of " : "; ") + measure;
    id.program_version = SANDTABLE_VERSION;
    for (const StudyChange& change : loaded.changes) id.variants.push_back(change.id + (change.settings.empty() ? "" : ": " + settings_text(change)));
    for (const auto& [from, to] : loaded.plan.between) id.between.push_back(from + " to " + to);
    id.inputs = inputs_of(base);
    id.shard = arguments.shard;
    id.shards = arguments.shards;
    return id;
}

/// What a study writes is none of what it read, and -o but goes on with what is there.
bool may_write_study(const Terminal& terminal, const StudyArguments& arguments,
                     const std::vector<std::filesystem::path>& read) {
    return may_write(terminal, {arguments.output, arguments.csv, arguments.xlsx, arguments.html},
                     read);
}

/// SVG files, and PNG beside them where the distribution's renderer is installed.
void write_pictures(const Terminal& terminal, const std::filesystem::path& folder, const StudyReading& reading) {
    std::filesystem::create_directories(folder);
    const bool renders = std::system("command -v rsvg-convert >/dev/null 2>&1") == 0;
    bool rendered = renders;
    for (const auto& [name, svg] : study_svgs(reading, terminal.lang)) {
        const std::string file = (folder / (name + ".svg")).string();
        write_file(file, svg);
        if (!rendered) continue;
        PartFile png(real_target(folder / (name + ".png")));
        // to its standard output: named, it would write beside our file
        rendered = std::system(("rsvg-convert --zoom 2 " + shell_quoted(file) + " >" +
                                shell_quoted(png.path().string()))
                                   .c_str()) == 0 &&
                   is_whole_png(png.path());
        if (rendered) png.place();
    }
    if (!rendered) terminal.note(renders ? "pictures-png-failed" : "pictures-no-png", {folder.string()});
}

Exit deliver(const Terminal& terminal, const StudyArguments& arguments, const StudyReading& reading) {
    bool page = true;
    const auto put = [&](const std::string& target, const std::string& text) {
        if (target != "-") return write_file(target, text);
        terminal.out(text);
        page = false;
    };
    if (!arguments.csv.empty()) put(arguments.csv, study_csv(reading));
    if (!arguments.xlsx.empty()) put(arguments.xlsx, study_xlsx(reading, terminal.lang));
    if (!arguments.html.empty()) put(arguments.html, study_html(reading, terminal.lang));
    if (!arguments.pictures.empty()) write_pictures(terminal, arguments.pictures, reading);
    if (page)
        terminal.out(arguments.json
                         ? study_json(reading)
                         : study_page(reading, {terminal.lang, terminal.width, arguments.all}));
    return Exit::fine;
}

unsigned workers_of(const StudyArguments& arguments) {
    return arguments.workers.value_or(std::max(1u, std::thread::hardware_concurrency()));
}

/// With what the gravest parts of its breaches cost; of a part of a study, which others are to
/// join, not.
StudyReading with_regained(StudyReading reading, const StudyArguments& arguments) {
    Diagnostics nothing;  // what would stop a run has been said
    if (reading.identity.shards == 1)
        reading.regained = what_is_regained(*reading.inputs, reading.result, reading.identity.seed,
                                            workers_of(arguments), &stop_on_signals(), nothing);
    return reading;
}

Exit keep(const Terminal& terminal, const StudyArguments& arguments, const Loaded& loaded, const StudyIdentity& id) {
    std::size_t variant = 0;
    std::vector<std::string> names;
    for (const StudyChange& change : loaded.changes) names.push_back(change.id);
    if (!arguments.variant.empty()) {
        const auto found = std::find(names.begin(), names.end(), arguments.variant);
        if (found == names.end()) {
            terminal.say_error("study-no-variant", {arguments.variant}, did_you_mean(arguments.variant, names));
            return Exit::unusable;
        }
        variant = static_cast<std::size_t>(found - names.begin());
    }
    const Inputs& inputs = loaded.inputs[variant];
    Diagnostics said;
    const auto journal = run(inputs, {.seed = id.seed, .replication = *arguments.keep}, said);
    terminal.say_all(said, journal ? Severity::warning : Severity::error);
    if (!journal) return Exit::unusable;
    const RunReading reading = read_run(inputs, *journal, id.seed);
    DrillHeader header{.scenario = inputs.scenario.id, .seed = id.seed, .semantics = semantics_number, .program_version = SANDTABLE_VERSION, .digest = reading.digest, .start = iso_text(inputs.scenario.start), .replication = *arguments.keep};
    write_drill(arguments.output, header, inputs.texts, *journal);
    terminal.out(arguments.json ? run_json(reading, terminal.lang) : run_page(reading, terminal.style()));
    terminal.note("cli-recorded", {arguments.output, journal->size(), reading.digest});
    return Exit::fine;
}

/// What is in the output file already, if it is of the same study.
bool earlier(const Terminal& terminal, const StudyArguments& arguments, const StudyIdentity& id, std::optional<StudyFile>& there) {
    std::error_code failed;
    if (arguments.output.empty() || !std::filesystem::exists(arguments.output, failed)) return true;
    Diagnostics said;
    there = read_study(arguments.output, said);
    terminal.say_all(said);
    if (!there) return false;
    const auto differs = there->identity.mismatch(id);
    if (!differs && there->identity.shard == id.shard) return true;
    if (differs) terminal.say_error("study-other", {arguments.output, differs->what, differs->here, differs->there}, tell("study-other-hint"));
    else terminal.say_error("study-other", {arguments.output, "shard", std::to_string(there->identity.shard), std::to_string(id.shard)}, tell("study-other-hint"));
    return false;
}

Exit show(const Terminal& terminal, const StudyArguments& arguments) {
    Diagnostics said;
    const auto file = read_study(arguments.scenario, said);
    terminal.say_all(said);
    if (!file || !may_write_study(terminal, arguments, {arguments.scenario})) return Exit::unusable;
    // names come from the scenario of that id, where its files are the same as then
    Diagnostics ignored;
    const DiskFiles disk(data_folders(arguments.scenario));
    const HeldFiles none;
    auto source = disk.find(FileKind::scenario, file->identity.scenario, ignored);
    const RecordingFiles files(none, disk);
    const auto inputs = source ? load_inputs(std::move(*source), files, ignored) : std::nullopt;
    return deliver(terminal, arguments,
                   {file->identity, file->result,
                    inputs && inputs_of(*inputs) == file->identity.inputs ? &*inputs : nullptr});
}

}  // namespace

Exit study_scenario(const Terminal& terminal, const StudyArguments& arguments) {
    if (arguments.scenario.ends_with(".study")) {
        const bool only_looks = !arguments.keep && !arguments.replications && !arguments.seed && !arguments.slurm && arguments.variant.empty() && arguments.set.empty() && arguments.vary.empty() && arguments.between.empty() && arguments.precision.empty() && arguments.measures.empty() && arguments.choose.empty() && !arguments.tornado &&
                                arguments.output.empty() && arguments.shards == 1;
        if (only_looks) return show(terminal, arguments);
        terminal.say_error("study-only-shown", {arguments.scenario}, tell("study-only-shown-hint"));
        return Exit::unusable;
    }
    if (const char* form = arguments.keep ? ".drill" : ".study"; !arguments.output.empty() && !arguments.output.ends_with(form)) {
        terminal.say_error("study-output-form", {arguments.output, form});
        return Exit::unusable;
    }
    if (arguments.keep && arguments.output.empty()) {
        terminal.say_error("study-keep-where", {}, tell("study-keep-where-hint"));
        return Exit::unusable;
    }
    if (!arguments.precision.empty() && arguments.shards > 1) {
        terminal.say_error("study-precision-shard", {});
        return Exit::unusable;
    }
    const auto loaded = load_study(terminal, arguments);
    if (!loaded || !may_write_study(terminal, arguments, loaded->read)) return Exit::unusable;
    std::optional<Choosing> choice;
    StudyArguments with_number = arguments;
    if (!wanted_choice(terminal, *loaded, arguments, choice, with_number.replications)) return Exit::unusable;
    StudyIdentity id = identity_of(*loaded, with_number);
    id.choosing = choice;
    if (!id.precision.empty() && id.shards > 1) {
        terminal.say_error("study-precision-shard", {});
        return Exit::unusable;
    }
    if (arguments.keep) return keep(terminal, arguments, *loaded, id);
    if (id.replications < id.shards) {
        terminal.say_error("study-shards-many", {id.shards, id.replications});
        return Exit::unusable;
    }
    if (arguments.slurm) {
        if (arguments.output.empty() || arguments.shards > 1 || !id.precision.empty()) {
            terminal.say_error("study-slurm-form", {});
            return Exit::unusable;
        }
        if (id.replications < *arguments.slurm) {
            terminal.say_error("study-shards-many", {*arguments.slurm, id.replications});
            return Exit::unusable;
        }
        return study_on_slurm(terminal, arguments);
    }
    std::optional<StudyFile> there;
    std::optional<StudyWriter> writer;
    if (!arguments.output.empty()) writer.emplace(arguments.output);  // alone from here on
    if (!earlier(terminal, arguments, id, there)) return Exit::unusable;
    const ShardRange range = shard_range(id.replications, id.shard, id.shards);
    const std::uint64_t done = there ? there->result.done : 0;
    StudyResult result;
    if (there && done >= range.count) {
        id.replications = there->identity.replications;
        terminal.note("study-nothing-to-do", {arguments.output, done});
        return deliver(terminal, arguments,
                       with_regained({id, there->result, &loaded->inputs.front()}, arguments));
    }
    StudyOptions options;
    options.seed = id.seed;
    options.first = range.first + done;
    options.replications = range.count - done;
    options.workers = workers_of(arguments);
    options.rows = id.rows;
    options.choosing = id.choosing;
    Diagnostics said;
    if (!id.precision.empty()) {
        options.precision = *parse_precision(loaded->plan.precision);
        options.precision->measures = loaded->plan.measures;
        const Replicator replicator(loaded->inputs.front(), id.seed);
        if (!check_precision(*options.precision, Measuring(loaded->inputs.front(), replicator.cast(), loaded->between.front()).measures(), said)) {
            terminal.say_all(said);
            return Exit::unusable;
        }
    }
    if (there) options.earlier = &there->result;
    options.stop = &stop_on_signals();
    std::vector<StudyVariant> variants;
    for (std::size_t v = 0; v < loaded->inputs.size(); ++v) variants.push_back({loaded->changes[v].id, &loaded->inputs[v], loaded->between[v]});
    const bool shows = isatty(STDERR_FILENO) != 0;
    const auto begun = std::chrono::steady_clock::now();
    auto found = study(variants, options, said, [&](std::uint64_t n, const std::vector<VariantResult>& so_far) {
        if (!shows) return;
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        const auto left = static_cast<std::int64_t>(seconds / static_cast<double>(n) * static_cast<double>(options.replications - n));
        terminal.err("\r\033[K" + study_progress_line(n, so_far, terminal.lang) + "  " +
                     say(terminal.lang,
                         options.precision || (id.choosing && id.choosing->looks > 1)
                             ? "study-left-most"
                             : "study-left",
                         {span_text(Duration{left * 1000})}));
    });
    if (shows) terminal.err("\r\033[K");
    terminal.say_all(said);
    if (!found) return Exit::unusable;
    const bool stopped = found->stopped;
    if (there && found->done == 0 && !stopped) terminal.note("study-nothing-to-do", {arguments.output, done});
    if (there) {
        there->result.append(*found);
        result = std::move(there->result);
    } else {
        result = std::move(*found);
    }
    if (result.done == 0) return static_cast<Exit>(130);
    if (writer) {
        writer->write(id, result);
        terminal.note("study-written", {arguments.output, result.done});
    }
    const StudyReading reading{id, result, &loaded->inputs.front()};
    deliver(terminal, arguments, stopped ? reading : with_regained(reading, arguments));
    if (!stopped) return Exit::fine;
    terminal.note(writer ? "study-stopped" : "study-stopped-lost", {result.done, range.count});
    return static_cast<Exit>(130);
}

Exit study_merge(const Terminal& terminal, const StudyArguments& arguments) {
    if (!arguments.output.empty() && !arguments.output.ends_with(".study")) {
        terminal.say_error("study-output-form", {arguments.output, ".study"});
        return Exit::unusable;
    }
    Diagnostics said;
    std::vector<StudyFile> shards;
    for (const std::string& name : arguments.shard_files) {
        auto file = read_study(name, said);
        if (file) shards.push_back(std::move(*file));
    }
    auto merged = said.has_errors() ? std::nullopt : merge_studies(std::move(shards), arguments.shard_files, said);
    terminal.say_all(said);
    if (!merged || !may_write_study(terminal, arguments,
                                    {arguments.shard_files.begin(), arguments.shard_files.end()}))
        return Exit::unusable;
    if (!arguments.output.empty()) {
        StudyWriter(arguments.output).write(merged->identity, merged->result);
        terminal.note("study-written", {arguments.output, merged->result.done});
    }
    return deliver(terminal, arguments, {merged->identity, merged->result});
}

}  // namespace sandtable
