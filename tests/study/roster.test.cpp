// The smallest roster: never dearer than what trying everything finds.
#include "sandtable/roster.hpp"

#include "support/catch.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

std::optional<RosterAnswer> searched(const Inputs& inputs, RosterOptions options, std::string* said = nullptr) {
    Diagnostics out;
    auto answer = smallest_roster(inputs, options, out);
    if (said != nullptr) *said = codes_of(out);
    return answer;
}

/// The least cost of all rosters within the seats' bounds that keep every duty, by another way: each one's officers are written into the scenario.
std::optional<double> brute_force(const Inputs& inputs, const RosterAnswer& answer, const RosterOptions& options) {
    std::optional<double> least;
    Roster roster;
    for (const RosterSeat& seat : answer.seats) roster.push_back(seat.least);
    for (;;) {
        Inputs changed = inputs;
        double cost = 0;
        bool empty = false;
        for (std::size_t i = 0; i < roster.size(); ++i) {
            changed.scenario.officers.push_back({answer.seats[i].agency, answer.seats[i].pool, {{answer.seats[i].shift, roster[i]}}});
            cost += roster[i] * answer.seats[i].cost;
        }
        std::map<std::pair<AgencyId, PoolId>, int> there;
        for (const RosterSeat& seat : answer.seats) {
            int& sum = there[{seat.agency, seat.pool}];
            if (sum > 0) continue;
            std::vector<int> numbers = inputs.network.agencies[seat.agency].officers(seat.pool);
            for (std::size_t k = 0; k < roster.size(); ++k)
                if (answer.seats[k].agency == seat.agency && answer.seats[k].pool == seat.pool) numbers[answer.seats[k].shift.index] = roster[k];
            for (const int n : numbers) sum += n;
        }
        for (const auto& [pool, sum] : there) empty = empty || sum == 0;
        if (!empty && (!least || cost < *least)) {
            Diagnostics out;
            const auto found = study({{"one", &changed, {}}}, {.seed = options.seed, .replications = options.replications, .rows = 0}, out);
            REQUIRE(found);
            bool keeps = true;
            const VariantResult& one = found->variants.front();
            for (std::size_t m = 0; m < one.measures.size(); ++m)
                if (one.measures[m].kind == Measure::Kind::kept)
                    keeps =
                        keeps &&
                        wilson(one.tallies[m].yes, options.replications).low >=
                            options.probability;  // every one is opened in every replication here
            if (keeps) least = cost;
        }
        std::size_t i = 0;
        while (i < roster.size() && roster[i] == answer.seats[i].most) roster[i] = answer.seats[i].least, ++i;
        if (i == roster.size()) return least;
        ++roster[i];
    }
}

constexpr const char* three_cases = R"(
- {id: a, clause: "1", by: office, officer: duty, after: {received: incident_report}, takes: 4..12 min}
- {id: b, clause: "1", by: office, officer: duty, after: {received: incident_report}, takes: 4..12 min}
- {id: c, clause: "1", by: office, officer: clerk, after: {done: a}, takes: 2..8 min}
- {id: d, clause: "1", by: bureau, officer: duty, after: {received: incident_report}, takes: 3..9 min}
)";

}  // namespace

TEST_CASE("the smallest roster is never dearer than what trying everything finds", "[study]") {
    struct Case {
        const char* duties;
        double probability;
        const char* start;
        std::map<std::string, double> costs;
    };
    const std::string from = ", from: {received: incident_report}}";
    const std::string b = "- {id: b_done, clause: \"1\", who: office, must: {done: b}, within: 13 min" + from, c = "- {id: c_done, clause: \"1\", who: office, must: {done: c}, within: 24 min" + from;
    const std::string both = b + "\n" + c;
    for (const Case& one : {Case{b.c_str(), 0.9, "2026-01-26T09:00:00+08:00", {}}, {c.c_str(), 0.9, "2026-01-26T09:00:00+08:00", {}}, {both.c_str(), 0.8, "2026-01-26T17:50:00+08:00", {}},
                            {both.c_str(), 0.9, "2026-01-26T07:55:00+08:00", {{"clerk", 5}, {"duty/night", 2}}}, {both.c_str(), 0.5, "2026-01-26T22:00:00+08:00", {{"town-office/clerk/night", 0.5}}}}) {
        for (const bool may_empty : {false, true}) {
            INFO(one.duties << " " << one.start << " " << may_empty);
            const Inputs inputs = load_small({.tasks = three_cases, .duties = one.duties, .until = "30 h", .start = one.start});
            RosterOptions options{.probability = one.probability, .replications = 100, .more = 1, .may_empty = may_empty, .costs = one.costs};
            const auto answer = searched(inputs, options);
            REQUIRE(answer);
            const auto least = brute_force(inputs, *answer, options);
            CHECK(answer->reached == least.has_value());
            if (!least) continue;
            CHECK(answer->proof != RosterProof::not_sure);
            CHECK(answer->best.keeps);
            CHECK(answer->best.cost <= *least);
            for (std::size_t i = 0; i < answer->seats.size(); ++i)
                if (answer->one_less[i] && answer->best.roster[i] > answer->seats[i].least) CHECK_FALSE(answer->one_less[i]->keeps);
        }
    }
}

