// The smallest roster on the terminal, as lines for a scenario, and as JSON.
#include <map>

#include <fmt/format.h>

#include "exchange/json.hpp"
#include "report/chance_words.hpp"
#include "report/study_names.hpp"
#include "report/table.hpp"

namespace sandtable {

namespace {

/// As a study counts it: what was left open lies between kept and not.
Tally tally_of(const RosterDuty& duty) {
    Tally tally;
    tally.yes = duty.yes;
    tally.open = duty.open;
    tally.no = duty.no - duty.open;
    return tally;
}

std::string duty_words(const Inputs& inputs, const RosterDuty& duty, Lang lang) {
    if (duty.together) return say(lang, "roster-together");
    const StudyIdentity identity;
    const StudyResult result;
    const StudyReading reading{identity, result, &inputs};
    const auto [name, agency] = StudyNames(reading, lang).duty(duty.subject);
    return duty.clause + " " + name + ", " + agency;
}

std::string seat_words(const Inputs& inputs, const RosterSeat& seat, Lang lang) {
    const auto name = [&](const auto& row) { return row.name.in(lang).empty() ? row.id : row.name.in(lang); };
    return name(inputs.network.agencies[seat.agency]) + " / " + name(inputs.network.pools[seat.pool]) + " / " + name(inputs.network.shifts[seat.shift]);
}

Json trial_json(const RosterTrial& trial) {
    Json duties = Json::array();
    for (const RosterDuty& duty : trial.duties) {
        const Chance chance = chance_of(tally_of(duty));
        duties.push_back({{"duty", duty.together ? "together" : duty.subject},
                          {"clause", duty.clause},
                          {"n", duty.yes + duty.no},
                          {"kept", duty.yes},
                          {"open", duty.open},
                          {"chance", duty.open == 0 ? Json(chance.least) : Json(nullptr)},
                          {"chance_least", chance.least},
                          {"chance_most", chance.most},
                          {"low", chance.interval.low},
                          {"high", chance.interval.high}});
    }
    return {{"cost", trial.cost},
            {"keeps", trial.keeps},
            {"worst",
             trial.duties[trial.worst].together ? "together" : trial.duties[trial.worst].subject},
            {"duties", std::move(duties)}};
}

std::vector<const RosterTrial*> shown_trials(const RosterAnswer& a) {
    std::vector<const RosterTrial*> trials{&a.again, &a.now};
    for (const auto& less : a.one_less_again)
        if (less) trials.push_back(&*less);
    return trials;
}

std::string_view proof_name(RosterProof proof) {
    switch (proof) {
        case RosterProof::all_tried: return "all_tried";
        case RosterProof::monotone: return "if_more_never_hurt";
        case RosterProof::not_sure: return "not_sure";
    }
    return {};
}

std::string possible_words(const RosterAnswer& a) {
    return a.possible == RosterAnswer::possible_max ? "> 10^12" : std::to_string(a.possible);
}

/// What was found and how sure that is.
std::string answer_words(const RosterReading& r, Lang lang) {
    const RosterAnswer& a = r.answer;
    const std::string wanted = share_words(r.options.probability),
                      now = fmt::format("{:g}", a.now.cost),
                      cost = fmt::format("{:g}", a.best.cost), of = possible_words(a);
    if (r.options.budget) {
        const std::string tried = a.proof == RosterProof::all_tried
                                      ? say(lang, "roster-within-all")
                                      : say(lang, "roster-within-some", {a.trials, of});
        return say(lang, "roster-within",
                   {fmt::format("{:g}", *r.options.budget), cost, now, tried}) +
               "\n";
    }
    std::string out;
    if (!a.reached) {
        const char* key = a.proof == RosterProof::all_tried  ? "roster-unreached"
                          : a.proof == RosterProof::monotone ? "roster-unreached-monotone"
                                                             : "roster-unreached-not-sure";
        std::vector<Word> words{wanted};
        if (a.proof != RosterProof::all_tried) words.emplace_back(a.trials);
        words.emplace_back(of);
        if (a.proof == RosterProof::monotone) words.emplace_back(r.options.more);
        out += say(lang, key, words) + "\n";
    }
    const char* key = a.proof == RosterProof::all_tried  ? "roster-all-tried"
                      : a.proof == RosterProof::monotone ? "roster-smallest"
                                                         : "roster-found";
    out += say(lang, key, {cost, now, a.trials, of}) + "\n";
    if (a.hurts)
        out += say(lang,
                   a.proof == RosterProof::all_tried ? "roster-hurts" : "roster-hurts-not-sure") +
               "\n";
    return out;
}

}  // namespace

std::string roster_page(const RosterReading& r, Lang lang, int width) {
    const RosterAnswer& a = r.answer;
    std::string out = "演练 EXERCISE  " +
                      say(lang, r.options.jointly ? "roster-head-jointly" : "roster-head",
                          {r.inputs.scenario.id, r.options.seed, r.options.replications,
                           share_words(r.options.probability)}) +
                      "\n\n" + answer_words(r, lang);
    TextTable seats({say(lang, "roster-seat"), say(lang, "roster-now"), say(lang, "roster-needed"), say(lang, "roster-one-less")});
    for (std::size_t i = 0; i < a.seats.size(); ++i) {
        std::string less = "—";
        if (const auto& one = a.one_less_again[i]) {
            const RosterDuty& worst = one->duties[one->worst];
            less = one->keeps && a.one_less[i]->keeps
                       ? say(lang, "roster-less-keeps")
                       : say(lang, "roster-less-breaks",
                             {chance_words(tally_of(worst), lang),
                              duty_words(r.inputs, worst, lang), interval_words(tally_of(worst))});
        }
        seats.row({seat_words(r.inputs, a.seats[i], lang), std::to_string(a.seats[i].now), std::to_string(a.best.roster[i]), less}, "");
    }
    seats.fit(width, {0, 3}, 24);
    out += seats.text() + "\n" + say(lang, "roster-duties") + "\n";
    TextTable duties({say(lang, "column-duty"), say(lang, "roster-then"), "95 %", say(lang, "roster-now"), say(lang, "roster-binds")});
    for (std::size_t i = 0; i < a.again.duties.size(); ++i) {
        const RosterDuty& duty = a.again.duties[i];
        if (duty.alone && i != a.again.worst) continue;
        duties.row({duty_words(r.inputs, duty, lang), chance_words(tally_of(duty), lang),
                    interval_words(tally_of(duty)), chance_words(tally_of(a.now.duties[i]), lang),
                    i == a.again.worst ? say(lang, "roster-this") : ""},
                   "");
    }
    duties.fit(width, {0}, 24);
    out += duties.text() + "  " + say(lang, "roster-again", {r.options.replications}) + "\n";
    std::uint64_t open = 0;
    for (const RosterTrial* trial : shown_trials(a))
        for (const RosterDuty& duty : trial->duties) open += duty.open;
    if (open > 0) out += "  " + say(lang, "roster-left-open", {open}) + "\n";
    if (a.best.keeps && !a.again.keeps && !r.options.budget)
        out += "  " +
               say(lang, "roster-again-less",
                   {share_words(r.options.probability), 2 * r.options.replications}) +
               "\n";
    std::map<std::string, std::map<std::string, std::string>> rows;
    for (std::size_t i = 0; i < a.seats.size(); ++i) {
        if (a.best.roster[i] == a.seats[i].now) continue;
        std::string& numbers = rows[r.inputs.network.agencies[a.seats[i].agency].id][r.inputs.network.pools[a.seats[i].pool].id];
        numbers += (numbers.empty() ? "" : ", ") + r.inputs.network.shifts[a.seats[i].shift].id + ": " + std::to_string(a.best.roster[i]);
    }
    if (rows.empty()) return out + "\n" + say(lang, "roster-as-it-is") + "\n";
    out += "\n" + say(lang, "roster-lines") + "\nofficers:\n";
    for (const auto& [agency, pools] : rows) {
        std::string all;
        for (const auto& [pool, numbers] : pools) all += (all.empty() ? "" : ", ") + pool + ": {" + numbers + "}";
        out += "- {agency: " + agency + ", officers: {" + all + "}}\n";
    }
    return out;
}

std::string roster_json(const RosterReading& r) {
    const RosterAnswer& a = r.answer;
    Json out = {{"exercise", "演练 EXERCISE"},
                {"scenario", r.inputs.scenario.id},
                {"seed", r.options.seed},
                {"replications", r.options.replications},
                {"probability", r.options.probability},
                {"jointly", r.options.jointly},
                {"budget", r.options.budget ? Json(*r.options.budget) : Json(nullptr)},
                {"reached", a.reached},
                {"proven", a.proof != RosterProof::not_sure},
                {"proof", std::string(proof_name(a.proof))},
                {"more_hurts", a.hurts},
                {"trials", a.trials},
                {"possible", a.possible},
                {"now", trial_json(a.now)},
                {"best", trial_json(a.best)},
                {"again", trial_json(a.again)}};
    out["seats"] = Json::array();
    for (std::size_t i = 0; i < a.seats.size(); ++i) {
        Json seat = {{"id", seat_name(r.inputs, a.seats[i])}, {"now", a.seats[i].now}, {"needed", a.best.roster[i]}, {"cost", a.seats[i].cost}, {"most", a.seats[i].most}};
        seat["one_less"] = a.one_less_again[i] ? trial_json(*a.one_less_again[i]) : Json(nullptr);
        out["seats"].push_back(std::move(seat));
    }
    return json_page(out) + "\n";
}

}  // namespace sandtable
