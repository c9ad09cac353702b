// Agencies, their officers, how they reach each other, and the roads between them (semantics.md 4).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sandtable/agency_pattern.hpp"
#include "sandtable/calendar.hpp"
#include "sandtable/files.hpp"
#include "sandtable/id.hpp"
#include "sandtable/spread.hpp"
#include "sandtable/text.hpp"

namespace sandtable {

/// An area of responsibility: a division, or a development zone.
struct Area {
    std::string id, code;  ///< code: official division code, may be empty
    Level level = Level::city;
    AreaId in;             ///< the area it is part of, or none
    Text name;
};

struct NetworkPlace {
    std::string id;
    Text name;
    AreaId area;
    bool urban = false;  ///< 市区: what is reported from there carries in_urban_area
    std::optional<double> latitude, longitude;  ///< WGS84
};

struct RoadClass {
    std::string id;
    std::int64_t metres_per_hour = 0;
    std::string assumption;
};

/// Goes both ways.
struct Road {
    std::string id;
    Text name;
    PlaceId from, to;
    std::int64_t metres = 0;
    std::uint32_t road_class = 0;  ///< index in Network::road_classes
    /// metres / speed, rounded up to the millisecond.
    Duration time{0};
};

/// A kind of officers, counted, never named.
struct Pool {
    std::string id;
    Text name;
};

/// Part of the day. The first shift of the list whose hours and days fit an instant is the shift then.
struct Shift {
    enum class Days { all, working, rest };
    std::string id;
    Text name;
    std::int64_t from_ms = 0, to_ms = 0;  ///< of the day; to <= from runs over midnight (the day that counts is the one it began on)
    Days days = Days::all;
};

struct Channel {
    std::string id;
    Text name;
    Spread delay;
    std::uint32_t fails_per_million = 0;
    bool noticed = true;       ///< a failure is heard and the next channel is tried
    Duration again_after{0};   ///< pause before the list of channels is tried again
    bool related_only = false; ///< works only along a relation that lists it
    bool travels = false;      ///< in person: takes the way there
    std::string assumption;
};

/// What many agencies have in common; they share it.
struct AgencyTraits {
    std::vector<std::string> kinds;   ///< sorted
    std::vector<std::string> also;    ///< other names texts use, sorted
    std::vector<std::string> trades;  ///< `for:`, sorted
    friend auto operator<=>(const AgencyTraits&, const AgencyTraits&) = default;
};
struct Staffing {
    std::vector<std::vector<int>> officers;  ///< [pool][shift]; 0 where it has none
    std::string assumption;
    friend auto operator<=>(const Staffing&, const Staffing&) = default;
};

/// Of a country there are 665,000: a row takes 300 bytes at most with its texts (tests/bench/scale).
struct Agency {
    std::string id;
    Text name;
    Level level = Level::city;
    AreaId area;
    PlaceId place;
    std::shared_ptr<const AgencyTraits> traits;  ///< never null once loaded, as is staffing
    std::shared_ptr<const Staffing> staffing;

    const std::vector<std::string>& kinds() const { return traits->kinds; }
    const std::vector<std::string>& also() const { return traits->also; }
    const std::vector<std::string>& trades() const { return traits->trades; }
    /// By shift.
    const std::vector<int>& officers(PoolId pool) const { return staffing->officers[pool.index]; }
    bool is_kind(std::string_view kind) const;
    bool looks_after(std::string_view trade) const;
};

/// Channels of a network, at most `channels_max`.
class ChannelSet {
public:
    static constexpr std::size_t channels_max = 64;
    void add(ChannelId channel) { bits_ |= std::uint64_t{1} << channel.index; }
    bool contains(ChannelId channel) const { return (bits_ >> channel.index & 1) != 0; }
    friend bool operator==(const ChannelSet&, const ChannelSet&) = default;

private:
    std::uint64_t bits_ = 0;
};

struct Relation {
    enum class Kind { reports_to, commands, notifies };
    Kind kind = Kind::reports_to;
    AgencyId from, to;
    ChannelSet over;
};
std::string_view relation_name(Relation::Kind kind);

/// How dangerous: of a prone area low to high, of a risk zone low to very high (geohazard 3(1), 3(2)).
enum class Degree { low, medium, high, very_high };
std::string_view degree_name(Degree degree);

/// A rain gauge (雨量站).
struct Gauge {
    std::string id;
    Text name;
    PlaceId place;
    bool added = false;  ///< one of the mountain gauges the programme adds
};
/// 地质灾害易发区: where the ground is prone to slide. Not the same as a risk zone or a prevention area.
struct ProneArea {
    std::string id;
    Text name;
    AreaId area;
    Degree degree = Degree::low;
};
/// 地质灾害风险区.
struct RiskZone {
    std::string id;
    Text name;
    AreaId area;
    Degree degree = Degree::low;
};
/// 地质灾害风险防范区: what gets risk prompts.
struct PreventionArea {
    std::string id;
    Text name;
    PlaceId place;
    RiskZoneId zone;   ///< whose degree its thresholds go by
    GaugeId gauge;     ///< whose rain counts
};
/// 专业监测点.
struct MonitoringPoint {
    std::string id;
    Text name;
    PreventionAreaId area;
};

struct NetworkAssumption {
    std::string id;
    Text about, why, origin;
};

/// const once loaded. Every table is sorted by id, but shifts, which keep the file's order.
struct Network {
    std::string id, path, calendar;
    Text name;
    Table<AreaId, Area> areas;
    Table<PlaceId, NetworkPlace> places;
    std::vector<RoadClass> road_classes;
    Table<RoadId, Road> roads;
    Table<PoolId, Pool> pools;
    Table<ShiftId, Shift> shifts;
    Table<ChannelId, Channel> channels;
    Table<AgencyId, Agency> agencies;
    Table<GaugeId, Gauge> gauges;
    Table<ProneAreaId, ProneArea> prone_areas;
    Table<RiskZoneId, RiskZone> risk_zones;
    Table<PreventionAreaId, PreventionArea> prevention_areas;
    Table<MonitoringPointId, MonitoringPoint> monitoring_points;
    std::vector<Relation> relations;  ///< sorted by from, to, kind
    std::vector<NetworkAssumption> assumptions;
    std::vector<std::string> assumed;  ///< assumptions the whole file rests on (coordinates, lengths, relations), sorted

