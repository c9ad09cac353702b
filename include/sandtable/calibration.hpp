// Lengths of time from what was recorded: journals of past drills, and tables of values.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sandtable/drill_file.hpp"
#include "sandtable/scenario.hpp"

namespace sandtable {

/// Fewer values than that say little.
constexpr std::size_t few_values = 5;

/// Observed lengths in ms, in the order they were found: of a task ("wage-arrears.first_judgement") from its beginning to its end, or to setting out; of a channel
/// ("channel.telephone") from a sending that got through to its receipt.
using ObservedLengths = std::map<std::string, std::vector<std::int64_t>>;

/// What a journal says of its tasks and channels; `plans`: ids of the plans it ran.
void observe(const Journal& journal, ObservedLengths& into, std::vector<std::string>& plans);
/// A table with the columns `id` and `value` ("wage-arrears.first_judgement,7.5 min"); what is wrong is said with its line, and then nothing is taken.
bool observe_table(SourceText source, ObservedLengths& into, Diagnostics& out);

/// One length of time of a scenario and what was observed of it.
struct Calibrated {
    std::string id;
    Spread assumed;
    std::vector<std::int64_t> values;  ///< sorted
    bool used = false;                 ///< false: it counts working days, which no clock measures
};
/// Those observed that the scenario's plans and network have, by id; the others are told as a note. An id of a plan or network that is not the scenario's does not count.
std::vector<Calibrated> calibrations(const Inputs& inputs, const ObservedLengths& observed, Diagnostics& out);
/// The scenario with values in the place of what was assumed.
Inputs calibrated(const Inputs& inputs, const std::vector<Calibrated>& all);
/// observed/ID.yaml with the values and where they are from.
std::string observed_yaml(const std::string& file_id, const Calibrated& one, const std::string& origin);
/// "wage-arrears-first_judgement": the id of that file.
std::string observed_id(const Calibrated& one);

}  // namespace sandtable
