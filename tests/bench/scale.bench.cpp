// What an incident costs as the network grows from a city to a country, and what an idle agency takes. Networks are generated: cities of some 2,000 offices
// each, with the same shape, staffing and share of incidents (three for every twenty offices, within 24 hours, under the geohazard plan); so what one incident
// costs should not depend on how many others there are. Figures are medians of rounds, of a country one; `run` is the run alone, `bind` finding each role's
// agencies and checking ways and channels, both per incident. `in all` adds loading from tables. B/agency: an idle agency's row, texts and
// place in a run; B/office: all the network keeps (its places, areas, roads and relations too), by the allocator.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include "sandtable/run.hpp"
#include "sandtable/scenario.hpp"
#include "scenario/cross_check.hpp"
#include "support/drawn.hpp"
#include "support/shipped_plan.hpp"

using namespace sandtable;

namespace {

struct Size {
    const char* name;
    int cities;
    std::uint32_t incidents;
    int rounds;
};
constexpr std::size_t country_bytes = 12ull << 30;  // free memory without which a country is left out
constexpr Size sizes[]{{"city", 1, 300, 9}, {"province", 13, 3'900, 5}, {"country", 333, 100'000, 1}};

constexpr std::string_view head = R"(sandtable: network/1
id: scale
name: {zh: 生成, en: generated}
calendar: cn
tables: [areas, places, roads, agencies, relations]
areas: [{id: land, level: province, name: {zh: 国, en: country}}]
places: []
roads: []
agencies: []
relations: []
road_classes: [{id: plain, speed: 60 km/h}]
pools:
- {id: duty, name: {zh: 值班, en: duty}}
- {id: squad, name: {zh: 队, en: squad}}
- {id: deputy, name: {zh: 副职, en: deputy}}
- {id: principal, name: {zh: 正职, en: principal}}
- {id: case, name: {zh: 办案, en: case}}
shifts:
- {id: day, name: {zh: 白, en: day}, from: "08:00", to: "18:00", days: all}
- {id: night, name: {zh: 夜, en: night}, from: "18:00", to: "08:00", days: all}
channels:
- {id: telephone, name: {zh: 电话, en: telephone}, delay: 20 s..2 min, fails: 5 %, again_after: 2 min}
- {id: network, name: {zh: 网, en: network}, delay: 5..60 s, fails: 1 %, again_after: 2 min}
- {id: in_person, name: {zh: 当面, en: in person}, travels: true}
staffing:
- {id: desk, officers: {duty: {day: 3, night: 2}, squad: 3, deputy: 2, principal: 1, case: 3}}
)";

struct Tables {
    std::string areas = "id,code,level,in,name.zh,name.en\n", places = "id,area,wgs84[],name.zh,name.en\n", roads = "id,from,to,length,class,name.zh,name.en\n";
    std::string agencies = "id,kind,level,area,place,staffing,name.zh,name.en\n", relations = "kind,from[],to[],over[]\n";
    std::vector<std::string> villages;  ///< ids of their places
};

