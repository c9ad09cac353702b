// Many incidents: a summary first, then what one asks for.
#include "support/program.hpp"
#include "support/catch.hpp"

using namespace sandtable;

namespace {

int lines_of(const std::string& text) { return static_cast<int>(std::count(text.begin(), text.end(), '\n')); }

}  // namespace

TEST_CASE("the typhoon night shows a summary, one incident when it is asked for, and everything with --explain", "[cli][overview]") {
    const Said page = sandtable_says_en({"run", "typhoon-night"});
    CHECK(page.code == 0);
    CHECK(page.out.find("199 incidents") != std::string::npos);
    CHECK(page.out.find("Duties, all incidents together") != std::string::npos);
    CHECK(page.out.find("Timeline") == std::string::npos);
    CHECK(lines_of(page.out) < 160);
    const Said one = sandtable_says_en({"run", "typhoon-night", "--incident", "protest"});
    CHECK(one.code == 0);
    CHECK(one.out.find("Timeline") != std::string::npos);
    CHECK(one.out.find("first judgement within 20 minutes") != std::string::npos);
    CHECK(one.out.find("geohazard risk level") == std::string::npos);
    const Said all = sandtable_says_en({"run", "typhoon-night", "--explain"});
    CHECK(lines_of(all.out) > 18'000);
    const Said wrong = sandtable_says_en({"run", "typhoon-night", "--incident", "protes"});
    CHECK(wrong.code == 2);
    CHECK(wrong.err.find("did you mean") != std::string::npos);
    CHECK(wrong.out.empty());
}

TEST_CASE("a run of few incidents is shown in full, and one of its incidents alone on demand", "[cli][overview]") {
    const std::string page = sandtable_says_en({"run", "dispute-quiet"}).out;
    CHECK(page.find("Timeline") != std::string::npos);
    CHECK(sandtable_says_en({"run", "dispute-quiet", "--incident", "bihu-forest"}).out == page);
}
