// The bytes of a recording.
#include "fuzz.hpp"
#include "sandtable/recorded.hpp"
#include "sandtable/report.hpp"

using namespace sandtable;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Diagnostics said;
    const auto recorded = read_recorded(file_with(bytes_of_fuzz(data, size), ".drill"), said);
    if (recorded) run_json(read_run(recorded->inputs, recorded->file.journal, 1), Lang::en);
    render_all(said);
    return 0;
}
