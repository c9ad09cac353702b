#include <functional>
#include <memory>
#include <set>

#include "sandtable/journal.hpp"
#include "support/catch.hpp"
#include "support/sample_drill.hpp"

using namespace sandtable;

TEST_CASE("equal texts have equal symbols, and the empty text is 0") {
    Journal journal;
    CHECK(journal.intern("") == 0);
    CHECK(journal.text(0).empty());
    const Symbol office = journal.intern("应急办");
    CHECK(office != 0);
    CHECK(journal.intern("应急办") == office);
    CHECK(journal.intern("应急") != office);
    CHECK(journal.find("应急办") == office);
    CHECK(journal.find("never") == 0);
    CHECK(journal.text(office) == "应急办");
    CHECK(journal.intern(std::string_view("a\0b", 3)) != journal.intern("a"));
}

TEST_CASE("texts stay where they are while thousands are added") {
    Journal journal;
    for (int i = 0; i < 5000; ++i) journal.intern("text " + std::to_string(i));
    for (int i = 0; i < 5000; ++i) {
        const std::string text = "text " + std::to_string(i);
        CHECK(journal.text(journal.find(text)) == text);
        CHECK(journal.intern(text) == static_cast<Symbol>(i + 1));
    }
}

TEST_CASE("an entry keeps its items, found by name") {
    Journal journal;
    journal.append({.at = model_time(0), .kind = EntryKind::started}, {});
    const std::vector<Item> items = {text_item(journal, "grade", "II"), number_item(journal, "asked", -3), range_item(journal, "hours", 2, unbounded),
                                     number_item(journal, "asked", 4)};
    CHECK(journal.append({.at = model_time(5), .kind = EntryKind::grading, .cause = 0}, items) == 1);
    CHECK(journal.append({.at = model_time(5), .kind = EntryKind::ended}, {}) == 2);
    REQUIRE(journal.size() == 3);
    const Entry& entry = journal[1];
    CHECK(journal.items(journal[0]).empty());
    CHECK(journal.items(entry).size() == 4);
    CHECK(journal.items(journal[2]).empty());
    CHECK(journal.item_text(entry, "grade") == "II");
    CHECK(journal.item_number(entry, "asked") == -3);
    REQUIRE(journal.item(entry, "hours") != nullptr);
    CHECK(journal.item(entry, "hours")->high == unbounded);
    CHECK(journal.item(entry, "never") == nullptr);
    CHECK(journal.item(entry, "") == nullptr);
    CHECK(journal.item_text(entry, "asked").empty());
    CHECK(journal.item_number(entry, "grade", 7) == 7);
    CHECK(journal.item_number(entry, "hours", 7) == 7);
    CHECK(journal.item_number(entry, "never", 7) == 7);
    CHECK(journal.item_number(entry, "never") == 0);
    Journal nameless;
    nameless.append({.at = model_time(0), .kind = EntryKind::started}, std::vector<Item>{number_item(nameless, "", 5)});
    CHECK(nameless.item_number(nameless[0], "") == 5);
    CHECK(nameless.item(nameless[0], "never") == nullptr);
}

TEST_CASE("a cleared journal has no entries and the same texts") {
    Journal journal = sample_journal();
    const std::string digest = journal_digest(journal);
    const Symbol known = journal.find("county_fire");
    journal.clear();
    CHECK(journal.empty());
    CHECK(journal_digest(journal) == journal_digest(Journal()));
    CHECK(journal.find("county_fire") == known);
    journal.append({.at = model_time(0), .kind = EntryKind::started}, std::vector<Item>{text_item(journal, "a", "b")});
    CHECK(journal.item_text(journal[0], "a") == "b");
    CHECK(journal[0].items_begin == 0);
    CHECK(journal_digest(journal) != digest);
}