    AgencyId agency(std::string_view id) const;  ///< none if there is none
    PlaceId place(std::string_view id) const;
    RoadId road(std::string_view id) const;
    GaugeId gauge(std::string_view id) const;
    PoolId pool(std::string_view id) const;
    ChannelId channel(std::string_view id) const;
    /// Whether `inner` is `outer` or lies in it.
    bool lies_in(AreaId inner, AreaId outer) const;
    /// Whether a relation in either direction lists the channel.
    bool related(AgencyId a, AgencyId b, ChannelId channel) const;
};

/// Reads networks/ID.yaml with the network it is based on and its tables, which `files` finds; nothing if it has errors. All faults go to `out`.
std::optional<Network> load_network(SourceText source, const Files& files, Diagnostics& out);

/// Which shift it is at a civil instant; outside the calendar, if a shift's days need it, that day.
CalendarAnswer<ShiftId> shift_at(const Network& network, const Calendar& calendar, CivilTime t);
/// The next instant after `t` at which the shift may change (a shift's from or to, or midnight), strictly later.
CivilTime next_shift_edge(const Network& network, CivilTime t);

/// Agencies that fit one of the patterns, sorted. Looks at every agency: for one question only.
std::vector<AgencyId> matching_agencies(const Network& network, const std::vector<AgencyPattern>& any, PlaceId scene, const std::vector<std::string>& concerns);

/// The same answers for many questions: agencies by kind and by the area they are of. Holds a reference; the network outlives it.
class AgencyFinder {
public:
    explicit AgencyFinder(const Network& network);
    std::vector<AgencyId> matching(const std::vector<AgencyPattern>& any, PlaceId scene, const std::vector<std::string>& concerns) const;

private:
    const Network& network_;
    std::map<std::string, std::vector<AgencyId>, std::less<>> of_kind_;                              // sorted
    std::map<std::string, std::unordered_map<std::uint32_t, std::vector<AgencyId>>, std::less<>> there_;  // by kind, then area; only looked up
};

/// The road graph (Boost.Graph stays behind network/routes.cpp). Immutable; which roads are closed is the caller's.
class Roads {
public:
    explicit Roads(const Network& network);
    ~Roads();
    Roads(Roads&&) noexcept;
    Roads& operator=(Roads&&) noexcept;

    struct Route {
        Duration time{0};
        std::vector<RoadId> legs;  ///< in order; empty if from == to
    };
    /// The quickest way over roads not marked closed (`closed` is empty or has one flag per road); equal times: fewer legs, then
    /// smaller road ids leg by leg. Nothing if there is no way.
    std::optional<Route> route(PlaceId from, PlaceId to, const std::vector<bool>& closed = {}) const;
    /// Quickest times from one place to all; nothing where there is no way.
    std::vector<std::optional<Duration>> reach(PlaceId from, const std::vector<bool>& closed = {}) const;
    /// Roads whose closure alone cuts some place off from another (bridges), sorted.
    std::vector<RoadId> weak_roads() const;
    /// Places whose loss alone cuts others off (articulation points), sorted.
    std::vector<PlaceId> weak_places() const;

private:
    friend class Router;
    struct Graph;
    std::unique_ptr<Graph> graph_;
    const Network* network_;
};

/// The same routes for many questions under one set of closed roads: the search from a place is made once, goes only as far as it was asked, and goes on
/// from there when it is asked for more. Whoever opens or closes a road says so, and all searches begin anew. Holds a reference; `roads` outlives it.
class Router {
public:
    explicit Router(const Roads& roads);
    ~Router();
    /// `closed` as in Roads::route, the same at every call between two calls of `changed`.
    std::optional<Roads::Route> route(PlaceId from, PlaceId to, const std::vector<bool>& closed = {});
    /// The same into a route that was used before; false if there is none.
    bool route(PlaceId from, PlaceId to, const std::vector<bool>& closed, Roads::Route& route);
    /// Whether there is a way.
    bool reaches(PlaceId from, PlaceId to, const std::vector<bool>& closed = {});
    void changed();

    /// Searches kept at once; with one more all are forgotten.
    static constexpr std::size_t searches_max = 1024;

private:
    friend class Roads;
    struct Search;
    Search& search(PlaceId root, PlaceId until, const std::vector<bool>& closed);
    const Roads& roads_;
    std::unordered_map<std::uint32_t, std::unique_ptr<Search>> searches_;  // by root; only looked up
};

/// Agencies whose silence alone would cut others off from each other along relations (articulation points), sorted.
std::vector<AgencyId> weak_agencies(const Network& network);

}  // namespace sandtable
