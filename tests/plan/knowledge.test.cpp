// What one agency has been told: newer replaces older, unknown overwrites nothing, late undoes nothing.
#include "sandtable/vocabulary.hpp"
#include "support/catch.hpp"
#include "support/tiny_plan.hpp"

using namespace sandtable;

namespace {

struct Told {
    Knowledge knowledge{tiny_vocabulary().facts.size()};
    FactId people = tiny_fact("people");

    bool tell(const Observation& seen, std::int64_t observed_at, EntryNo entry) { return knowledge.learn(people, seen, model_time(observed_at), entry); }
    std::string now() const { return observation_text(tiny_vocabulary().facts[people], knowledge[people].observation) + " #" + std::to_string(knowledge[people].entry); }
};

}  // namespace

TEST_CASE("at first nothing is known", "[plan][knowledge]") {
    const Told told;
    CHECK_FALSE(told.knowledge[told.people].observation.known);
    CHECK(told.knowledge[told.people].entry == no_entry);
    CHECK(told.knowledge.size() == tiny_vocabulary().facts.size());
}

TEST_CASE("the newer observation replaces the older", "[plan][knowledge]") {
    Told told;
    CHECK(told.tell(Observation::range(30, 50), 1000, 1));
    CHECK(told.now() == "30..50 #1");
    CHECK(told.tell(Observation::exactly(42), 2000, 2));
    CHECK(told.now() == "42 #2");
    CHECK(told.tell(Observation::range(10, 100), 3000, 3));  // newer, though less exact
    CHECK(told.now() == "10..100 #3");
}

TEST_CASE("a report that arrives late does not undo a newer one", "[plan][knowledge]") {
    Told told;
    told.tell(Observation::exactly(58), 2000, 1);
    CHECK_FALSE(told.tell(Observation::exactly(42), 1999, 2));
    CHECK(told.now() == "58 #1");
}

TEST_CASE("of two observations of one instant the later told stands", "[plan][knowledge]") {
    Told told;
    told.tell(Observation::exactly(58), 2000, 1);
    CHECK(told.tell(Observation::exactly(60), 2000, 2));
    CHECK(told.now() == "60 #2");
}

TEST_CASE("unknown overwrites nothing, however new", "[plan][knowledge]") {
    Told told;
    CHECK_FALSE(told.tell(Observation::unknown(), 1000, 1));
    told.tell(Observation::exactly(58), 2000, 2);
    CHECK_FALSE(told.tell(Observation::unknown(), 3000, 3));
    CHECK(told.now() == "58 #2");
    CHECK(told.knowledge[told.people].observed_at == model_time(2000));
}

TEST_CASE("the same again is no change, but makes it newer", "[plan][knowledge]") {
    Told told;
    told.tell(Observation::exactly(58), 2000, 1);
    CHECK_FALSE(told.tell(Observation::exactly(58), 4000, 2));
    CHECK(told.now() == "58 #1");
    CHECK_FALSE(told.tell(Observation::exactly(42), 3000, 3));  // older than what was confirmed at 4000
    CHECK(told.now() == "58 #1");
}

TEST_CASE("zero and no are known, not unknown", "[plan][knowledge]") {
    Told told;
    CHECK(told.tell(Observation::exactly(0), 0, 1));
    CHECK(told.knowledge[told.people].observation.known);
    const FactId fire = tiny_fact("fire");
    CHECK(told.knowledge.learn(fire, Observation::exactly(0), ModelTime{}, 2));
    CHECK(told.knowledge[fire].observation.known);
}

TEST_CASE("facts are known one by one", "[plan][knowledge]") {
    Told told;
    told.tell(Observation::exactly(5), 1000, 1);
    told.knowledge.learn(tiny_fact("dead"), Observation::exactly(1), model_time(500), 2);
    CHECK(told.now() == "5 #1");
    CHECK(told.knowledge[tiny_fact("dead")].entry == 2);
    CHECK_FALSE(told.knowledge[tiny_fact("fire")].observation.known);
}

TEST_CASE("hours that grow replace hours that were stated, and the other way round", "[plan][knowledge]") {
    Told told;
    const FactId blocked = tiny_fact("blocked");
    CHECK(told.knowledge.learn(blocked, Observation::exactly(3'600'000), model_time(1000), 1));
    CHECK(told.knowledge.learn(blocked, Observation::since(3'600'000), model_time(2000), 2));  // the same number, another meaning
    CHECK(told.knowledge[blocked].observation.growing);
    CHECK(told.knowledge.learn(blocked, Observation::exactly(7'200'000), model_time(3000), 3));
    CHECK_FALSE(told.knowledge[blocked].observation.growing);
}
