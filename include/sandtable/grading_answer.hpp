// What `grade` answers, to people and to programs (product.md, "Contracts").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandtable/plan.hpp"

namespace sandtable {

/// Facts as they were stated, each once.
using StatedFacts = std::vector<std::pair<FactId, Observation>>;

/// The grading of stated facts with what is worth asking next.
struct GradingAnswer {
    Grading grading;
    std::vector<Question> questions;
};
GradingAnswer answer(const Plan& plan, const Vocabulary& vocabulary, const Knowledge& knowledge);

/// Bounds of one line of a batch.
constexpr std::size_t batch_line_bytes_max = 1u << 20;
constexpr int batch_depth_max = 16;

/// One case of a batch or of a facts file: {"id": ..., "facts": {...}}. Values: a number, [300, 500], [300, null], true or false, a word, a pair of
/// words, null for unknown; texts are read by parse_observation.
struct JsonCase {
    std::string id_json = "null";  ///< echoed as it was
    StatedFacts facts;
};
/// Never throws for what stands in the text: a fault says what is wrong. `id_json` is filled as far as it was read.
std::optional<ParseFault> read_case(std::string_view text, const Plan& plan, const Vocabulary& vocabulary, JsonCase& out);

/// One object of the contract, without line end.
std::string answer_json(const Plan& plan, const Vocabulary& vocabulary, const GradingAnswer& answer, const std::string& id_json);
/// {"line":7,"id":...,"error":"...","code":"..."}
std::string batch_error_json(std::uint64_t line, const std::string& id_json, const ParseFault& fault, Lang lang);

}  // namespace sandtable
