#include "sandtable/assert.hpp"

#include <cstdlib>
#include <string>

#include <fmt/core.h>

namespace sandtable {

void assertion_failed(const char* condition, const char* file, int line, std::string_view detail) {
    const std::string_view path = file;
    const auto room = path.rfind("sim/");
    fmt::print(stderr, "sandtable: internal error: {} ({}) at {}:{}; seed {}, time {} ms, entry {}\n", condition, detail,
               room == std::string_view::npos ? path : path.substr(room), line, assert_context.seed, assert_context.now_ms, assert_context.entries);
    std::abort();
}

}  // namespace sandtable
