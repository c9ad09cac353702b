#include "exchange/png.hpp"

#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

using namespace sandtable;

TEST_CASE("a picture that was cut anywhere is not whole", "[exchange][png]") {
    const std::string whole = bytes_of(std::filesystem::path(SANDTABLE_TREE) / "docs/run-en.png");
    REQUIRE(whole.size() > 1000);
    const ScratchFolder folder;
    put_bytes(folder / "a.png", whole);
    CHECK(is_whole_png(folder / "a.png"));
    for (const std::size_t bytes : {std::size_t{0}, std::size_t{7}, std::size_t{11},
                                    whole.size() / 2, whole.size() - 12, whole.size() - 1}) {
        put_bytes(folder / "a.png", whole.substr(0, bytes));
        CHECK_FALSE(is_whole_png(folder / "a.png"));
    }
    CHECK_FALSE(is_whole_png(folder / "none.png"));
}
