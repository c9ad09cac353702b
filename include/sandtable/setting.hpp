// One value of a file, changed: what a study varies (formats.md, "Studies").
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sandtable/files.hpp"
#include "sandtable/scenario.hpp"

namespace sandtable {

/// "[KIND/ID:]PATH=VALUE". The path names keys, and rows of lists by their `id` (or `agency`, `road`, `plan`), or by their number from 1:
/// "incidents.city-hall.reports.1.at=2 min", "network/lishui:channels.telephone.delay=1 min", "plan/wage-arrears:tasks.first_judgement.takes=8 min",
/// "officers.lishui-arrears-office.duty.night=2". Without a file the scenario is meant.
struct Setting {
    FileKind kind = FileKind::scenario;
    std::string id;                 ///< of the file; empty: the only one of its kind
    std::vector<std::string> path;
    std::string value, text;        ///< text: as typed
    std::string before;             ///< the value it takes the place of, once it was put in; empty: there was none
};

/// Nothing, and what is wrong said, if it cannot be read.
std::optional<Setting> parse_setting(const std::string& text, Diagnostics& out);

/// The file with the value in the place of the one it has. A key that its map does not have is put in (what it should not have is found when the file is
/// loaded); a row that is not there is an error with the rows there are, but for `officers` of a scenario, which gets one, and for
/// "closures.ROAD=FROM for PERIOD", which is one closure more.
std::optional<SourceText> with_setting(SourceText source, Setting& setting, Diagnostics& out);

/// The same scenario with settings: its own texts changed, everything loaded and checked again. `then` has files that only a setting names. Notes in the
/// settings what they took the place of.
std::optional<Inputs> load_changed(const std::vector<InputText>& texts, std::vector<Setting>& settings, const Files& then, Diagnostics& out);

}  // namespace sandtable
