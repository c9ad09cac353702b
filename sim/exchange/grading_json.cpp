// Grading in and out as JSON.
#include <algorithm>
#include <unordered_set>

#include "exchange/json.hpp"
#include "sandtable/diagnostic.hpp"
#include "sandtable/grading_answer.hpp"

namespace sandtable {

GradingAnswer answer(const Plan& plan, const Vocabulary& vocabulary, const Knowledge& knowledge) {
    GradingAnswer out{grade(plan, vocabulary, knowledge, ModelTime{}), {}, contradictions(vocabulary, knowledge, ModelTime{})};
    const bool settled = out.grading.at_least == out.grading.at_most && out.grading.applies != Truth::open;  // then nothing can change it
    if (!settled) out.questions = plan.table->questions(vocabulary, plan.table->possible(vocabulary, knowledge, ModelTime{}));
    return out;
}

GradingDetails grading_details(const Plan& plan, const Vocabulary& vocabulary, const Knowledge& knowledge, const Grading& grading) {
    GradingDetails out;
    const auto asked = named_facts(plan);
    for (const FactId fact : ids_of(vocabulary.facts))
        if (knowledge[fact].observation.known && !(knowledge[fact].observation == Observation::exactly(vocabulary.facts[fact].harmless())) && !std::binary_search(asked.begin(), asked.end(), fact)) out.not_looked_at.push_back(fact);
    if (plan.grades.empty() || grading.applies == Truth::fails) return out;
    const PossibleCells possible = plan.table->possible(vocabulary, knowledge, ModelTime{});
    out.raises = plan.table->raises(vocabulary, possible);
    out.falls = plan.table->falls(vocabulary, possible);
    for (std::uint32_t i = 0; i < plan.criteria.size(); ++i) {
        const auto facts = plan.criteria[i].when.facts();
        const bool findings_only = !facts.empty() && std::all_of(facts.begin(), facts.end(), [&](FactId fact) { return vocabulary.facts[fact].finding; });
        if (findings_only && plan.criteria[i].grade > grading.at_least) out.findings.push_back(i);
    }
    return out;
}

namespace {

/// The text parse_observation reads for a scalar of JSON.
std::string number_text(const Fact& fact, const std::string& digits) { return digits + (fact.type == FactType::hours ? " h" : ""); }

/// Reads one case event by event, so that keys that stand twice and depth are refused while reading and no tree is built. What is wrong with a fact
/// is remembered and the rest is read, for its syntax and its id.
class CaseReader : public nlohmann::json_sax<Json> {
public:
    CaseReader(const Plan& plan, const Vocabulary& vocabulary, JsonCase& out) : plan_(plan), vocabulary_(vocabulary), out_(out), stated_(vocabulary.facts.size(), false) {}

    std::optional<ParseFault> fault() {
        if (wrong_) return wrong_;
        if (!saw_facts_) return ParseFault{"json-facts", {}, {}};
        return std::nullopt;
    }

    bool null() override { return scalar("null", [&](const Fact& fact) { return fact.finding ? std::nullopt : std::optional<std::string>("unknown"); }); }  // a finding not stated is not made
    bool boolean(bool value) override { return scalar(value ? "true" : "false", [&](const Fact&) { return std::optional<std::string>(value ? "yes" : "no"); }); }
    bool number_integer(number_integer_t value) override { return scalar(std::to_string(value), [&](const Fact& fact) { return std::optional(number_text(fact, std::to_string(value))); }); }
    bool number_unsigned(number_unsigned_t value) override {
        const bool plain = place() == Place::fact && fact_.is_some() && vocabulary_.facts[fact_].type == FactType::count && value <= static_cast<number_unsigned_t>(count_max);
        if (plain) return state(Observation::exactly(static_cast<std::int64_t>(value)));
        return scalar(std::to_string(value), [&](const Fact& fact) { return std::optional(number_text(fact, std::to_string(value))); });
    }
    bool number_float(number_float_t value, const string_t& digits) override {
        if (inside_facts() && fact_.is_some() && vocabulary_.facts[fact_].type != FactType::hours) return refuse_fact({"value-not-whole", {vocabulary_.facts[fact_].id, digits}, {}});
        return scalar(digits, [&](const Fact& fact) { return std::optional(number_text(fact, Json(value).dump())); });
    }
    bool string(string_t& value) override {
        const bool of_id = inside_id();
        return scalar(of_id ? json_line(Json(value)) : "", [&](const Fact&) { return std::optional(value); });
    }
    bool binary(binary_t&) override { return false; }

