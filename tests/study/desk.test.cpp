// A desk under load: incidents that arrive at random, exponential service, c officers; what theory says of it (M/M/c, Erlang C).
#include <cmath>

#include "sandtable/study.hpp"
#include "support/catch.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

constexpr const char* serve = "- {id: serve, clause: \"1\", by: office, officer: duty, after: {received: incident_report}, takes: about 10 min}";

/// One kind of incident that arrives, at a desk with so many officers.
Inputs desk(const std::string& every, int times, int officers) {
    const std::string arrives = "arrives: {every: " + every + ", times: " + std::to_string(times) + "}";
    SmallWorld world{.tasks = serve, .truth = "[{at: 0 min, facts: {participants: 40}}]\n  " + arrives, .more = "officers:\n- {agency: town-office, officers: {duty: " + std::to_string(officers) + "}}"};
    return load_small(world);
}

/// The mean wait in the queue, in service times: Erlang's C over c - a.
double erlang_wait(int c, double a) {
    double term = 1, sum = 1;
    for (int k = 1; k < c; ++k) sum += term *= a / k;
    term *= a / c;
    const double busy = term * c / (c - a);
    return busy / (sum + busy) / (c - a);
}

}  // namespace

TEST_CASE("an M/M/c desk waits as long as Erlang says", "[study][long]") {
    CHECK(erlang_wait(1, 0.5) == Approx(1.0));
    CHECK(erlang_wait(2, 1.0) == Approx(1.0 / 3));
    struct Case {
        int officers;
        double load;
        const char* every;
    };
    for (const Case& one : {Case{1, 0.5, "20 min at random"}, {2, 1.25, "8 min at random"}, {3, 2, "5 min at random"}}) {
        const int customers = 2000, replications = 500;  // a million customers
        const Inputs inputs = desk(one.every, customers, one.officers);
        Diagnostics out;
        const auto result = study({{"base", &inputs, {}}}, {.replications = replications, .workers = 2}, out);
        INFO(said_of(out));
        REQUIRE(result);
        const VariantResult& found = result->variants.front();
        double sum = 0, squares = 0;
        for (std::size_t i = 0; i < found.measures.size(); ++i) {
            if (found.measures[i].id != "waited/town-office/duty") continue;
            for (const auto& row : found.rows) {
                const double wait = static_cast<double>(row[i]) / customers / 600'000;
                sum += wait;
                squares += wait * wait;
            }
        }
        const double mean = sum / replications, error = std::sqrt((squares / replications - mean * mean) / replications);
        const double theory = erlang_wait(one.officers, one.load);
        INFO(one.officers << " officers: " << mean << " +- " << error << ", theory " << theory);
        CHECK(std::abs(mean - theory) < 3.3 * error + 0.01 * theory);  // it begins empty: some tens of the 2000 wait less
        CHECK(error < 0.03 * theory);
    }
}

TEST_CASE("incidents arrive one after another: at random with the mean that was said, or each time so long", "[study]") {
    const Inputs inputs = desk("20 min", 12, 1);
    CHECK(inputs.scenario.incidents.size() == 12);
    CHECK(inputs.scenario.incidents[IncidentId{0}].id == "gate-01");
    CHECK(inputs.scenario.incidents[IncidentId{11}].id == "gate-12");
    const Journal journal = run_journal(inputs);
    std::vector<std::int64_t> came;
    for (const Entry& entry : journal.entries())
        if (entry.kind == EntryKind::truth) came.push_back(ms_of(entry.at));
    REQUIRE(came.size() == 12);
    for (std::size_t i = 0; i < came.size(); ++i) CHECK(came[i] == static_cast<std::int64_t>(i + 1) * 1'200'000);

    const Inputs many = desk("20 min at random", 5000, 5);
    const Journal at_random = run_journal(many, 3);
    std::int64_t last = 0, count = 0, below = 0;
    for (const Entry& entry : at_random.entries()) {
        if (entry.kind != EntryKind::truth) continue;
        below += ms_of(entry.at) - last < 831'777;  // the median of an exponential of mean 20 min: 20 min ln 2
        last = ms_of(entry.at);
        ++count;
    }
    CHECK(count == 5000);
    CHECK(std::abs(static_cast<double>(last) / 5000 - 1'200'000) < 3.3 * 1'200'000 / std::sqrt(5000));
    CHECK(std::abs(static_cast<double>(below) - 2500) < 3.3 * std::sqrt(1250));
}

TEST_CASE("incidents that arrive by two names do not shift each other, whatever their names sort to", "[study]") {
    const auto row = [](const std::string& id, const std::string& every) {
        return "- id: " + id + "\n  place: hall\n  truth: [{at: 0 min, facts: {participants: 40}}]\n  arrives: {every: " + every + ", times: 2}\n";
    };
    const Inputs inputs = load_small({.tasks = serve, .incidents = row("a", "10 min") + row("a-1", "7 min")});
    const Journal journal = run_journal(inputs);
    std::string came;
    for (const Entry& entry : journal.entries())
        if (entry.kind == EntryKind::truth && journal.text(entry.incident) != "gate") came += journal.text(entry.incident) + " " + span_text(entry.at.time_since_epoch()) + "; ";
    CHECK(came == "a-1-1 7:00; a-1 10:00; a-1-2 14:00; a-2 20:00; ");
}

TEST_CASE("what arrives wrongly is told", "[study]") {
    const auto codes = [](const std::string& arrives, const std::string& incidents = {}) {
        SmallWorld world{.tasks = serve, .truth = "[{at: 0 min, facts: {participants: 40}}]\n  arrives: " + arrives, .incidents = incidents};
        HeldFiles held;
        held.hold(FileKind::plan, "small", {"small-plan.yaml", small_plan(world)});
        held.hold(FileKind::network, "small", {"small-network.yaml", std::string(small_network)});
        const DiskFiles disk({shipped_folder()});
        const RecordingFiles files(held, disk);
        Diagnostics out;
        const bool loaded = load_inputs({"small-drill.yaml", small_scenario(world)}, files, out).has_value();
        std::string said = loaded ? "loaded" : "";
        for (const Diagnostic& d : out.all())
            if (d.severity == Severity::error) said += d.code + " ";
        return said;
    };
    CHECK(codes("{every: 20 min, times: 3}") == "loaded");
    CHECK(codes("{every: 20 min, times: 0}").find("number") != std::string::npos);
    CHECK(codes("{every: 20 min, times: 1000000}").find("number") != std::string::npos);
    CHECK(codes("{every: often, times: 3}") != "loaded");
    CHECK(codes("{every: 20 min on average, times: 3}") != "loaded");
    CHECK(codes("{times: 3}") == "key-missing ");
    CHECK(codes("{every: 20 min, times: 3, until: 3 h}") == "yaml-unknown-key ");
    CHECK(codes("{every: 20 min, times: 3}", "- id: gate-2\n  place: hall\n  truth: [{at: 0 min, facts: {participants: 1}}]") == "arrives-twice ");
}
