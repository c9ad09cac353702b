// The loop of a study: blocks of replications over workers, outcomes added up (house.md: 1 worker and 8 give the same bytes).
#include "sandtable/study.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <tuple>

#include "sandtable/assert.hpp"
#include "sandtable/digest.hpp"
#include "sandtable/selection.hpp"
#include "sandtable/spread.hpp"
#include "sandtable/suggest.hpp"

namespace sandtable {

namespace {

constexpr std::uint64_t block_max = 4096;             // replications a worker takes at once
constexpr std::size_t rows_at_once = 32;               // of each variant, before they are added up
constexpr auto block_time =
    std::chrono::milliseconds(40);  // of that length at most, or Ctrl-C and progress would wait

/// The next number of replications after which a study with a precision looks.
std::uint64_t next_look(std::uint64_t done) {
    std::uint64_t look = first_look;
    while (look <= done) look *= 2;
    return look;
}
constexpr auto progress_pause = std::chrono::milliseconds(200);

/// Values of some replications, a row for each. They are added up measure by measure: a distribution's bins then stay near.
class Rows {
public:
    void add(const std::vector<std::int64_t>& row) {
        width_ = row.size();
        values_.insert(values_.end(), row.begin(), row.end());
    }
    std::size_t count() const { return width_ == 0 ? 0 : values_.size() / width_; }
    std::int64_t at(std::size_t row, std::size_t measure) const { return values_[row * width_ + measure]; }
    void clear() { values_.clear(); }

private:
    std::size_t width_ = 0;
    std::vector<std::int64_t> values_;
};

void count_ending(Tally& tally, std::int64_t value) {
    switch (value) {
        case kept_value: ++tally.yes; return;
        case never_done_value: ++tally.never_done; [[fallthrough]];
        case late_value: ++tally.no; return;
        case open_value: ++tally.open; return;
        case early_value: ++tally.early; return;
        case waived_value: ++tally.waived; return;
        default: ++tally.never_arose; return;
    }
}

void add_values(VariantResult& to, const Rows& rows) {
    for (std::size_t i = 0; i < to.measures.size(); ++i) {
        Tally& tally = to.tallies[i];
        const bool chance = to.measures[i].is_chance();
        for (std::size_t row = 0; row < rows.count(); ++row) {
            const std::int64_t value = rows.at(row, i);
            if (chance) count_ending(tally, value);
            else if (value != no_value) tally.lengths.add(value);
        }
    }
}

/// `pairs[i]` is where the first variant has measure i, or -1.
void add_differences(VariantResult& to, const Rows& rows, const Rows& before, const std::vector<std::int32_t>& pairs) {
    for (std::size_t i = 0; i < to.measures.size(); ++i) {
        if (pairs[i] < 0) continue;
        Tally& tally = to.differences[i];
        const bool chance = to.measures[i].is_chance();
        for (std::size_t row = 0; row < rows.count(); ++row) {
            const std::int64_t value = rows.at(row, i), first = before.at(row, static_cast<std::size_t>(pairs[i]));
            if (chance) {
                const auto here = kept_of(value), there = kept_of(first);
                if (here && there) ++(*here == *there ? tally.same : *here ? tally.yes : tally.no);
                else if (value == open_value || first == open_value) ++tally.open;
            } else if (value != no_value && first != no_value) {
                tally.lengths.add(value - first);
            }
        }
    }
}

void add_tallies(std::vector<Tally>& to, const std::vector<Tally>& from) {
    for (std::size_t i = 0; i < to.size(); ++i) {
        to[i].yes += from[i].yes;
        to[i].no += from[i].no;
        to[i].same += from[i].same;
        to[i].open += from[i].open;
        to[i].early += from[i].early;
        to[i].waived += from[i].waived;
        to[i].never_arose += from[i].never_arose;
        to[i].never_done += from[i].never_done;
        to[i].lengths.merge(from[i].lengths);
    }
}

void clear(std::vector<Tally>& tallies) {
    for (Tally& tally : tallies) tally = {};
}

/// One world and one reading per variant.
struct Worker {
    std::vector<std::unique_ptr<Replicator>> replicators;
    std::vector<std::unique_ptr<Measuring>> measurings;
    std::vector<std::unique_ptr<Attributing>> attributings;
    Worker(const std::vector<StudyVariant>& variants, std::uint32_t seed) {
        for (const StudyVariant& variant : variants) {
            replicators.push_back(std::make_unique<Replicator>(*variant.inputs, seed));
            measurings.push_back(std::make_unique<Measuring>(
                *variant.inputs, replicators.back()->cast(), variant.between, variant.all_of));
            attributings.push_back(std::make_unique<Attributing>(*variant.inputs, replicators.back()->cast()));
        }
    }
};

std::vector<VariantResult> empty_results(const std::vector<StudyVariant>& variants, const Worker& worker) {
    std::vector<VariantResult> results;
    for (std::size_t v = 0; v < variants.size(); ++v) {
        VariantResult& result = results.emplace_back();
        result.id = variants[v].id;
        result.measures = worker.measurings[v]->measures();
        result.tallies.resize(result.measures.size());
        if (v > 0) result.differences.resize(result.measures.size());
    }
    return results;
}

/// For each variant where the first one has its measures.
std::vector<std::vector<std::int32_t>> pairs_of(const std::vector<VariantResult>& results) {
    std::map<std::string_view, std::int32_t> first;
    for (std::size_t i = 0; i < results.front().measures.size(); ++i) first[results.front().measures[i].id] = static_cast<std::int32_t>(i);
    std::vector<std::vector<std::int32_t>> pairs;
    for (const VariantResult& result : results) {
        auto& of = pairs.emplace_back();
        for (const Measure& measure : result.measures) {
            const auto found = first.find(measure.id);
            of.push_back(found == first.end() ? -1 : found->second);
        }
    }
    return pairs;
}

/// Of the chance that variants are chosen by: where each variant has it.
std::vector<std::optional<std::size_t>> places_of(const std::vector<VariantResult>& results,
                                                  const std::optional<Choosing>& choosing) {
    std::vector<std::optional<std::size_t>> places(results.size());
    for (std::size_t v = 0; choosing && v < results.size(); ++v)
        for (std::size_t i = 0; i < results[v].measures.size(); ++i)
            if (results[v].measures[i].id == choosing->measure) places[v] = i;
    return places;
}

void add_pairs(std::vector<Tally>& pairs, const std::vector<Rows>& rows,
               const std::vector<std::optional<std::size_t>>& places) {
    for (std::size_t a = 0; a < places.size(); ++a)
        for (std::size_t b = a + 1; b < places.size() && places[a]; ++b) {
            if (!places[b]) continue;
            Tally& pair = pairs[pair_index(places.size(), a, b)];
            for (std::size_t row = 0; row < rows[a].count(); ++row) {
                const auto first = kept_of(rows[a].at(row, *places[a])),
                           second = kept_of(rows[b].at(row, *places[b]));
                if (!first || !second) ++pair.open;
                else ++(*first == *second ? pair.same : *second ? pair.yes : pair.no);
            }
        }
}

/// What the workers share. All but `next` and `stop` under the lock.
struct Shared {
    std::atomic<std::uint64_t> next;
    std::atomic<bool> stop{false};
    std::uint64_t end, block;
    std::mutex lock;
    std::condition_variable news;
    unsigned working = 0;
    std::uint64_t done = 0;
    std::vector<VariantResult> results;
    std::vector<std::vector<std::int32_t>> pairs;
    std::vector<std::optional<std::size_t>> chosen_by;  // [variant]
    std::vector<Tally> chosen_pairs;
    using Kept = std::vector<std::vector<std::int64_t>>;
    std::map<std::uint64_t, std::vector<Kept>> rows;  // by the block's first replication: [variant]
    std::uint64_t failed = UINT64_MAX;
    Diagnostics said;
    std::exception_ptr thrown;
};

/// Values as they are kept: of a chance 1 and 0, or nothing.
std::vector<std::int64_t> said_of(std::vector<std::int64_t> values,
                                  const std::vector<Measure>& measures) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!measures[i].is_chance()) continue;
        const auto kept = kept_of(values[i]);
        values[i] = kept ? std::int64_t{*kept} : no_value;
    }
    return values;
}