/// A city has 9 counties of 13 towns of 16 villages, each with an office; places are joined town to town and village to village as well as upwards.
Tables generate(int cities) {
    Tables t;
    const auto office = [&](const std::string& kind, const std::string& level, const std::string& area, const std::string& place, const std::string& zh, const std::string& en) {
        t.agencies += fmt::format("{}-{},{},{},{},{},desk,{},{}\n", kind == "government" || kind == "village_committee" ? "o" : kind == "media" ? "x" : kind.substr(0, 1), area, kind, level, area, place, zh, en);
    };
    const auto spot = [&](const std::string& area, const std::string& level, const std::string& in, const std::string& zh, const std::string& en) {
        t.areas += fmt::format("{},{},{},{},{},{}\n", area, area.substr(1), level, in, zh, en);
        t.places += fmt::format("p{},{},28.0000 119.0000,{},{}\n", area.substr(1), area, zh, en);
        return "p" + area.substr(1);
    };
    const auto road = [&](const std::string& a, const std::string& b, int metres) { t.roads += fmt::format("r{}_{},{},{},{} m,plain,{}—{},{}–{}\n", a, b, a, b, metres, a, b, a, b); };
    std::string city_before;
    for (int c = 0; c < cities; ++c) {
        const std::string city = fmt::format("a{:03}", c), city_zh = fmt::format("第{}市", c), city_en = fmt::format("City {}", c), seat = spot(city, "city", "land", city_zh, city_en);
        for (const char* kind : {"government", "natural_resources", "meteorology", "water_resources", "media", "fire_rescue"}) office(kind, "city", city, seat, city_zh + kind, fmt::format("{} {}", city_en, kind));
        if (!city_before.empty()) road(city_before, seat, 90'000);
        city_before = seat;
        for (int k = 0; k < 9; ++k) {
            const std::string county = fmt::format("{}{:02}", city, k), county_zh = fmt::format("{}{}县", city_zh, k), county_en = fmt::format("County {}.{}", c, k), hall = spot(county, "county", city, county_zh, county_en);
            for (const char* kind : {"government", "natural_resources"}) office(kind, "county", county, hall, county_zh + kind, fmt::format("{} {}", county_en, kind));
            road(seat, hall, 40'000 + 500 * k);
            t.relations += fmt::format("commands,o-{} n-{},o-{} n-{},telephone network\n", city, city, county, county);
            std::string town_before;
            for (int w = 0; w < 13; ++w) {
                const std::string town = fmt::format("{}{:03}", county, w), town_zh = fmt::format("{}{}镇", county_zh, w), town_en = fmt::format("Town {}.{}.{}", c, k, w), square = spot(town, "town", county, town_zh, town_en);
                office("government", "town", town, square, town_zh + "政府", town_en + " government");
                road(hall, square, 9'000 + 300 * w);
                if (!town_before.empty()) road(town_before, square, 8'000);
                town_before = square;
                t.relations += fmt::format("commands,o-{} n-{},o-{},telephone network\n", county, county, town);
                std::string before;
                for (int v = 0; v < 16; ++v) {
                    const std::string village = fmt::format("{}{:03}", town, v), place = spot(village, "village", town, fmt::format("{}{}村", town_zh, v), fmt::format("Village {}.{}.{}.{}", c, k, w, v));
                    office("village_committee", "village", village, place, fmt::format("{}{}村委会", town_zh, v), fmt::format("Village {}.{}.{}.{} committee", c, k, w, v));
                    road(square, place, 1'500 + 200 * v);
                    if (!before.empty()) road(before, place, 900);
                    before = place;
                    t.relations += fmt::format("reports_to,o-{},o-{} n-{},telephone network\n", village, town, county);
                    t.villages.push_back(place);
                }
            }
        }
    }
    return t;
}

double seconds_since(std::chrono::steady_clock::time_point begin) { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(); }
double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}
std::size_t heap() {
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
}
/// What a row takes with its texts, and what a run holds for an agency in which nothing happens: two numbers.
std::size_t bytes_of(const Agency& agency) {
    const auto beyond = [](const std::string& text) { return text.capacity() > 15 ? malloc_usable_size(const_cast<char*>(text.data())) + sizeof(std::size_t) : 0; };
    return sizeof agency + beyond(agency.id) + beyond(agency.name.zh) + beyond(agency.name.en) + 2 * sizeof(std::uint32_t);
}
[[noreturn]] void give_up(const Diagnostics& out) {
    for (const Diagnostic& d : out.all()) std::fputs(render(d, Lang::en).c_str(), stderr);
    std::exit(1);
}

struct Loaded {
    Inputs inputs;
    double load = 0;
    std::size_t bytes = 0, villages = 0;
};

Loaded load(const Size& size) {
    Loaded l;
    Diagnostics out;
    HeldFiles held;
    std::vector<std::string> villages;
    {
        Tables t = generate(size.cities);
        villages = std::move(t.villages);
        for (auto& [name, text] : {std::pair{"areas", &t.areas}, {"places", &t.places}, {"roads", &t.roads}, {"agencies", &t.agencies}, {"relations", &t.relations}})
            held.hold(FileKind::table, std::string("scale/") + name, {std::string(name) + ".csv", std::move(*text)});
    }
    const std::size_t before = heap();
    const auto begin = std::chrono::steady_clock::now();
    auto network = load_network({"scale.yaml", std::string(head)}, held, out);
    if (!network) give_up(out);
    l.load = seconds_since(begin);
    l.bytes = heap() - before;
    l.villages = villages.size();
    l.inputs.network = std::move(*network);
    const Files& files = shipped_files();
    l.inputs.vocabulary = find_vocabulary(files, out).value();
    l.inputs.clauses = find_clauses(files, out).value();
    l.inputs.calendar = load_calendar(files.find(FileKind::calendar, "cn", out).value(), out).value();
    SourceText plan = files.find(FileKind::plan, "geohazard", out).value();
    for (std::size_t at = 0; (at = plan.text.find("level: city}", at)) != std::string::npos;) plan.text.replace(at, 12, "level: city, area: here}");
    auto read = load_plan(std::move(plan), {l.inputs.vocabulary, l.inputs.clauses, files}, out);
    if (!read) give_up(out);
    l.inputs.plans.push_back(std::move(*read));
    const Plan& p = l.inputs.plans[PlanId{0}];
    Scenario& scenario = l.inputs.scenario;
    scenario.id = "scale";
    scenario.start = *parse_iso("2022-06-20T00:00:00+08:00");
    scenario.until = std::chrono::hours(48);
    const auto fact = [&](const char* id) { return l.inputs.vocabulary.find(id); };
    const auto party = [&](const char* id) { return Party{{}, PlanId{0}, p.role(id)}; };
    Lcg lcg{20261127};
    for (std::uint32_t i = 0; i < size.incidents; ++i) {
        Incident incident;
        incident.id = fmt::format("i{:06}", i);
        incident.place = l.inputs.network.place(villages[lcg.below(static_cast<std::uint32_t>(villages.size()))]);
        const ModelTime at = model_time(std::int64_t{lcg.below(24 * 3600)} * 1000);
        incident.truth = {{at, {{fact("geohazard_risk"), Observation::exactly(3)}, {fact("geohazard_happened"), Observation::exactly(0)}, {fact("geohazard_threatens"), Observation::exactly(1)}, {fact("people_threatened"), Observation::exactly(12)}}}};
        for (auto& change : incident.truth) std::sort(change.facts.begin(), change.facts.end(), [](const Stated& a, const Stated& b) { return a.fact < b.fact; });
        Report told, seen;
        told.at = at + std::chrono::minutes(2);
        told.from = party("meteorology");
        told.to = {party("natural_resources")};
        told.over = {l.inputs.network.channel("network")};
        told.says = {{fact("geohazard_risk"), Observation::exactly(3)}};
        seen.at = at + std::chrono::minutes(6);
        seen.from = party("village");
        seen.to = {party("town_government"), party("county_department")};
        seen.over = {l.inputs.network.channel("telephone")};
        seen.says = {{fact("geohazard_threatens"), Observation::exactly(1)}, {fact("people_threatened"), Observation::exactly(12)}};
        std::sort(seen.says.begin(), seen.says.end(), [](const Stated& a, const Stated& b) { return a.fact < b.fact; });
        incident.reports = {told, seen};
        scenario.incidents.push_back(std::move(incident));
    }
    return l;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string most = argc > 1 ? argv[1] : "country";
    std::printf("%-9s %8s %9s %7s %10s %10s %9s %9s %9s %7s %9s %7s %8s\n", "size", "offices", "incidents", "load s", "B/agency", "B/office", "entries", "bind us", "run us", "x city", "in all us", "x city", "peak MB");
    double city = 0, city_in_all = 0;
    for (const Size& size : sizes) {
        if (std::string_view(size.name) == "country" && static_cast<std::size_t>(sysconf(_SC_AVPHYS_PAGES)) * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) < country_bytes) {
            std::printf("country: left out, it needs %zu GB of free memory\n", country_bytes >> 30);
            break;
        }
        Loaded l = load(size);
        std::vector<double> bind, run_times;
        std::uint32_t entries = 0;
        for (int round = 0; round < size.rounds; ++round) {
            Diagnostics out;
            auto begin = std::chrono::steady_clock::now();
            bind_roles(l.inputs, out);
            cross_check(l.inputs, out);
            bind.push_back(seconds_since(begin));
            if (out.has_errors()) give_up(out);
            begin = std::chrono::steady_clock::now();
            const auto journal = run(l.inputs, {.seed = 1, .replication = 0}, out);
            run_times.push_back(seconds_since(begin));
            if (!journal) give_up(out);
            entries = journal->size();
        }
        const double per_incident = median(run_times) / size.incidents * 1e6, in_all = (l.load + median(bind) + median(run_times)) / size.incidents * 1e6;
        if (city == 0) city = per_incident, city_in_all = in_all;
        const auto offices = l.inputs.network.agencies.size();
        std::size_t idle = 0;
        for (const Agency& agency : l.inputs.network.agencies) idle += bytes_of(agency);
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        std::printf("%-9s %8u %9u %7.2f %10.0f %10.0f %9u %9.1f %9.1f %7.2f %9.1f %7.2f %8.0f\n", size.name, offices, size.incidents, l.load, static_cast<double>(idle) / offices, static_cast<double>(l.bytes) / offices, entries, median(bind) / size.incidents * 1e6, per_incident,
                    per_incident / city, in_all, in_all / city_in_all, static_cast<double>(usage.ru_maxrss) / 1024);
        std::fflush(stdout);
        if (size.name == most) break;
    }
    Diagnostics out;
    const auto lishui = load_network(shipped_files().find(FileKind::network, "lishui-full", out).value(), shipped_files(), out);
    if (!lishui) give_up(out);
    std::size_t idle = 0;
    for (const Agency& agency : lishui->agencies) idle += bytes_of(agency);
    std::printf("lishui-full, with its own names: %u offices, %.0f B/agency\n", lishui->agencies.size(), static_cast<double>(idle) / lishui->agencies.size());
    return 0;
}
