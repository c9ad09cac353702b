// graph: a network for people and for graph programs.
#include <algorithm>

#include "support/catch.hpp"
#include "support/program.hpp"

using namespace sandtable;

namespace {

/// Whether tags are closed in order, attributes quoted, and no < or & stands bare; simple, for files without CDATA.
bool well_formed(std::string_view xml) {
    std::vector<std::string> open;
    for (std::size_t at = 0; at < xml.size();) {
        if (xml[at] == '&') {
            const auto end = xml.find(';', at);
            const auto name = xml.substr(at + 1, end - at - 1);
            if (end == std::string_view::npos || (name != "amp" && name != "lt" && name != "gt" && name != "quot" && name != "apos")) return false;
            at = end + 1;
        } else if (xml.substr(at, 4) == "<!--") {
            at = xml.find("-->", at) + 3;
        } else if (xml[at] == '<') {
            const auto end = xml.find('>', at);
            if (end == std::string_view::npos) return false;
            const auto tag = xml.substr(at + 1, end - at - 1);
            if (std::count(tag.begin(), tag.end(), '"') % 2 != 0 || tag.find('<') != std::string_view::npos) return false;
            const std::string name(tag.substr(tag.front() == '/' ? 1 : 0, tag.find_first_of(" /?", 1) == std::string_view::npos || tag.front() == '/' ? std::string_view::npos : tag.find_first_of(" /?", 1)));
            if (tag.front() == '?') {
            } else if (tag.front() == '/') {
                if (open.empty() || open.back() != name) return false;
                open.pop_back();
            } else if (tag.back() != '/') {
                open.push_back(name);
            }
            at = end + 1;
        } else {
            ++at;
        }
    }
    return open.empty();
}

}  // namespace

TEST_CASE("graph --graphml is well-formed, marked as an exercise, and names every agency, place and road", "[cli][graph]") {
    const Said said = sandtable_says({"graph", "lishui", "--graphml", "--lang", "zh"});
    CHECK(said.code == 0);
    CHECK(well_formed(said.out));
    CHECK(said.out.find("<?xml version=\"1.0\" encoding=\"UTF-8\"?>") == 0);
    CHECK(said.out.find("演练 EXERCISE") != std::string::npos);
    for (const char* part : {"<node id=\"lishui-hrss\">", "<node id=\"place/city_hall\">", "<data key=\"name\">花园路</data>", "<data key=\"kind\">reports_to</data>", "</graphml>\n"}) CHECK(said.out.find(part) != std::string::npos);
    CHECK_FALSE(well_formed("<a><b></a></b>"));
    CHECK_FALSE(well_formed("<a>x & y</a>"));
    CHECK_FALSE(well_formed("<a>"));
}

TEST_CASE("names with marks of XML and of Graphviz are escaped", "[cli][graph]") {
    const ScratchFolder folder;
    std::string text = bytes_of(shipped("networks/lishui.yaml"));
    const std::string was = "{zh: 市政府, en: city hall}";
    REQUIRE(text.find(was) != std::string::npos);
    put_bytes(folder / "n.yaml", text.replace(text.find(was), was.size(), R"({zh: 市政府, en: "a<b>&\"c\\d"})"));
    const Said xml = sandtable_says_en({"graph", (folder / "n.yaml").string(), "--graphml"});
    CHECK(well_formed(xml.out));
    CHECK(xml.out.find("a&lt;b&gt;&amp;&quot;c\\d") != std::string::npos);
    CHECK(sandtable_says_en({"graph", (folder / "n.yaml").string(), "--dot"}).out.find(R"(label="a<b>&\"c\\d")") != std::string::npos);
}

TEST_CASE("graph --dot opens and closes what it writes", "[cli][graph]") {
    const Said said = sandtable_says_en({"graph", "lishui", "--dot"});
    CHECK(said.code == 0);
    CHECK(said.out.find("digraph \"lishui\" {") != std::string::npos);
    CHECK(said.out.substr(said.out.size() - 2) == "}\n");
    CHECK(std::count(said.out.begin(), said.out.end(), '{') == std::count(said.out.begin(), said.out.end(), '}'));
    CHECK(std::count(said.out.begin(), said.out.end(), '"') % 2 == 0);
    CHECK(said.out.find("演练 EXERCISE") != std::string::npos);
    CHECK(sandtable_says({"graph", "lishui", "--dot", "--graphml"}).code == 2);
}

TEST_CASE("a network's page measures from a place, and hints at its neighbour", "[cli][graph]") {
    const Said page = sandtable_says_en({"graph", "lishui"});
    CHECK(page.code == 0);
    CHECK(page.out.find("shortest times from city hall") != std::string::npos);
    CHECK(sandtable_says_en({"graph", "lishui", "--from", "bus_station"}).out.find("shortest times from bus station") != std::string::npos);
    const Said wrong = sandtable_says_en({"graph", "lishui", "--from", "bus_staton"});
    CHECK(wrong.code == 2);
    CHECK(wrong.err.find("did you mean \"bus_station\"?") != std::string::npos);
}
