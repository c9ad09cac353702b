// Every broken file of tests/cases/bad, and exactly what check says about it in English.
#include <algorithm>
#include <set>

#include "sandtable/text.hpp"
#include "support/catch.hpp"
#include "support/golden.hpp"
#include "support/program.hpp"

namespace fs = std::filesystem;
using namespace sandtable;

namespace {

fs::path bad_folder() { return fs::path(SANDTABLE_TREE) / "tests" / "cases" / "bad"; }

/// Names of the cases under tests/cases/bad, without .yaml, sorted.
std::vector<std::string> cases() {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(bad_folder()))
        if (entry.path().extension() == ".yaml") names.push_back(fs::relative(entry.path(), bad_folder()).replace_extension().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// What check says in English where the cases lie: standard error, standard output, and how it ended.
std::string checked(const std::string& name, Lang lang = Lang::en) {
    ProgramOptions options;
    options.folder = bad_folder();
    const Said said = sandtable_says({"check", name + ".yaml", "--lang", lang == Lang::en ? "en" : "zh"}, options);
    return said.err + said.out + "exit " + std::to_string(said.code) + "\n";
}

}  // namespace

TEST_CASE("every broken file is told what is expected of check", "[cli][golden][bad]") {
    CHECK(cases().size() >= 50);
    for (const std::string& name : cases()) check_golden(bad_folder() / (name + ".expected"), checked(name));
}

TEST_CASE("no expectation stands without its broken file", "[cli][bad]") {
    for (const auto& entry : fs::recursive_directory_iterator(bad_folder()))
        if (entry.path().extension() == ".expected") CHECK(fs::exists(fs::path(entry.path()).replace_extension(".yaml")));
}

TEST_CASE("a broken file exits 1 or 2 and says one thing, but for those that others need whole", "[long][cli][bad]") {
    const std::set<std::string> whole{"networks/island", "plans/goes-out", "plans/needs-harbour", "plans/one-county"};
    const std::set<std::string> twice{"networks/shift-gap"};  // on working days and on rest days
    for (const std::string& name : cases()) {
        INFO(name);
        const std::string said = checked(name);
        const bool fine = said.substr(said.size() - 7) == "exit 0\n";
        const bool warned = said.find(say(Lang::en, "check-counts", {0, 1})) != std::string::npos;
        CHECK((fine && !warned) == whole.contains(name));
        if (!whole.contains(name) && !twice.contains(name)) CHECK((said.find("\n" + say(Lang::en, "check-counts", {1, 0}) + "\n") != std::string::npos || warned));
    }
}

TEST_CASE("every fault of the broken files is told in Chinese too, with the same codes and places", "[long][cli][bad]") {
    // "file:line:column" and "[code]" of each message, in order
    const auto bones = [](const std::string& said) {
        std::string out;
        for (std::size_t at = 0, end; at < said.size(); at = end + 1) {
            end = std::min(said.find('\n', at), said.size());
            const std::string line = said.substr(at, end - at);
            const auto code = line.rfind(" [");
            if (line.empty() || line.back() != ']' || code == std::string::npos) continue;
            out += line.substr(0, line.find(": ")) + line.substr(code) + "\n";
        }
        return out;
    };
    for (const std::string& name : cases()) {
        INFO(name);
        const std::string en = checked(name), zh = checked(name, Lang::zh);
        CHECK(bones(zh) == bones(en));
        CHECK(zh != en);
    }
}
