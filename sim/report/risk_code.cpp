// The risk-code record of a prevention area (geohazard 3(6)): all that is known of it in one view, of offices and posts, never of persons.
#include <algorithm>

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
        line(out, "risk-where", division() + (place_.latitude ? fmt::format("  {:.4f} {:.4f}", *place_.latitude, *place_.longitude) : ""));
        line(out, "risk-prone", prone.empty() ? t("net-none") : prone);
        line(out, "risk-zone", zone.name.in(lang_) + t("brackets", {degree(zone.degree)}));
        line(out, "risk-gauge", n_.gauges[area_.gauge].name.in(lang_));
        std::string points;
        for (const MonitoringPoint& point : n_.monitoring_points)
            if (point.area == r_.area) points += (points.empty() ? "" : t("word-comma")) + point.name.in(lang_);
        line(out, "risk-points", points.empty() ? t("net-none") : points);
        line(out, "risk-posts", agencies({pattern("monitoring_post", std::nullopt)}, true));
        for (const auto& [key, kind, level] : {std::tuple{"risk-village", "village_committee", Level::village}, {"risk-town", "government", Level::town}, {"risk-county", "natural_resources", Level::county}, {"risk-city", "natural_resources", Level::city}})
            line(out, key, agencies({pattern(kind, level)}, false));
        std::string plans;
        for (const Plan* plan : r_.plans) plans += (plans.empty() ? "" : t("word-comma")) + plan->name.in(lang_);
        line(out, "risk-plans", plans.empty() ? t("net-none") : plans);
        if (r_.thresholds != nullptr) out += thresholds(zone.degree);
        if (r_.reading != nullptr) out += course();
        return out + "\n" + t("risk-foot") + "\n";
    }

private:
    std::string t(std::string_view key, const std::vector<Word>& words = {}) const { return say(lang_, key, words); }
    std::string degree(Degree d) const { return t("degree-" + std::string(degree_name(d))); }
    void line(std::string& out, std::string_view key, const std::string& value) const { out += "  " + padded(t(key), 18) + "  " + value + "\n"; }
    std::string division() const {
        std::string out;
        for (AreaId area = place_.area; area.is_some(); area = n_.areas[area].in) {
            const std::string& name = n_.areas[area].name.in(lang_);
            out = lang_ == Lang::zh ? name + out : out + (out.empty() ? "" : ", ") + name;
        }
        return out + (place_.area.is_some() && !n_.areas[place_.area].code.empty() ? "  " + n_.areas[place_.area].code : "");
    }
    static AgencyPattern pattern(std::string_view kind, std::optional<Level> level) {
        AgencyPattern p;
        p.kind = kind;
        p.level = level;
        p.area_here = true;
        return p;
    }
    std::string agencies(const std::vector<AgencyPattern>& patterns, bool count) const {
        std::string out;
        for (const AgencyId id : matching_agencies(n_, patterns, area_.place, {})) {
            const Agency& agency = n_.agencies[id];
            out += (out.empty() ? "" : t("word-comma")) + agency.name.in(lang_);
            if (!count) continue;
            int most = 0;
            for (const PoolId pool : ids_of(n_.pools))
                for (const int n : agency.officers(pool)) most = std::max(most, n);
            out += t("brackets", {t("risk-staff", {most})});
        }
        return out.empty() ? t("net-none") : out;
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
        bool any = false;
        for (const Entry& entry : journal.entries()) {
            const auto incident = std::find_if(run.inputs.scenario.incidents.begin(), run.inputs.scenario.incidents.end(), [&](const Incident& i) { return i.id == journal.text(entry.incident); });
            if (incident == run.inputs.scenario.incidents.end() || incident->place != area_.place) continue;
            const bool level = entry.kind == EntryKind::truth && !journal.item_text(entry, "fact.geohazard_risk").empty();
            const AgencyId agency = run.inputs.network.agency(journal.text(entry.agency));
            const bool of_post = agency.is_some() && n_.agencies[agency].is_kind("monitoring_post") && (entry.kind == EntryKind::received || entry.kind == EntryKind::task_done);
            const bool issued = entry.kind == EntryKind::received && agency.is_some() && n_.agencies[agency].is_kind("village_committee");
            if (!level && !of_post && !issued) continue;
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
};

}  // namespace

std::string risk_code_page(const RiskRecord& record, Lang lang) { return RiskCode(record, lang).page(); }

}  // namespace sandtable
