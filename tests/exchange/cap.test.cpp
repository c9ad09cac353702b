// CAP 1.2: strict reading, what is kept, and that what is written is read as the same alert.
#include "sandtable/cap.hpp"
#include "support/catch.hpp"
#include "support/said_of.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

/// An alert in which every element of the standard stands.
const std::string whole = R"(<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>W-1</identifier>
  <sender>w@lishui.invalid</sender>
  <sent>2022-06-20T15:00:00+08:00</sent>
  <status>Actual</status>
  <msgType>Update</msgType>
  <source>desk 3</source>
  <scope>Restricted</scope>
  <restriction>offices only</restriction>
  <addresses>a b</addresses>
  <code>c1</code>
  <code>c2</code>
  <note>note</note>
  <references>w@lishui.invalid,W-0,2022-06-20T14:00:00+08:00</references>
  <incidents>i1 i2</incidents>
  <info>
    <language>zh-CN</language>
    <category>Geo</category>
    <category>Met</category>
    <event>地质灾害 &amp; 暴雨</event>
    <responseType>Monitor</responseType>
    <responseType>Prepare</responseType>
    <urgency>Expected</urgency>
    <severity>Severe</severity>
    <certainty>Likely</certainty>
    <audience>all</audience>
    <eventCode><valueName>GB</valueName><value>11B</value></eventCode>
    <effective>2022-06-20T15:00:00+08:00</effective>
    <onset>2022-06-20T16:00:00+08:00</onset>
    <expires>2022-06-20T23:00:00+08:00</expires>
    <senderName>市气象局</senderName>
    <headline>a &lt; b</headline>
    <description>one
two</description>
    <instruction>stay away</instruction>
    <web>http://example.invalid/a?b=c&amp;d</web>
    <contact>desk</contact>
    <parameter><valueName>colour</valueName><value>橙</value></parameter>
    <resource>
      <resourceDesc>map</resourceDesc>
      <mimeType>image/png</mimeType>
      <size>12</size>
      <uri>http://example.invalid/map.png</uri>
      <derefUri>QUJD</derefUri>
      <digest>0123</digest>
    </resource>
    <area>
      <areaDesc>莲都区</areaDesc>
      <polygon>28,119 29,119 29,120 28,119</polygon>
      <circle>28.4,119.9 5</circle>
      <geocode><valueName>GB/T 2260</valueName><value>331102</value></geocode>
      <altitude>100</altitude>
      <ceiling>2000.5</ceiling>
    </area>
    <x:more xmlns:x="urn:example:x" x:of="a&quot;b" plain="1">text <x:in/>behind</x:more>
  </info>
</alert>
)";

/// The whole alert with one place altered; the place must be there.
std::string with(const std::string& was, const std::string& now) {
    std::string text = whole;
    const auto at = text.find(was);
    if (at == std::string::npos) throw std::runtime_error("the alert has no " + was);
    return text.replace(at, was.size(), now);
}

std::string codes(const std::string& text) {
    Diagnostics out;
    const auto alert = read_cap({"a.xml", text}, out);
    CHECK(alert.has_value() == !out.has_errors());  // nothing half-read
    return codes_of(out);
}

Alert read(const std::string& text) {
    Diagnostics out;
    auto alert = read_cap({"a.xml", text}, out);
    INFO(said_of(out));
    REQUIRE(alert);
    return *alert;
}

}  // namespace

