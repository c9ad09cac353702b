#include "exchange/standing_warnings.hpp"

#include <algorithm>

namespace sandtable {

namespace {

std::string key_of(const Alert& alert) { return alert.sender + "," + alert.identifier; }

std::string_view key_in(std::string_view reference) {
    return reference.substr(0, reference.rfind(','));
}

bool refers(const Alert& alert, const Alert& to) {
    const auto words = words_in(alert.references);
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return key_in(word) == key_of(to); });
}

std::string joined(const std::set<std::string>& all) {
    std::string names;
    for (const std::string& name : all) names += (names.empty() ? "" : ", ") + name;
    return names;
}

bool holds(const Statement& one, CivilTime at) {
    return !before(at, one.from) && (!one.expires || before(at, *one.expires)) &&
           (!one.ended || before(at, *one.ended));
}

}  // namespace

StandingWarnings::StandingWarnings(std::vector<Alert> alerts, const Warnings& warnings,
                                   const Network& network, Diagnostics& out)
    : alerts_(std::move(alerts)), warnings_(warnings), network_(network), out_(out) {
    std::stable_sort(alerts_.begin(), alerts_.end(),
                     [](const Alert& a, const Alert& b) { return before(a.sent.at, b.sent.at); });
    order_same_instants();
}

void StandingWarnings::follow() {
    for (const Alert& alert : alerts_) {
        if (!index_.emplace(key_of(alert), &alert).second)
            error(alert, "cap-identifier-twice", {key_of(alert), index_[key_of(alert)]->path});
    }
    for (const Alert& alert : alerts_) {
        if (index_[key_of(alert)] != &alert) continue;
        if (alert.message_type == "Ack" || alert.message_type == "Error") {
            note(alert, "cap-skipped", {alert.message_type});
            continue;
        }
        if (alert.status == "System" || alert.status == "Draft") {
            error(alert, "cap-not-a-warning", {alert.status});
            continue;
        }
        if (alert.message_type != "Alert") end_what_it_refers_to(alert);
        if (alert.message_type != "Cancel") read(alert);
    }
    for (const auto& [area, statements] : said_) fold(area, statements);
}

/// Of messages sent in one second those that are referred to come first.
void StandingWarnings::order_same_instants() {
    for (std::size_t begin = 0; begin < alerts_.size();) {
        std::size_t end = begin + 1;
        while (end < alerts_.size() && !before(alerts_[begin].sent.at, alerts_[end].sent.at)) ++end;
        for (std::size_t at = begin; at + 1 < end; ++at) {
            // the first that refers to none of the others left; in a circle, as they came
            std::size_t next = at;
            for (std::size_t i = at; i < end; ++i) {
                bool free = true;
                for (std::size_t k = at; k < end; ++k)
                    free = free && (k == i || !refers(alerts_[i], alerts_[k]));
                if (!free) continue;
                next = i;
                break;
            }
            std::rotate(alerts_.begin() + static_cast<std::ptrdiff_t>(at),
                        alerts_.begin() + static_cast<std::ptrdiff_t>(next),
                        alerts_.begin() + static_cast<std::ptrdiff_t>(next) + 1);
        }
        begin = end;
    }
}

void StandingWarnings::end_what_it_refers_to(const Alert& alert) {
    for (const std::string_view word : words_in(alert.references)) {
        const auto to = index_.find(std::string(key_in(word)));
        if (to == index_.end()) {
            if (alert.message_type == "Cancel")
                error(alert, "cap-reference-missing", {word}, tell("cap-reference-missing-hint"));
            else note(alert, "cap-reference-missing", {word}, tell("cap-reference-first-hint"));
        } else if (before(alert.sent.at, to->second->sent.at)) {
            error(alert, "cap-reference-later", {word, alert.sent.text});
        } else if (to->second != &alert) {
            end(*to->second, alert);
            continued_[to->second].push_back(&alert);
        }
    }
}

/// A message and what went on from it: who cancels a first message cancels its updates.
void StandingWarnings::end(const Alert& what, const Alert& by) {
    std::vector<const Alert*> thread{&what};
    std::set<const Alert*> seen{&what, &by};
    for (std::size_t i = 0; i < thread.size(); ++i) {
        for (const auto& [area, number] : states_[thread[i]]) {
            Statement& one = said_[area][number];
            if (one.ended) continue;
            one.ended = by.sent.at;
            one.ended_by = &by;
        }
        for (const Alert* next : continued_[thread[i]])
            if (seen.insert(next).second) thread.push_back(next);
    }
}

