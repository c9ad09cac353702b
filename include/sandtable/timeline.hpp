// The timeline: intervals folded from the entries of a journal, so that what goes on at an instant is found without reading it all.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "sandtable/journal.hpp"

namespace sandtable {

/// The end of what has not ended.
constexpr ModelTime not_ended = ModelTime::max();

/// Something that lasts. What its symbols mean stands in the journal it was folded from.
struct TimelineSpan {
    enum class Kind : std::uint8_t { waiting, handling, travel, on_scene, message, away, road_closed, fault };
    Kind kind = Kind::handling;
    bool failed = false;         ///< a message that was lost or never got through, a way that ended nowhere, a task that was stopped or waived
    Symbol plan = 0, incident = 0;
    Symbol agency = 0;           ///< whose; of a message: who sent it
    Symbol subject = 0;          ///< task, message, pool (away), road or fault
    Symbol other = 0;            ///< of a message: whom it goes to
    ModelTime begin, end = not_ended;
    EntryNo from = no_entry, to = no_entry;  ///< the entries at its ends
    bool at(ModelTime t) const { return begin <= t && t < end; }
};

/// Folds entries in the order they came; a live journal is followed by appending again. Holds no reference: the same journal, only grown, is given each time.
class Timeline {
public:
    /// Takes in the entries it has not seen.
    void append(const Journal& journal);

    EntryNo entries() const { return seen_; }
    /// By begin, then in the order of their first entries.
    const std::vector<TimelineSpan>& spans() const { return spans_; }
    /// Entries that people look for, in order: what changed a grading, duties breached, injects, responses that ended.
    const std::vector<EntryNo>& gradings() const { return gradings_; }
    const std::vector<EntryNo>& breaches() const { return breaches_; }
    const std::vector<EntryNo>& injects() const { return injects_; }
    const std::vector<EntryNo>& truths() const { return truths_; }
    /// Agencies that occur in it, each once, in order of appearance.
    const std::vector<Symbol>& agencies() const { return agencies_; }
    ModelTime end() const { return end_; }

    /// Every span with a moment in [begin, end], by index; whole blocks that ended before are passed over.
    template <class Visit>
    void within(ModelTime begin, ModelTime end, Visit visit) const {
        for (std::size_t block = 0; block < latest_end_.size(); ++block) {
            const std::size_t first = block * spans_of_block;
            if (spans_[first].begin > end) return;
            if (latest_end_[block] < begin) continue;
            for (std::size_t i = first; i < spans_.size() && i < first + spans_of_block; ++i)
                if (spans_[i].begin <= end && spans_[i].end >= begin) visit(i);
        }
    }

private:
    static constexpr std::size_t spans_of_block = 64;
    using Key = std::tuple<TimelineSpan::Kind, Symbol, Symbol, Symbol, Symbol>;  // kind, plan, incident, agency, subject

    void take(const Journal& journal, EntryNo no);
    void open(TimelineSpan span);
    void close(const Key& key, ModelTime at, EntryNo to, bool failed = false);
    void end_span(std::uint32_t index, ModelTime at, EntryNo to, bool failed);

    EntryNo seen_ = 0;
    ModelTime end_;
    std::vector<TimelineSpan> spans_;
    std::vector<ModelTime> latest_end_;                     // of each block
    std::map<Key, std::vector<std::uint32_t>> open_;        // oldest first
    std::unordered_map<EntryNo, std::uint32_t> on_the_way_; // messages by their latest entry; only looked up
    std::vector<EntryNo> gradings_, breaches_, injects_, truths_;
    std::vector<Symbol> agencies_;
    std::vector<bool> known_agency_;
};

/// How many entries stand at `t` or before.
EntryNo entries_until(const Journal& journal, ModelTime t);

}  // namespace sandtable
