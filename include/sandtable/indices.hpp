// Variance-based sensitivity: how much of a result's variance each uncertain length of time accounts for, alone and with all others.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sandtable/study.hpp"

namespace sandtable {

struct SensitivityIndex {
    double first = 0, total = 0;          ///< shares of the variance: of its own; with all in which it takes part
    Interval first_95, total_95;  ///< by resampling the points: bootstrap-t (B. Efron, R. J.
                                  ///< Tibshirani, "An Introduction to the Bootstrap" (1993), 12.5)
};

/// Of a function of `dimension` numbers, each uniform on [0, 1), by `points` (dimension + 2) evaluations: first order by A. Saltelli et al., "Variance based sensitivity analysis of
/// model output", Comput. Phys. Commun. 181 (2010), table 2 (b); total by M. J. W. Jansen, Comput. Phys. Commun. 117 (1999). Nothing if the function does not vary.
std::optional<std::vector<SensitivityIndex>> sensitivity_indices(std::size_t dimension, std::uint64_t points, std::uint32_t seed, const std::function<double(std::span<const double>)>& function);

struct IndexRow {
    std::string what;                     ///< "wage-arrears.first_judgement", "channel.telephone"
    SensitivityIndex index;
};

struct IndicesOptions {
    std::string measure;                  ///< id of a length of time: "late/..."
    std::uint64_t points = 128, replications = 20;
    std::uint32_t seed = 1;
    unsigned workers = 1;
    const std::atomic<bool>* stop = nullptr;
};

/// Of the mean of a measure over some replications, always the same ones, as a function of lengths of time that are fixed somewhere in their range: those that change it between
/// their ends while all others are usual. The largest total first. Nothing if there is no such measure, nothing changes it, or it was stopped; why is said.
std::optional<std::vector<IndexRow>> length_indices(const Inputs& inputs, const IndicesOptions& options, Diagnostics& out, const std::function<void(std::uint64_t done, std::uint64_t all)>& progress = {});

}  // namespace sandtable