void work(const std::vector<StudyVariant>& variants, const StudyOptions& options, Worker& worker, Shared& shared) {
    std::vector<VariantResult> block = empty_results(variants, worker);
    std::vector<Rows> some(variants.size());
    std::vector<Tally> block_pairs(shared.chosen_pairs.size());
    std::uint64_t size = 1;  // any sizes add up to the same
    while (!shared.stop && !(options.stop != nullptr && *options.stop)) {
        const std::uint64_t begin = shared.next.fetch_add(size), end = std::min(begin + size, shared.end);
        if (begin >= shared.end) break;
        const auto began = std::chrono::steady_clock::now();
        std::vector<Shared::Kept> rows(variants.size());
        for (VariantResult& result : block) {
            clear(result.tallies);
            clear(result.differences);
        }
        clear(block_pairs);
        Diagnostics said;
        const auto add_up = [&] {
            for (std::size_t v = 0; v < variants.size(); ++v) {
                add_values(block[v], some[v]);
                if (v > 0) add_differences(block[v], some[v], some[0], shared.pairs[v]);
            }
            if (!block_pairs.empty()) add_pairs(block_pairs, some, shared.chosen_by);
            for (Rows& of : some) of.clear();
        };
        for (std::uint64_t number = begin; number < end; ++number) {
            for (std::size_t v = 0; v < variants.size(); ++v) {
                const auto entries = worker.replicators[v]->run(static_cast<std::uint32_t>(number), said);
                if (!entries) {
                    const std::scoped_lock guard(shared.lock);
                    shared.stop = true;
                    if (number >= shared.failed) return;
                    shared.failed = number;
                    shared.said = std::move(said);
                    shared.said.error("study-replication-failed", {variants[v].inputs->scenario.path, 0, 0, 1, {}}, {number, variants[v].id}, tell("study-replication-failed-hint", {number}));
                    return;
                }
                const auto& values = worker.measurings[v]->read(*entries);
                some[v].add(values);
                if (options.attribute)
                    worker.attributings[v]->read(number, *entries,
                                                 options.follow && v > 0
                                                     ? &worker.attributings[0]->breached_last()
                                                     : nullptr);
                if (number < options.rows) rows[v].push_back(said_of(values, block[v].measures));
            }
            if (some.front().count() == rows_at_once) add_up();
        }
        add_up();
        const std::scoped_lock guard(shared.lock);
        for (std::size_t v = 0; v < variants.size(); ++v) {
            add_tallies(shared.results[v].tallies, block[v].tallies);
            add_tallies(shared.results[v].differences, block[v].differences);
        }
        add_tallies(shared.chosen_pairs, block_pairs);
        shared.done += end - begin;
        if (begin < options.rows) shared.rows[begin] = std::move(rows);
        if ((std::chrono::steady_clock::now() - began) * 2 < block_time) size = std::min(size * 2, shared.block);
    }
}

