// Every part of a tree knows where it stands: characters, not bytes, and a caret exactly under them.
#include "support/catch.hpp"
#include "support/said_of.hpp"
#include "yaml/node.hpp"

using namespace sandtable;

namespace {

std::unique_ptr<Document> parsed(const std::string& text) {
    Diagnostics out;
    auto document = parse_yaml({"x.yaml", text}, out);
    INFO(said_of(out));
    REQUIRE(document);
    return document;
}

/// "3:7+4": line, column and length of a node, from 1, in characters.
std::string place_of(const Document& document, const Node& node) {
    const SourcePlace place = document.place(node);
    return std::to_string(place.line) + ":" + std::to_string(place.column) + "+" + std::to_string(place.length);
}

/// A fault at a node, as a planner sees it.
std::string marked(const Document& document, const Node& node) {
    Diagnostics out;
    out.error("yaml-key", document.place(node));
    return said_of(out);
}

}  // namespace

TEST_CASE("keys and values are placed by line and column from one", "[yaml]") {
    const auto document = parsed("id: lishui\nname:\n  zh: a\n  en: 'b c'\n");
    const auto& top = document->root.members;
    CHECK(place_of(*document, document->root) == "1:1+1");
    CHECK(place_of(*document, top[0].key) == "1:1+2");
    CHECK(place_of(*document, top[0].value) == "1:5+6");
    CHECK(place_of(*document, top[1].value) == "3:3+1");
    CHECK(place_of(*document, top[1].value.members[1].value) == "4:7+5");
}

TEST_CASE("columns count characters under Chinese text", "[yaml]") {
    const auto document = parsed("- {zh: 市政府, en: city hall, 号: 三}\n");
    const auto& members = document->root.items[0].members;
    CHECK(place_of(*document, members[0].value) == "1:8+3");
    CHECK(place_of(*document, members[1].key) == "1:13+2");
    CHECK(place_of(*document, members[1].value) == "1:17+9");
    CHECK(place_of(*document, members[2].key) == "1:28+1");
    CHECK(place_of(*document, members[2].value) == "1:31+1");
}

TEST_CASE("the caret stands exactly under a word behind Chinese", "[yaml]") {
    const auto document = parsed("sandtable: plan/1\nroles: [{name: {zh: 领导小组办公室, en: office}, is: {kind: ofice}}]\n");
    const Node& kind = *document->root.find("roles")->items[0].find("is")->find("kind");
    CHECK(marked(*document, kind) == R"(
x.yaml:2:54: error: a key must be a single word [yaml-key]
 2 | roles: [{name: {zh: 领导小组办公室, en: office}, is: {kind: ofice}}]
   |                                                             ^~~~~
)");
}

TEST_CASE("a Chinese word is marked over its whole width", "[yaml]") {
    const auto document = parsed("# 注释\nname: {zh: 丽水市, en: Lishui}\n");
    CHECK(marked(*document, *document->root.find("name")->find("zh")) == R"(
x.yaml:2:12: error: a key must be a single word [yaml-key]
 2 | name: {zh: 丽水市, en: Lishui}
   |            ^~~~~~
)");
}

TEST_CASE("a quoted word is marked with its quotes", "[yaml]") {
    const auto document = parsed("name: {zh: \"市：府\", clause: \"3(1)\"}\n");
    CHECK(marked(*document, *document->root.find("name")->find("clause")) == R"T(
x.yaml:1:27: error: a key must be a single word [yaml-key]
 1 | name: {zh: "市：府", clause: "3(1)"}
   |                              ^~~~~~
)T");
}

TEST_CASE("characters of four bytes and combining marks count as characters", "[yaml]") {
    const auto document = parsed("- {zh: 𠮷🚒, en: e\u0301, x: y}\n");
    const auto& members = document->root.items[0].members;
    CHECK(place_of(*document, members[1].value) == "1:16+2");
    CHECK(place_of(*document, members[2].key) == "1:20+1");
    CHECK(marked(*document, members[2].key) == "\nx.yaml:1:20: error: a key must be a single word [yaml-key]\n 1 | - {zh: 𠮷🚒, en: e\u0301, x: y}\n   |                     ^\n");
}

TEST_CASE("comments, blank lines and Chinese comments do not move places", "[yaml]") {
    const auto document = parsed("# 第一行\n\n# 第三行：注\nid: a   # 尾注\n\nname: b\n");
    CHECK(place_of(*document, document->root.members[0].value) == "4:5+1");
    CHECK(place_of(*document, document->root.members[1].value) == "6:7+1");
}

TEST_CASE("places are the same with a byte order mark", "[yaml]") {
    const std::string text = "id: 市\nname: {zh: 府, en: x}\n";
    const auto plain = parsed(text), marked_file = parsed("\xEF\xBB\xBF" + text);
    CHECK(place_of(*plain, *plain->root.find("name")->find("en")) == "2:19+1");
    CHECK(place_of(*marked_file, *marked_file->root.find("name")->find("en")) == "2:19+1");
    CHECK(place_of(*marked_file, marked_file->root.members[0].key) == "1:1+2");
}

TEST_CASE("places and texts are the same with CRLF and with CR", "[yaml]") {
    for (const char* end : {"\n", "\r\n", "\r"}) {
        std::string text;
        for (const char* line : {"id: 市", "name:", "  zh: 府", "  en: \"x y\""}) text += std::string(line) + end;
        const auto document = parsed(text);
        CHECK(place_of(*document, *document->root.find("name")->find("en")) == "4:7+5");
        CHECK(document->root.find("id")->text == "市");
        CHECK(document->root.find("name")->find("en")->text == "x y");
        CHECK(document->place(*document->root.find("id")).line_text == "id: 市");
    }
}

TEST_CASE("quoted, plain and block texts are told apart", "[yaml]") {
    const auto document = parsed("a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\n  y\ne: >-\n  x\n  y\n");
    const auto& top = document->root.members;
    CHECK_FALSE(top[0].value.quoted);
    for (std::size_t i = 1; i < 5; ++i) CHECK(top[i].value.quoted);
    CHECK(top[3].value.text == "x\ny\n");
    CHECK(top[4].value.text == "x y");
}

TEST_CASE("nothing is null, and quoted nothing is not", "[yaml]") {
    const auto document = parsed("a:\nb: ~\nc: null\nd: ''\ne: \"null\"\n");
    const auto& top = document->root.members;
    for (std::size_t i = 0; i < 3; ++i) CHECK(top[i].value.kind == Node::Kind::null);
    for (std::size_t i = 3; i < 5; ++i) CHECK(top[i].value.kind == Node::Kind::scalar);
}

TEST_CASE("maps keep the order of the file and lists theirs", "[yaml]") {
    const auto document = parsed("{c: 1, a: [z, y, x], b: 2}\n");
    const auto& top = document->root.members;
    REQUIRE(top.size() == 3);
    CHECK(top[0].key.text + top[1].key.text + top[2].key.text == "cab");
    CHECK(top[1].value.items[0].text + top[1].value.items[2].text == "zx");
    CHECK(document->root.find("d") == nullptr);
}

TEST_CASE("words that other tools read as numbers or booleans stay words", "[yaml]") {
    const auto document = parsed("a: 2.10\nb: 09:41\nc: yes\nd: 0x1F\ne: 1e3\n");
    const char* words[] = {"2.10", "09:41", "yes", "0x1F", "1e3"};
    for (std::size_t i = 0; i < 5; ++i) CHECK(document->root.members[i].value.text == words[i]);
}
