// A table of any encoding, read by everything that reads tables.
#include "base/table_text.hpp"
#include "fuzz.hpp"
#include "sandtable/calibration.hpp"
#include "sandtable/city.hpp"
#include "sandtable/rain.hpp"
#include "yaml/node.hpp"

using namespace sandtable;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Diagnostics none;
    static const auto network =
        load_network(*shipped_files().find(FileKind::network, "lishui", none), shipped_files(), none);
    const auto text = table_text(bytes_of_fuzz(data, size));
    if (!text) return 0;
    must(utf8_fault(*text) == std::string::npos, "what is converted is UTF-8");
    Diagnostics said;
    ObservedLengths lengths;
    observe_table({"x.csv", *text}, lengths, said);
    parse_table({"x.csv", *text}, said);
    load_rain({"x.csv", *text}, "x", said);
    load_clauses({"x.csv", *text}, said);
    generate_city(*network, {"x.csv", *text}, "x", said);
    render_all(said);
    return 0;
}
