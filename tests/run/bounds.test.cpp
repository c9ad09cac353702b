// What would never end, or nobody foresaw, stops a run with a message that names it (run.hpp).
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

/// The code of what a run was stopped with, or "".
std::string stopped_with(const SmallWorld& world) {
    const Inputs inputs = load_small(world);
    Diagnostics out;
    const auto journal = run(inputs, {1, 0}, out);
    CHECK(journal.has_value() == out.all().empty());
    return out.all().empty() ? "" : out.all().front().code;
}

}  // namespace

TEST_CASE("a due day that the calendar does not cover stops the run with a message") {
    SmallWorld w{.tasks = "- {id: judge, clause: \"1\", by: office, takes: 1 min}\n- {id: wait, clause: \"1\", by: bureau, takes: 24 h}",
                 .duties = "- {id: report, clause: \"1\", who: office, must: {done: judge}, within: 8 working days, from: {done: wait}}",
                 .start = "2026-12-21T09:00:00+08:00"};  // 8 working days from then on are covered, from the next day on they are not
    CHECK(stopped_with(w).find("calendar") != std::string::npos);
    w.tasks.replace(w.tasks.find("24 h"), 4, "14 h");  // the same day
    CHECK(stopped_with(w) == "");
    CHECK(said_of(play(w).outcome("report")) == "breached");
}

TEST_CASE("a run that would last longer than run_ms_max stops with that bound's name") {
    SmallWorld w{.tasks = "- {id: judge, clause: \"1\", by: office, takes: 1464 d}", .reports = ""};
    CHECK(stopped_with(w) == "");
    w.tasks.replace(w.tasks.find("1464 d"), 6, "1465 d");
    CHECK(stopped_with(w) == "run-ms-max");
}
