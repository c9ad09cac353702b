// The shipped warnings file with the plan it names, and the network of the whole city.
#pragma once

#include <stdexcept>

#include "sandtable/warnings.hpp"
#include "support/said_of.hpp"
#include "support/shipped_plan.hpp"

namespace sandtable {

struct WarnedCity {
    PlannedWarnings planned;
    Network network;
};

inline const WarnedCity& warned_city() {
    static const WarnedCity city = [] {
        Diagnostics out;
        auto planned = load_planned_warnings(
            shipped_files().find(FileKind::warnings, "lishui-geohazard", out).value(),
            shipped_files(), out);
        auto network =
            load_network(shipped_files().find(FileKind::network, "lishui-full", out).value(),
                         shipped_files(), out);
        if (!planned || !network) throw std::runtime_error(said_of(out));
        return WarnedCity{std::move(*planned), std::move(*network)};
    }();
    return city;
}

}  // namespace sandtable
