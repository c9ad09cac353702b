// What is no UTF-8 text is refused, with what it probably is.
#include "support/catch.hpp"
#include "support/said_of.hpp"
#include "yaml/reader.hpp"

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
    CHECK(
        said("name: {zh: 市\x01府}\n") ==
        "\nx.yaml:1:13: error: the file holds a control character (1) [file-control-character]\n 1 | name: {zh: 市 府}\n   |              ^\n   = a text holds no control characters\n");
    CHECK(said("\x1b[31mred\n").find("x.yaml:1:1: error: the file holds a control character (27)") != std::string::npos);
    CHECK(said("a: b\nc: d\x7f\n").find("x.yaml:2:5: error: the file holds a control character (127)") != std::string::npos);
    CHECK(said("\f\n").find("(12)") != std::string::npos);
    // C1, ends of lines and of paragraphs, marks of direction, what is no character
    for (const auto& [bytes, number] : {std::pair{"\xC2\x85", "133"},
                                        {"\xC2\x9B", "155"},
                                        {"\xE2\x80\xA8", "8232"},
                                        {"\xE2\x80\xA9", "8233"},
                                        {"\xE2\x80\xAE", "8238"},
                                        {"\xE2\x81\xA6", "8294"},
                                        {"\xE2\x80\x8F", "8207"},
                                        {"\xEF\xBF\xBE", "65534"},
                                        {"\xEF\xBB\xBF", "65279"}}) {
        const std::string words = said("a: \"市" + std::string(bytes) + "府\"\n");
        CHECK(words.find("x.yaml:1:6: error: the file holds a control character (" +
                         std::string(number) + ")") != std::string::npos);
        CHECK(words.find(bytes) == std::string::npos);  // nor is it shown
    }
    CHECK(said("a: \"\\u202e\"\n").find("(8238)") != std::string::npos);
}

TEST_CASE("a control character behind a line end is placed on its own line", "[yaml][encoding]") {
    CHECK(said("a: b\n\x02\n").find("x.yaml:2:1: ") != std::string::npos);
    CHECK(said("a: b\r\n\x02").find("x.yaml:2:1: ") != std::string::npos);
}

TEST_CASE("tabs inside a line, Chinese spaces and emoji are fine", "[yaml][encoding]") {
    CHECK(said("a: b\t# note\n") == "\n");
    CHECK(said("a: 市　府🚒\n") == "\n");
}

TEST_CASE("what looks like a space and is none is named where it stands", "[yaml][encoding]") {
    const auto place = [](const std::string& text) {
        const std::string words = said(text);
        const auto code = words.find(" [yaml-odd-space]");
        if (code == std::string::npos) return words;
        return words.substr(8, words.find(' ', 8) - 8) + words.substr(words.find("U+"), 6);
    };
    CHECK(place("a: b\n\xC2\xA0 c: d\n") == "2:1:U+00A0");
    CHECK(place("a: b\n　c: d\n") == "2:1:U+3000");
    CHECK(place("a:\n  b: 1\n 　c: 2\n") == "3:2:U+3000");
    CHECK(place("a:\xC2\xA0市府\n") == "1:3:U+00A0");
    CHECK(place("a: 市府\xE2\x80\x89\n") == "1:6:U+2009");
    CHECK(place("{a: 1,　b: 2}\n") == "1:7:U+3000");
    CHECK(place("- a\n-　b\n") == "2:2:U+3000");
    CHECK(place("a: [x, \xE2\x80\x8By]\n") == "1:8:U+200B");
    CHECK(place("a: b # 注　释\nc: 1\n 　d: 2\n") == "3:2:U+3000");
    CHECK(place("a: \"市　府\" \nb: 1\n　c: 2\n") == "3:1:U+3000");
    // within a text, in quotes, in a block and in a comment they are text
    for (const char* text : {"a: 市　府\n", "a: \"　市府　\"\n", "a: |\n  　市\n  　府\n",
                             "#　a\na: b　# c\n", "a: '\xC2\xA0'\n"}) {
        INFO(text);
        const bool comment = std::string(text).find("# c") != std::string::npos;
        CHECK(place(text) == (comment ? "2:5:U+3000" : "\n"));
    }
}

TEST_CASE("time and room of a file with many faults on one line are about those of the file",
          "[yaml][bounds]") {
    std::string text = "a: {";
    for (int i = 0; i < 20'000; ++i) text += "b: 1, ";
    text += "c: 1}\n";
    Diagnostics out;
    CHECK(parse_yaml({"x.yaml", text}, out) == nullptr);
    std::size_t bytes = 0;
    for (const Diagnostic& d : out.all())
        bytes += d.where.line_text.size() + d.message.en.size() + d.message.zh.size() +
                 d.hint.en.size() + d.hint.zh.size();
    CHECK(bytes < 2 * text.size());
    CHECK(out.has_errors());
}

TEST_CASE("of a file that is wrong throughout so much is told, and how much more there is",
          "[yaml][bounds]") {
    std::string text = "sandtable: scenario/1\nid: x\n";
    for (int i = 0; i < 30'000; ++i) text += "k" + std::to_string(i) + ": 1\n";
    Diagnostics out;
    const auto document = parse_yaml({"x.yaml", text}, out);
    REQUIRE(document != nullptr);
    {
        Reading reading(*document, out);
        MapReader top(document->root, reading);
        top.find("sandtable"), top.find("id");
    }
    CHECK(out.count() == 30'000);
    CHECK(out.errors() == 30'000);
    REQUIRE(out.all().size() == diagnostics_max + 1);
    CHECK(out.all().back().message.en == "29000 more are not told (1000: diagnostics_max)");
    CHECK(out.all().back().severity == Severity::error);
    // one whose message would quote the whole file is cut
    Diagnostics long_one;
    long_one.error("number-range", {}, {std::string(1 << 20, 'x'), 1, 2});
    CHECK(long_one.all().front().message.en.size() < 5000);
}

TEST_CASE("a place far along a line shows what stands about it", "[yaml][bounds]") {
    std::string text = "a: [";
    for (int i = 0; i < 5'000; ++i) text += "市府, ";
    text += "&anchor b]\n";
    const std::string words = said(text);
    CHECK(words.find("x.yaml:1:20005: error") != std::string::npos);
    CHECK(words.find("&anchor b]") != std::string::npos);
    const auto excerpt = words.find(" 1 | …"), caret = words.find('^');
    REQUIRE(excerpt != std::string::npos);
    const auto line = words.rfind('\n', caret) + 1;
    const std::string shown_line = words.substr(excerpt, words.find('\n', excerpt) - excerpt);
    const auto at =
        display_width(std::string_view(shown_line).substr(0, shown_line.find("&anchor")));
    CHECK(static_cast<std::size_t>(at) == caret - line);
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
