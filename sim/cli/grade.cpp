#include <algorithm>
#include <cerrno>
#include <chrono>
#include <iostream>
#include <limits>
#include <system_error>

#include <unistd.h>

#include "cli/cli.hpp"
#include "sandtable/grading_page.hpp"

namespace sandtable {

namespace {

struct LoadedPlan {
    Vocabulary vocabulary;
    Calendar calendar;
    Plan plan;
};

std::optional<Calendar> calendar_of(const Plan& plan, const Files& files, Diagnostics& out) {
    auto source = files.find(FileKind::calendar, plan.calendar, out);
    if (!source && !out.has_errors()) out.error("unknown-calendar", {plan.path, 0, 0, 1, {}}, {plan.calendar, files.where()}, did_you_mean(plan.calendar, files.names(FileKind::calendar)));
    return source ? load_calendar(std::move(*source), out) : std::nullopt;
}

std::optional<LoadedPlan> load(const Terminal& terminal, const std::string& name) {
    auto source = named_source(terminal, FileKind::plan, name);
    if (!source) return std::nullopt;
    if (const auto kind = kind_of(*source); kind && *kind != FileKind::plan) {
        terminal.say_error("cli-not-plan", {source->path, kind_name(*kind)});
        return std::nullopt;
    }
    Diagnostics said;
    const DiskFiles files(data_folders(source->path));
    auto vocabulary = find_vocabulary(files, said);
    const auto clauses = find_clauses(files, said);
    auto plan = vocabulary && clauses ? load_plan(std::move(*source), {*vocabulary, *clauses, files}, said) : std::nullopt;
    auto calendar = plan && !plan->calendar.empty() ? calendar_of(*plan, files, said) : std::optional(Calendar{});
    terminal.say_all(said);
    if (!plan || !calendar) return std::nullopt;
    return LoadedPlan{std::move(*vocabulary), std::move(*calendar), std::move(*plan)};
}

/// "09:10" is the latest such time that is not in the future, by the wall clock at the calendar's offset.
std::optional<CivilTime> read_received(const std::string& word, int offset_minutes) {
    if (const auto instant = parse_iso(word)) return instant;
    const auto space = word.find_first_of(" T");
    std::string time = space == std::string::npos ? word : word.substr(space + 1);
    if (const auto wide = time.find("："); wide != std::string::npos) time.replace(wide, std::string("：").size(), ":");
    if (time.size() == 4 && time[1] == ':') time.insert(0, "0");  // 9:10
    const auto clock = parse_clock(time);
    if (!clock || *clock >= 86'400'000) return std::nullopt;
    std::optional<Date> day;
    if (space != std::string::npos) day = parse_date(word.substr(0, space));
    else {
        const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now() + std::chrono::minutes(offset_minutes)).time_since_epoch().count();
        day = Date{std::chrono::days{now / 86'400'000}};
        if (clock && *clock > now % 86'400'000) *day -= std::chrono::days{1};  // a report that was received is past: 23:50 said at two in the morning is yesterday's
    }
    return day ? std::optional(civil_time(*day, *clock, offset_minutes)) : std::nullopt;
}

void say_fault(const Terminal& terminal, const ParseFault& fault) { terminal.say_error(fault.code, fault.words, fault.hint); }

Knowledge knowledge_of(const Vocabulary& vocabulary, const StatedFacts& facts, bool rest_harmless) {
    Knowledge knowledge(vocabulary.facts.size());
    for (const auto& [fact, value] : facts) knowledge.learn(fact, value, ModelTime{}, no_entry);
    if (!rest_harmless) return knowledge;
    for (const FactId id : ids_of(vocabulary.facts)) {
        const bool stated = std::any_of(facts.begin(), facts.end(), [&](const auto& f) { return f.first == id; });  // "unknown" is stated too
        if (!stated && !vocabulary.facts[id].finding) knowledge.learn(id, Observation::exactly(vocabulary.facts[id].harmless()), ModelTime{}, no_entry);
    }
    return knowledge;
}

/// By id, or by its name in either language.
FactId fact_named(const Vocabulary& vocabulary, const std::string& name) {
    for (const FactId id : ids_of(vocabulary.facts))
        if (vocabulary.facts[id].id == name || vocabulary.facts[id].name.zh == name || vocabulary.facts[id].name.en == name) return id;
    return FactId::none();
}

/// "participants=300..500"; each fact once.
bool read_words(const Terminal& terminal, const LoadedPlan& loaded, const std::vector<std::string>& words, StatedFacts& facts) {
    bool fine = true;
    for (const std::string& word : words) {
        const auto at = word.find('=');
        if (at == std::string::npos) {
            terminal.say_error("grade-fact-form", {word});
            fine = false;
            continue;
        }
        const std::string name = word.substr(0, at);
        const FactId id = fact_named(loaded.vocabulary, name);
        if (!id.is_some()) {
            terminal.say_error("unknown-fact", {name}, did_you_mean(name, loaded.vocabulary.names()));
            fine = false;
            continue;
        }
        if (!loaded.vocabulary.facts[id].known_to(loaded.plan.id)) {
            terminal.say_error("finding-other-plan", {name, loaded.plan.id});
            fine = false;
            continue;
        }
        auto parsed = parse_observation(loaded.vocabulary.facts[id], word.substr(at + 1), loaded.plan.grades);
        if (const auto* fault = std::get_if<ParseFault>(&parsed)) {
            say_fault(terminal, *fault);
            fine = false;
            continue;
        }
        for (const auto& [stated, value] : facts)
            if (stated == id) {
                terminal.say_error("grade-fact-twice", {name});
                fine = false;
            }
        facts.emplace_back(id, std::get<Observation>(parsed));
    }
    return fine;
}

/// What the command line fixes for every case.
struct Asked {
    const LoadedPlan& loaded;
    std::optional<CivilTime> received;
    bool rest_harmless, everything;
};

/// Raises, findings and the duties that run; nothing if a period ends outside the calendar, which was said.
std::optional<GradingDetails> details_of(const Terminal& terminal, const Asked& asked, const Knowledge& knowledge, const Grading& grading) {
    const LoadedPlan& loaded = asked.loaded;
    GradingDetails details = grading_details(loaded.plan, loaded.vocabulary, knowledge, grading);
    auto duties = duties_on_receipt(loaded.plan, loaded.vocabulary, knowledge, grading, loaded.calendar, asked.received);
    if (const auto* outside = std::get_if<OutsideCalendar>(&duties)) {
        Diagnostics said;
        report_outside(loaded.calendar, outside->day, {}, said);
        terminal.say_all(said);
        return std::nullopt;
    }
    details.duties = std::get<std::vector<RunningDuty>>(std::move(duties));
    return details;
}

Exit print(const Terminal& terminal, const Asked& asked, const StatedFacts& facts, bool json, const std::string& id_json = "null") {
    const LoadedPlan& loaded = asked.loaded;
    const Knowledge knowledge = knowledge_of(loaded.vocabulary, facts, asked.rest_harmless);
    const GradingAnswer a = answer(loaded.plan, loaded.vocabulary, knowledge);
    const auto details = details_of(terminal, asked, knowledge, a.grading);
    if (!details) return Exit::unusable;
    terminal.out(json ? answer_json(loaded.plan, loaded.vocabulary, a, id_json, &*details) + "\n"
                      : grading_page({loaded.plan, loaded.vocabulary, knowledge, a, *details, asked.received, terminal.lang, terminal.width, asked.everything}));
    return Exit::fine;
}

/// What people type beside the words of the files: yes and no in their ways, nothing of a number, a number with its unit or separators.
std::string plain_answer(const Fact& fact, std::string line) {
    const auto drop = [&](std::string_view part) {
        for (auto at = line.find(part); at != std::string::npos; at = line.find(part)) line.erase(at, part.size());
    };
    if (fact.type != FactType::flag) {
        for (const char* nothing : {"没有", "没", "无", "none", "no", "0人"})
            if (line == nothing) return fact.type == FactType::scale ? fact.levels.empty() ? "none" : fact.levels.front() : fact.type == FactType::hours ? "0 h" : "0";
        if (fact.type == FactType::scale) return line;
        for (const char* part : {"人", "名", "元", "约", "大约", "左右", "people", "about", ",", "，"}) drop(part);
        if (fact.type == FactType::hours) {
            for (const auto& [said, unit] : {std::pair{"个小时", " h"}, {"小时", " h"}, {"hours", "h"}, {"hour", "h"}, {"分钟", " min"}, {"minutes", "min"}})
                if (const auto at = line.find(said); at != std::string::npos) line.replace(at, std::string_view(said).size(), unit);
            if (line.find_first_not_of("0123456789.") == std::string::npos) line += " h";
        }
        while (!line.empty() && line.back() == ' ') line.pop_back();
        return line;
    }
    for (const char* yes : {"y", "Y", "Yes", "YES", "有", "对"})
        if (line == yes) return "yes";
    for (const char* no : {"n", "N", "No", "NO", "没有", "没", "无", "不是"})
        if (line == no) return "no";
    return line;
}

std::string choices_of(const Fact& fact, Lang lang) {
    std::string out;
    for (std::size_t i = 0; i < fact.levels.size(); ++i) out += (i == 0 ? "" : " / ") + (i < fact.level_names.size() ? fact.level_names[i].in(lang) : fact.levels[i]);
    if (fact.type == FactType::flag) out = say(lang, "word-yes") + " / " + say(lang, "word-no");
    return out;
}

/// Asks one question at a time until no answer can change anything; an empty answer is "unknown" and the next is asked.
Exit converse(const Terminal& terminal, const Asked& asked) {
    const LoadedPlan& loaded = asked.loaded;
    StatedFacts facts;
    std::vector<FactId> passed;
    std::string interval;
    terminal.out(say(terminal.lang, "grade-answer-hint") + "\n");
    for (;;) {
        const GradingAnswer a = answer(loaded.plan, loaded.vocabulary, knowledge_of(loaded.vocabulary, facts, asked.rest_harmless));
        const auto next = std::find_if(a.questions.begin(), a.questions.end(), [&](const Question& q) { return std::find(passed.begin(), passed.end(), q.fact) == passed.end(); });
        const std::string now = interval_words(loaded.plan, a.grading, terminal.lang);
        if (!interval.empty() && now != interval && next != a.questions.end()) terminal.out("  > " + now + "\n");
        interval = now;
        std::string line;
        if (next != a.questions.end()) {
            const std::string choices = choices_of(loaded.vocabulary.facts[next->fact], terminal.lang);
            terminal.out(loaded.vocabulary.facts[next->fact].ask.in(terminal.lang) + (choices.empty() ? "" : "  [" + choices + "]") + " ");
        }
        if (next == a.questions.end() || !std::getline(std::cin, line)) {
            terminal.out("\n");
            return print(terminal, asked, facts, false);
        }
        const Fact& fact = loaded.vocabulary.facts[next->fact];
        while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
        if (line == "q" || line == "quit" || line == "exit" || line == "退出" || line == "结束") {
            terminal.out("\n");
            return print(terminal, asked, facts, false);
        }
        if (line.empty() || line == "unknown" || line == "?" || line == "？" || line == "不详" || line == "不清楚" || line == "不知道") {
            passed.push_back(next->fact);
            continue;
        }
        auto parsed = parse_observation(fact, plain_answer(fact, line), loaded.plan.grades);
        if (const auto* fault = std::get_if<ParseFault>(&parsed)) {
            say_fault(terminal, *fault);
            continue;
        }
        std::erase_if(facts, [&](const auto& f) { return f.first == next->fact; });
        facts.emplace_back(next->fact, std::get<Observation>(parsed));
        passed.push_back(next->fact);  // a range is an answer too
    }
}

/// The next line of standard input; of one that is too long only so much that it is known to be.
bool next_line(std::string& line) {
    static std::vector<char> buffer(batch_line_bytes_max + 2);
    errno = 0;
    std::cin.getline(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const auto read = static_cast<std::size_t>(std::cin.gcount());
    if (std::cin.bad())
        throw std::system_error(errno != 0 ? errno : EIO, std::generic_category(), "stdin");
    if (read == 0 && !std::cin.good()) return false;
    const bool cut = std::cin.fail() && !std::cin.eof();
    line.assign(buffer.data(), read - (std::cin.good() && read > 0 ? 1 : 0));  // the line end counts among those read
    if (cut) {
        std::cin.clear();
        std::cin.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    }
    return true;
}

Exit batch(const Terminal& terminal, const Asked& asked) {
    const LoadedPlan& loaded = asked.loaded;
    std::ios::sync_with_stdio(false);
    bool all_read = true;
    std::string line, out;
    for (std::uint64_t number = 1; next_line(line); ++number) {
        if (line.size() <= batch_line_bytes_max && line.find_first_not_of(" \t\r") == std::string::npos) continue;
        JsonCase one;
        if (const auto fault = read_case(line, loaded.plan, loaded.vocabulary, one)) {
            out += batch_error_json(number, one.id_json, *fault, terminal.lang) + "\n";
            all_read = false;
        } else {
            const Knowledge knowledge = knowledge_of(loaded.vocabulary, one.facts, asked.rest_harmless);
            const GradingAnswer a = answer(loaded.plan, loaded.vocabulary, knowledge);
            const auto details = asked.received ? details_of(terminal, asked, knowledge, a.grading) : std::nullopt;
            if (asked.received && !details) return Exit::unusable;
            out += answer_json(loaded.plan, loaded.vocabulary, a, one.id_json, details ? &*details : nullptr) + "\n";
        }
        if (std::cin.rdbuf()->in_avail() <= 0 || out.size() > (1u << 16)) {  // whoever waits for an answer gets it
            terminal.out(out);
            out.clear();
        }
    }
    terminal.out(out);
    return all_read ? Exit::fine : Exit::unusable;
}

}  // namespace

Exit grade_facts(const Terminal& terminal, const GradeArguments& arguments) {
    const auto loaded = load(terminal, arguments.plan);
    if (!loaded) return Exit::unusable;
    Asked asked{*loaded, std::nullopt, arguments.rest_harmless, arguments.all};
    if (arguments.received) {
        asked.received = read_received(*arguments.received, loaded->plan.calendar.empty() ? 480 : loaded->calendar.offset_minutes);
        if (!asked.received) {
            terminal.say_error("received-form", {*arguments.received}, tell("received-form-hint"));
            return Exit::unusable;
        }
    }
    const Plan& plan = loaded->plan;
    if (asked.received && ((plan.in_force_from && asked.received->date() < *plan.in_force_from) || (plan.in_force_to && asked.received->date() > *plan.in_force_to))) {
        Diagnostics said;
        said.add(Severity::warning, "not-in-force", {}, {plan.id, date_text(asked.received->date()), plan.in_force_from ? date_text(*plan.in_force_from) : "…", plan.in_force_to ? date_text(*plan.in_force_to) : "…"});
        terminal.say_all(said);
    }
    if (arguments.batch && (!arguments.facts.empty() || !arguments.facts_file.empty())) {
        terminal.say_error("batch-with-facts", {}, tell("batch-with-facts-hint"));
        return Exit::unusable;
    }
    if (arguments.batch) return batch(terminal, asked);
    StatedFacts facts;
    std::string id_json = "null";
    if (!arguments.facts_file.empty()) {
        Diagnostics said;
        const auto source = read_file(arguments.facts_file, said);
        terminal.say_all(said);
        if (!source) return Exit::unusable;
        JsonCase one;
        if (const auto fault = read_case(source->text, loaded->plan, loaded->vocabulary, one)) {
            say_fault(terminal, *fault);
            return Exit::unusable;
        }
        facts = std::move(one.facts);
        id_json = one.id_json;
    }
    if (!read_words(terminal, *loaded, arguments.facts, facts)) return Exit::unusable;
    if (facts.empty() && !arguments.json && !arguments.rest_harmless && arguments.facts_file.empty() && isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0) return converse(terminal, asked);
    return print(terminal, asked, facts, arguments.json, id_json);
}

}  // namespace sandtable
