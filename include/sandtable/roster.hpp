// The smallest roster: how many officers of each pool and shift keep the named duties with a given probability.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sandtable/study.hpp"

namespace sandtable {

/// One number of a roster.
struct RosterSeat {
    AgencyId agency;
    PoolId pool;
    ShiftId shift;
    int now = 0;                      ///< officers as the scenario has them
    int least = 0, most = 0;          ///< so many are tried
    double cost = 1;                  ///< of one officer
    friend bool operator==(const RosterSeat&, const RosterSeat&) = default;
};
using Roster = std::vector<int>;      ///< [seat]

struct RosterOptions {
    std::vector<std::string> duties = {};  ///< subjects of chances, or their beginnings up to a "/"; empty: every duty
    double probability = 0.95;
    std::uint64_t replications = 2000;
    std::uint32_t seed = 1;
    unsigned workers = 1;
    int more = 3;                     ///< tried beyond what there is
    bool may_empty = false;           ///< seats that have somebody may lose the last one; otherwise one stays
    std::vector<std::string> only = {};    ///< seats that may change: "agency/pool/shift" or its beginning; empty: all that the scenario uses
    std::map<std::string, double> costs = {};  ///< of "agency/pool/shift", "pool/shift" or "pool"; the most exact counts, 1 without one
    bool jointly = false;  ///< the probability is that of all of them together, not of each
    std::optional<double> budget =
        {};  ///< the most a roster may cost: the one is looked for that keeps the duties best
    std::uint64_t trials_max = 4000;
    const std::atomic<bool>* stop = nullptr;
};

/// What a roster does for one named duty.
struct RosterDuty {
    std::string subject, clause;
    bool alone = false;               ///< of one of several agencies; they are looked at all together too
    bool together = false;  ///< of all the duties that were named, kept in one replication
    /// `no`: not kept, left open, or not brought up any more by that roster.
    std::uint64_t yes = 0, no = 0;
    std::uint64_t open = 0;  ///< of `no`: left open when the run ended
};
struct RosterTrial {
    Roster roster;
    double cost = 0;
    std::vector<RosterDuty> duties;
    bool keeps = false;  ///< of every duty the lower end of Wilson's interval of 95 % is at least
                         ///< the probability; jointly, of all together
    std::size_t worst = 0;  ///< of those that decide, the duty kept least
};

/// How sure an answer is.
enum class RosterProof {
    all_tried,  ///< every roster that would be better was tried
    monotone,   ///< none is better if more officers never hurt, and no try spoke against that
    not_sure,   ///< the best of those that were tried
};

struct RosterAnswer {
    std::vector<RosterSeat> seats;    ///< that the scenario uses, by agency, pool, shift
    RosterTrial now, best;
    RosterTrial again;     ///< `best` on as many further replications, that it was not chosen by
    bool reached = false;  ///< that `best` keeps the duties; else the smallest that does as well as
                           ///< the best one seen
    RosterProof proof = RosterProof::not_sure;
    bool hurts = false;  ///< a try with more officers, and none fewer, kept less
    std::vector<std::optional<RosterTrial>> one_less;  ///< [seat] of `best`; none for 0, and where its pool would have nobody in any shift
    std::vector<std::optional<RosterTrial>> one_less_again;  ///< [seat] on those further ones
    std::uint64_t trials = 0;
    std::uint64_t possible =
        0;  ///< rosters within the bounds of all seats; `possible_max` if there are more
    static constexpr std::uint64_t possible_max = 1'000'000'000'000;
};

/// Looks for the cheapest roster that keeps the duties, on common random numbers, or with a budget
/// for the one within it that keeps them best.
/// - Where there are few rosters all of them are tried, the cheapest first.
/// - Else from one that keeps the duties down, an officer at a time; what each seat needs while all
///   others have as many as are tried bounds it from below, and from there rosters are tried in the
///   order of their cost. That rests on more officers never hurting. Where not even as many as are
///   tried keep the duties, or a try shows that more officers hurt, one that does is looked for by
///   steps from several beginnings, and the answer says that it is not sure.
/// Nothing comes back if a name is wrong, no duty is ever settled, nobody can be changed, the
/// replications are too few to say the probability, or it was stopped; why is said.
std::optional<RosterAnswer> smallest_roster(const Inputs& inputs, const RosterOptions& options, Diagnostics& out, const std::function<void(std::uint64_t trials)>& progress = {});

/// "lishui-arrears-office/duty/night".
std::string seat_name(const Inputs& inputs, const RosterSeat& seat);

}  // namespace sandtable
