#include "journal/drill_schema.hpp"

#include <algorithm>
#include <cerrno>

#include "base/control_characters.hpp"
#include "base/part_file.hpp"
#include "journal/sqlite.hpp"
#include "sandtable/digest.hpp"
#include "sandtable/text.hpp"

namespace fs = std::filesystem;

namespace sandtable {

std::string_view drill_item_type(Item::Type type) {
    switch (type) {
        case Item::Type::text: return "text";
        case Item::Type::number: return "number";
        case Item::Type::range: return "range";
    }
    return {};
}

std::string drill_seal(const DrillHeader& header, const std::vector<DrillInput>& inputs, std::uint32_t entries) {
    Digest digest;
    digest.text(header.scenario);
    digest.number(header.seed);
    digest.number(header.semantics);
    digest.text(header.program_version);
    digest.text(header.start);
    digest.text(header.digest);
    digest.number(entries);
    if (header.replication != 0) digest.number(header.replication);
    digest.number(static_cast<std::int64_t>(inputs.size()));
    for (const DrillInput& input : inputs) {
        digest.text(kind_name(input.kind));
        digest.text(input.id);
        digest.text(drill_cleaned(input.path));
        digest.text(input.digest);
    }
    return "sha256:" + digest.hex();
}

namespace {

constexpr std::string_view allowed = "\n\t";  // as in YAML

}  // namespace

bool is_drill_text(std::string_view text) {
    return text.size() <= drill_text_max && utf8_fault(text) == std::string_view::npos &&
           !control_in(text, allowed);
}

bool is_bookmark_text(std::string_view text) { return is_drill_text(text); }

std::string drill_cleaned(std::string_view text) {
    constexpr std::string_view replacement = "\xEF\xBF\xBD";
    std::string whole, out;
    for (; !text.empty(); text.remove_prefix(std::min<std::size_t>(1, text.size()))) {
        const std::size_t fault = std::min(utf8_fault(text), text.size());
        whole += text.substr(0, fault);
        text.remove_prefix(fault);
        if (!text.empty()) whole += replacement;
    }
    std::string_view rest = whole;
    while (const auto control = control_in(rest, allowed)) {
        out += rest.substr(0, control->at);
        out += replacement;
        rest.remove_prefix(control->at + control->length);
    }
    return out += rest;
}

fs::path drill_side_file(const fs::path& file) {
    for (const char* suffix : {"-wal", "-journal"}) {
        const fs::path side = fs::path(file) += suffix;
        std::error_code failed;
        if (const auto bytes = fs::file_size(side, failed); !failed && bytes > 0) return side;
    }
    return {};
}

fs::path database_target(const fs::path& target) {
    fs::path real = real_target(target);
    if (real.native().size() + std::string_view(".part").size() > sqlite_path_max)
        cannot_write(target, ENAMETOOLONG);
    // SQLite would play a recording that was not closed into whatever has its name.
    if (const fs::path side = drill_side_file(real); !side.empty())
        cannot_write(target, EBUSY, "a recording there is not closed: " + side.filename().string());
    return real;
}

}  // namespace sandtable
