// A study as a workbook: offices read spreadsheets.
#include <array>
#include <cerrno>
#include <memory>
#include <string_view>
#include <system_error>

#include <minizip/unzip.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "report/study_names.hpp"
#include "sandtable/study_report.hpp"

namespace sandtable {

namespace {

constexpr double ms_of_minute = 60'000;

/// One sheet, row by row.
class Sheet {
public:
    Sheet(lxw_workbook* book, const std::string& name, lxw_format* head) : sheet_(workbook_add_worksheet(book, name.c_str())), head_(head) {}
    void head(const std::vector<std::string>& cells, const std::vector<double>& widths) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            worksheet_write_string(sheet_, row_, static_cast<lxw_col_t>(i), cells[i].c_str(), head_);
            worksheet_set_column(sheet_, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), i < widths.size() ? widths[i] : 14, nullptr);
        }
        next();
        worksheet_freeze_panes(sheet_, row_, 0);
    }
    Sheet& text(const std::string& text) {
        worksheet_write_string(sheet_, row_, column_++, text.c_str(), nullptr);
        return *this;
    }
    Sheet& number(double number, lxw_format* format = nullptr) {
        worksheet_write_number(sheet_, row_, column_++, number, format);
        return *this;
    }
    Sheet& skip(lxw_col_t cells = 1) {
        column_ = static_cast<lxw_col_t>(column_ + cells);
        return *this;
    }
    void next() {
        ++row_;
        column_ = 0;
    }

private:
    lxw_worksheet* sheet_;
    lxw_format* head_;
    lxw_row_t row_ = 0;
    lxw_col_t column_ = 0;
};

/// A file in memory: libxlsxwriter writes to names only.
class MemoryFile {
public:
    MemoryFile() : fd_(::memfd_create("study.xlsx", MFD_CLOEXEC)) {
        if (fd_ < 0) fail(errno);
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() { ::close(fd_); }
    std::string name() const { return "/proc/self/fd/" + std::to_string(fd_); }
    std::string bytes() const {
        std::string all;
        std::array<char, 1 << 12> buffer;
        for (;;) {
            const ssize_t n =
                ::pread(fd_, buffer.data(), buffer.size(), static_cast<off_t>(all.size()));
            if (n < 0) fail(errno);
            if (n == 0) return all;
            all.append(buffer.data(), static_cast<std::size_t>(n));
        }
    }
    [[noreturn]] static void fail(int error) {
        throw std::system_error(error != 0 ? error : EIO, std::generic_category(),
                                "cannot make the workbook");
    }

private:
    int fd_;
};

/// Whether the root of this XML is closed.
bool is_closed(std::string_view xml) {
    const auto root = xml.find_first_not_of("?! \t\r\n", xml.find("<", xml.find("?>") + 2) + 1);
    if (root == std::string_view::npos) return false;
    const std::string name(xml.substr(root, xml.find_first_of(" />\t\r\n", root) - root));
    const auto end = xml.find_last_not_of(" \t\r\n");
    xml = xml.substr(0, end == std::string_view::npos ? 0 : end + 1);
    return xml.ends_with("</" + name + ">") ||
           (xml.ends_with("/>") && xml.find('<', root) == xml.npos);
}

/// Whether every part of the workbook is there to its end. libxlsxwriter gathers them in temporary
/// files and does not say when one could not be filled.
bool is_whole(const std::string& name) {
    const std::unique_ptr<void, int (*)(unzFile)> book(unzOpen64(name.c_str()), &unzClose);
    if (book == nullptr) return false;
    int found = unzGoToFirstFile(book.get());
    for (; found == UNZ_OK; found = unzGoToNextFile(book.get())) {
        if (unzOpenCurrentFile(book.get()) != UNZ_OK) return false;
        std::string part;
        std::array<char, 1 << 12> buffer;
        int n;
        while ((n = unzReadCurrentFile(book.get(), buffer.data(), buffer.size())) > 0)
            part.append(buffer.data(), static_cast<std::size_t>(n));
        if (n < 0 || unzCloseCurrentFile(book.get()) != UNZ_OK || !is_closed(part)) return false;
    }
    return found == UNZ_END_OF_LIST_OF_FILE;
}

}  // namespace

