// "Did you mean": distances and the nearest name.
#include "sandtable/diagnostic.hpp"
#include "sandtable/suggest.hpp"
#include "support/catch.hpp"

using namespace sandtable;

TEST_CASE("insertions, deletions, replacements and swaps of neighbours count one each", "[base][suggest]") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("abc", "") == 3);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("office", "office") == 0);
    CHECK(edit_distance("ofice", "office") == 1);
    CHECK(edit_distance("offfice", "office") == 1);
    CHECK(edit_distance("oxfice", "office") == 1);
    CHECK(edit_distance("foffice", "office") == 1);
    CHECK(edit_distance("fofice", "office") == 1);   // a swap of the first two
    CHECK(edit_distance("ab", "ba") == 1);
    CHECK(edit_distance("ca", "abc") == 3);          // no edit inside a swap (optimal string alignment)
    CHECK(edit_distance("kitten", "sitting") == 3);
    CHECK(edit_distance("recieve", "receive") == 1);
}

TEST_CASE("the distance is the same both ways", "[base][suggest]") {
    const char* words[] = {"", "a", "ab", "ba", "abc", "office", "ofice", "police", "participants", "人数"};
    for (const char* a : words)
        for (const char* b : words) CHECK(edit_distance(a, b) == edit_distance(b, a));
}

TEST_CASE("the nearest name is found within a third of the word", "[base][suggest]") {
    const std::vector<std::string> names{"deaths", "injuries", "participants", "up"};
    CHECK(nearest_name("particpants", names) == "participants");
    CHECK(nearest_name("partcpants", names) == "participants");
    CHECK(nearest_name("partcpnts", names) == "participants");   // three edits of nine letters
    CHECK(nearest_name("prtcpnts", names).empty());              // four of eight
    CHECK(nearest_name("death", names) == "deaths");
    CHECK(nearest_name("deth", names).empty());                  // two of four
    CHECK(nearest_name("us", names) == "up");                    // one is always allowed
    CHECK(nearest_name("u", names) == "up");
    CHECK(nearest_name("nothing like it", names).empty());
}

TEST_CASE("among equally near names the first in order is taken, wherever it stands", "[base][suggest]") {
    CHECK(nearest_name("cat", {"hat", "bat", "rat"}) == "bat");
    CHECK(nearest_name("cat", {"bat", "hat", "rat"}) == "bat");
    CHECK(nearest_name("cat", {"hat", "cart", "bat"}) == "bat");
}

TEST_CASE("nothing is near to nothing, and a very long word is no slip", "[base][suggest]") {
    CHECK(nearest_name("", {"a"}).empty());
    CHECK(nearest_name("a", {}).empty());
    CHECK(nearest_name(std::string(81, 'a'), {std::string(81, 'a')}).empty());
    CHECK(nearest_name(std::string(80, 'a'), {std::string(79, 'a')}) == std::string(79, 'a'));
    CHECK(nearest_name("a", {std::string(100'000, 'a')}).empty());
}

TEST_CASE("a hint is made of the nearest name, or is empty", "[base][suggest]") {
    CHECK(did_you_mean("ofice", {"office", "police"}) == Text{"是否想写“office”？", "did you mean \"office\"?"});
    CHECK(did_you_mean("fire", {"office", "police"}).empty());
}
