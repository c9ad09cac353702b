#include "sandtable/roster.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "sandtable/assert.hpp"
#include "sandtable/suggest.hpp"

namespace sandtable {

namespace {

constexpr std::uint64_t first_part = 100;       // replications after which a trial that cannot become good ends; then four times as many
constexpr std::uint32_t looked_at = 50;         // replications that say which seats are used
constexpr std::uint64_t few = 1000;             // so many cheaper rosters are all tried
constexpr std::uint64_t probe_replications = 400;  // of a try that only says which way is better
constexpr std::uint64_t probes_max = 1500;

void set_roster(std::vector<RosterChange>& officers, const std::vector<RosterSeat>& seats, const Roster& roster) {
    for (std::size_t i = 0; i < seats.size(); ++i) {
        const RosterSeat& seat = seats[i];
        auto row = std::find_if(officers.begin(), officers.end(), [&](const RosterChange& change) { return change.agency == seat.agency && change.pool == seat.pool; });
        if (row == officers.end()) row = officers.insert(officers.end(), {seat.agency, seat.pool, {}});
        auto number = std::find_if(row->numbers.begin(), row->numbers.end(), [&](const auto& n) { return n.first == seat.shift; });
        if (number == row->numbers.end()) row->numbers.emplace_back(seat.shift, roster[i]);
        else number->second = roster[i];
    }
}

class Search {
public:
    Search(const Inputs& inputs, const RosterOptions& options, Diagnostics& out, const std::function<void(std::uint64_t)>& progress) : inputs_(inputs), changed_(inputs), options_(options), out_(out), progress_(progress) {}

    std::optional<RosterAnswer> answer() {
        if (!find_seats() || !find_duties() || !enough_replications()) return std::nullopt;
        answer_.possible = 1;
        for (const RosterSeat& seat : answer_.seats) {
            now_.push_back(seat.now);
            most_.push_back(seat.most);
            least_.push_back(seat.least);
            const auto numbers = static_cast<std::uint64_t>(seat.most - seat.least + 1);
            answer_.possible = std::min(RosterAnswer::possible_max, answer_.possible * numbers);
        }
        answer_.now = trial(now_, true);
        if (options_.budget) {
            if (!within_budget()) return std::nullopt;
        } else if (answer_.possible <= few) {
            try_all();
        } else {
            search();
        }
        if (stopped()) return std::nullopt;
        answer_.best = trial(best_.roster, true);
        answer_.reached = answer_.best.keeps && beyond_.empty();
        for (std::size_t i = 0; i < answer_.seats.size(); ++i)
            if (const auto one = one_less(i)) answer_.one_less.emplace_back(trial(*one, true));
            else answer_.one_less.emplace_back();
        judge_on_others();
        if (stopped()) return std::nullopt;
        answer_.trials = trials_;
        return std::move(answer_);
    }

private:
    bool stopped() const { return failed_ || (options_.stop != nullptr && *options_.stop); }

    void change(const std::vector<RosterSeat>& seats, const Roster& roster) {
        changed_.scenario.officers = inputs_.scenario.officers;
        set_roster(changed_.scenario.officers, seats, roster);
    }

    bool some_pool_is_empty() const {
        return std::any_of(answer_.seats.begin(), answer_.seats.end(), [&](const RosterSeat& seat) {
            const auto numbers = officers_by_shift(changed_, seat.agency, seat.pool);
            return std::all_of(numbers.begin(), numbers.end(), [](int n) { return n == 0; });
        });
    }

    double cost_of(const RosterSeat& seat) const {
        const std::string pool = inputs_.network.pools[seat.pool].id, shift = inputs_.network.shifts[seat.shift].id;
        for (const std::string& name : {seat_name(inputs_, seat), pool + "/" + shift, pool})
            if (const auto found = options_.costs.find(name); found != options_.costs.end()) return found->second;
        return 1;
    }