std::string study_xlsx(const StudyReading& r, Lang lang) {
    const MemoryFile file;
    lxw_workbook* book = workbook_new(file.name().c_str());
    if (book == nullptr) MemoryFile::fail(ENOMEM);
    lxw_doc_properties properties{};
    properties.created = 1'000'000'000;  // a fixed instant: equal studies are equal bytes
    workbook_set_properties(book, &properties);
    lxw_format* bold = workbook_add_format(book);
    format_set_bold(bold);
    lxw_format* share = workbook_add_format(book);
    format_set_num_format(share, "0.0 %");
    lxw_format* minutes = workbook_add_format(book);
    format_set_num_format(minutes, "0.00");

    Sheet measures(book, say(lang, "study-sheet-measures"), bold);
    std::vector<std::string> head;
    for (const char* key : {"study-column-variant",
                            "study-column-measure",
                            "column-clause",
                            "study-cases",
                            "study-kept",
                            "study-column-low",
                            "study-column-high",
                            "study-column-least",
                            "study-column-q05",
                            "study-column-median",
                            "study-column-q95",
                            "study-column-most",
                            "study-column-mean",
                            "study-difference",
                            "study-column-low",
                            "study-column-high",
                            "study-later",
                            "study-column-least-chance",
                            "study-column-most-chance",
                            "study-column-open",
                            "study-column-early",
                            "study-column-waived",
                            "study-column-never-arose",
                            "study-column-never-done"})
        head.push_back(say(lang, key));
    measures.head(head, {18, 64, 8});
    for (std::size_t v = 0; v < r.result.variants.size(); ++v) {
        const VariantResult& variant = r.result.variants[v];
        for (std::size_t i = 0; i < variant.measures.size(); ++i) {
            const Measure& m = variant.measures[i];
            const Tally& tally = variant.tallies[i];
            const Distribution& d = tally.lengths;
            const std::uint64_t n = m.is_chance() ? tally.settled() : d.count();
            const Chance chance = chance_of(tally);
            measures.text(variant.id).text(m.id).text(m.clause).number(static_cast<double>(n));
            if (m.is_chance() && tally.arose() > 0) {
                if (tally.open == 0) measures.number(chance.least, share);
                else measures.skip();
                measures.number(chance.interval.low, share)
                    .number(chance.interval.high, share)
                    .skip(6);
            } else if (!m.is_chance() && n > 0) {
                measures.skip(3);
                for (const std::int64_t ms : {d.least(), d.quantile(0.05), d.quantile(0.5), d.quantile(0.95), d.most(), d.mean()}) measures.number(static_cast<double>(ms) / ms_of_minute, minutes);
            } else {
                measures.skip(9);
            }
            const Tally nothing, &difference = v > 0 ? variant.differences[i] : nothing;
            if (const auto change = m.is_chance() ? difference_at(r.result, v, i) : std::nullopt) {
                if (change->least == change->most) measures.number(change->least, share);
                else measures.skip();
                measures.number(change->interval.low, share)
                    .number(change->interval.high, share)
                    .skip();
            } else if (!m.is_chance() && difference.lengths.count() > 0) {
                measures.skip(3).number(
                    static_cast<double>(difference.lengths.quantile(0.5)) / ms_of_minute, minutes);
            } else {
                measures.skip(4);
            }
            if (m.is_chance()) {
                if (tally.arose() > 0)
                    measures.number(chance.least, share).number(chance.most, share);
                else measures.skip(2);
                for (const std::uint64_t count :
                     {tally.open, tally.early, tally.waived, tally.never_arose, tally.never_done})
                    measures.number(static_cast<double>(count));
            }
            measures.next();
        }
    }
    Sheet minutes_sheet(book, say(lang, "study-sheet-minutes"), bold);
    head.clear();
    for (const char* key : {"study-column-variant", "column-clause", "column-duty", "column-agency", "study-column-late", "study-column-never", "study-part", "study-column-part", "study-column-minutes", "study-of-minutes", "study-of-late"}) head.push_back(say(lang, key));
    minutes_sheet.head(head, {18, 8, 40, 24, 10, 10, 50, 50});
    const StudyNames names(r, lang);
    for (const VariantResult& variant : r.result.variants)
        for (const auto& [subject, breaches] : variant.attribution.duties) {
            const auto [duty, agency] = names.duty(subject);
            const auto row = [&]() -> Sheet& { return minutes_sheet.text(variant.id).text(breaches.clause).text(duty).text(agency).number(static_cast<double>(breaches.late)).number(static_cast<double>(breaches.never)); };
            for (const PartRow& part : sorted_parts(breaches.parts))
                row().text(names.part(part.id)).text(part.id).number(static_cast<double>(part.sum.ms) / ms_of_minute, minutes).number(static_cast<double>(part.sum.ms) / static_cast<double>(breaches.ms), share)
                    .number(static_cast<double>(part.sum.breaches) / static_cast<double>(breaches.late), share)
                    .next();
            if (breaches.parts.empty()) row().next();
        }
    Sheet about(book, say(lang, "study-sheet-about"), bold);
    about.head({"演练 EXERCISE", ""}, {24, 80});
    about.text("scenario").text(r.identity.scenario).next();
    about.text("seed").number(r.identity.seed).next();
    about.text("replications").number(static_cast<double>(r.result.done)).next();
    about.text("digest").text(study_digest(r.result)).next();
    about.text(say(lang, "study-column-unit")).text(say(lang, "study-unit")).next();
    for (const std::string& variant : r.identity.variants) about.text(say(lang, "study-column-variant")).text(variant).next();
    for (const std::string& input : r.identity.inputs) about.text("input").text(input).next();
    errno = 0;
    if (workbook_close(book) != LXW_NO_ERROR) MemoryFile::fail(errno);
    if (!is_whole(file.name())) MemoryFile::fail(ENOSPC);
    return file.bytes();
}

}  // namespace sandtable
