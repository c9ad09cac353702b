// How wide a text is on a terminal, where it stops being UTF-8, and which language a locale names.
#include <algorithm>

#include "sandtable/text.hpp"
#include "support/catch.hpp"

using namespace sandtable;

TEST_CASE("Chinese takes two columns, Latin one, combining marks none", "[base][text]") {
    CHECK(display_width("") == 0);
    CHECK(display_width("abc") == 3);
    CHECK(display_width("市政府") == 6);
    CHECK(display_width("市a府") == 5);
    CHECK(display_width("，。：") == 6);
    CHECK(display_width("e\u0301") == 1);
    CHECK(display_width("\u200b") == 0);
    CHECK(display_width("ＡＢ") == 4);
    CHECK(display_width("한국") == 4);
    CHECK(display_width("–…✓✗") == 4);
    CHECK(display_width("🚒") == 2);
    CHECK(display_width("𠮷") == 2);
}

TEST_CASE("a byte that is no UTF-8 takes one column and stops nothing", "[base][text]") {
    CHECK(display_width("a\xff" "b") == 3);
    CHECK(display_width("市\xE5") == 3);
}

TEST_CASE("padding fills up to a width and never cuts", "[base][text]") {
    CHECK(padded("ab", 5) == "ab   ");
    CHECK(padded("市府", 5) == "市府 ");
    CHECK(padded("市府", 4) == "市府");
    CHECK(padded("市府", 3) == "市府");
    CHECK(padded("", 2) == "  ");
    CHECK(padded("", 0).empty());
    CHECK(padded("a", -3) == "a");
}

TEST_CASE("clipping keeps what fits and says that something was cut", "[base][text]") {
    CHECK(clipped("abcdef", 6) == "abcdef");
    CHECK(clipped("abcdef", 5) == "abcd…");
    CHECK(clipped("市政府门前", 10) == "市政府门前");
    CHECK(clipped("市政府门前", 9) == "市政府门…");
    CHECK(clipped("市政府门前", 8) == "市政府…");
    CHECK(clipped("市政府", 2) == "…");
    CHECK(clipped("市政府", 1) == "…");
    CHECK(clipped("e\u0301e\u0301e\u0301", 2) == "e\u0301…");
    for (int width = 1; width < 12; ++width) CHECK(display_width(clipped("a市b政c府门前", width)) <= width);
}

TEST_CASE("valid UTF-8 has no fault", "[base][text]") {
    for (const char* text : {"", "ascii\n", "市政府", "\u0080\u07ff\u0800\uffff", "\U00010000\U0010ffff", "\ufeff"}) CHECK(utf8_fault(text) == std::string_view::npos);
    CHECK(utf8_fault(std::string_view("a\0b", 3)) == std::string_view::npos);
}

TEST_CASE("the first byte of what is not UTF-8 is found", "[base][text]") {
    CHECK(utf8_fault("\xff") == 0);
    CHECK(utf8_fault("ab\x80") == 2);
    CHECK(utf8_fault("市\xE5\xB8") == 3);              // ends within a character
    CHECK(utf8_fault("市\xE5\xB8" "a") == 3);
    CHECK(utf8_fault("a\xC0\xAF") == 1);               // overlong
    CHECK(utf8_fault("a\xE0\x80\xAF") == 1);           // overlong
    CHECK(utf8_fault("a\xF0\x80\x80\xAF") == 1);       // overlong
    CHECK(utf8_fault("a\xED\xA0\x80") == 1);           // a surrogate
    CHECK(utf8_fault("a\xF4\x90\x80\x80") == 1);       // beyond U+10FFFF
    CHECK(utf8_fault("\xb2\xe2\xca\xd4") == 0);        // GB18030
    CHECK(utf8_fault("a\xF5\x80\x80\x80") == 1);
}

TEST_CASE("code points are counted, not bytes and not columns", "[base][text]") {
    CHECK(code_points("") == 0);
    CHECK(code_points("abc") == 3);
    CHECK(code_points("市政府") == 3);
    CHECK(code_points("e\u0301") == 2);
    CHECK(code_points("🚒x") == 2);
}

TEST_CASE("the first locale that is set names the language", "[base][text]") {
    CHECK(lang_of_locale("zh_CN.UTF-8", nullptr, nullptr) == Lang::zh);
    CHECK(lang_of_locale(nullptr, "zh_TW", "en_US.UTF-8") == Lang::zh);
    CHECK(lang_of_locale(nullptr, nullptr, "zh") == Lang::zh);
    CHECK(lang_of_locale("", "", "zh_CN.UTF-8") == Lang::zh);
    CHECK(lang_of_locale("C", "zh_CN", "zh_CN.UTF-8") == Lang::en);
    CHECK(lang_of_locale("en_GB.UTF-8", "zh_CN", nullptr) == Lang::en);
    CHECK(lang_of_locale(nullptr, "de_DE", "zh_CN") == Lang::en);
    CHECK(lang_of_locale("tr_TR.UTF-8", nullptr, nullptr) == Lang::en);
    CHECK(lang_of_locale(nullptr, nullptr, nullptr) == Lang::en);
    CHECK(lang_of_locale("", "", "") == Lang::en);
    CHECK(lang_of_locale("z", nullptr, nullptr) == Lang::en);
}

TEST_CASE("a long text is broken at spaces, or beside Chinese, and never before its punctuation", "[base][text]") {
    using Lines = std::vector<std::string>;
    CHECK(wrapped("short", 20) == Lines{"short"});
    CHECK(wrapped("", 20) == Lines{""});
    CHECK(wrapped("the quick brown fox jumps over", 20) == Lines{"the quick brown fox", "jumps over"});
    CHECK(wrapped("一二三四五六七八九十，乙", 20) == Lines{"一二三四五六七八九", "十，乙"});
    CHECK(wrapped(std::string(45, 'x'), 20) == Lines{std::string(20, 'x'), std::string(20, 'x'), "xxxxx"});
    CHECK(wrapped("the quick brown fox jumps", 19) == Lines{"the quick brown fox jumps"});  // too narrow to break
}

TEST_CASE("a line of Chinese is filled to the width", "[base][text]") {
    // text.cpp, wrapped(): a line may end before a wide character only once that one was counted, so every line is one character short
    CHECK(wrapped("一二三四五六七八九十甲乙", 20) == std::vector<std::string>{"一二三四五六七八九十", "甲乙"});
}

TEST_CASE("broken lines keep to the width and lose nothing but spaces", "[base][text]") {
    const std::string text = "市政府 at the gate：四十二人，其中 three 人受伤。交通中断 since 08:10，公安到场 and keep order";
    const auto bare = [](std::string s) {
        s.erase(std::remove(s.begin(), s.end(), ' '), s.end());
        return s;
    };
    for (int width = 20; width < 60; ++width) {
        std::string joined;
        for (const auto& line : wrapped(text, width)) {
            CHECK(display_width(line) <= width);
            joined += line;
        }
        CHECK(bare(joined) == bare(text));
    }
}
