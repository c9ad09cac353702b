// What the parts of the network's loader share. Every id of the file is known before the first reference is read.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandtable/network.hpp"
#include "yaml/reader.hpp"

namespace sandtable {

/// Bounds of one network (house.md, taste 12): officers take pools * shifts * agencies, relations grow with the square of their lists.
constexpr std::size_t pools_max = 32, shifts_max = 24, agencies_max = 1'000'000, relations_max = 5'000'000;
constexpr int officers_most = 1000;  ///< of one pool in one shift

/// Whether `a` comes first in the file.
bool stands_before(const NamedNode& a, const NamedNode& b);

/// The rows of one list. A row's position is its id's index.
class Rows {
public:
    Rows() = default;
    /// `unknown` is the code for a reference that names no row.
    Rows(std::vector<NamedNode> rows, std::string_view unknown);

    std::uint32_t size() const { return static_cast<std::uint32_t>(rows_.size()); }
    const NamedNode& operator[](std::uint32_t index) const { return rows_[index]; }
    /// Positions in the order of the file, so that faults come in the order people read.
    const std::vector<std::uint32_t>& by_line() const { return by_line_; }
    /// The row that `node` names; nothing, with an error, if there is none.
    std::optional<std::uint32_t> refer(const Node& node, Reading& reading) const;
    /// The row named behind `key`; none, with an error, if there is none.
    template <class IdType>
    IdType need(MapReader& map, std::string_view key, Reading& reading) const {
        const Node* node = map.need(key);
        const auto index = node != nullptr ? refer(*node, reading) : std::nullopt;
        return index ? IdType{*index} : IdType::none();
    }
    /// The id behind `key` if it names a row; empty if the key is missing.
    std::string name_behind(MapReader& map, std::string_view key, Reading& reading) const;

private:
    std::vector<NamedNode> rows_;
    std::vector<std::uint32_t> by_line_;
    std::map<std::string, std::uint32_t, std::less<>> positions_;
    std::string_view unknown_;
};

struct Loading {
    Reading& reading;
    Rows areas, places, road_classes, roads, pools, shifts, channels, staffing, agencies, assumptions, gauges, prone_areas, risk_zones, prevention_areas, monitoring_points;
};

/// One row after the other, `read(map, row)`; `id` is filled in.
template <class RowTable, class Read>
void read_rows(const Rows& rows, Reading& reading, RowTable& table, Read read) {
    table = RowTable(rows.size());
    for (const std::uint32_t index : rows.by_line()) {
        MapReader map(*rows[index].node, reading);
        map.find("id");
        auto& row = *(table.begin() + index);
        row.id = rows[index].id;
        read(map, row);
    }
}

/// The words of a list, each a reference; those that name nothing are left out, with an error.
std::vector<std::uint32_t> refer_all(const Node* list, const Rows& rows, Reading& reading);

std::optional<Level> level_behind(MapReader& map, Reading& reading);

/// agencies_yaml.cpp
void read_agencies(Loading& loading, Network& network);
/// hazards_yaml.cpp
void read_hazards(Loading& loading, Network& network);
void read_relations(const Node* list, Loading& loading, Network& network);

/// A minute that no shift covers on a working or rest day. `after`: only if the day before is of that kind.
struct ShiftGap {
    Shift::Days day;
    std::optional<Shift::Days> after;
    int minute;
};
/// The first of working days and the first of rest days (shifts.cpp).
std::vector<ShiftGap> shift_gaps(const Table<ShiftId, Shift>& shifts);

}  // namespace sandtable
