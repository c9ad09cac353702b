#include "sandtable/agency_pattern.hpp"

namespace sandtable {

std::string_view level_name(Level level) {
    switch (level) {
        case Level::province: return "province";
        case Level::city: return "city";
        case Level::county: return "county";
        case Level::town: return "town";
        case Level::village: return "village";
    }
    return {};
}

}  // namespace sandtable
