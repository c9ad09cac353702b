// Reading maps: unknown keys, missing keys, wrong shapes, all faults in one go.
#include "support/catch.hpp"
#include "support/said_of.hpp"
#include "yaml/reader.hpp"

using namespace sandtable;

namespace {

/// What `read` says about a text.
template <class Read>
std::string said(const std::string& text, Read read, Lang lang = Lang::en) {
    Diagnostics out;
    const auto document = parse_yaml({"x.yaml", text}, out);
    INFO(said_of(out));
    REQUIRE(document);
    Reading reading(*document, out);
    {
        MapReader top(document->root, reading);
        read(top, reading);
    }
    return said_of(out, lang);
}

/// Asks for name, place and a list of officers, as a loader would.
void read_place(MapReader& top, Reading& reading) {
    top.id("id", IdForm::item);
    top.need_text("name");
    for (const Node& item : reading.list(top.find("officers"))) reading.whole(item, 0, 9);
    top.clause();
}

const auto ignore_all = [](MapReader& top, Reading&) {
    for (const Member& member : top.node().members) top.find(member.key.text);
};

}  // namespace

TEST_CASE("a file that is right gets no word", "[yaml][reader]") {
    CHECK(said("id: city_hall\nname: {zh: 市政府, en: city hall}\nofficers: [0, 9]\nclause: \"3(1)\"\n", read_place) == "\n");
}

TEST_CASE("an unknown key gets the near name as a hint", "[yaml][reader]") {
    CHECK(said("id: a\nname: {zh: 市政府, en: x}\noficers: [1]\n", read_place) == R"(
x.yaml:3:1: error: unknown key "oficers" [yaml-unknown-key]
 3 | oficers: [1]
   | ^~~~~~~
   = did you mean "officers"?
)");
}

TEST_CASE("an unknown key near to nothing gets the keys known there", "[yaml][reader]") {
    CHECK(said("id: a\nname: {zh: 一, en: x}\n备注: 无\n", read_place, Lang::zh) == R"(
x.yaml:3:1: 错误: 不认识的键“备注” [yaml-unknown-key]
 3 | 备注: 无
   | ^~~~
   = 此处可用：id, name, officers, clause
)");
}

TEST_CASE("a comma inside an unquoted text in braces is guessed", "[yaml][reader]") {
    CHECK(said("id: a\nname: {zh: 市政府, 门前, en: city hall}\n", read_place) == R"(
x.yaml:2:17: error: unknown key "门前" [yaml-unknown-key]
 2 | name: {zh: 市政府, 门前, en: city hall}
   |                    ^~~~
   = if this is a comma inside a text, put quotes round the whole text
)");
    CHECK(said("id: a\nname: {zh: 市政府, en: city hall, front gate}\n", read_place).find("put quotes round") != std::string::npos);
}

TEST_CASE("a Chinese comma inside a text is no trouble", "[yaml][reader]") {
    CHECK(said("id: a\nname: {zh: 市政府，门前, en: city hall}\n", read_place) == "\n");
}

TEST_CASE("an unquoted clause is refused, with how to write it", "[yaml][reader]") {
    CHECK(said("id: a\nname: {zh: 一, en: x}\nclause: 2.10\n", read_place) == R"(
x.yaml:3:9: error: a clause needs quotes: 2.10 [yaml-unquoted]
 3 | clause: 2.10
   |         ^~~~
   = write "2.10"; YAML may read it as a number otherwise
)");
    CHECK(said("id: a\nname: {zh: 一, en: x}\nclause: 3(1)\n", read_place, Lang::zh) == R"T(
x.yaml:3:9: 错误: 条款号“3(1)”须加引号 [yaml-unquoted]
 3 | clause: 3(1)
   |         ^~~~
   = 写成 "3(1)"，否则 YAML 可能把它读成数
)T");
}

TEST_CASE("a missing key is said at its map, an empty one at its key", "[yaml][reader]") {
    CHECK(said("id: a\n", read_place) == R"(
x.yaml:1:1: error: "name" is missing [key-missing]
 1 | id: a
   | ^
)");
    CHECK(said("id: a\nname:\nclause: \"1\"\n", read_place) == R"(
x.yaml:2:1: error: there is nothing behind "name" [key-empty]
 2 | name:
   | ^~~~
)");
}

