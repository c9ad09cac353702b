#include "sandtable/recorded.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>
#include <utility>

namespace sandtable {

namespace {

constexpr std::int64_t count_max = 1'000'000'000'000'000;  // of people, yuan, hours in seconds ...
constexpr std::size_t condition_bytes_max = 20'000;        // of a guard in words

/// What the value of an item is.
// clang-format off
enum class Want {
    words, condition,                                  // shown as they are
    agency, place, pool, road, channel, gauge, shift,  // of the network
    fault, inject, slide,                              // of the scenario
    task, duty, decision, body, grade,                 // of the entry's plan
    message, fact,                                     // of a plan, or everybody's; of the vocabulary
    applies, reason, duty_kind, fault_kind,            // of a closed set of words
    instant, span, count,                              // ms from the start; ms; a number
};
// clang-format on

struct Key {
    std::string_view name;
    Want want;
};

/// The items of a kind: those it must have stand first.
struct Form {
    EntryKind kind;
    bool of_plan;  ///< it has a plan, an incident and an agency
    std::size_t needed;
    std::array<Key, 8> keys;
};

constexpr Key duty{"duty", Want::duty}, number{"number", Want::count}, task{"task", Want::task},
    pool{"pool", Want::pool}, message{"message", Want::message}, to{"to", Want::agency},
    channel{"channel", Want::channel}, fault{"fault", Want::fault}, due{"due", Want::instant},
    limit{"limit", Want::words}, period{"period_ms", Want::span}, reason{"reason", Want::reason},
    failed{"failed", Want::fact}, travel{"travel_ms", Want::span}, road{"road", Want::road},
    from_place{"from", Want::place}, to_place{"to", Want::place},
    road_closed{"road_closed", Want::road}, discharged{"discharged", Want::instant},
    gauge{"gauge", Want::gauge};

// as docs/contracts.md has them
constexpr Form forms[] = {
    {EntryKind::started, false, 0, {Key{"scenario", Want::words}, {"start", Want::words}}},
    {EntryKind::ended, false, 0, {}},
    {EntryKind::truth,
     false,
     0,
     {gauge, Key{"over_ms", Want::span}, {"rain_um", Want::count}, {"slide", Want::slide}}},
    {EntryKind::inject, false, 1, {Key{"inject", Want::inject}, to}},
    {EntryKind::shift, false, 2, {Key{"shift", Want::shift}, pool}},
    {EntryKind::officers_away, false, 2, {pool, number, period}},
    {EntryKind::officers_back, false, 2, {pool, number, period}},
    {EntryKind::road_closed, false, 1, {road, period}},
    {EntryKind::road_opened, false, 1, {road, period}},
    {EntryKind::sent, false, 2, {message, to, channel, fault, Key{"contents", Want::words}}},
    {EntryKind::call_failed, false, 2, {message, to, channel, fault}},
    {EntryKind::retried, false, 2, {message, to, channel, fault}},
    {EntryKind::lost, false, 2, {message, to, channel, fault}},
    {EntryKind::received, false, 2, {message, Key{"from", Want::agency}, fault}},
    {EntryKind::undelivered, false, 2, {message, to, fault}},
    {EntryKind::seen, false, 0, {fault}},
    {EntryKind::grading,
     true,
     1,
     {Key{"applies", Want::applies},
      {"at_least", Want::grade},
      {"at_most", Want::grade},
      {"met", Want::words},
      {"open", Want::words},
      failed,
      {"unsettled", Want::fact}}},
    {EntryKind::task_armed, true, 1, {task, Key{"until", Want::condition}, pool}},
    {EntryKind::task_ready, true, 1, {task, pool}},
    {EntryKind::task_started, true, 1, {task, pool}},
    {EntryKind::task_done, true, 1, {task, pool}},
    {EntryKind::task_stopped, true, 1, {task, pool}},
    {EntryKind::task_waived, true, 2, {task, reason, pool, failed}},
    {EntryKind::departed, true, 1, {task, pool, from_place, to_place, road, travel}},
    {EntryKind::rerouted, true, 1, {task, pool, from_place, to_place, road, travel, road_closed}},
    {EntryKind::stranded, true, 1, {task, pool, from_place, to_place, road_closed}},
    {EntryKind::arrived, true, 1, {task, pool, Key{"place", Want::place}}},
    {EntryKind::released, true, 1, {task, pool, reason}},
    {EntryKind::decided, true, 1, {Key{"decision", Want::decision}, {"choice", Want::words}}},
    {EntryKind::formed,
     true,
     1,
     {Key{"body", Want::body}, {"head", Want::agency}, {"member", Want::agency}}},
    {EntryKind::response_ended, false, 0, {}},
    {EntryKind::duty_opened,
     true,
     3,
     {duty, Key{"kind", Want::duty_kind}, {"anchor", Want::instant}, number, due, limit}},
    {EntryKind::duty_discharged, true, 2, {duty, discharged, number}},
    {EntryKind::duty_breached, true, 1, {duty, number, due, discharged}},
    {EntryKind::duty_waived, true, 2, {duty, reason, number, failed}},
    {EntryKind::limit_set, true, 2, {duty, due, number, limit}},
    {EntryKind::clock_stopped, true, 1, {duty, number, due}},
    {EntryKind::clock_restarted, true, 2, {duty, due, number}},
    {EntryKind::limit_extended, true, 2, {duty, due, number}},
    {EntryKind::fault,
     false,
     2,
     {fault,
      Key{"what", Want::fault_kind},
      period,
      channel,
      {"of", Want::agency},
      {"fails_per_million", Want::count},
      pool,
      road}},
    {EntryKind::fault_over, false, 1, {fault}},
};
static_assert([] {
    for (int kind = 0; kind < entry_kinds; ++kind)
        if (static_cast<int>(forms[kind].kind) != kind) return false;
    return std::size(forms) == entry_kinds;
}());

constexpr std::string_view follow_up_report = "follow_up_report",
                           incident_report = "incident_report";
constexpr std::string_view reasons[] = {"by_decision",   "condition_failed", "response_ended",
                                        "response_over", "scope_failed",     "stay_over",
                                        "superseded"};

class JournalCheck {
public:
    JournalCheck(const Inputs& inputs, const Journal& journal, const std::string& file,
                 Diagnostics& out)
        : in_(inputs), journal_(journal), file_(file), out_(out) {}

