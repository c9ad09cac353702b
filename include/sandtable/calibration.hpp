// Lengths of time from what was recorded: journals of past drills, and tables of values; and what
// so many values allow to say.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sandtable/drill_file.hpp"
#include "sandtable/scenario.hpp"
#include "sandtable/study.hpp"

namespace sandtable {

/// Lengths in ms, in the order they were found: those that came to their end, and of those that did
/// not how long they had been going on when the drill ended, or when they were broken off.
struct Observed {
    std::vector<std::int64_t> whole, unfinished;
};
/// Of a task ("wage-arrears.first_judgement") from its beginning to its end, or to setting out; of
/// a channel ("channel.telephone") from a sending that got through to its receipt.
using ObservedLengths = std::map<std::string, Observed>;

/// What a journal says of its tasks and channels; `plans`: ids of the plans it ran.
void observe(const Journal& journal, ObservedLengths& into, std::vector<std::string>& plans);
/// A table with the columns `id` and `value` ("wage-arrears.first_judgement,7.5 min"); what is
/// wrong is said with its line, and then nothing is taken.
bool observe_table(SourceText source, ObservedLengths& into, Diagnostics& out);

/// One length of time of a scenario and what was observed of it.
struct Calibrated {
    std::string id;
    Spread assumed;
    std::vector<std::int64_t> values, unfinished;  ///< sorted
    std::vector<std::int64_t> outliers;            ///< those of the values that stand far off
    std::size_t outside = 0;  ///< values shorter or longer than was assumed to be possible
    bool used = false;        ///< false: working days, which no clock measures, or no value
};
/// Those observed that the scenario's plans and network have, by id; the others are told as a note.
/// An id of a plan or network that is not the scenario's does not count.
std::vector<Calibrated> calibrations(const Inputs& inputs, const ObservedLengths& observed,
                                     Diagnostics& out);
/// Of sorted lengths, those whose logarithm is further from the median than 3.5 times what is usual
/// (the modified z-score of B. Iglewicz, D. C. Hoaglin, "How to Detect and Handle Outliers" (1993),
/// of logarithms, since lengths of time spread to the right), and more than twice the median; or
/// less than half of it and shorter than `possible`, since short ones are nothing unusual where a
/// length may be nearly nothing. None of fewer than three.
std::vector<std::int64_t> outliers_of(const std::vector<std::int64_t>& sorted,
                                      std::int64_t possible);

/// The scenario with values in the place of what was assumed.
Inputs calibrated(const Inputs& inputs, const std::vector<Calibrated>& all);
/// observed/ID.yaml with the values and where they are from.
std::string observed_yaml(const std::string& file_id, const Calibrated& one,
                          const std::string& origin);
/// "wage-arrears-first_judgement": the id of that file.
std::string observed_id(const Calibrated& one);

/// What a chance is with the observed lengths, and an interval of 95 % that so few values allow.
struct SampledChance {
    std::string measure;
    Chance chance;
};
struct SamplingOptions {
    std::uint32_t seed = 1;
    unsigned workers = 1;
    const std::atomic<bool>* stop = nullptr;
    std::size_t draws = 400;
};
/// Of each chance of the study `calibrated` (of calibrated(inputs, all)) how far the values and the
/// replications determine it.
///
/// n values cut all lengths into n + 1 stretches, and the next length is as likely in any of them;
/// how likely, is Dirichlet(1, ..., 1). Drawn `draws` times, the scenario is run with each
/// length as long as its stretch allows (beyond the longest: ten times the longest seen or assumed)
/// and with each as short (before the shortest: nothing); what was not finished is longer than it
/// went on. The lower end is of the long ones, the upper end of the short ones: of one length
/// against one limit these are the ends of Clopper and Pearson's interval. The spread between draws
/// is the variance of the means less that of the replications within, the ends are quantiles of the
/// beta distribution with that mean and variance, and never inside the interval of the
/// replications. Right where longer never helps. Nothing if it was stopped; what failed is said.
std::vector<SampledChance> sampled_chances(
    const Inputs& inputs, const std::vector<Calibrated>& all, const VariantResult& calibrated,
    const SamplingOptions& options, Diagnostics& out,
    const std::function<void(std::size_t done, std::size_t of)>& progress = {});

}  // namespace sandtable
