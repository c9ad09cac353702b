#include "sandtable/study_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <fstream>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "journal/part_file.hpp"
#include "journal/sqlite.hpp"

namespace fs = std::filesystem;

namespace sandtable {

namespace {

constexpr std::int32_t study_application_id = 0x53745564;  // "StUd"
constexpr std::size_t variants_in_file_max = 10'000;
constexpr std::int64_t seconds_max = 8LL * 366 * 86'400;  // of a length, either way: twice the longest run
constexpr std::uint64_t emptiness_max = 1000;             // places of a row for each value that is there

struct StudyTable {
    std::string_view name, sql;
};
constexpr StudyTable study_tables[] = {
    {"meta",
     "CREATE TABLE meta(key TEXT NOT NULL, position INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY(key, position)) STRICT, WITHOUT ROWID"},
    {"measures",
     "CREATE TABLE measures(variant INTEGER NOT NULL, measure INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, clause TEXT NOT NULL, subject TEXT NOT NULL, joint INTEGER NOT NULL, "
     "PRIMARY KEY(variant, measure)) STRICT, WITHOUT ROWID"},
    {"tallies",
     "CREATE TABLE tallies(variant INTEGER NOT NULL, of TEXT NOT NULL, measure INTEGER NOT NULL, yes INTEGER NOT NULL, no INTEGER NOT NULL, same INTEGER NOT NULL, open INTEGER NOT NULL, "
     "early INTEGER NOT NULL, waived INTEGER NOT NULL, never_arose INTEGER NOT NULL, never_done INTEGER NOT NULL, count INTEGER NOT NULL, "
     "least_ms INTEGER, most_ms INTEGER, sum_ms INTEGER, PRIMARY KEY(variant, of, measure)) STRICT, WITHOUT ROWID"},
    {"bins",
     "CREATE TABLE bins(variant INTEGER NOT NULL, of TEXT NOT NULL, measure INTEGER NOT NULL, second INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY(variant, of, measure, second)) STRICT, WITHOUT ROWID"},
    {"samples",
     "CREATE TABLE samples(variant INTEGER NOT NULL, replication INTEGER NOT NULL, measure INTEGER NOT NULL, value INTEGER NOT NULL, PRIMARY KEY(variant, replication, measure)) STRICT, WITHOUT ROWID"},
    {"breaches",
     "CREATE TABLE breaches(variant INTEGER NOT NULL, duty TEXT NOT NULL, clause TEXT NOT NULL, late INTEGER NOT NULL, never INTEGER NOT NULL, ms INTEGER NOT NULL, first INTEGER NOT NULL, "
     "PRIMARY KEY(variant, duty)) STRICT, WITHOUT ROWID"},
    {"parts",
     "CREATE TABLE parts(variant INTEGER NOT NULL, duty TEXT NOT NULL, part TEXT NOT NULL, ms INTEGER NOT NULL, breaches INTEGER NOT NULL, PRIMARY KEY(variant, duty, part)) STRICT, WITHOUT ROWID"},
    {"pairs",
     "CREATE TABLE pairs(a INTEGER NOT NULL, b INTEGER NOT NULL, yes INTEGER NOT NULL, no INTEGER NOT NULL, same INTEGER NOT NULL, open INTEGER NOT NULL, PRIMARY KEY(a, b)) STRICT, WITHOUT ROWID"},
    {"hours",
     "CREATE TABLE hours(variant INTEGER NOT NULL, pool TEXT NOT NULL, hour INTEGER NOT NULL, busy_ms INTEGER NOT NULL, waited_ms INTEGER NOT NULL, PRIMARY KEY(variant, pool, hour)) STRICT, WITHOUT ROWID"},
};
constexpr std::string_view of_itself = "value", of_difference = "difference";

using Meta = std::map<std::pair<std::string, std::int64_t>, std::string>;

/// The measure, the points, the probability and the looks.
std::vector<std::string> choosing_words(const Choosing& choosing) {
    return {choosing.measure, fmt::format("{}", choosing.points),
            fmt::format("{}", choosing.probability), std::to_string(choosing.looks)};
}

Meta meta_of(const StudyIdentity& id, const StudyResult& result) {
    Meta meta;
    const auto put = [&](const char* key, const std::string& value) { meta[{key, 0}] = value; };
    const auto list = [&](const char* key, const std::vector<std::string>& values) {
        for (std::size_t i = 0; i < values.size(); ++i) meta[{key, static_cast<std::int64_t>(i)}] = values[i];
    };
    put("exercise", "演练 EXERCISE");
    put("scenario", id.scenario);
    put("seed", std::to_string(id.seed));
    put("replications", std::to_string(id.replications));
    put("rows", std::to_string(id.rows));
    put("precision", id.precision);
    put("semantics", std::to_string(id.semantics));
    put("program_version", id.program_version);
    put("shard", std::to_string(id.shard));
    put("shards", std::to_string(id.shards));
    put("first", std::to_string(result.first));
    put("done", std::to_string(result.done));
    put("digest", study_digest(result));
    if (id.choosing) list("choose", choosing_words(*id.choosing));
    list("variants", id.variants);
    list("between", id.between);
    list("inputs", id.inputs);
    std::vector<std::string> ids;
    for (const VariantResult& variant : result.variants) ids.push_back(variant.id);
    list("variant_ids", ids);
    return meta;
}

/// In the order of the columns.
std::array<std::uint64_t, 8> counts_of(const Tally& tally) {
    return {tally.yes,   tally.no,     tally.same,        tally.open,
            tally.early, tally.waived, tally.never_arose, tally.never_done};
}

void put_tallies(const Sqlite& db, std::int64_t variant, std::string_view of, const std::vector<Tally>& tallies) {
    SqliteStatement row(db, "INSERT INTO tallies VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
        bin(db, "INSERT INTO bins VALUES(?,?,?,?,?)");
    const auto number = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
    for (std::size_t i = 0; i < tallies.size(); ++i) {
        const Tally& tally = tallies[i];
        const auto measure = number(i);
        row.bind(variant).bind(of).bind(measure);
        for (const std::uint64_t count : counts_of(tally)) row.bind(number(count));
        row.bind(number(tally.lengths.count()));
        if (tally.lengths.count() == 0) row.bind(nullptr).bind(nullptr).bind(nullptr);
        else row.bind(tally.lengths.least()).bind(tally.lengths.most()).bind(tally.lengths.sum());
        row.put();
        tally.lengths.each_bin([&](std::int64_t second, std::uint32_t count) { bin.bind(variant).bind(of).bind(measure).bind(second).bind(std::int64_t{count}).put(); });
    }
}

void put_pairs(const Sqlite& db, const StudyResult& result) {
    if (result.pairs.empty()) return;
    SqliteStatement row(db, "INSERT INTO pairs VALUES(?,?,?,?,?,?)");
    const auto number = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
    const std::size_t k = result.variants.size();
    for (std::size_t a = 0; a < k; ++a)
        for (std::size_t b = a + 1; b < k; ++b) {
            const Tally& pair = result.pairs[pair_index(k, a, b)];
            row.bind(number(a)).bind(number(b));
            for (const std::uint64_t count : {pair.yes, pair.no, pair.same, pair.open})
                row.bind(number(count));
            row.put();
        }
}

void put_attribution(const Sqlite& db, std::int64_t variant, const Attribution& attribution) {
    SqliteStatement duty(db, "INSERT INTO breaches VALUES(?,?,?,?,?,?,?)"), part(db, "INSERT INTO parts VALUES(?,?,?,?,?)"), hour(db, "INSERT INTO hours VALUES(?,?,?,?,?)");
    const auto number = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
    for (const auto& [id, breaches] : attribution.duties) {
        duty.bind(variant).bind(id).bind(breaches.clause).bind(number(breaches.late)).bind(number(breaches.never)).bind(breaches.ms).bind(number(breaches.first)).put();
        for (const auto& [name, sum] : breaches.parts) part.bind(variant).bind(id).bind(name).bind(sum.ms).bind(number(sum.breaches)).put();
    }
    for (const auto& [id, hours] : attribution.hours)
        for (std::size_t h = 0; h < 24; ++h)
            if (hours.busy[h] != 0 || hours.waited[h] != 0) hour.bind(variant).bind(id).bind(number(h)).bind(hours.busy[h]).bind(hours.waited[h]).put();
}

}  // namespace

std::optional<StudyIdentity::Mismatch> StudyIdentity::mismatch(const StudyIdentity& other) const {
    const auto differ = [](std::string what, const auto& here, const auto& there) -> std::optional<Mismatch> {
        if (here == there) return std::nullopt;
        return Mismatch{std::move(what), fmt::format("{}", here), fmt::format("{}", there)};
    };
    if (auto d = differ("scenario", scenario, other.scenario)) return d;
    if (auto d = differ("program_version", program_version, other.program_version)) return d;
    if (auto d = differ("semantics", semantics, other.semantics)) return d;
    if (auto d = differ("seed", seed, other.seed)) return d;
    if (auto d = differ("shards", shards, other.shards)) return d;
    if (shards > 1)
        if (auto d = differ("replications", replications, other.replications)) return d;
    if (auto d = differ("rows", rows, other.rows)) return d;
    if (auto d = differ("precision", precision, other.precision)) return d;
    const auto choice = [](const StudyIdentity& id) -> std::string {
        if (!id.choosing) return std::string("-");
        const Choosing& c = *id.choosing;
        return fmt::format("{}, {} %, {} %, {}", c.measure, c.points * 100, c.probability * 100,
                           c.looks == 1 ? std::string("-n") : fmt::format("{} looks", c.looks));
    };
    if (auto d = differ("choose", choice(*this), choice(other))) return d;
    const auto lists = [](std::string what, const std::vector<std::string>& here, const std::vector<std::string>& there) -> std::optional<Mismatch> {
        for (std::size_t i = 0; i < std::max(here.size(), there.size()); ++i) {
            const std::string a = i < here.size() ? here[i] : "-", b = i < there.size() ? there[i] : "-";
            if (a != b) return Mismatch{std::move(what), a, b};
        }
        return std::nullopt;
    };
    if (auto d = lists("inputs", inputs, other.inputs)) return d;
    if (auto d = lists("variants", variants, other.variants)) return d;
    return lists("between", between, other.between);
}

ShardRange shard_range(std::uint64_t replications, unsigned shard, unsigned shards) {
    const auto begin = [&](std::uint64_t i) { return replications / shards * i + std::min<std::uint64_t>(i, replications % shards); };
    return {begin(shard - 1), begin(shard) - begin(shard - 1)};
}

struct StudyWriter::Body {
    fs::path target;
    PartFile part;
    explicit Body(const fs::path& t) : target(t), part(real_target(t)) {}
};

StudyWriter::StudyWriter(const fs::path& target) : body_(std::make_unique<Body>(target)) {}
StudyWriter::~StudyWriter() = default;

void StudyWriter::write(const StudyIdentity& identity, const StudyResult& result) {
    try {
        Sqlite db(body_->part.path().string(), SQLITE_OPEN_READWRITE);
        db.run(fmt::format("PRAGMA page_size=4096; PRAGMA encoding='UTF-8'; PRAGMA auto_vacuum=NONE; PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; "
                           "PRAGMA application_id={}; PRAGMA user_version={}",
                           study_application_id, study_format));
        for (const StudyTable& table : study_tables) db.run(std::string(table.sql));
        {
            SqliteStatement row(db, "INSERT INTO meta VALUES(?,?,?)");
            for (const auto& [key, value] : meta_of(identity, result)) row.bind(key.first).bind(key.second).bind(value).put();
            SqliteStatement measure_row(db, "INSERT INTO measures VALUES(?,?,?,?,?,?,?)"), sample(db, "INSERT INTO samples VALUES(?,?,?,?)");
            std::int64_t number = 0;
            for (const VariantResult& variant : result.variants) {
                for (std::size_t i = 0; i < variant.measures.size(); ++i) {
                    const Measure& m = variant.measures[i];
                    measure_row.bind(number).bind(static_cast<std::int64_t>(i)).bind(m.id).bind(measure_word(m.kind)).bind(m.clause).bind(m.subject).bind(std::int64_t{m.joint}).put();
                }
                put_tallies(db, number, of_itself, variant.tallies);
                put_tallies(db, number, of_difference, variant.differences);
                put_attribution(db, number, variant.attribution);
                auto replication = static_cast<std::int64_t>(result.first);
                for (const auto& values : variant.rows) {
                    for (std::size_t i = 0; i < values.size(); ++i)
                        if (values[i] != no_value) sample.bind(number).bind(replication).bind(static_cast<std::int64_t>(i)).bind(values[i]).put();
                    ++replication;
                }
                ++number;
            }
            put_pairs(db, result);
        }
        db.run("COMMIT");
    } catch (const SqliteFault& fault) {
        cannot_write(body_->target, fault.errno_value(), fault.words);
    }
    body_->part.place();
}

namespace {

/// A file that is not what it should be: the reason, a key of the texts.
struct Damaged {
    std::string why;
};

class StudyReader {
public:
    explicit StudyReader(const fs::path& path) : db_(path.string(), SQLITE_OPEN_READONLY) {
        db_.run("PRAGMA trusted_schema=OFF; PRAGMA query_only=ON");
        check_schema();
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
        if (id.replications > replications_max || result.done > id.replications || result.first + result.done > id.replications || id.shard < 1 || id.shard > id.shards) throw Damaged{"bounds"};
        for (const std::string& variant : list("variant_ids")) result.variants.push_back({variant, {}, {}, {}, {}, {}});
        if (result.variants.empty() || result.variants.size() > variants_in_file_max) throw Damaged{"variants"};
        read_measures(result);
        read_tallies(result);
        read_bins(result);
        read_samples(result, id.rows);
        if (id.choosing) read_pairs(result, id.choosing->measure);
        read_attribution(result);
        if (study_digest(result) != text("digest")) throw Damaged{"digest"};
        return file;
    }

private:
    void check_schema() {
        if (one("PRAGMA application_id") != study_application_id) throw Damaged{"not-study"};
        if (one("PRAGMA user_version") > study_format) throw Damaged{"newer"};
        if (one("PRAGMA user_version") < study_format) throw Damaged{"older"};
        SqliteStatement rows(db_, "SELECT name, sql FROM sqlite_schema ORDER BY rowid");
        for (const StudyTable& table : study_tables)
            if (!rows.step() || rows.text(0) != table.name || rows.text(1) != table.sql) throw Damaged{"schema"};
        if (rows.step()) throw Damaged{"schema"};
    }
    std::int64_t one(std::string_view sql) {
        SqliteStatement statement(db_, sql);
        return statement.step() ? statement.number(0) : 0;
    }
    void read_meta() {
        SqliteStatement rows(db_, "SELECT key, position, value FROM meta");
        while (rows.step()) meta_[{std::string(rows.text(0)), rows.number(1)}] = rows.text(2);
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
        for (auto at = meta_.lower_bound({key, 0}); at != meta_.end() && at->first.first == key; ++at) values.push_back(at->second);
        return values;
    }
    static VariantResult& variant_of(StudyResult& result, std::int64_t number) {
        if (number < 0 || number >= static_cast<std::int64_t>(result.variants.size())) throw Damaged{"variants"};
        return result.variants[static_cast<std::size_t>(number)];
    }
    static Tally& tally_of(StudyResult& result, std::int64_t number, std::string_view of, std::int64_t measure) {
        VariantResult& variant = variant_of(result, number);
        auto& tallies = of == of_itself ? variant.tallies : variant.differences;
        if (measure < 0 || measure >= static_cast<std::int64_t>(tallies.size())) throw Damaged{"measures"};
        return tallies[static_cast<std::size_t>(measure)];
    }
    void read_measures(StudyResult& result) {
        SqliteStatement rows(db_, "SELECT variant, measure, id, kind, clause, subject, joint FROM measures ORDER BY variant, measure");
        while (rows.step()) {
            VariantResult& variant = variant_of(result, rows.number(0));
            if (rows.number(1) != static_cast<std::int64_t>(variant.measures.size())) throw Damaged{"measures"};
            Measure measure;
            bool known = false;
            for (int k = 0; k <= static_cast<int>(Measure::Kind::end); ++k)
                if (measure_word(static_cast<Measure::Kind>(k)) == rows.text(3)) measure.kind = static_cast<Measure::Kind>(k), known = true;
            if (!known) throw Damaged{"measures"};
            measure.id = rows.text(2);
            measure.clause = rows.text(4);
            measure.subject = rows.text(5);
            measure.joint = rows.number(6) != 0;
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
        while (rows.step()) {
            Tally& tally = tally_of(result, rows.number(0), rows.text(1), rows.number(2));
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
        for (const VariantResult& variant :
             result.variants)  // every replication ends each chance somehow
            for (std::size_t i = 0; i < variant.measures.size(); ++i) {
                const Tally& t = variant.tallies[i];
                if (variant.measures[i].is_chance() &&
                    (t.arose() + t.early + t.waived + t.never_arose != result.done ||
                     t.never_done > t.no))
                    throw Damaged{"tallies"};
            }
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
            if (rows.number(3) < -seconds_max || rows.number(3) > seconds_max || rows.number(4) < 1 || rows.number(4) > static_cast<std::int64_t>(replications_max)) throw Damaged{"bins"};
            tally_of(result, rows.number(0), rows.text(1), rows.number(2)).lengths.restore(rows.number(3), static_cast<std::uint64_t>(rows.number(4)));
        }
    }
    void read_attribution(StudyResult& result) {
        const auto count = [&](std::int64_t n) {
            if (n < 0) throw Damaged{"breaches"};
            return static_cast<std::uint64_t>(n);
        };
        SqliteStatement duties(db_, "SELECT variant, duty, clause, late, never, ms, first FROM breaches");
        while (duties.step()) {
            DutyBreaches& breaches = variant_of(result, duties.number(0)).attribution.duties[std::string(duties.text(1))];
            breaches.clause = duties.text(2);
            breaches.late = count(duties.number(3));
            breaches.never = count(duties.number(4));
            breaches.ms = duties.number(5);
            breaches.first = count(duties.number(6));
        }
        SqliteStatement parts(db_, "SELECT variant, duty, part, ms, breaches FROM parts");
        while (parts.step()) {
            auto& all = variant_of(result, parts.number(0)).attribution.duties;
            const auto duty = all.find(std::string(parts.text(1)));
            if (duty == all.end()) throw Damaged{"parts"};
            duty->second.parts[std::string(parts.text(2))] = {parts.number(3), count(parts.number(4))};
        }
        SqliteStatement hours(db_, "SELECT variant, pool, hour, busy_ms, waited_ms FROM hours");
        while (hours.step()) {
            const std::uint64_t hour = count(hours.number(2));
            if (hour > 23) throw Damaged{"hours"};
            PoolHours& of = variant_of(result, hours.number(0)).attribution.hours[std::string(hours.text(1))];
            of.busy[hour] = hours.number(3);
            of.waited[hour] = hours.number(4);
        }
    }
    void read_samples(StudyResult& result, std::uint64_t kept) {
        const std::uint64_t rows_there = result.first >= kept ? 0 : std::min(result.done, kept - result.first);
        // every replication has its end: a file that promises more rows than it has values is not made room for
        const auto values = static_cast<std::uint64_t>(one("SELECT count(*) FROM samples"));
        for (const VariantResult& variant : result.variants)
            if (rows_there > values || (rows_there > 0 && variant.measures.size() > emptiness_max * values / rows_there)) throw Damaged{"samples"};
        for (VariantResult& variant : result.variants) variant.rows.assign(rows_there, std::vector<std::int64_t>(variant.measures.size(), no_value));
        SqliteStatement rows(db_, "SELECT variant, replication, measure, value FROM samples");
        while (rows.step()) {
            VariantResult& variant = variant_of(result, rows.number(0));
            const std::int64_t row = rows.number(1) - static_cast<std::int64_t>(result.first), measure = rows.number(2);
            if (row < 0 || row >= static_cast<std::int64_t>(rows_there) || measure < 0 || measure >= static_cast<std::int64_t>(variant.measures.size())) throw Damaged{"samples"};
            variant.rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(measure)] = rows.number(3);
        }
    }

