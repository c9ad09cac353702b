// study indices: how much of a duty's time each uncertain length accounts for.
#include <algorithm>
#include <thread>

#include <unistd.h>

#include "cli/cli.hpp"
#include "sandtable/study_report.hpp"

namespace sandtable {

Exit study_indices(const Terminal& terminal, const IndicesArguments& arguments) {
    auto source = named_source(terminal, FileKind::scenario, arguments.scenario);
    if (!source) return Exit::unusable;
    Diagnostics said;
    const HeldFiles none;
    const auto inputs = load_scenario(terminal, std::move(*source), none, said);
    IndicesOptions options;
    options.measure = arguments.measure;
    options.points = arguments.points.value_or(128);
    options.replications = arguments.replications.value_or(20);
    options.workers = arguments.workers.value_or(1);
    options.stop = &stop_on_signals();
    std::optional<std::vector<IndexRow>> rows;
    if (inputs) {
        options.seed = arguments.seed.value_or(inputs->scenario.seed);
        const bool shows = isatty(STDERR_FILENO) != 0;
        rows = length_indices(*inputs, options, said, [&](std::uint64_t done, std::uint64_t all) {
            if (shows && done % 50 == 0) terminal.err("\r\033[K" + say(terminal.lang, "indices-progress", {done, all}));
        });
        if (shows) terminal.err("\r\033[K");
    }
    terminal.say_all(said);
    if (!rows) return *options.stop ? static_cast<Exit>(130) : Exit::unusable;
    terminal.out(arguments.json ? indices_json(*inputs, options, *rows) : indices_page(*inputs, options, *rows, {terminal.lang, terminal.width, false}));
    return Exit::fine;
}

}  // namespace sandtable
