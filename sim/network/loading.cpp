#include "network/loading.hpp"

#include <algorithm>
#include <tuple>

namespace sandtable {

bool stands_before(const NamedNode& a, const NamedNode& b) { return std::tuple(a.node->file, a.node->line, a.node->byte) < std::tuple(b.node->file, b.node->line, b.node->byte); }

Rows::Rows(std::vector<NamedNode> rows, std::string_view unknown) : rows_(std::move(rows)), unknown_(unknown) {
    for (std::uint32_t i = 0; i < rows_.size(); ++i) {
        by_line_.push_back(i);
        positions_[rows_[i].id] = i;
    }
    std::sort(by_line_.begin(), by_line_.end(), [&](std::uint32_t a, std::uint32_t b) { return stands_before(rows_[a], rows_[b]); });
}

std::optional<std::uint32_t> Rows::refer(const Node& node, Reading& reading) const {
    constexpr std::size_t few = 8;  // so many names may be told where none is near
    const auto word = reading.scalar(node, "want-id");
    if (!word) return std::nullopt;
    if (const auto found = positions_.find(*word); found != positions_.end()) return found->second;
    std::vector<std::string> names;
    std::string all;
    for (const auto& [name, position] : positions_) {
        names.push_back(name);
        all += (all.empty() ? "" : ", ") + name;
    }
    Text hint = did_you_mean(*word, names);
    if (hint.empty() && !names.empty() && names.size() <= few) hint = tell("known-keys", {all});
    reading.error(node, unknown_, {*word}, hint);
    return std::nullopt;
}

std::string Rows::name_behind(MapReader& map, std::string_view key, Reading& reading) const {
    const Node* node = map.find(key);
    const auto index = node != nullptr ? refer(*node, reading) : std::nullopt;
    return index ? rows_[*index].id : "";
}

std::optional<Level> level_behind(MapReader& map, Reading& reading) {
    const Node* node = map.need("level");
    const auto word = node != nullptr ? reading.choice(*node, {"province", "city", "county", "town", "village"}) : std::nullopt;
    return word ? std::optional(static_cast<Level>(*word)) : std::nullopt;
}

std::vector<std::uint32_t> refer_all(const Node* list, const Rows& rows, Reading& reading) {
    std::vector<std::uint32_t> found;
    for (const Node& item : reading.list(list))
        if (const auto index = rows.refer(item, reading)) found.push_back(*index);
    return found;
}

}  // namespace sandtable
