// What the peers share: draws and sums. Nothing of Sandtable.
#pragma once

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

struct Draws {
    std::mt19937_64 bits{1};
    double unit() { return static_cast<double>(bits() >> 11) * 0x1p-53; }
    double call() { return 20 + 100 * unit(); }
    bool fails() { return unit() < 0.04; }
    double triangle_min(double a, double b, double c) {  // seconds, of minutes
        const double u = unit();
        return 60 * (u * (b - a) < c - a ? a + std::sqrt(u * (b - a) * (c - a)) : b - std::sqrt((1 - u) * (b - a) * (b - c)));
    }
};

struct Sums {
    long reports = 0, deputies = 0, kept_reports = 0, kept_deputies = 0;
    double report_s = 0, deputy_s = 0;
    void report(double took) { ++reports, report_s += took, kept_reports += took <= 1200; }
    void deputy(double took) { ++deputies, deputy_s += took, kept_deputies += took <= 1140; }
    void print(const char* name, double seconds, long n) const {
        std::printf("%s %.4f %ld %.5f %.5f %.2f %.2f\n", name, seconds, n, double(kept_reports) / double(reports), double(kept_deputies) / double(deputies), report_s / double(reports), deputy_s / double(deputies));
    }
};

inline double now_s() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }
