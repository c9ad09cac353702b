// Grading in and out as JSON.
#include <algorithm>

#include "exchange/json.hpp"
#include "sandtable/diagnostic.hpp"
#include "sandtable/grading_answer.hpp"

namespace sandtable {

GradingAnswer answer(const Plan& plan, const Vocabulary& vocabulary, const Knowledge& knowledge) {
    return {grade(plan, vocabulary, knowledge, ModelTime{}), plan.table->questions(vocabulary, plan.table->possible(vocabulary, knowledge, ModelTime{}))};
}

namespace {

struct Refused {
    ParseFault fault;
};

/// Builds the value while refusing what a plain parse would let pass: keys that stand twice, and depth.
Json strict_json(std::string_view text) {
    if (text.size() > batch_line_bytes_max) throw Refused{{"batch-line-bytes-max", {std::to_string(batch_line_bytes_max >> 10)}, {}}};
    std::vector<std::vector<std::string>> keys;
    const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
        if (depth > batch_depth_max) throw Refused{{"batch-depth-max", {std::to_string(batch_depth_max)}, {}}};
        if (event == Json::parse_event_t::object_start) keys.emplace_back();
        if (event == Json::parse_event_t::object_end) keys.pop_back();
        if (event == Json::parse_event_t::key) {
            const auto key = parsed.get<std::string>();
            if (std::find(keys.back().begin(), keys.back().end(), key) != keys.back().end()) throw Refused{{"json-duplicate-key", {key}, {}}};
            keys.back().push_back(key);
        }
        return true;
    };
    try {
        return Json::parse(text, watch);
    } catch (const Json::parse_error& said) {
        throw Refused{{"json-syntax", {std::to_string(said.byte)}, {}}};
    } catch (const Json::exception&) {
        throw Refused{{"json-syntax", {"?"}, {}}};
    }
}

/// A JSON value as the text parse_observation reads.
std::string value_text(const Json& value, const Fact& fact) {
    if (value.is_null()) return "unknown";
    if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number_unsigned() || value.is_number_integer()) return value.dump() + (fact.type == FactType::hours ? " h" : "");
    if (value.is_number_float()) {
        if (fact.type != FactType::hours) throw Refused{{"value-not-whole", {fact.id, value.dump()}, {}}};
        return value.dump() + " h";
    }
    if (value.is_array() && value.size() == 2 && !value[0].is_structured() && !value[1].is_structured()) {
        const std::string low = value[0].is_null() ? "" : value_text(value[0], fact), high = value[1].is_null() ? "" : value_text(value[1], fact);
        return low + ".." + high;
    }
    throw Refused{{"json-value", {fact.id}, {}}};
}

}  // namespace

std::optional<ParseFault> read_case(std::string_view text, const Plan& plan, const Vocabulary& vocabulary, JsonCase& out) {
    try {
        const Json json = strict_json(text);
        if (!json.is_object()) throw Refused{{"json-object", {}, {}}};
        if (json.contains("id")) out.id_json = json_line(json["id"]);
        for (const auto& [key, value] : json.items())
            if (key != "id" && key != "facts") throw Refused{{"yaml-unknown-key", {key}, did_you_mean(key, {"id", "facts"})}};
        if (!json.contains("facts") || !json["facts"].is_object()) throw Refused{{"json-facts", {}, {}}};
        for (const auto& [key, value] : json["facts"].items()) {
            const FactId id = vocabulary.find(key);
            if (!id.is_some()) throw Refused{{"unknown-fact", {key}, did_you_mean(key, vocabulary.names())}};
            const Fact& fact = vocabulary.facts[id];
            if (fact.finding && value.is_null()) continue;  // not stated is not made
            auto parsed = parse_observation(fact, value_text(value, fact), plan.grades);
            if (auto* fault = std::get_if<ParseFault>(&parsed)) throw Refused{std::move(*fault)};
            out.facts.emplace_back(id, std::get<Observation>(parsed));
        }
    } catch (Refused& refused) {
        return std::move(refused.fault);
    }
    return std::nullopt;
}

std::string answer_json(const Plan& plan, const Vocabulary& vocabulary, const GradingAnswer& a, const std::string& id_json) {
    const auto grade_or_null = [&](int at) { return at < 0 ? Json(nullptr) : Json(plan.grades[static_cast<std::size_t>(at)]); };
    const auto clauses = [&](const std::vector<std::uint32_t>& criteria) {
        Json out = Json::array();
        for (const auto i : criteria) out.push_back(plan.criteria[i].clause);
        return out;
    };
    const auto names = [&](const std::vector<FactId>& facts) {
        Json out = Json::array();
        for (const FactId fact : facts) out.push_back(vocabulary.facts[fact].id);
        return out;
    };
    const Grading& g = a.grading;
    Json out = {{"id", Json::parse(id_json)}, {"plan", plan.id}, {"applies", g.applies == Truth::holds ? "yes" : g.applies == Truth::fails ? "no" : "open"}, {"failed", names(g.failed)}, {"unsettled", names(g.unsettled)},
                {"at_least", grade_or_null(g.at_least)}, {"at_most", grade_or_null(g.at_most)}, {"met", clauses(g.met)}, {"open", clauses(g.open)}};
    out["questions"] = Json::array();
    for (const Question& question : a.questions) out["questions"].push_back(vocabulary.facts[question.fact].id);
    return json_line(out);
}

std::string batch_error_json(std::uint64_t line, const std::string& id_json, const ParseFault& fault, Lang lang) {
    return json_line({{"line", line}, {"id", Json::parse(id_json)}, {"error", say(lang, fault.code, fault.words)}, {"code", fault.code}});
}

}  // namespace sandtable
