// Assertions that stay on in release builds: "we are wrong" (house.md, taste 9).
#pragma once

#include <cstdint>
#include <string_view>

namespace sandtable {

/// What a failing assertion prints beside itself; the run keeps it up to date, each thread its own.
struct AssertContext {
    std::uint64_t seed = 0;
    std::int64_t now_ms = 0;
    std::uint64_t entries = 0;
};
inline thread_local AssertContext assert_context;

[[noreturn]] void assertion_failed(const char* condition, const char* file, int line, std::string_view detail);

}  // namespace sandtable

#define SANDTABLE_ASSERT(condition, detail) \
    (static_cast<bool>(condition) ? void(0) : ::sandtable::assertion_failed(#condition, __FILE__, __LINE__, detail))
