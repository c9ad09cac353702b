// What is true of every journal: the shipped drills under forty seeds, or as many as $SANDTABLE_SEEDS says (semantics.md 7).
#include <cstdlib>
#include <map>
#include <set>

#include "support/small_world.hpp"

using namespace sandtable;

namespace {

std::uint32_t seeds() {
    const char* asked = std::getenv("SANDTABLE_SEEDS");
    return asked != nullptr ? static_cast<std::uint32_t>(std::stoul(asked)) : 40;
}

/// A drill of very many incidents is run under a tenth of the seeds: one run of it counts more than ten of the others.
std::uint32_t seeds_for(const Inputs& inputs) { return inputs.scenario.incidents.size() > 12 ? (seeds() + 9) / 10 : seeds(); }

/// Calls with every shipped drill, seed, inputs and journal.
template <class Act>
void in_every_run(Act act) {
    for (const std::string& id : all_drills()) {
        const Inputs inputs = load_shipped(id);
        for (std::uint32_t seed = 1; seed <= seeds_for(inputs); ++seed) {
            INFO(id << " seed " << seed);
            act(inputs, run_journal(inputs, seed));
        }
    }
}

}  // namespace

TEST_CASE("time never goes back, and every cause and holder stands before what it made possible or held", "[run][seeds]") {
    in_every_run([](const Inputs&, const Journal& journal) {
        int wrong = 0;
        for (EntryNo no = 0; no < journal.size(); ++no) {
            const Entry& entry = journal[no];
            if (no > 0) wrong += entry.at < journal[no - 1].at;
            for (const EntryNo before : {entry.cause, entry.held_by})
                if (before != no_entry) wrong += before >= no || journal[before].at > entry.at;
        }
        CHECK(wrong == 0);
    });
}

TEST_CASE("what has no cause is the start, the end, the truth, an inject, a shift, a closure, a fault or a report", "[run][seeds]") {
    std::set<std::string> roots;
    in_every_run([&](const Inputs&, const Journal& journal) {
        for (const Entry& entry : journal.entries()) {
            if (entry.cause != no_entry) continue;
            std::string name(entry_kind_name(entry.kind));
            if (entry.kind == EntryKind::sent) name += " " + std::string(journal.item_text(entry, "message"));
            roots.insert(name);
        }
    });
    const std::set<std::string> named{"started", "fault", "ended", "truth", "inject", "shift", "road_closed", "sent incident_report"};
    for (const std::string& root : roots) {
        INFO(root);
        CHECK(named.contains(root));
    }
    CHECK(roots.size() >= 6);
}

TEST_CASE("a journal begins with started, ends with ended, and has each once", "[run][seeds]") {
    in_every_run([](const Inputs&, const Journal& journal) {
        CHECK(journal[0].kind == EntryKind::started);
        CHECK(journal[journal.size() - 1].kind == EntryKind::ended);
        const auto count = [&](EntryKind kind) { return std::count_if(journal.entries().begin(), journal.entries().end(), [&](const Entry& e) { return e.kind == kind; }); };
        CHECK(count(EntryKind::started) == 1);
        CHECK(count(EntryKind::ended) == 1);
    });
}

TEST_CASE("no agency has more officers of a pool at work than it has on any shift", "[run][seeds]") {
    in_every_run([](const Inputs& inputs, const Journal& journal) {
        std::map<std::pair<std::string, std::string>, int> busy;
        std::map<std::pair<std::string, std::string>, std::string> holder;  // agency and task, its pool
        for (const Entry& entry : journal.entries()) {
            const std::string& agency = journal.text(entry.agency);
            const std::string task = journal.text(entry.incident) + "/" + journal.text(entry.plan) + "/" + std::string(journal.item_text(entry, "task"));
            if (entry.kind == EntryKind::task_started && journal.item(entry, "pool") != nullptr) {
                const std::string pool(journal.item_text(entry, "pool"));
                holder[{agency, task}] = pool;
                const auto& numbers = inputs.network.agencies[inputs.network.agency(agency)].officers(inputs.network.pool(pool));
                if (++busy[{agency, pool}] > *std::max_element(numbers.begin(), numbers.end())) FAIL_CHECK(agency << " " << pool << " " << task);
            }
            if (entry.kind == EntryKind::task_done || entry.kind == EntryKind::released || entry.kind == EntryKind::stranded)
                if (const auto held = holder.find({agency, task}); held != holder.end()) {
                    --busy[{agency, held->second}];
                    holder.erase(held);
                }
        }
    });
}