bool precise(const Precision& wanted, const VariantResult& result) {
    for (std::size_t i = 0; i < result.measures.size(); ++i) {
        if (!wanted.wants(result.measures[i])) continue;
        const Tally& tally = result.tallies[i];
        if (!result.measures[i].is_chance()) {
            if (tally.lengths.count() == 0) continue;
            const auto bounds = tally.lengths.quantile_interval(0.5);
            if (!bounds.low || !bounds.high || *bounds.high - *bounds.low > 2 * wanted.half_length->count()) return false;
        } else if (tally.arose() > 0) {
            const Interval interval =
                chance_of(tally).interval;  // wide for good where runs are cut off
            if (interval.high - interval.low > 2 * *wanted.half_width) return false;
        }
    }
    return true;
}

bool is_named(const std::string& name, const Measure& measure) { return measure.id == name || (measure.id.starts_with(name) && (name.ends_with('/') || measure.id[name.size()] == '/')); }

}  // namespace

unsigned looks_within(std::uint64_t replications) {
    unsigned looks = 1;
    for (std::uint64_t done = first_look; done < replications; done *= 2) ++looks;
    return looks;
}

bool Precision::wants(const Measure& measure) const {
    if (measure.is_chance() ? !half_width : !half_length || measures.empty()) return false;
    return measures.empty() || std::any_of(measures.begin(), measures.end(), [&](const std::string& name) { return is_named(name, measure); });
}

