#include "sandtable/counterfactual.hpp"

#include <algorithm>
#include <map>
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
        std::erase_if(inputs.scenario.faults, [&](const Fault& fault) {
            return fault.kind == Fault::Kind::desk && fault.agency == agency && fault.pool == pool;
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
        std::erase_if(inputs.scenario.faults, [&](const Fault& fault) {
            return fault.kind == Fault::Kind::away ||  // nobody answers
                   (fault.kind == Fault::Kind::channel && fault.channel == channel);
        });
        return true;
    }
    if (words[0] == "travel" && network.road(words[2]).is_some()) {
        network.roads[network.road(words[2])].time = Duration{0};
        return true;
    }
    if (words[0] == "travel" && words[2] == "-") {  // the way round: no road is ever shut
        inputs.scenario.closures.clear();
        std::erase_if(inputs.scenario.faults,
                      [](const Fault& fault) { return fault.kind == Fault::Kind::road; });
        for (Slide& slide : inputs.scenario.slides) slide.road = RoadId::none();
        return true;
    }
    return false;
}

/// What is taken away with a part: everybody's minutes of the same pool, task, channel or road.
std::string thing_of(const std::string& part) {
    const auto words = words_of(part);
    if (words.size() < 3) return part;
    return words[0] == "waiting" ? words[0] + "/" + words[1] + "/" + words[2]
                                 : words[0] + "//" + words[2];
}

std::int64_t ms_of_thing(const DutyBreaches& breaches, const std::string& thing) {
    std::int64_t ms = 0;
    for (const auto& [part, sum] : breaches.parts)
        if (thing_of(part) == thing) ms += sum.ms;
    return ms;
}

/// A duty not to do something has nothing to gain by doing it sooner.
bool must_not(const Inputs& inputs, const std::string& duty) {
    const Duty* found = duty_of_subject(inputs, duty);
    return found != nullptr && found->must_not;
}

struct Tried {
    std::string duty, part;
};

std::int64_t mean(std::int64_t sum, std::uint64_t count) {
    return count == 0 ? 0 : sum / static_cast<std::int64_t>(count);
}

/// What one that was done late took with and without the part, and what stood behind it.
void say_what_was_near(Regained& one, const DutyBreaches& with, const DutyBreaches& without) {
    one.took_ms = mean(with.ms, with.late);
    const std::string thing = thing_of(one.part);
    one.part_ms = mean(ms_of_thing(with, thing), with.late);
    one.gained_ms = one.took_ms - mean(without.ms, without.late);
    std::int64_t most = 1000;  // a second more is somebody else's draw
    for (const auto& [part, sum] : without.parts) {
        if (thing_of(part) == thing) continue;
        const auto before = with.parts.find(part);
        const std::int64_t more =
            mean(sum.ms, without.late) -
            (before == with.parts.end() ? 0 : mean(before->second.ms, with.late));
        if (more <= most) continue;
        most = more;
        one.near = part;
    }
    if (one.gained_ms + 1000 >= one.part_ms) one.near.clear();
}