TEST_CASE("a task that waited was held by a task of its agency and pool, by an absence or by a shift", "[run][seeds]") {
    int waited = 0;
    in_every_run([&](const Inputs&, const Journal& journal) {
        int wrong = 0;
        for (const Entry& entry : journal.entries()) {
            const bool after_waiting = entry.kind == EntryKind::task_started && journal[entry.cause].kind == EntryKind::task_ready;
            wrong += after_waiting != (entry.held_by != no_entry);
            if (!after_waiting || entry.held_by == no_entry) continue;
            ++waited;
            const Entry& holder = journal[entry.held_by];
            wrong += holder.kind != EntryKind::task_started && holder.kind != EntryKind::officers_away && holder.kind != EntryKind::shift;
            wrong += holder.agency != entry.agency || journal.item_text(holder, "pool") != journal.item_text(entry, "pool");
        }
        CHECK(wrong == 0);
    });
    CHECK(waited > 40);
}

TEST_CASE("every receipt has its sending, of the same message and to the agency that receives it", "[run][seeds]") {
    in_every_run([](const Inputs&, const Journal& journal) {
        int wrong = 0;
        for (const Entry& entry : journal.entries()) {
            if (entry.kind != EntryKind::received) continue;
            const Entry& from = journal[entry.cause];
            wrong += from.kind != EntryKind::sent && from.kind != EntryKind::retried;
            wrong += journal.item_text(from, "message") != journal.item_text(entry, "message") || journal.item_text(from, "to") != journal.text(entry.agency) ||
                     journal.text(from.agency) != journal.item_text(entry, "from");
        }
        CHECK(wrong == 0);
    });
}

TEST_CASE("every duty is opened once, ends at most once, and is met exactly if it was done by its due instant", "[run][seeds]") {
    in_every_run([](const Inputs& inputs, const Journal& journal) {
        std::map<std::string, int> ends;
        for (const Entry& entry : journal.entries()) {
            if (entry.kind != EntryKind::duty_opened && entry.kind != EntryKind::duty_breached && entry.kind != EntryKind::duty_waived && entry.kind != EntryKind::duty_discharged) continue;
            const std::string key = std::string(entry_kind_name(entry.kind)) + " " + journal.text(entry.incident) + " " + journal.text(entry.plan) + " " + journal.text(entry.agency) + " " + std::string(journal.item_text(entry, "duty"));
            if (++ends[key] > 1) FAIL_CHECK(key);
        }
        for (const DutyOutcome& o : assess(inputs, journal)) {
            INFO(o.id);
            if (o.due && o.discharged) CHECK((o.status == DutyStatus::met) == (*o.discharged <= *o.due));
            if (o.status == DutyStatus::met && !o.must_not) CHECK((o.discharged && o.breached_entry == no_entry && o.waived_entry == no_entry));
            if (o.status == DutyStatus::breached) CHECK((o.must_not || journal[o.breached_entry].at >= *o.due));  // later only if it opened later
            if (o.status == DutyStatus::waived) CHECK((!o.discharged && !o.reason.empty()));
            if (o.status == DutyStatus::open && !inputs.scenario.until) CHECK((!o.due && !o.discharged));  // a settled run leaves no due duty open
        }
    });
}

TEST_CASE("every entry of a plan names a clause of the plan", "[run][seeds]") {
    in_every_run([](const Inputs& inputs, const Journal& journal) {
        int named = 0, wrong = 0;
        for (const Entry& entry : journal.entries()) {
            if (entry.clause == 0) continue;
            ++named;
            wrong += inputs.clauses.find(journal.text(entry.plan), journal.text(entry.clause)) == nullptr;
        }
        CHECK(wrong == 0);
        CHECK(named > 10);
    });
}

TEST_CASE("every shipped drill comes out as it expects, under forty seeds", "[run][seeds]") {
    for (const std::string& id : all_drills()) {
        const Inputs inputs = load_shipped(id);
        for (std::uint32_t seed = 1; seed <= seeds_for(inputs); ++seed) {
            const Journal journal = run_journal(inputs, seed);
            for (const ExpectationResult& e : check_expectations(inputs, journal, assess(inputs, journal))) {
                INFO(id << " seed " << seed << " " << e.id << ": " << e.found);
                CHECK(e.holds);
            }
        }
    }
}
