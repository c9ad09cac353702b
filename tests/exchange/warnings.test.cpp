// Alerts as drills: which areas they cover, what updates, cancellations and expiry do; and the file that says how colours stand in CAP.
#include "sandtable/report.hpp"
#include "sandtable/warnings.hpp"
#include "support/catch.hpp"
#include "support/said_of.hpp"
#include "support/shipped_warnings.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

Alert alert(const std::string& id, const std::string& clock, const std::string& severity, const std::string& type = "Alert", const std::string& references = "") {
    Alert a;
    a.path = id + ".xml";
    a.identifier = id;
    a.sender = "w";
    a.sent = cap_time(*parse_iso("2022-06-20T" + clock + ":00+08:00"));
    a.status = "Actual";
    a.message_type = type;
    a.scope = "Public";
    a.references = references;
    CapInfo info;
    info.categories = {"Geo"};
    info.event = "x";
    info.urgency = "Expected";
    info.severity = severity;
    info.certainty = "Likely";
    CapArea area;
    area.description = "?";
    area.geocodes = {{"code", "331102001215"}};
    info.areas = {area};
    a.infos = {info};
    return a;
}
Alert with_area(Alert a, const CapArea& area) {
    a.infos.front().areas = {area};
    return a;
}
Alert expiring(Alert a, const std::string& clock) {
    a.infos.front().expires = cap_time(*parse_iso("2022-06-20T" + clock + ":00+08:00"));
    return a;
}
std::string reference(const std::string& id, const std::string& clock) { return "w," + id + ",2022-06-20T" + clock + ":00+08:00"; }

/// "0 s blue, 3600 s none" of the first area; or the codes of what is wrong.
std::string course(std::vector<Alert> alerts) {
    Diagnostics out;
    const WarnedCity& w = warned_city();
    const auto drill = alert_drill(std::move(alerts), "d", w.planned.warnings, w.planned.plan, w.planned.vocabulary, w.network, 480, out);
    std::string said = codes_of(out);
    if (!drill) return said;
    const auto reports = drill->yaml.find("  reports:"), end = std::min(drill->yaml.find("\n- id", reports), drill->yaml.size());
    for (auto at = drill->yaml.find("- {at: ", reports); at < end; at = drill->yaml.find("- {at: ", at + 1)) {
        const auto comma = drill->yaml.find(',', at), says = drill->yaml.find("says: {geohazard_risk: ", at) + 23;
        said += (said.empty() ? "" : ", ") + drill->yaml.substr(at + 7, comma - at - 7) + " " + drill->yaml.substr(says, drill->yaml.find('}', says) - says);
    }
    return said;
}

/// How many prevention areas of the city an area covers.
std::size_t covers(const CapArea& area) {
    Diagnostics out;
    const WarnedCity& w = warned_city();
    const auto drill = alert_drill({with_area(alert("A", "15:00", "Severe"), area)}, "d", w.planned.warnings, w.planned.plan, w.planned.vocabulary, w.network, 480, out);
    return drill ? drill->areas : 0;
}
CapArea coded(const std::string& code) { return {"?", {}, {}, {{"any name", code}}, "", "", {}}; }

std::string file_says(const std::string& was, const std::string& now) {
    Diagnostics out;
    const SourceText text = shipped_text("warnings/lishui-geohazard.yaml", {{was, now}});
    const auto read = load_planned_warnings(text, shipped_files(), out);
    CHECK(read.has_value() == !out.has_errors());
    std::string said;
    for (const Diagnostic& d : out.all()) said += (said.empty() ? "" : " ") + d.code;
    return said;
}

}  // namespace

TEST_CASE("each severity is its colour, and each colour its severity", "[cap]") {
    CHECK(course({alert("A", "15:00", "Minor")}) == "0 s blue");
    CHECK(course({alert("A", "15:00", "Moderate")}) == "0 s yellow");
    CHECK(course({alert("A", "15:00", "Severe")}) == "0 s orange");
    CHECK(course({alert("A", "15:00", "Extreme")}) == "0 s red");
    CHECK(course({alert("A", "15:00", "Unknown")}) == "cap-severity cap-no-area");
    Alert clear = alert("A", "15:00", "Minor");
    clear.infos.front().response_types = {"AllClear"};
    CHECK(course({clear}) == "0 s none");
}