/// Each of the wanted parts taken away, on the same draws. Replications: `all` shared out evenly.
std::vector<Regained> try_each(const Inputs& inputs, const std::vector<Tried>& wanted,
                               StudyOptions options, std::uint64_t all, Diagnostics& out) {
    std::vector<std::unique_ptr<Inputs>> changed;
    std::vector<StudyVariant> variants{{"base", &inputs, {}}};
    std::vector<Tried> could;
    for (const Tried& one : wanted) {
        if (could.size() == regained_duties_max) break;
        if (std::none_of(variants.begin(), variants.end(),
                         [&](const StudyVariant& v) { return v.id == thing_of(one.part); })) {
            auto without = std::make_unique<Inputs>(inputs);
            if (!take_away(one.part, *without)) continue;
            changed.push_back(std::move(without));
            variants.push_back({thing_of(one.part), changed.back().get(), {}});
        }
        could.push_back(one);
    }
    options.replications = std::min(regained_replications_max, all / variants.size());
    if (could.empty() || options.replications == 0) return {};
    options.rows = 0;
    options.follow = true;
    const auto found = study(variants, options, out);
    if (!found || found->done < options.replications) return {};
    std::vector<Regained> regained;
    const VariantResult& base = found->variants.front();
    for (const Tried& tried : could) {
        const auto variant =
            std::find_if(found->variants.begin(), found->variants.end(),
                         [&](const VariantResult& v) { return v.id == thing_of(tried.part); });
        const auto place = [&](const VariantResult& v) {
            return static_cast<std::size_t>(
                std::find_if(v.measures.begin(), v.measures.end(),
                             [&](const Measure& m) { return m.id == "kept/" + tried.duty; }) -
                v.measures.begin());
        };
        const std::size_t here = place(*variant), there = place(base);
        if (here == variant->measures.size() || there == base.measures.size()) continue;
        const auto difference = difference_at(
            *found, static_cast<std::size_t>(variant - found->variants.begin()), here);
        if (!difference) continue;
        Regained& one = regained.emplace_back();
        one.duty = tried.duty;
        one.part = tried.part;
        one.replications = found->done;
        one.before = chance_of(base.tallies[there]);
        one.after = chance_of(variant->tallies[here]);
        one.difference = *difference;
        const auto with = base.attribution.duties.find(one.duty),
                   without = variant->attribution.duties.find(one.duty);
        if (with != base.attribution.duties.end() && with->second.late > 0 &&
            without != variant->attribution.duties.end() && without->second.late > 0)
            say_what_was_near(one, with->second, without->second);
    }
    return regained;
}

using Parts = std::map<std::string, PartSum>;

std::vector<std::string> largest_first(const Parts& parts) {
    std::vector<std::pair<std::int64_t, std::string>> sorted;
    for (const auto& [part, sum] : parts) sorted.emplace_back(-sum.ms, part);
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::string> names;
    for (auto& [ms, part] : sorted) names.push_back(std::move(part));
    return names;
}

}  // namespace

std::vector<Regained> what_is_regained(const Inputs& inputs, const StudyResult& result,
                                       std::uint32_t seed, unsigned workers,
                                       const std::atomic<bool>* stop, Diagnostics& out) {
    std::vector<std::pair<std::uint64_t, Tried>> worst;
    for (const auto& [duty, breaches] : result.variants.front().attribution.duties)
        if (!breaches.parts.empty() && !must_not(inputs, duty))
            worst.push_back(
                {breaches.late + breaches.never, {duty, largest_first(breaches.parts).front()}});
    std::stable_sort(worst.begin(), worst.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<Tried> wanted;
    for (auto& [times, one] : worst) wanted.push_back(std::move(one));
    return try_each(inputs, wanted,
                    {.seed = seed, .first = result.first, .workers = workers, .stop = stop},
                    result.done * 3 / 4, out);
}

std::vector<Regained> what_the_run_regains(const Inputs& inputs, std::uint32_t seed,
                                           std::uint32_t replication, const std::string& duty,
                                           Diagnostics& out) {
    StudyOptions options{.seed = seed, .first = replication, .replications = 1, .rows = 0};
    const auto found = study({{"base", &inputs, {}}}, options, out);
    if (!found) return {};
    const auto& duties = found->variants.front().attribution.duties;
    const auto breaches = duties.find(duty);
    if (breaches == duties.end() || must_not(inputs, duty)) return {};
    std::vector<Tried> wanted;
    for (std::string& part : largest_first(breaches->second.parts)) {
        const auto same = [&](const Tried& one) { return thing_of(one.part) == thing_of(part); };
        if (wanted.size() < regained_parts_max && std::none_of(wanted.begin(), wanted.end(), same))
            wanted.push_back({duty, std::move(part)});
    }
    return try_each(inputs, wanted, options, wanted.size() + 1, out);
}

}  // namespace sandtable
