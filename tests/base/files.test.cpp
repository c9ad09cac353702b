// Finding and reading files.
#include <cstdlib>

#include "sandtable/files.hpp"
#include "support/catch.hpp"
#include "support/said_of.hpp"
#include "support/scratch_folder.hpp"

namespace fs = std::filesystem;
using namespace sandtable;

namespace {

std::string text_found(const Files& files, FileKind kind, std::string_view id) {
    Diagnostics out;
    const auto found = files.find(kind, id, out);
    return found ? found->text : out.all().empty() ? "nothing" : out.all().front().code;
}

void put(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    put_bytes(file, text);
}

}  // namespace

TEST_CASE("a file is read byte by byte", "[base][files]") {
    const ScratchFolder folder;
    const std::string bytes("\xEF\xBB\xBF" "a\r\n\0\xff", 8);
    put(folder / "x.yaml", bytes);
    Diagnostics out;
    const auto source = read_file(folder / "x.yaml", out);
    REQUIRE(source);
    CHECK(source->text == bytes);
    CHECK(source->path == (folder / "x.yaml").string());
    CHECK(out.all().empty());
}

TEST_CASE("a missing file, a folder and a file without the right to read it are said", "[base][files]") {
    const ScratchFolder folder;
    const auto code_of = [](const fs::path& path) {
        Diagnostics out;
        CHECK_FALSE(read_file(path, out));
        return codes_of(out);
    };
    CHECK(code_of(folder / "x.yaml") == "file-missing");
    CHECK(code_of(folder.path()) == "file-is-folder");
    put(folder / "closed.yaml", "x");
    put(folder / "deeper" / "x.yaml", "x");
    CHECK(code_of(folder / "closed.yaml" / "x.yaml") == "file-missing");
    fs::permissions(folder / "closed.yaml", fs::perms::none);
    fs::permissions(folder.path(), fs::perms::all);
    const int code = in_child([&] {
        if (!become_nobody()) return 2;
        Diagnostics out;
        return !read_file(folder / "closed.yaml", out) && codes_of(out) == "file-unreadable" ? 0 : 1;
    });
    CHECK(code == 0);
}

TEST_CASE("a file larger than the bound is refused by the bound's name", "[base][files]") {
    const ScratchFolder folder;
    put(folder / "big.yaml", "x");
    fs::resize_file(folder / "big.yaml", file_bytes_max);
    Diagnostics out;
    CHECK(read_file(folder / "big.yaml", out));
    fs::resize_file(folder / "big.yaml", file_bytes_max + 1);
    CHECK_FALSE(read_file(folder / "big.yaml", out));
    REQUIRE(codes_of(out) == "file-too-large");
    CHECK(out.all().front().message.en.find("64 MiB (file_bytes_max)") != std::string::npos);
}

TEST_CASE("every kind of file has its place under a data folder", "[base][files]") {
    CHECK(file_name(FileKind::plan, "x") == "plans/x.yaml");
    CHECK(file_name(FileKind::network, "x") == "networks/x.yaml");
    CHECK(file_name(FileKind::calendar, "x") == "calendars/x.yaml");
    CHECK(file_name(FileKind::scenario, "x") == "drills/x.yaml");
    CHECK(file_name(FileKind::observed, "x") == "observed/x.yaml");
    CHECK(file_name(FileKind::vocabulary, "x") == "vocabulary.yaml");
    CHECK(file_name(FileKind::clauses, "x") == "clauses.csv");
}

TEST_CASE("the first folder that has a file wins, and its own kind's folder wins in it", "[base][files]") {
    const ScratchFolder folder;
    put(folder / "one/plans/a.yaml", "one");
    put(folder / "two/plans/a.yaml", "two");
    put(folder / "two/plans/b.yaml", "two b");
    put(folder / "two/b.yaml", "flat b");
    put(folder / "two/c.yaml", "flat c");
    const DiskFiles files({folder / "one", folder / "two"});
    CHECK(text_found(files, FileKind::plan, "a") == "one");
    CHECK(text_found(files, FileKind::plan, "b") == "two b");
    CHECK(text_found(files, FileKind::plan, "c") == "flat c");
    CHECK(text_found(files, FileKind::plan, "d") == "nothing");
    CHECK(text_found(files, FileKind::network, "a") == "nothing");
    CHECK(files.where() == (folder / "one").string() + ", " + (folder / "two").string());
}

TEST_CASE("names of a kind are sorted, each once, and YAML only", "[base][files]") {
    const ScratchFolder folder;
    for (const char* name : {"one/plans/b.yaml", "one/plans/a.yaml", "two/plans/a.yaml", "two/plans/note.txt", "two/networks/n.yaml"}) put(folder / name, "x");
    CHECK(DiskFiles({folder / "two", folder / "one"}).names(FileKind::plan) == std::vector<std::string>{"a", "b"});
    CHECK(DiskFiles({folder / "nowhere"}).names(FileKind::plan).empty());
}

TEST_CASE("a folder in a file's place is said, not passed over", "[base][files]") {
    const ScratchFolder folder;
    fs::create_directories(folder / "plans/a.yaml");
    CHECK(text_found(DiskFiles({folder.path()}), FileKind::plan, "a") == "file-is-folder");
}

TEST_CASE("files are looked for beside the scenario, above it, in SANDTABLE_DATA, then in the program's own folder", "[base][files]") {
    const ScratchFolder folder;
    fs::create_directories(folder / "mine/drills");
    fs::create_directories(folder / "data");
    ::setenv("SANDTABLE_DATA", (folder / "data").c_str(), 1);
    auto folders = data_folders(folder / "mine/drills/x.yaml");
    ::unsetenv("SANDTABLE_DATA");
    REQUIRE(folders.size() >= 3);
    CHECK(folders[0] == folder / "mine/drills");
    CHECK(fs::equivalent(folders[1], folder / "mine"));
    CHECK(folders[2] == folder / "data");
    for (std::size_t i = 3; i < folders.size(); ++i) CHECK((folders[i].filename() == "scenarios" || folders[i].filename() == "sandtable"));
}

TEST_CASE("a data folder that is not there is passed over", "[base][files]") {
    const ScratchFolder folder;
    ::setenv("SANDTABLE_DATA", (folder / "nowhere").c_str(), 1);
    const auto folders = data_folders("");
    ::unsetenv("SANDTABLE_DATA");
    for (const auto& each : folders) CHECK(each != folder / "nowhere");
}

TEST_CASE("held files are found by kind and id", "[base][files]") {
    HeldFiles files;
    files.hold(FileKind::plan, "b", {"b.yaml", "B"});
    files.hold(FileKind::plan, "a", {"a.yaml", "A"});
    files.hold(FileKind::network, "a", {"n.yaml", "N"});
    files.hold(FileKind::plan, "b", {"b.yaml", "B again"});
    CHECK(text_found(files, FileKind::plan, "a") == "A");
    CHECK(text_found(files, FileKind::plan, "b") == "B again");
    CHECK(text_found(files, FileKind::network, "a") == "N");
    CHECK(text_found(files, FileKind::calendar, "a") == "nothing");
    CHECK(files.names(FileKind::plan) == std::vector<std::string>{"a", "b"});
}
