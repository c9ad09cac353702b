// Which prevention areas an alert means.
#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "sandtable/cap.hpp"
#include "sandtable/network.hpp"

namespace sandtable {

/// Without white space about it, as XML has it.
std::string_view trimmed_xml(std::string_view text);
/// Parted by white space.
std::vector<std::string_view> words_in(std::string_view text);

/// Prevention areas that an area of an alert covers. Codes and shapes decide, where there are any;
/// a name only without them. `several`: the name is that of more than one place.
std::set<PreventionAreaId> covered(const CapArea& area, const Network& network, bool& several);

}  // namespace sandtable
