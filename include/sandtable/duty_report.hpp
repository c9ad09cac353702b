// What `check` proves of duties on a network, in words and as JSON.
#pragma once

#include <string>
#include <vector>

#include "sandtable/diagnostic.hpp"
#include "sandtable/duty_analysis.hpp"

namespace sandtable {

/// Plans on one network, analysed place by place.
struct AnalysedDuties {
    const Table<PlanId, Plan>& plans;
    const Vocabulary& vocabulary;
    const Network& network;
    std::vector<DutyAnalysis> places;
};

/// What cannot be kept or done, once for all places it concerns: an impossible duty, one that nothing discharges and what nobody can do are errors, a duty at
/// risk is a warning. Each with the worst place, its shortest path and where the minutes go. What a plan accepts (codes duty-impossible, duty-never) is a note.
void report_duties(const AnalysedDuties& duties, Diagnostics& out);
/// A row per duty with a period: limit, shortest and longest over all places, verdicts, and why one
/// has no longest time.
std::string duties_page(const AnalysedDuties& duties, Lang lang);
/// An object per duty, agency and place: docs/contracts.md, `duties` of `check --json`.
std::string duties_json(const std::vector<AnalysedDuties>& all);

}  // namespace sandtable
