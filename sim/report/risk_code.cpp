// The risk-code record of a prevention area (geohazard 3(6)): all that is known of it in one view, of offices and posts, never of persons.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "report/table.hpp"
#include "sandtable/report.hpp"

namespace sandtable {

namespace {

std::string millimetres(std::int64_t um) { return fmt::format("{}{} mm", um / 1000, um % 1000 == 0 ? "" : fmt::format(".{:03}", um % 1000)); }

class RiskCode {
public:
    RiskCode(const RiskRecord& record, Lang lang) : r_(record), n_(record.network), lang_(lang), area_(n_.prevention_areas[record.area]), place_(n_.places[area_.place]) {}

    std::string page() {
        std::string out = "演练 EXERCISE  " + t("risk-head", {area_.name, area_.id}) + "\n";
        const AreaId here = place_.area;
        std::string prone;
        for (const ProneArea& p : n_.prone_areas)
            if (n_.lies_in(here, p.area)) prone += (prone.empty() ? "" : t("word-comma")) + p.name.in(lang_) + t("brackets", {degree(p.degree)});
        const RiskZone& zone = n_.risk_zones[area_.zone];
        line("risk-where", division() + (place_.latitude ? fmt::format("  {:.4f} {:.4f}", *place_.latitude, *place_.longitude) : ""));
        line("risk-prone", prone.empty() ? t("net-none") : prone);
        line("risk-zone", zone.name.in(lang_) + t("brackets", {degree(zone.degree)}));
        line("risk-gauge", n_.gauges[area_.gauge].name.in(lang_));
        std::string points;
        for (const MonitoringPoint& point : n_.monitoring_points)
            if (point.area == r_.area) points += (points.empty() ? "" : t("word-comma")) + point.name.in(lang_);
        line("risk-points", points.empty() ? t("net-none") : points);
        std::string plans;
        for (const Plan* plan : r_.plans) plans += (plans.empty() ? "" : t("word-comma")) + plan->name.in(lang_);
        line("risk-plans", plans.empty() ? t("net-none") : plans);
        chain();
        int width = 0;
        for (const auto& [name, value] : lines_) width = std::max(width, display_width(name));
        for (const auto& [name, value] : lines_) out += "  " + padded(name, width) + "  " + value + "\n";
        if (r_.thresholds != nullptr) out += thresholds(zone.degree);
        if (r_.reading != nullptr) out += course();
        return out + "\n" + t("risk-foot") + "\n";
    }

private:
    std::string t(std::string_view key, const std::vector<Word>& words = {}) const { return say(lang_, key, words); }
    std::string degree(Degree d) const { return t("degree-" + std::string(degree_name(d))); }
    void line(std::string_view key, std::string value) { lines_.emplace_back(t(key), std::move(value)); }
    /// Whoever the plans mean here, from the village up.
    void chain() {
        struct Link {
            Level level;
            std::string role, who;
        };
        std::vector<Link> links;
        for (const Plan* plan : r_.plans)
            for (const Role& role : plan->roles)
                if (const auto agencies = matching_agencies(n_, role.is, area_.place, {}); !agencies.empty()) links.push_back({n_.agencies[agencies.front()].level, role.name.in(lang_), names(agencies)});
        std::stable_sort(links.begin(), links.end(), [](const Link& a, const Link& b) { return a.level > b.level; });
        for (Link& link : links) lines_.emplace_back(std::move(link.role), std::move(link.who));
    }
    std::string division() const {
        std::string out;
        for (AreaId area = place_.area; area.is_some(); area = n_.areas[area].in) {
            const std::string& name = n_.areas[area].name.in(lang_);
            out = lang_ == Lang::zh ? name + out : out + (out.empty() ? "" : ", ") + name;
        }
        return out + (place_.area.is_some() && !n_.areas[place_.area].code.empty() ? "  " + n_.areas[place_.area].code : "");
    }
    /// Of those in the area itself also how many a shift has.
    std::string names(const std::vector<AgencyId>& agencies) const {
        std::string out;
        for (const AgencyId id : agencies) {
            const Agency& agency = n_.agencies[id];
            out += (out.empty() ? "" : t("word-comma")) + agency.name.in(lang_);
            if (agency.area != place_.area) continue;
            int most = 0;
            for (const PoolId pool : ids_of(n_.pools))
                for (const int n : agency.officers(pool)) most = std::max(most, n);
            out += t("brackets", {t("risk-staff", {most})});
        }
        return out;
    }
    std::string thresholds(Degree degree) const {
        std::string out = "\n" + t("risk-thresholds", {r_.thresholds->about}) + "\n";
        TextTable table({t("risk-over"), t("colour-blue"), t("colour-yellow"), t("colour-orange"), t("colour-red")});
        for (const ThresholdRow& row : r_.thresholds->rows)
            if (row.degree == degree) table.row({duration_text(row.over.count()), millimetres(row.from[0]), millimetres(row.from[1]), millimetres(row.from[2]), millimetres(row.from[3])}, "");
        return out + table.text();
    }
    /// What the run brought there: levels, prompts and what the posts did.
    std::string course() const {
        const RunReading& run = *r_.reading;
        const Journal& journal = run.journal;
        std::string out = "\n" + t("risk-course") + "\n";
        std::vector<Symbol> here;
        for (const Incident& incident : run.inputs.scenario.incidents)
            if (incident.place == area_.place) here.push_back(journal.find(incident.id));
        bool any = false;
        for (const Entry& entry : journal.entries()) {
            if (entry.incident == 0 || std::find(here.begin(), here.end(), entry.incident) == here.end()) continue;
            const AgencyId agency = n_.agency(journal.text(entry.agency));
            const bool level = entry.kind == EntryKind::truth && !journal.item_text(entry, "fact.geohazard_risk").empty();
            const bool there = agency.is_some() && n_.agencies[agency].area == place_.area && (entry.kind == EntryKind::received || entry.kind == EntryKind::task_done);
            if (!level && !there) continue;
            any = true;
            const CivilTime at = civil_time(run.inputs.scenario.start, entry.at);
            out += "  " + date_text(at.date()) + " " + clock_text(at) + "  " + (agency.is_some() ? n_.agencies[agency].name.in(lang_) + "  " : "") + entry_words(run.inputs, journal, entry, lang_, Detail::news) + "\n";
        }
        return any ? out : out + "  " + t("risk-nothing") + "\n";
    }

    const RiskRecord& r_;
    const Network& n_;
    Lang lang_;
    const PreventionArea& area_;
    const NetworkPlace& place_;
    std::vector<std::pair<std::string, std::string>> lines_;
};

}  // namespace

std::string risk_code_page(const RiskRecord& record, Lang lang) { return RiskCode(record, lang).page(); }

}  // namespace sandtable
