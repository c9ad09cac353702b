// A run of many incidents, a summary first: what was owed and how it went, and which incidents deserve a look.
#include <algorithm>
#include <map>

#include "report/overview.hpp"
#include "report/table.hpp"

namespace sandtable {

namespace {

constexpr std::size_t incidents_shown_max = 15;

struct Counts {
    int kept = 0, late = 0, waived = 0, open = 0;
    void add(DutyStatus status) {
        kept += status == DutyStatus::met;
        late += status == DutyStatus::breached;
        waived += status == DutyStatus::waived;
        open += status == DutyStatus::open;
    }
    std::vector<std::string> cells() const { return {std::to_string(kept + late + waived + open), std::to_string(kept), std::to_string(late), std::to_string(waived), std::to_string(open)}; }
};

std::vector<std::string> counted_head(std::vector<std::string> head, Lang lang) {
    for (const char* word : {"overview-owed", "overview-kept", "overview-late", "overview-waived", "overview-open"}) head.push_back(say(lang, word));
    return head;
}

/// A line per duty of the plans: how often it was owed and how it went, and how long it took where it was done.
std::string by_duty(const RunReading& reading, Lang lang) {
    struct Line {
        Counts counts;
        std::vector<Duration> took;
    };
    std::map<std::pair<PlanId, DutyId>, Line> lines;
    for (const DutyOutcome& o : reading.outcomes) {
        Line& line = lines[{o.plan_id, o.duty_id}];
        line.counts.add(o.status);
        if (o.discharged && !o.must_not) line.took.push_back(*o.discharged - o.anchor);
    }
    auto head = counted_head({say(lang, "column-clause"), say(lang, "column-duty")}, lang);
    head.push_back(say(lang, "overview-half-within"));
    head.push_back(say(lang, "overview-longest"));
    TextTable table(head);
    for (auto& [id, line] : lines) {
        const Duty& duty = reading.inputs.plans[id.first].duties[id.second];
        std::vector<std::string> cells{duty.clause, duty.name.in(lang)};
        for (std::string& cell : line.counts.cells()) cells.push_back(std::move(cell));
        std::sort(line.took.begin(), line.took.end());
        const auto rounded = [](Duration d) { return span_text(Duration{d.count() / 1000 * 1000}); };
        cells.push_back(line.took.empty() ? "—" : rounded(line.took[(line.took.size() - 1) / 2]));
        cells.push_back(line.took.empty() ? "—" : rounded(line.took.back()));
        table.row(std::move(cells), "");
    }
    return lines.empty() ? "" : "\n" + say(lang, "overview-duties") + "\n" + table.text();
}

struct OfIncident {
    Counts counts;
    std::string grade, colour;
    int rank = -1, shade = 0;
    bool slid = false;
};

}  // namespace

bool wants_overview(const RunReading& reading) { return reading.inputs.scenario.incidents.size() > incidents_in_full_max; }

std::string overview(const RunReading& reading, Lang lang) {
    const Inputs& in = reading.inputs;
    const Journal& journal = reading.journal;
    std::map<std::string, OfIncident> incidents;
    for (const Incident& incident : in.scenario.incidents) incidents[incident.id];
    for (const DutyOutcome& o : reading.outcomes) incidents[o.incident].counts.add(o.status);
    for (const Entry& entry : journal.entries()) {
        const auto found = incidents.find(journal.text(entry.incident));
        if (found == incidents.end()) continue;
        OfIncident& it = found->second;
        if (entry.kind == EntryKind::truth) {
            it.slid = it.slid || !journal.item_text(entry, "slide").empty();
            for (int shade = 1; shade <= 4; ++shade)
                if (journal.item_text(entry, "fact.geohazard_risk") == colour_name(static_cast<RiskColour>(shade)) && shade > it.shade) it.shade = shade;
        }
        if (entry.kind != EntryKind::grading) continue;
        for (const Plan& plan : in.plans) {
            const auto at = std::find(plan.grades.begin(), plan.grades.end(), journal.item_text(entry, "at_least"));
            if (plan.id != journal.text(entry.plan) || at == plan.grades.end()) continue;
            const int rank = static_cast<int>(at - plan.grades.begin());
            if (rank > it.rank) it.rank = rank, it.grade = *at;
        }
    }
    std::map<int, int> shades;
    int slides = 0;
    for (const auto& [id, it] : incidents) ++shades[it.shade], slides += it.slid ? 1 : 0;
    std::string out = "\n" + say(lang, "overview-head", {incidents.size(), reading.outcomes.size(), journal.size()}) + "\n";
    if (in.scenario.rain) {
        std::string colours;
        for (int shade = 4; shade >= 1; --shade) colours += (colours.empty() ? "" : say(lang, "word-comma")) + say(lang, "colour-" + std::string(colour_name(static_cast<RiskColour>(shade)))) + " " + std::to_string(shades[shade]);
        out += say(lang, "overview-colours", {colours, slides}) + "\n";
    }
    out += by_duty(reading, lang);
    std::vector<std::pair<const std::string*, const OfIncident*>> worst;
    for (const auto& [id, it] : incidents)
        if (it.counts.late > 0 || it.slid || it.rank >= 0) worst.emplace_back(&id, &it);
    std::stable_sort(worst.begin(), worst.end(), [](const auto& a, const auto& b) {
        return std::tuple(-a.second->counts.late, -a.second->rank, !a.second->slid, -a.second->shade) < std::tuple(-b.second->counts.late, -b.second->rank, !b.second->slid, -b.second->shade);
    });
    if (worst.empty()) return out + "\n" + say(lang, "overview-more", {in.scenario.incidents.rows().front().id}) + "\n";
    TextTable table(counted_head({say(lang, "overview-incident"), say(lang, "overview-place"), say(lang, "overview-grade"), say(lang, "overview-colour")}, lang));
    for (std::size_t i = 0; i < std::min(worst.size(), incidents_shown_max); ++i) {
        const auto& [id, it] = worst[i];
        const auto incident = std::find_if(in.scenario.incidents.begin(), in.scenario.incidents.end(), [&, wanted = id](const Incident& one) { return one.id == *wanted; });
        std::vector<std::string> cells{*id, in.network.places[incident->place].name.in(lang) + (it->slid ? say(lang, "brackets", {say(lang, "overview-slid")}) : ""), it->grade.empty() ? "—" : it->grade,
                                       it->shade == 0 ? "—" : say(lang, "colour-" + std::string(colour_name(static_cast<RiskColour>(it->shade))))};
        for (std::string& cell : it->counts.cells()) cells.push_back(std::move(cell));
        table.row(std::move(cells), "");
    }
    out += "\n" + say(lang, "overview-incidents", {std::min(worst.size(), incidents_shown_max), worst.size()}) + "\n" + table.text();
    return out + "\n" + say(lang, "overview-more", {*worst.front().first}) + "\n";
}

}  // namespace sandtable
