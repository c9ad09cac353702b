// Typed indices: an AgencyId cannot be used where a RoleId is meant.
#pragma once

#include <compare>
#include <cstdint>
#include <initializer_list>
#include <vector>

namespace sandtable {

/// The position of a thing in its table. Things are sorted by their text id when loaded, so an index is as stable as the file.
template <class Tag>
struct Id {
    std::uint32_t index = none_index;

    static constexpr std::uint32_t none_index = 0xffff'ffff;
    static constexpr Id none() { return {}; }
    constexpr bool is_some() const { return index != none_index; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

using FactId = Id<struct FactTag>;
using RoleId = Id<struct RoleTag>;
using MessageId = Id<struct MessageTag>;
using TaskId = Id<struct TaskTag>;
using DutyId = Id<struct DutyTag>;
using DecisionId = Id<struct DecisionTag>;
using BodyId = Id<struct BodyTag>;
using PlanPoolId = Id<struct PlanPoolTag>;
using AgencyId = Id<struct AgencyTag>;
using PlaceId = Id<struct PlaceTag>;
using AreaId = Id<struct AreaTag>;
using RoadId = Id<struct RoadTag>;
using PoolId = Id<struct PoolTag>;
using ShiftId = Id<struct ShiftTag>;
using ChannelId = Id<struct ChannelTag>;
using GaugeId = Id<struct GaugeTag>;
using ProneAreaId = Id<struct ProneAreaTag>;
using RiskZoneId = Id<struct RiskZoneTag>;
using PreventionAreaId = Id<struct PreventionAreaTag>;
using MonitoringPointId = Id<struct MonitoringPointTag>;
using IncidentId = Id<struct IncidentTag>;
using PlanId = Id<struct PlanTag>;

/// A vector that is read by one kind of Id only.
template <class IdType, class T>
class Table {
public:
    Table() = default;
    explicit Table(std::size_t n, const T& value = T{}) : rows_(n, value) {}

    T& operator[](IdType id) { return rows_[id.index]; }
    const T& operator[](IdType id) const { return rows_[id.index]; }
    IdType push_back(T row) {
        rows_.push_back(std::move(row));
        return IdType{static_cast<std::uint32_t>(rows_.size() - 1)};
    }
    std::uint32_t size() const { return static_cast<std::uint32_t>(rows_.size()); }
    bool empty() const { return rows_.empty(); }
    auto begin() { return rows_.begin(); }
    auto end() { return rows_.end(); }
    auto begin() const { return rows_.begin(); }
    auto end() const { return rows_.end(); }
    std::vector<T>& rows() { return rows_; }
    const std::vector<T>& rows() const { return rows_; }

private:
    std::vector<T> rows_;
};

/// Every id of a table of `size` rows, in order.
template <class IdType>
class Ids {
public:
    explicit Ids(std::uint32_t size) : size_(size) {}
    struct Iterator {
        std::uint32_t i;
        IdType operator*() const { return IdType{i}; }
        Iterator& operator++() { ++i; return *this; }
        bool operator!=(Iterator other) const { return i != other.i; }
    };
    Iterator begin() const { return {0}; }
    Iterator end() const { return {size_}; }

private:
    std::uint32_t size_;
};
template <class IdType, class T>
Ids<IdType> ids_of(const Table<IdType, T>& table) { return Ids<IdType>(table.size()); }

}  // namespace sandtable
