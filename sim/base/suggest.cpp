#include "sandtable/suggest.hpp"

#include <algorithm>
#include <array>

namespace sandtable {

int edit_distance(std::string_view a, std::string_view b) {
    std::array<std::vector<int>, 3> rows;
    for (auto& row : rows) row.assign(b.size() + 1, 0);
    for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto &row = rows[i % 3], &last = rows[(i + 2) % 3], &before = rows[(i + 1) % 3];
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
        }
    }
    return rows[a.size() % 3][b.size()];
}

std::string nearest_name(std::string_view wanted, const std::vector<std::string>& names) {
    constexpr std::size_t longest = 80;  // longer words are no slips
    if (wanted.empty() || wanted.size() > longest) return {};
    std::string best;
    int least = std::clamp(static_cast<int>(wanted.size()) / 3, 1, 3) + 1;
    for (const auto& name : names) {
        if (name.size() > longest) continue;
        const int edits = edit_distance(wanted, name);
        if (edits < least || (edits == least && !best.empty() && name < best)) {
            least = edits;
            best = name;
        }
    }
    return best;
}

}  // namespace sandtable
