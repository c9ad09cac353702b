// The canonical bytes of a journal, entry by entry: what its digest is of, and what threads hand to one another to compute it.
#pragma once

#include <string>
#include <string_view>

#include "sandtable/journal.hpp"

namespace sandtable {

/// Writes an entry: numbers as 8 bytes little-endian, texts as their length and their bytes. `To` has number and text, as Digest has.
///     number at_ms   text kind   texts plan, incident, agency, clause   number cause + 1   number held_by + 1   number items
///     per item:  text key   then one of   text "text"   text value
///                                         text "number" number value
///                                         text "range"  number low   number high (2^63 - 1: no upper end)
/// Whoever changes a byte of this raises semantics_number; the test vector is in docs/drill-file.md and in tests/journal/journal.test.cpp.
template <class To>
void put_canonical(To& to, const Journal& journal, const Entry& entry) {
    const auto number_of = [](EntryNo no) { return no == no_entry ? 0 : std::int64_t{no} + 1; };
    to.number(ms_of(entry.at));
    to.text(entry_kind_name(entry.kind));
    for (const Symbol symbol : {entry.plan, entry.incident, entry.agency, entry.clause}) to.text(journal.text(symbol));
    to.number(number_of(entry.cause));
    to.number(number_of(entry.held_by));
    to.number(entry.items_count);
    for (const Item& item : journal.items(entry)) {
        to.text(journal.text(item.key));
        switch (item.type) {
            case Item::Type::text:
                to.text("text");
                to.text(journal.text(item.text));
                break;
            case Item::Type::number:
                to.text("number");
                to.number(item.low);
                break;
            case Item::Type::range:
                to.text("range");
                to.number(item.low);
                to.number(item.high);
                break;
        }
    }
}

}  // namespace sandtable