TEST_CASE("a text in one language only lacks the other", "[yaml][reader]") {
    CHECK(said("id: a\nname: {zh: 市政府}\n", read_place) == R"(
x.yaml:2:7: error: "en" is missing [key-missing]
 2 | name: {zh: 市政府}
   |       ^
)");
    CHECK(said("id: a\nname: city hall\n", read_place).find(R"(expected a text in both languages: {zh: ..., en: ...}, found a single word [wrong-shape])") != std::string::npos);
}

TEST_CASE("a wrong shape says what was expected and what was found", "[yaml][reader]") {
    CHECK(said("id: [a]\nname: {zh: 一, en: x}\n", read_place).find("expected an id, found a list [wrong-shape]") != std::string::npos);
    CHECK(said("id: {a: b}\nname: {zh: 一, en: x}\n", read_place).find("expected an id, found a map [wrong-shape]") != std::string::npos);
    CHECK(said("id: a\nname: {zh: 一, en: [x]}\n", read_place).find("expected words, found a list [wrong-shape]") != std::string::npos);
    CHECK(said("id: a\nname: {zh: 一, en: x}\nofficers: 3\n", read_place).find("expected a list, found a single word [wrong-shape]") != std::string::npos);
    CHECK(said("id: a\nname: {zh: 一, en: x}\nofficers: [[1]]\n", read_place).find("expected a number, found a list [wrong-shape]") != std::string::npos);
    CHECK(said("id: a\nname: {zh: 一, en: x}\nofficers: [~]\n", read_place).find("expected a number, found nothing [wrong-shape]") != std::string::npos);
    CHECK(said("- a\n", [](MapReader&, Reading&) {}).find("expected a map, found a list [wrong-shape]") != std::string::npos);
}

TEST_CASE("every fault of a file is said in one go", "[yaml][reader]") {
    CHECK(said("id: A\nname: {zh: 市, 府, en: x}\nofficers: [10, x, -1]\nclause: 2.1\nnmae: y\n", read_place) == R"(
x.yaml:1:5: error: the id "A" must be written [a-z][a-z0-9_]* [id-form]
 1 | id: A
   |     ^
x.yaml:2:15: error: unknown key "府" [yaml-unknown-key]
 2 | name: {zh: 市, 府, en: x}
   |                ^~
   = if this is a comma inside a text, put quotes round the whole text
x.yaml:3:12: error: "10" must be a whole number from 0 to 9 [number-range]
 3 | officers: [10, x, -1]
   |            ^~
x.yaml:3:16: error: "x" must be a whole number from 0 to 9 [number-range]
 3 | officers: [10, x, -1]
   |                ^
x.yaml:3:19: error: "-1" must be a whole number from 0 to 9 [number-range]
 3 | officers: [10, x, -1]
   |                   ^~
x.yaml:4:9: error: a clause needs quotes: 2.1 [yaml-unquoted]
 4 | clause: 2.1
   |         ^~~
   = write "2.1"; YAML may read it as a number otherwise
x.yaml:5:1: error: unknown key "nmae" [yaml-unknown-key]
 5 | nmae: y
   | ^~~~
   = did you mean "name"?
)");
}

TEST_CASE("ids are written as their kind demands", "[yaml][reader]") {
    const auto fits = [](const std::string& id, IdForm form) {
        return said("id: \"" + id + "\"\n", [&](MapReader& top, Reading&) { top.id("id", form); }) == "\n";
    };
    for (const char* id : {"a", "wage-arrears", "a1", "g-330"}) CHECK(fits(id, IdForm::file));
    for (const char* id : {"", "A", "1a", "a_b", "a b", "-a", "市", "a.b", "a/b", "../a"}) CHECK_FALSE(fits(id, IdForm::file));
    for (const char* id : {"a", "city_hall", "g1513_qingtian"}) CHECK(fits(id, IdForm::item));
    for (const char* id : {"", "a-b", "_a", "1", "City"}) CHECK_FALSE(fits(id, IdForm::item));
    for (const char* id : {"E-1", "I-12", "X-007"}) CHECK(fits(id, IdForm::numbered));
    for (const char* id : {"E1", "E-", "e-1", "EE-1", "E-1a", "1-1"}) CHECK_FALSE(fits(id, IdForm::numbered));
    CHECK(fits(std::string(120, 'a'), IdForm::item));
    CHECK_FALSE(fits(std::string(121, 'a'), IdForm::item));
}

