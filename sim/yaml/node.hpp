// A YAML file as a tree whose every part knows where it stands. yaml-cpp stays behind node.cpp.
#pragma once

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
    bool quoted = false;  ///< a scalar in quotes, or a block scalar
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
struct Document {
    std::string path;
    std::string text;  ///< with LF line ends and without BOM
    Node root;

    SourcePlace place(const Node& node) const;
    SourcePlace place() const { return {path, 0, 0, 1, {}}; }
};

/// Parses; every fault goes to `out`. Nothing comes back if there was one.
std::unique_ptr<Document> parse_yaml(SourceText source, Diagnostics& out);

}  // namespace sandtable
