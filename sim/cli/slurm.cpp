// A study on a Slurm cluster: an array with a task per shard, and a merge that waits for all of it. Slurm queues, places, restarts and accounts; a shard is
// idempotent and goes on where it was, and that is all a restart needs.
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>

#include <sys/stat.h>
#include <sys/wait.h>

#include "base/control_characters.hpp"
#include "base/part_file.hpp"
#include "cli/cli.hpp"

namespace fs = std::filesystem;

namespace sandtable {

namespace {

constexpr int restarts_max = 3;  // of a task that failed, before the array is given up

/// What says the same study again, shard and output apart.
std::string study_words(const StudyArguments& a) {
    std::error_code failed;
    const bool file = fs::exists(a.scenario, failed);
    std::string words = "study " + shell_quoted(file ? fs::absolute(a.scenario).string() : a.scenario);
    const auto option = [&](const char* name, const std::string& value) { words += std::string(" ") + name + " " + shell_quoted(value); };
    if (a.replications) option("-n", std::to_string(*a.replications));
    if (a.seed) option("--seed", std::to_string(*a.seed));
    if (a.rows) option("--rows", std::to_string(*a.rows));
    for (const std::string& set : a.set) option("--set", set);
    for (const std::string& vary : a.vary) option("--vary", vary);
    if (!a.choose.empty()) option("--choose", a.choose);
    if (!a.indifference.empty()) option("--indifference", a.indifference);
    if (!a.confidence.empty()) option("--confidence", a.confidence);
    if (a.tornado) words += " --tornado";
    for (std::size_t i = 0; i + 1 < a.between.size(); i += 2) words += " --between " + shell_quoted(a.between[i]) + " " + shell_quoted(a.between[i + 1]);
    return words;
}

void write_script(const fs::path& path, const std::string& text) {
    write_file(path, text);
    ::chmod(path.c_str(), 0755);
}

/// A file name in a pattern of Slurm, where % begins what it puts in.
std::string slurm_name(const fs::path& path) {
    std::string out;
    for (const char c : path.string()) out += c == '%' ? std::string("%%") : std::string(1, c);
    return out;
}

/// The first word of what a command says, or "" if it failed.
std::string first_word_of(const std::string& command) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "r"), [](std::FILE* p) { return ::pclose(p); });
    if (!pipe) return "";
    std::array<char, 256> line{};
    if (std::fgets(line.data(), line.size(), pipe.get()) == nullptr) return "";
    std::string word(line.data());
    return word.substr(0, word.find_first_of("\n ;"));
}

}  // namespace

Exit study_on_slurm(const Terminal& terminal, const StudyArguments& a) {
    const fs::path target = fs::absolute(a.output), folder = target.string() + ".shards";
    // a backslash turns patterns off where the number of a task is to stand
    if (control_in(target.string()) || target.string().find('\\') != std::string::npos) {
        terminal.say_error("study-slurm-name", {target.string()}, tell("study-slurm-name-hint"));
        return Exit::unusable;
    }
    real_target(target);
    fs::create_directories(folder);
    const std::string program = "program=${SANDTABLE:-" + shell_quoted(fs::read_symlink("/proc/self/exe").string()) + "}\n";
    const std::string n = std::to_string(*a.slurm);
    const fs::path array = folder / "array.sh", merge = folder / "merge.sh";
    write_script(array, "#!/bin/sh\n#SBATCH --job-name=sandtable\n#SBATCH --array=1-" + n +
                            "\n#SBATCH --cpus-per-task=1\n#SBATCH --requeue\n" +
                            "#SBATCH --open-mode=append\n" + program + "\"$program\" " +
                            study_words(a) + " --workers 1 --shard \"$SLURM_ARRAY_TASK_ID/" + n +
                            "\" -o " + shell_quoted(folder.string()) +
                            "/\"$SLURM_ARRAY_TASK_ID\".study >/dev/null && exit 0\n" +
                            "[ \"${SLURM_RESTART_COUNT:-0}\" -ge " + std::to_string(restarts_max) +
                            " ] || scontrol requeue \"$SLURM_JOB_ID\"\nexit 1\n");
    write_script(
        merge, "#!/bin/sh\n#SBATCH --job-name=sandtable-merge\n#SBATCH --cpus-per-task=1\n" +
                   program + "cd " + shell_quoted(folder.string()) + " || exit 2\n" +
                   "exec \"$program\" study merge $(seq -f %g.study " + n + ") -o " +
                   shell_quoted(target.string()) + "\n");  // not what an array of another size left
    // names stand where the shell takes them as they are: a line of #SBATCH has quotes of its own
    const std::string submit =
        "sbatch --parsable --output=" + shell_quoted(slurm_name(folder) + "/%a.log") + " " +
        shell_quoted(array.string());
    const std::string job = first_word_of(submit);
    const std::string then =
        "sbatch --parsable --dependency=afterok:" + (job.empty() ? "JOB" : job) +
        " --output=" + shell_quoted(slurm_name(folder) + "/merge.log") + " " +
        shell_quoted(merge.string());
    const std::string last = job.empty() ? "" : first_word_of(then);
    if (job.empty() || last.empty()) {
        terminal.say_error("study-slurm-refused", {job.empty() ? submit : then}, tell("study-slurm-refused-hint", {submit, then}));
        return Exit::machine;
    }
    terminal.out(say(terminal.lang, "study-slurm", {job, n, last, target.string(), folder.string()}) + "\n");
    return Exit::fine;
}

}  // namespace sandtable
