// What stands in an area of several senders' messages: held against every minute judged for itself.
#include <algorithm>
#include <map>
#include <sstream>

#include "sandtable/random.hpp"
#include "sandtable/report.hpp"
#include "sandtable/warnings.hpp"
#include "support/catch.hpp"
#include "support/said_of.hpp"
#include "support/shipped_warnings.hpp"
#include "support/small_world.hpp"

using namespace sandtable;

namespace {

const std::vector<std::string> codes{"331102001215", "331102002007"};
const std::vector<std::string> severities{"Minor", "Moderate", "Severe", "Extreme"};

CapTime minute(int m) {
    CivilTime at = *parse_iso("2022-06-20T15:00:00+08:00");
    at.local_ms += m * std::int64_t{60'000};
    return cap_time(at);
}

struct Says {
    int level;               ///< 0: all clear
    std::vector<int> areas;  ///< of `codes`
    int effective = -1, expires = -1;
};
struct Sent {
    int sent;
    std::string sender, id, type;
    std::vector<int> refers;  ///< to messages before it
    std::vector<Says> says;
};

std::vector<Alert> alerts_of(const std::vector<Sent>& messages) {
    std::vector<Alert> all;
    for (const Sent& m : messages) {
        Alert a;
        a.path = m.id + ".xml";
        a.identifier = m.id;
        a.sender = m.sender;
        a.sent = minute(m.sent);
        a.status = "Actual";
        a.message_type = m.type;
        a.scope = "Public";
        for (const int r : m.refers) {
            const Sent& to = messages[static_cast<std::size_t>(r)];
            a.references += (a.references.empty() ? "" : " ") + to.sender + "," + to.id + "," +
                            minute(to.sent).text;
        }
        for (const Says& says : m.says) {
            CapInfo info;
            info.categories = {"Geo"};
            info.event = "x";
            info.urgency = "Expected";
            info.certainty = "Likely";
            info.severity = severities[static_cast<std::size_t>(std::max(0, says.level - 1))];
            if (says.level == 0) info.response_types = {"AllClear"};
            if (says.effective >= 0) info.effective = minute(says.effective);
            if (says.expires >= 0) info.expires = minute(says.expires);
            for (const int area : says.areas) {
                CapArea where;
                where.description = "?";
                where.geocodes = {{"code", codes[static_cast<std::size_t>(area)]}};
                info.areas.push_back(where);
            }
            a.infos.push_back(info);
        }
        all.push_back(a);
    }
    return all;
}

/// The level of an area at each minute of the drill; of one that is not in it none.
struct Course {
    std::string said;
    std::vector<std::map<std::int64_t, int>> levels{codes.size()};  ///< [area] by second
    int at(std::size_t area, int minutes) const {
        const auto next = levels[area].upper_bound(minutes * std::int64_t{60});
        return next == levels[area].begin() ? 0 : std::prev(next)->second;
    }
};

/// Minutes count from the first message.
Course course_of(std::vector<Alert> alerts) {
    Diagnostics out;
    const WarnedCity& w = warned_city();
    const auto drill = alert_drill(std::move(alerts), "d", w.planned.warnings, w.planned.plan,
                                   w.planned.vocabulary, w.network, 480, out);
    Course course;
    course.said = codes_of(out);
    if (!drill) return course;
    const auto& levels = w.planned.vocabulary.facts[w.planned.warnings.fact].levels;
    for (std::size_t area = 0; area < codes.size(); ++area) {
        const auto begin = drill->yaml.find("- id: f" + codes[area]);
        if (begin == std::string::npos) continue;
        const auto reports = drill->yaml.find("  reports:", begin);
        for (auto at = drill->yaml.find("- {at: ", begin); at < reports;
             at = drill->yaml.find("- {at: ", at + 1)) {
            const auto says = drill->yaml.find("geohazard_risk: ", at) + 16;
            const std::string word =
                drill->yaml.substr(says, drill->yaml.find_first_of(",}", says) - says);
            const auto level = std::find(levels.begin(), levels.end(), word);
            REQUIRE(level != levels.end());
            const bool in_minutes = drill->yaml.compare(at + 7, 5, "0 min") == 0;
            course.levels[area][in_minutes ? 0 : std::stoll(drill->yaml.substr(at + 7))] =
                static_cast<int>(level - levels.begin());
        }
    }
    return course;
}

/// Whether `later` ends what `m` says: it refers to it, or to one that it went on from.
bool ends(const std::vector<Sent>& all, const Sent& later, int m) {
    if (later.type == "Alert" || later.sent <= all[static_cast<std::size_t>(m)].sent) return false;
    std::vector<int> line{m};  // it and all that it refers to, directly or not
    for (std::size_t i = 0; i < line.size(); ++i) {
        const Sent& one = all[static_cast<std::size_t>(line[i])];
        if (one.type == "Alert") continue;
        line.insert(line.end(), one.refers.begin(), one.refers.end());
    }
    return std::any_of(line.begin(), line.end(), [&](int one) {
        return std::find(later.refers.begin(), later.refers.end(), one) != later.refers.end();
    });
}

int level_at(const std::vector<Sent>& all, int area, int t) {
    int level = 0;
    for (std::size_t m = 0; m < all.size(); ++m) {
        const Sent& one = all[m];
        if (one.sent > t || one.type == "Cancel") continue;
        const bool over = std::any_of(all.begin(), all.end(), [&](const Sent& later) {
            return later.sent <= t && ends(all, later, static_cast<int>(m));
        });
        if (over) continue;
        for (const Says& says : one.says) {
            const int from = std::max(one.sent, says.effective);
            if (std::find(says.areas.begin(), says.areas.end(), area) == says.areas.end() ||
                from > t || (says.expires >= 0 && (says.expires <= t || says.expires <= from)))
                continue;
            level = std::max(level, says.level);
        }
    }
    return level;
}

std::vector<Sent> drawn(std::uint32_t seed) {
    const Random random(seed);
    std::uint32_t number = 0;
    const auto draw = [&](int n) {
        return static_cast<int>(
            scaled(random.draw({1, 2, 3, number++}).bits(), static_cast<std::uint64_t>(n)));
    };
    std::vector<Sent> all;
    const int count = 2 + draw(7);
    int sent = 0;
    for (int i = 0; i < count; ++i) {
        Sent m;
        m.sent = sent;
        sent += 1 + draw(90);
        m.sender = draw(2) == 0 ? "w" : "v";
        m.id = "m" + std::to_string(i);
        m.type = i == 0 || draw(3) == 0 ? "Alert" : draw(3) == 0 ? "Cancel" : "Update";
        for (int r = 0; r < i && m.type != "Alert"; ++r)
            if (draw(2) == 0) m.refers.push_back(r);
        if (m.type != "Alert" && m.refers.empty()) m.refers.push_back(draw(i));
        const int infos = 1 + draw(3);
        for (int k = 0; k < infos; ++k) {
            Says says{draw(6) == 0 ? 0 : 1 + draw(4), {}, -1, -1};
            says.areas = draw(3) == 0 ? std::vector<int>{0, 1} : std::vector<int>{draw(2)};
            if (draw(4) == 0) says.effective = m.sent + draw(60) - 20;
            if (says.effective < 0) says.effective = -1;
            if (draw(2) == 0)
                says.expires =
                    std::max(says.effective, m.sent) + draw(200) - (draw(8) == 0 ? 30 : 0);
            m.says.push_back(says);
        }
        all.push_back(std::move(m));
    }
    return all;
}

}  // namespace

TEST_CASE("what stands is what stands at every minute, of 1,000 sets of messages", "[cap]") {
    std::size_t minutes = 0, sets = 0;
    for (std::uint32_t seed = 1; seed <= 1000; ++seed) {
        const auto messages = drawn(seed);
        const Course course = course_of(alerts_of(messages));
        if (course.said.find("cap-nothing") != std::string::npos) {
            for (int t = 0; t < 900; ++t)
                for (int area = 0; area < 2; ++area) REQUIRE(level_at(messages, area, t) == 0);
            continue;
        }
        ++sets;
        for (int t = 0; t < 900; ++t)
            for (int area = 0; area < 2; ++area) {
                ++minutes;
                if (course.at(static_cast<std::size_t>(area), t) == level_at(messages, area, t))
                    continue;
                INFO("seed " << seed << ", minute " << t << ", area " << area << ": "
                             << course.said);
                REQUIRE(course.at(static_cast<std::size_t>(area), t) ==
                        level_at(messages, area, t));
            }
    }
    CHECK(sets > 900);
    CHECK(minutes > 1'000'000);
}

TEST_CASE("messages of one second follow their references, in whatever order the files come",
          "[cap]") {
    std::vector<Sent> chain{{0, "w", "a", "Alert", {}, {{3, {0}, -1, -1}}},
                            {0, "w", "b", "Update", {0}, {{4, {0}, -1, -1}}},
                            {0, "w", "c", "Update", {1}, {{2, {0}, -1, -1}}}};
    auto alerts = alerts_of(chain);
    std::vector<std::size_t> order{0, 1, 2};
    do {
        std::vector<Alert> shuffled;
        for (const std::size_t i : order) shuffled.push_back(alerts[i]);
        const Course course = course_of(shuffled);
        CHECK(course.said.empty());
        CHECK(course.levels[0] == std::map<std::int64_t, int>{{0, 2}});
    } while (std::next_permutation(order.begin(), order.end()));
    // in a circle nothing is ended that was not said yet; nobody hangs
    alerts[0].message_type = "Update";
    alerts[0].references = alerts[2].reference();
    CHECK(course_of(alerts).levels[0].size() == 1);
}

TEST_CASE("what ends nothing and what never stands is told", "[cap]") {
    const auto said = [](const std::vector<Sent>& messages) {
        return course_of(alerts_of(messages)).said;
    };
    const Sent first{0, "w", "a", "Alert", {}, {{3, {0}, -1, -1}}};
    CHECK(said({first, {60, "v", "b", "Alert", {}, {{0, {0}, -1, -1}}}}) == "cap-clears-nothing");
    CHECK(said({first, {60, "w", "b", "Update", {0}, {{0, {0}, -1, -1}}}}).empty());
    CHECK(said({{0, "w", "a", "Alert", {}, {{3, {0}, -1, 0}, {1, {0}, -1, -1}}}}) ==
          "cap-expires-past");
    CHECK(said({{10, "w", "a", "Alert", {}, {{3, {0}, -1, 5}}}}) == "cap-expires-past cap-nothing");
}

TEST_CASE("codes and shapes decide, a name only without them", "[cap]") {
    const WarnedCity& w = warned_city();
    const auto covers = [&](CapArea area) {
        auto alerts = alerts_of({{0, "w", "a", "Alert", {}, {{3, {0}, -1, -1}}}});
        alerts[0].infos[0].areas = {std::move(area)};
        Diagnostics out;
        const auto drill = alert_drill(alerts, "d", w.planned.warnings, w.planned.plan,
                                       w.planned.vocabulary, w.network, 480, out);
        return std::pair(drill ? drill->areas : 0, codes_of(out));
    };
    const PreventionArea& one = w.network.prevention_areas[PreventionAreaId{0}];
    const NetworkPlace& place = w.network.places[one.place];
    const std::string at = std::to_string(*place.latitude) + "," + std::to_string(*place.longitude);
    // the name of one with the code of another: the code; white space about it does not count
    CHECK(covers({one.name.zh, {}, {}, {{"code", "\n 331102002007 \t"}}, "", "", {}}).first == 1);
    CHECK(covers({one.name.zh, {}, {}, {{"code", "999999"}}, "", "", {}}).first == 0);
    CHECK(covers({"莲都区", {}, {at + " 0.01"}, {}, "", "", {}}).first == 1);
    CHECK(covers({"莲都区", {}, {at + "\n0.01"}, {}, "", "", {}}).first == 1);
    // our own code means one of the several in a division
    CHECK(covers({"?",
                  {},
                  {},
                  {{"code", "331100"}, {std::string(prevention_area_code), one.id}},
                  "",
                  "",
                  {}})
              .first == 1);
    // a name that several have
    std::map<std::string, int> names;
    for (const PreventionArea& area : w.network.prevention_areas) ++names[area.name.zh];
    for (const auto& [name, times] : names)
        if (times > 1) {
            const auto [areas, said] = covers({name, {}, {}, {}, "", "", {}});
            CHECK(areas >= static_cast<std::size_t>(times));
            CHECK(said.find("cap-area-several") != std::string::npos);
            break;
        }
}

TEST_CASE("a drill made of alerts loads, whatever their words hold", "[cap]") {
    const WarnedCity& w = warned_city();
    for (const std::string& odd :
         {std::string("\x7f"), std::string("\xc2\x85"), std::string("\xe2\x80\xa8"),
          std::string("\xe2\x80\xae"), std::string("\xe2\x81\xa6"), std::string("\t"),
          std::string("\"': {}#&*!|>%@`"), std::string("\xef\xbf\xbf")}) {
        auto alerts = alerts_of({{0, "w", "a", "Alert", {}, {{3, {0}, -1, -1}}}});
        alerts[0].infos[0].headline = "x" + odd + "y";
        alerts[0].identifier = "i" + odd;
        Diagnostics out;
        const auto drill = alert_drill(alerts, "d", w.planned.warnings, w.planned.plan,
                                       w.planned.vocabulary, w.network, 480, out);
        INFO(said_of(out));
        REQUIRE(drill);
        CHECK_NOTHROW(load_text("d.yaml", drill->yaml, HeldFiles{}));
    }
}

TEST_CASE("our own alerts of a whole night come back to the areas they were issued for", "[cap]") {
    const WarnedCity& w = warned_city();
    const Played night = play(load_shipped("typhoon-night"), 1);
    const RunReading reading = read_run(night.inputs, night.journal, 1);
    const auto issued = issued_alerts(reading, w.planned.warnings);
    REQUIRE(issued.size() > 20);
    // what each incident's alerts say, from message to message
    std::map<std::string, std::vector<int>> wanted, found;
    std::vector<Alert> read;
    for (const Alert& alert : issued) {
        const auto& incidents = night.inputs.scenario.incidents;
        const auto at = std::find_if(incidents.begin(), incidents.end(),
                                     [&](const Incident& i) { return i.id == alert.incidents; });
        REQUIRE(at != incidents.end());
        REQUIRE(at->prevention_area.is_some());
        auto& levels = wanted[night.inputs.network.prevention_areas[at->prevention_area].id];
        const bool clear = alert.message_type == "Cancel";
        const int level = clear ? 0 : w.planned.warnings.level_of(alert.infos.front().severity);
        if (levels.empty() || levels.back() != level) levels.push_back(level);
        Diagnostics out;
        auto again = read_cap({"a.xml", cap_text(alert)}, out);
        REQUIRE(again);
        read.push_back(std::move(*again));
    }
    Diagnostics out;
    const auto drill = alert_drill(std::move(read), "d", w.planned.warnings, w.planned.plan,
                                   w.planned.vocabulary, night.inputs.network, 480, out);
    INFO(said_of(out));
    REQUIRE(drill);
    CHECK(out.all().empty());
    CHECK(drill->areas == wanted.size());
    const auto& levels = w.planned.vocabulary.facts[w.planned.warnings.fact].levels;
    std::istringstream lines(drill->yaml);
    std::string incident, line;
    bool reports = false;
    while (std::getline(lines, line)) {
        if (line.starts_with("- id: ")) incident = line.substr(6), reports = false;
        if (line.starts_with("  reports:")) reports = true;
        const auto says = line.find("says: {geohazard_risk: ");
        if (!reports || says == std::string::npos) continue;
        const auto end = line.find('}', says);
        const auto level =
            std::find(levels.begin(), levels.end(), line.substr(says + 23, end - says - 23));
        REQUIRE(level != levels.end());
        std::replace(incident.begin(), incident.end(), '-', '_');
        found[incident].push_back(static_cast<int>(level - levels.begin()));
    }
    CHECK(found == wanted);
}
