// A picture as text: SVG 1.1 elements, one after another. Colours are chosen to be told apart in grey and by the colour-blind; patterns and labels say the rest.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sandtable {

class Svg {
public:
    Svg(double width, double height) : width_(width), height_(height) {}
    enum class Anchor { start, middle, end };
    void text(double x, double y, std::string_view words, Anchor anchor = Anchor::start, std::string_view more = "");
    void line(double x1, double y1, double x2, double y2, std::string_view more = "");
    void rect(double x, double y, double width, double height, std::string_view more = "");
    void circle(double x, double y, double radius, std::string_view more = "");
    void path(const std::vector<std::pair<double, double>>& points, std::string_view more = "");
    void polygon(const std::vector<std::pair<double, double>>& points, std::string_view more);
    /// Elements that only others refer to, as they are.
    void define(std::string_view elements) { body_ += elements; }
    /// The whole element; `id` is unique in the page, `title` and `description` are read out.
    std::string whole(const std::string& id, const std::string& title, const std::string& description) const;

private:
    double width_, height_;
    std::string body_;
};

/// Round steps from `low` to `high`, about `wanted` of them: 1, 2, 5, 10 ... or, of minutes, 15, 30, 60 ...
std::vector<double> round_steps(double low, double high, int wanted);

}  // namespace sandtable
