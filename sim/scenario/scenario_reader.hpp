// Reading a scenario file against the plans and the network it names.
#pragma once

#include "plan/rules_yaml.hpp"
#include "sandtable/scenario.hpp"
#include "yaml/reader.hpp"

namespace sandtable {

/// The names at a scenario's top, read first: they say which other files are needed.
struct ScenarioHead {
    std::string network;
    const Node* network_node = nullptr;
    std::pair<std::string, const Node*> thresholds;                ///< of its rain
    std::vector<std::pair<std::string, const Node*>> rain_series;
    std::vector<std::pair<std::string, const Node*>> plans;  ///< sorted by id
};

class ScenarioReader {
public:
    ScenarioReader(const Document& document, Diagnostics& out) : reading_(document, out) {}
    /// Nothing if it is no scenario.
    std::optional<ScenarioHead> head();
    /// Needs the vocabulary, network and plans of `inputs`; fills its scenario.
    void read(Inputs& inputs);
    SourcePlace place(const Node& node) const { return reading_.document.place(node); }

private:
    void incident(const std::string& id, const Node& node);
    void arrivals(const Node& node, Incident incident);
    std::vector<Stated> stated(const Node& node, bool exact);
    Report report(const Node& node, bool with_time);
    FollowUp follow_up(const Node& node);
    void findings(const Node& node, Incident& incident);
    Inject inject(const std::string& id, const Node& node);
    InjectDoes does(const Node& node);
    Expectation expectation(const std::string& id, const Node& node);
    void settings(MapReader& top);
    void rain(MapReader& top);          ///< rain_yaml.cpp
    void gauges_without_rain(MapReader& top);
    ThresholdRow threshold_row(const Node& node);
    std::vector<PlanId> plan_names(const Node* list);
    void areas_without_incident();
    Slide slide(const std::string& id, const Node& node);
    Fault fault(const std::string& id, const Node& node);  ///< faults_yaml.cpp

    Party party(const Node& node);
    std::vector<Party> parties(const Node& node);
    std::vector<ChannelId> channels(const Node* node);
    AgencyId agency(const Node& node);
    IncidentId incident_name(const Node& node);
    ModelTime time(const Node& node);
    /// "plan.thing": the plan, and the rest of the word.
    std::pair<PlanId, std::string> qualified(const Node& node);

    Reading reading_;
    Inputs* inputs_ = nullptr;
};

}  // namespace sandtable
