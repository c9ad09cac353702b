// What is no UTF-8 text is refused, with what it probably is.
#include "support/catch.hpp"
#include "support/said_of.hpp"
#include "yaml/node.hpp"

using namespace sandtable;

namespace {

std::string said(const std::string& bytes, Lang lang = Lang::en) {
    Diagnostics out;
    const auto document = parse_yaml({"x.yaml", bytes}, out);
    CHECK((document != nullptr) == out.all().empty());
    return said_of(out, lang);
}

}  // namespace

TEST_CASE("GB18030 bytes are refused with a hint", "[yaml][encoding]") {
    const std::string file = "sandtable: plan/1\nname: {zh: \xB2\xE2\xCA\xD4, en: test}\n";  // 测试
    CHECK(said(file) == R"(
x.yaml:2:12: error: not UTF-8 from byte 30 on [file-not-utf8]
   = it looks like GB18030 (GBK); save it as UTF-8
)");
    CHECK(said(file, Lang::zh) == R"(
x.yaml:2:12: 错误: 第 30 字节起不是 UTF-8 [file-not-utf8]
   = 看起来是 GB18030（GBK）编码，请另存为 UTF-8
)");
}

TEST_CASE("GB18030 bytes whose second one is ASCII get the hint too", "[yaml][encoding]") {
    CHECK(said("zh: \x81\x40\n").find("GB18030") != std::string::npos);   // 丂
    CHECK(said("zh: \xFE\xA0\n").find("GB18030") != std::string::npos);
}

TEST_CASE("a stray byte behind Chinese is placed by characters", "[yaml][encoding]") {
    CHECK(said("zh: 市政府\xff\n") == R"(
x.yaml:1:8: error: not UTF-8 from byte 14 on [file-not-utf8]
   = save it as UTF-8
)");
}

TEST_CASE("a character cut off at the end of the file is a fault", "[yaml][encoding]") {
    CHECK(said("zh: 市\xE5\xB8").find("[file-not-utf8]") != std::string::npos);
}

TEST_CASE("UTF-16 is named as such, either way round", "[yaml][encoding]") {
    const char* expected = R"(
x.yaml: error: the file is UTF-16 [file-utf16]
   = save it as UTF-8
)";
    CHECK(said(std::string("\xFF\xFEs\0a\0", 6)) == expected);
    CHECK(said(std::string("\xFE\xFF\0s\0a", 6)) == expected);
}

TEST_CASE("bytes with a zero among them are no text", "[yaml][encoding]") {
    const char* expected = R"(
x.yaml: error: this is not a text file [file-binary]
   = a YAML file in UTF-8 is expected
)";
    CHECK(said(std::string("s\0a\0", 4)) == expected);
    CHECK(said(std::string("sandtable: plan/1\0", 18)) == expected);
    CHECK(said(std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16)) == expected);
}

TEST_CASE("a control character is placed and named by its number", "[yaml][encoding]") {
    CHECK(said("name: {zh: 市\x01府}\n") == "\nx.yaml:1:13: error: the file holds a control character (1) [file-control-character]\n 1 | name: {zh: 市 府}\n   |              ^\n   = a YAML file in UTF-8 is expected\n");
    CHECK(said("\x1b[31mred\n").find("x.yaml:1:1: error: the file holds a control character (27)") != std::string::npos);
    CHECK(said("a: b\nc: d\x7f\n").find("x.yaml:2:5: error: the file holds a control character (127)") != std::string::npos);
    CHECK(said("\f\n").find("(12)") != std::string::npos);
}

TEST_CASE("a control character behind a line end is placed on its own line", "[yaml][encoding]") {
    CHECK(said("a: b\n\x02\n").find("x.yaml:2:1: ") != std::string::npos);
    CHECK(said("a: b\r\n\x02").find("x.yaml:2:1: ") != std::string::npos);
}

TEST_CASE("tabs inside a line, Chinese spaces and emoji are fine", "[yaml][encoding]") {
    CHECK(said("a: b\t# note\n") == "\n");
    CHECK(said("a: 市　府🚒\n") == "\n");
    CHECK(said("a: \xC2\x85\n") == "\n");
}

TEST_CASE("a control character written as an escape is refused like one that stands there", "[yaml][encoding]") {
    // node.cpp looks at the raw bytes only: such a name would reach the terminal, the XML and the drill file
    for (const char* text : {"a: \"\\e[31mred\"\n", "a: \"\\0\"\n", "a: \"\\x07\"\n", "a: \"\\u001b\"\n"}) {
        INFO(text);
        Diagnostics out;
        CHECK(parse_yaml({"x.yaml", text}, out) == nullptr);
    }
}

TEST_CASE("an empty file is said to be empty, also with blanks, comments or a byte order mark", "[yaml][encoding]") {
    const char* expected = R"(
x.yaml: error: the file is empty [yaml-empty]
   = the first line is sandtable: KIND/VERSION
)";
    for (const char* text : {"", "\n", "  \n\n", "# only a comment\n", "\xEF\xBB\xBF", "\xEF\xBB\xBF# 注\r\n"}) {
        INFO(text);
        CHECK(said(text) == expected);
    }
}
