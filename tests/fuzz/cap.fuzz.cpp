// An alert; one that is read goes out as an exercise copy and comes back.
#include "fuzz.hpp"
#include "sandtable/cap.hpp"

using namespace sandtable;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Diagnostics said;
    const auto alert = read_cap({"x.xml", std::string(bytes_of_fuzz(data, size))}, said);
    if (alert) {
        const std::string copy = cap_text(*alert);
        Diagnostics again;
        must(read_cap({"copy.xml", copy}, again).has_value(), "a copy can be read");
    }
    render_all(said);
    return 0;
}
