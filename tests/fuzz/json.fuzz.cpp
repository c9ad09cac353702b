// A case to be graded, bookmarks beside a recording, and how a recording was looked at.
#include "fuzz.hpp"
#include "sandtable/grading_answer.hpp"
#include "view/view_state.hpp"

using namespace sandtable;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Diagnostics none;
    static const auto vocabulary = find_vocabulary(shipped_files(), none);
    static const auto clauses = find_clauses(shipped_files(), none);
    static const auto plan =
        load_plan(*shipped_files().find(FileKind::plan, "mass-incident", none),
                  {*vocabulary, *clauses, shipped_files()}, none);
    const std::string_view text = bytes_of_fuzz(data, size);
    JsonCase one;
    if (const auto fault = read_case(text, *plan, *vocabulary, one)) {
        for (const Lang lang : {Lang::en, Lang::zh}) batch_error_json(1, one.id_json, *fault, lang);
    } else {
        Knowledge knowledge(vocabulary->facts.size());
        for (const auto& [fact, value] : one.facts)
            knowledge.learn(fact, value, ModelTime{}, no_entry);
        answer_json(*plan, *vocabulary, answer(*plan, *vocabulary, knowledge), one.id_json,
                    nullptr);
    }
    ViewState state;
    read_view_state(text, state);
    read_bookmarks(text, "sha256:0");
    return 0;
}
