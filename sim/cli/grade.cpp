#include <algorithm>
#include <iostream>

#include <unistd.h>

#include "cli/cli.hpp"
#include "sandtable/grading_answer.hpp"

namespace sandtable {

namespace {

struct LoadedPlan {
    Vocabulary vocabulary;
    Plan plan;
};

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
    terminal.say_all(said);
    if (!plan) return std::nullopt;
    return LoadedPlan{std::move(*vocabulary), std::move(*plan)};
}

void say_fault(const Terminal& terminal, const ParseFault& fault) { terminal.say_error(fault.code, fault.words, fault.hint); }

Knowledge knowledge_of(const Vocabulary& vocabulary, const StatedFacts& facts) {
    Knowledge knowledge(vocabulary.facts.size());
    for (const auto& [fact, value] : facts) knowledge.learn(fact, value, ModelTime{}, no_entry);
    return knowledge;
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
        const FactId id = loaded.vocabulary.find(name);
        if (!id.is_some()) {
            terminal.say_error("unknown-fact", {name}, did_you_mean(name, loaded.vocabulary.names()));
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

std::string names(const Vocabulary& vocabulary, const std::vector<FactId>& facts, Lang lang) {
    std::string out;
    for (const FactId fact : facts) out += (out.empty() ? "" : say(lang, "word-comma")) + vocabulary.facts[fact].name.in(lang);
    return out;
}

std::string page(const LoadedPlan& loaded, const GradingAnswer& a, Lang lang) {
    const Plan& plan = loaded.plan;
    const Grading& g = a.grading;
    std::string out = "演练 EXERCISE  " + plan.name.in(lang) + "\n";
    out += say(lang, g.applies == Truth::holds ? "grade-applies-yes" : g.applies == Truth::fails ? "grade-applies-no" : "grade-applies-open",
               {plan.scope ? plan.scope->clause + (g.applies == Truth::holds ? "" : "  " + names(loaded.vocabulary, g.applies == Truth::fails ? g.failed : g.unsettled, lang)) : "—"}) + "\n";
    if (!plan.grades.empty()) {
        const auto name = [&](int at) { return plan.grades[static_cast<std::size_t>(at)]; };
        if (g.at_most < 0) out += say(lang, "grade-is-below") + "\n";
        else if (g.at_least == g.at_most) out += say(lang, "grade-is", {name(g.at_least)}) + "\n";
        else if (g.at_least < 0) out += say(lang, "grade-is-at-most", {name(g.at_most)}) + "\n";
        else out += say(lang, "grade-is-between", {name(g.at_least), name(g.at_most)}) + "\n";
        for (const auto& [key, list] : {std::pair{"grade-met", &g.met}, {"grade-open", &g.open}})
            for (const auto i : *list) out += "  " + padded(say(lang, key), 10) + padded(plan.criteria[i].clause, 8) + padded(name(plan.criteria[i].grade), 5) + plan.criteria[i].says.in(lang) + "\n";
    }
    if (a.questions.empty()) return out + say(lang, "grade-nothing-more") + "\n";
    out += say(lang, "grade-questions") + "\n";
    for (const Question& question : a.questions) {
        const Fact& fact = loaded.vocabulary.facts[question.fact];
        out += "  " + padded(fact.id, 30) + " " + fact.ask.in(lang) + "\n";
    }
    return out;
}

/// Asks one question at a time until no answer can change anything; an empty answer is "unknown" and the next is asked.
Exit converse(const Terminal& terminal, const LoadedPlan& loaded) {
    StatedFacts facts;
    std::vector<FactId> passed;
    terminal.out(say(terminal.lang, "grade-answer-hint") + "\n");
    for (;;) {
        const GradingAnswer a = answer(loaded.plan, loaded.vocabulary, knowledge_of(loaded.vocabulary, facts));
        const auto next = std::find_if(a.questions.begin(), a.questions.end(), [&](const Question& q) { return std::find(passed.begin(), passed.end(), q.fact) == passed.end(); });
        if (next == a.questions.end()) {
            terminal.out("\n" + page(loaded, a, terminal.lang));
            return Exit::fine;
        }
        const Fact& fact = loaded.vocabulary.facts[next->fact];
        std::string choices;
        for (std::size_t i = 0; i < fact.levels.size(); ++i) choices += (i == 0 ? "" : " / ") + fact.levels[i];
        terminal.out(fact.ask.in(terminal.lang) + (choices.empty() ? "" : "  [" + choices + "]") + " ");
        std::string line;
        if (!std::getline(std::cin, line)) {
            terminal.out("\n" + page(loaded, a, terminal.lang));
            return Exit::fine;
        }
        if (line.empty() || line == "unknown" || line == "不详" || line == "不知道") {
            passed.push_back(next->fact);
            continue;
        }
        auto parsed = parse_observation(fact, line, loaded.plan.grades);
        if (const auto* fault = std::get_if<ParseFault>(&parsed)) {
            say_fault(terminal, *fault);
            continue;
        }
        std::erase_if(facts, [&](const auto& f) { return f.first == next->fact; });
        facts.emplace_back(next->fact, std::get<Observation>(parsed));
        passed.push_back(next->fact);  // a range is an answer too
    }
}

Exit batch(const Terminal& terminal, const LoadedPlan& loaded) {
    std::ios::sync_with_stdio(false);
    bool all_read = true;
    std::string line, out;
    for (std::uint64_t number = 1; std::getline(std::cin, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        JsonCase one;
        if (const auto fault = read_case(line, loaded.plan, loaded.vocabulary, one)) {
            out += batch_error_json(number, one.id_json, *fault, terminal.lang) + "\n";
            all_read = false;
        } else {
            out += answer_json(loaded.plan, loaded.vocabulary, answer(loaded.plan, loaded.vocabulary, knowledge_of(loaded.vocabulary, one.facts)), one.id_json) + "\n";
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
    if (arguments.batch) return batch(terminal, *loaded);
    StatedFacts facts;
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
    }
    if (!read_words(terminal, *loaded, arguments.facts, facts)) return Exit::unusable;
    if (facts.empty() && !arguments.json && arguments.facts_file.empty() && isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0) return converse(terminal, *loaded);
    const GradingAnswer a = answer(loaded->plan, loaded->vocabulary, knowledge_of(loaded->vocabulary, facts));
    terminal.out(arguments.json ? answer_json(loaded->plan, loaded->vocabulary, a, "null") + "\n" : page(*loaded, a, terminal.lang));
    return Exit::fine;
}

}  // namespace sandtable
