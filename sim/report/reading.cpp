#include <algorithm>
#include <map>

#include "sandtable/comparison.hpp"
#include "sandtable/report.hpp"

namespace sandtable {

bool RunReading::expectations_hold() const {
    return std::all_of(expectations.begin(), expectations.end(), [](const ExpectationResult& e) { return e.holds; });
}

RunReading read_run(const Inputs& inputs, const Journal& journal, std::uint32_t seed) {
    RunReading reading{inputs, journal, seed, journal_digest(journal), assess(inputs, journal), {}, used_assumptions(inputs, journal)};
    reading.not_given = not_given(inputs, journal);
    reading.expectations = check_expectations(inputs, journal, reading.outcomes);
    return reading;
}

Difference difference(const RunReading& a, const RunReading& b) {
    Difference d;
    d.first = first_difference(a.journal, b.journal);
    std::map<std::string, Difference::Changed> rows;
    const auto note = [&](const RunReading& r, bool first) {
        for (const DutyOutcome& o : r.outcomes) {
            auto& row = rows.try_emplace(o.id, Difference::Changed{o.id, "none", "none"}).first->second;
            (first ? row.a : row.b) = status_name(o.status);
        }
    };
    note(a, true);
    note(b, false);
    for (const auto& [id, row] : rows)
        if (row.a != row.b) d.duties.push_back(row);
    return d;
}

}  // namespace sandtable
