// Writing a drill file: whole, on disk, and only then in its place.
#include <cerrno>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "journal/drill_schema.hpp"
#include "journal/sqlite.hpp"
#include "sandtable/assert.hpp"
#include "sandtable/digest.hpp"
#include "sandtable/time.hpp"

namespace fs = std::filesystem;

namespace sandtable {

namespace {

[[noreturn]] void cannot_write(const fs::path& file, int error, std::string_view why = {}) {
    const std::string reason = why.empty() ? "" : fmt::format(" ({})", why);
    throw std::system_error(error, std::generic_category(), fmt::format("cannot write {}{}", file.string(), reason));
}

/// An open file or folder.
class Descriptor {
public:
    Descriptor(const fs::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {
        if (fd_ < 0) cannot_write(path, errno);
    }
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const { return fd_; }

private:
    int fd_;
};

constexpr int part_attempts_max = 1000;

/// A new file at `path` that nobody else writes. What an interrupted writer left there is removed.
Descriptor open_alone(const fs::path& path) {
    for (int attempt = 0; attempt < part_attempts_max; ++attempt) {
        Descriptor file(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK);
        if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
            if (errno == EINTR) continue;
            cannot_write(path, errno == EWOULDBLOCK ? EBUSY : errno, errno == EWOULDBLOCK ? "another program is writing it" : "");
        }
        struct stat mine, there;
        if (::fstat(file.get(), &mine) != 0) cannot_write(path, errno);
        if (!S_ISREG(mine.st_mode)) cannot_write(path, EINVAL, "not a regular file");
        // Whoever held the lock may have renamed or removed this file meanwhile.
        if (::lstat(path.c_str(), &there) != 0 || mine.st_dev != there.st_dev || mine.st_ino != there.st_ino) continue;
        if (mine.st_size == 0 && mine.st_nlink == 1) return file;
        if (::unlink(path.c_str()) != 0) cannot_write(path, errno);
    }
    cannot_write(path, EBUSY, "part_attempts_max");
}

/// TARGET.part: becomes the target, or goes.
class PartFile {
public:
    explicit PartFile(const fs::path& target)
        : target_(target), path_(fs::path(target) += ".part"), folder_(target.parent_path(), O_RDONLY | O_DIRECTORY), file_(open_alone(path_)) {}
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    ~PartFile() {
        if (!placed_) ::unlink(path_.c_str());
    }

    const fs::path& path() const { return path_; }

