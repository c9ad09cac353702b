// CSV tables as trees.
#include <algorithm>
#include <optional>

#include "base/control_characters.hpp"
#include "yaml/node.hpp"

namespace sandtable {

std::vector<CsvField> csv_fields(std::string_view line, char separator) {
    std::vector<CsvField> out(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') out.back().text += line[++i];
        else if (c == '"') quoted = !quoted;
        else if (c == separator && !quoted) out.push_back({{}, static_cast<int>(i) + 1});
        else out.back().text += c;
    }
    return out;
}

namespace {

char separator_of(std::string_view header) {
    for (const char c : {',', ';', '\t'})
        if (csv_fields(header, c).size() > 1) return c;
    return ',';
}

}  // namespace

bool each_csv_line(const SourceText& source, Diagnostics& out,
                   const std::function<bool(CsvLine&)>& line) {
    std::string_view rest = source.text;
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    std::optional<char> separator;
    for (int number = 1; !rest.empty(); ++number) {
        const auto end = std::min(rest.find_first_of("\r\n"), rest.size());
        std::string_view text = rest.substr(0, end);
        rest.remove_prefix(end);
        if (rest.starts_with("\r\n")) rest.remove_prefix(1);
        rest.remove_prefix(std::min<std::size_t>(1, rest.size()));
        if (const auto fault = utf8_fault(text); fault != std::string_view::npos) {
            out.error("file-not-utf8", {source.path, number, 1, 1, {}},
                      {static_cast<std::size_t>(text.data() - source.text.data()) + fault + 1},
                      tell("file-not-utf8-hint"));
            return false;
        }
        if (!separator && !text.empty() && !text.starts_with('#')) separator = separator_of(text);
        const char parts = separator.value_or(',');
        if (const auto control = control_in(text, std::string_view(&parts, 1))) {
            out.error("file-control-character",
                      {source.path,
                       number,
                       static_cast<int>(code_points(text.substr(0, control->at))) + 1,
                       1,
                       {}},
                      {control->code}, tell("file-control-character-hint"));
            return false;
        }
        const bool comment = text.starts_with('#');
        if (comment) text = text.substr(0, text.find_last_not_of(std::string{parts, ' '}) + 1);
        CsvLine one{number,
                    text,
                    csv_fields(text, parts),
                    0,
                    {source.path, number, 1, 1, std::string(text)}};
        if (!comment && std::count(text.begin(), text.end(), '"') % 2 != 0) {
            out.error("table-quote-open", one.place);
            return false;
        }
        one.written = one.fields.size();
        const auto empty = [](const CsvField& field) {
            return field.text.find_first_not_of(' ') == std::string::npos;
        };
        while (!one.fields.empty() && empty(one.fields.back())) one.fields.pop_back();
        if (one.fields.empty()) continue;
        if (!line(one)) return false;
    }
    return true;
}

namespace {

struct Column {
    std::string key, inner;  ///< inner: of a map behind `key`
    bool list = false;
};

Node scalar(std::string text, int line, int byte) {
    Node node;
    node.kind = Node::Kind::scalar;
    node.quoted = true;
    node.line = line;
    node.byte = byte;
    node.text = std::move(text);
    return node;
}

Node words_of(const CsvField& field, int line) {
    Node list;
    list.kind = Node::Kind::list;
    list.line = line;
    list.byte = field.byte;
    for (std::size_t from = 0; from < field.text.size();) {
        const auto end = std::min(field.text.find(' ', from), field.text.size());
        if (end > from) list.items.push_back(scalar(field.text.substr(from, end - from), line, field.byte + static_cast<int>(from)));
        from = end + 1;
    }
    return list;
}

}  // namespace

std::unique_ptr<Document> parse_table(SourceText source, Diagnostics& out) {
    auto document = std::make_unique<Document>(std::move(source));
    document->root.kind = Node::Kind::list;
    const auto faults = out.count();
    std::vector<Column> columns;
    const bool whole = each_csv_line({document->path, document->text}, out, [&](CsvLine& line) {
        if (columns.empty()) {
            for (const CsvField& field : line.fields) {
                Column column;
                const auto dot = field.text.find('.');
                column.key = field.text.substr(0, dot);
                if (dot != std::string::npos) column.inner = field.text.substr(dot + 1);
                if (column.key.ends_with("[]"))
                    column.list = true, column.key.resize(column.key.size() - 2);
                if (std::any_of(columns.begin(), columns.end(), [&](const Column& other) {
                        return other.key == column.key && other.inner == column.inner;
                    })) {
                    out.error("table-column-twice", line.place, {field.text});
                    return false;
                }
                columns.push_back(std::move(column));
            }
            return true;
        }
        if (line.fields.size() > columns.size() || line.written < columns.size()) {
            out.error("table-row", line.place, {line.written, columns.size()});
            return false;
        }
        Node row;
        row.kind = Node::Kind::map;
        row.line = line.number - 1;
        row.members.reserve(columns.size());
        for (std::size_t i = 0; i < line.fields.size(); ++i) {
            const CsvField& field = line.fields[i];
            const Column& column = columns[i];
            if (field.text.empty()) continue;
            Node value =
                column.list ? words_of(field, row.line) : scalar(field.text, row.line, field.byte);
            if (column.inner.empty()) {
                row.members.push_back({scalar(column.key, row.line, field.byte), std::move(value)});
                continue;
            }
            auto member = std::find_if(row.members.begin(), row.members.end(),
                                       [&](const Member& m) { return m.key.text == column.key; });
            if (member == row.members.end()) {
                Node map;
                map.kind = Node::Kind::map;
                map.line = row.line;
                map.byte = field.byte;
                member = row.members.insert(
                    row.members.end(), {scalar(column.key, row.line, field.byte), std::move(map)});
            }
            member->value.members.push_back(
                {scalar(column.inner, row.line, field.byte), std::move(value)});
        }
        document->root.items.push_back(std::move(row));
        return true;
    });
    if (whole && columns.empty()) out.error("table-header", {document->path, 0, 0, 1, {}});
    return whole && out.count() == faults ? std::move(document) : nullptr;
}

}  // namespace sandtable
