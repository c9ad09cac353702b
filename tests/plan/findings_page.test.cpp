// docs/findings.md lists what check finds, no more and no less.
#include <fstream>
#include <set>
#include <sstream>

#include "sandtable/table_analysis.hpp"
#include "support/catch.hpp"
#include "support/shipped_plan.hpp"

using namespace sandtable;

TEST_CASE("docs/findings.md names every finding but the overlaps, whose number it gives", "[docs][analysis]") {
    std::ifstream in(std::string(SANDTABLE_TREE) + "/docs/findings.md");
    std::stringstream text;
    text << in.rdbuf();
    const std::string page = text.str();
    std::set<std::string> named, found;
    for (std::size_t at = 0; (at = page.find("| `", at)) != std::string::npos; ++at) {
        const std::string id = page.substr(at + 3, page.find('`', at + 3) - at - 3);
        if (id.find('/') != std::string::npos) named.insert(id);
    }
    for (const char* plan : {"mass-incident", "natural-resource-dispute"}) {
        const ShippedPlan s = shipped_plan(plan);
        std::size_t overlaps = 0;
        for (const TableFinding& f : analyse_table(s.plan, s.vocabulary)) {
            if (f.kind == TableFinding::Kind::overlap) ++overlaps;
            else found.insert(id_of(s.plan, s.vocabulary, f));
            if (f.kind == TableFinding::Kind::falling_place || f.kind == TableFinding::Kind::gap || f.kind == TableFinding::Kind::masked)
                CHECK(page.find("`" + witness_words(s.vocabulary, s.plan.grades, f.witness) + "`") != std::string::npos);
        }
        CHECK(page.find(std::to_string(overlaps) + (std::string(plan) == "mass-incident" ? " pairs in the mass-incident table" : " in the natural-resource table")) != std::string::npos);
    }
    CHECK(named == found);
    const ShippedPlan a = shipped_plan("mass-incident"), b = shipped_plan("natural-resource-dispute");
    for (const GradeDifference& d : grade_differences(a.plan, b.plan, a.vocabulary)) CHECK(page.find("| `" + witness_words(a.vocabulary, {}, d.witness) + "` |") != std::string::npos);
}
