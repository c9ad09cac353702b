#include <algorithm>
#include <set>

#include "cli/cli.hpp"
#include "exchange/json.hpp"
#include "report/table.hpp"
#include "yaml/node.hpp"

namespace sandtable {

namespace {

std::optional<SourceText> any_source(const std::string& name, Diagnostics& out) {
    std::error_code failed;
    if (name.find('/') != std::string::npos || name.find('.') != std::string::npos || std::filesystem::exists(name, failed)) return read_file(name, out);
    const DiskFiles files(data_folders(""));
    std::vector<std::string> known;
    for (const FileKind kind : {FileKind::scenario, FileKind::plan, FileKind::network, FileKind::calendar}) {
        if (auto source = files.find(kind, name, out)) return source;
        const auto names = files.names(kind);
        known.insert(known.end(), names.begin(), names.end());
    }
    out.error("cli-unknown-file", {}, {name, files.where()}, did_you_mean(name, known));
    return std::nullopt;
}

/// A file of no known kind: what is wrong with it as YAML, or that its first line does not say what it is.
void report_unknown_kind(const SourceText& source, Diagnostics& out) {
    const auto said = out.all().size();
    const auto document = parse_yaml(source, out);
    if (document != nullptr || out.all().size() == said) out.error("cli-no-kind", {source.path, 0, 0, 1, {}}, {source.path}, tell("cli-kind-hint"));
}

std::string_view coverage_name(Coverage coverage) {
    switch (coverage) {
        case Coverage::modelled: return "modelled";
        case Coverage::partly: return "partly";
        case Coverage::left_out: return "left_out";
        case Coverage::missing: return "missing";
    }
    return {};
}

/// One file of a set, checked by its kind; the others of the set are found first.
class SetChecker {
public:
    SetChecker(const HeldFiles& held, Diagnostics& out) : held_(held), out_(out) {}

    void check(const SourceText& source, FileKind kind) {
        const DiskFiles disk(data_folders(source.path));
        const RecordingFiles files(held_, disk);
        switch (kind) {
            case FileKind::vocabulary: load_vocabulary(source, out_); return;
            case FileKind::clauses: load_clauses(source, out_); return;
            case FileKind::calendar: load_calendar(source, out_); return;
            case FileKind::network: load_network(source, out_); return;
            case FileKind::observed: load_observed(source, out_); return;
            case FileKind::plan: plan(source, files); return;
            case FileKind::scenario: load_inputs(source, files, out_); return;
        }
    }

    struct Covered {
        std::string plan;
        std::vector<CoverageRow> rows;
    };
    const std::vector<Covered>& covered() const { return covered_; }

private:
    void plan(const SourceText& source, const RecordingFiles& files) {
        const auto vocabulary = find_vocabulary(files, out_);
        const auto clauses = find_clauses(files, out_);
        if (!vocabulary || !clauses) return;
        const auto loaded = load_plan(source, {*vocabulary, *clauses, files}, out_);
        if (!loaded) return;
        check_procedure(*loaded, out_);
        covered_.push_back({loaded->id, coverage(*loaded, *clauses)});
        std::string gaps;
        int number = 0;
        for (const CoverageRow& row : covered_.back().rows)
            if (row.coverage == Coverage::missing && ++number <= clauses_named_max) gaps += (gaps.empty() ? "" : ", ") + row.clause;
        if (number > 0) out_.add(Severity::warning, "coverage-gap", {loaded->path, 0, 0, 1, {}}, {number, gaps + (number > clauses_named_max ? " …" : "")}, tell("coverage-gap-hint"));
    }

    static constexpr int clauses_named_max = 8;

    const HeldFiles& held_;
    Diagnostics& out_;
    std::vector<Covered> covered_;
};

/// The same thing may be said for a file of its own and again for a scenario that uses it.
Diagnostics without_repeats(const Diagnostics& all) {
    Diagnostics once;
    std::set<std::string> said;
    for (const Diagnostic& d : all.all())
        if (said.insert(render(d, Lang::en)).second) once.add(d);
    return once;
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
    SetChecker checker(held, out);
    for (const auto& [source, kind] : sources) checker.check(source, kind);
    const Diagnostics once = without_repeats(out);
    const auto count = [&](auto wanted) { return std::count_if(once.all().begin(), once.all().end(), wanted); };
    if (arguments.json) {
        Json page = Json::parse(diagnostics_json(once, terminal.lang));
        page["files"] = sources.size();
        if (arguments.coverage) {
            page["coverage"] = Json::array();
            for (const auto& [plan, rows] : checker.covered())
                for (const CoverageRow& row : rows)
                    page["coverage"].push_back({{"plan", plan}, {"clause", row.clause}, {"coverage", std::string(coverage_name(row.coverage))}, {"heading", row.heading.in(terminal.lang)}, {"why", row.why.in(terminal.lang)}});
        }
        terminal.out(json_page(page) + "\n");
    } else {
        terminal.say_all(once);
        if (arguments.coverage)
            for (const auto& [plan, rows] : checker.covered()) {
                TextTable table({say(terminal.lang, "column-clause"), "", plan, ""});
                for (const CoverageRow& row : rows) table.row({row.clause, say(terminal.lang, "coverage-" + std::string(coverage_name(row.coverage))), row.heading.in(terminal.lang), row.why.in(terminal.lang)}, "");
                terminal.out(table.text());
            }
        if (once.all().empty()) terminal.out(say(terminal.lang, "check-fine", {sources.size()}) + "\n");
        else terminal.out(say(terminal.lang, "check-counts", {count([](const Diagnostic& d) { return d.severity >= Severity::finding; }), count([](const Diagnostic& d) { return d.severity == Severity::warning; })}) + "\n");
    }
    if (once.has_errors()) return Exit::unusable;
    return once.has(Severity::finding) ? Exit::no : Exit::fine;
}

}  // namespace sandtable
