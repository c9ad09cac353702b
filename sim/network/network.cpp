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

bool Agency::is_kind(std::string_view kind) const { return std::binary_search(kinds().begin(), kinds().end(), kind); }
bool Agency::looks_after(std::string_view trade) const { return std::binary_search(trades().begin(), trades().end(), trade); }

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
        if (relation->over.contains(channel)) return true;
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

namespace {

bool fits(const Network& network, const Agency& agency, const AgencyPattern& pattern, AreaId here, const std::vector<std::string>& concerns) {
    return (pattern.kind.empty() || agency.is_kind(pattern.kind)) && (!pattern.level || agency.level == *pattern.level) &&
           (!pattern.area_here || network.lies_in(here, agency.area)) &&
           (pattern.area.empty() || (agency.area.is_some() && network.areas[agency.area].id == pattern.area)) &&
           (!pattern.for_concerns || std::any_of(concerns.begin(), concerns.end(), [&](const auto& trade) { return agency.looks_after(trade); })) &&
           (pattern.trade.empty() || agency.looks_after(pattern.trade));
}

AreaId area_of(const Network& network, PlaceId scene) { return scene.is_some() ? network.places[scene].area : AreaId::none(); }

}  // namespace

std::vector<AgencyId> matching_agencies(const Network& network, const std::vector<AgencyPattern>& any, PlaceId scene, const std::vector<std::string>& concerns) {
    const AreaId here = area_of(network, scene);
    std::vector<AgencyId> found;
    for (const AgencyId id : ids_of(network.agencies))
        if (std::any_of(any.begin(), any.end(), [&](const auto& pattern) { return fits(network, network.agencies[id], pattern, here, concerns); })) found.push_back(id);
    return found;
}

AgencyFinder::AgencyFinder(const Network& network) : network_(network) {
    for (const AgencyId id : ids_of(network.agencies))
        for (const std::string& kind : network.agencies[id].kinds()) {
            of_kind_[kind].push_back(id);
            if (network.agencies[id].area.is_some()) there_[kind][network.agencies[id].area.index].push_back(id);
        }
}

std::vector<AgencyId> AgencyFinder::matching(const std::vector<AgencyPattern>& any, PlaceId scene, const std::vector<std::string>& concerns) const {
    const AreaId here = area_of(network_, scene);
    std::vector<AgencyId> found;
    const auto add = [&](const AgencyPattern& pattern, const std::vector<AgencyId>& some) {
        for (const AgencyId id : some)
            if (fits(network_, network_.agencies[id], pattern, here, concerns)) found.push_back(id);
    };
    for (const AgencyPattern& pattern : any) {
        if (pattern.kind.empty()) {
            const auto all = matching_agencies(network_, {pattern}, scene, concerns);
            found.insert(found.end(), all.begin(), all.end());
        } else if (!pattern.area_here) {
            if (const auto some = of_kind_.find(pattern.kind); some != of_kind_.end()) add(pattern, some->second);
        } else if (const auto areas = there_.find(pattern.kind); areas != there_.end()) {
            for (AreaId area = here; area.is_some(); area = network_.areas[area].in)
                if (const auto some = areas->second.find(area.index); some != areas->second.end()) add(pattern, some->second);
        }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace sandtable
