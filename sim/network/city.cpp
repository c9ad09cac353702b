// From a list of divisions to a network at full size. Arithmetic is + - x / and roots of whole numbers only, so that every machine writes the same files.
#include "sandtable/city.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "yaml/node.hpp"

namespace sandtable {

namespace {

constexpr std::size_t gauges_wanted = 153, points_wanted = 103;  // geohazard 3(3)
constexpr double town_ring_km = 3.5, village_ring_km = 0.9;
constexpr double km_per_latitude = 110.841, km_per_longitude = 98.188;  // at 28.2 degrees north

struct Division {
    std::string code, parent, level;
    Text name;
    int line = 0;
};

/// Whether the columns are there that a division is made of, and a row below them.
bool names_columns(const Document& table, Diagnostics& out) {
    if (table.root.items.empty()) {
        out.error("divisions-none", table.place());
        return false;
    }
    std::set<std::string> there;
    for (const Node& row : table.root.items)
        for (const Member& member : row.members) there.insert(member.key.text);
    for (const char* wanted : {"code", "level", "zh", "en"}) {
        if (there.contains(wanted)) continue;
        std::string names;
        Text hint;
        for (const std::string& name : there) {
            names += (names.empty() ? "" : ", ") + name;
            std::string small = name;
            for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            if (small == wanted) hint = tell("divisions-column-hint", {wanted});
        }
        out.error("divisions-column", table.place(), {wanted, names}, hint);
        return false;
    }
    return true;
}

/// "3.31E+11": a spreadsheet wrote a long number short, and its last digits are gone.
bool is_rounded(const std::string& code) {
    const auto e = code.find_first_of("eE");
    return e != std::string::npos && e > 0 && code.find_first_not_of("0123456789.") == e &&
           code.find_first_not_of("+-0123456789", e + 1) == std::string::npos;
}

std::optional<std::vector<Division>> read_divisions(SourceText source, Diagnostics& out) {
    const auto before = out.count();
    const auto table = parse_table(std::move(source), out);
    if (!table) return std::nullopt;
    std::vector<Division> divisions;
    std::map<std::string, std::size_t> at;
    if (!names_columns(*table, out)) return std::nullopt;
    for (const Node& row : table->root.items) {
        Division d;
        for (const Member& member : row.members) {
            const std::string& key = member.key.text;
            if (key == "code") d.code = member.value.text;
            else if (key == "parent") d.parent = member.value.text;
            else if (key == "level") d.level = member.value.text;
            else if (key == "zh") d.name.zh = member.value.text;
            else if (key == "en") d.name.en = member.value.text;
        }
        d.line = row.line + 1;
        if (is_rounded(d.code) || is_rounded(d.parent))
            out.error("divisions-code-rounded", table->place(row),
                      {is_rounded(d.code) ? d.code : d.parent},
                      tell("divisions-code-rounded-hint"));
        else if (d.code.empty() || d.level.empty() || d.name.zh.empty() || d.name.en.empty())
            out.error("divisions-row", table->place(row));
        else if (d.level != "city" && d.level != "county" && d.level != "town" && d.level != "village") out.error("divisions-level", table->place(row), {d.level});
        else if (const auto [same, fresh] = at.try_emplace(d.code, divisions.size()); !fresh) out.error("id-twice", table->place(row), {d.code, divisions[same->second].line});
        else divisions.push_back(std::move(d));
        if (out.count() > before + 20) return std::nullopt;
    }
    const auto place = [&](const Division& d) { return SourcePlace{table->path, d.line, 1, 1, d.code}; };
    const auto rank = [](const std::string& level) { return level == "city" ? 0 : level == "county" ? 1 : level == "town" ? 2 : 3; };
    for (const Division& d : divisions) {
        if (d.level == "city") continue;
        const auto parent = at.find(d.parent);
        if (d.parent == d.code) out.error("area-cycle", place(d), {d.code + " → " + d.code});
        else if (parent == at.end()) out.error("divisions-orphan", place(d), {d.code, d.parent});
        else if (rank(divisions[parent->second].level) >= rank(d.level)) {
            const bool cycle = divisions[parent->second].parent == d.code;
            out.error(cycle ? "area-cycle" : "divisions-order", place(d), cycle ? std::vector<Word>{d.code + " → " + d.parent + " → " + d.code} : std::vector<Word>{d.code, d.level, d.parent, divisions[parent->second].level});
        }
    }
    return out.count() == before ? std::optional(std::move(divisions)) : std::nullopt;
}

struct Spot {
    double latitude, longitude;
};

/// The n-th place round a centre: a sunflower, turned by the golden angle each time.
Spot round(const Spot& centre, double ring_km, std::size_t n) {
    constexpr double cosine = -0.7373688780783197, sine = 0.6754902942615238;
    double x = 1, y = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double turned = x * cosine - y * sine;
        y = x * sine + y * cosine;
        x = turned;
    }
    const double radius = ring_km * std::sqrt(static_cast<double>(n + 1));
    return {centre.latitude + y * radius / km_per_latitude, centre.longitude + x * radius / km_per_longitude};
}

/// A road of two fifths more than the straight way, in metres, at least 300.
std::int64_t road_metres(const Spot& a, const Spot& b) {
    const double north = (a.latitude - b.latitude) * km_per_latitude, east = (a.longitude - b.longitude) * km_per_longitude;
    return std::max<std::int64_t>(300, static_cast<std::int64_t>(std::sqrt(north * north + east * east) * 1400.0));
}

class City {
public:
    City(const Network& base, const std::vector<Division>& divisions, Diagnostics& out) : base_(base), divisions_(divisions), out_(out) {}

