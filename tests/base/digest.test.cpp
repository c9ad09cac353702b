// SHA-256 and the bytes that a digest is taken over.
#include "sandtable/digest.hpp"
#include "support/catch.hpp"

using namespace sandtable;

TEST_CASE("SHA-256 gives the published digests", "[base][digest]") {
    // FIPS 180-2, appendix B, and NIST's examples
    CHECK(sha256_of("") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_of("abc") == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") == "sha256:248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256_of("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu") ==
          "sha256:cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
    CHECK(sha256_of(std::string(1'000'000, 'a')) == "sha256:cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    CHECK(sha256_of(std::string_view("\0", 1)) == "sha256:6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST_CASE("bytes may be written in pieces of any size", "[base][digest]") {
    const std::string text(1000, 'a');
    for (const std::size_t piece : {std::size_t{1}, std::size_t{63}, std::size_t{64}, std::size_t{65}, std::size_t{999}}) {
        Digest digest;
        for (std::size_t at = 0; at < text.size(); at += piece) digest.bytes(std::string_view(text).substr(at, piece));
        CHECK("sha256:" + digest.hex() == sha256_of(text));
    }
}

TEST_CASE("numbers are eight bytes, lowest first, negative ones in two's complement", "[base][digest]") {
    const auto of_number = [](std::int64_t value) {
        Digest digest;
        digest.number(value);
        return "sha256:" + digest.hex();
    };
    CHECK(of_number(0) == sha256_of(std::string(8, '\0')));
    CHECK(of_number(0x0102030405060708) == sha256_of("\x08\x07\x06\x05\x04\x03\x02\x01"));
    CHECK(of_number(-1) == sha256_of(std::string(8, '\xff')));
    CHECK(of_number(INT64_MIN) == sha256_of(std::string(7, '\0') + '\x80'));
}

TEST_CASE("a text is its length and its bytes, so that no two sequences of texts run together", "[base][digest]") {
    const auto of_texts = [](std::initializer_list<std::string_view> texts) {
        Digest digest;
        for (const auto text : texts) digest.text(text);
        return digest.hex();
    };
    CHECK("sha256:" + of_texts({"市"}) == sha256_of(std::string("\x03\0\0\0\0\0\0\0\xE5\xB8\x82", 11)));
    CHECK(of_texts({"ab", "c"}) != of_texts({"a", "bc"}));
    CHECK(of_texts({"abc"}) != of_texts({"abc", ""}));
    CHECK(of_texts({"", "abc"}) != of_texts({"abc", ""}));
}