TEST_CASE("a copy lives on without its original") {
    auto original = std::make_unique<Journal>(sample_journal());
    const std::string digest = journal_digest(*original);
    Journal copy = *original;
    Journal assigned;
    assigned = copy;
    original.reset();
    const std::vector<std::string> elsewhere(5000, std::string(490, 'x'));  // where the original's texts lay
    CHECK(journal_digest(copy) == digest);
    CHECK(copy.intern("county_fire") == copy.find("county_fire"));
    CHECK(copy.text(copy.intern("county_fire")) == "county_fire");
    const Journal moved = std::move(copy);
    CHECK(journal_digest(moved) == digest);
    CHECK(moved.text(moved.find("county_fire")) == "county_fire");
    CHECK(same_journal(moved, assigned));
}

TEST_CASE("every kind of entry has a name of its own, and the name finds it") {
    std::set<std::string_view> names;
    for (int kind = 0; kind < entry_kinds; ++kind) {
        const auto name = entry_kind_name(static_cast<EntryKind>(kind));
        CHECK_FALSE(name.empty());
        CHECK(names.insert(name).second);
        CHECK(entry_kind_of(name) == kind);
    }
    CHECK(entry_kind_of("") == entry_kinds);
    CHECK(entry_kind_of("Started") == entry_kinds);
    CHECK(entry_kind_name(EntryKind::duty_waived) == "duty_waived");
}

