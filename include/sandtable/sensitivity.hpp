// What matters: each assumption at its least and at its most, on common random numbers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sandtable/study.hpp"
#include "sandtable/study_plan.hpp"

namespace sandtable {

/// How the names of the two variants of an assumption end.
constexpr std::string_view tornado_low = " ↓", tornado_high = " ↑";

/// Two variants for each length of time the scenario can come to use: tasks of its plans that are bound to somebody, and channels of its network. Of an exponential
/// time the least is 5 %, the most 95 % of its values. What is one fixed length has no range and is put into `fixed` by its path.
std::vector<StudyChange> tornado_changes(const Inputs& inputs, const Cast& cast, std::vector<std::string>& fixed);

inline bool is_tornado(std::string_view variant) { return variant.ends_with(tornado_low) || variant.ends_with(tornado_high); }

struct TornadoRow {
    std::string what;            ///< a path
    PairedDifference low, high;  ///< of the chance, against the scenario as it is
};
/// Of one duty, the largest change first; what changes nothing in any pair is left out.
struct TornadoTable {
    std::size_t kept = 0;        ///< measure
    std::vector<TornadoRow> rows;
};
/// Those of duties that some assumption changes: of several agencies all together; the most changed first.
std::vector<TornadoTable> tornado_tables(const StudyResult& result);

}  // namespace sandtable
