// A case that an analysis found, as a scenario file that runs.
#pragma once

#include <string>
#include <vector>

#include "sandtable/network.hpp"
#include "sandtable/scenario.hpp"
#include "sandtable/table_analysis.hpp"

namespace sandtable {

struct WitnessCase {
    std::string id;                  ///< of the scenario
    Text title;
    std::vector<const Plan*> plans;  ///< that it concerns; they share the vocabulary
    Witness first;                   ///< everything else is harmless
    FactId moving;                   ///< a fact that then changes, or none
    std::vector<std::int64_t> then;  ///< its later values, half an hour apart
    std::vector<std::vector<std::string>> grades;  ///< of each plan: the certain grade in the first case and after each change, "none" where there is none
    PlaceId place;
    CivilTime start;
};

/// The text of scenarios/drills/ID.yaml: the truth and its changes, and reports of all of it to whoever grades under each plan, so that what a run
/// grades is the case. The reports come from an emergency call centre if the network has one, else from its first agency.
std::string witness_scenario(const WitnessCase& found, const Vocabulary& vocabulary, const Network& network);

/// 09:00 on the first working day of the calendar on which all the plans are in force; nothing if there is none.
std::optional<CivilTime> drill_start(const Calendar& calendar, const std::vector<const Plan*>& plans);

}  // namespace sandtable
