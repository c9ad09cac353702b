// What people type on a command line and in cells: values, lengths of time, instants, settings.
#include "fuzz.hpp"
#include "sandtable/setting.hpp"
#include "sandtable/spread.hpp"
#include "sandtable/study_plan.hpp"

using namespace sandtable;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Diagnostics none;
    static const auto vocabulary = find_vocabulary(shipped_files(), none);
    const std::string_view text = bytes_of_fuzz(data, size);
    for (const Fact& fact : vocabulary->facts) parse_observation(fact, text, {"III", "II", "I"});
    parse_spread(text);
    parse_duration(text);
    parse_period(text);
    parse_iso(text);
    Diagnostics said;
    const std::string words(text);
    parse_setting(words, said);
    parse_axis(words, said);
    parse_precision(words);
    render_all(said);
    return 0;
}
