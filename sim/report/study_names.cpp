#include "report/study_names.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "report/chance_words.hpp"

namespace sandtable {

namespace {

std::vector<std::string> parts_of(const std::string& id) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= id.size();) {
        const auto end = std::min(id.find('/', at), id.size());
        parts.push_back(id.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

}  // namespace

std::array<std::string, 2> StudyNames::duty(const std::string& subject) const {
    const auto parts = parts_of(subject);
    std::string duty = parts.size() > 2 ? parts[2] : subject;
    const std::string agency = parts.size() > 3 ? this->agency(parts[3]) : say(lang_, "study-all-agencies");
    if (r_.inputs != nullptr) {
        if (const Duty* found = duty_of_subject(*r_.inputs, subject))
            duty = found->name.in(lang_) + " [" + found->id + "]";
        if (r_.inputs->scenario.incidents.size() > 1) duty += " (" + parts[0] + ")";
    }
    return {duty, agency};
}

bool StudyNames::must_not(const std::string& subject) const {
    const Duty* duty = r_.inputs == nullptr ? nullptr : duty_of_subject(*r_.inputs, subject);
    return duty != nullptr && duty->must_not;
}

std::string StudyNames::agency(const std::string& id) const {
    if (r_.inputs == nullptr) return id;
    const AgencyId agency = r_.inputs->network.agency(id);
    return agency.is_some() ? r_.inputs->network.agencies[agency].name.in(lang_) : id;
}

std::string StudyNames::pool_name(const std::string& id) const {
    const PoolId pool = r_.inputs == nullptr ? PoolId::none() : r_.inputs->network.pool(id);
    return pool.is_some() ? r_.inputs->network.pools[pool].name.in(lang_) : id;
}

std::string StudyNames::pool(const std::string& subject) const {
    const auto parts = parts_of(subject);
    return agency(parts.front()) + " / " + pool_name(parts.back());
}

std::string StudyNames::task(const std::string& id) const {
    if (r_.inputs == nullptr) return id;
    for (const Plan& plan : r_.inputs->plans)
        for (const Task& task : plan.tasks)
            if (plan.id + "." + task.id == id) return task.name.in(lang_).empty() ? id : task.name.in(lang_);
    return id;
}

std::string StudyNames::part(const std::string& id) const {
    const auto parts = parts_of(id);
    const std::string& kind = parts.front();
    if (parts.size() < 3) return say(lang_, "part-not-done");
    const std::string who = agency(parts[1]);
    if (kind == "waiting" && parts.size() > 3) {
        if (parts[3].starts_with("busy:")) return say(lang_, "part-waiting-busy", {who, pool_name(parts[2]), task(parts[3].substr(5))});
        return say(lang_, parts[3] == "away" ? "part-waiting-away" : parts[3] == "shift" ? "part-waiting-shift" : "part-waiting", {who, pool_name(parts[2])});
    }
    if (kind == "handling") return parts[2] == "follow_up" ? say(lang_, "part-follow-up", {who}) : say(lang_, "part-handling", {who, task(parts[2])});
    const auto name = [&](auto id_of, const auto& table) { return r_.inputs == nullptr || !id_of(parts[2]).is_some() ? parts[2] : table()[id_of(parts[2])].name.in(lang_); };
    if (kind == "message") return say(lang_, "part-message", {who, name([&](const std::string& c) { return r_.inputs->network.channel(c); }, [&]() -> const auto& { return r_.inputs->network.channels; })});
    if (parts[2] == "-") return say(lang_, "part-travel-other", {who});
    return say(lang_, "part-travel", {who, name([&](const std::string& road) { return r_.inputs->network.road(road); }, [&]() -> const auto& { return r_.inputs->network.roads; })});
}

std::string breaches_words(const StudyNames& names, const BreachRow& row, Lang lang) {
    const DutyBreaches& of = row.breaches;
    const auto [duty, agency] = names.duty(row.subject);
    if (names.must_not(row.subject))
        return say(lang, "study-breaches-not",
                   {of.clause, duty, agency, of.late + of.never, of.first});
    return say(lang, "study-breaches-of", {of.clause, duty, agency, of.late, of.never, of.first});
}

std::string regained_words(const StudyNames& names, const Regained& one, Lang lang) {
    const auto [duty, agency] = names.duty(one.duty);
    const auto chance = [&](const Chance& c) {
        return c.least == c.most
                   ? share_words(c.least)
                   : say(lang, "study-bounds", {share_words(c.least), share_words(c.most)});
    };
    const auto points = [](double share) { return fmt::format("{:+.1f}", share * 100); };
    const auto span = [](std::int64_t ms) { return span_text(Duration{ms / 1000 * 1000}); };
    std::string words =
        say(lang, "study-regained",
            {duty, agency, names.part(one.part), chance(one.after), chance(one.before),
             one.replications, points(one.difference.interval.low),
             points(one.difference.interval.high)});
    if (!one.near.empty())
        words +=
            say(lang, "study-near", {span(one.part_ms), span(one.gained_ms), names.part(one.near)});
    return words;
}

std::vector<DutyRow> duty_rows(const VariantResult& variant, bool all) {
    std::map<std::string_view, std::size_t> late;
    std::map<std::string, bool> has_joint;
    for (std::size_t i = 0; i < variant.measures.size(); ++i) {
        if (variant.measures[i].kind == Measure::Kind::late) late[variant.measures[i].subject] = i;
        if (variant.measures[i].joint) has_joint[variant.measures[i].subject + "/"] = true;
    }
    std::vector<DutyRow> rows;
    for (std::size_t i = 0; i < variant.measures.size(); ++i) {
        const Measure& measure = variant.measures[i];
        const Tally& tally = variant.tallies[i];
        if (measure.kind != Measure::Kind::kept || (tally.arose() + tally.early == 0 && !all))
            continue;
        const std::string duty = measure.subject.substr(0, measure.subject.rfind('/') + 1);
        if (!measure.joint && !all && has_joint.contains(duty)) continue;
        const auto found = late.find(measure.subject);
        rows.push_back(
            {i, found == late.end() ? DutyRow::none : found->second, chance_of(tally).least});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const DutyRow& a, const DutyRow& b) { return a.chance < b.chance; });
    return rows;
}

std::size_t least_of_joint(const VariantResult& variant, std::size_t joint) {
    std::size_t least = DutyRow::none;
    const std::string beginning = variant.measures[joint].id + "/";
    for (std::size_t i = 0; i < variant.measures.size(); ++i) {
        if (!variant.measures[i].id.starts_with(beginning) || variant.tallies[i].arose() == 0)
            continue;
        if (least == DutyRow::none ||
            chance_of(variant.tallies[i]).least < chance_of(variant.tallies[least]).least)
            least = i;
    }
    return least;
}

std::vector<std::size_t> gone_duties(const VariantResult& first, const VariantResult& variant,
                                     bool all) {
    std::vector<std::size_t> gone;
    for (const DutyRow& row : duty_rows(first, all))
        for (std::size_t i = 0; i < variant.measures.size(); ++i)
            if (variant.measures[i].id == first.measures[row.kept].id &&
                variant.tallies[i].arose() + variant.tallies[i].early == 0 &&
                first.tallies[row.kept].arose() > 0)
                gone.push_back(row.kept);
    return gone;
}

std::uint64_t left_open(const VariantResult& variant) {
    std::uint64_t open = 0;
    for (std::size_t i = 0; i < variant.measures.size(); ++i)
        if (variant.measures[i].kind == Measure::Kind::kept && !variant.measures[i].joint)
            open += variant.tallies[i].open;
    return open;
}

std::string gone_words(const StudyNames& names, const VariantResult& first,
                       const VariantResult& variant, bool all, Lang lang) {
    std::string list;
    for (const std::size_t measure : gone_duties(first, variant, all)) {
        const auto [duty, agency] = names.duty(first.measures[measure].subject);
        list += (list.empty() ? "" : say(lang, "word-semicolon")) + first.measures[measure].clause +
                " " + duty + say(lang, "word-comma") + agency;
    }
    if (list.empty()) return list;
    return say(lang, left_open(variant) > 0 ? "study-gone-cut" : "study-gone", {first.id, list});
}

std::vector<DutyTotal> duty_totals(const VariantResult& variant) {
    std::map<std::string, DutyTotal> by;
    std::map<std::string, std::set<std::string>> incidents;
    for (std::size_t i = 0; i < variant.measures.size(); ++i) {
        const Measure& measure = variant.measures[i];
        if (measure.kind != Measure::Kind::kept || measure.joint) continue;
        const std::size_t plan = measure.subject.find('/') + 1,
                          end = measure.subject.find('/', measure.subject.find('/', plan) + 1);
        const std::string duty = measure.subject.substr(plan, end - plan);
        DutyTotal& total = by[duty];
        total.subject = duty;
        total.clause = measure.clause;
        add_endings(total.sum, variant.tallies[i]);
        incidents[duty].insert(measure.subject.substr(0, plan));
    }
    std::vector<DutyTotal> totals;
    for (auto& [duty, total] : by) {
        total.incidents = incidents[duty].size();
        totals.push_back(std::move(total));
    }
    return totals;
}

void add_endings(Tally& to, const Tally& from) {
    to.yes += from.yes;
    to.no += from.no;
    to.open += from.open;
    to.early += from.early;
    to.waived += from.waived;
    to.never_arose += from.never_arose;
    to.never_done += from.never_done;
}

std::vector<PartRow> sorted_parts(const std::map<std::string, PartSum>& parts) {
    std::vector<PartRow> rows;
    for (const auto& [id, sum] : parts) rows.push_back({id, sum});
    std::stable_sort(rows.begin(), rows.end(), [](const PartRow& a, const PartRow& b) { return a.sum.ms > b.sum.ms; });
    return rows;
}

std::vector<BreachRow> breach_rows(const Attribution& attribution, bool each_agency) {
    const auto duty_of = [](const std::string& id) { return id.substr(0, id.rfind('/')); };
    std::map<std::string, int> agencies;  // of whom a duty was breached
    for (const auto& [id, breaches] : attribution.duties) ++agencies[duty_of(id)];
    std::map<std::string, DutyBreaches> by;
    for (const auto& [id, breaches] : attribution.duties) by[each_agency || agencies[duty_of(id)] == 1 ? id : duty_of(id)].add(breaches);
    std::vector<BreachRow> rows;
    for (auto& [id, breaches] : by) rows.push_back({id, std::move(breaches)});
    std::stable_sort(rows.begin(), rows.end(), [](const BreachRow& a, const BreachRow& b) { return a.breaches.late + a.breaches.never > b.breaches.late + b.breaches.never; });
    return rows;
}

DutyBreaches all_breaches(const Attribution& attribution) {
    DutyBreaches all;
    for (const auto& [id, breaches] : attribution.duties) all.add(breaches);
    return all;
}

}  // namespace sandtable
