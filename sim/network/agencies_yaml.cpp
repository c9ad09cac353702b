// networks/ID.yaml: staffing, agencies, relations.
#include <algorithm>
#include <map>
#include <tuple>

#include "network/loading.hpp"

namespace sandtable {

namespace {

using Officers = std::vector<std::vector<int>>;

std::optional<int> officer_count(const Node& node, Reading& reading) {
    const auto count = reading.whole(node, 0, officers_most);
    return count ? std::optional(static_cast<int>(*count)) : std::nullopt;
}

/// `{duty: 2, deputy: {day: 2, night: 1}}`: pools named here replace what `officers` had for them.
void read_officers(const Node* node, const Loading& l, Officers& officers) {
    if (node == nullptr) return;
    MapReader pools(*node, l.reading);
    for (const auto& [pool_key, value] : node->members) {
        pools.find(pool_key.text);
        const auto pool = l.pools.refer(pool_key, l.reading);
        std::vector<int> by_shift(l.shifts.size(), 0);
        if (value.kind == Node::Kind::map) {
            for (const auto& [shift_key, number] : value.members) {
                const auto shift = l.shifts.refer(shift_key, l.reading);
                const auto count = officer_count(number, l.reading);
                if (shift && count) by_shift[*shift] = *count;
            }
        } else if (const auto count = officer_count(value, l.reading)) {
            std::fill(by_shift.begin(), by_shift.end(), *count);
        }
        if (pool) officers[*pool] = std::move(by_shift);
    }
}

struct StaffingRow {
    std::string id;
    Staffing staffing;
};

/// Equal values once, shared by all who ask for them.
template <class T>
class Shared {
public:
    std::shared_ptr<const T> operator()(T value) {
        const auto at = known_.find(value);
        if (at != known_.end()) return at->second;
        auto fresh = std::make_shared<const T>(value);
        known_.emplace(std::move(value), fresh);
        return fresh;
    }

private:
    std::map<T, std::shared_ptr<const T>> known_;
};

/// Words of a list, or a single word, sorted, each once.
std::vector<std::string> words_of(const Node* node, Reading& reading) {
    std::vector<std::string> words;
    if (node == nullptr) return words;
    const auto add = [&](const Node& item) {
        if (auto word = reading.id(item, IdForm::item)) words.push_back(std::move(*word));
    };
    if (node->kind == Node::Kind::scalar) add(*node);
    else for (const Node& item : reading.list(node)) add(item);
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

/// Two agencies by one name are no fault of the file (texts do that), but somebody should look at it.
class NamesTaken {
public:
    explicit NamesTaken(Reading& reading) : reading_(reading) {}
    void take(const std::string& name, const Node& where, const std::string& agency) {
        if (name.empty()) return;
        const auto [first, fresh] = first_.try_emplace(name, Taker{agency, where.line});
        if (!fresh && first->second.agency != agency)
            reading_.warning(where, "agency-name-twice", {name, agency, first->second.agency, first->second.line + 1});
    }

private:
    struct Taker {
        std::string agency;
        int line;
    };
    Reading& reading_;
    std::map<std::string, Taker> first_;
};

bool empty_list(const Node* node) { return node != nullptr && node->kind == Node::Kind::list && node->items.empty(); }

}  // namespace

void read_agencies(Loading& l, Network& network) {
    const Officers nobody(l.pools.size(), std::vector<int>(l.shifts.size(), 0));
    std::vector<StaffingRow> templates;
    read_rows(l.staffing, l.reading, templates, [&](MapReader& map, StaffingRow& row) {
        row.staffing.officers = nobody;
        read_officers(map.need("officers"), l, row.staffing.officers);
        row.staffing.assumption = l.assumptions.name_behind(map, "assumption", l.reading);
    });
    Shared<AgencyTraits> shared_traits;
    Shared<Staffing> shared_staffing;
    NamesTaken names(l.reading);
    read_rows(l.agencies, l.reading, network.agencies, [&](MapReader& map, Agency& agency) {
        const Node* kind = map.need("kind");
        if (empty_list(kind)) l.reading.error(*kind, "key-empty", {"kind"});
        AgencyTraits traits;
        traits.kinds = words_of(kind, l.reading);
        agency.level = level_behind(map, l.reading).value_or(Level::city);
        agency.area = l.areas.need<AreaId>(map, "area", l.reading);
        agency.place = l.places.need<PlaceId>(map, "place", l.reading);
        Staffing staffing{nobody, {}};
        if (const Node* named = map.find("staffing"))
            if (const auto index = l.staffing.refer(*named, l.reading)) staffing = templates[*index].staffing;
        read_officers(map.find("officers"), l, staffing.officers);
        agency.staffing = shared_staffing(std::move(staffing));
        traits.trades = words_of(map.find("for"), l.reading);
        agency.name = map.need_text("name");
        if (const Node* name = map.find("name")) {
            names.take(agency.name.zh, *name, agency.id);
            names.take(agency.name.en, *name, agency.id);
        }
        for (const Node& item : l.reading.list(map.find("also")))
            if (auto word = l.reading.scalar(item, "want-words")) {
                names.take(*word, item, agency.id);
                traits.also.push_back(std::move(*word));
            }
        std::sort(traits.also.begin(), traits.also.end());
        agency.traits = shared_traits(std::move(traits));
    });
}

void read_relations(const Node* list, Loading& l, Network& network) {
    struct Stated {
        ChannelSet over;
        int line;
    };
    std::map<std::tuple<AgencyId, AgencyId, Relation::Kind>, Stated> pairs;
    for (const Node& item : l.reading.list(list)) {
        MapReader map(item, l.reading);
        std::optional<std::size_t> word;
        if (const Node* kind = map.need("kind")) word = l.reading.choice(*kind, {"reports_to", "commands", "notifies"});
        const Node *from_list = map.need("from"), *to_list = map.need("to"), *over_list = map.need("over");
        for (const auto& [node, key] : {std::pair{from_list, "from"}, {to_list, "to"}, {over_list, "over"}})
            if (empty_list(node)) l.reading.error(*node, "key-empty", {key});
        const auto over = refer_all(over_list, l.channels, l.reading);
        const auto to = refer_all(to_list, l.agencies, l.reading);
        const auto& ends = l.reading.list(from_list);
        if (pairs.size() + ends.size() * to.size() > relations_max) {
            l.reading.error(item, "network-rows-max", {"relations", relations_max, "relations_max"});
            return;
        }
        for (const Node& end : ends) {
            const auto from = l.agencies.refer(end, l.reading);
            if (!from || !word) continue;
            const auto kind = static_cast<Relation::Kind>(*word);
            for (const auto other : to) {
                if (other == *from) {
                    l.reading.error(end, "relation-to-itself", {end.text});
                    continue;
                }
                const auto [pair, fresh] = pairs.try_emplace({AgencyId{*from}, AgencyId{other}, kind}, Stated{{}, item.line});
                if (!fresh)
                    l.reading.warning(end, "relation-twice", {end.text, relation_name(kind), l.agencies[other].id, pair->second.line + 1}, tell("relation-twice-hint"));
                for (const auto index : over) pair->second.over.add(ChannelId{index});
            }
        }
    }
    network.relations.reserve(pairs.size());
    for (const auto& [key, stated] : pairs) network.relations.push_back({std::get<2>(key), std::get<0>(key), std::get<1>(key), stated.over});
}

}  // namespace sandtable
