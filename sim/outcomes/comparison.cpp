#include "sandtable/comparison.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>

namespace sandtable {

namespace {

/// Marks what has no like in the other run among what stands at one instant: entries [from, to) of either. Each is the like of one at most.
void match_instant(const std::array<const Journal*, 2>& journals, std::array<EntryNo, 2> from, std::array<EntryNo, 2> to, std::array<std::vector<bool>, 2>& differs) {
    std::vector<bool> taken(to[1] - from[1], false);
    EntryNo next = from[1];  // most stand in the same order
    for (EntryNo a = from[0]; a < to[0]; ++a) {
        const auto takes = [&](EntryNo b) {
            if (b >= to[1] || taken[b - from[1]] || !says_the_same(*journals[0], a, *journals[1], b)) return false;
            taken[b - from[1]] = true;
            next = b + 1;
            return true;
        };
        bool found = takes(next);
        for (EntryNo b = from[1]; b < to[1] && !found; ++b) found = takes(b);
        differs[0][a] = !found;
    }
    for (EntryNo b = from[1]; b < to[1]; ++b) differs[1][b] = !taken[b - from[1]];
}

/// What a duty went through, by name; a run without it went through nothing.
std::map<std::string_view, ModelTime> stages(const Journal& journal, const DutyOutcome* duty) {
    std::map<std::string_view, ModelTime> at;
    if (duty == nullptr) return at;
    for (const auto& [name, no] : {std::pair{"opened", duty->opened_entry}, {"discharged", duty->discharged_entry}, {"breached", duty->breached_entry}, {"waived", duty->waived_entry}})
        if (no != no_entry) at[name] = journal[no].at;
    if (duty->due) at["due"] = *duty->due;
    return at;
}

ModelTime last_of(const std::map<std::string_view, ModelTime>& stages) {
    ModelTime last = ModelTime::min();
    for (const auto& [name, at] : stages)
        if (name != "due") last = std::max(last, at);
    return last;
}

/// The earliest stage that only one went through, or at another instant.
std::optional<ModelTime> parted(const std::map<std::string_view, ModelTime>& a, const std::map<std::string_view, ModelTime>& b) {
    std::optional<ModelTime> first;
    const auto note = [&](const auto& one, const auto& other) {
        for (const auto& [name, at] : one)
            if (const auto found = other.find(name); found == other.end() || found->second != at)
                if (const ModelTime since = name == "due" ? one.at("opened") : at; !first || since < *first) first = since;
    };
    note(a, b);
    note(b, a);
    return first;
}

}  // namespace

EntryNo first_difference(const Journal& a, const Journal& b) {
    const EntryNo both = std::min(a.size(), b.size());
    for (EntryNo no = 0; no < both; ++no)
        if (!same_entry(a, no, b, no)) return no;
    return a.size() == b.size() ? no_entry : both;
}

Comparison compare(const Journal& a, const std::vector<DutyOutcome>& outcomes_a, const Journal& b, const std::vector<DutyOutcome>& outcomes_b) {
    Comparison result;
    const std::array journals{&a, &b};
    result.first = first_difference(a, b);
    if (!result.same()) {
        result.parted = ModelTime::max();
        for (const Journal* journal : journals)
            if (result.first < journal->size()) result.parted = std::min(result.parted, (*journal)[result.first].at);
    }
    result.differs = {std::vector<bool>(a.size(), false), std::vector<bool>(b.size(), false)};
    std::array<EntryNo, 2> from{0, 0};
    while (from[0] < a.size() || from[1] < b.size()) {
        ModelTime at = ModelTime::max();
        for (std::size_t r = 0; r < 2; ++r)
            if (from[r] < journals[r]->size()) at = std::min(at, (*journals[r])[from[r]].at);
        std::array<EntryNo, 2> to = from;
        for (std::size_t r = 0; r < 2; ++r)
            while (to[r] < journals[r]->size() && (*journals[r])[to[r]].at == at) ++to[r];
        match_instant(journals, from, to, result.differs);
        from = to;
    }

    std::map<std::string_view, Comparison::Duty> by_id;
    for (std::uint32_t i = 0; i < outcomes_a.size(); ++i) by_id[outcomes_a[i].id].outcome[0] = i;
    for (std::uint32_t i = 0; i < outcomes_b.size(); ++i) by_id[outcomes_b[i].id].outcome[1] = i;
    const auto opened = [&](const Comparison::Duty& duty) { return duty.outcome[0] ? outcomes_a[*duty.outcome[0]].opened : outcomes_b[*duty.outcome[1]].opened; };
    std::size_t alike = 0;
    std::map<std::string_view, Duration> apart;  // how far they ended from one another
    const auto id_of = [&](const Comparison::Duty& duty) -> std::string_view { return duty.outcome[0] ? outcomes_a[*duty.outcome[0]].id : outcomes_b[*duty.outcome[1]].id; };
    for (auto& [id, duty] : by_id) {
        const auto in_a = stages(a, duty.outcome[0] ? &outcomes_a[*duty.outcome[0]] : nullptr), in_b = stages(b, duty.outcome[1] ? &outcomes_b[*duty.outcome[1]] : nullptr);
        duty.parted = parted(in_a, in_b);
        duty.otherwise = !duty.outcome[0] || !duty.outcome[1] || outcomes_a[*duty.outcome[0]].status != outcomes_b[*duty.outcome[1]].status;
        if (duty.otherwise && !duty.parted) duty.parted = std::max(a[a.size() - 1].at, b[b.size() - 1].at);  // open in one, for it ended before
        if (duty.parted) duty.settled = std::max({last_of(in_a), last_of(in_b), *duty.parted});
        if (!in_a.empty() && !in_b.empty()) apart[id] = std::chrono::abs(last_of(in_a) - last_of(in_b));
        ++(duty.otherwise ? result.otherwise : duty.parted ? result.moved : alike);
        result.duties.push_back(duty);
    }
    std::stable_sort(result.duties.begin(), result.duties.end(), [&](const Comparison::Duty& x, const Comparison::Duty& y) {
        if (x.otherwise != y.otherwise) return x.otherwise;
        if (x.parted.has_value() != y.parted.has_value()) return x.parted.has_value();
        if (x.otherwise) return *x.parted < *y.parted;
        return x.parted ? apart[id_of(x)] > apart[id_of(y)] : opened(x) < opened(y);
    });
    return result;
}

}  // namespace sandtable
