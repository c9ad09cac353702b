// Instants that wait for each other: which come at all, how early, and which only wait in a circle.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sandtable/duty_analysis.hpp"

namespace sandtable {

/// A graph of instants: each comes with the `need`-th of its parts and `least` to `most` after it.
/// All of n parts need n, any of them one. An instant without parts never comes, unless it is a
/// source: that comes by itself.
class Instants {
public:
    using Node = std::uint32_t;
    /// here: not at this place, without being a fault.
    enum class Missing : std::uint8_t { no, here, everywhere };
    /// join: of several. happening: something of its own. name: what a happening means besides.
    enum class Is : std::uint8_t { join, happening, name };
    struct Instant {
        std::uint32_t need = 1;
        std::vector<Node> parts;
        Span least, most;
        bool source = false;
        Missing missing = Missing::no;
        Is is = Is::join;
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
        Set exact;             ///< no shorter way with fewer working days was passed over
    };
    /// How early each comes at the earliest, up to and with `until`, if the `given` ones are there
    /// at 0. A working day counts as 24 hours where one way is to be chosen.
    Earliest earliest(const Set& given, Node until) const;
    /// How late each that surely comes comes at the latest, if the `given` ones have come by 0 and
    /// the `unsure` ones come of themselves or never. Nothing is known of the others.
    Earliest latest(const Set& given, const Set& unsure) const;

    /// What has come by the time that `node` comes, on every way there. Everything, if there is
    /// none.
    Set proved(Node node) const;
    /// Adds to what has come any of several of which fewer, or as many, were among what has come.
    void add_implied(Set& come) const;
    /// The `need`-th of several lengths by what is latest, each part of it at its most; sorts them.
    static Span last_of(std::vector<Span>& spans, std::size_t need);

    /// Those not in `come`, nor missing everywhere, that wait for each other: strongly connected, each round sorted, by smallest node.
    std::vector<std::vector<Node>> rounds(const Set& come) const;

private:
    Earliest settle(const Set& given, std::optional<Node> until, const Set* unsure) const;

    std::vector<Instant> instants_;
    // users of node n: users_[users_from_[n]] to users_[users_from_[n + 1]]
    std::vector<Node> users_, users_from_;
    Set days_;  // whether working days may lie on a way to it
};

}  // namespace sandtable
