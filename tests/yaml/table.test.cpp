// CSV tables as trees: keys in maps, lists of words, empty cells, places of faults.
#include "support/said_of.hpp"
#include "support/catch.hpp"
#include "yaml/reader.hpp"

using namespace sandtable;

namespace {

std::unique_ptr<Document> read(const std::string& text, Diagnostics& out) { return parse_table({"t.csv", text}, out); }

std::string refused(const std::string& text) {
    Diagnostics out;
    CHECK(read(text, out) == nullptr);
    std::string said;
    for (const Diagnostic& d : out.all()) said += (said.empty() ? "" : " | ") + std::to_string(d.where.line) + " " + d.code;
    return said;
}

}  // namespace

TEST_CASE("a table's row is a map: dotted columns are maps in it, [] are lists of words, empty cells are not there", "[yaml]") {
    Diagnostics out;
    const auto table = read("\xEF\xBB\xBF" "id,name.zh,name.en,over[],to\r\na1,甲,\"A, the first\",one  two,\r\n\r\nb1,乙,B,,c\n", out);
    REQUIRE(table);
    CHECK(out.all().empty());
    REQUIRE(table->root.items.size() == 2);
    const Node& a = table->root.items[0];
    CHECK(a.find("id")->text == "a1");
    CHECK(a.find("name")->find("en")->text == "A, the first");
    CHECK(a.find("name")->find("zh")->text == "甲");
    REQUIRE(a.find("over")->items.size() == 2);
    CHECK(a.find("over")->items[1].text == "two");
    CHECK(a.find("to") == nullptr);
    const Node& b = table->root.items[1];
    CHECK(b.find("over") == nullptr);
    CHECK(b.find("to")->text == "c");
    const SourcePlace place = table->place(*b.find("to"));
    CHECK(place.line == 4);
    CHECK(place.column == 9);
    CHECK(place.file == "t.csv");
}

TEST_CASE("a table without header, with a short or long row, or not in UTF-8 is refused with its line", "[yaml][bad]") {
    CHECK(refused("") == "0 table-header");
    CHECK(refused("id,name\na\n") == "2 table-row");
    CHECK(refused("id,name\na,b\nc,d,e\n") == "3 table-row");
    CHECK(refused("id,name\na,\xff\n") == "2 file-not-utf8");
}

TEST_CASE("rows moved into another document keep the place where they stand", "[yaml]") {
    Diagnostics out;
    auto document = parse_yaml({"main.yaml", "list:\n- {id: one}\n"}, out);
    REQUIRE(document);
    auto part = read("id\ntwo\n", out);
    REQUIRE(part);
    Document& taken = document->take(std::move(part));
    const Node moved = taken.root.items[0];
    CHECK(document->place(*moved.find("id")).file == "t.csv");
    CHECK(document->place(*moved.find("id")).line == 2);
    CHECK(document->place(document->root.find("list")->items[0]).file == "main.yaml");
}
