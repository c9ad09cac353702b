// The bytes of a study.
#include "fuzz.hpp"
#include "sandtable/study_report.hpp"

using namespace sandtable;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Diagnostics said;
    const auto file = read_study(file_with(bytes_of_fuzz(data, size), ".study"), said);
    if (file) study_page({file->identity, file->result, nullptr}, {Lang::zh, 100, true});
    render_all(said);
    return 0;
}
