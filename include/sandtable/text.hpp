// Texts for people: always in both languages, from one table per language.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace sandtable {

enum class Lang { zh, en };

/// A text in both languages.
struct Text {
    std::string zh, en;

    const std::string& in(Lang lang) const { return lang == Lang::zh ? zh : en; }
    bool empty() const { return zh.empty() && en.empty(); }
    friend bool operator==(const Text&, const Text&) = default;
};

/// A word to fill into a text: the same in both languages (an id, a number), or one in each.
struct Word {
    Text text;
    Word(std::string same) : text{same, same} {}
    Word(std::string_view same) : Word(std::string(same)) {}
    Word(const char* same) : Word(std::string(same)) {}
    Word(Text both) : text(std::move(both)) {}
    Word(std::integral auto number) : Word(std::to_string(number)) {}
};

/// The text named `key` with its places {0} {1} ... filled, in both languages. An unknown key is a programming error.
Text tell(std::string_view key, const std::vector<Word>& words = {});
/// The same in one language.
std::string say(Lang lang, std::string_view key, const std::vector<Word>& words = {});

struct TextRow {
    std::string_view key, text;
};
/// All rows of one language, sorted by key; a test compares the two tables.
const std::vector<TextRow>& text_table(Lang lang);

/// A word of a command as a shell takes it back: quoted where a shell would read something else.
std::string shell_word(std::string_view word);

/// Columns a terminal needs for UTF-8 text: Chinese takes two, combining marks none.
int display_width(std::string_view utf8);
/// `text` and as many spaces as it is short of `width` columns.
std::string padded(std::string_view text, int width);
/// The longest front of `text` that fits `width` columns, with … where something was cut.
std::string clipped(std::string_view text, int width);

/// `text` in lines of at most `width` columns, broken at spaces or beside wide characters; one line if `width` is below 20.
std::vector<std::string> wrapped(std::string_view text, int width);

/// In double quotes, as YAML reads it back.
std::string yaml_quoted(std::string_view text);

/// The byte where the first sequence that is not UTF-8 begins, or npos.
std::size_t utf8_fault(std::string_view bytes);
/// Number of code points in valid UTF-8.
std::size_t code_points(std::string_view utf8);

/// zh for a locale that names Chinese (LC_ALL, LC_MESSAGES, LANG in that order), else en.
Lang lang_of_locale(const char* lc_all, const char* lc_messages, const char* lang);

}  // namespace sandtable