bool check_precision(const Precision& precision, const std::vector<Measure>& measures, Diagnostics& out) {
    bool fine = true;
    const auto wrong = [&](std::string_view code, const std::string& name, const Text& hint) {
        out.error(code, {}, {name}, hint);
        fine = false;
    };
    if (precision.measures.empty() && precision.half_length) wrong("study-precision-length", duration_text(precision.half_length->count()), tell("study-precision-length-hint"));
    for (const std::string& name : precision.measures) {
        std::vector<std::string> ids;
        bool means = false, bound = false;
        for (const Measure& measure : measures) {
            ids.push_back(measure.id);
            means = means || is_named(name, measure);
            bound = bound || (is_named(name, measure) && precision.wants(measure));
        }
        if (!means) wrong("study-no-measure", name, did_you_mean(name, ids).empty() ? tell("study-no-measure-hint") : did_you_mean(name, ids));
        else if (!bound) wrong("study-precision-other", name, tell("study-precision-length-hint"));
    }
    return fine;
}

Chance chance_of(const Tally& tally, double z) {
    const std::uint64_t n = tally.arose();
    if (n == 0) return {};
    const auto share = [&](std::uint64_t yes) {
        return static_cast<double>(yes) / static_cast<double>(n);
    };
    return {share(tally.yes),
            share(tally.yes + tally.open),
            {wilson(tally.yes, n, z).low, wilson(tally.yes + tally.open, n, z).high}};
}

// of n kept of n the lower end is n / (n + z^2)
std::uint64_t replications_to_say(double probability, double z) {
    auto n = static_cast<std::uint64_t>(std::ceil(probability * z * z / (1 - probability)));
    n = std::max<std::uint64_t>(n, 1);
    while (n > 1 && wilson(n - 1, n - 1, z).low >= probability) --n;
    while (wilson(n, n, z).low < probability) ++n;
    return n;
}

PairedDifference paired_difference(const Tally& tally, double z) {
    const auto n = static_cast<double>(tally.yes + tally.no + tally.same);
    SANDTABLE_ASSERT(n > 0, "a difference needs pairs");
    const double gained = (static_cast<double>(tally.yes) + 1) / (n + 2), lost = (static_cast<double>(tally.no) + 1) / (n + 2);
    const double middle = gained - lost, half = z * std::sqrt((gained + lost - middle * middle) / (n + 2));
    return {(static_cast<double>(tally.yes) - static_cast<double>(tally.no)) / n, {std::max(-1.0, middle - half), std::min(1.0, middle + half)}};
}

ChanceDifference difference_of(const Tally& pairs, const Tally& here, const Tally& first) {
    if (pairs.open == 0) {
        const PairedDifference d = paired_difference(pairs);
        return {d.estimate, d.estimate, d.interval};
    }
    const Chance a = chance_of(here), b = chance_of(first);
    return {a.least - b.most,
            a.most - b.least,
            {a.interval.low - b.interval.high, a.interval.high - b.interval.low}};
}

