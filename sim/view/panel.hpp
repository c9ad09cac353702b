// What is said of what somebody clicked on, line by line.
#pragma once

#include <string>
#include <vector>

#include "sandtable/scene.hpp"

namespace sandtable {

/// The entry that stands for it: the one that ends a duty or a span, if it has ended; none where nothing does.
EntryNo entry_of(const Replay& replay, const About& about, ModelTime now);

struct PanelLine {
    std::string text;
    About about = {};  ///< where a click on it leads, or nothing
};

/// What it is, how it stands now, by what clause, why, and what is known of it. Nothing later than `now` is told but for the critical path that
/// was asked for. `compared` is null for one run.
std::vector<PanelLine> lines_about(const Replay& replay, const Compared* compared, const Layout& layout, ModelTime now);

}  // namespace sandtable
