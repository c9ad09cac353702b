// One XML document as a tree. Expat stays behind xml.cpp: it knows namespaces, checks that the text is well formed, and says where it is not.
#pragma once

#include <optional>

#include "sandtable/cap.hpp"

namespace sandtable {

/// Refuses document types (so there are no entities of a file's own and nothing outside it), and what passes the bounds of cap.hpp.
std::optional<XmlElement> parse_xml(const SourceText& source, Diagnostics& out);

/// The place of an element by its line and the byte in it, with the line for the caret.
SourcePlace xml_place(const SourceText& source, int line, int byte, int length = 1);

/// The element with everything in it, each namespace declared where it is used.
void append_xml(std::string& out, const XmlElement& element);
/// < > & and, in attributes, the quote and white space, as references; what XML cannot hold as
/// U+FFFD.
std::string xml_escaped(std::string_view text, bool attribute = false);

}  // namespace sandtable
