#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

#include "network/measures.hpp"
#include "sandtable/network.hpp"
#include "support/catch.hpp"

using namespace sandtable;

namespace {

Network loaded(const SourceText& source) {
    Diagnostics out;
    auto network = load_network(source, HeldFiles{}, out);
    for (const Diagnostic& d : out.all()) UNSCOPED_INFO(render(d, Lang::en));
    CHECK(out.all().empty());
    REQUIRE(network);
    return std::move(*network);
}

SourceText lishui_text() {
    Diagnostics out;
    const auto source = read_file(std::filesystem::path(SANDTABLE_TREE) / "scenarios/networks/lishui.yaml", out);
    REQUIRE(source);
    return *source;
}

const Network& lishui() {
    static const Network network = loaded(lishui_text());
    return network;
}

std::string text(const Text& t) { return t.zh + "/" + t.en; }

/// Everything a network holds, line by line.
std::string shown(const Network& n) {
    std::ostringstream s;
    const auto id = [](const auto& table, auto at) { return at.is_some() ? table[at].id : "-"; };
    s << n.id << ' ' << n.path << ' ' << n.calendar << ' ' << text(n.name) << '\n';
    for (const Area& a : n.areas) s << "area " << a.id << ' ' << a.code << ' ' << level_name(a.level) << ' ' << id(n.areas, a.in) << ' ' << text(a.name) << '\n';
    for (const NetworkPlace& p : n.places)
        s << "place " << p.id << ' ' << text(p.name) << ' ' << id(n.areas, p.area) << ' ' << p.urban << ' ' << p.latitude.value_or(999) << ' ' << p.longitude.value_or(999) << '\n';
    for (const RoadClass& c : n.road_classes) s << "class " << c.id << ' ' << c.metres_per_hour << ' ' << c.assumption << '\n';
    for (const Road& r : n.roads)
        s << "road " << r.id << ' ' << text(r.name) << ' ' << id(n.places, r.from) << ' ' << id(n.places, r.to) << ' ' << r.metres << ' ' << n.road_classes[r.road_class].id << ' '
          << r.time.count() << '\n';
    for (const Pool& p : n.pools) s << "pool " << p.id << ' ' << text(p.name) << '\n';
    for (const Shift& h : n.shifts) s << "shift " << h.id << ' ' << text(h.name) << ' ' << h.from_ms << ' ' << h.to_ms << ' ' << static_cast<int>(h.days) << '\n';
    for (const Channel& c : n.channels)
        s << "channel " << c.id << ' ' << text(c.name) << ' ' << static_cast<int>(c.delay.kind) << ' ' << c.delay.low << ' ' << c.delay.mode << ' ' << c.delay.high << ' ' << c.fails_per_million
          << ' ' << c.noticed << ' ' << c.again_after.count() << ' ' << c.related_only << ' ' << c.travels << ' ' << c.assumption << '\n';
    for (const Agency& a : n.agencies) {
        s << "agency " << a.id << ' ' << text(a.name) << ' ' << level_name(a.level) << ' ' << id(n.areas, a.area) << ' ' << id(n.places, a.place) << ' ' << a.staffing->assumption;
        for (const auto* words : {&a.also(), &a.kinds(), &a.trades()}) {
            s << " |";
            for (const auto& word : *words) s << ' ' << word;
        }
        for (const PoolId p : ids_of(n.pools)) {
            s << " | " << n.pools[p].id;
            for (const int count : a.officers(p)) s << ' ' << count;
        }
        s << '\n';
    }
    for (const Relation& r : n.relations) {
        s << "relation " << id(n.agencies, r.from) << ' ' << relation_name(r.kind) << ' ' << id(n.agencies, r.to);
        for (const ChannelId c : ids_of(n.channels))
            if (r.over.contains(c)) s << ' ' << n.channels[c].id;
        s << '\n';
    }
    for (const NetworkAssumption& a : n.assumptions) s << "assumption " << a.id << ' ' << text(a.about) << ' ' << text(a.why) << ' ' << text(a.origin) << '\n';
    for (const auto& a : n.assumed) s << "assumed " << a << '\n';
    return s.str();
}

const std::string small = R"(sandtable: network/1
id: small
name: {zh: 小城, en: Smalltown}
calendar: cn
assumed: [rough, guess]
areas:
- {id: north, code: "331102", level: county, in: city, name: {zh: 北区, en: North}}
- {id: city, level: city, name: {zh: 市, en: City}}
places:
- {id: hall, area: city, urban: true, wgs84: [28.5, -119.25], name: {zh: 市府, en: hall}}
- {id: gate, area: north, name: {zh: 北门, en: gate}}
road_classes:
- {id: street, speed: 7 km/h, assumption: rough}
- {id: alley, speed: 4.5 km/h}
roads:
- {id: main_road, from: hall, to: gate, length: 2.4 km, class: street, name: {zh: 大路, en: main road}}
- {id: back_road, from: gate, to: hall, length: 850 m, class: alley, name: {zh: 小路, en: back road}}
pools:
- {id: squad, name: {zh: 队伍, en: squads}}
- {id: duty, name: {zh: 值班, en: duty}}
shifts:
- {id: late, name: {zh: 晚班, en: late}, from: "17:30", to: "08:30", days: all}
- {id: day, name: {zh: 白班, en: day}, from: "08:30", to: "17:30", days: working}
- {id: idle, name: {zh: 休息, en: rest}, from: "00:00", to: "24:00", days: rest}
channels:
- {id: phone, name: {zh: 电话, en: phone}, delay: 20 s..2 min usually 40 s, fails: 0.5 %, noticed: no, again_after: 1 min, reaches: related, assumption: guess}
- {id: walk, name: {zh: 当面, en: in person}, travels: true}
staffing:
- {id: bureau, officers: {duty: {day: 2, late: 1}, squad: 3}, assumption: rough}
agencies:
- {id: police, kind: [rescue, police], level: county, area: north, place: gate, staffing: bureau, officers: {squad: {day: 8}}, for: [traffic, order], also: [b, "110", a], name: {zh: 公安, en: police}}
- {id: office, kind: government, level: city, area: city, place: hall, staffing: bureau, name: {zh: 市政府, en: government}}
- {id: school, kind: school, level: village, area: north, place: gate, name: {zh: 学校, en: school}}
relations:
- {kind: notifies, from: [police, office], to: [school], over: [walk, phone, walk]}
- {kind: reports_to, from: [police], to: [office], over: [phone]}
- {kind: commands, from: [office], to: [police], over: [phone]}
- {kind: commands, from: [police], to: [office], over: [walk]}
assumptions:
- {id: rough, about: {zh: 估计, en: estimates}, why: {zh: 无数据, en: no data}}
- {id: guess, about: {zh: 猜, en: guesses}, origin: {zh: 访谈, en: interviews}}
)";

