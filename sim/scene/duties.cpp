// Every duty as a bar from opening to due, with what is left; the ones that run come first.
#include <vector>

#include "scene/canvas.hpp"

namespace sandtable {

namespace {

struct Style {
    Ink ink;
    Pattern pattern;
    const char* word;
};
/// Tight in the last third of the time from opening to due: our choice, no plan says so.
Style style_of(const DutyOutcome& duty, const DutyThen& then) {
    switch (then.state) {
        case DutyThen::State::not_yet: return {Ink::faint, Pattern::hollow, ""};
        case DutyThen::State::running: return *then.left * 3 < *duty.due - std::min(duty.opened, *duty.due) ? Style{Ink::tight, Pattern::striped, "scene-tight"} : Style{Ink::slack, Pattern::solid, "scene-running"};
        case DutyThen::State::measured: return {Ink::open, Pattern::dotted, "scene-measured"};
        case DutyThen::State::met: return duty.due || duty.must_not ? Style{Ink::met, Pattern::solid, "scene-met"} : Style{Ink::open, Pattern::solid, "scene-done"};
        case DutyThen::State::late: return {Ink::late, Pattern::striped, "scene-late"};
        case DutyThen::State::breached: return {Ink::late, Pattern::striped, "scene-breached"};
        case DutyThen::State::waived: return {Ink::waived, Pattern::hollow, "scene-waived"};
    }
    return {Ink::faint, Pattern::hollow, ""};
}

/// Breached and not done first, then what runs by what is left, then what is over, latest first.
int rank(const DutyThen& then) {
    switch (then.state) {
        case DutyThen::State::breached: return 0;
        case DutyThen::State::running: return 1;
        case DutyThen::State::measured: return 2;
        case DutyThen::State::late: return 3;
        case DutyThen::State::met: return 4;
        case DutyThen::State::waived: return 5;
        case DutyThen::State::not_yet: return 6;
    }
    return 6;
}

struct Row {
    std::optional<std::uint32_t> index;  ///< in this run's outcomes; none where only the other run opened it
    DutyThen then;
    std::optional<std::uint32_t> other;  ///< in the other's
    enum class Differs { no, in_time, in_state } differs = Differs::no;  ///< from the other's until now
    int rank = 0;  ///< of two: the more pressing of either
    std::string mark() const { return differs == Differs::in_state ? "≠ " : differs == Differs::in_time ? "≈ " : ""; }
};

bool is_found(const Look& look, const Replay& replay, std::uint32_t index) {
    return look.shows_incident(replay.outcomes[index].incident) && duty_is_meant(replay.inputs, replay.outcomes[index], look.layout.find);
}

/// Of one run: what is pressing comes first. Only the first `wanted` are in order.
std::vector<Row> rows_of_one(const Look& look, std::size_t wanted, std::uint32_t& filtered) {
    std::vector<Row> rows;
    const auto& outcomes = look.replay.outcomes;
    for (std::uint32_t i = 0; i < outcomes.size(); ++i) {
        const DutyThen then = duty_then(look.replay.journal, outcomes[i], look.now);
        if (then.state == DutyThen::State::not_yet) continue;
        if (is_found(look, look.replay, i)) rows.push_back({i, then, {}});
        else ++filtered;
    }
    std::partial_sort(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(std::min(wanted, rows.size())), rows.end(), [&](const Row& a, const Row& b) {
        const int ra = rank(a.then), rb = rank(b.then);
        if (ra != rb) return ra < rb;
        if (a.then.left && b.then.left && *a.then.left != *b.then.left) return *a.then.left < *b.then.left;
        const ModelTime oa = outcomes[*a.index].opened, ob = outcomes[*b.index].opened;
        return oa != ob ? oa > ob : *a.index < *b.index;
    });
    return rows;
}

/// Of two: the same rows in both, what is pressing in either first, and among equals what differs now.
std::vector<Row> rows_of_two(const Look& look, std::uint32_t& filtered) {
    std::vector<Row> rows;
    const std::size_t here = look.run, there = 1 - look.run;
    const Replay& other = look.compared->runs[there];
    for (const Comparison::Duty& duty : look.compared->comparison.duties) {
        const auto then = [&](std::size_t run) { return duty.outcome[run] ? duty_then(look.compared->runs[run].journal, look.compared->runs[run].outcomes[*duty.outcome[run]], look.now) : DutyThen{}; };
        const DutyThen now_here = then(here), now_there = then(there);
        if (now_here.state == DutyThen::State::not_yet && now_there.state == DutyThen::State::not_yet) continue;
        const bool found = duty.outcome[here] ? is_found(look, look.replay, *duty.outcome[here]) : is_found(look, other, *duty.outcome[there]);
        if (found) rows.push_back({duty.outcome[here], now_here, duty.outcome[there], now_here.state != now_there.state ? Row::Differs::in_state : duty.parted && *duty.parted <= look.now ? Row::Differs::in_time : Row::Differs::no, std::min(rank(now_here), rank(now_there))});
        else ++filtered;
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.rank != b.rank ? a.rank < b.rank : a.differs > b.differs; });
    return rows;
}

}  // namespace

