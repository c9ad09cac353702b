// The parts of reading a plan file, in the order they are read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plan/rules_yaml.hpp"
#include "sandtable/plan.hpp"
#include "yaml/reader.hpp"

namespace sandtable {

class PlanReader {
public:
    PlanReader(const Document& document, const PlanContext& context, Diagnostics& out)
        : context_(context), reading_(document, out), names_{context.vocabulary, &plan_} {}
    std::optional<Plan> read();

private:
    void head(MapReader& top);
    void notes(MapReader& top);
    void roles(MapReader& top);
    void messages(MapReader& top);
    void task_names(const std::vector<NamedNode>& tasks);
    void grading(MapReader& top);
    void commands(MapReader& top);
    int grade_name(const Node& node);
    void task(Task& task, const Node& node);
    Duty duty(const std::string& id, const Node& node);
    void limit(const Node& node, Duty& duty);
    void clock(MapReader& map, Duty& duty);
    Choice choice(const std::string& id, const Node& node);

    std::string clause(MapReader& map, bool required);
    std::string known_clause(const Node& node);
    std::string assumption(MapReader& map);
    Text name_or_id(MapReader& map, const std::string& id);
    std::optional<TwoReadings> two_readings(MapReader& map);
    std::vector<AgencyPattern> patterns(const Node& node);
    std::vector<AgencyPattern> patterns_of_one(const Node& node);
    RoleId role_name(const Node& node);
    Guards guards(MapReader& map);
    Spread takes(const Node& node);
    void lapse(MapReader& map, bool& by_end, bool* by_condition);

    const PlanContext& context_;
    Reading reading_;
    Plan plan_;
    RuleNames names_;
};

}  // namespace sandtable