    /// Seats that tasks of the scenario wait for or hold, with as many officers as are tried.
    bool find_seats() {
        std::vector<RosterSeat> wide;
        std::set<std::pair<AgencyId, PoolId>> pools;
        const Replicator names(inputs_, options_.seed);
        for (const Cast::Task& task : names.cast().tasks)
            if (task.pool.is_some()) pools.emplace(task.agency, task.pool);
        for (const auto& [agency, pool] : pools) {
            const auto numbers = officers_by_shift(inputs_, agency, pool);
            const int most = *std::max_element(numbers.begin(), numbers.end()) + options_.more;
            for (const ShiftId shift : ids_of(inputs_.network.shifts)) {
                RosterSeat seat{agency, pool, shift, numbers[shift.index], options_.may_empty ? 0 : std::min(1, numbers[shift.index]), most, 1};
                seat.cost = cost_of(seat);
                wide.push_back(seat);
            }
        }
        std::set<std::string> used;
        for (const int more : {0, options_.more}) {  // as it is, and with nobody waiting
            Roster roster;
            for (const RosterSeat& seat : wide) roster.push_back(more == 0 ? seat.now : seat.most);
            change(wide, roster);
            Replicator replicator(changed_, options_.seed);
            for (std::uint32_t number = 0; number < looked_at; ++number) {
                const auto entries = replicator.run(number, out_);
                if (!entries) return false;
                for (const BareEntry& entry : *entries) {
                    if (entry.kind != EntryKind::task_ready && entry.kind != EntryKind::task_started) continue;
                    const Cast::Task& task = replicator.cast().tasks[entry.subject];
                    if (!task.pool.is_some()) continue;
                    const auto shift = shift_at(inputs_.network, inputs_.calendar, civil_time(inputs_.scenario.start, entry.at));
                    if (const auto* id = std::get_if<ShiftId>(&shift)) used.insert(seat_name(inputs_, {task.agency, task.pool, *id, 0, 0, 0, 1}));
                }
            }
        }
        std::vector<std::string> all(used.begin(), used.end());
        for (const std::string& wanted : options_.only)
            if (std::none_of(all.begin(), all.end(),
                             [&](const std::string& name) { return is_subject(name, wanted); })) {
                out_.error("roster-no-seat", {}, {wanted}, did_you_mean(wanted, all).empty() ? tell("roster-no-seat-hint", {joined(all)}) : did_you_mean(wanted, all));
                return false;
            }
        for (const RosterSeat& seat : wide) {
            const std::string name = seat_name(inputs_, seat);
            const bool wanted =
                options_.only.empty() ||
                std::any_of(options_.only.begin(), options_.only.end(),
                            [&](const std::string& only) { return is_subject(name, only); });
            if (used.contains(name) && wanted) answer_.seats.push_back(seat);
        }
        if (answer_.seats.empty()) out_.error("roster-nobody", {}, {inputs_.scenario.id});
        return !answer_.seats.empty();
    }

    static std::string joined(const std::vector<std::string>& names) {
        std::string all;
        for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
        return all;
    }

    /// Even if all were kept, fewer could not say the probability.
    bool enough_replications() {
        const std::uint64_t needed = replications_to_say(options_.probability);
        if (options_.replications >= needed) return true;
        out_.error(
            "roster-too-few", {},
            {needed, fmt::format("{:g} %", options_.probability * 100), options_.replications},
            tell("roster-too-few-hint", {needed}));
        return false;
    }

    bool decides(std::size_t duty) const { return !options_.jointly || duties_[duty].together; }