    void all() {
        for (EntryNo no = 0; no < journal_.size() && !found_; ++no) entry(no);
    }

private:
    void entry(EntryNo no) {
        no_ = no;
        const Entry& e = journal_[no];
        const Form& form = forms[static_cast<int>(e.kind)];
        plan_ = nullptr;
        if (e.plan != 0) {
            const auto known = plans_.try_emplace(e.plan, nullptr);
            if (known.second)
                for (const Plan& plan : in_.plans)
                    if (plan.id == journal_.text(e.plan)) known.first->second = &plan;
            plan_ = known.first->second;
            if (plan_ == nullptr) return wrong("plan", journal_.text(e.plan));
        }
        if (e.incident != 0 && !one_of(e.incident, in_.scenario.incidents, incidents_))
            return wrong("incident", journal_.text(e.incident));
        if (e.agency != 0 && !named(Want::agency, e.agency))
            return wrong("agency", journal_.text(e.agency));
        if (form.of_plan && (plan_ == nullptr || e.incident == 0 || e.agency == 0))
            return missing(plan_ == nullptr ? "plan" : e.incident == 0 ? "incident" : "agency");
        for (std::size_t k = 0; k < form.needed; ++k)
            if (journal_.item(e, form.keys[k].name) == nullptr) return missing(form.keys[k].name);
        for (const Item& item : journal_.items(e)) {
            const std::string& key = journal_.text(item.key);
            if (key.starts_with("fact.") || key.starts_with("observed.")) {
                fact(key, item);
                continue;
            }
            const auto found = std::find_if(form.keys.begin(), form.keys.end(),
                                            [&](const Key& k) { return k.name == key; });
            // of a fault the keys are more than a form holds
            const Want want = found != form.keys.end()                          ? found->want
                              : e.kind == EntryKind::fault && key == gauge.name ? Want::gauge
                                                                                : Want::words;
            if (key.empty() || (found == form.keys.end() && want != Want::gauge))
                return wrong("key", key);
            if (!fits(want, item)) return wrong(key, value_of(item));
        }
        if (e.kind == EntryKind::duty_breached && journal_.item(e, "due") == nullptr &&
            journal_.item(e, "discharged") == nullptr)
            missing("due");
    }

