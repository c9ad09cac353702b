// Writing a study file: whole, on disk, and only then in its place.
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/part_file.hpp"
#include "journal/drill_schema.hpp"
#include "study/study_schema.hpp"

namespace fs = std::filesystem;

namespace sandtable {

namespace {

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
        for (std::size_t i = 0; i < values.size(); ++i)
            meta[{key, static_cast<std::int64_t>(i)}] = values[i];
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

void put_tallies(const Sqlite& db, std::int64_t variant, std::string_view of,
                 const std::vector<Tally>& tallies) {
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
        tally.lengths.each_bin([&](std::int64_t second, std::uint32_t count) {
            bin.bind(variant).bind(of).bind(measure).bind(second).bind(std::int64_t{count}).put();
        });
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
    SqliteStatement duty(db, "INSERT INTO breaches VALUES(?,?,?,?,?,?,?)"),
        part(db, "INSERT INTO parts VALUES(?,?,?,?,?)"),
        hour(db, "INSERT INTO hours VALUES(?,?,?,?,?)");
    const auto number = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
    for (const auto& [id, breaches] : attribution.duties) {
        duty.bind(variant)
            .bind(id)
            .bind(breaches.clause)
            .bind(number(breaches.late))
            .bind(number(breaches.never))
            .bind(breaches.ms)
            .bind(number(breaches.first))
            .put();
        for (const auto& [name, sum] : breaches.parts)
            part.bind(variant).bind(id).bind(name).bind(sum.ms).bind(number(sum.breaches)).put();
    }
    for (const auto& [id, hours] : attribution.hours)
        for (std::size_t h = 0; h < 24; ++h)
            if (hours.busy[h] != 0 || hours.waited[h] != 0)
                hour.bind(variant)
                    .bind(id)
                    .bind(number(h))
                    .bind(hours.busy[h])
                    .bind(hours.waited[h])
                    .put();
}

}  // namespace

struct StudyWriter::Body {
    fs::path target;
    PartFile part;
    explicit Body(const fs::path& t)
        : target(t), part(database_target(t), PartFile::Other::refused) {}
};

StudyWriter::StudyWriter(const fs::path& target) : body_(std::make_unique<Body>(target)) {}
StudyWriter::~StudyWriter() = default;

void StudyWriter::write(const StudyIdentity& identity, const StudyResult& result) {
    try {
        Sqlite db(body_->part.path().string(), SQLITE_OPEN_READWRITE);
        db.run(fmt::format(
            "PRAGMA page_size=4096; PRAGMA encoding='UTF-8'; PRAGMA auto_vacuum=NONE; PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; "
            "PRAGMA application_id={}; PRAGMA user_version={}",
            study_application_id, study_format));
        for (const StudyTable& table : study_tables) db.run(std::string(table.sql));
        {
            SqliteStatement row(db, "INSERT INTO meta VALUES(?,?,?)");
            for (const auto& [key, value] : meta_of(identity, result))
                row.bind(key.first).bind(key.second).bind(value).put();
            SqliteStatement measure_row(db, "INSERT INTO measures VALUES(?,?,?,?,?,?,?)"),
                sample(db, "INSERT INTO samples VALUES(?,?,?,?)");
            std::int64_t number = 0;
            for (const VariantResult& variant : result.variants) {
                for (std::size_t i = 0; i < variant.measures.size(); ++i) {
                    const Measure& m = variant.measures[i];
                    measure_row.bind(number)
                        .bind(static_cast<std::int64_t>(i))
                        .bind(m.id)
                        .bind(measure_word(m.kind))
                        .bind(m.clause)
                        .bind(m.subject)
                        .bind(std::int64_t{m.joint})
                        .put();
                }
                put_tallies(db, number, of_itself, variant.tallies);
                put_tallies(db, number, of_difference, variant.differences);
                put_attribution(db, number, variant.attribution);
                auto replication = static_cast<std::int64_t>(result.first);
                for (const auto& values : variant.rows) {
                    for (std::size_t i = 0; i < values.size(); ++i)
                        if (values[i] != no_value)
                            sample.bind(number)
                                .bind(replication)
                                .bind(static_cast<std::int64_t>(i))
                                .bind(values[i])
                                .put();
                    ++replication;
                }
                ++number;
            }
            put_pairs(db, result);
            SqliteStatement(db, "INSERT INTO meta VALUES('seal', 0, ?)").bind(study_seal(db)).put();
        }
        db.run("COMMIT");
    } catch (const SqliteFault& fault) {
        cannot_write(body_->target, fault.errno_value(), fault.words);
    }
    body_->part.place();
}

}  // namespace sandtable
