// A YAML file of any kind, as check reads it: by the kind that its first line says.
#include "fuzz.hpp"
#include "sandtable/rain.hpp"
#include "sandtable/study_plan.hpp"
#include "sandtable/warnings.hpp"
#include "yaml/node.hpp"

using namespace sandtable;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Diagnostics none;
    static const auto vocabulary = find_vocabulary(shipped_files(), none);
    static const auto clauses = find_clauses(shipped_files(), none);
    SourceText source{"x.yaml", std::string(bytes_of_fuzz(data, size))};
    Diagnostics said;
    switch (kind_of(source).value_or(FileKind::table)) {
        case FileKind::vocabulary: load_vocabulary(std::move(source), said); break;
        case FileKind::plan:
            load_plan(std::move(source), {*vocabulary, *clauses, shipped_files()}, said);
            break;
        case FileKind::network: load_network(std::move(source), shipped_files(), said); break;
        case FileKind::calendar: load_calendar(std::move(source), said); break;
        case FileKind::scenario: {
            const HeldFiles none_held;
            const RecordingFiles files(none_held, shipped_files());
            load_inputs(std::move(source), files, said);
            break;
        }
        case FileKind::observed: load_observed(std::move(source), said); break;
        case FileKind::thresholds: load_thresholds(std::move(source), said); break;
        case FileKind::study: load_study_plan(std::move(source), said); break;
        default: parse_yaml(std::move(source), said); break;
    }
    render_all(said);
    return 0;
}