namespace {

/// The three entries of docs/drill-file.md; `words` come in another order when `shuffled`.
Journal vector_journal(bool shuffled = false) {
    Journal journal;
    if (shuffled)
        for (const char* word : {"2.10", "Ⅱ", "never used", "office", "asked"}) journal.intern(word);
    journal.append({.at = model_time(0), .kind = EntryKind::started}, {});
    Entry grading{.at = model_time(90'000), .kind = EntryKind::grading, .cause = 0};
    grading.plan = journal.intern("wage-arrears");
    grading.incident = journal.intern("strike-1");
    grading.agency = journal.intern("office");
    grading.clause = journal.intern("2.10");
    const std::vector<Item> items = {text_item(journal, "grade", "Ⅱ"), number_item(journal, "asked", -3), range_item(journal, "participants", 300, unbounded)};
    journal.append(grading, items);
    journal.append({.at = model_time(90'000), .kind = EntryKind::ended, .cause = 1, .held_by = 0}, {});
    return journal;
}

}  // namespace

// Computed by hand from the description (Python: struct.pack("<q") and hashlib), not by this program.
TEST_CASE("the digest is the published one") {
    CHECK(journal_digest(Journal()) == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(journal_digest(vector_journal()) == "sha256:a432868346d7382cf9b91c7ec454277b6021e33ba4ebb508bcc4090e779bd5ec");
    CHECK(journal_digest(vector_journal(true)) == journal_digest(vector_journal()));
}

TEST_CASE("any single change of an entry changes the digest and makes it another entry") {
    const Journal plain = vector_journal();
    struct Change {
        const char* what;
        std::function<void(Journal&, Entry&, std::vector<Item>&)> act;
    };
    const std::vector<Change> changes = {
        {"time", [](Journal&, Entry& e, auto&) { e.at += Duration(1); }},
        {"kind", [](Journal&, Entry& e, auto&) { e.kind = EntryKind::decided; }},
        {"plan", [](Journal& j, Entry& e, auto&) { e.plan = j.intern("wage-arrear"); }},
        {"incident", [](Journal&, Entry& e, auto&) { e.incident = 0; }},
        {"agency", [](Journal&, Entry& e, auto&) { e.agency = e.plan; }},
        {"clause", [](Journal& j, Entry& e, auto&) { e.clause = j.intern("2.1"); }},
        {"plan and incident swapped", [](Journal&, Entry& e, auto&) { std::swap(e.plan, e.incident); }},
        {"cause", [](Journal&, Entry& e, auto&) { e.cause = no_entry; }},
        {"held_by", [](Journal&, Entry& e, auto&) { e.held_by = 0; }},
        {"cause and held_by swapped", [](Journal&, Entry& e, auto&) { std::swap(e.cause, e.held_by); }},
        {"an item less", [](Journal&, Entry&, std::vector<Item>& i) { i.pop_back(); }},
        {"an item more", [](Journal&, Entry&, std::vector<Item>& i) { i.push_back(i.back()); }},
        {"items swapped", [](Journal&, Entry&, std::vector<Item>& i) { std::swap(i[0], i[1]); }},
        {"an item's key", [](Journal& j, Entry&, std::vector<Item>& i) { i[0].key = j.intern("grades"); }},
        {"an item's text", [](Journal& j, Entry&, std::vector<Item>& i) { i[0].text = j.intern("II"); }},
        {"an item's number", [](Journal&, Entry&, std::vector<Item>& i) { i[1].low = 3; }},
        {"a number for a range", [](Journal&, Entry&, std::vector<Item>& i) { i[1] = {i[1].key, Item::Type::range, 0, -3, -3}; }},
        {"a text for a number", [](Journal& j, Entry&, std::vector<Item>& i) { i[1] = {i[1].key, Item::Type::text, j.intern("-3"), 0, 0}; }},
        {"a range's low end", [](Journal&, Entry&, std::vector<Item>& i) { i[2].low = 301; }},
        {"a range's high end", [](Journal&, Entry&, std::vector<Item>& i) { i[2].high = unbounded - 1; }},
    };
    for (const Change& change : changes) {
        INFO(change.what);
        Journal journal = plain;
        Entry entry = plain[1];
        std::vector<Item> items(plain.items(entry).begin(), plain.items(entry).end());
        journal.clear();
        journal.append(plain[0], {});
        change.act(journal, entry, items);
        journal.append(entry, items);
        Entry last = plain[2];
        CHECK_FALSE(same_entry(journal, 1, plain, 1));
        CHECK_FALSE(same_entry(plain, 1, journal, 1));
        last.at = entry.at;
        journal.append(last, {});
        CHECK(journal_digest(journal) != journal_digest(plain));
    }
    Journal same = vector_journal(true);
    for (EntryNo no = 0; no < 3; ++no) CHECK(same_entry(same, no, plain, no));
}

TEST_CASE("what an item does not use is no part of it") {
    Journal a, b;
    a.append({.at = model_time(0), .kind = EntryKind::started}, std::vector<Item>{{a.intern("n"), Item::Type::number, 0, 5, 0}});
    b.append({.at = model_time(0), .kind = EntryKind::started}, std::vector<Item>{{b.intern("n"), Item::Type::number, b.intern("x"), 5, 9}});
    CHECK(same_entry(a, 0, b, 0));
    CHECK(journal_digest(a) == journal_digest(b));
}

TEST_CASE("items of many entries stand as they were written, in a copy, and after a clear too") {
    Journal journal;
    const Symbol key = journal.intern("n");
    const auto items_of = [&](std::int64_t no) {  // up to 30,000 an entry, so that entries end, begin and leave gaps where items are kept in parts
        std::vector<Item> items;
        for (std::int64_t i = 0; i < no * 7919 % 30'001; ++i) items.push_back({key, Item::Type::number, 0, no * 100'000 + i, 0});
        return items;
    };
    const auto holds = [&](const Journal& some, int entries) {
        REQUIRE(some.size() == static_cast<std::uint32_t>(entries));
        for (int no = 0; no < entries; ++no) {
            const auto expected = items_of(no);
            const auto found = some.items(some[static_cast<EntryNo>(no)]);
            REQUIRE(found.size() == expected.size());
            REQUIRE(std::equal(found.begin(), found.end(), expected.begin(), [](const Item& a, const Item& b) { return a.key == b.key && a.low == b.low; }));
        }
    };
    const auto fill = [&](Journal& some, int from, int to) {
        for (int no = from; no < to; ++no) some.append({.at = model_time(no)}, items_of(no));
    };
    fill(journal, 0, 20);
    holds(journal, 20);
    Journal copy = journal;
    fill(copy, 20, 30);
    holds(copy, 30);
    holds(journal, 20);
    copy.clear();
    fill(copy, 0, 12);
    holds(copy, 12);
}
