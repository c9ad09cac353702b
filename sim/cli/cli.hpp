// The commands: arguments in, exit codes out (product.md, "Commands").
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sandtable/cap.hpp"
#include "sandtable/recorded.hpp"
#include "sandtable/report.hpp"
#include "sandtable/scenario.hpp"

namespace sandtable {

/// 0 fine; 1 the answer is no; 2 the command line is wrong or a file cannot be loaded or bound; 3 the machine failed; 130 interrupted.
enum class Exit { fine = 0, no = 1, unusable = 2, machine = 3 };

/// What every command needs to know.
struct Terminal {
    Lang lang = Lang::en;
    bool colour_out = false, colour_err = false;
    int width = 0;  ///< columns of standard output; 0 if it is no terminal

    TerminalStyle style(bool explain = false) const { return {lang, colour_out, explain, width}; }
    /// Results: to standard output. A closed pipe is quiet.
    void out(const std::string& text) const;
    /// Everything else: to standard error.
    void err(const std::string& text) const;
    /// One line of it, plain whatever the names in it hold.
    void note(std::string_view key, const std::vector<Word>& words = {}) const;
    /// Nothing is shown as worse than `at_most`.
    void say_all(const Diagnostics& diagnostics, Severity at_most = Severity::error) const;
    void say_error(std::string_view key, const std::vector<Word>& words, const Text& hint = {}) const;
};

/// A file named by path or, if there is no such file, by id in the data folders. What is wrong was said.
std::optional<SourceText> named_source(const Terminal& terminal, FileKind kind, const std::string& name);
/// A scenario with everything it names; `held` are files that come first.
std::optional<Inputs> load_scenario(const Terminal& terminal, SourceText source, const Files& held, Diagnostics& out);

/// A recorded run; what is wrong was said.
std::optional<RecordedRun> load_recorded(const Terminal& terminal, const std::string& path);

struct CheckArguments {
    std::vector<std::string> files;
    bool json = false, coverage = false, all = false, page = false;
};
Exit check(const Terminal& terminal, const CheckArguments& arguments);

struct RunArguments {
    std::string scenario, output;
    std::optional<std::uint32_t> seed;
    bool json = false, explain = false;
    std::string incident;  ///< only this one on the page
};
Exit run_once(const Terminal& terminal, const RunArguments& arguments);

struct GradeArguments {
    std::string plan, facts_file;
    std::vector<std::string> facts;
    std::optional<std::string> received;  ///< as typed: "09:10", "2026-01-26 09:10", ISO 8601
    bool json = false, batch = false;
    bool rest_harmless = false;    ///< observations not given are none, 0 or no
    bool all = false;              ///< every question and open criterion on the page
};
Exit grade_facts(const Terminal& terminal, const GradeArguments& arguments);

struct NewArguments {
    std::vector<std::string> plans;
    std::string witness, network, place, output;  ///< network and place: empty for the only and the first one
    std::string city, base;  ///< of a network at full size
};
Exit new_scenario(const Terminal& terminal, const NewArguments& arguments);

/// Of `new` and `import`: the network named, or the one that stands alone, and where it was `read`
/// from; a name made of anything; whether a file of that path may be begun.
std::optional<Network> load_named_network(const Terminal& terminal, const std::string& wanted,
                                          Diagnostics& said,
                                          std::vector<std::filesystem::path>* read = nullptr);
std::string slug(const std::string& text, const std::string& otherwise = "witness");
bool may_write_new(const Terminal& terminal, const std::string& path);

struct ImportArguments {
    std::vector<std::string> alerts;
    std::string network, warnings, output;  ///< empty: the only one there is; standard output
    std::string cap;                        ///< a folder for exercise copies
};
Exit import_alerts(const Terminal& terminal, const ImportArguments& arguments);

/// Alerts as files of the standard: one to standard output or to NAME.xml, any number into a
/// folder, none of them over `inputs`. False, with what is wrong said.
bool deliver_alerts(const Terminal& terminal, const std::vector<Alert>& alerts,
                    const std::string& target, const std::vector<std::filesystem::path>& inputs);
/// The only file of warnings/, or the one named.
std::optional<SourceText> warnings_source(const Terminal& terminal, const std::string& wanted);

struct StudyArguments {
    std::string scenario, output, csv, xlsx, html, pictures, precision, variant, choose, indifference, confidence;  ///< scenario: a scenario, a study, or a file of one that was run
    std::optional<std::uint64_t> replications, rows;
    std::optional<std::uint32_t> seed, keep;
    std::optional<unsigned> workers, slurm;                 ///< slurm: tasks of an array
    unsigned shard = 1, shards = 1;
    std::vector<std::string> set, vary, between, measures, shard_files;  ///< between: pairs; measures: of the precision
    bool json = false, all = false, tornado = false;
};
Exit study_scenario(const Terminal& terminal, const StudyArguments& arguments);
/// Once the study was seen to load: writes a job array and its merge beside the output, and submits them.
Exit study_on_slurm(const Terminal& terminal, const StudyArguments& arguments);
/// From the first call on Ctrl-C and SIGTERM set what comes back; the second of them ends the program.
const std::atomic<bool>& stop_on_signals();

struct RosterArguments {
    std::string scenario, probability = "95%";
    std::vector<std::string> duties, only, costs, set;
    std::optional<std::uint64_t> replications;
    std::optional<std::uint32_t> seed;
    std::optional<unsigned> workers;
    std::optional<int> more;
    std::optional<double> budget;
    bool json = false, may_empty = false, jointly = false;
};
Exit study_roster(const Terminal& terminal, const RosterArguments& arguments);
struct IndicesArguments {
    std::string scenario, measure;
    std::optional<std::uint64_t> points, replications;
    std::optional<std::uint32_t> seed;
    std::optional<unsigned> workers;
    bool json = false;
};
Exit study_indices(const Terminal& terminal, const IndicesArguments& arguments);
struct CalibrateArguments {
    std::string scenario, output;
    std::vector<std::string> files;
    std::optional<std::uint64_t> replications;
    std::optional<std::uint32_t> seed;
    std::optional<unsigned> workers;
    bool json = false;
};
Exit study_calibrate(const Terminal& terminal, const CalibrateArguments& arguments);
Exit study_merge(const Terminal& terminal, const StudyArguments& arguments);

struct WhyArguments {
    std::string drill, duty;
    bool json = false;
};
Exit why(const Terminal& terminal, const WhyArguments& arguments);
Exit verify(const Terminal& terminal, const std::string& drill, bool json);
Exit diff(const Terminal& terminal, const std::string& a, const std::string& b, bool json);

struct ReportArguments {
    std::string drill, output;
    std::string risk_code;
    std::optional<std::string> jsonl, csv, cap;  ///< empty text: to standard output or `output`
};
Exit report(const Terminal& terminal, const ReportArguments& arguments);

/// Becomes the viewer, sandtable-view beside this program, with these words.
Exit replay(const Terminal& terminal, const std::vector<std::string>& words);

struct GraphArguments {
    std::string network, from, risk_code;
    bool dot = false, graphml = false;
};
Exit graph(const Terminal& terminal, const GraphArguments& arguments);

/// Whether these files may be written: none of them was read, by whatever name, and none is named
/// twice. False, with what is wrong said. Empty names are passed over; "-" is standard output.
bool may_write(const Terminal& terminal, const std::vector<std::filesystem::path>& outputs,
               const std::vector<std::filesystem::path>& inputs);
/// Where they were read.
std::vector<std::filesystem::path> paths_of(const std::vector<InputText>& texts);
/// One word for sh, whatever is in it.
std::string shell_quoted(const std::string& word);

}  // namespace sandtable