    Sqlite db_;
    Meta meta_;
};

}  // namespace

std::optional<StudyFile> read_study(const fs::path& path, Diagnostics& out) {
    const SourcePlace place{path.string(), 0, 0, 1, {}};
    std::error_code failed;
    if (!fs::is_regular_file(path, failed)) {
        out.error("study-no-file", place);
        return std::nullopt;
    }
    try {
        return StudyReader(path).read();
    } catch (const Damaged& damaged) {
        out.error(damaged.why == "not-study" ? "study-not-study" : damaged.why == "newer" ? "study-newer" : damaged.why == "older" ? "study-older" : "study-damaged", place, {damaged.why}, tell("study-damaged-hint"));
    } catch (const SqliteFault& fault) {
        if (fault.machine()) throw std::system_error(fault.errno_value(), std::generic_category(), path.string());
        out.error(fault.code == SQLITE_NOTADB ? "study-not-study" : "study-damaged", place, {fault.words}, tell("study-damaged-hint"));
    }
    return std::nullopt;
}

std::optional<StudyFile> merge_studies(std::vector<StudyFile> shards, const std::vector<std::string>& names, Diagnostics& out) {
    std::vector<std::size_t> order(shards.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return shards[a].identity.shard < shards[b].identity.shard; });
    const StudyIdentity& wanted = shards[order.front()].identity;
    unsigned next = 1;
    for (const std::size_t i : order) {
        const StudyIdentity& id = shards[i].identity;
        const SourcePlace place{names[i], 0, 0, 1, {}};
        if (const auto differs = wanted.mismatch(id)) {
            out.error("study-shards-differ", place, {names[order.front()], differs->what, differs->here, differs->there});
            return std::nullopt;
        }
        if (id.shard < next) {
            out.error("study-shard-twice", place, {std::to_string(id.shard), std::to_string(id.shards)});
            return std::nullopt;
        }
        if (id.shard > next) break;
        const ShardRange range = shard_range(id.replications, id.shard, id.shards);
        if (shards[i].result.first != range.first || (id.precision.empty() && shards[i].result.done != range.count)) {
            out.error("study-shard-unfinished", place, {std::to_string(shards[i].result.done), std::to_string(range.count)}, tell("study-shard-unfinished-hint"));
            return std::nullopt;
        }
        ++next;
    }
    if (next <= wanted.shards) {
        out.error("study-shard-missing", {}, {std::to_string(next), std::to_string(wanted.shards)}, tell("study-shard-missing-hint", {std::to_string(next), std::to_string(wanted.shards)}));
        return std::nullopt;
    }
    StudyFile merged = std::move(shards[order.front()]);
    for (std::size_t i = 1; i < order.size(); ++i) merged.result.append(shards[order[i]].result);
    merged.identity.shard = merged.identity.shards = 1;
    return merged;
}

}  // namespace sandtable
