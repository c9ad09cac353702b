// A YAML file written again with the keys of every map in another order: maps have no order, lists do, quotes stay.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/said_of.hpp"
#include "support/scratch_folder.hpp"
#include "yaml/node.hpp"

namespace sandtable {

/// A fixed linear congruential generator (Numerical Recipes), so that a failing order can be made again.
class Shuffle {
public:
    explicit Shuffle(std::uint32_t seed) : state_(seed) {}
    std::uint32_t below(std::uint32_t n) {
        state_ = state_ * 1664525u + 1013904223u;
        return static_cast<std::uint32_t>((std::uint64_t{state_} * n) >> 32);
    }

private:
    std::uint32_t state_;
};

inline void write_shuffled(const Node& node, int depth, Shuffle& shuffle, std::string& out);

inline void write_scalar(const Node& node, std::string& out) {
    if (!node.quoted) {
        out += node.text;
        return;
    }
    out += '"';
    for (const char c : node.text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') out += "\\n";
        else out += c;
    }
    out += '"';
}

/// Members in a drawn order; at the top `sandtable` stays first.
inline std::vector<const Member*> shuffled_members(const Node& map, int depth, Shuffle& shuffle) {
    std::vector<const Member*> members;
    for (const Member& member : map.members) members.push_back(&member);
    for (std::size_t i = members.size(); i > 1; --i) std::swap(members[i - 1], members[shuffle.below(static_cast<std::uint32_t>(i))]);
    if (depth == 0) std::stable_partition(members.begin(), members.end(), [](const Member* m) { return m->key.text == "sandtable"; });
    return members;
}

/// Block style to the depth where our files go over to flow style, then flow style.
inline void write_shuffled(const Node& node, int depth, Shuffle& shuffle, std::string& out) {
    const bool block = depth == 0;
    switch (node.kind) {
        case Node::Kind::null: out += "null"; return;
        case Node::Kind::scalar: write_scalar(node, out); return;
        case Node::Kind::list: {
            out += '[';
            for (std::size_t i = 0; i < node.items.size(); ++i) {
                if (i > 0) out += ",\n ";
                write_shuffled(node.items[i], depth + 1, shuffle, out);
            }
            out += ']';
            return;
        }
        case Node::Kind::map: {
            if (!block) out += '{';
            bool first = true;
            for (const Member* member : shuffled_members(node, depth, shuffle)) {
                if (!first && !block) out += ", ";
                first = false;
                write_scalar(member->key, out);
                out += ": ";
                write_shuffled(member->value, depth + 1, shuffle, out);
                if (block) out += '\n';
            }
            if (!block) out += '}';
            return;
        }
    }
}

inline std::string shuffled_yaml(const SourceText& source, Shuffle& shuffle) {
    Diagnostics out;
    const auto document = parse_yaml(source, out);
    if (!document) throw std::runtime_error(said_of(out));
    std::string text;
    write_shuffled(document->root, 0, shuffle, text);
    return text;
}

/// A data folder like scenarios/ whose every YAML file has its keys in another order.
inline void shuffle_data_folder(const std::filesystem::path& from, const std::filesystem::path& to, std::uint32_t seed) {
    Shuffle shuffle(seed);
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(from))
        if (entry.is_regular_file()) files.push_back(std::filesystem::relative(entry.path(), from));
    std::sort(files.begin(), files.end());  // the folder's own order is the machine's
    for (const auto& file : files) {
        std::filesystem::create_directories((to / file).parent_path());
        const std::string bytes = bytes_of(from / file);
        put_bytes(to / file, file.extension() == ".yaml" ? shuffled_yaml({file.string(), bytes}, shuffle) : bytes);
    }
}

}  // namespace sandtable