    bool fits(Want want, const Item& item) {
        if (item.type == Item::Type::range) return false;
        const bool text = item.type == Item::Type::text;
        switch (want) {
            case Want::instant:
                return !text && within(item.low, drill_time_max);
            case Want::span:
                return !text && item.low >= 0 && item.low <= drill_time_max;
            case Want::count:
                return !text && item.low >= 0 && item.low <= count_max;
            case Want::words:
                return text;
            case Want::condition:
                return text && journal_.text(item.text).size() <= condition_bytes_max;
            case Want::applies:
                return text && word(item, {"yes", "no", "open"});
            case Want::duty_kind:
                return text && word(item, {"must", "must_not"});
            case Want::reason:
                return text && word(item, reasons);
            case Want::fault_kind:
                return text && is_fault_kind(journal_.text(item.text));
            default:
                return text && named(want, item.text);
        }
    }

    bool word(const Item& item, std::span<const std::string_view> words) const {
        return std::find(words.begin(), words.end(), journal_.text(item.text)) != words.end();
    }
    bool word(const Item& item, std::initializer_list<std::string_view> words) const {
        return word(item, std::span(words.begin(), words.size()));
    }
    static bool within(std::int64_t value, std::int64_t most) {
        return value >= -most && value <= most;
    }
    static bool is_fault_kind(std::string_view name) {
        for (int kind = 0; kind <= static_cast<int>(Fault::Kind::contradiction); ++kind)
            if (fault_kind_name(static_cast<Fault::Kind>(kind)) == name) return true;
        return false;
    }

    /// Whether a text names one of what is wanted; each is looked up once.
    bool named(Want want, Symbol symbol) {
        const bool of_plan = want == Want::task || want == Want::duty || want == Want::decision ||
                             want == Want::body || want == Want::grade || want == Want::message;
        const Symbol plan = of_plan ? journal_[no_].plan : 0;
        auto& of_this = known_[static_cast<std::size_t>(want)];
        const auto [known, fresh] = of_this.try_emplace(std::uint64_t{plan} << 32 | symbol, false);
        if (fresh) known->second = looked_up(want, journal_.text(symbol));
        return known->second;
    }
    bool looked_up(Want want, const std::string& name) const {
        const Network& network = in_.network;
        const auto has_id = [&](const auto& table) {
            return std::any_of(table.begin(), table.end(),
                               [&](const auto& one) { return one.id == name; });
        };
        switch (want) {
            case Want::agency:
                return network.agency(name).is_some();
            case Want::place:
                return network.place(name).is_some();
            case Want::pool:
                return network.pool(name).is_some();
            case Want::road:
                return network.road(name).is_some();
            case Want::channel:
                return network.channel(name).is_some();
            case Want::gauge:
                return network.gauge(name).is_some();
            case Want::shift:
                return has_id(network.shifts);
            case Want::fault:
                return has_id(in_.scenario.faults);
            case Want::inject:
                return has_id(in_.scenario.injects);
            case Want::slide:
                return has_id(in_.scenario.slides);
            case Want::task:
                return plan_ != nullptr && plan_->task(name).is_some();
            case Want::duty:
                return plan_ != nullptr && plan_->duty(name).is_some();
            case Want::decision:
                return plan_ != nullptr && plan_->decision(name).is_some();
            case Want::body:
                return plan_ != nullptr && has_id(plan_->bodies);
            case Want::grade:
                return plan_ != nullptr && std::find(plan_->grades.begin(), plan_->grades.end(),
                                                     name) != plan_->grades.end();
            case Want::message:
                return name == incident_report || name == follow_up_report ||
                       (plan_ != nullptr && plan_->message(name).is_some());
            case Want::fact:
                return in_.vocabulary.find(name).is_some();
            default:
                return false;
        }
    }
    template <class Rows>
    bool one_of(Symbol symbol, const Rows& rows, std::unordered_map<Symbol, bool>& known) const {
        const auto [found, fresh] = known.try_emplace(symbol, false);
        if (fresh)
            found->second = std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
                return row.id == journal_.text(symbol);
            });
        return found->second;
    }