TEST_CASE("a second officer by day is what two tasks at once need, and the duty that binds is named", "[study]") {
    const Inputs inputs = load_small({.tasks = "- {id: a, clause: \"1\", by: office, officer: duty, after: {received: incident_report}, takes: 10 min}\n- {id: b, clause: \"1\", by: office, officer: duty, after: {received: incident_report}, takes: 10 min}",
                                      .duties = "- {id: b_done, clause: \"7(1)\", who: office, must: {done: b}, within: 15 min, from: {received: incident_report}}"});
    const auto answer = searched(inputs, {.probability = 0.9, .replications = 60});
    REQUIRE(answer);
    REQUIRE(answer->seats.size() == 1);
    CHECK(seat_name(inputs, answer->seats.front()) == "town-office/duty/day");
    CHECK(answer->seats.front().now == 1);
    CHECK_FALSE(answer->now.keeps);
    CHECK(answer->best.roster == Roster{2});
    CHECK(answer->reached);
    REQUIRE(answer->one_less.front());
    CHECK(answer->one_less.front()->duties[answer->one_less.front()->worst].subject == "gate/small/b_done/town-office");
    CHECK(answer->one_less.front()->duties.front().yes == 0);
}

TEST_CASE("a roster nobody can reach is told with the best there is; what cannot be searched is told too", "[study]") {
    const Inputs inputs = load_small({.tasks = "- {id: a, clause: \"1\", by: office, officer: duty, after: {received: incident_report}, takes: 10..20 min}\n- {id: b, clause: \"1\", by: office, officer: clerk, after: {received: order}, takes: 1 min}",
                                      .duties = "- {id: a_done, clause: \"1\", who: office, must: {done: a}, within: 12 min, from: {received: incident_report}}\n- {id: b_done, clause: \"1\", who: office, must: {done: b}, within: 12 min, from: {received: order}}"});
    const auto answer = searched(inputs, {.duties = {"gate/small/a_done"}, .probability = 0.9, .replications = 200});
    REQUIRE(answer);
    CHECK_FALSE(answer->reached);
    CHECK(answer->best.roster == Roster{1});  // as good as any
    CHECK(answer->best.duties.front().yes > 20);
    std::string said;
    CHECK_FALSE(searched(inputs, {.duties = {"gate/small/a_don"}}, &said));
    CHECK(said == "roster-no-duty");
    CHECK_FALSE(searched(inputs, {.duties = {"gate/small/b_done"}}, &said));
    CHECK(said == "roster-never-opened");
    CHECK_FALSE(searched(inputs, {.only = {"town-office/clerk"}}, &said));  // nobody asks for one
    CHECK(said == "roster-no-seat");
    const Inputs nobody = load_small({.tasks = "- {id: a, clause: \"1\", by: office, officer: none, after: {received: incident_report}, takes: 1 min}", .duties = "- {id: a_done, clause: \"1\", who: office, must: {done: a}, within: 12 min, from: {received: incident_report}}"});
    CHECK_FALSE(searched(nobody, {}, &said));
    CHECK(said == "roster-nobody");
    std::atomic<bool> stop{true};
    CHECK_FALSE(searched(inputs, {.stop = &stop}));
}

