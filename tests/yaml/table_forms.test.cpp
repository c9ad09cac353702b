// Tables as spreadsheets save them: whatever is certain is read as the same table, the rest is
// refused with its place.
#include <algorithm>

#include "sandtable/city.hpp"
#include "sandtable/files.hpp"
#include "sandtable/rain.hpp"
#include "support/catch.hpp"
#include "support/said_of.hpp"
#include "support/scratch_folder.hpp"
#include "yaml/node.hpp"

using namespace sandtable;

namespace {

const std::string gb_city = "\xC0\xF6\xCB\xAE\xCA\xD0", gb_county = "\xC1\xAB\xB6\xBC\xC7\xF8";

/// UTF-16 of characters below U+10000.
std::string wide(std::string_view utf8, bool little) {
    std::string out;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto c = static_cast<unsigned char>(utf8[i]);
        unsigned code = c;
        std::size_t more = 0;
        if (c >= 0xe0) code = c & 0x0f, more = 2;
        else if (c >= 0xc0) code = c & 0x1f, more = 1;
        for (++i; more > 0; --more, ++i)
            code = (code << 6) | (static_cast<unsigned char>(utf8[i]) & 0x3f);
        const char high = static_cast<char>(code >> 8), low = static_cast<char>(code & 0xff);
        out += little ? low : high;
        out += little ? high : low;
    }
    return out;
}

std::string replaced(std::string text, const std::string& was, const std::string& now) {
    for (auto at = text.find(was); at != std::string::npos; at = text.find(was, at + now.size()))
        text.replace(at, was.size(), now);
    return text;
}

/// "code=3311 zh=丽水市 …; …", or what was said.
std::string read_as(const std::string& bytes) {
    const ScratchFolder folder;
    const auto path = folder / "t.csv";
    put_bytes(path, bytes);
    Diagnostics out;
    auto source = read_file(path, out);
    const auto table = source ? parse_table(std::move(*source), out) : nullptr;
    if (!table) {
        std::string said;
        for (const Diagnostic& d : out.all())
            said += d.code + "@" + std::to_string(d.where.line) +
                    (d.where.line_text.empty() ? "" : " " + d.where.line_text);
        return said;
    }
    std::string text;
    for (const Node& row : table->root.items) {
        for (const Member& member : row.members)
            text += (text.empty() || text.back() == '|' ? "" : " ") + member.key.text + "=" +
                    member.value.text;
        text += "|";
    }
    return text;
}

const std::string plain =
    "code,level,zh,en\n3311,city,丽水市,Lishui City\n331102,county,莲都区,\"Liandu, District\"\n";
const std::string wanted =
    "code=3311 level=city zh=丽水市 en=Lishui City|code=331102 level=county zh=莲都区 en=Liandu, "
    "District|";

}  // namespace

TEST_CASE("encodings, line ends, separators and quotes: the same table", "[yaml][table]") {
    int forms = 0;
    for (const char* separator : {",", ";", "\t"}) {
        for (const char* ending : {"\n", "\r\n", "\r"}) {
            for (const bool quoted : {false, true}) {
                // the name that has a comma in it keeps its quotes
                std::string text = replaced(plain, "\"Liandu, District\"", "@");
                text =
                    replaced(text, ",", quoted ? std::string("\"") + separator + "\"" : separator);
                if (quoted)
                    text =
                        "\"" + replaced(text.substr(0, text.size() - 1), "\n", "\"\n\"") + "\"\n";
                text = replaced(text, quoted ? "\"@\"" : "@", "\"Liandu, District\"");
                text = replaced(text, "\n", ending);
                const std::string gb =
                    replaced(replaced(text, "丽水市", gb_city), "莲都区", gb_county);
                for (const std::string& bytes :
                     {text, "\xEF\xBB\xBF" + text, "\xFF\xFE" + wide(text, true),
                      "\xFE\xFF" + wide(text, false), wide(text, true), wide(text, false), gb,
                      text.substr(0, text.size() - std::string(ending).size()),
                      text + ending + replaced(",,,", ",", separator) + ending}) {
                    INFO(bytes);
                    CHECK(read_as(bytes) == wanted);
                    ++forms;
                }
            }
        }
    }
    CHECK(forms == 3 * 3 * 2 * 9);
}