    /// fact.X is a value of the fact X, observed.X an instant.
    void fact(const std::string& key, const Item& item) {
        const FactId id = in_.vocabulary.find(std::string_view(key).substr(key.find('.') + 1));
        if (!id.is_some()) return wrong("key", key);
        const Fact& fact = in_.vocabulary.facts[id];
        if (key.front() == 'o') {
            if (!fits(Want::instant, item)) wrong(key, value_of(item));
            return;
        }
        const bool of_numbers = fact.type != FactType::flag && fact.type != FactType::scale;
        bool fits = false;
        if (item.type == Item::Type::text) fits = is_value(fact, journal_.text(item.text));
        else if (of_numbers && item.low >= 0 && item.low <= count_max)
            fits =
                item.type == Item::Type::number || item.high == unbounded || item.high <= count_max;
        if (!fits) wrong(key, value_of(item));
    }
    static bool is_value(const Fact& fact, std::string_view words) {
        if (words == "unknown") return true;
        if (words.size() > 200) return false;
        if (!words.starts_with("since ")) {
            const auto value = parse_observation(fact, words);
            return std::holds_alternative<Observation>(value);
        }
        std::int64_t ms = 0;
        const char* end = words.data() + words.size();
        const auto read = std::from_chars(words.data() + 6, end, ms);
        return read.ec == std::errc{} && read.ptr == end && within(ms, drill_time_max);
    }

    std::string value_of(const Item& item) const {
        switch (item.type) {
            case Item::Type::text:
                return journal_.text(item.text).substr(0, 400);
            case Item::Type::number:
                return std::to_string(item.low);
            case Item::Type::range:
                break;
        }
        return std::to_string(item.low) + ".." +
               (item.high == unbounded ? "" : std::to_string(item.high));
    }

    void wrong(std::string_view what, const std::string& value) {
        if (std::exchange(found_, true)) return;
        out_.error("recorded-value", {file_, 0, 0, 1, {}},
                   {no_ + 1, entry_kind_name(journal_[no_].kind), what, value});
    }
    void missing(std::string_view what) {
        if (std::exchange(found_, true)) return;
        out_.error("recorded-missing", {file_, 0, 0, 1, {}},
                   {no_ + 1, entry_kind_name(journal_[no_].kind), what});
    }

    const Inputs& in_;
    const Journal& journal_;
    const std::string& file_;
    Diagnostics& out_;
    EntryNo no_ = 0;
    bool found_ = false;
    const Plan* plan_ = nullptr;
    std::unordered_map<Symbol, const Plan*> plans_;  // only looked up, as the others
    std::unordered_map<Symbol, bool> incidents_;
    std::array<std::unordered_map<std::uint64_t, bool>, static_cast<std::size_t>(Want::count) + 1>
        known_;  // [want], by plan and text
};

}  // namespace

void check_journal(const Inputs& inputs, const Journal& journal, const std::filesystem::path& file,
                   Diagnostics& out) {
    JournalCheck(inputs, journal, file.string(), out).all();
}

std::optional<RecordedRun> read_recorded(const std::filesystem::path& path, Diagnostics& out) {
    auto file = read_drill(path, out);
    if (!file) return std::nullopt;
    const auto errors = out.errors();
    auto inputs = load_inputs(file->inputs, HeldFiles(), out);
    if (!inputs) {
        out.error("cli-inputs-changed", {});
        return std::nullopt;
    }
    const SourcePlace place{path.string(), 0, 0, 1, {}};
    if (file->header.scenario != inputs->scenario.id ||
        file->header.start != iso_text(inputs->scenario.start))
        out.error("recorded-other", place, {file->header.scenario, inputs->scenario.id});
    else check_journal(*inputs, file->journal, path, out);
    if (out.errors() > errors) return std::nullopt;
    return RecordedRun{std::move(*file), std::move(*inputs)};
}

}  // namespace sandtable