/// The same with every map and every list but that of shifts in another order.
const std::string small_shuffled = R"(sandtable: network/1
assumptions:
- about: {en: guesses, zh: 猜}
  origin: {en: interviews, zh: 访谈}
  id: guess
- {why: {zh: 无数据, en: no data}, id: rough, about: {zh: 估计, en: estimates}}
relations:
- {over: [walk], to: [office], from: [police], kind: commands}
- {over: [phone], to: [police], from: [office], kind: commands}
- {over: [phone], kind: reports_to, from: [police], to: [office]}
- {to: [school], over: [phone, walk], kind: notifies, from: [office, police]}
agencies:
- {name: {zh: 学校, en: school}, place: gate, area: north, level: village, kind: [school], id: school}
- {place: hall, id: office, kind: government, level: city, area: city, name: {zh: 市政府, en: government}, staffing: bureau}
- {for: [order, traffic], also: ["110", a, b], officers: {squad: {day: 8}}, id: police, kind: [police, rescue], level: county, area: north, place: gate, staffing: bureau, name: {zh: 公安, en: police}}
staffing:
- {officers: {squad: 3, duty: {late: 1, day: 2}}, assumption: rough, id: bureau}
channels:
- {travels: true, name: {zh: 当面, en: in person}, id: walk}
- {assumption: guess, reaches: related, again_after: 1 min, noticed: false, fails: 0.5 %, delay: 20 s..2 min usually 40 s, name: {zh: 电话, en: phone}, id: phone}
shifts:
- {days: all, to: "08:30", from: "17:30", name: {zh: 晚班, en: late}, id: late}
- {id: day, name: {zh: 白班, en: day}, days: working, from: "08:30", to: "17:30"}
- {id: idle, days: rest, name: {zh: 休息, en: rest}, from: "00:00", to: "24:00"}
pools:
- {id: duty, name: {zh: 值班, en: duty}}
- {name: {zh: 队伍, en: squads}, id: squad}
roads:
- {name: {zh: 小路, en: back road}, id: back_road, from: gate, to: hall, length: 850 m, class: alley}
- {class: street, id: main_road, from: hall, to: gate, length: 2400 m, name: {zh: 大路, en: main road}}
road_classes:
- {id: alley, speed: 4.5 km/h}
- {assumption: rough, speed: 7 km/h, id: street}
places:
- {name: {zh: 北门, en: gate}, area: north, id: gate}
- {wgs84: [28.5, -119.25], urban: yes, id: hall, area: city, name: {zh: 市府, en: hall}}
areas:
- {id: city, level: city, name: {zh: 市, en: City}}
- {in: city, id: north, code: "331102", level: county, name: {zh: 北区, en: North}}
assumed: [guess, rough]
calendar: cn
name: {en: Smalltown, zh: 小城}
id: small
)";

