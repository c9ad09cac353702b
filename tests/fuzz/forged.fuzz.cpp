// Recordings and studies with right digests: the bytes choose which fields are forged.
#include "fuzz.hpp"
#include "sandtable/recorded.hpp"
#include "sandtable/report.hpp"
#include "sandtable/run.hpp"
#include "sandtable/study_report.hpp"
#include "../support/forger.hpp"

using namespace sandtable;

namespace {

struct Good {
    std::string drill, study;
    Good() {
        Diagnostics said;
        auto source = shipped_files().find(FileKind::scenario, "wage-arrears-city-hall", said);
        const HeldFiles none;
        const RecordingFiles files(none, shipped_files());
        const auto inputs = load_inputs(std::move(*source), files, said);
        const auto journal = run(*inputs, {.seed = 1}, said);
        const auto path = file_with("", "");
        write_drill(path,
                    {.scenario = inputs->scenario.id,
                     .seed = 1,
                     .program_version = "0",
                     .digest = journal_digest(*journal),
                     .start = iso_text(inputs->scenario.start)},
                    inputs->texts, *journal);
        drill = bytes(path);
        StudyIdentity id;
        id.scenario = inputs->scenario.id;
        id.replications = 20;
        id.rows = 3;
        id.variants = {"base", "again"};
        const auto found = sandtable::study({{"base", &*inputs, {}}, {"again", &*inputs, {}}},
                                            {.replications = 20, .rows = 3}, said);
        StudyWriter(path).write(id, *found);
        study = bytes(path);
    }
    static std::string bytes(const std::filesystem::path& path) {
        std::FILE* file = std::fopen(path.c_str(), "rb");
        std::string all(std::filesystem::file_size(path), '\0');
        must(std::fread(all.data(), 1, all.size(), file) == all.size(), "read");
        std::fclose(file);
        return all;
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Good good;
    if (size < 4) return 0;
    const unsigned seed = data[0] | data[1] << 8 | data[2] << 16;
    const bool drill = data[3] % 2 == 0;
    const auto path = file_with(drill ? good.drill : good.study, "");
    {
        Forger forger(path, seed);
        forger.change(1 + data[3] / 2 % 4);
        drill ? forger.seal_drill() : forger.seal_study();
    }
    Diagnostics said;
    if (drill) {
        const auto recorded = read_recorded(path, said);
        if (recorded) {
            const RunReading reading = read_run(recorded->inputs, recorded->file.journal, 1);
            run_json(reading, Lang::en);
            run_page(reading, {Lang::zh, false, true, 100});
            for (const DutyOutcome& outcome : reading.outcomes) why_json(reading, outcome, {});
        }
    } else if (const auto file = read_study(path, said)) {
        const StudyReading reading{file->identity, file->result, nullptr};
        study_page(reading, {Lang::zh, 100, true});
        study_html(reading, Lang::en);
    }
    render_all(said);
    return 0;
}
