// import: a drill, or copies for an exercise, of alerts that others issued.
#include <fmt/format.h>

#include "base/part_file.hpp"
#include "cli/cli.hpp"
#include "sandtable/warnings.hpp"

namespace sandtable {

namespace fs = std::filesystem;

std::optional<SourceText> warnings_source(const Terminal& terminal, const std::string& wanted) {
    if (!wanted.empty()) return named_source(terminal, FileKind::warnings, wanted);
    const auto names = DiskFiles(data_folders("")).names(FileKind::warnings);
    if (names.size() == 1) return named_source(terminal, FileKind::warnings, names.front());
    terminal.say_error("import-which-warnings", {names.size()});
    return std::nullopt;
}

bool deliver_alerts(const Terminal& terminal, const std::vector<Alert>& alerts,
                    const std::string& target, const std::vector<fs::path>& inputs) {
    std::error_code failed;
    const bool stream = target.empty() || target == "-", file = !stream && target.ends_with(".xml") && !fs::is_directory(target, failed);
    if ((stream || file) && alerts.size() != 1) {
        terminal.say_error("cap-one-file", {alerts.size()}, tell("cap-one-file-hint"));
        return false;
    }
    if (stream) return terminal.out(cap_text(alerts.front())), true;
    if (file) {
        if (!may_write(terminal, {target}, inputs)) return false;
        write_file(target, cap_text(alerts.front()));
        return true;
    }
    if (fs::exists(target, failed) && !fs::is_directory(target, failed)) {
        terminal.say_error("cap-not-folder", {target}, tell("cap-one-file-hint"));
        return false;
    }
    std::vector<fs::path> files;
    for (const Alert& alert : alerts) {
        std::string name = alert.identifier.substr(0, 120);
        for (char& c : name)
            if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.')) c = '_';
        files.push_back(fs::path(target) / fmt::format("{:04}-{}.xml", files.size() + 1, name));
    }
    if (!may_write(terminal, files, inputs)) return false;
    fs::create_directories(target);
    for (std::size_t i = 0; i < files.size(); ++i) write_file(files[i], cap_text(alerts[i]));
    terminal.note("cap-written", {alerts.size(), target});
    return true;
}

Exit import_alerts(const Terminal& terminal, const ImportArguments& arguments) {
    Diagnostics said;
    std::vector<Alert> alerts;
    for (const std::string& path : arguments.alerts) {
        auto source = read_file(path, said);
        auto alert = source ? read_cap(std::move(*source), said) : std::nullopt;
        if (alert) alerts.push_back(std::move(*alert));
    }
    const bool drill_wanted = arguments.cap.empty() || !arguments.output.empty();
    std::optional<AlertDrill> drill;
    if (drill_wanted && !said.has_errors()) {
        auto source = warnings_source(terminal, arguments.warnings);
        if (!source) return Exit::unusable;
        const DiskFiles files(data_folders(source->path));
        const auto planned = load_planned_warnings(std::move(*source), files, said);
        const auto calendar_text = planned ? files.find(FileKind::calendar, planned->plan.calendar, said) : std::nullopt;
        const auto calendar = calendar_text ? load_calendar(*calendar_text, said) : std::nullopt;
        const auto network = calendar ? load_named_network(terminal, arguments.network, said) : std::nullopt;
        const std::string stem = fs::path(arguments.output.empty() ? arguments.alerts.front() : arguments.output).stem().string();
        if (network) drill = alert_drill(alerts, slug(stem, "alert"), planned->warnings, planned->plan, planned->vocabulary, *network, calendar->offset_minutes, said);
        if (!drill && !said.has_errors()) return Exit::unusable;  // the network's name was wrong, and that was said
    }
    terminal.say_all(said);
    if (said.has_errors()) return Exit::unusable;
    if (drill && !may_write_new(terminal, arguments.output)) return Exit::unusable;
    if (!arguments.cap.empty()) {
        for (const Alert& alert : alerts)
            if (exercise_copy(alert).unknown.size() != alert.unknown.size()) terminal.note("cap-signature", {alert.path});
        if (!deliver_alerts(terminal, alerts, arguments.cap,
                            {arguments.alerts.begin(), arguments.alerts.end()}))
            return Exit::unusable;
    }
    if (!drill) return Exit::fine;
    if (arguments.output.empty()) {
        terminal.out(drill->yaml);
        return Exit::fine;
    }
    write_file(arguments.output, drill->yaml);
    terminal.note("import-written", {arguments.output, drill->alerts, drill->areas});
    return Exit::fine;
}

}  // namespace sandtable
