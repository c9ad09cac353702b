// What would never end stops with the bound's name, and soon.
#include <chrono>

#include "support/catch.hpp"
#include "support/said_of.hpp"
#include "support/scratch_folder.hpp"
#include "yaml/node.hpp"

#include <sys/resource.h>

using namespace sandtable;

extern "C" {  // there if the library is under that sanitizer
__attribute__((weak)) void __asan_init();
__attribute__((weak)) void __tsan_init();
}

namespace {

std::string repeated(std::string_view what, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += what;
    return out;
}

/// The codes of a file of text, in a child with 5 s of processor time and 1 GiB; "killed" if it passes either.
std::string bounded_codes(const std::string& text) {
    const ScratchFolder folder;
    const int code = in_child([&] {
        const rlimit seconds{5, 5};
        ::setrlimit(RLIMIT_CPU, &seconds);
        if (__asan_init == nullptr && __tsan_init == nullptr) {  // those need terabytes of address space; the tests' own code has none of either
            const rlimit bytes{1u << 30, 1u << 30};
            ::setrlimit(RLIMIT_AS, &bytes);
        }
        Diagnostics out;
        parse_yaml({"x.yaml", text}, out);
        put_bytes(folder / "said", codes_of(out));
        return 0;
    });
    return code == 0 ? bytes_of(folder / "said") : "killed";
}

std::string deep(int levels) { return repeated("[", static_cast<std::size_t>(levels)) + "x" + repeated("]", static_cast<std::size_t>(levels)); }

}  // namespace

TEST_CASE("a tree may be as deep as the bound and not deeper", "[yaml][bounds]") {
    Diagnostics out;
    const auto document = parse_yaml({"x.yaml", deep(yaml_depth_max)}, out);
    REQUIRE(document);
    const Node* node = &document->root;
    int depth = 1;
    for (; node->items.size() == 1; node = &node->items.front()) ++depth;
    CHECK(depth == yaml_depth_max + 1);  // the innermost is the word
    CHECK(parse_yaml({"x.yaml", deep(yaml_depth_max + 1)}, out) == nullptr);
    CHECK(codes_of(out) == "yaml-depth-max@1:33");
    CHECK(out.all().front().message.en == "nested deeper than 32 levels (yaml_depth_max)");
}

TEST_CASE("depth counts maps and lists, in flow and in block style", "[yaml][bounds]") {
    CHECK(bounded_codes(repeated("{a: ", 33) + repeated("}", 33)) == "yaml-depth-max@1:129");
    CHECK(bounded_codes(repeated("- ", 33) + "x\n") == "yaml-depth-max@1:65");
    std::string block;
    for (int i = 0; i < 33; ++i) block += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
    CHECK(bounded_codes(block + std::string(33, ' ') + "x\n") == "yaml-depth-max@33:33");
}

TEST_CASE("a hundred thousand levels end at once with one fault", "[yaml][bounds]") {
    CHECK(bounded_codes(repeated("- ", 100'000)) == "yaml-depth-max@1:65");
    CHECK(bounded_codes("a: " + repeated("[", 100'000) + "x" + repeated("]", 100'000)) == "yaml-depth-max@1:35");
    CHECK(bounded_codes(repeated("{a: ", 100'000) + repeated("}", 100'000)) == "yaml-depth-max@1:129");
    CHECK(bounded_codes(repeated("? ", 100'000)).find("yaml-") == 0);
    CHECK(bounded_codes(repeated("[\n", 100'000)).find("yaml-") == 0);
    CHECK(bounded_codes(repeated("[", 100'000)).find("yaml-") == 0);
    CHECK(bounded_codes(repeated("{a: ", 100'000)).find("yaml-") == 0);
    std::string block;
    for (int i = 0; i < 2000; ++i) block += std::string(static_cast<std::size_t>(i), ' ') + "- a:\n";
    CHECK(bounded_codes(block).find("yaml-") == 0);
}

TEST_CASE("a hundred thousand levels left open are said to be open", "[yaml][bounds]") {
    CHECK(bounded_codes(repeated("[", 100'000)) == "yaml-open-bracket@1:1");
    CHECK(bounded_codes(repeated("{a: ", 100'000)) == "yaml-open-brace@1:1");
}

TEST_CASE("a file may have as many parts as the bound and not more", "[yaml][bounds]") {
    Diagnostics out;
    CHECK(parse_yaml({"x.yaml", repeated("- a\n", yaml_nodes_max - 1)}, out));  // the list is a part too
    CHECK(parse_yaml({"x.yaml", repeated("- a\n", yaml_nodes_max)}, out) == nullptr);
    CHECK(codes_of(out) == "yaml-nodes-max@400000:3");
    CHECK(out.all().front().message.en == "more than 400000 parts (yaml_nodes_max)");
}

TEST_CASE("a file may have as many bytes as the bound and not more", "[yaml][bounds]") {
    Diagnostics out;
    const std::string line = "a: b\n# " + std::string(yaml_bytes_max - 8, 'x') + "\n";
    CHECK(line.size() == yaml_bytes_max);
    CHECK(parse_yaml({"x.yaml", line}, out));
    CHECK(parse_yaml({"x.yaml", line + "\n"}, out) == nullptr);
    CHECK(codes_of(out) == "yaml-bytes-max");
    CHECK(out.all().front().message.en == "the file is larger than 8 MiB (yaml_bytes_max)");
}

TEST_CASE("a line of a megabyte is read, and shown in part", "[yaml][bounds]") {
    Diagnostics out;
    CHECK(parse_yaml({"x.yaml", "a: {zh: " + repeated("市", 300'000) + ", zh: x}\n"}, out) == nullptr);
    REQUIRE(codes_of(out) == "yaml-duplicate-key@1:300011");
    CHECK(render(out.all().front(), Lang::en).size() < 1000);
}

TEST_CASE("a map of many keys is read within the bounds of time and memory", "[yaml][bounds]") {
    std::string many;  // compared each with each, these would take minutes
    for (int i = 0; i < 130'000; ++i) many += "key_" + std::to_string(i) + ": 1\n";
    CHECK(bounded_codes(many).empty());
}

TEST_CASE("a key used ten thousand times is refused within the bounds of time and memory", "[yaml][bounds]") {
    CHECK(bounded_codes(repeated("k: 1\n", 10'000)).find("yaml-duplicate-key@2:1") == 0);
}