void draw_duties(const Look& look, Canvas& canvas) {
    const Lang lang = look.layout.lang;
    std::uint32_t filtered = 0;
    const double row_height = canvas.px(20);
    const std::vector<Row> rows = look.compared == nullptr ? rows_of_one(look, look.revealed ? look.replay.outcomes.size() : look.layout.first_duty + static_cast<std::size_t>(canvas.height() / row_height) + 1, filtered) : rows_of_two(look, filtered);
    const double countdown = canvas.px(78), names = std::min(canvas.width() * 0.5, canvas.px(430));
    const double top = canvas.y() + canvas.px(16);
    const TimeStrip strip(look.axis, look.layout, canvas.x() + countdown + names + canvas.px(6), canvas.right() - canvas.px(8));
    strip.draw_grid(canvas, look.replay.inputs.scenario.start, top, canvas.bottom() - canvas.px(4), look.now);
    double y = top;
    std::uint32_t drawn = 0;
    const auto fit = static_cast<std::size_t>(std::max(1.0, (canvas.bottom() - top) / row_height - 1));
    std::size_t first = look.layout.first_duty;
    if (look.revealed)
        for (std::size_t r = 0; r < rows.size(); ++r)
            if ((look.revealed_here ? rows[r].index : rows[r].other) == look.revealed && (r < first || r >= first + fit)) {
                first = r;
                break;
            }
    canvas.begins_with(static_cast<std::uint32_t>(first));
    for (std::size_t r = first; r < rows.size() && y + row_height * 2 <= canvas.bottom(); ++r, y += row_height, ++drawn) {
        const Row& row = rows[r];
        const DutyThen& then = row.then;
        const Replay* other = look.compared == nullptr ? nullptr : &look.compared->runs[1 - look.run];
        if (then.state == DutyThen::State::not_yet) {  // the other run has opened it
            const DutyOutcome& duty = other->outcomes[*row.other];
            canvas.label(canvas.x() + canvas.px(6), y + canvas.px(3), "–", countdown, Ink::faint, canvas.px(12));
            canvas.label(canvas.x() + countdown, y + canvas.px(3), row.mark() + duty.clause + " " + duty_name(other->inputs, duty, lang) + " · " + agency_name(other->inputs, duty.agency, lang), names, Ink::faint, canvas.px(12));
            continue;
        }
        const DutyOutcome& duty = look.replay.outcomes[*row.index];
        const About about{About::Kind::duty, *row.index};
        const Style style = style_of(duty, then);
        const std::string left = then.left ? span_text(shown_between(look.now, *duty.due)) : say(lang, style.word);
        const Ink left_ink = then.state == DutyThen::State::breached || then.state == DutyThen::State::late ? Ink::late : then.left && style.ink == Ink::tight ? Ink::tight : Ink::faint;
        canvas.label(canvas.x() + canvas.px(6), y + canvas.px(1), left, countdown - canvas.px(4), left_ink, canvas.px(then.left && display_width(left) <= 8 ? 16 : 12), about);
        canvas.label(canvas.x() + countdown, y + canvas.px(3), row.mark() + duty.clause + " " + duty_name(look.replay.inputs, duty, lang) + " · " + agency_name(look.replay.inputs, duty.agency, lang), names, row.differs == Row::Differs::in_state ? Ink::differs : Ink::text, canvas.px(12), about);
        ModelTime bar_end = duty.due ? *duty.due : look.now;
        const bool over = then.state == DutyThen::State::met || then.state == DutyThen::State::late || then.state == DutyThen::State::waived;
        const ModelTime done = over && duty.discharged ? *duty.discharged : look.now;
        if (!duty.due || done > bar_end) bar_end = std::min(std::max(done, duty.opened), look.now);
        const double a = strip.x(duty.opened), b = strip.x(std::max(bar_end, duty.opened));
        canvas.rect(a, y + canvas.px(4), std::max(b - a, canvas.px(2)), row_height - canvas.px(8), style.ink, style.pattern, about);
        if (duty.due && *duty.due <= strip.end()) {
            const double due = strip.x(*duty.due);
            canvas.line(due, y + canvas.px(1), due, y + row_height - canvas.px(1), Ink::text, 1.5, Pattern::solid, about);
            if (then.state == DutyThen::State::breached || then.state == DutyThen::State::late) canvas.dot(Shape::Kind::diamond, due, y + row_height / 2, 5, Ink::late, Pattern::solid, about);
        }
        if (over && duty.discharged && *duty.discharged >= strip.begin() && *duty.discharged <= strip.end())
            canvas.dot(Shape::Kind::circle, strip.x(*duty.discharged), y + row_height / 2, 3.5, Ink::text, then.state == DutyThen::State::waived ? Pattern::hollow : Pattern::solid, about);
        if (row.differs != Row::Differs::no && row.other)  // when the other run did it
            if (const auto& theirs = other->outcomes[*row.other].discharged; theirs && *theirs <= look.now && *theirs >= strip.begin() && *theirs <= strip.end())
                canvas.dot(Shape::Kind::triangle, strip.x(*theirs), y + row_height / 2, 5, Ink::differs, Pattern::hollow, about);
        if (look.layout.selected == about) canvas.rect(canvas.x() + canvas.px(2), y, canvas.width() - canvas.px(4), row_height, Ink::selected, Pattern::hollow, about);
    }
    canvas.say_hidden(say(lang, "scene-duties-shown", {drawn}), static_cast<std::uint32_t>(rows.size()) - drawn, filtered);
    if (rows.empty() && filtered == 0) canvas.label(canvas.x() + canvas.px(6), top + canvas.px(4), say(lang, "scene-no-duty-yet"), countdown + names, Ink::faint, canvas.px(12));
}

}  // namespace sandtable