std::optional<ChanceDifference> difference_at(const StudyResult& result, std::size_t v,
                                              std::size_t measure) {
    if (v == 0) return std::nullopt;
    const VariantResult &variant = result.variants[v], &first = result.variants.front();
    const Tally& pairs = variant.differences[measure];
    if (pairs.yes + pairs.no + pairs.same + pairs.open == 0) return std::nullopt;
    const auto at =
        std::find_if(first.measures.begin(), first.measures.end(),
                     [&](const Measure& m) { return m.id == variant.measures[measure].id; });
    return difference_of(pairs, variant.tallies[measure],
                         first.tallies[static_cast<std::size_t>(at - first.measures.begin())]);
}

void StudyResult::append(const StudyResult& next) {
    SANDTABLE_ASSERT(next.first == first + done && next.variants.size() == variants.size(), "what follows is appended");
    for (std::size_t v = 0; v < variants.size(); ++v) {
        add_tallies(variants[v].tallies, next.variants[v].tallies);
        add_tallies(variants[v].differences, next.variants[v].differences);
        variants[v].attribution.add(next.variants[v].attribution);
        variants[v].rows.insert(variants[v].rows.end(), next.variants[v].rows.begin(), next.variants[v].rows.end());
    }
    add_tallies(pairs, next.pairs);
    done += next.done;
    stopped = next.stopped;
}

namespace {

void digest_tallies(Digest& digest, const std::vector<Tally>& tallies) {
    for (const Tally& tally : tallies) {
        for (const std::uint64_t count :
             {tally.yes, tally.no, tally.same, tally.open, tally.early, tally.waived,
              tally.never_arose, tally.never_done, tally.lengths.count()})
            digest.number(static_cast<std::int64_t>(count));
        if (tally.lengths.count() == 0) continue;
        for (const std::int64_t exact : {tally.lengths.least(), tally.lengths.most(), tally.lengths.sum()}) digest.number(exact);
        tally.lengths.each_bin([&](std::int64_t second, std::uint32_t count) {
            digest.number(second);
            digest.number(count);
        });
    }
}

void digest_attribution(Digest& digest, const Attribution& attribution) {
    for (const auto& [id, breaches] : attribution.duties) {
        digest.text(id);
        for (const std::uint64_t count : {breaches.late, breaches.never, breaches.first}) digest.number(static_cast<std::int64_t>(count));
        digest.number(breaches.ms);
        for (const auto& [part, sum] : breaches.parts) {
            digest.text(part);
            digest.number(sum.ms);
            digest.number(static_cast<std::int64_t>(sum.breaches));
        }
    }
    for (const auto& [id, hours] : attribution.hours) {
        digest.text(id);
        for (const auto* of : {&hours.busy, &hours.waited})
            for (const std::int64_t ms : *of) digest.number(ms);
    }
}

}  // namespace

std::string study_digest(const StudyResult& result) {
    Digest digest;
    digest.number(static_cast<std::int64_t>(result.first));
    digest.number(static_cast<std::int64_t>(result.done));
    for (const VariantResult& variant : result.variants) {
        digest.text(variant.id);
        for (const Measure& measure : variant.measures) digest.text(measure.id);
        digest_tallies(digest, variant.tallies);
        digest_tallies(digest, variant.differences);
        digest_attribution(digest, variant.attribution);
    }
    if (!result.pairs_of.empty()) {
        digest.text(result.pairs_of);
        digest_tallies(digest, result.pairs);
    }
    return "sha256:" + digest.hex();
}