namespace {

/// Urgent and slow papers pass the office to the bureau, whose one officer takes an hour for a slow
/// one. One officer of the office sends the urgent one first; two send the slow one first, mostly.
SmallWorld papers(const std::string& more_tasks, const std::string& office_now) {
    return {
        .tasks = R"(
- {id: a_urgent, clause: "1", by: office, officer: duty, after: {received: incident_report}, takes: 6..14 min, sends: [{message: brief, to: bureau, over: [flash]}]}
- {id: b_slow, clause: "1", by: office, officer: duty, after: {received: incident_report}, takes: 2..10 min, sends: [{message: order, to: bureau, over: [flash]}]}
- {id: c_urgent, clause: "1", by: bureau, officer: duty, after: {received: brief}, takes: 5 min}
- {id: d_slow, clause: "1", by: bureau, officer: duty, after: {received: order}, takes: 60 min}
)" + more_tasks,
        .duties =
            "- {id: urgent, clause: \"1\", who: bureau, must: {done: c_urgent}, within: 30 min, from: {received: incident_report, by: office}, after: {received: brief}}",
        .more = "officers: [{agency: town-office, officers: {duty: {day: " + office_now + "}}}]",
        .until = "3 h"};
}

/// More seats that the duty does not need.
std::string others() {
    std::string tasks;
    for (const auto& [id, by, officer] : {std::tuple{"u", "units", "duty"},
                                          {"g", "group", "duty"},
                                          {"k", "office", "clerk"},
                                          {"s", "group", "squad"}})
        tasks += std::string("- {id: ") + id + ", clause: \"1\", by: " + by +
                 ", officer: " + officer + ", after: {occurred: incident}, takes: 5 min}\n";
    return tasks;
}

}  // namespace

TEST_CASE(
    "where more officers hurt the roster that keeps the duty is found, and none is said not to exist",
    "[study]") {
    for (const std::string now : {"1", "2", "4"}) {
        INFO("as it is: " << now);
        // few rosters: all of them
        const Inputs small = load_small(papers("", now));
        const RosterOptions options{
            .probability = 0.9, .replications = 100, .only = {"town-office"}};
        const auto answer = searched(small, options);
        REQUIRE(answer);
        CHECK(answer->reached);
        CHECK(answer->best.roster == Roster{1});
        CHECK(answer->proof == RosterProof::all_tried);
        CHECK(answer->hurts);
        CHECK(answer->best.cost == brute_force(small, *answer, options));
        // many: looked for by steps, and it says that it cannot be sure
        const Inputs large = load_small(papers(others(), now));
        const RosterOptions wide{
            .probability = 0.9,
            .replications = 100,
            .only = {"town-office", "unit-a", "unit-b", "unit-c", "town-group"}};
        const auto found = searched(large, wide);
        REQUIRE(found);
        CHECK(found->possible > 1000);
        CHECK(found->reached);
        CHECK(found->best.keeps);
        CHECK(found->hurts);
        const auto office =
            std::find_if(found->seats.begin(), found->seats.end(), [&](const RosterSeat& seat) {
                return seat_name(large, seat) == "town-office/duty/day";
            });
        REQUIRE(office != found->seats.end());
        CHECK(found->best.roster[static_cast<std::size_t>(office - found->seats.begin())] == 1);
    }
}