TEST_CASE("every element of the standard is read", "[cap]") {
    const Alert a = read(whole);
    CHECK(a.reference() == "w@lishui.invalid,W-1,2022-06-20T15:00:00+08:00");
    CHECK(std::tie(a.status, a.message_type, a.source, a.scope, a.restriction, a.addresses, a.note, a.incidents) == std::tuple("Actual", "Update", "desk 3", "Restricted", "offices only", "a b", "note", "i1 i2"));
    CHECK(a.codes == std::vector<std::string>{"c1", "c2"});
    REQUIRE(a.infos.size() == 1);
    const CapInfo& i = a.infos.front();
    CHECK(std::tie(i.language, i.event, i.urgency, i.severity, i.certainty, i.audience) == std::tuple("zh-CN", "地质灾害 & 暴雨", "Expected", "Severe", "Likely", "all"));
    CHECK(i.categories == std::vector<std::string>{"Geo", "Met"});
    CHECK(i.response_types == std::vector<std::string>{"Monitor", "Prepare"});
    CHECK(i.event_codes == std::vector<CapPair>{{"GB", "11B"}});
    CHECK(i.parameters == std::vector<CapPair>{{"colour", "橙"}});
    CHECK(iso_text(i.effective->at) == "2022-06-20T15:00:00.000+08:00");
    CHECK(iso_text(i.onset->at) == "2022-06-20T16:00:00.000+08:00");
    CHECK(iso_text(i.expires->at) == "2022-06-20T23:00:00.000+08:00");
    CHECK(std::tie(i.sender_name, i.headline, i.description, i.instruction, i.web, i.contact) == std::tuple("市气象局", "a < b", "one\ntwo", "stay away", "http://example.invalid/a?b=c&d", "desk"));
    REQUIRE(i.resources.size() == 1);
    CHECK(i.resources.front() == CapResource{"map", "image/png", "12", "http://example.invalid/map.png", "QUJD", "0123", {}});
    REQUIRE(i.areas.size() == 1);
    CHECK(i.areas.front() == CapArea{"莲都区", {"28,119 29,119 29,120 28,119"}, {"28.4,119.9 5"}, {{"GB/T 2260", "331102"}}, "100", "2000.5", {}});
    REQUIRE(i.unknown.size() == 1);
    CHECK(i.unknown.front().space == "urn:example:x");
    CHECK(i.unknown.front().children.front().text == "behind");
}

TEST_CASE("what is written is read as the same alert, as an exercise", "[cap]") {
    const Alert a = read(whole);
    const std::string text = cap_text(a);
    CHECK(text.find("<status>Exercise</status>") != std::string::npos);
    CHECK(read(text) == exercise_copy(a));
    CHECK(cap_text(read(text)) == text);
    CHECK_FALSE(read(text) == a);
    CHECK(read(text).note == "演练 EXERCISE note");
    // each part of the value counts in the comparison
    for (const auto& [was, now] : std::vector<std::pair<std::string, std::string>>{{"desk 3", "desk 4"}, {"c2", "c3"}, {"i1 i2", "i1"}, {"Prepare", "Avoid"}, {"11B", "11C"}, {"image/png", "image/gif"}, {"QUJD", "QUJE"}, {"29,120", "29,121"}, {"119.9 5", "119.9 6"}, {"331102<", "331103<"}, {"2000.5", "2001"}, {"plain=\"1\"", "plain=\"2\""}, {"behind", "before"}, {"x:in", "x:out"}, {"16:00:00", "16:00:01"}}) {
        INFO(was);
        CHECK_FALSE(read(with(was, now)) == a);
        CHECK(read(cap_text(read(with(was, now)))) == exercise_copy(read(with(was, now))));
    }
}

TEST_CASE("whatever the status was, an exercise is written", "[cap]") {
    for (const char* status : {"Actual", "Exercise", "System", "Test", "Draft"}) CHECK(read(cap_text(read(with("Actual", status)))).status == "Exercise");
}

TEST_CASE("a signature is read and kept, and taken off a copy that it would not fit", "[cap]") {
    const Alert a = read(with("</alert>", "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo/></Signature></alert>"));
    CHECK(a.unknown.size() == 1);
    CHECK(cap_text(a).find("Signature") == std::string::npos);
}

TEST_CASE("an element that the standard does not know is kept, with a word of warning if it stands in its namespace", "[cap]") {
    CHECK(codes(whole).empty());
    CHECK(codes(with("<urgency>", "<urgencyy>x</urgencyy><urgency>")) == "cap-unknown-element@24:5");
    CHECK(read(cap_text(read(with("<urgency>", "<urgencyy>x</urgencyy><urgency>")))).infos.front().unknown.size() == 2);
    CHECK(codes(with("<areaDesc>", "<mine xmlns=\"\">x</mine><areaDesc>")).empty());
    CHECK(codes(with("<info>", "<info id=\"1\">")) == "cap-attribute@17:3");
}

