// Bookmarks, and what is typed: a note, a name, a speed.
#include <algorithm>
#include <charconv>

#include "view/viewer.hpp"

namespace sandtable {

void Viewer::add_bookmark(std::string text) {
    auto& bookmarks = state_.layout.bookmarks;
    const Bookmark bookmark{now(), std::move(text)};
    if (bookmarks.size() >= drill_bookmarks_max || !is_bookmark_text(bookmark.text)) return notice(say(state_.layout.lang, "view-not-bookmarked", {drill_bookmarks_max}));
    const auto place = std::lower_bound(bookmarks.begin(), bookmarks.end(), bookmark);
    const auto index = static_cast<std::uint32_t>(place - bookmarks.begin());
    if (place == bookmarks.end() || *place != bookmark) bookmarks.insert(place, bookmark), marked_ = true;
    select({About::Kind::bookmark, index}, false);
}

void Viewer::step_bookmark(bool on) {
    const auto& bookmarks = state_.layout.bookmarks;
    if (bookmarks.empty()) return notice(say(state_.layout.lang, "view-no-bookmark"));
    std::size_t index = on ? 0 : bookmarks.size() - 1;  // round the ends
    if (at_bookmark()) {  // several may stand at one instant
        index = (state_.layout.selected.index + (on ? 1 : bookmarks.size() - 1)) % bookmarks.size();
    } else if (on) {
        const auto next = std::find_if(bookmarks.begin(), bookmarks.end(), [&](const Bookmark& b) { return b.at > now(); });
        if (next != bookmarks.end()) index = static_cast<std::size_t>(next - bookmarks.begin());
    } else {
        for (std::size_t i = 0; i < bookmarks.size(); ++i)
            if (bookmarks[i].at < now()) index = i;
    }
    select({About::Kind::bookmark, static_cast<std::uint32_t>(index)}, false);
    go(bookmarks[index].at);
}

void Viewer::remove_bookmark() {
    auto& bookmarks = state_.layout.bookmarks;
    if (state_.layout.selected.kind != About::Kind::bookmark) return notice(say(state_.layout.lang, "view-select-bookmark"));
    bookmarks.erase(bookmarks.begin() + state_.layout.selected.index);
    marked_ = true;
    select({}, false);
}

void Viewer::typed(std::string_view utf8) {
    if (typing_ == Typing::nothing) return;
    std::string& to = typing_ == Typing::find ? state_.layout.find : typed_;
    if (to.size() + utf8.size() <= typed_bytes_max) to += utf8;
    changed_ = true;
}
void Viewer::erase_last() {
    std::string& from = typing_ == Typing::note || typing_ == Typing::speed ? typed_ : state_.layout.find;
    while (!from.empty() && (static_cast<unsigned char>(from.back()) & 0xC0) == 0x80) from.pop_back();
    if (!from.empty()) from.pop_back();
    changed_ = true;
}
void Viewer::finish(bool keep) {
    const Typing was = std::exchange(typing_, Typing::nothing);
    changed_ = true;
    if (was == Typing::find && !keep) {
        Filters all = filters();
        all.find.clear();
        return change_filters(std::move(all));
    }
    if (!keep) return;
    if (was == Typing::find && !state_.layout.find.empty()) {
        Filters to = filters();  // it was shown while it was typed; now it can be taken back
        state_.layout.find.clear();
        change_filters(std::move(to));
        const auto& parts = scene().parts;
        const bool found = std::any_of(scene_.labels.begin(), scene_.labels.end(), [](const Label& l) { return (l.view == View::lanes && l.about.kind == About::Kind::agency) || (l.view == View::duties && l.about.kind == About::Kind::duty); });
        const bool looks = std::any_of(parts.begin(), parts.end(), [](const Scene::Part& part) { return part.view == View::lanes || part.view == View::duties; });
        if (looks && !found) notice(say(state_.layout.lang, "view-found-nothing", {state_.layout.find}));
    }
    if (was == Typing::note) {
        if (at_bookmark()) {  // its text is replaced
            remove_bookmark();
            add_bookmark(typed_);
        } else if (!typed_.empty()) add_bookmark(typed_);
    }
    if (was != Typing::speed) return;
    double speed = 0;
    const auto [last, failed] = std::from_chars(typed_.data(), typed_.data() + typed_.size(), speed);
    if (failed != std::errc{} || last != typed_.data() + typed_.size() || !(speed >= slowest && speed <= fastest)) return notice(say(state_.layout.lang, "view-speed-range", {typed_}));
    state_.speed = speed;
}

}  // namespace sandtable
