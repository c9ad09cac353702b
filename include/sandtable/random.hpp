// Chance enters a run by one door (semantics.md 8): Philox4x32-10, a draw named by what it is for.
#pragma once

#include <cstdint>
#include <string_view>

namespace sandtable {

/// FNV-1a, 32 bits: turns a name into a word of the counter.
constexpr std::uint32_t empty_name_hash = 2166136261u;
/// The hash of a name whose beginning has `hash`: name_hash_on(name_hash("a"), "b") is name_hash("ab").
constexpr std::uint32_t name_hash_on(std::uint32_t hash, std::string_view more) {
    for (const char c : more) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    return hash;
}
constexpr std::uint32_t name_hash(std::string_view name) { return name_hash_on(empty_name_hash, name); }

/// What a draw is for. Two draws with the same key are the same draw, whatever else happened in the run.
struct DrawKey {
    std::uint32_t purpose, incident, agency, occurrence;
};

/// 128 random bits.
struct Draw {
    std::uint32_t word[4];
    /// 64 bits, from words 0 and 1 (`half` 0) or 2 and 3 (`half` 1).
    std::uint64_t bits(int half = 0) const { return (std::uint64_t{word[2 * half + 1]} << 32) | word[2 * half]; }
};

/// A family of streams: key = (seed, replication). Stateless, so that changing one agency's roster changes no draw of another.
class Random {
public:
    explicit Random(std::uint32_t seed, std::uint32_t replication = 0) : seed_(seed), replication_(replication) {}
    Draw draw(DrawKey key) const;
    Draw draw(std::string_view purpose, std::string_view incident, std::string_view agency, std::uint32_t occurrence) const {
        return draw({name_hash(purpose), name_hash(incident), name_hash(agency), occurrence});
    }

private:
    std::uint32_t seed_, replication_;
};

/// floor(bits * n / 2^64): a whole number in [0, n), n >= 1. Its bias is below n / 2^64.
std::uint64_t scaled(std::uint64_t bits, std::uint64_t n);

}  // namespace sandtable
