// What can only be said with plans, network and scenario side by side.
#pragma once

#include "sandtable/scenario.hpp"

namespace sandtable {

/// Binds every role of every plan for every incident. A role that cannot be bound is an error with the names tried.
void bind_roles(Inputs& inputs, Diagnostics& out);
/// Needs the bindings: pools without officers, messages without a channel, places without a way, days outside the calendar, sources
/// that were not in force.
void cross_check(const Inputs& inputs, Diagnostics& out);

}  // namespace sandtable