    bool build() {
        for (const Division& d : divisions_) children_[d.parent].push_back(&d);
        std::size_t villages = 0;
        for (const Division& d : divisions_) villages += d.level == "village" ? 1 : 0;
        gauges_ = gauges_wanted - std::min<std::size_t>(gauges_wanted, base_.gauges.size());
        points_ = points_wanted - std::min<std::size_t>(points_wanted, base_.monitoring_points.size());
        villages_ = villages;
        for (const Division& county : divisions_) {
            if (county.level != "county") continue;
            const auto area = std::find_if(base_.areas.begin(), base_.areas.end(), [&](const Area& a) { return a.code == county.code; });
            if (area == base_.areas.end()) {
                out_.error("divisions-county", {base_.path, 0, 0, 1, {}}, {county.code, county.name});
                return false;
            }
            const Agency* government = agency_in(*area, "government");
            const Agency* department = agency_in(*area, "natural_resources");
            if (government == nullptr || department == nullptr || !base_.places[government->place].latitude) {
                out_.error("divisions-seat", {base_.path, 0, 0, 1, {}}, {county.code, county.name});
                return false;
            }
            std::size_t n = 0;
            std::string previous;
            Spot previous_spot{};
            for (const Division* town : children_[county.code]) {
                const std::string place = add_town(*town, *area, *government, *department, n);
                const Spot spot = spots_[place];
                if (n % 3 == 2) road(previous, place, previous_spot, spot, "arterial");
                previous = place, previous_spot = spot;
                ++n;
            }
        }
        return true;
    }

    std::vector<std::pair<std::string, std::string>> tables() const {
        return {{"areas", "id,code,level,in,name.zh,name.en\n" + areas_},
                {"places", "id,area,wgs84[],name.zh,name.en\n" + places_},
                {"roads", "id,from,to,length,class,name.zh,name.en\n" + roads_},
                {"agencies", "id,kind,level,area,place,staffing,name.zh,name.en\n" + agencies_},
                {"relations", "kind,from[],to[],over[]\n" + relations_},
                {"gauges", "id,place,added,name.zh,name.en\n" + gauge_rows_},
                {"prone_areas", "id,area,degree,name.zh,name.en\n" + prone_},
                {"risk_zones", "id,area,degree,name.zh,name.en\n" + zones_},
                {"prevention_areas", "id,place,zone,gauge,name.zh,name.en\n" + prevention_},
                {"monitoring_points", "id,prevention_area,name.zh,name.en\n" + point_rows_}};
    }

private:
    const Agency* agency_in(const Area& area, std::string_view kind) const {
        for (const Agency& agency : base_.agencies)
            if (agency.level == area.level && base_.areas[agency.area].id == area.id && agency.is_kind(kind)) return &agency;
        return nullptr;
    }

