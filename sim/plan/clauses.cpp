// clauses.csv: the canonical clause ids with headings of our own.
#include <algorithm>
#include <utility>

#include "sandtable/plan.hpp"
#include "yaml/node.hpp"

namespace sandtable {

std::optional<Clauses> load_clauses(SourceText source, Diagnostics& out) {
    Clauses clauses;
    const auto faults = out.count();
    bool header = true;
    const bool whole = each_csv_line(source, out, [&](CsvLine& line) {
        std::vector<std::string> cells;
        for (CsvField& field : line.fields) cells.push_back(std::move(field.text));
        const bool named = cells == std::vector<std::string>{"source", "clause", "zh", "en"};
        if (header ? !named : cells.size() != 4) out.error("clauses-row", line.place);
        else if (!header) clauses.rows.push_back({cells[0], cells[1], {cells[2], cells[3]}});
        return !std::exchange(header, false) || named;
    });
    return whole && out.count() == faults ? std::optional(std::move(clauses)) : std::nullopt;
}

bool Clauses::has_source(std::string_view source) const {
    return std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row.source == source; });
}
const Clauses::Row* Clauses::find(std::string_view source, std::string_view clause) const {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.source == source && r.clause == clause; });
    return row == rows.end() ? nullptr : &*row;
}
std::vector<std::string> Clauses::of(std::string_view source) const {
    std::vector<std::string> out;
    for (const Row& row : rows)
        if (row.source == source) out.push_back(row.clause);
    return out;
}

}  // namespace sandtable
