// What YAML allows and our files do not, and what is no YAML.
#include "support/catch.hpp"
#include "support/said_of.hpp"
#include "yaml/node.hpp"

using namespace sandtable;

namespace {

std::string said(const std::string& text, Lang lang = Lang::en) {
    Diagnostics out;
    const auto document = parse_yaml({"x.yaml", text}, out);
    CHECK((document != nullptr) == out.all().empty());
    return said_of(out, lang);
}

std::string code(const std::string& text) {
    Diagnostics out;
    parse_yaml({"x.yaml", text}, out);
    return codes_of(out);
}

}  // namespace

TEST_CASE("a second document is refused where it begins", "[yaml]") {
    CHECK(said("sandtable: plan/1\nname: 市\n---\nid: x\n") == R"(
x.yaml:3:1: error: a file holds one document; a second begins here [yaml-second-document]
 3 | ---
   | ^
   = remove the "---" or make two files of it
)");
    CHECK(code("a: b\n...\nc: d\n") == "yaml-second-document@3:1");
}

TEST_CASE("dashes before the only document and dots behind it are fine", "[yaml]") {
    CHECK(code("---\na: b\n").empty());
    CHECK(code("a: b\n...\n").empty());
    CHECK(code("%YAML 1.2\n---\na: b\n").empty());
}

TEST_CASE("an anchor is refused where it stands", "[yaml]") {
    CHECK(said("a: {zh: 市, en: &hall city}\n") == R"(
x.yaml:1:16: error: YAML anchors and aliases (& and *) are not used [yaml-alias]
 1 | a: {zh: 市, en: &hall city}
   |                 ^
   = write it out; put quotes round a text that begins with * or &
)");
    for (const char* text : {"a: &x [1]\nb: *x\n", "&x a: b\n", "a: &x {b: c}\n", "- &x\n- *x\n", "a: &x\n"}) CHECK(code(text).substr(0, 10) == "yaml-alias");
}

TEST_CASE("an alias bomb is refused at its first anchor", "[yaml]") {
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 30; ++i) {
        const std::string n = std::to_string(i), p = std::to_string(i - 1);
        bomb += "a" + n + ": &a" + n + " [*a" + p + ", *a" + p + ", *a" + p + ", *a" + p + ", *a" + p + ", *a" + p + ", *a" + p + ", *a" + p + ", *a" + p + "]\n";
    }
    CHECK(code(bomb) == "yaml-alias@1:5");
}

TEST_CASE("an alias of nothing is refused as an alias", "[yaml]") {
    // `zh: *重要*` is what people write; yaml-cpp's own words come instead of the hint about quotes
    CHECK(code("a: {zh: *重要, en: x}\n") == "yaml-alias@1:9");
}

TEST_CASE("tags are refused by name", "[yaml]") {
    CHECK(said("a: !!str 5\n") == R"(
x.yaml:1:4: error: YAML tags such as "tag:yaml.org,2002:str" are not used [yaml-tag]
 1 | a: !!str 5
   |    ^
   = remove it; put quotes round a text that begins with !
)");
    CHECK(code("a: !local x\n") == "yaml-tag@1:4");
    CHECK(code("a: !!map {b: c}\n") == "yaml-tag@1:4");
    CHECK(code("!!python/object x\n") == "yaml-tag@1:1");
}

TEST_CASE("the tag of a single mark is a tag too", "[yaml]") {
    CHECK(code("a: ! 2.10\n") == "yaml-tag@1:4");  // it passes for quotes now
}

TEST_CASE("a key used twice is refused with its first line", "[yaml]") {
    CHECK(said("id: x\nname: {zh: 市, zh: 府}\n") == R"(
x.yaml:2:15: error: the key "zh" is used twice, first in line 2 [yaml-duplicate-key]
 2 | name: {zh: 市, zh: 府}
   |                ^~
   = keep one of them
)");
    CHECK(said("编号: x\nb: y\n\n编号: z\n", Lang::zh) == R"(
x.yaml:4:1: 错误: 键“编号”重复，首次在第 1 行 [yaml-duplicate-key]
 4 | 编号: z
   | ^~~~
   = 只留一个
)");
    CHECK(code("a: 1\n'a': 2\n") == "yaml-duplicate-key@2:1");
    CHECK(code("a: {x: 1}\nb: {x: 1}\n").empty());
    CHECK(code("a: 1\nA: 2\n").empty());
}

