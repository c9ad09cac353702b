"""The reduced drill in SimPy: a process per activity, the officer a Resource."""
import random
import sys
import time

import simpy

MIN = 60.0


def call(env, rng):
    while True:
        yield env.timeout(rng.uniform(20, 120))
        if rng.random() >= 0.04:
            return
        yield env.timeout(2 * MIN)


def unit(env, rng, sums):
    yield from call(env, rng)
    received = env.now
    deputy = simpy.Resource(env, 1)
    with deputy.request() as officer:
        yield officer
        yield env.timeout(rng.triangular(3, 10, 5) * MIN)
        yield env.timeout(12 * MIN)
        sums.deputy(env.now - received)
        yield env.timeout(1 * MIN)


def desk(env, rng, duty, low, high, mode):
    with duty.request() as officer:
        yield officer
        yield env.timeout(rng.triangular(low, high, mode) * MIN)


def report(env, rng, duty, received, sums):
    yield from desk(env, rng, duty, 3, 8, 5)
    yield from call(env, rng)
    sums.report(env.now - received)


def instruction(env, rng, duty, sums):
    yield from desk(env, rng, duty, 2, 10, 4)
    yield env.all_of([env.process(unit(env, rng, sums)) for _ in range(9)])


def incident(env, rng, sums):
    duty = simpy.Resource(env, 1)
    yield env.timeout(4 * MIN)
    yield from call(env, rng)
    received = env.now
    yield from desk(env, rng, duty, 6, 18, 10)
    yield env.all_of([env.process(report(env, rng, duty, received, sums)), env.process(instruction(env, rng, duty, sums))])


class Sums:
    def __init__(self):
        self.reports = self.deputies = self.kept_reports = self.kept_deputies = 0
        self.report_s = self.deputy_s = 0.0

    def report(self, took):
        self.reports += 1
        self.report_s += took
        self.kept_reports += took <= 20 * MIN

    def deputy(self, took):
        self.deputies += 1
        self.deputy_s += took
        self.kept_deputies += took <= 19 * MIN


def main():
    n = int(sys.argv[1])
    rng, sums = random.Random(1), Sums()
    begin = time.perf_counter()
    for _ in range(n):
        env = simpy.Environment()
        env.process(incident(env, rng, sums))
        env.run()
    seconds = time.perf_counter() - begin
    print(f"SimPy {seconds:.4f} {n} {sums.kept_reports / sums.reports:.5f} {sums.kept_deputies / sums.deputies:.5f} {sums.report_s / sums.reports:.2f} {sums.deputy_s / sums.deputies:.2f}")


main()
