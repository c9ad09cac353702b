// A world of a few agencies where nothing is left to chance, so that a test can say to the millisecond what happens in it; and the shipped
// drills, whole or altered.
#pragma once

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandtable/journal.hpp"
#include "sandtable/outcomes.hpp"
#include "sandtable/run.hpp"
#include "sandtable/scenario.hpp"
#include "support/catch.hpp"
#include "support/shipped_plan.hpp"

namespace sandtable {

/// Agencies: town-office (grades), town-bureau (reports), town-group (at the bridge) and three units (role `units`, each); all but the group are
/// at the hall. One officer per pool, but clerks only by day, and guards one by day and two by night. A kilometre of road takes a minute.
/// hall-bridge-site takes 4 + 6 min, hall-mill-site 5 + 7, bridge-mill 3; to the park there is one road of 8 and two of 3 + 5 by the hut.
constexpr std::string_view small_network = R"(sandtable: network/1
id: small
name: {zh: 小城, en: Small town}
calendar: cn
areas:
- {id: town, level: city, name: {zh: 城, en: town}}
places:
- {id: hall, area: town, urban: true, name: {zh: 厅, en: hall}}
- {id: bridge, area: town, name: {zh: 桥, en: bridge}}
- {id: mill, area: town, name: {zh: 磨坊, en: mill}}
- {id: site, area: town, name: {zh: 工地, en: site}}
- {id: hut, area: town, name: {zh: 小屋, en: hut}}
- {id: park, area: town, name: {zh: 公园, en: park}}
road_classes:
- {id: plain, speed: 60 km/h}
roads:
- {id: hall_bridge, from: hall, to: bridge, length: 4 km, class: plain, name: {zh: 一, en: one}}
- {id: bridge_site, from: bridge, to: site, length: 6 km, class: plain, name: {zh: 二, en: two}}
- {id: hall_mill, from: hall, to: mill, length: 5 km, class: plain, name: {zh: 三, en: three}}
- {id: mill_site, from: mill, to: site, length: 7 km, class: plain, name: {zh: 四, en: four}}
- {id: bridge_mill, from: bridge, to: mill, length: 3 km, class: plain, name: {zh: 五, en: five}}
- {id: hall_hut, from: hall, to: hut, length: 3 km, class: plain, name: {zh: 六, en: six}}
- {id: hut_park, from: hut, to: park, length: 5 km, class: plain, name: {zh: 七, en: seven}}
- {id: hall_park, from: hall, to: park, length: 8 km, class: plain, name: {zh: 八, en: eight}}
pools:
- {id: duty, name: {zh: 值班, en: duty}}
- {id: squad, name: {zh: 队, en: squad}}
- {id: clerk, name: {zh: 文员, en: clerk}}
- {id: guard, name: {zh: 守卫, en: guard}}
shifts:
- {id: day, name: {zh: 白, en: day}, from: "08:00", to: "18:00", days: all}
- {id: night, name: {zh: 夜, en: night}, from: "18:00", to: "08:00", days: all}
channels:
- {id: flash, name: {zh: 快, en: flash}, delay: 0 s, fails: 0 %}
- {id: line, name: {zh: 线, en: line}, delay: 1 min, fails: 0 %}
- {id: wire, name: {zh: 电, en: wire}, delay: 2 min, fails: 0 %, reaches: related}
- {id: dead, name: {zh: 断, en: dead}, delay: 30 s, fails: 100 %, noticed: true, again_after: 5 min}
- {id: mute, name: {zh: 哑, en: mute}, delay: 30 s, fails: 100 %, noticed: false}
- {id: runner, name: {zh: 人, en: runner}, travels: true}
staffing:
- {id: small, officers: {duty: 1, squad: 1, clerk: {day: 1, night: 0}, guard: {day: 1, night: 2}}}
agencies:
- {id: town-office, kind: office, level: city, area: town, place: hall, staffing: small, name: {zh: 办公室, en: office}}
- {id: town-bureau, kind: bureau, level: city, area: town, place: hall, staffing: small, name: {zh: 局, en: bureau}}
- {id: town-group, kind: group, level: city, area: town, place: bridge, staffing: small, name: {zh: 组, en: group}}
- {id: unit-a, kind: unit, level: city, area: town, place: hall, staffing: small, name: {zh: 甲, en: unit a}}
- {id: unit-b, kind: unit, level: city, area: town, place: hall, staffing: small, name: {zh: 乙, en: unit b}}
- {id: unit-c, kind: unit, level: city, area: town, place: hall, staffing: small, name: {zh: 丙, en: unit c}}
relations:
- {kind: notifies, from: [town-office], to: [town-group], over: [wire]}
)";