TEST_CASE("updates and cancellations go by their references, in whatever order the files come", "[cap]") {
    const Alert first = alert("A", "15:00", "Minor"), second = alert("B", "16:00", "Severe", "Update", reference("A", "15:00")), third = alert("C", "18:00", "Minor", "Cancel", reference("B", "16:00"));
    CHECK(course({first, second, third}) == "0 s blue, 3600 s orange, 10800 s none");
    CHECK(course({third, first, second}) == "0 s blue, 3600 s orange, 10800 s none");
    // an update that no longer names the area ends its warning
    CHECK(course({first, with_area(alert("B", "16:00", "Severe", "Update", reference("A", "15:00")), coded("331102002007"))}) == "0 s blue, 3600 s none");
    // one that says the same changes nothing
    CHECK(course({first, alert("B", "16:00", "Minor", "Update", reference("A", "15:00"))}) == "0 s blue");
}

TEST_CASE("references that lead nowhere or forward are told", "[cap]") {
    CHECK(course({alert("C", "18:00", "Minor", "Cancel", reference("B", "16:00"))}) == "cap-reference-missing");
    CHECK(course({alert("B", "16:00", "Severe", "Update", reference("A", "15:00"))}) == "cap-reference-missing, 0 s orange");  // a warning
    CHECK(course({alert("A", "15:00", "Minor", "Update", reference("B", "16:00")), alert("B", "16:00", "Minor")}) == "cap-reference-later");
    CHECK(course({alert("A", "15:00", "Minor"), alert("A", "16:00", "Minor")}) == "cap-identifier-twice");
}

TEST_CASE("a warning ends when it expires, unless it was changed before", "[cap]") {
    CHECK(course({expiring(alert("A", "15:00", "Severe"), "17:00")}) == "0 s orange, 7200 s none");
    CHECK(course({expiring(alert("A", "15:00", "Severe"), "17:00"), alert("B", "16:00", "Extreme", "Update", reference("A", "15:00"))}) == "0 s orange, 3600 s red");
    CHECK(course({expiring(alert("A", "15:00", "Severe"), "17:00"), alert("B", "18:00", "Extreme", "Update", reference("A", "15:00"))}) == "0 s orange, 7200 s none, 10800 s red");
}

TEST_CASE("what is no warning to act on is told or passed over", "[cap]") {
    Alert draft = alert("A", "15:00", "Minor");
    draft.status = "Draft";
    CHECK(course({draft}) == "cap-not-a-warning");
    CHECK(course({alert("A", "15:00", "Minor"), alert("B", "15:10", "Minor", "Ack", reference("A", "15:00"))}) == "cap-skipped, 0 s blue");
    Alert bare = alert("A", "15:00", "Minor");
    bare.infos.clear();
    CHECK(course({bare}) == "cap-no-info");
    CHECK(course({alert("B", "15:10", "Minor", "Ack", reference("A", "15:00"))}) == "cap-skipped cap-nothing");
}

TEST_CASE("an area is found by code, name, polygon or circle", "[cap]") {
    const Network& network = warned_city().network;
    std::size_t in_liandu = 0;
    AreaId liandu;
    for (const AreaId id : ids_of(network.areas))
        if (network.areas[id].code == "331102") liandu = id;
    for (const PreventionArea& area : network.prevention_areas) in_liandu += network.lies_in(network.places[area.place].area, liandu) ? 1 : 0;
    REQUIRE(in_liandu > 1);
    CHECK(covers(coded("331102")) == in_liandu);
    CHECK(covers(coded("331102000000")) == in_liandu);  // filled up to twelve digits
    CHECK(covers(coded("331102001215")) == 1);
    CHECK(covers(coded("331100")) == network.prevention_areas.size());
    CHECK(covers(coded("331199")) == 0);
    CHECK(covers({"莲都区", {}, {}, {}, "", "", {}}) == in_liandu);
    const PreventionArea& one = network.prevention_areas[PreventionAreaId{0}];
    const NetworkPlace& place = network.places[one.place];
    CHECK(covers({one.name.zh, {}, {}, {}, "", "", {}}) == 1);
    const auto point = [&](double north, double east) { return std::to_string(*place.latitude + north) + "," + std::to_string(*place.longitude + east); };
    CHECK(covers({"?", {point(-1e-4, -1e-4) + " " + point(1e-4, -1e-4) + " " + point(1e-4, 1e-4) + " " + point(-1e-4, 1e-4) + " " + point(-1e-4, -1e-4)}, {}, {}, "", "", {}}) == 1);
    CHECK(covers({"?", {point(2e-4, -1e-4) + " " + point(4e-4, -1e-4) + " " + point(4e-4, 1e-4) + " " + point(2e-4, -1e-4)}, {}, {}, "", "", {}}) == 0);
    CHECK(covers({"?", {}, {point(0, 0) + " 0.01"}, {}, "", "", {}}) == 1);
    CHECK(covers({"?", {}, {point(1e-3, 0) + " 0.1"}, {}, "", "", {}}) == 0);    // 111 m to the north
    CHECK(covers({"?", {}, {point(1e-3, 0) + " 0.112"}, {}, "", "", {}}) == 1);
    CHECK(covers({"?", {}, {"28,119 9999"}, {}, "", "", {}}) == network.prevention_areas.size());
}

