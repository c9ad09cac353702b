#include "study/lengths.hpp"

namespace sandtable {

namespace {

constexpr std::string_view of_channel = "channel.";

}  // namespace

Spread* length_of(Inputs& inputs, const std::string& id) {
    if (id.starts_with(of_channel)) {
        const ChannelId channel = inputs.network.channel(id.substr(of_channel.size()));
        return channel.is_some() && !inputs.network.channels[channel].travels ? &inputs.network.channels[channel].delay : nullptr;
    }
    for (Plan& plan : inputs.plans)
        for (Task& task : plan.tasks)
            if (plan.id + "." + task.id == id) return &task.takes;
    return nullptr;
}

std::vector<std::string> lengths_in(const Inputs& inputs) {
    std::vector<std::string> ids;
    for (const Plan& plan : inputs.plans)
        for (const Task& task : plan.tasks) ids.push_back(plan.id + "." + task.id);
    for (const Channel& channel : inputs.network.channels)
        if (!channel.travels) ids.push_back(std::string(of_channel) + channel.id);
    return ids;
}

LengthEnds ends_of(const Spread& spread) {
    if (spread.kind != Spread::Kind::exponential) return {spread.least(), spread.most()};
    const auto mean = static_cast<double>(spread.low);
    return {static_cast<std::int64_t>(mean * -portable_ln(0.95)), static_cast<std::int64_t>(mean * -portable_ln(0.05))};
}

}  // namespace sandtable
