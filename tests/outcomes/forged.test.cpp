// Recordings from elsewhere with right digests and a right seal: refused, or read without harm by
// everything that reads a recording.
#include "sandtable/calibration.hpp"
#include "sandtable/comparison.hpp"
#include "sandtable/counterfactual.hpp"
#include "sandtable/entry_words.hpp"
#include "sandtable/recorded.hpp"
#include "sandtable/report.hpp"
#include "sandtable/scene.hpp"
#include "support/forger.hpp"
#include "support/said_of.hpp"
#include "support/sample_drill.hpp"
#include "support/scratch_folder.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

/// A shipped drill, run and recorded.
void record(const std::filesystem::path& file, const std::string& scenario) {
    const Inputs inputs = load_shipped(scenario);
    Diagnostics said;
    const auto journal = run(inputs, {.seed = 1}, said);
    REQUIRE(journal);
    write_drill(file,
                {.scenario = inputs.scenario.id,
                 .seed = 1,
                 .program_version = "0.1.0",
                 .digest = journal_digest(*journal),
                 .start = iso_text(inputs.scenario.start)},
                inputs.texts, *journal);
}

/// Everything that is read from a recording, in both languages; the bytes there were of it.
std::size_t read_all_of(const RecordedRun& recorded, const RecordedRun& other) {
    std::size_t bytes = 0;
    const Inputs& inputs = recorded.inputs;
    const Journal& journal = recorded.file.journal;
    const RunReading reading = read_run(inputs, journal, recorded.file.header.seed);
    bytes += run_json(reading, Lang::en).size() + journal_jsonl(reading).size();
    Diagnostics said;
    for (const Lang lang : {Lang::en, Lang::zh}) {
        TerminalStyle style{lang, false, true, 120};
        bytes += run_page(reading, style).size() + duties_csv(reading, lang).size();
        bytes += late_page(reading, {}, style).size();
        for (const Entry& entry : journal.entries())
            for (const Detail detail : {Detail::all, Detail::news})
                bytes += entry_words(inputs, journal, entry, lang, detail).size();
        for (const DutyOutcome& outcome : reading.outcomes)
            bytes += why_page(reading, outcome, {}, style).size();
    }
    for (const DutyOutcome& outcome : reading.outcomes)
        bytes += why_json(reading, outcome, {}).size();
    bytes += late_json(reading, {}).size();
    const RunReading good = read_run(other.inputs, other.file.journal, 1);
    bytes += difference(reading, good).duties.size() + difference(good, reading).duties.size();

    Timeline timeline, of_other;
    timeline.append(journal);
    of_other.append(other.file.journal);
    const Replay replay{inputs, journal, timeline, reading.outcomes};
    const Replay beside{other.inputs, other.file.journal, of_other, good.outcomes};
    const Comparison comparison =
        compare(journal, reading.outcomes, other.file.journal, good.outcomes);
    const Compared compared{{replay, beside}, comparison, {"a", "b"}};
    const std::array journals{&journal, &other.file.journal};
    for (const auto kind : {TimeAxis::Kind::folded, TimeAxis::Kind::by_entry}) {
        Layout layout;
        layout.axis = kind;
        const TimeAxis axis(journal, kind), both(journals, kind);
        for (const ModelTime at :
             {journal[0].at, journal[journal.size() / 2].at, journal.entries().back().at}) {
            bytes += scene_at(replay, axis, layout, at).labels.size();
            bytes += scene_at(compared, both, layout, at).labels.size();
        }
    }
    ObservedLengths lengths;
    std::vector<std::string> plans;
    observe(journal, lengths, plans);
    // why and verify run the inputs again, with the header's seed and replication
    const DrillHeader& header = recorded.file.header;
    never_opened(inputs, {.seed = header.seed, .replication = header.replication}, said);
    run(inputs, {.seed = header.seed, .replication = header.replication}, said);
    for (const DutyOutcome& late : reading.outcomes)
        if (late.status == DutyStatus::breached && bytes % 8 == 0)
            what_the_run_regains(inputs, header.seed, header.replication,
                                 late.incident + "/" + late.plan + "/" + late.duty + "/" +
                                     late.agency,
                                 said);
    return bytes + plans.size();
}

