#include <algorithm>

#include "base/part_file.hpp"
#include "cli/cli.hpp"
#include "sandtable/city.hpp"
#include "sandtable/table_analysis.hpp"
#include "sandtable/witness_scenario.hpp"

namespace sandtable {

namespace {

struct Materials {
    Vocabulary vocabulary;
    std::vector<Plan> plans;
    Network network;
    Calendar calendar;
};

std::optional<Materials> load(const Terminal& terminal, const NewArguments& arguments) {
    Materials m;
    Diagnostics said;
    for (const std::string& name : arguments.plans) {
        auto source = named_source(terminal, FileKind::plan, name);
        if (!source) return std::nullopt;
        const DiskFiles files(data_folders(source->path));
        auto vocabulary = find_vocabulary(files, said);
        const auto clauses = find_clauses(files, said);
        auto plan = vocabulary && clauses ? load_plan(std::move(*source), {*vocabulary, *clauses, files}, said) : std::nullopt;
        if (plan && m.calendar.id.empty() && !plan->calendar.empty())
            if (auto calendar = files.find(FileKind::calendar, plan->calendar, said))
                if (auto loaded = load_calendar(std::move(*calendar), said)) m.calendar = std::move(*loaded);
        if (plan) m.plans.push_back(std::move(*plan));
        if (vocabulary) m.vocabulary = std::move(*vocabulary);
    }
    auto network = said.has_errors() ? std::nullopt : load_named_network(terminal, arguments.network, said);
    terminal.say_all(said);
    if (!network || said.has_errors()) return std::nullopt;
    m.network = std::move(*network);
    return m;
}

std::string grade_name(const Plan& plan, int grade) { return grade < 0 ? "none" : plan.grades[static_cast<std::size_t>(grade)]; }

/// The finding of that id, as a case; or what ids there are.
std::optional<WitnessCase> find_case(const Materials& m, const std::string& id, std::vector<std::string>& known) {
    WitnessCase found;
    for (const Plan& plan : m.plans) found.plans.push_back(&plan);
    if (m.plans.size() == 2) {
        for (const GradeDifference& d : grade_differences(m.plans[0], m.plans[1], m.vocabulary)) {
            known.push_back("difference/" + grade_name(m.plans[0], d.grade_a) + "/" + grade_name(m.plans[1], d.grade_b));
            if (known.back() != id) continue;
            found.title = tell("new-title-difference", {m.plans[0].name, grade_name(m.plans[0], d.grade_a), m.plans[1].name, grade_name(m.plans[1], d.grade_b)});
            found.first = d.witness;
            found.grades = {{grade_name(m.plans[0], d.grade_a)}, {grade_name(m.plans[1], d.grade_b)}};
            return found;
        }
        return std::nullopt;
    }
    const Plan& plan = m.plans.front();
    for (const TableFinding& f : analyse_table(plan, m.vocabulary)) {
        if (f.witness.empty()) continue;  // what never holds has no case
        known.push_back(id_of(plan, m.vocabulary, f));
        if (known.back() != id) continue;
        found.title = tell("new-title-finding", {plan.name, id});
        found.first = f.witness;
        if (f.kind == TableFinding::Kind::falling_place || f.kind == TableFinding::Kind::gap) {
            found.moving = f.fact;
            found.then.push_back(f.values[1]);
            if (f.kind == TableFinding::Kind::gap) found.then.push_back(f.values[2]);
        }
        if (!plan.grades.empty()) {
            found.grades = {{}};
            for (std::size_t i = 0; i <= found.then.size(); ++i) found.grades[0].push_back(grade_name(plan, f.grades[i]));
        }
        return found;
    }
    return std::nullopt;
}

/// Where it happens: as named, else the first place of an urban area, else the first.
PlaceId place_for(const Terminal& terminal, const Network& network, const std::string& wanted) {
    if (!wanted.empty()) {
        std::vector<std::string> names;
        for (const NetworkPlace& place : network.places) names.push_back(place.id);
        const PlaceId place = network.place(wanted);
        if (!place.is_some()) terminal.say_error("unknown-place", {wanted}, did_you_mean(wanted, names));
        return place;
    }
    for (const PlaceId place : ids_of(network.places))
        if (network.places[place].urban) return place;
    return network.places.empty() ? PlaceId::none() : PlaceId{0};
}

}  // namespace

std::optional<Network> load_named_network(const Terminal& terminal, const std::string& wanted,
                                          Diagnostics& said,
                                          std::vector<std::filesystem::path>* read) {
    std::string name = wanted;
    if (name.empty()) {
        const DiskFiles files(data_folders(""));
        auto names = files.names(FileKind::network);
        std::erase_if(names, [&](const std::string& id) {  // of several, the one that others are based on
            Diagnostics none;
            const auto text = files.find(FileKind::network, id, none);
            return !text || text->text.find("\nbase: ") != std::string::npos;
        });
        if (names.size() != 1) {
            terminal.say_error("new-which-network", {names.size()});
            return std::nullopt;
        }
        name = names.front();
    }
    auto source = named_source(terminal, FileKind::network, name);
    if (!source) return std::nullopt;
    const std::filesystem::path path = source->path;
    const DiskFiles disk(data_folders(path));
    const HeldFiles none;
    const RecordingFiles files(none, disk);
    auto network = load_network(std::move(*source), files, said);
    if (read != nullptr) {
        *read = paths_of(files.texts());
        read->push_back(path);
    }
    return network;
}

std::string slug(const std::string& text, const std::string& otherwise) {
    std::string out;
    for (const char c : text) {
        const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        const bool plain = (low >= 'a' && low <= 'z') || (low >= '0' && low <= '9');
        if (plain) out += low;
        else if (!out.empty() && out.back() != '-') out += '-';
    }
    while (!out.empty() && out.back() == '-') out.pop_back();
    while (!out.empty() && !(out.front() >= 'a' && out.front() <= 'z')) out.erase(0, 1);
    return out.empty() ? otherwise : out;
}

bool may_write_new(const Terminal& terminal, const std::string& path) {
    std::error_code failed;
    if (path.empty() || !std::filesystem::exists(path, failed)) return true;
    terminal.say_error("new-exists", {path}, tell("new-exists-hint"));
    return false;
}

/// Writes FOLDER/ID.yaml and FOLDER/ID/*.csv, where -o names FOLDER/ID.yaml.
Exit new_city(const Terminal& terminal, const NewArguments& arguments) {
    Diagnostics said;
    std::vector<std::filesystem::path> inputs;
    const auto base = load_named_network(terminal, arguments.base, said, &inputs);
    std::optional<SourceText> divisions;
    if (base) divisions = read_file(arguments.city, said);
    const std::filesystem::path target(arguments.output);
    const std::string id = slug(target.stem().string());
    std::optional<CityFiles> files;
    if (divisions) files = generate_city(*base, std::move(*divisions), id, said);
    terminal.say_all(said);
    if (!files) return Exit::unusable;
    const auto folder = target.parent_path() / id;
    std::vector<std::filesystem::path> outputs{target.parent_path() / (id + ".yaml")};
    for (const auto& [name, text] : files->tables) outputs.push_back(folder / (name + ".csv"));
    inputs.emplace_back(arguments.city);
    if (!may_write(terminal, outputs, inputs)) return Exit::unusable;
    std::filesystem::create_directories(folder);
    const auto rows = [&](std::string_view name) {
        for (const auto& [table, text] : files->tables)
            if (table == name) return std::count(text.begin(), text.end(), '\n') - 1;
        return std::ptrdiff_t{0};
    };
    for (const auto& [name, text] : files->tables) write_file(folder / (name + ".csv"), text);
    write_file(target.parent_path() / (id + ".yaml"), files->yaml);
    terminal.note("new-city-written", {(target.parent_path() / (id + ".yaml")).string(), base->agencies.size() + static_cast<std::size_t>(rows("agencies")), base->places.size() + static_cast<std::size_t>(rows("places")), base->gauges.size() + static_cast<std::size_t>(rows("gauges"))});
    return Exit::fine;
}

Exit new_scenario(const Terminal& terminal, const NewArguments& arguments) {
    const bool city = !arguments.city.empty();
    if (city ? arguments.base.empty() || arguments.output.empty() || !arguments.plans.empty() : arguments.plans.empty() || arguments.witness.empty()) {
        terminal.say_error("new-needs", {});
        return Exit::unusable;
    }
    if (city) return new_city(terminal, arguments);
    if (arguments.plans.size() > 2) {
        terminal.say_error("new-plans", {});
        return Exit::unusable;
    }
    const auto m = load(terminal, arguments);
    if (!m) return Exit::unusable;
    std::vector<std::string> known;
    auto found = find_case(*m, arguments.witness, known);
    if (!found) {
        const bool difference = arguments.witness.starts_with("difference/");
        if (difference != (arguments.plans.size() == 2)) {
            terminal.say_error("new-unknown-finding", {arguments.witness}, tell(difference ? "new-both-plans" : "new-one-plan"));
            return Exit::unusable;
        }
        terminal.say_error("new-unknown-finding", {arguments.witness}, known.empty() ? tell("new-no-findings") : did_you_mean(arguments.witness, known).empty() ? tell("new-findings-hint", {known.front()}) : did_you_mean(arguments.witness, known));
        return Exit::unusable;
    }
    found->place = place_for(terminal, m->network, arguments.place);
    if (!found->place.is_some()) return Exit::unusable;
    const auto start = drill_start(m->calendar, found->plans);
    if (!start) {
        terminal.say_error("new-no-day", {m->calendar.id});
        return Exit::unusable;
    }
    found->start = *start;
    const auto stem = std::filesystem::path(arguments.output).stem().string();
    found->id = stem.empty() ? slug(m->plans.front().id + (m->plans.size() == 2 ? "-" + m->plans.back().id : "") + "-" + arguments.witness) : slug(stem);
    const std::string text = witness_scenario(*found, m->vocabulary, m->network);
    // a scenario names plans by id: say so if the run would find others
    for (const Plan& plan : m->plans) {
        Diagnostics nothing;
        const auto met = DiskFiles(data_folders(arguments.output)).find(FileKind::plan, plan.id, nothing);
        std::error_code failed;
        if (met && std::filesystem::equivalent(met->path, plan.path, failed)) continue;
        Diagnostics said;
        said.add(Severity::warning, "new-other-plan", {}, {plan.id, met ? met->path : "–", plan.path}, tell("new-other-plan-hint"));
        terminal.say_all(said);
    }
    if (!may_write_new(terminal, arguments.output)) return Exit::unusable;
    if (arguments.output.empty()) {
        terminal.out(text);
        return Exit::fine;
    }
    write_file(arguments.output, text);
    terminal.note("new-written", {arguments.output});
    return Exit::fine;
}

}  // namespace sandtable
