#include "sandtable/random.hpp"

#include <Random123/philox.h>

namespace sandtable {

Draw Random::draw(DrawKey key) const {
    const r123::Philox4x32 generator;  // ten rounds
    const r123::Philox4x32::ctr_type counter = {{key.purpose, key.incident, key.agency, key.occurrence}};
    const r123::Philox4x32::key_type philox_key = {{seed_, replication_}};
    const auto out = generator(counter, philox_key);
    return {{out[0], out[1], out[2], out[3]}};
}

std::uint64_t scaled(std::uint64_t bits, std::uint64_t n) { return static_cast<std::uint64_t>((static_cast<unsigned __int128>(bits) * n) >> 64); }

}  // namespace sandtable
