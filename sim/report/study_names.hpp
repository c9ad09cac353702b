// What the ids of a study's measures and parts are called, where the scenario they are of can be had.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "sandtable/study_report.hpp"

namespace sandtable {

class StudyNames {
public:
    StudyNames(const StudyReading& reading, Lang lang) : r_(reading), lang_(lang) {}
    /// Of "incident/plan/duty[/agency]": the duty in words with its id, and the agency or "all of them".
    std::array<std::string, 2> duty(const std::string& subject) const;
    /// Whether that duty forbids something; false where the scenario cannot be had.
    bool must_not(const std::string& subject) const;
    std::string agency(const std::string& id) const;
    /// Of "agency/pool".
    std::string pool(const std::string& subject) const;
    /// Of a part of a critical path (attribution.hpp).
    std::string part(const std::string& id) const;

private:
    std::string pool_name(const std::string& id) const;
    std::string task(const std::string& id) const;  // "plan.task"
    const StudyReading& r_;
    Lang lang_;
};

/// What the removal of one part regains, and what stood behind it.
std::string regained_words(const StudyNames& names, const Regained& one, Lang lang);

/// A duty that arose at least once.
struct DutyRow {
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    std::size_t kept, late;  ///< measures; late: or none
    double chance;           ///< its least: none of those left open kept
};
/// Of several agencies all of them together, or, where everything is wanted, each too and those
/// that never arose; the least kept first.
std::vector<DutyRow> duty_rows(const VariantResult& variant, bool all);

/// Of several agencies the one that keeps a joint duty least: its measure, or none.
std::size_t least_of_joint(const VariantResult& variant, std::size_t joint);
/// Duties that arise in the first variant and never in this one: measures of the first.
std::vector<std::size_t> gone_duties(const VariantResult& first, const VariantResult& variant,
                                     bool all);
/// In a line, with their names, and whether this variant's runs are cut off. "" without any.
std::string gone_words(const StudyNames& names, const VariantResult& first,
                       const VariantResult& variant, bool all, Lang lang);
/// How many were left open, over all duties of all agencies.
std::uint64_t left_open(const VariantResult& variant);

/// A duty of a plan over all incidents and agencies, in all replications.
struct DutyTotal {
    std::string subject, clause;  ///< subject: plan/duty
    Tally sum;                    ///< its endings
    std::size_t incidents = 0;
};
/// Sorted by plan and duty.
std::vector<DutyTotal> duty_totals(const VariantResult& variant);
/// Adds what a chance's tally counts.
void add_endings(Tally& to, const Tally& from);

/// One part of some breaches' minutes, largest first.
struct PartRow {
    std::string id;
    PartSum sum;
};
std::vector<PartRow> sorted_parts(const std::map<std::string, PartSum>& parts);

/// Breaches of a duty by all its agencies, or by each: under "incident/plan/duty" or, by each and where only one breached it, "incident/plan/duty/agency"; most breaches first.
struct BreachRow {
    std::string subject;
    DutyBreaches breaches;
};
std::vector<BreachRow> breach_rows(const Attribution& attribution, bool each_agency);
/// "3(2) principal at the scene, Bureau: 12 late, 0 never done; first in replication 4"
std::string breaches_words(const StudyNames& names, const BreachRow& row, Lang lang);
/// All of them put together.
DutyBreaches all_breaches(const Attribution& attribution);

}  // namespace sandtable
