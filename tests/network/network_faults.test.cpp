// One fault per file, the whole message compared: what a planner sees is what is tested.
#include "sandtable/network.hpp"
#include "support/catch.hpp"

using namespace sandtable;

namespace {

const std::string good = R"(sandtable: network/1
id: small
name: {zh: 小城, en: Smalltown}
calendar: cn
assumed: [rough]
areas:
- {id: city, code: "3311", level: city, name: {zh: 市, en: City}}
- {id: north, level: county, in: city, name: {zh: 北区, en: North}}
places:
- {id: hall, area: city, urban: true, wgs84: [28.5, 119.9], name: {zh: 市府, en: hall}}
- {id: gate, area: north, name: {zh: 北门, en: gate}}
road_classes:
- {id: street, speed: 30 km/h, assumption: rough}
roads:
- {id: main_road, from: hall, to: gate, length: 2.4 km, class: street, name: {zh: 大路, en: main road}}
pools:
- {id: duty, name: {zh: 值班, en: duty}}
- {id: squad, name: {zh: 队伍, en: squads}}
shifts:
- {id: day, name: {zh: 白班, en: day}, from: "08:30", to: "17:30", days: working}
- {id: night, name: {zh: 其余, en: rest}, from: "00:00", to: "24:00", days: all}
channels:
- {id: phone, name: {zh: 电话, en: phone}, delay: 20 s..2 min, fails: 4 %, noticed: true, again_after: 1 min, reaches: everyone, assumption: rough}
- {id: walk, name: {zh: 当面, en: in person}, travels: true}
staffing:
- {id: bureau, officers: {duty: {day: 2, night: 1}, squad: 3}, assumption: rough}
agencies:
- {id: office, kind: government, level: city, area: city, place: hall, staffing: bureau, also: [市府办], name: {zh: 市政府, en: government}}
- {id: police, kind: [police, rescue], level: county, area: north, place: gate, staffing: bureau, officers: {squad: {day: 8}}, for: [order], name: {zh: 公安, en: police}}
relations:
- {kind: reports_to, from: [police], to: [office], over: [phone]}
assumptions:
- {id: rough, about: {zh: 估计, en: estimates}, why: {zh: 无数据, en: no data}}
)";

struct Fault {
    std::string_view name;
    std::string_view was, now;  ///< in the good file
    Lang lang;
    std::string_view said;
};

std::string replaced(std::string text, std::string_view was, std::string_view now) {
    const auto at = text.find(was);
    REQUIRE(at != std::string::npos);
    REQUIRE(text.find(was, at + 1) == std::string::npos);
    return text.replace(at, was.size(), now);
}

/// Everything said, and whether the network came back.
std::string said_of(const std::string& text, Lang lang) {
    Diagnostics out;
    const auto network = load_network({"small.yaml", text}, HeldFiles{}, out);
    std::string said = "\n";
    for (const Diagnostic& d : out.all()) said += render(d, lang);
    CHECK(network.has_value() != out.has_errors());
    return said;
}

