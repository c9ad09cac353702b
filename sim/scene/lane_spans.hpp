// What lies in the lanes: bars of those who work, wait and travel, messages between lanes, steps of grades.
#pragma once

#include <map>

#include "scene/canvas.hpp"

namespace sandtable {

/// `middle` has the height of each lane that is shown, by its agency.
void draw_spans(const Look& look, Canvas& canvas, const TimeStrip& strip, const std::map<Symbol, double>& middle);

}  // namespace sandtable
