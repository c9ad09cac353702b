// What stands in each prevention area, from message to message.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "exchange/alert_areas.hpp"
#include "sandtable/diagnostic.hpp"
#include "sandtable/warnings.hpp"

namespace sandtable {

/// Whether an instant comes before another.
inline bool before(CivilTime a, CivilTime b) { return model_time(b, a) < ModelTime{}; }

/// What is said of one prevention area: levels from instants on.
struct Change {
    CivilTime at;
    int level = 0;
    std::string why;  ///< the message's identifier, or that it expired
};

/// A level that a message states for a prevention area, from an instant on, until it expires or a
/// message ends it.
struct Statement {
    const Alert* by;
    int level;
    CivilTime from;
    std::optional<CivilTime> expires, ended;
    const Alert* ended_by = nullptr;
};

/// Follows messages by their references and expiry (alert_drill in warnings.hpp says how). Holds
/// references; what is wrong with a message is told with its file.
class StandingWarnings {
public:
    StandingWarnings(std::vector<Alert> alerts, const Warnings& warnings, const Network& network,
                     Diagnostics& out);
    void follow();

    const std::map<PreventionAreaId, std::vector<Change>>& changes() const { return changes_; }
    /// In the order they were followed.
    const std::vector<Alert>& alerts() const { return alerts_; }

private:
    void order_same_instants();
    void end_what_it_refers_to(const Alert& alert);
    void end(const Alert& what, const Alert& by);
    void read(const Alert& alert);
    bool stands(PreventionAreaId area, CivilTime at) const;
    void fold(PreventionAreaId area, const std::vector<Statement>& statements);
    void error(const Alert& alert, std::string_view code, const std::vector<Word>& words,
               Text hint = {});
    void note(const Alert& alert, std::string_view code, const std::vector<Word>& words,
              Text hint = {});

    std::vector<Alert> alerts_;
    const Warnings& warnings_;
    const Network& network_;
    Diagnostics& out_;
    std::map<std::string, const Alert*> index_;  // by reference without its instant
    std::map<const Alert*, std::vector<const Alert*>> continued_;  // who refers to it
    std::map<PreventionAreaId, std::vector<Statement>> said_;
    std::map<const Alert*, std::vector<std::pair<PreventionAreaId, std::size_t>>> states_;
    std::map<PreventionAreaId, std::vector<Change>> changes_;
};

}  // namespace sandtable