TEST_CASE("rows are sorted by id, and an id used twice is said with its first line", "[yaml][reader]") {
    std::string order;
    const auto read = [&](MapReader& top, Reading& reading) {
        for (const auto& [id, node] : named_nodes(top.find("rows"), IdForm::item, reading)) order += id;
    };
    CHECK(said("rows:\n- {id: c}\n- {名: 市, id: a}\n- {id: b}\n", read) == "\n");
    CHECK(order == "abc");
    CHECK(said("rows:\n- {id: c}\n- {名: 市, id: c}\n- 5\n- {x: 1}\n", read) == R"(
x.yaml:3:14: error: the id "c" is used twice, first in line 2 [id-twice]
 3 | - {名: 市, id: c}
   |                ^
x.yaml:4:3: error: expected a map, found a single word [wrong-shape]
 4 | - 5
   |   ^
x.yaml:5:3: error: "id" is missing [key-missing]
 5 | - {x: 1}
   |   ^
)");
}

TEST_CASE("a word of a choice is one of them, or its neighbour is hinted at", "[yaml][reader]") {
    CHECK(said("days: workng\n", [](MapReader& top, Reading& reading) { reading.choice(*top.need("days"), {"all", "working", "rest"}); }) == R"(
x.yaml:1:7: error: "workng" is not one of: all, working, rest [wrong-word]
 1 | days: workng
   |       ^~~~~~
   = did you mean "working"?
)");
    for (const auto& [word, value] : {std::pair{"true", true}, {"yes", true}, {"false", false}, {"no", false}})
        CHECK(said(std::string("each: ") + word + "\n", [expected = value](MapReader& top, Reading&) { CHECK(top.flag("each") == expected); }) == "\n");
    CHECK(said("each: 是\n", [](MapReader& top, Reading&) { CHECK_FALSE(top.flag("each")); }).find("[wrong-word]") != std::string::npos);
}

TEST_CASE("the first line says kind and version", "[yaml][reader]") {
    const auto kind = [](const std::string& text) {
        std::string codes;
        Diagnostics out;
        const auto document = parse_yaml({"x.yaml", text}, out);
        REQUIRE(document);
        Reading reading(*document, out);
        MapReader top(document->root, reading);
        const bool ok = check_kind(top, reading, "plan", 3);
        return codes_of(out) + (ok ? " read" : "");
    };
    for (const char* good : {"plan/1", "plan/2", "plan/3", "'plan/3'"}) CHECK(kind(std::string("sandtable: ") + good + "\n") == " read");
    for (const char* newer : {"plan/4", "plan/1000"}) CHECK(kind(std::string("sandtable: ") + newer + "\n") == "kind-newer@1:12");
    for (const char* wrong : {"plan", "plan/", "plan/0", "plan/-1", "plan/x", "plan/1x", "network/1", "Plan/1", "plans/1", "1", "plan/1/1"}) CHECK(kind(std::string("sandtable: ") + wrong + "\n") == "kind-wrong@1:12");
    CHECK(kind("sandtable: [plan/1]\n") == "wrong-shape@1:12");
    CHECK(kind("sandtable:\nid: x\n") == "key-empty@1:1");
    CHECK(kind("id: x\n") == "key-missing@1:1");
    CHECK(kind("id: x\nsandtable: plan/1\n") == "kind-not-first@1:1 read");
}

TEST_CASE("a newer version is refused with both versions", "[yaml][reader]") {
    CHECK(said("sandtable: plan/2\n", [](MapReader& top, Reading& reading) { CHECK_FALSE(check_kind(top, reading, "plan", 1)); }) == R"(
x.yaml:1:12: error: the file is plan/2, newer than plan/1, which this program reads [kind-newer]
 1 | sandtable: plan/2
   |            ^~~~~~
   = use a newer program, or write the file in the older form
)");
}

TEST_CASE("whole numbers are read within their bounds and nothing else is", "[yaml][reader]") {
    const auto codes = [](const std::string& word) {
        return said("n: " + word + "\n", [](MapReader& top, Reading& reading) { reading.whole(*top.need("n"), 0, 4'294'967'295); }) == "\n";
    };
    for (const char* word : {"0", "007", "4294967295", "'5'"}) CHECK(codes(word));
    for (const char* word : {"4294967296", "-1", "1.0", "1e3", "0x10", "+5", "five", "5 ", "99999999999999999999", "１"}) {
        if (std::string_view(word) == "5 ") continue;  // YAML trims it
        CHECK_FALSE(codes(word));
    }
    CHECK(said("a: 1\n", ignore_all) == "\n");
}
