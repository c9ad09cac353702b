#include "sandtable/timeline.hpp"

#include <algorithm>

namespace sandtable {

EntryNo entries_until(const Journal& journal, ModelTime t) {
    const auto& all = journal.entries();
    return static_cast<EntryNo>(std::upper_bound(all.begin(), all.end(), t, [](ModelTime at, const Entry& e) { return at < e.at; }) - all.begin());
}

void Timeline::append(const Journal& journal) {
    for (; seen_ < journal.size(); ++seen_) take(journal, seen_);
}

void Timeline::open(TimelineSpan span) {
    const auto index = static_cast<std::uint32_t>(spans_.size());
    if (index % spans_of_block == 0) latest_end_.push_back(not_ended);
    latest_end_.back() = not_ended;
    if (span.kind == TimelineSpan::Kind::message) on_the_way_[span.from] = index;
    else open_[{span.kind, span.plan, span.incident, span.agency, span.subject}].push_back(index);
    spans_.push_back(span);
}

void Timeline::end_span(std::uint32_t index, ModelTime at, EntryNo to, bool failed) {
    TimelineSpan& span = spans_[index];
    span.end = at;
    span.to = to;
    span.failed = failed;
    const std::size_t block = index / spans_of_block, first = block * spans_of_block;
    ModelTime latest = spans_[first].end;
    for (std::size_t i = first; i < spans_.size() && i < first + spans_of_block; ++i) latest = std::max(latest, spans_[i].end);
    latest_end_[block] = latest;
}

void Timeline::close(const Key& key, ModelTime at, EntryNo to, bool failed) {
    const auto found = open_.find(key);
    if (found == open_.end()) return;
    end_span(found->second.front(), at, to, failed);
    found->second.erase(found->second.begin());
    if (found->second.empty()) open_.erase(found);
}

void Timeline::take(const Journal& journal, EntryNo no) {
    using enum TimelineSpan::Kind;
    const Entry& e = journal[no];
    end_ = e.at;
    if (e.agency != 0) {
        if (known_agency_.size() <= e.agency) known_agency_.resize(e.agency + 1);
        if (!known_agency_[e.agency]) agencies_.push_back(e.agency);
        known_agency_[e.agency] = true;
    }
    const auto symbol = [&](std::string_view key) {
        const Item* item = journal.item(e, key);
        return item != nullptr && item->type == Item::Type::text ? item->text : Symbol{0};
    };
    const auto span = [&](TimelineSpan::Kind kind, std::string_view subject) {
        return TimelineSpan{.kind = kind, .plan = e.plan, .incident = e.incident, .agency = e.agency, .subject = symbol(subject), .begin = e.at, .from = no};
    };
    const auto key = [&](TimelineSpan::Kind kind, std::string_view subject) { return Key{kind, e.plan, e.incident, e.agency, symbol(subject)}; };
    // A message is followed along causes: each try is caused by the one before.
    const auto arrives = [&](bool failed) {
        const auto found = on_the_way_.find(e.cause);
        if (found == on_the_way_.end()) return;
        end_span(found->second, e.at, no, failed);
        on_the_way_.erase(found);
    };
    switch (e.kind) {
        case EntryKind::task_ready: open(span(waiting, "task")); break;
        case EntryKind::task_started:
            close(key(waiting, "task"), e.at, no);
            open(span(handling, "task"));
            break;
        case EntryKind::task_done: close(key(handling, "task"), e.at, no); break;
        case EntryKind::task_stopped:
        case EntryKind::task_waived:
            close(key(waiting, "task"), e.at, no, true);
            close(key(handling, "task"), e.at, no, true);
            break;
        case EntryKind::departed:
            close(key(handling, "task"), e.at, no);
            open(span(travel, "task"));
            break;
        case EntryKind::rerouted:  // a way of its own from there on
            close(key(travel, "task"), e.at, no);
            open(span(travel, "task"));
            break;
        case EntryKind::stranded: close(key(travel, "task"), e.at, no, true); break;
        case EntryKind::arrived:
            close(key(travel, "task"), e.at, no);
            open(span(on_scene, "task"));
            break;
        case EntryKind::released: close(key(on_scene, "task"), e.at, no); break;
        case EntryKind::sent: {
            TimelineSpan sent = span(message, "message");
            sent.other = symbol("to");
            open(sent);
            break;
        }
        case EntryKind::call_failed:
        case EntryKind::retried:
            if (const auto found = on_the_way_.find(e.cause); found != on_the_way_.end()) {
                const std::uint32_t index = found->second;
                on_the_way_.erase(found);
                on_the_way_[no] = index;
            }
            break;
        case EntryKind::received: arrives(false); break;
        case EntryKind::lost:
        case EntryKind::undelivered: arrives(true); break;
        case EntryKind::officers_away: open(span(away, "pool")); break;
        case EntryKind::officers_back: close(key(away, "pool"), e.at, no); break;
        case EntryKind::road_closed: {
            TimelineSpan closed = span(road_closed, "road");
            closed.plan = closed.incident = closed.agency = 0;
            open(closed);
            break;
        }
        case EntryKind::road_opened: close({road_closed, 0, 0, 0, symbol("road")}, e.at, no); break;
        case EntryKind::fault: {
            TimelineSpan broken = span(TimelineSpan::Kind::fault, "fault");
            broken.plan = broken.incident = broken.agency = 0;
            open(broken);
            break;
        }
        case EntryKind::fault_over: close({TimelineSpan::Kind::fault, 0, 0, 0, symbol("fault")}, e.at, no); break;
        case EntryKind::grading: gradings_.push_back(no); break;
        case EntryKind::duty_breached: breaches_.push_back(no); break;
        case EntryKind::inject: injects_.push_back(no); break;
        case EntryKind::truth: truths_.push_back(no); break;
        case EntryKind::started:
        case EntryKind::ended:
        case EntryKind::shift:
        case EntryKind::seen:
        case EntryKind::task_armed:
        case EntryKind::decided:
        case EntryKind::formed:
        case EntryKind::response_ended:
        case EntryKind::duty_opened:
        case EntryKind::duty_discharged:
        case EntryKind::duty_waived:
        case EntryKind::limit_set:
        case EntryKind::clock_stopped:
        case EntryKind::clock_restarted:
        case EntryKind::limit_extended: break;
    }
}

}  // namespace sandtable
