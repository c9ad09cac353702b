// study roster: the smallest number of officers that keeps the named duties.
#include <charconv>
#include <thread>

#include <unistd.h>

#include "cli/cli.hpp"
#include "sandtable/roster.hpp"
#include "sandtable/study_plan.hpp"
#include "sandtable/study_report.hpp"

namespace sandtable {

namespace {

bool read_costs(const Terminal& terminal, const std::vector<std::string>& words, std::map<std::string, double>& costs) {
    for (const std::string& word : words) {
        const auto equals = word.find('=');
        double cost = 0;
        const char* begin = word.data() + (equals == std::string::npos ? word.size() : equals + 1);
        const auto [end, failed] = std::from_chars(begin, word.data() + word.size(), cost);
        if (equals == std::string::npos || equals == 0 || failed != std::errc{} || end != word.data() + word.size() || !(cost > 0 && cost <= 1e6)) {
            terminal.say_error("roster-cost", {word}, tell("roster-cost-hint"));
            return false;
        }
        costs[word.substr(0, equals)] = cost;
    }
    return true;
}

}  // namespace

Exit study_roster(const Terminal& terminal, const RosterArguments& arguments) {
    const auto share = parse_precision(arguments.probability);
    if (!share || !share->half_width || share->half_length) {
        terminal.say_error("roster-probability", {arguments.probability});
        return Exit::unusable;
    }
    RosterOptions options;
    options.probability = *share->half_width;
    if (!read_costs(terminal, arguments.costs, options.costs)) return Exit::unusable;
    auto source = named_source(terminal, FileKind::scenario, arguments.scenario);
    if (!source) return Exit::unusable;
    Diagnostics said;
    const HeldFiles none;
    std::vector<Setting> settings;
    for (const std::string& text : arguments.set)
        if (auto setting = parse_setting(text, said)) settings.push_back(std::move(*setting));
    const DiskFiles disk(data_folders(source->path));
    auto inputs = said.has_errors() ? std::nullopt : load_scenario(terminal, std::move(*source), none, said);
    if (inputs && !settings.empty()) inputs = load_changed(inputs->texts, settings, disk, said);
    if (!inputs) {
        terminal.say_all(said);
        return Exit::unusable;
    }
    options.duties = arguments.duties;
    options.jointly = arguments.jointly;
    options.budget = arguments.budget;
    options.only = arguments.only;
    options.may_empty = arguments.may_empty;
    options.replications = arguments.replications.value_or(2000);
    options.seed = arguments.seed.value_or(inputs->scenario.seed);
    options.workers = arguments.workers.value_or(std::max(1u, std::thread::hardware_concurrency()));
    options.more = arguments.more.value_or(3);
    options.stop = &stop_on_signals();
    const bool shows = isatty(STDERR_FILENO) != 0;
    const auto answer = smallest_roster(*inputs, options, said, [&](std::uint64_t trials) {
        if (shows) terminal.err("\r\033[K" + say(terminal.lang, "roster-progress", {trials}));
    });
    if (shows) terminal.err("\r\033[K");
    terminal.say_all(said);
    if (!answer) {
        if (!*options.stop) return Exit::unusable;
        terminal.note("roster-stopped", {});
        return static_cast<Exit>(130);
    }
    const RosterReading reading{*inputs, options, *answer};
    terminal.out(arguments.json ? roster_json(reading) : roster_page(reading, terminal.lang, terminal.width));
    return answer->reached ? Exit::fine : Exit::no;
}

}  // namespace sandtable
