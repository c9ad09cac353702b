// What can be said about a fact: the one grammar of files and command line.
#include "sandtable/vocabulary.hpp"
#include "support/catch.hpp"
#include "support/tiny_plan.hpp"

using namespace sandtable;

namespace {

const std::vector<std::string> grades{"III", "II", "I"};

const Fact& fact(std::string_view id) { return tiny_vocabulary().facts[tiny_fact(id)]; }

/// "300..500" or "300" in the facts' own numbers, "unknown", or the code of the fault.
std::string observed(std::string_view id, std::string_view text) {
    const auto parsed = parse_observation(fact(id), text, grades);
    if (const auto* fault = std::get_if<ParseFault>(&parsed)) return fault->code;
    const auto& o = std::get<Observation>(parsed);
    if (!o.known) return "unknown";
    if (o.low == o.high) return std::to_string(o.low);
    return std::to_string(o.low) + ".." + (o.high == unbounded ? "" : std::to_string(o.high));
}

std::string fault_of(std::string_view id, std::string_view text, Lang lang) {
    const auto parsed = parse_observation(fact(id), text, grades);
    const auto& fault = std::get<ParseFault>(parsed);
    return say(lang, fault.code, fault.words) + (fault.hint.empty() ? "" : " = " + fault.hint.in(lang));
}

/// Written as in the files and read again.
std::string round_trip(std::string_view id, std::string_view text) {
    const auto parsed = parse_observation(fact(id), text, grades);
    return observation_text(fact(id), std::get<Observation>(parsed), grades);
}

}  // namespace

TEST_CASE("a count is exact, a closed range, open above or open below", "[plan][observation]") {
    CHECK(observed("people", "300") == "300");
    CHECK(observed("people", "300..500") == "300..500");
    CHECK(observed("people", "300..") == "300..");
    CHECK(observed("people", "..500") == "0..500");
    CHECK(observed("people", "0") == "0");
    CHECK(observed("people", "5..5") == "5");
    CHECK(observed("people", "  300 .. 500  ") == "300..500");
    CHECK(observed("people", "unknown") == "unknown");
}

TEST_CASE("what is no count says why", "[plan][observation]") {
    CHECK(observed("people", "") == "value-empty");
    CHECK(observed("people", "..") == "value-empty");
    CHECK(observed("people", "-5") == "value-negative");
    CHECK(observed("people", "3..-5") == "value-negative");
    CHECK(observed("people", "2.5") == "value-not-whole");
    CHECK(observed("people", "1e3") == "value-not-whole");
    CHECK(observed("people", "many") == "value-not-number");
    CHECK(observed("people", "1,000") == "value-not-number");
    CHECK(observed("people", "30人") == "value-not-number");
    CHECK(observed("people", "300...500") == "value-not-number");
    CHECK(observed("people", "1..2..3") == "value-not-whole");
    CHECK(observed("people", "+5") == "value-not-number");
    CHECK(observed("people", "1000000000") == "1000000000");
    CHECK(observed("people", "1000000001") == "value-too-large");
    CHECK(observed("people", "99999999999999999999") == "value-too-large");
    CHECK(observed("people", "500..300") == "range-order");
    CHECK(observed("people", "yes") == "value-not-number");
    CHECK(observed("people", "Unknown") == "value-not-number");
}

TEST_CASE("hours carry a unit, at one end of a range at least", "[plan][observation]") {
    CHECK(observed("blocked", "7.5 h") == "27000000");
    CHECK(observed("blocked", "90 min") == "5400000");
    CHECK(observed("blocked", "2..7.5 h") == "7200000..27000000");
    CHECK(observed("blocked", "30 min..2 h") == "1800000..7200000");
    CHECK(observed("blocked", "2 h..") == "7200000..");
    CHECK(observed("blocked", "..2 h") == "0..7200000");
    CHECK(observed("blocked", "0 h") == "0");
    CHECK(observed("blocked", "unknown") == "unknown");
    CHECK(observed("blocked", "7.5") == "value-hours");
    CHECK(observed("blocked", "2..") == "value-hours");
    CHECK(observed("blocked", "..2") == "value-hours");
    CHECK(observed("blocked", "2 h..7") == "value-hours");
    CHECK(observed("blocked", "-1 h") == "duration-negative");
    CHECK(observed("blocked", "2 hours") == "duration-unit");
    CHECK(observed("blocked", "1e99 h") == "duration-too-long");
    CHECK(observed("blocked", "3 working days") == "duration-not-clock");
    CHECK(observed("blocked", "3 h..2 h") == "range-order");
}

TEST_CASE("money is whole yuan", "[plan][observation]") {
    CHECK(observed("loss", "5000000") == "5000000");
    CHECK(observed("loss", "1000000..") == "1000000..");
    CHECK(observed("loss", "1000000000000000") == "1000000000000000");
    CHECK(observed("loss", "1000000000000001") == "value-too-large");
    CHECK(observed("loss", "0.5") == "value-not-whole");
    CHECK(observed("loss", "-1") == "value-negative");
    CHECK(observed("loss", "500万") == "value-not-number");
}

