// clauses.csv: the canonical clause ids with headings of our own.
#include <algorithm>

#include "sandtable/plan.hpp"
#include "yaml/node.hpp"

namespace sandtable {

std::optional<Clauses> load_clauses(SourceText source, Diagnostics& out) {
    Clauses clauses;
    std::string_view rest = source.text;
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    const auto faults = out.all().size();
    for (int line = 1; !rest.empty(); ++line) {
        const auto end = std::min(rest.find('\n'), rest.size());
        std::string_view row = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (row.ends_with('\r')) row.remove_suffix(1);
        if (row.empty()) continue;
        const SourcePlace place{source.path, line, 1, 1, std::string(row)};
        if (utf8_fault(row) != std::string_view::npos) {
            out.error("file-not-utf8", place, {"?"}, tell("file-not-utf8-hint"));
            return std::nullopt;
        }
        std::vector<std::string> cells;
        for (CsvField& field : csv_fields(row)) cells.push_back(std::move(field.text));
        if (line == 1 && cells == std::vector<std::string>{"source", "clause", "zh", "en"}) continue;
        if (line == 1 || cells.size() != 4) {
            out.error("clauses-row", place);
            if (line == 1) return std::nullopt;
            continue;
        }
        clauses.rows.push_back({cells[0], cells[1], {cells[2], cells[3]}});
    }
    return out.all().size() == faults ? std::optional(std::move(clauses)) : std::nullopt;
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
