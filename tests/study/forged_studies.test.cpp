// Studies from elsewhere with right digests: refused, or shown without harm.
#include "sandtable/study_file.hpp"
#include "sandtable/study_report.hpp"
#include "support/catch.hpp"
#include "support/forger.hpp"
#include "support/scratch_folder.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

StudyFile studied(const std::string& measure) {
    const Inputs inputs = load_shipped("wage-arrears-city-hall");
    StudyFile file;
    file.identity.scenario = "wage-arrears-city-hall";
    file.identity.replications = 30;
    file.identity.rows = 3;
    file.identity.program_version = "0.1.0";
    file.identity.variants = {"base", "again"};
    if (!measure.empty()) file.identity.choosing = Choosing{measure, 0.5, 0.6, 1};
    Diagnostics out;
    auto result = study({{"base", &inputs, {}}, {"again", &inputs, {}}},
                        {.replications = 30, .rows = 3, .choosing = file.identity.choosing}, out);
    REQUIRE(result);
    file.result = std::move(*result);
    return file;
}

std::size_t show_all_of(const StudyFile& file, const Inputs* inputs) {
    const StudyReading reading{file.identity, file.result, inputs};
    std::size_t bytes = study_json(reading).size() + study_csv(reading).size();
    for (const Lang lang : {Lang::en, Lang::zh}) {
        bytes += study_page(reading, {lang, 120, true}).size();
        const std::string page = study_html(reading, lang);
        for (const char* no_number : {">nan", ">-nan", "nan %", ">inf", "inf %", "\"nan\""})
            CHECK(page.find(no_number) == std::string::npos);
        bytes += page.size() + study_xlsx(reading, lang).size();
        for (const auto& [name, svg] : study_svgs(reading, lang)) bytes += svg.size();
    }
    return bytes;
}

}  // namespace

TEST_CASE("a forged study is refused, or shown without harm", "[study][forged]") {
    const ScratchFolder folder;
    const auto good = folder / "good.study", bad = folder / "bad.study";
    const Inputs inputs = load_shipped("wage-arrears-city-hall");
    int accepted = 0, number = 0;
    for (const std::string measure :
         {"", "kept/city-hall/wage-arrears/preliminary_assessment/lishui-arrears-office"}) {
        const StudyFile file = studied(measure);
        StudyWriter(good).write(file.identity, file.result);
        {
            Diagnostics out;
            REQUIRE(read_study(good, out));
            std::filesystem::copy_file(good, bad,
                                       std::filesystem::copy_options::overwrite_existing);
            Forger(bad, 1).seal_study();  // what computes the digests again computes them rightly
            CHECK(bytes_of(bad).size() == bytes_of(good).size());
            REQUIRE(read_study(bad, out));
        }
        for (unsigned seed = 1; seed <= 500; ++seed, ++number) {
            std::filesystem::copy_file(good, bad,
                                       std::filesystem::copy_options::overwrite_existing);
            std::string done;
            {
                Forger forger(bad, seed);
                done = forger.change(1 + static_cast<int>(seed % 3));
                forger.seal_study();
            }
            INFO("seed " << seed << ": " << done);
            Diagnostics out;
            const auto read = read_study(bad, out);
            CHECK(read.has_value() == !out.has_errors());
            if (!read) continue;
            ++accepted;
            if (accepted % 4 == 0) CHECK(show_all_of(*read, seed % 2 ? &inputs : nullptr) > 0);
            StudyFile twice = *read;
            std::vector<StudyFile> shards{twice, file};
            merge_studies(std::move(shards), {"a", "b"}, out);
        }
    }
    INFO(accepted << " of " << number);
    CHECK(accepted > 30);
    CHECK(accepted < number - 100);
    CHECK(snapshot(folder.path()).size() == 3);
}
