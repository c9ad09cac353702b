// Values of files changed by their paths.
#include "sandtable/setting.hpp"

#include "sandtable/study_plan.hpp"
#include "support/catch.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

constexpr const char* scenario_text = R"(sandtable: scenario/1
id: s
start: "2026-01-26T09:00:00+08:00"   # a Monday
incidents:
- id: gate
  reports:
  - {at: 4 min, from: 'a''b', over: [line]}
  - {at: 9 min}
decisions: {plan-a.which: open}
)";

std::string changed(const std::string& setting, const std::string& text = scenario_text) {
    Diagnostics out;
    auto parsed = parse_setting(setting, out);
    INFO(said_of(out));
    REQUIRE(parsed);
    const auto now = with_setting({"s.yaml", text}, *parsed, out);
    return now ? now->text : codes_of(out) + " " + out.all().back().hint.en;
}

std::string with(const std::string& old, const std::string& now, std::string text = scenario_text) {
    text.replace(text.find(old), old.size(), now);
    return text;
}

}  // namespace

TEST_CASE("a setting replaces a value where it stands, and nothing else", "[study]") {
    CHECK(changed("start=2026-02-01T22:00:00+08:00") == with("2026-01-26T09:00:00+08:00", "2026-02-01T22:00:00+08:00"));
    CHECK(changed("incidents.gate.reports.1.at=2..6 min usually 3") == with("at: 4 min", "at: 2..6 min usually 3"));
    CHECK(changed("incidents.gate.reports.2.at=1 h") == with("at: 9 min", "at: 1 h"));
    CHECK(changed("incidents.gate.reports.1.from=x") == with("'a''b'", "\"x\""));
    CHECK(changed("decisions.plan-a.which=shut") == with("open", "shut"));
    CHECK(changed("id=a: b") == with("id: s", "id: \"a: b\""));
}

TEST_CASE("a key that is missing is put in, in each form of a map", "[study]") {
    CHECK(changed("until=2 h") == std::string(scenario_text) + "until: 2 h\n");
    CHECK(changed("incidents.gate.reports.2.observed=3 min") == with("{at: 9 min}", "{observed: 3 min, at: 9 min}"));
    CHECK(changed("incidents.gate.place=hall") == with("- id: gate", "- place: hall\n  id: gate"));
}

TEST_CASE("a roster row is made for an agency that has none", "[study]") {
    CHECK(changed("officers.town-office.duty.night=2") == std::string(scenario_text) + "officers:\n- {agency: town-office, officers: {duty: {night: 2}}}\n");
    const std::string once = changed("officers.town-office.duty.night=2");
    CHECK(changed("officers.town-office.duty.night=3", once) == with("night: 2", "night: 3", once));
    CHECK(changed("officers.town-office.duty.day=1", once) == with("{night: 2}", "{day: 1, night: 2}", once));
    CHECK(changed("officers.unit-a.squad=4", once) == with("officers:\n", "officers:\n- {agency: unit-a, officers: {squad: 4}}\n", once));
}

TEST_CASE("paths that lead nowhere are told with the names there are", "[study]") {
    CHECK(changed("incidents.gat.place=x") == "setting-no-row@5:1 did you mean \"gate\"?");
    CHECK(changed("incidents.gate.reports.3.at=x") == "setting-no-row@7:3 ");
    CHECK(changed("incidents.gate.nothing.at=x").starts_with("setting-no-key@5:3 there are: id, reports"));
    CHECK(changed("incidents.gate.reports=x") == "setting-not-value@7:3 ");
    CHECK(changed("id.further=x").starts_with("setting-no-key@2:5"));
    for (const char* text : {"", "=", "a=", "=b", "a", "a..b=1", "pla/x:a=1", ":=1"}) {
        INFO(text);
        Diagnostics out;
        CHECK_FALSE(parse_setting(text, out));
        CHECK(codes_of(out) == "setting-form");
    }
}