    bool start_object(std::size_t) override {
        bound_depth();
        if (place() == Place::facts_value) saw_facts_ = true;
        else if (inside_facts()) refuse_fact({"json-value", {fact_name_}, {}});
        else if (inside_id()) echo("{");
        frames_.push_back({false, {}});
        return true;
    }
    bool end_object() override { return end('}'); }
    bool start_array(std::size_t) override {
        bound_depth();
        if (frames_.empty()) refuse({"json-object", {}, {}});
        if (place() == Place::facts_value) saw_facts_ = refuse({"json-facts", {}, {}});
        else if (place() == Place::fact) pair_.clear();
        else if (inside_facts()) refuse_fact({"json-value", {fact_name_}, {}});
        else if (inside_id()) echo("[");
        frames_.push_back({true, {}});
        return true;
    }
    bool end_array() override {
        const bool of_fact = frames_.size() == 3 && inside_facts();
        end(']');
        if (!of_fact || !fact_.is_some() || fact_refused_) return true;
        if (pair_.size() != 2) return refuse_fact({"json-value", {fact_name_}, {}});
        return parse(pair_[0] + ".." + pair_[1]);
    }
    bool key(string_t& name) override {
        auto& keys = frames_.back().keys;
        if (!keys.insert(name).second) refuse({"json-duplicate-key", {name}, {}});
        if (frames_.size() == 1) {
            top_ = name;
            id_.clear();
            if (name != "id" && name != "facts" && !wrong_)
                refuse({"yaml-unknown-key", {name}, did_you_mean(name, {"id", "facts"})});
        } else if (frames_.size() == 2 && top_ == "facts") {
            return fact_key(name);
        } else if (inside_id()) {
            echo(json_line(Json(name)) + ":");
        }
        return true;
    }
    bool parse_error(std::size_t byte, const std::string&, const nlohmann::detail::exception&) override {
        if (!wrong_ || wrong_->code != "batch-depth-max") wrong_ = ParseFault{"json-syntax", {std::to_string(byte)}, {}};
        return false;
    }

private:
    enum class Place { top, id_value, facts_value, fact, pair, other };
    struct Frame {
        bool list;
        std::unordered_set<std::string> keys;  // only looked up
    };

    Place place() const {
        if (frames_.empty()) return Place::top;
        if (frames_.size() == 1) return top_ == "id" ? Place::id_value : top_ == "facts" ? Place::facts_value : Place::other;
        if (top_ != "facts") return Place::other;
        if (frames_.size() == 2 && !frames_[1].list) return Place::fact;
        return frames_.size() == 3 && frames_[2].list ? Place::pair : Place::other;
    }
    bool inside_facts() const { return top_ == "facts" && frames_.size() >= 2; }
    bool inside_id() const { return top_ == "id" && !frames_.empty(); }

    bool refuse(ParseFault fault) {
        if (!wrong_) wrong_ = std::move(fault);
        return true;  // the rest is read all the same
    }
    bool refuse_fact(ParseFault fault) {
        fact_refused_ = true;
        return refuse(std::move(fault));
    }
    void bound_depth() {
        if (frames_.size() >= static_cast<std::size_t>(batch_depth_max)) wrong_ = ParseFault{"batch-depth-max", {std::to_string(batch_depth_max)}, {}};  // before anything else
    }
    bool end(char bracket) {
        const bool of_id = inside_id() && frames_.size() > 1;
        frames_.pop_back();
        if (of_id) echo(std::string_view(&bracket, 1));
        return true;
    }
    /// An id may be any JSON value; it is given back token by token.
    void echo(std::string_view token) {
        const bool first = id_.empty() || id_.back() == '{' || id_.back() == '[' || id_.back() == ':';  // a text ends with its quote
        if (!first && token != "}" && token != "]") id_ += ',';
        id_ += token;
        if (frames_.size() == 1) out_.id_json = id_;
    }