TEST_CASE("each element that must be there is missed where it is not", "[cap]") {
    for (const char* name : {"identifier", "sender", "sent", "status", "msgType", "scope", "event", "urgency", "severity", "certainty", "resourceDesc", "mimeType", "areaDesc", "valueName", "value"}) {
        const std::string open = std::string("<") + name + ">", close = std::string("</") + name + ">";
        const auto from = whole.find(open), to = whole.find(close) + close.size();
        std::string text = whole;
        text.erase(from, to - from);
        INFO(name);
        CHECK(codes(text).starts_with("cap-missing@"));
    }
    std::string none = whole;
    for (const char* category : {"<category>Geo</category>", "<category>Met</category>"}) none.erase(none.find(category), std::string(category).size());
    CHECK(codes(none).starts_with("cap-missing@"));
    std::string no_info = whole;
    no_info.erase(no_info.find("<info>"), no_info.find("</info>") + 7 - no_info.find("<info>"));
    CHECK(codes(no_info).empty());  // a message without one is whole
}

TEST_CASE("an element that may stand once may not stand twice", "[cap]") {
    for (const char* name : {"identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction", "addresses", "note", "references", "incidents", "language", "event", "urgency", "severity", "certainty", "audience", "effective", "onset", "expires", "senderName", "headline", "description", "instruction", "web", "contact", "resourceDesc", "mimeType", "size", "uri", "derefUri", "digest", "areaDesc", "altitude", "ceiling"}) {
        const std::string open = std::string("<") + name + ">", close = std::string("</") + name + ">";
        const auto from = whole.find(open), to = whole.find(close) + close.size();
        std::string text = whole;
        text.insert(to, whole.substr(from, to - from));
        INFO(name);
        CHECK(codes(text).starts_with("cap-twice@"));
    }
}

