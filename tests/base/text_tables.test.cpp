// The two language tables say the same things in the same places.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "base/text_tables.hpp"
#include "sandtable/text.hpp"
#include "support/catch.hpp"

using namespace sandtable;

namespace {

/// "{0} {1}": the places of a text, each once, sorted; "?" for braces that are no place.
std::string places_of(std::string_view text) {
    std::set<std::string> places;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool twice = at + 1 < text.size() && text[at + 1] == text[at];
        if (text[at] == '{' && twice) {
            ++at;
        } else if (text[at] == '{') {
            const auto end = text.find('}', at);
            const auto inner = text.substr(at + 1, end - at - 1);
            const bool number = !inner.empty() && std::all_of(inner.begin(), inner.end(), [](char c) { return c >= '0' && c <= '9'; });
            places.insert(number ? "{" + std::string(inner) + "}" : "?");
            at = end;
        } else if (text[at] == '}') {
            if (!twice) places.insert("?");
            ++at;
        }
    }
    std::string out;
    for (const auto& place : places) out += (out.empty() ? "" : " ") + place;
    return out;
}

}  // namespace

TEST_CASE("both languages have the same keys, sorted, each once", "[base][text]") {
    const auto &zh = text_table(Lang::zh), &en = text_table(Lang::en);
    REQUIRE(zh.size() == en.size());
    REQUIRE(zh.size() > 300);
    for (std::size_t i = 0; i < zh.size(); ++i) {
        CHECK(zh[i].key == en[i].key);
        if (i > 0) CHECK(zh[i - 1].key < zh[i].key);
    }
}

TEST_CASE("a text stands in the same file in both languages, sorted there", "[base][text]") {
    for (const auto& [zh, en] : {std::pair{&text_files_zh(), &text_files_en()}, {&text_faults_zh(), &text_faults_en()}, {&text_commands_zh(), &text_commands_en()}, {&text_studies_zh(), &text_studies_en()}, {&text_scenes_zh(), &text_scenes_en()}, {&text_pages_zh(), &text_pages_en()}}) {
        REQUIRE(zh->size() == en->size());
        REQUIRE(zh->size() > 10);
        for (std::size_t i = 0; i < zh->size(); ++i) {
            CHECK((*zh)[i].key == (*en)[i].key);
            if (i > 0) CHECK((*zh)[i - 1].key < (*zh)[i].key);
        }
    }
}

TEST_CASE("both languages fill the same places, from zero without a gap", "[base][text]") {
    const auto &zh = text_table(Lang::zh), &en = text_table(Lang::en);
    for (std::size_t i = 0; i < std::min(zh.size(), en.size()); ++i) {
        INFO(zh[i].key);
        const std::string places = places_of(zh[i].text);
        CHECK(places == places_of(en[i].text));
        CHECK(places.find('?') == std::string::npos);
        std::string all;
        for (int n = 0; static_cast<int>(all.size()) < static_cast<int>(places.size()); ++n) all += (n > 0 ? " {" : "{") + std::to_string(n) + "}";
        CHECK(places == all);
    }
}

TEST_CASE("no text is empty, blank at an end, broken over lines or anything but UTF-8", "[base][text]") {
    for (const Lang lang : {Lang::zh, Lang::en})
        for (const TextRow& row : text_table(lang)) {
            INFO(row.key);
            REQUIRE_FALSE(row.text.empty());
            if (row.key != "brackets" && row.key.substr(0, 5) != "word-") CHECK((row.text.front() != ' ' && row.text.back() != ' '));  // those join others
            CHECK(utf8_fault(row.text) == std::string_view::npos);
            CHECK(row.text.find('\n') == std::string_view::npos);
        }
}

TEST_CASE("no English text holds Chinese", "[base][text]") {
    for (const TextRow& row : text_table(Lang::en)) {
        INFO(row.key);
        for (std::size_t at = 0; at + 2 < row.text.size(); ++at) {
            const auto byte = static_cast<unsigned char>(row.text[at]);
            CHECK_FALSE((byte >= 0xE4 && byte <= 0xE9));
        }
    }
}

TEST_CASE("every hint of a fault has a fault", "[base][text]") {
    const auto& table = text_table(Lang::en);
    const auto has = [&](std::string_view key) { return std::any_of(table.begin(), table.end(), [&](const TextRow& row) { return row.key == key; }); };
    for (const std::string_view key : {"yaml-duplicate-key", "yaml-alias", "yaml-tag", "yaml-key", "yaml-second-document", "yaml-nodes-max", "yaml-depth-max", "yaml-empty", "kind-newer", "clause-missing"}) {
        INFO(key);
        CHECK(has(key));
        CHECK(has(std::string(key) + "-hint"));
    }
}

TEST_CASE("places are filled with words of the language, numbers and ids", "[base][text]") {
    CHECK(say(Lang::en, "did-you-mean", {"min"}) == "did you mean \"min\"?");
    CHECK(say(Lang::zh, "did-you-mean", {"min"}) == "是否想写“min”？");
    CHECK(tell("number-range", {"x", 3, std::size_t{70}}) == Text{"“x”应为 3 到 70 之间的整数", "\"x\" must be a whole number from 3 to 70"});
    CHECK(tell("wrong-shape", {tell("want-list"), tell("found-map")}) == Text{"此处应为列表，却是一组键值", "expected a list, found a map"});
    CHECK(say(Lang::en, "guard-shape") == "a condition is a map such as {participants: {at_least: 50}}");
}

TEST_CASE("braces in a word that is filled in stay as they are", "[base][text]") {
    CHECK(say(Lang::en, "unknown-task", {"{0} {} {{x}}"}) == "there is no task \"{0} {} {{x}}\"");
}

TEST_CASE("every text that the code asks for by name is there", "[base][text]") {
    std::set<std::string, std::less<>> keys;
    for (const TextRow& row : text_table(Lang::en)) keys.emplace(row.key);
    const std::regex call("\\b(say|tell|word|words|say_error)\\("),
        literal("\"([a-z]+(?:-[a-z0-9]+)+)\"(\\s*\\+)?");
    std::size_t asked = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(SANDTABLE_TREE "/sim")) {
        if (entry.path().extension() != ".cpp") continue;
        std::ifstream in(entry.path());
        std::stringstream whole;
        whole << in.rdbuf();
        const std::string text = whole.str();
        for (std::sregex_iterator at(text.begin(), text.end(), call), end; at != end; ++at) {
            // the key, or keys by a condition, before the words that fill its places
            std::size_t stop = static_cast<std::size_t>(at->position() + at->length());
            const std::size_t begin = stop;
            bool quoted = false;
            for (int depth = 1; depth > 0 && stop < text.size(); ++stop) {
                const char c = text[stop];
                if (c == '"' && text[stop - 1] != '\\') quoted = !quoted;
                if (quoted) continue;
                if (c == '{' && depth == 1) break;
                depth += c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
            }
            const std::string key = text.substr(begin, stop - begin);
            for (std::sregex_iterator one(key.begin(), key.end(), literal); one != end; ++one) {
                if ((*one)[2].matched) continue;  // the beginning of one
                ++asked;
                INFO(entry.path() << " asks for " << (*one)[1]);
                CHECK(keys.contains((*one)[1].str()));
            }
        }
    }
    CHECK(asked > 500);
}