TEST_CASE("the drill of an alert runs, and issues what the alert said", "[cap]") {
    Diagnostics out;
    const WarnedCity& w = warned_city();
    auto drill = alert_drill({alert("A", "15:00", "Severe"), alert("B", "19:00", "Minor", "Cancel", reference("A", "15:00"))}, "d", w.planned.warnings, w.planned.plan, w.planned.vocabulary, w.network, 480, out);
    REQUIRE(drill);
    const Played played = play(load_text("d.yaml", drill->yaml, HeldFiles{}), 1);
    const RunReading reading = read_run(played.inputs, played.journal, 1);
    const auto issued = issued_alerts(reading, w.planned.warnings);
    REQUIRE(issued.size() >= 3);
    CHECK(issued.front().message_type == "Alert");
    CHECK(issued.front().references.empty());
    CHECK(issued.back().message_type == "Cancel");
    for (std::size_t i = 0; i < issued.size(); ++i) {
        INFO(cap_text(issued[i]));
        if (i > 0) CHECK(issued[i].references == issued[i - 1].reference());
        if (i > 0 && i + 1 < issued.size()) CHECK(issued[i].message_type == "Update");
        CHECK(issued[i].infos.size() == 2);
        for (const CapInfo& info : issued[i].infos) CHECK(info.severity == (i + 1 < issued.size() ? "Severe" : "Minor"));
        Diagnostics none;
        const auto again = read_cap({"x.xml", cap_text(issued[i])}, none);
        REQUIRE(again);
        CHECK(*again == issued[i]);
        CHECK(none.all().empty());
    }
    // and a drill of what was issued has the same colours
    auto second = alert_drill(issued, "e", w.planned.warnings, w.planned.plan, w.planned.vocabulary, w.network, 480, out);
    REQUIRE(second);
    CHECK(second->yaml.find("geohazard_risk: orange") != std::string::npos);
    CHECK(second->yaml.find("geohazard_risk: none") != std::string::npos);
    CHECK(second->areas == 1);
}

TEST_CASE("a warnings file is wrong in one place and says so once", "[cap]") {
    CHECK(file_says("sandtable", "sandtable").empty());
    CHECK(file_says("fact: geohazard_risk", "fact: geohazard_risc") == "unknown-fact");
    CHECK(file_says("fact: geohazard_risk", "fact: deaths") == "warnings-scale");
    CHECK(file_says("plan: geohazard", "plan: geohazards") == "unknown-plan");
    CHECK(file_says("meteorology, water_resources]", "weather, water_resources]") == "unknown-role");
    CHECK(file_says("risk_prompt,", "risk_promt,") == "unknown-message");
    CHECK(file_says("withdrawn_by: withdrawal", "withdrawn_by: recall") == "unknown-message");
    CHECK(file_says("sender: geohazard-exercise@", "sender: geohazard, exercise@") == "cap-name");
    CHECK(file_says("[Geo, Met]", "[Geo, Rain]") == "wrong-word");
    CHECK(file_says("severity: Extreme", "severity: Worst") == "wrong-word");
    CHECK(file_says("severity: Extreme", "severity: Severe") == "warnings-severity-twice");
    CHECK(file_says("colour: red", "colour: purple") == "warnings-colour warnings-colour-missing");
    CHECK(file_says("colour: red", "colour: orange") == "warnings-colour-twice warnings-colour-missing");
    CHECK(file_says("geocode:", "geocodes:") == "key-missing yaml-unknown-key");
}
