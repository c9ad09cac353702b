// What an entry of a journal says, in words.
#pragma once

#include <optional>
#include <string>

#include "sandtable/journal.hpp"
#include "sandtable/scenario.hpp"
#include "sandtable/text.hpp"

namespace sandtable {

/// Facts that only travel along with a plan's own messages are left out of `news`.
enum class Detail { news, all };
/// What an entry says, in words: "sends the report to the leading group".
std::string entry_words(const Inputs& inputs, const Journal& journal, const Entry& entry, Lang lang, Detail detail = Detail::all);

/// A fact as an item of an entry has it ("fact.participants"): "participants", "42". Nothing for another item.
struct FactWords {
    std::string name, value;
};
std::optional<FactWords> fact_words(const Inputs& inputs, const Journal& journal, const Item& item, Lang lang);

}  // namespace sandtable
