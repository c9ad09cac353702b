#include "sandtable/digest.hpp"

#include <array>

#include <sys/types.h>

#include <sha2.h>

namespace sandtable {

struct Digest::State {
    SHA2_CTX context;
};

Digest::Digest() : state_(new State) { SHA256Init(&state_->context); }
Digest::~Digest() { delete state_; }

void Digest::bytes(std::string_view raw) { SHA256Update(&state_->context, reinterpret_cast<const std::uint8_t*>(raw.data()), raw.size()); }

void Digest::number(std::int64_t value) {
    std::array<char, 8> little;
    auto rest = static_cast<std::uint64_t>(value);
    for (char& c : little) {
        c = static_cast<char>(rest & 0xff);
        rest >>= 8;
    }
    bytes({little.data(), little.size()});
}

void Digest::text(std::string_view s) {
    number(static_cast<std::int64_t>(s.size()));
    bytes(s);
}

std::string Digest::hex() {
    std::array<std::uint8_t, SHA256_DIGEST_LENGTH> raw;
    SHA256Final(raw.data(), &state_->context);
    std::string out;
    for (const auto byte : raw) {
        out += "0123456789abcdef"[byte >> 4];
        out += "0123456789abcdef"[byte & 15];
    }
    return out;
}

std::string sha256_of(std::string_view bytes) {
    Digest digest;
    digest.bytes(bytes);
    return "sha256:" + digest.hex();
}

}  // namespace sandtable
