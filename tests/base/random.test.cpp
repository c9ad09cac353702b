// Published test vectors of the generator, and our own of the draws by name and of every distribution (docs/randomness.md).
#include <algorithm>

#include "sandtable/random.hpp"
#include "sandtable/spread.hpp"
#include "support/catch.hpp"

using namespace sandtable;

namespace {

std::string hex_of(const Draw& draw) {
    std::string out;
    for (const std::uint32_t word : draw.word)
        for (int shift = 28; shift >= 0; shift -= 4) out += "0123456789abcdef"[word >> shift & 15];
    for (std::size_t at : {24, 16, 8}) out.insert(at, " ");
    return out;
}

Spread spread_from(std::string_view text) { return std::get<Spread>(parse_spread(text)); }

}  // namespace

TEST_CASE("a draw is Philox4x32-10 as Random123 publishes it", "[base][random]") {
    // kat_vectors of Random123: counter words, key words, result
    CHECK(hex_of(Random(0, 0).draw({0, 0, 0, 0})) == "6627e8d5 e169c58d bc57ac4c 9b00dbd8");
    CHECK(hex_of(Random(0xffffffff, 0xffffffff).draw({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff})) == "408f276d 41c83b0e a20bc7c6 6d5451fd");
    CHECK(hex_of(Random(0xa4093822, 0x299f31d0).draw({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344})) == "d16cfe09 94fdcceb 5001e420 24126ea1");
}

TEST_CASE("names become words by FNV-1a", "[base][random]") {
    // the vectors of the FNV reference
    CHECK(name_hash("") == 0x811c9dc5);
    CHECK(name_hash("a") == 0xe40c292c);
    CHECK(name_hash("b") == 0xe70c2de5);
    CHECK(name_hash("foobar") == 0xbf9cf968);
    CHECK(name_hash("chongo was here!\n") == 0xd49930d5);
    CHECK(name_hash("市") == ((((((0x811c9dc5u ^ 0xE5) * 16777619u) ^ 0xB8) * 16777619u) ^ 0x82) * 16777619u));
}

TEST_CASE("a draw by name is the draw of its words", "[base][random]") {
    const Random random(1, 0);
    CHECK(hex_of(random.draw("a", "b", "foobar", 5)) == hex_of(random.draw({0xe40c292c, 0xe70c2de5, 0xbf9cf968, 5})));
}

TEST_CASE("our own vectors of draws by name stand", "[base][random]") {
    CHECK(hex_of(Random(1).draw("task/wage-arrears.first_judgement", "city-hall", "lishui-arrears-office", 0)) == "5e4bfb26 defeb05a 46adebde 9c0ffc42");
    CHECK(hex_of(Random(1).draw("task/wage-arrears.first_judgement", "city-hall", "lishui-arrears-office", 1)) == "c08a9654 8778e5c6 fe5e3a01 2c1406fe");
    CHECK(hex_of(Random(1, 1).draw("task/wage-arrears.first_judgement", "city-hall", "lishui-arrears-office", 0)) == "9ff54994 6272c79e 8e89096a 7ccafbdf");
    CHECK(hex_of(Random(2).draw("task/wage-arrears.first_judgement", "city-hall", "lishui-arrears-office", 0)) == "6fce8e67 ad92c2c7 8b59337c 1a8a3b61");
    CHECK(hex_of(Random(4294967295).draw("", "", "", 0)) == "e22b89b9 f19cda73 c678ed89 317a2d20");
    CHECK(hex_of(Random(1).draw("电话", "事件", "单位", 0)) == "3a622074 b9674683 4f03f7d9 dd7cd8f0");
}

TEST_CASE("bits come from words zero and one, or two and three, the lower word first", "[base][random]") {
    const Draw draw{{0x11111111, 0x22222222, 0x33333333, 0x44444444}};
    CHECK(draw.bits() == 0x2222222211111111);
    CHECK(draw.bits(1) == 0x4444444433333333);
}

TEST_CASE("our own vectors of every kind of spread stand", "[base][random]") {
    const Random random(1);
    const auto drawn = [&](const Spread& spread) {
        std::vector<std::int64_t> values;
        for (std::uint32_t i = 0; i < 5; ++i) values.push_back(sample(spread, random.draw("vector", "incident", "agency", i)));
        return values;
    };
    using Values = std::vector<std::int64_t>;
    CHECK(drawn(spread_from("10 min")) == Values{600'000, 600'000, 600'000, 600'000, 600'000});
    CHECK(drawn(spread_from("6..25 min")) == Values{1'091'895, 774'344, 1'120'279, 1'488'449, 982'841});
    CHECK(drawn(spread_from("6..25 min usually 12")) == Values{935'800, 747'662, 955'773, 1'405'077, 864'875});
    CHECK(drawn(spread_from("about 12 min")) == Values{739'627, 325'229, 791'529, 3'306'203, 569'111});
    CHECK(drawn(spread_from("2..5 working days")) == Values{4, 3, 4, 5, 4});
    CHECK(drawn(spread_from("2..5 working days usually 3")) == Values{4, 3, 4, 5, 3});
    Spread observed;
    observed.kind = Spread::Kind::observed;
    observed.values = {240'000, 390'000, 420'000, 900'000};
    CHECK(drawn(observed) == Values{420'000, 390'000, 420'000, 900'000, 420'000});
}

TEST_CASE("another seed, replication, purpose, incident, agency or occurrence draws something else", "[base][random]") {
    const std::string draws[] = {hex_of(Random(1, 0).draw("p", "i", "a", 0)), hex_of(Random(2, 0).draw("p", "i", "a", 0)), hex_of(Random(1, 1).draw("p", "i", "a", 0)), hex_of(Random(1, 0).draw("q", "i", "a", 0)),
                                 hex_of(Random(1, 0).draw("p", "j", "a", 0)), hex_of(Random(1, 0).draw("p", "i", "b", 0)), hex_of(Random(1, 0).draw("p", "i", "a", 1)), hex_of(Random(1, 0).draw("i", "p", "a", 0))};
    for (const auto& one : draws) CHECK(std::count(std::begin(draws), std::end(draws), one) == 1);
}

TEST_CASE("a draw does not depend on what was drawn before", "[base][random]") {
    const Random random(5);
    const std::string first = hex_of(random.draw("p", "i", "a", 3));
    for (std::uint32_t i = 0; i < 100; ++i) random.draw("other", "i", "a", i);
    CHECK(hex_of(random.draw("p", "i", "a", 3)) == first);
}