/// A pattern, said shortly.
struct Who : AgencyPattern {
    explicit Who(std::string of_kind = {}) { kind = std::move(of_kind); }
    Who at(Level l) && { return level = l, std::move(*this); }
    Who here() && { return area_here = true, std::move(*this); }
    Who in(std::string id) && { return area = std::move(id), std::move(*this); }
    Who concerned() && { return for_concerns = true, std::move(*this); }
    Who looking_after(std::string t) && { return trade = std::move(t), std::move(*this); }
};

std::set<std::string> names(const Network& n, const std::vector<AgencyPattern>& any, std::string_view scene, const std::vector<std::string>& concerns = {}) {
    std::set<std::string> out;
    const auto found = matching_agencies(n, any, n.place(scene), concerns);
    CHECK(std::is_sorted(found.begin(), found.end()));
    for (const AgencyId id : found) out.insert(n.agencies[id].id);
    CHECK(out.size() == found.size());
    return out;
}

}  // namespace

TEST_CASE("a file is read to the last value") {
    CHECK(shown(loaded({"small.yaml", small})) == R"(small small.yaml cn 小城/Smalltown
area city  city - 市/City
area north 331102 county city 北区/North
place gate 北门/gate north 0 999 999
place hall 市府/hall city 1 28.5 -119.25
class alley 4500 
class street 7000 rough
road back_road 小路/back road gate hall 850 alley 680000
road main_road 大路/main road hall gate 2400 street 1234286
pool duty 值班/duty
pool squad 队伍/squads
shift late 晚班/late 63000000 30600000 0
shift day 白班/day 30600000 63000000 1
shift idle 休息/rest 0 86400000 2
channel phone 电话/phone 2 20000 40000 120000 5000 0 60000 1 0 guess
channel walk 当面/in person 0 0 0 0 0 1 0 0 1 
agency office 市政府/government city city hall rough | | government | | duty 1 2 0 | squad 3 3 3
agency police 公安/police county north gate rough | 110 a b | police rescue | order traffic | duty 1 2 0 | squad 0 8 0
agency school 学校/school village north gate  | | school | | duty 0 0 0 | squad 0 0 0
relation office commands police phone
relation office notifies school phone walk
relation police reports_to office phone
relation police commands office walk
relation police notifies school phone walk
assumption guess 猜/guesses / 访谈/interviews
assumption rough 估计/estimates 无数据/no data /
assumed guess
assumed rough
)");
}

TEST_CASE("the order of keys and rows means nothing") {
    CHECK(shown(loaded({"small.yaml", small})) == shown(loaded({"small.yaml", small_shuffled})));
}

TEST_CASE("a channel is noticed and reaches everyone unless it says otherwise") {
    const Network network = loaded({"small.yaml", small});
    CHECK(network.channels[network.channel("walk")].noticed);
    CHECK_FALSE(network.channels[network.channel("walk")].related_only);
}

