// How a diagnostic looks: address, message, the line, and a caret exactly under the place.
#include "sandtable/diagnostic.hpp"
#include "support/catch.hpp"
#include "support/said_of.hpp"

using namespace sandtable;

namespace {

std::string rendered(SourcePlace where, Lang lang = Lang::en, Text hint = {}) {
    Diagnostics out;
    out.error("yaml-unknown-key", std::move(where), {"nmae"}, std::move(hint));
    return "\n" + render(out.all().front(), lang);
}

/// The column on the terminal at which the caret stands, from 0; counted behind the bar.
int caret_column(const std::string& text) {
    const auto caret = text.find('^');
    const auto begin = text.rfind('\n', caret) + 1;
    return display_width(std::string_view(text).substr(begin, caret - begin));
}

}  // namespace

TEST_CASE("a diagnostic has an address, a message with its code, the line and a caret", "[base][diagnostic]") {
    CHECK(rendered({"plans/x.yaml", 12, 3, 4, "  nmae: x"}) == R"(
plans/x.yaml:12:3: error: unknown key "nmae" [yaml-unknown-key]
 12 |   nmae: x
    |   ^~~~
)");
}

TEST_CASE("a hint stands behind it", "[base][diagnostic]") {
    CHECK(rendered({"x.yaml", 1, 1, 4, "nmae: x"}, Lang::en, did_you_mean("nmae", {"name"})) == R"(
x.yaml:1:1: error: unknown key "nmae" [yaml-unknown-key]
 1 | nmae: x
   | ^~~~
   = did you mean "name"?
)");
}

TEST_CASE("a diagnostic in Chinese keeps its code", "[base][diagnostic]") {
    CHECK(rendered({"x.yaml", 1, 1, 4, "nmae: x"}, Lang::zh, did_you_mean("nmae", {"name"})) == R"(
x.yaml:1:1: 错误: 不认识的键“nmae” [yaml-unknown-key]
 1 | nmae: x
   | ^~~~
   = 是否想写“name”？
)");
}

TEST_CASE("the caret stands under the place behind Chinese text", "[base][diagnostic]") {
    CHECK(rendered({"x.yaml", 7, 15, 4, "name: {zh: 市, nmae: x}"}) == R"(
x.yaml:7:15: error: unknown key "nmae" [yaml-unknown-key]
 7 | name: {zh: 市, nmae: x}
   |                ^~~~
)");
}

TEST_CASE("what is marked is as wide as it is shown", "[base][diagnostic]") {
    CHECK(rendered({"x.yaml", 7, 12, 3, "name: {zh: 市政府, en: x}"}) == R"(
x.yaml:7:12: error: unknown key "nmae" [yaml-unknown-key]
 7 | name: {zh: 市政府, en: x}
   |            ^~~~~~
)");
}

TEST_CASE("tabs, combining marks and wide letters do not move the caret", "[base][diagnostic]") {
    CHECK(caret_column(rendered({"x.yaml", 1, 3, 1, "\t\tx"})) == caret_column(rendered({"x.yaml", 1, 3, 1, "  x"})));
    CHECK(caret_column(rendered({"x.yaml", 1, 3, 1, "e\u0301x"})) == caret_column(rendered({"x.yaml", 1, 2, 1, "ex"})));
    CHECK(caret_column(rendered({"x.yaml", 1, 2, 1, "🚒x"})) == caret_column(rendered({"x.yaml", 1, 3, 1, "abx"})));
}

TEST_CASE("a place behind the end of its line is marked behind the end", "[base][diagnostic]") {
    CHECK(rendered({"x.yaml", 1, 5, 1, "name"}) == R"(
x.yaml:1:5: error: unknown key "nmae" [yaml-unknown-key]
 1 | name
   |     ^
)");
}

TEST_CASE("of a very long line the part round the place is shown", "[base][diagnostic]") {
    const std::string line = std::string(300, 'a') + "市X" + std::string(300, 'b');
    const std::string said = rendered({"x.yaml", 1, 302, 1, line});
    CHECK(said.find("…") != std::string::npos);
    CHECK(said.find("市X") != std::string::npos);
    const auto shown = said.find("X");
    const auto begin = said.rfind('\n', shown) + 1;
    CHECK(caret_column(said) == display_width(std::string_view(said).substr(begin, shown - begin)));
    for (std::size_t at = 0, end; at < said.size(); at = end + 1) {
        end = std::min(said.find('\n', at), said.size());
        CHECK(display_width(std::string_view(said).substr(at, end - at)) < 175);
    }
}

TEST_CASE("a diagnostic about a whole file has no line, one about nothing has no address", "[base][diagnostic]") {
    Diagnostics out;
    out.error("yaml-empty", {"x.yaml", 0, 0, 1, {}}, {}, tell("yaml-empty-hint"));
    out.error("cli-machine", {}, {"no memory"});
    CHECK(said_of(out) == R"(
x.yaml: error: the file is empty [yaml-empty]
   = the first line is sandtable: KIND/VERSION
error: the machine failed: no memory [cli-machine]
)");
}

TEST_CASE("severities are told apart, a finding is an error that does not stop loading", "[base][diagnostic]") {
    Diagnostics out;
    CHECK_FALSE(out.has(Severity::note));
    out.add(Severity::warning, "yaml-empty", {});
    CHECK(out.has(Severity::warning));
    CHECK_FALSE(out.has(Severity::finding));
    out.add(Severity::finding, "task-unreachable", {}, {"a", "b"});
    CHECK(out.has(Severity::finding));
    CHECK_FALSE(out.has_errors());
    out.error("yaml-empty", {});
    CHECK(out.has_errors());
    CHECK(said_of(out) == "\nwarning: the file is empty [yaml-empty]\nerror: the task \"a\" can never begin: nothing brings \"b\" [task-unreachable]\nerror: the file is empty [yaml-empty]\n");
}

TEST_CASE("colour paints severity and caret and changes no letter", "[base][diagnostic]") {
    Diagnostics out;
    out.error("yaml-unknown-key", {"x.yaml", 1, 1, 4, "nmae: x"}, {"nmae"});
    std::string painted = render(out.all().front(), Lang::en, true);
    CHECK(painted.find("\033[1;31merror\033[0m") != std::string::npos);
    for (std::size_t at; (at = painted.find("\033[")) != std::string::npos;) painted.erase(at, painted.find('m', at) - at + 1);
    CHECK(painted == render(out.all().front(), Lang::en, false));
}
