// The grade interval of each incident under each plan over time, with the clauses that moved it.
#include <map>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scene/canvas.hpp"

namespace sandtable {

namespace {

/// Steps of one incident under one plan.
struct Ladder {
    std::uint32_t incident = 0;
    const Plan* plan = nullptr;
    std::vector<EntryNo> steps;  // of whoever assesses
};

int grade_of(const Plan& plan, std::string_view id) {
    for (std::size_t i = 0; i < plan.grades.size(); ++i)
        if (plan.grades[i] == id) return static_cast<int>(i);
    return -1;
}

Ink grade_ink(const Plan& plan, int grade) {
    constexpr Ink by_rank[]{Ink::grade_1, Ink::grade_2, Ink::grade_3, Ink::grade_4};
    return grade < 0 ? Ink::idle : by_rank[std::min<std::size_t>(plan.grades.size() - 1 - static_cast<std::size_t>(grade), 3)];
}

std::string clauses_of(const Journal& journal, const Entry& e) {
    std::string out;
    for (const Item& item : journal.items(e))
        if (journal.text(item.key) == "met") out += (out.empty() ? "" : " ") + journal.text(item.text);
    return out.empty() ? journal.text(e.clause) : out;
}

}  // namespace

void draw_ladder(const Look& look, Canvas& canvas) {
    const Replay& replay = look.replay;
    const Lang lang = look.layout.lang;
    std::vector<Ladder> ladders;
    std::uint32_t filtered = 0;
    std::map<std::pair<Symbol, Symbol>, std::size_t> known;  // incident and plan
    std::unordered_map<std::string_view, std::uint32_t> incidents;
    for (std::uint32_t i = 0; i < replay.inputs.scenario.incidents.size(); ++i) incidents.emplace(replay.inputs.scenario.incidents[IncidentId{i}].id, i);
    for (const EntryNo no : replay.timeline.gradings()) {
        const Entry& e = replay.journal[no];
        if (e.at > look.now) break;
        const auto [at, is_new] = known.try_emplace({e.incident, e.plan}, ladders.size());
        if (is_new) {
            const auto incident = incidents.find(look.text(e.incident));
            const Plan* plan = nullptr;
            for (const Plan& p : replay.inputs.plans)
                if (p.id == look.text(e.plan)) plan = &p;
            if (plan == nullptr || incident == incidents.end()) {
                known.erase(at);
                continue;
            }
            ladders.push_back({incident->second, plan, {}});
        }
        ladders[at->second].steps.push_back(no);
    }
    std::erase_if(ladders, [&](const Ladder& l) {
        const bool other = !look.shows_incident(replay.inputs.scenario.incidents[IncidentId{l.incident}].id);
        filtered += other;
        return other;
    });
    // who stands highest comes first; then as they began
    const auto highest = [&](const Ladder& l) { return grade_of(*l.plan, replay.journal.item_text(replay.journal[l.steps.back()], "at_most")); };
    std::stable_sort(ladders.begin(), ladders.end(), [&](const Ladder& a, const Ladder& b) { return highest(a) > highest(b); });

    const double names = std::min(canvas.width() * 0.34, canvas.px(230)), top = canvas.y() + canvas.px(16);
    const TimeStrip strip(look.axis, look.layout, canvas.x() + names + canvas.px(6), canvas.right() - canvas.px(8));
    strip.draw_grid(canvas, replay.inputs.scenario.start, top, canvas.bottom() - canvas.px(4), look.now);
    double y = top;
    std::uint32_t drawn = 0;
    for (std::size_t l = look.layout.first_ladder; l < ladders.size(); ++l) {
        const Ladder& ladder = ladders[l];
        const Plan& plan = *ladder.plan;
        const int rungs = static_cast<int>(plan.grades.size()) + 1;  // the lowest one: below every grade, or whether it applies
        const double rung = canvas.px(13), height = std::max(rung * rungs, canvas.px(30)) + canvas.px(8);
        if (y + height > canvas.bottom() - canvas.px(14)) break;
        const About about{About::Kind::incident, ladder.incident};
        const auto y_of = [&](int grade) { return y + rung * (rungs - 2 - grade); };  // the top of a rung
        canvas.label(canvas.x() + canvas.px(6), y, incident_name(replay.inputs, replay.inputs.scenario.incidents[IncidentId{ladder.incident}].id, lang), names - canvas.px(40), Ink::text, canvas.px(12), about);
        canvas.label(canvas.x() + canvas.px(6), y + canvas.px(14), plan.name.in(lang), names - canvas.px(40), Ink::faint, canvas.px(11), about);
        for (int g = 0; g < rungs - 1; ++g) canvas.label(canvas.x() + names - canvas.px(22), y_of(g), plan.grades[static_cast<std::size_t>(g)], canvas.px(28), Ink::faint, canvas.px(11));
        for (std::size_t s = 0; s < ladder.steps.size(); ++s) {
            const EntryNo no = ladder.steps[s];
            const Entry& e = replay.journal[no];
            const ModelTime end = std::min(s + 1 < ladder.steps.size() ? replay.journal[ladder.steps[s + 1]].at : look.now, strip.end());
            if (end < strip.begin() || e.at > strip.end()) continue;
            const double a = strip.x(e.at), b = std::max(strip.x(end), a + canvas.px(2));
            const About entry{About::Kind::entry, no};
            const auto applies = replay.journal.item_text(e, "applies");
            const int low = grade_of(plan, replay.journal.item_text(e, "at_least")), high = grade_of(plan, replay.journal.item_text(e, "at_most"));
            if (applies == "no") canvas.rect(a, y_of(-1), b - a, rung - canvas.px(2), Ink::waived, Pattern::hollow, entry);
            else {
                if (high > low) canvas.rect(a, y_of(high), b - a, rung * (high - low) - canvas.px(2), Ink::possible, Pattern::striped, entry);
                canvas.rect(a, y_of(low), b - a, rung - canvas.px(2), grade_ink(plan, low), applies == "open" ? Pattern::dotted : Pattern::solid, entry);
            }
            if (look.differs(no)) canvas.line(a, y_of(std::max(high, low)) - canvas.px(2), b, y_of(std::max(high, low)) - canvas.px(2), Ink::differs, 2.5, Pattern::solid, entry);
            const std::string moved = clauses_of(replay.journal, e);
            if (!plan.grades.empty()) canvas.label_if_free(a + canvas.px(3), y_of(std::max(high, low)), clipped(moved, 24), Ink::text, canvas.px(10), entry);
            else canvas.label_if_free(a + canvas.px(3), y_of(-1) + canvas.px(13), say(lang, "scene-applies-" + std::string(applies), {clipped(moved, 24)}), Ink::text, canvas.px(11), entry);  // below the bar
        }
        canvas.line(canvas.x() + canvas.px(4), y + height - canvas.px(4), strip.right(), y + height - canvas.px(4), Ink::grid);
        y += height;
        ++drawn;
    }
    canvas.say_hidden(say(lang, "scene-ladders-shown", {drawn}), static_cast<std::uint32_t>(ladders.size()) - drawn, filtered);
    if (ladders.empty() && filtered == 0) canvas.label(canvas.x() + canvas.px(6), top + canvas.px(4), say(lang, "scene-no-grading-yet"), names * 2, Ink::faint, canvas.px(12));
}

}  // namespace sandtable
