// What people and programs read of a run: terminal, JSON, CSV. Every output is marked 演练 EXERCISE.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sandtable/entry_words.hpp"
#include "sandtable/journal.hpp"
#include "sandtable/not_given.hpp"
#include "sandtable/outcomes.hpp"
#include "sandtable/run.hpp"
#include "sandtable/scenario.hpp"
#include "sandtable/text.hpp"
#include "sandtable/warnings.hpp"

namespace sandtable {

struct Regained;

/// A run with everything read from its journal. Holds references: inputs and journal outlive it.
struct RunReading {
    const Inputs& inputs;
    const Journal& journal;
    std::uint32_t seed = 0;
    std::string digest;
    std::vector<DutyOutcome> outcomes;
    std::vector<ExpectationResult> expectations;
    std::vector<UsedAssumption> assumptions;
    std::vector<NotGiven> not_given = {};

    bool expectations_hold() const;
};
RunReading read_run(const Inputs& inputs, const Journal& journal, std::uint32_t seed);

struct TerminalStyle {
    Lang lang = Lang::en;
    bool colour = false;
    bool explain = false;  ///< every entry, with its number and cause
    int width = 0;         ///< columns of the terminal; 0 if it is none: nothing is wrapped or cut
    std::string recorded = {};  ///< the drill file the run was recorded in, for commands; or none
    std::string incident = {};  ///< only what belongs to this one, and what belongs to none
};

/// Timeline, duties, expectations and assumptions of a run. Of many incidents a summary comes in the place of timeline and duties, unless one of
/// them or everything is asked for.
std::string run_page(const RunReading& reading, const TerminalStyle& style);
/// Those that were late, each with the command that says why; and how many never arose.
std::string late_page(const RunReading& reading, const std::vector<NeverOpened>& never,
                      const TerminalStyle& style);
std::string late_json(const RunReading& reading, const std::vector<NeverOpened>& never);
/// Why a duty was never opened.
std::string never_arose_page(const RunReading& reading, const NeverOpened& never,
                             const TerminalStyle& style);
std::string never_arose_json(const RunReading& reading, const NeverOpened& never);
/// Why a duty was late, or was not.
/// `regained`: what the removal of single parts of a late one's minutes would have changed.
std::string why_page(const RunReading& reading, const DutyOutcome& outcome,
                     const std::vector<Regained>& regained, const TerminalStyle& style);
/// The contract of `run --json` (docs/contracts.md); one object, LF at the end.
std::string run_json(const RunReading& reading, Lang lang);
std::string why_json(const RunReading& reading, const DutyOutcome& outcome,
                     const std::vector<Regained>& regained);
/// One object per entry, behind a first line that says whose journal it is.
std::string journal_jsonl(const RunReading& reading);
/// A row per duty, for spreadsheets (UTF-8 with BOM, RFC 4180).
std::string duties_csv(const RunReading& reading, Lang lang);

/// Warnings that a run of the plan of `warnings` issued, in the order of the journal: the first of an incident is an Alert, what changes it an
/// Update, what withdraws it a Cancel, each with a reference to the one before. Status Exercise, in both languages.
std::vector<Alert> issued_alerts(const RunReading& reading, const Warnings& warnings);

/// Of which prevention area, and what is known beside the network.
struct RiskRecord {
    const Network& network;
    PreventionAreaId area;
    const Thresholds* thresholds = nullptr;  ///< or null
    std::vector<const Plan*> plans = {};     ///< that look at its risk
    const RunReading* reading = nullptr;     ///< of a run, or null
};
/// The risk-code record (风险码, geohazard 3(6)) in one view.
std::string risk_code_page(const RiskRecord& record, Lang lang);

/// What differs between two runs.
struct Difference {
    EntryNo first = no_entry;              ///< the first entry that differs or that only one has; none if all are the same
    struct Changed {
        std::string duty, a, b;            ///< a, b: status in either, or "none"
    };
    std::vector<Changed> duties;
    bool same() const { return first == no_entry; }
};
Difference difference(const RunReading& a, const RunReading& b);
std::string diff_page(const RunReading& a, const RunReading& b, const Difference& difference, const TerminalStyle& style);
std::string diff_json(const RunReading& a, const RunReading& b, const Difference& difference);

/// Reach and travel times, weak points.
std::string network_page(const Network& network, PlaceId from, Lang lang);
std::string network_dot(const Network& network, Lang lang);
std::string network_graphml(const Network& network, Lang lang);

std::string diagnostics_json(const Diagnostics& diagnostics, Lang lang);

}  // namespace sandtable
