// Where named files are found: on disk, or inside a recorded drill.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sandtable/diagnostic.hpp"

namespace sandtable {

enum class FileKind { vocabulary, clauses, plan, network, calendar, scenario, observed, thresholds, rain, table, warnings, study };

/// "plan", "network" ...: the KIND of a file's first line.
std::string_view kind_name(FileKind kind);
/// "plans/wage-arrears.yaml": where a file of this kind and id lies under a data folder.
std::filesystem::path file_name(FileKind kind, std::string_view id);

/// A file's text with the name it is shown by.
struct SourceText {
    std::string path;
    std::string text;
};

/// A file as it went into a run.
struct InputText {
    FileKind kind = FileKind::plan;
    std::string id, path, digest, text;  ///< digest: "sha256:..." of text
};

/// What kind of file a text is, by its first line; nothing if it has none.
std::optional<FileKind> kind_of(const SourceText& source);
/// The id a file states, or "".
std::string id_of(const SourceText& source);

/// No file of ours is larger.
constexpr std::uintmax_t file_bytes_max = 64u << 20;

/// Reads a whole file; a table (.csv) as spreadsheets save it, of another encoding than UTF-8 where
/// that is certain, comes as UTF-8 with line feeds. A missing file, a directory, one that is too
/// large or cannot be read is a Diagnostic.
std::optional<SourceText> read_file(const std::filesystem::path& path, Diagnostics& out);

/// Finds files by kind and id.
class Files {
public:
    virtual ~Files() = default;
    /// The file, or nothing if there is none by that id (then nothing was said) or it cannot be read (then it was).
    virtual std::optional<SourceText> find(FileKind kind, std::string_view id, Diagnostics& out) const = 0;
    /// Ids of this kind that could be found, sorted: for hints.
    virtual std::vector<std::string> names(FileKind kind) const = 0;
    /// The folders looked in, for the message.
    virtual std::string where() const = 0;
};

/// Files in data folders, the first folder that has one wins (formats.md, "Where files are looked for").
class DiskFiles : public Files {
public:
    explicit DiskFiles(std::vector<std::filesystem::path> folders) : folders_(std::move(folders)) {}
    std::optional<SourceText> find(FileKind kind, std::string_view id, Diagnostics& out) const override;
    std::vector<std::string> names(FileKind kind) const override;
    std::string where() const override;

private:
    std::vector<std::filesystem::path> folders_;
};

/// Files held in memory: those of a recorded drill, or of a test.
class HeldFiles : public Files {
public:
    void hold(FileKind kind, std::string id, SourceText text) { held_[{kind, std::move(id)}] = std::move(text); }
    std::optional<SourceText> find(FileKind kind, std::string_view id, Diagnostics& out) const override;
    std::vector<std::string> names(FileKind kind) const override;
    std::string where() const override { return "(recorded)"; }

private:
    std::map<std::pair<FileKind, std::string>, SourceText> held_;
};

/// The data folders for a file at `beside` (may be empty): its own folder, the folder above it, $SANDTABLE_DATA, then the program's own
/// (share/sandtable beside the program's bin/, or scenarios/ of the tree it was built in).
std::vector<std::filesystem::path> data_folders(const std::filesystem::path& beside);

}  // namespace sandtable
