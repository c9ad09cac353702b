// *.study: one SQLite database with what a study found, for R, Python or a spreadsheet to go on, and for shards to be put together (docs/study-file.md).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sandtable/files.hpp"
#include "sandtable/study.hpp"

namespace sandtable {

constexpr int study_format = 4;

/// What a study is of. Two files are of one study if all of this is the same but the shard.
struct StudyIdentity {
    std::string scenario;
    std::uint32_t seed = 1;
    std::uint64_t replications = 0;            ///< in all; at most, with a precision
    std::uint64_t rows = study_rows_default;
    std::string precision;                     ///< as typed, or ""
    std::optional<Choosing> choosing = {};     ///< what variants are to be chosen by
    int semantics = semantics_number;
    std::string program_version;
    std::vector<std::string> variants;         ///< "ID: PATH=VALUE; ..."
    std::vector<std::string> between;          ///< "FROM to TO"
    std::vector<std::string> inputs;           ///< "kind/id sha256:...", of the scenario as it is, sorted
    unsigned shard = 1, shards = 1;

    /// Which part differs, as a key of the file ("seed" ...), with both values; nothing if none does. `replications` may differ where there is one shard.
    struct Mismatch {
        std::string what, here, there;
    };
    std::optional<Mismatch> mismatch(const StudyIdentity& other) const;
};

/// First and last replication of a shard: together they are all of them, each once.
struct ShardRange {
    std::uint64_t first = 0, count = 0;
};
ShardRange shard_range(std::uint64_t replications, unsigned shard, unsigned shards);

struct StudyFile {
    StudyIdentity identity;
    StudyResult result;
};

/// Holds the place of a study file from before the work until after it, so that nobody else writes it meanwhile (EBUSY). Equal studies give equal bytes. Machine
/// faults throw std::system_error; the old file stands then.
class StudyWriter {
public:
    explicit StudyWriter(const std::filesystem::path& target);
    ~StudyWriter();
    void write(const StudyIdentity& identity, const StudyResult& result);

private:
    struct Body;
    std::unique_ptr<Body> body_;
};

/// Reads and checks: application id, format, schema, bounds, the digest. What is wrong is one Diagnostic. Never writes.
std::optional<StudyFile> read_study(const std::filesystem::path& path, Diagnostics& out);

/// Puts the shards of one study together, in any order; each must be there, whole, once. `names` are what messages call them.
std::optional<StudyFile> merge_studies(std::vector<StudyFile> shards, const std::vector<std::string>& names, Diagnostics& out);

}  // namespace sandtable
