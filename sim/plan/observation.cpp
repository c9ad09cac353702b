// What can be said about a fact: reading it, writing it, knowing it.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "sandtable/vocabulary.hpp"

namespace sandtable {

std::int64_t highest_value(const Fact& fact) {
    switch (fact.type) {
        case FactType::flag: return 1;
        case FactType::scale: return fact.levels_are_grades ? unbounded : static_cast<std::int64_t>(fact.levels.size()) - 1;
        case FactType::count:
        case FactType::hours:
        case FactType::yuan: return unbounded;
    }
    return unbounded;
}

std::int64_t Fact::harmless() const {
    if (finding) return id == "scope_1_3" ? 1 : 0;
    return worse == Worse::less && (type == FactType::flag || type == FactType::scale) ? highest_value(*this) : 0;
}

bool Fact::known_to(std::string_view plan) const { return plans.empty() || std::find(plans.begin(), plans.end(), plan) != plans.end(); }

Observation Observation::at(ModelTime now, const Fact& fact) const {
    if (!known) return range(0, highest_value(fact));
    if (growing) return exactly(std::max<std::int64_t>(0, ms_of(now) - low));
    return *this;
}

namespace {

std::string_view trimmed(std::string_view s) {
    while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
    while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
    return s;
}

using Value = Parsed<std::int64_t>;

ParseFault fault(std::string_view code, const Fact& fact, std::string_view text, Text hint = {}) {
    return {std::string(code), {fact.id, text}, std::move(hint)};
}

Value whole_value(const Fact& fact, std::string_view word, std::int64_t most) {
    if (!word.empty() && word.front() == '-') return fault("value-negative", fact, word);
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (failed == std::errc::result_out_of_range || (failed == std::errc{} && value > most)) return fault("value-too-large", fact, word);
    if (failed != std::errc{} || word.empty()) return fault("value-not-number", fact, word);
    if (end != word.data() + word.size() && (*end == '-' || std::string_view(end, static_cast<std::size_t>(word.data() + word.size() - end)).starts_with("～") || *end == '~')) return fault("value-not-number", fact, word, tell("range-form-hint"));
    if (end != word.data() + word.size()) return fault(*end == '.' || *end == 'e' ? "value-not-whole" : "value-not-number", fact, word);
    return value;
}

Value hours_value(const Fact& fact, std::string_view word) {
    auto parsed = parse_duration(word);
    if (auto* wrong = std::get_if<ParseFault>(&parsed)) {
        if (wrong->code == "duration-no-unit") return fault("value-hours", fact, word);
        return *wrong;
    }
    return std::get<Duration>(parsed).count();
}

Value scale_value(const Fact& fact, std::string_view word, const std::vector<std::string>& grades) {
    std::vector<std::string> levels = fact.levels;
    if (fact.levels_are_grades) {
        levels = {"none"};
        levels.insert(levels.end(), grades.begin(), grades.end());
    }
    for (std::size_t i = 0; i < levels.size(); ++i)
        if (levels[i] == word || (i < fact.level_names.size() && (fact.level_names[i].zh == word || fact.level_names[i].en == word))) return static_cast<std::int64_t>(i);
    std::string all;
    for (const auto& level : levels) all += (all.empty() ? "" : ", ") + level;
    Text hint = did_you_mean(word, levels);
    return ParseFault{"value-scale", {fact.id, word, all}, std::move(hint)};
}

Value flag_value(const Fact& fact, std::string_view word) {
    if (word == "yes" || word == "true" || word == "是") return 1;
    if (word == "no" || word == "false" || word == "否") return 0;
    return fault("value-flag", fact, word);
}

Value one_value(const Fact& fact, std::string_view word, const std::vector<std::string>& grades) {
    switch (fact.type) {
        case FactType::count: return whole_value(fact, word, count_max);
        case FactType::yuan: return whole_value(fact, word, yuan_max);
        case FactType::hours: return hours_value(fact, word);
        case FactType::scale: return scale_value(fact, word, grades);
        case FactType::flag: return flag_value(fact, word);
    }
    return std::int64_t{0};
}

}  // namespace

Parsed<Observation> parse_observation(const Fact& fact, std::string_view text, const std::vector<std::string>& grades) {
    const std::string_view word = trimmed(text);
    if (word.empty()) return fault("value-empty", fact, text);
    if (word == "unknown") {
        if (fact.finding) return fault("value-finding-range", fact, text);
        return Observation::unknown();
    }
    const auto dots = word.find("..");
    if (dots == std::string_view::npos) {
        const auto value = one_value(fact, word, grades);
        if (const auto* wrong = std::get_if<ParseFault>(&value)) return *wrong;
        return Observation::exactly(std::get<std::int64_t>(value));
    }
    if (fact.finding) return fault("value-finding-range", fact, text);
    std::string_view first = trimmed(word.substr(0, dots)), last = trimmed(word.substr(dots + 2));
    if (first.empty() && last.empty()) return fault("value-empty", fact, text);
    std::string with_unit;  // "2..7.5 h": the unit of the end holds for the beginning
    if (fact.type == FactType::hours && !first.empty() && first.find_first_not_of("0123456789.") == std::string_view::npos) {
        const auto unit = last.find_first_not_of("0123456789.");
        if (unit != std::string_view::npos) first = with_unit = std::string(first) + std::string(last.substr(unit));
    }
    Observation seen = Observation::range(0, highest_value(fact));
    if (!first.empty()) {
        const auto low = one_value(fact, first, grades);
        if (const auto* wrong = std::get_if<ParseFault>(&low)) return *wrong;
        seen.low = std::get<std::int64_t>(low);
    }
    if (!last.empty()) {
        const auto high = one_value(fact, last, grades);
        if (const auto* wrong = std::get_if<ParseFault>(&high)) return *wrong;
        seen.high = std::get<std::int64_t>(high);
    }
    if (seen.low > seen.high) return ParseFault{"range-order", {text}, tell("range-order-hint")};
    return seen;
}

namespace {

std::string value_text(const Fact& fact, std::int64_t value, const std::vector<std::string>& grades = {}) {
    if (fact.levels_are_grades && value == 0) return "none";
    if (fact.levels_are_grades && static_cast<std::size_t>(value) <= grades.size()) return grades[static_cast<std::size_t>(value) - 1];
    switch (fact.type) {
        case FactType::count:
        case FactType::yuan: return std::to_string(value);
        case FactType::hours: return duration_text(value);
        case FactType::flag: return value != 0 ? "yes" : "no";
        case FactType::scale: return static_cast<std::size_t>(value) < fact.levels.size() ? fact.levels[static_cast<std::size_t>(value)] : std::to_string(value);
    }
    return {};
}

std::string value_words(const Fact& fact, std::int64_t value, Lang lang) {
    if (fact.type == FactType::flag) return say(lang, value != 0 ? "word-yes" : "word-no");
    if (fact.type == FactType::scale && static_cast<std::size_t>(value) < fact.level_names.size()) return fact.level_names[static_cast<std::size_t>(value)].in(lang);
    return value_text(fact, value);
}

}  // namespace

std::string observation_text(const Fact& fact, const Observation& o, const std::vector<std::string>& grades) {
    if (!o.known) return "unknown";
    if (o.growing) return fmt::format("since {}", duration_text(o.low));
    if (o.low == o.high) return value_text(fact, o.low, grades);
    return value_text(fact, o.low, grades) + ".." + (o.high == unbounded ? "" : value_text(fact, o.high, grades));
}

std::string observation_words(const Fact& fact, const Observation& o, Lang lang) {
    if (!o.known) return say(lang, "word-unknown");
    if (o.growing) return say(lang, "word-since", {duration_text(o.low)});
    if (o.low == o.high) return value_words(fact, o.low, lang);
    if (o.high == unbounded) return say(lang, "word-or-more", {value_words(fact, o.low, lang)});
    return value_words(fact, o.low, lang) + "–" + value_words(fact, o.high, lang);
}

std::vector<FactId> contradictions(const Vocabulary& vocabulary, const Knowledge& knowledge, ModelTime now) {
    const auto seen = [&](FactId fact) {
        const Fact& what = vocabulary.facts[fact];
        const Observation& said = knowledge[fact].observation;
        return (what.finding && !said.known ? Observation::exactly(what.harmless()) : said).at(now, what);
    };
    std::vector<FactId> out;
    for (const FactId id : ids_of(vocabulary.facts)) {
        const Fact& fact = vocabulary.facts[id];
        const Observation said = seen(id);
        const bool exceeds = fact.more_than.is_some() && said.low > seen(fact.more_than).high;
        const bool stated = said.low > fact.harmless() || said.high < fact.harmless();
        const bool alone = !fact.without.empty() && stated && std::all_of(fact.without.begin(), fact.without.end(), [&](FactId other) {
            const Observation o = seen(other);
            return o.low == vocabulary.facts[other].harmless() && o.high == o.low;
        });
        if (exceeds || alone) out.push_back(id);
    }
    return out;
}

const Knowledge::Known& Knowledge::operator[](FactId fact) const {
    static const Known unknown;
    const auto at = std::lower_bound(known_.begin(), known_.end(), fact, [](const auto& row, FactId wanted) { return row.first < wanted; });
    return at != known_.end() && at->first == fact ? at->second : unknown;
}

bool Knowledge::learn(FactId fact, const Observation& observation, ModelTime observed_at, EntryNo entry, std::size_t& from) {
    if (!observation.known) return false;
    while (from < known_.size() && known_[from].first < fact) ++from;
    auto at = known_.begin() + static_cast<std::ptrdiff_t>(from);
    if (at == known_.end() || at->first != fact) at = known_.insert(at, {fact, Known{}});
    Known& known = at->second;
    if (known.observation.known && observed_at < known.observed_at) return false;
    const bool changed = !(known.observation == observation);
    known.observation = observation;
    known.observed_at = observed_at;
    if (changed) known.entry = entry;
    return changed;
}

}  // namespace sandtable
