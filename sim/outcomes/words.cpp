// What an entry says, in words.
#include <algorithm>
#include <cstdlib>

#include "sandtable/entry_words.hpp"

namespace sandtable {

namespace {

class Words {
public:
    Words(const Inputs& inputs, const Journal& journal, const Entry& entry, Lang lang, Detail detail) : in_(inputs), journal_(journal), entry_(entry), lang_(lang), detail_(detail) {
        for (const Plan& plan : in_.plans)
            if (plan.id == journal.text(entry.plan)) plan_ = &plan;
    }

    /// What became so at the scene; of rain, what the gauge measured.
    std::string truth() const {
        if (!text("slide").empty()) return with("entry-truth-slide", {facts()});
        const GaugeId gauge = in_.network.gauge(text("gauge"));
        if (!gauge.is_some()) return with("entry-truth", {facts()});
        const std::string name = in_.network.gauges[gauge].name.in(lang_);
        const std::int64_t um = journal_.item_number(entry_, "rain_um");
        if (text("over_ms").empty()) return with("entry-truth-dry", {facts(), name});
        return with("entry-truth-rain", {facts(), name, span("over_ms"), std::to_string(um / 1000) + "." + std::to_string(um % 1000 / 100)});
    }

    std::string say() const {
        switch (entry_.kind) {
            case EntryKind::started: return with("entry-started", {scenario()});
            case EntryKind::ended: return with("entry-ended", {});
            case EntryKind::truth: return truth();
            case EntryKind::inject: return with("entry-inject", {text("inject"), inject_text()});
            case EntryKind::shift: return with("entry-shift", {shift(), pool()});
            case EntryKind::officers_away: return with("entry-officers-away", {text("number"), pool(), span("period_ms")});
            case EntryKind::officers_back: return with("entry-officers-back", {text("number"), pool()});
            case EntryKind::road_closed: return with("entry-road-closed", {road(text("road")), span("period_ms")});
            case EntryKind::road_opened: return with("entry-road-opened", {road(text("road"))});
            case EntryKind::sent: return with("entry-sent", {message(), agency("to"), channel()}) + brackets(facts());
            case EntryKind::call_failed: return with("entry-call-failed", {channel(), agency("to"), message()}) + brackets(by_fault());
            case EntryKind::retried: return with("entry-retried", {channel(), agency("to"), message()});
            case EntryKind::lost: return with("entry-lost", {message(), agency("to"), channel()}) + brackets(by_fault());
            case EntryKind::received: return with("entry-received", {message(), agency("from")}) + (plan_ != nullptr && detail_ == Detail::news && fact_count() > news_facts_max ? "" : brackets(facts())) + brackets(by_fault());
            case EntryKind::undelivered: return with("entry-undelivered", {message(), agency("to")});
            case EntryKind::seen: return with("entry-seen", {facts()});
            case EntryKind::grading: return grading();
            case EntryKind::task_armed: return with("entry-task-armed", {task(), condition(text("until"))});
            case EntryKind::task_ready: return with("entry-task-ready", {task(), pool()});
            case EntryKind::task_started: return with("entry-task-started", {task()});
            case EntryKind::task_done: return with("entry-task-done", {task()});
            case EntryKind::task_stopped: return with("entry-task-stopped", {task()});
            case EntryKind::task_waived: return with("entry-task-waived", {task(), reason()});
            case EntryKind::departed: return with("entry-departed", {pool(), place("to"), span("travel_ms")});
            case EntryKind::rerouted: return with("entry-rerouted", {road(text("road_closed")), span("travel_ms")});
            case EntryKind::stranded: return with("entry-stranded", {task(), place("from")});
            case EntryKind::arrived: return with("entry-arrived", {pool(), place("place")});
            case EntryKind::released: return with("entry-released", {pool(), reason()});
            case EntryKind::decided: return with("entry-decided", {task_of_decision(), choice()});
            case EntryKind::formed: return with("entry-formed", {body(), agency("head")});
            case EntryKind::response_ended: return with("entry-response-ended", {plan_ != nullptr ? plan_->name.in(lang_) : ""});
            case EntryKind::duty_opened: return with("entry-duty-opened", {duty()});
            case EntryKind::duty_discharged: return with("entry-duty-discharged", {duty()});
            case EntryKind::duty_breached: return with("entry-duty-breached", {duty()});
            case EntryKind::duty_waived: return with("entry-duty-waived", {duty(), reason()});
            case EntryKind::limit_set: return with("entry-limit-set", {duty(), instant("due")});
            case EntryKind::clock_stopped: return with("entry-clock-stopped", {duty()});
            case EntryKind::clock_restarted: return with("entry-clock-restarted", {duty(), instant("due")});
            case EntryKind::limit_extended: return with("entry-limit-extended", {duty(), instant("due")});
            case EntryKind::fault: return with("entry-fault", {text("fault"), fault(), span("period_ms")});
            case EntryKind::fault_over: return with("entry-fault-over", {text("fault")});
        }
        return {};
    }

private:
    std::string by_fault() const { return text("fault").empty() ? "" : with("entry-fault-mark", {text("fault")}); }
    std::string fault() const {
        const std::string what(text("what"));
        if (what == "channel") {
            const auto millionths = journal_.item_number(entry_, "fails_per_million");
            const std::string share = std::to_string(millionths / 10'000) + (millionths % 10'000 == 0 ? "" : "." + std::to_string(millionths % 10'000 / 1'000)) + " %";
            std::string of;
            for (const Item& item : journal_.items(entry_))
                if (journal_.text(item.key) == "of") of += (of.empty() ? "" : lang_ == Lang::zh ? "、" : ", ") + agency_named(journal_.text(item.text));
            return of.empty() ? with("fault-channel", {channel(), share}) : with("fault-channel-of", {channel(), share, of});
        }
        if (what == "desk") return with("fault-desk", {pool()});
        if (what == "road") return with("fault-road", {road(text("road"))});
        if (what == "gauge") {
            const GaugeId gauge = in_.network.gauge(text("gauge"));
            return with("fault-gauge", {gauge.is_some() ? in_.network.gauges[gauge].name.in(lang_) : std::string(text("gauge"))});
        }
        return with("fault-" + what, {});
    }
    std::string with(std::string_view key, const std::vector<Word>& words) const { return sandtable::say(lang_, key, words); }
    std::string brackets(const std::string& inner) const { return inner.empty() ? "" : sandtable::say(lang_, "brackets", {inner}); }

