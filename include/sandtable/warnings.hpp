// Warnings of a plan as alerts: what a run issued, and a drill made of alerts that others issued (warnings/ID.yaml).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sandtable/cap.hpp"
#include "sandtable/network.hpp"
#include "sandtable/plan.hpp"

namespace sandtable {

/// One colour in the words of CAP.
struct WarningColour {
    std::string severity, urgency, certainty, response;
};

/// How the colours of a plan stand in alerts; const once loaded.
struct Warnings {
    std::string id, path;
    Text about, why, origin;
    std::string plan;
    FactId fact;
    std::vector<RoleId> issued_by;      ///< together; the first one sends
    std::vector<MessageId> messages;    ///< that issue a warning or change it
    MessageId withdrawn_by;
    RoleId reported_by;                 ///< of an alert that is read
    std::vector<RoleId> reported_to;
    std::vector<std::string> reported_over;
    std::string sender;
    Text restriction, event;
    std::vector<std::string> categories;
    std::string geocode;                ///< valueName of a division code
    std::vector<WarningColour> colours; ///< by the fact's levels, lowest first: none, blue …

    /// The level whose severity that is, none left aside; -1 if there is none.
    int level_of(std::string_view severity) const;
};
/// Reads warnings/ID.yaml against the plan it names; `plan_named` gives that plan or says why not. Nothing comes back if there was an error or no plan.
std::optional<Warnings> load_warnings(SourceText source, const Vocabulary& vocabulary, const std::function<const Plan*(const std::string& id)>& plan_named, Diagnostics& out);

/// A warnings file with the plan it names, both found by `files`.
struct PlannedWarnings {
    Vocabulary vocabulary;
    Plan plan;
    Warnings warnings;
};
std::optional<PlannedWarnings> load_planned_warnings(SourceText source, const Files& files, Diagnostics& out);

/// The name of a code of our own in alerts: the id of a prevention area, since several lie in one
/// division.
constexpr std::string_view prevention_area_code = "sandtable:prevention-area";

/// A drill of what alerts say: an incident in every prevention area that they cover, whose risk follows them from message to message.
struct AlertDrill {
    std::string yaml;                   ///< the text of a scenario
    std::size_t areas = 0, alerts = 0;  ///< prevention areas covered; messages followed
};
/// Alerts may come in any order. What a message states stands from when it was sent, or is
/// effective later, until it expires or an update or a cancellation refers to it, or to one that it
/// went on from; of all that stand in an area, whoever sent them, the gravest counts. An area is
/// found by a geocode that is a division's code (or our own), or by its coordinates inside a
/// polygon or circle; by its name or a division's only where there is neither. The drill starts
/// when the first one was sent, at the offset of the plan's calendar. Nothing comes back if there
/// was an error.
std::optional<AlertDrill> alert_drill(std::vector<Alert> alerts, const std::string& id, const Warnings& warnings, const Plan& plan, const Vocabulary& vocabulary, const Network& network, int offset_minutes, Diagnostics& out);

}  // namespace sandtable