    Spot spot_of(const NetworkPlace& place) const { return {place.latitude.value_or(0), place.longitude.value_or(0)}; }

    void place(const std::string& id, const std::string& area, const Spot& spot, const Text& name) {
        spots_[id] = spot;
        places_ += fmt::format("{},{},{:.4f} {:.4f},{},{}\n", id, area, spot.latitude, spot.longitude, name.zh, name.en);
    }

    void road(const std::string& from, const std::string& to, const Spot& a, const Spot& b, std::string_view kind) {
        roads_ += fmt::format("r_{0}_{1},{0},{1},{2} m,{3},{4},{5}\n", from, to, road_metres(a, b), kind, from + "—" + to, from + "–" + to);
    }

    /// The town's place. Towns that the base has already stay as they are.
    std::string add_town(const Division& town, const Area& county, const Agency& government, const Agency& department, std::size_t n) {
        const NetworkPlace& seat = base_.places[government.place];
        std::string area, place_id, office;
        Spot spot{};
        const auto there = std::find_if(base_.areas.begin(), base_.areas.end(), [&](const Area& a) { return a.code == town.code; });
        const Agency* own = there != base_.areas.end() ? agency_in(*there, "government") : nullptr;
        if (own != nullptr) {
            area = there->id, place_id = base_.places[own->place].id, office = own->id;
            spot = spot_of(base_.places[own->place]);
            spots_[place_id] = spot;
        } else {
            area = "a" + town.code, place_id = "p" + town.code, office = "town-" + town.code;
            spot = round(spot_of(seat), town_ring_km, n);
            areas_ += fmt::format("{},{},town,{},{},{}\n", area, town.code, county.id, town.name.zh, town.name.en);
            place(place_id, area, spot, town.name);
            road(seat.id, place_id, spot_of(seat), spot, "arterial");
            agencies_ += fmt::format("{},government,town,{},{},town_office,{}{}政府,{} Government ({})\n", office, area, place_id, county.name.zh, town.name.zh, town.name.en, county.name.en);
            relations_ += fmt::format("commands,{} {},{},telephone network fax\n", government.id, department.id, office);
        }
        std::string villages, posts;
        std::size_t k = 0;
        std::set<std::string> names;
        for (const Division* village : children_[town.code]) {
            const std::size_t number = village_number_++;
            if (std::any_of(base_.areas.begin(), base_.areas.end(), [&](const Area& a) { return a.code == village->code; })) continue;
            const std::string in = "a" + village->code, at = "p" + village->code, committee = "village-" + village->code;
            const Spot there_is = round(spot, village_ring_km, k++);
            areas_ += fmt::format("{},{},village,{},{},{}\n", in, village->code, area, village->name.zh, village->name.en);
            place(at, in, there_is, village->name);
            road(place_id, at, spot, there_is, "rural");
            const bool twice = !names.insert(village->name.en).second;  // two villages whose names sound alike
            const std::string name_en = village->name.en + (twice ? " " + village->code.substr(9) : "");
            agencies_ += fmt::format("{},village_committee,village,{},{},village_office,{}{},{} ({})\n", committee, in, at, town.name.zh, village->name.zh, name_en, town.name.en);
            villages += (villages.empty() ? "" : " ") + committee;
            relations_ += fmt::format("reports_to,{},{} {},telephone network\n", committee, office, department.id);
            if (number * gauges_ / villages_ == (number + 1) * gauges_ / villages_) continue;  // evenly over the list
            const std::string post = "post-" + village->code;
            agencies_ += fmt::format("{},monitoring_post,village,{},{},monitoring_post,{}{}监测岗,monitoring post at {} ({})\n", post, in, at, town.name.zh, village->name.zh, name_en, town.name.en);
            posts += " " + post;
            relations_ += fmt::format("reports_to,{},{} {},telephone network\n", post, committee, office);
            add_hazard(*village, in, at);
        }
        if (!villages.empty()) relations_ += fmt::format("commands,{},{}{},telephone network\n", office, villages, posts);
        return place_id;
    }