/// What an alert states for each prevention area, and from when until when.
void StandingWarnings::read(const Alert& alert) {
    if (alert.infos.empty()) return error(alert, "cap-no-info", {alert.identifier});
    std::set<std::string> nowhere, several_named;
    bool found = false, clears = false;
    for (const CapInfo& info : alert.infos) {
        const bool clear = std::find(info.response_types.begin(), info.response_types.end(),
                                     "AllClear") != info.response_types.end();
        const int level = clear ? 0 : warnings_.level_of(info.severity);
        if (level < 0) {
            error(alert, "cap-severity", {info.severity, warnings_.id});
            continue;
        }
        const CivilTime from = info.effective && before(alert.sent.at, info.effective->at)
                                   ? info.effective->at
                                   : alert.sent.at;
        const auto until = info.expires ? std::optional(info.expires->at) : std::nullopt;
        const bool over = until && !before(from, *until);
        if (over) note(alert, "cap-expires-past", {info.expires->text, alert.sent.text});
        for (const CapArea& area : info.areas) {
            bool several = false;
            const auto areas = covered(area, network_, several);
            if (areas.empty()) nowhere.insert(area.description);
            if (several) several_named.insert(area.description);
            found = found || !areas.empty();
            for (const PreventionAreaId id : areas) {
                clears = clears || (clear && stands(id, from));
                if (over) continue;
                states_[&alert].emplace_back(id, said_[id].size());
                said_[id].push_back({&alert, level, from, until, {}, nullptr});
            }
        }
    }
    if (clears) note(alert, "cap-clears-nothing", {alert.identifier});
    if (!several_named.empty())
        note(alert, "cap-area-several", {joined(several_named), network_.id});
    const std::string names = joined(nowhere);
    if (!found)
        error(alert, names.empty() ? "cap-no-area" : "cap-area-nowhere", {names, network_.id},
              tell("cap-area-hint"));
    else if (!names.empty()) note(alert, "cap-area-nowhere", {names, network_.id});
}

bool StandingWarnings::stands(PreventionAreaId area, CivilTime at) const {
    const auto there = said_.find(area);
    return there != said_.end() &&
           std::any_of(there->second.begin(), there->second.end(),
                       [&](const Statement& one) { return one.level > 0 && holds(one, at); });
}

/// The gravest of all that stand, at every instant at which one begins or ends.
void StandingWarnings::fold(PreventionAreaId area, const std::vector<Statement>& statements) {
    struct Instant {
        CivilTime at;
        std::string why;
    };
    std::vector<Instant> instants;
    for (const Statement& one : statements) {
        if (one.ended && !before(one.from, *one.ended)) continue;  // never stood
        instants.push_back({one.from, one.by->identifier});
        if (one.expires && (!one.ended || before(*one.expires, *one.ended)))
            instants.push_back({*one.expires, "expires"});
        else if (one.ended) instants.push_back({*one.ended, one.ended_by->identifier});
    }
    std::stable_sort(instants.begin(), instants.end(),
                     [](const Instant& a, const Instant& b) { return before(a.at, b.at); });
    auto& list = changes_[area];
    for (const Instant& instant : instants) {
        int level = 0;
        for (const Statement& one : statements)
            if (holds(one, instant.at)) level = std::max(level, one.level);
        if (list.empty() || list.back().level != level)
            list.push_back({instant.at, level, instant.why});
    }
    if (list.empty()) changes_.erase(area);
}

void StandingWarnings::error(const Alert& alert, std::string_view code,
                             const std::vector<Word>& words, Text hint) {
    out_.error(code, {alert.path, 0, 0, 1, {}}, words, std::move(hint));
}
void StandingWarnings::note(const Alert& alert, std::string_view code,
                            const std::vector<Word>& words, Text hint) {
    out_.add(Severity::warning, code, {alert.path, 0, 0, 1, {}}, words, std::move(hint));
}

}  // namespace sandtable