TEST_CASE("a flag is yes or no in three ways each", "[plan][observation]") {
    for (const char* yes : {"yes", "true", "是"}) CHECK(observed("fire", yes) == "1");
    for (const char* no : {"no", "false", "否"}) CHECK(observed("fire", no) == "0");
    CHECK(observed("fire", "unknown") == "unknown");
    for (const char* other : {"1", "0", "Yes", "TRUE", "on", "maybe", "y"}) CHECK(observed("fire", other) == "value-flag");
    CHECK(observed("fire", "no..yes") == "0..1");
    CHECK(observed("fire", "yes..no") == "range-order");
}

TEST_CASE("a scale takes its words in either language", "[plan][observation]") {
    CHECK(observed("impact", "none") == "0");
    CHECK(observed("impact", "severe") == "2");
    CHECK(observed("impact", "严重") == "2");
    CHECK(observed("impact", "some..severe") == "1..2");
    CHECK(observed("impact", "some..") == "1..2");
    CHECK(observed("impact", "..一般") == "0..1");
    CHECK(observed("impact", "unknown") == "unknown");
    CHECK(observed("impact", "severe..some") == "range-order");
    CHECK(observed("impact", "Severe") == "value-scale");
    CHECK(observed("impact", "2") == "value-scale");
}

TEST_CASE("a finding is exact, and its grades are those of the plan", "[plan][observation]") {
    CHECK(observed("assessor_grade", "none") == "0");
    CHECK(observed("assessor_grade", "III") == "1");
    CHECK(observed("assessor_grade", "I") == "3");
    CHECK(observed("assessor_grade", "IV") == "value-scale");
    CHECK(observed("clause_2_5", "yes") == "1");
    CHECK(observed("clause_2_5", "unknown") == "value-finding-range");
    CHECK(observed("assessor_grade", "II..I") == "value-finding-range");
    CHECK(observed("assessor_grade", "II..") == "value-finding-range");
}

TEST_CASE("a fault of a value reads well in both languages", "[plan][observation]") {
    CHECK(fault_of("impact", "sever", Lang::en) == R"("impact" has no level "sever"; it has: none, some, severe = did you mean "severe"?)");
    CHECK(fault_of("impact", "很大", Lang::zh) == "“impact”没有“很大”这一级，可用：none, some, severe");
    CHECK(fault_of("people", "1,000", Lang::en) == R"("people" needs a whole number: 1,000)");
    CHECK(fault_of("people", "-5", Lang::zh) == "“people”不能为负：-5");
    CHECK(fault_of("people", "500..300", Lang::en) == R"(the range "500..300" is the wrong way round = the smaller end comes first)");
    CHECK(fault_of("blocked", "7.5", Lang::en) == R"("blocked" needs a unit such as 7.5 h: 7.5)");
    CHECK(fault_of("fire", "maybe", Lang::zh) == "“fire”应为 yes 或 no：maybe");
}

TEST_CASE("what was said is written as in the files", "[plan][observation]") {
    for (const auto& [id, text] : {std::pair{"people", "300"}, {"people", "300..500"}, {"people", "300.."}, {"people", "0..500"}, {"people", "unknown"}, {"blocked", "450 min"}, {"blocked", "2 h..7 h"}, {"blocked", "2 h.."},
                                   {"fire", "yes"}, {"fire", "no"}, {"impact", "some"}, {"impact", "some..severe"}, {"loss", "5000000.."}, {"clause_2_5", "yes"}}) {
        INFO(id << " " << text);
        CHECK(round_trip(id, text) == text);
    }
    CHECK(round_trip("people", "..500") == "0..500");
    CHECK(round_trip("impact", "严重") == "severe");
}

TEST_CASE("a finding of a grade is written as in the files", "[plan][observation]") {
    CHECK(round_trip("assessor_grade", "II") == "II");  // observation_text does not know the plan's grades and writes 2
}

TEST_CASE("what was said is told in words", "[plan][observation]") {
    const auto words = [](std::string_view id, std::string_view text, Lang lang) { return observation_words(fact(id), std::get<Observation>(parse_observation(fact(id), text, grades)), lang); };
    CHECK(words("people", "300..500", Lang::en) == "300–500");
    CHECK(words("people", "300..", Lang::zh) == "300以上");
    CHECK(words("people", "300..", Lang::en) == "300 or more");
    CHECK(words("people", "unknown", Lang::zh) == "不详");
    CHECK(words("fire", "yes", Lang::zh) == "是");
    CHECK(words("impact", "severe", Lang::zh) == "严重");
    CHECK(words("impact", "some..severe", Lang::en) == "some–severe");
}

TEST_CASE("hours that grow stand for what has passed, never for less than nothing", "[plan][observation]") {
    const Observation since = Observation::since(600'000);
    CHECK(since.at(model_time(600'000), fact("blocked")) == Observation::exactly(0));
    CHECK(since.at(model_time(4'200'000), fact("blocked")) == Observation::exactly(3'600'000));
    CHECK(since.at(model_time(0), fact("blocked")) == Observation::exactly(0));
    CHECK(observation_text(fact("blocked"), since) == "since 10 min");
}

TEST_CASE("what is unknown stands for every value the fact can have", "[plan][observation]") {
    CHECK(Observation::unknown().at(ModelTime{}, fact("people")) == Observation::range(0, unbounded));
    CHECK(Observation::unknown().at(ModelTime{}, fact("fire")) == Observation::range(0, 1));
    CHECK(Observation::unknown().at(ModelTime{}, fact("impact")) == Observation::range(0, 2));
    CHECK(highest_value(fact("loss")) == unbounded);
}
