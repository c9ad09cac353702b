// What every fuzz target needs: the shipped files, and every message rendered in both languages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include <unistd.h>

#include "sandtable/scenario.hpp"

namespace sandtable {

inline std::string_view bytes_of_fuzz(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// scenarios/ of the tree.
inline const DiskFiles& shipped_files() {
    static const DiskFiles files({std::filesystem::path(SANDTABLE_TREE) / "scenarios"});
    return files;
}

/// Ends the program where `holds` does not.
inline void must(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "must: %s\n", what);
    std::abort();
}

/// A message is text for a terminal: it has no control character but the line feeds of its lines.
inline void render_all(const Diagnostics& said) {
    for (const Diagnostic& d : said.all())
        for (const Lang lang : {Lang::en, Lang::zh}) {
            const std::string text = render(d, lang);
            must(utf8_fault(text) == std::string::npos, "a message is UTF-8");
            must(text.size() < 100'000, "a message is short");
            for (const char c : text)
                must(c == '\n' || static_cast<unsigned char>(c) >= 0x20, "a message is plain");
        }
}

/// A file of this process in memory, with these bytes.
inline std::filesystem::path file_with(std::string_view bytes, const char* ending) {
    static const std::filesystem::path path =
        "/dev/shm/sandtable-fuzz-" + std::to_string(::getpid()) + ending;
    std::FILE* file = std::fopen(path.c_str(), "wb");
    must(file != nullptr, "/dev/shm");
    std::fwrite(bytes.data(), 1, bytes.size(), file);
    std::fclose(file);
    return path;
}

}  // namespace sandtable
