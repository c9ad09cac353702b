// The one door to the JSON library: objects keep the order in which their keys are written.
#pragma once

#include <nlohmann/json.hpp>

namespace sandtable {
using Json = nlohmann::ordered_json;

/// One line without spaces after separators; bytes that are no UTF-8 become U+FFFD.
inline std::string json_line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }
/// Indented by one.
inline std::string json_page(const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace); }
}  // namespace sandtable