/// A plan and a scenario for that town. Each text is what stands behind its key in the files (formats.md); an empty one leaves the key out.
struct SmallWorld {
    std::string scope = {};     ///< a guard
    std::string criteria = {};  ///< rows; the grades are III, II, I
    std::string tasks = {}, duties = {};  ///< rows
    std::string ends = {};      ///< `response_ends`
    std::string place = "hall";
    std::string truth = "[{at: 0 min, facts: {participants: 40}}]";
    std::string reports = "[{at: 0 min, from: bureau, to: office, over: [flash], says: {participants: 40}}]";
    std::string follow_up = {};
    std::string incidents = {};  ///< rows of further incidents; the first one is `gate`
    std::string more = {};       ///< further keys of the scenario
    std::string until = "settled";
    std::string start = "2026-01-26T09:00:00+08:00";  ///< a Monday
};

inline std::string small_plan(const SmallWorld& w) {
    std::string text = R"(sandtable: plan/1
id: small
name: {zh: 小预案, en: small plan}
calendar: cn
assessed_by: office
)";
    if (!w.scope.empty()) text += "scope: {clause: \"1\", when: " + w.scope + "}\n";
    if (!w.criteria.empty()) text += "grades: [III, II, I]\ncriteria:\n" + w.criteria + "\n";
    text += R"(roles:
- {id: office, name: {zh: 办公室, en: office}, is: {kind: office}}
- {id: bureau, name: {zh: 局, en: bureau}, is: {kind: bureau}}
- {id: group, name: {zh: 组, en: group}, is: {kind: group}}
- {id: units, name: {zh: 各队, en: units}, each: true, is: {kind: unit}}
- {id: helpers, name: {zh: 协助, en: helpers}, each: true, is: {any: [{kind: bureau}, {kind: group}]}}
messages:
- {id: incident_report, carries: facts}
- {id: brief, carries: facts}
- {id: order}
- {id: answer}
)";
    if (!w.tasks.empty()) text += "tasks:\n" + w.tasks + "\n";
    if (!w.duties.empty()) text += "duties:\n" + w.duties + "\n";
    if (!w.ends.empty()) text += "response_ends: " + w.ends + "\n";
    return text;
}

inline std::string small_scenario(const SmallWorld& w) {
    std::string text = "sandtable: scenario/1\nid: small-drill\ntitle: {zh: 小演练, en: small drill}\nstart: \"" + w.start + "\"\nuntil: " + w.until +
                       "\nnetwork: small\nplans: [small]\nincidents:\n- id: gate\n  place: " + w.place + "\n  truth: " + w.truth + "\n";
    if (!w.reports.empty()) text += "  reports: " + w.reports + "\n";
    if (!w.follow_up.empty()) text += "  follow_up: " + w.follow_up + "\n";
    if (!w.incidents.empty()) text += w.incidents + "\n";
    return text + w.more + "\n";
}

/// Loaded, with whatever is wrong in the failure's message.
inline Inputs load_text(const std::string& path, const std::string& scenario, const HeldFiles& held) {
    const DiskFiles disk({shipped_folder()});
    const RecordingFiles files(held, disk);
    Diagnostics out;
    auto inputs = load_inputs({path, scenario}, files, out);
    std::string said;
    for (const Diagnostic& d : out.all())
        if (d.severity == Severity::error) said += render(d, Lang::en) + "\n";
    INFO(said);
    REQUIRE(inputs);
    return std::move(*inputs);
}

inline Inputs load_small(const SmallWorld& world) {
    HeldFiles held;
    held.hold(FileKind::plan, "small", {"small-plan.yaml", small_plan(world)});
    held.hold(FileKind::network, "small", {"small-network.yaml", std::string(small_network)});
    return load_text("small-drill.yaml", small_scenario(world), held);
}

inline const std::vector<std::string>& shipped_drills() {
    static const std::vector<std::string> ids{"wage-arrears-below-scope", "wage-arrears-city-hall", "wage-arrears-project-site"};
    return ids;
}

/// Every drill in scenarios/, sorted.
inline const std::vector<std::string>& all_drills() {
    static const std::vector<std::string> ids = [] {
        std::vector<std::string> found;
        for (const auto& file : std::filesystem::directory_iterator(shipped_folder() / "drills"))
            if (file.path().extension() == ".yaml") found.push_back(file.path().stem().string());
        std::sort(found.begin(), found.end());
        return found;
    }();
    return ids;
}

using Swaps = std::vector<std::pair<std::string, std::string>>;

/// Texts of the drill's or the plan's file to put in the place of others (each must be there), and what to add to the drill.
struct Edit {
    Swaps drill = {}, plan = {};
    std::string add = {};
};

inline SourceText shipped_text(const std::string& name, const Swaps& swaps) {
    Diagnostics out;
    auto source = read_file(shipped_folder() / name, out);
    REQUIRE(source);
    for (const auto& [old, with] : swaps) {
        const auto at = source->text.find(old);
        if (at == std::string::npos && std::getenv("SANDTABLE_SHIPPED") != nullptr) std::_Exit(9);  // ./dev mutate altered this very text
        INFO(old);
        REQUIRE(at != std::string::npos);
        source->text.replace(at, old.size(), with);
    }
    return std::move(*source);
}

inline Inputs load_shipped(const std::string& id, const Edit& edit = {}) {
    HeldFiles held;
    if (!edit.plan.empty()) held.hold(FileKind::plan, "wage-arrears", shipped_text("plans/wage-arrears.yaml", edit.plan));
    const SourceText drill = shipped_text("drills/" + id + ".yaml", edit.drill);
    return load_text(drill.path, drill.text + "\n" + edit.add + "\n", held);
}