    std::string text(std::string_view key) const {
        const Item* item = journal_.item(entry_, key);
        if (item == nullptr) return {};
        return item->type == Item::Type::text ? journal_.text(item->text) : std::to_string(item->low);
    }
    /// To the second: nobody reads a road's milliseconds.
    std::string span(std::string_view key) const { return span_text(Duration{(journal_.item_number(entry_, key) + 500) / 1000 * 1000}); }
    /// Date and time of an instant given in ms from the start.
    std::string instant(std::string_view key) const {
        const CivilTime t = civil_time(in_.scenario.start, model_time(journal_.item_number(entry_, key)));
        return date_text(t.date()) + " " + clock_text(t);
    }
    std::string scenario() const { return in_.scenario.title.empty() ? in_.scenario.id : in_.scenario.title.in(lang_); }
    std::string agency(std::string_view key) const { return agency_named(text(key)); }
    std::string agency_named(const std::string& name) const {
        const AgencyId id = in_.network.agency(name);
        return id.is_some() ? in_.network.agencies[id].name.in(lang_) : name;
    }
    std::string place(std::string_view key) const {
        const PlaceId id = in_.network.place(text(key));
        return id.is_some() ? in_.network.places[id].name.in(lang_) : text(key);
    }
    std::string road(const std::string& name) const {
        const RoadId id = in_.network.road(name);
        return id.is_some() && !in_.network.roads[id].name.empty() ? in_.network.roads[id].name.in(lang_) : name;
    }
    std::string pool() const {
        const PoolId id = in_.network.pool(text("pool"));
        return id.is_some() ? in_.network.pools[id].name.in(lang_) : text("pool");
    }
    std::string shift() const {
        for (const Shift& shift : in_.network.shifts)
            if (shift.id == text("shift")) return shift.name.in(lang_);
        return text("shift");
    }
    std::string channel() const {
        const ChannelId id = in_.network.channel(text("channel"));
        return id.is_some() ? in_.network.channels[id].name.in(lang_) : text("channel");
    }
    std::string message() const {
        const std::string id = text("message");
        for (const Plan& plan : in_.plans)
            if (plan_ == nullptr || plan_ == &plan)
                if (const MessageId found = plan.message(id); found.is_some() && !plan.messages[found].name.empty()) return plan.messages[found].name.in(lang_);
        return id == "follow_up_report" ? with("word-follow-up", {}) : id;
    }
    std::string task() const {
        const TaskId id = plan_ != nullptr ? plan_->task(text("task")) : TaskId::none();
        return id.is_some() ? plan_->tasks[id].name.in(lang_) : text("task");
    }
    std::string duty() const {
        const DutyId id = plan_ != nullptr ? plan_->duty(text("duty")) : DutyId::none();
        return id.is_some() ? plan_->duties[id].name.in(lang_) : text("duty");
    }
    std::string task_of_decision() const {
        const DecisionId id = plan_ != nullptr ? plan_->decision(text("decision")) : DecisionId::none();
        return id.is_some() ? plan_->tasks[plan_->decisions[id].task].name.in(lang_) : text("decision");
    }
    std::string choice() const {
        const DecisionId id = plan_ != nullptr ? plan_->decision(text("decision")) : DecisionId::none();
        if (id.is_some())
            for (const Choice& choice : plan_->decisions[id].choices)
                if (choice.id == text("choice")) return choice.name.in(lang_);
        return text("choice");
    }
    /// A body is named by the task that sets it up.
    std::string body() const {
        if (plan_ != nullptr)
            for (const Body& body : plan_->bodies)
                if (body.id == text("body")) return plan_->tasks[body.task].name.in(lang_);
        return text("body");
    }
    std::string reason() const {
        std::string out = with("reason-" + text("reason"), {});
        std::string failed;
        for (const Item& item : journal_.items(entry_))
            if (journal_.text(item.key) == "failed") failed += (failed.empty() ? "" : ", ") + fact_name(journal_.text(item.text));
        return failed.empty() ? out : out + with("word-colon", {}) + failed;
    }
    /// What a plan's message brings that is new is news; all that it repeats to somebody who knew nothing is not.
    static constexpr int news_facts_max = 3;
    int fact_count() const {
        int n = 0;
        for (const Item& item : journal_.items(entry_)) n += journal_.text(item.key).starts_with("fact.");
        return n;
    }
    std::string inject_text() const {
        for (const Inject& inject : in_.scenario.injects)
            if (inject.id == text("inject")) return inject.text.in(lang_);
        return {};
    }
    /// A condition as the plan has it, with the names of its facts: "wage arrears verified and (hardship among the workers or …)".
    std::string condition(const std::string& guard) const {
        std::string out;
        for (std::size_t at = 0; at < guard.size();) {
            const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-'; };
            std::size_t end = at;
            while (end < guard.size() && letter(guard[end])) ++end;
            if (end == at) {
                out += guard[at++];
                continue;
            }
            const std::string word = guard.substr(at, end - at);
            out += word == "known" ? with("word-known", {}) : fact_name(word);
            at = end;
        }
        const auto put = [&](const std::string& what, const std::string& instead) {
            for (std::size_t found; (found = out.find(what)) != std::string::npos && what != instead;) out.replace(found, what.size(), instead);
        };
        put(" and ", with("word-and", {}));
        put(" or ", with("word-or", {}));
        int depth = 0;
        std::size_t closed = 0;  // where the first bracket ends
        for (std::size_t at = 0; at < out.size() && closed == 0; ++at) {
            depth += (out[at] == '(') - (out[at] == ')');
            if (depth == 0) closed = at + 1;
        }
        return out.starts_with('(') && closed == out.size() ? out.substr(1, out.size() - 2) : out;  // the whole of it needs none
    }
    std::string fact_name(const std::string& id) const {
        const FactId fact = in_.vocabulary.find(id);
        return fact.is_some() ? in_.vocabulary.facts[fact].name.in(lang_) : id;
    }
    /// "participants 42, organ blocked yes"
    std::string facts() const {
        std::string out;
        for (const Item& item : journal_.items(entry_)) {
            if (const auto fact = fact_words(in_, journal_, item, lang_)) out += (out.empty() ? "" : with("word-comma", {})) + fact->name + " " + fact->value;
        }
        return out;
    }
    std::string grading() const {
        std::string out = with("entry-grading-" + text("applies"), {});
        const std::string low = text("at_least"), high = text("at_most");
        if (!low.empty() || !high.empty()) out += with("word-comma", {}) + (low.empty() ? with("grade-up-to", {high}) : low == high ? with("grade-exact", {low}) : with("grade-between", {low, high}));
        else if (plan_ != nullptr && !plan_->grades.empty() && text("applies") != "no") out += with("word-comma", {}) + with("grade-below-lowest", {});
        std::string why;
        for (const Item& item : journal_.items(entry_))
            if (journal_.text(item.key) == "met") why += (why.empty() ? "" : with("word-comma", {})) + journal_.text(item.text);
        for (const Item& item : journal_.items(entry_))
            if (journal_.text(item.key) == (text("applies") == "no" ? "failed" : "unsettled")) why += (why.empty() ? "" : with("word-comma", {})) + fact_name(journal_.text(item.text));
        if (text("applies") == "open" && !why.empty()) why = with("entry-grading-depends", {why});
        return out + brackets(why);
    }