TEST_CASE("lengths, speeds and shares are exact") {
    const auto value = [](const Parsed<std::int64_t>& parsed) {
        const auto* fault = std::get_if<ParseFault>(&parsed);
        return fault != nullptr ? fault->code : std::to_string(std::get<std::int64_t>(parsed));
    };
    CHECK(value(parse_length("2.4 km")) == "2400");
    CHECK(value(parse_length("0.001 km")) == "1");
    CHECK(value(parse_length("850m")) == "850");
    CHECK(value(parse_length("20000 km")) == "20000000");
    CHECK(value(parse_length("20000.001 km")) == "length-range");
    CHECK(value(parse_length("0.0001 km")) == "length-range");
    CHECK(value(parse_length("1.0000 km")) == "1000");
    CHECK(value(parse_length("1.5 m")) == "length-fraction");
    CHECK(value(parse_length(".5 km")) == "length-form");
    CHECK(value(parse_length("5. km")) == "length-form");
    CHECK(value(parse_length("1.2.3 km")) == "length-form");
    CHECK(value(parse_length("")) == "length-form");
    CHECK(value(parse_length("1234567890123 m")) == "length-form");
    CHECK(value(parse_length("1e3 m")) == "length-unit");
    CHECK(value(parse_speed("40 km/h")) == "40000");
    CHECK(value(parse_speed("1 km/h")) == "1000");
    CHECK(value(parse_speed("0.999 km/h")) == "speed-range");
    CHECK(value(parse_speed("1000 km/h")) == "1000000");
    CHECK(value(parse_speed("1000.001 km/h")) == "speed-range");
    CHECK(value(parse_share("0 %")) == "0");
    CHECK(value(parse_share("0.5 %")) == "5000");
    CHECK(value(parse_share("0.0001%")) == "1");
    CHECK(value(parse_share("100 %")) == "1000000");
    CHECK(value(parse_share("100.0001 %")) == "share-range");
}

TEST_CASE("the Lishui network loads without a word") {
    const Network& n = lishui();
    CHECK(n.id == "lishui");
    CHECK(n.assumed == std::vector<std::string>{"approximate-coordinates", "relations", "road-lengths"});
    CHECK(n.channels[n.channel("fax")].assumption == "channel-times");
    CHECK(n.road_classes[n.roads[n.road("zone_link")].road_class].assumption == "road-speeds");
    CHECK(n.shifts[ShiftId{0}].id == "day");
    const Agency& health = n.agencies[n.agency("lishui-health")];
    CHECK(health.officers(n.pool("squad")) == std::vector{2, 2, 2});  // its own
    CHECK(health.officers(n.pool("case")) == std::vector{3, 0, 0});   // of its staffing
    CHECK(health.staffing->assumption == "staffing");
}

TEST_CASE("a closed road sends people round") {
    const Network& n = lishui();
    const Roads roads(n);
    std::vector<bool> closed(n.roads.size());
    const auto way = [&](std::string_view from, std::string_view to) {
        const auto route = roads.route(n.place(from), n.place(to), closed);
        if (!route) return std::string("no way");
        std::string out = span_text(route->time);
        for (const RoadId leg : route->legs) out += " " + n.roads[leg].id;
        return out;
    };
    CHECK(way("city_hall", "bihu_works_site") == "35:54 beiyuan_road liyang_street west_ring bihu_national bihu_main_street works_road");
    CHECK(way("bihu_works_site", "city_hall") == "35:54 works_road bihu_main_street bihu_national west_ring liyang_street beiyuan_road");
    closed[n.road("works_road").index] = true;
    CHECK(way("city_hall", "bihu_works_site") == "39:00 beiyuan_road liyang_street west_ring bihu_national works_back_road");
    closed[n.road("works_back_road").index] = true;
    CHECK(way("city_hall", "bihu_works_site") == "no way");
    CHECK_FALSE(roads.reach(n.place("city_hall"), closed)[n.place("bihu_works_site").index]);
}