TEST_CASE("what is no table for certain is refused with its place and no raw bytes",
          "[yaml][table]") {
    // Western letters are not taken for Chinese ones
    CHECK(read_as("code,zh\n1,caf\xE9\n") == "file-not-utf8@2");
    CHECK(read_as("code,zh\n1,\xE9t\xE9 \xE0 c\xF4t\xE9\n") == "file-not-utf8@2");
    CHECK(read_as(std::string("code,zh\n1,\0\n", 12)) == "file-binary@2");
    CHECK(read_as("code,zh\n1,\xC0\xF6\xCB") == "file-not-utf8@2");  // cut in a character
    CHECK(read_as("code,zh\n1,x\x1B[31m\n") == "file-control-character@2");
    CHECK(read_as("code,zh\n1,x\xC2\x9By\n") == "file-control-character@2");
    CHECK(read_as("code,zh\n1,x\xE2\x80\xAEy\n") == "file-control-character@2");
    CHECK(read_as("code,zh\n1,x\xE2\x80\xA8y\n") == "file-control-character@2");
    CHECK(read_as("code,zh,code\n1,x,2\n") == "table-column-twice@1 code,zh,code");
    CHECK(read_as("code,name.zh,name.zh\n1,x,2\n") == "table-column-twice@1 code,name.zh,name.zh");
    CHECK(read_as("code,zh\n1,\"x\n") == "table-quote-open@2 1,\"x");
    CHECK(read_as("code,zh\n1,x,y\n") == "table-row@2 1,x,y");
    CHECK(read_as("") == "table-header@0");
    CHECK(read_as(",,,\n , \n") == "table-header@0");
    // padding is no cell
    CHECK(read_as("code,zh,,\n1,x,,\n,,,\n2,,,\n") == "code=1 zh=x|code=2|");
}

TEST_CASE("rain in the forms of spreadsheets, gauges that stop and totals", "[rain]") {
    const auto rain = [](const std::string& text) {
        const ScratchFolder folder;
        const auto path = folder / "r.csv";
        put_bytes(path, text);
        Diagnostics out;
        auto source = read_file(path, out);
        const auto series = source ? load_rain(std::move(*source), "r", out) : std::nullopt;
        std::string said = codes_of(out);
        if (!series) return said;
        for (const auto& [gauge, fallen] : series->fallen) {
            said += (said.empty() ? "" : " ") + gauge + ":";
            for (const std::int64_t mm : fallen) said += " " + std::to_string(mm);
        }
        return said;
    };
    const std::string head = "# origin: made up\n# step: 10 min\ngauge,minute,mm\n";
    const std::string body = "a,10,1.5\na,20,0\nb,10,2\nb,20,3\n";
    const std::string wanted_rain = "a: 1500 0 b: 2000 3000";
    CHECK(rain(head + body) == wanted_rain);
    CHECK(rain(replaced(head + body, "\n", "\r")) == wanted_rain);
    CHECK(rain(replaced(head + body, "\n", "\r\n")) == wanted_rain);
    CHECK(rain("\xEF\xBB\xBF" + head + body) == wanted_rain);
    CHECK(rain("\xFF\xFE" + wide(head + body, true)) == wanted_rain);
    CHECK(rain("# origin: made up,,\n# step: 10 min,,\ngauge,minute,mm\n" + body + ",,\n") ==
          wanted_rain);
    CHECK(rain(replaced(head + body, ",", ";")) == wanted_rain);
    CHECK(rain(head + "\"a\",\"10\",\"1.5\"\na,20,0\nb,10,2\nb,20,3\n") == wanted_rain);
    CHECK(rain(head + "a,10,1\na,20,0\nb,10,2\n") == "rain-stops@6:1");
    CHECK(rain(head + "a,10,1\na,30,0\n") == "rain-gap@5:1");
    CHECK(rain(head + "a,10\n") == "rain-file-row@4:1");
    CHECK(rain("") == "rain-file-origin@1:1");
    CHECK(rain("# origin: x\n# step: 10 min\n") == "rain-file-header");
    CHECK(rain(head) == "rain-empty");
    std::string total = head, storm = head;
    for (int i = 1; i <= 20; ++i) {
        total += "a," + std::to_string(10 * i) + "," + std::to_string(i) + "\n";
        storm += "a," + std::to_string(10 * i) + "," + std::to_string(i < 11 ? i : 21 - i) + "\n";
    }
    CHECK(rain(total).starts_with("rain-total@23:1 a: 1000 2000"));
    CHECK(rain(storm).starts_with("a: 1000"));
}

TEST_CASE("a list of divisions says what is wrong with it as a whole", "[table]") {
    const auto said = [](const std::string& text) {
        Diagnostics out;
        generate_city(Network{}, {"d.csv", text}, "x", out);
        return codes_of(out);
    };
    CHECK(said("code,parent,level,zh,en\n") == "divisions-none");
    CHECK(said("Code,Parent,Level,ZH,EN\n3311,33,city,x,y\n") == "divisions-column");
    CHECK(said("code,parent,zh,en\n3311,33,x,y\n") == "divisions-column");
    CHECK(said("code,parent,level,zh,en\n3311,33,city,x,y\n3.31E+11,3311,county,x,y\n") ==
          "divisions-code-rounded@3:1");
    CHECK(said("code,parent,level,zh,en\n3311,33,city,x,y\n331102,3.31E+03,county,x,y\n") ==
          "divisions-code-rounded@3:1");
}

TEST_CASE("a table beside its network is found", "[table]") {
    const ScratchFolder folder;
    std::filesystem::create_directory(folder / "mine");
    put_bytes(folder / "mine" / "areas.csv", "id,code\na,1\n");
    Diagnostics out;
    const DiskFiles files({folder.path()});
    CHECK(files.find(FileKind::table, "mine/areas", out));
    CHECK(out.all().empty());
}
