// studies/ID.yaml (formats.md).
#include "sandtable/study_plan.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <map>

#include "sandtable/spread.hpp"
#include "yaml/reader.hpp"

namespace sandtable {

namespace {

std::string_view trimmed(std::string_view s) {
    while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
    while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
    return s;
}

/// The end of a path says enough beside a value; the whole of it where two axes end alike.
std::string short_name(const std::string& path, const std::vector<StudyAxis>& axes) {
    const std::string end = path.substr(path.find_last_of(".:") + 1);
    const bool alone = std::count_if(axes.begin(), axes.end(), [&](const StudyAxis& axis) { return axis.path.ends_with("." + end) || axis.path == end; }) == 1;
    return alone ? end : path;
}

void read_axes(const Node* list, Reading& reading, StudyPlan& plan) {
    for (const Node& item : reading.list(list)) {
        MapReader map(item, reading);
        StudyAxis axis;
        if (const Node* path = map.need("set")) axis.path = reading.scalar(*path, "want-setting").value_or("");
        const Node* values = map.need("to");
        for (const Node& value : reading.list(values)) axis.values.push_back(reading.scalar(value, "want-value").value_or(""));
        if (values != nullptr && values->kind == Node::Kind::list && values->items.empty()) reading.error(*values, "join-empty", {"to"});
        for (const std::string& value : axis.values)
            if (!axis.path.empty()) parse_setting(axis.path + "=" + value, reading.out);
        plan.axes.push_back(std::move(axis));
    }
}

void read_changes(const Node* list, Reading& reading, StudyPlan& plan) {
    std::map<std::string, int> names{{"base", 0}};  // with their lines; the scenario as it is has that one
    for (const Node& item : reading.list(list)) {
        MapReader map(item, reading);
        StudyChange change;
        change.id = map.id("id", IdForm::file).value_or("");
        if (const auto [first, added] = names.try_emplace(change.id, item.line + 1); !added) {
            if (change.id == "base") reading.error(item, "study-base", {});
            else reading.error(item, "id-twice", {change.id, first->second});
        }
        const Node* set = map.need("set");
        if (set != nullptr && set->kind != Node::Kind::map) reading.error(*set, "want-map", {});
        if (set != nullptr)
            for (const Member& member : set->members) {
                const auto value = reading.scalar(member.value, "want-value");
                if (!value) continue;
                if (auto setting = parse_setting(member.key.text + "=" + *value, reading.out)) change.settings.push_back(std::move(*setting));
            }
        plan.changes.push_back(std::move(change));
    }
}

}  // namespace

std::optional<StudyPlan> load_study_plan(SourceText source, Diagnostics& out) {
    const auto before = std::count_if(out.all().begin(), out.all().end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
    const auto document = parse_yaml(std::move(source), out);
    if (document == nullptr) return std::nullopt;
    Reading reading(*document, out);
    StudyPlan plan;
    {
        MapReader top(document->root, reading);
        if (!top.ok() || !check_kind(top, reading, kind_name(FileKind::study), 1)) return top.forgive(), std::nullopt;
        plan.id = top.id("id", IdForm::file).value_or("");
        plan.title = top.need_text("title");
        plan.scenario = top.id("scenario", IdForm::file).value_or("");
        if (const Node* number = top.find("replications"))
            if (const auto n = reading.whole(*number, 1, static_cast<std::int64_t>(replications_max))) plan.replications = static_cast<std::uint64_t>(*n);
        if (const Node* seed = top.find("seed"))
            if (const auto n = reading.whole(*seed, 0, UINT32_MAX)) plan.seed = static_cast<std::uint32_t>(*n);
        if (const Node* precision = top.find("precision")) {
            plan.precision = reading.scalar(*precision, "want-value").value_or("");
            if (!parse_precision(plan.precision)) reading.error(*precision, "study-precision", {plan.precision});
        }
        for (const Node& item : reading.list(top.find("measures"))) plan.measures.push_back(reading.scalar(item, "want-value").value_or(""));
        for (const Node& item : reading.list(top.find("between"))) {
            MapReader map(item, reading);
            const Node *from = map.need("from"), *to = map.need("to");
            if (from != nullptr && to != nullptr) plan.between.emplace_back(reading.scalar(*from, "want-milestone").value_or(""), reading.scalar(*to, "want-milestone").value_or(""));
        }
        read_axes(top.find("vary"), reading, plan);
        read_changes(top.find("variants"), reading, plan);
    }
    const auto after = std::count_if(out.all().begin(), out.all().end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
    if (after > before) return std::nullopt;
    return plan;
}

std::optional<StudyAxis> parse_axis(const std::string& text, Diagnostics& out) {
    const auto equals = text.find('=');
    StudyAxis axis;
    axis.path = text.substr(0, equals);
    for (std::size_t at = equals == std::string::npos ? text.size() : equals + 1; at <= text.size();) {
        const auto end = std::min(text.find(',', at), text.size());
        axis.values.emplace_back(trimmed(std::string_view(text).substr(at, end - at)));
        at = end + 1;
    }
    for (const std::string& value : axis.values)
        if (!parse_setting(axis.path + "=" + value, out)) return std::nullopt;
    return axis;
}

namespace {

std::optional<double> share_of(std::string_view word) {
    const bool percent = word.ends_with('%');
    if (percent) word = trimmed(word.substr(0, word.size() - 1));
    double value = 0;
    const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (failed != std::errc{} || end != word.data() + word.size()) return std::nullopt;
    if (percent) value /= 100;
    return value > 0 && value < 1 ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<Precision> parse_precision(const std::string& text) {
    Precision precision;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(',', at), text.size());
        const std::string_view word = trimmed(std::string_view(text).substr(at, end - at));
        at = end + 1;
        const auto length = parse_duration(word);
        if (const auto share = share_of(word); share && !precision.half_width) precision.half_width = share;
        else if (const auto* some = std::get_if<Duration>(&length); some != nullptr && some->count() > 0 && !precision.half_length) precision.half_length = *some;
        else return std::nullopt;
    }
    return precision;
}

std::optional<std::vector<StudyChange>> study_changes(const StudyPlan& plan, Diagnostics& out) {
    double cells = plan.axes.empty() ? 0 : 1;
    for (const StudyAxis& axis : plan.axes) cells *= static_cast<double>(axis.values.size());
    cells += static_cast<double>(plan.changes.size());
    if (cells > static_cast<double>(variants_max)) {
        char number[64];
        std::snprintf(number, sizeof number, "%.0f", cells);
        out.error("variants-max", {}, {number, std::to_string(variants_max)}, tell("variants-max-hint"));
        return std::nullopt;
    }
    std::vector<StudyChange> all;
    if (!plan.axes.empty()) all.push_back({});
    for (const StudyAxis& axis : plan.axes) {  // the last axis changes fastest
        std::vector<StudyChange> more;
        for (const StudyChange& one : all)
            for (const std::string& value : axis.values) {
                auto setting = parse_setting(axis.path + "=" + value, out);
                if (!setting) return std::nullopt;
                StudyChange cell = one;
                cell.id += (cell.id.empty() ? "" : ", ") + short_name(axis.path, plan.axes) + "=" + value;
                cell.settings.push_back(std::move(*setting));
                more.push_back(std::move(cell));
            }
        all = std::move(more);
    }
    all.insert(all.end(), plan.changes.begin(), plan.changes.end());
    return all;
}

}  // namespace sandtable
