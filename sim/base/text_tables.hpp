// The texts of both languages: a file for each language and what is spoken of.
#pragma once

#include <vector>

#include "sandtable/text.hpp"

namespace sandtable {

/// Files, lines and values that cannot be read.
const std::vector<TextRow>& text_files_zh();
const std::vector<TextRow>& text_files_en();
/// Files that can be read and are wrong, or odd: codes of diagnostics, which are stable.
const std::vector<TextRow>& text_faults_zh();
const std::vector<TextRow>& text_faults_en();
/// What the command line says: help, options, answers of commands.
const std::vector<TextRow>& text_commands_zh();
const std::vector<TextRow>& text_commands_en();
/// What studies say: their faults, tables and options.
const std::vector<TextRow>& text_studies_zh();
const std::vector<TextRow>& text_studies_en();
/// What scenes and the viewer say.
const std::vector<TextRow>& text_scenes_zh();
const std::vector<TextRow>& text_scenes_en();
/// What pages say.
const std::vector<TextRow>& text_pages_zh();
const std::vector<TextRow>& text_pages_en();

}  // namespace sandtable
