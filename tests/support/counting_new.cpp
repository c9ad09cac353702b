#include "support/counting_new.hpp"

#include <cstdlib>
#include <new>

#ifdef SANDTABLE_COUNTS_NOTHING

std::uint64_t sandtable::allocations_so_far() { return 0; }

#else

namespace {

thread_local std::uint64_t count = 0;

void* counted(std::size_t size) {
    ++count;
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

std::uint64_t sandtable::allocations_so_far() { return count; }

#endif
