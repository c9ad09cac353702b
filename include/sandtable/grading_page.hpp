// A grading in words, for people.
#pragma once

#include <string>

#include "sandtable/grading_answer.hpp"
#include "sandtable/text.hpp"

namespace sandtable {

/// A condition in words: "people taking part at least 50".
std::string condition_words(const Vocabulary& vocabulary, const std::vector<std::string>& grades, const Guard& condition, Lang lang);
/// "grade II", "between III and I", "below the plan's lowest grade"; for a plan without grades nothing.
std::string interval_words(const Plan& plan, const Grading& grading, Lang lang);

/// Whether the plan applies, the grade, why with each number beside its limit, the duties that run, what to ask next, what is not ruled out, what would
/// raise it, and where the text falls.
/// `received`: when the first report was there, if it was said. `width`: columns to wrap at, 0 for none.
struct GradingPage {
    const Plan& plan;
    const Vocabulary& vocabulary;
    const Knowledge& knowledge;
    const GradingAnswer& answer;
    const GradingDetails& details;
    std::optional<CivilTime> received;
    Lang lang = Lang::en;
    int width = 0;
    bool everything = false;  ///< every question and every open criterion in full
};
std::string grading_page(const GradingPage& page);

}  // namespace sandtable
