// What people call things, and how a duty stands: what the views say, and the panel with them.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "sandtable/scene.hpp"

namespace sandtable {

/// Names for people, or the id where there is none.
std::string agency_name(const Inputs& inputs, const std::string& id, Lang lang);
std::string incident_name(const Inputs& inputs, const std::string& id, Lang lang);
std::string task_name(const Inputs& inputs, const std::string& plan, const std::string& task, Lang lang);
std::string message_name(const Inputs& inputs, const std::string& plan, const std::string& message, Lang lang);
/// Whether somebody who types `find` means it: part of one of its names in either language, or of its id; capitals do not matter. Everything is meant by nothing.
bool is_meant(std::string_view find, std::string_view id, std::initializer_list<const Text*> names);
bool agency_is_meant(const Inputs& inputs, const std::string& id, std::string_view find);
bool duty_is_meant(const Inputs& inputs, const DutyOutcome& duty, std::string_view find);
std::string duty_name(const Inputs& inputs, const DutyOutcome& duty, Lang lang);

/// How a duty stands at an instant, by what had happened until then.
struct DutyThen {
    enum class State { not_yet, running, measured, met, late, breached, waived } state = State::not_yet;  ///< measured: no due instant; late: breached, then done
    std::optional<Duration> left;  ///< of running: until due; of breached: since due, negative
};
DutyThen duty_then(const Journal& journal, const DutyOutcome& duty, ModelTime now);

}  // namespace sandtable
