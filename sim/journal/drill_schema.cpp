#include "journal/drill_schema.hpp"

#include <algorithm>

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

// The same characters as the YAML reader refuses.
bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f; }

}  // namespace

bool is_drill_text(std::string_view text) {
    return text.size() <= drill_text_max && std::none_of(text.begin(), text.end(), is_control) && utf8_fault(text) == std::string_view::npos;
}

bool is_bookmark_text(std::string_view text) { return is_drill_text(text); }

std::string drill_cleaned(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (is_control(c)) c = '\xff';  // never part of UTF-8, so the next loop finds it
    for (std::size_t fault; (fault = utf8_fault(out)) != std::string::npos;) out.replace(fault, 1, "\xEF\xBF\xBD");
    return out;
}

fs::path drill_side_file(const fs::path& file) {
    for (const char* suffix : {"-wal", "-journal"}) {
        const fs::path side = fs::path(file) += suffix;
        std::error_code failed;
        if (const auto bytes = fs::file_size(side, failed); !failed && bytes > 0) return side;
    }
    return {};
}

}  // namespace sandtable
