// The lengths of time a scenario rests on, by id: "plan.task", "channel.ID".
#pragma once

#include <string>
#include <vector>

#include "sandtable/scenario.hpp"

namespace sandtable {

/// The spread an id means, or null.
Spread* length_of(Inputs& inputs, const std::string& id);
/// All of them.
std::vector<std::string> lengths_in(const Inputs& inputs);
/// Its ends: the least and the most; of an exponential time 5 % and 95 % of its values.
struct LengthEnds {
    std::int64_t low, high;
};
LengthEnds ends_of(const Spread& spread);

}  // namespace sandtable
