// What is wrong with a user's file: an address, what was expected, what was found, and a hint.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "sandtable/text.hpp"

namespace sandtable {

/// Where in a file: line and column count from 1, columns in characters (not bytes). Line 0: the file as a whole.
struct SourcePlace {
    std::string file;
    int line = 0;
    int column = 0;
    int length = 1;         ///< characters marked
    std::string line_text;  ///< the line, for the caret; of a long one what stands about the place
    int line_from = 0;      ///< characters of the line before that
};

/// Of a file that is wrong throughout so much is told, and then how much more there is.
constexpr std::size_t diagnostics_max = 1000;

enum class Severity {
    note,
    warning,
    finding,  ///< everything loaded, and the answer of a check is no (exit 1)
    error,    ///< cannot be loaded or bound (exit 2)
};

struct Diagnostic {
    std::string code;  ///< stable, also the key of its text
    Severity severity = Severity::error;
    SourcePlace where;
    Text message;
    Text hint;  ///< may be empty
};

/// Everything said about a set of files, in the order found.
class Diagnostics {
public:
    /// `code` names the text; its places are filled with `words`.
    Diagnostic& add(Severity severity, std::string_view code, SourcePlace where, const std::vector<Word>& words = {}, Text hint = {});
    Diagnostic& error(std::string_view code, SourcePlace where, const std::vector<Word>& words = {}, Text hint = {}) {
        return add(Severity::error, code, std::move(where), words, std::move(hint));
    }
    /// Takes over what was said elsewhere.
    void add(Diagnostic said);
    bool has(Severity at_least) const;
    bool has_errors() const { return has(Severity::error); }
    /// What is told, diagnostics_max and at their end the number of the rest.
    const std::vector<Diagnostic>& all() const { return list_; }
    /// How many there were, told or not.
    std::size_t count() const { return std::min(list_.size(), diagnostics_max) + untold_; }
    /// How many of them were errors.
    std::size_t errors() const { return errors_; }
    /// From now on nothing more is told: whoever would look long for a place need not.
    bool full() const { return list_.size() >= diagnostics_max; }
    void leave_out(Severity severity);

private:
    std::vector<Diagnostic> list_;
    std::size_t untold_ = 0, errors_ = 0;
    Severity worst_untold_ = Severity::note;
    Diagnostic nowhere_;
};

/// "file:line:column: error: message [code]", the line, a caret right under the place, and the hint.
std::string render(const Diagnostic& diagnostic, Lang lang, bool colour = false);
/// "did you mean X?" or nothing if no name is near.
Text did_you_mean(std::string_view wanted, const std::vector<std::string>& names);

}  // namespace sandtable
