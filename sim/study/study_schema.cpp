#include "study/study_schema.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "sandtable/digest.hpp"

namespace sandtable {

std::string study_seal(const Sqlite& db) {
    Digest digest;
    for (const StudyTable& table : study_tables) {
        digest.text(table.name);
        // a table without row numbers is read in the order of its key
        SqliteStatement rows(db, fmt::format("SELECT * FROM {}{}", table.name,
                                             table.name == "meta" ? " WHERE key <> 'seal'" : ""));
        const int columns = rows.columns();
        while (rows.step())
            for (int column = 0; column < columns; ++column) {
                digest.number(rows.type(column));
                if (rows.type(column) == SQLITE_TEXT) digest.text(rows.text(column));
                else digest.number(rows.number(column));
            }
    }
    return "sha256:" + digest.hex();
}

namespace {

constexpr std::int64_t ms_max = seconds_max * 1000;
constexpr std::uint64_t breaches_of_a_replication_max = 10'000;

__extension__ using Wide = __int128;  // a sum of a file is not believed to fit

bool is_length(std::int64_t ms) { return ms >= -ms_max && ms <= ms_max; }

/// What counts there are of a length are none of a chance.
bool counts_nothing(const Tally& t) {
    return t.yes == 0 && t.no == 0 && t.same == 0 && t.open == 0 && t.early == 0 && t.waived == 0 &&
           t.never_arose == 0 && t.never_done == 0;
}

/// The exact figures lie in the bins, and there is one value of a replication at most.
bool adds_up(const Distribution& lengths, std::uint64_t done) {
    if (lengths.count() == 0) return true;
    if (lengths.count() > done || lengths.least() > lengths.most() || !is_length(lengths.least()) ||
        !is_length(lengths.most()))
        return false;
    std::int64_t first = seconds_max + 1, last = 0;
    Wide low = 0;
    lengths.each_bin([&](std::int64_t second, std::uint32_t count) {
        first = std::min(first, second);
        last = second;
        low += Wide{second} * 1000 * count;
    });
    const auto within = [](std::int64_t ms, std::int64_t second) {
        return ms >= second * 1000 && ms < (second + 1) * 1000;
    };
    return within(lengths.least(), first) && within(lengths.most(), last) && lengths.sum() >= low &&
           lengths.sum() <= low + Wide{999} * lengths.count();
}

/// Every replication ends each chance somehow.
bool is_chance_tally(const Tally& t, std::uint64_t done) {
    return t.arose() + t.early + t.waived + t.never_arose == done && t.never_done <= t.no &&
           t.same == 0 && t.lengths.count() == 0;
}

/// Pairs are of replications that both settled, but for those that stand open.
bool is_difference(const Tally& pairs, const Tally& here, const Tally& first, std::uint64_t done) {
    return pairs.yes + pairs.no + pairs.same <= std::min(here.settled(), first.settled()) &&
           pairs.yes + pairs.no + pairs.same + pairs.open <= done && pairs.early == 0 &&
           pairs.yes <= here.yes && pairs.no <= first.yes && pairs.waived == 0 &&
           pairs.never_arose == 0 && pairs.never_done == 0 && pairs.lengths.count() == 0;
}

std::string fault_of_variant(const VariantResult& variant, const VariantResult& first,
                             std::uint64_t done) {
    std::set<std::string_view> ids;
    for (std::size_t i = 0; i < variant.measures.size(); ++i) {
        const Measure& m = variant.measures[i];
        const Tally& tally = variant.tallies[i];
        const std::string front = std::string(measure_word(m.kind)) + "/";
        if (!ids.insert(m.id).second || m.id != front + m.subject || m.subject.empty())
            return "measures";
        if (m.is_chance() ? !is_chance_tally(tally, done)
                          : !counts_nothing(tally) || !adds_up(tally.lengths, done))
            return "tallies";
        if (&variant == &first) continue;
        const Tally& pairs = variant.differences[i];
        const auto at = std::find_if(first.measures.begin(), first.measures.end(),
                                     [&](const Measure& other) { return other.id == m.id; });
        const Tally none;
        const bool paired = at != first.measures.end();
        const Tally& before =
            paired ? first.tallies[static_cast<std::size_t>(at - first.measures.begin())] : none;
        const bool right =
            m.is_chance() ? is_difference(pairs, tally, before, paired ? done : 0)
                          : counts_nothing(pairs) &&
                                adds_up(pairs.lengths,
                                        std::min(tally.lengths.count(), before.lengths.count()));
        if (!right) return "differences";
    }
    for (const auto& row : variant.rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            const bool chance = variant.measures[i].is_chance();
            if (row[i] == no_value) continue;
            if (chance ? row[i] != kept_value && row[i] != late_value : !is_length(row[i]))
                return "samples";
        }
    return "";
}

std::string fault_of_attribution(const Attribution& attribution, const StudyResult& result) {
    const std::uint64_t breaches_max = result.done * breaches_of_a_replication_max;
    for (const auto& [id, of] : attribution.duties) {
        const bool counted = of.late <= breaches_max && of.never <= breaches_max &&
                             of.late + of.never > 0 && of.first >= result.first &&
                             of.first < result.first + result.done;
        if (!counted || of.ms < 0 || (of.late == 0 && (of.ms != 0 || !of.parts.empty())))
            return "breaches";
        std::int64_t sum = 0;
        for (const auto& [part, share] : of.parts) {
            if (share.ms < 0 || share.ms > of.ms || share.breaches < 1 ||
                share.breaches > of.late || sum > of.ms - share.ms)
                return "parts";
            sum += share.ms;
        }
        if (!of.parts.empty() && (sum != of.ms || sum == 0)) return "parts";
    }
    constexpr std::int64_t hours_max = std::int64_t{1} << 53;
    for (const auto& [pool, hours] : attribution.hours)
        for (const auto* of : {&hours.busy, &hours.waited})
            for (const std::int64_t ms : *of)
                if (ms < 0 || ms > hours_max) return "hours";
    return "";
}

}  // namespace

std::string study_fault(const StudyFile& file) {
    const StudyResult& result = file.result;
    std::set<std::string_view> ids;
    if (file.identity.variants.size() != result.variants.size()) return "variants";
    for (std::size_t v = 0; v < result.variants.size(); ++v) {
        const VariantResult& variant = result.variants[v];
        const bool named = file.identity.variants[v] == variant.id ||
                           file.identity.variants[v].starts_with(variant.id + ": ");
        if (!named || variant.id.empty() || !ids.insert(variant.id).second) return "variants";
        if (auto fault = fault_of_variant(variant, result.variants.front(), result.done);
            !fault.empty())
            return fault;
        if (auto fault = fault_of_attribution(variant.attribution, result); !fault.empty())
            return fault;
    }
    if (!file.identity.choosing) return "";
    for (const VariantResult& variant : result.variants)
        for (const Measure& measure : variant.measures)
            if (measure.id == file.identity.choosing->measure)
                return measure.is_chance() ? "" : "choose";
    return "choose";
}

}  // namespace sandtable
