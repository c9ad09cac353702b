// SHA-256 (FIPS 180-4), and bytes written the same way on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sandtable {

/// Hashes what is written to it: integers as 8 bytes little-endian, texts as their length and their bytes.
class Digest {
public:
    Digest();
    ~Digest();
    Digest(const Digest&) = delete;
    Digest& operator=(const Digest&) = delete;

    void number(std::int64_t value);
    void text(std::string_view bytes);
    void bytes(std::string_view raw);
    /// 64 hexadecimal digits; nothing may be written afterwards.
    std::string hex();

private:
    struct State;
    State* state_;
};

/// "sha256:" and the digest of `bytes`.
std::string sha256_of(std::string_view bytes);

}  // namespace sandtable
