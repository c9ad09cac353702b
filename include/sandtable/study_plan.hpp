// What is to be studied: a scenario and the variants of it (formats.md, "Studies").
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sandtable/setting.hpp"
#include "sandtable/study.hpp"

namespace sandtable {

/// More cells than that are refused with their number, before anything runs.
constexpr std::uint64_t variants_max = 1000;

/// One value after another in one place.
struct StudyAxis {
    std::string path;                 ///< as in Setting, without "=VALUE"
    std::vector<std::string> values;
};

/// Several values changed together, with a name.
struct StudyChange {
    std::string id;
    std::vector<Setting> settings;
};

struct StudyPlan {
    std::string id, scenario;         ///< id: empty if it came from the command line alone
    Text title;
    std::optional<std::uint64_t> replications;
    std::optional<std::uint32_t> seed;
    std::string precision;            ///< as typed, or ""
    std::vector<std::string> measures;  ///< that the precision is for; none: every chance
    std::vector<std::pair<std::string, std::string>> between;  ///< milestones as typed
    std::vector<StudyAxis> axes;      ///< every combination is a variant
    std::vector<StudyChange> changes;
};

/// Reads studies/ID.yaml.
std::optional<StudyPlan> load_study_plan(SourceText source, Diagnostics& out);

/// "PATH=V1,V2": an axis.
std::optional<StudyAxis> parse_axis(const std::string& text, Diagnostics& out);
/// "1%", "0.5 %", "0.01": a share above 0 and below 1; "30 s": a length of time; "1%, 30 s": both. The measures it is for are left empty.
std::optional<Precision> parse_precision(const std::string& text);

/// The cells of the axes, then the named ones; nothing, and their number said, if they are more than variants_max. The scenario as it is comes before them and is none
/// of them. Names are unique.
std::optional<std::vector<StudyChange>> study_changes(const StudyPlan& plan, Diagnostics& out);

}  // namespace sandtable