std::optional<StudyResult> study(const std::vector<StudyVariant>& variants, const StudyOptions& options, Diagnostics& out, const StudyProgress& progress) {
    SANDTABLE_ASSERT(!variants.empty() && options.replications >= 1 && options.first + options.replications <= replications_max && options.workers >= 1, "the options of a study");
    std::vector<std::unique_ptr<Worker>> workers;
    const auto useful = static_cast<unsigned>(std::min<std::uint64_t>({options.workers, workers_max, options.replications}));
    for (unsigned i = 0; i < useful; ++i) workers.push_back(std::make_unique<Worker>(variants, options.seed));

    Shared shared;
    shared.next = shared.end = options.first;
    shared.results = empty_results(variants, *workers.front());
    shared.pairs = pairs_of(shared.results);
    shared.chosen_by = places_of(shared.results, options.choosing);
    if (options.choosing) shared.chosen_pairs.resize(pair_count(variants.size()));
    const std::uint64_t all = options.first + options.replications;
    const auto stopped = [&] { return options.stop != nullptr && *options.stop; };
    // counts alone: neither rows nor attributions
    const auto so_far = [&] {
        StudyResult known;
        known.done = shared.done;
        known.variants = shared.results;
        if (options.choosing) known.pairs_of = options.choosing->measure;
        known.pairs = shared.chosen_pairs;
        if (options.earlier == nullptr) return known;
        known.done += options.earlier->done;
        for (std::size_t v = 0; v < known.variants.size(); ++v)
            add_tallies(known.variants[v].tallies, options.earlier->variants[v].tallies);
        add_tallies(known.pairs, options.earlier->pairs);
        return known;
    };
    const bool looks = options.precision || (options.choosing && options.choosing->looks > 1);
    const auto known_well = [&] {
        const StudyResult known = so_far();
        if (options.precision &&
            !std::all_of(known.variants.begin(), known.variants.end(),
                         [&](const VariantResult& v) { return precise(*options.precision, v); }))
            return false;
        if (!options.choosing || options.choosing->looks == 1) return true;
        const auto best = select_best(known, *options.choosing);
        return !best || best->points <= options.choosing->points;  // none: there never will be one
    };
    // an earlier part that ended at a look may have been enough
    const bool looked = looks && options.first > 0 && next_look(options.first - 1) == options.first;
    const bool enough = looked && known_well();
    while (shared.end < all && !enough && !stopped() && !shared.stop) {
        shared.next = shared.end;
        const std::uint64_t begin = shared.end;
        shared.end = std::min(all, looks ? next_look(begin) : all);
        shared.block = std::clamp<std::uint64_t>((shared.end - begin) / (std::uint64_t{useful} * 8), 1, block_max);
        shared.working = useful;
        std::vector<std::jthread> threads;
        for (auto& worker : workers)
            threads.emplace_back([&] {
                std::exception_ptr thrown;
                try {
                    work(variants, options, *worker, shared);
                } catch (...) {
                    thrown = std::current_exception();
                }
                const std::scoped_lock guard(shared.lock);
                if (thrown) {
                    shared.thrown = thrown;
                    shared.stop = true;
                }
                --shared.working;
                shared.news.notify_one();
            });
        {
            std::unique_lock guard(shared.lock);
            while (!shared.news.wait_for(guard, progress_pause, [&] { return shared.working == 0; }))
                if (progress && shared.done > 0) progress(shared.done, shared.results);
        }
        threads.clear();
        if (looks && known_well()) break;
    }
    if (shared.thrown) std::rethrow_exception(shared.thrown);
    if (shared.failed != UINT64_MAX) {
        for (const Diagnostic& said : shared.said.all()) out.add(said);
        return std::nullopt;
    }
    StudyResult result;
    result.first = options.first;
    result.done = shared.done;
    result.stopped = stopped() && shared.done < options.replications;
    result.variants = std::move(shared.results);
    if (options.choosing) result.pairs_of = options.choosing->measure;
    result.pairs = std::move(shared.chosen_pairs);
    for (const auto& worker : workers)
        for (std::size_t v = 0; v < variants.size(); ++v) result.variants[v].attribution.add(worker->attributings[v]->found());
    for (auto& [begin, blocks] : shared.rows)
        for (std::size_t v = 0; v < blocks.size(); ++v)
            result.variants[v].rows.insert(result.variants[v].rows.end(), std::make_move_iterator(blocks[v].begin()), std::make_move_iterator(blocks[v].end()));
    return result;
}

}  // namespace sandtable
