// The facts all plans share, and what can be said about one (semantics.md 2).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandtable/diagnostic.hpp"
#include "sandtable/entry_no.hpp"
#include "sandtable/files.hpp"
#include "sandtable/id.hpp"
#include "sandtable/spread.hpp"
#include "sandtable/text.hpp"
#include "sandtable/time.hpp"

namespace sandtable {

enum class FactType { count, hours, yuan, flag, scale };
enum class Worse { more, less, none };

struct Fact {
    std::string id;
    Text name, ask, means, warn;
    bool finding = false;             ///< an assessor's act, stated per plan; otherwise an observation
    FactType type = FactType::flag;
    Worse worse = Worse::none;
    std::vector<std::string> levels;  ///< of a scale, lowest first; empty if they are a plan's grades
    std::vector<Text> level_names;
    bool levels_are_grades = false;
    std::vector<std::string> plans;   ///< of a finding: the plans that know it; empty: all
    FactId more_than;                 ///< `warn` holds where this fact exceeds that one, or
    std::vector<FactId> without;      ///< where it is off harmless although all of these are harmless

    /// None, 0 or no; yes (or the highest word) where less is worse. Of a finding: as if it was not stated.
    std::int64_t harmless() const;
    /// A finding may be one of some plans only.
    bool known_to(std::string_view plan) const;
};

/// Every fact in vocabulary order (the file's: questions are asked in it).
struct Vocabulary {
    std::string path;
    Table<FactId, Fact> facts;

    FactId find(std::string_view id) const;
    std::vector<std::string> names() const;
};
std::optional<Vocabulary> load_vocabulary(SourceText source, Diagnostics& out);

/// What is said about a fact: nothing, a closed range of whole numbers, or hours growing since an instant. Flags are 0 and 1, scale words
/// their place from the lowest, hours whole milliseconds, the rest themselves.
struct Observation {
    bool known = false;
    bool growing = false;    ///< hours that pass by themselves: `low` is the model time in ms at which they began
    std::int64_t low = 0, high = 0;

    static Observation unknown() { return {}; }
    static Observation exactly(std::int64_t v) { return {true, false, v, v}; }
    static Observation range(std::int64_t low, std::int64_t high) { return {true, false, low, high}; }
    static Observation since(std::int64_t ms) { return {true, true, ms, ms}; }
    /// The range it stands for at an instant: of a growing one what has passed, of an unknown one everything.
    Observation at(ModelTime now, const Fact& fact) const;
    friend bool operator==(const Observation&, const Observation&) = default;
};

/// The largest value a fact can have: 1, the top of its scale, or `unbounded`.
std::int64_t highest_value(const Fact& fact);

/// "300", "300..500", "300..", "..500", "7.5 h", "yes", "是", "considerable..severe", "unknown" (formats.md). `grades` are the words of a finding
/// whose levels are a plan's grades. Bounds: counts to `count_max`.
constexpr std::int64_t count_max = 1'000'000'000;
constexpr std::int64_t yuan_max = 1'000'000'000'000'000;
Parsed<Observation> parse_observation(const Fact& fact, std::string_view text, const std::vector<std::string>& grades = {});
/// As in the files: "300..500", "severe", "7.5 h", "unknown". `grades` as for parse_observation.
std::string observation_text(const Fact& fact, const Observation& observation, const std::vector<std::string>& grades = {});
/// For people: "300-500 人", "严重". Without units where the fact has none.
std::string observation_words(const Fact& fact, const Observation& observation, Lang lang);

/// What one agency has been told about one incident so far. The newer observation of a fact replaces the older; unknown overwrites nothing.
class Knowledge {
public:
    struct Known {
        Observation observation;
        ModelTime observed_at{};
        EntryNo entry = no_entry;  ///< the entry that brought it
    };
    explicit Knowledge(std::uint32_t facts = 0) : size_(facts) {}

    /// Unknown if nobody has said anything of it.
    const Known& operator[](FactId fact) const;
    /// What is known, sorted by fact.
    const std::vector<std::pair<FactId, Known>>& known() const { return known_; }
    /// Takes in what was observed at `observed_at` and came with `entry`. True if the observation changed (not if it was older than what is
    /// known, unknown, or the same).
    bool learn(FactId fact, const Observation& observation, ModelTime observed_at, EntryNo entry) {
        std::size_t from = 0;
        return learn(fact, observation, observed_at, entry, from);
    }
    /// The same for facts that come in order: `from`, 0 before the first, is where to look on.
    bool learn(FactId fact, const Observation& observation, ModelTime observed_at, EntryNo entry, std::size_t& from);
    std::uint32_t size() const { return size_; }

private:
    std::uint32_t size_;
    std::vector<std::pair<FactId, Known>> known_;  // only these: of a hundred facts an agency hears of ten
};

/// Facts that contradict others in every completion, by the vocabulary's `warn`; a warning, never another answer (semantics.md 2). In vocabulary order.
std::vector<FactId> contradictions(const Vocabulary& vocabulary, const Knowledge& knowledge, ModelTime now);

}  // namespace sandtable
