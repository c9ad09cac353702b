#include "sandtable/network.hpp"

#include <algorithm>
#include <tuple>

namespace sandtable {

std::string_view relation_name(Relation::Kind kind) {
    switch (kind) {
        case Relation::Kind::reports_to: return "reports_to";
        case Relation::Kind::commands: return "commands";
        case Relation::Kind::notifies: return "notifies";
    }
    return {};
}

bool Agency::is_kind(std::string_view kind) const { return std::binary_search(kinds.begin(), kinds.end(), kind); }
bool Agency::looks_after(std::string_view trade) const { return std::binary_search(trades.begin(), trades.end(), trade); }

namespace {

/// For tables sorted by id.
template <class IdType, class T>
IdType find_row(const Table<IdType, T>& table, std::string_view id) {
    const auto& rows = table.rows();
    const auto row = std::lower_bound(rows.begin(), rows.end(), id, [](const T& r, std::string_view wanted) { return r.id < wanted; });
    return row != rows.end() && row->id == id ? IdType{static_cast<std::uint32_t>(row - rows.begin())} : IdType::none();
}

bool lists_channel(const Network& network, AgencyId from, AgencyId to, ChannelId channel) {
    auto relation = std::lower_bound(network.relations.begin(), network.relations.end(), std::tuple(from, to),
                                     [](const Relation& r, const auto& wanted) { return std::tuple(r.from, r.to) < wanted; });
    for (; relation != network.relations.end() && relation->from == from && relation->to == to; ++relation)
        if (std::binary_search(relation->over.begin(), relation->over.end(), channel)) return true;
    return false;
}

}  // namespace

AgencyId Network::agency(std::string_view wanted) const { return find_row(agencies, wanted); }
PlaceId Network::place(std::string_view wanted) const { return find_row(places, wanted); }
RoadId Network::road(std::string_view wanted) const { return find_row(roads, wanted); }
GaugeId Network::gauge(std::string_view wanted) const { return find_row(gauges, wanted); }
PoolId Network::pool(std::string_view wanted) const { return find_row(pools, wanted); }
ChannelId Network::channel(std::string_view wanted) const { return find_row(channels, wanted); }

bool Network::lies_in(AreaId inner, AreaId outer) const {
    for (AreaId area = inner; area.is_some(); area = areas[area].in)
        if (area == outer) return true;
    return false;
}

bool Network::related(AgencyId a, AgencyId b, ChannelId channel) const { return lists_channel(*this, a, b, channel) || lists_channel(*this, b, a, channel); }

std::vector<AgencyId> matching_agencies(const Network& network, const std::vector<AgencyPattern>& any, PlaceId scene,
                                        const std::vector<std::string>& concerns) {
    const AreaId here = scene.is_some() ? network.places[scene].area : AreaId::none();
    const auto fits = [&](const Agency& agency, const AgencyPattern& pattern) {
        return (pattern.kind.empty() || agency.is_kind(pattern.kind)) && (!pattern.level || agency.level == *pattern.level) &&
               (!pattern.area_here || network.lies_in(here, agency.area)) &&
               (pattern.area.empty() || (agency.area.is_some() && network.areas[agency.area].id == pattern.area)) &&
               (!pattern.for_concerns || std::any_of(concerns.begin(), concerns.end(), [&](const auto& trade) { return agency.looks_after(trade); })) &&
               (pattern.trade.empty() || agency.looks_after(pattern.trade));
    };
    std::vector<AgencyId> found;
    for (const AgencyId id : ids_of(network.agencies))
        if (std::any_of(any.begin(), any.end(), [&](const auto& pattern) { return fits(network.agencies[id], pattern); })) found.push_back(id);
    return found;
}

}  // namespace sandtable
