// The city at full size: what ships is what the command writes, every division is there, every place can be reached; bad lists are refused.
#include "sandtable/city.hpp"

#include <fstream>
#include <set>
#include <sstream>

#include "support/catch.hpp"
#include "support/said_of.hpp"
#include "support/shipped_plan.hpp"

using namespace sandtable;

namespace {

Network network_of(const std::string& id) {
    Diagnostics out;
    auto network = load_network(shipped_files().find(FileKind::network, id, out).value(), shipped_files(), out);
    if (!network) throw std::runtime_error(said_of(out));
    return std::move(*network);
}

const Network& city() {
    static const Network network = network_of("lishui-full");
    return network;
}

SourceText divisions() {
    Diagnostics out;
    return read_file(shipped_folder() / "data" / "lishui-divisions.csv", out).value();
}

std::string bytes(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

int agencies(std::string_view kind, Level level) {
    int n = 0;
    for (const Agency& agency : city().agencies) n += agency.is_kind(kind) && agency.level == level ? 1 : 0;
    return n;
}

std::string refused(const std::string& rows) {
    Diagnostics out;
    CHECK_FALSE(generate_city(network_of("lishui"), {"d.csv", "code,parent,level,zh,en\n" + rows}, "x", out));
    std::string said;
    for (const Diagnostic& d : out.all()) said += (said.empty() ? "" : " | ") + std::to_string(d.where.line) + " " + d.code;
    return said;
}

}  // namespace

TEST_CASE("the shipped city is what the command writes from the shipped list, byte for byte", "[network][city]") {
    Diagnostics out;
    const auto files = generate_city(network_of("lishui"), divisions(), "lishui-full", out);
    REQUIRE(files);
    CHECK(out.all().empty());
    CHECK(files->yaml == bytes(shipped_folder() / "networks" / "lishui-full.yaml"));
    CHECK(files->tables.size() == 10);
    for (const auto& [name, text] : files->tables) {
        INFO(name);
        CHECK((text == bytes(shipped_folder() / "networks" / "lishui-full" / (name + ".csv"))));
    }
}

TEST_CASE("the city at full size has every division, 153 added gauges and 103 monitoring points, and all can be reached", "[network][city]") {
    CHECK(agencies("government", Level::county) == 10);  // nine counties and the development zone
    CHECK(agencies("government", Level::town) == 173);
    CHECK(agencies("village_committee", Level::village) == 2008);
    std::set<std::string> codes;
    for (const Area& area : city().areas)
        if (!area.code.empty()) CHECK(codes.insert(area.code).second);
    CHECK(codes.size() == 1 + 1 + 9 + 173 + 2008);  // with the province
    int added = 0;
    for (const Gauge& gauge : city().gauges) added += gauge.added ? 1 : 0;
    CHECK(added == 153);
    CHECK(city().monitoring_points.size() == 103);
    CHECK(city().prevention_areas.size() == 153);
    CHECK(agencies("monitoring_post", Level::village) == 153);
    for (const PreventionArea& area : city().prevention_areas) {
        bool post = false;
        for (const Agency& agency : city().agencies) post = post || (agency.is_kind("monitoring_post") && agency.place == area.place);
        INFO(area.id);
        CHECK(post);
    }
    const Roads roads(city());
    for (const auto& time : roads.reach(city().place("city_hall"))) CHECK(time.has_value());
    std::set<Degree> degrees;
    for (const RiskZone& zone : city().risk_zones) degrees.insert(zone.degree);
    CHECK(degrees.size() == 4);
}

TEST_CASE("a list of divisions with orphans, cycles, codes twice, levels out of order or too little in a row is refused", "[network][city][bad]") {
    const std::string good = "3311,33,city,丽水市,Lishui City\n331102,3311,county,莲都区,Liandu\n";
    CHECK(refused(good + "331102001,331103,town,紫金街道,Zijin\n") == "4 divisions-orphan");
    CHECK(refused(good + "331102001,331102001,town,紫金街道,Zijin\n") == "4 area-cycle");
    CHECK(refused(good + "331102001,331102002,town,紫金街道,Zijin\n331102002,331102001,town,岩泉街道,Yanquan\n") == "4 area-cycle | 5 area-cycle");
    CHECK(refused(good + "331102,3311,county,莲都区,Liandu\n") == "4 id-twice");
    CHECK(refused(good + "331102001,3311,hamlet,紫金街道,Zijin\n") == "4 divisions-level");
    CHECK(refused(good + "331102001,331102,village,紫金村,Zijin\n331102002,331102001,town,岩泉街道,Yanquan\n") == "5 divisions-order");
    CHECK(refused(good + "331102001,331102,town,,Zijin\n") == "4 divisions-row");
    CHECK(refused(good + "331199,3311,county,某县,Some County\n") == "0 divisions-county");
    CHECK(refused(good + "331102001,331102\n") == "4 table-row");
}

TEST_CASE("a network on a base that is not there, on itself, or with a table that is none is refused once", "[network][city][bad]") {
    const auto says = [](const std::string& head) {
        Diagnostics out;
        CHECK_FALSE(load_network({"networks/x.yaml", "sandtable: network/1\nid: x\nname: {zh: 某, en: X}\ncalendar: cn\n" + head}, shipped_files(), out));
        std::string said;
        for (const Diagnostic& d : out.all()) said += (said.empty() ? "" : " | ") + std::to_string(d.where.line) + " " + d.code;
        return said;
    };
    CHECK(says("base: lishu\n") == "5 unknown-network");
    CHECK(says("base: x\n") == "5 network-base");
    CHECK(says("base: lishui-full\n").find("network-base") != std::string::npos);  // a base of a base
    CHECK(says("base: lishui\ntables: [agencies]\n") == "6 unknown-table");
    CHECK(says("base: lishui\ntables: [people]\n") == "6 network-table-name");
}
