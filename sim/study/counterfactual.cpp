#include "sandtable/counterfactual.hpp"

#include <algorithm>
#include <memory>

namespace sandtable {

namespace {

std::vector<std::string> words_of(const std::string& id) {
    std::vector<std::string> words(1);
    for (const char c : id)
        if (c == '/') words.emplace_back();
        else words.back() += c;
    return words;
}

Spread nothing_of(Spread spread) {
    Spread none;
    none.working_days = spread.working_days;
    return none;
}

/// Takes a part away; false where it is nothing that could be changed.
bool take_away(const std::string& part, Inputs& inputs) {
    const auto words = words_of(part);
    Network& network = inputs.network;
    if (words.size() < 3) return false;
    if (words[0] == "waiting") {
        const AgencyId agency = network.agency(words[1]);
        const PoolId pool = network.pool(words[2]);
        if (!agency.is_some() || !pool.is_some()) return false;
        auto staffing = std::make_shared<Staffing>(*network.agencies[agency].staffing);
        staffing->officers[pool.index].assign(network.shifts.size(), 10'000);
        network.agencies[agency].staffing = std::move(staffing);
        std::erase_if(inputs.scenario.officers, [&](const RosterChange& change) {
            return change.agency == agency && change.pool == pool;
        });
        return true;
    }
    if (words[0] == "handling" && words[2] == "follow_up") {
        for (Incident& incident : inputs.scenario.incidents)
            if (incident.follow_up)
                incident.follow_up->after_change = nothing_of(incident.follow_up->after_change);
        return true;
    }
    if (words[0] == "handling") {
        const auto dot = words[2].find('.');
        for (Plan& plan : inputs.plans)
            if (plan.id == words[2].substr(0, dot) &&
                plan.task(words[2].substr(dot + 1)).is_some()) {
                Task& task = plan.tasks[plan.task(words[2].substr(dot + 1))];
                task.takes = nothing_of(task.takes);
                return true;
            }
        return false;
    }
    if (words[0] == "message") {
        const ChannelId channel = network.channel(words[2]);
        if (!channel.is_some() || network.channels[channel].travels) return false;
        network.channels[channel].delay = nothing_of(network.channels[channel].delay);
        network.channels[channel].fails_per_million = 0;
        return true;
    }
    if (words[0] == "travel" && network.road(words[2]).is_some()) {
        network.roads[network.road(words[2])].time = Duration{0};
        return true;
    }
    return false;
}

}  // namespace

std::vector<Regained> what_is_regained(const Inputs& inputs, const StudyResult& result,
                                       std::uint32_t seed, unsigned workers,
                                       const std::atomic<bool>* stop, Diagnostics& out) {
    std::vector<std::pair<std::uint64_t, Regained>> worst;
    for (const auto& [duty, breaches] : result.variants.front().attribution.duties) {
        const auto most = std::max_element(
            breaches.parts.begin(), breaches.parts.end(),
            [](const auto& a, const auto& b) { return a.second.ms < b.second.ms; });
        if (most == breaches.parts.end()) continue;
        worst.push_back({breaches.late + breaches.never, {duty, most->first, 0, {}, {}, {}}});
    }
    std::stable_sort(worst.begin(), worst.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::unique_ptr<Inputs>> changed;
    std::vector<StudyVariant> variants{{"base", &inputs, {}}};
    std::vector<Regained> all;
    for (auto& [times, one] : worst) {
        if (all.size() == regained_duties_max) break;
        if (std::none_of(variants.begin(), variants.end(),
                         [&](const StudyVariant& v) { return v.id == one.part; })) {
            auto without = std::make_unique<Inputs>(inputs);
            if (!take_away(one.part, *without)) continue;
            changed.push_back(std::move(without));
            variants.push_back({one.part, changed.back().get(), {}});
        }
        all.push_back(std::move(one));
    }
    const std::uint64_t n = std::min(regained_replications_max, result.done / variants.size());
    if (all.empty() || n == 0) return {};
    const auto found = study(variants,
                             {.seed = seed,
                              .first = result.first,
                              .replications = n,
                              .workers = workers,
                              .rows = 0,
                              .attribute = false,
                              .stop = stop},
                             out);
    if (!found || found->done < n) return {};
    std::vector<Regained> regained;
    for (Regained& one : all) {
        const auto variant = std::find_if(found->variants.begin(), found->variants.end(),
                                          [&](const VariantResult& v) { return v.id == one.part; });
        const auto place = [&](const VariantResult& v) {
            return static_cast<std::size_t>(
                std::find_if(v.measures.begin(), v.measures.end(),
                             [&](const Measure& m) { return m.id == "kept/" + one.duty; }) -
                v.measures.begin());
        };
        const std::size_t here = place(*variant), there = place(found->variants.front());
        if (here == variant->measures.size() || there == found->variants.front().measures.size())
            continue;
        const auto difference = difference_at(
            *found, static_cast<std::size_t>(variant - found->variants.begin()), here);
        if (!difference) continue;
        one.replications = n;
        one.before = chance_of(found->variants.front().tallies[there]);
        one.after = chance_of(variant->tallies[here]);
        one.difference = *difference;
        regained.push_back(std::move(one));
    }
    return regained;
}

}  // namespace sandtable
