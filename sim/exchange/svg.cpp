#include "exchange/svg.hpp"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "exchange/xml.hpp"

namespace sandtable {

void Svg::text(double x, double y, std::string_view words, Anchor anchor, std::string_view more) {
    const char* at = anchor == Anchor::start ? "start" : anchor == Anchor::middle ? "middle" : "end";
    body_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" {}>{}</text>\n", x, y, at, more, xml_escaped(words));
}
void Svg::line(double x1, double y1, double x2, double y2, std::string_view more) {
    body_ += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" {}/>\n", x1, y1, x2, y2, more.empty() ? "stroke=\"#999\"" : more);
}
void Svg::rect(double x, double y, double width, double height, std::string_view more) { body_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" {}/>\n", x, y, width, height, more); }
void Svg::circle(double x, double y, double radius, std::string_view more) { body_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" {}/>\n", x, y, radius, more); }
void Svg::path(const std::vector<std::pair<double, double>>& points, std::string_view more) {
    std::string d;
    for (const auto& [x, y] : points) d += fmt::format("{}{:.1f} {:.1f}", d.empty() ? "M" : "L", x, y);
    body_ += fmt::format("<path d=\"{}\" fill=\"none\" {}/>\n", d, more);
}
void Svg::polygon(const std::vector<std::pair<double, double>>& points, std::string_view more) {
    std::string at;
    for (const auto& [x, y] : points) at += fmt::format("{}{:.1f},{:.1f}", at.empty() ? "" : " ", x, y);
    body_ += fmt::format("<polygon points=\"{}\" {}/>\n", at, more);
}

std::string Svg::whole(const std::string& id, const std::string& title, const std::string& description) const {
    return fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {:.0f} {:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\" role=\"img\" aria-labelledby=\"{}-t {}-d\" font-family=\"'Noto Sans SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif\" "
                       "font-size=\"12\" fill=\"#111\">\n<title id=\"{}-t\">{}</title>\n<desc id=\"{}-d\">{}</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
                       width_, height_, width_, height_, id, id, id, xml_escaped(title), id, xml_escaped(description)) +
           body_ + "</svg>\n";
}

std::vector<double> round_steps(double low, double high, int wanted) {
    constexpr std::array steps{0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 240.0, 480.0, 1440.0, 2880.0, 7200.0, 14400.0, 43200.0, 144000.0, 432000.0, 1440000.0};
    double step = steps.back();
    for (const double one : steps)
        if ((high - low) / one <= wanted) {
            step = one;
            break;
        }
    std::vector<double> at;
    for (double x = std::ceil(low / step) * step; x <= high + step * 1e-9; x += step) at.push_back(std::abs(x) < step * 1e-9 ? 0 : x);
    return at;
}

}  // namespace sandtable