const Fault faults[] = {
    {"a place in no area", "{id: gate, area: north,", "{id: gate, area: nort,", Lang::en, R"(
small.yaml:11:20: error: there is no area "nort" [unknown-area]
 11 | - {id: gate, area: nort, name: {zh: 北门, en: gate}}
    |                    ^~~~
   = did you mean "north"?
)"},
    {"an area in no area", "in: city, name", "in: sity, name", Lang::zh, R"(
small.yaml:8:34: 错误: 没有区域“sity” [unknown-area]
 8 | - {id: north, level: county, in: sity, name: {zh: 北区, en: North}}
   |                                  ^~~~
   = 是否想写“city”？
)"},
    {"an agency in no area", "level: county, area: north, place", "level: county, area: elsewhere, place", Lang::en, R"(
small.yaml:29:61: error: there is no area "elsewhere" [unknown-area]
 29 | - {id: police, kind: [police, rescue], level: county, area: elsewhere, place: gate, staffing: bureau, officers: {squad: {day: 8}}, for: [order], name: {zh: 公…
    |                                                             ^~~~~~~~~
   = known here: city, north
)"},
    {"a road from nowhere", "from: hall, to: gate", "from: hal, to: gate", Lang::en, R"(
small.yaml:15:25: error: there is no place "hal" [unknown-place]
 15 | - {id: main_road, from: hal, to: gate, length: 2.4 km, class: street, name: {zh: 大路, en: main road}}
    |                         ^~~
   = did you mean "hall"?
)"},
    {"an agency at no place", "place: gate, staffing", "place: gates, staffing", Lang::en, R"(
small.yaml:29:75: error: there is no place "gates" [unknown-place]
 29 | …ue], level: county, area: north, place: gates, staffing: bureau, officers: {squad: {day: 8}}, for: [order], name: {zh: 公安, en: police}}
    |                                          ^~~~~
   = did you mean "gate"?
)"},
    {"a road of no class", "class: street", "class: stret", Lang::en, R"(
small.yaml:15:64: error: there is no road class "stret" [unknown-class]
 15 | - {id: main_road, from: hall, to: gate, length: 2.4 km, class: stret, name: {zh: 大路, en: main road}}
    |                                                                ^~~~~
   = did you mean "street"?
)"},
    {"officers of no pool", "squad: 3}, assumption", "sqad: 3}, assumption", Lang::en, R"(
small.yaml:26:53: error: there is no pool "sqad" [unknown-pool]
 26 | - {id: bureau, officers: {duty: {day: 2, night: 1}, sqad: 3}, assumption: rough}
    |                                                     ^~~~
   = did you mean "squad"?
)"},
    {"officers in no shift", "duty: {day: 2, night: 1}", "duty: {day: 2, nigth: 1}", Lang::en, R"(
small.yaml:26:42: error: there is no shift "nigth" [unknown-shift]
 26 | - {id: bureau, officers: {duty: {day: 2, nigth: 1}, squad: 3}, assumption: rough}
    |                                          ^~~~~
   = did you mean "night"?
)"},
    {"a relation over no channel", "over: [phone]", "over: [phone, fone]", Lang::zh, R"(
small.yaml:31:66: 错误: 没有渠道“fone” [unknown-channel]
 31 | - {kind: reports_to, from: [police], to: [office], over: [phone, fone]}
    |                                                                  ^~~~
   = 此处可用：phone, walk
)"},
    {"an agency of no staffing", "staffing: bureau, also", "staffing: buro, also", Lang::en, R"(
small.yaml:28:82: error: there is no staffing "buro" [unknown-staffing]
 28 | - {id: office, kind: government, level: city, area: city, place: hall, staffing: buro, also: [市府办], name: {zh: 市政府, en: government}}
    |                                                                                  ^~~~
   = known here: bureau
)"},
    {"a relation from no agency", "from: [police]", "from: [police, polise]", Lang::en, R"(
small.yaml:31:37: error: there is no agency "polise" [unknown-agency]
 31 | - {kind: reports_to, from: [police, polise], to: [office], over: [phone]}
    |                                     ^~~~~~
   = did you mean "police"?
)"},
    {"a relation to no agency", "to: [office]", "to: [mayor]", Lang::en, R"(
small.yaml:31:43: error: there is no agency "mayor" [unknown-agency]
 31 | - {kind: reports_to, from: [police], to: [mayor], over: [phone]}
    |                                           ^~~~~
   = known here: office, police
)"},
    {"a channel of no assumption", "reaches: everyone, assumption: rough", "reaches: everyone, assumption: rouhg", Lang::en, R"(
small.yaml:23:140: error: there is no assumption "rouhg" [unknown-assumption]
 23 | - {id: phone, name: {zh: 电话, en: phone}, delay: 20 s..2 min, fails: 4 %, noticed: true, again_after: 1 min, reaches: everyone, assumption: rouhg}
    |                                                                                                                                              ^~~~~
   = did you mean "rough"?
)"},
    {"a class of no assumption", "speed: 30 km/h, assumption: rough", "speed: 30 km/h, assumption: tough", Lang::en, R"(
small.yaml:13:44: error: there is no assumption "tough" [unknown-assumption]
 13 | - {id: street, speed: 30 km/h, assumption: tough}
    |                                            ^~~~~
   = did you mean "rough"?
)"},
    {"staffing of no assumption", "squad: 3}, assumption: rough", "squad: 3}, assumption: smooth", Lang::en, R"(
small.yaml:26:76: error: there is no assumption "smooth" [unknown-assumption]
 26 | - {id: bureau, officers: {duty: {day: 2, night: 1}, squad: 3}, assumption: smooth}
    |                                                                            ^~~~~~
   = known here: rough
)"},
    {"a file of no assumption", "assumed: [rough]", "assumed: [rough, enough]", Lang::en, R"(
small.yaml:5:18: error: there is no assumption "enough" [unknown-assumption]
 5 | assumed: [rough, enough]
   |                  ^~~~~~
   = did you mean "rough"?
)"},
    {"an assumption without a ground", ", why: {zh: 无数据, en: no data}", "", Lang::en, R"(
small.yaml:33:3: error: the assumption "rough" has neither a reason nor an origin [assumption-bare]
 33 | - {id: rough, about: {zh: 估计, en: estimates}}
    |   ^
)"},
    {"an area in itself", "level: city, name: {zh: 市", "level: city, in: city, name: {zh: 市", Lang::en, R"(
small.yaml:7:45: error: areas lie in each other: city → city [area-cycle]
 7 | - {id: city, code: "3311", level: city, in: city, name: {zh: 市, en: City}}
   |                                             ^~~~
)"},
    {"areas in each other", "level: city, name: {zh: 市", "level: city, in: north, name: {zh: 市", Lang::zh, R"(
small.yaml:7:45: 错误: 区域互相包含：city → north → city [area-cycle]
 7 | - {id: city, code: "3311", level: city, in: north, name: {zh: 市, en: City}}
   |                                             ^~~~~
)"},
    {"a cycle that others lead to", "in: city, name: {zh: 北区, en: North}}", "in: zone, name: {zh: 北区, en: North}}\n- {id: zone, level: town, in: town, name: {zh: 园区, en: zone}}\n- {id: town, level: town, in: zone, name: {zh: 镇, en: Town}}", Lang::en, R"(
small.yaml:10:31: error: areas lie in each other: town → zone → town [area-cycle]
 10 | - {id: town, level: town, in: zone, name: {zh: 镇, en: Town}}
    |                               ^~~~
small.yaml:8:34: error: "north" (county) cannot lie in "zone" (town) [area-level]
 8 | - {id: north, level: county, in: zone, name: {zh: 北区, en: North}}
   |                                  ^~~~
   = an area lies in one of a higher level: province, city, county, town, village
)"},
    {"an area of the level it lies in", "level: county, in: city", "level: city, in: city", Lang::en, R"(
small.yaml:8:32: error: "north" (city) cannot lie in "city" (city) [area-level]
 8 | - {id: north, level: city, in: city, name: {zh: 北区, en: North}}
   |                                ^~~~
   = an area lies in one of a higher level: province, city, county, town, village
)"},
    {"an area above the one it lies in", "level: county, in: city", "level: province, in: city", Lang::zh, R"(
small.yaml:8:36: 错误: “north”（province）不能属于“city”（city） [area-level]
 8 | - {id: north, level: province, in: city, name: {zh: 北区, en: North}}
   |                                    ^~~~
   = 下级区域才能属于上级：province、city、county、town、village
)"},
    {"a level there is none of", "level: county, in: city", "level: region, in: city", Lang::en, R"(
small.yaml:8:22: error: "region" is not one of: province, city, county, town, village [wrong-word]
 8 | - {id: north, level: region, in: city, name: {zh: 北区, en: North}}
   |                      ^~~~~~
)"},
    {"an area code without quotes", R"(code: "3311")", "code: 3311", Lang::en, R"(
small.yaml:7:20: error: a division code needs quotes: 3311 [yaml-unquoted]
 7 | - {id: city, code: 3311, level: city, name: {zh: 市, en: City}}
   |                    ^~~~
   = write "3311"; YAML may read it as a number otherwise
)"},
    {"three coordinates", "wgs84: [28.5, 119.9]", "wgs84: [28.5, 119.9, 60]", Lang::en, R"(
small.yaml:10:46: error: coordinates are two numbers, found 3 [coordinates-count]
 10 | - {id: hall, area: city, urban: true, wgs84: [28.5, 119.9, 60], name: {zh: 市府, en: hall}}
    |                                              ^
   = write [latitude, longitude], for example [28.468, 119.923]
)"},
    {"longitude first", "wgs84: [28.5, 119.9]", "wgs84: [119.9, 28.5]", Lang::en, R"(
small.yaml:10:47: error: "119.9" must lie between -90 and 90 degrees [coordinates-range]
 10 | - {id: hall, area: city, urban: true, wgs84: [119.9, 28.5], name: {zh: 市府, en: hall}}
    |                                               ^~~~~
   = write [latitude, longitude], for example [28.468, 119.923]
)"},
    {"longitude beyond 180", "wgs84: [28.5, 119.9]", "wgs84: [28.5, 180.1]", Lang::en, R"(
small.yaml:10:53: error: "180.1" must lie between -180 and 180 degrees [coordinates-range]
 10 | - {id: hall, area: city, urban: true, wgs84: [28.5, 180.1], name: {zh: 市府, en: hall}}
    |                                                     ^~~~~
   = write [latitude, longitude], for example [28.468, 119.923]
)"},
    {"coordinates in degrees and minutes", "wgs84: [28.5, 119.9]", "wgs84: [28°30', 119.9]", Lang::en, R"(
small.yaml:10:47: error: "28°30'" is not a number of degrees [coordinates-form]
 10 | - {id: hall, area: city, urban: true, wgs84: [28°30', 119.9], name: {zh: 市府, en: hall}}
    |                                               ^~~~~~
   = write [latitude, longitude], for example [28.468, 119.923]
)"},
    {"coordinates that are one word", "wgs84: [28.5, 119.9]", "wgs84: 28.5", Lang::en, R"(
small.yaml:10:46: error: expected a list, found a single word [wrong-shape]
 10 | - {id: hall, area: city, urban: true, wgs84: 28.5, name: {zh: 市府, en: hall}}
    |                                              ^~~~
)"},
    {"a road from a place to itself", "from: hall, to: gate", "from: hall, to: hall", Lang::zh, R"(
small.yaml:15:35: 错误: 道路“main_road”的两端都是“hall” [road-loop]
 15 | - {id: main_road, from: hall, to: hall, length: 2.4 km, class: street, name: {zh: 大路, en: main road}}
    |                                   ^~~~
)"},
    {"a road of no length", "length: 2.4 km", "length: 0 km", Lang::en, R"(
small.yaml:15:49: error: the length "0 km" must lie between 1 m and 20,000 km [length-range]
 15 | - {id: main_road, from: hall, to: gate, length: 0 km, class: street, name: {zh: 大路, en: main road}}
    |                                                 ^~~~
   = write for example 850 m or 2.4 km
)"},
    {"a road without a unit", "length: 2.4 km", "length: 2.4", Lang::en, R"(
small.yaml:15:49: error: the length "2.4" has no unit [length-no-unit]
 15 | - {id: main_road, from: hall, to: gate, length: 2.4, class: street, name: {zh: 大路, en: main road}}
    |                                                 ^~~
   = write for example 850 m or 2.4 km
)"},
    {"a road in another unit", "length: 2.4 km", "length: 2.4 公里", Lang::en, R"(
small.yaml:15:49: error: there is no unit of length "公里" (in "2.4 公里") [length-unit]
 15 | - {id: main_road, from: hall, to: gate, length: 2.4 公里, class: street, name: {zh: 大路, en: main road}}
    |                                                 ^~~~~~~~
   = did you mean "km"?
)"},
    {"a road in an unknown unit", "length: 2.4 km", "length: 2 li", Lang::en, R"(
small.yaml:15:49: error: there is no unit of length "li" (in "2 li") [length-unit]
 15 | - {id: main_road, from: hall, to: gate, length: 2 li, class: street, name: {zh: 大路, en: main road}}
    |                                                 ^~~~
   = write for example 850 m or 2.4 km
)"},
    {"a road to the millimetre", "length: 2.4 km", "length: 2.4005 km", Lang::en, R"(
small.yaml:15:49: error: "2.4005 km" is not a whole number of metres [length-fraction]
 15 | - {id: main_road, from: hall, to: gate, length: 2.4005 km, class: street, name: {zh: 大路, en: main road}}
    |                                                 ^~~~~~~~~
   = write for example 850 m or 2.4 km
)"},
    {"a road round the world", "length: 2.4 km", "length: 40000 km", Lang::zh, R"(
small.yaml:15:49: 错误: 长度“40000 km”应在 1 m 到 20000 km 之间 [length-range]
 15 | - {id: main_road, from: hall, to: gate, length: 40000 km, class: street, name: {zh: 大路, en: main road}}
    |                                                 ^~~~~~~~
   = 写法如 850 m、2.4 km
)"},
    {"a road of negative length", "length: 2.4 km", "length: -2 km", Lang::en, R"(
small.yaml:15:49: error: "-2 km" is not a length [length-form]
 15 | - {id: main_road, from: hall, to: gate, length: -2 km, class: street, name: {zh: 大路, en: main road}}
    |                                                 ^~~~~
   = write for example 850 m or 2.4 km
)"},
    {"a class that stands still", "speed: 30 km/h", "speed: 0 km/h", Lang::en, R"(
small.yaml:13:23: error: the speed "0 km/h" must lie between 1 km/h and 1000 km/h [speed-range]
 13 | - {id: street, speed: 0 km/h, assumption: rough}
    |                       ^~~~~~
   = write for example 40 km/h
)"},
    {"a class in another unit", "speed: 30 km/h", "speed: 30 kmh", Lang::en, R"(
small.yaml:13:23: error: there is no unit of speed "kmh" (in "30 kmh") [speed-unit]
 13 | - {id: street, speed: 30 kmh, assumption: rough}
    |                       ^~~~~~
   = did you mean "km/h"?
)"},
    {"a class without a unit", "speed: 30 km/h", "speed: 30", Lang::zh, R"(
small.yaml:13:23: 错误: 速度“30”没有单位 [speed-no-unit]
 13 | - {id: street, speed: 30, assumption: rough}
    |                       ^~
   = 写法如 40 km/h
)"},
    {"a class of light", "speed: 30 km/h", "speed: 300000 km/s", Lang::en, R"(
small.yaml:13:23: error: there is no unit of speed "km/s" (in "300000 km/s") [speed-unit]
 13 | - {id: street, speed: 300000 km/s, assumption: rough}
    |                       ^~~~~~~~~~~
   = write for example 40 km/h
)"},
    {"a class too exact", "speed: 30 km/h", "speed: 30.00005 km/h", Lang::en, R"(
small.yaml:13:23: error: "30.00005 km/h" is not a whole number of metres per hour [speed-fraction]
 13 | - {id: street, speed: 30.00005 km/h, assumption: rough}
    |                       ^~~~~~~~~~~~~
   = write for example 40 km/h
)"},
    {"a class of words", "speed: 30 km/h", "speed: fast", Lang::en, R"(
small.yaml:13:23: error: "fast" is not a speed [speed-form]
 13 | - {id: street, speed: fast, assumption: rough}
    |                       ^~~~
   = write for example 40 km/h
)"},
    {"a share above all", "fails: 4 %", "fails: 104 %", Lang::en, R"(
small.yaml:23:69: error: the share "104 %" must lie between 0 % and 100 % [share-range]
 23 | - {id: phone, name: {zh: 电话, en: phone}, delay: 20 s..2 min, fails: 104 %, noticed: true, again_after: 1 min, reaches: everyone, assumption: rough}
    |                                                                       ^~~~~
   = write for example 4 % or 0.5 %
)"},
    {"a share without a unit", "fails: 4 %", "fails: 0.04", Lang::en, R"(
small.yaml:23:69: error: the share "0.04" has no % [share-no-unit]
 23 | - {id: phone, name: {zh: 电话, en: phone}, delay: 20 s..2 min, fails: 0.04, noticed: true, again_after: 1 min, reaches: everyone, assumption: rough}
    |                                                                       ^~~~
   = write for example 4 % or 0.5 %
)"},
    {"a share in a thousand", "fails: 4 %", "fails: 4 ‰", Lang::en, R"(
small.yaml:23:69: error: a share is given in %, not in "‰" (in "4 ‰") [share-unit]
 23 | - {id: phone, name: {zh: 电话, en: phone}, delay: 20 s..2 min, fails: 4 ‰, noticed: true, again_after: 1 min, reaches: everyone, assumption: rough}
    |                                                                       ^~~
   = write for example 4 % or 0.5 %
)"},
    {"a share too exact", "fails: 4 %", "fails: 0.00001 %", Lang::en, R"(
small.yaml:23:69: error: "0.00001 %" is finer than one in a million [share-fraction]
 23 | - {id: phone, name: {zh: 电话, en: phone}, delay: 20 s..2 min, fails: 0.00001 %, noticed: true, again_after: 1 min, reaches: everyone, assumption: rough}
    |                                                                       ^~~~~~~~~
   = write for example 4 % or 0.5 %
)"},
    {"a share of words", "fails: 4 %", "fails: seldom", Lang::en, R"(
small.yaml:23:69: error: "seldom" is not a share [share-form]
 23 | - {id: phone, name: {zh: 电话, en: phone}, delay: 20 s..2 min, fails: seldom, noticed: true, again_after: 1 min, reaches: everyone, assumption: rough}
    |                                                                       ^~~~~~
   = write for example 4 % or 0.5 %
)"},
    {"a clock time without quotes", R"(from: "08:30")", "from: 08:30", Lang::en, R"(
small.yaml:20:44: error: a clock time needs quotes: 08:30 [yaml-unquoted]
 20 | - {id: day, name: {zh: 白班, en: day}, from: 08:30, to: "17:30", days: working}
    |                                              ^~~~~
   = write "08:30"; YAML may read it as a number otherwise
)"},
    {"a time of day that is none", R"(from: "08:30")", R"(from: "8.30")", Lang::en, R"(
small.yaml:20:44: error: "8.30" is not a time of day [shift-clock]
 20 | - {id: day, name: {zh: 白班, en: day}, from: "8.30", to: "17:30", days: working}
    |                                              ^~~~~~
   = write "08:30", from "00:00" to "24:00"
)"},
    {"a shift that begins at 24:00", R"(from: "00:00", to: "24:00")", R"(from: "24:00", to: "08:30")", Lang::en, R"(
small.yaml:21:47: error: the shift "night" cannot begin at 24:00; write "00:00" of the next day [shift-from-midnight]
 21 | - {id: night, name: {zh: 其余, en: rest}, from: "24:00", to: "08:30", days: all}
    |                                                 ^~~~~~~
)"},
    {"a shift half read", R"(to: "24:00", days: all)", R"(to: "25:00", days: all)", Lang::en, R"(
small.yaml:21:60: error: "25:00" is not a time of day [shift-clock]
 21 | - {id: night, name: {zh: 其余, en: rest}, from: "00:00", to: "25:00", days: all}
    |                                                              ^~~~~~~
   = write "08:30", from "00:00" to "24:00"
)"},
    {"a shift without an id", "{id: night, name", "{id: Night, name", Lang::en, R"(
small.yaml:21:8: error: the id "Night" must be written [a-z][a-z0-9_]* [id-form]
 21 | - {id: Night, name: {zh: 其余, en: rest}, from: "00:00", to: "24:00", days: all}
    |        ^~~~~
small.yaml:26:42: error: there is no shift "night" [unknown-shift]
 26 | - {id: bureau, officers: {duty: {day: 2, night: 1}, squad: 3}, assumption: rough}
    |                                          ^~~~~
   = known here: day
)"},
    {"days there are none of", "days: working", "days: weekdays", Lang::en, R"(
small.yaml:20:72: error: "weekdays" is not one of: all, working, rest [wrong-word]
 20 | - {id: day, name: {zh: 白班, en: day}, from: "08:30", to: "17:30", days: weekdays}
    |                                                                          ^~~~~~~~
)"},
    {"no shift on rest days", R"(from: "00:00", to: "24:00", days: all)", R"(from: "00:00", to: "24:00", days: working)", Lang::en, R"(
small.yaml:20:1: error: no shift covers 00:00 on a rest day [shift-gap]
 20 | - {id: day, name: {zh: 白班, en: day}, from: "08:30", to: "17:30", days: working}
    | ^
   = the first shift of the list that fits is taken; one with days: all at its end can fill what is left
)"},
    {"no shift in the evening", R"(from: "00:00", to: "24:00", days: all)", R"(from: "22:00", to: "08:30", days: all)", Lang::zh, R"(
small.yaml:20:1: 错误: 工作日 17:30 起没有班次 [shift-gap]
 20 | - {id: day, name: {zh: 白班, en: day}, from: "08:30", to: "17:30", days: working}
    | ^
   = 取列表中第一个符合的班次；最后可用 days: all 的班次补齐
small.yaml:20:1: 错误: 休息日 08:30 起没有班次 [shift-gap]
 20 | - {id: day, name: {zh: 白班, en: day}, from: "08:30", to: "17:30", days: working}
    | ^
   = 取列表中第一个符合的班次；最后可用 days: all 的班次补齐
)"},
    {"no shift on the morning after", R"(from: "00:00", to: "24:00", days: all)", R"(from: "08:30", to: "08:30", days: rest)", Lang::en, R"(
small.yaml:20:1: error: no shift covers 00:00 on a working day that follows a working day [shift-gap]
 20 | - {id: day, name: {zh: 白班, en: day}, from: "08:30", to: "17:30", days: working}
    | ^
   = the first shift of the list that fits is taken; one with days: all at its end can fill what is left
small.yaml:20:1: error: no shift covers 00:00 on a rest day that follows a working day [shift-gap]
 20 | - {id: day, name: {zh: 白班, en: day}, from: "08:30", to: "17:30", days: working}
    | ^
   = the first shift of the list that fits is taken; one with days: all at its end can fill what is left
)"},
    {"a channel without a delay", "delay: 20 s..2 min, ", "", Lang::en, R"(
small.yaml:23:3: error: the channel "phone" has no delay [channel-delay]
 23 | - {id: phone, name: {zh: 电话, en: phone}, fails: 4 %, noticed: true, again_after: 1 min, reaches: everyone, assumption: rough}
    |   ^
   = give delay:, or travels: true if it is in person
)"},
    {"a traveller with a delay", "travels: true}", "travels: true, delay: 5 min}", Lang::en, R"(
small.yaml:24:67: error: the channel "walk" travels and cannot have a delay as well [channel-travels]
 24 | - {id: walk, name: {zh: 当面, en: in person}, travels: true, delay: 5 min}
    |                                                                     ^~~~~
   = remove delay: (it takes the way there), or travels:
)"},
    {"a delay of working days", "delay: 20 s..2 min", "delay: 2 working days", Lang::en, R"(
small.yaml:23:49: error: "2 working days" needs a clock unit here (s, min, h, d) [duration-not-clock]
 23 | - {id: phone, name: {zh: 电话, en: phone}, delay: 2 working days, fails: 4 %, noticed: true, again_after: 1 min, reaches: everyone, assumption: rough}
    |                                                   ^~~~~~~~~~~~~~
   = write for example 90 s, 10 min, 7.5 h, 2 d, 6..18 min usually 10
)"},
    {"a delay without a unit", "delay: 20 s..2 min", "delay: 20", Lang::en, R"(
small.yaml:23:49: error: "20" has no unit [duration-no-unit]
 23 | - {id: phone, name: {zh: 电话, en: phone}, delay: 20, fails: 4 %, noticed: true, again_after: 1 min, reaches: everyone, assumption: rough}
    |                                                   ^~
   = write for example 90 s, 10 min, 7.5 h, 2 d, 6..18 min usually 10
)"},
    {"a channel that reaches nobody", "reaches: everyone", "reaches: nobody", Lang::en, R"(
small.yaml:23:118: error: "nobody" is not one of: everyone, related [wrong-word]
 23 | - {id: phone, name: {zh: 电话, en: phone}, delay: 20 s..2 min, fails: 4 %, noticed: true, again_after: 1 min, reaches: nobody, assumption: rough}
    |                                                                                                                        ^~~~~~
)"},
    {"too many officers", "duty: {day: 2, night: 1}", "duty: {day: 1001, night: 1}", Lang::en, R"(
small.yaml:26:39: error: "1001" must be a whole number from 0 to 1000 [number-range]
 26 | - {id: bureau, officers: {duty: {day: 1001, night: 1}, squad: 3}, assumption: rough}
    |                                       ^~~~
)"},
    {"half an officer", "squad: 3}, assumption", "squad: 2.5}, assumption", Lang::en, R"(
small.yaml:26:60: error: "2.5" must be a whole number from 0 to 1000 [number-range]
 26 | - {id: bureau, officers: {duty: {day: 2, night: 1}, squad: 2.5}, assumption: rough}
    |                                                            ^~~
)"},
    {"officers without a number", "officers: {squad: {day: 8}}", "officers: {squad: }", Lang::en, R"(
small.yaml:29:117: error: expected a number, found nothing [wrong-shape]
 29 | …te, staffing: bureau, officers: {squad: }, for: [order], name: {zh: 公安, en: police}}
    |                                          ^
)"},
    {"officers that are a list", "officers: {squad: {day: 8}}", "officers: [8]", Lang::en, R"(
small.yaml:29:109: error: expected a map, found a list [wrong-shape]
 29 | - {id: police, kind: [police, rescue], level: county, area: north, place: gate, staffing: bureau, officers: [8], for: [order], name: {zh: 公安, en: police}}
    |                                                                                                             ^
)"},
    {"an agency of no kind", "kind: [police, rescue]", "kind: []", Lang::en, R"(
small.yaml:29:22: error: there is nothing behind "kind" [key-empty]
 29 | - {id: police, kind: [], level: county, area: north, place: gate, staffing: bureau, officers: {squad: {day: 8}}, for: [order], name: {zh: 公安, en: police}}
    |                      ^
)"},
    {"a kind with a dash", "kind: government", "kind: local-government", Lang::en, R"(
small.yaml:28:22: error: the id "local-government" must be written [a-z][a-z0-9_]* [id-form]
 28 | - {id: office, kind: local-government, level: city, area: city, place: hall, staffing: bureau, also: [市府办], name: {zh: 市政府, en: government}}
    |                      ^~~~~~~~~~~~~~~~
)"},
    {"a trade in Chinese", "for: [order]", "for: [治安]", Lang::en, R"(
small.yaml:29:134: error: the id "治安" must be written [a-z][a-z0-9_]* [id-form]
 29 | …eau, officers: {squad: {day: 8}}, for: [治安], name: {zh: 公安, en: police}}
    |                                          ^~~~
)"},
    {"a relation there is none of", "kind: reports_to", "kind: report_to", Lang::en, R"(
small.yaml:31:10: error: "report_to" is not one of: reports_to, commands, notifies [wrong-word]
 31 | - {kind: report_to, from: [police], to: [office], over: [phone]}
    |          ^~~~~~~~~
   = did you mean "reports_to"?
)"},
    {"a relation to itself", "to: [office]", "to: [office, police]", Lang::en, R"(
small.yaml:31:29: error: the agency "police" has a relation to itself [relation-to-itself]
 31 | - {kind: reports_to, from: [police], to: [office, police], over: [phone]}
    |                             ^~~~~~
)"},
    {"a relation over nothing", "over: [phone]", "over: []", Lang::en, R"(
small.yaml:31:58: error: there is nothing behind "over" [key-empty]
 31 | - {kind: reports_to, from: [police], to: [office], over: []}
    |                                                          ^
)"},
    {"a relation from one word", "from: [police]", "from: police", Lang::en, R"(
small.yaml:31:28: error: expected a list, found a single word [wrong-shape]
 31 | - {kind: reports_to, from: police, to: [office], over: [phone]}
    |                            ^~~~~~
)"},
    {"an id used twice", "{id: gate, area", "{id: hall, area", Lang::en, R"(
small.yaml:11:8: error: the id "hall" is used twice, first in line 10 [id-twice]
 11 | - {id: hall, area: north, name: {zh: 北门, en: gate}}
    |        ^~~~
small.yaml:15:35: error: there is no place "gate" [unknown-place]
 15 | - {id: main_road, from: hall, to: gate, length: 2.4 km, class: street, name: {zh: 大路, en: main road}}
    |                                   ^~~~
   = known here: hall
small.yaml:29:75: error: there is no place "gate" [unknown-place]
 29 | …ue], level: county, area: north, place: gate, staffing: bureau, officers: {squad: {day: 8}}, for: [order], name: {zh: 公安, en: police}}
    |                                          ^~~~
   = known here: hall
)"},
    {"a reserved area", "{id: north, level", "{id: here, level", Lang::en, R"(
small.yaml:8:8: error: "here" means something else in other files and cannot be an id here [network-id-reserved]
 8 | - {id: here, level: county, in: city, name: {zh: 北区, en: North}}
   |        ^~~~
small.yaml:11:20: error: there is no area "north" [unknown-area]
 11 | - {id: gate, area: north, name: {zh: 北门, en: gate}}
    |                    ^~~~~
   = known here: city, here
small.yaml:29:61: error: there is no area "north" [unknown-area]
 29 | - {id: police, kind: [police, rescue], level: county, area: north, place: gate, staffing: bureau, officers: {squad: {day: 8}}, for: [order], name: {zh: 公安, e…
    |                                                             ^~~~~
   = known here: city, here
)"},
    {"an unknown key", "urban: true", "ubran: true", Lang::en, R"(
small.yaml:10:26: error: unknown key "ubran" [yaml-unknown-key]
 10 | - {id: hall, area: city, ubran: true, wgs84: [28.5, 119.9], name: {zh: 市府, en: hall}}
    |                          ^~~~~
   = did you mean "urban"?
)"},
    {"a table left out", "calendar: cn\n", "", Lang::en, R"(
small.yaml:1:1: error: "calendar" is missing [key-missing]
 1 | sandtable: network/1
   | ^
)"},
    {"another kind of file", "sandtable: network/1", "sandtable: plan/1", Lang::en, R"(
small.yaml:1:12: error: this is "plan/1", and network/1 is needed here [kind-wrong]
 1 | sandtable: plan/1
   |            ^~~~~~
)"},
    {"a newer file", "sandtable: network/1", "sandtable: network/2", Lang::zh, R"(
small.yaml:1:12: 错误: 文件版本 network/2 比本程序支持的 network/1 新 [kind-newer]
 1 | sandtable: network/2
   |            ^~~~~~~~~
   = 请使用更新的程序，或把文件改为旧版格式
)"},
};

}  // namespace