    /// The chances that are meant: of several agencies each, and all of them together. Of each name
    /// one has to be settled at least once.
    bool find_duties() {
        const Replicator replicator(inputs_, options_.seed);
        const Measuring measuring(inputs_, replicator.cast(), {});
        std::set<std::string> joint;
        std::vector<std::string> subjects;
        for (const Measure& measure : measuring.measures()) {
            if (measure.kind != Measure::Kind::kept) continue;
            subjects.push_back(measure.subject);
            if (measure.joint) joint.insert(measure.subject);
        }
        const auto named = [&](const std::string& wanted, const std::string& subject) {
            return is_subject(subject, wanted);
        };
        for (const std::string& wanted : options_.duties)
            if (std::none_of(subjects.begin(), subjects.end(), [&](const std::string& subject) { return named(wanted, subject); })) {
                out_.error("roster-no-duty", {}, {wanted}, did_you_mean(wanted, subjects).empty() ? tell("roster-no-duty-hint", {clipped(joined(subjects), 400)}) : did_you_mean(wanted, subjects));
                return false;
            }
        for (std::size_t i = 0; i < measuring.measures().size(); ++i) {
            const Measure& measure = measuring.measures()[i];
            if (measure.kind != Measure::Kind::kept) continue;
            if (!options_.duties.empty() && std::none_of(options_.duties.begin(), options_.duties.end(), [&](const std::string& wanted) { return named(wanted, measure.subject); })) continue;
            measures_.push_back(i);
            duties_.push_back({measure.subject, measure.clause,
                               !measure.joint && joint.contains(measure.subject.substr(
                                                     0, measure.subject.rfind('/'))),
                               false, 0, 0});
        }
        for (std::size_t i = 0; options_.jointly && i < measuring.measures().size(); ++i) {
            if (measuring.measures()[i].kind != Measure::Kind::all) continue;
            measures_.push_back(i);
            duties_.push_back({inputs_.scenario.id, "", false, true, 0, 0});
        }
        // of an agency that never opens the duty it says nothing
        Roster most;
        for (const RosterSeat& seat : answer_.seats) most.push_back(seat.most);
        const RosterTrial seen = trial(most, true);
        if (failed_) return false;
        std::vector<std::size_t> measures;
        std::vector<RosterDuty> duties;
        for (std::size_t i = 0; i < duties_.size(); ++i) {
            const std::uint64_t arose = seen.duties[i].yes + seen.duties[i].no;
            if (arose == 0) continue;
            measures.push_back(measures_[i]);
            duties.push_back(duties_[i]);
            settled_.push_back(arose);
        }
        for (const std::string& wanted : options_.duties)
            if (std::none_of(duties.begin(), duties.end(),
                             [&](const RosterDuty& duty) { return named(wanted, duty.subject); })) {
                out_.error("roster-never-opened", {},
                           {wanted, std::to_string(options_.replications)});
                return false;
            }
        measures_ = std::move(measures);
        duties_ = std::move(duties);
        tried_.clear();
        if (duties_.empty()) out_.error("roster-no-duty-settled", {}, {inputs_.scenario.id});
        return !duties_.empty();
    }

    /// Whether so many are enough; one that nobody can keep well enough, as often as with as many officers as are tried.
    bool enough(std::size_t duty, std::uint64_t yes, std::uint64_t n) const {
        if (n == 0 || wilson(yes, n).low >= options_.probability) return true;
        return !beyond_.empty() && wilson(beyond_[duty].yes, std::max<std::uint64_t>(1, beyond_[duty].yes + beyond_[duty].no)).low < options_.probability && yes * (beyond_[duty].yes + beyond_[duty].no) >= beyond_[duty].yes * n;
    }

    /// The scenario with the roster that is tried, in some replications.
    std::optional<StudyResult> replicated(std::uint64_t first, std::uint64_t number) {
        const auto all_of = options_.jointly ? options_.duties : std::vector<std::string>{};
        return study({{"roster", &changed_, {}, all_of}},
                     {.seed = options_.seed,
                      .first = first_ + first,
                      .replications = number,
                      .workers = options_.workers,
                      .rows = 0,
                      .attribute = false,
                      .stop = options_.stop},
                     out_);
    }