TEST_CASE("one thing wrong is told once, with its place", "[cap]") {
    const std::vector<std::tuple<std::string, std::string, std::string>> rows{
        {"<scope>Restricted", "<scope>restricted", "cap-word@9:3"},
        {"<status>Actual", "<status> Actual", "cap-word@6:3"},
        {"<severity>Severe", "<severity>Orange", "cap-word@25:5"},
        {"W-1", "W 1", "cap-name@3:3"},
        {"W-1", "W,1", "cap-name@3:3"},
        {"W-1", "", "cap-empty@3:3"},
        {"w@lishui.invalid</sender>", "</sender>", "cap-empty@4:3"},
        {"15:00:00+08:00</sent>", "15:61:00+08:00</sent>", "cap-time@5:3"},
        {"2022-06-20T15:00:00+08:00</sent>", "2022-02-30T15:00:00+08:00</sent>", "cap-time@5:3"},
        {"15:00:00+08:00</sent>", "15:00:00Z</sent>", "cap-time@5:3"},
        {"15:00:00+08:00</sent>", "15:00:00.5+08:00</sent>", "cap-time@5:3"},
        {"15:00:00+08:00</sent>", "15:00:00</sent>", "cap-time@5:3"},
        {"2022-06-20T23:00:00", "2022-06-20T14:59:59", "cap-dates@17:3"},
        {"2022-06-20T23:00:00", "2022-06-20T15:59:59", "cap-dates@17:3"},
        {"<restriction>offices only</restriction>", "", "cap-needs@2:1"},
        {"<scope>Restricted</scope>\n  <restriction>offices only</restriction>\n  <addresses>a b</addresses>", "<scope>Private</scope>", "cap-needs@2:1"},
        {"<references>w@lishui.invalid,W-0,2022-06-20T14:00:00+08:00</references>", "", "cap-needs@2:1"},
        {"W-0,2022", "W-0 2022", "cap-reference@15:3 cap-reference@15:3"},
        {"W-0,2022-06-20T14:00:00+08:00", "W-0,yesterday", "cap-reference@15:3"},
        {"zh-CN", "Chinese language", "cap-language@18:5"},
        {"example.invalid/a?b", "example invalid/a?b", "cap-address@37:5"},
        {"<size>12", "<size>12 kB", "cap-size@43:7"},
        {"29,119 29,120 28,119", "28,119", "cap-polygon-short@50:7"},
        {"29,120 28,119", "29,120 28,119.5", "cap-polygon-open@50:7"},
        {"28,119 29,119", "91,119 29,119", "cap-point@50:7"},
        {"28,119 29,119", "28,181 29,119", "cap-point@50:7"},
        {"28,119 29,119", "28;119 29,119", "cap-point@50:7"},
        {"28.4,119.9 5", "28.4,119.9", "cap-circle@51:7"},
        {"28.4,119.9 5", "28.4,119.9 -5", "cap-circle@51:7"},
        {"<altitude>100", "<altitude>high", "cap-number@53:7"},
        {"<altitude>100</altitude>", "", "cap-ceiling@48:5"},
        {"<note>note", "<note>no<b/>te", "cap-not-text@14:11"},
        {"<area>", "<area>loose", "cap-loose-text@48:5"},
        {"<value>11B</value>", "<value>11B</value><third/>", "cap-in-pair@28:59"},
        {"<source>desk 3</source>\n  <scope>Restricted</scope>", "<scope>Restricted</scope>\n  <source>desk 3</source>", "cap-order@9:3"},
        {"<web>http://example.invalid/a?b=c&amp;d</web>", "<web>http://example.invalid/a?b=c&d</web>", "xml-form@37:40"},
        {"cap:1.2", "cap:1.1", "cap-root@2:1"},
        {" xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"", "", "cap-root@2:1"},
        {"x:more xmlns:x=\"urn:example:x\" x", "x:more x", "xml-prefix@56:5"},
        {"<note>note", "<note>&nbsp;", "xml-entity@14:9"},
        {"encoding=\"UTF-8\"", "encoding=\"GBK\"", "xml-encoding@1:31"},
        {"莲都区", "\xC1\xAB", "xml-encoding@49:1"},
        {"</info>", "", "xml-form@58:3"},
        {"<alert", "<!DOCTYPE alert SYSTEM \"http://example.invalid/a.dtd\"><alert", "xml-doctype@2:54"},
        {"<alert", "<!DOCTYPE alert [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><alert", "xml-doctype@2:17"},
    };
    for (const auto& [was, now, expected] : rows) {
        INFO(was << " -> " << now);
        CHECK(codes(with(was, now)) == expected);
    }
    CHECK(codes("") == "xml-empty");
    CHECK(codes("{\"alert\": 1}") == "xml-form@1:1");
}

TEST_CASE("an expiry at the instant it begins is no contradiction", "[cap]") {
    CHECK(codes(with("2022-06-20T23:00:00", "2022-06-20T16:00:00")).empty());
}

TEST_CASE("bounds of a file stop it with their names", "[cap]") {
    const auto areas = [](std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) text += "<area><areaDesc>a</areaDesc></area>";
        return with("<area>", text + "<area>");
    };
    CHECK(codes(areas(cap_areas_max - 1)).empty());
    CHECK(codes(areas(cap_areas_max)).starts_with("cap-areas-max@"));
    CHECK(codes(areas(10'000)).find(' ') == std::string::npos);  // once
    const auto filled = [](std::size_t bytes) { return with("stay away", std::string(bytes - whole.size() + 9, 'x')); };
    CHECK(codes(filled(cap_bytes_max)).empty());
    CHECK(codes(filled(cap_bytes_max + 1)) == "cap-bytes-max");
    const auto nested = [](std::size_t depth) {
        std::string open, close;
        for (std::size_t i = 0; i < depth; ++i) open += "<d xmlns=\"\">", close += "</d>";
        return with("<x:more", open + close + "<x:more");
    };
    CHECK(codes(nested(cap_depth_max - 2)).empty());  // below alert and info
    CHECK(codes(nested(cap_depth_max - 1)).starts_with("cap-depth-max@"));
    std::string many;
    for (std::size_t i = 0; i < cap_elements_max; ++i) many += "<code/>";
    CHECK(codes(with("<code>c1", many + "<code>c1")).starts_with("cap-elements-max@"));
}

TEST_CASE("of a file full of unknown elements twenty are named, and all are kept", "[cap]") {
    std::string many;
    for (int i = 0; i < 50'000; ++i) many += "<eventt/>";
    Diagnostics out;
    const auto alert = read_cap({"a.xml", with("<event>", many + "<event>")}, out);
    REQUIRE(alert);
    CHECK(out.all().size() == 20);
    CHECK(alert->infos.front().unknown.size() == 50'001);
}

TEST_CASE("an instant is written to the second at its own offset", "[cap]") {
    CHECK(cap_time(*parse_iso("2022-06-20T15:00:00.999+08:00")).text == "2022-06-20T15:00:00+08:00");
    CHECK(cap_time(*parse_iso("2022-06-20T07:00:00-00:30")).text == "2022-06-20T07:00:00-00:30");
}