    bool fact_key(const std::string& name) {
        fact_name_ = name;
        fact_refused_ = false;
        // facts mostly come in the vocabulary's order
        const std::uint32_t size = vocabulary_.facts.size();
        for (std::uint32_t i = 0; i < size; ++i) {
            const FactId id{(next_ + i) % size};
            if (vocabulary_.facts[id].id != name) continue;
            if (stated_[id.index]) return refuse_fact({"json-duplicate-key", {name}, {}});
            stated_[id.index] = true;
            next_ = id.index + 1;
            fact_ = id;
            if (!vocabulary_.facts[id].known_to(plan_.id)) return refuse_fact({"finding-other-plan", {name, plan_.id}, {}});
            return true;
        }
        if (!unknown_.insert(name).second) refuse({"json-duplicate-key", {name}, {}});
        fact_ = FactId::none();
        if (wrong_)
            return true;  // only the first fault is told, and looking for its hint takes long
        return refuse({"unknown-fact", {name}, did_you_mean(name, vocabulary_.names())});
    }

    bool state(const Observation& value) {
        out_.facts.emplace_back(fact_, value);
        return true;
    }
    bool parse(const std::string& text) {
        auto parsed = parse_observation(vocabulary_.facts[fact_], text, plan_.grades);
        if (auto* fault = std::get_if<ParseFault>(&parsed)) return refuse_fact(std::move(*fault));
        return state(std::get<Observation>(parsed));
    }

    /// `json` is for an id, `words` for a fact.
    template <class Words>
    bool scalar(const std::string& json, const Words& words) {
        switch (place()) {
            case Place::top: return refuse({"json-object", {}, {}});
            case Place::facts_value: return saw_facts_ = refuse({"json-facts", {}, {}});
            case Place::fact:
                if (!fact_.is_some() || fact_refused_) return true;
                if (const auto text = words(vocabulary_.facts[fact_])) return parse(*text);
                return true;
            case Place::pair:
                if (!fact_.is_some() || fact_refused_) return true;
                if (json == "null") pair_.emplace_back();
                else if (const auto text = words(vocabulary_.facts[fact_])) pair_.push_back(*text);
                return true;
            case Place::id_value:
            case Place::other:
                if (inside_id()) echo(json);
                return true;
        }
        return true;
    }

