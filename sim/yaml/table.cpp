// CSV tables as trees.
#include <algorithm>

#include "yaml/node.hpp"

namespace sandtable {

std::vector<CsvField> csv_fields(std::string_view line) {
    std::vector<CsvField> out(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') out.back().text += line[++i];
        else if (c == '"') quoted = !quoted;
        else if (c == ',' && !quoted) out.push_back({{}, static_cast<int>(i) + 1});
        else out.back().text += c;
    }
    return out;
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
    auto document = std::make_unique<Document>();
    document->path = std::move(source.path);
    document->text = std::move(source.text);
    document->root.kind = Node::Kind::list;
    const auto faults = out.all().size();
    std::string_view rest = document->text;
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    std::vector<Column> columns;
    for (int line = 0; !rest.empty(); ++line) {
        const auto end = std::min(rest.find('\n'), rest.size());
        std::string_view text = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (text.ends_with('\r')) text.remove_suffix(1);
        const SourcePlace place{document->path, line + 1, 1, 1, std::string(text)};
        if (utf8_fault(text) != std::string_view::npos) {
            out.error("file-not-utf8", place, {"?"}, tell("file-not-utf8-hint"));
            return nullptr;
        }
        if (text.empty()) continue;
        auto fields = csv_fields(text);
        if (columns.empty()) {
            for (const CsvField& field : fields) {
                Column column;
                const auto dot = field.text.find('.');
                column.key = field.text.substr(0, dot);
                if (dot != std::string::npos) column.inner = field.text.substr(dot + 1);
                if (column.key.ends_with("[]")) column.list = true, column.key.resize(column.key.size() - 2);
                columns.push_back(std::move(column));
            }
            continue;
        }
        if (fields.size() != columns.size()) {
            out.error("table-row", place, {fields.size(), columns.size()});
            return nullptr;
        }
        Node row;
        row.kind = Node::Kind::map;
        row.line = line;
        row.members.reserve(columns.size());
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const CsvField& field = fields[i];
            const Column& column = columns[i];
            if (field.text.empty()) continue;
            Node value = column.list ? words_of(field, line) : scalar(field.text, line, field.byte);
            if (column.inner.empty()) {
                row.members.push_back({scalar(column.key, line, field.byte), std::move(value)});
                continue;
            }
            auto member = std::find_if(row.members.begin(), row.members.end(), [&](const Member& m) { return m.key.text == column.key; });
            if (member == row.members.end()) {
                Node map;
                map.kind = Node::Kind::map;
                map.line = line;
                map.byte = field.byte;
                member = row.members.insert(row.members.end(), {scalar(column.key, line, field.byte), std::move(map)});
            }
            member->value.members.push_back({scalar(column.inner, line, field.byte), std::move(value)});
        }
        document->root.items.push_back(std::move(row));
    }
    if (columns.empty()) out.error("table-header", {document->path, 0, 0, 1, {}});
    return out.all().size() == faults ? std::move(document) : nullptr;
}

}  // namespace sandtable
