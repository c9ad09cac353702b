// networks/ID.yaml: areas, places, roads, pools, shifts and channels. Agencies and relations: agencies_yaml.cpp.
#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "network/loading.hpp"
#include "network/measures.hpp"
#include "sandtable/files.hpp"
#include "sandtable/suggest.hpp"

namespace sandtable {

namespace {

/// Words that plans and scenarios give a meaning of their own (formats.md: `area: here`, `at: scene`, `officer: none`).
void refuse_word(const Rows& rows, std::string_view word, Reading& reading) {
    for (const std::uint32_t index : rows.by_line())
        if (rows[index].id == word) reading.error(*rows[index].node->find("id"), "network-id-reserved", {word});
}

bool fits(const Rows& rows, const Node* list, std::string_view key, std::size_t most, std::string_view bound, Reading& reading) {
    if (rows.size() <= most) return true;
    reading.error(*list, "network-rows-max", {key, most, bound});
    return false;
}

std::string chain_text(const std::vector<AreaId>& chain, const Table<AreaId, Area>& areas) {
    std::string out;
    for (const AreaId id : chain) out += areas[id].id + " → ";
    return out + areas[chain.front()].id;
}

/// No area may lie in itself; with `levels`, each is of a lower level than the one it lies in.
void check_areas(const Table<AreaId, Area>& areas, bool levels, const Loading& l) {
    constexpr std::uint32_t unseen = AreaId::none_index;
    const auto in = [&](AreaId id) -> const Node& { return *l.areas[id.index].node->find("in"); };
    Table<AreaId, std::uint32_t> seen(areas.size(), unseen);  // the area at which the walk that came here began
    std::set<AreaId> circular;
    for (const AreaId start : ids_of(areas)) {
        AreaId at = start;
        for (; at.is_some() && seen[at] == unseen; at = areas[at].in) seen[at] = start.index;
        if (!at.is_some() || seen[at] != start.index) continue;
        std::vector<AreaId> chain{at};
        for (AreaId next = areas[at].in; next != at; next = areas[next].in) chain.push_back(next);
        std::rotate(chain.begin(), std::min_element(chain.begin(), chain.end()), chain.end());
        circular.insert(chain.begin(), chain.end());
        l.reading.error(in(chain.front()), "area-cycle", {chain_text(chain, areas)});
    }
    if (!levels) return;
    for (const std::uint32_t index : l.areas.by_line()) {
        const Area& inner = areas[AreaId{index}];
        if (!inner.in.is_some() || circular.contains(AreaId{index})) continue;
        const Area& outer = areas[inner.in];
        if (inner.level <= outer.level)
            l.reading.error(in(AreaId{index}), "area-level", {inner.id, level_name(inner.level), outer.id, level_name(outer.level)}, tell("area-level-hint"));
    }
}

void read_areas(Loading& l, Network& network) {
    bool levels = true;  // all could be read
    read_rows(l.areas, l.reading, network.areas, [&](MapReader& map, Area& area) {
        if (const Node* code = map.find("code")) area.code = l.reading.quoted(*code, "want-area-code").value_or("");
        const auto level = level_behind(map, l.reading);
        levels = levels && level;
        area.level = level.value_or(Level::city);
        if (const Node* in = map.find("in"))
            if (const auto index = l.areas.refer(*in, l.reading)) area.in = AreaId{*index};
        area.name = map.need_text("name");
    });
    check_areas(network.areas, levels, l);
}

std::optional<double> degrees(const Node& node, double most, Reading& reading) {
    const auto word = reading.scalar(node, "want-number");
    if (!word) return std::nullopt;
    double value = 0;
    const auto [end, failed] = std::from_chars(word->data(), word->data() + word->size(), value, std::chars_format::fixed);
    if (failed != std::errc{} || end != word->data() + word->size()) {
        reading.error(node, "coordinates-form", {*word}, tell("coordinates-hint"));
        return std::nullopt;
    }
    if (value >= -most && value <= most) return value;  // false for NaN
    reading.error(node, "coordinates-range", {*word, static_cast<int>(most)}, tell("coordinates-hint"));
    return std::nullopt;
}

void read_places(Loading& l, Network& network) {
    read_rows(l.places, l.reading, network.places, [&](MapReader& map, NetworkPlace& place) {
        place.area = l.areas.need<AreaId>(map, "area", l.reading);
        place.urban = map.flag("urban");
        if (const Node* node = map.find("wgs84")) {
            const auto& pair = l.reading.list(node);
            if (pair.size() == 2) {
                place.latitude = degrees(pair[0], 90, l.reading);
                place.longitude = degrees(pair[1], 180, l.reading);
            } else if (node->kind == Node::Kind::list) {
                l.reading.error(*node, "coordinates-count", {pair.size()}, tell("coordinates-hint"));
            }
        }
        place.name = map.need_text("name");
    });
}

/// What `parse` makes of the text behind `key`.
template <class Parse>
std::optional<std::int64_t> measure(const Node* node, std::string_view what, Parse parse, Reading& reading) {
    if (node == nullptr) return std::nullopt;
    const auto word = reading.scalar(*node, what);
    return word ? reading.parsed(*node, parse(*word)) : std::nullopt;
}

void read_roads(Loading& l, Network& network) {
    read_rows(l.road_classes, l.reading, network.road_classes, [&](MapReader& map, RoadClass& kind) {
        kind.metres_per_hour = measure(map.need("speed"), "want-speed", parse_speed, l.reading).value_or(0);
        kind.assumption = l.assumptions.name_behind(map, "assumption", l.reading);
    });
    read_rows(l.roads, l.reading, network.roads, [&](MapReader& map, Road& road) {
        road.from = l.places.need<PlaceId>(map, "from", l.reading);
        road.to = l.places.need<PlaceId>(map, "to", l.reading);
        if (road.from.is_some() && road.from == road.to) l.reading.error(*map.find("to"), "road-loop", {road.id, network.places[road.to].id});
        road.metres = measure(map.need("length"), "want-length", parse_length, l.reading).value_or(0);
        road.name = map.need_text("name");
        const Node* kind = map.need("class");
        const auto index = kind != nullptr ? l.road_classes.refer(*kind, l.reading) : std::nullopt;
        if (!index) return;
        road.road_class = *index;
        const std::int64_t speed = network.road_classes[*index].metres_per_hour;
        if (speed > 0) road.time = Duration{(road.metres * 3'600'000 + speed - 1) / speed};  // 0: said above
    });
}

std::optional<std::int64_t> clock(const Node* node, Reading& reading) {
    const auto word = node != nullptr ? reading.quoted(*node, "want-clock") : std::nullopt;
    if (!word) return std::nullopt;
    const auto ms = parse_clock(*word);
    if (!ms) reading.error(*node, "shift-clock", {*word}, tell("shift-clock-hint"));
    return ms;
}

void read_shifts(const Node& list, Loading& l, Network& network) {
    bool whole = true;  // gaps of half-read shifts are none of the user's
    read_rows(l.shifts, l.reading, network.shifts, [&](MapReader& map, Shift& shift) {
        shift.name = map.need_text("name");
        const Node* start = map.need("from");
        const auto from = clock(start, l.reading), to = clock(map.need("to"), l.reading);
        std::optional<std::size_t> days;
        if (const Node* node = map.need("days")) days = l.reading.choice(*node, {"all", "working", "rest"});
        whole = whole && from && to && days;
        if (!from || !to || !days) return;
        if (*from == 86'400'000) l.reading.error(*start, "shift-from-midnight", {shift.id}), whole = false;
        shift.from_ms = *from;
        shift.to_ms = *to;
        shift.days = static_cast<Shift::Days>(*days);
    });
    if (!whole || l.shifts.size() != list.items.size()) return;
    for (const ShiftGap& gap : shift_gaps(network.shifts)) {
        const auto day = [](Shift::Days days) { return tell(days == Shift::Days::working ? "shift-day-working" : "shift-day-rest"); };
        const Text when = gap.after ? tell("shift-day-after", {day(gap.day), day(*gap.after)}) : day(gap.day);
        l.reading.error(list, "shift-gap", {fmt::format("{:02}:{:02}", gap.minute / 60, gap.minute % 60), when}, tell("shift-gap-hint"));
    }
}

void read_channels(Loading& l, Network& network) {
    read_rows(l.channels, l.reading, network.channels, [&](MapReader& map, Channel& channel) {
        channel.name = map.need_text("name");
        channel.travels = map.flag("travels");
        if (const Node* delay = map.find("delay")) {
            if (channel.travels) l.reading.error(*delay, "channel-travels", {channel.id}, tell("channel-travels-hint"));
            if (const auto spread = l.reading.spread(*delay)) {
                channel.delay = *spread;
                if (spread->working_days) l.reading.error(*delay, "duration-not-clock", {delay->text}, tell("duration-hint"));
            }
        } else if (!channel.travels) {
            l.reading.error(map.node(), "channel-delay", {channel.id}, tell("channel-delay-hint"));
        }
        channel.fails_per_million = static_cast<std::uint32_t>(measure(map.find("fails"), "want-share", parse_share, l.reading).value_or(0));
        channel.noticed = map.find("noticed") == nullptr || map.flag("noticed");
        if (const Node* pause = map.find("again_after")) channel.again_after = l.reading.duration(*pause).value_or(Duration{0});
        if (const Node* reaches = map.find("reaches")) channel.related_only = l.reading.choice(*reaches, {"everyone", "related"}).value_or(0) == 1;
        channel.assumption = l.assumptions.name_behind(map, "assumption", l.reading);
    });
}

void read_assumptions(const Node* assumed, Loading& l, Network& network) {
    read_rows(l.assumptions, l.reading, network.assumptions, [&](MapReader& map, NetworkAssumption& assumption) {
        assumption.about = map.need_text("about");
        assumption.why = map.text("why");
        assumption.origin = map.text("origin");
        if (map.find("why") == nullptr && map.find("origin") == nullptr) l.reading.error(map.node(), "assumption-bare", {assumption.id});
    });
    auto positions = refer_all(assumed, l.assumptions, l.reading);
    std::sort(positions.begin(), positions.end());
    positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
    for (const auto position : positions) network.assumed.push_back(l.assumptions[position].id);
}

void read_network(MapReader& top, Reading& reading, Network& network) {
    network.id = top.id("id", IdForm::file).value_or("");
    network.name = top.need_text("name");
    network.calendar = top.id("calendar", IdForm::file).value_or("");

    top.find("base"), top.find("tables");  // joined before
    const Node* assumed = top.find("assumed");
    const Node *pools = top.need("pools"), *shifts = top.need("shifts"), *agencies = top.need("agencies");
    const auto rows = [&](const Node* list, IdForm form, std::string_view unknown) { return Rows(named_nodes(list, form, reading), unknown); };
    Loading l{.reading = reading,
              .areas = rows(top.need("areas"), IdForm::item, "unknown-area"),
              .places = rows(top.need("places"), IdForm::item, "unknown-place"),
              .road_classes = rows(top.find("road_classes"), IdForm::item, "unknown-class"),
              .roads = rows(top.find("roads"), IdForm::item, "unknown-road"),
              .pools = rows(pools, IdForm::item, "unknown-pool"),
              .shifts = {},
              .channels = rows(top.need("channels"), IdForm::item, "unknown-channel"),
              .staffing = rows(top.find("staffing"), IdForm::item, "unknown-staffing"),
              .agencies = rows(agencies, IdForm::file, "unknown-agency"),
              .assumptions = rows(top.find("assumptions"), IdForm::file, "unknown-assumption"),
              .gauges = rows(top.find("gauges"), IdForm::item, "unknown-gauge"),
              .prone_areas = rows(top.find("prone_areas"), IdForm::item, "unknown-area"),
              .risk_zones = rows(top.find("risk_zones"), IdForm::item, "unknown-risk-zone"),
              .prevention_areas = rows(top.find("prevention_areas"), IdForm::item, "unknown-prevention-area"),
              .monitoring_points = rows(top.find("monitoring_points"), IdForm::item, "unknown-area")};
    auto in_order = named_nodes(shifts, IdForm::item, reading);
    std::sort(in_order.begin(), in_order.end(), stands_before);
    l.shifts = Rows(std::move(in_order), "unknown-shift");
    refuse_word(l.areas, "here", reading);
    refuse_word(l.places, "scene", reading);
    refuse_word(l.pools, "none", reading);
    const Node* relations = top.find("relations");
    if (!fits(l.pools, pools, "pools", pools_max, "pools_max", reading) || !fits(l.shifts, shifts, "shifts", shifts_max, "shifts_max", reading) ||
        !fits(l.channels, top.find("channels"), "channels", ChannelSet::channels_max, "channels_max", reading) || !fits(l.agencies, agencies, "agencies", agencies_max, "agencies_max", reading))
        return;

    read_areas(l, network);
    read_places(l, network);
    read_roads(l, network);
    read_rows(l.pools, reading, network.pools, [](MapReader& map, Pool& pool) { pool.name = map.need_text("name"); });
    if (shifts != nullptr && shifts->kind == Node::Kind::list) read_shifts(*shifts, l, network);
    read_channels(l, network);
    read_hazards(l, network);
    read_agencies(l, network);
    read_relations(relations, l, network);
    read_assumptions(assumed, l, network);
}

constexpr std::array list_keys{"areas", "places", "road_classes", "roads", "pools", "shifts", "channels", "staffing", "agencies", "relations", "gauges",
                               "prone_areas", "risk_zones", "prevention_areas", "monitoring_points", "assumptions", "assumed"};

/// Moves rows to the end of the list behind `key`, which is made if there is none.
void append(Node& root, std::string_view key, std::vector<Node> rows) {
    auto member = std::find_if(root.members.begin(), root.members.end(), [&](const Member& m) { return m.key.text == key; });
    if (member == root.members.end()) {
        Node name, list;
        name.kind = Node::Kind::scalar;
        name.text = key;
        list.kind = Node::Kind::list;
        member = root.members.insert(root.members.end(), {std::move(name), std::move(list)});
    }
    if (member->value.kind == Node::Kind::null) member->value.kind = Node::Kind::list;
    std::move(rows.begin(), rows.end(), std::back_inserter(member->value.items));
}

/// Puts the rows of the network this one is based on before its own, and those of its tables behind them. Depth: bases of bases.
bool join_parts(Document& document, const Files& files, Diagnostics& out, int depth = 0) {
    const auto find = [&](std::string_view key) { return std::as_const(document.root).find(key); };
    const std::string own = find("id") != nullptr ? find("id")->text : "";
    const auto text_of = [&](FileKind kind, const std::string& id,
                             const Node& named) -> std::optional<SourceText> {
        const auto said = out.count();
        auto source = files.find(kind, id, out);
        if (!source && out.count() == said)
            out.error("unknown-" + std::string(kind_name(kind)), document.place(named),
                      {id, files.where()}, did_you_mean(id, files.names(kind)));
        return source;
    };
    Reading reading(document, out);
    if (const Node* tables = find("tables")) {
        const std::vector<Node> names = reading.list(tables);  // a copy: the tree grows meanwhile
        for (const Node& named : names) {
            const auto word = reading.id(named, IdForm::item);
            if (!word) return false;
            if (std::find(list_keys.begin(), list_keys.end(), *word) == list_keys.end()) {
                out.error("network-table-name", document.place(named), {*word}, did_you_mean(*word, {list_keys.begin(), list_keys.end()}));
                return false;
            }
            auto source = text_of(FileKind::table, own + "/" + *word, named);
            auto table = source ? parse_table(std::move(*source), out) : nullptr;
            if (!table) return false;
            append(document.root, *word, std::move(document.take(std::move(table)).root.items));
        }
    }
    if (const Node* base = find("base")) {
        const auto id = reading.id(*base, IdForm::file);
        if (!id) return false;
        if (depth > 0 || own == *id) {
            out.error("network-base", document.place(*base), {*id});
            return false;
        }
        auto source = text_of(FileKind::network, *id, *base);
        auto under = source ? parse_yaml(std::move(*source), out) : nullptr;
        if (!under || !join_parts(*under, files, out, depth + 1)) return false;
        Document& taken = document.take(std::move(under));
        for (Member& member : taken.root.members)
            if (member.value.kind == Node::Kind::list && std::find(list_keys.begin(), list_keys.end(), member.key.text) != list_keys.end()) append(document.root, member.key.text, std::move(member.value.items));
    }
    return true;
}

}  // namespace

std::optional<Network> load_network(SourceText source, const Files& files, Diagnostics& out) {
    const auto before = out.errors();
    const auto document = parse_yaml(std::move(source), out);
    if (document == nullptr || !join_parts(*document, files, out)) return std::nullopt;
    Network network;
    network.path = document->path;
    Reading reading(*document, out);
    {
        MapReader top(document->root, reading);
        if (check_kind(top, reading, kind_name(FileKind::network), 1)) read_network(top, reading, network);
        else
            for (const Member& member : document->root.members) top.find(member.key.text);  // another kind's keys are not unknown
    }
    if (out.errors() > before) return std::nullopt;
    return network;
}

}  // namespace sandtable