    /// Runs a roster; one that cannot keep its duties any more ends early, unless all is wanted.
    RosterTrial trial(const Roster& roster, bool whole = false) {
        if (const auto known = tried_.find(roster); known != tried_.end() && !whole) return known->second;
        RosterTrial result;
        result.roster = roster;
        for (std::size_t i = 0; i < roster.size(); ++i) result.cost += roster[i] * answer_.seats[i].cost;
        result.duties = duties_;
        change(answer_.seats, roster);
        if (!whole && some_pool_is_empty()) return result;  // no such scenario is loaded
        std::uint64_t done = 0;
        result.keeps = true;
        while (done < options_.replications && !stopped()) {
            const std::uint64_t part = std::min(options_.replications - done, whole ? options_.replications : done == 0 ? first_part : done * 4);
            const auto found = replicated(done, part);
            if (!found) {
                failed_ = true;
                break;
            }
            done += part;
            for (std::size_t i = 0; i < measures_.size(); ++i) {
                const Tally& tally = found->variants.front().tallies[measures_[i]];
                result.duties[i].yes += tally.yes;
                result.duties[i].no +=
                    tally.no + tally.open;  // cut off: nobody can say that it is kept
                result.duties[i].open += tally.open;
                const std::uint64_t yes = result.duties[i].yes + options_.replications - done;  // at most
                if (decides(i) && !enough(i, yes,
                                          std::max(yes + result.duties[i].no,
                                                   settled_.empty() ? 0 : settled_[i])))
                    result.keeps = false;
            }
            if (!result.keeps && !whole) break;
        }
        // a duty that nobody brings up any more is not kept by that
        if (done == options_.replications && !settled_.empty())
            for (std::size_t i = 0; i < result.duties.size(); ++i) result.duties[i].no = std::max(result.duties[i].no, settled_[i] - std::min(settled_[i], result.duties[i].yes));
        set_worst(result);
        ++trials_;
        if (progress_) progress_(trials_);
        if (!whole) tried_.emplace(roster, result);
        return result;
    }

    /// The best with an officer less in that seat; nothing where its pool would have nobody.
    std::optional<Roster> one_less(std::size_t seat) {
        if (best_.roster[seat] == 0) return std::nullopt;
        Roster one = best_.roster;
        --one[seat];
        change(answer_.seats, one);
        if (some_pool_is_empty()) return std::nullopt;
        return one;
    }

    /// On replications that nothing was chosen by: the best of many tries looks better on those it
    /// was chosen by than it is, and what it was preferred to looks worse.
    void judge_on_others() {
        first_ = options_.replications;
        settled_.clear();
        const RosterTrial all = trial(most_, true);
        for (const RosterDuty& duty : all.duties) settled_.push_back(duty.yes + duty.no);
        answer_.again = trial(best_.roster, true);
        for (std::size_t i = 0; i < answer_.seats.size(); ++i)
            if (answer_.one_less[i]) {
                const auto one = one_less(i);
                answer_.one_less_again.emplace_back(trial(*one, true));
            } else {
                answer_.one_less_again.emplace_back();
            }
    }

    static double share(const RosterDuty& duty) {
        return duty.yes + duty.no == 0
                   ? 1.0
                   : static_cast<double>(duty.yes) / static_cast<double>(duty.yes + duty.no);
    }

    void set_worst(RosterTrial& result) const {
        std::optional<std::size_t> worst;
        for (std::size_t i = 0; i < result.duties.size(); ++i)
            if (decides(i) && (!worst || share(result.duties[i]) < share(result.duties[*worst])))
                worst = i;
        result.worst = worst.value_or(0);
    }

    /// A try of few replications, the same of every roster: how far it falls short in all, and, the
    /// same of several, the chance of the duty kept least. More is better.
    using Score = std::pair<double, double>;
    Score probe(const Roster& roster) {
        const auto [at, fresh] = probed_.try_emplace(roster, Score{-1e9, 0});
        if (!fresh) return at->second;
        change(answer_.seats, roster);
        if (some_pool_is_empty()) return at->second;
        const std::uint64_t n = std::min(probe_replications, options_.replications);
        const auto found = replicated(0, n);
        if (!found) {
            failed_ = true;
            return at->second;
        }
        ++trials_;
        if (progress_) progress_(trials_);
        Score score{0, 1};
        for (std::size_t i = 0; i < measures_.size(); ++i) {
            if (!decides(i)) continue;
            const Tally& tally = found->variants.front().tallies[measures_[i]];
            const double expected = static_cast<double>(settled_[i]) * static_cast<double>(n) /
                                    static_cast<double>(options_.replications);
            const double chance = static_cast<double>(tally.yes) /
                                  std::max({1.0, expected, static_cast<double>(tally.arose())});
            score.first += std::min(0.0, chance - options_.probability);
            score.second = std::min(score.second, chance);
        }
        return at->second = score;
    }

