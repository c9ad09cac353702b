// The reduced drill in SimGrid's S4U: an actor per activity, the officer a semaphore.
#include <simgrid/s4u.hpp>

#include "peer.hpp"

namespace sg = simgrid::s4u;

static Draws draws;
static Sums sums;

static void call() {
    for (;;) {
        sg::this_actor::sleep_for(draws.call());
        if (!draws.fails()) return;
        sg::this_actor::sleep_for(120);
    }
}

static void desk(const sg::SemaphorePtr& duty, double a, double b, double c) {
    duty->acquire();
    sg::this_actor::sleep_for(draws.triangle_min(a, b, c));
    duty->release();
}

static void unit() {
    call();
    const double received = sg::Engine::get_clock();
    const auto deputy = sg::Semaphore::create(1);
    deputy->acquire();
    sg::this_actor::sleep_for(draws.triangle_min(3, 10, 5));
    sg::this_actor::sleep_for(720);
    sums.deputy(sg::Engine::get_clock() - received);
    sg::this_actor::sleep_for(60);
    deputy->release();
}

static void incident(sg::Host* host) {
    const auto duty = sg::Semaphore::create(1);
    sg::this_actor::sleep_for(240);
    call();
    const double received = sg::Engine::get_clock();
    desk(duty, 6, 18, 10);
    const auto report = sg::Actor::create("report", host, [&] {
        desk(duty, 3, 8, 5);
        call();
        sums.report(sg::Engine::get_clock() - received);
    });
    const auto instruction = sg::Actor::create("instruction", host, [&] {
        desk(duty, 2, 10, 4);
        std::vector<sg::ActorPtr> units;
        for (int i = 0; i < 9; ++i) units.push_back(sg::Actor::create("unit", host, unit));
        for (auto& one : units) one->join();
    });
    report->join();
    instruction->join();
}

int main(int argc, char** argv) {
    sg::Engine engine(&argc, argv);
    const long n = std::atol(argv[1]);
    auto* zone = sg::create_full_zone("zone");
    auto* host = zone->create_host("host", "1Gf");
    zone->seal();
    sg::Actor::create("driver", host, [=] {
        for (long i = 0; i < n; ++i) incident(host);
    });
    const double begin = now_s();
    engine.run();
    sums.print("SimGrid", now_s() - begin, n);
}