    const Inputs& in_;
    const Journal& journal_;
    const Entry& entry_;
    Lang lang_;
    Detail detail_;
    const Plan* plan_ = nullptr;
};

}  // namespace

std::optional<FactWords> fact_words(const Inputs& inputs, const Journal& journal, const Item& item, Lang lang) {
    const std::string& key = journal.text(item.key);
    const FactId id = key.starts_with("fact.") ? inputs.vocabulary.find(std::string_view(key).substr(5)) : FactId::none();
    if (!id.is_some()) return std::nullopt;
    const Fact& fact = inputs.vocabulary.facts[id];
    FactWords words{fact.name.in(lang), {}};
    if (item.type == Item::Type::number) words.value = observation_words(fact, Observation::exactly(item.low), lang);
    else if (item.type == Item::Type::range) words.value = observation_words(fact, Observation::range(item.low, item.high), lang);
    else if (const std::string& word = journal.text(item.text); word.starts_with("since "))
        words.value = say(lang, "word-since", {clock_text(civil_time(inputs.scenario.start, model_time(std::strtoll(word.c_str() + 6, nullptr, 10))))});
    else {
        const auto parsed = parse_observation(fact, word);
        words.value = std::holds_alternative<Observation>(parsed) ? observation_words(fact, std::get<Observation>(parsed), lang) : word;
    }
    return words;
}

std::string entry_words(const Inputs& inputs, const Journal& journal, const Entry& entry, Lang lang, Detail detail) {
    return Words(inputs, journal, entry, lang, detail).say();
}

}  // namespace sandtable
