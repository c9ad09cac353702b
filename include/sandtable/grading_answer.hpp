// What `grade` answers, to people and to programs (product.md, "Contracts").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandtable/plan.hpp"
#include "sandtable/running_duties.hpp"

namespace sandtable {

/// Facts as they were stated, each once.
using StatedFacts = std::vector<std::pair<FactId, Observation>>;

/// The grading of stated facts with what is worth asking next.
struct GradingAnswer {
    Grading grading;
    std::vector<Question> questions;
    std::vector<FactId> contradictions;  ///< a warning, never another answer
};
GradingAnswer answer(const Plan& plan, const Vocabulary& vocabulary, const Knowledge& knowledge);

/// What a single answer says beside that.
struct GradingDetails {
    std::vector<Raise> raises;
    std::vector<Raise> falls;             ///< milder values of one fact that would be graded higher: a fault of the text
    std::vector<FactId> not_looked_at;    ///< stated as more than harmless, and nothing in the plan asks for it
    std::vector<std::uint32_t> findings;  ///< criteria of a grade above the certain one that the assessor's finding alone would meet
    std::vector<RunningDuty> duties;
};
/// Raises and findings; duties are the caller's.
GradingDetails grading_details(const Plan& plan, const Vocabulary& vocabulary, const Knowledge& knowledge, const Grading& grading);

/// Bounds of one line of a batch.
constexpr std::size_t batch_line_bytes_max = 1u << 20;
constexpr int batch_depth_max = 16;

/// One case of a batch or of a facts file: {"id": ..., "facts": {...}}. Values: a number, [300, 500], [300, null], true or false, a word, a pair of
/// words, null for unknown; texts are read by parse_observation.
struct JsonCase {
    std::string id_json = "null";  ///< echoed as it was written, but for spaces
    StatedFacts facts;
};
/// Never throws for what stands in the text: a fault says what is wrong. `id_json` is filled as far as it was read.
std::optional<ParseFault> read_case(std::string_view text, const Plan& plan, const Vocabulary& vocabulary, JsonCase& out);

/// One object of the contract, without line end; `details` adds the keys raises, findings and duties.
std::string answer_json(const Plan& plan, const Vocabulary& vocabulary, const GradingAnswer& answer, const std::string& id_json, const GradingDetails* details = nullptr);
/// {"line":7,"id":...,"error":"...","code":"..."}, with "hint" where there is one.
std::string batch_error_json(std::uint64_t line, const std::string& id_json, const ParseFault& fault, Lang lang);

}  // namespace sandtable