    /// From a roster on, one officer more, fewer or elsewhere at a time, always to the best of
    /// them.
    Roster climb(Roster at, const std::function<bool(const Roster&)>& allowed,
                 const std::function<bool(const Roster&)>& enough_already) {
        while (!stopped() && probed_.size() < probes_max && !enough_already(at)) {
            Roster best = at;
            const auto look = [&](const Roster& roster) {
                for (std::size_t i = 0; i < roster.size(); ++i)
                    if (roster[i] < least_[i] || roster[i] > most_[i]) return;
                if (!allowed(roster) || stopped() || probed_.size() >= probes_max) return;
                if (probe(roster) > probe(best)) best = roster;
            };
            for (std::size_t i = 0; i < at.size(); ++i) {
                for (const int step : {1, -1}) {
                    Roster one = at;
                    one[i] += step;
                    look(one);
                    for (std::size_t k = 0; step == 1 && k < at.size(); ++k) {
                        if (k == i) continue;
                        Roster moved = one;
                        --moved[k];
                        look(moved);
                    }
                }
            }
            if (best == at) break;
            at = best;
        }
        return at;
    }

    /// Every roster within the bounds, the cheapest first.
    std::vector<Roster> all_rosters() const {
        std::vector<Roster> all;
        Roster roster = least_;
        for (bool more = true; more;) {
            all.push_back(roster);
            std::size_t i = 0;
            while (i < roster.size() && roster[i] == most_[i]) roster[i] = least_[i], ++i;
            more = i < roster.size();
            if (more) ++roster[i];
        }
        std::stable_sort(all.begin(), all.end(),
                         [&](const Roster& a, const Roster& b) { return cost(a) < cost(b); });
        return all;
    }

    void try_all() {
        answer_.proof = RosterProof::all_tried;
        const auto cheapest = [&] {
            for (const Roster& roster : all_rosters()) {
                if (stopped()) return true;
                const RosterTrial found = trial(roster);
                if (found.keeps) return best_ = found, true;
            }
            return false;
        };
        if (cheapest()) return look_for_hurting();
        // nobody can: the smallest that does as well as the best there is
        Roster best = now_;
        for (const Roster& roster : all_rosters())
            if (!stopped() && probe(roster) > probe(best)) best = roster;
        beyond_ = trial(best, true).duties;
        best_ = trial(best, true);
        tried_.clear();
        cheapest();
    }

    void search() {
        const RosterTrial all = trial(most_, true);
        const auto everywhere = [](const Roster&) { return true; };
        best_ = answer_.now.keeps ? answer_.now : all;
        if (!best_.keeps) {
            const auto found = [&](const Roster& roster) {
                return probe(roster).first == 0 && trial(roster).keeps;
            };
            Roster best = most_;
            for (const Roster& begin : {most_, now_, least_}) {
                const Roster end = climb(begin, everywhere, found);
                if (stopped()) return;
                if (probe(end) > probe(best)) best = end;
                if (trial(end).keeps) {
                    best = end;
                    break;
                }
            }
            best_ = trial(best, true);
            answer_.hurts = best_.keeps;  // as many as are tried everywhere do not
            if (!best_.keeps) beyond_ = best_.duties;
        }
        descend();
        if (stopped()) return;
        if (all.keeps) {
            const Roster low = lower_bounds(most_);
            if (stopped()) return;
            if (by_cost(low, most_)) answer_.proof = RosterProof::monotone;
        } else if (!beyond_.empty()) {
            answer_.proof = RosterProof::monotone;
        }
        look_for_hurting();
        if (answer_.hurts) {
            answer_.proof = RosterProof::not_sure;
            by_cost(least_, most_);  // as far as the tries reach
        }
        if (!stopped() && beyond_.empty() && try_all_cheaper())
            answer_.proof = RosterProof::all_tried;
    }

