// The pictures of a study: each an SVG with a title, and the figures it shows as a table.
#pragma once

#include <string>
#include <vector>

#include "sandtable/study_report.hpp"

namespace sandtable {

struct Picture {
    std::string id, title, words;              ///< words: what it shows and in which unit
    std::string svg;
    std::vector<std::vector<std::string>> figures;  ///< the first row is the head
};

/// Those there is something to show for, in the order of the page.
std::vector<Picture> study_pictures(const StudyReading& reading, Lang lang);

}  // namespace sandtable