TEST_CASE("a changed scenario is loaded and checked like any other", "[study]") {
    const Inputs inputs = load_shipped("wage-arrears-city-hall");
    const DiskFiles disk({shipped_folder()});
    const auto loaded = [&](const std::string& text, Diagnostics& out) {
        std::vector<Setting> settings{*parse_setting(text, out)};
        return load_changed(inputs.texts, settings, disk, out);
    };
    Diagnostics out;
    const auto slow = loaded("network/lishui:channels.telephone.delay=7 min", out);
    REQUIRE(slow);
    CHECK(slow->network.channels[slow->network.channel("telephone")].delay.least() == 7 * 60'000);
    const auto more = loaded("officers.lishui-arrears-office.duty.night=5", out);
    REQUIRE(more);
    CHECK(more->scenario.officers.size() == inputs.scenario.officers.size() + 1);
    const auto task = loaded("plan/wage-arrears:tasks.first_judgement.takes=5 min", out);
    REQUIRE(task);
    CHECK(task->plans[PlanId{0}].tasks[task->plans[PlanId{0}].task("first_judgement")].takes.most() == 5 * 60'000);
    CHECK_FALSE(out.has_errors());
    for (const auto& [text, code] : {std::pair<const char*, const char*>{"officers.nobody.duty=5", "unknown-agency"}, {"strat=x", "yaml-unknown-key"}, {"plan/other:id=x", "setting-no-file"}, {"network:channels.telephone.delay=fast", "duration"}}) {
        Diagnostics said;
        INFO(text);
        CHECK_FALSE(loaded(text, said));
        INFO(codes_of(said));
        CHECK(codes_of(said).find(code) != std::string::npos);
    }
}

TEST_CASE("a grid is every combination, refused with its number where there are too many", "[study]") {
    StudyPlan plan;
    Diagnostics out;
    plan.axes = {*parse_axis("a.x=1,2", out), *parse_axis("b.x=3, 4 min,5", out)};
    const auto cells = study_changes(plan, out);
    REQUIRE(cells);
    std::string names;
    for (const StudyChange& change : *cells) names += change.id + "; ";
    CHECK(names == "a.x=1, b.x=3; a.x=1, b.x=4 min; a.x=1, b.x=5; a.x=2, b.x=3; a.x=2, b.x=4 min; a.x=2, b.x=5; ");
    std::string hundred = "p=0";
    for (int i = 1; i < 1000; ++i) hundred += "," + std::to_string(i);
    plan.axes = {*parse_axis(hundred, out), *parse_axis("q." + hundred, out), *parse_axis("r." + hundred, out)};
    CHECK_FALSE(study_changes(plan, out));
    CHECK(out.all().back().code == "variants-max");
    CHECK(out.all().back().message.en.find("1000000000") != std::string::npos);
}

TEST_CASE("a precision is a share, a length of time, or both", "[study]") {
    CHECK(parse_precision("1%")->half_width == 0.01);
    CHECK_FALSE(parse_precision("1%")->half_length);
    CHECK(parse_precision("0.5 %")->half_width == 0.005);
    CHECK(parse_precision("0.02")->half_width == 0.02);
    CHECK(parse_precision("30 s")->half_length == Duration{30'000});
    CHECK_FALSE(parse_precision("30 s")->half_width);
    CHECK(parse_precision("2 min, 1%")->half_length == Duration{120'000});
    CHECK(parse_precision("2 min, 1%")->half_width == 0.01);
    for (const char* text : {"", "%", "0", "0%", "100%", "1", "-1%", "x", "1%%", "1%, 2%", "1 s, 2 s", "0 s", "1%,", "3 months"}) {
        INFO(text);
        CHECK_FALSE(parse_precision(text));
    }
}

TEST_CASE("a road is closed by a setting", "[study]") {
    const Inputs inputs = load_shipped("wage-arrears-project-site");
    const DiskFiles disk({shipped_folder()});
    const auto closures = [&](const std::string& text, const std::string& scenario) {
        Diagnostics out;
        std::vector<Setting> settings{*parse_setting(text, out)};
        const auto changed = load_changed(load_shipped(scenario).texts, settings, disk, out);
        return changed ? static_cast<int>(changed->scenario.closures.size()) : -1;
    };
    CHECK(inputs.scenario.closures.size() == 1);
    CHECK(closures("closures.works_road=10 min for 1 h", "wage-arrears-project-site") == 2);
    CHECK(closures("closures.dayang_road=10 min for 1 h", "wage-arrears-city-hall") == 1);
    CHECK(closures("closures.no_such_road=10 min for 1 h", "wage-arrears-city-hall") == -1);
    CHECK(closures("closures.works_road.period=5 h", "wage-arrears-project-site") == 1);  // the one there is
}

TEST_CASE("a setting knows what it took the place of", "[study]") {
    Diagnostics out;
    auto setting = parse_setting("incidents.gate.reports.2.at=7 min", out);
    REQUIRE(setting);
    REQUIRE(with_setting({"s.yaml", "incidents:\n- {id: gate, reports: [{at: 4 min}, {at: 9 min}]}\n"}, *setting, out));
    CHECK(setting->before == "9 min");
}