    /// Whether one officer more than the best has is worse, or a try with more was worse than one
    /// with fewer.
    void look_for_hurting() {
        for (std::size_t i = 0; i < best_.roster.size() && !stopped() && best_.keeps; ++i) {
            if (best_.roster[i] == most_[i]) continue;
            Roster one = best_.roster;
            ++one[i];
            answer_.hurts = answer_.hurts || !trial(one).keeps;
        }
        for (const auto& [small, kept] : tried_) {
            if (answer_.hurts || !kept.keeps) continue;
            for (const auto& [large, other] : tried_)
                if (!other.keeps &&
                    std::equal(small.begin(), small.end(), large.begin(), std::less_equal<int>()))
                    answer_.hurts = true;
        }
    }

    /// The roster of at most that cost that keeps the duties best.
    bool within_budget() {
        const auto allowed = [&](const Roster& roster) {
            return cost(roster) <= *options_.budget + 1e-9;
        };
        if (!allowed(least_)) {
            out_.error("roster-budget", {},
                       {fmt::format("{:g}", *options_.budget), fmt::format("{:g}", cost(least_))});
            return false;
        }
        Roster best = least_;
        if (answer_.possible <= few) {
            for (const Roster& roster : all_rosters())
                if (!stopped() && allowed(roster) && probe(roster) > probe(best)) best = roster;
            answer_.proof = options_.replications <= probe_replications ? RosterProof::all_tried
                                                                        : RosterProof::not_sure;
            if (answer_.proof == RosterProof::not_sure)
                best = best_of_finalists(allowed), answer_.proof = RosterProof::all_tried;
        } else {
            for (const Roster& begin : {least_, now_}) {
                if (!allowed(begin)) continue;
                const Roster end = climb(begin, allowed, [](const Roster&) { return false; });
                if (probe(end) > probe(best)) best = end;
            }
        }
        best_ = trial(best, true);
        return !stopped();
    }

    /// Of those that few replications have nearest the top the one that all of them have there.
    Roster best_of_finalists(const std::function<bool(const Roster&)>& allowed) {
        std::vector<std::pair<Score, Roster>> order;
        for (const auto& [roster, score] : probed_)
            if (allowed(roster)) order.emplace_back(score, roster);
        std::stable_sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
            return std::tuple(a.first, -cost(a.second)) > std::tuple(b.first, -cost(b.second));
        });
        constexpr double near = 0.1;  // five standard errors of a chance of so few replications
        std::optional<RosterTrial> best;
        for (const auto& [score, roster] : order) {
            if (stopped() || score.first < order.front().first.first - near ||
                score.second < order.front().first.second - near)
                continue;
            RosterTrial found = trial(roster, true);
            const auto better = [&](const RosterTrial& a, const RosterTrial& b) {
                return std::tuple(share(a.duties[a.worst]), -a.cost) >
                       std::tuple(share(b.duties[b.worst]), -b.cost);
            };
            if (!best || better(found, *best)) best = std::move(found);
        }
        return best ? best->roster : least_;
    }

    /// Of each seat the least that keeps the duties while all others have as many as are tried.
    Roster lower_bounds(const Roster& most) {
        Roster low = most;
        for (std::size_t i = 0; i < most.size() && !stopped(); ++i) {
            Roster one = most;
            for (one[i] = answer_.seats[i].least; one[i] < most[i] && !stopped(); ++one[i])
                if (trial(one).keeps) break;
            low[i] = one[i];
        }
        return low;
    }

