// What `check` found out about plans, in words and as JSON.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sandtable/diagnostic.hpp"
#include "sandtable/table_analysis.hpp"

namespace sandtable {

/// A plan with what was found in its table. `named` is how the command line names it: its id, or the path of a file elsewhere.
struct AnalysedPlan {
    const Plan& plan;
    const Vocabulary& vocabulary;
    const std::vector<TableFinding>& findings;
    std::string named;
};

/// One diagnostic per finding that the plan does not accept (faults of the text are warnings, a criterion that can never hold is an error, what may
/// be meant so is a note), with its smallest case as a `sandtable grade` line; one note for those accepted, a warning for what accepts nothing.
void report_findings(const AnalysedPlan& analysed, Diagnostics& out);
/// Facts of the vocabulary that none of the plans looks at, in criteria, scopes or guards; and a note that names them.
std::vector<std::string> unused_facts(const Vocabulary& vocabulary, const std::vector<const Plan*>& plans);
void report_unused_facts(const Vocabulary& vocabulary, const std::vector<std::string>& unused, Diagnostics& out);
/// {"plan","id","code","severity","clauses","fact","values","grades","witness","case","contradictions","accepted"} each.
std::string findings_json(const std::vector<AnalysedPlan>& plans, Lang lang);

/// A plan as a page in Markdown: who commands, criteria, duties, and how every clause of its source stands.
std::string plan_page(const Plan& plan, const std::vector<CoverageRow>& coverage, Lang lang);

/// Two plans that grade the same facts, and where they differ.
struct ComparedPlans {
    const AnalysedPlan &a, &b;
    std::vector<GradeDifference> differences;
};
std::string differences_page(const ComparedPlans& compared, Lang lang);
std::string differences_json(const std::vector<ComparedPlans>& compared);
/// "difference/III/I": what `new --from-witness` takes, with both plans.
std::string id_of(const ComparedPlans& compared, const GradeDifference& difference);

}  // namespace sandtable