TEST_CASE("the good file is good") {
    CHECK(said_of(good, Lang::en) == "\n");
}

TEST_CASE("each fault is told with its place, what was found and a hint") {
    for (const Fault& fault : faults) {
        CAPTURE(fault.name);
        CHECK(said_of(replaced(good, fault.was, fault.now), fault.lang) == fault.said);
    }
}

TEST_CASE("all faults are told in one go, in the order of the file") {
    std::string text = good;
    for (const auto& [was, now] : {std::pair{"place: hall, staffing", "place: hal, staffing"}, {"length: 2.4 km", "length: 2.4"}, {"in: city, name", "in: sity, name"},
                                   {"duty: {day: 2", "duty: {dya: 2"}, {"{id: hall, area: city", "{id: hall, area: ctiy"}, {"{id: gate, area: north", "{id: gate, area: nort"},
                                   {"over: [phone]", "over: [fone2]"}})
        text = replaced(text, was, now);
    CHECK(said_of(text, Lang::en) == R"(
small.yaml:8:34: error: there is no area "sity" [unknown-area]
 8 | - {id: north, level: county, in: sity, name: {zh: 北区, en: North}}
   |                                  ^~~~
   = did you mean "city"?
small.yaml:10:20: error: there is no area "ctiy" [unknown-area]
 10 | - {id: hall, area: ctiy, urban: true, wgs84: [28.5, 119.9], name: {zh: 市府, en: hall}}
    |                    ^~~~
   = did you mean "city"?
small.yaml:11:20: error: there is no area "nort" [unknown-area]
 11 | - {id: gate, area: nort, name: {zh: 北门, en: gate}}
    |                    ^~~~
   = did you mean "north"?
small.yaml:15:49: error: the length "2.4" has no unit [length-no-unit]
 15 | - {id: main_road, from: hall, to: gate, length: 2.4, class: street, name: {zh: 大路, en: main road}}
    |                                                 ^~~
   = write for example 850 m or 2.4 km
small.yaml:26:34: error: there is no shift "dya" [unknown-shift]
 26 | - {id: bureau, officers: {duty: {dya: 2, night: 1}, squad: 3}, assumption: rough}
    |                                  ^~~
   = did you mean "day"?
small.yaml:28:66: error: there is no place "hal" [unknown-place]
 28 | - {id: office, kind: government, level: city, area: city, place: hal, staffing: bureau, also: [市府办], name: {zh: 市政府, en: government}}
    |                                                                  ^~~
   = did you mean "hall"?
small.yaml:31:59: error: there is no channel "fone2" [unknown-channel]
 31 | - {kind: reports_to, from: [police], to: [office], over: [fone2]}
    |                                                           ^~~~~
   = known here: phone, walk
)");
}