inline Journal run_journal(const Inputs& inputs, std::uint32_t seed = 1, std::uint32_t replication = 0) {
    Diagnostics out;
    auto journal = run(inputs, {seed, replication}, out);
    std::string said;
    for (const Diagnostic& d : out.all()) said += render(d, Lang::en) + "\n";
    INFO(said);
    REQUIRE(journal);
    return std::move(*journal);
}

/// A run with what is read from it.
struct Played {
    Inputs inputs;
    Journal journal;
    std::vector<DutyOutcome> outcomes;

    /// The one outcome of a duty (of an agency, if it is said).
    const DutyOutcome& outcome(std::string_view duty, std::string_view agency = {}) const {
        const DutyOutcome* found = nullptr;
        for (const DutyOutcome& o : outcomes) {
            if (o.duty != duty || (!agency.empty() && o.agency != agency)) continue;
            INFO(duty << " was opened more than once");
            REQUIRE(found == nullptr);
            found = &o;
        }
        INFO(duty << " was never opened");
        REQUIRE(found != nullptr);
        return *found;
    }
    /// The entry of that number; there must be one.
    const Entry& entry(EntryNo no) const {
        REQUIRE(no != no_entry);
        return journal[no];
    }
    int opened(std::string_view duty) const {
        return static_cast<int>(std::count_if(outcomes.begin(), outcomes.end(), [&](const DutyOutcome& o) { return o.duty == duty; }));
    }
    bool expectation(std::string_view id) const {
        for (const ExpectationResult& result : check_expectations(inputs, journal, outcomes))
            if (result.id == id) return result.holds;
        FAIL("no expectation " << id);
        return false;
    }
};

inline Played play(Inputs inputs, std::uint32_t seed = 1) {
    Journal journal = run_journal(inputs, seed);
    auto outcomes = assess(inputs, journal);
    return {std::move(inputs), std::move(journal), std::move(outcomes)};
}
inline Played play(const SmallWorld& world, std::uint32_t seed = 1) { return play(load_small(world), seed); }

inline std::string said_of(const DutyOutcome& o) { return std::string(status_name(o.status)) + (o.reason.empty() ? "" : " " + o.reason); }

/// "20:00 task_done office judge": when, what, who, and the items that tell one entry from another, facts among them.
inline std::string entry_line(const Journal& journal, const Entry& entry) {
    std::string line = span_text(entry.at.time_since_epoch()) + " " + std::string(entry_kind_name(entry.kind));
    if (entry.agency != 0) line += " " + journal.text(entry.agency);
    const auto add = [&](const std::string& word) { line += " " + word; };
    for (const Item& item : journal.items(entry)) {
        const std::string& key = journal.text(item.key);
        std::string value = item.type == Item::Type::text ? journal.text(item.text) : std::to_string(item.low);
        if (item.type == Item::Type::range) value += ".." + (item.high == unbounded ? std::string() : std::to_string(item.high));
        for (const std::string_view plain : {"task", "duty", "message", "channel", "decision", "choice", "body", "inject", "reason", "applies", "at_least", "at_most", "shift", "road_closed", "failed"})
            if (key == plain) add(value);
        for (const std::string_view named : {"to", "from", "road", "until", "head", "member", "discharged", "due", "number"})
            if (key == named) add(key + "=" + value);
        if (key.starts_with("fact.")) add(key.substr(5) + "=" + value);
    }
    return line;
}

/// The entries of some kinds, a line each, in order.
inline std::string story(const Journal& journal, std::initializer_list<EntryKind> kinds) {
    std::string lines;
    for (const Entry& entry : journal.entries())
        if (std::find(kinds.begin(), kinds.end(), entry.kind) != kinds.end()) lines += entry_line(journal, entry) + "\n";
    return lines;
}
inline std::string story(const Played& played, std::initializer_list<EntryKind> kinds) { return story(played.journal, kinds); }

/// Lines that hold a word, in order.
inline std::string lines_with(const Journal& journal, std::string_view word) {
    std::string lines;
    for (const Entry& entry : journal.entries())
        if (const std::string line = entry_line(journal, entry); (line + " ").find(" " + std::string(word) + " ") != std::string::npos) lines += line + "\n";
    return lines;
}
inline std::string lines_with(const Played& played, std::string_view word) { return lines_with(played.journal, word); }

/// The number of the one entry that reads so.
inline EntryNo entry_reading(const Journal& journal, std::string_view line) {
    EntryNo found = no_entry;
    for (EntryNo no = 0; no < journal.size(); ++no)
        if (entry_line(journal, journal[no]) == line) {
            INFO("twice: " << line);
            REQUIRE(found == no_entry);
            found = no;
        }
    INFO("no entry reads: " << line);
    REQUIRE(found != no_entry);
    return found;
}

constexpr std::int64_t minutes(std::int64_t n) { return n * 60'000; }

}  // namespace sandtable
