// The reduced drill in ns-3: scheduled member functions, as its models are written; the officer a flag and a queue.
#include <deque>
#include <functional>
#include <ns3/core-module.h>

#include "peer.hpp"

using namespace ns3;

static Draws draws;
static Sums sums;
static long left_to_do;

static double now() { return Simulator::Now().GetSeconds(); }

class Desk : public SimpleRefCount<Desk> {
public:
    void Work(double seconds, Callback<void> done) {
        m_queue.emplace_back(seconds, done);
        if (!m_busy) Next();
    }

private:
    void Next() {
        m_busy = true;
        Simulator::Schedule(Seconds(m_queue.front().first), &Desk::Done, this);
    }
    void Done() {
        Callback<void> done = m_queue.front().second;
        m_queue.pop_front();
        m_busy = false;
        done();
        if (!m_queue.empty() && !m_busy) Next();
    }
    bool m_busy = false;
    std::deque<std::pair<double, Callback<void>>> m_queue;
};

class Incident : public SimpleRefCount<Incident> {
public:
    void Start() { Simulator::Schedule(Seconds(240), &Incident::Call, this, MakeCallback(&Incident::Reported, this)); }
    void Call(Callback<void> there) { Simulator::Schedule(Seconds(draws.call()), &Incident::Rings, this, there); }

private:
    void Rings(Callback<void> there) {
        if (!draws.fails()) return there();
        Simulator::Schedule(Seconds(120), &Incident::Call, this, there);
    }
    void Reported() {
        m_received = now();
        m_duty.Work(draws.triangle_min(6, 18, 10), MakeCallback(&Incident::Judged, this));
    }
    void Judged() {
        m_duty.Work(draws.triangle_min(3, 8, 5), MakeCallback(&Incident::Written, this));
        m_duty.Work(draws.triangle_min(2, 10, 4), MakeCallback(&Incident::Instructed, this));
    }
    void Written() { Call(MakeCallback(&Incident::Heard, this)); }
    void Heard() {
        sums.report(now() - m_received);
        Finished();
    }
    void Instructed() {
        for (int i = 0; i < 9; ++i) Call(MakeCallback(&Incident::UnitHears, this));
    }
    void UnitHears() { Simulator::Schedule(Seconds(draws.triangle_min(3, 10, 5)), &Incident::UnitSetsOut, this, now()); }
    void UnitSetsOut(double received) { Simulator::Schedule(Seconds(720), &Incident::UnitArrives, this, received); }
    void UnitArrives(double received) {
        sums.deputy(now() - received);
        Simulator::Schedule(Seconds(60), &Incident::Finished, this);
    }
    void Finished();

    Desk m_duty;
    double m_received = 0;
    int m_open = 10;
};

static void Begin() {
    (new Incident)->Start();
}

void Incident::Finished() {
    if (--m_open > 0) return;
    if (--left_to_do > 0) Simulator::ScheduleNow(&Begin);
    delete this;
}

int main(int, char** argv) {
    const long n = std::atol(argv[1]);
    left_to_do = n;
    Simulator::ScheduleNow(&Begin);
    const double begin = now_s();
    Simulator::Run();
    const double seconds = now_s() - begin;
    Simulator::Destroy();
    sums.print("ns-3", seconds, n);
}
