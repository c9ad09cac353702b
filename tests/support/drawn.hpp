// Conditions drawn by a generator that is the same everywhere.
#pragma once

#include <cstdint>

#include "sandtable/guard.hpp"

namespace sandtable {

/// Numbers by a linear congruence (Knuth's MMIX constants): the same on every machine, which std::uniform_int_distribution is not.
struct Lcg {
    std::uint64_t state;
    std::uint32_t below(std::size_t n) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::uint32_t>((state >> 33) % n);
    }
};

/// A condition over the facts of a vocabulary of flags and counts, at most `depth` joins deep; limits of counts lie in 0..5.
inline Guard drawn_guard(Lcg& lcg, const Vocabulary& vocabulary, int depth) {
    Guard guard;
    if (depth == 0 || lcg.below(3) == 0) {
        guard.kind = Guard::Kind::fact;
        guard.fact = FactId{lcg.below(vocabulary.facts.size())};
        const bool flag = vocabulary.facts[guard.fact].type == FactType::flag;
        guard.from = lcg.below(flag ? 2 : 4);
        guard.below = flag ? guard.from + 1 : lcg.below(2) == 0 ? unbounded : guard.from + 1 + lcg.below(2);
        return guard;
    }
    guard.kind = lcg.below(2) == 0 ? Guard::Kind::all : Guard::Kind::any;
    for (std::uint32_t n = 2 + lcg.below(2); n > 0; --n) guard.parts.push_back(drawn_guard(lcg, vocabulary, depth - 1));
    return guard;
}

}  // namespace sandtable