TEST_CASE("two agencies by one name are a warning") {
    CHECK(said_of(replaced(good, "also: [市府办]", "also: [市府办, 公安]"), Lang::en) == R"(
small.yaml:29:148: warning: "公安" means both "police" and "office" (line 28) [agency-name-twice]
 29 | … {squad: {day: 8}}, for: [order], name: {zh: 公安, en: police}}
    |                                          ^
)");
    CHECK(said_of(replaced(good, "also: [市府办]", "also: [市府办, 市政府]"), Lang::en) == "\n");  // its own name again
}

TEST_CASE("a relation stated twice is a warning and joins its channels") {
    const std::string text = replaced(good, "over: [phone]}\n", "over: [phone]}\n- {kind: reports_to, from: [police], to: [office], over: [walk, phone]}\n");
    CHECK(said_of(text, Lang::zh) == R"(
small.yaml:32:29: 警告: “police” reports_to “office” 已在第 31 行给出 [relation-twice]
 32 | - {kind: reports_to, from: [police], to: [office], over: [walk, phone]}
    |                             ^~~~~~
   = 两处的渠道合在一起
)");
    Diagnostics out;
    const auto network = load_network({"small.yaml", text}, HeldFiles{}, out);
    REQUIRE(network);
    REQUIRE(network->relations.size() == 1);
    for (const ChannelId channel : ids_of(network->channels)) CHECK(network->relations[0].over.contains(channel) == (channel == network->channel("phone") || channel == network->channel("walk")));
}

