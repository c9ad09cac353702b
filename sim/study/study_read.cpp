// Reading a study file from anywhere: nothing in it is believed before it is checked, and nothing
// is left beside it.
#include <algorithm>
#include <charconv>
#include <cstring>
#include <map>
#include <system_error>
#include <type_traits>

#include "journal/drill_open.hpp"
#include "journal/drill_schema.hpp"
#include "study/study_schema.hpp"

namespace fs = std::filesystem;

namespace sandtable {

namespace {

constexpr unsigned shards_max = 1'000'000;
constexpr std::size_t word_bytes_max = 100'000;  // of a name; settings of a variant are the longest

/// A file that is not what it should be: the reason.
struct Damaged {
    std::string why;
};

class StudyReader {
public:
    explicit StudyReader(const fs::path& file)
        : db_(drill_uri(file), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI) {
        guard_drill(db_, false);
        check_schema();
        check_drill_pages(db_);
    }

    StudyFile read() {
        read_meta();
        StudyFile file;
        StudyIdentity& id = file.identity;
        id.scenario = text("scenario");
        id.seed = number<std::uint32_t>("seed");
        id.replications = number<std::uint64_t>("replications");
        id.rows = number<std::uint64_t>("rows");
        id.precision = text("precision");
        id.semantics = number<int>("semantics");
        id.program_version = text("program_version");
        id.shard = number<unsigned>("shard");
        id.shards = number<unsigned>("shards");
        id.choosing = choosing();
        id.variants = list("variants");
        id.between = list("between");
        id.inputs = list("inputs");
        StudyResult& result = file.result;
        result.first = number<std::uint64_t>("first");
        result.done = number<std::uint64_t>("done");
        if (id.replications < 1 || id.replications > replications_max ||
            id.rows > replications_max || id.shards < 1 || id.shards > shards_max || id.shard < 1 ||
            id.shard > id.shards || id.shards > id.replications)
            throw Damaged{"bounds"};
        const ShardRange range = shard_range(id.replications, id.shard, id.shards);
        if (result.first != range.first || result.done < 1 || result.done > range.count)
            throw Damaged{"bounds"};
        for (const std::string& variant : list("variant_ids"))
            result.variants.push_back({variant, {}, {}, {}, {}, {}});
        if (result.variants.empty() || result.variants.size() > variants_in_file_max)
            throw Damaged{"variants"};
        read_measures(result);
        read_tallies(result);
        read_bins(result);
        for (const auto& [tally, count] : counts_)
            if (count < 0 || static_cast<std::uint64_t>(count) != tally->lengths.count())
                throw Damaged{"bins"};
        read_samples(result, id.rows);
        if (id.choosing) read_pairs(result, id.choosing->measure);
        read_attribution(result);
        if (const std::string fault = study_fault(file); !fault.empty()) throw Damaged{fault};
        if (study_digest(result) != text("digest")) throw Damaged{"digest"};
        if (study_seal(db_) != text("seal")) throw Damaged{"seal"};
        return file;
    }

private:
    void check_schema() {
        if (one("PRAGMA application_id") != study_application_id) throw Damaged{"not-study"};
        if (one("PRAGMA user_version") > study_format) throw Damaged{"newer"};
        if (one("PRAGMA user_version") < study_format) throw Damaged{"older"};
        SqliteStatement rows(db_, "SELECT name, sql FROM sqlite_schema ORDER BY rowid");
        for (const StudyTable& table : study_tables)
            if (!rows.step() || rows.text(0) != table.name || rows.text(1) != table.sql)
                throw Damaged{"schema"};
        if (rows.step()) throw Damaged{"schema"};
    }
    static std::string word(const SqliteStatement& row, int column) {
        const std::string_view text = row.text(column);
        if (text.size() > word_bytes_max || !is_drill_text(text)) throw Damaged{"text"};
        return std::string(text);
    }
    std::int64_t one(std::string_view sql) {
        SqliteStatement statement(db_, sql);
        return statement.step() ? statement.number(0) : 0;
    }
    void read_meta() {
        constexpr std::string_view singles[] = {
            "exercise",  "scenario",  "seed", "replications",    "rows",
            "precision", "semantics", "seal", "program_version", "shard",
            "shards",    "first",     "done", "digest"};
        constexpr std::string_view lists[] = {"choose", "variants", "between", "inputs",
                                              "variant_ids"};
        const auto is_in = [](std::string_view key, auto& keys) {
            return std::find(std::begin(keys), std::end(keys), key) != std::end(keys);
        };
        SqliteStatement rows(db_, "SELECT key, position, value FROM meta ORDER BY key, position");
        std::string last;
        for (std::int64_t next = 0; rows.step(); ++next) {
            const std::string key = word(rows, 0);
            if (key != last) next = 0;
            last = key;
            const bool known = is_in(key, lists) || (is_in(key, singles) && next == 0);
            if (!known || rows.number(1) != next) throw Damaged{"meta"};
            meta_[{key, next}] = word(rows, 2);
        }
    }
    std::string text(const char* key) const {
        const auto found = meta_.find({key, 0});
        if (found == meta_.end()) throw Damaged{key};
        return found->second;
    }
    template <class T>
    T number(const char* key) const {
        return number_of<T>(text(key), key);
    }
    template <class T>
    static T number_of(const std::string& word, const char* key) {
        T value{};
        const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (failed != std::errc{} || end != word.data() + word.size()) throw Damaged{key};
        if constexpr (std::is_integral_v<T>)
            if (std::to_string(value) != word) throw Damaged{key};
        return value;
    }
    std::optional<Choosing> choosing() const {
        const auto words = list("choose");
        if (words.empty()) return std::nullopt;
        if (words.size() != 4) throw Damaged{"choose"};
        Choosing choosing{words[0], number_of<double>(words[1], "choose"),
                          number_of<double>(words[2], "choose"),
                          number_of<unsigned>(words[3], "choose")};
        const auto share = [](double x) { return x > 0 && x < 1; };
        if (!share(choosing.points) || !share(choosing.probability) || choosing.looks < 1 ||
            choosing.looks > looks_within(replications_max))
            throw Damaged{"choose"};
        return choosing;
    }
    std::vector<std::string> list(const char* key) const {
        std::vector<std::string> values;
        for (auto at = meta_.lower_bound({key, 0}); at != meta_.end() && at->first.first == key;
             ++at)
            values.push_back(at->second);
        return values;
    }
    static VariantResult& variant_of(StudyResult& result, std::int64_t number) {
        if (number < 0 || number >= static_cast<std::int64_t>(result.variants.size()))
            throw Damaged{"variants"};
        return result.variants[static_cast<std::size_t>(number)];
    }
    static Tally& tally_of(StudyResult& result, std::int64_t number, std::string_view of,
                           std::int64_t measure) {
        VariantResult& variant = variant_of(result, number);
        auto& tallies = of == of_itself ? variant.tallies : variant.differences;
        if (measure < 0 || measure >= static_cast<std::int64_t>(tallies.size()))
            throw Damaged{"measures"};
        return tallies[static_cast<std::size_t>(measure)];
    }
    void read_measures(StudyResult& result) {
        SqliteStatement rows(
            db_,
            "SELECT variant, measure, id, kind, clause, subject, joint FROM measures ORDER BY variant, measure");
        while (rows.step()) {
            VariantResult& variant = variant_of(result, rows.number(0));
            if (rows.number(1) != static_cast<std::int64_t>(variant.measures.size()))
                throw Damaged{"measures"};
            Measure measure;
            bool known = false;
            for (int k = 0; k <= static_cast<int>(Measure::Kind::end); ++k)
                if (measure_word(static_cast<Measure::Kind>(k)) == word(rows, 3))
                    measure.kind = static_cast<Measure::Kind>(k), known = true;
            if (!known) throw Damaged{"measures"};
            measure.id = word(rows, 2);
            measure.clause = word(rows, 4);
            measure.subject = word(rows, 5);
            if (rows.number(6) != 0 && rows.number(6) != 1) throw Damaged{"measures"};
            measure.joint = rows.number(6) == 1;
            variant.measures.push_back(std::move(measure));
        }
        for (std::size_t v = 0; v < result.variants.size(); ++v) {
            result.variants[v].tallies.resize(result.variants[v].measures.size());
            if (v > 0) result.variants[v].differences.resize(result.variants[v].measures.size());
        }
    }
    void read_tallies(StudyResult& result) {
        SqliteStatement rows(
            db_,
            "SELECT variant, of, measure, count, least_ms, most_ms, sum_ms, yes, no, same, open, early, waived, never_arose, never_done FROM tallies");
        std::size_t rows_read = 0, wanted = 0;
        while (rows.step()) {
            const std::string of = word(rows, 1);
            if (of != of_itself && of != of_difference) throw Damaged{"tallies"};
            Tally& tally = tally_of(result, rows.number(0), of, rows.number(2));
            ++rows_read;
            counts_.push_back({&tally, rows.number(3)});
            if (rows.number(3) > 0)
                tally.lengths.restore_exact(rows.number(4), rows.number(5), rows.number(6));
            int column = 7;
            for (std::uint64_t* count :
                 {&tally.yes, &tally.no, &tally.same, &tally.open, &tally.early, &tally.waived,
                  &tally.never_arose, &tally.never_done}) {
                const std::int64_t stated = rows.number(column++);
                if (stated < 0 || static_cast<std::uint64_t>(stated) > result.done)
                    throw Damaged{"tallies"};
                *count = static_cast<std::uint64_t>(stated);
            }
        }
        for (const VariantResult& variant : result.variants)
            wanted += variant.tallies.size() + variant.differences.size();
        if (rows_read != wanted) throw Damaged{"tallies"};
    }
    void read_pairs(StudyResult& result, const std::string& measure) {
        const std::size_t k = result.variants.size();
        std::size_t there = 0;
        result.pairs_of = measure;
        // a file that has fewer rows than pairs is not made room for
        if (one("SELECT count(*) FROM pairs") != static_cast<std::int64_t>(pair_count(k)))
            throw Damaged{"pairs"};
        result.pairs.resize(pair_count(k));
        SqliteStatement rows(db_, "SELECT a, b, yes, no, same, open FROM pairs ORDER BY a, b");
        while (rows.step()) {
            const std::int64_t a = rows.number(0), b = rows.number(1);
            if (a < 0 || b <= a || b >= static_cast<std::int64_t>(k) ||
                pair_index(k, static_cast<std::size_t>(a), static_cast<std::size_t>(b)) != there)
                throw Damaged{"pairs"};
            Tally& pair = result.pairs[there++];
            int column = 2;
            std::uint64_t sum = 0;
            for (std::uint64_t* count : {&pair.yes, &pair.no, &pair.same, &pair.open}) {
                const std::int64_t stated = rows.number(column++);
                if (stated < 0 || static_cast<std::uint64_t>(stated) > result.done)
                    throw Damaged{"pairs"};
                *count = static_cast<std::uint64_t>(stated);
                sum += *count;
            }
            if (sum > result.done) throw Damaged{"pairs"};
        }
    }
    void read_bins(StudyResult& result) {
        SqliteStatement rows(db_, "SELECT variant, of, measure, second, count FROM bins");
        while (rows.step()) {
            if (rows.number(3) < -seconds_max || rows.number(3) > seconds_max ||
                rows.number(4) < 1 || rows.number(4) > static_cast<std::int64_t>(replications_max))
                throw Damaged{"bins"};
            const std::string of = word(rows, 1);
            if (of != of_itself && of != of_difference) throw Damaged{"bins"};
            tally_of(result, rows.number(0), of, rows.number(2))
                .lengths.restore(rows.number(3), static_cast<std::uint64_t>(rows.number(4)));
        }
    }
    void read_attribution(StudyResult& result) {
        const auto count = [&](std::int64_t n) {
            if (n < 0) throw Damaged{"breaches"};
            return static_cast<std::uint64_t>(n);
        };
        SqliteStatement duties(
            db_, "SELECT variant, duty, clause, late, never, ms, first FROM breaches");
        while (duties.step()) {
            DutyBreaches& breaches =
                variant_of(result, duties.number(0)).attribution.duties[word(duties, 1)];
            breaches.clause = word(duties, 2);
            breaches.late = count(duties.number(3));
            breaches.never = count(duties.number(4));
            breaches.ms = duties.number(5);
            breaches.first = count(duties.number(6));
        }
        SqliteStatement parts(db_, "SELECT variant, duty, part, ms, breaches FROM parts");
        while (parts.step()) {
            auto& all = variant_of(result, parts.number(0)).attribution.duties;
            const auto duty = all.find(word(parts, 1));
            if (duty == all.end()) throw Damaged{"parts"};
            duty->second.parts[word(parts, 2)] = {parts.number(3), count(parts.number(4))};
        }
        SqliteStatement hours(db_, "SELECT variant, pool, hour, busy_ms, waited_ms FROM hours");
        while (hours.step()) {
            const std::uint64_t hour = count(hours.number(2));
            if (hour > 23) throw Damaged{"hours"};
            PoolHours& of = variant_of(result, hours.number(0)).attribution.hours[word(hours, 1)];
            of.busy[hour] = hours.number(3);
            of.waited[hour] = hours.number(4);
        }
    }
    void read_samples(StudyResult& result, std::uint64_t kept) {
        const std::uint64_t rows_there =
            result.first >= kept ? 0 : std::min(result.done, kept - result.first);
        // every replication has its end: a file that promises more rows than it has values is not
        // made room for
        const auto values = static_cast<std::uint64_t>(one("SELECT count(*) FROM samples"));
        for (const VariantResult& variant : result.variants)
            if (rows_there > values ||
                (rows_there > 0 && variant.measures.size() > emptiness_max * values / rows_there))
                throw Damaged{"samples"};
        for (VariantResult& variant : result.variants)
            variant.rows.assign(rows_there,
                                std::vector<std::int64_t>(variant.measures.size(), no_value));
        SqliteStatement rows(db_, "SELECT variant, replication, measure, value FROM samples");
        while (rows.step()) {
            VariantResult& variant = variant_of(result, rows.number(0));
            const std::int64_t row = rows.number(1) - static_cast<std::int64_t>(result.first),
                               measure = rows.number(2);
            if (row < 0 || row >= static_cast<std::int64_t>(rows_there) || measure < 0 ||
                measure >= static_cast<std::int64_t>(variant.measures.size()))
                throw Damaged{"samples"};
            variant.rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(measure)] =
                rows.number(3);
        }
    }

