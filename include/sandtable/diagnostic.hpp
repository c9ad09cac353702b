// What is wrong with a user's file: an address, what was expected, what was found, and a hint.
#pragma once

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
    std::string line_text;  ///< the whole line, for the caret
};

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
    void add(Diagnostic said) { list_.push_back(std::move(said)); }
    bool has(Severity at_least) const;
    bool has_errors() const { return has(Severity::error); }
    const std::vector<Diagnostic>& all() const { return list_; }

private:
    std::vector<Diagnostic> list_;
};

/// "file:line:column: error: message [code]", the line, a caret right under the place, and the hint.
std::string render(const Diagnostic& diagnostic, Lang lang, bool colour = false);
/// "did you mean X?" or nothing if no name is near.
Text did_you_mean(std::string_view wanted, const std::vector<std::string>& names);

}  // namespace sandtable
