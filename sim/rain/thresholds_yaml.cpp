// thresholds/ID.yaml (formats.md).
#include <algorithm>
#include <tuple>

#include "network/measures.hpp"
#include "sandtable/rain.hpp"
#include "yaml/reader.hpp"

namespace sandtable {

namespace {

constexpr std::array colours{RiskColour::blue, RiskColour::yellow, RiskColour::orange, RiskColour::red};

Text colour_words(std::size_t at) { return tell("colour-" + std::string(colour_name(colours[at]))); }

/// What a longer period or a safer zone asks for may not be less.
void check_rows(const std::vector<ThresholdRow>& rows, Diagnostics& out) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const ThresholdRow &a = rows[j], &b = rows[i];
            if (a.degree == b.degree && a.over == b.over) {
                out.error("thresholds-twice", b.origin, {degree_name(b.degree), duration_text(b.over.count()), a.origin.line});
                continue;
            }
            for (std::size_t c = 0; c < colours.size(); ++c) {
                if (a.degree == b.degree && b.from[c] < a.from[c])
                    return static_cast<void>(out.error("thresholds-longer", b.origin, {degree_name(b.degree), duration_text(b.over.count()), colour_words(c), duration_text(a.over.count())}));
                if (a.over == b.over && a.degree < b.degree && b.from[c] > a.from[c])
                    return static_cast<void>(out.error("thresholds-degree", b.origin, {duration_text(b.over.count()), colour_words(c), degree_name(b.degree), degree_name(a.degree)}));
            }
        }
}

}  // namespace

std::string_view colour_name(RiskColour colour) {
    constexpr std::string_view names[]{"none", "blue", "yellow", "orange", "red"};
    return names[static_cast<std::size_t>(colour)];
}

std::optional<Thresholds> load_thresholds(SourceText source, Diagnostics& out) {
    const auto before = out.count();
    const auto document = parse_yaml(std::move(source), out);
    if (document == nullptr) return std::nullopt;
    Reading reading(*document, out);
    Thresholds thresholds;
    thresholds.path = document->path;
    {
        MapReader top(document->root, reading);
        if (!top.ok() || !check_kind(top, reading, kind_name(FileKind::thresholds), 1)) return top.forgive(), std::nullopt;
        thresholds.id = top.id("id", IdForm::file).value_or("");
        thresholds.about = top.need_text("about");
        thresholds.why = top.text("why");
        thresholds.origin = top.text("origin");
        if (thresholds.why.empty() && thresholds.origin.empty()) reading.error(top.node(), "assumption-bare", {thresholds.id});
        const Node* rows = top.need("rows");
        for (const Node& item : reading.list(rows)) {
            MapReader map(item, reading);
            ThresholdRow row;
            row.origin = document->place(item);
            if (const Node* degree = map.need("degree")) row.degree = static_cast<Degree>(reading.choice(*degree, {"low", "medium", "high", "very_high"}).value_or(0));
            if (const Node* over = map.need("over")) row.over = reading.duration(*over).value_or(Duration{0});
            bool whole = true;
            for (std::size_t c = 0; c < colours.size(); ++c) {
                const Node* node = map.need(colour_name(colours[c]));
                const auto word = node != nullptr ? reading.scalar(*node, "want-rain") : std::nullopt;
                const auto amount = word ? reading.parsed(*node, parse_rain(*word)) : std::nullopt;
                row.from[c] = amount.value_or(0);
                if (whole && amount && c > 0 && row.from[c] < row.from[c - 1]) reading.error(*node, "thresholds-colours", {colour_words(c), colour_words(c - 1)});
                whole = whole && amount;
            }
            if (whole) thresholds.rows.push_back(std::move(row));
        }
        if (rows != nullptr && rows->kind == Node::Kind::list && rows->items.empty()) reading.error(*rows, "join-empty", {"rows"});
    }
    std::stable_sort(thresholds.rows.begin(), thresholds.rows.end(), [](const ThresholdRow& a, const ThresholdRow& b) { return std::tie(a.degree, a.over) < std::tie(b.degree, b.over); });
    if (out.count() == before) check_rows(thresholds.rows, out);
    return out.count() == before ? std::optional(std::move(thresholds)) : std::nullopt;
}

}  // namespace sandtable