TEST_CASE("all keys used twice are said in one go", "[yaml]") {
    CHECK(code("a: 1\nb: {c: 1, c: 2}\na: 3\nd: 4\nd: 5\n") == "yaml-duplicate-key@2:11 yaml-duplicate-key@3:1 yaml-duplicate-key@5:1");
}

TEST_CASE("a key used three times is said once for each use too many", "[yaml]") {
    // one for every pair now: 20,000 equal keys make 200 million diagnostics
    CHECK(code("a: 1\na: 2\na: 3\n") == "yaml-duplicate-key@2:1 yaml-duplicate-key@3:1");
}

TEST_CASE("a key that is no single word is refused", "[yaml]") {
    // a bracket where a key should be is most often one that was never closed, and said to be that
    CHECK(code("? [a, b]\n: c\n") == "yaml-open-bracket@1:3");
    CHECK(code("{[a]: b}\n") == "yaml-open-bracket@1:2");
    CHECK(code("{a: b}: c\n") == "yaml-open-brace@1:1");
    CHECK(code("null: c\n") == "yaml-key@1:1");
    CHECK(code(": c\n").substr(0, 8) == "yaml-key");
}

TEST_CASE("a merge key is a key like any other", "[yaml]") {
    Diagnostics out;
    const auto document = parse_yaml({"x.yaml", "<<: {a: b}\n"}, out);
    REQUIRE(document);
    CHECK(document->root.find("a") == nullptr);
    CHECK(document->root.find("<<") != nullptr);
}

TEST_CASE("a colon inside an unquoted text is refused in our words", "[yaml]") {
    Diagnostics out;
    parse_yaml({"x.yaml", "name: 市府: 门前\n"}, out);
    REQUIRE(codes_of(out) == "yaml-colon@1:9");
    CHECK(render(out.all().front(), Lang::en).find("\n 1 | name: 市府: 门前\n   |           ^\n") != std::string::npos);
}

TEST_CASE("an indentation that fits nothing is refused in our words", "[yaml]") {
    CHECK(code("name:\n  zh: 市\n en: x\n") == "yaml-indent@3:2");
    CHECK(code("- a\n - b\n").empty());  // YAML continues the text "a - b"
}

TEST_CASE("brackets and braces left open are refused in our words", "[yaml]") {
    CHECK(code("a: {b: c\nd: e\n").substr(0, 15) == "yaml-open-brace");
    CHECK(code("a: [b, c\n").substr(0, 17) == "yaml-open-bracket");
    CHECK(code("a: {zh: 市, en: x\n").substr(0, 15) == "yaml-open-brace");
}

TEST_CASE("a quote left open at the end of a file is refused", "[yaml]") {
    CHECK(code("a: \"b") == "yaml-open-quote@1:6");
    CHECK(code("a: 'b") == "yaml-open-quote@1:6");
}

TEST_CASE("a quote left open before a line end at the end of a file is refused", "[yaml]") {
    CHECK(code("a: \"b\n").substr(0, 15) == "yaml-open-quote");
    CHECK(code("a: 'b\nc: d\n").substr(0, 15) == "yaml-open-quote");
}

TEST_CASE("a tab used for indentation is named", "[yaml]") {
    CHECK(code("name:\n\tzh: x\n") == "yaml-tab@2:1");  // "this colon confuses YAML" now
}

TEST_CASE("an unclosed list of lists is said to be unclosed", "[yaml]") {
    CHECK(code("a: [[[[\n").substr(0, 17) == "yaml-open-bracket");
}

TEST_CASE("other faults keep the parser's words behind ours", "[yaml]") {
    CHECK(code("a: @x\n") == "yaml-syntax@1:4");
    CHECK(code("a: \"\\q\"\n") == "yaml-syntax@1:7");
    CHECK(code("a: \"\\ud800\"\n").substr(0, 11) == "yaml-syntax");
    CHECK(code("a: b]\n").empty());
    CHECK(code("[a}\n").substr(0, 11) == "yaml-syntax");
}

TEST_CASE("a fault of syntax is told in Chinese throughout", "[yaml]") {
    CHECK(said("[a}\n", Lang::zh).find("illegal") == std::string::npos);
}