    /// From the best one down, an officer at a time where the duties are still kept: first those whom the scenario does not have, then the dearest.
    void descend() {
        std::vector<std::size_t> order(best_.roster.size());
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            const RosterSeat &x = answer_.seats[a], &y = answer_.seats[b];
            return std::tuple(x.now, -x.cost) < std::tuple(y.now, -y.cost);
        });
        for (bool less = true; less && !stopped();) {
            less = false;
            for (const std::size_t i : order)
                while (best_.roster[i] > answer_.seats[i].least && !stopped()) {
                    Roster one = best_.roster;
                    --one[i];
                    const RosterTrial found = trial(one);
                    if (!found.keeps) break;
                    best_ = found;
                    less = true;
                }
        }
    }

    double cost(const Roster& roster) const {
        double sum = 0;
        for (std::size_t i = 0; i < roster.size(); ++i) sum += roster[i] * answer_.seats[i].cost;
        return sum;
    }

    /// From a roster up in the order of cost. True if none cheaper than the best lies above it.
    bool by_cost(const Roster& low, const Roster& most) {
        using Candidate = std::pair<double, Roster>;
        std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> open;
        std::set<Roster> seen{low};
        open.emplace(cost(low), low);
        while (!open.empty() && trials_ < options_.trials_max && !stopped()) {
            const Roster roster = open.top().second;
            open.pop();
            if (cost(roster) >= cost(best_.roster)) return true;
            const RosterTrial found = trial(roster);
            if (found.keeps) {
                best_ = found;
                descend();  // more officers can hurt; then there is less to do
                return true;
            }
            for (std::size_t i = 0; i < roster.size(); ++i) {
                if (roster[i] == most[i]) continue;
                Roster next = roster;
                ++next[i];
                if (seen.insert(next).second) open.emplace(cost(next), next);
            }
        }
        return open.empty();
    }

    /// Where few are cheaper than the best all of them are tried: more officers could hurt.
    bool try_all_cheaper() {
        std::vector<Roster> cheaper;
        std::uint64_t visited = 0;
        Roster roster(answer_.seats.size(), 0);
        const auto collect = [&](const auto& self, std::size_t i, double so_far) -> bool {
            if (so_far >= cost(best_.roster)) return true;
            if (i == roster.size()) {
                cheaper.push_back(roster);
                return cheaper.size() <= few;
            }
            if (++visited > 50 * few) return false;
            for (roster[i] = answer_.seats[i].least; roster[i] <= answer_.seats[i].most; ++roster[i])
                if (!self(self, i + 1, so_far + roster[i] * answer_.seats[i].cost)) return false;
            roster[i] = answer_.seats[i].least;
            return true;
        };
        if (!collect(collect, 0, 0)) return false;
        std::stable_sort(cheaper.begin(), cheaper.end(), [&](const Roster& a, const Roster& b) { return cost(a) < cost(b); });
        for (const Roster& one : cheaper) {
            if (stopped()) return false;
            if (cost(one) >= cost(best_.roster)) break;
            if (const RosterTrial found = trial(one); found.keeps) best_ = found;
        }
        return true;
    }

    const Inputs& inputs_;
    Inputs changed_;                      // with the roster that is tried
    const RosterOptions& options_;
    Diagnostics& out_;
    const std::function<void(std::uint64_t)>& progress_;
    RosterAnswer answer_;
    RosterTrial best_;
    std::vector<std::size_t> measures_;   // [duty]
    std::vector<RosterDuty> duties_, beyond_;
    std::vector<std::uint64_t> settled_;  // [duty] in so many replications, with as many officers as are tried
    Roster now_, most_, least_;
    std::uint64_t first_ = 0;  // the first replication of a try
    std::map<Roster, RosterTrial> tried_;
    std::map<Roster, Score> probed_;
    std::uint64_t trials_ = 0;
    bool failed_ = false;
};

}  // namespace

std::string seat_name(const Inputs& inputs, const RosterSeat& seat) { return inputs.network.agencies[seat.agency].id + "/" + inputs.network.pools[seat.pool].id + "/" + inputs.network.shifts[seat.shift].id; }

std::optional<RosterAnswer> smallest_roster(const Inputs& inputs, const RosterOptions& options, Diagnostics& out, const std::function<void(std::uint64_t)>& progress) {
    SANDTABLE_ASSERT(options.probability > 0 && options.probability < 1 && options.replications >= 1, "the options of a roster");
    return Search(inputs, options, out, progress).answer();
}

}  // namespace sandtable