/// How many of so many forgeries were read.
int forge(const std::string& scenario, unsigned from, unsigned number) {
    const ScratchFolder folder;
    const auto good = folder / "good.drill", bad = folder / "bad.drill";
    record(good, scenario);
    Diagnostics none;
    const auto whole = read_recorded(good, none);
    REQUIRE(whole);
    int accepted = 0;
    for (unsigned seed = from; seed < from + number; ++seed) {
        std::filesystem::copy_file(good, bad, std::filesystem::copy_options::overwrite_existing);
        std::string done;
        {
            Forger forger(bad, seed);
            done = forger.change(1 + static_cast<int>(seed % 3));
            forger.seal_drill();
        }
        INFO("seed " << seed << ": " << done);
        Diagnostics out;
        const auto recorded = read_recorded(bad, out);
        CHECK(recorded.has_value() == !out.has_errors());
        for (const Diagnostic& d : out.all())
            for (const Lang lang : {Lang::en, Lang::zh}) CHECK(render(d, lang).size() < 20'000);
        if (!recorded) continue;
        ++accepted;
        CHECK(read_all_of(*recorded, *whole) > 0);
    }
    return accepted;
}

}  // namespace

TEST_CASE("a forged recording is refused, or read without harm by everything that reads",
          "[outcomes][forged]") {
    // small ones, so that every forgery is read by everything; whole plans behind them
    const int arrears = forge("wage-arrears-below-scope", 1, 400);
    const int hall = forge("wage-arrears-city-hall", 1000, 400);
    const int rain = forge("geohazard-lines-down", 2000, 200);
    INFO(arrears << " " << hall << " " << rain);
    CHECK(arrears > 20);  // there are fields that may be anything
    CHECK(arrears < 380);
    CHECK(hall > 20);
    CHECK(hall < 380);
}

TEST_CASE("what no run of its inputs writes is named with its entry", "[outcomes][forged]") {
    const ScratchFolder folder;
    const auto good = folder / "good.drill", bad = folder / "bad.drill";
    record(good, "wage-arrears-city-hall");
    const auto said = [&](const std::string& sql) {
        std::filesystem::copy_file(good, bad, std::filesystem::copy_options::overwrite_existing);
        Sqlite(bad.string(), SQLITE_OPEN_READWRITE).run(sql);
        Forger(bad, 1).seal_drill();
        Diagnostics out;
        if (read_recorded(bad, out)) return std::string("read");
        const std::string words = out.all().back().message.en;
        return out.all().back().code + ": " + words.substr(0, words.find(", which"));
    };
    const std::string opened = " WHERE kind='duty_opened'";
    CHECK(said("SELECT 1") == "read");
    CHECK(said("UPDATE entries SET plan='nobody'" + opened) ==
          "recorded-value: entry #7 (duty_opened) says plan = \"nobody\"");
    CHECK(said("UPDATE entries SET incident='nobody'" + opened).starts_with("recorded-value"));
    CHECK(said("UPDATE entries SET agency=''" + opened) ==
          "recorded-missing: entry #7 (duty_opened) does not say its agency");
    CHECK(said("UPDATE items SET text='nobody' WHERE key='reason'").find("reason = \"nobody\"") !=
          std::string::npos);
    CHECK(said("UPDATE items SET low=9223372036854775807 WHERE key='due'").find("due") !=
          std::string::npos);
    CHECK(said("UPDATE items SET low=-9223372036854775807 WHERE key='anchor'")
              .starts_with("recorded-value"));
    CHECK(said("UPDATE items SET key='limit' WHERE key='duty'").starts_with("recorded-missing"));
    CHECK(said("UPDATE items SET key='fact.nothing' WHERE key='fact.participants'")
              .starts_with("recorded-value"));
    CHECK(said("UPDATE items SET low=-1 WHERE key='fact.participants'")
              .starts_with("recorded-value"));
    CHECK(
        said("UPDATE items SET text='perhaps' WHERE key='applies'").starts_with("recorded-value"));
    CHECK(said("UPDATE meta SET value='wage-arrears-below-scope' WHERE key='scenario'")
              .starts_with("recorded-other"));
    CHECK(said("UPDATE meta SET value='2027-01-26T09:00:00+08:00' WHERE key='start'")
              .starts_with("recorded-other"));
    // the place of an entry's value is anything that its kind may say
    CHECK(said("UPDATE entries SET clause='x' WHERE kind='duty_opened'") == "read");
}
