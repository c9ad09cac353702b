// A YAML file as a tree whose every part knows where it stands. yaml-cpp stays behind node.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandtable/diagnostic.hpp"
#include "sandtable/files.hpp"

namespace sandtable {

/// Bounds of one file (house.md, taste 12): what would never end stops with the bound's name.
constexpr std::size_t yaml_bytes_max = 8u << 20;
constexpr std::size_t yaml_nodes_max = 400'000;
constexpr int yaml_depth_max = 32;
constexpr int yaml_faults_max = 100;  ///< keys used twice that are said of one file

struct Member;

struct Node {
    enum class Kind { null, scalar, list, map };
    Kind kind = Kind::null;
    bool quoted = false;  ///< a scalar in quotes, a block scalar, or a cell of a table
    std::uint16_t file = 0;  ///< 0: the document's own text; n: the text of parts[n - 1]
    int line = 0;         ///< from 0
    int byte = 0;         ///< in the line, from 0
    std::string text;     ///< of a scalar
    std::vector<Node> items;
    std::vector<Member> members;  ///< in file order; keys are scalars, each once

    const Node* find(std::string_view key) const;
};

struct Member {
    Node key, value;
};

/// One loaded file. Nodes stay valid as long as it lives.
class Document {
public:
    /// The text with LF line ends and without BOM.
    explicit Document(SourceText source);

    const std::string path;
    const std::string text;
    Node root;
    std::vector<std::unique_ptr<Document>> parts;  ///< files whose rows were put into this one's lists

    /// Takes another file in; its nodes, wherever they are moved to, then know where they stand.
    Document& take(std::unique_ptr<Document> part);
    SourcePlace place(const Node& node) const;
    SourcePlace place() const { return {path, 0, 0, 1, {}}; }
    /// The place of a byte of a line, both from 0, and the next `length` characters.
    SourcePlace place(int line, int byte, int length = 1) const;
    /// A line from 0, without its end; empty behind the last.
    std::string_view line(int number) const;

private:
    std::vector<std::size_t> lines_;  ///< where each begins
};

/// A CSV file (RFC 4180 without line breaks in fields; the first line names the columns) as a list of maps. A column `name.zh` is a key in a map,
/// `over[]` a list of words parted by blanks; an empty cell is a key that is not there. Nothing comes back if there was a fault.
std::unique_ptr<Document> parse_table(SourceText source, Diagnostics& out);

/// A field of a line of CSV, and at which byte it begins.
struct CsvField {
    std::string text;
    int byte = 0;
};
std::vector<CsvField> csv_fields(std::string_view line, char separator = ',');

/// A line of a table that is not blank, nor of separators alone. `number` counts from 1.
struct CsvLine {
    int number = 0;
    std::string_view text;         ///< of a comment without the separators that fill it up
    std::vector<CsvField> fields;  ///< without empty ones at the end
    std::size_t written = 0;       ///< fields with those
    SourcePlace place;
};
/// Goes through the lines of a table, whose cells commas part, or semicolons or tabs where its
/// first line that is no comment (#) has no comma. What is no text, a control character or a quote
/// that stays open is told; false then, or if `line` gave false.
bool each_csv_line(const SourceText& source, Diagnostics& out,
                   const std::function<bool(CsvLine&)>& line);

/// Parses; every fault goes to `out`. Nothing comes back if there was one.
std::unique_ptr<Document> parse_yaml(SourceText source, Diagnostics& out);

}  // namespace sandtable