    const Plan& plan_;
    const Vocabulary& vocabulary_;
    JsonCase& out_;
    std::vector<Frame> frames_;
    std::string top_, fact_name_, id_;
    std::vector<std::string> pair_;
    std::unordered_set<std::string> unknown_;  // only looked up
    std::vector<bool> stated_;
    std::uint32_t next_ = 0;
    FactId fact_;
    bool saw_facts_ = false, fact_refused_ = false;
    std::optional<ParseFault> wrong_;
};

}  // namespace

std::optional<ParseFault> read_case(std::string_view text, const Plan& plan, const Vocabulary& vocabulary, JsonCase& out) {
    if (text.size() > batch_line_bytes_max) return ParseFault{"batch-line-bytes-max", {std::to_string(batch_line_bytes_max >> 10)}, {}};
    // to the parser a NUL is the end of what it reads
    if (const auto nul = text.find('\0'); nul != std::string_view::npos) return ParseFault{"json-syntax", {std::to_string(nul + 1)}, {}};
    CaseReader reader(plan, vocabulary, out);
    Json::sax_parse(text, &reader);
    return reader.fault();
}

namespace {

std::string_view state_name(RunningDuty::State state) {
    switch (state) {
        case RunningDuty::State::running: return "running";
        case RunningDuty::State::waiting: return "waiting";
        case RunningDuty::State::later: return "later";
    }
    return {};
}

void add_details(Json& out, const Plan& plan, const Vocabulary& vocabulary, const GradingDetails& details) {
    for (const auto& [key, list] : {std::pair{"raises", &details.raises}, {"falls", &details.falls}}) {
        out[key] = Json::array();
        for (const Raise& raise : *list) {
            const Fact& fact = vocabulary.facts[raise.fact];
            out[key].push_back({{"fact", fact.id}, {"from", observation_text(fact, Observation::exactly(raise.from), plan.grades)}, {"below", raise.below == unbounded || raise.below > highest_value(fact) ? Json(nullptr) : Json(observation_text(fact, Observation::exactly(raise.below), plan.grades))}, {"grade", plan.grades[static_cast<std::size_t>(raise.grade)]}});
        }
    }
    out["not_looked_at"] = Json::array();
    for (const FactId fact : details.not_looked_at) out["not_looked_at"].push_back(vocabulary.facts[fact].id);
    out["findings"] = Json::array();
    for (const std::uint32_t i : details.findings) out["findings"].push_back({{"clause", plan.criteria[i].clause}, {"grade", plan.grades[static_cast<std::size_t>(plan.criteria[i].grade)]}});
    out["duties"] = Json::array();
    for (const RunningDuty& one : details.duties) {
        const Duty& duty = plan.duties[one.duty];
        out["duties"].push_back({{"duty", duty.id}, {"clause", duty.clause}, {"who", plan.roles[duty.who].id}, {"kind", duty.must_not ? "must_not" : "must"}, {"state", std::string(state_name(one.state))},
                                 {"limit", duty.within ? Json(period_text(*duty.within)) : Json(nullptr)}, {"due", one.due ? Json(iso_text(*one.due)) : Json(nullptr)}, {"from_occurrence", one.from_occurrence}});
    }
}

}  // namespace

std::string answer_json(const Plan& plan, const Vocabulary& vocabulary, const GradingAnswer& a, const std::string& id_json, const GradingDetails* details) {
    // written straight: a batch writes tens of thousands a second
    std::string out;
    const auto word = [&](const std::string& text) {
        const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; });
        out += plain ? "\"" + text + "\"" : json_line(text);
    };
    const auto list = [&](std::string_view key, const auto& rows, const auto& name) {
        out.append(",\"").append(key).append("\":[");
        bool first = true;
        for (const auto& row : rows) {
            if (!first) out += ',';
            first = false;
            word(name(row));
        }
        out += ']';
    };
    const auto grade = [&](std::string_view key, int at) {
        out.append(",\"").append(key).append("\":");
        if (at < 0) out += "null";
        else word(plan.grades[static_cast<std::size_t>(at)]);
    };
    const auto fact_name = [&](FactId fact) -> const std::string& { return vocabulary.facts[fact].id; };
    const auto clause = [&](std::uint32_t i) -> const std::string& { return plan.criteria[i].clause; };
    const Grading& g = a.grading;
    out = "{\"id\":" + id_json + ",\"plan\":";
    word(plan.id);
    out += std::string(",\"applies\":\"") + (g.applies == Truth::holds ? "yes" : g.applies == Truth::fails ? "no" : "open") + "\"";
    list("failed", g.failed, fact_name);
    list("unsettled", g.unsettled, fact_name);
    grade("at_least", g.at_least);
    grade("at_most", g.at_most);
    list("met", g.met, clause);
    list("open", g.open, clause);
    list("questions", a.questions, [&](const Question& question) -> const std::string& { return fact_name(question.fact); });
    if (!a.contradictions.empty()) list("contradictions", a.contradictions, fact_name);
    if (details != nullptr) {
        Json more = Json::object();
        add_details(more, plan, vocabulary, *details);
        out += "," + json_line(more).substr(1);
        return out;
    }
    return out + "}";
}

std::string batch_error_json(std::uint64_t line, const std::string& id_json, const ParseFault& fault, Lang lang) {
    std::string out = "{\"line\":" + std::to_string(line) + ",\"id\":" + id_json + ",\"error\":" + json_line(say(lang, fault.code, fault.words)) + ",\"code\":" + json_line(fault.code);
    if (!fault.hint.empty()) out += ",\"hint\":" + json_line(fault.hint.in(lang));
    return out + "}";
}

}  // namespace sandtable
