#include <algorithm>

#include "sandtable/scene.hpp"

namespace sandtable {

TimeAxis::TimeAxis(std::span<const Journal* const> journals, Kind kind) {
    for (const Journal* journal : journals) {
        const std::size_t before = times_.size();
        for (const Entry& e : journal->entries())
            if (times_.size() == before || times_.back() < e.at) times_.push_back(e.at);
        std::inplace_merge(times_.begin(), times_.begin() + static_cast<std::ptrdiff_t>(before), times_.end());
        times_.erase(std::unique(times_.begin(), times_.end()), times_.end());
    }
    if (times_.empty()) times_.push_back(ModelTime{});
    if (times_.size() == 1) times_.push_back(times_.back() + Duration{60'000});
    double sum = 0;
    places_.push_back(0);
    std::vector<std::size_t> cut_before;
    for (std::size_t i = 1; i < times_.size(); ++i) {
        const Duration gap = times_[i] - times_[i - 1];
        const bool cut = kind == Kind::folded && gap > dead_after;
        if (cut) cut_before.push_back(i);
        sum += kind == Kind::by_entry ? 1.0 : static_cast<double>((cut ? cut_length : gap).count());
        places_.push_back(sum);
    }
    for (double& place : places_) place /= sum;
    for (const std::size_t i : cut_before) cuts_.push_back({places_[i - 1], places_[i], times_[i - 1], times_[i]});
    density_.assign(bins, 0);
    for (const Journal* journal : journals)
        for (const Entry& e : journal->entries()) ++density_[static_cast<std::size_t>(std::min(place(e.at) * bins, bins - 1.0))];
}

const TimeAxis::Cut* TimeAxis::cut_at(ModelTime t) const {
    const auto after = std::upper_bound(cuts_.begin(), cuts_.end(), t, [](ModelTime at, const Cut& cut) { return at < cut.from; });
    return after != cuts_.begin() && t < std::prev(after)->to ? &*std::prev(after) : nullptr;
}

ModelTime TimeAxis::played_on(ModelTime t, Duration by) const {
    if (const Cut* cut = cut_at(t)) return std::min(cut->to, t + std::max(by, (cut->to - cut->from) / 30 + Duration{1}));
    const auto next = std::upper_bound(cuts_.begin(), cuts_.end(), t, [](ModelTime at, const Cut& cut) { return at < cut.from; });
    if (next != cuts_.end() && next->from < t + by) return next->from;
    return std::min(t + by, times_.back());
}

double TimeAxis::place(ModelTime t) const {
    if (t <= times_.front()) return 0;
    if (t >= times_.back()) return 1;
    const auto i = static_cast<std::size_t>(std::upper_bound(times_.begin(), times_.end(), t) - times_.begin());
    const double part = static_cast<double>((t - times_[i - 1]).count()) / static_cast<double>((times_[i] - times_[i - 1]).count());
    return places_[i - 1] + part * (places_[i] - places_[i - 1]);
}

ModelTime TimeAxis::time(double place) const {
    if (!(place > 0)) return times_.front();
    if (place >= 1) return times_.back();
    const auto i = static_cast<std::size_t>(std::upper_bound(places_.begin(), places_.end(), place) - places_.begin());
    const double part = (place - places_[i - 1]) / (places_[i] - places_[i - 1]);
    return times_[i - 1] + Duration{static_cast<std::int64_t>(part * static_cast<double>((times_[i] - times_[i - 1]).count()) + 0.5)};
}

}  // namespace sandtable
