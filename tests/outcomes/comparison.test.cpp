#include "sandtable/comparison.hpp"

#include "support/small_world.hpp"

namespace sandtable {

namespace {

struct Run {
    Inputs inputs;
    Journal journal;
    std::vector<DutyOutcome> outcomes;
    Run(const std::string& id, std::uint32_t seed) : inputs(load_shipped(id)), journal(run_journal(inputs, seed)), outcomes(assess(inputs, journal)) {}
};
Comparison compared(const Run& a, const Run& b) { return compare(a.journal, a.outcomes, b.journal, b.outcomes); }

struct Written {
    Journal journal;
    void at(std::int64_t ms, const char* agency, EntryNo cause = no_entry) {
        Entry entry;
        entry.at = model_time(ms);
        entry.kind = journal.empty() ? EntryKind::started : EntryKind::inject;
        entry.agency = journal.intern(agency);
        entry.cause = cause;
        journal.append(entry, {});
    }
};

}  // namespace

TEST_CASE("a run beside itself differs in nothing", "[comparison]") {
    for (const std::string& id : all_drills()) {
        if (id == "typhoon-night") continue;  // long, and no other
        const Run run(id, 3);
        const Comparison same = compared(run, run);
        INFO(id);
        CHECK(same.same());
        CHECK(same.otherwise + same.moved == 0);
        CHECK(same.duties.size() == run.outcomes.size());
        for (const auto& differs : same.differs) CHECK(std::none_of(differs.begin(), differs.end(), [](bool b) { return b; }));
    }
}

TEST_CASE("what is told of two runs is told the other way round of them exchanged", "[comparison]") {
    for (const char* id : {"wage-arrears-city-hall", "geohazard-only-road", "dispute-goes-wrong"}) {
        const Run a(id, 1), b(id, 2);
        const Comparison ab = compared(a, b), ba = compared(b, a);
        INFO(id);
        CHECK_FALSE(ab.same());
        CHECK(ab.first == ba.first);
        CHECK(ab.parted == ba.parted);
        CHECK(ab.otherwise == ba.otherwise);
        CHECK(ab.moved == ba.moved);
        for (std::size_t run = 0; run < 2; ++run) CHECK(std::count(ab.differs[run].begin(), ab.differs[run].end(), true) == std::count(ba.differs[1 - run].begin(), ba.differs[1 - run].end(), true));
        // before they part nothing differs, and there something does
        bool there = false;
        for (std::size_t run = 0; run < 2; ++run) {
            const Journal& journal = run == 0 ? a.journal : b.journal;
            for (EntryNo no = 0; no < journal.size(); ++no)
                if (ab.differs[run][no]) {
                    CHECK(journal[no].at >= ab.parted);
                    there = there || journal[no].at == ab.parted;
                }
        }
        CHECK(there);
        std::optional<ModelTime> before;
        std::optional<Duration> apart;
        const auto ended = [](const Journal& journal, const DutyOutcome& o) {
            ModelTime last = journal[o.opened_entry].at;
            for (const EntryNo no : {o.discharged_entry, o.breached_entry, o.waived_entry})
                if (no != no_entry) last = std::max(last, journal[no].at);
            return last;
        };
        for (std::size_t i = 0; i < ab.duties.size(); ++i) {
            const Comparison::Duty& duty = ab.duties[i];
            const DutyOutcome* in_a = duty.outcome[0] ? &a.outcomes[*duty.outcome[0]] : nullptr;
            const DutyOutcome* in_b = duty.outcome[1] ? &b.outcomes[*duty.outcome[1]] : nullptr;
            CHECK(duty.otherwise == (in_a == nullptr || in_b == nullptr || in_a->status != in_b->status));
            if (in_a != nullptr && in_b != nullptr) CHECK(in_a->id == in_b->id);
            if (!duty.parted) CHECK((in_a->discharged == in_b->discharged && in_a->opened == in_b->opened));
            CHECK(duty.parted.has_value() == (i < ab.otherwise + ab.moved));
            if (duty.parted) CHECK(*duty.settled >= *duty.parted);
            if (i < ab.otherwise) {
                if (before) CHECK(*duty.parted >= *before);
                before = duty.parted;
            } else if (i < ab.otherwise + ab.moved) {  // the farthest apart first
                const Duration here = std::chrono::abs(ended(a.journal, *in_a) - ended(b.journal, *in_b));
                if (apart) CHECK(here <= *apart);
                apart = here;
            }
        }
    }
}

TEST_CASE("an entry has its like at the same instant, whatever its number and cause; each is the like of one", "[comparison]") {
    Written a, b;
    a.at(0, ""), a.at(10, "x"), a.at(10, "y"), a.at(10, "y"), a.at(30, "z");
    b.at(0, ""), b.at(10, "y", 0), b.at(10, "x"), b.at(20, "z"), b.at(30, "w"), b.at(40, "v");
    const Comparison c = compare(a.journal, {}, b.journal, {});
    CHECK(c.first == 1);
    CHECK(c.parted == model_time(10));
    CHECK(c.differs[0] == std::vector<bool>{false, false, false, true, true});
    CHECK(c.differs[1] == std::vector<bool>{false, false, false, true, true, true});
    // one that only goes on
    Written longer = a;
    longer.at(50, "x");
    const Comparison on = compare(a.journal, {}, longer.journal, {});
    CHECK(on.first == 5);
    CHECK(on.parted == model_time(50));
    CHECK(on.differs[1].back());
    CHECK(first_difference(longer.journal, a.journal) == 5);
}

}  // namespace sandtable