TEST_CASE("what grows with the square of a file has bounds with names") {
    const auto rows = [](int count, const std::string& front, const std::string& back) {
        std::string out;
        for (int i = 0; i < count; ++i) out += "- {id: x" + std::to_string(i) + front + back + "}\n";
        return out;
    };
    const std::string name = ", name: {zh: 名, en: name}";
    const auto last_line = [](const std::string& text) {
        Diagnostics out;
        CHECK_FALSE(load_network({"small.yaml", text}, HeldFiles{}, out));
        return out.all().empty() ? "" : out.all().back().message.en;
    };
    CHECK(last_line(replaced(good, "pools:\n", "pools:\n" + rows(31, "", name))) == R"("pools" holds more than 32 rows (pools_max))");
    CHECK(last_line(replaced(good, "shifts:\n", "shifts:\n" + rows(23, ", from: '08:30', to: '17:30', days: all", name))) == R"("shifts" holds more than 24 rows (shifts_max))");
    CHECK(last_line(replaced(good, "channels:\n", "channels:\n" + rows(64, ", travels: true", name))) == R"("channels" holds more than 64 rows (channels_max))");
    std::string many;
    for (int i = 0; i < 2300; ++i) many += "office, ";
    CHECK(last_line(replaced(good, "from: [police], to: [office]", "from: [" + many + "], to: [" + many + "]")) == R"("relations" holds more than 5000000 rows (relations_max))");
}

TEST_CASE("faults of other files don't spoil this one") {
    Diagnostics out;
    out.error("file-missing", {"other.yaml", 0, 0, 1, {}}, {"other.yaml"});
    CHECK(load_network({"small.yaml", good}, HeldFiles{}, out));
}
