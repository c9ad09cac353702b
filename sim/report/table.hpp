// Columns that line up under Chinese text too.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "sandtable/text.hpp"

namespace sandtable {

class TextTable {
public:
    explicit TextTable(std::vector<std::string> head) { rows_.push_back({std::move(head), "1"}); }
    /// `colour` paints the last cell (an ANSI code, or "" for none).
    void row(std::vector<std::string> cells, std::string colour) { rows_.push_back({std::move(cells), std::move(colour)}); }
    /// Cuts the widest of the columns named, down to `least` columns each, until a row fits `width` (0: any width is fine).
    void fit(int width, const std::vector<std::size_t>& giving_way, int least) {
        for (std::vector<int> now = widths(); width > 0 && total(now) > width;) {
            const auto widest = *std::max_element(giving_way.begin(), giving_way.end(), [&](std::size_t a, std::size_t b) { return now[a] < now[b]; });
            if (now[widest] <= least) return;
            --now[widest];
            for (Row& row : rows_) row.cells[widest] = clipped(row.cells[widest], now[widest]);
        }
    }
    std::string text() const {
        const std::vector<int> widths = this->widths();
        std::string out;
        for (const Row& row : rows_) {
            std::string line = "  ";
            for (std::size_t i = 0; i < row.cells.size(); ++i) {
                const bool last = i + 1 == row.cells.size();
                const bool painted = last && &row != &rows_.front() && !row.colour.empty();
                line += painted ? "\033[" + row.colour + "m" + row.cells[i] + "\033[0m" : last ? row.cells[i] : padded(row.cells[i], widths[i]) + "  ";
            }
            while (!line.empty() && line.back() == ' ') line.pop_back();
            out += line + "\n";
        }
        return out;
    }

private:
    std::vector<int> widths() const {
        std::vector<int> widths(rows_.front().cells.size(), 0);
        for (const Row& row : rows_)
            for (std::size_t i = 0; i < row.cells.size(); ++i) widths[i] = std::max(widths[i], display_width(row.cells[i]));
        return widths;
    }
    static int total(const std::vector<int>& widths) {
        int sum = 0;
        for (const int w : widths) sum += w + 2;
        return sum;
    }

    struct Row {
        std::vector<std::string> cells;
        std::string colour;
    };
    std::vector<Row> rows_;
};

}  // namespace sandtable
