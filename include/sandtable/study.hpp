// Many runs of one scenario: how often each duty is kept, and how long things take, with intervals (semantics.md 7, 8).
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sandtable/attribution.hpp"
#include "sandtable/distribution.hpp"
#include "sandtable/measure.hpp"

namespace sandtable {

/// Bounds, by name. Sums of as many lengths of four years stay below 2^63 ms.
constexpr std::uint64_t replications_max = 50'000'000;
constexpr unsigned workers_max = 256;
constexpr std::uint64_t study_rows_default = 10'000;  ///< replications of which every value is kept

/// What all replications said of a measure; of a difference between two variants, what they said in
/// pairs. Of a chance yes, no and the counts of what is neither sum to the replications.
struct Tally {
    std::uint64_t yes = 0, no = 0;  ///< of a chance; of a difference: kept only now, kept only before
    std::uint64_t same = 0;         ///< of a difference: pairs that agree
    std::uint64_t open = 0;         ///< of a chance: the run ended before it was settled
    std::uint64_t early = 0;        ///< done before its period began
    std::uint64_t waived = 0;
    std::uint64_t never_arose = 0;  ///< of a chance: it was never opened
    std::uint64_t never_done = 0;   ///< of those that are `no`: not done by the end either
    Distribution lengths;           ///< of a length; of a difference: this variant's minus the first's
    friend bool operator==(const Tally&, const Tally&) = default;

    std::uint64_t settled() const { return yes + no; }
    /// Settled, or what would have been had the run gone on.
    std::uint64_t arose() const { return yes + no + open; }
};

/// What can be said of a chance: where it lies if all that was left open were kept or none of it,
/// the same number where nothing was, and an interval of 95 % that covers both ends. Of nothing
/// that arose [0, 1].
struct Chance {
    double least = 0, most = 1;
    Interval interval;
};
Chance chance_of(const Tally& tally, double z = normal_95);
/// The fewest replications, all of them kept, of which the lower end of Wilson's interval reaches a
/// probability below 1.
std::uint64_t replications_to_say(double probability, double z = normal_95);

/// The difference of two chances measured in pairs, this variant's minus the first's: the estimate and its interval of 95 % (D. G. Bonett, R. M. Price,
/// "Adjusted Wald confidence interval for a difference of binomial proportions based on paired data", J. Educ. Behav. Stat. 37 (2012)).
struct PairedDifference {
    double estimate = 0;
    Interval interval;
};
PairedDifference paired_difference(const Tally& tally, double z = normal_95);
/// The same where a pair may have been cut off: between the two ends that the chances themselves
/// lie between, with an interval that covers both. `pairs` is of the differences.
struct ChanceDifference {
    double least = 0, most = 0;
    Interval interval;
};
ChanceDifference difference_of(const Tally& pairs, const Tally& here, const Tally& first);

/// Stops once what is asked for is known well enough. Intervals are pointwise: each is right with 95 %, not all of them at once.
struct Precision {
    std::optional<double> half_width;         ///< of a chance's interval, absolute
    std::optional<Duration> half_length;      ///< of the interval of a length's median; only of lengths that are named
    std::vector<std::string> measures;        ///< ids, or their beginnings up to a "/"; empty: every chance
    bool wants(const Measure& measure) const;
};
/// Each name has to mean a measure that the precision has a bound for; what does not is said.
bool check_precision(const Precision& precision, const std::vector<Measure>& measures, Diagnostics& out);

struct StudyResult;

/// Looks are after so many replications, and then after twice as many each.
constexpr std::uint64_t first_look = 1000;
/// The looks that there are until `replications` are done, the last one at their end.
unsigned looks_within(std::uint64_t replications);

/// The chance that variants are to be chosen by, how much worse than the best the chosen one may
/// be, with which probability, and how often it is looked whether that is known.
struct Choosing {
    std::string measure;
    double points = 0.01, probability = 0.95;
    unsigned looks = 1;
    friend bool operator==(const Choosing&, const Choosing&) = default;
};

struct StudyOptions {
    std::uint32_t seed = 1;
    std::uint64_t first = 0;                  ///< number of the first replication
    std::uint64_t replications = 1000;        ///< at most, with a precision
    unsigned workers = 1;
    std::uint64_t rows = study_rows_default;  ///< replications, by number, whose values are kept
    bool attribute = true;                    ///< where the minutes of breaches went is added up too
    bool follow = false;  ///< of the later variants: of what the first one breached. They have its
                          ///< agencies and plans
    std::optional<Precision> precision = {};
    std::optional<Choosing> choosing =
        {};  ///< its pairs are counted; with several looks it ends when the best is known
    const StudyResult* earlier =
        nullptr;  ///< what was found before `first`: it stops where an uninterrupted study would
    const std::atomic<bool>* stop = nullptr;  ///< set by somebody else: what was begun is finished, and then it ends
};

/// One of the things compared: a scenario with all it names, and what is asked of it. Inputs are held by reference.
struct StudyVariant {
    std::string id;
    const Inputs* inputs = nullptr;
    std::vector<Between> between;
    std::vector<std::string> all_of =
        {};  ///< the duties that the chance of all is of; none: every one
};

struct VariantResult {
    std::string id;
    std::vector<Measure> measures;
    std::vector<Tally> tallies;                   ///< [measure]
    std::vector<Tally> differences;               ///< [measure] in pairs with the first variant's of the same id; empty for the first
    std::vector<std::vector<std::int64_t>> rows;  ///< of the first replications: a value per measure
    Attribution attribution;
};

/// What was found. Equal for any number of workers.
struct StudyResult {
    std::uint64_t first = 0, done = 0;            ///< replications first .. first + done - 1
    bool stopped = false;                         ///< before all were done, by `stop`
    std::vector<VariantResult> variants;
    std::string pairs_of;  ///< the chance that variants are chosen by, if they are
    std::vector<Tally>
        pairs;  ///< [pair_index] of that chance: kept only by the second, only by the first
    /// Puts what follows behind: its first replication is the one after the last of these.
    void append(const StudyResult& next);
};

/// Pairs of variants a < b in the order (0, 1), (0, 2) ... (1, 2) ...
constexpr std::size_t pair_count(std::size_t variants) { return variants * (variants - 1) / 2; }
constexpr std::size_t pair_index(std::size_t variants, std::size_t a, std::size_t b) {
    return a * (2 * variants - a - 1) / 2 + b - a - 1;
}

/// How a chance of variant `v` differs from the first variant's of the same id; nothing where no
/// pair says anything, and for the first.
std::optional<ChanceDifference> difference_at(const StudyResult& result, std::size_t v,
                                              std::size_t measure);

/// "sha256:..." over the measures and tallies: the same for any number of workers and any sharding.
std::string study_digest(const StudyResult& result);

/// Said now and then while it goes on, from the caller's thread: what is known so far.
using StudyProgress = std::function<void(std::uint64_t done, const std::vector<VariantResult>& so_far)>;

/// Runs every variant on the same numbers (semantics.md 8), the first of them the one that others are compared with. Nothing comes back if a replication
/// met what a file did not foresee (said with its number).
std::optional<StudyResult> study(const std::vector<StudyVariant>& variants, const StudyOptions& options, Diagnostics& out, const StudyProgress& progress = {});

}  // namespace sandtable
