// What a study file is of: when two are of one study, and shards put together.
#include "sandtable/study_file.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace sandtable {

std::optional<StudyIdentity::Mismatch> StudyIdentity::mismatch(const StudyIdentity& other) const {
    const auto differ = [](std::string what, const auto& here, const auto& there) -> std::optional<Mismatch> {
        if (here == there) return std::nullopt;
        return Mismatch{std::move(what), fmt::format("{}", here), fmt::format("{}", there)};
    };
    if (auto d = differ("scenario", scenario, other.scenario)) return d;
    if (auto d = differ("program_version", program_version, other.program_version)) return d;
    if (auto d = differ("semantics", semantics, other.semantics)) return d;
    if (auto d = differ("seed", seed, other.seed)) return d;
    if (auto d = differ("shards", shards, other.shards)) return d;
    if (shards > 1)
        if (auto d = differ("replications", replications, other.replications)) return d;
    if (auto d = differ("rows", rows, other.rows)) return d;
    if (auto d = differ("precision", precision, other.precision)) return d;
    const auto choice = [](const StudyIdentity& id) -> std::string {
        if (!id.choosing) return std::string("-");
        const Choosing& c = *id.choosing;
        return fmt::format("{}, {} %, {} %, {}", c.measure, c.points * 100, c.probability * 100,
                           c.looks == 1 ? std::string("-n") : fmt::format("{} looks", c.looks));
    };
    if (auto d = differ("choose", choice(*this), choice(other))) return d;
    const auto lists = [](std::string what, const std::vector<std::string>& here, const std::vector<std::string>& there) -> std::optional<Mismatch> {
        for (std::size_t i = 0; i < std::max(here.size(), there.size()); ++i) {
            const std::string a = i < here.size() ? here[i] : "-", b = i < there.size() ? there[i] : "-";
            if (a != b) return Mismatch{std::move(what), a, b};
        }
        return std::nullopt;
    };
    if (auto d = lists("inputs", inputs, other.inputs)) return d;
    if (auto d = lists("variants", variants, other.variants)) return d;
    return lists("between", between, other.between);
}

ShardRange shard_range(std::uint64_t replications, unsigned shard, unsigned shards) {
    const auto begin = [&](std::uint64_t i) { return replications / shards * i + std::min<std::uint64_t>(i, replications % shards); };
    return {begin(shard - 1), begin(shard) - begin(shard - 1)};
}

std::optional<StudyFile> merge_studies(std::vector<StudyFile> shards, const std::vector<std::string>& names, Diagnostics& out) {
    std::vector<std::size_t> order(shards.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return shards[a].identity.shard < shards[b].identity.shard; });
    const StudyIdentity& wanted = shards[order.front()].identity;
    unsigned next = 1;
    for (const std::size_t i : order) {
        const StudyIdentity& id = shards[i].identity;
        const SourcePlace place{names[i], 0, 0, 1, {}};
        if (const auto differs = wanted.mismatch(id)) {
            out.error("study-shards-differ", place, {names[order.front()], differs->what, differs->here, differs->there});
            return std::nullopt;
        }
        if (id.shard < next) {
            out.error("study-shard-twice", place, {std::to_string(id.shard), std::to_string(id.shards)});
            return std::nullopt;
        }
        if (id.shard > next) break;
        const ShardRange range = shard_range(id.replications, id.shard, id.shards);
        if (shards[i].result.first != range.first || (id.precision.empty() && shards[i].result.done != range.count)) {
            out.error("study-shard-unfinished", place, {std::to_string(shards[i].result.done), std::to_string(range.count)}, tell("study-shard-unfinished-hint"));
            return std::nullopt;
        }
        ++next;
    }
    if (next <= wanted.shards) {
        out.error("study-shard-missing", {}, {std::to_string(next), std::to_string(wanted.shards)}, tell("study-shard-missing-hint", {std::to_string(next), std::to_string(wanted.shards)}));
        return std::nullopt;
    }
    StudyFile merged = std::move(shards[order.front()]);
    for (std::size_t i = 1; i < order.size(); ++i) merged.result.append(shards[order[i]].result);
    merged.identity.shard = merged.identity.shards = 1;
    return merged;
}

}  // namespace sandtable
