// Maps have no order: a run does not depend on the order in which the keys of any file stand.
#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/program.hpp"
#include "support/shuffled_yaml.hpp"

using namespace sandtable;
using json = nlohmann::json;

namespace {

/// A run of the drills in a shuffled data folder; nothing is found outside it.
json shuffled_run(const std::filesystem::path& data, const std::string& drill) {
    ProgramOptions options;
    options.folder = data;
    options.environment = {{"SANDTABLE_DATA", data.string()}};
    const Said said = sandtable_says({"run", "drills/" + drill + ".yaml", "--json"}, options);
    INFO(said.err);
    REQUIRE(said.code == 0);
    return json::parse(said.out);
}

std::string keys_in_order(const Node& node) {
    std::string out;
    for (const Member& member : node.members) out += member.key.text + " " + keys_in_order(member.value);
    for (const Node& item : node.items) out += keys_in_order(item);
    return out;
}

/// The tree as text with the keys of every map sorted: what must be the same.
std::string canonical(const Node& node) {
    if (node.kind == Node::Kind::scalar) return (node.quoted ? "\"" : "'") + node.text + "'";
    if (node.kind == Node::Kind::null) return "~";
    std::vector<std::string> parts;
    for (const Node& item : node.items) parts.push_back(canonical(item));
    for (const Member& member : node.members) parts.push_back(member.key.text + ":" + canonical(member.value));
    if (node.kind == Node::Kind::map) std::sort(parts.begin(), parts.end());
    std::string out = node.kind == Node::Kind::map ? "{" : "[";
    for (const auto& part : parts) out += part + ",";
    return out + (node.kind == Node::Kind::map ? "}" : "]");
}

}  // namespace

TEST_CASE("a shuffled file says the same in another order", "[cli][key-order]") {
    for (const char* name : {"plans/wage-arrears.yaml", "networks/lishui.yaml", "vocabulary.yaml", "calendars/cn.yaml", "drills/wage-arrears-city-hall.yaml"}) {
        INFO(name);
        const SourceText source{name, bytes_of(shipped(name))};
        Shuffle shuffle(1);
        Diagnostics out;
        const std::string text = shuffled_yaml(source, shuffle);
        const auto before = parse_yaml(source, out), after = parse_yaml({name, text}, out);
        INFO(said_of(out));
        REQUIRE(before);
        REQUIRE(after);
        CHECK(canonical(before->root) == canonical(after->root));
        CHECK(keys_in_order(before->root) != keys_in_order(after->root));
        CHECK(after->root.members.front().key.text == "sandtable");
    }
}

TEST_CASE("no order of keys in any file changes a digest", "[long][cli][key-order]") {
    for (std::uint32_t seed = 1; seed <= 3; ++seed) {
        const ScratchFolder folder;
        shuffle_data_folder(shipped(""), folder.path(), seed);
        for (const auto& drill : drill_names()) {
            INFO(drill << ", shuffle " << seed);
            const json plain = json::parse(sandtable_says({"run", drill, "--json"}).out), shuffled = shuffled_run(folder.path(), drill);
            CHECK(shuffled["digest"] == plain["digest"]);
            CHECK(shuffled == plain);
        }
    }
}

TEST_CASE("a drill in shuffled files is found by id too", "[cli][key-order]") {
    const ScratchFolder folder;
    shuffle_data_folder(shipped(""), folder.path(), 4);
    ProgramOptions options;
    options.folder = "/";
    options.environment = {{"SANDTABLE_DATA", folder.path().string()}};
    for (const auto& drill : drill_names()) CHECK(json::parse(sandtable_says({"run", drill, "--json"}, options).out)["digest"] == json::parse(sandtable_says({"run", drill, "--json"}).out)["digest"]);
}

TEST_CASE("shuffled files check as fine as ours, alone and as a set", "[cli][key-order]") {
    const ScratchFolder folder;
    shuffle_data_folder(shipped(""), folder.path(), 5);
    ProgramOptions options;
    options.folder = folder.path();
    options.environment = {{"SANDTABLE_DATA", folder.path().string()}};
    const std::vector<std::string> files{"vocabulary.yaml", "plans/wage-arrears.yaml", "networks/lishui.yaml", "calendars/cn.yaml", "drills/wage-arrears-city-hall.yaml"};
    std::vector<std::string> all{"check"};
    for (const auto& file : files) {
        INFO(file);
        const Said ours = sandtable_says({"check", shipped(file).string()}), theirs = sandtable_says({"check", file}, options);
        CHECK(theirs.code == ours.code);
        CHECK(theirs.out == ours.out);
        all.push_back(file);
    }
    CHECK(sandtable_says(all, options).code == 0);
}

TEST_CASE("a file of a set is known by its own id, not by one that stands indented above it", "[cli][key-order]") {
    // files.cpp, top_value(): any line that begins with `id` after blanks
    const ScratchFolder folder;
    std::filesystem::create_directory(folder / "set");
    std::string plan = bytes_of(shipped("plans/wage-arrears.yaml"));
    const std::string id = "id: wage-arrears\n";
    plan.erase(plan.find(id), id.size());
    const std::string roles = "roles:\n- {id: leading_group,", moved = "roles:\n- name: {zh: 一, en: one}\n  id: spare\n  is: {kind: leading_group, level: city}\n- {id: leading_group,";
    REQUIRE(plan.find(roles) != std::string::npos);
    plan.replace(plan.find(roles), roles.size(), moved);
    put_bytes(folder / "set/plan.yaml", plan + "id: other-plan\n");
    std::string drill = bytes_of(shipped("drills/wage-arrears-below-scope.yaml"));
    for (std::size_t at = 0; (at = drill.find("wage-arrears", at)) != std::string::npos; at += 10) drill.replace(at, 12, "other-plan");
    put_bytes(folder / "set/drill.yaml", drill);
    const Said said = sandtable_says_en({"check", (folder / "set/plan.yaml").string(), (folder / "set/drill.yaml").string()});
    CHECK(said.err.find("unknown-plan") == std::string::npos);
    CHECK(said.code == 0);
}
