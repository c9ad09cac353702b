// What people and programs read of a study: terminal, JSON, CSV. Every output is marked 演练 EXERCISE.
#pragma once

#include <string>

#include "sandtable/calibration.hpp"
#include "sandtable/counterfactual.hpp"
#include "sandtable/report.hpp"
#include "sandtable/indices.hpp"
#include "sandtable/roster.hpp"
#include "sandtable/selection.hpp"
#include "sandtable/study_file.hpp"

namespace sandtable {

/// What is shown: a study, and the scenario it is of where its names can be had. Holds references.
struct StudyReading {
    const StudyIdentity& identity;
    const StudyResult& result;
    const Inputs* inputs =
        nullptr;  ///< of the scenario as it is, or null: ids stand in the place of names
    std::vector<Regained> regained =
        {};  ///< what the gravest parts of breaches cost, where it was tried
};

struct StudyStyle {
    Lang lang = Lang::en;
    int width = 0;
    bool all = false;  ///< every duty of every agency, every pool
};

/// Chances of duties, the least kept first; what waits; how late a grade is known; and for each further variant what changes in pairs.
std::string study_page(const StudyReading& reading, const StudyStyle& style);
/// One line for a terminal while it goes on: how many are done, and the least kept duty with its interval.
std::string study_progress_line(std::uint64_t done, const std::vector<VariantResult>& so_far, Lang lang);
/// The contract of `study --json` (docs/contracts.md); one object, LF at the end.
std::string study_json(const StudyReading& reading);
/// A row per variant and measure, for spreadsheets (UTF-8 with BOM, RFC 4180).
std::string study_csv(const StudyReading& reading);
/// One self-contained page for a browser and for paper: what is kept how often, what the late ones waited for, pictures with their figures, inputs and assumptions.
std::string study_html(const StudyReading& reading, Lang lang);
/// The pictures of that page, each a file of its own: a name without ending, and SVG.
std::vector<std::pair<std::string, std::string>> study_svgs(const StudyReading& reading, Lang lang);
/// The bytes of the same as a workbook, times in minutes. Equal studies give equal bytes. Throws
/// std::system_error where there is no room for it.
std::string study_xlsx(const StudyReading& reading, Lang lang);

/// The best variant by the chance of the study's `choosing`, with what it promises, and the
/// differences of all pairs; or why none can be chosen.
std::string selection_page(const StudyReading& reading, const StudyStyle& style);
/// Sensitivity indices, the largest total first; and the contract of `study indices --json` (docs/contracts.md).
std::string indices_page(const Inputs& inputs, const IndicesOptions& options, const std::vector<IndexRow>& rows, const StudyStyle& style);
std::string indices_json(const Inputs& inputs, const IndicesOptions& options, const std::vector<IndexRow>& rows);

/// What was observed, and the study with the observed lengths as its second variant. Holds
/// references.
struct CalibrationReading {
    const std::vector<Calibrated>& all;
    const std::vector<SampledChance>& sampled;
    const StudyReading& study;
};
/// What was observed beside what was assumed; below it the duties with both, and what so few values
/// allow to say of them.
std::string calibration_page(const CalibrationReading& reading, const StudyStyle& style);
/// The contract of `study calibrate --json` (docs/contracts.md).
std::string calibration_json(const CalibrationReading& reading);

/// A roster that was looked for. Holds references.
struct RosterReading {
    const Inputs& inputs;
    const RosterOptions& options;
    const RosterAnswer& answer;
};
/// What each seat has and needs, what one officer less would cost, the duties, and the lines for the scenario.
std::string roster_page(const RosterReading& reading, Lang lang, int width);
/// The contract of `study roster --json` (docs/contracts.md).
std::string roster_json(const RosterReading& reading);

}  // namespace sandtable
