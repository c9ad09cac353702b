// A city at full size from its list of divisions: the shipped lishui-full network is made this way.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sandtable/network.hpp"

namespace sandtable {

/// Files of one network: the YAML, and the tables it names.
struct CityFiles {
    std::string yaml;
    std::vector<std::pair<std::string, std::string>> tables;  ///< name without .csv, text
};

/// Towns, villages, monitoring posts, gauges and areas of the geohazard programme on top of `base`, whose areas give the counties by their codes.
/// `divisions`: CSV `code,parent,level,zh,en`. Names and codes are the list's; places, roads and staffing are made up, the same for the same list.
/// Orphans, cycles, codes used twice and levels out of order are errors with their line; nothing comes back then.
std::optional<CityFiles> generate_city(const Network& base, SourceText divisions, const std::string& id, Diagnostics& out);

}  // namespace sandtable