TEST_CASE("Lishui has one road that parts it: the only one to the village of the prevention area") {
    const Roads roads(lishui());
    CHECK(roads.weak_roads() == std::vector{lishui().road("nankeng_road")});
    CHECK(roads.weak_places() == std::vector{lishui().place("bihu_town")});
    CHECK(weak_agencies(lishui()).empty());
    for (const auto& time : roads.reach(lishui().place("city_hall"))) CHECK(time.has_value());
}

TEST_CASE("things are found by id") {
    const Network& n = lishui();
    CHECK(n.agencies[n.agency("lishui-110")].place == n.place("police_bureau"));
    CHECK_FALSE(n.agency("lishui").is_some());
    CHECK_FALSE(n.agency("").is_some());
    CHECK_FALSE(n.place("zzz").is_some());
    CHECK(n.roads[n.road("zone_link")].id == "zone_link");
    CHECK(n.pools[n.pool("case")].id == "case");
    CHECK_FALSE(n.channel("pigeon").is_some());
}

TEST_CASE("an area lies in itself and in those above it") {
    const Network& n = lishui();
    const auto area = [&](std::string_view id) {
        for (const AreaId a : ids_of(n.areas))
            if (n.areas[a].id == id) return a;
        return AreaId::none();
    };
    CHECK(n.lies_in(area("bihu"), area("bihu")));
    CHECK(n.lies_in(area("bihu"), area("liandu")));
    CHECK(n.lies_in(area("bihu"), area("lishui")));
    CHECK_FALSE(n.lies_in(area("lishui"), area("bihu")));
    CHECK_FALSE(n.lies_in(area("bihu"), area("qingtian")));
    CHECK_FALSE(n.lies_in(AreaId::none(), area("lishui")));
    CHECK_FALSE(n.lies_in(AreaId::none(), AreaId::none()));
}

TEST_CASE("two agencies are related over the channels that a relation between them lists, either way round") {
    const Network n = loaded({"small.yaml", small});
    const auto police = n.agency("police"), office = n.agency("office"), school = n.agency("school");
    const auto phone = n.channel("phone"), walk = n.channel("walk");
    CHECK(n.related(police, school, walk));
    CHECK(n.related(school, police, walk));
    CHECK(n.related(police, office, phone));
    CHECK(n.related(office, police, walk));  // the second relation of the pair
    CHECK_FALSE(n.related(school, school, phone));
    CHECK(lishui().related(lishui().agency("lishui-110"), lishui().agency("lishui-police"), lishui().channel("network")));
    CHECK_FALSE(lishui().related(lishui().agency("lishui-110"), lishui().agency("lishui-police"), lishui().channel("fax")));
}

TEST_CASE("a role means the agencies of its kind, level, area and trade") {
    using Names = std::set<std::string>;
    const Network& n = lishui();
    CHECK(names(n, {Who("police").at(Level::city)}, "city_hall") == Names{"lishui-police"});
    CHECK(names(n, {Who("police").at(Level::county)}, "city_hall").empty());
    CHECK(names(n, {Who("government").at(Level::county).here()}, "bihu_works_site") == Names{"liandu-government"});
    CHECK(names(n, {Who("government").here()}, "bihu_works_site") == Names{"bihu-government", "liandu-government", "lishui-government", "zhejiang-government"});
    CHECK(names(n, {Who("government").here()}, "kaifaqu_seat") == Names{"kaifaqu-committee", "lishui-government", "zhejiang-government"});
    CHECK(names(n, {Who("government").in("yunhe")}, "city_hall") == Names{"yunhe-government"});
    CHECK(names(n, {Who("government").here()}, "nowhere").empty());
    CHECK(names(n, {Who("industry_department").concerned()}, "city_hall", {"transport", "construction"}) == Names{"lishui-construction", "lishui-transport"});
    CHECK(names(n, {Who("industry_department").concerned()}, "city_hall").empty());
    CHECK(names(n, {Who().looking_after("mining")}, "city_hall") == Names{"lishui-natural-resources"});
    CHECK(names(n, {Who("court"), Who("trade_union"), Who("court").at(Level::city)}, "city_hall") == Names{"lishui-court", "lishui-union"});
    CHECK(names(n, {Who()}, "city_hall").size() == n.agencies.size());
    CHECK(names(n, {}, "city_hall").empty());
}