TEST_CASE("a budget: no roster within it keeps the duties better than the one that is named",
          "[study]") {
    const std::string from = ", from: {received: incident_report}}";
    const Inputs inputs = load_small(
        {.tasks = three_cases,
         .duties =
             "- {id: b_done, clause: \"1\", who: office, must: {done: b}, within: 13 min" + from +
             "\n- {id: c_done, clause: \"1\", who: office, must: {done: c}, within: 20 min" + from,
         .until = "30 h"});
    for (const bool jointly : {false, true})
        for (const double budget : {3.0, 4.0, 5.0}) {
            INFO("budget " << budget << " jointly " << jointly);
            RosterOptions options{.probability = 0.9,
                                  .replications = 200,
                                  .more = 1,
                                  .jointly = jointly,
                                  .budget = budget};
            const auto answer = searched(inputs, options);
            REQUIRE(answer);
            CHECK(answer->best.cost <= budget);
            // by another way: the officers of each roster written into the scenario
            double best = -1;
            Roster roster;
            for (const RosterSeat& seat : answer->seats) roster.push_back(seat.least);
            for (bool more = true; more;) {
                Inputs changed = inputs;
                double cost = 0;
                for (std::size_t i = 0; i < roster.size(); ++i) {
                    changed.scenario.officers.push_back({answer->seats[i].agency,
                                                         answer->seats[i].pool,
                                                         {{answer->seats[i].shift, roster[i]}}});
                    cost += roster[i];
                }
                if (cost <= budget) {
                    Diagnostics out;
                    const auto found = study({{"one", &changed, {}}},
                                             {.seed = 1, .replications = 200, .rows = 0}, out);
                    REQUIRE(found);
                    double worst = 1;
                    const VariantResult& one = found->variants.front();
                    for (std::size_t m = 0; m < one.measures.size(); ++m)
                        if (one.measures[m].kind ==
                            (jointly ? Measure::Kind::all : Measure::Kind::kept))
                            worst = std::min(worst, static_cast<double>(one.tallies[m].yes) / 200);
                    best = std::max(best, worst);
                }
                std::size_t i = 0;
                while (i < roster.size() && roster[i] == answer->seats[i].most)
                    roster[i] = answer->seats[i].least, ++i;
                more = i < roster.size();
                if (more) ++roster[i];
            }
            const RosterDuty& worst = answer->best.duties[answer->best.worst];
            CHECK(static_cast<double>(worst.yes) / 200 == Approx(best));
        }
    std::string said;
    CHECK_FALSE(searched(inputs, {.probability = 0.9, .replications = 200, .budget = 1}, &said));
    CHECK(said == "roster-budget");
}

TEST_CASE("several duties together are kept by as many as it takes for all of them at once",
          "[study]") {
    // two tasks of 4 to 12 minutes, each in time in a half: together in a quarter, whatever the
    // roster
    const std::string from = ", from: {received: incident_report}}";
    const Inputs inputs = load_small(
        {.tasks =
             "- {id: a, clause: \"1\", by: office, officer: duty, after: {received: incident_report}, takes: 4..12 min}\n- {id: b, clause: \"1\", by: bureau, officer: duty, after: {received: incident_report}, takes: 4..12 min}",
         .duties =
             "- {id: a_done, clause: \"1\", who: office, must: {done: a}, within: 8 min" + from +
             "\n- {id: b_done, clause: \"1\", who: office, must: {done: b}, within: 8 min" + from});
    const auto each = searched(inputs, {.probability = 0.4, .replications = 400});
    REQUIRE(each);
    CHECK(each->reached);
    const auto together =
        searched(inputs, {.probability = 0.4, .replications = 400, .jointly = true});
    REQUIRE(together);
    CHECK_FALSE(together->reached);
    const RosterDuty& both = together->best.duties[together->best.worst];
    CHECK(both.together);
    CHECK(both.yes > 60);
    CHECK(both.yes < 140);
    // of one of them alone it is what it is for itself
    const auto one = searched(inputs, {.duties = {"gate/small/a_done"},
                                       .probability = 0.4,
                                       .replications = 400,
                                       .jointly = true});
    REQUIRE(one);
    CHECK(one->reached);
    CHECK(one->best.duties.back().yes == one->best.duties.front().yes);
}

TEST_CASE(
    "an agency that never opens a duty says nothing of it, and too few replications no probability",
    "[study]") {
    // only the unit that was told owes it
    const Inputs inputs = load_small(
        {.tasks =
             "- {id: go, clause: \"1\", by: units, officer: duty, after: {received: incident_report}, takes: 5 min}",
         .duties =
             "- {id: gone, clause: \"1\", who: units, must: {done: go}, within: 10 min, from: {received: incident_report}}",
         .reports =
             "[{at: 0 min, from: bureau, to: unit-b, over: [flash], says: {participants: 40}}]"});
    const auto answer =
        searched(inputs, {.duties = {"gate/small/gone"}, .probability = 0.9, .replications = 100});
    REQUIRE(answer);
    CHECK(answer->reached);
    std::string said;
    CHECK_FALSE(searched(
        inputs, {.duties = {"gate/small/gone/unit-a"}, .probability = 0.9, .replications = 100},
        &said));
    CHECK(said == "roster-never-opened");
    CHECK_FALSE(searched(inputs, {.probability = 0.999, .replications = 3837}, &said));
    CHECK(said == "roster-too-few");
    CHECK(searched(inputs, {.probability = 0.999, .replications = 3838}));
}
