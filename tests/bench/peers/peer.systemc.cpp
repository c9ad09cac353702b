// The reduced drill in SystemC: a thread per office and unit, events between them, the officer an sc_mutex.
#include <systemc>

#include "peer.hpp"

using namespace sc_core;

static Draws draws;
static Sums sums;

static double now() { return sc_time_stamp().to_seconds(); }
static sc_time seconds(double s) { return sc_time(s, SC_SEC); }

static void call() {
    for (;;) {
        wait(seconds(draws.call()));
        if (!draws.fails()) return;
        wait(seconds(120));
    }
}

SC_MODULE(Unit) {
    sc_event instructed, finished;
    SC_CTOR(Unit) { SC_THREAD(run); }
    void run() {
        for (;;) {
            wait(instructed);
            call();
            const double received = now();
            wait(seconds(draws.triangle_min(3, 10, 5)));
            wait(seconds(720));
            sums.deputy(now() - received);
            wait(seconds(60));
            finished.notify();
        }
    }
};

SC_MODULE(Office) {
    sc_event judged, reported;
    sc_mutex duty;
    double received = 0;
    long n;
    Unit* units[9];
    sc_event_and_list all;
    SC_HAS_PROCESS(Office);
    Office(sc_module_name name, long count) : sc_module(name), n(count) {
        for (auto*& unit : units) {
            unit = new Unit(sc_gen_unique_name("unit"));
            all &= unit->finished;
        }
        all &= reported;
        SC_THREAD(run);
        SC_THREAD(report);
        SC_THREAD(instruct);
    }
    void desk(double a, double b, double c) {
        duty.lock();
        wait(seconds(draws.triangle_min(a, b, c)));
        duty.unlock();
    }
    void run() {
        for (long i = 0; i < n; ++i) {
            wait(seconds(240));
            call();
            received = now();
            desk(6, 18, 10);
            judged.notify();
            wait(all);
        }
        sc_stop();
    }
    void report() {
        for (;;) {
            wait(judged);
            desk(3, 8, 5);
            call();
            sums.report(now() - received);
            reported.notify();
        }
    }
    void instruct() {
        for (;;) {
            wait(judged);
            wait(SC_ZERO_TIME);  // behind the report in the queue
            desk(2, 10, 4);
            for (auto* unit : units) unit->instructed.notify();
        }
    }
};

int sc_main(int argc, char** argv) {
    sc_set_time_resolution(1, SC_US);
    const long n = argc > 1 ? std::atol(argv[1]) : 1000;
    Office office("office", n);
    const double begin = now_s();
    sc_start();
    sums.print("SystemC", now_s() - begin, n);
    return 0;
}