    Sqlite db_;
    std::map<std::pair<std::string, std::int64_t>, std::string> meta_;
    std::vector<std::pair<const Tally*, std::int64_t>> counts_;  // of lengths, as stated
};

}  // namespace

std::optional<StudyFile> read_study(const fs::path& path, Diagnostics& out) {
    const SourcePlace place{path.string(), 0, 0, 1, {}};
    const auto damaged = [&](const Word& why) {
        out.error("study-damaged", place, {why}, tell("study-damaged-hint"));
    };
    try {
        std::error_code failed;
        if (!fs::exists(path, failed)) {
            out.error("study-no-file", place);
            return std::nullopt;
        }
        return StudyReader(drill_regular_file(path)).read();
    } catch (const Damaged& found) {
        if (found.why == "not-study" || found.why == "newer" || found.why == "older")
            out.error(found.why == "newer"   ? "study-newer"
                      : found.why == "older" ? "study-older"
                                             : "study-not-study",
                      place);
        else damaged(found.why);
    } catch (const DrillRefusal& refusal) {
        out.error(refusal.code, place, refusal.words);
    } catch (const SqliteFault& fault) {
        if (fault.machine() && fault.code != SQLITE_CANTOPEN)
            throw std::system_error(fault.errno_value(), std::generic_category(), path.string());
        if (fault.code == SQLITE_CANTOPEN && fault.os_error != 0)
            out.error("file-unreadable", place, {path.string(), std::strerror(fault.os_error)});
        else if (fault.code == SQLITE_NOTADB) out.error("study-not-study", place);
        else damaged(drill_word(fault.words));
    }
    return std::nullopt;
}

}  // namespace sandtable
