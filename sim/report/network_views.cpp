// A network to read: reach, travel times, weak points; and for graph programs.
#include <algorithm>

#include <fmt/format.h>

#include "report/table.hpp"
#include "exchange/xml.hpp"
#include "sandtable/report.hpp"

namespace sandtable {

namespace {

template <class IdType, class T>
std::string names(const std::vector<IdType>& ids, const Table<IdType, T>& table, Lang lang) {
    std::string out;
    for (const IdType id : ids) out += (out.empty() ? "" : say(lang, "word-comma")) + (table[id].name.empty() ? table[id].id : table[id].name.in(lang));
    return out.empty() ? say(lang, "net-none") : out;
}

/// In quotes of Graphviz.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

}  // namespace

std::string network_page(const Network& network, PlaceId from, Lang lang) {
    const Roads roads(network);
    std::string out = "演练 EXERCISE  " + say(lang, "net-head", {network.name.in(lang), network.agencies.size(), network.places.size(), network.roads.size(), network.relations.size()}) + "\n\n";
    out += say(lang, "net-reach", {network.places[from].name.in(lang)}) + "\n";
    const auto times = roads.reach(from);
    std::vector<PlaceId> order;
    for (const PlaceId place : ids_of(network.places)) order.push_back(place);
    std::stable_sort(order.begin(), order.end(), [&](PlaceId a, PlaceId b) {
        return times[a.index].value_or(Duration::max()) < times[b.index].value_or(Duration::max());
    });
    TextTable table({say(lang, "column-minutes"), "id", ""});
    for (const PlaceId place : order)
        table.row({times[place.index] ? span_text(Duration{(times[place.index]->count() + 500) / 1000 * 1000}) : say(lang, "net-no-way"), network.places[place].id, network.places[place].name.in(lang)}, "");
    out += table.text() + "\n";
    out += say(lang, "net-weak-roads", {names(roads.weak_roads(), network.roads, lang)}) + "\n";
    out += say(lang, "net-weak-places", {names(roads.weak_places(), network.places, lang)}) + "\n";
    out += say(lang, "net-weak-agencies", {names(weak_agencies(network), network.agencies, lang)}) + "\n";
    return out;
}

std::string network_dot(const Network& network, Lang lang) {
    std::string out = fmt::format(
        "// 演练 EXERCISE\ndigraph \"{}\" {{\n  graph [label=\"演练 EXERCISE  {}\"];\n  node [shape=box];\n",
        network.id, escaped(network.name.in(lang)));
    for (const Agency& agency : network.agencies)
        out += fmt::format("  \"{}\" [label=\"{}\", level=\"{}\"];\n", agency.id,
                           escaped(agency.name.in(lang)), level_name(agency.level));
    for (const Relation& relation : network.relations)
        out += fmt::format("  \"{}\" -> \"{}\" [label=\"{}\"];\n", network.agencies[relation.from].id, network.agencies[relation.to].id, relation_name(relation.kind));
    out += "  node [shape=ellipse];\n";
    for (const NetworkPlace& place : network.places)
        out +=
            fmt::format("  \"place/{}\" [label=\"{}\"];\n", place.id, escaped(place.name.in(lang)));
    for (const Road& road : network.roads)
        out += fmt::format("  \"place/{}\" -> \"place/{}\" [dir=none, label=\"{} {}\"];\n",
                           network.places[road.from].id, network.places[road.to].id,
                           escaped(road.name.empty() ? road.id : road.name.in(lang)),
                           span_text(Duration{road.time.count() / 1000 * 1000}));
    return out + "}\n";
}

std::string network_graphml(const Network& network, Lang lang) {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- 演练 EXERCISE -->\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
        " <key id=\"name\" for=\"all\" attr.name=\"name\" attr.type=\"string\"/>\n <key id=\"kind\" for=\"all\" attr.name=\"kind\" attr.type=\"string\"/>\n"
        " <key id=\"level\" for=\"node\" attr.name=\"level\" attr.type=\"string\"/>\n <key id=\"latitude\" for=\"node\" attr.name=\"latitude\" attr.type=\"double\"/>\n"
        " <key id=\"longitude\" for=\"node\" attr.name=\"longitude\" attr.type=\"double\"/>\n <key id=\"metres\" for=\"edge\" attr.name=\"metres\" attr.type=\"long\"/>\n <key id=\"time_ms\" for=\"edge\" attr.name=\"time_ms\" attr.type=\"long\"/>\n";
    out += fmt::format(" <graph id=\"{}\" edgedefault=\"directed\">\n", network.id);
    const auto data = [](std::string_view key, std::string_view value) {
        return fmt::format("<data key=\"{}\">{}</data>", key, xml_escaped(value, true));
    };
    for (const Agency& agency : network.agencies) {
        std::string kinds;
        for (const auto& kind : agency.kinds()) kinds += (kinds.empty() ? "" : " ") + kind;
        out += fmt::format("  <node id=\"{}\">{}{}{}</node>\n", agency.id, data("name", agency.name.in(lang)), data("kind", kinds), data("level", level_name(agency.level)));
    }
    for (const NetworkPlace& place : network.places) {
        std::string where;
        if (place.latitude && place.longitude) where = data("latitude", fmt::format("{:.6f}", *place.latitude)) + data("longitude", fmt::format("{:.6f}", *place.longitude));
        out += fmt::format("  <node id=\"place/{}\">{}{}{}</node>\n", place.id, data("name", place.name.in(lang)), data("kind", "place"), where);
    }
    for (const Agency& agency : network.agencies)
        if (agency.place.is_some()) out += fmt::format("  <edge source=\"{}\" target=\"place/{}\">{}</edge>\n", agency.id, network.places[agency.place].id, data("kind", "stands_at"));
    for (const Relation& relation : network.relations)
        out += fmt::format("  <edge source=\"{}\" target=\"{}\">{}</edge>\n", network.agencies[relation.from].id, network.agencies[relation.to].id, data("kind", relation_name(relation.kind)));
    for (const Road& road : network.roads)
        out += fmt::format("  <edge directed=\"false\" source=\"place/{}\" target=\"place/{}\">{}{}{}{}</edge>\n", network.places[road.from].id, network.places[road.to].id, data("kind", "road"),
                           data("name", road.name.empty() ? road.id : road.name.in(lang)), data("metres", std::to_string(road.metres)), data("time_ms", std::to_string(road.time.count())));
    return out + " </graph>\n</graphml>\n";
}

}  // namespace sandtable