    void add_hazard(const Division& village, const std::string& area, const std::string& at) {
        constexpr std::string_view degrees[]{"very_high", "high", "high", "medium", "medium", "low"};
        int sum = 0;
        for (const char c : village.code) sum += c - '0';
        const std::string_view degree = degrees[sum % 6];
        const Text& name = village.name;
        gauge_rows_ += fmt::format("g{0},{1},true,{2}雨量站（虚拟）,{3} gauge (synthetic)\n", village.code, at, name.zh, name.en);
        prone_ += fmt::format("e{0},{1},{2},{3}易发区（虚拟）,{4} prone area (synthetic)\n", village.code, area, degree == "very_high" ? "high" : degree, name.zh, name.en);
        zones_ += fmt::format("z{0},{1},{2},{3}风险区（虚拟）,{4} risk zone (synthetic)\n", village.code, area, degree, name.zh, name.en);
        prevention_ += fmt::format("f{0},{1},z{0},g{0},{2}防范区（虚拟）,{3} prevention area (synthetic)\n", village.code, at, name.zh, name.en);
        const std::size_t n = hazards_++;
        if (n * points_ / gauges_ != (n + 1) * points_ / gauges_) point_rows_ += fmt::format("m{0},f{0},{1}监测点（虚拟）,{2} monitoring point (synthetic)\n", village.code, name.zh, name.en);
    }

    const Network& base_;
    const std::vector<Division>& divisions_;
    Diagnostics& out_;
    std::map<std::string, std::vector<const Division*>> children_;
    std::map<std::string, Spot> spots_;
    std::size_t gauges_ = 0, points_ = 0, villages_ = 0, village_number_ = 0, hazards_ = 0;
    std::string areas_, places_, roads_, agencies_, relations_, gauge_rows_, prone_, zones_, prevention_, point_rows_;
};

}  // namespace

std::optional<CityFiles> generate_city(const Network& base, SourceText source, const std::string& id, Diagnostics& out) {
    const auto divisions = read_divisions(std::move(source), out);
    if (!divisions) return std::nullopt;
    City city(base, *divisions, out);
    if (!city.build()) return std::nullopt;
    CityFiles files;
    files.tables = city.tables();
    files.yaml = "sandtable: network/1\nid: " + id + "\nname: {zh: " + base.name.zh + "（全域）, en: " + base.name.en + " at full size}\ncalendar: " + base.calendar + "\nbase: " + base.id +
                 "\n# Written by `sandtable new --city`: names and codes are the list's, coordinates, roads and staffing below the counties are made up.\ntables: [";
    for (const auto& [name, text] : files.tables) files.yaml += (name == files.tables.front().first ? "" : ", ") + name;
    files.yaml += "]\nassumed: [synthetic-places]\nassumptions:\n- id: synthetic-places\n"
                  "  about: {zh: 乡镇和村的位置、道路、值班人数，雨量站、风险区、防范区和监测点的分布, en: \"places, roads and officers of towns and villages; where gauges, zones, areas and monitoring points lie\"}\n"
                  "  why: {zh: 名称和区划代码为公开事实，其余为合成，不作导航和预警用, en: \"names and codes are public fact; the rest is synthetic, no basis for navigation or warnings\"}\n";
    return files;
}

}  // namespace sandtable
