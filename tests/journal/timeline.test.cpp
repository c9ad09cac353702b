#include "sandtable/timeline.hpp"

#include <set>
#include <tuple>

#include "support/small_world.hpp"

namespace sandtable {

namespace {

Timeline timeline_of(const Journal& journal) {
    Timeline timeline;
    timeline.append(journal);
    return timeline;
}


}  // namespace

TEST_CASE("a span's ends are the entries that begin and end it, in every drill", "[timeline]") {
    for (const std::string& id : all_drills()) {
        INFO(id);
        const Inputs inputs = load_shipped(id);
        const Journal journal = run_journal(inputs, inputs.scenario.seed);
        const Timeline timeline = timeline_of(journal);
        std::set<std::pair<EntryKind, EntryNo>> begun;
        ModelTime before;
        for (const TimelineSpan& span : timeline.spans()) {
            CHECK(span.begin >= before);
            before = span.begin;
            const Entry& from = journal[span.from];
            CHECK(from.at == span.begin);
            CHECK(begun.insert({from.kind, span.from}).second);
            if (span.to == no_entry) {
                CHECK(span.end == not_ended);
                continue;
            }
            const Entry& to = journal[span.to];
            CHECK(to.at == span.end);
            switch (span.kind) {
                case TimelineSpan::Kind::message:
                    CHECK(from.kind == EntryKind::sent);
                    CHECK(span.failed == (to.kind != EntryKind::received));
                    if (to.kind == EntryKind::received) CHECK(to.agency == span.other);
                    if (to.kind == EntryKind::received) CHECK(journal.item_text(to, "message") == journal.text(span.subject));
                    break;
                case TimelineSpan::Kind::travel: CHECK((to.kind == EntryKind::arrived || to.kind == EntryKind::stranded || to.kind == EntryKind::rerouted)); break;
                case TimelineSpan::Kind::on_scene: CHECK(to.kind == EntryKind::released); break;
                case TimelineSpan::Kind::waiting: CHECK((to.kind == EntryKind::task_started || to.kind == EntryKind::task_waived || to.kind == EntryKind::task_stopped)); break;
                case TimelineSpan::Kind::handling: CHECK((to.kind == EntryKind::task_done || to.kind == EntryKind::departed || to.kind == EntryKind::task_waived)); break;
                case TimelineSpan::Kind::away: CHECK(to.kind == EntryKind::officers_back); break;
                case TimelineSpan::Kind::road_closed: CHECK(to.kind == EntryKind::road_opened); break;
                case TimelineSpan::Kind::fault: CHECK(to.kind == EntryKind::fault_over); break;
            }
        }
        // nothing that begins is left out
        for (EntryNo no = 0; no < journal.size(); ++no)
            for (const EntryKind kind : {EntryKind::sent, EntryKind::task_ready, EntryKind::task_started, EntryKind::departed, EntryKind::arrived, EntryKind::officers_away, EntryKind::road_closed, EntryKind::fault})
                if (journal[no].kind == kind) CHECK(begun.contains({kind, no}));
        CHECK(timeline.end() == journal[journal.size() - 1].at);
    }
}

TEST_CASE("a journal that is followed entry by entry gives the timeline of the whole", "[timeline]") {
    const Inputs inputs = load_shipped("geohazard-only-road");
    const Journal journal = run_journal(inputs);
    const Timeline whole = timeline_of(journal);
    Journal growing;
    Timeline followed;
    for (EntryNo no = 0; no < journal.size(); ++no) {
        Entry entry = journal[no];
        const auto symbol = [&](Symbol s) { return growing.intern(journal.text(s)); };
        entry.plan = symbol(entry.plan), entry.incident = symbol(entry.incident), entry.agency = symbol(entry.agency), entry.clause = symbol(entry.clause);
        std::vector<Item> items;
        for (Item item : journal.items(journal[no])) {
            item.key = symbol(item.key);
            if (item.type == Item::Type::text) item.text = symbol(item.text);
            items.push_back(item);
        }
        growing.append(entry, items);
        followed.append(growing);
    }
    REQUIRE(followed.spans().size() == whole.spans().size());
    for (std::size_t i = 0; i < whole.spans().size(); ++i) {
        const TimelineSpan &a = whole.spans()[i], &b = followed.spans()[i];
        CHECK((a.kind == b.kind && a.begin == b.begin && a.end == b.end && a.from == b.from && a.to == b.to && a.failed == b.failed));
        CHECK(journal.text(a.subject) == growing.text(b.subject));
    }
    CHECK(followed.gradings() == whole.gradings());
    CHECK(followed.breaches() == whole.breaches());
}

TEST_CASE("asking for a stretch of time finds what looking at every span finds", "[timeline]") {
    for (const char* id : {"typhoon-night", "wage-arrears-city-hall"}) {
        const Inputs inputs = load_shipped(id);
        const Journal journal = run_journal(inputs);
        const Timeline timeline = timeline_of(journal);
        REQUIRE(timeline.spans().size() > 64);
        for (int k = -1; k <= 41; ++k) {
            const ModelTime a = model_time(ms_of(timeline.end()) / 40 * k);
            for (const Duration length : {Duration{0}, Duration{61'000}, Duration{7'200'000}}) {
                std::vector<std::size_t> found, all;
                timeline.within(a, a + length, [&](std::size_t i) { found.push_back(i); });
                for (std::size_t i = 0; i < timeline.spans().size(); ++i)
                    if (timeline.spans()[i].begin <= a + length && timeline.spans()[i].end >= a) all.push_back(i);
                CHECK(found == all);
            }
        }
    }
}

TEST_CASE("what fails is marked: a lost fax, a call that never got through, a way that ends, a task that is waived; a retry is the same message", "[timeline]") {
    Journal journal;
    const auto enter = [&](EntryKind kind, EntryNo cause, std::initializer_list<std::pair<std::string_view, std::string_view>> texts) {
        Entry entry;
        entry.at = model_time(1000 * journal.size());
        entry.kind = kind;
        entry.cause = cause;
        entry.agency = journal.intern("office");
        std::vector<Item> items;
        for (const auto& [key, text] : texts) items.push_back({journal.intern(key), Item::Type::text, journal.intern(text), 0, 0});
        return journal.append(entry, items);
    };
    const EntryNo fax = enter(EntryKind::sent, no_entry, {{"message", "notice"}, {"to", "town"}});
    const EntryNo lost = enter(EntryKind::lost, fax, {});
    const EntryNo call = enter(EntryKind::sent, no_entry, {{"message", "report"}, {"to", "city"}});
    const EntryNo again = enter(EntryKind::retried, enter(EntryKind::call_failed, call, {}), {});
    const EntryNo never = enter(EntryKind::undelivered, enter(EntryKind::call_failed, again, {}), {});
    const EntryNo left = enter(EntryKind::departed, no_entry, {{"task", "go"}});
    const EntryNo stuck = enter(EntryKind::stranded, left, {{"task", "go"}});
    const EntryNo begun = enter(EntryKind::task_ready, no_entry, {{"task", "wait"}});
    const EntryNo waived = enter(EntryKind::task_waived, begun, {{"task", "wait"}});
    const EntryNo open = enter(EntryKind::task_started, no_entry, {{"task", "work"}});
    const Timeline timeline = timeline_of(journal);
    REQUIRE(timeline.spans().size() == 5);
    const std::vector<std::tuple<TimelineSpan::Kind, EntryNo, EntryNo, bool>> expected{
        {TimelineSpan::Kind::message, fax, lost, true}, {TimelineSpan::Kind::message, call, never, true}, {TimelineSpan::Kind::travel, left, stuck, true},
        {TimelineSpan::Kind::waiting, begun, waived, true}, {TimelineSpan::Kind::handling, open, no_entry, false}};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const TimelineSpan& span = timeline.spans()[i];
        CHECK(std::tuple(span.kind, span.from, span.to, span.failed) == expected[i]);
    }
    CHECK(timeline.spans().back().end == not_ended);
}

TEST_CASE("entries until an instant include those at it", "[timeline]") {
    const Inputs inputs = load_shipped("wage-arrears-city-hall");
    const Journal journal = run_journal(inputs);
    const ModelTime at = journal[5].at;
    const EntryNo n = entries_until(journal, at);
    CHECK(journal[n - 1].at == at);
    CHECK(journal[n].at > at);
    CHECK(entries_until(journal, model_time(-1)) == 0);
    CHECK(entries_until(journal, not_ended) == journal.size());
}

}  // namespace sandtable