    /// On disk before it has the name, and the name on disk before anybody is told.
    void place() {
        if (::fsync(file_.get()) != 0) cannot_write(path_, errno);
        if (::rename(path_.c_str(), target_.c_str()) != 0) cannot_write(target_, errno);
        placed_ = true;
        // Some file systems cannot sync a folder and say so with EINVAL.
        if (::fsync(folder_.get()) != 0 && errno != EINVAL) cannot_write(target_.parent_path(), errno);
    }

private:
    fs::path target_, path_;
    Descriptor folder_;
    Descriptor file_;
    bool placed_ = false;
};

/// The file a link leads to, else the name itself; what cannot be replaced by a drill file is refused before any work is done.
fs::path real_target(const fs::path& target) {
    std::error_code failed;
    fs::path real = fs::canonical(target, failed);
    if (failed) real = fs::absolute(target);
    const auto status = fs::status(real, failed);
    if (fs::is_directory(status)) cannot_write(target, EISDIR);
    if (fs::exists(status) && !fs::is_regular_file(status)) cannot_write(target, EINVAL, "not a regular file");
    if (real.native().size() + std::string_view(".part").size() > sqlite_path_max) cannot_write(target, ENAMETOOLONG);
    // SQLite would play a recording that was not closed into whatever has its name.
    if (const fs::path side = drill_side_file(real); !side.empty())
        cannot_write(target, EBUSY, "a recording there is not closed: " + side.filename().string());
    return real;
}

/// read_drill refuses whatever fails here.
void assert_readable(const DrillHeader& header, const std::vector<DrillInput>& inputs, const Journal& journal) {
    for (const auto text : {&DrillHeader::scenario, &DrillHeader::program_version, &DrillHeader::start})
        SANDTABLE_ASSERT(is_drill_text(header.*text), header.*text);
    SANDTABLE_ASSERT(parse_iso(header.start).has_value(), header.start);
    SANDTABLE_ASSERT(header.semantics >= 1, "semantics");
    SANDTABLE_ASSERT(inputs.size() <= drill_inputs_max, "drill_inputs_max");
    std::set<std::pair<FileKind, std::string_view>> names;
    for (const DrillInput& input : inputs) {
        SANDTABLE_ASSERT(is_drill_text(input.id) && names.emplace(input.kind, input.id).second, input.id);
        SANDTABLE_ASSERT(input.text.size() <= file_bytes_max && input.digest == sha256_of(input.text), input.id);
    }
    SANDTABLE_ASSERT(!journal.empty() && journal[0].kind == EntryKind::started, "the first entry");
    SANDTABLE_ASSERT(journal[journal.size() - 1].kind == EntryKind::ended, "the last entry");
    std::vector<bool> fit;
    const auto check = [&](Symbol symbol) {
        if (symbol >= fit.size()) fit.resize(symbol + 1);
        if (fit[symbol]) return;
        SANDTABLE_ASSERT(is_drill_text(journal.text(symbol)), journal.text(symbol));
        fit[symbol] = true;
    };
    for (const Entry& entry : journal.entries()) {
        SANDTABLE_ASSERT(ms_of(entry.at) >= -drill_time_max && ms_of(entry.at) <= drill_time_max, "drill_time_max");
        for (const Symbol symbol : {entry.plan, entry.incident, entry.agency, entry.clause}) check(symbol);
        for (const Item& item : journal.items(entry)) {
            check(item.key);
            if (item.type == Item::Type::text) check(item.text);
        }
    }
    SANDTABLE_ASSERT(header.digest == journal_digest(journal), "the journal's digest");
}

void put_meta(const Sqlite& db, const DrillHeader& header, const std::vector<DrillInput>& inputs, const Journal& journal) {
    SqliteStatement row(db, "INSERT INTO meta VALUES(?,?)");
    const auto put = [&](std::string_view key, std::string_view value) { row.bind(key).bind(value).put(); };
    put("digest", header.digest);
    put("entries", std::to_string(journal.size()));
    put("inputs", std::to_string(inputs.size()));
    put("program_version", header.program_version);
    put("scenario", header.scenario);
    put("seal", drill_seal(header, inputs, journal.size()));
    put("seed", std::to_string(header.seed));
    put("semantics", std::to_string(header.semantics));
    put("start", header.start);
}

void put_inputs(const Sqlite& db, const std::vector<DrillInput>& inputs) {
    SqliteStatement row(db, "INSERT INTO inputs VALUES(?,?,?,?,?,?)");
    std::int64_t position = 0;
    for (const DrillInput& input : inputs) {
        const std::string path = drill_cleaned(input.path);
        row.bind(position++).bind(kind_name(input.kind)).bind(input.id).bind(path).bind(input.digest).bind(input.text).put();
    }
}

void put_journal(const Sqlite& db, const Journal& journal) {
    SqliteStatement entry_row(db, "INSERT INTO entries VALUES(?,?,?,?,?,?,?,?,?)");
    SqliteStatement item_row(db, "INSERT INTO items VALUES(?,?,?,?,?,?,?)");
    const auto bind_no = [&](EntryNo no) { no == no_entry ? entry_row.bind(nullptr) : entry_row.bind(std::int64_t{no}); };
    std::int64_t no = 0;
    for (const Entry& entry : journal.entries()) {
        entry_row.bind(no).bind(ms_of(entry.at)).bind(entry_kind_name(entry.kind));
        for (const Symbol symbol : {entry.plan, entry.incident, entry.agency, entry.clause}) entry_row.bind(journal.text(symbol));
        bind_no(entry.cause);
        bind_no(entry.held_by);
        entry_row.put();
        std::int64_t position = 0;
        for (const Item& item : journal.items(entry)) {
            item_row.bind(no).bind(position++).bind(journal.text(item.key)).bind(drill_item_type(item.type));
            switch (item.type) {
                case Item::Type::text: item_row.bind(journal.text(item.text)).bind(nullptr).bind(nullptr); break;
                case Item::Type::number: item_row.bind(nullptr).bind(item.low).bind(nullptr); break;
                case Item::Type::range:
                    item_row.bind(nullptr).bind(item.low);
                    item.high == unbounded ? item_row.bind(nullptr) : item_row.bind(item.high);
                    break;
            }
            item_row.put();
        }
        ++no;
    }
}

}  // namespace

void write_drill(const fs::path& target, const DrillHeader& header, const std::vector<DrillInput>& inputs, const Journal& journal, const char* vfs) {
    assert_readable(header, inputs, journal);
    PartFile part(real_target(target));
    try {
        Sqlite db(part.path().string(), SQLITE_OPEN_READWRITE, vfs);
        // No rollback journal: a failed part file is thrown away, so nothing is ever rolled back.
        db.run(fmt::format("PRAGMA page_size={}; PRAGMA encoding='UTF-8'; PRAGMA auto_vacuum=NONE; PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL;"
                           "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; PRAGMA application_id={}; PRAGMA user_version={}",
                           drill_page_size, drill_application_id, drill_format));
        for (const DrillTable& table : drill_tables) db.run(std::string(table.sql));
        put_meta(db, header, inputs, journal);
        put_inputs(db, inputs);
        put_journal(db, journal);
        db.run("COMMIT");
    } catch (const SqliteFault& fault) {
        cannot_write(target, fault.errno_value(), fault.words);
    }
    part.place();
}

}  // namespace sandtable
