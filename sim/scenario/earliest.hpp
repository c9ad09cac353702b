// Instants that wait for each other: which come at all, how early, and which only wait in a circle.
#pragma once

#include <cstdint>
#include <vector>

#include "sandtable/duty_analysis.hpp"

namespace sandtable {

/// A graph of instants: each comes with the `need`-th of its parts and `least` to `most` after it. All of n parts need n, any of them one.
/// An instant without parts never comes, unless it is a source: that comes by itself.
class Instants {
public:
    using Node = std::uint32_t;
    /// here: not at this place, without being a fault.
    enum class Missing : std::uint8_t { no, here, everywhere };
    struct Instant {
        std::uint32_t need = 1;
        std::vector<Node> parts;
        Span least, most;
        bool source = false;
        Missing missing = Missing::no;
    };
    using Set = std::vector<char>;  ///< a flag per node

    Node add(Instant instant);
    Instant& operator[](Node node) { return instants_[node]; }
    const Instant& operator[](Node node) const { return instants_[node]; }
    Node size() const { return static_cast<Node>(instants_.size()); }
    /// No instant or part is added after this.
    void seal();

    /// The least fixed point: what comes if the `held` instants do not. `ready`: held ones that would have come.
    struct Reach {
        Set come, ready;
    };
    Reach reach(const Set& held, bool with_missing_here = false) const;

    struct Earliest {
        Set known;
        std::vector<Span> at;
        std::vector<Node> by;  ///< the part it waited for last
    };
    /// How early each comes at the earliest, up to and with `until`, if the `given` ones are there at 0. `worst`: with every `most`.
    Earliest earliest(const Set& given, Node until, bool worst) const;

    /// Those not in `come`, nor missing everywhere, that wait for each other: strongly connected, each round sorted, by smallest node.
    std::vector<std::vector<Node>> rounds(const Set& come) const;

private:
    std::vector<Instant> instants_;
    std::vector<Node> users_, users_from_;  // users of node n: users_[users_from_[n]] to users_[users_from_[n + 1]]
};

}  // namespace sandtable
