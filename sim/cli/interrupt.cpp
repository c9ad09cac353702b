// Ctrl-C and its like: what is going on ends in order; asked twice, now.
#include <unistd.h>

#include "base/process.hpp"
#include "cli/cli.hpp"

namespace sandtable {

namespace {

std::atomic<bool> stop_asked{false};

extern "C" void ask_stop(int) {
    if (stop_asked.exchange(true)) _exit(130);
}

}  // namespace

const std::atomic<bool>& stop_on_signals() {
    on_interrupt(ask_stop);
    return stop_asked;
}

}  // namespace sandtable
